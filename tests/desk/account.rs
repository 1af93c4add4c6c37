//! One customer's account, made up at random and worked out in memory: thousands of small ones, with more refunds,
//! bounced payments, write-offs, instalments, discounts and moves of credit than a year of a desk brings together.

use std::fmt::Write;
use std::fs;

use fastrand::Rng;
use relance::engine::allocation::allocate;
use relance::input::{Files, ReadOptions, read_folder};
use relance::model::{Amount, Date, ItemId, Ledger};
use relance::policy::{self, Policy};

use crate::books::{Act, ActKind, Books, Cents, CreditNote, Invoice, Payment, Refund, Whose, decimal, reduced};

/// The days that an account is looked at.
const DAYS: u64 = 50;

/// The small rest that some policies let go.
const TOLERANCE: Cents = 100;

const WHOSE: Whose = (0, "EUR");

pub struct Account {
    books: Books,
}

fn day(number: u64) -> Date {
    Date::from_ymd_opt(2026, 1, 1).unwrap() + chrono::Days::new(number)
}

impl Account {
    pub fn of_seed(seed: u64) -> Account {
        let mut rng = Rng::with_seed(seed);
        // What a refund gave back of a payment that bounced later is worked out for plain invoices only.
        let is_plain = rng.bool();
        let tolerance = if !is_plain && rng.bool() { TOLERANCE } else { 0 };
        let mut books = Books { tolerance, ..Books::default() };
        for number in 0..rng.usize(1..=3) {
            bill(&mut books, number, is_plain, &mut rng);
        }
        for number in 0..rng.usize(..=1) {
            let (id, of, day, amount) =
                (format!("A{number}"), named(&books, &mut rng), day(rng.u64(..40)), sum(&mut rng, 3));
            books.notes.push(CreditNote { id, customer: 0, currency: "EUR", day, amount, of });
        }
        for number in 0..rng.usize(1..=5) {
            let (id, of, paid, amount) =
                (format!("P{number}"), named(&books, &mut rng), rng.u64(..40), sum(&mut rng, 8));
            let rows = of.map_or(Vec::new(), |of| books.rows_of(of));
            let part = (rows.len() > 1 && rng.u8(..3) == 0).then(|| *rng.choice(&rows).unwrap());
            let mut returned = Vec::new();
            if rng.u8(..3) == 0 {
                let part = if rng.bool() { amount } else { amount / 2 };
                returned.push((day(rng.u64(paid..DAYS)), part));
            }
            let day = day(paid);
            books.payments.push(Payment { id, customer: 0, currency: "EUR", day, amount, of, part, returned });
        }
        for number in 0..rng.usize(..=2) {
            act(&mut books, number, &mut rng);
        }
        // An undo changes what was over before it, and no refund may stand on that.
        let may_be_refunded = is_plain && books.acts.iter().all(|act| act.undone.is_none());
        let most = if may_be_refunded { 2 } else { 0 };
        let mut days: Vec<u64> = (0..rng.usize(..=most)).map(|_| rng.u64(..DAYS)).collect();
        days.sort_unstable();
        for day in days.into_iter().map(day) {
            let over = books.balance(day).credit[&WHOSE];
            if over > 0 {
                let amount = if rng.bool() { over } else { over / 2 };
                books.refunds.push(Refund { customer: 0, currency: "EUR", day, amount });
            }
        }
        Account { books }
    }

    /// Returns how the program and the books differ: on which day, of what, and both figures.
    pub fn differs(&self, policies: &[Policy; 2]) -> Option<String> {
        let policy = &policies[usize::from(self.books.tolerance > 0)];
        let ledger = self.read(policy);
        let rows = (0..ledger.invoices().len() as u32).map(ItemId);
        let rows: Vec<(usize, ItemId)> = rows.filter_map(|item| Some((self.place(&ledger, item)?, item))).collect();
        (0..=DAYS).map(day).find_map(|as_of| {
            let (balance, steps) = (self.books.balance(as_of), self.books.steps(WHOSE, as_of));
            let allocation = allocate(&ledger, &policy.allocation, as_of);
            let balances = &allocation.balances;
            for &(place, item) in &rows {
                let steps = steps.get(&place).map_or(&[][..], Vec::as_slice);
                for past in (0..=DAYS).map(day).take_while(|past| *past <= as_of) {
                    let open = steps.iter().rfind(|(since, _)| *since <= past).map_or(0, |(_, open)| *open);
                    let seen = cents(balances.open_on(&ledger, item, past));
                    if seen != open {
                        let Invoice { id, instalment, .. } = &self.books.invoices[place];
                        return Some(format!(
                            "{id} {instalment:?} on {past}, asked on {as_of}: {seen} instead of {open}"
                        ));
                    }
                }
            }
            let seen: Cents = balances.credits().iter().map(|credit| cents(credit.amount)).sum();
            let over = balance.credit.get(&WHOSE).copied().unwrap_or_default();
            let refused = balances.refused();
            (seen != over || !refused.is_empty())
                .then(|| format!("credit on {as_of}: {seen} instead of {over}, refused {refused:?}"))
        })
    }

    /// Returns which row of the books a row of the ledger is; none for a credit note.
    fn place(&self, ledger: &Ledger, item: ItemId) -> Option<usize> {
        let (id, instalment) = (ledger.number(ledger.invoice(item).number), ledger.instalment(item));
        let is_it =
            |row: &Invoice| row.id == id && row.instalment.map(|part| part.to_string()).as_deref() == instalment;
        self.books.invoices.iter().position(is_it)
    }

    pub fn size(&self) -> usize {
        self.files().iter().map(|(_, text)| text.lines().count()).sum()
    }

    pub fn files(&self) -> [(&'static str, String); 3] {
        let books = &self.books;
        let name = |of: Option<usize>| of.map_or("", |of| &books.invoices[of].id);
        let part = |part: Option<u8>| part.map_or(String::new(), |part| part.to_string());
        let mut invoices = "invoice_id,customer_id,issue_date,due_date,amount,kind,applies_to,instalment,discount_rate,discount_until\n".to_owned();
        for Invoice { id, instalment, issue, due, amount, discount, .. } in &books.invoices {
            let discount = discount.map_or(",".to_owned(), |(percent, until)| format!("{percent},{until}"));
            writeln!(invoices, "{id},C,{issue},{due},{},,,{},{discount}", decimal(*amount), part(*instalment)).unwrap();
        }
        for CreditNote { id, day, amount, of, .. } in &books.notes {
            writeln!(invoices, "{id},C,{day},,{},credit_note,{},,,", decimal(-amount), name(*of)).unwrap();
        }
        let mut payments = "payment_id,customer_id,date,amount,invoice_id,kind,reverses,instalment\n".to_owned();
        for Payment { id, day, amount, of, part: row, returned, .. } in &books.payments {
            let instalment = part(row.and_then(|row| books.invoices[row].instalment));
            writeln!(payments, "{id},C,{day},{},{},,,{instalment}", decimal(*amount), name(*of)).unwrap();
            for (number, (day, part)) in returned.iter().enumerate() {
                writeln!(payments, "R{number}-{id},C,{day},{},,return,{id},", decimal(-part)).unwrap();
            }
        }
        for (number, Refund { day, amount, .. }) in books.refunds.iter().enumerate() {
            writeln!(payments, "Q{number},C,{day},{},,refund,,", decimal(-amount)).unwrap();
        }
        let mut events = "date,event,customer_id,invoice_id,event_id,reference,amount\n".to_owned();
        for Act { id, kind, invoices, amount, source, day, undone, .. } in &books.acts {
            let word = if *kind == ActKind::WriteOff { "written_off" } else { "allocated" };
            let (source, sum) = (source.as_deref().unwrap_or_default(), amount.map_or(String::new(), decimal));
            writeln!(events, "{day},{word},C,{},{id},{source},{sum}", books.invoices[invoices[0]].id).unwrap();
            if let Some(day) = undone {
                writeln!(events, "{day},undo,C,,U-{id},{id},").unwrap();
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

/// Enters an invoice: whole, in two instalments, or with a discount.
fn bill(books: &mut Books, number: usize, is_plain: bool, rng: &mut Rng) {
    let issue = day(rng.u64(..20));
    let due = issue + chrono::Days::new(*rng.choice(&[0, 10, 10, 20]).unwrap());
    let whole = Invoice {
        id: format!("F{number}"),
        instalment: None,
        customer: 0,
        currency: "EUR",
        issue,
        due,
        amount: rng.i64(1..=4) * 10_000,
        discount: None,
    };
    match rng.u8(..4) {
        0 if !is_plain => {
            let discount = Some((2, issue + chrono::Days::new(rng.u64(..20))));
            books.invoices.push(Invoice { discount, ..whole });
        }
        1 => {
            let amount = whole.amount / 2;
            let later = due + chrono::Days::new(10);
            books.invoices.push(Invoice { instalment: Some(1), amount, ..whole.clone() });
            books.invoices.push(Invoice { instalment: Some(2), amount, due: later, ..whole });
        }
        _ => books.invoices.push(whole),
    }
}

/// Writes an invoice off, or moves what is left of some money to one; it may be undone later.
fn act(books: &mut Books, number: usize, rng: &mut Rng) {
    let day = day(rng.u64(..DAYS));
    let of = rng.usize(..books.invoices.len());
    let kind = if rng.bool() { ActKind::WriteOff } else { ActKind::Move };
    let payments = books.payments.iter().map(|payment| payment.id.clone());
    let sources: Vec<String> = payments.chain(books.notes.iter().map(|note| note.id.clone())).collect();
    books.acts.push(Act {
        id: format!("E{number}"),
        kind,
        customer: 0,
        invoices: books.rows_of(of),
        amount: rng.bool().then(|| sum(rng, 4)),
        source: (kind == ActKind::Move).then(|| rng.choice(sources).unwrap()),
        day,
        until: None,
        undone: (rng.u8(..3) == 0).then(|| day + chrono::Days::new(rng.u64(..10))),
    });
}

/// Returns the first row of an invoice, or none.
fn named(books: &Books, rng: &mut Rng) -> Option<usize> {
    rng.bool().then(|| books.rows_of(rng.usize(..books.invoices.len()))[0])
}

/// Returns a sum: a round one, a little less or more, or one with the discount taken off.
fn sum(rng: &mut Rng, most: i64) -> Cents {
    let round = rng.i64(1..=most) * 5_000;
    match rng.u8(..6) {
        0 => round - rng.i64(0..2 * TOLERANCE),
        1 => round + rng.i64(0..2 * TOLERANCE),
        2 => reduced(round, 2),
        _ => round,
    }
}

fn cents(amount: Amount) -> Cents {
    amount.minor()
}

/// Returns the policies of accounts without and with a small rest that is let go.
pub fn policies() -> [Policy; 2] {
    [0, TOLERANCE].map(|tolerance| {
        let text = format!("{}\n[allocation]\ntolerance = \"{}\"\n", include_str!("policy.toml"), decimal(tolerance));
        policy::load(&text, "policy.toml").expect("the policy is sound")
    })
}
