//! `payments.csv`: rows of text to payments whose references are still texts.

use std::borrow::Cow;
use std::collections::BTreeSet;

use super::columns::Column;
use super::faults::Faults;
use super::ids::{Ids, NOBODY, Named, Parties};
use super::marks::{AmountColumn, DateColumn, Figure};
use super::messages::{self, Subject};
use super::sheet::{Refused, Sheet};
use super::table::Next;
use super::words;
use crate::model::dialect::Declared;
use crate::model::invoice::MoreId;
use crate::model::{
    Amount, Currency, CustomerId, Date, FileRole, InvoiceNo, Lines, Payment, PaymentKind, PaymentMore, TextId, Texts,
};

/// The content of `payments.csv`: each row by itself is sound, or is among the `bad`.
#[derive(Debug)]
pub(super) struct PaymentFile {
    pub sheet: Sheet,
    /// In the order of the file; the id of row n is text n. A customer is a number in `customers` or nobody, an invoice
    /// a number in `named`, an amount in thousandths: its currency may be the invoice's.
    pub rows: Vec<Payment>,
    pub more: Vec<PaymentMore>,
    /// For each row, the currency that it names.
    pub currencies: Vec<Option<Currency>>,
    pub ids: Ids,
    pub lines: Lines,
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
    /// The lines of rows that were refused and that nothing can refer to.
    pub nameless: Vec<u32>,
    /// The sum of the amounts, once they are in their currency's minor units.
    pub sum: i128,
}

/// The state of reading: the columns whose cells tell something together.
struct Columns {
    amount: AmountColumn,
    date: DateColumn,
    /// Those of [`MORE`] that the file has.
    more: Vec<Column>,
}

/// The columns that go to [`PaymentMore`].
const MORE: [Column; 4] = [Column::Instalment, Column::Reverses, Column::Method, Column::Reference];

/// Reads the whole file.
pub(super) fn read(sheet: Sheet, declared: Declared, faults: &mut Faults) -> PaymentFile {
    let mut sheet = sheet;
    let mut columns = Columns {
        amount: AmountColumn::new(Column::Amount, declared.decimal),
        date: DateColumn::new(Column::Date, declared.date_order),
        more: MORE.into_iter().filter(|&column| sheet.has(column)).collect(),
    };
    let mut next = sheet.next(faults);
    let mut kept = Kept::default();
    if next != Next::End {
        kept.rows.reserve(sheet.rows_at_a_guess());
    }
    while next != Next::End {
        columns.row(&sheet, next, &mut kept, faults);
        next = sheet.next(faults);
    }
    kept.number_customers();
    columns.settle(&sheet, &mut kept, faults);
    sheet.found(columns.amount.mark(), columns.date.form().into_iter());
    kept.into_file(sheet)
}

/// What is kept of the rows so far.
#[derive(Default)]
struct Kept {
    rows: Vec<Payment>,
    more: Vec<PaymentMore>,
    currencies: Vec<Option<Currency>>,
    ids: Texts,
    lines: Lines,
    named: Texts,
    customers: Parties,
    /// The first row of this batch of customers.
    batch: usize,
    reverses: Vec<(u32, TextId)>,
    reversed: Texts,
    bad: BTreeSet<u32>,
    nameless: Vec<u32>,
}

/// A row that was read: what refers to others still as texts of the sheet.
struct Read<'a> {
    payment: Payment,
    currency: Option<Currency>,
    customer: Option<Cow<'a, str>>,
    invoice: Option<Cow<'a, str>>,
}

impl Kept {
    /// Adds a row under its id. The customer's own number comes with his batch.
    fn push(&mut self, read: Read<'_>, id: &str, line: u32) {
        let Read { mut payment, currency, customer, invoice } = read;
        payment.id = self.ids.push(id);
        self.lines.push(line);
        payment.invoice = invoice.map(|number| InvoiceNo::at(self.named.push(&number).0));
        payment.customer = if customer.is_some() { CustomerId(0) } else { NOBODY };
        self.rows.push(payment);
        self.currencies.push(currency);
        if customer.is_some_and(|customer| self.customers.push(&customer)) {
            self.number_customers();
        }
    }

    fn number_customers(&mut self) {
        self.customers.number(self.rows[self.batch..].iter_mut().map(|row| &mut row.customer));
        self.batch = self.rows.len();
    }

    /// Drops the parts of a row that is not kept.
    fn forget(&mut self, (more, reverses): (usize, usize)) {
        self.more.truncate(more);
        self.reverses.truncate(reverses);
    }

    fn into_file(self, sheet: Sheet) -> PaymentFile {
        let ids = Ids::new(self.ids);
        PaymentFile {
            sheet,
            repeated: ids.repeated(),
            ids,
            lines: self.lines,
            reverses: self.reverses,
            reversed: self.reversed,
            rows: self.rows,
            more: self.more,
            currencies: self.currencies,
            named: self.named,
            customers: Named::new(self.customers),
            bad: self.bad,
            nameless: self.nameless,
            sum: 0,
        }
    }
}

impl Columns {
    fn row(&mut self, sheet: &Sheet, next: Next, kept: &mut Kept, faults: &mut Faults) {
        if next == Next::Row
            && let Some((id, read)) = self.usual(sheet)
        {
            return kept.push(read, id, sheet.line());
        }
        let before = (kept.more.len(), kept.reverses.len());
        // Of a row that has not the header's cells, only the id is used.
        let mut unheard = Faults::default();
        let of_id = if next == Next::Misfit { &mut unheard } else { &mut *faults };
        let id = sheet.required_id(Column::PaymentId, of_id);
        let read = if next == Next::Misfit { Err(Refused) } else { self.payment(sheet, kept, faults) };
        let Ok(id) = id else {
            kept.forget(before);
            self.amount.disown(kept.rows.len());
            kept.nameless.push(sheet.line());
            return;
        };
        let read = read.unwrap_or_else(|Refused| {
            kept.forget(before);
            kept.bad.insert(kept.rows.len() as u32);
            Read { payment: PLACEHOLDER, currency: None, customer: None, invoice: None }
        });
        kept.push(read, &id, sheet.line());
    }

    /// Reads the current row and its id when it is like most: a payment that says nothing out of the ordinary.
    #[inline]
    fn usual<'a>(&self, sheet: &'a Sheet) -> Option<(&'a str, Read<'a>)> {
        let row = sheet.usual_row()?;
        let id = row.id(Column::PaymentId).filter(|id| !id.is_empty())?;
        let date = self.date.read_usual(row.cell(Column::Date)?)?;
        let thousandths = self.amount.read_usual(row.cell(Column::Amount)?)?.0;
        let customer = Some(row.id(Column::CustomerId)?).filter(|id| !id.is_empty());
        let invoice = Some(row.id(Column::InvoiceId)?).filter(|id| !id.is_empty());
        let is_payment = row.is_empty(Column::Kind) && thousandths > 0 && (customer.is_some() || invoice.is_some());
        if !is_payment || !self.more.iter().all(|&column| row.is_empty(column)) {
            return None;
        }
        let payment = Payment { date, amount: Amount::from_minor(thousandths), ..PLACEHOLDER };
        let (customer, invoice) = (customer.map(Cow::Borrowed), invoice.map(Cow::Borrowed));
        Some((id, Read { payment, currency: row.currency()?, customer, invoice }))
    }

    /// Reads the current row but for its id.
    fn payment<'a>(&mut self, sheet: &'a Sheet, kept: &mut Kept, faults: &mut Faults) -> Result<Read<'a>, Refused> {
        let date = self.date.required(sheet, faults);
        let customer = sheet.id(Column::CustomerId, faults);
        let invoice = sheet.id(Column::InvoiceId, faults);
        if let (Ok(None), Ok(None)) = (&customer, &invoice) {
            faults.push(messages::party_missing(sheet.file(), sheet.line(), &sheet.subject()));
            return Err(Refused);
        }
        let currency = sheet.currency(faults);
        let written = sheet.word(Column::Kind, words::PAYMENT_KINDS, faults);
        let known = currency.as_ref().ok().copied().flatten();
        let figure = self.amount.read(sheet, kept.rows.len(), known, faults);
        let figure = figure.and_then(|figure| figure.ok_or_else(|| sheet.missing(Column::Amount, faults)));
        let amount = match (figure, written) {
            (Ok(figure), Ok(written)) => amount(sheet, figure, written, faults),
            _ => Err(Refused),
        };
        let kind = amount.as_ref().ok().map(|(kind, _)| *kind);
        let more = if self.more.is_empty() { Ok(MoreId::NONE) } else { more(sheet, kind, kept, faults) };
        let (kind, amount) = amount?;
        let payment = Payment { date: date?, amount, kind, more: more?, ..PLACEHOLDER };
        Ok(Read { payment, currency: currency?, customer: customer?, invoice: invoice? })
    }

    fn settle(&mut self, sheet: &Sheet, kept: &mut Kept, faults: &mut Faults) {
        self.date.settle(sheet, faults);
        let subject = |row: usize| Subject {
            role: FileRole::Payments,
            id: kept.rows.get(row).map(|row| kept.ids.get(row.id).to_owned()).unwrap_or_default(),
        };
        let settled = self.amount.settle(sheet, faults, subject);
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

/// Returns what the row stands for and its amount without sign, in thousandths.
fn amount(
    sheet: &Sheet,
    figure: Figure,
    written: Option<PaymentKind>,
    faults: &mut Faults,
) -> Result<(PaymentKind, Amount), Refused> {
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
fn more(sheet: &Sheet, kind: Option<PaymentKind>, kept: &mut Kept, faults: &mut Faults) -> Result<MoreId, Refused> {
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
const PLACEHOLDER: Payment = Payment {
    date: Date::MIN,
    customer: NOBODY,
    amount: Amount::ZERO,
    invoice: None,
    more: MoreId::NONE,
    currency: Currency::EUR,
    kind: PaymentKind::Payment,
    id: TextId(0),
};
