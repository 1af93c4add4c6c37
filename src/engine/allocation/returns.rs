//! Finds the payment that each return takes back.

use std::collections::BTreeMap;

use crate::diag::{Diagnostic, Place, code};
use crate::model::{CustomerId, FileRole, Ledger, PaymentId, PaymentKind};

/// Is, for one customer, the payment that each return takes back.
#[derive(Debug, Default)]
pub(super) struct Returns {
    payment_of_return: BTreeMap<PaymentId, PaymentId>,
    return_of_payment: BTreeMap<PaymentId, PaymentId>,
}

impl Returns {
    /// Returns the payment that a return takes back; nothing when the return was refused.
    pub(super) fn payment(&self, of: PaymentId) -> Option<PaymentId> {
        self.payment_of_return.get(&of).copied()
    }

    /// Tells whether a payment is taken back some day.
    pub(super) fn is_returned(&self, payment: PaymentId) -> bool {
        self.return_of_payment.contains_key(&payment)
    }

    /// Matches a customer's returns: those that name their payment first, then the others by date and id.
    ///
    /// All rows of the files count, also those after the day asked for: whether a return is clear does not change
    /// with the day.
    pub(super) fn of(ledger: &Ledger, customer: CustomerId, findings: &mut Vec<Diagnostic>) -> Returns {
        let mut matched = Returns::default();
        let rows = ledger.payments_of(customer);
        let returns: Vec<PaymentId> = rows
            .map(|row| PaymentId(row as u32))
            .filter(|&id| ledger.payment(id).kind == PaymentKind::Return && !ledger.payment(id).amount.is_zero())
            .collect();
        let named = |id: PaymentId| ledger.payment_more(id).and_then(|more| more.reverses);
        for &id in &returns {
            if let Some(payment) = named(id) {
                matched.enter_named(ledger, id, payment, findings);
            }
        }
        for &id in returns.iter().filter(|&&id| named(id).is_none()) {
            matched.enter_unnamed(ledger, id, findings);
        }
        matched
    }

    fn enter(&mut self, id: PaymentId, payment: PaymentId) {
        self.payment_of_return.insert(id, payment);
        self.return_of_payment.insert(payment, id);
    }

    fn enter_named(&mut self, ledger: &Ledger, id: PaymentId, payment: PaymentId, findings: &mut Vec<Diagnostic>) {
        let (row, paid) = (ledger.payment(id), ledger.payment(payment));
        let (en, fr) = if let Some(&other) = self.return_of_payment.get(&payment) {
            let other = ledger.payment_id(other);
            (format!("was already taken back by {other}"), format!("a déjà été repris par {other}"))
        } else if paid.kind != PaymentKind::Payment {
            ("is not a payment".to_owned(), "n'est pas un paiement".to_owned())
        } else if paid.date > row.date {
            ("is dated after it".to_owned(), "est daté d'après lui".to_owned())
        } else if (paid.amount, paid.currency) != (row.amount, row.currency) {
            ("has another amount".to_owned(), "porte un autre montant".to_owned())
        } else if row.invoice.is_some() && row.invoice != paid.invoice {
            ("names another invoice".to_owned(), "désigne une autre facture".to_owned())
        } else {
            return self.enter(id, payment);
        };
        let (name, paid_name) = (ledger.payment_id(id), ledger.payment_id(payment));
        findings.push(
            Diagnostic::new(
                code::ledger::RETURN_MISMATCH,
                format!("return {name} does not fit payment {paid_name}, which {en}"),
                format!("le rejet {name} ne correspond pas au paiement {paid_name}, qui {fr}"),
            )
            .at(place(ledger, id))
            .at(place(ledger, payment))
            .help(
                "a return takes back one whole payment, once; money given back in part is kind=refund",
                "un rejet reprend un paiement entier, une fois ; un remboursement partiel est kind=refund",
            ),
        );
    }

    fn enter_unnamed(&mut self, ledger: &Ledger, id: PaymentId, findings: &mut Vec<Diagnostic>) {
        let row = ledger.payment(id);
        let instalment = |id: PaymentId| ledger.payment_more(id).and_then(|more| more.instalment.as_deref());
        let candidates: Vec<PaymentId> = ledger
            .payments_of(row.customer)
            .map(|place| PaymentId(place as u32))
            .take_while(|&other| ledger.payment(other).date <= row.date)
            .filter(|&other| {
                let paid = ledger.payment(other);
                paid.kind == PaymentKind::Payment
                    && (paid.amount, paid.currency) == (row.amount, row.currency)
                    && (row.invoice.is_none() || row.invoice == paid.invoice)
                    && (instalment(id).is_none() || instalment(id) == instalment(other))
                    && !self.is_returned(other)
            })
            .collect();
        let name = ledger.payment_id(id);
        let finding = match candidates[..] {
            [only] => return self.enter(id, only),
            [] => Diagnostic::new(
                code::ledger::RETURN_UNMATCHED,
                format!("no payment fits return {name}"),
                format!("aucun paiement ne correspond au rejet {name}"),
            ),
            _ => Diagnostic::new(
                code::ledger::RETURN_AMBIGUOUS,
                format!("{} payments fit return {name}", candidates.len()),
                format!("{} paiements correspondent au rejet {name}", candidates.len()),
            ),
        };
        let places = candidates.iter().map(|&other| place(ledger, other));
        findings.push(places.fold(finding.at(place(ledger, id)), Diagnostic::at).help(
            "name the payment in the column reverses; a payment fits that has the same customer, the opposite \
             amount, the same invoice if one is named, is not later and was not taken back yet",
            "désigner le paiement dans la colonne reverses ; convient un paiement du même client, de montant \
             opposé, de la même facture si elle est désignée, pas plus récent et pas encore repris",
        ));
    }
}

/// Returns the place of a row of `payments.csv`.
pub(super) fn place(ledger: &Ledger, payment: PaymentId) -> Place {
    Place::line(FileRole::Payments.file_name(), ledger.payment_line(payment))
}
