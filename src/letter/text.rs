//! Sets a letter as plain text: eighty columns, the sender and addressee of a posted letter, the head of an e-mail, or
//! the sheet of a call.

use unicode_width::UnicodeWidthStr;

use super::markup::{Block, Body, Insert};
use super::model::{Item, Letter};
use super::table::{PAGE, fill, pairs, table};
use crate::model::Lang;

/// Is the column where the addressee of a posted letter begins: behind the window of a French envelope.
const ADDRESSEE: usize = 40;

/// Returns the document, with a line feed after every line.
pub fn set(letter: &Letter, body: &Body, lang: Lang) -> String {
    let mut page = Page { lang, lines: Vec::new() };
    match letter.channel {
        "phone" => page.call_sheet(letter, body),
        "email" => page.email(letter, body),
        _ => page.posted(letter, body),
    }
    page.text()
}

struct Page {
    lang: Lang,
    lines: Vec<String>,
}

impl Page {
    fn say(&self, fr: &'static str, en: &'static str) -> &'static str {
        match self.lang {
            Lang::Fr => fr,
            Lang::En => en,
        }
    }

    /// Returns `label : value` as the language writes it.
    fn labelled(&self, label: &str, value: &str) -> String {
        format!("{label}{} {value}", self.say("\u{a0}:", ":"))
    }

    fn line(&mut self, text: &str) {
        self.lines.extend(fill(&self.spaced(text), PAGE, 0));
    }

    fn gap(&mut self) {
        if self.lines.last().is_some_and(|line| !line.is_empty()) {
            self.lines.push(String::new());
        }
    }

    /// Returns a text with the no-break spaces that its language asks for.
    fn spaced(&self, text: &str) -> String {
        if self.lang == Lang::Fr { french_spaces(text) } else { text.to_owned() }
    }

    fn posted(&mut self, letter: &Letter, body: &Body) {
        let sender = &letter.sender;
        for line in sender.name.iter().chain(&sender.address).chain(&sender.phone).chain(&sender.email) {
            self.line(line);
        }
        self.gap();
        let indent = " ".repeat(ADDRESSEE);
        let customer = &letter.customer;
        let attention = customer
            .contact
            .as_ref()
            .map(|contact| format!("{} {contact}", self.say("À l’attention de", "For the attention of")));
        let siren = customer.siren.as_ref().map(|siren| format!("SIREN {siren}"));
        let block = [Some(customer.name.clone()), attention].into_iter().flatten();
        for part in block.chain(customer.address.iter().cloned()).chain(siren) {
            for line in fill(&part, PAGE - ADDRESSEE, 2) {
                self.lines.push(format!("{indent}{line}"));
            }
        }
        self.gap();
        let date = match &letter.place {
            Some(place) => format!("{place}, {}{}", self.say("le ", ""), letter.date),
            None => format!("{}{}", self.say("Le ", ""), letter.date),
        };
        for line in fill(&date, PAGE - ADDRESSEE, 2) {
            self.lines.push(format!("{indent}{line}"));
        }
        self.gap();
        if letter.channel == "registered" {
            self.line(
                self.say(
                    "LETTRE RECOMMANDÉE AVEC AVIS DE RÉCEPTION",
                    "REGISTERED LETTER WITH ACKNOWLEDGEMENT OF RECEIPT",
                ),
            );
            self.gap();
        }
        let subject = self.labelled(self.say("Objet", "Subject"), &body.subject);
        self.line(&subject);
        self.references(letter);
        self.gap();
        self.body(letter, body);
        self.signature(letter);
    }

    fn email(&mut self, letter: &Letter, body: &Body) {
        let to = match &letter.customer.email {
            Some(email) => format!("{} <{email}>", letter.customer.name),
            None => letter.customer.name.clone(),
        };
        let from = [letter.sender.name.clone(), letter.sender.email.as_ref().map(|email| format!("<{email}>"))];
        let from: Vec<String> = from.into_iter().flatten().collect();
        if !from.is_empty() {
            let from = self.labelled(self.say("De", "From"), &from.join(" "));
            self.line(&from);
        }
        let to = self.labelled(self.say("À", "To"), &to);
        self.line(&to);
        let date = self.labelled("Date", &letter.date);
        self.line(&date);
        let subject = self.labelled(self.say("Objet", "Subject"), &body.subject);
        self.line(&subject);
        self.references(letter);
        self.gap();
        self.body(letter, body);
        self.signature(letter);
    }

    fn call_sheet(&mut self, letter: &Letter, body: &Body) {
        self.line(&body.subject);
        let width = self.lines.last().map_or(0, |line| line.width());
        self.lines.push("=".repeat(width));
        let date = self.labelled("Date", &letter.date);
        self.line(&date);
        self.references(letter);
        self.gap();
        self.body(letter, body);
    }

    fn references(&mut self, letter: &Letter) {
        let references = format!("{} – {}", letter.customer.id, letter.notice_id);
        let line = self.labelled(self.say("Nos références", "Our references"), &references);
        self.line(&line);
    }

    fn signature(&mut self, letter: &Letter) {
        let sender = &letter.sender;
        self.gap();
        let phone = sender.phone.iter().filter(|_| letter.channel == "email");
        for line in sender.contact.iter().chain(&sender.name).chain(phone) {
            self.line(line);
        }
        if !sender.legal.is_empty() {
            self.gap();
            let mut mentions: Vec<&str> = sender.name.iter().map(String::as_str).collect();
            mentions.extend(sender.legal.iter().map(String::as_str));
            let address = sender.address.join(", ");
            mentions.extend((!address.is_empty()).then_some(address.as_str()));
            self.line("--");
            self.line(&mentions.join(" – "));
        }
    }

    fn body(&mut self, letter: &Letter, body: &Body) {
        for block in &body.blocks {
            self.gap();
            match block {
                Block::Paragraph(text) => self.line(text),
                Block::List { numbered, items } => {
                    for (i, item) in items.iter().enumerate() {
                        let mark = if *numbered { format!("{}. ", i + 1) } else { "- ".to_owned() };
                        let item = self.spaced(item);
                        self.lines.extend(fill(&format!("{mark}{item}"), PAGE, mark.len()));
                    }
                }
                Block::Insert(insert) => self.insert(letter, *insert),
            }
        }
    }

    fn insert(&mut self, letter: &Letter, insert: Insert) {
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
        if letter.penalties.rates.is_empty() {
            return;
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

    fn text(self) -> String {
        let mut text = String::new();
        for line in &self.lines {
            text.push_str(line.trim_end_matches(' '));
            text.push('\n');
        }
        text.truncate(text.trim_end_matches('\n').len());
        text.push('\n');
        text
    }
}

/// Returns an item's number, after what it is where not all are plain invoices.
fn named(letter: &Letter, item: &Item) -> String {
    if letter.only_invoices { item.number.clone() } else { format!("{} {}", item.kind_capital, item.number) }
}

/// Puts French no-break spaces where a plain one stands: narrow before `;`, `!` and `?`, full before `:` and `»`,
/// after `«` and `n°`.
fn french_spaces(text: &str) -> String {
    let mut out = text.to_owned();
    for (plain, right) in [
        (" ;", "\u{202f};"),
        (" !", "\u{202f}!"),
        (" ?", "\u{202f}?"),
        (" :", "\u{a0}:"),
        (" »", "\u{a0}»"),
        ("« ", "«\u{a0}"),
        ("n° ", "n°\u{a0}"),
    ] {
        if out.contains(plain) {
            out = out.replace(plain, right);
        }
    }
    out
}
