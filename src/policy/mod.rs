//! The policy: what the user decided, validated. The engine never meets a value that "was not written".
//!
//! `raw` mirrors the TOML, `validate` turns it into [`Policy`] or lists every fault, `builtin` holds the
//! policies that are compiled in.

pub mod builtin;
mod discount;
mod dunning;
mod faults;
mod labels;
mod layers;
mod letters;
mod levels;
pub mod lint;
mod page;
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
use serde::Deserialize;

pub use self::dunning::{AfterLast, Channel, FirstLevel, Grouping, Level, LevelRule, Procedure, Trigger};
pub use self::layers::{Layered, Named, PolicyFile, Written, lay};
pub use self::letters::{Color, EmailRules, FileNames, LetterLook};
pub use self::page::PageLook;
pub use self::score::{NaturalPersons, ScoreRules};
pub use self::thresholds::{Figure, Threshold};
use crate::diag::{Diagnostic, Severity};
pub use crate::law::holidays::Holidays;
use crate::law::maximum_terms::MaximumTerm;
use crate::law::regimes::Law;
use crate::law::terms::{EndOfMonth, Terms};
use crate::model::dialect::{DateOrder, Declared};
use crate::model::rate::RateRule;
use crate::model::{Amount, Currency, CustomerKind, Date, DiscountTerms, FileRole, Lang};
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

/// The sender of letters: the mentions that C. com. R123-237 and R123-238 ask for, and how to pay.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default, expecting = "a table")]
#[expect(missing_docs, reason = "each key is documented in policies/fr-b2b.toml")]
pub struct Creditor {
    pub name: Option<String>,
    pub legal_form: Option<String>,
    pub share_capital: Option<String>,
    pub siren: Option<String>,
    pub rcs: Option<String>,
    pub vat_id: Option<String>,
    pub address_1: Option<String>,
    pub address_2: Option<String>,
    pub postal_code: Option<String>,
    pub city: Option<String>,
    pub country: Option<String>,
    pub email: Option<String>,
    pub phone: Option<String>,
    pub contact: Option<String>,
    pub iban: Option<String>,
    pub bic: Option<String>,
}

impl Creditor {
    /// Returns every mention, in the order of the fields.
    fn each_mut(&mut self) -> [&mut Option<String>; 16] {
        let Creditor { name, legal_form, share_capital, siren, rcs, vat_id, address_1, address_2, .. } = self;
        let Creditor { postal_code, city, country, email, phone, contact, iban, bic, .. } = self;
        [
            name,
            legal_form,
            share_capital,
            siren,
            rcs,
            vat_id,
            address_1,
            address_2,
            postal_code,
            city,
            country,
            email,
            phone,
            contact,
            iban,
            bic,
        ]
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

/// How interest bears interest: what is owed for a full year joins the base, because the contract or a judgment
/// provides it (C. civ. 1343-2).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Capitalisation {
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

/// How money is set against debts.
#[derive(Clone, Debug)]
pub struct AllocationRules {
    /// An item whose rest after a payment is not above it is settled.
    pub tolerance: Sums,
    /// From which day a credit note that names its invoice lowers it.
    pub credit_notes: CreditNotesFrom,
    /// From which day a payment that was taken back no longer counts.
    pub returns: ReturnsFrom,
    /// Whether the amount of a final invoice is the price, or what remains after its deposits.
    pub deposits: Deposits,
}

/// A sum that differs by currency: one for those that are named, another for all others.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sums {
    /// In major units of any currency that is not named.
    pub any: Decimal,
    /// In the currencies that are named.
    pub of: BTreeMap<Currency, Amount>,
}

impl Sums {
    /// Returns the sum in a currency, in whole minor units.
    pub fn of(&self, currency: Currency) -> Amount {
        if let Some(&named) = self.of.get(&currency) {
            return named;
        }
        if self.any.is_zero() {
            return Amount::ZERO;
        }
        Amount::from_decimal(self.any.trunc_with_scale(currency.decimals()), currency).unwrap_or_default()
    }
}

/// What the amount of a final invoice is that deposits name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Deposits {
    /// The whole price: the deposits are deducted from it.
    Deducted,
    /// What remains after the deposits.
    Stated,
}

/// From which day a payment that was taken back no longer counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReturnsFrom {
    /// From its own: a cheque or debit that bounces never paid (C. mon. fin. L131-67).
    Origin,
    /// From the day of the return.
    Date,
}

/// From which day a credit note that names its invoice lowers it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CreditNotesFrom {
    /// From its own date.
    Date,
    /// From the invoice's issue: it corrects an over-billing.
    Origin,
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
#[derive(Clone, Debug, Default)]
pub struct ImportMapping {
    /// What is declared of the list's dialect.
    pub dialect: Declared,
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
    /// Our column of `invoices.csv` to the list's column.
    pub invoices: BTreeMap<String, String>,
    /// Our column of `payments.csv` to the list's column; a row whose date is empty yields no payment.
    pub payments: BTreeMap<String, String>,
    /// Our column of `customers.csv` to the list's column.
    pub customers: BTreeMap<String, String>,
    /// Our column, written `invoices.currency`, to the one value that every row gets.
    pub fixed: BTreeMap<String, String>,
}
