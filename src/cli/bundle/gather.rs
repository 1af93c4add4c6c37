//! What a customer's file takes over from elsewhere: invoice documents that `invoices.csv` names, letters that earlier
//! runs wrote.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::cli::papers::filed;
use crate::cli::reading::documents::{Documents, Unread, read};
use crate::letter::run::file_names::{end, is_one};
use crate::letter::run::files::Output;
use crate::letter::run::manifest::FILE_NAME;
use crate::letter::safe::{Case, file_part};
use crate::model::{Date, Event, EventKind, InvoiceMore, ItemId};
use crate::output::statement::dossier::{Dossier, Found, Sent};

/// Returns what became of the documents that invoices name, and those that were found.
pub fn invoices(dossier: &Dossier<'_>, folder: &Documents) -> (Vec<(ItemId, Found)>, Vec<Output>) {
    let (mut states, mut documents) = (Vec::new(), Vec::new());
    let mut names: BTreeMap<(String, &str), Found> = BTreeMap::new();
    for item in dossier.items() {
        let number = dossier.ledger.number(dossier.ledger.invoice(item).number).to_owned();
        for path in dossier.ledger.more(item).into_iter().flat_map(InvoiceMore::files) {
            // The instalments of an invoice name one document.
            let key = (number.clone(), path);
            if let Some(known) = names.get(&key) {
                states.push((item, known.clone()));
                continue;
            }
            let again = names.keys().filter(|(known, _)| *known == number).count();
            let part = if again == 0 { String::new() } else { format!("__{}", again + 1) };
            let name = format!("invoice__{}{part}{}", file_part(&number, Case::Upper), end(path));
            let found = copied(folder, path, name, &mut documents);
            names.insert(key, found.clone());
            states.push((item, found));
        }
    }
    (states, documents)
}

/// A document that proves an event.
pub struct Proof<'a> {
    /// The event, the first of those that name it.
    pub event: &'a Event,
    /// What became of the document.
    pub found: Found,
}

/// Returns the documents that events name, each once, and those that were found.
pub fn proofs<'a>(dossier: &'a Dossier<'_>, folder: &Documents) -> (Vec<Proof<'a>>, Vec<Output>) {
    let (mut proofs, mut documents, mut seen): (Vec<Proof<'_>>, _, _) = (Vec::new(), Vec::new(), BTreeSet::new());
    for event in dossier.events() {
        for path in event.files().filter(|path| seen.insert((*path).to_owned())) {
            let name = format!("proof__{}__{:03}{}", event.date, proofs.len() + 1, end(path));
            proofs.push(Proof { event, found: copied(folder, path, name, &mut documents) });
        }
    }
    (proofs, documents)
}

/// Takes a document over under a name, and returns what became of it.
fn copied(folder: &Documents, path: &str, name: String, documents: &mut Vec<Output>) -> Found {
    let document = match folder.find(path) {
        Ok(document) => document,
        Err(found) => return found,
    };
    let Some(bytes) = document.read() else { return Found::Missing(path.to_owned()) };
    documents.push(Output::new(name.clone(), bytes));
    Found::Copied(name)
}

/// What a manifest says of one notice.
struct Written {
    folder: PathBuf,
    /// Each file and its hash.
    files: Vec<(String, String)>,
}

/// Returns the letters and calls of the history, in its order, and the documents that were found as they were written.
pub fn letters(dossier: &Dossier<'_>, folder: &Path) -> (Vec<Sent>, Vec<Output>) {
    let mut sent: Vec<Sent> = Vec::new();
    let mut places: BTreeMap<String, usize> = BTreeMap::new();
    for event in dossier.events().filter(|event| matches!(event.kind, EventKind::Notice | EventKind::Call)) {
        let key = event.event_id.clone().unwrap_or_else(|| format!("line {}", event.line));
        let place = *places.entry(key).or_insert_with(|| {
            sent.push(Sent {
                date: event.date,
                is_call: event.kind == EventKind::Call || event.channel.as_deref() == Some("phone"),
                notice_id: event.event_id.clone(),
                level: event.level.clone(),
                channel: event.channel.clone(),
                invoices: Vec::new(),
                references: Vec::new(),
                documents: Vec::new(),
            });
            sent.len() - 1
        });
        let one = &mut sent[place];
        let mut add = |list: fn(&mut Sent) -> &mut Vec<String>, text: String| {
            if !list(one).contains(&text) {
                list(one).push(text);
            }
        };
        if let Some(number) = event.invoice {
            add(|one| &mut one.invoices, dossier.ledger.number(number).to_owned());
        }
        if let Some(reference) = &event.reference {
            add(|one| &mut one.references, reference.clone());
        }
    }
    let references = sent.iter().flat_map(|one| &one.references).map(String::as_str);
    let written = manifests(&filed::folders(folder, references));
    let (mut documents, mut taken): (_, BTreeMap<String, String>) = Default::default();
    for one in &mut sent {
        let Some(found) = one.notice_id.as_ref().and_then(|id| written.get(id)) else {
            // A call leaves no paper.
            if !one.is_call {
                one.documents.push(Found::Missing(one.references.join(", ")));
            }
            continue;
        };
        let state = |(file, sha256): &(String, String)| match read(&found.folder.join(file)) {
            Err(Unread::TooLarge) => Found::TooLarge(file.clone()),
            Err(Unread::Missing) => Found::Missing(file.clone()),
            Ok(bytes) => match Output::new(String::new(), bytes) {
                copy if copy.sha256 == *sha256 => taken_over(copy, one.date, file, &mut taken, &mut documents),
                _ => Found::Altered(file.clone()),
            },
        };
        one.documents = found.files.iter().map(state).collect();
    }
    (sent, documents)
}

/// Takes a letter over under a name of its own: two folders may have letters of one name and day.
fn taken_over(
    copy: Output,
    day: Date,
    file: &str,
    taken: &mut BTreeMap<String, String>,
    documents: &mut Vec<Output>,
) -> Found {
    let plain = |name: &str| name.to_ascii_lowercase();
    let (mut name, mut count) = (format!("letter__{day}__{file}"), 1);
    while taken.get(&plain(&name)).is_some_and(|other| *other != copy.sha256) {
        count += 1;
        name = format!("letter__{day}__{count}__{file}");
    }
    if taken.insert(plain(&name), copy.sha256.clone()).is_none() {
        documents.push(Output { name: name.clone(), ..copy });
    }
    Found::Copied(name)
}

/// Returns what the manifests of folders say of each notice; of two that name one notice, the later.
fn manifests(folders: &[PathBuf]) -> BTreeMap<String, Written> {
    let mut found = BTreeMap::new();
    for folder in folders {
        let manifest =
            read(&folder.join(FILE_NAME)).ok().and_then(|bytes| serde_json::from_slice::<Value>(&bytes).ok());
        let Some(manifest) = manifest else { continue };
        let list = |value: &Value| value.as_array().cloned().unwrap_or_default();
        let outputs = list(&manifest["outputs"]);
        let hash = |file: &str| {
            let output = outputs.iter().find(|output| output["file"].as_str() == Some(file))?;
            Some((file.to_owned(), output["sha256"].as_str()?.to_owned()))
        };
        for notice in list(&manifest["notices"]) {
            let files = list(&notice["files"]);
            // A manifest could be anybody's.
            let files = files.iter().filter_map(Value::as_str).filter(|file| is_one(file)).filter_map(hash).collect();
            if let Some(id) = notice["notice_id"].as_str() {
                found.insert(id.to_owned(), Written { folder: folder.clone(), files });
            }
        }
    }
    found
}
