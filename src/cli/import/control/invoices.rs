//! Single invoices: what a file says is open on each.

use super::{Both, Sides, Sums};
use crate::engine::allocation::{Balances, Cause, CreditSource};
use crate::import::source::Whose;
use crate::model::{Amount, Currency, Date, ItemId, Ledger, PaymentId};

/// Adds what files say of single invoices, and what the folder says of the same: what is open on them, less the credit
/// of the payments that name them or nothing, as `age` has it. A credit note counts in full, wherever it went.
pub(super) fn add(sides: &Sides<'_, '_>, list: u32, sums: &mut Sums) {
    let mut tally = Tally::new(sides);
    tally.add_stated(sides, list);
    tally.add_open(sides.balances);
    tally.take_off_credit(sides.balances);
    for (customer, both) in sides.ledger.customers().iter().zip(tally.of_customer) {
        for (currency, both) in both {
            sums.entry((customer.id.clone(), currency)).or_default().add(both);
        }
    }
}

/// The invoices of one file, and what comes together of each customer.
struct Tally<'a> {
    ledger: &'a Ledger,
    today: Date,
    /// The items that the file states.
    is_stated: Vec<bool>,
    /// The numbers of their invoices.
    is_named: Vec<bool>,
    /// Hardly any customer owes in two currencies.
    of_customer: Vec<Vec<(Currency, Both)>>,
}

impl<'a> Tally<'a> {
    fn new(sides: &Sides<'a, '_>) -> Tally<'a> {
        let ledger = sides.ledger;
        Tally {
            ledger,
            today: sides.today,
            is_stated: vec![false; ledger.invoices().len()],
            is_named: vec![false; ledger.number_count()],
            of_customer: vec![Vec::new(); ledger.customers().len()],
        }
    }

    /// Adds what the file says is open.
    fn add_stated(&mut self, sides: &Sides<'_, '_>, list: u32) {
        for stated in sides.incoming.stated.iter().filter(|stated| stated.list == list) {
            let Whose::Invoice(row) = stated.whose else { continue };
            let Some(item) = sides.found.item(row) else { continue };
            sides.found.items(row).for_each(|item| self.is_stated[item.index()] = true);
            self.is_named[self.ledger.invoice(item).number.index()] = true;
            self.add(item, Both { stated: stated.open, ..Both::default() });
        }
    }

    /// Adds what the folder says is open on the same items. A credit note that the file states too is not taken off
    /// what it went to: it counts as an item of its own.
    fn add_open(&mut self, balances: &Balances) {
        let ledger = self.ledger;
        for item in ledger.items() {
            if !self.is_stated[item.index()] {
                continue;
            }
            let mut both = Both { folder: ledger.invoice(item).amount, ..Both::default() };
            for change in balances.moves(item) {
                match change.cause() {
                    Cause::CreditNote(note) if self.is_stated[note.index()] => continue,
                    Cause::Payment(payment) | Cause::Return(payment) if self.is_later(payment) => {
                        both.later -= change.change;
                    }
                    _ => {}
                }
                both.folder += change.change;
            }
            self.add(item, both);
        }
    }

    /// Takes off the credit of payments that name these invoices or nothing.
    fn take_off_credit(&mut self, balances: &Balances) {
        for credit in balances.credits() {
            let CreditSource::Payment(payment) = credit.source else { continue };
            if credit.named.is_some_and(|number| !self.is_named[number.index()]) {
                continue;
            }
            let is_later = self.is_later(payment);
            let mut theirs = self.of_customer[credit.customer.0 as usize].iter_mut();
            if let Some((_, both)) = theirs.find(|(currency, _)| *currency == credit.currency) {
                both.folder -= credit.amount;
                both.later += if is_later { credit.amount } else { Amount::ZERO };
            }
        }
    }

    fn is_later(&self, payment: PaymentId) -> bool {
        self.ledger.payment(payment).date > self.today
    }

    fn add(&mut self, item: ItemId, both: Both) {
        let invoice = self.ledger.invoice(item);
        let sums = &mut self.of_customer[invoice.customer.0 as usize];
        let place = sums.iter().position(|(currency, _)| *currency == invoice.currency).unwrap_or_else(|| {
            sums.push((invoice.currency, Both::default()));
            sums.len() - 1
        });
        sums[place].1.add(both);
    }
}
