//! One customer's account, made up at random and worked out in memory: thousands of small ones, of businesses, public
//! buyers and consumers, with more refunds, bounced payments, write-offs, instalments, deposits, penalty notes,
//! waivers, discounts and moves of credit than a year of a desk brings together.

use std::collections::BTreeSet;
use std::fmt::Write;
use std::fs;

use fastrand::Rng;
use relance::engine::penalties::{Penalties, allocate_and_pay_claims};
use relance::input::{Files, ReadOptions, read_folder};
use relance::law::rates::Rates;
use relance::model::{Amount, Date, ItemId, Ledger};
use relance::policy::{self, Policy};

use crate::books::{
    Act, ActKind, Bills, Books, Cents, CreditNote, Debtor, Invoice, Payment, Refund, Whose, decimal, reduced,
};
use crate::claims::Claim;

/// The days that an account is looked at.
const DAYS: u64 = 50;

/// The small rest that some policies let go.
const TOLERANCE: Cents = 100;

const WHOSE: Whose = (0, "EUR");

pub struct Account {
    books: Books,
}

/// What accounts are worked out by.
pub struct Rules {
    /// Without and with a small rest that is let go.
    policies: [Policy; 2],
    rates: Rates,
}

impl Rules {
    pub fn new() -> Rules {
        let policies = [0, TOLERANCE].map(|tolerance| {
            let tolerance = format!("\n[allocation]\ntolerance = \"{}\"\n", decimal(tolerance));
            let text = include_str!("policy.toml").to_owned() + &tolerance;
            policy::load(&text, "policy.toml").expect("the policy is sound")
        });
        Rules { policies, rates: Rates::builtin() }
    }
}

/// Returns a day of some weeks in whose midst a half-year ends.
fn day(number: u64) -> Date {
    Date::from_ymd_opt(2026, 6, 1).unwrap() + chrono::Days::new(number)
}

impl Account {
    pub fn of_seed(seed: u64) -> Account {
        let rng = &mut Rng::with_seed(seed);
        // What a refund gave back of a payment that bounced later is worked out for plain invoices only.
        let is_plain = rng.bool();
        let tolerance = if !is_plain && rng.bool() { TOLERANCE } else { 0 };
        let debtor = *rng.choice(&[Debtor::Business, Debtor::Business, Debtor::Public, Debtor::Consumer]).unwrap();
        let mut books = Books { debtors: vec![debtor], tolerance, ..Books::default() };
        for number in 0..rng.usize(1..=3) {
            bill(&mut books, number, is_plain, rng);
        }
        for number in 0..rng.usize(..=1) {
            let (id, of, day, amount) = (format!("A{number}"), named(&books, rng), day(rng.u64(..40)), sum(rng, 3));
            books.notes.push(CreditNote { id, customer: 0, currency: "EUR", day, amount, of });
        }
        for number in 0..rng.usize(1..=5) {
            pay(&mut books, number, rng);
        }
        for number in 0..rng.usize(..=4) {
            act(&mut books, number, rng);
        }
        if is_plain {
            give_back(&mut books, rng);
        }
        Account { books }
    }

    /// Returns how the program and the books differ: on which day, of what, and both figures.
    pub fn differs(&self, rules: &Rules) -> Option<String> {
        let policy = &rules.policies[usize::from(self.books.tolerance > 0)];
        let ledger = self.read(policy);
        let rows = ledger.items();
        let rows: Vec<(usize, ItemId)> = rows.filter_map(|item| Some((self.place(&ledger, item)?, item))).collect();
        (0..=DAYS).map(day).find_map(|as_of| {
            let (balance, steps) = (self.books.balance(as_of), self.books.steps(WHOSE, as_of));
            let allocation = allocate_and_pay_claims(&ledger, policy, || rules.rates.clone(), as_of);
            let balances = &allocation.balances;
            let penalties = Penalties::new(&ledger, balances, policy, &rules.rates);
            for &(place, item) in &rows {
                let row = penalties.for_item(item, &mut Vec::new()).expect("all rates are known");
                let seen =
                    row.map(|row| [row.interest, row.indemnity, row.charged, row.waived, row.paid].map(Amount::minor));
                let claim = balance.claims.get(&place).map(Claim::shown);
                if seen != claim {
                    return Some(format!(
                        "claims of {} on {as_of}: {seen:?} instead of {claim:?}",
                        self.books.name(place)
                    ));
                }
                let steps = steps.get(&place).map_or(&[][..], Vec::as_slice);
                for past in (0..=DAYS).map(day).take_while(|past| *past <= as_of) {
                    let open = steps.iter().rfind(|(since, _)| *since <= past).map_or(0, |(_, open)| *open);
                    let seen = balances.open_on(&ledger, item, past).minor();
                    if seen != open {
                        let name = self.books.name(place);
                        return Some(format!("{name} on {past}, asked on {as_of}: {seen} instead of {open}"));
                    }
                }
            }
            let seen: Cents = balances.credits().iter().map(|credit| credit.amount.minor()).sum();
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

    pub fn files(&self) -> [(&'static str, String); 4] {
        let books = &self.books;
        let name = |of: Option<usize>| of.map_or("", |of| &books.invoices[of].id);
        let part = |part: Option<u8>| part.map_or(String::new(), |part| part.to_string());
        let customers = format!("customer_id,name,kind\nC,Client,{}\n", books.debtor(0).word());
        let mut invoices = "invoice_id,customer_id,issue_date,due_date,amount,kind,applies_to,instalment,discount_rate,discount_until\n".to_owned();
        for Invoice { id, bills, instalment, issue, due, amount, discount, .. } in &books.invoices {
            let (kind, of) = match *bills {
                Bills::Goods => ("", None),
                Bills::Deposit(of) => ("deposit", Some(of)),
                Bills::Lateness(of) => ("penalty", Some(of)),
            };
            let discount = discount.map_or(",".to_owned(), |(percent, until)| format!("{percent},{until}"));
            let (amount, of, instalment) = (decimal(*amount), name(of), part(*instalment));
            writeln!(invoices, "{id},C,{issue},{due},{amount},{kind},{of},{instalment},{discount}").unwrap();
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
        let mut events = "date,event,customer_id,invoice_id,instalment,event_id,reference,amount,level\n".to_owned();
        for Act { id, kind, invoices, amount, source, day, undone, .. } in &books.acts {
            let (word, level) = match kind {
                ActKind::Notice(_) => ("notice", "formal-notice"),
                ActKind::WriteOff => ("written_off", ""),
                ActKind::Waiver => ("waived", ""),
                _ => ("allocated", ""),
            };
            let (source, sum) = (source.as_deref().unwrap_or_default(), amount.map_or(String::new(), decimal));
            let Invoice { id: invoice, instalment, .. } = &books.invoices[invoices[0]];
            let instalment = part(instalment.filter(|_| invoices.len() == 1));
            writeln!(events, "{day},{word},C,{invoice},{instalment},{id},{source},{sum},{level}").unwrap();
            if let Some(day) = undone {
                writeln!(events, "{day},undo,C,,,U-{id},{id},,").unwrap();
            }
        }
        [("customers.csv", customers), ("invoices.csv", invoices), ("payments.csv", payments), ("events.csv", events)]
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
            law: policy.penalties.law,
            is_french: true,
            keep_going: false,
        });
        reading.ledger.unwrap_or_else(|| panic!("{:?}: {:?}", self.files(), reading.findings))
    }
}

/// Enters an invoice: whole, in two instalments, or with a discount; and perhaps a deposit on it, or a penalty note.
fn bill(books: &mut Books, number: usize, is_plain: bool, rng: &mut Rng) {
    let issue = day(rng.u64(..20));
    let due = issue + chrono::Days::new(*rng.choice(&[0, 10, 10, 20]).unwrap());
    let whole = Invoice {
        id: format!("F{number}"),
        bills: Bills::Goods,
        instalment: None,
        customer: 0,
        currency: "EUR",
        issue,
        due,
        amount: rng.i64(1..=4) * 10_000,
        discount: None,
    };
    let first = books.invoices.len();
    match rng.u8(..4) {
        0 if !is_plain => {
            let discount = Some((2, issue + chrono::Days::new(rng.u64(..20))));
            books.invoices.push(Invoice { discount, ..whole.clone() });
        }
        1 => {
            let amount = whole.amount / 2;
            let later = due + chrono::Days::new(10);
            books.invoices.push(Invoice { instalment: Some(1), amount, ..whole.clone() });
            books.invoices.push(Invoice { instalment: Some(2), amount, due: later, ..whole.clone() });
        }
        _ => books.invoices.push(whole.clone()),
    }
    let issue = day(rng.u64(..30));
    let due = issue + chrono::Days::new(rng.u64(..10));
    let bills = match rng.u8(..6) {
        0 => Bills::Deposit(first),
        1 => Bills::Lateness(first),
        _ => return,
    };
    let amount = if bills == Bills::Deposit(first) { whole.amount / 4 } else { sum(rng, 1) };
    books.invoices.push(Invoice { id: format!("X{number}"), bills, issue, due, amount, ..whole });
}

/// Enters a payment, of an invoice, of an instalment or of nothing; the bank may take it back later.
fn pay(books: &mut Books, number: usize, rng: &mut Rng) {
    let (id, of, paid, amount) = (format!("P{number}"), named(books, rng), rng.u64(..40), sum(rng, 8));
    let rows = of.map_or(Vec::new(), |of| books.rows_of(of));
    let part = (rows.len() > 1 && rng.u8(..3) == 0).then(|| *rng.choice(&rows).unwrap());
    let returned = (rng.u8(..3) == 0).then(|| (day(rng.u64(paid..DAYS)), if rng.bool() { amount } else { amount / 2 }));
    let returned = returned.into_iter().collect();
    books.payments.push(Payment { id, customer: 0, currency: "EUR", day: day(paid), amount, of, part, returned });
}

/// Writes an invoice off, moves what is left of some money to one, claims what lateness costs on it or gives that up;
/// it may be undone later.
fn act(books: &mut Books, number: usize, rng: &mut Rng) {
    let row = rng.usize(..books.invoices.len());
    let kind = *rng.choice(&[ActKind::WriteOff, ActKind::Move, ActKind::Notice(2), ActKind::Waiver]).unwrap();
    // A notice is of what was open of an invoice, so that each names its instalment.
    let invoices = if kind == ActKind::Notice(2) { vec![row] } else { books.rows_of(row) };
    let payments = books.payments.iter().map(|payment| payment.id.clone());
    let sources: Vec<String> = payments.chain(books.notes.iter().map(|note| note.id.clone())).collect();
    let amount = match kind {
        ActKind::Notice(_) => None,
        ActKind::Waiver => rng.bool().then(|| rng.i64(1..=4) * 1_500),
        _ => rng.bool().then(|| sum(rng, 4)),
    };
    let act = Act::new(kind, 0, invoices, day(rng.u64(..DAYS)));
    books.acts.push(Act {
        id: format!("E{number}"),
        amount,
        source: (kind == ActKind::Move).then(|| rng.choice(sources).unwrap()),
        claims: true,
        undone: (rng.u8(..3) == 0).then(|| act.day + chrono::Days::new(rng.u64(..10))),
        ..act
    });
}

/// Gives money back that is over; on the same day the bank may take some of it back, and something may be undone.
fn give_back(books: &mut Books, rng: &mut Rng) {
    let days: BTreeSet<Date> = (0..rng.usize(..=2)).map(|_| day(rng.u64(..DAYS))).collect();
    for day in days {
        let over = books.balance(day).credit[&WHOSE];
        if over > 0 {
            let amount = if rng.bool() { over } else { over / 2 };
            books.refunds.push(Refund { customer: 0, currency: "EUR", day, amount });
        }
    }
    let Some(&Refund { day, .. }) = books.refunds.last() else { return };
    for payment in books.payments.iter_mut().filter(|payment| payment.returned.is_empty() && payment.day <= day) {
        if rng.u8(..4) == 0 {
            payment.returned.push((day, payment.amount));
        }
    }
    for act in books.acts.iter_mut().filter(|act| act.undone.is_none() && act.day <= day) {
        act.undone = (rng.u8(..4) == 0).then_some(day);
    }
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
