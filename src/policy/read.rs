//! From the bytes of a policy file to [`RawPolicy`], with every fault of syntax, key and type in one go.
//!
//! Serde stops at the first fault. The entry that it stumbled over is taken out and the rest is tried again,
//! until nothing is left to report; what remains is judged by `validate` all the same.

use std::ops::Range;

use serde::Deserialize;
use toml::de::{DeArray, DeTable, DeValue, Deserializer, Error};

use super::faults::Faults;
use super::raw::RawPolicy;
use crate::diag::Diagnostic;
use crate::diag::code::policy as code;

/// After how many faults a file is not worth reading on: it is probably no policy.
const FAULTS_MAX: usize = 50;

/// Returns what the file says, as far as it can be read; everything else is in the faults.
///
/// Nothing is returned when the syntax is broken: which key a value belongs to is then not known.
pub fn read(source: &str, faults: &mut Faults<'_>) -> Option<RawPolicy> {
    let (mut table, errors) = DeTable::parse_recoverable(source);
    if !errors.is_empty() {
        for error in errors.iter().take(FAULTS_MAX) {
            let finding = syntax(error.message()).at(faults.place(error.span().unwrap_or(0..0)));
            faults.add(finding);
        }
        return None;
    }
    for _ in 0..FAULTS_MAX {
        match RawPolicy::deserialize(Deserializer::from(table.clone())) {
            Ok(raw) => return Some(raw),
            Err(error) => {
                let span = error.span().unwrap_or(0..0);
                let taken = take_out(table.get_mut(), &span);
                report(&error, span, taken.as_ref(), faults);
                taken?;
                faults.keys_were_taken_out();
            }
        }
    }
    None
}

fn syntax(message: &str) -> Diagnostic {
    Diagnostic::new(
        code::POLICY_SYNTAX,
        format!("this is not TOML: {message}"),
        format!("ceci n'est pas du TOML : {message}"),
    )
}

/// An entry that was taken out of the table: its path, and the value as far as it is a number.
struct Taken {
    path: String,
    number: Option<String>,
}

/// Takes out the entry, or the element of a list, whose key or value stands at those bytes.
fn take_out(table: &mut DeTable<'_>, span: &Range<usize>) -> Option<Taken> {
    let mut hit = None;
    for (key, value) in table.iter_mut() {
        let name = key.get_ref().to_string();
        if key.span() == *span || value.span() == *span {
            hit = Some((name, number(value.get_ref())));
            break;
        }
        let inside = match value.get_mut() {
            DeValue::Table(inner) => take_out(inner, span),
            DeValue::Array(items) => take_out_of_list(items, span),
            _ => None,
        };
        if let Some(Taken { path, number }) = inside {
            let path = if path.is_empty() { name } else { format!("{name}.{path}") };
            return Some(Taken { path, number });
        }
    }
    let (name, number) = hit?;
    table.remove(name.as_str());
    Some(Taken { path: name, number })
}

fn take_out_of_list<'i>(items: &mut DeArray<'i>, span: &Range<usize>) -> Option<Taken> {
    for item in items.iter_mut() {
        if item.span() == *span && !matches!(item.get_ref(), DeValue::Table(_)) {
            let number = number(item.get_ref());
            // A list cannot be shortened: it is built again without the element.
            let mut kept = DeArray::new();
            items.iter().filter(|item| item.span() != *span).cloned().for_each(|item| kept.push(item));
            *items = kept;
            return Some(Taken { path: String::new(), number });
        }
        if let DeValue::Table(inner) = item.get_mut()
            && let Some(taken) = take_out(inner, span)
        {
            return Some(taken);
        }
    }
    None
}

fn number(value: &DeValue<'_>) -> Option<String> {
    match value {
        DeValue::Integer(digits) => Some(digits.to_string()),
        DeValue::Float(digits) => Some(digits.to_string()),
        _ => None,
    }
}

/// Says in both languages what serde says in English.
fn report(error: &Error, span: Range<usize>, taken: Option<&Taken>, faults: &mut Faults<'_>) {
    let message = error.message();
    let path = taken.map_or("", |taken| taken.path.as_str());
    if let Some(rest) = message.strip_prefix("unknown field ") {
        let mut names = rest.split('`').skip(1).step_by(2);
        let key = names.next().unwrap_or("");
        return faults.unknown_key(span, path, key, &names.collect::<Vec<_>>());
    }
    let expected = message.rsplit_once("expected ").map(|(_, expected)| expected.trim());
    let (en, fr) = match expected {
        Some("a string") => ("a text in quotes", "un texte entre guillemets"),
        Some("i64") => ("a whole number, without quotes", "un nombre entier, sans guillemets"),
        Some("a boolean") => ("true or false, without quotes", "true ou false, sans guillemets"),
        Some("a sequence") => ("a list in brackets", "une liste entre crochets"),
        Some("a table" | "a map") => ("a table", "une table"),
        _ => (message, message),
    };
    match taken.and_then(|taken| taken.number.as_deref()).filter(|_| expected == Some("a string")) {
        // A bare number would pass through a float on its way to an amount or a rate.
        Some(number) => {
            let accepted = (format!("{en}: \"{number}\""), format!("{fr} : \"{number}\""));
            faults.invalid(span, path, (&accepted.0, &accepted.1));
        }
        None => faults.invalid(span, path, (en, fr)),
    }
}
