//! Trying an import: the folder with its rows is read before anything is written, and what is found there is said
//! of the lists' own cells.

mod candidate;
mod refusals;

use std::collections::{BTreeMap, BTreeSet};

use super::held;
use crate::cli::reading::trial::{self, FAR, FolderFile, Survey, Written};
use crate::cli::typed::common::Files;
use crate::diag::Diagnostic;
use crate::engine::allocation::Balances;
use crate::engine::matching::names;
use crate::import::held::Held;
use crate::import::merge::{Merged, OnChange};
use crate::import::source::Dating;
use crate::import::{Incoming, TARGETS, ahead, name_payments, settle};
use crate::input::Bytes;
use crate::input::columns::Column;
use crate::input::edit::CsvFile;
use crate::model::{FileRole, Ledger};
use crate::policy::Policy;

use candidate::{Candidate, Candidates};

/// An import being tried.
#[derive(Debug)]
pub struct Attempt<'a> {
    /// What the lists say.
    pub incoming: Incoming,
    /// What becomes of it.
    pub merged: BTreeMap<FileRole, Merged>,
    /// For each row for a file, the line on which it stands there then; 0 where that is not known.
    pub lines: BTreeMap<FileRole, Vec<u32>>,
    files: &'a Files,
    policy: &'a Policy,
    on_change: OnChange,
    dating: Dating,
    /// Rows that cannot be taken, by file.
    left_out: BTreeMap<FileRole, BTreeSet<usize>>,
    /// The customers that a folder without `customers.csv` knows from its other files.
    unlisted: Vec<String>,
}

/// How a trial ended.
#[derive(Debug)]
pub struct Outcome<'a> {
    /// What was tried.
    pub attempt: Attempt<'a>,
    /// Everything that was found.
    pub findings: Vec<Diagnostic>,
    /// The files to write, in this order, and what they are to hold.
    pub candidates: Vec<Written>,
    /// The folder with the rows that can be taken, and where its money went in the end; nothing when none can.
    pub ledger: Option<(Ledger, Balances)>,
}

impl<'a> Attempt<'a> {
    /// Starts with everything that the lists say; `dating` dates the payments of which only the sum is known.
    pub fn new(
        incoming: Incoming,
        files: &'a Files,
        policy: &'a Policy,
        on_change: OnChange,
        dating: Dating,
    ) -> Attempt<'a> {
        Attempt {
            incoming,
            merged: BTreeMap::new(),
            lines: BTreeMap::new(),
            files,
            policy,
            on_change,
            dating,
            left_out: BTreeMap::new(),
            unlisted: Vec::new(),
        }
    }

    /// Tries the folder with the rows, leaving out those that are refused until the rest is sound.
    pub fn run(mut self, keep_going: bool) -> Outcome<'a> {
        let mut findings = std::mem::take(&mut self.incoming.findings);
        let mut opened = match self.open() {
            Ok(opened) if !self.incoming.is_unusable => opened,
            Ok(_) => return self.failed(findings),
            Err(faults) => {
                findings.extend(faults);
                return self.failed(findings);
            }
        };
        let mut before = self.survey(&opened);
        // Some systems do not replace a file that is open.
        before.reading.files.clear();
        // A payment that the folder has is known by its id: before that it would count beside itself.
        findings.extend(self.name_payments(&opened));
        findings.extend(self.settle(&opened, held::of(&self.incoming, &before)));
        ahead::tell(&mut self.incoming, self.dating.today);
        let waiting = self.leave_out_what_refused_rows_bring();
        findings.extend(waiting.into_iter().filter(|_| keep_going));
        self.note_unlisted(&opened, before.reading.ledger.as_ref());
        findings.extend(before.findings.iter().filter(|finding| finding.is_error()).cloned());
        loop {
            let Candidates { files: candidates, conflicts, unwritable: mut brought } = self.candidates(opened);
            let after = self.survey_candidates(&candidates);
            brought.extend(trial::brought(&before.findings, after.findings));
            let culprits = self.blame(&mut brought, &candidates);
            // Those that are left out from the next round on contradict nobody then.
            let new: Vec<_> = conflicts.into_iter().filter(|conflict| !findings.contains(conflict)).collect();
            findings.extend(new);
            let is_sound = !brought.iter().any(Diagnostic::is_error);
            let refused = self.newly_refused(culprits);
            if refused.is_empty() {
                findings.extend(brought);
                self.tell_unlisted();
                self.tell_replaced();
                let ledger = after.reading.ledger.zip(after.balances).filter(|_| is_sound);
                let write = candidates.into_iter().filter_map(|file| Some((file.file, file.bytes?))).collect();
                return Outcome { attempt: self, findings, candidates: write, ledger };
            }
            brought.retain(|finding| {
                let is_told =
                    self.follows_from_disagreement(finding) || (!keep_going && self.follows_from_another(finding));
                finding.is_error() && !is_told
            });
            findings.extend(brought);
            self.incoming.refused.extend(refused);
            let waiting = self.leave_out_what_refused_rows_bring();
            findings.extend(waiting.into_iter().filter(|_| keep_going));
            opened = candidates.into_iter().map(|candidate| candidate.file).collect();
        }
    }

    /// Opens the files that the lists fill; invoices in any case, since no folder is without.
    fn open(&self) -> Result<Vec<FolderFile>, Vec<Diagnostic>> {
        let brings = |role: &FileRole| {
            let tells_of_money = || !self.incoming.settled.is_empty() || !self.incoming.used_credits.is_empty();
            self.incoming.files.contains_key(role) || (*role == FileRole::Payments && tells_of_money())
        };
        let filled = |role: &FileRole| *role == FileRole::Invoices || brings(role);
        TARGETS.into_iter().filter(filled).map(|role| FolderFile::open(role, self.files, self.policy)).collect()
    }

    fn failed(self, findings: Vec<Diagnostic>) -> Outcome<'a> {
        Outcome { attempt: self, findings, candidates: Vec::new(), ledger: None }
    }
}

impl Attempt<'_> {
    /// Notes who would be a stranger to a `customers.csv` that the lists begin: he gets a row of his own.
    fn note_unlisted(&mut self, opened: &[FolderFile], before: Option<&Ledger>) {
        let begins = opened.iter().any(|file| file.role == FileRole::Customers && file.file.is_none());
        let Some(incoming) = self.incoming.files.get(&FileRole::Customers).filter(|_| begins) else { return };
        // Most folders that begin customers.csv are new: a million rows need not be looked through for nobody.
        let Some(before) = before.filter(|before| !before.customers().is_empty()) else { return };
        let listed: BTreeSet<&str> = incoming.rows.iter().map(|row| row.get(Column::CustomerId)).collect();
        let known = before.customers().iter().map(|customer| customer.id.clone());
        self.unlisted = known.filter(|id| !listed.contains(&**id)).collect();
    }

    /// Says who got a row of `customers.csv` though no list names him.
    fn tell_unlisted(&mut self) {
        let is_begun = self.merged.get(&FileRole::Customers).is_some_and(|merged| !merged.changes.is_empty());
        if let Some(source) = self.incoming.sources.first_mut().filter(|_| is_begun) {
            let words = (
                "customers whom the folder knew from its invoices get rows of customers.csv too",
                "les clients que le dossier connaissait par ses factures entrent aussi dans customers.csv",
            );
            source.choose(words, &self.unlisted);
        }
    }

    /// Says which payments give way to those of a list.
    fn tell_replaced(&mut self) {
        let mut told: BTreeMap<u32, Vec<&str>> = BTreeMap::new();
        for (id, places) in &self.incoming.replaced {
            places.iter().take(1).for_each(|(list, _)| told.entry(*list).or_default().push(id));
        }
        for (list, ids) in told {
            let words = (
                "it says when payments came of which the day was only assumed or declared, and which give way",
                "on y lit quand sont venus des règlements à date supposée ou déclarée, qui lui laissent la place",
            );
            self.incoming.sources[list as usize].choose(words, &ids);
        }
    }

    /// Gives payments their ids; those of which nobody can tell whether they are one or two are left out.
    fn name_payments(&mut self, opened: &[FolderFile]) -> Vec<Diagnostic> {
        let file = opened.iter().find(|file| file.role == FileRole::Payments).and_then(|file| file.file.as_ref());
        let Incoming { files, lists, replaced, .. } = &mut self.incoming;
        let Some(payments) = files.get_mut(&FileRole::Payments) else { return Vec::new() };
        let is_replaced = |id: &str| replaced.contains_key(id);
        let (findings, twins): (Vec<_>, Vec<_>) = name_payments(payments, lists, file, is_replaced).into_iter().unzip();
        let out = self.left_out.entry(FileRole::Payments).or_default();
        out.extend(twins.into_iter().flatten());
        // Where the row's invoice has no id it is said of the invoice; the payment goes with it.
        let nameless = |role: FileRole, column: Column| {
            let rows = self.incoming.files.get(&role);
            let rows = rows.into_iter().flat_map(|rows| rows.rows.iter().zip(&rows.places).enumerate());
            rows.filter(move |(_, (row, _))| row.get(column).is_empty()).map(|(at, (_, place))| (at, *place))
        };
        let invoices: BTreeSet<_> = nameless(FileRole::Invoices, Column::InvoiceId).map(|(_, place)| place).collect();
        let payments = nameless(FileRole::Payments, Column::PaymentId);
        out.extend(payments.filter(|(_, place)| invoices.contains(place)).map(|(at, _)| at));
        findings
    }

    /// Adds the payments that lists tell by their sum; rows of which it cannot be told when are refused.
    fn settle(&mut self, opened: &[FolderFile], held: Held) -> Vec<Diagnostic> {
        let file = |role| opened.iter().find(|file| file.role == role).and_then(|file| file.file.as_ref());
        let rules = &self.policy.terms;
        let files = settle::Files {
            invoices: file(FileRole::Invoices),
            payments: file(FileRole::Payments),
            currency: self.policy.currency,
        };
        let settled = settle::settle(&mut self.incoming, files, (held, names), self.dating, rules);
        let (findings, places): (Vec<_>, Vec<_>) = settled.into_iter().unzip();
        self.incoming.refused.extend(places.into_iter().flatten());
        findings
    }

    /// Reads the folder as it stands; invoices that are still to come are an empty file.
    fn survey(&self, opened: &[FolderFile]) -> Survey {
        let empty = CsvFile::new(FileRole::Invoices, FileRole::Invoices.file_name(), |_| false);
        let absent = opened.iter().find(|file| file.role == FileRole::Invoices && file.file.is_none());
        let instead: Vec<(&FolderFile, &Bytes)> = absent.map(|file| (file, empty.bytes())).into_iter().collect();
        trial::survey(self.files, self.policy, FAR, &instead)
    }

    fn survey_candidates(&self, candidates: &[Candidate]) -> Survey {
        let empty = CsvFile::new(FileRole::Invoices, FileRole::Invoices.file_name(), |_| false);
        let instead: Vec<(&FolderFile, &Bytes)> = candidates
            .iter()
            .filter_map(|candidate| match &candidate.bytes {
                Some(bytes) => Some((&candidate.file, bytes)),
                None if candidate.file.file.is_none() && candidate.file.role == FileRole::Invoices => {
                    Some((&candidate.file, empty.bytes()))
                }
                None => None,
            })
            .collect();
        trial::survey(self.files, self.policy, FAR, &instead)
    }
}
