//! Bookings that one statement tells as a sum and another in its payments: the sum is left out, the payments say who
//! paid.
//!
//! A booking is known by its reference. One without a reference goes by account, day, currency and sum, where nobody is
//! named as its payer; where more such bookings are there than were told in payments, nobody can tell which of them it
//! is.

use std::collections::{BTreeMap, BTreeSet};

use super::ids::{is_reference, written};
use super::{Kind, Movement, Parts, Read, Statement};
use crate::model::{Amount, Currency, Date, compact};

/// What two statements say alike of one booking.
type Alike = (String, Date, Currency, Amount);

/// A booking that a statement tells in payments.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Split {
    alike: Alike,
    /// The bank's reference of it; empty where it has none.
    reference: String,
    /// The id of its first payment, and the how many-th of that id it is: they tell two bookings apart that are alike.
    first: (String, usize),
}

/// Returns the bookings that a file tells in payments.
pub(super) fn splits(read: &Read) -> BTreeSet<Split> {
    let mut splits = BTreeSet::new();
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for statement in &read.statements {
        for movement in &statement.movements {
            if let Parts::Told { of, is_first: true, booking } = &movement.parts {
                let alike = (compact(&statement.account), movement.date, movement.currency, *of);
                let reference = if is_reference(booking) { booking.clone() } else { String::new() };
                let id = written(statement, movement);
                let count = counts.entry(id.clone()).or_default();
                *count += 1;
                splits.insert(Split { alike, reference, first: (id, *count) });
            }
        }
    }
    splits
}

/// What a booking is that other statements may tell in payments.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Whole {
    /// It is left out.
    Told,
    /// It may be: the id of the first of those payments.
    Perhaps(String),
}

/// The place of a movement: of its statement, and in it.
type Place = (usize, usize);

/// Returns what the bookings of a file are that other files tell in payments.
pub(super) fn wholes(read: &Read, elsewhere: &[&Split]) -> BTreeMap<Place, Whole> {
    let mut wholes = BTreeMap::new();
    if elsewhere.is_empty() {
        return wholes;
    }
    let mut left: BTreeMap<&Alike, Vec<&Split>> = BTreeMap::new();
    elsewhere.iter().for_each(|split| left.entry(&split.alike).or_default().push(split));
    let mut without: BTreeMap<Alike, Vec<Place>> = BTreeMap::new();
    for (place, statement, movement) in untold(read) {
        let alike = (compact(&statement.account), movement.date, movement.currency, movement.amount);
        if !is_reference(&movement.bank_reference) {
            if movement.payer.is_empty() && movement.payer_account.is_empty() {
                without.entry(alike).or_default().push(place);
            }
            continue;
        }
        let Some(splits) = left.get_mut(&alike) else { continue };
        if let Some(at) = splits.iter().position(|split| split.reference == movement.bank_reference) {
            splits.remove(at);
            wholes.insert(place, Whole::Told);
        }
    }
    for (alike, places) in without {
        let Some(splits) = left.get(&alike) else { continue };
        let Some(first) = splits.first() else { continue };
        let whole = if places.len() <= splits.len() { Whole::Told } else { Whole::Perhaps(first.first.0.clone()) };
        wholes.extend(places.into_iter().map(|place| (place, whole.clone())));
    }
    wholes
}

/// Returns the receipts of a file that are not told in payments.
fn untold(read: &Read) -> impl Iterator<Item = (Place, &Statement, &Movement)> {
    let statements = read.statements.iter().enumerate();
    statements.flat_map(|(at, statement)| {
        let movements = statement.movements.iter().enumerate();
        let untold = movements.filter(|(_, one)| one.parts == Parts::Untold && !matches!(one.kind, Kind::LeftOut(_)));
        untold.map(move |(place, movement)| ((at, place), statement, movement))
    })
}
