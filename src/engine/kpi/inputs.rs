//! What the measures are computed from: amounts and days, added up for one customer, then for groups of them.

use std::collections::{BTreeMap, BTreeSet};

use chrono::Days;

use super::{Period, first_of_month};
use crate::engine::allocation::{Balances, Cause};
use crate::model::date::days_between;
use crate::model::{Amount, Currency, CustomerId, Date, InvoiceKind, ItemId, Ledger};
use crate::policy::KpiRules;

/// A debt older than this many days is at risk: what the field calls "90+".
pub(super) const AT_RISK_DAYS: i64 = 90;

/// Is the sales of one calendar month.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MonthSales {
    /// The first day of the month.
    pub month: Date,
    /// The days of it that count: all, or those up to the day of the balances.
    pub days: u32,
    /// What was invoiced in them, less credit notes.
    pub sales: Amount,
}

/// Is all that the measures of one group in one currency are computed from.
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
    /// What was open on the day before the first day.
    pub opening: Amount,
    /// Sales of the period.
    pub sales: Amount,
    /// Interest and indemnities charged in the period, by penalty notes: owed, but no sales.
    pub penalties: Amount,
    /// What became overdue in the period unless it was paid: the first day after its due date is in the period. So each
    /// item is in one month, those due on the last day of a month in the next one.
    pub fell_due: Amount,
    /// The part of it that is open on the last day.
    pub fell_due_open: Amount,
    /// The part of it that was written off by then: it was not paid either.
    pub fell_due_written_off: Amount,
    /// How many items were paid to the end in the period: not those that a credit note cancelled before any payment, nor
    /// those of which a part was written off.
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
    by_month: BTreeMap<Date, Amount>,
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

    /// Adds those of another customer.
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

/// Gathers the inputs of one customer.
pub(super) struct Gatherer<'a> {
    pub ledger: &'a Ledger,
    pub rules: &'a KpiRules,
    pub period: Period,
    /// The balances on the day before the first day.
    pub before: Option<&'a Balances>,
    /// The balances on the last day.
    pub at_end: &'a Balances,
    /// Who was in insolvency proceedings on the last day.
    pub insolvent: &'a BTreeSet<CustomerId>,
}

impl Gatherer<'_> {
    /// Returns the inputs of a customer, by currency.
    pub(super) fn of(&self, customer: CustomerId) -> BTreeMap<Currency, Inputs> {
        let mut found: BTreeMap<Currency, Inputs> = BTreeMap::new();
        for row in self.ledger.invoices_of(customer) {
            let invoice = &self.ledger.invoices()[row];
            if invoice.issue > self.period.to {
                continue;
            }
            let inputs = found.entry(invoice.currency).or_default();
            if invoice.kind != InvoiceKind::Penalty {
                self.sale(invoice.issue, invoice.amount, inputs);
            } else if invoice.issue >= self.period.from {
                inputs.penalties += invoice.amount;
            }
            if invoice.is_item() {
                self.item(ItemId(row as u32), inputs);
            }
        }
        for credit in self.at_end.credits_of(customer) {
            found.entry(credit.currency).or_default().credits -= credit.amount;
        }
        for inputs in found.values_mut() {
            let open = inputs.open();
            inputs.debtors = if open.is_positive() { vec![open] } else { Vec::new() };
        }
        found
    }

    fn sale(&self, day: Date, amount: Amount, inputs: &mut Inputs) {
        *inputs.by_month.entry(first_of_month(day)).or_default() += amount;
        if day >= self.period.from {
            inputs.sales += amount;
        }
        let first_recent = self.period.to - Days::new(u64::from(self.rules.dso_days.saturating_sub(1)));
        if day >= first_recent {
            inputs.recent_sales += amount;
        }
    }

    fn item(&self, item: ItemId, inputs: &mut Inputs) {
        let invoice = self.ledger.invoice(item);
        if let Some(before) = self.before {
            inputs.opening += before.open(self.ledger, item);
        }
        let open = self.at_end.open(self.ledger, item);
        let days_late = days_between(invoice.due, self.period.to);
        if days_late > i64::from(self.rules.doubtful_days) || self.insolvent.contains(&invoice.customer) {
            inputs.doubtful += open;
        }
        if days_late > 0 {
            inputs.overdue += open;
            inputs.over_90 += if days_late > AT_RISK_DAYS { open } else { Amount::ZERO };
            if days_between(self.period.from, invoice.due) >= -1 {
                inputs.fell_due += invoice.amount;
                inputs.fell_due_open += open;
                inputs.fell_due_written_off += self.set_against(item, |cause| matches!(cause, Cause::WriteOff(_)));
            }
        } else {
            inputs.not_due += open;
        }
        let settled = self.at_end.settled_on(self.ledger, item).filter(|&day| day >= self.period.from);
        if let Some(day) = settled.filter(|_| self.is_paid(item)) {
            let late = days_between(invoice.due, day).max(0);
            inputs.paid += 1;
            inputs.late_days += late;
            inputs.paid_amount += invoice.amount;
            inputs.amount_days += i128::from(invoice.amount.minor()) * i128::from(late);
        }
    }

    /// Tells whether what is settled was paid: by some payment, and none of it given up.
    fn is_paid(&self, item: ItemId) -> bool {
        let of_payments = |cause| matches!(cause, Cause::Payment(_) | Cause::Return(_));
        self.set_against(item, of_payments).is_positive()
            && self.set_against(item, |cause| matches!(cause, Cause::WriteOff(_))).is_zero()
    }

    /// Returns what was set against an item for such causes, less what was taken back.
    fn set_against(&self, item: ItemId, counts: impl Fn(Cause) -> bool) -> Amount {
        let moves = self.at_end.moves(item).iter();
        -moves.filter(|step| counts(step.cause())).map(|step| step.change).sum::<Amount>()
    }
}
