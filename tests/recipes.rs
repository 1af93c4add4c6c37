//! The recipes of `docs/machines.md`, tried out: what they have a machine run is run in folders like theirs, their YAML
//! is parsed, and systemd looks at their units where it is there.
//!
//! A command whose program is not on this machine (`parallel`, `duckdb`) is not run.

#![expect(clippy::disallowed_methods, reason = "a test may read PATH")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_yaml_ng::Value;
use tempfile::TempDir;

const PAGES: [&str; 2] = ["docs/machines.md", "docs/fr/machines.md"];

/// What a recipe may end with: it was done, and found something or not.
const GOES_WELL: [i32; 2] = [0, 1];

/// The examples, as the clients of somebody who keeps their books.
fn clients() -> TempDir {
    let scratch = tempfile::tempdir().unwrap();
    for (client, example) in [("dupont", "atelier-moreau"), ("leroy", "librairie-deux-rives")] {
        let folder = scratch.path().join("clients").join(client);
        fs::create_dir_all(&folder).unwrap();
        for entry in fs::read_dir(Path::new("examples").join(example)).unwrap() {
            let path = entry.unwrap().path();
            if path.is_file() {
                fs::copy(&path, folder.join(path.file_name().unwrap())).unwrap();
            }
        }
    }
    scratch
}

/// Returns the blocks of a page in a language, without their fences.
fn blocks(page: &str, language: &str) -> Vec<String> {
    let text = fs::read_to_string(page).unwrap();
    let blocks = text.split("\n```").skip(1).step_by(2);
    blocks.filter_map(|block| block.strip_prefix(language)?.strip_prefix('\n')).map(str::to_owned).collect()
}

fn run(command: &str, folder: &Path) -> Output {
    let program = Path::new(env!("CARGO_BIN_EXE_relance"));
    let path = format!("{}:{}", program.parent().unwrap().display(), std::env::var("PATH").unwrap());
    // As CI runs it: the first command that fails ends it.
    Command::new("sh").args(["-e", "-c", command]).current_dir(folder).env_clear().env("PATH", path).output().unwrap()
}

fn goes_well(command: &str, folder: &Path) {
    let output = run(command, folder);
    let is_well = output.status.code().is_some_and(|code| GOES_WELL.contains(&code));
    assert!(is_well, "{command}: {}: {}", output.status, String::from_utf8_lossy(&output.stderr));
}

fn is_there(program: &str) -> bool {
    let found = std::env::var_os("PATH").unwrap();
    std::env::split_paths(&found).any(|folder| folder.join(program).is_file())
}

#[test]
fn jobs_of_github_and_gitlab_run() {
    let mut count = 0;
    for yaml in PAGES.iter().flat_map(|page| blocks(page, "yaml")) {
        let scratch = clients();
        let parsed: Value = serde_yaml_ng::from_str(&yaml).unwrap_or_else(|error| panic!("{error}: {yaml}"));
        for line in scripts(&parsed) {
            goes_well(&line, scratch.path());
            count += 1;
        }
        // What is handed on afterwards is there.
        let written =
            ["relance.sarif", "relance.xml"].map(|name| yaml.contains(name) && !scratch.path().join(name).is_file());
        assert_eq!(written, [false, false], "{yaml}");
    }
    assert!(count >= 3, "{count} lines were run");
}

/// Returns the command lines of a job: those under `run` and `script`.
fn scripts(yaml: &Value) -> Vec<String> {
    let line = |value: &Value| value.as_str().map(str::to_owned);
    match yaml {
        Value::Sequence(list) => list.iter().flat_map(scripts).collect(),
        Value::Mapping(map) => {
            let of_key = |(key, value): (&Value, &Value)| match (key.as_str(), value) {
                (Some("run" | "script"), Value::Sequence(lines)) => lines.iter().filter_map(line).collect(),
                (Some("run" | "script"), _) => line(value).into_iter().collect(),
                _ => scripts(value),
            };
            map.iter().flat_map(of_key).collect()
        }
        _ => Vec::new(),
    }
}

#[test]
fn scripts_of_the_shell_run() {
    for (page, script) in PAGES.iter().flat_map(|page| blocks(page, "sh").into_iter().map(move |script| (page, script)))
    {
        let scratch = clients();
        // What was answered before is added up.
        goes_well(
            "for d in clients/*/; do relance age -C $d -q --format ndjson --output $d/age.ndjson; relance plan -C $d -q --format json --output $d/plan.json || [ $? -eq 1 ]; done",
            scratch.path(),
        );
        if script.starts_with("#!") {
            goes_well(&script, scratch.path());
            continue;
        }
        // A command goes on on lines that are indented.
        for command in script.replace("\n ", " ").lines() {
            let program = command.split(' ').next().unwrap();
            if is_there(program) || program == "printf" {
                goes_well(command, scratch.path());
            } else {
                assert!(["parallel", "duckdb", "jq"].contains(&program), "{page}: {program} is known to nobody");
            }
        }
    }
}

#[test]
fn lines_of_a_crontab_run() {
    for table in PAGES.iter().flat_map(|page| blocks(page, "crontab")) {
        let scratch = clients();
        for line in table.lines().filter(|line| !line.starts_with('#')) {
            let command = line.splitn(6, [' ']).last().unwrap();
            // There, a percent sign ends the line.
            assert!(!command.contains('%'), "{line}");
            goes_well(&command.replace("/srv", scratch.path().to_str().unwrap()), scratch.path());
        }
    }
}

#[test]
fn a_makefile_answers_for_each_folder_and_goes_on_past_a_broken_one() {
    if !is_there("make") {
        return;
    }
    for makefile in PAGES.iter().flat_map(|page| blocks(page, "make")) {
        let scratch = clients();
        let broken = scratch.path().join("clients/martin");
        fs::create_dir(&broken).unwrap();
        fs::write(broken.join("invoices.csv"), "nothing\n").unwrap();
        fs::write(scratch.path().join("Makefile"), makefile).unwrap();
        assert!(!run("make -j2 -k", scratch.path()).status.success());
        let plans = ["dupont", "leroy", "martin"]
            .map(|client| scratch.path().join("clients").join(client).join("plan.json").is_file());
        assert_eq!(plans, [true, true, false]);
    }
}

#[test]
fn units_of_systemd_are_sound_and_run() {
    for ini in PAGES.iter().flat_map(|page| blocks(page, "ini")) {
        let scratch = clients();
        let mut units: Vec<(PathBuf, String)> = Vec::new();
        for line in ini.lines() {
            if let Some(path) = line.strip_prefix("# /etc/systemd/system/") {
                let name = path.split([':', ',']).next().unwrap();
                units.push((scratch.path().join(name), String::new()));
            } else {
                let text = &mut units.last_mut().expect("a unit is named first").1;
                *text += &format!("{line}\n");
            }
        }
        let program = env!("CARGO_BIN_EXE_relance");
        for (path, text) in &units {
            fs::write(path, text.replace("/usr/bin/relance", program)).unwrap();
            if let Some(command) = text.lines().find_map(|line| line.strip_prefix("ExecStart=/usr/bin/")) {
                goes_well(command, &scratch.path().join("clients/dupont"));
            }
        }
        if is_there("systemd-analyze") {
            let name = |path: &Path| path.to_str().unwrap().replace("@.", "@dupont.");
            for (path, _) in &units {
                fs::copy(path, name(path)).unwrap();
            }
            let names: Vec<String> = units.iter().map(|(path, _)| name(path)).collect();
            let output = Command::new("systemd-analyze").args(["verify", "--man=no"]).args(names).output().unwrap();
            let said = String::from_utf8_lossy(&output.stderr).into_owned();
            // Of the units of the machine itself it says what it likes.
            let ours: Vec<&str> = said.lines().filter(|line| line.contains("relance@")).collect();
            assert!(ours.is_empty(), "{ours:?}");
        }
    }
}
