//! The declaration of a claim in a debtor's insolvency proceedings (C. com. L622-24, L622-25, R622-23): what was owed
//! on the day of the judgment and falls due later, with interest until the day before it.

mod told;

use super::build::Desk;
use super::draft::{Draft, Line};
use super::identity::Names;
use super::kept_back::KeptBack;
use crate::engine::allocation::{Cause, TakenBack, payments_taken_back};
use crate::engine::history::{Dossier, Judgment, Proceedings, concerns};
use crate::engine::penalties::{Obstacle, PenaltyRow};
use crate::engine::planning::{Notice, Stop};
use crate::engine::states::State;
use crate::law::insolvency::{Creditor, declare_by, relief_by};
use crate::law::regimes::Law;
use crate::letter::formats::document::labelled;
use crate::letter::model::{Addressee, Claim, Lawsuit};
use crate::letter::safe::one_line;
use crate::model::date::days_between;
use crate::model::{Amount, Currency, CustomerId, Date, EventKind, InvoiceKind, ItemId, Lang, figures};

impl<'a> Desk<'a> {
    /// Returns the declarations of what a customer's proceedings hit in one currency and is not declared yet: one for
    /// each judgment.
    pub(in crate::letter) fn claim_declarations(
        &self,
        notice: &Notice<'a>,
        kept_back: &mut KeptBack,
        names: &mut Names<'_, 'a>,
    ) -> Result<Vec<Draft<'a>>, Obstacle> {
        let dossier = Dossier::new(self.plan.ledger(), self.balances, self.history, notice.customer);
        let is_insolvency = |judgment: &&Judgment| judgment.proceedings == Proceedings::Insolvency;
        let mut drafts = Vec::new();
        for &judgment in dossier.judgments.iter().filter(is_insolvency) {
            if self.plan.policy().penalties.law == Law::France {
                drafts.extend(self.claim_declaration(notice, &dossier, judgment, kept_back, names)?);
            } else {
                kept_back.foreign(notice.customer);
            }
        }
        Ok(drafts)
    }

    fn claim_declaration(
        &self,
        notice: &Notice<'a>,
        dossier: &Dossier<'_>,
        judgment: Judgment,
        kept_back: &mut KeptBack,
        names: &mut Names<'_, 'a>,
    ) -> Result<Option<Draft<'a>>, Obstacle> {
        let (due, to_come) = self.claimed_lines(notice, dossier, judgment, kept_back)?;
        if due.is_empty() && to_come.is_empty() {
            return Ok(None);
        }
        // The reader is an officer of a French court, whatever the debtor's language.
        let lang = self.plan.policy().language;
        let overdue: Amount = due.iter().map(|line| line.open).sum();
        let later: Amount = to_come.iter().map(|line| line.open).sum();
        let mut draft = self.named_filled(notice, due, Amount::ZERO, lang, names);
        draft.open = overdue + later;
        draft.total = draft.open + draft.interest + draft.indemnity;
        let money = |amount| figures::money(amount, notice.currency, lang);
        let some = |amount: Amount| (!amount.is_zero()).then(|| money(amount));
        let others = self.items(&to_come, lang);
        let lawsuits = self.lawsuits(notice.customer, draft.lines.iter().chain(&to_come).map(|line| line.item), lang);
        let representative = self.representative(notice.customer, judgment);
        let credits = self.balances.credit_in(notice.customer, notice.currency);
        let as_of = self.plan.as_of();
        let (last, relief) = self.last_days(notice.customer, judgment).unzip();
        let letter = &mut draft.letter;
        letter.others = others;
        letter.only_invoices &=
            to_come.iter().all(|line| self.plan.ledger().invoice(line.item).kind == InvoiceKind::Invoice);
        letter.open = money(draft.open);
        letter.total = money(draft.total);
        letter.payment = None;
        let in_words = |day: Date| figures::date_in_words(day, lang);
        letter.claim = Some(Claim {
            judgment: in_words(judgment.date),
            published: judgment.published.map(in_words),
            declare_by: last.filter(|&last| last >= as_of).map(in_words),
            relief_by: relief.filter(|&relief| last < Some(as_of) && relief >= as_of).map(in_words),
            debtor: letter.customer.clone(),
            overdue: some(overdue),
            not_due: some(later),
            set_off: some(credits.max(Amount::ZERO)),
            lawsuits,
            retention_of_title: self.plan.policy().terms.retention_of_title && !letter.consumer,
            foreign_currency: notice.currency != Currency::EUR,
        });
        letter.customer = addressee(representative.as_deref(), &letter.customer, lang);
        let days = last.zip(relief);
        let whom = representative.is_some().then_some(&letter.customer);
        kept_back.findings.extend(self.told_of_claim(notice.customer, judgment, days, whom));
        draft.lines.extend(to_come);
        Ok(Some(draft))
    }

    /// Returns what is declared: what was due on the day of the judgment, and what falls due later.
    fn claimed_lines(
        &self,
        notice: &Notice<'a>,
        dossier: &Dossier<'_>,
        judgment: Judgment,
        kept_back: &mut KeptBack,
    ) -> Result<(Vec<Line<'a>>, Vec<Line<'a>>), Obstacle> {
        let ledger = self.plan.ledger();
        let first = ledger.invoices_of(notice.customer).start;
        let taken_back = payments_taken_back(ledger, notice.customer);
        let (mut due, mut to_come) = (Vec::new(), Vec::new());
        for item in ledger.items_of(notice.customer) {
            let invoice = ledger.invoice(item);
            let is_hit = Judgment::of(&dossier.judgments, ledger, item) == Some(judgment);
            let Some(standing) = dossier.standings.get(item.index() - first) else { continue };
            if !is_hit || invoice.currency != notice.currency || !invoice.is_item() {
                continue;
            }
            // What was paid on it or credited since is owed no more; what was supplied before and invoiced since was
            // owed. What named nothing cannot have been meant for it, which may not be paid (C. com. L622-7).
            let astray = self.astray(item, judgment.date, &taken_back);
            let now = self.balances.open(ledger, item) + astray;
            // The judgment takes effect from the first hour of its day (C. com. R621-4): what moved on it came after.
            let eve = judgment.date.pred_opt().filter(|&eve| invoice.issue <= eve);
            let open = eve.map_or(now, |eve| now.min(self.owed_on(item, eve, &taken_back)));
            let days_late = days_between(invoice.due, judgment.date).max(0);
            let mut line = Line::plain(item, &notice.level.name, open.max(Amount::ZERO), Amount::ZERO, days_late);
            line.astray = astray;
            let mut pieces = Vec::new();
            if days_late > 0
                && let Some(cost) = self.penalties.for_item(item, &mut pieces)?
            {
                // What was settled before the judgment was late no longer.
                line.days_late = days_late.min(cost.days_late);
                // What is not declared is lost, contested or not.
                line.claim(&PenaltyRow { disputed_interest: Amount::ZERO, ..cost }, pieces);
            }
            if (line.open + line.interest + line.indemnity).is_zero() {
                continue;
            }
            match (standing.claim_declared, standing.assigned) {
                (Some(day), _) => kept_back.declared(notice.customer, item, day),
                (None, Some(passed)) => kept_back.item(notice.customer, item, State::Assigned, passed.since),
                (None, None) if days_late > 0 => due.push(line),
                (None, None) => to_come.push(line),
            }
        }
        self.sort(&mut due);
        self.sort(&mut to_come);
        Ok((due, to_come))
    }

    /// Returns what was owed on an item at the end of a day: of a payment that bounced since, the money never came.
    fn owed_on(&self, item: ItemId, day: Date, taken_back: &TakenBack) -> Amount {
        let ledger = self.plan.ledger();
        let bounced = |cause: Cause| match cause {
            Cause::Return(row) => taken_back.get(&row).is_some_and(|&payment| ledger.payment(payment).date <= day),
            // A discount or small rest is lost again with the payment.
            Cause::Discount | Cause::Tolerance => true,
            _ => false,
        };
        let since = self.balances.moves(item).iter().filter(|step| step.date > day && bounced(step.cause()));
        self.balances.open_on(ledger, item, day) + since.map(|step| step.change).sum::<Amount>()
    }

    /// Returns what money from a day on that names nothing paid of an item.
    fn astray(&self, item: ItemId, day: Date, taken_back: &TakenBack) -> Amount {
        let ledger = self.plan.ledger();
        let names_nothing = |cause: Cause| {
            let payment = match cause {
                Cause::Payment(payment) => Some(payment),
                Cause::Return(row) => taken_back.get(&row).copied(),
                _ => None,
            };
            let row = payment.map(|payment| ledger.payment(payment));
            row.is_some_and(|row| row.invoice.is_none() && row.date >= day)
        };
        let moves = self.balances.moves(item).iter().filter(|step| names_nothing(step.cause()));
        -moves.map(|step| step.change).sum::<Amount>()
    }

    /// Returns the last day to declare, and the last one to ask for relief, once the publication is known.
    fn last_days(&self, customer: CustomerId, judgment: Judgment) -> Option<(Date, Date)> {
        let stops = self.plan.rows().iter().filter(|row| row.customer == customer).flat_map(|row| &row.stops);
        let known = stops.filter_map(|stop| match *stop {
            Stop::Insolvency { judgment: day, declare_by, relief_by, .. } if day == judgment.date => {
                declare_by.zip(relief_by)
            }
            _ => None,
        });
        // Where nothing is open any more the plan has no row, and the shorter time is the safe one.
        let safe = || Some((declare_by(judgment.published?, Creditor::InFrance), relief_by(judgment.published?)));
        known.min().or_else(safe)
    }

    /// Returns who the claim is declared to, as the `reference` of the judgment says: name and address, parted by
    /// commas.
    fn representative(&self, customer: CustomerId, judgment: Judgment) -> Option<String> {
        let is_it = |date: Date, kind| date == judgment.date && kind == EventKind::Insolvency;
        let mut events = self.history.of(customer).filter(|event| is_it(event.date, event.kind));
        events.find_map(|event| event.reference.clone()).filter(|text| !text.trim().is_empty())
    }

    /// Returns the items that a court had before the judgment, each with what is known of the court (R622-23, 3°).
    fn lawsuits(&self, customer: CustomerId, items: impl Iterator<Item = ItemId>, lang: Lang) -> Vec<Lawsuit> {
        let ledger = self.plan.ledger();
        let of = |item: ItemId| {
            let mut filed = self.history.of(customer).filter(|event| event.kind == EventKind::CourtFiled);
            let event = filed.find(|event| concerns(ledger, event, item))?;
            Some(Lawsuit {
                number: self.number(item),
                since: figures::date_in_words(event.date, lang),
                court: event.reference.as_deref().map(one_line),
            })
        };
        items.filter_map(of).collect()
    }
}

/// Returns who the declaration goes to, under the customer's id.
fn addressee(representative: Option<&str>, debtor: &Addressee, lang: Lang) -> Addressee {
    let mut lines = representative.unwrap_or_default().split(',').map(one_line).filter(|line| !line.is_empty());
    let unknown = || match lang {
        // Not "de": nobody can tell which names ask for "d’".
        Lang::Fr => labelled(Lang::Fr, "Mandataire judiciaire ou liquidateur", &debtor.name),
        Lang::En => format!("Judicial representative or liquidator of {}", debtor.name),
    };
    let name = lines.next().unwrap_or_else(unknown);
    Addressee { id: debtor.id.clone(), name, address: lines.collect(), ..Addressee::default() }
}
