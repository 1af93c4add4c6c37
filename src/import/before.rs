//! What is known of payments before the word of a list is taken: those that the other files tell, and the folder's.

use std::collections::{BTreeMap, BTreeSet};

use super::Incoming;
use super::sums::received;
use crate::input::columns::Column;
use crate::input::edit::{CsvFile, PlainRow, PlainRows};
use crate::input::text::Thousandths;
use crate::model::text::Interner;
use crate::model::{Amount, Currency, Date, FileRole};

/// The columns of the payments that a list's word makes.
pub(super) const COLUMNS: [Column; 7] = [
    Column::PaymentId,
    Column::Date,
    Column::Amount,
    Column::InvoiceId,
    Column::Instalment,
    Column::Currency,
    Column::Method,
];

/// What is known of payments besides.
pub(super) struct Known {
    /// By invoice, then by instalment.
    of_item: BTreeMap<String, BTreeMap<String, Before>>,
    /// The ids of all payments.
    ids: Interner,
    /// The payments of the folder.
    pub folder: PlainRows,
}

/// What is known of the payments that name one invoice.
#[derive(Default)]
pub(super) struct Before {
    /// The sum of those that the files tell of in thousandths: its currency is the invoice's.
    sum: i128,
    /// Those that the folder alone knows, by their places: what the list says was paid, these are a part of.
    pub rows: Vec<usize>,
    /// The days of all.
    pub days: BTreeSet<Date>,
}

impl Before {
    pub fn to_amount(&self, currency: Currency) -> Amount {
        let sum = i64::try_from(self.sum).ok().and_then(|sum| Thousandths(sum).to_amount(currency));
        sum.unwrap_or(Amount::ZERO)
    }
}

impl Known {
    pub fn of(incoming: &Incoming, file: Option<&CsvFile>) -> Known {
        let columns: Vec<Column> = COLUMNS.into_iter().chain([Column::Kind]).collect();
        let folder = file.map_or_else(PlainRows::default, |file| file.rows(&columns).0);
        let mut known = Known { of_item: BTreeMap::new(), ids: Interner::default(), folder: PlainRows::default() };
        if let Some(payments) = incoming.files.get(&FileRole::Payments) {
            payments.rows.iter().for_each(|row| known.add(row, None));
        }
        let stays = |row: &PlainRow<'_>| !incoming.replaced.contains_key(row.get(Column::PaymentId));
        folder.iter().enumerate().filter(|(_, row)| stays(row)).for_each(|(place, row)| known.add(row, Some(place)));
        Known { folder, ..known }
    }

    /// Returns what is known of the payments of an invoice.
    pub fn before(&self, invoice: PlainRow<'_>) -> Option<&Before> {
        self.of_item.get(invoice.get(Column::InvoiceId))?.get(invoice.get(Column::Instalment))
    }

    /// Enters an id; tells whether it is new.
    pub fn enter(&mut self, id: &str) -> bool {
        let count = self.ids.texts().len();
        self.ids.intern(id).0 as usize == count
    }

    /// Adds a payment of the files, or the one of the folder at that place.
    fn add(&mut self, row: PlainRow<'_>, place: Option<usize>) {
        let id = row.get(Column::PaymentId);
        if !id.is_empty() && !self.enter(id) {
            return;
        }
        let (Some(amount), false) = (received(row), row.get(Column::InvoiceId).is_empty()) else { return };
        let of_invoice = self.of_item.entry(row.get(Column::InvoiceId).to_owned()).or_default();
        // A row without an instalment is the whole invoice.
        let instalment = row.get(Column::Instalment);
        for part in [Some(""), Some(instalment).filter(|part| !part.is_empty())].into_iter().flatten() {
            let before = of_invoice.entry(part.to_owned()).or_default();
            before.days.extend(row.get(Column::Date).parse::<Date>());
            match place {
                Some(place) => before.rows.push(place),
                None => before.sum += i128::from(amount.0),
            }
        }
    }
}
