//! What a customer's file takes over from elsewhere: invoice documents that `invoices.csv` names, letters that earlier
//! runs wrote. Nothing is read from outside the receivables folder.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::io::Read;
use std::path::{Component, Path, PathBuf};

use serde_json::Value;

use super::super::files::open_regular;
use super::super::passing::is_same;
use crate::letter::files::Output;
use crate::letter::manifest::FILE_NAME;
use crate::letter::safe::{Case, file_part};
use crate::model::{EventKind, ItemId};
use crate::output::statement::dossier::{Dossier, Found, Sent};

/// The most bytes of one document.
const LARGEST: u64 = 64 * 1024 * 1024;

/// The most characters of the end of a file name.
const LONGEST_END: usize = 5;

/// Returns what became of each invoice's document, and those that were found. `own` are files that tell of every customer.
pub fn invoices(dossier: &Dossier<'_>, folder: &Path, own: &[PathBuf]) -> (Vec<(ItemId, Found)>, Vec<Output>) {
    let (mut states, mut documents) = (Vec::new(), Vec::new());
    let mut names: BTreeMap<(String, String), Found> = BTreeMap::new();
    for item in dossier.items() {
        let number = dossier.ledger.number(dossier.ledger.invoice(item).number).to_owned();
        let Some(path) = dossier.ledger.more(item).and_then(|more| more.file.clone()) else { continue };
        // The instalments of an invoice name one document.
        let key = (number.clone(), path.clone());
        if let Some(known) = names.get(&key) {
            states.push((item, known.clone()));
            continue;
        }
        let again = names.keys().filter(|(known, _)| *known == number).count();
        let part = if again == 0 { String::new() } else { format!("__{}", again + 1) };
        let found = match inside(folder, &path) {
            Place::Inside(place) if is_own(&place, folder, own) => Found::Own(path),
            Place::Inside(place) if is_too_large(&place) => Found::TooLarge(path),
            Place::Inside(place) => match read(&place) {
                Some(bytes) => {
                    let name = format!("invoice__{}{part}{}", file_part(&number, Case::Upper), end(&path));
                    documents.push(Output::new(name.clone(), bytes));
                    Found::Copied(name)
                }
                None => Found::Missing(path),
            },
            Place::Absent => Found::Missing(path),
            Place::Outside => Found::Outside(path),
        };
        names.insert(key, found.clone());
        states.push((item, found));
    }
    (states, documents)
}

/// Where a path of the files leads.
enum Place {
    Inside(PathBuf),
    Absent,
    Outside,
}

/// Follows a path, links and all: a cell of a list must not be able to put any file of the machine into a file that is
/// handed over.
fn inside(folder: &Path, path: &str) -> Place {
    let written = Path::new(path.trim());
    let is_plain = |part: Component<'_>| matches!(part, Component::Normal(_) | Component::CurDir);
    if !written.components().all(is_plain) {
        return Place::Outside;
    }
    match (folder.canonicalize(), folder.join(written).canonicalize()) {
        (Ok(root), Ok(found)) if found.starts_with(&root) => Place::Inside(found),
        (Ok(_), Ok(_)) => Place::Outside,
        _ => Place::Absent,
    }
}

/// Tells whether a file is one of the folder's own, by whatever name or link it is reached: what tells of every customer
/// is handed over to nobody. Letters are taken over by the manifests, hidden files are nobody's documents.
fn is_own(place: &Path, folder: &Path, own: &[PathBuf]) -> bool {
    let inner = folder.canonicalize().ok().and_then(|root| place.strip_prefix(root).ok().map(Path::to_owned));
    let is_ours = inner.is_none_or(|inner| {
        let is_hidden = |part: Component<'_>| part.as_os_str().to_string_lossy().starts_with('.');
        inner.starts_with("letters") || inner.components().any(is_hidden)
    });
    let leads_there = |path: &PathBuf| {
        path.canonicalize()
            .is_ok_and(|path| path == place || open_regular(place).is_ok_and(|file| is_same(&file, &path)))
    };
    is_ours || own.iter().any(leads_there)
}

fn is_too_large(path: &Path) -> bool {
    fs::metadata(path).is_ok_and(|found| found.is_file() && found.len() > LARGEST)
}

/// Reads a plain file of a bearable size.
fn read(path: &Path) -> Option<Vec<u8>> {
    // A pipe or a device may never end.
    let found = fs::metadata(path).ok().filter(|found| found.is_file() && found.len() <= LARGEST)?;
    let mut bytes = Vec::with_capacity(usize::try_from(found.len()).ok()?);
    File::open(path).ok()?.take(LARGEST).read_to_end(&mut bytes).ok()?;
    Some(bytes)
}

/// Returns the end of a file's name, when it is a usual one.
fn end(path: &str) -> String {
    let end = Path::new(path.trim()).extension().and_then(|end| end.to_str()).unwrap_or_default().to_ascii_lowercase();
    let is_usual = (1..=LONGEST_END).contains(&end.len()) && end.bytes().all(|b| b.is_ascii_alphanumeric());
    if is_usual { format!(".{end}") } else { String::new() }
}

/// What a manifest says of one notice.
struct Written {
    folder: PathBuf,
    /// Each file and its hash.
    files: Vec<(String, String)>,
}

/// Returns the letters and calls of the history, in its order, and the documents that were found as they were written.
pub fn letters(dossier: &Dossier<'_>, folder: &Path) -> (Vec<Sent>, Vec<Output>) {
    let written = manifests(&folder.join("letters"));
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
    let (mut documents, mut taken) = (Vec::new(), BTreeSet::new());
    for one in &mut sent {
        let Some(found) = one.notice_id.as_ref().and_then(|id| written.get(id)) else {
            // A call leaves no paper.
            if !one.is_call {
                one.documents.push(Found::Missing(one.references.join(", ")));
            }
            continue;
        };
        for (file, sha256) in &found.files {
            let state = match read(&found.folder.join(file)) {
                None if is_too_large(&found.folder.join(file)) => Found::TooLarge(file.clone()),
                None => Found::Missing(file.clone()),
                Some(bytes) => {
                    let name = format!("letter__{}__{file}", one.date);
                    let copy = Output::new(name.clone(), bytes);
                    if copy.sha256 != *sha256 {
                        Found::Altered(file.clone())
                    } else {
                        if taken.insert(name.to_ascii_lowercase()) {
                            documents.push(copy);
                        }
                        Found::Copied(name)
                    }
                }
            };
            one.documents.push(state);
        }
    }
    (sent, documents)
}

/// Returns what the manifests below a folder say of each notice; of two that name one notice, the later.
fn manifests(folder: &Path) -> BTreeMap<String, Written> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let mut folders: Vec<PathBuf> = entries.map(|entry| entry.path()).collect();
    folders.sort();
    let mut found = BTreeMap::new();
    for folder in folders {
        let manifest = read(&folder.join(FILE_NAME)).and_then(|bytes| serde_json::from_slice::<Value>(&bytes).ok());
        let Some(manifest) = manifest else { continue };
        let list = |value: &Value| value.as_array().cloned().unwrap_or_default();
        let outputs = list(&manifest["outputs"]);
        let hash = |file: &str| {
            let output = outputs.iter().find(|output| output["file"].as_str() == Some(file))?;
            Some((file.to_owned(), output["sha256"].as_str()?.to_owned()))
        };
        for notice in list(&manifest["notices"]) {
            let files = list(&notice["files"]);
            let files = files.iter().filter_map(Value::as_str).filter(|file| is_name(file)).filter_map(hash).collect();
            if let Some(id) = notice["notice_id"].as_str() {
                found.insert(id.to_owned(), Written { folder: folder.clone(), files });
            }
        }
    }
    found
}

/// Tells whether a text of a manifest is a file name as we make them: a manifest could be anybody's.
fn is_name(file: &str) -> bool {
    !file.starts_with('.') && file.bytes().all(|b| b.is_ascii_alphanumeric() || b"._-".contains(&b))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_plain_files_of_the_folder_are_taken() {
        let scratch = tempfile::tempdir().unwrap();
        let folder = scratch.path().join("folder");
        fs::create_dir_all(folder.join("pdf")).unwrap();
        fs::write(scratch.path().join("secret"), "x").unwrap();
        fs::write(folder.join("pdf/F1.PDF"), "x").unwrap();
        for outside in ["../secret", "/etc/passwd", "pdf/../../secret"] {
            assert!(matches!(inside(&folder, outside), Place::Outside), "{outside}");
        }
        #[cfg(unix)]
        {
            std::os::unix::fs::symlink(scratch.path().join("secret"), folder.join("link.pdf")).unwrap();
            assert!(matches!(inside(&folder, "link.pdf"), Place::Outside));
        }
        assert!(matches!(inside(&folder, "pdf/F2.PDF"), Place::Absent));
        assert!(matches!(inside(&folder, "./pdf/F1.PDF"), Place::Inside(_)));
        assert!(read(&folder.join("pdf")).is_none());
        let own = [folder.join("invoices.csv")];
        fs::write(&own[0], "x").unwrap();
        fs::hard_link(&own[0], folder.join("pdf/F3.pdf")).unwrap();
        fs::create_dir(folder.join("letters")).unwrap();
        fs::write(folder.join("letters/all.txt"), "x").unwrap();
        let is_own = |path: &str| match inside(&folder, path) {
            Place::Inside(place) => is_own(&place, &folder, &own),
            _ => panic!("{path}"),
        };
        for path in ["invoices.csv", "./invoices.csv", "pdf/F3.pdf", "letters/all.txt"] {
            assert!(is_own(path), "{path}");
        }
        assert!(!is_own("pdf/F1.PDF"));
        assert_eq!((end("a/F1.PDF"), end("x"), end("x.p$f")), (".pdf".to_owned(), String::new(), String::new()));
        assert!(is_name("C1__reminder__EUR.txt") && !is_name("../x") && !is_name("a/b") && !is_name(".x"));
    }
}
