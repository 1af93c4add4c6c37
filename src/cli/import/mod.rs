//! `relance import`: what other programs, banks and platforms give becomes rows of the folder's files.

mod attempt;
mod comparing;
mod control;
mod documents;
mod elsewhere;
mod found;
mod gather;
mod gone;
mod ground;
mod held;
mod overpaid;
mod renumbered;
mod standing;
mod tellings;
mod told;
mod twins;
mod undone;

use std::collections::BTreeMap;
use std::path::PathBuf;

use clap::{Args as ClapArgs, ValueEnum};

use self::attempt::{Attempt, Outcome};
use self::comparing::After;
use self::ground::Ground;
use self::standing::Standing;
use super::clock;
use super::disk::pending;
use super::exit::Exit;
use super::reading::load;
use super::reading::trial::Written;
use super::suspense::posting::{self, Whose};
use super::terminal::ui::Ui;
use super::typed::common::{Files, Shape, Speech};
use super::typed::day;
use super::typed::unfit::Unfit;
use crate::diag::{Diagnostic, code};
use crate::import::guessed_encoding::GuessedEncoding;
use crate::import::merge::OnChange;
use crate::import::source::{Dating, Kind, PaidDate, Reader, Request, SourceFile};
use crate::import::{TARGETS, list, terms};
use crate::law::terms::Terms;
use crate::model::{Amount, Bilingual, Currency, Date, Lang, figures};
use crate::output::reports::import::{Controlled, Imported};

/// Turn what other programs and banks give into the folder's files
#[derive(ClapArgs, Debug)]
#[command(after_help = "\
What each file is, is worked out from its content and said in a line; --as forces it. What a list's columns mean is
worked out from its header; a mapping of the policy decides it: [import.NAME.invoices] has lines such as
amount = \"Total TTC\" (our column = their column), likewise .payments and .customers. docs/import.md shows more.

A row whose id and content are in the folder already is no change. What a list leaves empty says nothing. Payments
without an id get their invoice's id and a number. Nothing is written unless every row can be, and unless the folder
then answers the balances that the files state. Where there is no folder yet, one is made.

Examples:
  relance import receivables.csv
  relance import --dry-run factures.csv             what would be written
  relance import --update factures.csv              what changed since is written too
  relance import --mapping caisse factures.csv      as the table [import.caisse] of policy.toml says
  relance import -C clients/dupont FEC20261231.txt echeances.xlsx
  relance import ventes/*.xml ventes/*.pdf         electronic invoices, and messages of their life cycle")]
pub struct Args {
    /// The files to read
    #[arg(value_name = "FILE", required = true)]
    sources: Vec<PathBuf>,
    /// What the files are [default: what their content shows]
    #[arg(long = "as", value_name = "KIND")]
    kind: Option<KindName>,
    /// A mapping for lists: the policy's table [import.NAME]
    #[arg(long, value_name = "NAME")]
    mapping: Option<String>,
    /// Of accounts, the lines of which accounts are customers', such as 411,416
    #[arg(long, value_name = "ACCOUNTS", value_delimiter = ',')]
    accounts: Vec<String>,
    /// Of accounts, lists and statements, the encoding: utf-8, windows-1252, iso-8859-15 or cp850 [default: what their
    /// letters show]
    #[arg(long, value_name = "NAME", value_parser = encoding)]
    encoding: Option<GuessedEncoding>,
    /// Payment terms of invoices that nothing else gives a due date, such as "30 days"; legal: C. com. L441-10 I
    #[arg(long, value_name = "TERMS", value_parser = terms_in_words)]
    terms: Option<terms::Given>,
    /// The day of payments of which only the sum is known: due, issue or YYYY-MM-DD
    #[arg(long, value_name = "DAY", value_parser = paid_date)]
    paid_date: Option<PaidDate>,
    /// The day of the import: what is dated after it has not happened [default: today]
    #[arg(long, value_name = "DAY", value_parser = day::date, allow_hyphen_values = true)]
    as_of: Option<Date>,
    /// Write nothing, report what would be written
    #[arg(long)]
    dry_run: bool,
    /// Replace rows of the folder that the files contradict
    #[arg(long)]
    update: bool,
    #[command(flatten)]
    shape: Shape,
    #[command(flatten)]
    files: Files,
    #[command(flatten)]
    speech: Speech,
}

/// A kind of file, as it is typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum KindName {
    /// Accounts (fichier des écritures comptables)
    Fec,
    /// A list of invoices, payments or customers: CSV, XLSX, ODS
    List,
    /// Entries for the accounts: XIMPORT, Quadra
    Transfer,
    /// A bank statement
    Bank,
    /// An electronic invoice
    Einvoice,
    /// A status message of an electronic invoice
    Lifecycle,
}

impl KindName {
    const fn kind(self) -> Kind {
        match self {
            KindName::Fec => Kind::Fec,
            KindName::List => Kind::List,
            KindName::Transfer => Kind::Transfer,
            KindName::Bank => Kind::Bank,
            KindName::Einvoice => Kind::Einvoice,
            KindName::Lifecycle => Kind::Lifecycle,
        }
    }
}

/// Reads the name of an encoding.
fn encoding(name: &str) -> Result<GuessedEncoding, Unfit> {
    let known = "utf-8, windows-1252, iso-8859-15";
    let unfit = || Unfit::new(format!("expected {known} or cp850"), format!("attendu : {known} ou cp850"));
    GuessedEncoding::parse(name).ok_or_else(unfit)
}

/// Reads payment terms, and keeps their words; `legal` are those of sales between businesses that agreed on none.
fn terms_in_words(text: &str) -> Result<terms::Given, Unfit> {
    if text == "legal" {
        return Ok(terms::Given { words: Terms::legal().words(Lang::Fr), is_legal: true });
    }
    let is_read = Terms::parse(text).is_some();
    let unfit = || {
        Unfit::new(
            "expected terms such as 30 days or 45 days end of month",
            "attendu : un délai tel que 30 jours ou 45 jours fin de mois",
        )
    };
    is_read.then(|| terms::Given { words: text.to_owned(), is_legal: false }).ok_or_else(unfit)
}

/// Reads `due`, `issue` or a day.
fn paid_date(text: &str) -> Result<PaidDate, Unfit> {
    match text {
        "due" => Ok(PaidDate::Due),
        "issue" => Ok(PaidDate::Issue),
        _ => day::date(text).map(PaidDate::Day).map_err(|_| {
            Unfit::new(
                "expected due, issue or a day such as 2026-03-31",
                "attendu : due (échéance), issue (facture) ou un jour tel que 31/03/2026",
            )
        }),
    }
}

impl Args {
    /// Returns the terminal as the options want it.
    pub fn ui(&self) -> Ui {
        Ui::new(&self.speech).about(&self.files.folder).writing(&self.shape)
    }

    fn on_change(&self) -> OnChange {
        if self.update { OnChange::Update } else { OnChange::Refuse }
    }
}

/// Reads the files, tries the folder with their rows, and writes it when it is sound and agrees with them.
///
/// # Errors
/// When the files or the folder cannot be read, or a file cannot be written.
pub fn run(args: &Args, ui: &mut Ui) -> anyhow::Result<Exit> {
    ui.keep_output_from(&args.sources)?;
    let today = args.as_of.map_or_else(clock::today, Ok)?;
    let ground = Ground::of(&args.files)?;
    let policy = load::policy(&ground.files, ui)?;
    let _lock = if args.dry_run { None } else { ground.lock(ui)? };
    let names: Vec<String> = args.sources.iter().map(|path| path.display().to_string()).collect();
    if let Some(finding) = untimely(args, &ground, &names, today) {
        return Ok(ui.refuse(vec![finding]));
    }
    let mapping = args.mapping.as_deref().map(|name| gather::mapping(name, &policy)).transpose();
    let mapping = mapping.map_err(|findings| ui.refuse(findings))?;
    let standing = Standing::new(&ground.files, &policy);
    let request = Request {
        policy: &policy,
        mapping: mapping.as_ref(),
        accounts: &args.accounts,
        paid_date: args.paid_date,
        letters: args.encoding,
        folder: &standing,
        today,
    };
    let asked = args.kind.map(KindName::kind).or(mapping.as_ref().map(|_| Kind::List));
    let files = gather::open(&args.sources, asked, &request).map_err(|findings| ui.refuse(findings))?;
    let Sound { attempt, candidates, copies, control, totals } =
        attempted(args, &ground, &standing, (&files, &request), ui)?;
    let work = Bilingual::new("matching receipts", "rapprochement des encaissements");
    let post = || posting::post(&ground.files, &policy, candidates, Whose::Certain);
    let (candidates, posted) = ui.working(&work, post).map_err(|findings| ui.refuse(findings))?;
    if !args.dry_run {
        documents::write(&gather::kept(copies, &attempt.incoming), &args.files.folder)?;
        ground.write(&args.files, &names, candidates, ui)?;
        ui.note_written();
    }
    let told = ui.placed(&posting::told(&posted));
    ui.report(&Imported {
        files: TARGETS.into_iter().filter_map(|role| told::file(role, &attempt, &posted)).collect(),
        sources: told::sources(&attempt),
        control,
        totals,
        is_new_folder: ground.is_new,
        is_dry_run: args.dry_run,
        posted: told,
    })
}

/// Returns why nothing can be imported now: payments are said to be of a day to come, or another import was cut off.
fn untimely(args: &Args, ground: &Ground, names: &[String], today: Date) -> Option<Diagnostic> {
    match args.paid_date {
        Some(PaidDate::Day(day)) if day > today => Some(ahead(day)),
        // The same files again write what is missing; any others would leave it so.
        _ => Some(pending::cut_off(&ground.files).filter(|cut_off| cut_off.lists != names)?.finding()),
    }
}

/// Refuses a day of payments that is still to come: what is paid was paid by now.
fn ahead(day: Date) -> Diagnostic {
    let [en, fr] = [Lang::En, Lang::Fr].map(|lang| figures::date(day, lang));
    Diagnostic::new(
        code::write::DATE_AHEAD,
        format!("--paid-date names {en}, and what is paid was paid by today"),
        format!("--paid-date dit {fr}, et ce qui est payé l'est déjà aujourd'hui"),
    )
    .help("give a day that has come", "donner un jour déjà venu")
}

/// A folder that can be written: it is sound with the rows of the files, and agrees with them.
struct Sound<'a> {
    attempt: Attempt<'a>,
    /// The files to write.
    candidates: Vec<Written>,
    /// The documents to be copied into the folder.
    copies: Vec<documents::Copy>,
    control: Vec<Controlled>,
    /// What the rows that were taken invoice and pay.
    totals: BTreeMap<Currency, (Amount, Amount)>,
}

/// Tries the folder with the rows of the files and holds it against what they state.
///
/// # Errors
/// [`Exit::CouldNotRun`] when it is not sound; said already.
fn attempted<'a>(
    args: &Args,
    ground: &'a Ground,
    standing: &Standing<'_>,
    (files, request): (&[(Reader, SourceFile)], &Request<'a>),
    ui: &mut Ui,
) -> Result<Sound<'a>, Exit> {
    let (policy, today, keep_going) = (request.policy, request.today, args.files.keep_going);
    let (outcome, copies) = ui.working(&Bilingual::new("importing", "import"), || {
        let (incoming, copies) = gather::gather(args, files, request, standing);
        let dating = Dating { paid_date: args.paid_date, today };
        (Attempt::new(incoming, &ground.files, policy, args.on_change(), dating).run(keep_going), copies)
    });
    let Outcome { attempt, mut findings, candidates, ledger } = outcome;
    let lists = files.iter().filter(|(reader, _)| reader.kind == Kind::List).map(|(_, file)| file);
    list::quote(&lists.collect::<Vec<_>>(), request, &mut findings);
    let after = ledger.as_ref().map(|(ledger, balances)| After { attempt: &attempt, ledger, balances });
    let compared = after.map(|after| after.compare(ground, policy, standing, today, &mut findings));
    let (control, totals) = compared.unwrap_or_default();
    // A cell that several files of the folder get is at fault once.
    findings.dedup();
    let has_errors = findings.iter().any(Diagnostic::is_error);
    if ledger.is_none() || (has_errors && !keep_going) {
        return Err(told::refuse(&attempt, findings, ui));
    }
    ui.findings(findings);
    if has_errors {
        ui.note_found();
    }
    let unread = standing.unread();
    if unread.is_empty() { Ok(Sound { attempt, candidates, copies, control, totals }) } else { Err(ui.refuse(unread)) }
}
