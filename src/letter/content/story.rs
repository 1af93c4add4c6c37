//! What went before a letter about its items: the money that came, what was promised, what was said, in the words that
//! letters use.

use std::collections::BTreeMap;

use super::build::{Desk, Reproaches};
use super::draft::Line;
use super::past::{Contested, Paid, Pledge, Returned, Sent, Story};
use crate::engine::allocation::{Cause, payments_taken_back};
use crate::engine::history::{Commitment, Dossier, Outcome, Standing, concerns};
use crate::engine::planning::Notice;
use crate::engine::receipts::receipt_with;
use crate::letter::safe::one_line;
use crate::model::{Date, Event, EventKind, ItemId, Lang, PaymentId, figures};
use crate::policy::Channel;

/// The ends of the names of documents, which `record` notes in the place of a registered letter's number.
const DOCUMENTS: [&str; 5] = [".pdf", ".txt", ".eml", ".html", ".md"];

/// What a story is told of.
struct Told<'s, 'a> {
    desk: &'s Desk<'a>,
    notice: &'s Notice<'a>,
    items: Vec<ItemId>,
    /// The customer's returns, each with the payment that it takes back.
    taken_back: BTreeMap<PaymentId, PaymentId>,
    dossier: Dossier<'a>,
    lang: Lang,
}

impl<'a> Desk<'a> {
    /// Returns what went before about these lines.
    pub(in crate::letter) fn story(
        &self,
        notice: &Notice<'a>,
        lines: &[Line<'_>],
        reproaches: &Reproaches,
        lang: Lang,
    ) -> Story {
        let dossier = Dossier::new(self.plan.ledger(), self.balances, self.history, notice.customer);
        let items = lines.iter().map(|line| line.item).collect();
        let taken_back = payments_taken_back(self.plan.ledger(), notice.customer);
        Told { desk: self, notice, items, taken_back, dossier, lang }.story(reproaches)
    }
}

impl Told<'_, '_> {
    fn story(&self, reproaches: &Reproaches) -> Story {
        let grace = self.notice.procedure.promise_grace_days;
        let notices = self.notices();
        let formal = notices.iter().filter(|(_, _, is_formal)| *is_formal).map(|(_, sent, _)| sent).next_back();
        let last_payment = self.last_payment();
        let mut story = Story {
            returned: self.returned(last_payment.map(|(day, _)| day)),
            last_payment: last_payment.map(|(day, id)| self.paid(day, id)),
            promise: self.pledge(|standing| standing.promise, grace),
            plan: self.pledge(|standing| standing.plan, 0),
            dispute: self.dispute(),
            formal_notice: formal.cloned(),
            notices: notices.iter().map(|(_, sent, _)| sent.clone()).collect(),
            despite: None,
        };
        story.despite = self.despite(&story, reproaches);
        story
    }

    fn in_words(&self, day: Date) -> String {
        figures::date_in_words(day, self.lang)
    }

    fn standings(&self) -> impl Iterator<Item = &Standing<'_>> {
        let rows = self.desk.plan.ledger().invoices_of(self.notice.customer);
        self.items.iter().filter_map(move |item| self.dossier.standings.get(item.index() - rows.start))
    }

    /// Returns the last payment that stands, and its day.
    fn last_payment(&self) -> Option<(Date, PaymentId)> {
        let ledger = self.desk.plan.ledger();
        let moves = || self.items.iter().flat_map(|&item| self.desk.balances.moves(item));
        let is_taken_back = |id: PaymentId| {
            moves().any(|step| matches!(step.cause(), Cause::Return(row) if self.taken_back.get(&row) == Some(&id)))
        };
        // Of a payment that was assumed nobody knows the day.
        let payments = moves().filter_map(|step| match step.cause() {
            Cause::Payment(id) => Some((step.date, id)),
            _ => None,
        });
        payments.filter(|&(_, id)| !ledger.is_assumed(id) && !is_taken_back(id)).max_by_key(|&(day, _)| day)
    }

    /// Returns a payment as the payer knows it: its whole sum, whatever of it went to these items, but for the parts
    /// that came back.
    fn paid(&self, day: Date, id: PaymentId) -> Paid {
        let ledger = self.desk.plan.ledger();
        let payment = ledger.payment(id);
        let is_known = |by: PaymentId| ledger.payment(by).date <= self.desk.plan.as_of();
        let came_back = |part: PaymentId| self.taken_back.iter().any(|(&by, &of)| of == part && is_known(by));
        let parts = receipt_with(ledger, id).into_iter().filter(|&part| !came_back(part));
        let amount = parts.map(|part| ledger.payment(part).amount).sum();
        Paid { amount: figures::money(amount, payment.currency, self.lang), date: self.in_words(day) }
    }

    /// Returns the last payment on these items that came back, unless money came since.
    fn returned(&self, last_payment: Option<Date>) -> Option<Returned> {
        let (ledger, balances) = (self.desk.plan.ledger(), self.desk.balances);
        let stepwise = self.items.iter().flat_map(|&item| balances.moves(item)).filter_map(|step| match step.cause() {
            Cause::Return(by) => Some((*self.taken_back.get(&by)?, by)),
            _ => None,
        });
        let named = self.items.iter().flat_map(|&item| balances.bounced(ledger.invoice(item).number));
        // Unnamed money paid what was there that day.
        let is_about = |payment: PaymentId| {
            let row = ledger.payment(payment);
            let was_there = |&item: &ItemId| ledger.invoice(item).issue <= row.date;
            (row.customer, row.currency) == (self.notice.customer, self.notice.currency)
                && self.items.iter().any(was_there)
        };
        let unnamed = balances.bounced_unnamed().iter().filter(|one| is_about(one.payment));
        let whole = named.chain(unnamed).map(|one| (one.payment, one.by));
        let (payment, by) = stepwise.chain(whole).max_by_key(|&(_, by)| (ledger.payment(by).date, by))?;
        let (paid, back) = (ledger.payment(payment), ledger.payment(by));
        let is_news = last_payment.is_none_or(|day| day < back.date);
        // A receipt that was divided among debts came back whole, whichever of its parts are of these.
        let receipt = receipt_with(ledger, payment);
        let is_of_it = |by: PaymentId| ledger.payment(by).date == back.date;
        let parts = self.taken_back.iter().filter(|&(&by, of)| is_of_it(by) && receipt.contains(of));
        is_news.then(|| Returned {
            what: self.means(payment),
            amount: figures::money(parts.map(|(&by, _)| ledger.payment(by).amount).sum(), back.currency, self.lang),
            date: self.in_words(paid.date),
            on: self.in_words(back.date),
        })
    }

    /// Names a payment by its means, as the payer knows it.
    fn means(&self, payment: PaymentId) -> &'static str {
        let ledger = self.desk.plan.ledger();
        let method = ledger.payment_more(payment).and_then(|more| more.method.as_deref()).unwrap_or_default();
        let method = method.to_lowercase();
        let is = |words: &[&str]| words.iter().any(|word| method.contains(word));
        let debited = || method.is_empty() && ledger.customer(self.notice.customer).is_direct_debited();
        if is(&["chèque", "cheque", "check"]) {
            self.lang.pick(("Your cheque", "Votre chèque"))
        } else if is(&["prélèvement", "prelevement", "debit"]) || debited() {
            self.lang.pick(("The direct debit", "Le prélèvement"))
        } else {
            self.lang.pick(("Your payment", "Votre règlement"))
        }
    }

    /// Returns the last promise, or the last plan, of these items.
    fn pledge(&self, place: fn(&Standing<'_>) -> Option<usize>, grace_days: u32) -> Option<Pledge> {
        let commitments = self.standings().filter_map(place).map(|place| &self.dossier.commitments[place]);
        let last: &Commitment = commitments.max_by_key(|commitment| commitment.date)?;
        let outcome = last.outcome(self.desk.plan.ledger(), self.desk.balances, grace_days);
        let amounts: Option<Vec<_>> = last.instalments.iter().map(|&(_, amount)| amount).collect();
        Some(Pledge {
            made: self.in_words(last.date),
            until: self.in_words(last.instalments.last()?.0),
            amount: amounts.map(|amounts| figures::money(amounts.into_iter().sum(), self.notice.currency, self.lang)),
            kept: matches!(outcome, Outcome::Over(_)),
            broken: matches!(outcome, Outcome::Broken(_)),
        })
    }

    fn dispute(&self) -> Option<Contested> {
        let disputes = self.standings().filter_map(|standing| standing.dispute);
        let first = disputes.min_by_key(|dispute| dispute.since)?;
        Some(Contested {
            since: self.in_words(first.since),
            reason: first.reason.map(one_line).filter(|reason| !reason.is_empty()),
        })
    }

    /// Returns the notices about these items that went out before today, earliest first, and whether each is a formal
    /// one.
    fn notices(&self) -> Vec<(Date, Sent, bool)> {
        let (ledger, policy) = (self.desk.plan.ledger(), self.desk.plan.policy());
        let is_about = |event: &&Event| {
            event.kind == EventKind::Notice
                && event.date < self.desk.plan.as_of()
                && self.items.iter().any(|&item| concerns(ledger, event, item))
        };
        let mut sent: Vec<(Date, &str, Sent, bool)> = Vec::new();
        for event in self.desk.history.of(self.notice.customer).filter(is_about) {
            let Some(name) = event.level.as_deref() else { continue };
            let level = policy.level(name);
            let number = number(event);
            match sent.iter_mut().find(|(date, same, ..)| (*date, *same) == (event.date, name)) {
                Some((.., one, _)) => one.number = one.number.take().or(number),
                None => sent.push((
                    event.date,
                    name,
                    Sent {
                        level: level.map_or_else(|| one_line(name), |level| one_line(level.label.get(self.lang))),
                        date: self.in_words(event.date),
                        number,
                    },
                    policy.is_formal(name),
                )),
            }
        }
        sent.sort_by_key(|(date, ..)| *date);
        sent.into_iter().map(|(date, _, sent, is_formal)| (date, sent, is_formal)).collect()
    }

    /// Returns all that did not bring the money, to stand behind « malgré ».
    fn despite(&self, story: &Story, reproaches: &Reproaches) -> Option<String> {
        let last = reproaches.days.last_key_value().map(|(&day, &is_call)| (self.in_words(day), is_call));
        let asked =
            match (&story.formal_notice, last) {
                (Some(formal), _) => Some(self.formal(formal)),
                (None, Some((last, true))) if reproaches.days.len() == 1 => {
                    Some(self.say(format!("our call of {last}"), format!("notre appel du {last}")))
                }
                (None, Some((last, false))) if reproaches.days.len() == 1 => {
                    Some(self.say(format!("our reminder of {last}"), format!("notre relance du {last}")))
                }
                (None, Some((last, _))) => Some(self.say(
                    format!("our reminders (the last of {last})"),
                    format!("nos relances (la dernière du {last})"),
                )),
                (None, None) => None,
            };
        // Whoever was never asked for an item is not told that he was.
        let is_of_all = if story.formal_notice.is_some() { reproaches.formally_of_all } else { reproaches.of_all };
        let part =
            if is_of_all { "" } else { self.lang.pick((" about part of these sums", " sur une partie de ces sommes")) };
        let asked = asked.map(|asked| asked + part);
        let paid = story.last_payment.as_ref().map(|Paid { amount, date }| {
            self.say(format!("your payment of {amount} of {date}"), format!("votre versement de {amount} du {date}"))
        });
        let promised = story.promise.as_ref().filter(|promise| promise.broken).map(|Pledge { made, .. }| {
            self.say(format!("your undertaking of {made}"), format!("votre engagement du {made}"))
        });
        let planned = story.plan.as_ref().filter(|plan| plan.broken).map(|Pledge { made, .. }| {
            self.say(format!("the payment plan agreed on {made}"), format!("l’échéancier convenu le {made}"))
        });
        let all: Vec<String> = [asked, paid, promised, planned].into_iter().flatten().collect();
        let (last, before) = all.split_last()?;
        let and = self.lang.pick((" and ", " et "));
        Some(if before.is_empty() { last.clone() } else { format!("{}{and}{last}", before.join(", ")) })
    }

    fn formal(&self, Sent { date, number, .. }: &Sent) -> String {
        let letter = number.as_ref().map(|number| {
            self.say(format!(" (registered letter {number})"), format!(" (lettre recommandée n°\u{a0}{number})"))
        });
        let formal = self.say(format!("our formal notice of {date}"), format!("notre mise en demeure du {date}"));
        formal + &letter.unwrap_or_default()
    }

    fn say(&self, en: String, fr: String) -> String {
        if self.lang == Lang::Fr { fr } else { en }
    }
}

/// Returns the number of a registered letter.
fn number(event: &Event) -> Option<String> {
    let is_registered = event.channel.as_deref().and_then(Channel::parse) == Some(Channel::Registered);
    let number = event.reference.as_deref().filter(|_| is_registered).map(one_line)?;
    let is_document = DOCUMENTS.iter().any(|end| number.ends_with(end));
    // No line ends within it.
    (!number.is_empty() && !is_document).then(|| number.replace(' ', "\u{a0}"))
}
