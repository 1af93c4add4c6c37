//! `events.csv`: rows of text to events whose references are still texts.

use std::borrow::Cow;
use std::collections::BTreeSet;

use super::acts::need;
use super::columns::Column;
use super::faults::Faults;
use super::ids::NOBODY;
use super::marks::{AmountColumn, DateColumn, Figure};
use super::messages::{self, Subject};
use super::sheet::{Refused, Sheet};
use super::table::Next;
use super::text::Thousandths;
use super::words;
use crate::model::dialect::Declared;
use crate::model::{Currency, Date, Event, EventKind, FileRole, InvoiceStatus};

/// The content of `events.csv`: each row by itself is sound.
#[derive(Debug)]
pub(super) struct EventFile {
    pub sheet: Sheet,
    /// In the order of the file, without the rows that were refused.
    pub rows: Vec<EventRow>,
    /// The event ids of rows that were refused.
    pub bad: BTreeSet<String>,
    /// The lines of rows that were refused.
    pub refused: BTreeSet<u32>,
}

/// One row, what it refers to still a text.
#[derive(Debug)]
pub(super) struct EventRow {
    /// Without customer, invoice, currency and amounts.
    pub event: Event,
    pub customer: Option<String>,
    pub invoice: Option<String>,
    pub currency: Option<Currency>,
    /// In the order of [`AMOUNTS`].
    pub amounts: [Option<Thousandths>; 3],
}

/// The columns of amounts.
pub(super) const AMOUNTS: [Column; 3] = [Column::Amount, Column::Interest, Column::Indemnity];

struct Reader {
    sheet: Sheet,
    date: DateColumn,
    published: DateColumn,
    until: DateColumn,
    amounts: [AmountColumn; 3],
}

/// Reads the whole file.
pub(super) fn read(sheet: Sheet, declared: Declared, faults: &mut Faults) -> EventFile {
    let date = |column| DateColumn::new(column, declared.date_order);
    let mut reader = Reader {
        date: date(Column::Date),
        published: date(Column::Published),
        until: date(Column::Until),
        amounts: AMOUNTS.map(|column| AmountColumn::new(column, declared.decimal)),
        sheet,
    };
    let (mut rows, mut bad, mut refused) = (Vec::new(), BTreeSet::new(), BTreeSet::new());
    loop {
        let read = match reader.sheet.next(faults) {
            Next::End => break,
            Next::Row => reader.event(rows.len(), faults),
            Next::Misfit => Err(Refused),
        };
        match read {
            Ok(row) => rows.push(row),
            Err(Refused) => {
                reader.amounts.iter_mut().for_each(|column| column.disown(rows.len()));
                refused.insert(reader.sheet.line());
                bad.extend(reader.sheet.free(Column::EventId));
            }
        }
    }
    reader.settle(&mut rows, &mut bad, &mut refused, faults);
    let mut sheet = reader.sheet;
    let mark = reader.amounts.iter().find_map(AmountColumn::mark);
    sheet.found(mark, [&reader.date, &reader.until, &reader.published].into_iter().filter_map(|column| column.form()));
    EventFile { sheet, rows, bad, refused }
}

impl Reader {
    fn event(&mut self, row: usize, faults: &mut Faults) -> Result<EventRow, Refused> {
        let currency = self.sheet.currency(faults);
        let known = currency.as_ref().ok().copied().flatten();
        let amounts = [0, 1, 2].map(|i| self.amount(i, row, known, faults));
        let sheet = &self.sheet;
        let owned = |id: Option<Cow<'_, str>>| id.map(|id| id.into_owned());
        let date = self.date.required(sheet, faults);
        let status = InvoiceStatus::parse(&sheet.text(Column::Event));
        let kind = self.kind(status, faults);
        let event_id = sheet.id(Column::EventId, faults).map(owned);
        let customer = sheet.id(Column::CustomerId, faults).map(owned);
        let invoice = sheet.id(Column::InvoiceId, faults).map(owned);
        let instalment = sheet.id(Column::Instalment, faults).map(owned);
        let party = self.party(&customer, &invoice, &instalment, faults);
        let (published, until) = (self.published.read(sheet, faults), self.until.read(sheet, faults));
        let reference = sheet.free(Column::Reference);
        sheet.judge_texts(&[Column::Reference, Column::Note], faults);
        let meaning = kind.as_ref().map_or(Ok(()), |&kind| self.meaning(kind, &date, [&published, &until], faults));
        self.names_its_invoice(kind.as_ref().ok().copied(), status, faults)?;
        party?;
        meaning?;
        let [amount, interest, indemnity] = amounts;
        let event = Event {
            date: date?,
            kind: kind?,
            status,
            customer: NOBODY,
            invoice: None,
            instalment: instalment?,
            event_id: event_id?,
            level: sheet.free(Column::Level),
            channel: sheet.free(Column::Channel),
            amount: None,
            interest: None,
            indemnity: None,
            currency: Currency::EUR,
            published: published?,
            until: until?,
            reference,
            note: sheet.free(Column::Note),
            file: sheet.free(Column::File),
            by: sheet.free(Column::By),
            seal: sheet.free(Column::Seal),
            line: sheet.line(),
        };
        let (customer, invoice, currency) = (customer?, invoice?, currency?);
        Ok(EventRow { event, customer, invoice, currency, amounts: [amount?, interest?, indemnity?] })
    }

    /// Reads what happened; a status of an invoice says it too.
    fn kind(&self, status: Option<InvoiceStatus>, faults: &mut Faults) -> Result<EventKind, Refused> {
        if let Some(status) = status {
            return Ok(EventKind::of(status));
        }
        let kind = self.sheet.word(Column::Event, words::EVENT_KINDS, faults)?;
        kind.ok_or_else(|| self.sheet.missing(Column::Event, faults))
    }

    /// Checks that a row names an invoice which means nothing without one.
    fn names_its_invoice(
        &self,
        kind: Option<EventKind>,
        status: Option<InvoiceStatus>,
        faults: &mut Faults,
    ) -> Result<(), Refused> {
        let sheet = &self.sheet;
        if !sheet.is_empty(Column::InvoiceId) {
            return Ok(());
        }
        let place = || sheet.cite(sheet.line(), Column::InvoiceId);
        if let Some(status) = status {
            faults.push(messages::status_of_no_invoice(place(), status));
            return Err(Refused);
        }
        // Without anybody at all that is what is said.
        if kind == Some(EventKind::Allocated) && !sheet.is_empty(Column::CustomerId) {
            faults.push(messages::event_incomplete(place(), EventKind::Allocated, Column::InvoiceId));
            return Err(Refused);
        }
        Ok(())
    }

    /// Checks that the row has what its event needs; cells that could not be read have been reported.
    fn meaning(
        &self,
        kind: EventKind,
        date: &Result<Date, Refused>,
        [published, until]: [&Result<Option<Date>, Refused>; 2],
        faults: &mut Faults,
    ) -> Result<(), Refused> {
        let sheet = &self.sheet;
        let need = need(kind);
        if let Some(column) = need.column.filter(|&column| sheet.is_empty(column)) {
            faults.push(match kind {
                EventKind::Undo => messages::undo_without_reference(sheet.file(), sheet.line()),
                _ => messages::event_incomplete(sheet.cite(sheet.line(), column), kind, column),
            });
            return Err(Refused);
        }
        let Some(column) = need.not_before_date else { return Ok(()) };
        let day = if column == Column::Published { published } else { until };
        match (date, day) {
            (Ok(date), Ok(Some(day))) if day < date => {
                faults.push(messages::event_dates(sheet.place(column), kind, column, *date));
                Err(Refused)
            }
            _ => Ok(()),
        }
    }

    /// Checks that the row says whom it concerns.
    fn party(
        &self,
        customer: &Result<Option<String>, Refused>,
        invoice: &Result<Option<String>, Refused>,
        instalment: &Result<Option<String>, Refused>,
        faults: &mut Faults,
    ) -> Result<(), Refused> {
        let sheet = &self.sheet;
        match (customer, invoice, instalment) {
            (Ok(None), Ok(None), _) => {
                faults.push(messages::party_missing(sheet.file(), sheet.line(), &sheet.subject()));
                Err(Refused)
            }
            (_, Ok(None), Ok(Some(_))) => {
                faults.push(messages::instalment_alone(sheet.place(Column::Instalment), &sheet.subject()));
                Err(Refused)
            }
            _ => Ok(()),
        }
    }

    /// Returns one of the amounts; zero while its column has not told how to read it.
    fn amount(
        &mut self,
        i: usize,
        row: usize,
        currency: Option<Currency>,
        faults: &mut Faults,
    ) -> Result<Option<Thousandths>, Refused> {
        let sheet = &self.sheet;
        match self.amounts[i].read(sheet, row, currency, faults)? {
            None => Ok(None),
            Some(Figure::Unclear { negative: false }) => Ok(Some(Thousandths(0))),
            Some(Figure::Known(value)) if value.0 >= 0 => Ok(Some(value)),
            Some(_) => {
                let finding = messages::sign_invalid(sheet.place(AMOUNTS[i]), &sheet.subject(), sheet.name(AMOUNTS[i]));
                faults.push(finding);
                Err(Refused)
            }
        }
    }

    fn settle(
        &mut self,
        rows: &mut Vec<EventRow>,
        bad: &mut BTreeSet<String>,
        refused: &mut BTreeSet<u32>,
        faults: &mut Faults,
    ) {
        for column in [&self.date, &self.published, &self.until] {
            column.settle(&self.sheet, faults);
        }
        let ids: Vec<Option<String>> = rows.iter().map(|row| row.event.event_id.clone()).collect();
        let subject =
            |row: usize| Subject { role: FileRole::Events, id: ids.get(row).cloned().flatten().unwrap_or_default() };
        let mut out = BTreeSet::new();
        for (i, column) in self.amounts.iter_mut().enumerate() {
            for (row, value) in column.settle(&self.sheet, faults, subject) {
                match (value, rows.get_mut(row)) {
                    (Ok(found), Some(row)) => row.amounts[i] = Some(found.value),
                    (Err(Refused), Some(_)) => {
                        out.insert(row);
                    }
                    (_, None) => {}
                }
            }
        }
        for (row, read) in rows.iter().enumerate() {
            let is_of_nothing = need(read.event.kind).amount_counts && read.amounts[0] == Some(Thousandths(0));
            if is_of_nothing && out.insert(row) {
                let place = self.sheet.cite(read.event.line, Column::Amount);
                faults.push(messages::event_of_nothing(place, read.event.kind));
            }
        }
        for &row in out.iter().rev() {
            let event = rows.remove(row).event;
            refused.insert(event.line);
            bad.extend(event.event_id);
        }
    }
}
