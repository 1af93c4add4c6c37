//! What the answers are made of: pieces of interest and where their rate comes from, rows, totals, reasons.

use super::settled::Settled;
use super::{Unrounded, anchors};
use crate::law::rates::Series;
use crate::law::regimes::{Anchor, FixedSum, Regime};
use crate::model::rate::RateRule;
use crate::model::{Amount, Currency, Date, ItemId, Rate};

/// Some days of delay with one base and one rate, and the interest of those days.
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
    /// The part of the base that is interest of full years (C. civ. 1343-2).
    pub capitalised: Amount,
    /// Percent a year, as a whole number of units; [`Piece::rate`] gives it as a rate.
    pub(super) units: i64,
    /// Where the rate comes from.
    pub basis: Basis,
    /// `base × rate × days / 365`, rounded half away from zero, or `base × rate / 365` so rounded times the days.
    pub interest: Amount,
}

impl Piece {
    /// Returns the yearly rate.
    pub fn rate(&self) -> Rate {
        anchors::rate(self.units)
    }

    /// Returns what one of its days costs, before it is rounded.
    pub fn daily(&self) -> Unrounded {
        Unrounded::new(self.base, self.units, 1)
    }

    /// Returns the interest before it is rounded.
    pub fn unrounded(&self) -> Unrounded {
        Unrounded::new(self.base, self.units, self.days)
    }
}

/// Where the rate of a piece comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Basis {
    /// Who set the rule.
    pub clause: Clause,
    /// The rule.
    pub rule: RateRule,
    /// The official row that the rule was applied to: series and place in its table.
    pub row: Option<(Series, u16)>,
    /// Whether that row only stands in for one that is not known ([`crate::law::rates::Rates::assume_until`]).
    pub assumed: bool,
}

/// Who set the rule for the rate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Clause {
    /// The law, by this regime.
    Law(&'static Regime),
    /// The contract, as the policy says.
    Policy,
    /// The contract, as the customer's row says.
    Customer,
    /// The contract, as the invoice's row says.
    Invoice,
}

impl Clause {
    /// Returns which day's official rate counts under a regime. A contract that names an official rate means that of
    /// the half-year, or of the one in which interest began.
    pub(super) const fn anchor(self, regime: &Regime) -> Anchor {
        match (regime.anchor, self) {
            (anchor, Clause::Law(_)) => anchor,
            (Anchor::EachDay, _) => Anchor::EachHalfYear,
            (anchor, _) => anchor,
        }
    }
}

/// Why a row bears neither interest nor indemnity, whatever was paid on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exemption {
    /// It reduces what is owed.
    CreditNote,
    /// It is interest or indemnity already charged.
    PenaltyNote,
    /// It is a balance brought forward: when its invoices fell due is not known.
    Opening,
    /// It is of zero.
    NoAmount,
    /// It is issued after the day of the balances.
    NotIssued,
    /// It can still be paid in time on the day of the balances.
    NotDue,
}

/// Why a late item bears the recovery indemnity, or why not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IndemnityGround {
    /// It does.
    Owed {
        /// By this article, in this currency.
        by: FixedSum,
        /// How much.
        sum: Amount,
    },
    /// The law grants none against such a debtor: he is no professional.
    Consumer,
    /// The debt is older than the indemnity, or than what is known of the law.
    BeforeTheLaw,
    /// Insolvency proceedings forbade paying it on its due date: they were opened by this judgment.
    Insolvency(Date),
    /// Credit notes cancel it: it was not owed.
    Voided,
    /// This earlier instalment of the invoice bears it.
    OtherInstalment(ItemId),
}

/// What one item that was or is late costs the debtor, in the item's currency but where it says otherwise.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PenaltyRow {
    /// The item.
    pub item: ItemId,
    /// The regime it is under.
    pub regime: &'static Regime,
    /// The day on which nothing was owed any more, if that is so now.
    pub settled_on: Option<Date>,
    /// Days from the due date to the settlement, or to the day of the balances; 0 when it was settled in time.
    pub days_late: i64,
    /// What was owed on it when it first was late: by this debt some laws measure their fixed sum.
    pub debt: Amount,
    /// What the books say is owed on it.
    pub open: Amount,
    /// The interest, whether paid, given up, charged or not.
    pub interest: Amount,
    /// The interest that ran and is not claimed, for it is below the least that the policy claims.
    pub below_minimum: Amount,
    /// The part of the interest that is not claimed, since what bore it is disputed.
    pub disputed_interest: Amount,
    /// The recovery indemnity; zero where it is owed in another currency than the item.
    pub indemnity: Amount,
    /// The recovery indemnity in the law's own currency, which an item in another one adds to the total in that; less
    /// what was given up of it.
    pub indemnity_apart: Amount,
    /// What penalty notes have charged of that.
    pub charged_apart: Amount,
    /// What payments have paid of it.
    pub paid_apart: Amount,
    /// What was given up of interest and indemnity.
    pub waived: Amount,
    /// The part of that which is indemnity.
    pub waived_indemnity: Amount,
    /// What penalty notes have charged of them.
    pub charged: Amount,
    /// The part of that which is indemnity.
    pub charged_indemnity: Amount,
    /// What payments that exceeded the principal have paid of them.
    pub paid: Amount,
    /// The part of that which paid the indemnity.
    pub paid_indemnity: Amount,
    /// The part of `open` and `interest` that bears interest; it differs from `open` when payments pay interest first.
    pub principal_due: Amount,
    /// What bears interest besides `principal_due`: the part of `interest_due` that has joined the base.
    pub capitalised: Amount,
    /// The rest of `open` and `interest`, less what of the interest was given up, charged or paid.
    pub interest_due: Amount,
}

impl PenaltyRow {
    /// Returns a row with nothing owed and nothing claimed.
    pub(super) fn of_nothing(
        item: ItemId,
        regime: &'static Regime,
        settled_on: Option<Date>,
        days_late: i64,
    ) -> PenaltyRow {
        let zero = Amount::ZERO;
        PenaltyRow {
            item,
            regime,
            settled_on,
            days_late,
            debt: zero,
            open: zero,
            interest: zero,
            below_minimum: zero,
            disputed_interest: zero,
            indemnity: zero,
            indemnity_apart: zero,
            charged_apart: zero,
            paid_apart: zero,
            waived: zero,
            waived_indemnity: zero,
            charged: zero,
            charged_indemnity: zero,
            paid: zero,
            paid_indemnity: zero,
            principal_due: zero,
            capitalised: zero,
            interest_due: zero,
        }
    }

    /// Returns the interest that can still be claimed: without what is disputed, and what was given up, charged or
    /// paid.
    pub fn interest_claimed(&self) -> Amount {
        self.interest - self.disputed_interest - self.less_interest()
    }

    /// Returns the indemnity that can still be claimed.
    pub fn indemnity_claimed(&self) -> Amount {
        self.indemnity - self.less_indemnity()
    }

    /// Returns the indemnity in the law's own currency that can still be claimed.
    pub fn indemnity_apart_claimed(&self) -> Amount {
        (self.indemnity_apart - self.charged_apart - self.paid_apart).max(Amount::ZERO)
    }

    /// Tells whether something is owed, or was charged, in the law's own currency.
    pub fn has_apart(&self) -> bool {
        !self.indemnity_apart.is_zero() || !self.charged_apart.is_zero()
    }

    /// Returns what of the interest that is not disputed was charged, given up or paid.
    pub fn less_interest(&self) -> Amount {
        (self.gone_of_interest() + self.paid_of_interest()).min(self.interest - self.disputed_interest)
    }

    /// Returns what of the interest was charged or given up.
    fn gone_of_interest(&self) -> Amount {
        self.charged - self.charged_indemnity + self.waived - self.waived_indemnity
    }

    /// Returns what payments paid that did not pay the indemnity.
    fn paid_of_interest(&self) -> Amount {
        self.paid - self.paid_indemnity
    }

    /// Returns what of the indemnity was charged, given up or paid.
    pub fn less_indemnity(&self) -> Amount {
        let interest = self.interest - self.disputed_interest;
        let charged = (self.charged - self.charged_indemnity).min(interest);
        let beyond = self.waived - self.waived_indemnity + self.paid_of_interest() - (interest - charged);
        let gone = self.charged_indemnity + self.waived_indemnity + self.paid_indemnity;
        (gone + beyond.max(Amount::ZERO)).min(self.indemnity)
    }

    /// Returns what is still claimed: what is open with all that lateness adds, less what was given up, charged or
    /// paid.
    pub fn total(&self) -> Amount {
        self.open + self.interest + self.indemnity - self.less()
    }

    /// Returns what of interest and indemnity was given up, charged or paid.
    pub fn less(&self) -> Amount {
        self.waived + self.charged + self.paid
    }

    /// Enters what was given up, charged and paid.
    pub(super) fn settle(&mut self, settled: &Settled) {
        self.waived = settled.waived;
        self.waived_indemnity = settled.waived_indemnity;
        self.charged = settled.charged;
        self.charged_indemnity = settled.charged_indemnity;
        self.paid = settled.paid;
        self.paid_indemnity = settled.paid_indemnity;
        self.indemnity_apart -= settled.waived_apart;
        self.charged_apart = settled.charged_apart;
        self.paid_apart = settled.paid_apart;
        // What was given up is gone, what was charged is owed on the note: neither is owed here besides.
        let gone = self.gone_of_interest() + self.paid_of_interest();
        self.interest_due = (self.interest - gone - (self.principal_due - self.open)).max(Amount::ZERO);
    }
}

/// The sum of rows in one currency. In the law's currency it holds the indemnities of items in others too.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PenaltyTotal {
    /// The currency.
    pub currency: Currency,
    /// See [`PenaltyRow::open`].
    pub open: Amount,
    /// See [`PenaltyRow::interest`].
    pub interest: Amount,
    /// See [`PenaltyRow::disputed_interest`].
    pub disputed_interest: Amount,
    /// See [`PenaltyRow::indemnity`].
    pub indemnity: Amount,
    /// See [`PenaltyRow::waived`].
    pub waived: Amount,
    /// See [`PenaltyRow::charged`].
    pub charged: Amount,
    /// See [`PenaltyRow::paid`].
    pub paid: Amount,
    /// See [`PenaltyRow::total`].
    pub total: Amount,
    /// See [`PenaltyRow::principal_due`].
    pub principal_due: Amount,
    /// See [`PenaltyRow::interest_due`].
    pub interest_due: Amount,
}

impl PenaltyTotal {
    pub(super) fn zero(currency: Currency) -> PenaltyTotal {
        let zero = Amount::ZERO;
        PenaltyTotal {
            currency,
            open: zero,
            interest: zero,
            disputed_interest: zero,
            indemnity: zero,
            waived: zero,
            charged: zero,
            paid: zero,
            total: zero,
            principal_due: zero,
            interest_due: zero,
        }
    }

    /// Adds what an item in another currency owes in this one.
    pub(super) fn add_apart(&mut self, row: &PenaltyRow) {
        self.indemnity += row.indemnity_apart;
        self.charged += row.charged_apart;
        self.paid += row.paid_apart;
        self.total += row.indemnity_apart - row.charged_apart - row.paid_apart;
    }

    pub(super) fn add(&mut self, row: &PenaltyRow) {
        self.open += row.open;
        self.interest += row.interest;
        self.disputed_interest += row.disputed_interest;
        self.indemnity += row.indemnity;
        self.waived += row.waived;
        self.charged += row.charged;
        self.paid += row.paid;
        self.total += row.total();
        self.principal_due += row.principal_due;
        self.interest_due += row.interest_due;
    }
}
