//! Findings as JUnit XML, as CI systems read it: a suite per folder, a test case per finding.

use std::collections::BTreeMap;
use std::fmt::Write;

use super::{Machine, Verdict, place, text};
use crate::diag::Diagnostic;
use crate::model::Lang;

/// Returns the findings: those that make `check` fail are failures, the others are told and pass. A folder of which
/// nothing was found is one test case that passes.
pub fn write(findings: &Machine<'_>) -> String {
    let total: usize = findings.folders.iter().map(tests).sum();
    let failures: usize = findings.folders.iter().map(Verdict::failures).sum();
    let mut xml = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n".to_owned();
    let _ = writeln!(xml, "<testsuites name=\"relance check\" tests=\"{total}\" failures=\"{failures}\" errors=\"0\">");
    for verdict in findings.folders {
        let (suite, failures) = (escaped(&verdict.folder), verdict.failures());
        let _ = writeln!(
            xml,
            "  <testsuite name=\"{suite}\" tests=\"{}\" failures=\"{failures}\" errors=\"0\" skipped=\"0\">",
            tests(verdict)
        );
        if verdict.findings.is_empty() {
            let nothing = findings.lang.pick(("nothing found", "rien trouvé"));
            let _ = writeln!(xml, "    <testcase classname=\"relance.check\" name=\"{nothing}\"/>");
        }
        // Readers keep one test case of a name.
        let mut named: BTreeMap<String, usize> = BTreeMap::new();
        for finding in &verdict.findings {
            let name = name(finding);
            let count = named.entry(name.clone()).and_modify(|count| *count += 1).or_insert(1);
            let name = if *count == 1 { name } else { format!("{name} ({count})") };
            write_case(&mut xml, &name, finding, verdict.fails(finding), findings.lang);
        }
        xml += "  </testsuite>\n";
    }
    xml + "</testsuites>\n"
}

fn tests(verdict: &Verdict) -> usize {
    verdict.findings.len().max(1)
}

/// Returns the name of a finding's test case: its code and its place.
fn name(finding: &Diagnostic) -> String {
    let code = finding.code.slug;
    finding.places.first().map_or_else(|| code.to_owned(), |first| format!("{code} {}", place(first)))
}

fn write_case(xml: &mut String, name: &str, finding: &Diagnostic, fails: bool, lang: Lang) {
    let code = finding.code.slug;
    let _ = writeln!(xml, "    <testcase classname=\"relance.check\" name=\"{}\">", escaped(name));
    let whole = escaped(&text(finding, lang));
    let _ = if fails {
        let message = escaped(finding.sentence.get(lang));
        writeln!(xml, "      <failure type=\"{code}\" message=\"{message}\">{whole}</failure>")
    } else {
        writeln!(xml, "      <system-out>{whole}</system-out>")
    };
    *xml += "    </testcase>\n";
}

/// Returns the text as it may stand in XML, in an attribute too: what XML 1.0 has no room for becomes U+FFFD.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out += "&amp;",
            '<' => out += "&lt;",
            '>' => out += "&gt;",
            '"' => out += "&quot;",
            '\n' => out += "&#10;",
            '\t' => out += "&#9;",
            '\u{0}'..='\u{1f}' | '\u{7f}'..='\u{9f}' | '\u{fffe}' | '\u{ffff}' => out.push('\u{fffd}'),
            _ => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hostile_text_stays_text() {
        assert_eq!(escaped("a<b & \"c\"\n\u{1b}]]>"), "a&lt;b &amp; &quot;c&quot;&#10;\u{fffd}]]&gt;");
    }
}
