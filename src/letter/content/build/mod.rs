//! Fills letters from the engine's results: one for each notice of the plan.

mod filled;

use std::collections::{BTreeMap, BTreeSet};

use chrono::Days;

use super::cost::Ahead;
use super::draft::{Draft, Line};
use super::identity::Names;
use super::required;
use crate::diag::Diagnostic;
use crate::engine::allocation::Balances;
use crate::engine::history::{Contact, Dossier, History};
use crate::engine::penalties::{Obstacle, Penalties};
use crate::engine::planning::{Notice, Plan, PlanRow};
use crate::letter::run::enclosures::Shelf;
use crate::letter::safe::one_line;
use crate::model::cores::each;
use crate::model::{Amount, Currency, CustomerId, Date, ItemId, Lang, Selection};
use crate::policy::{Channel, Trigger};

/// The most characters of the reference that a payer is asked to quote: transfers carry 140.
const LONGEST_REFERENCE: usize = 70;

/// Who was reproached with lateness, and when.
#[derive(Debug, Default)]
pub(in crate::letter) struct Reproaches {
    /// The days, and whether a call alone did.
    pub days: BTreeMap<Date, bool>,
    /// Whether each line was.
    pub of_all: bool,
    /// Whether each line was by a formal notice.
    pub formally_of_all: bool,
}

/// What letters are filled from.
#[derive(Clone, Copy, Debug)]
pub struct Desk<'a> {
    /// What to do today.
    pub plan: &'a Plan<'a>,
    /// What is owed.
    pub balances: &'a Balances,
    /// What late payment costs.
    pub penalties: &'a Penalties<'a>,
    /// What was said and done.
    pub history: &'a History<'a>,
    /// The documents that can go along.
    pub shelf: &'a Shelf,
}

/// A notice of which all is known that depends on the notices before it.
pub(in crate::letter) struct Named<'a> {
    notice: &'a Notice<'a>,
    lines: Vec<Line<'a>>,
    credits: Amount,
    lang: Lang,
    /// The id, and the name of the files without their ends.
    name: (String, String),
}

impl<'a> Desk<'a> {
    /// Returns one draft for each notice of the plan, in its order, and what kept others from being filled: rates that
    /// the interest they claim needs and that are not known.
    pub fn drafts(&self) -> (Vec<Draft<'a>>, Vec<Diagnostic>) {
        let mut named = Vec::with_capacity(self.plan.notices().len());
        let mut stopped = BTreeSet::new();
        let mut names = Names::new(self.plan);
        for (notice, credits) in self.notices() {
            match self.named(notice, credits, &mut names) {
                Ok(one) => named.push(one),
                Err(_) => {
                    stopped.insert(notice.customer);
                }
            }
        }
        (each(&named, |one| self.draft(one)), self.stopped(stopped))
    }

    /// Returns what keeps letters to some customers from being written, and whose they are.
    pub(in crate::letter) fn stopped(&self, customers: BTreeSet<CustomerId>) -> Vec<Diagnostic> {
        if customers.is_empty() {
            return Vec::new();
        }
        let named = required::not_written(self.plan.ledger(), &customers);
        let mut faults = self.penalties.obstacles(&Selection::only(customers));
        faults.push(named);
        faults
    }

    /// Returns the notices of the plan, each with what is deducted from it.
    pub(in crate::letter) fn notices(&self) -> impl Iterator<Item = (&'a Notice<'a>, Amount)> {
        self.plan.notices().iter().zip(self.credits())
    }

    /// Returns what is deducted from each notice. A customer's credit is deducted once, from the largest of his
    /// notices first, and never beyond what a notice asks for.
    fn credits(&self) -> Vec<Amount> {
        let notices = self.plan.notices();
        let open = |i: &usize| self.plan.asked(&notices[*i]);
        let mut by_account: BTreeMap<(CustomerId, Currency), Vec<usize>> = BTreeMap::new();
        for (i, notice) in notices.iter().enumerate() {
            by_account.entry((notice.customer, notice.currency)).or_default().push(i);
        }
        let mut deducted = vec![Amount::ZERO; notices.len()];
        for ((customer, currency), mut places) in by_account {
            places.sort_by_key(|i| std::cmp::Reverse(open(i)));
            let mut left = self.balances.credit_in(customer, currency).max(Amount::ZERO);
            for i in places {
                let part = left.min(open(&i));
                deducted[i] = -part;
                left -= part;
            }
        }
        deducted
    }

    /// Returns the lines of one notice, and its name: who comes first has it.
    ///
    /// # Errors
    /// When it claims interest that cannot be computed.
    pub(in crate::letter) fn named(
        &self,
        notice: &'a Notice<'a>,
        credits: Amount,
        names: &mut Names<'_, 'a>,
    ) -> Result<Named<'a>, Obstacle> {
        let lines = self.lines(notice)?;
        let lang = self.language_of(notice);
        let name = names.give(notice, &lines, lang);
        Ok(Named { notice, lines, credits, lang, name })
    }

    /// Returns the draft of one notice.
    pub(in crate::letter) fn draft(&self, named: &Named<'a>) -> Draft<'a> {
        let &Named { notice, ref lines, credits, lang, ref name } = named;
        let mut draft = self.filled(notice, lines.clone(), credits, lang, name.clone());
        if notice.level.list_all {
            draft.letter.others = self.items(&self.others(notice), lang);
        }
        draft
    }

    /// Returns the places, among the rows of the plan, of a customer's open items in one currency.
    pub(in crate::letter) fn account(&self, customer: CustomerId, currency: Currency) -> impl Iterator<Item = usize> {
        let (ledger, rows) = (self.plan.ledger(), self.plan.rows());
        let first = rows.partition_point(|row| row.customer < customer);
        let own = rows[first..].iter().take_while(move |row| row.customer == customer);
        let is_in = move |row: &&PlanRow<'_>| ledger.invoice(row.item).currency == currency;
        own.enumerate().filter(move |(_, row)| is_in(row)).map(move |(i, _)| first + i)
    }

    /// Returns the language of a notice.
    pub(in crate::letter) fn language_of(&self, notice: &Notice<'_>) -> Lang {
        match notice.level.channel {
            // The sheet is for whoever calls.
            Channel::Phone => self.plan.policy().language,
            Channel::Email | Channel::Letter | Channel::Registered => self.language(notice.customer),
        }
    }

    /// Returns the language in which a customer is written to.
    pub(in crate::letter) fn language(&self, customer: CustomerId) -> Lang {
        self.plan.ledger().customer(customer).more().language.unwrap_or(self.plan.policy().language)
    }

    /// Fills a letter about some lines under the next free name.
    pub(in crate::letter) fn named_filled(
        &self,
        notice: &Notice<'a>,
        lines: Vec<Line<'a>>,
        credits: Amount,
        lang: Lang,
        names: &mut Names<'_, 'a>,
    ) -> Draft<'a> {
        let name = names.give(notice, &lines, lang);
        self.filled(notice, lines, credits, lang, name)
    }

    /// Returns what the payer quotes: the invoice numbers, or his id when they are too long for a transfer.
    fn reference(&self, customer: CustomerId, lines: &[Line<'_>]) -> String {
        let ledger = self.plan.ledger();
        let mut numbers: Vec<String> = Vec::new();
        for line in lines {
            let number = one_line(ledger.number(ledger.invoice(line.item).number));
            if !numbers.contains(&number) {
                numbers.push(number);
            }
            if numbers.iter().map(|number| number.chars().count() + 2).sum::<usize>() > LONGEST_REFERENCE {
                return one_line(&ledger.customer(customer).id);
            }
        }
        numbers.join(", ")
    }

    /// Returns what lateness of some lines costs from the day after the letter on. A part that the letter leaves out,
    /// being contested or awaited, does not begin to bear interest (C. civ. 1344-1), nor does any run on after a
    /// judgment.
    fn ahead(&self, lines: &[Line<'_>]) -> Ahead {
        let as_of = self.plan.as_of();
        let first = as_of.checked_add_days(Days::new(1)).unwrap_or(as_of);
        let lines_bearing = || lines.iter().filter(|line| self.penalties.bears_interest(line.item, first));
        let mut rates = lines_bearing().map(|line| self.penalties.rate_on(line.item, first));
        let rate = rates.next().flatten().filter(|&one| rates.all(|rate| rate == Some(one)));
        let (mut bearing, mut running, mut starting) = (false, false, false);
        for line in lines_bearing() {
            let days = self.penalties.running(line.item);
            if days.judgment.is_some() {
                continue;
            }
            bearing = true;
            let has_begun = days.from.is_some_and(|from| from <= as_of);
            running |= has_begun;
            // A notice to pay what is not due yet puts nobody in default.
            let is_due = self.plan.ledger().invoice(line.item).payable_until() <= as_of;
            starting |= is_due && (!has_begun || days.not_demanded > line.disputed + line.awaited);
        }
        let indemnity = lines.iter().any(|line| self.penalties.bears_indemnity(line.item));
        Ahead { first, rate, bearing, running, starting, indemnity }
    }

    /// Returns how many of some lines can no longer be claimed at law.
    fn barred(&self, notice: &Notice<'_>, lines: &[Line<'_>]) -> usize {
        let rows = self.account(notice.customer, notice.currency).map(|place| &self.plan.rows()[place]);
        let barred: BTreeSet<ItemId> =
            rows.filter(|row| row.is_lapsed(self.plan.as_of())).map(|row| row.item).collect();
        lines.iter().filter(|line| barred.contains(&line.item)).count()
    }

    fn is_followed_by_formal_notice(&self, notice: &Notice<'_>) -> bool {
        notice.procedure.levels.get(notice.rank + 1).is_some_and(|level| level.formal_notice)
    }

    /// Returns the days of the notices and calls that reproached lateness on one of these lines; a courtesy message,
    /// and whatever went out by the due date, reproached nothing.
    fn reproaches(&self, notice: &Notice<'_>, lines: &[Line<'_>]) -> Reproaches {
        let ledger = self.plan.ledger();
        let dossier = Dossier::new(ledger, self.balances, self.history, notice.customer);
        let is_dunning = |contact: &Contact<'_>| {
            let level = notice.procedure.levels.iter().find(|level| level.is_called(contact.level));
            level.is_none_or(|level| !matches!(level.trigger, Trigger::AfterDue(days) if days <= 0))
        };
        let rows = ledger.invoices_of(notice.customer);
        let is_formal = |contact: &Contact<'_>| contact.is_formal_notice(self.plan.policy());
        let mut reproaches = Reproaches { of_all: true, formally_of_all: true, ..Reproaches::default() };
        for item in lines.iter().map(|line| line.item) {
            let Some(standing) = dossier.standings.get(item.index() - rows.start) else { continue };
            let due = ledger.invoice(item).due;
            let mut of_item = standing.contacts.iter().filter(|one| one.date > due && is_dunning(one)).peekable();
            reproaches.of_all &= of_item.peek().is_some();
            reproaches.formally_of_all &= standing.contacts.iter().any(is_formal);
            for contact in of_item {
                *reproaches.days.entry(contact.date).or_insert(true) &= contact.is_call();
            }
        }
        reproaches
    }
}
