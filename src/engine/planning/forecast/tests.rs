use super::*;
use crate::engine::allocation::allocate;
use crate::engine::planning::plan;
use crate::policy::builtin;
use crate::testing::{day, ledger};

const INVOICES: &str = "invoice_id,customer_id,issue_date,due_date,amount\n\
    F-1,C1,2026-01-30,2026-03-02,100.00\n\
    F-2,C1,2026-02-20,2026-03-20,200.00\n\
    F-3,C2,2026-01-20,2026-02-20,300.00\n\
    F-4,C2,2026-02-10,2026-03-12,400.00\n\
    F-5,C3,2026-02-10,2026-03-10,500.00\n\
    F-6,C3,2026-03-15,2026-03-16,600.00\n";
const EVENTS: &str = "date,event,invoice_id,level,until,event_id\n\
    2026-02-24,notice,F-3,reminder,,E1\n\
    2026-03-01,promise,F-4,,2026-03-17,E2\n\
    2026-03-02,hold,F-5,,2026-03-20,E3\n";

/// Returns `day item level` of what goes out when each day's plan is followed and recorded, one day after the other.
fn replayed(first: &str, days: u64) -> Vec<String> {
    let policy = builtin::fr_b2b();
    let issued: String = INVOICES.lines().filter(|row| !row.starts_with("F-6")).map(|row| format!("{row}\n")).collect();
    let mut events = EVENTS.to_owned();
    let mut sent = Vec::new();
    for today in (0..=days).map(|i| day(first) + Days::new(i)) {
        let ledger = ledger("", &issued, "", &events);
        let balances = allocate(&ledger, &policy.allocation, today).balances;
        let plan = plan(&ledger, &balances, &policy, &Selection::ALL);
        let mut out = String::new();
        let first = sent.len();
        for (i, notice) in plan.notices().iter().enumerate() {
            for row in notice.lines.iter().map(|&line| &plan.rows()[line]) {
                let number = ledger.number(ledger.invoice(row.item).number);
                let level = &row.action().unwrap().name;
                out += &format!("{today},notice,{number},{level},,S-{today}-{i}\n");
                sent.push(format!("{today} {number} {level}"));
            }
        }
        events += &out;
        sent[first..].sort();
    }
    sent
}

#[test]
fn it_says_what_the_plan_of_each_day_would_say() {
    let policy = builtin::fr_b2b();
    let ledger = ledger("", INVOICES, "", EVENTS);
    let balances = allocate(&ledger, &policy.allocation, day("2026-03-06")).balances;
    let forecast = forecast(&ledger, &balances, &policy, &Selection::ALL, 90);
    let number = |one: &Coming<'_>| ledger.number(ledger.invoice(one.item).number).to_owned();
    let actions = forecast.coming.iter().filter_map(|one| {
        let level = one.what.action()?;
        Some(format!("{} {} {}", one.on, number(one), level.name))
    });
    let replayed = replayed("2026-03-06", 90);
    assert!(replayed.len() > 15, "{replayed:?}");
    assert_eq!(actions.collect::<Vec<_>>(), replayed);
    // A promise for the 17th is waited for two days longer; a hold ends on its day. F-6 is not issued yet.
    let ends: Vec<String> = forecast
        .coming
        .iter()
        .filter(|one| !matches!(one.what, What::Action(_) | What::DeadlineEnds))
        .map(|one| format!("{} {} {}", one.on, number(one), one.what.word()))
        .collect();
    assert_eq!(ends, ["2026-03-19 F-4 promise-ends", "2026-03-20 F-5 hold-ends"]);
    assert_eq!(forecast.silent, 0);
}

#[test]
fn it_looks_no_further_than_asked() {
    let policy = builtin::fr_b2b();
    let ledger = ledger("", INVOICES, "", EVENTS);
    let balances = allocate(&ledger, &policy.allocation, day("2026-03-06")).balances;
    let forecast = forecast(&ledger, &balances, &policy, &Selection::ALL, 0);
    assert!(!forecast.coming.is_empty() && forecast.coming.iter().all(|one| one.on == day("2026-03-06")));
    assert_eq!(forecast.silent, 5 - forecast.coming.len());
}
