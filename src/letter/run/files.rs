//! The files of a run: which formats each notice is written in, and their bytes.

use serde::{Deserialize, Serialize};

use super::printed::Printed;
use crate::diag::Diagnostic;
use crate::letter::formats::design::Design;
use crate::letter::formats::{eml, html, text};
use crate::letter::safe::sha256_hex;
use crate::model::{Date, Ledger};
use crate::policy::{Channel, EmailRules};

/// A format that letters are written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Format {
    /// Plain text.
    Text,
    /// A page for a browser, which prints.
    Html,
    /// A draft for a mail program; of e-mails only.
    Eml,
    /// Pages to print or to send.
    Pdf,
}

impl Format {
    /// Returns the end of its file names.
    pub fn end(self) -> &'static str {
        match self {
            Format::Text => ".txt",
            Format::Html => ".html",
            Format::Eml => ".eml",
            Format::Pdf => ".pdf",
        }
    }
}

/// The formats that were asked for; without any, each notice has text and what its channel is sent or used in.
#[derive(Clone, Debug, Default)]
pub struct Formats(pub Option<Vec<Format>>);

impl Formats {
    /// Returns the formats of a notice that goes out by a channel; never none.
    pub(in crate::letter) fn of(&self, channel: Channel) -> Vec<Format> {
        let Some(asked) = &self.0 else {
            return match channel {
                Channel::Email => vec![Format::Text, Format::Eml],
                Channel::Phone => vec![Format::Text, Format::Html],
                Channel::Letter | Channel::Registered => vec![Format::Text, Format::Pdf],
            };
        };
        let fits = |format: &Format| match format {
            Format::Eml => channel == Channel::Email,
            Format::Text | Format::Html | Format::Pdf => true,
        };
        let known = [Format::Text, Format::Html, Format::Eml, Format::Pdf];
        let found: Vec<Format> = known.into_iter().filter(|one| asked.contains(one) && fits(one)).collect();
        if found.is_empty() { vec![Format::Text] } else { found }
    }
}

/// One file of a run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Output {
    /// Its name, safe everywhere.
    pub name: String,
    /// What it holds.
    pub bytes: Vec<u8>,
    /// The SHA-256 of its bytes.
    pub sha256: String,
}

impl Output {
    /// Returns a file.
    pub fn new(name: impl Into<String>, bytes: impl Into<Vec<u8>>) -> Output {
        let bytes = bytes.into();
        Output { name: name.into(), sha256: sha256_hex(&bytes), bytes }
    }
}

/// What takes each file of a run as soon as it is made, so that nobody holds all of them.
pub type Taker<'t> = dyn FnMut(Output) -> Result<(), Box<Diagnostic>> + 't;

/// What files are made with.
#[derive(Clone, Copy)]
pub struct Bindery<'a> {
    /// Where the customers are.
    pub ledger: &'a Ledger,
    /// The day of the letters.
    pub day: Date,
    /// What is written of each.
    pub formats: &'a Formats,
    /// How they look.
    pub design: &'a Design,
    /// Who else gets an e-mail.
    pub email: &'a EmailRules,
    /// What goes along with one.
    pub reader: &'a Reader<'a>,
}

/// What reads a document that goes along, by where it is from the receivables folder.
pub type Reader<'r> = dyn Fn(&str) -> Option<Vec<u8>> + Sync + 'r;

impl Bindery<'_> {
    /// Returns the formats of a notice with the names of its files.
    pub(in crate::letter) fn names(&self, one: &Printed<'_>) -> Vec<(Format, String)> {
        let formats = self.formats.of(one.draft.channel);
        formats.into_iter().map(|format| (format, format!("{}{}", one.draft.stem, format.end()))).collect()
    }

    /// Returns a notice in a format; `pdf` is its pages, where the format shows them, and `copies` what goes along.
    pub(in crate::letter) fn bytes(
        &self,
        one: &Printed<'_>,
        format: Format,
        pdf: Option<&[u8]>,
        copies: &[(String, Vec<u8>)],
    ) -> Vec<u8> {
        let (draft, document) = (&one.draft, &one.document);
        match format {
            Format::Text => text::set(document, &draft.letter, draft.lang).into_bytes(),
            Format::Html => html::page(document, self.design).into_bytes(),
            Format::Pdf => pdf.expect("a letter that cannot be set has no files").to_vec(),
            Format::Eml => {
                let name = format!("{}.pdf", draft.title);
                let attached = |name, bytes| eml::Attachment { name, bytes };
                let pdf = pdf.map(|bytes| attached(&name, bytes));
                let copies = copies.iter().map(|(name, bytes)| attached(name, bytes));
                let attachments = pdf.into_iter().chain(copies).collect();
                eml::draft(document, &draft.letter, (draft.lang, self.day), self.email, attachments)
            }
        }
    }
}
