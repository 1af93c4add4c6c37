//! What holds for every folder: checked on generated ones.

use proptest::collection::vec;
use proptest::prelude::*;

use super::Folder;
use crate::model::ItemId;

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

fn folders() -> impl Strategy<Value = Folder> {
    (invoices(), payments(), events(), 0..12_u32).prop_map(|(mut invoices, payments, events, interval)| {
        // Every customer is known by an invoice.
        (0..3).for_each(|i| invoices.push_str(&format!("Z{i},C{i},2026-01-05,2026-02-05,10.00\n")));
        let builtin = crate::policy::builtin::text("fr-b2b").expect("built in");
        let policy = builtin.replace("min_interval_days = 0", &format!("min_interval_days = {interval}"));
        Folder { policy, customers: String::new(), invoices, payments, events }
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn every_open_item_has_exactly_one_answer(folder in folders(), day in 0..150_i64) {
        let desk = folder.on(&date(day));
        let plan = desk.plan();
        let open: Vec<ItemId> = (0..desk.ledger.invoices().len() as u32)
            .map(ItemId)
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
        }
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
