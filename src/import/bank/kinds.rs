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

/// Words of a debit that may take a receipt back, and may be a transfer or a fee of ours.
const PERHAPS_TAKEN_BACK: &[&str] = &[
    "retour",
    "extourne",
    "contrepass",
    "sansprovision",
    "annul",
    "recall",
    "reversal",
    "storno",
    "ruckgabe",
    "rueckgabe",
];

/// The codes by which banks call a debit unpaid: ISO 20022 (direct debits and cheques unpaid or reversed, payments
/// returned), and those of German banks.
const UNPAID_CODES: &[&str] = &["UPDD", "PRDD", "UPCQ", "CQRV", "RRTN", "108", "109"];

/// What a debit that is left out says of taking a receipt back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Hint {
    /// A code of the bank's says that it does.
    Code,
    /// A word speaks of it.
    Word,
}

/// Returns what a debit that is left out says of taking back what a customer paid.
pub(super) fn hint(movement: &Movement) -> Option<Hint> {
    if movement.kind != Kind::LeftOut(Why::Debit) {
        return None;
    }
    if movement.told_by_bank.split_whitespace().any(|word| UNPAID_CODES.contains(&word)) {
        return Some(Hint::Code);
    }
    let text = fold(&format!("{} {}", movement.text, movement.told_by_bank));
    PERHAPS_TAKEN_BACK.iter().chain(TAKEN_BACK).any(|word| text.contains(word)).then_some(Hint::Word)
}

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

#[cfg(test)]
mod tests {
    use super::super::tests::read_as;
    use super::*;

    #[test]
    fn a_debit_that_a_code_or_a_word_calls_unpaid_is_told() {
        let camt = |code: &str| {
            let text = format!(
                "<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:camt.053.001.02\"><BkToCstmrStmt><Stmt><Acct/><Ntry>\
                 <Amt Ccy=\"EUR\">200.00</Amt><CdtDbtInd>DBIT</CdtDbtInd><Sts>BOOK</Sts><BookgDt><Dt>2026-02-03</Dt>\
                 </BookgDt><BkTxCd><Domn><Cd>PMNT</Cd><Fmly><Cd>RDDT</Cd><SubFmlyCd>{code}</SubFmlyCd></Fmly></Domn>\
                 </BkTxCd></Ntry></Stmt></BkToCstmrStmt></Document>"
            );
            hint(&read_as(&text).statements[0].movements[0])
        };
        assert_eq!((camt("UPDD"), camt("ESDD")), (Some(Hint::Code), None));
        let mt940 = |code: &str| {
            let text = format!(
                ":20:S\r\n:25:1/2\r\n:60F:C260201EUR900,00\r\n:61:2602030203D120,5NDDTNONREF\r\n\
                 :86:{code}?00LASTSCHRIFT?20EREF+E1?32DUPONT\r\n:62F:C260203EUR779,50\r\n"
            );
            hint(&read_as(&text).statements[0].movements[0])
        };
        assert_eq!((mt940("108"), mt940("105")), (Some(Hint::Code), None));
        let sheet = |text: &str| {
            let text = format!("Date;Libellé;Montant\n03/02/2026;{text};-120,50\n");
            hint(&read_as(&text).statements[0].movements[0])
        };
        assert_eq!((sheet("CHEQUE RETOURNE DUPONT"), sheet("VIR FOURNISSEUR")), (Some(Hint::Word), None));
        // What is a return already is not left out.
        assert_eq!(sheet("REJET PRLV DUPONT"), None);
    }
}
