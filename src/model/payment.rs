//! Money received, returned and refunded: the rows of `payments.csv`.

use super::date::days_between;
use super::invoice::MoreId;
use super::{Amount, Currency, CustomerId, Date, InvoiceNo, Term};

/// The place of one row of a ledger's payments.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PaymentId(pub u32);

impl PaymentId {
    /// Returns the row's place in [`super::Ledger::payments`].
    pub const fn index(self) -> usize {
        self.0 as usize
    }
}

/// What a row of `payments.csv` stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PaymentKind {
    /// Money came in.
    Payment,
    /// Money that had come in was taken back (bounced cheque, rejected debit): the debt it paid is open again.
    Return,
    /// Money was given back to the customer out of his credit.
    Refund,
}

impl PaymentKind {
    /// Every kind.
    pub const ALL: [PaymentKind; 3] = [PaymentKind::Payment, PaymentKind::Return, PaymentKind::Refund];

    /// Returns the kind of a word of the files; nothing for another word.
    pub fn parse(word: &str) -> Option<PaymentKind> {
        PaymentKind::ALL.into_iter().find(|kind| kind.word() == word)
    }

    /// Returns the word that the files and outputs use.
    pub const fn word(self) -> &'static str {
        match self {
            PaymentKind::Payment => "payment",
            PaymentKind::Return => "return",
            PaymentKind::Refund => "refund",
        }
    }

    /// Returns what people call it.
    pub const fn term(self) -> Term<'static> {
        match self {
            PaymentKind::Payment => Term::new("payment", "règlement"),
            PaymentKind::Return => Term::new("return", "rejet"),
            PaymentKind::Refund => Term::new("refund", "remboursement"),
        }
    }
}

/// One row of `payments.csv`.
#[derive(Clone, Debug)]
pub struct Payment {
    /// The day the money moved.
    pub date: Date,
    /// Who paid.
    pub customer: CustomerId,
    /// The sum without its sign: [`PaymentKind`] says which way it went.
    pub amount: Amount,
    /// The invoice that the payer named.
    pub invoice: Option<InvoiceNo>,
    /// Where its [`PaymentMore`] is; see [`super::Ledger::payment_more`].
    pub more: MoreId,
    /// What the amount is in.
    pub currency: Currency,
    /// What the row stands for.
    pub kind: PaymentKind,
    /// The id; [`super::Ledger::payment_id`] gives its text, and [`super::Ledger::payment_line`] the line of the row.
    pub id: super::TextId,
}

impl Payment {
    /// Returns what it brought in; below zero for what was taken back or given back.
    pub fn received(&self) -> Amount {
        match self.kind {
            PaymentKind::Payment => self.amount,
            PaymentKind::Return | PaymentKind::Refund => -self.amount,
        }
    }
}

/// The `method` of a payment of which only the sum is known, and not the day.
pub const ASSUMED_METHOD: &str = "assumed";

/// How many days apart two sources book the same money.
pub const DAYS_APART: i64 = 5;

/// How many days apart a status of an electronic invoice declares money that another source books: platforms take time.
pub const DAYS_DECLARED: i64 = 10;

/// Tells whether two sources may book the same money on those days.
pub fn is_near(one: Date, other: Date) -> bool {
    days_between(one, other).abs() <= DAYS_APART
}

/// The method of a payment that the seller declared himself, by the status 212 of an electronic invoice: the same money
/// at the bank is this payment, not another one.
pub const DECLARED_METHOD: &str = "declared";

/// The optional part of a row of `payments.csv`, under the names of its columns.
#[derive(Clone, Debug, Default)]
pub struct PaymentMore {
    /// The instalment that the payer named.
    pub instalment: Option<String>,
    /// The payment that a return takes back, or that a refund gives back.
    pub reverses: Option<PaymentId>,
    /// Transfer, cheque, card...
    pub method: Option<String>,
    /// The words on the bank statement.
    pub reference: Option<String>,
}

/// The beginning of the ids that receipts of statements get.
pub const OF_BANK: &str = "B-";

/// The beginning of the ids that statuses of electronic invoices get (*cycle de vie*), a payment that one declares
/// among them.
pub const OF_STATUS: &str = "CDV-";

/// Tells whether an id is that of a payment which a status of an electronic invoice declares.
pub fn is_declared(id: &str) -> bool {
    id.starts_with(OF_STATUS)
}

/// The beginning of the ids that money gets which somebody enters, before the digits that are made of what it says.
pub const OF_HAND: &str = "P-";

/// How many of those digits there are.
pub const OF_HAND_DIGITS: usize = 12;

/// Tells whether an id is one that was made for money which somebody entered.
pub fn is_of_hand(id: &str) -> bool {
    let is_digit = |byte: u8| matches!(byte, b'0'..=b'9' | b'a'..=b'f');
    let digits = receipt_of(id).strip_prefix(OF_HAND).map(str::as_bytes);
    digits.is_some_and(|digits| digits.len() == OF_HAND_DIGITS && digits.iter().copied().all(is_digit))
}

/// Tells whether an id is neither the bank's nor a person's nor of a status: a program or a list told of that payment.
pub fn is_of_program(id: &str) -> bool {
    !id.starts_with(OF_BANK) && !is_of_hand(id) && !is_declared(id)
}

/// Returns the id of one row of some money that is divided among several: the first has that of the whole, the others
/// are numbered behind a stroke.
pub fn part_id(id: &str, place: usize) -> String {
    if place == 0 { id.to_owned() } else { format!("{id}/{}", place + 1) }
}

/// Returns the id of the receipt that a row is of: its parts are numbered behind a stroke.
pub fn receipt_of(id: &str) -> &str {
    match id.rsplit_once('/') {
        Some((head, part)) if part.bytes().all(|byte| byte.is_ascii_digit()) && !part.is_empty() => head,
        _ => id,
    }
}
