//! Findings as lines of text for a person.

use std::borrow::Cow;
use std::fmt::Write;

use super::{Diagnostic, Place, Severity};
use crate::model::Lang;

/// Returns the finding as lines: code and sentence, then each place, then the way out.
///
/// ```text
/// error[amount-invalid]: the amount of invoice F-2026-0117 cannot be read
///   --> invoices.csv:14, column "montant_ttc": "1.200,5O"
///   = expected digits with a comma or a point before the cents, such as 1 200,50
/// ```
pub fn render(finding: &Diagnostic, lang: Lang) -> String {
    let colon = match lang {
        Lang::En => ":",
        Lang::Fr => "\u{a0}:",
    };
    let mut text = format!(
        "{}[{}]{colon} {}\n",
        finding.severity.term().get(lang),
        finding.code.slug,
        visible(finding.sentence.get(lang))
    );
    for place in &finding.places {
        text.push_str("  --> ");
        write_place(&mut text, place, lang);
        text.push('\n');
    }
    if let Some(help) = &finding.help {
        // The way out is useless where it breaks off: it is ours, but for some names.
        let _ = writeln!(text, "  = {}", shown(help.get(lang), LONGEST_HELP));
    }
    text
}

/// Returns one line that counts the findings: `2 errors, 1 warning`; nothing when there is none.
pub fn summary<'a>(findings: impl Iterator<Item = &'a Diagnostic>, lang: Lang) -> Option<String> {
    let mut counts = [0_usize; 3];
    for finding in findings {
        counts[finding.severity as usize] += finding.count;
    }
    let parts: Vec<String> = [Severity::Error, Severity::Warning, Severity::Note]
        .into_iter()
        .filter(|&severity| counts[severity as usize] > 0)
        .map(|severity| {
            let count = counts[severity as usize];
            let plural = if count > 1 { "s" } else { "" };
            format!("{count} {}{plural}", severity.term().get(lang))
        })
        .collect();
    (!parts.is_empty()).then(|| parts.join(", "))
}

fn write_place(out: &mut String, place: &Place, lang: Lang) {
    out.push_str(&visible(&place.file));
    for number in [place.line, place.position].into_iter().flatten() {
        let _ = write!(out, ":{number}");
    }
    let quoted = |text: &str| match lang {
        Lang::En => format!("\"{}\"", visible(text)),
        Lang::Fr => format!("«\u{a0}{}\u{a0}»", visible(text)),
    };
    if let Some(column) = &place.column {
        let word = if lang == Lang::En { "column" } else { "colonne" };
        let _ = write!(out, ", {word} {}", quoted(column));
    }
    // Of an empty cell the column says enough.
    if let Some(text) = place.text.as_deref().filter(|text| !text.is_empty()) {
        let colon = if lang == Lang::En { ":" } else { "\u{a0}:" };
        let _ = write!(out, "{colon} {}", quoted(text));
    }
}

/// The most letters of a sentence or of a place.
const LONGEST: usize = 300;

/// The most letters of a way out.
const LONGEST_HELP: usize = 1000;

fn visible(text: &str) -> Cow<'_, str> {
    shown(text, LONGEST)
}

/// Returns the text with everything that could steer a terminal made visible, and cut to a readable length.
fn shown(text: &str, longest: usize) -> Cow<'_, str> {
    match text.char_indices().nth(longest) {
        None => crate::model::visible::visible(text),
        Some((end, _)) => Cow::Owned(format!("{}…", crate::model::visible::visible(&text[..end]))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diag::code;

    fn finding() -> Diagnostic {
        Diagnostic::new(
            code::input::AMOUNT_INVALID,
            "the amount of invoice F-1 cannot be read",
            "le montant de la facture F-1 est illisible",
        )
        .at(Place::line("invoices.csv", 14).cell("montant_ttc", "1.200,5O\u{1b}[2J"))
        .help("write it as 1200.50", "écrire 1200,50")
    }

    #[test]
    fn a_finding_reads_well_and_cannot_steer_the_terminal() {
        assert_eq!(
            render(&finding(), Lang::En),
            "error[amount-invalid]: the amount of invoice F-1 cannot be read\n  \
             --> invoices.csv:14, column \"montant_ttc\": \"1.200,5O\\u{1b}[2J\"\n  = write it as 1200.50\n"
        );
        assert!(render(&finding(), Lang::Fr).starts_with("erreur[amount-invalid]\u{a0}: le montant"));
    }

    #[test]
    fn the_summary_counts_by_severity() {
        let mut warning = finding();
        warning.severity = Severity::Warning;
        let all = [finding(), warning, finding()];
        assert_eq!(summary(all.iter(), Lang::En).as_deref(), Some("2 errors, 1 warning"));
        assert_eq!(summary([].iter(), Lang::En), None);
    }
}
