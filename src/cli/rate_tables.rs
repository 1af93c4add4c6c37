//! The rates to compute with: those of the program, and the rows of the folder's `rates/*.csv` over them.

use std::fs;
use std::io;

use super::common::Files;
use super::exit::Exit;
use super::files::{read_regular, why};
use super::plain_text;
use super::ui::Ui;
use crate::diag::{Diagnostic, Place, code};
use crate::law::rates::{RateFault, RateTable, Rates, Series};
use crate::model::{Lang, figures};

/// The longest table of rates that is read.
const LARGEST: u64 = 16 * 1024 * 1024;

/// The rates to compute with, and the tables of the folder that they come from too: name and bytes.
pub type RatesRead = (Rates, Vec<(String, Vec<u8>)>);

/// Returns the rates to compute with.
///
/// # Errors
/// [`Exit::CouldNotRun`] when a table of the folder cannot be read; said already.
pub fn of_folder(files: &Files, ui: &mut Ui) -> Result<RatesRead, Exit> {
    let (rates, findings) = read(files);
    let has_error = findings.iter().any(Diagnostic::is_error);
    ui.findings(findings);
    if has_error { Err(Exit::CouldNotRun) } else { Ok(rates) }
}

/// Returns the rates of the program with the rows of the folder over them, and what is found in these.
pub fn read(files: &Files) -> (RatesRead, Vec<Diagnostic>) {
    let mut rates = Rates::builtin();
    let (mut tables, mut findings) = (Vec::new(), Vec::new());
    for series in Series::ALL {
        let name = series.file();
        match read_regular(&files.folder.join(&name), LARGEST) {
            Ok(bytes) => match add(&mut rates, series, bytes, &name) {
                Ok(text) => {
                    findings.extend(contradiction(rates.table(series)));
                    tables.push((name, text.into_bytes()));
                }
                Err(fault) => findings.push(*fault),
            },
            // A link that leads nowhere is a table that somebody wanted.
            Err(error) if error.kind() == io::ErrorKind::NotFound && !files.folder.join(&name).is_symlink() => {}
            Err(error) => {
                let why = why(&error);
                findings.push(
                    Diagnostic::new(
                        code::input::FILE_UNREADABLE,
                        format!("the rates cannot be read: {}", why.en),
                        format!("les taux ne peuvent pas être lus\u{a0}: {}", why.fr),
                    )
                    .at(Place::file(name)),
                );
            }
        }
    }
    findings.extend(unknown_files(files));
    ((rates, tables), findings)
}

/// Returns a warning for each file in the folder's `rates/` that is none of the tables, and for each table that lies
/// beside it instead: a slip in a name.
fn unknown_files(files: &Files) -> Vec<Diagnostic> {
    let entries = fs::read_dir(files.folder.join("rates")).into_iter().flatten().flatten();
    let names = entries.filter_map(|entry| entry.file_name().into_string().ok());
    let is_table = |name: &str| Series::ALL.iter().any(|series| name.strip_suffix(".csv") == Some(series.name()));
    let explains = |name: &str| name.starts_with('.') || name.to_lowercase().starts_with("readme");
    let strange = names.filter(|name| !explains(name) && !is_table(name)).map(|name| format!("rates/{name}"));
    let beside = Series::ALL.iter().map(|series| format!("{}.csv", series.name()));
    let beside = beside.filter(|name| files.folder.join(name).is_file());
    let mut strange: Vec<String> = strange.chain(beside).collect();
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

/// Returns a warning when a table of the folder says other rates than the program knows.
fn contradiction(table: &RateTable) -> Option<Diagnostic> {
    let mut other = table.rows().iter().filter(|row| row.contradicts().is_some());
    let first = other.next()?;
    let count = 1 + other.count();
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
        .at(Place::file(table.series().file())),
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
        "expected valid_from as 2027-01-01, the rate in percent as 2.40 or empty where it is not known, source, confidence",
        "attendu : valid_from comme 2027-01-01, le taux en pourcentage comme 2.40 ou vide s'il est inconnu, source, confidence",
    )
}
