//! The pieces of a customer's file in the order of their numbers, the files of each, and all of them bound as one PDF.

use super::gather::Proof;
use super::{BUNDLE, Bundle};
use crate::cli::papers::paper::Press;
use crate::cli::terminal::ui::Ui;
use crate::diag::{Diagnostic, Place, code};
use crate::letter::content::demand::Kind;
use crate::letter::run::files::Output;
use crate::letter::run::printed::Printed;
use crate::letter::safe::one_line;
use crate::letter::words;
use crate::model::{Bilingual, EventKind, InvoiceKind, ItemId, Lang, figures};
use crate::output::statement;
use crate::output::statement::contents::{Entry, Piece, Shown};
use crate::output::statement::document::{Document as Page, Head};
use crate::output::statement::dossier::{Dossier, Found, Sent};
use crate::policy::Channel;

/// The one PDF.
const BOUND: &str = "bundle.pdf";

/// One piece.
pub(super) struct Planned {
    title: String,
    /// Its place among the documents.
    place: usize,
    /// What it says, when it is a page of ours; else its file is shown.
    page: Option<Page>,
}

impl<'a> Bundle<'a> {
    /// Begins a file.
    pub fn new(dossier: Dossier<'a>, head: Head, press: Press<'a>) -> Bundle<'a> {
        let (documents, entries, pieces, lacking) = Default::default();
        Bundle { dossier, head, press, documents, entries, pieces, lacking }
    }

    /// Adds the files of a piece, of which the best to look at stands for it.
    fn piece(&mut self, title: String, page: Option<Page>, files: Vec<Output>) {
        let rank = |name: &str| [".pdf", ".txt", ".html"].iter().position(|end| name.ends_with(end)).unwrap_or(3);
        let Some(best) = (0..files.len()).min_by_key(|&i| rank(&files[i].name)) else { return };
        self.pieces.push(Planned { title: title.clone(), place: self.documents.len() + best, page });
        for file in files {
            let piece = Some(self.pieces.len());
            let (name, sha256) = (file.name.clone(), file.sha256.clone());
            self.entries.push(Entry { piece, file: name, what: title.clone(), sha256 });
            self.documents.push(file);
        }
    }

    /// Adds a page of ours: to read in a browser, as text, and on paper.
    pub fn page(&mut self, stem: &str, page: Page, ui: &Ui) {
        let html = Output::new(format!("{stem}.html"), page.to_html());
        let markdown = Output::new(format!("{stem}.md"), page.to_markdown());
        let (paper, tables) = page.on_paper(stem);
        let what = Bilingual::new("setting the exhibits", "composition des pièces");
        let set = ui.working(&what, || self.press.set(&paper, &self.head));
        let pdf = self.press.kept(set).map(|bytes| Output::new(format!("{stem}.pdf"), bytes));
        let tables = tables.into_iter().map(|(name, bytes)| Output::new(name, bytes));
        let files = [html, markdown].into_iter().chain(tables).chain(pdf).collect();
        self.piece(paper.title.clone(), Some(paper), files);
    }

    /// Adds documents on demand, one for each currency.
    pub fn letters_made(&mut self, kind: Kind, printed: &[Printed<'_>], mut files: Vec<Output>) {
        for one in printed {
            let mut title = match kind {
                Kind::ClaimDeclaration => self.dossier.say("Declaration of claim", "Déclaration de créance"),
                _ => self.dossier.say("Statement of account", "Relevé de compte"),
            };
            if printed.len() > 1 {
                title.push_str(&format!(" ({})", one.draft.currency));
            }
            let (mut own, others): (Vec<Output>, _) =
                files.into_iter().partition(|file| one.files.contains(&file.name));
            files = others;
            let page = statement::account(&one.document, one.draft.lang);
            let (paper, tables) = page.on_paper(&one.draft.stem);
            own.extend(tables.into_iter().map(|(name, bytes)| Output::new(name, bytes)));
            self.piece(title, Some(paper), own);
        }
    }

    /// Adds the documents of invoices and credit notes.
    pub fn invoices(&mut self, states: &[(ItemId, Found)], documents: Vec<Output>) {
        for file in documents {
            let item =
                states.iter().find(|(_, found)| *found == Found::Copied(file.name.clone())).map(|(item, _)| *item);
            let title = item.map(|item| self.invoice(item)).unwrap_or_default();
            // An order or a delivery note stands beside the invoice.
            let again = self
                .pieces
                .iter()
                .filter(|piece| piece.title == title || piece.title.starts_with(&format!("{title}, ")))
                .count();
            let title = if again == 0 { title } else { format!("{title}, document {}", again + 1) };
            self.piece(title, None, vec![file]);
        }
    }

    pub fn invoice(&self, item: ItemId) -> String {
        let dossier = &self.dossier;
        let invoice = dossier.ledger.invoice(item);
        let number = one_line(dossier.ledger.number(invoice.number));
        let day = figures::date_in_words(invoice.issue, dossier.lang());
        let kind = match invoice.kind {
            InvoiceKind::CreditNote => dossier.say("Credit note", "Avoir"),
            kind => words::kind(kind, dossier.lang()).1.to_owned(),
        };
        match dossier.lang() {
            Lang::Fr => format!("{kind} {number} du {day}"),
            Lang::En => format!("{kind} {number} of {day}"),
        }
    }

    /// Adds the letters that were sent.
    pub fn letters(&mut self, sent: &[Sent], mut documents: Vec<Output>) {
        for one in sent {
            let names: Vec<&String> = one
                .documents
                .iter()
                .filter_map(|found| if let Found::Copied(name) = found { Some(name) } else { None })
                .collect();
            let (own, others) = documents.into_iter().partition(|file| names.contains(&&file.name));
            documents = others;
            self.piece(self.letter(one), None, own);
        }
    }

    /// Adds the documents that prove events.
    pub fn proofs(&mut self, proofs: &[Proof<'_>], documents: Vec<Output>) {
        for file in documents {
            let of = proofs.iter().find(|proof| proof.found == Found::Copied(file.name.clone()));
            let title = of.map(|proof| self.proof(proof)).unwrap_or_default();
            self.piece(title, None, vec![file]);
        }
    }

    /// Returns how a proof is cited: `Preuve : mise en demeure du 12 mai 2026`.
    pub fn proof(&self, proof: &Proof<'_>) -> String {
        let (dossier, event) = (&self.dossier, proof.event);
        let day = figures::date_in_words(event.date, dossier.lang());
        let what = match &event.level {
            Some(level) => dossier.level(level),
            None => event.kind.term().get(dossier.lang()).to_owned(),
        };
        let note = event.note.as_deref().map(one_line).filter(|note| !note.is_empty());
        let what = note.filter(|_| event.kind == EventKind::Note).unwrap_or(what);
        match dossier.lang() {
            Lang::Fr => format!("Preuve\u{a0}: {what}, {day}"),
            Lang::En => format!("Proof: {what}, {day}"),
        }
    }

    /// Returns how a letter is cited, on the contents page and where it is missing:
    /// `Lettre recommandée du 12 mai 2026, « mise-en-demeure », réf. 2C 123 456`.
    pub fn letter(&self, one: &Sent) -> String {
        let dossier = &self.dossier;
        let day = figures::date_in_words(one.date, dossier.lang());
        let channel = one.channel.as_deref().and_then(Channel::parse);
        let kind = match channel {
            _ if one.is_call => dossier.say("Call", "Appel"),
            Some(Channel::Registered) => dossier.say("Registered letter", "Lettre recommandée"),
            Some(Channel::Email) => dossier.say("E-mail", "Courriel"),
            _ => dossier.say("Letter", "Lettre"),
        };
        let level = one.level.as_deref().map(|level| dossier.level(level));
        // A letter that was recorded as it was written has its file for a reference.
        let is_file = |text: &String| BUNDLE.ends.iter().any(|end| text.ends_with(end));
        let references = one.references.iter().filter(|text| !is_file(text));
        let references = references.map(|text| one_line(text)).collect::<Vec<_>>().join(", ");
        let mut title = match dossier.lang() {
            Lang::Fr => format!("{kind} du {day}"),
            Lang::En => format!("{kind} of {day}"),
        };
        if let Some(level) = level {
            title.push_str(&match dossier.lang() {
                Lang::Fr => format!(", «\u{a0}{level}\u{a0}»"),
                Lang::En => format!(", “{level}”"),
            });
        }
        if !references.is_empty() {
            title.push_str(&format!(", {}{references}", dossier.say("ref. ", "réf.\u{a0}")));
        }
        title
    }

    /// Binds the pieces as one PDF, the first of all documents, and returns what is not in it letter for letter.
    pub fn bind(&mut self, ui: &Ui) -> Vec<Diagnostic> {
        let pieces: Vec<Piece<'_>> = self
            .pieces
            .iter()
            .map(|planned| {
                let Output { name, bytes, .. } = &self.documents[planned.place];
                let shown = match (&planned.page, std::str::from_utf8(bytes)) {
                    (Some(page), _) => Shown::Document(page),
                    (None, Ok(text)) if name.ends_with(".txt") => Shown::Text(text),
                    _ => Shown::File(bytes),
                };
                Piece { title: &planned.title, entry: &self.entries[planned.place], shown }
            })
            .collect();
        let cover = self.dossier.contents(&[], &self.lacking);
        let bound = self.press.bundle(&cover, &self.head, &pieces, ui);
        let mut findings = self.press.findings();
        let Some(bound) = bound else { return findings };
        for (place, why) in bound.apart {
            let entry = &self.entries[self.pieces[place].place];
            let finding = Diagnostic::new(
                code::letter::DOCUMENT_APART,
                format!("{BOUND} cannot show {}: {}", entry.file, why.en),
                format!("{BOUND} ne peut pas montrer {} : {}", entry.file, why.fr),
            );
            findings.push(finding.at(Place::file(&entry.file)).help(
                "hand it in beside the one PDF, or print it to a new PDF and name that one in invoices.csv",
                "le remettre à côté du PDF unique, ou l'imprimer dans un nouveau PDF et nommer celui-ci dans invoices.csv",
            ));
        }
        let what = self.dossier.say("The whole file in one PDF", "Le dossier entier en un PDF");
        let file = Output::new(BOUND, bound.bytes);
        self.entries.insert(0, Entry { piece: None, file: BOUND.to_owned(), what, sha256: file.sha256.clone() });
        self.documents.insert(0, file);
        findings
    }
}
