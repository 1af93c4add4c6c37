//! A decision about one receipt, and what it teaches: the account that the customer pays from.

use std::collections::BTreeSet;

use super::find;
use super::standing::{line_in_suspense, rows_of};
use crate::cli::reading::load::Desk;
use crate::cli::reading::trial::{FAR, FolderFile, Written};
use crate::cli::suspense::posting::{self, Posted, Whose};
use crate::cli::typed::common::Files;
use crate::cli::typed::whom;
use crate::diag::{Diagnostic, Place, code};
use crate::engine::allocation::left_to_take_back;
use crate::engine::matching::{self, Outcome};
use crate::engine::receipts::{self, BankRows};
use crate::input::columns::Column;
use crate::input::edit::{Changes, PlainRows};
use crate::model::receipt::AND;
use crate::model::{
    Amount, Bilingual, Currency, CustomerId, Decision, FileRole, InvoiceNo, Ledger, PaymentId, PaymentKind, Receipt,
    compact, shell,
};

/// What `--to` takes.
const TO: (&str, &str) = (
    "--to takes the id of a customer, the number of an invoice, or the word ignore or wait",
    "--to reçoit le code d'un client, le numéro d'une facture, ou le mot ignorer ou attendre",
);

/// What was done.
pub(super) struct Done {
    /// The files to write, in this order.
    pub files: Vec<Written>,
    /// What became of receipts.
    pub posted: Posted,
    /// What is to be said of it.
    pub said: Vec<Bilingual>,
}

impl Done {
    /// Returns files that are written without anything being posted, and what is said of it.
    pub fn unposted(files: Vec<Written>, said: Vec<Bilingual>) -> Done {
        Done { files, posted: Posted::default(), said }
    }
}

/// Decides whose a receipt is, and posts it. A run that is cut off leaves what the same command completes.
pub(super) fn decide(id: &str, to: &[String], files: &Files, desk: &Desk) -> Result<Done, Vec<Diagnostic>> {
    let receipt = match find(id, desk) {
        Ok(receipt) => receipt,
        Err(unknown) => return completed(id, to, files, desk)?.ok_or(unknown),
    };
    let decision = meant(to, &desk.ledger)?;
    let mut written = Vec::new();
    write_down(receipt, &decision, files, desk, &mut written)?;
    if let Some(said) = unposted(id, &decision) {
        return Ok(Done::unposted(written, vec![said]));
    }
    let mut said = Vec::new();
    let whose = customer_of(&decision, &desk.ledger);
    if let Some(customer) = whose.filter(|_| receipt.amount.is_positive()) {
        said.extend(learn(receipt, customer, files, desk, &mut written)?);
    }
    let (written, posted) = posting::post(files, &desk.policy, written, Whose::One(id))?;
    if !posted.is_settled(id) {
        return Err(vec![unsettled(receipt, &decision, desk)]);
    }
    Ok(Done { files: written, posted, said })
}

/// Writes a decision into the row of a receipt in suspense.
fn write_down(
    receipt: &Receipt,
    decision: &Decision,
    files: &Files,
    desk: &Desk,
    written: &mut Vec<Written>,
) -> Result<(), Vec<Diagnostic>> {
    let invoices =
        |numbers: &[InvoiceNo]| numbers.iter().map(|&number| desk.ledger.number(number)).collect::<Vec<_>>().join(AND);
    let (customer, invoice) = match decision {
        Decision::Customer(customer) => (desk.ledger.customer(*customer).id.clone(), String::new()),
        Decision::Invoices(numbers) => (String::new(), invoices(numbers)),
        Decision::Ignore => ("ignore".to_owned(), String::new()),
        Decision::Wait | Decision::None => ("wait".to_owned(), String::new()),
    };
    let mut replacing = PlainRows::new(vec![Column::PaymentId, Column::CustomerId, Column::InvoiceId]);
    replacing.push([receipt.id.as_str(), &customer, &invoice]);
    let emptied = vec![Column::CustomerId, Column::InvoiceId];
    let changes = Changes { replacing, replaced_lines: vec![receipt.line], emptied, ..Changes::default() };
    posting::change(files, &desk.policy, FileRole::Suspense, &changes, written)
}

/// Says of a receipt that is to be nobody's what becomes of it; of any other nothing.
fn unposted(id: &str, decision: &Decision) -> Option<Bilingual> {
    let named = shell::word(id);
    match decision {
        Decision::Ignore => Some(Bilingual::new(
            format!("{id} is ignored from now on; `relance match {named} --undo` takes that back"),
            format!("{id} est ignoré désormais ; `relance rapprocher {named} --undo` l'annule"),
        )),
        Decision::Wait | Decision::None => {
            Some(Bilingual::new(format!("{id} waits until somebody decides"), format!("{id} attend qu'on décide")))
        }
        Decision::Customer(_) | Decision::Invoices(_) => None,
    }
}

/// Says why a receipt was not posted as was decided.
fn unsettled(receipt: &Receipt, decision: &Decision, desk: &Desk) -> Diagnostic {
    let ledger = &desk.ledger;
    if let Some(ids) = told_by(receipt, desk) {
        return counted_already(receipt, &ids);
    }
    let Some(customer) = customer_of(decision, ledger) else { return nothing_to_take_back(receipt) };
    if let Decision::Invoices(numbers) = decision {
        let other = numbers.iter().find_map(|&number| {
            let currency = currency_of(number, ledger)?;
            (currency != receipt.currency).then_some((number, currency))
        });
        if let Some(other) = other {
            return in_another_currency(receipt, other, customer, ledger);
        }
    }
    match &alike(receipt, customer, ledger)[..] {
        several @ [_, _, ..] => several_to_take_back(receipt, several),
        _ => nothing_to_take_back(receipt),
    }
}

/// Takes a receipt out of suspense that was posted as is decided now: a run was cut off between the two files. Nothing
/// where it was posted otherwise.
fn completed(id: &str, to: &[String], files: &Files, desk: &Desk) -> Result<Option<Done>, Vec<Diagnostic>> {
    let ledger = &desk.ledger;
    let rows = rows_of(id, &BankRows::of(ledger), ledger);
    let Some(line) = line_in_suspense(id, files, desk)?.filter(|_| !rows.is_empty()) else { return Ok(None) };
    let decision = meant(to, ledger)?;
    let mut payments = rows.iter().map(|&row| ledger.payment(row));
    let is_so = match &decision {
        Decision::Customer(customer) => payments.all(|payment| payment.customer == *customer),
        // What exceeds them names none.
        Decision::Invoices(numbers) => {
            customer_of(&decision, ledger) == payments.clone().next().map(|payment| payment.customer)
                && payments.all(|payment| payment.invoice.is_none_or(|invoice| numbers.contains(&invoice)))
        }
        Decision::None | Decision::Wait | Decision::Ignore => false,
    };
    if !is_so {
        return Ok(None);
    }
    let mut written = Vec::new();
    let removed = Changes { removed_lines: vec![line], ..Changes::default() };
    posting::change(files, &desk.policy, FileRole::Suspense, &removed, &mut written)?;
    let posted = Posted { payments: BTreeSet::from([id.to_owned()]), ..Posted::default() };
    Ok(Some(Done { files: written, posted, said: Vec::new() }))
}

/// Reads whom `--to` names.
fn meant(to: &[String], ledger: &Ledger) -> Result<Decision, Vec<Diagnostic>> {
    if let [only] = to {
        if let Some(decision) = Decision::parse(only) {
            return Ok(decision);
        }
        if let Some(customer) = ledger.find_customer(only) {
            return Ok(Decision::Customer(customer));
        }
    }
    let parts = to.iter().flat_map(|text| {
        if ledger.find_number(text).is_some() { vec![text.as_str()] } else { text.split(AND).collect() }
    });
    let numbers: Result<Vec<InvoiceNo>, Vec<Diagnostic>> = parts
        .map(|text| {
            ledger.find_number(text.trim()).ok_or_else(|| vec![whom::unknown(text, "relance match", ledger, TO)])
        })
        .collect();
    let numbers = numbers?;
    let first = numbers.first().and_then(|&number| whose(number, ledger));
    match numbers.iter().find(|&&number| whose(number, ledger) != first) {
        None => Ok(Decision::Invoices(numbers)),
        Some(&other) => Err(vec![
            Diagnostic::new(
                code::write::WHOM_UNKNOWN,
                format!("{} is another customer's invoice: one receipt is one customer's", ledger.number(other)),
                format!("{} est d'un autre client : un encaissement est d'un seul client", ledger.number(other)),
            )
            .at(Place::file("relance match"))
            .help(
                "a deposit of several customers' cheques: `relance record payment` for each of them, then --to ignore",
                "une remise de chèques de plusieurs clients : `relance noter règlement` pour chacun, puis --to ignorer",
            ),
        ]),
    }
}

fn customer_of(decision: &Decision, ledger: &Ledger) -> Option<CustomerId> {
    match decision {
        Decision::Customer(customer) => Some(*customer),
        Decision::Invoices(numbers) => whose(*numbers.first()?, ledger),
        Decision::None | Decision::Wait | Decision::Ignore => None,
    }
}

fn whose(number: InvoiceNo, ledger: &Ledger) -> Option<CustomerId> {
    ledger.rows_of(number).next().map(|row| ledger.invoice(row).customer)
}

fn currency_of(number: InvoiceNo, ledger: &Ledger) -> Option<Currency> {
    ledger.rows_of(number).next().map(|row| ledger.invoice(row).currency)
}

/// Notes the account that a receipt came from as the customer's.
fn learn(
    receipt: &Receipt,
    customer: CustomerId,
    files: &Files,
    desk: &Desk,
    written: &mut Vec<Written>,
) -> Result<Option<Bilingual>, Vec<Diagnostic>> {
    let known = desk.ledger.customer(customer);
    let account = compact(&receipt.payer_account);
    let accounts = known.more().iban.clone().unwrap_or_default();
    if account.len() < 8 || accounts.split(',').any(|one| compact(one) == account) {
        return Ok(None);
    }
    let (name, payer) = (&known.name, &receipt.payer);
    // Who collects for many pays from one account: a name that is not the customer's must not make it his.
    if !payer.is_empty() && *name != known.id && !matching::have_in_common(payer, name) {
        let (en, fr) = (
            format!(
                "{account} is not noted as an account of {name}, for the payer is called {payer}: where it is his all \
                 the same, write it into the column iban of his row in customers.csv"
            ),
            format!(
                "{account} n'est pas noté comme compte de {name}, le payeur s'appelant {payer} : s'il est bien à lui, \
                 l'écrire dans la colonne iban de sa ligne dans customers.csv"
            ),
        );
        return Ok(Some(Bilingual::new(en, fr)));
    }
    let all = if accounts.is_empty() { account.clone() } else { format!("{accounts}, {account}") };
    let is_set = set_accounts(&known.id, &all, files, desk, written)?;
    Ok(is_set.then(|| {
        Bilingual::new(
            format!("{account} is noted as an account of {name} (iban of customers.csv): what comes from there is his"),
            format!("{account} est noté comme compte de {name} (iban de customers.csv) : ce qui en vient est à lui"),
        )
    }))
}

/// Writes the accounts of a customer into `customers.csv`, if there is one.
pub(super) fn set_accounts(
    customer: &str,
    accounts: &str,
    files: &Files,
    desk: &Desk,
    written: &mut Vec<Written>,
) -> Result<bool, Vec<Diagnostic>> {
    let Some(csv) = FolderFile::open(FileRole::Customers, files, &desk.policy)?.file else { return Ok(false) };
    let Some(line) = csv.line_of(Column::CustomerId, customer) else { return Ok(false) };
    let mut replacing = PlainRows::new(vec![Column::CustomerId, Column::Iban]);
    replacing.push([customer, accounts]);
    let emptied = vec![Column::Iban];
    let changes = Changes { replacing, replaced_lines: vec![line], emptied, ..Changes::default() };
    posting::change(files, &desk.policy, FileRole::Customers, &changes, written)?;
    Ok(true)
}

/// Says that a receipt pays no invoice in another currency: the indemnity asked for besides it is paid on a note of its
/// own.
fn in_another_currency(
    receipt: &Receipt,
    (number, currency): (InvoiceNo, Currency),
    customer: CustomerId,
    ledger: &Ledger,
) -> Diagnostic {
    let (id, own, number) = (&receipt.id, receipt.currency, ledger.number(number));
    let [named, whom, invoice] = [id, &ledger.customer(customer).id, number].map(shell::word);
    Diagnostic::new(
        code::write::WHOM_UNKNOWN,
        format!("{id} is in {own}, and {number} in {currency}: it cannot pay that invoice"),
        format!("{id} est en {own}, et {number} en {currency} : il ne peut régler cette facture"),
    )
    .at(Place::file("relance match"))
    .help(
        format!(
            "`relance match {named} --to {whom}` books it as his money; where it is the indemnity asked for besides the \
             invoice, `relance record penalty-note {invoice}` then charges that, and the money pays the note"
        ),
        format!(
            "`relance rapprocher {named} --to {whom}` le comptabilise à son nom ; si c'est l'indemnité réclamée à part, \
             `relance noter note_de_pénalités {invoice}` la facture ensuite, et la somme règle la note"
        ),
    )
}

/// Returns the ids of the receipts that are a receipt's money, where another statement tells it.
fn told_by(receipt: &Receipt, desk: &Desk) -> Option<Vec<String>> {
    let verdicts = matching::matched(&desk.ledger, &desk.balances, &desk.policy, FAR);
    let found = verdicts.into_iter().find(|verdict| verdict.receipt.id == receipt.id);
    found.and_then(|verdict| if let Outcome::Batch(ids) = verdict.outcome { Some(ids) } else { None })
}

/// Says that a receipt counts already: as a batch, or as the parts of one.
fn counted_already(receipt: &Receipt, ids: &[String]) -> Diagnostic {
    let (id, all) = (&receipt.id, ids.join(", "));
    let first = shell::word(ids.first().map_or("", String::as_str));
    let finding = Diagnostic::new(
        code::write::WHOM_UNKNOWN,
        format!("{id} is the same money as {all}, which another statement told: it would count twice"),
        format!("{id} est la même somme que {all}, qu'un autre relevé a donné : elle serait comptée deux fois"),
    )
    .at(Place::file("relance match"));
    if ids.len() > 1 {
        return finding.help(
            format!("its parts count: `relance match {first} --to ...` for each that waits"),
            format!(
                "ce sont ses opérations qui comptent : `relance rapprocher {first} --to ...` pour chacune en attente"
            ),
        );
    }
    finding.help(
        format!("`relance match {first} --undo` takes the whole back; then its parts wait to be decided"),
        format!("`relance rapprocher {first} --undo` annule le tout ; ses opérations attendent alors une décision"),
    )
}

/// Returns the payments of a customer that a receipt may take back: the ids of those of its sum, by then.
fn alike<'l>(receipt: &Receipt, customer: CustomerId, ledger: &'l Ledger) -> Vec<&'l str> {
    let rows = ledger.payment_rows_of(customer).filter(|&row| {
        let payment = ledger.payment(row);
        payment.kind == PaymentKind::Payment && payment.currency == receipt.currency && payment.date <= receipt.date
    });
    let all = receipts::receipts(ledger, &rows.collect::<Vec<_>>()).into_iter();
    let sum = |rows: &[PaymentId]| rows.iter().map(|&row| ledger.payment(row).amount).sum::<Amount>();
    let is_there = |rows: &[PaymentId]| left_to_take_back(ledger, rows).iter().any(|(_, left)| left.is_positive());
    let of_sum = all.filter(|rows| sum(rows) == receipt.amount.abs() && is_there(rows));
    of_sum.map(|rows| ledger.payment_id(rows[0])).collect()
}

fn several_to_take_back(receipt: &Receipt, payments: &[&str]) -> Diagnostic {
    let (id, all, named) = (&receipt.id, payments.join(", "), shell::word(&receipt.id));
    Diagnostic::new(
        code::write::WHOM_UNKNOWN,
        format!("{id} takes money back, and several payments are of that sum: {all}"),
        format!("{id} reprend de l'argent, et plusieurs règlements sont de ce montant : {all}"),
    )
    .at(Place::file("relance match"))
    .help(
        format!(
            "`relance match {named} --to INVOICE` names the invoice that the right one paid; or `relance record return \
             PAYMENT`, then `relance match {named} --to ignore`"
        ),
        format!(
            "`relance rapprocher {named} --to FACTURE` désigne la facture que réglait le bon ; ou `relance noter rejet \
             RÈGLEMENT`, puis `relance rapprocher {named} --to ignorer`"
        ),
    )
}

fn nothing_to_take_back(receipt: &Receipt) -> Diagnostic {
    let named = shell::word(&receipt.id);
    Diagnostic::new(
        code::write::WHOM_UNKNOWN,
        format!("{} takes money back, and this customer made no payment of that sum", receipt.id),
        format!("{} reprend de l'argent, et ce client n'a aucun règlement de ce montant", receipt.id),
    )
    .at(Place::file("relance match"))
    .help(
        format!(
            "`relance history CUSTOMER` shows his payments; `relance record return PAYMENT` takes one back, then `relance \
             match {named} --to ignore` sets the bank's row aside"
        ),
        format!(
            "`relance fiche CLIENT` montre ses règlements ; `relance noter rejet RÈGLEMENT` en reprend un, puis `relance \
             rapprocher {named} --to ignorer` met la ligne de la banque de côté"
        ),
    )
}
