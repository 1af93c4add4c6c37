//! What the columns of a list say of invoices.

use super::words::{
    ANY_NUMBER, BALANCE, BARE_CREDIT, CREDIT_NUMBER, CURRENCY, DEDUCTIONS, DOCUMENT_NUMBER, DUE, INVOICE_DATE,
    INVOICE_MORE, ISSUED, ISSUED_BESIDE_DUE, NET, NUMBER, NUMBER_BESIDE_DUE, OWN_SUMS, PAID, PAID_OR_WHETHER,
    PAID_SO_FAR, TERMS,
};
use super::{
    Found, Header, Name, NoList, Samples, are_credits, bands, customers, facts, kind, letters, name_of, total,
};
use crate::import::list::doubts::Doubt;
use crate::import::list::kinds;
use crate::input::text::parse_amount;
use crate::model::FileRole;

/// Our columns without which nothing can be claimed.
const NEEDED: [&str; 4] = ["invoice_id", "issue_date", "amount", "customer_id"];

pub(super) fn of(header: &mut Header<'_>, samples: Samples<'_>) -> Found {
    let mut found = Found::default();
    let numbers = Numbers::take(header, samples);
    set(&mut found, "invoice_id", numbers.own);
    take_days(header, &mut found);
    let sums = Sums::take(header);
    set(&mut found, "amount", sums.amount().cloned());
    set(&mut found, "currency", header.take(CURRENCY));
    set(&mut found, "kind", kind::take(header));
    set(&mut found, "applies_to", numbers.of_invoice);
    for (column, names) in INVOICE_MORE {
        let ours = name_of(FileRole::Invoices, *column);
        if ours != "applies_to" || !numbers.are_of_credits {
            set(&mut found, ours, header.take(names));
        }
    }
    let perhaps = numbers.perhaps;
    found.doubt = sums.doubt.clone().or_else(|| perhaps.clone().map(|column| Doubt::Credited { column }));
    found.written.ignore.extend(perhaps);
    found.balance_is_amount = sums.total.is_none() && sums.balance.is_some();
    found.written.balance = sums.balance.clone().filter(|_| !sums.is_ledger);
    facts::statuses(header, &mut found);
    found.written.paid = header.take_sum(PAID_SO_FAR).or_else(|| header.take_sum(PAID));
    take_net(header, sums.total.is_some(), &mut found);
    facts::whether_paid(header, &mut found, samples);
    facts::paid_on(header, &mut found, samples);
    let is_ledger = sums.is_ledger;
    own_sums(&mut found, [sums.total, sums.balance]);
    if let Some(kind) = found.written.invoices.get("kind").cloned() {
        kinds::know(&mut found.written, &kind);
    }
    customers::add(header, &mut found, samples);
    let customer = found.written.customers.get("customer_id").cloned();
    set(&mut found, "customer_id", customer);
    if numbers.are_of_credits {
        are_credits(&mut found);
    }
    let lacks = |ours: &&str| !found.written.invoices.contains_key(*ours);
    found.open = NEEDED.into_iter().filter(lacks).map(|ours| ("invoices", ours)).collect();
    found.no_list = if is_ledger {
        Some(NoList::Ledger)
    } else if !found.written.invoices.contains_key("invoice_id") && bands::are_there(header) {
        Some(NoList::Aged)
    } else if found.open == [("invoices", "customer_id")] && !has_free_words(header, samples) {
        Some(NoList::Nameless)
    } else {
        None
    };
    found
}

/// Tells whether a column without a meaning holds words. Terms mean nothing more beside a due date.
fn has_free_words(header: &Header<'_>, samples: Samples<'_>) -> bool {
    let holds_words = |at: usize| samples(&header.names[at]).iter().any(|cell| cell.contains(char::is_alphabetic));
    header.free().any(|at| !header.is_one_of(at, TERMS) && holds_words(at))
}

/// Notes which column one of ours is, if any.
fn set(found: &mut Found, ours: &str, theirs: Option<String>) {
    found.written.invoices.extend(theirs.map(|theirs| (ours.to_owned(), theirs)));
}

/// Takes the columns of the day of issue and of the due date, or of the terms that make one.
fn take_days(header: &mut Header<'_>, found: &mut Found) {
    let beside_due = |header: &mut Header<'_>| if header.has(DUE) { header.take(ISSUED_BESIDE_DUE) } else { None };
    set(found, "issue_date", header.take(ISSUED).or_else(|| beside_due(header)));
    let due = header.take(DUE);
    if due.is_none() {
        set(found, "terms", header.take(TERMS));
    }
    set(found, "due_date", due);
}

/// The columns of numbers.
struct Numbers {
    /// The one of the document.
    own: Option<String>,
    /// Whether all documents are credit notes by it.
    are_of_credits: bool,
    /// The one of the invoice that each of them corrects.
    of_invoice: Option<String>,
    /// The one of credit notes, where nobody can tell whether the rows are some.
    perhaps: Option<String>,
}

impl Numbers {
    fn take(header: &mut Header<'_>, samples: Samples<'_>) -> Numbers {
        match credit_numbers(header, samples) {
            Some(CreditNumbers::Own(at)) => {
                let own = Some(header.take_at(at));
                Numbers { own, are_of_credits: true, of_invoice: header.take(NUMBER), perhaps: None }
            }
            Some(CreditNumbers::Perhaps(at)) => {
                let perhaps = Some(header.take_at(at));
                Numbers { own: number(header), are_of_credits: false, of_invoice: None, perhaps }
            }
            None => Numbers { own: number(header), are_of_credits: false, of_invoice: None, perhaps: None },
        }
    }
}

/// What a column of the numbers of credit notes makes of the rows.
pub(super) enum CreditNumbers {
    /// They are credit notes: each has such a number, and one of an invoice beside it is of the one that it corrects.
    Own(usize),
    /// They are invoices or credit notes: nobody can tell where both numbers stand beside each other.
    Perhaps(usize),
}

/// Returns what a column of the numbers of credit notes makes of the rows. Beside another number, one that is called a
/// credit note and no more may hold what was credited, or yes and no.
pub(super) fn credit_numbers(header: &Header<'_>, samples: Samples<'_>) -> Option<CreditNumbers> {
    let cells = |at: usize| samples(&header.names[at]);
    let other = header.find(NUMBER).or_else(|| header.find(DOCUMENT_NUMBER));
    let is_number =
        |cell: &String| cell.contains(|c: char| c.is_ascii_digit()) && parse_amount(cell.as_bytes()).is_err();
    let bare = || header.find(BARE_CREDIT).filter(|&at| other.is_none() || cells(at).iter().any(is_number));
    let at = header.find(CREDIT_NUMBER).or_else(bare)?;
    let Some(other) = other else { return Some(CreditNumbers::Own(at)) };
    let is_of_invoices = header.has(DUE) || header.has(INVOICE_DATE);
    match cells(at).len() {
        0 => None,
        count if count >= cells(other).len() && !is_of_invoices => Some(CreditNumbers::Own(at)),
        _ => Some(CreditNumbers::Perhaps(at)),
    }
}

/// Takes the column of the document's number.
fn number(header: &mut Header<'_>) -> Option<String> {
    let number = header.take(NUMBER).or_else(|| header.take(ANY_NUMBER));
    let beside_due = |header: &mut Header<'_>| if header.has(DUE) { header.take(NUMBER_BESIDE_DUE) } else { None };
    number.or_else(|| beside_due(header))
}

/// The columns of sums.
struct Sums {
    total: Option<String>,
    /// What is left.
    balance: Option<String>,
    /// Whether they are the lines of an account.
    is_ledger: bool,
    /// What the total may be.
    doubt: Option<Doubt>,
}

impl Sums {
    fn take(header: &mut Header<'_>) -> Sums {
        // The sum of the bands of an aged balance is what is left.
        let balance = header.take_sum(BALANCE).or_else(|| bands::take_total(header));
        let (total, doubt) = total::take(header);
        let is_ledger = total.is_none() && total::are_sides(header);
        Sums { total, balance, is_ledger, doubt }
    }

    /// Returns the column of what was invoiced: where a list has no total, what is left stands for it.
    fn amount(&self) -> Option<&String> {
        self.total.as_ref().or(self.balance.as_ref().filter(|_| !self.is_ledger))
    }
}

/// Takes the column of what is to be paid in the end as what is left, where nothing else says what was paid: what was
/// paid on account is taken off it already. A retention or a discount is no payment.
fn take_net(header: &mut Header<'_>, has_amount: bool, found: &mut Found) {
    let written = &found.written;
    let says_paid = written.balance.is_some() || written.status.is_some() || written.paid.is_some();
    if says_paid || !has_amount || header.has_sum(PAID_OR_WHETHER) {
        return;
    }
    let is_deduction = |name: &Name| DEDUCTIONS.iter().any(|word| name.whole.contains(word));
    let net = header.take(NET);
    if header.compared.iter().any(is_deduction) { found.net = net } else { found.written.balance = net }
}

/// Finds out whether sums are in the currency of whoever wrote the list, whatever the one of the invoice is.
fn own_sums(found: &mut Found, sums: [Option<String>; 2]) {
    let compared = sums.into_iter().chain([found.written.paid.clone()]).flatten();
    let compared: Vec<(String, Name)> = compared.map(|name| (name.clone(), Name::of(&name))).collect();
    let is_own = |name: &Name| OWN_SUMS.iter().any(|own| letters(own).eq(name.untaxed.bytes()));
    found.euros = compared.iter().find(|(_, name)| name.is_in_euros).map(|(name, _)| name.clone());
    found.written.own_currency = compared.iter().any(|(_, name)| is_own(name));
}
