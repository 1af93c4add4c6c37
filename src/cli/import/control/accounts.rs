//! Whole accounts: what a file says of all that a customer owes on its last day.

use std::collections::BTreeSet;

use super::{Sides, Sums};
use crate::cli::reading::load;
use crate::engine::ageing;
use crate::import::source::Whose;
use crate::model::Date;

/// Adds what files say of a customer as a whole, and his balance on the file's last day, credits included.
pub(super) fn add(sides: &Sides<'_, '_>, list: u32, last: Option<Date>, sums: &mut Sums) {
    let &Sides { ledger, policy, .. } = sides;
    let mut stated = sides.incoming.stated.iter().filter(|stated| stated.list == list).filter_map(|stated| {
        let Whose::Customer(id) = &stated.whose else { return None };
        Some(((id.clone(), stated.currency), stated.open))
    });
    let (Some(first), Some(last)) = (stated.next(), last) else { return };
    for (key, open) in std::iter::once(first).chain(stated) {
        sums.entry(key).or_default().stated += open;
    }
    let then = load::booked(sides.files, ledger, policy, last);
    let wanted: BTreeSet<String> = sums.keys().map(|(id, _)| id.clone()).collect();
    let aged =
        ageing::aged_balance(ledger, &then, &policy.ageing, |customer| wanted.contains(&ledger.customer(customer).id));
    for row in aged.rows {
        let id = row.customer.map(|customer| ledger.customer(customer).id.clone()).unwrap_or_default();
        sums.entry((id, row.currency)).or_default().folder += row.total();
    }
}
