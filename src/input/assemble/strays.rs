//! Payments that name only a customer, and whom nothing of his can take: money that may be somebody else's.

use super::customers::People;
use crate::input::columns::Column;
use crate::input::faults::Faults;
use crate::input::ids::NOBODY;
use crate::input::invoices::InvoiceFile;
use crate::input::messages;
use crate::input::payments::PaymentFile;
use crate::model::{Currency, CustomerId};

/// What is known of a customer's invoices.
#[derive(Clone, Copy, Default)]
struct Owes {
    /// Whether he has one in the currency of payments that name none.
    in_default: bool,
    /// Whether he has one in another, and the first such currency.
    in_other: Option<Currency>,
}

impl Owes {
    fn anything(self) -> bool {
        self.in_default || self.in_other.is_some()
    }
}

/// Refuses payments without a currency of customers who owe in other currencies only, and reports those of customers
/// who have no invoice at all; where one whose id is nearly the same has some, such a payment is refused. When rows of
/// the invoices' file were refused, the invoice may be among them, and nothing is said.
pub(super) fn judge(
    file: &mut PaymentFile,
    bills: &InvoiceFile,
    people: &People,
    currency: Currency,
    faults: &mut Faults,
) {
    let unnamed: Vec<u32> = (0_u32..)
        .zip(&file.rows)
        .filter(|(row, payment)| payment.invoice.is_none() && payment.customer != NOBODY && !file.bad.contains(row))
        .map(|(row, _)| row)
        .collect();
    if unnamed.is_empty() {
        return;
    }
    let owes = owes(bills, people.len(), currency);
    let mut refused = Vec::new();
    for row in unnamed {
        let payment = &file.rows[row as usize];
        let customer = people.get(payment.customer);
        match owes[payment.customer.0 as usize] {
            Owes { in_default: false, in_other: Some(owed) } if file.currencies[row as usize].is_none() => {
                let place = file.cite(row, Column::CustomerId);
                let currencies = (currency, owed);
                faults.push(messages::currency_unclear(&file.subject(row), &customer.id, currencies, place));
                refused.push(row);
            }
            Owes { in_default: false, in_other: None } if bills.bad.is_empty() => {
                let place = file.cite(row, Column::CustomerId);
                let twin = people.twin(&customer.id).filter(|twin| owes[twin.0 as usize].anything());
                let twin = twin.map(|twin| people.get(twin).id.as_str());
                faults.push(messages::payment_without_invoice(&file.subject(row), &customer.id, twin, place));
                refused.extend(twin.map(|_| row));
            }
            _ => {}
        }
    }
    file.bad.extend(refused);
}

/// Returns what each customer owes in.
fn owes(bills: &InvoiceFile, customers: usize, currency: Currency) -> Vec<Owes> {
    let mut owes = vec![Owes::default(); customers];
    for (row, invoice) in (0_u32..).zip(&bills.rows) {
        let CustomerId(customer) = invoice.customer;
        let is_refused = !bills.bad.is_empty() && bills.bad.contains(&row);
        let Some(owes) = owes.get_mut(customer as usize).filter(|_| !is_refused) else { continue };
        if invoice.currency == currency {
            owes.in_default = true;
        } else {
            owes.in_other.get_or_insert(invoice.currency);
        }
    }
    owes
}
