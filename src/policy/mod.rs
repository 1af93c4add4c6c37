//! The policy: what the user decided, validated. The engine never meets a value that "was not written".
//!
//! `raw` mirrors the TOML, `validate` turns it into [`Policy`] or lists every fault, `builtin` holds the
//! policies that are compiled in.

mod allocation;
pub mod builtin;
mod creditor;
mod discount;
mod dunning;
mod faults;
mod labels;
mod layers;
mod letters;
mod levels;
pub mod lint;
mod page;
mod penalties;
mod presets;
mod procedures;
mod raw;
mod read;
mod score;
#[cfg(test)]
mod tests;
mod thresholds;
mod validate;
mod values;

use std::collections::BTreeMap;

use rust_decimal::Decimal;

pub use self::allocation::{AllocationRules, CreditNotesFrom, Deposits, ReturnsFrom, Sums};
pub use self::creditor::Creditor;
pub use self::dunning::{AfterLast, Channel, FirstLevel, Grouping, Level, LevelRule, Procedure, Trigger};
pub use self::layers::{Layered, Named, PolicyFile, Written, lay};
pub use self::letters::{Color, EmailRules, FileNames, LetterLook, PostRules, Room};
pub use self::page::PageLook;
pub use self::penalties::{
    Capitalisation, CapitalisedBy, DisputedInterest, Imputation, PenaltyRules, Rounding, Voided,
};
pub use self::score::{NaturalPersons, ScoreRules};
pub use self::thresholds::{Figure, Threshold};
use crate::diag::{Diagnostic, Severity};
pub use crate::law::holidays::Holidays;
use crate::law::maximum_terms::MaximumTerm;
use crate::law::terms::{EndOfMonth, Terms};
use crate::model::dialect::{DateOrder, Declared};
use crate::model::{Currency, CustomerKind, DiscountTerms, FileRole, Lang};
pub use presets::presets;

/// A validated policy.
#[derive(Clone, Debug)]
pub struct Policy {
    /// The language of what is shown when neither `--lang` nor a customer says otherwise.
    pub language: Lang,
    /// The currency of rows and amounts that name none.
    pub currency: Currency,
    /// The kind of a customer whose row names none.
    pub customer_kind: CustomerKind,
    /// Who is owed.
    pub creditor: Creditor,
    /// How letters look, and how e-mails go out.
    pub letters: LetterLook,
    /// What payment terms mean, and how long they may be.
    pub terms: TermRules,
    /// What late payment costs.
    pub penalties: PenaltyRules,
    /// How money is set against debts.
    pub allocation: AllocationRules,
    /// How age is counted.
    pub ageing: AgeingRules,
    /// What must be done by when.
    pub deadlines: DeadlineRules,
    /// How payers are judged.
    pub score: ScoreRules,
    /// How the desk itself is measured.
    pub kpi: KpiRules,
    /// What `check` fails on.
    pub check: CheckRules,
    /// What a day's plan rests on.
    pub plan: PlanRules,
    /// How statements of the bank are read, and how long what they tell may wait.
    pub bank: BankRules,
    /// What is declared of the folder's own files.
    pub files: FileRules,
    /// The folder of tables of rates that several receivables folders share.
    pub rates: Option<Named>,
    /// The mappings of `import --mapping NAME`.
    pub imports: BTreeMap<String, ImportMapping>,
    /// The dunning procedures; the first is the default one.
    pub procedures: Vec<Procedure>,
}

/// Returns the policy that the text of a file says, or every fault of the file in the order of its lines.
///
/// What it does not say comes from the built-in policy that it extends, `fr-b2b` when it names none; other files it
/// cannot extend here ([`lay`]). The file's name is the one that the findings show.
///
/// # Errors
/// Syntax that is not TOML, unknown keys, values of the wrong type or out of bounds, names that stand twice.
pub fn load(text: &str, file_name: &str) -> Result<Policy, Vec<Diagnostic>> {
    let file = PolicyFile { name: file_name.to_owned(), path: file_name.into(), text: text.to_owned() };
    match lay(vec![Written::read(file)]) {
        Layered { policy: Some(policy), faults, .. } if faults.is_empty() => Ok(policy),
        Layered { faults, .. } => Err(faults),
    }
}

impl Policy {
    /// Returns the procedure of items that no other one is for.
    pub fn default_procedure(&self) -> &Procedure {
        self.procedures.first().expect("a validated policy has a procedure")
    }
}

/// What payment terms mean, and how long they may be.
#[derive(Clone, Debug)]
pub struct TermRules {
    /// The terms of an invoice that has no due date, where neither its row nor its customer has any.
    pub default: Option<Terms>,
    /// Whether a sale to a business without any terms falls due when the law says.
    pub by_law: bool,
    /// What "45 days end of month" means.
    pub end_of_month: EndOfMonth,
    /// What is sold, for the longest lawful term, where neither invoice nor customer says it.
    pub category: Option<&'static MaximumTerm>,
    /// The early-payment discounts of invoices that state none.
    pub discount: DiscountTerms,
    /// What money costs, in percent a year: up to that a discount pays.
    pub financing_rate: Decimal,
    /// Whether goods are sold under retention of title, to be claimed back in insolvency proceedings (C. com. L624-16).
    pub retention_of_title: bool,
}

impl TermRules {
    /// The rules where a policy says nothing.
    pub const NONE: TermRules = TermRules {
        default: None,
        by_law: false,
        end_of_month: EndOfMonth::AfterDays,
        category: None,
        discount: DiscountTerms { tiers: Vec::new(), segments: BTreeMap::new() },
        financing_rate: Decimal::ZERO,
        retention_of_title: false,
    };

    /// Returns what terms in words mean, or the default ones where there are no words that can be read.
    pub fn meaning(&self, words: Option<&str>) -> Option<Terms> {
        let terms = words.and_then(Terms::parse).or(self.default)?;
        Some(terms.read_as(self.end_of_month))
    }
}

/// How age is counted.
#[derive(Clone, Debug)]
pub struct AgeingRules {
    /// From which date.
    pub basis: AgeBasis,
    /// The last day of each band but the open one: `[30, 60, 90]`.
    pub bands: Vec<u32>,
}

/// The date from which age is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AgeBasis {
    /// The due date.
    Due,
    /// The issue date.
    Issue,
}

/// What must be done by when, or a right is lost.
#[derive(Clone, Copy, Debug)]
pub struct DeadlineRules {
    /// How many days before an item lapses a warning begins.
    pub limitation_warning_days: u32,
    /// How many days after the due date an insured debt can be declared to the insurer, where the policy says so.
    pub insurer_days: Option<u32>,
}

/// How the desk itself is measured.
#[derive(Clone, Debug)]
pub struct KpiRules {
    /// Over how many days sales are set against the balance in the DSO.
    pub dso_days: u32,
    /// A debt more than this many days late is proposed as doubtful.
    pub doubtful_days: u32,
    /// What is usual in the trade, as far as the user knows it.
    pub sector: SectorFigures,
}

/// What is usual in the user's trade, from whatever source he trusts: it stands beside his own figures.
#[derive(Clone, Debug, Default)]
pub struct SectorFigures {
    /// Days sales outstanding, by balance.
    pub dso: Option<Decimal>,
    /// Mean days late.
    pub days_late: Option<Decimal>,
    /// The part of what fell due that stays unpaid, from 0 to 1.
    pub unpaid_rate: Option<Decimal>,
    /// The part of what is open that is more than 90 days late, from 0 to 1.
    pub over_90_share: Option<Decimal>,
}

/// What `check` fails on.
#[derive(Clone, Debug)]
pub struct CheckRules {
    /// The least severity that makes `check` exit 1.
    pub fail_on: Severity,
    /// The severity of codes, where it differs from the code's own; nothing there means "do not report".
    pub severity: BTreeMap<String, Option<Severity>>,
    /// How far the folder's figures may go.
    pub thresholds: BTreeMap<Figure, Threshold>,
}

/// What a day's plan rests on.
#[derive(Clone, Copy, Debug)]
pub struct PlanRules {
    /// How many days old the newest payment of the folder may be before nobody is told that he is late; 0 for any.
    pub stale_payments_days: u32,
    /// Whether customers are chased who may have sent a receipt that waits in suspense (`--accept-suspense`).
    pub accepts_suspense: bool,
}

/// How statements of the bank are read, and how long what they tell may wait.
#[derive(Clone, Debug, Default)]
pub struct BankRules {
    /// Words of movements that concern no customer, without case and accents.
    pub ignore: Vec<String>,
    /// Accounts of ours, besides the creditor's: what comes from them is no receipt.
    pub accounts: Vec<String>,
    /// How many days a receipt may wait in suspense before `check` says so.
    pub suspense_days: u32,
    /// How many days after a direct debit's day the bank may still bring it back.
    pub direct_debit_days: u32,
}

/// What is declared of the folder's own files.
#[derive(Clone, Debug, Default)]
pub struct FileRules {
    /// For every file.
    pub all: Declared,
    /// For one file; what it does not declare comes from `all`.
    pub each: BTreeMap<FileRole, Declared>,
    /// Columns that are knowingly not read, though they look like balances or statuses.
    pub ignore: Vec<String>,
}

impl FileRules {
    /// Returns what is declared of one file.
    pub fn of(&self, role: FileRole) -> Declared {
        let own = self.each.get(&role).copied().unwrap_or_default();
        Declared {
            encoding: own.encoding.or(self.all.encoding),
            delimiter: own.delimiter.or(self.all.delimiter),
            decimal: own.decimal.or(self.all.decimal),
            date_order: own.date_order.or(self.all.date_order),
        }
    }
}

/// How a list from another program becomes rows of ours: `[import.NAME]`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ImportMapping {
    /// What is declared of the list's dialect.
    pub dialect: Declared,
    /// Whether it is in code page 850, which is declared in the place of the dialect's encoding.
    pub is_cp850: bool,
    /// The order of day and month in columns of the list that have another than the rest.
    pub date_orders: BTreeMap<String, DateOrder>,
    /// How many lines stand before the header; found by its names where nothing is said.
    pub skip: Option<u32>,
    /// A list whose header has all of these columns is read by this mapping though nobody names it.
    pub recognise: Vec<String>,
    /// For columns of the list, the words of the rows that are taken; with `!` before, of those that are not.
    pub filters: BTreeMap<String, Vec<String>>,
    /// For columns of the list, its words and ours.
    pub values: BTreeMap<String, BTreeMap<String, String>>,
    /// The list's column of what is still owed.
    pub balance: Option<String>,
    /// The list's column of what was paid so far.
    pub paid: Option<String>,
    /// The list's column of the day on which that was paid.
    pub paid_on: Option<String>,
    /// The list's column of the invoice's status.
    pub status: Option<String>,
    /// The list's columns that are knowingly not read, though they may tell what is paid.
    pub ignore: Vec<String>,
    /// Whether its sums are in the policy's currency, whatever an invoice's own is: invoices in others are not taken.
    pub own_currency: bool,
    /// Our column of `invoices.csv` to the list's column.
    pub invoices: BTreeMap<String, String>,
    /// Our column of `payments.csv` to the list's column; a row whose date is empty yields no payment.
    pub payments: BTreeMap<String, String>,
    /// Our column of `customers.csv` to the list's column.
    pub customers: BTreeMap<String, String>,
    /// Our column, written `invoices.currency`, to the one value that every row gets.
    pub fixed: BTreeMap<String, String>,
}
