//! Money that is given back out of a customer's credit.

use std::collections::{BTreeMap, BTreeSet};

use super::waiting::Offered;
use super::{Account, Acts};
use crate::diag::{Diagnostic, code};
use crate::engine::allocation::returns::place;
use crate::engine::allocation::{Cause, Credit, CreditSource, Kept, Part};
use crate::model::{Amount, Currency, CustomerId, Date, InvoiceKind, Lang, Ledger, PaymentId, PaymentKind, figures};

/// The money that refunds gave back.
type GivenBack = BTreeMap<PaymentId, Given>;

/// The money that one refund gave back.
#[derive(Clone, Debug)]
pub(super) struct Given {
    parts: Vec<(CreditSource, Amount)>,
    /// How much of it had paid claims.
    of_claims: Amount,
}

/// One customer's refunds.
#[derive(Debug, Default)]
pub(super) struct Refunds {
    /// The money that each gave back.
    given_back: GivenBack,
    /// What each had given back on its day, where a return or an undo has since changed what was over then.
    pub as_known: GivenBack,
    /// What was given back and is there no more, in the order of days.
    overdrawn: Vec<Overdrawn>,
}

/// Money that was given back and is there no more.
#[derive(Clone, Copy, Debug)]
struct Overdrawn {
    /// The refund or return that made it so.
    by: PaymentId,
    amount: Amount,
    /// Whether it is a credit note's, which pays an invoice now: else it never came in.
    is_spent: bool,
}

impl Refunds {
    /// Notes money that was given back of what the bank took back too: the customer owes it, on no invoice.
    pub(super) fn overdraw(&mut self, by: PaymentId, amount: Amount) {
        self.lack(Overdrawn { by, amount, is_spent: false });
    }

    fn lack(&mut self, overdrawn: Overdrawn) {
        if overdrawn.amount.is_positive() {
            self.overdrawn.push(overdrawn);
        }
    }

    fn sum_overdrawn(&self, ledger: &Ledger, currency: Currency) -> Amount {
        let own = self.overdrawn.iter().filter(|one| ledger.payment(one.by).currency == currency);
        own.map(|one| one.amount).sum()
    }
}

impl<'a> Account<'a> {
    /// Returns what the customer's refunds gave back on their days, when no later return or undo was known: those
    /// between two such days as one knew on the eve of the later one, the first ones first.
    ///
    /// What was taken back or undone on the day of a refund came before it, unless the refund could not have been made
    /// then.
    pub(super) fn refunds_as_known(&self, customer: CustomerId) -> GivenBack {
        let ledger = self.ledger;
        let rows = ledger.payment_rows_of(customer).map(|id| ledger.payment(id));
        let refunds: BTreeSet<Date> = rows.filter(|row| row.kind == PaymentKind::Refund).map(|row| row.date).collect();
        let mut turns = self.returns.days(ledger, self.as_of);
        turns.extend(self.acts.turns(customer).filter(|day| *day <= self.as_of));
        let mut known = GivenBack::new();
        let mut since = Date::MIN;
        for day in turns {
            let Some(eve) = day.pred_opt() else { continue };
            if refunds.range(since..=eve).next().is_some() {
                known.extend(self.given_back_by(customer, (eve, eve), &known).0);
            }
            if refunds.contains(&day) {
                let (_, refused) = self.given_back_by(customer, (day, day), &known);
                if !refused.is_empty() {
                    let (given_back, _) = self.given_back_by(customer, (day, eve), &known);
                    known.extend(given_back.into_iter().filter(|(id, _)| refused.contains(id)));
                }
            }
            since = day;
        }
        known
    }

    /// Returns what refunds had given back by a day, besides those of which that is known already, and which could not
    /// be made whole; as far as what was taken back or undone is known until another day.
    fn given_back_by(
        &self,
        customer: CustomerId,
        (as_of, known_until): (Date, Date),
        known: &GivenBack,
    ) -> (GivenBack, Vec<PaymentId>) {
        let acts = Acts::of(self.ledger, as_of, known_until);
        let mut account = Account { known_until, ..Account::new(self.ledger, self.rules, as_of, &acts, self.kept) };
        let mut part = Part::default();
        account.begin(customer, &mut part);
        account.keeps_all_paid = true;
        account.refunds.as_known.clone_from(known);
        account.go_through(customer, &mut part);
        let given_back = std::mem::take(&mut account.refunds.given_back);
        let of_claims = given_back.iter().filter(|(_, given)| given.of_claims.is_positive()).map(|(id, _)| *id);
        part.refused.extend(of_claims);
        (given_back, part.refused)
    }

    /// Gives money back out of the customer's credit; beyond it the refund is refused. What was given back that had
    /// paid claims is gone all the same, for they may be known only since: a rate, a due date that was corrected, a
    /// letter that is noted late.
    pub(super) fn refund(&mut self, id: PaymentId, part: &mut Part) {
        let (ledger, row) = (self.ledger, self.ledger.payment(id));
        if let Some(Given { parts, of_claims }) = self.refunds.as_known.remove(&id) {
            note_drawn(row.customer, &parts, part);
            part.findings.extend(refund_of_claims(ledger, id, of_claims));
            return parts.into_iter().for_each(|part| self.give_back_again(id, part));
        }
        let reverses = ledger.payment_more(id).and_then(|more| more.reverses);
        let kept = self.kept.on(self.today);
        let nothing = Kept::default();
        let all = nothing.on(self.today);
        let lacking = match reverses {
            Some(_) => Amount::ZERO,
            None => self.refunds.sum_overdrawn(ledger, row.currency),
        };
        let [free, whole] = [kept, all].map(|kept| self.credits.refundable(ledger, row, reverses, kept) - lacking);
        let free = free.max(Amount::ZERO);
        if row.amount > whole.max(Amount::ZERO) {
            part.refused.push(id);
            part.findings.push(refund_exceeds(ledger, id, free, self.spent_on(id)));
            return;
        }
        let mut parts = self.credits.refund(ledger, (row, row.amount.min(free)), reverses, kept);
        let of_claims = row.amount - row.amount.min(free);
        parts.extend(self.credits.refund(ledger, (row, of_claims), reverses, all));
        part.findings.extend(refund_of_claims(ledger, id, of_claims));
        note_drawn(row.customer, &parts, part);
        self.refunds.given_back.insert(id, Given { parts, of_claims });
    }

    fn spent_on(&self, id: PaymentId) -> Option<Spent<'a>> {
        let ledger = self.ledger;
        let note = ledger.payment(id).invoice.and_then(|number| ledger.rows_of(number).next());
        let note = note.filter(|&row| ledger.invoice(row).kind == InvoiceKind::CreditNote);
        let (source, cause) = match (ledger.payment_more(id).and_then(|more| more.reverses), note) {
            (Some(payment), _) => (CreditSource::Payment(payment), Cause::Payment(payment)),
            (None, Some(note)) => (CreditSource::CreditNote(note), Cause::CreditNote(note)),
            (None, None) => return None,
        };
        let (name, is_credit_note) = match source {
            CreditSource::Payment(payment) => (ledger.payment_id(payment), false),
            CreditSource::CreditNote(note) => (ledger.number(ledger.invoice(note).number), true),
        };
        let paid = self.moves.iter().filter(|(_, step)| step.cause() == cause);
        let mut on: Vec<&str> = paid.map(|&(item, _)| ledger.number(ledger.invoice(item).number)).collect();
        on.dedup();
        let is_spent = self.money_from(source).named.is_none() && !on.is_empty();
        is_spent.then_some(Spent { source: name, is_credit_note, on })
    }

    /// Gives back what a refund gave back on its day. What of that money has since taken the place of a payment that
    /// never was is open again; what itself never was is owed.
    fn give_back_again(&mut self, id: PaymentId, (source, amount): (CreditSource, Amount)) {
        let money = self.money_from(source);
        let mut lacking = amount - self.credits.take_of(&money, amount);
        let is_spent = matches!(source, CreditSource::CreditNote(_));
        if let CreditSource::Payment(payment) = source {
            lacking = self.reopen(payment, lacking, id);
            // Other money may have waited for what that opens, as on the day of a return.
            self.offered = Offered::NamedPayments;
        }
        self.refunds.lack(Overdrawn { by: id, amount: lacking, is_spent });
    }

    /// Returns what was given back and came in no more, as credits below zero, once it has taken the customer's other
    /// credit.
    pub(super) fn overdrawn(&mut self, customer: CustomerId, findings: &mut Vec<Diagnostic>) -> Vec<Credit> {
        let overdrawn = std::mem::take(&mut self.refunds.overdrawn);
        let kept = self.kept.last_by(self.as_of);
        let mut credits = Vec::new();
        for Overdrawn { by, amount, is_spent } in overdrawn {
            let row = self.ledger.payment(by);
            let lacking = amount - self.credits.take_oldest(row.currency, amount, kept);
            if lacking.is_positive() {
                findings.push(refunded_for_nothing(self.ledger, Overdrawn { by, amount: lacking, is_spent }));
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

/// Where a payment or credit note went that a refund names, and that names no invoice itself.
#[derive(Debug)]
struct Spent<'a> {
    source: &'a str,
    is_credit_note: bool,
    /// The invoices.
    on: Vec<&'a str>,
}

fn note_drawn(customer: CustomerId, given_back: &[(CreditSource, Amount)], part: &mut Part) {
    if given_back.iter().any(|(source, _)| matches!(source, CreditSource::Payment(_))) {
        part.drawn_on.insert(customer);
    }
}

fn refund_exceeds(ledger: &Ledger, id: PaymentId, available: Amount, spent: Option<Spent<'_>>) -> Diagnostic {
    let row = ledger.payment(id);
    let name = ledger.payment_id(id);
    let money = |amount, lang| figures::money(amount, row.currency, lang);
    let finding = Diagnostic::new(
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
    .at(place(ledger, id));
    if let Some(Spent { source, is_credit_note, on }) = spent {
        let on = on.join(", ");
        let (en, fr) = if is_credit_note {
            (
                "write the invoice that it corrects in its applies_to",
                "inscrire dans son applies_to la facture qu'il corrige",
            )
        } else {
            (
                "write the invoice that it exceeds in its invoice_id",
                "inscrire dans son invoice_id la facture qu'il dépasse",
            )
        };
        return finding.help(
            format!(
                "{source} names no invoice and was set against {on}; if it was given back instead, {en}: it waits then"
            ),
            format!(
                "{source} ne désigne aucune facture et a été imputé sur {on} ; s'il a été rendu, {fr} : il attend alors"
            ),
        );
    }
    finding.help(
        "a refund gives back credit; what the bank took back of a payment that paid an invoice is a return, whole or in part: \
         `relance record return PAYMENT`",
        "un remboursement rend un crédit ; ce que la banque a repris d'un paiement qui a réglé une facture est un rejet, en \
         entier ou en partie : `relance noter rejet RÈGLEMENT`",
    )
}

/// Says how much of what a refund gave back had paid claims, if any of it had.
fn refund_of_claims(ledger: &Ledger, id: PaymentId, amount: Amount) -> Option<Diagnostic> {
    if !amount.is_positive() {
        return None;
    }
    let (row, name) = (ledger.payment(id), ledger.payment_id(id));
    let [en, fr] = [Lang::En, Lang::Fr].map(|lang| figures::money(amount, row.currency, lang));
    let finding = Diagnostic::new(
        code::ledger::REFUND_OF_CLAIMS,
        format!("refund {name} gives back {en} that had paid interest and indemnity: they are owed again"),
        format!("le remboursement {name} rend {fr} qui avaient payé intérêts et indemnité : ils sont de nouveau dus"),
    );
    Some(finding.at(place(ledger, id)).help(
        "it may have been right on its day, and a rate, a due date or a letter be known only since; if the money was not given \
         back, delete its row in payments.csv",
        "il a pu être juste ce jour-là, un taux, une échéance ou une lettre n'étant connus que depuis ; si l'argent n'a pas \
         été rendu, supprimer sa ligne dans payments.csv",
    ))
}

fn refunded_for_nothing(ledger: &Ledger, Overdrawn { by, amount, is_spent }: Overdrawn) -> Diagnostic {
    let row = ledger.payment(by);
    let (customer, id) = (&ledger.customer(row.customer).id, ledger.payment_id(by));
    let money = |lang| figures::money(amount, row.currency, lang);
    let (en, fr) = if row.kind != PaymentKind::Refund {
        (
            format!("{customer} owes {} of return {id}: it was refunded before", money(Lang::En)),
            format!("{customer} doit {} du rejet {id} : ils avaient été remboursés", money(Lang::Fr)),
        )
    } else {
        let (because, parce_que) = if is_spent {
            (
                "the credit note that it gave back pays an invoice that is owed again",
                "l'avoir qu'il rendait règle une facture de nouveau due",
            )
        } else {
            ("the bank took back the money it gave back", "la banque a repris l'argent qu'il rendait")
        };
        (
            format!("{customer} owes {} of refund {id}: {because}", money(Lang::En)),
            format!("{customer} doit {} du remboursement {id} : {parce_que}", money(Lang::Fr)),
        )
    };
    Diagnostic::new(code::ledger::REFUND_BOUNCED, en, fr).at(place(ledger, by)).help(
        "it counts as owed, without interest or reminder, and money beyond the invoices pays it (C. civ. 1302); if one \
         movement stands as refund and as return, remove one; to chase it, put a row of invoices.csv in place of the refund",
        "la somme est due, sans intérêts ni relance, et un règlement au-delà des factures la paie (C. civ. 1302) ; si un même \
         mouvement est saisi comme remboursement et comme rejet, en supprimer un ; pour la relancer, la saisir dans \
         invoices.csv à la place du remboursement",
    )
}
