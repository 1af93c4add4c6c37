//! The letters of a run that are pages: set, joined for the printer, and what keeps some from it.

use std::collections::BTreeMap;

use super::content;
use super::files::{Bindery, Format, Lot};
use super::pdf;
use super::printed::Printed;
use super::safe::sha256_hex;
use crate::diag::{Diagnostic, Place, code};
use crate::model::FileRole;

impl Bindery<'_> {
    /// Sets the letters that are written as PDF, or go with a message as such.
    pub(super) fn pages(
        &self,
        printed: &mut Vec<Printed<'_>>,
    ) -> (BTreeMap<String, Vec<u8>>, Vec<Lot>, Vec<Diagnostic>) {
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
            Err(fault) => {
                printed.retain(|one| !is_paged(one));
                return (BTreeMap::new(), Vec::new(), vec![self.diagnostic(&fault, None)]);
            }
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

    /// Says why a letter cannot be set.
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
            _ => content::unset(fault),
        }
    }
}
