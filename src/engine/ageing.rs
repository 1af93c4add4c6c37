//! Who owes what, and how old it is: the aged balance.

use std::collections::BTreeMap;

use crate::engine::allocation::{Balances, Cause};
use crate::engine::history::History;
use crate::engine::states::{State, States};
use crate::model::date::days_between;
use crate::model::{Amount, Currency, CustomerId, ItemId, Ledger};
use crate::policy::{AgeBasis, AgeingRules, Policy};

/// A range of days late; the last band has no end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Band {
    /// The first day of the band.
    pub first: u32,
    /// The last day of the band.
    pub last: Option<u32>,
}

impl Band {
    /// Returns the key that outputs use: `d1_30`, `d91_plus`.
    pub fn key(self) -> String {
        match self.last {
            Some(last) => format!("d{}_{last}", self.first),
            None => format!("d{}_plus", self.first),
        }
    }
}

/// One open item with its age.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AgedItem {
    /// The item.
    pub item: ItemId,
    /// What is owed on it.
    pub open: Amount,
    /// Days from the due date to the day, never below zero.
    pub days_late: i64,
    /// The place of its band in [`AgedBalance::bands`]; nothing when it is not due.
    pub band: Option<usize>,
}

/// The aged balance: a row for each customer and currency with an open item or a credit.
#[derive(Clone, Debug)]
pub struct AgedBalance {
    /// From which day age is counted.
    pub basis: AgeBasis,
    /// The bands, youngest first.
    pub bands: Vec<Band>,
    /// By customer, then currency.
    pub rows: Vec<AgedRow>,
    /// By currency.
    pub totals: Vec<AgedRow>,
}

/// One row of the aged balance.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AgedRow {
    /// Who owes; nothing in a total.
    pub customer: Option<CustomerId>,
    /// In which state it is, where states are told apart.
    pub state: Option<State>,
    /// What it is in.
    pub currency: Currency,
    /// Not due yet.
    pub not_due: Amount,
    /// Overdue, band by band.
    pub overdue: Box<[Amount]>,
    /// Money set against nothing: negative or zero.
    pub credits: Amount,
}

impl AgedRow {
    fn new(customer: Option<CustomerId>, state: Option<State>, currency: Currency, bands: usize) -> AgedRow {
        let overdue = vec![Amount::ZERO; bands].into_boxed_slice();
        AgedRow { customer, state, currency, not_due: Amount::ZERO, overdue, credits: Amount::ZERO }
    }

    /// Returns the sum of the row: what the customer owes on balance.
    pub fn total(&self) -> Amount {
        self.not_due + self.overdue.iter().copied().sum() + self.credits
    }

    fn add(&mut self, other: &AgedRow) {
        self.not_due += other.not_due;
        self.credits += other.credits;
        for (sum, amount) in self.overdue.iter_mut().zip(&other.overdue) {
            *sum += *amount;
        }
    }
}

/// Returns the bands of a policy.
pub fn bands(rules: &AgeingRules) -> Vec<Band> {
    let firsts = std::iter::once(1).chain(rules.bands.iter().map(|last| last + 1));
    let lasts = rules.bands.iter().copied().map(Some).chain([None]);
    firsts.zip(lasts).map(|(first, last)| Band { first, last }).collect()
}

/// Returns every open item of a customer with its age, in the ledger's order.
pub fn open_items<'a>(
    ledger: &'a Ledger,
    balances: &'a Balances,
    rules: &'a AgeingRules,
    customer: CustomerId,
) -> impl Iterator<Item = AgedItem> + use<'a> {
    ledger.items_of(customer).filter_map(move |item| {
        let open = balances.open(ledger, item);
        if open.is_zero() {
            return None;
        }
        let invoice = ledger.invoice(item);
        let from = match rules.basis {
            AgeBasis::Due => invoice.due,
            AgeBasis::Issue => invoice.issue,
        };
        let age = days_between(from, balances.as_of());
        let band = (age > 0).then(|| rules.bands.partition_point(|&last| i64::from(last) < age));
        Some(AgedItem { item, open, days_late: days_between(invoice.due, balances.as_of()).max(0), band })
    })
}

/// Returns the aged balance of the customers that `wanted` says yes to.
pub fn aged_balance(
    ledger: &Ledger,
    balances: &Balances,
    rules: &AgeingRules,
    wanted: impl Fn(CustomerId) -> bool,
) -> AgedBalance {
    aged(ledger, balances, rules, wanted, None, |_, item| [(None, item.open)])
}

/// Returns the aged balance with what is disputed, promised, insolvent and so on told apart: a row for each customer,
/// currency and state. Credits stand with what is merely open.
pub fn aged_by_state(
    ledger: &Ledger,
    balances: &Balances,
    policy: &Policy,
    wanted: impl Fn(CustomerId) -> bool,
) -> AgedBalance {
    let history = History::new(ledger, balances.as_of());
    let mut of: Option<(CustomerId, States<'_>)> = None;
    aged(ledger, balances, &policy.ageing, wanted, Some(State::Open), |customer, aged| {
        if of.as_ref().is_none_or(|(known, _)| *known != customer) {
            of = Some((customer, States::new(ledger, balances, policy, &history, customer)));
        }
        let parts = of.as_ref().map(|(_, states)| states.of(aged.item, aged.open)).unwrap_or_default();
        parts.into_iter().map(|(state, amount)| (Some(state), amount))
    })
}

/// Ages the items of some customers; `parts` splits what is open of each by state, and credits are of one.
fn aged<P: IntoIterator<Item = (Option<State>, Amount)>>(
    ledger: &Ledger,
    balances: &Balances,
    rules: &AgeingRules,
    wanted: impl Fn(CustomerId) -> bool,
    of_credits: Option<State>,
    mut parts: impl FnMut(CustomerId, &AgedItem) -> P,
) -> AgedBalance {
    let bands = bands(rules);
    let mut rows: Vec<AgedRow> = Vec::new();
    let mut totals: BTreeMap<Currency, AgedRow> = BTreeMap::new();
    for customer in ledger.customer_ids().filter(|&customer| wanted(customer)) {
        let first = rows.len();
        for aged in open_items(ledger, balances, rules, customer) {
            for (state, open) in parts(customer, &aged) {
                let row = row_of(&mut rows, first, (customer, state), ledger.invoice(aged.item).currency, bands.len());
                match aged.band {
                    Some(band) => row.overdue[band] += open,
                    None => row.not_due += open,
                }
            }
        }
        for credit in balances.credits_of(customer) {
            row_of(&mut rows, first, (customer, of_credits), credit.currency, bands.len()).credits -= credit.amount;
        }
        rows[first..].sort_by_key(|row| (row.currency, row.state));
        for row in &rows[first..] {
            totals.entry(row.currency).or_insert_with(|| AgedRow::new(None, None, row.currency, bands.len())).add(row);
        }
    }
    AgedBalance { basis: rules.basis, bands, rows, totals: totals.into_values().collect() }
}

/// Returns the customer's row in a currency, among those from `first` on, adding it when it is new.
fn row_of(
    rows: &mut Vec<AgedRow>,
    first: usize,
    (customer, state): (CustomerId, Option<State>),
    currency: Currency,
    bands: usize,
) -> &mut AgedRow {
    let is_it = |row: &AgedRow| row.currency == currency && row.state == state;
    let place = rows[first..].iter().position(is_it).map_or(rows.len(), |i| first + i);
    if place == rows.len() {
        rows.push(AgedRow::new(Some(customer), state, currency, bands));
    }
    &mut rows[place]
}

/// Returns what each currency's outstanding must be, from the rows of the files alone: invoices less credit notes and
/// payments, plus what was returned and refunded, less discounts, tolerated rests and write-offs, plus what payments
/// paid of interest and indemnity, which are no invoices.
///
/// It goes another way than [`aged_balance`], so that bands and credits can be proved to add up to it.
pub fn outstanding(
    ledger: &Ledger,
    balances: &Balances,
    wanted: impl Fn(CustomerId) -> bool,
) -> BTreeMap<Currency, Amount> {
    let as_of = balances.as_of();
    let mut sums: Vec<(Currency, Amount)> = Vec::new();
    let mut add = |currency: Currency, amount: Amount| match sums.iter_mut().find(|(known, _)| *known == currency) {
        Some((_, sum)) => *sum += amount,
        None => sums.push((currency, amount)),
    };
    for customer in ledger.customer_ids().filter(|&customer| wanted(customer)) {
        for item in ledger.items_of(customer) {
            let invoice = ledger.invoice(item);
            if invoice.issue > as_of {
                continue;
            }
            let settled_without_money = balances
                .moves(item)
                .iter()
                .filter(|step| !matches!(step.cause(), Cause::Payment(_) | Cause::Return(_) | Cause::CreditNote(_)));
            add(invoice.currency, invoice.amount + settled_without_money.map(|step| step.change).sum());
            for paid in balances.claims_paid(item) {
                add(ledger.payment(paid.payment).currency, paid.amount);
            }
        }
        for id in ledger.payment_rows_of(customer) {
            let payment = ledger.payment(id);
            if payment.date > as_of || balances.refused().contains(&id) {
                continue;
            }
            add(payment.currency, -payment.received());
        }
    }
    sums.into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::allocation::allocate;
    use crate::testing::{day, eur, ledger};

    const RULES: AgeingRules = AgeingRules { basis: AgeBasis::Due, bands: Vec::new() };

    fn rules() -> AgeingRules {
        AgeingRules { bands: vec![30, 60, 90], ..RULES }
    }

    fn allocation_rules() -> crate::policy::AllocationRules {
        crate::policy::AllocationRules {
            tolerance: crate::policy::Sums::default(),
            credit_notes: crate::policy::CreditNotesFrom::Date,
            returns: crate::policy::ReturnsFrom::Origin,
            deposits: crate::policy::Deposits::Deducted,
        }
    }

    #[test]
    fn an_item_is_in_the_band_of_its_days_late() {
        // 2026-03-31 less 30 days is 2026-03-01, less 31 days 2026-02-28, less 91 days 2025-12-30.
        let invoices = "invoice_id,customer_id,issue_date,due_date,amount\n\
            A,C,2025-01-01,2026-03-31,1.00\nB,C,2025-01-01,2026-03-30,2.00\nD,C,2025-01-01,2026-03-01,4.00\n\
            E,C,2025-01-01,2026-02-28,8.00\nF,C,2025-01-01,2025-12-30,16.00\nG,C,2025-01-01,2025-12-31,32.00\n";
        let ledger = ledger("", invoices, "", "");
        let balances = allocate(&ledger, &allocation_rules(), day("2026-03-31")).balances;
        let aged = aged_balance(&ledger, &balances, &rules(), |_| true);
        assert_eq!(
            aged.bands.iter().map(|band| band.key()).collect::<Vec<_>>(),
            ["d1_30", "d31_60", "d61_90", "d91_plus"]
        );
        let row = &aged.rows[0];
        assert_eq!(row.not_due, eur("1.00"));
        assert_eq!(*row.overdue, [eur("6.00"), eur("8.00"), eur("32.00"), eur("16.00")]);
        assert_eq!(row.total(), eur("63.00"));
    }

    #[test]
    fn a_customer_with_nothing_open_has_a_row_only_for_his_credit() {
        let invoices = "invoice_id,customer_id,issue_date,due_date,amount\n\
            A,C1,2026-01-01,2026-01-31,10.00\nB,C2,2026-01-01,2026-01-31,10.00\n";
        let payments = "payment_id,customer_id,date,amount,invoice_id\n\
            P1,C1,2026-02-01,10.00,A\nP2,C2,2026-02-01,12.50,B\n";
        let ledger = ledger("", invoices, payments, "");
        let balances = allocate(&ledger, &allocation_rules(), day("2026-03-31")).balances;
        let aged = aged_balance(&ledger, &balances, &rules(), |_| true);
        assert_eq!(aged.rows.len(), 1);
        assert_eq!(aged.rows[0].credits, eur("-2.50"));
        assert_eq!(aged.totals[0].total(), eur("-2.50"));
        assert_eq!(outstanding(&ledger, &balances, |_| true)[&Currency::EUR], eur("-2.50"));
    }
}
