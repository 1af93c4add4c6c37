//! What differs between two plans, item by item: between two days, or under two policies.

use std::collections::BTreeMap;

use super::{Plan, PlanRow};

/// One way in which the answer for an item differs. The order is that of what matters most.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Change {
    /// What is to be done: a level that is due in one plan only, or another level, channel or template.
    Action,
    /// The item is open in the later plan only.
    New,
    /// The item is open in the earlier plan only.
    Settled,
    /// The reasons why it is left alone, with their days and sums.
    Reason,
    /// The level that was reached.
    Level,
    /// What is owed on it, or what is or would be asked for.
    Amount,
    /// The day on which it falls due, on which to act, or by which something must be done.
    Date,
}

impl Change {
    /// Every change, what matters most first.
    pub const ALL: [Change; 7] =
        [Change::Action, Change::New, Change::Settled, Change::Reason, Change::Level, Change::Amount, Change::Date];

    /// Returns the word that scripts rely on.
    pub const fn word(self) -> &'static str {
        match self {
            Change::Action => "action",
            Change::New => "new",
            Change::Settled => "settled",
            Change::Reason => "reason",
            Change::Level => "level",
            Change::Amount => "amount",
            Change::Date => "date",
        }
    }
}

/// An item whose answer differs between two plans.
#[derive(Clone, Debug)]
pub struct Difference<'p, 'a> {
    /// Its row in the earlier plan, or under the first policy.
    pub before: Option<&'p PlanRow<'a>>,
    /// Its row in the later plan, or under the other policy.
    pub after: Option<&'p PlanRow<'a>>,
    /// What differs, what matters most first; never empty.
    pub changes: Vec<Change>,
}

impl Difference<'_, '_> {
    /// Returns what matters most.
    pub fn change(&self) -> Change {
        self.changes[0]
    }
}

/// Returns the items whose answers differ: by what matters most, then by customer and invoice.
///
/// Items are the same when their customers', invoices' and instalments' ids are, so that the plans may be of two
/// ledgers.
pub fn diff<'p, 'a>(before: &'p Plan<'a>, after: &'p Plan<'a>) -> Vec<Difference<'p, 'a>> {
    let mut pairs: BTreeMap<_, (Option<&PlanRow<'a>>, Option<&PlanRow<'a>>)> = BTreeMap::new();
    for row in before.rows() {
        pairs.entry(key(before, row)).or_default().0 = Some(row);
    }
    for row in after.rows() {
        pairs.entry(key(after, row)).or_default().1 = Some(row);
    }
    let mut found: Vec<Difference<'p, 'a>> = pairs
        .into_values()
        .map(|(earlier, later)| Difference {
            before: earlier,
            after: later,
            changes: match (earlier, later) {
                (Some(earlier), Some(later)) => changes(before, earlier, after, later),
                (None, _) => vec![Change::New],
                (_, None) => vec![Change::Settled],
            },
        })
        .filter(|difference| !difference.changes.is_empty())
        .collect();
    found.sort_by_key(Difference::change);
    found
}

/// Names an item in any ledger: customer, invoice, instalment.
fn key<'a>(plan: &Plan<'a>, row: &PlanRow<'a>) -> (&'a str, &'a str, Option<&'a str>) {
    let ledger = plan.ledger();
    let number = ledger.number(ledger.invoice(row.item).number);
    (&ledger.customer(row.customer).id, number, ledger.instalment(row.item))
}

fn changes(before: &Plan<'_>, earlier: &PlanRow<'_>, after: &Plan<'_>, later: &PlanRow<'_>) -> Vec<Change> {
    let action = |row: &PlanRow<'_>| {
        let sent_as = row.sent_as.map(|level| (level.channel, level.template.clone(), level.claims_penalties));
        row.action().map(|level| level.name.clone()).zip(sent_as)
    };
    let dates = |plan: &Plan<'_>, row: &PlanRow<'_>| {
        (plan.ledger().invoice(row.item).due, row.due_on, row.lapse.map(|lapse| lapse.last_day), row.insurer_by)
    };
    let amounts = |row: &PlanRow<'_>| (row.open, row.chased, row.deducted);
    let differs = |change: &Change| match change {
        Change::Action => action(earlier) != action(later),
        Change::Reason => earlier.stops != later.stops,
        Change::Level => earlier.level_reached != later.level_reached,
        Change::Amount => amounts(earlier) != amounts(later),
        Change::Date => dates(before, earlier) != dates(after, later),
        Change::New | Change::Settled => false,
    };
    Change::ALL.into_iter().filter(differs).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::allocation::allocate;
    use crate::engine::planning::plan;
    use crate::model::{Ledger, Selection};
    use crate::policy::{self, Policy, builtin};
    use crate::testing::{day, ledger};

    const INVOICES: &str = "invoice_id,customer_id,issue_date,due_date,amount\n\
        F-1,C1,2026-01-30,2026-03-02,100.00\n\
        F-2,C1,2026-03-05,2026-04-04,200.00\n\
        F-3,C2,2026-01-20,2026-02-20,300.00\n\
        F-4,C2,2026-01-20,2026-03-15,400.00\n";
    const PAYMENTS: &str = "payment_id,date,amount,invoice_id\nP-1,2026-03-09,300.00,F-3\nP-2,2026-03-09,50.00,F-4\n";

    fn found(ledger: &Ledger, days: [&str; 2], policies: [&Policy; 2]) -> Vec<String> {
        let [before, after] = [0, 1].map(|i| {
            let balances = allocate(ledger, &policies[i].allocation, day(days[i])).balances;
            plan(ledger, &balances, policies[i], &Selection::ALL)
        });
        let words = |changes: &[Change]| changes.iter().map(|change| change.word()).collect::<Vec<_>>().join("+");
        let name = |difference: &Difference<'_, '_>| {
            let row = difference.after.or(difference.before).unwrap();
            ledger.number(ledger.invoice(row.item).number).to_owned()
        };
        diff(&before, &after).iter().map(|found| format!("{} {}", name(found), words(&found.changes))).collect()
    }

    #[test]
    fn two_days_differ_by_what_is_due_new_settled_and_paid_in_part() {
        let ledger = ledger("", INVOICES, PAYMENTS, "");
        let policy = builtin::fr_b2b();
        // F-1 is due on 6 March, 4 days after the 2nd; F-2 is issued on the 5th, F-3 paid on the 9th, F-4 in part.
        assert_eq!(
            found(&ledger, ["2026-03-04", "2026-03-09"], [&policy; 2]),
            ["F-1 action+reason", "F-2 new", "F-3 settled", "F-4 amount"]
        );
        assert_eq!(found(&ledger, ["2026-03-09", "2026-03-09"], [&policy; 2]), [""; 0]);
    }

    #[test]
    fn two_policies_differ_by_channel_and_by_day() {
        let ledger = ledger("", INVOICES, "", "");
        let own = builtin::fr_b2b();
        let level = "[[procedure]]\nname = \"standard\"\n[[procedure.level]]\nname = \"reminder\"\n";
        let other = policy::load(&format!("{level}days_after_due = 4\nchannel = \"letter\"\n"), "other.toml").unwrap();
        // F-1 and F-3 are due for "reminder" under both, by letter instead of e-mail; F-4, due on 15 March, is
        // announced on the 10th by the built-in policy and asked for on the 19th by the other, which announces
        // nothing. F-2 was issued on the day before.
        assert_eq!(
            found(&ledger, ["2026-03-06", "2026-03-06"], [&own, &other]),
            ["F-1 action", "F-3 action", "F-2 date", "F-4 date"]
        );
    }
}
