//! One customer's account as books keep it: what each row adds or takes off, day by day.

use crate::engine::allocation::{Balances, Cause};
use crate::model::{Amount, Currency, CustomerId, Date, ItemId, Ledger, PaymentId};

/// One entry of an account.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Entry {
    /// Its day.
    pub date: Date,
    /// What it is.
    pub what: What,
    /// What it adds to what is owed: negative when less is owed.
    pub amount: Amount,
}

/// What an entry is. Within a day what was invoiced comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum What {
    /// An invoice, or a credit note.
    Issued(ItemId),
    /// Money received, taken back or refunded.
    Money(PaymentId),
    /// The early-payment discount of an item, earned or lost again.
    Discount(ItemId),
    /// The small rest of an item that the policy lets go.
    Tolerance(ItemId),
    /// What was written off of an item.
    WrittenOff(ItemId),
    /// What was written off of an item, and is owed again since it was paid after all.
    Recovered(ItemId),
    /// The deposit that was deducted from a final invoice.
    Deducted(ItemId, ItemId),
    /// The interest and the indemnity of an item that a payment beyond its principal has paid: they were owed too.
    Claimed(ItemId, PaymentId),
}

/// Returns the entries of an account up to the day of the balances, in their order. Together they are what is open less
/// the credits, to the cent.
pub fn entries(ledger: &Ledger, balances: &Balances, customer: CustomerId, currency: Currency) -> Vec<Entry> {
    let as_of = balances.as_of();
    let entry = |date, what, amount| Entry { date, what, amount };
    let mut entries = Vec::new();
    let rows = ledger.items_of(customer);
    for item in rows.filter(|&item| ledger.invoice(item).currency == currency && ledger.invoice(item).issue <= as_of) {
        let invoice = ledger.invoice(item);
        entries.push(entry(invoice.issue, What::Issued(item), invoice.amount));
        let own = balances.moves(item).iter().filter_map(|step| {
            let what = match step.cause() {
                // These have rows of their own.
                Cause::Payment(_) | Cause::Return(_) | Cause::CreditNote(_) => return None,
                Cause::Discount => What::Discount(item),
                Cause::Tolerance => What::Tolerance(item),
                Cause::WriteOff(_) => What::WrittenOff(item),
                Cause::Recovery(_) => What::Recovered(item),
                Cause::Deposit(deposit) => What::Deducted(deposit, item),
            };
            Some(entry(step.date, what, step.change))
        });
        entries.extend(own);
    }
    // Also those of items in another currency, whose indemnity is owed in this one.
    let claimed = balances.claims_paid_on(ledger.invoices_of(customer)).iter();
    let claimed = claimed.filter(|paid| ledger.payment(paid.payment).currency == currency);
    entries.extend(claimed.map(|paid| entry(paid.date, What::Claimed(paid.item, paid.payment), paid.amount)));
    for payment in ledger.payment_rows_of(customer) {
        let row = ledger.payment(payment);
        if row.currency == currency && row.date <= as_of && !balances.refused().contains(&payment) {
            entries.push(entry(row.date, What::Money(payment), -row.received()));
        }
    }
    entries.retain(|entry| !entry.amount.is_zero());
    entries.sort_unstable();
    entries
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::allocation::allocate;
    use crate::policy::{self, Policy};
    use crate::testing::{day, eur, ledger};

    fn rules() -> Policy {
        policy::builtin::fr_b2b()
    }

    #[test]
    fn each_entry_has_its_day_and_the_sum_is_what_is_open_less_credits() {
        let invoices = "invoice_id,customer_id,issue_date,due_date,amount,kind,applies_to,discount_rate,discount_until\n\
            F1,C,2026-01-02,2026-02-01,1000.00,,,,\nA1,C,2026-01-10,,100.00,credit_note,F1,,\n\
            F2,C,2026-01-05,2026-02-05,200.00,,,2,2026-01-20\nF3,C,2026-03-01,2026-03-31,50.00,,,,\n";
        let payments = "payment_id,date,amount,customer_id,invoice_id,reverses\n\
            P1,2026-01-15,196.00,C,F2,\nP2,2026-01-20,400.00,C,F1,\nP3,2026-01-25,-400.00,C,F1,P2\nP4,2026-02-10,30.00,C,,\n";
        let events = "date,event,invoice_id,amount\n2026-02-20,written_off,F1,70.00\n";
        let ledger = ledger("", invoices, payments, events);
        let balances = allocate(&ledger, &rules().allocation, day("2026-02-28")).balances;
        let found = entries(&ledger, &balances, CustomerId(0), Currency::EUR);
        let shown: Vec<(String, String)> =
            found.iter().map(|one| (one.date.to_string(), one.amount.to_decimal(Currency::EUR).to_string())).collect();
        let expected = [
            ("2026-01-02", "1000.00"),
            ("2026-01-05", "200.00"),
            ("2026-01-10", "-100.00"),
            ("2026-01-15", "-196.00"),
            // 2 % of 200.00, earned by that payment.
            ("2026-01-15", "-4.00"),
            ("2026-01-20", "-400.00"),
            ("2026-01-25", "400.00"),
            ("2026-02-10", "-30.00"),
            ("2026-02-20", "-70.00"),
        ];
        assert_eq!(shown, expected.map(|(date, amount)| (date.to_owned(), amount.to_owned())));
        // 1000.00 - 100.00 - 30.00 - 70.00 open on F1.
        assert_eq!(found.iter().map(|one| one.amount).sum::<Amount>(), eur("800.00"));
    }
}
