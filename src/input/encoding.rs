//! Which letters the bytes of a file stand for. Never guessed: evidence for two encodings is refused.

use std::borrow::Cow;

use encoding_rs::{ISO_8859_15, WINDOWS_1252};

use super::scan::{Mark, Scan, line_of};
use super::source::Source;
use super::{Refusal, messages};
use crate::model::dialect::Encoding;

/// Returns the encoding of a file: as declared, else as its bytes show.
///
/// # Errors
/// Returns the finding when the bytes fit no encoding that is read, or two with different letters.
pub(super) fn decide(source: &Source, scan: &Scan, declared: Option<Encoding>) -> Result<Encoding, Refusal> {
    let name = &source.name;
    let line = |offset| line_of(source, offset, scan.line_ending);
    // Without its mark, UTF-16 is told by the zero beside its first letter.
    if scan.mark == Mark::Utf16 || scan.nul.is_some_and(|offset| offset < 2) {
        return Err(messages::utf16(name));
    }
    if let Some(offset) = scan.nul {
        return Err(messages::nul_byte(name, line(offset)?));
    }
    match (declared, scan.not_utf8) {
        (Some(Encoding::Utf8), None) | (None, None) => Ok(Encoding::Utf8),
        (Some(Encoding::Utf8), Some(offset)) => Err(messages::not_utf8(name, line(offset)?)),
        (Some(_), _) if scan.mark == Mark::Utf8 => Err(messages::declared_but_marked(name)),
        (Some(declared), _) => Ok(declared),
        (None, Some(offset)) if scan.mark == Mark::Utf8 => Err(messages::not_utf8(name, line(offset)?)),
        (None, Some(offset)) => judge(source, scan, offset),
    }
}

/// Judges the evidence of a file that is not UTF-8 as a whole, first at `stray`.
fn judge(source: &Source, scan: &Scan, stray: u64) -> Result<Encoding, Refusal> {
    let evidence = Evidence::of(source)?;
    let name = &source.name;
    let line = |offset| line_of(source, offset, scan.line_ending);
    if let Some(offset) = evidence.utf8 {
        Err(messages::partly_utf8(name, line(offset)?, line(stray)?))
    } else if let Some(offset) = evidence.dos_or_mac {
        Err(messages::looks_like_dos(name, line(offset)?))
    } else if let Some(offset) = evidence.nothing {
        Err(messages::no_letter(name, line(offset)?))
    } else {
        match (evidence.windows_1252, evidence.iso_8859_15) {
            (Some(a), Some(b)) => Err(messages::two_encodings(name, line(a)?, line(b)?)),
            (None, Some(_)) => Ok(Encoding::Iso8859_15),
            // Without evidence both give the same letters for every byte of the file.
            (Some(_) | None, None) => Ok(Encoding::Windows1252),
        }
    }
}

/// Where a file first shows each encoding.
#[derive(Debug, Default, PartialEq, Eq)]
struct Evidence {
    utf8: Option<u64>,
    windows_1252: Option<u64>,
    iso_8859_15: Option<u64>,
    dos_or_mac: Option<u64>,
    nothing: Option<u64>,
}

impl Evidence {
    fn of(source: &Source) -> Result<Evidence, Refusal> {
        let mut evidence = Evidence::default();
        let (mut before, mut here) = (b'\n', None::<u8>);
        let mut offset = 0;
        let mut from = 0;
        let length = source.length()?;
        while from < length {
            let to = length.min(from + 256 * 1024);
            for after in source.part(from, to)? {
                if let Some(byte) = here {
                    evidence.weigh(before, byte, after, offset);
                    before = byte;
                    offset += 1;
                }
                here = Some(after);
            }
            from = to;
        }
        if let Some(byte) = here {
            evidence.weigh(before, byte, b'\n', offset);
        }
        Ok(evidence)
    }

    fn weigh(&mut self, before: u8, byte: u8, after: u8, offset: u64) {
        if byte < 0x80 {
            return;
        }
        let note = |place: &mut Option<u64>| {
            place.get_or_insert(offset);
        };
        // é, °, œ, ’, € in UTF-8: in one-byte letters Ã, Â, Å or â before a sign, which no word has. Other sequences
        // that UTF-8 allows do occur there: É before a no-break space, or é before one and ».
        if matches!(
            (byte, after),
            (0xc3, 0x80..=0xbf) | (0xc2, 0xa0..=0xbf) | (0xc5, 0x92 | 0x93 | 0xb8) | (0xe2, 0x80 | 0x82)
        ) {
            note(&mut self.utf8);
        }
        let inside_word = before.is_ascii_lowercase() && after.is_ascii_lowercase();
        match byte {
            _ if is_dos_or_mac(before, byte, after) => note(&mut self.dos_or_mac),
            0x81 | 0x8d | 0x8f | 0x90 | 0x9d => note(&mut self.nothing),
            0x80..=0x9f => note(&mut self.windows_1252),
            0xa4 => note(&mut self.iso_8859_15),
            // ISO-8859-15 has Š, Ž, Œ, Ÿ here, and Windows-1252 ¦, ´, ¼, ¾: capitals do not stand inside a word.
            0xa6 | 0xb4 | 0xbc | 0xbe if inside_word => note(&mut self.windows_1252),
            // Here š, ž, œ besides; and ¨, ¸, ½, which may follow a digit.
            0xa6 | 0xa8 | 0xb4 | 0xb8 | 0xbc | 0xbd | 0xbe => {
                if (is_letter(before) || is_letter(after)) && !before.is_ascii_digit() {
                    note(&mut self.iso_8859_15);
                } else {
                    note(&mut self.windows_1252);
                }
            }
            _ => {}
        }
    }
}

/// Tells whether a byte beside those two is a letter of CP850 or of a Macintosh rather than the sign that Windows-1252
/// has there: `R‚sidence`, `H“tel`, `Caf‚`.
fn is_dos_or_mac(before: u8, byte: u8, after: u8) -> bool {
    let between_letters = before.is_ascii_alphabetic() && after.is_ascii_alphabetic();
    let inside_word = before.is_ascii_lowercase() && after.is_ascii_lowercase();
    match byte {
        // CP850 é, ä, and ç, ê, ë; on a Macintosh à, â. Quotes open before a word, daggers and accents stand alone.
        0x82 | 0x84 | 0x87..=0x89 => before.is_ascii_alphabetic(),
        // CP850 â: no word but `ƒ` itself has the sign.
        0x83 => between_letters,
        // CP850 à: three dots may follow a word, not stand inside one.
        0x85 => inside_word,
        // CP850 è, î; on a Macintosh é: capitals that do not follow a letter of a word in small letters.
        0x8a | 0x8c | 0x8e => before.is_ascii_alphabetic() && after.is_ascii_lowercase() || is_last(before, after),
        // CP850 ï.
        0x8b => between_letters,
        // CP850 ô, ö; on a Macintosh î, and ô: a quote or a trademark has a blank on one side.
        0x93 | 0x94 | 0x99 => between_letters,
        // CP850 Ç, in words of capitals: `GARÇON`.
        0x80 => before.is_ascii_uppercase() && after.is_ascii_uppercase(),
        _ => false,
    }
}

/// Tells whether what stands between those two bytes is the last letter of a word in small letters.
fn is_last(before: u8, after: u8) -> bool {
    before.is_ascii_lowercase() && !is_letter(after)
}

fn is_letter(byte: u8) -> bool {
    byte.is_ascii_alphabetic() || byte >= 0xc0
}

/// Returns the text of a cell's bytes.
pub(super) fn decode(bytes: &[u8], encoding: Encoding) -> Cow<'_, str> {
    match encoding {
        Encoding::Utf8 => String::from_utf8_lossy(bytes),
        Encoding::Windows1252 => WINDOWS_1252.decode_without_bom_handling(bytes).0,
        Encoding::Iso8859_15 => ISO_8859_15.decode_without_bom_handling(bytes).0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diag::code::input as code;

    fn found(bytes: &[u8]) -> Result<Encoding, &'static str> {
        declared(bytes, None)
    }

    fn declared(bytes: &[u8], declared: Option<Encoding>) -> Result<Encoding, &'static str> {
        let source = Source::of_bytes("f.csv", bytes);
        let scan = Scan::of(&source).unwrap();
        decide(&source, &scan, declared).map_err(|finding| finding.code.slug)
    }

    #[test]
    fn utf8_is_known_by_its_bytes() {
        assert_eq!(found("Société,œuvre €".as_bytes()), Ok(Encoding::Utf8));
        assert_eq!(found(b"plain"), Ok(Encoding::Utf8));
        assert_eq!(found("\u{feff}é".as_bytes()), Ok(Encoding::Utf8));
    }

    #[test]
    fn one_byte_letters_without_evidence_are_the_same_in_both() {
        assert_eq!(found(b"Soci\xe9t\xe9 G\xe9n\xe9rale\xa0!"), Ok(Encoding::Windows1252));
    }

    #[test]
    fn the_euro_sign_and_the_oe_tell_the_encodings_apart() {
        assert_eq!(found(b"prix \x80"), Ok(Encoding::Windows1252));
        assert_eq!(found(b"l\x92\xe9t\xe9, c\x9cur"), Ok(Encoding::Windows1252));
        assert_eq!(found(b"prix \xa4"), Ok(Encoding::Iso8859_15));
        assert_eq!(found(b"Sacr\xe9-C\xbdur"), Ok(Encoding::Iso8859_15));
        assert_eq!(found(b"\xbcuvres"), Ok(Encoding::Iso8859_15));
        assert_eq!(found(b"tube 2\xbd pouces"), Ok(Encoding::Windows1252));
        assert_eq!(found(b"2\xbdh"), Ok(Encoding::Windows1252));
        assert_eq!(found(b"l\xb4avocat"), Ok(Encoding::Windows1252));
        // `Le “Parc”, etc… Škoda KOŠICE PRIX™ « Œuvre » – 10€HT „Café“`
        assert_eq!(
            found(b"Le \x93Parc\x94, etc\x85 \x8akoda KO\x8aICE PRIX\x99 \x8cuvre \x96 10\x80HT \x84Caf\xe9\x93"),
            Ok(Encoding::Windows1252)
        );
    }

    #[test]
    fn evidence_for_two_is_refused_and_a_declaration_decides() {
        let both = b"C\xbdur l\x92\xe9t\xe9";
        assert_eq!(found(both), Err(code::ENCODING_AMBIGUOUS.slug));
        assert_eq!(declared(both, Some(Encoding::Windows1252)), Ok(Encoding::Windows1252));
        assert_eq!(found(b"Soci\x82t\x82"), Err(code::ENCODING_AMBIGUOUS.slug));
        assert_eq!(found(b"Soci\x8et\x8e"), Err(code::ENCODING_AMBIGUOUS.slug));
        for dos_or_mac in [
            &b"R\x82sidence"[..],
            b"H\x93tel",
            b"Caf\x82",
            b"H\x99tel",
            b"P\x8are",
            b"R\x8esidence",
            b"GAR\x80ON",
            b"Caf\x8e,x",
        ] {
            assert_eq!(found(dos_or_mac), Err(code::ENCODING_AMBIGUOUS.slug), "{dos_or_mac:?}");
        }
        assert_eq!(declared(b"Soci\x82t\x82", Some(Encoding::Windows1252)), Ok(Encoding::Windows1252));
    }

    #[test]
    fn a_file_of_which_a_part_is_utf8_is_refused() {
        assert_eq!(found(b"Caf\xc3\xa9 du Port\nAndr\xe9\n"), Err(code::ENCODING_AMBIGUOUS.slug));
        assert_eq!(found(b"Andr\xe9\n10 \xe2\x82\xac\n"), Err(code::ENCODING_AMBIGUOUS.slug));
        assert_eq!(declared(b"Caf\xc3\xa9\nAndr\xe9", Some(Encoding::Windows1252)), Ok(Encoding::Windows1252));
        // `SOCIÉTÉ :`, `« clé »`, `LYCÉE»` with no-break spaces, in Windows-1252.
        assert_eq!(found(b"SOCI\xc9T\xc9\xa0: \xab\xa0cl\xe9\xa0\xbb, CAF\xc9\xbb"), Ok(Encoding::Windows1252));
    }

    #[test]
    fn what_no_encoding_explains_is_refused() {
        assert_eq!(found(b"a \x90 b"), Err(code::ENCODING_INVALID.slug));
        assert_eq!(found(b"\xff\xfea\0b\0"), Err(code::ENCODING_INVALID.slug));
        assert_eq!(found(b"a\0b\0"), Err(code::ENCODING_INVALID.slug));
        assert_eq!(found(b"ab\0"), Err(code::NUL_BYTE.slug));
        assert_eq!(found(b"\xef\xbb\xbfcaf\xe9"), Err(code::ENCODING_INVALID.slug));
        assert_eq!(declared(b"caf\xe9", Some(Encoding::Utf8)), Err(code::ENCODING_INVALID.slug));
        assert_eq!(declared(b"\xef\xbb\xbfcaf", Some(Encoding::Windows1252)), Err(code::ENCODING_INVALID.slug));
    }

    #[test]
    fn letters_are_decoded() {
        assert_eq!(decode(b"C\x9cur \x80", Encoding::Windows1252), "Cœur €");
        assert_eq!(decode(b"C\xbdur \xa4", Encoding::Iso8859_15), "Cœur €");
        assert_eq!(decode("Cœur".as_bytes(), Encoding::Utf8), "Cœur");
    }
}
