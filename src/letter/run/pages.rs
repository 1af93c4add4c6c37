//! The letters of a run as files: made on all cores, handed over as soon as they are whole, joined for the printer, and
//! what keeps some from being set.

use std::collections::BTreeSet;

use super::enclosures::Enclosure;
use super::files::{Bindery, Format, Output, Taker};
use super::manifest::{Input, Lot};
use super::printed::Printed;
use crate::diag::{Diagnostic, Place, Severity, code};
use crate::letter::content::required;
use crate::letter::formats::pdf::frame::Pages;
use crate::letter::formats::pdf::{Engine, Fault};
use crate::letter::safe::sha256_hex;
use crate::model::cores::{cores, each};

/// How many letters one file for the printer holds: a file of them all would hold them all in memory.
const LOT: usize = 100;

/// How many letters each core makes before they are handed over.
const ROUND: usize = 16;

/// What a run wrote but its list.
#[derive(Clone, Debug, Default)]
pub struct Written {
    /// The files: those of the notices in their order, then those for the printer.
    pub outputs: Vec<Input>,
    /// Which notices are in the files for the printer, in the order of their pages.
    pub lots: Vec<Lot>,
    /// The documents that go along with e-mails, each once, in the order of their names.
    pub enclosed: Vec<Input>,
}

/// What becomes of a letter.
type Made = Result<Whole, Unmade>;

/// The files of a letter, its pages where they wait for the printer, and the documents that go along.
type Whole = (Vec<Output>, Option<Pages>, Vec<Input>);

/// Why a letter is not written.
enum Unmade {
    /// Its pages cannot be set.
    Page(Fault),
    /// A document that goes along was there, and cannot be read any more.
    Gone(String),
}

impl From<Fault> for Unmade {
    fn from(fault: Fault) -> Unmade {
        Unmade::Page(fault)
    }
}

impl Bindery<'_> {
    /// Makes the files of all letters, hands them over and notes their names. What cannot be set is taken out of the
    /// letters, and why is returned.
    ///
    /// # Errors
    /// Those of whoever takes the files.
    pub fn bind(
        &self,
        printed: &mut Vec<Printed<'_>>,
        take: &mut Taker<'_>,
    ) -> Result<(Written, Vec<Diagnostic>), Box<Diagnostic>> {
        let mut faults = Faults::default();
        let needs_pages = printed.iter().any(|one| self.is_paged(one));
        let engine = match needs_pages.then(|| Engine::new(self.design, self.day)).transpose() {
            Ok(engine) => engine,
            Err(fault) => {
                printed.retain(|one| !self.is_paged(one));
                faults.add(self.diagnostic(&fault, None));
                None
            }
        };
        let mut binding = Binding {
            bindery: self,
            engine: engine.as_ref(),
            take,
            faults,
            outputs: Vec::new(),
            lots: Lots::default(),
            enclosed: BTreeSet::new(),
        };
        let mut letters = std::mem::take(printed).into_iter();
        loop {
            let round: Vec<Printed<'_>> = letters.by_ref().take(ROUND * cores()).collect();
            if round.is_empty() {
                break;
            }
            let made = each(&round, |one| self.made(one, engine.as_ref()));
            for (mut one, made) in round.into_iter().zip(made) {
                if binding.letter(&mut one, made)? {
                    printed.push(one);
                }
            }
            binding.lots(LOT * cores())?;
        }
        binding.lots(1)?;
        Ok(binding.end())
    }

    /// Tells whether a letter is written as pages, or goes with a message as such.
    fn is_paged(&self, one: &Printed<'_>) -> bool {
        self.formats.of(one.draft.channel).iter().any(|format| matches!(format, Format::Pdf | Format::Eml))
    }

    fn made(&self, one: &Printed<'_>, engine: Option<&Engine<'_>>) -> Made {
        let set = engine.filter(|_| self.is_paged(one)).map(|engine| {
            let pages = engine.set(&one.document)?;
            Ok::<_, Fault>((engine.write(&pages, &one.document.notice_id)?, pages))
        });
        let set = set.transpose()?;
        let pdf = set.as_ref().map(|(bytes, _)| &bytes[..]);
        let copies = self.copies(one)?;
        let names = self.names(one).into_iter();
        let files = names.map(|(format, name)| Output::new(name, self.bytes(one, format, pdf, &copies))).collect();
        let read = one.draft.enclosures.iter().zip(&copies);
        let read = read.map(|(of, (_, bytes))| Input::new(of.file.clone(), bytes)).collect();
        Ok((files, set.map(|(_, pages)| pages).filter(|_| one.draft.is_on_paper()), read))
    }

    /// Returns what goes along with a notice: the name of each, and what it holds.
    fn copies(&self, one: &Printed<'_>) -> Result<Vec<(String, Vec<u8>)>, Unmade> {
        let read = |of: &Enclosure| {
            let bytes = (self.reader)(&of.file).ok_or_else(|| Unmade::Gone(of.file.clone()))?;
            Ok((of.name.clone(), bytes))
        };
        one.draft.enclosures.iter().map(read).collect()
    }

    /// Says why a letter is not written.
    fn unmade(&self, why: &Unmade, one: &Printed<'_>) -> Diagnostic {
        match why {
            Unmade::Page(fault) => self.diagnostic(fault, Some(one)),
            Unmade::Gone(file) => Diagnostic {
                severity: Severity::Error,
                ..Diagnostic::new(
                    code::letter::DOCUMENT_MISSING,
                    "a document that goes along cannot be read any more",
                    "un document à joindre n'est plus lisible",
                )
            }
            .at(Place::file(file))
            .help(
                "run again once nobody changes the folder",
                "relancer une fois que plus personne ne modifie le dossier",
            ),
        }
    }

    /// Says why a letter cannot be set.
    fn diagnostic(&self, fault: &Fault, one: Option<&Printed<'_>>) -> Diagnostic {
        match (fault, one) {
            (Fault::Letter(c), Some(one)) => {
                let customer = self.ledger.customer(one.draft.customer);
                required::unprintable(*c, customer, &one.draft.letter.customer.id)
            }
            _ => required::unset(fault),
        }
    }
}

/// Findings, each once: a fault of the page is the same for every letter.
#[derive(Debug, Default)]
struct Faults(Vec<Diagnostic>);

impl Faults {
    fn add(&mut self, fault: Diagnostic) {
        if !self.0.contains(&fault) {
            self.0.push(fault);
        }
    }
}

/// Letters that are being handed over.
struct Binding<'b, 't> {
    bindery: &'b Bindery<'b>,
    engine: Option<&'b Engine<'b>>,
    take: &'b mut Taker<'t>,
    faults: Faults,
    /// What was handed over of the letters.
    outputs: Vec<Input>,
    lots: Lots,
    /// What went along, each document once.
    enclosed: BTreeSet<Input>,
}

/// The files for the printer.
#[derive(Default)]
struct Lots {
    /// How many were begun.
    begun: usize,
    outputs: Vec<Input>,
    written: Vec<Lot>,
    /// The pages that wait, each letter with the id of its notice.
    waiting: Vec<(String, Pages)>,
}

impl Binding<'_, '_> {
    /// Hands a letter over and notes the names of its files; tells whether there was anything to hand over.
    fn letter(&mut self, one: &mut Printed<'_>, made: Made) -> Result<bool, Box<Diagnostic>> {
        let (files, pages, enclosed) = match made {
            Ok(made) => made,
            Err(why) => {
                self.faults.add(self.bindery.unmade(&why, one));
                return Ok(false);
            }
        };
        self.enclosed.extend(enclosed);
        for file in files {
            one.files.push(file.name.clone());
            self.outputs.push(handed(file, self.take)?);
        }
        self.lots.waiting.extend(pages.map(|pages| (one.draft.notice_id.clone(), pages)));
        Ok(true)
    }

    /// Joins the pages that wait, when so many letters do.
    fn lots(&mut self, least: usize) -> Result<(), Box<Diagnostic>> {
        let Some(engine) = self.engine.filter(|_| self.lots.waiting.len() >= least) else { return Ok(()) };
        let whole = if least < LOT { self.lots.waiting.len() } else { self.lots.waiting.len() / LOT * LOT };
        let mut waiting = self.lots.waiting.drain(..whole).peekable();
        let mut lots: Vec<(usize, Vec<(String, Pages)>)> = Vec::new();
        while waiting.peek().is_some() {
            self.lots.begun += 1;
            lots.push((self.lots.begun, waiting.by_ref().take(LOT).collect()));
        }
        drop(waiting);
        let joined = each(&lots, |(number, lot)| {
            let letters: Vec<&Pages> = lot.iter().map(|(_, pages)| pages).collect();
            engine.merge(&letters, &format!("lot-{number}"))
        });
        for ((number, lot), joined) in lots.into_iter().zip(joined) {
            let notices: Vec<String> = lot.into_iter().map(|(id, _)| id).collect();
            match joined {
                Ok(bytes) => {
                    // Another run of the day has other notices, and must not take the name of a lot not printed yet.
                    let mark = sha256_hex(notices.join(" ").as_bytes());
                    let file = Output::new(format!("lot-{number:03}-{}.pdf", &mark[..6]), bytes);
                    self.lots.written.push(Lot { file: file.name.clone(), notices });
                    self.lots.outputs.push(handed(file, self.take)?);
                }
                Err(fault) => self.faults.add(self.bindery.diagnostic(&fault, None)),
            }
        }
        Ok(())
    }

    fn end(self) -> (Written, Vec<Diagnostic>) {
        let outputs = self.outputs.into_iter().chain(self.lots.outputs).collect();
        let enclosed = self.enclosed.into_iter().collect();
        (Written { outputs, lots: self.lots.written, enclosed }, self.faults.0)
    }
}

/// Hands a file over, and returns its entry.
fn handed(file: Output, take: &mut Taker<'_>) -> Result<Input, Box<Diagnostic>> {
    let entry = Input { file: file.name.clone(), sha256: file.sha256.clone(), size: None };
    take(file)?;
    Ok(entry)
}
