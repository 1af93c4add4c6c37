//! Lists of other programs: a table with any header, read as rows of ours through the names of its columns.
//!
//! One pass gives the rows for each of our files. Titles above the header, sections, totals and repeated headers are
//! no rows, and are counted apart.

use std::collections::BTreeMap;

use super::columns::Column;
use super::edit::{CellForm, PlainRows, form, written_amount};
use super::faults::Faults;
use super::header::{Wanted, same};
use super::marks::{AmountColumn, DateColumn, Figure, Settled};
use super::messages::{self, Subject};
use super::sheet::{Refused, Sheet, View};
use super::source::Source;
use super::table::{Next, Table};
use super::text::foreign_date;
use crate::diag::{Diagnostic, Place};
use crate::model::dialect::{DateOrder, Declared};
use crate::model::guard::unguard;
use crate::model::{Currency, Date, FileRole};

/// Which column of a list holds what one of our columns gets, or the one text that every row gets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum From {
    /// The list's column of that name.
    Source(String),
    /// The same text in every row.
    Fixed(String),
}

/// What a list gives to one of our files.
#[derive(Clone, Debug)]
pub struct Part {
    /// The file that gets the rows.
    pub role: FileRole,
    /// Its columns, and where each comes from.
    pub columns: Vec<(Column, From)>,
    /// A row in which this column is empty has nothing to give: its cells are all empty then.
    pub needed: Option<Column>,
}

/// Which rows of a list are taken, by what stands in one of its columns.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// The list's name of the column.
    pub column: String,
    /// The words of the rows that are taken; all but the others where there is none.
    pub takes: Vec<String>,
    /// The words of the rows that are not.
    pub leaves: Vec<String>,
}

/// What is wanted of a list.
#[derive(Clone, Debug)]
pub struct Wish<'a> {
    /// What it gives to which file; the first part says what a row of the list is.
    pub parts: &'a [Part],
    /// How many lines stand before the header.
    pub lines_before: u32,
    /// What is declared of the list.
    pub declared: Declared,
    /// The order of day and month in columns that have another than the rest.
    pub date_orders: &'a BTreeMap<String, DateOrder>,
    /// Which rows are taken.
    pub filters: &'a [Filter],
    /// For columns of the list, its words and ours.
    pub values: &'a BTreeMap<String, BTreeMap<String, String>>,
    /// The currency of rows that name none.
    pub currency: Currency,
}

/// Why a row of a list is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum NoRow {
    /// The mapping does not take it.
    Filtered,
    /// A title between rows.
    Section,
    /// A sum of rows.
    Total,
    /// The header once more.
    Header,
}

/// What a list gives.
#[derive(Clone, Debug, Default)]
pub struct ListRows {
    /// For each part, as many rows as `lines`, in plain form.
    pub parts: Vec<PlainRows>,
    /// The line on which each row begins.
    pub lines: Vec<u32>,
    /// The lines of the rows that could not be read: no part has them.
    pub refused: Vec<u32>,
    /// How many rows were none.
    pub no_rows: BTreeMap<NoRow, usize>,
    /// The first and the last date of the first part.
    pub days: Option<(Date, Date)>,
    /// How the file turned out to be written.
    pub dialect: Option<super::DialectFound>,
    /// What was found.
    pub findings: Vec<Diagnostic>,
    /// Whether the list as a whole cannot be read.
    pub is_unusable: bool,
}

/// Reads a list.
///
/// Dates and amounts are read column by column like those of the folder's own files, and in the forms of other programs
/// besides; other cells are kept as they are but for the blanks around them.
pub fn read(source: &Source, wish: &Wish<'_>) -> ListRows {
    let mut faults = Faults::default();
    let mut views: Vec<View<'_>> = wish
        .parts
        .iter()
        .map(|part| View {
            role: part.role,
            names: part.columns.iter().filter_map(|(column, from)| Some((*column, from.name()?))).collect(),
        })
        .collect();
    // A filter's column need not be one of ours; each has a view of its own.
    views.extend(
        wish.filters
            .iter()
            .map(|filter| View { role: FileRole::Invoices, names: vec![(Column::Note, filter.column.as_str())] }),
    );
    let found = source.again().map_err(|finding| faults.fatal(*finding)).ok();
    let sheet = found.and_then(|source| Sheet::over(source, wish.lines_before, &views, wish.declared, &mut faults));
    let mut list = match sheet {
        Some(sheet) => Reader::new(sheet, wish).read(&mut faults),
        None => ListRows::default(),
    };
    list.is_unusable = faults.is_fatal();
    list.findings = faults.into_list();
    list
}

/// Puts into places of a list the text that stands there, as it is written.
pub fn quote(source: &Source, lines_before: u32, declared: Declared, mut places: Vec<&mut Place>) {
    let mut names: Vec<String> = places.iter().filter_map(|place| place.column.clone()).collect();
    names.sort_unstable();
    names.dedup();
    let wanted: Vec<Wanted<'_>> = names.iter().map(|name| Wanted { required: true, names: vec![name] }).collect();
    let mut unread = Faults::default();
    let source = source.again().ok();
    let opened = source.and_then(|source| Table::open_below(source, lines_before, &wanted, declared, &mut unread));
    let Some(mut table) = opened else { return };
    places.sort_by_key(|place| place.line);
    let mut places = places.into_iter().peekable();
    while places.peek().is_some() && table.next(&mut unread) != Next::End {
        while let Some(place) = places.next_if(|place| place.line.is_none_or(|line| line <= table.line())) {
            let column = names.iter().position(|name| place.column.as_ref() == Some(name));
            if let Some(column) = column.filter(|_| place.line == Some(table.line())) {
                place.text = Some(table.text(column).into_owned());
            }
        }
    }
}

impl From {
    /// Returns the list's name of the column.
    pub fn name(&self) -> Option<&str> {
        match self {
            From::Source(name) => Some(name),
            From::Fixed(_) => None,
        }
    }
}

/// How the cells of one of our columns are read.
enum Cells<'a> {
    Fixed(&'a str),
    Text(Option<&'a BTreeMap<String, String>>),
    Amount(AmountColumn),
    Date(DateColumn),
}

struct Reader<'a> {
    sheet: Sheet,
    wish: &'a Wish<'a>,
    parts: Vec<Vec<(Column, Cells<'a>)>>,
    /// The currency that the first part of the current row names.
    named: Option<Currency>,
    list: ListRows,
}

impl<'a> Reader<'a> {
    fn new(sheet: Sheet, wish: &'a Wish<'a>) -> Reader<'a> {
        let order = |name: &str| {
            let own = wish.date_orders.iter().find(|(known, _)| same(known, name)).map(|(_, order)| *order);
            own.or(wish.declared.date_order)
        };
        let values = |name: &str| wish.values.iter().find(|(known, _)| same(known, name)).map(|(_, words)| words);
        let cells = |column: Column, from: &'a From| match (from, form(column)) {
            (From::Fixed(text), _) => Cells::Fixed(text),
            (From::Source(name), CellForm::Text) => Cells::Text(values(name)),
            (From::Source(_), CellForm::Amount) => {
                Cells::Amount(AmountColumn::new(column, wish.declared.decimal).foreign())
            }
            (From::Source(name), CellForm::Date) => Cells::Date(DateColumn::new(column, order(name)).foreign()),
        };
        let part = |part: &'a Part| part.columns.iter().map(|(column, from)| (*column, cells(*column, from))).collect();
        let rows = |part: &Part| PlainRows::new(part.columns.iter().map(|(column, _)| *column).collect());
        let list = ListRows {
            parts: wish.parts.iter().map(rows).collect(),
            dialect: Some(sheet.table().dialect().clone()),
            ..ListRows::default()
        };
        Reader { sheet, wish, parts: wish.parts.iter().map(part).collect(), named: None, list }
    }

    fn read(mut self, faults: &mut Faults) -> ListRows {
        let mut texts: Vec<Vec<String>> = vec![Vec::new(); self.parts.len()];
        let mut here = Faults::default();
        loop {
            self.sheet.turn(0);
            let next = self.sheet.next(&mut here);
            let no_row = if next == Next::End { None } else { self.no_row() };
            match (next, no_row) {
                (Next::End, _) => {
                    faults.absorb(here);
                    break;
                }
                (_, Some(why)) => {
                    *self.list.no_rows.entry(why).or_default() += 1;
                    here = Faults::default();
                }
                (Next::Misfit, None) => {
                    faults.absorb(std::mem::take(&mut here));
                    self.list.refused.push(self.sheet.line());
                }
                (Next::Row, None) => self.take(&mut texts, faults),
            }
        }
        self.settle(faults);
        self.list
    }

    /// Takes the current row into every part, or into none.
    fn take(&mut self, texts: &mut [Vec<String>], faults: &mut Faults) {
        let mut whole = Ok(());
        for (part, texts) in texts.iter_mut().enumerate() {
            if self.part(part, texts, faults).is_err() {
                whole = Err(Refused);
            }
        }
        if whole.is_ok() {
            for (rows, texts) in self.list.parts.iter_mut().zip(texts.iter()) {
                rows.push(texts.iter().map(String::as_str));
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
    }

    /// Reads one part of the current row; all of its faults are said.
    fn part(&mut self, part: usize, texts: &mut Vec<String>, faults: &mut Faults) -> Result<(), Refused> {
        self.sheet.turn(part);
        let row = self.list.lines.len();
        let mut whole = Ok(());
        texts.clear();
        if self.wish.parts[part].needed.is_some_and(|column| self.sheet.bytes(column).is_empty()) {
            texts.resize(self.parts[part].len(), String::new());
            return Ok(());
        }
        let named = self.currency(part).or_else(|| self.named.filter(|_| part > 0));
        if part == 0 {
            self.named = named;
        }
        let currency = named.unwrap_or(self.wish.currency);
        let mut mark = None;
        for (column, cells) in &mut self.parts[part] {
            let sheet = &self.sheet;
            let text = match cells {
                Cells::Fixed(text) => Ok((*text).to_owned()),
                Cells::Text(words) => Ok(ours(unguard(&sheet.text(*column)), *words)),
                Cells::Amount(amounts) => {
                    let figure = amounts.read(sheet, row, faults);
                    mark = mark.or(amounts.currency().map(|mark| (mark, *column)));
                    figure.map(|figure| match figure {
                        Some(Figure::Known(value)) => written_amount(value, currency),
                        Some(Figure::Unclear { .. }) | None => String::new(),
                    })
                }
                Cells::Date(dates) => dates.read(sheet, faults).map(|date| {
                    if part == 0 {
                        self.list.days = match (self.list.days, date) {
                            (Some((first, last)), Some(date)) => Some((first.min(date), last.max(date))),
                            (None, Some(date)) => Some((date, date)),
                            (days, None) => days,
                        };
                    }
                    date.map(|date| date.to_string()).unwrap_or_default()
                }),
            };
            match text {
                Ok(text) => texts.push(text),
                Err(Refused) => whole = Err(Refused),
            }
        }
        let Some((mark, column)) = mark.filter(|_| whole.is_ok()) else { return whole };
        let borne = match (mark, named) {
            (mark, Some(named)) => Some(named).filter(|named| mark.fits(*named)),
            (super::text::CurrencyMark::One(currency), None) => Some(currency),
            (mark, None) => Some(self.wish.currency).filter(|known| mark.fits(*known)),
        };
        let Some(borne) = borne else {
            faults.push(messages::currency_sign(self.sheet.place(column), &self.sheet.subject(), named));
            return Err(Refused);
        };
        if let Some(place) = self.parts[part].iter().position(|(column, _)| *column == Column::Currency)
            && texts[place].is_empty()
        {
            texts[place] = borne.code().to_owned();
        }
        Ok(())
    }

    /// Returns the currency that the current row names; nothing where it names none or one that does not exist, which
    /// is said when the rows are judged.
    fn currency(&self, part: usize) -> Option<Currency> {
        let written = self.parts[part].iter().find(|(column, _)| *column == Column::Currency);
        written.and_then(|(column, cells)| match cells {
            Cells::Fixed(code) => Currency::parse(code),
            Cells::Text(words) => Currency::parse(&ours(&self.sheet.text(*column), *words)),
            Cells::Amount(_) | Cells::Date(_) => None,
        })
    }

    /// Tells why the current row is none, if it is none: without an id and a date it is a title or a sum.
    fn no_row(&mut self) -> Option<NoRow> {
        for (i, filter) in self.wish.filters.iter().enumerate() {
            self.sheet.turn(self.parts.len() + i);
            let text = self.sheet.text(Column::Note);
            let is_one = |words: &[String]| words.iter().any(|word| same(word, &text));
            if (!filter.takes.is_empty() && !is_one(&filter.takes)) || is_one(&filter.leaves) {
                return Some(NoRow::Filtered);
            }
        }
        self.sheet.turn(0);
        let sheet = &self.sheet;
        let ids: &[Column] = match self.wish.parts[0].role {
            FileRole::Invoices => &[Column::InvoiceId],
            FileRole::Customers => &[Column::CustomerId, Column::Name],
            _ => &[Column::InvoiceId, Column::CustomerId, Column::PaymentId],
        };
        let dated = || {
            let mut dates = self.parts[0].iter().filter(|(_, cells)| matches!(cells, Cells::Date(_)));
            dates.any(|(column, _)| foreign_date(&sheet.bytes(*column)).is_some())
        };
        let nameless = ids.iter().all(|&column| sheet.bytes(column).is_empty());
        if !nameless {
            let is_header = |column: &Column| sheet.has(*column) && sheet.name(*column) == sheet.text(*column);
            return ids.iter().all(|column| is_header(column) || !sheet.has(*column)).then_some(NoRow::Header).or_else(
                || {
                    (self.wish.parts[0].role != FileRole::Customers && is_sum(&sheet.table().first_text()) && !dated())
                        .then_some(NoRow::Total)
                },
            );
        }
        if dated() {
            return None;
        }
        let is_empty = |column: &Column| sheet.bytes(*column).is_empty();
        let mut amounts = self.parts[0].iter().filter(|(_, cells)| matches!(cells, Cells::Amount(_)));
        if amounts.all(|(column, _)| is_empty(column)) {
            return Some(NoRow::Section);
        }
        let is_sum = is_sum(&sheet.table().first_text()) || is_empty(&Column::CustomerId);
        is_sum.then_some(NoRow::Total)
    }

    /// Judges the columns as a whole, and fills in the amounts that only their column tells.
    fn settle(&mut self, faults: &mut Faults) {
        let mut late: Vec<(usize, usize, usize, Result<String, Refused>)> = Vec::new();
        for part in 0..self.parts.len() {
            self.sheet.turn(part);
            let role = self.wish.parts[part].role;
            for (place, (_, cells)) in self.parts[part].iter_mut().enumerate() {
                match cells {
                    Cells::Amount(amounts) => {
                        let subject = |row: usize| subject(role, &self.list.parts[part], row);
                        let known = |(row, value): (usize, Result<Settled, Refused>)| {
                            (row, part, place, value.map(|found| written_amount(found.value, self.wish.currency)))
                        };
                        late.extend(amounts.settle(&self.sheet, faults, subject).into_iter().map(known));
                    }
                    Cells::Date(dates) => dates.settle(&self.sheet, faults),
                    Cells::Fixed(_) | Cells::Text(_) => {}
                }
            }
        }
        late.retain(|(row, ..)| *row < self.list.lines.len());
        if !late.is_empty() {
            late.sort_by_key(|(row, part, place, _)| (*row, *part, *place));
            self.list.fill(late);
        }
    }
}

impl ListRows {
    /// Writes the late cells into their rows; a row of which one is refused is taken out of every part.
    fn fill(&mut self, late: Vec<(usize, usize, usize, Result<String, Refused>)>) {
        let mut refused: Vec<usize> = late.iter().filter(|(.., value)| value.is_err()).map(|(row, ..)| *row).collect();
        refused.dedup();
        let is_refused = |row: usize| refused.binary_search(&row).is_ok();
        for (at, part) in self.parts.iter_mut().enumerate() {
            let mut rows = PlainRows::new(part.columns().to_vec());
            let mut late = late.iter().filter(|(_, part, ..)| *part == at).peekable();
            for (i, row) in part.iter().enumerate() {
                let mut cells: Vec<String> = row.cells().map(str::to_owned).collect();
                while let Some((_, _, place, value)) = late.next_if(|(row, ..)| *row == i) {
                    if let Ok(text) = value {
                        cells[*place].clone_from(text);
                    }
                }
                if !is_refused(i) {
                    rows.push(cells.iter().map(String::as_str));
                }
            }
            *part = rows;
        }
        self.refused.extend(refused.iter().map(|&row| self.lines[row]));
        let lines = std::mem::take(&mut self.lines);
        self.lines = lines.into_iter().enumerate().filter(|(row, _)| !is_refused(*row)).map(|(_, line)| line).collect();
    }
}

/// Returns our word for a word of the list, or the word itself.
fn ours(text: &str, words: Option<&BTreeMap<String, String>>) -> String {
    let known = words.and_then(|words| words.iter().find(|(theirs, _)| same(theirs, text)));
    known.map_or_else(|| text.to_owned(), |(_, ours)| ours.clone())
}

/// Tells whether a text announces a sum of the rows above.
fn is_sum(text: &str) -> bool {
    let mut words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(super::header::fold);
    let (first, second) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
    matches!(first.as_str(), "total" | "totaux" | "totals" | "soustotal" | "subtotal" | "solde")
        || matches!(
            (first.as_str(), second.as_str()),
            ("sous" | "sub" | "grand", "total" | "totaux") | ("a", "reporter")
        )
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
mod tests {
    use super::*;

    #[test]
    fn sums_are_told_from_names() {
        for text in
            ["Total", "TOTAL :", "Total général", "Totaux", "Sous-total", "Subtotal", "Total for Dupont", "Solde"]
        {
            assert!(is_sum(text), "{text}");
        }
        for text in ["TotalEnergies", "Soldex", "F-2026-01", "Reporters sans frontières", ""] {
            assert!(!is_sum(text), "{text}");
        }
    }
}
