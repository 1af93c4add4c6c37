//! `letters --verify DIR`: are the documents of a run, and what they were made from, as its manifest says?
//!
//! `events.csv` grows, also by the notices of the run itself: it is as it was when its first rows say what they said.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Component, Path, PathBuf};

use super::super::exit::Exit;
use super::super::files;
use super::super::load;
use super::super::trial::FolderFile;
use super::super::ui::Ui;
use super::{Args, name_of};
use crate::diag::{Diagnostic, Place, code};
use crate::input::edit::State;
use crate::law::rates::Series;
use crate::letter::manifest::{FILE_NAME, Manifest};
use crate::letter::safe::sha256_hex;
use crate::model::{Bilingual, Date, FileRole};
use crate::output::{Cell, Column, Report};
use crate::policy::{Policy, builtin};

/// Is what is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    Document,
    Policy,
    Input,
}

/// Is how a file stands to what the manifest says of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Outcome {
    Same,
    /// The history goes on from what it was.
    Grown,
    Changed,
    Missing,
    /// It was not there, or is not listed.
    Added,
}

impl Outcome {
    fn is_sound(self) -> bool {
        matches!(self, Outcome::Same | Outcome::Grown)
    }

    const fn word(self) -> &'static str {
        match self {
            Outcome::Same => "same",
            Outcome::Grown => "grown",
            Outcome::Changed => "changed",
            Outcome::Missing => "missing",
            Outcome::Added => "added",
        }
    }
}

/// Is one file.
#[derive(Clone, Debug)]
struct Row {
    part: Part,
    file: String,
    outcome: Outcome,
    expected: Option<String>,
    found: Option<String>,
}

impl Row {
    fn of(part: Part, file: &str, expected: &str, found: Option<String>) -> Row {
        let outcome = match &found {
            None => Outcome::Missing,
            Some(found) if found == expected => Outcome::Same,
            Some(_) => Outcome::Changed,
        };
        Row { part, file: file.to_owned(), outcome, expected: Some(expected.to_owned()), found }
    }

    fn added(part: Part, file: String, found: Option<String>) -> Row {
        Row { part, file, outcome: Outcome::Added, expected: None, found }
    }
}

/// Compares the folder of a run with its manifest, and the receivables folder with what the run read.
///
/// # Errors
/// When the manifest or the policy cannot be read.
pub fn run(dir: &Path, args: &Args, ui: &mut Ui) -> anyhow::Result<Exit> {
    let path = dir.join(FILE_NAME);
    ui.keep_output_from(std::slice::from_ref(&path))?;
    let (policy, text) = load::sound_policy(&args.common.files, ui)?;
    let manifest = match fs::read(&path) {
        Ok(bytes) => Manifest::read(&bytes).ok_or_else(|| invalid(&path)),
        Err(error) => Err(unreadable(&path, &error)),
    };
    let manifest = match manifest {
        Ok(manifest) => manifest,
        Err(finding) => {
            ui.finding(finding);
            return Ok(Exit::CouldNotRun);
        }
    };
    let mut rows = documents(dir, &manifest);
    let text = text.as_deref().or(builtin::text("fr-b2b")).unwrap_or_default();
    rows.push(Row::of(Part::Policy, "policy", &manifest.policy_sha256, Some(sha256_hex(text.as_bytes()))));
    rows.extend(inputs(args, &manifest, &policy));
    let differing = rows.iter().filter(|row| !row.outcome.is_sound()).count();
    let exit = ui.report(&Verified { rows: &rows, as_of: manifest.as_of.parse().ok(), differing })?;
    if !manifest.earlier.is_empty() {
        let count: usize = manifest.earlier.iter().map(|run| run.notices.len()).sum();
        ui.say(&Bilingual::new(
            format!("notices of earlier runs of the day: {count}; only their documents were compared"),
            format!("relances d'exécutions précédentes du jour : {count} ; seuls leurs documents ont été comparés"),
        ));
    }
    Ok(if differing > 0 { exit.max(Exit::Found) } else { exit })
}

/// Compares what was written, and finds files of notices that no hash vouches for.
fn documents(dir: &Path, manifest: &Manifest) -> Vec<Row> {
    let mut rows = Vec::new();
    let mut listed = BTreeSet::new();
    for output in &manifest.outputs {
        listed.insert(output.file.as_str());
        rows.push(Row::of(
            Part::Document,
            &output.file,
            &output.sha256,
            inside(dir, &output.file).and_then(|p| hash(&p)),
        ));
    }
    let files: BTreeSet<&str> = manifest.notices.iter().flat_map(|notice| &notice.files).map(String::as_str).collect();
    for file in files.into_iter().filter(|file| !listed.contains(file)) {
        rows.push(Row::added(Part::Document, file.to_owned(), inside(dir, file).and_then(|path| hash(&path))));
    }
    rows
}

/// Compares what the last run read.
fn inputs(args: &Args, manifest: &Manifest, policy: &Policy) -> Vec<Row> {
    let folder = &args.common.files.folder;
    let mut now = present(args);
    let mut rows = Vec::new();
    for input in &manifest.inputs {
        let known = now.iter().position(|(name, ..)| *name == input.file).map(|place| now.remove(place));
        let (path, role) = match known {
            Some((_, path, role)) => (Some(path), role),
            // A template of a folder that was named.
            None => (inside(folder, &input.file).or_else(|| named_template(args, &input.file)), None),
        };
        let mut row = Row::of(Part::Input, &input.file, &input.sha256, path.and_then(|path| hash(&path)));
        if row.outcome == Outcome::Changed && role == Some(FileRole::Events) && has_grown(args, manifest, policy) {
            row.outcome = Outcome::Grown;
        }
        rows.push(row);
    }
    // A history that began since then is one that grew.
    now.retain(|(_, _, role)| *role != Some(FileRole::Events));
    rows.extend(now.into_iter().map(|(name, path, _)| Row::added(Part::Input, name, hash(&path))));
    rows
}

/// Returns the files that a run would read now: the name that a manifest gives them, where they are, and their role.
fn present(args: &Args) -> Vec<(String, PathBuf, Option<FileRole>)> {
    let files = &args.common.files;
    let policy = files.policy.clone().unwrap_or_else(|| files.folder.join(FileRole::Policy.file_name()));
    let mut now = vec![(name_of(&policy, FileRole::Policy), policy, Some(FileRole::Policy))];
    for role in [FileRole::Customers, FileRole::Invoices, FileRole::Payments, FileRole::Events] {
        let (path, ..) = files.sources().locate(role);
        now.push((name_of(&path, role), path, Some(role)));
    }
    now.extend(Series::ALL.iter().map(|series| (series.file(), files.folder.join(series.file()), None)));
    now.retain(|(_, path, _)| path.exists());
    now
}

fn has_grown(args: &Args, manifest: &Manifest, policy: &Policy) -> bool {
    let Some(then) = &manifest.history else { return false };
    let file = FolderFile::open(FileRole::Events, &args.common.files, policy).ok().and_then(|file| file.file);
    file.is_some_and(|file| State::begins(&file, then.rows, &then.sha256))
}

/// Returns a file that a manifest names, below a folder; nothing when the name leads out of it.
fn inside(folder: &Path, name: &str) -> Option<PathBuf> {
    let is_plain = Path::new(name).components().all(|part| matches!(part, Component::Normal(_)));
    is_plain.then(|| folder.join(name)).filter(|path| path.is_file())
}

/// Returns a template of the folder that `--templates` names.
fn named_template(args: &Args, name: &str) -> Option<PathBuf> {
    let root = args.templates.as_deref()?;
    inside(root, Path::new(name).strip_prefix(root).ok()?.to_str()?)
}

fn hash(path: &Path) -> Option<String> {
    fs::read(path).ok().map(|bytes| sha256_hex(&bytes))
}

fn unreadable(path: &Path, error: &io::Error) -> Diagnostic {
    let why = files::why(error);
    Diagnostic::new(
        code::input::FILE_UNREADABLE,
        format!("the manifest cannot be read: {}", why.en),
        format!("le manifeste ne peut pas être lu : {}", why.fr),
    )
    .at(Place::file(path.display().to_string()))
    .help("--verify names the folder that `letters` wrote to", "--verify désigne le dossier où `letters` a écrit")
}

fn invalid(path: &Path) -> Diagnostic {
    Diagnostic::new(
        code::write::MANIFEST_INVALID,
        "this is no manifest that `letters` wrote",
        "ce n'est pas un manifeste écrit par `letters`",
    )
    .at(Place::file(path.display().to_string()))
}

/// Is what came of it.
struct Verified<'a> {
    rows: &'a [Row],
    as_of: Option<Date>,
    differing: usize,
}

impl Report for Verified<'_> {
    fn command(&self) -> &'static str {
        "letters-verify"
    }

    fn as_of(&self) -> Option<Date> {
        self.as_of
    }

    fn columns(&self) -> Vec<Column> {
        vec![
            Column::new("part", "Part", "Nature"),
            Column::new("file", "File", "Fichier"),
            Column::new("outcome", "Outcome", "Constat"),
            Column::data("expected_sha256"),
            Column::data("found_sha256"),
        ]
    }

    fn rows(&self, each: &mut dyn FnMut(&[Cell<'_>]) -> io::Result<()>) -> io::Result<()> {
        let text = |text: &Option<String>| Cell::maybe(text.clone(), Cell::text);
        self.rows.iter().try_for_each(|row| {
            let part = match row.part {
                Part::Document => "document",
                Part::Policy => "policy",
                Part::Input => "input",
            };
            each(&[
                Cell::Word(part),
                Cell::text(row.file.as_str()),
                Cell::Word(row.outcome.word()),
                text(&row.expected),
                text(&row.found),
            ])
        })
    }

    fn remarks(&self) -> Vec<Bilingual> {
        vec![match self.differing {
            0 => Bilingual::new(
                "these documents come from these inputs",
                "ces documents proviennent bien de ces données",
            ),
            1 => Bilingual::new("1 difference", "1 différence"),
            count => Bilingual::new(format!("{count} differences"), format!("{count} différences")),
        }]
    }
}
