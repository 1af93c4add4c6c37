//! What the program sets inside a letter: tables, totals, how to pay, whom to call, what to type.

use super::document::{Composer, Detail, Part};
use crate::letter::model::{Claim, Item, Letter, Outcome, Said};
use crate::letter::wording::markup::{Insert, Rich, Run};
use crate::model::Lang;

impl Composer<'_> {
    /// Returns what the template inserts; nothing where there is nothing to say.
    pub(in crate::letter) fn insert(&self, insert: Insert) -> Vec<Part> {
        match insert {
            Insert::Items => self.items(),
            Insert::Penalties => self.penalties(),
            Insert::Totals => vec![self.totals()],
            Insert::Payment => self.payment().into_iter().collect(),
            Insert::History => vec![self.history()],
            Insert::Contact => vec![self.contact()],
            Insert::Others => self.others(),
            Insert::Account => self.account(),
            Insert::Schedule => self.schedule().into_iter().collect(),
            Insert::Movements => self.movements().into_iter().collect(),
            Insert::Signatures => self.signatures().into_iter().collect(),
            Insert::Record => self.record(),
        }
    }

    /// Returns what the sum asked for is called: of an item disputed, promised or in a payment plan in part, more is
    /// left.
    fn open_title(&self) -> &'static str {
        let is_less = self.letter.items.iter().any(|item| item.disputed.is_some() || item.awaited.is_some());
        // A statement of account claims nothing by its rows.
        if is_less && self.letter.account.is_none() {
            self.lang.pick(("Claimed", "Réclamé"))
        } else {
            self.lang.pick(("Open", "Reste dû"))
        }
    }

    /// Returns what that sum is called beside what lateness costs.
    pub(in crate::letter) fn principal_title(&self) -> &'static str {
        // What is owed by law is not the principal (CCP R2192-36); penalty notes, which bear no VAT, charged that.
        if self.letter.public && self.letter.items.iter().all(|item| item.bears_vat) {
            self.lang.pick(("Principal", "Principal"))
        } else {
            self.open_title()
        }
    }

    pub(in crate::letter) fn item_title(&self) -> &'static str {
        if self.letter.only_invoices {
            self.lang.pick(("Invoice", "Facture"))
        } else {
            self.lang.pick(("Document", "Pièce"))
        }
    }

    fn items(&self) -> Vec<Part> {
        let letter = self.letter;
        let late = letter.items.iter().any(|item| item.days_late.is_some());
        let deducted = letter.items.iter().any(|item| item.deducted.is_some());
        let mut titles = vec![
            self.item_title(),
            self.lang.pick(("Issued", "Émise le")),
            self.lang.pick(("Due", "Échéance")),
            self.lang.pick(("Amount", "Montant")),
            self.lang.pick(("Paid", "Réglé")),
        ];
        if deducted {
            titles.push(self.lang.pick(("Deducted", "Déduit")));
        }
        titles.push(self.open_title());
        if late {
            titles.push(self.lang.pick(("Late", "Retard")));
        }
        let row = |item: &Item| {
            let mut row = vec![named(letter, item)];
            row.extend([&item.issued, &item.due, &item.original, &item.paid].map(String::clone));
            if deducted {
                row.push(item.deducted.clone().unwrap_or_else(|| "–".to_owned()));
            }
            row.push(item.open.clone());
            if late {
                let days = item.days_late.as_ref().map(|days| format!("{days}\u{a0}{}", self.lang.pick(("d", "j"))));
                row.push(days.unwrap_or_else(|| self.lang.pick(("not due", "à échoir")).to_owned()));
            }
            row
        };
        let rows = letter.items.iter().map(row).collect();
        let table = Part::Table { titles, rows, notes: self.notes_of_items(deducted) };
        let [first, .., last] = letter.items.as_slice() else { return vec![table] };
        let instead = match self.lang {
            Lang::Fr if first.due_on == last.due_on => format!(
                "{}, à échéance du {}, soit {} : la liste est en annexe.",
                letter.counted, first.due_on, letter.open
            ),
            Lang::En if first.due_on == last.due_on => format!(
                "{}, due on {}, {} in all: they are listed in the annex.",
                letter.counted, first.due_on, letter.open
            ),
            Lang::Fr => format!(
                "{}, à échéance du {} au {}, soit {} : la liste est en annexe.",
                letter.counted, first.due_on, last.due_on, letter.open
            ),
            Lang::En => format!(
                "{}, due from {} to {}, {} in all: they are listed in the annex.",
                letter.counted, first.due_on, last.due_on, letter.open
            ),
        };
        let title = if letter.only_invoices {
            self.lang.pick(("Annex: the invoices", "Annexe\u{a0}: les factures"))
        } else {
            self.lang.pick(("Annex: the documents", "Annexe\u{a0}: les pièces"))
        };
        self.detail(Detail::Items, title, &instead, vec![table])
    }

    /// Returns what an annex can take: where somebody is asked to pay, which is what the first page is for.
    pub(in crate::letter) fn detail(
        &self,
        detail: Detail,
        title: &'static str,
        instead: &str,
        parts: Vec<Part>,
    ) -> Vec<Part> {
        let letter = self.letter;
        if letter.account.is_some() || letter.claim.is_some() || letter.channel == "phone" {
            return parts;
        }
        let instead = Box::new(Part::Paragraph { text: Rich::from(self.spaced(instead)) });
        vec![Part::Detail { detail, title, instead, parts }]
    }

    fn notes_of_items(&self, deducted: bool) -> Vec<String> {
        let items = &self.letter.items;
        let taxed = items.iter().filter(|item| item.bears_vat).count();
        let vat = match (taxed, items.len() - taxed) {
            (_, 0) => self.lang.pick(("VAT included", "toutes taxes comprises")),
            (0, _) => self.lang.pick(("without VAT: penalties bear none", "sans TVA : les pénalités n’en portent pas")),
            _ => self.lang.pick((
                "VAT included; penalty notes bear none",
                "toutes taxes comprises ; les notes de pénalités ne portent pas de TVA",
            )),
        };
        let unit = format!("{} {}, {vat}.", self.lang.pick(("Amounts in", "Montants en")), self.letter.currency);
        let mut notes = vec![self.spaced(&unit)];
        if deducted {
            notes.push(self.what_is_deducted());
        }
        let mut not_asked = |label: &'static str, part: fn(&Item) -> Option<&String>| {
            let parts = items.iter().filter_map(|item| Some(format!("{} ({})", item.number, part(item)?)));
            let parts: Vec<String> = parts.collect();
            if !parts.is_empty() {
                notes.push(format!("{}.", self.labelled(label, &parts.join(", "))));
            }
        };
        let disputed = match self.letter.account {
            Some(_) => self.lang.pick(("Disputed parts, counted apart", "Parts contestées, comptées à part")),
            None => self.lang.pick(("Disputed parts, not claimed here", "Parts contestées, non réclamées ici")),
        };
        not_asked(disputed, |item| item.disputed.as_ref());
        let awaited = self.lang.pick((
            "Parts promised or in a payment plan, payable on the days agreed and not claimed here",
            "Parts promises ou en échéancier, à payer aux dates convenues et non réclamées ici",
        ));
        not_asked(awaited, |item| item.awaited.as_ref());
        notes
    }

    /// Says what the column of deductions holds.
    pub(in crate::letter) fn what_is_deducted(&self) -> String {
        let deducted = self.lang.pick((
            "Deducted: credit notes, deposits, discounts and sums given up.",
            "Déduit : avoirs, acomptes, escomptes et sommes abandonnées.",
        ));
        self.spaced(deducted)
    }

    fn totals(&self) -> Part {
        let letter = self.letter;
        if let Some(claim) = &letter.claim {
            return self.declared(claim);
        }
        let parts = [
            (
                self.lang.pick(("Credit notes and payments to deduct", "Avoirs et règlements à déduire")),
                &letter.credits,
            ),
            (self.interest_title(), &letter.interest),
            (self.lang.pick(("Recovery indemnity", "Indemnité forfaitaire de recouvrement")), &letter.indemnity),
        ];
        let mut rows: Vec<(String, String)> = parts
            .into_iter()
            .filter_map(|(label, figure)| figure.as_ref().map(|figure| (label.to_owned(), figure.clone())))
            .collect();
        if !rows.is_empty() {
            rows.insert(0, (self.principal_title().to_owned(), letter.open.clone()));
        }
        rows.push((self.lang.pick(("Total to pay", "Total à payer")).to_owned(), letter.total.clone()));
        rows.extend(self.apart());
        Part::Totals { rows }
    }

    /// Returns what late-payment interest is called: penalties are what professionals owe each other.
    fn interest_title(&self) -> &'static str {
        match (self.letter.public, self.letter.consumer) {
            (true, _) => self.lang.pick(("Late-payment interest", "Intérêts moratoires")),
            (false, true) => self.lang.pick(("Late-payment interest", "Intérêts de retard")),
            (false, false) => self.lang.pick(("Late-payment interest", "Pénalités de retard")),
        }
    }

    /// Returns the row of the indemnity that is asked for in another currency, besides the total.
    fn apart(&self) -> Option<(String, String)> {
        let sum = self.letter.indemnity_apart.clone()?;
        Some((self.lang.pick(("Recovery indemnity, besides", "Indemnité forfaitaire, en plus")).to_owned(), sum))
    }

    /// Returns what the interest is called that has run until a judgment.
    fn interest_run_title(&self) -> &'static str {
        match (self.letter.public, self.letter.consumer) {
            (true, _) => self.lang.pick(("Late-payment interest run", "Intérêts moratoires échus")),
            (false, true) => self.lang.pick(("Late-payment interest run", "Intérêts de retard échus")),
            (false, false) => self.lang.pick(("Late-payment interest run", "Pénalités de retard échues")),
        }
    }

    /// Sets what a declared claim is made of.
    fn declared(&self, claim: &Claim) -> Part {
        let letter = self.letter;
        let parts = [
            (self.lang.pick(("Due on the day of the judgment", "Échu au jour du jugement")), &claim.overdue),
            (self.lang.pick(("To become due", "À échoir")), &claim.not_due),
            (self.interest_run_title(), &letter.interest),
            (self.lang.pick(("Recovery indemnity", "Indemnité forfaitaire de recouvrement")), &letter.indemnity),
        ];
        let figures = parts.into_iter().filter_map(|(label, sum)| Some((label.to_owned(), sum.clone()?)));
        let total = (self.lang.pick(("Total declared", "Total déclaré")).to_owned(), letter.total.clone());
        Part::Totals { rows: figures.chain([total]).chain(self.apart()).collect() }
    }

    fn payment(&self) -> Option<Part> {
        let payment = self.letter.payment.as_ref()?;
        let mut rows = vec![(self.lang.pick(("By transfer to", "Par virement")), format!("IBAN {}", payment.iban))];
        rows.extend(payment.bic.iter().map(|bic| ("", format!("BIC {bic}"))));
        rows.extend(
            self.letter.sender.name.iter().map(|name| (self.lang.pick(("Beneficiary", "Bénéficiaire")), name.clone())),
        );
        rows.push((self.lang.pick(("Reference", "À rappeler")), payment.reference.clone()));
        Some(Part::Facts { rows, transfer: payment.transfer.clone() })
    }

    fn contact(&self) -> Part {
        let customer = &self.letter.customer;
        let unknown = self.lang.pick(("not known", "non connu"));
        let mut rows = vec![
            (self.lang.pick(("Customer", "Client")), format!("{} ({})", customer.name, customer.id)),
            (
                self.lang.pick(("Contact", "Interlocuteur")),
                customer.contact.clone().unwrap_or_else(|| unknown.to_owned()),
            ),
            (self.lang.pick(("Telephone", "Téléphone")), customer.phone.clone().unwrap_or_else(|| unknown.to_owned())),
        ];
        rows.extend(customer.email.iter().map(|email| (self.lang.pick(("E-mail", "Courriel")), email.clone())));
        rows.extend(customer.owner.iter().map(|owner| (self.lang.pick(("In charge", "Suivi par")), owner.clone())));
        rows.extend(customer.language.map(|language| (self.lang.pick(("Language", "Langue")), language.to_owned())));
        Part::Facts { rows, transfer: None }
    }

    fn history(&self) -> Part {
        let history = &self.letter.history;
        if history.is_empty() {
            let text = self.lang.pick(("Nothing is recorded.", "Rien n’est noté.")).to_owned();
            return Part::Paragraph { text: text.into() };
        }
        let line = |said: &Said| {
            let mut text = format!("{} {}", said.date, said.what);
            for more in said.invoice.iter().chain(&said.note) {
                text.push_str(" – ");
                text.push_str(more);
            }
            Rich::from(text)
        };
        Part::List { title: None, numbered: false, items: history.iter().map(line).collect() }
    }

    /// Sets what can come of a call, each with the commands that note it.
    fn record(&self) -> Vec<Part> {
        let parts = |outcome: &Outcome| {
            let run = |text: String, bold| Run { text, bold, italic: false };
            let what = self.spaced(&format!(" – {}", outcome.what));
            let text = Rich(vec![run(outcome.title.clone(), true), run(what, false)]);
            [Part::Paragraph { text }, Part::Commands { commands: outcome.commands.clone() }]
        };
        self.letter.outcomes.iter().flat_map(parts).collect()
    }
}

/// Returns an item's number, after what it is where not all are plain invoices.
pub(in crate::letter) fn named(letter: &Letter, item: &Item) -> String {
    if letter.only_invoices { item.number.clone() } else { format!("{} {}", item.kind_capital, item.number) }
}
