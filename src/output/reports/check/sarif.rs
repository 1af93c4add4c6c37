//! Findings as SARIF 2.1.0 (OASIS), which CI systems and editors show beside the lines.

use serde_json::{Map, Value, json};

use super::Machine;
use crate::diag::catalogue::Entry;
use crate::diag::{Code, Diagnostic, Place};
use crate::model::Lang;

const SCHEMA: &str = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

/// Returns the findings as one SARIF log, with a rule for each code that was found.
pub fn write(findings: &Machine<'_>) -> String {
    let mut codes: Vec<Code> = findings.all().map(|finding| finding.code).collect();
    codes.sort_by_key(|code| code.slug);
    codes.dedup();
    let results: Vec<Value> = findings.all().map(|finding| result(finding, &codes, findings.lang)).collect();
    let log = json!({
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "relance",
                "version": env!("CARGO_PKG_VERSION"),
                "semanticVersion": env!("CARGO_PKG_VERSION"),
                "language": findings.lang.tag(),
                "rules": codes.iter().map(|code| rule(*code, findings.lang)).collect::<Vec<_>>(),
            }},
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    });
    format!("{log:#}\n")
}

/// Returns what a code means, what to do about it, and where the catalogue says so.
fn rule(code: Code, lang: Lang) -> Value {
    let entry = Entry::of(code, lang);
    let (meaning, way_out, markdown) =
        entry.map_or((code.meaning, "", ""), |entry| (entry.meaning, entry.way_out, entry.markdown));
    json!({
        "id": code.slug,
        "shortDescription": { "text": meaning },
        "help": { "text": format!("{meaning} {way_out}").trim_end(), "markdown": markdown },
        "helpUri": page_of(code, lang),
        "defaultConfiguration": { "level": code.severity.term().en },
    })
}

/// Returns where the page of the catalogue is published, at the entry of a code.
fn page_of(code: Code, lang: Lang) -> String {
    let page = lang.pick(("docs/codes.md", "docs/fr/codes.md"));
    format!("https://docs.rs/crate/relance/{}/source/{page}#{}", env!("CARGO_PKG_VERSION"), code.slug)
}

fn result(finding: &Diagnostic, codes: &[Code], lang: Lang) -> Value {
    let mut text = finding.sentence.get(lang).to_owned();
    if let Some(help) = &finding.help {
        text += &format!("\n{}", help.get(lang));
    }
    let mut result = json!({
        "ruleId": finding.code.slug,
        "ruleIndex": codes.iter().position(|code| *code == finding.code),
        "level": finding.severity.term().en,
        "message": { "text": text },
    });
    let (first, others) = finding.places.split_at(finding.places.len().min(1));
    if let [first] = first {
        result["locations"] = json!([location(first)]);
    }
    if !others.is_empty() {
        result["relatedLocations"] = others.iter().map(location).collect();
    }
    if finding.count > 1 {
        result["occurrenceCount"] = json!(finding.count);
    }
    result
}

fn location(place: &Place) -> Value {
    let mut physical = Map::new();
    physical.insert("artifactLocation".to_owned(), json!({ "uri": uri(&place.file) }));
    if let Some(line) = place.line {
        let mut region = json!({ "startLine": line });
        if let Some(position) = place.position {
            region["startColumn"] = json!(position);
        }
        if let Some(text) = &place.text {
            region["snippet"] = json!({ "text": text });
        }
        physical.insert("region".to_owned(), region);
    }
    let mut location = json!({ "physicalLocation": physical });
    // The column of a list is a name: it has no place in characters that would stay true in a spreadsheet.
    if let Some(column) = &place.column {
        location["logicalLocations"] = json!([{ "name": column, "kind": "member" }]);
    }
    location
}

/// Returns a path as a reference of RFC 3986: relative, or `file:` when it is not.
fn uri(path: &str) -> String {
    let path = path.replace('\\', "/");
    let mut uri = if path.starts_with('/') { "file://".to_owned() } else { String::new() };
    for byte in path.strip_prefix("./").unwrap_or(&path).bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => uri.push(char::from(byte)),
            _ => uri += &format!("%{byte:02X}"),
        }
    }
    uri
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_references() {
        assert_eq!(uri("./clients/L'été/invoices.csv"), "clients/L%27%C3%A9t%C3%A9/invoices.csv");
        assert_eq!(uri("/srv/a b.csv"), "file:///srv/a%20b.csv");
        assert_eq!(uri(r"clients\dupont\x.csv"), "clients/dupont/x.csv");
    }
}
