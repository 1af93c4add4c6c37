//! The least lateness from which a customer is chased at all: that of his oldest item, not of each.

use chrono::Days;

use super::schedule::is_before_due;
use super::{PlanRow, Remark, Stop};
use crate::model::{Date, Ledger};

/// Lets the rows of one customer wait until his oldest item under the same procedure is late enough; the younger ones
/// then go along. What an event keeps from being chased makes nobody late until it comes back.
pub(super) fn wait(ledger: &Ledger, as_of: Date, rows: &mut [PlanRow<'_>]) {
    for i in 0..rows.len() {
        let Some(procedure) = rows[i].procedure.filter(|procedure| procedure.min_days_in_arrears > 0) else { continue };
        let days = procedure.min_days_in_arrears;
        let late_enough = |row: &PlanRow<'_>| {
            let same = row.procedure.is_some_and(|own| own.name == procedure.name);
            let due = ledger.invoice(row.item).due;
            Some(row.free_on.filter(|_| same)?.max(due + Days::new(u64::from(days))))
        };
        let Some(from) = rows.iter().filter_map(late_enough).min().filter(|&from| from > as_of) else { continue };
        let row = &mut rows[i];
        let reproaches =
            row.next_level().is_some_and(|level| !is_before_due(procedure, level, ledger.invoice(row.item)));
        let waits = row.stops.iter().all(|stop| !matches!(stop, Stop::CoveredByCredits { .. }));
        if reproaches && waits {
            row.remarks.extend((row.days_late > 0).then_some(Remark::Arrears(days)));
            row.wait_until(from, as_of);
        }
    }
}
