//! How much a customer owes on balance, how much he may owe, and what follows for new sales.

use std::collections::BTreeMap;

use crate::engine::allocation::Balances;
use crate::model::{Amount, Currency, Customer, CustomerId, Date, ItemId, Ledger};
use crate::policy::ScoreRules;

/// Is what a customer owes on balance: what is open, disputed or not, less his credits.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Exposure {
    /// In the policy's currency, the limit's too; negative when his credits are larger.
    pub main: Amount,
    /// In other currencies, those with zero left out. They are not added: a rate of exchange would be a guess.
    pub other: BTreeMap<Currency, Amount>,
}

impl Exposure {
    pub(super) fn of(ledger: &Ledger, balances: &Balances, main: Currency, customer: CustomerId) -> Exposure {
        let mut exposure = Exposure::default();
        let mut add = |currency: Currency, amount: Amount| {
            if currency == main {
                exposure.main += amount;
            } else if !amount.is_zero() {
                *exposure.other.entry(currency).or_default() += amount;
            }
        };
        for row in ledger.invoices_of(customer) {
            add(ledger.invoices()[row].currency, balances.open(ledger, ItemId(row as u32)));
        }
        for credit in balances.credits_of(customer) {
            add(credit.currency, -credit.amount);
        }
        exposure.other.retain(|_, amount| !amount.is_zero());
        exposure
    }
}

/// Is how much a customer may owe.
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

/// Is what follows for new sales.
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
    /// Returns the word that outputs use.
    pub const fn word(self) -> &'static str {
        match self {
            Verdict::Ok => "ok",
            Verdict::Watch => "watch",
            Verdict::Block => "block",
        }
    }
}

/// Is why a verdict is not `ok`, the gravest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// Insolvency proceedings were opened that day.
    Insolvent(Date),
    /// He owes more than the limit.
    OverLimit(Amount),
    /// The score is below the policy's `block_below`.
    ScoreBlocks,
    /// The limit ended that day.
    LimitExpired(Date),
    /// The limit begins that day.
    LimitNotYet(Date),
    /// He owes in a currency that cannot be set against the limit.
    LimitNotComparable,
    /// The score is below the policy's `watch_below`, or below `block_below` with little history: what is mostly the
    /// portfolio's average blocks nobody.
    ScoreWatches,
}

impl Reason {
    /// Returns the code that outputs use.
    pub const fn code(self) -> &'static str {
        match self {
            Reason::Insolvent(_) => "insolvency",
            Reason::OverLimit(_) => "over-limit",
            Reason::ScoreBlocks | Reason::ScoreWatches => "low-score",
            Reason::LimitExpired(_) => "limit-expired",
            Reason::LimitNotYet(_) => "limit-not-yet",
            Reason::LimitNotComparable => "limit-not-comparable",
        }
    }

    /// Returns the verdict that the reason calls for.
    pub const fn verdict(self) -> Verdict {
        match self {
            Reason::Insolvent(_) | Reason::OverLimit(_) | Reason::ScoreBlocks => Verdict::Block,
            Reason::LimitExpired(_) | Reason::LimitNotYet(_) | Reason::LimitNotComparable | Reason::ScoreWatches => {
                Verdict::Watch
            }
        }
    }
}

/// Is what a verdict is made from.
pub(super) struct Case<'a> {
    pub insolvent_since: Option<Date>,
    pub exposure: &'a Exposure,
    pub limit: Limit,
    pub score: u32,
    pub little_history: bool,
}

impl Case<'_> {
    /// Returns what speaks against a new sale, the gravest first.
    pub(super) fn reasons(&self, rules: &ScoreRules) -> Vec<Reason> {
        let over = self.limit.amount().filter(|&limit| self.exposure.main > limit);
        let owed_elsewhere = self.exposure.other.values().any(|amount| amount.is_positive());
        let blocks = self.score < rules.block_below && !self.little_history;
        let candidates = [
            self.insolvent_since.map(Reason::Insolvent),
            over.map(|limit| Reason::OverLimit(self.exposure.main - limit)),
            blocks.then_some(Reason::ScoreBlocks),
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
