//! Several runs of one day in one folder: their notices stand side by side, and one list names them all.

use std::collections::BTreeSet;

use super::manifest::{Asked, EarlierRun, FILE_NAME, HistoryState, Input, Lot, Manifest};

/// One of the runs of a list: what it was given and what it wrote.
#[derive(Clone, Debug)]
pub struct Past<'a> {
    /// The SHA-256 of the policy.
    pub policy_sha256: &'a str,
    /// The files that it read.
    pub inputs: &'a [Input],
    /// What it was asked for, where the list says so.
    pub asked: Option<&'a Asked>,
    /// What the history said, where there was one.
    pub history: Option<&'a HistoryState>,
    /// The ids of its notices, as far as no later run wrote them again.
    pub notices: BTreeSet<&'a str>,
}

impl<'a> Past<'a> {
    fn of(run: &'a EarlierRun) -> Past<'a> {
        Past {
            policy_sha256: &run.policy_sha256,
            inputs: &run.inputs,
            asked: run.run.as_ref(),
            history: run.history.as_ref(),
            notices: run.notices.iter().map(String::as_str).collect(),
        }
    }
}

impl Manifest {
    /// Returns its runs, the last one last: one at least.
    pub fn runs(&self) -> Vec<Past<'_>> {
        let mut runs: Vec<Past<'_>> = self.earlier.iter().map(Past::of).collect();
        let ids = self.notices.iter().map(|notice| notice.notice_id.as_str());
        let notices = ids.filter(|id| !runs.iter().any(|run| run.notices.contains(id))).collect();
        runs.push(Past {
            policy_sha256: &self.policy_sha256,
            inputs: &self.inputs,
            asked: self.run.as_ref(),
            history: self.history.as_ref(),
            notices,
        });
        runs
    }

    /// Returns the ids of the notices that a file is about; none for a file that the list only mentions.
    pub fn notices_in(&self, file: &str) -> Vec<&str> {
        let several = self.lots.iter().chain(&self.merges).find(|lot| lot.file == file);
        let one = || self.notices.iter().find(|notice| notice.files.iter().any(|known| known == file));
        match several {
            Some(lot) => lot.notices.iter().map(String::as_str).collect(),
            None => one().map(|notice| notice.notice_id.as_str()).into_iter().collect(),
        }
    }

    /// Tells whether a file beside the list is the list itself, or one that it names.
    pub fn has(&self, file: &str) -> bool {
        let is_written = || self.outputs.iter().any(|output| output.file == file);
        file == FILE_NAME || is_written() || !self.notices_in(file).is_empty()
    }

    /// Reads the list that a run left; nothing when it is none.
    pub fn read(bytes: &[u8]) -> Option<Manifest> {
        serde_json::from_slice(bytes).ok()
    }

    /// Tells whether a list names every notice of this run, with the same content.
    pub fn is_within(&self, other: &Manifest) -> bool {
        let outputs =
            |list: &Manifest| list.outputs.iter().map(|file| (file.file.clone(), file.sha256.clone())).collect();
        let (ours, theirs): (BTreeSet<_>, BTreeSet<_>) = (outputs(self), outputs(other));
        self.as_of == other.as_of
            && self.notices.iter().all(|notice| other.notices.contains(notice))
            && ours.is_subset(&theirs)
    }

    /// Returns the list of this run and of the runs before it, whose list is given. What this run writes again under
    /// the same names is its own.
    pub fn behind(mut self, before: Manifest) -> Manifest {
        let ids: BTreeSet<&str> = self.notices.iter().map(|notice| notice.notice_id.as_str()).collect();
        let files: BTreeSet<String> = self.outputs.iter().map(|file| file.file.to_ascii_lowercase()).collect();
        let is_kept = |file: &String| !files.contains(&file.to_ascii_lowercase());
        let mut notices = before.notices;
        notices.retain(|notice| !ids.contains(notice.notice_id.as_str()) && notice.files.iter().all(is_kept));
        // A file for the printer is worth its name as long as every notice in it is; so are rows for a mail merge.
        let listed: BTreeSet<&str> = notices.iter().map(|notice| notice.notice_id.as_str()).collect();
        let is_listed = |id: &String| listed.contains(id.as_str());
        let is_worth = |lot: &Lot| is_kept(&lot.file) && lot.notices.iter().all(is_listed);
        let (mut lots, mut merges) = (before.lots, before.merges);
        lots.retain(is_worth);
        merges.retain(is_worth);
        let of_several = lots.iter().chain(&merges).map(|lot| &lot.file);
        let kept: BTreeSet<&String> = notices.iter().flat_map(|notice| &notice.files).chain(of_several).collect();
        let mut outputs = before.outputs;
        outputs.retain(|file| kept.contains(&file.file));
        let of_earlier: BTreeSet<String> = before.earlier.iter().flat_map(|run| run.notices.iter().cloned()).collect();
        let of_last = notices.iter().map(|notice| notice.notice_id.clone()).filter(|id| !of_earlier.contains(id));
        let last = EarlierRun {
            policy_sha256: before.policy_sha256,
            inputs: before.inputs,
            run: before.run,
            history: before.history,
            notices: of_last.collect(),
        };
        let mut runs = before.earlier;
        runs.iter_mut().for_each(|run| run.notices.retain(is_listed));
        runs.push(last);
        runs.retain(|run| !run.notices.is_empty());
        notices.append(&mut self.notices);
        outputs.append(&mut self.outputs);
        lots.append(&mut self.lots);
        merges.append(&mut self.merges);
        Manifest { notices, outputs, lots, merges, earlier: runs, ..self }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::letter::run::manifest::NoticeEntry;

    /// Returns the list of a run over some state of the folder that wrote these notices, each one file of that name.
    fn run(state: &str, notices: &[&str]) -> Manifest {
        let notice = |id: &&str| NoticeEntry {
            on_demand: false,
            notice_id: (*id).to_owned(),
            customer_id: "C1".to_owned(),
            currency: "EUR".to_owned(),
            level: "reminder".to_owned(),
            channel: "letter".to_owned(),
            deadline: None,
            fallback: None,
            files: vec![format!("{}.txt", id.trim_end_matches('\''))],
            to: Vec::new(),
            copies: Vec::new(),
            enclosures: Vec::new(),
            invoices: Vec::new(),
            open: "1.00".to_owned(),
            credits: "0.00".to_owned(),
            interest: "0.00".to_owned(),
            indemnity: "0.00".to_owned(),
            indemnity_apart: None,
            indemnity_currency: None,
            total: "1.00".to_owned(),
            lines: Vec::new(),
        };
        let notices: Vec<NoticeEntry> = notices.iter().map(notice).collect();
        Manifest {
            as_of: "2026-09-30".to_owned(),
            policy_sha256: state.to_owned(),
            inputs: vec![Input::new("invoices.csv".to_owned(), state.as_bytes())],
            run: None,
            history: None,
            lots: Vec::new(),
            merges: Vec::new(),
            outputs: notices.iter().map(|one| Input::new(one.files[0].clone(), one.notice_id.as_bytes())).collect(),
            notices,
            earlier: Vec::new(),
        }
    }

    fn ids(list: &Manifest) -> Vec<&str> {
        list.notices.iter().map(|notice| notice.notice_id.as_str()).collect()
    }

    fn earlier(list: &Manifest) -> Vec<(&str, Vec<&str>)> {
        list.earlier.iter().map(|run| (run.policy_sha256.as_str(), texts(&run.notices))).collect()
    }

    fn texts(list: &[String]) -> Vec<&str> {
        list.iter().map(String::as_str).collect()
    }

    #[test]
    fn a_list_names_the_notices_of_every_run_and_what_each_was_given() {
        let both = run("II", &["N3"]).behind(run("I", &["N1", "N2"]));
        assert_eq!(ids(&both), ["N1", "N2", "N3"]);
        assert_eq!((both.policy_sha256.as_str(), both.outputs.len()), ("II", 3));
        assert_eq!(earlier(&both), [("I", vec!["N1", "N2"])]);
        // The third run writes N1 again, byte for byte: it is of that run too.
        let three = run("III", &["N1", "N4"]).behind(both.clone());
        assert_eq!(ids(&three), ["N2", "N3", "N1", "N4"]);
        assert_eq!(earlier(&three), [("I", vec!["N2"]), ("II", vec!["N3"])]);
        assert!(run("IV", &["N4", "N2"]).is_within(&three));
        assert!(!run("IV", &["N5"]).is_within(&three));
        assert_eq!(Manifest::read(three.to_json().as_bytes()), Some(three));
    }

    #[test]
    fn a_notice_whose_file_is_replaced_is_listed_no_more() {
        // N1' is another notice, written over the file of N1.
        let list = run("II", &["N1'"]).behind(run("I", &["N1", "N2"]));
        assert_eq!((ids(&list), earlier(&list)), (vec!["N2", "N1'"], vec![("I", vec!["N2"])]));
        assert_eq!(list.outputs.len(), 2);
        let all = run("III", &["N1'", "N2"]).behind(list);
        assert_eq!((ids(&all), all.earlier.len()), (vec!["N1'", "N2"], 0));
    }

    #[test]
    fn other_bytes_under_the_same_name_are_not_within() {
        let mut other = run("I", &["N1"]);
        other.outputs[0].sha256 = "0".repeat(64);
        assert!(!run("I", &["N1"]).is_within(&other));
        assert_eq!(Manifest::read(b"{\"as_of\": \"2026-09-30\""), None);
    }
}
