//! What lateness costs, and which money paid it.

use std::collections::{BTreeMap, BTreeSet};

use relance::model::Date;

use crate::books::{Act, ActKind, Books, Cents, Invoice};
use crate::money::{Account, Money};

/// The recovery indemnity.
const INDEMNITY: Cents = 4000;

/// Of each row interest, indemnity, and what was paid of them.
pub type Claims = BTreeMap<usize, (Cents, Cents, Cents)>;

/// What of a payment paid a claim, and when.
#[derive(Clone, Debug)]
pub struct Used {
    pub day: Date,
    pub id: String,
    pub sum: Cents,
}

impl Books {
    /// Returns what lateness costs on each row and what was paid of it, and which payments paid how much.
    pub fn claims(&self, account: &Account<'_>, as_of: Date) -> (Claims, Vec<Used>) {
        let mut claims = Claims::new();
        let mut charged: BTreeSet<&str> = BTreeSet::new();
        let mut rows: Vec<usize> = account.steps.keys().copied().collect();
        rows.sort_by_key(|&row| (self.invoices[row].due, self.invoices[row].instalment));
        for row in rows {
            let (interest, mut indemnity) = self.claim(row, &account.steps[&row], account.paid.contains(&row), as_of);
            // Once per invoice, on its first late instalment.
            if indemnity > 0 && !charged.insert(&self.invoices[row].id) {
                indemnity = 0;
            }
            claims.insert(row, (interest, indemnity, 0));
        }
        let mut used = Vec::new();
        let mut pools: Vec<Money> =
            account.over.iter().filter(|money| money.is_payment && money.of.is_some()).cloned().collect();
        pools.sort();
        let claim_days: BTreeSet<Date> = claims.keys().filter_map(|&row| self.claimed_since(row, as_of)).collect();
        let days: BTreeSet<Date> = pools.iter().map(|money| money.day).chain(claim_days).collect();
        for day in days {
            for money in pools.iter_mut().filter(|money| money.day <= day) {
                for row in account.rows_of(money.of.expect("it names one")) {
                    if self.claimed_since(row, as_of).is_some_and(|since| since <= day) {
                        let (interest, indemnity, paid) = claims.get_mut(&row).expect("it is issued");
                        let part = (*interest + *indemnity - *paid).min(money.left);
                        *paid += part;
                        money.left -= part;
                        used.push(Used { day, id: money.id.clone(), sum: part });
                    }
                }
            }
        }
        (claims, used)
    }

    /// Returns the interest and the indemnity that a row bears.
    fn claim(&self, row: usize, steps: &[(Date, Cents)], is_paid: bool, as_of: Date) -> (Cents, Cents) {
        let Invoice { customer, issue, due, currency, .. } = self.invoices[row];
        let open_at_the_end_of =
            |day: Date| steps.iter().rfind(|(since, _)| *since <= day).map_or(0, |(_, open)| *open);
        if open_at_the_end_of(as_of) == 0 && !is_paid {
            return (0, 0); // Credit notes that name it, and nothing else: it was not owed.
        }
        let judgment = self.judgment(customer, as_of).filter(|judgment| issue < *judgment);
        let mut pieces: Vec<(Cents, bool, i64)> = Vec::new();
        for day in due.iter_days().skip(1).take_while(|day| *day <= as_of && judgment.is_none_or(|stop| *day < stop)) {
            let base = open_at_the_end_of(day.pred_opt().unwrap());
            let is_second_half = day >= "2026-07-01".parse().unwrap();
            match pieces.last_mut() {
                Some((last, half, days)) if (*last, *half) == (base, is_second_half) => *days += 1,
                _ => pieces.push((base, is_second_half, 1)),
            }
        }
        let is_late = as_of > due && open_at_the_end_of(due) > 0 && judgment.is_none_or(|judgment| judgment > due);
        let interest = pieces.iter().map(|(base, _, days)| {
            let (above, below) = (base * self.rate * days, 100 * 365);
            (2 * above + below) / (2 * below)
        });
        // It is owed in euros, and no part of an invoice in another currency.
        (interest.sum(), if is_late && currency == "EUR" { INDEMNITY } else { 0 })
    }

    /// Returns the day since which a notice that stands claims what lateness costs: the last level does.
    fn claimed_since(&self, row: usize, as_of: Date) -> Option<Date> {
        let claims = |act: &&Act| act.kind == ActKind::Notice(2) && act.invoices.contains(&row);
        self.acts.iter().filter(claims).filter(|act| act.stands(as_of)).map(|act| act.day).min()
    }
}
