//! The folder's own money as a list's is held against it: what a list says was paid may have come in already, as money
//! that named nothing. Where that went among a customer's debts (C. civ. 1342-10) need not be where the list has it.

use std::collections::{BTreeMap, BTreeSet};

use super::Incoming;
use super::sums::received;
use super::unnamed::{Unnamed, Whose, net};
use crate::diag::{Diagnostic, Place, code};
use crate::input::columns::Column;
use crate::model::shell::{option, word};
use crate::model::{Amount, Currency, Date, FileRole, Lang, figures, plain};

/// What the folder's payments come to; those that the files tell again are counted with the files.
#[derive(Clone, Debug, Default)]
pub struct Held {
    /// By place in [`Incoming::settled`]: what payments that name the invoice paid of it.
    pub named: BTreeMap<usize, Amount>,
    /// The places of the invoices that the folder has.
    pub known: BTreeSet<usize>,
    /// What names no invoice: it paid one of the list's, or nothing yet.
    pub unnamed: BTreeMap<Whose, Vec<Unnamed>>,
    /// By place in [`Incoming::settled`]: what credit notes that no list names took off the invoice.
    pub credited: BTreeMap<usize, Amount>,
    /// Those credit notes, by their numbers.
    pub notes: BTreeMap<Whose, BTreeSet<String>>,
    /// What exceeds the invoices that it names.
    pub beyond: BTreeMap<Whose, Beyond>,
}

/// Money of a customer of which lists say nothing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Credit {
    /// What is credit.
    pub free: Amount,
    /// What was credit, and has paid since, by itself, what the lists say is open.
    pub spent: Amount,
}

/// Money of a customer that exceeds the invoices that it names, and stays with them as credit.
#[derive(Clone, Debug, Default)]
pub struct Beyond {
    /// What exceeds invoices of the lists, by their numbers.
    pub listed: BTreeMap<String, Amount>,
    /// What exceeds others.
    pub unlisted: Amount,
    /// The first payment of it, by its id.
    pub payment: String,
    /// The day of the last one.
    pub last: Option<Date>,
}

impl Beyond {
    fn listed(&self) -> Amount {
        self.listed.values().copied().sum()
    }

    /// Returns a finding for what a list says was paid on an invoice beside such credit: the money that the folder has
    /// and that of the list may be the same, and nobody but a person knows. A rest from before the invoice is not.
    pub(super) fn in_doubt(
        &self,
        (invoice, issued): (&str, Option<Date>),
        (more, currency): (Amount, Currency),
        place: Place,
    ) -> Option<Diagnostic> {
        let is_old = issued.is_some_and(|issued| self.last.is_some_and(|last| last < issued));
        if is_old && self.listed() + self.unlisted < more {
            return None;
        }
        let money = |sum| [Lang::En, Lang::Fr].map(|lang| figures::money(sum, currency, lang));
        let [more_en, more_fr] = money(more);
        let [credit_en, credit_fr] = money(self.listed() + self.unlisted);
        let (sum, payment, named) = (plain::amount(more, currency), word(&self.payment), word(invoice));
        let to = option("to", invoice);
        let sum = sum.as_str();
        let finding = Diagnostic::new(
            code::import::BALANCE_DIFFERS,
            format!(
                "{more_en} more was paid on invoice {invoice} according to the list than to the folder, where the customer \
                 has {credit_en} as credit: it may be the same money"
            ),
            format!(
                "d'après la liste, {more_fr} de plus que dans le dossier ont été payés sur la facture {invoice}, et le client \
                 y a {credit_fr} en crédit : c'est peut-être le même argent"
            ),
        );
        Some(finding.at(place).help(
            format!(
                "the same: `relance record allocate {payment} {to}`; another payment: `relance record payment \
                 {named} {sum} --date DAY`; then import again"
            ),
            format!(
                "le même : `relance noter imputation {payment} {to}` ; un autre règlement : `relance noter \
                 règlement {named} {sum} --date JOUR` ; puis refaire l'import"
            ),
        ))
    }
}

impl Held {
    /// Adds the money of the files that names no invoice, and takes off what was taken back.
    pub(super) fn add_unnamed(&mut self, incoming: &Incoming, currency: Currency) {
        let payments = incoming.files.get(&FileRole::Payments);
        for row in payments.into_iter().flat_map(|payments| payments.rows.iter()) {
            let currency = Currency::parse(row.get(Column::Currency)).unwrap_or(currency);
            let sum = received(row).and_then(|sum| sum.to_amount(currency));
            let date = row.get(Column::Date).parse();
            if let (Some(left), Ok(date), true) = (sum, date, row.get(Column::InvoiceId).is_empty()) {
                let of = [Column::Reverses, Column::PaymentId].map(|column| row.get(column));
                let payment = of.into_iter().find(|id| !id.is_empty()).unwrap_or_default().to_owned();
                let words = row.get(Column::Reference).to_owned();
                let whose = (row.get(Column::CustomerId).to_owned(), currency);
                self.add(whose, Unnamed { payment, date, words, sum: left, on: None, left });
            }
        }
        self.unnamed.values_mut().for_each(net);
    }

    /// Adds money that names no invoice; what is below zero was taken back.
    pub fn add(&mut self, whose: Whose, money: Unnamed) {
        self.unnamed.entry(whose).or_default().push(money);
    }

    /// Takes off what was paid on an invoice the money that names it, and exceeds it since other money paid it before.
    pub(super) fn pay_named(&mut self, whose: &Whose, invoice: &str, more: &mut Amount) {
        let Some(beyond) = self.beyond.get_mut(whose) else { return };
        let Some(left) = beyond.listed.get_mut(invoice) else { return };
        let share = (*more).min(*left).max(Amount::ZERO);
        *left -= share;
        *more -= share;
        if (beyond.listed() + beyond.unlisted).is_zero() {
            self.beyond.remove(whose);
        }
    }

    /// Returns what is left of the customers' money, of which lists say nothing; `was_credit` tells whether it was
    /// credit before it paid an invoice.
    pub(super) fn credit(&self, was_credit: impl Fn(&Unnamed) -> bool) -> BTreeMap<Whose, Credit> {
        let mut credit: BTreeMap<Whose, Credit> = BTreeMap::new();
        for (whose, money) in &self.unnamed {
            let credit = credit.entry(whose.clone()).or_default();
            for one in money {
                match one.on {
                    None => credit.free += one.left,
                    Some(_) if was_credit(one) => credit.spent += one.left,
                    Some(_) => {}
                }
            }
        }
        for (whose, beyond) in self.beyond.iter().filter(|(_, beyond)| beyond.listed().is_positive()) {
            credit.entry(whose.clone()).or_default().free += beyond.listed();
        }
        credit
    }
}
