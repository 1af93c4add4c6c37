//! Lists of other programs: a CSV file with any header, read as rows of ours through the names of its columns.

use super::columns::Column;
use super::edit::{CellForm, PlainRows, form, written_amount};
use super::faults::Faults;
use super::header::Wanted;
use super::marks::{AmountColumn, DateColumn, Figure};
use super::messages::Subject;
use super::sheet::{Refused, Sheet};
use super::source::Source;
use super::table::{Next, Table};
use crate::diag::{Diagnostic, Place};
use crate::model::dialect::Declared;
use crate::model::guard::unguard;
use crate::model::{Currency, FileRole};

/// Is which column of a list holds what one of our columns gets, or the one text that every row gets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum From {
    /// The list's column of that name.
    Source(String),
    /// The same text in every row.
    Fixed(String),
}

/// Is what a list gives to one of our files.
#[derive(Clone, Debug, Default)]
pub struct ListRows {
    /// The rows that could be read, in plain form.
    pub rows: PlainRows,
    /// The line on which each begins.
    pub lines: Vec<u32>,
    /// How many rows have nothing to give: their `needed` cell is empty.
    pub skipped: usize,
    /// The lines of the rows that could not be read.
    pub refused: Vec<u32>,
    /// What was found.
    pub findings: Vec<Diagnostic>,
    /// Whether the list as a whole cannot be read.
    pub is_unusable: bool,
}

/// Is what is wanted of a list.
#[derive(Clone, Debug)]
pub struct Wish<'a> {
    /// The file that gets the rows.
    pub role: FileRole,
    /// Its columns, and where each comes from.
    pub columns: &'a [(Column, From)],
    /// A row in which this column is empty has nothing to give.
    pub needed: Option<Column>,
    /// What is declared of the list.
    pub declared: Declared,
    /// The currency of rows that name none.
    pub currency: Currency,
}

/// Reads a list.
///
/// Dates and amounts are read column by column like those of the folder's own files; other cells are kept as they are
/// but for the blanks around them.
pub fn read(source: &Source, wish: &Wish<'_>) -> ListRows {
    let mut faults = Faults::default();
    let found = source.again().map_err(|finding| faults.fatal(*finding)).ok().and_then(|source| {
        let named = wish.columns.iter().filter_map(|(column, from)| match from {
            From::Source(name) => Some((*column, name.as_str())),
            From::Fixed(_) => None,
        });
        Sheet::over(source, wish.role, &named.collect::<Vec<_>>(), wish.declared, &mut faults)
    });
    let mut list = match found {
        Some(sheet) => Reader::new(sheet, wish).read(&mut faults),
        None => ListRows::default(),
    };
    list.is_unusable = faults.is_fatal();
    list.findings = faults.into_list();
    list
}

/// Puts into places of a list the text that stands there, as it is written.
pub fn quote(source: &Source, declared: Declared, mut places: Vec<&mut Place>) {
    let mut names: Vec<String> = places.iter().filter_map(|place| place.column.clone()).collect();
    names.sort_unstable();
    names.dedup();
    let wanted: Vec<Wanted<'_>> = names.iter().map(|name| Wanted { required: true, names: vec![name] }).collect();
    let mut unread = Faults::default();
    let source = source.again().ok();
    let Some(mut table) = source.and_then(|source| Table::open(source, &wanted, declared, &mut unread)) else { return };
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

/// Is how the cells of one of our columns are read.
enum Cells {
    Fixed(String),
    Text,
    Amount(AmountColumn),
    Date(DateColumn),
}

struct Reader<'a> {
    sheet: Sheet,
    wish: &'a Wish<'a>,
    columns: Vec<(Column, Cells)>,
    list: ListRows,
}

impl<'a> Reader<'a> {
    fn new(sheet: Sheet, wish: &'a Wish<'a>) -> Reader<'a> {
        let cells = |column: Column, from: &From| match (from, form(column)) {
            (From::Fixed(text), _) => Cells::Fixed(text.clone()),
            (From::Source(_), CellForm::Text) => Cells::Text,
            (From::Source(_), CellForm::Amount) => Cells::Amount(AmountColumn::new(column, wish.declared.decimal)),
            (From::Source(_), CellForm::Date) => Cells::Date(DateColumn::new(column, wish.declared.date_order)),
        };
        let columns: Vec<_> = wish.columns.iter().map(|(column, from)| (*column, cells(*column, from))).collect();
        let names = columns.iter().map(|(column, _)| *column).collect();
        Reader { sheet, wish, columns, list: ListRows { rows: PlainRows::new(names), ..ListRows::default() } }
    }

    fn read(mut self, faults: &mut Faults) -> ListRows {
        let mut cells = Vec::new();
        loop {
            match self.sheet.next(faults) {
                Next::End => break,
                Next::Misfit => self.list.refused.push(self.sheet.line()),
                Next::Row if self.wish.needed.is_some_and(|column| self.sheet.bytes(column).is_empty()) => {
                    self.list.skipped += 1;
                }
                Next::Row => match self.row(&mut cells, faults) {
                    Ok(()) => {
                        self.list.rows.push(cells.iter().map(String::as_str));
                        self.list.lines.push(self.sheet.line());
                    }
                    Err(Refused) => {
                        let row = self.list.lines.len();
                        self.columns.iter_mut().for_each(|(_, cells)| {
                            if let Cells::Amount(amounts) = cells {
                                amounts.disown(row);
                            }
                        });
                        self.list.refused.push(self.sheet.line());
                    }
                },
            }
        }
        self.settle(faults);
        self.list
    }

    /// Reads the current row; all of its faults are said.
    fn row(&mut self, texts: &mut Vec<String>, faults: &mut Faults) -> Result<(), Refused> {
        let row = self.list.lines.len();
        let mut whole = Ok(());
        texts.clear();
        let currency = self.currency();
        for (column, cells) in &mut self.columns {
            let sheet = &self.sheet;
            let text = match cells {
                Cells::Fixed(text) => Ok(text.clone()),
                Cells::Text => Ok(unguard(&sheet.text(*column)).to_owned()),
                Cells::Amount(amounts) => amounts.read(sheet, row, faults).map(|figure| match figure {
                    Some(Figure::Known(value)) => written_amount(value, currency),
                    Some(Figure::Unclear { .. }) | None => String::new(),
                }),
                Cells::Date(dates) => {
                    dates.read(sheet, faults).map(|date| date.map(|date| date.to_string()).unwrap_or_default())
                }
            };
            match text {
                Ok(text) => texts.push(text),
                Err(Refused) => whole = Err(Refused),
            }
        }
        whole
    }

    /// Returns the currency of the current row; that of the policy where it names none or one that does not exist,
    /// which is said when the rows are judged.
    fn currency(&self) -> Currency {
        let written = self.columns.iter().find(|(column, _)| *column == Column::Currency);
        let code = written.map(|(column, cells)| match cells {
            Cells::Fixed(code) => Currency::parse(code),
            _ => Currency::parse(&self.sheet.text(*column)),
        });
        code.flatten().unwrap_or(self.wish.currency)
    }

    /// Judges the columns as a whole, and fills in the amounts that only their column tells.
    fn settle(&mut self, faults: &mut Faults) {
        let mut late: Vec<(usize, usize, Result<String, Refused>)> = Vec::new();
        for (place, (_, cells)) in self.columns.iter_mut().enumerate() {
            match cells {
                Cells::Amount(amounts) => {
                    let subject = |row: usize| subject(self.wish.role, &self.list.rows, row);
                    let settled = amounts.settle(&self.sheet, faults, subject);
                    let known = |(row, value): (usize, Result<super::marks::Settled, Refused>)| {
                        (row, place, value.map(|found| written_amount(found.value, self.wish.currency)))
                    };
                    late.extend(settled.into_iter().map(known));
                }
                Cells::Date(dates) => dates.settle(&self.sheet, faults),
                Cells::Fixed(_) | Cells::Text => {}
            }
        }
        late.retain(|(row, ..)| *row < self.list.lines.len());
        if late.is_empty() {
            return;
        }
        late.sort_by_key(|(row, place, _)| (*row, *place));
        let mut rows = PlainRows::new(self.list.rows.columns().to_vec());
        let mut lines = Vec::new();
        let mut late = late.into_iter().peekable();
        for (i, row) in self.list.rows.iter().enumerate() {
            let mut cells: Vec<String> = row.cells().map(str::to_owned).collect();
            let mut whole = true;
            while let Some((_, place, value)) = late.next_if(|(row, ..)| *row == i) {
                match value {
                    Ok(text) => cells[place] = text,
                    Err(Refused) => whole = false,
                }
            }
            if whole {
                rows.push(cells.iter().map(String::as_str));
                lines.push(self.list.lines[i]);
            } else {
                self.list.refused.push(self.list.lines[i]);
            }
        }
        self.list.rows = rows;
        self.list.lines = lines;
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
