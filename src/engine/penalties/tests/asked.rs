//! What a notice asked for: money of just its sum, and interest that runs on what it demanded.

use super::*;

/// The rows of penalties at the end of March, and what is open on each instalment.
fn shown(invoices: &str, events: &str, payments: &str, policy: &str) -> (String, Vec<String>) {
    let folder = Folder { payments, events, invoices, policy, ..Folder::default() };
    let ledger = folder.ledger();
    let policy = policy::load(policy, "policy.toml").unwrap();
    let balances = allocate_and_pay_claims(&ledger, &policy, Rates::builtin, day("2026-03-31")).balances;
    let items = (0..ledger.invoices().len() as u32).map(ItemId);
    let open = items.map(|item| balances.open(&ledger, item).to_decimal(Currency::EUR).to_string());
    (folder.rows("2026-03-31"), open.collect())
}

#[test]
fn what_a_notice_asked_for_of_a_later_instalment_pays_that_one() {
    // 6 February to 20 March are 43 days: 500 x 12.15 x 43 / 36500 = 7.157.
    let parts = "F,C,2025-12-01,2026-01-05,1000.00,1\nF,C,2025-12-01,2026-02-05,500.00,2\n";
    let events = "2026-02-23,notice,C,F,formal-notice,1000.00,N1,,16.31,40.00,1\n\
        2026-03-10,notice,C,F,penalty-letter,500.00,N2,,5.49,0.00,2\n\
        2026-03-20,notice,C,F,formal-notice,500.00,N3,,7.16,0.00,2\n";
    for payment in ["P,2026-03-20,507.16,F\n", "P,2026-03-20,507.16,F,2\n"] {
        let (rows, open) = shown(parts, events, payment, "");
        assert_eq!(open, ["1000.00", "0.00"], "{payment}");
        let second = "F/2 settled 2026-03-20 late 43 open 0.00 interest 7.16 indemnity 0.00 paid 7.16 total 0.00\n";
        assert!(rows.ends_with(second) && !rows.starts_with(second) && rows.matches("paid").count() == 1, "{rows}");
    }
    // A cent less is an ordinary payment: the oldest first.
    assert_eq!(shown(parts, events, "P,2026-03-20,507.15,F\n", "").1, ["492.85", "500.00"]);
}

#[test]
fn what_a_reminder_asked_for_pays_no_part_that_is_contested() {
    let parts = "F,C,2025-12-01,2026-01-05,500.00,1\nF,C,2025-12-01,2026-02-05,500.00,2\n";
    let disputed = "2026-01-07,dispute_opened,C,F,,100.00,D,,,,1\n";
    // 400.00 are paid of the first, then the second is asked for and paid.
    let asked = format!("{disputed}2026-02-09,notice,C,F,reminder,500.00,N,,,,2\n");
    let paid = "P,2026-01-20,400.00,F\nQ,2026-02-12,500.00,F\n";
    assert_eq!(shown(parts, &asked, paid, "").1, ["100.00", "0.00"]);
    // Both asked for in one letter: 400.00 and 500.00.
    let asked = format!(
        "{disputed}2026-02-09,notice,C,F,reminder,400.00,N,,,,1\n2026-02-09,notice,C,F,reminder,500.00,N,,,,2\n"
    );
    assert_eq!(shown(parts, &asked, "Q,2026-02-12,900.00,F\n", "").1, ["100.00", "0.00"]);
    // The first was settled meanwhile: what is left of the letter.
    let paid = "P,2026-02-10,400.00,F,1\nQ,2026-02-12,500.00,F\n";
    assert_eq!(shown(parts, &asked, paid, "").1, ["100.00", "0.00"]);
}

#[test]
fn a_sum_that_two_instalments_have_says_nothing() {
    let parts = "F,C,2025-12-01,2026-01-05,500.00,1\nF,C,2025-12-01,2026-02-05,500.00,2\n";
    let second = "2026-02-09,notice,C,F,reminder,500.00,N2,,,,2\n";
    let both = format!("2026-01-09,notice,C,F,reminder,500.00,N1,,,,1\n{second}");
    for events in [second, &both] {
        assert_eq!(shown(parts, events, "Q,2026-02-12,500.00,F\n", "").1, ["0.00", "500.00"]);
    }
}

#[test]
fn money_that_came_back_has_set_nothing_aside() {
    // Asked for and paid, sent back by the bank, paid again: the second payment is what the letter asked for, like the
    // first.
    let parts = "F,C,2025-12-01,2026-01-31,500.00,1\nF,C,2025-12-01,2026-12-31,500.00,2\n";
    let events = "2026-03-01,notice,C,F,formal-notice,500.00,N1,,4.83,40.00,1\n";
    let payments = "P,2026-03-10,544.83,F\nR,2026-03-12,-544.83,F,,,return,,P\nQ,2026-03-20,544.83,F\n";
    for policy in ["", "[allocation]\nreturns = \"from-date\"\n"] {
        let (rows, open) = shown(parts, events, payments, policy);
        assert!(rows.contains("paid 44.83"), "{rows}");
        assert_eq!(open, ["0.00", "500.00"], "{policy}");
    }
}

#[test]
fn a_consumer_owes_interest_on_what_the_formal_notice_demanded() {
    // 2,000.00 of 3,000.00 demanded on 9 March, 1,000.00 being contested; 2,000.00 paid on the 12th:
    // 2000 x 2.62 x 3 / 36500 = 0.4307. The rest is demanded on 1 May: 1000 x 2.62 x 9 / 36500 = 0.646 until the 10th.
    let invoices = "F,K,2026-01-05,2026-02-04,3000.00\n";
    let first = "2026-02-06,dispute_opened,K,F,,1000.00\n2026-03-09,notice,K,F,formal-notice,2000.00,N1\n\
        2026-04-10,dispute_closed,K,F\n";
    let paid = "P,2026-03-12,2000.00,F\n";
    let consumer = Folder { customers: "K,consumer,\n", invoices, payments: paid, events: first, ..Folder::default() };
    let shown = consumer.on("2026-05-10");
    assert_eq!(shown.rows, "F late 95 open 1000.00 interest 0.43 indemnity 0.00 total 1000.43\n");
    assert_eq!(shown.pieces.lines().count(), 1, "{}", shown.pieces);
    let second = format!("{first}2026-05-01,notice,K,F,formal-notice,1000.00,N2\n");
    let all = Folder { events: &second, ..consumer };
    assert_eq!(all.rows("2026-05-10"), "F late 95 open 1000.00 interest 1.08 indemnity 0.00 total 1001.08\n");
    // A notice of all that was open, or that does not say of how much, demands it all: 3 days on 3,000.00, 59 on
    // 1,000.00.
    for events in ["2026-03-09,notice,K,F,formal-notice,3000.00,N1\n", "2026-03-09,notice,K,F,formal-notice,,N1\n"] {
        assert_eq!(
            Folder { events, ..consumer }.rows("2026-05-10"),
            "F late 95 open 1000.00 interest 4.89 indemnity 0.00 total 1004.89\n"
        );
    }
    // 1,000.00 contested of 3,000.00 and credited, or written off, on the 20th: all that is open has been demanded:
    // 2000 x 2.62 x 62 / 36500 = 8.90. Half of it: 500.00 are not demanded; a credit beyond it takes off what is:
    // 2000 x 2.62 x 11 / 36500 = 1.579, 1500 x 2.62 x 51 / 36500 = 5.491.
    let demanded = "2026-02-06,dispute_opened,K,F,,1000.00\n2026-03-09,notice,K,F,formal-notice,2000.00,N1\n";
    for (credited, interest) in [("1000.00", "8.90"), ("500.00", "8.90"), ("1500.00", "7.07")] {
        let note = format!("{invoices}A,K,2026-03-20,,-{credited},,credit_note,,,F\n");
        let off = format!("{demanded}2026-03-20,written_off,K,F,,{credited}\n");
        for folder in [
            Folder { invoices: &note, payments: "", events: demanded, ..consumer },
            Folder { payments: "", events: &off, ..consumer },
        ] {
            let rows = folder.rows("2026-05-10");
            assert!(rows.contains(&format!(" interest {interest} ")), "{credited}: {rows}");
        }
    }
    // 150.00 credited of 200.00 that are still contested: 800.00 are demanded all along, and nothing contested bears
    // interest. 800 x 2.62 x 62 / 36500 = 3.56.
    let contested = "2026-02-06,dispute_opened,K,F,,200.00\n2026-03-09,notice,K,F,formal-notice,800.00,N1\n";
    let invoices = "F,K,2026-01-05,2026-02-04,1000.00\nA,K,2026-04-10,,-150.00,,credit_note,,,F\n";
    let credited = Folder { invoices, payments: "", events: contested, ..consumer };
    let rows = credited.rows("2026-05-10");
    assert!(rows.contains(" interest 3.56 ") && rows.ends_with(" total 853.56\n"), "{rows}");
    // A cheque of 1,000.00 that had not bounced yet was not demanded either.
    let bounced = Folder {
        payments: "P,2026-02-20,1000.00,F\nR,2026-03-20,-1000.00,F,,,return,,P\n",
        events: "2026-03-09,notice,K,F,formal-notice,2000.00,N1\n",
        ..consumer
    };
    // 2000 x 2.62 x 62 / 36500 = 8.90.
    assert_eq!(bounced.rows("2026-05-10"), "F late 95 open 3000.00 interest 8.90 indemnity 0.00 total 3008.90\n");
}

/// Two instalments of 1,000.00, the first paid on 10 March, and what that changes at the end of June.
///
/// 5 February to 10 March are 34 days: 1000 x 12.15 x 34 / 36500 = 11.3178. 5 April to 30 June are 87 days: 28.9603.
fn instalments<'a>(events: &'a str, more: &'a str) -> String {
    let invoices = "F,C,2026-01-05,2026-02-04,1000.00,1\nF,C,2026-01-05,2026-04-04,1000.00,2\n";
    let invoices = format!("{invoices}{}", if more.starts_with('N') { more } else { "" });
    let payments = format!("P1,2026-03-10,1000.00,F,1\n{}", if more.starts_with('P') { more } else { "" });
    Folder { invoices: &invoices, payments: &payments, events, ..Folder::default() }.rows("2026-06-30")
}

#[test]
fn a_notice_of_one_instalment_is_paid_on_that_one() {
    let events = "2026-03-05,notice,C,F,penalty-letter,1000.00,N1,,9.65,40.00,1\n\
        2026-06-30,notice,C,F,formal-notice,1000.00,N2,,28.96,0.00,2\n";
    for payment in ["P2,2026-06-30,1028.96,F,2\n", "P2,2026-06-30,1028.96,F\n"] {
        let rows = instalments(events, payment);
        let mut lines = rows.lines();
        assert!(lines.next().unwrap().ends_with("interest 11.32 indemnity 40.00 total 51.32"), "{rows}");
        assert!(lines.next().unwrap().ends_with("interest 28.96 indemnity 0.00 paid 28.96 total 0.00"), "{rows}");
    }
    // 1,030.00 are just money: the interest of both, then the indemnity, as far as they were claimed.
    let rows = instalments(events, "P2,2026-06-30,1035.00,F\n");
    assert!(rows.contains("indemnity 40.00 paid 11.32 ") && rows.contains("paid 23.68 "), "{rows}");
}

#[test]
fn interest_of_all_instalments_comes_before_the_indemnity() {
    // Given up: 45.00 are 11.32 and 28.96 of interest, and 4.72 of the indemnity.
    let rows = instalments("2026-06-30,waived,C,F,,45.00\n", "");
    assert!(rows.contains("waived 16.04 total 35.28") && rows.contains("waived 28.96 total 1000.00"), "{rows}");
    // Charged: a note of 40.28 is for the interest that had run of both, one of 30.00 for less than that.
    let noted = |sum: &str| instalments("", &format!("N,C,2026-06-30,2026-07-30,{sum},,penalty,,,F\n"));
    let rows = noted("40.28");
    assert!(rows.contains("charged 11.32 total 40.00") && rows.contains("charged 28.96 total 1000.00"), "{rows}");
    let rows = noted("30.00");
    assert!(rows.contains("charged 11.32 ") && rows.contains("charged 18.68 "), "{rows}");
    // One of 60.00 charged the indemnity whole.
    assert!(noted("60.00").contains("charged 51.32 ") && noted("60.00").contains("charged 8.68 "));
}
