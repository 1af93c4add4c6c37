//! What the accounts say, as rows of the folder's files.

use super::book::Book;
use super::documents::{Claim, ClaimKind, Documents, Money, MoneyKind};
use super::lettering::{Lettering, Part};
use super::naming::{Names, Rule};
use crate::import::{Incoming, IncomingRows};
use crate::input::columns::Column;
use crate::model::payment::part_id;
use crate::model::plain::{self, Plain};
use crate::model::{Amount, Currency, FileRole};

const CUSTOMERS: &[Column] = &[Column::CustomerId, Column::Name];
const INVOICES: &[Column] = &[
    Column::InvoiceId,
    Column::CustomerId,
    Column::IssueDate,
    Column::DueDate,
    Column::Amount,
    Column::Kind,
    Column::Instalment,
    Column::AppliesTo,
    Column::Reference,
];
const PAYMENTS: &[Column] = &[
    Column::PaymentId,
    Column::Date,
    Column::Amount,
    Column::CustomerId,
    Column::InvoiceId,
    Column::Instalment,
    Column::Kind,
    Column::Reverses,
    Column::Method,
    Column::Reference,
];
const EVENTS: &[Column] = &[
    Column::Date,
    Column::Event,
    Column::EventId,
    Column::CustomerId,
    Column::InvoiceId,
    Column::Instalment,
    Column::Amount,
    Column::Currency,
    Column::Note,
];

/// Everything that rows are made of.
#[derive(Clone, Copy, Debug)]
pub(super) struct Told<'a> {
    pub book: &'a Book,
    pub documents: &'a Documents,
    pub lettering: &'a Lettering,
    pub names: &'a Names,
    pub rule: Rule,
}

/// Writes the rows of every file.
pub(super) fn write(told: &Told<'_>, incoming: &mut Incoming) {
    let files = incoming.lists.len() as u32;
    let invoice_column = match told.rule {
        Rule::Invoice => "NumFacture",
        Rule::Piece => "PieceRef",
        Rule::Entry | Rule::Running => "EcritureNum",
    };
    let tables: [(FileRole, &[Column], &[&str]); 4] = [
        (FileRole::Customers, CUSTOMERS, &["CompAuxNum", "CompAuxLib"]),
        (FileRole::Invoices, INVOICES, &[invoice_column, "CompAuxNum", "PieceDate", "DateLimitReglmt", "Debit"]),
        (FileRole::Payments, PAYMENTS, &["EcritureNum", "EcritureDate", "Credit", "CompAuxNum", "EcritureLet"]),
        (FileRole::Events, EVENTS, &["EcritureDate", "", "EcritureNum", "CompAuxNum", "EcritureLet", "", "Credit"]),
    ];
    let mut writer = Writer { told, tables: tables.map(|(_, columns, _)| IncomingRows::new(columns)) };
    writer.customers();
    writer.claims();
    writer.money();
    writer.returned();
    for ((role, columns, names), mut rows) in tables.into_iter().zip(writer.tables) {
        if rows.rows.is_empty() {
            continue;
        }
        let names = names.iter().map(|name| Some((*name).to_owned()).filter(|name| !name.is_empty()));
        let names: Vec<Option<String>> = names.chain(std::iter::repeat(None)).take(columns.len()).collect();
        rows.sources = (0..files).map(|file| (file, names.clone())).collect();
        rows.drop_silent_columns();
        rows.corrections = (0..files).collect();
        incoming.files.insert(role, rows);
    }
}

struct Writer<'a> {
    told: &'a Told<'a>,
    /// In the order in which files are written.
    tables: [IncomingRows; 4],
}

impl<'a> Writer<'a> {
    /// Returns the file and the line of a line of the book.
    fn place(&self, line: u32) -> (u32, u32) {
        let line = &self.told.book.lines[line as usize];
        (self.told.book.entries[line.entry as usize].file, line.line)
    }

    fn customer(&self, customer: u32) -> &'a str {
        &self.told.book.customers[customer as usize].id
    }

    fn label(&self, line: u32) -> &'a str {
        self.told.book.labels.get(self.told.book.lines[line as usize].label)
    }

    fn date(&self, entry: u32) -> Plain {
        plain::date(self.told.book.entries[entry as usize].date)
    }

    /// Writes every customer of whom there is anything, with the place of his first line.
    fn customers(&mut self) {
        let book = self.told.book;
        let mut first: Vec<Option<u32>> = vec![None; book.customers.len()];
        let claims = self.told.documents.claims.iter().map(|claim| (claim.customer, claim.first));
        let money = self.told.documents.money.iter().map(|money| (money.customer, money.line));
        for (customer, line) in claims.chain(money) {
            let known = &mut first[customer as usize];
            *known = Some(known.map_or(line, |known| known.min(line)));
        }
        for (customer, line) in book.customers.iter().zip(first) {
            if let Some(line) = line {
                let (file, line) = self.place(line);
                self.tables[0].add_row(file, line, [customer.id.as_str(), &customer.name]);
            }
        }
    }

    fn claims(&mut self) {
        let Told { documents, names, .. } = *self.told;
        for (claim, name) in documents.claims.iter().zip(&names.claims) {
            let kind = match claim.kind {
                ClaimKind::Invoice => "",
                ClaimKind::Deposit => "deposit",
                ClaimKind::Penalty => "penalty",
                ClaimKind::Retention => "retention",
                ClaimKind::Forward | ClaimKind::Unexplained => "opening",
                ClaimKind::Known => continue,
            };
            let due = if kind == "opening" { Some(claim.issue) } else { claim.due };
            let (issue, due, amount) = (plain::date(claim.issue), due.map(plain::date), figure(claim.amount));
            let (issue, due) = (issue.as_str(), due.as_ref().map_or("", Plain::as_str));
            let (file, line) = self.place(claim.first);
            // The text of an invoice's entry is no order number, which is what its reference would be taken for.
            let label = if kind == "opening" { self.label(claim.first) } else { "" };
            let customer = self.customer(claim.customer);
            let instalment = instalment(claim);
            let cells = [name, customer, issue, due, amount.as_str(), kind, &instalment, "", label];
            self.tables[1].add_row(file, line, cells);
        }
    }

    fn money(&mut self) {
        let Told { documents, lettering, .. } = *self.told;
        for parts in lettering.parts.chunk_by(|a, b| a.money == b.money) {
            let at = parts[0].money as usize;
            let money = documents.money[at];
            match money.kind {
                MoneyKind::Note | MoneyKind::Discount => self.note(at, &money, parts),
                MoneyKind::WriteOff => self.write_off(at, &money, parts),
                MoneyKind::Payment | MoneyKind::SetOff | MoneyKind::Forward => self.payment(at, &money, parts),
            }
        }
    }

    /// Writes a credit note; it applies to an invoice when all of it does.
    fn note(&mut self, at: usize, money: &Money, parts: &[Part]) {
        let amount: i64 = parts.iter().map(|part| part.amount).sum();
        let applies_to = match parts {
            [Part { claim: Some(claim), .. }] => self.told.names.claims[*claim as usize].as_str(),
            _ => "",
        };
        let name = &self.told.names.money[at];
        let line = &self.told.book.lines[money.line as usize];
        let entry_date = self.told.book.entries[money.entry as usize].date;
        let issue = if money.kind == MoneyKind::Note { line.document.min(entry_date) } else { entry_date };
        let (issue, amount) = (plain::date(issue), figure(-amount));
        let (file, row) = self.place(money.line);
        let label = if money.kind == MoneyKind::Note { "" } else { self.label(money.line) };
        let customer = self.customer(money.customer);
        let cells = [name, customer, issue.as_str(), "", amount.as_str(), "credit_note", "", applies_to, label];
        self.tables[1].add_row(file, row, cells);
    }

    /// Writes what is given up: an event for each invoice that lettering names. Without one it can only be told from
    /// the customer's balance, as a credit note does.
    fn write_off(&mut self, at: usize, money: &Money, parts: &[Part]) {
        let unnamed: Vec<Part> = parts.iter().filter(|part| part.claim.is_none()).copied().collect();
        if !unnamed.is_empty() {
            self.note(at, money, &unnamed);
        }
        let named = parts.iter().filter_map(|part| Some((part, part.claim?)));
        for (number, (part, claim)) in named.enumerate() {
            let id = part_id(&self.told.names.money[at], number);
            let (date, amount) = (self.date(money.entry), figure(part.amount));
            let instalment = instalment(&self.told.documents.claims[claim as usize]);
            let invoice = &self.told.names.claims[claim as usize];
            let (file, row) = self.place(money.line);
            let (customer, label, currency) =
                (self.customer(money.customer), self.label(money.line), Currency::EUR.code());
            let (date, amount) = (date.as_str(), amount.as_str());
            let cells = [date, "written_off", &id, customer, invoice, &instalment, amount, currency, label];
            self.tables[3].add_row(file, row, cells);
        }
    }

    fn payment(&mut self, at: usize, money: &Money, parts: &[Part]) {
        let method = if money.kind == MoneyKind::SetOff { "set-off" } else { "" };
        for (number, part) in parts.iter().enumerate() {
            let id = part_id(&self.told.names.money[at], number);
            let (invoice, instalment) = self.named(part.claim);
            let (date, amount) = (self.date(money.entry), figure(part.amount));
            let (file, row) = self.place(money.line);
            let (customer, label) = (self.customer(money.customer), self.label(money.line));
            let (date, amount) = (date.as_str(), amount.as_str());
            let cells = [&id, date, amount, customer, invoice, &instalment, "", "", method, label];
            self.tables[2].add_row(file, row, cells);
        }
    }

    /// Writes a return for each row of the payment that was taken back.
    fn returned(&mut self) {
        let Told { documents, lettering, names, .. } = *self.told;
        for (&at, &money) in &lettering.reversed {
            let returned = &documents.returned[at as usize];
            let start = lettering.parts.partition_point(|part| part.money < money);
            let parts = lettering.parts[start..].iter().take_while(|part| part.money == money);
            for (number, part) in parts.enumerate() {
                let id = part_id(&names.returned[at as usize], number);
                let reverses = part_id(&names.money[money as usize], number);
                let (invoice, instalment) = self.named(part.claim);
                let (date, amount) = (self.date(returned.entry), figure(-part.amount));
                let (file, row) = self.place(returned.line);
                let (customer, label) = (self.customer(returned.customer), self.label(returned.line));
                let (date, amount) = (date.as_str(), amount.as_str());
                let cells = [&id, date, amount, customer, invoice, &instalment, "return", &reverses, "", label];
                self.tables[2].add_row(file, row, cells);
            }
        }
    }

    /// Returns the invoice and instalment that money is for.
    fn named(&self, claim: Option<u32>) -> (&'a str, String) {
        let Some(claim) = claim else { return Default::default() };
        (&self.told.names.claims[claim as usize], instalment(&self.told.documents.claims[claim as usize]))
    }
}

fn instalment(claim: &Claim) -> String {
    claim.instalment.map(|number| number.to_string()).unwrap_or_default()
}

fn figure(cents: i64) -> Plain {
    plain::amount(Amount::from_minor(cents), Currency::EUR)
}
