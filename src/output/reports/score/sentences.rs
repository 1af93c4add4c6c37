//! What `score` says in words, with the figures of the language it is said in.

use crate::engine::scoring::{CustomerScore, Factor, FactorValue, Reason, Scores, Share, Tally};
use crate::model::{Bilingual, Lang, figures};

/// Returns how a factor's points come about, so that anybody can compute them again.
pub(super) fn factor(scores: &Scores<'_>, row: &CustomerScore, factor: &Factor, lang: Lang) -> String {
    let Factor { value, points, most } = *factor;
    let days = scores.rules().serious_days;
    let base = |portfolio: Tally| (scores.rules().pseudo_invoices, portfolio.known == 0);
    let (late_base, serious_base) = (base(scores.portfolio().late), base(scores.portfolio().serious));
    let found = match (value, lang) {
        (FactorValue::LateShare(share), Lang::En) => shrunk("late", row.habit.late, share, late_base, lang),
        (FactorValue::LateShare(share), Lang::Fr) => shrunk("en retard", row.habit.late, share, late_base, lang),
        (FactorValue::SeriousShare(share), Lang::En) => {
            let what = format!("over {days} days late");
            format!("{}; none from 30% on", shrunk(&what, row.habit.serious, share, serious_base, lang))
        }
        (FactorValue::SeriousShare(share), Lang::Fr) => {
            let what = format!("en retard de plus de {days} jours");
            let found = shrunk(&what, row.habit.serious, share, serious_base, lang);
            format!("{found}\u{202f}; aucun à partir de 30\u{a0}%")
        }
        (FactorValue::OverdueNow(0), Lang::En) => "nothing is overdue now".to_owned(),
        (FactorValue::OverdueNow(0), Lang::Fr) => "rien n'est échu impayé à ce jour".to_owned(),
        (FactorValue::OverdueNow(overdue), Lang::En) => {
            format!("days by which the oldest unpaid invoice is overdue: {overdue}; none from {days} on")
        }
        (FactorValue::OverdueNow(overdue), Lang::Fr) => format!(
            "jours de retard de la plus ancienne facture impayée\u{a0}: {overdue}\u{202f}; aucun à partir de {days}"
        ),
    };
    match lang {
        Lang::En => format!("{points} of {most} points – {found}."),
        Lang::Fr => format!("{points}\u{a0}points sur {most}\u{a0}– {found}."),
    }
}

/// Returns what was counted and how it was shrunk: towards how many invoices, of the portfolio or built in.
fn shrunk(what: &str, own: Tally, share: Share, (pseudo, is_built_in): (u32, bool), lang: Lang) -> String {
    let Tally { bad, known } = own;
    let share = figures::share(share.to_decimal(), lang);
    let average = match (is_built_in, lang) {
        (false, Lang::En) => "the portfolio's average",
        (false, Lang::Fr) => "la moyenne du portefeuille",
        (true, Lang::En) => "the built-in average",
        (true, Lang::Fr) => "la moyenne intégrée à relance",
    };
    match (known, lang) {
        (0, Lang::En) => format!("invoices {what}: none known yet, {share} by {average}"),
        (0, Lang::Fr) => format!("factures {what}\u{a0}: aucune connue, {share} selon {average}"),
        (_, Lang::En) => format!("known invoices {what}: {bad} of {known}, {share} with {pseudo} at {average}"),
        (_, Lang::Fr) => {
            format!("factures connues {what}\u{a0}: {bad} sur {known}, soit {share} avec {pseudo} à {average}")
        }
    }
}

/// Returns why the verdict is not `ok`, and what the figures leave out or rest upon; empty when there is nothing to say.
pub(in crate::output) fn because(scores: &Scores<'_>, row: &CustomerScore, lang: Lang) -> String {
    let mut parts: Vec<String> = row.reasons.iter().map(|reason| reason_sentence(scores, *reason, lang)).collect();
    if row.little_history {
        let is_built_in = scores.portfolio().late.known == 0;
        parts.push(if is_built_in { nothing_known(lang) } else { little_history(row.habit.late.known, lang) });
    }
    if row.habit.disputed > 0 {
        let n = row.habit.disputed;
        parts.push(match lang {
            Lang::En => format!("left out, under dispute: {n}"),
            Lang::Fr => format!("laissées de côté, en litige\u{a0}: {n}"),
        });
    }
    if !row.exposure.other.is_empty() {
        let sums: Vec<String> =
            row.exposure.other.iter().map(|(&currency, &sum)| figures::money(sum, currency, lang)).collect();
        parts.push(match lang {
            Lang::En => format!("not in the exposure: {}", sums.join(", ")),
            Lang::Fr => format!("hors encours\u{a0}: {}", sums.join(", ")),
        });
    }
    parts.join(if lang == Lang::En { "; " } else { "\u{202f}; " })
}

fn reason_sentence(scores: &Scores<'_>, reason: Reason, lang: Lang) -> String {
    let rules = scores.rules();
    let date = |day| figures::date(day, lang);
    match (reason, lang) {
        (Reason::Insolvent(since), Lang::En) => format!("insolvency proceedings opened on {}", date(since)),
        (Reason::Insolvent(since), Lang::Fr) => format!("procédure collective ouverte le {}", date(since)),
        (Reason::OverLimit(by), Lang::En) => {
            format!("exposure over the limit by {}", figures::money(by, scores.currency(), lang))
        }
        (Reason::OverLimit(by), Lang::Fr) => {
            format!("encours au-dessus de la limite de {}", figures::money(by, scores.currency(), lang))
        }
        (Reason::ScoreBlocks, Lang::En) => format!("score below {}", rules.block_below),
        (Reason::ScoreBlocks, Lang::Fr) => format!("score inférieur à {}", rules.block_below),
        (Reason::ScoreWatches, Lang::En) => format!("score below {}", rules.watch_below),
        (Reason::ScoreWatches, Lang::Fr) => format!("score inférieur à {}", rules.watch_below),
        (Reason::LimitExpired(until), Lang::En) => format!("the credit limit ended on {}", date(until)),
        (Reason::LimitExpired(until), Lang::Fr) => format!("la limite de crédit a pris fin le {}", date(until)),
        (Reason::LimitNotYet(from), Lang::En) => format!("the credit limit begins on {}", date(from)),
        (Reason::LimitNotYet(from), Lang::Fr) => format!("la limite de crédit commence le {}", date(from)),
        (Reason::LimitNotComparable, Lang::En) => "the limit does not cover other currencies".to_owned(),
        (Reason::LimitNotComparable, Lang::Fr) => "la limite ne couvre pas les autres devises".to_owned(),
    }
}

fn nothing_known(lang: Lang) -> String {
    match lang {
        Lang::En => "no history, his or the portfolio's: the figures are built-in averages".to_owned(),
        Lang::Fr => "sans historique, ni le sien ni celui du portefeuille\u{a0}: les chiffres sont des moyennes \
                     intégrées à relance"
            .to_owned(),
    }
}

fn little_history(known: u32, lang: Lang) -> String {
    match (known, lang) {
        (0, Lang::En) => "no history: the figures are the portfolio's".to_owned(),
        (0, Lang::Fr) => "sans historique\u{a0}: les chiffres sont ceux du portefeuille".to_owned(),
        (_, Lang::En) => format!("little history ({known} known): mostly the portfolio's figures"),
        (1, Lang::Fr) => "peu d'historique (1 connue)\u{a0}: surtout les chiffres du portefeuille".to_owned(),
        (_, Lang::Fr) => format!("peu d'historique ({known} connues)\u{a0}: surtout les chiffres du portefeuille"),
    }
}

/// Returns the lines under the customers: what each of them starts from, and what the columns mean.
pub(super) fn remarks(scores: &Scores<'_>) -> Vec<Bilingual> {
    let rules = scores.rules();
    let days = rules.serious_days;
    let pseudo = rules.pseudo_invoices;
    vec![
        portfolio(scores),
        Bilingual::new(
            format!(
                "Late: probability that an invoice is paid late, (late + {pseudo} x portfolio) / (known + {pseudo}), \
                 invoices counted, not amounts. Days: median delay, early payment below zero, shrunk the same way."
            ),
            format!(
                "Retard\u{a0}: probabilité qu'une facture soit payée en retard, (en retard + {pseudo} x portefeuille) / \
                 (connues + {pseudo}), en nombre de factures. Jours\u{a0}: retard médian, avance en négatif, pondéré de même."
            ),
        ),
        Bilingual::new(
            format!(
                "Score: points out of 70 for late invoices, 20 for those over {days} days late, 10 for what is overdue now (--explain)."
            ),
            format!(
                "Score\u{a0}: points sur 70 pour les retards, 20 pour ceux de plus de {days} jours, 10 pour l'échu impayé du jour \
                 (--explain)."
            ),
        ),
    ]
}

/// Returns the lines under the open items.
pub(super) fn invoice_remarks(scores: &Scores<'_>) -> Vec<Bilingual> {
    let days = scores.rules().serious_days;
    vec![
        portfolio(scores),
        Bilingual::new(
            format!(
                "Late: probability of payment after the due date, 100% once it is past. Seriously: more than {days} days after. \
                 No date is expected of a disputed item, an insolvent customer, or one later than any that was ever paid."
            ),
            format!(
                "Retard\u{a0}: probabilité de paiement après l'échéance, 100\u{a0}% une fois celle-ci passée. Retard grave\u{a0}: de \
                 plus de {days} jours. Aucune date n'est attendue d'une pièce en litige, d'un client en procédure \
                 collective, ni d'un retard plus long que tous ceux qui ont été payés."
            ),
        ),
    ]
}

fn portfolio(scores: &Scores<'_>) -> Bilingual {
    let portfolio = scores.portfolio();
    let days = scores.rules().serious_days;
    let (all, serious) = (portfolio.late, portfolio.serious);
    if all.known == 0 {
        let (late, serious) = (portfolio.late_base(), portfolio.serious_base());
        return Bilingual::new(
            format!(
                "No outcome is known yet: the figures start from built-in averages, {}% of invoices late, {}% seriously.",
                late.bad, serious.bad
            ),
            format!(
                "Aucun paiement connu à ce jour\u{a0}: les chiffres partent de moyennes intégrées, {}\u{a0}% de factures \
                 en retard, {}\u{a0}% gravement.",
                late.bad, serious.bad
            ),
        );
    }
    Bilingual::new(
        format!(
            "Portfolio: {} of {} known invoices late, {} of {} over {days} days.",
            all.bad, all.known, serious.bad, serious.known
        ),
        format!(
            "Portefeuille\u{a0}: {} factures connues sur {} en retard, {} sur {} de plus de {days} jours.",
            all.bad, all.known, serious.bad, serious.known
        ),
    )
}
