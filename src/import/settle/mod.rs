//! Payments of which a list tells only the sum so far: what was paid on an invoice less what the folder knows of.

mod credits;
mod dates;

use std::collections::{BTreeMap, BTreeSet};

use self::credits::{Credited, by_credit, by_own_credit, by_unlisted_credit};
use self::dates::Assumed;
use super::before::{COLUMNS, Known};
use super::choices::NAMED;
use super::held::Held;
use super::source::Dating;
use super::unnamed::{Names, Round, Told, Unnamed, Whose};
use super::{Incoming, IncomingRows};
use crate::diag::{Diagnostic, Place, code};
use crate::input::columns::Column;
use crate::input::edit::{CsvFile, PlainRow};
use crate::model::payment::ASSUMED_METHOD;
use crate::model::{Amount, Currency, Date, FileRole, plain};
use crate::policy::TermRules;

/// What was paid so far on one invoice, according to a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settled {
    /// The place of the file in [`Incoming::lists`], and the line.
    pub place: (u32, u32),
    /// The place of the invoice among the rows for `invoices.csv`.
    pub invoice: usize,
    /// What it is in.
    pub currency: Currency,
    /// The sum of all payments.
    pub paid: Amount,
    /// The day of the last one, where the list tells it.
    pub date: Option<String>,
}

/// What was used since of a credit note that the folder has, according to a list: the balances of the invoices count
/// it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UsedCredit {
    /// The place of the file in [`Incoming::lists`].
    pub list: u32,
    /// The place of the credit note among the rows for `invoices.csv`.
    pub invoice: usize,
    /// What it is in.
    pub currency: Currency,
    /// How much of it.
    pub used: Amount,
}

/// What the folder's own files say.
#[derive(Clone, Copy, Debug)]
pub struct Files<'a> {
    /// Its `invoices.csv`.
    pub invoices: Option<&'a CsvFile>,
    /// Its `payments.csv`.
    pub payments: Option<&'a CsvFile>,
    /// The currency of rows that name none.
    pub currency: Currency,
}

/// What keeps payments from being told, with the places of their rows.
pub type Untold = (Diagnostic, Vec<(u32, u32)>);

/// Adds to the payments what lists tell of more than the folder and the other files know; `held` is the folder's money.
/// Returns what keeps some from being told.
pub fn settle(
    incoming: &mut Incoming,
    files: Files<'_>,
    (mut held, names): (Held, Names),
    dating: Dating,
    terms: &TermRules,
) -> Vec<Untold> {
    let settled = std::mem::take(&mut incoming.settled);
    if settled.is_empty() && incoming.used_credits.is_empty() {
        incoming.credit = held.credit(|_| false);
        return Vec::new();
    }
    held.add_unnamed(incoming, files.currency);
    let mut known = Known::of(incoming, files.payments);
    let more = more(&settled, incoming, &known, &held);
    let Unpaid { sums: unpaid, unnamed } = unpaid(&settled, incoming, files, &more, (&mut held, names), &known);
    let mut payments = Payments::new();
    for (i, one) in settled.iter().enumerate() {
        let invoice = incoming.files[&FileRole::Invoices].rows.row(one.invoice);
        if more[i].is_negative() {
            let finding = overpaid(invoice.get(Column::InvoiceId), place_of(one, incoming));
            payments.untold.push((finding, vec![one.place]));
            continue;
        }
        payments.keep(one, invoice, &known);
        if unpaid[i].is_zero() {
            continue;
        }
        match in_doubt((i, one), unpaid[i], &held, unnamed.get(&i), incoming) {
            Some(doubt) => payments.untold.push((doubt, vec![one.place])),
            None => payments.add(one, invoice, unpaid[i], &mut known, dated(one, invoice, dating, terms)),
        }
    }
    payments.told(incoming, dating)
}

/// What lists tell was paid on each invoice beyond all money that is known.
struct Unpaid {
    sums: Vec<Amount>,
    /// What lists say of the invoices of customers who have money that names none, by their places.
    unnamed: BTreeMap<usize, Told>,
}

/// Returns what is left of `more` once the folder's other money and credit notes are taken off it, and notes in the
/// import what was used of these.
fn unpaid(
    settled: &[Settled],
    incoming: &mut Incoming,
    files: Files<'_>,
    more: &[Amount],
    (held, names): (&mut Held, Names),
    known: &Known,
) -> Unpaid {
    let (mut unpaid, mut with_held) = (more.to_vec(), vec![Amount::ZERO; settled.len()]);
    let mut unnamed = told_of(settled, incoming, known, (held, names));
    let mut pay = |unpaid: &mut [Amount], round| {
        for told in &mut unnamed {
            if let Some(money) = held.unnamed.get_mut(&told.whose) {
                with_held[told.place] += told.pay_with(money, &mut unpaid[told.place], round);
            }
        }
    };
    // What the folder has set against an invoice was not paid with money.
    by_own_credit(&mut held.credited, &mut unpaid);
    for round in [Round::Named, Round::Same, Round::OfDay, Round::Own] {
        pay(&mut unpaid, round);
    }
    let Credited { listed: by_credit, absorbed, given_back } = by_credit(settled, incoming, &unpaid, files);
    (incoming.absorbed, incoming.given_back) = (absorbed, given_back);
    by_credit.iter().for_each(|(&i, &share)| unpaid[i] -= share);
    let used = by_unlisted_credit((&held.credited, &held.notes), settled, incoming, &mut unpaid);
    pay(&mut unpaid, Round::Others);
    incoming.credit = held.credit(|money| was_credit(money, settled, incoming));
    pay_named(settled, incoming, held, &mut unpaid);
    tell_held(incoming, settled, &with_held);
    credits::tell(incoming, used);
    Unpaid { sums: unpaid, unnamed: unnamed.into_iter().map(|told| (told.place, told)).collect() }
}

/// Payments that are told of invoices, and what keeps others from it.
struct Payments<'s> {
    rows: IncomingRows,
    untold: Vec<Untold>,
    /// What was paid on a day that nobody knows, by list.
    undated: BTreeMap<u32, Vec<&'s Settled>>,
    /// The invoices that were paid before the day that `--paid-date` names, by list.
    ahead: BTreeMap<u32, Vec<String>>,
}

impl<'s> Payments<'s> {
    fn new() -> Payments<'s> {
        let rows = IncomingRows::new(&COLUMNS);
        Payments { rows, untold: Vec::new(), undated: BTreeMap::new(), ahead: BTreeMap::new() }
    }

    /// Keeps the payments that the folder has of an invoice.
    fn keep(&mut self, one: &Settled, invoice: PlainRow<'_>, known: &Known) {
        let (list, line) = one.place;
        for &row in known.before(invoice).iter().flat_map(|before| &before.rows) {
            self.rows.add_row(list, line, COLUMNS.iter().map(|&column| known.folder.row(row).get(column)));
        }
    }

    /// Adds a payment of an invoice, if its day is known.
    fn add(
        &mut self,
        one: &'s Settled,
        invoice: PlainRow<'_>,
        sum: Amount,
        known: &mut Known,
        dated: Option<(Assumed, &'static str)>,
    ) {
        let (list, line) = one.place;
        let (number, instalment) = (invoice.get(Column::InvoiceId), invoice.get(Column::Instalment));
        let Some((Assumed { day: date, is_ahead }, method)) = dated else {
            self.undated.entry(list).or_default().push(one);
            return;
        };
        if is_ahead {
            self.ahead.entry(list).or_default().push(number.to_owned());
        }
        let id = (1_u32..).map(|n| format!("{number}-{n}")).find(|id| known.enter(id)).unwrap_or_default();
        let (amount, currency) = (plain::amount(sum, one.currency), invoice.get(Column::Currency));
        self.rows.add_row(list, line, [&id, &date, amount.as_str(), number, instalment, currency, method]);
    }

    /// Adds them to those that are listed, and returns what keeps others from it.
    fn told(self, incoming: &mut Incoming, dating: Dating) -> Vec<Untold> {
        let Payments { rows, mut untold, undated, ahead } = self;
        untold.extend(undated.into_values().map(|settled| told_undated(&settled, incoming, dating)));
        dates::tell_ahead(incoming, ahead);
        add(incoming, rows);
        untold
    }
}

/// Adds payments to those that are listed.
fn add(incoming: &mut Incoming, told: IncomingRows) {
    let payments = incoming.files.entry(FileRole::Payments).or_insert_with(|| IncomingRows::new(&COLUMNS));
    payments.widen(&COLUMNS);
    payments.rows.append(told.rows);
    payments.places.extend(told.places);
}

/// Returns where a list names an invoice.
fn place_of(one: &Settled, incoming: &Incoming) -> Place {
    incoming.files[&FileRole::Invoices].place(&incoming.lists, one.invoice, Some(Column::InvoiceId))
}

/// Returns why nobody can say what a payment of some more on an invoice would be: money that is known may be just that.
fn in_doubt(
    (i, one): (usize, &Settled),
    more: Amount,
    held: &Held,
    unnamed: Option<&Told>,
    incoming: &Incoming,
) -> Option<Diagnostic> {
    let invoice = incoming.files[&FileRole::Invoices].rows.row(one.invoice);
    let (theirs, number) = (whose(one, incoming), invoice.get(Column::InvoiceId));
    let issued = invoice.get(Column::IssueDate).parse().ok();
    let beyond = held.beyond.get(&theirs);
    let beyond =
        beyond.and_then(|beyond| beyond.in_doubt((number, issued), (more, one.currency), place_of(one, incoming)));
    beyond.or_else(|| {
        unnamed?.in_doubt(held.unnamed.get(&theirs)?, (more, held.known.contains(&i)), place_of(one, incoming))
    })
}

/// Returns the day of a payment, and how it is known: as the list tells, else as it is assumed; nothing where it is
/// not.
fn dated(one: &Settled, invoice: PlainRow<'_>, dating: Dating, terms: &TermRules) -> Option<(Assumed, &'static str)> {
    match &one.date {
        Some(date) => Some((Assumed { day: date.clone(), is_ahead: false }, "")),
        None => Some((dating.assumed(invoice, terms)?, ASSUMED_METHOD)),
    }
}

/// Says that nobody knows the days of some payments, with the places of their rows.
fn told_undated(settled: &[&Settled], incoming: &Incoming, dating: Dating) -> Untold {
    let places = settled.iter().map(|one| place_of(one, incoming));
    let finding = dates::undated(settled.len(), places.take(NAMED), dating.paid_date);
    (finding, settled.iter().map(|one| one.place).collect())
}

/// Returns how much more was paid on each invoice than the money that names it comes to; below zero where it is less.
fn more(settled: &[Settled], incoming: &Incoming, known: &Known, held: &Held) -> Vec<Amount> {
    let Some(invoices) = incoming.files.get(&FileRole::Invoices) else { return Vec::new() };
    let more = |(i, one): (usize, &Settled)| {
        let before = known.before(invoices.rows.row(one.invoice));
        let before = before.map_or(Amount::ZERO, |before| before.to_amount(one.currency));
        one.paid - before - held.named.get(&i).copied().unwrap_or_default()
    };
    settled.iter().enumerate().map(more).collect()
}

/// Tells whether money that paid an invoice was credit before: it came before that was issued, or is what was paid on
/// another one, once more.
fn was_credit(money: &Unnamed, settled: &[Settled], incoming: &Incoming) -> bool {
    let Some(own) = money.on.map(|place| &settled[place]) else { return true };
    let issued = incoming.files[&FileRole::Invoices].rows.row(own.invoice).get(Column::IssueDate).parse::<Date>();
    let is_before = issued.is_ok_and(|issued| money.date < issued);
    let is_paid_again = |other: &Settled| {
        other.invoice != own.invoice && other.paid == money.sum && whose(other, incoming) == whose(own, incoming)
    };
    is_before || settled.iter().any(is_paid_again)
}

/// Takes off what was paid on invoices the money that names them, and is credit beside other money that paid them.
fn pay_named(settled: &[Settled], incoming: &Incoming, held: &mut Held, unpaid: &mut [Amount]) {
    let Some(invoices) = incoming.files.get(&FileRole::Invoices).filter(|_| !held.beyond.is_empty()) else { return };
    for (one, unpaid) in settled.iter().zip(unpaid) {
        held.pay_named(&whose(one, incoming), invoices.rows.row(one.invoice).get(Column::InvoiceId), unpaid);
    }
}

/// Returns what lists say of the invoices of customers who have money that names none, in the order in which they fall
/// due.
fn told_of(settled: &[Settled], incoming: &Incoming, known: &Known, (held, names): (&Held, Names)) -> Vec<Told> {
    let Some(invoices) = incoming.files.get(&FileRole::Invoices).filter(|_| !held.unnamed.is_empty()) else {
        return Vec::new();
    };
    let number = |place: usize| invoices.rows.row(settled[place].invoice).get(Column::InvoiceId);
    let mut places: BTreeMap<Whose, Vec<usize>> = BTreeMap::new();
    for (place, one) in settled.iter().enumerate() {
        places.entry(whose(one, incoming)).or_default().push(place);
    }
    let mut named_by: BTreeMap<usize, BTreeSet<String>> = BTreeMap::new();
    for (whose, places) in &places {
        let Some(money) = held.unnamed.get(whose) else { continue };
        let numbers: Vec<&str> = places.iter().map(|&place| number(place)).collect();
        // A payment that paid several invoices stands there several times.
        let payments: BTreeMap<&str, &Unnamed> = money.iter().map(|one| (one.payment.as_str(), one)).collect();
        let texts: Vec<_> = payments.values().map(|one| (one.words.as_str(), (one.sum, whose.1))).collect();
        for (payment, named) in payments.keys().zip(names(&numbers, &texts)) {
            for at in named {
                named_by.entry(places[at]).or_default().insert((*payment).to_owned());
            }
        }
    }
    let theirs = by_due_date(settled, incoming).into_iter().filter_map(|place| {
        let (one, whose) = (&settled[place], whose(&settled[place], incoming));
        held.unnamed.contains_key(&whose).then(|| {
            let row = invoices.rows.row(one.invoice);
            let day = |text: &str| text.parse().ok();
            let named_by = named_by.remove(&place).unwrap_or_default();
            let mut told = Told {
                place,
                whose,
                invoice: number(place).to_owned(),
                issued: day(row.get(Column::IssueDate)),
                day: one.date.as_deref().and_then(day),
                is_met: false,
                named_by,
                taken: Vec::new(),
            };
            told.is_met = known.before(row).is_some_and(|named| named.days.iter().any(|&day| told.is_on_its_day(day)));
            told
        })
    });
    theirs.collect()
}

/// Returns the places of invoices in the order in which they fall due.
fn by_due_date(settled: &[Settled], incoming: &Incoming) -> Vec<usize> {
    let Some(invoices) = incoming.files.get(&FileRole::Invoices) else { return Vec::new() };
    let mut order: Vec<usize> = (0..settled.len()).collect();
    order.sort_by_key(|&i| {
        let row = invoices.rows.row(settled[i].invoice);
        let due = Some(row.get(Column::DueDate)).filter(|due| !due.is_empty());
        (due.unwrap_or(row.get(Column::IssueDate)), row.get(Column::IssueDate), row.get(Column::InvoiceId))
    });
    order
}

fn whose(one: &Settled, incoming: &Incoming) -> Whose {
    let row = incoming.files[&FileRole::Invoices].rows.row(one.invoice);
    (row.get(Column::CustomerId).to_owned(), one.currency)
}

/// Tells which invoices are paid with money that the folder has.
fn tell_held(incoming: &mut Incoming, settled: &[Settled], paid: &[Amount]) {
    let Some(invoices) = incoming.files.get(&FileRole::Invoices) else { return };
    let mut told: BTreeMap<u32, Vec<String>> = BTreeMap::new();
    for (one, _) in settled.iter().zip(paid).filter(|(_, paid)| paid.is_positive()) {
        let number = invoices.rows.row(one.invoice).get(Column::InvoiceId);
        told.entry(one.place.0).or_default().push(number.to_owned());
    }
    for (list, numbers) in told {
        let words = ("paid with money that the folder has already", "payées avec de l'argent que le dossier a déjà");
        incoming.sources[list as usize].choose(words, &numbers);
    }
}

fn overpaid(invoice: &str, place: Place) -> Diagnostic {
    Diagnostic::new(
        code::import::BALANCE_DIFFERS,
        format!("the folder knows of more payments on invoice {invoice} than the list"),
        format!("le dossier connaît plus de paiements sur la facture {invoice} que la liste"),
    )
    .at(place)
    .help(
        "the list may be older than the folder, or a payment was returned since: record that first",
        "la liste est peut-être plus ancienne que le dossier, ou un paiement a été rejeté depuis : l'enregistrer d'abord",
    )
}
