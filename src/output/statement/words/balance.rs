//! What changed a balance, and what was given up, paid and charged of a claim.

use super::Voice;
use crate::engine::allocation::{Bounced, Cause, ClaimPaid};
use crate::engine::penalties::PenaltyRow;
use crate::engine::penalties::derivation::{Derivation, Step};
use crate::letter::safe::one_line;
use crate::model::{Amount, Currency, Event, FileRole, ItemId, PaymentId, PaymentKind, Rate, figures};

impl Voice<'_> {
    /// Returns what changed a balance: `paiement P-1 de 400,00 € (payments.csv, ligne 2)`.
    pub fn cause(&self, item: ItemId, step: &Step) -> String {
        let ledger = self.penalties.ledger();
        let up = step.change.change.is_positive();
        match step.change.cause() {
            Cause::Payment(payment) => self.payment(payment, step.change.change),
            Cause::Return(payment) => self.payment(payment, step.change.change),
            Cause::CreditNote(row) => {
                format!("{}{}", self.named(row), self.place(FileRole::Invoices, ledger.invoice(row).line))
            }
            Cause::Deposit(row) => {
                let deposit =
                    format!("{}{}", self.named(row), self.place(FileRole::Invoices, ledger.invoice(row).line));
                if up {
                    self.say(
                        format!("{deposit}, credited: owed here again"),
                        format!("{deposit}, créditée : à nouveau due ici"),
                    )
                } else {
                    self.say(format!("{deposit}, deducted"), format!("{deposit}, déduite"))
                }
            }
            Cause::Discount if up => self.say("early-payment discount lost again", "escompte perdu à nouveau"),
            Cause::Discount => {
                let in_time = ledger.discounts(item).into_iter().filter(|discount| discount.until >= step.change.date);
                let rate = in_time.map(|discount| Rate::from_percent(discount.rate)).max();
                let rate = rate.map(|rate| format!(" {}", figures::rate(rate, self.lang))).unwrap_or_default();
                self.say(format!("early-payment discount{rate}"), format!("escompte pour paiement anticipé{rate}"))
            }
            Cause::Tolerance if up => self.say("small rest owed again", "petit reste dû à nouveau"),
            Cause::Tolerance => self.say("small rest let go", "petit reste abandonné"),
            Cause::WriteOff(place) => {
                let place = self.place(FileRole::Events, ledger.events()[place as usize].line);
                self.say(format!("written off{place}"), format!("passage en perte{place}"))
            }
            Cause::Recovery(place) => {
                let place = self.place(FileRole::Events, ledger.events()[place as usize].line);
                self.say(
                    format!("recovered after a write-off{place}"),
                    format!("recouvré après passage en perte{place}"),
                )
            }
        }
    }

    /// Returns the payments of an item's invoice that were taken back and so never were payments, a line each.
    pub fn bounced(&self, item: ItemId) -> Vec<String> {
        let balances = self.penalties.balances();
        let ledger = self.penalties.ledger();
        let line = |one: &Bounced| {
            let (row, by) = (ledger.payment(one.payment), ledger.payment(one.by));
            let (date, what) = (self.date(row.date), self.payment(one.payment, row.amount));
            let (on, returned) = (self.date(by.date), self.payment(one.by, by.amount));
            self.say(
                format!("{date}, {what}: taken back on {on}, {returned}; it counts as never made"),
                format!("{date}, {what} : repris le {on}, {returned} ; il est tenu pour jamais fait"),
            )
        };
        balances.bounced(ledger.invoice(item).number).iter().map(line).collect()
    }

    fn payment(&self, payment: PaymentId, change: Amount) -> String {
        let ledger = self.penalties.ledger();
        let row = ledger.payment(payment);
        let (id, money) = (one_line(ledger.payment_id(payment)), self.money(row.amount, row.currency));
        let place = self.place(FileRole::Payments, ledger.payment_line(payment));
        let what = match row.kind {
            PaymentKind::Payment => self.say(format!("payment {id} of {money}"), format!("paiement {id} de {money}")),
            PaymentKind::Return | PaymentKind::Refund => {
                self.say(format!("return {id} of {money}"), format!("paiement rejeté {id} de {money}"))
            }
        };
        if change.abs() == row.amount {
            return format!("{what}{place}");
        }
        let part = self.money(change.abs(), row.currency);
        format!("{what}{place}{}", self.say(format!(", of which {part} here"), format!(", dont {part} ici")))
    }

    /// Returns `1 200,00 − 400,00 = 800,00 €`.
    pub fn sum(&self, before: Amount, change: Amount, after: Amount, currency: Currency) -> String {
        let sign = if change.is_negative() { '−' } else { '+' };
        let (before, change) = (self.amount(before, currency), self.amount(change.abs(), currency));
        format!("{before} {sign} {change} = {}", self.money(after, currency))
    }

    /// Returns what a payment paid of interest, where it paid any.
    pub fn split(&self, step: &Step, currency: Currency) -> Option<String> {
        if step.to_interest.is_zero() {
            return None;
        }
        let money = |amount| self.money(amount, currency);
        let (interest, base) = (money(step.to_interest.abs()), money(step.principal));
        Some(if step.to_interest.is_negative() {
            self.say(
                format!("the {interest} of interest that it had paid are owed again; principal {base}"),
                format!("les {interest} d’intérêts qu’il avait payés sont dus à nouveau ; principal {base}"),
            )
        } else {
            let principal = money(-step.change.change - step.to_interest);
            let by = self.cited(self.law().imputation());
            self.say(
                format!("it pays {interest} of interest, then {principal} of principal{by}; principal {base}"),
                format!("il paie {interest} d’intérêts, puis {principal} de principal{by} ; principal {base}"),
            )
        })
    }

    /// Returns what was given up, paid and charged by penalty notes, a line each.
    pub fn settled(&self, derivation: &Derivation<'_>) -> Vec<String> {
        let ledger = self.penalties.ledger();
        let currency = ledger.invoice(derivation.item).currency;
        let mut lines = Vec::new();
        let Some(row) = &derivation.row else { return lines };
        if !row.waived.is_zero() {
            // What was given up whole grows with the interest: the sum is that of the statement's day.
            let whole = self.say(" (all, later interest too)", " (tout, intérêts à venir compris)");
            let waiver = |event: &&Event| {
                let scope = if event.amount.is_none() { whole.as_str() } else { "" };
                format!("{}{scope}{}", self.date(event.date), self.place(FileRole::Events, event.line))
            };
            let by: Vec<String> = derivation.waivers.iter().map(waiver).collect();
            let (by, money) = (by.join(", "), self.money(row.waived, currency));
            lines.push(self.say(format!("given up: {money}, {by}"), format!("abandonné : {money}, {by}")));
        }
        let apart = row.regime.fixed_sum.map_or(currency, |sum| sum.currency);
        for (sum, is_apart) in [(row.paid, false), (row.paid_apart, true)].into_iter().filter(|(sum, _)| !sum.is_zero())
        {
            let paid = |paid: &ClaimPaid| {
                let (id, line) = (one_line(ledger.payment_id(paid.payment)), ledger.payment_line(paid.payment));
                format!("{} ({id}){}", self.date(paid.date), self.place(FileRole::Payments, line))
            };
            let by = self.penalties.balances().claims_paid(derivation.item).iter();
            let mut by: Vec<String> = by.filter(|paid| paid.is_apart == is_apart).map(paid).collect();
            // One payment may pay interest and indemnity, each on its own.
            by.dedup();
            let (by, money) = (by.join(", "), self.money(sum, if is_apart { apart } else { currency }));
            lines.push(self.say(
                format!("paid, beyond the principal: {money}, {by}"),
                format!("payé, au-delà du principal : {money}, {by}"),
            ));
        }
        let apart = row.regime.fixed_sum.map(|sum| {
            let money = self.money(row.charged_apart, sum.currency);
            self.say(format!("{money} of indemnity"), format!("{money} d’indemnité"))
        });
        let charged = [(true, row.charged, Some(self.charged(row, currency))), (false, row.charged_apart, apart)];
        for (is_own, charged, sums) in charged {
            let Some(sums) = sums.filter(|_| !charged.is_zero()) else { continue };
            let by = derivation.notes.iter().map(|&note| (note, ledger.invoice(note)));
            let by = by.filter(|(_, row)| (row.currency == currency) == is_own);
            let by = by.map(|(note, row)| format!("{}{}", self.number(note), self.place(FileRole::Invoices, row.line)));
            let by = by.collect::<Vec<_>>().join(", ");
            lines.push(self.say(
                format!("charged already, and owed by its own note: {sums}, {by}"),
                format!("déjà facturé, et dû par sa propre note : {sums}, {by}"),
            ));
        }
        lines
    }

    /// Says what notes charged of interest and of the indemnity, as each was owed on their days.
    fn charged(&self, row: &PenaltyRow, currency: Currency) -> String {
        let interest = row.charged - row.charged_indemnity;
        let [all, of_interest, of_indemnity] =
            [row.charged, interest, row.charged_indemnity].map(|sum| self.money(sum, currency));
        match (interest.is_zero(), row.charged_indemnity.is_zero()) {
            (_, true) => self.say(format!("{all} of interest"), format!("{all} d’intérêts")),
            (true, false) => self.say(format!("{all} of indemnity"), format!("{all} d’indemnité")),
            (false, false) => self.say(
                format!("{all} ({of_interest} of interest, {of_indemnity} of indemnity)"),
                format!("{all} ({of_interest} d’intérêts, {of_indemnity} d’indemnité)"),
            ),
        }
    }
}
