//! Columns of the folder's files that look like balances or statuses. Where one is not read, who has paid may be
//! chased.

use super::header::fold;
use crate::model::FileRole;

/// What such names contain, as [`fold`] returns them.
const PARTS: &[&str] = &[
    "solde",
    "restedu",
    "restea",
    "restant",
    "statut",
    "impaye",
    "lettrage",
    "montantdu",
    "dejaregle",
    "dejapaye",
    "balance",
    "status",
    "outstanding",
    "amountdue",
    "residual",
    "remaining",
    "unpaid",
];

/// What such names are.
const NAMES: &[&str] = &[
    "reste",
    "etat",
    "etatfacture",
    "etatdelafacture",
    "etatpaiement",
    "etatdepaiement",
    "etatdupaiement",
    "etatreglement",
    "etatdereglement",
    "etatdureglement",
    "paye",
    "payee",
    "payeon",
    "payele",
    "payeele",
    "facturepayee",
    "regle",
    "reglee",
    "reglele",
    "regleele",
    "facturereglee",
    "acquitte",
    "acquittee",
    "encaisse",
    "encaissee",
    "encours",
    "lettre",
    "montantpaye",
    "montantregle",
    "montantencaisse",
    "totalpaye",
    "totalregle",
    "totalencaisse",
    "annule",
    "annulee",
    "paid",
    "ispaid",
    "paidon",
    "paiddate",
    "datepaid",
    "amountpaid",
    "paidamount",
    "totalpaid",
    "paymentstate",
    "cancelled",
    "canceled",
    "cleared",
    "settled",
];

/// The day on which an invoice was paid; in other files it is a day like others.
const PAID_ON: &[&str] = &[
    "datepaiement",
    "datedepaiement",
    "datedupaiement",
    "datereglement",
    "datedereglement",
    "datedureglement",
    "dateencaissement",
    "datedencaissement",
    "paymentdate",
    "dateofpayment",
    "state",
];

/// Tells whether a column of that name says what is still owed, or whether anything is.
pub(super) fn looks_like_balance(role: FileRole, name: &str) -> bool {
    let name = fold(name);
    let is_one_of = |names: &[&str]| names.contains(&name.as_str());
    PARTS.iter().any(|part| name.contains(part))
        || is_one_of(NAMES)
        || (role == FileRole::Invoices && is_one_of(PAID_ON))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn balances_and_statuses_are_known_by_their_names() {
        for name in [
            "Solde",
            "Solde dû",
            "Reste dû",
            "Reste à payer",
            "Restant dû",
            "Statut",
            "État",
            "Payé",
            "Payée ?",
            "Réglé",
            "Montant payé",
            "Facture payée",
            "Balance due",
            "Status",
            "Payment status",
            "Paid",
            "Date de règlement",
            "En-cours",
        ] {
            assert!(looks_like_balance(FileRole::Invoices, name), "{name}");
        }
        for name in
            ["Mode de règlement", "Commercial", "État civil", "Montant HT", "TVA", "Payeur", "Remarque", "paid_by", "x"]
        {
            assert!(!looks_like_balance(FileRole::Invoices, name), "{name}");
        }
        assert!(!looks_like_balance(FileRole::Customers, "state"), "a part of an address");
    }
}
