//! What late payment costs: interest by piece, the recovery indemnity, and what was given up or charged of them.
//!
//! [`Penalties::for_item`] answers for one item at a time, so that a report over a million of them keeps none.
//!
//! By which rate, since when:
//! - `rule`: by which rule an item bears interest, and between which days;
//! - `contracts`: what contracts agree, and what the law makes of it;
//! - `anchors`: the official rates of the half-years; `horizon`: how far they reach, and what is assumed beyond;
//! - `basis`: where the rate of a piece comes from, in words.
//!
//! What has run:
//! - `facts`: what events say of insolvency, notices, disputes and waivers; `demands`: what formal notices demanded;
//! - `accrual`: the delay of one item, cut into pieces of one base and one rate; `capital`: interest on interest;
//! - `unrounded`: interest before it is rounded;
//! - `disputed`: what is not claimed while it is disputed; `voided`: invoices that were never owed.
//!
//! What of it is no longer claimed:
//! - `charged`: what notes have charged of each item, as interest and as indemnity;
//! - `claims`: which money pays claims; `apart`: which pays an indemnity in another currency; `draws`: what refunds and
//!   moves of credit leave of that money;
//! - `settlement`: finds what was charged, given up and paid of each item; `settled`: that of one item, as a value;
//! - `notes`: what a penalty note may charge; `overcharged`: notes that charge more than is owed by now.
//!
//! What is told:
//! - `parts`: what the answers are made of; `derivation`: how the figures of one item come about;
//! - `findings`: what stops the computation, or deserves a word.

mod accrual;
mod anchors;
mod apart;
mod basis;
mod capital;
mod charged;
mod claims;
mod contracts;
mod demands;
pub mod derivation;
mod disputed;
mod draws;
mod facts;
mod findings;
mod horizon;
pub mod notes;
mod overcharged;
mod parts;
mod rule;
mod settled;
mod settlement;
#[cfg(test)]
mod tests;
mod unrounded;
mod voided;

use std::collections::{BTreeMap, BTreeSet};

use crate::engine::allocation::Balances;
use crate::law::rates::{RateRow, RateUnknown, Rates, Series};
use crate::law::regimes::Regime;
use crate::model::date::days_between;
use crate::model::{Amount, Currency, Date, InvoiceKind, InvoiceNo, ItemId, Ledger, Selection};
use crate::policy::Policy;

pub use claims::pay_claims;
pub use draws::allocate_and_pay_claims;
pub use facts::UnreadNotice;
pub use findings::waiver_void;
pub use parts::{Basis, Clause, Exemption, IndemnityGround, PenaltyRow, PenaltyTotal, Piece};
pub use unrounded::Unrounded;

use accrual::{Accrual, Excess, Run, Waived};
use anchors::Anchors;
use charged::Charges;
use facts::Facts;
use settled::Settled;

/// What keeps the interest of an item from being computed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Obstacle {
    /// A rate that it needs is not known.
    RateUnknown(RateUnknown),
    /// It is older than the law that is known here, and no contract sets its rate.
    RuleUnknown,
    /// It is larger than can be added up exactly.
    TooLarge,
}

/// The penalties of a ledger on the day of its balances.
#[derive(Clone, Debug)]
pub struct Penalties<'a> {
    ledger: &'a Ledger,
    balances: &'a Balances,
    policy: &'a Policy,
    rates: &'a Rates,
    anchors: Anchors,
    facts: Facts<'a>,
    /// What penalty notes charge for each invoice.
    charges: Charges,
    /// The invoices that credit notes which name them have cancelled.
    cancelled: BTreeSet<InvoiceNo>,
    /// Of each invoice in instalments, the first that was late and is owed, if one is.
    first_late: BTreeMap<InvoiceNo, ItemId>,
    /// What waivers give up of the interest of items, by date.
    waived: BTreeMap<ItemId, Vec<Waived>>,
    /// The money of penalty notes that paid interest which they charge, as far as it is there for an item, where any
    /// is.
    notes_money: BTreeMap<ItemId, Result<Vec<Excess>, Obstacle>>,
    /// What of late items was charged, given up or paid, where anything was.
    settled: BTreeMap<ItemId, Settled>,
}

impl<'a> Penalties<'a> {
    /// Returns the ledger that the answers are about.
    pub fn ledger(&self) -> &'a Ledger {
        self.ledger
    }

    /// Returns the balances that the answers are about.
    pub fn balances(&self) -> &'a Balances {
        self.balances
    }

    /// Returns the policy that the answers follow.
    pub fn policy(&self) -> &'a Policy {
        self.policy
    }

    /// Returns the day of the answers.
    pub fn as_of(&self) -> Date {
        self.balances.as_of()
    }

    /// Prepares the answers: rates by half-year, and what events and penalty notes say.
    pub fn new(ledger: &'a Ledger, balances: &'a Balances, policy: &'a Policy, rates: &'a Rates) -> Penalties<'a> {
        let anchors = Anchors::new(rates, policy.penalties.law, balances.as_of());
        let facts = Facts::new(ledger, balances, policy);
        let mut penalties = Penalties {
            ledger,
            balances,
            policy,
            rates,
            anchors,
            facts,
            charges: charged::charges(ledger, balances),
            cancelled: voided::cancelled(ledger, balances),
            first_late: BTreeMap::new(),
            waived: BTreeMap::new(),
            notes_money: BTreeMap::new(),
            settled: BTreeMap::new(),
        };
        penalties.first_late = penalties.first_late();
        penalties.learn_notes_money(&penalties.charges.own.keys().copied().collect::<Vec<_>>());
        penalties.settle_all();
        penalties
    }

    /// Returns what an item costs, and its pieces of interest in the order of days; nothing when it never was late.
    ///
    /// The pieces replace what the list held.
    ///
    /// # Errors
    /// When a rate is not known or the interest is too large; [`Penalties::obstacles`] finds all such items.
    pub fn for_item(&self, item: ItemId, pieces: &mut Vec<Piece>) -> Result<Option<PenaltyRow>, Obstacle> {
        let row = self.accrue(item, pieces)?;
        Ok(row.map(|row| self.left_of(row, pieces)))
    }

    /// Returns an item's row with what was charged, given up and paid of it, and what its dispute leaves out.
    fn left_of(&self, mut row: PenaltyRow, pieces: &[Piece]) -> PenaltyRow {
        if let Some(settled) = self.settled.get(&row.item) {
            row.settle(settled);
        }
        row.disputed_interest = self.interest_on_disputed(row.item, pieces, row.interest);
        row
    }

    /// Returns an item's row with the interest as far as it is known, and whether some more has run that is not: at a
    /// rate to come, or by a rule that is not known here.
    pub fn as_far_as_known(&self, item: ItemId, pieces: &mut Vec<Piece>) -> (Option<PenaltyRow>, bool) {
        if let Ok(row) = self.for_item(item, pieces) {
            return (row, false);
        }
        let known = self.accrue_as_known(item, pieces);
        (known.map(|row| self.left_of(row, pieces)), true)
    }

    /// Returns the sums of the items of some customers, by currency. Items with an obstacle are left out.
    pub fn totals(&self, selection: &Selection) -> Vec<PenaltyTotal> {
        let mut totals: BTreeMap<Currency, PenaltyTotal> = BTreeMap::new();
        let mut pieces = Vec::new();
        for item in self.items(selection) {
            let Ok(Some(row)) = self.for_item(item, &mut pieces) else { continue };
            let currency = self.ledger.invoice(item).currency;
            totals.entry(currency).or_insert_with(|| PenaltyTotal::zero(currency)).add(&row);
            if let (true, Some(sum)) = (row.has_apart(), row.regime.fixed_sum) {
                let apart = totals.entry(sum.currency).or_insert_with(|| PenaltyTotal::zero(sum.currency));
                apart.add_apart(&row);
            }
        }
        totals.into_values().collect()
    }

    /// Returns the rows of some customers in the ledger's order; most are no item that was ever late.
    pub fn items(&self, selection: &Selection) -> impl Iterator<Item = ItemId> {
        let customers = selection.among(self.ledger.customer_ids());
        customers.flat_map(|customer| self.ledger.items_of(customer))
    }

    /// Returns the article by which interest of full years is part of a piece's base, where it is: the one of the law
    /// that grants it, else the one on contracts and judgments.
    pub fn capitalised_by(&self, piece: &Piece) -> Option<&'static str> {
        let of_law = match piece.basis.clause {
            Clause::Law(regime) => regime.compounds,
            Clause::Policy | Clause::Customer | Clause::Invoice => None,
        };
        let by = of_law.or(self.policy.penalties.law.capitalisation());
        by.filter(|_| piece.capitalised.is_positive())
    }

    /// Returns the regime that an item is under: the law of the policy on its day of issue, against its kind of debtor.
    pub fn regime(&self, item: ItemId) -> &'static Regime {
        let invoice = self.ledger.invoice(item);
        Regime::on(self.policy.penalties.law, self.ledger.customer(invoice.customer).kind, invoice.issue)
    }

    /// Returns the official row that a piece's rate comes from; nothing when a contract names the rate itself.
    pub fn rate_row(&self, piece: &Piece) -> Option<&'a RateRow> {
        piece.basis.row.map(|(series, place)| self.official(series, place))
    }

    fn official(&self, series: Series, place: u16) -> &'a RateRow {
        &self.rates.table(series).rows()[usize::from(place)]
    }

    /// Returns why a row bears nothing, whatever was paid on it; nothing when it may be late.
    fn exemption(&self, item: ItemId) -> Option<Exemption> {
        let invoice = self.ledger.invoice(item);
        let as_of = self.balances.as_of();
        match invoice.kind {
            InvoiceKind::CreditNote => Some(Exemption::CreditNote),
            InvoiceKind::Penalty => Some(Exemption::PenaltyNote),
            InvoiceKind::Opening => Some(Exemption::Opening),
            _ if !invoice.is_item() => Some(Exemption::NoAmount),
            _ if invoice.issue > as_of => Some(Exemption::NotIssued),
            InvoiceKind::Invoice | InvoiceKind::Deposit | InvoiceKind::Retention => {
                (invoice.payable_until() >= as_of).then_some(Exemption::NotDue)
            }
        }
    }

    /// Returns an item's row before anything of it was charged, given up or paid.
    fn accrue(&self, item: ItemId, pieces: &mut Vec<Piece>) -> Result<Option<PenaltyRow>, Obstacle> {
        self.accrue_telling(item, pieces, &mut |_| {})
    }

    /// Returns an item's row like [`Penalties::accrue`], telling what each change of the balance pays of interest.
    fn accrue_telling(
        &self,
        item: ItemId,
        pieces: &mut Vec<Piece>,
        tell: &mut impl FnMut(Amount),
    ) -> Result<Option<PenaltyRow>, Obstacle> {
        self.accrue_with(item, Date::MAX, &mut self.excess(item)?, pieces, tell)
    }

    /// Returns the money beyond an item's balance that pays its interest as it runs, by date.
    fn excess(&self, item: ItemId) -> Result<Vec<Excess>, Obstacle> {
        let paid = self.balances.claims_paid(item).iter().filter(|paid| paid.as_it_ran.is_positive());
        let mut excess: Vec<Excess> = paid.map(|paid| Excess { date: paid.date, left: paid.as_it_ran }).collect();
        excess.extend_from_slice(self.paid_by_notes(item)?);
        excess.sort_by_key(|excess| excess.date);
        Ok(excess)
    }

    /// Returns an item's row like [`Penalties::accrue`]; where a rate is not known yet, with the interest up to that
    /// day: money that came paid so much of it, whatever the rate will be.
    fn accrue_as_known(&self, item: ItemId, pieces: &mut Vec<Piece>) -> Option<PenaltyRow> {
        match self.accrue(item, pieces) {
            Err(Obstacle::RateUnknown(unknown)) => {
                self.accrue_with(item, unknown.on.pred_opt()?, &mut [], pieces, &mut |_| {}).ok()?
            }
            row => row.ok()?,
        }
    }

    /// Returns an item's row with money that exceeds its balance, which pays interest as it runs; none runs behind the
    /// last day.
    fn accrue_with(
        &self,
        item: ItemId,
        last: Date,
        excess: &mut [Excess],
        pieces: &mut Vec<Piece>,
        tell: &mut impl FnMut(Amount),
    ) -> Result<Option<PenaltyRow>, Obstacle> {
        pieces.clear();
        if self.exemption(item).is_some() {
            return Ok(None);
        }
        // Most are paid in time.
        if excess.is_empty() && !self.was_late(item) {
            self.balances.moves(item).iter().for_each(|_| tell(Amount::ZERO));
            return Ok(None);
        }
        let invoice = self.ledger.invoice(item);
        let judgment = self.facts.judgment(self.ledger, item).map(|judgment| judgment.date);
        if self.is_voided(item) {
            return Ok(self.was_late(item).then(|| self.of_nothing(item)));
        }
        let run = self.run(item, judgment);
        let run = Run { until: run.until.min(last), ..run };
        let mut accrual = Accrual::run(self, item, run, excess, pieces, tell)?;
        if !accrual.late {
            return Ok(None);
        }
        // A sum that small is not worth the claim.
        let mut below_minimum = Amount::ZERO;
        if accrual.interest < self.policy.penalties.minimum.of(invoice.currency) {
            below_minimum = accrual.give_up_interest();
            pieces.clear();
        }
        let (indemnity, indemnity_apart) = match self.indemnity_ground(item, judgment, accrual.debt) {
            IndemnityGround::Owed { by, sum } if by.currency == invoice.currency => (sum, Amount::ZERO),
            IndemnityGround::Owed { sum, .. } => (Amount::ZERO, sum),
            _ => (Amount::ZERO, Amount::ZERO),
        };
        Ok(Some(PenaltyRow {
            debt: accrual.debt,
            open: accrual.open,
            interest: accrual.interest,
            below_minimum,
            indemnity,
            indemnity_apart,
            principal_due: accrual.principal,
            capitalised: accrual.capital.joined,
            interest_due: accrual.open + accrual.interest - accrual.principal - accrual.exceeded,
            ..self.of_nothing(item)
        }))
    }

    /// Returns the row of a late item with nothing owed and nothing claimed, as of one that credit notes voided.
    fn of_nothing(&self, item: ItemId) -> PenaltyRow {
        let settled_on = self.balances.settled_on(self.ledger, item);
        let until = settled_on.unwrap_or(self.balances.as_of());
        let days_late = days_between(self.ledger.invoice(item).due, until).max(0);
        PenaltyRow::of_nothing(item, self.regime(item), settled_on, days_late)
    }

    /// Returns why a late item bears the recovery indemnity or not; `debt` is what was owed when it first was late.
    fn indemnity_ground(&self, item: ItemId, judgment: Option<Date>, debt: Amount) -> IndemnityGround {
        let invoice = self.ledger.invoice(item);
        if self.is_voided(item) {
            return IndemnityGround::Voided;
        }
        let regime = self.regime(item);
        let Some(by) = regime.fixed_sum else {
            // Today's law grants one against such a debtor: that of the debt's time did not yet.
            let is_older = Regime::of(regime.law, regime.kind).fixed_sum.is_some();
            return if is_older { IndemnityGround::BeforeTheLaw } else { IndemnityGround::Consumer };
        };
        match judgment.filter(|&judgment| judgment <= invoice.payable_until()) {
            Some(judgment) => IndemnityGround::Insolvency(judgment),
            None => match self.late_instalment_before(item) {
                Some(other) => IndemnityGround::OtherInstalment(other),
                None => {
                    let comparable = (by.currency == invoice.currency).then_some(debt);
                    IndemnityGround::Owed { by, sum: self.policy.penalties.indemnity.unwrap_or(by.of(comparable)) }
                }
            },
        }
    }

    /// Returns the first instalment of the invoice that fell due before this one and was late.
    ///
    /// The indemnity is owed once per invoice (C. com. D441-5).
    fn late_instalment_before(&self, item: ItemId) -> Option<ItemId> {
        let number = self.ledger.invoice(item).number;
        let first = *self.first_late.get(&number)?;
        let is_behind = || self.ledger.rows_of(number).take_while(|&row| row != item).any(|row| row == first);
        (first != item && (self.is_late_and_owed(item) || is_behind())).then_some(first)
    }

    fn first_late(&self) -> BTreeMap<InvoiceNo, ItemId> {
        // Mostly no invoice is in instalments: most look-ups are spared then.
        let count = self.ledger.number_count() as u32;
        let count = if (count as usize) < self.ledger.invoices().len() { count } else { 0 };
        let rows = (0..count).map(|place| (InvoiceNo::at(place), self.ledger.rows_of(InvoiceNo::at(place))));
        let several = rows.filter(|(_, rows)| rows.clone().nth(1).is_some());
        several.filter_map(|(number, mut rows)| Some((number, rows.find(|&row| self.is_late_and_owed(row))?))).collect()
    }

    fn is_late_and_owed(&self, item: ItemId) -> bool {
        self.was_late(item) && !self.is_voided(item)
    }

    /// Tells whether something was owed on an item on a day after its due date.
    fn was_late(&self, item: ItemId) -> bool {
        let invoice = self.ledger.invoice(item);
        if invoice.payable_until() >= self.balances.as_of() || !self.balances.issued(self.ledger, item) {
            return false;
        }
        let mut open = invoice.amount;
        for day in self.balances.moves(item).chunk_by(|a, b| a.date == b.date) {
            if day[0].date > invoice.payable_until() && open.is_positive() {
                return true;
            }
            open += day.iter().map(|step| step.change).sum();
        }
        open.is_positive()
    }
}
