//! What the cells of one column show together: the mark before the cents, the order of day and month.

use std::borrow::Cow;

use super::columns::Column;
use super::dialect::DateForm;
use super::faults::Faults;
use super::messages;
use super::sheet::{Refused, Sheet};
use super::text::{AmountText, CurrencyMark, DateText, Thousandths};
use super::text::{foreign_amount, foreign_date, is_dash, parse_amount, parse_date};
use crate::diag::Place;
use crate::model::dialect::{DateOrder, DecimalMark};
use crate::model::{Currency, Date};

/// A column of amounts.
#[derive(Debug)]
pub(super) struct AmountColumn {
    column: Column,
    declared: Option<DecimalMark>,
    comma: Option<Place>,
    point: Option<Place>,
    unclear: Vec<Unclear>,
    /// Whether a list of another program is read: its amounts may bear a currency, and their sign at the end.
    is_foreign: bool,
    /// The currency that the last cell bears.
    currency: Option<CurrencyMark>,
    /// What an empty cell says.
    blank: Option<Thousandths>,
}

/// An amount with two readings, waiting for another cell of its column to tell.
#[derive(Debug)]
struct Unclear {
    row: u32,
    line: u32,
    text: Box<str>,
    comma: Thousandths,
    point: Thousandths,
    /// What it is in its currency where no other cell tells: three digits behind the mark are decimals in some.
    by_currency: Option<Thousandths>,
}

/// What an amount cell gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Figure {
    /// Its value.
    Known(Thousandths),
    /// Nothing yet: [`AmountColumn::settle`] tells at the end of the file. The sign is known.
    Unclear {
        /// Whether it is below zero.
        negative: bool,
    },
}

impl AmountColumn {
    /// Returns the column before its first cell.
    pub fn new(column: Column, declared: Option<DecimalMark>) -> AmountColumn {
        let (comma, point, unclear, currency) = (None, None, Vec::new(), None);
        AmountColumn { column, declared, comma, point, unclear, is_foreign: false, currency, blank: None }
    }

    /// Reads amounts as other programs write them, with a currency or with their sign behind.
    pub fn foreign(self) -> AmountColumn {
        AmountColumn { is_foreign: true, ..self }
    }

    /// Reads an empty cell as that figure; as nothing where it is none.
    pub fn where_empty(self, figure: Option<&str>) -> AmountColumn {
        let blank = figure.and_then(|figure| match parse_amount(figure.as_bytes()).ok()? {
            AmountText::One(value, _) => Some(value),
            AmountText::Two { .. } => None,
        });
        AmountColumn { blank, ..self }
    }

    /// Returns the currency that the cell read last bears.
    pub fn currency(&self) -> Option<CurrencyMark> {
        self.currency
    }

    /// Reads the cell of the current row, which is to be row number `row` of what is kept; nothing when it is empty.
    /// What the cell bears goes before the currency that it is in as far as is known.
    pub fn read(
        &mut self,
        sheet: &Sheet,
        row: usize,
        currency: Option<Currency>,
        faults: &mut Faults,
    ) -> Result<Option<Figure>, Refused> {
        let mut bytes = sheet.bytes(self.column);
        self.currency = None;
        if bytes.is_empty() {
            return Ok(self.blank.map(Figure::Known));
        }
        if self.is_foreign
            && let Ok(text) = str::from_utf8(&bytes)
        {
            // A dash is zero among sums, and no limit among limits.
            if matches!(self.column, Column::CreditLimit | Column::InsuredLimit) && is_dash(text) {
                return Ok(None);
            }
            if let Some(money) = foreign_amount(text) {
                self.currency = money.currency;
                bytes = Cow::Owned(money.digits.into_bytes());
            }
        }
        let text = parse_amount(&bytes).map_err(|fault| {
            faults.push(messages::amount_fault(sheet.place(self.column), &sheet.subject(), fault));
            Refused
        })?;
        if let Some(mark) = self.declared {
            return text.under(mark).map(|value| Some(Figure::Known(value))).ok_or_else(|| {
                faults.push(messages::amount_against_declared(sheet.place(self.column), &sheet.subject(), mark));
                Refused
            });
        }
        match text {
            AmountText::One(value, mark) => {
                if let Some(mark) = mark {
                    self.note(mark, sheet);
                }
                Ok(Some(Figure::Known(value)))
            }
            AmountText::Two { comma, point } => Ok(Some(match self.mark() {
                Some(DecimalMark::Comma) => Figure::Known(comma),
                Some(DecimalMark::Point) => Figure::Known(point),
                // A mark that stands in another cell goes before what the currency makes likely.
                None => {
                    let by_currency = self.by_currency(&text, currency);
                    let text = String::from_utf8_lossy(&bytes).into();
                    self.unclear.push(Unclear { row: row as u32, line: sheet.line(), text, comma, point, by_currency });
                    Figure::Unclear { negative: comma.0 < 0 }
                }
            })),
        }
    }

    /// Notes where a mark stands first.
    fn note(&mut self, mark: DecimalMark, sheet: &Sheet) {
        let first = match mark {
            DecimalMark::Comma => &mut self.comma,
            DecimalMark::Point => &mut self.point,
        };
        if first.is_none() {
            *first = Some(sheet.place(self.column));
        }
    }

    /// Returns what an amount with two readings is in the currency that the cell bears, else in the one of the row.
    fn by_currency(&self, text: &AmountText, currency: Option<Currency>) -> Option<Thousandths> {
        let currency = match self.currency {
            Some(CurrencyMark::One(borne)) => borne,
            _ => currency?,
        };
        match text.in_currency(currency) {
            AmountText::One(value, _) => Some(value),
            AmountText::Two { .. } => None,
        }
    }

    /// Reads the text of an amount when there is nothing to say of it and nothing to learn from it.
    #[inline]
    pub fn read_usual(&self, text: &str) -> Option<Thousandths> {
        let AmountText::One(value, mark) = parse_amount(text.as_bytes()).ok()? else { return None };
        let is_known = match (mark, self.declared) {
            (None, _) => true,
            (Some(mark), Some(declared)) => mark == declared,
            (Some(DecimalMark::Comma), None) => self.comma.is_some(),
            (Some(DecimalMark::Point), None) => self.point.is_some(),
        };
        is_known.then_some(value)
    }

    /// Returns the mark before the cents, as declared or as the cells so far show.
    pub fn mark(&self) -> Option<DecimalMark> {
        self.declared.or(match (&self.comma, &self.point) {
            (Some(_), None) => Some(DecimalMark::Comma),
            (None, Some(_)) => Some(DecimalMark::Point),
            // Two marks contradict each other: neither tells.
            (None, None) | (Some(_), Some(_)) => None,
        })
    }

    /// Returns the mark by which the first cell is read that has two readings, where its currency alone tells.
    pub fn leaning(&self) -> Option<DecimalMark> {
        let (value, comma) = self.unclear.iter().find_map(|cell| Some((cell.by_currency?, cell.comma)))?;
        Some(if value == comma { DecimalMark::Comma } else { DecimalMark::Point })
    }

    /// Returns the column as it stands for rows that are read apart: what was seen so far is known there too.
    pub fn apart(&self) -> AmountColumn {
        let (comma, point) = (self.comma.clone(), self.point.clone());
        let (unclear, currency) = (Vec::new(), None);
        AmountColumn { comma, point, unclear, currency, ..*self }
    }

    /// Tells whether what is known of the mark is what the rows that were read apart took it for.
    pub fn is_as(&self, apart: &AmountColumn) -> bool {
        self.comma.is_some() == apart.comma.is_some() && self.point.is_some() == apart.point.is_some()
    }

    /// Adds what rows showed that were read apart and follow `rows` others.
    pub fn join(&mut self, other: AmountColumn, rows: usize) {
        self.comma = self.comma.take().or(other.comma);
        self.point = self.point.take().or(other.point);
        self.unclear.extend(other.unclear.into_iter().map(|unclear| {
            let row = if unclear.row == u32::MAX { u32::MAX } else { unclear.row + rows as u32 };
            Unclear { row, ..unclear }
        }));
    }

    /// Says that row number `row` is not kept after all: the number goes to the next one.
    pub fn disown(&mut self, row: usize) {
        self.unclear.iter_mut().rev().take_while(|unclear| unclear.row as usize == row).for_each(|unclear| {
            unclear.row = u32::MAX;
        });
    }

    /// Tells at the end of the file what the amounts with two readings are: the row, and its value or the refusal.
    pub fn settle(
        &mut self,
        sheet: &Sheet,
        faults: &mut Faults,
        subject_of: impl Fn(usize) -> messages::Subject,
    ) -> Vec<(usize, Result<Settled, Refused>)> {
        if let (Some(comma), Some(point)) = (&self.comma, &self.point) {
            faults.condemn(messages::amount_mixed(sheet.file(), comma.clone(), point.clone()));
        }
        let (mark, mixed) = (self.mark(), self.comma.is_some() && self.point.is_some());
        std::mem::take(&mut self.unclear)
            .into_iter()
            .map(|unclear| {
                let row = unclear.row as usize;
                let place = Place::line(sheet.file(), unclear.line).cell(sheet.name(self.column), unclear.text);
                let value = match (mark, unclear.by_currency) {
                    (Some(DecimalMark::Comma), _) => unclear.comma,
                    (Some(DecimalMark::Point), _) => unclear.point,
                    // The column is condemned already.
                    (None, _) if mixed => return (row, Err(Refused)),
                    (None, Some(value)) => value,
                    (None, None) => {
                        faults.push(messages::amount_ambiguous(place, &subject_of(row)));
                        return (row, Err(Refused));
                    }
                };
                (row, Ok(Settled { value, place }))
            })
            .collect()
    }
}

/// An amount that had two readings, once its column has told which.
#[derive(Debug)]
pub(super) struct Settled {
    pub value: Thousandths,
    pub place: Place,
}

/// A column of dates.
#[derive(Debug)]
pub(super) struct DateColumn {
    column: Column,
    declared: Option<DateOrder>,
    iso: Option<Place>,
    slash: Option<Place>,
    /// The first date that is none in the order in force, but is one in the other.
    misfit: Option<Place>,
    /// The first date that is one in the order in force only.
    proof: Option<Place>,
    /// Whether a list of another program is read: its dates may have a time, points or a month's name.
    is_foreign: bool,
}

impl DateColumn {
    /// Returns the column before its first cell.
    pub fn new(column: Column, declared: Option<DateOrder>) -> DateColumn {
        DateColumn { column, declared, iso: None, slash: None, misfit: None, proof: None, is_foreign: false }
    }

    /// Reads dates as other programs write them.
    pub fn foreign(self) -> DateColumn {
        DateColumn { is_foreign: true, ..self }
    }

    /// Reads the cell of the current row; nothing when it is empty.
    pub fn read(&mut self, sheet: &Sheet, faults: &mut Faults) -> Result<Option<Date>, Refused> {
        let bytes = sheet.bytes(self.column);
        if bytes.is_empty() {
            return Ok(None);
        }
        let parse = if self.is_foreign { foreign_date } else { parse_date };
        let date = match parse(&bytes) {
            Some(DateText::Iso(date)) => {
                if self.iso.is_none() {
                    self.iso = Some(sheet.place(self.column));
                }
                date
            }
            Some(DateText::Slash { day_first, month_first }) => self.order(day_first, month_first, sheet)?,
            None => {
                faults.push(messages::date_invalid(sheet.place(self.column), &sheet.subject()));
                return Err(Refused);
            }
        };
        if date < EARLIEST || date > LATEST {
            faults.push(messages::date_distant(sheet.place(self.column), &sheet.subject()));
        }
        Ok(Some(date))
    }

    /// Reads the cell of the current row, which may not be empty.
    pub fn required(&mut self, sheet: &Sheet, faults: &mut Faults) -> Result<Date, Refused> {
        self.read(sheet, faults)?.ok_or_else(|| sheet.missing(self.column, faults))
    }

    /// Reads the text of a date when there is nothing to say of it and nothing to learn from it.
    #[inline]
    pub fn read_usual(&self, text: &str) -> Option<Date> {
        let date = match parse_date(text.as_bytes())? {
            DateText::Iso(date) if self.iso.is_some() => date,
            DateText::Slash { day_first, month_first } if self.slash.is_some() && self.proof.is_some() => {
                match self.declared.unwrap_or_default() {
                    DateOrder::DayFirst => day_first?,
                    DateOrder::MonthFirst => month_first?,
                }
            }
            _ => return None,
        };
        (EARLIEST..=LATEST).contains(&date).then_some(date)
    }

    fn order(&mut self, day_first: Option<Date>, month_first: Option<Date>, sheet: &Sheet) -> Result<Date, Refused> {
        let (here, other) = match self.declared.unwrap_or_default() {
            DateOrder::DayFirst => (day_first, month_first),
            DateOrder::MonthFirst => (month_first, day_first),
        };
        let cite = |place: &mut Option<Place>| {
            if place.is_none() {
                *place = Some(sheet.place(self.column));
            }
        };
        cite(&mut self.slash);
        if other.is_none() {
            cite(&mut self.proof);
        }
        here.ok_or_else(|| {
            cite(&mut self.misfit);
            Refused
        })
    }

    /// Adds what rows showed that were read apart and follow the others.
    pub fn join(&mut self, other: DateColumn) {
        self.iso = self.iso.take().or(other.iso);
        self.slash = self.slash.take().or(other.slash);
        self.misfit = self.misfit.take().or(other.misfit);
        self.proof = self.proof.take().or(other.proof);
    }

    /// Judges the column at the end of the file.
    pub fn settle(&self, sheet: &Sheet, faults: &mut Faults) {
        if let Some(misfit) = &self.misfit {
            let order = self.declared.unwrap_or_default();
            let declared = self.declared.is_some();
            let proof = self.proof.clone();
            faults.condemn(messages::date_ambiguous(sheet.file(), misfit.clone(), proof, order, declared));
        }
        if let (Some(iso), Some(slash)) = (&self.iso, &self.slash) {
            faults.push(messages::date_mixed(sheet.file(), iso.clone(), slash.clone()));
        }
    }

    /// Returns how the column's dates are written.
    pub fn form(&self) -> Option<DateForm> {
        if self.iso.is_some() {
            Some(DateForm::Iso)
        } else {
            self.slash.as_ref().map(|_| DateForm::Slash(self.declared.unwrap_or_default()))
        }
    }
}

/// Before this day a date is distant: a year typed wrong.
const EARLIEST: Date = Date::from_ymd_opt(1990, 1, 1).expect("a day of the calendar");
/// After this day too.
const LATEST: Date = Date::from_ymd_opt(2100, 12, 31).expect("a day of the calendar");
