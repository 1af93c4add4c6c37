//! The laws of allocation, on ledgers made up from bytes: money is conserved, the order of rows changes nothing, what
//! comes later changes no past day, and a payment more never raises what is owed.

use std::collections::BTreeMap;
use std::path::PathBuf;

use bolero::check;
use relance::engine::ageing::{aged_balance, outstanding};
use relance::engine::allocation::{Balances, allocate};
use relance::input::{Files, ReadOptions, read_folder};
use relance::model::{Amount, Currency, CustomerKind, Date, FileRole, Ledger};
use relance::policy::{self, Policy};
use relance_fuzz::stay_below_a_gigabyte;

const INVOICES: &str = "invoice_id,customer_id,issue_date,due_date,amount,kind,applies_to,currency,instalment,discount_rate,discount_until\n";
const PAYMENTS: &str = "payment_id,customer_id,date,amount,invoice_id,kind,reverses,currency\n";
const EVENTS: &str = "date,event,customer_id,invoice_id,amount,reference,event_id\n";

/// The days on which something happens.
const DAYS: u8 = 80;

/// Rows of the three files, each with its day.
#[derive(Clone, Debug, Default)]
struct Rows {
    invoices: Vec<(u8, String)>,
    payments: Vec<(u8, String)>,
    events: Vec<(u8, String)>,
    /// Whose each invoice is, and in what.
    whose: Vec<(u8, &'static str)>,
}

/// Bytes that decide, one after the other; when they are used up, all that is left is plain.
struct Choices<'b>(std::slice::Iter<'b, u8>);

impl Choices<'_> {
    fn of(&mut self, count: u8) -> u8 {
        self.0.next().map_or(0, |byte| byte % count)
    }

    fn is_rare(&mut self) -> bool {
        self.of(6) == 5
    }

    fn day(&mut self) -> u8 {
        self.of(DAYS)
    }

    /// Few sums, so that clashes are common; a cent more or less now and then.
    fn cents(&mut self) -> i64 {
        let round = i64::from(self.of(8) + 1) * 5000;
        if self.is_rare() { round - i64::from(self.of(200)) } else { round }
    }
}

fn date(day: u8) -> Date {
    let first = Date::from_ymd_opt(2026, 1, 1).expect("a day");
    first.iter_days().nth(day.into()).expect("a day")
}

fn decimal(cents: i64) -> String {
    format!("{}{}.{:02}", if cents < 0 { "-" } else { "" }, cents.abs() / 100, cents.abs() % 100)
}

/// The invoice that money names, if any.
fn named(rows: &Rows, choices: &mut Choices<'_>) -> Option<usize> {
    let number = usize::from(choices.of(12));
    Some(number).filter(|number| *number < rows.whose.len())
}

fn bill(rows: &mut Rows, choices: &mut Choices<'_>) {
    let number = rows.whose.len();
    let (who, issue) = (choices.of(2), choices.day());
    let due = issue + choices.of(30);
    let currency = if choices.is_rare() { "CHF" } else { "EUR" };
    rows.whose.push((who, currency));
    let (issued, due, cents) = (date(issue), date(due), choices.cents());
    let start = format!("F{number},C{who},{issued},{due}");
    let mut push = |row: String| rows.invoices.push((issue, row));
    match choices.of(12) {
        0 => {
            push(format!("{start},{},,,{currency},1,,\n", decimal(cents)));
            let later = date(issue + 40);
            push(format!("F{number},C{who},{issued},{later},{},,,{currency},2,,\n", decimal(cents / 2)));
        }
        1 => push(format!("{start},{},,,{currency},,2,{}\n", decimal(cents), date(issue + choices.of(20)))),
        2 => push(format!("{start},{},penalty,F0,{currency},,,\n", decimal(cents / 10))),
        3 => push(format!("{start},{},retention,,{currency},,,\n", decimal(cents))),
        4 => push(format!("{start},{},opening,,{currency},,,\n", decimal(cents))),
        _ => push(format!("{start},{},,,{currency},,,\n", decimal(cents))),
    }
}

fn credit(rows: &mut Rows, number: u8, choices: &mut Choices<'_>) {
    let named = named(rows, choices);
    let (who, currency) = named.map_or((choices.of(2), "EUR"), |named| rows.whose[named]);
    let (issue, cents) = (choices.day(), choices.cents());
    let on = named.map_or(String::new(), |named| format!("F{named}"));
    let row = format!("A{number},C{who},{},,{},credit_note,{on},{currency},,,\n", date(issue), decimal(-cents));
    rows.invoices.push((issue, row));
}

fn pay(rows: &mut Rows, number: u8, choices: &mut Choices<'_>) {
    let named = named(rows, choices);
    let (who, currency) = named.map_or((choices.of(2), "EUR"), |named| rows.whose[named]);
    let (day, cents) = (choices.day(), choices.cents());
    let on = named.map_or(String::new(), |named| format!("F{named}"));
    let row = format!("P{number},C{who},{},{},{on},,,{currency}\n", date(day), decimal(cents));
    rows.payments.push((day, row));
    if choices.is_rare() {
        let back = day + choices.of(30);
        let part = if choices.is_rare() { cents / 3 } else { cents };
        let row = format!("R{number},C{who},{},{},{on},return,P{number},{currency}\n", date(back), decimal(-part));
        rows.payments.push((back, row));
    } else if choices.is_rare() {
        let back = day + choices.of(30);
        let row = format!("Q{number},C{who},{},{},,refund,,{currency}\n", date(back), decimal(-cents / 2));
        rows.payments.push((back, row));
    }
}

fn act(rows: &mut Rows, number: u8, choices: &mut Choices<'_>) {
    let Some(on) = named(rows, choices) else { return };
    let (who, _) = rows.whose[on];
    let day = choices.day();
    let sum = if choices.is_rare() { decimal(choices.cents()) } else { String::new() };
    let (word, source) = match choices.of(2) {
        0 => ("written_off", String::new()),
        _ => ("allocated", format!("P{}", choices.of(6))),
    };
    let row = format!("{},{word},C{who},F{on},{sum},{source},E{number}\n", date(day));
    rows.events.push((day, row));
    if choices.is_rare() {
        let later = day + choices.of(20);
        rows.events.push((later, format!("{},undo,C{who},,,E{number},U{number}\n", date(later))));
    }
}

impl Rows {
    fn of(choices: &mut Choices<'_>) -> Rows {
        let mut rows = Rows::default();
        for _ in 0..=choices.of(6) {
            bill(&mut rows, choices);
        }
        for number in 0..choices.of(3) {
            credit(&mut rows, number, choices);
        }
        for number in 0..choices.of(8) {
            pay(&mut rows, number, choices);
        }
        for number in 0..choices.of(4) {
            act(&mut rows, number, choices);
        }
        rows
    }

    /// Returns the rows without the money and the acts of after a day. An invoice that is issued later is not there
    /// yet.
    fn until(&self, day: u8) -> Rows {
        let mut rows = self.clone();
        rows.payments.retain(|(of, _)| *of <= day);
        rows.events.retain(|(of, _)| *of <= day);
        rows
    }

    fn turned(&self, by: u8) -> Rows {
        let mut rows = self.clone();
        for list in [&mut rows.invoices, &mut rows.payments, &mut rows.events] {
            let length = list.len().max(1);
            list.rotate_left(usize::from(by) % length);
            list.reverse();
        }
        rows
    }

    fn ledger(&self, policy: &Policy) -> Ledger {
        let text = |header: &str, rows: &[(u8, String)]| {
            let rows: String = rows.iter().map(|(_, row)| row.as_str()).collect();
            format!("{header}{rows}").into_bytes().into()
        };
        let instead = BTreeMap::from([
            (FileRole::Invoices, text(INVOICES, &self.invoices)),
            (FileRole::Payments, text(PAYMENTS, &self.payments)),
            (FileRole::Events, text(EVENTS, &self.events)),
        ]);
        let files = Files { folder: PathBuf::from("/nowhere"), instead, ..Files::default() };
        let reading = read_folder(ReadOptions {
            files: &files,
            declared: &policy.files,
            currency: Currency::EUR,
            customer_kind: CustomerKind::Business,
            terms: &policy.terms,
            law: policy.penalties.law,
            is_french: true,
            keep_going: true,
        });
        reading.ledger.expect("rows that are refused are set aside")
    }
}

/// Returns what there is on each row, and the credits, by name.
fn described(ledger: &Ledger, balances: &Balances) -> Vec<String> {
    let items = ledger.items().filter(|&item| balances.issued(ledger, item));
    let name = |item| format!("{} {:?}", ledger.number(ledger.invoice(item).number), ledger.instalment(item));
    let moves = |item| balances.moves(item).iter().map(|step| (step.date, step.change)).collect::<Vec<_>>();
    let items = items.map(|item| format!("{} {:?} {:?}", name(item), balances.open(ledger, item), moves(item)));
    let credits = balances.credits().iter().map(|credit| {
        let whose = &ledger.customer(credit.customer).id;
        format!("{whose} {} {} {:?}", credit.currency.code(), credit.date, credit.amount)
    });
    let mut described: Vec<String> = items.chain(credits).collect();
    described.sort();
    described
}

fn owed(ledger: &Ledger, balances: &Balances) -> BTreeMap<(String, &'static str), Amount> {
    let mut owed = BTreeMap::new();
    for item in ledger.items() {
        let invoice = ledger.invoice(item);
        let currency = if invoice.currency == Currency::EUR { "EUR" } else { "CHF" };
        let whose = (ledger.customer(invoice.customer).id.clone(), currency);
        *owed.entry(whose).or_insert(Amount::ZERO) += balances.open(ledger, item);
    }
    owed
}

#[test]
fn allocation() {
    let policies = ["", "[allocation]\ntolerance = \"1.00\"\n", "[allocation]\nreturns = \"from-date\"\n"];
    let policies = policies.map(|text| policy::load(text, "policy.toml").expect("a sound policy"));
    check!().for_each(|bytes: &[u8]| {
        let mut choices = Choices(bytes.iter());
        let which = choices.of(3);
        let policy = &policies[usize::from(which)];
        let (day, turn, more) = (choices.day(), choices.of(8), choices.of(8));
        let rows = Rows::of(&mut choices);
        let ledger = rows.ledger(policy);
        let balances = allocate(&ledger, &policy.allocation, date(day)).balances;
        let told = described(&ledger, &balances);

        let aged = aged_balance(&ledger, &balances, &policy.ageing, |_| true);
        for (currency, expected) in outstanding(&ledger, &balances, |_| true) {
            let total = aged.totals.iter().find(|total| total.currency == currency);
            assert_eq!(total.map_or(Amount::ZERO, |total| total.total()), expected, "money is conserved: {rows:#?}");
        }

        let other = rows.turned(turn).ledger(policy);
        let turned = allocate(&other, &policy.allocation, date(day)).balances;
        assert_eq!(described(&other, &turned), told, "the order of rows: {rows:#?}");

        let past = rows.until(day).ledger(policy);
        let as_known = allocate(&past, &policy.allocation, date(day)).balances;
        assert_eq!(described(&past, &as_known), told, "what came after day {day}: {rows:#?}");

        // A small rest that is let go can be another one; a refund or a move takes what there is.
        let is_plain =
            |rows: &Rows| rows.events.is_empty() && !rows.payments.iter().any(|(_, row)| row.contains("refund"));
        if which == 0 && is_plain(&rows) {
            let mut richer = rows.clone();
            pay(&mut richer, more + 100, &mut Choices(bytes.get(4..).unwrap_or_default().iter()));
            if !richer.payments.last().is_some_and(|(_, row)| row.contains("return")) && is_plain(&richer) {
                let richer_ledger = richer.ledger(policy);
                let after = allocate(&richer_ledger, &policy.allocation, date(day)).balances;
                let (before, after) = (owed(&ledger, &balances), owed(&richer_ledger, &after));
                let is_raised = |(whose, sum): (_, &Amount)| before.get(whose).is_none_or(|before| sum > before);
                assert!(!after.iter().any(is_raised), "a payment more raises what is owed: {richer:#?}");
            }
        }
        stay_below_a_gigabyte();
    });
}
