//! French postal codes.

/// The names of France in a column for the country. The departments overseas write codes of five digits too.
const FRANCE: [&str; 8] =
    ["", "fr", "fra", "france", "francia", "frankreich", "francemetropolitaine", "republiquefrancaise"];

/// Tells whether an address is in France, as far as its country says: one without a country is.
pub fn is_in_france(country: &str) -> bool {
    let country = crate::input::fold::fold(country);
    FRANCE.contains(&country.as_str())
}

/// Tells whether a text can be a French postal code.
///
/// # Errors
/// Returns the code that it was, where a spreadsheet took the zero before it: `1000` was `01000`.
pub fn french_postcode(text: &str) -> Result<(), Option<String>> {
    let digits: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    match digits.len() {
        _ if !digits.bytes().all(|byte| byte.is_ascii_digit()) => Err(None),
        5 => Ok(()),
        // Departments 01 to 09.
        4 if !digits.starts_with('0') => Err(Some(format!("0{digits}"))),
        _ => Err(None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn five_digits_are_a_code_and_four_have_lost_a_zero() {
        for code in ["75001", "01000", "75 001", "97100", "98000"] {
            assert_eq!(french_postcode(code), Ok(()), "{code}");
        }
        assert_eq!(french_postcode("1000"), Err(Some("01000".to_owned())));
        for code in ["", "0100", "750011", "F-75001", "75001 CEDEX", "7,5E+04"] {
            assert_eq!(french_postcode(code), Err(None), "{code}");
        }
    }

    #[test]
    fn an_address_without_a_country_is_in_france() {
        assert!(["", "FR", "France", "fr.", "FRANCE"].into_iter().all(is_in_france));
        assert!(!["BE", "Suisse", "Frome"].into_iter().any(is_in_france));
    }
}
