//! What `check` writes for other programs has the form that they read: SARIF 2.1.0, JUnit XML, annotations of GitHub
//! Actions. Every folder of the cases of `check` and of the catalogue is written in each of them and read again.

#![expect(clippy::disallowed_methods, reason = "a test may read PATH")]

mod running;

use std::path::Path;

use relance::diag::code;
use relance::model::cores::each;
use running::{folders, prepared, shell};
use serde_json::Value;

/// Reads what a format wrote again, given how many findings there are.
type Judge = fn(&str, usize);

#[test]
fn other_programs_can_read_what_is_found() {
    const FORMATS: [(&str, Judge); 3] = [("sarif", judge_sarif), ("junit", judge_junit), ("github", judge_github)];
    let cases = folders(Path::new("tests/cases/check")).into_iter().chain(folders(Path::new("tests/cases/broken")));
    let cases: Vec<_> = cases.filter(|case| case.join("in/invoices.csv").is_file()).collect();
    assert!(cases.len() > 20, "{} folders", cases.len());
    each(&cases, |case| judge(case, &FORMATS));
}

/// Runs `check` on the folder of a case in each format, and in our own.
fn judge(case: &Path, formats: &[(&str, Judge)]) {
    let (scratch, _) = prepared(case);
    let run = |format: &str| {
        shell(&format!("relance check -C in --as-of 2026-03-31 --lang en --format {format}"), scratch.path())
    };
    let ours = run("json");
    if ours.status.code() == Some(2) {
        return;
    }
    let rows: Value = serde_json::from_slice(&ours.stdout).unwrap();
    let count = rows["rows"].as_array().unwrap().len();
    for (format, judge) in formats {
        let theirs = run(format);
        assert_eq!(ours.status.code(), theirs.status.code(), "{}", case.display());
        judge(std::str::from_utf8(&theirs.stdout).unwrap(), count);
    }
}

/// SARIF has what its schema asks for.
fn judge_sarif(written: &str, count: usize) {
    let log: Value = serde_json::from_str(written).unwrap();
    assert_eq!(log["version"], "2.1.0");
    let run = &log["runs"][0];
    assert_eq!(run["tool"]["driver"]["name"], "relance");
    let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
    for rule in rules {
        assert!(code::find(rule["id"].as_str().unwrap()).is_some());
        assert!(!rule["help"]["text"].as_str().unwrap().is_empty(), "{rule}");
        assert!(rule["helpUri"].as_str().unwrap().starts_with("https://"), "{rule}");
        is_level(&rule["defaultConfiguration"]["level"]);
    }
    let results = run["results"].as_array().unwrap();
    assert_eq!(results.len(), count);
    for result in results {
        let rule = &rules[usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap()];
        assert_eq!(result["ruleId"], rule["id"]);
        assert!(!result["message"]["text"].as_str().unwrap().is_empty());
        is_level(&result["level"]);
        let places = ["locations", "relatedLocations"].map(|key| result[key].as_array());
        places.into_iter().flatten().flatten().for_each(is_location);
    }
}

fn is_level(level: &Value) {
    assert!(["none", "note", "warning", "error"].contains(&level.as_str().unwrap()), "{level}");
}

fn is_location(location: &Value) {
    let physical = &location["physicalLocation"];
    let uri = physical["artifactLocation"]["uri"].as_str().unwrap();
    assert!(uri.bytes().all(|b| b.is_ascii_graphic()) && !uri.contains(['\\', '"', '<', '>', '`']), "{uri}");
    for number in ["startLine", "startColumn"].map(|key| &physical["region"][key]) {
        assert!(number.is_null() || number.as_u64().is_some_and(|number| number >= 1), "{location}");
    }
    assert!(physical["region"].is_null() || physical["region"]["startLine"].is_u64(), "a column needs a line");
}

/// JUnit XML counts what it lists.
fn judge_junit(written: &str, count: usize) {
    let document = roxmltree::Document::parse(written).unwrap();
    let root = document.root_element();
    assert_eq!(root.tag_name().name(), "testsuites");
    let number = |node: roxmltree::Node<'_, '_>, name: &str| node.attribute(name).unwrap().parse::<usize>().unwrap();
    let (mut tests, mut failures) = (0, 0);
    for suite in root.children().filter(roxmltree::Node::is_element) {
        assert_eq!(suite.tag_name().name(), "testsuite");
        let cases: Vec<_> = suite.children().filter(roxmltree::Node::is_element).collect();
        let failed = cases.iter().filter(|case| case.children().any(|part| part.has_tag_name("failure"))).count();
        assert!(cases.iter().all(|case| case.has_tag_name("testcase") && case.attribute("classname").is_some()));
        assert_eq!((number(suite, "tests"), number(suite, "failures")), (cases.len(), failed));
        (tests, failures) = (tests + cases.len(), failures + failed);
    }
    assert_eq!((number(root, "tests"), number(root, "failures")), (tests, failures));
    assert_eq!(tests, count.max(1));
}

/// Annotations are read as they were meant.
fn judge_github(written: &str, count: usize) {
    assert_eq!(written.lines().count(), count, "one line each");
    for line in written.lines() {
        let (head, message) = line.strip_prefix("::").unwrap().split_once("::").unwrap();
        let (command, properties) = head.split_once(' ').unwrap();
        assert!(["error", "warning", "notice"].contains(&command), "{line}");
        for property in properties.split(',') {
            let (name, value) = property.split_once('=').unwrap();
            assert!(["file", "line", "col", "title"].contains(&name) && !value.is_empty(), "{line}");
            assert!(!value.contains(':'), "{line}");
        }
        assert!(!message.is_empty(), "{line}");
    }
}
