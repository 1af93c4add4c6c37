//! Payments of accounts, lists and statuses that the folder has already, as receipts of the bank, as somebody noted
//! them or as another of these told them: the same money comes in once.

mod telling;

use std::cell::LazyCell;
use std::collections::{BTreeMap, BTreeSet};

use self::telling::{Telling, tellings, whose};
use super::standing::Standing;
use crate::diag::{Diagnostic, Severity, code};
use crate::engine::allocation::taken_back_whole;
use crate::engine::matching::told_again::{Again, Known, Told, payments, told_again};
use crate::import::source::LeftOut;
use crate::import::{Incoming, recognise_payments};
use crate::input::columns::Column;
use crate::model::payment::{OF_BANK, is_declared, is_of_hand, is_of_program};
use crate::model::{Amount, Currency, FileRole, InvoiceNo, Lang, Ledger, PaymentId, figures};

/// What becomes of the rows of the files.
#[derive(Default)]
struct Found {
    /// Those that are left out, and why.
    out: BTreeMap<usize, LeftOut>,
    /// The payments of the folder whose place rows take: nobody knew when they came, or the seller declared them.
    replaced: BTreeMap<String, Vec<usize>>,
    doubts: Vec<Doubt>,
}

/// Money that may be a payment of the folder, or a part of it.
struct Doubt {
    rows: Vec<usize>,
    amount: Amount,
    payment: PaymentId,
}

/// Gives payments without an id that the folder has its ids; the folder is read only where there are such.
pub fn recognise(incoming: &mut Incoming, standing: &Standing<'_>) {
    let Some(rows) = incoming.files.get_mut(&FileRole::Payments) else { return };
    if rows.rows.iter().any(|row| row.get(Column::PaymentId).is_empty())
        && standing.ledger().is_some()
        && let Some(file) = standing.file(FileRole::Payments)
    {
        recognise_payments(rows, &file);
    }
}

/// Leaves out the payments that the folder has under another id, each of them once; those that it has under their own
/// are no money told again. The folder is read only where there are payments that could be.
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
    let told = tellings(&rows.rows, (ledger, standing), &whose(incoming), currency);
    for (whose, tellings) in told.new {
        let Some(known) = known.get(&whose) else { continue };
        let (declared, told): (Vec<_>, Vec<_>) = tellings.into_iter().partition(|one| one.told.money.is_declared);
        // What another status declared is another payment; whoever else knows of it knows of the same.
        let others = known.iter().filter(|one| !one.money.is_declared).cloned().collect();
        found.look_for(declared, others, (ledger, standing));
        let others = known.iter().filter(|one| is_other_source(one, ledger)).cloned().collect();
        found.look_for(told, others, (ledger, standing));
    }
    found.add_what_came_beside(&told.known, ledger);
    let doubts: Vec<(Diagnostic, Vec<(u32, u32)>)> =
        found.doubts.iter().map(|doubt| perhaps(incoming, doubt, ledger)).collect();
    let kept: Vec<usize> = (0..rows.rows.len()).filter(|row| !found.out.contains_key(row)).collect();
    for (row, why) in found.out {
        incoming.sources[rows.places[row].0 as usize].leave_out(why);
    }
    let replaced = found.replaced.into_iter();
    let replaced = replaced.map(|(id, rows_of_it)| (id, rows_of_it.into_iter().map(|row| rows.places[row]).collect()));
    incoming.replaced = replaced.collect();
    for (finding, waiting) in doubts {
        incoming.findings.push(finding);
        incoming.refused.extend(waiting);
    }
    if let Some(rows) = incoming.files.get_mut(&FileRole::Payments) {
        rows.keep(&kept);
    }
}

/// Tells whether a payment is certainly of no program that gives payments ids: a statement, a person, a status or a
/// list without told of it.
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
            let mut parts = Vec::new();
            for (at, telling) in named.into_iter().enumerate() {
                match found.get(&at) {
                    // What is not known as a whole may be in its parts.
                    None | Some(Again::Doubt(_)) if !telling.parts.is_empty() => parts.extend(telling.parts),
                    Some(again) => self.take(&telling, again, ledger),
                    None => {}
                }
            }
            named = parts;
        }
        // Lists without ids may be of one program: what one has told is another payment of the other.
        let (mut of_lists, mut others): (Vec<Known>, Vec<Known>) = known.into_iter().partition(Known::is_of_list);
        let first = told_again(&told(&nameless), &mut others, &owed);
        for (&at, again) in &first {
            self.take(&nameless[at], again, ledger);
        }
        let left = nameless.into_iter().enumerate().filter(|(at, _)| !matches!(first.get(at), Some(Again::Same(_))));
        let left: Vec<Telling<'_>> = left.map(|(_, telling)| telling).collect();
        let again = told_again(&told(&left), &mut of_lists, &owed);
        let mut times: BTreeMap<&[PaymentId], usize> = BTreeMap::new();
        for again in again.values() {
            if let Again::Same(payments) = again {
                *times.entry(payments).or_default() += 1;
            }
        }
        for (&at, again) in &again {
            match again {
                Again::Same(payments) if times[payments.as_slice()] == 1 => self.doubt(&left[at], payments[0]),
                again => self.take(&left[at], again, ledger),
            }
        }
    }

    fn take(&mut self, telling: &Telling<'_>, again: &Again, ledger: &Ledger) {
        match again {
            Again::Same(payments) if !telling.told.money.is_declared && are_declared(payments, ledger) => {
                payments.iter().for_each(|payment| self.replace(*payment, &telling.rows, ledger));
            }
            Again::Same(payments) => {
                let why = if telling.told.money.is_declared { paid_already() } else { known_as(ledger, payments) };
                self.out.extend(telling.rows.iter().map(|&row| (row, why.clone())));
            }
            Again::Instead(payments) => {
                payments.iter().for_each(|(payment, _)| self.replace(*payment, &telling.rows, ledger));
            }
            Again::Doubt(payment) => {
                let id = ledger.payment_id(*payment);
                // What names an invoice on which so much is open is further money beside what the bank or a person
                // told, until somebody says otherwise; but the seller seldom knows of money of which nobody else does.
                if telling.told.money.is_declared || is_declared(id) || is_of_program(id) {
                    self.doubt(telling, *payment);
                }
            }
        }
    }

    fn doubt(&mut self, telling: &Telling<'_>, payment: PaymentId) {
        self.doubts.push(Doubt { rows: telling.rows.clone(), amount: telling.told.money.amount, payment });
    }

    fn replace(&mut self, payment: PaymentId, rows: &[usize], ledger: &Ledger) {
        self.replaced.entry(ledger.payment_id(payment).to_owned()).or_default().extend(rows);
    }

    /// Lets doubtful money take the place of a payment of an assumed day where it comes to it with what the folder has
    /// got from these files before (`known`, by invoice), and the invoice is overpaid by that: an earlier list told of
    /// a part.
    fn add_what_came_beside(&mut self, known: &BTreeMap<InvoiceNo, Amount>, ledger: &Ledger) {
        let mut sums: BTreeMap<PaymentId, Amount> = BTreeMap::new();
        for doubt in self.doubts.iter().filter(|doubt| ledger.is_assumed(doubt.payment)) {
            *sums.entry(doubt.payment).or_default() += doubt.amount;
        }
        let paid = LazyCell::new(|| paid(ledger));
        let is_whole = |payment: PaymentId, sum: Amount| {
            let assumed = ledger.payment(payment);
            let Some(number) = assumed.invoice else { return false };
            let Some(&beside) = known.get(&number) else { return false };
            let billed: Amount = ledger.rows_of(number).map(|item| ledger.invoice(item).amount).sum();
            sum + beside == assumed.amount && paid[&number] - billed >= beside
        };
        sums.retain(|&payment, sum| is_whole(payment, *sum));
        let (whole, doubts) =
            std::mem::take(&mut self.doubts).into_iter().partition(|doubt| sums.contains_key(&doubt.payment));
        self.doubts = doubts;
        let whole: Vec<Doubt> = whole;
        whole.iter().for_each(|doubt| self.replace(doubt.payment, &doubt.rows, ledger));
    }
}

/// Returns what payments that name an invoice come to.
fn paid(ledger: &Ledger) -> BTreeMap<InvoiceNo, Amount> {
    let mut paid: BTreeMap<InvoiceNo, Amount> = BTreeMap::new();
    for payment in ledger.payments() {
        if let Some(number) = payment.invoice {
            *paid.entry(number).or_default() += payment.received();
        }
    }
    paid
}

/// Tells whether the seller alone knew of money so far, by statuses: the day of such a one is mostly that of the
/// message.
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

/// Says that a row may be a payment of the folder that a list told before, or a part of it; where rows of its file
/// cannot be read, which may be the rest, it waits for them. Returns the places that wait.
fn perhaps(incoming: &Incoming, doubt: &Doubt, ledger: &Ledger) -> (Diagnostic, Vec<(u32, u32)>) {
    let (known, id) = (ledger.payment(doubt.payment), ledger.payment_id(doubt.payment));
    let [(sum_en, day_en), (sum_fr, day_fr)] = [Lang::En, Lang::Fr]
        .map(|lang| (figures::money(known.amount, known.currency, lang), figures::date(known.date, lang)));
    let rows = &incoming.files[&FileRole::Payments];
    let (who_en, who_fr) = match is_declared(id) {
        true => ("a status 212 declared", "qu'un statut 212 a déclaré"),
        false if is_declared(rows.rows.row(doubt.rows[0]).get(Column::PaymentId)) => {
            ("the folder has already", "que le dossier a déjà")
        }
        false => ("a list told before", "qu'une liste a donné avant"),
    };
    let en = format!("this payment may be {id}, {sum_en} of {day_en}, which {who_en}, or a part of it");
    let fr = format!("ce règlement est peut-être {id}, {sum_fr} du {day_fr}, {who_fr}, ou en fait partie");
    let place = rows.place(&incoming.lists, doubt.rows[0], Some(Column::Amount));
    let finding = |en: String, fr: String| Diagnostic::new(code::import::PAYMENT_TWICE, en, fr).at(place.clone());
    let (list, _) = rows.places[doubt.rows[0]];
    if rows.refused.iter().any(|(refused, _)| *refused == list) {
        let finding = finding(
            format!("{en}, and rows of its file cannot be read: it waits for them"),
            format!("{fr}, et des lignes de son fichier sont illisibles : il les attend"),
        );
        let help =
            ("correct those rows, then import the file again", "corriger ces lignes, puis refaire l'import du fichier");
        return (finding.help(help.0, help.1), doubt.rows.iter().map(|&row| rows.places[row]).collect());
    }
    let mut finding = finding(format!("{en}: both count"), format!("{fr} : les deux comptent")).help(
        format!("if it is, take {id}, or what is told twice of it, out of payments.csv"),
        format!("si c'est le cas, ôter de payments.csv {id}, ou ce qui en est donné deux fois"),
    );
    finding.severity = Severity::Warning;
    (finding, Vec::new())
}
