//! A history is written, then saved, changed or shortened by other hands.

use std::fs;

use super::*;
use crate::input::edit::{EventRow, append};
use crate::model::dialect::Declared;
use crate::model::{Currency, EventKind};
use crate::testing::{day, eur};

fn open(bytes: &[u8]) -> CsvFile {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("events.csv");
    fs::write(&path, bytes).unwrap();
    CsvFile::open(FileRole::Events, &path, "events.csv", Declared::default()).unwrap()
}

/// Adds acts to a file one by one, as runs on different days do.
fn with(bytes: &[u8], acts: &[EventRow]) -> Vec<u8> {
    acts.iter().fold(bytes.to_vec(), |bytes, act| {
        let file = open(&bytes);
        let appending = append(&file, std::slice::from_ref(act), &str::to_owned).unwrap();
        file.after(&appending.changes).bytes.to_vec()
    })
}

/// Acts with texts that are hard to keep.
fn acts() -> Vec<EventRow> {
    let of = |date: &str, kind, note: &str| EventRow {
        customer_id: Some("C1".to_owned()),
        note: Some(note.to_owned()).filter(|note| !note.is_empty()),
        ..EventRow::new(day(date), kind)
    };
    vec![
        EventRow {
            amount: Some(eur("1500.00")),
            currency: Some(Currency::EUR),
            until: Some(day("2026-04-15")),
            ..of("2026-04-01", EventKind::Promise, "\"juré\"; =SUM(A1)")
        },
        of("2026-04-20", EventKind::Call, "-10 % à l'été,\ndit-il"),
        EventRow {
            level: Some("reminder".to_owned()),
            channel: Some("email".to_owned()),
            amount: Some(eur("1234.50")),
            interest: Some(eur("0.10")),
            indemnity: Some(eur("40.00")),
            currency: Some(Currency::EUR),
            reference: Some("RK 12\\34".to_owned()),
            ..of("2026-05-02", EventKind::Notice, "")
        },
        of("2026-05-13", EventKind::Note, "  '=1+1 "),
    ]
}

fn new_file() -> Vec<u8> {
    CsvFile::new(FileRole::Events, "events.csv", |_| true).bytes().to_vec()
}

/// Returns what is found, in English.
fn found(bytes: &[u8]) -> Vec<String> {
    Chain::of(&open(bytes)).findings.into_iter().map(|finding| finding.sentence.en).collect()
}

/// Returns the rows of a file, header first, as a spreadsheet holds them.
fn cells(bytes: &[u8]) -> Vec<Vec<String>> {
    let mut reader = csv::ReaderBuilder::new();
    let mut reader = reader.has_headers(false).from_reader(bytes);
    reader.records().map(|record| record.unwrap().iter().map(str::to_owned).collect()).collect()
}

fn comma_file(rows: &[Vec<String>]) -> Vec<u8> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    rows.iter().for_each(|row| writer.write_record(row).unwrap());
    writer.into_inner().unwrap()
}

/// Saves a file as a French spreadsheet does: Windows-1252, semicolons, decimal commas, day first, CRLF, with French
/// names, the columns in another order and one more.
fn in_french(bytes: &[u8]) -> Vec<u8> {
    let mut rows = cells(bytes);
    let names = [("date", "Date"), ("amount", "montant"), ("note", "commentaire"), ("seal", "sceau")];
    for name in &mut rows[0] {
        if let Some((_, french)) = names.iter().find(|(own, _)| own == name) {
            *name = (*french).to_owned();
        }
    }
    let mut text = String::new();
    for (i, row) in rows.iter().enumerate() {
        let saved = row.iter().rev().map(|cell| {
            let digits = cell.bytes().all(|b| b.is_ascii_digit() || b == b'.');
            let cell = match cell.split('-').collect::<Vec<_>>()[..] {
                [year, month, day] if cell.len() == 10 => format!("{day}/{month}/{year}"),
                _ if digits && cell.ends_with('0') => cell[..cell.len() - 1].replace('.', ","),
                _ if digits => cell.replace('.', ","),
                _ => cell.clone(),
            };
            format!("\"{}\"", cell.replace('"', "\"\"").replace('\n', "\r\n"))
        });
        let saved: Vec<String> = saved.collect();
        text += &format!("{};{}\r\n", saved.join(";"), if i == 0 { "vu par" } else { "Zoé" });
    }
    encoding_rs::WINDOWS_1252.encode(&text).0.into_owned()
}

#[test]
fn what_was_written_holds_and_so_it_does_in_the_dialect_of_a_spreadsheet() {
    let bytes = with(&new_file(), &acts());
    for bytes in [bytes.clone(), in_french(&bytes), with(&in_french(&bytes), &[acts()[0].clone()])] {
        assert_eq!(found(&bytes), Vec::<String>::new(), "{}", String::from_utf8_lossy(&bytes));
        let chain = Chain::of(&open(&bytes));
        assert_eq!((chain.sealed, chain.head.unwrap().number, chain.unsealed.len()), (4, 4, 0));
    }
    let more = EventRow { note: Some("Œuf 12 €".to_owned()), ..acts()[1].clone() };
    let bytes = with(&in_french(&bytes), &[more]);
    assert_eq!((found(&bytes).len(), Chain::of(&open(&bytes)).head.unwrap().number), (0, 5));
}

#[test]
fn any_cell_of_a_sealed_line_that_is_changed_is_found() {
    let rows = cells(&with(&new_file(), &acts()));
    let seal = rows[0].iter().position(|name| name == "seal").unwrap();
    for line in 1..rows.len() {
        for column in 0..rows[0].len() {
            let mut rows = rows.clone();
            rows[line][column] = match (rows[0][column].as_str(), rows[line][column].as_str()) {
                ("date" | "until" | "published", _) => "2026-07-01".to_owned(),
                ("amount" | "interest" | "indemnity", _) => "7.77".to_owned(),
                ("seal", old) => old.replace(|c: char| c == old.chars().last().unwrap(), "0"),
                (_, old) => format!("{old}x"),
            };
            let bytes = comma_file(&rows);
            // A seal itself that changes leaves the next line without the seal it stands on.
            assert!(!found(&bytes).is_empty(), "line {line}, {}", rows[0][column]);
            if column != seal {
                assert_eq!(found(&bytes), ["this line was changed after it was sealed"]);
                let at = Chain::of(&open(&bytes)).findings[0].places[0].line;
                assert_eq!(at, Some([0, 2, 3, 5, 6][line]), "the call's note has two lines");
            }
        }
    }
}

#[test]
fn lines_that_are_removed_moved_or_copied_are_found_except_at_the_end() {
    let rows = cells(&with(&new_file(), &acts()));
    let without = |lines: &[usize]| {
        let kept = rows.iter().enumerate().filter(|(line, _)| !lines.contains(line)).map(|(_, row)| row.clone());
        found(&comma_file(&kept.collect::<Vec<_>>()))
    };
    assert_eq!(without(&[1]), ["the line sealed before this one is missing"]);
    assert_eq!(without(&[2, 3]), ["the 2 lines sealed before this one are missing"]);
    assert_eq!(without(&[4]), Vec::<String>::new(), "no chain knows that it was longer");
    let mut moved = rows.clone();
    moved.swap(1, 4);
    let findings = Chain::of(&open(&comma_file(&moved))).findings;
    assert_eq!(findings.len(), 1);
    assert_eq!(findings[0].sentence.en, "sealed lines do not stand in the order in which they were written");
    assert_eq!(findings[0].places.iter().filter_map(|place| place.line).collect::<Vec<_>>(), [3, 5, 6]);
    // Sorted by their seals they are back.
    moved[1..].sort_by(|a, b| a.last().cmp(&b.last()));
    assert_eq!(found(&comma_file(&moved)), Vec::<String>::new());
    let copied = [rows.clone(), vec![rows[2].clone()]].concat();
    assert_eq!(found(&comma_file(&copied)), ["two lines have the same seal"]);
}

/// As git puts two branches together with `merge=union`: the lines of the one, then those of the other.
#[test]
fn two_histories_put_together_lose_no_line_and_what_follows_them_is_verified_all_the_same() {
    let acts = acts();
    let base = with(&new_file(), &acts[..1]);
    let lines = |acts: &[EventRow]| cells(&with(&base, acts)).split_off(2);
    let ours = lines(&acts[1..3]);
    let another = |note: &str| EventRow { note: Some(note.to_owned()), ..acts[1].clone() };
    let theirs = lines(&[acts[3].clone(), another("theirs"), acts[2].clone()]);
    // Numbers 1, 2, 3 and 2, 3, 4. The notice is in both, as 3 and as 4.
    let mut rows = [cells(&base), ours, theirs].concat();
    let bytes = comma_file(&rows);
    let findings = Chain::of(&open(&bytes)).findings;
    assert_eq!(findings.len(), 2);
    assert!(findings[0].help.as_ref().unwrap().en.contains("seal cells of number 000002 and of all higher ones"));
    // The second line has a note of two lines.
    assert_eq!(findings[0].places.iter().filter_map(|place| place.line).collect::<Vec<_>>(), [3, 6, 5, 7]);
    assert_eq!(findings[1].sentence.en, "both histories had this act: it counts twice");
    assert_eq!(findings[1].places.iter().filter_map(|place| place.line).collect::<Vec<_>>(), [5, 8]);
    // An act that is recorded on top of it follows the greatest number.
    assert_eq!(found(&with(&bytes, &[another("later")])).len(), 2);
    let mut changed = rows.clone();
    changed[4][3] = "C9".to_owned();
    assert_eq!(found(&comma_file(&changed)).len(), 3, "what was changed besides is found");
    // What the help says is done: every act is there, and sealed.
    rows.pop();
    rows[2..].iter_mut().for_each(|row| row.last_mut().unwrap().clear());
    let file = open(&comma_file(&rows));
    let chain = Chain::of(&file);
    assert_eq!((chain.findings.len(), chain.unsealed.len()), (0, 4));
    let (changes, _) = chain.sealing(&file, &chain.unsealed);
    let after = file.after(&changes).bytes;
    let chain = Chain::of(&open(&after));
    assert_eq!((chain.findings.len(), chain.sealed, chain.unsealed.len()), (0, 5, 0));
}

#[test]
fn lines_added_by_hand_are_sealed_where_they_stand() {
    let sealed = with(&new_file(), &acts());
    let mut rows = cells(&sealed);
    let mut by_hand = vec![String::new(); rows[0].len()];
    by_hand[..4].clone_from_slice(&["2026-04-02", "call", "", "C1"].map(str::to_owned));
    rows.insert(2, by_hand.clone());
    rows.push(by_hand);
    let bytes = comma_file(&rows);
    let file = open(&bytes);
    let chain = Chain::of(&file);
    assert_eq!((chain.findings.len(), chain.sealed, chain.unsealed.len()), (0, 4, 2));
    assert_eq!(chain.without_seal(&file).unwrap().places.len(), 2);
    let (changes, seals) = chain.sealing(&file, &chain.unsealed);
    assert_eq!(seals.iter().map(|seal| seal.number).collect::<Vec<_>>(), [5, 6]);
    let after = file.after(&changes).bytes;
    let chain = Chain::of(&open(&after));
    assert_eq!((chain.findings.len(), chain.sealed, chain.unsealed.len()), (0, 6, 0));
    // A line written later stands behind them.
    assert!(found(&with(&after, &[EventRow { note: Some("later".to_owned()), ..acts()[1].clone() }])).is_empty());
}

#[test]
fn a_file_without_the_column_gets_it_and_says_nothing_of_its_older_lines_but_that_they_have_no_seal() {
    let before = b"date,event,customer_id\n2026-03-01,call,C1\n";
    let bytes = with(before, &acts());
    let file = open(&bytes);
    let chain = Chain::of(&file);
    assert_eq!((chain.findings.len(), chain.sealed, chain.unsealed.as_slice()), (0, 4, [2].as_slice()));
    assert!(chain.without_seal(&file).is_some());
    assert!(Chain::of(&open(before)).without_seal(&open(before)).is_none(), "no chain, nothing to say");
}

#[test]
fn a_text_that_is_no_seal_is_said_to_be_none() {
    let bytes = b"date,event,customer_id,seal\n2026-03-01,call,C1,checked by Ann\n";
    assert_eq!(found(bytes), ["this is no seal"]);
}
