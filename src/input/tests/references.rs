//! What refers to what: duplicates, unknown ids, rows that contradict each other.

use super::*;
use crate::model::EventKind;

const PAYMENTS: &str = "payment_id,date,amount,customer_id,invoice_id,instalment,currency,kind,reverses\n";
const EVENTS: &str = "date,event,customer_id,invoice_id,event_id,instalment,amount,reference,currency\n";

fn payments(rows: &str) -> Vec<String> {
    Folder::with(&[("payments.csv", &format!("{PAYMENTS}{rows}"))]).findings()
}

fn events(rows: &str) -> Vec<String> {
    Folder::with(&[("events.csv", &format!("{EVENTS}{rows}"))]).findings()
}

#[test]
fn an_id_stands_once() {
    assert_eq!(
        invoices("F1,C1,2026-01-10,2026-02-10,1\nF2,C1,2026-01-10,2026-02-10,1\nF1,C1,2026-01-10,2026-03-10,2\n"),
        ["id-duplicate invoices.csv:2 invoice_id \"F1\" invoices.csv:4 invoice_id \"F1\""]
    );
    assert_eq!(
        payments("P1,2026-02-01,1,C1,,,,,\nP2,2026-02-01,1,C1,,,,,\nP1,2026-02-01,1,C1,,,,,\n"),
        ["id-duplicate payments.csv:2 payment_id \"P1\" payments.csv:4 payment_id \"P1\""]
    );
    assert_eq!(
        Folder::with(&[("customers.csv", "customer_id,name\nC2,A\nC1,B\nC2,C\n")]).findings(),
        ["id-duplicate customers.csv:2 customer_id \"C2\" customers.csv:4 customer_id \"C2\""]
    );
}

#[test]
fn instalments_share_number_customer_currency_and_kind() {
    let header = format!("{},currency,kind,instalment\n", INVOICES.trim_end());
    let of = |rows: &str| Folder::of(&[("invoices.csv", format!("{header}{rows}"))]);
    let sound = of("F1,C1,2026-01-10,2026-02-10,1,,,1\nF1,C1,2026-01-10,2026-03-10,2,EUR,invoice,2\n");
    let ledger = sound.ledger();
    assert_eq!((ledger.number_count(), ledger.rows_of(ledger.find_number("F1").unwrap()).count()), (1, 2));
    let wrong = of("F1,C1,2026-01-10,2026-02-10,1,,,1\nF1,C2,2026-01-10,2026-03-10,2,USD,deposit,2\n\
                    F1,C1,2026-01-10,2026-03-10,2,,,1\n");
    assert_eq!(
        wrong.findings(),
        [
            "currency-mismatch invoices.csv:2 currency \"\" invoices.csv:3 currency \"USD\"",
            "customer-mismatch invoices.csv:2 customer_id \"C1\" invoices.csv:3 customer_id \"C2\"",
            "id-duplicate invoices.csv:2 invoice_id \"F1\" invoices.csv:4 invoice_id \"F1\"",
            "kind-mismatch invoices.csv:2 kind \"\" invoices.csv:3 kind \"deposit\"",
        ]
    );
}

#[test]
fn with_a_customers_file_an_unknown_customer_is_an_error() {
    let folder = Folder::with(&[
        ("customers.csv", "customer_id,name\nC1,A\nCLIENT-22,B\n"),
        ("payments.csv", "payment_id,date,amount,customer_id\nP1,2026-02-01,1,CLIENT-2\nP2,2026-02-01,1,C1\n"),
        ("events.csv", "date,event,customer_id\n2026-02-01,call,ZZZ-9999\n"),
    ]);
    assert_eq!(
        folder.findings(),
        [
            "customer-unknown events.csv:2 customer_id \"ZZZ-9999\"",
            "customer-unknown invoices.csv:3 customer_id \"C2\"",
            "customer-unknown payments.csv:2 customer_id \"CLIENT-2\"",
        ]
    );
    let helps: Vec<String> =
        folder.read().findings.into_iter().filter_map(|finding| finding.help).map(|h| h.en).collect();
    assert!(helps.iter().any(|help| help.starts_with("did you mean CLIENT-22?")), "{helps:?}");
}

#[test]
fn payments_name_what_is_there() {
    assert_eq!(
        payments(
            "P1,2026-02-01,1,,F9,,,,\nP2,2026-02-01,1,,,,,,\nP3,2026-02-01,1,C2,F1,,,,\nP4,2026-02-01,1,C1,F1,2,,,\n\
             P5,2026-02-01,1,C1,F1,,USD,,\nP6,2026-02-01,1,C1,,2,,,\nP7,2026-02-01,0.505,C1,F1,,,,\n"
        ),
        [
            "invoice-unknown payments.csv:2 invoice_id \"F9\"",
            "party-missing payments.csv:3",
            "customer-mismatch payments.csv:4 customer_id \"C2\" invoices.csv:2 customer_id \"C1\"",
            "instalment-unknown payments.csv:5 instalment \"2\"",
            "currency-mismatch payments.csv:6 currency \"USD\" invoices.csv:2",
            "instalment-unknown payments.csv:7 instalment \"2\"",
            "amount-precision payments.csv:8 amount \"0.505\"",
        ]
    );
}

#[test]
fn a_payment_has_its_invoices_currency_else_the_policys() {
    let rows = "F1,C1,2026-01-10,2026-02-10,1000,JPY\nF2,C1,2026-01-10,2026-02-10,10,EUR\n";
    let invoices = format!("{},currency\n{rows}", INVOICES.trim_end());
    let rows = "P1,2026-02-01,5,,F1,,,,\nP2,2026-02-01,5.50,C1,,,,,\nP3,2026-02-01,5,C1,,,chf,,\n";
    let folder = Folder::of(&[("invoices.csv", invoices), ("payments.csv", format!("{PAYMENTS}{rows}"))]);
    let ledger = folder.ledger();
    let found: Vec<_> = ledger.payments().iter().map(|row| (row.currency.code(), row.amount.minor())).collect();
    assert_eq!(found, [("JPY", 5), ("EUR", 550), ("CHF", 500)]);
}

#[test]
fn returns_name_payments_of_the_same_customer_and_currency() {
    let sound = "R1,2026-03-01,-5,C1,,,,,P1\nP1,2026-02-01,5,C1,F1,,,,\nR2,2026-03-02,5,C1,,,,refund,P1\n";
    let ledger = Folder::with(&[("payments.csv", &format!("{PAYMENTS}{sound}"))]).ledger();
    for id in ledger.payments_of(ledger.find_customer("C1").unwrap()).map(|i| crate::model::PaymentId(i as u32)) {
        let target = ledger.payment_more(id).and_then(|more| more.reverses);
        let named = target.map(|target| ledger.payment_id(target));
        assert_eq!(named, (ledger.payment_id(id) != "P1").then_some("P1"));
    }
    assert_eq!(
        payments(
            "P1,2026-02-01,5,C1,,,,,\nR1,2026-03-01,-5,C1,,,,,P9\nR2,2026-03-01,-5,C2,,,,,P1\nR3,2026-03-01,-5,C1,,,USD,,P1\n\
             R4,2026-03-01,-5,C1,,,,,R5\nR5,2026-03-01,-5,C1,,,,,\nP6,2026-03-01,5,C1,,,,,P1\n"
        ),
        [
            "payment-unknown payments.csv:3 reverses \"P9\"",
            "customer-mismatch payments.csv:4 reverses \"P1\" payments.csv:2 payment_id \"P1\"",
            "currency-mismatch payments.csv:5 reverses \"P1\" payments.csv:2 payment_id \"P1\"",
            "kind-mismatch payments.csv:6 reverses \"R5\" payments.csv:7 payment_id \"R5\"",
            "kind-mismatch payments.csv:8 reverses \"P1\"",
        ]
    );
}

#[test]
fn credit_notes_correct_invoices_of_the_same_customer_and_currency() {
    let header = format!("{},currency,kind,applies_to\n", INVOICES.trim_end());
    let of = |rows: &str| Folder::of(&[("invoices.csv", format!("{header}{rows}"))]);
    let base = "F1,C1,2026-01-10,2026-02-10,9,,,\nA0,C1,2026-01-11,,-1,,,\n";
    let ledger = of(&format!("A1,C1,2026-01-11,,-5,,,F1\n{base}")).ledger();
    let note = crate::testing::item(&ledger, "A1");
    assert_eq!(ledger.more(note).unwrap().applies_to, ledger.find_number("F1"));
    assert_eq!(
        of(&format!(
            "{base}A1,C1,2026-01-11,,-5,,,F9\nA2,C2,2026-01-11,,-5,,,F1\nA3,C1,2026-01-11,,-5,USD,,F1\n\
             A4,C1,2026-01-11,,-5,,,A0\nQ1,C1,2026-01-11,2026-01-11,40,USD,penalty,F1\n\
             R1,C1,2026-01-11,2027-01-11,5,USD,retention,F1\n"
        ))
        .findings(),
        [
            "invoice-unknown invoices.csv:4 applies_to \"F9\"",
            "customer-mismatch invoices.csv:5 customer_id \"C2\" invoices.csv:2 customer_id \"C1\"",
            "currency-mismatch invoices.csv:6 currency \"USD\" invoices.csv:2 currency \"\"",
            "kind-mismatch invoices.csv:7 applies_to \"A0\" invoices.csv:3 invoice_id \"A0\"",
            "currency-mismatch invoices.csv:8 currency \"USD\" invoices.csv:2 currency \"\"",
            "currency-mismatch invoices.csv:9 currency \"USD\" invoices.csv:2 currency \"\"",
        ]
    );
}

#[test]
fn only_a_refund_names_a_credit_note() {
    let invoices = format!("{INVOICES}A1,C1,2026-01-10,,-5\n");
    let rows = "P1,2026-02-01,5,C1,A1,,,,\nP2,2026-02-01,5,C1,A1,,,refund,\n";
    let folder = Folder::of(&[("invoices.csv", invoices), ("payments.csv", format!("{PAYMENTS}{rows}"))]);
    assert_eq!(folder.findings(), ["kind-mismatch payments.csv:2 invoice_id \"A1\" invoices.csv:2 invoice_id \"A1\""]);
}

#[test]
fn events_name_what_is_there() {
    assert_eq!(
        events(
            "2026-02-01,call,,,E1,,,,\n2026-02-01,call,,F9,E2,,,,\n2026-02-01,call,C2,F1,E3,,,,\n\
             2026-02-01,dance,C1,,E4,,,,\n2026-02-01,hold,C1,F1,E5,2,,,\n2026-02-01,undo,C1,,E6,,,,\n\
             2026-02-01,undo,C1,,E7,,,E99,\n2026-02-01,waived,C1,,E8,,-5,,\n2026-02-01,waived,,F1,E9,,5,,USD\n"
        ),
        [
            "party-missing events.csv:2",
            "invoice-unknown events.csv:3 invoice_id \"F9\"",
            "customer-mismatch events.csv:4 customer_id \"C2\" invoices.csv:2 customer_id \"C1\"",
            "word-unknown events.csv:5 event \"dance\"",
            "instalment-unknown events.csv:6 instalment \"2\"",
            "undo-without-reference events.csv:7",
            "event-unknown events.csv:8 reference \"E99\"",
            "sign-invalid events.csv:9 amount \"-5\"",
            "currency-mismatch events.csv:10 currency \"USD\" invoices.csv:2",
        ]
    );
}

#[test]
fn one_act_is_one_event_on_one_day() {
    assert_eq!(
        events(
            "2026-02-01,call,,F1,E1,,,,\n2026-02-01,call,,F2,E1,,,,\n2026-02-02,call,C1,,E2,,,,\n2026-02-03,call,C1,,E2,,,,\n"
        ),
        ["id-duplicate events.csv:4 event_id \"E2\" events.csv:5 event_id \"E2\""]
    );
}

#[test]
fn events_know_their_customer_and_currency() {
    let rows = "2026-02-01,undo,C1,,E2,,,E1,\n2026-02-01,litige ouvert,,F2,E1,,12.50,,\n";
    let ledger = Folder::with(&[("events.csv", &format!("{EVENTS}{rows}"))]).ledger();
    let event = &ledger.events()[0];
    assert_eq!((event.kind, ledger.customer(event.customer).id.as_str()), (EventKind::DisputeOpened, "C2"));
    assert_eq!(event.amount.map(|amount| amount.minor()), Some(1250));
    assert_eq!(ledger.events()[1].kind, EventKind::Undo);
}

#[test]
fn all_faults_of_all_files_are_found_in_one_run() {
    let folder = Folder::of(&[
        ("invoices.csv", format!("{INVOICES}F1,C1,2026-01-10,2026-02-10,x\nF2,C9,2026-01-10,2026-02-10,1\n")),
        ("customers.csv", "customer_id,name\nC1,\n".to_owned()),
        ("payments.csv", format!("{PAYMENTS}P1,2026-13-01,1,,F1,,,,\nP2,2026-01-01,1,,F7,,,,\n")),
        ("events.csv", "date,happening\n".to_owned()),
    ]);
    assert_eq!(
        folder.findings(),
        [
            "value-missing customers.csv:2 name \"\"",
            "column-missing events.csv:1 \"date | happening\"",
            "amount-invalid invoices.csv:2 amount \"x\"",
            "customer-unknown invoices.csv:3 customer_id \"C9\"",
            "date-invalid payments.csv:2 date \"2026-13-01\"",
            "invoice-unknown payments.csv:3 invoice_id \"F7\"",
        ]
    );
}

#[test]
fn a_refused_row_draws_no_findings_about_what_refers_to_it() {
    let folder = Folder::of(&[
        ("invoices.csv", format!("{INVOICES}F1,C1,2026-01-10,2026-02-10,x\nF2,C1\n")),
        ("payments.csv", format!("{PAYMENTS}P1,2026-01-01,1,C2,F1,,,,\nP2,2026-01-01,1,,F2,,,,\n")),
    ]);
    assert_eq!(folder.findings(), ["amount-invalid invoices.csv:2 amount \"x\"", "fields-missing invoices.csv:3"]);
    // Of a file that cannot be used at all, nothing is known.
    let folder = Folder::of(&[
        ("invoices.csv", "invoice_id\nF1\n".to_owned()),
        ("payments.csv", format!("{PAYMENTS}P1,2026-01-01,0.505,,F1,,,,\n")),
    ]);
    assert!(folder.findings().iter().all(|line| line.starts_with("column-missing invoices.csv")));
}
