//! The rates to compute with: those of the program, the rows of the tables that folders share (`[rates] folder` of the
//! policy) over them, and those of the folder's own `rates/*.csv` over both.

use std::fs;
use std::io;
use std::path::PathBuf;

use crate::cli::disk::files::{leads_to_same, read_regular, why};
use crate::cli::disk::plain_text;
use crate::cli::disk::target::RATES;
use crate::cli::exit::Exit;
use crate::cli::terminal::ui::Ui;
use crate::cli::typed::common::Files;
use crate::diag::{Diagnostic, Place, code};
use crate::law::rates::{RateFault, RateRow, RateTable, Rates, Series};
use crate::model::{Lang, figures};
use crate::policy::{Named, Policy};

/// The longest table of rates that is read.
const LARGEST: u64 = 16 * 1024 * 1024;

/// The rates to compute with, and the tables of folders that they come from too: name and bytes.
pub type RatesRead = (Rates, Vec<(String, Vec<u8>)>);

/// Returns the rates to compute with.
///
/// # Errors
/// [`Exit::CouldNotRun`] when a table cannot be read; said already.
pub fn of_folder(files: &Files, policy: &Policy, ui: &mut Ui) -> Result<RatesRead, Exit> {
    let (rates, findings) = read(files, policy);
    let has_error = findings.iter().any(Diagnostic::is_error);
    ui.findings(findings);
    if has_error { Err(Exit::CouldNotRun) } else { Ok(rates) }
}

/// Returns the rates of the program with the rows of the shared tables over them and those of the folder over both, and
/// what is found in these.
pub fn read(files: &Files, policy: &Policy) -> (RatesRead, Vec<Diagnostic>) {
    let mut rates = Rates::builtin();
    let (mut tables, mut findings) = (Vec::new(), Vec::new());
    let shelves = Shelf::of(files, policy);
    for series in Series::ALL {
        for shelf in &shelves {
            let known = contradicting(rates.table(series));
            let (name, path) = shelf.table(series);
            match read_regular(&path, LARGEST) {
                Ok(bytes) => match add(&mut rates, series, bytes, &name) {
                    Ok(text) => {
                        let now = contradicting(rates.table(series));
                        findings.extend((now != known).then(|| contradiction(&now, &name)).flatten());
                        tables.push((name, text.into_bytes()));
                    }
                    Err(fault) => findings.push(*fault),
                },
                // A link that leads nowhere is a table that somebody wanted.
                Err(error) if error.kind() == io::ErrorKind::NotFound && !path.is_symlink() => {}
                Err(error) => findings.push(unreadable(name, &error)),
            }
        }
    }
    findings.extend(unknown_files(files, &shelves));
    ((rates, tables), findings)
}

/// Returns the names of the tables that are read where they are there, and where that is.
pub fn places(files: &Files, policy: &Policy) -> Vec<(String, PathBuf)> {
    let shelves = Shelf::of(files, policy);
    Series::ALL.iter().flat_map(|series| shelves.iter().map(|shelf| shelf.table(*series))).collect()
}

/// Returns the finding that the folder of shared tables is not there, if so.
pub fn missing(shared: &Named) -> Option<Diagnostic> {
    let finding = Diagnostic::new(
        code::cli::FOLDER_MISSING,
        "there is no such folder of rates",
        "ce dossier de taux n'existe pas",
    );
    let finding = finding
        .at(shared.place.clone())
        .help("a path begins beside the file that names it", "un chemin part du dossier du fichier qui le nomme");
    (!shared.path.is_dir()).then_some(finding)
}

/// A folder of tables.
struct Shelf {
    /// Its name, as messages show it.
    name: PathBuf,
    /// Where it is.
    path: PathBuf,
}

impl Shelf {
    /// Returns the folders of tables, each before those whose rows stand over its own.
    fn of(files: &Files, policy: &Policy) -> Vec<Shelf> {
        let own = Shelf { name: RATES.into(), path: files.folder.join(RATES) };
        let shared =
            policy.rates.as_ref().map(|shared| Shelf { name: (&shared.name).into(), path: shared.path.clone() });
        let shared = shared.filter(|shared| !leads_to_same(&shared.path, &own.path));
        shared.into_iter().chain([own]).collect()
    }

    /// Returns the name of a table, and where it is if it is there.
    fn table(&self, series: Series) -> (String, PathBuf) {
        let file = format!("{}.csv", series.name());
        (self.shown(&file), self.path.join(file))
    }

    fn shown(&self, file: &str) -> String {
        self.name.join(file).display().to_string()
    }
}

fn unreadable(name: String, error: &io::Error) -> Diagnostic {
    let why = why(error);
    Diagnostic::new(
        code::input::FILE_UNREADABLE,
        format!("the rates cannot be read: {}", why.en),
        format!("les taux ne peuvent pas être lus\u{a0}: {}", why.fr),
    )
    .at(Place::file(name))
}

/// Returns a warning for each file in a folder of tables that is none of them, and for each table that lies beside the
/// folder's own instead: a slip in a name.
fn unknown_files(files: &Files, shelves: &[Shelf]) -> Vec<Diagnostic> {
    let is_table = |name: &str| Series::ALL.iter().any(|series| name.strip_suffix(".csv") == Some(series.name()));
    let explains = |name: &str| name.starts_with('.') || name.to_lowercase().starts_with("readme");
    let strange = |shelf: &Shelf| {
        let entries = fs::read_dir(&shelf.path).into_iter().flatten().flatten();
        let names = entries.filter_map(|entry| entry.file_name().into_string().ok());
        let strange = names.filter(|name| !explains(name) && !is_table(name));
        strange.map(|name| shelf.shown(&name)).collect::<Vec<_>>()
    };
    let beside = Series::ALL.iter().map(|series| format!("{}.csv", series.name()));
    let beside = beside.filter(|name| files.folder.join(name).is_file());
    let mut strange: Vec<String> = shelves.iter().flat_map(strange).chain(beside).collect();
    strange.sort();
    let known = Series::ALL.map(|series| format!("{}.csv", series.name())).join(", ");
    let finding = |name: String| {
        Diagnostic::new(
            code::penalties::RATES_UNUSED,
            "this table of rates is used by nothing",
            "cette table de taux n'est utilisée par rien",
        )
        .at(Place::file(name))
        .help(format!("known tables, in rates/: {known}"), format!("tables connues, dans rates/\u{a0}: {known}"))
    };
    strange.into_iter().map(finding).collect()
}

/// Returns the rows of folders that say other rates than the program knows.
fn contradicting(table: &RateTable) -> Vec<RateRow> {
    table.rows().iter().filter(|row| row.contradicts().is_some()).cloned().collect()
}

/// Returns a warning that a table says other rates than the program knows.
fn contradiction(other: &[RateRow], name: &str) -> Option<Diagnostic> {
    let (first, count) = (other.first()?, other.len());
    let shown = |unknown: &str, lang| first.rate.map_or_else(|| unknown.to_owned(), |rate| figures::rate(rate, lang));
    let (en, fr) = (shown("not known", Lang::En), shown("inconnu", Lang::Fr));
    let (day, jour) = (first.valid_from, first.valid_from.format("%d/%m/%Y"));
    let [official, officiel] = [Lang::En, Lang::Fr].map(|lang| first.replaces.map(|rate| figures::rate(rate, lang)));
    let (official, officiel) = (official?, officiel?);
    Some(
        Diagnostic::new(
            code::penalties::RATE_OVERRIDDEN,
            format!("rates of the folder replace those of the program: {count}, first that of {day}: {en} instead of {official}"),
            format!("des taux du dossier remplacent ceux du programme : {count}, d'abord celui du {jour} : {fr} au lieu de {officiel}"),
        )
        .at(Place::file(name)),
    )
}

/// Lays the rows of a table over those of the program, and returns the table's text.
fn add(rates: &mut Rates, series: Series, bytes: Vec<u8>, name: &str) -> Result<String, Box<Diagnostic>> {
    let text = plain_text::in_utf8(bytes, name)?;
    let rows = text.strip_prefix('\u{feff}').unwrap_or(&text);
    rates.table_mut(series).add(rows).map_err(|fault| Box::new(refused(name, &fault)))?;
    Ok(text)
}

fn refused(name: &str, fault: &RateFault) -> Diagnostic {
    let place = Place::line(name, fault.line);
    let finding = Diagnostic::new(
        code::penalties::RATES_INVALID,
        "this table of rates cannot be read",
        "cette table de taux ne peut pas être lue",
    );
    let finding = match fault.column {
        Some(column) => finding.at(place.cell(column, &*fault.text)),
        None => finding.at(Place { text: Some(fault.text.clone()), ..place }),
    };
    finding.help(
        "expected with commas between the cells: valid_from as 2027-01-01, the rate in percent as 2.40 or empty where it is not known, source, confidence; or with semicolons, 01/01/2027 and 2,40",
        "attendu avec des virgules entre les cellules : valid_from comme 2027-01-01, le taux en pourcentage comme 2.40 ou vide s'il est inconnu, source, confidence ; ou avec des points-virgules, 01/01/2027 et 2,40",
    )
}
