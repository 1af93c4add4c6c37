//! What a customer's file is made of: its pieces, in the order of the list that a court asks for (bordereau de pièces),
//! and the contents page.

use super::document::{Align, Block, Document, Table};
use super::dossier::Dossier;
use crate::letter::content::parties;
use crate::model::{Lang, figures};

/// The names of the contents page: as text, and for a browser.
pub const PAGES: [&str; 2] = ["contents.md", "contents.html"];

/// The head of the column of hashes, in each language.
const HASH: &str = "SHA-256";

/// Tells whether a text is a contents page, and a file beside it is one of those that it is about, or the page itself.
pub fn names(text: &str, file: &str) -> bool {
    // Characters of names are set off by backslashes, which no name has.
    let text = text.replace('\\', "");
    text.contains(&format!("| {HASH} |")) && (PAGES.contains(&file) || text.contains(&format!("| {file} |")))
}

/// One file, for the contents page.
#[derive(Clone, Debug)]
pub struct Entry {
    /// The number of the piece that it is; none of a file that is not a piece.
    pub piece: Option<usize>,
    /// Its name.
    pub file: String,
    /// What it is.
    pub what: String,
    /// The SHA-256 of its bytes.
    pub sha256: String,
}

/// One piece of the file.
#[derive(Clone, Copy, Debug)]
pub struct Piece<'a> {
    /// What it is.
    pub title: &'a str,
    /// The file that stands for it.
    pub entry: &'a Entry,
    /// What is seen of it in the one PDF.
    pub shown: Shown<'a>,
}

/// What is seen of a piece.
#[derive(Clone, Copy, Debug)]
pub enum Shown<'a> {
    /// A page of ours.
    Document(&'a Document),
    /// A text as it was sent.
    Text(&'a str),
    /// The pages of another file, where they can be shown.
    File(&'a [u8]),
}

impl Dossier<'_> {
    /// Returns the contents page: the parties, every file with its hash, and what is missing.
    pub fn contents(&self, entries: &[Entry], lacking: &[String]) -> Document {
        let (lang, creditor) = (self.lang(), &self.policy.creditor);
        let sender = parties::sender(creditor, lang);
        let debtor = parties::addressee(self.ledger.customer(self.customer), creditor, lang);
        let siren = debtor.siren.iter().map(|siren| format!("SIREN {siren}"));
        let owes = [debtor.name.clone()].into_iter().chain(debtor.address.iter().cloned()).chain(siren);
        let owed = sender.name.into_iter().chain(sender.address).chain(sender.legal);
        let day = figures::date_in_words(self.balances.as_of(), lang);
        let columns = vec![
            (self.say("Exhibit", "Pièce"), Align::Right),
            (self.say("File", "Fichier"), Align::Left),
            (self.say("What it is", "Contenu"), Align::Left),
            (HASH.to_owned(), Align::Left),
        ];
        let row = |entry: &Entry| {
            let number = entry.piece.map(|number| number.to_string()).unwrap_or_default();
            vec![number, entry.file.clone(), entry.what.clone(), entry.sha256.clone()]
        };
        let rows = entries.iter().map(row).collect();
        let both: [(String, Vec<String>); 2] =
            [(self.say("Creditor", "Créancier"), owed.collect()), (self.say("Debtor", "Débiteur"), owes.collect())];
        let mut blocks = vec![
            Block::Parties(both.into_iter().filter(|(_, lines)| !lines.is_empty()).collect()),
            Block::Heading(self.say("List of exhibits", "Bordereau de pièces")),
            Block::Table(Table { columns, rows, totals: Vec::new() }),
            Block::Paragraph(self.say(
                "The SHA-256 of a file proves that it is the one listed here: sha256sum FILE.",
                "L’empreinte SHA-256 d’un fichier prouve que c’est bien celui de cette liste\u{a0}: sha256sum FICHIER.",
            )),
        ];
        if !lacking.is_empty() {
            blocks.push(Block::Heading(self.say("Not in this file", "Pièces manquantes")));
            blocks.push(Block::List(lacking.to_vec()));
        }
        let title = match lang {
            Lang::En => format!("File of customer {} as at {day}", debtor.id),
            Lang::Fr => format!("Dossier du client {} au {day}", debtor.id),
        };
        Document { lang, title, blocks }
    }
}
