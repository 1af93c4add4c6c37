//! What a list of payments says of each in a word: whether the money is there, whether it came in or went back, how.

use std::collections::BTreeMap;

use super::judging::Taken;
use super::{Gathering, is_facts};
use crate::diag::{Diagnostic, Place, code};
use crate::import::source::{LeftOut, Undone};
use crate::input::columns::Column;
use crate::input::edit::PlainRow;
use crate::input::header::same;
use crate::input::list::{ListRows, Part};
use crate::model::FileRole;

/// Whether the money of a payment is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Receipt {
    /// It came in.
    Received,
    /// It is on its way.
    Awaited,
    /// It never came, or went back.
    Undone,
}

#[rustfmt::skip]
const STATES: &[(Receipt, &[&str])] = &[
    (Receipt::Received, &[
        "paid", "received", "completed", "complete", "succeeded", "success", "successful", "settled", "cleared", "captured",
        "posted", "reconciled", "deposited", "approved", "closed", "payé", "payée", "reçu", "reçue", "encaissé", "encaissée",
        "réglé", "réglée", "validé", "validée", "effectué", "effectuée", "comptabilisé", "comptabilisée", "rapproché",
        "rapprochée", "lettré", "lettrée", "remis en banque", "remise en banque", "soldé", "soldée", "terminé", "terminée",
        "réussi", "réussie", "accepté", "acceptée", "confirmé", "confirmée", "ok",
    ]),
    (Receipt::Awaited, &[
        "pending", "processing", "in progress", "scheduled", "draft", "authorized", "authorised", "en attente", "en cours",
        "en cours de traitement", "prévu", "prévue", "planifié", "planifiée", "brouillon", "à encaisser", "à valider",
        "programmé", "programmée",
    ]),
    (Receipt::Undone, &[
        "failed", "failure", "declined", "refused", "rejected", "canceled", "cancelled", "void", "voided", "returned", "bounced",
        "reversed", "refunded", "expired", "deleted", "unpaid", "annulé", "annulée", "rejeté", "rejetée", "refusé", "refusée",
        "échoué", "échouée", "échec", "impayé", "impayée", "retourné", "retournée", "remboursé", "remboursée", "expiré",
        "expirée", "supprimé", "supprimée", "extourné", "extournée", "abandonné", "abandonnée",
    ]),
];

/// Their words for what came in or went back, and ours.
#[rustfmt::skip]
const KINDS: &[(&str, &[&str])] = &[
    ("payment", &[
        "customer payment", "receipt", "charge", "sale", "deposit", "règlement client", "paiement client", "acompte", "solde",
        "versement", "crédit", "vente", "entrée",
    ]),
    ("refund", &["customer refund", "payment refund", "remboursement client", "avoir remboursé"]),
    ("return", &["chargeback", "bounced", "rejet de prélèvement", "chèque impayé", "prélèvement rejeté", "contre-passation"]),
];

/// How money comes in.
#[rustfmt::skip]
const METHODS: &[&str] = &[
    "virement", "virement sepa", "virement bancaire", "vir", "chèque", "chq", "cb", "carte", "carte bancaire", "carte bleue",
    "prélèvement", "prélèvement sepa", "prlv", "espèces", "traite", "lcr", "effet", "billet à ordre", "paypal", "stripe",
    "bank transfer", "transfer", "wire", "wire transfer", "cheque", "check", "cash", "card", "credit card", "direct debit", "ach",
];

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

fn unknown(column: &str, word: &str, place: Place) -> Diagnostic {
    Diagnostic::new(
        code::input::WORD_UNKNOWN,
        "this status of a payment is not known",
        "cet état d'un paiement n'est pas connu",
    )
    .at(place.cell(column, word))
    .help(
        format!(
            "[import.NAME.values.\"{column}\"] of policy.toml says what it means, one of: received, pending, failed; \
             --mapping NAME reads the list so"
        ),
        format!(
            "[import.NOM.values.\"{column}\"] dans policy.toml dit ce qu'il veut dire, parmi : received (reçu), pending \
             (attendu), failed (rejeté) ; --mapping NOM lit la liste ainsi"
        ),
    )
}

/// Returns whether the money of a payment is there; nothing for a word that is not known.
pub fn state(word: &str) -> Option<Receipt> {
    STATES.iter().find(|(_, words)| words.iter().any(|known| same(known, word))).map(|(state, _)| *state)
}

/// Returns the words that are known for kinds and methods of payments, and our word for the kind.
pub fn kinds() -> impl Iterator<Item = (&'static str, &'static str)> {
    let kinds = KINDS.iter().flat_map(|(ours, words)| words.iter().map(|word| (*word, *ours)));
    kinds.chain(METHODS.iter().map(|word| (*word, "payment")))
}

/// Tells whether a word says how money came in.
pub fn is_method(word: &str) -> bool {
    METHODS.iter().any(|known| same(known, word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn money_that_is_not_there_is_told_from_money_that_is() {
        for (word, is) in [
            ("Encaissé", Some(Receipt::Received)),
            ("succeeded", Some(Receipt::Received)),
            ("En attente", Some(Receipt::Awaited)),
            ("Rejeté", Some(Receipt::Undone)),
            ("FAILED", Some(Receipt::Undone)),
            ("partially_refunded", None),
        ] {
            assert_eq!(state(word), is, "{word}");
        }
        assert!(is_method("Carte bancaire") && !is_method("Remboursement"));
        assert!(kinds().any(|pair| pair == ("virement", "payment")));
    }
}
