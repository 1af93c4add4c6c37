//! What penalty notes charged of interest and of the indemnity, each as it was owed on the day of the note.

use super::*;

/// Returns what is still claimed of each item: interest, then indemnity.
fn claimed(folder: &Folder<'_>, as_of: &str) -> String {
    let ledger = folder.ledger();
    let policy = policy::load(folder.policy, "policy.toml").unwrap();
    let rates = Rates::builtin();
    let allocation = allocate_and_pay_claims(&ledger, &policy, || rates.clone(), day(as_of));
    let penalties = Penalties::new(&ledger, &allocation.balances, &policy, &rates);
    let rows = penalties.items(&Selection::ALL).filter_map(|item| penalties.for_item(item, &mut Vec::new()).unwrap());
    let show = |amount: Amount| amount.to_decimal(Currency::EUR);
    let claimed = rows.map(|row| {
        let claimed = row.interest_claimed() + row.indemnity_claimed();
        assert_eq!(row.open + claimed, row.total());
        format!("{} + {}", show(row.interest_claimed()), show(row.indemnity_claimed()))
    });
    claimed.collect::<Vec<_>>().join(", ")
}

#[test]
fn what_runs_after_a_note_is_interest() {
    // 5 February to 2 March: 1000 x 12.15 x 26 / 36500 = 8.6547...; to 16 March, 40 days, 13.3150...
    let noted = |note: &str| {
        let rows = format!("F,C,2026-01-05,2026-02-04,1000.00\nN,C,2026-03-02,2026-03-02,{note},,penalty,,,F\n");
        claimed(&invoices(&rows), "2026-03-16")
    };
    assert_eq!(noted("48.65"), "4.67 + 0.00");
    // One of another sum charged the indemnity whole, unless it is less than that or just the interest that had run.
    assert_eq!(noted("48.00"), "5.32 + 0.00");
    assert_eq!(noted("40.00"), "13.32 + 0.00");
    assert_eq!(noted("8.65"), "4.67 + 40.00");
    assert_eq!(noted("20.00"), "4.67 + 28.65");
}

#[test]
fn each_of_several_notes_charges_what_is_new() {
    let rows = "F,C,2026-01-05,2026-02-04,1000.00\nN1,C,2026-03-02,2026-03-02,48.65,,penalty,,,F\n\
                N2,C,2026-03-16,2026-03-16,4.67,,penalty,,,F\n";
    // To 31 March, 55 days: 18.3082...
    assert_eq!(claimed(&invoices(rows), "2026-03-31"), "4.99 + 0.00");
    // A credit note that names the first takes it back: 12.78 are left of the second's interest, and the indemnity.
    let back = format!("{rows}A,C,2026-03-20,,48.65,,credit_note,,,N1\n");
    assert_eq!(claimed(&invoices(&back), "2026-03-31"), "13.64 + 40.00");
}

#[test]
fn a_note_charges_what_waivers_had_left() {
    // 20.00 given up before the note are 8.65 of interest and 11.35 of the indemnity: the note charges 28.65.
    let rows = "F,C,2026-01-05,2026-02-04,1000.00\nN,C,2026-03-02,2026-03-02,28.65,,penalty,,,F\n";
    let folder = |day: &'static str| Folder { events: day, ..invoices(rows) };
    assert_eq!(claimed(&folder("2026-03-01,waived,C,F,,20.00\n"), "2026-03-02"), "0.00 + 0.00");
    // What is given up after a note is what it did not charge.
    let rows = rows.replace("28.65", "48.65");
    let folder = Folder { events: "2026-03-10,waived,C,F,,3.00\n", ..invoices(&rows) };
    assert_eq!(claimed(&folder, "2026-03-16"), "1.67 + 0.00");
}

#[test]
fn a_note_on_instalments_charges_each_what_it_owed() {
    // On 10 March the first owes 500 x 12.15 x 34 / 36500 = 5.66 and the indemnity, the second 500 x 12.15 x 6 /
    // 36500 = 1.00; on 31 March 55 days, 9.15, and 27 days, 4.49.
    let rows = "F,C,2026-01-05,2026-02-04,500.00,1\nF,C,2026-01-05,2026-03-04,500.00,2\n\
                N,C,2026-03-10,2026-03-10,46.66,,penalty,,,F\n";
    assert_eq!(claimed(&invoices(rows), "2026-03-10"), "0.00 + 0.00, 0.00 + 0.00");
    assert_eq!(claimed(&invoices(rows), "2026-03-31"), "3.49 + 0.00, 3.49 + 0.00");
}

#[test]
fn the_interest_of_a_note_is_rounded_and_left_out_as_the_policy_says() {
    let rows = "F,C,2026-01-05,2026-02-04,1000.00\nN,C,2026-03-02,2026-03-02,40.00,,penalty,,,F\n";
    let folder = Folder { policy: "[penalties]\nminimum = \"10\"\n", ..invoices(rows) };
    assert_eq!(claimed(&folder, "2026-03-16"), "13.32 + 0.00");
    // Rounded for one day it is 0.33 a day: 8.58 of 26 days.
    let rows = rows.replace("40.00", "8.58");
    let daily = Folder { policy: "[penalties]\nrounding = \"day\"\n", ..invoices(&rows) };
    assert_eq!(claimed(&daily, "2026-03-16"), "4.62 + 40.00");
    let once = Folder { policy: "[penalties]\nrounding = \"total\"\n", ..daily };
    assert_eq!(claimed(&Folder { invoices: &rows.replace("8.58", "8.65"), ..once }, "2026-03-16"), "4.67 + 40.00");
}

#[test]
fn a_note_in_the_currency_of_the_law_charges_the_indemnity_that_is_owed_apart() {
    let on = |note: &str, day: &str| {
        let rows =
            format!("G,C,2026-01-05,2026-02-04,2000.00,,,CHF\nN,C,2026-04-01,2026-04-01,{note},,penalty,EUR,,G\n");
        invoices(&rows).on(day)
    };
    // 57 days of 2000 at 12.15: 37.9479... in francs; of the 40.00 in euros nothing is left.
    let shown = on("40.00", "2026-04-02");
    assert_eq!(shown.rows, "G late 57 open 2000.00 interest 37.95 indemnity 0.00 total 2037.95\n");
    assert_eq!(
        shown.totals,
        "CHF open 2000.00 interest 37.95 indemnity 0.00 waived 0.00 charged 0.00 total 2037.95\n\
         EUR open 0.00 interest 0.00 indemnity 40.00 waived 0.00 charged 40.00 total 0.00\n"
    );
    assert_eq!(shown.findings, "");
    // Ten less are still claimed, ten more were not owed.
    assert!(on("30.00", "2026-04-02").totals.ends_with("indemnity 40.00 waived 0.00 charged 30.00 total 10.00\n"));
    let more = on("50.00", "2026-04-02");
    assert!(more.rows.contains("interest 37.95 indemnity 0.00 total 2037.95"), "{}", more.rows);
    assert!(
        more.findings.contains("€50.00 are charged of invoice G, the last by N, and €40.00 is owed"),
        "{}",
        more.findings
    );
    // A waiver of everything gives up what was not charged.
    let rows = "G,C,2026-01-05,2026-02-04,2000.00,,,CHF\nN,C,2026-04-01,2026-04-01,30.00,,penalty,EUR,,G\n";
    let waived = Folder { events: "2026-04-02,waived,C,G,\n", ..invoices(rows) }.on("2026-04-02");
    assert!(waived.totals.ends_with("indemnity 30.00 waived 0.00 charged 30.00 total 0.00\n"), "{}", waived.totals);
}

#[test]
fn what_exceeds_a_note_in_another_currency_than_its_invoice_pays_nothing_of_that() {
    let rows = "G,C,2026-01-05,2026-02-04,2000.00,,,CHF\nN,C,2026-04-01,2026-04-01,40.00,,penalty,EUR,,G\n";
    for policy in ["", "[penalties]\nimputation = \"interest-first\"\n"] {
        let folder = Folder {
            payments: "P,2026-04-02,60.00,N\n",
            events: "2026-04-01,notice,C,G,penalty-letter,,,,37.28,40.00\n",
            policy,
            ..invoices(rows)
        };
        let shown = folder.on("2026-04-02");
        assert_eq!(shown.rows, "G late 57 open 2000.00 interest 37.95 indemnity 0.00 total 2037.95\n");
        assert_eq!(shown.credit, "20.00");
    }
}

#[test]
fn an_indemnity_that_is_owed_apart_is_charged_once_of_an_invoice_in_instalments() {
    let rows = "G,C,2026-01-05,2026-02-04,1000.00,1,,CHF\nG,C,2026-01-05,2026-03-04,1000.00,2,,CHF\n\
                N,C,2026-04-01,2026-04-01,40.00,,penalty,EUR,,G\n";
    let shown = invoices(rows).on("2026-04-02");
    assert!(
        shown.totals.ends_with("EUR open 0.00 interest 0.00 indemnity 40.00 waived 0.00 charged 40.00 total 0.00\n")
    );
    assert_eq!(shown.findings, "");
}

#[test]
fn a_note_claims_the_interest_that_runs_on_and_not_the_indemnity() {
    // To 1 May 86 days of 1000 at 12.15, 28.6273..., paid on 31 May: 116 days, 38.6136...
    let shown = |note: &str, payments: &str, events: &str| {
        let rows = format!("F,C,2026-01-05,2026-02-04,1000.00\nN,C,2026-05-01,2026-05-01,{note},,penalty,,,F\n");
        Folder { payments, events, ..invoices(&rows) }.on("2026-06-12")
    };
    let paid = shown("68.63", "P,2026-05-31,1000.00,F\nQ,2026-06-11,100.00,N\n", "");
    assert!(
        paid.rows.ends_with("interest 38.61 indemnity 40.00 charged 68.63 paid 9.98 total 0.00\n"),
        "{}",
        paid.rows
    );
    assert_eq!(paid.credit, "21.39");
    let whole = shown("68.63", "P,2026-05-31,1078.61,F\n", "");
    assert!(whole.rows.ends_with("charged 68.63 paid 9.98 total 0.00\n"), "{}", whole.rows);
    assert_eq!(whole.credit, "0.00");
    // The indemnity that a note of just the interest leaves is claimed by a notice alone.
    let left = shown("28.63", "P,2026-05-31,1078.61,F\n", "");
    assert!(left.rows.ends_with("charged 28.63 paid 9.98 total 40.00\n"), "{}", left.rows);
    let noticed = shown("28.63", "P,2026-05-31,1078.61,F\n", "2026-06-01,notice,C,F,formal-notice\n");
    assert!(noticed.rows.ends_with("charged 28.63 paid 49.98 total 0.00\n"), "{}", noticed.rows);
    // Neither before its day, nor where a credit note took it back.
    let rows = "F,C,2026-01-05,2026-02-04,1000.00\nN,C,2026-05-01,2026-05-01,68.63,,penalty,,,F\n\
                A,C,2026-05-02,,68.63,,credit_note,,,N\n";
    let back = Folder { payments: "P,2026-05-31,1078.61,F\n", ..invoices(rows) };
    assert!(
        back.rows("2026-06-12").ends_with("interest 38.61 indemnity 40.00 total 78.61\n"),
        "{}",
        back.rows("2026-06-12")
    );
    // What has paid it is not given back.
    let refunded =
        shown("68.63", "P,2026-05-31,1000.00,F\nQ,2026-06-11,100.00,N\nR,2026-06-12,-25.00,,,,refund,C\n", "");
    assert!(
        refunded.findings.contains("refund-of-claims") || refunded.rows.contains("paid 6.37"),
        "{} {}",
        refunded.rows,
        refunded.findings
    );
}
