//! Money that is told again: which of it is in the books already, as what, and of which nobody knows.
//!
//! What a list says was paid on an invoice in all, and when at most, may be several payments; where it does not say
//! when, the day that another source tells is the true one.

use std::collections::{BTreeMap, BTreeSet};

use super::same::{self, Money, Owed};
use crate::engine::receipts::receipts;
use crate::model::payment::{is_declared, is_near};
use crate::model::{Amount, Currency, CustomerId, Date, InvoiceNo, Ledger, PaymentId, PaymentKind};

/// A payment as its rows: one that was divided among debts is one payment still.
#[derive(Clone, Debug)]
pub struct Known {
    /// Its rows.
    pub rows: Vec<PaymentId>,
    /// What it is.
    pub money: Money,
    origin: Origin,
    /// The day of the invoice that it names: no money for it came before.
    issued: Date,
}

/// Where a payment came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Origin {
    /// A source that tells each payment.
    Told,
    /// A list that gives payments no ids, or by what it says of the invoice: it may be several payments, the last of
    /// which is of that day.
    Stated,
    /// A list that does not say when.
    Assumed,
}

/// Money that is told again.
#[derive(Clone, Debug)]
pub struct Told {
    /// What it is; it names the penalty notes on its invoices too, since whoever noted it may have named one.
    pub money: Money,
    /// The invoices that it names itself.
    pub numbers: Vec<InvoiceNo>,
    /// Whether its sum says what it pays of what is open.
    pub fits: bool,
}

/// What it is to payments that are known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Again {
    /// It is the money of those rows.
    Same(Vec<PaymentId>),
    /// It is so much of the money of those, of which only the sum was known: it takes their place.
    Instead(Vec<(PaymentId, Amount)>),
    /// It may be the money of that one, or a part of it, and nobody but a person knows.
    Doubt(PaymentId),
}

/// Finds which money is told again, each known payment once, by its place; both of one customer and currency, by their
/// days. What is found is no longer among the known.
pub fn told_again(told: &[Told], known: &mut Vec<Known>, owed: Owed<'_>) -> BTreeMap<usize, Again> {
    let mut round = Round { told, known: std::mem::take(known), found: BTreeMap::new() };
    round.pair(owed);
    round.add_up(owed);
    round.take_place_of_assumed(owed);
    round.doubt();
    *known = round.known;
    round.found
}

/// Returns those payments by customer and currency, by their days.
pub fn payments(
    ledger: &Ledger,
    gone: &BTreeMap<PaymentId, Date>,
    is_wanted: impl Fn(PaymentId) -> bool,
) -> BTreeMap<(CustomerId, Currency), Vec<Known>> {
    let is_wanted = |id: &PaymentId| ledger.payment(*id).kind == PaymentKind::Payment && is_wanted(*id);
    let rows: Vec<PaymentId> = ledger.payment_rows().filter(is_wanted).collect();
    let mut found: BTreeMap<(CustomerId, Currency), Vec<Known>> = BTreeMap::new();
    for rows in receipts(ledger, &rows) {
        let first = ledger.payment(rows[0]);
        found.entry((first.customer, first.currency)).or_default().push(Known::of(ledger, rows, gone));
    }
    found.values_mut().for_each(|known| known.sort_by_key(|one| (one.money.date, ledger.payment_id(one.rows[0]))));
    found
}

impl Known {
    /// Tells whether a list told of it without an id, by itself or by what was paid on its invoice in all.
    pub fn is_of_list(&self) -> bool {
        self.origin != Origin::Told
    }

    fn of(ledger: &Ledger, rows: Vec<PaymentId>, gone: &BTreeMap<PaymentId, Date>) -> Known {
        let paid = || rows.iter().map(|&id| ledger.payment(id));
        let money = Money {
            date: ledger.payment(rows[0]).date,
            amount: paid().map(|payment| payment.amount).sum(),
            invoices: paid().filter_map(|payment| payment.invoice).collect(),
            // What was taken back of a part was not taken back whole.
            gone: rows.iter().filter_map(|id| gone.get(id)).min().copied(),
            is_declared: is_declared(ledger.payment_id(rows[0])),
        };
        let issued = money.invoices.iter().flat_map(|&number| ledger.rows_of(number));
        let issued = issued.map(|item| ledger.invoice(item).issue).min().unwrap_or(Date::MIN);
        let origin = match (ledger.is_assumed(rows[0]), is_numbered(ledger, rows[0])) {
            (true, _) if rows.len() == 1 => Origin::Assumed,
            (false, true) => Origin::Stated,
            _ => Origin::Told,
        };
        Known { rows, money, origin, issued }
    }

    fn is_named(&self, told: &Told) -> bool {
        self.money.names_the_same(&told.money)
    }

    /// Tells whether money came when there was something to pay, and the payment stood.
    fn is_since(&self, told: &Told) -> bool {
        told.money.date >= self.issued && told.money.finds_standing(&self.money)
    }

    fn may_be(&self, told: &Told) -> bool {
        self.is_named(told) && self.is_since(told)
    }

    /// Tells whether money came so early that a payment of which the last part came on its day may hold it.
    fn may_hold(&self, told: &Told) -> bool {
        let (last, date) = (self.money.date, told.money.date);
        self.may_be(told) && (date <= last || is_near(date, last))
    }
}

fn is_numbered(ledger: &Ledger, id: PaymentId) -> bool {
    let number = ledger.payment(id).invoice.map(|number| ledger.number(number));
    number.is_some_and(|number| is_number_of(number, ledger.payment_id(id)))
}

/// Tells whether an id is an invoice's number and a further one, as an import gives it that finds none in a list.
pub fn is_number_of(invoice: &str, id: &str) -> bool {
    let rest = id.strip_prefix(invoice).and_then(|rest| rest.strip_prefix('-'));
    rest.is_some_and(|rest| !rest.is_empty() && rest.bytes().all(|byte| byte.is_ascii_digit()))
}

/// The money of one customer in one currency, and what is found of it.
struct Round<'t> {
    told: &'t [Told],
    /// What is nobody's yet.
    known: Vec<Known>,
    /// By the place of what is told.
    found: BTreeMap<usize, Again>,
}

impl Round<'_> {
    /// Finds what is of one sum, and what of a day comes to it.
    fn pair(&mut self, owed: Owed<'_>) {
        let told: Vec<Money> = self.told.iter().map(|one| one.money.clone()).collect();
        let dated = (0..self.known.len()).filter(|&at| self.known[at].origin != Origin::Assumed);
        let dated: Vec<usize> = dated.collect();
        let known: Vec<Money> = dated.iter().map(|&at| self.known[at].money.clone()).collect();
        let mut gone = BTreeSet::new();
        for (told, paired) in same::pair(&told, &known, owed) {
            let rows: Vec<PaymentId> = paired.iter().flat_map(|&at| self.known[dated[at]].rows.clone()).collect();
            self.found.extend(told.into_iter().map(|at| (at, Again::Same(rows.clone()))));
            gone.extend(paired.into_iter().map(|at| dated[at]));
        }
        self.forget(&gone);
    }

    /// Finds money of several days that comes to what a list says was paid on an invoice in all: the first, one after
    /// the other, that does. What came before those may have been known when the list was made.
    fn add_up(&mut self, owed: Owed<'_>) {
        let mut by_number: BTreeMap<InvoiceNo, Vec<usize>> = BTreeMap::new();
        for told in self.left() {
            if let [number] = self.told[told].numbers[..] {
                by_number.entry(number).or_default().push(told);
            }
        }
        let mut gone = BTreeSet::new();
        for (at, known) in self.known.iter().enumerate().filter(|(_, known)| known.origin != Origin::Told) {
            let [number] = known.money.invoices[..] else { continue };
            let is_part = |told: &usize| {
                let told = &self.told[*told];
                let day = told.money.date.max(known.money.date);
                let is_settled = || !owed(number, day).is_positive();
                known.may_hold(told) || (known.may_be(told) && is_settled())
            };
            let parts = by_number.get(&number).into_iter().flatten().copied();
            let parts = parts.filter(|told| !self.found.contains_key(told)).filter(is_part);
            let parts: Vec<(usize, Amount)> = parts.map(|told| (told, self.told[told].money.amount)).collect();
            let Some(run) = run_of(&parts, known.money.amount) else { continue };
            let found = |amount: Amount| match known.origin {
                Origin::Assumed => Again::Instead(vec![(known.rows[0], amount)]),
                Origin::Stated | Origin::Told => Again::Same(known.rows.clone()),
            };
            self.found.extend(run.iter().map(|&(told, amount)| (told, found(amount))));
            gone.insert(at);
        }
        self.forget(&gone);
    }

    /// Lets money take the place of payments of which nobody knew when: its day is the true one. So it is with what
    /// pays all of them on invoices on which nothing else is left open, and with what is of the same sum on about that
    /// day.
    fn take_place_of_assumed(&mut self, owed: Owed<'_>) {
        let index = Index::of(&self.known, |known| known.origin == Origin::Assumed);
        let mut gone = BTreeSet::new();
        for at in self.left().collect::<Vec<_>>() {
            let told = &self.told[at];
            let assumed = index.may_be(told).into_iter().filter(|at| !gone.contains(at));
            let assumed: Vec<usize> = assumed.filter(|&at| self.known[at].is_since(told)).collect();
            // What is owed is asked for only where it matters: the whole folder is worked through for it.
            if assumed.is_empty() {
                continue;
            }
            let money = |at: usize| &self.known[at].money;
            let of_day =
                |at: &&usize| money(**at).amount == told.money.amount && is_near(money(**at).date, told.money.date);
            let day = assumed.iter().map(|&at| money(at).date).fold(told.money.date, Date::max);
            let is_settled = |number: &InvoiceNo| !owed(*number, day).is_positive();
            let is_all_settled = || !told.numbers.is_empty() && told.numbers.iter().all(is_settled);
            let sum = || assumed.iter().map(|&at| money(at).amount).sum::<Amount>();
            let places = match assumed.iter().find(of_day) {
                Some(&one) => vec![one],
                None if is_all_settled() && sum() <= told.money.amount => assumed,
                None => continue,
            };
            let parts = places.iter().map(|&at| (self.known[at].rows[0], money(at).amount)).collect();
            self.found.insert(at, Again::Instead(parts));
            gone.extend(places);
        }
        self.forget(&gone);
    }

    /// Notes the money that may be payments all the same, where its sum does not say what else it pays.
    fn doubt(&mut self) {
        let index = Index::of(&self.known, |_| true);
        for at in self.left().collect::<Vec<_>>() {
            let told = &self.told[at];
            let may_be = |known: &&Known| {
                let is_of_sum = known.money.amount == told.money.amount;
                // The seller declares what others know of too, be it months later.
                let is_late = known.money.is_declared || same::is_near_if_settled(known.money.date, told.money.date);
                let is_again = known.may_be(told) && is_of_sum && is_late;
                let is_part = told.money.amount < known.money.amount && known.may_hold(told);
                let is_unnamed = told.money.invoices.is_empty() && known.is_since(told);
                match known.origin {
                    // Its day says nothing: it may be as well what the sum is just of.
                    Origin::Assumed if known.may_be(told) => is_of_sum || !told.fits,
                    Origin::Assumed => is_unnamed && is_of_sum && !told.fits,
                    Origin::Stated => !told.fits && (is_again || is_part),
                    Origin::Told => !told.fits && is_again,
                }
            };
            if let Some(known) = index.may_be(told).into_iter().map(|at| &self.known[at]).find(may_be) {
                let payment = known.rows[0];
                self.found.insert(at, Again::Doubt(payment));
            }
        }
    }

    /// Returns the places of what nothing is found of yet.
    fn left(&self) -> impl Iterator<Item = usize> + '_ {
        (0..self.told.len()).filter(|at| !self.found.contains_key(at))
    }

    fn forget(&mut self, gone: &BTreeSet<usize>) {
        let mut at = 0..;
        self.known.retain(|_| at.next().is_none_or(|at| !gone.contains(&at)));
    }
}

/// Where payments stand among those that are known: a customer may have thousands.
struct Index {
    by_number: BTreeMap<InvoiceNo, Vec<usize>>,
    by_sum: BTreeMap<Amount, Vec<usize>>,
}

impl Index {
    fn of(known: &[Known], is_wanted: impl Fn(&Known) -> bool) -> Index {
        let mut index = Index { by_number: BTreeMap::new(), by_sum: BTreeMap::new() };
        for (at, one) in known.iter().enumerate().filter(|(_, one)| is_wanted(one)) {
            one.money.invoices.iter().for_each(|&number| index.by_number.entry(number).or_default().push(at));
            index.by_sum.entry(one.money.amount).or_default().push(at);
        }
        index
    }

    /// Returns the places of the payments on the invoices that money names, else of those of its sum, in their order.
    fn may_be(&self, told: &Told) -> BTreeSet<usize> {
        if told.money.invoices.is_empty() {
            return self.by_sum.get(&told.money.amount).into_iter().flatten().copied().collect();
        }
        told.money.invoices.iter().filter_map(|number| self.by_number.get(number)).flatten().copied().collect()
    }
}

/// Returns the first money of those, one after the other, that comes to a sum.
fn run_of(parts: &[(usize, Amount)], sum: Amount) -> Option<&[(usize, Amount)]> {
    let (mut first, mut total) = (0, Amount::ZERO);
    for (last, (_, amount)) in parts.iter().enumerate() {
        total += *amount;
        while total > sum && first <= last {
            total -= parts[first].1;
            first += 1;
        }
        if total == sum && first <= last {
            return Some(&parts[first..=last]);
        }
    }
    None
}
