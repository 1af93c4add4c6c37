//! The cells of the current row as values, or the findings that refuse them.

use std::borrow::Cow;

use rust_decimal::Decimal;

use super::{LONGEST_ID, Refused, Sheet, is_suspect};
use crate::diag::Severity;
use crate::diag::code::input as code;
use crate::input::columns::Column;
use crate::input::damage;
use crate::input::faults::Faults;
use crate::input::messages;
use crate::input::text::percent;
use crate::input::words::{self, Words};
use crate::model::guard::unguard;
use crate::model::rate::RateRule;
use crate::model::{Currency, FileRole, PaymentKind};

impl Sheet {
    /// Returns the id in the cell, nothing when it is empty.
    #[inline]
    pub fn id(&self, column: Column, faults: &mut Faults) -> Result<Option<Cow<'_, str>>, Refused> {
        let is_usual = |id: &[u8]| id.len() <= LONGEST_ID && !is_suspect(id);
        match self.usual_cell(column) {
            Some(id) if is_usual(id.as_bytes()) => return Ok(Some(Cow::Borrowed(id))),
            _ => {}
        }
        let cell = self.cell(column);
        if cell.is_empty() {
            return Ok(None);
        }
        match str::from_utf8(cell) {
            Ok(id) if is_usual(cell) && cell.iter().all(|byte| (b' '..0x7f).contains(byte)) => {
                Ok(Some(Cow::Borrowed(id)))
            }
            _ => self.unusual_id(column, faults),
        }
    }

    fn unusual_id(&self, column: Column, faults: &mut Faults) -> Result<Option<Cow<'_, str>>, Refused> {
        let text = match self.text(column) {
            Cow::Borrowed(text) => Cow::Borrowed(unguard(text)),
            Cow::Owned(text) => Cow::Owned(unguard(&text).to_owned()),
        };
        if text.is_empty() {
            return Ok(None);
        }
        if text.len() > LONGEST_ID || text.chars().any(char::is_control) {
            faults.push(messages::id_invalid(self.place(column), text.len(), LONGEST_ID));
            return Err(Refused);
        }
        if let Some(damage) = damage::id_damage(&text) {
            faults.push(messages::id_damaged(self.place(column), &damage));
            return Err(Refused);
        }
        if damage::has_hidden(&text) {
            faults.push(messages::id_hidden(self.place(column)));
        }
        Ok(Some(text))
    }

    /// Returns the id in the cell, which may not be empty.
    pub fn required_id(&self, column: Column, faults: &mut Faults) -> Result<Cow<'_, str>, Refused> {
        self.id(column, faults)?.ok_or_else(|| self.missing(column, faults))
    }

    /// Refuses a cell that may not be empty.
    pub fn missing(&self, column: Column, faults: &mut Faults) -> Refused {
        if self.table.is_total() {
            if !faults.ends_with(code::TOTAL_ROW, self.line()) {
                faults.push(messages::total_row(self.file(), self.line()));
            }
            return Refused;
        }
        faults.push(messages::value_missing(self.place(column), self.name(column), &self.subject()));
        Refused
    }

    /// Reports texts of the current row whose letters were lost or decoded in the wrong way.
    pub fn judge_texts(&self, columns: &[Column], faults: &mut Faults) {
        for &column in columns {
            if let Some(damage) = damage::text_damage(&self.text(column)) {
                faults.push(messages::text_damaged(self.place(column), &damage, Severity::Warning));
            }
        }
    }

    /// Returns the free text in the cell.
    pub fn free(&self, column: Column) -> Option<String> {
        let text = self.text(column);
        (!text.is_empty()).then(|| unguard(&text).to_owned())
    }

    /// Returns the meaning of the word in the cell.
    pub fn word<T: Copy>(&self, column: Column, known: Words<T>, faults: &mut Faults) -> Result<Option<T>, Refused> {
        if self.is_empty(column) {
            return Ok(None);
        }
        let text = self.text(column);
        words::find(known, &text).map(Some).ok_or_else(|| {
            let is_payment = || words::find(words::PAYMENT_KINDS, &text) == Some(PaymentKind::Payment);
            faults.push(if column == Column::Kind && self.role == FileRole::Invoices && is_payment() {
                messages::payment_among_invoices(self.place(column))
            } else {
                messages::word_unknown(self.place(column), &words::known(known))
            });
            Refused
        })
    }

    /// Returns the currency in the cell.
    pub fn currency(&self, faults: &mut Faults) -> Result<Option<Currency>, Refused> {
        if self.usual_cell(Column::Currency) == Some(Currency::EUR.code()) {
            return Ok(Some(Currency::EUR));
        }
        if self.is_empty(Column::Currency) {
            return Ok(None);
        }
        let text = self.text(Column::Currency);
        Currency::parse(&text).map(Some).ok_or_else(|| {
            faults.push(messages::currency_unknown(self.place(Column::Currency)));
            Refused
        })
    }

    /// Returns the late-payment rate in the cell.
    pub fn rate_rule(&self, column: Column, faults: &mut Faults) -> Result<Option<RateRule>, Refused> {
        if self.is_empty(column) {
            return Ok(None);
        }
        let text = self.text(column);
        RateRule::parse(&text).map(Some).ok_or_else(|| {
            faults.push(messages::rate_invalid(self.place(column), false));
            Refused
        })
    }

    /// Returns the percentage in the cell, from 0 to 100.
    pub fn percent(&self, column: Column, faults: &mut Faults) -> Result<Option<Decimal>, Refused> {
        if self.is_empty(column) {
            return Ok(None);
        }
        let text = self.text(column);
        percent(&text).map(Some).ok_or_else(|| {
            faults.push(messages::rate_invalid(self.place(column), true));
            Refused
        })
    }
}
