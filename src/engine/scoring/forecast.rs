//! What will probably become of each open item.
//!
//! An item has the probabilities of its issue date with what is known of the customer now, made larger by its being
//! unpaid still. It is expected after the median of the delays that are left: the customer's own, the newest weighing
//! most, and the portfolio's; four times in five it is paid between the first and the last tenth of them. When nobody
//! ever paid that late, nothing is known, and nothing is said.

use chrono::Days;

use super::disputes::Disputes;
use super::model::Chances;
use super::{CustomerScore, Derivation, Scores, Share};
use crate::engine::history::Dossier;
use crate::model::date::days_between;
use crate::model::{Amount, CustomerId, Date, EventKind, ItemId};

/// What will probably become of one open item.
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
    /// When it will probably be paid, but for what is disputed; nothing for an item that is so wholly or is a factor's,
    /// an insolvent customer, or one later than any that was paid.
    pub expected: Option<Date>,
    /// The first and the last day between which it is paid four times in five; the last may not be known.
    pub interval: (Option<Date>, Option<Date>),
    /// How much of what is owed on it is disputed.
    pub disputed: Amount,
    /// Whether it is a factor's, whom it is paid to.
    pub is_assigned: bool,
}

/// The part of the weight, in percent, that is paid by the first, the expected and the last day.
pub(super) const PERCENTS: [u32; 3] = [10, 50, 90];

impl Scores<'_> {
    /// Returns what will probably become of a customer's open items, in the ledger's order.
    pub fn forecasts<'s>(&'s self, row: &'s CustomerScore) -> impl Iterator<Item = Forecast> + 's {
        let rows = self.ledger.invoices_of(row.customer);
        let disputes = Disputes::of(self.ledger, self.history, row.customer);
        let is_any_open = rows.clone().any(|place| disputes.is_open(ItemId(place as u32)));
        // Most customers dispute nothing.
        let dossier = is_any_open.then(|| Dossier::new(self.ledger, self.balances, self.history, row.customer));
        let first = rows.start;
        rows.filter_map(move |place| {
            let item = ItemId(place as u32);
            let standing = dossier.as_ref().and_then(|dossier| dossier.standings.get(place - first));
            let dispute = standing.and_then(|standing| standing.dispute);
            let open = self.balances.open(self.ledger, item);
            let disputed = dispute.map_or(Amount::ZERO, |dispute| dispute.amount.min(open));
            let is_assigned = standing.is_some_and(|standing| standing.assigned.is_some());
            open.is_positive().then(|| self.forecast(row, item, open, disputed, is_assigned))
        })
    }

    /// Returns what happened with a customer, if something of a kind did.
    pub fn dossier_with(&self, customer: CustomerId, kind: EventKind) -> Option<Dossier<'_>> {
        let is_there = self.history.of(customer).any(|event| event.kind == kind);
        is_there.then(|| Dossier::new(self.ledger, self.balances, self.history, customer))
    }

    /// Returns how the probabilities of an item come about, were it issued today: that it is late, and seriously so.
    pub fn derivations(&self, row: &CustomerScore, item: ItemId) -> [Derivation; 2] {
        let invoice = self.ledger.invoice(item);
        let beside = row.habit.beside(invoice);
        self.portfolio.model.derivations(&row.habit.facts, beside, self.portfolio.trends)
    }

    fn forecast(
        &self,
        row: &CustomerScore,
        item: ItemId,
        open: Amount,
        disputed: Amount,
        is_assigned: bool,
    ) -> Forecast {
        let invoice = self.ledger.invoice(item);
        let age = days_between(invoice.due, self.as_of());
        let issued = days_between(invoice.issue, invoice.due) as i32;
        let beside = row.habit.beside(invoice);
        let chances = self.portfolio.model.chances(&row.habit.facts, beside, self.portfolio.trends);
        let Chances { late, serious } =
            chances.unpaid(&self.portfolio.curve, age as i32, issued, self.rules.serious_days as i32);
        let is_open_ended = disputed == open || is_assigned || row.habit.insolvent_since.is_some();
        let [first, expected, last] = if is_open_ended { [None; 3] } else { self.expected(row, invoice.due, age) };
        let interval = (first.filter(|_| expected.is_some()), last);
        Forecast { item, open, days_late: age.max(0), late, serious, expected, interval, disputed, is_assigned }
    }

    /// Returns the days on which an item with that due date, unpaid today, will probably be paid.
    fn expected(&self, row: &CustomerScore, due: Date, age: i64) -> [Option<Date>; 3] {
        let curve = &self.portfolio.curve;
        let expectation = &row.habit.expectation;
        PERCENTS.map(|percent| {
            let delay = match expectation.quantile(curve, percent, Some(age as i32)) {
                Some(delay) => i64::from(delay),
                // Nothing is known at all: the due date, tomorrow at the earliest.
                None if percent == 50 && expectation.is_unknown(curve) && age <= 0 => (age + 1).max(0),
                // He and all others pay before the due date, and that day is over: tomorrow at the earliest.
                None if percent == 50 && expectation.is_over(curve, age as i32) && age <= 0 => age + 1,
                None => return None,
            };
            if delay < 0 {
                due.checked_sub_days(Days::new(delay.unsigned_abs()))
            } else {
                due.checked_add_days(Days::new(delay.unsigned_abs()))
            }
        })
    }
}
