//! How the points of each factor come about, in words.

use rust_decimal::Decimal;

use crate::engine::scoring::{CustomerScore, Factor, FactorValue, MOST_HUNDREDTHS, Rating, Scores, Share, Tally};
use crate::model::{Lang, figures};

/// Returns how a factor's points come about, so that anybody can compute them again.
pub(super) fn sentence(scores: &Scores<'_>, row: &CustomerScore, factor: &Factor, lang: Lang) -> String {
    let Factor { value, points, most } = *factor;
    let found = found(scores, row, value, lang);
    let is_one = points.abs() == 1 || (lang == Lang::Fr && points == 0);
    let word = if is_one { "point" } else { "points" };
    match (lang, value) {
        (Lang::En, FactorValue::Rating(_)) => format!("{points:+} {word}, {most} at most – {found}."),
        (Lang::Fr, FactorValue::Rating(_)) => format!("{points:+}\u{a0}{word}, {most} au plus\u{a0}– {found}."),
        (Lang::En, _) => format!("{points} of {most} points – {found}."),
        (Lang::Fr, _) => format!("{points}\u{a0}{word} sur {most}\u{a0}– {found}."),
    }
}

/// Returns what a factor is about, in a few words.
pub(super) const fn title(value: FactorValue, lang: Lang) -> &'static str {
    match (value, lang) {
        (FactorValue::LateShare(_), Lang::En) => "late invoices",
        (FactorValue::LateShare(_), Lang::Fr) => "factures en retard",
        (FactorValue::SeriousShare(_), Lang::En) => "seriously late ones",
        (FactorValue::SeriousShare(_), Lang::Fr) => "retards graves",
        (FactorValue::RecentShare(_), Lang::En) => "recent behaviour",
        (FactorValue::RecentShare(_), Lang::Fr) => "comportement récent",
        (FactorValue::OverdueNow(_), Lang::En) => "overdue now",
        (FactorValue::OverdueNow(_), Lang::Fr) => "échu impayé",
        (FactorValue::AmountAgainstHabit(_), Lang::En) => "unusual amount",
        (FactorValue::AmountAgainstHabit(_), Lang::Fr) => "montant inhabituel",
        (FactorValue::BrokenPromises(_), Lang::En) => "broken promises",
        (FactorValue::BrokenPromises(_), Lang::Fr) => "promesses rompues",
        (FactorValue::ReturnedPayments(_), Lang::En) => "returned payments",
        (FactorValue::ReturnedPayments(_), Lang::Fr) => "paiements rejetés",
        (FactorValue::Relation(_), Lang::En) => "young relation",
        (FactorValue::Relation(_), Lang::Fr) => "relation récente",
        (FactorValue::Rating(_), Lang::En) => "external rating",
        (FactorValue::Rating(_), Lang::Fr) => "notation externe",
    }
}

fn found(scores: &Scores<'_>, row: &CustomerScore, value: FactorValue, lang: Lang) -> String {
    let days = scores.rules().serious_days;
    let base = |portfolio: Tally| (scores.rules().pseudo_invoices, portfolio.known == 0);
    let (late_base, serious_base) = (base(scores.portfolio().late), base(scores.portfolio().serious));
    let habit = &row.habit;
    match (value, lang) {
        (FactorValue::LateShare(share), Lang::En) => shrunk("late", habit.late, share, late_base, lang),
        (FactorValue::LateShare(share), Lang::Fr) => shrunk("en retard", habit.late, share, late_base, lang),
        (FactorValue::SeriousShare(share), Lang::En) => {
            let what = format!("over {days} days late");
            format!("{}; none from 30% on", shrunk(&what, habit.serious, share, serious_base, lang))
        }
        (FactorValue::SeriousShare(share), Lang::Fr) => {
            let what = format!("en retard de plus de {days} jours");
            let found = shrunk(&what, habit.serious, share, serious_base, lang);
            format!("{found}\u{202f}; aucun à partir de 30\u{a0}%")
        }
        (FactorValue::RecentShare(share), Lang::En) => {
            format!("the newest: {}", shrunk("late", habit.recent, share, late_base, lang))
        }
        (FactorValue::RecentShare(share), Lang::Fr) => {
            format!("les plus récentes\u{a0}: {}", shrunk("en retard", habit.recent, share, late_base, lang))
        }
        (FactorValue::OverdueNow(0), Lang::En) if habit.disputed > 0 => {
            "no invoice is overdue now, those in dispute apart".to_owned()
        }
        (FactorValue::OverdueNow(0), Lang::Fr) if habit.disputed > 0 => {
            "aucune facture n'est échue impayée à ce jour, hors litiges".to_owned()
        }
        (FactorValue::OverdueNow(0), Lang::En) => "no invoice is overdue now".to_owned(),
        (FactorValue::OverdueNow(0), Lang::Fr) => "aucune facture n'est échue impayée à ce jour".to_owned(),
        (FactorValue::OverdueNow(overdue), Lang::En) => {
            format!("days by which the oldest unpaid invoice is overdue: {overdue}; none from {days} on")
        }
        (FactorValue::OverdueNow(overdue), Lang::Fr) => format!(
            "jours de retard de la plus ancienne facture impayée\u{a0}: {overdue}\u{202f}; aucun à partir de {days}"
        ),
        (FactorValue::AmountAgainstHabit(times), _) => amount(times, lang),
        (FactorValue::BrokenPromises(count), Lang::En) => {
            format!("promises and payment plans broken in 365 days: {count}; 2 points less for each")
        }
        (FactorValue::BrokenPromises(count), Lang::Fr) => {
            format!(
                "promesses et échéanciers rompus en 365 jours\u{a0}: {count}\u{202f}; 2 points de moins pour chacun"
            )
        }
        (FactorValue::ReturnedPayments(count), Lang::En) => {
            format!("payments returned in 365 days, technical rejects apart: {count}; 2 points less for each")
        }
        (FactorValue::ReturnedPayments(count), Lang::Fr) => {
            format!(
                "paiements rejetés en 365 jours, hors rejets techniques\u{a0}: {count}\u{202f}; 2 points de moins pour chacun"
            )
        }
        (FactorValue::Relation(days), Lang::En) => {
            format!("days since the first invoice: {}; all points from 730 on", figures::count(days.into(), lang))
        }
        (FactorValue::Relation(days), Lang::Fr) => format!(
            "jours depuis la première facture\u{a0}: {}\u{202f}; tous les points à partir de 730",
            figures::count(days.into(), lang)
        ),
        (FactorValue::Rating(value), _) => rating(scores, row, value, lang),
    }
}

fn amount(times: Option<u32>, lang: Lang) -> String {
    let figure = |times: u32| figures::figure(Decimal::new(times.into(), 2), lang);
    match (times, lang) {
        (None, Lang::En) => "no open invoice to compare with others".to_owned(),
        (None, Lang::Fr) => "pas de facture ouverte à comparer à d'autres".to_owned(),
        (Some(times), Lang::En) if i128::from(times) == MOST_HUNDREDTHS => {
            format!("the largest open invoice is {} times the usual amount or more; none from 4 on", figure(times))
        }
        (Some(times), Lang::Fr) if i128::from(times) == MOST_HUNDREDTHS => format!(
            "la plus grande facture ouverte vaut {} fois le montant habituel ou plus\u{202f}; aucun à partir de 4",
            figure(times)
        ),
        (Some(times), Lang::En) => {
            format!(
                "the largest open invoice is {} times the usual amount; all up to 1.5, none from 4 on",
                figure(times)
            )
        }
        (Some(times), Lang::Fr) => format!(
            "la plus grande facture ouverte vaut {} fois le montant habituel\u{202f}; tous jusqu'à 1,5, aucun à partir de 4",
            figure(times)
        ),
    }
}

fn rating(scores: &Scores<'_>, row: &CustomerScore, value: u32, lang: Lang) -> String {
    let more = scores.ledger().customer(row.customer).more();
    let text = more.rating.as_deref().unwrap_or("");
    let day = match row.rating {
        Rating::Known { date, .. } => figures::date(date, lang),
        Rating::None | Rating::Undated | Rating::Old(_) | Rating::NotInPolicy => String::new(),
    };
    match (lang, more.rating_source.as_deref()) {
        (Lang::En, Some(source)) => format!("rated {text} by {source} on {day}: {value} of 100, 50 changes nothing"),
        (Lang::En, None) => format!("rated {text} on {day}: {value} of 100, 50 changes nothing"),
        (Lang::Fr, Some(source)) => {
            format!("noté {text} par {source} le {day}\u{a0}: {value} sur 100, 50 ne change rien")
        }
        (Lang::Fr, None) => format!("noté {text} le {day}\u{a0}: {value} sur 100, 50 ne change rien"),
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
