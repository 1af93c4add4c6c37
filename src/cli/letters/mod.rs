//! `relance letters`: writes what the plan calls for, and notes in the history that it was sent.

mod look;
mod record;
mod report;
mod standing;
mod verify;
pub mod wording;

use std::path::Path;
use std::path::PathBuf;

use clap::{Args as ClapArgs, ValueEnum};

use self::report::LettersReport;
use self::standing::Run;
use self::wording::Root;
use super::common::{Chasing, Common};
use super::delivery::Kind;
use super::exit::Exit;
use super::files::Durability;
use super::load::{self, Desk};
use super::lock::FolderLock;
use super::outbox::Document;
use super::rates;
use super::target;
use super::ui::Ui;
use crate::diag::{Diagnostic, code};
use crate::engine::history::History;
use crate::engine::penalties::Penalties;
use crate::engine::planning;
use crate::input::Source;
use crate::letter::build;
use crate::letter::content;
use crate::letter::files::{Bindery, Format, Formats, Written};
use crate::letter::manifest::{Input, Lot, Manifest};
use crate::letter::pdf;
use crate::letter::press::{self, Printed};
use crate::letter::safe::sha256_hex;
use crate::letter::templates::Templates;
use crate::model::{Bilingual, FileRole};
use crate::policy::builtin;

const LETTERS: Kind = Kind {
    names: ("letters", "lettres"),
    agreement: "es",
    differ: code::letter::LETTERS_DIFFER,
    elsewhere: "--out",
    ends: &[".txt", ".html", ".eml", ".pdf"],
    lists: 1,
};

/// Write the letters, e-mails and call sheets that the plan calls for
#[derive(ClapArgs, Debug)]
#[command(after_help = "\
Examples:
  relance letters                         into letters/<day>/ of the folder, with a manifest.json
  relance letters --out outbox --record   and note them in events.csv as sent
  relance letters --customer C014 --templates my-templates
  relance letters --formats text,html     no e-mail drafts, nothing to print
  relance letters --verify letters/2026-11-20

Each notice is written as text and as what its channel needs: an e-mail draft with the letter as PDF (.eml), a PDF to
print, a call sheet to read in a browser. What is to be printed comes also by hundreds: lot-001-….pdf and so on.

The same letters again change nothing, and other notices of the day are put beside them; other letters under the same
names are refused without --force.")]
pub struct Args {
    /// Where the documents go [default: letters/DAY/ in the folder]
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Templates that replace built-in ones, in fr/ and en/ [default: letter-templates/ in the folder, if there]
    #[arg(long, value_name = "DIR")]
    templates: Option<PathBuf>,
    /// What each notice is written as, instead: text, html, pdf, eml (e-mails only); several with commas
    #[arg(long, value_name = "LIST", value_delimiter = ',')]
    formats: Option<Vec<FormatName>>,
    /// Replace documents of the same name that hold something else
    #[arg(long)]
    force: bool,
    /// Append the notices to events.csv
    #[arg(long)]
    record: bool,
    /// Write nothing: tell whether the documents of that folder, and what they were made from, are as its manifest says
    #[arg(long, value_name = "DIR", conflicts_with_all = ["out", "force", "record", "as_of", "customer"])]
    verify: Option<PathBuf>,
    #[command(flatten)]
    chasing: Chasing,
    #[command(flatten)]
    common: Common,
}

/// Is a format of letters, as it is typed.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum FormatName {
    /// Plain text
    Text,
    /// A page for a browser
    Html,
    /// Pages to print or to send
    Pdf,
    /// A draft for a mail program
    Eml,
}

impl Args {
    /// Tells whether PDF is asked for, in so many words or by a notice on paper.
    fn wants_pdf(&self, printed: &[Printed<'_>]) -> bool {
        match &self.formats {
            Some(names) => names.iter().any(|name| matches!(name, FormatName::Pdf)),
            None => printed.iter().any(|one| one.draft.is_on_paper()),
        }
    }

    fn formats(&self) -> Formats {
        let format = |name: &FormatName| match name {
            FormatName::Text => Format::Text,
            FormatName::Html => Format::Html,
            FormatName::Pdf => Format::Pdf,
            FormatName::Eml => Format::Eml,
        };
        Formats(self.formats.as_ref().map(|names| names.iter().map(format).collect()))
    }

    /// Returns the terminal as the options want it.
    pub fn ui(&self) -> Ui {
        Ui::new(&self.common.speech).answering(&self.common.answer)
    }
}

/// Writes the documents of the day's plan, all of them before any is recorded.
///
/// # Errors
/// When the folder cannot be answered for, a letter cannot be written whole, or files are in the way.
pub fn run(args: &Args, ui: &mut Ui) -> anyhow::Result<Exit> {
    let folder = &args.common.files.folder;
    if let Some(dir) = &args.verify {
        return verify::run(dir, args, ui);
    }
    // A run that writes nothing in the folder needs no lock, and may have no right to take one.
    let _lock =
        if (args.out.is_none() || args.record) && folder.is_dir() { Some(FolderLock::take(folder, ui)?) } else { None };
    ui.keep_output_from(&args.templates.as_deref().map(target::below).unwrap_or_default())?;
    let mut desk = load::desk(&args.common, ui)?;
    args.chasing.apply(&mut desk.policy);
    let sources = std::mem::take(&mut desk.files);
    let (rates, tables) = rates::of_folder(&args.common.files, ui)?;
    let plan = planning::plan(&desk.ledger, &desk.balances, &desk.policy, &desk.selection);
    ui.findings(plan.findings());
    let root = Root::of(args.templates.as_deref(), folder);
    let given = wording::given(&root, &desk.policy, ui)?;
    let design = look::design(&root, folder, &desk.policy).map_err(|faults| refused(faults, ui))?;
    let templates = Templates::new(&given).map_err(|faults| refused(faults, ui))?;
    let penalties = Penalties::new(&desk.ledger, &desk.balances, &desk.policy, &rates);
    let history = History::new(&desk.ledger, desk.as_of);
    let drafting = build::Desk { plan: &plan, balances: &desk.balances, penalties: &penalties, history: &history };
    let (mut printed, mut faults) = press::print(&drafting, &templates);
    let mut written = Written::default();
    if faults.is_empty() || args.common.files.keep_going {
        let formats = args.formats();
        let bindery = Bindery { ledger: &desk.ledger, day: desk.as_of, formats: &formats, design: &design };
        let what = Bilingual::new("setting the letters", "composition des lettres");
        let (bound, mut unset) = ui.working(&what, || bindery.bind(&mut printed));
        written = bound;
        faults.append(&mut unset);
    }
    let has_faults = !faults.is_empty();
    if has_faults && !args.common.files.keep_going {
        return Err(refused(faults, ui).into());
    }
    ui.findings(faults);
    if has_faults {
        ui.note_found();
    }
    if !printed.is_empty() {
        ui.findings(content::sender(&desk.policy.creditor));
        ui.findings(content::printed_for_want_of_an_address(&printed, &desk.ledger));
        if !pdf::IS_AVAILABLE && args.wants_pdf(&printed) {
            ui.finding(content::no_pdf());
        }
    }
    let mut inputs: Vec<Input> =
        given.iter().map(|given| Input::new(given.file.clone(), given.text.as_bytes())).collect();
    inputs.extend(look::inputs(&design));
    let documents = documents(args, &desk, &printed, written, sources, &tables, inputs)
        .map_err(|finding| refused(vec![*finding], ui))?;
    let out = args.out.clone().unwrap_or_else(|| folder.join("letters").join(desk.as_of.to_string()));
    ui.keep_output_from(&documents.iter().flat_map(Run::names).map(|name| out.join(name)).collect::<Vec<_>>())?;
    // A history that cannot take the notices is found out before anything is written.
    let recording = args.record.then(|| record::prepare(&desk, &printed, &args.common.files)).transpose();
    let recording = recording.map_err(|faults| refused(faults, ui))?;
    standing::put(&out, &desk, documents, args.force, durability(args), ui)?;
    if let Some(recording) = recording {
        recording.write(ui)?;
    }
    ui.report(&LettersReport { ledger: &desk.ledger, printed: &printed, as_of: desk.as_of })
}

fn refused(faults: Vec<Diagnostic>, ui: &mut Ui) -> Exit {
    ui.findings(faults);
    Exit::CouldNotRun
}

/// Returns how long the documents must last: what is recorded as sent must outlive a power cut, for no plan will ask
/// for it again.
fn durability(args: &Args) -> Durability {
    if args.record { Durability::Synced } else { Durability::Cached }
}

/// Returns the documents and the list of them; nothing when there is nothing to write.
fn documents(
    args: &Args,
    desk: &Desk,
    printed: &[Printed<'_>],
    written: Written,
    sources: Vec<(FileRole, Source)>,
    tables: &[(String, Vec<u8>)],
    mut templates: Vec<Input>,
) -> Result<Option<Run>, Box<Diagnostic>> {
    if printed.is_empty() {
        return Ok(None);
    }
    let (policy_sha256, mut inputs) = policy_input(args, desk);
    for (role, source) in sources {
        // What was read, not what stands there by now.
        inputs.push(Input::new(name_of(&source.path, role), &source.bytes()?));
    }
    inputs.extend(tables.iter().map(|(name, bytes)| Input::new(name.clone(), bytes)));
    inputs.append(&mut templates);
    let lots = written.lots.iter().map(|lot| Lot { file: lot.file.0.clone(), notices: lot.notices.clone() }).collect();
    let mut files: Vec<Document> = written.files;
    files.extend(written.lots.into_iter().map(|lot| lot.file));
    let manifest = Manifest {
        as_of: desk.as_of.to_string(),
        policy_sha256,
        inputs,
        history: standing::history(&args.common.files, &desk.policy),
        outputs: files.iter().map(|(name, bytes)| Input::new(name.clone(), bytes)).collect(),
        lots,
        notices: printed.iter().map(|one| one.entry(&desk.ledger)).collect(),
        earlier: Vec::new(),
    };
    Ok(Some(Run { files, manifest }))
}

/// Returns the policy's hash, and its file as an input where there is one.
fn policy_input(args: &Args, desk: &Desk) -> (String, Vec<Input>) {
    let Some(text) = &desk.policy_text else {
        let text = builtin::text("fr-b2b").expect("fr-b2b is compiled in");
        return (sha256_hex(text.as_bytes()), Vec::new());
    };
    let named = args.common.files.policy.as_deref().unwrap_or(Path::new(FileRole::Policy.file_name()));
    let input = Input::new(name_of(named, FileRole::Policy), text.as_bytes());
    (input.sha256.clone(), vec![input])
}

/// Returns a file's name alone: where the folder lies on this machine is nobody's business.
fn name_of(path: &Path, role: FileRole) -> String {
    path.file_name().map_or(role.file_name().into(), |name| name.to_string_lossy()).into_owned()
}
