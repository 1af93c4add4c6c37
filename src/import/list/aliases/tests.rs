//! Headers of lists, and what they are found to mean.

use super::words::{BALANCE, ISSUED, NUMBER, PAID, PAID_OR_WHETHER, PAID_SO_FAR};
use super::*;
use crate::input::header::fold;

fn bare(name: &str) -> String {
    Name::of(name).whole
}

fn found(names: &str) -> Found {
    let names: Vec<String> = names.split(';').map(str::to_owned).collect();
    find(&names, None, |_| vec!["Oui".to_owned()])
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
    use words::{BARE_TOTAL, CUSTOMER, FOREIGN_TOTAL, GROSS_TOTAL, NAME, PAID_ON, STATUS};
    for names in
        [NUMBER, CUSTOMER, NAME, ISSUED, DUE, GROSS_TOTAL, BARE_TOTAL, FOREIGN_TOTAL, CURRENCY, PAID_ON, STATUS]
    {
        for name in names {
            assert_eq!(bare(name), fold(name), "{name} would never be found");
        }
    }
    for names in [BALANCE, PAID, PAID_SO_FAR, PAID_OR_WHETHER] {
        for name in names {
            assert_eq!(Name::of(name).untaxed, fold(name), "{name} would never be found");
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
fn a_list_of_invoices_and_bills_has_one_day_for_both() {
    let found = found(
        "Number;Invoice Partner Display Name;Invoice/Bill Date;Due Date;Total Signed;Amount Due Signed;Payment Status;Status",
    );
    assert!(found.is_clear(), "{:?}", found.open);
    assert_eq!(found.written.invoices["issue_date"], "Invoice/Bill Date");
}

#[test]
fn lines_of_an_account_are_no_invoices() {
    for names in [
        "Compte;Nom;Date;Pièce;Libellé;Échéance;Débit;Crédit;Solde",
        // However they are to be paid.
        "Compte tiers;N° pièce;Date;Échéance;Mode;Débit;Crédit",
        "Client;N° règlement;Échéance;Débit;Crédit",
        "Client;Date règlement;Échéance;Montant réglé;Débit;Crédit",
    ] {
        let found = found(names);
        assert!(found.no_list == Some(NoList::Ledger) && found.open.contains(&("invoices", "amount")), "{names}");
    }
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

#[test]
fn what_is_owed_and_what_was_paid_have_many_names() {
    let sum = |name: &str| {
        let found = found(&format!("N° facture;Client;Date facture;Échéance;Total TTC;{name}"));
        let ImportMapping { balance, paid, status, paid_on, .. } = found.written;
        [balance, paid, status, paid_on].iter().position(Option::is_some)
    };
    for name in [
        "Reste",
        "Restant",
        "Reliquat",
        "Reste TTC",
        "Solde débiteur",
        "Solde facture",
        "Solde pièce",
        "Solde TTC dû",
        "Solde en devise",
        "Reste à encaisser (TTC)",
        "Restant à encaisser",
        "À encaisser",
        "Reste à recouvrer",
        "Total restant dû",
        "Dû TTC",
        "Montant à payer",
        "Montant à régler",
        "Montant à encaisser",
        "Non réglé",
        "Montant impayé TTC",
        "Montant dû signé",
        "MONTANT DU SIGNE",
        "Remaining amount",
        "Amount remaining",
        "Due amount",
        "Outstanding balance",
        "Unpaid amount",
        "Total Amount Due",
        "Amount Due Signed",
        "Remaining amount (incl. VAT)",
        "Amount open",
        "Sommes dues",
    ] {
        assert_eq!(sum(name), Some(0), "{name}");
    }
    for name in [
        "Montant réglé TTC",
        "Montant payé TTC",
        "Total des règlements",
        "Encaissements",
        "Encaissé TTC",
        "Total payé TTC",
        "Déjà réglé TTC",
        "Payments",
        "Montant versé",
        "Versements",
    ] {
        assert_eq!(sum(name), Some(1), "{name}");
    }
    for name in ["Payé TTC", "Facture soldée", "Est payée", "Est soldée", "Acquittée", "Lettré", "Lettrage"] {
        // The cells of the samples are "Oui".
        assert_eq!(sum(name), Some(2), "{name}");
    }
    for name in ["Date d'acquittement", "Acquitté le"] {
        assert_eq!(sum(name), Some(3), "{name}");
    }
    // A share, what a customer owes in all, and the day of a payment that need not be the last are none of them.
    for name in ["% réglé", "Encours", "Encours autorisé", "Date dernier règlement", "Reste à payer HT"] {
        assert_eq!(sum(name), None, "{name}");
    }
}

#[test]
fn a_total_that_says_that_tax_is_in_it_goes_before_one_that_does_not() {
    let amount = |names: &str| {
        let found = found(&format!("N° facture;Client;Date facture;Échéance;{names}"));
        (found.written.invoices["amount"].clone(), found.doubt.is_some())
    };
    for (names, column, is_doubtful) in [
        ("Montant;TVA;Taux TVA", "Montant", true),
        ("Total;Tax", "Total", true),
        ("Amount;Tax;Gross amount", "Gross amount", false),
        ("Total;TTC net", "TTC net", false),
        ("Montant HT;TVA;Total", "Total", false),
        ("Subtotal;Taxes;Total", "Total", false),
        ("Montant;Taux TVA", "Montant", false),
        ("Montant;N° TVA", "Montant", false),
        ("Montant;TVA client", "Montant", false),
        ("TVA;Net à payer", "Net à payer", false),
        ("Montant TTC (EUR);Montant TTC;Devise", "Montant TTC", false),
        ("Total TTC;Devise;Total TTC devise", "Total TTC devise", false),
        ("Total TTC;Total TTC devise", "Total TTC", false),
    ] {
        assert_eq!(amount(names), (column.to_owned(), is_doubtful), "{names}");
    }
    // Another currency, another document, or a part of the sum.
    for names in [
        "Total TTC ($)",
        "Total TTC USD",
        "Montant TTC en dollars",
        "Total incl. VAT GBP",
        "Total TTC k€",
        "Total TTC devis",
        "Total HT;Taux TVA;Eco-participation TTC",
        "Débours TTC;Honoraires HT;TVA",
        "Cumul TTC;Montant HT",
    ] {
        assert!(!found(&format!("N° facture;Client;Date facture;Échéance;{names}")).is_clear(), "{names}");
    }
    assert_eq!(amount("Sous-total TTC;Total").0, "Total");
}

#[test]
fn a_code_stands_beside_a_name() {
    let with = |names: &str, cell: &str| {
        let names: Vec<String> = names.split(';').map(str::to_owned).collect();
        let found = find(&names, None, |_| vec![cell.to_owned()]);
        (found.written.customers["customer_id"].clone(), found.written.customers["name"].clone())
    };
    let pair = |id: &str, name: &str| (id.to_owned(), name.to_owned());
    let rest = "N° facture;Date facture;Échéance;Total TTC";
    for names in ["Client;Nom", "Tiers;Intitulé", "N° compte tiers;Intitulé du tiers", "Compte;Intitulé du compte"]
    {
        let (id, name) = names.split_once(';').unwrap();
        assert_eq!(with(&format!("{names};{rest}"), "00123"), pair(id, name), "{names}");
    }
    // A person at the customer's is not what he is called.
    assert_eq!(with(&format!("Customer;Contact Name;{rest}"), "ACME"), pair("Customer", "Customer"));
    // Its cells are names: what stands beside it is somebody else's.
    assert_eq!(with(&format!("Client;Nom;{rest}"), "Dupont SARL"), pair("Client", "Client"));
}

#[test]
fn the_total_of_an_aged_balance_is_what_is_left() {
    let sums = |names: &str| {
        let found = found(&format!("Code client;Client;Date;N° pièce;Échéance;{names}"));
        (found.written.balance, found.written.invoices.get("amount").cloned(), found.balance_is_amount)
    };
    let of =
        |balance: Option<&str>, amount: &str, is_alone| (balance.map(str::to_owned), Some(amount.to_owned()), is_alone);
    for names in ["Non échu;0-30 j;31-60 j;> 90 j;Total", "Current;1 - 30;31 - 60;91 and over;Total"] {
        assert_eq!(sums(names), of(Some("Total"), "Total", true), "{names}");
    }
    assert_eq!(sums("Non échu;0-30 j;> 90 j;Total TTC;Solde"), of(Some("Solde"), "Total TTC", false));
    assert_eq!(sums("Non échu;0-30 j;> 90 j;Solde"), of(Some("Solde"), "Solde", true));
    // A delay of payment is no band.
    assert_eq!(sums("Délai 30 j;Total"), of(None, "Total", false));
}

/// Returns what is found in columns of these cells.
fn found_of(columns: &[(&str, &[&str])]) -> Found {
    let names: Vec<String> = columns.iter().map(|(name, _)| (*name).to_owned()).collect();
    let cells = |name: &str| {
        let column = columns.iter().find(|(known, _)| *known == name);
        column.map(|(_, cells)| cells.iter().map(|cell| (*cell).to_owned()).collect()).unwrap_or_default()
    };
    find(&names, None, cells)
}

#[test]
fn a_word_that_is_said_of_payments_too_tells_no_invoice() {
    let rows = |words: &[&str]| {
        let found = found_of(&[
            ("Date", &["05/06/2026"]),
            ("Facture", &["F-1"]),
            ("Client", &["Dupont"]),
            ("Montant", &["10,00"]),
            ("Statut", words),
        ]);
        found.reading
    };
    for words in [["Encaissée", "Validée"], ["Réglé", "À encaisser"], ["Brouillon", "Comptabilisé"]] {
        assert_eq!(rows(&words), Reading::Either, "{words:?}");
    }
    for words in [["Payée", "Envoyée"], ["Payée", "Impayée"], ["En retard", "Payée"]] {
        assert_eq!(rows(&words), Reading::Invoices, "{words:?}");
    }
}

#[test]
fn a_column_of_sums_is_not_the_number_of_a_credit_note() {
    let number = |name: &str, cells: &[&str]| {
        let found = found_of(&[
            ("N° facture", &["F-1", "F-2"]),
            ("Client", &["Dupont", "Durand"]),
            ("Date facture", &["01/06/2026"; 2]),
            ("Échéance", &["01/07/2026"; 2]),
            ("Total TTC", &["1 200,00", "300,00"]),
            (name, cells),
        ]);
        found.written.invoices["invoice_id"].clone()
    };
    for (name, cells) in [("Avoir", ["200,00", "50,00"]), ("Avoir", ["0,00", "0,00"]), ("Credit Note", ["200", "50"])] {
        assert_eq!(number(name, &cells), "N° facture", "{name} {cells:?}");
    }
    // Without another number it is the only one.
    let alone =
        found_of(&[("Avoir", &["101"]), ("Client", &["Dupont"]), ("Date", &["01/06/2026"]), ("Total", &["5,00"])]);
    assert_eq!(alone.written.invoices["invoice_id"], "Avoir");
}

#[test]
fn numbers_of_an_invoice_and_of_a_credit_note_on_one_row_are_asked_about() {
    let found = |more: &[(&str, &'static [&'static str])], credits: &'static [&'static str]| {
        let columns = [("N° facture", &["F-1", "F-2"][..]), ("Client", &["Dupont"; 2]), ("Date", &["01/06/2026"; 2])];
        let sums: (&str, &[&str]) = ("Total TTC", &["1 200,00", "300,00"]);
        found_of(&[&columns[..], &[sums, ("N° avoir", credits)], more].concat())
    };
    let due: (&str, &[&str]) = ("Échéance", &["01/07/2026"; 2]);
    let is_asked = |found: &Found| found.doubt == Some(Doubt::Credited { column: "N° avoir".to_owned() });
    // The invoices have a due date: each may have been credited, in a month of which all were as well.
    assert!(is_asked(&found(&[due], &["A-1", "A-2"])) && is_asked(&found(&[due], &["A-1"])));
    assert!(found(&[due], &[]).is_clear());
    assert!(is_asked(&found(&[], &["A-1"])));
    let credits = found(&[], &["A-1", "A-2"]);
    assert_eq!((credits.reading, credits.written.invoices["invoice_id"].as_str()), (Reading::Credits, "N° avoir"));
    assert_eq!(credits.written.invoices["applies_to"], "N° facture");
    // Yes and no are no numbers: what such a column says nobody may overlook.
    let flags: [(&str, &[&str]); 2] = [("Numéro", &["F-1", "A-1"]), ("Avoir", &["Non", "Oui"])];
    let columns: [(&str, &[&str]); 3] = [("Client", &["Dupont"; 2]), ("Date", &["01/06/2026"; 2]), due];
    let flags = found_of(&[&flags[..], &columns, &[("Total TTC", &["1 200,00", "300,00"])]].concat());
    assert_eq!((flags.doubt.clone(), flags.written.invoices["invoice_id"].as_str()), (None, "Numéro"));
}

#[test]
fn terms_under_the_name_of_a_due_date_are_terms() {
    let terms: &[&str] = &["30 jours fin de mois", "30 jours"];
    let directory = found_of(&[("Client", &["Dupont", "Durand"]), ("Ville", &["Paris"]), ("Échéance", terms)]);
    assert!(directory.is_clear() && directory.reading == Reading::Customers);
    assert_eq!(directory.written.customers["terms"], "Échéance");
    let invoices = found_of(&[
        ("N° facture", &["F-1", "F-2"]),
        ("Client", &["Dupont", "Durand"]),
        ("Date facture", &["01/06/2026"; 2]),
        ("Échéance", terms),
        ("Total TTC", &["10,00"; 2]),
    ]);
    assert_eq!(invoices.written.invoices["terms"], "Échéance");
    // A way to pay is none.
    let ways = found_of(&[("Client", &["Dupont"]), ("Ville", &["Paris"]), ("Conditions de règlement", &["Virement"])]);
    assert!(ways.is_clear() && !ways.written.customers.contains_key("terms"));
}
