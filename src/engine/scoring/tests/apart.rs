//! What is left out of a payer's habit: what he disputes, and what a factor has.

use super::*;

/// F of 200 is 44 days late on 20 March; 50 of it were disputed on 10 March.
#[test]
fn of_what_is_disputed_in_part_the_rest_is_overdue() {
    let habit = |disputed: &str, payments: &str| {
        let events = format!("2026-03-10,dispute_opened,C,F,{disputed},,\n");
        Folder::new("", "F,C,2026-01-05,2026-02-04,200.00\n", payments, &events, "2026-03-20").habit("C")
    };
    let part = habit("50.00", "");
    assert_eq!((part.worst_overdue_days, part.late, part.disputed), (44, tally(1, 1), 0));
    let whole = habit("", "");
    assert_eq!((whole.worst_overdue_days, whole.late, whole.disputed), (0, tally(0, 0), 1));
    // Once the rest is paid nothing is waited for but what he disputes.
    let paid = habit("50.00", "P,C,2026-03-15,150.00,F\n");
    assert_eq!((paid.worst_overdue_days, paid.disputed), (0, 1));
}

#[test]
fn the_parts_of_a_dispute_add_up_and_are_closed_one_by_one() {
    let overdue = |events: &str| {
        let opened = "2026-02-10,dispute_opened,C,F,50.00,,\n2026-02-20,dispute_opened,C,F,150.00,,\n";
        let events = format!("{opened}{events}");
        Folder::new("", "F,C,2026-01-05,2026-02-04,200.00\n", "", &events, "2026-03-20").habit("C").worst_overdue_days
    };
    assert_eq!(overdue(""), 0);
    assert_eq!(overdue("2026-03-01,dispute_closed,C,F,150.00,,\n"), 44);
    assert_eq!(overdue("2026-03-01,dispute_closed,C,F,,,\n"), 44);
}

#[test]
fn what_a_factor_has_is_not_held_against_the_customer() {
    let habit = |day: &str| {
        let events = format!("{day},assigned,C,F,,,Factor\n");
        Folder::new("", "F,C,2026-01-05,2026-02-04,200.00\n", "", &events, "2026-03-20").habit("C")
    };
    let early = habit("2026-01-10");
    assert_eq!((early.worst_overdue_days, early.late, early.serious, early.disputed), (0, tally(0, 0), tally(0, 0), 0));
    assert_eq!(habit("2026-02-20").late, tally(0, 0));
}
