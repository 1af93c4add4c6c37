//! The rows of `payments.csv` against the invoices, the customers, and each other.

use std::collections::BTreeSet;

use super::customers::{People, Who};
use super::{Cascade, strays};
use crate::diag::{Diagnostic, Place, Severity};
use crate::input::columns::Column;
use crate::input::faults::Faults;
use crate::input::ids::{Found, Hints, NOBODY};
use crate::input::invoices::InvoiceFile;
use crate::input::messages::{self, Likeness, Subject};
use crate::input::payments::PaymentFile;
use crate::input::text::Thousandths;
use crate::law::regimes::{Law, Regime};
use crate::model::cores::{WORTH_A_THREAD, both};
use crate::model::ledger::LedgerParts;
use crate::model::{
    Currency, Customer, CustomerId, FileRole, Invoice, InvoiceKind, InvoiceNo, Lines, Payment, PaymentId, PaymentKind,
    PaymentMore, TextId, Texts,
};

/// What the rows are resolved against; it does not change meanwhile.
struct Resolver<'a> {
    bills: Option<&'a InvoiceFile>,
    /// For each row of the invoices what a payment of it has to fit: little enough to be looked up all over the place.
    heads: Vec<Head>,
    /// For each customer that the file names.
    who: Vec<Who>,
    /// For each invoice that a row names.
    found: Found,
    currency: Currency,
    /// By which a recovery indemnity may be owed in another currency than its invoice.
    law: Law,
    customers: &'a [Customer],
    file: &'a PaymentFile,
}

/// What a payment has to fit of the invoice that it names.
#[derive(Clone, Copy)]
struct Head {
    customer: CustomerId,
    currency: Currency,
    kind: InvoiceKind,
}

/// A row that is refused.
struct Refused {
    row: u32,
    why: Why,
}

/// Why a row is refused.
enum Why {
    /// It contradicts what it refers to.
    Fault(Box<Diagnostic>),
    /// What the row refers to was refused.
    Follows(Subject, Place),
    /// There is no customer of that id.
    Stranger(String, Place),
    /// There is no invoice of that number.
    NoInvoice(String, Place),
}

/// Resolves customers, invoices, currencies and `reverses`, and refuses rows that contradict them.
pub(super) fn resolve(
    file: &mut PaymentFile,
    bills: Option<&InvoiceFile>,
    people: &People,
    (currency, law): (Currency, Law),
    cascade: Cascade,
    faults: &mut Faults,
) {
    let mut rows = std::mem::take(&mut file.rows);
    let found = bills.map(|bills| bills.ids.find_all(&file.named)).unwrap_or_default();
    let head = |&Invoice { customer, currency, kind, .. }: &Invoice| Head { customer, currency, kind };
    let heads = bills.map(|bills| bills.rows.iter().map(head).collect()).unwrap_or_default();
    let resolver = Resolver {
        bills,
        heads,
        who: people.find_all(&file.customers),
        found,
        currency,
        law,
        customers: people.all(),
        file,
    };
    let half = rows.len() / 2;
    let is_large = rows.len() >= WORTH_A_THREAD;
    let (first, second) = rows.split_at_mut(half);
    let ((mut refusals, sum), (others, other_sum)) =
        both(is_large, || resolver.all(first, 0), || resolver.all(second, half));
    refusals.extend(others);
    file.rows = rows;
    file.sum = sum + other_sum;
    let mut hints = Hints::default();
    for Refused { row, why } in refusals {
        file.bad.insert(row);
        match why {
            Why::Fault(finding) => faults.push(*finding),
            Why::Follows(reason, place) => cascade.push(faults, &file.subject(row), &reason, place),
            Why::Stranger(id, place) => people.report_stranger(&id, place, faults),
            Why::NoInvoice(number, place) => {
                let like = bills.map(|bills| bills.ids.nearest(&number, &mut hints)).unwrap_or_default();
                faults.push(messages::invoice_unknown(&number, &file.subject(row), place, &like));
            }
        }
    }
    refuse_duplicates(file, faults);
    refuse_lookalikes(file, faults);
    if let Some(bills) = bills {
        strays::judge(file, bills, people, currency, faults);
    }
    resolve_reverses(file, cascade, faults);
}

impl PaymentFile {
    pub(super) fn subject(&self, row: u32) -> Subject {
        Subject { role: FileRole::Payments, id: self.ids.get(row).to_owned() }
    }

    pub(super) fn cite(&self, row: u32, column: Column) -> Place {
        self.sheet.cite(self.lines.get(row), column)
    }
}

impl Resolver<'_> {
    /// Resolves rows of which the first is row number `start`. Returns those that are refused, and the sum of all
    /// amounts.
    fn all(&self, rows: &mut [Payment], start: usize) -> (Vec<Refused>, i128) {
        /// So many invoices, and customers, are looked at together, one after the other: each look waits for memory.
        const BATCH: usize = 512;
        let (mut refusals, mut sum) = (Vec::new(), 0);
        let (mut heads, mut whose) = (Vec::with_capacity(BATCH), Vec::with_capacity(BATCH));
        for (first, batch) in (start as u32..).step_by(BATCH).zip(rows.chunks_mut(BATCH)) {
            heads.clear();
            heads.extend(batch.iter().map(|payment| self.head(payment)));
            whose.clear();
            whose.extend(batch.iter().map(|payment| self.who.get(payment.customer.0 as usize).copied()));
            let named = whose.iter().copied().zip(heads.iter().copied());
            for ((row, payment), named) in (first..).zip(batch).zip(named) {
                let is_refused = !self.file.bad.is_empty() && self.file.bad.contains(&row);
                if !is_refused && let Err(why) = self.one(payment, row, named) {
                    refusals.push(Refused { row, why });
                }
                sum += i128::from(payment.amount.minor());
            }
        }
        (refusals, sum)
    }

    /// Returns the invoice that a row names, if there is one of that number.
    #[inline]
    fn head(&self, payment: &Payment) -> Option<(InvoiceNo, Head)> {
        self.bills?;
        let row = self.found.row(TextId(payment.invoice?.place()))?;
        Some((InvoiceNo::at(row), self.heads[row as usize]))
    }

    /// Resolves one row, which names that customer, if any, and that invoice.
    fn one(
        &self,
        payment: &mut Payment,
        row: u32,
        (who, head): (Option<Who>, Option<(InvoiceNo, Head)>),
    ) -> Result<(), Why> {
        let customer = who.map(|who| self.customer(payment, who)).transpose()?;
        let written = self.file.currencies[row as usize];
        payment.currency = written.unwrap_or(self.currency);
        match (payment.invoice, self.bills) {
            (None, _) => payment.customer = customer.unwrap_or(NOBODY),
            // Without the invoices nothing is said of them, nor of an amount in their currency.
            (Some(_), None) => return Ok(()),
            (Some(named), Some(bills)) => {
                let (number, head) = self.named(bills, named, head, row)?;
                self.compare(bills, (number, head), payment, row, (customer, written))?;
                payment.invoice = Some(number);
                payment.customer = head.customer;
                payment.currency = head.currency;
            }
        }
        let amount = Thousandths(payment.amount.minor()).to_amount(payment.currency);
        payment.amount = amount.ok_or_else(|| {
            let place = self.file.cite(row, Column::Amount);
            fault(messages::amount_precision(place, &self.file.subject(row), payment.currency))
        })?;
        Ok(())
    }

    /// Compares a row with the invoice that it names.
    fn compare(
        &self,
        bills: &InvoiceFile,
        (number, head): (InvoiceNo, Head),
        payment: &Payment,
        row: u32,
        (customer, currency): (Option<CustomerId>, Option<Currency>),
    ) -> Result<(), Why> {
        let places = |here, there| [self.file.cite(row, here), bills.cite(number.place(), there)];
        let subject = || self.file.subject(row);
        if customer.is_some_and(|customer| customer != head.customer) {
            let places = places(Column::CustomerId, Column::CustomerId);
            return Err(fault(messages::customer_mismatch(&subject(), &bills.subject(number), places)));
        }
        if head.kind == InvoiceKind::CreditNote && payment.kind != PaymentKind::Refund {
            let places = places(Column::InvoiceId, Column::InvoiceId);
            return Err(fault(messages::names_credit_note(&subject(), bills.number(number), places)));
        }
        if currency.is_some_and(|currency| currency != head.currency) {
            let places = places(Column::Currency, Column::Currency);
            let mut finding = messages::currency_mismatch(&subject(), &bills.subject(number), places);
            let indemnity = Regime::of(self.law, self.customers[head.customer.0 as usize].kind).fixed_sum;
            if payment.kind == PaymentKind::Payment && indemnity.map(|sum| sum.currency) == currency {
                finding = messages::indemnity_in_another_currency(finding, bills.number(number));
            }
            return Err(fault(finding));
        }
        self.instalment(bills, number, payment)
    }

    fn customer(&self, payment: &Payment, who: Who) -> Result<CustomerId, Why> {
        if let Who::Known(customer) = who {
            return Ok(customer);
        }
        let id = self.file.customers.get(payment.customer.0);
        let place = self.file.cite(payment.id.0, Column::CustomerId);
        Err(if who == Who::Refused {
            Why::Follows(Subject { role: FileRole::Customers, id: id.to_owned() }, place)
        } else {
            Why::Stranger(id.to_owned(), place)
        })
    }

    /// Returns the invoice that a row names, unless there is none of that number, or it was refused.
    fn named(
        &self,
        bills: &InvoiceFile,
        named: InvoiceNo,
        head: Option<(InvoiceNo, Head)>,
        row: u32,
    ) -> Result<(InvoiceNo, Head), Why> {
        let place = || self.file.cite(row, Column::InvoiceId);
        match head {
            Some((number, _)) if bills.is_refused(number) => Err(Why::Follows(bills.subject(number), place())),
            Some(found) => Ok(found),
            None => Err(Why::NoInvoice(self.file.named.get(TextId(named.place())).to_owned(), place())),
        }
    }

    fn instalment(&self, bills: &InvoiceFile, number: InvoiceNo, payment: &Payment) -> Result<(), Why> {
        let Some(instalment) = payment.more.index().and_then(|more| self.file.more[more].instalment.as_deref()) else {
            return Ok(());
        };
        let known = bills.instalments(number);
        if known.contains(&instalment) {
            return Ok(());
        }
        let place = self.file.cite(payment.id.0, Column::Instalment);
        Err(fault(messages::instalment_unknown(bills.number(number), instalment, &known, place)))
    }
}

fn fault(finding: Diagnostic) -> Why {
    Why::Fault(Box::new(finding))
}

fn refuse_duplicates(file: &mut PaymentFile, faults: &mut Faults) {
    for &(row, first) in &file.repeated {
        let places = [first, row].map(|row| file.cite(row, Column::PaymentId));
        faults.push(messages::id_duplicate(&file.subject(row), None, places));
        file.bad.extend([first, row]);
    }
}

/// Reports payments whose ids look alike. Where day, amount and invoice do not tell them apart either, they are one
/// payment that would count twice: both are refused.
fn refuse_lookalikes(file: &mut PaymentFile, faults: &mut Faults) {
    for (one, two, likeness) in file.ids.lookalikes() {
        let rows = [one as u32, two as u32];
        if rows.iter().any(|row| file.bad.contains(row)) {
            continue;
        }
        let what = |row: u32| {
            let payment = &file.rows[row as usize];
            (payment.customer, payment.invoice, payment.date, payment.amount, payment.kind)
        };
        let is_same = likeness == Likeness::Look || what(rows[0]) == what(rows[1]);
        let severity = if is_same { Severity::Error } else { Severity::Warning };
        let ids = rows.map(|row| file.ids.get(row));
        let places = rows.map(|row| Some(file.cite(row, Column::PaymentId)));
        faults.push(messages::id_lookalike(FileRole::Payments, ids, likeness, severity, places));
        if is_same {
            file.bad.extend(rows);
        }
    }
}

/// Finds the payments that returns and refunds take back.
fn resolve_reverses(file: &mut PaymentFile, cascade: Cascade, faults: &mut Faults) {
    let mut refused = Vec::new();
    let mut found = Vec::new();
    for &(row, target) in &file.reverses {
        if file.bad.contains(&row) {
            continue;
        }
        let payment = &file.rows[row as usize];
        let subject = file.subject(row);
        let here = file.cite(row, Column::Reverses);
        let id = file.reversed.get(target);
        let Some(target) = file.ids.find(id) else {
            faults.push(messages::payment_unknown(id, &subject, here));
            refused.push(row);
            continue;
        };
        let other = &file.rows[target as usize];
        let named = file.subject(target);
        if file.bad.contains(&target) {
            cascade.push(faults, &subject, &named, here);
            refused.push(row);
            continue;
        }
        let finding = if other.kind != PaymentKind::Payment {
            messages::reverses_no_payment(&subject, &named.id, [here, file.cite(target, Column::PaymentId)])
        } else if other.customer != payment.customer {
            messages::customer_mismatch(&subject, &named, [here, file.cite(target, Column::PaymentId)])
        } else if other.currency != payment.currency {
            messages::currency_mismatch(&subject, &named, [here, file.cite(target, Column::PaymentId)])
        } else {
            let more = payment.more.index().expect("a row that reverses another has a second part");
            found.push((more, PaymentId(target)));
            continue;
        };
        faults.push(finding);
        refused.push(row);
    }
    file.bad.extend(refused);
    for (more, target) in found {
        file.more[more].reverses = Some(target);
    }
}

/// Hands the rows over, without those that were refused. `numbers` are the new invoice numbers, where they changed.
pub(super) fn hand_over(file: PaymentFile, numbers: Option<&[Option<InvoiceNo>]>, parts: &mut LedgerParts) {
    let PaymentFile { mut rows, mut more, ids, mut lines, bad, .. } = file;
    let mut ids = ids.into_texts();
    if let Some(new) = numbers {
        for row in &mut rows {
            row.invoice = row.invoice.and_then(|old| new.get(old.index()).copied().flatten());
        }
    }
    if !bad.is_empty() {
        (ids, lines) = without(&bad, &mut rows, &mut more, (&ids, &lines));
    }
    parts.payments = rows;
    parts.payment_more = more;
    parts.payment_ids = ids;
    parts.payment_lines = lines;
}

/// Takes rows out, and renumbers what refers to the others by place.
fn without(
    bad: &BTreeSet<u32>,
    rows: &mut Vec<Payment>,
    more: &mut [PaymentMore],
    (ids, lines): (&Texts, &Lines),
) -> (Texts, Lines) {
    let (mut kept, mut lines_kept) = (Texts::default(), Lines::default());
    let mut new = vec![0; rows.len()];
    let mut place = 0_u32..;
    rows.retain_mut(|row| {
        let old = place.next().expect("places do not end");
        let stays = !bad.contains(&old);
        if stays {
            new[old as usize] = kept.len() as u32;
            row.id = kept.push(ids.get(row.id));
            lines_kept.push(lines.get(old));
        }
        stays
    });
    for more in more {
        more.reverses = more.reverses.map(|old| PaymentId(new[old.index()]));
    }
    (kept, lines_kept)
}
