//! Currencies in words: what a cell, the name of a column or a line above the header of a table says.

use crate::input::fold::fold;
use crate::model::Currency;
use crate::model::currency::{SIGNS, is_code};

/// Reads a code, a sign or the euro's name.
pub(super) fn currency(text: &str) -> Option<Currency> {
    match (text.trim(), fold(text).as_str()) {
        ("€", _) | (_, "euro" | "euros") => Some(Currency::EUR),
        (code, _) => Currency::parse(code),
    }
}

/// What a list says that holds sums in any currency: nothing.
const ANY: [&str; 6] = ["toutes", "tous", "all", "any", "multi", "multidevises"];

/// Returns the words of a text, signs of currencies included.
pub(super) fn words(text: &str) -> impl Iterator<Item = &str> {
    let is_between = |c: char| !c.is_alphanumeric() && !SIGNS.contains(&c);
    text.split(is_between).filter(|word| !word.is_empty())
}

/// Reads a text that names a currency, perhaps in several ways: `EUR - Euro`, `Euros TTC`.
fn named(text: &str) -> Option<Currency> {
    let word = |word: &str| currency(word).filter(|_| is_code(word) || word.len() != 3 || word == "€");
    currency(text).or_else(|| words(text).find_map(word))
}

/// Returns the name of a column without the currency at its end, and that: `Montant (USD)`, `Débit euros`.
pub(super) fn bare(name: &str) -> (&str, Option<Currency>) {
    let name = name.trim();
    let is_in_brackets = name.ends_with(')');
    let cut = match name.strip_suffix(')') {
        Some(inner) => inner.rsplit_once('('),
        None => name.rsplit_once(' '),
    };
    let Some((before, last)) = cut else { return (name, None) };
    let is_code = |text: &str| text.len() != 3 || text.bytes().all(|byte| byte.is_ascii_uppercase());
    match currency(last).filter(|_| is_in_brackets || is_code(last)) {
        Some(found) => {
            let before = before.trim_end();
            (before.strip_suffix(" en").unwrap_or(before).trim_end(), Some(found))
        }
        None => (name, None),
    }
}

/// Returns what the lines above the header say that the account is kept in, or the text that is no currency.
pub(super) fn above(lines: &[Vec<String>]) -> Result<Option<Currency>, (usize, String)> {
    for (at, cells) in lines.iter().enumerate() {
        for (place, cell) in cells.iter().enumerate() {
            let (key, value) = cell.split_once(':').unwrap_or((cell, ""));
            let key = fold(bare(key).0);
            if !["devise", "currency", "monnaie"].iter().any(|name| key.starts_with(name)) {
                continue;
            }
            let next = cells.get(place + 1).map_or("", String::as_str);
            let value = if value.trim().is_empty() { next } else { value }.trim();
            if !value.is_empty() && !ANY.contains(&fold(value).as_str()) {
                return named(value).map(Some).ok_or_else(|| (at, value.to_owned()));
            }
        }
    }
    Ok(None)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_of_a_column_may_end_in_a_currency() {
        let told = |name| {
            let (bare, currency) = bare(name);
            (bare, currency.map(Currency::code))
        };
        for (name, expected) in [
            ("Montant (USD)", ("Montant", Some("USD"))),
            ("Montant(EUROS)", ("Montant", Some("EUR"))),
            ("Amount (eur)", ("Amount", Some("EUR"))),
            ("Débit euros", ("Débit", Some("EUR"))),
            ("Montant opération en euro", ("Montant opération", Some("EUR"))),
            ("Crédit EUR", ("Crédit", Some("EUR"))),
            ("Total amount (incl. VAT)", ("Total amount (incl. VAT)", None)),
            ("Solde net", ("Solde net", None)),
            ("Montant", ("Montant", None)),
        ] {
            assert_eq!(told(name), expected);
        }
    }

    #[test]
    fn a_line_above_the_header_tells_the_currency() {
        let of = |line: &str| above(&[line.split(';').map(str::to_owned).collect()]);
        assert_eq!(of("Devise : USD"), Ok(Currency::parse("USD")));
        assert_eq!(of("Nom du compte : X;Devise du compte;CHF"), Ok(Currency::parse("CHF")));
        assert_eq!(of("Compte;1234"), Ok(None));
        for line in
            ["Devise : EUR - Euro", "Devise : Euro (EUR)", "Devise : EUR (€)", "Devise : Euros TTC", "Devise : eur"]
        {
            assert_eq!(of(line), Ok(Some(Currency::EUR)), "{line}");
        }
        assert_eq!(of("Devise : Dollar US (USD)"), Ok(Currency::parse("USD")));
        assert_eq!(of("Devise : Toutes"), Ok(None));
        assert_eq!(of("Devise : dollars"), Err((0, "dollars".to_owned())));
    }
}
