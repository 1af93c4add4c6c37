//! What is free again, and from when: stops that somebody ended, calls that nobody makes, other procedures.

use super::{Folder, ONE, TWO_LEVELS, answer};
use crate::testing::day;

#[test]
fn what_was_held_back_is_due_from_the_working_day_on_which_it_is_free() {
    // Sunday 15 March: released, closed, taken back, or owed again. Never "due since" a day before that.
    for events in [
        "2026-03-05,hold,,F\n2026-03-15,release,,F\n",
        "2026-03-05,dispute_opened,,F\n2026-03-15,dispute_closed,,F\n",
        "2026-03-05,assigned,,F,,,,,,E1\n2026-03-15,undo,,F,,,,,,U1,E1\n",
    ] {
        let folder = Folder::one(TWO_LEVELS, events);
        assert_eq!(folder.answer("F", "2026-03-15"), "not-yet", "{events}");
        let desk = folder.on("2026-03-17");
        let row = desk.row(&desk.plan(), "F");
        assert_eq!((answer(&row), row.due_on), ("due first".to_owned(), Some(day("2026-03-16"))), "{events}");
    }
    // A payment that came back on the 15th, where the policy takes it for one until then.
    let mut folder = Folder::one(&format!("[allocation]\nreturns = \"from-date\"\n{TWO_LEVELS}"), "");
    folder.payments = "P,C,2026-03-03,1000.00,F,,,\nR,C,2026-03-15,-1000.00,F,return,P,\n".to_owned();
    assert_eq!(folder.days("F", "2026-03-13", "2026-03-16"), ["03-13 settled", "03-15 not-yet", "03-16 due first"]);
}

#[test]
fn a_call_that_nobody_makes_keeps_no_letter_back() {
    let policy = TWO_LEVELS.replace("channel = \"letter\"", "channel = \"phone\"");
    let mut folder = Folder::one(&policy, "2026-02-24,notice,,H,,first\n");
    folder.invoices.push_str("H,C,2026-01-20,2026-02-20,70.00\n");
    let desk = folder.on("2026-03-06");
    let plan = desk.plan();
    let shown: Vec<(&str, usize)> =
        plan.notices().iter().map(|notice| (notice.level.channel.word(), notice.lines.len())).collect();
    assert_eq!(shown, [("email", 1), ("phone", 1)]);
    // Row and notice tell one channel.
    for notice in plan.notices() {
        assert!(
            notice
                .lines
                .iter()
                .all(|&line| plan.rows()[line].sent_as.map(|level| &level.name) == Some(&notice.level.name))
        );
    }
}

#[test]
fn who_was_moved_to_another_procedure_goes_on_from_the_highest_level_that_it_knows() {
    let other = "[[procedure]]\nname = \"other\"\n[[procedure.level]]\nname = \"first\"\ndays_after_due = 4\n\
        channel = \"email\"\n[[procedure.level]]\nname = \"last\"\ndays_after_previous = 20\nchannel = \"letter\"\n";
    let events = "2026-03-06,notice,,F,,first\n2026-03-12,notice,,F,,second\n";
    let mut folder = Folder::one(&format!("{TWO_LEVELS}{other}"), events);
    folder.invoices = ONE.replace('\n', ",,,,,,other\n");
    // "last" comes 20 days after the notice of the 12th, "second" or not: 1 April.
    assert_eq!(folder.days("F", "2026-03-13", "2026-04-01"), ["03-13 not-yet", "04-01 due last"]);
    folder.events = "2026-03-12,notice,,F,,second\n".to_owned();
    let desk = folder.on("2026-03-20");
    let row = desk.row(&desk.plan(), "F");
    assert_eq!((answer(&row).as_str(), row.level_reached), ("due first", Some("second")));
    folder.events = "2026-03-12,notice,,F,,third\n".to_owned();
    assert_eq!(folder.answer("F", "2026-03-20"), "unknown-level");
}
