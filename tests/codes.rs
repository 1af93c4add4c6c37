//! The catalogue of what can be found: each code has a case that shows its exact words.
//!
//! `tests/cases/broken/<code>/` holds the smallest folder in which it is found, unless the cases of a command show it.

#![expect(clippy::disallowed_methods, reason = "a test may read PATH")]

#[path = "codes/page.rs"]
mod page;
mod running;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use relance::diag::{Severity, code};
use relance::model::Lang;

/// Codes that no folder can bring about on a sound computer.
const OUT_OF_REACH: &[&str] = &["proof-failed", "lock-unknown", "folder-changing", "clock-unset"];

#[test]
fn each_code_has_a_case_with_its_exact_words() {
    let mut shown = BTreeSet::new();
    gather(Path::new("tests/cases"), &mut shown);
    let lacking: Vec<&str> = code::all()
        .filter(|code| code.severity > Severity::Note && !OUT_OF_REACH.contains(&code.slug))
        .map(|code| code.slug)
        .filter(|slug| !shown.contains(*slug))
        .collect();
    assert!(lacking.is_empty(), "no case shows {lacking:?}: add tests/cases/broken/<code>/");
}

#[test]
fn a_broken_case_shows_the_code_that_it_is_named_after() {
    for case in fs::read_dir("tests/cases/broken").unwrap() {
        let case = case.unwrap().path();
        let name = case.file_name().unwrap().to_str().unwrap();
        let mut shown = BTreeSet::new();
        gather(&case, &mut shown);
        assert!(code::find(name).is_some() && shown.contains(name), "{}: shows {shown:?}", case.display());
    }
}

#[test]
fn the_additions_to_the_table_are_of_its_codes_and_parts() {
    let additions = additions();
    let of = |names: Vec<&str>| names.into_iter().map(str::to_owned).collect::<BTreeSet<_>>();
    let codes = of(code::all().map(|code| code.slug).collect());
    assert_eq!(additions.parts.into_keys().collect::<BTreeSet<_>>(), of(code::parts().map(|part| part.name).to_vec()));
    assert_eq!(additions.meanings.into_keys().collect::<BTreeSet<_>>(), codes, "src/diag/catalogue.toml [meanings]");
    let ways_out: BTreeSet<String> = additions.ways_out.into_keys().collect();
    assert!(ways_out.is_subset(&codes), "src/diag/catalogue.toml [ways_out]");
}

/// `RELANCE_BLESS=1 cargo test --test codes` writes the pages.
#[test]
fn the_pages_of_the_catalogue_are_what_the_codes_and_cases_make() {
    let additions = additions();
    for (lang, file) in [(Lang::En, "docs/codes.md"), (Lang::Fr, "docs/fr/codes.md")] {
        let page = page::page(lang, &additions);
        if std::env::var_os("RELANCE_BLESS").is_some() {
            fs::write(file, page).unwrap();
            continue;
        }
        let written = fs::read_to_string(file).unwrap();
        let stale = written.lines().zip(page.lines()).find(|(old, new)| old != new);
        assert!(written == page, "{file} is stale (RELANCE_BLESS=1 cargo test --test codes writes it): {stale:?}");
    }
}

fn additions() -> page::Additions {
    let text = fs::read_to_string("src/diag/catalogue.toml").unwrap();
    toml::from_str(&text).unwrap()
}

/// Adds the codes of every case below a folder: those in square brackets of `stderr`, and those that `check` lists
/// on `stdout`, each before its severity.
fn gather(folder: &Path, shown: &mut BTreeSet<String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            gather(&path, shown);
        } else if path.file_name().is_some_and(|name| name == "stderr") {
            let text = fs::read_to_string(&path).unwrap();
            let codes = text.lines().filter_map(|line| line.split_once('[')?.1.split_once(']'));
            shown.extend(codes.map(|(code, _)| code.to_owned()));
        } else if path.file_name().is_some_and(|name| name == "stdout") {
            let text = String::from_utf8_lossy(&fs::read(&path).unwrap()).into_owned();
            for line in text.lines() {
                let mut words = line.split_whitespace();
                if let (Some(code), Some("error" | "warning" | "erreur" | "avertissement")) =
                    (words.next(), words.next())
                {
                    shown.insert(code.to_owned());
                }
            }
        }
    }
}
