//! Which money pays interest and indemnity: what a payment exceeds the principal of its invoice by pays first the
//! interest, then the indemnity that a notice claimed of it, before it is credit.
//!
//! A penalty note is an item of the books, and paid there. Where payments pay the interest first (C. civ. 1343-1), what
//! exceeds the books' balance pays interest without any claim: of a payment of principal and interest nothing remains.

use std::cell::LazyCell;
use std::collections::{BTreeMap, BTreeSet};
use std::iter;

use hashbrown::HashMap;

use super::accrual::Excess;
use super::facts::is_claimed;
use super::settled::Settled;
use super::settlement::enter;
use super::{Penalties, apart, charged};
use crate::engine::allocation::{Balances, ClaimPaid, Credit, CreditSource, ForItems};
use crate::engine::history::{History, concerned};
use crate::engine::receipts::receipts;
use crate::law::rates::Rates;
use crate::model::{Amount, CustomerId, Date, Event, EventKind, InvoiceKind, InvoiceNo, ItemId, Ledger, PaymentId};
use crate::policy::{Imputation, Policy};

/// The place of what a notice asked for among the groups of a pool.
const ASKED: usize = 0;

/// Money of a payment beyond what it was for, and what it can pay.
#[derive(Debug)]
struct Pool {
    payment: PaymentId,
    date: Date,
    left: Amount,
    /// The items whose claims it can pay: first what a notice asked for that was of its sum, then invoice by invoice.
    /// Of each group it pays the interest of all, then the indemnity.
    groups: Vec<Vec<ItemId>>,
    /// What of it is for the first group, as a notice had asked for it.
    asked: Due,
    /// Whether it named them. What named nothing pays interest as it ran, and no claim.
    is_named: bool,
}

/// Interest and indemnity.
#[derive(Clone, Copy, Debug, Default)]
struct Due {
    interest: Amount,
    indemnity: Amount,
}

/// Since when interest and indemnity of an item are claimed.
#[derive(Clone, Copy, Debug, Default)]
struct Claimed {
    interest: Option<Date>,
    indemnity: Option<Date>,
}

/// Tells whether payments pay interest before principal.
pub(super) fn pays_interest_first(policy: &Policy) -> bool {
    policy.penalties.imputation == Imputation::InterestFirst
}

/// Sets the money that exceeds the principal of its invoice against the interest and indemnity that were claimed of it.
/// The rates are asked for only where there is such money.
pub fn pay_claims(ledger: &Ledger, policy: &Policy, rates: impl FnOnce() -> Rates, balances: &mut Balances) {
    balances.forget_claims();
    let rates = LazyCell::new(rates);
    apart::pay(ledger, policy, &rates, balances);
    let interest_first = pays_interest_first(policy);
    let named = named(ledger, balances);
    let claims = claims(ledger, policy, balances, &named);
    let mut pools: BTreeMap<CustomerId, Vec<Pool>> = BTreeMap::new();
    for credit in balances.credits() {
        let (CreditSource::Payment(payment), true) = (credit.source, credit.amount.is_positive()) else { continue };
        let asked = balances.asked_by(payment);
        let groups: Vec<Vec<ItemId>> = match credit.named {
            // What is still to be issued of the invoice comes first.
            Some(number) if ledger.rows_of(number).any(|item| ledger.invoice(item).issue > balances.as_of()) => {
                continue;
            }
            Some(_) => {
                let asked = asked.map_or(Vec::new(), |asked| asked.items.clone());
                let others = named[&payment].iter().map(|&number| ledger.rows_of(number).collect());
                iter::once(asked).chain(others).collect()
            }
            None if interest_first => vec![Vec::new(), paid_late(ledger, balances, credit)],
            None => Vec::new(),
        };
        if groups.iter().flatten().any(|item| interest_first || claims.contains_key(item)) {
            let due = |asked: &ForItems| Due { interest: asked.interest, indemnity: asked.amount - asked.interest };
            let asked = asked.map(due).unwrap_or_default();
            let (left, is_named) = (credit.amount, credit.named.is_some());
            let pool = Pool { payment, date: credit.date, left, groups, asked, is_named };
            pools.entry(credit.customer).or_default().push(pool);
        }
    }
    if pools.is_empty() {
        return;
    }
    if interest_first {
        let paid = {
            let penalties = Penalties::new(ledger, balances, policy, &rates);
            pools.values_mut().flat_map(|pools| penalties.pay_as_it_runs(pools)).collect::<Vec<_>>()
        };
        balances.pay_claims(paid);
    }
    pools.values_mut().for_each(|pools| pools.retain(|pool| pool.is_named));
    let paid = {
        let penalties = Penalties::new(ledger, balances, policy, &rates);
        let pay = |(customer, pools): (CustomerId, Vec<Pool>)| penalties.pay_what_is_claimed(customer, pools, &claims);
        pools.into_iter().flat_map(pay).collect::<Vec<_>>()
    };
    balances.pay_claims(paid);
}

/// Returns the items that were paid late, by due date: whatever paid them, money that names nothing pays their
/// interest.
fn paid_late(ledger: &Ledger, balances: &Balances, credit: &Credit) -> Vec<ItemId> {
    let rows = ledger.invoices_of(credit.customer).map(|row| ItemId(row as u32));
    let is_paid_late = |item: &ItemId| {
        let invoice = ledger.invoice(*item);
        let last = balances.moves(*item).last();
        invoice.currency == credit.currency && last.is_some_and(|step| step.date > invoice.payable_until())
    };
    rows.filter(is_paid_late).collect()
}

/// Returns the invoices whose claims each payment can pay that is left over on the one that it names: that one, then
/// the others that its receipt was divided among, the first due first, then those that penalty notes among them are of.
fn named(ledger: &Ledger, balances: &Balances) -> BTreeMap<PaymentId, Vec<InvoiceNo>> {
    let credits = || balances.credits().iter().filter(|credit| credit.named.is_some());
    let customers: BTreeSet<CustomerId> = credits().map(|credit| credit.customer).collect();
    let rows = customers.iter().flat_map(|&customer| ledger.payments_of(customer)).map(|row| PaymentId(row as u32));
    let receipts = receipts(ledger, &rows.collect::<Vec<_>>());
    let receipt_of: HashMap<PaymentId, &Vec<PaymentId>> =
        receipts.iter().flat_map(|rows| rows.iter().map(move |&row| (row, rows))).collect();
    let mut named = BTreeMap::new();
    for credit in credits() {
        let (CreditSource::Payment(payment), Some(own)) = (credit.source, credit.named) else { continue };
        let parts = receipt_of.get(&payment).into_iter().copied().flatten();
        let mut others: Vec<InvoiceNo> = parts.filter_map(|&part| ledger.payment(part).invoice).collect();
        others.retain(|&number| number != own);
        others.sort_unstable_by_key(|&number| ledger.rows_of(number).next());
        others.dedup();
        let numbers = [vec![own], others].concat();
        // What exceeds a penalty note pays what has run since of the invoice that it is of.
        let charged = numbers.iter().filter_map(|&number| {
            let note = ledger.rows_of(number).find(|&row| ledger.invoice(row).kind == InvoiceKind::Penalty)?;
            ledger.more(note)?.applies_to.filter(|charged| !numbers.contains(charged))
        });
        let charged: Vec<InvoiceNo> = charged.collect();
        let mut numbers = [numbers, charged].concat();
        // A note may charge an indemnity that is owed in another currency than its invoice.
        numbers.retain(|&number| ledger.rows_of(number).all(|row| ledger.invoice(row).currency == credit.currency));
        named.insert(payment, numbers);
    }
    named
}

/// Returns since when interest and indemnity are claimed of the invoices on which money is left over.
fn claims(
    ledger: &Ledger,
    policy: &Policy,
    balances: &Balances,
    named: &BTreeMap<PaymentId, Vec<InvoiceNo>>,
) -> BTreeMap<ItemId, Claimed> {
    let numbers: BTreeSet<InvoiceNo> = named.values().flatten().copied().collect();
    let customers: BTreeSet<CustomerId> =
        balances.credits().iter().filter(|credit| credit.named.is_some()).map(|credit| credit.customer).collect();
    let is_notice = |event: &Event| event.kind == EventKind::Notice && customers.contains(&event.customer);
    let mut claims = claimed_by_notes(ledger, balances, &numbers);
    if !ledger.events().iter().any(is_notice) {
        return claims;
    }
    let history = History::new(ledger, balances.as_of());
    for event in customers.iter().flat_map(|&customer| history.of(customer)).filter(|event| is_notice(event)) {
        let (interest, indemnity) =
            (is_claimed(event, event.interest, policy), is_claimed(event, event.indemnity, policy));
        for item in concerned(ledger, event).filter(|&item| numbers.contains(&ledger.invoice(item).number)) {
            let claimed = claims.entry(item).or_default();
            claimed.since(event.date, interest, indemnity);
        }
    }
    claims.retain(|_, claimed| claimed.interest.is_some() || claimed.indemnity.is_some());
    claims
}

/// Returns what penalty notes claim of invoices: what they charge is an item of its own, and the interest that runs on
/// is claimed by them too. A note that a credit note took back claims nothing.
fn claimed_by_notes(ledger: &Ledger, balances: &Balances, numbers: &BTreeSet<InvoiceNo>) -> BTreeMap<ItemId, Claimed> {
    let mut claims: BTreeMap<ItemId, Claimed> = BTreeMap::new();
    if numbers.is_empty() {
        return claims;
    }
    let charges = charged::charges(ledger, balances).own;
    for (number, notes) in charges.iter().filter(|(number, _)| numbers.contains(number)) {
        let Some(first) = notes.iter().find(|note| note.amount.is_positive()) else { continue };
        for item in ledger.rows_of(*number) {
            claims.entry(item).or_default().since(first.date, true, false);
        }
    }
    claims
}

impl Penalties<'_> {
    /// Lets money pay interest as it runs, the oldest money first, and the principal that other money, taken for
    /// interest, had left. What a notice asked for pays so much interest as that said, and waits for the indemnity.
    fn pay_as_it_runs(&self, pools: &mut [Pool]) -> Vec<ClaimPaid> {
        let mut paid: Vec<ClaimPaid> = Vec::new();
        let mut used: BTreeMap<ItemId, Vec<Excess>> = BTreeMap::new();
        let mut places: Vec<usize> = (0..pools.len()).collect();
        places.sort_by_key(|&i| pools[i].date);
        for i in places {
            let turns: Vec<(usize, ItemId)> = pools[i].items().collect();
            for (group, item) in turns {
                let Pool { payment, date, left, asked, .. } = pools[i];
                let most = if group == ASKED { asked.interest.min(left) } else { left - asked.indemnity.min(left) };
                let used = used.entry(item).or_default();
                let amount = self.paid_as_it_ran(item, used, Excess { date, left: most });
                if amount.is_positive() {
                    pools[i].left -= amount;
                    pools[i].asked.interest -= amount.min(asked.interest);
                    used.push(Excess { date, left: amount });
                    let indemnity = Amount::ZERO;
                    let is_apart = false;
                    paid.push(ClaimPaid { item, date, payment, amount, as_it_ran: amount, indemnity, is_apart });
                }
            }
        }
        paid
    }

    /// Returns what money that is offered to an item pays of its interest as it runs, beside what other money that came
    /// before pays of that. What was given up of the interest is not owed that day; what a note charged of it is for
    /// the money of the note, which may come later.
    fn paid_as_it_ran(&self, item: ItemId, used: &[Excess], offered: Excess) -> Amount {
        let Excess { date, left } = offered;
        // Most is left where nothing can pay any more.
        let Some(notes) = left.is_positive().then(|| self.paid_by_notes(item).ok()).flatten() else {
            return Amount::ZERO;
        };
        let charged =
            self.settled.get(&item).map_or(Amount::ZERO, |settled| settled.charged - settled.charged_indemnity);
        let mut excess = [used, &[Excess { date, left: left + charged }], notes].concat();
        excess.sort_by_key(|excess| excess.date);
        let place = used.len() + notes.iter().filter(|note| note.date < date).count();
        let before = excess.clone();
        match self.accrue_with(item, Date::MAX, &mut excess, &mut Vec::new(), &mut |_| {}) {
            Ok(Some(_)) => {
                let taken = |i: usize| before[i].left - excess[i].left;
                let by_notes = (0..place).map(taken).sum::<Amount>() - used.iter().map(|used| used.left).sum();
                left.min(taken(place) - (charged - by_notes)).max(Amount::ZERO)
            }
            Ok(None) | Err(_) => Amount::ZERO,
        }
    }

    /// Lets money pay the interest, then the indemnity that was claimed.
    fn pay_what_is_claimed(
        &self,
        customer: CustomerId,
        mut pools: Vec<Pool>,
        claims: &BTreeMap<ItemId, Claimed>,
    ) -> Vec<ClaimPaid> {
        // On the day of a claim all money that waits for it can pay; on others only what comes in.
        let mut claim_days = BTreeSet::new();
        let mut pools_of_day: BTreeMap<Date, Vec<usize>> = BTreeMap::new();
        for (i, pool) in pools.iter().enumerate() {
            for claimed in pool.groups.iter().flatten().filter_map(|item| claims.get(item)) {
                claim_days.extend([claimed.interest, claimed.indemnity].into_iter().flatten());
            }
            pools_of_day.entry(pool.date).or_default().push(i);
        }
        let before = self.paid_by_day(customer);
        let days = pools_of_day.keys().chain(&claim_days).chain(before.keys()).copied().collect();
        let mut paid: BTreeMap<(ItemId, Date, PaymentId), Due> = BTreeMap::new();
        let pay = |day: Date, states: &mut BTreeMap<ItemId, Settled>| {
            enter(&before, day, states);
            let came: Vec<usize> = match claim_days.contains(&day) {
                true => (0..pools.len()).take_while(|&i| pools[i].date <= day).collect(),
                false => pools_of_day.get(&day).cloned().unwrap_or_default(),
            };
            for i in came {
                for (group, item, is_interest) in pools[i].turns() {
                    let pool = &mut pools[i];
                    let (Some(claimed), Some(state)) = (claims.get(&item), states.get_mut(&item)) else { continue };
                    let part = pool.pay(group, is_interest, claimed.on(day, state));
                    state.paid += part.interest + part.indemnity;
                    state.paid_indemnity += part.indemnity;
                    let paid = paid.entry((item, day, pool.payment)).or_default();
                    paid.interest += part.interest;
                    paid.indemnity += part.indemnity;
                }
            }
        };
        self.settle(customer, days, pay, |_, _| {});
        let paid = paid.into_iter().map(|((item, date, payment), Due { interest, indemnity })| {
            let amount = interest + indemnity;
            ClaimPaid { item, date, payment, amount, as_it_ran: Amount::ZERO, indemnity, is_apart: false }
        });
        paid.filter(|paid| paid.amount.is_positive()).collect()
    }
}

impl Pool {
    /// Returns the items whose interest it can pay, in turn, with the place of the group of each.
    fn items(&self) -> impl Iterator<Item = (usize, ItemId)> {
        let groups = self.groups.iter().enumerate();
        groups.flat_map(|(place, group)| group.iter().map(move |&item| (place, item)))
    }

    /// Returns what it pays in turn: of each group the interest of all its items, then the indemnity too.
    fn turns(&self) -> Vec<(usize, ItemId, bool)> {
        let mut turns = Vec::new();
        for (place, group) in self.groups.iter().enumerate() {
            for is_interest in [true, false] {
                turns.extend(group.iter().map(|&item| (place, item, is_interest)));
            }
        }
        turns
    }

    /// Takes out what it pays in a turn of what is due on an item, and returns that.
    fn pay(&mut self, group: usize, is_interest: bool, mut due: Due) -> Due {
        if group == ASKED {
            due.interest = due.interest.min(self.asked.interest);
        }
        let interest = due.interest.min(self.left);
        let indemnity = if is_interest { Amount::ZERO } else { due.indemnity.min(self.left - interest) };
        self.left -= interest + indemnity;
        self.asked.interest -= interest.min(self.asked.interest);
        Due { interest, indemnity }
    }
}

impl Claimed {
    /// Claims interest, the indemnity or both from a day on, unless an earlier one claimed it.
    fn since(&mut self, day: Date, interest: bool, indemnity: bool) {
        let first = |known: Option<Date>, claims: bool| known.into_iter().chain(claims.then_some(day)).min();
        self.interest = first(self.interest, interest);
        self.indemnity = first(self.indemnity, indemnity);
    }

    /// Returns what is left on a day of what is claimed by then.
    fn on(&self, day: Date, state: &Settled) -> Due {
        let is_claimed = |since: Option<Date>| since.is_some_and(|since| since <= day);
        let left = |indemnity| state.left_of(is_claimed(self.interest), indemnity);
        let interest = left(false);
        Due { interest, indemnity: (left(is_claimed(self.indemnity)) - interest).max(Amount::ZERO) }
    }
}
