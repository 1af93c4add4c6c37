//! One customer's account, made up at random and worked out in memory: thousands of small ones, with more refunds,
//! bounced payments and write-offs than a year of a desk brings together.

use std::fmt::Write;
use std::fs;

use fastrand::Rng;
use relance::engine::allocation::allocate;
use relance::input::{Files, ReadOptions, read_folder};
use relance::model::{Amount, Date, ItemId, Ledger};
use relance::policy::{self, Policy};

use crate::books::{Act, ActKind, Books, Cents, CreditNote, Invoice, Payment, Refund, decimal};

/// The days that an account is looked at.
const DAYS: u64 = 50;

pub struct Account {
    books: Books,
}

fn day(number: u64) -> Date {
    Date::from_ymd_opt(2026, 1, 1).unwrap() + chrono::Days::new(number)
}

impl Account {
    pub fn of_seed(seed: u64) -> Account {
        let mut rng = Rng::with_seed(seed);
        let mut books = Books::default();
        for number in 0..rng.usize(1..=3) {
            let issue = day(rng.u64(..20));
            let due = issue + chrono::Days::new(*rng.choice(&[0, 10, 10, 20]).unwrap());
            let amount = rng.i64(1..=4) * 10_000;
            books.invoices.push(Invoice { id: format!("F{number}"), customer: 0, issue, due, amount });
        }
        let named = |rng: &mut Rng| rng.bool().then(|| rng.usize(..books.invoices.len()));
        for number in 0..rng.usize(..=1) {
            let (of, amount) = (named(&mut rng), rng.i64(1..=3) * 5_000);
            let note = CreditNote { id: format!("A{number}"), customer: 0, day: day(rng.u64(..40)), amount, of };
            books.notes.push(note);
        }
        for number in 0..rng.usize(1..=5) {
            let (of, amount, paid) = (named(&mut rng), rng.i64(1..=8) * 5_000, rng.u64(..40));
            let mut payment =
                Payment { id: format!("P{number}"), customer: 0, day: day(paid), amount, of, returned: Vec::new() };
            if rng.u8(..3) == 0 {
                let part = if rng.bool() { amount } else { amount / 2 };
                payment.returned.push((day(rng.u64(paid..DAYS)), part));
            }
            books.payments.push(payment);
        }
        if rng.u8(..3) == 0 {
            let (invoices, day) = (vec![rng.usize(..books.invoices.len())], day(rng.u64(..DAYS)));
            let (id, kind) = ("E0".to_owned(), ActKind::WriteOff);
            let undone = rng.bool().then(|| day + chrono::Days::new(rng.u64(..10)));
            books.acts.push(Act { id, kind, customer: 0, invoices, day, until: None, undone });
        }
        // An undo changes what was over before it, and no refund may stand on that.
        let may_be_refunded = books.acts.iter().all(|act| act.undone.is_none());
        let most = if may_be_refunded { 2 } else { 0 };
        let mut days: Vec<u64> = (0..rng.usize(..=most)).map(|_| rng.u64(..DAYS)).collect();
        days.sort_unstable();
        for day in days.into_iter().map(day) {
            let over = books.balance(day).credit[&0];
            if over > 0 {
                let amount = if rng.bool() { over } else { over / 2 };
                books.refunds.push(Refund { customer: 0, day, amount });
            }
        }
        Account { books }
    }

    /// Returns how the program and the books differ: on which day, of what, and both figures.
    pub fn differs(&self, policy: &Policy) -> Option<String> {
        let ledger = self.read(policy);
        (0..=DAYS).map(day).find_map(|as_of| {
            let (balance, steps) = (self.books.balance(as_of), self.books.steps(0, as_of));
            let allocation = allocate(&ledger, &policy.allocation, as_of);
            let balances = &allocation.balances;
            for row in 0..ledger.invoices().len() as u32 {
                let name = ledger.number(ledger.invoice(ItemId(row)).number);
                let Some(place) = self.books.invoices.iter().position(|invoice| invoice.id == name) else { continue };
                let steps = steps.get(&place).map_or(&[][..], Vec::as_slice);
                for past in (0..=DAYS).map(day).take_while(|past| *past <= as_of) {
                    let open = steps.iter().rfind(|(since, _)| *since <= past).map_or(0, |(_, open)| *open);
                    let seen = cents(balances.open_on(&ledger, ItemId(row), past));
                    if seen != open {
                        return Some(format!("{name} on {past}, asked on {as_of}: {seen} instead of {open}"));
                    }
                }
            }
            let seen: Cents = balances.credits().iter().map(|credit| cents(credit.amount)).sum();
            let over = balance.credit.get(&0).copied().unwrap_or_default();
            let refused = balances.refused();
            (seen != over || !refused.is_empty())
                .then(|| format!("credit on {as_of}: {seen} instead of {over}, refused {refused:?}"))
        })
    }

    pub fn size(&self) -> usize {
        self.files().iter().map(|(_, text)| text.lines().count()).sum()
    }

    pub fn files(&self) -> [(&'static str, String); 3] {
        let books = &self.books;
        let name = |of: Option<usize>| of.map_or("", |of| &books.invoices[of].id);
        let mut invoices = "invoice_id,customer_id,issue_date,due_date,amount,kind,applies_to\n".to_owned();
        for Invoice { id, issue, due, amount, .. } in &books.invoices {
            writeln!(invoices, "{id},C,{issue},{due},{},,", decimal(*amount)).unwrap();
        }
        for CreditNote { id, day, amount, of, .. } in &books.notes {
            writeln!(invoices, "{id},C,{day},,{},credit_note,{}", decimal(-amount), name(*of)).unwrap();
        }
        let mut payments = "payment_id,customer_id,date,amount,invoice_id,kind,reverses\n".to_owned();
        for Payment { id, day, amount, of, returned, .. } in &books.payments {
            writeln!(payments, "{id},C,{day},{},{},,", decimal(*amount), name(*of)).unwrap();
            for (number, (day, part)) in returned.iter().enumerate() {
                writeln!(payments, "R{number}-{id},C,{day},{},,return,{id}", decimal(-part)).unwrap();
            }
        }
        for (number, Refund { day, amount, .. }) in books.refunds.iter().enumerate() {
            writeln!(payments, "Q{number},C,{day},{},,refund,", decimal(-amount)).unwrap();
        }
        let mut events = "date,event,customer_id,invoice_id,event_id,reference\n".to_owned();
        for Act { id, invoices, day, undone, .. } in &books.acts {
            writeln!(events, "{day},written_off,C,{},{id},", books.invoices[invoices[0]].id).unwrap();
            if let Some(day) = undone {
                writeln!(events, "{day},undo,C,,U-{id},{id}").unwrap();
            }
        }
        [("invoices.csv", invoices), ("payments.csv", payments), ("events.csv", events)]
    }

    fn read(&self, policy: &Policy) -> Ledger {
        let scratch = tempfile::tempdir().unwrap();
        for (name, text) in self.files() {
            fs::write(scratch.path().join(name), text).unwrap();
        }
        let files = Files { folder: scratch.path().to_owned(), ..Files::default() };
        let reading = read_folder(ReadOptions {
            files: &files,
            declared: &policy.files,
            currency: policy.currency,
            customer_kind: policy.customer_kind,
            terms: &policy.terms,
            is_french: true,
            keep_going: false,
        });
        reading.ledger.unwrap_or_else(|| panic!("{:?}: {:?}", self.files(), reading.findings))
    }
}

fn cents(amount: Amount) -> Cents {
    amount.minor()
}

pub fn policy() -> Policy {
    policy::load(include_str!("policy.toml"), "policy.toml").expect("the policy is sound")
}
