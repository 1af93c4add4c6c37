//! `record penalty-note`: what lateness costs becomes a row of `invoices.csv`, one for each invoice it is charged on;
//! and the credit note by which such a row is taken back.

mod row;

use std::collections::{BTreeMap, BTreeSet};

use super::super::exit::Exit;
use super::book::Book;
use super::shortcut::Whom;
use super::{Args, dates, refused};
use crate::cli::reading::load;
use crate::cli::reading::rate_tables;
use crate::cli::terminal::ui::Ui;
use crate::diag::{Diagnostic, Place, code};
use crate::engine::allocation::Balances;
use crate::engine::history::History;
use crate::engine::penalties::Penalties;
use crate::engine::penalties::notes::{self, Charge};
use crate::engine::planning::plan;
use crate::engine::states::States;
use crate::letter::content::kept_back::KeptBack;
use crate::model::{
    Amount, Bilingual, Currency, CustomerId, Date, EventKind, InvoiceKind, InvoiceNo, ItemId, Lang, Ledger, Selection,
    figures, shell,
};
use crate::output::reports::record::{Recorded, RecordedRow};
use row::{Row, first_of, free_id, invoices, rows};

/// The word of the act, as it is typed and shown.
pub(super) const WORD: &str = "penalty-note";

/// Charges what lateness costs on an invoice, or on each invoice of a customer.
///
/// # Errors
/// When the options name nobody, nothing can be charged, or the file cannot be written.
pub(super) fn run(args: &Args, book: &Book<'_>, ui: &mut Ui) -> anyhow::Result<Exit> {
    let (whom, customer) = whom(args, book).map_err(|finding| refused(finding, ui))?;
    let (notes, told) = charged(args, book, whom, customer).map_err(|findings| refused(findings, ui))?;
    ui.findings(told);
    if notes.is_empty() {
        return nothing_new(args, book, whom, customer, ui);
    }
    let file = invoices(book).map_err(|findings| refused(findings, ui))?;
    let after = book.add(&file, rows(&notes, customer, book), dates::ahead(args.day(), args), ui)?;
    let mut remarks = after.map_or(Vec::new(), |after| said_back(book, &after, &notes, args.day()));
    let undo = |command: &str| {
        notes.iter().map(|note| format!("`relance {command} {}`", note.id)).collect::<Vec<_>>().join(", ")
    };
    remarks.push(Bilingual::new(
        format!("recorded in {}; a credit note takes it back: {}", file.name, undo("record undo")),
        format!("enregistré dans {} ; s'annule par un avoir : {}", file.name, undo("noter annulation")),
    ));
    report(&notes, args.day(), true, &remarks, customer, book, ui)
}

/// Takes a note back by a credit note of what is open on it.
///
/// # Errors
/// When nothing of it is open any more, or the file cannot be written.
pub(super) fn take_back(args: &Args, number: InvoiceNo, book: &Book<'_>, ui: &mut Ui) -> anyhow::Result<Exit> {
    let (ledger, day) = (book.ledger, args.day());
    let balances = load::allocated(book.files, ledger, book.policy, day).balances;
    let open: Amount = ledger.rows_of(number).map(|item| balances.open(ledger, item)).sum();
    let note = ledger.number(number);
    if !open.is_positive() {
        let finding = impossible(
            format!("nothing is open on {note} on that day: it is paid or taken back already"),
            format!("rien n'est dû sur {note} ce jour-là : elle est payée, ou déjà annulée"),
        )
        .help(
            "money to be given back is a credit note written by hand, then `record refund`",
            "de l'argent à rendre se note par un avoir saisi à la main, puis `relance noter remboursement`",
        );
        return Err(refused(vec![finding], ui).into());
    }
    let customer = ledger.invoice(first_of(ledger, number)).customer;
    let mut taken = BTreeSet::new();
    let id = free_id(&format!("AV-{note}"), ledger, &mut taken);
    let currency = ledger.invoice(first_of(ledger, number)).currency;
    let row = Row { id, kind: InvoiceKind::CreditNote, on: number, issue: day, due: day, amount: open, currency };
    let notes = [row];
    let file = invoices(book).map_err(|findings| refused(findings, ui))?;
    book.add(&file, rows(&notes, customer, book), dates::ahead(day, args), ui)?;
    let said = |lang| figures::money(open, currency, lang);
    let (en, fr) = if can_be_charged(book, &balances, number, customer, day) {
        ("; they can be charged again", " ; ils peuvent être facturés de nouveau")
    } else {
        ("", "")
    };
    let remark = Bilingual::new(
        format!("taken back: {} of penalty note {note}{en}", said(Lang::En)),
        format!("annulé : {} de la note de pénalités {note}{fr}", said(Lang::Fr)),
    );
    report(&notes, day, true, &[remark], customer, book, ui)
}

/// Tells whether the debtor may be asked for what a penalty note charges: he may not pay it in insolvency, nor whoever
/// has sold or handed over the invoice claim it.
fn can_be_charged(book: &Book<'_>, balances: &Balances, note: InvoiceNo, customer: CustomerId, day: Date) -> bool {
    let ledger = book.ledger;
    let history = History::new(ledger, day);
    let states = States::new(ledger, balances, book.policy, &history, customer);
    let charged = ledger.more(first_of(ledger, note)).and_then(|more| more.applies_to);
    charged.into_iter().flat_map(|number| ledger.rows_of(number)).all(|item| states.out_of_hand(item).is_none())
}

/// Returns the penalty note that an undo takes back, where no act of the history has that id.
pub(super) fn undone(args: &Args, event: EventKind, ledger: &Ledger) -> Option<InvoiceNo> {
    let named = args.whom.as_deref().or(args.reference.first().map(String::as_str));
    let id = named.filter(|_| event == EventKind::Undo)?;
    let number = ledger.find_number(id)?;
    let is_act = ledger.events().iter().any(|event| event.event_id.as_deref() == Some(id));
    (!is_act && ledger.invoice(first_of(ledger, number)).kind == InvoiceKind::Penalty).then_some(number)
}

/// Returns what the note is about.
fn whom(args: &Args, book: &Book<'_>) -> Result<(Whom, CustomerId), Vec<Diagnostic>> {
    let sums = [&args.amount, &args.interest, &args.indemnity];
    if sums.iter().any(|list| !list.is_empty()) {
        return Err(vec![
            impossible(
                "what is charged is what `relance penalties` shows: no sum is typed".to_owned(),
                "ce qui est facturé est ce que montre `relance penalites` : aucune somme ne se donne".to_owned(),
            )
            .help(
                "what is not to be claimed is given up first: `record waived`",
                "ce qu'on ne réclame pas s'abandonne d'abord : `relance noter abandon`",
            ),
        ]);
    }
    let named = args.whom.as_deref().or(args.invoice_id.first().map(String::as_str));
    let Some(named) = named.or(args.customer_id.first().map(String::as_str)) else {
        let finding = Diagnostic::new(
            code::write::WHOM_UNKNOWN,
            "a penalty note names nobody",
            "une note de pénalités ne désigne personne",
        );
        return Err(vec![
            finding
                .at(Place::file("relance record"))
                .help("name the customer or the late invoice", "désigner le client ou la facture en retard"),
        ]);
    };
    let whom = Whom::named(named, book.ledger)?;
    let customer = whom.customer(book.ledger).expect("a number has a row");
    Ok((whom, customer))
}

/// Returns the invoices that are meant, by due date.
fn numbers(ledger: &Ledger, whom: Whom) -> Vec<InvoiceNo> {
    match whom {
        Whom::Invoice(number) => vec![number],
        Whom::Customer(customer) => {
            let mut known = BTreeSet::new();
            let rows = &ledger.invoices()[ledger.invoices_of(customer)];
            rows.iter().map(|row| row.number).filter(|&number| known.insert(number)).collect()
        }
    }
}

/// Returns the notes to be written, and what is said of what they leave out.
fn charged(
    args: &Args,
    book: &Book<'_>,
    whom: Whom,
    customer: CustomerId,
) -> Result<(Vec<Row>, Vec<Diagnostic>), Vec<Diagnostic>> {
    let (ledger, day) = (book.ledger, args.day());
    if let Some(over) = dates::over(day, args, &Bilingual::new("the note", "la note")) {
        return Err(vec![over]);
    }
    let numbers = numbers(ledger, whom);
    let later = numbers.iter().flat_map(|&number| notes::notes_on(ledger, number));
    let later = later.filter(|&note| ledger.invoice(note).issue > day).map(|note| charged_later(ledger, note));
    let later: Vec<Diagnostic> = later.collect();
    if !later.is_empty() {
        return Err(later);
    }
    let mut left_out = KeptBack::default();
    let charges = charges(book, customer, &numbers, day, &mut left_out)?;
    // What was given up, paid or corrected since is charged no more.
    let since = match args.today() > day {
        true => Some(self::charges(book, customer, &numbers, args.today(), &mut KeptBack::default())?),
        false => None,
    };
    let until = args.until.first().and_then(|until| until.coming(args.today(), day));
    let mut taken = BTreeSet::new();
    let mut notes = Vec::new();
    for (place, &on) in numbers.iter().enumerate() {
        let own = ledger.invoice(first_of(ledger, on)).currency;
        let sums = |charge: Option<Charge>| charge.unwrap_or_default().sums(own);
        let most: Option<BTreeMap<Currency, Amount>> = since.as_ref().map(|since| sums(since[place]).collect());
        let by_law = charges[place].and_then(|charge| charge.payable_until);
        let due = until.or(by_law.map(|last| last.max(day))).unwrap_or(day);
        for (currency, amount) in sums(charges[place]) {
            let most = most.as_ref().map(|most| most.get(&currency).copied().unwrap_or_default());
            let amount = most.map_or(amount, |most| amount.min(most));
            if amount.is_positive() {
                let id = free_id(&format!("PEN-{}", ledger.number(on)), ledger, &mut taken);
                notes.push(Row { id, kind: InvoiceKind::Penalty, on, issue: day, due, amount, currency });
            }
        }
    }
    if let Some(id) = args.event_id.as_ref().filter(|id| !id.is_empty()) {
        match notes.as_mut_slice() {
            [note] => note.id.clone_from(id),
            [] => {}
            _ => return Err(vec![one_id(notes.len())]),
        }
    }
    Ok((notes, left_out.told(ledger, &Bilingual::new("penalty note", "note de pénalités"))))
}

/// Returns what can be charged on a day on each of some invoices of a customer.
fn charges(
    book: &Book<'_>,
    customer: CustomerId,
    numbers: &[InvoiceNo],
    day: Date,
    left_out: &mut KeptBack,
) -> Result<Vec<Option<Charge>>, Vec<Diagnostic>> {
    let Book { files, policy, ledger, .. } = *book;
    let ((rates, _), faults) = rate_tables::read(files, policy);
    if faults.iter().any(Diagnostic::is_error) {
        return Err(faults);
    }
    let balances: Balances = load::allocated(files, ledger, policy, day).balances;
    let selection = Selection::only([customer]);
    if plan(ledger, &balances, policy, &selection).is_doubted(customer) {
        let id = shell::word(&ledger.customer(customer).id);
        let finding = impossible(
            "a row that was refused, or a receipt in suspense, may be his payment: that is to be settled first"
                .to_owned(),
            "une ligne refusée, ou un encaissement en attente, peut être son règlement : à éclaircir d'abord"
                .to_owned(),
        );
        return Err(vec![finding.help(
            format!(
                "`relance check` names the row, `relance match --customer {id}` the receipts; `relance match RECEIPT --to \
                 {id}` books one as his"
            ),
            format!(
                "`relance verifier` désigne la ligne, `relance rapprocher --customer {id}` les encaissements ; `relance \
                 rapprocher ENCAISSEMENT --to {id}` en porte un à son nom"
            ),
        )]);
    }
    let penalties = Penalties::new(ledger, &balances, policy, &rates);
    let history = History::new(ledger, day);
    let states = States::new(ledger, &balances, policy, &history, customer);
    let mut leaves_out = |item: ItemId| match states.out_of_hand(item) {
        Some((state, since)) => {
            left_out.item(customer, item, state, since);
            true
        }
        None => false,
    };
    let charges = numbers.iter().map(|&number| penalties.charge_of(number, &mut leaves_out));
    charges
        .collect::<Result<_, _>>()
        .map_err(|_| penalties.obstacles_of(numbers.iter().flat_map(|&number| ledger.rows_of(number))))
}

/// Answers where nothing is left to charge: that is no change where a note charged it, else there is nothing to record.
fn nothing_new(args: &Args, book: &Book<'_>, whom: Whom, customer: CustomerId, ui: &mut Ui) -> anyhow::Result<Exit> {
    let ledger = book.ledger;
    let balances = load::allocated(book.files, ledger, book.policy, args.day()).balances;
    let stands = |&item: &ItemId| notes::amount_of(ledger, &balances, item).is_positive();
    let notes = numbers(ledger, whom).into_iter().flat_map(|on| {
        notes::notes_on(ledger, on).filter(stands).map(move |item| {
            let row = ledger.invoice(item);
            let id = ledger.number(row.number).to_owned();
            let (kind, currency) = (row.kind, row.currency);
            Row { id, kind, on, issue: row.issue, due: row.due, amount: row.amount, currency }
        })
    });
    let notes: Vec<Row> = notes.collect();
    if notes.is_empty() {
        let finding = impossible(
            "there is no interest and no indemnity left to charge".to_owned(),
            "il ne reste ni pénalités ni indemnité à facturer".to_owned(),
        )
        .help("`relance penalties --explain INVOICE` says why", "`relance penalites --explain FACTURE` dit pourquoi");
        return Err(refused(vec![finding], ui).into());
    }
    let remark = Bilingual::new("charged already: no change", "déjà facturé : aucun changement");
    report(&notes, args.day(), false, &[remark], customer, book, ui)
}

fn report(
    notes: &[Row],
    date: Date,
    is_new: bool,
    remarks: &[Bilingual],
    customer: CustomerId,
    book: &Book<'_>,
    ui: &mut Ui,
) -> anyhow::Result<Exit> {
    let ledger = book.ledger;
    let rows: Vec<RecordedRow<'_>> = notes
        .iter()
        .map(|note| RecordedRow {
            event_id: &note.id,
            date: note.issue,
            event: (if note.kind == InvoiceKind::Penalty { WORD } else { note.kind.word() }, note.kind.term()),
            customer_id: Some(&ledger.customer(customer).id),
            invoice_id: Some(ledger.number(note.on)),
            instalment: None,
            level: None,
            until: Some(note.due).filter(|&due| due != note.issue),
            amount: Some(note.amount),
            currency: Some(note.currency),
            is_new,
        })
        .collect();
    let remarks = ui.placed(remarks);
    ui.report(&Recorded { rows: &rows, date, remarks: &remarks })
}

/// Says of each note what is left to pay of it, once the money that waited has paid it.
fn said_back(book: &Book<'_>, after: &Ledger, notes: &[Row], day: Date) -> Vec<Bilingual> {
    let balances = load::allocated(book.files, after, book.policy, day).balances;
    let said = |note: &Row| {
        let number = after.find_number(&note.id)?;
        let item = first_of(after, number);
        let (currency, left) = (after.invoice(item).currency, balances.open(after, item));
        let money = |amount, lang| figures::money(amount, currency, lang);
        let on = after.number(after.more(item)?.applies_to?);
        let (en, fr) = if left == note.amount {
            (String::new(), String::new())
        } else {
            let paid = note.amount - left;
            (
                format!(", of which {} is paid already", money(paid, Lang::En)),
                format!(", dont {} déjà réglés", money(paid, Lang::Fr)),
            )
        };
        Some(Bilingual::new(
            format!(
                "{}: {} charged on {on}{en}; left to pay: {}",
                note.id,
                money(note.amount, Lang::En),
                money(left, Lang::En)
            ),
            format!(
                "{} : {} facturés sur {on}{fr} ; reste dû {}",
                note.id,
                money(note.amount, Lang::Fr),
                money(left, Lang::Fr)
            ),
        ))
    };
    notes.iter().filter_map(said).collect()
}

fn charged_later(ledger: &Ledger, note: ItemId) -> Diagnostic {
    let row = ledger.invoice(note);
    let number = ledger.number(row.number);
    impossible(
        format!("{number} of {} charges it already, on a later day", figures::date(row.issue, Lang::En)),
        format!("{number} du {} l'a déjà facturé, à une date ultérieure", figures::date(row.issue, Lang::Fr)),
    )
    .help("date it on or after that day", "la dater de ce jour ou d'après")
}

fn one_id(count: usize) -> Diagnostic {
    Diagnostic::new(
        code::write::OPTION_COUNT,
        format!("one --event-id for {count} notes"),
        format!("un seul --event-id pour {count} notes"),
    )
    .at(Place::file("--event-id"))
    .help(
        "name one invoice, or leave the numbers to the program",
        "désigner une seule facture, ou laisser le programme numéroter",
    )
}

fn impossible(en: String, fr: String) -> Diagnostic {
    Diagnostic::new(code::write::ACT_IMPOSSIBLE, en, fr).at(Place::file("relance record"))
}
