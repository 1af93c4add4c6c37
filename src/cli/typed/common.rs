//! The options that commands share, as they are typed.

use std::collections::BTreeMap;
use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::day;
use super::fail_if::FailIf;
use crate::input::{self, Bytes};
use crate::model::{Date, FileRole, Lang};
use crate::output::CsvStyle;
use crate::policy::Policy;

/// Options of the commands that answer a question about a receivables folder.
#[derive(Args, Clone, Debug)]
pub struct Common {
    #[command(flatten)]
    pub answer: Answer,
    #[command(flatten)]
    pub files: Files,
    #[command(flatten)]
    pub speech: Speech,
}

/// Options of what is answered, and how.
#[derive(Args, Clone, Debug)]
#[command(next_help_heading = "Answer")]
pub struct Answer {
    /// The day to answer for; nothing dated later has happened [default: today]
    #[arg(long, value_name = "DAY", value_parser = day::date, allow_hyphen_values = true)]
    pub as_of: Option<Date>,
    /// Only this customer; may be given several times
    #[arg(long, value_name = "ID")]
    pub customer: Vec<String>,
    #[command(flatten)]
    pub shape: Shape,
    /// Exit 1 when a row meets KEY=VALUE, KEY>NUMBER or KEY<NUMBER; may be given several times
    #[arg(long, value_name = "TEST")]
    pub fail_if: Vec<FailIf>,
}

/// Options of how a result is written.
#[derive(Args, Clone, Debug)]
#[command(next_help_heading = "Answer")]
pub struct Shape {
    /// How the result is written [default: table]
    #[arg(long, value_name = "FORMAT")]
    pub format: Option<FormatName>,
    /// Write CSV, and how: for programs, or for a French spreadsheet
    #[arg(long, value_name = "STYLE")]
    pub csv: Option<CsvName>,
    /// Write the result to this file instead of stdout
    #[arg(long, value_name = "FILE")]
    pub output: Option<PathBuf>,
}

impl Shape {
    /// Returns how the result is written: `--csv` asks for CSV.
    pub fn format(&self) -> FormatName {
        self.format.unwrap_or(if self.csv.is_some() { FormatName::Csv } else { FormatName::Table })
    }
}

/// Options of where the receivables folder and its files are.
#[derive(Args, Clone, Debug)]
#[command(next_help_heading = "Files")]
pub struct Files {
    /// The receivables folder
    #[arg(short = 'C', long, value_name = "DIR", default_value = ".")]
    pub folder: PathBuf,
    /// A policy, or the name of a built-in one such as gb-b2b, instead of policy.toml
    #[arg(long, value_name = "FILE")]
    pub policy: Option<PathBuf>,
    /// Instead of invoices.csv
    #[arg(long, value_name = "FILE")]
    pub invoices_file: Option<PathBuf>,
    /// Instead of payments.csv
    #[arg(long, value_name = "FILE")]
    pub payments_file: Option<PathBuf>,
    /// Instead of customers.csv
    #[arg(long, value_name = "FILE")]
    pub customers_file: Option<PathBuf>,
    /// Instead of events.csv
    #[arg(long, value_name = "FILE")]
    pub events_file: Option<PathBuf>,
    /// Set refused rows aside, answer with the rest, and exit 1; whoever they name is not chased
    #[arg(long)]
    pub keep_going: bool,
    /// What files held that grew since, when a run is made again
    #[arg(skip)]
    pub then: BTreeMap<FileRole, Bytes>,
}

impl Files {
    /// Returns where each file of the folder is to be looked for.
    pub fn sources(&self) -> input::Files {
        let named = [
            (FileRole::Invoices, &self.invoices_file),
            (FileRole::Payments, &self.payments_file),
            (FileRole::Customers, &self.customers_file),
            (FileRole::Events, &self.events_file),
        ];
        input::Files {
            folder: self.folder.clone(),
            named: named.into_iter().filter_map(|(role, path)| Some((role, path.clone()?))).collect(),
            instead: self.then.clone(),
        }
    }
}

/// The options of commands that chase.
#[derive(Args, Clone, Copy, Debug)]
pub struct Chasing {
    /// Chase although the newest payment is older than the policy allows (`stale_payments_days`)
    #[arg(long)]
    pub accept_stale: bool,
    /// Chase although a receipt in suspense may be the customer's
    #[arg(long)]
    pub accept_suspense: bool,
}

impl Chasing {
    /// Lets the policy accept payments of any age, and receipts in suspense, when that was asked for.
    pub fn apply(self, policy: &mut Policy) {
        if self.accept_stale {
            policy.plan.stale_payments_days = 0;
        }
        policy.plan.accepts_suspense = self.accept_suspense;
    }
}

/// Options of how the run speaks: every command has them.
#[derive(Args, Clone, Debug)]
#[command(next_help_heading = "Speech")]
pub struct Speech {
    /// The language of what is shown [default: the policy's, else LANG's, else fr]
    #[arg(long, value_name = "LANG")]
    pub lang: Option<LangName>,
    /// When to use colour
    #[arg(long, value_name = "WHEN", default_value = "auto")]
    pub color: ColorWhen,
    /// Say errors only
    #[arg(short, long, conflicts_with = "verbose")]
    pub quiet: bool,
    /// Say how each file was read, and which are not there
    #[arg(short, long)]
    pub verbose: bool,
}

impl Speech {
    /// Returns the language that was asked for.
    pub fn asked(&self) -> Option<Lang> {
        self.lang.map(|lang| match lang {
            LangName::Fr => Lang::Fr,
            LangName::En => Lang::En,
        })
    }
}

/// How a result is written, as it is typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum FormatName {
    /// For a person
    Table,
    /// One line per row
    Csv,
    /// One object: rows, totals, warnings
    Json,
    /// The rows alone, one object a line
    Ndjson,
    /// A workbook for a spreadsheet, with totals
    Xlsx,
    /// A calendar (iCalendar): of `plan` and `plan --forecast` only, which tell of it
    #[value(hide = true)]
    Ics,
}

/// How CSV is written, as it is typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum CsvName {
    /// Commas, points, ISO dates
    Plain,
    /// Semicolons, decimal commas, days as 31/12/2026, a byte-order mark
    ExcelFr,
}

impl From<CsvName> for CsvStyle {
    fn from(name: CsvName) -> CsvStyle {
        match name {
            CsvName::Plain => CsvStyle::Plain,
            CsvName::ExcelFr => CsvStyle::FrenchSpreadsheet,
        }
    }
}

/// A language, as it is typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum LangName {
    Fr,
    En,
}

impl FormatName {
    /// Tells whether rows can hold lists.
    pub const fn has_lists(self) -> bool {
        matches!(self, FormatName::Json | FormatName::Ndjson)
    }
}

/// When colour is used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ColorWhen {
    /// On a terminal, unless NO_COLOR is set
    Auto,
    /// Also where stdout is not a terminal
    Always,
    /// Nowhere
    Never,
}
