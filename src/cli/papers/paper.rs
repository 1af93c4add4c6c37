//! Documents as PDF: computation sheets, and the file of a customer.
//!
//! What is evidence is there in other formats too: a PDF that cannot be written keeps nothing else from it, and is
//! told.

use std::collections::{BTreeMap, BTreeSet};

use crate::cli::terminal::ui::Ui;
use crate::diag::{Diagnostic, code};
use crate::letter::content::required;
use crate::letter::formats::design::Design;
use crate::letter::formats::pdf::Fault;
use crate::model::{Bilingual, Date};
use crate::output::statement::contents::Piece;
use crate::output::statement::document::{Document, Head};
use crate::output::statement::paper::{Paper, Written};

/// How many characters a message lists.
const MOST_NUMBERS: usize = 10;

/// A file of many pieces.
pub struct Bound {
    /// The PDF.
    pub bytes: Vec<u8>,
    /// The places of the pieces that are files of their own, and why.
    pub apart: BTreeMap<usize, Bilingual>,
}

/// What documents of a day are set with.
pub struct Press<'a> {
    paper: Option<Paper<'a>>,
    missing: BTreeSet<char>,
    faults: Vec<Diagnostic>,
}

impl<'a> Press<'a> {
    /// Prepares what documents of a day share.
    pub fn new(design: &'a Design, day: Date) -> Press<'a> {
        let mut press = Press { paper: None, missing: BTreeSet::new(), faults: Vec::new() };
        match Paper::new(design, day) {
            Ok(paper) => press.paper = Some(paper),
            Err(fault) => press.note(&fault),
        }
        press
    }

    /// Sets a document; nothing where none can be set.
    pub fn set(&self, document: &Document, head: &Head) -> Option<Result<Written, Fault>> {
        self.paper.as_ref().map(|paper| paper.document(document, head))
    }

    /// Returns what was set as PDF, where it can be one.
    pub fn kept(&mut self, set: Option<Result<Written, Fault>>) -> Option<Vec<u8>> {
        match set? {
            Ok(written) => Some(self.keep(written)),
            Err(fault) => {
                self.note(&fault);
                None
            }
        }
    }

    /// Returns a customer's file as one PDF, where it can be one.
    pub fn bundle(&mut self, cover: &Document, head: &Head, pieces: &[Piece<'_>], ui: &Ui) -> Option<Bound> {
        let what = Bilingual::new("binding the file", "assemblage du dossier");
        match ui.working(&what, || self.paper.as_ref().map(|paper| paper.bundle(cover, head, pieces)))? {
            Ok(bound) => Some(Bound { bytes: self.keep(bound.written), apart: bound.apart }),
            Err(fault) => {
                self.note(&fault);
                None
            }
        }
    }

    fn keep(&mut self, written: Written) -> Vec<u8> {
        self.missing.extend(written.missing);
        written.bytes
    }

    /// Notes what keeps pages from being set or written.
    fn note(&mut self, fault: &Fault) {
        let fault = required::unset(fault);
        // It is the same for every sheet.
        if !self.faults.contains(&fault) {
            self.faults.push(fault);
        }
    }
}

impl Press<'_> {
    /// Returns what kept documents from being PDF, or from being so letter for letter.
    pub fn findings(&self) -> Vec<Diagnostic> {
        let mut findings = self.faults.clone();
        if !self.missing.is_empty() {
            let numbers = self.missing.iter().take(MOST_NUMBERS).map(|&c| format!("U+{:04X}", u32::from(c)));
            let more = if self.missing.len() > MOST_NUMBERS { ", …" } else { "" };
            let list = numbers.collect::<Vec<_>>().join(", ") + more;
            findings.push(
                Diagnostic::new(
                    code::letter::DOCUMENT_UNPRINTABLE,
                    format!("no font of ours has these characters, whose numbers stand in the PDF: {list}"),
                    format!("aucune de nos polices n'a ces caractères, dont le PDF donne le numéro : {list}"),
                )
                .help(
                    "put a font that has them (.ttf, .otf) into letter-templates/fonts",
                    "mettre une police qui les a (.ttf, .otf) dans letter-templates/fonts",
                ),
            );
        }
        findings
    }
}
