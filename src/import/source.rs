//! What a file given to `import` is, and what its reader tells of it.

use std::collections::BTreeMap;
use std::fmt::Debug;
use std::sync::OnceLock;

use encoding_rs::{UTF_16BE, UTF_16LE};

use super::Incoming;
use super::guessed_encoding::GuessedEncoding;
use super::mapping::Mapping;
use crate::input::workbook::{self, SheetText};
use crate::input::{Refusal, Source};
use crate::model::{Amount, Bilingual, Currency, Date};
use crate::policy::Policy;

/// What a file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// Accounts: the French *fichier des écritures comptables*.
    Fec,
    /// A list of invoices, payments or customers.
    List,
    /// Entries on their way from an invoicing program to the accounts.
    Transfer,
    /// A bank statement.
    Bank,
    /// An electronic invoice.
    Einvoice,
    /// A message about what became of an electronic invoice.
    Lifecycle,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Kind; 6] = [Kind::Fec, Kind::List, Kind::Transfer, Kind::Bank, Kind::Einvoice, Kind::Lifecycle];

    /// Returns the word of `--as` and of JSON.
    pub const fn word(self) -> &'static str {
        match self {
            Kind::Fec => "fec",
            Kind::List => "list",
            Kind::Transfer => "transfer",
            Kind::Bank => "bank",
            Kind::Einvoice => "einvoice",
            Kind::Lifecycle => "lifecycle",
        }
    }

    /// Returns what a person calls it.
    pub fn name(self) -> Bilingual {
        match self {
            Kind::Fec => Bilingual::new("accounts (FEC)", "comptabilité (FEC)"),
            Kind::List => Bilingual::new("a list", "liste"),
            Kind::Transfer => Bilingual::new("entries for the accounts", "écritures à transférer"),
            Kind::Bank => Bilingual::new("a bank statement", "relevé bancaire"),
            Kind::Einvoice => Bilingual::new("an electronic invoice", "facture électronique"),
            Kind::Lifecycle => Bilingual::new("an invoice's status message", "message de cycle de vie"),
        }
    }
}

/// How much of a file is looked at to tell its kind.
const HEAD: u64 = 64 * 1024;

/// One file given to `import`.
#[derive(Debug)]
pub struct SourceFile {
    /// The open file, under the name that was typed.
    pub source: Source,
    /// Its first bytes: all of a short file.
    pub head: Vec<u8>,
    /// Its sheets, once they were asked for: a workbook takes long to unpack.
    sheets: OnceLock<Vec<SheetText>>,
}

impl SourceFile {
    /// Looks at a file.
    ///
    /// # Errors
    /// Returns the finding when it is not there or cannot be read.
    pub fn open(source: Source) -> Result<SourceFile, Refusal> {
        let head = source.part(0, HEAD)?;
        let (source, head) = match in_utf8(&source, &head)? {
            Some(text) => {
                let head = text[..text.len().min(HEAD as usize)].to_vec();
                (Source::of(&source.path, &source.name, text.into()), head)
            }
            None => (source, head),
        };
        Ok(SourceFile { source, head, sheets: OnceLock::new() })
    }

    /// Returns the sheets of a workbook that hold anything, in their order.
    ///
    /// # Errors
    /// Returns the finding when it is damaged, protected by a password, or no workbook.
    pub fn sheets(&self) -> Result<&[SheetText], Refusal> {
        if let Some(known) = self.sheets.get() {
            return Ok(known);
        }
        let read = workbook::sheets(&self.source)?;
        Ok(self.sheets.get_or_init(|| read))
    }

    /// Returns its name in messages.
    pub fn name(&self) -> &str {
        &self.source.name
    }
}

/// Returns a text that is marked as UTF-16, as spreadsheets write "Unicode text", in UTF-8. XML says itself what it is
/// in.
fn in_utf8(source: &Source, head: &[u8]) -> Result<Option<Vec<u8>>, Refusal> {
    let encoding = match head {
        [0xff, 0xfe, b'<', ..] | [0xfe, 0xff, _, b'<', ..] => return Ok(None),
        [0xff, 0xfe, ..] => UTF_16LE,
        [0xfe, 0xff, ..] => UTF_16BE,
        _ => return Ok(None),
    };
    let bytes = source.bytes()?;
    let (text, is_broken) = encoding.decode_with_bom_removal(&bytes);
    Ok((!is_broken).then(|| text.into_owned().into_bytes()))
}

/// What reading depends on besides the files.
#[derive(Clone, Copy, Debug)]
pub struct Request<'a> {
    /// The policy of the folder.
    pub policy: &'a Policy,
    /// The mapping that `--mapping` names; lists without one are recognised by their headers.
    pub mapping: Option<&'a Mapping>,
    /// The accounts whose lines are customers' (`--accounts`); none for the reader's own choice.
    pub accounts: &'a [String],
    /// What dates a payment that is known to have been made, but not when (`--paid-date`).
    pub paid_date: Option<PaidDate>,
    /// How bytes stand for letters, where the file's form leaves the choice (`--encoding`).
    pub letters: Option<GuessedEncoding>,
    /// What the folder says already.
    pub folder: &'a dyn Folder,
    /// The day of the import: what is dated after it has not happened.
    pub today: Date,
}

/// What a reader may ask the folder, to know again what an earlier import brought; one that answers nothing is empty.
pub trait Folder: Debug {
    /// Returns whose invoice a number is, and when it was issued.
    fn invoice(&self, _number: &str) -> Option<(&str, Date)> {
        None
    }
    /// Returns what an invoice was for, credit notes not deducted.
    fn billed(&self, _number: &str) -> Option<(Amount, Currency)> {
        None
    }
    /// Returns what the folder knows of what is to be paid on an invoice, or on an instalment of it.
    fn owed_on(&self, _number: &str, _instalment: &str) -> Option<Owed> {
        None
    }
    /// Returns the credit notes that name an invoice: their numbers, and what they take off it.
    fn credits_on(&self, _number: &str) -> Vec<(&str, Amount)> {
        Vec::new()
    }
    /// Returns what was paid on an invoice by the end of a day.
    fn paid_on(&self, _number: &str, _day: Date) -> Amount {
        Amount::ZERO
    }
    /// Returns the id of the only customer of `customers.csv` who has that id, else that SIREN, else that VAT number.
    /// An id whose SIREN is another one is somebody else's.
    fn customer(&self, _id: &str, _siren: &str, _vat_id: &str) -> Option<&str> {
        None
    }
    /// Returns the id of the only customer of `customers.csv` who bears that name, case, accents and punctuation aside.
    /// One whose SIREN is another one is somebody else.
    fn customer_named(&self, _name: &str, _siren: &str) -> Option<&str> {
        None
    }
    /// Tells whether a file of the folder names a customer by that id.
    fn knows_customer(&self, _id: &str) -> bool {
        false
    }
    /// Tells whether a customer of `customers.csv` bears that name, likewise.
    fn has_customer_named(&self, _name: &str) -> bool {
        false
    }
    /// Returns what the folder calls the customer of an id, where that is not the id itself.
    fn customer_name(&self, _id: &str) -> Option<&str> {
        None
    }
    /// Tells whether a payment has that id.
    fn has_payment(&self, _id: &str) -> bool {
        false
    }
    /// Returns what is known of the receipt of that id: posted, or in suspense.
    fn receipt(&self, _id: &str) -> Option<KnownReceipt> {
        None
    }
    /// Tells whether a payment of that sum was taken back within five days of a day.
    fn has_return(&self, _amount: Amount, _currency: Currency, _day: Date) -> bool {
        false
    }
    /// Returns the receipts of a sum that statements told before: posted, in suspense, or left out for good.
    fn tellings(&self, _amount: Amount, _currency: Currency) -> &[Telling] {
        &[]
    }
    /// Returns the payments of a customer that name an invoice of his, or nothing: their ids, days and amounts.
    fn payments_on(&self, _number: &str) -> Vec<(&str, Date, Amount)> {
        Vec::new()
    }
    /// Returns what each customer owed on the evening before a day, of those of whom anything is known by then.
    fn owed_before(&self, _day: Date) -> BTreeMap<String, Amount> {
        BTreeMap::new()
    }
}

/// What the folder knows of what is to be paid on an invoice or an instalment, or of what a credit note takes off.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Owed {
    /// What money and credit notes were to settle, and have or not: the like taken off. Of a credit note, its sum below
    /// zero.
    pub total: Amount,
    /// In which currency.
    pub currency: Currency,
    /// Whether money paid of it.
    pub has_payments: bool,
}

/// What the folder knows of a receipt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KnownReceipt {
    /// What came in, or was taken back: below zero.
    pub amount: Amount,
    /// What the amount is in.
    pub currency: Currency,
    /// The day on which the bank booked it.
    pub date: Date,
    /// Where it stands.
    pub place: ReceiptPlace,
}

/// Where a receipt stands in the folder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReceiptPlace {
    /// In `payments.csv`.
    Posted,
    /// In `suspense.csv`, until it is known whose it is.
    Waiting,
    /// In `suspense.csv`, left out for good.
    Ignored,
}

/// A receipt as a statement told it before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Telling {
    /// Its id.
    pub id: String,
    /// The day on which the bank booked it.
    pub date: Date,
    /// The bank's words.
    pub text: String,
    /// Who paid, as the bank has it; may be empty.
    pub payer: String,
    /// The account it came from; may be empty.
    pub payer_account: String,
    /// The account of ours that it came to; empty where it is not known any more.
    pub account: String,
    /// The receipt that it tells again, where it was left out for that.
    pub again: Option<String>,
}

/// A folder in which nothing stands yet.
#[derive(Clone, Copy, Debug)]
pub struct NoFolder;

impl Folder for NoFolder {}

/// What dates a payment of which only the sum is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PaidDate {
    /// The day on which the invoice is due.
    Due,
    /// The day on which it was issued.
    Issue,
    /// One day for all.
    Day(Date),
}

/// By what payments are dated.
#[derive(Clone, Copy, Debug)]
pub struct Dating {
    /// What dates those of which only the sum is known (`--paid-date`).
    pub paid_date: Option<PaidDate>,
    /// The day of the import: what is paid was paid by then.
    pub today: Date,
}

/// The reader of one kind.
#[derive(Clone, Copy, Debug)]
pub struct Reader {
    /// What it reads.
    pub kind: Kind,
    /// Tells from the content whether a file is of the kind; if not, why not.
    pub recognise: fn(&SourceFile, &Request<'_>) -> Result<(), Bilingual>,
    /// Reads every file of the kind of one run: what one says may depend on another.
    pub read: fn(&[&SourceFile], &Request<'_>) -> Incoming,
}

/// What a reader tells of one file.
#[derive(Clone, Debug, Default)]
pub struct SourceReport {
    /// Its name in messages.
    pub file: String,
    /// What it turned out to be.
    pub kind: Option<Kind>,
    /// In which form: `CSV ;`, `XLSX`, the preset that was recognised.
    pub format: String,
    /// How its bytes stand for letters; empty where the form leaves no choice.
    pub encoding: String,
    /// The first and the last day that it tells of.
    pub days: Option<(Date, Date)>,
    /// How many rows it has.
    pub read: usize,
    /// How many rows are left out on purpose, by reason, in the order in which they are told.
    pub left_out: Vec<(LeftOut, usize)>,
    /// What was decided on the way, for the person who must be able to contradict it.
    pub choices: Vec<Bilingual>,
    /// The columns of days that are not read, where none says when the invoices are due.
    pub unread_days: Vec<String>,
}

impl SourceReport {
    /// Counts a row that is left out.
    pub fn leave_out(&mut self, why: LeftOut) {
        match self.left_out.iter_mut().find(|(known, _)| *known == why) {
            Some((_, count)) => *count += 1,
            None => self.left_out.push((why, 1)),
        }
    }

    /// Lets the file tell of a day.
    pub fn tells_of(&mut self, day: Date) {
        let (first, last) = self.days.unwrap_or((day, day));
        self.days = Some((first.min(day), last.max(day)));
    }
}

/// Why a row is left out on purpose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeftOut {
    /// The word of JSON.
    pub reason: &'static str,
    /// The same for a person, to follow a number of rows: "12 rows: drafts".
    pub words: Bilingual,
}

impl LeftOut {
    /// Returns a reason.
    pub fn new(reason: &'static str, en: impl Into<String>, fr: impl Into<String>) -> LeftOut {
        LeftOut { reason, words: Bilingual::new(en, fr) }
    }
}

/// What a file says that is owed on its last day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stated {
    /// The place of the file in [`Incoming::lists`].
    pub list: u32,
    /// Whose debt it is.
    pub whose: Whose,
    /// In which currency.
    pub currency: Currency,
    /// How much; negative where he is owed.
    pub open: Amount,
}

/// An invoice that a list says is cancelled.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cancelled {
    /// The place of the file in [`Incoming::lists`].
    pub list: u32,
    /// The line.
    pub line: u32,
    /// The number of the invoice.
    pub number: String,
}

/// A payment that a list says failed or was taken back, in plain form; what it does not say is empty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Undone {
    /// Where it stands: the place of the file in [`Incoming::lists`], and the line.
    pub place: (u32, u32),
    /// Its id.
    pub id: String,
    /// Its day.
    pub date: String,
    /// Its sum.
    pub amount: String,
    /// The invoice that it names.
    pub invoice: String,
    /// Who paid.
    pub customer: String,
}

/// What a stated balance is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Whose {
    /// All that the customer of that id owes on the last day of the file, money set against nothing included.
    Customer(String),
    /// One invoice or credit note: its place among the rows for `invoices.csv`.
    Invoice(usize),
}
