//! The movements of an account on a statement: debit, credit and the balance after each.

use super::build::Desk;
use crate::engine::planning::Notice;
use crate::engine::running::{Entry, What, entries};
use crate::letter::model::{Movement, Running};
use crate::letter::safe::one_line;
use crate::letter::words;
use crate::model::{Amount, Date, InvoiceKind, ItemId, Lang, PaymentId, PaymentKind, figures};

impl Desk<'_> {
    /// Returns the movements of an account since a day, up to a balance: what is owed and not on the statement is taken
    /// off in a line of its own. Nothing where nothing ever moved.
    pub(in crate::letter) fn running(
        &self,
        notice: &Notice<'_>,
        from: Date,
        balance: Amount,
        lang: Lang,
    ) -> Option<Running> {
        let entries = entries(self.plan.ledger(), self.balances, notice.customer, notice.currency);
        if entries.is_empty() {
            return None;
        }
        let amount = |amount: Amount| figures::amount(amount, notice.currency, lang);
        let (before, since): (Vec<Entry>, Vec<Entry>) = entries.into_iter().partition(|entry| entry.date < from);
        let brought: Amount = before.iter().map(|entry| entry.amount).sum();
        let mut left = brought;
        let (mut debits, mut credits) = (Amount::ZERO, Amount::ZERO);
        let mut movement = |date: Date, what: String, change: Amount| {
            left += change;
            debits += change.max(Amount::ZERO);
            credits += (-change).max(Amount::ZERO);
            Movement {
                date: figures::date(date, lang),
                what,
                debit: change.is_positive().then(|| amount(change)),
                credit: change.is_negative().then(|| amount(-change)),
                balance: amount(left),
            }
        };
        let mut movements: Vec<Movement> =
            since.iter().map(|entry| movement(entry.date, self.told(entry.what, lang), entry.amount)).collect();
        let apart: Amount = balance - brought - since.iter().map(|entry| entry.amount).sum();
        if !apart.is_zero() {
            let what = lang.pick((
                "Assigned, in court or in proceedings: not on this statement",
                "Sommes cédées, en justice ou en procédure\u{a0}: hors de ce relevé",
            ));
            movements.push(movement(self.plan.as_of(), what.to_owned(), apart));
        }
        Some(Running {
            since: figures::date_in_words(from, lang),
            brought_on: figures::date(from.pred_opt().unwrap_or(from), lang),
            brought: amount(brought),
            movements,
            debits: amount(debits),
            credits: amount(credits),
        })
    }

    /// Says what an entry is.
    fn told(&self, what: What, lang: Lang) -> String {
        match what {
            What::Issued(item) => self.issued(item, lang),
            What::Money(payment) => self.money(payment, lang),
            What::Discount(item) => self.of(("Early-payment discount on", "Escompte sur"), item, lang),
            What::Tolerance(item) => self.of(("Small rest let go on", "Petit reste abandonné sur"), item, lang),
            What::WrittenOff(item) => self.of(("Sum given up on", "Somme abandonnée sur"), item, lang),
            What::Recovered(item) => {
                self.of(("Sum given up, paid after all, on", "Somme abandonnée, payée après tout, sur"), item, lang)
            }
            What::Deducted(deposit, of) => match lang {
                Lang::Fr => format!("Acompte {} déduit de {}", self.number(deposit), self.number(of)),
                Lang::En => format!("Deposit {} deducted from {}", self.number(deposit), self.number(of)),
            },
            What::Claimed(item, _) => {
                self.of(("Interest and indemnity claimed on", "Intérêts et indemnité réclamés sur"), item, lang)
            }
        }
    }

    fn of(&self, what: (&str, &str), item: ItemId, lang: Lang) -> String {
        format!("{} {}", lang.pick(what), self.number(item))
    }

    fn issued(&self, item: ItemId, lang: Lang) -> String {
        let ledger = self.plan.ledger();
        let invoice = ledger.invoice(item);
        let (number, due) = (self.number(item), figures::date(invoice.due, lang));
        let corrected =
            ledger.more(item).and_then(|more| more.applies_to).map(|number| one_line(ledger.number(number)));
        match (invoice.kind, corrected, lang) {
            (InvoiceKind::CreditNote, Some(of), Lang::Fr) => format!("Avoir {number} sur {of}"),
            (InvoiceKind::CreditNote, Some(of), Lang::En) => format!("Credit note {number} for {of}"),
            (InvoiceKind::CreditNote, None, Lang::Fr) => format!("Avoir {number}"),
            (InvoiceKind::CreditNote, None, Lang::En) => format!("Credit note {number}"),
            (kind, _, Lang::Fr) => format!("{} {number}, échéance {due}", words::kind(kind, lang).1),
            (kind, _, Lang::En) => format!("{} {number}, due {due}", words::kind(kind, lang).1),
        }
    }

    fn money(&self, payment: PaymentId, lang: Lang) -> String {
        let ledger = self.plan.ledger();
        let row = ledger.payment(payment);
        let id = one_line(ledger.payment_id(payment));
        let what = match (row.kind, lang) {
            (PaymentKind::Payment, Lang::Fr) => "Règlement",
            (PaymentKind::Payment, Lang::En) => "Payment",
            (PaymentKind::Return, Lang::Fr) => "Règlement rejeté ou repris",
            (PaymentKind::Return, Lang::En) => "Payment returned",
            (PaymentKind::Refund, Lang::Fr) => "Remboursement",
            (PaymentKind::Refund, Lang::En) => "Refund",
        };
        match row.invoice.map(|number| one_line(ledger.number(number))) {
            Some(number) => format!("{what} {id} ({number})"),
            None => format!("{what} {id}"),
        }
    }
}
