//! What `penalties`, `letters` and `bundle` would say of the folder on that day: what keeps them from their figures,
//! and what they would warn of. It is worked out as they do, so that a folder that is sound here does not fail there.

use crate::diag::{Diagnostic, code};
use crate::engine::allocation::Balances;
use crate::engine::history::History;
use crate::engine::penalties::Penalties;
use crate::engine::planning;
use crate::law::rates::Rates;
use crate::letter::content::{build, required};
use crate::letter::formats::design::Design;
use crate::letter::formats::legible;
use crate::letter::run::enclosures::Shelf;
use crate::letter::run::judge;
use crate::letter::wording::templates::{Given, Templates};
use crate::model::{FileRole, Ledger, Selection};
use crate::policy::{Policy, PolicyFile};

/// What claims are made of.
#[derive(Clone, Copy, Debug)]
pub struct Basis<'a> {
    pub ledger: &'a Ledger,
    pub balances: &'a Balances,
    pub policy: &'a Policy,
    pub rates: &'a Rates,
    /// The folder's own files of it: who has none yet knows that letters lack his name.
    pub texts: &'a [PolicyFile],
}

/// Returns what keeps claims from being made, and what deserves a word beside them; `known` was found already.
pub fn findings(
    basis: Basis<'_>,
    (given, design): (&[Given], Option<&Design>),
    known: &[Diagnostic],
) -> Vec<Diagnostic> {
    let Basis { ledger, balances, policy, texts, rates } = basis;
    let penalties = Penalties::new(ledger, balances, policy, rates);
    let mut found = penalties.obstacles(&Selection::ALL);
    found.extend(penalties.warnings(&Selection::ALL).into_iter().filter(|warning| !is_told(warning, known)));
    let plan = planning::plan(ledger, balances, policy, &Selection::ALL);
    found.extend(plan.findings());
    if !texts.is_empty() && !plan.notices().is_empty() {
        found.extend(required::sender(&policy.creditor));
    }
    let history = History::new(ledger, balances.as_of());
    let shelf = Shelf::default();
    let desk = build::Desk { plan: &plan, balances, penalties: &penalties, history: &history, shelf: &shelf };
    let wording = texts.iter().map(|file| &file.text).chain(given.iter().map(|given| &given.text));
    let suspects = legible::suspects(&desk, wording.map(String::as_str));
    // What a missing rate keeps from being written is told of above.
    let is_any = !suspects.is_empty() || plan.notices().iter().any(|notice| judge::is_exacting(ledger, notice));
    if !is_any || found.iter().any(Diagnostic::is_error) {
        return found;
    }
    // What is wrong with templates was found before.
    let Ok(templates) = Templates::new(given) else { return found };
    let (noticed, faults) = judge::judge(&desk, &templates);
    found.extend(faults);
    found.extend(design.iter().flat_map(|design| legible::unprintable(&desk, &templates, &suspects, design)));
    found.extend(required::unregistered(noticed.into_iter(), ledger));
    found
}

/// Tells whether the look at the policy found a contract rate too low already, where it is written.
fn is_told(warning: &Diagnostic, known: &[Diagnostic]) -> bool {
    let place = |finding: &Diagnostic| finding.places.first().map(|place| (place.file.clone(), place.line));
    let Some((file, line)) = place(warning) else { return false };
    // A rate of the policy may stand in a file that it extends: of that one only its rows have lines here.
    let is_row = |file: &str| FileRole::OF_LEDGER.iter().any(|role| role.file_name() == file);
    let is_there = |(known_file, known_line): (String, _)| match line {
        Some(_) => known_file == file && known_line == line,
        None => !is_row(&known_file),
    };
    warning.code == code::penalties::RATE_BELOW_FLOOR
        && known.iter().any(|known| known.code == warning.code && place(known).is_some_and(is_there))
}
