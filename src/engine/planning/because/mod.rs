//! The sentence that goes with each answer, with its figures and dates.
//!
//! [`english`] and [`french`] say the same things, each in one place, so that each can be read as prose.

mod english;
mod french;
mod proceedings;
mod routes;

use rust_decimal::Decimal;

use super::{Plan, PlanRow};
use crate::law::regimes::Law;
use crate::model::{Amount, Currency, CustomerKind, Date, InvoiceStatus, Lang, Rate, figures, shell};
use crate::policy::AfterLast;

impl Plan<'_> {
    /// Returns why the level of a row is due, or why the item is left alone, in a sentence or two.
    pub fn because(&self, row: &PlanRow<'_>, lang: Lang) -> String {
        let facts = Facts { plan: self, row, lang };
        let mut sentences = vec![match (row.stops.first(), lang) {
            (Some(stop), Lang::En) => english::stop(&facts, stop),
            (Some(stop), Lang::Fr) => french::stop(&facts, stop),
            (None, Lang::En) => english::due(&facts),
            (None, Lang::Fr) => french::due(&facts),
        }];
        sentences.extend(row.remarks.iter().map(|&remark| match lang {
            Lang::En => english::remark(&facts, remark),
            Lang::Fr => french::remark(&facts, remark),
        }));
        sentences.join(" ")
    }
}

/// What both languages say about a row.
struct Facts<'p, 'a> {
    plan: &'p Plan<'a>,
    row: &'p PlanRow<'a>,
    lang: Lang,
}

impl Facts<'_, '_> {
    fn currency(&self) -> Currency {
        self.plan.ledger.invoice(self.row.item).currency
    }

    fn money(&self, amount: Amount) -> String {
        figures::money(amount, self.currency(), self.lang)
    }

    fn euros(&self, amount: Amount) -> String {
        figures::money(amount, Currency::EUR, self.lang)
    }

    fn day(&self, day: Date) -> String {
        figures::date_in_words(day, self.lang)
    }

    fn due_date(&self) -> String {
        self.day(self.plan.ledger.invoice(self.row.item).due)
    }

    /// Returns the day on which the row's next level becomes due, when it is to come.
    fn to_come(&self) -> Option<String> {
        self.row.due_on.filter(|&day| day > self.plan.as_of).map(|day| self.day(day))
    }

    /// Returns what people call the next level.
    fn next_level(&self) -> &str {
        self.row.next_level().map_or("", |level| level.label.get(self.lang))
    }

    /// Returns the invoice as a command names it.
    fn invoice_word(&self) -> String {
        shell::word(self.plan.ledger.number(self.plan.ledger.invoice(self.row.item).number))
    }

    /// Returns the next level as commands and files name it.
    fn next_code(&self) -> &str {
        self.row.next_level().map_or("", |level| level.name.as_str())
    }

    /// Returns why a debt is disputed, in brackets, as far as that was recorded.
    fn reason(&self, reason: Option<&str>, status: Option<InvoiceStatus>) -> String {
        let word = match self.lang {
            Lang::En => "status",
            Lang::Fr => "statut",
        };
        let status = status.map(|status| format!("{word} {}", status.number()));
        let said: Vec<String> = status.into_iter().chain(reason.map(str::to_owned)).collect();
        if said.is_empty() { String::new() } else { format!(" ({})", said.join(", ")) }
    }

    fn level_at(&self, place: usize) -> &str {
        self.row.procedure.map_or("", |procedure| procedure.levels[place].label.get(self.lang))
    }

    fn percent(&self, percent: Decimal) -> String {
        figures::rate(Rate::from_percent(percent), self.lang)
    }

    fn grace_days(&self) -> i64 {
        self.row.procedure.map_or(0, |procedure| procedure.grace_days.into())
    }

    /// Tells whether the days after a notice are counted from its arrival.
    fn counts_from_arrival(&self) -> bool {
        self.row.procedure.is_some_and(|procedure| procedure.mail_transit_days > 0)
    }

    /// Returns after how many days the last level comes again, and the day of the last notice, when that is what comes.
    fn repeat_days(&self) -> Option<(i64, Date)> {
        let repeated = self.row.next.is_some() && self.row.next == self.row.reached();
        let procedure = self.row.procedure.filter(|_| repeated)?;
        Some((procedure.repeat_days.into(), self.row.last_contact?))
    }

    /// Returns the credits that the notice deducts, if it deducts any.
    fn deducted(&self) -> Option<String> {
        Some(self.row.deducted).filter(|deducted| deducted.is_positive()).map(|deducted| self.money(deducted))
    }

    fn is_handed_over(&self) -> bool {
        self.row.procedure.is_some_and(|procedure| procedure.after_last_level == AfterLast::HandOver)
    }

    /// Tells whether French articles and periods can be told: the debtor's insolvency is taken to follow the law that
    /// lateness is judged by.
    fn is_under_french_law(&self) -> bool {
        self.plan.policy.penalties.law == Law::France
    }

    fn kind(&self) -> CustomerKind {
        self.plan.ledger.customer(self.row.customer).kind
    }
}
