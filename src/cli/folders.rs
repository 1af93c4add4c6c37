//! Several folders in one run: read on both cores, answered in the order in which they were named.

use std::path::{Component, Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use crate::diag::{Diagnostic, Place};

/// Does some work for each folder, on as many cores as there are, and returns what came of it in their order.
pub fn each<T: Send>(folders: &[PathBuf], work: impl Fn(&Path) -> T + Sync) -> Vec<T> {
    let next = AtomicUsize::new(0);
    let done = Mutex::new(Vec::with_capacity(folders.len()));
    let cores = thread::available_parallelism().map_or(1, usize::from).min(folders.len());
    thread::scope(|scope| {
        for _ in 0..cores {
            scope.spawn(|| {
                while let Some((at, folder)) = taken(folders, &next) {
                    let result = work(folder);
                    done.lock().unwrap_or_else(|broken| broken.into_inner()).push((at, result));
                }
            });
        }
    });
    let mut done = done.into_inner().unwrap_or_else(|broken| broken.into_inner());
    done.sort_by_key(|(at, _)| *at);
    done.into_iter().map(|(_, result)| result).collect()
}

/// Returns the next folder that nobody works on.
fn taken<'f>(folders: &'f [PathBuf], next: &AtomicUsize) -> Option<(usize, &'f Path)> {
    let at = next.fetch_add(1, Ordering::Relaxed);
    folders.get(at).map(|folder| (at, folder.as_path()))
}

/// Returns the findings with the folder before the names of its files, as they are found from where the run was started.
/// Files that were `named` by an option, and paths that lead from there already, stay.
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
    let is_same = path.canonicalize().is_ok_and(|one| direct.canonicalize().is_ok_and(|other| one == other));
    if is_same { direct } else { path }
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
    fn results_stand_in_the_order_of_the_folders() {
        let folders: Vec<PathBuf> = (0..100).map(|number| PathBuf::from(number.to_string())).collect();
        let names = each(&folders, |folder| folder.display().to_string());
        assert_eq!(names, (0..100).map(|number| number.to_string()).collect::<Vec<_>>());
        assert_eq!(each(&[], |_| 1), Vec::<i32>::new());
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
