//! How figures come about: each change of the balance, what it pays, what a further day costs.

use super::*;
use crate::engine::penalties::derivation::{Derivation, Step};
use crate::testing::{eur, item};

/// Derives one item on a day and shows what came out.
fn derived(folder: Folder<'_>, name: &str, as_of: &str, show: impl Fn(&Ledger, &Derivation<'_>) -> String) -> String {
    let ledger = folder.ledger();
    let policy = policy::load(folder.policy, "policy.toml").unwrap();
    let balances = allocate(&ledger, &policy.allocation, day(as_of)).balances;
    let rates = Rates::builtin();
    let penalties = Penalties::new(&ledger, &balances, &policy, &rates);
    show(&ledger, &penalties.derive(item(&ledger, name)).unwrap())
}

fn steps(_: &Ledger, derivation: &Derivation<'_>) -> String {
    let show = |amount: Amount| amount.to_decimal(Currency::EUR);
    let line = |step: &Step| {
        let (date, change) = (step.change.date, show(step.change.change));
        format!(
            "{date} {change} interest {} open {} base {}\n",
            show(step.to_interest),
            show(step.open),
            show(step.principal)
        )
    };
    derivation.steps.iter().map(line).collect()
}

#[test]
fn each_change_is_told_with_what_is_owed_after_it() {
    let folder = Folder {
        payments: "P1,2026-01-15,100.00,F\nP2,2026-03-10,400.00,F\nR,2026-03-20,-400.00,F,,,return\n",
        policy: "[allocation]\nreturns = \"from-date\"",
        ..invoices("F,C,2026-01-01,2026-01-31,1000.00\n")
    };
    assert_eq!(
        derived(folder, "F", "2026-03-31", steps),
        "2026-01-15 -100.00 interest 0.00 open 900.00 base 900.00\n\
         2026-03-10 -400.00 interest 0.00 open 500.00 base 500.00\n\
         2026-03-20 400.00 interest 0.00 open 900.00 base 900.00\n"
    );
    // 1 Feb to 10 Mar: 38 days of 900 at 12.15: 11.3843...; of the 400.00, 11.38 pay interest and 388.62 principal.
    let first = Folder {
        policy: "[penalties]\nimputation = \"interest-first\"\n[allocation]\nreturns = \"from-date\"",
        ..folder
    };
    assert_eq!(
        derived(first, "F", "2026-03-31", steps),
        "2026-01-15 -100.00 interest 0.00 open 900.00 base 900.00\n\
         2026-03-10 -400.00 interest 11.38 open 500.00 base 511.38\n\
         2026-03-20 400.00 interest -11.38 open 900.00 base 900.00\n"
    );
}

#[test]
fn a_further_day_costs_the_interest_of_what_is_owed_while_it_runs() {
    let daily = |folder: Folder<'_>, as_of: &str| {
        derived(folder, "F", as_of, |_, derivation| derivation.daily.rounded().to_decimal(Currency::EUR).to_string())
    };
    // 1861.00 × 12.15 / 36500 = 0.6194...
    let folder = invoices("F,C,2026-01-01,2026-01-31,1861.00\n");
    assert_eq!(daily(folder, "2026-03-31"), "0.62");
    // Paid, or stopped by a judgment, or a consumer who got no formal notice: nothing.
    assert_eq!(daily(Folder { payments: "P,2026-03-01,1861.00,F\n", ..folder }, "2026-03-31"), "0.00");
    assert_eq!(daily(Folder { events: "2026-03-01,insolvency,C,\n", ..folder }, "2026-03-31"), "0.00");
    assert_eq!(daily(Folder { customers: "C,consumer,\n", ..folder }, "2026-03-31"), "0.00");
    // A public buyer keeps the rate of the half-year in which interest began, 10.15: 1861 × 10.15 / 36500 = 0.5175...
    assert_eq!(daily(Folder { customers: "C,public,\n", ..folder }, "2026-07-31"), "0.52");
}

#[test]
fn what_bears_nothing_says_why() {
    let exempt = |rows: &str, name: &str| {
        derived(invoices(rows), name, "2026-02-15", |_, derivation| format!("{:?}", derivation.exemption))
    };
    assert_eq!(exempt("F,C,2026-01-01,2026-02-15,10.00\n", "F"), "Some(NotDue)");
    assert_eq!(exempt("F,C,2026-02-16,2026-02-16,10.00\n", "F"), "Some(NotIssued)");
    assert_eq!(exempt("F,C,2026-01-01,2026-01-31,10.00,,penalty\n", "F"), "Some(PenaltyNote)");
    assert_eq!(exempt("F,C,2026-01-01,2026-01-01,10.00,,opening\n", "F"), "Some(Opening)");
    assert_eq!(exempt("F,C,2026-01-01,2026-01-31,-10.00\n", "F"), "Some(CreditNote)");
    assert_eq!(exempt("F,C,2026-01-01,2026-01-31,0.00\n", "F"), "Some(NoAmount)");
    assert_eq!(exempt("F,C,2026-01-01,2026-02-14,10.00\n", "F"), "None");
}

#[test]
fn reasons_name_the_instalment_the_judgment_the_waivers_and_the_notes() {
    let rows = "F,C,2026-01-01,2026-01-31,500.00,1\nF,C,2026-01-01,2026-02-28,500.00,2\nN,C,2026-03-05,2026-04-30,20.00,,penalty,,,F\n";
    let folder = Folder { events: "2026-03-10,waived,C,F,,5.00\n2026-03-11,waived,C,,,\n", ..invoices(rows) };
    let shown = derived(folder, "F/2", "2026-03-31", |ledger, derivation| {
        let IndemnityGround::OtherInstalment(other) = derivation.indemnity else {
            panic!("{:?}", derivation.indemnity)
        };
        let notes: Vec<&str> = derivation.notes.iter().map(|&row| ledger.number(ledger.invoice(row).number)).collect();
        format!("{} {} {notes:?}", ledger.instalment(other).unwrap(), derivation.waivers.len())
    });
    assert_eq!(shown, "1 2 [\"N\"]");
    let late = Folder { events: "2026-01-31,insolvency,C,\n", ..invoices("F,C,2026-01-01,2026-01-31,500.00\n") };
    let shown = derived(late, "F", "2026-03-31", |_, derivation| {
        format!("{:?} {:?}", derivation.indemnity, derivation.row.as_ref().unwrap().indemnity == eur("0.00"))
    });
    assert_eq!(shown, "Insolvency(2026-01-31) true");
}
