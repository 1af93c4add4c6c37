//! `suspense.csv`: rows of text to receipts whose references are still texts.

use std::collections::BTreeSet;

use super::columns::Column;
use super::faults::Faults;
use super::marks::{AmountColumn, DateColumn, Figure};
use super::messages::Subject;
use super::sheet::{Refused, Sheet};
use super::table::Next;
use super::text::Thousandths;
use crate::model::dialect::Declared;
use crate::model::{Amount, Currency, Decision, FileRole, Receipt};

/// The content of `suspense.csv`: each row by itself is sound.
#[derive(Debug)]
pub(super) struct SuspenseFile {
    pub sheet: Sheet,
    /// In the order of the file, without the rows that were refused.
    pub rows: Vec<ReceiptRow>,
    /// The lines of rows that were refused.
    pub refused: BTreeSet<u32>,
}

/// One row, what it refers to still a text.
#[derive(Debug)]
pub(super) struct ReceiptRow {
    /// Without amount, currency and, where it names somebody, its decision.
    pub receipt: Receipt,
    pub customer: Option<String>,
    pub invoice: Option<String>,
    pub currency: Option<Currency>,
    pub amount: Thousandths,
}

struct Reader {
    sheet: Sheet,
    date: DateColumn,
    amount: AmountColumn,
}

/// Reads the whole file.
pub(super) fn read(sheet: Sheet, declared: Declared, faults: &mut Faults) -> SuspenseFile {
    let mut reader = Reader {
        date: DateColumn::new(Column::Date, declared.date_order),
        amount: AmountColumn::new(Column::Amount, declared.decimal),
        sheet,
    };
    let (mut rows, mut refused) = (Vec::new(), BTreeSet::new());
    loop {
        let read = match reader.sheet.next(faults) {
            Next::End => break,
            Next::Row => reader.receipt(rows.len(), faults),
            Next::Misfit => Err(Refused),
        };
        match read {
            Ok(row) => rows.push(row),
            Err(Refused) => {
                reader.amount.disown(rows.len());
                refused.insert(reader.sheet.line());
            }
        }
    }
    reader.settle(&mut rows, &mut refused, faults);
    let mut sheet = reader.sheet;
    sheet.found(reader.amount.mark(), reader.date.form().into_iter());
    SuspenseFile { sheet, rows, refused }
}

impl Reader {
    fn receipt(&mut self, row: usize, faults: &mut Faults) -> Result<ReceiptRow, Refused> {
        let sheet = &self.sheet;
        let id = sheet.required_id(Column::PaymentId, faults).map(|id| id.into_owned());
        let date = self.date.required(sheet, faults);
        let currency = sheet.currency(faults);
        let known = currency.as_ref().ok().copied().flatten();
        let figure = self.amount.read(sheet, row, known, faults);
        let figure = figure.and_then(|figure| figure.ok_or_else(|| sheet.missing(Column::Amount, faults)));
        let word = sheet.free(Column::CustomerId).as_deref().and_then(Decision::parse);
        let customer = match word {
            Some(_) => Ok(None),
            None => sheet.id(Column::CustomerId, faults).map(|id| id.map(|id| id.into_owned())),
        };
        let invoice = sheet.id(Column::InvoiceId, faults).map(|id| id.map(|id| id.into_owned()));
        let text = |column| sheet.free(column).unwrap_or_default();
        let receipt = Receipt {
            id: id?,
            date: date?,
            amount: Amount::ZERO,
            currency: Currency::EUR,
            payer: text(Column::Payer),
            payer_account: text(Column::PayerAccount),
            reference: text(Column::Reference),
            decision: word.unwrap_or(Decision::None),
            candidates: text(Column::Candidates),
            suspects: Vec::new(),
            why: text(Column::Why),
            line: sheet.line(),
        };
        let amount = match figure? {
            Figure::Known(value) => value,
            Figure::Unclear { .. } => Thousandths(0),
        };
        Ok(ReceiptRow { receipt, customer: customer?, invoice: invoice?, currency: currency?, amount })
    }

    fn settle(&mut self, rows: &mut Vec<ReceiptRow>, refused: &mut BTreeSet<u32>, faults: &mut Faults) {
        self.date.settle(&self.sheet, faults);
        let ids: Vec<String> = rows.iter().map(|row| row.receipt.id.clone()).collect();
        let subject = |row: usize| Subject { role: FileRole::Suspense, id: ids.get(row).cloned().unwrap_or_default() };
        let mut out = BTreeSet::new();
        for (row, value) in self.amount.settle(&self.sheet, faults, subject) {
            match (value, rows.get_mut(row)) {
                (Ok(found), Some(row)) => row.amount = found.value,
                (Err(Refused), Some(_)) => {
                    out.insert(row);
                }
                (_, None) => {}
            }
        }
        for &row in out.iter().rev() {
            refused.insert(rows.remove(row).receipt.line);
        }
    }
}
