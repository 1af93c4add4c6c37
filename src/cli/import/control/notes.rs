//! Credit notes that a file states in full, though they were used elsewhere since.

use std::collections::{BTreeMap, BTreeSet};

use super::{Sides, Sums};
use crate::engine::allocation::{Balances, Cause, CreditSource};
use crate::import::Incoming;
use crate::import::source::Whose;
use crate::model::{Amount, Currency, CustomerId, InvoiceNo, ItemId, Ledger, PaymentKind};

/// What of credit notes went elsewhere than to invoices of the file.
#[derive(Clone, Copy, Debug, Default)]
struct Elsewhere {
    /// To no invoice: it was paid out.
    refunded: Amount,
    /// To invoices that the file no longer names.
    unlisted: Amount,
}

/// Takes off what credit notes in full count too much: what was refunded of them, since refunds seldom name one, and
/// what went to invoices that the list no longer names.
pub(super) fn take_off(sides: &Sides<'_, '_>, list: u32, sums: &mut Sums) {
    let &Sides { incoming, ledger, balances, found, .. } = sides;
    let used = incoming.used_credits.iter().filter(|used| used.list == list);
    let notes: BTreeSet<ItemId> = used.filter_map(|used| found.item(used.invoice)).collect();
    if notes.is_empty() {
        return;
    }
    let rests = rests(&notes, &stated_items(sides, list), ledger, balances);
    let mut of_customer: BTreeMap<(CustomerId, Currency), Elsewhere> = BTreeMap::new();
    for (note, rest) in rests {
        let invoice = ledger.invoice(note);
        let sum = of_customer.entry((invoice.customer, invoice.currency)).or_default();
        sum.refunded += rest.refunded;
        sum.unlisted += rest.unlisted;
    }
    leave_out_named_refunds(&notes, ledger, &mut of_customer);
    for ((customer, currency), elsewhere) in of_customer {
        let id = ledger.customer(customer).id.clone();
        let most = most_of(incoming, (list, id.clone(), currency));
        if let Some(both) = sums.get_mut(&(id, currency)) {
            both.folder += elsewhere.refunded.min(most.refunded).max(Amount::ZERO);
            both.folder += elsewhere.unlisted.min(most.unlisted).max(Amount::ZERO);
        }
    }
}

/// Returns the items that a file states.
fn stated_items(sides: &Sides<'_, '_>, list: u32) -> BTreeSet<ItemId> {
    let stated = sides.incoming.stated.iter().filter(|stated| stated.list == list);
    let rows = stated.filter_map(|stated| match stated.whose {
        Whose::Invoice(row) => Some(row),
        Whose::Customer(_) => None,
    });
    rows.flat_map(|row| sides.found.items(row)).collect()
}

/// Returns of each note what went to no invoice, and what went to one that is not stated.
fn rests(
    notes: &BTreeSet<ItemId>,
    stated: &BTreeSet<ItemId>,
    ledger: &Ledger,
    balances: &Balances,
) -> BTreeMap<ItemId, Elsewhere> {
    let whole = |note: ItemId| Elsewhere { refunded: -ledger.invoice(note).amount, unlisted: Amount::ZERO };
    let mut rests: BTreeMap<ItemId, Elsewhere> = notes.iter().map(|&note| (note, whole(note))).collect();
    for item in ledger.items() {
        for change in balances.moves(item) {
            let (Cause::CreditNote(note) | Cause::Deposit(note)) = change.cause() else { continue };
            let Some(rest) = rests.get_mut(&note) else { continue };
            rest.refunded += change.change;
            if !stated.contains(&item) {
                rest.unlisted -= change.change;
            }
        }
    }
    for credit in balances.credits() {
        if let CreditSource::CreditNote(note) = credit.source
            && let Some(rest) = rests.get_mut(&note)
        {
            rest.refunded -= credit.amount;
        }
    }
    rests
}

/// Leaves out refunds that name a note: they are counted with what names it.
fn leave_out_named_refunds(
    notes: &BTreeSet<ItemId>,
    ledger: &Ledger,
    of_customer: &mut BTreeMap<(CustomerId, Currency), Elsewhere>,
) {
    let numbers: BTreeMap<InvoiceNo, ItemId> = notes.iter().map(|&note| (ledger.invoice(note).number, note)).collect();
    for payment in ledger.payments().iter().filter(|payment| payment.kind == PaymentKind::Refund) {
        let Some(note) = payment.invoice.and_then(|number| numbers.get(&number)) else { continue };
        let invoice = ledger.invoice(*note);
        if let Some(sum) = of_customer.get_mut(&(invoice.customer, invoice.currency)) {
            sum.refunded += payment.received();
        }
    }
}

/// Returns the most that can have gone elsewhere by what the file says that was used, and on what.
fn most_of(incoming: &Incoming, key: (u32, String, Currency)) -> Elsewhere {
    let most = |used: &BTreeMap<_, Amount>| used.get(&key).copied().unwrap_or_default();
    Elsewhere { refunded: most(&incoming.given_back), unlisted: most(&incoming.absorbed) }
}
