//! Those who may have sent a receipt, best first: by doubtful numbers, ids, shared accounts, names and sums.

use std::collections::BTreeMap;

use super::books::Books;
use super::names::Named;
use super::seen::Seen;
use super::sums::{self, Fit};
use super::words::Words;
use super::{Candidate, Evidence};
use crate::model::{CustomerId, InvoiceNo};

/// How many customers are named for the sum alone.
const MOST_BY_SUM: usize = 5;

/// Returns the candidates of a receipt.
pub(super) fn of(books: &Books<'_, '_>, seen: &Seen<'_>) -> Vec<Candidate> {
    let mut found: BTreeMap<CustomerId, Candidate> = BTreeMap::new();
    let mut add = |candidate: Candidate| {
        let known = found.entry(candidate.customer).or_insert_with(|| candidate.clone());
        if candidate.evidence < known.evidence {
            *known = candidate;
        }
    };
    let names = books.names.find(&seen.payer, &seen.text);
    by_number(books, seen, &names, &mut add);
    for &customer in &seen.account_of {
        add(fitted(books, seen, customer, [Evidence::Account; 2]));
    }
    for &(customer, is_sure) in &seen.ids {
        let evidence = if is_sure { Evidence::Id } else { Evidence::LikelyId };
        let candidate = fitted(books, seen, customer, [evidence; 2]);
        // What may be something else has to agree with the sum or the name.
        if is_sure || candidate.fit.is_some() || names.iter().any(|&(named, _)| named == customer) {
            add(candidate);
        }
    }
    for &(customer, named) in &names {
        match named {
            Named::Whole => add(fitted(books, seen, customer, [Evidence::NameAndSum, Evidence::Name])),
            Named::Within => add(fitted(books, seen, customer, [Evidence::PartAndSum, Evidence::Name])),
            Named::Part => {
                let candidate = fitted(books, seen, customer, [Evidence::PartAndSum, Evidence::Name]);
                if candidate.evidence == Evidence::PartAndSum {
                    add(candidate);
                }
            }
        }
    }
    for (customer, _) in books.notices_of_sum(seen.receipt) {
        add(fitted(books, seen, customer, [Evidence::Asked; 2]));
    }
    by_sum(books, seen, &mut add);
    let mut candidates: Vec<Candidate> = found.into_values().collect();
    candidates.sort_by_cached_key(|candidate| {
        // Of those who are equally likely, first whose items the sum pays; then whose name is the nearest: of "SCI Les
        // Pins 1" and "SCI Les Pins 2" the one that the payer calls himself.
        let name = Words::of(&books.ledger.customer(candidate.customer).name);
        let distance = name.distance(if seen.payer.len() > 0 { &seen.payer } else { &seen.text });
        (candidate.evidence, candidate.fit != Some(Fit::Exact), distance, candidate.customer)
    });
    candidates
}

/// Adds those who owe just that sum; what many owe says nothing about anybody.
fn by_sum(books: &Books<'_, '_>, seen: &Seen<'_>, add: &mut impl FnMut(Candidate)) {
    let receipt = seen.receipt;
    let of_sum: Vec<_> = books.items_of_sum(receipt.currency, receipt.amount).take(MOST_BY_SUM + 1).collect();
    if of_sum.len() > MOST_BY_SUM {
        return;
    }
    for item in of_sum {
        let invoice = books.ledger.invoice(item);
        let invoices = vec![invoice.number];
        add(Candidate { customer: invoice.customer, invoices, evidence: Evidence::Sum, fit: Some(Fit::Exact) });
    }
}

/// Adds those whose invoices the text names, or may name: all that it names of one customer together.
fn by_number(books: &Books<'_, '_>, seen: &Seen<'_>, names: &[(CustomerId, Named)], add: &mut impl FnMut(Candidate)) {
    let mut named: BTreeMap<(bool, CustomerId), Vec<InvoiceNo>> = BTreeMap::new();
    for hit in &seen.hits {
        for &number in &hit.invoices {
            let numbers = named.entry((!hit.is_sure(), books.customer_of(number))).or_default();
            if !numbers.contains(&number) {
                numbers.push(number);
            }
        }
    }
    for ((is_doubtful, customer), invoices) in named {
        let fit = sums::fit(books, &invoices, seen.receipt);
        let evidence = if is_doubtful {
            let is_named = names.iter().any(|(named, _)| *named == customer) || seen.account_of.contains(&customer);
            let is_ambiguous =
                seen.hits.iter().any(|hit| hit.invoices.len() > 1 && hit.invoices.contains(&invoices[0]));
            Seen::evidence_of_number(is_named || is_ambiguous || !matches!(fit, Fit::Short | Fit::More))
        } else {
            Evidence::Number
        };
        add(Candidate { customer, invoices, evidence, fit: Some(fit) });
    }
}

/// Returns a customer with the items that the sum pays; `evidence` is what that makes of him, and what it is without.
fn fitted(books: &Books<'_, '_>, seen: &Seen<'_>, customer: CustomerId, evidence: [Evidence; 2]) -> Candidate {
    let asked = books.notices_of_sum(seen.receipt).into_iter().find(|(whose, _)| *whose == customer);
    if let Some((_, notice)) = asked {
        let mut invoices: Vec<InvoiceNo> =
            notice.parts.iter().map(|(item, _)| books.ledger.invoice(*item).number).collect();
        invoices.dedup();
        return Candidate { customer, invoices, evidence: evidence[0], fit: Some(Fit::Asked) };
    }
    match sums::fitting(books, customer, seen.receipt) {
        Some((invoices, fit)) => Candidate { customer, invoices, evidence: evidence[0], fit: Some(fit) },
        None => Candidate { customer, invoices: Vec::new(), evidence: evidence[1], fit: None },
    }
}
