//! `relance record`: this happened. Appends an act to `events.csv`, checked like the file.

use clap::Args as ClapArgs;
use clap::builder::{PossibleValuesParser, TypedValueParser};

use super::clock;
use super::common::{Files, Shape, Speech, iso_date};
use super::exit::Exit;
use super::journal;
use super::load;
use super::lock::FolderLock;
use super::names;
use super::trial::{self, FAR, FolderFile};
use super::ui::Ui;
use crate::diag::{Diagnostic, Place, code};
use crate::engine::history::Undone;
use crate::input::edit::{CsvFile, EventRow, column_name};
use crate::input::text::{AmountText, parse_amount, trim};
use crate::model::{Amount, Currency, Date, EventKind, FileRole, Ledger};
use crate::output::reports::record::{Recorded, RecordedRow};
use crate::policy::{Channel, Policy};

/// Record what happened: a call, a dispute, a promise, a letter sent
#[derive(ClapArgs, Debug)]
#[command(after_help = "\
One act is one event_id, on as many rows as it has invoices or plan instalments: repeat --invoice-id, and give
--amount and --until once per row. Without --event-id the id is made from the content: the same act recorded twice
is no change. What is recorded stays; `record undo --reference ID` takes an act back.

Examples:
  relance record call --customer-id C014 --note 'Mme Petit: on Friday'
  relance record promise --invoice-id F-2026-0117 --amount 500 --until 2026-04-30
  relance record notice --invoice-id F-1 --invoice-id F-2 --level reminder --channel email
  relance record plan --invoice-id F-9 --until 2026-05-31 --amount 300 --until 2026-06-30 --amount 300
  relance record undo --customer-id C014 --reference E-0123456789ab")]
pub struct Args {
    /// What happened
    #[arg(value_name = "EVENT", value_parser = event_kind())]
    event: EventKind,
    /// The day it happened [default: today]
    #[arg(long, visible_alias = "as-of", value_name = "YYYY-MM-DD", value_parser = iso_date)]
    date: Option<Date>,
    /// Whom it concerns; not needed with an invoice
    #[arg(long, visible_alias = "customer", value_name = "ID")]
    customer_id: Option<String>,
    /// The invoice it concerns; may be given several times
    #[arg(long, visible_alias = "invoice", value_name = "ID")]
    invoice_id: Vec<String>,
    /// The instalment of the invoice it concerns
    #[arg(long, value_name = "NAME")]
    instalment: Option<String>,
    /// The dunning level of a notice, call or approval; the route of a court_filed, such as ordinary-claim
    #[arg(long, value_name = "NAME")]
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
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = iso_date)]
    published: Option<Date>,
    /// The day on which it ends or is due; once, or once per row
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = iso_date)]
    until: Vec<Date>,
    /// The registered letter's number, or the event_id that an undo takes back
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true)]
    reference: Option<String>,
    /// Free text
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true)]
    note: Option<String>,
    /// The id of the act [default: made from its content]
    #[arg(long, value_name = "ID")]
    event_id: Option<String>,
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
        Ui::new(&self.speech).writing(&self.shape)
    }
}

fn event_kind() -> impl TypedValueParser<Value = EventKind> {
    PossibleValuesParser::new(EventKind::ALL.map(EventKind::word))
        .map(|word| EventKind::parse(&word).expect("only the words of events are possible"))
}

/// Appends the act, once the folder with it reads without a new error.
///
/// # Errors
/// When the folder cannot be read, the act is refused, or `events.csv` cannot be written.
pub fn run(args: &Args, ui: &mut Ui) -> anyhow::Result<Exit> {
    let files = &args.files;
    let policy = load::sound_policy(files, ui)?.0;
    let _lock = FolderLock::take(&files.folder, ui)?;
    let mut before = trial::survey(files, &policy, FAR, &[])?;
    // Some systems do not replace a file that is open.
    before.reading.files.clear();
    let has_errors = before.findings.iter().any(Diagnostic::is_error);
    let Some(ledger) = before.reading.ledger.as_ref().filter(|_| !has_errors || files.keep_going) else {
        ui.findings(before.findings);
        return Ok(Exit::CouldNotRun);
    };
    let refused = |findings: Vec<Diagnostic>, ui: &mut Ui| {
        ui.findings(findings);
        Ok(Exit::CouldNotRun)
    };
    let date = args.date.unwrap_or_else(clock::today);
    let rows = match rows(args, &policy, ledger, date) {
        Ok(rows) => rows,
        Err(findings) => return refused(findings, ui),
    };
    let undone = Undone::new(ledger, FAR);
    let prepared = FolderFile::open(FileRole::Events, files, &policy).and_then(|file| {
        Ok((journal::prepare(file.file.as_ref(), &file.name, &rows, &|id| undone.id_in_force(id))?, file))
    });
    let (prepared, file) = match prepared {
        Ok(prepared) => prepared,
        Err(mut findings) => {
            blame_options(&mut findings, None, |finding, _| {
                [code::write::LETTER_UNWRITABLE, code::write::CONTROL_CHARACTER].contains(&finding.code)
            });
            return refused(findings, ui);
        }
    };
    if prepared.appended.added > 0 {
        let after = trial::survey(files, &policy, FAR, &[(&file, &prepared.bytes)])?;
        let mut brought = trial::brought(&before.findings, after.findings);
        blame_options(&mut brought, file.file.as_ref(), |_, place| {
            place.file == file.name && place.line.is_some_and(|line| prepared.lines.contains(&line))
        });
        let is_refused = brought.iter().any(Diagnostic::is_error);
        ui.findings(brought);
        if is_refused {
            return Ok(Exit::CouldNotRun);
        }
        file.write(&prepared.bytes)?;
    }
    if has_errors {
        ui.note_found();
    }
    let recorded = Recorded {
        event_id: &prepared.appended.ids[0],
        rows: &rows.iter().map(shown).collect::<Vec<_>>(),
        is_new: prepared.appended.added > 0,
        date,
    };
    ui.report(&recorded)
}

fn shown(row: &EventRow) -> RecordedRow<'_> {
    RecordedRow {
        date: row.date,
        event: row.event.word(),
        customer_id: row.customer_id.as_deref(),
        invoice_id: row.invoice_id.as_deref(),
        instalment: row.instalment.as_deref(),
        level: row.level.as_deref(),
        until: row.until,
        amount: row.amount,
        currency: row.currency,
    }
}

/// Turns the options into rows, or says every option that has no single meaning.
fn rows(args: &Args, policy: &Policy, ledger: &Ledger, date: Date) -> Result<Vec<EventRow>, Vec<Diagnostic>> {
    let mut faults = Vec::new();
    let count = row_count(args, &mut faults);
    faults.extend(
        args.level
            .as_deref()
            .and_then(|level| names::level_unknown(args.event, level, policy, typed("--level", level))),
    );
    check_channel(args.channel.as_deref(), &mut faults);
    let currency = args.currency.as_deref().map(|code| currency(code, &mut faults));
    let customer = args.customer_id.clone().or_else(|| undone_customer(args, ledger));
    let at = |list: &[String], i: usize| list.get(if list.len() == 1 { 0 } else { i }).cloned();
    let mut rows = Vec::new();
    for i in 0..count {
        let invoice = at(&args.invoice_id, i);
        let of_row = currency.flatten().unwrap_or_else(|| currency_of(invoice.as_deref(), policy, ledger));
        let mut sum =
            |name, list: &[String], currency| list.get(i).and_then(|text| amount(name, text, currency, &mut faults));
        let amount = sum("--amount", &args.amount, of_row);
        let interest = sum("--interest", &args.interest, of_row);
        let has_money = amount.is_some() || interest.is_some() || args.currency.is_some();
        rows.push(EventRow {
            date,
            event: args.event,
            event_id: args.event_id.clone(),
            customer_id: customer.clone(),
            indemnity: sum("--indemnity", &args.indemnity, Currency::EUR),
            amount,
            interest,
            currency: has_money.then_some(of_row),
            invoice_id: invoice,
            instalment: args.instalment.clone(),
            level: args.level.clone(),
            channel: args.channel.clone(),
            published: args.published,
            until: args.until.get(if args.until.len() == 1 { 0 } else { i }).copied(),
            reference: args.reference.clone(),
            note: args.note.clone(),
        });
    }
    if faults.is_empty() { Ok(rows) } else { Err(faults) }
}

/// Returns how many rows the act has. A sum is never spread over several rows: each has its own.
fn row_count(args: &Args, faults: &mut Vec<Diagnostic>) -> usize {
    let sums = [("--amount", &args.amount), ("--interest", &args.interest), ("--indemnity", &args.indemnity)];
    let most = sums.iter().map(|(_, list)| list.len()).max().unwrap_or(0).max(args.until.len());
    let invoices = args.invoice_id.len().max(1);
    // Only a plan has several days and sums for one invoice.
    let count = if args.event == EventKind::Plan { invoices.max(most) } else { invoices };
    let mut uneven = |option: &str, found: usize| {
        let finding = Diagnostic::new(
            code::write::OPTION_COUNT,
            format!("{found} {option} for {count} rows"),
            format!("{found} {option} pour {count} lignes"),
        )
        .at(Place::file(option))
        .help(
            "give it once per row, in the order of the rows",
            "le donner une fois par ligne, dans l'ordre des lignes",
        );
        faults.push(finding);
    };
    if ![0, 1, count].contains(&args.invoice_id.len()) {
        uneven("--invoice-id", args.invoice_id.len());
    }
    if ![0, 1, count].contains(&args.until.len()) {
        uneven("--until", args.until.len());
    }
    for (option, list) in sums.iter().filter(|(_, list)| ![0, count].contains(&list.len())) {
        uneven(option, list.len());
    }
    count
}

/// Is an option and what was typed for it.
fn typed(option: &str, text: &str) -> Place {
    Place { text: Some(text.to_owned()), ..Place::file(option) }
}

/// Says of the options what was found on the lines that they would have made.
fn blame_options(findings: &mut [Diagnostic], file: Option<&CsvFile>, is_ours: impl Fn(&Diagnostic, &Place) -> bool) {
    for finding in findings {
        let ours: Vec<bool> = finding.places.iter().map(|place| is_ours(finding, place)).collect();
        for (place, _) in finding.places.iter_mut().zip(ours).filter(|(_, is_ours)| *is_ours) {
            // Another program's file may call the column otherwise.
            let column = place.column.as_deref().map(|name| match file.and_then(|file| file.meaning(name)) {
                Some(column) => column_name(FileRole::Events, column).to_owned(),
                None => name.to_owned(),
            });
            let option = column.map(|name| format!("--{}", name.replace('_', "-")));
            let option = option.unwrap_or_else(|| "relance record".to_owned());
            *place = Place { text: place.text.take(), ..Place::file(option) };
        }
    }
}

fn check_channel(channel: Option<&str>, faults: &mut Vec<Diagnostic>) {
    let Some(channel) = channel.filter(|word| Channel::parse(word).is_none()) else { return };
    let finding = Diagnostic::new(
        code::input::WORD_UNKNOWN,
        format!("{channel} is not a channel"),
        format!("{channel} n'est pas un canal"),
    )
    .at(typed("--channel", channel))
    .help("channels: email, phone, letter, registered", "canaux : email, phone, letter, registered");
    faults.push(finding);
}

fn currency(code: &str, faults: &mut Vec<Diagnostic>) -> Option<Currency> {
    let found = Currency::parse(code);
    if found.is_none() {
        let finding = Diagnostic::new(
            code::input::CURRENCY_UNKNOWN,
            format!("{code} is not a currency of ISO 4217"),
            format!("{code} n'est pas une devise d'ISO 4217"),
        );
        faults.push(finding.at(typed("--currency", code)));
    }
    found
}

/// Returns the currency of the invoice that a row names, else the policy's.
fn currency_of(invoice: Option<&str>, policy: &Policy, ledger: &Ledger) -> Currency {
    let number = invoice.and_then(|id| ledger.find_number(id));
    let row = number.and_then(|number| ledger.rows_of(number).first());
    row.map_or(policy.currency, |&row| ledger.invoice(row).currency)
}

/// Returns whom the act concerns that an undo takes back.
fn undone_customer(args: &Args, ledger: &Ledger) -> Option<String> {
    let undone = args.reference.as_deref().filter(|_| args.event == EventKind::Undo && args.invoice_id.is_empty())?;
    let event = ledger.events().iter().find(|event| event.event_id.as_deref() == Some(undone))?;
    Some(ledger.customer(event.customer).id.clone())
}

fn amount(option: &str, text: &str, currency: Currency, faults: &mut Vec<Diagnostic>) -> Option<Amount> {
    let found = match parse_amount(trim(text.as_bytes())) {
        Ok(AmountText::One(value, _)) => value.to_amount(currency).filter(|amount| !amount.is_negative()),
        Ok(AmountText::Two { .. }) | Err(_) => None,
    };
    if found.is_none() {
        let decimals = currency.decimals();
        let finding = Diagnostic::new(
            code::input::AMOUNT_INVALID,
            format!("this is not a sum in {currency}"),
            format!("ce n'est pas une somme en {currency}"),
        )
        .at(typed(option, text))
        .help(
            format!("expected digits, a comma or a point before at most {decimals} decimals, such as 1200.50"),
            format!(
                "attendu : des chiffres, une virgule ou un point avant {decimals} décimales au plus, comme 1200,50"
            ),
        );
        faults.push(finding);
    }
    found
}
