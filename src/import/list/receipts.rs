//! What a list of payments says of each in a word: whether the money is there, whether it came in or went back, how.

use std::collections::BTreeMap;

use super::judging::Taken;
use super::receipt_words::{Receipt, state};
use super::{Gathering, is_facts};
use crate::diag::{Diagnostic, Place, code};
use crate::import::source::{LeftOut, Undone};
use crate::input::columns::Column;
use crate::input::edit::PlainRow;
use crate::input::list::{ListRows, Part};
use crate::model::FileRole;

impl Gathering<'_> {
    /// Judges the rows of a list without invoices by whether their money is there, and returns those that are taken.
    pub(super) fn judge_receipts(&mut self, parts: &[Part], found: &ListRows) -> Taken {
        let all = || (0..found.lines.len()).collect();
        let Some(facts) = parts.iter().position(is_facts).and_then(|at| found.parts.get(at)) else {
            return Taken { rows: all(), ..Taken::default() };
        };
        let payments = parts.iter().position(|part| part.role == FileRole::Payments && !is_facts(part));
        let payments = payments.and_then(|at| found.parts.get(at));
        let mut taken = Taken::default();
        // Few words stand in many rows; a row without one tells of money that came.
        let mut words: BTreeMap<&str, Option<Receipt>> = BTreeMap::from([("", Some(Receipt::Received))]);
        for (at, &line) in found.lines.iter().enumerate() {
            let word = facts.row(at).get(Column::Status);
            match *words.entry(word).or_insert_with(|| state(word)) {
                Some(Receipt::Awaited) => self.report.leave_out(awaited()),
                Some(Receipt::Undone) => {
                    self.report.leave_out(undone());
                    let payment = payments.map(|rows| rows.row(at));
                    self.incoming.undone.extend(payment.map(|row| took_back(row, (self.at, line))));
                }
                None => {
                    let column = self.layout.mapping.facts.source(Column::Status).and_then(|from| from.name());
                    let place = Place::line(&self.incoming.lists[self.at as usize], line);
                    self.incoming.findings.push(unknown(column.unwrap_or_default(), word, place));
                    self.refuse(parts, line);
                }
                Some(Receipt::Received) => taken.rows.push(at),
            }
        }
        taken
    }
}

/// Returns what a row tells of a payment that failed or was taken back.
fn took_back(row: PlainRow<'_>, place: (u32, u32)) -> Undone {
    let [id, date, amount, invoice, customer] =
        [Column::PaymentId, Column::Date, Column::Amount, Column::InvoiceId, Column::CustomerId]
            .map(|column| row.get(column).to_owned());
    Undone { place, id, date, amount, invoice, customer }
}

fn awaited() -> LeftOut {
    LeftOut::new("payment-awaited", "payments that are still to come", "paiements encore attendus")
}

fn undone() -> LeftOut {
    LeftOut::new(
        "payment-undone",
        "payments that failed, or were taken back",
        "paiements rejetés, annulés ou remboursés",
    )
}

/// Our words for whether the money of a payment is there.
pub(super) const STATES: &str = "received, pending, failed";

fn unknown(column: &str, word: &str, place: Place) -> Diagnostic {
    Diagnostic::new(
        code::input::WORD_UNKNOWN,
        "this status of a payment is not known",
        "cet état d'un paiement n'est pas connu",
    )
    .at(place.cell(column, word))
    .help(
        format!(
            "[import.NAME.values.\"{column}\"] of policy.toml says what it means, one of: {STATES}; \
             --mapping NAME reads the list so"
        ),
        format!(
            "[import.NOM.values.\"{column}\"] dans policy.toml dit ce qu'il veut dire, parmi : received (reçu), pending \
             (attendu), failed (rejeté) ; --mapping NOM lit la liste ainsi"
        ),
    )
}
