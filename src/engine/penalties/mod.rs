//! What late payment costs: interest by piece, the recovery indemnity, and what was given up or charged of them.
//!
//! [`Penalties::for_item`] answers for one item at a time, so that a report over a million of them keeps none.
//! `anchors` holds the rates of the half-years, `accrual` cuts the delay of one item into pieces, `facts` is what
//! events and penalty notes say, `findings` what stops the computation or deserves a word.

mod accrual;
mod anchors;
mod facts;
mod findings;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::ops::Range;

use rust_decimal::Decimal;

use crate::engine::allocation::Balances;
use crate::law::rates::{RateUnknown, Rates, Series};
use crate::law::regimes::Regime;
use crate::model::date::days_between;
use crate::model::rate::RateRule;
use crate::model::{Amount, Currency, CustomerKind, Date, InvoiceKind, InvoiceNo, ItemId, Ledger, Rate, Selection};
use crate::policy::Policy;

use accrual::Accrual;
use anchors::Anchors;
use facts::Facts;

/// Is some days of delay with one base and one rate, and the interest of those days.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Piece {
    /// The first day that bears interest.
    pub from: Date,
    /// The last one.
    pub to: Date,
    /// How many days that is.
    pub days: i64,
    /// What was owed on each of them.
    pub base: Amount,
    /// Percent a year, as a whole number of units; [`Piece::rate`] gives it as a rate.
    units: i64,
    /// Where the rate comes from.
    pub basis: Basis,
    /// `base × rate × days / 365`, rounded half away from zero.
    pub interest: Amount,
}

impl Piece {
    /// Returns the yearly rate.
    pub fn rate(&self) -> Rate {
        anchors::rate(self.units)
    }
}

/// Is where the rate of a piece comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Basis {
    /// Who set the rule.
    pub clause: Clause,
    /// The rule.
    pub rule: RateRule,
    /// The official row that the rule was applied to: series and place in its table.
    pub row: Option<(Series, u16)>,
}

/// Is who set the rule for the rate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Clause {
    /// The law, for debtors of this kind.
    Law(CustomerKind),
    /// The contract, as the policy says.
    Policy,
    /// The contract, as the customer's row says.
    Customer,
    /// The contract, as the invoice's row says.
    Invoice,
}

/// Is what one item that was or is late costs the debtor, in the item's currency but where it says otherwise.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PenaltyRow {
    /// The item.
    pub item: ItemId,
    /// The regime it is under.
    pub regime: CustomerKind,
    /// The day on which nothing was owed any more, if that is so now.
    pub settled_on: Option<Date>,
    /// Days from the due date to the settlement, or to the day of the balances; 0 when it was settled in time.
    pub days_late: i64,
    /// What the books say is owed on it.
    pub open: Amount,
    /// The interest, whether paid, given up, charged or not.
    pub interest: Amount,
    /// The recovery indemnity; zero in a currency other than the euro.
    pub indemnity: Amount,
    /// The recovery indemnity that an item in another currency adds to the total in euros.
    pub indemnity_in_euros: Amount,
    /// What was given up of interest and indemnity.
    pub waived: Amount,
    /// What penalty notes have charged of them.
    pub charged: Amount,
    /// The part of `open` and `interest` that bears interest; it differs from `open` when payments pay interest first.
    pub principal_due: Amount,
    /// The rest of `open` and `interest`.
    pub interest_due: Amount,
}

impl PenaltyRow {
    /// Returns what is owed on the item with all that lateness adds, less what was given up or charged apart.
    pub fn total(&self) -> Amount {
        self.open + self.interest + self.indemnity - self.waived - self.charged
    }
}

/// Is the sum of rows in one currency. In euros it holds the indemnities of items in other currencies too.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PenaltyTotal {
    /// The currency.
    pub currency: Currency,
    /// See [`PenaltyRow::open`].
    pub open: Amount,
    /// See [`PenaltyRow::interest`].
    pub interest: Amount,
    /// See [`PenaltyRow::indemnity`].
    pub indemnity: Amount,
    /// See [`PenaltyRow::waived`].
    pub waived: Amount,
    /// See [`PenaltyRow::charged`].
    pub charged: Amount,
    /// See [`PenaltyRow::total`].
    pub total: Amount,
    /// See [`PenaltyRow::principal_due`].
    pub principal_due: Amount,
    /// See [`PenaltyRow::interest_due`].
    pub interest_due: Amount,
}

/// Is what keeps the interest of an item from being computed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Obstacle {
    /// A rate that it needs is not known.
    RateUnknown(RateUnknown),
    /// It is larger than can be added up exactly.
    TooLarge,
}

/// Is the penalties of a ledger on the day of its balances.
#[derive(Clone, Debug)]
pub struct Penalties<'a> {
    ledger: &'a Ledger,
    balances: &'a Balances,
    policy: &'a Policy,
    rates: &'a Rates,
    anchors: Anchors,
    facts: Facts<'a>,
    /// By invoice number: whether it has several rows. Empty when none has: most look-ups are spared then.
    in_instalments: Vec<bool>,
}

impl<'a> Penalties<'a> {
    /// Returns the ledger that the answers are about.
    pub fn ledger(&self) -> &'a Ledger {
        self.ledger
    }

    /// Returns the day of the answers.
    pub fn as_of(&self) -> Date {
        self.balances.as_of()
    }

    /// Prepares the answers: rates by half-year, and what events and penalty notes say.
    pub fn new(ledger: &'a Ledger, balances: &'a Balances, policy: &'a Policy, rates: &'a Rates) -> Penalties<'a> {
        let anchors = Anchors::new(rates, balances.as_of());
        let facts = Facts::new(ledger, balances, policy);
        let numbers = (0..ledger.number_count() as u32).map(InvoiceNo);
        let in_instalments = if ledger.number_count() < ledger.invoices().len() {
            numbers.map(|number| ledger.rows_of(number).len() > 1).collect()
        } else {
            Vec::new()
        };
        let mut penalties = Penalties { ledger, balances, policy, rates, anchors, facts, in_instalments };
        penalties.settle_waivers_and_charges();
        penalties
    }

    /// Returns what an item costs, and its pieces of interest in the order of days; nothing when it never was late.
    ///
    /// The pieces replace what the list held.
    ///
    /// # Errors
    /// When a rate is not known or the interest is too large; [`Penalties::obstacles`] finds all such items.
    pub fn for_item(&self, item: ItemId, pieces: &mut Vec<Piece>) -> Result<Option<PenaltyRow>, Obstacle> {
        let Some(mut row) = self.accrue(item, pieces)? else { return Ok(None) };
        if let Some(waiver) = self.facts.waived.get(&item) {
            row.waived = waiver.amount;
            row.indemnity_in_euros -= waiver.indemnity_in_euros;
        }
        if let Some(&charged) = self.facts.charged.get(&item) {
            row.charged = charged;
        }
        Ok(Some(row))
    }

    /// Returns the sums of the items of some customers, by currency. Items with an obstacle are left out.
    pub fn totals(&self, selection: &Selection) -> Vec<PenaltyTotal> {
        let mut totals: BTreeMap<Currency, PenaltyTotal> = BTreeMap::new();
        let mut pieces = Vec::new();
        for item in self.items(selection) {
            let Ok(Some(row)) = self.for_item(item, &mut pieces) else { continue };
            let currency = self.ledger.invoice(item).currency;
            totals.entry(currency).or_insert_with(|| PenaltyTotal::zero(currency)).add(&row);
            if !row.indemnity_in_euros.is_zero() {
                let euros = totals.entry(Currency::EUR).or_insert_with(|| PenaltyTotal::zero(Currency::EUR));
                euros.indemnity += row.indemnity_in_euros;
                euros.total += row.indemnity_in_euros;
            }
        }
        totals.into_values().collect()
    }

    /// Returns the rows of some customers in the ledger's order; most are no item that was ever late.
    pub fn items(&self, selection: &Selection) -> impl Iterator<Item = ItemId> {
        self.items_among(0..usize::MAX, selection)
    }

    /// Returns those of [`Penalties::items`] that stand at these places in the ledger, as far as it reaches.
    pub fn items_among(&self, rows: Range<usize>, selection: &Selection) -> impl Iterator<Item = ItemId> {
        let invoices = self.ledger.invoices();
        let rows = rows.start..rows.end.min(invoices.len());
        rows.filter(|&row| selection.has(invoices[row].customer)).map(|row| ItemId(row as u32))
    }

    /// Returns where a piece's rate comes from, in one line that names the official row and the article or file:
    /// `ecb-main-refinancing 2026-06-17 2.40 + 10 (C. com. L441-10 II)`.
    pub fn basis(&self, piece: &Piece) -> String {
        let Basis { clause, rule, row } = piece.basis;
        let by = match clause {
            Clause::Law(kind) => Regime::of(kind).article,
            Clause::Policy => "policy.toml",
            Clause::Customer => "customers.csv",
            Clause::Invoice => "invoices.csv",
        };
        let official = row.map(|(series, place)| {
            let row = &self.rates.table(series).rows()[usize::from(place)];
            let rate = row.rate.expect("a row without rate is never applied");
            format!("{} {} {rate}", series.name(), row.valid_from)
        });
        let official = official.unwrap_or_default();
        match rule {
            RateRule::Fixed(rate) => format!("{rate} ({by})"),
            RateRule::EcbPlus(points) => format!("{official} + {} ({by})", points.percent().normalize()),
            RateRule::LegalTimes(times) if times == Decimal::ONE => format!("{official} ({by})"),
            RateRule::LegalTimes(times) => format!("{official} * {} ({by})", times.normalize()),
        }
    }

    /// Returns an item's row before anything of it was given up or charged.
    fn accrue(&self, item: ItemId, pieces: &mut Vec<Piece>) -> Result<Option<PenaltyRow>, Obstacle> {
        pieces.clear();
        let invoice = self.ledger.invoice(item);
        let as_of = self.balances.as_of();
        if invoice.due >= as_of || invoice.kind == InvoiceKind::Penalty || !self.balances.issued(self.ledger, item) {
            return Ok(None);
        }
        let customer = self.ledger.customer(invoice.customer);
        let regime = Regime::of(customer.kind);
        let (clause, rule) = self.rule(item, regime);
        let halt = self.facts.judgment(self.ledger, item);
        let run = accrual::Run {
            due: invoice.due,
            from: self.facts.interest_from(self.ledger, item, regime),
            until: halt.map_or(as_of, |judgment| as_of.min(judgment.pred_opt().expect("a judgment has an eve"))),
            anchor: regime.anchor,
            clause,
            rule,
        };
        let accrual = Accrual::run(self, item, run, pieces)?;
        if !accrual.late {
            return Ok(None);
        }
        let settled_on = self.balances.settled_on(self.ledger, item);
        let owed = regime.indemnity.is_some()
            && halt.is_none_or(|judgment| judgment > invoice.due)
            && self.is_first_late_instalment(item);
        let indemnity = if owed { self.policy.penalties.indemnity } else { Amount::ZERO };
        let in_euros = invoice.currency == Currency::EUR;
        Ok(Some(PenaltyRow {
            item,
            regime: regime.kind,
            settled_on,
            days_late: days_between(invoice.due, settled_on.unwrap_or(as_of)).max(0),
            open: accrual.open,
            interest: accrual.interest,
            indemnity: if in_euros { indemnity } else { Amount::ZERO },
            indemnity_in_euros: if in_euros { Amount::ZERO } else { indemnity },
            waived: Amount::ZERO,
            charged: Amount::ZERO,
            principal_due: accrual.principal,
            interest_due: accrual.open + accrual.interest - accrual.principal,
        }))
    }

    /// Returns the yearly rate that a day of delay of an item bears, and its rule; nothing when it is not known.
    pub fn rate_on(&self, item: ItemId, day: Date) -> Option<(Rate, RateRule)> {
        let customer = self.ledger.customer(self.ledger.invoice(item).customer);
        let (_, rule) = self.rule(item, Regime::of(customer.kind));
        let applied = self.anchors.apply(rule, day).ok()?;
        Some((anchors::rate(applied.units), rule))
    }

    /// Returns the rule for an item's rate: the invoice's, else the customer's, else the policy's, else the law's.
    fn rule(&self, item: ItemId, regime: &Regime) -> (Clause, RateRule) {
        let customer = self.ledger.customer(self.ledger.invoice(item).customer);
        let of_invoice = self.ledger.more(item).and_then(|more| more.penalty_rate).map(|rule| (Clause::Invoice, rule));
        of_invoice
            .or_else(|| Some((Clause::Customer, customer.more().penalty_rate?)))
            .or_else(|| Some((Clause::Policy, self.policy.penalties.rate?)))
            .unwrap_or((Clause::Law(regime.kind), regime.rate))
    }

    /// Tells whether no instalment of the invoice that fell due before this one was ever late.
    ///
    /// The indemnity is owed once per invoice (C. com. D441-5).
    fn is_first_late_instalment(&self, item: ItemId) -> bool {
        let number = self.ledger.invoice(item).number;
        if !self.in_instalments.get(number.0 as usize).is_some_and(|&several| several) {
            return true;
        }
        let rows = self.ledger.rows_of(number);
        !rows.iter().take_while(|&&row| row != item).any(|&row| self.was_late(row))
    }

    /// Tells whether something was owed on an item on a day after its due date.
    fn was_late(&self, item: ItemId) -> bool {
        let invoice = self.ledger.invoice(item);
        if invoice.due >= self.balances.as_of() || !self.balances.issued(self.ledger, item) {
            return false;
        }
        let mut open = invoice.amount;
        for day in self.balances.moves(item).chunk_by(|a, b| a.date == b.date) {
            if day[0].date > invoice.due && open.is_positive() {
                return true;
            }
            open += day.iter().map(|step| step.change).sum();
        }
        open.is_positive()
    }
}

impl PenaltyTotal {
    fn zero(currency: Currency) -> PenaltyTotal {
        let zero = Amount::ZERO;
        PenaltyTotal {
            currency,
            open: zero,
            interest: zero,
            indemnity: zero,
            waived: zero,
            charged: zero,
            total: zero,
            principal_due: zero,
            interest_due: zero,
        }
    }

    fn add(&mut self, row: &PenaltyRow) {
        self.open += row.open;
        self.interest += row.interest;
        self.indemnity += row.indemnity;
        self.waived += row.waived;
        self.charged += row.charged;
        self.total += row.total();
        self.principal_due += row.principal_due;
        self.interest_due += row.interest_due;
    }
}
