//! How a movement is known: with the words that it gets in the folder, and by an id.

use super::{Kind, Movement, Statement};
use crate::import::source::Telling;
use crate::model::Date;
use crate::model::payment::OF_BANK;

/// Returns a movement as it will be known.
pub(super) fn telling(id: String, movement: &Movement, statement: &Statement) -> Telling {
    // The reason for which the bank took money back is one of its words.
    let reason = if let Kind::Return { reason } = &movement.kind { reason.as_str() } else { "" };
    let words = [movement.reference.as_str(), &movement.text, reason].join(" ");
    Telling {
        id,
        date: movement.date,
        text: words.split_whitespace().collect::<Vec<_>>().join(" "),
        payer: movement.payer.clone(),
        payer_account: movement.payer_account.clone(),
        account: statement.account.clone(),
        again: None,
    }
}

/// Tells whether an id was made of day, amount and words, for want of a reference.
pub(super) fn is_made(id: &str) -> bool {
    let of_day = id.strip_prefix(OF_BANK).and_then(|rest| rest.get(..11));
    of_day.and_then(|head| head.strip_suffix('-')).is_some_and(|day| day.parse::<Date>().is_ok())
}

/// What stands before what sets movements of one reference apart: no part of a booking is numbered so.
pub(super) const APART: char = '~';

/// Tells whether two ids are of one reference of the bank's.
pub(super) fn is_one_reference(one: &str, other: &str) -> bool {
    !is_made(one) && one.split(APART).next() == other.split(APART).next()
}
