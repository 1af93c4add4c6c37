//! What can be asked for outside the plan, as it is typed.

use clap::{Args as ClapArgs, ValueEnum};

use crate::cli::typed::day;
use crate::diag::{Diagnostic, Place, code};
use crate::letter::content::demand::Kind;
use crate::model::Date;

/// How many parts a plan has when nobody says it.
const INSTALMENTS: u32 = 3;

/// How many days after the letter the first part is paid when nobody says it.
const FIRST_AFTER_DAYS: u64 = 30;

/// What options of payment plans are for.
const FOR_PLANS: (&str, &str) = ("is for --template payment-plan", "va avec --template payment-plan");

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
    /// The last day on which a payment plan can come back signed [default: 15 days on, not after its first part]
    #[arg(long, value_name = "DAY", requires = "template", value_parser = day::date, allow_hyphen_values = true)]
    return_by: Option<Date>,
    /// On a statement, what moved since that day too: debit, credit and the balance after each movement
    #[arg(long, value_name = "DAY", requires = "template", value_parser = day::date, allow_hyphen_values = true)]
    from: Option<Date>,
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
    /// Finds an option that the document asked for has no use for: who typed it meant another document.
    ///
    /// # Errors
    /// What is wrong.
    pub fn judge(&self, as_of: Date) -> Result<(), Box<Diagnostic>> {
        let is = |name| self.template == Some(name);
        let is_plan = is(Name::PaymentPlan);
        let (option, en, fr) = match self {
            _ if self.instalments.is_some() && !is_plan => ("--instalments", FOR_PLANS.0, FOR_PLANS.1),
            _ if self.first.is_some() && !is_plan => ("--first", FOR_PLANS.0, FOR_PLANS.1),
            _ if self.return_by.is_some() && !is_plan => ("--return-by", FOR_PLANS.0, FOR_PLANS.1),
            _ if self.from.is_some() && !is(Name::Statement) => {
                ("--from", "is for --template statement", "va avec --template statement")
            }
            _ if self.from.is_some_and(|from| from > as_of) => {
                ("--from", "is later than the day of the statement", "est postérieur au jour du relevé")
            }
            _ if self.first.is_some_and(|first| first < as_of) => {
                ("--first", "is earlier than the day of the letter", "est antérieur au jour de la lettre")
            }
            _ if self.return_by.is_some_and(|day| day < as_of) => {
                ("--return-by", "is earlier than the day of the letter", "est antérieur au jour de la lettre")
            }
            _ => return Ok(()),
        };
        let finding = Diagnostic::new(code::cli::DEMAND_OPTION, format!("{option} {en}"), format!("{option} {fr}"));
        Err(Box::new(finding.at(Place::file("relance letters")).help(
            "leave the option out, or ask for the document or the day that it is for",
            "retirer l'option, ou demander le document ou le jour qui va avec elle",
        )))
    }

    /// Returns what was asked for, if anything was.
    pub fn kind(&self, as_of: Date) -> Option<Kind> {
        Some(match self.template? {
            Name::Statement => self.from.map_or(Kind::Statement, |from| Kind::Movements { from }),
            Name::PenaltyNote => Kind::PenaltyNote,
            Name::ClaimDeclaration => Kind::ClaimDeclaration,
            Name::PaymentPlan => Kind::PaymentPlan {
                instalments: self.instalments.unwrap_or(INSTALMENTS),
                first: self.first.unwrap_or(as_of + chrono::Days::new(FIRST_AFTER_DAYS)),
                return_by: self.return_by,
            },
        })
    }
}
