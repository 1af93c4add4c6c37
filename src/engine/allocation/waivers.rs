//! Waivers of a sum that could be for several invoices: which one gives it up, nobody can say.

use crate::diag::code::ledger as code;
use crate::diag::{Diagnostic, Place};
use crate::engine::history::{Undone, concerned};
use crate::model::{Date, Event, EventKind, FileRole, InvoiceKind, Ledger};

/// Returns the waivers in force on a day that have an amount, name no invoice, and whose customer has several.
pub(in crate::engine) fn unclear(ledger: &Ledger, as_of: Date) -> impl Iterator<Item = &Event> {
    let undone = Undone::new(ledger, as_of);
    ledger.events().iter().filter(move |event| {
        event.kind == EventKind::Waived
            && event.date <= as_of
            && undone.since(event).is_none()
            && is_unclear(ledger, event)
    })
}

/// Tells whether a waiver has an amount, names no invoice, and could be for several of those that it concerns.
pub(in crate::engine) fn is_unclear(ledger: &Ledger, waiver: &Event) -> bool {
    if waiver.amount.is_none() || waiver.invoice.is_some() {
        return false;
    }
    let bears_penalties = |kind| matches!(kind, InvoiceKind::Invoice | InvoiceKind::Deposit | InvoiceKind::Retention);
    let mut rows = concerned(ledger, waiver).map(|item| ledger.invoice(item)).filter(|row| bears_penalties(row.kind));
    let first = rows.next().map(|row| row.number);
    rows.any(|row| Some(row.number) != first)
}

pub(super) fn finding(ledger: &Ledger, waiver: &Event) -> Diagnostic {
    let customer = &ledger.customer(waiver.customer).id;
    Diagnostic::new(
        code::WAIVER_UNCLEAR,
        format!("a waiver with an amount names no invoice, and {customer} has several"),
        format!("un abandon porte un montant sans désigner de facture, et {customer} en a plusieurs"),
    )
    .at(Place::line(FileRole::Events.file_name(), waiver.line))
    .help(
        "name the invoice, or leave the amount empty to give up the penalties of all",
        "désigner la facture, ou laisser le montant vide pour abandonner les pénalités de toutes",
    )
}
