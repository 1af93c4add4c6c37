//! Which legal routes are open for a debt, seen from all that its debtor owes.

use super::{Desk, Folder};
use crate::engine::history::declared_without_judgment;
use crate::engine::penalties::Penalties;
use crate::law::rates::Rates;
use crate::law::routes::RouteKind;
use crate::model::Selection;
use crate::testing::day;

const ONE_LEVEL: &str = "[[procedure]]\nname = \"standard\"\n[[procedure.level]]\nname = \"first\"\n\
    days_after_due = 4\nchannel = \"email\"\n";

/// Returns why a route is not open for an item, with the interest counted: nothing when it is.
fn why_not(desk: &Desk, name: &str, kind: RouteKind) -> Vec<&'static str> {
    let mut plan = desk.plan();
    plan.count_interest(&Penalties::new(&desk.ledger, &desk.balances, &desk.policy, &Rates::builtin()));
    let routes = plan.routes(&desk.row(&plan, name));
    let route = routes.iter().find(|route| route.kind == kind).expect("a route of this kind");
    route.bars.iter().map(|bar| bar.word()).collect()
}

fn folder(invoices: &str) -> Folder {
    let invoices = invoices.to_owned();
    let events = "2026-03-06,notice,,F,,first\n".to_owned();
    Folder { policy: ONE_LEVEL.to_owned(), invoices, events, ..Folder::default() }
}

#[test]
fn ceilings_are_for_principal_and_interest_of_all_debts_together() {
    // 4,990.00 alone is within 5,000.00; 4,990.00 x 12.15 % x 6 / 365 = 9.97 of interest until 8 March, 11.63 until the
    // 9th, which is above it.
    let one = folder("F,C,2026-01-30,2026-03-02,4990.00\n");
    assert!(why_not(&one.on("2026-03-08"), "F", RouteKind::SmallClaims).is_empty());
    assert_eq!(why_not(&one.on("2026-03-09"), "F", RouteKind::SmallClaims), ["above-ceiling"]);
    // 3,000.00 and 2,000.01, late both, are one claim; what is not due yet, or a court has, is not in it.
    let two = folder("F,C,2026-01-30,2026-03-02,3000.00\nG,C,2026-01-30,2026-03-03,2000.01\n");
    assert_eq!(why_not(&two.on("2026-03-08"), "F", RouteKind::SmallClaims), ["above-ceiling"]);
    let not_due = folder("F,C,2026-01-30,2026-03-02,3000.00\nG,C,2026-01-30,2026-03-31,2000.01\n");
    assert!(why_not(&not_due.on("2026-03-08"), "F", RouteKind::SmallClaims).is_empty());
    let mut filed = two.clone();
    filed.events.push_str("2026-03-07,court_filed,,G\n");
    assert!(why_not(&filed.on("2026-03-08"), "F", RouteKind::SmallClaims).is_empty());
}

#[test]
fn interest_that_is_known_counts_where_a_rate_is_missing() {
    // 4,990.00 x 12.40 % x 31 / 365 = 52.55 in December, above 5,000.00 with the principal; the rate of January 2027 is
    // not known, and the claim does not come below the ceiling for that.
    let one = Folder {
        policy: ONE_LEVEL.to_owned(),
        invoices: "F,C,2026-10-31,2026-11-30,4990.00\n".to_owned(),
        events: "2026-12-15,notice,,F,,first\n".to_owned(),
        ..Folder::default()
    };
    for (on, is_told) in [("2026-12-31", false), ("2027-01-01", true)] {
        let desk = one.on(on);
        assert_eq!(why_not(&desk, "F", RouteKind::SmallClaims), ["above-ceiling"], "{on}");
        let mut plan = desk.plan();
        plan.count_interest(&Penalties::new(&desk.ledger, &desk.balances, &desk.policy, &Rates::builtin()));
        let sentence = plan.because(&desk.row(&plan, "F"), crate::model::Lang::Fr);
        assert_eq!(sentence.contains("Un taux n'est pas connu"), is_told, "{sentence}");
    }
}

#[test]
fn after_the_last_day_no_route_is_open() {
    // Due on 2 March 2026: it can be claimed until 2 March 2031 (C. com. L110-4), and is barred since the 3rd.
    let one = folder("F,C,2026-01-30,2026-03-02,100.00\n");
    assert!(why_not(&one.on("2031-03-02"), "F", RouteKind::OrdinaryClaim).is_empty());
    let desk = one.on("2031-03-03");
    let plan = desk.plan();
    let row = desk.row(&plan, "F");
    assert!(plan.routes(&row).iter().all(|route| !route.is_open()));
    let sentence = plan.because(&row, crate::model::Lang::Fr);
    assert!(sentence.contains("Prescrite depuis le 3\u{a0}mars\u{a0}2031"), "{sentence}");
    // No route is open: the sentence begins with those that are not. 1,826 days to 2 March 2031, and one.
    assert!(sentence.contains(". Fermées\u{a0}: ") && sentence.starts_with("1\u{202f}827 jours"), "{sentence}");
    assert!(plan.lapses()[0].sentence.en.ends_with("since 2031-03-03 (C. com. L110-4)"), "{:?}", plan.lapses());
}

#[test]
fn a_deadline_beyond_limitation_is_told() {
    // He was called; on Wednesday 26 February 2031 the penalty letter is due, and grants 8 days: 6 March 2031, after
    // the last day, 2 March 2031 (C. com. L110-4).
    let invoices = "F,C,2026-01-30,2026-03-02,100.00\n".to_owned();
    let one = Folder { invoices, events: "2026-04-10,call,,F,,call\n".to_owned(), ..Folder::default() };
    let desk = one.on("2031-02-26");
    let sentence = desk.plan().lapses()[0].sentence.fr.clone();
    assert!(sentence.contains("accorde jusqu'au 06/03/2031, et il sera trop tard"), "{sentence}");
    // A week before there is time.
    let sentence = one.on("2031-02-19").plan().lapses()[0].sentence.fr.clone();
    assert!(!sentence.contains("accorde"), "{sentence}");
}

#[test]
fn a_claim_declared_without_a_judgment_is_told() {
    let told = |events: &str| {
        let mut one = folder("F,C,2026-01-30,2026-03-02,100.00\n");
        one.events = events.to_owned();
        let desk = one.on("2026-04-01");
        declared_without_judgment(&desk.ledger, day("2026-04-01"), &Selection::ALL).len()
    };
    assert_eq!(told("2026-03-20,claim_declared,C\n"), 1);
    assert_eq!(told("2026-03-10,insolvency,C\n2026-03-20,claim_declared,C\n"), 0);
    // A judgment before the debt was born does not hit it (C. com. L622-17).
    assert_eq!(told("2026-01-10,insolvency,C\n2026-03-20,claim_declared,C\n"), 1);
}
