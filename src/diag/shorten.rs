//! A long list of findings as people can read it: what goes on saying the same is counted.

use std::collections::BTreeMap;

use super::{Diagnostic, Place, Severity, code};

/// How many findings of one kind and cause are listed.
const OF_A_CAUSE: usize = 3;

/// How many errors of one kind are listed for one file: they are to be mended, each in its line.
const ERRORS_OF_A_KIND: usize = 100;

/// How many warnings or notes of one kind can stand beside a result that is not about them; of more, three do.
const OTHERS_OF_A_KIND: usize = 5;
const SAMPLE: usize = 3;

/// How much of a long list is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Detail {
    /// What can be read beside a result.
    Usual,
    /// As much as anybody reads: of a command that is about findings, or who asked for more.
    Whole,
}

/// Findings of one kind: code, severity and file.
type Kind = (&'static str, Severity, String);

/// How many findings there are and how many of them are listed so far.
#[derive(Clone, Copy, Default)]
struct Tally {
    left: usize,
    listed: usize,
    /// How many may be.
    most: usize,
    /// How many are not listed, and not counted with their cause either.
    hidden: usize,
}

/// Returns the findings with three of one kind and cause, so many of one kind in one file, and the number of the others
/// behind them. The order stays.
pub fn shorten(findings: Vec<Diagnostic>, detail: Detail) -> Vec<Diagnostic> {
    if findings.len() <= OF_A_CAUSE {
        return findings;
    }
    let mut causes: BTreeMap<(Kind, String), Tally> = BTreeMap::new();
    let mut kinds: BTreeMap<Kind, Tally> = BTreeMap::new();
    for finding in &findings {
        causes.entry((kind(finding), cause(finding))).or_default().left += 1;
        kinds.entry(kind(finding)).or_default().left += 1;
    }
    for ((_, severity, _), tally) in &mut kinds {
        let is_beside = detail == Detail::Usual && *severity != Severity::Error;
        tally.most = match tally.left {
            many if is_beside && many > OTHERS_OF_A_KIND => SAMPLE,
            _ => ERRORS_OF_A_KIND,
        };
    }
    let mut list = Vec::with_capacity(findings.len().min(1000));
    for finding in findings {
        let of_kind = kinds.get_mut(&kind(&finding)).expect("every kind was counted");
        let of_cause = causes.get_mut(&(kind(&finding), cause(&finding))).expect("every cause was counted");
        of_kind.left -= 1;
        of_cause.left -= 1;
        // What stands for others already joins those that are not listed.
        if finding.count > 1 || (of_kind.listed >= of_kind.most && of_cause.listed < OF_A_CAUSE) {
            of_kind.hidden += finding.count;
        } else if of_cause.listed < OF_A_CAUSE {
            of_kind.listed += 1;
            of_cause.listed += 1;
            let more = of_cause.left;
            if of_cause.listed == OF_A_CAUSE && more > 0 {
                let others = more_of_the_cause(&finding, more);
                list.extend([finding.clone(), others]);
            } else {
                list.push(finding.clone());
            }
        }
        if of_kind.left == 0 && of_kind.hidden > 0 {
            list.push(more_of_the_kind(&finding, of_kind.hidden));
        }
    }
    list
}

fn kind(finding: &Diagnostic) -> Kind {
    let file = finding.places.first().map(|place| place.file.clone()).unwrap_or_default();
    (finding.code.slug, finding.severity, file)
}

/// Returns what findings of one cause have in common: the cell's column and text, else the sentence; of an amount whose
/// currency is not known only the signs.
fn cause(finding: &Diagnostic) -> String {
    match finding.places.first() {
        Some(Place { column: Some(column), text: Some(text), .. }) if finding.code == code::input::CURRENCY_UNKNOWN => {
            format!("{column}\n{}", text.replace(|c: char| c.is_ascii_digit() || " .,-()".contains(c), ""))
        }
        Some(Place { column: Some(column), text: Some(text), .. }) => format!("{column}\n{text}"),
        _ => finding.sentence.en.clone(),
    }
}

fn more_of_the_cause(example: &Diagnostic, count: usize) -> Diagnostic {
    let others = match count {
        1 => Diagnostic::new(
            example.code,
            "1 more finding of this kind and cause is not listed",
            "1 autre constat de même nature et de même cause n'est pas listé",
        ),
        _ => Diagnostic::new(
            example.code,
            format!("{count} more findings of this kind and cause are not listed"),
            format!("{count} autres constats de même nature et de même cause ne sont pas listés"),
        ),
    };
    let place = example.places.first().map(|place| Place { line: None, position: None, ..place.clone() });
    Diagnostic { count, severity: example.severity, places: place.into_iter().collect(), ..others }
}

/// Returns what stands for findings of one kind in one file that are not listed.
pub fn more_of_the_kind(example: &Diagnostic, count: usize) -> Diagnostic {
    let file = example.places.first().map_or("", |place| place.file.as_str());
    let (in_en, in_fr) = match file {
        "" => (String::new(), String::new()),
        file => (format!(" in {file}"), format!(" dans {file}")),
    };
    let others = match count {
        1 => Diagnostic::new(
            example.code,
            format!("1 more finding of this kind{in_en} is not listed"),
            format!("1 autre constat de cette nature{in_fr} n'est pas listé"),
        ),
        _ => Diagnostic::new(
            example.code,
            format!("{count} more findings of this kind{in_en} are not listed"),
            format!("{count} autres constats de cette nature{in_fr} ne sont pas listés"),
        ),
    };
    let place = (!file.is_empty()).then(|| Place::file(file));
    Diagnostic { count, severity: example.severity, places: place.into_iter().collect(), ..others }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diag::{code, summary};
    use crate::model::Lang;

    fn unknown(line: u32, text: &str) -> Diagnostic {
        Diagnostic::new(code::input::WORD_UNKNOWN, "this word is not known", "ce mot n'est pas connu")
            .at(Place::line("f.csv", line).cell("kind", text))
    }

    fn shown(list: &[Diagnostic]) -> Vec<String> {
        list.iter()
            .map(|finding| match finding.places[0].line {
                Some(line) => line.to_string(),
                None => finding.sentence.en.clone(),
            })
            .collect()
    }

    #[test]
    fn three_of_a_cause_are_listed_and_the_others_counted() {
        let mut findings: Vec<Diagnostic> = (1..=5).map(|line| unknown(line, "x")).collect();
        findings.push(unknown(6, "y"));
        let list = shorten(findings, Detail::Usual);
        assert_eq!(shown(&list), ["1", "2", "3", "2 more findings of this kind and cause are not listed", "6"]);
        assert_eq!(list[3].places[0].text.as_deref(), Some("x"));
        assert_eq!(summary(list.iter(), Lang::En).unwrap(), "6 errors");
        assert_eq!(shorten((1..=4).map(|line| unknown(line, "x")).collect(), Detail::Usual).len(), 4);
    }

    #[test]
    fn a_hundred_of_a_kind_are_listed_whatever_their_causes() {
        let mut findings: Vec<Diagnostic> = (1..=250).map(|line| unknown(line, &line.to_string())).collect();
        let others = Diagnostic { count: 1000, ..unknown(251, "") };
        findings.push(others);
        let list = shorten(findings, Detail::Usual);
        assert_eq!(list.len(), 101);
        assert_eq!(shown(&list).last().unwrap(), "1150 more findings of this kind in f.csv are not listed");
        assert_eq!(summary(list.iter(), Lang::En).unwrap(), "1250 errors");
    }

    #[test]
    fn kinds_and_severities_are_counted_apart() {
        let mut warning = unknown(9, "x");
        warning.severity = Severity::Warning;
        let findings = vec![unknown(1, "x"), unknown(2, "x"), unknown(3, "x"), warning];
        assert_eq!(shown(&shorten(findings, Detail::Usual)), ["1", "2", "3", "9"]);
    }

    #[test]
    fn six_warnings_beside_a_result_are_three_and_a_count() {
        let warnings = |count: u32| -> Vec<Diagnostic> {
            let warning = |line: u32| Diagnostic { severity: Severity::Warning, ..unknown(line, &line.to_string()) };
            (1..=count).map(warning).collect()
        };
        assert_eq!(shorten(warnings(5), Detail::Usual).len(), 5);
        let list = shorten(warnings(6), Detail::Usual);
        assert_eq!(shown(&list), ["1", "2", "3", "3 more findings of this kind in f.csv are not listed"]);
        assert_eq!(summary(list.iter(), Lang::En).unwrap(), "6 warnings");
        assert_eq!(shorten(warnings(6), Detail::Whole).len(), 6);
    }
}
