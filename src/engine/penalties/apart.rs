//! Money that pays indemnities which invoices in another currency owe in the law's own: a sum that names nothing, and
//! is just what a notice asked for besides. Of any other sum nobody knows that it is for them.
//!
//! What is left of an indemnity is worked out from the balances, and no debt may have got the sum in them. So every sum
//! that could be one is kept from debts first, and those that turn out to be none no more.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Deref;

use super::Penalties;
use super::facts::is_claimed;
use super::settled::Settled;
use super::settlement::enter;
use crate::engine::allocation::{Balances, ClaimPaid, CreditSource};
use crate::engine::history::{History, concerned};
use crate::law::rates::Rates;
use crate::law::regimes::{FixedSum, Regime};
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
    let asked: Vec<(CustomerId, Vec<Sum>, Asked<'_>)> = sums
        .into_iter()
        .map(|(customer, sums)| (customer, sums, asked(ledger, policy, &history, customer)))
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

/// Returns the items of which notices to a customer claim the indemnity.
fn asked<'l>(ledger: &'l Ledger, policy: &Policy, history: &History<'l>, customer: CustomerId) -> Asked<'l> {
    let mut asked = Asked::new();
    let notices = history.of(customer).filter(|event| event.kind == EventKind::Notice);
    for event in notices.filter(|event| is_claimed(event, event.indemnity, policy)) {
        asked.entry((event.date, event.event_id.as_deref())).or_default().extend(concerned(ledger, event));
    }
    asked
}

/// Returns the fixed sum that is owed for the lateness of an item in another currency than its own, if one is.
fn fixed_apart(ledger: &Ledger, policy: &Policy, item: ItemId) -> Option<&'static FixedSum> {
    let invoice = ledger.invoice(item);
    let regime = Regime::on(policy.penalties.law, ledger.customer(invoice.customer).kind, invoice.issue);
    regime.fixed_sum.as_ref().filter(|sum| sum.currency != invoice.currency)
}

/// Returns the payments by a day that may be indemnities which a notice asked for in another currency than the
/// invoice's: those that name nothing and are not above what it can have asked for.
pub(super) fn candidates(ledger: &Ledger, policy: &Policy, as_of: Date) -> BTreeSet<PaymentId> {
    let notices = ledger.events().iter().filter(|event| event.kind == EventKind::Notice && event.date <= as_of);
    let claims = notices.filter(|event| is_claimed(event, event.indemnity, policy));
    let mut customers: BTreeSet<CustomerId> = claims.map(|event| event.customer).collect();
    // Mostly none owes in two currencies.
    customers.retain(|&customer| {
        let mut rows = ledger.invoices_of(customer).map(|row| ItemId(row as u32));
        rows.any(|item| fixed_apart(ledger, policy, item).is_some())
    });
    if customers.is_empty() {
        return BTreeSet::new();
    }
    let history = History::new(ledger, as_of);
    let of_customer = |customer: CustomerId| {
        let most = most_asked(ledger, policy, &asked(ledger, policy, &history, customer));
        let payments = ledger.payments_of(customer).map(|row| PaymentId(row as u32));
        payments.filter(move |&id| {
            let payment = ledger.payment(id);
            let most = most.get(&payment.currency).and_then(|by_day| by_day.range(..=payment.date).next_back());
            let may_be_one = |most: Amount| payment.amount.is_positive() && payment.amount <= most;
            payment.invoice.is_none() && payment.date <= as_of && most.is_some_and(|(_, &most)| may_be_one(most))
        })
    };
    customers.into_iter().flat_map(of_customer).collect()
}

/// Returns the most that a notice by a day can have asked for of indemnities, by the currency that they are owed in.
fn most_asked(ledger: &Ledger, policy: &Policy, asked: &Asked<'_>) -> BTreeMap<Currency, BTreeMap<Date, Amount>> {
    let mut most: BTreeMap<Currency, BTreeMap<Date, Amount>> = BTreeMap::new();
    for (&(day, _), items) in asked {
        let mut sums: BTreeMap<Currency, Amount> = BTreeMap::new();
        for sum in items.iter().filter_map(|&item| fixed_apart(ledger, policy, item)) {
            *sums.entry(sum.currency).or_default() += policy.penalties.indemnity.unwrap_or(sum.most());
        }
        for (currency, sum) in sums {
            let by_day = most.entry(currency).or_default();
            let before = by_day.last_key_value().map_or(Amount::ZERO, |(_, &before)| before);
            by_day.insert(day, before.max(sum));
        }
    }
    most
}

/// Returns the payments of which indemnities in another currency than the invoice's were paid.
pub(super) fn payers(ledger: &Ledger, balances: &Balances) -> BTreeSet<PaymentId> {
    let paid = balances.claims_paid_on(0..ledger.invoices().len()).iter();
    paid.filter(|paid| paid.is_apart).map(|paid| paid.payment).collect()
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
                    fixed_apart(self.ledger, self.policy, **item).is_some_and(|fixed| fixed.currency == sum.currency)
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
