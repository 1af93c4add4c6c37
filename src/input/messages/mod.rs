//! What reading says: one function per finding, each in both languages and with its way out.

mod amounts;
mod cells;
mod damage;
mod dates;
mod ledger;
mod references;
mod table;

pub(super) use amounts::*;
use cells::FORMULA_FAILED;
pub(super) use cells::*;
pub(super) use damage::*;
pub(super) use dates::*;
pub(super) use ledger::*;
pub(super) use references::*;
pub(super) use table::*;

use std::io;

use super::Refusal;
use super::workbook::Cell;
use crate::diag::code::input as code;
use crate::diag::{Diagnostic, Place};
use crate::model::FileRole;
use crate::model::unread::why;

pub(super) fn file_missing(name: &str) -> Refusal {
    let finding =
        Diagnostic::new(code::FILE_MISSING, format!("{name} is not there"), format!("{name} est introuvable"))
            .at(Place::file(name))
            .help(
                "name the folder with -C or the file with its option; `relance init` starts a folder",
                "indiquer le dossier avec -C ou le fichier avec son option\u{a0}; `relance creer` commence un dossier",
            );
    Box::new(finding)
}

pub(super) fn workbook_unreadable(name: &str, why: &str) -> Refusal {
    let finding = Diagnostic::new(
        code::FILE_UNREADABLE,
        format!("{name} cannot be read as a workbook: {why}"),
        format!("{name} ne peut pas être lu comme un classeur\u{a0}: {why}"),
    )
    .at(Place::file(name))
    .help(
        "open it in the spreadsheet program and save it as XLSX or CSV, without a password",
        "l'ouvrir dans le tableur et l'enregistrer en XLSX ou en CSV, sans mot de passe",
    );
    Box::new(finding)
}

pub(super) fn workbook_cut_off(name: &str) -> Refusal {
    let finding = Diagnostic::new(
        code::FILE_UNREADABLE,
        format!("{name} ends within a sheet"),
        format!("{name} s'arrête au milieu d'une feuille"),
    )
    .at(Place::file(name))
    .help("copy or download it again", "le copier ou le télécharger de nouveau");
    Box::new(finding)
}

pub(super) fn workbook_too_long(name: &str, longest: u64) -> Refusal {
    let longest = longest / (1024 * 1024);
    let finding = Diagnostic::new(
        code::FILE_UNREADABLE,
        format!("{name} unpacks to more than {longest} MiB"),
        format!("{name} contient, une fois décompressé, plus de {longest} Mio"),
    )
    .at(Place::file(name))
    .help("save the sheet that is wanted as CSV, or divide it", "enregistrer en CSV la feuille voulue, ou la diviser");
    Box::new(finding)
}

/// Says that a sheet has more cells than are read, up to the one to which it reaches.
pub(super) fn sheet_too_large(name: &str, sheet: &str, corner: Cell) -> Refusal {
    let corner = corner.name();
    let finding = Diagnostic::new(
        code::FILE_UNREADABLE,
        format!("the sheet {sheet} of {name} reaches to {corner}, which is too large"),
        format!("la feuille {sheet} de {name} va jusqu'à {corner}, ce qui est trop grand"),
    )
    .at(Place::file(name))
    .help(
        "delete the rows and columns that stand far from the list, or save the list as CSV",
        "supprimer les lignes et les colonnes éloignées de la liste, ou enregistrer la liste en CSV",
    );
    Box::new(finding)
}

/// Says that an archive is given where its files should be.
pub(super) fn archive(name: &str) -> Refusal {
    let finding = Diagnostic::new(
        code::FILE_UNREADABLE,
        format!("{name} is an archive of other files"),
        format!("{name} est une archive d'autres fichiers"),
    )
    .at(Place::file(name))
    .help(
        "unpack it, and import the files that are in it",
        "la décompresser, et importer les fichiers qu'elle contient",
    );
    Box::new(finding)
}

pub(super) fn formula_uncomputed(name: &str, sheet: &str, cell: Cell, column: &str) -> Refusal {
    let at = cell.name();
    let finding = Diagnostic::new(
        code::FILE_UNREADABLE,
        format!("{at} of {name} ({sheet}) is a formula, and the file does not say what it comes to"),
        format!("{at} de {name} ({sheet}) est une formule dont le fichier ne donne pas le résultat"),
    )
    .at(Place { column: Some(column.to_owned()).filter(|name| !name.is_empty()), ..Place::line(name, cell.line) })
    .help(
        "open the file in a spreadsheet and save it: the formulas are computed then",
        "ouvrir le fichier dans un tableur et l'enregistrer\u{a0}: les formules sont alors calculées",
    );
    Box::new(finding)
}

pub(super) fn not_a_file(name: &str) -> Refusal {
    let finding = Diagnostic::new(
        code::NOT_A_FILE,
        format!("{name} is a directory, and a file is expected"),
        format!("{name} est un dossier au lieu d'un fichier"),
    );
    Box::new(finding.at(Place::file(name)))
}

pub(super) fn file_unreadable(name: &str, error: &io::Error) -> Refusal {
    let why = why(error);
    let finding = Diagnostic::new(
        code::FILE_UNREADABLE,
        format!("{name} cannot be read: {}", why.en),
        format!("{name} ne peut pas être lu\u{a0}: {}", why.fr),
    );
    Box::new(finding.at(Place::file(name)))
}

/// Says that what is read has to be a file: a device never ends.
pub(super) fn not_regular(name: &str) -> Refusal {
    let finding = Diagnostic::new(
        code::FILE_UNREADABLE,
        format!("{name} is a device or a socket, and a file is expected"),
        format!("{name} est un périphérique ou une socket au lieu d'un fichier"),
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
        FileRole::Customers => ("a customer is just his id", "un client n'est que son code"),
        FileRole::Payments => ("nothing was paid", "rien n'a été payé"),
        FileRole::Events => ("nothing was done", "rien n'a été fait"),
        FileRole::Suspense => ("no receipt waits", "aucun encaissement n'attend"),
        FileRole::Policy => ("the built-in policy fr-b2b applies", "la politique intégrée fr-b2b s'applique"),
        FileRole::Invoices => ("nothing is owed", "rien n'est dû"),
    };
    let name = role.file_name();
    Diagnostic::new(
        code::FILE_ABSENT,
        format!("there is no {name}: {en}"),
        format!("il n'y a pas de {name}\u{a0}: {fr}"),
    )
    .at(Place::file(name))
}

pub(super) fn file_empty(name: &str) -> Diagnostic {
    Diagnostic::new(
        code::FILE_EMPTY,
        format!("{name} is empty: it has no header line"),
        format!("{name} est vide\u{a0}: il n'a pas de ligne d'en-tête"),
    )
    .at(Place::file(name))
    .help(
        "its first line names the columns; `relance init` writes it",
        "sa première ligne nomme les colonnes\u{a0}; `relance creer` l'écrit",
    )
}

pub(super) fn nul_byte(name: &str, line: u32) -> Refusal {
    let finding = Diagnostic::new(
        code::NUL_BYTE,
        format!("{name} holds a NUL byte: it is not text, or it was cut off while it was written"),
        format!("{name} contient un octet nul\u{a0}: ce n'est pas du texte, ou son écriture a été interrompue"),
    )
    .at(Place::line(name, line))
    .help("save it again as \"CSV UTF-8\"", "l'enregistrer à nouveau en «\u{a0}CSV UTF-8\u{a0}»");
    Box::new(finding)
}

/// Adds the way out of a doubt about letters.
fn with_encoding_help(finding: Diagnostic) -> Refusal {
    Box::new(finding.help(
        "save it as \"CSV UTF-8\", or declare `encoding = \"utf-8\"`, `\"windows-1252\"` or `\"iso-8859-15\"` under [files] \
         of the policy",
        "l'enregistrer en «\u{a0}CSV UTF-8\u{a0}», ou déclarer `encoding = \"utf-8\"`, `\"windows-1252\"` ou \
         `\"iso-8859-15\"` sous [files] dans la politique",
    ))
}

pub(super) fn utf16(name: &str) -> Refusal {
    let finding = Diagnostic::new(
        code::ENCODING_INVALID,
        format!("{name} is in UTF-16 (\"Unicode text\"), which is not read"),
        format!("{name} est en UTF-16 («\u{a0}texte Unicode\u{a0}»), qui n'est pas lu"),
    )
    .at(Place::file(name))
    .help("save it as \"CSV UTF-8\"", "l'enregistrer en «\u{a0}CSV UTF-8\u{a0}»");
    Box::new(finding)
}

/// Says that the last byte is what DOS put behind a text: nothing can be appended behind it.
pub(super) fn end_mark(name: &str) -> Diagnostic {
    Diagnostic::new(
        code::END_MARK,
        format!("{name} ends with the end-of-file mark of DOS (the character 1A)"),
        format!("{name} se termine par la marque de fin de fichier de DOS (le caractère 1A)"),
    )
    .at(Place::file(name))
    .help(
        "delete that last character, or save the file again as \"CSV UTF-8\"",
        "supprimer ce dernier caractère, ou enregistrer à nouveau le fichier en «\u{a0}CSV UTF-8\u{a0}»",
    )
}

pub(super) fn not_utf8(name: &str, line: u32) -> Refusal {
    with_encoding_help(
        Diagnostic::new(
            code::ENCODING_INVALID,
            format!("{name} is said to be UTF-8, and this line is not"),
            format!("{name} est annoncé en UTF-8, et cette ligne ne l'est pas"),
        )
        .at(Place::line(name, line)),
    )
}

pub(super) fn declared_but_marked(name: &str) -> Refusal {
    with_encoding_help(
        Diagnostic::new(
            code::ENCODING_INVALID,
            format!("the policy declares another encoding for {name}, which begins with the mark of UTF-8"),
            format!("la politique déclare un autre codage pour {name}, qui commence par la marque d'UTF-8"),
        )
        .at(Place::file(name)),
    )
}

pub(super) fn no_letter(name: &str, line: u32) -> Refusal {
    with_encoding_help(
        Diagnostic::new(
            code::ENCODING_INVALID,
            format!("{name} is neither UTF-8 nor Windows-1252 nor ISO-8859-15"),
            format!("{name} n'est ni en UTF-8, ni en Windows-1252, ni en ISO-8859-15"),
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
