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
    let [customers, invoices, payments, events] = [customers, invoices, payments, events].map(rows);
    let all = customers.iter().chain(&invoices).chain(&payments).chain(&events);
    let mut ids: Vec<String> = all.filter_map(|row| row.get("customer_id")).collect();
    ids.sort();
    ids.dedup();
    let mut built = Built { ids, numbers: text::Interner::default(), parts: LedgerParts::default() };
    built.add_customers(&customers);
    invoices.iter().for_each(|row| built.add_invoice(row));
    built.parts.numbers = built.numbers.texts().clone();
    payments.iter().for_each(|row| built.add_payment(row, &payments));
    events.iter().for_each(|row| built.add_event(row));
    rows(suspense).iter().for_each(|row| built.add_receipt(row));
    Ledger::new(built.parts)
}

/// A ledger in the making.
struct Built {
    /// The ids of the customers, in order.
    ids: Vec<String>,
    numbers: text::Interner,
    parts: LedgerParts,
}

impl Built {
    fn customer(&self, id: &str) -> CustomerId {
        CustomerId(self.ids.iter().position(|known| known == id).expect("known customer") as u32)
    }

    fn number(&mut self, row: &Row, column: &str) -> Option<InvoiceNo> {
        row.get(column).map(|id| InvoiceNo::at(self.numbers.intern(&id).0))
    }

    /// Returns the customer that a row names, or whose invoice it names.
    fn owner(&self, row: &Row, number: Option<InvoiceNo>) -> CustomerId {
        let of_number = || self.parts.invoices.iter().find(|invoice| Some(invoice.number) == number);
        row.get("customer_id").map_or_else(|| of_number().expect("known invoice").customer, |id| self.customer(&id))
    }

    fn add_customers(&mut self, rows: &[Row]) {
        for id in &self.ids {
            let row = rows.iter().find(|row| row.text("customer_id") == *id);
            let get = |column| row.and_then(|row| row.get(column));
            self.parts.customers.push(Customer {
                id: id.clone(),
                name: get("name").unwrap_or_else(|| id.clone()),
                kind: get("kind").map_or(CustomerKind::Business, |kind| CustomerKind::parse(&kind).unwrap()),
                line: row.map_or(0, |row| row.line),
                more: row.map(|row| Box::new(row.customer_more())),
            });
        }
    }

    fn add_invoice(&mut self, row: &Row) {
        let number = self.number(row, "invoice_id").expect("an invoice has an id");
        let applies_to = self.number(row, "applies_to");
        let kind = row.get("kind").map_or(InvoiceKind::Invoice, |kind| InvoiceKind::parse(&kind).unwrap());
        let amount = row.amount("amount").unwrap();
        let customer = self.customer(&row.text("customer_id"));
        self.parts.invoice_more.push(row.invoice_more(applies_to));
        self.parts.invoices.push(Invoice {
            number,
            customer,
            issue: row.date("issue_date").unwrap(),
            due: row.date("due_date").or(row.date("issue_date")).unwrap(),
            amount: if kind == InvoiceKind::CreditNote { -amount.abs() } else { amount },
            currency: row.currency(),
            kind: if amount.is_negative() { InvoiceKind::CreditNote } else { kind },
            line: row.line,
            more: MoreId::at(self.parts.invoice_more.len() - 1),
        });
    }

    /// Adds a row of payments; it may name another of them, which it takes back.
    fn add_payment(&mut self, row: &Row, all: &[Row]) {
        let number = self.number(row, "invoice_id");
        let amount = row.amount("amount").unwrap();
        let default = if amount.is_negative() { PaymentKind::Return } else { PaymentKind::Payment };
        let place = |id: String| all.iter().position(|row| row.text("payment_id") == id).unwrap();
        let customer = self.owner(row, number);
        self.parts.payment_more.push(PaymentMore {
            instalment: row.get("instalment"),
            reverses: row.get("reverses").map(|id| PaymentId(place(id) as u32)),
            method: row.get("method"),
            reference: row.get("reference"),
        });
        self.parts.payment_lines.push(row.line);
        let id = self.parts.payment_ids.push(&row.text("payment_id"));
        self.parts.payments.push(Payment {
            id,
            date: row.date("date").unwrap(),
            customer,
            amount: amount.abs(),
            invoice: number,
            more: MoreId::at(self.parts.payment_more.len() - 1),
            currency: row.currency(),
            kind: row.get("kind").map_or(default, |kind| PaymentKind::parse(&kind).unwrap()),
        });
    }

    fn add_event(&mut self, row: &Row) {
        let number = self.number(row, "invoice_id");
        let status = InvoiceStatus::parse(&row.text("event"));
        self.parts.events.push(Event {
            date: row.date("date").unwrap(),
            kind: status.map_or_else(|| EventKind::parse(&row.text("event")).unwrap(), EventKind::of),
            status,
            customer: self.owner(row, number),
            invoice: number,
            instalment: row.get("instalment"),
            event_id: row.get("event_id"),
            level: row.get("level"),
            channel: row.get("channel"),
            amount: row.amount("amount"),
            interest: row.amount("interest"),
            indemnity: row.amount("indemnity"),
            currency: row.currency(),
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

    fn add_receipt(&mut self, row: &Row) {
        let text = |column| row.get(column).unwrap_or_default();
        let decision = match text("customer_id").as_str() {
            "" => Decision::None,
            whose => Decision::parse(whose).unwrap_or_else(|| Decision::Customer(self.customer(whose))),
        };
        self.parts.suspense.push(Receipt {
            id: row.text("payment_id"),
            date: row.date("date").unwrap(),
            amount: row.amount("amount").unwrap(),
            currency: row.currency(),
            payer: text("payer"),
            payer_account: text("payer_account"),
            reference: text("reference"),
            decision,
            candidates: text("candidates"),
            suspects: Vec::new(),
            why: text("why"),
            line: row.line,
        });
    }
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

/// One row of a text.
struct Row {
    line: u32,
    /// The cells with the names of their columns.
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

    fn penalty_rate(&self) -> Option<RateRule> {
        self.get("penalty_rate").map(|rate| RateRule::parse(&rate).unwrap())
    }

    fn customer_more(&self) -> CustomerMore {
        CustomerMore {
            segment: self.get("segment"),
            category: self.get("category"),
            terms: self.get("terms"),
            procedure: self.get("procedure"),
            email: self.get("email"),
            address_1: self.get("address_1"),
            postal_code: self.get("postal_code"),
            city: self.get("city"),
            country: self.get("country"),
            language: self.get("language").and_then(|tag| Lang::parse(&tag)),
            penalty_rate: self.penalty_rate(),
            credit_limit: self.amount("credit_limit"),
            insured_limit: self.amount("insured_limit"),
            credit_limit_from: self.date("credit_limit_from"),
            credit_limit_until: self.date("credit_limit_until"),
            group: self.get("group"),
            natural_person: self.get("natural_person").map(|word| word == "yes"),
            iban: self.get("iban"),
            method: self.get("method"),
            owner: self.get("owner"),
            rating: self.get("rating"),
            rating_date: self.date("rating_date"),
            rating_source: self.get("rating_source"),
            ..CustomerMore::default()
        }
    }

    fn invoice_more(&self, applies_to: Option<InvoiceNo>) -> InvoiceMore {
        let discount = |end: &str| {
            let rate = Decimal::from_str_exact(&self.get(&format!("discount_rate{end}"))?).unwrap();
            Some(Discount { rate, until: self.date(&format!("discount_until{end}"))? })
        };
        InvoiceMore {
            instalment: self.get("instalment"),
            applies_to,
            procedure: self.get("procedure"),
            penalty_rate: self.penalty_rate(),
            terms: self.get("terms"),
            category: self.get("category"),
            discounts: ["", "_2", "_3"].into_iter().filter_map(discount).collect(),
            supply_date: self.date("supply_date"),
            mentions: self.get("mentions").map(|text| Mentions::parse(&text)),
            ..InvoiceMore::default()
        }
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
