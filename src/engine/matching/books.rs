//! What receipts are judged against: open items, accounts, names and numbers, and what earlier receipts took of them.

use hashbrown::HashMap;

use super::elsewhere::Elsewhere;
use super::ids::Ids;
use super::names::Names;
use super::numbers::{Certainty, Hit, Numbers};
use super::parts::Part;
use super::seen::Seen;
use super::words::Words;
use crate::engine::allocation::{Balances, Cause};
use crate::engine::meant::{Notice, Readings};
use crate::model::{
    Amount, Currency, CustomerId, Date, EventKind, InvoiceNo, ItemId, Ledger, PaymentId, Receipt, compact,
};
use crate::policy::Policy;

/// A folder as receipts are looked up in it.
pub(super) struct Books<'a, 'b> {
    pub ledger: &'a Ledger,
    pub balances: &'b Balances,
    pub policy: &'b Policy,
    pub names: Names,
    numbers: Numbers,
    ids: Ids,
    accounts: HashMap<String, Vec<CustomerId>>,
    /// Items by what is owed on them.
    by_sum: HashMap<(Currency, Amount), Vec<ItemId>>,
    /// What receipts looked at before take of items.
    taken: HashMap<ItemId, Amount>,
    /// What they pay of invoices, whatever is owed there by now.
    paid: HashMap<InvoiceNo, Amount>,
    pub elsewhere: Elsewhere<'a>,
    /// What sums say.
    pub readings: Readings<'a, 'b>,
    /// The customers by what notices to them ask for, interest or indemnity in it.
    asked: HashMap<(Currency, Amount), Vec<CustomerId>>,
}

impl<'a, 'b> Books<'a, 'b> {
    pub fn of(ledger: &'a Ledger, balances: &'b Balances, policy: &'b Policy) -> Books<'a, 'b> {
        let mut accounts: HashMap<String, Vec<CustomerId>> = HashMap::new();
        for customer in ledger.customer_ids() {
            let known = ledger.customer(customer).more().iban.as_deref().unwrap_or_default();
            for account in known.split([',', ';', '|', '\n']).map(compact).filter(|account| !account.is_empty()) {
                accounts.entry(account).or_default().push(customer);
            }
        }
        let mut by_sum: HashMap<(Currency, Amount), Vec<ItemId>> = HashMap::new();
        for item in ledger.items() {
            let open = balances.open(ledger, item);
            if open.is_positive() {
                by_sum.entry((ledger.invoice(item).currency, open)).or_default().push(item);
            }
        }
        let readings = Readings::new(ledger, balances);
        Books {
            names: Names::of(ledger),
            numbers: Numbers::of(ledger),
            ids: Ids::of(ledger),
            accounts,
            by_sum,
            taken: HashMap::new(),
            paid: HashMap::new(),
            elsewhere: Elsewhere::of(ledger),
            asked: asked(&readings, ledger, balances),
            readings,
            ledger,
            balances,
            policy,
        }
    }

    /// Takes a receipt's texts apart, and looks up what they name.
    pub fn see(&self, receipt: &'a Receipt) -> Seen<'a> {
        let text = Words::of(&receipt.reference);
        let mut hits = self.numbers.find(&text, receipt, self.ledger);
        hits.extend(
            self.numbers.of_reference(&text).map(|number| Hit { invoices: vec![number], certainty: Certainty::Sure }),
        );
        for hit in &mut hits {
            hit.invoices.retain(|&number| self.currency_of(number) == receipt.currency);
        }
        hits.retain(|hit| !hit.invoices.is_empty());
        let account = compact(&receipt.payer_account);
        let account_of = self.accounts.get(&account).cloned().unwrap_or_default();
        let ids = self.ids.find(&text, receipt, self.ledger, &self.numbers);
        Seen { payer: Words::of(&receipt.payer), text, hits, ids, account_of, receipt }
    }

    /// Takes what a receipt pays off the items: unnamed money goes to the oldest.
    pub fn take(&mut self, customer: CustomerId, parts: &[Part], currency: Currency) {
        for part in parts {
            let mut left = part.amount;
            let items: Vec<ItemId> = match (part.item, part.invoice) {
                (Some(item), _) => vec![item],
                (None, Some(number)) => self.ledger.rows_of(number).collect(),
                (None, None) => self.items_of(customer, currency).map(|(item, _)| item).collect(),
            };
            if let Some(number) = part.invoice {
                *self.paid.entry(number).or_default() += part.amount;
            }
            for item in items {
                let paid = self.open(item).min(left);
                if paid.is_positive() {
                    *self.taken.entry(item).or_default() += paid;
                    left -= paid;
                    if part.invoice.is_none() {
                        *self.paid.entry(self.ledger.invoice(item).number).or_default() += paid;
                    }
                }
            }
        }
    }

    /// Takes a payment off what it paid, whose place a receipt takes.
    pub fn give_back(&mut self, payment: PaymentId, amount: Amount) {
        let Some(number) = self.ledger.payment(payment).invoice else { return };
        let mut left = amount;
        *self.paid.entry(number).or_default() -= amount;
        for item in self.ledger.rows_of(number) {
            let own = self.balances.moves(item).iter().filter(|step| step.cause() == Cause::Payment(payment));
            let paid = (-own.map(|step| step.change).sum::<Amount>()).min(left);
            *self.taken.entry(item).or_default() -= paid;
            left -= paid;
        }
    }

    /// Returns what is owed on an item, less what earlier receipts pay.
    pub fn open(&self, item: ItemId) -> Amount {
        self.balances.open(self.ledger, item) - self.taken.get(&item).copied().unwrap_or_default()
    }

    /// Returns what is owed on an invoice.
    pub fn open_of(&self, number: InvoiceNo) -> Amount {
        self.ledger.rows_of(number).map(|item| self.open(item)).sum()
    }

    /// Returns what was owed on an invoice at the end of a day, whatever money of a later day has gone there since; but
    /// less what credit notes on it took off later, which he may have known of.
    pub fn open_on(&self, number: InvoiceNo, day: Date) -> Amount {
        let (ledger, balances) = (self.ledger, self.balances);
        let corrects = |cause: Cause| match cause {
            Cause::CreditNote(note) => ledger.more(note).and_then(|more| more.applies_to) == Some(number),
            _ => false,
        };
        let later = |item| balances.moves(item).iter().filter(move |step| step.date > day && corrects(step.cause()));
        let later = ledger.rows_of(number).flat_map(later).map(|step| step.change).sum::<Amount>();
        let paid = self.paid.get(&number).copied().unwrap_or_default();
        (balances.left_on(ledger, number, day) + later - paid).max(Amount::ZERO)
    }

    /// Returns a customer's open items in a currency, the first due first.
    pub fn items_of(&self, customer: CustomerId, currency: Currency) -> impl Iterator<Item = (ItemId, Amount)> + '_ {
        let items = self.ledger.items_of(customer);
        let own = items.filter(move |&item| self.ledger.invoice(item).currency == currency);
        own.map(|item| (item, self.open(item))).filter(|(_, open)| open.is_positive())
    }

    /// Returns the items on which exactly that is owed.
    pub fn items_of_sum(&self, currency: Currency, sum: Amount) -> impl Iterator<Item = ItemId> + '_ {
        let items = self.by_sum.get(&(currency, sum)).into_iter().flatten().copied();
        items.filter(move |&item| self.open(item) == sum)
    }

    /// Returns the notices that asked for a receipt's sum, interest or indemnity in it, and whose they are.
    pub fn notices_of_sum(&self, receipt: &Receipt) -> Vec<(CustomerId, Notice)> {
        let mut found = Vec::new();
        for &customer in self.asked.get(&(receipt.currency, receipt.amount)).into_iter().flatten() {
            let open = |item| self.open(item);
            let notices = self.readings.notices(customer).fitting(receipt.currency, receipt.amount, receipt.date, open);
            found.extend(notices.into_iter().map(|notice| (customer, notice)));
        }
        found
    }

    /// Returns the parts of a receipt that pay items, and what they leave of it.
    pub fn parts_of(&self, items: &[(ItemId, Amount)], sum: Amount) -> Vec<Part> {
        let rest = sum - items.iter().map(|&(_, amount)| amount).sum();
        let rest = rest.is_positive().then_some(Part { invoice: None, item: None, amount: rest });
        items.iter().map(|&(item, amount)| self.part_of(item, amount)).chain(rest).collect()
    }

    /// Returns the part of a receipt that pays an item.
    pub fn part_of(&self, item: ItemId, amount: Amount) -> Part {
        Part { invoice: Some(self.ledger.invoice(item).number), item: Some(item), amount }
    }

    /// Returns what the last notice noted of interest and indemnity of an invoice, and is not paid.
    pub fn claimed_of(&self, number: InvoiceNo, day: Date) -> Amount {
        let notices = self.readings.notices(self.customer_of(number));
        self.ledger.rows_of(number).map(|item| notices.claimed(item, day)).sum()
    }

    /// Returns whose invoice a number is.
    pub fn customer_of(&self, number: InvoiceNo) -> CustomerId {
        self.first_row(number).map_or(CustomerId(0), |item| self.ledger.invoice(item).customer)
    }

    fn currency_of(&self, number: InvoiceNo) -> Currency {
        self.first_row(number).map_or(Currency::EUR, |item| self.ledger.invoice(item).currency)
    }

    fn first_row(&self, number: InvoiceNo) -> Option<ItemId> {
        self.ledger.rows_of(number).next()
    }
}

/// Returns the customers by what is left of the notices to them that ask for interest or indemnity.
fn asked(
    readings: &Readings<'_, '_>,
    ledger: &Ledger,
    balances: &Balances,
) -> HashMap<(Currency, Amount), Vec<CustomerId>> {
    let notices = ledger.events().iter().filter(|event| event.kind == EventKind::Notice);
    let mut noticed: Vec<CustomerId> = notices.map(|event| event.customer).collect();
    noticed.sort_unstable();
    noticed.dedup();
    let open = |item| balances.open(ledger, item);
    let mut asked: HashMap<(Currency, Amount), Vec<CustomerId>> = HashMap::new();
    for customer in noticed {
        for notice in readings.notices(customer).asking(balances.as_of(), open) {
            if notice.parts.iter().any(|&(item, asked)| asked > open(item)) {
                let asking = asked.entry((notice.currency, notice.total())).or_default();
                // His notices stand together.
                if asking.last() != Some(&customer) {
                    asking.push(customer);
                }
            }
        }
    }
    asked
}
