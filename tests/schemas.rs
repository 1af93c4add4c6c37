//! The JSON Schemas of `docs/schema/`: made from the table of keys, and true of what every case writes.
//!
//! `RELANCE_BLESS=1 cargo test --test schemas` writes them. The cases are run once more, with `--format json` where
//! they name no format; what each run writes must have the keys of its schema, all of them and no others, and every key
//! of the table must be written by one.

#![expect(clippy::disallowed_methods, reason = "a test may read PATH and its own switches")]

#[allow(dead_code, reason = "other tests run cases in other ways")]
mod running;
#[path = "schemas/table.rs"]
mod table;
#[path = "schemas/validate.rs"]
mod validate;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use relance::model::cores::each;
use running::files::read;
use running::{folders, prepared};
use serde_json::Value;
use validate::Seen;

const FOLDER: &str = "docs/schema";

#[test]
fn the_schemas_are_what_the_table_of_keys_makes() {
    let is_blessing = std::env::var_os("RELANCE_BLESS").is_some();
    let mut files = BTreeMap::new();
    for (name, schema) in table::schemas() {
        let text = serde_json::to_string_pretty(&schema).unwrap() + "\n";
        files.insert(Path::new(FOLDER).join(format!("{name}.schema.json")), text);
    }
    for (path, text) in &files {
        if is_blessing {
            fs::write(path, text).unwrap();
        }
        let written = fs::read_to_string(path).unwrap_or_default();
        assert!(written == *text, "{} is stale: RELANCE_BLESS=1 cargo test --test schemas", path.display());
    }
    let left = fs::read_dir(FOLDER).unwrap().map(|entry| entry.unwrap().path());
    let left: Vec<PathBuf> = left.filter(|path| path.ends_with(".json") && !files.contains_key(path)).collect();
    assert!(left.is_empty(), "made from nothing: {left:?}");
}

#[test]
fn what_every_case_writes_is_as_its_schema_says() {
    let schemas: BTreeMap<String, Value> = table::schemas().into_iter().collect();
    let wrapper = tempfile::tempdir().unwrap();
    write_wrapper(wrapper.path());
    // What shows an error alone writes no result.
    let is_refused = |case: &PathBuf| {
        case.starts_with("tests/cases/broken") && fs::read(case.join("status")).is_ok_and(|status| status == b"2\n")
    };
    let cases: Vec<PathBuf> = folders(Path::new("tests/cases")).into_iter().filter(|case| !is_refused(case)).collect();
    let (mut faults, mut seen) = (Vec::new(), Seen::default());
    let judged = each(&cases, |case| {
        let mut own = Seen::default();
        (judged(case, wrapper.path(), &schemas, &mut own), own)
    });
    for (found, own) in judged {
        faults.extend(found);
        seen.extend(own);
    }
    assert!(faults.is_empty(), "\n{}", faults.join("\n"));
    let unseen: Vec<String> = table::parts().into_iter().filter(|part| !seen.contains(part)).collect();
    assert!(unseen.is_empty(), "no case writes {unseen:#?}");
}

/// Writes a program that stands before ours: it keeps what ours writes, and asks for JSON where nothing is asked for.
fn write_wrapper(folder: &Path) {
    let program = env!("CARGO_BIN_EXE_relance");
    let script = format!(
        "#!/bin/sh\nout=$(mktemp \"$RELANCE_SHOWN/XXXXXXXX\")\nformat='--format json'\n\
         for word; do case $word in --format|--format=*|--csv|--csv=*) format=;; esac; done\n\
         case $1 in completions|completer|man|manuel|explain|expliquer|report|rapport) format=;; esac\n\
         \"{program}\" \"$@\" $format >\"$out\"; status=$?\ncat \"$out\"; printf '%s ' \"$@\" >\"$out.args\"; exit $status\n"
    );
    let path = folder.join("relance");
    fs::write(&path, script).unwrap();
    Command::new("chmod").arg("+x").arg(&path).status().unwrap();
}

/// Runs a case and returns what is not as the schemas say.
fn judged(case: &Path, wrapper: &Path, schemas: &BTreeMap<String, Value>, seen: &mut Seen) -> Vec<String> {
    let ((scratch, before), shown) = (prepared(case), tempfile::tempdir().unwrap());
    let path = format!("{}:{}", wrapper.display(), std::env::var("PATH").unwrap());
    let mut shell = Command::new("sh");
    shell.arg("-c").arg(fs::read_to_string(case.join("cmd")).unwrap()).current_dir(scratch.path());
    shell.env_clear().env("PATH", path).env("RELANCE_SHOWN", shown.path()).output().unwrap();
    let mut faults = Vec::new();
    let mut judge = |name: &str, pointer: &str, value: &Value, what: &str| {
        let Some(schema) = schemas.get(name) else { return faults.push(format!("{what}: {name} has no schema")) };
        let found = validate::faults(schema, pointer, value, name, seen);
        faults.extend(found.into_iter().take(5).map(|fault| format!("{}: {what}: {fault}", case.display())));
    };
    for (file, bytes) in read(shown.path()) {
        let args = shown.path().join(&file).with_extension("args");
        let what = fs::read_to_string(args).unwrap_or_default();
        if file.extension().is_some() {
            continue;
        }
        let text = String::from_utf8_lossy(&bytes);
        if what.contains("--format ndjson") {
            let command = what.split(' ').next().unwrap_or_default();
            for line in text.lines() {
                judge(command, "/$defs/row", &serde_json::from_str(line).unwrap(), &what);
            }
        } else if let Ok(value) = serde_json::from_str::<Value>(&text) {
            let name = value["schema"].as_str().and_then(|name| name.strip_prefix("relance.")?.strip_suffix("/1"));
            // SARIF has a schema of its own.
            name.into_iter().for_each(|name| judge(name, "", &value, &what));
        }
    }
    // What lay there before the case is not ours, and some cases forge manifests.
    let is_old = |path: &Path| path.strip_prefix("in").is_ok_and(|path| before.contains_key(path));
    let manifests =
        read(scratch.path()).into_iter().filter(|(path, _)| path.ends_with("manifest.json") && !is_old(path));
    for (path, bytes) in manifests.filter(|_| !case.to_string_lossy().contains("verify")) {
        if let Ok(value @ Value::Object(_)) = serde_json::from_slice(&bytes) {
            judge("letters-manifest", "", &value, &path.display().to_string());
        }
    }
    faults
}
