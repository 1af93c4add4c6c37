//! Why a row of a list is refused for what it says of its payment.

use super::Status;
use crate::diag::{Diagnostic, Place, code};
use crate::input::columns::Column;

/// What is wrong with a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fault {
    /// Balance and sum paid do not make the total.
    Sums,
    /// The status contradicts the sum of that column.
    Status(Column),
    /// By the sum of that column more is left than the total.
    Above(Column),
    /// It bears a day of payment, and by that column nothing was paid.
    Day(Column),
    /// It bears the day of a payment, and nothing says how much came.
    LastDay,
    /// It is paid in part, and nothing says how much is left.
    InPart,
    /// It is closed, and nothing says how.
    Closed,
    /// It has no balance, and other rows have one.
    Blank,
}

impl Fault {
    /// Says it; `place` returns the place of a cell in the list.
    pub fn finding(self, place: impl Fn(Column) -> Place) -> Diagnostic {
        let (en, fr, columns) = match self {
            Fault::Blank => return blank(place(Column::Balance)),
            Fault::Sums => (
                "the total less what was paid is not the balance",
                "le total moins ce qui a été payé ne fait pas le solde",
                vec![Column::Balance, Column::Paid],
            ),
            Fault::Status(sum) => (
                "the status of the invoice and what it says is owed contradict each other",
                "le statut de la facture et ce qu'elle dit rester dû se contredisent",
                vec![Column::Status, sum],
            ),
            Fault::Above(sum) => {
                ("more is left to pay than the total", "il reste à payer plus que le total", vec![sum])
            }
            Fault::Day(other) => (
                "the invoice has a day of payment, and nothing of it is paid",
                "la facture a une date de règlement, et rien n'en est payé",
                vec![Column::PaidOn, other],
            ),
            Fault::LastDay => (
                "a payment came on that day, and nothing says how much is left",
                "un règlement est venu à cette date, et rien ne dit ce qu'il en reste",
                vec![Column::PaidOn],
            ),
            Fault::InPart => (
                "the invoice is paid in part, and nothing says how much is left",
                "la facture est payée en partie, et rien ne dit ce qu'il en reste",
                vec![Column::Status],
            ),
            Fault::Closed => (
                "the invoice is closed, and nothing says whether it was paid, credited or given up",
                "la facture est close, et rien ne dit si elle a été payée, créditée ou abandonnée",
                vec![Column::Status],
            ),
        };
        let finding = Diagnostic::new(code::import::ROW_CONTRADICTS, en, fr).help(
            "correct the invoice in the program and export the list again; if a column means something else, a mapping of the policy \
             says what, and `where` there leaves rows out",
            "corriger la facture dans le logiciel et exporter la liste de nouveau ; si une colonne veut dire autre chose, une \
             correspondance de la politique le dit, et `where` y écarte des lignes",
        );
        columns.into_iter().fold(finding, |finding, column| finding.at(place(column)))
    }
}

fn blank(place: Place) -> Diagnostic {
    let column = place.column.clone().unwrap_or_default();
    Diagnostic::new(
        code::import::BALANCE_MISSING,
        format!("\"{column}\" is empty here, and not on other rows: is nothing owed any more, or all?"),
        format!("« {column} » est vide ici, et pas sur d'autres lignes : n'est-il plus rien dû, ou tout ?"),
    )
    .at(Place { text: None, ..place })
    .help(
        format!(
            "write 0 or the balance there; if empty is zero in this list, [import.NAME.values.\"{column}\"] of policy.toml \
             says so (\"\" = \"0\"), and --mapping NAME reads it so"
        ),
        format!(
            "y écrire 0 ou le solde ; si vide veut dire zéro dans cette liste, [import.NOM.values.\"{column}\"] dans \
             policy.toml le dit (\"\" = \"0\"), et --mapping NOM la lit ainsi"
        ),
    )
}

/// Says of a word that it is no status that is known.
pub(super) fn unknown(place: Place) -> Diagnostic {
    let known = Status::known();
    let column = place.column.clone().unwrap_or_default();
    Diagnostic::new(code::input::WORD_UNKNOWN, "this status is not known", "ce statut n'est pas connu").at(place).help(
        format!(
            "[import.NAME.values.\"{column}\"] of policy.toml says what it means, one of: {known}; --mapping NAME reads the \
             list so"
        ),
        format!(
            "[import.NOM.values.\"{column}\"] dans policy.toml dit ce qu'il veut dire, parmi : {known} ; --mapping NOM lit la \
             liste ainsi"
        ),
    )
}
