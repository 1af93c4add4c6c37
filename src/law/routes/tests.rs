use super::*;
use crate::model::Lang;
use crate::testing::{day, eur};

fn case(debtor: CustomerKind, principal: &str) -> Case {
    Case { debtor, principal: Some(eur(principal)), is_disputed: false, is_insolvent: false, day: day("2026-11-22") }
}

/// Returns each route with `+` when it is open, else with why not.
fn shown(case: &Case) -> Vec<String> {
    let bars = |route: &Route| route.bars.iter().map(|bar| bar.word()).collect::<Vec<_>>().join(" ");
    let state = |route: &Route| if route.is_open() { "+".to_owned() } else { bars(route) };
    routes(case).iter().map(|route| format!("{} {}", route.kind.word(), state(route))).collect()
}

#[test]
fn the_small_claims_ceiling_is_the_one_of_the_day() {
    assert_eq!(small_claims_ceiling(day("2016-05-31")), None);
    assert_eq!(small_claims_ceiling(day("2019-12-31")), Some(eur("4000.00")));
    assert_eq!(small_claims_ceiling(day("2020-01-01")), Some(eur("5000.00")));
}

#[test]
fn every_route_is_open_or_says_why_not() {
    assert_eq!(
        shown(&case(CustomerKind::Business, "5000.00")),
        [
            "small-claims +",
            "commercial-claims not-established",
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
            "commercial-claims consumer disputed not-established",
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
            "commercial-claims public not-established",
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
    assert_eq!(months_to_serve_an_order(day("2026-08-31")), 6);
}
