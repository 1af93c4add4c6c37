//! What `score` says in words, with the figures of the language it is said in.

use super::factors;
use rust_decimal::Decimal;

use crate::engine::scoring::{CustomerScore, Fit, Measured, Rating, Reason, Scores};
use crate::model::{Bilingual, Lang, figures};

/// Returns why the verdict is not `ok`, and what the figures leave out or rest upon; empty when there is nothing to
/// say.
pub(in crate::output) fn because(scores: &Scores<'_>, row: &CustomerScore, lang: Lang) -> String {
    let mut parts: Vec<String> = row.reasons.iter().map(|reason| reason_sentence(scores, *reason, lang)).collect();
    if row.little_history {
        let is_built_in = scores.portfolio().late.known == 0;
        parts.push(if is_built_in { nothing_known(lang) } else { little_history(row.habit.late.known, lang) });
    }
    parts.extend(rating(row.rating, scores.rules().rating_days, lang));
    parts.extend(natural_person(row, lang));
    parts.extend(used(scores, row, lang));
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

pub(super) fn reason_sentence(scores: &Scores<'_>, reason: Reason, lang: Lang) -> String {
    let rules = scores.rules();
    let date = |day| figures::date(day, lang);
    match (reason, lang) {
        (Reason::Insolvent(since), Lang::En) => format!("insolvency proceedings opened on {}", date(since)),
        (Reason::Insolvent(since), Lang::Fr) => format!("procédure collective ouverte le {}", date(since)),
        (Reason::OverLimit(by), Lang::En) => {
            format!("exposure over the limit by {}", figures::money(by, scores.currency(), lang))
        }
        (Reason::OverLimit(by), Lang::Fr) => {
            format!("dépassement de la limite\u{a0}: {}", figures::money(by, scores.currency(), lang))
        }
        (Reason::GroupOverLimit(by), Lang::En) => {
            format!("the group's exposure over its limit by {}", figures::money(by, scores.currency(), lang))
        }
        (Reason::GroupOverLimit(by), Lang::Fr) => {
            format!("dépassement de la limite du groupe\u{a0}: {}", figures::money(by, scores.currency(), lang))
        }
        (Reason::NearLimit(percent), Lang::En) => format!("exposure at {percent}% of the limit or more"),
        (Reason::NearLimit(percent), Lang::Fr) => format!("encours à {percent}\u{a0}% de la limite ou plus"),
        (Reason::GroupNearLimit(percent), Lang::En) => {
            format!("the group's exposure at {percent}% of its limit or more")
        }
        (Reason::GroupNearLimit(percent), Lang::Fr) => {
            format!("encours du groupe à {percent}\u{a0}% de sa limite ou plus")
        }
        (Reason::ScoreBlocks, Lang::En) => format!("score below {}", rules.block_below),
        (Reason::ScoreBlocks, Lang::Fr) => format!("score inférieur à {}", rules.block_below),
        (Reason::ScoreWatches, Lang::En) => format!("score below {}", rules.watch_below),
        (Reason::ScoreWatches, Lang::Fr) => format!("score inférieur à {}", rules.watch_below),
        (Reason::SalesBlocked(sum), Lang::En) => {
            format!("sales blocked by the level reached: {} late", figures::money(sum, scores.currency(), lang))
        }
        (Reason::SalesBlocked(sum), Lang::Fr) => {
            format!(
                "ventes bloquées par le niveau atteint\u{a0}: {} en retard",
                figures::money(sum, scores.currency(), lang)
            )
        }
        (Reason::LimitExpired(until), Lang::En) => format!("the credit limit ended on {}", date(until)),
        (Reason::LimitExpired(until), Lang::Fr) => format!("la limite de crédit a pris fin le {}", date(until)),
        (Reason::LimitNotYet(from), Lang::En) => format!("the credit limit begins on {}", date(from)),
        (Reason::LimitNotYet(from), Lang::Fr) => format!("la limite de crédit commence le {}", date(from)),
        (Reason::LimitNotComparable, Lang::En) => "the limit does not cover other currencies".to_owned(),
        (Reason::LimitNotComparable, Lang::Fr) => "la limite ne couvre pas les autres devises".to_owned(),
    }
}

/// Says what is left aside of a rating, if anything is.
fn rating(rating: Rating, rating_days: u32, lang: Lang) -> Option<String> {
    Some(match (rating, lang) {
        (Rating::None | Rating::Known { .. }, _) => return None,
        (Rating::Undated, Lang::En) => "the rating has no date and is left aside".to_owned(),
        (Rating::Undated, Lang::Fr) => "la notation sans date est laissée de côté".to_owned(),
        (Rating::Old(date), Lang::En) => {
            format!("the rating of {} is {rating_days} days old or more", figures::date(date, lang))
        }
        (Rating::Old(date), Lang::Fr) => {
            format!("la notation du {} a {rating_days} jours ou plus", figures::date(date, lang))
        }
        (Rating::NotInPolicy, Lang::En) => "the rating is not in [score.ratings] of the policy".to_owned(),
        (Rating::NotInPolicy, Lang::Fr) => "la notation n'est pas dans [score.ratings] de la politique".to_owned(),
    })
}

/// Says of a natural person what weighed most, and that a person decides (GDPR art. 22 and 15(1)(h)).
fn natural_person(row: &CustomerScore, lang: Lang) -> Option<String> {
    if !row.is_natural_person {
        return None;
    }
    let mut lost: Vec<_> = row.card.factors.iter().map(|it| (it.points - it.most, it)).filter(|it| it.0 < 0).collect();
    lost.sort_by_key(|it| it.0);
    let most: Vec<String> =
        lost.iter().take(3).map(|(lost, it)| format!("{} {lost}", factors::title(it.value, lang))).collect();
    Some(match (lang, most.is_empty()) {
        (Lang::En, true) => "natural person: a person decides, not the score alone (GDPR art. 22)".to_owned(),
        (Lang::Fr, true) => "personne physique\u{a0}: une personne décide, pas le score seul (RGPD art. 22)".to_owned(),
        (Lang::En, false) => {
            format!(
                "natural person: a person decides, not the score alone (GDPR art. 22); points lost: {}",
                most.join(", ")
            )
        }
        (Lang::Fr, false) => format!(
            "personne physique\u{a0}: une personne décide, pas le score seul (RGPD art. 22)\u{202f}; points perdus\u{a0}: {}",
            most.join(", ")
        ),
    })
}

/// Says how much of the limit is used up, from the first threshold of the policy on; what is over it is a reason.
fn used(scores: &Scores<'_>, row: &CustomerScore, lang: Lang) -> Option<String> {
    let percent = row.threshold(scores.rules()).filter(|&percent| percent < 100)?;
    let is_reason = row.reasons.iter().any(|reason| matches!(reason, Reason::NearLimit(_)));
    (!is_reason).then(|| match lang {
        Lang::En => format!("{percent}% of the limit or more is used"),
        Lang::Fr => format!("{percent}\u{a0}% de la limite ou plus sont utilisés"),
    })
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

/// Where the probability of lateness comes from.
pub(super) const ORIGINS: [&str; 3] = [FITTED, SHARES, BUILT_IN];
const FITTED: &str = "fitted";
const SHARES: &str = "shares";
const BUILT_IN: &str = "built-in";

/// Returns the word for where it comes from.
pub(super) fn origin(scores: &Scores<'_>) -> &'static str {
    let portfolio = scores.portfolio();
    match (portfolio.model.late_fit(), portfolio.late.known) {
        (Some(_), _) => FITTED,
        (None, 0) => BUILT_IN,
        (None, _) => SHARES,
    }
}

/// Returns how the probabilities come about.
fn probabilities(scores: &Scores<'_>) -> Bilingual {
    let pseudo = scores.rules().pseudo_invoices;
    let model = &scores.portfolio().model;
    let Some(fit) = model.late_fit() else {
        return Bilingual::new(
            format!(
                "Late: probability that an invoice is paid late, (late + {pseudo} x portfolio) / (known + {pseudo}), \
                 invoices counted, not amounts."
            ),
            format!(
                "Retard\u{a0}: probabilité qu'une facture soit payée en retard, (en retard + {pseudo} x portefeuille) / \
                 (connues + {pseudo}), en nombre de factures."
            ),
        );
    };
    let examples =
        |lang| (figures::count(fit.examples.known.into(), lang), figures::count(fit.examples.bad.into(), lang));
    let (en, fr) = (examples(Lang::En), examples(Lang::Fr));
    let serious = model.serious_fit().is_some();
    Bilingual::new(
        format!(
            "Late: probability that an invoice is paid late, fitted on {} past invoices of this folder, {} of them late \
             (docs/score.md){}.",
            en.0,
            en.1,
            if serious { "; serious lateness too" } else { "; serious lateness by its shrunk share, too few cases" }
        ),
        format!(
            "Retard\u{a0}: probabilité qu'une facture soit payée en retard, ajustée sur {} factures passées de ce \
             dossier, dont {} en retard (docs/score.md){}.",
            fr.0,
            fr.1,
            if serious {
                "\u{202f}; retard grave de même"
            } else {
                "\u{202f}; retard grave selon sa part, trop peu de cas"
            }
        ),
    )
}

/// Returns the lines under the customers: what each of them starts from, and what the columns mean.
pub(super) fn remarks(scores: &Scores<'_>) -> Vec<Bilingual> {
    let rules = scores.rules();
    let days = rules.serious_days;
    let pseudo = rules.pseudo_invoices;
    vec![
        portfolio(scores),
        probabilities(scores),
        Bilingual::new(
            format!(
                "Days: median delay, the newest weighing most, early payment below zero, with {pseudo} invoices like the portfolio's."
            ),
            format!(
                "Jours\u{a0}: retard médian, les plus récents pesant le plus, avance en négatif, avec {pseudo} factures comme \
                 celles du portefeuille."
            ),
        ),
        Bilingual::new(
            format!(
                "Score: points out of 50 for late invoices, 15 for those over {days} days late, 10 for the newest, 10 for what is \
                 overdue now, 15 for smaller things (--explain)."
            ),
            format!(
                "Score\u{a0}: points sur 50 pour les retards, 15 pour ceux de plus de {days} jours, 10 pour les plus récents, 10 \
                 pour l'échu impayé du jour, 15 pour de plus petites choses (--explain)."
            ),
        ),
    ]
}

/// Returns the lines under the open items.
pub(super) fn invoice_remarks(scores: &Scores<'_>) -> Vec<Bilingual> {
    let days = scores.rules().serious_days;
    vec![
        portfolio(scores),
        probabilities(scores),
        Bilingual::new(
            format!(
                "Late: probability of payment after the due date, 100% once it is past. Seriously: more than {days} days after. \
                 No date is expected of what is disputed, of an insolvent customer, or of one later than any that was ever paid."
            ),
            format!(
                "Retard\u{a0}: probabilité de paiement après l'échéance, 100\u{a0}% une fois celle-ci passée. Retard grave\u{a0}: de \
                 plus de {days} jours. Aucune date n'est attendue de ce qui est en litige, d'un client en procédure \
                 collective, ni d'un retard plus long que tous ceux qui ont été payés."
            ),
        ),
    ]
}

/// Returns how the shares of fitted models are made, one line per model.
pub(super) fn makings(scores: &Scores<'_>) -> impl Iterator<Item = Bilingual> {
    let model = &scores.portfolio().model;
    let targets = [(model.late_fit(), "Late", "Retard"), (model.serious_fit(), "Seriously", "Retard grave")];
    targets.into_iter().filter_map(|(fit, en, fr)| {
        let Fit { all, newest, memory, .. } = fit?;
        let pseudo = |measured: Measured, lang| {
            figures::figure(Decimal::new(i64::from(measured.halves) * 5, 1), lang)
        };
        Some(Bilingual::new(
            format!(
                "{en}: past = ln odds of the share with {} pseudo-invoices and a span of {} days; newest, halved every \
                 {memory} outcomes, with {} and {} days.",
                pseudo(all, Lang::En),
                all.span,
                pseudo(newest, Lang::En),
                newest.span
            ),
            format!(
                "{fr}\u{a0}: passé = ln de la cote de la part avec {} pseudo-factures et une marge de {} jours\u{202f}; \
                 récent, divisé par deux tous les {memory} résultats, avec {} et {} jours.",
                pseudo(all, Lang::Fr),
                all.span,
                pseudo(newest, Lang::Fr),
                newest.span
            ),
        ))
    })
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
                "Aucune facture n'a encore d'issue connue\u{a0}: les chiffres partent de moyennes intégrées, {}\u{a0}% de factures \
                 en retard, {}\u{a0}% gravement.",
                late.bad, serious.bad
            ),
        );
    }
    let plural = if all.bad > 1 { "s" } else { "" };
    Bilingual::new(
        format!(
            "Portfolio: {} of {} known invoices late, {} of {} over {days} days.",
            all.bad, all.known, serious.bad, serious.known
        ),
        format!(
            "Portefeuille\u{a0}: {} facture{plural} connue{plural} sur {} en retard, {} sur {} de plus de {days} jours.",
            all.bad, all.known, serious.bad, serious.known
        ),
    )
}
