//! Invoices issued, past their due date and unpaid at the close of a year: the table that companies with a statutory
//! auditor put into their management report (C. com. D441-6, I, 2°).

use std::collections::{BTreeMap, BTreeSet};

use super::Row;
use crate::engine::allocation::Balances;
use crate::engine::history::{Dossier, History};
use crate::model::date::days_between;
use crate::model::{Amount, Currency, CustomerId, InvoiceNo, Ledger};

/// The last day late of each band but the last, which has none. The first holds what is due on the closing day itself.
const LAST_DAYS: [i64; 4] = [0, 30, 60, 90];

/// How many bands there are.
pub const BANDS: usize = LAST_DAYS.len() + 1;

/// Some invoices, and what is unpaid of them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Unpaid {
    /// How many invoices; instalments of one are one.
    pub invoices: u32,
    /// What is unpaid of them, VAT included.
    pub amount: Amount,
}

/// The table of one currency.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LateInvoices {
    /// What the amounts are in.
    pub currency: Currency,
    /// What was sold in the year, VAT included.
    pub sales: Amount,
    /// Band by band: 0 days, 1 to 30, 31 to 60, 61 to 90, 91 and more.
    pub bands: [Unpaid; BANDS],
    /// One day late and more. An invoice with instalments in two bands counts once.
    pub late: Unpaid,
    /// Left out of all these: any part of them is disputed.
    pub disputed: Unpaid,
}

/// Returns the table of each currency in which something was sold or is unpaid, for the customers that `wanted` says
/// yes to; `sales` are the portfolio's figures of the year.
pub fn late_invoices(
    ledger: &Ledger,
    balances: &Balances,
    history: &History<'_>,
    sales: &[Row],
    wanted: impl Fn(CustomerId) -> bool,
) -> Vec<LateInvoices> {
    let mut tables: BTreeMap<Currency, LateInvoices> = BTreeMap::new();
    for row in sales {
        tables.insert(row.currency, LateInvoices::new(row.currency, row.inputs.sales));
    }
    for customer in ledger.customer_ids().filter(|&customer| wanted(customer)) {
        let disputed = disputed(ledger, balances, history, customer);
        let mut counted: BTreeSet<(InvoiceNo, Place)> = BTreeSet::new();
        for item in ledger.items_of(customer) {
            let (invoice, open) = (ledger.invoice(item), balances.open(ledger, item));
            let days = days_between(invoice.due, balances.as_of());
            if !open.is_positive() || !invoice.kind.is_sale() || days < 0 {
                continue;
            }
            let zero = || LateInvoices::new(invoice.currency, Amount::ZERO);
            let table = tables.entry(invoice.currency).or_insert_with(zero);
            let mut add = |place: Place| {
                let unpaid = table.at(place);
                unpaid.amount += open;
                unpaid.invoices += u32::from(counted.insert((invoice.number, place)));
            };
            if disputed.contains(&invoice.number) {
                add(Place::Disputed);
                continue;
            }
            add(Place::Band(LAST_DAYS.partition_point(|&last| last < days)));
            if days > 0 {
                add(Place::Late);
            }
        }
    }
    tables.into_values().collect()
}

/// Where an invoice is counted.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Place {
    Band(usize),
    Late,
    Disputed,
}

impl LateInvoices {
    fn new(currency: Currency, sales: Amount) -> LateInvoices {
        let none = Unpaid::default();
        LateInvoices { currency, sales, bands: [none; BANDS], late: none, disputed: none }
    }

    fn at(&mut self, place: Place) -> &mut Unpaid {
        match place {
            Place::Band(band) => &mut self.bands[band],
            Place::Late => &mut self.late,
            Place::Disputed => &mut self.disputed,
        }
    }
}

/// Returns a customer's invoices of which any part is disputed.
fn disputed(ledger: &Ledger, balances: &Balances, history: &History<'_>, customer: CustomerId) -> BTreeSet<InvoiceNo> {
    let dossier = Dossier::new(ledger, balances, history, customer);
    let standings = ledger.invoices_of(customer).zip(&dossier.standings);
    let disputed = standings.filter(|(_, standing)| standing.dispute.is_some());
    disputed.map(|(row, _)| ledger.invoices()[row].number).collect()
}
