//! Headers of lists, and what they are found to mean.

use super::*;

fn found(names: &str) -> Found {
    let names: Vec<String> = names.split(';').map(str::to_owned).collect();
    find(&names, |_| vec!["Oui".to_owned()])
}

#[test]
fn the_small_french_shape_is_read() {
    let found = found(
        "Numéro Facture;Date Émission;Date Échéance;Client;Montant HT;Taux TVA;Montant TVA;Montant TTC;Statut;Montant Payé;Reste à Payer",
    );
    assert!(found.open.is_empty());
    let said = |ours: &str| found.written.invoices[ours].as_str();
    assert_eq!((said("invoice_id"), said("customer_id"), said("amount")), ("Numéro Facture", "Client", "Montant TTC"));
    assert_eq!((said("issue_date"), said("due_date")), ("Date Émission", "Date Échéance"));
    assert_eq!(found.written.balance.as_deref(), Some("Reste à Payer"));
    assert_eq!(found.written.paid.as_deref(), Some("Montant Payé"));
    assert_eq!(found.written.status.as_deref(), Some("Statut"));
    assert_eq!(found.written.customers["name"], "Client");
}

#[test]
fn articles_do_not_count_but_at_the_end_of_a_name() {
    for names in [
        NUMBER,
        CUSTOMER,
        NAME,
        ISSUED,
        DUE,
        AMOUNT,
        CURRENCY,
        BALANCE,
        PAID,
        PAID_SO_FAR,
        PAID_OR_WHETHER,
        PAID_ON,
        STATUS,
    ] {
        for name in names {
            assert_eq!(bare(name), fold(name), "{name} would never be found");
        }
    }
    assert_eq!((bare("Date de l'échéance"), bare("N° de facture")), ("dateecheance".to_owned(), "nfacture".to_owned()));
    assert_eq!((bare("Payée le"), bare("Reste dû")), ("payeele".to_owned(), "restedu".to_owned()));
}

#[test]
fn a_second_status_tells_drafts_from_invoices() {
    let found =
        found("Numéro;Partenaire;Date de facturation;Échéance;Total signé;Montant dû;Statut du paiement;Statut");
    assert_eq!(found.written.status.as_deref(), Some("Statut du paiement"));
    assert!(found.written.filters["Statut"].contains(&"!brouillon".to_owned()) && found.written.own_currency);
}

#[test]
fn lines_of_an_account_are_no_invoices() {
    let found = found("Compte;Nom;Date;Pièce;Libellé;Échéance;Débit;Crédit;Solde");
    assert!(found.is_ledger && found.open.contains(&("invoices", "amount")));
}

#[test]
fn whether_paid_is_a_status_and_a_code_is_no_name() {
    let found = found("Facture;Code client;Client;Date;Total;Payée;Email");
    assert_eq!(found.written.status.as_deref(), Some("Payée"));
    assert_eq!(found.written.invoices["customer_id"], "Code client");
    assert_eq!(
        (found.written.customers["name"].as_str(), found.written.customers["email"].as_str()),
        ("Client", "Email")
    );
}

#[test]
fn payments_and_customers_are_lists_of_their_own() {
    let told = found("Date règlement;N° facture;Client;Montant réglé;Mode;Référence");
    assert!(told.open.is_empty() && told.written.payments["amount"] == "Montant réglé");
    let payments = found("Date;Facture;Montant;Mode de règlement");
    assert!(payments.open.is_empty() && payments.written.invoices.is_empty());
    assert_eq!(payments.written.payments["invoice_id"], "Facture");
    let customers = found("Code client;Raison sociale;Adresse;CP;Ville;Email");
    assert!(customers.open.is_empty());
    assert_eq!(customers.written.customers["postal_code"], "CP");
}

#[test]
fn what_may_be_invoices_or_payments_is_neither() {
    for names in ["Date;N° facture;Client;Total;Mode", "Date;N° facture;Client;Total TTC;Mode de règlement"] {
        assert!(found(names).rival.is_some(), "{names}");
    }
    for names in [
        "Date;N° facture;Client;Échéance;Total;Mode",
        "Date;N° facture;Client;Total TTC;Reste dû;Mode de règlement",
        "Date d'émission;N° facture;Client;Total;Mode de paiement",
    ] {
        let found = found(names);
        assert!(found.rival.is_none() && found.written.payments.is_empty(), "{names}");
    }
    let customers = found("Code client;Raison sociale;Adresse;CP;Ville;Mode de règlement");
    assert!(customers.open.is_empty() && customers.written.payments.is_empty());
}

#[test]
fn the_sum_of_a_payment_is_none_of_all_so_far() {
    for (names, amount) in [
        ("Date règlement;N° facture;Client;Montant;Déjà réglé;Mode de règlement", Some("Montant")),
        ("Date règlement;N° facture;Client;Montant TTC;Montant réglé;Mode", Some("Montant réglé")),
        ("Date règlement;N° facture;Client;Total TTC;Déjà réglé", None),
    ] {
        let found = found(names);
        assert_eq!(found.written.payments.get("amount").map(String::as_str), amount, "{names}");
    }
}

#[test]
fn what_is_due_is_no_article() {
    for (name, is) in [
        ("Montant dû TTC", "montantduttc"),
        ("MONTANT DU TTC", "montantduttc"),
        ("Montant du\u{302} client", "montantduclient"),
        ("Reste du TTC (€)", "resteduttc"),
        ("Montant du règlement", "montantreglement"),
        ("Total du document", "totaldocument"),
    ] {
        assert_eq!(bare(name), is, "{name}");
    }
    let found = found("N° facture;Client;Date facture;Échéance;Total;Montant dû TTC");
    assert_eq!(found.written.invoices["amount"], "Total");
    assert_eq!(found.written.balance.as_deref(), Some("Montant dû TTC"));
}

#[test]
fn what_is_left_after_a_retention_was_paid_by_nobody() {
    let found_net = found("N° facture;Client;Date facture;Échéance;Total TTC;Retenue de garantie;Net à payer");
    assert_eq!((found_net.written.balance, found_net.net.as_deref()), (None, Some("Net à payer")));
    let account = found("Facture;Client;Date facture;Échéance;Total TTC;Acompte;Net à payer");
    assert_eq!((account.written.balance.as_deref(), account.net), (Some("Net à payer"), None));
}

#[test]
fn what_is_open_is_said_and_prose_is_no_list() {
    let found_ht = found("Facture;Client;Date;Montant HT;Échéance");
    assert!(found_ht.known < 5);
    assert_eq!(found("Call Dupont on Monday.").known, 0);
    let due_only = found("Facture;Client;Échéance;Total");
    assert_eq!(due_only.open, [("invoices", "issue_date")]);
}
