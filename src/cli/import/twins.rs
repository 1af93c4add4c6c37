//! Payments of accounts and lists that the folder has already, as receipts of the bank or as somebody noted them: the same
//! money comes in once.

use std::collections::{BTreeMap, BTreeSet};

use super::standing::Standing;
use crate::engine::allocation::taken_back_whole;
use crate::engine::matching::same::Money;
use crate::engine::matching::told_again::{Again, Told, payments, told_again};
use crate::import::Incoming;
use crate::import::source::LeftOut;
use crate::import::sums::received;
use crate::input::columns::Column;
use crate::input::edit::{PlainRow, PlainRows};
use crate::model::payment::{OF_BANK, is_of_hand, receipt_of};
use crate::model::{Amount, Currency, CustomerId, Date, FileRole, InvoiceNo, Ledger, PaymentId};

/// Whose money, and in what.
type Whose = (CustomerId, Currency);

/// Money of the files: its rows, those of one divided payment together, and what they tell.
struct Telling<'r> {
    rows: Vec<usize>,
    id: &'r str,
    told: Told,
}

/// Leaves out the payments that the folder has, each of them once. The folder is read only where there are payments that
/// could be.
pub fn leave_out(incoming: &mut Incoming, standing: &Standing<'_>, currency: Currency) {
    let Some(rows) = incoming.files.get(&FileRole::Payments).filter(|rows| !rows.rows.is_empty()) else { return };
    let Some(ledger) = standing.ledger() else { return };
    let told: BTreeSet<&str> = rows.rows.iter().map(|row| row.get(Column::PaymentId)).collect();
    let is_wanted = |id: &str| (id.starts_with(OF_BANK) || is_of_hand(id)) && !told.contains(id);
    let mut known = payments(ledger, &taken_back_whole(ledger), is_wanted);
    if known.is_empty() {
        return;
    }
    let tellings = tellings(&rows.rows, (ledger, standing), &whose(incoming), currency);
    let mut out: BTreeMap<usize, LeftOut> = BTreeMap::new();
    for (whose, tellings) in tellings {
        let Some(known) = known.get_mut(&whose) else { continue };
        let told: Vec<Told> = tellings.iter().map(|telling| telling.told.clone()).collect();
        for (at, again) in told_again(&told, known, &|number, day| standing.left_on(number, day)) {
            if let Again::Same(payments) = again {
                let why = known_as(ledger, &payments);
                out.extend(tellings[at].rows.iter().map(|&row| (row, why.clone())));
            }
        }
    }
    let kept: Vec<usize> = (0..rows.rows.len()).filter(|row| !out.contains_key(row)).collect();
    for (row, why) in out {
        incoming.sources[rows.places[row].0 as usize].leave_out(why);
    }
    if let Some(rows) = incoming.files.get_mut(&FileRole::Payments) {
        rows.keep(&kept);
    }
}

/// Says as what the folder has some money.
fn known_as(ledger: &Ledger, payments: &[PaymentId]) -> LeftOut {
    match payments.iter().all(|&id| ledger.payment_id(id).starts_with(OF_BANK)) {
        true => LeftOut::new("received", "received at the bank already", "déjà reçus à la banque"),
        false => LeftOut::new("noted", "noted by hand already", "déjà notés à la main"),
    }
}

/// Returns the customers of the invoices that come in, by their numbers.
fn whose(incoming: &Incoming) -> BTreeMap<String, String> {
    let rows = incoming.files.get(&FileRole::Invoices).into_iter().flat_map(|rows| rows.rows.iter());
    rows.map(|row| (row.get(Column::InvoiceId).to_owned(), row.get(Column::CustomerId).to_owned())).collect()
}

/// Returns what rows tell of money that came in, by whose it is, then by its day.
fn tellings<'r>(
    rows: &'r PlainRows,
    (ledger, standing): (&Ledger, &Standing<'_>),
    whose: &BTreeMap<String, String>,
    own: Currency,
) -> BTreeMap<Whose, Vec<Telling<'r>>> {
    let ids: BTreeSet<&str> = rows.iter().map(|row| row.get(Column::PaymentId)).collect();
    let mut found: BTreeMap<Whose, Vec<Telling<'r>>> = BTreeMap::new();
    let mut divided: BTreeMap<(Whose, Date, &str), Telling<'r>> = BTreeMap::new();
    for (at, row) in rows.iter().enumerate() {
        let Some((whose, money)) = told(row, (ledger, standing), whose, own) else { continue };
        let id = row.get(Column::PaymentId);
        let told = Told { numbers: money.invoices.clone(), money, fits: false };
        let one = Telling { rows: vec![at], id, told };
        let head = receipt_of(id);
        if id.is_empty() || !ids.contains(head) {
            found.entry(whose).or_default().push(one);
            continue;
        }
        match divided.entry((whose, one.told.money.date, head)) {
            std::collections::btree_map::Entry::Vacant(place) => drop(place.insert(one)),
            std::collections::btree_map::Entry::Occupied(mut place) => place.get_mut().add(one),
        }
    }
    for ((whose, ..), one) in divided {
        found.entry(whose).or_default().push(one);
    }
    for tellings in found.values_mut() {
        let text = |telling: &Telling<'_>| rows.row(telling.rows[0]).cells().map(str::to_owned).collect::<Vec<_>>();
        tellings.sort_by_cached_key(|telling| (telling.told.money.date, telling.id, text(telling)));
    }
    found
}

impl Telling<'_> {
    fn add(&mut self, part: Self) {
        self.rows.extend(part.rows);
        self.told.money.amount += part.told.money.amount;
        self.told.money.invoices.extend(part.told.money.invoices);
        self.told.numbers.extend(part.told.numbers);
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
    Some(((customer, currency), Money { date, amount, invoices: invoice.into_iter().collect(), gone: None }))
}
