//! The files of a run: which formats each notice is written in, and their bytes.

use serde::{Deserialize, Serialize};

use super::design::Design;
use super::printed::Printed;
use super::{eml, html, text};
use crate::diag::Diagnostic;
use crate::model::{Date, Ledger};
use crate::policy::Channel;

/// Is a format that letters are written in.
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

/// Is the formats that were asked for; without any, each notice has text and what its channel is sent or used in.
#[derive(Clone, Debug, Default)]
pub struct Formats(pub Option<Vec<Format>>);

impl Formats {
    /// Returns the formats of a notice that goes out by a channel; never none.
    pub(super) fn of(&self, channel: Channel) -> Vec<Format> {
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

/// Is one file: its name, safe everywhere, and its bytes.
pub type File = (String, Vec<u8>);

/// Is a file for the printer, and which notices are in it.
#[derive(Clone, Debug)]
pub struct Lot {
    /// The file.
    pub file: File,
    /// The ids of its notices, in the order of its pages.
    pub notices: Vec<String>,
}

/// Is what a run writes but its list.
#[derive(Clone, Debug, Default)]
pub struct Written {
    /// The files of the notices, in their order.
    pub files: Vec<File>,
    /// The files for the printer.
    pub lots: Vec<Lot>,
}

/// Is what files are made with.
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
}

impl Bindery<'_> {
    /// Makes the files of all letters and notes their names. What cannot be set is taken out of the letters, and why is
    /// returned.
    pub fn bind(&self, printed: &mut Vec<Printed<'_>>) -> (Written, Vec<Diagnostic>) {
        let (mut pages, lots, faults) = self.pages(printed);
        let mut written = Written { files: Vec::new(), lots };
        for one in printed.iter_mut() {
            let pdf = pages.remove(&one.draft.notice_id);
            let formats = self.formats.of(one.draft.channel);
            one.files = formats.iter().map(|format| format!("{}{}", one.draft.stem, format.end())).collect();
            for (format, name) in formats.into_iter().zip(&one.files) {
                written.files.push((name.clone(), self.bytes(one, format, pdf.as_deref())));
            }
        }
        (written, faults)
    }

    fn bytes(&self, one: &Printed<'_>, format: Format, pdf: Option<&[u8]>) -> Vec<u8> {
        let (draft, document) = (&one.draft, &one.document);
        match format {
            Format::Text => text::set(document, &draft.letter, draft.lang).into_bytes(),
            Format::Html => html::page(document, self.design).into_bytes(),
            Format::Pdf => pdf.expect("a letter that cannot be set is taken out").to_vec(),
            Format::Eml => {
                let name = format!("{}.pdf", draft.stem);
                let pdf = pdf.map(|bytes| eml::Attachment { name: &name, bytes });
                eml::draft(document, &draft.letter, draft.lang, self.day, pdf)
            }
        }
    }
}
