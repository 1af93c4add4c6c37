//! When a level is due: triggers, deadlines, intervals, days off, missed days.

use super::{Folder, TWO_LEVELS, also};
use crate::model::Lang;
use crate::testing::day;

#[test]
fn the_built_in_procedure_runs_from_before_the_due_date_to_the_courts() {
    let done = Folder::one("", "").live("2026-02-01", "2026-05-31");
    assert_eq!(
        done,
        [
            "02-25 F pre-due",         // 5 days before Monday 2 March: a Wednesday.
            "03-06 F reminder",        // 4 days late.
            "03-13 F second-reminder", // 7 days after the reminder went out.
            "03-20 F call",            // 7 more.
            "03-30 F penalty-letter",  // 8 more is Saturday 28 March: Monday. It grants 8 days: Tuesday 7 April.
            "04-09 F formal-notice",   // 10 days after the letter, and its deadline is over. Grants to 24 April.
        ]
    );
}

#[test]
fn each_day_between_two_levels_has_its_reason() {
    let events = "2026-02-25,notice,,F,,pre-due\n2026-03-06,notice,,F,,reminder\n2026-03-13,notice,,F,,second-reminder\n\
        2026-03-20,call,,F,,call\n2026-03-30,notice,,F,,penalty-letter\n2026-04-09,notice,,F,,formal-notice\n";
    let folder = Folder::one("", events);
    assert_eq!(
        folder.days("F", "2026-02-20", "2026-05-10"),
        [
            "02-20 not-due",
            "03-03 not-yet", // Late since the day after the due date; the reminder comes at 4 days.
            // Nothing is due between the recorded notices: each was sent on its day.
            "03-30 deadline",         // 8 days: until 7 April, included.
            "04-08 not-yet",          // The formal notice comes 10 days after the letter: 9 April.
            "04-09 deadline",         // 15 days: until 24 April, a Friday.
            "04-25 end-of-procedure", // Never silence.
        ]
    );
    let desk = folder.on("2026-04-25");
    let plan = desk.plan();
    let row = desk.row(&plan, "F");
    assert_eq!((row.level_reached, row.days_late, row.due_on), (Some("formal-notice"), 54, None));
    let sentence = plan.because(&row, Lang::En);
    for part in [
        "54 days late",
        "order for payment (CPC 1405)",
        "principal and interest of his debts together up to €5,000.00",
        "summary",
    ] {
        assert!(sentence.contains(part), "{sentence}");
    }
}

#[test]
fn the_next_level_and_its_day_are_known_in_advance() {
    let desk = Folder::one("", "2026-03-06,notice,,F,,reminder\n").on("2026-03-09");
    let plan = desk.plan();
    let row = desk.row(&plan, "F");
    assert_eq!((row.reason(), row.level_reached, row.action().is_none()), ("not-yet", Some("reminder"), true));
    assert_eq!(row.next_level().map(|level| level.name.as_str()), Some("second-reminder"));
    assert_eq!(row.due_on, Some(day("2026-03-13")));
    let nb = '\u{a0}';
    assert_eq!(
        plan.because(&row, Lang::En),
        format!(
            "7 days late; next: second reminder on 13{nb}March{nb}2026, 7 days after the notice of 6{nb}March{nb}2026."
        )
    );
    assert_eq!(
        plan.because(&row, Lang::Fr),
        format!(
            "7 jours de retard\u{202f}; ensuite{nb}: deuxième relance le 13{nb}mars{nb}2026, 7 jours après la relance \
             du 6{nb}mars{nb}2026."
        )
    );
}

#[test]
fn what_is_counted_from_a_call_says_so() {
    let desk = Folder::one("", "2026-03-06,call,,F,,reminder\n").on("2026-03-09");
    let plan = desk.plan();
    let row = desk.row(&plan, "F");
    let [en, fr] = [Lang::En, Lang::Fr].map(|lang| plan.because(&row, lang));
    assert!(en.ends_with(", 7 days after the call of 6\u{a0}March\u{a0}2026."), "{en}");
    assert!(fr.ends_with(", 7 jours après l'appel du 6\u{a0}mars\u{a0}2026."), "{fr}");
}

#[test]
fn a_level_before_the_due_date_is_skipped_once_the_item_is_late() {
    let folder = Folder::one("", "");
    assert_eq!(folder.answer("F", "2026-02-24"), "not-due");
    assert_eq!(folder.answer("F", "2026-02-25"), "due pre-due");
    assert_eq!(folder.answer("F", "2026-03-02"), "due pre-due"); // The due date itself is not late.
    assert_eq!(folder.answer("F", "2026-03-03"), "not-yet");
    assert_eq!(folder.answer("F", "2026-03-06"), "due reminder");
}

#[test]
fn a_reminder_moved_past_the_due_date_by_days_off_is_skipped() {
    // One day before Monday 2 March is a Sunday, and Monday is the due date: it still goes out then. One day before
    // Sunday 1 March is a Saturday, and the Monday after is too late.
    let policy = TWO_LEVELS.replace("days_after_due = 4", "days_after_due = -1");
    let mut folder = Folder::one(&policy, "");
    assert_eq!(folder.days("F", "2026-02-27", "2026-03-03"), ["02-27 not-due", "03-02 due first", "03-03 not-yet"]);
    folder.invoices = "F,C,2026-01-30,2026-03-01,1000.00\n".to_owned();
    assert_eq!(folder.days("F", "2026-02-27", "2026-03-03"), ["02-27 not-due", "03-02 not-yet"]);
    // So what comes next is the second level, 10 days after 1 March.
    let desk = folder.on("2026-02-27");
    assert_eq!(desk.row(&desk.plan(), "F").due_on, Some(day("2026-03-11")));
}

#[test]
fn what_follows_a_reminder_before_the_due_date_waits_for_lateness() {
    // 5 days before Monday 2 March, then 2 days later would be 27 February: nobody is told that he is late before he
    // is.
    let policy = TWO_LEVELS.replace("days_after_due = 4", "days_after_due = -5");
    let policy = policy.replace("days_after_due = 10", "days_after_previous = 2");
    let folder = Folder::one(&policy, "2026-02-25,notice,,F,,first\n");
    assert_eq!(folder.days("F", "2026-02-25", "2026-03-03"), ["02-25 not-due", "03-03 due second"]);
}

#[test]
fn actions_move_to_the_next_working_day_and_due_dates_do_not() {
    // 4 days after Tuesday 3 March is Saturday 7 March: Monday 9 March. It is late from 4 March on.
    let mut folder = Folder::one(TWO_LEVELS, "");
    folder.invoices = "F,C,2026-01-30,2026-03-03,1000.00\n".to_owned();
    assert_eq!(folder.days("F", "2026-03-03", "2026-03-10"), ["03-03 not-due", "03-04 not-yet", "03-09 due first"]);
    // 4 days after Monday 30 March is Good Friday, 3 April: worked in Paris, not in Strasbourg, where Easter
    // Monday is off too.
    folder.invoices = "F,C,2026-01-30,2026-03-30,1000.00\n".to_owned();
    assert_eq!(folder.days("F", "2026-04-01", "2026-04-10")[1], "04-03 due first");
    folder.policy = TWO_LEVELS.replace("min_interval_days = 0", "holidays = \"alsace-moselle\"");
    assert_eq!(folder.days("F", "2026-04-01", "2026-04-10")[1], "04-07 due first");
}

#[test]
fn a_deadline_that_ends_on_a_day_off_ends_on_the_next_working_day() {
    // Sent on Friday 6 March with 8 days: Saturday 14 March, so Monday 16 March; the second level follows on the
    // 17th although its own day, 10 days late, was 12 March.
    let policy = TWO_LEVELS.replace("channel = \"email\"", "channel = \"email\"\npayment_deadline_days = 8");
    let folder = Folder::one(&policy, "2026-03-06,notice,,F,,first\n");
    assert_eq!(folder.days("F", "2026-03-06", "2026-03-20"), ["03-06 deadline", "03-17 due second"]);
    let desk = folder.on("2026-03-10");
    assert_eq!(desk.row(&desk.plan(), "F").due_on, Some(day("2026-03-17")));
    assert_eq!(also(&desk.row(&desk.plan(), "F")), ["not-yet"]);
    // With 7 days it ends on Friday 13 March; what follows it is for a working day too.
    let folder = Folder::one(&policy.replace("days = 8", "days = 7"), "2026-03-06,notice,,F,,first\n");
    assert_eq!(folder.days("F", "2026-03-06", "2026-03-20"), ["03-06 deadline", "03-14 not-yet", "03-16 due second"]);
}

#[test]
fn the_deadline_of_a_notice_is_granted_to_all_its_lines() {
    // One letter on Friday 6 March: F at the second level, which grants 10 days (to Monday 16 March), and G at the
    // first, which grants none. G's second level, 10 days late, would be for 12 March.
    let policy = TWO_LEVELS.replace("channel = \"letter\"", "channel = \"letter\"\npayment_deadline_days = 10");
    let act = "2026-03-06,notice,,F,,second,,,,N1\n2026-03-06,notice,,G,,first,,,,N1\n";
    let mut folder = Folder::one(&policy, act);
    folder.invoices.push_str("G,C,2026-01-30,2026-03-02,50.00\n");
    assert_eq!(folder.days("G", "2026-03-06", "2026-03-20"), ["03-06 deadline", "03-17 due second"]);
    // Two letters of one day are two acts.
    folder.events = act.replacen("N1", "N2", 1);
    assert_eq!(folder.days("G", "2026-03-06", "2026-03-20"), ["03-06 not-yet", "03-12 due second"]);
    // The highest level is the notice's: when it grants nothing, a lower one's days were not in the letter.
    let first = TWO_LEVELS.replace("channel = \"email\"", "channel = \"email\"\npayment_deadline_days = 10");
    folder = Folder { policy: first, events: act.to_owned(), ..folder };
    assert_eq!(folder.days("G", "2026-03-06", "2026-03-20"), ["03-06 not-yet", "03-12 due second"]);
}

#[test]
fn the_day_that_a_letter_named_stays_whatever_the_policy_says_since() {
    // Sent on Friday 6 March, it said Monday 16 March. Under 15 days it would be the 23rd (the 21st is a Saturday), and
    // where it grants none since, the second level would go out on 12 March.
    let policy = |days: &str| TWO_LEVELS.replace("channel = \"email\"", &format!("channel = \"email\"\n{days}"));
    let said = "2026-03-06,notice,,F,,first,,2026-03-16\n";
    for days in ["payment_deadline_days = 8", "payment_deadline_days = 15", ""] {
        let days_of = Folder::one(&policy(days), said).days("F", "2026-03-06", "2026-03-20");
        assert_eq!(days_of, ["03-06 deadline", "03-17 due second"], "{days}");
    }
    // A row that does not say it, or whose day was over when it went out, is read by the policy of today.
    for said in ["", "2026-03-05"] {
        let act = format!("2026-03-06,notice,,F,,first,,{said}\n");
        let folder = Folder::one(&policy("payment_deadline_days = 15"), &act);
        assert_eq!(folder.days("F", "2026-03-20", "2026-03-24"), ["03-20 deadline", "03-24 due second"], "{said}");
    }
}

#[test]
fn missed_days_are_caught_up_one_level_at_a_time() {
    // Nothing was done until 20 March, 18 days late: both levels' days are past. One goes out a day at most, and the
    // weekend counts for nothing: Friday, then Monday.
    let mut folder = Folder::one(TWO_LEVELS, "");
    assert_eq!(folder.answer("F", "2026-03-20"), "due first");
    assert_eq!(folder.live("2026-03-20", "2026-04-30"), ["03-20 F first", "03-23 F second"]);
}

#[test]
fn by_age_starts_at_the_level_that_the_age_calls_for() {
    let policy = TWO_LEVELS.replace("min_interval_days = 0", "first_level = \"by-age\"");
    let folder = Folder::one(&policy, "");
    assert_eq!(folder.days("F", "2026-03-03", "2026-03-20"), ["03-03 not-yet", "03-06 due first", "03-12 due second"]);
    // By the built-in procedure's own steps, 30 March (8 days after 20 March, a Saturday) calls for the letter: the
    // reminder would have gone out on 6 March, the second on the 13th, the call on the 20th.
    let policy = crate::policy::builtin::text("fr-b2b").unwrap().replace("\"sequential\"\n", "\"by-age\"\n");
    let folder = Folder::one(&policy, "");
    assert_eq!(folder.answer("F", "2026-03-27"), "due call");
    assert_eq!(folder.answer("F", "2026-03-30"), "due penalty-letter");
}

#[test]
fn age_alone_never_jumps_over_a_formal_notice_or_an_approval() {
    let last = "[[procedure.level]]\nname = \"last\"\ndays_after_due = 20\nchannel = \"letter\"\n";
    let policy = TWO_LEVELS
        .replace("min_interval_days = 0", "first_level = \"by-age\"")
        .replace("channel = \"letter\"", "channel = \"letter\"\nformal_notice = true");
    let folder = Folder::one(&format!("{policy}{last}"), "");
    assert_eq!(folder.answer("F", "2026-04-30"), "due second");
    // Nor over a level that somebody must approve.
    let policy = policy.replace("formal_notice = true", "requires_approval = true");
    let folder = Folder::one(&format!("{policy}{last}"), "");
    assert_eq!(folder.answer("F", "2026-04-30"), "approval");
    let desk = folder.on("2026-04-30");
    assert_eq!(desk.row(&desk.plan(), "F").next_level().map(|level| level.name.as_str()), Some("second"));
}

#[test]
fn the_interval_between_two_notices_is_the_customers() {
    let policy = TWO_LEVELS.replace("min_interval_days = 0", "min_interval_days = 5");
    let mut folder = Folder::one(&policy, "2026-03-05,notice,,G,,first\n");
    folder.invoices.push_str("G,C,2026-01-30,2026-02-26,50.00\n");
    // F is 4 days late on Friday 6 March, but the customer had a notice about G on the 5th: Tuesday the 10th.
    assert_eq!(
        folder.days("F", "2026-03-04", "2026-03-11"),
        ["03-04 not-yet", "03-05 min-interval", "03-10 due first"]
    );
    let desk = folder.on("2026-03-06");
    assert_eq!(desk.row(&desk.plan(), "F").due_on, Some(day("2026-03-10")));
    // Without an interval the other notice moves nothing.
    folder.policy = TWO_LEVELS.to_owned();
    let desk = folder.on("2026-03-11");
    assert_eq!(desk.row(&desk.plan(), "F").due_on, Some(day("2026-03-06")));
}

#[test]
fn a_level_that_needs_approval_waits_for_it() {
    let policy = TWO_LEVELS.replace("channel = \"letter\"", "channel = \"letter\"\nrequires_approval = true");
    let events = "2026-03-06,notice,,F,,first\n2026-03-17,approved,,F,,second\n";
    let folder = Folder::one(&policy, events);
    assert_eq!(folder.days("F", "2026-03-06", "2026-03-18"), ["03-06 not-yet", "03-12 approval", "03-17 due second"]);
    // The approval of another level is none.
    let folder = Folder::one(&policy, "2026-03-06,notice,,F,,first\n2026-03-12,approved,,F,,first\n");
    assert_eq!(folder.answer("F", "2026-03-12"), "approval");
}

#[test]
fn an_approval_is_for_one_notice() {
    let policy = TWO_LEVELS.replace("name = \"second\"", "name = \"second\"\nrequires_approval = true");
    let policy = policy
        .replace("min_interval_days = 0", "min_interval_days = 0\nafter_last_level = \"repeat\"\nrepeat_days = 10");
    let events = "2026-03-06,notice,,F,,first\n2026-03-12,approved,,F,,second\n2026-03-12,notice,,F,,second\n";
    // Ten days after the notice the level comes again, and waits for an approval of its own.
    let mut folder = Folder::one(&policy, events);
    assert_eq!(folder.days("F", "2026-03-13", "2026-04-01"), ["03-13 not-yet", "03-23 approval"]);
    folder.events.push_str("2026-03-25,approved,,F,,second\n");
    assert_eq!(folder.days("F", "2026-03-13", "2026-04-01"), ["03-13 not-yet", "03-23 approval", "03-25 due second"]);
}

#[test]
fn the_level_reached_is_the_highest_in_the_procedures_order() {
    let folder = Folder::one(TWO_LEVELS, "2026-03-06,notice,,F,,second\n2026-03-09,call,,F,,first\n");
    let desk = folder.on("2026-03-10");
    assert_eq!(desk.row(&desk.plan(), "F").level_reached, Some("second"));
    assert_eq!(folder.answer("F", "2026-03-10"), "end-of-procedure");
    // A call that is no level of a procedure reaches none.
    let folder = Folder::one(TWO_LEVELS, "2026-03-06,call,,F\n");
    assert_eq!(folder.answer("F", "2026-03-06"), "due first");
}

#[test]
fn a_recorded_level_that_the_procedure_does_not_have_is_left_to_a_person() {
    let events = "2026-03-06,notice,,F,,R1\n";
    let folder = Folder::one(TWO_LEVELS, events);
    let desk = folder.on("2026-03-20");
    let plan = desk.plan();
    let row = desk.row(&plan, "F");
    assert_eq!((row.reason(), row.level_reached, row.due_on), ("unknown-level", Some("R1"), None));
    assert!(plan.because(&row, Lang::Fr).contains("«\u{a0}R1\u{a0}»"));
    // Undone, it is as if it had never been sent.
    let events = "2026-03-06,notice,,F,,R1,,,,N1\n2026-03-10,undo,,F,,,,,,U1,N1\n";
    assert_eq!(Folder::one(TWO_LEVELS, events).answer("F", "2026-03-20"), "due first");
}

#[test]
fn a_procedure_that_was_changed_goes_on_from_what_it_knows() {
    // R1 is of the procedure before; "first" of today's went out after it, or with it.
    for day in ["2026-03-09", "2026-03-06"] {
        let folder = Folder::one(TWO_LEVELS, &format!("2026-03-06,notice,,F,,R1\n{day},notice,,F,,first\n"));
        let desk = folder.on("2026-03-20");
        assert_eq!(desk.row(&desk.plan(), "F").level_reached, Some("first"));
        assert_eq!(folder.answer("F", "2026-03-20"), "due second");
    }
    // What went out last under an unknown name may be anything.
    let folder = Folder::one(TWO_LEVELS, "2026-03-06,notice,,F,,first\n2026-03-16,notice,,F,,R2\n");
    assert_eq!(folder.answer("F", "2026-03-20"), "unknown-level");
    let plan = folder.on("2026-03-20");
    let plan = plan.plan();
    assert!(plan.because(&folder.on("2026-03-20").row(&plan, "F"), Lang::En).contains("formerly = [\"R2\"]"));
}

#[test]
fn a_level_is_known_by_its_former_names_too() {
    let policy = TWO_LEVELS.replace("name = \"first\"", "name = \"first\"\nformerly = [\"R1\", \"rappel\"]");
    for name in ["R1", "rappel"] {
        let folder = Folder::one(&policy, &format!("2026-03-06,notice,,F,,{name}\n"));
        let desk = folder.on("2026-03-20");
        assert_eq!(desk.row(&desk.plan(), "F").level_reached, Some("first"));
        assert_eq!(folder.answer("F", "2026-03-20"), "due second");
    }
}

#[test]
fn a_notice_to_a_customer_concerns_what_was_overdue_that_day() {
    let mut folder = Folder::one(TWO_LEVELS, "2026-03-06,notice,C,,,first\n");
    folder.invoices.push_str("LATER,C,2026-02-10,2026-03-06,50.00\nPAID,C,2026-01-30,2026-03-01,70.00\n");
    folder.payments = "P1,C,2026-03-05,70.00,PAID\nP2,C,2026-03-09,-70.00,PAID,return,P1\n".to_owned();
    let desk = folder.on("2026-03-10");
    let plan = desk.plan();
    assert_eq!(desk.row(&plan, "F").level_reached, Some("first"));
    assert_eq!(desk.row(&plan, "LATER").level_reached, None); // Due that very day: not overdue.
    assert_eq!(desk.row(&plan, "PAID").level_reached, None); // Paid at the time; its cheque bounced later.
}

#[test]
fn a_notice_for_an_invoice_in_instalments_concerns_those_overdue_else_the_next() {
    let mut folder = Folder::one("", "2026-02-25,notice,,F,,pre-due\n2026-03-06,notice,,F,,reminder\n");
    folder.invoices = "F,C,2026-01-30,2026-03-02,500.00,1\nF,C,2026-01-30,2026-04-02,500.00,2\n".to_owned();
    let desk = folder.on("2026-02-26");
    assert_eq!(desk.row(&desk.plan(), "F/1").level_reached, Some("pre-due"));
    assert_eq!(desk.row(&desk.plan(), "F/2").level_reached, None);
    let desk = folder.on("2026-03-06");
    assert_eq!(desk.row(&desk.plan(), "F/1").level_reached, Some("reminder"));
    assert_eq!(desk.row(&desk.plan(), "F/2").level_reached, None);
}
