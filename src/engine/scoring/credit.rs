//! How much a customer owes on balance, how much he may owe, and what follows for new sales.

use std::collections::BTreeMap;

use crate::engine::allocation::Balances;
use crate::model::{Amount, Currency, Customer, CustomerId, Date, ItemId, Ledger, Term};
use crate::policy::ScoreRules;

/// What a customer owes on balance: what is open, disputed or not, less his credits.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Exposure {
    /// In the policy's currency, the limit's too; negative when his credits are larger.
    pub main: Amount,
    /// The part of [`Exposure::main`] that is not due yet.
    pub not_due: Amount,
    /// The part of it that is overdue.
    pub overdue: Amount,
    /// The part of it that is money or credit notes set against nothing: negative, or zero.
    pub credits: Amount,
    /// In other currencies, those with zero left out. They are not added: a rate of exchange would be a guess.
    pub other: BTreeMap<Currency, Amount>,
}

impl Exposure {
    pub(super) fn of(ledger: &Ledger, balances: &Balances, main: Currency, customer: CustomerId) -> Exposure {
        let mut exposure = Exposure::default();
        for row in ledger.invoices_of(customer) {
            let (invoice, open) = (&ledger.invoices()[row], balances.open(ledger, ItemId(row as u32)));
            if invoice.currency != main {
                exposure.elsewhere(invoice.currency, open);
            } else if invoice.due < balances.as_of() {
                exposure.overdue += open;
            } else {
                exposure.not_due += open;
            }
        }
        for credit in balances.credits_of(customer) {
            if credit.currency == main {
                exposure.credits += -credit.amount;
            } else {
                exposure.elsewhere(credit.currency, -credit.amount);
            }
        }
        exposure.main = exposure.not_due + exposure.overdue + exposure.credits;
        exposure.other.retain(|_, amount| !amount.is_zero());
        exposure
    }

    fn elsewhere(&mut self, currency: Currency, amount: Amount) {
        if !amount.is_zero() {
            *self.other.entry(currency).or_default() += amount;
        }
    }

    /// Returns the part that a credit insurer covers up to a limit, and the rest, which is the creditor's own risk.
    pub(super) fn covered(&self, insured_limit: Option<Amount>) -> (Amount, Amount) {
        let owed = self.main.max(Amount::ZERO);
        let insured = insured_limit.map_or(Amount::ZERO, |limit| limit.min(owed));
        (insured, owed - insured)
    }

    /// Returns how many hundredths of a percent of a limit are used up; nothing of a limit of zero.
    pub fn part_of(&self, limit: Amount) -> Option<i64> {
        part_of(self.main, limit)
    }
}

/// Returns the highest of the policy's thresholds, and 100, that a debt has reached.
pub(super) fn highest_reached(owed: Amount, limit: Amount, rules: &ScoreRules) -> Option<u32> {
    rules.limit_thresholds.iter().copied().chain([100]).filter(|&percent| has_reached(owed, limit, percent)).max()
}

/// Tells whether a debt has reached a percentage of a limit above zero, the percentage rounded to two decimals.
fn has_reached(owed: Amount, limit: Amount, percent: u32) -> bool {
    part_of(owed, limit).is_some_and(|part| part >= i64::from(percent) * 100)
}

/// Returns how many hundredths of a percent of a limit a debt is; nothing of a limit of zero.
fn part_of(owed: Amount, limit: Amount) -> Option<i64> {
    let (owed, limit) = (i128::from(owed.max(Amount::ZERO).minor()), i128::from(limit.minor()));
    (limit > 0).then(|| ((owed * 20_000 + limit) / (2 * limit)).min(i128::from(i64::MAX)) as i64)
}

/// What the customers of one group owe together, and may owe.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Group {
    /// What they owe, in the policy's currency.
    pub exposure: Amount,
    /// What they may owe; nothing when the policy sets no limit.
    pub limit: Option<Amount>,
}

impl Group {
    /// Returns the group as if one of it owed that much more.
    pub(super) fn with(self, more: Amount) -> Group {
        Group { exposure: self.exposure + more, ..self }
    }

    /// Returns what is owed over the limit.
    pub(super) fn over(self) -> Option<Amount> {
        self.limit.map(|limit| self.exposure - limit).filter(|over| over.is_positive())
    }

    /// Returns the highest of the policy's thresholds, in percent of the limit, that the group has reached; 100 when it
    /// is over the limit, or as high as it.
    pub fn threshold(self, rules: &ScoreRules) -> Option<u32> {
        highest_reached(self.exposure, self.limit?, rules)
    }
}

/// How much a customer may owe.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Limit {
    /// Nobody set one.
    None,
    /// In the policy's currency.
    InForce(Amount),
    /// One was set that begins later.
    NotYet {
        /// Its first day.
        from: Date,
    },
    /// One was set and is over.
    Expired {
        /// Its last day.
        until: Date,
    },
}

impl Limit {
    /// Returns the limit on a day; its first and last day are included.
    pub(super) fn of(customer: &Customer, day: Date) -> Limit {
        let more = customer.more();
        match (more.credit_limit, more.credit_limit_from, more.credit_limit_until) {
            (None, _, _) => Limit::None,
            (_, Some(from), _) if day < from => Limit::NotYet { from },
            (_, _, Some(until)) if day > until => Limit::Expired { until },
            (Some(amount), _, _) => Limit::InForce(amount),
        }
    }

    /// Returns the amount in force.
    pub const fn amount(self) -> Option<Amount> {
        match self {
            Limit::InForce(amount) => Some(amount),
            Limit::None | Limit::NotYet { .. } | Limit::Expired { .. } => None,
        }
    }
}

/// What follows for new sales.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// Go on.
    Ok,
    /// Somebody should look first.
    Watch,
    /// No new sale on credit.
    Block,
}

impl Verdict {
    /// Every verdict.
    pub const ALL: [Verdict; 3] = [Verdict::Ok, Verdict::Watch, Verdict::Block];

    /// Returns what people call it.
    pub const fn term(self) -> Term<'static> {
        match self {
            Verdict::Ok => Term::new("ok", "accord"),
            Verdict::Watch => Term::new("watch", "prudence"),
            Verdict::Block => Term::new("block", "blocage"),
        }
    }

    /// Returns the word that outputs use.
    pub const fn word(self) -> &'static str {
        match self {
            Verdict::Ok => "ok",
            Verdict::Watch => "watch",
            Verdict::Block => "block",
        }
    }
}

/// Why a verdict is not `ok`, the gravest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// Insolvency proceedings were opened that day.
    Insolvent(Date),
    /// He owes more than the limit.
    OverLimit(Amount),
    /// His group owes more than its limit, by that much.
    GroupOverLimit(Amount),
    /// The score is below the policy's `block_below`.
    ScoreBlocks,
    /// He owes at least that percent of the limit: the last of the policy's thresholds.
    NearLimit(u32),
    /// His group owes at least that percent of its limit.
    GroupNearLimit(u32),
    /// A level that he reached blocks new sales until that much is paid.
    SalesBlocked(Amount),
    /// The limit ended that day.
    LimitExpired(Date),
    /// The limit begins that day.
    LimitNotYet(Date),
    /// He owes in a currency that cannot be set against the limit.
    LimitNotComparable,
    /// The score is below the policy's `watch_below`, or below `block_below` with little history: what is mostly the
    /// portfolio's average blocks nobody. Nor does the score alone block a natural person (GDPR art. 22).
    ScoreWatches,
}

impl Reason {
    /// Every code.
    pub const CODES: [&str; 10] = [
        "insolvency",
        "over-limit",
        "group-over-limit",
        "near-limit",
        "group-near-limit",
        "low-score",
        "sales-blocked",
        "limit-expired",
        "limit-not-yet",
        "limit-not-comparable",
    ];

    /// Returns the code that outputs use.
    pub const fn code(self) -> &'static str {
        match self {
            Reason::Insolvent(_) => "insolvency",
            Reason::OverLimit(_) => "over-limit",
            Reason::GroupOverLimit(_) => "group-over-limit",
            Reason::NearLimit(_) => "near-limit",
            Reason::GroupNearLimit(_) => "group-near-limit",
            Reason::ScoreBlocks | Reason::ScoreWatches => "low-score",
            Reason::SalesBlocked(_) => "sales-blocked",
            Reason::LimitExpired(_) => "limit-expired",
            Reason::LimitNotYet(_) => "limit-not-yet",
            Reason::LimitNotComparable => "limit-not-comparable",
        }
    }

    /// Returns the verdict that the reason calls for.
    pub const fn verdict(self) -> Verdict {
        match self {
            Reason::Insolvent(_)
            | Reason::OverLimit(_)
            | Reason::GroupOverLimit(_)
            | Reason::ScoreBlocks
            | Reason::SalesBlocked(_) => Verdict::Block,
            Reason::NearLimit(_)
            | Reason::GroupNearLimit(_)
            | Reason::LimitExpired(_)
            | Reason::LimitNotYet(_)
            | Reason::LimitNotComparable
            | Reason::ScoreWatches => Verdict::Watch,
        }
    }
}

/// What a verdict is made from.
pub(super) struct Case<'a> {
    pub insolvent_since: Option<Date>,
    pub exposure: &'a Exposure,
    pub limit: Limit,
    pub score: u32,
    pub little_history: bool,
    pub is_natural_person: bool,
    pub group: Option<Group>,
}

impl Case<'_> {
    /// Returns what speaks against a new sale, the gravest first.
    pub(super) fn reasons(&self, rules: &ScoreRules) -> Vec<Reason> {
        let over = self.limit.amount().filter(|&limit| self.exposure.main > limit);
        let owed_elsewhere = self.exposure.other.values().any(|amount| amount.is_positive());
        let blocks = self.score < rules.block_below && !self.little_history && !self.is_natural_person;
        let last = rules.limit_thresholds.last().copied();
        let near = |owed: Amount, limit: Option<Amount>| {
            let (limit, percent) = limit.filter(|&limit| owed <= limit).zip(last)?;
            has_reached(owed, limit, percent).then_some(percent)
        };
        let candidates = [
            self.insolvent_since.map(Reason::Insolvent),
            over.map(|limit| Reason::OverLimit(self.exposure.main - limit)),
            self.group.and_then(Group::over).map(Reason::GroupOverLimit),
            blocks.then_some(Reason::ScoreBlocks),
            near(self.exposure.main, self.limit.amount()).map(Reason::NearLimit),
            self.group.and_then(|group| near(group.exposure, group.limit)).map(Reason::GroupNearLimit),
            match self.limit {
                Limit::Expired { until } => Some(Reason::LimitExpired(until)),
                Limit::NotYet { from } => Some(Reason::LimitNotYet(from)),
                Limit::None | Limit::InForce(_) => None,
            },
            (owed_elsewhere && self.limit.amount().is_some()).then_some(Reason::LimitNotComparable),
            (!blocks && self.score < rules.watch_below.max(rules.block_below)).then_some(Reason::ScoreWatches),
        ];
        candidates.into_iter().flatten().collect()
    }
}
