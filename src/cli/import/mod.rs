//! `relance import`: what other programs, banks and platforms give becomes rows of the folder's files.

mod attempt;
mod comparing;
mod control;
mod documents;
mod elsewhere;
mod found;
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
use super::suspense::posting::{self, Whose};
use super::terminal::ui::Ui;
use super::typed::common::{Files, Shape, Speech};
use super::typed::day;
use super::typed::unfit::Unfit;
use crate::diag::{Diagnostic, Place, code, nearest};
use crate::import::guessed_encoding::GuessedEncoding;
use crate::import::mapping::Mapping;
use crate::import::merge::OnChange;
use crate::import::readers;
use crate::import::source::{Dating, Kind, PaidDate, Reader, Request, SourceFile};
use crate::import::{Incoming, TARGETS, join, known, list, terms};
use crate::input::Source;
use crate::law::terms::Terms;
use crate::model::{Bilingual, Date, FileRole, Lang, figures};
use crate::output::reports::import::Imported;
use crate::policy::Policy;

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
    let refused = |findings: Vec<Diagnostic>, ui: &mut Ui| {
        ui.findings(findings);
        Ok(Exit::CouldNotRun)
    };
    let names: Vec<String> = args.sources.iter().map(|path| path.display().to_string()).collect();
    if let Some(finding) = untimely(args, &ground, &names, today) {
        return refused(vec![finding], ui);
    }
    let mapping = match args.mapping.as_deref().map(|name| mapping(name, &policy)).transpose() {
        Ok(mapping) => mapping,
        Err(findings) => return refused(findings, ui),
    };
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
    let files = match open(&args.sources, asked, &request) {
        Ok(files) => files,
        Err(findings) => return refused(findings, ui),
    };
    let keep_going = args.files.keep_going;
    let (outcome, copies) = ui.working(&Bilingual::new("importing", "import"), || {
        let (incoming, copies) = gather(args, &files, &request, &standing);
        let dating = Dating { paid_date: args.paid_date, today };
        (Attempt::new(incoming, &ground.files, &policy, args.on_change(), dating).run(keep_going), copies)
    });
    let Outcome { attempt, mut findings, candidates, ledger } = outcome;
    let lists: Vec<&SourceFile> =
        files.iter().filter(|(reader, _)| reader.kind == Kind::List).map(|(_, file)| file).collect();
    list::quote(&lists, &request, &mut findings);
    let after = ledger.as_ref().map(|(ledger, balances)| After { attempt: &attempt, ledger, balances });
    let compared = after.map(|after| after.compare(&ground, &policy, &standing, today, &mut findings));
    let (controlled, totals) = compared.unwrap_or_default();
    // A cell that several files of the folder get is at fault once.
    findings.dedup();
    let has_errors = findings.iter().any(Diagnostic::is_error);
    if ledger.is_none() || (has_errors && !keep_going) {
        return Ok(told::refuse(&attempt, findings, ui));
    }
    ui.findings(findings);
    if has_errors {
        ui.note_found();
    }
    let unread = standing.unread();
    if !unread.is_empty() {
        return refused(unread, ui);
    }
    let work = Bilingual::new("matching receipts", "rapprochement des encaissements");
    let post = || posting::post(&ground.files, &policy, candidates, Whose::Certain);
    let (candidates, posted) = match ui.working(&work, post) {
        Ok(done) => done,
        Err(findings) => return refused(findings, ui),
    };
    if !args.dry_run {
        documents::write(&kept(copies, &attempt.incoming), &args.files.folder)?;
        ground.write(&args.files, &names, candidates, ui)?;
        ui.note_written();
    }
    let told = ui.placed(&posting::told(&posted));
    ui.report(&Imported {
        files: TARGETS.into_iter().filter_map(|role| told::file(role, &attempt, &posted)).collect(),
        sources: told::sources(&attempt),
        control: controlled,
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

/// Leaves out the documents of files of which rows were refused.
fn kept(mut copies: Vec<documents::Copy>, incoming: &Incoming) -> Vec<documents::Copy> {
    let is_refused = |list: u32| incoming.refused.range((list, 0)..(list + 1, 0)).next().is_some();
    copies.retain(|copy| !is_refused(copy.list));
    copies
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

/// Reads the files and completes what they say by what the folder knows; with the documents to be copied into it.
fn gather(
    args: &Args,
    files: &[(Reader, SourceFile)],
    request: &Request<'_>,
    standing: &Standing<'_>,
) -> (Incoming, Vec<documents::Copy>) {
    let terms = &request.policy.terms;
    let mut incoming = read(files, request);
    // Where there is nobody yet, nobody is looked for in a million rows.
    if standing.ledger().is_some() {
        known::recognise(&mut incoming, standing);
    }
    let has_terms = |customer: &str| terms.default.is_some() || terms.by_law || standing.has_terms(customer);
    let undated = terms::give(&mut incoming, args.terms.as_ref(), standing, &has_terms);
    incoming.is_unusable |= undated.is_some();
    incoming.findings.extend(undated);
    twins::recognise(&mut incoming, standing);
    twins::leave_out(&mut incoming, standing, request.policy.currency);
    let sources: Vec<&SourceFile> = files.iter().map(|(_, file)| file).collect();
    let copies = documents::shelve(&mut incoming, &sources, &args.files.folder, args.update);
    let copies = copies.unwrap_or_else(|findings| {
        incoming.is_unusable = true;
        incoming.findings.extend(findings);
        Vec::new()
    });
    (incoming, copies)
}

/// Opens the files and finds the reader of each, accounts first: what they say stands.
fn open(
    paths: &[PathBuf],
    asked: Option<Kind>,
    request: &Request<'_>,
) -> Result<Vec<(Reader, SourceFile)>, Vec<Diagnostic>> {
    let mut files = Vec::new();
    let mut faults = Vec::new();
    for path in paths {
        let opened = Source::open(path, &path.display().to_string()).and_then(SourceFile::open).and_then(|file| {
            let reader = readers::of(&file, asked, request)?;
            Ok((reader, file))
        });
        match opened {
            Ok(found) => files.push(found),
            Err(mut finding) => {
                if finding.code == code::input::FILE_MISSING {
                    // Its way out speaks of the folder's files.
                    finding.help = None;
                }
                faults.push(*finding);
            }
        }
    }
    files.sort_by_key(|(reader, _)| reader.kind);
    if faults.is_empty() { Ok(files) } else { Err(faults) }
}

/// Reads the files, those of one kind together, and joins what they say.
fn read(files: &[(Reader, SourceFile)], request: &Request<'_>) -> Incoming {
    let parts = files.chunk_by(|(one, _), (two, _)| one.kind == two.kind).map(|files| {
        let (reader, _) = files[0];
        let files: Vec<&SourceFile> = files.iter().map(|(_, file)| file).collect();
        let mut part = (reader.read)(&files, request);
        part.sources.iter_mut().for_each(|source| source.kind = Some(reader.kind));
        part
    });
    join::join(parts.collect(), request.folder)
}

/// Returns the mapping of that name.
fn mapping(name: &str, policy: &Policy) -> Result<Mapping, Vec<Diagnostic>> {
    if let Some(written) = policy.imports.get(name) {
        return Mapping::of(name, written);
    }
    let known: Vec<&str> = policy.imports.keys().map(String::as_str).collect();
    let finding = Diagnostic::new(
        code::import::MAPPING_UNKNOWN,
        format!("the policy has no table [import.{name}]"),
        format!("la politique n'a pas de table [import.{name}]"),
    )
    .at(Place::file(FileRole::Policy.file_name()));
    Err(vec![match (nearest(name, known.iter().copied()), known.join(", ")) {
        (Some(near), list) => finding.help(
            format!("did you mean {near}? mappings: {list}"),
            format!("vouliez-vous dire {near} ? correspondances : {list}"),
        ),
        (None, list) if list.is_empty() => finding.help(
            "a mapping is written in policy.toml; `relance import --help` says how",
            "une correspondance s'écrit dans policy.toml ; `relance importer --help` dit comment",
        ),
        (None, list) => finding.help(format!("mappings: {list}"), format!("correspondances : {list}")),
    }])
}
