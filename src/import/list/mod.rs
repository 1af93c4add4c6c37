//! Lists of invoices, payments or customers: CSV and workbooks, through a mapping or by the names of their columns.

mod aliases;
mod facts;
mod layout;
mod proposal;
mod statuses;

use self::aliases::Found;
use self::facts::{Claim, Judge, Verdict};
use self::layout::{Layout, Unclear};
use super::settle::Settled;
use super::source::{Kind, LeftOut, Reader, Request, SourceFile, SourceReport, Stated, Whose};
use super::{Incoming, IncomingRows};
use crate::diag::{Diagnostic, Place, code};
use crate::input::columns::Column;
use crate::input::edit::PlainRow;
use crate::input::list::{self, ListRows, NoRow, Part, Wish};
use crate::model::dialect::Encoding;
use crate::model::text::{Interner, TextId};
use crate::model::{Bilingual, Currency, FileRole};

/// Reads lists.
pub const READER: Reader = Reader { kind: Kind::List, recognise, read };

/// A table is taken for a list as soon as one of its lines looks like the header of one: what is open is said then.
fn recognise(file: &SourceFile, request: &Request<'_>) -> Result<(), Bilingual> {
    match layout::of(file, request) {
        Err(Unclear::NoList) => Err(Bilingual::new(
            "no line is a header whose columns are known",
            "aucune ligne n'est un en-tête aux colonnes connues",
        )),
        Ok(_) | Err(_) => Ok(()),
    }
}

fn read(files: &[&SourceFile], request: &Request<'_>) -> Incoming {
    let mut incoming = Incoming::default();
    for (at, file) in files.iter().enumerate() {
        incoming.lists.push(file.name().to_owned());
        let mut report = SourceReport { file: file.name().to_owned(), ..SourceReport::default() };
        match layout::of(file, request) {
            Ok(layout) => Gathering::new(at as u32, &layout, request, &mut incoming, &mut report).gather(),
            Err(why) => {
                incoming.is_unusable = true;
                if let Unclear::Open(found) = &why {
                    incoming.proposals.push(proposal::table(file.name(), &found.0, &found.1));
                }
                incoming.findings.extend(unclear(file.name(), why));
            }
        }
        incoming.sources.push(report);
    }
    incoming
}

fn unclear(file: &str, why: Unclear) -> Vec<Diagnostic> {
    match why {
        Unclear::Unreadable(finding) => vec![*finding],
        Unclear::Faulty(findings) => findings,
        Unclear::Open(found) => vec![proposal::finding(file, &found.0)],
        Unclear::NoList => vec![proposal::finding(file, &Found::default())],
    }
}

/// Quotes the cells of lists as they are written there: findings about rows of ours speak of their plain form.
pub fn quote(files: &[&SourceFile], request: &Request<'_>, findings: &mut [Diagnostic]) {
    for file in files {
        let places = findings.iter_mut().flat_map(|finding| &mut finding.places);
        let cells: Vec<&mut Place> =
            places.filter(|place| place.file == file.name() && place.column.is_some()).collect();
        if cells.is_empty() {
            continue;
        }
        if let Ok(layout) = layout::of(file, request) {
            list::quote(&layout.table, layout.lines_before, layout.declared, cells);
        }
    }
}

/// One list on its way into what all lists say.
struct Gathering<'a> {
    at: u32,
    layout: &'a Layout,
    request: &'a Request<'a>,
    incoming: &'a mut Incoming,
    report: &'a mut SourceReport,
}

impl<'a> Gathering<'a> {
    fn new(
        at: u32,
        layout: &'a Layout,
        request: &'a Request<'a>,
        incoming: &'a mut Incoming,
        report: &'a mut SourceReport,
    ) -> Gathering<'a> {
        Gathering { at, layout, request, incoming, report }
    }

    fn gather(&mut self) {
        let (layout, mapping) = (self.layout, &self.layout.mapping);
        let parts = mapping.parts();
        let wish = Wish {
            parts: &parts,
            lines_before: layout.lines_before,
            declared: layout.declared,
            date_orders: &mapping.date_orders,
            filters: &mapping.filters,
            values: &mapping.values,
            currency: self.request.policy.currency,
        };
        let mut found = list::read(&layout.table, &wish);
        found.findings.iter_mut().for_each(|finding| declare_here(finding, &mapping.name));
        self.incoming.findings.append(&mut found.findings);
        self.incoming.is_unusable |= found.is_unusable;
        self.incoming.refused.extend(found.refused.iter().map(|&line| (self.at, line)));
        self.describe(&found);
        for (part, rows) in parts.iter().zip(&found.parts) {
            if is_facts(part) {
                continue;
            }
            let is_snapshot = mapping.targets.contains_key(&FileRole::Invoices);
            let known = self
                .incoming
                .files
                .entry(part.role)
                .or_insert_with(|| IncomingRows { is_snapshot, ..IncomingRows::new(rows.columns()) });
            known.widen(rows.columns());
            let names = known.rows.columns().iter().map(|column| {
                let from = part.columns.iter().find(|(known, _)| known == column);
                from.and_then(|(_, from)| from.name()).map(str::to_owned)
            });
            let names = names.collect();
            known.sources.insert(self.at, names);
            known.refused.extend(found.refused.iter().map(|&line| (self.at, line)));
        }
        self.take(&parts, &found);
    }

    fn describe(&mut self, found: &ListRows) {
        let report = &mut *self.report;
        report.format.clone_from(&self.layout.format);
        report.choices.clone_from(&self.layout.choices);
        report.days = found.days;
        if let Some(dialect) = found.dialect.as_ref().filter(|_| self.layout.format.starts_with("CSV")) {
            report.encoding = match dialect.encoding {
                Encoding::Utf8 => "UTF-8",
                Encoding::Windows1252 => "Windows-1252",
                Encoding::Iso8859_15 => "ISO-8859-15",
            }
            .to_owned();
        }
        let no_rows: usize = found.no_rows.values().sum();
        report.read = found.lines.len() + found.refused.len() + no_rows;
        for (why, count) in &found.no_rows {
            report.left_out.push((no_row(*why), *count));
        }
    }

    /// Takes the rows that are invoices, payments and customers; rows of one invoice are judged once.
    fn take(&mut self, parts: &[Part], found: &ListRows) {
        let at = |role: FileRole| parts.iter().position(|part| part.role == role && !is_facts(part));
        let facts = parts.iter().position(is_facts);
        let has_payments = at(FileRole::Payments).is_some();
        let invoices = at(FileRole::Invoices);
        let mut judge = Judge::default();
        // For each invoice, in the order of the interner, what was said of it first.
        let (mut numbers, mut sayings) = (Interner::default(), Interner::default());
        let mut said_first: Vec<TextId> = Vec::new();
        for (i, &line) in found.lines.iter().enumerate() {
            let row = |part: usize| found.parts[part].row(i);
            let mut verdict = Verdict::Taken;
            if let (Some(facts), Some(invoices)) = (facts, invoices) {
                let currency = self.currency(row(invoices));
                let place = |column| self.place(parts, row(facts), line, column);
                let claim = Claim { invoice: row(invoices), facts: row(facts), currency, has_payments };
                verdict = judge.judge(claim, place);
            }
            let why = match &verdict {
                Verdict::Draft => Some(LeftOut::new("draft", "drafts", "brouillons")),
                Verdict::Cancelled => Some(LeftOut::new("cancelled", "cancelled", "annulées")),
                Verdict::UsedCredit => {
                    Some(LeftOut::new("used-credit-note", "credit notes used up", "avoirs entièrement imputés"))
                }
                _ => None,
            };
            if let Some(why) = why {
                self.report.leave_out(why);
                continue;
            }
            if let Verdict::Refused(finding) = verdict {
                self.incoming.findings.push(*finding);
                self.refuse(parts, line);
                continue;
            }
            for (part, rows) in parts.iter().zip(&found.parts) {
                if is_facts(part) {
                    continue;
                }
                let known = self.incoming.files.get_mut(&part.role).expect("every part has its rows");
                if part.needed.is_some_and(|column| rows.row(i).get(column).is_empty()) {
                    known.skipped += 1;
                    continue;
                }
                let credit = match &verdict {
                    Verdict::Credit(open) if part.role == FileRole::Invoices => Some(*open),
                    _ => None,
                };
                known.copy(rows.row(i), credit.map(|open| (open, self.request.policy.currency)));
                known.places.push((self.at, line));
            }
            let (Some(facts), Some(invoices)) = (facts, invoices) else { continue };
            let (invoice, facts) = (row(invoices), row(facts));
            let (number, instalment) = (invoice.get(Column::InvoiceId), invoice.get(Column::Instalment));
            let at = numbers.intern(&format!("{number}\u{1f}{instalment}")).0 as usize;
            let said = sayings.intern(&facts.cells().collect::<Vec<_>>().join("\u{1f}"));
            match said_first.get(at) {
                // The invoice once more, for another line or payment of it.
                Some(known) if *known == said => continue,
                Some(_) => {
                    let place = self.place(parts, facts, line, Column::Balance);
                    self.incoming.findings.push(disagreeing(number, place));
                    self.incoming.refused.insert((self.at, line));
                    continue;
                }
                None => said_first.push(said),
            }
            self.state(&verdict, invoice, facts, line, has_payments);
        }
    }

    /// Notes what is owed on the invoice that was taken last, and what was paid on it so far.
    fn state(&mut self, verdict: &Verdict, invoice: PlainRow<'_>, facts: PlainRow<'_>, line: u32, has_payments: bool) {
        let currency = self.currency(invoice);
        let (open, total, is_stated) = match verdict {
            Verdict::Owed { open, total, is_stated } => (*open, *total, *is_stated),
            Verdict::Credit(open) => (*open, *open, true),
            _ => return,
        };
        let row = self.incoming.files[&FileRole::Invoices].rows.len() - 1;
        if is_stated {
            self.incoming.stated.push(Stated { list: self.at, whose: Whose::Invoice(row), currency, open });
        }
        if has_payments || !total.is_positive() {
            return;
        }
        let paid_on = facts.get(Column::PaidOn);
        self.incoming.settled.push(Settled {
            place: (self.at, line),
            invoice: row,
            currency,
            paid: total - open,
            date: (!paid_on.is_empty()).then(|| paid_on.to_owned()),
        });
    }

    fn refuse(&mut self, parts: &[Part], line: u32) {
        self.incoming.refused.insert((self.at, line));
        for part in parts.iter().filter(|part| !is_facts(part)) {
            if let Some(known) = self.incoming.files.get_mut(&part.role) {
                known.refused.push((self.at, line));
            }
        }
    }

    /// Returns the currency of an invoice's row.
    fn currency(&self, invoice: PlainRow<'_>) -> Currency {
        Currency::parse(invoice.get(Column::Currency)).unwrap_or(self.request.policy.currency)
    }

    /// Returns the place of a fact.
    fn place(&self, parts: &[Part], facts: PlainRow<'_>, line: u32, column: Column) -> Place {
        let place = Place::line(&self.incoming.lists[self.at as usize], line);
        let from = parts.iter().filter(|part| is_facts(part)).flat_map(|part| &part.columns);
        let name = from.into_iter().find(|(known, _)| *known == column).and_then(|(_, from)| from.name());
        match name {
            Some(name) => place.cell(name, facts.get(column)),
            None => place,
        }
    }
}

/// Tells whether a part holds what a list states of payments, and no rows of ours.
fn is_facts(part: &Part) -> bool {
    let is_fact = |column| matches!(column, Column::Balance | Column::Paid | Column::PaidOn | Column::Status);
    part.columns.iter().any(|(column, _)| is_fact(*column))
}

fn no_row(why: NoRow) -> LeftOut {
    match why {
        NoRow::Filtered => {
            LeftOut::new("filtered", "not those that the mapping takes", "non retenues par la correspondance")
        }
        NoRow::Section => LeftOut::new("section-row", "titles", "titres"),
        NoRow::Total => LeftOut::new("total-row", "totals", "totaux"),
        NoRow::Header => LeftOut::new("header-row", "the header again", "en-tête répété"),
    }
}

fn disagreeing(invoice: &str, place: Place) -> Diagnostic {
    Diagnostic::new(
        code::import::ROWS_DISAGREE,
        format!("two rows disagree about what is owed on invoice {invoice}"),
        format!("deux lignes se contredisent sur ce qui reste dû de la facture {invoice}"),
    )
    .at(place)
}

/// What a list leaves open is declared in its own table, not in that of the folder's files.
fn declare_here(finding: &mut Diagnostic, mapping: &str) {
    if let Some(help) = &mut finding.help {
        let name = if mapping == layout::BY_NAMES { ["NAME", "NOM"] } else { [mapping, mapping] };
        help.en = help.en.replace("[files]", &format!("[import.{}]", name[0]));
        help.fr = help.fr.replace("[files]", &format!("[import.{}]", name[1]));
    }
}
