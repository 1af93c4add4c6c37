//! One letter filled: what it asks for, how it goes out, and all that its template can name.

use super::Desk;
use crate::engine::planning::Notice;
use crate::law::courts::Courts;
use crate::law::regimes::Law;
use crate::letter::content::cost;
use crate::letter::content::draft::{Draft, Line};
use crate::letter::content::outcomes::Call;
use crate::letter::content::{in_words, parties};
use crate::letter::formats::transfer;
use crate::letter::model::{Addressee, Letter, Outcome, Penalties};
use crate::letter::run::enclosures::Enclosure;
use crate::letter::run::file_names;
use crate::letter::safe::{self, one_line};
use crate::letter::words;
use crate::model::{Amount, Currency, CustomerKind, InvoiceKind, Lang, figures};
use crate::policy::Channel;

/// What a letter asks for.
#[derive(Clone, Copy, Debug)]
struct Asked {
    open: Amount,
    credits: Amount,
    interest: Amount,
    indemnity: Amount,
    indemnity_apart: Option<(Amount, Currency)>,
    total: Amount,
}

/// Under which name, to whom, how and with what a letter goes out.
struct Posting<'p> {
    notice_id: &'p str,
    addressee: Addressee,
    channel: Channel,
    enclosures: &'p [Enclosure],
}

impl<'a> Desk<'a> {
    /// Fills a letter about some lines; its name is its notice's id, and that of its files without their ends.
    pub(super) fn filled(
        &self,
        notice: &Notice<'a>,
        lines: Vec<Line<'a>>,
        credits: Amount,
        lang: Lang,
        (notice_id, stem): (String, String),
    ) -> Draft<'a> {
        let (ledger, policy) = (self.plan.ledger(), self.plan.policy());
        let addressee = parties::addressee(ledger.customer(notice.customer), &policy.creditor, lang);
        let channel = notice.level.channel.reaching(addressee.email.is_some());
        let on_demand = notice.rank >= notice.procedure.levels.len();
        let items = lines.iter().map(|line| line.item).filter(|_| !on_demand);
        let (enclosures, left_out) = self.shelf.choose(items, ledger, policy.letters.room(channel), lang);
        let asked = self.asked(&lines, credits);
        let posting = Posting { notice_id: &notice_id, addressee, channel, enclosures: &enclosures };
        let letter = self.letter(notice, &lines, &asked, posting, lang);
        let Asked { open, credits, interest, indemnity, indemnity_apart, total } = asked;
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

    /// Adds up what some lines ask for, less what is deducted.
    fn asked(&self, lines: &[Line<'_>], credits: Amount) -> Asked {
        let open = lines.iter().map(|line| line.open).sum();
        let interest = lines.iter().map(|line| line.interest).sum();
        let indemnity = lines.iter().map(|line| line.indemnity).sum();
        let indemnity_apart = cost::indemnity_apart(lines, |line| self.penalties.regime(line.item));
        Asked { open, credits, interest, indemnity, indemnity_apart, total: open + credits + interest + indemnity }
    }

    /// Returns all that a template can name.
    fn letter(
        &self,
        notice: &Notice<'a>,
        lines: &[Line<'a>],
        asked: &Asked,
        posting: Posting<'_>,
        lang: Lang,
    ) -> Letter {
        let (ledger, policy) = (self.plan.ledger(), self.plan.policy());
        let (creditor, customer) = (&policy.creditor, ledger.customer(notice.customer));
        let Posting { notice_id, addressee, channel, enclosures } = posting;
        let money = |amount| figures::money(amount, notice.currency, lang);
        let claimed = |amount: Amount| (!amount.is_zero()).then(|| money(amount));
        let items = self.items(lines, lang);
        let together = words::together(ledger, &lines.iter().map(|line| line.item).collect::<Vec<_>>(), lang);
        let reproaches = self.reproaches(notice, lines);
        let barred = self.barred(notice, lines);
        let home = customer.more().country.as_deref();
        Letter {
            notice_id: notice_id.to_owned(),
            level: one_line(&notice.level.name),
            channel: channel.word(),
            date: figures::date_in_words(self.plan.as_of(), lang),
            place: safe::one_line_of(creditor.city.as_deref()),
            sender: parties::sender(creditor, lang),
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
            open: money(asked.open),
            credits: claimed(asked.credits),
            interest: claimed(asked.interest),
            indemnity: claimed(asked.indemnity),
            indemnity_apart: asked.indemnity_apart.map(|(sum, currency)| figures::money(sum, currency, lang)),
            total: money(asked.total),
            after_principal: self.after_principal(notice, lines, asked).map(money),
            total_in_words: in_words::sum(asked.total, notice.currency, lang),
            discount: self.discount(lines, asked.total, asked.credits, lang),
            deadline: notice.deadline.map(|day| figures::date_in_words(day, lang)),
            deadline_days: notice.level.payment_deadline_days.map(|days| figures::count(days.into(), lang)),
            payment: parties::payment(creditor, self.reference(notice.customer, lines), |reference| {
                transfer::payload(creditor, asked.total, notice.currency, reference)
            }),
            copies: match channel {
                Channel::Email => parties::copies(customer.more(), &policy.letters.email.cc),
                Channel::Phone | Channel::Letter | Channel::Registered => Vec::new(),
            },
            enclosures: enclosures.iter().map(|one| one.of.clone()).collect(),
            penalties: self.penalties_in_words(lines, notice.currency, lang),
            barred: barred == lines.len(),
            partly_barred: barred > 0 && barred < lines.len(),
            credit_hold: notice.level.credit_hold,
            business: customer.kind == CustomerKind::Business,
            foreign_law: policy.penalties.law != Law::France,
            abroad: Courts::of(home).are_abroad(),
            european_order: Courts::has_european_order(creditor.country.as_deref(), home),
            public: customer.kind == CustomerKind::Public,
            consumer: customer.kind == CustomerKind::Consumer,
            formal_notice_next: self.is_followed_by_formal_notice(notice),
            last_notice: reproaches.days.last_key_value().map(|(&day, _)| figures::date_in_words(day, lang)),
            story: self.story(notice, lines, &reproaches, lang),
            history: self.said(notice.customer, lang),
            outcomes: match channel {
                Channel::Phone => self.outcomes(notice, lines, asked.credits, lang),
                Channel::Email | Channel::Letter | Channel::Registered => Vec::new(),
            },
        }
    }

    /// Returns what a French public buyer is asked for by the deadline, where the rest is due after it only.
    fn after_principal(&self, notice: &Notice<'_>, lines: &[Line<'_>], asked: &Asked) -> Option<Amount> {
        let kind = self.plan.ledger().customer(notice.customer).kind;
        let is_french_public = kind == CustomerKind::Public && self.plan.policy().penalties.law == Law::France;
        let principal = self.principal(lines, asked.credits).filter(|&principal| principal != asked.total);
        principal.filter(|_| is_french_public && !self.charges_what_is_paid(lines))
    }

    /// Says how what lateness of some lines costs was worked out.
    fn penalties_in_words(&self, lines: &[Line<'_>], currency: Currency, lang: Lang) -> Penalties {
        let number = |line: &Line<'_>| self.number(line.item);
        let regime = |line: &Line<'_>| self.penalties.regime(line.item);
        let (ahead, rules) = (self.ahead(lines), &self.plan.policy().penalties);
        let mut penalties = cost::explained(lines, number, &ahead, currency, regime, rules, lang);
        let more_demanded = |line: &Line<'_>| self.penalties.running(line.item).more_demanded;
        penalties.base_notes.extend(cost::demanded_again(lines, number, more_demanded, rules.law, lang));
        penalties
    }

    /// Returns what can come of a call.
    fn outcomes(&self, notice: &Notice<'_>, lines: &[Line<'_>], credits: Amount, lang: Lang) -> Vec<Outcome> {
        let (ledger, customer, currency) = (self.plan.ledger(), notice.customer, notice.currency);
        Call { ledger, customer, lines, currency, credits, lang }.outcomes()
    }
}
