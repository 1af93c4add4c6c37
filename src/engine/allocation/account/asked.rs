//! What a payment that names an invoice is for, since it is of just the sum that a notice asked for.
//!
//! Who pays to the cent what he was asked for pays that, and nothing else (C. civ. 1342-10): no later instalment, no
//! part that he contests, nothing that was written off, and no penalty note that the notice did not ask for.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use super::oldest::Coming;
use super::{Account, Money};
use crate::engine::allocation::ForItems;
use crate::engine::allocation::money::ForClaims;
use crate::engine::allocation::moves::{Move, still_left_out};
use crate::engine::history::{concerned, concerns};
use crate::model::{Amount, Currency, Date, Event, InvoiceNo, ItemId, Ledger, PaymentId};

/// What one notice asked for of an invoice, or an instalment, or of all that it is about in a currency.
#[derive(Debug)]
pub(super) struct Letter<'l> {
    date: Date,
    /// In the order of ids.
    items: Vec<ItemId>,
    rows: Vec<&'l Event>,
    /// What the first row asked for that concerns an item and no other, looked up once: a notice may have thousands of
    /// rows.
    asked: BTreeMap<ItemId, Option<Amount>>,
}

impl<'l> Letter<'l> {
    fn new(ledger: &Ledger, date: Date, items: BTreeSet<ItemId>, rows: Vec<&'l Event>) -> Letter<'l> {
        let mut asked = BTreeMap::new();
        for row in &rows {
            let mut own = concerned(ledger, row).filter(|item| items.contains(item));
            if let (Some(item), None) = (own.next(), own.next()) {
                asked.entry(item).or_insert(row.amount);
            }
        }
        Letter { date, items: items.into_iter().collect(), rows, asked }
    }
}

/// What is known of the letters of which money may be of the sum less the customer's credit, by day, id and currency.
pub(super) type Letters<'l> = BTreeMap<(Date, Option<&'l str>, Currency), Rc<Letter<'l>>>;

/// What is left of what a notice asked for, where a payment is of its sum.
struct Fit {
    /// Of interest and indemnity.
    claims: Amount,
    /// The part of that which is interest.
    interest: Amount,
    /// Of the principal of each item, less his credit where the notice deducted it.
    principals: Vec<(ItemId, Amount)>,
}

/// What a payment left for the interest and indemnity of items.
#[derive(Clone, Debug)]
pub(super) struct SetAside {
    date: Date,
    pub what: ForItems,
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

impl<'a> Account<'a> {
    /// Returns what a payment that names an invoice is for, where it is what a notice asked for: the principal, or as
    /// much of it as is left, less his credit or not, and what is left of the interest and indemnity that the notice
    /// claimed. Of several notices of that sum the last one says what it pays of those, and none says which
    /// instalments.
    pub(super) fn asked(&mut self, money: &Money<'_>, payment: PaymentId) -> Asked {
        let Some(number) = money.named else { return Asked::default() };
        let letters = self.letters(number, money.instalment);
        let mut fitting: Vec<(Letter<'a>, Fit)> = Vec::new();
        for letter in letters.into_iter().rev() {
            fitting.extend(self.fit(&letter, number, money).map(|fit| (letter, fit)));
        }
        let mut asked = Asked::default();
        let is_one = fitting.windows(2).all(|pair| pair[0].0.items == pair[1].0.items);
        if let Some((letter, fit)) = fitting.first().filter(|_| is_one && money.instalment.is_none()) {
            // Another instalment of just that sum may be meant as well.
            let is_of_sum = |item: ItemId| !letter.items.contains(&item) && self.open(item) == money.left;
            if !self.ledger.rows_of(number).any(is_of_sum) {
                asked.first.clone_from(&fit.principals);
            }
        }
        if let Some((letter, fit)) = fitting.into_iter().find(|(_, fit)| fit.claims.is_positive()) {
            asked.for_claims = Some(ForClaims { since: letter.date, amount: fit.claims });
            let what = ForItems { payment, items: letter.items, amount: fit.claims, interest: fit.interest };
            self.set_aside.entry(number).or_default().push(SetAside { date: self.today, what });
        }
        asked
    }

    /// Takes back what a payment left for interest and indemnity, as far as it is taken back itself.
    pub(super) fn forget_set_aside(&mut self, payment: PaymentId, back: Amount) {
        let named = self.ledger.payment(payment).invoice.and_then(|number| self.set_aside.get_mut(&number));
        let Some(all) = named else { return };
        if let Some(SetAside { what, .. }) = all.iter_mut().find(|one| one.what.payment == payment) {
            what.amount -= back.min(what.amount);
            what.interest = what.interest.min(what.amount);
        }
        all.retain(|one| one.what.amount.is_positive());
    }

    /// Returns what is left of what a notice asked for, if some money is of the sum of it.
    fn fit(&mut self, letter: &Letter<'a>, number: InvoiceNo, money: &Money<'_>) -> Option<Fit> {
        let claims: Amount = letter.rows.iter().map(|row| row.claims_in(money.currency)).sum();
        let interest: Amount = letter.rows.iter().filter_map(|row| row.interest).sum();
        let settled = self.settled_since(letter, number)?;
        let left = (claims - settled).max(Amount::ZERO);
        let open: Amount = letter.items.iter().map(|&item| self.open(item)).sum();
        let asked = letter.rows.iter().map(|row| row.amount).sum::<Option<Amount>>().unwrap_or(open);
        let paid: Amount = letter.items.iter().map(|&item| self.paid_since(item, letter.date)).sum();
        let mut coming = self.coming(money.currency);
        let mut principals = self.principals_in(letter, &mut coming);
        let principal = sum_of(&principals);
        let sums = [asked, open.min(asked), (asked - paid).max(Amount::ZERO), principal.min(asked)];
        let is_it = sums.iter().any(|&principal| money.left == principal + left) || money.left == asked + claims;
        if !is_it {
            principals = self.less_credit(letter, principals, &mut coming, (left, money))?;
        }
        Some(Fit { claims: left, interest: (interest - settled).max(Amount::ZERO).min(left), principals })
    }

    /// Returns what is left of the principals of a notice beside the customer's credit, which pays its lines one after
    /// the other, if some money is of the sum of that and its claims.
    fn less_credit(
        &mut self,
        letter: &Letter<'a>,
        mut principals: Vec<(ItemId, Amount)>,
        coming: &mut Coming,
        (claims, money): (Amount, &Money<'_>),
    ) -> Option<Vec<(ItemId, Amount)>> {
        let principal = sum_of(&principals);
        let lacks = principal + claims - money.left;
        // What is just the principal, and might be the claims, pays the principal.
        if !lacks.is_positive() || money.left == principal && money.left <= claims {
            return None;
        }
        // What there is of credit at all is known at once, and mostly is nothing.
        if lacks > self.credits.sum_of(money.currency) {
            return None;
        }
        let mut credit = self.credits.for_debts_in(money.currency, self.kept.on(self.today));
        let whole = self.whole(letter, money.currency);
        let mut is_used_up = false;
        for &item in whole.items.iter() {
            let principal = self.principal_in(&whole, item, coming);
            is_used_up = principal > credit;
            let part = principal.min(credit);
            credit -= part;
            if let Ok(place) = principals.binary_search_by_key(&item, |&(of, _)| of) {
                principals[place].1 -= part;
            }
            if is_used_up {
                break;
            }
        }
        let rest = sum_of(&principals) + claims;
        // The less credit, the less of it these lines get: where all of it is too little, what of it has paid claims is
        // no matter.
        if rest <= money.left {
            self.in_doubt.entry(self.today).or_default().extend(self.credits.payments_in(money.currency));
        }
        (is_used_up && money.left == rest).then_some(principals)
    }

    /// Returns all of a letter that is in a currency, of which another has what concerns one invoice.
    fn whole(&mut self, letter: &Letter<'a>, currency: Currency) -> Rc<Letter<'a>> {
        let (ledger, acts) = (self.ledger, self.acts);
        let row = letter.rows[0];
        let whole = self.wholes.entry((row.date, row.event_id.as_deref(), currency)).or_insert_with(|| {
            let rows: Vec<&Event> = acts.rows_with(ledger, row).collect();
            let items = rows.iter().flat_map(|row| concerned(ledger, row));
            let items = items.filter(|&item| ledger.invoice(item).currency == currency).collect();
            Rc::new(Letter::new(ledger, row.date, items, rows))
        });
        Rc::clone(whole)
    }

    fn principals_in(&mut self, letter: &Letter<'_>, coming: &mut Coming) -> Vec<(ItemId, Amount)> {
        letter.items.iter().map(|&item| (item, self.principal_in(letter, item, coming))).collect()
    }

    /// Returns what is left of what a notice asked for of an item beside what money of today is going to pay of it.
    /// What it left out then, as it is contested or promised, it does not ask for since.
    fn principal_in(&mut self, letter: &Letter<'_>, item: ItemId, coming: &mut Coming) -> Amount {
        let open = self.open(item);
        if !open.is_positive() {
            return Amount::ZERO;
        }
        let then = open + self.paid_since(item, letter.date);
        let given_up = self.since(item, letter.date).map(Move::given_up).sum();
        let asked = letter.asked.get(&item).copied().flatten();
        let left_out = asked.map_or(Amount::ZERO, |asked| still_left_out(then - asked, given_up));
        let left = (open - left_out).max(Amount::ZERO);
        (left - self.coming_to(item, coming)).max(Amount::ZERO)
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
            |one: &&SetAside| one.date >= letter.date && one.what.items.iter().any(|item| letter.items.contains(item));
        let set_aside = self.set_aside.get(&number).into_iter().flatten();
        Some(waived + set_aside.filter(is_of_it).map(|one| one.what.amount).sum())
    }

    /// Returns the notices by today about an invoice or instalment that may say what money pays of it, the first one
    /// first.
    fn letters(&self, number: InvoiceNo, instalment: Option<&str>) -> Vec<Letter<'a>> {
        let ledger = self.ledger;
        // Mostly none does, and this is asked for each payment.
        if self.acts.notices_on(ledger, number, self.today).next().is_none() {
            return Vec::new();
        }
        let is_named = |item: &ItemId| instalment.is_none() || ledger.instalment(*item) == instalment;
        let named: Vec<ItemId> = ledger.rows_of(number).filter(is_named).collect();
        let mut letters = BTreeMap::<_, (BTreeSet<ItemId>, Vec<&'a Event>)>::new();
        for event in self.acts.notices_on(ledger, number, self.today) {
            let mut items = named.iter().copied().filter(|&item| concerns(ledger, event, item)).peekable();
            if items.peek().is_some() {
                let (all, rows) = letters.entry((event.date, event.event_id.as_deref())).or_default();
                all.extend(items);
                rows.push(event);
            }
        }
        letters.into_iter().map(|((date, _), (items, rows))| Letter::new(ledger, date, items, rows)).collect()
    }
}

fn sum_of(parts: &[(ItemId, Amount)]) -> Amount {
    parts.iter().map(|(_, amount)| *amount).sum()
}
