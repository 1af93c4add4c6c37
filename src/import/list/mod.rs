//! Lists of invoices, payments or customers: CSV and workbooks, through a mapping or by the names of their columns.

mod above;
mod aliases;
mod asked_words;
mod called_credits;
mod doubts;
mod facts;
mod header;
mod judging;
mod kinds;
mod layout;
mod lines;
mod overlooked;
mod proposal;
mod receipt_words;
mod receipts;
mod seen;
pub mod statuses;
mod tables;
mod telling;
mod titled;
mod titles;
mod told_kinds;
mod totals;
mod unclear;

use std::collections::BTreeMap;
use std::fmt::Write;

use self::aliases::Found;
use self::aliases::name::Name;
use self::judging::Taken;
use self::layout::Layout;
use self::unclear::Unclear;
use super::guessed_encoding::GuessedEncoding;
use super::source::{Cancelled, Kind, LeftOut, Reader, Request, SourceFile, SourceReport};
use super::{Incoming, IncomingRows};
use crate::diag::{Diagnostic, Place, code};
use crate::input::columns::Column;
use crate::input::edit::{PlainRow, PlainRows};
use crate::input::list::{self, ListRows, NoRow, Part, Wish};
use crate::model::{Bilingual, Currency, FileRole, plain};

/// Reads lists.
pub const READER: Reader = Reader { kind: Kind::List, recognise, read };

/// Takes a table for a list as soon as one of its lines looks like the header of one: what is open is said then.
fn recognise(file: &SourceFile, request: &Request<'_>) -> Result<(), Bilingual> {
    if layout::is_list(file, request) {
        return Ok(());
    }
    Err(Bilingual::new(
        "no line is a header whose columns are known",
        "aucune ligne n'est un en-tête aux colonnes connues",
    ))
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
                if let Some((found, names)) = why.known().filter(|(found, _)| found.no_list.is_none()) {
                    incoming.proposals.extend(proposal::tables(file.name(), found, names));
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
        Unclear::Overlooked(found) => vec![found.finding(file)],
        Unclear::Credits(found) => vec![found.finding(file)],
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
            findings.iter_mut().for_each(|finding| translate_here(finding, file.name(), &layout));
        }
    }
}

/// Adds to the finding of an unknown word where its meaning is declared: in the table of the list; and to that of an
/// invoice that is not there, that its number may be another one.
fn translate_here(finding: &mut Diagnostic, file: &str, layout: &Layout) {
    let Some(column) = finding.places.first().filter(|place| place.file == file).and_then(|place| place.column.clone())
    else {
        return;
    };
    let are_payments = !layout.mapping.targets.contains_key(&FileRole::Invoices);
    let (is_unknown, is_absent) =
        (finding.code == code::input::WORD_UNKNOWN, finding.code == code::ledger::INVOICE_UNKNOWN);
    let Some(help) = &mut finding.help else { return };
    if is_unknown && help.en.starts_with("known words") {
        let table = &layout.words_table;
        let (option, par) = match layout.is_asked_for {
            true => (
                format!(", and --mapping {table} reads the list so"),
                format!(", et --mapping {table} lit la liste ainsi"),
            ),
            false => Default::default(),
        };
        let _ = write!(help.en, "; [import.{table}.values.\"{column}\"] of policy.toml says what others mean{option}");
        let _ = write!(
            help.fr,
            " ; [import.{table}.values.\"{column}\"] dans policy.toml dit ce que veulent dire les autres{par}"
        );
    } else if is_absent && are_payments && aliases::is_any_number(&Name::of(&column)) {
        let _ = write!(
            help.en,
            "; if \"{column}\" is the number of the payment, a mapping says so: payment_id = \"{column}\""
        );
        let _ = write!(
            help.fr,
            " ; si « {column} » est le numéro du règlement, une correspondance le dit : payment_id = \"{column}\""
        );
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
        let filters = mapping.filters(self.request.policy.currency);
        let wish = Wish {
            parts: &parts,
            lines_before: layout.lines_before,
            declared: layout.declared,
            date_orders: &mapping.date_orders,
            filters: &filters,
            values: &mapping.values,
            currency: self.request.policy.currency,
        };
        let mut found = list::read(&layout.table, &wish);
        found.findings.iter_mut().for_each(|finding| declare_here(finding, mapping.name.as_deref()));
        self.incoming.findings.append(&mut found.findings);
        self.incoming.is_unusable |= found.is_unusable;
        self.incoming.refused.extend(found.refused.iter().map(|&line| (self.at, line)));
        let noted = found.noted.iter().filter(|(_, number)| !number.is_empty());
        self.incoming.cancelled.extend(noted.map(|(line, number)| Cancelled {
            list: self.at,
            line: *line,
            number: number.clone(),
        }));
        self.describe(&found);
        if mapping.has_balances_alone() {
            self.incoming.balances.insert(self.at);
        }
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
        self.hold_against_totals(&parts, &found);
        self.tell_lines_apart(&parts, &mut found);
        let before = self.incoming.findings.len();
        let taken = self.judge(&parts, &found);
        self.ask_for_words(before, &parts, &found);
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
        report.unread_days.clone_from(&self.layout.unread_days);
        if let Some(dialect) = found.dialect.as_ref().filter(|_| self.layout.format.starts_with("CSV")) {
            let encoding = self.layout.encoding.unwrap_or(GuessedEncoding::from(dialect.encoding));
            encoding.name().clone_into(&mut report.encoding);
        }
        let no_rows: usize = found.no_rows.values().sum();
        report.read = found.lines.len() + found.refused.len() + no_rows;
        for (why, count) in &found.no_rows {
            report.left_out.push((no_row(*why, self.layout.mapping.name.is_some()), *count));
        }
    }

    /// Brings the rows of a part that are taken, as far as they have something to give.
    fn bring(&mut self, part: &Part, rows: PlainRows, lines: &[u32], taken: &Taken) {
        let known = self.incoming.files.get_mut(&part.role).expect("every part has its rows");
        let gives = |row: usize| part.needed.is_none_or(|column| !rows.row(row).get(column).is_empty());
        let given: Vec<usize> = taken.rows.iter().copied().filter(|&row| gives(row)).collect();
        known.skipped += taken.rows.len() - given.len();
        known.places.extend(given.iter().map(|&row| (self.at, lines[row])));
        let mut brought = if given.len() == rows.len() { rows } else { rows.pick(given.iter().copied()) };
        if part.role == FileRole::Invoices && !taken.amounts.is_empty() {
            let sums: BTreeMap<usize, String> = (0..given.len())
                .filter_map(|row| {
                    let amount = taken.amounts.get(&given[row])?;
                    let currency = currency(brought.row(row), self.request.policy.currency);
                    let shown = amount.map(|amount| plain::amount(amount, currency).as_str().to_owned());
                    Some((row, shown.unwrap_or_default()))
                })
                .collect();
            brought = brought.rewritten(|row, column| sums.get(&row).filter(|_| column == Column::Amount).cloned());
        }
        known.rows.append(brought);
    }

    fn refuse(&mut self, parts: &[Part], line: u32) {
        self.incoming.refused.insert((self.at, line));
        for part in parts.iter().filter(|part| !is_facts(part)) {
            if let Some(known) = self.incoming.files.get_mut(&part.role) {
                known.refused.push((self.at, line));
            }
        }
    }
}

/// Returns the currency of a row, that of the policy where it names none.
fn currency(invoice: PlainRow<'_>, of_policy: Currency) -> Currency {
    Currency::parse(invoice.get(Column::Currency)).unwrap_or(of_policy)
}

/// Tells whether a part holds what a list states of payments, and no rows of ours.
fn is_facts(part: &Part) -> bool {
    let is_fact = |column| matches!(column, Column::Balance | Column::Paid | Column::PaidOn | Column::Status);
    part.columns.iter().any(|(column, _)| is_fact(*column))
}

fn cancelled() -> LeftOut {
    LeftOut::new("cancelled", "cancelled", "annulées")
}

fn no_row(why: NoRow, is_mapped: bool) -> LeftOut {
    match why {
        NoRow::Filtered if is_mapped => {
            LeftOut::new("filtered", "not those that the mapping takes", "que la correspondance ne retient pas")
        }
        NoRow::Filtered => LeftOut::new(
            "filtered",
            "quotes, orders, delivery notes or drafts",
            "devis, commandes, bons de livraison ou brouillons",
        ),
        NoRow::Noted => cancelled(),
        NoRow::Foreign => LeftOut::new(
            "foreign-currency",
            "in another currency than the totals of the list",
            "dans une autre devise que les totaux de la liste",
        ),
        NoRow::Section => LeftOut::new("section-row", "titles", "titres"),
        NoRow::Total => LeftOut::new("total-row", "totals", "totaux"),
        NoRow::Header => LeftOut::new("header-row", "the header again", "en-tête répété"),
    }
}

/// Sends who has to declare what a list leaves open to the list's own table, not to that of the folder's files.
fn declare_here(finding: &mut Diagnostic, mapping: Option<&str>) {
    let is_of_letters = finding.code == code::input::ENCODING_AMBIGUOUS;
    if let Some(help) = &mut finding.help {
        if is_of_letters {
            help.en.push_str("; --encoding cp850 reads what DOS wrote");
            help.fr.push_str(" ; --encoding cp850 lit ce que DOS a écrit");
        }
        let ([en, fr], [option, par]) = match mapping {
            None => (["NAME", "NOM"], [", with --mapping NAME", ", avec --mapping NOM"]),
            Some(name) => ([name; 2], [""; 2]),
        };
        help.en = help.en.replace("[files] of the policy", &format!("[import.{en}] of the policy{option}"));
        help.fr = help.fr.replace("[files] dans la politique", &format!("[import.{fr}] dans la politique{par}"));
    }
}
