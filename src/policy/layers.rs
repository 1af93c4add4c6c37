//! Policies that extend others: the files of one policy, each laid over the one that it names.

use std::path::{Path, PathBuf};

use super::faults::Faults;
use super::raw::{RawPolicy, Text};
use super::{Policy, builtin, read, validate};
use crate::diag::{Diagnostic, Place};

/// One file of a policy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PolicyFile {
    /// Its name, as messages show it.
    pub name: String,
    /// Where it is; the paths that it names begin beside it.
    pub path: PathBuf,
    /// What stands in it.
    pub text: String,
}

/// Something that a policy's file names by a path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named {
    /// Its name, as messages show it: from where the name of the file begins that names it.
    pub name: String,
    /// Where it is.
    pub path: PathBuf,
    /// The place of the key that names it.
    pub place: Place,
}

/// A file of a policy as far as it can be read, and its faults so far.
pub struct Written {
    file: PolicyFile,
    raw: Option<RawPolicy>,
    faults: Faults<'static>,
}

impl Written {
    /// Reads what a file says.
    pub fn read(file: PolicyFile) -> Written {
        // A byte-order mark is how some editors say UTF-8: it is no part of the text.
        let text = file.text.strip_prefix('\u{feff}').unwrap_or(&file.text);
        let mut faults = Faults::new(file.name.clone(), text.to_owned());
        let raw = read::read(text, &mut faults);
        Written { file, raw, faults }
    }

    /// Returns the file that it extends; nothing where it extends a built-in policy.
    pub fn extends(&self) -> Option<Named> {
        let extends = self.raw.as_ref()?.extends.as_ref()?;
        is_path(extends.get_ref()).then(|| self.named(extends))
    }

    /// Returns the file.
    pub fn file(&self) -> &PolicyFile {
        &self.file
    }

    /// Notes that what it extends cannot be had, and why.
    pub fn extends_nothing(&mut self, why: Diagnostic) {
        self.faults.add(why);
        if let Some(raw) = &mut self.raw {
            raw.extends = None;
        }
    }

    /// Returns what the file says, as far as it can be read, and its faults.
    pub(super) fn into_parts(self) -> (RawPolicy, Faults<'static>) {
        (self.raw.unwrap_or_default(), self.faults)
    }

    fn named(&self, text: &Text) -> Named {
        let beside = |file: &Path| file.parent().unwrap_or(Path::new("")).join(text.get_ref());
        Named {
            name: beside(Path::new(&self.file.name)).display().to_string(),
            path: beside(&self.file.path),
            place: self.faults.place(text.span()),
        }
    }

    /// Lays what the file says over a policy, the built-in one that it names where there is none.
    fn lay_over(mut self, base: Option<Policy>) -> (Option<Policy>, Vec<Diagnostic>, PolicyFile) {
        let policy = self.raw.take().map(|raw| {
            let mut policy = base.unwrap_or_else(|| builtin::base_of(&raw, &mut self.faults));
            if let Some(folder) = &raw.rates.folder {
                // An empty text takes away what an extended policy names.
                policy.rates = (!folder.get_ref().trim().is_empty()).then(|| self.named(folder));
            }
            validate::lay_over(policy, raw, &mut self.faults)
        });
        (policy, self.faults.into_found(), self.file)
    }
}

/// Tells whether the text of `extends` is the path of a file, and not the name of a built-in policy.
pub(super) fn is_path(text: &str) -> bool {
    text.ends_with(".toml") || text.contains(['/', '\\'])
}

/// A policy as its files make it.
#[derive(Debug)]
pub struct Layered {
    /// The policy, what has a fault being left as the extended one has it; nothing where the first file is not TOML.
    pub policy: Option<Policy>,
    /// Every fault of every file, those of the first one first.
    pub faults: Vec<Diagnostic>,
    /// The files, each before the one that it extends.
    pub files: Vec<PolicyFile>,
}

/// Lays files over each other, each over the one that follows it, the last one over a built-in policy.
pub fn lay(files: Vec<Written>) -> Layered {
    let mut layered = Layered { policy: None, faults: Vec::new(), files: Vec::new() };
    for mut written in files.into_iter().rev() {
        // What it extends is there, and is no TOML: that is told, and the built-in policy stands in.
        if let (None, false, Some(raw)) = (&layered.policy, layered.files.is_empty(), &mut written.raw) {
            raw.extends = None;
        }
        let (policy, faults, file) = written.lay_over(layered.policy.take());
        layered.policy = policy;
        layered.faults.splice(0..0, faults);
        layered.files.insert(0, file);
    }
    layered
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::law::terms::Terms;

    fn file(name: &str, text: &str) -> Written {
        let path = Path::new("/clients/a").join(name);
        Written::read(PolicyFile { name: name.to_owned(), path, text: text.to_owned() })
    }

    #[test]
    fn what_is_written_nearer_overrides_and_the_rest_comes_from_farther_files() {
        let own = "extends = \"../common.toml\"\ncurrency = \"USD\"\n[check.severity]\ndate-distant = \"ignore\"\n";
        let common = "extends = \"gb-b2b\"\ncurrency = \"EUR\"\nlanguage = \"fr\"\n[terms]\ndefault = \"30 days\"\n\
            [check.severity]\ndate-distant = \"error\"\ncolumn-unknown = \"error\"\n\
            [[procedure]]\nname = \"ours\"\n[[procedure.level]]\nname = \"first\"\ndays_after_due = 1\nchannel = \"email\"\n";
        let (own, common) = (file("policy.toml", own), file("../common.toml", common));
        let extended = own.extends().unwrap();
        assert_eq!(
            (extended.name.as_str(), extended.path.as_path()),
            ("../common.toml", Path::new("/clients/a/../common.toml"))
        );
        assert_eq!((extended.place.line, extended.place.position), (Some(1), Some(11)));
        assert!(common.extends().is_none(), "gb-b2b is built in");
        let laid = lay(vec![own, common]);
        let policy = laid.policy.unwrap();
        assert_eq!(laid.faults, []);
        assert_eq!(
            laid.files.iter().map(|file| file.name.as_str()).collect::<Vec<_>>(),
            ["policy.toml", "../common.toml"]
        );
        assert_eq!((policy.currency.code(), policy.terms.default), ("USD", Terms::parse("30 days")));
        assert_eq!(policy.penalties.law, crate::law::regimes::Law::UnitedKingdom);
        assert_eq!(policy.procedures.iter().map(|own| own.name.as_str()).collect::<Vec<_>>(), ["ours"]);
        let severity = |code: &str| policy.check.severity.get(code).copied();
        assert_eq!(
            (severity("date-distant"), severity("column-unknown")),
            (Some(None), Some(Some(crate::diag::Severity::Error)))
        );
    }

    #[test]
    fn paths_begin_beside_the_file_that_names_them() {
        let own = file("policy.toml", "extends = \"../shared/common.toml\"\n");
        let common = file("../shared/common.toml", "[rates]\nfolder = \"rates\"\n");
        let rates = lay(vec![own, common]).policy.unwrap().rates.unwrap();
        assert_eq!(
            (rates.name.as_str(), rates.path.as_path()),
            ("../shared/rates", Path::new("/clients/a/../shared/rates"))
        );
        assert_eq!((rates.place.file.as_str(), rates.place.line), ("../shared/common.toml", Some(2)));
        let own = file("policy.toml", "extends = \"../shared/common.toml\"\n[rates]\nfolder = \"\"\n");
        let common = file("../shared/common.toml", "[rates]\nfolder = \"rates\"\n");
        assert_eq!(lay(vec![own, common]).policy.unwrap().rates, None);
    }

    #[test]
    fn the_faults_of_every_file_are_told_in_its_name() {
        let own = file("policy.toml", "extends = \"common.toml\"\nlanguge = \"fr\"\n");
        let common = file("common.toml", "\ncurrency = \"EURO\"\n");
        let laid = lay(vec![own, common]);
        let places: Vec<(&str, Option<u32>)> =
            laid.faults.iter().map(|fault| (fault.places[0].file.as_str(), fault.places[0].line)).collect();
        assert_eq!(places, [("policy.toml", Some(2)), ("common.toml", Some(2))]);
    }
}
