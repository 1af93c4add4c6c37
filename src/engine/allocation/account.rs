//! One customer's account, worked through day by day.

mod reversals;

use std::collections::{BTreeMap, BTreeSet};

use super::discount::Discounts;
use super::money::{Credits, Money};
use super::returns::Returns;
use super::steps::{Step, Steps};
use super::write_offs::WriteOffStep;
use super::{Cause, CreditSource, Move, Part};
use crate::model::{Amount, Currency, CustomerId, Date, ItemId, Ledger, PaymentId};
use crate::policy::AllocationRules;

/// Is the state of one customer's account on one day. The buffers are used again for the next customer.
pub(super) struct Account<'a> {
    ledger: &'a Ledger,
    rules: &'a AllocationRules,
    as_of: Date,
    write_offs: &'a [WriteOffStep],
    steps: Steps,
    returns: Returns,
    today: Date,
    /// How far the money that waits has been offered to today's items.
    offered: Offered,
    /// The customer's first row, from which `open` counts.
    first_row: u32,
    /// What is owed on each of the customer's rows; zero before it is issued.
    open: Vec<Amount>,
    /// The rows on which something is owed, by due date; kept only when some money names no invoice.
    open_rows: Option<BTreeSet<(Currency, ItemId)>>,
    issued_today: Vec<ItemId>,
    moves: Vec<(ItemId, Move)>,
    credits: Credits<'a>,
    discounts: Discounts,
    /// The rests that the tolerance settled.
    tolerated: BTreeMap<ItemId, Amount>,
    /// Where the money went of payments that are taken back some day.
    paid_by_returned: BTreeMap<PaymentId, Vec<(ItemId, Amount)>>,
    /// Payments that name no invoice and were taken back on their own day, before they went anywhere.
    cancelled: BTreeSet<PaymentId>,
    /// What each write-off took.
    written_off: BTreeMap<u32, Vec<(ItemId, Amount)>>,
}

/// Is how far the money that waits has been offered today; each stage comes before the day's own money of its kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Offered {
    Nothing,
    NamedCreditNotes,
    NamedPayments,
    Unnamed,
}

impl<'a> Account<'a> {
    pub(super) fn new(
        ledger: &'a Ledger,
        rules: &'a AllocationRules,
        as_of: Date,
        write_offs: &'a [WriteOffStep],
    ) -> Account<'a> {
        Account {
            ledger,
            rules,
            as_of,
            write_offs,
            steps: Steps::default(),
            returns: Returns::default(),
            today: as_of,
            offered: Offered::Nothing,
            first_row: 0,
            open: Vec::new(),
            open_rows: None,
            issued_today: Vec::new(),
            moves: Vec::new(),
            credits: Credits::default(),
            discounts: Discounts::default(),
            tolerated: BTreeMap::new(),
            paid_by_returned: BTreeMap::new(),
            cancelled: BTreeSet::new(),
            written_off: BTreeMap::new(),
        }
    }

    /// Works through one customer's account and adds what came of it to `part`.
    pub(super) fn work_through(&mut self, customer: CustomerId, part: &mut Part) {
        self.steps.gather(self.ledger, self.rules, self.as_of, self.write_offs, customer);
        self.returns = Returns::of(self.ledger, customer, &mut part.findings);
        let rows = self.ledger.invoices_of(customer);
        self.first_row = rows.start as u32;
        self.open.clear();
        self.open.resize(rows.len(), Amount::ZERO);
        self.open_rows = self.steps.any_unnamed().then(BTreeSet::new);
        self.discounts.clear();
        self.tolerated.clear();
        self.paid_by_returned.clear();
        self.cancelled.clear();
        self.written_off.clear();

        let mut today = None;
        for i in 0..self.steps.len() {
            let (day, step) = self.steps.get(i);
            if today != Some(day) {
                self.offer(Offered::Unnamed);
                today = Some(day);
                self.offered = Offered::Nothing;
                self.issued_today.clear();
                self.today = day.date();
            }
            self.take(step, part);
        }
        self.offer(Offered::Unnamed);
        self.hand_over(customer, part);
    }

    /// Adds the moves, row by row, and the credits to `part`.
    fn hand_over(&mut self, customer: CustomerId, part: &mut Part) {
        part.moves.add(self.first_row, self.open.len(), &self.moves);
        self.moves.clear();
        part.credits.extend(self.credits.drain(customer));
    }

    fn take(&mut self, step: Step, part: &mut Part) {
        match step {
            Step::Issue(item) => self.issue(item),
            Step::NamedCreditNote(note) => {
                self.offer(Offered::NamedCreditNotes);
                self.set_against_named(Money::of_credit_note(self.ledger, note));
            }
            Step::NamedPayment(payment) => {
                self.offer(Offered::NamedPayments);
                self.set_against_named(Money::of_payment(self.ledger, payment));
            }
            Step::Return(id) => {
                self.offer(Offered::NamedPayments);
                self.take_back(id, part);
            }
            Step::WriteOff(place) => {
                self.offer(Offered::NamedPayments);
                self.write_off(place, &mut part.findings);
            }
            Step::UndoWriteOff(place) => self.undo_write_off(place),
            Step::CreditNote(note) => {
                self.offer(Offered::Unnamed);
                self.set_against_oldest(Money::of_credit_note(self.ledger, note));
            }
            Step::Payment(payment) => {
                self.offer(Offered::Unnamed);
                if !self.cancelled.contains(&payment) {
                    self.set_against_oldest(Money::of_payment(self.ledger, payment));
                }
            }
            Step::Refund(id) => {
                self.offer(Offered::Unnamed);
                self.refund(id, part);
            }
        }
    }

    fn issue(&mut self, item: ItemId) {
        self.set_open(item, self.ledger.invoice(item).amount);
        self.issued_today.push(item);
    }

    /// Offers the money that waits to what it waits for, up to and including a stage of the day.
    ///
    /// Money that named an invoice goes to the items issued today only: what exceeded the invoice before is credit
    /// until a row says where it goes. Money that names nothing goes to whatever is open.
    fn offer(&mut self, stage: Offered) {
        if self.offered >= stage {
            return;
        }
        for (at, credit_notes) in [(Offered::NamedCreditNotes, true), (Offered::NamedPayments, false)] {
            if self.offered < at && at <= stage && self.credits.any_parked() {
                self.offer_parked(credit_notes);
            }
        }
        if stage == Offered::Unnamed {
            for money in self.credits.take_waiting() {
                self.set_against_oldest(money);
            }
        }
        self.offered = stage;
    }

    fn offer_parked(&mut self, credit_notes: bool) {
        let mut issued = self.issued_today.clone();
        issued.sort_unstable();
        let numbers: BTreeSet<_> = issued.iter().map(|&item| self.ledger.invoice(item).number).collect();
        for number in numbers {
            for mut money in self.credits.take_parked(number, credit_notes) {
                for &item in issued.iter().filter(|&&item| self.ledger.invoice(item).number == number) {
                    if money.instalment.is_none() || money.instalment == self.ledger.instalment(item) {
                        self.pay(item, &mut money);
                    }
                }
                self.credits.park(money);
            }
        }
    }

    /// Sets money against the invoice that it names, by due date; what exceeds it stays credit.
    fn set_against_named(&mut self, mut money: Money<'a>) {
        let (ledger, today) = (self.ledger, self.today);
        let number = money.named.expect("the money names an invoice");
        let issued = |&item: &ItemId| ledger.invoice(item).is_item() && ledger.invoice(item).issue <= today;
        let rows = ledger.rows_of(number);
        if let Some(instalment) = money.instalment {
            let named = rows.clone().find(|&item| ledger.instalment(item) == Some(instalment));
            match named.filter(issued) {
                Some(item) => self.pay(item, &mut money),
                None => return self.credits.park(money),
            }
        }
        for item in rows.filter(issued) {
            self.pay(item, &mut money);
        }
        self.credits.park(money);
    }

    /// Sets money that names no invoice against what is open: by due date (so debts already due come first), then
    /// issue date, and among equals pro rata (C. civ. 1342-10).
    fn set_against_oldest(&mut self, mut money: Money<'a>) {
        while money.left.is_positive() {
            let Some(equals) = self.oldest_open(money.currency) else { break };
            let owed: Amount = equals.iter().map(|&item| self.open(item)).sum();
            if money.left >= owed || equals.len() == 1 {
                for &item in &equals {
                    self.pay(item, &mut money);
                }
            } else {
                for (item, share) in self.shares(&equals, owed, money.left) {
                    self.pay_at_most(item, &mut money, share);
                }
                break;
            }
        }
        self.credits.wait(money);
    }

    /// Returns the open items of a currency that fall due first, those equal in due and issue date, by id.
    fn oldest_open(&self, currency: Currency) -> Option<Vec<ItemId>> {
        let rows = self.open_rows.as_ref().expect("open rows are kept when money names no invoice");
        let day = |item: ItemId| (self.ledger.invoice(item).due, self.ledger.invoice(item).issue);
        let mut open = rows.range((currency, ItemId(0))..=(currency, ItemId(u32::MAX))).map(|&(_, item)| item);
        let first = open.next()?;
        let mut equals = vec![first];
        equals.extend(open.take_while(|&item| day(item) == day(first)));
        Some(equals)
    }

    /// Splits money among equals in proportion to what is open on each; spare minor units go one each, by id.
    fn shares(&self, equals: &[ItemId], owed: Amount, money: Amount) -> Vec<(ItemId, Amount)> {
        let part = |item: ItemId| {
            let product = i128::from(money.minor()) * i128::from(self.open(item).minor());
            Amount::from_minor((product / i128::from(owed.minor())) as i64)
        };
        let mut shares: Vec<(ItemId, Amount)> = equals.iter().map(|&item| (item, part(item))).collect();
        let mut spare = money - shares.iter().map(|&(_, share)| share).sum();
        for (item, share) in &mut shares {
            if spare.is_positive() && *share < self.open(*item) {
                *share += Amount::from_minor(1);
                spare -= Amount::from_minor(1);
            }
        }
        shares
    }

    fn pay(&mut self, item: ItemId, money: &mut Money<'a>) {
        self.pay_at_most(item, money, money.left);
    }

    /// Sets money against an item, then looks whether its rest is earned discount or within the tolerance.
    fn pay_at_most(&mut self, item: ItemId, money: &mut Money<'a>, most: Amount) {
        let amount = most.min(self.open(item));
        let invoice = self.ledger.invoice(item);
        if !amount.is_positive() || invoice.currency != money.currency {
            return;
        }
        money.left -= amount;
        let cause = match money.source {
            CreditSource::Payment(payment) => {
                if self.returns.is_returned(payment) {
                    self.paid_by_returned.entry(payment).or_default().push((item, amount));
                }
                Cause::Payment(payment)
            }
            CreditSource::CreditNote(note) => Cause::CreditNote(note),
        };
        self.change(item, -amount, cause);
        self.discounts.note(self.ledger, item, money, amount);
        self.settle_rest(item);
    }

    /// Settles the rest of an item that is earned discount, or within the tolerance.
    fn settle_rest(&mut self, item: ItemId) {
        if let Some(rest) = self.discounts.earn(item, self.open(item)) {
            self.change(item, -rest, Cause::Discount);
        }
        let rest = self.open(item);
        let most = tolerance(self.rules, self.ledger.invoice(item).currency);
        if rest.is_positive() && rest <= most {
            self.change(item, -rest, Cause::Tolerance);
            *self.tolerated.entry(item).or_default() += rest;
        }
    }

    fn open(&self, item: ItemId) -> Amount {
        self.open[(item.0 - self.first_row) as usize]
    }

    fn change(&mut self, item: ItemId, change: Amount, cause: Cause) {
        self.set_open(item, self.open(item) + change);
        self.moves.push((item, Move::new(self.today, change, cause)));
    }

    fn set_open(&mut self, item: ItemId, open: Amount) {
        self.open[(item.0 - self.first_row) as usize] = open;
        if let Some(rows) = &mut self.open_rows {
            let key = (self.ledger.invoice(item).currency, item);
            if open.is_positive() {
                rows.insert(key);
            } else {
                rows.remove(&key);
            }
        }
    }
}

/// Returns the largest rest that the policy lets go, in whole minor units of a currency.
fn tolerance(rules: &AllocationRules, currency: Currency) -> Amount {
    if rules.tolerance.is_zero() {
        return Amount::ZERO;
    }
    Amount::from_decimal(rules.tolerance.trunc_with_scale(currency.decimals()), currency).unwrap_or_default()
}
