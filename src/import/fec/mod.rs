//! The French *fichier des écritures comptables* (LPF art. A47 A-1): what every accounting program must be able to
//! write.
//!
//! ```text
//! bytes ─layout─▶ columns ─lines─▶ book: entries, lines of customers ─years─▶ without what the year before told
//!       ─documents─▶ claims, money ─lettering─▶ who paid what ─naming─▶ ids ─rows─▶ rows of the folder's files
//! ```
//!
//! The control: what a customer's account comes to on the last day of the file (debit less credit) is what the folder
//! must answer, to the cent.

mod book;
mod cells;
mod documents;
mod findings;
mod layout;
mod lettering;
mod lines;
mod naming;
mod nature;
mod rows;
#[cfg(test)]
mod tests;
mod years;

use std::collections::BTreeMap;

use self::book::{Book, FileRead};
use self::documents::{ClaimKind, Documents};
use self::layout::Layout;
use self::lettering::Lettering;
use self::naming::Rule;
use super::Incoming;
use super::counted::counted;
use super::guessed_encoding::GuessedEncoding;
use super::source::{Folder, Kind, LeftOut, Reader, Request, SourceFile, SourceReport, Stated, Whose};
use crate::input::workbook;
use crate::model::{Amount, Bilingual, Currency, Date};

/// The reader of accounts.
pub const READER: Reader = Reader { kind: Kind::Fec, recognise, read };

/// The accounts whose lines are customers', unless `--accounts` says otherwise.
const ACCOUNTS: &[&str] = &["411"];

fn recognise(file: &SourceFile, _: &Request<'_>) -> Result<(), Bilingual> {
    if is_in_workbook(file) {
        return Err(Bilingual::new(
            "it has the columns of a FEC, which is text and no workbook: save the sheet as text (tabs) or CSV, or export the FEC \
             again",
            "il a les colonnes d'un FEC, qui est un texte et non un classeur : enregistrer la feuille en texte (tabulations) ou en \
             CSV, ou refaire l'export du FEC",
        ));
    }
    Layout::of(lines::header(&file.head)).map(drop).map_err(|missing| {
        let list = missing.join(", ");
        Bilingual::new(format!("no column {list}"), format!("pas de colonne {list}"))
    })
}

/// Tells whether a file is a workbook with the columns of accounts.
fn is_in_workbook(file: &SourceFile) -> bool {
    let has_columns = |text: Vec<u8>| {
        let header: Vec<u8> = lines::header(&text).iter().copied().filter(|byte| *byte != b'"').collect();
        Layout::of(&header).is_ok()
    };
    workbook::format(&file.head).is_some()
        && file.sheets().is_ok_and(|sheets| sheets.iter().any(|sheet| sheet.source.bytes().is_ok_and(has_columns)))
}

fn read(files: &[&SourceFile], request: &Request<'_>) -> Incoming {
    read_translated(files, request, &|_| None)
}

/// A file of another form, written as a FEC.
#[derive(Debug)]
pub(super) struct Translated {
    /// Header and lines.
    pub text: Vec<u8>,
    /// What the file itself is.
    pub format: String,
    /// How many lines stand before those of the file.
    pub lines_before: u32,
}

/// Reads files like a FEC, those that are of another form as they were translated.
pub(super) fn read_translated(
    files: &[&SourceFile],
    request: &Request<'_>,
    translate: &dyn Fn(&[u8]) -> Option<Translated>,
) -> Incoming {
    let mut incoming = Incoming::default();
    let chosen: Vec<&str> = match request.accounts {
        [] => ACCOUNTS.to_vec(),
        accounts => accounts.iter().map(String::as_str).collect(),
    };
    let wanted: Vec<Vec<u8>> = chosen.iter().map(|account| account.as_bytes().to_vec()).collect();
    let mut accounts = Accounts { wanted, encoding: request.letters, ..Accounts::default() };
    for file in files {
        match file.source.bytes() {
            Ok(bytes) => match translate(&bytes) {
                Some(other) => accounts.add(file.name(), &other.text, Some(&other), &mut incoming),
                None => accounts.add(file.name(), &bytes, None, &mut incoming),
            },
            Err(finding) => {
                incoming.lists.push(file.name().to_owned());
                incoming.sources.push(SourceReport { file: file.name().to_owned(), ..SourceReport::default() });
                incoming.findings.push(*finding);
                incoming.is_unusable = true;
                accounts.files.push(FileRead::default());
            }
        }
    }
    accounts.tell(request.folder, &mut incoming);
    incoming
}

/// The files of a run, read.
#[derive(Debug, Default)]
struct Accounts {
    /// What the accounts of customers begin with.
    wanted: Vec<Vec<u8>>,
    /// How bytes stand for letters, when that was said.
    encoding: Option<GuessedEncoding>,
    book: Book,
    files: Vec<FileRead>,
}

impl Accounts {
    /// Reads one file.
    fn add(&mut self, name: &str, bytes: &[u8], translated: Option<&Translated>, incoming: &mut Incoming) {
        let place = self.files.len() as u32;
        incoming.lists.push(name.to_owned());
        let encoding = self.encoding.unwrap_or_else(|| GuessedEncoding::of(bytes));
        let mut report = SourceReport {
            file: name.to_owned(),
            kind: Some(Kind::Fec),
            encoding: encoding.name().to_owned(),
            ..SourceReport::default()
        };
        let mut layout = match Layout::of(lines::header(bytes)) {
            Ok(layout) => layout,
            Err(missing) => {
                incoming.findings.push(findings::columns_missing(name, &missing));
                incoming.is_unusable = true;
                incoming.sources.push(report);
                self.files.push(FileRead::default());
                return;
            }
        };
        layout.lines_before = translated.map_or(0, |other| other.lines_before);
        report.format = match translated {
            Some(other) => other.format.clone(),
            None if layout.delimiter == b'\t' => "FEC TAB".to_owned(),
            None => format!("FEC {}", char::from(layout.delimiter)),
        };
        let found = self.book.read(bytes, &layout, encoding, (place, &self.wanted));
        report.read = found.read;
        report.days = found.days;
        let others = found.read - found.taken - found.faults.len() - found.short.len() - found.headers;
        if found.headers > 0 {
            report.left_out.push((LeftOut::new("header-row", "the header again", "en-tête répété"), found.headers));
        }
        if others > 0 {
            report.left_out.push((other_accounts(), others));
        }
        let lines = found.faults.iter().map(|fault| fault.line).chain(found.short.iter().map(|(line, _)| *line));
        incoming.refused.extend(lines.map(|line| (place, line)));
        incoming.findings.extend(findings::short(name, &found.short, layout.width));
        incoming.findings.extend(findings::unreadable(name, &found.faults));
        incoming.findings.extend(findings::of_file(name, &found, &self.wanted));
        incoming.sources.push(report);
        self.files.push(found);
    }

    /// Tells what all files say together.
    fn tell(mut self, folder: &dyn Folder, incoming: &mut Incoming) {
        let days = |file: &FileRead| file.days;
        let mut order: Vec<u32> = (0..self.files.len() as u32).collect();
        order.retain(|&file| days(&self.files[file as usize]).is_some());
        order.sort_by_key(|&file| (days(&self.files[file as usize]), file));
        let Some(last) = self.files.iter().filter_map(days).map(|(_, last)| last).max() else { return };
        self.book.ranks = vec![0; self.files.len()];
        for (rank, &file) in (0..).zip(&order) {
            self.book.ranks[file as usize] = rank;
        }
        let first_days: Vec<Date> = self.files.iter().map(|file| days(file).map_or(last, |(first, _)| first)).collect();

        let twice = years::repeated(&self.book, &order);
        incoming.findings.extend(findings::overlapping(&incoming.lists, &twice.overlapping));
        order.retain(|file| !twice.files.contains(file));
        let mut carried = years::carried(&mut self.book, &order, &first_days, folder);
        incoming.findings.extend(findings::differing(&self.book, &incoming.lists, &first_days, &carried.differing));
        let later = years::brought_forward(&self.book, last, folder);
        incoming.findings.extend(later.map(|later| findings::brought_forward(&self.book, &incoming.lists, &later)));
        let book = &self.book;
        for &line in &carried.dropped {
            incoming.sources[book.file_of(line) as usize].leave_out(known_before());
        }
        for line in (0..book.lines.len() as u32).filter(|&line| twice.files.contains(&book.file_of(line))) {
            incoming.sources[book.file_of(line) as usize].leave_out(told_twice());
            carried.dropped.insert(line);
        }

        let mut documents = documents::documents(book, &first_days, last, &carried.dropped, &carried.invoices);
        let lettering = lettering::letter(book, &mut documents);
        let rule = naming::rule(book, &documents);
        let names = naming::names(book, &documents, rule, folder);
        incoming.findings.extend(findings::people(book, &incoming.lists));
        let counted = |line: &u32| !carried.dropped.contains(line) || carried.in_folder.contains(line);
        incoming.stated = balances(book, &counted, *order.last().unwrap_or(&0));
        self.report(incoming, &documents, &lettering, rule);
        rows::write(&rows::Told { book, documents: &documents, lettering: &lettering, names: &names, rule }, incoming);
    }

    /// Says of each file by which rule it was read, and up to when its payments are known.
    fn tell_reading(&self, incoming: &mut Incoming, rule: Rule) {
        for (file, report) in self.files.iter().zip(&mut incoming.sources) {
            if file.days.is_none() {
                continue;
            }
            report.choices.push(rule.told());
            if let Some(day) = file.last_bank {
                report.choices.push(Bilingual::new(
                    format!("the last bank entry is of {day}: what was paid since is not known"),
                    format!(
                        "la dernière écriture de banque est du {} : ce qui a été payé depuis n'est pas connu",
                        french(day)
                    ),
                ));
            }
        }
    }

    /// Counts what was decided on the way.
    fn report(&self, incoming: &mut Incoming, documents: &Documents, lettering: &Lettering, rule: Rule) {
        self.tell_reading(incoming, rule);
        let Some(report) = incoming.sources.iter_mut().rfind(|report| report.days.is_some()) else { return };
        let mut tell = |count: usize, en: [&str; 2], fr: [&str; 2]| {
            report.choices.extend((count > 0).then(|| counted(count, en, fr)));
        };
        tell(
            documents.claims.iter().filter(|claim| claim.kind == ClaimKind::Forward).count(),
            [
                "balance brought forward without its invoices: owed, never chased",
                "balances brought forward without their invoices: owed, never chased",
            ],
            [
                "solde repris sans ses factures : dû, jamais relancé",
                "soldes repris sans leurs factures : dus, jamais relancés",
            ],
        );
        tell(
            documents.claims.iter().filter(|claim| claim.kind == ClaimKind::Retention).count(),
            [
                "sum of retention money (4117): an invoice of its own, due a year after its invoice unless the file says when; write \
                 the day when it is known",
                "sums of retention money (4117): invoices of their own, due a year after their invoices unless the file says when; \
                 write the days when they are known",
            ],
            [
                "retenue de garantie (4117) : une facture à part, échue un an après la sienne sauf échéance dans le fichier ; écrire \
                 le jour quand il est connu",
                "retenues de garantie (4117) : des factures à part, échues un an après les leurs sauf échéance dans le fichier ; \
                 écrire les jours quand ils sont connus",
            ],
        );
        tell(
            documents.unexplained,
            [
                "line with neither a sale nor the bank on the other side: counted in the balance, never chased",
                "lines with neither a sale nor the bank on the other side: counted in the balance, never chased",
            ],
            [
                "ligne sans vente ni banque en contrepartie : comptée dans le solde, jamais relancée",
                "lignes sans vente ni banque en contrepartie : comptées dans le solde, jamais relancées",
            ],
        );
        tell(
            documents.moved_within,
            [
                "line that moves a debt from one of a customer's accounts to another: left out",
                "lines that move a debt from one of a customer's accounts to another: left out",
            ],
            [
                "ligne qui vire une dette d'un compte à l'autre du même client : laissée de côté",
                "lignes qui virent une dette d'un compte à l'autre du même client : laissées de côté",
            ],
        );
        tell(
            lettering.inferred,
            [
                "payment lettered with several invoices: set against the oldest first",
                "payments lettered with several invoices: set against the oldest first",
            ],
            [
                "règlement lettré avec plusieurs factures : imputé d'abord sur la plus ancienne",
                "règlements lettrés avec plusieurs factures : imputés d'abord sur les plus anciennes",
            ],
        );
    }
}

/// Returns what each customer owes by the accounts: debit less credit.
fn balances(book: &Book, counted: &dyn Fn(&u32) -> bool, list: u32) -> Vec<Stated> {
    let mut owed: BTreeMap<&str, i64> = BTreeMap::new();
    for (at, line) in (0_u32..).zip(&book.lines) {
        if counted(&at) {
            *owed.entry(&book.customers[line.customer as usize].id).or_default() += line.amount;
        }
    }
    let stated = |(customer, cents): (&str, i64)| Stated {
        list,
        whose: Whose::Customer(customer.to_owned()),
        currency: Currency::EUR,
        open: Amount::from_minor(cents),
    };
    owed.into_iter().map(stated).collect()
}

/// Counts lines on accounts that are not customers'.
fn other_accounts() -> LeftOut {
    LeftOut::new("other-accounts", "lines on other accounts", "lignes sur d'autres comptes")
}

/// Counts opening lines of which the invoices are known.
fn known_before() -> LeftOut {
    LeftOut::new(
        "known-before",
        "opening lines whose detail is known from the year before",
        "lignes d'à-nouveau dont le détail est connu par l'exercice précédent",
    )
}

/// Counts lines that another file of the run has too.
fn told_twice() -> LeftOut {
    LeftOut::new("told-twice", "lines that another file has too", "lignes qui figurent aussi dans un autre fichier")
}

fn french(day: Date) -> String {
    day.format("%d/%m/%Y").to_string()
}
