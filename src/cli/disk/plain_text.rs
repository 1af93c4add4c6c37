//! The user's own settings as text: a policy, a template, a page design, a table of rates. They are in UTF-8, with a
//! byte-order mark or without; whatever else they are in is said with the line and the way out, and never guessed.

use encoding_rs::WINDOWS_1252;

use crate::diag::{Diagnostic, Place, code};

/// The most letters of a line that are shown.
const SHOWN: usize = 60;

/// Returns the text of a file that `file` is the name of in messages.
///
/// # Errors
/// The finding that says on which line the file stops being UTF-8, and what to do about it.
pub fn in_utf8(bytes: Vec<u8>, file: &str) -> Result<String, Box<Diagnostic>> {
    let error = match String::from_utf8(bytes) {
        Ok(text) => return Ok(text),
        Err(error) => error,
    };
    let (at, bytes) = (error.utf8_error().valid_up_to(), error.as_bytes());
    let line = 1 + bytes[..at].iter().filter(|byte| **byte == b'\n').count();
    let is_utf16 = bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff");
    let place = Place::line(file, u32::try_from(line).unwrap_or(u32::MAX));
    let place = if is_utf16 { place } else { Place { text: Some(line_around(bytes, at)), ..place } };
    let (en, fr) = if is_utf16 {
        ("this is text in UTF-16, which is not read", "ce texte est en UTF-16, qui n'est pas lu")
    } else {
        ("this is not text in UTF-8", "ce n'est pas un texte en UTF-8")
    };
    Err(Box::new(Diagnostic::new(code::input::ENCODING_INVALID, en, fr).at(place).help(
        "save the file as UTF-8; in Windows Notepad: Save as, Encoding: UTF-8",
        "enregistrer le fichier en UTF-8 ; dans le Bloc-notes de Windows : Enregistrer sous, Encodage : UTF-8",
    )))
}

/// Returns the line that a byte is on, as an editor of Windows shows it.
fn line_around(bytes: &[u8], at: usize) -> String {
    let start = bytes[..at].iter().rposition(|byte| *byte == b'\n').map_or(0, |end| end + 1);
    let end = bytes[at..].iter().position(|byte| *byte == b'\n').map_or(bytes.len(), |length| at + length);
    let (text, _) = WINDOWS_1252.decode_without_bom_handling(&bytes[start..end]);
    text.trim().chars().take(SHOWN).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_in_utf8_is_told_with_its_line() {
        let finding = in_utf8(b"a = 1\r\nname = \"Moli\xe8re\"\r\n".to_vec(), "policy.toml").unwrap_err();
        let place = &finding.places[0];
        assert_eq!((place.line, place.text.as_deref()), (Some(2), Some("name = \"Molière\"")));
        let finding = in_utf8(b"\xff\xfea\0".to_vec(), "policy.toml").unwrap_err();
        assert_eq!(finding.sentence.en, "this is text in UTF-16, which is not read");
        assert_eq!(in_utf8("\u{feff}é".as_bytes().to_vec(), "f"), Ok("\u{feff}é".to_owned()));
    }
}
