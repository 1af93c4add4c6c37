//! Results as bytes. A report says which columns it has and streams its rows; this module knows how a table, a CSV file
//! and a JSON object are written, how French and English figures look, and what strangers' text must not do there.
//! `statement` shows how penalties come about, `dashboard` is the whole desk on one page.

pub mod calendar;
mod csv;
pub mod dashboard;
mod html;
mod json;
mod plain;
pub mod reports;
pub mod sheet;
pub mod statement;
mod text;
mod workbook;

use std::io::{self, Write};

pub use sheet::{Cell, Column, Nested, Report, Words};

use crate::model::Lang;

/// How a report is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Aligned columns for a person.
    Table(Page),
    /// The rows, one line each.
    Csv(CsvStyle),
    /// One object: schema, day, rows, totals, warnings.
    Json,
    /// The rows alone, one object a line.
    JsonLines,
    /// A workbook (XLSX) with titles of that language.
    Workbook(Lang),
    /// An iCalendar file of the report's days, with words of that language.
    Calendar(Lang),
}

/// How CSV writes its cells.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum CsvStyle {
    /// For programs: commas, points, ISO dates.
    #[default]
    Plain,
    /// As a French spreadsheet opens it at a double click: semicolons, decimal commas, `dd/mm/yyyy`, a byte-order mark.
    FrenchSpreadsheet,
}

/// What a table is drawn on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Page {
    /// The language of titles, figures and dates.
    pub lang: Lang,
    /// How many characters a line can hold.
    pub width: usize,
    /// What happens to names too long for it.
    pub long_names: LongNames,
    /// Whether titles and totals are set apart with colour.
    pub colour: bool,
}

/// What happens to a name that does not fit its line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LongNames {
    /// It is cut and ends in `…`: a terminal shows it to a person who knows it.
    Cut,
    /// It is written whole: a program, or a file, may need all of it.
    Whole,
}

/// Writes a report. `warnings` are rows of the JSON object's own list; tables and CSV leave them to stderr.
///
/// # Errors
/// When `out` cannot be written, or the report's own rows fail.
pub fn write(report: &dyn Report, format: Format, warnings: &Nested<'_>, out: &mut dyn Write) -> io::Result<()> {
    match format {
        Format::Table(page) => text::write(report, page, out),
        Format::Csv(style) => csv::write(report, style, out),
        Format::Json => json::write(report, warnings, out),
        Format::JsonLines => json::write_lines(report, out),
        Format::Workbook(lang) => workbook::write(report, lang, out),
        Format::Calendar(lang) => calendar::write(&report.calendar().unwrap_or_default(), report.as_of(), lang, out),
    }
}
