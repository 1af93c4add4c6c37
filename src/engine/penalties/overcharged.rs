//! Penalty notes that charge more than is owed by now: the payment came to light later, the invoice was corrected, a
//! judgment stopped the interest (C. com. L622-28).

use crate::diag::code::penalties as code;
use crate::diag::{Diagnostic, Place};
use crate::model::{Amount, FileRole, InvoiceNo, ItemId, Lang, Selection, figures, shell};

use super::charged::Charged;
use super::{Penalties, PenaltyRow};

impl Penalties<'_> {
    /// Returns a warning for each invoice of some customers of which penalty notes charge more than is owed.
    pub(super) fn overcharged(&self, selection: &Selection) -> Vec<Diagnostic> {
        type Owed = fn(&PenaltyRow) -> Amount;
        let own: Owed = |row| row.interest + row.indemnity - row.waived - row.paid;
        let apart: Owed = |row| row.indemnity_apart;
        let charges = self.charges.own.iter().map(|charged| (charged, own));
        let charges = charges.chain(self.charges.apart.iter().map(|charged| (charged, apart)));
        let told = |((&number, notes), owed): ((&InvoiceNo, &Vec<Charged>), Owed)| {
            let charged: Amount = notes.iter().map(|note| note.amount).sum();
            let owed = self.owed(number, owed)?;
            // What was taken back whole charges nothing any more.
            let last = notes.iter().rfind(|note| charged > owed && note.amount.is_positive())?;
            Some(self.charges_more(number, last.note, [charged, owed]))
        };
        let is_selected = |number: InvoiceNo| {
            self.ledger.rows_of(number).next().is_some_and(|row| selection.has(self.ledger.invoice(row).customer))
        };
        charges.filter(|((number, _), _)| is_selected(**number)).filter_map(told).collect()
    }

    /// Returns what is owed for the lateness of an invoice, of each of its rows besides what was given up and paid;
    /// nothing while a rate is not known.
    fn owed(&self, number: InvoiceNo, owed: fn(&PenaltyRow) -> Amount) -> Option<Amount> {
        let mut pieces = Vec::new();
        let mut sum = Amount::ZERO;
        for item in self.ledger.rows_of(number) {
            if let Some(row) = self.for_item(item, &mut pieces).ok()? {
                sum += owed(&row);
            }
        }
        Some(sum.max(Amount::ZERO))
    }

    fn charges_more(&self, number: InvoiceNo, last: ItemId, sums: [Amount; 2]) -> Diagnostic {
        let ledger = self.ledger;
        let (row, invoice) = (ledger.invoice(last), ledger.number(number));
        let name = ledger.number(row.number);
        let [charged, owed] = sums.map(|sum| [Lang::En, Lang::Fr].map(|lang| figures::money(sum, row.currency, lang)));
        let (id, of) = (shell::word(name), shell::word(invoice));
        let finding = Diagnostic::new(
            code::OVERCHARGED,
            format!("{} are charged of invoice {invoice}, the last by {name}, and {} is owed", charged[0], owed[0]),
            format!(
                "{} sont facturés au titre de la facture {invoice}, en dernier par {name}, alors que {} sont dus",
                charged[1], owed[1]
            ),
        );
        let finding = finding.at(Place::line(FileRole::Invoices.file_name(), row.line));
        if !self.balances.open(ledger, last).is_positive() {
            let [en, fr] = [Lang::En, Lang::Fr].map(|lang| figures::money(sums[0] - sums[1], row.currency, lang));
            return finding.help(
                format!(
                    "{name} is paid: a credit note of {en} that names it (a row of invoices.csv, kind credit_note, applies_to \
                     {name}) makes that his credit, which pays what he owes or is refunded"
                ),
                format!(
                    "{name} est payée : un avoir de {fr} qui la désigne (une ligne de invoices.csv, kind avoir, applies_to \
                     {name}) en fait un crédit du client, qui règle ce qu'il doit ou lui est remboursé"
                ),
            );
        }
        // Debts born before a judgment are paid in the proceedings alone (C. com. L622-7): they are declared, not
        // charged.
        if ledger.rows_of(number).any(|item| self.facts.judgment(ledger, item).is_some()) {
            return finding.help(
                format!("nobody owes more than is owed: `relance record undo {id}` writes the credit note; what is owed is declared in the proceedings: `relance letters --template claim-declaration`"),
                format!("nul ne doit plus que ce qui est dû : `relance noter annulation {id}` fait l'avoir ; ce qui est dû se déclare dans la procédure : `relance lettres --template claim-declaration`"),
            );
        }
        finding.help(
            format!("nobody owes more than is owed: `relance record undo {id}` writes the credit note; what is owed is charged anew by `relance record penalty-note {of}`"),
            format!("nul ne doit plus que ce qui est dû : `relance noter annulation {id}` fait l'avoir ; ce qui reste dû se facture de nouveau par `relance noter pénalités {of}`"),
        )
    }
}
