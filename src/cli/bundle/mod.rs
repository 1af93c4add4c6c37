//! `relance bundle`: one customer's file for a court, or for whoever takes the claim over.

mod gather;
mod pieces;

use std::collections::BTreeSet;
use std::io;
use std::path::{Path, PathBuf};

use clap::Args as ClapArgs;

use super::disk::files::Durability;
use super::exit::Exit;
use super::letters::{look, wording};
use super::papers::delivery::{self, Kind, Manner};
use super::papers::filed;
use super::papers::outbox::Overwrite;
use super::papers::paper::Press;
use super::papers::tray::Tray;
use super::rates;
use super::reading::documents::{self, Documents};
use super::reading::load::{self, Desk};
use super::terminal::ui::Ui;
use super::typed::common::Common;
use super::typed::names;
use crate::diag::{Diagnostic, Place, code};
use crate::engine::history::History;
use crate::engine::penalties::Penalties;
use crate::engine::planning::{self, Plan};
use crate::law::rates::Rates;
use crate::letter::content::build;
use crate::letter::content::demand::{self, Demand};
use crate::letter::formats::design::Design;
use crate::letter::run::enclosures::Shelf;
use crate::letter::run::files::{Bindery, Format, Formats, Output};
use crate::letter::run::pages::Written;
use crate::letter::run::press;
use crate::letter::run::printed::Printed;
use crate::letter::wording::templates::Templates;
use crate::model::{Bilingual, Date, FileRole, ItemId};
use crate::output::statement::contents::{Entry, PAGES};
use crate::output::statement::document::Head;
use crate::output::statement::dossier::{Dossier, Found, Sent};
use crate::output::{Cell, Column, Report, statement};

const BUNDLE: Kind = Kind {
    names: ("documents of the file", "pièces du dossier"),
    agreement: "es",
    differ: code::letter::BUNDLE_DIFFERS,
    elsewhere: "--out",
    ends: &[".md", ".html", ".txt", ".pdf", ".eml", ".csv"],
    lists: 0,
};

/// One customer's file for a court or a handover: what he owes and why, and what was sent
#[derive(ClapArgs, Debug)]
#[command(after_help = "\
Examples:
  relance bundle C-0014 --out file-C-0014
  relance bundle C-0014 --out file-C-0014 --as-of 2026-11-20 -C examples/atelier-moreau

The file holds the computation sheet, a statement of account, the lists of invoices, payments, letters and of everything
noted, with the seals, and the chronology of the case; the invoice documents that invoices.csv names (column file), the
letters that are still as they were written, in letters/ or in another folder there with their manifest.json, and the
proofs that events.csv names (column file). contents.html and contents.md name every file with its SHA-256, and what is
missing.

bundle.pdf is all of it in one file to hand in: the list of the pieces with their pages, then each piece, PDF and
pictures page by page, counted through. A document that cannot be shown there is listed with the reason. Of a table of
more than a thousand rows paper shows the first thousand, and a CSV beside has all.")]
pub struct Args {
    /// The customer's id
    #[arg(value_name = "CUSTOMER")]
    who: String,
    /// Where the documents go
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    /// Replace documents of the same name that hold something else
    #[arg(long)]
    force: bool,
    #[command(flatten)]
    common: Common,
}

impl Args {
    /// Returns the terminal as the options want it.
    pub fn ui(&self) -> Ui {
        Ui::of(&self.common)
    }
}

/// Writes the file, all of it drawn up before the first document is written.
///
/// # Errors
/// When the folder cannot be answered for, a rate is missing, or other documents are in the way.
pub fn run(args: &Args, ui: &mut Ui) -> anyhow::Result<Exit> {
    let mut common = args.common.clone();
    common.answer.customer = vec![args.who.clone()];
    let desk = load::desk(&common, ui)?;
    let (rates, _) = rates::of_folder(&common.files, &desk.policy, ui)?;
    let customer = desk.selection.among(desk.ledger.customer_ids()).next().expect("a known customer was selected");
    let penalties = Penalties::new(&desk.ledger, &desk.balances, &desk.policy, &rates);
    let obstacles = penalties.obstacles(&desk.selection);
    if !obstacles.is_empty() {
        return Err(refused(obstacles, ui).into());
    }
    let unread = penalties.unread_notices(&desk.selection);
    ui.findings(names::levels_unread(&desk.ledger, &desk.policy, desk.as_of, &unread));
    let dossier = Dossier { ledger: &desk.ledger, balances: &desk.balances, policy: &desk.policy, customer };
    let folder = &common.files.folder;
    let root = wording::Root::of(None, folder);
    let given = wording::given(&root, &desk.policy, ui)?;
    let templates = Templates::new(&given).map_err(|faults| refused(faults, ui))?;
    let design = look::design(&root, folder, &desk.policy).map_err(|faults| refused(faults, ui))?;
    let head = Head::of(&desk.ledger, &desk.policy, customer);
    let mut bundle = Bundle::new(dossier, head, Press::new(&design, desk.as_of));
    bundle.computation(&desk, &penalties, &rates, ui);
    let plan = planning::plan(&desk.ledger, &desk.balances, &desk.policy, &desk.selection);
    // Whoever takes a file to court is to know what can be claimed there, and how long.
    ui.findings(plan.lapses());
    let setting = Setting { desk: &desk, plan: &plan, penalties: &penalties, templates: &templates, design: &design };
    for kind in [demand::Kind::ClaimDeclaration, demand::Kind::Statement] {
        bundle.demanded(&setting, kind, ui).map_err(|faults| refused(faults, ui))?;
    }
    bundle.exhibits(&Documents::of(&common.files, &desk.policy_files), folder, ui);
    bundle.contents();
    deliver(std::mem::take(&mut bundle.documents), args, ui)?;
    ui.report(&BundleReport { entries: &bundle.entries, as_of: desk.as_of })
}

/// Puts the documents where they go.
fn deliver(documents: Vec<Output>, args: &Args, ui: &mut Ui) -> Result<(), Exit> {
    ui.keep_output_from(&documents.iter().map(|file| args.out.join(&file.name)).collect::<Vec<_>>())?;
    let overwrite = if args.force { Overwrite::Asked } else { Overwrite::Never };
    let mut tray = Tray::new(&args.out, Durability::Cached);
    for file in documents {
        delivery::take(&mut tray, file, &BUNDLE).map_err(|finding| refused(vec![*finding], ui))?;
    }
    let outbox = delivery::open(&args.out, &BUNDLE, ui)?;
    delivery::deliver(outbox, tray, &BUNDLE, Manner { overwrite, beside: &BTreeSet::new() }, ui)
}

fn refused(faults: Vec<Diagnostic>, ui: &mut Ui) -> Exit {
    ui.findings(faults);
    Exit::CouldNotRun
}

/// What documents on demand are made with.
struct Setting<'a> {
    desk: &'a Desk,
    plan: &'a Plan<'a>,
    penalties: &'a Penalties<'a>,
    templates: &'a Templates,
    design: &'a Design,
}

/// Returns letters as files, without those for the printer, and what keeps some from being written.
fn bound(setting: &Setting<'_>, formats: &[Format], printed: &mut Vec<Printed<'_>>) -> (Vec<Output>, Vec<Diagnostic>) {
    let formats = Formats(Some(formats.to_vec()));
    let Setting { desk, design, .. } = *setting;
    let (email, reader) = (&desk.policy.letters.email, &|_: &str| None);
    let bindery = Bindery { ledger: &desk.ledger, day: desk.as_of, formats: &formats, design, email, reader };
    let mut files = Vec::new();
    let keep = &mut |file| {
        files.push(file);
        Ok(())
    };
    match bindery.bind(printed, keep) {
        Ok((Written { lots, .. }, faults)) => {
            files.retain(|file: &Output| lots.iter().all(|lot| lot.file != file.name));
            (files, faults)
        }
        Err(fault) => (files, vec![*fault]),
    }
}

/// A file that is being drawn up.
struct Bundle<'a> {
    dossier: Dossier<'a>,
    head: Head,
    press: Press<'a>,
    documents: Vec<Output>,
    /// What the contents page says of each document, in the same order.
    entries: Vec<Entry>,
    /// What a reader is referred to, by number.
    pieces: Vec<pieces::Planned>,
    /// What the contents page says is missing.
    lacking: Vec<String>,
}

impl Bundle<'_> {
    /// Adds the computation of what late payment costs, with what it comes to in the other order of imputation.
    fn computation(&mut self, desk: &Desk, penalties: &Penalties<'_>, rates: &Rates, ui: &Ui) {
        let mut policy = desk.policy.clone();
        policy.penalties.imputation = policy.penalties.imputation.other();
        let balances = load::balances_under(desk, &policy, rates);
        let other = Penalties::new(&desk.ledger, &balances, &policy, rates);
        if let Some(sheet) = statement::sheet(penalties, &other, self.dossier.customer) {
            self.page("computation-sheet", sheet.document, ui);
        }
    }

    /// Adds the chronology, the lists, and the documents that prove what they say; then all of it in one PDF.
    fn exhibits(&mut self, documents: &Documents, folder: &Path, ui: &mut Ui) {
        let dossier = self.dossier;
        let (states, invoices) = gather::invoices(&dossier, documents);
        let (proofs, proving) = gather::proofs(&dossier, documents);
        let (sent, letters) = gather::letters(&dossier, folder);
        self.page("chronology", dossier.chronology(), ui);
        self.page("invoices", dossier.invoices(&states), ui);
        self.page("payments", dossier.payments(), ui);
        self.page("letters", dossier.letters(&sent), ui);
        self.page("events", dossier.log(), ui);
        self.invoices(&states, invoices);
        self.letters(&sent, letters);
        self.proofs(&proofs, proving);
        let mut findings = self.absent(&states, &sent, &proofs, folder);
        findings.extend(self.bind(ui));
        ui.findings(findings);
    }

    /// Adds the pages that name every document, and what is missing.
    fn contents(&mut self) {
        let contents = self.dossier.contents(&self.entries, &self.lacking);
        let pages = PAGES.into_iter().zip([contents.to_markdown(), contents.to_html()]);
        self.documents.extend(pages.map(|(name, page)| Output::new(name, page)));
    }

    /// Adds the documents of a kind, one for each currency.
    fn demanded(&mut self, setting: &Setting<'_>, kind: demand::Kind, ui: &mut Ui) -> Result<(), Vec<Diagnostic>> {
        let Setting { desk, plan, penalties, templates, .. } = *setting;
        let history = History::new(&desk.ledger, desk.as_of);
        let drafting =
            build::Desk { plan, balances: &desk.balances, penalties, history: &history, shelf: &Shelf::default() };
        let demand = Demand::for_court(kind);
        let (mut printed, found) = press::print_demanded(&drafting, &demand, &desk.selection, templates);
        let (faults, told): (Vec<Diagnostic>, Vec<Diagnostic>) = found.into_iter().partition(Diagnostic::is_error);
        if !faults.is_empty() {
            return Err(faults);
        }
        ui.findings(told);
        let all = printed.clone();
        let (mut files, faults) = bound(setting, &[Format::Text, Format::Html, Format::Pdf], &mut printed);
        if !faults.is_empty() {
            // A page that no font can set is there as text and HTML all the same, and in the one PDF, where each letter
            // without a font is named.
            printed = all;
            files = bound(setting, &[Format::Text, Format::Html], &mut printed).0;
            ui.findings(faults.into_iter().filter(|fault| fault.code != code::letter::LETTER_UNPRINTABLE).collect());
        }
        self.letters_made(kind, &printed, files);
        Ok(())
    }

    /// Says, before all that is missing, that no invoice is proved by its document.
    fn no_invoice(&mut self, states: &[(ItemId, Found)]) -> Option<Diagnostic> {
        if states.iter().any(|(_, found)| matches!(found, Found::Copied(_))) {
            return None;
        }
        let line = self.dossier.say(
            "no invoice document at all: the claim is proved by lists alone",
            "aucun document de facture\u{a0}: la créance n’est prouvée que par des listes",
        );
        self.lacking.insert(0, line);
        let place = Place { column: Some("file".to_owned()), ..Place::file(FileRole::Invoices.file_name()) };
        let finding = Diagnostic::new(
            code::letter::INVOICES_UNDOCUMENTED,
            "the file has no document of any invoice: a court asks for them first",
            "le dossier n'a le document d'aucune facture : c'est ce qu'un tribunal demande d'abord",
        );
        Some(finding.at(place).help(
            "copy the invoices into the receivables folder and name them in the column file of invoices.csv",
            "copier les factures dans le dossier de créances et les nommer dans la colonne file d'invoices.csv",
        ))
    }

    /// Notes what documents of invoices, letters and proofs are not in the file, and returns what is to be said of it.
    fn absent(
        &mut self,
        states: &[(ItemId, Found)],
        sent: &[Sent],
        proofs: &[gather::Proof<'_>],
        folder: &Path,
    ) -> Vec<Diagnostic> {
        let (ledger, customer) = (self.dossier.ledger, self.dossier.customer);
        let mut findings: Vec<Diagnostic> = Vec::new();
        for (item, found) in states {
            let number = self.dossier.number(*item);
            let line = ledger.invoice(*item).line;
            let place = Place::line(FileRole::Invoices.file_name(), line);
            let absence = documents::absence(&number, found, place);
            findings.extend(self.lacks(&self.invoice(*item), found, absence));
        }
        for one in sent {
            for found in &one.documents {
                let id = one.notice_id.clone().unwrap_or_else(|| one.date.to_string());
                let place = Place::file(FileRole::Events.file_name());
                let absence = filed::absence(&id, found, folder, &ledger.customer(customer).id, place);
                findings.extend(self.lacks(&self.letter(one), found, absence));
            }
        }
        for proof in proofs {
            let (cited, event) = (self.proof(proof), proof.event);
            let id = event.event_id.clone().unwrap_or_else(|| event.date.to_string());
            let place = Place::line(FileRole::Events.file_name(), event.line);
            let absence = documents::absence(&id, &proof.found, place);
            findings.extend(self.lacks(&cited, &proof.found, absence));
        }
        findings.extend(self.no_invoice(states));
        findings
    }

    /// Notes a document that is not in the file, as it is cited, and returns the finding where it is the first time.
    fn lacks(&mut self, cited: &str, found: &Found, absence: Option<Diagnostic>) -> Option<Diagnostic> {
        let absence = absence?;
        // A letter of which only its number is known has that in its title.
        let is_cited = matches!(found, Found::Missing(path) if cited.contains(path.as_str()));
        let unnamed = Found::Missing(String::new());
        let state = self.dossier.found(if is_cited { &unnamed } else { found });
        let line = format!("{cited}{} {state}", self.dossier.say(":", "\u{a0}:"));
        let is_new = !self.lacking.contains(&line);
        is_new.then(|| {
            self.lacking.push(line);
            absence
        })
    }
}

/// What the file holds.
struct BundleReport<'a> {
    entries: &'a [Entry],
    as_of: Date,
}

impl Report for BundleReport<'_> {
    fn command(&self) -> &'static str {
        "bundle"
    }

    fn as_of(&self) -> Option<Date> {
        Some(self.as_of)
    }

    fn title(&self) -> Option<Bilingual> {
        Some(Bilingual::new("Documents", "Pièces"))
    }

    fn columns(&self) -> Vec<Column> {
        vec![
            Column::new("file", "File", "Fichier"),
            Column::new("what", "What it is", "Contenu"),
            Column::data("sha256"),
            Column::data("piece"),
        ]
    }

    fn rows(&self, each: &mut dyn FnMut(&[Cell<'_>]) -> io::Result<()>) -> io::Result<()> {
        self.entries.iter().try_for_each(|entry| {
            let piece = Cell::maybe(entry.piece, |piece| Cell::Count(piece as i64));
            each(&[Cell::text(&entry.file), Cell::text(&entry.what), Cell::text(&entry.sha256), piece])
        })
    }
}
