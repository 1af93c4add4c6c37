//! All that is known of a folder, every reference resolved, in an order that does not depend on the files' rows.

mod sorted;

use std::collections::BTreeMap;
use std::ops::Range;

use super::cores::{WORTH_A_THREAD, both};
use super::invoice::MoreId;
use super::payment::ASSUMED_METHOD;
use super::refused::RefusedRows;
use super::{
    Amount, Currency, Customer, CustomerId, Date, Decision, Discount, DiscountTerms, DiscountTier, Event, Invoice,
    InvoiceKind, InvoiceMore, InvoiceNo, ItemId, Lines, Payment, PaymentId, PaymentMore, Receipt, TextId, Texts,
};
use sorted::{number_in_order, sort_events, sort_invoices, sort_payments, starts};

/// The content of a receivables folder.
///
/// Customers stand in the order of their ids; invoices and payments customer by customer, so that those of one
/// customer are one range: invoices by due date, issue date, number and instalment, payments by date and id.
/// Events stand by date, then in the order of [`super::EventKind`], then by their content.
/// Invoices are numbered in the order of their first rows, so that what is looked up together stands together.
#[derive(Clone, Debug, Default)]
pub struct Ledger {
    customers: Vec<Customer>,
    invoices: Vec<Invoice>,
    invoice_more: Vec<InvoiceMore>,
    /// The texts of the invoice numbers, in their order.
    numbers: Texts,
    rows_of_number: RowsOfNumber,
    payments: Vec<Payment>,
    payment_more: Vec<PaymentMore>,
    payment_ids: Texts,
    payment_lines: Lines,
    invoices_of_customer: Vec<u32>,
    payments_of_customer: Vec<u32>,
    events: Vec<Event>,
    suspense: Vec<Receipt>,
    refused: RefusedRows,
    discount_terms: DiscountTerms,
}

/// What a [`Ledger`] is made from: rows whose references are resolved already, in any order.
#[derive(Clone, Debug, Default)]
pub struct LedgerParts {
    /// In the order of their ids: a [`CustomerId`] is a place in this list.
    pub customers: Vec<Customer>,
    /// In any order.
    pub invoices: Vec<Invoice>,
    /// Where the `more` of the invoices point.
    pub invoice_more: Vec<InvoiceMore>,
    /// The texts of the invoice numbers; each stands once.
    pub numbers: Texts,
    /// In any order; `reverses` is resolved by place in this list and is renumbered with it.
    pub payments: Vec<Payment>,
    /// Where the `more` of the payments point.
    pub payment_more: Vec<PaymentMore>,
    /// The texts of the payment ids.
    pub payment_ids: Texts,
    /// The lines of `payments.csv`, under the same numbers as the ids.
    pub payment_lines: Lines,
    /// In any order.
    pub events: Vec<Event>,
    /// In any order, without those that stand in `payments.csv` already.
    pub suspense: Vec<Receipt>,
    /// The rows that were set aside.
    pub refused: RefusedRows,
    /// The early-payment discounts of the terms of sale.
    pub discount_terms: DiscountTerms,
}

impl Ledger {
    /// Puts the parts in order.
    pub fn new(parts: LedgerParts) -> Ledger {
        let LedgerParts {
            customers,
            mut invoices,
            mut invoice_more,
            numbers,
            mut payments,
            mut payment_more,
            payment_ids,
            payment_lines,
            mut events,
            mut suspense,
            refused,
            discount_terms,
        } = parts;
        let count = customers.len();
        let is_large = invoices.len() + payments.len() >= WORTH_A_THREAD;
        let ((texts, new), ()) = both(
            is_large,
            || {
                sort_invoices(&mut invoices, count, &invoice_more, &numbers);
                number_in_order(&mut invoices, numbers.len())
            },
            || sort_payments(&mut payments, count, &mut payment_more, &payment_ids),
        );
        let renumber = |number: &mut Option<InvoiceNo>| {
            *number = number.and_then(|old| new.get(old.index()).copied().flatten());
        };
        invoice_more.iter_mut().for_each(|more| renumber(&mut more.applies_to));
        events.iter_mut().for_each(|event| renumber(&mut event.invoice));
        for receipt in &mut suspense {
            if let Decision::Invoices(numbers) = &mut receipt.decision {
                let known = numbers.iter().filter_map(|old| new.get(old.index()).copied().flatten());
                *numbers = known.collect();
            }
        }
        suspense.sort_by(|a, b| (a.date, &a.id).cmp(&(b.date, &b.id)));
        // The texts are collected from all over the memory: each core takes its half.
        let (first, second) = texts.split_at(texts.len() / 2);
        let collected = |texts: &[TextId]| numbers.in_order(texts.iter().copied());
        let ((mut texts, rows_of_number), (others, invoices_of_customer, payments_of_customer)) = both(
            is_large,
            || (collected(first), RowsOfNumber::new(numbers.len(), &invoices)),
            || {
                payments.iter_mut().for_each(|payment| renumber(&mut payment.invoice));
                let of_payments = starts(count, payments.iter().map(|payment| payment.customer.0));
                let of_invoices = starts(count, invoices.iter().map(|invoice| invoice.customer.0));
                (collected(second), of_invoices, of_payments)
            },
        );
        texts.append(&others);
        let numbers = texts;
        sort_events(&mut events, |number| numbers.get(TextId(number.place())));
        Ledger {
            rows_of_number,
            invoices_of_customer,
            payments_of_customer,
            customers,
            invoices,
            invoice_more,
            numbers,
            payments,
            payment_more,
            payment_ids,
            payment_lines,
            events,
            suspense,
            refused,
            discount_terms,
        }
    }

    /// Returns the rows that were set aside, by whom they name.
    pub fn refused(&self) -> &RefusedRows {
        &self.refused
    }

    /// Returns every customer, in the order of their ids.
    pub fn customers(&self) -> &[Customer] {
        &self.customers
    }

    /// Returns every customer's name in this ledger, in the order of their ids.
    pub fn customer_ids(&self) -> impl Iterator<Item = CustomerId> + use<> {
        (0..self.customers.len() as u32).map(CustomerId)
    }

    /// Returns one customer.
    pub fn customer(&self, id: CustomerId) -> &Customer {
        &self.customers[id.0 as usize]
    }

    /// Returns the customer of that id, if there is one.
    pub fn find_customer(&self, id: &str) -> Option<CustomerId> {
        self.customers.binary_search_by(|customer| customer.id.as_str().cmp(id)).ok().map(|i| CustomerId(i as u32))
    }

    /// Returns every row of `invoices.csv`, credit notes among them.
    pub fn invoices(&self) -> &[Invoice] {
        &self.invoices
    }

    /// Returns one row of `invoices.csv`.
    pub fn invoice(&self, item: ItemId) -> &Invoice {
        &self.invoices[item.index()]
    }

    /// Names every row of `invoices.csv`, in their order.
    pub fn items(&self) -> impl Iterator<Item = ItemId> + Clone + use<> {
        (0..self.invoices.len() as u32).map(ItemId)
    }

    /// Names one customer's rows of `invoices.csv`.
    pub fn items_of(&self, customer: CustomerId) -> impl DoubleEndedIterator<Item = ItemId> + Clone + use<> {
        self.invoices_of(customer).map(|row| ItemId(row as u32))
    }

    /// Returns the places of one customer's rows in [`Ledger::invoices`].
    pub fn invoices_of(&self, customer: CustomerId) -> Range<usize> {
        range(&self.invoices_of_customer, customer)
    }

    /// Returns the rows of one invoice: its instalments, by due date.
    pub fn rows_of(&self, number: InvoiceNo) -> impl Iterator<Item = ItemId> + Clone {
        self.rows_of_number.get(number)
    }

    /// Returns the row of an invoice, when it has only one.
    pub fn only_row_of(&self, number: InvoiceNo) -> Option<ItemId> {
        let mut rows = self.rows_of(number);
        rows.next().filter(|_| rows.next().is_none())
    }

    /// Returns the text of an invoice number.
    pub fn number(&self, number: InvoiceNo) -> &str {
        self.numbers.get(TextId(number.place()))
    }

    /// Returns how many invoice numbers there are.
    pub fn number_count(&self) -> usize {
        self.numbers.len()
    }

    /// Returns the invoice of that number, looking through all of them.
    pub fn find_number(&self, text: &str) -> Option<InvoiceNo> {
        (0..self.numbers.len() as u32).map(InvoiceNo::at).find(|&number| self.number(number) == text)
    }

    /// Returns the optional part of a row, if it has one.
    pub fn more(&self, item: ItemId) -> Option<&InvoiceMore> {
        self.more_of(self.invoice(item))
    }

    /// Returns the optional part of a row that is at hand, if it has one.
    pub fn more_of(&self, invoice: &Invoice) -> Option<&InvoiceMore> {
        invoice.more.index().map(|i| &self.invoice_more[i])
    }

    /// Tells whether a row was sold, or takes off what was: a penalty note was not, and neither does what undoes it
    /// count.
    pub fn is_sale(&self, invoice: &Invoice) -> bool {
        invoice.kind.is_sale() && !self.undoes_penalties(invoice)
    }

    /// Tells whether a row is a credit note on a penalty note.
    pub fn undoes_penalties(&self, invoice: &Invoice) -> bool {
        let is_penalty = |item: ItemId| self.invoice(item).kind == InvoiceKind::Penalty;
        let number = || self.more_of(invoice).and_then(|more| more.applies_to);
        invoice.kind == InvoiceKind::CreditNote && number().is_some_and(|number| self.rows_of(number).any(is_penalty))
    }

    /// Tells whether an early-payment discount is stated on a row, or may be granted on it by the terms of sale.
    pub fn may_be_discounted(&self, invoice: &Invoice) -> bool {
        !self.discount_terms.is_empty() || self.more_of(invoice).is_some_and(|more| !more.discounts.is_empty())
    }

    /// Returns the early-payment discounts on a row: those that it states, else, on an invoice, those of the terms of
    /// sale.
    pub fn discounts(&self, item: ItemId) -> Vec<Discount> {
        let invoice = self.invoice(item);
        if !self.may_be_discounted(invoice) {
            return Vec::new();
        }
        let stated = self.more_of(invoice).map_or(&[][..], |more| &more.discounts);
        if !stated.is_empty() {
            return stated.iter().copied().filter(|discount| !discount.rate.is_zero()).collect();
        }
        if invoice.kind != InvoiceKind::Invoice {
            return Vec::new();
        }
        self.discount_tiers(invoice.customer).iter().filter_map(|tier| tier.on(invoice.issue)).collect()
    }

    /// Returns the early-payment discounts that the terms of sale grant a customer.
    pub fn discount_tiers(&self, customer: CustomerId) -> &[DiscountTier] {
        self.discount_terms.of(self.customer(customer).more().segment.as_deref())
    }

    /// Tells whether the optional part of some row is like that.
    pub fn any_more(&self, is: impl FnMut(&InvoiceMore) -> bool) -> bool {
        self.invoice_more.iter().any(is)
    }

    /// Returns the name of a row's instalment, if it has one.
    pub fn instalment(&self, item: ItemId) -> Option<&str> {
        self.more(item)?.instalment.as_deref()
    }

    /// Returns every row of `payments.csv`.
    pub fn payments(&self) -> &[Payment] {
        &self.payments
    }

    /// Returns one row of `payments.csv`.
    pub fn payment(&self, id: PaymentId) -> &Payment {
        &self.payments[id.index()]
    }

    /// Names every row of `payments.csv`, in their order.
    pub fn payment_rows(&self) -> impl Iterator<Item = PaymentId> + use<> {
        (0..self.payments.len() as u32).map(PaymentId)
    }

    /// Returns the row whose id has that text.
    pub fn find_payment(&self, text: &str) -> Option<PaymentId> {
        self.payment_rows().find(|&row| self.payment_id(row) == text)
    }

    /// Names one customer's rows of `payments.csv`.
    pub fn payment_rows_of(&self, customer: CustomerId) -> impl DoubleEndedIterator<Item = PaymentId> + Clone + use<> {
        self.payments_of(customer).map(|row| PaymentId(row as u32))
    }

    /// Returns the places of one customer's rows in [`Ledger::payments`].
    pub fn payments_of(&self, customer: CustomerId) -> Range<usize> {
        range(&self.payments_of_customer, customer)
    }

    /// Returns the text of a payment's id.
    pub fn payment_id(&self, id: PaymentId) -> &str {
        self.payment_ids.get(self.payment(id).id)
    }

    /// Returns the line of `payments.csv` on which a payment stands.
    pub fn payment_line(&self, id: PaymentId) -> u32 {
        self.payment_lines.get(self.payment(id).id.0)
    }

    /// Returns the optional part of a payment, if it has one.
    pub fn payment_more(&self, id: PaymentId) -> Option<&PaymentMore> {
        self.payment_more_of(self.payment(id))
    }

    /// Tells whether nobody knows the day of a payment: a list said that it was made, not when.
    pub fn is_assumed(&self, id: PaymentId) -> bool {
        self.payment_more(id).is_some_and(|more| more.method.as_deref() == Some(ASSUMED_METHOD))
    }

    /// Returns the optional part of a payment that is at hand, if it has one.
    pub fn payment_more_of(&self, payment: &Payment) -> Option<&PaymentMore> {
        payment.more.index().map(|i| &self.payment_more[i])
    }

    /// Returns the day of the newest payment by a day.
    pub fn newest_payment(&self, as_of: Date) -> Option<Date> {
        self.payments.iter().map(|payment| payment.date).filter(|&day| day <= as_of).max()
    }

    /// Returns every receipt in suspense, by date, those that are left out for good among them.
    pub fn suspense(&self) -> &[Receipt] {
        &self.suspense
    }

    /// Returns what waits in suspense on a day, in no balance: by currency, the sum and the number of receipts.
    pub fn in_suspense(&self, as_of: Date) -> BTreeMap<Currency, (Amount, usize)> {
        let mut sums: BTreeMap<Currency, (Amount, usize)> = BTreeMap::new();
        for receipt in self.suspense.iter().filter(|receipt| receipt.waits() && receipt.date <= as_of) {
            let (sum, count) = sums.entry(receipt.currency).or_default();
            *sum += receipt.amount;
            *count += 1;
        }
        sums
    }

    /// Returns every event, by date.
    pub fn events(&self) -> &[Event] {
        &self.events
    }
}

/// The rows of each invoice number: nothing where each has one, for row n is that of number n then.
#[derive(Clone, Debug, Default)]
struct RowsOfNumber {
    /// Where the rows of each begin, and where the last ends.
    starts: Vec<u32>,
    rows: Vec<ItemId>,
}

impl RowsOfNumber {
    /// Groups rows by their number, keeping their order within a group.
    fn new(count: usize, invoices: &[Invoice]) -> RowsOfNumber {
        if count == invoices.len() && (0..).zip(invoices).all(|(row, invoice)| invoice.number.place() == row) {
            return RowsOfNumber::default();
        }
        let mut rows: Vec<ItemId> = (0..invoices.len() as u32).map(ItemId).collect();
        rows.sort_by_key(|row| invoices[row.index()].number);
        RowsOfNumber { starts: starts(count, invoices.iter().map(|invoice| invoice.number.place())), rows }
    }

    fn get(&self, number: InvoiceNo) -> impl Iterator<Item = ItemId> + Clone {
        let i = number.index();
        let (only, several) = match &self.starts[..] {
            [] => (Some(ItemId(number.place())), &[][..]),
            starts => (None, &self.rows[starts[i] as usize..starts[i + 1] as usize]),
        };
        only.into_iter().chain(several.iter().copied())
    }
}

fn range(starts: &[u32], customer: CustomerId) -> Range<usize> {
    let i = customer.0 as usize;
    starts[i] as usize..starts[i + 1] as usize
}

/// Points to the optional part of a row where there is one.
impl From<Option<usize>> for MoreId {
    fn from(index: Option<usize>) -> MoreId {
        index.map_or(MoreId::NONE, MoreId::at)
    }
}
