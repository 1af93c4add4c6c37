//! What can be asked for outside the plan, as it is typed.

use clap::{Args as ClapArgs, ValueEnum};

use super::super::day;
use crate::letter::demand::Kind;
use crate::model::Date;

/// How many parts a plan has when nobody says it.
const INSTALMENTS: u32 = 3;

/// How many days after the letter the first part is paid when nobody says it.
const FIRST_AFTER_DAYS: u64 = 30;

/// The options of documents on demand.
#[derive(ClapArgs, Clone, Copy, Debug)]
pub struct OnDemand {
    /// Instead of the plan's letters, this document for each customer that it concerns
    #[arg(long, value_name = "NAME")]
    template: Option<Name>,
    /// In how many monthly parts a payment plan is proposed [default: 3]
    #[arg(long, value_name = "N", requires = "template", value_parser = clap::value_parser!(u32).range(2..=60))]
    instalments: Option<u32>,
    /// The day of a payment plan's first part [default: 30 days on]
    #[arg(long, value_name = "DAY", requires = "template", value_parser = day::date, allow_hyphen_values = true)]
    first: Option<Date>,
}

/// A document on demand, as it is typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Name {
    /// A customer's account: late, not due, disputed, credits, balance
    Statement,
    /// Interest and indemnity of invoices paid or still unpaid after their due date, not charged yet
    PenaltyNote,
    /// A proposal to pay what is late in equal monthly parts
    PaymentPlan,
    /// What is declared to the judicial representative of a debtor in insolvency proceedings
    ClaimDeclaration,
}

impl OnDemand {
    /// Returns what was asked for, if anything was.
    pub fn kind(&self, as_of: Date) -> Option<Kind> {
        Some(match self.template? {
            Name::Statement => Kind::Statement,
            Name::PenaltyNote => Kind::PenaltyNote,
            Name::ClaimDeclaration => Kind::ClaimDeclaration,
            Name::PaymentPlan => Kind::PaymentPlan {
                instalments: self.instalments.unwrap_or(INSTALMENTS),
                first: self.first.unwrap_or(as_of + chrono::Days::new(FIRST_AFTER_DAYS)),
            },
        })
    }
}
