//! What was thought to be owed on the day of an event: a payment that bounced only later had paid.

use super::{Folder, TWO_LEVELS};
use crate::model::Lang;

/// Returns how the items stand on a day: the level that each has reached, or a dash.
fn reached(folder: &Folder, items: &[&str], as_of: &str) -> Vec<String> {
    let desk = folder.on(as_of);
    let plan = desk.plan();
    let level = |name: &&str| desk.row(&plan, name).level_reached.unwrap_or("-").to_owned();
    items.iter().map(level).collect()
}

/// A notice of the whole of an invoice in two instalments, both late, and the return of what had paid one of them.
fn of_instalments(payment: &str) -> Folder {
    let mut folder = Folder::one(TWO_LEVELS, "2026-03-20,notice,,F,,first\n");
    folder.invoices = "F,C,2026-01-30,2026-03-02,1000.00,1\nF,C,2026-01-30,2026-03-09,2000.00,2\n".to_owned();
    folder.payments = payment.to_owned();
    folder
}

#[test]
fn a_notice_concerns_the_instalments_that_the_bounced_payment_did_not_name() {
    let both = ["F/1", "F/2"];
    // He paid the second instalment, and named it: the notice was about the first, whatever bounced later.
    let folder = of_instalments("P,C,2026-03-10,2000.00,F,,,,2\nR,C,2026-03-25,-2000.00,F,return,P,,2\n");
    assert_eq!(reached(&folder, &both[..1], "2026-03-24"), ["first"]);
    assert_eq!(reached(&folder, &both, "2026-03-25"), ["first", "-"]);
    // What exceeded the instalment that he named had paid the other one.
    let folder = of_instalments("P,C,2026-03-10,3000.00,F,,,,2\nR,C,2026-03-25,-3000.00,F,return,P\n");
    assert_eq!(reached(&folder, &both, "2026-03-25"), ["-", "-"]);
    // Without an instalment it went by due date.
    let folder = of_instalments("P,C,2026-03-10,1000.00,F\nR,C,2026-03-25,-1000.00,F,return,P\n");
    assert_eq!(reached(&folder, &both, "2026-03-25"), ["-", "first"]);
}

#[test]
fn a_dispute_of_a_sum_goes_to_the_instalments_that_the_bounced_payment_did_not_name() {
    let mut folder = of_instalments("P,C,2026-03-10,1000.00,F,,,,1\nR,C,2026-03-25,-1000.00,F,return,P,,1\n");
    // 2,000 were owed, on the second instalment: that is what he contests.
    folder.events = "2026-03-20,dispute_opened,,F,,,2000.00\n".to_owned();
    assert_eq!(folder.answer("F/2", "2026-03-26"), "disputed");
    assert_eq!(folder.answer("F/1", "2026-03-26"), "due first");
    // Of 2,000 owed 800 were closed, so that 1,200 are contested; a payment that bounces changes neither.
    folder.events.push_str("2026-03-21,dispute_closed,,F,,,800.00\n");
    let desk = folder.on("2026-03-26");
    let plan = desk.plan();
    assert_eq!(["F/1", "F/2"].map(|name| desk.row(&plan, name).chased.minor() / 100), [1000, 800]);
}

#[test]
fn a_dispute_that_was_closed_whole_stays_so_when_a_payment_bounces() {
    // 400 were paid of 1,000 contested; the other 600 were closed, and nothing was contested any more.
    let mut folder = Folder::one(TWO_LEVELS, "2026-03-06,dispute_opened,,F\n2026-03-12,dispute_closed,,F,,,600.00\n");
    folder.payments = "P,C,2026-03-10,400.00,F\nR,C,2026-03-18,-400.00,F,return,P\n".to_owned();
    for day in ["2026-03-17", "2026-03-18"] {
        assert_eq!(folder.answer("F", day), "due first", "{day}");
    }
}

#[test]
fn a_notice_does_not_concern_what_a_bounced_payment_without_a_name_had_paid() {
    let mut folder = Folder::one(TWO_LEVELS, "2026-03-20,notice,C,,,first\n");
    folder.invoices.push_str("G,C,2026-01-30,2026-03-09,500.00\n");
    for named in ["F", ""] {
        folder.payments = format!("P,C,2026-03-10,1000.00,{named}\nR,C,2026-03-25,-1000.00,{named},return,P\n");
        assert_eq!(reached(&folder, &["F", "G"], "2026-03-25"), ["-", "first"], "named: {named:?}");
    }
    // Money that came since pays, now that the first never came, what was the older debt: all was paid as one knew.
    folder.payments = "P,C,2026-03-10,1000.00\nQ,C,2026-03-11,500.00\nR,C,2026-03-25,-1000.00,,return,P\n".to_owned();
    assert_eq!(reached(&folder, &["F", "G"], "2026-03-25"), ["-", "-"]);
    // In another currency it had paid nothing here.
    folder.invoices.push_str("U,C,2026-01-30,2026-03-02,1000.00,,USD\n");
    folder.payments = "P,C,2026-03-10,1000.00,,,,USD\nR,C,2026-03-25,-1000.00,,return,P,USD\n".to_owned();
    assert_eq!(reached(&folder, &["F", "G", "U"], "2026-03-25"), ["first", "first", "-"]);
}

#[test]
fn among_debts_equal_in_everything_a_bounced_payment_had_paid_its_share_of_each() {
    let mut folder = Folder::one(TWO_LEVELS, "2026-03-20,dispute_opened,C,,,,900.00\n");
    folder.invoices.push_str("G,C,2026-01-30,2026-03-02,500.00\n");
    // 500 of 1,500: a third of each, so that 666.67 and 333.33 were owed, of which 900 are contested.
    folder.payments = "P,C,2026-03-10,500.00\nR,C,2026-03-25,-500.00,,return,P\n".to_owned();
    let desk = folder.on("2026-03-26");
    let plan = desk.plan();
    assert_eq!(["F", "G"].map(|name| desk.row(&plan, name).chased.minor()), [33_334, 26_666]);
}

#[test]
fn what_no_notice_has_asked_for_is_said_at_the_end_of_the_procedure() {
    // 1,000 owed, 400 contested: both levels asked for 600, which were paid. What was maintained of the rest was never
    // asked for.
    let events = "2026-03-06,dispute_opened,,F,,,400.00\n2026-03-09,notice,,F,,first,600.00\n\
        2026-03-20,notice,,F,,second,600.00\n2026-04-10,dispute_closed,,F\n";
    let mut folder = Folder::one(TWO_LEVELS, events);
    folder.payments = "P,C,2026-03-25,600.00,F\n".to_owned();
    let because = |folder: &Folder| folder.on("2026-05-10").because("F", Lang::En);
    assert!(because(&folder).contains("No notice has asked for €400.00 of it"), "{}", because(&folder));
    // One that asked for all of it did.
    folder.events.push_str("2026-04-20,notice,,F,,second,400.00\n");
    assert!(!because(&folder).contains("No notice"), "{}", because(&folder));
}
