//! How the probabilities of an open item come about, as sums that anybody can compute again.

use crate::engine::scoring::{Derivation, Share, Term};
use crate::model::{Lang, figures};

/// What each term of a model is about, in the order of `docs/score.md`; the first is a constant.
const NAMES: [[&str; 2]; 8] = [
    ["", ""],
    ["past", "passé"],
    ["newest", "récent"],
    ["few known", "peu de connues"],
    ["amount", "montant"],
    ["overdue now", "échu impayé"],
    ["trend", "tendance"],
    ["weekend", "week-end"],
];

/// What is foretold: that an item is paid late, and seriously so.
pub(super) const LATE: [&str; 2] = ["Late", "Retard"];
/// See [`LATE`].
pub(super) const SERIOUS: [&str; 2] = ["Seriously", "Retard grave"];

/// Returns how a probability comes about: `now` is that of the item as it stands, unpaid still.
pub(super) fn sentence([en, fr]: [&str; 2], derivation: &Derivation, now: Share, lang: Lang) -> String {
    let percent = |share: Share| figures::share(share.to_decimal(), lang);
    let (now, issued) = (percent(now), percent(derivation.probability));
    let from = match (&derivation.terms, derivation.share, lang) {
        (None, _, Lang::En) => "his shrunk share".to_owned(),
        (None, _, Lang::Fr) => "sa part lissée".to_owned(),
        (Some(terms), None, _) => format!("ln(p / (1 - p)) = {}", sum(terms, lang)),
        (Some(terms), Some(share), Lang::En) => {
            format!("ln(p / (1 - p)) = half of ({}), half of that of his share, {}", sum(terms, lang), percent(share))
        }
        (Some(terms), Some(share), Lang::Fr) => {
            let sum = sum(terms, lang);
            format!("ln(p / (1 - p)) = moitié de ({sum}), moitié de celui de sa part, {}", percent(share))
        }
    };
    match lang {
        Lang::En => format!("{en}: {now}; issued today {issued}: {from}."),
        Lang::Fr => format!("{fr}\u{a0}: {now}\u{202f}; émise ce jour {issued}\u{a0}: {from}."),
    }
}

/// Returns the terms that are not nothing: weight x value.
fn sum(terms: &[Term], lang: Lang) -> String {
    let figure = |number| figures::figure(number, lang);
    let counted = terms.iter().zip(NAMES).filter(|(term, _)| !term.value.is_zero());
    let words = counted.map(|(term, [en, fr])| {
        let name = if lang == Lang::En { en } else { fr };
        match name {
            "" => figure(term.weight),
            _ => format!("{} x {} ({name})", figure(term.weight), figure(term.value)),
        }
    });
    words.collect::<Vec<_>>().join(" + ")
}

#[cfg(test)]
mod tests {
    use rust_decimal::Decimal;

    use super::*;

    fn derivation(share: Option<Share>) -> Derivation {
        let term = |weight, value| Term { weight: Decimal::new(weight, 4), value: Decimal::new(value, 4) };
        let none = term(1_000, 0);
        let terms = [term(-1_640, 10_000), term(5_000, -12_000), none, none, none, none, none, term(-300, 10_000)];
        Derivation { terms: Some(terms), share, probability: Share::WHOLE }
    }

    #[test]
    fn a_sum_has_each_weight_and_value_that_counts() {
        assert_eq!(
            sentence(LATE, &derivation(None), Share::WHOLE, Lang::En),
            "Late: 100.00%; issued today 100.00%: ln(p / (1 - p)) = -0.1640 + 0.5000 x -1.2000 (past) + -0.0300 x 1.0000 \
             (weekend)."
        );
        assert_eq!(
            sentence(SERIOUS, &derivation(Some(Share::WHOLE)), Share::WHOLE, Lang::Fr),
            "Retard grave\u{a0}: 100,00\u{a0}%\u{202f}; émise ce jour 100,00\u{a0}%\u{a0}: ln(p / (1 - p)) = moitié de \
             (-0,1640 + 0,5000 x -1,2000 (passé) + -0,0300 x 1,0000 (week-end)), moitié de celui de sa part, \
             100,00\u{a0}%."
        );
        let plain = Derivation { terms: None, ..derivation(Some(Share::WHOLE)) };
        assert_eq!(
            sentence(LATE, &plain, Share::WHOLE, Lang::En),
            "Late: 100.00%; issued today 100.00%: his shrunk share."
        );
    }
}
