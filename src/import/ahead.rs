//! Payments that lists date after the day of the import: they pay nothing before that, whatever the list says is owed.

use std::collections::BTreeMap;

use super::Incoming;
use super::choices::NAMED;
use super::source::Kind;
use crate::input::columns::Column;
use crate::model::{Bilingual, Date, FileRole, Lang, figures, several};

/// Tells of them.
pub fn tell(incoming: &mut Incoming, today: Date) {
    let mut told: BTreeMap<u32, Vec<(String, Date)>> = BTreeMap::new();
    for (row, (list, _)) in incoming.rows_of(FileRole::Payments) {
        if let Ok(day) = row.get(Column::Date).parse::<Date>()
            && incoming.kind_of(list) == Some(Kind::List)
            && day > today
        {
            let of = [Column::InvoiceId, Column::PaymentId, Column::CustomerId].map(|column| row.get(column));
            let of = of.into_iter().find(|text| !text.is_empty()).unwrap_or_default();
            told.entry(list).or_default().push((of.to_owned(), day));
        }
    }
    for (list, payments) in told {
        let names = |lang: Lang| {
            let shown = payments.iter().map(|(of, day)| format!("{of} ({})", figures::date(*day, lang)));
            several(&shown.collect::<Vec<_>>(), NAMED)
        };
        let (en, fr) = (names(Lang::En).en, names(Lang::Fr).fr);
        incoming.sources[list as usize].choices.push(Bilingual::new(
            format!("payments after today; the invoices are owed until then: {en}"),
            format!("règlements postérieurs à aujourd'hui ; les factures restent dues jusque-là : {fr}"),
        ));
    }
}
