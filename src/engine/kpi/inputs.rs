//! What the measures are computed from: amounts and days, added up for a group of customers.

use std::collections::BTreeMap;

use super::{Period, first_of_month};
use crate::model::date::days_between;
use crate::model::{Amount, Date};
use crate::policy::KpiRules;

/// A debt older than this many days is at risk: what the field calls "90+".
pub(super) const AT_RISK_DAYS: i64 = 90;

/// The sales of one calendar month.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MonthSales {
    /// The first day of the month.
    pub month: Date,
    /// The days of it that count: all, or those up to the day of the balances.
    pub days: u32,
    /// What was invoiced in them, less credit notes.
    pub sales: Amount,
}

/// All that the measures of one group in one currency are computed from.
///
/// Sales are what was issued, VAT included, less credit notes; penalty notes are no sales.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Inputs {
    /// Open and not due on the last day.
    pub not_due: Amount,
    /// Open and overdue on the last day.
    pub overdue: Amount,
    /// The part of it that is more than 90 days late.
    pub over_90: Amount,
    /// What is open and more than the policy's `doubtful_days` late, or owed by a customer in insolvency proceedings.
    pub doubtful: Amount,
    /// Money set against nothing on the last day: negative or zero.
    pub credits: Amount,
    /// What each customer has open on the last day, the largest first; those with nothing open left out.
    pub debtors: Vec<Amount>,
    /// What was open on the day before the first day, with what counts as open then: balances brought forward in the
    /// period, and what a return in the period made open again.
    pub opening: Amount,
    /// Sales of the period.
    pub sales: Amount,
    /// Interest and indemnities charged in the period by penalty notes, less the credit notes on such: owed, but no
    /// sales.
    pub penalties: Amount,
    /// What became overdue in the period unless it was paid: the first day after its due date is in the period. So each
    /// item is in one month, those due on the last day of a month in the next one.
    pub fell_due: Amount,
    /// The part of it that is open on the last day.
    pub fell_due_open: Amount,
    /// The part of it that was written off by then: it was not paid either.
    pub fell_due_written_off: Amount,
    /// How many items were paid to the end in the period: not those that a credit note cancelled before any payment,
    /// nor those of which a part was written off.
    pub paid: u32,
    /// How many days after their due dates, added up; items paid in time count 0.
    pub late_days: i64,
    /// The amounts of those items.
    pub paid_amount: Amount,
    /// Their amounts in minor units x their days late, added up.
    pub amount_days: i128,
    /// How many days of sales [`Inputs::recent_sales`] holds: the policy's `dso_days`.
    pub recent_days: u32,
    /// The sales of that many days, the last day included.
    pub recent_sales: Amount,
    /// The sales of each month, the last one first, back to the month of the first sale.
    pub months: Vec<MonthSales>,
    /// The sales of each month, by its first day, until [`Inputs::months`] is made of them.
    pub(super) by_month: BTreeMap<Date, Amount>,
}

impl Inputs {
    /// Returns what is open: not due and overdue.
    pub fn open(&self) -> Amount {
        self.not_due + self.overdue
    }

    /// Returns what is owed on balance: what is open less credits, the total of the aged balance.
    pub fn outstanding(&self) -> Amount {
        self.open() + self.credits
    }

    /// Returns what was to be collected by the last day, due or not.
    pub(super) fn to_collect(&self) -> Amount {
        self.opening + self.sales + self.penalties
    }

    /// Returns the part of it that was; less than nothing where credit notes of the period took more off sales than off
    /// what was open.
    pub fn collected(&self) -> Amount {
        self.to_collect() - self.open()
    }

    /// Returns what the largest debtors owe.
    pub fn owed_by_largest(&self, count: usize) -> Amount {
        self.debtors.iter().take(count).copied().sum()
    }

    /// Tells whether nothing was owed, sold or settled in the period.
    pub(super) fn is_idle(&self) -> bool {
        self.paid == 0
            && [self.not_due, self.overdue, self.credits, self.opening, self.sales, self.penalties]
                .iter()
                .all(|amount| amount.is_zero())
    }

    /// Adds those of other customers.
    pub(super) fn add(&mut self, other: Inputs) {
        self.not_due += other.not_due;
        self.overdue += other.overdue;
        self.over_90 += other.over_90;
        self.doubtful += other.doubtful;
        self.credits += other.credits;
        self.debtors.extend(other.debtors);
        self.opening += other.opening;
        self.sales += other.sales;
        self.penalties += other.penalties;
        self.fell_due += other.fell_due;
        self.fell_due_open += other.fell_due_open;
        self.fell_due_written_off += other.fell_due_written_off;
        self.paid += other.paid;
        self.late_days += other.late_days;
        self.paid_amount += other.paid_amount;
        self.amount_days += other.amount_days;
        self.recent_sales += other.recent_sales;
        for (month, sales) in other.by_month {
            *self.by_month.entry(month).or_default() += sales;
        }
    }

    /// Puts debtors and months in order once everything is added.
    pub(super) fn finish(&mut self, rules: &KpiRules, period: Period) {
        self.debtors.sort_unstable_by(|a, b| b.cmp(a));
        self.recent_days = rules.dso_days;
        let by_month = std::mem::take(&mut self.by_month);
        let Some(&oldest) = by_month.keys().next() else { return };
        let mut end = period.to;
        loop {
            let month = first_of_month(end);
            let days = days_between(month, end) as u32 + 1;
            self.months.push(MonthSales { month, days, sales: by_month.get(&month).copied().unwrap_or_default() });
            match month.pred_opt().filter(|_| month > oldest) {
                Some(day) => end = day,
                None => return,
            }
        }
    }
}
