//! Sets a letter as plain text: eighty columns, the sender and addressee of a posted letter, the head of an e-mail, or
//! the sheet of a call.

use unicode_width::UnicodeWidthStr;

use super::document::{Document, Kind, Part, labelled};
use super::table::{PAGE, fill, pairs, table};
use crate::letter::model::Letter;
use crate::model::Lang;

/// The column where the addressee of a posted letter begins: behind the window of a French envelope.
const ADDRESSEE: usize = 40;

/// How wide a line to write on is, with what stands before it.
const BLANK: usize = 50;

/// Returns the document, with a line feed after every line.
pub fn set(document: &Document, letter: &Letter, lang: Lang) -> String {
    let mut page = Page { lang, lines: Vec::new() };
    match document.kind {
        Kind::Call => page.call_sheet(document),
        Kind::Email => page.email(document, letter),
        Kind::Letter => page.posted(document),
    }
    page.text()
}

/// Returns what an e-mail says below its subject.
pub fn message(document: &Document, lang: Lang) -> String {
    let mut page = Page { lang, lines: Vec::new() };
    page.parts(&document.parts);
    page.signature(document);
    page.gap();
    page.labelled(document.references.0, &document.references.1);
    page.text()
}

/// A document that is being set.
struct Page {
    lang: Lang,
    lines: Vec<String>,
}

impl Page {
    fn labelled(&mut self, label: &str, value: &str) {
        let text = labelled(self.lang, label, value);
        self.line(&text);
    }

    fn line(&mut self, text: &str) {
        self.lines.extend(fill(text, PAGE, 0));
    }

    fn gap(&mut self) {
        if self.lines.last().is_some_and(|line| !line.is_empty()) {
            self.lines.push(String::new());
        }
    }

    fn posted(&mut self, document: &Document) {
        for line in &document.sender {
            self.line(&line.plain());
        }
        self.gap();
        let indent = " ".repeat(ADDRESSEE);
        let right = |text: &String| fill(text, PAGE - ADDRESSEE, 2).into_iter().map(|line| format!("{indent}{line}"));
        self.lines.extend(document.addressee.iter().flat_map(right));
        self.gap();
        self.lines.extend(right(&document.place_and_date));
        self.gap();
        if let Some(registered) = document.registered {
            self.line(registered);
            self.gap();
        }
        self.message(document);
    }

    fn email(&mut self, document: &Document, letter: &Letter) {
        let to = match &letter.customer.email {
            Some(email) => format!("{} <{email}>", letter.customer.name),
            None => letter.customer.name.clone(),
        };
        let from = [letter.sender.name.clone(), letter.sender.email.as_ref().map(|email| format!("<{email}>"))];
        let from: Vec<String> = from.into_iter().flatten().collect();
        if !from.is_empty() {
            self.labelled(self.lang.pick(("From", "De")), &from.join(" "));
        }
        self.labelled(self.lang.pick(("To", "À")), &to);
        if !letter.copies.is_empty() {
            self.labelled("Cc", &letter.copies.join(", "));
        }
        self.labelled("Date", &document.date);
        self.message(document);
    }

    /// Writes what a letter and an e-mail share, from the subject to the signature.
    fn message(&mut self, document: &Document) {
        self.labelled(document.subject.0, &document.subject.1);
        self.labelled(document.references.0, &document.references.1);
        self.parts(&document.parts);
        self.signature(document);
    }

    fn call_sheet(&mut self, document: &Document) {
        self.line(&document.subject.1);
        let width = self.lines.last().map_or(0, |line| line.width());
        self.lines.push("=".repeat(width));
        self.labelled("Date", &document.date);
        self.labelled(document.references.0, &document.references.1);
        self.parts(&document.parts);
    }

    fn signature(&mut self, document: &Document) {
        self.gap();
        for line in &document.signature {
            self.line(line);
        }
        if let Some(enclosed) = &document.enclosed {
            self.gap();
            self.line(enclosed);
        }
        if !document.mentions.is_empty() {
            self.gap();
            self.line("--");
            document.mentions.iter().for_each(|line| self.line(&line.plain()));
        }
    }

    fn parts(&mut self, parts: &[Part]) {
        for part in parts {
            self.gap();
            match part {
                Part::Paragraph { text } => self.line(&text.plain()),
                Part::List { title, numbered, items } => {
                    title.iter().for_each(|title| self.line(title));
                    for (i, item) in items.iter().enumerate() {
                        let mark = if *numbered { format!("{}. ", i + 1) } else { "- ".to_owned() };
                        self.lines.extend(fill(&format!("{mark}{}", item.plain()), PAGE, mark.len()));
                    }
                }
                Part::Table { titles, rows, notes } => {
                    self.lines.extend(table(titles, rows));
                    notes.iter().for_each(|note| self.line(note));
                }
                Part::Totals { rows } => self.lines.extend(pairs(rows).into_iter().map(|line| format!("  {line}"))),
                Part::Facts { rows, .. } => self.facts(rows),
                Part::Signatures { by_hand, rows } => self.signatures(*by_hand, rows),
                Part::Commands { commands } => self.commands(commands),
                Part::Detail { parts, .. } => self.parts(parts),
            }
        }
    }

    /// Sets where each of two parties signs, one below the other.
    fn signatures(&mut self, by_hand: u16, rows: &[([String; 2], u16)]) {
        for _ in 0..by_hand {
            self.lines.extend(["_".repeat(PAGE), String::new()]);
        }
        for side in 0..2 {
            for (i, (cells, room)) in rows.iter().enumerate().filter(|(_, (cells, _))| !cells[side].is_empty()) {
                let cell = &cells[side];
                let blank = "_".repeat(BLANK.saturating_sub(cell.width()));
                self.line(&if i == 0 { cell.clone() } else { format!("{cell} {blank}") });
                // So much paper for a hand.
                self.lines.extend((0..room / 8).map(|_| String::new()));
            }
            self.gap();
        }
    }

    /// Sets the commands so that they can be copied: a line that goes on ends in a backslash, and no word is broken.
    fn commands(&mut self, commands: &[Vec<String>]) {
        for command in commands {
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
                _ if name.is_empty() => format!("  {pad}{}", self.lang.pick(("  ", "   "))),
                Lang::Fr => format!("  {name}{pad} : "),
                Lang::En => format!("  {name}:{pad} "),
            };
            let indent = head.width();
            for (i, line) in fill(value, PAGE - indent, 0).into_iter().enumerate() {
                self.lines.push(if i == 0 { format!("{head}{line}") } else { format!("{}{line}", " ".repeat(indent)) });
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
