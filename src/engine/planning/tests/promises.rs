//! What a promise to pay holds back: all of it or a part, and nothing once it is kept.

use super::{Folder, TWO_LEVELS, answer};
use crate::engine::history::{Dossier, History, Outcome};
use crate::model::{CustomerId, Lang};
use crate::testing::day;

#[test]
fn a_promise_of_a_part_holds_that_part_and_one_that_is_kept_holds_nothing() {
    let asked = |folder: &Folder, as_of: &str| {
        let desk = folder.on(as_of);
        let row = desk.row(&desk.plan(), "F");
        (answer(&row), row.chased.minor() / 100)
    };
    let mut folder = Folder::one(TWO_LEVELS, "2026-03-09,promise,,F,,,400.00,2026-03-20\n");
    // 1,000 - 400: the rest is chased as if nothing had been promised.
    assert_eq!(asked(&folder, "2026-03-10"), ("due first".to_owned(), 600));
    let sentence = folder.on("2026-03-10").because("F", Lang::En);
    assert!(sentence.contains("€600.00 to ask for: first due since 6\u{a0}March\u{a0}2026"), "{sentence}");
    assert!(sentence.ends_with("€400.00 of it is promised by 20\u{a0}March\u{a0}2026, and left out."), "{sentence}");
    // 150 of the 400 have come: 1,000 - 150 is owed, 250 more is promised.
    folder.payments = "P,C,2026-03-11,150.00,F\n".to_owned();
    assert_eq!(asked(&folder, "2026-03-12"), ("due first".to_owned(), 600));
    assert_eq!(asked(&folder, "2026-03-23"), ("due first".to_owned(), 850));
    // Kept ahead of its day: the other 600 are asked for, and nothing is waited for any more.
    folder.payments = "P,C,2026-03-11,400.00,F\n".to_owned();
    assert_eq!(asked(&folder, "2026-03-12"), ("due first".to_owned(), 600));
    // A promise of all that was owed; the cheque of the 10th came back on the 12th, and is waited for again.
    let mut folder = Folder::one(TWO_LEVELS, "2026-03-05,promise,,F,,,1000.00,2026-03-20\n");
    assert_eq!(asked(&folder, "2026-03-09").0, "promise");
    folder.payments = "P,C,2026-03-10,1000.00,F,,,\nR,C,2026-03-12,-1000.00,F,return,P,\n".to_owned();
    assert_eq!(asked(&folder, "2026-03-13").0, "promise");
}

#[test]
fn of_a_promise_for_several_invoices_each_row_has_its_own_sum_and_an_unnamed_one_goes_to_the_oldest() {
    let mut folder = Folder::one(TWO_LEVELS, "");
    folder.invoices.push_str("G,C,2026-01-30,2026-03-03,200.00\n");
    let chased = |folder: &Folder| {
        let desk = folder.on("2026-03-10");
        ["F", "G"].map(|name| desk.row(&desk.plan(), name)).map(|row| (answer(&row), row.chased.minor() / 100))
    };
    let due = |asked| ("due first".to_owned(), asked);
    folder.events =
        "2026-03-09,promise,,F,,,100.00,2026-03-20,,E1\n2026-03-09,promise,,G,,,200.00,2026-03-20,,E1\n".to_owned();
    assert_eq!(chased(&folder), [due(900), ("promise".to_owned(), 200)]);
    // 1,050 of 1,200: all of F, which fell due first, and 50 of G.
    folder.events = "2026-03-09,promise,C,,,,1050.00,2026-03-20\n".to_owned();
    assert_eq!(chased(&folder), [("promise".to_owned(), 1000), due(150)]);
}

#[test]
fn a_promise_that_names_no_invoice_is_not_of_what_is_contested() {
    let two = |events: &str| {
        let mut folder = Folder::one(TWO_LEVELS, events);
        folder.invoices.push_str("G,C,2026-01-30,2026-03-03,200.00\n");
        folder
    };
    let remarks = |folder: &Folder| {
        let desk = folder.on("2026-03-23");
        desk.row(&desk.plan(), "F").remarks.len()
    };
    // Of all but F, which he contests: G was paid in time, and nothing is broken.
    for dispute in ["2026-03-05", "2026-03-10"] {
        let mut folder = two(&format!("{dispute},dispute_opened,,F\n2026-03-09,promise,C,,,,,2026-03-20\n"));
        folder.payments = "P,C,2026-03-12,200.00,G\n".to_owned();
        assert_eq!(folder.answer("F", "2026-03-23"), "disputed");
        assert_eq!(remarks(&folder), 0, "contested on {dispute}");
        folder.payments.clear();
        assert_eq!(remarks(&folder), 1, "contested on {dispute}");
    }
    // A sum is of G alone, also where money that names nothing went to F; what names F is no promise kept.
    let sum = "2026-03-05,dispute_opened,,F\n2026-03-09,promise,C,,,,200.00,2026-03-11\n";
    let mut folder = two(sum);
    assert_eq!(folder.answer("G", "2026-03-10"), "promise");
    folder.payments = "P,C,2026-03-10,200.00,\n".to_owned();
    assert_eq!(remarks(&folder), 0);
    folder.payments = "P,C,2026-03-10,200.00,F\n".to_owned();
    assert_eq!(remarks(&folder), 0);
    let desk = folder.on("2026-03-23");
    assert_eq!(desk.row(&desk.plan(), "G").remarks.len(), 1);
    // Of what is contested in part the rest is promised.
    let mut folder =
        Folder::one(TWO_LEVELS, "2026-03-05,dispute_opened,,F,,,100.00\n2026-03-09,promise,C,,,,,2026-03-20\n");
    assert_eq!(folder.answer("F", "2026-03-10"), "promise");
    folder.payments = "P,C,2026-03-12,900.00,F\n".to_owned();
    assert_eq!(remarks(&folder), 0);
    // Who names what he contests, or contests all, promises just that.
    let folder = Folder::one(TWO_LEVELS, "2026-03-05,dispute_opened,,F\n2026-03-09,promise,C,,,,,2026-03-20\n");
    assert_eq!(remarks(&folder), 1);
}

/// Returns what came of the only promise or plan of a folder with a second invoice, of 200 EUR.
fn outcome(events: &str, payments: &str, as_of: &str) -> Outcome {
    let mut folder = Folder::one(TWO_LEVELS, events);
    folder.invoices.push_str("G,C,2026-01-30,2026-03-03,200.00\n");
    folder.payments = payments.to_owned();
    let desk = folder.on(as_of);
    let history = History::new(&desk.ledger, day(as_of));
    let dossier = Dossier::new(&desk.ledger, &desk.balances, &history, CustomerId(0));
    dossier.commitments[0].outcome(&desk.ledger, &desk.balances, 0)
}

#[test]
fn a_sum_that_is_more_than_what_is_not_contested_is_of_the_contested_too() {
    let events = "2026-03-05,dispute_opened,,F\n2026-03-09,promise,C,,,,600.00,2026-03-20\n";
    let paid = "P1,C,2026-03-12,200.00,G\n";
    assert_eq!(outcome(events, paid, "2026-03-23"), Outcome::Broken(day("2026-03-21")));
    let all = format!("{paid}P2,C,2026-03-13,400.00,F\n");
    assert_eq!(outcome(events, &all, "2026-03-23"), Outcome::Over(day("2026-03-13")));
}

#[test]
fn what_came_of_a_promise_does_not_change_by_what_is_contested_or_settled_later() {
    // He contests F on the last day: all else is paid by then, whatever becomes of the dispute.
    let promise = "2026-03-09,promise,C,,,,,2026-03-20\n2026-03-20,dispute_opened,,F\n2026-04-01,dispute_closed,,F\n";
    let paid = "P,C,2026-03-12,200.00,G\n";
    for as_of in ["2026-03-20", "2026-03-25", "2026-04-10"] {
        assert_eq!(outcome(promise, paid, as_of), Outcome::Over(day("2026-03-20")), "{as_of}");
    }
    // Contested and settled before its day, it is promised again.
    let settled = promise.replace("03-20,dispute", "03-10,dispute").replace("04-01", "03-16");
    assert_eq!(outcome(&settled, paid, "2026-03-13"), Outcome::Over(day("2026-03-12")));
    assert_eq!(outcome(&settled, paid, "2026-03-23"), Outcome::Broken(day("2026-03-21")));
    // What was missed before he contested anything stays missed.
    let plan = "2026-03-09,plan,C,,,,300.00,2026-03-12,,E1\n2026-03-09,plan,C,,,,900.00,2026-04-20,,E1\n\
        2026-03-16,dispute_opened,,F\n";
    for as_of in ["2026-03-13", "2026-03-17"] {
        assert_eq!(outcome(plan, "P,C,2026-03-10,200.00,G\n", as_of), Outcome::Broken(day("2026-03-13")), "{as_of}");
    }
}

#[test]
fn a_plan_of_a_part_holds_that_part_and_the_rest_is_chased() {
    let row = |folder: &Folder, as_of: &str| {
        let desk = folder.on(as_of);
        let row = desk.row(&desk.plan(), "F");
        (answer(&row), row.chased.minor() / 100)
    };
    let plan =
        |sum: &str| format!("2026-03-05,plan,,F,,,{sum},2026-04-01,,E1\n2026-03-05,plan,,F,,,{sum},2026-05-01,,E1\n");
    let mut folder = Folder::one(TWO_LEVELS, &plan("300.00"));
    assert_eq!(row(&folder, "2026-03-09"), ("due first".to_owned(), 400));
    let sentence = folder.on("2026-03-09").because("F", Lang::En);
    assert!(sentence.ends_with("€600.00 of it is in the payment plan of 5\u{a0}March\u{a0}2026, and left out; next instalment on 1\u{a0}April\u{a0}2026."), "{sentence}");
    // The first 300 have come: 300 more are in the plan.
    folder.payments = "P,C,2026-04-01,300.00,F\n".to_owned();
    assert_eq!(row(&folder, "2026-04-02").1, 400);
    // A plan of all of it replaces it whole, also after its first sum.
    let mut whole = Folder::one(TWO_LEVELS, &plan("500.00"));
    assert_eq!(row(&whole, "2026-03-09").0, "plan-kept");
    whole.payments = "P,C,2026-04-01,500.00,F\n".to_owned();
    assert_eq!(row(&whole, "2026-04-02").0, "plan-kept");
}

#[test]
fn money_for_what_a_plan_or_promise_leaves_out_is_not_of_it() {
    let plan = "2026-03-05,plan,,F,,,200.00,2026-04-20,,E1\n2026-03-05,plan,,F,,,200.00,2026-05-20,,E1\n";
    let promise = "2026-03-05,promise,,F,,,400.00,2026-04-20\n";
    let (broken, over) = (|text| Outcome::Broken(day(text)), |text| Outcome::Over(day(text)));
    let running = |text| Outcome::Running { next: day(text), last_day: day(text) };
    let on = |events: &str, payments: &str, as_of: &str| {
        let mut folder = Folder::one(TWO_LEVELS, events);
        folder.payments = payments.to_owned();
        let desk = folder.on(as_of);
        let row = desk.row(&desk.plan(), "F");
        let is_stopped = matches!(answer(&row).as_str(), "plan-kept" | "promise");
        if is_stopped { 0 } else { row.chased.minor() / 100 }
    };
    // Of 1,000 the plan has 400, and a letter asks for 600. Just that is paid: nothing more is asked for until the
    // first instalment is missed, and then all that is left. A promise that no letter followed is kept by it on its
    // day.
    for (events, on_the_day) in [(plan, 0), (promise, 400)] {
        for paid_on in ["2026-03-05", "2026-03-12"] {
            let paid = format!("P,C,{paid_on},600.00,F\n");
            let asked = ["2026-03-13", "2026-04-20", "2026-04-21"].map(|day| on(events, &paid, day));
            assert_eq!(asked, [0, on_the_day, 400]);
            let kept = format!("{paid}Q,C,2026-04-20,200.00,F\n");
            assert_eq!(on(plan, &kept, "2026-04-21"), 0);
        }
        // It bounced: it is asked for again.
        let back = "P,C,2026-03-12,600.00,F,,,\nR,C,2026-03-16,-600.00,F,return,P,\n";
        assert_eq!([on(events, back, "2026-03-13"), on(events, back, "2026-03-17")], [0, 600]);
        // Of 500 nobody knows: 100 more is due so far, and on its day the instalment or promise is taken to be paid.
        let less = "P,C,2026-03-12,500.00,F\n";
        assert_eq!(on(events, less, "2026-03-13"), 100);
        // 700 is 100 more: all but 300 is paid.
        let more = "P,C,2026-03-12,700.00,F\n";
        assert_eq!(on(events, more, "2026-03-13"), 0);
        // Half of the next sum, or all of the sums, is of those.
        assert_eq!(on(events, "P,C,2026-03-12,100.00,F\n", "2026-03-13"), 600);
        assert_eq!(on(events, "P,C,2026-03-12,400.00,F\n", "2026-03-13"), 600);
    }
    // 500 less the 200 of the first instalment leave 300 of the 600 to ask for; 700 leave 100, the promise kept by 400.
    assert_eq!(on(plan, "P,C,2026-03-12,500.00,F\n", "2026-04-21"), 300);
    assert_eq!(on(plan, "P,C,2026-03-12,700.00,F\n", "2026-04-21"), 100);
    assert_eq!(on(promise, "P,C,2026-03-12,500.00,F\n", "2026-04-21"), 500);
    // With what was asked for came the first instalment: the second is waited for.
    assert_eq!(on(plan, "P,C,2026-03-12,800.00,F\n", "2026-05-20"), 0);
    assert_eq!(on(plan, "P,C,2026-03-12,800.00,F\n", "2026-05-21"), 200);
    // What came of them: G is owed as well, and no part of the promise. Who was asked for the 600 by a letter has paid
    // just that; else he has paid more than the 400 that he promised.
    let paid = "P,C,2026-03-12,600.00,F\n";
    let asked = |on: &str| format!("{promise}{on},notice,,F,,first,600.00\n");
    assert_eq!(outcome(&asked("2026-03-09"), paid, "2026-04-21"), broken("2026-04-21"));
    for events in [promise, &asked("2026-03-13")] {
        assert_eq!(outcome(events, paid, "2026-04-19"), running("2026-04-20"));
        assert_eq!(outcome(events, paid, "2026-04-21"), over("2026-04-20"));
    }
    assert_eq!(outcome(promise, &format!("{paid}Q,C,2026-04-10,400.00,F\n"), "2026-04-21"), over("2026-04-10"));
    assert_eq!(outcome(promise, "P,C,2026-03-12,500.00,F\n", "2026-04-21"), over("2026-04-20"));
}

#[test]
fn who_is_debited_is_waited_for_until_the_bank_can_no_longer_bring_the_debit_back() {
    let policy = format!("[bank]\ndirect_debit_days = 10\n{TWO_LEVELS}");
    let mut folder = Folder::one(&policy, "");
    folder.customers = "C,Dupont,,,,direct-debit\n".to_owned();
    // Due on 2 March, and 10 days: 12 March is the last day.
    assert_eq!(folder.days("F", "2026-03-10", "2026-03-13"), ["03-10 payment-announced", "03-13 due first"]);
    // The debit came in on its day, and was brought back on the 5th: it is waited for no more.
    folder.payments = "P,C,2026-03-02,1000.00,F,,,\nR,C,2026-03-05,-1000.00,F,return,P,\n".to_owned();
    assert_eq!(folder.days("F", "2026-03-10", "2026-03-10"), ["03-10 due first"]);
    folder.payments.clear();
    folder.customers = "C,Dupont,,,,transfer\n".to_owned();
    assert_eq!(folder.days("F", "2026-03-10", "2026-03-10"), ["03-10 due first"]);
}

#[test]
fn a_sum_is_shared_out_among_thousands_of_invoices_at_once() {
    // 5,000 invoices of 10.00 that fell due on one day, the first ids first.
    let mut folder = Folder::one(TWO_LEVELS, "");
    folder.invoices = (0..5_000).map(|row| format!("I{row:04},C,2026-01-30,2026-03-03,10.00\n")).collect();
    let stopped = |folder: &Folder, stop: &str| {
        let desk = folder.on("2026-03-10");
        let plan = desk.plan();
        let chased: i64 = plan.rows.iter().filter(|row| row.stops.is_empty()).map(|row| row.chased.minor()).sum();
        (plan.rows.iter().filter(|row| answer(row) == stop).count(), chased / 100)
    };
    // 1,005 are 100 invoices and half of one: 50,000 - 1,005 are chased.
    folder.events = "2026-03-09,promise,C,,,,1005.00,2026-03-20\n".to_owned();
    assert_eq!(stopped(&folder, "promise"), (100, 48_995));
    // 36 instalments of 100 are 360 invoices.
    let until =
        |month: i32| format!("2026-03-09,plan,C,,,,100.00,{}-{:02}-28,,E1\n", 2026 + month / 12, month % 12 + 1);
    folder.events = (2..38).map(until).collect();
    assert_eq!(stopped(&folder, "plan-kept"), (360, 46_400));
}
