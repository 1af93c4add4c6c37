//! The keys of a procedure that move a day or a level: grace, arrears, month ends, the post, shares, repetition.

use super::{Folder, TWO_LEVELS, answer};
use crate::model::Lang;
use crate::testing::day;

/// Returns the two levels with a key of the procedure.
fn with(key: &str) -> String {
    TWO_LEVELS.replace("min_interval_days = 0", &format!("min_interval_days = 0\n{key}"))
}

/// Returns the two levels with a key of the first and one of the second.
fn with_levels(first: &str, second: &str) -> String {
    let policy = TWO_LEVELS.replace("channel = \"email\"", &format!("channel = \"email\"\n{first}"));
    policy.replace("channel = \"letter\"", &format!("channel = \"letter\"\n{second}"))
}

#[test]
fn grace_moves_the_day_from_which_lateness_counts() {
    // Due on Monday 2 March, 3 days of grace: 4 and 10 days count from the 5th. The 15th is a Sunday.
    let folder = Folder::one(&with("grace_days = 3"), "2026-03-09,notice,,F,,first\n");
    assert_eq!(folder.days("F", "2026-03-09", "2026-03-17"), ["03-09 not-yet", "03-16 due second"]);
    let folder = Folder::one(&with("grace_days = 3"), "");
    assert_eq!(folder.days("F", "2026-03-02", "2026-03-10"), ["03-02 not-due", "03-03 not-yet", "03-09 due first"]);
    let desk = folder.on("2026-03-09");
    assert_eq!(desk.row(&desk.plan(), "F").days_late, 7); // The aged balance knows no grace.
    assert!(desk.because("F", Lang::En).contains("4 days after the due date and 3 days of grace"));
    // A reminder before the due date is not delayed by it: 2 days before is Saturday 28 February, so Monday.
    let before = with("grace_days = 3").replace("days_after_due = 4", "days_after_due = -2");
    assert_eq!(Folder::one(&before, "").days("F", "2026-02-27", "2026-03-02"), ["02-27 not-due", "03-02 due first"]);
}

#[test]
fn a_customer_is_chased_when_his_oldest_item_is_late_enough() {
    let policy = with("min_days_in_arrears = 10");
    let alone = Folder::one(&policy, "");
    // 10 days after 2 March: Thursday 12 March.
    assert_eq!(alone.days("F", "2026-03-02", "2026-03-13"), ["03-02 not-due", "03-03 not-yet", "03-12 due first"]);
    let desk = alone.on("2026-03-06");
    assert_eq!(desk.row(&desk.plan(), "F").due_on, Some(day("2026-03-12")));
    // 12 days after it is a Saturday: nothing goes out before Monday 16 March.
    let on_saturday = Folder::one(&with("min_days_in_arrears = 12"), "");
    assert_eq!(on_saturday.days("F", "2026-03-03", "2026-03-17"), ["03-03 not-yet", "03-16 due first"]);
    assert!(desk.because("F", Lang::En).contains("chased once his oldest item is 10 days late"));
    // OLD is 10 days late on 2 March: F goes along on its own day.
    let mut both = Folder::one(&policy, "");
    both.invoices.push_str("OLD,C,2026-01-20,2026-02-20,70.00\n");
    assert_eq!(both.days("F", "2026-03-03", "2026-03-13"), ["03-03 not-yet", "03-06 due first"]);
    // On hold it makes nobody late until the hold is over, after the 9th.
    both.events = "2026-03-01,hold,,OLD,,,,2026-03-09\n".to_owned();
    assert_eq!(both.days("F", "2026-03-03", "2026-03-13"), ["03-03 not-yet", "03-10 due first"]);
    let desk = both.on("2026-03-06");
    assert_eq!(desk.row(&desk.plan(), "F").due_on, Some(day("2026-03-10")));
    // In dispute, not at all.
    both.events = "2026-03-01,dispute_opened,,OLD\n".to_owned();
    assert_eq!(both.days("F", "2026-03-03", "2026-03-13"), ["03-03 not-yet", "03-12 due first"]);
}

#[test]
fn a_level_can_wait_for_the_end_of_the_month() {
    let policy = TWO_LEVELS.replace("days_after_due = 4", "days_after_month_end = 0");
    let policy = policy.replace("days_after_due = 10", "days_after_month_end = 15");
    let mut folder = Folder::one(&policy, "");
    assert_eq!(folder.live("2026-03-01", "2026-05-01"), ["03-31 F first", "04-15 F second"]);
    assert!(folder.on("2026-03-20").because("F", Lang::Fr).contains("ensuite"));
    let desk = Folder::one(&policy, "").on("2026-03-31");
    assert!(desk.because("F", Lang::Fr).contains("à la fin du mois de l'échéance"));
    // What falls due on the last day is late on the next.
    folder = Folder::one(&policy, "");
    folder.invoices = "F,C,2026-01-30,2026-03-31,1000.00\n".to_owned();
    assert_eq!(folder.live("2026-03-01", "2026-04-14"), ["04-01 F first"]);
    // Three days before the end of March is Saturday the 28th: Monday the 30th.
    let policy = policy.replace("days_after_month_end = 0", "days_after_month_end = -3");
    assert_eq!(Folder::one(&policy, "").live("2026-03-01", "2026-04-01"), ["03-30 F first"]);
}

#[test]
fn what_goes_by_post_counts_from_its_arrival() {
    let policy = with_levels("payment_deadline_days = 8", "").replace("channel = \"email\"", "channel = \"letter\"");
    let policy = policy.replace("days_after_due = 10", "days_after_previous = 10");
    let posted = policy.replace("min_interval_days = 0", "mail_transit_days = 3");
    // Sent on Friday 6 March, there on the 9th: 8 days to pay end on Tuesday the 17th, 10 days on Thursday the 19th.
    let folder = Folder::one(&posted, "2026-03-06,notice,,F,,first\n");
    assert_eq!(folder.days("F", "2026-03-06", "2026-03-20"), ["03-06 deadline", "03-18 not-yet", "03-19 due second"]);
    assert!(
        folder
            .on("2026-03-19")
            .because("F", Lang::En)
            .contains("10 days after the notice of 6\u{a0}March\u{a0}2026 arrived")
    );
    assert_eq!(Folder::one(&posted, "").on("2026-03-06").plan().notices()[0].deadline, Some(day("2026-03-17")));
    // An e-mail is there at once: Saturday the 14th, so Monday; then 10 days after the 6th, for Tuesday the 17th.
    let mailed = posted.replacen("channel = \"letter\"", "channel = \"email\"", 1);
    let folder = Folder::one(&mailed, "2026-03-06,notice,,F,,first\n");
    assert_eq!(folder.days("F", "2026-03-06", "2026-03-20"), ["03-06 deadline", "03-17 due second"]);
    // Nor is an invoice chased that may still be in the post: due on receipt, 2 March, it is there on the 5th.
    let policy = with("mail_transit_days = 3").replace("days_after_due = 4", "days_after_due = 1");
    let mut folder = Folder::one(&policy, "");
    folder.invoices = "F,C,2026-03-02,2026-03-02,1000.00\n".to_owned();
    assert_eq!(folder.days("F", "2026-03-03", "2026-03-06"), ["03-03 not-yet", "03-05 due first"]);
}

#[test]
fn the_last_level_is_repeated_or_handed_over_or_ends() {
    let repeat = with("after_last_level = \"repeat\"\nrepeat_days = 14");
    let mut folder = Folder::one(&repeat, "");
    // 4 and 10 days late, then 14 days after each sending.
    let done = folder.live("2026-03-01", "2026-04-30");
    assert_eq!(done, ["03-06 F first", "03-12 F second", "03-26 F second", "04-09 F second", "04-23 F second"]);
    let sentence = folder.on("2026-05-01").because("F", Lang::En);
    assert!(sentence.contains("again 14 days after the notice of 23\u{a0}April\u{a0}2026"), "{sentence}");
    let events = "2026-03-12,notice,,F,,second\n";
    for (key, said) in [("after_last_level = \"hand-over\"", true), ("after_last_level = \"stop\"", false)] {
        let folder = Folder::one(&with(key), events);
        assert_eq!(folder.answer("F", "2026-03-13"), "end-of-procedure");
        let desk = folder.on("2026-03-13");
        assert_eq!(desk.because("F", Lang::En).contains("Hand it over for collection"), said);
        assert_eq!(desk.because("F", Lang::Fr).contains("À remettre à un tiers"), said);
    }
}

/// SAP's own example: at 10 percent, 100 of 1,000 pass and 100 of 1,100 do not.
#[test]
fn a_level_asks_for_a_share_of_what_the_customer_owes() {
    let sent = "2026-03-06,notice,,F,,first\n";
    let folder = |policy: &str, other: &str| Folder {
        // F is due for the second level on 12 March; REST is not due this year, and is open all the same.
        invoices: format!("F,C,2026-01-30,2026-03-02,100.00\nREST,C,2026-01-30,2026-12-31,{other}\n"),
        ..Folder::one(policy, sent)
    };
    let policy = with_levels("", "min_percent = \"10\"");
    assert_eq!(folder(&policy, "900.00").answer("F", "2026-03-12"), "due second");
    let below = folder(&policy, "1000.00");
    assert_eq!(below.answer("F", "2026-03-12"), "due first");
    let sentence = below.on("2026-03-12").because("F", Lang::En);
    assert!(sentence.contains("weighs too little in what the customer owes for the level \"second\""), "{sentence}");
    // The test is made again at the level below, here with the same outcome: nothing is left below that.
    let both = with_levels("min_percent = \"10\"", "min_percent = \"10\"");
    assert_eq!(folder(&both, "900.00").answer("F", "2026-03-12"), "due second");
    assert_eq!(folder(&both, "1000.00").answer("F", "2026-03-12"), "below-minimum");
    let sentence = folder(&both, "1000.00").on("2026-03-12").because("F", Lang::En);
    assert!(
        sentence.contains("€100.00 due at the level \"first\" are less than 10.00% of the €1,100.00"),
        "{sentence}"
    );
    // Dollars weigh nothing in euros.
    let mut dollars = folder(&policy, "900.00");
    dollars.invoices.push_str("U,C,2026-01-30,2026-12-31,5000.00,,USD\n");
    assert_eq!(dollars.answer("F", "2026-03-12"), "due second");
}

#[test]
fn items_that_join_the_level_below_count_in_its_test() {
    // 60 at the second level and 60 at the first, of 1,000: each is less than 10 percent, together they are not.
    let policy = with_levels("min_percent = \"10\"", "min_percent = \"10\"");
    let invoices =
        "F,C,2026-01-30,2026-03-02,60.00\nG,C,2026-01-30,2026-03-06,60.00\nREST,C,2026-01-30,2026-12-31,880.00\n";
    let folder = Folder { invoices: invoices.to_owned(), ..Folder::one(&policy, "2026-03-06,notice,,F,,first\n") };
    let desk = folder.on("2026-03-12");
    let plan = desk.plan();
    assert_eq!(["F", "G"].map(|name| answer(&desk.row(&plan, name))), ["due first", "due first"]);
    assert_eq!(plan.notices().len(), 1);
}

#[test]
fn what_weighs_too_little_is_not_chased_every_day() {
    // The levels lie 6 days apart: so do the repetitions of the first. 5 April is a Sunday, the 6th Easter Monday.
    let mut folder = Folder::one(&with_levels("", "min_percent = \"10\""), "");
    folder.invoices.push_str("REST,C,2026-01-30,2026-12-31,9000.01\n");
    assert_eq!(
        folder.live("2026-03-01", "2026-04-08"),
        ["03-06 F first", "03-12 F first", "03-18 F first", "03-24 F first", "03-30 F first", "04-07 F first"]
    );
    // When the rest is paid, it goes on.
    folder.payments = "P,C,2026-04-08,9000.01,REST\n".to_owned();
    assert_eq!(folder.live("2026-04-09", "2026-04-10"), ["04-09 F second"]);
}

#[test]
fn lines_record_their_own_level_or_the_notices() {
    let folder = |rule: &str| Folder {
        invoices: "F,C,2026-01-30,2026-03-02,1000.00\nH,C,2026-01-20,2026-02-20,70.00\n".to_owned(),
        ..Folder::one(&with(&format!("level_rule = \"{rule}\"")), "2026-02-24,notice,,H,,first\n")
    };
    assert_eq!(folder("own").live("2026-03-06", "2026-03-12"), ["03-06 H second", "03-06 F first", "03-12 F second"]);
    assert_eq!(folder("highest").live("2026-03-06", "2026-03-12"), ["03-06 H second", "03-06 F second"]);
    let sentence = folder("highest").on("2026-03-06").because("F", Lang::En);
    assert!(sentence.contains("second due today. Alone it would be at the level \"first\"."), "{sentence}");
    // An approval was given for H alone.
    let mut approved = folder("highest");
    approved.policy = approved.policy.replace("channel = \"letter\"", "channel = \"letter\"\nrequires_approval = true");
    approved.events.push_str("2026-03-05,approved,,H,,second\n");
    assert_eq!(approved.live("2026-03-06", "2026-03-06"), ["03-06 H second", "03-06 F first"]);
}

#[test]
fn minimums_are_by_currency() {
    let policy = with_levels("min_amount = { EUR = \"100.00\", USD = \"100.00\" }", "");
    let invoices = "F,C,2026-01-30,2026-03-02,100.00\nU,C,2026-01-30,2026-03-02,99.99,,USD\n\
                    X,C,2026-01-30,2026-03-02,0.01,,CHF\n";
    let folder = Folder { invoices: invoices.to_owned(), ..Folder::one(&policy, "") };
    let answers = ["F", "U", "X"].map(|name| folder.answer(name, "2026-03-06"));
    assert_eq!(answers, ["due first", "below-minimum", "due first"]);
}

#[test]
fn nobody_is_told_that_he_is_late_on_the_strength_of_old_payments() {
    let policy = format!("[plan]\nstale_payments_days = 7\n{TWO_LEVELS}");
    let mut folder = Folder::one(&policy, "");
    // Without any payment there is nothing that could be stale.
    assert_eq!(folder.answer("F", "2026-03-09"), "due first");
    // 7 days old on the 9th, 8 on the 10th; the payment of another customer says as much, and what is to come nothing.
    folder.invoices.push_str("OTHER,D,2026-01-30,2026-03-02,10.00\n");
    folder.payments = "P,D,2026-03-02,10.00,OTHER\nQ,D,2026-03-20,10.00\n".to_owned();
    assert_eq!(folder.days("F", "2026-03-06", "2026-03-11"), ["03-06 due first", "03-10 stale-payments"]);
    let desk = folder.on("2026-03-10");
    let plan = desk.plan();
    let [finding] = plan.findings().try_into().unwrap();
    assert_eq!(finding.code.slug, "stale-payments");
    assert!(plan.notices().is_empty());
    assert!(desk.because("F", Lang::En).contains("bring payments.csv up to date"));
    assert_eq!(folder.answer("F", "2026-03-20"), "due first");
    // It outranks a deadline and gives way to a minimum; what is not late is announced all the same.
    let before = policy.replace("days_after_due = 4", "days_after_due = -5");
    let folder = Folder { policy: before, ..folder };
    let mut soon = folder.clone();
    soon.invoices.push_str("SOON,C,2026-02-10,2026-03-16,50.00\n");
    assert_eq!(soon.answer("SOON", "2026-03-11"), "due first");
}

#[test]
fn a_level_that_was_reached_can_block_new_sales() {
    let policy = with_levels("", "credit_hold = true");
    let blocked = |events: &str, as_of: &str| {
        let desk = Folder::one(&policy, events).on(as_of);
        desk.row(&desk.plan(), "F").credit_hold()
    };
    assert!(!blocked("", "2026-03-06"));
    assert!(!blocked("2026-03-06,notice,,F,,first\n", "2026-03-11")); // The second level is for tomorrow.
    assert!(blocked("2026-03-06,notice,,F,,first\n", "2026-03-12"));
    assert!(blocked("2026-03-12,notice,,F,,second\n", "2026-05-12"));
}
