//! What customers owe in the folder on invoices that a list of open items no longer names: what was used of their
//! credit notes since went there first.

use std::collections::BTreeMap;

use super::Incoming;
use super::source::Whose;
use super::sums::{is_credit_note, received, thousandths};
use crate::input::columns::Column;
use crate::input::edit::{CsvFile, PlainRow};
use crate::model::{Amount, Currency};

/// What is owed, by customer and currency.
pub type Owed<'a> = BTreeMap<&'a str, BTreeMap<Currency, Amount>>;

/// What is read of both files.
const COLUMNS: [Column; 5] = [Column::InvoiceId, Column::CustomerId, Column::Kind, Column::Amount, Column::Currency];

/// Adds to the sums of some customers what they owe on invoices that no list names: the documents less the money.
/// Other credit notes and money that names no invoice count against it. `currency` is that of rows that name none.
pub fn add(owed: &mut Owed<'_>, incoming: &Incoming, files: (&CsvFile, Option<&CsvFile>), currency: Currency) {
    let named = incoming.named_invoices();
    let in_currency = |row: PlainRow<'_>| Currency::parse(row.get(Column::Currency)).unwrap_or(currency);
    let mut add = |customer: &str, currency: Currency, sum: Option<Amount>| {
        let place = owed.get_mut(customer).and_then(|owed| owed.get_mut(&currency));
        if let (Some(owed), Some(sum)) = (place, sum) {
            *owed += sum;
        }
    };
    let invoices = files.0.rows(&COLUMNS).0;
    let mut whose: BTreeMap<&str, &str> = BTreeMap::new();
    for row in invoices.iter() {
        whose.insert(row.get(Column::InvoiceId), row.get(Column::CustomerId));
        if named.contains(row.get(Column::InvoiceId)) {
            continue;
        }
        let currency = in_currency(row);
        let amount = thousandths(row).and_then(|amount| amount.to_amount(currency));
        let is_credit = is_credit_note(row);
        let signed = |amount: Amount| if is_credit && amount.is_positive() { -amount } else { amount };
        add(row.get(Column::CustomerId), currency, amount.map(signed));
    }
    let payments = files.1.map(|file| file.rows(&COLUMNS).0).unwrap_or_default();
    for row in payments.iter().filter(|row| !named.contains(row.get(Column::InvoiceId))) {
        let of_invoice = whose.get(row.get(Column::InvoiceId)).copied();
        let currency = in_currency(row);
        let sum = received(row).and_then(|sum| sum.to_amount(currency));
        add(of_invoice.unwrap_or(row.get(Column::CustomerId)), currency, sum.map(|sum| -sum));
    }
}

/// Tells whether a list is one of open items: one that tells of settled invoices would tell of all.
pub fn is_of_open_items(incoming: &Incoming, list: u32) -> bool {
    let of_invoices = |whose: &Whose| matches!(whose, Whose::Invoice(_));
    let mut stated = incoming.stated.iter().filter(|stated| stated.list == list && of_invoices(&stated.whose));
    stated.all(|stated| !stated.open.is_zero())
}
