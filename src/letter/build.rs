//! Fills letters from the engine's results: one for each notice of the plan.

use std::collections::{BTreeMap, BTreeSet};

use chrono::Days;

use super::cost::{self, Ahead};
use super::draft::{Draft, Line};
use super::enclosures::Shelf;
use super::file_names;
use super::identity::Names;
use super::model::Letter;
use super::outcomes::Call;
use super::safe::{self, one_line};
use super::{content, in_words, parties, transfer, words};
use crate::diag::Diagnostic;
use crate::engine::allocation::Balances;
use crate::engine::history::{Contact, Dossier, History};
use crate::engine::penalties::{Obstacle, Penalties};
use crate::engine::planning::{Notice, Plan, PlanRow};
use crate::law::courts::Courts;
use crate::law::regimes::Law;
use crate::model::cores::each;
use crate::model::{Amount, Currency, CustomerId, CustomerKind, Date, InvoiceKind, ItemId, Lang, Selection, figures};
use crate::policy::{Channel, Trigger};

/// The most characters of the reference that a payer is asked to quote: transfers carry 140.
const LONGEST_REFERENCE: usize = 70;

/// Who was reproached with lateness, and when.
#[derive(Debug, Default)]
pub(super) struct Reproaches {
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
pub(super) struct Named<'a> {
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
    pub(super) fn stopped(&self, customers: BTreeSet<CustomerId>) -> Vec<Diagnostic> {
        if customers.is_empty() {
            return Vec::new();
        }
        let named = content::not_written(self.plan.ledger(), &customers);
        let mut faults = self.penalties.obstacles(&Selection::only(customers));
        faults.push(named);
        faults
    }

    /// Returns the notices of the plan, each with what is deducted from it.
    pub(super) fn notices(&self) -> impl Iterator<Item = (&'a Notice<'a>, Amount)> {
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
    pub(super) fn named(
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
    pub(super) fn draft(&self, named: &Named<'a>) -> Draft<'a> {
        let &Named { notice, ref lines, credits, lang, ref name } = named;
        let mut draft = self.filled(notice, lines.clone(), credits, lang, name.clone());
        if notice.level.list_all {
            draft.letter.others = self.items(&self.others(notice), lang);
        }
        draft
    }

    /// Returns the places, among the rows of the plan, of a customer's open items in one currency.
    pub(super) fn account(&self, customer: CustomerId, currency: Currency) -> impl Iterator<Item = usize> {
        let (ledger, rows) = (self.plan.ledger(), self.plan.rows());
        let first = rows.partition_point(|row| row.customer < customer);
        let own = rows[first..].iter().take_while(move |row| row.customer == customer);
        let is_in = move |row: &&PlanRow<'_>| ledger.invoice(row.item).currency == currency;
        own.enumerate().filter(move |(_, row)| is_in(row)).map(move |(i, _)| first + i)
    }

    /// Returns the language of a notice.
    pub(super) fn language_of(&self, notice: &Notice<'_>) -> Lang {
        match notice.level.channel {
            // The sheet is for whoever calls.
            Channel::Phone => self.plan.policy().language,
            Channel::Email | Channel::Letter | Channel::Registered => self.language(notice.customer),
        }
    }

    /// Returns the language in which a customer is written to.
    pub(super) fn language(&self, customer: CustomerId) -> Lang {
        self.plan.ledger().customer(customer).more().language.unwrap_or(self.plan.policy().language)
    }

    /// Fills a letter about some lines under the next free name.
    pub(super) fn named_filled(
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

    /// Fills a letter about some lines; its name is its notice's id, and that of its files without their ends.
    fn filled(
        &self,
        notice: &Notice<'a>,
        lines: Vec<Line<'a>>,
        credits: Amount,
        lang: Lang,
        (notice_id, stem): (String, String),
    ) -> Draft<'a> {
        let (ledger, policy) = (self.plan.ledger(), self.plan.policy());
        let customer = ledger.customer(notice.customer);
        let open = lines.iter().map(|line| line.open).sum();
        let interest = lines.iter().map(|line| line.interest).sum();
        let indemnity = lines.iter().map(|line| line.indemnity).sum();
        let total = open + credits + interest + indemnity;
        let indemnity_apart = cost::indemnity_apart(&lines, |line| self.penalties.regime(line.item));
        let addressee = parties::addressee(customer, &policy.creditor, lang);
        let channel = notice.level.channel.reaching(addressee.email.is_some());
        let on_demand = notice.rank >= notice.procedure.levels.len();
        let items = lines.iter().map(|line| line.item).filter(|_| !on_demand);
        let (enclosures, left_out) = self.shelf.choose(items, ledger, policy.letters.room(channel), lang);
        let reference = self.reference(notice.customer, &lines);
        let money = |amount| figures::money(amount, notice.currency, lang);
        let claimed = |amount: Amount| (!amount.is_zero()).then(|| money(amount));
        let items = self.items(&lines, lang);
        let together = words::together(ledger, &lines.iter().map(|line| line.item).collect::<Vec<_>>(), lang);
        let reproaches = self.reproaches(notice, &lines);
        let barred = self.barred(notice, &lines);
        let is_french_public = customer.kind == CustomerKind::Public && policy.penalties.law == Law::France;
        let after_principal = self.principal(&lines, credits).filter(|&principal| principal != total);
        let after_principal = after_principal.filter(|_| is_french_public && !self.charges_what_is_paid(&lines));
        let sender = parties::sender(&policy.creditor, lang);
        let home = customer.more().country.as_deref();
        let number = |line: &Line<'_>| self.number(line.item);
        let regime = |line: &Line<'_>| self.penalties.regime(line.item);
        let (ahead, rules) = (self.ahead(&lines), &policy.penalties);
        let mut penalties = cost::explained(&lines, number, &ahead, notice.currency, regime, rules, lang);
        let more_demanded = |line: &Line<'_>| self.penalties.running(line.item).more_demanded;
        penalties.base_notes.extend(cost::demanded_again(&lines, number, more_demanded, rules.law, lang));
        let letter = Letter {
            notice_id: notice_id.clone(),
            level: one_line(&notice.level.name),
            channel: channel.word(),
            date: figures::date_in_words(self.plan.as_of(), lang),
            place: safe::one_line_of(policy.creditor.city.as_deref()),
            customer: addressee,
            single: if let [item] = items.as_slice() { Some(item.clone()) } else { None },
            only_invoices: lines.iter().all(|line| ledger.invoice(line.item).kind == InvoiceKind::Invoice),
            kinds: together.kinds,
            all_late: lines.iter().all(|line| line.days_late > 0),
            count: figures::count(together.count as i64, lang),
            counted: together.counted,
            items,
            others: Vec::new(),
            account: None,
            claim: None,
            schedule: Vec::new(),
            return_by: None,
            currency: notice.currency.code(),
            open: money(open),
            credits: claimed(credits),
            interest: claimed(interest),
            indemnity: claimed(indemnity),
            indemnity_apart: indemnity_apart.map(|(sum, currency)| figures::money(sum, currency, lang)),
            total: money(total),
            after_principal: after_principal.map(money),
            total_in_words: in_words::sum(total, notice.currency, lang),
            discount: self.discount(&lines, total, credits, lang),
            deadline: notice.deadline.map(|day| figures::date_in_words(day, lang)),
            deadline_days: notice.level.payment_deadline_days.map(|days| figures::count(days.into(), lang)),
            payment: parties::payment(&policy.creditor, reference, |reference| {
                transfer::payload(&policy.creditor, total, notice.currency, reference)
            }),
            copies: match channel {
                Channel::Email => parties::copies(customer.more(), &policy.letters.email.cc),
                Channel::Phone | Channel::Letter | Channel::Registered => Vec::new(),
            },
            enclosures: enclosures.iter().map(|one| one.of.clone()).collect(),
            penalties,
            barred: barred == lines.len(),
            partly_barred: barred > 0 && barred < lines.len(),
            credit_hold: notice.level.credit_hold,
            business: customer.kind == CustomerKind::Business,
            foreign_law: policy.penalties.law != Law::France,
            abroad: Courts::of(home).are_abroad(),
            european_order: Courts::has_european_order(policy.creditor.country.as_deref(), home),
            public: customer.kind == CustomerKind::Public,
            consumer: customer.kind == CustomerKind::Consumer,
            formal_notice_next: self.is_followed_by_formal_notice(notice),
            last_notice: reproaches.days.last_key_value().map(|(&day, _)| figures::date_in_words(day, lang)),
            story: self.story(notice, &lines, &reproaches, lang),
            history: self.said(notice.customer, lang),
            outcomes: match channel {
                Channel::Phone => {
                    let (customer, currency, lines) = (notice.customer, notice.currency, &*lines);
                    Call { ledger, customer, lines, currency, credits, lang }.outcomes()
                }
                Channel::Email | Channel::Letter | Channel::Registered => Vec::new(),
            },
            sender,
        };
        Draft {
            stem,
            notice_id,
            customer: notice.customer,
            currency: notice.currency,
            level: notice.level,
            on_demand,
            deadline: notice.deadline,
            title: file_names::of_letter(notice.level.label.get(lang), self.plan.as_of(), &letter.customer.name),
            enclosures,
            left_out,
            channel,
            lines,
            open,
            credits,
            interest,
            indemnity,
            indemnity_apart,
            total,
            lang,
            letter,
        }
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
    /// being contested or awaited, does not begin to bear interest (C. civ. 1344-1), nor does any run on after a judgment.
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

    /// Returns the days of the notices and calls that reproached lateness on one of these lines; a courtesy message, and
    /// whatever went out by the due date, reproached nothing.
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
