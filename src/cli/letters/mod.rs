//! `relance letters`: writes what the plan calls for, and notes in the history that it was sent.

mod demand;
mod enclosures;
pub mod look;
mod making;
mod record;
mod report;
mod standing;
mod unsent;
mod verify;
pub mod wording;

use std::path::PathBuf;

use clap::{Args as ClapArgs, ValueEnum};

use self::making::{Made, Order, Run};
use self::report::LettersReport;
use self::standing::Standing;
use super::clock;
use super::disk::files::Durability;
use super::disk::interrupt;
use super::disk::target;
use super::exit::Exit;
use super::lock::FolderLock;
use super::papers::delivery::{self, Kind};
use super::papers::lists;
use super::papers::tray::Tray;
use super::papers::unrecorded;
use super::terminal::ui::Ui;
use super::typed::common::{Chasing, Common};
use crate::diag::{Diagnostic, code};
use crate::letter::content::demand::Kind as DemandKind;
use crate::letter::run::files::Format;
use crate::letter::run::manifest::{Asked, PROGRAM};
use crate::model::Date;

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
  relance letters --as-of 2026-11-20      into letters/2026-11-20/ of the folder, with a manifest.json
  relance letters --out outbox --record   and note them in events.csv as sent
  relance letters --customer C-0014 --templates my-templates
  relance letters --formats text,html     no e-mail drafts, nothing to print
  relance letters --template statement --customer C-0014
  relance letters --template statement --from 2026-01-01 --customer C-0014
  relance letters --template payment-plan --instalments 4 --first +10d --customer C-0014
  relance letters --outbox                what is written and not noted as sent
  relance letters --verify letters/2026-11-20

Each notice is written as text and as what its channel needs: an e-mail draft with the letter as PDF (.eml), a PDF to
print, a call sheet to read in a browser. What is to be printed comes also by hundreds: lot-001-….pdf and so on.

Without --record the letters are not sent for the plan: the run ends with the command that notes them once they are,
and the next one tells when the same would go out again (unrecorded-run). --outbox lists what waits to be sent: to whom,
which file, what is enclosed, the sum and the command that notes it. What was paid, promised, disputed or written again
since is not in the list, but told (letter-outdated). It looks at the last 31 days of letters/ in the folder that have
letters, or at the folder that --out names.

--template writes a document on demand, outside the plan, for each customer that it concerns: his account (statement; with --from all that moved since that day, and the balance after each movement),
what his late payments cost and was not charged yet (penalty-note), a proposal of payment in parts (payment-plan), what is
declared in his insolvency proceedings (claim-declaration). These are no notices: they are not recorded, and go to
letters/DAY-NAME/. What he may not pay, or owes to a factor by now, is left out, and the run says why.

With --keep-going whoever a refused row names gets no letter (refused-row): he may have paid. When such a row names nobody
who is known, and may be a payment or a credit note, nobody gets one. So a job that runs by itself never chases on half
the facts.

A letter that cannot be written stops the run before anything is written or recorded; with --keep-going the others are
written and recorded, it is named, and the exit code is 1: what a job that runs by itself wants.

The same letters again change nothing, and other notices of the day are put beside them; other letters under the same
names are refused without --force.

--verify compares each document with the manifest and with what the run gives when it is made again from the files as
they are now and the history as it was. What the options of files and templates named then has to be named again. It
exits 1 when something differs, was changed or is missing.")]
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
    #[arg(long, conflicts_with = "template")]
    record: bool,
    /// Write the notices as rows for a mail merge too: mail-merge.csv beside the manifest
    #[arg(long)]
    mail_merge: bool,
    #[command(flatten)]
    demand: demand::OnDemand,
    /// Write nothing: list the letters and e-mails that were written and are not noted as sent
    #[arg(long, conflicts_with_all = ["force", "record", "template", "templates", "formats", "mail_merge", "verify"])]
    outbox: bool,
    /// Write nothing: make the letters of that folder again in memory, and tell whether they come from these inputs
    #[arg(long, value_name = "DIR", conflicts_with_all = ["out", "force", "record", "as_of", "customer", "template"])]
    verify: Option<PathBuf>,
    #[command(flatten)]
    chasing: Chasing,
    #[command(flatten)]
    common: Common,
}

/// A format of letters, as it is typed.
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
    /// Returns what is to be made on a day.
    fn order(&self, as_of: Date) -> Order {
        let format = |name: &FormatName| match name {
            FormatName::Text => Format::Text,
            FormatName::Html => Format::Html,
            FormatName::Pdf => Format::Pdf,
            FormatName::Eml => Format::Eml,
        };
        let mut common = self.common.clone();
        common.answer.as_of = Some(as_of);
        let asked = Asked {
            program: PROGRAM.to_owned(),
            customers: common.answer.customer.clone(),
            formats: self.formats.as_ref().map(|names| names.iter().map(format).collect()),
            demand: self.demand.kind(as_of),
            accept_stale: self.chasing.accept_stale,
            accept_suspense: self.chasing.accept_suspense,
            keep_going: common.files.keep_going,
            mail_merge: self.mail_merge,
        };
        Order { common, templates: self.templates.clone(), asked }
    }

    /// Returns where the documents go.
    fn out(&self, order: &Order, as_of: Date) -> PathBuf {
        let name = order.asked.demand.map_or(String::new(), |kind| format!("-{}", kind.name()));
        self.out.clone().unwrap_or_else(|| self.common.files.folder.join(lists::LETTERS).join(format!("{as_of}{name}")))
    }

    /// Returns the terminal as the options want it.
    pub fn ui(&self) -> Ui {
        Ui::of(&self.common)
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
    if args.outbox {
        return unsent::run(args, ui);
    }
    // A run that writes nothing in the folder needs no lock, and may have no right to take one.
    let _lock =
        if (args.out.is_none() || args.record) && folder.is_dir() { Some(FolderLock::take(folder, ui)?) } else { None };
    ui.keep_output_from(&args.templates.as_deref().map(target::below).unwrap_or_default())?;
    let as_of = args.common.answer.as_of.map_or_else(clock::today, Ok)?;
    args.demand.judge(as_of).map_err(|finding| ui.refuse(vec![*finding]))?;
    let order = args.order(as_of);
    let out = args.out(&order, as_of);
    let tray = Tray::new(&out, durability(args));
    let keeper = (tray, |tray: &mut Tray<'_>, file| delivery::take(tray, file, &LETTERS));
    making::make(&order, keeper, ui, |Made { desk, printed, run }, tray, ui| {
        ui.keep_output_from(&run.iter().flat_map(Run::names).map(|name| out.join(name)).collect::<Vec<_>>())?;
        // A history that cannot take the notices is found out before anything is written.
        let recording = args.record.then(|| record::prepare(desk, printed, &args.common.files, &out)).transpose();
        let recording = recording.map_err(|faults| ui.refuse(faults))?;
        if order.asked.demand.is_none() {
            let lines = printed.iter().flat_map(|one| &one.draft.lines).map(|line| (line.item, line.level));
            ui.findings(unrecorded::findings(folder, &desk.ledger, desk.as_of, lines));
        }
        // Letters and their record belong together.
        let _placing = interrupt::placing();
        let standing = standing::put(tray, desk, run, args.force, ui)?;
        if let Some(recording) = recording {
            recording.write(ui)?;
            ui.note_written();
        }
        let exit =
            ui.report(&LettersReport { ledger: &desk.ledger, policy: &desk.policy, printed, as_of: desk.as_of })?;
        if order.asked.demand == Some(DemandKind::PenaltyNote) {
            let customers = printed.iter().map(|one| desk.ledger.customer(one.draft.customer).id.as_str()).collect();
            unrecorded::charging(folder, &customers, desk.as_of).into_iter().for_each(|command| ui.say(&command));
        }
        if let Some(Standing { manifest, uncalled }) = standing.filter(|_| !args.record)
            && let Some(command) = unrecorded::command((folder, &desk.ledger), &out, &manifest, &uncalled)
        {
            ui.say(&command);
        }
        Ok(exit)
    })
}

fn refused(faults: Vec<Diagnostic>, ui: &mut Ui) -> Exit {
    ui.refuse(faults)
}

/// Returns how long the documents must last: what is recorded as sent must outlive a power cut, for no plan will ask
/// for it again.
fn durability(args: &Args) -> Durability {
    if args.record { Durability::Synced } else { Durability::Cached }
}
