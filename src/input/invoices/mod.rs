//! `invoices.csv`: rows of text to invoices whose references are still texts.

mod more;

use std::borrow::Cow;
use std::collections::BTreeSet;

use super::columns::{Column, DISCOUNTS};
use super::faults::Faults;
use super::ids::{Ids, NOBODY, Named, Parties};
use super::marks::{AmountColumn, DateColumn, Figure};
use super::messages::{self, Subject};
use super::sheet::{Refused, Sheet};
use super::table::Next;
use super::text::Thousandths;
use super::words;
use crate::diag::{Place, Severity};
use crate::law::terms::Terms;
use crate::model::dialect::Declared;
use crate::model::invoice::MoreId;
use crate::model::{
    Amount, Currency, CustomerId, Date, FileRole, Invoice, InvoiceKind, InvoiceMore, InvoiceNo, TextId, Texts,
};

/// The content of `invoices.csv`: each row by itself is sound, or is among the `bad`.
#[derive(Debug)]
pub(super) struct InvoiceFile {
    pub sheet: Sheet,
    /// In the order of the file. A customer is a number in `customers`.
    pub rows: Vec<Invoice>,
    pub more: Vec<InvoiceMore>,
    /// An invoice is known by its first row: that is its `number` here.
    pub ids: Ids,
    /// Rows whose number came before, each after the row where it did: by that row, then by their own.
    pub repeated: Vec<(u32, u32)>,
    pub customers: Named,
    /// Rows that apply to another invoice, and the number of that one in `applied`.
    pub applies: Vec<(u32, TextId)>,
    pub applied: Texts,
    /// Rows whose due date is to be found from payment terms.
    pub undated: Vec<u32>,
    /// Rows that were refused, kept so that what refers to them is known.
    pub bad: BTreeSet<u32>,
    /// The lines of rows that were refused and that nothing can refer to.
    pub nameless: Vec<u32>,
    /// The sum of the amounts without their signs, each in its currency's minor units.
    pub sum: i128,
}

/// The state of reading: the columns whose cells tell something together.
struct Columns {
    currency: Currency,
    amount: AmountColumn,
    issue: DateColumn,
    due: DateColumn,
    supply: DateColumn,
    discounts: [DateColumn; DISCOUNTS.len()],
    /// Those of [`more::MORE`] that the file has.
    more: Vec<Column>,
    /// The last payment terms that could be read: most rows have those of the row before.
    terms: String,
}

/// Reads the whole file. `currency` is that of rows which name none.
pub(super) fn read(sheet: Sheet, declared: Declared, currency: Currency, faults: &mut Faults) -> InvoiceFile {
    let date = |column| DateColumn::new(column, declared.date_order);
    let mut sheet = sheet;
    let mut columns = Columns {
        currency,
        amount: AmountColumn::new(Column::Amount, declared.decimal),
        issue: date(Column::IssueDate),
        due: date(Column::DueDate),
        supply: date(Column::SupplyDate),
        discounts: DISCOUNTS.map(|(_, until)| date(until)),
        more: more::MORE.into_iter().filter(|&column| sheet.has(column)).collect(),
        terms: String::new(),
    };
    let mut next = sheet.next(faults);
    let room = if next == Next::End { 0 } else { sheet.rows_at_a_guess() };
    let mut kept = Kept::with_capacity(room);
    while next != Next::End {
        columns.row(&sheet, next, &mut kept, faults);
        next = sheet.next(faults);
    }
    kept.number_customers();
    columns.settle(&sheet, &mut kept, faults);
    let dates = [columns.issue.form(), columns.due.form()];
    sheet.found(columns.amount.mark(), dates.into_iter().flatten());
    kept.into_file(sheet)
}

/// What is kept of the rows so far.
#[derive(Default)]
struct Kept {
    rows: Vec<Invoice>,
    more: Vec<InvoiceMore>,
    ids: Texts,
    customers: Parties,
    /// The first row of this batch of customers.
    batch: usize,
    applies: Vec<(u32, TextId)>,
    applied: Texts,
    undated: Vec<u32>,
    bad: BTreeSet<u32>,
    nameless: Vec<u32>,
    sum: i128,
}

impl Kept {
    fn with_capacity(rows: usize) -> Kept {
        Kept { rows: Vec::with_capacity(rows), ..Kept::default() }
    }

    /// Adds a row under its number. The customer's own number comes with his batch.
    fn push(&mut self, mut row: Invoice, number: &str, customer: Option<&str>) {
        row.number = InvoiceNo::at(self.ids.push(number).0);
        row.customer = if customer.is_some() { CustomerId(0) } else { NOBODY };
        self.rows.push(row);
        if customer.is_some_and(|customer| self.customers.push(customer)) {
            self.number_customers();
        }
    }

    fn number_customers(&mut self) {
        self.customers.number(self.rows[self.batch..].iter_mut().map(|row| &mut row.customer));
        self.batch = self.rows.len();
    }

    /// Drops the parts of a row that is not kept.
    fn forget(&mut self, (more, applies, undated): (usize, usize, usize)) {
        self.more.truncate(more);
        self.applies.truncate(applies);
        self.undated.truncate(undated);
    }

    fn into_file(mut self, sheet: Sheet) -> InvoiceFile {
        let ids = Ids::new(self.ids);
        let mut repeated: Vec<(u32, u32)> = ids.repeated().into_iter().map(|(row, first)| (first, row)).collect();
        repeated.sort_unstable();
        for &(first, row) in &repeated {
            self.rows[row as usize].number = InvoiceNo::at(first);
        }
        InvoiceFile {
            sheet,
            ids,
            repeated,
            rows: self.rows,
            more: self.more,
            customers: Named::new(self.customers),
            applies: self.applies,
            applied: self.applied,
            undated: self.undated,
            bad: self.bad,
            nameless: self.nameless,
            sum: self.sum,
        }
    }
}

impl Columns {
    fn row(&mut self, sheet: &Sheet, next: Next, kept: &mut Kept, faults: &mut Faults) {
        if next == Next::Row
            && let Some((number, row, customer)) = self.usual(sheet)
        {
            kept.sum += i128::from(row.amount.minor());
            return kept.push(row, number, Some(customer));
        }
        let before = (kept.more.len(), kept.applies.len(), kept.undated.len());
        // Of a row that has not the header's cells, only the number is used.
        let mut unheard = Faults::default();
        let of_id = if next == Next::Misfit { &mut unheard } else { &mut *faults };
        let number = sheet.required_id(Column::InvoiceId, of_id);
        let read = if next == Next::Misfit { Err(Refused) } else { self.invoice(sheet, kept, faults) };
        let Ok(number) = number else {
            kept.forget(before);
            self.amount.disown(kept.rows.len());
            kept.nameless.push(sheet.line());
            return;
        };
        match read {
            Ok((row, customer)) => kept.push(row, &number, Some(&customer)),
            // A row that was refused is kept under its number, so that a payment of it is not taken for one of an
            // invoice that does not exist.
            Err(Refused) => {
                kept.forget(before);
                kept.bad.insert(kept.rows.len() as u32);
                kept.push(self.placeholder(sheet), &number, None);
            }
        }
    }

    /// Reads the current row with its number and its customer's id when it is like most: an invoice that says nothing
    /// out of the ordinary.
    #[inline]
    fn usual<'a>(&self, sheet: &'a Sheet) -> Option<(&'a str, Invoice, &'a str)> {
        let row = sheet.usual_row()?;
        let number = row.id(Column::InvoiceId).filter(|id| !id.is_empty())?;
        let customer = row.id(Column::CustomerId).filter(|id| !id.is_empty())?;
        let issue = self.issue.read_usual(row.cell(Column::IssueDate)?)?;
        let due = self.due.read_usual(row.cell(Column::DueDate)?)?;
        let currency = row.currency()?.unwrap_or(self.currency);
        let amount = self.amount.read_usual(row.cell(Column::Amount)?)?.to_amount(currency)?;
        let is_invoice = row.is_empty(Column::Kind) && amount.is_positive() && issue <= due;
        if !is_invoice || !self.more.iter().all(|&column| row.is_empty(column)) {
            return None;
        }
        let invoice = Invoice { issue, due, amount, currency, ..self.placeholder(sheet) };
        Some((number, invoice, customer))
    }

    /// Reads the current row but for its number, and its customer's id.
    fn invoice<'a>(
        &mut self,
        sheet: &'a Sheet,
        kept: &mut Kept,
        faults: &mut Faults,
    ) -> Result<(Invoice, Cow<'a, str>), Refused> {
        let place = kept.rows.len();
        let customer = sheet.required_id(Column::CustomerId, faults);
        let issue = self.issue.required(sheet, faults);
        let due = self.due.read(sheet, faults);
        let currency = sheet.currency(faults).map(|written| written.unwrap_or(self.currency));
        let written = sheet.word(Column::Kind, words::INVOICE_KINDS, faults);
        let figure = self.amount.read(sheet, place, currency.as_ref().ok().copied(), faults);
        let figure = figure.and_then(|figure| figure.ok_or_else(|| sheet.missing(Column::Amount, faults)));
        let amount = match (figure, written, currency) {
            (Ok(figure), Ok(written), Ok(currency)) => self.amount(sheet, figure, written, currency, kept, faults),
            _ => Err(Refused),
        };
        let more = if self.more.is_empty() { Ok(MoreId::NONE) } else { self.more_of(sheet, kept, faults) };
        let (customer, issue, due, (kind, amount)) = (customer?, issue?, due?, amount?);
        let (more, currency) = (more?, currency?);
        let due = self.due_date(sheet, issue, due, kind, faults)?;
        if due.is_none() && kind.has_terms() {
            kept.undated.push(place as u32);
        }
        let invoice = Invoice {
            number: InvoiceNo::at(0),
            customer: NOBODY,
            issue,
            due: due.unwrap_or(issue),
            amount,
            currency,
            kind,
            line: sheet.line(),
            more,
        };
        Ok((invoice, customer))
    }

    /// Returns the due date as written. Without one, terms will tell; a credit note needs none.
    fn due_date(
        &mut self,
        sheet: &Sheet,
        issue: Date,
        due: Option<Date>,
        kind: InvoiceKind,
        faults: &mut Faults,
    ) -> Result<Option<Date>, Refused> {
        let is_claim = kind.has_terms();
        if !self.has_readable_terms(sheet) {
            let needed = due.is_none() && is_claim;
            let severity = if needed { Severity::Error } else { Severity::Warning };
            faults.push(messages::terms_invalid(sheet.place(Column::Terms), &sheet.subject(), severity));
            if needed {
                return Err(Refused);
            }
        }
        if is_claim && due.is_some_and(|due| due < issue) {
            faults.push(messages::due_before_issue(sheet.place(Column::DueDate), &sheet.subject()));
        }
        Ok(due)
    }

    /// Tells whether the current row's payment terms can be read, if it has any.
    fn has_readable_terms(&mut self, sheet: &Sheet) -> bool {
        if sheet.is_empty(Column::Terms) {
            return true;
        }
        let text = sheet.text(Column::Terms);
        if text != self.terms && Terms::parse(&text).is_some() {
            self.terms = text.into_owned();
            return true;
        }
        text == self.terms
    }

    /// Returns what the row stands for and its signed amount; zero while the amount's column has not told yet.
    fn amount(
        &self,
        sheet: &Sheet,
        figure: Figure,
        written: Option<InvoiceKind>,
        currency: Currency,
        kept: &mut Kept,
        faults: &mut Faults,
    ) -> Result<(InvoiceKind, Amount), Refused> {
        let negative = match figure {
            Figure::Known(value) => value.0 < 0,
            Figure::Unclear { negative } => negative,
        };
        let kind = match written {
            Some(kind) if kind != InvoiceKind::CreditNote && negative => {
                let finding = messages::sign_invalid(sheet.place(Column::Amount), &sheet.subject(), kind.word());
                faults.push(finding);
                return Err(Refused);
            }
            Some(kind) => kind,
            None if negative => InvoiceKind::CreditNote,
            None => InvoiceKind::Invoice,
        };
        let amount = match figure {
            Figure::Unclear { .. } => Amount::ZERO,
            Figure::Known(value) => {
                let shown = || (sheet.place(Column::Amount), sheet.subject());
                signed(value, kind, currency, shown, &mut kept.sum, faults)?
            }
        };
        Ok((kind, amount))
    }

    /// Stands for a row that was refused.
    fn placeholder(&self, sheet: &Sheet) -> Invoice {
        Invoice {
            number: InvoiceNo::at(0),
            customer: NOBODY,
            issue: Date::default(),
            due: Date::default(),
            amount: Amount::ZERO,
            currency: self.currency,
            kind: InvoiceKind::Invoice,
            line: sheet.line(),
            more: MoreId::NONE,
        }
    }

    fn settle(&mut self, sheet: &Sheet, kept: &mut Kept, faults: &mut Faults) {
        for column in [&self.issue, &self.due, &self.supply].into_iter().chain(&self.discounts) {
            column.settle(sheet, faults);
        }
        let subject = |row: usize, kept: &Kept| Subject {
            role: FileRole::Invoices,
            id: kept.rows.get(row).map(|row| kept.ids.get(TextId(row.number.place())).to_owned()).unwrap_or_default(),
        };
        let settled = self.amount.settle(sheet, faults, |row| subject(row, kept));
        for (row, value) in settled {
            if row >= kept.rows.len() {
                continue;
            }
            let Invoice { kind, currency, .. } = kept.rows[row];
            let subject = subject(row, kept);
            let amount = value.and_then(|found| {
                signed(found.value, kind, currency, || (found.place.clone(), subject.clone()), &mut kept.sum, faults)
            });
            match amount {
                Ok(amount) => kept.rows[row].amount = amount,
                Err(Refused) => {
                    kept.bad.insert(row as u32);
                }
            }
        }
    }
}

/// Returns the amount in minor units, negative for a credit note, and adds it to the sum of the file.
fn signed(
    value: Thousandths,
    kind: InvoiceKind,
    currency: Currency,
    shown: impl Fn() -> (Place, Subject),
    sum: &mut i128,
    faults: &mut Faults,
) -> Result<Amount, Refused> {
    let Some(amount) = value.to_amount(currency) else {
        let (place, subject) = shown();
        faults.push(messages::amount_precision(place, &subject, currency));
        return Err(Refused);
    };
    if amount.is_zero() {
        let (place, subject) = shown();
        faults.push(messages::amount_zero(place, &subject));
    }
    *sum += i128::from(amount.abs().minor());
    Ok(if kind == InvoiceKind::CreditNote { -amount.abs() } else { amount })
}
