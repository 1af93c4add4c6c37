//! What a creditor can do when the last reminder has failed: the ways to a title that can be enforced, what keeps each
//! from being open, what is known of its costs and time, and what is cheaper. It informs and gives no verdict.
//!
//! Ceilings and thresholds are held against all that the debtor would be sued for together, interest included where it
//! is known.

pub mod data;
mod words;

use super::courts::Courts;
use crate::model::{Amount, Bilingual, CustomerKind, Date};
use data::{Fact, FactRow};

/// One way on. The words are what `events.csv` records as the `level` of a `court_filed`, and what JSON says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum RouteKind {
    /// By a commissaire de justice, with the debtor's consent (C. exéc. L125-1).
    SmallClaims,
    /// By a commissaire de justice, for what traders invoice each other and do not dispute (C. exéc. L126-1).
    CommercialClaims,
    /// A judge's order on a petition, without a hearing (CPC 1405 to 1425).
    OrderForPayment,
    /// The same across borders within the European Union (regulation (EC) 1896/2006).
    EuropeanOrder,
    /// Summary proceedings for what cannot seriously be disputed (CPC 873, 835).
    SummaryProvision,
    /// Ordinary proceedings on the merits.
    OrdinaryClaim,
    /// Summary proceedings before the administrative court (CJA R541-1).
    AdministrativeProvision,
    /// Mediation or conciliation.
    Mediation,
    /// Giving up a part so that the rest is paid.
    PartialRemission,
}

impl RouteKind {
    /// Each way to a title: what a `court_filed` can have been.
    pub const TO_A_TITLE: [RouteKind; 7] = [
        RouteKind::SmallClaims,
        RouteKind::CommercialClaims,
        RouteKind::OrderForPayment,
        RouteKind::EuropeanOrder,
        RouteKind::SummaryProvision,
        RouteKind::OrdinaryClaim,
        RouteKind::AdministrativeProvision,
    ];

    /// Returns the route of a word; nothing for another word.
    pub fn parse(word: &str) -> Option<RouteKind> {
        RouteKind::TO_A_TITLE.into_iter().find(|kind| kind.word() == word)
    }

    /// Returns the word that files and outputs use.
    pub const fn word(self) -> &'static str {
        match self {
            RouteKind::SmallClaims => "small-claims",
            RouteKind::CommercialClaims => "commercial-claims",
            RouteKind::OrderForPayment => "order-for-payment",
            RouteKind::EuropeanOrder => "european-order-for-payment",
            RouteKind::SummaryProvision => "summary-provision",
            RouteKind::OrdinaryClaim => "ordinary-claim",
            RouteKind::AdministrativeProvision => "administrative-provision",
            RouteKind::Mediation => "mediation",
            RouteKind::PartialRemission => "partial-remission",
        }
    }

    /// Tells whether filing it is a claim at law, which interrupts limitation (C. civ. 2241). A petition for an order
    /// for payment interrupts nothing before the order is served.
    pub const fn is_claim_at_law(self) -> bool {
        matches!(self, RouteKind::SummaryProvision | RouteKind::OrdinaryClaim | RouteKind::AdministrativeProvision)
    }
}

/// Why a route is not open.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Bar {
    /// Its time to be claimed at law is over (C. civ. 2229).
    Lapsed,
    /// Insolvency proceedings: no action for earlier debts, which are declared (C. com. L622-21).
    Insolvent,
    /// The debtor is established abroad, and the procedure is for debtors in France (CPC 42, 1406).
    Abroad,
    /// A public debtor is for the administrative court.
    PublicDebtor,
    /// A consumer is no trader.
    Consumer,
    /// The debt is disputed.
    Disputed,
    /// The sum is above what the route is open for.
    AboveCeiling(Amount),
    /// The ceiling is in euros, and the sum is not.
    NotInEuros,
    /// The route was not there on that day, or it is not established since when it is.
    NotEstablished,
}

impl Bar {
    /// Returns the word that JSON uses.
    pub const fn word(self) -> &'static str {
        match self {
            Bar::Lapsed => "lapsed",
            Bar::Insolvent => "insolvent",
            Bar::Abroad => "abroad",
            Bar::PublicDebtor => "public",
            Bar::Consumer => "consumer",
            Bar::Disputed => "disputed",
            Bar::AboveCeiling(_) => "above-ceiling",
            Bar::NotInEuros => "not-in-euros",
            Bar::NotEstablished => "not-established",
        }
    }
}

/// What a route is judged by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Case {
    /// The kind of debtor.
    pub debtor: CustomerKind,
    /// Whose courts are those of his place.
    pub courts: Courts,
    /// The principal of the debts that would be claimed together, in EUR; nothing when it is in another currency.
    pub principal: Option<Amount>,
    /// Their interest so far, where it is known.
    pub interest: Option<Amount>,
    /// Whether all of it is disputed.
    pub is_disputed: bool,
    /// Whether its time to be claimed at law is over.
    pub is_lapsed: bool,
    /// Whether it falls under insolvency proceedings.
    pub is_insolvent: bool,
    /// The day.
    pub day: Date,
}

impl Case {
    /// Returns what would be claimed, in EUR: principal and interest.
    fn claim(&self) -> Option<Amount> {
        Some(self.principal? + self.interest.unwrap_or(Amount::ZERO))
    }

    /// Tells whether the claim is within a sum; what is not in euros is within none.
    fn is_within(&self, most: Option<Amount>) -> bool {
        self.claim().zip(most).is_some_and(|(claim, most)| claim <= most)
    }
}

/// One way on, seen from one case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Route {
    /// Which.
    pub kind: RouteKind,
    /// Its name.
    pub name: Bilingual,
    /// The articles that it rests on.
    pub article: &'static str,
    /// The most it is open for, principal and interest together, in EUR.
    pub ceiling: Option<Amount>,
    /// Why it is not open; it is when there is nothing here.
    pub bars: Vec<Bar>,
    /// The least that is known to be paid for it, in EUR.
    pub cost_from: Option<Amount>,
    /// What is known of its costs, its time, and what must come before.
    pub detail: Bilingual,
    /// The same as dated rows with their sources.
    pub facts: Vec<&'static FactRow>,
}

impl Route {
    /// Tells whether nothing known excludes it. Whether its other conditions are met is the user's to say.
    pub fn is_open(&self) -> bool {
        self.bars.is_empty()
    }
}

/// A part of the claim is worth naming as the price of peace where a title costs at least one twentieth of the claim.
const REMISSION_TIMES: i64 = 20;

/// Returns every way to a title, open or not, and then what is cheaper, where something is.
///
/// What is barred by limitation or insolvency has nothing cheaper either.
pub fn routes(case: &Case) -> Vec<Route> {
    let is_theirs = |kind: &RouteKind| match kind {
        RouteKind::AdministrativeProvision => case.debtor == CustomerKind::Public,
        RouteKind::EuropeanOrder => case.courts == Courts::Union,
        _ => true,
    };
    let mut routes: Vec<Route> =
        RouteKind::TO_A_TITLE.into_iter().filter(is_theirs).map(|kind| route(kind, case)).collect();
    if case.is_insolvent || case.is_lapsed {
        return routes;
    }
    let cheapest = routes.iter().filter(|route| route.is_open()).filter_map(|route| route.cost_from).min();
    let is_small = case.is_within(data::euros(RouteKind::OrdinaryClaim, case.debtor, Fact::ConciliationUpTo, case.day));
    let is_ours = case.debtor != CustomerKind::Public && case.courts == Courts::France;
    if is_ours && (is_small || case.is_disputed) {
        routes.push(route(RouteKind::Mediation, case));
    }
    if let Some((cost, principal)) = cheapest.zip(case.principal)
        && principal.minor() <= cost.minor() * REMISSION_TIMES
    {
        routes.push(Route { cost_from: Some(cost), ..route(RouteKind::PartialRemission, case) });
    }
    routes
}

fn route(kind: RouteKind, case: &Case) -> Route {
    let ceiling = data::euros(kind, case.debtor, Fact::Ceiling, case.day);
    Route {
        kind,
        name: words::name(kind, case),
        article: article(kind, case),
        ceiling,
        bars: bars(kind, case, ceiling),
        cost_from: cost_from(kind, case),
        detail: words::detail(kind, case),
        facts: if is_of_a_foreign_court(kind, case) { Vec::new() } else { data::known(kind, case.debtor, case.day) },
    }
}

/// Tells whether what is known of a route is known of French courts only, and another country's decides.
fn is_of_a_foreign_court(kind: RouteKind, case: &Case) -> bool {
    kind == RouteKind::OrdinaryClaim && case.courts.are_abroad()
}

const fn article(kind: RouteKind, case: &Case) -> &'static str {
    match (kind, case.debtor) {
        (RouteKind::OrdinaryClaim, CustomerKind::Consumer) if case.courts.are_abroad() => "CPC 42",
        (RouteKind::OrdinaryClaim, _) if case.courts.are_abroad() => "CPC 42, 46",
        (RouteKind::EuropeanOrder, _) => "R. (CE) 1896/2006",
        (RouteKind::SmallClaims, _) => "C. exéc. L125-1, R125-1",
        (RouteKind::CommercialClaims, _) => "C. exéc. L126-1",
        (RouteKind::OrderForPayment, _) => "CPC 1405",
        (RouteKind::SummaryProvision, CustomerKind::Consumer) => "CPC 835",
        (RouteKind::SummaryProvision, _) => "CPC 873, 835",
        (RouteKind::OrdinaryClaim, CustomerKind::Consumer) => "CPC 42, 750-1",
        (RouteKind::OrdinaryClaim, _) => "C. com. L721-3",
        (RouteKind::AdministrativeProvision, _) => "CJA R541-1",
        (RouteKind::Mediation, _) => "C. civ. 2238, CPC 750-1",
        (RouteKind::PartialRemission, _) => "C. civ. 1350",
    }
}

fn bars(kind: RouteKind, case: &Case, ceiling: Option<Amount>) -> Vec<Bar> {
    let is_amicable = matches!(kind, RouteKind::Mediation | RouteKind::PartialRemission);
    let mut bars = Vec::new();
    bars.extend(case.is_lapsed.then_some(Bar::Lapsed));
    bars.extend((case.is_insolvent && !is_amicable).then_some(Bar::Insolvent));
    let is_french = !matches!(kind, RouteKind::EuropeanOrder | RouteKind::OrdinaryClaim);
    bars.extend((case.courts.are_abroad() && is_french && !is_amicable).then_some(Bar::Abroad));
    // A public buyer's debt under a public contract is not for the judicial courts.
    let is_for_public = is_amicable || kind == RouteKind::AdministrativeProvision;
    bars.extend((case.debtor == CustomerKind::Public && !is_for_public).then_some(Bar::PublicDebtor));
    if kind == RouteKind::CommercialClaims {
        bars.extend((case.debtor == CustomerKind::Consumer).then_some(Bar::Consumer));
    }
    // The first three rest on the debtor's silence or consent, a provision on there being no serious dispute.
    let bears_a_dispute = is_amicable || kind == RouteKind::OrdinaryClaim;
    bars.extend((case.is_disputed && !bears_a_dispute).then_some(Bar::Disputed));
    let is_known = match kind {
        RouteKind::SmallClaims => ceiling.is_some(),
        RouteKind::CommercialClaims => data::row(kind, case.debtor, Fact::Open, case.day).is_some(),
        _ => true,
    };
    bars.extend((!is_known).then_some(Bar::NotEstablished));
    bars.extend(match (ceiling, case.claim()) {
        (Some(_), None) => Some(Bar::NotInEuros),
        (Some(ceiling), Some(claim)) if claim > ceiling => Some(Bar::AboveCeiling(ceiling)),
        _ => None,
    });
    bars
}

/// Returns the least that is known to be paid for a route.
fn cost_from(kind: RouteKind, case: &Case) -> Option<Amount> {
    if is_of_a_foreign_court(kind, case) {
        return None;
    }
    data::euros(kind, case.debtor, Fact::CostFrom, case.day)
}

#[cfg(test)]
mod tests;
