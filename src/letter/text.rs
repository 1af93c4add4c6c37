//! Sets a letter as plain text: eighty columns, the sender and addressee of a posted letter, the head of an e-mail, or
//! the sheet of a call.

use unicode_width::UnicodeWidthStr;

use super::markup::{Block, Body};
use super::model::Letter;
use super::table::{PAGE, fill};
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

/// Is a document that is being set.
pub(super) struct Page {
    pub(super) lang: Lang,
    pub(super) lines: Vec<String>,
}

impl Page {
    pub(super) fn say(&self, fr: &'static str, en: &'static str) -> &'static str {
        match self.lang {
            Lang::Fr => fr,
            Lang::En => en,
        }
    }

    /// Returns `label : value` as the language writes it.
    pub(super) fn labelled(&self, label: &str, value: &str) -> String {
        format!("{label}{} {value}", self.say("\u{a0}:", ":"))
    }

    pub(super) fn line(&mut self, text: &str) {
        self.lines.extend(fill(&self.spaced(text), PAGE, 0));
    }

    pub(super) fn gap(&mut self) {
        if self.lines.last().is_some_and(|line| !line.is_empty()) {
            self.lines.push(String::new());
        }
    }

    /// Returns a text with the no-break spaces that its language asks for.
    pub(super) fn spaced(&self, text: &str) -> String {
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
        self.message(letter, body);
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
        self.message(letter, body);
    }

    /// Writes what a letter and an e-mail share, from the subject to the signature.
    fn message(&mut self, letter: &Letter, body: &Body) {
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
