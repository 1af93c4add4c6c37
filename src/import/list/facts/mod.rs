//! What a list states of an invoice's payment: balance, sum paid, day, status. Which rows are no invoices follows from
//! it, and what is owed; where two of them contradict each other the row is refused.

mod refusals;

use std::collections::BTreeMap;

use self::refusals::Fault;
use super::aliases::name::Name;
use super::statuses::Status;
use crate::diag::{Diagnostic, Place};
use crate::import::sums::is_credit_note;
use crate::input::columns::Column;
use crate::input::edit::PlainRow;
use crate::input::text::parse_amount;
use crate::model::dialect::DecimalMark;
use crate::model::{Amount, Currency, Date};

/// What becomes of a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It is taken, and says no more than its cells.
    Taken,
    /// It is taken, and this is still owed; where the list itself says so it is a stated balance.
    Owed {
        /// How much: negative for a credit note.
        open: Amount,
        /// Of how much.
        total: Amount,
        /// Whether a balance, a sum paid or a status says so.
        is_stated: bool,
    },
    /// A credit note of which only a part is left, or nothing: the balances of the invoices know of the rest.
    Credit {
        /// What is left: negative, or zero.
        open: Amount,
        /// Of how much.
        total: Amount,
    },
    /// A draft.
    Draft,
    /// A cancelled invoice.
    Cancelled,
    /// It contradicts itself, or holds a word that is not known.
    Refused(Box<Diagnostic>),
}

impl Verdict {
    /// Tells whether by it nothing was paid.
    pub fn pays_nothing(&self) -> bool {
        match self {
            Verdict::Taken => true,
            Verdict::Owed { open, total, .. } => open == total,
            _ => false,
        }
    }
}

/// What an empty cell of the column of balances says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Blank {
    /// No more than if there were no such column: none of its cells says anything.
    #[default]
    Nothing,
    /// That nothing is owed: so the total below the rows has it.
    Zero,
    /// That all is owed, likewise.
    Whole,
    /// One or the other: nobody can tell.
    Unclear,
}

/// The judge of the rows of one list, one after the other; a word is looked up once.
#[derive(Debug)]
pub struct Judge {
    words: BTreeMap<String, Option<Status>>,
    list: ListFacts,
}

/// What is known of a list as a whole.
#[derive(Clone, Debug, Default)]
pub(super) struct ListFacts {
    /// What an empty balance says.
    pub blank: Blank,
    /// The name of the column of the status.
    pub status: Name,
    /// Whether the day of payment is that of the last one, which need not have settled the invoice.
    pub is_last_day: bool,
    /// The day of the import: what is dated after it has not happened.
    pub today: Date,
}

/// What the column of sums holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sum {
    /// The total of the invoice.
    Total,
    /// What is left of it, in a list without totals; with the total that the folder knows.
    Balance(Option<Amount>),
}

/// One row of a list, as far as its payment goes.
#[derive(Clone, Copy, Debug)]
pub struct Claim<'a> {
    /// The row for `invoices.csv`.
    pub invoice: PlainRow<'a>,
    /// The facts.
    pub facts: PlainRow<'a>,
    /// The currency of the row.
    pub currency: Currency,
    /// What its amount is.
    pub sum: Sum,
    /// Whether the list has payments of its own: then sums paid follow from them.
    pub has_payments: bool,
}

/// Returns an amount of a plain row; nothing where it says none, or more decimals than its currency has.
pub fn money(text: &str, currency: Currency) -> Option<Amount> {
    parse_amount(text.as_bytes()).ok()?.under(DecimalMark::Point)?.to_amount(currency)
}

impl Judge {
    /// Returns who judges the rows of a list.
    pub(super) fn new(list: ListFacts) -> Judge {
        Judge { words: BTreeMap::new(), list }
    }

    /// Judges a row; `place` returns the place of a cell in the list.
    pub fn judge(&mut self, claim: Claim<'_>, place: impl Fn(Column) -> Place) -> Verdict {
        let status = match self.status_of(claim.facts.get(Column::Status)) {
            Ok(status) => status,
            Err(()) => return Verdict::Refused(Box::new(refusals::unknown(place(Column::Status)))),
        };
        if is_provisional(claim.invoice.get(Column::InvoiceId)) {
            return Verdict::Draft;
        }
        match status {
            Some(Status::Draft) => return Verdict::Draft,
            Some(Status::Cancelled) => return Verdict::Cancelled,
            _ => {}
        }
        let judged = self.sums(claim).map_or(Ok(Verdict::Taken), |sums| self.owed(claim, status, sums));
        judged.unwrap_or_else(|fault| Verdict::Refused(Box::new(fault.finding(place))))
    }

    /// Returns what a word of the column of the status means; nothing of none.
    fn status_of(&mut self, word: &str) -> Result<Option<Status>, ()> {
        if word.is_empty() {
            return Ok(None);
        }
        let known = self.words.get(word).copied().unwrap_or_else(|| {
            let known = Status::of(word).or_else(|| Status::answered(word, &self.list.status));
            self.words.insert(word.to_owned(), known);
            known
        });
        known.map(Some).ok_or(())
    }

    /// Returns the sums of a row; nothing where it says none.
    fn sums(&self, claim: Claim<'_>) -> Option<Sums> {
        let sum = |row: PlainRow<'_>, column| money(row.get(column), claim.currency);
        let (amount, balance, paid) =
            (sum(claim.invoice, Column::Amount), sum(claim.facts, Column::Balance), sum(claim.facts, Column::Paid));
        let total = match claim.sum {
            Sum::Total => amount?,
            Sum::Balance(Some(known)) => known,
            // What is left and what was paid are the whole.
            Sum::Balance(None) => amount? + paid.unwrap_or_default(),
        };
        let is_credit = total.is_negative() || is_credit_note(claim.invoice);
        // A credit note counts as negative whatever its sign, and so does what is left of it.
        let signed = |amount: Amount| if is_credit && amount.is_positive() { -amount } else { amount };
        let total = signed(total);
        let by_blank = || match self.list.blank {
            Blank::Zero => Some(Amount::ZERO),
            Blank::Whole => Some(total),
            Blank::Nothing | Blank::Unclear => None,
        };
        let paid = paid.map(signed);
        let balance = balance.map(signed).or_else(|| by_blank().filter(|_| paid.is_none()));
        Some(Sums { total, balance, paid, is_credit })
    }

    /// Returns what is owed on a row by its sums and its status.
    fn owed(&self, claim: Claim<'_>, status: Option<Status>, sums: Sums) -> Result<Verdict, Fault> {
        let Sums { total, balance, paid, is_credit } = sums;
        // A credit note whose sum the program tells in a column of its own: what is left is all that is known of it.
        if let Some(open) = balance.filter(|balance| total.is_zero() && balance.is_negative()) {
            return Ok(Verdict::Credit { open, total: open });
        }
        if let (Some(balance), Some(paid)) = (balance, paid)
            && total - paid != balance
            && claim.sum == Sum::Total
        {
            return Err(Fault::Sums);
        }
        let of_sum = if balance.is_some() { Column::Balance } else { Column::Paid };
        let stated = balance.or(paid.map(|paid| total - paid));
        let open = match stated {
            Some(open) => Some(open),
            None => self.by_words(claim, status, total)?,
        };
        let Some(open) = open else { return Ok(Verdict::Taken) };
        // Of what a list has no total of, a part may have been paid.
        let is_all = open == total && claim.sum == Sum::Total && !claim.has_payments;
        if let Some(status) = status.filter(|_| stated.is_some())
            && ((matches!(status, Status::Paid | Status::Closed) && !open.is_zero())
                || (status.claims_debt() && open.is_zero())
                || (status == Status::PartPaid && is_all))
        {
            return Err(Fault::Status(of_sum));
        }
        let is_above = if is_credit { open < total } else { open > total };
        if is_above && claim.sum == Sum::Total {
            return Err(Fault::Above(of_sum));
        }
        if self.has_come(claim) && !self.list.is_last_day && is_all && total.is_positive() {
            return Err(Fault::Day(if stated.is_some() { of_sum } else { Column::Status }));
        }
        Ok(match (is_credit && !claim.has_payments, open) {
            (true, open) if open != total => Verdict::Credit { open, total },
            (_, open) => Verdict::Owed { open, total, is_stated: stated.is_some() || status.is_some() },
        })
    }

    /// Returns what is owed on a row of which no sum says it: its status does, or the day of its payment.
    fn by_words(&self, claim: Claim<'_>, status: Option<Status>, total: Amount) -> Result<Option<Amount>, Fault> {
        let has_come = self.has_come(claim);
        match status {
            Some(Status::Paid) => Ok(Some(Amount::ZERO)),
            Some(Status::Closed) => Err(Fault::Closed),
            Some(Status::PartPaid) if !claim.has_payments => Err(Fault::InPart),
            Some(Status::Open | Status::Overdue) if !claim.has_payments => match has_come {
                true if self.list.is_last_day => Err(Fault::LastDay),
                _ => Ok(Some(total)),
            },
            Some(Status::Issued) | None if has_come => {
                if self.list.is_last_day {
                    Err(Fault::LastDay)
                } else {
                    Ok(Some(Amount::ZERO))
                }
            }
            Some(Status::Issued) | None if self.list.blank == Blank::Unclear => Err(Fault::Blank),
            Some(Status::Issued) if !claim.has_payments => Ok(Some(total)),
            _ => Ok(None),
        }
    }

    /// Tells whether a row names a day of payment that has come.
    fn has_come(&self, claim: Claim<'_>) -> bool {
        paid_on(claim).is_some_and(|day| day <= self.list.today)
    }

    /// Tells whether a row names a day of payment that is still to come.
    pub fn is_planned(&self, claim: Claim<'_>) -> bool {
        paid_on(claim).is_some_and(|day| day > self.list.today)
    }
}

/// The sums of a row, a credit note's below zero.
#[derive(Clone, Copy)]
struct Sums {
    total: Amount,
    balance: Option<Amount>,
    paid: Option<Amount>,
    is_credit: bool,
}

fn paid_on(claim: Claim<'_>) -> Option<Date> {
    claim.facts.get(Column::PaidOn).parse().ok()
}

/// Tells whether a number is none yet: programs give drafts one that stands for it, Dolibarr `(PROV12)` and Odoo `/`.
pub fn is_provisional(number: &str) -> bool {
    number == "/" || (number.starts_with("(PROV") && number.ends_with(')'))
}

#[cfg(test)]
mod tests;
