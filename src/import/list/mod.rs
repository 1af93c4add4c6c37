//! Lists of invoices, payments or customers: CSV and workbooks, through a mapping or by the names of their columns.

mod aliases;
mod facts;
mod layout;
mod proposal;
mod statuses;

use std::collections::BTreeMap;

use self::aliases::Found;
use self::facts::{Claim, Judge, Verdict};
use self::layout::{Layout, Unclear};
use super::merge;
use super::settle::Settled;
use super::source::{Kind, LeftOut, Reader, Request, SourceFile, SourceReport, Stated, Whose};
use super::{Incoming, IncomingRows};
use crate::diag::{Diagnostic, Place, code};
use crate::input::columns::Column;
use crate::input::edit::{PlainRow, PlainRows};
use crate::input::list::{self, ListRows, NoRow, Part, Wish};
use crate::model::dialect::Encoding;
use crate::model::{Amount, Bilingual, Currency, FileRole, plain};

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
        let taken = self.judge(&parts, &found);
        let lines = found.lines;
        for (part, rows) in parts.iter().zip(found.parts).filter(|(part, _)| !is_facts(part)) {
            self.bring(part, rows, &lines, &taken);
        }
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

    /// Judges the rows by what the list states of payments, those of one invoice once, and returns those that are taken.
    fn judge(&mut self, parts: &[Part], found: &ListRows) -> Taken {
        // A file that cannot be read at all has no parts.
        let part_that = |is: &dyn Fn(&Part) -> bool| found.parts.get(parts.iter().position(is)?);
        let invoices = part_that(&|part| part.role == FileRole::Invoices && !is_facts(part));
        let (Some(facts), Some(invoices)) = (part_that(&is_facts), invoices) else {
            return Taken { rows: (0..found.lines.len()).collect(), credits: BTreeMap::new() };
        };
        let has_payments = parts.iter().any(|part| part.role == FileRole::Payments);
        let before = self.incoming.files.get(&FileRole::Invoices).map_or(0, |known| known.rows.len());
        let mut taken = Taken::default();
        let mut judge = Judge::default();
        let numbers = merge::numbered(FileRole::Invoices, invoices);
        // For each invoice, the row that was taken first.
        let mut firsts: Vec<Option<u32>> = vec![None; found.lines.len()];
        for (i, &line) in found.lines.iter().enumerate() {
            let (invoice, said) = (invoices.row(i), facts.row(i));
            let currency = self.currency(invoice);
            let place = |column| self.place(parts, said, line, column);
            let verdict = match judge.judge(Claim { invoice, facts: said, currency, has_payments }, place) {
                Verdict::Refused(finding) => {
                    self.incoming.findings.push(*finding);
                    self.refuse(parts, line);
                    continue;
                }
                verdict => verdict,
            };
            if let Some(why) = left_out(&verdict) {
                self.report.leave_out(why);
                continue;
            }
            if let Verdict::Credit(open) = verdict {
                taken.credits.insert(i, open);
            }
            let row = before + taken.rows.len();
            taken.rows.push(i);
            let first = *firsts[numbers[i] as usize].get_or_insert(i as u32) as usize;
            if first == i {
                self.state(&verdict, Row { row, place: (self.at, line), currency, facts: said, has_payments });
            } else if !facts.row(first).cells().eq(said.cells()) {
                // Else it is the invoice once more, for another line or payment of it.
                let place = self.place(parts, said, line, Column::Balance);
                self.incoming.findings.push(disagreeing(invoice.get(Column::InvoiceId), place));
                self.incoming.refused.insert((self.at, line));
            }
        }
        taken
    }

    /// Brings the rows of a part that are taken, as far as they have something to give.
    fn bring(&mut self, part: &Part, rows: PlainRows, lines: &[u32], taken: &Taken) {
        let known = self.incoming.files.get_mut(&part.role).expect("every part has its rows");
        let gives = |row: usize| part.needed.is_none_or(|column| !rows.row(row).get(column).is_empty());
        let given: Vec<usize> = taken.rows.iter().copied().filter(|&row| gives(row)).collect();
        known.skipped += taken.rows.len() - given.len();
        known.places.extend(given.iter().map(|&row| (self.at, lines[row])));
        let mut brought = if given.len() == rows.len() { rows } else { rows.pick(given.iter().copied()) };
        if part.role == FileRole::Invoices && !taken.credits.is_empty() {
            let currency = self.request.policy.currency;
            let open = |row: usize| taken.credits.get(&given[row]).map(|open| plain::amount(*open, currency));
            brought = brought.rewritten(|row, column| {
                let open = if column == Column::Amount { open(row) } else { None };
                open.map(|open| open.as_str().to_owned())
            });
        }
        known.rows.append(brought);
    }

    /// Notes what is owed on an invoice, and what was paid on it so far.
    fn state(&mut self, verdict: &Verdict, row: Row<'_>) {
        let (open, total, is_stated) = match verdict {
            Verdict::Owed { open, total, is_stated } => (*open, *total, *is_stated),
            Verdict::Credit(open) => (*open, *open, true),
            _ => return,
        };
        let Row { row: invoice, place, currency, facts, has_payments } = row;
        if is_stated {
            self.incoming.stated.push(Stated { list: self.at, whose: Whose::Invoice(invoice), currency, open });
        }
        if has_payments || !total.is_positive() {
            return;
        }
        let paid_on = facts.get(Column::PaidOn);
        let date = (!paid_on.is_empty()).then(|| paid_on.to_owned());
        self.incoming.settled.push(Settled { place, invoice, currency, paid: total - open, date });
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

/// The rows of a list that are taken.
#[derive(Debug, Default)]
struct Taken {
    rows: Vec<usize>,
    /// What is left of credit notes that are used in part, by row.
    credits: BTreeMap<usize, Amount>,
}

/// One invoice that is taken.
#[derive(Clone, Copy, Debug)]
struct Row<'a> {
    /// Its place among the rows for `invoices.csv`.
    row: usize,
    /// The place of the file, and the line.
    place: (u32, u32),
    currency: Currency,
    facts: PlainRow<'a>,
    has_payments: bool,
}

/// Returns why a row is no invoice of ours, if it is none.
fn left_out(verdict: &Verdict) -> Option<LeftOut> {
    match verdict {
        Verdict::Draft => Some(LeftOut::new("draft", "drafts", "brouillons")),
        Verdict::Cancelled => Some(LeftOut::new("cancelled", "cancelled", "annulées")),
        Verdict::UsedCredit => {
            Some(LeftOut::new("used-credit-note", "credit notes used up", "avoirs entièrement imputés"))
        }
        _ => None,
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
        let ([en, fr], [option, par]) = if mapping == layout::BY_NAMES {
            (["NAME", "NOM"], [", with --mapping NAME", ", avec --mapping NOM"])
        } else {
            ([mapping; 2], [""; 2])
        };
        help.en = help.en.replace("[files] of the policy", &format!("[import.{en}] of the policy{option}"));
        help.fr = help.fr.replace("[files] dans la politique", &format!("[import.{fr}] dans la politique{par}"));
    }
}
