//! Refunds and moves of credit beside claims: what of a payment has paid interest and indemnity is credit no more, so
//! that no move takes it, a refund only where nothing else is left, and no notice deducted it.
//!
//! What has paid claims by the day of a draw depends on all earlier draws: one may have covered an invoice, so that a
//! payment of it exceeds it. So they are settled in the order of days, each day from the balances as they were on it.

use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};

use super::claims::{pay_claims, pays_interest_first};
use crate::engine::allocation::{Allocation, Kept, allocate_around};
use crate::engine::receipts::receipts;
use crate::law::rates::Rates;
use crate::model::{CustomerId, Date, EventKind, InvoiceKind, InvoiceNo, Ledger, PaymentId, PaymentKind};
use crate::policy::Policy;

/// Sets money against debts, and what exceeds the principal of its invoice against the interest and indemnity that were
/// claimed of it: a refund gives that back last, and nobody moves it.
pub fn allocate_and_pay_claims(ledger: &Ledger, policy: &Policy, rates: impl Fn() -> Rates, as_of: Date) -> Allocation {
    let read = OnceCell::new();
    let rates = || read.get_or_init(&rates).clone();
    // Most ledgers have no draw that claims could keep money from: then this is all.
    let mut allocation = allocate_around(ledger, &policy.allocation, as_of, &Kept::default(), None);
    let mut days = draw_days(ledger, policy, &allocation.drawn_on, as_of);
    let mut is_known = days.is_empty();
    loop {
        for (day, customer) in days_in_doubt(ledger, policy, &allocation.in_doubt) {
            is_known &= !days.entry(day).or_default().insert(customer);
        }
        if is_known {
            break;
        }
        // What is kept may bring other days into doubt.
        let kept = kept(ledger, policy, rates, &days);
        allocation = allocate_around(ledger, &policy.allocation, as_of, &kept, None);
        is_known = true;
    }
    pay_claims(ledger, policy, rates, &mut allocation.balances);
    allocation
}

/// Returns the days on which money of customers may have been drawn on after something was claimed of them.
fn draw_days(
    ledger: &Ledger,
    policy: &Policy,
    customers: &BTreeSet<CustomerId>,
    as_of: Date,
) -> BTreeMap<Date, BTreeSet<CustomerId>> {
    let mut days: BTreeMap<Date, BTreeSet<CustomerId>> = BTreeMap::new();
    if customers.is_empty() {
        return days;
    }
    let mut first_claims: BTreeMap<CustomerId, Date> = BTreeMap::new();
    let mut moves: Vec<(CustomerId, Date)> = Vec::new();
    for event in ledger.events().iter().filter(|event| customers.contains(&event.customer) && event.date <= as_of) {
        match event.kind {
            EventKind::Notice => {
                let first = first_claims.entry(event.customer).or_insert(event.date);
                *first = event.date.min(*first);
            }
            // A move whose undoing was undone counts from the day of that.
            EventKind::Allocated | EventKind::Undo => moves.push((event.customer, event.date)),
            _ => {}
        }
    }
    for row in customers.iter().flat_map(|&customer| ledger.invoices_of(customer)) {
        let invoice = &ledger.invoices()[row];
        if invoice.kind == InvoiceKind::Penalty {
            let first = first_claims.entry(invoice.customer).or_insert(invoice.issue);
            *first = invoice.issue.min(*first);
        }
    }
    if pays_interest_first(policy) {
        first_claims = customers.iter().map(|&customer| (customer, Date::MIN)).collect();
    }
    let refunds = customers.iter().flat_map(|&customer| ledger.payments_of(customer));
    let refunds = refunds.map(|row| ledger.payment(PaymentId(row as u32)));
    let refunds = refunds.filter(|row| row.kind == PaymentKind::Refund && row.date <= as_of);
    for (customer, day) in moves.into_iter().chain(refunds.map(|row| (row.customer, row.date))) {
        if first_claims.get(&customer).is_some_and(|&first| first <= day) {
            days.entry(day).or_default().insert(customer);
        }
    }
    days
}

/// Returns those of the days in doubt on which some of the credit may have paid claims. Each of them takes the
/// customer's account from its beginning again, so all others are left out.
fn days_in_doubt(
    ledger: &Ledger,
    policy: &Policy,
    in_doubt: &BTreeMap<(Date, CustomerId), BTreeSet<PaymentId>>,
) -> Vec<(Date, CustomerId)> {
    if in_doubt.is_empty() || pays_interest_first(policy) {
        return in_doubt.keys().copied().collect();
    }
    let customers: BTreeSet<CustomerId> = in_doubt.keys().map(|&(_, customer)| customer).collect();
    let notices = || ledger.events().iter().filter(|event| event.kind == EventKind::Notice);
    let claimed: BTreeSet<InvoiceNo> = notices().filter_map(|event| event.invoice).collect();
    // A notice that names no invoice claims of all, and penalty notes let what exceeds one invoice pay what is due on
    // another.
    let has_note = |customer: CustomerId| {
        ledger.invoices()[ledger.invoices_of(customer)].iter().any(|row| row.kind == InvoiceKind::Penalty)
    };
    let mut of_all: BTreeSet<CustomerId> = customers.iter().copied().filter(|&customer| has_note(customer)).collect();
    of_all.extend(notices().filter(|event| event.invoice.is_none()).map(|event| event.customer));
    let rows = customers.iter().flat_map(|&customer| ledger.payments_of(customer)).map(|row| PaymentId(row as u32));
    let receipts = receipts(ledger, &rows.collect::<Vec<_>>());
    let divided: BTreeSet<PaymentId> = receipts.into_iter().filter(|parts| parts.len() > 1).flatten().collect();
    let can_pay = |payment: &PaymentId| {
        let named = ledger.payment(*payment).invoice;
        named.is_some_and(|number| claimed.contains(&number) || divided.contains(payment))
    };
    let may_pay = |((_, customer), payments): &(&(Date, CustomerId), &BTreeSet<PaymentId>)| {
        !payments.is_empty() && (of_all.contains(customer) || payments.iter().any(can_pay))
    };
    in_doubt.iter().filter(may_pay).map(|(&day, _)| day).collect()
}

/// Returns what had paid claims by each of those days, before anything was drawn on it.
fn kept(
    ledger: &Ledger,
    policy: &Policy,
    rates: impl Fn() -> Rates,
    days: &BTreeMap<Date, BTreeSet<CustomerId>>,
) -> Kept {
    let mut kept = Kept::default();
    for (&day, customers) in days {
        kept.draw_until(Some(day));
        let mut balances = allocate_around(ledger, &policy.allocation, day, &kept, Some(customers)).balances;
        pay_claims(ledger, policy, &rates, &mut balances);
        for paid in customers.iter().flat_map(|&customer| balances.claims_paid_on(ledger.invoices_of(customer))) {
            // A claim that was made on the day itself comes after what is drawn on it, for the notice takes account of
            // that.
            if paid.date < day || ledger.payment(paid.payment).date == day {
                kept.keep(day, paid.payment, paid.amount);
            }
        }
    }
    kept.draw_until(None);
    kept
}
