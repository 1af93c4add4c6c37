//! What the runs of a folder of letters read, beside what is there now.
//!
//! `events.csv` grows, also by the notices of the run itself: it is as it was when its first rows say what they said.
//! So do the files of customers, invoices and payments, by rows below the others: their first bytes must be the same.

use std::path::{Component, Path, PathBuf};

use super::super::making::{grows, name_of, policy_hash, policy_inputs};
use super::super::{Args, look, wording};
use super::report::{Outcome, POLICY, Part, Row};
use crate::cli::disk::files;
use crate::cli::reading::rate_tables;
use crate::cli::reading::trial::FolderFile;
use crate::input::edit::{CsvFile, State};
use crate::letter::run::manifest::{HistoryState, Input};
use crate::letter::run::runs::Past;
use crate::letter::safe::sha256_hex;
use crate::model::FileRole;
use crate::policy::{Policy, PolicyFile};

/// What a run would read now.
#[derive(Debug)]
pub struct Now<'a> {
    args: &'a Args,
    policy_sha256: String,
    files: Vec<Found>,
    /// The history, where it can be read.
    events: Option<CsvFile>,
}

/// One file of those.
#[derive(Debug)]
struct Found {
    input: Input,
    role: Option<FileRole>,
    /// Where it is, of a file of the ledger.
    path: Option<PathBuf>,
}

impl Found {
    fn is_history(&self) -> bool {
        self.role == Some(FileRole::Events)
    }

    /// Returns what it held when it was read, where it only grew since.
    fn beginning(&self, then: &Input) -> Option<Vec<u8>> {
        let path = self.path.as_ref().filter(|_| self.role.is_some_and(grows))?;
        let now = files::read_regular(path, u64::MAX).ok()?;
        then.beginning(&now).map(<[u8]>::to_vec)
    }
}

impl<'a> Now<'a> {
    /// Looks at the folder.
    pub fn look(args: &'a Args, policy: &Policy, policy_files: &[PolicyFile]) -> Now<'a> {
        let files = &args.common.files;
        let policy_inputs = policy_inputs(policy_files).into_iter();
        let given = |input, role| Found { input, role, path: None };
        let mut found: Vec<Found> = policy_inputs.map(|input| given(input, Some(FileRole::Policy))).collect();
        let mut add = |name: String, path: &Path, role| {
            let read = files::read_regular(path, u64::MAX).ok();
            let read = read.map(|bytes| Found { path: Some(path.to_owned()), ..given(Input::new(name, &bytes), role) });
            found.extend(read);
        };
        for role in FileRole::OF_LEDGER {
            let path = files.sources().locate(role).path;
            add(name_of(&path, role), &path, Some(role));
        }
        for (name, path) in rate_tables::places(files, policy) {
            add(name, &path, None);
        }
        let root = wording::Root::of(args.templates.as_deref(), &files.folder);
        let (wording, _) = wording::judged(&root, policy);
        let templates = wording.iter().map(|one| Input::new(one.file.clone(), one.text.as_bytes()));
        let design = look::design(&root, &files.folder, policy).map(|design| look::inputs(&design));
        found.extend(templates.chain(design.into_iter().flatten()).map(|input| given(input, None)));
        let events = FolderFile::open(FileRole::Events, files, policy).ok().and_then(|file| file.file);
        Now { args, policy_sha256: policy_hash(policy_files), files: found, events }
    }

    /// Compares what a run was given with what is there; what is there alone is added.
    pub fn rows(&self, past: &Past<'_>) -> Vec<Row> {
        let policy = Row::of(Part::Policy, POLICY, past.policy_sha256, Some(self.policy_sha256.clone()));
        let mut rows = vec![policy];
        for input in past.inputs {
            let known = self.files.iter().find(|now| now.input.file == input.file);
            let found = match known {
                Some(now) => Some(now.input.sha256.clone()),
                // One that no run would read now.
                None => inside(&self.args.common.files.folder, &input.file).and_then(|path| hash(&path)),
            };
            let mut row = Row::of(Part::Input, &input.file, &input.sha256, found);
            let has_grown =
                |now: &Found| if now.is_history() { self.has_grown(past) } else { now.beginning(input).is_some() };
            if row.outcome == Outcome::Changed && known.is_some_and(has_grown) {
                row.outcome = Outcome::Grown;
            }
            rows.push(row);
        }
        let is_new = |now: &Found| !past.inputs.iter().any(|input| input.file == now.input.file);
        // A history that began since then is one that grew.
        let added = self.files.iter().filter(|now| is_new(now) && !now.is_history());
        let row = |now: &Found| Row::added(Part::Input, now.input.file.clone(), Some(now.input.sha256.clone()));
        rows.extend(added.map(row));
        rows
    }

    /// Returns what the files held that grew since a run read them; nothing where one is gone or was changed.
    pub fn then(&self, past: &Past<'_>) -> Option<Vec<(FileRole, Vec<u8>)>> {
        if !self.rows(past).iter().all(|row| row.outcome.is_sound()) {
            return None;
        }
        let mut grown = Vec::new();
        for (now, role) in self.files.iter().filter_map(|now| Some((now, now.role?))) {
            let then = past.inputs.iter().find(|input| input.file == now.input.file);
            let bytes = match then {
                Some(then) if then.sha256 == now.input.sha256 => continue,
                Some(then) if !now.is_history() => now.beginning(then)?,
                Some(_) => State::beginning(self.events.as_ref()?, past.history?.rows).to_vec(),
                None => State::beginning(self.events.as_ref()?, 0).to_vec(),
            };
            grown.push((role, bytes));
        }
        Some(grown)
    }

    fn has_grown(&self, past: &Past<'_>) -> bool {
        let begins = |then: &HistoryState, file| State::begins(file, then.rows, &then.sha256);
        past.history.zip(self.events.as_ref()).is_some_and(|(then, file)| begins(then, file))
    }
}

/// Returns a file that a manifest names, below a folder; nothing when the name leads out of it.
pub fn inside(folder: &Path, name: &str) -> Option<PathBuf> {
    let is_plain = Path::new(name).components().all(|part| matches!(part, Component::Normal(_)));
    is_plain.then(|| folder.join(name)).filter(|path| path.is_file())
}

/// Returns the SHA-256 of a file that can be read.
pub fn hash(path: &Path) -> Option<String> {
    files::read_regular(path, u64::MAX).ok().map(|bytes| sha256_hex(&bytes))
}

/// Tells whether a file has that SHA-256 once all its lines end as those of one system do.
pub fn has_line_ends_of(path: &Path, sha256: &str) -> bool {
    let Ok(bytes) = files::read_regular(path, u64::MAX) else { return false };
    let unix: Vec<u8> = bytes
        .iter()
        .enumerate()
        .filter(|(i, b)| **b != b'\r' || bytes.get(i + 1) != Some(&b'\n'))
        .map(|(_, b)| *b)
        .collect();
    let windows = || {
        unix.iter()
            .flat_map(|b| if *b == b'\n' { b"\r\n".as_slice() } else { std::slice::from_ref(b) })
            .copied()
            .collect::<Vec<u8>>()
    };
    sha256_hex(&unix) == sha256 || sha256_hex(&windows()) == sha256
}
