//! The rows of a list against the totals between and below them: a row that was lost shows there.

use std::collections::BTreeSet;

use super::Gathering;
use super::facts::{Blank, money};
use crate::diag::{Diagnostic, Place, code};
use crate::import::sums::is_credit_note;
use crate::input::columns::Column;
use crate::input::edit::{PlainRow, PlainRows};
use crate::input::list::{ListRows, NoRow, Part, Total};
use crate::input::text::{foreign_amount, is_dash, parse_amount};
use crate::model::dialect::DecimalMark;
use crate::model::{Amount, Bilingual, Currency, FileRole, Lang, figures};

impl Gathering<'_> {
    /// Holds the rows against the totals of the list, and tells of a total that no run of rows above it adds up to.
    /// Where rows are refused, or left out for what they are, nobody can tell.
    pub(super) fn hold_against_totals(&mut self, parts: &[Part], found: &ListRows) {
        let (Some(part), Some(currency)) = (parts.first(), self.currency_of_totals(parts, found)) else { return };
        let amounts = cells(&found.parts[0], &found.parts[0], Column::Amount, currency);
        self.hold(Of { part, totals: texts(found, |total| &total.text), column: Column::Amount }, &amounts, currency);
        let of_balance = parts.iter().zip(&found.parts).find(|(part, _)| source(part, Column::Balance).is_some());
        // In a list without totals they are one column; what empty cells say is judged with their rows.
        if let Some((own, facts)) =
            of_balance.filter(|(own, _)| source(own, Column::Balance) != source(part, Column::Amount))
        {
            let balances = cells(&found.parts[0], facts, Column::Balance, currency);
            if balances.iter().all(|cell| cell.amount.is_some()) {
                let of = Of { part: own, totals: texts(found, |total| &total.balance), column: Column::Balance };
                self.hold(of, &balances, currency);
            }
        }
    }

    /// Returns what an empty balance says, where others are none: the total below all rows is the sum of those alone,
    /// or with the whole of the others.
    pub(super) fn blank(&self, parts: &[Part], found: &ListRows) -> Blank {
        let facts = parts.iter().zip(&found.parts).find(|(part, _)| source(part, Column::Balance).is_some());
        let Some((_, facts)) = facts else { return Blank::Nothing };
        let (mut is_said, mut is_blank) = (false, false);
        for row in facts.iter() {
            let is_empty = row.get(Column::Balance).is_empty();
            (is_said, is_blank) = (is_said || !is_empty, is_blank || is_empty);
        }
        if !is_said || !is_blank {
            return Blank::Nothing;
        }
        let below = found.totals.iter().rev().find(|total| total.rows == found.lines.len());
        let (Some(below), Some(currency)) = (below, self.currency_of_totals(parts, found)) else {
            return Blank::Unclear;
        };
        let said = readings(&below.balance, currency);
        let is_sum = |of_blank: &dyn Fn(Cell<'_>) -> Amount| {
            let mut sums = Sums::default();
            for cell in cells(&found.parts[0], facts, Column::Balance, currency) {
                sums.add(cell, cell.amount.unwrap_or_else(|| of_blank(cell)));
            }
            said.iter().any(|said| sums.has(*said))
        };
        let whole = |cell: Cell<'_>| money(cell.invoice.get(Column::Amount), currency).unwrap_or_default();
        match (is_sum(&|_| Amount::ZERO), is_sum(&whole)) {
            (true, false) => Blank::Zero,
            (false, true) => Blank::Whole,
            _ => Blank::Unclear,
        }
    }

    /// Returns the currency of the totals, where they may be of all rows; nothing where nobody can tell.
    fn currency_of_totals(&self, parts: &[Part], found: &ListRows) -> Option<Currency> {
        let is_whole = found.refused.is_empty()
            && found.no_rows.keys().all(|why| matches!(why, NoRow::Total | NoRow::Section | NoRow::Header));
        let rows = found.parts.first()?;
        if !is_whole || parts.first()?.role == FileRole::Customers || found.totals.is_empty() {
            return None;
        }
        let currencies: BTreeSet<Currency> = rows.iter().map(|row| self.currency(row)).collect();
        currencies.first().copied().filter(|_| currencies.len() == 1)
    }

    /// Holds the totals of one column against its cells.
    fn hold(&mut self, Of { part, totals, column }: Of<'_>, cells: &[Cell<'_>], currency: Currency) {
        let column = source(part, column);
        let (mut cells, mut since, mut all) = (cells.iter().enumerate().peekable(), Sums::default(), Sums::default());
        for (line, rows, text) in totals {
            while let Some((_, cell)) = cells.next_if(|(at, _)| *at < rows) {
                since.add(*cell, cell.amount.unwrap_or_default());
                all.add(*cell, cell.amount.unwrap_or_default());
            }
            let readings = readings(text, currency);
            let part = std::mem::take(&mut since);
            let is_one = |said: &Amount| part.has(*said) || all.has(*said);
            if let (Some(said), false) = (readings.first(), readings.iter().any(is_one)) {
                let place = Place::line(&self.incoming.lists[self.at as usize], line);
                let place = match column {
                    Some(column) => place.cell(column, text),
                    None => place,
                };
                self.incoming.findings.push(differing((*said, part.taken_off()), currency, place));
            }
        }
    }
}

/// The totals of one column.
struct Of<'a> {
    part: &'a Part,
    /// Of each its line, how many rows stand before it, and what it says.
    totals: Vec<(u32, usize, &'a str)>,
    column: Column,
}

/// What a row says in a column of sums.
#[derive(Clone, Copy)]
struct Cell<'a> {
    invoice: PlainRow<'a>,
    amount: Option<Amount>,
}

fn cells<'a>(invoices: &'a PlainRows, rows: &'a PlainRows, column: Column, currency: Currency) -> Vec<Cell<'a>> {
    let cell =
        |(invoice, row): (PlainRow<'a>, PlainRow<'a>)| Cell { invoice, amount: money(row.get(column), currency) };
    invoices.iter().zip(rows.iter()).map(cell).collect()
}

fn texts<'a>(found: &'a ListRows, text: impl Fn(&'a Total) -> &'a String) -> Vec<(u32, usize, &'a str)> {
    found.totals.iter().map(|total| (total.line, total.rows, text(total).as_str())).collect()
}

fn source(part: &Part, column: Column) -> Option<&str> {
    part.columns.iter().find(|(known, _)| *known == column).and_then(|(_, from)| from.name())
}

/// Returns what the cell of a total may say: a dash there need not be a sum.
fn readings(text: &str, currency: Currency) -> Vec<Amount> {
    if is_dash(text) {
        return Vec::new();
    }
    let digits = foreign_amount(text).map_or_else(|| text.to_owned(), |money| money.digits);
    let Ok(read) = parse_amount(digits.as_bytes()) else { return Vec::new() };
    let marks = [DecimalMark::Comma, DecimalMark::Point].into_iter();
    marks.filter_map(|mark| read.under(mark)?.to_amount(currency)).collect()
}

/// The sums that a total below some rows may be: before a ledger is built nothing bounds them.
#[derive(Default)]
struct Sums {
    /// With credit notes taken off, added, and left out; of all rows, and of the first of each invoice.
    sums: [[i128; 2]; 3],
    seen: BTreeSet<String>,
}

impl Sums {
    fn add(&mut self, cell: Cell<'_>, amount: Amount) {
        let number = cell.invoice.get(Column::InvoiceId);
        let is_first = number.is_empty() || self.seen.insert(number.to_owned());
        let readings = if is_credit_note(cell.invoice) || amount.is_negative() {
            [-amount.abs(), amount.abs(), Amount::ZERO]
        } else {
            [amount; 3]
        };
        for ([of_all, of_first], amount) in self.sums.iter_mut().zip(readings) {
            let minor = i128::from(amount.minor());
            *of_all += minor;
            *of_first += if is_first { minor } else { 0 };
        }
    }

    fn has(&self, said: Amount) -> bool {
        self.sums.as_flattened().contains(&i128::from(said.minor()))
    }

    /// Returns the sum of all rows, less the credit notes, as far as an amount can hold it.
    fn taken_off(&self) -> Amount {
        Amount::from_minor(self.sums[0][0].clamp(i64::MIN.into(), i64::MAX.into()) as i64)
    }
}

fn differing((said, sum): (Amount, Amount), currency: Currency, place: Place) -> Diagnostic {
    let shown = |amount| {
        let [en, fr] = [Lang::En, Lang::Fr].map(|lang| figures::money(amount, currency, lang));
        Bilingual::new(en, fr)
    };
    let (said, sum) = (shown(said), shown(sum));
    Diagnostic::new(
        code::import::TOTAL_DIFFERS,
        format!("this total says {}, and the rows above it come to {}", said.en, sum.en),
        format!("ce total dit {}, et les lignes au-dessus font {}", said.fr, sum.fr),
    )
    .at(place)
}
