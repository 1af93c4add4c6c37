//! `record return` of a receipt that was divided among debts: what is taken back of each part.

use crate::diag::{Diagnostic, Place, code};
use crate::engine::allocation::left_to_take_back;
use crate::model::{Amount, Lang, Ledger, PaymentId, figures};

/// Returns how much of each part is taken back of a receipt: a sum, or all that is left of it. What stays is as if no
/// more had come in: the first parts, the last of them short (C. civ. 1342-10).
///
/// # Errors
/// Where less is left of it.
pub(super) fn parts(
    ledger: &Ledger,
    named: &str,
    rows: &[PaymentId],
    sum: Option<Amount>,
) -> Result<Vec<(PaymentId, Amount)>, Box<Diagnostic>> {
    let rests = left_to_take_back(ledger, rows);
    let rest: Amount = rests.iter().map(|(_, left)| *left).sum();
    let mut wanted = sum.unwrap_or(rest);
    if wanted > rest || rest.is_zero() {
        return Err(Box::new(beyond(ledger, named, &rests)));
    }
    let mut parts = Vec::new();
    for &(row, left) in rests.iter().rev() {
        let amount = left.min(wanted);
        wanted -= amount;
        if amount.is_positive() {
            parts.push((row, amount));
        }
    }
    parts.reverse();
    Ok(parts)
}

/// Returns what to say where more of a divided receipt is to be taken back than is left of it.
fn beyond(ledger: &Ledger, named: &str, rests: &[(PaymentId, Amount)]) -> Diagnostic {
    let money = |amount, lang| figures::money(amount, ledger.payment(rests[0].0).currency, lang);
    let rest: Amount = rests.iter().map(|(_, left)| *left).sum();
    let parts = |lang, colon| {
        let part =
            |&(row, left): &(PaymentId, Amount)| format!("{}{colon}{}", ledger.payment_id(row), money(left, lang));
        rests.iter().map(part).collect::<Vec<_>>().join(", ")
    };
    let (en, fr) = if rest.is_zero() {
        ("was taken back whole already".to_owned(), "a déjà été repris en entier".to_owned())
    } else {
        (
            format!("has {} left to take back ({})", money(rest, Lang::En), parts(Lang::En, ": ")),
            format!("n'a plus que {} à reprendre ({})", money(rest, Lang::Fr), parts(Lang::Fr, " : ")),
        )
    };
    Diagnostic::new(
        code::ledger::RETURN_MISMATCH,
        format!("the return does not fit payment {named}, which {en}"),
        format!("le rejet ne correspond pas au paiement {named}, qui {fr}"),
    )
    .at(Place::file("relance record"))
    .help(
        "what the bank took beyond that is owed anew: a row of invoices.csv",
        "ce que la banque a pris de plus est dû à nouveau : une ligne de invoices.csv",
    )
}
