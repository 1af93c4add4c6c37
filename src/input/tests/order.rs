//! The order of rows changes nothing.

use proptest::prelude::*;

use super::*;

const INVOICE_ROWS: [&str; 7] = [
    "F3,C2,2026-01-10,2026-02-10,\"1,234\",,,",
    "F1,C1,2026-01-10,2026-02-10,10.50,,1,",
    "F1,C1,2026-01-10,2026-03-10,10.50,,2,",
    "A1,C1,2026-01-12,,-3.00,,,F1",
    "F0,C1,2026-01-10,2026-02-10,5,,,",
    "F2,C3,2025-12-01,2026-02-10,7.25,,,",
    "D1,C3,2025-12-01,2026-02-10,7,deposit,,",
];
const PAYMENT_ROWS: [&str; 5] = [
    "P2,2026-02-01,5,,F1,1,",
    "P1,2026-02-01,5,C1,,,",
    "P9,2026-03-01,-5,C1,,,P1",
    "P4,2026-01-15,1,C2,F3,,",
    "P3,2026-01-15,1,C2,F3,,",
];
const EVENT_ROWS: [&str; 4] = [
    "2026-02-01,dispute_closed,,F1,,",
    "2026-02-01,dispute_opened,,F1,E1,",
    "2026-02-01,undo,C1,,E2,E1",
    "2026-02-01,call,C3,,,",
];

/// Returns everything in a ledger that does not say on which line or at which number a row stood.
fn content(ledger: &Ledger) -> Vec<String> {
    let mut lines = Vec::new();
    for (i, row) in ledger.invoices().iter().enumerate() {
        let more = ledger.more(crate::model::ItemId(i as u32));
        let applies = more.and_then(|more| more.applies_to).map(|number| ledger.number(number));
        let part = more.and_then(|more| more.instalment.as_deref());
        lines.push(format!(
            "{} {part:?} {} {} {} {:?} {:?} {applies:?} {}",
            ledger.number(row.number),
            ledger.customer(row.customer).id,
            row.issue,
            row.due,
            row.amount,
            row.kind,
            ledger.rows_of(row.number).count(),
        ));
    }
    for i in 0..ledger.payments().len() as u32 {
        let id = crate::model::PaymentId(i);
        let row = ledger.payment(id);
        let reverses = ledger.payment_more(id).and_then(|more| more.reverses).map(|id| ledger.payment_id(id));
        let named = row.invoice.map(|number| ledger.number(number));
        lines.push(format!(
            "{} {} {:?} {:?} {reverses:?} {named:?}",
            ledger.payment_id(id),
            row.date,
            row.amount,
            row.kind
        ));
    }
    for event in ledger.events() {
        lines.push(format!("{:?}", crate::model::Event { line: 0, invoice: None, ..event.clone() }));
        lines.push(format!("{:?}", event.invoice.map(|number| ledger.number(number))));
    }
    lines
}

fn ledger(invoices: &[&str], payments: &[&str], events: &[&str]) -> Ledger {
    let text = |header: &str, rows: &[&str]| format!("{header}\n{}\n", rows.join("\n"));
    let folder = Folder::of(&[
        (
            "invoices.csv",
            text("invoice_id,customer_id,issue_date,due_date,amount,kind,instalment,applies_to", invoices),
        ),
        ("payments.csv", text("payment_id,date,amount,customer_id,invoice_id,instalment,reverses", payments)),
        ("events.csv", text("date,event,customer_id,invoice_id,event_id,reference", events)),
    ]);
    folder.ledger()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn shuffled_rows_give_an_equal_ledger(
        invoices in Just(INVOICE_ROWS.to_vec()).prop_shuffle(),
        payments in Just(PAYMENT_ROWS.to_vec()).prop_shuffle(),
        events in Just(EVENT_ROWS.to_vec()).prop_shuffle(),
    ) {
        let plain = ledger(&INVOICE_ROWS, &PAYMENT_ROWS, &EVENT_ROWS);
        prop_assert_eq!(content(&ledger(&invoices, &payments, &events)), content(&plain));
    }
}

/// Many rows go through what small folders do not: tables of ids, dealing into groups, two threads.
#[test]
fn a_long_file_in_any_order_gives_an_equal_ledger() {
    const COUNT: u64 = 30_000;
    let build = |step: u64| {
        let numbers = (0..COUNT).map(|i| i * step % COUNT);
        let mut invoices = INVOICES.to_owned();
        let mut payments = "payment_id,date,amount,invoice_id\n".to_owned();
        for i in numbers {
            let customer = i * 7919 % 700;
            invoices.push_str(&format!(
                "F{i:05},C{customer},2026-01-{:02},2026-02-{:02},{i}.5\n",
                i % 28 + 1,
                i % 27 + 1
            ));
            payments.push_str(&format!("P{i:05},2026-03-{:02},{i}.25,F{:05}\n", i % 28 + 1, i * 13 % COUNT));
        }
        Folder::of(&[("invoices.csv", invoices), ("payments.csv", payments)]).ledger()
    };
    let expected = content(&build(1));
    for step in [7, 29_999] {
        assert!(content(&build(step)) == expected, "{step}");
    }
}
