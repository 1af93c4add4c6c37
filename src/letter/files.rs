//! The files of a run: which formats each notice is written in, and their bytes.

use std::collections::BTreeMap;

use super::design::Design;
use super::pdf;
use super::press::Printed;
use super::safe::sha256_hex;
use super::{eml, html, text};
use crate::diag::{Diagnostic, Place, code};
use crate::model::{Date, FileRole, Ledger};
use crate::policy::Channel;

/// Is a format that letters are written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
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
    fn of(&self, channel: Channel) -> Vec<Format> {
        let paper = if pdf::IS_AVAILABLE { Format::Pdf } else { Format::Html };
        let Some(asked) = &self.0 else {
            return match channel {
                Channel::Email => vec![Format::Text, Format::Eml],
                Channel::Phone => vec![Format::Text, Format::Html],
                Channel::Letter | Channel::Registered => vec![Format::Text, paper],
            };
        };
        let fits = |format: &Format| match format {
            Format::Eml => channel == Channel::Email,
            Format::Pdf => pdf::IS_AVAILABLE,
            Format::Text | Format::Html => true,
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

    /// Sets the letters that are written as PDF, or go with a message as such.
    #[cfg(feature = "pdf")]
    fn pages(&self, printed: &mut Vec<Printed<'_>>) -> (BTreeMap<String, Vec<u8>>, Vec<Lot>, Vec<Diagnostic>) {
        let is_paged = |one: &Printed<'_>| {
            self.formats.of(one.draft.channel).iter().any(|format| matches!(format, Format::Pdf | Format::Eml))
        };
        let is_on_paper = |one: &Printed<'_>| one.draft.is_on_paper();
        let jobs: Vec<pdf::Job<'_>> = printed
            .iter()
            .filter(|one| is_paged(one))
            .map(|one| pdf::Job { document: &one.document, on_paper: is_on_paper(one) })
            .collect();
        if jobs.is_empty() {
            return Default::default();
        }
        let engine = match pdf::Engine::new(self.design, self.day) {
            Ok(engine) => engine,
            Err(fault) => return (BTreeMap::new(), Vec::new(), vec![self.diagnostic(&fault, None)]),
        };
        let set = pdf::print(&engine, &jobs);
        let mut faults: Vec<Diagnostic> = Vec::new();
        let mut add = |fault: Diagnostic| {
            // A fault of the page is the same for every letter.
            if !faults.contains(&fault) {
                faults.push(fault);
            }
        };
        let mut pages = BTreeMap::new();
        let mut kept = Vec::with_capacity(printed.len());
        let mut letters = set.letters.into_iter();
        for one in printed.drain(..) {
            match is_paged(&one).then(|| letters.next()).flatten() {
                Some(Err(fault)) => add(self.diagnostic(&fault, Some(&one))),
                Some(Ok(bytes)) => {
                    pages.insert(one.draft.notice_id.clone(), bytes);
                    kept.push(one);
                }
                None => kept.push(one),
            }
        }
        *printed = kept;
        let on_paper: Vec<&str> = printed
            .iter()
            .filter(|one| is_on_paper(one) && pages.contains_key(&one.draft.notice_id))
            .map(|one| one.draft.notice_id.as_str())
            .collect();
        let mut lots = Vec::new();
        for (i, (lot, notices)) in set.lots.into_iter().zip(on_paper.chunks(pdf::LOT)).enumerate() {
            match lot {
                Ok(bytes) => {
                    // Another run of the day has other notices, and must not take the name of a lot not printed yet.
                    let mark = sha256_hex(notices.join(" ").as_bytes());
                    lots.push(Lot {
                        file: (format!("lot-{:03}-{}.pdf", i + 1, &mark[..6]), bytes),
                        notices: notices.iter().map(|id| (*id).to_owned()).collect(),
                    });
                }
                Err(fault) => add(self.diagnostic(&fault, None)),
            }
        }
        (pages, lots, faults)
    }

    #[cfg(not(feature = "pdf"))]
    fn pages(&self, _: &mut Vec<Printed<'_>>) -> (BTreeMap<String, Vec<u8>>, Vec<Lot>, Vec<Diagnostic>) {
        Default::default()
    }

    /// Says why a letter cannot be set.
    #[cfg(feature = "pdf")]
    fn diagnostic(&self, fault: &pdf::Fault, one: Option<&Printed<'_>>) -> Diagnostic {
        match (fault, one) {
            (pdf::Fault::Letter(c), Some(one)) => {
                let customer = self.ledger.customer(one.draft.customer);
                let id = &one.draft.letter.customer.id;
                let code = format!("U+{:04X}", u32::from(*c));
                let place = if customer.line == 0 {
                    Place::file(FileRole::Customers.file_name())
                } else {
                    Place::line(FileRole::Customers.file_name(), customer.line)
                };
                Diagnostic::new(
                    code::letter::LETTER_UNPRINTABLE,
                    format!("the letter to customer {id} holds \"{c}\" ({code}), which no font of ours has"),
                    format!("la lettre au client {id} contient « {c} » ({code}), qu'aucune de nos polices n'a"),
                )
                .at(place)
                .help(
                    "put a font that has it (.ttf, .otf) into letter-templates/fonts, or write without it",
                    "mettre une police qui l'a (.ttf, .otf) dans letter-templates/fonts, ou écrire sans",
                )
            }
            (pdf::Fault::Letter(_), None) => unsettable("lot", None, "a letter is missing in every font"),
            (pdf::Fault::Design { file, line, why }, _) => unsettable(file, *line, why),
        }
    }

    fn bytes(&self, one: &Printed<'_>, format: Format, pdf: Option<&[u8]>) -> Vec<u8> {
        let (draft, document) = (&one.draft, &one.document);
        match format {
            Format::Text => text::set(document, &draft.letter, draft.lang).into_bytes(),
            Format::Html => html::page(document, self.design).into_bytes(),
            Format::Pdf => pdf.unwrap_or_default().to_vec(),
            Format::Eml => {
                let name = format!("{}.pdf", draft.stem);
                let pdf = pdf.map(|bytes| eml::Attachment { name: &name, bytes });
                eml::draft(document, &draft.letter, draft.lang, self.day, pdf)
            }
        }
    }
}

/// Says what the page design does wrong.
#[cfg(feature = "pdf")]
fn unsettable(file: &str, line: Option<u32>, why: &str) -> Diagnostic {
    Diagnostic::new(
        code::letter::TEMPLATE_INVALID,
        format!("letters cannot be set as PDF: {why}"),
        format!("les lettres ne peuvent pas être composées en PDF : {why}"),
    )
    .at(Place { line, ..Place::file(file) })
}
