//! What penalty notes have charged: of which item, and how much of it is interest and how much the indemnity. A note
//! charged what was owed of each on its own day; what has run since is owed besides.

use std::collections::BTreeMap;

use super::settled::{Settled, Share};
use super::{Penalties, Piece, Unrounded};
use crate::engine::allocation::{Balances, Cause};
use crate::model::date::days_between;
use crate::model::{Amount, Date, InvoiceKind, InvoiceNo, ItemId, Ledger};
use crate::policy::Rounding;

/// What one penalty note charges.
#[derive(Clone, Copy, Debug)]
pub(super) struct Charged {
    /// The note.
    pub note: ItemId,
    /// Its day.
    pub date: Date,
    /// Its amount, less the credit notes that name it.
    pub amount: Amount,
}

/// What penalty notes charge for each invoice, in the order of days.
#[derive(Clone, Debug, Default)]
pub(super) struct Charges {
    /// In the invoice's currency: interest, and the indemnity that is owed in it.
    pub own: BTreeMap<InvoiceNo, Vec<Charged>>,
    /// In another one: the indemnity that is owed apart, and nothing else.
    pub apart: BTreeMap<InvoiceNo, Vec<Charged>>,
}

impl Charges {
    /// Tells whether something of an invoice was charged.
    pub fn are_on(&self, number: InvoiceNo) -> bool {
        self.own.contains_key(&number) || self.apart.contains_key(&number)
    }
}

/// Returns the amount of a penalty note, less the credit notes that name it: nothing of one that was taken back.
pub fn amount_of(ledger: &Ledger, balances: &Balances, note: ItemId) -> Amount {
    let invoice = ledger.invoice(note);
    let corrects = |cause| match cause {
        Cause::CreditNote(credit) => ledger.more(credit).and_then(|more| more.applies_to) == Some(invoice.number),
        _ => false,
    };
    let corrected = balances.moves(note).iter().filter(|step| corrects(step.cause())).map(|step| step.change);
    invoice.amount + corrected.sum()
}

/// Returns what penalty notes charge for each invoice in the order of days, less the credit notes that name them: those
/// correct the note. What else settles a note has paid it.
pub(super) fn charges(ledger: &Ledger, balances: &Balances) -> Charges {
    let mut charges = Charges::default();
    for (row, invoice) in ledger.invoices().iter().enumerate() {
        let item = ItemId(row as u32);
        if invoice.kind != InvoiceKind::Penalty || !balances.issued(ledger, item) {
            continue;
        }
        if let Some(number) = ledger.more(item).and_then(|more| more.applies_to) {
            let amount = amount_of(ledger, balances, item);
            let charged = ledger.rows_of(number).next().map(|row| ledger.invoice(row).currency);
            let is_apart = charged.is_some_and(|currency| currency != invoice.currency);
            let of_currency = if is_apart { &mut charges.apart } else { &mut charges.own };
            of_currency.entry(number).or_default().push(Charged { note: item, date: invoice.issue, amount });
        }
    }
    charges.own.values_mut().for_each(|notes| notes.sort_by_key(|note| note.date));
    charges.apart.values_mut().for_each(|notes| notes.sort_by_key(|note| note.date));
    charges
}

/// Divides what a note charges among the items of its invoice. One of less than the indemnity, or of just the interest
/// that had run, charges the interest of all of them first.
fn divide(
    charged: Amount,
    mut parts: Vec<Share>,
    of_indemnity: &mut [Amount],
    states: &mut BTreeMap<ItemId, Settled>,
) -> Vec<Share> {
    let owed = |(part, &before): (&Share, &Amount)| {
        let state = &states[&part.item];
        let interest = part.interest - (state.charged - before);
        (interest.max(Amount::ZERO), (state.indemnity - before).max(Amount::ZERO))
    };
    let owed: Vec<(Amount, Amount)> = parts.iter().zip(&*of_indemnity).map(owed).collect();
    let interest: Amount = owed.iter().map(|(interest, _)| *interest).sum();
    let indemnity: Amount = owed.iter().map(|(_, indemnity)| *indemnity).sum();
    let is_interest_first = charged == interest || charged < indemnity;
    let mut left = charged;
    let mut take = |part: &mut Share, most: &dyn Fn(&Settled) -> Amount| {
        let state = states.get_mut(&part.item).expect("they are its items");
        let taken = left.min(most(state)).max(Amount::ZERO);
        part.amount += taken;
        state.charged += taken;
        left -= taken;
    };
    if is_interest_first {
        parts.iter_mut().zip(&owed).for_each(|(part, (interest, _))| take(part, &|_| *interest));
        parts.iter_mut().zip(&owed).for_each(|(part, (_, indemnity))| take(part, &|_| *indemnity));
    } else {
        parts.iter_mut().zip(&owed).for_each(|(part, &(interest, indemnity))| take(part, &|_| interest + indemnity));
    }
    parts.iter_mut().for_each(|part| take(part, &Settled::left));
    parts.last_mut().into_iter().for_each(|part| take(part, &|_| charged));
    for ((part, (interest, indemnity)), so_far) in parts.iter().zip(&owed).zip(of_indemnity) {
        let before = if is_interest_first { *interest } else { Amount::ZERO };
        *so_far += (part.amount - before).max(Amount::ZERO).min(*indemnity);
    }
    parts
}

impl Penalties<'_> {
    /// Shares out what penalty notes charge among late items, and returns the shares in the order of days: each item
    /// bears what it owed on the day of the note, then what it owes by now. The last instalment takes the rest: what
    /// was charged is shown even where it is more than the claim.
    pub(super) fn charge(&self, states: &mut BTreeMap<ItemId, Settled>) -> Vec<Share> {
        let mut shares = Vec::new();
        let mut late: BTreeMap<InvoiceNo, Vec<ItemId>> = BTreeMap::new();
        for &item in states.keys() {
            late.entry(self.ledger.invoice(item).number).or_default().push(item);
        }
        for (number, items) in late {
            self.charge_apart(number, &items, states);
            // What the notes so far charged of each item's indemnity.
            let mut of_indemnity = vec![Amount::ZERO; items.len()];
            for note in self.charges.own.get(&number).into_iter().flatten() {
                let parts: Vec<Share> = items.iter().map(|&item| self.share(*note, item)).collect();
                shares.extend(divide(note.amount, parts, &mut of_indemnity, states));
            }
        }
        shares.sort_by_key(|share| (share.date, share.item));
        shares
    }

    /// Charges what notes in another currency do: of the item that bears the indemnity, else of the last.
    fn charge_apart(&self, number: InvoiceNo, items: &[ItemId], states: &mut BTreeMap<ItemId, Settled>) {
        let charged: Amount = self.charges.apart.get(&number).into_iter().flatten().map(|note| note.amount).sum();
        let bears = |item: &&ItemId| states[item].apart.is_positive();
        if let Some(item) = items.iter().find(bears).or(items.last()) {
            states.get_mut(item).expect("they are its items").charged_apart = charged;
        }
    }

    /// Returns the share of an item in a note before anything is charged.
    fn share(&self, note: Charged, item: ItemId) -> Share {
        let mut pieces = Vec::new();
        self.accrue_as_known(item, &mut pieces);
        let interest = self.interest_by(note.date, &pieces);
        let least = self.policy.penalties.minimum.of(self.ledger.invoice(item).currency);
        let interest = if interest < least { Amount::ZERO } else { interest };
        Share { date: note.date, item, amount: Amount::ZERO, interest }
    }

    /// Returns the interest of pieces up to a day, that day included.
    fn interest_by(&self, day: Date, pieces: &[Piece]) -> Amount {
        let run = pieces.iter().take_while(|piece| piece.from <= day);
        let run = run.map(|piece| (piece, days_between(piece.from, day.min(piece.to)) + 1));
        let exact = |piece: &Piece, days| Unrounded::new(piece.base, piece.units, days);
        match self.policy.penalties.rounding {
            Rounding::Piece => run.map(|(piece, days)| exact(piece, days).rounded()).sum(),
            Rounding::Total => run.map(|(piece, days)| exact(piece, days)).sum::<Unrounded>().rounded(),
            Rounding::Day => run.map(|(piece, days)| Amount::from_minor(piece.daily().rounded().minor() * days)).sum(),
        }
    }
}
