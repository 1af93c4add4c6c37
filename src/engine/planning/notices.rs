//! What depends on all the items of a customer: credits that cover them, minimum amounts, and who goes with whom.

use super::schedule::granted;
use super::{Notice, PlanRow, Stop};
use crate::engine::allocation::Credit;
use crate::model::{Amount, Currency, Date, Ledger};
use crate::policy::{Grouping, Policy};

/// Names a notice among those of one customer. Lines that wait for approval hold up no others.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Group<'a> {
    currency: Currency,
    procedure: &'a str,
    waits: bool,
    /// The level, the item, or one for all, as the procedure's grouping says.
    part: usize,
}

/// Holds back the rows of a customer that his credits cover or that are worth too little, and returns the notices of
/// the others. `first` is the place of his first row in the plan.
pub(super) fn gather<'a>(
    ledger: &Ledger,
    policy: &Policy,
    as_of: Date,
    credits: &[Credit],
    rows: &mut [PlanRow<'a>],
    first: usize,
) -> Vec<Notice<'a>> {
    let mut lines: Vec<(Group<'a>, usize)> =
        (0..rows.len()).filter_map(|i| Some((group(ledger, &rows[i], i)?, i))).collect();
    lines.sort_unstable();
    cover(credits, rows, &mut lines);
    let mut notices = Vec::new();
    for lines in lines.chunk_by(|a, b| a.0 == b.0) {
        let (group, mut lines) = (lines[0].0, lines.iter().map(|&(_, i)| i).collect::<Vec<_>>());
        let Some(rank) = worth_sending(policy, group.currency, rows, &mut lines) else { continue };
        let row = &rows[lines[0]];
        let (true, Some(procedure)) = (row.stops.is_empty(), row.procedure) else { continue };
        let level = &procedure.levels[rank];
        notices.push(Notice {
            customer: row.customer,
            currency: group.currency,
            procedure,
            rank,
            level,
            lines: lines.iter().map(|i| first + i).collect(),
            deadline: granted(procedure, level, as_of),
        });
    }
    notices
}

/// Returns the notice that a row would be a line of, when its next level is due.
fn group<'a>(ledger: &Ledger, row: &PlanRow<'a>, place: usize) -> Option<Group<'a>> {
    if !row.stops.iter().all(|stop| matches!(stop, Stop::MinInterval { .. } | Stop::Approval)) {
        return None;
    }
    let (procedure, rank) = (row.procedure?, row.next?);
    let part = match procedure.grouping {
        // A formal notice carries only lines that reached it.
        Grouping::Customer if procedure.levels[rank].formal_notice => 1 + rank,
        Grouping::Customer => 0,
        Grouping::Level => rank,
        Grouping::Invoice => place,
    };
    let currency = ledger.invoice(row.item).currency;
    Some(Group { currency, procedure: &procedure.name, waits: row.stops.contains(&Stop::Approval), part })
}

/// Holds back the lines of a currency in which the customer's credits reach what would be asked for.
fn cover<'a>(credits: &[Credit], rows: &mut [PlanRow<'a>], lines: &mut Vec<(Group<'a>, usize)>) {
    if credits.is_empty() {
        return;
    }
    let credit_in = |currency| -> Amount {
        credits.iter().filter(|credit| credit.currency == currency).map(|credit| credit.amount).sum()
    };
    let mut kept = Vec::with_capacity(lines.len());
    for lines in lines.chunk_by(|a, b| a.0.currency == b.0.currency) {
        let credits = credit_in(lines[0].0.currency);
        let asked = lines.iter().map(|&(_, i)| rows[i].chased).sum();
        if credits >= asked {
            lines.iter().for_each(|&(_, i)| hold_back(&mut rows[i], Stop::CoveredByCredits { credits, asked }));
        } else {
            kept.extend_from_slice(lines);
        }
    }
    *lines = kept;
}

/// Returns the highest level of the lines. As long as they are worth less than its minimum, those of that level are
/// held back: they would cost more than they ask for, but the others still go out at their own level.
fn worth_sending(
    policy: &Policy,
    currency: Currency,
    rows: &mut [PlanRow<'_>],
    lines: &mut Vec<usize>,
) -> Option<usize> {
    loop {
        let rank = lines.iter().filter_map(|&i| rows[i].next).max()?;
        let minimum = rows[lines[0]].procedure?.levels[rank].min_amount;
        let asked: Amount = lines.iter().map(|&i| rows[i].chased).sum();
        // Minimums are in the policy's currency; others are not converted, so none applies.
        if currency != policy.currency || asked >= minimum {
            return Some(rank);
        }
        lines.retain(|&i| {
            let held = rows[i].next == Some(rank);
            if held {
                hold_back(&mut rows[i], Stop::BelowMinimum { asked, minimum });
            }
            !held
        });
    }
}

fn hold_back<'a>(row: &mut PlanRow<'a>, stop: Stop<'a>) {
    row.stops.push(stop);
    row.stops.sort_unstable();
    row.due_on = None;
}
