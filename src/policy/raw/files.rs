//! The tables that say how files are written: `[files]` and `[import.NAME]`.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::{Number, Text};

/// The table `[files]`.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default, expecting = "a table")]
pub struct RawFiles {
    pub encoding: Option<Text>,
    pub delimiter: Option<Text>,
    pub decimal: Option<Text>,
    pub date_order: Option<Text>,
    pub ignore: Option<Vec<Text>>,
    pub invoices: RawDialect,
    pub payments: RawDialect,
    pub customers: RawDialect,
    pub events: RawDialect,
}

/// The table `[files.invoices]` and its like.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default, expecting = "a table")]
pub struct RawDialect {
    pub encoding: Option<Text>,
    pub delimiter: Option<Text>,
    pub decimal: Option<Text>,
    pub date_order: Option<Text>,
}

/// The table `[import.NAME]`.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default, expecting = "a table")]
pub struct RawImport {
    pub encoding: Option<Text>,
    pub delimiter: Option<Text>,
    pub decimal: Option<Text>,
    pub date_order: Option<Text>,
    pub date_orders: BTreeMap<Text, Text>,
    pub skip: Option<Number>,
    pub recognise: Option<Vec<Text>>,
    #[serde(rename = "where")]
    pub filters: BTreeMap<Text, OneOrMore>,
    pub values: BTreeMap<Text, BTreeMap<Text, Text>>,
    pub balance: Option<Text>,
    pub paid: Option<Text>,
    pub paid_on: Option<Text>,
    pub status: Option<Text>,
    pub own_currency: Option<bool>,
    pub ignore: Option<Vec<Text>>,
    pub invoices: BTreeMap<Text, Text>,
    pub payments: BTreeMap<Text, Text>,
    pub customers: BTreeMap<Text, Text>,
    pub fixed: BTreeMap<Text, Text>,
}

/// A word or a list of words.
#[derive(Debug, Deserialize)]
#[serde(untagged, expecting = "a word in quotes or a list of words")]
pub enum OneOrMore {
    One(String),
    More(Vec<String>),
}

impl OneOrMore {
    /// Returns the words.
    pub fn list(&self) -> Vec<String> {
        match self {
            OneOrMore::One(word) => vec![word.clone()],
            OneOrMore::More(words) => words.clone(),
        }
    }
}
