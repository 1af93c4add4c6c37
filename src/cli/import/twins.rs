//! Payments of accounts and lists that are receipts of the bank in the folder already: the same money comes in once.

use std::collections::BTreeMap;

use super::standing::Standing;
use crate::engine::allocation::taken_back_whole;
use crate::engine::matching::same;
use crate::import::Incoming;
use crate::import::source::LeftOut;
use crate::input::columns::Column;
use crate::input::edit::PlainRow;
use crate::model::payment::{OF_BANK, receipt_of};
use crate::model::{Amount, Currency, CustomerId, Date, FileRole, InvoiceNo, Ledger, PaymentKind};

/// A receipt that was posted: its rows together.
#[derive(Clone, Debug)]
struct Receipt {
    date: Date,
    amount: Amount,
    invoices: Vec<InvoiceNo>,
    /// The day on which the bank took it back: what comes from then on is further money.
    gone: Option<Date>,
}

/// Leaves out the payments that are receipts of the folder, each of them once. The folder is read only where there are
/// payments that could be.
pub fn leave_out(incoming: &mut Incoming, standing: &Standing<'_>, currency: Currency) {
    let Some(rows) = incoming.files.get(&FileRole::Payments).filter(|rows| !rows.rows.is_empty()) else { return };
    let Some(ledger) = standing.ledger() else { return };
    let mut receipts = receipts(ledger);
    if receipts.is_empty() {
        return;
    }
    let whose = whose(incoming);
    let is_twin = |&row: &usize| is_received(rows.rows.row(row), ledger, &whose, currency, &mut receipts);
    let (twins, kept): (Vec<usize>, Vec<usize>) = (0..rows.rows.len()).partition(is_twin);
    for row in twins {
        incoming.sources[rows.places[row].0 as usize].leave_out(LeftOut::new(
            "received",
            "received at the bank already",
            "déjà reçus à la banque",
        ));
    }
    if let Some(rows) = incoming.files.get_mut(&FileRole::Payments) {
        rows.keep(&kept);
    }
}

/// Returns the receipts that became payments, by customer and currency.
fn receipts(ledger: &Ledger) -> BTreeMap<(CustomerId, Currency), Vec<Receipt>> {
    let gone = taken_back_whole(ledger);
    let mut by_id: BTreeMap<(CustomerId, &str), (Currency, Receipt)> = BTreeMap::new();
    for id in ledger.payment_rows() {
        let payment = ledger.payment(id);
        let text = ledger.payment_id(id);
        if payment.kind != PaymentKind::Payment || !text.starts_with(OF_BANK) {
            continue;
        }
        let empty = Receipt { date: payment.date, amount: Amount::ZERO, invoices: Vec::new(), gone: None };
        let (_, receipt) = by_id.entry((payment.customer, receipt_of(text))).or_insert((payment.currency, empty));
        receipt.amount += payment.amount;
        receipt.invoices.extend(payment.invoice);
        receipt.gone = receipt.gone.max(gone.get(&id).copied());
    }
    let mut found: BTreeMap<(CustomerId, Currency), Vec<Receipt>> = BTreeMap::new();
    for ((customer, _), (currency, receipt)) in by_id {
        found.entry((customer, currency)).or_default().push(receipt);
    }
    found
}

/// Returns the customers of the invoices that come in, by their numbers.
fn whose(incoming: &Incoming) -> BTreeMap<String, String> {
    let rows = incoming.files.get(&FileRole::Invoices).into_iter().flat_map(|rows| rows.rows.iter());
    rows.map(|row| (row.get(Column::InvoiceId).to_owned(), row.get(Column::CustomerId).to_owned())).collect()
}

fn is_received(
    row: PlainRow<'_>,
    ledger: &Ledger,
    whose: &BTreeMap<String, String>,
    own: Currency,
    receipts: &mut BTreeMap<(CustomerId, Currency), Vec<Receipt>>,
) -> bool {
    let number = row.get(Column::InvoiceId);
    let invoice = ledger.find_number(number).filter(|_| !number.is_empty());
    let by_invoice = invoice.and_then(|number| ledger.rows_of(number).next()).map(|item| ledger.invoice(item));
    let id = match row.get(Column::CustomerId) {
        "" => whose.get(number).map(String::as_str).unwrap_or_default(),
        id => id,
    };
    let customer = by_invoice.map(|invoice| invoice.customer).or_else(|| ledger.find_customer(id));
    let currency = Currency::parse(row.get(Column::Currency));
    let currency = currency.or(by_invoice.map(|invoice| invoice.currency)).unwrap_or(own);
    let (Some(customer), Ok(date)) = (customer, row.get(Column::Date).parse::<Date>()) else { return false };
    let Some(receipts) = receipts.get_mut(&(customer, currency)) else { return false };
    let is_same = |receipt: &Receipt| {
        let is_named = invoice.is_some_and(|number| receipt.invoices.contains(&number));
        receipt.amount.to_decimal(currency).to_string() == row.get(Column::Amount)
            && same::is_near(receipt.date, date, is_named)
            && (is_named || invoice.is_none() || receipt.invoices.is_empty())
            && receipt.gone.is_none_or(|gone| gone > date)
    };
    match receipts.iter().position(is_same) {
        Some(place) => {
            receipts.remove(place);
            true
        }
        None => false,
    }
}
