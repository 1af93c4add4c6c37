//! What the program sets in letters that show an account or propose how to pay it off: what else is open, the movements
//! and the balance, the payments of a plan and where it is signed.

use super::document::{Composer, Part};
use super::inserts::named;
use crate::letter::model::{Instalment, Item, Movement, Unapplied};
use crate::letter::wording::markup::Rich;
use crate::model::Lang;

/// How many lines the sentence of a consumer takes, in large writing.
const LINES_BY_HAND: u16 = 2;

impl Composer<'_> {
    /// Sets what is open besides the items; under a title of its own unless the whole account is shown.
    pub(in crate::letter) fn others(&self) -> Vec<Part> {
        let letter = self.letter;
        if letter.others.is_empty() {
            return Vec::new();
        }
        let mut parts = Vec::new();
        if letter.account.is_none() && letter.claim.is_none() {
            let text = self.lang.pick((
                "For information, what else is open on your account and is not claimed here:",
                "Pour information, les autres sommes ouvertes à votre compte, qui ne sont pas réclamées ici :",
            ));
            parts.push(Part::Paragraph { text: Rich::from(self.spaced(text)) });
        }
        let has_deductions = letter.others.iter().any(|item| item.deducted.is_some());
        let mut titles = vec![
            self.item_title(),
            self.lang.pick(("Issued", "Émise le")),
            self.lang.pick(("Due", "Échéance")),
            self.lang.pick(("Amount", "Montant")),
            self.lang.pick(("Paid", "Réglé")),
        ];
        titles.extend(has_deductions.then(|| self.lang.pick(("Deducted", "Déduit"))));
        titles.extend([self.lang.pick(("Open", "Reste dû")), self.lang.pick(("State", "État"))]);
        let row = |item: &Item| {
            let mut row = vec![named(letter, item)];
            row.extend([&item.issued, &item.due, &item.original, &item.paid].map(String::clone));
            row.extend(has_deductions.then(|| item.deducted.clone().unwrap_or_else(|| "–".to_owned())));
            row.extend([item.open.clone(), self.state(item)]);
            row
        };
        let rows = letter.others.iter().map(row).collect();
        let mut notes = vec![format!("{} {}.", self.lang.pick(("Amounts in", "Montants en")), letter.currency)];
        notes.extend(has_deductions.then(|| self.what_is_deducted()));
        parts.push(Part::Table { titles, rows, notes });
        parts
    }

    /// Returns why an item is not asked for, in a word or two.
    fn state(&self, item: &Item) -> String {
        match (&item.disputed, &item.days_late) {
            (Some(all), _) if *all == item.open => self.lang.pick(("disputed", "contestée")).to_owned(),
            (Some(part), _) => format!("{} {part}", self.lang.pick(("disputed:", "contesté\u{a0}:"))),
            (None, Some(days)) if days == "1" => self.lang.pick(("1 day late", "1\u{a0}j de retard")).to_owned(),
            (None, Some(days)) => format!("{days}{}", self.lang.pick((" days late", "\u{a0}j de retard"))),
            (None, None) => self.lang.pick(("not due", "à échoir")).to_owned(),
        }
    }

    /// Sets the unapplied money and what the balance is made of.
    pub(in crate::letter) fn account(&self) -> Vec<Part> {
        let Some(account) = &self.letter.account else { return Vec::new() };
        let mut parts = Vec::new();
        if !account.unapplied.is_empty() {
            let titles = vec![
                self.lang.pick(("Credit note or payment not yet applied", "Avoir ou règlement non imputé")),
                self.lang.pick(("Date", "Date")),
                self.lang.pick(("Amount", "Montant")),
            ];
            let row = |one: &Unapplied| vec![one.what.clone(), one.date.clone(), one.amount.clone()];
            parts.push(Part::Table { titles, rows: account.unapplied.iter().map(row).collect(), notes: Vec::new() });
        }
        let figures = [
            (self.lang.pick(("Late", "Échu")), &account.late),
            (self.lang.pick(("Not due yet", "À échoir")), &account.not_due),
            (self.lang.pick(("Disputed", "Contesté")), &account.disputed),
            (
                self.lang.pick(("Refunded and taken back by the bank", "Remboursé puis repris par la banque")),
                &account.taken_back,
            ),
            (
                self.lang.pick(("Credit notes and payments not applied", "Avoirs et règlements non imputés")),
                &self.letter.credits,
            ),
        ];
        let known = figures.into_iter().filter_map(|(label, sum)| Some((label.to_owned(), sum.clone()?)));
        let balance =
            (self.lang.pick(("Balance of the account", "Solde du compte")).to_owned(), account.balance.clone());
        parts.push(Part::Totals { rows: known.chain([balance]).collect() });
        parts
    }

    /// Sets what moved since a day: brought forward, each movement with the balance after it, and the sums.
    pub(in crate::letter) fn movements(&self) -> Option<Part> {
        let account = self.letter.account.as_ref()?;
        let running = account.running.as_ref()?;
        let titles = vec![
            self.lang.pick(("Date and movement", "Date et opération")),
            self.lang.pick(("Debit", "Débit")),
            self.lang.pick(("Credit", "Crédit")),
            self.lang.pick(("Balance", "Solde")),
        ];
        let maybe = |figure: &Option<String>| figure.clone().unwrap_or_default();
        let brought =
            format!("{}\u{a0} {}", running.brought_on, self.lang.pick(("Brought forward", "Solde à nouveau")));
        let row = |one: &Movement| {
            vec![format!("{}\u{a0} {}", one.date, one.what), maybe(&one.debit), maybe(&one.credit), one.balance.clone()]
        };
        let last = running.movements.last().map_or(&running.brought, |last| &last.balance).clone();
        let sums = vec![
            self.lang.pick(("Totals", "Totaux")).to_owned(),
            running.debits.clone(),
            running.credits.clone(),
            last,
        ];
        let rows = [vec![brought, String::new(), String::new(), running.brought.clone()]];
        let rows = rows.into_iter().chain(running.movements.iter().map(row)).chain([sums]).collect();
        let unit = match self.lang {
            Lang::Fr => format!("Montants en {} ; un solde négatif est en votre faveur.", self.letter.currency),
            Lang::En => format!("Amounts in {}; a negative balance is in your favour.", self.letter.currency),
        };
        Some(Part::Table { titles, rows, notes: vec![self.spaced(&unit)] })
    }

    /// Sets where both parties sign a plan. A consumer writes the sum by hand, in words and in figures (C. civ. 1376).
    pub(in crate::letter) fn signatures(&self) -> Option<Part> {
        let letter = self.letter;
        if letter.schedule.is_empty() {
            return None;
        }
        let creditor = letter.sender.name.as_deref().unwrap_or(self.lang.pick(("the creditor", "le créancier")));
        let head = [creditor, &letter.customer.name].map(|name| format!("{} {name}", self.lang.pick(("For", "Pour"))));
        let both = |text: &str| [text.to_owned(), text.to_owned()];
        let label = |text: &str| self.labelled(text, "").trim_end().to_owned();
        let mut names = both(&label(self.lang.pick(("Name and position", "Nom et qualité"))));
        if letter.consumer {
            // Who signs for himself is named above.
            names[1].clear();
        }
        let signed = both(&label(self.lang.pick(("Date and signature", "Date et signature"))));
        let by_hand = if letter.consumer && !letter.foreign_law { LINES_BY_HAND } else { 0 };
        Some(Part::Signatures { by_hand, rows: vec![(head, 0), (names, 3), (signed, 16)] })
    }

    /// Sets the payments of a plan.
    pub(in crate::letter) fn schedule(&self) -> Option<Part> {
        let letter = self.letter;
        if letter.schedule.is_empty() {
            return None;
        }
        let titles = vec![
            self.lang.pick(("Payment", "Versement")),
            self.lang.pick(("To pay on", "À payer le")),
            self.lang.pick(("Amount", "Montant")),
        ];
        let row = |one: &Instalment| vec![one.number.clone(), one.due.clone(), one.amount.clone()];
        let rows = letter.schedule.iter().map(row).collect();
        let sum = format!(
            "{} {}, {} {}.",
            self.lang.pick(("Amounts in", "Montants en")),
            letter.currency,
            self.lang.pick(("in all", "en tout")),
            letter.total
        );
        Some(Part::Table { titles, rows, notes: vec![sum] })
    }
}
