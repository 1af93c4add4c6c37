//! What a penalty note charges: the interest and the indemnity that nobody charged, gave up or paid yet.

use std::collections::BTreeMap;

use chrono::Days;

use super::accrual::Excess;
use super::charged::Charged;
pub use super::charged::amount_of;
use super::settled::indemnity_in;
use super::{Obstacle, Penalties, PenaltyRow, Piece};
use crate::engine::allocation::Cause;
use crate::model::{Amount, Currency, Date, Event, InvoiceKind, InvoiceNo, ItemId, Ledger};
use crate::policy::Imputation;

/// What a note on one invoice charges.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Charge {
    /// The interest that is still claimed.
    pub interest: Amount,
    /// The indemnity that is still claimed.
    pub indemnity: Amount,
    /// The indemnity that is still claimed in another currency, and that: a note of its own charges it.
    pub apart: Option<(Amount, Currency)>,
    /// What was paid of both already: once a note charges it, that money is the note's payment.
    pub paid: Amount,
    /// The last day to pay it, where the law grants one: counted from the payment of the principal, or from the day of
    /// the balances while that is not paid.
    pub payable_until: Option<Date>,
}

impl Charge {
    /// Returns what the debtor still has to pay of the note.
    pub fn left(&self) -> Amount {
        self.interest + self.indemnity
    }

    /// Returns the amount of the note.
    pub fn amount(&self) -> Amount {
        self.left() + self.paid
    }

    /// Returns the amounts of the notes that charge it, each with its currency; `own` is the invoice's.
    pub fn sums(&self, own: Currency) -> impl Iterator<Item = (Currency, Amount)> + use<> {
        [(own, self.amount())].into_iter().chain(self.apart.map(|(amount, currency)| (currency, amount)))
    }
}

impl Penalties<'_> {
    /// Returns what an item costs, if a note may charge something of it; `pieces` gets those of its interest.
    ///
    /// # Errors
    /// As for [`Penalties::for_item`].
    pub fn to_charge(&self, item: ItemId, pieces: &mut Vec<Piece>) -> Result<Option<PenaltyRow>, Obstacle> {
        // Who contests all of it in good faith is not asked for the price of contesting it.
        if self.is_wholly_disputed(item) {
            return Ok(None);
        }
        let row = self.for_item(item, pieces)?;
        let claimed = |row: &PenaltyRow| row.interest_claimed() + row.indemnity_claimed();
        Ok(row.filter(|row| claimed(row).is_positive() || row.indemnity_apart_claimed().is_positive()))
    }

    /// Returns what a note on an invoice charges, nothing when there is nothing to charge. `leaves_out` is asked
    /// whether the debtor can be asked for an item no more.
    ///
    /// # Errors
    /// As for [`Penalties::for_item`].
    pub fn charge_of(
        &self,
        number: InvoiceNo,
        leaves_out: &mut impl FnMut(ItemId) -> bool,
    ) -> Result<Option<Charge>, Obstacle> {
        let mut charge = Charge::default();
        let mut pieces = Vec::new();
        for item in self.ledger.rows_of(number) {
            let Some(row) = self.to_charge(item, &mut pieces)? else { continue };
            if leaves_out(item) {
                continue;
            }
            let (interest, indemnity) = (row.interest_claimed(), row.indemnity_claimed());
            charge.interest += interest;
            charge.indemnity += indemnity;
            // A note that only the other currency calls for takes no money in this one.
            if (interest + indemnity).is_positive() {
                charge.paid += row.paid;
            }
            let apart = row.indemnity_apart_claimed();
            if let Some(sum) = row.regime.fixed_sum.filter(|_| apart.is_positive()) {
                charge.apart = Some((apart, sum.currency));
            }
            let paid_on = row.settled_on.unwrap_or(self.as_of());
            let until = row.regime.days_for_claims().map(|days| paid_on + Days::new(days));
            charge.payable_until = charge.payable_until.max(until);
        }
        Ok((charge.left().is_positive() || charge.apart.is_some()).then_some(charge))
    }

    /// Returns the money that paid the interest which penalty notes on an item's invoice charge, as far as earlier
    /// instalments leave it, where that changes what bears interest: it pays the interest as it runs, and what other
    /// money, taken for interest, had left of the principal. Charged or not, of what is paid nothing goes on bearing
    /// interest. What paid the indemnity that a note charges besides paid that.
    pub(super) fn paid_by_notes(&self, item: ItemId) -> Result<&[Excess], Obstacle> {
        self.notes_money.get(&item).map_or(Ok(&[]), |money| money.as_deref().map_err(|&obstacle| obstacle))
    }

    /// Finds the money of the notes on some invoices that each of their instalments can take: each leaves the rest to
    /// the next.
    pub(super) fn learn_notes_money(&mut self, numbers: &[InvoiceNo]) {
        for &number in numbers {
            if !self.ledger.rows_of(number).any(|row| self.bears_on_interest(row)) {
                continue;
            }
            let mut money = self.money_of_interest(number);
            for row in self.ledger.rows_of(number) {
                // Where no money paid a note, the earlier instalments leave nothing.
                if money.as_ref().is_ok_and(Vec::is_empty) {
                    self.notes_money.remove(&row);
                    continue;
                }
                if self.bears_on_interest(row) {
                    self.notes_money.insert(row, money.clone());
                }
                money = money.and_then(|mut left| {
                    self.accrue_with(row, Date::MAX, &mut left, &mut Vec::new(), &mut |_| {})?;
                    Ok(left)
                });
            }
        }
    }

    /// Returns the money that paid the interest which notes on an invoice charge, by date.
    fn money_of_interest(&self, number: InvoiceNo) -> Result<Vec<Excess>, Obstacle> {
        let mut excess: Vec<Excess> = Vec::new();
        let mut before = Charge::default();
        for charged in self.charges.own.get(&number).into_iter().flatten() {
            let charge = self.divided(number, charged, &excess, &before)?;
            let mut left = charge.interest;
            excess.extend(self.money_of(charged.note).into_iter().map(|paid| {
                let part = paid.left.min(left);
                left -= part;
                Excess { left: part, ..paid }
            }));
            excess.sort_by_key(|excess| excess.date);
            before.interest += charge.interest;
            before.indemnity += charge.indemnity;
        }
        Ok(excess)
    }

    /// Tells whether interest of an item that nobody paid bears interest: because payments were taken for it that leave
    /// principal, or because interest of a whole year joins the base (C. civ. 1343-2).
    fn bears_on_interest(&self, item: ItemId) -> bool {
        self.policy.penalties.imputation == Imputation::InterestFirst || self.run(item, None).capitalisation.is_some()
    }

    /// Returns what of the amount of a note is interest and what the indemnity, after what earlier notes charged and
    /// the money that paid the interest of those.
    fn divided(
        &self,
        number: InvoiceNo,
        charged: &Charged,
        paid: &[Excess],
        before: &Charge,
    ) -> Result<Charge, Obstacle> {
        let mut paid = paid.to_vec();
        let mut owed = Charge::default();
        for item in self.ledger.rows_of(number) {
            let row = self.accrue_with(item, charged.date, &mut paid, &mut Vec::new(), &mut |_| {})?;
            owed.interest += row.as_ref().map_or(Amount::ZERO, |row| row.interest);
            owed.indemnity += row.as_ref().map_or(Amount::ZERO, |row| row.indemnity);
        }
        let left = |owed: Amount, before: Amount| (owed - before).max(Amount::ZERO);
        let (interest, indemnity) = (left(owed.interest, before.interest), left(owed.indemnity, before.indemnity));
        let (interest, indemnity) = match self.given_up_before(number, charged.date) {
            Some(sum) => (left(interest, sum), left(indemnity, left(sum, interest))),
            None => (interest, Amount::ZERO),
        };
        let indemnity = indemnity_in(charged.amount, interest, indemnity);
        Ok(Charge { interest: charged.amount - indemnity, indemnity, ..Charge::default() })
    }

    /// Returns the sum of the waivers of an invoice before a day; nothing where one gave up everything.
    fn given_up_before(&self, number: InvoiceNo, day: Date) -> Option<Amount> {
        let of_rows = self.ledger.rows_of(number).flat_map(|row| self.facts.waivers_of(self.ledger, row));
        let waivers: BTreeMap<u32, &Event> =
            of_rows.filter(|waiver| waiver.date < day).map(|waiver| (waiver.line, waiver)).collect();
        waivers.values().map(|waiver| waiver.amount).sum()
    }

    /// Returns the money that paid a note, in the order of days, less what was taken back of it.
    fn money_of(&self, note: ItemId) -> Vec<Excess> {
        let mut money: Vec<Excess> = Vec::new();
        for step in self.balances.moves(note) {
            let date = match step.cause() {
                Cause::Payment(payment) => self.ledger.payment(payment).date,
                Cause::CreditNote(credit) if !self.corrects(credit, note) => self.ledger.invoice(credit).issue,
                Cause::Return(_) => {
                    // What a payment that is counted until its return had paid is owed again.
                    let mut back = step.change;
                    for paid in money.iter_mut().rev() {
                        let part = back.min(paid.left);
                        paid.left -= part;
                        back -= part;
                    }
                    continue;
                }
                _ => continue,
            };
            money.push(Excess { date, left: -step.change });
        }
        money
    }

    /// Tells whether a credit note names a penalty note, and so corrects it.
    fn corrects(&self, credit: ItemId, note: ItemId) -> bool {
        self.ledger.more(credit).and_then(|more| more.applies_to) == Some(self.ledger.invoice(note).number)
    }
}

/// Returns the penalty notes on an invoice.
pub fn notes_on(ledger: &Ledger, number: InvoiceNo) -> impl Iterator<Item = ItemId> {
    let row = ledger.rows_of(number).next().expect("a number has a row");
    let rows = ledger.invoices_of(ledger.invoice(row).customer).map(|place| ItemId(place as u32));
    rows.filter(move |&item| {
        ledger.invoice(item).kind == InvoiceKind::Penalty
            && ledger.more(item).and_then(|more| more.applies_to) == Some(number)
    })
}
