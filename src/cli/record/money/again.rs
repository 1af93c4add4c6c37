//! Whether money that somebody notes is in the folder already: a receipt of the bank, a row of a list.

use super::super::book::Book;
use super::Money;
use crate::cli::reading::load;
use crate::cli::reading::trial::FAR;
use crate::engine::allocation::taken_back_whole;
use crate::engine::matching::same;
use crate::engine::matching::told_again::{Again, Told, payments, told_again};
use crate::model::{Bilingual, Lang, PaymentId, PaymentKind, figures};

impl Money {
    /// Says which payment of the folder this may be, for all that customer, sum and day say.
    pub(super) fn perhaps_again(&self, book: &Book<'_>) -> Option<Bilingual> {
        let ledger = book.ledger;
        if self.kind != PaymentKind::Payment {
            return None;
        }
        let invoice = self.invoice.as_deref().and_then(|number| ledger.find_number(number));
        let by_invoice = invoice.and_then(|number| ledger.rows_of(number).next());
        let by_invoice = by_invoice.map(|item| ledger.invoice(item).customer);
        let customer = by_invoice.or_else(|| ledger.find_customer(self.customer.as_deref()?))?;
        let is_his = |id: PaymentId| ledger.payment(id).customer == customer;
        let mut known = payments(ledger, &taken_back_whole(ledger), is_his);
        let known = known.get_mut(&(customer, self.currency))?;
        let invoices: Vec<_> = invoice.into_iter().collect();
        let money = same::Money {
            date: self.date,
            amount: self.amount,
            invoices: invoices.clone(),
            gone: None,
            is_declared: false,
        };
        let balances = load::allocated(book.files, ledger, book.policy, FAR).balances;
        let told = [Told { money, numbers: invoices, fits: true }];
        let found = told_again(&told, known, &|number, day| balances.left_on(ledger, number, day));
        let payment = match found.get(&0)? {
            Again::Same(rows) => *rows.first()?,
            Again::Instead(rows) => rows.first()?.0,
            Again::Doubt(payment) => *payment,
        };
        let (id, row) = (ledger.payment_id(payment), ledger.payment(payment));
        let [(sum_en, day_en), (sum_fr, day_fr)] = [Lang::En, Lang::Fr]
            .map(|lang| (figures::money(row.amount, row.currency, lang), figures::date_in_words(row.date, lang)));
        Some(Bilingual::new(
            format!(
                "perhaps the same money as {id}, {sum_en} of {day_en}: if it is, take one of both out of payments.csv"
            ),
            format!(
                "peut-être la même somme que {id}, {sum_fr} du {day_fr} : si oui, ôter l'une des deux de payments.csv"
            ),
        ))
    }
}
