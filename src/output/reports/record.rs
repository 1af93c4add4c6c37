//! `record`: what was recorded, under which id.

use std::io;

use crate::model::{Amount, Bilingual, Currency, Date, Term};
use crate::output::{Cell, Column, Report};

/// What was recorded.
#[derive(Clone, Copy, Debug)]
pub struct Recorded<'a> {
    /// The rows, act by act.
    pub rows: &'a [RecordedRow<'a>],
    /// The day of the run.
    pub date: Date,
    /// What it changed, and what became of it.
    pub remarks: &'a [Bilingual],
}

/// One row of an act.
#[derive(Clone, Copy, Debug)]
#[expect(missing_docs, reason = "the names are those of the columns of events.csv")]
pub struct RecordedRow<'a> {
    pub event_id: &'a str,
    pub date: Date,
    pub event: (&'static str, Term<'static>),
    pub customer_id: Option<&'a str>,
    pub invoice_id: Option<&'a str>,
    pub instalment: Option<&'a str>,
    pub level: Option<(&'a str, Term<'a>)>,
    pub until: Option<Date>,
    pub amount: Option<Amount>,
    pub currency: Option<Currency>,
    /// Whether it was not recorded before.
    pub is_new: bool,
}

impl Report for Recorded<'_> {
    fn command(&self) -> &'static str {
        "record"
    }

    fn as_of(&self) -> Option<Date> {
        Some(self.date)
    }

    fn columns(&self) -> Vec<Column> {
        let has_amounts = self.rows.iter().any(|row| row.amount.is_some());
        let currency = if has_amounts { Column::currency() } else { Column::data("currency") };
        vec![
            Column::new("event_id", "Event id", "Identifiant"),
            Column::new("date", "Date", "Date"),
            Column::new("event", "Event", "Événement"),
            Column::new("customer_id", "Customer", "Client").when_used(),
            Column::new("invoice_id", "Invoice", "Facture").when_used(),
            super::instalment_column(),
            Column::new("level", "Level", "Niveau").when_used(),
            Column::new("until", "Until", "Jusqu'au").when_used(),
            currency,
            Column::new("amount", "Amount", "Montant").when_used(),
            Column::data("outcome"),
        ]
    }

    fn rows(&self, each: &mut dyn FnMut(&[Cell<'_>]) -> io::Result<()>) -> io::Result<()> {
        let text = |text| Cell::maybe(text, |text: &str| Cell::text(text.to_owned()));
        self.rows.iter().try_for_each(|row| {
            each(&[
                Cell::text(row.event_id.to_owned()),
                Cell::Date(row.date),
                Cell::Named(row.event.0, row.event.1),
                text(row.customer_id),
                text(row.invoice_id),
                text(row.instalment),
                Cell::maybe(row.level, |(level, name)| Cell::Named(level, name)),
                Cell::maybe(row.until, Cell::Date),
                Cell::maybe(row.currency, |currency| Cell::Word(currency.code())),
                Cell::maybe(row.amount.zip(row.currency), |(amount, currency)| Cell::Amount(amount, currency)),
                Cell::Word(if row.is_new { "added" } else { "unchanged" }),
            ])
        })
    }

    fn remarks(&self) -> Vec<Bilingual> {
        self.remarks.to_vec()
    }
}
