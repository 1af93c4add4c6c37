//! What is odd in a policy that can be used: levels that never come on their day, exceptions that match nobody, claims
//! that the law does not grant.
//!
//! Faults that make a policy unusable are found when it is loaded; these are for `check`, all at once, each with its
//! place in the file and the way out.

mod levels;
mod people;
mod rates;
#[cfg(test)]
mod tests;

use std::ops::Range;

use toml::Spanned;

use super::faults::Faults;
use super::raw::{RawLevel, RawPolicy, RawProcedure};
use super::{Level, Policy, PolicyFile, Procedure, Written};
use crate::diag::{Diagnostic, Place};
use crate::law::rates::Rates;
use crate::model::{Date, FileRole, Lang, Ledger};

/// What a policy is held against.
pub struct Facts<'a> {
    /// What the folder's files say.
    pub ledger: &'a Ledger,
    /// The names of the files, for places in them.
    pub file_name: &'a dyn Fn(FileRole) -> String,
    /// The dated rates.
    pub rates: &'a Rates,
    /// The day to judge for.
    pub as_of: Date,
    /// Tells whether there is a template of that name.
    pub has_template: &'a dyn Fn(Lang, &str) -> bool,
}

/// Returns what is odd in a policy without faults; `files` are those that it is made of, if it has any.
pub fn lint(policy: &Policy, files: &[PolicyFile], facts: &Facts<'_>) -> Vec<Diagnostic> {
    let (mut raws, mut found): (Vec<RawPolicy>, Vec<Faults<'_>>) =
        files.iter().cloned().map(|file| Written::read(file).into_parts()).unzip();
    if files.is_empty() {
        raws.push(RawPolicy::default());
        found.push(Faults::new("", ""));
    }
    let of_procedures = raws.iter().position(|raw| raw.procedure.is_some()).unwrap_or(0);
    let lint = Lint { policy, facts, raws: &raws, of_procedures };
    for written in lint.procedures() {
        lint.levels(&written, &mut found[of_procedures]);
    }
    lint.people(&mut found[of_procedures]);
    lint.discounts(&mut found[0]);
    lint.rates(&mut found);
    found.into_iter().flat_map(Faults::into_found).collect()
}

/// A policy being looked over.
struct Lint<'a> {
    policy: &'a Policy,
    facts: &'a Facts<'a>,
    /// What its files say, each before the one that it extends.
    raws: &'a [RawPolicy],
    /// Which of them writes the procedures that apply.
    of_procedures: usize,
}

/// A procedure that a file itself writes, and where.
struct WrittenProcedure<'a> {
    procedure: &'a Procedure,
    raw: &'a Spanned<RawProcedure>,
}

/// A level that a file itself writes, and where.
struct WrittenLevel<'a> {
    level: &'a Level,
    raw: &'a Spanned<RawLevel>,
}

impl WrittenLevel<'_> {
    /// Returns the bytes of a key of the level, else those of the level.
    fn span(&self, key: Option<Range<usize>>) -> Range<usize> {
        key.unwrap_or_else(|| self.raw.span())
    }
}

impl<'a> Lint<'a> {
    /// Returns the procedures that a file writes: all of them or none.
    fn procedures(&self) -> Vec<WrittenProcedure<'a>> {
        let raw = self.raws[self.of_procedures].procedure.as_ref().map(Spanned::get_ref);
        let raw = raw.into_iter().flatten();
        self.policy.procedures.iter().zip(raw).map(|(procedure, raw)| WrittenProcedure { procedure, raw }).collect()
    }

    fn place_in(&self, role: FileRole, line: u32) -> Place {
        Place::line((self.facts.file_name)(role), line)
    }
}

impl<'a> WrittenProcedure<'a> {
    fn levels(&self) -> Vec<WrittenLevel<'a>> {
        let raw = self.raw.get_ref().level.iter().flatten();
        self.procedure.levels.iter().zip(raw).map(|(level, raw)| WrittenLevel { level, raw }).collect()
    }
}
