//! Which column of a list holds the total of its invoices: one that says that tax is in it, before one that says
//! nothing.

use super::Header;
use super::words::{
    BARE_TOTAL, CREDIT, CURRENCY, DEBIT, FOREIGN_TOTAL, GROSS_TOTAL, NO_TAX_SUM, Names, OF_TOTALS, TAX, WITHOUT_TAX,
};
use crate::import::list::doubts::Doubt;

/// Tells whether a header names debit and credit, as the lines of an account have them.
pub(super) fn are_sides(header: &Header<'_>) -> bool {
    header.has(DEBIT) && header.has(CREDIT)
}

/// Returns the place of the total's column.
pub(super) fn place(header: &Header<'_>) -> Option<usize> {
    let is_told = header.has(CURRENCY);
    let foreign = header.find(FOREIGN_TOTAL);
    let own = || find(header, GROSS_TOTAL, is_told).or_else(|| gross(header));
    let named = || foreign.filter(|_| is_told).or_else(own).or(foreign);
    named().or_else(|| find(header, BARE_TOTAL, is_told))
}

/// Returns the first column that has one of the names: where another names the currency, one that says none, else one
/// that says it.
fn find(header: &Header<'_>, names: Names, is_told: bool) -> Option<usize> {
    let fits = |at: &usize| header.compared[*at].is_in_euros != is_told;
    let one = |name: &str| header.free().find(|at| header.is(*at, name) && fits(at));
    names.iter().find_map(|name| one(name)).or_else(|| header.find(names))
}

/// Returns the only column that says that tax is in it, and no more than that it is a total: another word may make it
/// the shipping, the order's, or dollars.
fn gross(header: &Header<'_>) -> Option<usize> {
    let mut places = header.free().filter(|&at| {
        let name = &header.compared[at];
        name.is_gross && name.words.iter().all(|word| OF_TOTALS.contains(&word.as_str()))
    });
    places.next().filter(|_| places.next().is_none())
}

/// Takes the total's column, and tells whether the tax may be in it or not.
pub(super) fn take(header: &mut Header<'_>) -> (Option<String>, Option<Doubt>) {
    let Some(at) = place(header) else { return (None, None) };
    let is_bare = !header.is(at, "net a payer") && header.is_one_of(at, BARE_TOTAL);
    let tax = header.compared.iter().position(|name| name.has_word(&TAX) && !name.has_word(&NO_TAX_SUM));
    let is_split = header.compared.iter().enumerate().any(|(other, name)| {
        other != at && name.has_word(&WITHOUT_TAX) && !name.has_word(&["payer", "regler", "rate", "taux"])
    });
    let amount = header.take_at(at);
    let doubt = tax
        .filter(|_| is_bare && !is_split)
        .map(|tax| Doubt::NetOrGross { amount: amount.clone(), tax: header.names[tax].clone() });
    (Some(amount), doubt)
}
