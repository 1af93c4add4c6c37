//! Money that pays indemnities which invoices in another currency owe in the law's own: a sum that names nothing, and
//! is just what a notice asked for besides. Of any other sum nobody knows that it is for them.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Deref;

use super::Penalties;
use super::facts::is_claimed;
use super::settled::Settled;
use super::settlement::enter;
use crate::engine::allocation::{Balances, ClaimPaid, CreditSource};
use crate::engine::history::{History, concerned};
use crate::law::rates::Rates;
use crate::model::{Amount, Currency, CustomerId, Date, EventKind, ItemId, Ledger, PaymentId};
use crate::policy::Policy;

/// Money that came in one sum and paid nothing.
#[derive(Clone, Copy, Debug)]
struct Sum {
    payment: PaymentId,
    date: Date,
    currency: Currency,
    amount: Amount,
}

/// The items of which each notice claims the indemnity, by its day. The rows of one id are one notice, and so are those
/// of one day that have none.
type Asked<'l> = BTreeMap<(Date, Option<&'l str>), BTreeSet<ItemId>>;

/// Sets the sums that are just what notices asked for apart against those indemnities. The rates are asked for only
/// where a customer has such money.
pub(super) fn pay(ledger: &Ledger, policy: &Policy, rates: &impl Deref<Target = Rates>, balances: &mut Balances) {
    let mut sums: BTreeMap<CustomerId, Vec<Sum>> = BTreeMap::new();
    let mut currencies: BTreeMap<CustomerId, BTreeSet<Currency>> = BTreeMap::new();
    let rows = |customer: CustomerId| ledger.invoices()[ledger.invoices_of(customer)].iter();
    for credit in balances.credits() {
        let (CreditSource::Payment(payment), None) = (credit.source, credit.named) else { continue };
        let (amount, date, currency) = (credit.amount, credit.date, credit.currency);
        if !amount.is_positive() || ledger.payment(payment).amount != amount {
            continue;
        }
        let owed_in = || rows(credit.customer).map(|row| row.currency).collect();
        let owed_in = currencies.entry(credit.customer).or_insert_with(owed_in);
        if owed_in.iter().any(|&other| other != currency) {
            sums.entry(credit.customer).or_default().push(Sum { payment, date, currency, amount });
        }
    }
    if sums.is_empty() {
        return;
    }
    let history = History::new(ledger, balances.as_of());
    let asked = |customer: CustomerId| {
        let mut asked = Asked::new();
        let notices = history.of(customer).filter(|event| event.kind == EventKind::Notice);
        for event in notices.filter(|event| is_claimed(event, event.indemnity, policy)) {
            asked.entry((event.date, event.event_id.as_deref())).or_default().extend(concerned(ledger, event));
        }
        asked
    };
    let asked: Vec<(CustomerId, Vec<Sum>, Asked<'_>)> = sums
        .into_iter()
        .map(|(customer, sums)| (customer, sums, asked(customer)))
        .filter(|(_, _, asked)| !asked.is_empty())
        .collect();
    if asked.is_empty() {
        return;
    }
    let paid = {
        let penalties = Penalties::new(ledger, balances, policy, rates);
        let paid =
            |(customer, sums, asked): (CustomerId, Vec<Sum>, Asked<'_>)| penalties.paid_apart(customer, sums, &asked);
        asked.into_iter().flat_map(paid).collect::<Vec<_>>()
    };
    balances.pay_claims(paid);
}

impl Penalties<'_> {
    /// Returns what sums pay of the indemnities that were asked for: each on its day, or on that of the notice if that
    /// came later, what the first notice of just that sum has left to be paid.
    fn paid_apart(&self, customer: CustomerId, mut sums: Vec<Sum>, asked: &Asked<'_>) -> Vec<ClaimPaid> {
        let days = sums.iter().map(|sum| sum.date).chain(asked.keys().map(|&(date, _)| date)).collect();
        let mut paid: Vec<ClaimPaid> = Vec::new();
        let pay = |day: Date, states: &mut BTreeMap<ItemId, Settled>| {
            sums.retain(|sum| {
                // What was there before has been held against the notices before.
                let first = if sum.date == day { Date::MIN } else { day };
                let notices = asked.range((first, None)..).take_while(|((date, _), _)| *date <= day);
                let is_in_it = |item: &&ItemId| {
                    self.regime(**item).fixed_sum.is_some_and(|fixed| fixed.currency == sum.currency)
                        && self.ledger.invoice(**item).currency != sum.currency
                };
                let left = |items: &BTreeSet<ItemId>| -> Vec<ClaimPaid> {
                    let items = items.iter().filter(is_in_it).filter_map(|&item| {
                        let amount = states.get(&item)?.left_apart();
                        let (payment, as_it_ran) = (sum.payment, Amount::ZERO);
                        Some(ClaimPaid {
                            item,
                            date: day,
                            payment,
                            amount,
                            as_it_ran,
                            indemnity: amount,
                            is_apart: true,
                        })
                    });
                    items.filter(|paid| paid.amount.is_positive()).collect()
                };
                let comes_to =
                    |parts: &Vec<ClaimPaid>| parts.iter().map(|part| part.amount).sum::<Amount>() == sum.amount;
                let mut parts = notices.map(|(_, items)| left(items));
                let Some(parts) = (sum.date <= day).then(|| parts.find(comes_to)).flatten() else { return true };
                enter(&BTreeMap::from([(day, parts.clone())]), day, states);
                paid.extend(parts);
                false
            });
        };
        self.settle(customer, days, pay, |_, _| {});
        paid
    }
}
