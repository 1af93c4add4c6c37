//! What one knew on a day: a payment that bounced only later had paid, though the balances know that it never was one.

use std::collections::BTreeMap;

use crate::engine::allocation::{Balances, Bounced};
use crate::model::{Amount, CustomerId, Date, InvoiceNo, ItemId, Ledger, PaymentId, PaymentKind};

/// One customer's payments that were taken back and so never were payments.
pub(super) struct Hindsight<'b> {
    ledger: &'b Ledger,
    balances: &'b Balances,
    customer: CustomerId,
    /// In the order in which money goes: by day, what names an invoice first.
    bounced: Vec<Bounced>,
}

impl<'b> Hindsight<'b> {
    pub(super) fn new(ledger: &'b Ledger, balances: &'b Balances, customer: CustomerId) -> Hindsight<'b> {
        let mut numbers: Vec<InvoiceNo> = Vec::new();
        // Mostly nothing was taken back, and this is asked for each customer.
        let mut rows = ledger.payments()[ledger.payments_of(customer)].iter();
        if rows.any(|row| row.kind == PaymentKind::Return) {
            numbers.extend(ledger.invoices()[ledger.invoices_of(customer)].iter().map(|invoice| invoice.number));
            numbers.sort_unstable();
            numbers.dedup();
        }
        let named = numbers.iter().flat_map(|&number| balances.bounced(number));
        let mut bounced: Vec<Bounced> = named.chain(unnamed(ledger, balances, customer)).copied().collect();
        bounced.sort_by_key(|one| (ledger.payment(one.payment).date, one.invoice.is_none(), one.payment, one.by));
        Hindsight { ledger, balances, customer, bounced }
    }

    /// Returns what was thought to be owed at the end of a day.
    pub(super) fn on(&self, day: Date) -> Known<'b> {
        let mut known = Known { ledger: self.ledger, balances: self.balances, day, paid: BTreeMap::new() };
        let date = |row: PaymentId| self.ledger.payment(row).date;
        for one in self.bounced.iter().filter(|one| date(one.payment) <= day && date(one.by) > day) {
            known.count(self.customer, one);
        }
        known
    }
}

/// Returns a customer's payments among those that name no invoice, which stand in the order of the payments.
fn unnamed<'b>(ledger: &Ledger, balances: &'b Balances, customer: CustomerId) -> &'b [Bounced] {
    let (all, rows) = (balances.bounced_unnamed(), ledger.payments_of(customer));
    let start = all.partition_point(|one| one.payment.index() < rows.start);
    let end = all.partition_point(|one| one.payment.index() < rows.end);
    &all[start..end]
}

/// What was thought to be owed on one customer's items at the end of a day.
pub(super) struct Known<'b> {
    ledger: &'b Ledger,
    balances: &'b Balances,
    day: Date,
    /// What payments that bounced only later had paid.
    paid: BTreeMap<ItemId, Amount>,
}

impl Known<'_> {
    /// Returns what was thought to be owed on an item.
    pub(super) fn open(&self, item: ItemId) -> Amount {
        let open = self.balances.open_on(self.ledger, item, self.day);
        open - self.paid.get(&item).copied().unwrap_or_default()
    }

    /// Counts a payment, or the part of it that one return took back, where its money had gone.
    fn count(&mut self, customer: CustomerId, one: &Bounced) {
        let ledger = self.ledger;
        let left = ledger.payment(one.by).amount;
        let Some(number) = one.invoice else { return self.count_unnamed(customer, one.payment, left) };
        // The instalment that it named, then the others by due date, as named money goes.
        let instalment = ledger.payment_more(one.payment).and_then(|more| more.instalment.as_deref());
        let is_named = |&item: &ItemId| instalment.is_some() && ledger.instalment(item) == instalment;
        let rows = ledger.rows_of(number);
        let (first, others): (Vec<ItemId>, Vec<ItemId>) = rows.partition(is_named);
        first.into_iter().chain(others).fold(left, |left, item| left - self.pay(item, left));
    }

    /// Counts money that named nothing: debts by due date, then issue date, and among equals pro rata.
    fn count_unnamed(&mut self, customer: CustomerId, payment: PaymentId, mut left: Amount) {
        let currency = self.ledger.payment(payment).currency;
        let rows = self.ledger.invoices_of(customer).map(|row| ItemId(row as u32));
        let open: Vec<(ItemId, Amount)> = rows
            .filter(|&item| self.ledger.invoice(item).currency == currency)
            .map(|item| (item, self.open(item)))
            .filter(|(_, open)| open.is_positive())
            .collect();
        let days = |item: ItemId| (self.ledger.invoice(item).due, self.ledger.invoice(item).issue);
        for equals in open.chunk_by(|&(a, _), &(b, _)| days(a) == days(b)) {
            let owed: Amount = equals.iter().map(|&(_, open)| open).sum();
            let spent = left.min(owed);
            left -= spent;
            for (&(item, _), share) in equals.iter().zip(shares(equals, owed, spent)) {
                self.pay(item, share);
            }
        }
    }

    /// Takes as much of the money as is owed on an item, and returns it.
    fn pay(&mut self, item: ItemId, money: Amount) -> Amount {
        let paid = money.min(self.open(item)).max(Amount::ZERO);
        if paid.is_positive() {
            *self.paid.entry(item).or_default() += paid;
        }
        paid
    }
}

/// Splits money among debts in proportion to what is open on each; spare minor units go one each, by id.
fn shares(debts: &[(ItemId, Amount)], owed: Amount, money: Amount) -> Vec<Amount> {
    let mut shares: Vec<Amount> = debts.iter().map(|&(_, open)| money.share_of(open, owed)).collect();
    let spare = money - shares.iter().copied().sum();
    for share in shares.iter_mut().take(spare.minor() as usize) {
        *share += Amount::from_minor(1);
    }
    shares
}
