//! Numbers of accounts and registers as they are compared.

/// Returns the letters and digits of a number, in capitals: `FR76 3000-1` is `FR7630001`.
pub fn compact(number: &str) -> String {
    number.chars().filter(char::is_ascii_alphanumeric).map(|letter| letter.to_ascii_uppercase()).collect()
}
