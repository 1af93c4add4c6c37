//! Every built-in template, filled with the fullest letter, is the text under `tests/letters/`: wording and layout
//! change only where somebody meant them to. `RELANCE_BLESS=1 cargo test --test templates` writes the files anew.

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;

use relance::letter::formats::document::compose;
use relance::letter::formats::text;
use relance::letter::model::Letter;
use relance::letter::wording::markup::Insert;
use relance::letter::wording::sample::fullest;
use relance::letter::wording::templates::{BUILTIN, Templates};
use relance::model::Lang;
use serde_json::Value;
use unicode_width::UnicodeWidthStr;

/// Returns the letter that a level of `fr-b2b` would fill that template with.
fn letter(lang: Lang, template: &str) -> Letter {
    let mut letter = fullest(lang);
    (letter.public, letter.consumer, letter.abroad) = (false, false, false);
    (letter.story.returned, letter.indemnity_apart) = (None, None);
    letter.items.iter_mut().for_each(|item| item.indemnity_apart = None);
    letter.single = None;
    letter.level = template.to_owned();
    letter.channel = match template {
        "call" => "phone",
        "penalty-letter" | "last-notice" | "payment-plan" => "letter",
        "formal-notice" | "claim-declaration" => "registered",
        _ => "email",
    };
    if letter.channel != "phone" {
        letter.outcomes = Vec::new();
    }
    if letter.channel != "email" || ["statement", "penalty-note"].contains(&template) {
        (letter.copies, letter.enclosures) = (Vec::new(), Vec::new());
    }
    if template != "statement" {
        letter.account = None;
        letter.others = Vec::new();
    }
    if template != "pre-due" {
        letter.discount = None;
    } else {
        // 1,330.50 less 29.01.
        let total = if lang == Lang::Fr { "1\u{202f}301,49\u{a0}€" } else { "€1,301.49" };
        letter.discount.iter_mut().for_each(|discount| discount.total = total.to_owned());
    }
    match &mut letter.claim {
        Some(claim) if template == "claim-declaration" => {
            // In time, and in euros: 1,450.50 + 300.00 + 21.21 + 80.00.
            (claim.relief_by, claim.foreign_currency) = (None, false);
            letter.others = fullest(lang).others;
            letter.customer.name = "SELARL Untel".to_owned();
            letter.items.iter_mut().for_each(|item| item.disputed = None);
            (letter.penalties.on_disputed, letter.penalties.less_disputed) = (false, false);
            letter.payment = None;
            letter.credits = None;
            letter.total = if lang == Lang::Fr { "1\u{202f}851,71\u{a0}€" } else { "€1,851.71" }.to_owned();
        }
        claim => *claim = None,
    }
    if template != "payment-plan" {
        letter.schedule = Vec::new();
    }
    if template == "statement" {
        letter.total = letter.account.as_ref().map(|account| account.balance.clone()).unwrap_or_default();
    } else if template == "penalty-note" {
        letter.credits = None;
        letter.open = if lang == Lang::Fr { "0,00\u{a0}€" } else { "€0.00" }.to_owned();
        letter.total = if lang == Lang::Fr { "101,21\u{a0}€" } else { "€101.21" }.to_owned();
        for item in &mut letter.items {
            // Figures of the sample: 16.31 + 40.00 and 4.90 + 40.00.
            item.total = item.total.replace("1\u{202f}056,31", "56,31").replace("1,056.31", "56.31");
            item.total = item.total.replace("495", "44");
            item.open = if lang == Lang::Fr { "0,00" } else { "0.00" }.to_owned();
            item.disputed = None;
        }
        letter.penalties.on_disputed = false;
    } else if letter.channel == "email" || letter.channel == "phone" || template == "payment-plan" {
        letter.interest = None;
        letter.indemnity = None;
        letter.total = if lang == Lang::Fr { "1\u{202f}330,50\u{a0}€" } else { "€1,330.50" }.to_owned();
    }
    letter
}

fn documents() -> impl Iterator<Item = (Lang, String, PathBuf)> {
    let templates = Templates::new(&[]).unwrap_or_else(|faults| panic!("{faults:?}"));
    BUILTIN.iter().map(move |&(lang, name, _)| {
        let letter = letter(lang, name);
        let body = templates.fill(lang, name, &letter).unwrap_or_else(|fault| panic!("{fault:?}"));
        let file = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(format!("tests/letters/{}-{name}.txt", lang.tag()));
        (lang, text::set(&compose(&letter, &body, lang), &letter, lang), file)
    })
}

#[test]
fn the_built_in_letters_read_as_they_did() {
    let blesses = std::env::var_os("RELANCE_BLESS").is_some();
    for (_, text, file) in documents() {
        if blesses {
            fs::create_dir_all(file.parent().expect("a folder")).expect("the folder can be made");
            fs::write(&file, &text).expect("the text can be written");
        }
        let expected = fs::read_to_string(&file).unwrap_or_default();
        assert!(text == expected, "{} differs:\n{text}", file.display());
    }
}

#[test]
fn no_line_is_wider_than_the_page_and_french_has_its_no_break_spaces() {
    for (lang, text, file) in documents() {
        for line in text.lines() {
            assert!(line.width() <= 80, "{}: {line}", file.display());
        }
        if lang == Lang::Fr {
            for plain in [" :", " ;", " !", " ?", " %", " €", " »", "'"] {
                let found =
                    text.lines().find(|line| line.contains(plain) && !line.contains("  : ") && !line.starts_with("  "));
                assert_eq!(found, None, "{plain:?} in {}", file.display());
            }
        }
    }
}

const DOCUMENT: &str = include_str!("../docs/templates.md");

/// Returns what stands in the letter under a path; of a list, its first entry.
fn at<'a>(letter: &'a Value, path: &str) -> &'a Value {
    path.split('.').filter(|name| !name.is_empty()).fold(letter, |value, name| match &value[name] {
        Value::Array(list) => &list[0],
        other => other,
    })
}

/// Returns every path under which names stand: the letter itself (the empty path), its groups, the entries of lists.
fn groups(value: &Value, path: &str, found: &mut BTreeSet<String>) {
    match value {
        Value::Object(names) => {
            found.insert(path.to_owned());
            names
                .iter()
                .for_each(|(name, inner)| groups(inner, format!("{path}.{name}").trim_start_matches('.'), found));
        }
        Value::Array(list) => list.first().into_iter().for_each(|first| groups(first, path, found)),
        _ => {}
    }
}

#[test]
fn the_document_lists_every_name_of_a_letter_with_an_example_and_nothing_else() {
    let letter = serde_json::to_value(fullest(Lang::Fr)).expect("a letter is plain data");
    let mut wanted = BTreeSet::new();
    groups(&letter, "", &mut wanted);
    let mut documented = BTreeSet::new();
    let names =
        DOCUMENT.split("\n## Names\n").nth(1).and_then(|rest| rest.split("\n## ").next()).expect("a part on names");
    for section in names.split("\n### ").skip(1) {
        let (heading, text) = section.split_once('\n').expect("a heading");
        let paths: Vec<&str> = heading.split('`').skip(1).step_by(2).collect();
        let rows: Vec<Vec<&str>> =
            text.lines().filter(|line| line.starts_with("| `")).map(|line| line.split(" | ").collect()).collect();
        for path in if paths.is_empty() { vec![""] } else { paths } {
            documented.insert(path.to_owned());
            let object = at(&letter, path).as_object().unwrap_or_else(|| panic!("{path} is no group"));
            let shown: BTreeSet<&str> = rows.iter().map(|row| row[0].trim_matches(['|', ' ', '`'])).collect();
            // `single` and `others` are items that may lack what the first item has.
            let lacking = |name: &&&str| !object.contains_key(**name) && path != "others";
            assert_eq!(shown.iter().find(lacking), None, "not in a letter, under \"{path}\"");
            let missing = object.keys().find(|name| !shown.contains(name.as_str()));
            assert_eq!(missing, None, "not in docs/templates.md, under \"{path}\"");
        }
        let first = heading.split('`').nth(1).unwrap_or_default();
        for row in &rows {
            let name = row[0].trim_matches(['|', ' ', '`']);
            let example = match &at(&letter, first)[name] {
                Value::String(text) => format!("`{text}`").replace(['\u{a0}', '\u{202f}'], " "),
                Value::Bool(value) => format!("`{value}`"),
                Value::Array(list) if list.iter().all(Value::is_string) => {
                    format!("`{}`", list[0].as_str().expect("a text")).replace(['\u{a0}', '\u{202f}'], " ")
                }
                Value::Array(_) => "a list".to_owned(),
                _ => "a group".to_owned(),
            };
            let last = row.last().expect("a row has cells").trim_end_matches([' ', '|']);
            assert!(last.starts_with(&example), "{name}: {last}\nshould start with {example}");
        }
    }
    assert_eq!(documented, wanted);
}

#[test]
fn the_document_lists_every_insert_and_every_template() {
    for (name, _) in Insert::ALL {
        assert!(DOCUMENT.contains(&format!("| `{{{{> {name}}}}}` |")), "{name}");
    }
    for (_, name, _) in BUILTIN {
        assert!(DOCUMENT.contains(&format!("| `{name}` |")), "{name}");
    }
}
