//! The least lateness from which a customer is chased at all: that of his oldest item, not of each.

use std::collections::BTreeMap;

use chrono::Days;

use super::schedule::is_before_due;
use super::{PlanRow, Remark};
use crate::law::holidays::next_working_day;
use crate::model::{Date, Ledger};

/// Lets the rows of one customer wait until his oldest item under the same procedure is late enough; the younger ones
/// then go along. What an event keeps from being chased makes nobody late until it comes back.
pub(super) fn wait(ledger: &Ledger, as_of: Date, rows: &mut [PlanRow<'_>]) {
    let mut late_enough: BTreeMap<&str, Date> = BTreeMap::new();
    for row in rows.iter() {
        let Some(procedure) = row.procedure.filter(|procedure| procedure.min_days_in_arrears > 0) else { continue };
        let Some(free_on) = row.free_on else { continue };
        let late = ledger.invoice(row.item).due + Days::new(u64::from(procedure.min_days_in_arrears));
        let from = late_enough.entry(&procedure.name).or_insert(Date::MAX);
        *from = (*from).min(free_on.max(late));
    }
    for row in rows {
        let Some(procedure) = row.procedure else { continue };
        let Some(&late_enough) = late_enough.get(procedure.name.as_str()) else { continue };
        let from = next_working_day(late_enough, procedure.holidays);
        if from <= as_of {
            continue;
        }
        let invoice = ledger.invoice(row.item);
        if row.next_level().is_some_and(|level| !is_before_due(procedure, level, invoice)) {
            row.remarks.extend((row.days_late > 0).then_some(Remark::Arrears(procedure.min_days_in_arrears)));
            row.wait_until(from, as_of);
        }
    }
}
