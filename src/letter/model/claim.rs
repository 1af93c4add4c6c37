//! What a declaration of claim says of the proceedings.

use serde::Serialize;

use super::Addressee;

/// A claim as it is declared in insolvency proceedings; the letter is addressed to the judicial representative, and its
/// figures name the currency.
#[derive(Clone, Debug, Serialize)]
pub struct Claim {
    /// The day of the judgment, in words.
    pub judgment: String,
    /// The day of its publication in the BODACC, in words, when it is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub published: Option<String>,
    /// The last day to declare, in words, when it is known and not over.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub declare_by: Option<String>,
    /// The last day to ask for relief, in words, when the time to declare is over.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub relief_by: Option<String>,
    /// Who owes.
    pub debtor: Addressee,
    /// What was due on the day of the judgment, when something was.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub overdue: Option<String>,
    /// What falls due later, when something does.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub not_due: Option<String>,
    /// The debtor's own credits, of which set-off is invoked and which are not deducted, when there are any.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub set_off: Option<String>,
    /// What a court has already; may be empty.
    pub lawsuits: Vec<Lawsuit>,
    /// Whether goods were sold under retention of title.
    pub retention_of_title: bool,
    /// Whether its currency is not the euro.
    pub foreign_currency: bool,
}

/// An item of a claim that was brought to court before.
#[derive(Clone, Debug, Serialize)]
pub struct Lawsuit {
    /// The item, as in [`super::Item::number`].
    pub number: String,
    /// Since when a court has it, in words.
    pub since: String,
    /// The court and its number of the case, as they were noted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub court: Option<String>,
}
