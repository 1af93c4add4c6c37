//! The folder's own money as a list's is held against it: what a list says was paid may have come in already, as money
//! that named nothing. Where that went among a customer's debts (C. civ. 1342-10) need not be where the list has it.

use std::collections::BTreeMap;

use super::Incoming;
use super::sums::received;
use crate::diag::{Diagnostic, Place, code};
use crate::input::columns::Column;
use crate::model::{Amount, Currency, FileRole, Lang, figures, plain};

/// A customer, by his id, and what his money is in.
pub type Whose = (String, Currency);

/// What the folder's payments come to; those that the files tell again are counted with the files.
#[derive(Clone, Debug, Default)]
pub struct Held {
    /// By place in [`Incoming::settled`]: what payments that name the invoice paid of it.
    pub named: BTreeMap<usize, Amount>,
    /// Likewise: what other payments paid of it.
    pub other: BTreeMap<usize, Amount>,
    /// What names nothing and has paid nothing yet.
    pub free: BTreeMap<Whose, Amount>,
    /// What exceeds the invoices that it names.
    pub beyond: BTreeMap<Whose, Beyond>,
    /// What paid debts that a list says are open.
    misplaced: BTreeMap<Whose, Amount>,
}

/// Money of a customer that exceeds the invoices that it names, and stays with them as credit.
#[derive(Clone, Debug, Default)]
pub struct Beyond {
    /// What exceeds invoices of the lists.
    pub listed: Amount,
    /// What exceeds others.
    pub unlisted: Amount,
    /// The first payment of it, by its id.
    pub payment: String,
}

impl Beyond {
    /// Returns a finding for what a list says was paid on an invoice beside such credit: the money that the folder has
    /// and that of the list may be the same, and nobody but a person knows.
    pub(super) fn in_doubt(&self, invoice: &str, (more, currency): (Amount, Currency), place: Place) -> Diagnostic {
        let money = |sum| [Lang::En, Lang::Fr].map(|lang| figures::money(sum, currency, lang));
        let [more_en, more_fr] = money(more);
        let [credit_en, credit_fr] = money(self.listed + self.unlisted);
        let (sum, payment) = (plain::amount(more, currency), &self.payment);
        let sum = sum.as_str();
        Diagnostic::new(
            code::import::BALANCE_DIFFERS,
            format!(
                "{more_en} more was paid on invoice {invoice} according to the list than to the folder, where the customer \
                 has {credit_en} as credit: it may be the same money"
            ),
            format!(
                "d'après la liste, {more_fr} de plus que dans le dossier ont été payés sur la facture {invoice}, et le client \
                 y a {credit_fr} en crédit : c'est peut-être le même argent"
            ),
        )
        .at(place)
        .help(
            format!(
                "the same: `relance record allocate {payment} --to {invoice}`; another payment: `relance record payment \
                 {invoice} {sum} --date DAY`; then import again"
            ),
            format!(
                "le même : `relance noter imputation {payment} --to {invoice}` ; un autre règlement : `relance noter \
                 règlement {invoice} {sum} --date JOUR` ; puis refaire l'import"
            ),
        )
    }
}

impl Held {
    /// Adds the money of the files that names no invoice.
    pub(super) fn add_unnamed(&mut self, incoming: &Incoming, currency: Currency) {
        let Some(payments) = incoming.files.get(&FileRole::Payments) else { return };
        for row in payments.rows.iter().filter(|row| row.get(Column::InvoiceId).is_empty()) {
            let currency = Currency::parse(row.get(Column::Currency)).unwrap_or(currency);
            if let Some(sum) = received(row).and_then(|sum| sum.to_amount(currency)) {
                *self.free.entry((row.get(Column::CustomerId).to_owned(), currency)).or_default() += sum;
            }
        }
    }

    /// Takes off what was paid on an invoice the money that names something else and went to it, and returns how much.
    pub(super) fn pay_own(&mut self, place: usize, whose: impl Fn() -> Whose, more: &mut Amount) -> Amount {
        let Some(&other) = self.other.get(&place) else { return Amount::ZERO };
        let paid = other.min(*more).max(Amount::ZERO);
        *more -= paid;
        *self.misplaced.entry(whose()).or_default() += other - paid;
        paid
    }

    /// Tells whether money may be left that paid none of the invoices which the list says are paid.
    pub(super) fn has_more(&self) -> bool {
        !self.misplaced.is_empty() || !self.free.is_empty()
    }

    /// Takes off what was paid on an invoice the money that went to debts which the list says are open, then what is free,
    /// and returns how much.
    pub(super) fn pay_other(&mut self, whose: &Whose, more: &mut Amount) -> Amount {
        let mut paid = Amount::ZERO;
        for left in [&mut self.misplaced, &mut self.free].into_iter().filter_map(|money| money.get_mut(whose)) {
            let share = (*more).min(*left).max(Amount::ZERO);
            *left -= share;
            *more -= share;
            paid += share;
        }
        paid
    }

    /// Returns what is left of the customers' money: credit, of which lists say nothing.
    pub(super) fn credit(&self) -> BTreeMap<Whose, Amount> {
        let mut credit = self.free.clone();
        for (whose, beyond) in self.beyond.iter().filter(|(_, beyond)| beyond.listed.is_positive()) {
            *credit.entry(whose.clone()).or_default() += beyond.listed;
        }
        credit
    }
}
