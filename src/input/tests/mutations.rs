//! Whatever stands in the files, reading ends with a ledger or an error that says why there is none.

use proptest::prelude::*;

use super::*;

const FILES: [(&str, &str); 4] = [
    (
        "invoices.csv",
        "invoice_id,customer_id,issue_date,due_date,amount,currency,kind,instalment,applies_to,terms\n\
         F1,C1,2026-01-10,2026-02-10,\"1,234.50\",EUR,,1,,\nF1,C1,10/01/2026,2026-03-10,10,,invoice,2,,\n\
         \"A\n1\",C1,2026-01-12,,-3.00,,,,F1,\nF2,C2,2026-01-10,,7,,,,,30 days\n",
    ),
    (
        "payments.csv",
        "payment_id;date;amount;customer_id;invoice_id;reverses\r\nP1;01/02/2026;5,00;;F1;\r\nP2;02/02/2026;-5,00;C1;;P1\r\n",
    ),
    ("customers.csv", "customer_id,name,credit_limit\nC1,\"Dupont, \"\"Fils\"\"\",\"1,000\"\nC2,É,12.5"),
    ("events.csv", "date,event,invoice_id,event_id,reference\n2026-02-01,call,F1,E1,\n2026-02-02,undo,F1,E2,E1\n"),
];

/// One change of the bytes of a file.
#[derive(Clone, Debug)]
enum Change {
    Put(usize, u8),
    Insert(usize, u8),
    Remove(usize, usize),
    Repeat(usize, usize),
}

fn change() -> impl Strategy<Value = Change> {
    let byte =
        prop_oneof![prop::sample::select(b"\",;\n\r\t|0159-+.,/ \xa0\xc3\xa9\x82\x00'=eFCPE".to_vec()), any::<u8>()];
    prop_oneof![
        (any::<usize>(), byte.clone()).prop_map(|(place, byte)| Change::Put(place, byte)),
        (any::<usize>(), byte).prop_map(|(place, byte)| Change::Insert(place, byte)),
        (any::<usize>(), 1..40_usize).prop_map(|(place, length)| Change::Remove(place, length)),
        (any::<usize>(), 1..80_usize).prop_map(|(place, length)| Change::Repeat(place, length)),
    ]
}

fn apply(bytes: &mut Vec<u8>, change: &Change) {
    let length = bytes.len().max(1);
    match *change {
        Change::Put(place, byte) => {
            if let Some(at) = bytes.get_mut(place % length) {
                *at = byte;
            }
        }
        Change::Insert(place, byte) => bytes.insert((place % length).min(bytes.len()), byte),
        Change::Remove(place, count) => {
            let from = (place % length).min(bytes.len());
            bytes.drain(from..(from + count).min(bytes.len()));
        }
        Change::Repeat(place, count) => {
            let from = (place % length).min(bytes.len());
            let part = bytes[from..(from + count).min(bytes.len())].to_vec();
            bytes.splice(from..from, part);
        }
    }
}

#[test]
fn the_files_are_sound_before_they_are_changed() {
    let found = Folder::of(&FILES).findings();
    assert_eq!(found.len(), 2, "{found:?}");
    assert!(
        found.iter().any(|line| line.starts_with("date-mixed"))
            && found.iter().any(|line| line.starts_with("id-invalid"))
    );
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn changed_files_give_a_ledger_or_an_error(
        changes in prop::collection::vec((0..FILES.len(), change()), 1..6)
    ) {
        let mut files: Vec<(&str, Vec<u8>)> =
            FILES.iter().map(|(name, text)| (*name, text.as_bytes().to_vec())).collect();
        for (file, change) in &changes {
            apply(&mut files[*file].1, change);
        }
        let folder = Folder::of(&files);
        let strict = folder.read();
        let errors = strict.findings.iter().filter(|finding| finding.is_error()).count();
        prop_assert_eq!(strict.ledger.is_some(), errors == 0);
        let lenient = folder.keep_going();
        prop_assert!(lenient.ledger.is_some() || errors > 0);
        prop_assert!(lenient.findings.len() >= strict.findings.len());
        if errors == 0 {
            prop_assert_eq!(lenient.refused, 0);
        }
        for finding in &strict.findings {
            for place in &finding.places {
                prop_assert!(place.line.is_none_or(|line| line > 0));
            }
        }
    }
}
