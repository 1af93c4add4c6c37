//! What a policy file says, key by key, before anything is known to make sense: the mirror of the TOML.
//!
//! Every key may be missing, since a policy says only what differs from the one it extends. Rates, amounts and
//! words are texts, so that no number passes through a float; each keeps its place for the checks to come.

mod files;

use std::collections::BTreeMap;
use std::fmt;

use serde::de::{Error, MapAccess, Visitor};
use serde::{Deserialize, Deserializer};
use toml::Spanned;

use super::Creditor;
use crate::model::CustomerKind;
pub use files::{RawFiles, RawImport};

/// A text in quotes and where it stands.
pub type Text = Spanned<String>;

/// A whole number and where it stands.
pub type Number = Spanned<i64>;

/// A whole policy file.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default, expecting = "a table")]
pub struct RawPolicy {
    pub extends: Option<Text>,
    pub language: Option<Text>,
    pub currency: Option<Text>,
    pub customer_kind: Option<Text>,
    pub creditor: Creditor,
    pub letters: RawLetters,
    pub terms: RawTerms,
    pub penalties: RawPenalties,
    pub allocation: RawAllocation,
    pub ageing: RawAgeing,
    pub deadlines: RawDeadlines,
    pub score: RawScore,
    pub kpi: RawKpi,
    pub check: RawCheck,
    pub plan: RawPlan,
    pub bank: RawBank,
    pub files: RawFiles,
    pub rates: RawRates,
    pub import: BTreeMap<String, RawImport>,
    pub procedure: Option<Spanned<Vec<Spanned<RawProcedure>>>>,
}

/// The table `[letters]`.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default, expecting = "a table")]
pub struct RawLetters {
    pub logo: Option<Text>,
    pub color: Option<Text>,
    pub two_sided: Option<bool>,
    pub file_names: Option<Text>,
    pub page: RawPage,
    pub email: RawEmail,
    pub post: RawPost,
}

/// `[letters.email]`.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default, expecting = "a table")]
pub struct RawEmail {
    pub reply_to: Option<Text>,
    pub cc: Option<Vec<Text>>,
    pub bcc: Option<Vec<Text>>,
    pub most_enclosures: Option<Number>,
    pub most_megabytes: Option<Number>,
}

/// `[letters.post]`.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default, expecting = "a table")]
pub struct RawPost {
    pub most_enclosures: Option<Number>,
}

/// `[letters.page]`: measures in millimetres, and the size of letters in points.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default, expecting = "a table")]
pub struct RawPage {
    pub logo_height: Option<Number>,
    pub margins: RawMargins,
    pub window: RawWindow,
    pub fold_marks: Option<bool>,
    pub size: Option<Number>,
    pub font: Option<Text>,
    pub font_bold: Option<Text>,
    pub font_italic: Option<Text>,
}

/// What stands empty around a page.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default, expecting = "a table")]
pub struct RawMargins {
    pub left: Option<Number>,
    pub right: Option<Number>,
    pub top: Option<Number>,
    pub bottom: Option<Number>,
}

/// What the window of an envelope shows.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default, expecting = "a table")]
pub struct RawWindow {
    pub x: Option<Number>,
    pub y: Option<Number>,
    pub width: Option<Number>,
    pub height: Option<Number>,
}

/// The table `[terms]`.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default, expecting = "a table")]
pub struct RawTerms {
    pub default: Option<Text>,
    pub end_of_month: Option<Text>,
    pub category: Option<Text>,
    pub retention_of_title: Option<bool>,
    pub discount: RawDiscount,
}

/// The table `[terms.discount]`.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default, expecting = "a table")]
pub struct RawDiscount {
    pub tiers: Option<Vec<Spanned<RawTier>>>,
    pub segments: BTreeMap<Text, Vec<Spanned<RawTier>>>,
    pub financing_rate: Option<Text>,
}

/// One discount: `{ days = 8, percent = "2" }`.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default, expecting = "a table such as { days = 8, percent = \"2\" }")]
pub struct RawTier {
    pub days: Option<Number>,
    pub percent: Option<Text>,
}

/// The table `[penalties]`.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default, expecting = "a table")]
pub struct RawPenalties {
    pub law: Option<Text>,
    pub rate: Option<Text>,
    pub public_rate: Option<Text>,
    pub consumer_rate: Option<Text>,
    pub indemnity: Option<Text>,
    pub rounding: Option<Text>,
    pub imputation: Option<Text>,
    pub capitalisation: Option<Text>,
    pub capitalisation_from: Option<Text>,
    pub minimum: Option<Spanned<RawMinimum>>,
    pub voided: Option<Text>,
    pub disputed: Option<Text>,
}

impl RawPenalties {
    /// Returns the contract's rate with a kind of debtor, as it is written.
    pub fn contract_rate(&self, kind: CustomerKind) -> Option<&Text> {
        match kind {
            CustomerKind::Business => self.rate.as_ref(),
            CustomerKind::Public => self.public_rate.as_ref(),
            CustomerKind::Consumer => self.consumer_rate.as_ref(),
        }
    }
}

/// The table `[allocation]`.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default, expecting = "a table")]
pub struct RawAllocation {
    pub tolerance: Option<Spanned<RawMinimum>>,
    pub credit_notes: Option<Text>,
    pub returns: Option<Text>,
    pub deposits: Option<Text>,
}

/// The table `[ageing]`.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default, expecting = "a table")]
pub struct RawAgeing {
    pub basis: Option<Text>,
    pub bands: Option<Spanned<Vec<i64>>>,
}

/// The table `[deadlines]`.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default, expecting = "a table")]
pub struct RawDeadlines {
    pub limitation_warning_days: Option<Number>,
    pub insurer_days: Option<Number>,
}

/// The table `[score]`.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default, expecting = "a table")]
pub struct RawScore {
    pub pseudo_invoices: Option<Number>,
    pub serious_days: Option<Number>,
    pub little_history: Option<Number>,
    pub grades: Option<Spanned<Vec<i64>>>,
    pub block_below: Option<Number>,
    pub watch_below: Option<Number>,
    pub natural_persons: Option<Text>,
    pub limit_thresholds: Option<Spanned<Vec<i64>>>,
    pub limit_percent: Option<Spanned<Vec<i64>>>,
    pub deposit_percent: Option<Spanned<Vec<i64>>>,
    pub rating_days: Option<Number>,
    pub ratings: BTreeMap<Text, Number>,
    pub group_limits: BTreeMap<Text, Text>,
}

/// The table `[kpi]`.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default, expecting = "a table")]
pub struct RawKpi {
    pub dso_days: Option<Number>,
    pub doubtful_days: Option<Number>,
    pub sector: RawSector,
}

/// The table `[kpi.sector]`.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default, expecting = "a table")]
pub struct RawSector {
    pub dso: Option<Text>,
    pub days_late: Option<Text>,
    pub unpaid_rate: Option<Text>,
    pub over_90_share: Option<Text>,
}

/// The table `[check]`.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default, expecting = "a table")]
pub struct RawCheck {
    pub fail_on: Option<Text>,
    pub severity: BTreeMap<Text, Text>,
    pub thresholds: BTreeMap<Text, Text>,
}

/// The table `[plan]`.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default, expecting = "a table")]
pub struct RawPlan {
    pub stale_payments_days: Option<Number>,
}

/// `[bank]`.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default, expecting = "a table")]
pub struct RawBank {
    pub ignore: Option<Vec<String>>,
    pub accounts: Option<Vec<String>>,
    pub suspense_days: Option<Number>,
    pub direct_debit_days: Option<Number>,
}

/// The table `[rates]`.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default, expecting = "a table")]
pub struct RawRates {
    pub folder: Option<Text>,
}

/// The table `[[procedure]]`.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default, expecting = "a table")]
pub struct RawProcedure {
    pub name: Option<Text>,
    pub kinds: Option<Vec<Text>>,
    pub segments: Option<Vec<Text>>,
    pub grouping: Option<Text>,
    pub level_rule: Option<Text>,
    pub first_level: Option<Text>,
    pub grace_days: Option<Number>,
    pub min_days_in_arrears: Option<Number>,
    pub min_interval_days: Option<Number>,
    pub promise_grace_days: Option<Number>,
    pub announced_days: Option<Number>,
    pub mail_transit_days: Option<Number>,
    pub holidays: Option<Text>,
    pub after_last_level: Option<Text>,
    pub repeat_days: Option<Number>,
    pub level: Option<Vec<Spanned<RawLevel>>>,
}

/// The table `[[procedure.level]]`.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default, expecting = "a table")]
pub struct RawLevel {
    pub name: Option<Text>,
    pub label: RawLabel,
    pub days_after_due: Option<Number>,
    pub days_after_previous: Option<Number>,
    pub days_after_month_end: Option<Number>,
    pub channel: Option<Text>,
    pub template: Option<Text>,
    pub min_amount: Option<Spanned<RawMinimum>>,
    pub min_percent: Option<Text>,
    pub payment_deadline_days: Option<Number>,
    pub claims_penalties: bool,
    pub formal_notice: bool,
    pub requires_approval: bool,
    pub credit_hold: bool,
    pub list_all: bool,
    pub formerly: Option<Vec<Text>>,
}

/// The key `label`: what people call a level, by language.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default, expecting = "a table")]
pub struct RawLabel {
    pub fr: Option<Text>,
    pub en: Option<Text>,
}

/// A sum: one, or one for each currency that is named.
#[derive(Debug)]
pub enum RawMinimum {
    One(String),
    Each(BTreeMap<Text, Text>),
}

impl<'de> Deserialize<'de> for RawMinimum {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<RawMinimum, D::Error> {
        struct OneOrEach;

        impl<'de> Visitor<'de> for OneOrEach {
            type Value = RawMinimum;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a string")
            }

            fn visit_str<E: Error>(self, text: &str) -> Result<RawMinimum, E> {
                Ok(RawMinimum::One(text.to_owned()))
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<RawMinimum, A::Error> {
                let mut each = BTreeMap::new();
                while let Some((currency, amount)) = map.next_entry()? {
                    each.insert(currency, amount);
                }
                Ok(RawMinimum::Each(each))
            }
        }

        deserializer.deserialize_any(OneOrEach)
    }
}
