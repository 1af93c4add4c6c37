//! One customer's account, worked through day by day.
//!
//! `asked` finds what a payment of just a notice's sum is for, `apart` keeps the indemnities in euros of invoices in
//! another currency, `waiting` offers the money that was kept to what opens,
//! `oldest` finds the debts that unnamed money goes to, `losses` writes off and recovers, `deposits` deducts deposits
//! from final invoices, `assignments` moves credit, `reversals` takes payments back, `refunds` gives credit back.

mod apart;
mod asked;
mod assignments;
mod deposits;
mod losses;
mod oldest;
mod refunds;
mod reversals;
mod waiting;

use std::collections::{BTreeMap, BTreeSet};

use super::acts::Acts;
use super::discount::Discounts;
use super::kept::Kept;
use super::money::{Credits, Money};
use super::returns::Returns;
use super::steps::{Step, Steps};
use super::{Cause, CreditSource, Move, Part};
use crate::model::{Amount, Currency, CustomerId, Date, InvoiceKind, InvoiceNo, ItemId, Ledger, PaymentId};
use crate::policy::{AllocationRules, ReturnsFrom};
use apart::AskedApart;
use asked::{Asked, ChangesByItem, Letters, SetAside};
use losses::Loss;
use oldest::Equals;
use refunds::Refunds;
use waiting::Offered;

/// The state of one customer's account on one day. Its longest buffers are used again for the next customer.
pub(super) struct Account<'a> {
    ledger: &'a Ledger,
    rules: &'a AllocationRules,
    as_of: Date,
    /// The last day of which one knows what was taken back.
    known_until: Date,
    acts: &'a Acts,
    /// What has paid claims.
    kept: &'a Kept,
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
    /// What is known of open debts equal in everything, by currency, due date and issue date.
    equals: BTreeMap<(Currency, Date, Date), Equals>,
    /// The invoices on which more is owed than before while money waits that may name them.
    opened: BTreeSet<InvoiceNo>,
    moves: Vec<(ItemId, Move)>,
    credits: Credits<'a>,
    discounts: Discounts,
    /// The rests that the tolerance settled.
    tolerated: BTreeMap<ItemId, Amount>,
    /// Where the money went of payments that may be taken back.
    paid_by: BTreeMap<PaymentId, Vec<(ItemId, Amount)>>,
    /// Whether where the money went is kept of every payment.
    keeps_all_paid: bool,
    /// What payments left for interest and indemnity, as a notice had asked for it, by the invoice that they name.
    set_aside: BTreeMap<InvoiceNo, Vec<SetAside>>,
    /// The invoices in another currency whose indemnity was paid in euros, each with the payment.
    paid_apart: BTreeMap<InvoiceNo, PaymentId>,
    /// What notices asked for of those, as it was worked out last.
    asked_apart: Option<AskedApart>,
    /// The days on which money may be of the sum of a notice that deducted his credit, and the payments that this is
    /// of.
    in_doubt: BTreeMap<Date, BTreeSet<PaymentId>>,
    changes: ChangesByItem,
    wholes: Letters<'a>,
    /// How much of a currency comes in on a day that names no invoice, as it was added up last.
    unnamed: Option<((Date, Currency), Amount)>,
    /// What was taken back, on their own day, of payments that name no invoice: before they went anywhere.
    cancelled: BTreeMap<PaymentId, Amount>,
    /// The customer's payments and credit notes by their ids, once a move of credit has named one.
    sources: Option<BTreeMap<&'a str, CreditSource>>,
    /// What write-offs took and may come back.
    losses: BTreeMap<InvoiceNo, Vec<Loss>>,
    /// What of each deposit was deducted from each row of its final invoice.
    deducted: BTreeMap<(ItemId, ItemId), Amount>,
    /// What credit notes that name a deposit took off its price.
    credited: BTreeMap<ItemId, Amount>,
    /// What payments that are taken back some day had recovered.
    recovered_by: BTreeMap<(PaymentId, ItemId), Vec<Loss>>,
    refunds: Refunds,
}

impl<'a> Account<'a> {
    pub(super) fn new(
        ledger: &'a Ledger,
        rules: &'a AllocationRules,
        as_of: Date,
        acts: &'a Acts,
        kept: &'a Kept,
    ) -> Account<'a> {
        Account {
            ledger,
            rules,
            as_of,
            known_until: as_of,
            acts,
            kept,
            steps: Steps::default(),
            returns: Returns::default(),
            today: as_of,
            offered: Offered::Nothing,
            first_row: 0,
            open: Vec::new(),
            open_rows: None,
            equals: BTreeMap::new(),
            opened: BTreeSet::new(),
            moves: Vec::new(),
            credits: Credits::default(),
            discounts: Discounts::default(),
            tolerated: BTreeMap::new(),
            paid_by: BTreeMap::new(),
            keeps_all_paid: false,
            set_aside: BTreeMap::new(),
            paid_apart: BTreeMap::new(),
            asked_apart: None,
            in_doubt: BTreeMap::new(),
            changes: ChangesByItem::default(),
            wholes: BTreeMap::new(),
            unnamed: None,
            cancelled: BTreeMap::new(),
            sources: None,
            losses: BTreeMap::new(),
            deducted: BTreeMap::new(),
            credited: BTreeMap::new(),
            recovered_by: BTreeMap::new(),
            refunds: Refunds::default(),
        }
    }

    /// Works through one customer's account and adds what came of it to `part`.
    pub(super) fn work_through(&mut self, customer: CustomerId, part: &mut Part) {
        self.begin(customer, part);
        if self.keeps_all_paid {
            self.refunds.as_known = self.refunds_as_known(customer);
        }
        self.go_through(customer, part);
    }

    /// Gathers what happened to a customer; nothing of it is worked through yet.
    fn begin(&mut self, customer: CustomerId, part: &mut Part) {
        // Whatever is not named here begins anew: nothing of one customer's is left for the next.
        *self = Account {
            known_until: self.known_until,
            steps: std::mem::take(&mut self.steps),
            open: std::mem::take(&mut self.open),
            moves: std::mem::take(&mut self.moves),
            ..Account::new(self.ledger, self.rules, self.as_of, self.acts, self.kept)
        };
        self.returns = Returns::of(self.ledger, customer, &mut part.findings);
        self.steps.gather(self.ledger, self.rules, self.as_of, &self.acts.in_force, customer);
        let rows = self.ledger.invoices_of(customer);
        self.first_row = rows.start as u32;
        self.open.clear();
        self.open.resize(rows.len(), Amount::ZERO);
        self.moves.clear();
        self.open_rows = self.steps.any_unnamed().then(BTreeSet::new);
        self.keeps_all_paid =
            self.steps.any_refund() && (!self.returns.is_empty() || self.acts.turns(customer).next().is_some());
    }

    fn go_through(&mut self, customer: CustomerId, part: &mut Part) {
        let mut today = None;
        for i in 0..self.steps.len() {
            let (day, step) = self.steps.get(i);
            if today != Some(day) {
                self.offer(Offered::Unnamed);
                today = Some(day);
                self.offered = Offered::Nothing;
                self.today = day.date();
            }
            self.take(step, part);
        }
        self.offer(Offered::Unnamed);
        self.judge_deposits(&mut part.findings);
        self.hand_over(customer, part);
    }

    /// Adds the moves, row by row, and the credits to `part`.
    fn hand_over(&mut self, customer: CustomerId, part: &mut Part) {
        part.asked.extend(std::mem::take(&mut self.set_aside).into_values().flatten().map(|one| one.what));
        let in_doubt = std::mem::take(&mut self.in_doubt).into_iter();
        part.in_doubt.extend(in_doubt.map(|(day, payments)| ((day, customer), payments)));
        part.moves.add(self.first_row, self.open.len(), &self.moves);
        let mut credits = self.overdrawn(customer, &mut part.findings);
        credits.extend(self.credits.drain(customer));
        credits.sort_by_key(|credit| (credit.date, credit.source));
        part.credits.extend(credits);
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
                let money = self.money_of(payment);
                let Asked { for_claims, first } = self.asked(&money, payment);
                let mut money = Money { for_claims, ..money };
                for (item, most) in first {
                    let most = most.min(money.for_debts());
                    self.pay_at_most(item, &mut money, most);
                }
                self.set_against_named(money);
            }
            Step::Return(_) if self.today > self.known_until => (),
            Step::Return(id) => {
                self.offer(Offered::NamedPayments);
                self.take_back(id, part);
            }
            Step::WriteOff(place) => {
                self.offer(Offered::Reopened);
                self.write_off(place, &mut part.findings);
            }
            Step::Allocate(_) | Step::Refund(_) if self.kept.forbids_draws(self.today) => (),
            Step::Allocate(place) => {
                self.offer(Offered::Reopened);
                self.allocate(place, part);
            }
            Step::CreditNote(note) => {
                self.offer(Offered::Unnamed);
                self.set_against_oldest(Money::of_credit_note(self.ledger, note));
            }
            Step::Payment(payment) => {
                self.offer(Offered::Unnamed);
                let money = self.kept_apart(self.money_of(payment));
                self.set_against_oldest(money);
            }
            Step::Refund(id) => {
                self.offer(Offered::Unnamed);
                self.refund(id, part);
            }
        }
    }

    fn issue(&mut self, item: ItemId) {
        self.set_open(item, self.ledger.invoice(item).amount);
        self.note_opening(item);
        self.deduct_deposits(item);
    }

    /// Returns what came in with a payment. What is taken back of it some day never came in, unless the policy counts a
    /// return from its own date.
    fn money_of(&self, payment: PaymentId) -> Money<'a> {
        let taken_back = match self.rules.returns {
            ReturnsFrom::Origin => self.returns.taken_back(self.ledger, payment, self.known_until),
            ReturnsFrom::Date => self.cancelled.get(&payment).copied().unwrap_or_default(),
        };
        Money::of_payment(self.ledger, payment, taken_back)
    }

    /// Returns the money that a credit comes from.
    fn money_from(&self, source: CreditSource) -> Money<'a> {
        match source {
            CreditSource::Payment(payment) => self.money_of(payment),
            CreditSource::CreditNote(note) => Money::of_credit_note(self.ledger, note),
        }
    }

    /// Sets money against the invoice that it names, by due date. What a payment exceeds it by takes write-offs of the
    /// invoice back, then pays the penalty notes on it; the rest stays credit.
    fn set_against_named(&mut self, mut money: Money<'a>) {
        let (ledger, today) = (self.ledger, self.today);
        let number = money.named.expect("the money names an invoice");
        let issued = |&item: &ItemId| ledger.invoice(item).is_item() && ledger.invoice(item).issue <= today;
        let rows = ledger.rows_of(number);
        if let Some(instalment) = money.instalment {
            let named = rows.clone().find(|&item| ledger.instalment(item) == Some(instalment));
            match named.filter(issued) {
                Some(item) => self.pay(item, &mut money),
                None => return self.credits.keep(money),
            }
        }
        for item in rows.filter(issued) {
            self.pay(item, &mut money);
        }
        // What is still to be issued of the invoice comes before what is charged for lateness.
        let is_issued = || ledger.rows_of(number).all(|item| ledger.invoice(item).issue <= today);
        if matches!(money.source, CreditSource::Payment(_)) && money.left.is_positive() && is_issued() {
            self.recover(number, &mut money);
            for place in self.steps.notes_on(number) {
                let note = self.steps.note(place);
                let most = money.for_note_of(self.ledger.invoice(note).issue);
                self.pay_at_most(note, &mut money, most);
            }
        }
        self.credits.keep(money);
    }

    fn pay(&mut self, item: ItemId, money: &mut Money<'a>) {
        self.pay_at_most(item, money, money.for_debts());
    }

    /// Sets money against an item, then looks whether its rest is earned discount or within the tolerance.
    fn pay_at_most(&mut self, item: ItemId, money: &mut Money<'a>, most: Amount) {
        let amount = most.min(self.open(item));
        let invoice = self.ledger.invoice(item);
        if !amount.is_positive() || invoice.currency != money.currency {
            return;
        }
        money.take(amount);
        let cause = match money.source {
            CreditSource::Payment(payment) => {
                if self.keeps_all_paid || self.returns.is_returned(payment) {
                    self.paid_by.entry(payment).or_default().push((item, amount));
                }
                Cause::Payment(payment)
            }
            CreditSource::CreditNote(note) => Cause::CreditNote(note),
        };
        self.change(item, -amount, cause);
        self.discounts.note(self.ledger, item, money, amount);
        if matches!(cause, Cause::CreditNote(_)) && money.named.is_some() {
            self.give_back(item, amount);
        }
        self.settle_rest(item);
    }

    /// Settles the rest of an item, or of all instalments, that is earned discount, or the item's within the tolerance.
    fn settle_rest(&mut self, item: ItemId) {
        for row in self.discounts.earned(self.ledger, item) {
            let rest = self.open(row);
            if rest.is_positive() {
                self.change(row, -rest, Cause::Discount);
                self.discounts.grant(row, rest);
            }
        }
        let rest = self.open(item);
        let most = self.rules.tolerance.of(self.ledger.invoice(item).currency);
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
        if change.is_positive() {
            self.note_opening(item);
        }
    }

    fn set_open(&mut self, item: ItemId, open: Amount) {
        let before = std::mem::replace(&mut self.open[(item.0 - self.first_row) as usize], open);
        if self.asked_apart.is_some() && self.ledger.invoice(item).kind == InvoiceKind::Penalty {
            self.asked_apart = None;
        }
        let Some(rows) = &mut self.open_rows else { return };
        let invoice = self.ledger.invoice(item);
        let key = (invoice.currency, item);
        if open.is_positive() {
            rows.insert(key);
        } else {
            rows.remove(&key);
        }
        if !self.equals.is_empty() {
            self.follow_equals(item, before, open);
        }
    }
}
