use super::*;
use crate::model::Lang;
use crate::testing::{day, eur};

fn case(debtor: CustomerKind, principal: &str) -> Case {
    Case {
        debtor,
        courts: Courts::France,
        principal: Some(eur(principal)),
        interest: None,
        is_disputed: false,
        is_lapsed: false,
        is_insolvent: false,
        day: day("2026-11-22"),
    }
}

/// Returns each route with `+` when it is open, else with why not.
fn shown(case: &Case) -> Vec<String> {
    let bars = |route: &Route| route.bars.iter().map(|bar| bar.word()).collect::<Vec<_>>().join(" ");
    let state = |route: &Route| if route.is_open() { "+".to_owned() } else { bars(route) };
    routes(case).iter().map(|route| format!("{} {}", route.kind.word(), state(route))).collect()
}

#[test]
fn the_small_claims_ceiling_is_the_one_of_the_day() {
    let ceiling = |on| data::euros(RouteKind::SmallClaims, CustomerKind::Business, Fact::Ceiling, day(on));
    assert_eq!(ceiling("2016-05-31"), None);
    assert_eq!(ceiling("2019-12-31"), Some(eur("4000.00")));
    assert_eq!(ceiling("2020-01-01"), Some(eur("5000.00")));
}

#[test]
fn interest_counts_under_a_ceiling() {
    // 4,980.00 and 20.00 of interest are 5,000.00; a cent more is above it (C. exéc. R125-1).
    let with = |interest| Case { interest: Some(eur(interest)), ..case(CustomerKind::Business, "4980.00") };
    assert_eq!(shown(&with("20.00"))[0], "small-claims +");
    assert_eq!(shown(&with("20.01"))[0], "small-claims above-ceiling");
}

#[test]
fn a_debt_whose_time_is_over_has_no_way_on() {
    let lapsed = Case { is_lapsed: true, ..case(CustomerKind::Business, "100.00") };
    let routes = routes(&lapsed);
    assert!(routes.iter().all(|route| !route.is_open() && route.bars.contains(&Bar::Lapsed)));
    assert_eq!(routes.len(), 5, "and nothing cheaper");
}

#[test]
fn undisputed_claims_between_traders_have_their_own_way_since_law_2026_307() {
    let state = |on, debtor| shown(&Case { day: day(on), ..case(debtor, "90000.00") })[1].clone();
    assert_eq!(state("2026-04-24", CustomerKind::Business), "commercial-claims not-established");
    assert_eq!(state("2026-04-25", CustomerKind::Business), "commercial-claims +");
    assert_eq!(state("2026-11-22", CustomerKind::Consumer), "commercial-claims consumer");
    let found = routes(&case(CustomerKind::Business, "90000.00"));
    assert!(found[1].detail.fr.contains("décret d'application"), "{}", found[1].detail.fr);
}

#[test]
fn a_debtor_abroad_is_for_the_courts_of_his_place() {
    let of = |courts, debtor| shown(&Case { courts, ..case(debtor, "1000.00") });
    let french = ["small-claims abroad", "commercial-claims abroad", "order-for-payment abroad"];
    let (union, elsewhere) = (of(Courts::Union, CustomerKind::Business), of(Courts::Elsewhere, CustomerKind::Business));
    assert_eq!(union[..3], french);
    assert_eq!(union[3..], ["european-order-for-payment +", "summary-provision abroad", "ordinary-claim +"]);
    assert_eq!(elsewhere[..3], french);
    assert_eq!(elsewhere[3..], ["summary-provision abroad", "ordinary-claim +"], "no conciliateur de justice either");
    let found = routes(&Case { courts: Courts::Elsewhere, ..case(CustomerKind::Consumer, "1000.00") });
    let ordinary = found.last().expect("an ordinary claim");
    assert_eq!((ordinary.article, ordinary.cost_from, ordinary.facts.len()), ("CPC 42", None, 0));
}

#[test]
fn what_is_known_of_a_route_is_dated_and_has_a_source() {
    let known = data::known(RouteKind::OrderForPayment, CustomerKind::Business, day("2026-08-31"));
    let shown: Vec<String> = known.iter().map(|row| format!("{} {}", row.fact.word(), row.value.unwrap())).collect();
    assert_eq!(shown, ["cost_from 25.00", "cost_to 34.00", "advance 15", "answer 1", "serve 6"]);
    assert!(known.iter().all(|row| !row.source.is_empty() && !row.confidence.is_empty()));
}

#[test]
fn every_route_is_open_or_says_why_not() {
    assert_eq!(
        shown(&case(CustomerKind::Business, "5000.00")),
        [
            "small-claims +",
            "commercial-claims +",
            "order-for-payment +",
            "summary-provision +",
            "ordinary-claim +",
            "mediation +"
        ]
    );
    assert_eq!(shown(&case(CustomerKind::Business, "5000.01"))[0], "small-claims above-ceiling");
    assert_eq!(
        shown(&Case { is_disputed: true, ..case(CustomerKind::Consumer, "9000.00") }),
        [
            "small-claims disputed above-ceiling",
            "commercial-claims consumer disputed",
            "order-for-payment disputed",
            "summary-provision disputed",
            "ordinary-claim +",
            "mediation +"
        ]
    );
    assert_eq!(shown(&Case { principal: None, ..case(CustomerKind::Business, "1") })[0], "small-claims not-in-euros");
}

#[test]
fn a_public_debtor_has_his_own_court_and_an_insolvent_one_none() {
    assert_eq!(
        shown(&case(CustomerKind::Public, "100.00")),
        [
            "small-claims public",
            "commercial-claims public",
            "order-for-payment public",
            "summary-provision public",
            "ordinary-claim public",
            "administrative-provision +"
        ]
    );
    let insolvent = Case { is_insolvent: true, ..case(CustomerKind::Business, "100.00") };
    assert!(routes(&insolvent).iter().all(|route| route.bars.first() == Some(&Bar::Insolvent)));
}

#[test]
fn a_remission_is_named_where_a_title_costs_a_twentieth_of_the_claim() {
    // The order's clerk costs 25 euros at least: 20 times that is 500. Before the judicial court it is 50, so 1,000.
    let remission = |debtor, principal: &str| {
        let found =
            routes(&case(debtor, principal)).into_iter().find(|route| route.kind == RouteKind::PartialRemission);
        found.and_then(|route| route.cost_from)
    };
    assert_eq!(remission(CustomerKind::Business, "500.00"), Some(eur("25.00")));
    assert_eq!(remission(CustomerKind::Business, "500.01"), None);
    assert_eq!(remission(CustomerKind::Consumer, "1000.00"), Some(eur("50.00")));
    let before = Case { day: day("2026-02-28"), ..case(CustomerKind::Consumer, "1000.00") };
    assert!(routes(&before).iter().all(|route| route.cost_from.is_none()));
}

#[test]
fn the_commercial_court_is_for_traders_and_an_order_is_served_in_time() {
    let routes = routes(&case(CustomerKind::Business, "12000.00"));
    let claim = routes.iter().find(|route| route.kind == RouteKind::OrdinaryClaim).unwrap();
    assert!(claim.name.fr.contains("tribunal de commerce si le débiteur est commerçant, sinon au tribunal judiciaire"));
    assert!(claim.detail.en.contains("lawyer") && !claim.detail.en.contains("conciliation"));
    let order = routes.iter().find(|route| route.kind == RouteKind::OrderForPayment).unwrap();
    assert!(order.detail.get(Lang::En).contains("within 3 months"));
}
