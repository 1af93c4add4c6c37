//! One walk through the columns of a list that nobody reads: which of them say something, which hold days, and which
//! call rows with positive amounts credit notes.

use std::borrow::Cow;
use std::ops::ControlFlow;

use super::aliases::name::Name;
use super::overlooked;
use super::receipt_words;
use super::telling;
use super::told_kinds::{Credits, Documents, Rows};
use crate::import::mapping::Mapping;
use crate::input::columns::Column;
use crate::input::text::{foreign_amount, foreign_date};
use crate::input::{Source, list};
use crate::model::FileRole;
use crate::model::dialect::Declared;

/// How many rows are looked at for days.
const LOOKED_AT: usize = 50;

/// What the columns that nobody reads showed.
pub(super) struct Seen(Vec<Unread>);

/// One of them.
struct Unread {
    name: String,
    /// Whether a cell says something: an empty one does not, nor does how something is to be paid.
    says: bool,
    /// How many cells of the first rows hold days, and how many something else.
    days: usize,
    others: usize,
    documents: Option<Documents>,
    /// Whether a zero says nothing either.
    is_of_what_went_back: bool,
}

impl Seen {
    /// Walks through a list that is read by a mapping.
    pub fn of(table: &Source, mapping: &Mapping, names: &[String], (lines_before, declared): (u32, Declared)) -> Seen {
        let rows = Rows::of(mapping);
        let unread = |name: &str| Unread {
            name: name.to_owned(),
            says: false,
            days: 0,
            others: 0,
            documents: rows.as_ref().and_then(|_| Documents::under(name)),
            is_of_what_went_back: telling::is_of_what_went_back(&Name::of(name)),
        };
        let mut columns: Vec<Unread> = overlooked::unread(names, mapping).map(unread).collect();
        // Texts that only stand for any other are as if nobody read them.
        let any = rows.as_ref().and_then(Rows::kind_of_any);
        columns.extend(any.map(unread));
        // A number may say it: "AVOIR-12".
        columns.extend(rows.as_ref().map(|rows| unread(rows.number)));
        let is_of = |role| mapping.targets.contains_key(&role);
        let are_payments = is_of(FileRole::Payments) && !is_of(FileRole::Invoices);
        if columns.is_empty() || !(are_payments || is_of(FileRole::Invoices)) {
            return Seen(columns);
        }
        let read = rows.iter().flat_map(|rows| [Some(rows.amount), Some(rows.number), rows.kind].into_iter().flatten());
        let wanted: Vec<String> =
            columns.iter().map(|column| column.name.as_str()).chain(read).map(str::to_owned).collect();
        let (first, mut count) = (columns.len(), 0);
        let has_kind = wanted.len() > first + 2;
        list::walk(table, lines_before, declared, &wanted, |row| {
            count += 1;
            let rows = rows.as_ref().filter(|_| Rows::is_document(&row.text(first + 1)));
            for (at, column) in columns.iter_mut().enumerate() {
                let cell = row.text(at);
                column.look_at(&cell, count <= LOOKED_AT);
                let rows = rows.filter(|rows| any != Some(&column.name) || rows.is_any_other(&cell));
                if let (Some(rows), Some(documents)) = (rows, &mut column.documents) {
                    let kind = || if has_kind { row.text(first + 2) } else { Cow::default() };
                    documents.look_at(&cell, row.line(), || rows.is_claim(&row.text(first), &kind()));
                }
            }
            let is_over = are_payments && count >= LOOKED_AT && columns.iter().all(|column| column.says);
            if is_over { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        });
        Seen(columns)
    }

    /// Tells whether a cell of a column says something.
    pub fn says(&self, name: &str) -> bool {
        self.0.iter().any(|column| column.says && column.name == name)
    }

    /// Returns the columns of days, where a mapping of invoices does not say when they are due. A total or a title may
    /// stand in one too.
    pub fn days(&self, mapping: &Mapping) -> Vec<String> {
        let invoices = mapping.targets.get(&FileRole::Invoices);
        let lacks_due = invoices.is_some_and(|target| target.source(Column::DueDate).is_none());
        let are_days = |column: &&Unread| lacks_due && column.days > column.others;
        self.0.iter().filter(are_days).map(|column| column.name.clone()).collect()
    }

    /// Returns a column that says what each document is, where no other does.
    pub fn kinds(&self, mapping: &Mapping) -> Option<String> {
        let invoices = mapping.targets.get(&FileRole::Invoices)?;
        let are_kinds = |column: &&Unread| column.documents.as_ref().is_some_and(Documents::are_kinds);
        let found = self.0.iter().find(are_kinds).filter(|_| invoices.source(Column::Kind).is_none());
        found.map(|column| column.name.clone())
    }

    /// Returns the columns that call rows with positive amounts credit notes.
    pub fn credits(&self) -> Vec<Credits> {
        let documents = self.0.iter().filter_map(|column| column.documents.as_ref());
        documents.map(|documents| documents.credits.clone()).filter(|credits| credits.count > 0).collect()
    }
}

impl Unread {
    fn look_at(&mut self, cell: &str, is_among_first: bool) {
        if cell.is_empty() {
            return;
        }
        let says_nothing =
            || receipt_words::is_method(cell) || cell == self.name || (self.is_of_what_went_back && is_zero(cell));
        self.says = self.says || !says_nothing();
        if is_among_first {
            let is_day = foreign_date(cell.as_bytes()).is_some();
            *(if is_day { &mut self.days } else { &mut self.others }) += 1;
        }
    }
}

/// Tells whether a sum is zero, in whatever currency.
fn is_zero(sum: &str) -> bool {
    let digits = foreign_amount(sum).map_or_else(|| sum.to_owned(), |money| money.digits);
    digits.contains('0') && digits.chars().all(|c| !c.is_alphanumeric() || c == '0')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_zero_is_one_in_whatever_currency() {
        for sum in ["0", "0,00", "0.00", "€0.00", "0,00 €", "-"] {
            assert!(is_zero(sum), "{sum}");
        }
        for sum in ["10,00", "0.50", "", "zero", "1"] {
            assert!(!is_zero(sum), "{sum}");
        }
    }
}
