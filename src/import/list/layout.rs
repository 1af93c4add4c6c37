//! Where the table of a list begins and what its columns mean: by the mapping that is named, by the headers that a
//! mapping recognises, else by the names of the columns.

use super::above;
use super::aliases::{self, BY_NAMES, Found};
use super::doubts::Doubt;
use super::header::{By, Known, LookedOver, with_words};
use super::proposal;
use super::tables::{self, Table, Tables};
use super::titled::{self, Titles};
use super::unclear::Unclear;
use crate::import::guessed_encoding::GuessedEncoding;
use crate::import::mapping::{self, Mapping};
use crate::import::source::{Request, SourceFile};
use crate::input::Source;
use crate::input::header::{self, Candidate, same};
use crate::model::dialect::{Declared, Encoding};
use crate::model::{Bilingual, Currency};
use crate::policy::{ImportMapping, presets};

/// How a list is to be read.
#[derive(Debug)]
pub struct Layout {
    /// The table: the file itself, or a sheet of a workbook as text.
    pub table: Source,
    /// What its columns mean.
    pub mapping: Mapping,
    /// Its header.
    pub names: Vec<String>,
    /// How many lines stand before the header.
    pub lines_before: u32,
    /// What is declared of it, and what its header shows.
    pub declared: Declared,
    /// The form, and what it was recognised as.
    pub format: String,
    /// What was decided.
    pub choices: Vec<Bilingual>,
    /// The columns of days that are not read, where none says when the invoices are due.
    pub unread_days: Vec<String>,
    /// What its bytes stand for, where they were told before it was read as a table.
    pub encoding: Option<GuessedEncoding>,
    /// Who says what its columns mean.
    pub by: By,
    /// The table of the policy in which a person says what words mean that are not known.
    pub words_table: String,
    /// Whether that table has to be asked for.
    pub is_asked_for: bool,
}

/// How much of a table is looked at to find its header.
const HEAD: u64 = 64 * 1024;

/// The table of a file that is read, before its columns are judged.
struct Seen<'a> {
    table: Table<'a>,
    known: Known,
    form: Option<&'static str>,
    encoding: Option<GuessedEncoding>,
}

/// Finds the table of a file whose header is known.
fn seen<'a>(file: &'a SourceFile, request: &Request<'_>) -> Result<Seen<'a>, Unclear> {
    let declared = request.mapping.filter(|mapping| mapping.is_cp850).map(|_| GuessedEncoding::Cp850);
    let seen = seen_in(request.letters.or(declared), file, request)?;
    // What a mapping says that its header was recognised by is known only now.
    let is_told = seen.form.is_some() || seen.encoding.is_some();
    if seen.known.mapping.is_cp850 && !is_told {
        seen_in(Some(GuessedEncoding::Cp850), file, request)
    } else {
        Ok(seen)
    }
}

/// Finds the table of a file in that encoding, where it is known.
fn seen_in<'a>(
    asked: Option<GuessedEncoding>,
    file: &'a SourceFile,
    request: &Request<'_>,
) -> Result<Seen<'a>, Unclear> {
    let Tables { form, encoding, tables } = Tables::of(file, asked).map_err(Unclear::Unreadable)?;
    let mut best = Unclear::NoList;
    for table in tables {
        let head = table.source.part(0, HEAD).map_err(Unclear::Unreadable)?;
        let sheet = table.sheet.map(|sheet| sheet.name.as_str());
        match in_table(file.name(), (&table.source, &head), request, sheet) {
            Ok(known) => return Ok(Seen { table, known, form, encoding }),
            Err(Unclear::NoList) => {}
            Err(why) => {
                if matches!(best, Unclear::NoList) {
                    best = why;
                }
            }
        }
    }
    Err(best)
}

/// Tells whether some table of a file looks like a list.
pub fn is_list(file: &SourceFile, request: &Request<'_>) -> bool {
    !matches!(seen(file, request), Err(Unclear::NoList))
}

/// Finds out how a list is to be read.
///
/// # Errors
/// Returns why that is not clear.
pub fn of(file: &SourceFile, request: &Request<'_>) -> Result<Layout, Unclear> {
    let Seen { table: Table { source: table, sheet }, mut known, form, encoding } = seen(file, request)?;
    if encoding.is_some() {
        known.declared.encoding = Some(Encoding::Utf8);
    }
    let mut format = form.unwrap_or("CSV").to_owned();
    let sheets = if sheet.is_some() { file.sheets().map_err(Unclear::Unreadable)? } else { &[] };
    if let Some(sheet) = sheet.filter(|_| sheets.len() > 1) {
        format = format!("{format} [{}]", sheet.name);
    }
    if let Some(name) = &known.recognised {
        format = format!("{format} ({name})");
    }
    if let Some(sheet) = sheet {
        tables::computed(sheet, &known)?;
    }
    let head = table.part(0, HEAD).map_err(Unclear::Unreadable)?;
    if let Some(finding) = above::contradicts(file.name(), &head, &known, request.policy.currency) {
        return Err(Unclear::Unreadable(Box::new(finding)));
    }
    let LookedOver { mut choices, unread_days } = known.looked_over(&table)?;
    choices.extend(sheet.map(|sheet| tables::told(sheets, sheet)).unwrap_or_default());
    let table_of_words = known.declared_in.or_else(|| known.mapping.name.clone());
    let is_asked_for = table_of_words.is_none();
    let words_table = table_of_words.unwrap_or_else(|| proposal::name(file.name()));
    let Known { mapping, names, lines_before, declared, by, .. } = known;
    Ok(Layout {
        table,
        mapping,
        names,
        lines_before,
        declared,
        format,
        choices,
        unread_days,
        encoding,
        by,
        words_table,
        is_asked_for,
    })
}

fn in_table(
    file: &str,
    (source, head): (&Source, &[u8]),
    request: &Request<'_>,
    sheet: Option<&str>,
) -> Result<Known, Unclear> {
    let only = request.mapping.and_then(|mapping| mapping.dialect.delimiter).or(sheet.is_some().then_some(b','));
    let candidates = header::candidates(head, only);
    if let Some(mapping) = request.mapping.filter(|mapping| !mapping.only_declares()) {
        return Ok(named(mapping, &candidates));
    }
    // The table of the policy that declares how the list is written: the one that was asked for, else one that
    // recognises it and names no column.
    let mut declaring = request.mapping.and_then(|mapping| mapping.name.as_deref());
    for (name, written) in &request.policy.imports {
        match recognised(written, &candidates) {
            Some(_) if names_no_column(written) => declaring = declaring.or(Some(name)),
            Some(candidate) => {
                return known(name, &declared(request, declaring.unwrap_or(name), written), candidate, By::Person);
            }
            None => {}
        }
    }
    for (name, written) in presets() {
        if let Some(candidate) = recognised(written, &candidates) {
            let present = present(written, &candidate.names);
            let known = known(name, &declared(request, declaring.unwrap_or(name), &present), candidate, By::Preset)?;
            return Ok(Known { declared_in: declaring.map(str::to_owned), ..known });
        }
    }
    let titles = Titles::of(head, &candidates, sheet);
    let list = List { file, source, head, declaring: declaring.unwrap_or(BY_NAMES), request };
    let known = list.by_names(&candidates, &titles)?;
    Ok(Known { declared_in: declaring.map(str::to_owned), ..known })
}

/// Returns a mapping with what a table of the policy declares that names no columns.
fn declared(request: &Request<'_>, table: &str, written: &ImportMapping) -> ImportMapping {
    match request.policy.imports.get(table).filter(|table| names_no_column(table)) {
        Some(table) => mapping::declared_by(written, table),
        None => written.clone(),
    }
}

/// Tells whether a mapping only declares how a list is written.
fn names_no_column(table: &ImportMapping) -> bool {
    table.invoices.is_empty() && table.payments.is_empty() && table.customers.is_empty()
}

/// Returns the line that has all the columns by which a mapping is recognised.
fn recognised<'a>(written: &ImportMapping, candidates: &'a [Candidate]) -> Option<&'a Candidate> {
    candidates.iter().find(|candidate| {
        !written.recognise.is_empty()
            && written.skip.is_none_or(|lines| lines == candidate.lines_before)
            && written.recognise.iter().all(|name| has(&candidate.names, name))
    })
}

fn known(name: &str, written: &ImportMapping, candidate: &Candidate, by: By) -> Result<Known, Unclear> {
    let mapping = Mapping::of(name, written).map_err(Unclear::Faulty)?;
    let declared = Declared { delimiter: Some(candidate.delimiter), ..mapping.dialect };
    let (lines_before, recognised) = (candidate.lines_before, Some(name.to_owned()));
    Ok(Known { mapping, lines_before, declared, recognised, names: candidate.names.clone(), by, declared_in: None })
}

/// Returns the table as the mapping that was named reads it: below the lines that it skips, else below the first line
/// that has all of its columns.
fn named(mapping: &Mapping, candidates: &[Candidate]) -> Known {
    let mut declared = mapping.dialect;
    let fits = |candidate: &&Candidate| mapping.names().all(|name| has(&candidate.names, name));
    let lines_before = match mapping.skip {
        Some(lines) => lines,
        None => match candidates.iter().find(fits) {
            Some(candidate) => {
                // The first line keeps its own rule for the delimiter: two may fit.
                if candidate.lines_before > 0 {
                    declared.delimiter = Some(candidate.delimiter);
                }
                candidate.lines_before
            }
            None => 0,
        },
    };
    let header = candidates.iter().filter(|candidate| candidate.lines_before == lines_before);
    let header = header.max_by_key(|candidate| mapping.names().filter(|name| has(&candidate.names, name)).count());
    let names = header.map(|header| header.names.clone()).unwrap_or_default();
    let recognised = mapping.name.clone();
    Known { mapping: mapping.clone(), lines_before, declared, recognised, names, by: By::Person, declared_in: None }
}

/// A table that no mapping reads.
struct List<'a> {
    file: &'a str,
    source: &'a Source,
    head: &'a [u8],
    /// The table of the policy that declares how it is written.
    declaring: &'a str,
    request: &'a Request<'a>,
}

impl List<'_> {
    /// Returns the table by the names of its columns: of the lines that can be its header, the first with all that is
    /// needed.
    fn by_names(&self, candidates: &[Candidate], titles: &Titles<'_>) -> Result<Known, Unclear> {
        let ignore = declared(self.request, self.declaring, &ImportMapping::default()).ignore;
        let mut best: Option<(Found, &Candidate)> = None;
        for candidate in candidates {
            let samples = |name: &str| samples(self.head, candidate, name);
            let title = titles.above(candidate);
            // What is knowingly not read means nothing.
            let names: Vec<String> = candidate.names.iter().map(|name| unless_one_of(name, &ignore)).collect();
            let found = in_euros(aliases::find(&names, title.as_ref(), samples), self.request.policy.currency);
            let written = &found.written;
            let are_customers = written.invoices.is_empty() && written.payments.is_empty();
            if found.is_clear() && found.known >= if are_customers { 2 } else { 3 } {
                let rival = candidates
                    .iter()
                    .filter(|other| {
                        other.lines_before == candidate.lines_before && other.delimiter != candidate.delimiter
                    })
                    .any(|other| aliases::find(&other.names, None, |_| Vec::new()).known > found.known);
                if rival {
                    continue;
                }
                if let Some(finding) = title.and_then(|title| titled::refused(self.file, &title, found.reading)) {
                    return Err(Unclear::Unreadable(Box::new(finding)));
                }
                return self.known(found, candidate);
            }
            if found.known >= 2 && best.as_ref().is_none_or(|(known, _)| known.known < found.known) {
                best = Some((found, candidate));
            }
        }
        let Some((found, candidate)) = best else { return Err(Unclear::NoList) };
        let declared = Declared { delimiter: Some(candidate.delimiter), ..Declared::default() };
        let found = with_words(found, self.source, candidate.lines_before, declared);
        Err(Unclear::Open(Box::new((found, candidate.names.clone()))))
    }

    fn known(&self, found: Found, candidate: &Candidate) -> Result<Known, Unclear> {
        let written = declared(self.request, self.declaring, &found.written);
        let mapping = Mapping::in_table(BY_NAMES, &written).map_err(Unclear::Faulty)?;
        let declared = Declared { delimiter: Some(candidate.delimiter), ..mapping.dialect };
        let (lines_before, names, by) = (candidate.lines_before, candidate.names.clone(), By::Names(Box::new(found)));
        Ok(Known { mapping, lines_before, declared, recognised: None, names, by, declared_in: None })
    }
}

/// Returns the name of a column, or none for one of those.
fn unless_one_of(name: &str, those: &[String]) -> String {
    if has(those, name) { String::new() } else { name.to_owned() }
}

/// Returns what a header says where the name of a sum says that it is in euros, whatever the currency of the invoice:
/// in a folder in euros, invoices in others are left out.
fn in_euros(mut found: Found, currency: Currency) -> Found {
    let Some(amount) = found.euros.clone().filter(|_| !found.written.invoices.is_empty()) else { return found };
    let names_currency = found.written.invoices.contains_key("currency");
    match (names_currency, currency == Currency::EUR) {
        (true, true) => found.written.own_currency = true,
        (true, false) => found.doubt = found.doubt.or(Some(Doubt::Euros { amount })),
        (false, false) => drop(found.written.fixed.insert("invoices.currency".to_owned(), "EUR".to_owned())),
        (false, true) => {}
    }
    found
}

fn has(names: &[String], name: &str) -> bool {
    names.iter().any(|known| same(known, name))
}

/// Returns a mapping without the columns that a list does not have: programs leave some out.
fn present(written: &ImportMapping, names: &[String]) -> ImportMapping {
    let mut written = written.clone();
    for columns in [&mut written.invoices, &mut written.payments, &mut written.customers] {
        columns.retain(|_, theirs| has(names, theirs));
    }
    for fact in [&mut written.balance, &mut written.paid, &mut written.paid_on, &mut written.status] {
        *fact = fact.take().filter(|theirs| has(names, theirs));
    }
    written.filters.retain(|column, _| has(names, column));
    // A customer whose id was not exported is known by his name.
    if let Some(name) = written.customers.get("name").filter(|_| !written.invoices.is_empty()) {
        written.invoices.entry("customer_id".to_owned()).or_insert_with(|| name.clone());
    }
    // Under another name too: without it every sum would be in the policy's currency.
    if !written.invoices.is_empty() && !written.invoices.contains_key("currency") {
        let currency = aliases::currency(names).cloned();
        written.invoices.extend(currency.map(|theirs| ("currency".to_owned(), theirs)));
    }
    written
}

/// Returns the first cells of a column below a header.
fn samples(head: &[u8], candidate: &Candidate, name: &str) -> Vec<String> {
    let Some(at) = candidate.names.iter().position(|known| known == name) else { return Vec::new() };
    let end = if head.contains(&b'\n') { b'\n' } else { b'\r' };
    let below = head.split_inclusive(|&byte| byte == end).take(candidate.lines_before as usize).map(<[u8]>::len).sum();
    let mut reader =
        csv::ReaderBuilder::new().flexible(true).delimiter(candidate.delimiter).from_reader(&head[below..]);
    let cells = reader.byte_records().take(50).filter_map(|record| {
        let record = record.ok()?;
        Some(header::cell(record.get(at)?))
    });
    cells.filter(|cell| !cell.is_empty()).collect()
}
