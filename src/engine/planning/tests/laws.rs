//! What holds for every folder: checked on generated ones.

use proptest::collection::vec;
use proptest::prelude::*;

use super::{Folder, PlanRow};
use crate::model::{ItemId, Lang};

const LEVELS: [&str; 7] = ["pre-due", "reminder", "second-reminder", "call", "penalty-letter", "formal-notice", "gone"];
const STATES: [&str; 9] = [
    "hold",
    "release",
    "dispute_opened",
    "dispute_closed",
    "assigned",
    "payment_announced",
    "handed_over",
    "court_filed",
    "insolvency",
];

fn date(days: i64) -> String {
    (crate::testing::day("2026-01-05") + chrono::TimeDelta::days(days)).to_string()
}

fn invoices() -> impl Strategy<Value = String> {
    vec((0..3_u8, 0..60_i64, 0..40_i64, 1..50_000_u32, 0..2_usize), 1..12).prop_map(|rows| {
        let row = |(i, (customer, issue, term, cents, currency)): (usize, (u8, i64, i64, u32, usize))| {
            let (issued, due) = (date(issue), date(issue + term));
            format!(
                "F{i},C{customer},{issued},{due},{}.{:02},,{}\n",
                cents / 100,
                cents % 100,
                ["EUR", "USD"][currency]
            )
        };
        rows.into_iter().enumerate().map(row).collect()
    })
}

fn payments() -> impl Strategy<Value = String> {
    vec((0..3_u8, 0..90_i64, 1..40_000_u32), 0..6).prop_map(|rows| {
        let row = |(i, (customer, day, cents)): (usize, (u8, i64, u32))| {
            format!("P{i},C{customer},{},{}.{:02}\n", date(day), cents / 100, cents % 100)
        };
        rows.into_iter().enumerate().map(row).collect()
    })
}

fn events() -> impl Strategy<Value = String> {
    let notice = (0..90_i64, 0..3_u8, 0..LEVELS.len())
        .prop_map(|(day, customer, level)| format!("{},notice,C{customer},,,{}\n", date(day), LEVELS[level]));
    let state = (0..90_i64, 0..3_u8, 0..STATES.len())
        .prop_map(|(day, customer, state)| format!("{},{},C{customer}\n", date(day), STATES[state]));
    let promise =
        (0..90_i64, 0..3_u8, 0..20_i64, 1..900_u32, any::<bool>()).prop_map(|(day, customer, term, sum, plan)| {
            let kind = if plan { "plan" } else { "promise" };
            format!("{},{kind},C{customer},,,,{sum}.00,{}\n", date(day), date(day + term))
        });
    vec(prop_oneof![2 => notice, 1 => state, 1 => promise], 0..8).prop_map(|rows| rows.concat())
}

/// Returns the built-in policy with other values of its procedure's keys.
fn policies() -> impl Strategy<Value = String> {
    let days = (0..12_u32, 0..6_u32, 0..20_u32, 0..4_u32, prop_oneof![3 => Just(0), 1 => 5..60_u32]);
    let words = (0..3_usize, 0..2_usize, 0..2_usize, 0..3_usize);
    (days, words, 0..40_u32).prop_map(|((interval, grace, arrears, transit, stale), words, percent)| {
        let (grouping, rule, first, last) = words;
        let mut policy = crate::policy::builtin::text("fr-b2b").expect("built in").to_owned();
        for (key, value) in [
            ("min_interval_days", interval),
            ("grace_days", grace),
            ("min_days_in_arrears", arrears),
            ("mail_transit_days", transit),
            ("stale_payments_days", stale),
        ] {
            policy = policy.replace(&format!("\n{key} = 0\n"), &format!("\n{key} = {value}\n"));
        }
        for (key, value) in [
            ("grouping = \"customer\"", ["customer", "level", "invoice"][grouping]),
            ("level_rule = \"own\"", ["own", "highest"][rule]),
            ("first_level = \"sequential\"", ["sequential", "by-age"][first]),
            ("after_last_level = \"stop\"", ["stop", "repeat", "hand-over"][last]),
        ] {
            let name = key.split(' ').next().unwrap_or_default();
            policy = policy.replacen(&format!("\n{key}\n"), &format!("\n{name} = \"{value}\"\n"), 1);
        }
        policy.replace("channel = \"letter\"", &format!("channel = \"letter\"\nmin_percent = \"{percent}\""))
    })
}

fn folders() -> impl Strategy<Value = Folder> {
    (invoices(), payments(), events(), policies()).prop_map(|(mut invoices, payments, events, policy)| {
        // Every customer is known by an invoice.
        (0..3).for_each(|i| invoices.push_str(&format!("Z{i},C{i},2026-01-05,2026-02-05,10.00\n")));
        Folder { policy, invoices, payments, events, ..Folder::default() }
    })
}

/// Returns the text with its lines the other way round.
fn reversed(lines: &str) -> String {
    lines.lines().rev().map(|line| format!("{line}\n")).collect()
}

/// Returns every row and every notice in words.
fn told(folder: &Folder, day: &str) -> Vec<String> {
    let desk = folder.on(day);
    let plan = desk.plan();
    let number = |row: &PlanRow<'_>| desk.ledger.number(desk.ledger.invoice(row.item).number).to_owned();
    let rows = plan.rows().iter().map(|row| format!("{} {}", number(row), plan.because(row, Lang::En)));
    let notices = plan.notices().iter().map(|notice| {
        let lines: Vec<String> = notice.lines.iter().map(|&line| number(&plan.rows()[line])).collect();
        format!("{} {} {:?} {}", notice.level.name, notice.currency, notice.deadline, lines.join(" "))
    });
    rows.chain(notices).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn every_open_item_has_exactly_one_answer(folder in folders(), day in 0..150_i64) {
        let desk = folder.on(&date(day));
        let plan = desk.plan();
        let open: Vec<ItemId> = desk.ledger.items()
            .filter(|&item| !desk.balances.open(&desk.ledger, item).is_zero())
            .collect();
        let answered: Vec<ItemId> = plan.rows().iter().map(|row| row.item).collect();
        prop_assert_eq!(open, answered);
        for row in plan.rows() {
            prop_assert_eq!(row.action().is_some(), row.reason() == "due");
            prop_assert!(row.stops.is_sorted(), "{:?}", row.stops);
            prop_assert!(row.action().is_none() || row.due_on.is_some_and(|due_on| due_on <= plan.as_of()));
        }
    }

    #[test]
    fn every_line_due_stands_on_exactly_one_notice_of_its_customer_and_currency(folder in folders(), day in 0..150_i64) {
        let desk = folder.on(&date(day));
        let plan = desk.plan();
        let mut lines: Vec<usize> = plan.notices().iter().flat_map(|notice| notice.lines.clone()).collect();
        lines.sort_unstable();
        let due: Vec<usize> = (0..plan.rows().len()).filter(|&i| plan.rows()[i].action().is_some()).collect();
        prop_assert_eq!(lines, due);
        for notice in plan.notices() {
            let of_line = |&line: &usize| {
                let row = &plan.rows()[line];
                (row.customer, desk.ledger.invoice(row.item).currency)
            };
            prop_assert!(notice.lines.iter().map(of_line).all(|line| line == (notice.customer, notice.currency)));
            prop_assert_eq!(notice.lines.iter().filter_map(|&line| plan.rows()[line].next).max(), Some(notice.rank));
            // A formal notice carries only lines that reached it.
            let own = |&line: &usize| plan.rows()[line].next == Some(notice.rank);
            prop_assert!(!notice.level.formal_notice || notice.lines.iter().all(own));
        }
    }

    #[test]
    fn the_order_of_rows_changes_nothing(folder in folders(), day in 0..150_i64) {
        let other = Folder {
            invoices: reversed(&folder.invoices),
            payments: reversed(&folder.payments),
            events: reversed(&folder.events),
            ..folder.clone()
        };
        prop_assert_eq!(told(&folder, &date(day)), told(&other, &date(day)));
    }

    #[test]
    fn what_was_recorded_is_not_proposed_again_that_day(mut folder in folders(), day in 0..150_i64) {
        let today = crate::testing::day(&date(day));
        folder.send(today);
        prop_assert_eq!(folder.send(today), Vec::<String>::new());
    }

    #[test]
    fn an_item_left_alone_with_a_day_is_left_alone_until_then(folder in folders(), day in 0..150_i64) {
        // Nothing is done and nothing new happens (the generated rows end on day 110): the day that was said holds.
        let desk = folder.on(&date(day.max(110)));
        let plan = desk.plan();
        for row in plan.rows().iter().filter(|row| row.action().is_none() && row.reason() != "insolvency") {
            let Some(due_on) = row.due_on.filter(|&due_on| due_on > plan.as_of()) else { continue };
            let name = desk.ledger.number(desk.ledger.invoice(row.item).number);
            let before = due_on - chrono::Days::new(1);
            prop_assert!(!folder.answer(name, &before.to_string()).starts_with("due"), "{name} before {due_on}");
        }
    }
}

/// The answers that wait for a day: it is to come, and they say which.
const WAITING: [&str; 4] = ["not-yet", "not-due", "deadline", "min-interval"];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    #[test]
    fn a_year_of_days_of_which_some_are_missed_brings_no_volley_and_no_silence(folder in folders(), step in 1..6_usize) {
        let mut folder = folder;
        let mut sent: Vec<String> = Vec::new();
        let (first, last) = (crate::testing::day("2026-01-05"), crate::testing::day("2027-01-05"));
        for day in first.iter_days().step_by(step).take_while(|&day| day <= last) {
            let today = folder.send(day);
            let mut items: Vec<&str> = today.iter().filter_map(|line| line.split(' ').nth(1)).collect();
            items.sort_unstable();
            prop_assert!(items.windows(2).all(|pair| pair[0] != pair[1]), "twice in one day: {today:?}");
            sent.extend(today);
        }
        folder.send(last);
        prop_assert_eq!(folder.send(last), Vec::<String>::new());
        let desk = folder.on(&last.to_string());
        let plan = desk.plan();
        for row in plan.rows().iter().filter(|row| row.procedure.is_some()) {
            // What waits for a day says which; all the rest waits for somebody, and says so by its code.
            let waits = WAITING.contains(&row.reason()) && row.stops.iter().all(|stop| WAITING.contains(&stop.code()));
            prop_assert_eq!(waits, waits && row.due_on.is_some_and(|day| day > last), "{:?}", row);
            prop_assert_ne!(row.reason(), "due");
        }
        // Six levels, and a letter that is repeated each 8 days at most when it weighs too little: no more in a year.
        let number = |line: &str| line.split(' ').nth(1).map(str::to_owned);
        let mut counts: std::collections::BTreeMap<Option<String>, usize> = std::collections::BTreeMap::new();
        sent.iter().for_each(|line| *counts.entry(number(line)).or_default() += 1);
        prop_assert!(counts.values().all(|&count| count <= 6 + 365 / 8), "{counts:?}");
    }
}
