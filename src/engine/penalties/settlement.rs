//! Finds what of interest and indemnity is no longer claimed, from notes, waivers and money, for every item of a
//! customer. What comes of it for one item is a [`Settled`].

use std::collections::{BTreeMap, BTreeSet};

use super::Penalties;
use super::accrual::{Excess, Waived};
use super::settled::Settled;
use crate::engine::allocation::ClaimPaid;
use crate::engine::history::concerned;
use crate::model::{Amount, CustomerId, Date, Event, InvoiceNo, ItemId};
use crate::policy::Imputation;

/// What money paid of claims, by day.
pub(super) type PaidByDay = BTreeMap<Date, Vec<ClaimPaid>>;

/// Enters what was paid on a day.
pub(super) fn enter(paid: &PaidByDay, day: Date, states: &mut BTreeMap<ItemId, Settled>) {
    for paid in paid.get(&day).into_iter().flatten() {
        let Some(state) = states.get_mut(&paid.item) else { continue };
        if paid.is_apart {
            state.paid_apart += paid.amount;
        } else {
            state.paid += paid.amount;
            state.paid_indemnity += paid.indemnity;
        }
    }
}

impl Penalties<'_> {
    /// Finds what is settled of the late items of every customer with waivers, penalty notes or money that exceeded a
    /// debt.
    ///
    /// What a waiver gives up of an item's interest is known only then, and no later payment is taken for it: of its
    /// customer all is computed once more.
    pub(super) fn settle_all(&mut self) {
        let owner = |number: InvoiceNo| {
            let row = self.ledger.rows_of(number).next().expect("a number has a row");
            self.ledger.invoice(row).customer
        };
        let mut customers: BTreeSet<CustomerId> = self.facts.waivers.iter().map(|event| event.customer).collect();
        customers.extend(self.charges.own.keys().chain(self.charges.apart.keys()).map(|&number| owner(number)));
        if self.balances.any_claim_paid() {
            customers.extend(
                self.balances
                    .claims_paid_on(0..self.ledger.invoices().len())
                    .iter()
                    .map(|paid| self.ledger.invoice(paid.item).customer),
            );
        }
        let mut waiving: BTreeMap<CustomerId, usize> = BTreeMap::new();
        self.facts.waivers.iter().for_each(|event| *waiving.entry(event.customer).or_default() += 1);
        for (customer, count) in waiving {
            self.learn_waived(customer, count);
        }
        let mut settled = BTreeMap::new();
        for customer in customers {
            settled.extend(self.settle_as_paid(customer, |_, _| {}));
        }
        self.settled = settled;
    }

    /// Learns what waivers give up of the interest of a customer's items. What one gives up changes what money pays
    /// after it, and so what the next one finds: after as many rounds as there are waivers nothing changes any more.
    fn learn_waived(&mut self, customer: CustomerId, waivers: usize) {
        for _ in 0..waivers {
            let mut waived: BTreeMap<ItemId, Vec<Waived>> = BTreeMap::new();
            self.settle_as_paid(customer, |item, one| waived.entry(item).or_default().push(one));
            let mut is_known = true;
            for item in self.ledger.invoices_of(customer).map(|row| ItemId(row as u32)) {
                let now = waived.remove(&item);
                is_known &= self.waived.get(&item) == now.as_ref();
                match now {
                    Some(now) => self.waived.insert(item, now),
                    None => self.waived.remove(&item),
                };
            }
            if is_known {
                return;
            }
            // What is given up of interest is none that the money of notes can pay.
            self.learn_notes_money(&self.charged_of(customer));
        }
    }

    /// Returns a customer's invoices on which penalty notes are.
    fn charged_of(&self, customer: CustomerId) -> Vec<InvoiceNo> {
        let numbers = self.ledger.invoices_of(customer).map(|row| self.ledger.invoice(ItemId(row as u32)).number);
        let numbers: BTreeSet<InvoiceNo> = numbers.filter(|number| self.charges.own.contains_key(number)).collect();
        numbers.into_iter().collect()
    }

    /// Returns what is settled of a customer's late items with the money that is known to pay his claims.
    fn settle_as_paid(&self, customer: CustomerId, tell: impl FnMut(ItemId, Waived)) -> BTreeMap<ItemId, Settled> {
        let paid = self.paid_by_day(customer);
        self.settle(customer, paid.keys().copied().collect(), |day, states| enter(&paid, day, states), tell)
    }

    /// Returns what money paid of a customer's claims, by day.
    pub(super) fn paid_by_day(&self, customer: CustomerId) -> PaidByDay {
        let mut by_day = PaidByDay::new();
        for paid in self.balances.claims_paid_on(self.ledger.invoices_of(customer)) {
            by_day.entry(paid.date).or_default().push(*paid);
        }
        by_day
    }

    /// Returns what is settled of a customer's late items: first what was charged, then day by day what was paid and
    /// given up, each out of what was left. On each of the days `pay` says what was paid; `tell` is told what of an
    /// item's interest a waiver gives up.
    ///
    /// Of an item whose interest cannot be computed to the end, what is known of it counts; [`Penalties::obstacles`]
    /// reports it.
    pub(super) fn settle(
        &self,
        customer: CustomerId,
        days: BTreeSet<Date>,
        mut pay: impl FnMut(Date, &mut BTreeMap<ItemId, Settled>),
        mut tell: impl FnMut(ItemId, Waived),
    ) -> BTreeMap<ItemId, Settled> {
        let mut states = self.late_items(customer);
        let mut shares = self.charge(&mut states).into_iter().peekable();
        let mut enter_shares = |until: Date, states: &mut BTreeMap<ItemId, Settled>| {
            while let Some(share) = shares.next_if(|share| share.date <= until) {
                states.get_mut(&share.item).expect("a share is of a late item").enter(&share);
            }
        };
        let mut days = days.into_iter().peekable();
        let first = self.facts.waivers.partition_point(|event| event.customer < customer);
        for waiver in self.facts.waivers[first..].iter().take_while(|event| event.customer == customer) {
            while let Some(day) = days.next_if(|day| *day <= waiver.date) {
                enter_shares(day, &mut states);
                pay(day, &mut states);
            }
            enter_shares(waiver.date, &mut states);
            self.waive(waiver, &mut states, &mut tell);
        }
        for day in days {
            enter_shares(day, &mut states);
            pay(day, &mut states);
        }
        enter_shares(self.as_of(), &mut states);
        states
    }

    fn late_items(&self, customer: CustomerId) -> BTreeMap<ItemId, Settled> {
        let mut pieces = Vec::new();
        let rows = self.ledger.invoices_of(customer).map(|row| ItemId(row as u32));
        let state = |item: ItemId| {
            let row = self.accrue_as_known(item, &mut pieces)?;
            Some((
                item,
                Settled {
                    interest: row.interest,
                    indemnity: row.indemnity,
                    apart: row.indemnity_apart,
                    ..Settled::default()
                },
            ))
        };
        rows.filter_map(state).collect()
    }

    /// Returns the interest of an item that payments by a day have paid before its principal, as far as no other money
    /// has paid by then the principal that they left (C. civ. 1343-1), and what was paid of that on penalty notes.
    fn taken_by(&self, item: ItemId, day: Date) -> Amount {
        if self.policy.penalties.imputation == Imputation::PrincipalFirst {
            return Amount::ZERO;
        }
        let mut parts = Vec::new();
        let Ok(mut excess) = self.excess(item) else { return Amount::ZERO };
        excess.retain(|excess| excess.date <= day);
        let money = |excess: &[Excess]| excess.iter().map(|excess| excess.left).sum::<Amount>();
        let came = money(&excess);
        let row = self.accrue_with(item, Date::MAX, &mut excess, &mut Vec::new(), &mut |part| parts.push(part));
        let Ok(Some(row)) = row else { return Amount::ZERO };
        let in_all: Amount = parts.iter().copied().sum();
        let moves = self.balances.moves(item).iter().zip(parts);
        let by_day: Amount = moves.take_while(|(step, _)| step.date <= day).map(|(_, part)| part).sum();
        let paid_by_others = in_all - (row.principal_due - row.open);
        let as_it_ran =
            self.balances.claims_paid(item).iter().filter(|paid| paid.date <= day).map(|paid| paid.as_it_ran);
        let on_notes = came - money(&excess) - as_it_ran.sum();
        (by_day - paid_by_others + on_notes).max(Amount::ZERO)
    }

    /// Gives up what is left of the interest of all its items, then of the indemnity, never principal: the sum of the
    /// waiver, or everything.
    fn waive(&self, waiver: &Event, states: &mut BTreeMap<ItemId, Settled>, tell: &mut impl FnMut(ItemId, Waived)) {
        let mut left = waiver.amount;
        let items: Vec<ItemId> = concerned(self.ledger, waiver).filter(|item| states.contains_key(item)).collect();
        let taken: BTreeMap<ItemId, Amount> =
            items.iter().map(|&item| (item, self.taken_by(item, waiver.date))).collect();
        let turns = [false, true].into_iter().flat_map(|indemnity| items.iter().map(move |&item| (item, indemnity)));
        for (item, indemnity) in turns {
            let Some(state) = states.get_mut(&item) else { continue };
            let most = state.open_to_waiver(taken[&item], indemnity);
            let part = left.map_or(most, |left| left.min(most));
            let kept = state.interest - state.open_interest(taken[&item]);
            state.waived += part;
            if indemnity {
                state.waived_indemnity += part;
            } else if part.is_positive() {
                tell(item, Waived { date: waiver.date, amount: part, kept });
            }
            match &mut left {
                Some(left) => *left -= part,
                None => state.waived_apart += state.left_apart(),
            }
        }
    }
}
