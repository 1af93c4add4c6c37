//! The columns of an aged balance: what is owed by how many days late it is.

use super::Header;
use super::name::Name;

/// Takes the total of an aged balance: beside the bands of days, what they come to is what is left of the invoice.
pub(super) fn take_total(header: &mut Header<'_>) -> Option<String> {
    if count(header) > 1 { header.take(&["total", "montant total", "total amount"]) } else { None }
}

/// Tells whether columns hold what is owed by its age: several bands, or what is not due yet.
pub(super) fn are_there(header: &Header<'_>) -> bool {
    let is_not_due = |name: &Name| matches!(name.whole.as_str(), "nonechu" | "nonechus" | "notdue");
    count(header) > 1 || header.compared.iter().any(is_not_due)
}

fn count(header: &Header<'_>) -> usize {
    header.compared.iter().filter(|name| is_band(name)).count()
}

/// Tells whether a column is of the debts that are late by some days: "31-60 j", "> 90 jours", "Over 90 days".
fn is_band(name: &Name) -> bool {
    const BESIDE: [&str; 14] =
        ["j", "jour", "jours", "d", "day", "days", "a", "to", "plus", "over", "more", "than", "retard", "late"];
    let is_days = |word: &String| word.len() < 4 && word.bytes().all(|byte| byte.is_ascii_digit());
    let is_such = |word: &String| is_days(word) || BESIDE.contains(&word.as_str());
    name.words.iter().any(is_days) && name.words.iter().all(is_such)
}
