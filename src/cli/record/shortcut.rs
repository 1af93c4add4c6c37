//! What was typed in short, spelled out: whom it concerns, the level that the plan asks for, and what was promised.

use std::collections::BTreeSet;

use super::Args;
use super::book::Book;
use crate::cli::reading::load;
use crate::cli::typed::whom;
use crate::diag::{Diagnostic, Place, code, nearest};
use crate::engine::planning::plan;
use crate::model::{CustomerId, Date, Event, EventKind, InvoiceNo, Ledger, Selection, shell};
use crate::policy::Channel;

/// Where what was typed stands, in findings.
const COMMAND: &str = "relance record";

/// Whom an act concerns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Whom {
    Customer(CustomerId),
    Invoice(InvoiceNo),
}

impl Whom {
    /// Returns who or what an id names.
    ///
    /// # Errors
    /// When it names nothing, or a customer and the invoice of another one.
    pub fn named(id: &str, ledger: &Ledger) -> Result<Whom, Vec<Diagnostic>> {
        match (ledger.find_customer(id), ledger.find_number(id)) {
            (Some(customer), None) => Ok(Whom::Customer(customer)),
            (None, Some(number)) => Ok(Whom::Invoice(number)),
            (Some(_), Some(_)) => Err(vec![ambiguous(id)]),
            (None, None) => {
                let asked = ("name a customer_id or an invoice_id", "donner un code client ou un numéro");
                Err(vec![whom::unknown(id, COMMAND, ledger, asked)])
            }
        }
    }

    /// Returns the customer.
    pub fn customer(self, ledger: &Ledger) -> Option<CustomerId> {
        match self {
            Whom::Customer(customer) => Some(customer),
            Whom::Invoice(number) => ledger.rows_of(number).next().map(|row| ledger.invoice(row).customer),
        }
    }
}

fn ambiguous(id: &str) -> Diagnostic {
    Diagnostic::new(
        code::write::WHOM_UNKNOWN,
        format!("{id} is both a customer and an invoice"),
        format!("{id} est à la fois un client et une facture"),
    )
    .at(Place { text: Some(id.to_owned()), ..Place::file(COMMAND) })
    .help("say which by --customer or --invoice", "dire lequel par --customer ou --invoice")
}

/// Returns the acts that the options come to, each with its options in full.
///
/// # Errors
/// When what is named is unknown, or two options say the same.
pub(super) fn spelled_out(
    args: &Args,
    event: EventKind,
    book: &Book<'_>,
) -> Result<Vec<(Args, EventKind)>, Vec<Diagnostic>> {
    let mut own = args.clone();
    let whom = own.whom.take();
    own.promise = None;
    if args.promise.is_some() && event != EventKind::Call {
        let place = Place::file("--promise");
        let finding =
            Diagnostic::new(code::write::OPTION_COUNT, "--promise goes with a call", "--promise va avec un appel");
        return Err(vec![finding.at(place).help(
            "a promise by itself is `relance record promise WHOM --until DAY`",
            "une promesse seule se note par `relance noter promesse QUI --until JOUR`",
        )]);
    }
    if event == EventKind::Undo
        && let Some(id) = whom.as_ref().or(own.reference.first())
        && own.event_id.as_ref() != Some(id)
        && book.ledger.events().iter().all(|event| event.event_id.as_ref() != Some(id))
    {
        let place = if whom.is_some() { COMMAND } else { "--reference" };
        return Err(vec![event_unknown(id, place, book.ledger)]);
    }
    let Some(id) = whom else { return Ok(with_promise(own, args, event)) };
    if matches!(event, EventKind::Undo | EventKind::Allocated) {
        own.reference.insert(0, id);
        return Ok(vec![(own, event)]);
    }
    let whom = Whom::named(&id, book.ledger)?;
    match whom {
        Whom::Customer(_) => own.customer_id.insert(0, id),
        Whom::Invoice(_) => own.invoice_id.insert(0, id),
    }
    let mut acts = with_promise(own, args, event);
    if event == EventKind::Call && args.level.is_none() {
        follow_the_plan(&mut acts[0].0, whom, book, args.day());
    }
    Ok(acts)
}

/// How many ids are shown to somebody who typed another.
const SHOWN: usize = 3;

/// Returns the finding that no act has an id: with those that begin so, else the one most like it, else the last ones.
fn event_unknown(id: &str, place: &str, ledger: &Ledger) -> Diagnostic {
    if ledger.find_payment(id).is_some() {
        return payment_undone(id, place);
    }
    let ids = || ledger.events().iter().filter_map(|event| Some((event.date, event.event_id.as_deref()?)));
    // A table that is too narrow shows the beginning, and this sign.
    let start = id.trim_end_matches(['…', '.']);
    let begun: BTreeSet<&str> =
        ids().map(|(_, known)| known).filter(|known| !start.is_empty() && known.starts_with(start)).collect();
    let near = nearest(id, ids().map(|(_, known)| known));
    let meant: Vec<&str> = if begun.is_empty() { near.into_iter().collect() } else { begun.into_iter().collect() };
    let last: BTreeSet<(Date, &str)> = ids().collect();
    let last = last.into_iter().rev().take(SHOWN).map(|(_, known)| known).collect::<Vec<_>>();
    let list = |ids: &[&str]| ids.iter().take(SHOWN).copied().collect::<Vec<_>>().join(", ");
    let (en, fr) = match (meant.as_slice(), last.as_slice()) {
        ([], []) => ("no act has one yet;".to_owned(), "aucun fait n'en a encore ;".to_owned()),
        ([], [one]) => (format!("the only one is {one};"), format!("le seul est {one} ;")),
        ([], all) => (format!("the last ones are {};", list(all)), format!("les derniers sont {} ;", list(all))),
        (some, _) => (format!("did you mean {}?", list(some)), format!("vouliez-vous dire {} ?", list(some))),
    };
    Diagnostic::new(
        code::ledger::EVENT_UNKNOWN,
        format!("no act is recorded under the id {id}: nothing is taken back"),
        format!("aucun fait n'est noté sous l'identifiant {id} : rien n'est annulé"),
    )
    .at(Place { text: Some(id.to_owned()), ..Place::file(place) })
    .help(
        format!("{en} `relance history CUSTOMER` shows those of a customer"),
        format!("{fr} `relance fiche CLIENT` montre ceux d'un client"),
    )
}

/// Returns the finding that a payment is no act that an undo takes back, with what corrects one.
fn payment_undone(id: &str, place: &str) -> Diagnostic {
    let named = shell::word(id);
    Diagnostic::new(
        code::ledger::EVENT_UNKNOWN,
        format!("{id} is a payment, no act: nothing is taken back"),
        format!("{id} est un règlement, non un acte : rien n'est annulé"),
    )
    .at(Place { text: Some(id.to_owned()), ..Place::file(place) })
    .help(
        format!(
            "if it came back unpaid: `relance record return {named}`; if it was matched wrongly: `relance match {named} --undo`; if \
             it was entered wrongly: change or delete its row in payments.csv"
        ),
        format!(
            "s'il est revenu impayé : `relance noter rejet {named}` ; s'il a été mal rapproché : `relance rapprocher {named} \
             --undo` ; s'il a été mal saisi : corriger ou supprimer sa ligne dans payments.csv"
        ),
    )
}

/// Adds the promise that was made in a call: the sums and days are its own.
fn with_promise(mut own: Args, args: &Args, event: EventKind) -> Vec<(Args, EventKind)> {
    let Some(day) = args.promise else { return vec![(own, event)] };
    let promise = Args { until: vec![day], level: None, channel: None, event_id: None, ..own.clone() };
    own.amount.clear();
    vec![(own, event), (promise, EventKind::Promise)]
}

/// Gives a call the level, and the invoices, of the call that the plan asks for on that day; of one that was made that
/// day already, those that it had.
fn follow_the_plan(call: &mut Args, whom: Whom, book: &Book<'_>, day: Date) {
    let ledger = book.ledger;
    let Some(customer) = whom.customer(ledger) else { return };
    let Some((level, mut numbers)) = made(book, customer, day).or_else(|| asked_for(book, customer, day)) else {
        return;
    };
    numbers.retain(|&number| !matches!(whom, Whom::Invoice(named) if named != number));
    numbers.dedup();
    if numbers.is_empty() {
        return;
    }
    call.level = Some(level);
    call.channel = call.channel.take().or_else(|| Some(Channel::Phone.word().to_owned()));
    call.customer_id.clear();
    call.invoice_id = numbers.into_iter().map(|number| ledger.number(number).to_owned()).collect();
}

/// Returns the level and the invoices of the call that is recorded for that day.
fn made(book: &Book<'_>, customer: CustomerId, day: Date) -> Option<(String, Vec<InvoiceNo>)> {
    let is_made = |event: &&Event| {
        event.kind == EventKind::Call
            && event.customer == customer
            && event.date == day
            && event.level.is_some()
            && book.undone.since(event).is_none()
    };
    let calls: Vec<&Event> = book.ledger.events().iter().filter(is_made).collect();
    let level = calls.first()?.level.clone()?;
    Some((level, calls.iter().filter_map(|event| event.invoice).collect()))
}

/// Returns the level and the invoices of the call that the plan asks for.
fn asked_for(book: &Book<'_>, customer: CustomerId, day: Date) -> Option<(String, Vec<InvoiceNo>)> {
    let ledger = book.ledger;
    let balances = load::allocated(book.files, ledger, book.policy, day).balances;
    let plan = plan(ledger, &balances, book.policy, &Selection::only([customer]));
    let mut calls = plan.notices().iter().filter(|notice| notice.level.channel == Channel::Phone);
    let first = calls.next()?;
    // One call is about what he owes in every currency, of which each has a notice.
    let all = std::iter::once(first).chain(calls.filter(|other| other.level.name == first.level.name));
    let numbers = all.flat_map(|notice| &notice.lines).map(|&line| ledger.invoice(plan.rows()[line].item).number);
    Some((first.level.name.clone(), numbers.collect()))
}
