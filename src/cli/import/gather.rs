//! The files that are given: opened, read, and completed by what the folder knows.

use std::path::PathBuf;

use super::standing::Standing;
use super::{Args, documents, twins};
use crate::diag::{Diagnostic, Place, code, nearest};
use crate::import::mapping::Mapping;
use crate::import::source::{Kind, Reader, Request, SourceFile};
use crate::import::{Incoming, join, known, readers, terms};
use crate::input::Source;
use crate::model::FileRole;
use crate::policy::Policy;

/// Returns the mapping of that name.
pub(super) fn mapping(name: &str, policy: &Policy) -> Result<Mapping, Vec<Diagnostic>> {
    if let Some(written) = policy.imports.get(name) {
        return Mapping::of(name, written);
    }
    let known: Vec<&str> = policy.imports.keys().map(String::as_str).collect();
    let finding = Diagnostic::new(
        code::import::MAPPING_UNKNOWN,
        format!("the policy has no table [import.{name}]"),
        format!("la politique n'a pas de table [import.{name}]"),
    )
    .at(Place::file(FileRole::Policy.file_name()));
    Err(vec![match (nearest(name, known.iter().copied()), known.join(", ")) {
        (Some(near), list) => finding.help(
            format!("did you mean {near}? mappings: {list}"),
            format!("vouliez-vous dire {near} ? correspondances : {list}"),
        ),
        (None, list) if list.is_empty() => finding.help(
            "a mapping is written in policy.toml; `relance import --help` says how",
            "une correspondance s'écrit dans policy.toml ; `relance importer --help` dit comment",
        ),
        (None, list) => finding.help(format!("mappings: {list}"), format!("correspondances : {list}")),
    }])
}

/// Opens the files and finds the reader of each, accounts first: what they say stands.
pub(super) fn open(
    paths: &[PathBuf],
    asked: Option<Kind>,
    request: &Request<'_>,
) -> Result<Vec<(Reader, SourceFile)>, Vec<Diagnostic>> {
    let mut files = Vec::new();
    let mut faults = Vec::new();
    for path in paths {
        let opened = Source::open(path, &path.display().to_string()).and_then(SourceFile::open).and_then(|file| {
            let reader = readers::of(&file, asked, request)?;
            Ok((reader, file))
        });
        match opened {
            Ok(found) => files.push(found),
            Err(mut finding) => {
                if finding.code == code::input::FILE_MISSING {
                    // Its way out speaks of the folder's files.
                    finding.help = None;
                }
                faults.push(*finding);
            }
        }
    }
    files.sort_by_key(|(reader, _)| reader.kind);
    if faults.is_empty() { Ok(files) } else { Err(faults) }
}

/// Reads the files and completes what they say by what the folder knows; with the documents to be copied into it.
pub(super) fn gather(
    args: &Args,
    files: &[(Reader, SourceFile)],
    request: &Request<'_>,
    standing: &Standing<'_>,
) -> (Incoming, Vec<documents::Copy>) {
    let terms = &request.policy.terms;
    let mut incoming = read(files, request);
    // Where there is nobody yet, nobody is looked for in a million rows.
    if standing.ledger().is_some() {
        known::recognise(&mut incoming, standing);
    }
    let has_terms = |customer: &str| terms.default.is_some() || terms.by_law || standing.has_terms(customer);
    let undated = terms::give(&mut incoming, args.terms.as_ref(), standing, &has_terms);
    incoming.is_unusable |= undated.is_some();
    incoming.findings.extend(undated);
    twins::recognise(&mut incoming, standing);
    twins::leave_out(&mut incoming, standing, request.policy.currency);
    let sources: Vec<&SourceFile> = files.iter().map(|(_, file)| file).collect();
    let copies = documents::shelve(&mut incoming, &sources, &args.files.folder, args.update);
    let copies = copies.unwrap_or_else(|findings| {
        incoming.is_unusable = true;
        incoming.findings.extend(findings);
        Vec::new()
    });
    (incoming, copies)
}

/// Reads the files, those of one kind together, and joins what they say.
fn read(files: &[(Reader, SourceFile)], request: &Request<'_>) -> Incoming {
    let parts = files.chunk_by(|(one, _), (two, _)| one.kind == two.kind).map(|files| {
        let (reader, _) = files[0];
        let files: Vec<&SourceFile> = files.iter().map(|(_, file)| file).collect();
        let mut part = (reader.read)(&files, request);
        part.sources.iter_mut().for_each(|source| source.kind = Some(reader.kind));
        part
    });
    join::join(parts.collect(), request.folder)
}

/// Leaves out the documents of files of which rows were refused.
pub(super) fn kept(mut copies: Vec<documents::Copy>, incoming: &Incoming) -> Vec<documents::Copy> {
    let is_refused = |list: u32| incoming.refused.range((list, 0)..(list + 1, 0)).next().is_some();
    copies.retain(|copy| !is_refused(copy.list));
    copies
}
