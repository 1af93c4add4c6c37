//! Money that names no invoice and pays others in the folder than a list says: the sums agree, and what the list says
//! is paid would be chased.

use std::collections::BTreeMap;

use super::found::Found;
use crate::diag::{Diagnostic, Place, Severity, code};
use crate::engine::allocation::{Balances, Cause};
use crate::import::Incoming;
use crate::import::source::Whose;
use crate::model::payment::{OF_BANK, receipt_of};
use crate::model::shell::{option, word};
use crate::model::{Amount, Bilingual, Currency, CustomerId, InvoiceNo, Lang, Ledger, PaymentId, figures, several};

/// How many invoices are named.
const NAMED: usize = 3;

/// Where a customer's money went otherwise than a list says.
#[derive(Default)]
struct Elsewhere {
    /// What more is owed in the folder on invoices than in the list, and which.
    owed: Amount,
    unpaid: Vec<InvoiceNo>,
    /// What payments that name nothing paid on invoices beyond what the list says, which invoices, and which payments.
    paid: Amount,
    on: Vec<InvoiceNo>,
    payments: Vec<PaymentId>,
}

/// Returns a warning for each customer of a list whose money went to other invoices than the list says.
pub fn findings(incoming: &Incoming, found: &Found<'_>, (ledger, balances): (&Ledger, &Balances)) -> Vec<Diagnostic> {
    if ledger.payments().iter().all(|payment| payment.invoice.is_some()) {
        return Vec::new();
    }
    let mut findings = Vec::new();
    for (list, source) in incoming.sources.iter().enumerate() {
        let mut stated: BTreeMap<InvoiceNo, Amount> = BTreeMap::new();
        for one in incoming.stated.iter().filter(|one| one.list == list as u32) {
            let Whose::Invoice(row) = one.whose else { continue };
            let Some(item) = found.item(row) else { continue };
            *stated.entry(ledger.invoice(item).number).or_default() += one.open;
        }
        let mut customers: BTreeMap<(CustomerId, Currency), Elsewhere> = BTreeMap::new();
        for (number, stated) in stated {
            let Some(first) = ledger.rows_of(number).next().map(|item| ledger.invoice(item)) else { continue };
            let open: Amount = ledger.rows_of(number).map(|item| balances.open(ledger, item)).sum();
            if open != stated {
                let customer = customers.entry((first.customer, first.currency)).or_default();
                customer.add(number, open - stated, (ledger, balances));
            }
        }
        let astray = customers.iter().filter(|(_, one)| one.owed.is_positive() && one.paid.is_positive());
        findings.extend(astray.map(|(&(customer, currency), one)| {
            one.told(&ledger.customer(customer).id, currency, ledger).at(Place::file(&source.file))
        }));
    }
    findings
}

impl Elsewhere {
    /// Adds an invoice on which `more` is owed in the folder than in the list.
    fn add(&mut self, number: InvoiceNo, more: Amount, (ledger, balances): (&Ledger, &Balances)) {
        if more.is_positive() {
            self.owed += more;
            self.unpaid.push(number);
            return;
        }
        let mut paid = Amount::ZERO;
        for change in ledger.rows_of(number).flat_map(|item| balances.moves(item)) {
            let (Cause::Payment(payment) | Cause::Return(payment)) = change.cause() else { continue };
            if ledger.payment(payment).invoice.is_none() {
                paid -= change.change;
                self.payments.push(payment);
            }
        }
        if paid.is_positive() {
            self.paid += paid.min(-more);
            self.on.push(number);
        }
    }

    fn told(&self, customer: &str, currency: Currency, ledger: &Ledger) -> Diagnostic {
        let named = |numbers: &[InvoiceNo]| -> Vec<String> {
            numbers.iter().map(|&number| ledger.number(number).to_owned()).collect()
        };
        let Bilingual { en: on_en, fr: on_fr } = several(&named(&self.on), NAMED);
        let Bilingual { en, fr } = several(&named(&self.unpaid), NAMED);
        let [sum_en, sum_fr] =
            [Lang::En, Lang::Fr].map(|lang| figures::money(self.paid.min(self.owed), currency, lang));
        let mut finding = Diagnostic::new(
            code::import::BALANCE_DIFFERS,
            format!(
                "{sum_en} of payments of {customer} that name no invoice went to {on_en} in the folder, but to {en} \
                 according to the file: what is paid there would still be chased"
            ),
            format!(
                "{sum_fr} de règlements de {customer} qui ne désignent aucune facture sont allés à {on_fr} dans le \
                 dossier, mais à {fr} d'après le fichier : ce qui y est payé serait encore réclamé"
            ),
        );
        finding.severity = Severity::Warning;
        let Some(id) = self.payments.iter().min().map(|&payment| ledger.payment_id(payment)) else { return finding };
        if id.starts_with(OF_BANK) {
            let receipt = word(receipt_of(id));
            let to: String = named(&self.unpaid).iter().map(|number| format!(" {}", option("to", number))).collect();
            return finding.help(
                format!("`relance match {receipt} --undo`, then `relance match {receipt}{to}`"),
                format!("`relance rapprocher {receipt} --undo`, puis `relance rapprocher {receipt}{to}`"),
            );
        }
        finding.help(
            format!("write the invoice that {id} is for into its invoice_id in payments.csv; a row for each, where several"),
            format!("écrire dans payments.csv, colonne invoice_id, la facture que règle {id} ; une ligne pour chacune s'il y en a plusieurs"),
        )
    }
}
