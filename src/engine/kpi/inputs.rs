//! What the measures are computed from: amounts and days, added up for one customer, then for groups of them.

use std::collections::BTreeMap;

use chrono::Days;

use super::{Period, first_of_month};
use crate::engine::allocation::Balances;
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
    /// What fell due in the period and was late at its end, or could have been: due before the last day.
    pub fell_due: Amount,
    /// The part of it that is open on the last day.
    pub fell_due_open: Amount,
    /// How many items were settled in the period.
    pub settled: u32,
    /// How many days after their due dates, added up; items settled in time count 0.
    pub late_days: i64,
    /// The amounts of those items.
    pub settled_amount: Amount,
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
        self.settled == 0
            && [self.not_due, self.overdue, self.credits, self.opening, self.sales]
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
        self.fell_due += other.fell_due;
        self.fell_due_open += other.fell_due_open;
        self.settled += other.settled;
        self.late_days += other.late_days;
        self.settled_amount += other.settled_amount;
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
    /// Since when customers are in insolvency proceedings.
    pub insolvent: &'a BTreeMap<CustomerId, Date>,
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
        let is_insolvent = self.insolvent.get(&invoice.customer).is_some_and(|&since| since <= self.period.to);
        if is_insolvent || days_late > i64::from(self.rules.doubtful_days) {
            inputs.doubtful += open;
        }
        if days_late > 0 {
            inputs.overdue += open;
            inputs.over_90 += if days_late > AT_RISK_DAYS { open } else { Amount::ZERO };
            if invoice.due >= self.period.from {
                inputs.fell_due += invoice.amount;
                inputs.fell_due_open += open;
            }
        } else {
            inputs.not_due += open;
        }
        let settled = self.at_end.settled_on(self.ledger, item).filter(|&day| day >= self.period.from);
        if let Some(day) = settled {
            let late = days_between(invoice.due, day).max(0);
            inputs.settled += 1;
            inputs.late_days += late;
            inputs.settled_amount += invoice.amount;
            inputs.amount_days += i128::from(invoice.amount.minor()) * i128::from(late);
        }
    }
}
