//! The folder as an import would leave it, held against what the files state, with all that is found beside that.

use std::collections::BTreeMap;

use super::attempt::Attempt;
use super::found::Found;
use super::ground::Ground;
use super::standing::Standing;
use super::{control, elsewhere, gone, overpaid, renumbered, told, undone};
use crate::diag::Diagnostic;
use crate::engine::allocation::Balances;
use crate::model::{Amount, Currency, Date, Ledger};
use crate::output::reports::import::Controlled;
use crate::policy::Policy;

/// The folder with the rows that can be taken, and where its money goes then.
#[derive(Clone, Copy, Debug)]
pub struct After<'a> {
    /// What was tried.
    pub attempt: &'a Attempt<'a>,
    /// What the folder says then.
    pub ledger: &'a Ledger,
    /// What is owed then.
    pub balances: &'a Balances,
}

impl After<'_> {
    /// Returns the control of the balances that the files state, and what was taken of invoices and payments; what is
    /// found on the way joins what was.
    pub fn compare(
        &self,
        ground: &Ground,
        policy: &Policy,
        standing: &Standing<'_>,
        today: Date,
        findings: &mut Vec<Diagnostic>,
    ) -> (Vec<Controlled>, BTreeMap<Currency, (Amount, Amount)>) {
        let &After { attempt, ledger, balances } = self;
        let (incoming, found) = (&attempt.incoming, Found::of(attempt, ledger));
        let files = &ground.files;
        let sides = control::Sides { incoming, found: &found, ledger, balances, files, policy, today };
        let controlled = control::compare(&sides);
        findings.extend(control::differences(incoming, &controlled, ground.is_new));
        findings.extend(elsewhere::findings(incoming, &found, (ledger, balances)));
        let pairs = renumbered::pairs(incoming, &found, ledger, standing);
        findings.extend(renumbered::finding(incoming, &pairs, ledger));
        let olds = pairs.iter().map(|pair| pair.old).collect();
        findings.extend(gone::findings(incoming, &found, (ledger, balances), &olds));
        findings.extend(gone::cancelled(incoming, ledger, balances));
        findings.extend(undone::findings(incoming, ledger));
        findings.extend(overpaid::findings(attempt, &found, (ledger, balances), &*findings));
        (controlled, told::totals(attempt, ledger, &found))
    }
}
