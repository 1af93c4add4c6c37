//! What holds whatever a folder says.

use proptest::prelude::*;

use super::*;

/// An invoice: its customer, issue day, term, and the day of payment counted from the due date, if there is one.
type Row = (u8, u16, u8, Option<i16>);

fn rows() -> impl Strategy<Value = Vec<Row>> {
    prop::collection::vec((0_u8..6, 0_u16..500, 0_u8..60, prop::option::weighted(0.9, -40_i16..90)), 1..60)
}

/// Returns invoices and payments as rows; those dated after `until` are left out.
fn folder(rows: &[Row], until: Option<Date>, is_reversed: bool) -> (String, String) {
    let date = |days: i64| day("2024-01-01") + chrono::Duration::days(days);
    let is_kept = |date: Date| until.is_none_or(|until| date <= until);
    let (mut invoices, mut payments) = (Vec::new(), Vec::new());
    for (i, &(customer, issue, term, paid)) in rows.iter().enumerate() {
        let (issue, due) = (i64::from(issue), i64::from(issue) + i64::from(term));
        let amount = 100 + i;
        if !is_kept(date(issue)) {
            continue;
        }
        invoices.push(format!("F{i},C{customer},{},{},{amount}.00\n", date(issue), date(due)));
        let paid = paid.map(|delay| date((due + i64::from(delay)).max(issue))).filter(|&paid| is_kept(paid));
        payments.extend(paid.map(|paid| format!("P{i},C{customer},{paid},{amount}.00,F{i}\n")));
    }
    if is_reversed {
        invoices.reverse();
        payments.reverse();
    }
    (invoices.concat(), payments.concat())
}

/// Returns everything that is said on a day, by the names of customers and invoices.
fn answer((invoices, payments): &(String, String), as_of: &str) -> Vec<String> {
    Folder::new("", invoices, payments, "", as_of).with(|scores| {
        let ledger = scores.ledger();
        let mut said = Vec::new();
        for row in scores.rows() {
            said.push(format!("{} {:?} {:?}", ledger.customer(row.customer).id, row.card, row.chances));
            said.push(format!("{} {:?} {:?}", row.expected_delay_days, row.recommendation, row.exposure));
            said.extend(scores.forecasts(row).map(|forecast| {
                let Forecast { item, late, serious, expected, interval, .. } = forecast;
                let number = ledger.number(ledger.invoice(item).number);
                format!("{number} {late:?} {serious:?} {expected:?} {interval:?}")
            }));
        }
        said
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_comes_later_and_the_order_of_rows_change_nothing(rows in rows()) {
        let all = answer(&folder(&rows, None, false), "2024-12-31");
        prop_assert_eq!(&all, &answer(&folder(&rows, Some(day("2024-12-31")), false), "2024-12-31"));
        prop_assert_eq!(&all, &answer(&folder(&rows, None, true), "2024-12-31"));
    }

    #[test]
    fn points_add_up_and_probabilities_are_in_order(rows in rows()) {
        let (invoices, payments) = folder(&rows, None, false);
        Folder::new("", &invoices, &payments, "", "2025-03-31").with(|scores| {
            for row in scores.rows() {
                let sum: i32 = points(row).iter().sum();
                assert_eq!(sum, row.card.score() as i32);
                assert!(row.chances.serious <= row.chances.late);
                for forecast in scores.forecasts(row) {
                    assert!(forecast.serious <= forecast.late);
                    let days = [forecast.interval.0, forecast.expected, forecast.interval.1];
                    let known: Vec<Date> = days.into_iter().flatten().collect();
                    assert!(known.is_sorted() && known.iter().all(|&day| day > scores.as_of()));
                }
            }
        });
    }
}

/// Returns 400 invoices of 20 customers, of whom every third pays late; who pays late is known from his past.
fn long_history() -> (String, String) {
    let rows: Vec<Row> = (0..400_u16)
        .map(|i| {
            let customer = (i % 20) as u8;
            let delay = if customer.is_multiple_of(3) { 5 + (i % 7) as i16 * 6 } else { -((i % 11) as i16) };
            (customer, i, 30, Some(delay))
        })
        .collect();
    folder(&rows, None, false)
}

#[test]
fn a_long_history_makes_a_model_and_its_back_test_looks_at_nothing_later() {
    let (invoices, payments) = long_history();
    let whole = Folder::new("", &invoices, &payments, "", "2025-06-30");
    let before = Folder::new("", &invoices, &payments, "", "2024-10-31");
    let history = History::new(&whole.ledger, whole.balances.as_of());
    let test = before.with(|scores| {
        assert!(scores.portfolio().model.late_fit().is_some());
        backtest(scores, &whole.ledger, &whole.balances, &history, |_| true)
    });
    // Issued from 1 November (day 305) to day 399: 95 invoices, all of them due by then.
    let Tested { target, predictor, measure: score } = &test.measures[0];
    assert_eq!((target, predictor, score.invoices), (&Target::Late, &Predictor::Score, 95));
    assert_eq!(score.auc.unwrap(), Share::WHOLE);
    let Tested { predictor, measure: base, .. } = &test.measures[2];
    assert_eq!((predictor, base.auc.unwrap().to_decimal().to_string()), (&Predictor::BaseRate, "0.5000".to_owned()));
    assert!(score.brier < base.brier);
    // Each is predicted as it would have been on its issue date, but for the model: of 1 November.
    let first = Folder::new("", &invoices, &payments, "", "2024-11-01");
    let chances = first.with(|scores| {
        let number = scores.ledger().find_number("F305").unwrap();
        let item = scores.ledger().rows_of(number).next().unwrap();
        let row = scores.rows().iter().find(|row| row.customer == scores.ledger().invoice(item).customer).unwrap();
        scores.forecasts(row).find(|forecast| forecast.item == item).unwrap().late
    });
    assert!(chances < Share::from_ten_thousandths(2_000), "customer 5 pays in time: {chances:?}");
}
