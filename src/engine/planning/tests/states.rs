//! What takes an item out of the plan, from when to when, and in which order of precedence.

use super::{Folder, TWO_LEVELS, also};
use crate::model::Lang;
use crate::testing::{day, eur};

const PAUSED: &str = "2026-03-10"; // 8 days late: the first level is due since 6 March.

#[test]
fn a_hold_lasts_until_its_day_or_its_release() {
    let folder = Folder::one(TWO_LEVELS, "2026-03-09,hold,,F,,,,2026-03-11\n");
    assert_eq!(
        folder.days("F", "2026-03-06", "2026-03-12"),
        ["03-06 due first", "03-09 hold", "03-12 due first"] // The 11th is its last day.
    );
    let desk = folder.on(PAUSED);
    assert_eq!(desk.row(&desk.plan(), "F").due_on, Some(day("2026-03-12")));
    let folder = Folder::one(TWO_LEVELS, "2026-03-09,hold,C\n2026-03-11,release,C\n");
    assert_eq!(folder.days("F", "2026-03-09", "2026-03-12"), ["03-09 hold", "03-11 due first"]);
    let desk = folder.on(PAUSED);
    assert_eq!(desk.row(&desk.plan(), "F").due_on, None); // Somebody must release it first.
    let undone = "2026-03-09,hold,,F,,,,,,H1\n2026-03-11,undo,,F,,,,,,U1,H1\n";
    assert_eq!(
        Folder::one(TWO_LEVELS, undone).days("F", "2026-03-09", "2026-03-12"),
        ["03-09 hold", "03-11 due first"]
    );
}

/// The first level is due since 6 March; a hold counts on its last day still.
#[test]
fn a_later_hold_says_until_when_and_not_how_much_longer() {
    let days = |events: &str| Folder::one(TWO_LEVELS, events).days("F", "2026-03-09", "2026-03-20");
    let (held, free) = ("03-09 hold", "due first");
    // Open-ended, then until the 12th; until the 18th, then the 12th; until the 12th, then the 18th.
    assert_eq!(days("2026-03-09,hold,,F\n2026-03-10,hold,,F,,,,2026-03-12\n"), [held, &format!("03-13 {free}")]);
    let shorter = "2026-03-09,hold,,F,,,,2026-03-18\n2026-03-10,hold,,F,,,,2026-03-12\n";
    assert_eq!(days(shorter), [held, &format!("03-13 {free}")]);
    let longer = "2026-03-09,hold,,F,,,,2026-03-12\n2026-03-10,hold,,F,,,,2026-03-18\n";
    assert_eq!(days(longer), [held, &format!("03-19 {free}")]);
    // On one day the longer one, in whatever order the rows stand and whatever their ids are.
    for (a, b) in [("A", "B"), ("B", "A")] {
        let both = format!("2026-03-09,hold,,F,,,,2026-03-12,,{a}\n2026-03-09,hold,,F,,,,2026-03-18,,{b}\n");
        assert_eq!(days(&both), [held, &format!("03-19 {free}")]);
    }
    // The customer's own hold is not ended by one of an invoice, nor the other way round; a release ends both.
    assert_eq!(days("2026-03-09,hold,C\n2026-03-10,hold,,F,,,,2026-03-12\n"), [held]);
    assert_eq!(days("2026-03-09,hold,,F\n2026-03-10,hold,C,,,,,2026-03-12\n"), [held]);
    let released = "2026-03-09,hold,,F\n2026-03-10,hold,C,,,,,2026-03-12\n2026-03-11,release,C\n";
    assert_eq!(days(released), [held, &format!("03-11 {free}")]);
}

#[test]
fn a_promise_pauses_until_its_day_and_the_policys_grace() {
    let policy = TWO_LEVELS.replace("promise_grace_days = 0", "promise_grace_days = 2");
    let folder = Folder::one(&policy, "2026-03-09,promise,,F,,,,2026-03-11\n");
    // Waited for until Friday the 13th, a transfer of that day included. The next day is a Saturday, so the action is
    // for Monday. Its level has been due since the 6th.
    assert_eq!(folder.days("F", "2026-03-09", "2026-03-16"), ["03-09 promise", "03-14 not-yet", "03-16 due first"]);
    let sentence = folder.on("2026-03-16").because("F", Lang::En);
    assert!(sentence.ends_with("The promise to pay is broken since 14\u{a0}March\u{a0}2026."), "{sentence}");
    // While it runs, the plan says when the action will be due.
    let desk = folder.on("2026-03-10");
    assert_eq!(desk.row(&desk.plan(), "F").due_on, Some(day("2026-03-16")));
}

#[test]
fn only_payments_from_the_promise_on_keep_it() {
    let promise = "2026-03-09,promise,,F,,,400.00,2026-03-11\n";
    let remarks = |payments: &str| {
        let mut folder = Folder::one(TWO_LEVELS, promise);
        folder.payments = payments.to_owned();
        let desk = folder.on("2026-03-16");
        desk.row(&desk.plan(), "F").remarks.len()
    };
    assert_eq!(remarks("P,C,2026-03-06,400.00,F\n"), 1); // Before it.
    assert_eq!(remarks("P,C,2026-03-09,399.99,F\n"), 1); // A cent short.
    assert_eq!(remarks("P,C,2026-03-09,150.00,F\nQ,C,2026-03-11,250.00,F\n"), 0);
    assert_eq!(remarks("P,C,2026-03-12,400.00,F\n"), 1); // A day late.
    assert_eq!(remarks("P,C,2026-03-09,400.00,F\nR,C,2026-03-11,-400.00,F,return,P\n"), 1); // It bounced in time.
}

#[test]
fn a_promise_of_all_is_kept_when_all_is_settled_and_another_replaces_it() {
    let mut folder = Folder::one(TWO_LEVELS, "2026-03-09,promise,C,,,,,2026-03-11\n");
    folder.invoices.push_str("G,C,2026-01-30,2026-03-02,50.00\n");
    folder.payments = "P,C,2026-03-10,1000.00,F\n".to_owned();
    let desk = folder.on("2026-03-12");
    assert_eq!(desk.row(&desk.plan(), "G").remarks.len(), 1, "G was not paid");
    folder.events.push_str("2026-03-12,promise,C,,,,,2026-03-18\n");
    assert_eq!(folder.days("G", "2026-03-09", "2026-03-19"), ["03-09 promise", "03-19 due first"]);
}

#[test]
fn a_plan_replaces_the_item_until_an_instalment_is_missed() {
    // One plan in three rows, without an id: 300 on the 9th, 300 on the 16th, 400 on the 23rd.
    let plan = "2026-03-05,plan,,F,,,300.00,2026-03-09\n2026-03-05,plan,,F,,,300.00,2026-03-16\n\
        2026-03-05,plan,,F,,,400.00,2026-03-23\n";
    let mut folder = Folder::one(TWO_LEVELS, plan);
    folder.payments = "P1,C,2026-03-09,300.00,F\nP2,C,2026-03-17,300.00,F\n".to_owned();
    // The second one comes a day late: the plan is over from the 17th on, for good.
    assert_eq!(folder.days("F", "2026-03-04", "2026-03-31"), ["03-04 not-yet", "03-05 plan-kept", "03-17 due first"]);
    // In time, it goes on; 600 paid, and the last 400 come on their day.
    folder.payments = "P1,C,2026-03-09,300.00,F\nP2,C,2026-03-16,300.00,F\nP3,C,2026-03-23,400.00,F\n".to_owned();
    assert_eq!(folder.days("F", "2026-03-05", "2026-03-31"), ["03-05 plan-kept", "03-23 settled"]);
    // Paid ahead: the next day on which something is missing is the last.
    folder.payments = "P1,C,2026-03-09,600.00,F\n".to_owned();
    let desk = folder.on("2026-03-10");
    assert_eq!(desk.row(&desk.plan(), "F").due_on, Some(day("2026-03-24")));
    assert!(desk.because("F", Lang::En).contains("23\u{a0}March"));
}

#[test]
fn a_plan_over_several_invoices_is_one_plan() {
    let plan = "2026-03-05,plan,,F,,,500.00,2026-03-09,,A1\n2026-03-05,plan,,G,,,550.00,2026-03-30,,A1\n";
    let mut folder = Folder::one(TWO_LEVELS, plan);
    folder.invoices.push_str("G,C,2026-01-30,2026-03-02,50.00\n");
    folder.payments = "P1,C,2026-03-09,500.00,F\n".to_owned();
    assert_eq!(folder.answer("G", "2026-03-16"), "plan-kept");
    folder.payments.clear();
    assert_eq!(folder.answer("G", "2026-03-16"), "due first");
}

#[test]
fn a_dispute_of_a_part_leaves_the_rest_chased() {
    let folder = Folder::one(TWO_LEVELS, "2026-03-06,dispute_opened,,F,,,200.00\n2026-03-12,dispute_closed,,F\n");
    let desk = folder.on(PAUSED);
    let plan = desk.plan();
    let row = desk.row(&plan, "F");
    assert_eq!((row.reason(), row.open, row.chased), ("due", eur("1000.00"), eur("800.00")));
    assert!(plan.because(&row, Lang::Fr).contains("200,00\u{a0}€"));
    let desk = folder.on("2026-03-12");
    assert_eq!(desk.row(&desk.plan(), "F").chased, eur("1000.00"));
    // Two disputed parts add up, and all of it disputed stops the chase.
    let whole = "2026-03-06,dispute_opened,,F,,,200.00\n2026-03-09,dispute_opened,,F,,,900.00\n";
    assert_eq!(Folder::one(TWO_LEVELS, whole).days("F", "2026-03-06", PAUSED), ["03-06 due first", "03-09 disputed"]);
    assert_eq!(Folder::one(TWO_LEVELS, "2026-03-06,dispute_opened,C\n").answer("F", PAUSED), "disputed");
}

#[test]
fn an_invoice_that_comes_back_is_in_dispute_as_it_was() {
    // Disputed on the 6th, and found on the 8th to have been paid on the 3rd; that payment bounces on the 9th.
    let mut folder = Folder::one(TWO_LEVELS, "2026-03-06,dispute_opened,,F\n");
    folder.payments = "P,C,2026-03-03,1000.00,F,,,\nR,C,2026-03-09,-1000.00,F,return,P,\n".to_owned();
    assert_eq!(folder.answer("F", PAUSED), "disputed");
    // Whoever disputes all that he owes does not mean what he had paid.
    folder.events = "2026-03-06,dispute_opened,C\n".to_owned();
    assert_eq!(folder.answer("F", PAUSED), "due first");
}

#[test]
fn a_closing_with_an_amount_closes_that_much() {
    let opened = "2026-03-06,dispute_opened,,F,,,800.00\n";
    let on = |closed: &str| {
        let desk = Folder::one(TWO_LEVELS, &format!("{opened}{closed}")).on(PAUSED);
        desk.row(&desk.plan(), "F").chased
    };
    assert_eq!(on("2026-03-09,dispute_closed,,F,,,300.00\n"), eur("500.00")); // 1,000 less the 500 still disputed.
    assert_eq!(on("2026-03-09,dispute_closed,,F,,,900.00\n"), eur("1000.00"));
    assert_eq!(on("2026-03-09,dispute_closed,,F\n"), eur("1000.00"));
    // A sum in another currency closes nothing of it.
    assert_eq!(on("2026-03-09,dispute_closed,C,,,,300.00,,,,,USD\n"), eur("200.00"));
    // Over two invoices the sum is used up once, oldest first: 200 of OLD, then 100 of F.
    let mut folder = Folder::one(TWO_LEVELS, "2026-03-06,dispute_opened,C\n2026-03-09,dispute_closed,C,,,,300.00\n");
    folder.invoices.push_str("OLD,C,2026-01-20,2026-02-20,200.00\n");
    let desk = folder.on(PAUSED);
    let plan = desk.plan();
    assert_eq!(["OLD", "F"].map(|name| desk.row(&plan, name).chased), [eur("200.00"), eur("100.00")]);
}

#[test]
fn penalties_are_born_with_the_debt_that_they_were_charged_on() {
    // Charged after the judgment on an invoice of before it: as little to be chased as that invoice (L622-28).
    let mut folder = Folder::one(TWO_LEVELS, "2026-03-09,insolvency,C,,,,,,2026-03-12\n");
    folder.invoices.push_str("PEN,C,2026-03-13,2026-03-13,40.00,,EUR,penalty,F\n");
    folder
        .invoices
        .push_str("NEW,C,2026-03-10,2026-03-12,90.00\nPEN2,C,2026-03-16,2026-03-16,40.00,,EUR,penalty,NEW\n");
    let desk = folder.on("2026-03-26");
    let plan = desk.plan();
    assert_eq!(["PEN", "PEN2"].map(|name| desk.row(&plan, name).reason()), ["insolvency", "due"]);
}

#[test]
fn relief_is_no_longer_offered_after_six_months() {
    // Published on 12 March: declared by 12 May, else relief until 12 September.
    let folder = Folder::one(TWO_LEVELS, "2026-03-09,insolvency,C,,,,,,2026-03-12\n");
    for (day, en, fr) in [
        ("2026-05-12", "Declare the claim by 12", "Déclarer la créance au plus tard le 12"),
        ("2026-05-13", "relief can be sought until 12", "relevé de forclusion se demande jusqu'au 12"),
        ("2026-09-12", "relief can be sought until 12", "relevé de forclusion se demande jusqu'au 12"),
        ("2026-09-13", "to seek relief on 12", "relevé de forclusion le 12"),
    ] {
        let desk = folder.on(day);
        let sentences = [Lang::En, Lang::Fr].map(|lang| desk.because("F", lang));
        assert!(sentences[0].contains(en) && sentences[1].contains(fr), "{day}: {sentences:?}");
    }
}

#[test]
fn an_announced_payment_is_waited_for() {
    let folder = Folder::one(TWO_LEVELS, "2026-03-09,payment_announced,,F,,,,2026-03-11\n");
    assert_eq!(folder.days("F", "2026-03-09", "2026-03-12"), ["03-09 payment-announced", "03-12 due first"]);
    // Without a date: 7 days by the built-in procedure's announced_days, the 16th included.
    let folder = Folder::one("", "2026-03-06,notice,,F,,reminder\n2026-03-09,payment_announced,,F\n");
    assert_eq!(folder.days("F", "2026-03-09", "2026-03-17"), ["03-09 payment-announced", "03-17 due second-reminder"]);
}

#[test]
fn insolvency_stops_older_debts_and_says_by_when_to_declare_them() {
    let events = "2026-03-09,insolvency,C,,,,,,2026-03-12\n2026-04-02,claim_declared,C\n";
    let mut folder = Folder::one(TWO_LEVELS, events);
    // Issued before the judgment for work done after it, and the reverse: the birth of the debt decides.
    folder.invoices.push_str("NEW,C,2026-03-09,2026-03-20,50.00\n");
    folder.invoices.push_str("WORK,C,2026-03-02,2026-03-20,60.00,,,,,2026-03-10\n");
    folder.invoices.push_str("LATE-BILL,C,2026-03-16,2026-03-20,70.00,,,,,2026-03-06\n");
    let desk = folder.on("2026-03-26");
    let plan = desk.plan();
    let row = desk.row(&plan, "F");
    assert_eq!((row.reason(), row.due_on), ("insolvency", Some(day("2026-05-12")))); // Two months.
    assert!(plan.because(&row, Lang::Fr).contains("au plus tard le 12\u{a0}mai\u{a0}2026"));
    let reasons = ["NEW", "WORK", "LATE-BILL"].map(|name| desk.row(&plan, name).reason());
    assert_eq!(reasons, ["due", "due", "insolvency"]);
    let desk = folder.on("2026-04-02");
    assert_eq!(desk.row(&desk.plan(), "F").due_on, None);
    assert!(desk.because("F", Lang::En).contains("declared on 2\u{a0}April"));
    // Four months from abroad; and before the judgment nobody knew.
    folder.policy = format!("[creditor]\ncountry = \"BE\"\n{TWO_LEVELS}");
    let desk = folder.on("2026-03-26");
    assert_eq!(desk.row(&desk.plan(), "F").due_on, Some(day("2026-07-12")));
    assert_eq!(folder.answer("F", "2026-03-06"), "due first");
}

#[test]
fn without_a_publication_the_declaration_has_no_date_yet() {
    let folder = Folder::one(TWO_LEVELS, "2026-03-09,insolvency,C\n");
    let desk = folder.on(PAUSED);
    assert_eq!(desk.row(&desk.plan(), "F").due_on, None);
    assert!(desk.because("F", Lang::En).contains("that day is not recorded"));
}

#[test]
fn reasons_come_in_order_of_precedence_and_the_others_are_listed() {
    let all = "2026-03-09,hold,,F\n2026-03-09,promise,,F,,,,2026-03-20\n2026-03-09,dispute_opened,,F\n\
        2026-03-09,plan,,F,,,1000.00,2026-03-20\n2026-03-09,payment_announced,,F,,,,2026-03-20\n\
        2026-03-09,assigned,,F\n2026-03-09,handed_over,,F\n2026-03-09,court_filed,,F\n2026-03-09,insolvency,C\n";
    let folder = Folder::one("", &format!("2026-03-06,notice,,F,,reminder\n{all}"));
    let desk = folder.on(PAUSED);
    let plan = desk.plan();
    let row = desk.row(&plan, "F");
    assert_eq!(row.reason(), "insolvency");
    assert_eq!(
        also(&row),
        [
            "court-filed",
            "handed-over",
            "assigned",
            "hold",
            "disputed",
            "plan-kept",
            "promise",
            "payment-announced",
            "not-yet"
        ]
    );
}

#[test]
fn every_reason_has_a_sentence_in_both_languages() {
    let base = Folder::one(TWO_LEVELS, "");
    let events = [
        "hold,,F",
        "promise,,F,,,,2026-03-20",
        "dispute_opened,,F",
        "plan,,F,,,9.00,2026-03-20",
        "payment_announced,,F,,,,2026-03-20",
        "assigned,,F",
        "handed_over,,F",
        "court_filed,,F",
        "insolvency,C",
        "notice,,F,,x",
        "notice,,F,,first",
        "notice,,F,,second",
    ];
    for event in events {
        let desk = Folder { events: format!("2026-03-09,{event}\n"), ..base.clone() }.on(PAUSED);
        for lang in [Lang::En, Lang::Fr] {
            let sentence = desk.because("F", lang);
            assert!(sentence.len() > 20 && sentence.ends_with('.') && !sentence.contains("  "), "{sentence}");
        }
    }
}

#[test]
fn a_procedure_is_chosen_invoice_then_customer_then_segment_then_kind_then_default() {
    let level =
        |name: &str| format!("[[procedure.level]]\nname = \"{name}\"\ndays_after_due = 1\nchannel = \"email\"\n");
    let procedure = |name: &str, whom: &str| format!("[[procedure]]\nname = \"{name}\"\n{whom}\n{}", level(name));
    let policy = [
        procedure("business", "kinds = [\"business\"]"),
        procedure("loyal", "segments = [\"loyal\"]"),
        procedure("gentle", "segments = [\"none\"]"),
    ];
    let mut folder = Folder::one(&policy.concat(), "");
    let answer = |folder: &Folder| folder.answer("F", "2026-03-10");
    assert_eq!(answer(&folder), "due business");
    folder.customers = "C,Cie,business,loyal\n".to_owned();
    assert_eq!(answer(&folder), "due loyal");
    folder.customers = "C,Cie,business,loyal,business\n".to_owned();
    assert_eq!(answer(&folder), "due business");
    folder.invoices = "F,C,2026-01-30,2026-03-02,1000.00,,,,,,gentle\n".to_owned();
    assert_eq!(answer(&folder), "due gentle");
    // A balance brought forward is for no procedure's levels.
    folder.invoices = "F,C,2026-01-01,2026-01-01,1000.00,,,opening\n".to_owned();
    assert_eq!(answer(&folder), "opening-balance");
    // A name that the policy does not have is not passed over, and a procedure for businesses is for nobody else.
    folder.invoices = "F,C,2026-01-30,2026-03-02,1000.00,,,,,,gone\n".to_owned();
    assert_eq!(answer(&folder), "no-procedure");
    assert!(folder.on("2026-03-10").because("F", Lang::En).contains("\"gone\""));
    folder.invoices = super::ONE.to_owned();
    folder.customers = "C,Claire,consumer\n".to_owned();
    assert_eq!(answer(&folder), "no-procedure");
    let desk = folder.on("2026-03-01");
    assert_eq!(also(&desk.row(&desk.plan(), "F")), ["not-due"]);
    // The first one is the default when it does not say for whom it is.
    folder.policy = folder.policy.replace("kinds = [\"business\"]", "kinds = []");
    assert_eq!(answer(&folder), "due business");
}

#[test]
fn an_over_indebted_consumer_is_chased_for_younger_debts_alone() {
    let mut folder = Folder::one(TWO_LEVELS, "2026-03-09,over_indebtedness,C\n");
    folder.invoices.push_str("NEW,C,2026-03-09,2026-03-20,50.00\n");
    let desk = folder.on("2026-03-26");
    let plan = desk.plan();
    assert_eq!(["F", "NEW"].map(|name| desk.row(&plan, name).reason()), ["over-indebtedness", "due"]);
    assert!(desk.because("F", Lang::En).contains("C. conso. L722-2"));
    // A judgment that follows brings the days to declare, which come before.
    folder.events.push_str("2026-03-20,insolvency,C,,,,,,2026-03-24\n");
    let desk = folder.on("2026-03-26");
    let row = desk.row(&desk.plan(), "F");
    assert_eq!((row.reason(), row.due_on), ("insolvency", Some(day("2026-05-24"))));
}

#[test]
fn goods_under_retention_of_title_are_claimed_back_in_three_months() {
    // Published on 12 March: until 12 June. A consumer's proceedings have other articles, and no goods to claim back.
    let retained = format!("[terms]\nretention_of_title = true\n{TWO_LEVELS}");
    let mut folder = Folder::one(&retained, "2026-03-09,insolvency,C,,,,,,2026-03-12\n");
    let told = |folder: &Folder, day| folder.on(day).because("F", Lang::En);
    assert!(told(&folder, "2026-06-12").contains("by 12\u{a0}June\u{a0}2026 (C. com. L624-9)"));
    assert!(told(&folder, "2026-06-13").contains("ended on 12\u{a0}June\u{a0}2026 (C. com. L624-9)"));
    folder.customers = "C,Ann,consumer\n".to_owned();
    let consumer = told(&folder, "2026-03-26");
    assert!(consumer.contains("C. conso. R742-11") && !consumer.contains("L624-9"), "{consumer}");
}
