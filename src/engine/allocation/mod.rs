//! Sets money against debts: the balance of each open item as a step function of the date.
//!
//! Everything else reads [`Balances`]; nothing else decides where money goes. One customer's money never reaches
//! another's debts, so each customer is worked through alone:
//!
//! - `straight`: the straight road of most, whose money is all payments of their invoices and is summed up;
//! - `acts`: write-offs and moves of credit as dated steps, and the notices whose sums may say what money pays;
//! - `returns`: the payment that each return takes back;
//! - `steps`: all that happened, in the order of days, and within a day by kind;
//! - `account`: the account of who does not go straight, worked through step by step;
//! - `money`: money on its way to a debt, and the credit that is set against nothing;
//! - `discount`: what paying early earns;
//! - `kept`: money that has paid interest and indemnity, and that refunds and moves leave alone;
//! - `moves`: how the balances of many rows change;
//! - `balances`: what comes of it all, and all that others see;
//! - `waivers`: waivers of a sum that could be for several invoices.

mod account;
mod acts;
mod balances;
mod discount;
mod kept;
mod money;
mod moves;
mod returns;
mod steps;
mod straight;
#[cfg(test)]
mod tests;
pub(super) mod waivers;

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use crate::diag::Diagnostic;
use crate::model::cores::{WORTH_A_THREAD, both};
use crate::model::{CustomerId, Date, Ledger, PaymentId};
use crate::policy::AllocationRules;

use account::Account;
use acts::Acts;
pub use balances::{Balances, Bounced, ClaimPaid, Credit, CreditSource, ForItems};
pub use kept::Kept;
use moves::Moves;
pub use moves::{Cause, Move, still_left_out};
pub use returns::{TakenBack, left_to_take_back, payments_taken_back, taken_back_whole};
use straight::Straight;

/// The outcome of [`allocate`].
#[derive(Clone, Debug)]
pub struct Allocation {
    /// The balances; rows that a finding refuses are left out of them.
    pub balances: Balances,
    /// Returns that fit no payment, refunds beyond the credit, and the like.
    pub findings: Vec<Diagnostic>,
    /// The customers out of whose payments something was given back or moved.
    pub drawn_on: BTreeSet<CustomerId>,
    /// The days on which money of a customer may be of the sum of a notice that deducted his credit, and the payments
    /// that this was of: it is what of them had paid no claims by then.
    pub in_doubt: BTreeMap<(Date, CustomerId), BTreeSet<PaymentId>>,
}

/// Sets every payment, credit note and write-off dated on or before `as_of` against the items issued by its date.
///
/// Money that names its invoice goes there; what names only a customer goes to debts by due date, then issue date
/// (C. civ. 1342-10), and among equals pro rata. What is left over is a credit. Days are worked through in order,
/// and within a day always in the same order of kinds, so the order of rows in the files changes nothing.
pub fn allocate(ledger: &Ledger, rules: &AllocationRules, as_of: Date) -> Allocation {
    allocate_around(ledger, rules, as_of, &Kept::default(), None)
}

/// Does what [`allocate`] does while some money is kept: a refund gives it back last, and nobody moves it. With `only`,
/// just those customers are worked through, and the items of the others stay as they were issued.
pub fn allocate_around(
    ledger: &Ledger,
    rules: &AllocationRules,
    as_of: Date,
    kept: &Kept,
    only: Option<&BTreeSet<CustomerId>>,
) -> Allocation {
    let acts = Acts::of(ledger, as_of, as_of);
    let work = |customers: Range<u32>| {
        let mut part = Part { moves: Moves::for_half_of(ledger), ..Part::default() };
        let mut straight = Straight::new(ledger, rules, as_of, &acts);
        let mut account = Account::new(ledger, rules, as_of, &acts, kept);
        for customer in customers.map(CustomerId) {
            if only.is_some_and(|only| !only.contains(&customer)) {
                let rows = ledger.invoices_of(customer);
                part.moves.add(rows.start as u32, rows.len(), &[]);
                continue;
            }
            if !straight.follow(customer, &mut part.moves) {
                account.work_through(customer, &mut part);
            }
        }
        part
    };
    let count = ledger.customers().len() as u32;
    let rows = ledger.invoices().len() + ledger.payments().len();
    let middle = half_of_the_rows(ledger);
    let (first, second) = both(rows >= WORTH_A_THREAD, || work(0..middle), || work(middle..count));
    let mut allocation = join(as_of, first, second);
    allocation.findings.extend(waivers::unclear(ledger, as_of).map(|event| waivers::finding(ledger, event)));
    allocation
}

/// What one thread found for its customers, whose rows stand side by side.
#[derive(Debug, Default)]
struct Part {
    moves: Moves,
    credits: Vec<Credit>,
    findings: Vec<Diagnostic>,
    refused: Vec<PaymentId>,
    bounced: Vec<Bounced>,
    /// What payments are for of interest and indemnity, as notices had asked for it.
    asked: Vec<ForItems>,
    drawn_on: BTreeSet<CustomerId>,
    in_doubt: BTreeMap<(Date, CustomerId), BTreeSet<PaymentId>>,
}

fn join(as_of: Date, first: Part, second: Part) -> Allocation {
    let Part { moves, mut credits, mut findings, mut refused, mut bounced, mut asked, mut drawn_on, mut in_doubt } =
        first;
    credits.extend(second.credits);
    findings.extend(second.findings);
    refused.extend(second.refused);
    bounced.extend(second.bounced);
    bounced.sort_unstable();
    asked.extend(second.asked);
    asked.sort_by_key(|one| one.payment);
    drawn_on.extend(second.drawn_on);
    in_doubt.extend(second.in_doubt);
    let balances = Balances::new(as_of, [moves, second.moves], credits, refused, bounced, asked);
    Allocation { balances, findings, drawn_on, in_doubt }
}

/// Returns the first customer of the second half of the work, counted in rows.
fn half_of_the_rows(ledger: &Ledger) -> u32 {
    let rows = |customer: CustomerId| ledger.invoices_of(customer).end + ledger.payments_of(customer).end;
    let half = (ledger.invoices().len() + ledger.payments().len()) / 2;
    let (mut low, mut high) = (0, ledger.customers().len() as u32);
    while low < high {
        let middle = low + (high - low) / 2;
        if rows(CustomerId(middle)) <= half { low = middle + 1 } else { high = middle }
    }
    low
}
