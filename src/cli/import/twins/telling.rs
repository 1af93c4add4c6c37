//! What the payments of an import tell of money that came in.

use std::collections::{BTreeMap, BTreeSet};

use super::super::standing::Standing;
use crate::engine::matching::same::Money;
use crate::engine::matching::told_again::{Told, is_number_of};
use crate::import::Incoming;
use crate::import::source::Folder;
use crate::import::sums::received;
use crate::input::columns::Column;
use crate::input::edit::{PlainRow, PlainRows};
use crate::model::payment::{is_declared, receipt_of};
use crate::model::{Amount, Currency, CustomerId, Date, FileRole, InvoiceNo, Ledger};

/// Whose money, and in what.
pub type Whose = (CustomerId, Currency);

/// What the files tell of money that came in.
#[derive(Default)]
pub struct Tellings<'r> {
    /// What the folder does not have under its id, by whose it is, then by its day.
    pub new: BTreeMap<Whose, Vec<Telling<'r>>>,
    /// What comes to invoices of those that it has: they are that money, and no other.
    pub known: BTreeMap<InvoiceNo, Amount>,
}

/// Money of the files: its rows, those of one divided payment together, and what they tell.
pub struct Telling<'r> {
    pub rows: Vec<usize>,
    id: &'r str,
    /// Whether that is an invoice's number and a further one.
    is_numbered: bool,
    pub told: Told,
    /// Those that it was divided into.
    pub parts: Vec<Telling<'r>>,
}

/// Returns the customers of the invoices that come in, by their numbers.
pub fn whose(incoming: &Incoming) -> BTreeMap<String, String> {
    let rows = incoming.files.get(&FileRole::Invoices).into_iter().flat_map(|rows| rows.rows.iter());
    rows.map(|row| (row.get(Column::InvoiceId).to_owned(), row.get(Column::CustomerId).to_owned())).collect()
}

/// Returns what rows tell of money that came in, as far as the folder does not have them.
pub fn tellings<'r>(
    rows: &'r PlainRows,
    (ledger, standing): (&Ledger, &Standing<'_>),
    whose: &BTreeMap<String, String>,
    own: Currency,
) -> Tellings<'r> {
    let ids: BTreeSet<&str> = rows.iter().map(|row| row.get(Column::PaymentId)).collect();
    let mut found = Tellings::default();
    let mut divided: BTreeMap<(Whose, Date, &str), Vec<Telling<'r>>> = BTreeMap::new();
    for (at, row) in rows.iter().enumerate() {
        let Some((whose, money)) = told(row, (ledger, standing), whose, own) else { continue };
        let id = row.get(Column::PaymentId);
        if standing.has_payment(id) {
            money.invoices.iter().for_each(|number| *found.known.entry(*number).or_default() += money.amount);
            continue;
        }
        let told = Told { numbers: money.invoices.clone(), money, fits: false };
        let is_numbered = is_number_of(row.get(Column::InvoiceId), id);
        let one = Telling { rows: vec![at], id, is_numbered, told, parts: Vec::new() };
        let head = receipt_of(id);
        if id.is_empty() || !ids.contains(head) {
            found.new.entry(whose).or_default().push(one);
            continue;
        }
        divided.entry((whose, one.told.money.date, head)).or_default().push(one);
    }
    for ((whose, ..), parts) in divided {
        let one = Telling::of(parts);
        found.new.entry(whose).or_default().push(one);
    }
    for tellings in found.new.values_mut() {
        let text = |telling: &Telling<'r>| rows.row(telling.rows[0]).cells().collect::<Vec<_>>();
        tellings.sort_by_cached_key(|telling| (telling.told.money.date, telling.id, text(telling)));
    }
    found
}

impl Telling<'_> {
    /// Tells whether the import gives it an id, or its program one that looks so.
    pub fn is_nameless(&self) -> bool {
        self.id.is_empty() || self.is_numbered
    }
}

impl<'r> Telling<'r> {
    /// Returns money that was divided into those parts.
    fn of(parts: Vec<Telling<'r>>) -> Telling<'r> {
        let (first, told) = (&parts[0], |part: &Telling<'_>| part.told.money.invoices.clone());
        let invoices: Vec<InvoiceNo> = parts.iter().flat_map(told).collect();
        let amount = parts.iter().map(|part| part.told.money.amount).sum();
        let money = Money { amount, invoices: invoices.clone(), ..first.told.money.clone() };
        let told = Told { money, numbers: invoices, fits: false };
        let rows = parts.iter().flat_map(|part| part.rows.clone()).collect();
        Telling { rows, id: first.id, is_numbered: first.is_numbered, told, parts }
    }
}

/// Returns whose money a row tells of, and what it is; nothing of what was taken back.
fn told(
    row: PlainRow<'_>,
    (ledger, standing): (&Ledger, &Standing<'_>),
    whose: &BTreeMap<String, String>,
    own: Currency,
) -> Option<(Whose, Money)> {
    let number = row.get(Column::InvoiceId);
    let invoice: Option<InvoiceNo> = standing.number(number).filter(|_| !number.is_empty());
    let by_invoice = invoice.and_then(|number| ledger.rows_of(number).next()).map(|item| ledger.invoice(item));
    let id = match row.get(Column::CustomerId) {
        "" => whose.get(number).map(String::as_str).unwrap_or_default(),
        id => id,
    };
    let customer = by_invoice.map(|invoice| invoice.customer).or_else(|| ledger.find_customer(id))?;
    let currency = Currency::parse(row.get(Column::Currency));
    let currency = currency.or(by_invoice.map(|invoice| invoice.currency)).unwrap_or(own);
    let amount =
        received(row).and_then(|amount| amount.to_amount(currency)).filter(|amount: &Amount| amount.is_positive())?;
    let date = row.get(Column::Date).parse().ok()?;
    let invoices = invoice.into_iter().collect();
    let money = Money { date, amount, invoices, gone: None, is_declared: is_declared(row.get(Column::PaymentId)) };
    Some(((customer, currency), money))
}
