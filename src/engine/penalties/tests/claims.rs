//! Money beyond the principal: what was claimed of interest and indemnity is paid by it before it is credit.
//!
//! 1 Feb to 30 Jun 2026 are 150 days: 1000 x 12.15 x 150 / 36500 = 49.9315.

use super::*;

const FORMAL: &str = "2026-06-30,notice,C,F,formal-notice,,N1,,49.93,40.00\n";
const INTEREST_FIRST: &str = "[penalties]\nimputation = \"interest-first\"\n";

fn folder() -> Folder<'static> {
    Folder { events: FORMAL, ..invoices("F,C,2026-01-01,2026-01-31,1000.00\n") }
}

#[test]
fn paying_exactly_what_the_notice_asks_closes_the_claim() {
    let paid = Folder { payments: "P,2026-06-30,1089.93,F\n", ..folder() };
    for as_of in ["2026-06-30", "2026-07-01", "2026-12-31"] {
        let shown = paid.on(as_of);
        assert_eq!(
            (shown.rows.as_str(), shown.credit.as_str()),
            ("F settled 2026-06-30 late 150 open 0.00 interest 49.93 indemnity 40.00 paid 89.93 total 0.00\n", "0.00"),
            "{as_of}"
        );
    }
    // Ten days later 1000 x 12.40 x 10 / 36500 = 3.40 more has run: that much is left of the indemnity.
    let later = Folder { payments: "P,2026-07-10,1089.93,F\n", ..folder() };
    assert_eq!(
        later.rows("2026-12-31"),
        "F settled 2026-07-10 late 160 open 0.00 interest 53.33 indemnity 40.00 paid 89.93 total 3.40\n"
    );
    // A second transfer of it closes the claim; a cent more is credit.
    let rest = Folder { payments: "P,2026-07-10,1089.93,F\nQ,2026-08-01,3.41,F\n", ..folder() };
    let shown = rest.on("2026-12-31");
    assert!(shown.rows.ends_with("paid 93.33 total 0.00\n"), "{}", shown.rows);
    assert_eq!(shown.credit, "0.01");
}

#[test]
fn what_has_paid_a_claim_is_given_back_last_and_never_moved() {
    // 89.93 of 100.00 paid the claim: 10.07 are credit.
    let paid = "P,2026-06-30,1100.00,F\n";
    let refunded = |sum: &str, day: &str| format!("{paid}R,{day},-{sum},,,,refund,C\n");
    let whole = Folder { payments: &refunded("10.07", "2026-07-01"), ..folder() }.on("2026-10-31");
    assert!(whole.rows.ends_with("paid 89.93 total 0.00\n"), "{}", whole.rows);
    assert_eq!((whole.credit.as_str(), whole.findings.as_str()), ("0.00", ""));
    let over = Folder { payments: &refunded("10.08", "2026-07-01"), ..folder() }.on("2026-10-31");
    // What is gone is gone: a cent of the claim is owed again.
    assert!(over.rows.ends_with("paid 89.92 total 0.01\n"), "{}", over.rows);
    assert_eq!(over.credit, "0.00");
    assert!(over.findings.contains("refund-of-claims") && over.findings.contains("€0.01"), "{}", over.findings);
    // More than ever came is refused.
    let none = Folder { payments: &refunded("100.01", "2026-07-01"), ..folder() }.on("2026-10-31");
    assert!(none.rows.ends_with("paid 89.93 total 0.00\n"), "{}", none.rows);
    assert!(none.findings.contains("refund-exceeds-credit") && none.findings.contains("€100.00"), "{}", none.findings);
    // What went back before the notice claimed anything had paid nothing yet.
    let events = "2026-07-02,notice,C,F,formal-notice,,N1,,49.93,40.00\n";
    let before = Folder { payments: &refunded("100.00", "2026-07-01"), events, ..folder() }.on("2026-10-31");
    assert!(before.rows.ends_with("indemnity 40.00 total 89.93\n"), "{}", before.rows);
    assert_eq!((before.credit.as_str(), before.findings.as_str()), ("0.00", ""));
    // A refund takes the credit of another invoice before what paid the claim on this one.
    let payments = format!("{}Q,2026-07-01,1050.00,G\n", refunded("60.07", "2026-07-02"));
    let invoices = "F,C,2026-01-01,2026-01-31,1000.00\nG,C,2026-06-01,2026-08-31,1000.00\n";
    let two = Folder { payments: &payments, invoices, ..folder() }.on("2026-10-31");
    assert!(two.rows.starts_with("F ") && two.rows.contains("paid 89.93 total 0.00\n"), "{}", two.rows);
    assert_eq!((two.credit.as_str(), two.findings.as_str()), ("0.00", ""));
    // Moved to another invoice, it is what is left too.
    let events = format!("{FORMAL}2026-07-01,allocated,C,G,,,M,P\n");
    let moved = Folder { payments: paid, invoices, events: &events, ..folder() }.on("2026-10-31");
    assert!(moved.rows.contains("paid 89.93 total 0.00\n") && moved.rows.contains("open 989.93"), "{}", moved.rows);
}

/// The rows of penalties, what is open at the end of the year and what is left over, once 1,089.93 was paid on F on the
/// day of a notice that asked for 1,000.00, 49.93 and 40.00 of it.
fn paid_as_asked(invoices: &str, events: &str, payments: &str) -> (String, Vec<String>, String) {
    let events = format!("2026-06-30,notice,C,F,formal-notice,1000.00,N1,,49.93,40.00\n{events}");
    let folder = Folder { payments, events: &events, invoices, ..Folder::default() };
    let shown = folder.on("2026-12-31");
    let ledger = folder.ledger();
    let (policy, day) = (policy::load("", "policy.toml").unwrap(), day("2026-12-31"));
    let balances = allocate_and_pay_claims(&ledger, &policy, Rates::builtin, day).balances;
    let items = (0..ledger.invoices().len() as u32).map(ItemId);
    let open = items.map(|item| balances.open(&ledger, item).to_decimal(Currency::EUR).to_string());
    (shown.rows, open.collect(), shown.credit)
}

#[test]
fn who_pays_to_the_cent_what_a_notice_asked_pays_nothing_else() {
    let paid = "P,2026-06-30,1089.93,F\n";
    // No later instalment: 800.00 due in 2027.
    let parts = "F,C,2026-01-01,2026-01-31,1000.00,1\nF,C,2026-01-01,2027-01-31,800.00,2\n";
    for paid in [paid, "P,2026-06-30,1089.93,F,1\n"] {
        let (rows, open, credit) = paid_as_asked(parts, "", paid);
        assert!(rows.ends_with("paid 89.93 total 0.00\n"), "{rows}");
        assert_eq!((open.as_slice(), credit.as_str()), (&["0.00".to_owned(), "800.00".to_owned()][..], "0.00"));
    }
    // Paid in two, the second once the principal is settled.
    let (rows, open, _) = paid_as_asked(parts, "", "P,2026-06-30,1000.00,F,1\nQ,2026-06-30,89.93,F,1\n");
    assert!(rows.ends_with("paid 89.93 total 0.00\n") && open == ["0.00", "800.00"], "{rows} {open:?}");
    // Not the 500.00 of it that he contests.
    let disputed = "2026-05-01,dispute_opened,C,F,,500.00\n";
    let (rows, open, _) = paid_as_asked("F,C,2026-01-01,2026-01-31,1500.00\n", disputed, paid);
    assert!(rows.contains("paid 89.93") && open == ["500.00"], "{rows} {open:?}");
    // Not what was written off before.
    let lost = "2026-05-01,written_off,C,F,,200.00\n";
    let (rows, open, _) = paid_as_asked("F,C,2026-01-01,2026-01-31,1200.00\n", lost, paid);
    assert!(rows.contains("paid 89.93") && open == ["0.00"], "{rows} {open:?}");
    // Not the penalty note of before, which the notice did not ask for.
    let noted = "F,C,2026-01-01,2026-01-31,1000.00\nN,C,2026-05-01,2026-12-31,20.00,,penalty,,,F\n";
    let (rows, open, _) = paid_as_asked(noted, "", paid);
    assert!(rows.contains("paid 69.93") && open == ["0.00", "20.00"], "{rows} {open:?}");
    // His credit of 200.00 on G was deducted: 889.93 leave 200.00, which wait for it.
    let two = "F,C,2026-01-01,2026-01-31,1000.00\nG,C,2026-01-01,2026-01-31,100.00\n";
    let less = "Q,2026-01-31,300.00,G\nP,2026-06-30,889.93,F\n";
    let (rows, open, credit) = paid_as_asked(two, "2026-06-30,allocated,C,F,,,M,Q\n", less);
    assert!(rows.contains("paid 89.93 total 0.00"), "{rows}");
    assert_eq!((open.as_slice(), credit.as_str()), (&["0.00".to_owned(), "0.00".to_owned()][..], "0.00"));
    // Paid again by mistake, or after the claims were given up, it is an ordinary payment.
    let (_, open, credit) = paid_as_asked(parts, "", "P,2026-06-30,1089.93,F\nQ,2026-07-05,89.93,F\n");
    assert_eq!((open.as_slice(), credit.as_str()), (&["0.00".to_owned(), "710.07".to_owned()][..], "0.00"));
    let waived = "2026-07-02,waived,C,F\n";
    let (_, open, credit) = paid_as_asked(parts, waived, "P,2026-07-05,1089.93,F\n");
    assert_eq!((open.as_slice(), credit.as_str()), (&["0.00".to_owned(), "710.07".to_owned()][..], "0.00"));
    // Given up in part, what is left of it counts: 49.93 less, 40.00 with the principal.
    let (rows, open, _) = paid_as_asked(parts, "2026-07-02,waived,C,F,,49.93\n", "P,2026-07-05,1040.00,F\n");
    assert!(rows.contains("waived 49.93 paid 40.00") && open == ["0.00", "800.00"], "{rows} {open:?}");
    // A penalty note of the letter's day, or later, charges what it asked for.
    let noted = "F,C,2026-01-01,2026-01-31,1000.00\nN,C,2026-06-30,2026-06-30,89.93,,penalty,,,F\n";
    let (rows, open, credit) = paid_as_asked(noted, "", "P,2026-07-05,1089.93,F\n");
    assert!(rows.contains("charged 89.93") && open == ["0.00", "0.00"] && credit == "0.00", "{rows} {open:?} {credit}");
    // An earlier letter that crossed the payment is one too.
    let later = "2026-07-04,notice,C,F,formal-notice,1000.00,N2,,51.26,40.00\n";
    let (rows, open, _) = paid_as_asked(parts, later, "P,2026-07-05,1089.93,F\n");
    assert!(rows.contains("paid 89.93") && open == ["0.00", "800.00"], "{rows} {open:?}");
    // A cent more or less is an ordinary payment.
    let (_, open, _) = paid_as_asked(parts, "", "P,2026-06-30,1089.94,F\n");
    assert_eq!(open, ["0.00", "710.06"]);
}

#[test]
fn without_a_claim_what_exceeds_the_principal_is_credit() {
    let paid = Folder { payments: "P,2026-06-30,1089.93,F\n", events: "", ..folder() };
    let shown = paid.on("2026-12-31");
    assert!(shown.rows.ends_with("indemnity 40.00 total 89.93\n"), "{}", shown.rows);
    assert_eq!(shown.credit, "89.93");
    // A reminder that claimed nothing changes nothing; neither does a payment that names nothing.
    let reminded = Folder { events: "2026-06-30,notice,C,F,reminder,,N1,,0.00,0.00\n", ..paid };
    assert_eq!(reminded.on("2026-12-31").credit, "89.93");
    let unnamed = Folder { payments: "P,2026-06-30,1089.93,,,,,C\n", events: FORMAL, ..paid };
    assert_eq!(unnamed.on("2026-12-31").credit, "89.93");
    // Interest alone was claimed: the rest is credit.
    let interest = Folder { events: "2026-06-30,notice,C,F,formal-notice,,N1,,49.93,0.00\n", ..paid };
    let shown = interest.on("2026-12-31");
    assert!(shown.rows.ends_with("paid 49.93 total 40.00\n"), "{}", shown.rows);
    assert_eq!(shown.credit, "40.00");
}

#[test]
fn the_indemnity_alone_is_paid_as_such() {
    // The notice claims 40.00 alone: once they are paid, 100.00 more are credit, whatever interest has run unclaimed.
    let events = "2026-06-30,notice,C,F,formal-notice,1000.00,N1,,0.00,40.00\n";
    let payments = "P,2026-06-30,1040.00,F\nQ,2026-07-05,100.00,F\n";
    let shown = Folder { payments, events, ..folder() }.on("2026-12-31");
    assert!(shown.rows.ends_with("paid 40.00 total 49.93\n"), "{}", shown.rows);
    assert_eq!(shown.credit, "100.00");
}

#[test]
fn a_notice_that_says_no_sums_claims_what_its_level_does() {
    // In the built-in policy the formal notice claims, the reminder does not.
    for (level, credit) in [("formal-notice", "0.00"), ("first-reminder", "89.93")] {
        let events = format!("2026-06-30,notice,C,F,{level}\n");
        let paid = Folder { payments: "P,2026-06-30,1089.93,F\n", events: &events, ..folder() };
        assert_eq!(paid.on("2026-12-31").credit, credit, "{level}");
    }
}

#[test]
fn money_that_came_before_the_claim_pays_it_on_its_day() {
    // Paid on 30 May: 119 days, 39.61... of interest; claimed on 30 June.
    let paid = Folder { payments: "P,2026-05-30,1089.93,F\n", ..folder() };
    assert_eq!(paid.on("2026-06-29").credit, "89.93");
    let shown = paid.on("2026-06-30");
    assert_eq!(
        shown.rows,
        "F settled 2026-05-30 late 119 open 0.00 interest 39.61 indemnity 40.00 paid 79.61 total 0.00\n"
    );
    assert_eq!(shown.credit, "10.32");
}

#[test]
fn a_penalty_note_takes_the_money_over_from_the_claim() {
    // The note of 89.93, written after the money came, is what it paid: charged, not paid twice.
    let rows = "F,C,2026-01-01,2026-01-31,1000.00\nN,C,2026-07-05,2026-07-31,89.93,,penalty,,,F\n";
    let paid = Folder { payments: "P,2026-06-30,1089.93,F\n", invoices: rows, ..folder() };
    let shown = paid.on("2026-12-31");
    assert_eq!(
        shown.rows,
        "F settled 2026-06-30 late 150 open 0.00 interest 49.93 indemnity 40.00 charged 89.93 total 0.00\n"
    );
    assert_eq!(shown.credit, "0.00");
}

#[test]
fn a_penalty_note_paid_by_an_unnamed_credit_note_is_paid() {
    let rows = "F1,C,2026-01-01,2026-01-31,1000.00\nN1,C,2026-04-01,2026-04-30,50.00,,penalty,,,F1\n";
    let unnamed = format!("{rows}A1,C,2026-05-01,,50.00,,credit_note\n");
    let named = format!("{rows}A1,C,2026-05-01,,50.00,,credit_note,,,N1\n");
    let charged = |invoices: &str| {
        let folder = Folder { invoices, payments: "P,2026-03-10,1000.00,F1\n", ..Folder::default() };
        let shown = folder.on("2026-06-30");
        shown.totals.split_once(" charged ").unwrap().1.split_once(' ').unwrap().0.to_owned()
    };
    assert_eq!((charged(&unnamed).as_str(), charged(&named).as_str()), ("50.00", "0.00"));
}

#[test]
fn what_was_paid_cannot_be_given_up_and_what_was_given_up_is_not_paid() {
    let after = Folder {
        payments: "P,2026-06-30,1050.00,F\n",
        events: "2026-06-30,notice,C,F,formal-notice,,N1,,49.93,40.00\n2026-07-05,waived,C,F\n",
        ..folder()
    };
    let shown = after.on("2026-12-31");
    assert!(shown.rows.ends_with("waived 39.93 paid 50.00 total 0.00\n"), "{}", shown.rows);
    let before = Folder {
        events: "2026-06-20,notice,C,F,formal-notice,,N1,,46.60,40.00\n2026-06-25,waived,C,F,,60.00\n",
        ..after
    };
    let shown = before.on("2026-12-31");
    assert!(shown.rows.ends_with("waived 60.00 paid 29.93 total 0.00\n"), "{}", shown.rows);
    assert_eq!(shown.credit, "20.07");
}

#[test]
fn a_waiver_gives_up_less_what_was_charged_and_never_principal() {
    let rows = "F,C,2026-01-01,2026-01-31,1000.00\nN,C,2026-03-01,2026-03-31,50.00,,penalty,,,F\n";
    let folder = Folder { events: "2026-03-05,waived,C,F\n", ..invoices(rows) };
    assert_eq!(
        folder.rows("2026-03-31"),
        "F late 59 open 1000.00 interest 19.64 indemnity 40.00 waived 9.64 charged 50.00 total 1000.00\n"
    );
}

#[test]
fn interest_first_nothing_remains_of_principal_and_interest_paid_together() {
    // No claim is needed: a payment pays the interest that has run, then the principal (C. civ. 1343-1, BGB 367).
    let paid = Folder { payments: "P,2026-06-30,1049.93,F\n", events: "", policy: INTEREST_FIRST, ..folder() };
    let shown = paid.on("2026-12-31");
    assert_eq!(
        shown.rows,
        "F settled 2026-06-30 late 150 open 0.00 interest 49.93 indemnity 40.00 paid 49.93 total 40.00\n"
    );
    assert_eq!(shown.pieces, "2026-02-01 2026-06-30 150 x 1000.00 at 12.15: 49.93\n");
    assert_eq!(shown.credit, "0.00");
    // The same without a name, for it is the only debt.
    let unnamed = Folder { payments: "P,2026-06-30,1049.93,,,,,C\n", ..paid };
    assert_eq!(unnamed.on("2026-12-31").rows, shown.rows);
    // 1000.00 leave 49.93 of principal, which bears interest until 49.93 and that interest follow on 31 July:
    // 49.93 x 12.40 x 31 / 36500 = 0.5258.
    let twice = Folder { payments: "P,2026-06-30,1000.00,F\nQ,2026-07-31,50.46,F\n", ..paid };
    let shown = twice.on("2026-12-31");
    assert!(shown.rows.ends_with("interest 50.46 indemnity 40.00 paid 50.46 total 40.00\n"), "{}", shown.rows);
    assert_eq!(shown.credit, "0.00");
    // With the indemnity claimed, the whole is closed.
    let all = Folder { payments: "P,2026-06-30,1089.93,F\n", events: FORMAL, ..paid };
    assert!(all.rows("2026-12-31").ends_with("paid 89.93 total 0.00\n"), "{}", all.rows("2026-12-31"));
}

#[test]
fn interest_below_the_minimum_is_not_claimed() {
    let policy = "[penalties]\nminimum = { EUR = \"20.00\" }\n";
    let folder = Folder { policy, ..invoices("F,C,2026-01-01,2026-01-31,1000.00\n") };
    // 59 days: 19.64; 61 days: 20.31.
    assert_eq!(folder.rows("2026-03-31"), "F late 59 open 1000.00 interest 0.00 indemnity 40.00 total 1040.00\n");
    assert_eq!(folder.pieces("2026-03-31"), "");
    assert_eq!(folder.rows("2026-04-02"), "F late 61 open 1000.00 interest 20.31 indemnity 40.00 total 1060.31\n");
    let other = Folder { policy: "[penalties]\nminimum = { CHF = \"20.00\" }\n", ..folder };
    assert!(other.rows("2026-03-31").contains("interest 19.64"));
    let any = Folder { policy: "[penalties]\nminimum = \"20.00\"\n", ..folder };
    assert!(any.rows("2026-03-31").contains("interest 0.00"));
}

#[test]
fn an_undone_write_off_leaves_no_hole_in_the_interest() {
    let folder = Folder {
        events: "2026-02-10,written_off,C,F,,,E1\n2026-02-20,undo,C,,,,E2,E1\n",
        ..invoices("F,C,2026-01-01,2026-01-31,1000.00\n")
    };
    assert_eq!(folder.pieces("2026-03-31"), "2026-02-01 2026-03-31 59 x 1000.00 at 12.15: 19.64\n");
    // 10 days until the write-off, as it stood then: 3.3288.
    assert_eq!(folder.pieces("2026-02-19"), "2026-02-01 2026-02-10 10 x 1000.00 at 12.15: 3.33\n");
}

#[test]
fn a_note_on_interest_that_was_paid_first_starts_no_interest_again() {
    // 1,049.93 pays everything on 30 June; the note of 1 July charges that interest and the indemnity, of which 40.00
    // are left.
    let rows = "F,C,2026-01-01,2026-01-31,1000.00\nN,C,2026-07-01,2026-07-01,89.93,,penalty,,,F\n";
    let paid = Folder {
        payments: "P,2026-06-30,1049.93,,,,,C\n",
        invoices: rows,
        events: "",
        policy: INTEREST_FIRST,
        ..Folder::default()
    };
    for as_of in ["2026-07-01", "2026-12-31"] {
        let shown = paid.on(as_of);
        assert_eq!(
            (shown.rows.as_str(), shown.credit.as_str()),
            (
                "F settled 2026-06-30 late 150 open 0.00 interest 49.93 indemnity 40.00 charged 89.93 total 0.00\n",
                "0.00"
            ),
            "{as_of}"
        );
    }
    // The indemnity of the note pays no principal: 1000 open, note of 89.93 paid on 30 June, 1000 paid on 31 July.
    // Interest of July: 1000 x 12.40 x 31 / 36500 = 10.53, which the payment takes first; that much principal is left
    // of it.
    let open = Folder {
        payments: "P,2026-06-30,89.93,N\nQ,2026-07-31,1000.00,F\n",
        invoices: &rows.replace("07-01", "06-30"),
        ..paid
    };
    let shown = open.on("2026-07-31");
    assert_eq!(
        shown.rows,
        "F settled 2026-07-31 late 181 open 0.00 interest 60.46 indemnity 40.00 charged 89.93 principal 10.53 interest due \
         0.00 total 10.53\n"
    );
}

#[test]
fn what_is_known_of_a_claim_is_paid_though_a_rate_is_not_known_yet() {
    // 42 days to 31 December of 1000 at 12.40: 14.27, and 40.00. The rate of January is not known on the 5th.
    let events = "2026-12-31,notice,C,F,formal-notice,,N1,,14.27,40.00\n";
    let paid =
        Folder { payments: "P,2027-01-05,1054.27,F\n", events, ..invoices("F,C,2026-10-20,2026-11-19,1000.00\n") };
    assert_eq!(paid.on("2027-01-06").credit, "0.00");
    // A refund that the interest of an earlier due date would have kept is made of the claims.
    let payments = "P,2027-01-05,1060.00,F\nR,2027-01-06,-5.73,,,,refund,C\n";
    let refunded = Folder { payments, ..paid };
    assert_eq!(refunded.on("2027-01-06").credit, "0.00");
    let earlier = Folder { invoices: "F,C,2026-10-20,2026-11-09,1000.00\n", ..refunded };
    let shown = earlier.on("2027-01-06");
    // 10 days more: 3.39 or 3.40 of the 5.73 had paid them.
    assert!(
        shown.findings.contains("refund-of-claims") && !shown.findings.contains("refund-exceeds"),
        "{}",
        shown.findings
    );
    assert_eq!(shown.credit, "0.00");
}

#[test]
fn a_penalty_note_is_shared_out_though_a_rate_is_not_known_yet() {
    let note = "F,C,2026-10-20,2026-11-19,1000.00\nN,C,2026-12-10,2026-12-31,47.00,,penalty,,,F\n";
    let unpaid = invoices(note).on("2027-01-10");
    assert!(unpaid.findings.contains("rate-missing"), "{}", unpaid.findings);
    // 1100.00 pay F, the note, and what has run since: 42 days at 12.40 are 14.27, of which the note charged 7.00.
    let events = "2026-12-15,notice,C,F,formal-notice,,N1,,2.00,0\n";
    let paid = Folder { payments: "P,2027-01-05,1100.00,F\n", events, ..invoices(note) }.on("2027-01-10");
    assert_eq!(paid.credit, "45.73");
}

#[test]
fn what_a_refund_took_of_claims_is_said_whatever_else_happened_that_day() {
    // Of 100.00 over on F 89.93 paid the claim. Q came and went back: 10.07 were free.
    let invoices = "F,C,2026-01-01,2026-01-31,1000.00\nG,C,2026-06-01,2026-08-31,500.00\n";
    for day in ["2026-07-05", "2026-07-08"] {
        let payments = format!(
            "P,2026-06-30,1100.00,F\nQ,2026-07-04,200.00,G\nQR,{day},-200.00,G,,,return,C,Q\nR,2026-07-05,-50.00,,,,refund,C\n"
        );
        let shown = Folder { payments: &payments, invoices, ..folder() }.on("2026-07-31");
        assert!(shown.findings.contains("refund-of-claims") && shown.findings.contains("€39.93"), "{}", shown.findings);
        assert!(shown.rows.contains("paid 50.00 total 39.93"), "{}", shown.rows);
    }
}
