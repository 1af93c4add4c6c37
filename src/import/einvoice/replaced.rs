//! What becomes of the invoices whose place a corrected one takes: what credit notes took off them is not cancelled
//! once more, and what was paid on them and is deducted from the corrected one pays them still.

use std::collections::BTreeMap;

use super::document::Document;
use crate::import::source::Folder;
use crate::model::{Amount, Currency, Date};

/// What the invoices of the folder and of the run are for, and what is taken off them.
pub(super) struct Debts<'a> {
    folder: &'a dyn Folder,
    /// The documents of the run: a corrected invoice may come with the one that it replaces.
    documents: BTreeMap<&'a str, &'a Document>,
    /// What documents of the run take off invoices.
    credited: BTreeMap<String, Amount>,
}

/// What a corrected invoice does to those whose place it takes.
pub(super) struct Replacement {
    /// Each of them, as it is numbered.
    pub replaced: Vec<(String, Replaced)>,
    /// Whether nothing tells if what the corrected invoice deducts was paid on them.
    pub is_unclear: bool,
}

/// What becomes of one invoice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Replaced {
    /// Neither the folder nor the run knows it.
    Unknown,
    /// So much of it is cancelled: all that was billed, or what is left of that.
    Cancelled { amount: Amount, currency: Currency, is_whole: bool },
    /// It stands: what was paid on it is deducted from the corrected one.
    Paid,
    /// Credit notes took off all of it before.
    Nothing,
}

/// An invoice that is replaced.
struct Debt<'d> {
    number: &'d str,
    currency: Currency,
    billed: Amount,
    /// What credit notes leave of it.
    left: Amount,
    /// What the folder's credit note of the same correction takes off it.
    own: Option<Amount>,
}

impl<'a> Debts<'a> {
    /// Returns what documents are for, whose sums are whole.
    pub fn of(documents: &'a [(u32, Document)], folder: &'a dyn Folder) -> Debts<'a> {
        let by_number = documents.iter().map(|(_, document)| (document.number.as_str(), document)).collect();
        let mut debts = Debts { folder, documents: by_number, credited: BTreeMap::new() };
        for (_, document) in documents.iter().filter(|(_, document)| document.is_credit()) {
            if let [number] = document.preceding.as_slice() {
                *debts.credited.entry(number.clone()).or_default() += document.payable.abs();
            }
        }
        debts
    }

    /// Returns what an invoice is for.
    pub fn billed(&self, number: &str) -> Option<(Amount, Currency)> {
        let document = self.documents.get(number).map(|document| (document.payable, document.currency));
        document.or_else(|| self.folder.billed(number))
    }

    /// Lets a corrected invoice take the place of those that it names.
    pub fn replace(&mut self, document: &Document) -> Replacement {
        let debts: Vec<Option<Debt<'_>>> =
            document.preceding.iter().map(|number| self.debt(number, document)).collect();
        let known = || debts.iter().flatten();
        let is_said_before = known().next().is_some() && known().all(|debt| debt.own.is_some());
        let deducted = self.deducted(document, &known().collect::<Vec<_>>());
        let is_unclear = deducted.is_none() && known().next().is_some() && !is_said_before;
        let mut deducted = deducted.unwrap_or(Amount::ZERO);
        let mut replaced = Vec::new();
        let mut cancelled = Vec::new();
        for (number, debt) in document.preceding.iter().zip(&debts) {
            let Some(debt) = debt else {
                replaced.push((number.clone(), Replaced::Unknown));
                continue;
            };
            let kept = deducted.min(self.paid(debt, Date::MAX)).min(debt.left).max(Amount::ZERO);
            deducted -= kept;
            let amount = debt.own.unwrap_or(debt.left - kept);
            let one = match amount.is_positive() {
                true => Replaced::Cancelled { amount, currency: debt.currency, is_whole: amount == debt.billed },
                false if kept.is_positive() => Replaced::Paid,
                false => Replaced::Nothing,
            };
            if debt.own.is_none() && amount.is_positive() {
                cancelled.push((number.clone(), amount));
            }
            replaced.push((number.clone(), one));
        }
        for (number, amount) in cancelled {
            *self.credited.entry(number).or_default() += amount;
        }
        Replacement { replaced, is_unclear }
    }

    /// Returns an invoice as it is before a correction; nothing of what is none.
    fn debt<'d>(&self, number: &'d str, document: &Document) -> Option<Debt<'d>> {
        let (billed, currency) = self.billed(number).filter(|(billed, _)| billed.is_positive())?;
        let own_number = cancelling(number, document);
        let notes = self.folder.credits_on(number);
        let others = notes.iter().filter(|(note, _)| *note != own_number && !self.documents.contains_key(note));
        let taken_off =
            others.map(|(_, amount)| *amount).sum::<Amount>() + self.credited.get(number).copied().unwrap_or_default();
        let own = notes.iter().find(|(note, _)| *note == own_number).map(|(_, amount)| *amount);
        Some(Debt { number, currency, billed, left: billed - taken_off, own })
    }

    /// Returns how much of what a corrected invoice deducts was paid on those whose place it takes, the rest being
    /// deposits that were invoiced on their own; nothing where that is not clear.
    fn deducted(&self, document: &Document, debts: &[&Debt<'_>]) -> Option<Amount> {
        let prepaid = document.prepaid;
        if !prepaid.is_positive() || debts.iter().any(|debt| debt.currency != document.currency) {
            return Some(Amount::ZERO);
        }
        // What the first one deducts too was paid before it.
        let mut firsts = debts.iter().filter_map(|debt| self.documents.get(debt.number)).peekable();
        if firsts.peek().is_some() {
            return Some((prepaid - firsts.map(|first| first.prepaid).sum()).max(Amount::ZERO));
        }
        let paid = |day| debts.iter().map(|debt| self.paid(debt, day)).sum::<Amount>();
        let (all, by_then) = (paid(Date::MAX), paid(document.issue));
        let left: Amount = debts.iter().map(|debt| debt.left).sum();
        if prepaid == all || prepaid == by_then {
            Some(prepaid)
        } else if all.is_positive() && prepaid > all && prepaid > left {
            // More than could be paid on them: a deposit is among it.
            Some(all)
        } else {
            None
        }
    }

    /// Returns what is paid on an invoice by a day, in the folder; of one that comes with its correction, all that may
    /// be.
    fn paid(&self, debt: &Debt<'_>, day: Date) -> Amount {
        if self.documents.contains_key(debt.number) { debt.left } else { self.folder.paid_on(debt.number, day) }
    }
}

/// Returns the number of the credit note by which a corrected invoice takes the place of an earlier one.
pub(super) fn cancelling(number: &str, document: &Document) -> String {
    format!("{number}-{}", document.number)
}
