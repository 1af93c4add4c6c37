//! Money that the bank took back: which payment it was.

use std::collections::BTreeSet;

use hashbrown::HashMap;

use super::elsewhere::{self, Elsewhere};
use super::names::{Named, Names};
use super::parts::Part;
use super::same;
use super::seen::Seen;
use super::{Candidate, Evidence, Outcome};
use crate::engine::allocation::payments_taken_back;
use crate::engine::receipts::{BankRows, receipts};
use crate::model::payment::{OF_BANK, is_near};
use crate::model::{Amount, Currency, CustomerId, Date, InvoiceNo, Ledger, PaymentId, PaymentKind, Receipt};

/// The payments that can be taken back: the rows of one receipt together, by their sum.
#[derive(Debug, Default)]
pub(super) struct Returns {
    by_sum: HashMap<(Currency, Amount), Vec<Vec<PaymentId>>>,
    /// The returns that came from elsewhere, as an entry by hand, and are not yet known to be a movement of the bank.
    noted: HashMap<(Currency, Amount), Vec<PaymentId>>,
    /// The receipts that are posted now, and no payments yet.
    posted: HashMap<(Currency, Amount), Vec<Posted>>,
    /// How many receipts bear each id that may name one payment: what several bear is a mandate, or a creditor.
    bearing: HashMap<String, usize>,
}

/// A receipt that is posted: its day, and what it pays.
#[derive(Debug)]
struct Posted {
    date: Date,
    invoices: Vec<InvoiceNo>,
}

impl Returns {
    pub fn of(ledger: &Ledger, elsewhere: &Elsewhere<'_>) -> Returns {
        // Where nothing was taken back, there is nothing to look up.
        if ledger.suspense().iter().all(|receipt| !receipt.amount.is_negative()) {
            return Returns::default();
        }
        let of_kind = |kind| ledger.payment_rows().filter(move |&id| ledger.payment(id).kind == kind);
        let payments: Vec<PaymentId> = of_kind(PaymentKind::Payment).collect();
        let returns: Vec<PaymentId> = of_kind(PaymentKind::Return).collect();
        let gone = gone(ledger, elsewhere, &returns);
        let mut by_sum: HashMap<(Currency, Amount), Vec<Vec<PaymentId>>> = HashMap::new();
        let mut bearing: HashMap<String, usize> = HashMap::new();
        for mut rows in receipts(ledger, &payments) {
            bear(words_of(ledger, &rows), &mut bearing);
            rows.retain(|id| !gone.contains(id));
            if rows.is_empty() {
                continue;
            }
            let sum = rows.iter().map(|&id| ledger.payment(id).amount).sum();
            by_sum.entry((ledger.payment(rows[0]).currency, sum)).or_default().push(rows);
        }
        by_sum.values_mut().for_each(|receipts| receipts.sort_unstable());
        // What waits bears them too: a mandate's first payment may be posted, and its second wait.
        let bank = BankRows::of(ledger);
        let posted: BTreeSet<&str> = payments.iter().map(|&id| bank.receipt_of(ledger.payment_id(id))).collect();
        let waits = |receipt: &&Receipt| receipt.amount.is_positive() && !posted.contains(receipt.id.as_str());
        ledger.suspense().iter().filter(waits).for_each(|receipt| bear(&receipt.reference, &mut bearing));
        Returns { by_sum, noted: noted(ledger, &returns), bearing, ..Returns::default() }
    }

    /// Judges a receipt below zero by the words of the payment, the invoice, the account or the name that it shows.
    pub fn judge(&self, ledger: &Ledger, names: &Names, seen: &Seen<'_>) -> Outcome {
        let sums: Vec<&Vec<PaymentId>> = self.of_sum(ledger, seen.receipt).collect();
        let sure = seen.sure();
        let customer = |rows: &[PaymentId]| ledger.payment(rows[0]).customer;
        let pays_named = |rows: &[PaymentId]| {
            rows.iter().any(|&id| ledger.payment(id).invoice.is_some_and(|number| sure.contains(&number)))
        };
        let of_account = |rows: &[PaymentId]| seen.account_of.contains(&customer(rows));
        let words = &seen.receipt.reference;
        let same_words = |rows: &[PaymentId]| !words.is_empty() && words_of(ledger, rows) == words;
        let named = names.find(&seen.payer, &seen.text);
        let is_of_another = |whose: CustomerId| {
            let whole = || named.iter().filter(|(_, how)| *how == Named::Whole);
            (!seen.account_of.is_empty() && !seen.account_of.contains(&whose))
                || (whole().next().is_some() && whole().all(|(other, _)| *other != whose))
        };
        let same_id = |rows: &[PaymentId]| {
            let is_own = |id: &str| ids_in(words).any(|own| own == id) && self.bearing.get(id) == Some(&1);
            ids_in(words_of(ledger, rows)).any(is_own) && !is_of_another(customer(rows))
        };
        let only = |passes: &dyn Fn(&[PaymentId]) -> bool| {
            let mut passing = sums.iter().filter(|rows| passes(rows));
            passing.next().filter(|_| passing.next().is_none()).map(|rows| (*rows).clone())
        };
        if let Some(rows) = only(&same_words).or_else(|| only(&same_id)) {
            return Outcome::Reverse(rows);
        }
        let of_payment = || only(&pays_named).or_else(|| only(&of_account));
        if let Some(id) = self.noted(ledger, seen, &sure) {
            let noted = ledger.payment(id).date;
            // What was noted days before cannot be what takes back a payment that was made since.
            let is_since = |rows: &[PaymentId]| ledger.payment(rows[0]).date > noted;
            let is_late = !is_near(noted, seen.receipt.date);
            let since = if is_late { of_payment().filter(|rows| is_since(rows)) } else { None };
            if let Some(rows) = since {
                return Outcome::Reverse(rows);
            }
            if !is_late || !self.is_posted_since(noted, seen, &sure) {
                return Outcome::Same(vec![id]);
            }
        } else if let Some(rows) = of_payment() {
            return Outcome::Reverse(rows);
        }
        Outcome::Wait(self.candidates(ledger, &named, seen.receipt))
    }

    /// Returns who a receipt below zero may be of, by its sum and by the names that it shows.
    fn candidates(&self, ledger: &Ledger, named: &[(CustomerId, Named)], receipt: &Receipt) -> Vec<Candidate> {
        let candidate = |rows: &[PaymentId]| {
            let customer = ledger.payment(rows[0]).customer;
            let is_named = named.iter().any(|(named, how)| *named == customer && *how != Named::Part);
            let invoices = rows.iter().filter_map(|&id| ledger.payment(id).invoice).collect();
            let evidence = if is_named { Evidence::NameAndSum } else { Evidence::Sum };
            Candidate { customer, invoices, evidence, fit: None }
        };
        let mut candidates: Vec<Candidate> = self.of_sum(ledger, receipt).map(|rows| candidate(rows)).collect();
        // Whose return was noted by hand, with his name: it may be that one.
        let noted = self.noted_near(ledger, receipt).map(|id| candidate(&[id]));
        candidates.extend(noted.filter(|candidate| candidate.evidence == Evidence::NameAndSum));
        candidates.sort_by_key(|candidate| (candidate.evidence, candidate.customer));
        candidates.dedup();
        candidates
    }

    /// Returns the return that somebody noted before the bank showed it: of the invoice that the debit names, or of the
    /// customer whose account it is. Nothing else is taken back then.
    fn noted(&self, ledger: &Ledger, seen: &Seen<'_>, sure: &[InvoiceNo]) -> Option<PaymentId> {
        let receipt = seen.receipt;
        let is_it = |id: &&PaymentId| {
            let row = ledger.payment(**id);
            let is_named = row.invoice.is_some_and(|number| sure.contains(&number));
            let is_of_account = sure.is_empty() && seen.account_of.contains(&row.customer);
            let is_near = if is_named { same::is_near_if_settled } else { is_near };
            (is_named || is_of_account) && is_near(row.date, receipt.date)
        };
        let alike = self.noted.get(&(receipt.currency, receipt.amount.abs())).into_iter().flatten().filter(is_it);
        // Debits come in the order of their days: the first is the first that was noted.
        alike.min_by_key(|id| (ledger.payment(**id).date, ledger.payment_id(**id))).copied()
    }

    /// Tells whether a receipt that is posted only now, and came since a day, may be what a debit takes back.
    fn is_posted_since(&self, day: Date, seen: &Seen<'_>, sure: &[InvoiceNo]) -> bool {
        let receipt = seen.receipt;
        let posted = self.posted.get(&(receipt.currency, receipt.amount.abs())).into_iter().flatten();
        let mut since = posted.filter(|posted| posted.date > day);
        since.any(|posted| posted.invoices.iter().any(|number| sure.contains(number)))
    }

    /// Notes a receipt that is posted: once it is a payment, a debit may take it back.
    pub fn expect(&mut self, receipt: &Receipt, parts: &[Part]) {
        let posted = Posted { date: receipt.date, invoices: parts.iter().filter_map(|part| part.invoice).collect() };
        self.posted.entry((receipt.currency, receipt.amount)).or_default().push(posted);
    }

    /// Takes payments that a receipt takes back, or a return that it is, out of what others may.
    pub fn claim(&mut self, payments: &[PaymentId]) {
        for receipts in self.by_sum.values_mut() {
            receipts.retain(|rows| rows != payments);
        }
        for noted in self.noted.values_mut() {
            noted.retain(|id| !payments.contains(id));
        }
    }

    /// Returns the returns of a debit's sum and time that somebody noted, and that are not yet known to be the bank's.
    fn noted_near<'s>(&'s self, ledger: &'s Ledger, receipt: &'s Receipt) -> impl Iterator<Item = PaymentId> + 's {
        let alike = self.noted.get(&(receipt.currency, receipt.amount.abs())).into_iter().flatten().copied();
        alike.filter(|&id| is_near(ledger.payment(id).date, receipt.date))
    }

    /// Returns the first return that somebody noted of a customer, of a debit's sum and time: of one of these invoices,
    /// if there are any.
    pub fn noted_of(
        &self,
        ledger: &Ledger,
        customer: CustomerId,
        numbers: &[InvoiceNo],
        receipt: &Receipt,
    ) -> Option<PaymentId> {
        let is_of_them = |id: &PaymentId| {
            let row = ledger.payment(*id);
            let is_named = || row.invoice.is_none_or(|number| numbers.contains(&number));
            row.customer == customer && (numbers.is_empty() || is_named())
        };
        let own = self.noted_near(ledger, receipt).filter(is_of_them);
        own.min_by_key(|&id| (ledger.payment(id).date, ledger.payment_id(id)))
    }

    /// Returns what a receipt below zero takes back of a customer who was named for it, with some of his invoices or
    /// none: what was noted by hand is that debit, and no other payment is taken back for it.
    pub fn of_customer(
        &self,
        ledger: &Ledger,
        customer: CustomerId,
        numbers: &[InvoiceNo],
        receipt: &Receipt,
    ) -> Outcome {
        if let Some(noted) = self.noted_of(ledger, customer, numbers, receipt) {
            return Outcome::Same(vec![noted]);
        }
        let invoices = |rows: &[PaymentId]| -> BTreeSet<InvoiceNo> {
            rows.iter().filter_map(|&id| ledger.payment(id).invoice).collect()
        };
        let is_of_them = |rows: &[PaymentId]| {
            let paid = invoices(rows);
            numbers.is_empty() || paid.is_empty() || numbers.iter().any(|number| paid.contains(number))
        };
        let own = self.of_sum(ledger, receipt).filter(|rows| ledger.payment(rows[0]).customer == customer);
        let mut own: Vec<&Vec<PaymentId>> = own.filter(|rows| is_of_them(rows)).collect();
        // Money that pays nothing in particular is meant only where none pays what was named.
        if !numbers.is_empty() && own.iter().any(|rows| !invoices(rows).is_empty()) {
            own.retain(|rows| !invoices(rows).is_empty());
        }
        let paid: BTreeSet<BTreeSet<InvoiceNo>> = own.iter().map(|rows| invoices(rows)).collect();
        // Of several on the same invoices, the last before; which of other ones is meant, nobody can tell.
        match own.iter().max_by_key(|rows| ledger.payment(rows[0]).date).filter(|_| paid.len() == 1) {
            Some(last) => Outcome::Reverse((**last).clone()),
            None => Outcome::Wait(Vec::new()),
        }
    }

    fn of_sum<'s>(&'s self, ledger: &'s Ledger, receipt: &'s Receipt) -> impl Iterator<Item = &'s Vec<PaymentId>> {
        let receipts = self.by_sum.get(&(receipt.currency, receipt.amount.abs())).into_iter().flatten();
        receipts.filter(|rows| ledger.payment(rows[0]).date <= receipt.date)
    }
}

/// Returns the payments that were taken back, some of them by these returns: a return need not say which it takes back.
fn gone(ledger: &Ledger, elsewhere: &Elsewhere<'_>, returns: &[PaymentId]) -> BTreeSet<PaymentId> {
    let reversed = ledger.payment_rows().filter_map(|id| ledger.payment_more(id).and_then(|more| more.reverses));
    let mut gone: BTreeSet<PaymentId> = reversed.collect();
    let customers: BTreeSet<CustomerId> = returns.iter().map(|&id| ledger.payment(id).customer).collect();
    gone.extend(customers.into_iter().flat_map(|customer| payments_taken_back(ledger, customer).into_values()));
    gone.extend(elsewhere.gone.keys());
    gone
}

/// Returns those of some returns that came from elsewhere and are not yet known to be a movement of the bank, by sum.
fn noted(ledger: &Ledger, returns: &[PaymentId]) -> HashMap<(Currency, Amount), Vec<PaymentId>> {
    let known = elsewhere::known(ledger);
    let mut noted: HashMap<(Currency, Amount), Vec<PaymentId>> = HashMap::new();
    for &id in returns {
        let (row, name) = (ledger.payment(id), ledger.payment_id(id));
        if !name.starts_with(OF_BANK) && !known.contains(name) {
            noted.entry((row.currency, row.amount)).or_default().push(id);
        }
    }
    noted
}

/// Counts each id that may name one payment once for these words.
fn bear(words: &str, bearing: &mut HashMap<String, usize>) {
    for id in ids_in(words).collect::<BTreeSet<&str>>() {
        *bearing.entry_ref(id).or_default() += 1;
    }
}

fn words_of<'l>(ledger: &'l Ledger, rows: &[PaymentId]) -> &'l str {
    ledger.payment_more(rows[0]).and_then(|more| more.reference.as_deref()).unwrap_or_default()
}

/// How long a word of the bank's is at least that names one payment, such as the end-to-end id of a transfer.
const ID_LETTERS: usize = 8;

/// Returns the words in which letters and digits stand together, long enough to name one payment, as they are written.
fn ids_in(text: &str) -> impl Iterator<Item = &str> {
    text.split_whitespace().filter(|word| {
        word.len() >= ID_LETTERS
            && word.chars().filter(char::is_ascii_digit).count() >= 3
            && word.chars().any(|letter| letter.is_ascii_alphabetic())
    })
}
