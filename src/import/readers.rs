//! Every reader of files of other programs, and which of them a file is for.
//!
//! The kinds are tried in the order of [`READERS`]: each looks at the content and says yes, or why not.

use super::source::{Kind, Reader, Request, SourceFile};
use super::{bank, einvoice, fec, lifecycle, list, transfer};
use crate::diag::{Diagnostic, Place, code};
use crate::model::Bilingual;

/// Every reader, the one that takes any table last.
pub const READERS: &[Reader] =
    &[fec::READER, transfer::READER, bank::READER, einvoice::READER, lifecycle::READER, list::READER];

/// Returns the reader of a file: the first that recognises it.
///
/// # Errors
/// Returns the finding that tells why each kind does not fit, or that the kind asked for is not read.
pub fn of(file: &SourceFile, asked: Option<Kind>, request: &Request<'_>) -> Result<Reader, Box<Diagnostic>> {
    if is_page(&file.head) {
        return Err(Box::new(page(file)));
    }
    let candidates = || READERS.iter().filter(|reader| asked.is_none_or(|kind| kind == reader.kind));
    if let (Some(_), Some(forced)) = (asked, candidates().next()) {
        return Ok(*forced);
    }
    let mut why = Vec::new();
    for reader in candidates() {
        match (reader.recognise)(file, request) {
            Ok(()) => return Ok(*reader),
            Err(not) => why.push((reader.kind, not)),
        }
    }
    Err(Box::new(unrecognised(file, &why)))
}

/// Tells whether a file is a page for a browser, or a workbook written as XML, that calls itself a workbook.
fn is_page(head: &[u8]) -> bool {
    let start = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head).trim_ascii_start();
    let start = start[..start.len().min(2048)].to_ascii_lowercase();
    let has = |text: &str| start.windows(text.len()).any(|window| window == text.as_bytes());
    start.starts_with(b"<") && (has("<html") || has("<table") || has("urn:schemas-microsoft-com:office:spreadsheet"))
}

fn page(file: &SourceFile) -> Diagnostic {
    Diagnostic::new(
        code::import::KIND_UNKNOWN,
        format!("{} is a page in HTML or XML under the name of a table, which is not read", file.name()),
        format!("{} est une page HTML ou XML sous le nom d'un tableau, qui n'est pas lue", file.name()),
    )
    .at(Place::file(file.name()))
    .help(
        "open it in a spreadsheet, and save it as XLSX or CSV",
        "l'ouvrir dans un tableur, et l'enregistrer en XLSX ou en CSV",
    )
}

fn unrecognised(file: &SourceFile, why: &[(Kind, Bilingual)]) -> Diagnostic {
    let told = |pick: fn(&Bilingual) -> &str, colon: &str, stop: &str| -> String {
        // A list or a statement is what it most likely was to be.
        let mut likely: Vec<&(Kind, Bilingual)> = why.iter().rev().collect();
        likely.sort_by_key(|(kind, _)| !matches!(kind, Kind::List | Kind::Bank));
        let each = likely.into_iter().map(|(kind, not)| format!("{}{colon} {}", pick(&kind.name()), pick(not)));
        each.collect::<Vec<_>>().join(stop)
    };
    let (en, fr) = (told(|not| &not.en, ":", "; "), told(|not| &not.fr, " :", " ; "));
    Diagnostic::new(
        code::import::KIND_UNKNOWN,
        format!("nothing shows what {} is", file.name()),
        format!("rien ne montre ce qu'est {}", file.name()),
    )
    .at(Place::file(file.name()))
    .help(
        format!(
            "--as fec|list|transfer|bank|einvoice|lifecycle says what it is; for a list, a mapping of the policy says what \
             its columns mean. {en}"
        ),
        format!(
            "--as fec|list|transfer|bank|einvoice|lifecycle dit ce que c'est ; pour une liste, une correspondance de la \
             politique dit ce que veulent dire ses colonnes. {fr}"
        ),
    )
}
