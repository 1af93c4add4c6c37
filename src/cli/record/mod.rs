//! `relance record`: this happened. Appends an act to `events.csv`, checked like the file.

mod act;
mod addition;
mod aim;
mod book;
mod dates;
mod echo;
mod manifest;
mod money;
mod nobody;
mod once;
mod penalty_note;
mod repeated;
mod seal;
mod sense;
mod shortcut;
mod taken_back;
mod unheld;
mod word;

use std::convert::Infallible;
use std::path::PathBuf;

use clap::Args as ClapArgs;

use self::addition::Recording;
use self::book::Book;
use self::word::{Act, ActWord};
use super::clock;
use super::disk::journal::Prepared;
use super::disk::pending;
use super::env;
use super::exit::Exit;
use super::lock::FolderLock;
use super::reading::documents::{self, Documents};
use super::reading::load;
use super::reading::trial::{self, FAR, Survey};
use super::terminal::ui::Ui;
use super::typed::common::{Files, Shape, Speech};
use super::typed::day::{self, Day};
use crate::diag::{Diagnostic, Place, code};
use crate::engine::history::Undone;
use crate::input::edit::EventRow;
use crate::input::text::trim_text;
use crate::model::{Bilingual, Date, Event, EventKind};
use crate::output::reports::record::{Recorded, RecordedRow};
use crate::policy::Policy;

/// Record what happened: a call, a dispute, a promise, a letter sent
#[derive(ClapArgs, Clone, Debug)]
#[command(after_help = "\
One act is one event_id, on as many rows as it has invoices or plan instalments: repeat --invoice-id, and give
--amount and --until once per row. Without --event-id the id is made from the content: the same act recorded twice
is no change. A name without an option is looked up: `record call C-0014` is the call that the plan asks for that day, with its
level and invoices; options are written as they are, and `record call --customer-id C-0014` is a call of no level, after which
the plan's is still to be made. What is recorded stays; `record undo --reference ID` takes an act back. Each line that is added carries
a seal, by which `check` sees when the past was edited.

Examples:
  relance record call C-0014 --promise +10d --amount 500 --note 'Mme Petit'    the call that the plan asks for, and what
                                                                   was promised
  relance record payment FA-2026-0048 412,80 --date hier --method virement
  relance record return P-0060             the cheque bounced
  relance record refund C-0016 20 --reference 'double payment'
  relance record call --customer-id C-0014 --note 'Mme Petit: on Friday'
  relance record promise --invoice-id FA-2026-0048 --amount 500 --until +10d
  relance record notice --invoice-id FA-2026-0039 --invoice-id FA-2026-0051 --level reminder --channel email
  relance record plan --invoice-id FA-2026-0048 --until +30d --amount 624 --until +60d --amount 624
  relance record allocate P-0037 --to FA-2026-0041 --amount 120
  relance record penalty-note C-0026       charge interest and indemnity, in invoices.csv; `undo` writes the credit note
  relance record note --customer-id C-0014 --note 'acknowledgement of receipt' --file proofs/ar-2c123.pdf
  relance record undo E-0085
  relance record --manifest letters/2026-11-20/manifest.json
  relance record --manifest letters/2026-11-20/manifest.json --notice N-20261120-0123456789ab --date 2026-11-23 \\
                 --reference N-20261120-0123456789ab='2C 123 456 7890 1'
  relance record --seal")]
pub struct Args {
    /// What happened, in a word of events.csv; payment, return and refund are written to payments.csv, penalty-note to
    /// invoices.csv
    #[arg(value_name = "EVENT", value_parser = ActWord, required_unless_present_any = ["seal", "manifest"])]
    event: Option<Act>,
    /// The customer or the invoice; of a return the payment, of an undo the event or penalty note that is
    /// taken back, of allocate the credit that goes to the invoice of --to (payment_id, or number of the credit note)
    #[arg(value_name = "WHOM", value_parser = trimmed, conflicts_with_all = ["manifest", "seal"])]
    whom: Option<String>,
    /// The sum: of a payment or refund, or what --amount is of another act
    #[arg(value_name = "AMOUNT", value_parser = trimmed, conflicts_with_all = ["manifest", "seal", "amount"])]
    sum: Option<String>,
    /// With a call: he promised to pay by this day; --amount is what he promised, else all that is late
    #[arg(long, value_name = "DAY", value_parser = Day::parse, allow_hyphen_values = true,
        conflicts_with_all = ["manifest", "seal", "until"])]
    promise: Option<Day>,
    /// Record as sent what a run of `letters` wrote: all of it, or the notices of --notice or --customer; once each
    #[arg(long, value_name = "FILE", conflicts_with_all = ["event", "seal", "invoice_id", "instalment", "level",
        "channel", "amount", "interest", "indemnity", "currency", "published", "until", "event_id"])]
    manifest: Option<PathBuf>,
    /// With --manifest: only this notice; may be given several times
    #[arg(long, value_name = "ID", requires = "manifest", value_parser = trimmed)]
    notice: Vec<String>,
    /// Seal the lines that were added by hand, and note that they were
    #[arg(long, conflicts_with = "event")]
    seal: bool,
    /// The day it happened [default: that of --as-of; with --manifest that of the letters]
    #[arg(long, value_name = "DAY", value_parser = Day::parse, allow_hyphen_values = true)]
    date: Option<Day>,
    /// The day on which it is recorded; what is dated later is refused [default: today]
    #[arg(long, value_name = "DAY", value_parser = day::date, allow_hyphen_values = true)]
    as_of: Option<Date>,
    /// Record it though it is dated before the last notice recorded
    #[arg(long)]
    backdated: bool,
    /// Record it though it is dated after the day of --as-of
    #[arg(long)]
    ahead: bool,
    /// Whom it concerns; not needed with an invoice; several times with --manifest
    #[arg(long, visible_alias = "customer", value_name = "ID", value_parser = trimmed)]
    customer_id: Vec<String>,
    /// The invoice it concerns; may be given several times
    #[arg(long, visible_aliases = ["invoice", "to"], value_name = "ID", value_parser = trimmed)]
    invoice_id: Vec<String>,
    /// The instalment of the invoice it concerns
    #[arg(long, value_name = "NAME", value_parser = trimmed)]
    instalment: Option<String>,
    /// The dunning level of a notice, call or approval; the route of a court_filed, such as ordinary-claim
    #[arg(long, value_name = "NAME", value_parser = trimmed)]
    level: Option<String>,
    /// How: email, phone, letter, registered
    #[arg(long, value_name = "WORD")]
    channel: Option<String>,
    /// The sum of a promise, plan instalment, disputed part, waiver or write-off; once per row
    #[arg(long, value_name = "AMOUNT", allow_hyphen_values = true)]
    amount: Vec<String>,
    /// The interest that a notice claims; once per row
    #[arg(long, value_name = "AMOUNT", allow_hyphen_values = true)]
    interest: Vec<String>,
    /// The recovery indemnity that a notice claims, in EUR; once per row
    #[arg(long, value_name = "AMOUNT", allow_hyphen_values = true)]
    indemnity: Vec<String>,
    /// The currency of the amounts [default: the invoice's, else the policy's]
    #[arg(long, value_name = "CODE")]
    currency: Option<String>,
    /// The day an insolvency judgment was published in the BODACC
    #[arg(long, value_name = "DAY", value_parser = Day::parse, allow_hyphen_values = true)]
    published: Option<Day>,
    /// The day on which it ends or is due, or the last day to pay that a notice named; once, or once per row
    #[arg(long, value_name = "DAY", value_parser = Day::parse, allow_hyphen_values = true)]
    until: Vec<Day>,
    /// The registered letter's number (NOTICE=NUMBER with --manifest), or the event_id that an undo takes back
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true, value_parser = trimmed)]
    reference: Vec<String>,
    /// Free text
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true, value_parser = trimmed)]
    note: Option<String>,
    /// A document that proves it, by its path in the folder: an acknowledgement of receipt, a message, a judgment;
    /// several times for several
    #[arg(long, value_name = "PATH", value_parser = trimmed, conflicts_with = "seal")]
    file: Vec<String>,
    /// The id of the act [default: made from its content]
    #[arg(long, visible_alias = "payment-id", value_name = "ID", value_parser = trimmed)]
    event_id: Option<String>,
    /// How a payment was made: transfer, cheque, card...
    #[arg(long, value_name = "TEXT", value_parser = trimmed)]
    method: Option<String>,
    /// Who notes it [default: RELANCE_BY of the environment, else the user]
    #[arg(long, value_name = "NAME", value_parser = trimmed)]
    by: Option<String>,
    /// The computer's day, where --as-of says no other.
    #[arg(skip)]
    on_the_clock: Option<Date>,
    #[command(flatten)]
    shape: Shape,
    #[command(flatten)]
    files: Files,
    #[command(flatten)]
    speech: Speech,
}

impl Args {
    /// Returns the terminal as the options want it.
    pub fn ui(&self) -> Ui {
        Ui::new(&self.speech).about(&self.files.folder).writing(&self.shape)
    }

    /// Takes a sum that stands behind whom it concerns for what it is: that of `--amount`.
    fn with_sums_in_one_place(mut self) -> Args {
        self.amount.extend(self.sum.take());
        self
    }

    /// Returns the documents that prove it, as a cell names them.
    fn proofs(&self) -> Option<String> {
        (!self.file.is_empty()).then(|| self.file.join("; "))
    }

    /// Returns the day on which it is recorded.
    fn today(&self) -> Date {
        self.as_of.or(self.on_the_clock).expect("the run asks the clock where nobody says the day")
    }

    /// Returns the day on which it happened.
    fn day(&self) -> Date {
        self.stated_day().unwrap_or_else(|| self.today())
    }

    /// Returns the day on which it happened, if it was said.
    fn stated_day(&self) -> Option<Date> {
        self.date?.past(self.today())
    }

    /// Returns who notes it.
    fn author(&self) -> Option<String> {
        self.by.clone().filter(|by| !by.is_empty()).or_else(env::author)
    }
}

/// Reads a text as the files are read: without the blanks around it.
fn trimmed(text: &str) -> Result<String, Infallible> {
    Ok(trim_text(text).to_owned())
}

/// Appends what happened, once the folder with it reads without a new error.
///
/// # Errors
/// When the folder cannot be read, the act is refused, or `events.csv` cannot be written.
pub fn run(args: &Args, ui: &mut Ui) -> anyhow::Result<Exit> {
    let on_the_clock = if args.as_of.is_none() { Some(clock::today()?) } else { None };
    let args = &Args { on_the_clock, ..args.clone() }.with_sums_in_one_place();
    let absent = dates::absent(args);
    if !absent.is_empty() {
        return Err(refused(absent, ui).into());
    }
    let files = &args.files;
    let (policy, policy_files) = load::sound_policy(files, ui)?;
    let _lock = FolderLock::take(&files.folder, ui)?;
    if let Some(cut_off) = pending::cut_off(files) {
        return Err(cut_off.finding().into());
    }
    let mut before = trial::survey(files, &policy, FAR, &[]);
    // Some systems do not replace a file that is open.
    before.reading.files.clear();
    let is_cure = cures_one(args, &before);
    let is_lost = |finding: &Diagnostic| finding.code == code::ledger::CREDIT_UNKNOWN;
    let has_errors = before.findings.iter().any(|finding| finding.is_error() && !(is_cure && is_lost(finding)));
    let Some(ledger) = before.reading.ledger.as_ref().filter(|_| !has_errors || files.keep_going) else {
        ui.findings(before.findings);
        return Ok(Exit::CouldNotRun);
    };
    let book = Book { files, policy: &policy, ledger, undone: Undone::new(ledger, FAR), found: &before.findings };
    let documents = Documents::of(files, &policy_files);
    let absent = |path: &String| documents::absence(path, &documents.find(path).err()?, Place::file("relance record"));
    ui.findings(args.file.iter().filter_map(absent).collect());
    let unheld = args.event.map_or_else(Vec::new, |act| unheld::findings(args, act));
    if !unheld.is_empty() {
        return Err(refused(unheld, ui).into());
    }
    let exit = match (args.event, &args.manifest) {
        (Some(Act::Event(event)), _) => match penalty_note::undone(args, event, ledger) {
            Some(note) => penalty_note::take_back(args, note, &book, ui),
            None => one_act(args, event, &book, ui),
        },
        (Some(Act::Money(kind)), _) => money::run(args, kind, &book, ui),
        (Some(Act::PenaltyNote), _) => penalty_note::run(args, &book, ui),
        (None, Some(path)) => manifest::run(args, path, &book, ui),
        (None, None) => seal::run(args, &book, ui),
    }?;
    if has_errors {
        ui.note_found();
    }
    Ok(exit)
}

/// Tells whether what is recorded takes back the allocation of a credit that is not there any more. Where several were
/// lost, they go one by one.
fn cures_one(args: &Args, survey: &Survey) -> bool {
    let named = args.whom.as_deref().or(args.reference.first().map(String::as_str));
    let is_undo = args.event == Some(Act::Event(EventKind::Undo)) && named.is_some();
    let Some(ledger) = survey.reading.ledger.as_ref().filter(|_| is_undo) else { return false };
    let is_it = |event: &&Event| event.event_id.as_deref() == named;
    let lines: Vec<u32> = ledger.events().iter().filter(is_it).map(|event| event.line).collect();
    let lost = survey.findings.iter().filter(|finding| finding.code == code::ledger::CREDIT_UNKNOWN);
    lost.flat_map(|finding| &finding.places).any(|place| place.line.is_some_and(|line| lines.contains(&line)))
}

/// Records the act that the options describe.
fn one_act(args: &Args, event: EventKind, book: &Book<'_>, ui: &mut Ui) -> anyhow::Result<Exit> {
    let date = args.day();
    nobody::judge(args, event).map_err(|findings| refused(findings, ui))?;
    let asked = shortcut::spelled_out(args, event, book).map_err(|findings| refused(findings, ui))?;
    let mut rows = Vec::new();
    for (args, event) in &asked {
        rows.extend(act::rows(args, *event, book, date).map_err(|findings| refused(findings, ui))?);
    }
    let judge = |_: &Prepared| {
        let what = Bilingual::new("the notice", "la relance");
        let over = (event == EventKind::Notice).then(|| dates::over(date, args, &what)).flatten();
        dates::judge(date, args, book).into_iter().chain(over).collect()
    };
    let Recording { prepared, after, is_over } = book.append(&rows, &judge, &act::blame_options, ui)?;
    let (ids, is_new) = (&prepared.appended.ids, prepared.appended.added > 0);
    let mut remarks = after.map_or(Vec::new(), |after| echo::of(book, &after, ids));
    remarks.push(if is_new && event == EventKind::Undo {
        Bilingual::new("recorded", "enregistré")
    } else if is_new {
        let undo = |command: &str, and: &str| {
            ids.iter().map(|id| format!("`relance {command} --reference {id}`")).collect::<Vec<_>>().join(and)
        };
        let (en, fr) = (undo("record undo", " and "), undo("noter annulation", " et "));
        let (takes, annule) = if ids.len() > 1 { ("take them", "les annulent") } else { ("takes it", "l'annule") };
        Bilingual::new(format!("recorded; {en} {takes} back"), format!("enregistré ; {fr} {annule}"))
    } else if is_over {
        Bilingual::new(
            "recorded already, and ended on that day: no change",
            "déjà enregistré, et terminé ce jour-là : aucun changement",
        )
    } else {
        Bilingual::new("recorded already: no change", "déjà enregistré : aucun changement")
    });
    // Ids stand in the order of the rows, one for each kind of event.
    let mut kinds: Vec<EventKind> = rows.iter().map(|row| row.event).collect();
    kinds.dedup();
    let id_of = |row: &EventRow| {
        let place = kinds.iter().position(|kind| *kind == row.event);
        place.and_then(|place| ids.get(place)).map_or("", String::as_str)
    };
    let rows: Vec<_> = rows.iter().map(|row| shown(row, id_of(row), is_new, book.policy)).collect();
    let remarks = ui.placed(&remarks);
    ui.report(&Recorded { rows: &rows, date, remarks: &remarks })
}

fn shown<'a>(row: &'a EventRow, event_id: &'a str, is_new: bool, policy: &'a Policy) -> RecordedRow<'a> {
    RecordedRow {
        event_id,
        date: row.date,
        event: (row.event.word(), row.event.term()),
        customer_id: row.customer_id.as_deref(),
        invoice_id: row.invoice_id.as_deref(),
        instalment: row.instalment.as_deref(),
        level: row.level.as_deref().map(|level| (level, policy.level_term(level))),
        until: row.until,
        amount: row.amount,
        currency: row.currency,
        is_new,
    }
}

fn refused(findings: Vec<Diagnostic>, ui: &mut Ui) -> Exit {
    ui.findings(findings);
    Exit::CouldNotRun
}
