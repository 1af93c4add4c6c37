//! What is odd in a policy, and what is not.

use super::*;
use crate::policy::{builtin, load};
use crate::testing::{day, ledger};

const CUSTOMERS: &str = "customer_id,name,kind,segment,procedure\nC1,One,business,,\n";
const INVOICES: &str = "invoice_id,customer_id,issue_date,due_date,amount\nF-1,C1,2026-01-05,2026-02-04,10.00\n";

/// Returns code and line of what is found in a policy, held against a small ledger.
fn found_with(text: &str, customers: &str) -> Vec<String> {
    let ledger = ledger(customers, INVOICES, "", "");
    let facts = Facts {
        ledger: &ledger,
        file_name: &|role| role.file_name().to_owned(),
        rates: &Rates::builtin(),
        as_of: day("2026-03-31"),
        has_template: &|_, name| name != "own",
    };
    let policy = load(text, "policy.toml").unwrap();
    let file = PolicyFile { name: "policy.toml".to_owned(), path: "policy.toml".into(), text: text.to_owned() };
    let found = lint(&policy, &[file], &facts);
    found.iter().map(|one| format!("{} {}", one.code.slug, one.places[0].line.unwrap_or(0))).collect()
}

fn found(text: &str) -> Vec<String> {
    found_with(text, CUSTOMERS)
}

/// Returns a policy of one procedure with levels of these triggers, on lines 4, 8, 12 and so on.
fn levels(triggers: &[&str]) -> String {
    let level = |(i, trigger): (usize, &&str)| {
        format!("[[procedure.level]]\nname = \"l{i}\"\nchannel = \"email\"\n{trigger}\n")
    };
    "[[procedure]]\nname = \"p\"\n".to_owned() + &triggers.iter().enumerate().map(level).collect::<String>()
}

#[test]
fn nothing_is_odd_in_the_built_in_policies() {
    for name in builtin::names() {
        let text = builtin::text(name).unwrap();
        let kind = builtin::get(name).unwrap().customer_kind.word();
        assert_eq!(found_with(text, &CUSTOMERS.replace("business", kind)), [""; 0], "{name}");
    }
}

#[test]
fn a_level_comes_on_its_day_or_is_told_so() {
    // 4 + 7 = 11 days after the due date at the earliest: 12 is a day of its own, 11 is not.
    assert_eq!(found(&levels(&["days_after_due = 4", "days_after_previous = 7", "days_after_due = 12"])), [""; 0]);
    assert_eq!(
        found(&levels(&["days_after_due = 4", "days_after_previous = 7", "days_after_due = 11"])),
        ["level-early 14"]
    );
    // After a reminder 5 days before it, 3 days later is still before the due date: it waits for day 1.
    assert_eq!(found(&levels(&["days_after_due = -5", "days_after_previous = 3", "days_after_due = 2"])), [""; 0]);
    assert_eq!(
        found(&levels(&["days_after_due = 1", "days_after_previous = 3", "days_after_due = -2"])),
        ["level-unreachable 14"]
    );
}

#[test]
fn a_deadline_ends_before_the_next_level() {
    let deadline = "days_after_due = 4\npayment_deadline_days = 8";
    // The deadline ends on day 12; the next level can come on day 13, 9 days after the notice.
    assert_eq!(found(&levels(&[deadline, "days_after_previous = 9"])), [""; 0]);
    assert_eq!(found(&levels(&[deadline, "days_after_previous = 8"])), ["deadline-exceeds-trigger 11"]);
    assert_eq!(found(&levels(&[deadline, "days_after_due = 12"])), ["deadline-exceeds-trigger 11"]);
    assert_eq!(found(&levels(&[deadline, "days_after_due = 13"])), [""; 0]);
}

#[test]
fn who_is_not_in_the_folder_is_told() {
    let two = levels(&["days_after_due = 4"]) + "[[procedure]]\nname = \"q\"\n";
    let level = "[[procedure.level]]\nname = \"a\"\nchannel = \"email\"\ndays_after_due = 4\n";
    assert_eq!(found(&format!("{two}{level}")), ["procedure-unused 8"]);
    assert_eq!(found(&format!("{two}segments = [\"gold\"]\n{level}")), ["segment-unused 9"]);
    assert_eq!(found("[terms.discount.segments]\ngold = []\n"), ["segment-unused 2"]);
    assert_eq!(found(&format!("{two}kinds = [\"public\"]\n{level}")), [""; 0]);
    let named = CUSTOMERS.replace("business,,", "business,,q");
    assert_eq!(found_with(&format!("{two}{level}"), &named), [""; 0]);
    let public_only = two.replace("\"p\"", "\"p\"\nkinds = [\"public\"]");
    assert_eq!(found(&format!("{public_only}kinds = [\"consumer\"]\n{level}")), ["procedure-none 2"]);
}

#[test]
fn consumers_owe_no_penalties_before_a_formal_notice() {
    let claims = "days_after_due = 4\nclaims_penalties = true";
    let consumer = CUSTOMERS.replace("business", "consumer");
    assert_eq!(found(&levels(&[claims])), [""; 0]);
    assert_eq!(found_with(&levels(&[claims]), &consumer), ["consumer-claim 3"]);
    assert_eq!(found_with(&levels(&[&format!("{claims}\nformal_notice = true")]), &consumer), [""; 0]);
}

#[test]
fn a_rate_of_a_kind_of_debtor_that_the_folder_lacks_is_told() {
    // The one customer is a business.
    assert_eq!(found("[penalties]\nrate = \"12.00\"\npublic_rate = \"12.00\"\n"), ["rate-unused 3"]);
    let public = CUSTOMERS.replace("business", "public");
    assert_eq!(found_with("extends = \"fr-public\"\n[penalties]\nrate = \"12.00\"\n", &public), ["rate-unused 3"]);
    // ECB 2.15 + 8 in the first half of 2026 (CCP R2192-31, L2192-14).
    assert_eq!(found_with("[penalties]\npublic_rate = \"10.14\"\n", &public), ["rate-below-floor 2"]);
    assert_eq!(found_with("[penalties]\npublic_rate = \"10.15\"\n", &public), [""; 0]);
}

#[test]
fn contract_rates_below_the_floor_are_told_where_they_stand() {
    // Three times the legal rate of the first half of 2026, 2.62 %, is 7.86 %.
    assert_eq!(found("[penalties]\nrate = \"7.85\"\n"), ["rate-below-floor 2"]);
    assert_eq!(found("[penalties]\nrate = \"7.86\"\n"), [""; 0]);
    assert_eq!(found("[penalties]\nrate = \"legal*2\"\n"), ["rate-below-floor 2"]);
}

#[test]
fn a_template_of_ones_own_must_be_there() {
    let text = levels(&["days_after_due = 4\ntemplate = \"own\""]);
    assert_eq!(found(&text), ["template-missing 7"]);
}
