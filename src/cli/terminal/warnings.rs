//! Findings as the `warnings` of a JSON result: what stderr said, for who reads only stdout.

use crate::diag::{Diagnostic, Severity};
use crate::model::Lang;
use crate::output::{Cell, Nested};

/// The keys of one warning.
const KEYS: &[&str] = &["code", "severity", "message", "file", "line", "column", "text", "help"];

/// Returns the warnings, and the errors that `--keep-going` went past, each with its first place.
pub(in crate::cli) fn nested(findings: &[Diagnostic], lang: Lang) -> Nested<'_> {
    let rows = findings
        .iter()
        .filter(|finding| finding.severity != Severity::Note)
        .map(|finding| {
            let place = finding.places.first();
            let text = |text: Option<&'_ String>| Cell::maybe(text.cloned(), Cell::text);
            vec![
                Cell::Word(finding.code.slug),
                Cell::Word(if finding.is_error() { "error" } else { "warning" }),
                Cell::text(finding.sentence.get(lang)),
                text(place.map(|place| &place.file)),
                Cell::maybe(place.and_then(|place| place.line), |line| Cell::Count(line.into())),
                text(place.and_then(|place| place.column.as_ref())),
                text(place.and_then(|place| place.text.as_ref())),
                Cell::maybe(finding.help.as_ref(), |help| Cell::text(help.get(lang))),
            ]
        })
        .collect();
    Nested::Objects(KEYS, rows)
}
