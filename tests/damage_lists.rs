//! What a spreadsheet or a wrong encoding spoilt is seen in lists of other programs too: every judge of damage has a
//! list here in which it finds something.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Command;

/// A judge, a list that it has to find something in, and the code of what it finds.
const LISTS: &[(&str, &str, &str)] = &[
    ("figure_damage", "F1;C1;01/02/2026;03/03/2026;1E+05;Dupont;;;", "amount-invalid"),
    ("date_damage", "F1;C1;46000;03/03/2026;100,00;Dupont;;;", "date-invalid"),
    ("id_damage", "4,11E+07;C1;01/02/2026;03/03/2026;100,00;Dupont;;;", "id-damaged"),
    ("has_hidden", "F\u{200b}1;C1;01/02/2026;03/03/2026;100,00;Dupont;;;", "id-lookalike"),
    (
        "look",
        "Fa1;C1;01/02/2026;03/03/2026;100,00;Dupont;;;\nFA1;C1;01/02/2026;03/03/2026;90,00;Dupont;;;",
        "id-lookalike",
    ),
    (
        "loose",
        "00123;C1;01/02/2026;03/03/2026;100,00;Dupont;;;\n123;C2;01/02/2026;03/03/2026;90,00;Martin;;;",
        "id-lookalike",
    ),
    ("french_postcode", "F1;C1;01/02/2026;03/03/2026;100,00;Dupont;1000;;", "postcode-invalid"),
    ("siren", "F1;C1;01/02/2026;03/03/2026;100,00;Dupont;;123456789;", "siren-invalid"),
    ("text_damage", "F1;C1;01/02/2026;03/03/2026;100,00;SociÃ©tÃ© Dupont;;;", "text-damaged"),
    ("is_spreadsheet_error", "F1;C1;01/02/2026;03/03/2026;100,00;#N/A;;;", "text-damaged"),
];

/// What only helps a judge.
const HELPERS: &[&str] = &["is_in_france"];

#[test]
fn every_judge_of_damage_has_a_list() {
    let judges: BTreeSet<String> = fs::read_dir("src/input/damage")
        .unwrap()
        .flat_map(|entry| {
            let source = fs::read_to_string(entry.unwrap().path()).unwrap();
            let public =
                source.lines().filter_map(|line| line.strip_prefix("pub fn ")?.split('(').next().map(str::to_owned));
            public.collect::<Vec<_>>()
        })
        .collect();
    let listed: BTreeSet<String> =
        LISTS.iter().map(|(judge, ..)| *judge).chain(HELPERS.iter().copied()).map(str::to_owned).collect();
    assert_eq!(judges, listed);
}

#[test]
fn every_judge_finds_its_damage_in_a_list() {
    let scratch = tempfile::tempdir().unwrap();
    let mut unseen = Vec::new();
    for (judge, rows, code) in LISTS {
        let said = import(scratch.path(), rows);
        if !said.contains(&format!("[{code}]")) {
            unseen.push(format!("{judge}: {code} expected of {rows}\n{said}"));
        }
    }
    assert!(unseen.is_empty(), "\n{}", unseen.join("\n"));
    // A list without damage says none of these.
    let sound = import(scratch.path(), "F1;C1;01/02/2026;03/03/2026;100,00;Dupont;75001;732829320;a@b.example");
    assert!(LISTS.iter().all(|(_, _, code)| !sound.contains(&format!("[{code}]"))), "{sound}");
}

/// Returns what an import of those rows into an empty folder says.
fn import(scratch: &Path, rows: &str) -> String {
    let list = scratch.join("liste.csv");
    let header = "Numéro;Code client;Date facture;Échéance;Montant TTC;Client;Code postal;SIREN;Email";
    fs::write(&list, format!("{header}\n{rows}\n")).unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_relance"));
    command.arg("import").arg(&list).arg("-C").arg(scratch.join("dossier")).args(["--dry-run", "--lang", "en"]);
    let output = command.output().unwrap();
    String::from_utf8_lossy(&output.stderr).into_owned()
}
