//! The judgement of one receipt after the other: what is certain, what was decided, what waits.

use super::batches::Batches;
use super::books::Books;
use super::candidates;
use super::elsewhere::Claim;
use super::names::Named;
use super::parts::Part;
use super::returns::Returns;
use super::same::Money;
use super::seen::Seen;
use super::sums::{self, Fit};
use super::told_again::{Again, Told};
use super::words::Words;
use super::{Outcome, Verdict, asked, short, why};
use crate::engine::allocation::Balances;
use crate::engine::meant::{Ground, Meant, Notice};
use crate::engine::penalties::notes::notes_on;
use crate::model::{Amount, CustomerId, Decision, InvoiceNo, Ledger, PaymentId, Receipt};
use crate::policy::Policy;

/// Who judges receipts, and keeps what the earlier ones took.
pub(super) struct Judge<'a, 'b> {
    books: Books<'a, 'b>,
    returns: Returns,
    batches: Batches<'a>,
}

impl<'a, 'b> Judge<'a, 'b> {
    pub fn of(
        ledger: &'a Ledger,
        balances: &'b Balances,
        policy: &'b Policy,
        waiting: impl Iterator<Item = &'a Receipt>,
    ) -> Judge<'a, 'b> {
        let books = Books::of(ledger, balances, policy);
        let returns = Returns::of(ledger, &books.elsewhere);
        let mut judge = Judge { books, returns, batches: Batches::of(ledger) };
        judge.claim_from_elsewhere(waiting);
        judge
    }

    /// Finds which receipts are payments that came from elsewhere: of all of them together, so that each finds its own.
    fn claim_from_elsewhere(&mut self, waiting: impl Iterator<Item = &'a Receipt>) {
        if self.books.elsewhere.is_empty() {
            return;
        }
        let is_open = |receipt: &&Receipt| receipt.amount.is_positive() && matches!(receipt.decision, Decision::None);
        let claims = waiting.filter(is_open).filter(|receipt| self.batches.telling(receipt).is_none());
        let claims: Vec<Claim<'a>> = claims.filter_map(|receipt| self.claim_of(receipt)).collect();
        let (ledger, balances) = (self.books.ledger, self.books.balances);
        self.books.elsewhere.claim(claims, &|number, day| balances.left_on(ledger, number, day));
    }

    fn claim_of(&self, receipt: &'a Receipt) -> Option<Claim<'a>> {
        let seen = short::weighed(&self.books, self.books.see(receipt));
        let (customer, numbers) = self.whose(&seen)?;
        if self.asked_with_others(customer, &numbers, receipt).is_some() {
            return None;
        }
        let ledger = self.books.ledger;
        let notes = numbers.iter().flat_map(|&number| notes_on(ledger, number));
        let notes = notes.map(|note| ledger.invoice(note).number);
        let named: Vec<InvoiceNo> = numbers.iter().copied().chain(notes).collect();
        let sum = (receipt.currency, receipt.amount, receipt.date);
        let speaks = || self.books.readings.speaks_of(customer, &named, sum, |item| self.books.open(item));
        let is_of_them = !matches!(sums::fit(&self.books, &numbers, receipt), Fit::Short | Fit::More);
        let fits = (!numbers.is_empty() && is_of_them) || speaks();
        let money =
            Money { date: receipt.date, amount: receipt.amount, invoices: named, gone: None, is_declared: false };
        Some(Claim { receipt, customer, told: Told { money, numbers, fits } })
    }

    /// Judges one receipt, and takes what it pays off what is open.
    pub fn judge(&mut self, receipt: &'a Receipt) -> Verdict<'a> {
        let seen = short::weighed(&self.books, self.books.see(receipt));
        let told_in_parts = self.batches.telling(receipt).filter(|_| receipt.decision != Decision::Wait);
        if let Some(ids) = told_in_parts {
            let outcome = Outcome::Batch(ids.iter().map(|id| (*id).to_owned()).collect());
            let why = why::told(&self.books, &seen, &outcome);
            return Verdict { receipt, outcome, why, alike: None };
        }
        let outcome = self.outcome(receipt, &seen);
        let why = why::told(&self.books, &seen, &outcome);
        let why = match self.noted_for(receipt, &outcome) {
            Some(noted) => why::joined(why, why::perhaps_the_same(self.books.ledger, noted)),
            None => why,
        };
        let alike = match &outcome {
            Outcome::Post { customer, .. } if receipt.decision != Decision::None => {
                self.books.elsewhere.alike(*customer, receipt)
            }
            _ => None,
        };
        self.take(receipt, &outcome);
        Verdict { receipt, outcome, why, alike }
    }

    /// Returns what a receipt comes to: as somebody decided, else as is certain.
    fn outcome(&mut self, receipt: &Receipt, seen: &Seen<'a>) -> Outcome {
        match &receipt.decision {
            Decision::Invoices(numbers) if !numbers.is_empty() => {
                self.decided(receipt, self.books.customer_of(numbers[0]), numbers)
            }
            Decision::Customer(customer) => {
                let customer = *customer;
                let numbers = seen.sure().into_iter().filter(|&number| self.books.customer_of(number) == customer);
                let numbers: Vec<InvoiceNo> = numbers.collect();
                match self.decided(receipt, customer, &numbers) {
                    // Nobody but the text named them.
                    Outcome::Wait(_) => self.decided(receipt, customer, &[]),
                    decided => decided,
                }
            }
            _ if receipt.amount.is_negative() => {
                match self.returns.judge(self.books.ledger, &self.books.names, seen) {
                    // Whatever it may take back, it moves nothing until somebody decides.
                    Outcome::Reverse(_) | Outcome::Same(_) if receipt.decision == Decision::Wait => {
                        Outcome::Wait(Vec::new())
                    }
                    found => found,
                }
            }
            Decision::Wait => Outcome::Wait(candidates::of(&self.books, seen)),
            _ => self.certain(seen).unwrap_or_else(|| Outcome::Wait(candidates::of(&self.books, seen))),
        }
    }

    /// Takes what a receipt pays or takes back out of what others may.
    fn take(&mut self, receipt: &Receipt, outcome: &Outcome) {
        match outcome {
            Outcome::Post { customer, parts, .. } => {
                self.books.take(*customer, parts, receipt.currency);
                self.returns.expect(receipt, parts);
            }
            Outcome::Reverse(rows) => self.returns.claim(rows),
            // A payment that the bank shows too can still be taken back.
            Outcome::Same(rows) if receipt.amount.is_negative() => self.returns.claim(rows),
            Outcome::Same(_) | Outcome::Batch(_) | Outcome::Wait(_) => {}
        }
    }

    /// Returns the return that somebody noted, and that a debit which waits may be.
    fn noted_for(&self, receipt: &Receipt, outcome: &Outcome) -> Option<PaymentId> {
        let Outcome::Wait(candidates) = outcome else { return None };
        let best = candidates.first().filter(|best| receipt.amount.is_negative() && !best.evidence.is_weak())?;
        self.returns.noted_of(self.books.ledger, best.customer, &[], receipt)
    }

    /// Returns what is certain of a receipt: (a) by numbers of one customer's invoices, (b) by the account.
    fn certain(&mut self, seen: &Seen<'a>) -> Option<Outcome> {
        let (customer, numbers) = self.whose(seen)?;
        if let Some(outcome) = self.asked_with_others(customer, &numbers, seen.receipt) {
            return Some(outcome);
        }
        match self.books.elsewhere.found(seen.receipt).cloned() {
            Some(Again::Same(payments)) => return Some(Outcome::Same(payments)),
            Some(Again::Instead(payments)) => return Some(self.instead(customer, numbers, payments, seen.receipt)),
            Some(Again::Doubt(_)) => return None,
            None => {}
        }
        let notes = self.notes(&numbers, seen.receipt);
        Some(self.posted(customer, if notes.is_empty() { &numbers } else { &notes }, seen.receipt))
    }

    /// Returns whose a receipt is beyond doubt, and the invoices that it names: not where it bears the id of somebody
    /// else.
    fn whose(&self, seen: &Seen<'_>) -> Option<(CustomerId, Vec<InvoiceNo>)> {
        let sure = seen.sure();
        let whose = match (self.one_customer(&sure), &seen.account_of[..]) {
            (Some(customer), accounts) if accounts.is_empty() || accounts.contains(&customer) => {
                let numbers = self.meant(customer, sure, seen)?;
                let other_payer = accounts.is_empty() && self.is_by_another(customer, &numbers, seen);
                (!other_payer).then_some((customer, numbers))
            }
            (None, [only]) if sure.is_empty() => Some((*only, Vec::new())),
            (None, []) if sure.is_empty() => Some((asked::of(&self.books, seen)?, Vec::new())),
            _ => None,
        };
        whose.filter(|&(customer, _)| !seen.is_of_another(customer))
    }

    /// Returns what a receipt pays that takes the place of payments of which nobody knew when they came.
    fn instead(
        &mut self,
        customer: CustomerId,
        mut numbers: Vec<InvoiceNo>,
        payments: Vec<(PaymentId, Amount)>,
        receipt: &Receipt,
    ) -> Outcome {
        for &(payment, amount) in &payments {
            self.books.give_back(payment, amount);
            let named = self.books.ledger.payment(payment).invoice;
            numbers.extend(named.filter(|number| !numbers.contains(number)));
        }
        match self.posted(customer, &numbers, receipt) {
            Outcome::Post { customer, parts, ground, .. } => {
                Outcome::Post { customer, parts, ground, instead: payments }
            }
            other => other,
        }
    }

    /// Returns what a receipt pays that names some invoices of a notice and is of the sum of all of it: who copies one
    /// number of a letter pays the letter.
    fn asked_with_others(&self, customer: CustomerId, numbers: &[InvoiceNo], receipt: &Receipt) -> Option<Outcome> {
        let fit = if numbers.is_empty() { Fit::Exact } else { sums::fit(&self.books, numbers, receipt) };
        if !matches!(fit, Fit::Short | Fit::More) {
            return None;
        }
        let has_all = |notice: &Notice| {
            let of_notice = |number: &InvoiceNo| {
                notice.parts.iter().any(|&(item, _)| self.books.ledger.invoice(item).number == *number)
            };
            numbers.iter().all(of_notice)
        };
        let notices = self.books.notices_of_sum(receipt).into_iter();
        let notices: Vec<Notice> = notices.filter(|(whose, _)| *whose == customer).map(|(_, notice)| notice).collect();
        let [notice] = &notices[..] else { return None };
        let is_it = has_all(notice) && !self.books.readings.is_any_barred(customer, &notice.parts, receipt.date);
        is_it.then(|| {
            let parts = self.books.parts_of(&notice.parts, receipt.amount);
            Outcome::Post { customer, parts, ground: Some(notice.ground()), instead: Vec::new() }
        })
    }

    /// Returns the penalty notes on the only invoice that a text names, where the sum is of them and nothing else
    /// explains it.
    fn notes(&self, numbers: &[InvoiceNo], receipt: &Receipt) -> Vec<InvoiceNo> {
        match *numbers {
            [only] if sums::fit(&self.books, numbers, receipt) == Fit::Short => {
                let sum = (receipt.currency, receipt.amount, receipt.date);
                self.books.readings.notes_of_sum(only, sum, |item| self.books.open(item))
            }
            _ => Vec::new(),
        }
    }

    fn posted(&self, customer: CustomerId, numbers: &[InvoiceNo], receipt: &Receipt) -> Outcome {
        let (parts, ground) = match numbers {
            [] => self.unnamed(customer, receipt),
            numbers => (sums::split(&self.books, numbers, receipt).0, None),
        };
        Outcome::Post { customer, parts, ground, instead: Vec::new() }
    }

    /// Returns the invoices of a customer that a text names: those beyond doubt, where it names no other of his, or
    /// they come to the sum; with the doubtful ones where all of them do. Else nobody knows which it pays.
    fn meant(&self, customer: CustomerId, sure: Vec<InvoiceNo>, seen: &Seen<'_>) -> Option<Vec<InvoiceNo>> {
        let doubtful = seen.hits.iter().filter(|hit| !hit.is_sure()).flat_map(|hit| hit.invoices.iter().copied());
        let mut all = sure.clone();
        all.extend(doubtful.filter(|&number| self.books.customer_of(number) == customer && !sure.contains(&number)));
        let comes_to = |numbers: &[InvoiceNo]| {
            matches!(sums::fit(&self.books, numbers, seen.receipt), Fit::Exact | Fit::Discount | Fit::Asked)
        };
        if all.len() == sure.len() || comes_to(&sure) { Some(sure) } else { comes_to(&all).then_some(all) }
    }

    fn decided(&self, receipt: &Receipt, customer: CustomerId, numbers: &[InvoiceNo]) -> Outcome {
        if receipt.amount.is_negative() {
            return self.returns.of_customer(self.books.ledger, customer, numbers, receipt);
        }
        self.posted(customer, numbers, receipt)
    }

    /// Returns what a customer's money pays that names nothing: what its sum says, else the item of that sum when he
    /// has only one such; and what said so.
    fn unnamed(&self, customer: CustomerId, receipt: &Receipt) -> (Vec<Part>, Option<Ground>) {
        let Receipt { currency, amount, date, .. } = *receipt;
        let open = |item| self.books.open(item);
        if let Some(Meant { parts, ground, .. }) = self.books.readings.of(customer, (currency, amount, date), open) {
            return (self.books.parts_of(&parts, amount), Some(ground));
        }
        // In a flood of receipts hardly any is of the sum of an item.
        let mut of_sum = self.books.items_of_sum(currency, amount);
        let is_of_one = of_sum.any(|item| self.books.ledger.invoice(item).customer == customer);
        let alone = || self.books.readings.alone(customer, (currency, amount, date), open);
        let part = is_of_one.then(alone).flatten().map(|item| self.books.part_of(item, amount));
        (vec![part.unwrap_or(Part { invoice: None, item: None, amount })], None)
    }

    /// Tells whether the payer's name is another customer's, whole, and not this one's: a slip in the number? Of a name
    /// that this one's begins with, the numbers decide where the sum is of their invoices, and of nothing that the
    /// other owes.
    fn is_by_another(&self, customer: CustomerId, numbers: &[InvoiceNo], seen: &Seen<'_>) -> bool {
        let named = self.books.names.find(&seen.payer, &Words::default());
        let (books, receipt) = (&self.books, seen.receipt);
        let numbers_decide = || {
            books.names.begins_with(customer, &seen.payer)
                && !matches!(sums::fit(books, numbers, receipt), Fit::Short | Fit::More)
                && named.iter().all(|&(other, _)| sums::fitting(books, other, receipt).is_none())
        };
        !named.is_empty()
            && named.iter().any(|(_, how)| *how == Named::Whole)
            && named.iter().all(|(other, _)| *other != customer)
            && !numbers_decide()
    }

    fn one_customer(&self, numbers: &[InvoiceNo]) -> Option<CustomerId> {
        let first = self.books.customer_of(*numbers.first()?);
        numbers.iter().all(|&number| self.books.customer_of(number) == first).then_some(first)
    }
}
