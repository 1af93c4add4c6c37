//! The tables of a file: itself, or the sheets of a workbook, with what is to be said of those.

use super::header::Known;
use super::overlooked;
use super::unclear::Unclear;
use crate::import::guessed_encoding::GuessedEncoding;
use crate::import::source::SourceFile;
use crate::input::workbook::SheetText;
use crate::input::{Refusal, Source, list, workbook};
use crate::model::Bilingual;

/// The tables of a file.
pub(super) struct Tables<'a> {
    /// The form of a workbook; nothing for text.
    pub form: Option<&'static str>,
    /// What the bytes of a text stand for, where somebody said so or DOS wrote it.
    pub encoding: Option<GuessedEncoding>,
    pub tables: Vec<Table<'a>>,
}

/// One table of a file.
pub(super) struct Table<'a> {
    /// The text of it.
    pub source: Source,
    /// The sheet that it is.
    pub sheet: Option<&'a SheetText>,
}

impl<'a> Tables<'a> {
    /// Returns the tables of a file in the order in which they are looked at: a sheet that nobody sees comes last.
    ///
    /// # Errors
    /// Returns the finding when the file cannot be read.
    pub fn of(file: &'a SourceFile, asked: Option<GuessedEncoding>) -> Result<Tables<'a>, Refusal> {
        let form = workbook::format(&file.head);
        let mut encoding = None;
        let tables = match form {
            None => {
                encoding =
                    asked.or_else(|| Some(GuessedEncoding::Cp850).filter(|_| GuessedEncoding::is_of_dos(&file.head)));
                let source = match encoding {
                    None | Some(GuessedEncoding::Utf8) => file.source.again()?,
                    Some(encoding) => in_utf8(&file.source, encoding)?,
                };
                vec![Table { source, sheet: None }]
            }
            Some(_) => {
                let sheets = file.sheets()?.iter();
                sheets
                    .map(|sheet| Ok(Table { source: sheet.source.again()?, sheet: Some(sheet) }))
                    .collect::<Result<_, Refusal>>()?
            }
        };
        Ok(Tables { form, encoding, tables })
    }
}

/// Returns a text in UTF-8.
fn in_utf8(source: &Source, encoding: GuessedEncoding) -> Result<Source, Refusal> {
    let text = encoding.decode(&source.bytes()?).into_owned();
    Ok(Source::of(&source.path, &source.name, text.into_bytes().into()))
}

/// Refuses a sheet in which a column has a formula that was never computed: one that is read, or that nobody may
/// overlook. The totals below the rows are not read.
pub(super) fn computed(sheet: &SheetText, known: &Known) -> Result<(), Unclear> {
    let mut counts: Vec<&str> = known.mapping.names().collect();
    counts.extend(overlooked::of(&known.names, &known.mapping).into_iter().map(|(_, name)| name));
    let name = |column: usize| known.names.get(column).map_or("", String::as_str);
    let header = known.lines_before + 1;
    let named: Vec<String> = known.names.iter().filter(|name| !name.is_empty()).cloned().collect();
    // To look at the table again is only worth while where there is one.
    let totals = if sheet.uncomputed.is_empty() {
        Default::default()
    } else {
        list::lines_of_totals(&sheet.source, known.lines_before, known.declared, &named)
    };
    let found = sheet.uncomputed.iter().find(|cell| match cell.line {
        line if line < header || totals.contains(&line) => false,
        // The name of a column may be what nobody computed; what stands beside the table names none.
        line if line == header => sheet.goes_on_below(**cell),
        _ => counts.contains(&name(cell.column)),
    });
    match found {
        Some(cell) => Err(Unclear::Unreadable(sheet.without_value(*cell, name(cell.column)))),
        None => Ok(()),
    }
}

/// Tells of the sheets of a workbook: of one that is hidden and read, and of those that are not read.
pub(super) fn told(sheets: &[SheetText], read: &SheetText) -> Vec<Bilingual> {
    let mut told = Vec::new();
    if !read.is_visible {
        told.push(Bilingual::new(
            format!("the sheet {} is hidden, and is read: no visible one is a list", read.name),
            format!("la feuille {} est masquée, et elle est lue : aucune feuille visible n'est une liste", read.name),
        ));
    }
    let others: Vec<&SheetText> = sheets.iter().filter(|sheet| sheet.name != read.name).collect();
    let list = |hidden: &str| {
        let names = others
            .iter()
            .map(|sheet| if sheet.is_visible { sheet.name.clone() } else { format!("{} ({hidden})", sheet.name) });
        names.collect::<Vec<_>>().join(", ")
    };
    if !others.is_empty() {
        let [en, fr] = ["hidden", "masquée"].map(list);
        told.push(Bilingual::new(
            format!("sheets of the workbook that are not read: {en}; each that is wanted is saved as a file"),
            format!("feuilles du classeur non lues : {fr} ; enregistrer à part, chacune dans son fichier, celles qui comptent"),
        ));
    }
    told
}
