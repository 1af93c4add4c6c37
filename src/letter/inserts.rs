//! What the program sets inside a plain-text letter: tables, totals, how to pay, whom to call, what to type.

use unicode_width::UnicodeWidthStr;

use super::markup::Insert;
use super::model::{Item, Letter, PieceLine};
use super::table::{PAGE, fill, pairs, table};
use super::text::Page;
use crate::model::Lang;

impl Page {
    /// Sets what the template inserts.
    pub(super) fn insert(&mut self, letter: &Letter, insert: Insert) {
        match insert {
            Insert::Items => self.items(letter),
            Insert::Penalties => self.penalties(letter),
            Insert::Totals => self.totals(letter),
            Insert::Payment => self.payment(letter),
            Insert::History => self.history(letter),
            Insert::Contact => self.contact(letter),
            Insert::Record => self.commands(letter),
        }
    }

    /// Returns what the sum asked for is called: of a disputed item, more is left than is asked for.
    fn open_title(&self, letter: &Letter) -> &'static str {
        let disputed = letter.items.iter().any(|item| item.disputed.is_some());
        if disputed { self.say("Réclamé", "Claimed") } else { self.say("Reste dû", "Open") }
    }

    fn item_title(&self, letter: &Letter) -> &'static str {
        if letter.only_invoices { self.say("Facture", "Invoice") } else { self.say("Pièce", "Document") }
    }

    fn items(&mut self, letter: &Letter) {
        let late = letter.items.iter().any(|item| item.days_late.is_some());
        let deducted = letter.items.iter().any(|item| item.deducted.is_some());
        let mut titles = vec![
            self.item_title(letter),
            self.say("Émise le", "Issued"),
            self.say("Échéance", "Due"),
            self.say("Montant", "Amount"),
            self.say("Réglé", "Paid"),
        ];
        if deducted {
            titles.push(self.say("Déduit", "Deducted"));
        }
        titles.push(self.open_title(letter));
        if late {
            titles.push(self.say("Retard", "Days late"));
        }
        let rows: Vec<Vec<String>> = letter
            .items
            .iter()
            .map(|item| {
                let mut row = vec![named(letter, item)];
                row.extend([&item.issued, &item.due, &item.original, &item.paid].map(String::clone));
                if deducted {
                    row.push(item.deducted.clone().unwrap_or_else(|| "–".to_owned()));
                }
                row.push(item.open.clone());
                if late {
                    let days = item.days_late.as_ref().map(|days| format!("{days}{}", self.say("\u{a0}j", "")));
                    row.push(days.unwrap_or_else(|| self.say("à échoir", "not due").to_owned()));
                }
                row
            })
            .collect();
        self.lines.extend(table(&titles, &rows));
        let taxed = letter.items.iter().filter(|item| item.bears_vat).count();
        let vat = match (taxed, letter.items.len() - taxed) {
            (_, 0) => self.say("toutes taxes comprises", "VAT included"),
            (0, _) => self.say("sans TVA : les pénalités n’en portent pas", "without VAT: penalties bear none"),
            _ => self.say(
                "toutes taxes comprises ; les notes de pénalités ne portent pas de TVA",
                "VAT included; penalty notes bear none",
            ),
        };
        let unit = format!("{} {}, {vat}.", self.say("Montants en", "Amounts in"), letter.currency);
        self.line(&unit);
        if deducted {
            self.line(self.say(
                "Déduit : avoirs, escomptes et sommes abandonnées.",
                "Deducted: credit notes, discounts and sums given up.",
            ));
        }
        let disputed = letter.items.iter().filter_map(|item| item.disputed.as_ref().map(|part| (&item.number, part)));
        let disputed: Vec<String> = disputed.map(|(number, part)| format!("{number} ({part})")).collect();
        if !disputed.is_empty() {
            let label = self.say("Parts contestées, non réclamées ici", "Disputed parts, not claimed here");
            let text = format!("{}.", self.labelled(label, &disputed.join(", ")));
            self.line(&text);
        }
    }

    fn penalties(&mut self, letter: &Letter) {
        let claimed: Vec<_> =
            letter.items.iter().filter(|item| item.interest.is_some() || item.indemnity.is_some()).collect();
        if claimed.is_empty() {
            return;
        }
        let titles = [
            self.item_title(letter),
            self.say("Jours de retard", "Days late"),
            if letter.public { self.say("Intérêts", "Interest") } else { self.say("Pénalités", "Interest") },
            self.say("Indemnité", "Indemnity"),
            self.say("Total dû", "Total owed"),
        ];
        let or_dash = |text: &Option<String>| text.clone().unwrap_or_else(|| "–".to_owned());
        let rows: Vec<Vec<String>> = claimed
            .into_iter()
            .map(|item| {
                vec![
                    named(letter, item),
                    or_dash(&item.days_late),
                    or_dash(&item.interest),
                    or_dash(&item.indemnity),
                    item.total.clone(),
                ]
            })
            .collect();
        self.lines.extend(table(&titles, &rows));
        let given_up = letter.items.iter().filter_map(|item| Some((item.given_up.as_ref()?, &item.number)));
        let given_up: Vec<String> = given_up.map(|(sum, number)| format!("{number} ({sum})")).collect();
        if !given_up.is_empty() {
            let label = self.say(
                "Abandonné ou déjà facturé à part, et déduit ci-dessus, des intérêts d’abord",
                "Given up or charged apart, and taken off above, off interest first",
            );
            let text = format!("{}.", self.labelled(label, &given_up.join(", ")));
            self.line(&text);
        }
        if !letter.penalties.pieces.is_empty() {
            self.gap();
            self.pieces(letter);
        }
    }

    /// Sets how the interest was worked out: each piece, and where its rate comes from.
    fn pieces(&mut self, letter: &Letter) {
        let penalties = &letter.penalties;
        let titles = [
            self.item_title(letter),
            self.say("Du", "From"),
            self.say("Au", "To"),
            self.say("Jours", "Days"),
            self.say("Base", "Base"),
            self.say("Taux", "Rate"),
            self.say("Intérêts", "Interest"),
        ];
        let row = |piece: &PieceLine| {
            [&piece.number, &piece.from, &piece.to, &piece.days, &piece.base, &piece.rate, &piece.interest]
                .map(String::clone)
                .into()
        };
        let rows: Vec<Vec<String>> = penalties.pieces.iter().map(row).collect();
        self.lines.extend(table(&titles, &rows));
        let formula = match (penalties.rounded_once, penalties.rounded_daily) {
            (true, _) => self.say(
                "Intérêts = base × taux annuel × jours / 365, arrondis une fois par pièce, sur la somme exacte.",
                "Interest = base × yearly rate × days / 365, rounded once per document, on the exact sum.",
            ),
            (false, true) => self.say(
                "Intérêts = base × taux annuel / 365, arrondis pour un jour, × jours.",
                "Interest = base × yearly rate / 365, rounded for one day, × days.",
            ),
            (false, false) => self.say(
                "Intérêts = base × taux annuel × jours / 365, arrondis ligne par ligne.",
                "Interest = base × yearly rate × days / 365, rounded line by line.",
            ),
        };
        self.line(formula);
        if penalties.on_disputed {
            self.line(self.say(
                "Les intérêts courent sur toute la somme impayée, part contestée comprise.",
                "Interest runs on the whole unpaid sum, the disputed part included.",
            ));
        }
        self.gap();
        let title =
            self.say("Taux annuels appliqués aux sommes restant dues :", "Yearly rates applied to what was open:");
        self.line(title);
        for rate in &letter.penalties.rates {
            let text = match self.lang {
                Lang::Fr => format!("- {} du {} au {} ({}) ;", rate.rate, rate.from, rate.to, rate.source),
                Lang::En => format!("- {} from {} to {} ({});", rate.rate, rate.from, rate.to, rate.source),
            };
            let text = self.spaced(&text);
            self.lines.extend(fill(&text, PAGE, 2));
        }
        if let Some(last) = self.lines.last_mut() {
            last.truncate(last.trim_end_matches([';', '\u{202f}']).len());
            last.push('.');
        }
    }

    fn totals(&mut self, letter: &Letter) {
        let interest = if letter.public {
            self.say("Intérêts moratoires", "Late-payment interest")
        } else {
            self.say("Pénalités de retard", "Late-payment interest")
        };
        let parts = [
            (self.say("Avoirs et règlements à déduire", "Credit notes and payments to deduct"), &letter.credits),
            (interest, &letter.interest),
            (self.say("Indemnité forfaitaire de recouvrement", "Recovery indemnity"), &letter.indemnity),
        ];
        let mut rows: Vec<(String, String)> = parts
            .into_iter()
            .filter_map(|(label, figure)| figure.as_ref().map(|figure| (label.to_owned(), figure.clone())))
            .collect();
        if !rows.is_empty() {
            rows.insert(0, (self.open_title(letter).to_owned(), letter.open.clone()));
        }
        rows.push((self.say("Total à payer", "Total to pay").to_owned(), letter.total.clone()));
        self.lines.extend(pairs(&rows).into_iter().map(|line| format!("  {line}")));
    }

    fn payment(&mut self, letter: &Letter) {
        let Some(payment) = &letter.payment else { return };
        let mut rows = vec![(self.say("Par virement", "By transfer to"), format!("IBAN {}", payment.iban))];
        rows.extend(payment.bic.iter().map(|bic| ("", format!("BIC {bic}"))));
        rows.extend(letter.sender.name.iter().map(|name| (self.say("Bénéficiaire", "Beneficiary"), name.clone())));
        rows.push((self.say("À rappeler", "Reference"), payment.reference.clone()));
        self.facts(&rows);
    }

    fn contact(&mut self, letter: &Letter) {
        let customer = &letter.customer;
        let unknown = self.say("non connu", "not known");
        let mut rows = vec![
            (self.say("Client", "Customer"), format!("{} ({})", customer.name, customer.id)),
            (self.say("Interlocuteur", "Contact"), customer.contact.clone().unwrap_or_else(|| unknown.to_owned())),
            (self.say("Téléphone", "Telephone"), customer.phone.clone().unwrap_or_else(|| unknown.to_owned())),
        ];
        rows.extend(customer.email.iter().map(|email| (self.say("Courriel", "E-mail"), email.clone())));
        self.facts(&rows);
    }

    /// Sets the commands so that they can be copied: a line that goes on ends in a backslash, and no word is broken.
    fn commands(&mut self, letter: &Letter) {
        for command in &letter.commands {
            let mut line = String::from(" ");
            for word in command {
                if line.width() + 1 + word.width() + " \\".len() > PAGE {
                    self.lines.push(format!("{line} \\"));
                    line = "   ".to_owned();
                }
                line.push(' ');
                line.push_str(word);
            }
            self.lines.push(line);
        }
    }

    fn facts(&mut self, rows: &[(&'static str, String)]) {
        let label = rows.iter().map(|(label, _)| label.width()).max().unwrap_or(0);
        for (name, value) in rows {
            let pad = " ".repeat(label - name.width());
            let head = match self.lang {
                _ if name.is_empty() => format!("  {pad}{}", self.say("   ", "  ")),
                Lang::Fr => format!("  {name}{pad} : "),
                Lang::En => format!("  {name}:{pad} "),
            };
            let indent = head.width();
            for (i, line) in fill(value, PAGE - indent, 0).into_iter().enumerate() {
                self.lines.push(if i == 0 { format!("{head}{line}") } else { format!("{}{line}", " ".repeat(indent)) });
            }
        }
    }

    fn history(&mut self, letter: &Letter) {
        if letter.history.is_empty() {
            self.line(self.say("Rien n’est noté.", "Nothing is recorded."));
        }
        for said in &letter.history {
            let mut text = format!("- {} {}", said.date, said.what);
            for more in said.invoice.iter().chain(&said.note) {
                text.push_str(" – ");
                text.push_str(more);
            }
            self.lines.extend(fill(&text, PAGE, 2));
        }
    }
}

/// Returns an item's number, after what it is where not all are plain invoices.
fn named(letter: &Letter, item: &Item) -> String {
    if letter.only_invoices { item.number.clone() } else { format!("{} {}", item.kind_capital, item.number) }
}
