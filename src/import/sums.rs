//! What rows in plain form come to.

use crate::input::columns::Column;
use crate::input::edit::PlainRow;
use crate::input::header::same;
use crate::input::text::{Thousandths, parse_amount};
use crate::model::dialect::DecimalMark;

/// Returns the amount of a row in plain form.
pub(super) fn thousandths(row: PlainRow<'_>) -> Option<Thousandths> {
    parse_amount(row.get(Column::Amount).as_bytes()).ok()?.under(DecimalMark::Point)
}

/// Returns what a row of `payments.csv` brought: below zero where it was taken or given back.
pub(super) fn received(row: PlainRow<'_>) -> Option<Thousandths> {
    let kind = row.get(Column::Kind);
    let is_back =
        ["return", "refund", "rejet", "retour", "impaye", "remboursement"].iter().any(|word| same(word, kind));
    let Thousandths(amount) = thousandths(row)?;
    Some(Thousandths(if is_back { -amount.abs() } else { amount }))
}
