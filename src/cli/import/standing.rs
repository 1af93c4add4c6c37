//! What the folder says before an import, for readers that must know again what an earlier one brought.

use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};

use crate::cli::common::Files;
use crate::cli::load;
use crate::engine::allocation;
use crate::import::source::Folder;
use crate::model::{Amount, CustomerId, Date, FileRole, ItemId, Ledger, PaymentId};
use crate::policy::Policy;

/// The folder as it stands; read when it is asked for the first time.
#[derive(Debug)]
pub struct Standing<'a> {
    files: &'a Files,
    policy: &'a Policy,
    ledger: OnceCell<Option<Ledger>>,
    payments: OnceCell<BTreeSet<String>>,
}

impl<'a> Standing<'a> {
    /// Returns the folder of those files.
    pub fn new(files: &'a Files, policy: &'a Policy) -> Standing<'a> {
        Standing { files, policy, ledger: OnceCell::new(), payments: OnceCell::new() }
    }

    /// Returns what its files say; nothing where there are none. What is wrong with them is said when they are tried.
    fn ledger(&self) -> Option<&Ledger> {
        let read = || {
            let sources = self.files.sources();
            let is_there = sources.locate(FileRole::Invoices).0.exists();
            is_there.then(|| load::read_files(&sources, self.policy, true).ledger).flatten()
        };
        self.ledger.get_or_init(read).as_ref()
    }
}

impl Standing<'_> {
    /// Tells whether the folder gives a customer payment terms.
    pub fn has_terms(&self, customer: &str) -> bool {
        let known = self.ledger().and_then(|ledger| Some(ledger.customer(ledger.find_customer(customer)?)));
        known.is_some_and(|customer| customer.more().terms.is_some())
    }
}

impl Folder for Standing<'_> {
    fn invoice(&self, number: &str) -> Option<(&str, Date)> {
        let ledger = self.ledger()?;
        let row = ledger.rows_of(ledger.find_number(number)?).next()?;
        let invoice = ledger.invoice(row);
        Some((&ledger.customer(invoice.customer).id, invoice.issue))
    }

    fn has_payment(&self, id: &str) -> bool {
        let ids = || {
            let all = self
                .ledger()
                .map(|ledger| (0..ledger.payments().len() as u32).map(|row| ledger.payment_id(PaymentId(row))));
            all.into_iter().flatten().map(str::to_owned).collect()
        };
        self.payments.get_or_init(ids).contains(id)
    }

    fn owed_before(&self, day: Date) -> BTreeMap<String, Amount> {
        let (Some(ledger), Some(eve)) = (self.ledger(), day.pred_opt()) else { return BTreeMap::new() };
        let balances = allocation::allocate(ledger, &self.policy.allocation, eve).balances;
        let mut owed = BTreeMap::new();
        for customer in (0..ledger.customers().len() as u32).map(CustomerId) {
            let items = || ledger.invoices_of(customer).map(|row| ItemId(row as u32));
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
