//! What stands above the header of a list and says what its sums are: another currency, or thousands.

use super::header::{By, Known};
use crate::diag::{Diagnostic, Place, code};
use crate::import::currencies;
use crate::input::columns::Column;
use crate::input::header::cell;
use crate::model::Currency;
use crate::model::currency::{SIGNS, is_code};

/// Returns the finding that a list says above its header, or in the name of a column, what nothing else of it says.
/// Whoever wrote a mapping for it knows.
pub(super) fn contradicts(file: &str, head: &[u8], known: &Known, own: Currency) -> Option<Diagnostic> {
    if matches!(known.by, By::Person) {
        return None;
    }
    let lines = lines(head, known.lines_before, known.declared.delimiter.unwrap_or(b','));
    let mut cells = (1..).zip(&lines).flat_map(|(line, cells)| cells.iter().map(move |cell| (line, cell.as_str())));
    let header = known.lines_before + 1;
    let names = known.mapping.names().map(|name| (header, name));
    if let Some((line, text)) = cells.clone().chain(names).find(|(_, text)| is_in_thousands(text)) {
        return Some(in_thousands(file, line, text));
    }
    if known.mapping.targets.values().any(|target| target.source(Column::Currency).is_some()) {
        return None;
    }
    match currencies::above(&lines) {
        Ok(Some(told)) if told == own => None,
        Ok(Some(told)) => Some(in_currency(file, None, told.code())),
        Err((at, text)) => Some(in_currency(file, Some(at as u32 + 1), &text)),
        Ok(None) => {
            let (line, told) = cells.find_map(|(line, text)| Some((line, currency_in(text)?)))?;
            (currencies::currency(told) != Some(own)).then(|| in_currency(file, Some(line), told))
        }
    }
}

/// Returns the cells above the header.
pub(super) fn lines(head: &[u8], lines_before: u32, delimiter: u8) -> Vec<Vec<String>> {
    let mut reader = csv::ReaderBuilder::new();
    let reader = reader.has_headers(false).flexible(true).delimiter(delimiter);
    let end = if head.contains(&b'\n') { b'\n' } else { b'\r' };
    let above = head.split(|byte| *byte == end).take(lines_before as usize);
    let cells = |line: &[u8]| -> Vec<String> {
        let record = reader.from_reader(line).byte_records().next().and_then(Result::ok).unwrap_or_default();
        record.iter().map(cell).collect()
    };
    above.map(cells).collect()
}

/// Tells whether a text says that sums are in thousands or millions: "en milliers d'euros", "(k€)", "Montant k€"; "125
/// k€" is a sum of its own.
fn is_in_thousands(text: &str) -> bool {
    let words: Vec<String> = currencies::words(text).map(str::to_lowercase).collect();
    words.iter().enumerate().any(|(at, word)| {
        let is_counted = at > 0 && words[at - 1].bytes().all(|byte| byte.is_ascii_digit());
        let is_said = at > 0 && matches!(words[at - 1].as_str(), "en" | "in");
        match word.as_str() {
            "milliers" | "millions" | "thousands" => is_said,
            "k€" | "keur" | "keuros" | "m€" | "meur" | "k$" | "kusd" | "k£" => {
                is_said || (at + 1 == words.len() && !is_counted)
            }
            _ => false,
        }
    })
}

/// Returns what a text says that sums are in: "Montants en USD", "amounts in dollars".
fn currency_in(text: &str) -> Option<&str> {
    let words: Vec<&str> = currencies::words(text).collect();
    let pairs = words.windows(2).filter(|pair| matches!(pair[0].to_lowercase().as_str(), "en" | "in"));
    let is_currency = |word: &&str| {
        let name = word.to_lowercase();
        is_code(word)
            || word.chars().all(|c| SIGNS.contains(&c))
            || matches!(name.as_str(), "euros" | "dollars" | "livres" | "pounds" | "francs" | "dirhams")
    };
    pairs.map(|pair| pair[1]).find(is_currency)
}

fn in_thousands(file: &str, line: u32, text: &str) -> Diagnostic {
    Diagnostic::new(
        code::import::COLUMNS_OPEN,
        format!("the sums of {file} are not in whole units, as it says itself: {text}"),
        format!("les sommes de {file} ne sont pas à l'unité, il le dit lui-même : {text}"),
    )
    .at(Place::line(file, line))
    .help(
        "export the sums in full; where they are, take these words out of the file",
        "exporter les sommes en entier ; si elles le sont, ôter ces mots du fichier",
    )
}

fn in_currency(file: &str, line: Option<u32>, told: &str) -> Diagnostic {
    Diagnostic::new(
        code::import::COLUMNS_OPEN,
        format!("{file} says above its header that its sums are in {told}, and no column names the currency"),
        format!("{file} dit au-dessus de son en-tête que ses sommes sont en {told}, et aucune colonne ne nomme la devise"),
    )
    .at(line.map_or_else(|| Place::file(file), |line| Place::line(file, line)))
    .help(
        "add a column \"Currency\" with its three letters; or write \"invoices.currency\" = \"USD\", say, under \
         [import.NAME.fixed] of policy.toml, and read the list with --mapping NAME",
        "ajouter une colonne « Devise » avec ses trois lettres ; ou écrire par exemple \"invoices.currency\" = \"USD\" sous \
         [import.NOM.fixed] dans policy.toml, et lire la liste avec --mapping NOM",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_above_a_header_say_what_sums_are() {
        for text in ["Montants en milliers d'euros", "(en k€)", "Total TTC (K€)", "Amounts in thousands", "en KEUR"]
        {
            assert!(is_in_thousands(text), "{text}");
        }
        for text in ["Encours total : 125 k€", "Capital social 500 k€", "Société au capital de 12 M€"] {
            assert!(!is_in_thousands(text), "{text}");
        }
        for text in ["Dupont Millions SARL", "Ventes de 10 k€ et plus", "Total TTC", "Milliers de clients"] {
            assert!(!is_in_thousands(text), "{text}");
        }
        for (text, told) in [
            ("Montants en USD", Some("USD")),
            ("All amounts in dollars", Some("dollars")),
            ("Sommes en €", Some("€")),
            ("Clients en SAS", None),
            ("INVOICES IN ALL COMPANIES", None),
            ("Factures 2026", None),
        ] {
            assert_eq!(currency_in(text), told, "{text}");
        }
    }
}
