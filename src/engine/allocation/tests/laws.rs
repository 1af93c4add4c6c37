//! What must hold for any ledger: generated ones are checked against it.

use super::super::account::Account;
use super::super::{Acts, Kept, Part, join};
use super::*;
use crate::engine::ageing::{aged_balance, outstanding};
use crate::engine::running::entries;
use crate::model::{Currency, Date, ItemId};
use crate::policy::{AgeBasis, AgeingRules};
use proptest::prelude::*;

#[derive(Clone, Debug)]
struct Files {
    invoices: Vec<String>,
    payments: Vec<String>,
}

fn date(day: u32) -> String {
    format!("2026-{:02}-{:02}", day / 28 + 1, day % 28 + 1)
}

prop_compose! {
    /// Six invoices of two customers and two currencies, with credit notes; payments of every kind that names
    /// or does not name its invoice. Few days and few amounts, so that clashes are common.
    fn files()(
        rows in prop::collection::vec((0_u32..2, 0_u32..60, 0_u32..60, 1_i64..6, 0_u32..4, any::<bool>()), 1..8),
        money in prop::collection::vec((0_u32..2, 0_u32..80, 1_i64..9, 0_usize..12, any::<bool>()), 0..8),
    ) -> Files {
        let currency = |chf: bool| if chf { "CHF" } else { "EUR" };
        let invoices: Vec<String> = rows.iter().enumerate().map(|(i, &(who, issue, due, amount, kind, chf))| {
            let credit_note = kind == 0;
            let named = rows[..i].iter().position(|row| (row.0, row.5) == (who, chf) && row.4 != 0);
            let applies_to = named.filter(|_| credit_note && amount > 2).map(|j| format!("F{j}"));
            format!(
                "F{i},C{who},{},{},{}.0{},{},{},,{}\n",
                date(issue), date(due), amount * 10, i % 10,
                if credit_note { "credit_note" } else { "" }, applies_to.unwrap_or_default(), currency(chf),
            )
        }).collect();
        let payments = money.iter().enumerate().map(|(i, &(who, day, amount, invoice, chf))| {
            match rows.get(invoice).filter(|row| row.4 != 0) {
                Some(row) => format!("P{i},C{},{},{}.00,F{invoice},,,,{}\n", row.0, date(day), amount * 7, currency(row.5)),
                None => format!("P{i},C{who},{},{}.00,,,,,{}\n", date(day), amount * 7, currency(chf)),
            }
        }).collect();
        Files { invoices, payments }
    }
}

fn run(files: &Files, as_of: &str) -> Case {
    Case::new(&files.invoices.concat(), &files.payments.concat(), as_of)
}

fn open_of(case: &Case, customer: &str, currency: Currency) -> Amount {
    let rows = case.ledger.invoices().iter().enumerate();
    rows.filter(|(_, row)| case.ledger.customer(row.customer).id == customer && row.currency == currency)
        .map(|(i, _)| case.allocation.balances.open(&case.ledger, ItemId(i as u32)))
        .sum()
}

/// Returns what comes of working through every account day by day, the straight ones too.
fn worked_through(ledger: &Ledger, rules: &AllocationRules, as_of: Date) -> Allocation {
    let acts = Acts::of(ledger, as_of, as_of);
    let kept = Kept::default();
    let mut account = Account::new(ledger, rules, as_of, &acts, &kept);
    let mut part = Part::default();
    ledger.customer_ids().for_each(|customer| account.work_through(customer, &mut part));
    join(as_of, part, Part::default())
}

prop_compose! {
    /// A customer most of whose money is payments of his invoices, and now and then something else: too much, too
    /// early, unnamed, a discount, a note, a return, a write-off, an instalment, a notice.
    fn nearly_straight()(
        rows in prop::collection::vec((0_u32..30, 1_i64..5, 0_u32..40), 1..6),
        money in prop::collection::vec((0_u32..90, 1_i64..5, 0_usize..6, 0_u32..40), 0..8),
        act in 0_u32..6,
        asked in (0_u32..90, 0_usize..6, 1_i64..4),
    ) -> [String; 3] {
        let kinds = ["credit_note", "deposit", "penalty", "retention", "opening"];
        let invoice = |(i, &(issue, amount, odd)): (usize, &(u32, i64, u32))| {
            let cells = match odd {
                0..5 => format!("{},,", kinds[odd as usize]),
                5 => ",,part".to_owned(),
                6 => format!(",,,EUR,2,{}", date(80)),
                7 => ",,,CHF".to_owned(),
                _ => ",,".to_owned(),
            };
            format!("F{i},C,{},{},{amount}.00,{cells}\n", date(issue), date(issue + 20))
        };
        let payment = |(i, &(day, amount, named, odd)): (usize, &(u32, i64, usize, u32))| {
            let named = Some(format!("F{named}")).filter(|_| odd != 0 && named < rows.len()).unwrap_or_default();
            let kind = match odd {
                1 | 4 => "return",
                2 | 5 => "refund",
                _ => "",
            };
            let other = (i + 1) % money.len();
            let is_named = matches!(odd, 4 | 5) && money[other].3 != 6;
            let reversed = Some(format!("P{other}")).filter(|_| is_named).unwrap_or_default();
            let cells = match odd {
                3 => "part,EUR",
                6 => ",CHF",
                _ => ",EUR",
            };
            format!("P{i},C,{},{amount}.00,{named},{kind},{reversed},{cells}\n", date(day))
        };
        let (day, on, sum) = asked;
        let event = match act {
            0 => format!("{},written_off,C,F0,,,,\n", date(50)),
            // A payment may be just the sum that a notice asked for.
            1..4 if on < rows.len() => format!("{},notice,C,F{on},,{sum}.00,,,1.00\n", date(day)),
            _ => String::new(),
        };
        [rows.iter().enumerate().map(invoice).collect(), money.iter().enumerate().map(payment).collect(), event]
    }
}

fn described(case: &Case) -> Vec<String> {
    let balances = &case.allocation.balances;
    let rows = (0..case.ledger.invoices().len()).map(|i| {
        let item = ItemId(i as u32);
        let number = case.ledger.number(case.ledger.invoice(item).number);
        let moves: Vec<_> = balances.moves(item).iter().map(|step| (step.date, step.change)).collect();
        format!("{number} {moves:?}")
    });
    let credits = balances.credits().iter().map(|credit| format!("{} {:?}", credit.date, credit.amount));
    rows.chain(credits).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn a_running_balance_ends_at_what_is_open_less_the_credits(
        [invoices, payments, events] in nearly_straight(), day in 0_u32..90, tolerance in 0_i64..3, until in any::<bool>(),
    ) {
        let rules = AllocationRules {
            tolerance: Sums { any: Decimal::from(tolerance), of: BTreeMap::new() },
            ..if until { UNTIL_RETURNED } else { RULES }
        };
        let case = Case::with(&rules, &invoices, &payments, &events, &date(day));
        let (ledger, balances) = (&case.ledger, &case.allocation.balances);
        for customer in ledger.customer_ids() {
            for currency in [Currency::EUR, Currency::parse("CHF").unwrap()] {
                let open = open_of(&case, &ledger.customer(customer).id, currency);
                let credits = balances.credits_of(customer).iter().filter(|credit| credit.currency == currency);
                let left: Amount = credits.map(|credit| credit.amount).sum();
                let entries = entries(ledger, balances, customer, currency);
                prop_assert_eq!(entries.iter().map(|entry| entry.amount).sum::<Amount>(), open - left, "{:?}", entries);
            }
        }
    }

    #[test]
    fn the_straight_road_leads_where_the_long_one_does(
        [invoices, payments, events] in nearly_straight(), day in 0_u32..90, tolerance in 0_i64..3,
    ) {
        let rules = AllocationRules {
            tolerance: Sums { any: Decimal::from(tolerance), of: BTreeMap::new() },
            ..RULES
        };
        let case = Case::with(&rules, &invoices, &payments, &events, &date(day));
        let long = worked_through(&case.ledger, &rules, case.allocation.balances.as_of());
        let (short, long) = (&case.allocation, &long);
        for row in 0..case.ledger.invoices().len() as u32 {
            prop_assert_eq!(short.balances.moves(ItemId(row)), long.balances.moves(ItemId(row)));
        }
        prop_assert_eq!(short.balances.credits(), long.balances.credits());
        prop_assert_eq!(short.balances.refused(), long.balances.refused());
        prop_assert_eq!(&short.balances.bounced, &long.balances.bounced);
        prop_assert_eq!(short.findings.len(), long.findings.len());
    }

    #[test]
    fn money_is_conserved_per_customer_and_currency(files in files(), day in 0_u32..90) {
        let case = run(&files, &date(day));
        let rules = AgeingRules { basis: AgeBasis::Due, bands: vec![10, 20] };
        for customer in case.ledger.customer_ids() {
            let aged = aged_balance(&case.ledger, &case.allocation.balances, &rules, |id| id == customer);
            let proof = outstanding(&case.ledger, &case.allocation.balances, |id| id == customer);
            for (currency, expected) in proof {
                let row = aged.rows.iter().find(|row| row.currency == currency);
                prop_assert_eq!(row.map_or(Amount::ZERO, |row| row.total()), expected);
            }
        }
    }

    #[test]
    fn the_order_of_rows_changes_nothing(files in files(), day in 0_u32..90, turn in 0_usize..8) {
        let mut other = files.clone();
        let (i, p) = (other.invoices.len(), other.payments.len().max(1));
        other.invoices.rotate_left(turn % i);
        other.invoices.reverse();
        other.payments.reverse();
        let turned = turn % p;
        if turned < other.payments.len() { other.payments.rotate_left(turned); }
        prop_assert_eq!(described(&run(&files, &date(day))), described(&run(&other, &date(day))));
    }

    #[test]
    fn a_payment_more_never_raises_what_is_open(files in files(), day in 0_u32..80, amount in 1_u32..60, named in 0_usize..8) {
        let mut more = files.clone();
        let target = more.invoices.get(named).filter(|row| !row.contains("credit_note")).cloned();
        let row = target.unwrap_or_else(|| ",C0,,,,,,,EUR\n".to_owned());
        let cells: Vec<&str> = row.trim_end().split(',').collect();
        more.payments.push(format!("Z,{},{},{amount}.00,{},,,,{}\n", cells[1], date(day), cells[0], cells[8]));
        for customer in ["C0", "C1"] {
            for currency in [Currency::EUR, Currency::parse("CHF").unwrap()] {
                let (before, after) = (run(&files, "2026-12-31"), run(&more, "2026-12-31"));
                prop_assert!(open_of(&after, customer, currency) <= open_of(&before, customer, currency));
            }
        }
    }

    #[test]
    fn a_past_day_is_the_same_with_or_without_what_came_later(files in files(), day in 0_u32..80) {
        let cut = date(day);
        let past = |row: &String, column: usize| row.split(',').nth(column).is_some_and(|date| *date <= *cut);
        let known = Files {
            invoices: files.invoices.iter().filter(|row| past(row, 2)).cloned().collect(),
            payments: files.payments.iter().filter(|row| past(row, 2)).cloned().collect(),
        };
        // A payment may name an invoice that comes later: the row must stay for the reference.
        prop_assume!(known.payments.iter().all(|row| {
            let named = row.split(',').nth(4).unwrap_or_default();
            named.is_empty() || known.invoices.iter().any(|invoice| invoice.starts_with(&format!("{named},")))
        }));
        prop_assume!(!known.invoices.is_empty());
        let all: Vec<String> = described(&run(&files, &cut));
        let seen: Vec<String> = described(&run(&known, &cut));
        prop_assert!(seen.iter().all(|line| all.contains(line)));
    }
}
