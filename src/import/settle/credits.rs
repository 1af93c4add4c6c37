//! Credit notes of the folder, as a list's word of what was paid is held against them: what they settled was no money.

use std::collections::{BTreeMap, BTreeSet};

use super::{Files, Settled, by_due_date, whose};
use crate::import::unnamed::Whose;
use crate::import::{Incoming, unlisted};
use crate::input::columns::Column;
use crate::model::{Amount, Currency, FileRole};

/// What was used of credit notes, by the list's place, customer and currency.
type Used = BTreeMap<(u32, String, Currency), Amount>;

/// Where credit notes of the folder went.
#[derive(Default)]
pub(super) struct Credited {
    /// To invoices of lists, by their places among those.
    pub listed: BTreeMap<usize, Amount>,
    /// To invoices of the folder that the list no longer names.
    pub absorbed: Used,
    /// To neither.
    pub given_back: Used,
}

/// Takes off what was paid on invoices what credit notes that no list names took off the same in the folder, by the
/// places of the invoices; what is left of them there went to other invoices.
pub(super) fn by_own_credit(credited: &mut BTreeMap<usize, Amount>, unpaid: &mut [Amount]) {
    for (&i, credit) in credited {
        let share = unpaid[i].min(*credit).max(Amount::ZERO);
        unpaid[i] -= share;
        *credit -= share;
    }
}

/// Takes off what was paid on invoices what is left of those credit notes: the list says that it did not go where the
/// folder has it. Which invoice took it the list does not say; those due first are taken, as the folder takes them.
/// Returns the credit notes of the customers who have such invoices, by list.
pub(super) fn by_unlisted_credit(
    (credited, notes): (&BTreeMap<usize, Amount>, &BTreeMap<Whose, BTreeSet<String>>),
    settled: &[Settled],
    incoming: &Incoming,
    unpaid: &mut [Amount],
) -> BTreeMap<u32, BTreeSet<String>> {
    let mut left: BTreeMap<Whose, Amount> = BTreeMap::new();
    for (&i, &credit) in credited {
        *left.entry(whose(&settled[i], incoming)).or_default() += credit;
    }
    let mut used: BTreeMap<u32, BTreeSet<String>> = BTreeMap::new();
    if left.is_empty() {
        return used;
    }
    for i in by_due_date(settled, incoming) {
        let whose = whose(&settled[i], incoming);
        let Some(left) = left.get_mut(&whose) else { continue };
        let share = unpaid[i].min(*left).max(Amount::ZERO);
        if share.is_positive() {
            *left -= share;
            unpaid[i] -= share;
            used.entry(settled[i].place.0).or_default().extend(notes.get(&whose).into_iter().flatten().cloned());
        }
    }
    used
}

/// Tells which credit notes were taken for what settled invoices.
pub(super) fn tell(incoming: &mut Incoming, used: BTreeMap<u32, BTreeSet<String>>) {
    for (list, notes) in used {
        let words = (
            "credit notes that it does not name, and that settled what it says is paid",
            "avoirs qui n'y figurent pas, et qui ont réglé ce qu'elle dit payé",
        );
        incoming.sources[list as usize].choose(words, &notes.into_iter().collect::<Vec<_>>());
    }
}

/// Returns how much of what was paid on invoices came from credit notes that the folder has: it sets them against debts
/// itself, and as money they would count twice. Which invoice each went to the list does not say; one that it no longer
/// names is settled, and then those of the customer due first are taken, as the folder takes them (C. civ. 1342-10).
pub(super) fn by_credit(settled: &[Settled], incoming: &Incoming, more: &[Amount], files: Files<'_>) -> Credited {
    let Some(invoices) = incoming.files.get(&FileRole::Invoices) else { return Default::default() };
    let whose = |row: usize| invoices.rows.row(row).get(Column::CustomerId);
    let mut left: BTreeMap<(u32, &str, Currency), Amount> = BTreeMap::new();
    for used in &incoming.used_credits {
        *left.entry((used.list, whose(used.invoice), used.currency)).or_default() += used.used;
    }
    if left.is_empty() {
        return Default::default();
    }
    let absorbed = absorb(&mut left, incoming, files);
    let mut listed = BTreeMap::new();
    for i in by_due_date(settled, incoming) {
        let one = &settled[i];
        let Some(left) = left.get_mut(&(one.place.0, whose(one.invoice), one.currency)) else { continue };
        let share = more[i].min(*left);
        if share.is_positive() {
            *left -= share;
            listed.insert(i, share);
        }
    }
    Credited { listed, absorbed, given_back: positive(left) }
}

/// Takes off the used credit notes what the folder's own invoices took that lists of open items no longer name, and
/// returns it.
fn absorb(left: &mut BTreeMap<(u32, &str, Currency), Amount>, incoming: &Incoming, files: Files<'_>) -> Used {
    let lists: BTreeSet<u32> = left.keys().map(|(list, ..)| *list).collect();
    let lists: BTreeSet<u32> = lists.into_iter().filter(|&list| unlisted::is_of_open_items(incoming, list)).collect();
    let mut absorbed = BTreeMap::new();
    let Some(invoices) = files.invoices.filter(|_| !lists.is_empty()) else { return Used::new() };
    let mut owed = unlisted::Owed::new();
    for &(_, customer, currency) in left.keys() {
        owed.entry(customer).or_default().insert(currency, Amount::ZERO);
    }
    unlisted::add(&mut owed, incoming, (invoices, files.payments), files.currency);
    for (&(list, customer, currency), left) in left.iter_mut().filter(|((list, ..), _)| lists.contains(list)) {
        let Some(owed) = owed.get_mut(customer).and_then(|owed| owed.get_mut(&currency)) else { continue };
        let share = (*owed).min(*left).max(Amount::ZERO);
        *left -= share;
        *owed -= share;
        absorbed.insert((list, customer, currency), share);
    }
    positive(absorbed)
}

fn positive(used: BTreeMap<(u32, &str, Currency), Amount>) -> Used {
    let used = used.into_iter().filter(|(_, sum)| sum.is_positive());
    used.map(|((list, customer, currency), sum)| ((list, customer.to_owned(), currency), sum)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::IncomingRows;
    use crate::import::source::SourceReport;

    const EUR: fn(i64) -> Amount = Amount::from_minor;

    /// Returns what money paid on F-1 and F-2 of a customer, of which a list says that so much was paid, beside a
    /// credit note of 200 that the folder has set against them so.
    fn paid(list: [i64; 2], credited: [i64; 2]) -> (Vec<Amount>, usize) {
        let mut bills = IncomingRows::new(&[Column::InvoiceId, Column::CustomerId, Column::IssueDate, Column::DueDate]);
        bills.add_row(0, 2, ["F-1", "C", "2026-06-01", "2026-07-01"]);
        bills.add_row(0, 3, ["F-2", "C", "2026-06-05", "2026-07-05"]);
        let incoming = Incoming {
            lists: vec!["list.csv".to_owned()],
            sources: vec![SourceReport::default()],
            files: BTreeMap::from([(FileRole::Invoices, bills)]),
            ..Incoming::default()
        };
        let settled = [0, 1].map(|invoice| Settled {
            place: (0, invoice as u32 + 2),
            invoice,
            currency: Currency::EUR,
            paid: EUR(list[invoice]),
            date: None,
        });
        let mut credited = BTreeMap::from([(0, EUR(credited[0])), (1, EUR(credited[1]))]);
        let notes = BTreeMap::from([(("C".to_owned(), Currency::EUR), BTreeSet::from(["AV-1".to_owned()]))]);
        let mut unpaid = list.map(EUR).to_vec();
        by_own_credit(&mut credited, &mut unpaid);
        let used = by_unlisted_credit((&credited, &notes), &settled, &incoming, &mut unpaid);
        (unpaid, used.len())
    }

    #[test]
    fn what_a_credit_note_settled_was_not_paid_with_money() {
        // As the folder has it, 200 of F-1; and elsewhere, of F-2, which is told.
        assert_eq!(paid([200, 0], [200, 0]), (vec![EUR(0), EUR(0)], 0));
        assert_eq!(paid([0, 200], [200, 0]), (vec![EUR(0), EUR(0)], 1));
        // Of 500 paid on F-2, 300 came as money.
        assert_eq!(paid([0, 500], [200, 0]), (vec![EUR(0), EUR(300)], 1));
        // 150 and 50 of it are on two invoices in the folder: what F-1 says beyond its part is the rest, then money.
        assert_eq!(paid([180, 70], [150, 50]), (vec![EUR(30), EUR(20)], 0));
        assert_eq!(paid([300, 0], [150, 50]), (vec![EUR(100), EUR(0)], 1));
    }
}
