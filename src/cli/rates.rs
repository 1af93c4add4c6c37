//! The dated rates of a folder: those that are compiled in, and the rows of its `rates/*.csv` over them.

use std::fs;
use std::io;

use super::common::Files;
use super::exit::Exit;
use super::files::why;
use super::ui::Ui;
use crate::diag::{Diagnostic, Place, code};
use crate::law::rates::{RateFault, Rates, Series};
use crate::model::Bilingual;

/// Is the rates to compute with, and the tables of the folder that they come from too: name and bytes.
pub type RatesRead = (Rates, Vec<(String, Vec<u8>)>);

/// Returns the rates to compute with.
///
/// # Errors
/// [`Exit::CouldNotRun`] when a table of the folder cannot be read; said already.
pub fn of_folder(files: &Files, ui: &mut Ui) -> Result<RatesRead, Exit> {
    judged(files, ui).map_err(|findings| {
        ui.findings(findings);
        Exit::CouldNotRun
    })
}

/// Returns the rates to compute with, or what is wrong with the folder's tables.
pub fn judged(files: &Files, ui: &Ui) -> Result<RatesRead, Vec<Diagnostic>> {
    let mut rates = Rates::builtin();
    let (mut tables, mut findings) = (Vec::new(), Vec::new());
    for series in Series::ALL {
        let name = format!("rates/{}.csv", series.name());
        match fs::read(files.folder.join(&name)) {
            Ok(bytes) => match add(&mut rates, series, &bytes) {
                Ok(()) => {
                    ui.detail(&Bilingual::new(
                        format!("{name}: its rows come before the compiled-in ones"),
                        format!("{name} : ses lignes priment sur celles du programme"),
                    ));
                    tables.push((name, bytes));
                }
                Err(fault) => findings.push(refused(&name, &fault)),
            },
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => {
                let why = why(&error);
                findings.push(
                    Diagnostic::new(
                        code::input::FILE_UNREADABLE,
                        format!("the rates cannot be read: {}", why.en),
                        format!("les taux ne peuvent pas être lus : {}", why.fr),
                    )
                    .at(Place::file(name)),
                );
            }
        }
    }
    if findings.is_empty() { Ok((rates, tables)) } else { Err(findings) }
}

fn add(rates: &mut Rates, series: Series, bytes: &[u8]) -> Result<(), RateFault> {
    let no_text = |_| RateFault { line: 1, column: None, text: "UTF-8".to_owned() };
    let text = std::str::from_utf8(bytes).map_err(no_text)?;
    rates.table_mut(series).add(text.strip_prefix('\u{feff}').unwrap_or(text))
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
