//! Small ledgers for unit tests, written as the rows that one would write by hand. Faults panic.

use crate::model::invoice::MoreId;
use crate::model::ledger::LedgerParts;
use crate::model::rate::RateRule;
use crate::model::*;
use rust_decimal::Decimal;

/// Returns the ledger of clean CSV texts (comma, no quotes, ISO dates, point decimals), each with its header line;
/// an empty text is a file that is not there.
pub fn ledger(customers: &str, invoices: &str, payments: &str, events: &str) -> Ledger {
    with_suspense(customers, invoices, payments, events, "")
}

/// Returns the ledger of such texts, that of `suspense.csv` among them; nothing was decided of its receipts.
pub fn with_suspense(customers: &str, invoices: &str, payments: &str, events: &str, suspense: &str) -> Ledger {
    let (customers, invoices, payments, events) = (rows(customers), rows(invoices), rows(payments), rows(events));
    let mut parts = LedgerParts::default();
    let all = customers.iter().chain(&invoices).chain(&payments).chain(&events);
    let mut ids: Vec<String> = all.filter_map(|row| row.get("customer_id")).collect();
    ids.sort();
    ids.dedup();
    let who = |id: &str| CustomerId(ids.iter().position(|known| known == id).expect("known customer") as u32);
    parts.customers = ids
        .iter()
        .map(|id| {
            let row = customers.iter().find(|row| row.text("customer_id") == *id);
            let more = row.map(|row| {
                Box::new(CustomerMore {
                    segment: row.get("segment"),
                    category: row.get("category"),
                    terms: row.get("terms"),
                    procedure: row.get("procedure"),
                    email: row.get("email"),
                    address_1: row.get("address_1"),
                    postal_code: row.get("postal_code"),
                    city: row.get("city"),
                    country: row.get("country"),
                    language: row.get("language").and_then(|tag| Lang::parse(&tag)),
                    penalty_rate: row.get("penalty_rate").map(|rate| RateRule::parse(&rate).unwrap()),
                    credit_limit: row.amount("credit_limit"),
                    insured_limit: row.amount("insured_limit"),
                    credit_limit_from: row.date("credit_limit_from"),
                    credit_limit_until: row.date("credit_limit_until"),
                    group: row.get("group"),
                    natural_person: row.get("natural_person").map(|word| word == "yes"),
                    iban: row.get("iban"),
                    method: row.get("method"),
                    owner: row.get("owner"),
                    rating: row.get("rating"),
                    rating_date: row.date("rating_date"),
                    rating_source: row.get("rating_source"),
                    ..CustomerMore::default()
                })
            });
            Customer {
                id: id.clone(),
                name: row.and_then(|row| row.get("name")).unwrap_or_else(|| id.clone()),
                kind: row
                    .and_then(|row| row.get("kind"))
                    .map_or(CustomerKind::Business, |kind| CustomerKind::parse(&kind).unwrap()),
                line: row.map_or(0, |row| row.line),
                more,
            }
        })
        .collect();
    let mut index = text::Interner::default();
    for row in &invoices {
        let number = InvoiceNo::at(index.intern(&row.text("invoice_id")).0);
        let kind = row.get("kind").map_or(InvoiceKind::Invoice, |kind| InvoiceKind::parse(&kind).unwrap());
        let currency = row.currency();
        let amount = row.amount("amount").unwrap();
        parts.invoice_more.push(InvoiceMore {
            instalment: row.get("instalment"),
            applies_to: row.get("applies_to").map(|id| InvoiceNo::at(index.intern(&id).0)),
            procedure: row.get("procedure"),
            penalty_rate: row.get("penalty_rate").map(|rate| RateRule::parse(&rate).unwrap()),
            terms: row.get("terms"),
            category: row.get("category"),
            discounts: ["", "_2", "_3"]
                .iter()
                .filter_map(|end| {
                    let rate = Decimal::from_str_exact(&row.get(&format!("discount_rate{end}"))?).unwrap();
                    Some(Discount { rate, until: row.date(&format!("discount_until{end}"))? })
                })
                .collect(),
            supply_date: row.date("supply_date"),
            mentions: row.get("mentions").map(|text| Mentions::parse(&text)),
            ..InvoiceMore::default()
        });
        parts.invoices.push(Invoice {
            number,
            customer: who(&row.text("customer_id")),
            issue: row.date("issue_date").unwrap(),
            due: row.date("due_date").or(row.date("issue_date")).unwrap(),
            amount: if kind == InvoiceKind::CreditNote { -amount.abs() } else { amount },
            currency,
            kind: if amount.is_negative() { InvoiceKind::CreditNote } else { kind },
            line: row.line,
            more: MoreId::at(parts.invoice_more.len() - 1),
        });
    }
    parts.numbers = index.texts().clone();
    let owner = |row: &Row, parts: &LedgerParts, number: Option<InvoiceNo>| {
        row.get("customer_id").map(|id| who(&id)).unwrap_or_else(|| {
            parts.invoices.iter().find(|invoice| Some(invoice.number) == number).expect("known invoice").customer
        })
    };
    for row in &payments {
        let number = row.get("invoice_id").map(|id| InvoiceNo::at(index.intern(&id).0));
        let amount = row.amount("amount").unwrap();
        let default = if amount.is_negative() { PaymentKind::Return } else { PaymentKind::Payment };
        parts.payment_more.push(PaymentMore {
            instalment: row.get("instalment"),
            reverses: row
                .get("reverses")
                .map(|id| PaymentId(payments.iter().position(|row| row.text("payment_id") == id).unwrap() as u32)),
            method: row.get("method"),
            reference: row.get("reference"),
        });
        parts.payment_lines.push(row.line);
        parts.payments.push(Payment {
            id: parts.payment_ids.push(&row.text("payment_id")),
            date: row.date("date").unwrap(),
            customer: owner(row, &parts, number),
            amount: amount.abs(),
            invoice: number,
            more: MoreId::at(parts.payment_more.len() - 1),
            currency: row.currency(),
            kind: row.get("kind").map_or(default, |kind| PaymentKind::parse(&kind).unwrap()),
        });
    }
    for row in &events {
        let number = row.get("invoice_id").map(|id| InvoiceNo::at(index.intern(&id).0));
        let currency = row.currency();
        let status = InvoiceStatus::parse(&row.text("event"));
        parts.events.push(Event {
            date: row.date("date").unwrap(),
            kind: status.map_or_else(|| EventKind::parse(&row.text("event")).unwrap(), EventKind::of),
            status,
            customer: owner(row, &parts, number),
            invoice: number,
            instalment: row.get("instalment"),
            event_id: row.get("event_id"),
            level: row.get("level"),
            channel: row.get("channel"),
            amount: row.amount("amount"),
            interest: row.amount("interest"),
            indemnity: row.amount("indemnity"),
            currency,
            published: row.date("published"),
            until: row.date("until"),
            reference: row.get("reference"),
            note: row.get("note"),
            file: row.get("file"),
            by: None,
            seal: None,
            line: row.line,
        });
    }
    for row in rows(suspense) {
        let text = |column| row.get(column).unwrap_or_default();
        parts.suspense.push(Receipt {
            id: row.text("payment_id"),
            date: row.date("date").unwrap(),
            amount: row.amount("amount").unwrap(),
            currency: row.currency(),
            payer: text("payer"),
            payer_account: text("payer_account"),
            reference: text("reference"),
            decision: match text("customer_id").as_str() {
                "" => Decision::None,
                whose => Decision::parse(whose).unwrap_or_else(|| Decision::Customer(who(whose))),
            },
            candidates: text("candidates"),
            suspects: Vec::new(),
            why: text("why"),
            line: row.line,
        });
    }
    Ledger::new(parts)
}

/// Returns the day of an ISO text.
pub fn day(iso: &str) -> Date {
    iso.parse().expect("an ISO date")
}

/// Returns the euro amount of a text such as `12.50`.
pub fn eur(text: &str) -> Amount {
    Amount::from_decimal(Decimal::from_str_exact(text).unwrap(), Currency::EUR).unwrap()
}

/// Returns the row of an invoice that has one row only, or of `invoice/instalment`.
pub fn item(ledger: &Ledger, name: &str) -> ItemId {
    let (number, instalment) = name.split_once('/').map_or((name, None), |(number, part)| (number, Some(part)));
    let mut rows = ledger.rows_of(ledger.find_number(number).expect("known invoice"));
    rows.find(|&row| instalment.is_none() || ledger.instalment(row) == instalment).expect("known instalment")
}

struct Row {
    line: u32,
    cells: Vec<(String, String)>,
}

impl Row {
    fn get(&self, column: &str) -> Option<String> {
        self.cells.iter().find(|(name, text)| name == column && !text.is_empty()).map(|(_, text)| text.clone())
    }

    fn text(&self, column: &str) -> String {
        self.get(column).unwrap_or_else(|| panic!("line {} has no {column}", self.line))
    }

    fn date(&self, column: &str) -> Option<Date> {
        self.get(column).map(|text| day(&text))
    }

    fn currency(&self) -> Currency {
        self.get("currency").map_or(Currency::EUR, |code| Currency::parse(&code).unwrap())
    }

    fn amount(&self, column: &str) -> Option<Amount> {
        let value = Decimal::from_str_exact(&self.get(column)?).unwrap();
        Some(Amount::from_decimal(value, self.currency()).unwrap())
    }
}

fn rows(text: &str) -> Vec<Row> {
    let mut lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    let header: Vec<&str> = lines.next().map(|line| line.split(',').collect()).unwrap_or_default();
    lines
        .enumerate()
        .map(|(i, line)| Row {
            line: i as u32 + 2,
            cells: header.iter().map(|name| (*name).to_owned()).zip(line.split(',').map(str::to_owned)).collect(),
        })
        .collect()
}

#[test]
fn a_ledger_does_not_depend_on_the_order_of_rows() {
    let header = "invoice_id,customer_id,issue_date,due_date,amount,instalment\n";
    let (a, b) = ("B,C2,2026-01-01,2026-02-01,10.00,1\n", "B,C2,2026-01-01,2026-03-01,20.00,2\n");
    let c = "A,C1,2026-01-01,2026-02-01,30.00,\n";
    for text in [[a, b, c], [c, b, a], [b, c, a]] {
        let ledger = ledger("", &format!("{header}{}", text.concat()), "", "");
        let shown: Vec<(&str, i64)> =
            ledger.invoices().iter().map(|row| (ledger.number(row.number), row.amount.minor())).collect();
        assert_eq!(shown, [("A", 3000), ("B", 1000), ("B", 2000)]);
        assert_eq!(item(&ledger, "B/2"), ItemId(2));
        assert_eq!(ledger.invoices_of(CustomerId(1)), 1..3);
    }
}
