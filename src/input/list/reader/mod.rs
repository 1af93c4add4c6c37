//! The rows of a list, read cell by cell: each into every part, or into none.

mod halves;
mod late;

use super::meaning::Meanings;
use super::{CellSource, ListRows, NoRow, Part, Total, Wish};
use crate::input::columns::Column;
use crate::input::edit::{CellForm, PlainRows, form, written_amount};
use crate::input::faults::Faults;
use crate::input::header::same;
use crate::input::marks::{AmountColumn, DateColumn, Figure, Settled};
use crate::input::messages::{self, Subject};
use crate::input::sheet::{Refused, Sheet};
use crate::input::table::Next;
use crate::input::text::CurrencyMark;
use crate::model::cores::WORTH_A_THREAD;
use crate::model::guard::unguard;
use crate::model::text::Interner;
use crate::model::{Currency, Date, FileRole, plain};

use late::Late;

/// How the cells of one of our columns are read.
pub(super) enum Cells<'a> {
    Fixed(&'a str),
    Text(Meanings<'a>),
    Amount(AmountColumn),
    Date(DateColumn),
}

/// A list that is being read.
pub(super) struct Reader<'a> {
    pub sheet: Sheet,
    pub wish: &'a Wish<'a>,
    pub parts: Vec<Vec<(Column, Cells<'a>)>>,
    /// For each part, the cells of the current row.
    texts: Vec<Vec<String>>,
    /// For each part whose rows come again and again, those that came.
    said: Vec<Option<Said>>,
    /// The currency that the first part of the current row names, or its sum bears.
    named: Option<Currency>,
    pub list: ListRows,
}

impl<'a> Reader<'a> {
    /// Returns the list before its first row.
    pub fn new(sheet: Sheet, wish: &'a Wish<'a>) -> Reader<'a> {
        let order = |name: &str| {
            let own = wish.date_orders.iter().find(|(known, _)| same(known, name)).map(|(_, order)| *order);
            own.or(wish.declared.date_order)
        };
        let values = |name: &str| wish.values.iter().find(|(known, _)| same(known, name)).map(|(_, words)| words);
        let cells = |column: Column, from: &'a CellSource| match (from, form(column)) {
            (CellSource::Fixed(text), _) => Cells::Fixed(text),
            (CellSource::Column(name), CellForm::Text) => Cells::Text(Meanings::of(values(name))),
            (CellSource::Column(name), CellForm::Amount) => {
                let empty = values(name).and_then(|words| words.get("")).map(String::as_str);
                Cells::Amount(AmountColumn::new(column, wish.declared.decimal).foreign().where_empty(empty))
            }
            (CellSource::Column(name), CellForm::Date) => Cells::Date(DateColumn::new(column, order(name)).foreign()),
        };
        let part = |part: &'a Part| part.columns.iter().map(|(column, from)| (*column, cells(*column, from))).collect();
        let rows = |part: &Part| PlainRows::new(part.columns.iter().map(|(column, _)| *column).collect());
        // A list of invoices names its customers over and over; one of customers names each once.
        let said = |(at, part): (usize, &Part)| (at > 0 && part.role == FileRole::Customers).then(Said::default);
        let list = ListRows {
            parts: wish.parts.iter().map(rows).collect(),
            dialect: Some(sheet.table().dialect().clone()),
            ..ListRows::default()
        };
        Reader {
            sheet,
            wish,
            parts: wish.parts.iter().map(part).collect(),
            texts: wish.parts.iter().map(|part| vec![String::new(); part.columns.len()]).collect(),
            said: wish.parts.iter().enumerate().map(said).collect(),
            named: None,
            list,
        }
    }

    /// Reads every row: on both cores when there are many.
    pub fn read(self, faults: &mut Faults) -> ListRows {
        self.read_after(WORTH_A_THREAD, faults)
    }

    /// Reads every row: those behind the first `few` on both cores.
    fn read_after(mut self, few: usize, faults: &mut Faults) -> ListRows {
        if self.rows(Until::Count(few), faults) == Stop::Here && !self.read_halves(faults) {
            self.rows(Until::End, faults);
        }
        self.settle(faults);
        self.list
    }

    /// Reads rows.
    fn rows(&mut self, until: Until, faults: &mut Faults) -> Stop {
        let mut here = Faults::default();
        loop {
            let is_there = match until {
                Until::End => false,
                Until::Count(count) => self.list.lines.len() >= count,
                // Of CRLF the LF may be still to come: a line of which nothing else is left.
                Until::Byte(at) => at - self.sheet.table().offset().min(at) <= 1,
            };
            if is_there {
                return Stop::Here;
            }
            self.sheet.turn(0);
            let next = self.sheet.next(&mut here);
            let no_row = if next == Next::End { None } else { self.no_row() };
            match (next, no_row) {
                (Next::End, _) => {
                    faults.absorb(here);
                    return Stop::End;
                }
                (_, Some(why)) => {
                    if why == NoRow::Total && next == Next::Row {
                        self.note_total();
                    }
                    *self.list.no_rows.entry(why).or_default() += 1;
                    here = Faults::default();
                }
                (Next::Misfit, None) => {
                    faults.absorb(std::mem::take(&mut here));
                    self.list.refused.push(self.sheet.line());
                }
                (Next::Row, None) => self.take(faults),
            }
        }
    }

    /// Notes what the current row states as sums of others.
    fn note_total(&mut self) {
        let of_balance = self.parts.iter().position(|part| part.iter().any(|(column, _)| *column == Column::Balance));
        let mut text = |part: Option<usize>, column: Column| {
            self.sheet.turn(part?);
            self.sheet.has(column).then(|| self.sheet.text(column).into_owned())
        };
        let [text, balance] = [(Some(0), Column::Amount), (of_balance, Column::Balance)]
            .map(|(part, column)| text(part, column).unwrap_or_default());
        if !text.is_empty() || !balance.is_empty() {
            self.list.totals.push(Total { line: self.sheet.line(), rows: self.list.lines.len(), text, balance });
        }
    }

    /// Takes the current row into every part, or into none.
    fn take(&mut self, faults: &mut Faults) {
        let mut whole = Ok(());
        for part in 0..self.parts.len() {
            whole = self.part(part, faults).and(whole);
        }
        if whole.is_ok() {
            for ((rows, texts), said) in self.list.parts.iter_mut().zip(&self.texts).zip(&mut self.said) {
                match said {
                    Some(said) => said.push(rows, texts),
                    None => rows.push(texts.iter().map(String::as_str)),
                }
            }
            self.list.lines.push(self.sheet.line());
            return;
        }
        let row = self.list.lines.len();
        for (_, cells) in self.parts.iter_mut().flatten() {
            if let Cells::Amount(amounts) = cells {
                amounts.disown(row);
            }
        }
        self.list.refused.push(self.sheet.line());
        let number = self.parts[0].iter().position(|(column, _)| *column == Column::InvoiceId);
        let number = number.map(|place| &self.texts[0][place]).filter(|number| !number.is_empty());
        self.list.refused_invoices.extend(number.cloned());
    }

    /// Reads one part of the current row; all of its faults are said.
    fn part(&mut self, part: usize, faults: &mut Faults) -> Result<(), Refused> {
        self.sheet.turn(part);
        self.texts[part].iter_mut().for_each(String::clear);
        if let Some(column) = self.wish.parts[part].needed.filter(|column| self.sheet.bytes(*column).is_empty()) {
            if part == 0 && !self.sheet.bytes(Column::PaymentId).is_empty() {
                let name = self.sheet.name(column);
                faults.push(messages::value_missing(self.sheet.place(column), name, &self.sheet.subject()));
                return Err(Refused);
            }
            return Ok(());
        }
        // What is left of a sum is in its currency.
        let of_row = (part > 0).then(|| self.named.unwrap_or(self.wish.currency));
        let named = self.currency(part).or(of_row);
        if part == 0 {
            self.named = named;
        }
        let currency = named.unwrap_or(self.wish.currency);
        let (row, sheet) = (self.list.lines.len(), &self.sheet);
        let (mut whole, mut mark) = (Ok(()), None);
        for ((column, cells), text) in self.parts[part].iter_mut().zip(&mut self.texts[part]) {
            let read = match cells {
                Cells::Fixed(fixed) => {
                    text.push_str(fixed);
                    Ok(())
                }
                Cells::Text(words) => {
                    text.push_str(words.ours(unguard(&sheet.text(*column))));
                    Ok(())
                }
                Cells::Amount(amounts) => {
                    let figure = amounts.read(sheet, row, Some(currency), faults);
                    mark = mark.or(amounts.currency().map(|mark| (mark, *column)));
                    figure.map(|figure| {
                        if let Some(Figure::Known(value)) = figure {
                            text.push_str(written_amount(value, currency).as_str());
                        }
                    })
                }
                Cells::Date(dates) => dates.read(sheet, faults).map(|date| {
                    if let Some(date) = date {
                        text.push_str(plain::date(date).as_str());
                        if part == 0 {
                            self.list.tells_of(date);
                        }
                    }
                }),
            };
            whole = read.and(whole);
        }
        match mark {
            Some((mark, column)) if whole.is_ok() => self.bear(part, (mark, column), named, faults),
            _ => whole,
        }
    }

    /// Gives the current row the currency that its amounts bear, unless it names another one.
    fn bear(
        &mut self,
        part: usize,
        (mark, column): (CurrencyMark, Column),
        named: Option<Currency>,
        faults: &mut Faults,
    ) -> Result<(), Refused> {
        let borne = match (mark, named) {
            (mark, Some(named)) => Some(named).filter(|named| mark.fits(*named)),
            (CurrencyMark::One(currency), None) => Some(currency),
            (mark, None) => Some(self.wish.currency).filter(|known| mark.fits(*known)),
        };
        let Some(borne) = borne else {
            // A sign that many currencies share contradicts only what the row itself says.
            let is_told = part == 0 || self.named.is_some() || matches!(mark, CurrencyMark::One(_));
            let told = named.filter(|_| is_told);
            faults.push(messages::currency_sign(self.sheet.place(column), &self.sheet.subject(), told));
            return Err(Refused);
        };
        if part == 0 {
            self.named = Some(borne);
        }
        let place = self.parts[part].iter().position(|(column, _)| *column == Column::Currency);
        if let Some(text) = place.map(|place| &mut self.texts[part][place]).filter(|text| text.is_empty()) {
            text.push_str(borne.code());
        }
        Ok(())
    }

    /// Returns the currency that the current row names; nothing where it names none or one that does not exist, which
    /// is said when the rows are judged.
    fn currency(&mut self, part: usize) -> Option<Currency> {
        let sheet = &self.sheet;
        let written = self.parts[part].iter_mut().find(|(column, _)| *column == Column::Currency);
        written.and_then(|(column, cells)| match cells {
            Cells::Fixed(code) => Currency::parse(code),
            Cells::Text(words) => Currency::parse(words.ours(&sheet.text(*column))),
            Cells::Amount(_) | Cells::Date(_) => None,
        })
    }

    /// Judges the columns as a whole, and fills in the amounts that only their column tells.
    fn settle(&mut self, faults: &mut Faults) {
        let mut late: Vec<Late> = Vec::new();
        for part in 0..self.parts.len() {
            self.sheet.turn(part);
            let role = self.wish.parts[part].role;
            for (place, (_, cells)) in self.parts[part].iter_mut().enumerate() {
                match cells {
                    Cells::Amount(amounts) => {
                        let subject = |row: usize| subject(role, &self.list.parts[part], row);
                        let known = |(row, value): (usize, Result<Settled, Refused>)| {
                            let value = value.map(|found| written_amount(found.value, self.wish.currency));
                            Late { row, part, place, text: value.map(|text| text.as_str().to_owned()) }
                        };
                        late.extend(amounts.settle(&self.sheet, faults, subject).into_iter().map(known));
                    }
                    Cells::Date(dates) => dates.settle(&self.sheet, faults),
                    Cells::Fixed(_) | Cells::Text(_) => {}
                }
            }
        }
        late.retain(|late| late.row < self.list.lines.len());
        if !late.is_empty() {
            late.sort_by_key(|late| (late.row, late.part, late.place));
            self.list.fill(&late);
        }
    }
}

/// How far rows are read.
#[derive(Clone, Copy)]
enum Until {
    /// That many rows are kept.
    Count(usize),
    /// The next row begins at that byte of the file.
    Byte(u64),
    /// No row is left.
    End,
}

/// Where reading stopped.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Stop {
    /// Where it was to.
    Here,
    /// At the end of the file.
    End,
}

/// The rows of a part that came so far: one that comes again in the same words shares its cells with the first.
#[derive(Default)]
struct Said {
    words: Interner,
    /// The first row with each of them.
    firsts: Vec<usize>,
    key: String,
}

impl Said {
    fn push(&mut self, rows: &mut PlainRows, texts: &[String]) {
        self.key.clear();
        for text in texts {
            self.key.push_str(text);
            self.key.push('\u{1f}');
        }
        let words = self.words.intern(&self.key).0 as usize;
        match self.firsts.get(words) {
            Some(&first) => rows.push_again(first),
            None => {
                self.firsts.push(rows.len());
                rows.push(texts.iter().map(String::as_str));
            }
        }
    }
}

impl ListRows {
    /// Notes that the first part tells of a day.
    fn tells_of(&mut self, day: Date) {
        let (first, last) = self.days.unwrap_or((day, day));
        self.days = Some((first.min(day), last.max(day)));
    }
}

fn subject(role: FileRole, rows: &PlainRows, row: usize) -> Subject {
    let id = match role {
        FileRole::Customers => Column::CustomerId,
        FileRole::Invoices => Column::InvoiceId,
        _ => Column::PaymentId,
    };
    let id = if row < rows.len() { rows.row(row).get(id).to_owned() } else { String::new() };
    Subject { role, id }
}

#[cfg(test)]
mod tests;
