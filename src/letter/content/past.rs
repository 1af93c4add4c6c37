//! What went before a letter about its items, as templates can name it.

use serde::Serialize;

/// What went before about the items of a letter: templates name its parts like those of the letter.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Story {
    /// All that did not bring the money, to stand behind « malgré »: the formal notice or the reminders, the last
    /// payment, a broken promise, a broken plan.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub despite: Option<String>,
    /// The last payment on these items that was not taken back.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_payment: Option<Paid>,
    /// The last payment on them that the bank took back, where none came since.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub returned: Option<Returned>,
    /// The last promise about them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub promise: Option<Pledge>,
    /// The last payment plan about them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub plan: Option<Pledge>,
    /// What is disputed of them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub dispute: Option<Contested>,
    /// The last formal notice about them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub formal_notice: Option<Sent>,
    /// The notices about them that went out before today, earliest first; may be empty.
    pub notices: Vec<Sent>,
}

/// A payment, as the payer knows it.
#[derive(Clone, Debug, Serialize)]
pub struct Paid {
    /// The whole sum, with the currency.
    pub amount: String,
    /// The day, in words.
    pub date: String,
}

/// A payment that came back unpaid.
#[derive(Clone, Debug, Serialize)]
pub struct Returned {
    /// What it was, to begin a sentence: `Votre chèque`, `Le prélèvement`, `Votre règlement`; all are masculine in
    /// French.
    pub what: &'static str,
    /// The sum that came back, with the currency.
    pub amount: String,
    /// The day of the payment, in words.
    pub date: String,
    /// The day on which it came back, in words.
    pub on: String,
}

/// A promise or a payment plan.
#[derive(Clone, Debug, Serialize)]
pub struct Pledge {
    /// The day it was made, in words.
    pub made: String,
    /// The day by which all of it was to be paid, in words.
    pub until: String,
    /// The sum, when one was named.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub amount: Option<String>,
    /// Whether all of it was paid in time.
    pub kept: bool,
    /// Whether a sum was missed.
    pub broken: bool,
}

/// A dispute that is open.
#[derive(Clone, Debug, Serialize)]
pub struct Contested {
    /// Since when, in words.
    pub since: String,
    /// Why, when it was noted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

/// A notice that went out.
#[derive(Clone, Debug, Serialize)]
pub struct Sent {
    /// What its level is called.
    pub level: String,
    /// The day, in words.
    pub date: String,
    /// The number of the registered letter, when it was noted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
}
