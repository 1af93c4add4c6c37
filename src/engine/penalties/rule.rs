//! By which rule an item bears interest, and between which days.

use super::anchors::{self, Applied};
use super::{Clause, Penalties, accrual};
use crate::law::rates::RateUnknown;
use crate::law::regimes::{Anchor, Regime, Start};
use crate::model::rate::RateRule;
use crate::model::{Date, InvoiceKind, ItemId, Rate};
use crate::policy::{Capitalisation, CapitalisedBy};

/// Interest that bears interest from its first day on, where the law itself says so.
const BY_LAW: Capitalisation = Capitalisation { by: CapitalisedBy::Law, from: None };

impl Penalties<'_> {
    /// Returns the rule of the yearly rate that a day of delay of an item bears, and the rate itself when it is known.
    pub fn rate_on(&self, item: ItemId, day: Date) -> Option<(Option<Rate>, RateRule)> {
        let (clause, rule) = self.rule(item)?;
        let applied = self.applied(clause.anchor(self.regime(item)), rule, (day, day)).ok();
        Some((applied.map(|applied| anchors::rate(applied.units)), rule))
    }

    /// Tells whether an item bears interest by the rate of a day, once it is late, and demanded where the law wants it;
    /// a rate that is not known yet is taken for one above zero. Where a contract alone grants it, the law's rate gives
    /// none.
    pub fn bears_interest(&self, item: ItemId, day: Date) -> bool {
        let regime = self.regime(item);
        let is_above_zero = |(clause, rule): (Clause, RateRule)| {
            let applied = self.applied(clause.anchor(regime), rule, (day, day));
            applied.map_or(true, |applied| anchors::rate(applied.units) > Rate::ZERO)
        };
        let is_granted =
            |&(clause, _): &(Clause, RateRule)| regime.start != Start::Contract || !matches!(clause, Clause::Law(_));
        self.is_claimable(item) && self.rule(item).filter(is_granted).is_some_and(is_above_zero)
    }

    /// Tells whether an indemnity can be claimed of an item, once it is late.
    pub fn bears_indemnity(&self, item: ItemId) -> bool {
        self.is_claimable(item) && self.regime(item).fixed_sum.is_some()
    }

    /// Tells whether lateness of an item costs something that was not given up whole: a waiver without a sum gives up
    /// what is still to run as well.
    pub(super) fn is_claimable(&self, item: ItemId) -> bool {
        let waivers = self.facts.waivers_of(self.ledger, item);
        self.is_a_price(item) && waivers.iter().all(|waiver| waiver.amount.is_some())
    }

    /// Tells whether an item is of a kind that lateness costs something on: not what was charged for lateness, nor a
    /// balance of which nobody knows when it fell due.
    fn is_a_price(&self, item: ItemId) -> bool {
        matches!(self.ledger.invoice(item).kind, InvoiceKind::Invoice | InvoiceKind::Deposit | InvoiceKind::Retention)
    }

    /// Returns the rule for an item's rate: the invoice's, else the customer's, else the policy's for such debtors,
    /// else the law's; nothing where the law of its time is not known.
    pub(super) fn rule(&self, item: ItemId) -> Option<(Clause, RateRule)> {
        let customer = self.ledger.customer(self.ledger.invoice(item).customer);
        let of_invoice = self.ledger.more(item).and_then(|more| more.penalty_rate).map(|rule| (Clause::Invoice, rule));
        of_invoice
            .or_else(|| Some((Clause::Customer, customer.more().penalty_rate?)))
            .or_else(|| Some((Clause::Policy, self.policy.penalties.contract_rate(customer.kind)?)))
            .or_else(|| {
                let regime = self.regime(item);
                Some((Clause::Law(regime), regime.rate?))
            })
    }

    /// Returns what a rule gives by the official rate of a day, to be used up to a last day.
    pub(super) fn applied(
        &self,
        anchor: Anchor,
        rule: RateRule,
        (day, last): (Date, Date),
    ) -> Result<Applied, RateUnknown> {
        match anchor {
            Anchor::EachDay => anchors::apply_on_the_day(self.rates, rule, day, last),
            Anchor::EachHalfYear | Anchor::Beginning => self.anchors.apply(rule, day, last),
        }
    }

    /// Returns between which days an item's interest runs, and by which rule.
    pub(super) fn run(&self, item: ItemId, judgment: Option<Date>) -> accrual::Run<'_> {
        let as_of = self.balances.as_of();
        let regime = self.regime(item);
        let rule = self.rule(item);
        let clause = rule.map(|(clause, _)| clause);
        let by_law = matches!(clause, Some(Clause::Law(_))) && regime.compounds.is_some();
        accrual::Run {
            due: self.ledger.invoice(item).payable_until(),
            from: self.interest_from(item, regime, clause),
            until: judgment.map_or(as_of, |day| as_of.min(day.pred_opt().expect("a judgment has an eve"))),
            anchor: clause.map_or(regime.anchor, |clause| clause.anchor(regime)),
            rule,
            demands: self.facts.demands(item),
            waived: self.waived.get(&item).map_or(&[], Vec::as_slice),
            capitalisation: self.policy.penalties.capitalisation.or(by_law.then_some(BY_LAW)),
        }
    }

    /// Returns the first day that can bear interest of an item, where any can.
    fn interest_from(&self, item: ItemId, regime: &Regime, clause: Option<Clause>) -> Option<Date> {
        let is_granted = regime.start != Start::Contract || !matches!(clause, Some(Clause::Law(_)));
        self.facts.interest_from(self.ledger, item, regime.start).filter(|_| is_granted)
    }
}
