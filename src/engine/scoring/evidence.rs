//! What a card is made from besides the shares: what events, payments and other people say of a customer.

use chrono::Days;

use super::Scores;
use super::habit::Habit;
use crate::engine::history::{Dossier, Outcome};
use crate::engine::returned::returned;
use crate::model::date::days_between;
use crate::model::{Customer, CustomerId, Date, ItemId, ReturnCause, ReturnReason};
use crate::policy::ScoreRules;

/// How many days an incident is remembered.
const INCIDENT_DAYS: u64 = 365;

/// The most hundredths of the usual amount that are told apart: what is more costs no more points.
pub const MOST_HUNDREDTHS: i128 = 1_000_000;

/// What somebody else says of a customer's solvency, as far as it can be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rating {
    /// Nothing, or nothing yet.
    None,
    /// It counts: from 0 (worst) to 100 (best), since that day.
    Known {
        /// What it means.
        value: u32,
        /// Its day.
        date: Date,
    },
    /// It has no day: nobody can tell whether it was known.
    Undated,
    /// It is too old: its day.
    Old(Date),
    /// The policy does not say what it means.
    NotInPolicy,
}

impl Rating {
    /// Returns what counts of a customer's rating on a day.
    pub(super) fn of(customer: &Customer, rules: &ScoreRules, day: Date) -> Rating {
        let more = customer.more();
        let Some(text) = &more.rating else { return Rating::None };
        match (more.rating_date, rules.rating(text)) {
            (Some(date), _) if date > day => Rating::None,
            (None, _) => Rating::Undated,
            (_, None) => Rating::NotInPolicy,
            (Some(date), _) if days_between(date, day) >= i64::from(rules.rating_days) => Rating::Old(date),
            (Some(date), Some(value)) => Rating::Known { value, date },
        }
    }

    /// Returns what counts.
    pub(super) const fn value(self) -> Option<u32> {
        match self {
            Rating::Known { value, .. } => Some(value),
            Rating::None | Rating::Undated | Rating::Old(_) | Rating::NotInPolicy => None,
        }
    }
}

impl Scores<'_> {
    /// Returns how many promises and payment plans were broken in the last year.
    pub(super) fn broken_promises(&self, customer: CustomerId) -> u32 {
        if self.history.of(customer).len() == 0 {
            return 0;
        }
        let since = self.a_year_ago();
        let dossier = Dossier::new(self.ledger, self.balances, self.history, customer);
        let is_broken = |outcome| matches!(outcome, Outcome::Broken(day) if day > since);
        let broken = dossier
            .commitments
            .iter()
            .filter(|commitment| is_broken(commitment.outcome(self.ledger, self.balances, self.promise_grace_days)));
        broken.count() as u32
    }

    /// Returns how many payments were taken back in the last year, for other than technical reasons: a wrong account
    /// number tells nothing of who pays.
    pub(super) fn returned_payments(&self, customer: CustomerId) -> u32 {
        let since = self.a_year_ago();
        let tells = |reason: Option<ReturnReason>| reason.is_none_or(|reason| reason.cause != ReturnCause::Technical);
        let returned = returned(self.ledger, self.balances, customer);
        let returned = returned.filter(|&(row, reason)| self.ledger.payment(row).date > since && tells(reason));
        returned.count() as u32
    }

    /// Returns the day of the first invoice, when one is issued.
    pub(super) fn first_invoice(&self, customer: CustomerId) -> Option<Date> {
        let rows = self.ledger.invoices_of(customer).map(|row| &self.ledger.invoices()[row]);
        rows.filter(|invoice| invoice.is_item())
            .map(|invoice| invoice.issue)
            .filter(|&issue| issue <= self.as_of())
            .min()
    }

    /// Returns how many hundredths of the customer's usual amount his largest open invoice is: the amount over the mean
    /// of his others in that currency. A penalty note or a balance brought forward is no invoice: it is not compared.
    pub(super) fn amount_against_habit(&self, customer: CustomerId, habit: &Habit) -> Option<u32> {
        let items = self.ledger.invoices_of(customer).map(|row| ItemId(row as u32));
        let open = items.filter(|&item| self.balances.open(self.ledger, item).is_positive());
        let hundredths = |item: ItemId| {
            let invoice = self.ledger.invoice(item);
            let (others, count) = habit.others(invoice);
            let part = i128::from(invoice.amount.minor()) * i128::from(count) * 100;
            (count > 0 && others.is_positive()).then(|| (part / i128::from(others.minor())).min(MOST_HUNDREDTHS) as u32)
        };
        open.filter_map(hundredths).max()
    }

    pub(super) fn a_year_ago(&self) -> Date {
        self.as_of().checked_sub_days(Days::new(INCIDENT_DAYS)).unwrap_or(self.as_of())
    }
}
