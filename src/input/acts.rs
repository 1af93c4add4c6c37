//! What each event needs to mean something. The reader refuses rows that lack it, and so does `record`, whose rows are
//! read before they are written.

use super::columns::Column;
use crate::model::EventKind;

/// What gives rows of one event their meaning.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Need {
    /// The column that must be filled.
    pub column: Option<Column>,
    /// The column of a day that cannot come before the row's own.
    pub not_before_date: Option<Column>,
    /// Whether an amount, which may be left out for all, must be more than nothing when it is there.
    pub amount_counts: bool,
}

/// Returns what an event needs.
pub(super) const fn need(kind: EventKind) -> Need {
    let (column, not_before_date) = match kind {
        // A notice without a level would leave its items where they are: the same reminder would go again.
        EventKind::Notice | EventKind::Approved => (Some(Column::Level), None),
        EventKind::Promise | EventKind::Plan => (Some(Column::Until), Some(Column::Until)),
        EventKind::Hold | EventKind::PaymentAnnounced => (None, Some(Column::Until)),
        EventKind::Insolvency => (None, Some(Column::Published)),
        // Without the credit nobody knows what was allocated.
        EventKind::Undo | EventKind::Allocated => (Some(Column::Reference), None),
        // A call without a level was no step of a procedure, and is worth knowing all the same.
        EventKind::Call
        | EventKind::DisputeOpened
        | EventKind::OverIndebtedness
        | EventKind::ClaimDeclared
        | EventKind::Assigned
        | EventKind::HandedOver
        | EventKind::CourtFiled
        | EventKind::Acknowledged
        | EventKind::Waived
        | EventKind::WrittenOff
        | EventKind::Note
        | EventKind::DisputeClosed
        | EventKind::Release => (None, None),
    };
    Need { column, not_before_date, amount_counts: matches!(kind, EventKind::DisputeOpened) }
}
