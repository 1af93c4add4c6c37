//! The CSV files of banks, and their workbooks. Their columns are known by the layouts of `policies/banks.toml`; lines
//! before the header are skipped.

mod balances;
mod layout;
mod ledger;
mod marks;
mod reading;
mod records;
mod said;
#[cfg(test)]
mod tests;
mod unread;
mod words;

use self::balances::Balance;
use self::layout::{Header, KNOWN, SideForm, Sums};
use self::marks::Marks;
pub(super) use self::reading::{Reading, WhatIsRead};
use self::records::{Broken, Row, take_uneven};
use self::said::Said;
use self::words::Side;
use super::{Fault, Kind, Movement, Parts, Read, Statement, What, Why, kinds};
use crate::import::currencies::{self, bare, currency};
use crate::model::dialect::Declared;
use crate::model::{Amount, Currency};

pub(super) fn is_sheet(text: &str) -> bool {
    Header::of(text).is_some()
}

pub(super) fn read(text: &str, declared: Declared) -> Read {
    let Some(header) = Header::of(text) else {
        let fault = Fault { line: 1, field: "".into(), text: String::new(), what: What::Header };
        return Read { format: "CSV".to_owned(), faults: vec![fault], ..Read::default() };
    };
    let format = header.columns.bank.map_or_else(|| "CSV".to_owned(), |bank| format!("CSV {bank}"));
    let mut read = Read { format, ..Read::default() };
    let above = currencies::above(&header.above).unwrap_or_else(|(line, text)| {
        read.faults.push(Fault { line: line as u32 + 1, field: "".into(), text, what: What::Currency });
        None
    });
    if !read.faults.is_empty() {
        return read;
    }
    let (rows, told) = rows(text, &header, &mut read);
    if let Some(fault) = ledger::sign(&header, &rows) {
        read.faults = vec![fault];
        return read;
    }
    let mut sheet = Sheet::of(&header, &rows, above, declared);
    let date = header.columns.date;
    sheet.marks.look_at_days(rows.iter().map(|row| row.cell(date)));
    if let Some(row) = rows.iter().find(|row| sheet.marks.is_in_doubt(row.cell(date))) {
        read.faults.push(sheet.fault(row, date, What::MonthFirst));
        return read;
    }
    sheet.fill(&rows, &told, &mut read);
    unread::look(&header, &rows, &mut read);
    read
}

/// Returns the rows of movements, and those that tell of the account, each with how many rows stand before it.
fn rows(text: &str, header: &Header, read: &mut Read) -> (Vec<Row>, Vec<(usize, Row)>) {
    let (rows, mut broken) = records::rows(&text[header.start..], header.delimiter, header.line);
    let (mut kept, mut told): (Vec<Row>, Vec<(usize, Row)>) = (Vec::new(), Vec::new());
    let (skipped, count) = (usize::from(!header.names.is_empty()), rows.len());
    for (at, row) in rows.into_iter().enumerate().skip(skipped) {
        let is_cut =
            || row.told().all(|cell| cell.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'/' | b'.' | b'-')));
        match row.told().count() {
            0 => {}
            _ if header.is_header(&row) => {}
            _ if header.balance(&row).is_some() => told.push((kept.len(), row)),
            // A line below the table; of a row that was cut off, the day may be left.
            1 if at + 1 == count && is_cut() => broken.push((row.line, row.cells.concat())),
            1 => {}
            _ => kept.push(row),
        }
    }
    let names = header.names.len() - header.names.iter().rev().take_while(|name| name.is_empty()).count();
    broken.extend(take_uneven(&mut kept, [names, header.names.len()], &header.columns.sums.places()));
    let fault = |(line, text): Broken| Fault { line, field: "".into(), text, what: What::Structure };
    read.faults.extend(broken.into_iter().map(fault));
    (kept, told)
}

/// What all rows of a sheet show.
struct Sheet<'a> {
    header: &'a Header,
    marks: Marks,
    /// What a line above the header says that the account is kept in.
    above: Option<Currency>,
    /// The column of the side, as far as its words are of the side.
    side: Option<(usize, SideForm)>,
    /// Whether the column of statuses says anything.
    status: Option<usize>,
    /// Whether debits stand without a minus: one that has it is money that came back.
    debits_are_plain: bool,
}

/// A movement, what it did to the account, and what came of it.
type Booked = (Movement, Amount, Option<Amount>);

impl<'a> Sheet<'a> {
    fn of(header: &'a Header, rows: &[Row], above: Option<Currency>, declared: Declared) -> Sheet<'a> {
        let columns = &header.columns;
        let sums = columns.sums.places();
        let shown = sums.iter().chain(&columns.balance).chain(&columns.fee);
        let marks = Marks::of(rows.iter().flat_map(|row| shown.clone().map(|&place| row.cell(place))), declared);
        let is_signed = || rows.iter().any(|row| sums.iter().any(|&place| marks::is_signed(row.cell(place))));
        let says = |place: usize| rows.iter().any(|row| !row.cell(place).is_empty());
        let is_side = |place: usize| rows.iter().all(|row| KNOWN.side.side(row.cell(place)).is_some());
        let side = columns.side.filter(|&(place, form)| {
            matches!(columns.sums, Sums::One(_))
                && says(place)
                && (form != SideForm::Perhaps || is_side(place) || !is_signed())
        });
        let status = columns.status.filter(|&place| says(place));
        let mut sheet = Sheet { header, marks, above, side, status, debits_are_plain: false };
        let is_plain = |cell: &str| sheet.marks.amount(cell, Currency::EUR).is_ok_and(Amount::is_positive);
        sheet.debits_are_plain = rows.iter().any(|row| match columns.sums {
            Sums::Two { debit, .. } => is_plain(row.cell(debit)),
            Sums::One(amount) => side.is_some_and(|(place, _)| {
                KNOWN.side.side(row.cell(place)) == Some(Side::Out) && is_plain(row.cell(amount))
            }),
        });
        sheet
    }

    fn fill(&self, rows: &[Row], told: &[(usize, Row)], read: &mut Read) {
        let mut statement = Statement::default();
        let (mut steps, mut before) = (Vec::new(), vec![0; rows.len() + 1]);
        for (at, row) in rows.iter().enumerate() {
            match self.left_out(row) {
                Ok(Some(why)) => read.leave_out(why),
                Ok(None) => match self.movement(row) {
                    Ok((movement, step, balance)) => {
                        statement.currency = Some(movement.currency);
                        statement.movements.push(movement);
                        steps.push((step, balance));
                    }
                    Err(fault) => read.faults.push(fault),
                },
                Err(fault) => read.faults.push(fault),
            }
            before[at + 1] = statement.movements.len();
        }
        if let (Some(row), Some(balance), true) =
            (rows.last(), self.header.columns.balance, ledger::is_by_debits(&steps))
        {
            return read.faults.push(self.fault(row, balance, What::BalanceByDebits));
        }
        balances::follow(&mut statement, &steps);
        let mut found = Vec::new();
        let above = self.header.above.iter().map(|cells| Row { line: 0, cells: cells.clone() });
        told.iter().for_each(|_| read.leave_out(Why::Balance));
        let above: Vec<(usize, Row)> = above.map(|row| (0, row)).collect();
        for (place, row) in above.iter().chain(told) {
            let Some((kind, label)) = self.header.balance(row) else { continue };
            let currency = statement.currency.or(self.above).unwrap_or(Currency::EUR);
            let sum = self.balance(row, currency).map(|sum| balances::signed(sum, &label));
            let before = before.get(*place).copied().unwrap_or(statement.movements.len());
            let day = self.marks.day(row.cell(self.header.columns.date));
            found.extend(sum.map(|sum| Balance { told: kind, before, day, sum }));
        }
        balances::settle(&mut statement, &found);
        read.statements.push(statement);
    }

    /// Returns the sum of a row that tells of the account: a debit is below zero.
    fn balance(&self, row: &Row, currency: Currency) -> Option<Amount> {
        let sum = |place: usize| self.told(row.cell(place), currency);
        match self.header.columns.sums {
            Sums::One(amount) => sum(amount),
            Sums::Two { debit, credit } => sum(credit).or_else(|| sum(debit).map(|sum| -sum.abs())),
        }
    }

    /// Returns the balance that a cell tells of; a dash tells of none.
    fn told(&self, cell: &str, currency: Currency) -> Option<Amount> {
        if marks::is_amount(cell) { self.marks.amount(cell, currency).ok() } else { None }
    }

    fn fault(&self, row: &Row, place: usize, what: What) -> Fault {
        let text = row.cell(place).to_owned();
        Fault { line: row.line, field: self.header.name(place).into(), text, what }
    }

    /// Tells why a row does not count: what it tells has not taken place.
    fn left_out(&self, row: &Row) -> Result<Option<Why>, Fault> {
        let Some(place) = self.status else { return Ok(None) };
        KNOWN.status.left_out(row.cell(place)).map_err(|()| self.fault(row, place, What::Status))
    }

    fn movement(&self, row: &Row) -> Result<Booked, Fault> {
        let columns = &self.header.columns;
        let date = self.marks.day(row.cell(columns.date)).ok_or_else(|| self.fault(row, columns.date, What::Day))?;
        let (place, currency) = self.currency(row)?;
        let (amount, way) = self.sum(row, place, currency)?;
        let words: Vec<&str> = columns.text.iter().flat_map(|&place| row.cell(place).split_whitespace()).collect();
        let text = words.join(" ");
        let kind = match way {
            Way::Plain => kinds::kind(amount, true, None, &text),
            Way::TakenBack => kinds::kind(amount, true, Some(""), &text),
        };
        let cell = |place: Option<usize>| place.map_or("", |place| row.cell(place));
        let fee = self.marks.amount(cell(columns.fee), currency).unwrap_or(Amount::ZERO);
        let movement = Movement {
            parts: Parts::Untold,
            line: row.line,
            date,
            amount,
            currency,
            told_by_bank: String::new(),
            bank_reference: cell(columns.reference).to_owned(),
            reference: String::new(),
            text,
            payer: cell(columns.payer).to_owned(),
            payer_account: cell(columns.payer_account).to_owned(),
            kind,
        };
        Ok((movement, amount - fee.abs(), self.told(cell(columns.balance), currency)))
    }

    /// Returns the place of the sum of a row, and what it is in.
    fn currency(&self, row: &Row) -> Result<(usize, Currency), Fault> {
        let columns = &self.header.columns;
        let is_something = |place: usize| {
            let cell = row.cell(place);
            !cell.is_empty() && self.marks.amount(cell, Currency::EUR) != Ok(Amount::ZERO)
        };
        let place = match columns.sums {
            Sums::One(amount) => amount,
            Sums::Two { debit, credit } => match (is_something(debit), is_something(credit)) {
                (true, true) => return Err(self.fault(row, credit, What::Side)),
                (true, false) => debit,
                (false, true) => credit,
                (false, false) if row.cell(credit).is_empty() => debit,
                (false, false) => credit,
            },
        };
        let told = columns.currency.filter(|&place| !row.cell(place).is_empty());
        let cell = match told {
            Some(place) => Some(currency(row.cell(place)).ok_or_else(|| self.fault(row, place, What::Currency))?),
            None => None,
        };
        let column = self.header.names.get(place).and_then(|name| bare(name).1);
        let said = Said { cell, column, mark: marks::mark(row.cell(place)), above: self.above };
        let found = said.one().ok_or_else(|| self.fault(row, told.unwrap_or(place), What::Currency))?;
        Ok((place, found))
    }

    /// Returns the sum, below zero for money that went out, and whether its column shows that it takes something back.
    fn sum(&self, row: &Row, place: usize, currency: Currency) -> Result<(Amount, Way), Fault> {
        let sum = self.marks.amount(row.cell(place), currency).map_err(|what| self.fault(row, place, what))?;
        match self.header.columns.sums {
            // What is below zero in the column of credits takes one of them back.
            Sums::Two { credit, .. } if place == credit => {
                Ok((sum, if sum.is_negative() { Way::TakenBack } else { Way::Plain }))
            }
            // Some banks write all debits with a minus: one minus among debits without is one of ours that came back.
            Sums::Two { .. } if sum.is_negative() && self.debits_are_plain => Ok((sum.abs(), Way::TakenBack)),
            Sums::Two { .. } => Ok((-sum.abs(), Way::Plain)),
            Sums::One(_) => self.sided(row, sum).map(|sum| (sum, Way::Plain)),
        }
    }

    /// Returns a sum with the sign that its side gives it.
    fn sided(&self, row: &Row, sum: Amount) -> Result<Amount, Fault> {
        let Some((place, form)) = self.side else { return Ok(sum) };
        let unclear = || self.fault(row, place, What::Side);
        let side = KNOWN.side.side(row.cell(place));
        match side {
            _ if sum.is_zero() => Ok(sum),
            Some(Side::In) if form == SideForm::Alone => Ok(sum.abs()),
            Some(Side::Out) if form == SideForm::Alone => Ok(-sum.abs()),
            Some(Side::In) if sum.is_negative() => Err(unclear()),
            Some(Side::In) => Ok(sum),
            Some(Side::Out) if sum.is_negative() && self.debits_are_plain => Err(unclear()),
            Some(Side::Out) => Ok(-sum.abs()),
            // A minus needs no word.
            None if sum.is_negative() && row.cell(place).is_empty() => Ok(sum),
            None => Err(unclear()),
        }
    }
}

/// Whether a sum takes back another one.
#[derive(Clone, Copy)]
enum Way {
    Plain,
    TakenBack,
}
