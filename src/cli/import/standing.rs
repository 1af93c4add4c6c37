//! What the folder says before an import, for readers that must know again what an earlier one brought.

use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::tellings::tellings;
use crate::cli::reading::load;
use crate::cli::reading::trial::{FAR, FolderFile};
use crate::cli::typed::common::Files;
use crate::diag::Diagnostic;
use crate::engine::allocation::{Balances, Cause};
use crate::engine::receipts::BankRows;
use crate::import::source::{Folder, KnownReceipt, Owed, ReceiptPlace, Telling};
use crate::input::edit::CsvFile;
use crate::input::fold::fold_name;
use crate::model::date::days_between;
use crate::model::{
    Amount, Currency, Customer, CustomerId, Date, FileRole, InvoiceKind, InvoiceNo, Ledger, Payment, PaymentKind,
    Receipt,
};
use crate::policy::Policy;

/// How many days may lie between the day of a return in a statement and the day for which somebody noted it.
const DAYS_TO_NOTE_A_RETURN: i64 = 5;

/// What stands for an `invoices.csv` that is still to come.
const NO_INVOICES: &str = "invoice_id,customer_id,issue_date,due_date,amount\n";

/// The folder as it stands; read when it is asked for the first time.
#[derive(Debug)]
pub struct Standing<'a> {
    files: &'a Files,
    policy: &'a Policy,
    /// What its files say, and why not all of them were read.
    read: OnceCell<(Option<Ledger>, Vec<Diagnostic>)>,
    balances: OnceCell<Balances>,
    payments: OnceCell<BTreeSet<String>>,
    receipts: OnceCell<BTreeMap<String, KnownReceipt>>,
    tellings: OnceCell<BTreeMap<(Currency, Amount), Vec<Telling>>>,
    numbers: OnceCell<BTreeMap<String, InvoiceNo>>,
    marks: OnceCell<BTreeMap<String, Vec<CustomerId>>>,
    names: OnceCell<BTreeMap<String, Vec<CustomerId>>>,
}

impl<'a> Standing<'a> {
    /// Returns the folder of those files.
    pub fn new(files: &'a Files, policy: &'a Policy) -> Standing<'a> {
        Standing {
            files,
            policy,
            read: OnceCell::new(),
            balances: OnceCell::new(),
            payments: OnceCell::new(),
            receipts: OnceCell::new(),
            tellings: OnceCell::new(),
            numbers: OnceCell::new(),
            marks: OnceCell::new(),
            names: OnceCell::new(),
        }
    }

    /// Returns what its files say; nothing where there are none. What is wrong with them is said when they are tried.
    pub fn ledger(&self) -> Option<&Ledger> {
        let read = || {
            let mut sources = self.files.sources();
            let is_there = |role: &FileRole| sources.locate(*role).path.exists();
            if !FileRole::OF_LEDGER.iter().any(is_there) {
                return (None, Vec::new());
            }
            // Who is in customers.csv, and what came from the bank, is known before the first invoice.
            if !is_there(&FileRole::Invoices) {
                sources.instead.insert(FileRole::Invoices, Arc::new(NO_INVOICES.as_bytes().to_vec()));
            }
            let reading = load::read_files(&sources, self.policy, true);
            (reading.ledger, load::unread(reading.findings))
        };
        self.read.get_or_init(read).0.as_ref()
    }

    /// Returns why a file of the folder could not be read when it was asked for: what an import knows again by it,
    /// money that came in already among it, is not known then.
    pub fn unread(&self) -> Vec<Diagnostic> {
        self.read.get().map(|(_, unread)| unread.clone()).unwrap_or_default()
    }
}

/// Returns a registration as machines write it.
fn plain(text: Option<&str>) -> String {
    text.unwrap_or_default().replace(char::is_whitespace, "")
}

/// Tells whether a customer has that SIREN, as far as both are known.
fn may_have_siren(customer: &Customer, siren: &str) -> bool {
    let known = plain(customer.more().siren.as_deref());
    known.is_empty() || siren.is_empty() || known == siren
}

impl Standing<'_> {
    /// Returns the customers of `customers.csv`.
    fn listed(&self) -> impl Iterator<Item = (&Customer, CustomerId)> {
        let customers = self.ledger().into_iter().flat_map(|ledger| ledger.customers());
        customers.zip((0..).map(CustomerId)).filter(|(customer, _)| customer.line > 0)
    }

    /// Returns them by their names.
    fn names(&self) -> &BTreeMap<String, Vec<CustomerId>> {
        self.names.get_or_init(|| {
            let mut names: BTreeMap<String, Vec<CustomerId>> = BTreeMap::new();
            self.listed().for_each(|(customer, id)| names.entry(fold_name(&customer.name)).or_default().push(id));
            names
        })
    }

    /// Returns the customers of `customers.csv` by their SIREN and by their VAT number.
    fn marks(&self) -> &BTreeMap<String, Vec<CustomerId>> {
        self.marks.get_or_init(|| {
            let mut marks: BTreeMap<String, Vec<CustomerId>> = BTreeMap::new();
            for (customer, id) in self.listed() {
                let more = customer.more();
                for mark in [&more.siren, &more.vat_id].map(|mark| plain(mark.as_deref())) {
                    if !mark.is_empty() {
                        marks.entry(mark).or_default().push(id);
                    }
                }
            }
            marks
        })
    }

    /// Returns one of its files; nothing where it is not there. What is wrong with it is said when it is tried.
    pub fn file(&self, role: FileRole) -> Option<CsvFile> {
        FolderFile::open(role, self.files, self.policy).ok()?.file
    }

    /// Returns the invoice of a number.
    pub fn number(&self, text: &str) -> Option<InvoiceNo> {
        let numbers = || {
            let ledger = self.ledger();
            let rows = ledger
                .map(|ledger| ledger.invoices().iter().map(|row| row.number).map(|n| (ledger.number(n).to_owned(), n)));
            rows.into_iter().flatten().collect()
        };
        self.numbers.get_or_init(numbers).get(text).copied()
    }

    /// Returns where its money went in the end.
    fn balances(&self, ledger: &Ledger) -> &Balances {
        self.balances.get_or_init(|| load::booked(self.files, ledger, self.policy, FAR))
    }

    /// Returns what was left to pay on an invoice at the end of a day.
    pub fn left_on(&self, number: InvoiceNo, day: Date) -> Amount {
        let Some(ledger) = self.ledger() else { return Amount::ZERO };
        self.balances(ledger).left_on(ledger, number, day)
    }

    /// Tells whether the folder gives a customer payment terms.
    pub fn has_terms(&self, customer: &str) -> bool {
        let known = self.ledger().and_then(|ledger| Some(ledger.customer(ledger.find_customer(customer)?)));
        known.is_some_and(|customer| customer.more().terms.is_some())
    }
}

impl Folder for Standing<'_> {
    fn invoice(&self, number: &str) -> Option<(&str, Date)> {
        let ledger = self.ledger()?;
        let row = ledger.rows_of(self.number(number)?).next()?;
        let invoice = ledger.invoice(row);
        Some((&ledger.customer(invoice.customer).id, invoice.issue))
    }

    fn billed(&self, number: &str) -> Option<(Amount, Currency)> {
        let ledger = self.ledger()?;
        let mut rows = ledger.rows_of(self.number(number)?).map(|row| ledger.invoice(row)).peekable();
        let currency = rows.peek()?.currency;
        Some((rows.map(|row| row.amount).sum(), currency))
    }

    fn owed_on(&self, number: &str, instalment: &str) -> Option<Owed> {
        let ledger = self.ledger()?;
        let number = self.number(number)?;
        let named = ledger.rows_of(number).find(|&item| ledger.instalment(item).unwrap_or_default() == instalment);
        // A list that names no instalment means all of them.
        let whole = || ledger.rows_of(number).filter(|_| named.is_none() && instalment.is_empty());
        let currency = ledger.invoice(named.or_else(|| whole().next())?).currency;
        let (mut total, mut paid) = (Amount::ZERO, Amount::ZERO);
        for item in named.into_iter().chain(whole()) {
            let invoice = ledger.invoice(item);
            total += invoice.amount;
            for step in self.balances(ledger).moves(item) {
                match step.cause() {
                    Cause::Payment(_) | Cause::Return(_) => paid -= step.change,
                    // What these settled the list knows, and where they went it need not know as the folder does.
                    Cause::CreditNote(_) => {}
                    // What of a credit note was used is told where it went.
                    _ if invoice.amount.is_negative() => {}
                    _ => total += step.change,
                }
            }
        }
        Some(Owed { total, currency, has_payments: !paid.is_zero() })
    }

    fn credits_on(&self, number: &str) -> Vec<(&str, Amount)> {
        let (Some(ledger), Some(number)) = (self.ledger(), self.number(number)) else { return Vec::new() };
        let Some(row) = ledger.rows_of(number).next() else { return Vec::new() };
        let rows = ledger.items_of(ledger.invoice(row).customer);
        let notes = rows.filter(|&item| {
            ledger.invoice(item).kind == InvoiceKind::CreditNote
                && ledger.more(item).and_then(|more| more.applies_to) == Some(number)
        });
        let told = notes.map(|item| ledger.invoice(item));
        told.map(|note| (ledger.number(note.number), note.amount.abs())).collect()
    }

    fn paid_on(&self, number: &str, day: Date) -> Amount {
        let (Some(ledger), Some(number)) = (self.ledger(), self.number(number)) else { return Amount::ZERO };
        let balances = self.balances(ledger);
        let moves = ledger.rows_of(number).flat_map(|item| balances.moves(item));
        let paid =
            moves.filter(|step| step.date <= day && matches!(step.cause(), Cause::Payment(_) | Cause::Return(_)));
        -paid.map(|step| step.change).sum::<Amount>()
    }

    fn customer(&self, id: &str, siren: &str, vat_id: &str) -> Option<&str> {
        let ledger = self.ledger()?;
        let by_id = ledger.find_customer(id).map(|found| ledger.customer(found));
        let by_id = by_id.filter(|customer| customer.line > 0 && may_have_siren(customer, siren));
        let only = |mark: &str| match self.marks().get(mark)?[..] {
            [only] => Some(ledger.customer(only)),
            _ => None,
        };
        by_id.or_else(|| only(siren)).or_else(|| only(vat_id)).map(|customer| customer.id.as_str())
    }

    fn customer_named(&self, name: &str, siren: &str) -> Option<&str> {
        let ledger = self.ledger()?;
        let [only] = self.names().get(&fold_name(name))?[..] else { return None };
        let customer = ledger.customer(only);
        may_have_siren(customer, siren).then_some(customer.id.as_str())
    }

    fn knows_customer(&self, id: &str) -> bool {
        self.ledger().is_some_and(|ledger| ledger.find_customer(id).is_some())
    }

    fn has_customer_named(&self, name: &str) -> bool {
        self.ledger().is_some() && self.names().contains_key(&fold_name(name))
    }

    fn customer_name(&self, id: &str) -> Option<&str> {
        let ledger = self.ledger()?;
        let customer = ledger.customer(ledger.find_customer(id)?);
        (customer.name != customer.id).then_some(&customer.name)
    }

    fn payments_on(&self, number: &str) -> Vec<(&str, Date, Amount)> {
        let (Some(ledger), Some(number)) = (self.ledger(), self.number(number)) else { return Vec::new() };
        let Some(row) = ledger.rows_of(number).next() else { return Vec::new() };
        let payments = ledger.payment_rows_of(ledger.invoice(row).customer);
        let payments = payments.map(|id| (id, ledger.payment(id)));
        let is_for =
            |row: &Payment| row.kind == PaymentKind::Payment && row.invoice.is_none_or(|named| named == number);
        let theirs = payments.filter(|(_, row)| is_for(row));
        theirs.map(|(id, row)| (ledger.payment_id(id), row.date, row.amount)).collect()
    }

    fn has_payment(&self, id: &str) -> bool {
        let ids = || {
            let all = self.ledger().into_iter();
            all.flat_map(|ledger| ledger.payment_rows().map(|row| ledger.payment_id(row).to_owned())).collect()
        };
        self.payments.get_or_init(ids).contains(id)
    }

    fn has_return(&self, amount: Amount, currency: Currency, day: Date) -> bool {
        let rows = self.ledger().into_iter().flat_map(Ledger::payments);
        let returns = rows.filter(|row| row.kind == PaymentKind::Return);
        returns
            .filter(|row| (row.amount, row.currency) == (amount, currency))
            .any(|row| days_between(row.date, day).abs() <= DAYS_TO_NOTE_A_RETURN)
    }

    fn receipt(&self, id: &str) -> Option<KnownReceipt> {
        self.receipts.get_or_init(|| self.ledger().map(receipts).unwrap_or_default()).get(id).copied()
    }

    fn tellings(&self, amount: Amount, currency: Currency) -> &[Telling] {
        let read = || self.ledger().map(|ledger| tellings(ledger, self.files, self.policy)).unwrap_or_default();
        self.tellings.get_or_init(read).get(&(currency, amount)).map(Vec::as_slice).unwrap_or_default()
    }

    fn owed_before(&self, day: Date) -> BTreeMap<String, Amount> {
        let (Some(ledger), Some(eve)) = (self.ledger(), day.pred_opt()) else { return BTreeMap::new() };
        let balances = load::booked(self.files, ledger, self.policy, eve);
        let mut owed = BTreeMap::new();
        for customer in ledger.customer_ids() {
            let items = || ledger.items_of(customer);
            let is_known = items().any(|item| ledger.invoice(item).issue < day)
                || ledger.payments_of(customer).any(|row| ledger.payments()[row].date < day);
            if is_known {
                let open: Amount = items().map(|item| balances.open(ledger, item)).sum();
                let credits: Amount = balances.credits_of(customer).iter().map(|credit| credit.amount).sum();
                owed.insert(ledger.customer(customer).id.clone(), open - credits);
            }
        }
        owed
    }
}

/// Returns every receipt that a folder knows, by the bank's id: the rows of one together.
fn receipts(ledger: &Ledger) -> BTreeMap<String, KnownReceipt> {
    let mut found: BTreeMap<String, KnownReceipt> = BTreeMap::new();
    for receipt in ledger.suspense() {
        let place = if receipt.waits() { ReceiptPlace::Waiting } else { ReceiptPlace::Ignored };
        let Receipt { amount, currency, date, .. } = *receipt;
        found.insert(receipt.id.clone(), KnownReceipt { amount, currency, date, place });
    }
    let rows = BankRows::of(ledger);
    for id in ledger.payment_rows() {
        let Payment { currency, date, .. } = *ledger.payment(id);
        let receipt = rows.receipt_of(ledger.payment_id(id)).to_owned();
        let none = KnownReceipt { amount: Amount::ZERO, currency, date, place: ReceiptPlace::Posted };
        let known = found.entry(receipt).or_insert(none);
        known.amount += ledger.payment(id).received();
    }
    found
}
