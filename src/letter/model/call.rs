//! What a call sheet says besides: what was said and sent before, and what can come of the call.

use serde::Serialize;

/// One thing that can come of a call.
#[derive(Clone, Debug, Serialize)]
pub struct Outcome {
    /// Its code: `promise`.
    pub code: &'static str,
    /// Its name.
    pub title: String,
    /// What it is, in words.
    pub what: String,
    /// The commands that note it, each as its words.
    pub commands: Vec<Vec<String>>,
}

/// One line of the history.
#[derive(Clone, Debug, Serialize)]
pub struct Said {
    /// The day, for a table.
    pub date: String,
    /// What happened, in words.
    pub what: String,
    /// The invoice it was about, when it named one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub invoice: Option<String>,
    /// The note that was taken.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}
