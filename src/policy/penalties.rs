//! `[penalties]`: what late payment costs.

use super::Sums;
use crate::law::regimes::Law;
use crate::model::rate::RateRule;
use crate::model::{Amount, CustomerKind, Date};

/// What late payment costs.
#[derive(Clone, Debug)]
pub struct PenaltyRules {
    /// The law that late payment is judged by.
    pub law: Law,
    /// The contract's rate with businesses; without one the regime's own (C. com. L441-10 II: ECB + 10).
    pub rate: Option<RateRule>,
    /// The contract's rate with public buyers; without one the regime's own (CCP R2192-31: ECB + 8).
    pub public_rate: Option<RateRule>,
    /// The contract's rate with consumers; without one the regime's own (C. civ. 1231-6: the legal rate).
    pub consumer_rate: Option<RateRule>,
    /// The recovery indemnity, in the currency of the law; without one that of the law (C. com. D441-5: 40 EUR).
    pub indemnity: Option<Amount>,
    /// Where rounding happens.
    pub rounding: Rounding,
    /// What a part payment pays first.
    pub imputation: Imputation,
    /// Interest of an item below it is not claimed.
    pub minimum: Sums,
    /// What is claimed of an invoice that credit notes alone brought to zero.
    pub voided: Voided,
    /// How interest bears interest, if at all.
    pub capitalisation: Option<Capitalisation>,
    /// Whether the interest of what is disputed is claimed.
    pub disputed: DisputedInterest,
}

/// Whether the interest of what is disputed is claimed while the dispute is open; it accrues either way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DisputedInterest {
    /// Letters leave it out with the part itself.
    NotClaimed,
    /// Letters claim it though they leave the part itself out.
    Claimed,
}

impl PenaltyRules {
    /// Returns the contract's rate with a kind of debtor: terms of sale between businesses bind nobody else.
    pub const fn contract_rate(&self, kind: CustomerKind) -> Option<RateRule> {
        match kind {
            CustomerKind::Business => self.rate,
            CustomerKind::Public => self.public_rate,
            CustomerKind::Consumer => self.consumer_rate,
        }
    }

    /// Tells whether the policy names a rate for anybody.
    pub const fn names_a_rate(&self) -> bool {
        self.rate.is_some() || self.public_rate.is_some() || self.consumer_rate.is_some()
    }
}

/// What is claimed of an invoice that credit notes alone, which name it, brought to zero.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Voided {
    /// Nothing: it was not owed, so it was not paid late either.
    NoClaim,
    /// Interest and indemnity up to the day of the credit notes.
    Claim,
}

/// What provides that interest bears interest.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CapitalisedBy {
    /// The contract.
    Contract,
    /// A judgment.
    Judgment,
    /// The law that interest rests on.
    Law,
}

/// How interest bears interest: what is owed for a full year joins the base, because the contract or a judgment
/// provides it (C. civ. 1343-2).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Capitalisation {
    /// What provides it.
    pub by: CapitalisedBy,
    /// The first day of the first year; without one, the first day that bears interest.
    pub from: Option<Date>,
}

/// Where interest is rounded, half away from zero, to the currency's minor unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rounding {
    /// Each piece is rounded and the pieces are summed: a statement adds up.
    Piece,
    /// The exact sum of the pieces is rounded once.
    Total,
    /// What one day of a piece costs is rounded, then taken times its days: what gov.uk does.
    Day,
}

/// What a part payment pays first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Imputation {
    /// The principal: what bookkeepers and most software do.
    PrincipalFirst,
    /// The interest (C. civ. 1343-1).
    InterestFirst,
}

impl Imputation {
    /// Returns the other one.
    pub const fn other(self) -> Imputation {
        match self {
            Imputation::PrincipalFirst => Imputation::InterestFirst,
            Imputation::InterestFirst => Imputation::PrincipalFirst,
        }
    }
}
