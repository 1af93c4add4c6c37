//! Text whose letters were lost or decoded in the wrong way.

use encoding_rs::WINDOWS_1252;

/// What is wrong with a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TextDamage {
    /// It holds U+FFFD, the sign that stands for a letter that could not be read, or question marks inside words.
    LettersLost,
    /// UTF-8 was taken for another encoding: `SociÃ©tÃ©`. Where that can be undone, what it was.
    DecodedTwice(Option<String>),
    /// A spreadsheet's error stands in its place: `#REF!`.
    SpreadsheetError,
}

/// Returns what is wrong with a text.
pub fn text_damage(text: &str) -> Option<TextDamage> {
    if text.is_ascii() {
        // A place without data in most lists: only what begins like an error can be one.
        return is_spreadsheet_error(text).then_some(TextDamage::SpreadsheetError);
    }
    if text.contains('\u{fffd}') {
        return Some(TextDamage::LettersLost);
    }
    let mended = undone(text);
    (mended.is_some() || is_dos_or_mac_reading(text)).then_some(TextDamage::DecodedTwice(mended))
}

/// Tells whether a text is what a spreadsheet shows where it cannot compute or has no room, in English or French.
pub fn is_spreadsheet_error(text: &str) -> bool {
    const ERRORS: [&str; 13] = [
        "#REF!", "#N/A", "#N/D", "#VALUE!", "#VALEUR!", "#DIV/0!", "#NAME?", "#NOM?", "#NUM!", "#NOMBRE!", "#NULL!",
        "#NUL!", "#SPILL!",
    ];
    match text.as_bytes() {
        [b'#', ..] => {
            let squeezed: String = text.chars().filter(|c| !c.is_whitespace()).collect();
            ERRORS.iter().any(|error| squeezed.eq_ignore_ascii_case(error))
                || (text.len() > 2 && text.bytes().all(|byte| byte == b'#'))
        }
        // LibreOffice.
        [b'E', b'r', b'r', b':', digits @ ..] => digits.len() == 3 && digits.iter().all(u8::is_ascii_digit),
        _ => false,
    }
}

/// Returns the text that was encoded in UTF-8 and decoded in Windows-1252; nothing where no letter of it was.
///
/// Only what begins with Ã, Â, Å or â before a sign is undone, as French letters and signs do: no word has those, while
/// É before a no-break space, or é before one and », are words.
fn undone(text: &str) -> Option<String> {
    if !text.contains(['Ã', 'Â', 'Å', 'â']) {
        return None;
    }
    let chars: Vec<char> = text.chars().collect();
    let mut out = String::with_capacity(text.len());
    let (mut at, mut found) = (0, false);
    while at < chars.len() {
        let length = match (byte(chars[at]), chars.get(at + 1).and_then(|&next| byte(next))) {
            (Some(0xc3), Some(0x80..=0xbf)) | (Some(0xc2), Some(0xa0..=0xbf)) => 2,
            (Some(0xc5), Some(0x92 | 0x93 | 0xb8)) => 2,
            (Some(0xe2), Some(0x80 | 0x82)) => 3,
            _ => 1,
        };
        let bytes: Option<Vec<u8>> = chars[at..].iter().take(length).map(|&c| byte(c)).collect();
        match bytes.filter(|_| length > 1).and_then(|bytes| String::from_utf8(bytes).ok()) {
            Some(letter) => {
                out.push_str(&letter);
                (at, found) = (at + length, true);
            }
            None => {
                out.push(chars[at]);
                at += 1;
            }
        }
    }
    found.then_some(out)
}

/// Returns the byte that stands for a letter in Windows-1252.
fn byte(c: char) -> Option<u8> {
    // As in Unicode, but for the signs that stand where Latin-1 has controls.
    if matches!(c, '\0'..='\x7f' | '\u{a0}'..='\u{ff}') {
        return u8::try_from(c).ok();
    }
    let mut buffer = [0; 4];
    let (bytes, _, has_failed) = WINDOWS_1252.encode(c.encode_utf8(&mut buffer));
    match bytes[..] {
        [byte] if !has_failed => Some(byte),
        _ => None,
    }
}

/// Tells whether UTF-8 was taken for CP850 (`Soci├®t├®`) or for the letters of a Macintosh (`Soci√©t√©`).
fn is_dos_or_mac_reading(text: &str) -> bool {
    let mut before = '\0';
    text.chars().any(|c| {
        let pair = matches!((before, c), ('├' | '┬', c) if !c.is_whitespace()) && !matches!(c, '─' | '┤')
            || matches!((before, c), ('√', '©' | '®' | '™' | '†' | '¢' | '¥' | '¶' | '¨' | '≠' | '√' | '\u{a0}'));
        before = c;
        pair
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_decoded_twice_are_seen_and_undone() {
        for (text, was) in [
            ("SociÃ©tÃ© GÃ©nÃ©rale", "Société Générale"),
            ("CafÃ© de lâ€™Ã‰glise", "Café de l’Église"),
            ("CÅ“ur & Cie", "Cœur & Cie"),
            ("NÂ° 12", "N° 12"),
            ("10 â‚¬", "10 €"),
            ("Ã  payer", "Ã  payer"),
            ("Ã\u{a0} payer", "à payer"),
        ] {
            let damage = text_damage(text);
            let expected = (was != text).then(|| TextDamage::DecodedTwice(Some(was.to_owned())));
            assert_eq!(damage, expected, "{text}");
        }
        for text in ["Soci├®t├®", "Soci√©t√©"] {
            assert_eq!(text_damage(text), Some(TextDamage::DecodedTwice(None)), "{text}");
        }
    }

    #[test]
    fn lost_letters_and_spreadsheet_errors_are_seen() {
        assert_eq!(text_damage("Soci\u{fffd}t\u{fffd}"), Some(TextDamage::LettersLost));
        for error in ["#REF!", "#N/A", "#valeur!", "#REF !", "########", "Err:502"] {
            assert_eq!(text_damage(error), Some(TextDamage::SpreadsheetError), "{error}");
        }
    }

    #[test]
    fn words_are_left_alone() {
        for text in [
            "",
            "Dupont",
            "Société Générale",
            "SOCIÉTÉ\u{a0}: CAFÉ\u{a0}»",
            "São João",
            "IRMÃOS",
            "Ærø",
            "Œuvre",
            "#1",
            "##",
            "Error: 5",
            "Ångström",
            "√2",
            "Hôtel “Le Parc”",
            "Σίσυφος",
            "Łódź",
            "L’Âge d’Or",
            "Éts. Besançon – Cœur",
        ] {
            assert_eq!(text_damage(text), None, "{text}");
        }
    }
}
