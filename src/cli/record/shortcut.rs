//! What was typed in short, spelled out: whom it concerns, the level that the plan asks for, and what was promised.

use super::super::load;
use super::Args;
use super::book::Book;
use crate::diag::{Diagnostic, Place, code, nearest};
use crate::engine::planning::plan;
use crate::model::{CustomerId, Date, Event, EventKind, InvoiceNo, Ledger, Selection};
use crate::policy::Channel;

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
            (Some(_), Some(_)) => Err(vec![said(
                format!("{id} is both a customer and an invoice"),
                format!("{id} est à la fois un client et une facture"),
                id,
                ("say which by --customer or --invoice", "dire lequel par --customer ou --invoice"),
            )]),
            (None, None) => {
                let numbers = ledger.invoices().iter().map(|row| ledger.number(row.number));
                let known = ledger.customers().iter().map(|customer| customer.id.as_str()).chain(numbers);
                let near = nearest(id, known);
                let (en, fr) = near.map_or_else(
                    || {
                        (
                            "name a customer_id or an invoice_id".to_owned(),
                            "donner un code client ou un numéro".to_owned(),
                        )
                    },
                    |near| (format!("did you mean {near}?"), format!("vouliez-vous dire {near} ?")),
                );
                Err(vec![said(
                    format!("{id} is no customer and no invoice of the folder"),
                    format!("{id} n'est ni un client ni une facture du dossier"),
                    id,
                    (&en, &fr),
                )])
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

fn said(en: String, fr: String, id: &str, help: (&str, &str)) -> Diagnostic {
    let place = Place { text: Some(id.to_owned()), ..Place::file("relance record") };
    Diagnostic::new(code::write::WHOM_UNKNOWN, en, fr).at(place).help(help.0, help.1)
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
            "a promise by itself is `record promise WHOM --until DAY`",
            "une promesse seule se note par `record promise QUI --until JOUR`",
        )]);
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

/// Adds the promise that was made in a call: the sums and days are its own.
fn with_promise(mut own: Args, args: &Args, event: EventKind) -> Vec<(Args, EventKind)> {
    let Some(day) = args.promise else { return vec![(own, event)] };
    let promise = Args { until: vec![day], level: None, channel: None, event_id: None, ..own.clone() };
    own.amount.clear();
    vec![(own, event), (promise, EventKind::Promise)]
}

/// Gives a call the level, and the invoices, of the call that the plan asks for on that day; of one that was made that day
/// already, those that it had.
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
    let notice = plan.notices().iter().find(|notice| notice.level.channel == Channel::Phone)?;
    let numbers = notice.lines.iter().map(|&line| ledger.invoice(plan.rows()[line].item).number);
    Some((notice.level.name.clone(), numbers.collect()))
}
