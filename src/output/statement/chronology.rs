//! The chronology of a case: what was invoiced, due, paid, written and said, day by day, for who reads the file first.

use std::collections::BTreeSet;

use super::document::{Align, Block, Document, Table};
use super::dossier::Dossier;
use crate::engine::allocation::Cause;
use crate::engine::history::Outcome;
use crate::engine::history::dated::{Happened, What, history_of};
use crate::letter::safe::one_line;
use crate::letter::words;
use crate::model::{Date, Event, EventKind, InvoiceKind, InvoiceNo, ItemId, Lang, PaymentId, PaymentKind, figures};

/// One row: its day, its place within the day, what happened and the sum.
type Row = (Date, u8, String, String);

impl Dossier<'_> {
    /// Returns the chronology: of the invoices that are open or were paid late, and of all that was said and done about
    /// the debt. What is only of use inside the firm, and what was taken back, is left to the full list.
    pub fn chronology(&self) -> Document {
        let grace = self.policy.default_procedure().promise_grace_days;
        let happened = history_of(self.ledger, self.balances, self.customer, grace);
        let case = self.case();
        let mut rows: Vec<Row> = Vec::new();
        let mut acts: BTreeSet<&str> = BTreeSet::new();
        for one in happened.iter().filter(|one| one.undone.is_none()) {
            match one.what {
                What::Issued(item, kind) if case.contains(&item) => rows.extend(self.issued(one.date, item, kind)),
                What::Money(payment) if self.is_of(payment, &case) => rows.push(self.money(one.date, payment)),
                What::Event(event, outcome) if is_told(event.kind) => {
                    // One act has a row for each of its invoices.
                    if event.event_id.as_deref().is_none_or(|id| acts.insert(id)) {
                        rows.push((one.date, 3, self.act(event, outcome, &happened), String::new()));
                    }
                }
                What::Issued(..) | What::Money(_) | What::Less(..) | What::Event(..) => {}
            }
        }
        rows.sort_by_key(|(date, place, ..)| (*date, *place));
        let titles = [
            (self.say("Date", "Date"), Align::Left),
            (self.say("What happened", "Fait"), Align::Left),
            (self.say("Sum", "Somme"), Align::Right),
        ];
        let cells = |(date, _, what, sum): Row| vec![figures::date(date, self.lang()), what, sum];
        let title = self.say("Chronology", "Chronologie");
        let blocks = if rows.is_empty() {
            vec![Block::Paragraph(self.say("None.", "Néant."))]
        } else {
            let rows = rows.into_iter().map(cells).collect();
            vec![Block::Table(Table { columns: titles.into(), rows, totals: Vec::new() })]
        };
        Document { lang: self.lang(), title, blocks }
    }

    /// Returns the items that the case is about: open or paid late, and the credit notes that name them or were set
    /// against them.
    fn case(&self) -> BTreeSet<ItemId> {
        let is_late = |item: ItemId| {
            let due = self.ledger.invoice(item).due;
            self.balances.settled_on(self.ledger, item).is_some_and(|day| day > due)
        };
        let is_debt = |&item: &ItemId| {
            self.ledger.invoice(item).is_item()
                && (self.balances.open(self.ledger, item).is_positive() || is_late(item))
        };
        let debts: BTreeSet<ItemId> = self.items().filter(is_debt).collect();
        let numbers: BTreeSet<InvoiceNo> = debts.iter().map(|&item| self.ledger.invoice(item).number).collect();
        let is_correction = |item: &ItemId| {
            let corrected = self.ledger.more(*item).and_then(|more| more.applies_to);
            self.ledger.invoice(*item).kind == InvoiceKind::CreditNote
                && corrected.is_some_and(|number| numbers.contains(&number))
        };
        let moves = debts.iter().flat_map(|&item| self.balances.moves(item));
        let set_against = moves.filter_map(|step| match step.cause() {
            Cause::CreditNote(note) => Some(note),
            _ => None,
        });
        let corrections: Vec<ItemId> = self.items().filter(is_correction).chain(set_against).collect();
        debts.into_iter().chain(corrections).collect()
    }

    /// Tells whether money was set against an item of the case, paid its interest or indemnity, or was taken back.
    fn is_of(&self, payment: PaymentId, case: &BTreeSet<ItemId>) -> bool {
        let moved = |item: &ItemId| {
            let mut causes = self.balances.moves(*item).iter().map(|step| step.cause());
            causes.any(|cause| [Cause::Payment(payment), Cause::Return(payment)].contains(&cause))
        };
        let pays_claim = |item: &ItemId| self.balances.claims_paid(*item).iter().any(|paid| paid.payment == payment);
        let named = self.ledger.payment(payment).invoice;
        let is_named = |item: &ItemId| Some(self.ledger.invoice(*item).number) == named;
        case.iter().any(|item| is_named(item) || moved(item) || pays_claim(item))
    }

    /// Returns the row of an invoice, and that of its due date where it passed unpaid.
    fn issued(&self, date: Date, item: ItemId, kind: InvoiceKind) -> Vec<Row> {
        let invoice = self.ledger.invoice(item);
        let (number, lang) = (self.number(item), self.lang());
        let money = |amount| figures::money(amount, invoice.currency, lang);
        let kind = match kind {
            InvoiceKind::CreditNote => self.say("Credit note", "Avoir"),
            kind => words::kind(kind, lang).1.to_owned(),
        };
        let mut rows = vec![(date, 0, format!("{kind} {number}"), money(invoice.amount))];
        let unpaid = self.balances.open_on(self.ledger, item, invoice.due);
        if unpaid.is_positive() && invoice.due < self.balances.as_of() {
            let what = match lang {
                Lang::Fr => format!("Échéance de {number} passée sans paiement complet"),
                Lang::En => format!("{number} falls due and is not paid in full"),
            };
            rows.push((invoice.due, 1, what, money(unpaid)));
        }
        rows
    }

    fn money(&self, date: Date, payment: PaymentId) -> Row {
        let row = self.ledger.payment(payment);
        let what = match row.kind {
            PaymentKind::Payment => self.say("Payment", "Règlement"),
            PaymentKind::Return => self.say("Payment returned", "Règlement rejeté ou repris"),
            PaymentKind::Refund => self.say("Refund", "Remboursement"),
        };
        let id = one_line(self.ledger.payment_id(payment));
        let of = row.invoice.map(|number| format!(" ({})", one_line(self.ledger.number(number)))).unwrap_or_default();
        (date, 2, format!("{what} {id}{of}"), figures::money(row.amount, row.currency, self.lang()))
    }

    /// Says what an act was, what came of it, about which invoices, and what was noted.
    fn act(&self, event: &Event, outcome: Option<Outcome>, happened: &[Happened<'_>]) -> String {
        let mut text = match (event.kind, &event.level) {
            (EventKind::Notice, Some(level)) => {
                let channel = event.channel.as_deref().map(|channel| format!(" ({})", self.channel(channel)));
                format!("{}{}", self.level(level), channel.unwrap_or_default())
            }
            // Of a call its level says no more.
            (EventKind::Call, _) => event.kind.term().get(self.lang()).to_owned(),
            _ => words::said(&[event], self.ledger, self.policy, self.lang()).what,
        };
        let is_plan = event.kind == EventKind::Plan;
        text.push_str(&match outcome {
            Some(Outcome::Over(_)) => self.say(", kept", if is_plan { ", tenu" } else { ", tenue" }),
            Some(Outcome::Broken(_)) => self.say(", broken", if is_plan { ", non tenu" } else { ", non tenue" }),
            Some(Outcome::Running { .. }) | None => String::new(),
        });
        let is_part = |one: &&Event| one.event_id.is_some() && one.event_id == event.event_id || one.line == event.line;
        let parts = happened.iter().filter_map(|one| match one.what {
            What::Event(part, _) => Some(part),
            What::Issued(..) | What::Money(_) | What::Less(..) => None,
        });
        let mut numbers: Vec<String> = Vec::new();
        for number in parts.filter(is_part).filter_map(|part| part.invoice) {
            let number = one_line(self.ledger.number(number));
            if !numbers.contains(&number) {
                numbers.push(number);
            }
        }
        let is_file = |text: &&String| [".txt", ".eml", ".pdf", ".html"].iter().any(|end| text.ends_with(end));
        let reference = event.reference.as_ref().filter(|text| !is_file(text)).map(|text| one_line(text));
        let reference = reference.map(|text| format!("{}{text}", self.say("ref. ", "réf.\u{a0}")));
        let note = event.note.as_deref().map(one_line).filter(|note| !note.is_empty());
        let numbers = Some(numbers.join(", ")).filter(|numbers| !numbers.is_empty());
        for more in [numbers, reference, note].into_iter().flatten() {
            text.push_str(" – ");
            text.push_str(&more);
        }
        let mut letters = text.chars();
        letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
    }
}

/// Tells whether an event is part of the case: what only steers the desk is not.
const fn is_told(kind: EventKind) -> bool {
    !matches!(
        kind,
        EventKind::Approved
            | EventKind::Hold
            | EventKind::Release
            | EventKind::Note
            | EventKind::Allocated
            | EventKind::Undo
    )
}
