//! Invoices on which more is paid than they are for, as far as a status declares it: what the seller says that he
//! collected may be money that the folder has already, in another sum or of another day.

use std::collections::{BTreeMap, BTreeSet};

use super::attempt::Attempt;
use super::found::Found;
use crate::diag::{Diagnostic, Severity, code};
use crate::engine::allocation::{Balances, CreditSource};
use crate::import::merge::Fate;
use crate::input::columns::Column;
use crate::model::payment::is_declared;
use crate::model::{Amount, Currency, FileRole, InvoiceNo, Lang, Ledger, PaymentKind, figures};

/// Returns a warning for each invoice that new payments, or a declared one before them, pay beyond what it is for; but
/// for rows of which that is `said` already.
pub fn findings(
    attempt: &Attempt<'_>,
    found: &Found<'_>,
    (ledger, balances): (&Ledger, &Balances),
    said: &[Diagnostic],
) -> Vec<Diagnostic> {
    let (role, mut beyond) = (FileRole::Payments, beyond(balances));
    let (Some(rows), Some(merged)) = (attempt.incoming.files.get(&role), attempt.merged.get(&role)) else {
        return Vec::new();
    };
    if beyond.is_empty() {
        return Vec::new();
    }
    let declared = declared(ledger, &beyond);
    let mut findings = Vec::new();
    for row in merged.rows(Fate::Added) {
        let Some(number) = found.payment(row).and_then(|payment| ledger.payment(payment).invoice) else { continue };
        let (Some(id), Some(sum)) = (declared.get(&number), beyond.get(&number).copied()) else { continue };
        beyond.remove(&number);
        let place = rows.place(&attempt.incoming.lists, row, Some(Column::Amount));
        let is_said =
            |finding: &Diagnostic| finding.code == code::import::PAYMENT_TWICE && finding.places == [place.clone()];
        if !said.iter().any(is_said) {
            findings.push(overpaid((ledger.number(number), id), sum).at(place));
        }
    }
    findings
}

/// Returns what is credit of the payments that name invoices, since these are paid.
fn beyond(balances: &Balances) -> BTreeMap<InvoiceNo, (Amount, Currency)> {
    let mut beyond = BTreeMap::new();
    for credit in balances.credits() {
        if let (CreditSource::Payment(_), Some(number), true) =
            (credit.source, credit.named, credit.amount.is_positive())
        {
            beyond.entry(number).or_insert((Amount::ZERO, credit.currency)).0 += credit.amount;
        }
    }
    beyond
}

/// Returns the last payment that a status declares on each of those invoices.
fn declared<'l>(ledger: &'l Ledger, beyond: &BTreeMap<InvoiceNo, (Amount, Currency)>) -> BTreeMap<InvoiceNo, &'l str> {
    let numbers: BTreeSet<InvoiceNo> = beyond.keys().copied().collect();
    let ids = ledger.payment_rows().filter(|&id| ledger.payment(id).kind == PaymentKind::Payment);
    let ids = ids.filter(|&id| is_declared(ledger.payment_id(id)));
    let named = ids.filter_map(|id| Some((ledger.payment(id).invoice?, ledger.payment_id(id))));
    named.filter(|(number, _)| numbers.contains(number)).collect()
}

fn overpaid((number, id): (&str, &str), (sum, currency): (Amount, Currency)) -> Diagnostic {
    let [en, fr] = [Lang::En, Lang::Fr].map(|lang| figures::money(sum, currency, lang));
    let mut finding = Diagnostic::new(
        code::import::PAYMENT_TWICE,
        format!("{en} more is paid on {number} than is owed: {id}, which a status 212 declared, may count twice"),
        format!("{fr} de plus que le dû sont payés sur {number} : {id}, qu'un statut 212 a déclaré, compte peut-être deux fois"),
    )
    .help(
        format!("if the folder has that money already, take {id} out of payments.csv"),
        format!("si le dossier a déjà cette somme, ôter {id} de payments.csv"),
    );
    finding.severity = Severity::Warning;
    finding
}
