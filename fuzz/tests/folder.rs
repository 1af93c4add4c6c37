//! The folder's own files, policy, templates, amounts and days.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::LazyLock;

use bolero::check;
use relance::engine::allocation::allocate;
use relance::input::text::{AmountText, Thousandths, parse_amount, parse_date};
use relance::input::{Files, ReadOptions, read_folder};
use relance::letter::wording::markup;
use relance::letter::wording::templates::{self, BUILTIN, Given};
use relance::model::{Currency, CustomerKind, Date, FileRole, Lang};
use relance::policy::{self, Policy};
use relance_fuzz::{Seeds, stay_below_a_gigabyte};

static POLICY: LazyLock<Policy> = LazyLock::new(|| policy::load("", "policy.toml").expect("an empty policy is sound"));

const ROLES: [FileRole; 5] =
    [FileRole::Invoices, FileRole::Payments, FileRole::Customers, FileRole::Events, FileRole::Suspense];

/// Reads a folder of changed files; what can be answered is answered.
#[test]
fn ledgers() {
    let seeds = ROLES.map(|role| Seeds::of(|path| path.ends_with(role.file_name()) && !path.contains("/out/")));
    let as_of = Date::from_ymd_opt(2026, 11, 20).expect("a day");
    check!().for_each(|bytes: &[u8]| {
        // Each file takes its part of the bytes.
        let part = bytes.len() / ROLES.len();
        let changed = |at: usize| seeds[at].changed(&bytes[at * part..(at + 1) * part]).into();
        let instead: BTreeMap<_, _> = ROLES.iter().enumerate().map(|(at, role)| (*role, changed(at))).collect();
        let files = Files { folder: PathBuf::from("/nowhere"), instead, ..Files::default() };
        let reading = read_folder(ReadOptions {
            files: &files,
            declared: &POLICY.files,
            currency: Currency::EUR,
            customer_kind: CustomerKind::Business,
            terms: &POLICY.terms,
            law: POLICY.penalties.law,
            is_french: true,
            keep_going: true,
        });
        let Some(ledger) = reading.ledger else {
            assert!(!reading.findings.is_empty(), "a folder that cannot be read says why");
            return;
        };
        let allocation = allocate(&ledger, &POLICY.allocation, as_of);
        // Allocated again, it is the same.
        assert_eq!(
            format!("{:?}", allocate(&ledger, &POLICY.allocation, as_of).balances),
            format!("{:?}", allocation.balances)
        );
        stay_below_a_gigabyte();
    });
}

#[test]
fn policies() {
    let seeds = Seeds::of(|path| path.ends_with(".toml") && !path.contains("/imports/"));
    check!().for_each(|bytes: &[u8]| {
        let text = String::from_utf8_lossy(&seeds.changed(bytes)).into_owned();
        if let Err(findings) = policy::load(&text, "policy.toml") {
            assert!(!findings.is_empty(), "a policy that is refused is told why");
        }
        stay_below_a_gigabyte();
    });
}

#[test]
fn templates() {
    let seeds = Seeds::texts(BUILTIN.iter().map(|(_, _, text)| *text));
    check!().for_each(|bytes: &[u8]| {
        let text = String::from_utf8_lossy(&seeds.changed(bytes)).into_owned();
        let given = Given { lang: Lang::Fr, name: "reminder".to_owned(), file: "reminder.md.hbs".to_owned(), text };
        if let Err(findings) = templates::parse(&given) {
            assert!(!findings.is_empty(), "a template that is refused is told why");
        }
        stay_below_a_gigabyte();
    });
}

#[test]
fn letter_markup() {
    let seeds = Seeds::texts(BUILTIN.iter().map(|(_, _, text)| *text));
    check!().for_each(|bytes: &[u8]| {
        let text = String::from_utf8_lossy(&seeds.changed(bytes)).into_owned();
        let _ = markup::parse(&text);
        // What is escaped is text again, whatever it is.
        if let Ok(lines) = markup::parse_lines(&markup::escape(&text.replace(['\n', '\r'], " "))) {
            assert!(lines.len() <= 1, "one line stays one");
        }
        stay_below_a_gigabyte();
    });
}

#[test]
fn amounts_and_days() {
    check!().for_each(|bytes: &[u8]| {
        if let Ok(AmountText::One(value, _)) = parse_amount(bytes) {
            assert!(value.0.abs() <= Thousandths::LARGEST, "what is larger is refused");
        }
        let _ = parse_date(bytes);
    });
}
