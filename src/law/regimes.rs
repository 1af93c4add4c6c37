//! The late-payment regimes: what each kind of debtor owes, from when on, and by which article.

use rust_decimal::Decimal;

use crate::model::rate::RateRule;
use crate::model::{CustomerKind, Rate};

/// Is what the law grants against one kind of debtor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Regime {
    /// Against whom.
    pub kind: CustomerKind,
    /// The rate where no contract sets one.
    pub rate: RateRule,
    /// The article that sets it.
    pub article: &'static str,
    /// Which day's official rate counts.
    pub anchor: Anchor,
    /// From when on interest runs.
    pub start: Start,
    /// The article that grants the recovery indemnity, where it is owed.
    pub indemnity: Option<&'static str>,
}

/// Is which day's official rate counts for a day of delay.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Anchor {
    /// The first day of the half-year in which the day of delay lies.
    EachHalfYear,
    /// The first day of the half-year in which interest began, for the whole delay.
    Beginning,
}

/// Is from when on interest runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Start {
    /// From the day after the due date, without any notice.
    DueDate,
    /// From the day after the formal notice, and not before the day after the due date.
    FormalNotice,
}

/// Is the least rate that a contract between professionals may set (C. com. L441-10 II).
pub const CONTRACT_FLOOR: RateRule = RateRule::LegalTimes(Decimal::from_parts(3, 0, 0, false, 0));

const fn points(whole: u32) -> Rate {
    Rate::from_percent(Decimal::from_parts(whole, 0, 0, false, 0))
}

const BUSINESS: Regime = Regime {
    kind: CustomerKind::Business,
    rate: RateRule::EcbPlus(points(10)),
    article: "C. com. L441-10 II",
    anchor: Anchor::EachHalfYear,
    start: Start::DueDate,
    indemnity: Some("C. com. D441-5"),
};

const PUBLIC: Regime = Regime {
    kind: CustomerKind::Public,
    rate: RateRule::EcbPlus(points(8)),
    article: "CCP R2192-31",
    anchor: Anchor::Beginning,
    start: Start::DueDate,
    indemnity: Some("CCP D2192-35"),
};

/// The rate is that of claims held by professionals: it depends on the creditor (CMF L313-2).
const CONSUMER: Regime = Regime {
    kind: CustomerKind::Consumer,
    rate: RateRule::LegalTimes(Decimal::ONE),
    article: "C. civ. 1231-6",
    anchor: Anchor::EachHalfYear,
    start: Start::FormalNotice,
    indemnity: None,
};

impl Regime {
    /// Returns the regime against a kind of debtor.
    pub const fn of(kind: CustomerKind) -> &'static Regime {
        match kind {
            CustomerKind::Business => &BUSINESS,
            CustomerKind::Public => &PUBLIC,
            CustomerKind::Consumer => &CONSUMER,
        }
    }
}
