//! Several folders in one run: read on both cores, answered in the order in which they were named.

use std::collections::BTreeMap;
use std::path::{Component, Path, PathBuf};

use crate::cli::disk::files::leads_to_same;
use crate::cli::exit::Exit;
use crate::cli::terminal::ui::Ui;
use crate::cli::typed::whom;
use crate::diag::{Diagnostic, Place, code};
use crate::model::Bilingual;
use crate::model::cores::each;

/// What several folders answered.
#[derive(Debug)]
pub struct Answers<T> {
    /// Each folder that answered, as it is named, with its answer.
    pub given: Vec<(String, T)>,
    /// The folders that could not answer.
    pub lacking: Vec<String>,
}

/// Asks several folders. What is found in each is said in their order, with the paths of its files from here; one that
/// cannot answer is named by what is found in it, and leaves the run with [`Exit::Found`].
///
/// # Errors
/// [`Exit::CouldNotRun`] when a folder is named twice, `--output` names a file of theirs, or none of them can answer;
/// said already.
pub fn ask<T: Send>(
    folders: &[PathBuf],
    ui: &mut Ui,
    question: impl Fn(&Path, &mut Ui) -> anyhow::Result<T> + Sync,
) -> Result<Answers<T>, Exit> {
    if let Some(twice) = named_twice(folders) {
        return Err(ui.refuse(vec![twice]));
    }
    let told = &*ui;
    let answers = told.working(&Bilingual::new("reading the folders", "lecture des dossiers"), || {
        each(folders, |folder| {
            let folder: PathBuf = folder.components().collect();
            let mut own = told.muted();
            let answer = question(&folder, &mut own).map_err(|error| own.failed(error));
            (folder, answer, own)
        })
    });
    let mut all = Answers { given: Vec::new(), lacking: Vec::new() };
    let mut is_output_taken = false;
    for (folder, answer, own) in answers {
        let name = folder.display().to_string();
        if own.conclude(Exit::Done) == Exit::Found || answer.is_err() {
            ui.note_found();
        }
        let findings = own.into_findings();
        is_output_taken |= findings.iter().any(|finding| finding.code == code::cli::OUTPUT_TAKEN);
        // What is wrong with a policy that they share is said once.
        ui.new_findings(from_here(&findings, &folder, &ui.output().into_iter().collect::<Vec<_>>()));
        match answer {
            Ok(answer) => all.given.push((name, answer)),
            Err(_) => all.lacking.push(name),
        }
    }
    if is_output_taken || all.given.is_empty() { Err(Exit::CouldNotRun) } else { Ok(all) }
}

/// Takes the answers of folders apart from the customers that each did not know.
///
/// # Errors
/// [`Exit::CouldNotRun`] when `--customer` names one whom none of them knows; said already.
pub fn known<T>(answers: Answers<(T, Vec<&str>)>, ui: &mut Ui) -> Result<Answers<T>, Exit> {
    let mut unknown = answers.given.iter().map(|(_, (_, unknown))| unknown);
    let first = unknown.next().cloned().unwrap_or_default();
    let nowhere =
        unknown.fold(first, |nowhere, unknown| nowhere.into_iter().filter(|id| unknown.contains(id)).collect());
    let stranger = |id: &str| {
        Diagnostic::new(
            code::cli::CUSTOMER_OPTION,
            format!("--customer {id}: none of the folders that answer knows such a customer"),
            format!("--customer {id} : aucun des dossiers qui répondent ne connaît ce client"),
        )
        .help(whom::IDS.0, whom::IDS.1)
    };
    if !nowhere.is_empty() {
        return Err(ui.refuse(nowhere.into_iter().map(stranger).collect()));
    }
    let given = answers.given.into_iter().map(|(name, (answer, _))| (name, answer)).collect();
    Ok(Answers { given, lacking: answers.lacking })
}

/// Returns the finding that one folder is named twice, by whatever paths: what it holds would be counted twice.
fn named_twice(folders: &[PathBuf]) -> Option<Diagnostic> {
    let mut known = BTreeMap::new();
    folders.iter().find_map(|folder| {
        let first = known.insert(folder.canonicalize().ok()?, folder)?;
        let finding = Diagnostic::new(
            code::cli::FOLDER_TWICE,
            "a folder is named twice: what it holds would be counted twice",
            "un dossier est nommé deux fois : ce qu'il contient serait compté deux fois",
        );
        Some([folder, first].iter().fold(finding, |found, path| found.at(Place::file(path.display().to_string()))))
    })
}

/// Returns the findings with the folder before the names of its files, as they are found from where the run was
/// started. Files that were `named` by an option, and paths that lead from there already, stay.
pub fn from_here(findings: &[Diagnostic], folder: &Path, named: &[&Path]) -> Vec<Diagnostic> {
    let rooted = |place: &Place| {
        let file = Path::new(&place.file);
        let stays = folder == Path::new(".") || file.is_absolute() || file.starts_with(folder) || named.contains(&file);
        let file = if stays { place.file.clone() } else { direct(folder.join(file)).display().to_string() };
        Place { file, ..place.clone() }
    };
    let rooted =
        |finding: &Diagnostic| Diagnostic { places: finding.places.iter().map(rooted).collect(), ..finding.clone() };
    findings.iter().map(rooted).collect()
}

/// Returns a path without the steps that lead into a folder and out of it again, where it leads to the same.
fn direct(path: PathBuf) -> PathBuf {
    let mut direct = PathBuf::new();
    for part in path.components() {
        match (part, direct.components().next_back()) {
            (Component::ParentDir, Some(Component::Normal(_))) => {
                direct = direct.parent().map(Path::to_owned).unwrap_or_default()
            }
            _ => direct.push(part),
        }
    }
    // Behind a link to a folder, `..` is elsewhere.
    if leads_to_same(&path, &direct) { direct } else { path }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diag::code;

    #[test]
    fn a_shared_file_is_named_without_the_way_into_the_folder_and_back() {
        assert_eq!(direct("src/cli/../policy/mod.rs".into()), Path::new("src/policy/mod.rs"));
        assert_eq!(direct("../../x/y".into()), Path::new("../../x/y"));
        assert_eq!(direct("nowhere/../x".into()), Path::new("nowhere/../x"));
    }

    #[test]
    fn the_folder_stands_before_its_own_files_only() {
        let finding = ["invoices.csv", "/abs/x.csv", "clients/a/.relance.lock", "elsewhere.csv"]
            .into_iter()
            .fold(Diagnostic::new(code::input::FILE_EMPTY, "", ""), |found, file| found.at(Place::file(file)));
        let named = [Path::new("elsewhere.csv")];
        let rooted = from_here(&[finding], Path::new("clients/a"), &named);
        let files: Vec<&str> = rooted[0].places.iter().map(|place| place.file.as_str()).collect();
        assert_eq!(files, ["clients/a/invoices.csv", "/abs/x.csv", "clients/a/.relance.lock", "elsewhere.csv"]);
    }
}
