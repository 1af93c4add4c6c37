//! What the columns of a list mean, by the names that programs give them in French and English.
//!
//! Names are compared without case, accents, blanks, punctuation and articles; of two columns with one meaning, the one whose
//! name stands first in `words` is taken. What a list as a whole is (invoices, payments, customers) follows from its columns.

mod words;

use self::words::{
    AMOUNT, ANY_METHOD, ARTICLES, BALANCE, BEFORE_OWED, BEHIND_OWED, CREDIT, CURRENCY, CUSTOMER, CUSTOMER_MORE, DEBIT,
    DEDUCTIONS, DUE, EUROS, INVOICE_DATE, INVOICE_MORE, ISSUED, KIND, METHOD, NAME, NET, NUMBER, Names, OWN_TOTAL,
    PAID, PAID_ON, PAID_OR_WHETHER, PAID_SO_FAR, PAYMENT_AMOUNT, PAYMENT_ID, PAYMENT_ID_OR_METHOD, PAYMENT_REFERENCE,
    PLAIN_AMOUNT, STATUS, TERMS,
};
use super::statuses::Status;
use crate::input::columns::{self, Column};
use crate::input::header::fold;
use crate::model::FileRole;
use crate::policy::ImportMapping;

/// What a list's header says.
#[derive(Clone, Debug, Default)]
pub struct Found {
    /// The mapping, complete or not.
    pub written: ImportMapping,
    /// Our columns without which the list cannot be read, and that no column is known to be: file and column.
    pub open: Vec<(&'static str, &'static str)>,
    /// How many columns have a meaning.
    pub known: usize,
    /// Whether the list has no total, and what is still owed stands for it.
    pub balance_is_amount: bool,
    /// Whether these are the lines of an account.
    pub is_ledger: bool,
    /// The column that is not taken for what is owed, since something else is taken off it that nobody paid.
    pub net: Option<String>,
    /// The other thing that it may be as well: then it is neither.
    pub rival: Option<Box<Found>>,
}

/// Names of a header, of which each is taken once.
#[derive(Clone)]
struct Header<'a> {
    names: &'a [String],
    folded: Vec<String>,
    taken: Vec<bool>,
}

impl Header<'_> {
    /// Returns the first column that has one of the names, and takes it.
    fn take(&mut self, names: Names) -> Option<String> {
        let at =
            names.iter().find_map(|name| (0..self.names.len()).find(|&at| !self.taken[at] && self.is(at, name)))?;
        self.taken[at] = true;
        Some(self.names[at].clone())
    }

    /// Tells whether a column has one of the names.
    fn has(&self, names: Names) -> bool {
        names.iter().any(|name| (0..self.names.len()).any(|at| self.is(at, name)))
    }

    fn is(&self, at: usize, name: &str) -> bool {
        name.bytes().filter(|byte| *byte != b' ').eq(self.folded[at].bytes())
    }
}

/// Returns a name as it is compared.
fn bare(name: &str) -> String {
    let is_between = |c: char| !c.is_alphanumeric() && !matches!(c, '°' | 'º' | '\u{300}'..='\u{36f}');
    let written = name.split(is_between).map(|word| (word, fold(word)));
    let mut words: Vec<(&str, String)> = written.filter(|(_, word)| !word.is_empty()).collect();
    if words.len() > 1 && words.pop_if(|(_, word)| EUROS.contains(&word.as_str())).is_some() {
        words.pop_if(|(_, word)| word == "en");
    }
    let is_kept =
        |at: &usize| at + 1 == words.len() || !ARTICLES.contains(&words[*at].1.as_str()) || is_owed(&words, *at);
    (0..words.len()).filter(is_kept).map(|at| words[at].1.as_str()).collect()
}

/// Tells whether the word at that place, as written and folded, is what is owed and no article: capitals often bear no
/// accent.
fn is_owed(words: &[(&str, String)], at: usize) -> bool {
    let (written, folded) = &words[at];
    let is = |at: Option<usize>, some: &[&str]| {
        at.and_then(|at| words.get(at)).is_some_and(|(_, word)| some.contains(&word.as_str()))
    };
    folded == "du" && (!written.is_ascii() || is(at.checked_sub(1), &BEFORE_OWED) || is(Some(at + 1), &BEHIND_OWED))
}

/// Returns the column of a header that names the currency.
pub fn currency(names: &[String]) -> Option<&String> {
    let folded: Vec<String> = names.iter().map(|name| bare(name)).collect();
    let mut header = Header { names, taken: vec![false; names.len()], folded };
    let found = header.take(CURRENCY)?;
    names.iter().find(|name| **name == found)
}

/// Returns what a header says. `samples` returns the first cells of a column.
pub fn find(names: &[String], samples: impl Fn(&str) -> Vec<String>) -> Found {
    let folded: Vec<String> = names.iter().map(|name| bare(name)).collect();
    let mut header = Header { names, taken: folded.iter().map(String::is_empty).collect(), folded };
    let mut found = match kind(&header) {
        Kind::Invoices => invoices_of(&mut header, samples),
        Kind::Payments => payments_of(&mut header),
        Kind::Either => {
            let rival = payments_of(&mut header.clone());
            Found { rival: Some(Box::new(rival)), ..invoices_of(&mut header, samples) }
        }
        Kind::Customers => customers_of(&mut header),
    };
    found.known = header.taken.iter().zip(&header.folded).filter(|(taken, name)| **taken && !name.is_empty()).count();
    found
}

/// What the rows of a list are.
enum Kind {
    Invoices,
    Payments,
    /// Invoices or payments: the columns do not tell.
    Either,
    Customers,
}

/// Returns what the rows of a list are: invoices taken for payments would be paid, and owed by nobody.
fn kind(header: &Header<'_>) -> Kind {
    let is_dated = header.has(ISSUED) || header.has(DUE);
    let has_sum = header.has(AMOUNT) || header.has(BALANCE);
    let are_payments = header.has(PAYMENT_AMOUNT) || header.has(PAYMENT_ID);
    let has_method = header.has(METHOD);
    let may_be_payments = has_method || header.has(ANY_METHOD) || header.has(PAYMENT_ID_OR_METHOD);
    if !is_dated || !has_sum {
        let is_money = is_dated || has_sum || header.has(PAID);
        let are_payments = are_payments || header.has(PAID_ON) || (may_be_payments && is_money);
        return if are_payments { Kind::Payments } else { Kind::Customers };
    }
    let has_total =
        (0..header.names.len()).any(|at| AMOUNT.iter().any(|name| !PLAIN_AMOUNT.contains(name) && header.is(at, name)));
    let is_plain = header.has(PLAIN_AMOUNT);
    // A payment has no total beside what is left of it.
    let states_debt = header.has(BALANCE) && (has_total || (!is_plain && !header.has(PAID)));
    if header.has(INVOICE_DATE) || header.has(DUE) || !(are_payments || may_be_payments) {
        Kind::Invoices
    } else if are_payments {
        Kind::Payments
    } else if states_debt {
        Kind::Invoices
    } else if has_method && !has_total {
        Kind::Payments
    } else {
        Kind::Either
    }
}

fn invoices_of(header: &mut Header<'_>, samples: impl Fn(&str) -> Vec<String>) -> Found {
    let mut found = Found::default();
    invoices(header, &mut found, samples);
    found
}

fn payments_of(header: &mut Header<'_>) -> Found {
    let mut found = Found::default();
    payments(header, &mut found);
    found
}

fn customers_of(header: &mut Header<'_>) -> Found {
    let mut found = Found::default();
    customers(header, &mut found);
    let told = found.written.customers.len();
    if !found.written.customers.contains_key("customer_id") || told < 3 {
        found.open.push(("customers", "customer_id"));
    }
    found
}

fn invoices(header: &mut Header<'_>, found: &mut Found, samples: impl Fn(&str) -> Vec<String>) {
    let mut set = |ours: &str, theirs: Option<String>| match theirs {
        Some(theirs) => {
            found.written.invoices.insert(ours.to_owned(), theirs);
            true
        }
        None => false,
    };
    let mut open = Vec::new();
    if !set("invoice_id", header.take(NUMBER)) {
        open.push(("invoices", "invoice_id"));
    }
    if !set("issue_date", header.take(ISSUED)) {
        open.push(("invoices", "issue_date"));
    }
    if !set("due_date", header.take(DUE)) {
        set("terms", header.take(TERMS));
    }
    let balance = header.take(BALANCE);
    let is_own_total = |name: &String| OWN_TOTAL.iter().any(|own| fold(own) == bare(name));
    let total = header.take(AMOUNT);
    found.written.own_currency = total.as_ref().is_some_and(is_own_total);
    let has_amount = set("amount", total);
    found.is_ledger = !has_amount && header.has(DEBIT) && header.has(CREDIT);
    if !has_amount {
        match &balance {
            Some(balance) if !found.is_ledger => drop(set("amount", Some(balance.clone()))),
            _ => open.push(("invoices", "amount")),
        }
    }
    set("currency", header.take(CURRENCY));
    set("kind", header.take(KIND));
    for (column, names) in INVOICE_MORE {
        set(name_of(FileRole::Invoices, *column), header.take(names));
    }
    found.balance_is_amount = !has_amount && balance.is_some();
    found.written.balance = balance.filter(|_| has_amount);
    found.written.status = header.take(STATUS);
    // Beside that of the payment, the status of the document itself.
    if let Some(document) = header.take(STATUS) {
        let drafts = Status::of_none().map(|word| format!("!{word}")).collect();
        found.written.filters.insert(document, drafts);
    }
    found.written.paid = header.take(PAID_SO_FAR).or_else(|| header.take(PAID));
    let says_paid = found.written.balance.is_some() || found.written.status.is_some() || found.written.paid.is_some();
    if !says_paid && has_amount && !header.has(PAID_OR_WHETHER) {
        // What was paid on account is taken off it already; a retention or a discount is no payment.
        let is_deduction = |name: &String| DEDUCTIONS.iter().any(|word| name.contains(word));
        let net = header.take(NET);
        if header.folded.iter().any(is_deduction) { found.net = net } else { found.written.balance = net }
    }
    if let Some(column) = header.take(PAID_OR_WHETHER) {
        let cells = samples(&column);
        let are_amounts = cells.iter().any(|cell| cell.contains(|c: char| c.is_ascii_digit()) && cell.len() > 1);
        let place = if are_amounts { &mut found.written.paid } else { &mut found.written.status };
        if place.is_none() {
            *place = Some(column);
        }
    }
    let paid_on = header.take(PAID_ON);
    match (paid_on, header.take(PAYMENT_AMOUNT)) {
        (Some(date), Some(amount)) => {
            let payments = &mut found.written.payments;
            payments.insert("date".to_owned(), date);
            payments.insert("amount".to_owned(), amount);
            payments.extend(payment_words(header).into_iter().map(|(ours, theirs)| (ours.to_owned(), theirs)));
            // Each row is a payment: what they come to is in the rows already.
            found.written.paid = None;
        }
        (paid_on, _) => found.written.paid_on = paid_on,
    }
    customers(header, found);
    match found.written.customers.get("customer_id") {
        Some(id) => drop(found.written.invoices.insert("customer_id".to_owned(), id.clone())),
        None => open.push(("invoices", "customer_id")),
    }
    found.open = open;
}

/// Returns the columns of what is said of payments beside day and sum.
fn payment_words(header: &mut Header<'_>) -> Vec<(&'static str, String)> {
    let id = header.take(PAYMENT_ID);
    // With a method beside it, or a number, it is the other one.
    let method = header.take(METHOD).or_else(|| header.take(ANY_METHOD));
    let id = id.or_else(|| header.take(PAYMENT_ID_OR_METHOD));
    let words = [("payment_id", id), ("method", method), ("reference", header.take(PAYMENT_REFERENCE))];
    words.into_iter().filter_map(|(ours, theirs)| Some((ours, theirs?))).collect()
}

/// Returns the column of the sum of a payment. Beside what was paid so far, a total is the invoice's.
fn payment_amount(header: &mut Header<'_>) -> Option<String> {
    let own = header.take(PAYMENT_AMOUNT).or_else(|| header.take(PLAIN_AMOUNT)).or_else(|| header.take(PAID));
    own.or_else(|| if header.has(PAID_SO_FAR) { None } else { header.take(AMOUNT) })
}

fn payments(header: &mut Header<'_>, found: &mut Found) {
    let columns: [(&'static str, Names); 3] = [("date", PAID_ON), ("invoice_id", NUMBER), ("currency", CURRENCY)];
    for (ours, names) in columns {
        found.written.payments.extend(header.take(names).map(|theirs| (ours.to_owned(), theirs)));
    }
    found.written.payments.extend(payment_words(header).into_iter().map(|(ours, theirs)| (ours.to_owned(), theirs)));
    let customer = header.take(CUSTOMER).or_else(|| header.take(NAME));
    found.written.payments.extend(customer.map(|theirs| ("customer_id".to_owned(), theirs)));
    let late: [(&'static str, Option<String>); 2] = [
        ("amount", payment_amount(header)),
        ("date", if found.written.payments.contains_key("date") { None } else { header.take(&["date"]) }),
    ];
    for (ours, theirs) in late {
        found.written.payments.extend(theirs.map(|theirs| (ours.to_owned(), theirs)));
    }
    for needed in ["date", "amount"] {
        if !found.written.payments.contains_key(needed) {
            found.open.push(("payments", needed));
        }
    }
    if !found.written.payments.contains_key("invoice_id") && !found.written.payments.contains_key("customer_id") {
        found.open.push(("payments", "invoice_id"));
    }
}

/// A customer without a code is known by his name.
fn customers(header: &mut Header<'_>, found: &mut Found) {
    let (id, name) = (header.take(CUSTOMER), header.take(NAME));
    let customers = &mut found.written.customers;
    let code = id.clone().or_else(|| name.clone());
    customers.extend(code.map(|theirs| ("customer_id".to_owned(), theirs)));
    customers.extend(name.or(id).map(|theirs| ("name".to_owned(), theirs)));
    for (column, names) in CUSTOMER_MORE {
        let theirs = header.take(names);
        customers.extend(theirs.map(|theirs| (name_of(FileRole::Customers, *column).to_owned(), theirs)));
    }
}

fn name_of(role: FileRole, column: Column) -> &'static str {
    columns::of(role).iter().find(|entry| entry.column == column).map_or("", |entry| entry.name)
}

#[cfg(test)]
mod tests;
