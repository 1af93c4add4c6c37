//! Walks through what happened to each customer and adds it up, in one pass for a whole period.
//!
//! Balances are step functions of the date: those of the last day known hold every earlier day as well.

use std::collections::{BTreeMap, BTreeSet};

use chrono::Days;

use super::inputs::{AT_RISK_DAYS, Inputs};
use super::{Period, first_of_month};
use crate::engine::allocation::{Balances, Cause, Move};
use crate::model::date::days_between;
use crate::model::{Amount, Currency, CustomerId, Date, Invoice, InvoiceKind, ItemId, Ledger, PaymentId};
use crate::policy::KpiRules;

/// The inputs of a period in the making.
pub(super) struct Gatherer<'a> {
    pub ledger: &'a Ledger,
    pub rules: &'a KpiRules,
    pub period: Period,
    /// Balances that hold the day before the first day.
    pub before: &'a Balances,
    /// Balances that hold the last day.
    pub at_end: &'a Balances,
    /// Who was in insolvency proceedings on the last day.
    pub insolvent: &'a BTreeSet<CustomerId>,
    /// The payments that a finding refuses.
    pub refused: &'a BTreeSet<PaymentId>,
    /// The payments that were taken back by the last day, and so never were payments.
    pub bounced: &'a BTreeSet<PaymentId>,
}

/// What one customer has open in a currency, and his money that is set against nothing.
#[derive(Default)]
struct Account {
    open: Amount,
    credit: Amount,
}

impl Gatherer<'_> {
    /// Adds what one customer bought, paid and owes to the inputs of his group, by currency.
    pub(super) fn add(&self, customer: CustomerId, group: &mut BTreeMap<Currency, Inputs>) {
        let mut accounts: BTreeMap<Currency, Account> = BTreeMap::new();
        for item in self.ledger.items_of(customer) {
            let invoice = self.ledger.invoice(item);
            if invoice.issue > self.period.to {
                continue;
            }
            let inputs = group.entry(invoice.currency).or_default();
            if self.ledger.is_sale(invoice) {
                self.sale(invoice.issue, self.at_end.billed(self.ledger, item), inputs);
            } else if invoice.kind != InvoiceKind::Opening && invoice.issue >= self.period.from {
                // What undoes a penalty note takes off what was charged.
                inputs.penalties += invoice.amount;
            }
            let account = accounts.entry(invoice.currency).or_default();
            if invoice.is_item() {
                self.item(item, invoice, inputs, account);
            } else if invoice.kind == InvoiceKind::CreditNote {
                account.credit -= invoice.amount;
            }
        }
        for id in self.ledger.payment_rows_of(customer) {
            let payment = self.ledger.payment(id);
            if payment.date <= self.period.to && !self.refused.contains(&id) {
                accounts.entry(payment.currency).or_default().credit += payment.received();
            }
        }
        for paid in self.at_end.claims_paid_on(self.ledger.invoices_of(customer)) {
            if paid.date <= self.period.to {
                let currency = self.ledger.payment(paid.payment).currency;
                accounts.entry(currency).or_default().credit -= paid.amount;
            }
        }
        for (currency, account) in accounts {
            let inputs = group.entry(currency).or_default();
            inputs.credits -= account.credit;
            inputs.debtors.extend(Some(account.open).filter(|open| open.is_positive()));
        }
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

    fn item(&self, item: ItemId, invoice: &Invoice, inputs: &mut Inputs, account: &mut Account) {
        inputs.opening += self.opening(item, invoice);
        let Course { open, settled_on, billed, by_payments, by_notes, written_off } =
            Course::of(invoice.amount, self.at_end.moves(item), self.period.to);
        account.open += open;
        account.credit -= by_payments + by_notes;
        let days_late = days_between(invoice.due, self.period.to);
        if days_late > i64::from(self.rules.doubtful_days) || self.insolvent.contains(&invoice.customer) {
            inputs.doubtful += open;
        }
        if days_late > 0 {
            inputs.overdue += open;
            inputs.over_90 += if days_late > AT_RISK_DAYS { open } else { Amount::ZERO };
            if days_between(self.period.from, invoice.due) >= -1 {
                inputs.fell_due += billed;
                inputs.fell_due_open += open;
                inputs.fell_due_written_off += written_off;
            }
        } else {
            inputs.not_due += open;
        }
        let is_paid = by_payments.is_positive() && written_off.is_zero();
        if let Some(day) = settled_on.filter(|&day| is_paid && day >= self.period.from) {
            let late = days_between(invoice.due, day).max(0);
            inputs.paid += 1;
            inputs.late_days += late;
            inputs.paid_amount += billed;
            inputs.amount_days += i128::from(billed.minor()) * i128::from(late);
        }
    }

    /// Returns what was to be collected of an item when the period began: what was open then, and what a return or the
    /// end of a write-off in the period made open again of it. A balance that is brought forward in the period was
    /// owed before.
    fn opening(&self, item: ItemId, invoice: &Invoice) -> Amount {
        let from = self.period.from;
        if invoice.issue >= from {
            return if invoice.kind == InvoiceKind::Opening { invoice.amount } else { Amount::ZERO };
        }
        let was_before = |step: &&Move| match step.cause() {
            Cause::Return(row) => {
                let payment = self.ledger.payment_more(row).and_then(|more| more.reverses);
                payment.is_some_and(|payment| self.ledger.payment(payment).date < from)
            }
            Cause::Recovery(event) => self.ledger.events()[event as usize].date < from,
            _ => false,
        };
        // A payment that by the policy never was one, which was not known yet.
        let never_was = |step: &&Move| match step.cause() {
            Cause::Payment(payment) => self.bounced.contains(&payment),
            _ => false,
        };
        let before = self.before.moves(item).iter().take_while(|step| step.date < from);
        let before = before.filter(|step| !never_was(step));
        let since = self.at_end.moves(item).iter().skip_while(|step| step.date < from);
        let again = since.take_while(|step| step.date <= self.period.to).filter(was_before);
        invoice.amount + before.chain(again).map(|step| step.change).sum()
    }
}

/// What became of an item up to a day.
struct Course {
    open: Amount,
    /// The day on which nothing was owed any more, if that is so on the day.
    settled_on: Option<Date>,
    /// Its amount less the deposits that were deducted: they are items of their own.
    billed: Amount,
    /// What payments paid, less returns.
    by_payments: Amount,
    /// What credit notes paid.
    by_notes: Amount,
    /// What was written off, less what was taken back.
    written_off: Amount,
}

impl Course {
    fn of(amount: Amount, moves: &[Move], day: Date) -> Course {
        let zero = Amount::ZERO;
        let mut course = Course {
            open: amount,
            settled_on: None,
            billed: amount,
            by_payments: zero,
            by_notes: zero,
            written_off: zero,
        };
        for steps in moves.chunk_by(|a, b| a.date == b.date).take_while(|steps| steps[0].date <= day) {
            let before = course.open;
            for step in steps {
                course.open += step.change;
                match step.cause() {
                    Cause::Payment(_) | Cause::Return(_) => course.by_payments -= step.change,
                    Cause::CreditNote(_) => course.by_notes -= step.change,
                    Cause::WriteOff(_) | Cause::Recovery(_) => course.written_off -= step.change,
                    Cause::Deposit(_) => course.billed += step.change,
                    Cause::Discount | Cause::Tolerance => {}
                }
            }
            if !course.open.is_zero() {
                course.settled_on = None;
            } else if !before.is_zero() {
                course.settled_on = Some(steps[0].date);
            }
        }
        course
    }
}
