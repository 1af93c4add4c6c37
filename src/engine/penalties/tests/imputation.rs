//! Where payments pay interest before principal: which money pays it, and that what is paid whole bears none any more.

use super::*;

const INTEREST_FIRST: &str = "[penalties]\nimputation = \"interest-first\"\n";

fn rows(invoices: &str, payments: &str, events: &str) -> String {
    Folder { invoices, payments, events, policy: INTEREST_FIRST, ..Folder::default() }.rows("2026-12-31")
}

#[test]
fn two_transfers_that_name_nothing_pay_what_one_does() {
    // 150 days of 1000 at 12.15: 49.9315...
    let one = rows("F,C,2026-01-01,2026-01-31,1000.00\n", "P,2026-06-30,1049.93,,,,,C,\n", "");
    assert_eq!(one, "F settled 2026-06-30 late 150 open 0.00 interest 49.93 indemnity 40.00 paid 49.93 total 40.00\n");
    for payments in [
        "P,2026-06-30,1000.00,,,,,C,\nQ,2026-06-30,49.93,,,,,C,\n",
        "P,2026-06-30,1000.00,F\nQ,2026-06-30,49.93,,,,,C,\n",
        "P,2026-06-30,49.93,,,,,C,\nQ,2026-06-30,1000.00,,,,,C,\n",
    ] {
        assert_eq!(rows("F,C,2026-01-01,2026-01-31,1000.00\n", payments, ""), one, "{payments}");
    }
    // A day later interest has run for a day on what was left of the principal: 49.93 x 12.40 / 36500 = 0.0169...
    let late = rows("F,C,2026-01-01,2026-01-31,1000.00\n", "P,2026-06-30,1000.00,F\nQ,2026-07-01,49.95,,,,,C,\n", "");
    assert!(late.contains("interest 49.95 indemnity 40.00 paid 49.95 total 40.00"), "{late}");
    // Of two invoices the one that was due first, and money in another currency pays neither.
    let two = "F,C,2026-01-01,2026-01-31,1000.00\nG,C,2026-01-01,2026-03-31,1000.00\n";
    let shown = rows(two, "P,2026-06-30,2000.00,,,,,C,\nQ,2026-06-30,49.93,,,,,C,\n", "");
    assert!(shown.starts_with(&one), "{shown}");
    let dollars =
        rows("F,C,2026-01-01,2026-01-31,1000.00\n", "P,2026-06-30,1000.00,F\nQ,2026-06-30,49.93,,,USD,,C,\n", "");
    assert!(dollars.contains("principal 49.93"), "{dollars}");
}

#[test]
fn a_letter_with_a_penalty_note_in_it_is_paid_whole_by_what_it_asks() {
    // To 11 March 50 days of 5000 at 12.15, 83.2191...; to 4 May 104 days: 173.0958...
    let invoices = "F,C,2026-01-05,2026-01-20,5000.00\nN,C,2026-03-11,2026-03-11,123.22,,penalty,,,F\n";
    let notice = "2026-05-04,notice,C,F,penalty-letter,,,,89.88,0.00\n";
    let paid = "F settled 2026-05-04 late 104 open 0.00 interest 173.10 indemnity 40.00 charged 123.22 paid 89.88 total 0.00\n";
    for payments in [
        "P,2026-05-04,5089.88,F\nP/2,2026-05-04,123.22,N\n",
        "P,2026-05-04,5213.10,F\n",
        "P,2026-05-04,123.22,N\nQ,2026-05-04,5089.88,F\n",
    ] {
        assert_eq!(rows(invoices, payments, notice), paid, "{payments}");
    }
    // Interest that was given up is paid by nobody: 89.88 less 20.00.
    let waived = format!("2026-05-03,waived,C,F,,20.00\n{notice}");
    let shown = rows(invoices, "P,2026-05-04,5089.88,F\nP/2,2026-05-04,123.22,N\n", &waived);
    assert!(shown.contains("waived 20.00 charged 123.22 paid 69.88"), "{shown}");
}

#[test]
fn what_a_notice_asked_for_is_paid_before_what_it_did_not_ask_for() {
    // The interest of the first instalment, paid 150 days late, was never asked for. 1 January to 30 June are 181 days:
    // 1000 x 12.15 x 181 / 36500 = 60.2506.
    let parts = "F,C,2025-01-01,2025-01-31,1000.00,1\nF,C,2025-01-01,2025-12-31,1000.00,2\n";
    let notice = "2026-06-30,notice,C,F,penalty-letter,1000.00,N,,60.25,0.00,2\n";
    for payment in ["P,2026-06-30,1060.25,F\n", "P,2026-06-30,1060.25,F,2\n"] {
        let shown = rows(parts, &format!("O,2025-06-30,1000.00,F,1\n{payment}"), notice);
        assert!(shown.lines().next().is_some_and(|first| !first.contains("paid")), "{shown}");
        assert!(shown.contains("F/2 settled 2026-06-30 late 181 open 0.00 interest 60.25"), "{shown}");
        assert!(shown.ends_with("paid 60.25 total 0.00\n"), "{shown}");
    }
}

#[test]
fn what_a_notice_asked_for_pays_no_interest_on_what_is_contested() {
    // Of F 400.00 are contested: 515 days on 600.00, the half-years at 13.15, 12.15, 12.15 and 12.15, are 105.32 asked
    // for, with the 40.00; of G 122 days: 500 x 12.15 x 122 / 36500 = 20.3054.
    let two = "F,C,2025-01-01,2025-01-31,1000.00\nG,C,2026-01-01,2026-02-28,500.00\n";
    let events = "2026-06-10,dispute_opened,C,F,,400.00,D\n\
        2026-06-30,notice,C,F,penalty-letter,600.00,N,,105.32,40.00\n\
        2026-06-30,notice,C,G,penalty-letter,500.00,N,,20.31,40.00\n";
    let shown = rows(two, "P,2026-06-30,745.32,F\nP/2,2026-06-30,560.31,G\n", events);
    // What bears interest further on are the 400.00.
    assert!(shown.contains("paid 145.32") && !shown.contains("principal"), "{shown}");
    assert!(shown.ends_with("indemnity 40.00 paid 60.31 total 0.00\n"), "{shown}");
}

#[test]
fn money_that_paid_interest_is_no_credit_that_a_notice_deducted() {
    // E was paid 29 days late, 1000 x 12.15 x 29 / 36500 = 9.653: of 100.00 too much 90.35 are credit, which the notice
    // of F deducts: 1,000.00 + 49.93 + 40.00 - 90.35 = 999.58.
    let two = "E,C,2026-01-01,2026-01-31,1000.00\nF,C,2026-01-01,2026-01-31,1000.00\n";
    let paid = "O,2026-03-01,1100.00,E\nP,2026-06-30,999.58,F\n";
    let events = "2026-06-30,notice,C,F,penalty-letter,1000.00,N,,49.93,40.00\n\
        2026-06-30,allocated,C,F,,90.35,A,O\n";
    let shown = rows(two, paid, events);
    assert!(
        shown.starts_with("E settled 2026-03-01 late 29 open 0.00 interest 9.65 indemnity 40.00 paid 9.65"),
        "{shown}"
    );
    assert!(shown.ends_with("interest 49.93 indemnity 40.00 paid 89.93 total 0.00\n"), "{shown}");
    // So it is where the interest and indemnity of E were claimed and paid: 50.35 are credit, and 1,039.58 are asked
    // for.
    let paid = "O,2026-03-01,1100.00,E\nP,2026-06-30,1039.58,F\n";
    let events = "2026-03-01,notice,C,E,penalty-letter,1000.00,M,,9.65,40.00\n\
        2026-06-30,notice,C,F,penalty-letter,1000.00,N,,49.93,40.00\n2026-06-30,allocated,C,F,,50.35,A,O\n";
    let shown = Folder { invoices: two, payments: paid, events, ..Folder::default() }.rows("2026-06-30");
    assert!(shown.ends_with("interest 49.93 indemnity 40.00 paid 89.93 total 0.00\n"), "{shown}");
}

#[test]
fn a_notice_of_many_lines_is_read_in_time_that_grows_with_their_number() {
    // 100.00 too much were paid of O, which the notice of 300 lines deducted. Each is paid 500.00: its principal.
    let (mut invoices, mut payments) =
        (String::from("O,C,2025-01-01,2025-01-31,100.00\n"), String::from("O,2025-01-31,200.00,O\n"));
    let mut events = String::new();
    for i in 1..=300 {
        invoices += &format!("F{i},C,2026-01-01,2026-01-31,500.00\n");
        payments += &format!("P{i},2026-07-10,500.00,F{i}\n");
        events += &format!("2026-06-30,notice,C,F{i},penalty-letter,500.00,N,,24.97,40.00\n");
    }
    let shown = Folder { invoices: &invoices, payments: &payments, events: &events, ..Folder::default() };
    assert_eq!(shown.rows("2026-07-10").matches("settled 2026-07-10 late 160 open 0.00").count(), 300);
}

#[test]
fn what_pays_the_indemnity_of_a_penalty_note_pays_no_principal() {
    // 150 days at 12.15 and 10 at 12.40: 49.93 + 3.40 of the 1,000.00 paid interest, so 53.33 of principal are left.
    // The note is of the indemnity alone, and so is what pays it: 53.33 x 12.40 x 174 / 36500 = 3.1524...
    let invoices = "F,C,2026-01-01,2026-01-31,1000.00\nN,C,2026-06-30,2026-06-30,40.00,,penalty,,,F\n";
    let shown = rows(invoices, "P,2026-07-10,1000.00,F\nQ,2026-07-10,40.00,N\n", "");
    let row = "F settled 2026-07-10 late 160 open 0.00 interest 56.48 indemnity 40.00 charged 40.00 principal 53.33 interest due \
               3.15 total 56.48\n";
    assert!(shown.starts_with(row), "{shown}");
}

#[test]
fn interest_that_was_given_up_is_paid_by_no_later_payment() {
    // All is given up on 31 May. The 500.00 of 30 June pay principal: 150 days of 1000 at 12.15, 49.93, then 184 days
    // of 500 at 12.40, 500 x 12.40 x 184 / 36500 = 31.2547...: 81.18 and the 40.00 are given up.
    let invoices = "F,C,2026-01-01,2026-01-31,1000.00\n";
    let shown = rows(invoices, "P,2026-06-30,500.00,F\n", "2026-05-31,waived,C,F,,\n");
    assert_eq!(shown, "F late 334 open 500.00 interest 81.18 indemnity 40.00 waived 121.18 total 500.00\n");
    // Of 20.00 given up: 29.93 of the 49.93 are paid first, so 529.93 bear interest, 33.1257...
    let shown = rows(invoices, "P,2026-06-30,500.00,F\n", "2026-05-31,waived,C,F,,20.00\n");
    let row = "F late 334 open 500.00 interest 83.06 indemnity 40.00 waived 20.00 principal 529.93 interest due 33.13 total 603.06\n";
    assert_eq!(shown, row);
    // What is given up on the day of the payment or after it was paid before.
    let shown = rows(invoices, "P,2026-06-30,500.00,F\n", "2026-06-30,waived,C,F,,20.00\n");
    assert!(shown.contains("principal 549.93 interest due 14.38 "), "{shown}");
}

#[test]
fn interest_that_a_note_charges_is_not_due_on_the_invoice_besides() {
    // 150 days of 1000 at 12.15, 49.93, and the 40.00 are charged on 30 June; by 10 July 10 days at 12.40 have run
    // since, 3.3972...
    let folder = Folder {
        invoices: "F,C,2026-01-01,2026-01-31,1000.00\nN,C,2026-06-30,2026-06-30,89.93,,penalty,,,F\n",
        ..Folder::default()
    };
    let ledger = folder.ledger();
    let policy = policy::load("", "policy.toml").unwrap();
    for (as_of, interest_due) in [("2026-06-30", "0.00"), ("2026-07-10", "3.40")] {
        let balances = allocate(&ledger, &policy.allocation, day(as_of)).balances;
        let rates = Rates::builtin();
        let penalties = Penalties::new(&ledger, &balances, &policy, &rates);
        let row = penalties.for_item(crate::testing::item(&ledger, "F"), &mut Vec::new()).unwrap().unwrap();
        assert_eq!(row.interest_due, eur(interest_due), "{as_of}");
        assert_eq!(row.total(), row.principal_due + row.interest_due, "{as_of}");
    }
}

#[test]
fn a_waiver_after_a_note_gives_up_all_that_has_run_since() {
    // 38 days of 1000 at 12.15, 12.65, which 400.00 paid first; 5 days of 612.65, 1.02: the note of 15 March charges
    // 13.67 and the 40.00. To 31 March 21 days of 612.65 are 4.2827, 3.26 since the note; to 30 June 112 days, 22.8408,
    // and 21.82 since.
    let invoices = "F,C,2026-01-01,2026-01-31,1000.00\nN,C,2026-03-15,2026-03-15,53.67,,penalty,,,F\n";
    for (as_of, waived) in [("2026-03-31", "waived 3.26"), ("2026-06-30", "waived 21.82")] {
        let folder = Folder {
            invoices,
            payments: "P,2026-03-10,400.00,F\n",
            events: "2026-03-20,waived,C,F,,\n",
            policy: INTEREST_FIRST,
            ..Folder::default()
        };
        let shown = folder.rows(as_of);
        assert!(shown.contains(waived) && shown.contains("charged 53.67") && shown.contains("total 600.00"), "{shown}");
    }
}

#[test]
fn money_that_comes_after_a_waiver_changes_nothing_of_what_it_gave_up() {
    // 59 days of 10000 at 13.15, 212.56, are paid first: 8212.56 bear 269.25 to the end of June and 251.51 to the end
    // of September, which are given up. Paid is just what is left.
    let folder = Folder {
        invoices: "F,C,2025-01-01,2025-01-31,10000.00\n",
        payments: "P,2025-03-31,2000.00,F\nQ,2025-09-30,8212.56,F\n",
        events: "2025-06-30,waived,C,F,,\n",
        policy: "[penalties]\nimputation = \"interest-first\"\nindemnity = \"0\"\n",
        ..Folder::default()
    };
    for as_of in ["2025-09-30", "2025-10-01", "2025-12-31", "2026-09-30"] {
        let shown = folder.on(as_of);
        let closed =
            shown.rows.contains("interest 733.32") && shown.rows.contains("waived 520.76 paid 212.56 total 0.00");
        assert!(closed && shown.credit == "0.00", "{as_of}: {}", shown.rows);
    }
    // With the indemnity of 40.00, which is given up besides; a notice that claims everything claims none of it.
    let events = "2025-06-30,waived,C,F,,\n2025-09-01,notice,C,F,formal-notice,,N\n";
    for events in [folder.events, events] {
        for as_of in ["2025-09-30", "2025-12-31"] {
            let shown = Folder { events, policy: INTEREST_FIRST, ..folder }.on(as_of);
            assert!(shown.rows.contains("waived 560.76 paid 212.56 total 0.00"), "{as_of}: {}", shown.rows);
            assert_eq!(shown.credit, "0.00", "{as_of}");
        }
    }
}

#[test]
fn an_indemnity_that_was_given_up_is_claimed_no_more() {
    // All is given up after the first payment, of which 212.56 were taken for interest: 8212.56 are principal, which is
    // 8000.00 of the books and 212.56 of interest that is owed instead of that, and no indemnity.
    let folder = Folder {
        invoices: "F,C,2025-01-01,2025-01-31,10000.00\n",
        payments: "P,2025-03-31,2000.00,F\n",
        events: "2025-06-30,waived,C,F,,\n",
        policy: INTEREST_FIRST,
        ..Folder::default()
    };
    let ledger = folder.ledger();
    let (policy, rates) = (policy::load(folder.policy, "policy.toml").unwrap(), Rates::builtin());
    for as_of in ["2025-06-30", "2025-09-01", "2026-06-30"] {
        let balances = allocate_and_pay_claims(&ledger, &policy, || rates.clone(), day(as_of)).balances;
        let penalties = Penalties::new(&ledger, &balances, &policy, &rates);
        let row = penalties.for_item(crate::testing::item(&ledger, "F"), &mut Vec::new()).unwrap().unwrap();
        let claimed = (row.open, row.interest_claimed(), row.indemnity_claimed(), row.interest_due);
        assert_eq!(claimed, (eur("8000.00"), eur("212.56"), Amount::ZERO, Amount::ZERO), "{as_of}");
    }
}

#[test]
fn what_a_note_charged_is_not_given_up_and_money_pays_it() {
    // 150 days of 10000 at 13.15, 540.41, and the 40.00 are charged on 30 June; on 31 July all that runs besides is
    // given up. The 500.00 of 30 September pay interest of the note: 10000 of principal are left, 9500.00 beside the
    // note of 580.41.
    let folder = Folder {
        invoices: "F,C,2025-01-01,2025-01-31,10000.00\nN,C,2025-06-30,2025-06-30,580.41,,penalty,,,F\n",
        payments: "P,2025-09-30,500.00,F\n",
        events: "2025-07-31,waived,C,F,,\n",
        policy: INTEREST_FIRST,
        ..Folder::default()
    };
    for as_of in ["2025-09-30", "2025-10-01", "2026-06-30"] {
        let shown = folder.rows(as_of);
        assert!(shown.contains("principal 10000.00") && shown.contains("total 9500.00"), "{as_of}: {shown}");
    }
    // Paid on the note and then on the invoice, nothing is left to be given up later: 540.41 on the note, 92 days of
    // 10000 at 12.15, 306.25, with 1000.00 on 30 September. 9306.25 are principal.
    let paid = Folder {
        payments: "P,2025-06-30,580.41,N\nQ,2025-09-30,1000.00,F\n",
        events: "2025-09-30,waived,C,F,,\n",
        ..folder
    };
    for as_of in ["2025-09-30", "2025-12-31"] {
        let shown = paid.rows(as_of);
        assert!(shown.contains("principal 9306.25") && shown.contains("total 9306.25"), "{as_of}: {shown}");
    }
}

#[test]
fn of_two_waivers_the_second_gives_up_what_the_first_left() {
    // 60.00 of the 104.48 of 29 days are given up on 1 March; so the 2000.00 of 31 March pay 152.56 of interest, and of
    // principal 1847.44: 8152.56 are left, and 5152.56 after the next 3000.00, for all else is given up by then.
    let folder = Folder {
        invoices: "F,C,2025-01-01,2025-01-31,10000.00\n",
        payments: "P,2025-03-31,2000.00,F\nQ,2025-09-30,3000.00,F\n",
        events: "2025-03-01,waived,C,F,,60.00\n2025-06-30,waived,C,F,,\n",
        policy: INTEREST_FIRST,
        ..Folder::default()
    };
    for as_of in ["2025-09-30", "2025-12-31"] {
        let shown = folder.rows(as_of);
        assert!(shown.contains("principal 5152.56") && shown.contains("total 5152.56"), "{as_of}: {shown}");
    }
}

#[test]
fn the_money_of_a_note_goes_from_instalment_to_instalment() {
    // On 10 March 34 days of 500 at 12.15, 5.66, and 6 days, 1.00: the note charges these and the 40.00. Of its 46.66
    // paid on 12 March 6.66 are interest; the first instalment takes 36 days, 5.99, the second the 0.67 that are left
    // of 8 days, 1.33.
    let invoices = "F,C,2026-01-05,2026-02-04,500.00,1\nF,C,2026-01-05,2026-03-04,500.00,2\n\
        F,C,2026-01-05,2026-04-04,500.00,3\nN,C,2026-03-10,2026-03-10,46.66,,penalty,,,F\n";
    let folder = Folder { invoices, payments: "Q,2026-03-12,46.66,N\n", policy: INTEREST_FIRST, ..Folder::default() };
    let (ledger, rates) = (folder.ledger(), Rates::builtin());
    let policy = policy::load(INTEREST_FIRST, "policy.toml").unwrap();
    let balances = allocate(&ledger, &policy.allocation, day("2026-04-30")).balances;
    let penalties = Penalties::new(&ledger, &balances, &policy, &rates);
    let left = |item: &ItemId| -> Vec<(Date, Amount)> {
        penalties.paid_by_notes(*item).unwrap().iter().map(|one| (one.date, one.left)).collect()
    };
    // The note stands before the third instalment, by due date.
    let left = [ItemId(0), ItemId(1), ItemId(3)].each_ref().map(left);
    assert_eq!(left, ["6.66", "0.67", "0.00"].map(|sum| vec![(day("2026-03-12"), eur(sum))]));
}
