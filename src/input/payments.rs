//! `payments.csv`: rows of text to payments whose references are still texts.

use std::collections::BTreeSet;

use super::columns::Column;
use super::faults::Faults;
use super::ids::{Ids, Named};
use super::invoices::NOBODY;
use super::marks::{AmountColumn, DateColumn, Figure};
use super::messages::{self, Subject};
use super::sheet::{Refused, Sheet};
use super::table::Next;
use super::words;
use crate::model::dialect::Declared;
use crate::model::invoice::MoreId;
use crate::model::text::Interner;
use crate::model::{
    Amount, Currency, CustomerId, Date, FileRole, InvoiceNo, Payment, PaymentKind, PaymentMore, TextId, Texts,
};

/// Is the content of `payments.csv`: each row by itself is sound, or is among the `bad`.
#[derive(Debug)]
pub(super) struct PaymentFile {
    pub sheet: Sheet,
    /// In the order of the file; the id of row n is text n. A customer is a number in `customers` or nobody, an invoice a
    /// number in `named`, an amount in thousandths: its currency may be the invoice's.
    pub rows: Vec<Payment>,
    pub more: Vec<PaymentMore>,
    /// For each row, the currency that it names.
    pub currencies: Vec<Option<Currency>>,
    pub ids: Ids,
    /// The invoice numbers as the rows name them.
    pub named: Texts,
    pub customers: Named,
    /// Rows whose id came before, and the row where it did.
    pub repeated: Vec<(u32, u32)>,
    /// Rows that take back a payment, and its id in `reversed`.
    pub reverses: Vec<(u32, TextId)>,
    pub reversed: Texts,
    /// Rows that were refused, kept so that what refers to them is known.
    pub bad: BTreeSet<u32>,
    /// How many rows were refused that nothing can refer to.
    pub nameless: usize,
}

/// Is the state of reading.
struct Reader {
    sheet: Sheet,
    amount: AmountColumn,
    date: DateColumn,
    has_more: bool,
}

/// The columns that go to [`PaymentMore`].
const MORE: [Column; 4] = [Column::Instalment, Column::Reverses, Column::Method, Column::Reference];

/// Reads the whole file.
pub(super) fn read(sheet: Sheet, declared: Declared, faults: &mut Faults) -> PaymentFile {
    let mut reader = Reader {
        amount: AmountColumn::new(Column::Amount, declared.decimal),
        date: DateColumn::new(Column::Date, declared.date_order),
        has_more: MORE.iter().any(|&column| sheet.has(column)),
        sheet,
    };
    let mut next = reader.sheet.next(faults);
    let mut kept = Kept::default();
    if next != Next::End {
        kept.rows.reserve(reader.sheet.rows_at_a_guess());
    }
    while next != Next::End {
        reader.row(next, &mut kept, faults);
        next = reader.sheet.next(faults);
    }
    reader.settle(&mut kept, faults);
    let mut sheet = reader.sheet;
    sheet.found(reader.amount.mark(), reader.date.form().into_iter());
    kept.into_file(sheet)
}

/// Is what is kept of the rows so far.
#[derive(Default)]
struct Kept {
    rows: Vec<Payment>,
    more: Vec<PaymentMore>,
    currencies: Vec<Option<Currency>>,
    ids: Texts,
    named: Texts,
    customers: Interner,
    reverses: Vec<(u32, TextId)>,
    reversed: Texts,
    bad: BTreeSet<u32>,
    nameless: usize,
}

impl Kept {
    fn into_file(self, sheet: Sheet) -> PaymentFile {
        let ids = Ids::new(self.ids);
        PaymentFile {
            sheet,
            repeated: ids.repeated(),
            ids,
            reverses: self.reverses,
            reversed: self.reversed,
            rows: self.rows,
            more: self.more,
            currencies: self.currencies,
            named: self.named,
            customers: Named::new(self.customers),
            bad: self.bad,
            nameless: self.nameless,
        }
    }
}

impl Reader {
    fn row(&mut self, next: Next, kept: &mut Kept, faults: &mut Faults) {
        let before = (kept.more.len(), kept.reverses.len());
        let read = if next == Next::Misfit { Err(Refused) } else { self.payment(kept, faults) };
        let id = self.sheet.id(Column::PaymentId, &mut Faults::default());
        if read.is_err() {
            kept.more.truncate(before.0);
            kept.reverses.truncate(before.1);
        }
        let Ok(Some(id)) = id else {
            self.amount.disown(kept.rows.len());
            kept.nameless += 1;
            return;
        };
        let (mut row, currency) = read.unwrap_or_else(|Refused| {
            kept.bad.insert(kept.rows.len() as u32);
            (self.placeholder(), None)
        });
        row.id = kept.ids.push(&id);
        kept.rows.push(row);
        kept.currencies.push(currency);
    }

    /// Reads the current row but for its id, which it checks.
    fn payment(&mut self, kept: &mut Kept, faults: &mut Faults) -> Result<(Payment, Option<Currency>), Refused> {
        let sheet = &self.sheet;
        let id = sheet.required_id(Column::PaymentId, faults).map(|_| ());
        let date = self.date.required(sheet, faults);
        let customer = sheet.id(Column::CustomerId, faults);
        let invoice = sheet.id(Column::InvoiceId, faults);
        if let (Ok(None), Ok(None)) = (&customer, &invoice) {
            faults.push(messages::party_missing(sheet.file(), sheet.line(), &sheet.subject()));
            return Err(Refused);
        }
        let currency = sheet.currency(faults);
        let written = sheet.word(Column::Kind, words::PAYMENT_KINDS, faults);
        let figure = self.amount.read(sheet, kept.rows.len(), faults);
        let figure = figure.and_then(|figure| figure.ok_or_else(|| sheet.missing(Column::Amount, faults)));
        let amount = match (figure, written) {
            (Ok(figure), Ok(written)) => self.amount(figure, written, faults),
            _ => Err(Refused),
        };
        let kind = amount.as_ref().ok().map(|(kind, _)| *kind);
        let more = if self.has_more { self.more(kind, kept, faults) } else { Ok(MoreId::NONE) };
        id?;
        let (customer, invoice, (kind, amount)) = (customer?, invoice?, amount?);
        let payment = Payment {
            date: date?,
            customer: customer.map_or(NOBODY, |id| CustomerId(kept.customers.intern(&id).0)),
            amount,
            invoice: invoice.map(|number| InvoiceNo(kept.named.push(&number).0)),
            line: self.sheet.line(),
            more: more?,
            currency: Currency::EUR,
            kind,
            id: TextId(0),
        };
        Ok((payment, currency?))
    }

    /// Returns what the row stands for and its amount without sign, in thousandths.
    fn amount(
        &self,
        figure: Figure,
        written: Option<PaymentKind>,
        faults: &mut Faults,
    ) -> Result<(PaymentKind, Amount), Refused> {
        let sheet = &self.sheet;
        let (negative, thousandths) = match figure {
            Figure::Known(value) => (value.0 < 0, value.0.abs()),
            Figure::Unclear { negative } => (negative, 0),
        };
        if negative && written == Some(PaymentKind::Payment) {
            faults.push(messages::sign_invalid(sheet.place(Column::Amount), &sheet.subject(), "payment"));
            return Err(Refused);
        }
        if figure == Figure::Known(super::text::Thousandths(0)) {
            faults.push(messages::amount_zero(sheet.place(Column::Amount), &sheet.subject()));
        }
        let default = if negative { PaymentKind::Return } else { PaymentKind::Payment };
        Ok((written.unwrap_or(default), Amount::from_minor(thousandths)))
    }

    /// Reads the columns that most rows leave empty.
    fn more(&self, kind: Option<PaymentKind>, kept: &mut Kept, faults: &mut Faults) -> Result<MoreId, Refused> {
        let sheet = &self.sheet;
        if MORE.iter().all(|&column| sheet.is_empty(column)) {
            return Ok(MoreId::NONE);
        }
        let instalment = sheet.id(Column::Instalment, faults);
        let reverses = sheet.id(Column::Reverses, faults);
        if let (Ok(Some(_)), Ok(None)) = (&instalment, sheet.id(Column::InvoiceId, &mut Faults::default())) {
            faults.push(messages::instalment_alone(sheet.place(Column::Instalment), &sheet.subject()));
            return Err(Refused);
        }
        if let (Ok(Some(_)), Some(PaymentKind::Payment)) = (&reverses, kind) {
            faults.push(messages::payment_reverses(sheet.place(Column::Reverses), &sheet.subject()));
            return Err(Refused);
        }
        let (instalment, reverses) = (instalment?, reverses?);
        if let Some(id) = reverses {
            kept.reverses.push((kept.rows.len() as u32, kept.reversed.push(&id)));
        }
        kept.more.push(PaymentMore {
            instalment: instalment.map(|id| id.into_owned()),
            reverses: None,
            method: sheet.free(Column::Method),
            reference: sheet.free(Column::Reference),
        });
        Ok(MoreId::at(kept.more.len() - 1))
    }

    /// Stands for a row that was refused.
    fn placeholder(&self) -> Payment {
        Payment {
            date: Date::default(),
            customer: NOBODY,
            amount: Amount::ZERO,
            invoice: None,
            line: self.sheet.line(),
            more: MoreId::NONE,
            currency: Currency::EUR,
            kind: PaymentKind::Payment,
            id: TextId(0),
        }
    }

    fn settle(&mut self, kept: &mut Kept, faults: &mut Faults) {
        self.date.settle(&self.sheet, faults);
        let subject = |row: usize| Subject {
            role: FileRole::Payments,
            id: kept.rows.get(row).map(|row| kept.ids.get(row.id).to_owned()).unwrap_or_default(),
        };
        let settled = self.amount.settle(&self.sheet, faults, subject);
        for (row, value) in settled {
            if row >= kept.rows.len() {
                continue;
            }
            match value {
                Ok(found) => kept.rows[row].amount = Amount::from_minor(found.value.0.abs()),
                Err(Refused) => {
                    kept.bad.insert(row as u32);
                }
            }
        }
    }
}
