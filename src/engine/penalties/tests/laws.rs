//! Interest computed a second way, day by day and in decimals, on generated part payments over four years.

use proptest::prelude::*;
use rust_decimal::{Decimal, RoundingStrategy};

use super::*;

/// The default rates from 2023 S1 to 2026 S2 (law.md, section 2), in hundredths of a percent.
pub(super) const DEFAULT_RATES: [i64; 8] = [1250, 1400, 1450, 1425, 1315, 1215, 1215, 1240];

/// Returns the place of a day's half-year in [`DEFAULT_RATES`].
pub(super) fn half_year(date: Date) -> usize {
    let text = date.to_string();
    let year: usize = text[..4].parse().unwrap();
    (year - 2023) * 2 + usize::from(&text[5..7] > "06")
}

/// Returns interest rounded line by line, and rounded once: each day's balance is what was owed the evening before.
fn day_by_day(amount: i64, due: Date, payments: &[(Date, i64)], as_of: Date) -> (Decimal, Decimal) {
    let cents = |exact: Decimal| exact.round_dp_with_strategy(2, RoundingStrategy::MidpointAwayFromZero);
    let (mut lines, mut exact) = (Decimal::ZERO, Decimal::ZERO);
    let mut line: Option<(i64, usize, i64)> = None;
    let interest = |(base, half_year, days): (i64, usize, i64)| {
        Decimal::new(base, 2) * Decimal::new(DEFAULT_RATES[half_year], 2) * Decimal::from(days) / Decimal::from(36_500)
    };
    for date in due.iter_days().skip(1).take_while(|&date| date <= as_of) {
        let paid: i64 = payments.iter().filter(|(paid_on, _)| *paid_on < date).map(|(_, paid)| paid).sum();
        let base = amount - paid;
        line = match line {
            Some((same, half, days)) if same == base && half == half_year(date) => Some((same, half, days + 1)),
            done => {
                lines += done.map_or(Decimal::ZERO, |done| cents(interest(done)));
                exact += done.map_or(Decimal::ZERO, interest);
                Some((base, half_year(date), 1))
            }
        };
    }
    lines += line.map_or(Decimal::ZERO, |done| cents(interest(done)));
    exact += line.map_or(Decimal::ZERO, interest);
    (lines, cents(exact))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn pieces_add_up_to_what_each_day_bears(
        amount in 1_i64..5_000_000,
        due_after in 0_u64..900,
        parts in prop::collection::vec((0_u64..1400, 1_i64..60), 0..6),
        as_of_after in 0_u64..1400,
    ) {
        let start = day("2023-01-01");
        let due = start + chrono::Days::new(due_after);
        let as_of = start + chrono::Days::new(as_of_after);
        // Parts of a hundredth each, never more than the whole; one day's payments in one row.
        let mut payments: Vec<(Date, i64)> = Vec::new();
        for (after, share) in parts {
            let paid: i64 = payments.iter().map(|(_, paid)| paid).sum();
            let part = (amount * share / 100).min(amount - paid);
            let date = start + chrono::Days::new(after);
            if part > 0 && payments.iter().all(|(other, _)| *other != date) {
                payments.push((date, part));
            }
        }
        let rows: String = payments
            .iter()
            .enumerate()
            .map(|(i, (date, paid))| format!("P{i},{date},{},F\n", Decimal::new(*paid, 2)))
            .collect();
        let ledger = ledger(
            "",
            &format!("invoice_id,customer_id,issue_date,due_date,amount\nF,C,2023-01-01,{due},{}\n", Decimal::new(amount, 2)),
            &format!("payment_id,date,amount,invoice_id\n{rows}"),
            "",
        );
        let rates = Rates::builtin();
        let (lines, once) = day_by_day(amount, due, &payments, as_of);
        for (rounding, expected) in [("piece", lines), ("total", once)] {
            let policy = policy::load(&format!("[penalties]\nrounding = \"{rounding}\"\n"), "policy.toml").unwrap();
            let balances = allocate(&ledger, &policy.allocation, as_of).balances;
            let penalties = Penalties::new(&ledger, &balances, &policy, &rates);
            let mut pieces = Vec::new();
            let row = penalties.for_item(ItemId(0), &mut pieces).unwrap();
            let found = row.map_or(Decimal::ZERO, |row| row.interest.to_decimal(Currency::EUR));
            prop_assert_eq!(found, expected);
            prop_assert!(pieces.windows(2).all(|pair| pair[0].to < pair[1].from));
            prop_assert!(pieces.iter().all(|piece| piece.base.is_positive() && piece.from <= piece.to && piece.to <= as_of));
        }
    }
}
