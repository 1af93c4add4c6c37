//! The rows of `invoices.csv` against each other and against the customers.

use std::collections::{BTreeMap, BTreeSet};

use chrono::Datelike;

use super::customers::{People, Who};
use super::{Cascade, Defaults};
use crate::diag::{Place, Severity};
use crate::input::columns::Column;
use crate::input::faults::Faults;
use crate::input::ids::Hints;
use crate::input::invoices::InvoiceFile;
use crate::input::messages::{self, Differing, Likeness, Subject};
use crate::law::regimes::{Law, Regime};
use crate::law::terms::Terms;
use crate::model::cores::{WORTH_A_THREAD, both};
use crate::model::ledger::LedgerParts;
use crate::model::{CustomerKind, FileRole, Invoice, InvoiceKind, InvoiceNo, Texts};
use crate::policy::TermRules;

impl InvoiceFile {
    /// Returns the invoice of that number, if there is one.
    pub(super) fn find(&self, number: &str) -> Option<InvoiceNo> {
        self.ids.find(number).map(InvoiceNo::at)
    }

    /// Returns the first row of an invoice: all agree on customer, currency and kind.
    pub(super) fn head(&self, number: InvoiceNo) -> &Invoice {
        &self.rows[number.index()]
    }

    /// Tells whether the rows of an invoice were refused.
    pub(super) fn is_refused(&self, number: InvoiceNo) -> bool {
        !self.bad.is_empty() && self.bad.contains(&number.place())
    }

    /// Returns the names of an invoice's instalments.
    pub(super) fn instalments(&self, number: InvoiceNo) -> Vec<&str> {
        let from = self.repeated.partition_point(|(first, _)| *first < number.place());
        let others =
            self.repeated[from..].iter().take_while(|(first, _)| *first == number.place()).map(|(_, row)| *row);
        [number.place()].into_iter().chain(others).filter_map(|row| self.instalment(row)).collect()
    }

    pub(super) fn number(&self, number: InvoiceNo) -> &str {
        self.ids.get(number.place())
    }

    pub(super) fn subject(&self, number: InvoiceNo) -> Subject {
        Subject { role: FileRole::Invoices, id: self.number(number).to_owned() }
    }

    fn instalment(&self, row: u32) -> Option<&str> {
        let more = self.rows[row as usize].more.index()?;
        self.more[more].instalment.as_deref()
    }

    pub(super) fn cite(&self, row: u32, column: Column) -> Place {
        self.sheet.cite(self.rows[row as usize].line, column)
    }
}

/// Resolves customers, due dates and `applies_to`, and refuses rows that contradict each other.
pub(super) fn resolve(
    file: &mut InvoiceFile,
    people: &People,
    defaults: Defaults<'_>,
    cascade: Cascade,
    faults: &mut Faults,
) {
    compare_rows(file, faults);
    refuse_lookalikes(file, faults);
    find_customers(file, people, cascade, faults);
    find_due_dates(file, people, defaults.terms, faults);
    find_targets(file, people, defaults.law, faults);
    spread(file, cascade, faults);
}

/// Compares the rows that share a number. All of them are refused when two contradict each other: nothing tells which
/// one is right.
fn compare_rows(file: &mut InvoiceFile, faults: &mut Faults) {
    let mut contradicted: Vec<u32> = Vec::new();
    for group in file.repeated.chunk_by(|a, b| a.0 == b.0) {
        let rows = [group[0].0].into_iter().chain(group.iter().map(|(_, row)| *row));
        let sound: Vec<u32> = rows.clone().filter(|row| !file.bad.contains(row)).collect();
        let Some((&first, others)) = sound.split_first() else { continue };
        let mut parts: BTreeMap<Option<&str>, u32> = BTreeMap::from([(file.instalment(first), first)]);
        let head = &file.rows[first as usize];
        let subject = file.subject(head.number);
        let mut contradict = false;
        for &other in others {
            let row = &file.rows[other as usize];
            let places = |a: u32, column| [file.cite(a, column), file.cite(other, column)];
            let part = file.instalment(other);
            if let Some(&same) = parts.get(&part) {
                let differing = differing(&file.rows[same as usize], row);
                faults.push(messages::number_duplicate(&subject, part, differing, places(same, Column::InvoiceId)));
                contradict = true;
                continue;
            }
            parts.insert(part, other);
            if row.customer != head.customer {
                let places = places(first, Column::CustomerId);
                faults.push(messages::customer_mismatch(&subject, &subject, places));
                contradict = true;
            }
            if row.currency != head.currency {
                let places = places(first, Column::Currency);
                faults.push(messages::currency_mismatch(&subject, &subject, places));
                contradict = true;
            }
            if row.kind != head.kind {
                let column = if file.sheet.has(Column::Kind) { Column::Kind } else { Column::Amount };
                faults.push(messages::kinds_differ(&subject, places(first, column)));
                contradict = true;
            }
        }
        let later = others.iter().find(|&&other| file.rows[other as usize].issue != head.issue);
        if let Some(&later) = later.filter(|_| !contradict) {
            let places = [first, later].map(|row| file.cite(row, Column::IssueDate));
            faults.push(messages::issue_dates_differ(&subject, places));
        }
        if contradict {
            contradicted.extend(rows);
        }
    }
    file.bad.extend(contradicted);
}

/// Returns what tells two rows of one number apart.
fn differing(one: &Invoice, two: &Invoice) -> Differing {
    if one.customer != two.customer {
        Differing::Customer
    } else if one.issue != two.issue {
        Differing::IssueDate
    } else {
        Differing::Nothing
    }
}

/// Reports invoices whose numbers look alike. Where customer, day and amount do not tell them apart either, they are
/// one invoice that would be claimed twice: both are refused.
fn refuse_lookalikes(file: &mut InvoiceFile, faults: &mut Faults) {
    for (one, two, likeness) in file.ids.lookalikes() {
        let rows = [one as u32, two as u32];
        if rows.iter().any(|row| file.bad.contains(row)) {
            continue;
        }
        let [a, b] = rows.map(|row| &file.rows[row as usize]);
        let is_same = likeness == Likeness::Look || (a.customer, a.issue, a.amount) == (b.customer, b.issue, b.amount);
        let severity = if is_same { Severity::Error } else { Severity::Warning };
        let ids = rows.map(|row| file.ids.get(row));
        let places = rows.map(|row| Some(file.cite(row, Column::InvoiceId)));
        faults.push(messages::id_lookalike(FileRole::Invoices, ids, likeness, severity, places));
        if is_same {
            file.bad.extend(rows);
        }
    }
}

fn find_customers(file: &mut InvoiceFile, people: &People, cascade: Cascade, faults: &mut Faults) {
    let who = people.find_all(&file.customers);
    let bad = &file.bad;
    let all = |rows: &mut [Invoice], start: usize| {
        let mut refused = Vec::new();
        for (place, row) in (start as u32..).zip(rows) {
            if !bad.is_empty() && bad.contains(&place) {
                continue;
            }
            let local = row.customer.0;
            match who[local as usize] {
                Who::Known(customer) => row.customer = customer,
                missing => refused.push((place, local, missing)),
            }
        }
        refused
    };
    let half = file.rows.len() / 2;
    let is_large = file.rows.len() >= WORTH_A_THREAD;
    let (first, second) = file.rows.split_at_mut(half);
    let (mut refused, others) = both(is_large, || all(first, 0), || all(second, half));
    refused.extend(others);
    for (row, local, missing) in refused {
        let id = file.customers.get(local);
        let place = file.cite(row, Column::CustomerId);
        if missing == Who::Refused {
            let subject = file.subject(file.rows[row as usize].number);
            let reason = Subject { role: FileRole::Customers, id: id.to_owned() };
            cascade.push(faults, &subject, &reason, place);
        } else {
            people.report_stranger(id, place, faults);
        }
        file.bad.insert(row);
    }
}

/// The last year whose dates have ten characters.
const LAST_YEAR: i32 = 9999;

/// Finds due dates from the terms of the row, the customer or the policy.
///
/// Without any, the law dates a sale to a business where the policy lets it: its term runs from the supply, for which
/// the invoice's date stands where the supply is not dated (C. com. L441-10 I).
fn find_due_dates(file: &mut InvoiceFile, people: &People, rules: &TermRules, faults: &mut Faults) {
    let mut by_law = 0;
    // Most rows have the terms of the row before.
    let mut last: Option<(Option<&str>, Option<Terms>)> = None;
    for place in std::mem::take(&mut file.undated) {
        if file.bad.contains(&place) {
            continue;
        }
        let row = &file.rows[place as usize];
        let own = row.more.index().and_then(|more| file.more[more].terms.as_deref());
        let words = own.or_else(|| people.get(row.customer).more().terms.as_deref());
        let supplied = row.more.index().and_then(|more| file.more[more].supply_date);
        let is_by_law = rules.by_law && people.get(row.customer).kind == CustomerKind::Business;
        let meaning = match last {
            Some((known, meaning)) if known == words => meaning,
            _ => rules.meaning(words),
        };
        last = Some((words, meaning));
        let terms = meaning.map(|terms| (terms, terms.counts_from_delivery()));
        match terms.or(is_by_law.then(|| (Terms::legal(), true))) {
            Some((terms, is_from_supply)) => {
                by_law += usize::from(rules.by_law && words.and_then(Terms::parse).is_none());
                let start = supplied.filter(|_| is_from_supply).unwrap_or(row.issue);
                let due = terms.due_date(start);
                if due.year() > LAST_YEAR {
                    faults.push(messages::due_too_late(&file.subject(row.number), file.cite(place, Column::IssueDate)));
                    file.bad.insert(place);
                    continue;
                }
                file.rows[place as usize].due = due;
            }
            None => {
                faults.push(messages::due_missing(&file.subject(row.number), file.cite(place, Column::DueDate)));
                file.bad.insert(place);
            }
        }
    }
    if by_law > 0 {
        faults.push(messages::due_by_law(file.sheet.file(), by_law));
    }
}

/// Finds the invoices that credit notes correct and penalties are charged on.
fn find_targets(file: &mut InvoiceFile, people: &People, law: Law, faults: &mut Faults) {
    let mut refused = Vec::new();
    let mut found = Vec::new();
    let mut hints = Hints::default();
    for &(place, text) in &file.applies {
        if file.bad.contains(&place) {
            continue;
        }
        let row = &file.rows[place as usize];
        let subject = file.subject(row.number);
        let text = file.applied.get(text);
        let cite = |column| file.cite(place, column);
        let Some(number) = file.find(text) else {
            let like = file.ids.nearest(text, &mut hints);
            faults.push(messages::invoice_unknown(text, &subject, cite(Column::AppliesTo), &like));
            refused.push(place);
            continue;
        };
        let more = row.more.index().expect("a row that applies to another has a second part");
        found.push((more, number));
        let head = file.head(number);
        if file.is_refused(number) {
            continue;
        }
        let finding = if head.kind == InvoiceKind::CreditNote {
            let places = [cite(Column::AppliesTo), file.cite(number.place(), Column::InvoiceId)];
            messages::names_credit_note(&subject, text, places)
        } else if head.customer != row.customer {
            let places = [cite(Column::CustomerId), file.cite(number.place(), Column::CustomerId)];
            messages::customer_mismatch(&subject, &file.subject(number), places)
        } else if head.currency != row.currency && !may_differ(row, people.get(row.customer).kind, law) {
            let places = [cite(Column::Currency), file.cite(number.place(), Column::Currency)];
            messages::currency_mismatch(&subject, &file.subject(number), places)
        } else {
            continue;
        };
        faults.push(finding);
        refused.push(place);
    }
    file.bad.extend(refused);
    for (more, number) in found {
        file.more[more].applies_to = Some(number);
    }
}

/// Tells whether a row may be in another currency than the invoice that it names: what charges an indemnity that the
/// law sets in that one may, and what only mentions an invoice.
fn may_differ(row: &Invoice, kind: CustomerKind, law: Law) -> bool {
    match row.kind {
        InvoiceKind::Penalty => Regime::of(law, kind).fixed_sum.is_some_and(|sum| sum.currency == row.currency),
        InvoiceKind::CreditNote | InvoiceKind::Deposit | InvoiceKind::Retention => false,
        InvoiceKind::Invoice | InvoiceKind::Opening => true,
    }
}

/// Spreads refusals: to every row of the same invoice, and to the rows that apply to it.
fn spread(file: &mut InvoiceFile, cascade: Cascade, faults: &mut Faults) {
    if file.bad.is_empty() {
        return;
    }
    let mut numbers: BTreeSet<InvoiceNo> = file.bad.iter().map(|&row| file.rows[row as usize].number).collect();
    loop {
        let before = file.bad.len();
        for row in 0..file.rows.len() as u32 {
            let number = file.rows[row as usize].number;
            let target = file.rows[row as usize].more.index().and_then(|more| file.more[more].applies_to);
            let reason = [Some(number), target].into_iter().flatten().find(|number| numbers.contains(number));
            if let Some(reason) = reason.filter(|_| file.bad.insert(row)) {
                let column = if reason == number { Column::InvoiceId } else { Column::AppliesTo };
                cascade.push(faults, &file.subject(number), &file.subject(reason), file.cite(row, column));
                numbers.insert(number);
            }
        }
        if file.bad.len() == before {
            return;
        }
    }
}

/// Hands the rows over, without those that were refused. When numbers change because of that, returns the new one of
/// each; one that is gone keeps its place in the list with no meaning.
pub(super) fn hand_over(file: InvoiceFile, parts: &mut LedgerParts) -> Option<Vec<Option<InvoiceNo>>> {
    let InvoiceFile { mut rows, mut more, ids, repeated, bad, .. } = file;
    let mut renumbered = None;
    if bad.is_empty() && repeated.is_empty() {
        parts.numbers = ids.into_texts();
    } else {
        let mut kept = Texts::default();
        let mut new: Vec<Option<InvoiceNo>> = vec![None; rows.len()];
        let mut place = 0_u32..;
        rows.retain_mut(|row| {
            let stays = !bad.contains(&place.next().expect("places do not end"));
            if stays {
                let number = &mut new[row.number.index()];
                row.number = *number.get_or_insert_with(|| InvoiceNo::at(kept.push(ids.get(row.number.place())).0));
            }
            stays
        });
        for more in &mut more {
            more.applies_to = more.applies_to.and_then(|old| new[old.index()]);
        }
        parts.numbers = kept;
        renumbered = Some(new);
    }
    parts.invoices = rows;
    parts.invoice_more = more;
    renumbered
}
