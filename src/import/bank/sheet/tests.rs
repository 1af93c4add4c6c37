//! Sheets of banks, as they are exported; each movement in a line: day, cents, what it is, payer, text.

use super::super::{Format, format_of, read as read_format};
use super::*;
use crate::import::guessed_encoding::GuessedEncoding;

fn read_as(text: &str) -> Read {
    assert_eq!(format_of(text.as_bytes()), Some(Format::Sheet), "{text}");
    read_format(Format::Sheet, text.as_bytes(), GuessedEncoding::Utf8, Declared::default())
}

fn told(read: &Read) -> Vec<String> {
    let kind = |kind: &Kind| match kind {
        Kind::Receipt => "receipt".to_owned(),
        Kind::Return { .. } => "return".to_owned(),
        Kind::LeftOut(why) => why.told().0.to_owned(),
    };
    let movements = read.statements.iter().flat_map(|statement| &statement.movements);
    let line = |one: &Movement| {
        let currency = one.currency.code();
        format!("{} {} {currency} {} [{}] {}", one.date, one.amount.minor(), kind(&one.kind), one.payer, one.text)
    };
    movements.map(line).collect()
}

fn faults(read: &Read) -> Vec<(u32, &str, &str, What)> {
    read.faults.iter().map(|fault| (fault.line, &*fault.field, &*fault.text, fault.what)).collect()
}

#[test]
fn a_column_of_sides_gives_sums_without_a_sign_theirs() {
    let rows = "02/02/2026;VIR DUPONT F26-001;1200,00;{C}\n09/02/2026;REJET VIR DUPONT F26-001;1200,00;{D}\n";
    for (name, credit, debit) in [
        ("Sens", "C", "D"),
        ("Sens", "Crédit", "Débit"),
        ("Débit/Crédit", "CREDIT", "DEBIT"),
        ("Type", "CREDIT", "DEBIT"),
        ("Type d'opération", "Virement reçu", "Virement émis"),
        ("Signe", "+", "-"),
    ] {
        let rows = rows.replace("{C}", credit).replace("{D}", debit);
        let read = read_as(&format!("Date;Libellé;Montant;{name}\n{rows}"));
        let expected = [
            "2026-02-02 120000 EUR receipt [] VIR DUPONT F26-001",
            "2026-02-09 -120000 EUR return [] REJET VIR DUPONT F26-001",
        ];
        assert_eq!((told(&read), faults(&read)), (expected.map(str::to_owned).to_vec(), vec![]), "{name} {credit}");
    }
}

#[test]
fn a_side_that_is_not_known_is_refused_where_sums_have_no_sign() {
    let sheet = |name: &str, rows: &str| read_as(&format!("Date;Libellé;Montant;{name}\n{rows}"));
    let read = sheet("Type", "02/02/2026;A;1200,00;Virement\n03/02/2026;B;12,00;Carte\n");
    assert_eq!(
        (told(&read).len(), faults(&read)),
        (0, vec![(2, "Type", "Virement", What::Side), (3, "Type", "Carte", What::Side)])
    );
    // A minus shows that sums have signs: the column tells something else.
    let read = sheet("Type", "02/02/2026;A;1200,00;Virement\n03/02/2026;B;-12,00;Carte\n");
    assert_eq!((told(&read).len(), faults(&read).len()), (2, 0));
    let read =
        sheet("Sens", "02/02/2026;A;1200,00;C\n03/02/2026;B;12,00;X\n04/02/2026;C;-5,00;C\n05/02/2026;D;5,00;\n");
    assert_eq!(
        faults(&read),
        [(3, "Sens", "X", What::Side), (4, "Sens", "C", What::Side), (5, "Sens", "", What::Side)]
    );
    // Where debits have no minus, one that has it may be either.
    let read = sheet("Sens", "02/02/2026;A;1200,00;D\n03/02/2026;B;-12,00;D\n");
    assert_eq!(faults(&read), [(3, "Sens", "D", What::Side)]);
    let read = sheet("Sens", "02/02/2026;A;-1200,00;D\n03/02/2026;B;-12,00;D\n");
    assert_eq!((told(&read).len(), faults(&read).len()), (2, 0));
    // In this form the side alone tells.
    let text = "\"Date\",\"Label\",\"Amount\",\"D/C\",\"Balance\"\n\"12/03/2026\",\"A\",\"33.50\",\"D\",\"-23.50\"\n\
        \"13/03/2026\",\"B\",\"-1,533.50\",\"C\",\"1,510.00\"\n";
    assert_eq!(told(&read_as(text)), ["2026-03-12 -3350 EUR debit [] A", "2026-03-13 153350 EUR receipt [] B"]);
}

#[test]
fn a_minus_among_credits_takes_one_back_and_one_among_debits_came_back() {
    let header = "Date;Libellé;Débit;Crédit\n";
    let read = read_as(&format!("{header}02/02/2026;VIR;;1200,00\n03/02/2026;ANNULATION VIR;;-1200,00\n"));
    assert_eq!(
        told(&read),
        ["2026-02-02 120000 EUR receipt [] VIR", "2026-02-03 -120000 EUR return [] ANNULATION VIR"]
    );
    let read = read_as(&format!("{header}02/02/2026;FRAIS;12,00;\n03/02/2026;ANNULATION FRAIS;-12,00;\n"));
    assert_eq!(
        told(&read),
        ["2026-02-02 -1200 EUR debit [] FRAIS", "2026-02-03 1200 EUR own-returned [] ANNULATION FRAIS"]
    );
    let read = read_as(&format!("{header}02/02/2026;FRAIS;-12,00;0,00\n03/02/2026;A;-5,00;7,00\n"));
    assert_eq!(
        (told(&read), faults(&read)),
        (vec!["2026-02-02 -1200 EUR debit [] FRAIS".to_owned()], vec![(3, "Crédit", "7,00", What::Side)])
    );
}

#[test]
fn what_has_not_taken_place_is_left_out_and_an_unknown_status_refused() {
    let read = read_as(
        "Date;Libellé;Montant;Statut\n02/02/2026;A;10,00;Comptabilisé\n03/02/2026;B;20,00;En attente\n\
         04/02/2026;C;30,00;Annulé\n05/02/2026;D;40,00;Rejeté\n06/02/2026;E;50,00;Pointé\n;F;60,00;En attente\n",
    );
    assert_eq!(told(&read), ["2026-02-02 1000 EUR receipt [] A"]);
    assert_eq!(faults(&read), [(6, "Statut", "Pointé", What::Status)]);
    assert_eq!(
        read.left_out.iter().map(|(why, count)| (*why, *count)).collect::<Vec<_>>(),
        [(Why::Pending, 2), (Why::Failed, 2)]
    );
}

#[test]
fn balances_and_totals_are_no_movements_and_are_what_these_must_lead_to() {
    let read = read_as(
        "Date;Libellé;Débit;Crédit\n01/10/2026;ANCIEN SOLDE CREDITEUR;;2000,00\n05/10/2026;VIR DUPONT;;120,00\n\
         06/10/2026;FRAIS;20,00;\n;Total;20,00;120,00\nDate;Libellé;Débit;Crédit\n07/10/2026;SOLDE FACTURE 12;;5,00\n\
         31/10/2026;SOLDE CREDITEUR AU 31/10/2026;;2105,00\n",
    );
    assert_eq!((told(&read).len(), faults(&read), read.left_out[&Why::Balance]), (3, vec![], 3));
    // 2000 + 120 - 20 + 5 = 2105.
    let statement = &read.statements[0];
    assert_eq!(
        (statement.opening.map(Amount::minor), statement.closing.map(Amount::minor)),
        (Some(200_000), Some(210_500))
    );
    assert_eq!(statement.gap(), None);
    // One movement: the days of the balances show which is which. 500 + 1200 = 1700.
    let read = read_as(
        "Date;Libellé;Débit;Crédit;\n02/02/2026;SOLDE CREDITEUR AU 02/02/2026;;500,00;\n03/02/2026;VIR A;;1200,00;\n\
         04/02/2026;SOLDE CREDITEUR AU 04/02/2026;;1800,00;\n",
    );
    assert_eq!((faults(&read), read.statements[0].gap().map(Amount::minor)), (vec![], Some(10_000)));
    // Of a payer's own words nothing is a balance.
    let text = "\"Date\",\"Payee\",\"Account number\",\"Payment reference\",\"Amount (EUR)\"\n\
        2026-02-02,Dupont,FR76,Solde initial,120.00\n";
    assert_eq!(told(&read_as(text)), ["2026-02-02 12000 EUR receipt [Dupont] Solde initial"]);
}

#[test]
fn a_sheet_that_is_cut_off_is_refused_with_its_line() {
    let header = "Date;Valeur;Libellé;Débit;Crédit;Solde\n28/10/2026;28/10/2026;FRAIS;12,00;;100,00\n";
    let read = read_as(&format!("{header}29/10/2026;29/10/2026;VIR GARAGE LEROY;;24"));
    assert_eq!((told(&read).len(), faults(&read)[0].0, faults(&read)[0].3), (1, 3, What::Structure));
    let read = read_as(&format!("{header}29/10/20"));
    assert_eq!(faults(&read), [(3, "", "29/10/20", What::Structure)]);
    let read = read_as(
        "Date;Libellé;Montant\n05/02/2026;\"DUPONT;120,00\n06/02/2026;LEROY;80,00\n07/02/2026;\"MARTIN;400,00\n08/02/2026;X;1,00\n",
    );
    assert_eq!(
        (told(&read), faults(&read)[0].0, faults(&read)[0].3),
        (vec!["2026-02-08 100 EUR receipt [] X".to_owned()], 2, What::Structure)
    );
}

#[test]
fn a_sum_in_two_readings_and_a_day_behind_its_month_are_refused() {
    for sum in ["1,200", "1.200"] {
        let read = read_as(&format!("Date;Libellé;Montant\n02/02/2026;A;{sum}\n"));
        assert_eq!(faults(&read), [(2, "Montant", sum, What::TwoReadings)]);
    }
    let read = read_as(
        "Date;Libellé;Montant;Solde\n02/02/2026;A;1.200;1.200,50\n03/02/2026;B;(85,20);1.115,30\n04/02/2026;C;85,20-;1.030,10\n",
    );
    assert_eq!(
        told(&read),
        ["2026-02-02 120000 EUR receipt [] A", "2026-02-03 -8520 EUR debit [] B", "2026-02-04 -8520 EUR debit [] C"]
    );
    let read = read_as("Date;Libellé;Montant\n02/03/2026;A;12,00\n02/13/2026;B;13,00\n");
    assert_eq!((told(&read).len(), faults(&read)), (0, vec![(3, "Date", "02/13/2026", What::MonthFirst)]));
    // Each with a day behind its month: there is no other reading.
    let read = read_as("Date;Libellé;Montant\n03/31/2026;A;12,00\n02/13/2026;B;13,00\n");
    assert_eq!(told(&read), ["2026-03-31 1200 EUR receipt [] A", "2026-02-13 1300 EUR receipt [] B"]);
    let read = read_as("Date;Libellé;Montant\nhier;A;12,00\n");
    assert_eq!(faults(&read), [(2, "Date", "hier", What::Day)]);
}

#[test]
fn sums_are_in_the_currency_that_the_sheet_says() {
    let row = "02/02/2026;A;12,00\n";
    for head in
        ["Devise : USD\n\nDate;Libellé;Montant\n", "Devise;USD\nDate;Libellé;Montant\n", "Date;Libellé;Montant (USD)\n"]
    {
        assert_eq!(told(&read_as(&format!("{head}{row}"))), ["2026-02-02 1200 USD receipt [] A"], "{head}");
    }
    assert_eq!(told(&read_as("Date;Libellé;Montant\n02/02/2026;A;$12,00\n")), [] as [String; 0]);
    assert_eq!(told(&read_as("Date;Libellé;Montant\n02/02/2026;A;12,00 £\n")), ["2026-02-02 1200 GBP receipt [] A"]);
    let read = read_as("Devise : dollars\nDate;Libellé;Montant\n02/02/2026;A;12,00\n");
    assert_eq!((told(&read).len(), faults(&read)), (0, vec![(1, "", "dollars", What::Currency)]));
    let read = read_as("Date;Libellé;Montant (EUR);Devise\n02/02/2026;A;12,00;USD\n");
    assert_eq!(faults(&read), [(2, "Devise", "USD", What::Currency)]);
}

#[test]
fn the_exports_of_banks_are_read() {
    let bnp = "Date operation;Libelle operation;Montant operation\n02/02/2026;VIR DUPONT;120,00\n";
    let sg =
        "date_comptabilisation;libellé_complet_operation;montant_operation;devise\n02/02/2026;VIR DUPONT;120,00;EUR\n";
    let lcl = "02/02/2026;120,00;Virement;;VIR DUPONT;0;Divers\n03/02/2026;-5,00;Carte;;CB X;0;Divers\n\
        28/02/2026;1234,56;;00794 123456X\n";
    let bare = "02/02/2026;120,00;VIR DUPONT\n03/02/2026;-5,00;CB X\n";
    let qonto = "Statut;Date de la valeur (UTC);Nom de la contrepartie;Montant total (TTC);Devise;Référence;ID de transaction\n\
        Exécuté;02-02-2026 10:12:13;Dupont;120,00;EUR;F26-001;tx-000001\n";
    let qonto_new = "Status,Settlement date (UTC),Counterparty name,Amount (EUR),Currency,Reference,Transaction ID\n\
        Settled,02-02-2026 10:12:13,Dupont,120.00,EUR,F26-001,tx-000001\nPending,,Leroy,7.00,EUR,X,tx-000002\n";
    let n26 = "\"Booking Date\",\"Value Date\",\"Partner Name\",\"Partner Iban\",Type,\"Payment Reference\",\"Account Name\",\"Amount (EUR)\",\"Original Amount\"\n\
        2026-02-02,2026-02-02,Dupont,FR761,\"Credit Transfer\",F26-001,Main,120.00,\n";
    let wise = "\"TransferWise ID\",Date,Amount,Currency,Description,\"Payment Reference\",\"Running Balance\",\"Payer Name\"\n\
        TRANSFER-1,02-02-2026,120.00,USD,Received money from Dupont,F26-001,120.00,Dupont\n";
    for (sheet, expected) in [
        (bnp, "2026-02-02 12000 EUR receipt [] VIR DUPONT"),
        (sg, "2026-02-02 12000 EUR receipt [] VIR DUPONT"),
        (lcl, "2026-02-02 12000 EUR receipt [] VIR DUPONT"),
        (bare, "2026-02-02 12000 EUR receipt [] VIR DUPONT"),
        (qonto, "2026-02-02 12000 EUR receipt [Dupont] F26-001"),
        (qonto_new, "2026-02-02 12000 EUR receipt [Dupont] F26-001"),
        (n26, "2026-02-02 12000 EUR receipt [Dupont] F26-001"),
        (wise, "2026-02-02 12000 USD receipt [Dupont] Received money from Dupont F26-001"),
    ] {
        let read = read_as(sheet);
        assert_eq!((told(&read).first().map(String::as_str), faults(&read)), (Some(expected), vec![]), "{sheet}");
    }
    assert_eq!(read_as(lcl).statements[0].closing.map(Amount::minor), Some(123_456));
    let two_sums = "02/02/2026;120,00;1120,00;VIR DUPONT\n03/02/2026;-5,00;1115,00;CB X\n";
    assert_eq!(format_of(two_sums.as_bytes()), None, "which is the balance?");
}

#[test]
fn rows_around_the_table_tell_the_balances() {
    let text = "Numéro de compte : 04088888888;Nom du compte : X;Devise : EUR;\n\nSolde en fin de période;;;;1 115,00\n\
        Date;Numéro d'opération;Libellé;Débit;Crédit;Détail;\n03/02/26;0002;FRAIS;-5,00;;;\n\
        02/02/26;0001;VIR SEPA DUPONT;;120,00;VIREMENT DE DUPONT F26-001;\nSolde en début de période;;;;1 000,00\n";
    let read = read_as(text);
    assert_eq!(
        (told(&read), faults(&read)),
        (
            vec![
                "2026-02-03 -500 EUR debit [] FRAIS".to_owned(),
                "2026-02-02 12000 EUR receipt [] VIR SEPA DUPONT VIREMENT DE DUPONT F26-001".to_owned()
            ],
            vec![]
        )
    );
    // 1000 + 120 - 5 = 1115.
    let statement = &read.statements[0];
    assert_eq!(
        (statement.opening.map(Amount::minor), statement.closing.map(Amount::minor)),
        (Some(100_000), Some(111_500))
    );
}

#[test]
fn a_fee_lowers_the_account_and_not_what_was_paid() {
    let text = "Type,Product,Started Date,Completed Date,Description,Amount,Fee,Currency,State,Balance\n\
        TOPUP,Current,2026-02-02 10:00:00,2026-02-02 10:00:01,Payment from Dupont,120.00,0.50,EUR,COMPLETED,119.50\n\
        TRANSFER,Current,2026-02-03 10:00:00,2026-02-03 10:00:01,To X,-10.00,0.00,EUR,COMPLETED,109.50\n\
        TOPUP,Current,2026-02-04 10:00:00,,Payment from Leroy,7.00,0.00,EUR,PENDING,\n";
    let read = read_as(text);
    assert_eq!(
        told(&read),
        ["2026-02-02 12000 EUR receipt [] Payment from Dupont", "2026-02-03 -1000 EUR debit [] To X"]
    );
    assert_eq!((read.statements[0].opening, read.left_out[&Why::Pending]), (Some(Amount::ZERO), 1));
}

#[test]
fn what_is_the_same_beside_every_receipt_or_of_the_account_says_nothing_of_who_paid() {
    for text in [
        "Date;Libellé;Montant;Catégorie\n10/02/2026;Remise chèque 77;60,00;Ventes\n11/02/2026;REMISE CB;70,00;Prestations\n",
        "Date;Libellé;Montant;Devise;Compte\n10/02/2026;VIREMENT;60,00;EUR;Compte courant pro\n",
        "Date;Libellé;Montant;Suivi\n10/02/2026;VIREMENT;60,00;Atelier Durand\n11/02/2026;VIREMENT;70,00;Atelier Durand\n",
        "Date;Libellé;Montant;Suivi\n10/02/2026;VIREMENT;60,00;Atelier Durand\n11/02/2026;PRLV EDF;-9,00;Atelier Durand\n",
    ] {
        let read = read_as(text);
        assert_eq!((faults(&read), read.unread.len()), (vec![], 1), "{text}");
    }
    for text in [
        "Date;Libellé;Montant;Suivi\n10/02/2026;VIREMENT;60,00;Dupont SARL\n11/02/2026;VIREMENT;70,00;Durand SA\n",
        "Date;Libellé;Montant;Suivi\n10/02/2026;VIREMENT;60,00;Dupont SARL\n",
        "Date;Libellé;Montant;Suivi\n10/02/2026;VIREMENT;60,00;Dupont SARL\n11/02/2026;PRLV EDF;-9,00;\n",
    ] {
        assert_eq!(faults(&read_as(text)), [(2, "Suivi", "Dupont SARL", What::WordsUnread)], "{text}");
    }
}
