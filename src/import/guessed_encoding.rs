//! Which letters the bytes of another program's file stand for, where only names and words depend on it.
//!
//! Unlike the folder's own files, these are not refused for a doubt: amounts, days and numbers are the same in every
//! encoding that is read, so the likeliest one is taken and told.

use std::borrow::Cow;

use encoding_rs::{ISO_8859_15, WINDOWS_1252};

use crate::model::dialect::Encoding;

/// How bytes stand for letters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GuessedEncoding {
    /// UTF-8, or nothing but ASCII.
    Utf8,
    /// Windows-1252, ISO-8859-1 included.
    Windows1252,
    /// ISO-8859-15.
    Iso8859_15,
    /// Code page 850, of DOS programs and those that followed them.
    Cp850,
}

/// What code page 850 has for the bytes from 80 on.
const CP850: &str = "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜø£Ø×ƒáíóúñÑªº¿®¬½¼¡«»░▒▓│┤ÁÂÀ©╣║╗╝¢¥┐└┴┬├─┼ãÃ╚╔╩╦╠═╬¤ðÐÊËÈıÍÎÏ┘┌█▄¦Ì▀ÓßÔÒõÕµþÞÚÛÙýÝ¯´\u{ad}±‗¾¶§÷¸°¨·¹³²■\u{a0}";

impl GuessedEncoding {
    /// Returns the likeliest encoding: UTF-8 when all of it is, else the one whose accented letters French words use.
    pub fn of(bytes: &[u8]) -> GuessedEncoding {
        if std::str::from_utf8(bytes).is_ok() {
            return GuessedEncoding::Utf8;
        }
        let (mut dos, mut windows, mut latin9) = (0_u32, 0_u32, 0_u32);
        for (i, &byte) in bytes.iter().enumerate().filter(|(_, byte)| **byte >= 0x80) {
            let before = i.checked_sub(1).map_or(b' ', |at| bytes[at]);
            match byte {
                // é â à ç ê ë è ï î É ô û ù in code page 850; signs, or nothing, in the others.
                0x81..=0x83 | 0x85 | 0x87..=0x8c | 0x90 | 0x93 | 0x96 | 0x97 if before.is_ascii_alphabetic() => {
                    dos += 1
                }
                // The degree sign of « n° », where the others have a Danish letter.
                0xf8 if matches!(before, b'n' | b'N') => dos += 1,
                0xe0 | 0xe2 | 0xe7..=0xeb | 0xee | 0xef | 0xf4 | 0xf9 | 0xfb | 0xc0 | 0xc7..=0xca | 0xb0 => {
                    windows += 1
                }
                0xa4 | 0xbd if !before.is_ascii_digit() => latin9 += 1,
                _ => {}
            }
        }
        if dos > windows {
            GuessedEncoding::Cp850
        } else if latin9 > 0 && !bytes.iter().any(|byte| (0x80..0xa0).contains(byte)) {
            GuessedEncoding::Iso8859_15
        } else {
            GuessedEncoding::Windows1252
        }
    }

    /// Tells whether a text is of DOS beyond doubt: it has an é as DOS writes it, behind a letter, and no é or è of a
    /// Macintosh.
    pub fn is_of_dos(bytes: &[u8]) -> bool {
        let follows_letter = |bytes: &[u8], of: &[u8]| {
            bytes.windows(2).any(|pair| pair[0].is_ascii_alphabetic() && of.contains(&pair[1]))
        };
        // A low quote of Windows-1252 opens a word, and stands behind none.
        GuessedEncoding::of(bytes) == GuessedEncoding::Cp850
            && follows_letter(bytes, b"\x82")
            && !follows_letter(bytes, b"\x8e\x8f")
    }

    /// Returns its name, as people write it.
    pub const fn name(self) -> &'static str {
        match self {
            GuessedEncoding::Utf8 => "UTF-8",
            GuessedEncoding::Windows1252 => "Windows-1252",
            GuessedEncoding::Iso8859_15 => "ISO-8859-15",
            GuessedEncoding::Cp850 => "CP850",
        }
    }

    /// Returns the encoding of a name; nothing for one that is not read.
    pub fn parse(name: &str) -> Option<GuessedEncoding> {
        match name.to_ascii_lowercase().as_str() {
            "utf-8" | "utf8" => Some(GuessedEncoding::Utf8),
            "windows-1252" | "cp1252" | "iso-8859-1" | "latin1" => Some(GuessedEncoding::Windows1252),
            "iso-8859-15" | "latin9" => Some(GuessedEncoding::Iso8859_15),
            "cp850" | "ibm850" | "850" => Some(GuessedEncoding::Cp850),
            _ => None,
        }
    }

    /// Returns the text of some bytes.
    pub fn decode(self, bytes: &[u8]) -> Cow<'_, str> {
        match self {
            GuessedEncoding::Utf8 => String::from_utf8_lossy(bytes),
            GuessedEncoding::Windows1252 => WINDOWS_1252.decode_without_bom_handling(bytes).0,
            GuessedEncoding::Iso8859_15 => ISO_8859_15.decode_without_bom_handling(bytes).0,
            GuessedEncoding::Cp850 if bytes.is_ascii() => String::from_utf8_lossy(bytes),
            GuessedEncoding::Cp850 => {
                let letter = |&byte: &u8| match byte {
                    0..0x80 => char::from(byte),
                    _ => CP850.chars().nth(usize::from(byte - 0x80)).unwrap_or(char::REPLACEMENT_CHARACTER),
                };
                Cow::Owned(bytes.iter().map(letter).collect())
            }
        }
    }
}

impl From<Encoding> for GuessedEncoding {
    fn from(declared: Encoding) -> GuessedEncoding {
        match declared {
            Encoding::Utf8 => GuessedEncoding::Utf8,
            Encoding::Windows1252 => GuessedEncoding::Windows1252,
            Encoding::Iso8859_15 => GuessedEncoding::Iso8859_15,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_of_code_page_850_is_whole() {
        assert_eq!(CP850.chars().count(), 128);
        assert_eq!(GuessedEncoding::Cp850.decode(b"Soci\x82t\x82 n\xf8 3, \x90t\x82"), "Société n° 3, Été");
    }

    #[test]
    fn an_e_of_dos_is_told_from_one_of_a_macintosh() {
        assert!(GuessedEncoding::is_of_dos(b"N\xf8 pi\x8ace;Intitul\x82;\x90ch\x82ance"));
        // "Société Générale" and "Fenêtre" of a Macintosh, and quotes of Windows-1252.
        for text in
            [&b"Soci\x8et\x8e G\x8en\x8erale"[..], b"Fen\x90tre", b"Montant \x82net\x91", b"Soci\xe9t\xe9", b"ASCII"]
        {
            assert!(!GuessedEncoding::is_of_dos(text));
        }
    }

    #[test]
    fn the_letters_of_french_words_tell_the_encoding() {
        assert_eq!(GuessedEncoding::of("Société".as_bytes()), GuessedEncoding::Utf8);
        assert_eq!(GuessedEncoding::of(b"Soci\x82t\x82 G\x82n\x82rale"), GuessedEncoding::Cp850);
        assert_eq!(GuessedEncoding::of(b"FACTURE N\xf8 12"), GuessedEncoding::Cp850);
        assert_eq!(GuessedEncoding::of(b"Soci\xe9t\xe9"), GuessedEncoding::Windows1252);
        assert_eq!(GuessedEncoding::of(b"c\x9cur \xe0 10 \x80"), GuessedEncoding::Windows1252);
        assert_eq!(GuessedEncoding::of(b"C\xbdur \xe9 \xa4"), GuessedEncoding::Iso8859_15);
    }
}
