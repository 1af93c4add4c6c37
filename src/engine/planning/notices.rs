//! What depends on all the items of a customer: credits that cover them, minimum amounts, and who goes with whom.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use chrono::Days;

use super::schedule::granted;
use super::{Notice, PlanRow, Remark, Stop};
use crate::engine::allocation::Credit;
use crate::law::holidays::next_working_day;
use crate::model::{Amount, Currency, Date, Ledger};
use crate::policy::{Channel, Grouping, Level, LevelRule, Procedure};

/// What makes one notice among those of a customer. Lines that wait for approval hold up no others.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Group<'a> {
    currency: Currency,
    procedure: &'a str,
    waits: bool,
    /// What is not due yet is announced, never demanded together with what is late.
    late: bool,
    /// A call is made apart: one that nobody makes must not keep the letters of the others from going out.
    is_call: bool,
    /// The level, the item, or one for all, as the procedure's grouping says.
    part: usize,
}

/// Holds back the rows of a customer that his credits cover or that are worth too little, and returns the notices of
/// the others. `first` is the place of his first row in the plan.
pub(super) fn gather<'a>(
    ledger: &Ledger,
    as_of: Date,
    credits: &[Credit],
    rows: &mut [PlanRow<'a>],
    first: usize,
) -> Vec<Notice<'a>> {
    let mut lines: Vec<(Group<'a>, usize)> =
        (0..rows.len()).filter_map(|i| Some((group(ledger, &rows[i], i)?, i))).collect();
    lines.sort_unstable();
    cover(ledger, credits, rows, &mut lines);
    one_email(as_of, credits, rows, &mut lines);
    written(as_of, credits, rows, first, &lines)
}

/// Returns the notices of lines that are in the order of their groups.
fn written<'a>(
    as_of: Date,
    credits: &[Credit],
    rows: &mut [PlanRow<'a>],
    first: usize,
    lines: &[(Group<'a>, usize)],
) -> Vec<Notice<'a>> {
    // A credit is deducted once, from the largest notice of its currency first: so do the letters.
    let mut groups: Vec<_> = lines.chunk_by(|a, b| a.0 == b.0).map(|lines| (chased(rows, lines), lines)).collect();
    groups.sort_by_key(|&(asked, lines)| (lines[0].0.currency, Reverse(asked)));
    let mut notices = Vec::new();
    for groups in groups.chunk_by(|a, b| a.1[0].0.currency == b.1[0].0.currency) {
        let mut credit = credit_in(credits, groups[0].1[0].0.currency);
        for (_, lines) in groups {
            let (group, mut lines) = (lines[0].0, lines.iter().map(|&(_, i)| i).collect::<Vec<_>>());
            let Some(rank) = worth_sending(group.currency, credit, rows, &mut lines) else { continue };
            let (customer, ready, procedure) =
                (rows[lines[0]].customer, rows[lines[0]].stops.is_empty(), rows[lines[0]].procedure);
            let (true, Some(procedure)) = (ready, procedure) else { continue };
            let deducted = credit.min(lines.iter().map(|&i| rows[i].chased).sum());
            credit -= deducted;
            let level = &procedure.levels[rank];
            for &i in &lines {
                if procedure.level_rule == LevelRule::Highest {
                    raise(&mut rows[i], rank, level);
                }
                rows[i].sent_as = Some(level);
                rows[i].deducted = deducted;
            }
            let notice = Notice {
                customer,
                currency: group.currency,
                procedure,
                rank,
                level,
                lines: lines.iter().map(|i| first + i).collect(),
                deadline: granted(procedure, level, as_of),
            };
            notices.push((group, notice));
        }
    }
    notices.sort_by_key(|&(group, _)| group);
    notices.into_iter().map(|(_, notice)| notice).collect()
}

/// Lets what a customer would be told by a second e-mail of the day wait as long as two notices are apart: two on one
/// day read as one too many. What is late goes before what is not, then the highest level, then the largest sum. A
/// notice never mixes currencies, so each has its e-mail; a policy that groups otherwise, or wants no interval, has
/// them all.
fn one_email(as_of: Date, credits: &[Credit], rows: &mut [PlanRow<'_>], lines: &mut Vec<(Group<'_>, usize)>) {
    let is_email = |procedure: &Procedure, rank: usize| {
        procedure.levels[rank].channel == Channel::Email
            && procedure.grouping == Grouping::Customer
            && procedure.min_interval_days > 0
    };
    let candidates = lines.chunk_by(|a, b| a.0 == b.0).filter(|lines| {
        let row = &rows[lines[0].1];
        row.procedure.zip(row.next).is_some_and(|(procedure, rank)| is_email(procedure, rank))
    });
    if candidates.count() < 2 {
        return;
    }
    let mut trial = rows.to_vec();
    let mut sent = written(as_of, credits, &mut trial, 0, lines);
    sent.retain(|notice| is_email(notice.procedure, notice.rank));
    let worth = |notice: &Notice<'_>| {
        let asked: Amount = notice.lines.iter().map(|&i| rows[i].chased).sum();
        (notice.currency, Reverse((rows[notice.lines[0]].days_late > 0, notice.rank, asked)))
    };
    sent.sort_by_key(worth);
    let seconds: Vec<usize> = sent
        .chunk_by(|a, b| a.currency == b.currency)
        .flat_map(|notices| &notices[1..])
        .flat_map(|notice| notice.lines.clone())
        .collect();
    for &i in &seconds {
        let Some(procedure) = rows[i].procedure else { continue };
        let days = procedure.min_interval_days;
        rows[i].stop(Stop::MinInterval { last_notice: as_of, days });
        rows[i].due_on = Some(next_working_day(as_of + Days::new(u64::from(days)), procedure.holidays));
    }
    lines.retain(|(_, i)| !seconds.contains(i));
}

fn chased(rows: &[PlanRow<'_>], lines: &[(Group<'_>, usize)]) -> Amount {
    lines.iter().map(|&(_, i)| rows[i].chased).sum()
}

/// Returns what can be deducted from what a customer is asked for.
fn credit_in(credits: &[Credit], currency: Currency) -> Amount {
    let own = credits.iter().filter(|credit| credit.currency == currency);
    own.map(|credit| credit.amount).sum::<Amount>().max(Amount::ZERO)
}

/// Returns the notice that a row would be a line of, when its next level is due.
fn group<'a>(ledger: &Ledger, row: &PlanRow<'a>, place: usize) -> Option<Group<'a>> {
    let (procedure, rank) = (row.procedure.filter(|_| row.is_ready())?, row.next?);
    let part = match procedure.grouping {
        // A formal notice carries only lines that reached it.
        Grouping::Customer if procedure.levels[rank].formal_notice => 1 + rank,
        Grouping::Customer => 0,
        Grouping::Level => rank,
        Grouping::Invoice => place,
    };
    let currency = ledger.invoice(row.item).currency;
    let waits = row.stops.contains(&Stop::Approval);
    let is_call = procedure.levels[rank].channel == Channel::Phone;
    Some(Group { currency, procedure: &procedure.name, waits, late: row.days_late > 0, is_call, part })
}

/// Holds back, currency by currency, what the customer's credits reach: all that he owes, else all that is late, else
/// all that would be asked for today. What is not asked for whatever he has paid counts in none of these.
fn cover(ledger: &Ledger, credits: &[Credit], rows: &mut [PlanRow<'_>], lines: &mut Vec<(Group<'_>, usize)>) {
    let currencies: BTreeSet<Currency> = credits.iter().map(|credit| credit.currency).collect();
    for currency in currencies {
        let credits = credit_in(credits, currency);
        let owed = |i: &usize| {
            let row = &rows[*i];
            ledger.invoice(row.item).currency == currency && !row.stops.iter().any(Stop::outranks_credits)
        };
        let all: Vec<usize> = (0..rows.len()).filter(owed).collect();
        let late: Vec<usize> = all.iter().copied().filter(|&i| rows[i].days_late > 0).collect();
        let today = lines.iter().filter(|(group, _)| group.currency == currency).map(|&(_, i)| i).collect();
        for places in [all, late, today] {
            let asked = places.iter().map(|&i| rows[i].chased).sum();
            if credits >= asked && !places.is_empty() {
                places.iter().for_each(|&i| hold_back(&mut rows[i], Stop::CoveredByCredits { credits, asked }));
                break;
            }
        }
    }
    lines.retain(|&(_, i)| !rows[i].stops.iter().any(|stop| matches!(stop, Stop::CoveredByCredits { .. })));
}

/// Returns the highest level of the lines. As long as they ask for less than its minimum once the customer's credit is
/// deducted, those of that level are held back: they would cost more than they ask for, but the others still go out at
/// their own level.
fn worth_sending(
    currency: Currency,
    credit: Amount,
    rows: &mut [PlanRow<'_>],
    lines: &mut Vec<usize>,
) -> Option<usize> {
    loop {
        let rank = lines.iter().filter_map(|&i| rows[i].next).max()?;
        let minimum = rows[lines[0]].procedure?.levels[rank].min_amount.get(&currency).copied().unwrap_or_default();
        let chased: Amount = lines.iter().map(|&i| rows[i].chased).sum();
        let asked = chased - chased.min(credit);
        if asked >= minimum {
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

/// Gives a line the level of its notice, unless that one needs an approval that was given for others.
fn raise(row: &mut PlanRow<'_>, rank: usize, level: &Level) {
    if let Some(own) = row.next.filter(|&own| own < rank && !level.requires_approval) {
        row.next = Some(rank);
        row.trigger_on = None;
        row.remarks.push(Remark::Raised(own));
    }
}

fn hold_back<'a>(row: &mut PlanRow<'a>, stop: Stop<'a>) {
    row.stop(stop);
    row.due_on = None;
}
