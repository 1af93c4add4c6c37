//! `docs/files.md` lists every column and every name that is read for it, and nothing else.

use relance::input::columns::of;
use relance::model::{EventKind, FileRole};

const DOCUMENT: &str = include_str!("../docs/files.md");

#[test]
fn every_column_is_documented_with_its_names() {
    for role in FileRole::OF_LEDGER {
        let section = section(role.file_name());
        let shown: Vec<&str> = section.lines().filter(|line| line.starts_with("| `")).collect();
        let known = of(role);
        assert_eq!(shown.len(), known.len(), "columns of {}", role.file_name());
        for (line, entry) in shown.iter().zip(known) {
            let names: Vec<String> = entry.aliases.iter().map(|name| format!("`{name}`")).collect();
            let required = if entry.required { "required" } else { "" };
            let start = format!("| `{}` | {required} | {} |", entry.name, names.join(", "));
            assert!(line.starts_with(&start), "{line}\nshould start with\n{start}");
        }
    }
}

#[test]
fn every_event_is_documented() {
    let events = DOCUMENT.split("### Events").nth(1).unwrap();
    for kind in EventKind::ALL {
        assert!(events.contains(&format!("`{}`", kind.word())), "{}", kind.word());
    }
}

fn section(file: &str) -> &str {
    let start = DOCUMENT.find(&format!("## `{file}`")).unwrap();
    let rest = &DOCUMENT[start + 3..];
    rest.find("\n##").map_or(rest, |end| &rest[..end])
}
