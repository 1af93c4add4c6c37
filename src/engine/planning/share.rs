//! The least share of a level: whether the items at it weigh enough in what the customer owes to set that tone.
//!
//! The rule is SAP's (field.md, section 5): 100 of 1,000 pass at 10 percent, 100 of 1,100 do not. Items that weigh too
//! little join the level below, where the test is made again: a small old debt gets a soft letter.

use std::collections::BTreeMap;

use chrono::Days;
use rust_decimal::Decimal;

use super::schedule::{days_to_next, is_before_due};
use super::{PlanRow, Remark, Stop};
use crate::model::{Amount, Currency, Date, Ledger};
use crate::policy::Procedure;

/// Lowers the rows of one customer that are due at a level for which they weigh too little, and holds back what weighs
/// too little for every level. Procedures and currencies are looked at apart.
pub(super) fn weigh(ledger: &Ledger, as_of: Date, rows: &mut [PlanRow<'_>]) {
    let mut accounts: BTreeMap<(Currency, &str), &Procedure> = BTreeMap::new();
    for row in rows.iter().filter(|row| row.is_ready()) {
        let weighs = |procedure: &&Procedure| procedure.levels.iter().any(|level| !level.min_percent.is_zero());
        if let Some(procedure) = row.procedure.filter(weighs) {
            accounts.insert((ledger.invoice(row.item).currency, &procedure.name), procedure);
        }
    }
    for ((currency, _), procedure) in accounts {
        weigh_account(ledger, as_of, currency, procedure, rows);
    }
}

fn weigh_account(ledger: &Ledger, as_of: Date, currency: Currency, procedure: &Procedure, rows: &mut [PlanRow<'_>]) {
    let in_currency = |row: &&PlanRow<'_>| ledger.invoice(row.item).currency == currency;
    let open: Amount = rows.iter().filter(in_currency).map(|row| row.open).sum();
    for (rank, level) in procedure.levels.iter().enumerate().rev() {
        let is_at = |row: &&PlanRow<'_>| {
            let same = row.procedure.is_some_and(|own| own.name == procedure.name);
            row.is_ready() && row.next == Some(rank) && same && in_currency(row)
        };
        let asked: Amount = rows.iter().filter(is_at).map(|row| row.chased).sum();
        let percent = level.min_percent;
        if Decimal::from(asked.minor()) * Decimal::ONE_HUNDRED >= Decimal::from(open.minor()) * percent {
            continue;
        }
        for row in rows.iter_mut().filter(|row| is_at(&&**row)) {
            let invoice = ledger.invoice(row.item);
            let below = (0..rank).rev().find(|&place| !is_before_due(procedure, &procedure.levels[place], invoice));
            match below {
                Some(below) => lower(row, rank, below, days_to_next(procedure, below, invoice), as_of),
                None => {
                    row.stop(Stop::BelowShare { asked, open, percent });
                    row.due_on = None;
                }
            }
        }
    }
}

/// Lets a row go out at a level below its own. One that was sent already is sent again after the days that lie
/// between that level and the next, so that what weighs too little is not chased every day.
fn lower(row: &mut PlanRow<'_>, own: usize, below: usize, days_between: u64, as_of: Date) {
    if !row.remarks.iter().any(|remark| matches!(remark, Remark::Lowered(_))) {
        row.remarks.push(Remark::Lowered(own));
    }
    let reached = row.reached();
    row.next = Some(below);
    row.trigger_on = None;
    // Whoever must approve its own level has nothing to say of one that went out already, or that needs nobody.
    row.stops.retain(|stop| *stop != Stop::Approval);
    if let Some(last) = row.last_contact.filter(|_| reached >= Some(below)) {
        row.wait_until(last + Days::new(days_between), as_of);
    }
}
