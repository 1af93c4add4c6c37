//! Whose lines are read, and who is nobody.

use super::*;

#[test]
fn doubtful_customers_are_read_when_asked_and_told_otherwise() {
    let lines = [
        invoice("1", "20260105", "DUP", "F1", 10_000, "").to_vec(),
        vec![
            ("OD", "2", "20260601", "416000", "DUP", "", 10_000, ""),
            ("OD", "2", "20260601", "411000", "DUP", "", -10_000, ""),
        ],
    ]
    .concat();
    let narrow = told(&[file(&lines)]);
    assert_eq!(owed(&narrow), BTreeMap::from([("DUP", 0)]));
    assert_eq!(narrow.findings[0].code, crate::diag::code::import::ACCOUNT_NOT_READ);
    let wide = read_with(&[file(&lines)], &["411", "416"], &NoFolder);
    assert_eq!((invoices(&wide).len(), payments(&wide).len()), (1, 0));
    assert_eq!(owed(&wide), BTreeMap::from([("DUP", 10_000)]));
}

#[test]
fn one_account_for_all_customers_is_told() {
    let lines = invoice("1", "20260105", "", "F1", 10_000, "");
    let incoming = told(&[file(&lines)]);
    assert_eq!(incoming.findings[0].code, crate::diag::code::import::CUSTOMER_COLLECTIVE);
    assert_eq!(invoices(&incoming), ["F1 411000 2026-01-05 100.00  "]);
}

#[test]
fn amount_and_side_in_two_columns_say_the_same() {
    let lines =
        [invoice("1", "20260105", "DUP", "F1", 12_000, "AA"), paid("2", "20260210", "DUP", 12_000, "AA")].concat();
    let plain = file(&lines);
    let sided: String = plain
        .lines()
        .map(|line| {
            let mut cells: Vec<&str> = line.split('\t').collect();
            let (debit, credit) = (cells[11], cells[12]);
            (cells[11], cells[12]) = match (debit, credit) {
                ("Debit", _) => ("Montant", "Sens"),
                ("0,00", credit) => (credit, "C"),
                (debit, _) => (debit, "D"),
            };
            format!("{}\n", cells.join("|"))
        })
        .collect();
    assert_eq!(invoices(&told(&[plain])), invoices(&told(&[sided])));
}

#[test]
fn only_a_name_of_counters_and_cash_desks_is_nobody() {
    for name in
        ["CLIENTS DIVERS", "Client comptoir", "Vente au comptoir", "Caisse magasin 2", "Clients de passage", "CB"]
    {
        assert!(findings::is_nobody(name), "{name}");
    }
    for name in ["Caisse d'Épargne", "Diversey France", "Cash Converters", "Clients Plus", "Passage Brady SARL", ""] {
        assert!(!findings::is_nobody(name), "{name}");
    }
}
