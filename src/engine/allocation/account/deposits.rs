//! Deposits and the final invoice that they name.
//!
//! A deposit is an invoice of its own and is claimed on its own row, paid or not. The final invoice bills the whole
//! price: from its issue on it is lower by what its deposits billed, so that nothing is claimed twice. A credit note
//! that names the deposit takes the deposit's price back, and the final invoice claims it again.

use super::{Account, Cause};
use crate::diag::{Diagnostic, Place, code};
use crate::engine::allocation::CreditSource;
use crate::model::{Amount, FileRole, InvoiceNo, ItemId, Lang, figures};

impl Account<'_> {
    /// Deducts deposits once both they and a row of their final invoice are issued; the item is the one issued last.
    pub(super) fn deduct_deposits(&mut self, item: ItemId) {
        let number = self.ledger.invoice(item).number;
        for place in self.steps.deposits_on(number) {
            let deposit = self.steps.deposit(place);
            if self.ledger.invoice(deposit).issue <= self.today {
                self.deduct(deposit, number);
            }
        }
        if let Some(number) = self.steps.final_invoice(item) {
            self.deduct(item, number);
        }
    }

    /// Lowers the issued rows of a final invoice, by due date, by what a deposit billed and is not deducted yet.
    fn deduct(&mut self, deposit: ItemId, number: InvoiceNo) {
        let mut left = self.price(deposit) - self.deducted_of(deposit);
        for row in self.ledger.rows_of(number) {
            let invoice = self.ledger.invoice(row);
            let amount = left.min(self.open(row));
            if invoice.issue > self.today || !invoice.is_item() || !amount.is_positive() {
                continue;
            }
            self.change(row, -amount, Cause::Deposit(deposit));
            self.discounts.note_deposit(self.ledger, row, amount);
            *self.deducted.entry((deposit, row)).or_default() += amount;
            left -= amount;
        }
    }

    /// Claims again on the final invoice what a credit note took off a deposit: last due date first.
    pub(super) fn give_back(&mut self, deposit: ItemId, amount: Amount) {
        if self.steps.final_invoice(deposit).is_none() {
            return;
        }
        *self.credited.entry(deposit).or_default() += amount;
        let mut left = self.deducted_of(deposit) - self.price(deposit);
        let rows: Vec<ItemId> =
            self.deducted.range((deposit, ItemId(0))..=(deposit, ItemId(u32::MAX))).map(|(&(_, row), _)| row).collect();
        for row in rows.into_iter().rev() {
            let deducted = self.deducted.entry((deposit, row)).or_default();
            let part = left.min(*deducted);
            if part.is_positive() {
                *deducted -= part;
                left -= part;
                self.discounts.note_deposit(self.ledger, row, -part);
                self.change(row, part, Cause::Deposit(deposit));
            }
        }
    }

    /// Returns what a deposit bills, less what credit notes that name it took off.
    fn price(&self, deposit: ItemId) -> Amount {
        self.ledger.invoice(deposit).amount - self.credited.get(&deposit).copied().unwrap_or_default()
    }

    fn deducted_of(&self, deposit: ItemId) -> Amount {
        self.deducted.range((deposit, ItemId(0))..=(deposit, ItemId(u32::MAX))).map(|(_, &amount)| amount).sum()
    }

    /// Says of which final invoices the amount cannot be the price, or seems not to be.
    pub(super) fn judge_deposits(&mut self, findings: &mut Vec<Diagnostic>) {
        for number in self.steps.final_invoices() {
            let rows = self.ledger.rows_of(number);
            let Some(first) = rows.clone().find(|&row| self.ledger.invoice(row).issue <= self.as_of) else { continue };
            let billed: Amount = rows.map(|row| self.ledger.invoice(row).amount).sum();
            let places = self.steps.deposits_on(number);
            let deposits: Vec<ItemId> = places.map(|place| self.steps.deposit(place)).collect();
            let price: Amount = deposits.iter().map(|&deposit| self.price(deposit)).sum();
            let deducted: Amount = deposits.iter().map(|&deposit| self.deducted_of(deposit)).sum();
            if price > billed {
                findings.push(self.unclear(&deposits, first, price, billed));
            } else if deducted.is_positive() && self.paid_beyond(number) == deducted {
                findings.push(self.paid_whole(first, deducted));
            }
        }
    }

    /// Returns what payments that name an invoice exceed it by.
    fn paid_beyond(&self, number: InvoiceNo) -> Amount {
        let is_payment = |source| matches!(source, CreditSource::Payment(_));
        self.credits.parked_under(number).filter(|money| is_payment(money.source)).map(|money| money.left).sum()
    }

    fn unclear(&self, deposits: &[ItemId], of: ItemId, price: Amount, billed: Amount) -> Diagnostic {
        let (number, currency) = (self.number(of), self.ledger.invoice(of).currency);
        let money = |amount, lang| figures::money(amount, currency, lang);
        let finding = Diagnostic::new(
            code::ledger::DEPOSIT_UNCLEAR,
            format!(
                "the deposits that name {number} come to {}, and its amount is {}: it cannot be the price they are part of",
                money(price, Lang::En),
                money(billed, Lang::En)
            ),
            format!(
                "les acomptes qui désignent {number} font {}, et son montant est de {} : ce ne peut être le prix dont ils \
                 font partie",
                money(price, Lang::Fr),
                money(billed, Lang::Fr)
            ),
        );
        let file = FileRole::Invoices.file_name();
        let places =
            std::iter::once(&of).chain(deposits).map(|&item| Place::line(file, self.ledger.invoice(item).line));
        places.fold(finding, Diagnostic::at).help(STATED.0, STATED.1)
    }

    fn paid_whole(&self, of: ItemId, deducted: Amount) -> Diagnostic {
        let (number, currency) = (self.number(of), self.ledger.invoice(of).currency);
        let money = |lang| figures::money(deducted, currency, lang);
        Diagnostic::new(
            code::ledger::DEPOSIT_DOUBTFUL,
            format!("{number} was paid {} too much: as much as was deducted from it for deposits", money(Lang::En)),
            format!("{number} a été réglée {} de trop : autant que les acomptes qui en sont déduits", money(Lang::Fr)),
        )
        .at(Place::line(FileRole::Invoices.file_name(), self.ledger.invoice(of).line))
        .help(
            format!("{}; else say where the money goes: relance record allocate", STATED.0),
            format!("{} ; sinon, dire où va l'argent : relance noter imputation", STATED.1),
        )
    }

    fn number(&self, item: ItemId) -> &str {
        self.ledger.number(self.ledger.invoice(item).number)
    }
}

/// The way out where the amount of a final invoice already states what remains after its deposits.
const STATED: (&str, &str) = (
    "if its amount is what remains after the deposits, empty applies_to of the deposits, or write [allocation] deposits = \
     \"stated\" where all final invoices are so",
    "si son montant est ce qui reste après les acomptes, vider applies_to des acomptes, ou écrire [allocation] deposits = \
     \"stated\" quand toutes les factures de solde sont ainsi",
);
