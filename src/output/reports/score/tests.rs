//! What people and programs see of a small folder.

use super::*;
use crate::engine::allocation::allocate;
use crate::engine::history::History;
use crate::engine::scoring::score;
use crate::output::{CsvStyle, Format, LongNames, Page, write};
use crate::policy::builtin;
use crate::testing::{day, ledger};

const CUSTOMERS: &str = "customer_id,name,credit_limit,credit_limit_until\n\
    C1,Ets Gauthier,150.00,\nC2,Nouveau,,\nC3,Old Mill Ltd,900.00,2026-01-31\n";
/// C1: paid 10 days late; overdue by 12 days; not due. C3: paid in time, and 20.00 USD not due.
const INVOICES: &str = "invoice_id,customer_id,issue_date,due_date,amount,currency\n\
    F1,C1,2026-01-01,2026-01-31,100.00,\nF2,C1,2026-02-01,2026-03-19,100.00,\nF3,C1,2026-03-01,2026-04-30,100.00,\n\
    G1,C3,2026-01-01,2026-01-31,50.00,\nG2,C3,2026-03-01,2026-04-30,20.00,USD\n";
const PAYMENTS: &str = "payment_id,customer_id,date,amount,invoice_id\n\
    P1,C1,2026-02-10,100.00,F1\nQ1,C3,2026-01-29,50.00,G1\n";

/// Returns the scores with their factors, or without any the open items.
fn shown(lang: Lang, factors: Option<Factors>, format: impl Fn(Page) -> Format) -> String {
    let ledger = ledger(CUSTOMERS, INVOICES, PAYMENTS, "");
    let policy = builtin::fr_b2b();
    let balances = allocate(&ledger, &policy.allocation, day("2026-03-31")).balances;
    let history = History::new(&ledger, balances.as_of());
    let scores = score(&ledger, &balances, &history, &policy, |_| true);
    let page = Page { lang, width: 80, long_names: LongNames::Cut, colour: false };
    let mut out = Vec::new();
    let warnings = Nested::Values(Vec::new());
    let report: &dyn Report = match factors {
        Some(factors) => &Score { scores: &scores, lang, factors },
        None => &ScoreInvoices { scores: &scores, explain: None },
    };
    write(report, format(page), &warnings, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

#[test]
fn a_table_says_why_and_fits_eighty_columns() {
    let table = shown(Lang::En, Some(Factors::Hidden), Format::Table);
    // C1: late 2 of 2, (2 + 3 x 2/3) / 5 = 0.8: 10 points; 15; the newest alike: 2; 12 days overdue: 6; 3; 4; 4; 89
    // days: 0. C3: (0 + 2) / 4 = 0.5: 25; 15; 5; 10; 3; 4; 4; 0.
    for line in [
        "C1        Ets Gauthier   44 C   80%    10    200.00  150.00  block",
        "          exposure over the limit by €50.00; little history (2 known): mostly",
        "          no history: the figures are the portfolio's",
        "C3        Old Mill Ltd   66 B   50%    -2         –          watch",
        "          the credit limit ended on 2026-01-31; little history (1 known): mostly",
        "          the portfolio's figures; not in the exposure: USD 20.00",
        "Total USD                                     20.00",
    ] {
        assert!(table.replace('\u{a0}', " ").lines().any(|shown| shown.starts_with(line)), "{line}\n{table}");
    }
    assert!(table.lines().all(|line| line.chars().count() <= 80), "{table}");
    assert!(table.contains("Portfolio: 2 of 3 known invoices late, 0 of 2 over 30 days."), "{table}");
}

#[test]
fn factors_are_explained_in_french_with_french_figures() {
    let csv = shown(Lang::Fr, Some(Factors::Sentences), |_| Format::Csv(CsvStyle::Plain));
    for sentence in [
        "10 points sur 50 – factures connues en retard : 2 sur 2, soit 80,00 % avec 3 à la moyenne du portefeuille.",
        "6 points sur 10 – jours de retard de la plus ancienne facture impayée : 12 ; aucun à partir de 30.",
        "17 points sur 50 – factures en retard : aucune connue, 66,67 % selon la moyenne du portefeuille.",
        "10 points sur 10 – aucune facture n'est échue impayée à ce jour.",
    ] {
        assert!(csv.replace(['\u{a0}', '\u{202f}'], " ").contains(sentence), "{csv}");
    }
}

#[test]
fn json_has_the_factors_as_lists_and_exposure_by_currency() {
    let json: serde_json::Value =
        serde_json::from_str(&shown(Lang::En, Some(Factors::List), |_| Format::Json)).unwrap();
    assert_eq!(json["schema"], "relance.score/1");
    for row in json["rows"].as_array().unwrap() {
        let points: i64 = row["factors"].as_array().unwrap().iter().map(|f| f["points"].as_i64().unwrap()).sum();
        assert_eq!(row["score"].as_i64(), Some(points));
    }
    let first = &json["rows"][0];
    assert_eq!(first["factors"][0]["value"], "0.8000");
    assert_eq!(first["factors"][3]["value"], 12);
    assert_eq!((&first["late_probability"], &first["reason"]), (&"0.8000".into(), &"over-limit".into()));
    assert_eq!(json["rows"][2]["other_exposure"][0]["exposure"], "20.00");
    assert_eq!(json["rows"][2]["credit_limit"], serde_json::Value::Null);
    let totals = serde_json::json!([
        {"currency": "EUR", "exposure": "200.00", "credit_limit": "150.00", "not_due": "100.00", "overdue": "100.00",
         "credits": "0.00", "insured": "0.00", "own_risk": "200.00", "recommended_limit": "300.00"},
        {"currency": "USD", "exposure": "20.00"},
    ]);
    assert_eq!(json["totals"], totals);
}

#[test]
fn open_items_have_probabilities_and_dates() {
    // F2 is late, by more than any invoice before. All: -2 and 10 paid, 12 unpaid, 20 of 60 each. C1: 12 weighs 20, 10
    // weighs 19; half of 99 is passed at 10, a tenth at -2, nine tenths never. C3: -2 weighs 20; half of 80 at -2.
    let csv = shown(Lang::Fr, None, |_| Format::Csv(CsvStyle::Plain));
    assert_eq!(
        csv,
        "customer_id,name,invoice_id,instalment,currency,due_date,days_late,open,late_probability,\
         serious_probability,expected_date,expected_from,expected_until,probability_from,disputed\n\
         C1,Ets Gauthier,F2,,EUR,2026-03-19,12,100.00,1.0000,0.0000,,,,shares,false\n\
         C1,Ets Gauthier,F3,,EUR,2026-04-30,0,100.00,0.8000,0.0000,2026-05-10,2026-04-28,,shares,false\n\
         C3,Old Mill Ltd,G2,,USD,2026-04-30,0,20.00,0.5000,0.0000,2026-04-28,2026-04-28,,shares,false\n"
    );
}
