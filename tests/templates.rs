//! Every built-in template, filled with the fullest letter, is the text under `tests/letters/`: wording and layout
//! change only where somebody meant them to. `RELANCE_BLESS=1 cargo test --test templates` writes the files anew.

use std::fs;
use std::path::PathBuf;

use relance::letter::document::compose;
use relance::letter::model::Letter;
use relance::letter::sample::fullest;
use relance::letter::templates::{BUILTIN, Templates};
use relance::letter::text;
use relance::model::Lang;
use unicode_width::UnicodeWidthStr;

/// Returns the letter that a level of `fr-b2b` would fill that template with.
fn letter(lang: Lang, template: &str) -> Letter {
    let mut letter = fullest(lang);
    (letter.public, letter.consumer) = (false, false);
    letter.single = None;
    letter.level = template.to_owned();
    letter.channel = match template {
        "call" => "phone",
        "penalty-letter" => "letter",
        "formal-notice" => "registered",
        _ => "email",
    };
    if letter.channel != "phone" {
        letter.commands = Vec::new();
    }
    if letter.channel == "email" || letter.channel == "phone" {
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
