//! `letters --verify DIR`: do the documents of a run come from these inputs?
//!
//! Hashes of a manifest prove nothing of it: whoever changes a letter can change its hash. So each run is made again in
//! memory, as it was asked for then, from what is there now and the history as it was; its documents must come out byte
//! for byte. Where that cannot be done, it is said why, and only the hashes are compared.

mod again;
mod inputs;
mod report;

use std::collections::BTreeSet;
use std::path::Path;

use self::again::{Again, Documents};
use self::inputs::{Now, has_line_ends_of, hash, inside};
use self::report::{Outcome, Part, Row, Verified};
use super::super::exit::Exit;
use super::Args;
use crate::cli::papers::lists;
use crate::cli::reading::load;
use crate::cli::terminal::ui::Ui;
use crate::diag::Diagnostic;
use crate::letter::run::manifest::{FILE_NAME, Manifest, PROGRAM};
use crate::letter::run::merge;
use crate::letter::run::runs::Past;
use crate::letter::safe::one_line;
use crate::model::{Bilingual, Date};

/// Compares the folder of a run with its manifest, the receivables folder with what the run read, and the documents
/// with what these inputs give.
///
/// # Errors
/// When the manifest or the policy cannot be read, or the result cannot be written.
pub fn run(dir: &Path, args: &Args, ui: &mut Ui) -> anyhow::Result<Exit> {
    let path = dir.join(FILE_NAME);
    let (policy, policy_files) = load::sound_policy(&args.common.files, ui)?;
    let (manifest, day) = match read(&path) {
        Ok(read) => read,
        Err(finding) => return Ok(ui.refuse(vec![*finding])),
    };
    let now = Now::look(args, &policy, &policy_files);
    let runs = manifest.runs();
    let last = runs.len() - 1;
    let mut rows = documents(dir, &manifest);
    let mut reasons = Vec::new();
    for (place, past) in runs.iter().enumerate() {
        let what = Bilingual::new("making the letters again", "nouvelle composition des lettres");
        let again = ui.working(&what, || again::make(args, day, past, &now, ui));
        let mut judge = Judge { dir, manifest: &manifest, past, is_last: place == last, rows: &mut rows };
        match &again {
            Again::Made { documents, is_same_program } => judge.compare(documents, *is_same_program),
            Again::Refused { is_same_program: true, .. } => judge.compare(&Documents::default(), true),
            Again::Refused { .. } | Again::Gone | Again::Unsaid => {}
        }
        reasons.extend(judge.unproved(&again));
        if let Again::Refused { findings, .. } = again {
            ui.findings(findings);
        }
    }
    rows.extend(now.rows(&runs[last]));
    reasons.extend(line_ends(&rows, dir, &args.common.files.folder));
    let verified = Verified { rows: &rows, as_of: Some(day) };
    let differing = verified.differing();
    let exit = ui.report(&verified)?;
    reasons.iter().for_each(|reason| ui.say(reason));
    Ok(if differing > 0 { exit.max(Exit::Found) } else { exit })
}

/// Reads a manifest and its day.
///
/// # Errors
/// What is wrong with the file.
pub fn read(path: &Path) -> Result<(Manifest, Date), Box<Diagnostic>> {
    let name = path.display().to_string();
    let manifest = lists::read(path, &name)?;
    let day = manifest.as_of.parse().map_err(|_| lists::invalid(&name))?;
    Ok((manifest, day))
}

/// Compares what was written, and finds files of notices that no hash vouches for.
fn documents(dir: &Path, manifest: &Manifest) -> Vec<Row> {
    let mut rows = Vec::new();
    let mut listed = BTreeSet::new();
    let found = |file: &str| inside(dir, file).and_then(|path| hash(&path));
    for output in &manifest.outputs {
        listed.insert(output.file.as_str());
        rows.push(Row::of(Part::Document, &output.file, &output.sha256, found(&output.file)));
    }
    let files: BTreeSet<&str> = manifest.notices.iter().flat_map(|notice| &notice.files).map(String::as_str).collect();
    let unlisted = files.into_iter().filter(|file| !listed.contains(file));
    rows.extend(unlisted.map(|file| Row::added(Part::Document, file.to_owned(), found(file))));
    rows
}

/// Returns what to say of files of which only the line ends were changed.
fn line_ends(rows: &[Row], dir: &Path, folder: &Path) -> Option<Bilingual> {
    let is_same_text = |row: &&Row| {
        let place = if row.part == Part::Document { dir } else { folder };
        let path = inside(place, &row.file).filter(|_| row.outcome == Outcome::Changed);
        path.zip(row.expected.as_deref()).is_some_and(|(path, expected)| has_line_ends_of(&path, expected))
    };
    let count = rows.iter().filter(is_same_text).count();
    let s = if count > 1 { "s" } else { "" };
    (count > 0).then(|| {
        Bilingual::new(
            format!(
                "{count} file{s} changed in the line ends only, as git does (core.autocrlf): with the line `* -text` in \
                 .gitattributes it leaves files as they were written"
            ),
            format!(
                "{count} fichier{s} modifié{s} dans les seules fins de ligne, ce que fait git (core.autocrlf) : avec la ligne \
                 `* -text` dans .gitattributes, il laisse les fichiers tels qu'ils ont été écrits"
            ),
        )
    })
}

/// One run that is judged by what it gives now.
struct Judge<'a> {
    dir: &'a Path,
    manifest: &'a Manifest,
    past: &'a Past<'a>,
    /// Whether it is the last one: it wrote all that no other one did.
    is_last: bool,
    rows: &'a mut Vec<Row>,
}

impl Judge<'_> {
    /// Tells whether the run wrote a file.
    fn wrote(&self, file: &str) -> bool {
        match self.manifest.notices_in(file).first() {
            Some(id) => self.past.notices.contains(id),
            None => self.is_last,
        }
    }

    /// Judges what the run wrote by what it gives now. What another program gives may be other bytes: then it proves
    /// nothing, and accuses nobody.
    fn compare(&mut self, made: &Documents, is_same_program: bool) {
        for place in 0..self.rows.len() {
            let row = &self.rows[place];
            if row.part != Part::Document || row.outcome != Outcome::Same || !self.wrote(&row.file) {
                continue;
            }
            let is_proved = made.hashes.get(self.own_name(&row.file)) == row.found.as_ref();
            let row = &mut self.rows[place];
            row.is_proved = is_proved;
            if !is_proved && is_same_program {
                row.outcome = Outcome::Differs;
            }
        }
        if is_same_program {
            self.compare_lists(made);
        }
    }

    /// Returns the name that a file has where it need not give way to another.
    fn own_name<'f>(&self, file: &'f str) -> &'f str {
        if self.manifest.merges.iter().any(|lot| lot.file == file) { merge::FILE_NAME } else { file }
    }

    /// Compares what the manifest says of the notices, and finds what it does not say.
    fn compare_lists(&mut self, made: &Documents) {
        for listed in
            self.manifest.notices.iter().filter(|notice| self.past.notices.contains(notice.notice_id.as_str()))
        {
            if !made.notices.iter().any(|made| listed.agrees_with(made)) {
                self.rows.push(Row::notice(&listed.notice_id, Outcome::Differs));
            }
        }
        // Of what an earlier run wrote, a later one may have taken the place.
        if !self.is_last {
            return;
        }
        let is_listed = |id: &str| self.manifest.notices.iter().any(|notice| notice.notice_id == id);
        let lost = made.notices.iter().filter(|notice| !is_listed(&notice.notice_id));
        self.rows.extend(lost.map(|notice| Row::notice(&notice.notice_id, Outcome::Missing)));
        let own_names: BTreeSet<&str> =
            self.manifest.outputs.iter().map(|output| self.own_name(&output.file)).collect();
        for (file, sha256) in made.hashes.iter().filter(|(file, _)| !own_names.contains(file.as_str())) {
            let found = inside(self.dir, file).and_then(|path| hash(&path));
            self.rows.push(Row { outcome: Outcome::Missing, ..Row::of(Part::Document, file, sha256, found) });
        }
    }

    /// Returns why some of its documents were only compared with the manifest.
    fn unproved(&self, again: &Again) -> Option<Bilingual> {
        let is_left = |row: &&Row| row.part == Part::Document && row.outcome == Outcome::Same && !row.is_proved;
        let count = self.rows.iter().filter(is_left).filter(|row| self.wrote(&row.file)).count();
        if count == 0 {
            return None;
        }
        let (en, fr) = match again {
            Again::Gone if self.is_last => (
                "what the letters were made from has changed".to_owned(),
                "ce dont les lettres sont tirées a changé".to_owned(),
            ),
            Again::Gone => (
                "an earlier run of the day had read other inputs".to_owned(),
                "une exécution précédente du jour avait lu d'autres données".to_owned(),
            ),
            Again::Unsaid => (
                "the manifest does not say what was asked for".to_owned(),
                "le manifeste ne dit pas ce qui était demandé".to_owned(),
            ),
            Again::Made { .. } | Again::Refused { .. } => {
                let program = self.past.asked.map_or("", |asked| asked.program.as_str());
                let program = one_line(program);
                (
                    format!("set by {program}, otherwise than by {PROGRAM}"),
                    format!("composition de {program}, autre que celle de {PROGRAM}"),
                )
            }
        };
        let s = if count > 1 { "s" } else { "" };
        Some(Bilingual::new(
            format!("{count} document{s} compared with the manifest only, not made again: {en}"),
            format!("{count} document{s} comparé{s} au seul manifeste, sans recomposition : {fr}"),
        ))
    }
}
