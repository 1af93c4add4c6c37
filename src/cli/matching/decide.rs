//! A decision about one receipt, and what it teaches: the account that the customer pays from.

use std::collections::BTreeSet;

use super::super::common::Files;
use super::super::load::Desk;
use super::super::posting::{self, Posted, Whose};
use super::super::trial::{FolderFile, Written};
use super::super::whom;
use super::find;
use super::standing::{line_in_suspense, rows_of};
use crate::diag::{Diagnostic, Place, code};
use crate::engine::receipts::BankRows;
use crate::input::columns::Column;
use crate::input::edit::{Changes, PlainRows};
use crate::model::receipt::AND;
use crate::model::{Bilingual, Currency, CustomerId, Decision, FileRole, InvoiceNo, Ledger, Receipt, compact, shell};

/// What `--to` takes.
const TO: (&str, &str) = (
    "--to takes the id of a customer, the number of an invoice, or the word ignore or wait",
    "--to reçoit le code d'un client, le numéro d'une facture, ou le mot ignorer ou attendre",
);

/// What was done: the files to write, what became of receipts, and what is to be said of it.
pub(super) type Done = ((Vec<Written>, Posted), Vec<Bilingual>);

/// Decides whose a receipt is, and posts it. A run that is cut off leaves what the same command completes.
pub(super) fn decide(id: &str, to: &[String], files: &Files, desk: &Desk) -> Result<Done, Vec<Diagnostic>> {
    let receipt = match find(id, desk) {
        Ok(receipt) => receipt,
        Err(unknown) => return completed(id, to, files, desk)?.ok_or(unknown),
    };
    let decision = meant(to, &desk.ledger)?;
    let invoices =
        |numbers: &[InvoiceNo]| numbers.iter().map(|&number| desk.ledger.number(number)).collect::<Vec<_>>().join(AND);
    let (customer, invoice) = match &decision {
        Decision::Customer(customer) => (desk.ledger.customer(*customer).id.clone(), String::new()),
        Decision::Invoices(numbers) => (String::new(), invoices(numbers)),
        Decision::Ignore => ("ignore".to_owned(), String::new()),
        Decision::Wait | Decision::None => ("wait".to_owned(), String::new()),
    };
    let mut replacing = PlainRows::new(vec![Column::PaymentId, Column::CustomerId, Column::InvoiceId]);
    replacing.push([receipt.id.as_str(), &customer, &invoice]);
    let emptied = vec![Column::CustomerId, Column::InvoiceId];
    let changes = Changes { replacing, replaced_lines: vec![receipt.line], emptied, ..Changes::default() };
    let mut written = Vec::new();
    posting::change(files, &desk.policy, FileRole::Suspense, &changes, &mut written)?;
    if matches!(decision, Decision::Ignore | Decision::Wait | Decision::None) {
        let named = shell::word(id);
        let said = match decision {
            Decision::Ignore => Bilingual::new(
                format!("{id} is ignored from now on; `relance match {named} --undo` takes that back"),
                format!("{id} est ignoré désormais ; `relance rapprocher {named} --undo` l'annule"),
            ),
            _ => Bilingual::new(format!("{id} waits until somebody decides"), format!("{id} attend qu'on décide")),
        };
        return Ok(((written, Posted::default()), vec![said]));
    }
    let mut said = Vec::new();
    let whose = customer_of(&decision, &desk.ledger);
    if let Some(customer) = whose.filter(|_| receipt.amount.is_positive()) {
        said.extend(learn(receipt, customer, files, desk, &mut written)?);
    }
    let (written, posted) = posting::post(files, &desk.policy, written, Whose::One(id))?;
    if posted.is_settled(id) {
        return Ok(((written, posted), said));
    }
    let other = match &decision {
        Decision::Invoices(numbers) => numbers.iter().find_map(|&number| {
            let currency = currency_of(number, &desk.ledger)?;
            (currency != receipt.currency).then_some((number, currency))
        }),
        _ => None,
    };
    Err(vec![match (other, whose) {
        (Some((number, currency)), Some(customer)) => {
            in_another_currency(receipt, (number, currency), customer, &desk.ledger)
        }
        _ => nothing_to_take_back(receipt),
    }])
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
    Ok(Some(((written, posted), Vec::new())))
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
            .at(Place::file("relance match")),
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
    let all = if accounts.is_empty() { account.clone() } else { format!("{accounts}, {account}") };
    let name = &known.name;
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

fn nothing_to_take_back(receipt: &Receipt) -> Diagnostic {
    Diagnostic::new(
        code::write::WHOM_UNKNOWN,
        format!("{} takes money back, and this customer made no payment of that sum", receipt.id),
        format!("{} reprend de l'argent, et ce client n'a aucun règlement de ce montant", receipt.id),
    )
    .at(Place::file("relance match"))
    .help(
        "`relance history CUSTOMER` shows his payments; `relance record return PAYMENT` takes one back",
        "`relance fiche CLIENT` montre ses règlements ; `relance noter rejet RÈGLEMENT` en reprend un",
    )
}
