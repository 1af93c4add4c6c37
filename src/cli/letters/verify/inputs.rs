//! What the runs of a folder of letters read, beside what is there now.
//!
//! `events.csv` grows, also by the notices of the run itself: it is as it was when its first rows say what they said.

use std::path::{Component, Path, PathBuf};

use super::super::super::files;
use super::super::super::rate_tables;
use super::super::super::trial::FolderFile;
use super::super::making::{name_of, policy_hash, policy_inputs};
use super::super::{Args, look, wording};
use super::report::{Outcome, Part, Row};
use crate::input::edit::{CsvFile, State};
use crate::letter::manifest::{HistoryState, Input};
use crate::letter::runs::Past;
use crate::letter::safe::sha256_hex;
use crate::model::FileRole;
use crate::policy::{Policy, PolicyFile};

/// What a run would read now.
#[derive(Debug)]
pub struct Now<'a> {
    args: &'a Args,
    policy_sha256: String,
    files: Vec<(Input, Option<FileRole>)>,
    /// The history, where it can be read.
    events: Option<CsvFile>,
}

/// The history that a run is made again with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Events {
    /// As it stands.
    AsItIs,
    /// As it was then: what the file held.
    AsItWas(Vec<u8>),
}

impl<'a> Now<'a> {
    /// Looks at the folder.
    pub fn look(args: &'a Args, policy: &Policy, policy_files: &[PolicyFile]) -> Now<'a> {
        let files = &args.common.files;
        let policy_inputs = policy_inputs(policy_files).into_iter();
        let mut found: Vec<_> = policy_inputs.map(|input| (input, Some(FileRole::Policy))).collect();
        let mut add = |name: String, path: &Path, role| {
            found.extend(files::read_regular(path, u64::MAX).ok().map(|bytes| (Input::new(name, &bytes), role)));
        };
        for role in FileRole::OF_LEDGER {
            let (path, ..) = files.sources().locate(role);
            add(name_of(&path, role), &path, Some(role));
        }
        for (name, path) in rate_tables::places(files, policy) {
            add(name, &path, None);
        }
        let root = wording::Root::of(args.templates.as_deref(), &files.folder);
        let (given, _) = wording::judged(&root, policy);
        let templates = given.iter().map(|one| Input::new(one.file.clone(), one.text.as_bytes()));
        let design = look::design(&root, &files.folder, policy).map(|design| look::inputs(&design));
        found.extend(templates.chain(design.into_iter().flatten()).map(|input| (input, None)));
        let events = FolderFile::open(FileRole::Events, files, policy).ok().and_then(|file| file.file);
        Now { args, policy_sha256: policy_hash(policy_files), files: found, events }
    }

    /// Compares what a run was given with what is there; what is there alone is added.
    pub fn rows(&self, past: &Past<'_>) -> Vec<Row> {
        let policy = Row::of(Part::Policy, "policy", past.policy_sha256, Some(self.policy_sha256.clone()));
        let mut rows = vec![policy];
        for input in past.inputs {
            let known = self.files.iter().find(|(now, _)| now.file == input.file);
            let found = match known {
                Some((now, _)) => Some(now.sha256.clone()),
                // One that no run would read now.
                None => inside(&self.args.common.files.folder, &input.file).and_then(|path| hash(&path)),
            };
            let mut row = Row::of(Part::Input, &input.file, &input.sha256, found);
            let is_history = known.is_some_and(|(_, role)| *role == Some(FileRole::Events));
            if row.outcome == Outcome::Changed && is_history && self.has_grown(past) {
                row.outcome = Outcome::Grown;
            }
            rows.push(row);
        }
        let is_new = |now: &Input| !past.inputs.iter().any(|input| input.file == now.file);
        // A history that began since then is one that grew.
        let added = self.files.iter().filter(|(now, role)| is_new(now) && *role != Some(FileRole::Events));
        rows.extend(added.map(|(now, _)| Row::added(Part::Input, now.file.clone(), Some(now.sha256.clone()))));
        rows
    }

    /// Returns the history that a run had, where what it read is there still.
    pub fn events(&self, past: &Past<'_>) -> Option<Events> {
        if !self.rows(past).iter().all(|row| row.outcome.is_sound()) {
            return None;
        }
        let Some((now, _)) = self.files.iter().find(|(_, role)| *role == Some(FileRole::Events)) else {
            return Some(Events::AsItIs);
        };
        let rows = match past.inputs.iter().find(|input| input.file == now.file) {
            Some(then) if then.sha256 == now.sha256 => return Some(Events::AsItIs),
            Some(_) => past.history?.rows,
            None => 0,
        };
        self.events.as_ref().map(|file| Events::AsItWas(State::beginning(file, rows).to_vec()))
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
