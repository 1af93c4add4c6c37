//! Whom the rows name that were refused: the invoices, the payments, the events and the receipts in suspense.
//!
//! What such a row says is not known, so whoever it names must not be told that he is late. A row that names nobody who
//! is known, for want of a cell or by a slip in it, may concern anybody.

use std::collections::{BTreeMap, BTreeSet};

use super::Contents;
use super::customers::{People, Who};
use crate::input::columns::Column;
use crate::input::faults::Faults;
use crate::input::invoices::InvoiceFile;
use crate::input::sheet::Sheet;
use crate::input::table::Next;
use crate::input::words::{self, INVOICE_KINDS};
use crate::model::refused::{RefusedRow, RefusedRows};
use crate::model::{CustomerId, FileRole, InvoiceKind};

/// What a refused row shows of whom it concerns.
struct Row {
    line: u32,
    customer: Option<String>,
    invoice: Option<String>,
    /// The cells of a row that has not those of the header: nothing tells which is which.
    cells: Vec<String>,
    may_be_credit: bool,
}

/// What the names of the rows are looked up in.
struct Registry<'a> {
    people: &'a People,
    bills: Option<&'a InvoiceFile>,
    /// Whom the rows of refused invoices name, by the invoice's number.
    strays: BTreeMap<&'a str, Strays>,
}

/// Whom the rows of a refused invoice name.
#[derive(Default)]
struct Strays {
    customers: BTreeSet<CustomerId>,
    /// Whether a row of it names somebody.
    name_somebody: bool,
}

/// Whom a row names.
#[derive(Default)]
struct Named<'a> {
    customers: BTreeSet<CustomerId>,
    /// The refused invoices that it names, and with them whomever their rows do.
    invoices: Vec<&'a str>,
}

/// Returns the refused rows by whom they name.
pub(super) fn whom(contents: &mut Contents, people: &People) -> RefusedRows {
    let payments = contents.payments.read_mut().map(|file| {
        let bad = file.bad.iter().map(|&row| file.lines.get(row));
        let lines = bad.chain(file.nameless.iter().copied()).collect();
        rows(&mut file.sheet, &lines)
    });
    let invoices = contents.invoices.read_mut().map(|file| {
        let bad = file.bad.iter().map(|&row| file.rows[row as usize].line);
        let lines = bad.chain(file.nameless.iter().copied()).collect();
        rows(&mut file.sheet, &lines)
    });
    let events = contents.events.read_mut().map(|file| rows(&mut file.sheet, &file.refused));
    let suspense = contents.suspense.read_mut().map(|file| rows(&mut file.sheet, &file.refused));
    let [payments, invoices, events, suspense] = [payments, invoices, events, suspense].map(Option::unwrap_or_default);
    let mut registry = Registry { people, bills: contents.invoices.read(), strays: BTreeMap::new() };
    for row in &invoices {
        if let (Some(number), Some(customer)) = (row.invoice.as_deref(), row.customer.as_deref()) {
            let mut strays = registry.strays.remove(number).unwrap_or_default();
            strays.name_somebody |= registry.customer(customer, &mut strays.customers);
            registry.strays.insert(number, strays);
        }
    }
    let invoices = invoices.iter().map(|row| (FileRole::Invoices, row));
    let payments = payments.iter().map(|row| (FileRole::Payments, row));
    let events = events.iter().map(|row| (FileRole::Events, row));
    let suspense = suspense.iter().map(|row| (FileRole::Suspense, row));
    let mut found = RefusedRows::without(refused_debtors(contents.invoices.read(), people));
    // One invoice may stand on many rows, each of which names all whom the others do: the first of them counts.
    let mut first: BTreeMap<&str, RefusedRow> = BTreeMap::new();
    for (role, row) in payments.chain(invoices).chain(events).chain(suspense) {
        match registry.named(row) {
            Some(named) => {
                let row = RefusedRow::naming(role, row.line);
                found.add(row, named.customers);
                for number in named.invoices {
                    let first = first.entry(number).or_insert(row);
                    *first = row.min(*first);
                }
            }
            // An invoice that is nobody's takes nothing off what others owe.
            None if role == FileRole::Invoices && !row.may_be_credit => {}
            None => found.add_for_everybody(role, row.line),
        }
    }
    for (number, row) in first {
        found.add(row, registry.strays.get(number).into_iter().flat_map(|strays| strays.customers.iter().copied()));
    }
    found
}

/// Returns how many customers have invoices that went with their own rows.
fn refused_debtors(bills: Option<&InvoiceFile>, people: &People) -> usize {
    let whose = bills.map(|file| people.find_all(&file.customers)).unwrap_or_default();
    whose.iter().filter(|&&who| who == Who::Refused).count()
}

/// Returns what the rows on those lines show.
fn rows(sheet: &mut Sheet, lines: &BTreeSet<u32>) -> Vec<Row> {
    let mut found = Vec::new();
    if lines.is_empty() {
        return found;
    }
    // What this pass finds was found before.
    let mut unheard = Faults::default();
    sheet.rewind();
    while found.len() < lines.len() {
        let next = sheet.next(&mut unheard);
        if next == Next::End {
            break;
        }
        if lines.contains(&sheet.line()) {
            let cells = if next == Next::Misfit { sheet.cells() } else { Vec::new() };
            found.push(Row {
                line: sheet.line(),
                customer: sheet.free(Column::CustomerId),
                invoice: sheet.free(Column::InvoiceId),
                may_be_credit: may_be_credit(sheet, &cells),
                cells,
            });
        }
    }
    sheet.rest();
    found
}

/// Tells whether a row of invoices can have been a credit note, which lowers what is owed: its kind or its sign says
/// so, or the kind is a word that is not known.
fn may_be_credit(sheet: &Sheet, cells: &[String]) -> bool {
    let is_credit_word = |text: &str| words::find(INVOICE_KINDS, text) == Some(InvoiceKind::CreditNote);
    let is_negative = |text: &str| {
        let text = text.trim_start_matches(['\'', '(', ' ']);
        text.starts_with(['-', '\u{2212}']) && text.contains(|c: char| c.is_ascii_digit())
    };
    if !cells.is_empty() {
        return cells.iter().any(|cell| is_credit_word(cell) || is_negative(cell));
    }
    let amount = sheet.text(Column::Amount);
    let is_negative = is_negative(&amount) || amount.starts_with('(') || amount.ends_with('-');
    let kind = sheet.text(Column::Kind);
    is_negative || is_credit_word(&kind) || (!kind.is_empty() && words::find(INVOICE_KINDS, &kind).is_none())
}

impl Registry<'_> {
    /// Returns whom a row names; nothing when it names nobody who is known.
    fn named<'r>(&self, row: &'r Row) -> Option<Named<'r>> {
        let mut named = Named::default();
        let names_somebody = if row.cells.is_empty() {
            let by_id = row.customer.as_deref().is_some_and(|id| self.customer(id, &mut named.customers));
            let by_invoice = row.invoice.as_deref().is_some_and(|number| self.invoice(number, &mut named));
            by_id || by_invoice
        } else {
            for cell in &row.cells {
                self.invoice(cell, &mut named);
                named.customers.extend(self.known(cell));
            }
            let of = |number: &&str| self.strays.get(*number).is_some_and(|strays| !strays.customers.is_empty());
            !named.customers.is_empty() || named.invoices.iter().any(of)
        };
        names_somebody.then_some(named)
    }

    fn known(&self, id: &str) -> Option<CustomerId> {
        match self.people.find(id) {
            Who::Known(customer) => Some(customer),
            Who::Refused | Who::Unknown => None,
        }
    }

    /// Adds the customer of that id, and tells whether it is somebody's: one whose own row was refused has nothing to
    /// be chased for, nor has one whom only this row names, where there is no list of customers.
    fn customer(&self, id: &str, customers: &mut BTreeSet<CustomerId>) -> bool {
        customers.extend(self.known(id));
        // Whoever has nearly the same id may be meant.
        customers.extend(self.people.twin(id));
        self.people.find(id) != Who::Unknown || !self.people.is_complete()
    }

    /// Adds the customer of an invoice, and tells whether there is such an invoice, its customer being known.
    fn invoice<'r>(&self, number: &'r str, named: &mut Named<'r>) -> bool {
        let Some(bills) = self.bills else { return false };
        match bills.find(number) {
            Some(found) if bills.is_refused(found) => {
                named.invoices.push(number);
                self.strays.get(number).is_some_and(|strays| strays.name_somebody)
            }
            Some(found) => {
                named.customers.insert(bills.head(found).customer);
                true
            }
            None => false,
        }
    }
}
