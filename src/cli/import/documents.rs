//! The documents of imported invoices: letters and bundles carry them, so they are named from the folder. One that
//! stands elsewhere is copied into it.

use std::collections::BTreeMap;
use std::path::Path;
use std::{fs, io};

use crate::cli::disk::files::{self as disk, Durability};
use crate::cli::disk::target::SHELF;
use crate::cli::reading::trial::unwritable;
use crate::diag::{Diagnostic, Place, code};
use crate::import::Incoming;
use crate::import::einvoice::pdf;
use crate::import::source::{Kind, SourceFile};
use crate::input::columns::Column;
use crate::letter::safe::{Case, file_part};
use crate::model::FileRole;

/// A document to be copied.
#[derive(Debug)]
pub struct Copy {
    /// Its path in the folder.
    pub name: String,
    /// The place of its file in [`Incoming::lists`].
    pub list: u32,
    bytes: Vec<u8>,
}

/// Names the document of each invoice from the folder, and returns those that are to be copied into it. `files` are
/// those of [`Incoming::lists`]; `replaces` says whether another document under the same name goes.
///
/// # Errors
/// Returns the findings when a document cannot be read, or another one stands under its name and stays.
pub fn shelve(
    incoming: &mut Incoming,
    files: &[&SourceFile],
    folder: &Path,
    replaces: bool,
) -> Result<Vec<Copy>, Vec<Diagnostic>> {
    let sources = incoming.sources.iter().zip(0_u32..).zip(files);
    let invoices = sources.filter(|((source, _), _)| source.kind == Some(Kind::Einvoice));
    let documents: BTreeMap<&str, (u32, &SourceFile)> =
        invoices.map(|((source, list), file)| (source.file.as_str(), (list, *file))).collect();
    let Some(rows) = incoming.files.get(&FileRole::Invoices) else { return Ok(Vec::new()) };
    let mut names: BTreeMap<String, String> = BTreeMap::new();
    let (mut copies, mut findings) = (Vec::new(), Vec::new());
    for row in rows.rows.iter() {
        let written = row.get(Column::File);
        let Some(&(list, file)) = documents.get(written).filter(|_| !names.contains_key(written)) else { continue };
        if let Some(inner) = inside(folder, &file.source.path) {
            names.insert(written.to_owned(), inner);
            continue;
        }
        let end = if pdf::is_pdf(&file.head) { "pdf" } else { "xml" };
        let name = format!("{SHELF}/{}.{end}", file_part(row.get(Column::InvoiceId), Case::Upper));
        match file.source.bytes() {
            Ok(bytes) => match disk::read_regular(&folder.join(&name), bytes.len() as u64) {
                Ok(there) if there == bytes => {}
                Err(error) if error.kind() == io::ErrorKind::NotFound => {
                    copies.push(Copy { name: name.clone(), list, bytes });
                }
                _ if replaces => copies.push(Copy { name: name.clone(), list, bytes }),
                _ => findings.push(taken(&name, file.name())),
            },
            Err(finding) => findings.push(*finding),
        }
        names.insert(written.to_owned(), name);
    }
    if !findings.is_empty() {
        return Err(findings);
    }
    if let Some(rows) = incoming.files.get_mut(&FileRole::Invoices).filter(|_| !names.is_empty()) {
        let cells: Vec<Option<String>> =
            rows.rows.iter().map(|row| names.get(row.get(Column::File)).cloned()).collect();
        rows.rewrite(|row, column| cells[row].clone().filter(|_| column == Column::File));
    }
    Ok(copies)
}

/// Returns the path of a file from the folder, when it stands in it.
fn inside(folder: &Path, path: &Path) -> Option<String> {
    let inner = path.canonicalize().ok()?.strip_prefix(folder.canonicalize().ok()?).ok()?.to_owned();
    let parts: Option<Vec<&str>> = inner.iter().map(|part| part.to_str()).collect();
    Some(parts?.join("/"))
}

fn taken(name: &str, file: &str) -> Diagnostic {
    Diagnostic::new(
        code::write::ID_CONFLICT,
        format!("another document stands at {name} already"),
        format!("un autre document se trouve déjà sous {name}"),
    )
    .at(Place::file(file))
    .at(Place::file(name))
    .help("--update replaces it", "--update le remplace")
}

/// Writes the copies; before the rows that name them.
///
/// # Errors
/// When one cannot be written.
pub fn write(copies: &[Copy], folder: &Path) -> anyhow::Result<()> {
    if copies.is_empty() {
        return Ok(());
    }
    let shelf = folder.join(SHELF);
    fs::create_dir_all(&shelf).map_err(|error| unwritable(SHELF, &error))?;
    for copy in copies {
        disk::replace(&folder.join(&copy.name), Durability::Synced, |out| out.write_all(&copy.bytes))
            .map_err(|error| unwritable(&copy.name, &error))?;
    }
    Ok(())
}
