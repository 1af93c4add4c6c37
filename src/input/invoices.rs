//! `invoices.csv`: rows of text to invoices whose references are still texts.

use std::collections::BTreeSet;

use super::columns::Column;
use super::faults::Faults;
use super::ids::{Ids, Named};
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
use crate::model::text::Interner;
use crate::model::{
    Amount, Currency, CustomerId, Date, FileRole, Invoice, InvoiceKind, InvoiceMore, InvoiceNo, TextId, Texts,
};

/// Is a customer that a row does not name, or whose id could not be read.
pub(super) const NOBODY: CustomerId = CustomerId(u32::MAX);

/// Is the content of `invoices.csv`: each row by itself is sound, or is among the `bad`.
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
    /// How many rows were refused that nothing can refer to.
    pub nameless: usize,
    /// The sum of the amounts without their signs, each in its currency's minor units.
    pub sum: i128,
}

/// Is the state of reading: the columns whose cells tell something together.
struct Reader {
    sheet: Sheet,
    currency: Currency,
    amount: AmountColumn,
    issue: DateColumn,
    due: DateColumn,
    supply: DateColumn,
    discount_until: DateColumn,
    /// Whether the file has any column that goes to [`InvoiceMore`].
    has_more: bool,
}

/// Is what a row may be besides required: the columns that go to [`InvoiceMore`].
const MORE: [Column; 11] = [
    Column::Instalment,
    Column::AppliesTo,
    Column::SupplyDate,
    Column::Reference,
    Column::Terms,
    Column::Category,
    Column::Procedure,
    Column::PenaltyRate,
    Column::DiscountRate,
    Column::DiscountUntil,
    Column::File,
];

/// Reads the whole file. `currency` is that of rows which name none.
pub(super) fn read(sheet: Sheet, declared: Declared, currency: Currency, faults: &mut Faults) -> InvoiceFile {
    let date = |column| DateColumn::new(column, declared.date_order);
    let mut reader = Reader {
        currency,
        amount: AmountColumn::new(Column::Amount, declared.decimal),
        issue: date(Column::IssueDate),
        due: date(Column::DueDate),
        supply: date(Column::SupplyDate),
        discount_until: date(Column::DiscountUntil),
        has_more: MORE.iter().any(|&column| sheet.has(column)),
        sheet,
    };
    let mut next = reader.sheet.next(faults);
    let room = if next == Next::End { 0 } else { reader.sheet.rows_at_a_guess() };
    let mut kept = Kept::with_capacity(room);
    while next != Next::End {
        reader.row(next, &mut kept, faults);
        next = reader.sheet.next(faults);
    }
    reader.settle(&mut kept, faults);
    let mut sheet = reader.sheet;
    let dates = [reader.issue.form(), reader.due.form()];
    sheet.found(reader.amount.mark(), dates.into_iter().flatten());
    kept.into_file(sheet)
}

/// Is what is kept of the rows so far.
#[derive(Default)]
struct Kept {
    rows: Vec<Invoice>,
    more: Vec<InvoiceMore>,
    ids: Texts,
    customers: Interner,
    applies: Vec<(u32, TextId)>,
    applied: Texts,
    undated: Vec<u32>,
    bad: BTreeSet<u32>,
    nameless: usize,
    sum: i128,
}

impl Kept {
    fn with_capacity(rows: usize) -> Kept {
        Kept { rows: Vec::with_capacity(rows), ..Kept::default() }
    }

    /// Adds a row under its number.
    fn push(&mut self, mut row: Invoice, number: &str) {
        row.number = InvoiceNo(self.ids.push(number).0);
        self.rows.push(row);
    }

    /// Drops the parts of a row that is not kept.
    fn forget(&mut self, (more, applies): (usize, usize)) {
        self.more.truncate(more);
        self.applies.truncate(applies);
    }

    fn into_file(mut self, sheet: Sheet) -> InvoiceFile {
        let ids = Ids::new(self.ids);
        let mut repeated: Vec<(u32, u32)> = ids.repeated().into_iter().map(|(row, first)| (first, row)).collect();
        repeated.sort_unstable();
        for &(first, row) in &repeated {
            self.rows[row as usize].number = InvoiceNo(first);
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

impl Reader {
    fn row(&mut self, next: Next, kept: &mut Kept, faults: &mut Faults) {
        let before = (kept.more.len(), kept.applies.len());
        let read = if next == Next::Misfit { Err(Refused) } else { self.invoice(kept, faults) };
        // A row that was refused is kept under its number, when that can be read, so that a payment of it is not
        // taken for one of an invoice that does not exist.
        let number = match &read {
            Ok(_) => self.sheet.id(Column::InvoiceId, faults),
            Err(_) => self.sheet.id(Column::InvoiceId, &mut Faults::default()),
        };
        let Ok(Some(number)) = number else {
            kept.forget(before);
            self.amount.disown(kept.rows.len());
            kept.nameless += 1;
            return;
        };
        let row = read.unwrap_or_else(|Refused| {
            kept.forget(before);
            kept.bad.insert(kept.rows.len() as u32);
            self.placeholder()
        });
        kept.push(row, &number);
    }

    /// Reads the current row but for its number, which it checks.
    fn invoice(&mut self, kept: &mut Kept, faults: &mut Faults) -> Result<Invoice, Refused> {
        let place = kept.rows.len();
        let sheet = &self.sheet;
        let number = sheet.required_id(Column::InvoiceId, faults).map(|_| ());
        let customer = sheet.required_id(Column::CustomerId, faults);
        let customer = customer.map(|id| CustomerId(kept.customers.intern(&id).0));
        let issue = self.issue.required(sheet, faults);
        let due = self.due.read(sheet, faults);
        let currency = sheet.currency(faults).map(|written| written.unwrap_or(self.currency));
        let written = sheet.word(Column::Kind, words::INVOICE_KINDS, faults);
        let figure = self.amount.read(sheet, place, faults);
        let figure = figure.and_then(|figure| figure.ok_or_else(|| sheet.missing(Column::Amount, faults)));
        let amount = match (figure, written, currency) {
            (Ok(figure), Ok(written), Ok(currency)) => self.amount(figure, written, currency, kept, faults),
            _ => Err(Refused),
        };
        let more = if self.has_more { self.more(kept, faults) } else { Ok(MoreId::NONE) };
        number?;
        let (customer, issue, due, (kind, amount)) = (customer?, issue?, due?, amount?);
        let (more, currency) = (more?, currency?);
        let due = self.due_date(place, issue, due, kind, kept, faults)?;
        Ok(Invoice {
            number: InvoiceNo(0),
            customer,
            issue,
            due,
            amount,
            currency,
            kind,
            line: self.sheet.line(),
            more,
        })
    }

    /// Returns what the row stands for and its signed amount; zero while the amount's column has not told yet.
    fn amount(
        &self,
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
        let sheet = &self.sheet;
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

    /// Returns the due date as written. Without one, terms will tell; a credit note needs none.
    fn due_date(
        &self,
        place: usize,
        issue: Date,
        due: Option<Date>,
        kind: InvoiceKind,
        kept: &mut Kept,
        faults: &mut Faults,
    ) -> Result<Date, Refused> {
        let sheet = &self.sheet;
        let needed = due.is_none() && kind != InvoiceKind::CreditNote;
        if sheet.has(Column::Terms) {
            let terms = sheet.text(Column::Terms);
            if !terms.is_empty() && Terms::parse(&terms).is_none() {
                let severity = if needed { Severity::Error } else { Severity::Warning };
                faults.push(messages::terms_invalid(sheet.place(Column::Terms), &sheet.subject(), severity));
                if needed {
                    return Err(Refused);
                }
            }
        }
        if needed {
            kept.undated.push(place as u32);
        }
        match due {
            Some(due) if due < issue && kind != InvoiceKind::CreditNote => {
                faults.push(messages::due_before_issue(sheet.place(Column::DueDate), &sheet.subject()));
                Ok(due)
            }
            Some(due) => Ok(due),
            None => Ok(issue),
        }
    }

    /// Reads the columns that most rows leave empty.
    fn more(&mut self, kept: &mut Kept, faults: &mut Faults) -> Result<MoreId, Refused> {
        let sheet = &self.sheet;
        if MORE.iter().all(|&column| sheet.is_empty(column)) {
            return Ok(MoreId::NONE);
        }
        let instalment = sheet.id(Column::Instalment, faults).map(|id| id.map(|id| id.into_owned()));
        let applies_to = sheet.id(Column::AppliesTo, faults);
        let supply_date = self.supply.read(sheet, faults);
        let penalty_rate = sheet.rate_rule(Column::PenaltyRate, faults);
        let discount_rate = sheet.percent(Column::DiscountRate, faults);
        let discount_until = self.discount_until.read(sheet, faults);
        let more = InvoiceMore {
            instalment: instalment?,
            applies_to: None,
            supply_date: supply_date?,
            reference: sheet.free(Column::Reference),
            terms: sheet.free(Column::Terms),
            category: sheet.free(Column::Category),
            procedure: sheet.free(Column::Procedure),
            penalty_rate: penalty_rate?,
            discount_rate: discount_rate?,
            discount_until: discount_until?,
            file: sheet.free(Column::File),
        };
        if let Some(id) = applies_to? {
            kept.applies.push((kept.rows.len() as u32, kept.applied.push(&id)));
        }
        kept.more.push(more);
        Ok(MoreId::at(kept.more.len() - 1))
    }

    /// Stands for a row that was refused.
    fn placeholder(&self) -> Invoice {
        Invoice {
            number: InvoiceNo(0),
            customer: NOBODY,
            issue: Date::default(),
            due: Date::default(),
            amount: Amount::ZERO,
            currency: self.currency,
            kind: InvoiceKind::Invoice,
            line: self.sheet.line(),
            more: MoreId::NONE,
        }
    }

    fn settle(&mut self, kept: &mut Kept, faults: &mut Faults) {
        for column in [&self.issue, &self.due, &self.supply, &self.discount_until] {
            column.settle(&self.sheet, faults);
        }
        let subject = |row: usize, kept: &Kept| Subject {
            role: FileRole::Invoices,
            id: kept.rows.get(row).map(|row| kept.ids.get(TextId(row.number.0)).to_owned()).unwrap_or_default(),
        };
        let settled = self.amount.settle(&self.sheet, faults, |row| subject(row, kept));
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
