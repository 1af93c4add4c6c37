//! The pages of the catalogue, `docs/codes.md` and `docs/fr/codes.md`: made of the table of codes, of what
//! `src/diag/catalogue.toml` adds, and of what the cases show when they are run.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use relance::diag::{self, Code, Diagnostic, Place, Severity, catalogue, code};
use relance::model::cores::each;
use relance::model::lang::unbreakable;
use relance::model::{Bilingual, Lang};
use serde::Deserialize;
use serde_json::Value;

use crate::running::{folders, prepared, shell};

/// What the table of codes does not say.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Additions {
    /// The French title of each part.
    pub parts: BTreeMap<String, String>,
    /// The French of each meaning.
    pub meanings: BTreeMap<String, String>,
    /// What to do, where no example says it.
    pub ways_out: BTreeMap<String, WayOut>,
}

/// What to do, in both languages.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WayOut {
    /// In English.
    pub en: String,
    /// In French.
    pub fr: String,
}

/// Returns the page of a language.
pub fn page(lang: Lang, additions: &Additions) -> String {
    let examples = examples(lang);
    let mut lacking = Vec::new();
    let mut page = lang.pick((include_str!("head.md"), include_str!("head.fr.md"))).to_owned();
    for part in code::parts() {
        let title = match lang {
            Lang::En => part.title.trim(),
            Lang::Fr => &additions.parts[part.name],
        };
        page += &format!("\n## {}\n", title.trim_end_matches('.'));
        for code in part.codes {
            match entry(*code, lang, additions, examples.get(code.slug)) {
                Some(entry) => page += &entry,
                None => lacking.push(code.slug),
            }
        }
    }
    assert!(lacking.is_empty(), "no way out in src/diag/catalogue.toml ({}): {lacking:?}", lang.tag());
    match lang {
        Lang::En => page,
        Lang::Fr => unbreakable(page),
    }
}

/// Returns what the page says of one code; nothing when neither an example nor the additions say the way out.
fn entry(code: Code, lang: Lang, additions: &Additions, example: Option<&String>) -> Option<String> {
    let meaning = match lang {
        Lang::En => code.meaning,
        Lang::Fr => &additions.meanings[code.slug],
    };
    let colon = lang.pick((":", " :"));
    let mut text = format!("\n### `{}`\n\n{}{colon} {meaning}.\n", code.slug, code.severity.term().get(lang));
    if let Some(example) = example {
        text += &format!("\n```text\n{}\n```\n", example.trim_end());
    }
    let own = additions.ways_out.get(code.slug).map(|way_out| lang.pick((&way_out.en, &way_out.fr)));
    let shown = example.and_then(|example| example.lines().rev().find_map(|line| line.strip_prefix("  = ")));
    let way_out = own.or(shown)?;
    Some(text + &format!("\n{}{way_out}\n", catalogue::way_out(lang)))
}

/// Returns an example of each code that a case shows, by the name of the code.
fn examples(lang: Lang) -> BTreeMap<&'static str, String> {
    let cases = folders(Path::new("tests/cases"));
    let shown: Vec<(PathBuf, String)> = cases.into_iter().map(|case| (case.clone(), recorded(&case))).collect();
    let codes: Vec<Code> = code::all().collect();
    let found = each(&codes, |code| Some((code.slug, example(*code, lang, &shown)?)));
    found.into_iter().flatten().collect()
}

/// Returns what a case is known to write.
fn recorded(case: &Path) -> String {
    let texts = ["stdout", "stderr"].map(|name| fs::read(case.join(name)).unwrap_or_default());
    String::from_utf8_lossy(&texts.concat()).into_owned()
}

/// Returns an example of a code: from the case that is named after it, else from the first few that show it.
fn example(code: Code, lang: Lang, shown: &[(PathBuf, String)]) -> Option<String> {
    const MOST: usize = 3;
    let shows = |text: &str| {
        text.contains(&format!("[{}]", code.slug))
            || text.lines().any(|line| line.starts_with(&format!("{} ", code.slug)))
            || text.contains(&format!("\"code\": \"{}\"", code.slug))
    };
    let own = Path::new("tests/cases/broken").join(code.slug);
    let others = shown.iter().filter(|(case, text)| *case != own && shows(text)).map(|(case, _)| case);
    let mut weaker = None;
    for case in shown.iter().map(|(case, _)| case).filter(|case| **case == own).chain(others).take(MOST) {
        let blocks = blocks(case, code, lang);
        // One that says the way out, of the severity that the code has unless a policy says otherwise.
        let has_way_out =
            |block: &&String| block.contains("\n  = ") && block.starts_with(code.severity.term().get(lang));
        if let Some(best) = blocks.iter().find(has_way_out) {
            return Some(best.clone());
        }
        weaker = weaker.or(blocks.into_iter().find(|block| block.starts_with(code.severity.term().get(lang))));
    }
    weaker
}

/// Returns the findings of a code that a case shows in a language.
fn blocks(case: &Path, code: Code, lang: Lang) -> Vec<String> {
    let command = fs::read_to_string(case.join("cmd")).unwrap();
    let other = lang.pick(("--lang fr", "--lang en"));
    let names_language = command.contains("--lang");
    if !command.contains(other) && (names_language || lang == Lang::Fr) {
        // What it wrote in that language is known: the test of the cases holds it.
        let known = from_text(&String::from_utf8_lossy(&fs::read(case.join("stderr")).unwrap_or_default()), code);
        // A policy may speak the other one.
        if known.iter().any(|block| block.starts_with(code.severity.term().get(lang))) {
            return known;
        }
    }
    let command = ["en", "fr"]
        .iter()
        .fold(command, |command, tag| command.replace(&format!("--lang {tag}"), &format!("--lang {}", lang.tag())));
    let command = match names_language {
        true => command,
        false => command.replace("relance ", &format!("relance --lang {} ", lang.tag())),
    };
    // The table of `check` is for reading; its JSON has the places and the way out apart.
    let command = match command.contains("--format") {
        true => command,
        false => command.replace(" check ", " check --format json "),
    };
    let (scratch, _) = prepared(case);
    let output = shell(&command, scratch.path());
    let mut blocks = from_text(&String::from_utf8_lossy(&output.stderr), code);
    if let Ok(answer) = serde_json::from_slice::<Value>(&output.stdout) {
        blocks.extend(from_json(&answer, code, lang));
    }
    blocks
}

/// Returns the findings of a code among the lines for a person.
fn from_text(text: &str, code: Code) -> Vec<String> {
    let mut blocks: Vec<String> = Vec::new();
    let mut is_inside = false;
    for line in text.lines() {
        if line.starts_with("  ") && is_inside {
            let block = blocks.last_mut().unwrap();
            *block += line;
            *block += "\n";
        } else {
            is_inside = line.split_once('[').is_some_and(|(_, rest)| rest.starts_with(&format!("{}]", code.slug)));
            if is_inside {
                blocks.push(format!("{line}\n"));
            }
        }
    }
    blocks
}

/// Returns the findings of a code among the rows of `check`, as they would be shown to a person.
fn from_json(answer: &Value, code: Code, lang: Lang) -> Vec<String> {
    let text = |value: &Value| value.as_str().map(str::to_owned);
    let number = |value: &Value| value.as_u64().and_then(|number| u32::try_from(number).ok());
    let place = |place: &Value| Place {
        file: text(&place["file"]).unwrap_or_default(),
        line: number(&place["line"]),
        column: text(&place["column"]),
        position: number(&place["position"]),
        text: text(&place["text"]),
    };
    let both = |value: &Value| text(value).map(|text| Bilingual { en: text.clone(), fr: text });
    let rows = answer["rows"].as_array().into_iter().flatten().filter(|row| row["code"] == code.slug);
    rows.map(|row| {
        let severity = [Severity::Error, Severity::Warning, Severity::Note]
            .into_iter()
            .find(|severity| row["severity"] == severity.term().en)
            .unwrap();
        let finding = Diagnostic {
            code,
            severity,
            sentence: both(&row["message"]).unwrap(),
            places: row["places"].as_array().into_iter().flatten().map(place).collect(),
            help: both(&row["help"]),
            count: 1,
        };
        diag::render(&finding, lang)
    })
    .collect()
}
