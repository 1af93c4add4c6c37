//! What reading says: one function per finding, each in both languages and with its way out.

mod cells;
mod ledger;

pub(super) use cells::*;
pub(super) use ledger::*;

use std::io;

use super::Refusal;
use super::table::Table;
use crate::diag::code::input as code;
use crate::diag::{self, Code, Diagnostic, Place};
use crate::model::FileRole;

pub(super) fn file_missing(name: &str) -> Refusal {
    let finding =
        Diagnostic::new(code::FILE_MISSING, format!("{name} is not there"), format!("{name} est introuvable"))
            .at(Place::file(name))
            .help(
                "name the folder with -C or the file with its option; `relance init` starts a folder",
                "indiquer le dossier avec -C ou le fichier avec son option\u{a0}; `relance init` commence un dossier",
            );
    Box::new(finding)
}

pub(super) fn not_a_file(name: &str) -> Refusal {
    let finding = Diagnostic::new(
        code::NOT_A_FILE,
        format!("{name} is a directory, and a file is expected"),
        format!("{name} est un dossier au lieu d’un fichier"),
    );
    Box::new(finding.at(Place::file(name)))
}

pub(super) fn file_unreadable(name: &str, error: &io::Error) -> Refusal {
    let finding = Diagnostic::new(
        code::FILE_UNREADABLE,
        format!("{name} cannot be read: {error}"),
        format!("{name} ne peut pas être lu\u{a0}: {error}"),
    );
    Box::new(finding.at(Place::file(name)))
}

/// Says that what is read has to be a file: a device never ends.
pub(super) fn not_regular(name: &str) -> Refusal {
    let finding = Diagnostic::new(
        code::FILE_UNREADABLE,
        format!("{name} is a device or a socket, and a file is expected"),
        format!("{name} est un périphérique ou une socket au lieu d’un fichier"),
    );
    Box::new(finding.at(Place::file(name)))
}

pub(super) fn pipe_too_long(name: &str, longest: u64) -> Refusal {
    let longest = longest / (1024 * 1024);
    let finding = Diagnostic::new(
        code::FILE_UNREADABLE,
        format!("{name} is a pipe that holds more than {longest} MiB"),
        format!("{name} est un tube qui contient plus de {longest} Mio"),
    );
    Box::new(
        finding
            .at(Place::file(name))
            .help("write it to a file and name that one", "enregistrer son contenu dans un fichier et nommer celui-ci"),
    )
}

pub(super) fn file_too_long(name: &str) -> Diagnostic {
    Diagnostic::new(code::FILE_UNREADABLE, format!("{name} is longer than 4 GiB"), format!("{name} dépasse 4 Gio"))
        .at(Place::file(name))
        .help("divide the folder, by customer or by year", "diviser le dossier, par client ou par année")
}

pub(super) fn file_absent(role: FileRole) -> Diagnostic {
    let (en, fr) = match role {
        FileRole::Customers => ("a customer is just his id", "un client n’est que son code"),
        FileRole::Payments => ("nothing was paid", "rien n’a été payé"),
        FileRole::Events => ("nothing was done", "rien n’a été fait"),
        FileRole::Policy => ("the built-in policy fr-b2b applies", "la politique intégrée fr-b2b s’applique"),
        FileRole::Invoices => ("nothing is owed", "rien n’est dû"),
    };
    let name = role.file_name();
    Diagnostic::new(
        code::FILE_ABSENT,
        format!("there is no {name}: {en}"),
        format!("il n’y a pas de {name}\u{a0}: {fr}"),
    )
    .at(Place::file(name))
}

pub(super) fn file_empty(name: &str) -> Diagnostic {
    Diagnostic::new(
        code::FILE_EMPTY,
        format!("{name} is empty: it has no header line"),
        format!("{name} est vide\u{a0}: il n’a pas de ligne d’en-tête"),
    )
    .at(Place::file(name))
    .help(
        "its first line names the columns; `relance init` writes it",
        "sa première ligne nomme les colonnes\u{a0}; `relance init` l’écrit",
    )
}

pub(super) fn nul_byte(name: &str, line: u32) -> Refusal {
    let finding = Diagnostic::new(
        code::NUL_BYTE,
        format!("{name} holds a NUL byte: it is not text, or it was cut off while it was written"),
        format!("{name} contient un octet nul\u{a0}: ce n’est pas du texte, ou son écriture a été interrompue"),
    )
    .at(Place::line(name, line))
    .help("save it again as \"CSV UTF-8\"", "l’enregistrer à nouveau en «\u{a0}CSV UTF-8\u{a0}»");
    Box::new(finding)
}

/// The way out of a doubt about letters.
fn with_encoding_help(finding: Diagnostic) -> Refusal {
    Box::new(finding.help(
        "save it as \"CSV UTF-8\", or declare `encoding = \"utf-8\"`, `\"windows-1252\"` or `\"iso-8859-15\"` under [files] \
         of the policy",
        "l’enregistrer en «\u{a0}CSV UTF-8\u{a0}», ou déclarer `encoding = \"utf-8\"`, `\"windows-1252\"` ou \
         `\"iso-8859-15\"` sous [files] dans la politique",
    ))
}

pub(super) fn utf16(name: &str) -> Refusal {
    with_encoding_help(
        Diagnostic::new(
            code::ENCODING_INVALID,
            format!("{name} is in UTF-16 (\"Unicode text\"), which is not read"),
            format!("{name} est en UTF-16 («\u{a0}texte Unicode\u{a0}»), qui n’est pas lu"),
        )
        .at(Place::file(name)),
    )
}

pub(super) fn not_utf8(name: &str, line: u32) -> Refusal {
    with_encoding_help(
        Diagnostic::new(
            code::ENCODING_INVALID,
            format!("{name} is said to be UTF-8, and this line is not"),
            format!("{name} est annoncé en UTF-8, et cette ligne ne l’est pas"),
        )
        .at(Place::line(name, line)),
    )
}

pub(super) fn declared_but_marked(name: &str) -> Refusal {
    with_encoding_help(
        Diagnostic::new(
            code::ENCODING_INVALID,
            format!("the policy declares another encoding for {name}, which begins with the mark of UTF-8"),
            format!("la politique déclare un autre codage pour {name}, qui commence par la marque d’UTF-8"),
        )
        .at(Place::file(name)),
    )
}

pub(super) fn no_letter(name: &str, line: u32) -> Refusal {
    with_encoding_help(
        Diagnostic::new(
            code::ENCODING_INVALID,
            format!("{name} is neither UTF-8 nor Windows-1252 nor ISO-8859-15"),
            format!("{name} n’est ni en UTF-8, ni en Windows-1252, ni en ISO-8859-15"),
        )
        .at(Place::line(name, line)),
    )
}

pub(super) fn looks_like_dos(name: &str, line: u32) -> Refusal {
    with_encoding_help(
        Diagnostic::new(
            code::ENCODING_AMBIGUOUS,
            format!("{name} looks like a file of DOS (CP850) or of a Macintosh: signs of Windows-1252 stand inside words"),
            format!(
                "{name} ressemble à un fichier DOS (CP850) ou Macintosh\u{a0}: des signes de Windows-1252 sont au milieu \
                 de mots"
            ),
        )
        .at(Place::line(name, line)),
    )
}

pub(super) fn two_encodings(name: &str, windows: u32, iso: u32) -> Refusal {
    with_encoding_help(
        Diagnostic::new(
            code::ENCODING_AMBIGUOUS,
            format!("{name} fits Windows-1252 on line {windows} and ISO-8859-15 on line {iso}"),
            format!("{name} correspond à Windows-1252 ligne {windows} et à ISO-8859-15 ligne {iso}"),
        )
        .at(Place::line(name, windows))
        .at(Place::line(name, iso)),
    )
}

pub(super) fn partly_utf8(name: &str, utf8: u32, stray: u32) -> Refusal {
    with_encoding_help(
        Diagnostic::new(
            code::ENCODING_AMBIGUOUS,
            format!("{name} is UTF-8 on line {utf8}, and another encoding on line {stray}"),
            format!("{name} est en UTF-8 ligne {utf8}, et dans un autre encodage ligne {stray}"),
        )
        .at(Place::line(name, utf8))
        .at(Place::line(name, stray)),
    )
}

pub(super) fn two_delimiters(name: &str, one: u8, two: u8) -> Diagnostic {
    let shown = |byte: u8| if byte == b'\t' { "tab".to_owned() } else { char::from(byte).to_string() };
    let (one, two) = (shown(one), shown(two));
    Diagnostic::new(
        code::DELIMITER_AMBIGUOUS,
        format!("the header of {name} holds every required column whether divided by \"{one}\" or by \"{two}\""),
        format!(
            "l’en-tête de {name} contient toutes les colonnes requises, divisé par «\u{a0}{one}\u{a0}» comme par \
             «\u{a0}{two}\u{a0}»"
        ),
    )
    .at(Place::file(name))
    .help(
        format!("declare `delimiter = \"{one}\"` or `\"{two}\"` under [files] of the policy"),
        format!("déclarer `delimiter = \"{one}\"` ou `\"{two}\"` sous [files] dans la politique"),
    )
}

pub(super) fn quote_unclosed(name: &str, opened: u32, closed: Option<u32>) -> Diagnostic {
    let finding = match closed {
        None => Diagnostic::new(
            code::QUOTE_UNCLOSED,
            "a quote opens a cell on this line and is never closed: it swallows the rest of the file",
            "un guillemet ouvre une cellule sur cette ligne et n’est jamais fermé\u{a0}: il avale la fin du fichier",
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
        "fermer la cellule par un guillemet, et doubler ceux qu’elle contient",
    )
}

pub(super) fn column_missing(
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
        format!("{name} n’a pas de colonne {column}"),
    )
    .at(Place { text: Some(header.join(" | ")), ..Place::line(name, line) })
    .help(format!("{meant}{en}: {names}"), format!("{voulu}{fr}\u{a0}: {names}"))
}

pub(super) fn column_duplicate(name: &str, line: u32, one: &str, two: &str) -> Diagnostic {
    let place = |column: &str| Place { column: Some(column.to_owned()), ..Place::line(name, line) };
    Diagnostic::new(
        code::COLUMN_DUPLICATE,
        format!("the columns \"{one}\" and \"{two}\" of {name} have the same meaning"),
        format!("les colonnes «\u{a0}{one}\u{a0}» et «\u{a0}{two}\u{a0}» de {name} ont le même sens"),
    )
    .at(place(one))
    .at(place(two))
    .help("rename or remove one of them", "renommer ou supprimer l’une des deux")
}

pub(super) fn columns_unknown(table: &Table) -> Option<Diagnostic> {
    let name = &table.source().name;
    let unknown = table.unknown().collect::<Vec<_>>().join(", ");
    (!unknown.is_empty()).then(|| {
        Diagnostic::new(
            code::COLUMN_UNKNOWN,
            format!("{name} has columns that are not known; they are kept and ignored: {unknown}"),
            format!("{name} a des colonnes inconnues, conservées et ignorées\u{a0}: {unknown}"),
        )
        .at(Place::file(name.as_str()))
    })
}

/// The row has too few or too many cells.
/// Text follows the closing quote of a cell.
pub(super) fn quote_invalid(name: &str, line: u32) -> Diagnostic {
    Diagnostic::new(
        code::QUOTE_INVALID,
        "text follows the closing quote of a cell on this line",
        "du texte suit le guillemet fermant d’une cellule de cette ligne",
    )
    .at(Place::line(name, line))
    .help(
        "put the whole cell between quotes, and double every quote inside it",
        "mettre toute la cellule entre guillemets, et doubler ceux qu’elle contient",
    )
}

pub(super) fn field_count(table: &Table) -> Diagnostic {
    let (cells, columns) = (table.cells(), table.names().len());
    let (code, en, fr) =
        if cells < columns { (code::FIELDS_MISSING, "fewer", "moins") } else { (code::FIELDS_EXTRA, "more", "plus") };
    let finding = Diagnostic::new(
        code,
        format!("this row has {en} cells than the header: {cells} instead of {columns}"),
        format!("cette ligne a {fr} de cellules que l’en-tête\u{a0}: {cells} au lieu de {columns}"),
    )
    .at(Place::line(table.source().name.as_str(), table.line()));
    if table.height() > 1 {
        let last = table.line() + table.height() - 1;
        finding.help(
            format!("a quoted cell makes the row run to line {last}: is a quote missing or too many?"),
            format!("une cellule entre guillemets prolonge la ligne jusqu’à la {last}\u{a0}: manque-t-il un guillemet\u{a0}?"),
        )
    } else if code == code::FIELDS_EXTRA && table.dialect().delimiter == b',' {
        finding.help(
            "a cell that holds a comma, such as 1200,50, must stand between quotes: \"1200,50\"",
            "une cellule qui contient une virgule, comme 1200,50, s’écrit entre guillemets\u{a0}: \"1200,50\"",
        )
    } else {
        finding
    }
}

pub(super) fn more_of_the_kind(name: &str, code: Code, count: usize) -> Diagnostic {
    let finding = match count {
        1 => Diagnostic::new(
            code,
            format!("1 more finding of this kind in {name} is not listed"),
            format!("1 autre constat de cette nature dans {name} n'est pas listé"),
        ),
        _ => Diagnostic::new(
            code,
            format!("{count} more findings of this kind in {name} are not listed"),
            format!("{count} autres constats de cette nature dans {name} ne sont pas listés"),
        ),
    };
    Diagnostic { count, ..finding.at(Place::file(name)) }
}
