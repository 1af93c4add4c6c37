//! Invoices, deposits, penalty notes and credit notes: the rows of `invoices.csv`.

use std::num::NonZeroU32;

use super::paths::paths;
use super::rate::RateRule;
use super::{Amount, Currency, CustomerId, Date, Discount, Mentions, Term};

/// The place of an invoice number in a ledger. Instalments of one invoice share it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct InvoiceNo(NonZeroU32);

impl InvoiceNo {
    /// Names the number at that place, from 0, of the list of all numbers.
    pub const fn at(place: u32) -> InvoiceNo {
        // It is kept one higher, so that a row that may name an invoice needs no more room.
        InvoiceNo(NonZeroU32::MIN.saturating_add(place))
    }

    /// Returns the place.
    pub const fn place(self) -> u32 {
        self.0.get() - 1
    }

    /// Returns the place, to look it up in a list.
    pub const fn index(self) -> usize {
        self.place() as usize
    }
}

/// The place of one row of a ledger's invoices: an open item, or a credit note.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ItemId(pub u32);

impl ItemId {
    /// Returns the row's place in [`super::Ledger::invoices`].
    pub const fn index(self) -> usize {
        self.0 as usize
    }
}

/// What a row of `invoices.csv` stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum InvoiceKind {
    /// A claim.
    Invoice,
    /// A claim for money on account; the final invoice states what remains due after it.
    Deposit,
    /// Interest or indemnity already charged: it bears neither.
    Penalty,
    /// Retention money: a part of the price that the customer keeps until a day. It is not chased before that.
    Retention,
    /// A reduction of what is owed; its amount is negative here whatever sign the file gave it.
    CreditNote,
    /// A balance brought forward of which the invoices are not known: owed, but neither chased nor interest-bearing.
    Opening,
}

impl InvoiceKind {
    /// Every kind.
    pub const ALL: [InvoiceKind; 6] = [
        InvoiceKind::Invoice,
        InvoiceKind::Deposit,
        InvoiceKind::Penalty,
        InvoiceKind::Retention,
        InvoiceKind::CreditNote,
        InvoiceKind::Opening,
    ];

    /// Returns the kind of a word of the files; nothing for another word.
    pub fn parse(word: &str) -> Option<InvoiceKind> {
        InvoiceKind::ALL.into_iter().find(|kind| kind.word() == word)
    }

    /// Returns the word that the files and outputs use.
    pub const fn word(self) -> &'static str {
        match self {
            InvoiceKind::Invoice => "invoice",
            InvoiceKind::Deposit => "deposit",
            InvoiceKind::Penalty => "penalty",
            InvoiceKind::Retention => "retention",
            InvoiceKind::CreditNote => "credit_note",
            InvoiceKind::Opening => "opening",
        }
    }

    /// Returns what people call it.
    pub const fn term(self) -> Term<'static> {
        match self {
            InvoiceKind::Invoice => Term::new("invoice", "facture"),
            InvoiceKind::Deposit => Term::new("deposit", "acompte"),
            InvoiceKind::Penalty => Term::new("penalty note", "note de pénalités"),
            InvoiceKind::CreditNote => Term::new("credit note", "avoir"),
            InvoiceKind::Opening => Term::new("balance brought forward", "report à nouveau"),
            InvoiceKind::Retention => Term::new("retention money", "retenue de garantie"),
        }
    }

    /// Tells whether it was sold: only such rows show what a customer buys and how he pays.
    pub const fn is_sale(self) -> bool {
        !matches!(self, InvoiceKind::Penalty | InvoiceKind::Opening)
    }

    /// Tells whether terms give its due date where none is written; without terms it is the day of issue.
    pub const fn has_terms(self) -> bool {
        !matches!(self, InvoiceKind::CreditNote | InvoiceKind::Opening)
    }
}

/// One row of `invoices.csv`.
#[derive(Clone, Debug)]
pub struct Invoice {
    /// The invoice it belongs to; [`super::Ledger::number`] gives its text.
    pub number: InvoiceNo,
    /// Who owes it.
    pub customer: CustomerId,
    /// The day it was issued.
    pub issue: Date,
    /// The day until which it can be paid without being late (credit notes: the issue date when not given).
    pub due: Date,
    /// Including VAT; negative for a credit note.
    pub amount: Amount,
    /// What the amount is in.
    pub currency: Currency,
    /// What the row stands for.
    pub kind: InvoiceKind,
    /// The line of `invoices.csv`.
    pub line: u32,
    /// Where its [`InvoiceMore`] is; see [`super::Ledger::more`].
    pub more: MoreId,
}

impl Invoice {
    /// Returns the last day on which it can be paid without being late: the due date, and not before the day of issue,
    /// since nobody can pay an invoice that is not written yet.
    pub fn payable_until(&self) -> Date {
        self.due.max(self.issue)
    }

    /// Tells whether the row can be owed: not a credit note, not a zero amount.
    pub fn is_item(&self) -> bool {
        self.amount.is_positive()
    }
}

/// The place of the optional part of a row, if it has one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MoreId(u32);

impl MoreId {
    /// Points to nothing.
    pub const NONE: MoreId = MoreId(u32::MAX);

    /// Points to that place.
    pub const fn at(index: usize) -> MoreId {
        MoreId(index as u32)
    }

    /// Returns the place, if there is one.
    pub const fn index(self) -> Option<usize> {
        if self.0 == u32::MAX { None } else { Some(self.0 as usize) }
    }
}

/// The optional part of a row of `invoices.csv`, under the names of its columns.
#[derive(Clone, Debug, Default)]
pub struct InvoiceMore {
    /// The part's name when an invoice falls due in parts.
    pub instalment: Option<String>,
    /// The invoice that a credit note corrects, or whose penalties are charged.
    pub applies_to: Option<InvoiceNo>,
    /// The day of delivery or performance; limitation may start there.
    pub supply_date: Option<Date>,
    /// The customer's order number.
    pub reference: Option<String>,
    /// The payment terms in words, as agreed.
    pub terms: Option<String>,
    /// The category of purchase that decides the longest lawful term.
    pub category: Option<String>,
    /// The dunning procedure for this row alone.
    pub procedure: Option<String>,
    /// The contract's late-payment rate for this row alone.
    pub penalty_rate: Option<RateRule>,
    /// The early-payment discounts, on the amount less credit notes, as the row states them; see
    /// [`super::Ledger::discounts`].
    pub discounts: Vec<Discount>,
    /// The paths of the invoice documents, as the cell has them; see [`InvoiceMore::files`].
    pub file: Option<String>,
    /// The mentions on late payment that the document bears, where that is known.
    pub mentions: Option<Mentions>,
}

impl InvoiceMore {
    /// Returns the paths of the invoice documents.
    pub fn files(&self) -> impl Iterator<Item = &str> {
        self.file.as_deref().into_iter().flat_map(paths)
    }
}
