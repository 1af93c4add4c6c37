//! Findings about the rows and columns of a file.

use crate::diag::code::input as code;
use crate::diag::{self, Diagnostic, Place};

/// Returns a delimiter as messages and policies write it.
fn shown(delimiter: u8) -> String {
    if delimiter == b'\t' { "tab".to_owned() } else { char::from(delimiter).to_string() }
}

pub(in crate::input) fn two_delimiters(name: &str, one: u8, two: u8) -> Diagnostic {
    let (one, two) = (shown(one), shown(two));
    Diagnostic::new(
        code::DELIMITER_AMBIGUOUS,
        format!("the header of {name} holds every required column whether divided by \"{one}\" or by \"{two}\""),
        format!(
            "l'en-tête de {name} contient toutes les colonnes requises, divisé par «\u{a0}{one}\u{a0}» comme par \
             «\u{a0}{two}\u{a0}»"
        ),
    )
    .at(Place::file(name))
    .help(
        format!("declare `delimiter = \"{one}\"` or `\"{two}\"` under [files] of the policy"),
        format!("déclarer `delimiter = \"{one}\"` ou `\"{two}\"` sous [files] dans la politique"),
    )
}

pub(in crate::input) fn quote_unclosed(name: &str, opened: u32, closed: Option<u32>) -> Diagnostic {
    let finding = match closed {
        None => Diagnostic::new(
            code::QUOTE_UNCLOSED,
            "a quote opens a cell on this line and is never closed: it swallows the rest of the file",
            "un guillemet ouvre une cellule sur cette ligne et n'est jamais fermé\u{a0}: il avale la fin du fichier",
        )
        .at(Place::line(name, opened)),
        Some(closed) => Diagnostic::new(
            code::QUOTE_UNCLOSED,
            format!("a quote opens a cell on this line; the next one is on line {closed}, before other text"),
            format!(
                "un guillemet ouvre une cellule sur cette ligne\u{a0}; le suivant, ligne {closed}, précède du texte"
            ),
        )
        .at(Place::line(name, opened))
        .at(Place::line(name, closed)),
    };
    finding.help(
        "close the cell with a quote, and double every quote inside it",
        "fermer la cellule par un guillemet, et doubler ceux qu'elle contient",
    )
}

pub(in crate::input) fn column_missing(
    name: &str,
    line: u32,
    accepted: &[&str],
    header: &[String],
    unknown: &[usize],
) -> Diagnostic {
    let column = accepted[0];
    let strangers = || unknown.iter().map(|&place| header[place].as_str());
    let near = accepted.iter().find_map(|accepted| diag::nearest(accepted, strangers()));
    let (meant, voulu) = near.map_or_else(Default::default, |near| {
        (format!("is it \"{near}\"? "), format!("est-ce «\u{a0}{near}\u{a0}»\u{a0}? "))
    });
    let (en, fr, names) = match accepted {
        // A list of another program, whose column a mapping names.
        [_] => ("its columns", "ses colonnes", header.join(", ")),
        _ => ("accepted names", "noms acceptés", accepted.join(", ")),
    };
    Diagnostic::new(
        code::COLUMN_MISSING,
        format!("{name} has no column {column}"),
        format!("{name} n'a pas de colonne {column}"),
    )
    .at(Place { text: Some(header.join(" | ")), ..Place::line(name, line) })
    .help(format!("{meant}{en}: {names}"), format!("{voulu}{fr}\u{a0}: {names}"))
}

pub(in crate::input) fn column_duplicate(name: &str, line: u32, one: &str, two: &str) -> Diagnostic {
    let place = |column: &str| Place { column: Some(column.to_owned()), ..Place::line(name, line) };
    Diagnostic::new(
        code::COLUMN_DUPLICATE,
        format!("the columns \"{one}\" and \"{two}\" of {name} have the same meaning"),
        format!("les colonnes «\u{a0}{one}\u{a0}» et «\u{a0}{two}\u{a0}» de {name} ont le même sens"),
    )
    .at(place(one))
    .at(place(two))
    .help("rename or remove one of them", "renommer ou supprimer l'une des deux")
}

/// Notes the columns that nobody asked for.
pub(in crate::input) fn columns_unknown(name: &str, unknown: &[&str]) -> Option<Diagnostic> {
    let unknown = unknown.join(", ");
    (!unknown.is_empty()).then(|| {
        Diagnostic::new(
            code::COLUMN_UNKNOWN,
            format!("{name} has columns that are not known; they are kept and ignored: {unknown}"),
            format!("{name} a des colonnes inconnues, conservées et ignorées\u{a0}: {unknown}"),
        )
        .at(Place::file(name))
    })
}

/// Says that text follows the closing quote of a cell.
pub(in crate::input) fn quote_invalid(name: &str, line: u32) -> Diagnostic {
    Diagnostic::new(
        code::QUOTE_INVALID,
        "text follows the closing quote of a cell on this line",
        "du texte suit le guillemet fermant d'une cellule de cette ligne",
    )
    .at(Place::line(name, line))
    .help(
        "put the whole cell between quotes, and double every quote inside it",
        "mettre toute la cellule entre guillemets, et doubler ceux qu'elle contient",
    )
}

/// The row has too few or too many cells.
/// A row that has not the header's number of cells.
pub(in crate::input) struct Misfit<'a> {
    pub file: &'a str,
    pub line: u32,
    pub height: u32,
    pub cells: usize,
    pub columns: usize,
    pub delimiter: u8,
}

pub(in crate::input) fn field_count(row: Misfit<'_>) -> Diagnostic {
    let Misfit { file, line, height, cells, columns, delimiter } = row;
    let (code, en, fr) =
        if cells < columns { (code::FIELDS_MISSING, "fewer", "moins") } else { (code::FIELDS_EXTRA, "more", "plus") };
    let finding = Diagnostic::new(
        code,
        format!("this row has {en} cells than the header: {cells} instead of {columns}"),
        format!("cette ligne a {fr} de cellules que l'en-tête\u{a0}: {cells} au lieu de {columns}"),
    )
    .at(Place::line(file, line));
    if height > 1 {
        let last = line + height - 1;
        finding.help(
            format!("a quoted cell makes the row run to line {last}: is a quote missing or too many?"),
            format!("une cellule entre guillemets prolonge la ligne jusqu'à la {last}\u{a0}: manque-t-il un guillemet\u{a0}?"),
        )
    } else if code == code::FIELDS_EXTRA && delimiter == b',' {
        finding.help(
            "a cell that holds a comma, such as 1200,50, must stand between quotes: \"1200,50\"",
            "une cellule qui contient une virgule, comme 1200,50, s'écrit entre guillemets\u{a0}: \"1200,50\"",
        )
    } else if code == code::FIELDS_EXTRA {
        let delimiter = shown(delimiter);
        finding.help(
            format!("a cell that holds \"{delimiter}\" must stand between quotes; cells beyond the header need a name in it"),
            format!(
                "une cellule qui contient «\u{a0}{delimiter}\u{a0}» s'écrit entre guillemets\u{a0}; une cellule de plus que \
                 l'en-tête doit y avoir un nom"
            ),
        )
    } else {
        finding.help(
            "an empty cell keeps its delimiter; was the line cut, or broken in two?",
            "une cellule vide garde son séparateur\u{a0}; la ligne a-t-elle été coupée, ou brisée en deux\u{a0}?",
        )
    }
}

pub(in crate::input) fn too_wide(name: &str, columns: usize, widest: usize) -> Diagnostic {
    Diagnostic::new(
        code::TOO_WIDE,
        format!("the header of {name} has {columns} columns; the widest list that is read has {widest}"),
        format!("l'en-tête de {name} a {columns} colonnes\u{a0}; la liste la plus large acceptée en a {widest}"),
    )
    .at(Place::file(name))
    .help("keep the columns that are needed", "ne garder que les colonnes utiles")
}

pub(in crate::input) fn merge_conflict(name: &str, line: u32) -> Diagnostic {
    Diagnostic::new(
        code::MERGE_CONFLICT,
        format!("{name} holds the conflict marks of version control: two versions of its rows stand in it"),
        format!(
            "{name} contient les marques de conflit d'un gestionnaire de versions\u{a0}: deux versions de ses lignes y \
             figurent"
        ),
    )
    .at(Place::line(name, line))
    .help(
        "settle the merge: keep the right rows, of events.csv the acts of both, and remove the lines <<<<<<<, ======= and \
         >>>>>>>",
        "résoudre la fusion\u{a0}: garder les bonnes lignes, dans events.csv les actes des deux, et ôter les lignes <<<<<<<, \
         ======= et >>>>>>>",
    )
}

/// Says that a quote that opens in one row and closes in another makes one row of both.
pub(in crate::input) fn row_swallowed(name: &str, line: u32, swallowed: u32) -> Diagnostic {
    Diagnostic::new(
        code::ROW_SWALLOWED,
        format!("a quoted cell of this row runs over several lines, and line {swallowed} looks like a row of its own"),
        format!(
            "une cellule entre guillemets de cette ligne en couvre plusieurs, et la ligne {swallowed} ressemble à une ligne \
             à part entière"
        ),
    )
    .at(Place::line(name, line))
    .at(Place::line(name, swallowed))
    .help(
        "close the quote where the cell ends; if it is one cell, write it on one line",
        "fermer le guillemet où la cellule se termine\u{a0}; si c'est bien une seule cellule, l'écrire sur une seule ligne",
    )
}

pub(in crate::input) fn total_row(name: &str, line: u32) -> Diagnostic {
    Diagnostic::new(
        code::TOTAL_ROW,
        "this row is a total of others, and no record of its own",
        "cette ligne est un total d'autres lignes, et non un enregistrement",
    )
    .at(Place::line(name, line))
    .help("remove it", "la supprimer")
}
