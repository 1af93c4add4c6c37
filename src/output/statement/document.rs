//! A document as a list of blocks of plain text, whatever it is written as.

use crate::letter::content::parties;
use crate::model::{CustomerId, Lang, Ledger};
use crate::policy::Policy;

/// A document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Document {
    /// What it is written in.
    pub lang: Lang,
    /// What it is about.
    pub title: String,
    /// From top to bottom.
    pub blocks: Vec<Block>,
}

/// One part of a document. Its texts are text: no format's marks mean anything in them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Block {
    /// Begins a part.
    Heading(String),
    /// Begins a part of a part.
    Subheading(String),
    /// A paragraph.
    Paragraph(String),
    /// A paragraph that the eye should fall on.
    Strong(String),
    /// A list.
    List(Vec<String>),
    /// A list with numbers, from 1.
    Numbered(Vec<String>),
    /// Parties side by side: what each is, and its lines.
    Parties(Vec<(String, Vec<String>)>),
    /// A table.
    Table(Table),
}

/// A table. Rows and totals have as many cells as there are columns.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Table {
    /// The titles of the columns and where their cells stand.
    pub columns: Vec<(String, Align)>,
    /// From top to bottom.
    pub rows: Vec<Vec<String>>,
    /// Set apart at the end.
    pub totals: Vec<Vec<String>>,
}

/// Where the cells of a column stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Align {
    /// Words.
    Left,
    /// Figures.
    Right,
}

/// Who stands above every page of paper.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Head {
    /// Who is owed, where the policy says so.
    pub creditor: Option<String>,
    /// Who owes.
    pub debtor: String,
}

impl Head {
    /// Returns the parties of a customer's documents.
    pub fn of(ledger: &Ledger, policy: &Policy, customer: CustomerId) -> Head {
        Head {
            creditor: parties::sender(&policy.creditor, policy.language).name,
            debtor: parties::addressee(ledger.customer(customer), &policy.creditor, policy.language).name,
        }
    }
}
