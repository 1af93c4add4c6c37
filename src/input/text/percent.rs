//! Percentages as people write them: `2`, `1,50 %`.

use rust_decimal::Decimal;

/// Reads digits, perhaps with a point or comma and up to four decimals, from 0 to 100.
pub fn percent(text: &str) -> Option<Decimal> {
    let text = text.strip_suffix('%').map_or(text, |text| text.trim_end_matches([' ', '\u{a0}', '\u{202f}']));
    let (whole, decimals) = text.split_once(['.', ',']).unwrap_or((text, "0"));
    let digits = |text: &str| !text.is_empty() && text.len() <= 4 && text.bytes().all(|byte| byte.is_ascii_digit());
    if !digits(whole) || !digits(decimals) {
        return None;
    }
    let value = Decimal::from_str_exact(&format!("{whole}.{decimals}")).ok()?;
    (value <= Decimal::ONE_HUNDRED).then(|| value.normalize())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentages_are_read_strictly() {
        assert_eq!(percent("2"), Some(Decimal::from(2)));
        assert_eq!(percent("1,50 %"), Some(Decimal::new(15, 1)));
        assert_eq!(percent("100"), Some(Decimal::from(100)));
        for wrong in ["", "-1", "100.1", "2.", ".5", "1e1", "%", "1 2", "0.12345"] {
            assert_eq!(percent(wrong), None, "{wrong}");
        }
    }
}
