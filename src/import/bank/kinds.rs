//! What a movement is for us: money received, money taken back, or nothing that concerns customers.

use super::{Kind, Movement, Why};
use crate::input::header::fold;
use crate::model::Amount;

/// Words of a debit that takes a receipt back: rejects of direct debits, cheques and bills unpaid.
const TAKEN_BACK: &[&str] = &[
    "rejet",
    "impaye",
    "retourprlv",
    "prlvretour",
    "chequeimpaye",
    "chqimpaye",
    "rejprlv",
    "retoursepa",
    "returned",
    "ruecklastschrift",
    "rucklastschrift",
    "chargeback",
    "unpaid",
];

/// Returns what a movement is, by its amount, whether the bank booked it, and whether it turns something back: with a
/// reason where the bank gives one.
pub(super) fn kind(amount: Amount, is_booked: bool, turned_back: Option<&str>, text: &str) -> Kind {
    if !is_booked {
        return Kind::LeftOut(Why::Pending);
    }
    if amount.is_zero() {
        return Kind::LeftOut(Why::Zero);
    }
    match (amount.is_positive(), turned_back) {
        (true, None) => Kind::Receipt,
        (true, Some(_)) => Kind::LeftOut(Why::OwnReturned),
        (false, Some(reason)) => Kind::Return { reason: reason.to_owned() },
        (false, None) => {
            let text = fold(text);
            if TAKEN_BACK.iter().any(|word| text.contains(word)) {
                Kind::Return { reason: String::new() }
            } else {
                Kind::LeftOut(Why::Debit)
            }
        }
    }
}

/// Sees the debit that takes back a credit of the same words and amount, booked before it, as a return.
pub(super) fn pair_reversals(movements: &mut [Movement]) {
    let is_twin = |credit: &Movement, debit: &Movement| {
        credit.kind == Kind::Receipt
            && credit.amount == -debit.amount
            && credit.date <= debit.date
            && !debit.text.is_empty()
            && (&credit.text, &credit.payer, &credit.payer_account) == (&debit.text, &debit.payer, &debit.payer_account)
    };
    for at in 0..movements.len() {
        let debit = &movements[at];
        if debit.kind != Kind::LeftOut(Why::Debit) {
            continue;
        }
        if movements[..at].iter().any(|credit| is_twin(credit, debit)) {
            movements[at].kind = Kind::Return { reason: String::new() };
        }
    }
}
