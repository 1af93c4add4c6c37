//! Findings as workflow commands of GitHub Actions, which shows them beside the lines of a change.

use super::{Machine, place};
use crate::diag::{Diagnostic, Severity};
use crate::model::Lang;
use crate::model::visible::visible;

/// Returns one annotation per finding.
pub fn write(findings: &Machine<'_>) -> String {
    findings.all().map(|finding| annotation(finding, findings.lang)).collect()
}

fn annotation(finding: &Diagnostic, lang: Lang) -> String {
    let command = match finding.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "notice",
    };
    let mut properties = Vec::new();
    let (first, others) = finding.places.split_at(finding.places.len().min(1));
    if let [first] = first {
        properties.push(("file", first.file.clone()));
        properties.extend(first.line.map(|line| ("line", line.to_string())));
        properties.extend(first.position.map(|position| ("col", position.to_string())));
    }
    properties.push(("title", finding.code.slug.to_owned()));
    let properties: Vec<String> =
        properties.into_iter().map(|(name, value)| format!("{name}={}", property(&value))).collect();
    let mut message = finding.sentence.get(lang).to_owned();
    for other in others {
        message += &format!("\n--> {}", place(other));
    }
    if let Some(help) = &finding.help {
        message += &format!("\n{}", help.get(lang));
    }
    format!("::{command} {}::{}\n", properties.join(","), data(&message))
}

/// Returns a message as a command holds it: one line, in which nothing steers a terminal.
fn data(text: &str) -> String {
    let lines: Vec<_> = text.split('\n').map(|line| visible(line).replace('%', "%25")).collect();
    lines.join("%0A")
}

/// Returns a value among others, which colons and commas set apart.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diag::{Place, code};

    #[test]
    fn what_a_command_is_made_of_is_escaped() {
        let finding = Diagnostic::new(code::input::AMOUNT_INVALID, "100% wrong\n::error::x\u{1b}[31m", "")
            .at(Place::line("a,b:c/invoices.csv", 2))
            .help("write 1.00", "");
        assert_eq!(
            annotation(&finding, Lang::En),
            "::error file=a%2Cb%3Ac/invoices.csv,line=2,title=amount-invalid::100%25 wrong%0A::error::x\\u{1b}[31m%0Awrite 1.00\n"
        );
    }
}
