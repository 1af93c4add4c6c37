//! What a letter says of late payment: the articles, the rates and the pieces of interest.

use serde::Serialize;

/// What late payment costs this customer.
#[derive(Clone, Debug, Serialize)]
pub struct Penalties {
    /// The articles that what is claimed for lateness rests on; where nothing is, those of what lateness costs.
    pub basis: String,
    /// The rates behind the interest claimed, in the order of time; empty when none is claimed.
    pub rates: Vec<RateLine>,
    /// The pieces that the interest is made of, item by item; empty when none is claimed.
    pub pieces: Vec<PieceLine>,
    /// What the bases of the pieces hold besides what is left to pay, a sentence each: interest of full years, what
    /// payments left by paying interest first, what later formal notices demanded; mostly empty.
    pub base_notes: Vec<String>,
    /// Whether some of the items bear interest once they are late, and demanded where the law wants it.
    pub bearing: bool,
    /// Whether interest runs on some of the items since before the day of the letter, and goes on; a penalty note bears
    /// none, nor does a rate of zero.
    pub running: bool,
    /// Whether a formal notice of that day lets it begin on some of them that are due, or on more of one.
    pub starting: bool,
    /// Whether the law grants an indemnity for an item that is late.
    pub fixed_sum: bool,
    /// The rate of the first day after the letter, when it is known and the same for every item that bears interest.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next_rate: Option<NextRate>,
    /// Where that rate comes from, in words, known or not, when it is the same for every item that bears interest.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next_source: Option<String>,
    /// Whether interest is rounded once an item and not once a piece.
    pub rounded_once: bool,
    /// Whether what one day costs was rounded instead, and taken times the days.
    pub rounded_daily: bool,
    /// Whether some of the interest has run on a disputed part, which is not asked for itself.
    pub on_disputed: bool,
    /// Whether the interest of a disputed part is left out, like the part itself.
    pub less_disputed: bool,
}

/// The yearly rate that a delay bears from now on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct NextRate {
    /// The rate: `2,75 %`.
    pub rate: String,
    /// Where it comes from, in words.
    pub source: String,
    /// The last day of its half-year, in words, where each half-year has its own.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub until: Option<String>,
}

/// Some days of delay with one base and one rate, for a table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PieceLine {
    /// The item, as in [`super::Item::number`].
    pub number: String,
    /// The first day that bears interest.
    pub from: String,
    /// The last one.
    pub to: String,
    /// How many days that is.
    pub days: String,
    /// What was unpaid on each of them.
    pub base: String,
    /// The yearly rate.
    pub rate: String,
    /// `base × rate × days / 365`.
    pub interest: String,
}

/// One yearly rate and the days for which it was applied.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RateLine {
    /// The rate: `12,40 %`.
    pub rate: String,
    /// Where it comes from: the article or the contract, in words.
    pub source: String,
    /// The first day, in words.
    pub from: String,
    /// The last day, in words.
    pub to: String,
}
