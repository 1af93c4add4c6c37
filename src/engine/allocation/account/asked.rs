//! What a payment that names an invoice is for, since it is of just the sum that a notice asked for.
//!
//! Who pays to the cent what he was asked for pays that, and nothing else (C. civ. 1342-10): no later instalment, no part
//! that he contests, nothing that was written off, and no penalty note that the notice did not ask for.

use std::collections::BTreeMap;

use super::{Account, Money};
use crate::engine::allocation::money::ForClaims;
use crate::engine::allocation::moves::Move;
use crate::engine::history::concerns;
use crate::model::{Amount, Date, Event, InvoiceNo, ItemId, PaymentId};

/// What one notice asked for of an invoice, or an instalment.
struct Letter<'l> {
    date: Date,
    items: Vec<ItemId>,
    rows: Vec<&'l Event>,
}

/// What a payment left for the interest and indemnity of items.
#[derive(Clone, Debug)]
pub(super) struct SetAside {
    pub payment: PaymentId,
    date: Date,
    pub items: Vec<ItemId>,
    amount: Amount,
}

/// What a payment is for, since it is of just the sum that a notice asked for.
#[derive(Debug, Default)]
pub(super) struct Asked {
    /// What of it is interest and indemnity.
    pub for_claims: Option<ForClaims>,
    /// What it pays of instalments before it goes to the invoice's others by due date.
    pub first: Vec<(ItemId, Amount)>,
}

/// The places of the changes of each item among those of the account, as far as they were gathered.
#[derive(Debug, Default)]
pub(super) struct ChangesByItem {
    gathered: usize,
    places: BTreeMap<ItemId, Vec<usize>>,
}

impl ChangesByItem {
    pub fn clear(&mut self) {
        self.gathered = 0;
        self.places.clear();
    }
}

impl<'a> Account<'a> {
    /// Returns what a payment that names an invoice is for, where it is what a notice asked for: the principal, or as much of
    /// it as is left, less his credit or not, and what is left of the interest and indemnity that the notice claimed. Of
    /// several notices of that sum the last one says what it pays of those, and none says which instalments.
    pub(super) fn asked(&mut self, money: &Money<'_>, payment: PaymentId) -> Asked {
        let Some(number) = money.named else { return Asked::default() };
        let letters = self.letters(number, money.instalment);
        let mut fitting: Vec<(Letter<'a>, Amount)> = Vec::new();
        for letter in letters.into_iter().rev() {
            fitting.extend(self.claims_in(&letter, number, money).map(|left| (letter, left)));
        }
        let mut asked = Asked::default();
        let is_one = fitting.windows(2).all(|pair| pair[0].0.items == pair[1].0.items);
        if let Some((letter, _)) = fitting.first().filter(|_| is_one && money.instalment.is_none()) {
            // Another instalment of just that sum may be meant as well.
            let is_of_sum = |item: ItemId| !letter.items.contains(&item) && self.open(item) == money.left;
            if !self.ledger.rows_of(number).any(is_of_sum) {
                asked.first = letter.items.iter().map(|&item| (item, self.principal_in(letter, item))).collect();
            }
        }
        if let Some((letter, amount)) = fitting.into_iter().find(|(_, left)| left.is_positive()) {
            let Letter { date, items, .. } = letter;
            asked.for_claims = Some(ForClaims { since: date, amount });
            self.set_aside.entry(number).or_default().push(SetAside { payment, date: self.today, items, amount });
        }
        asked
    }

    /// Takes back what a payment left for interest and indemnity, as far as it is taken back itself.
    pub(super) fn forget_set_aside(&mut self, payment: PaymentId, back: Amount) {
        let named = self.ledger.payment(payment).invoice.and_then(|number| self.set_aside.get_mut(&number));
        let Some(all) = named else { return };
        if let Some(one) = all.iter_mut().find(|one| one.payment == payment) {
            one.amount -= back.min(one.amount);
        }
        all.retain(|one| one.amount.is_positive());
    }

    /// Returns what is left of the interest and indemnity that a notice claimed, if some money is of the sum of it.
    fn claims_in(&mut self, letter: &Letter<'_>, number: InvoiceNo, money: &Money<'_>) -> Option<Amount> {
        let claims: Amount = letter.rows.iter().map(|row| row.claims_in(money.currency)).sum();
        let left = (claims - self.settled_since(letter, number)?).max(Amount::ZERO);
        let open: Amount = letter.items.iter().map(|&item| self.open(item)).sum();
        let asked = letter.rows.iter().map(|row| row.amount).sum::<Option<Amount>>().unwrap_or(open);
        let paid: Amount = letter.items.iter().map(|&item| self.paid_since(item, letter.date)).sum();
        let credit = self.credits.for_debts_in(money.currency);
        let principals = [asked, open.min(asked), (asked - paid).max(Amount::ZERO)];
        let is_it = principals.iter().any(|&principal| money.left == principal + left)
            || money.left == asked + claims
            || credit.is_positive() && money.left > left && money.left + credit == asked + left;
        is_it.then_some(left)
    }

    /// Returns what is left of what a notice asked for of an item: what it left out then, as it is contested or promised, it
    /// does not ask for since.
    fn principal_in(&mut self, letter: &Letter<'_>, item: ItemId) -> Amount {
        let of_one = |row: &&&Event| letter.items.iter().filter(|&&of| concerns(self.ledger, row, of)).eq([&item]);
        let asked = letter.rows.iter().find(of_one).and_then(|row| row.amount);
        let open = self.open(item);
        let then = open + self.paid_since(item, letter.date);
        let given_up = self.since(item, letter.date).map(Move::given_up).sum::<Amount>().max(Amount::ZERO);
        let left_out = asked.map_or(Amount::ZERO, |asked| (then - asked - given_up).max(Amount::ZERO));
        (open - left_out).max(Amount::ZERO)
    }

    /// Returns by how much less is open on an item than before a day.
    fn paid_since(&mut self, item: ItemId, day: Date) -> Amount {
        -self.since(item, day).map(|step| step.change).sum::<Amount>()
    }

    /// Returns the changes of an item since a day.
    fn since(&mut self, item: ItemId, day: Date) -> impl Iterator<Item = &Move> {
        let ChangesByItem { gathered, places } = &mut self.changes;
        for (place, (item, _)) in self.moves.iter().enumerate().skip(*gathered) {
            places.entry(*item).or_default().push(place);
        }
        *gathered = self.moves.len();
        let places = places.get(&item).map_or(&[][..], Vec::as_slice);
        let moves = &self.moves;
        let since = places.partition_point(|&place| moves[place].1.date < day);
        places[since..].iter().map(|&place| &moves[place].1)
    }

    /// Returns what of the claims of a notice was paid or given up since; nothing where all was given up.
    fn settled_since(&self, letter: &Letter<'_>, number: InvoiceNo) -> Option<Amount> {
        let concerns_it = |event: &Event| letter.items.iter().any(|&item| concerns(self.ledger, event, item));
        let first = letter.items.first().map(|&item| self.ledger.invoice(item).customer)?;
        let waivers = self.acts.waivers_of(self.ledger, first);
        let waivers =
            waivers.filter(|event| letter.date < event.date && event.date <= self.today && concerns_it(event));
        let waived = waivers.map(|event| event.amount).sum::<Option<Amount>>()?;
        let is_of_it =
            |one: &&SetAside| one.date >= letter.date && one.items.iter().any(|item| letter.items.contains(item));
        let set_aside = self.set_aside.get(&number).into_iter().flatten();
        Some(waived + set_aside.filter(is_of_it).map(|one| one.amount).sum())
    }

    /// Returns the notices by today about an invoice or instalment that may say what money pays of it, the first one first.
    fn letters(&self, number: InvoiceNo, instalment: Option<&str>) -> Vec<Letter<'a>> {
        let ledger = self.ledger;
        // Mostly none does, and this is asked for each payment.
        if self.acts.notices_on(ledger, number, self.today).next().is_none() {
            return Vec::new();
        }
        let is_named = |item: &ItemId| instalment.is_none() || ledger.instalment(*item) == instalment;
        let named: Vec<ItemId> = ledger.rows_of(number).filter(is_named).collect();
        let mut letters: BTreeMap<(Date, Option<&str>), Letter<'a>> = BTreeMap::new();
        for event in self.acts.notices_on(ledger, number, self.today) {
            let items = named.iter().copied().filter(|&item| concerns(ledger, event, item));
            let items: Vec<ItemId> = items.collect();
            if !items.is_empty() {
                let none = || Letter { date: event.date, items: Vec::new(), rows: Vec::new() };
                let letter = letters.entry((event.date, event.event_id.as_deref())).or_insert_with(none);
                letter.items.extend(items);
                letter.rows.push(event);
            }
        }
        let mut letters: Vec<Letter<'a>> = letters.into_values().collect();
        for letter in &mut letters {
            letter.items.sort_unstable();
            letter.items.dedup();
        }
        letters
    }
}
