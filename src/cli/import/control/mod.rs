//! The control of an import: what the files say that each customer owes, against what the folder answers.

mod accounts;
mod differences;
mod invoices;
mod notes;

use std::collections::BTreeMap;

use super::found::Found;
use crate::cli::typed::common::Files;
use crate::engine::ageing;
use crate::engine::allocation::Balances;
use crate::import::Incoming;
use crate::import::source::{Stated, Whose};
use crate::model::{Amount, Currency, Date, Ledger};
use crate::output::reports::import::Controlled;
use crate::policy::Policy;

pub use self::differences::differences;

/// What files state, and the folder with their rows, which is to say the same.
#[derive(Clone, Copy)]
pub struct Sides<'a, 'f> {
    /// What the files say.
    pub incoming: &'a Incoming,
    /// Where their rows are in the ledger.
    pub found: &'a Found<'f>,
    /// What the folder says with them.
    pub ledger: &'a Ledger,
    /// What is owed by then.
    pub balances: &'a Balances,
    /// The folder's files.
    pub files: &'a Files,
    /// What money goes where by.
    pub policy: &'a Policy,
    /// Up to when payments count.
    pub today: Date,
}

/// What customers owe.
#[derive(Clone, Copy, Debug, Default)]
struct Both {
    /// According to a file.
    stated: Amount,
    /// According to the folder, once every payment that it knows has come.
    folder: Amount,
    /// What of those is still to come.
    later: Amount,
}

/// What each customer of one file owes, by his id.
type Sums = BTreeMap<(String, Currency), Both>;

impl Both {
    fn add(&mut self, other: Both) {
        self.stated += other.stated;
        self.folder += other.folder;
        self.later += other.later;
    }

    fn controlled(self, list: usize, customer: Option<String>, currency: Currency) -> Controlled {
        let whole = self.folder + self.later;
        Controlled { list, customer, currency, stated: self.stated, folder: whole, later: self.later, whole }
    }
}

/// Compares what files state with the folder; by file, then customer (no customer: the sum of all).
pub fn compare(sides: &Sides<'_, '_>) -> Vec<Controlled> {
    let owed = owed_by_all(sides);
    let mut rows = Vec::new();
    for (list, source) in sides.incoming.sources.iter().enumerate() {
        let sums = sums_of(sides, list as u32, source.days.map(|(_, last)| last));
        let mut totals: BTreeMap<Currency, Both> = BTreeMap::new();
        sums.iter().for_each(|((_, currency), both)| totals.entry(*currency).or_default().add(*both));
        let of_invoices = |stated: &Stated| stated.list == list as u32 && matches!(stated.whose, Whose::Invoice(_));
        let is_of_invoices = sides.incoming.stated.iter().any(of_invoices);
        rows.extend(totals.into_iter().map(|(currency, both)| {
            let total = both.controlled(list, None, currency);
            let whole = if is_of_invoices { owed.get(&currency).copied().unwrap_or_default() } else { total.whole };
            Controlled { whole, ..total }
        }));
        let customer = |((id, currency), both): ((String, Currency), Both)| both.controlled(list, Some(id), currency);
        rows.extend(sums.into_iter().map(customer));
    }
    rows
}

/// Returns what is owed in the folder altogether, before the payments that are still to come.
fn owed_by_all(sides: &Sides<'_, '_>) -> BTreeMap<Currency, Amount> {
    let mut owed = ageing::outstanding(sides.ledger, sides.balances, |_| true);
    for payment in sides.ledger.payments().iter().filter(|payment| payment.date > sides.today) {
        *owed.entry(payment.currency).or_default() += payment.received();
    }
    owed
}

/// Returns what one file states of customers, whose rows end on the day `last`, beside what the folder says.
fn sums_of(sides: &Sides<'_, '_>, list: u32, last: Option<Date>) -> Sums {
    let mut sums = Sums::new();
    accounts::add(sides, list, last, &mut sums);
    invoices::add(sides, list, &mut sums);
    notes::take_off(sides, list, &mut sums);
    sums
}
