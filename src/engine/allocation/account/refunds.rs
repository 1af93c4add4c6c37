//! Money that is given back out of a customer's credit.

use std::collections::BTreeMap;

use super::Account;
use super::waiting::Offered;
use crate::diag::{Diagnostic, code};
use crate::engine::allocation::returns::place;
use crate::engine::allocation::{Credit, CreditSource, Part};
use crate::model::{Amount, Currency, CustomerId, Date, Lang, Ledger, PaymentId, PaymentKind, figures};

/// The money that refunds gave back.
type GivenBack = BTreeMap<PaymentId, Vec<(CreditSource, Amount)>>;

/// One customer's refunds.
#[derive(Debug, Default)]
pub(super) struct Refunds {
    /// The money that each gave back.
    given_back: GivenBack,
    /// What each had given back on its day, where a later return has made a payment one that never was.
    pub as_known: GivenBack,
    /// What was given back, and came in no more: by the refund or return that made it so, in the order of days.
    overdrawn: Vec<(PaymentId, Amount)>,
}

impl Refunds {
    /// Notes money that was given back of what the bank took back too: the customer owes it, on no invoice.
    pub(super) fn overdraw(&mut self, by: PaymentId, amount: Amount) {
        if amount.is_positive() {
            self.overdrawn.push((by, amount));
        }
    }

    fn sum_overdrawn(&self, ledger: &Ledger, currency: Currency) -> Amount {
        let own = self.overdrawn.iter().filter(|&&(by, _)| ledger.payment(by).currency == currency);
        own.map(|&(_, amount)| amount).sum()
    }
}

impl Account<'_> {
    /// Returns what the customer's refunds gave back on their days, when no later return was known: those between two
    /// returns as one knew on the eve of the later one, the first ones first.
    pub(super) fn refunds_as_known(&self, customer: CustomerId) -> GivenBack {
        let ledger = self.ledger;
        let rows = ledger.payments_of(customer).map(|row| ledger.payment(PaymentId(row as u32)));
        let refunds: Vec<Date> = rows.filter(|row| row.kind == PaymentKind::Refund).map(|row| row.date).collect();
        let mut known = GivenBack::new();
        let mut since = Date::MIN;
        for day in self.returns.days(ledger, self.as_of) {
            let eve = day.pred_opt().filter(|eve| refunds.iter().any(|refund| (since..=*eve).contains(refund)));
            if let Some(eve) = eve {
                let mut account = Account::new(ledger, self.rules, eve, self.acts, self.kept);
                account.begin(customer, &mut Part::default());
                account.refunds.as_known.clone_from(&known);
                account.go_through(customer, &mut Part::default());
                known.append(&mut account.refunds.given_back);
            }
            since = day;
        }
        known
    }

    /// Gives money back out of the customer's credit; beyond it the refund is refused.
    pub(super) fn refund(&mut self, id: PaymentId, part: &mut Part) {
        let (ledger, row) = (self.ledger, self.ledger.payment(id));
        if let Some(parts) = self.refunds.as_known.remove(&id) {
            note_drawn(row.customer, &parts, part);
            return parts.into_iter().for_each(|part| self.give_back_again(id, part));
        }
        let reverses = ledger.payment_more(id).and_then(|more| more.reverses);
        let kept = self.kept.on(self.today);
        let mut available = self.credits.refundable(ledger, row, reverses, kept);
        if reverses.is_none() {
            available = (available - self.refunds.sum_overdrawn(ledger, row.currency)).max(Amount::ZERO);
        }
        if row.amount > available {
            part.refused.push(id);
            part.findings.push(refund_exceeds(ledger, id, available));
            return;
        }
        let parts = self.credits.refund(ledger, row, reverses, kept);
        note_drawn(row.customer, &parts, part);
        self.refunds.given_back.insert(id, parts);
    }

    /// Gives back what a refund gave back on its day. What of that money has since taken the place of a payment that
    /// never was is open again; what itself never was is owed.
    fn give_back_again(&mut self, id: PaymentId, (source, amount): (CreditSource, Amount)) {
        let money = self.money_from(source);
        let mut lacking = amount - self.credits.take_of(&money, amount);
        if let CreditSource::Payment(payment) = source {
            lacking = self.reopen(payment, lacking, id);
            // Other money may have waited for what that opens, as on the day of a return.
            self.offered = Offered::NamedPayments;
        }
        self.refunds.overdraw(id, lacking);
    }

    /// Returns what was given back and came in no more, as credits below zero, once it has taken the customer's other
    /// credit.
    pub(super) fn overdrawn(&mut self, customer: CustomerId, findings: &mut Vec<Diagnostic>) -> Vec<Credit> {
        let overdrawn = std::mem::take(&mut self.refunds.overdrawn);
        let mut credits = Vec::new();
        for (by, amount) in overdrawn {
            let row = self.ledger.payment(by);
            let lacking = amount - self.credits.take_oldest(row.currency, amount);
            if lacking.is_positive() {
                findings.push(refunded_and_returned(self.ledger, by, lacking));
                credits.push(Credit {
                    customer,
                    currency: row.currency,
                    amount: -lacking,
                    date: row.date,
                    source: CreditSource::Payment(by),
                    named: None,
                });
            }
        }
        credits
    }
}

fn note_drawn(customer: CustomerId, given_back: &[(CreditSource, Amount)], part: &mut Part) {
    if given_back.iter().any(|(source, _)| matches!(source, CreditSource::Payment(_))) {
        part.drawn_on.insert(customer);
    }
}

fn refund_exceeds(ledger: &Ledger, id: PaymentId, available: Amount) -> Diagnostic {
    let row = ledger.payment(id);
    let name = ledger.payment_id(id);
    let money = |amount, lang| figures::money(amount, row.currency, lang);
    Diagnostic::new(
        code::ledger::REFUND_EXCEEDS_CREDIT,
        format!(
            "refund {name} of {} is more than the credit it can come from, {}",
            money(row.amount, Lang::En),
            money(available, Lang::En)
        ),
        format!(
            "le remboursement {name} de {} dépasse le crédit dont il peut venir, {}",
            money(row.amount, Lang::Fr),
            money(available, Lang::Fr)
        ),
    )
    .at(place(ledger, id))
    .help(
        "a refund gives back credit; what the bank took back of a payment that paid an invoice is kind=return, whole or in \
         part",
        "un remboursement rend un crédit ; ce que la banque a repris d'un paiement qui a réglé une facture est kind=return, \
         en entier ou en partie",
    )
}

fn refunded_and_returned(ledger: &Ledger, by: PaymentId, amount: Amount) -> Diagnostic {
    let row = ledger.payment(by);
    let (customer, id) = (&ledger.customer(row.customer).id, ledger.payment_id(by));
    let told = |lang| {
        let sum = figures::money(amount, row.currency, lang);
        match (lang, row.kind == PaymentKind::Refund) {
            (Lang::En, true) => {
                format!("{customer} owes {sum} of refund {id}: the bank took back the money it gave back")
            }
            (Lang::Fr, true) => {
                format!("{customer} doit {sum} du remboursement {id} : la banque a repris l'argent qu'il rendait")
            }
            (Lang::En, false) => format!("{customer} owes {sum} of return {id}: it was refunded before"),
            (Lang::Fr, false) => format!("{customer} doit {sum} du rejet {id} : ils avaient été remboursés"),
        }
    };
    Diagnostic::new(code::ledger::REFUND_BOUNCED, told(Lang::En), told(Lang::Fr)).at(place(ledger, by)).help(
        "it counts as owed, without interest or reminder, and money beyond the invoices pays it (C. civ. 1302); if one \
         movement stands as refund and as return, remove one; to chase it, put a row of invoices.csv in place of the refund",
        "la somme est due, sans intérêts ni relance, et un règlement au-delà des factures la paie (C. civ. 1302) ; si un même \
         mouvement est saisi comme remboursement et comme rejet, en supprimer un ; pour la relancer, la saisir dans \
         invoices.csv à la place du remboursement",
    )
}
