//! The rows of `suspense.csv` against the invoices, the customers, and the payments that some of them became.

use std::cell::RefCell;
use std::collections::BTreeMap;

use super::customers::{People, Who};
use super::{Cascade, Content, Contents};
use crate::input::columns::Column;
use crate::input::faults::Faults;
use crate::input::ids::Hints;
use crate::input::invoices::InvoiceFile;
use crate::input::messages::{self, Subject};
use crate::input::payments::PaymentFile;
use crate::input::suspense::{ReceiptRow, SuspenseFile};
use crate::model::receipt::{AND, named_in};
use crate::model::{Currency, CustomerId, Decision, FileRole, InvoiceNo, Receipt};

/// What the rows are resolved against.
struct Resolver<'a> {
    bills: Option<&'a InvoiceFile>,
    people: &'a People,
    currency: Currency,
    file: &'a SuspenseFile,
    cascade: Cascade,
    hints: RefCell<Hints>,
}

/// A row that was refused: its finding is among the faults.
struct Refused;

/// Returns the receipts that are sound and stand in no row of `payments.csv`: one that was posted there is that money,
/// whatever became of its row here.
pub(super) fn resolve(
    contents: &mut Contents,
    people: &People,
    currency: Currency,
    cascade: Cascade,
    faults: &mut Faults,
) -> Vec<Receipt> {
    let Contents { invoices, payments, suspense, .. } = contents;
    let Content::Read(file) = suspense else { return Vec::new() };
    let rows = std::mem::take(&mut file.rows);
    let (mut sound, mut refused) = (Vec::with_capacity(rows.len()), Vec::new());
    let resolver = Resolver { bills: invoices.read(), people, currency, file, cascade, hints: RefCell::default() };
    let is_posted = |id: &str| payments.read().is_some_and(|file: &PaymentFile| file.ids.find(id).is_some());
    let mut lines: BTreeMap<String, u32> = BTreeMap::new();
    for row in rows {
        let line = row.receipt.line;
        if let Some(first) = lines.insert(row.receipt.id.clone(), line) {
            let places = [first, line].map(|line| resolver.file.sheet.cite(line, Column::PaymentId));
            faults.push(messages::id_duplicate(&subject(&row.receipt), None, places));
            refused.push(line);
            continue;
        }
        match resolver.receipt(row, faults) {
            Ok(receipt) if is_posted(&receipt.id) => {}
            Ok(receipt) => sound.push(receipt),
            Err(Refused) => refused.push(line),
        }
    }
    file.refused.extend(refused);
    sound
}

/// Gives receipts the new numbers of the invoices that were decided for them, where numbers changed.
pub(super) fn renumber(receipts: &mut [Receipt], numbers: Option<&[Option<InvoiceNo>]>) {
    let Some(new) = numbers else { return };
    for receipt in receipts {
        if let Decision::Invoices(numbers) = &mut receipt.decision {
            let known = numbers.iter().filter_map(|old| new.get(old.index()).copied().flatten());
            *numbers = known.collect();
        }
    }
}

impl Resolver<'_> {
    fn receipt(&self, row: ReceiptRow, faults: &mut Faults) -> Result<Receipt, Refused> {
        let mut receipt = row.receipt;
        let place = |column| self.file.sheet.cite(receipt.line, column);
        let of_customer = row.customer.as_deref().map(|id| self.customer(id, &receipt, faults)).transpose()?;
        receipt.currency = row.currency.unwrap_or(self.currency);
        if let Some(customer) = of_customer {
            receipt.decision = Decision::Customer(customer);
        }
        if let (Some(text), Some(bills)) = (row.invoice.as_deref(), self.bills) {
            receipt.decision = Decision::Invoices(self.invoices(bills, text, &receipt, of_customer, faults)?);
        }
        let Some(amount) = row.amount.to_amount(receipt.currency) else {
            faults.push(messages::amount_precision(place(Column::Amount), &subject(&receipt), receipt.currency));
            return Err(Refused);
        };
        receipt.amount = amount;
        receipt.suspects = self.suspects(&receipt.candidates);
        Ok(receipt)
    }

    /// Returns the invoices that a receipt pays, all of one customer and in its currency: `F-1 + F-2`.
    fn invoices(
        &self,
        bills: &InvoiceFile,
        text: &str,
        receipt: &Receipt,
        of_customer: Option<CustomerId>,
        faults: &mut Faults,
    ) -> Result<Vec<InvoiceNo>, Refused> {
        let is_one = bills.find(text).is_some();
        let parts: Vec<&str> = if is_one { vec![text] } else { text.split(AND).map(str::trim).collect() };
        let (mut customer, mut numbers) = (of_customer, Vec::new());
        for part in parts {
            let number = self.number(bills, part, receipt, faults)?;
            let (head, subject) = (bills.head(number), bills.subject(number));
            let places = |column| [self.file.sheet.cite(receipt.line, column), bills.sheet.cite(head.line, column)];
            if customer.is_some_and(|customer| customer != head.customer) {
                faults.push(messages::customer_mismatch(&self::subject(receipt), &subject, places(Column::CustomerId)));
                return Err(Refused);
            }
            if receipt.currency != head.currency {
                faults.push(messages::currency_mismatch(&self::subject(receipt), &subject, places(Column::Currency)));
                return Err(Refused);
            }
            customer = Some(head.customer);
            numbers.push(number);
        }
        Ok(numbers)
    }

    /// Returns the customers that a text of candidates names, by their ids or their invoices'.
    fn suspects(&self, candidates: &str) -> Vec<CustomerId> {
        let whose = |name: &str| match self.people.find(name) {
            Who::Known(customer) => Some(customer),
            Who::Refused | Who::Unknown => {
                let bills = self.bills?;
                bills.find(name).map(|number| bills.head(number).customer)
            }
        };
        let mut suspects: Vec<CustomerId> = named_in(candidates).filter_map(whose).collect();
        suspects.sort_unstable();
        suspects.dedup();
        suspects
    }

    fn customer(&self, id: &str, receipt: &Receipt, faults: &mut Faults) -> Result<CustomerId, Refused> {
        let place = self.file.sheet.cite(receipt.line, Column::CustomerId);
        match self.people.find(id) {
            Who::Known(customer) => return Ok(customer),
            Who::Refused => {
                let reason = Subject { role: FileRole::Customers, id: id.to_owned() };
                self.cascade.push(faults, &subject(receipt), &reason, place);
            }
            Who::Unknown => faults.push(messages::customer_unknown(id, place, &[])),
        }
        Err(Refused)
    }

    fn number(
        &self,
        bills: &InvoiceFile,
        text: &str,
        receipt: &Receipt,
        faults: &mut Faults,
    ) -> Result<InvoiceNo, Refused> {
        let place = self.file.sheet.cite(receipt.line, Column::InvoiceId);
        match bills.find(text) {
            Some(number) if bills.is_refused(number) => {
                self.cascade.push(faults, &subject(receipt), &bills.subject(number), place);
            }
            Some(number) => return Ok(number),
            None => {
                let like = bills.ids.nearest(text, &mut self.hints.borrow_mut());
                faults.push(messages::invoice_unknown(text, &subject(receipt), place, &like));
            }
        }
        Err(Refused)
    }
}

fn subject(receipt: &Receipt) -> Subject {
    Subject { role: FileRole::Suspense, id: receipt.id.clone() }
}
