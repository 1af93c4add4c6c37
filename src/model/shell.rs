//! Words of commands that people paste: a POSIX shell takes them for exactly what they stand for.

use std::fmt::Write;

use crate::model::visible::steers;

/// Returns an option with its value as one word, which no line break should part.
pub fn option(name: &str, value: &str) -> String {
    // A value that begins with a dash would be taken for an option.
    let between = if value.starts_with('-') { '=' } else { ' ' };
    format!("--{name}{between}{}", word(value))
}

/// Returns a text as one word of a POSIX shell, every character of it to be seen.
pub fn word(text: &str) -> String {
    let is_plain = |b: u8| b.is_ascii_alphanumeric() || b"-_./:+,@".contains(&b);
    if !text.is_empty() && text.bytes().all(is_plain) {
        return text.to_owned();
    }
    // Commands stand between backticks in what is told.
    if text.chars().any(|c| c == '`' || steers(c) || (c.is_whitespace() && c != ' ')) {
        return escaped(text);
    }
    format!("'{}'", text.replace('\'', "'\\''"))
}

/// Returns a text with characters that are not seen, or are copied as others: `printf` says them by their bytes.
fn escaped(text: &str) -> String {
    let mut format = String::new();
    for (i, c) in text.chars().enumerate() {
        match c {
            '%' => format.push_str("%%"),
            '\\' => format.push_str("\\\\"),
            _ if matches!(c, '\'' | '`') || (c == '-' && i == 0) || steers(c) || (c.is_whitespace() && c != ' ') => {
                let mut bytes = [0; 4];
                for byte in c.encode_utf8(&mut bytes).bytes() {
                    let _ = write!(format, "\\{byte:03o}");
                }
            }
            c => format.push(c),
        }
    }
    format!("\"$(printf '{format}')\"")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strangers_text_is_one_word_of_the_shell() {
        assert_eq!(option("invoice-id", "F-1"), "--invoice-id F-1");
        assert_eq!(option("invoice-id", "-f"), "--invoice-id=-f");
        assert_eq!(option("customer-id", "a'; rm $x"), "--customer-id 'a'\\''; rm $x'");
        assert_eq!(option("customer-id", "a  b"), "--customer-id 'a  b'");
        assert_eq!(option("customer-id", ""), "--customer-id ''");
    }

    #[test]
    fn no_backtick_stands_in_a_word() {
        // 140 in octal.
        assert_eq!(word("C`x`"), "\"$(printf 'C\\140x\\140')\"");
    }

    #[test]
    fn what_is_not_seen_is_said_by_its_bytes() {
        // U+202E is E2 80 AE: 342 200 256 in octal; U+00A0 is C2 A0: 302 240; the apostrophe is 047, the dash 055.
        assert_eq!(option("invoice-id", "é%\u{202e}'\\"), "--invoice-id \"$(printf 'é%%\\342\\200\\256\\047\\\\')\"");
        assert_eq!(option("invoice-id", "-\u{a0}x"), "--invoice-id=\"$(printf '\\055\\302\\240x')\"");
    }
}
