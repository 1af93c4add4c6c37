//! Payments of accounts, lists and statuses that the folder has already, as receipts of the bank, as somebody noted them or
//! as another of these told them: the same money comes in once.

use std::collections::{BTreeMap, BTreeSet};

use super::standing::Standing;
use crate::diag::{Diagnostic, Severity, code};
use crate::engine::allocation::taken_back_whole;
use crate::engine::matching::same::Money;
use crate::engine::matching::told_again::{Again, Known, Told, is_number_of, payments, told_again};
use crate::import::Incoming;
use crate::import::source::LeftOut;
use crate::import::sums::received;
use crate::input::columns::Column;
use crate::input::edit::{PlainRow, PlainRows};
use crate::model::payment::{OF_BANK, is_declared, is_of_hand, receipt_of};
use crate::model::{
    Amount, Bilingual, Currency, CustomerId, Date, FileRole, InvoiceNo, Lang, Ledger, PaymentId, figures, several,
};

/// Whose money, and in what.
type Whose = (CustomerId, Currency);

/// How many payments are named.
const NAMED: usize = 3;

/// Money of the files: its rows, those of one divided payment together, and what they tell.
struct Telling<'r> {
    rows: Vec<usize>,
    id: &'r str,
    /// Whether that is an invoice's number and a further one.
    is_numbered: bool,
    told: Told,
    /// Those that it was divided into.
    parts: Vec<Telling<'r>>,
}

/// What becomes of the rows of the files.
#[derive(Default)]
struct Found {
    /// Those that are left out, and why.
    out: BTreeMap<usize, LeftOut>,
    /// The payments of the folder whose place rows take: nobody knew when they came, or the seller declared them.
    replaced: BTreeMap<String, Vec<usize>>,
    /// The rows that may be payments of the folder.
    doubts: Vec<(usize, PaymentId)>,
}

/// Leaves out the payments that the folder has, each of them once. The folder is read only where there are payments that
/// could be.
pub fn leave_out(incoming: &mut Incoming, standing: &Standing<'_>, currency: Currency) {
    let Some(rows) = incoming.files.get(&FileRole::Payments).filter(|rows| !rows.rows.is_empty()) else { return };
    let Some(ledger) = standing.ledger() else { return };
    let ids: BTreeSet<&str> = rows.rows.iter().map(|row| row.get(Column::PaymentId)).collect();
    let mut known = payments(ledger, &taken_back_whole(ledger), |id| !ids.contains(ledger.payment_id(id)));
    let declares = ids.iter().any(|id| is_declared(id));
    known.values_mut().for_each(|known| known.retain(|one| declares || is_other_source(one, ledger)));
    known.retain(|_, known| !known.is_empty());
    if known.is_empty() {
        return;
    }
    let mut found = Found::default();
    for (whose, tellings) in tellings((&rows.rows, &ids), (ledger, standing), &whose(incoming), currency) {
        let Some(known) = known.get(&whose) else { continue };
        let (declared, told): (Vec<_>, Vec<_>) = tellings.into_iter().partition(|one| one.told.money.is_declared);
        // What another status declared is another payment; whoever else knows of it knows of the same.
        let others = known.iter().filter(|one| !one.money.is_declared).cloned().collect();
        found.look_for(declared, others, (ledger, standing));
        let others = known.iter().filter(|one| is_other_source(one, ledger)).cloned().collect();
        found.look_for(told, others, (ledger, standing));
    }
    let doubts = found.doubts.iter().map(|&(row, payment)| perhaps(incoming, row, ledger, payment)).collect::<Vec<_>>();
    incoming.findings.extend(doubts);
    let kept: Vec<usize> = (0..rows.rows.len()).filter(|row| !found.out.contains_key(row)).collect();
    for (row, why) in found.out {
        incoming.sources[rows.places[row].0 as usize].leave_out(why);
    }
    let replaced = found.replaced.into_iter();
    let replaced = replaced.map(|(id, rows_of_it)| (id, rows_of_it.into_iter().map(|row| rows.places[row]).collect()));
    incoming.replaced = replaced.collect();
    tell_replaced(incoming);
    if let Some(rows) = incoming.files.get_mut(&FileRole::Payments) {
        rows.keep(&kept);
    }
}

/// Tells whether a payment is certainly of no program that gives payments ids: a statement, a person, a status or a list
/// without told of it.
fn is_other_source(known: &Known, ledger: &Ledger) -> bool {
    let id = ledger.payment_id(known.rows[0]);
    id.starts_with(OF_BANK) || is_of_hand(id) || known.money.is_declared || known.is_of_list()
}

impl Found {
    /// Looks for what is told of one customer's money among what is known of it.
    fn look_for(
        &mut self,
        tellings: Vec<Telling<'_>>,
        mut known: Vec<Known>,
        (ledger, standing): (&Ledger, &Standing<'_>),
    ) {
        let owed = |number, day| standing.left_on(number, day);
        let (nameless, mut named): (Vec<_>, Vec<_>) = tellings.into_iter().partition(Telling::is_nameless);
        let told = |tellings: &[Telling<'_>]| tellings.iter().map(|one| one.told.clone()).collect::<Vec<Told>>();
        while !named.is_empty() {
            let found = told_again(&told(&named), &mut known, &owed);
            for (&at, again) in &found {
                self.take(&named[at], again.clone(), ledger);
            }
            // What is not known as a whole may be in its parts.
            let left = named.into_iter().enumerate().filter(|(at, _)| !found.contains_key(at));
            named = left.flat_map(|(_, telling)| telling.parts).collect();
        }
        // Lists without ids may be of one program: what one has told is another payment of the other, but for its words.
        let (mut of_lists, mut others): (Vec<Known>, Vec<Known>) = known.into_iter().partition(Known::is_of_list);
        let first = told_again(&told(&nameless), &mut others, &owed);
        for (&at, again) in &first {
            self.take(&nameless[at], again.clone(), ledger);
        }
        let left = nameless.into_iter().enumerate().filter(|(at, _)| !matches!(first.get(at), Some(Again::Same(_))));
        let left = left.map(|(_, telling)| telling).filter(|telling| {
            let said = of_lists.iter().position(|known| telling.says(known));
            said.map(|at| of_lists.remove(at)).is_none()
        });
        let left: Vec<Telling<'_>> = left.collect();
        let again = told_again(&told(&left), &mut of_lists, &owed);
        let mut times: BTreeMap<&[PaymentId], usize> = BTreeMap::new();
        for again in again.values() {
            if let Again::Same(payments) = again {
                *times.entry(payments).or_default() += 1;
            }
        }
        for (&at, again) in &again {
            match again {
                Again::Same(payments) if times[payments.as_slice()] == 1 => {
                    self.doubts.push((left[at].rows[0], payments[0]))
                }
                Again::Doubt(payment) => self.doubts.push((left[at].rows[0], *payment)),
                again => self.take(&left[at], again.clone(), ledger),
            }
        }
    }

    fn take(&mut self, telling: &Telling<'_>, again: Again, ledger: &Ledger) {
        match again {
            Again::Same(payments) if !telling.told.money.is_declared && are_declared(&payments, ledger) => {
                payments.into_iter().for_each(|payment| self.replace(payment, telling, ledger));
            }
            Again::Same(payments) => {
                let why = if telling.told.money.is_declared { paid_already() } else { known_as(ledger, &payments) };
                self.out.extend(telling.rows.iter().map(|&row| (row, why.clone())));
            }
            Again::Instead(payments) => {
                payments.into_iter().for_each(|(payment, _)| self.replace(payment, telling, ledger));
            }
            // What names an invoice on which so much is open is further money, until somebody says otherwise; but the seller
            // seldom knows of money of which nobody else does.
            Again::Doubt(payment) if telling.told.money.is_declared || are_declared(&[payment], ledger) => {
                self.doubts.push((telling.rows[0], payment));
            }
            Again::Doubt(_) => {}
        }
    }

    fn replace(&mut self, payment: PaymentId, telling: &Telling<'_>, ledger: &Ledger) {
        self.replaced.entry(ledger.payment_id(payment).to_owned()).or_default().extend(&telling.rows);
    }
}

/// Tells whether the seller alone knew of money so far, by statuses: the day of such a one is mostly that of the message.
fn are_declared(payments: &[PaymentId], ledger: &Ledger) -> bool {
    payments.iter().all(|&id| is_declared(ledger.payment_id(id)))
}

fn paid_already() -> LeftOut {
    LeftOut::new("paid-already", "money that the folder has already", "déjà encaissés dans le dossier")
}

/// Says as what the folder has some money.
fn known_as(ledger: &Ledger, payments: &[PaymentId]) -> LeftOut {
    let all = |is: &dyn Fn(&str) -> bool| payments.iter().all(|&id| is(ledger.payment_id(id)));
    if all(&|id| id.starts_with(OF_BANK)) {
        LeftOut::new("received", "received at the bank already", "déjà reçus à la banque")
    } else if all(&is_of_hand) {
        LeftOut::new("noted", "noted by hand already", "déjà notés à la main")
    } else {
        LeftOut::new("listed", "told by a list already", "déjà donnés par une liste")
    }
}

/// Says which payments give way to those of a list.
fn tell_replaced(incoming: &mut Incoming) {
    let mut told: BTreeMap<u32, Vec<&str>> = BTreeMap::new();
    for (id, places) in &incoming.replaced {
        places.iter().take(1).for_each(|(list, _)| told.entry(*list).or_default().push(id));
    }
    for (list, ids) in told {
        let Bilingual { en, fr } = several(&ids, NAMED);
        incoming.sources[list as usize].choices.push(Bilingual::new(
            format!(
                "it says when payments came of which the day was only assumed or declared, and which give way: {en}"
            ),
            format!(
                "on y lit quand sont venus des règlements à date supposée ou déclarée, qui lui laissent la place : {fr}"
            ),
        ));
    }
}

/// Says that a row may be a payment of the folder that a list told before, or a part of it.
fn perhaps(incoming: &Incoming, row: usize, ledger: &Ledger, payment: PaymentId) -> Diagnostic {
    let (known, id) = (ledger.payment(payment), ledger.payment_id(payment));
    let [(sum_en, day_en), (sum_fr, day_fr)] = [Lang::En, Lang::Fr]
        .map(|lang| (figures::money(known.amount, known.currency, lang), figures::date(known.date, lang)));
    let (who_en, who_fr) = match is_declared(id) {
        true => ("a status 212 declared", "qu'un statut 212 a déclaré"),
        false if is_declared(incoming.files[&FileRole::Payments].rows.row(row).get(Column::PaymentId)) => {
            ("the folder has already", "que le dossier a déjà")
        }
        false => ("a list told before", "qu'une liste a donné avant"),
    };
    let mut finding = Diagnostic::new(
        code::import::PAYMENT_TWICE,
        format!("this payment may be {id}, {sum_en} of {day_en}, which {who_en}, or a part of it: both count"),
        format!(
            "ce règlement est peut-être {id}, {sum_fr} du {day_fr}, {who_fr}, ou en fait partie : les deux comptent"
        ),
    )
    .at(incoming.files[&FileRole::Payments].place(&incoming.lists, row, Some(Column::Amount)))
    .help(
        format!("if it is, take {id}, or what is told twice of it, out of payments.csv"),
        format!("si c'est le cas, ôter de payments.csv {id}, ou ce qui en est donné deux fois"),
    );
    finding.severity = Severity::Warning;
    finding
}

/// Returns the customers of the invoices that come in, by their numbers.
fn whose(incoming: &Incoming) -> BTreeMap<String, String> {
    let rows = incoming.files.get(&FileRole::Invoices).into_iter().flat_map(|rows| rows.rows.iter());
    rows.map(|row| (row.get(Column::InvoiceId).to_owned(), row.get(Column::CustomerId).to_owned())).collect()
}

/// Returns what rows tell of money that came in, by whose it is, then by its day.
fn tellings<'r>(
    (rows, ids): (&'r PlainRows, &BTreeSet<&str>),
    (ledger, standing): (&Ledger, &Standing<'_>),
    whose: &BTreeMap<String, String>,
    own: Currency,
) -> BTreeMap<Whose, Vec<Telling<'r>>> {
    let mut found: BTreeMap<Whose, Vec<Telling<'r>>> = BTreeMap::new();
    let mut divided: BTreeMap<(Whose, Date, &str), Vec<Telling<'r>>> = BTreeMap::new();
    for (at, row) in rows.iter().enumerate() {
        let Some((whose, money)) = told(row, (ledger, standing), whose, own) else { continue };
        let id = row.get(Column::PaymentId);
        let told = Told { numbers: money.invoices.clone(), money, fits: false };
        let is_numbered = is_number_of(row.get(Column::InvoiceId), id);
        let one = Telling { rows: vec![at], id, is_numbered, told, parts: Vec::new() };
        let head = receipt_of(id);
        if id.is_empty() || !ids.contains(head) {
            found.entry(whose).or_default().push(one);
            continue;
        }
        divided.entry((whose, one.told.money.date, head)).or_default().push(one);
    }
    for ((whose, ..), parts) in divided {
        let one = Telling::of(parts);
        found.entry(whose).or_default().push(one);
    }
    for tellings in found.values_mut() {
        let text = |telling: &Telling<'r>| rows.row(telling.rows[0]).cells().collect::<Vec<_>>();
        tellings.sort_by_cached_key(|telling| (telling.told.money.date, telling.id, text(telling)));
    }
    found
}

impl Telling<'_> {
    /// Tells whether the import gives it an id, or its program one that looks so.
    fn is_nameless(&self) -> bool {
        self.id.is_empty() || self.is_numbered
    }

    /// Tells whether it says just what a payment of the folder does: then it gets that one's id.
    fn says(&self, known: &Known) -> bool {
        let (own, its) = (&self.told.money, &known.money);
        (own.date, own.amount, &own.invoices) == (its.date, its.amount, &its.invoices)
    }
}

impl<'r> Telling<'r> {
    /// Returns money that was divided into those parts.
    fn of(parts: Vec<Telling<'r>>) -> Telling<'r> {
        let (first, told) = (&parts[0], |part: &Telling<'_>| part.told.money.invoices.clone());
        let invoices: Vec<InvoiceNo> = parts.iter().flat_map(told).collect();
        let amount = parts.iter().map(|part| part.told.money.amount).sum();
        let money = Money { amount, invoices: invoices.clone(), ..first.told.money.clone() };
        let told = Told { money, numbers: invoices, fits: false };
        let rows = parts.iter().flat_map(|part| part.rows.clone()).collect();
        Telling { rows, id: first.id, is_numbered: first.is_numbered, told, parts }
    }
}

/// Returns whose money a row tells of, and what it is; nothing of what was taken back.
fn told(
    row: PlainRow<'_>,
    (ledger, standing): (&Ledger, &Standing<'_>),
    whose: &BTreeMap<String, String>,
    own: Currency,
) -> Option<(Whose, Money)> {
    let number = row.get(Column::InvoiceId);
    let invoice: Option<InvoiceNo> = standing.number(number).filter(|_| !number.is_empty());
    let by_invoice = invoice.and_then(|number| ledger.rows_of(number).next()).map(|item| ledger.invoice(item));
    let id = match row.get(Column::CustomerId) {
        "" => whose.get(number).map(String::as_str).unwrap_or_default(),
        id => id,
    };
    let customer = by_invoice.map(|invoice| invoice.customer).or_else(|| ledger.find_customer(id))?;
    let currency = Currency::parse(row.get(Column::Currency));
    let currency = currency.or(by_invoice.map(|invoice| invoice.currency)).unwrap_or(own);
    let amount =
        received(row).and_then(|amount| amount.to_amount(currency)).filter(|amount: &Amount| amount.is_positive())?;
    let date = row.get(Column::Date).parse().ok()?;
    let invoices = invoice.into_iter().collect();
    let money = Money { date, amount, invoices, gone: None, is_declared: is_declared(row.get(Column::PaymentId)) };
    Some(((customer, currency), money))
}
