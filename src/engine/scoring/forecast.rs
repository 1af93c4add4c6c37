//! What will probably become of each open item.
//!
//! An item that is not late has its customer's probabilities, and is expected on its due date plus his expected delay.
//! An item that is late is late: its probability is 1, the one of serious lateness is that of a late invoice to become
//! seriously late. When it is later than its customer's habit already, it is expected after the median delay of all the
//! portfolio's invoices that were paid later still; when none was, nothing is known, and nothing is said.

use chrono::Days;

use super::habit::{Disputes, twice_median};
use super::{CustomerScore, Scores, Share};
use crate::model::date::days_between;
use crate::model::{Amount, Date, ItemId};

/// Is what will probably become of one open item.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Forecast {
    /// The item.
    pub item: ItemId,
    /// What is owed on it.
    pub open: Amount,
    /// Days from the due date to the day, never below 0.
    pub days_late: i64,
    /// The probability that it is paid late.
    pub late: Share,
    /// The probability that it is paid more than the policy's `serious_days` late.
    pub serious: Share,
    /// When it will probably be paid; nothing for a disputed item, an insolvent customer, or one later than any that was paid.
    pub expected: Option<Date>,
    /// Whether a dispute about it is open.
    pub disputed: bool,
}

impl Scores<'_> {
    /// Returns what will probably become of a customer's open items, in the ledger's order.
    pub fn forecasts<'s>(&'s self, row: &'s CustomerScore) -> impl Iterator<Item = Forecast> + 's {
        let disputes = Disputes::of(self.ledger, self.history, row.customer);
        self.ledger.invoices_of(row.customer).map(|place| ItemId(place as u32)).filter_map(move |item| {
            let open = self.balances.open(self.ledger, item);
            open.is_positive().then(|| self.forecast(row, item, open, disputes.since(item).is_some()))
        })
    }

    fn forecast(&self, row: &CustomerScore, item: ItemId, open: Amount, disputed: bool) -> Forecast {
        let due = self.ledger.invoice(item).due;
        let days_late = days_between(due, self.as_of()).max(0);
        let (late, serious) = if days_late > i64::from(self.rules.serious_days) {
            (Share::WHOLE, Share::WHOLE)
        } else if days_late > 0 {
            (Share::WHOLE, row.serious.given(row.late))
        } else {
            (row.late, row.serious)
        };
        let expected = if disputed || row.habit.insolvent_since.is_some() { None } else { self.expected(row, due) };
        Forecast { item, open, days_late, late, serious, expected, disputed }
    }

    /// Returns the day on which an item with that due date, unpaid today, will probably be paid.
    fn expected(&self, row: &CustomerScore, due: Date) -> Option<Date> {
        let age = days_between(due, self.as_of());
        let delay = if row.expected_delay_days > age {
            row.expected_delay_days
        } else if age <= 0 {
            // He pays before the due date, and that day is over: tomorrow at the earliest.
            age + 1
        } else {
            let paid_late = &self.portfolio.paid_late;
            let longer = &paid_late[paid_late.partition_point(|&delay| delay <= age)..];
            // Half days are rounded up: half away from zero, both being above it.
            (twice_median(longer)? + 1) / 2
        };
        if delay < 0 {
            due.checked_sub_days(Days::new(delay.unsigned_abs()))
        } else {
            due.checked_add_days(Days::new(delay.unsigned_abs()))
        }
    }
}
