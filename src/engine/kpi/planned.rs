//! What running payment plans say of the days on which money comes.

use std::collections::BTreeMap;

use crate::engine::allocation::Balances;
use crate::engine::history::{Dossier, Outcome};
use crate::model::{Amount, Date, ItemId, Ledger};

/// What is to come of items by which day, as agreed.
pub(super) type Planned = BTreeMap<ItemId, Vec<(Date, Amount)>>;

/// Returns what the running payment plans of a customer spread over days to come: each sum on its day, a sum that is
/// still waited for on that of the balances, the oldest items first. What the sums hold beyond that is interest.
pub(super) fn planned(ledger: &Ledger, balances: &Balances, dossier: &Dossier<'_>, first: usize) -> Planned {
    let as_of = balances.as_of();
    let mut planned = Planned::new();
    for (place, plan) in dossier.commitments.iter().enumerate().filter(|(_, made)| made.is_plan) {
        if !matches!(plan.outcome(ledger, balances, 0), Outcome::Running { .. }) {
            continue;
        }
        let is_last = |item: &ItemId| dossier.standings[item.index() - first].plan == Some(place);
        let mut items: Vec<ItemId> = plan.items.iter().copied().filter(is_last).collect();
        items.sort_by_key(|&item| (ledger.invoice(item).due, item));
        let mut open: Vec<Amount> =
            items.iter().map(|&item| plan.promised(item, balances.open(ledger, item), as_of)).collect();
        for (until, sum) in plan.to_come(ledger, balances, as_of) {
            let mut left = sum.unwrap_or_else(|| open.iter().copied().sum());
            for (item, open) in items.iter().zip(&mut open) {
                let part = left.min(*open);
                (left, *open) = (left - part, *open - part);
                if part.is_positive() {
                    planned.entry(*item).or_default().push((until.max(as_of), part));
                }
            }
        }
    }
    planned
}
