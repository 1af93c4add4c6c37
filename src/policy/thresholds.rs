//! `[check.thresholds]`: how far the figures of a folder may go before `check` says so.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::faults::Faults;
use super::raw::Text;
use super::values::decimal;
use crate::diag::Place;
use crate::model::Term;

/// A figure of a whole folder.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Figure {
    /// The part of what is open that is more than 90 days late, in each currency.
    Over90Share,
    /// Days sales outstanding, in each currency.
    Dso,
    /// How many customers owe more than their credit limit.
    LimitPassed,
    /// How many earlier runs of `letters` have notices that nobody recorded.
    UnrecordedRun,
    /// How many receipts wait in `suspense.csv`.
    Suspense,
    /// How many days old the newest payment is.
    NewestPaymentDays,
}

impl Figure {
    /// Every figure.
    const ALL: [Figure; 6] = [
        Figure::Over90Share,
        Figure::Dso,
        Figure::LimitPassed,
        Figure::UnrecordedRun,
        Figure::Suspense,
        Figure::NewestPaymentDays,
    ];

    /// Returns the key that policies use.
    pub const fn key(self) -> &'static str {
        match self {
            Figure::Over90Share => "over_90_share",
            Figure::Dso => "dso",
            Figure::LimitPassed => "limit_passed",
            Figure::UnrecordedRun => "unrecorded_run",
            Figure::Suspense => "suspense",
            Figure::NewestPaymentDays => "newest_payment_days",
        }
    }

    /// Returns what people call it.
    pub const fn term(self) -> Term<'static> {
        match self {
            Figure::Over90Share => {
                Term::new("the part over 90 days late", "la part de l'encours en retard de plus de 90 jours")
            }
            Figure::Dso => {
                Term::new("the days sales outstanding (DSO)", "le délai moyen de règlement des ventes (DSO)")
            }
            Figure::LimitPassed => {
                Term::new("the number of customers over their limit", "le nombre de clients au-delà de leur plafond")
            }
            Figure::UnrecordedRun => Term::new(
                "the number of runs of letters that are not recorded",
                "le nombre d'envois de lettres qui ne sont pas notés",
            ),
            Figure::Suspense => {
                Term::new("the number of receipts in suspense", "le nombre d'encaissements en attente d'affectation")
            }
            Figure::NewestPaymentDays => {
                Term::new("the age in days of the newest payment", "l'âge en jours du dernier règlement")
            }
        }
    }
}

/// How far a figure may go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Threshold {
    /// What passes it: figures that compare with `value` like that.
    wanted: &'static [Ordering],
    /// The number.
    value: Decimal,
    /// The test, as the policy writes it.
    pub text: String,
    /// Where.
    pub place: Place,
}

/// The signs, the longer ones first.
const SIGNS: [(&str, &[Ordering]); 5] = [
    (">=", &[Ordering::Greater, Ordering::Equal]),
    ("<=", &[Ordering::Less, Ordering::Equal]),
    (">", &[Ordering::Greater]),
    ("<", &[Ordering::Less]),
    ("=", &[Ordering::Equal]),
];

impl Threshold {
    /// Tells whether a figure passes it.
    pub fn is_passed(&self, figure: Decimal) -> bool {
        self.wanted.contains(&figure.cmp(&self.value))
    }

    fn parse(text: &str, place: Place) -> Option<Threshold> {
        let text = text.trim();
        let (sign, wanted) = SIGNS.iter().find(|(sign, _)| text.starts_with(sign))?;
        let value = decimal(text[sign.len()..].trim())?;
        Some(Threshold { wanted, value, text: text.to_owned(), place })
    }
}

/// Reads the thresholds of a policy over those that it extends: `"ignore"` takes one away.
pub(super) fn read(raw: &BTreeMap<Text, Text>, thresholds: &mut BTreeMap<Figure, Threshold>, faults: &mut Faults<'_>) {
    for (key, test) in raw {
        let Some(figure) = Figure::ALL.into_iter().find(|figure| figure.key() == key.get_ref()) else {
            let known = Figure::ALL.map(Figure::key);
            faults.unknown_key(key.span(), &format!("check.thresholds.{}", key.get_ref()), key.get_ref(), &known);
            continue;
        };
        if test.get_ref() == "ignore" {
            thresholds.remove(&figure);
            continue;
        }
        match Threshold::parse(test.get_ref(), faults.place(key.span())) {
            Some(threshold) if figure == Figure::Over90Share && threshold.value > Decimal::ONE => faults.invalid(
                test.span(),
                "check.thresholds.over_90_share",
                (
                    "a part of one: 15% is \"> 0.15\"; no part is more than 1, and none would pass this",
                    "une part de un : 15 % s'écrit \"> 0.15\" ; aucune part ne dépasse 1",
                ),
            ),
            Some(threshold) => {
                thresholds.insert(figure, threshold);
            }
            None => faults.invalid(
                test.span(),
                &format!("check.thresholds.{}", figure.key()),
                (
                    "a sign and a number such as \"> 0.15\", or \"ignore\"",
                    "un signe et un nombre comme \"> 0.15\", ou \"ignore\"",
                ),
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_threshold_is_passed_as_its_sign_says() {
        let passed = |text: &str, figure: i64| {
            Threshold::parse(text, Place::file("policy.toml")).unwrap().is_passed(Decimal::from(figure))
        };
        assert!(passed("> 60", 61) && !passed("> 60", 60) && passed(">= 60", 60) && !passed(">=60", 59));
        assert!(passed("< 0.5", 0) && !passed("< 0.5", 1) && passed("<= 1", 1) && passed("= 2", 2));
    }

    #[test]
    fn what_is_no_threshold_is_none() {
        for text in ["", "60", "> ", "> much", "=> 3", "> 1e3", "> 0,15"] {
            assert_eq!(Threshold::parse(text, Place::file("policy.toml")), None, "{text}");
        }
    }
}
