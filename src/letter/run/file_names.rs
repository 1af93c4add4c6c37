//! File names that people read: the words of the letter, its day and the customer, in letters that every file system
//! takes. Two of them may be alike; who needs them apart adds what tells them apart.

use unicode_normalization::UnicodeNormalization;

use crate::letter::safe::{is_device, whole_line};
use crate::model::Date;

/// The most bytes of what a document is, of a name and of a number: file systems take 255 together.
const LONGEST_WHAT: usize = 60;
const LONGEST_NAME: usize = 100;
const LONGEST_NUMBER: usize = 60;

/// Returns the name of a letter, without its end: `Mise en demeure 2026-11-16 - Bois & Fils`.
pub fn of_letter(label: &str, day: Date, customer: &str) -> String {
    format!("{} {day} - {}", capital(&part(label, LONGEST_WHAT)), of_customer(customer))
}

/// Returns a customer's name as it stands in that of a letter.
pub fn of_customer(name: &str) -> String {
    part(name, LONGEST_NAME)
}

/// Returns a number, a currency or another word as it stands in the name of a letter.
pub fn of_number(number: &str) -> String {
    part(number, LONGEST_NUMBER)
}

/// Returns the name of a copy of an invoice, with the end of its file: `Facture F-2026-017.pdf`.
pub fn of_document(what: &str, number: &str, path: &str) -> String {
    format!("{} {}{}", capital(&part(what, LONGEST_WHAT)), of_number(number), end(path))
}

/// The most characters of the end of a file name.
const LONGEST_END: usize = 5;

/// Returns the end of a file's name, when it is a usual one: `.pdf`.
pub fn end(path: &str) -> String {
    let end = path.rsplit(['/', '\\']).next().and_then(|name| name.rsplit_once('.')).map_or("", |(_, end)| end);
    let is_usual = (1..=LONGEST_END).contains(&end.len()) && end.bytes().all(|b| b.is_ascii_alphanumeric());
    if is_usual { format!(".{}", end.to_ascii_lowercase()) } else { String::new() }
}

/// What no name of a file may hold on some file system.
const BANNED: &str = "<>:\"/\\|?*";

/// Tells whether a text is the name of a file, wherever that is, and no path.
pub fn is_one(text: &str) -> bool {
    !text.is_empty() && !text.starts_with('.') && !text.contains(|c: char| BANNED.contains(c) || c.is_control())
}

/// Returns a text as a part of a file name, of so many bytes at most; never nothing.
fn part(text: &str, longest: usize) -> String {
    let mut kept = String::new();
    for c in whole_line(text).nfc() {
        let c = match c {
            '"' => '\'',
            _ if BANNED.contains(c) => '-',
            c => c,
        };
        if kept.len() + c.len_utf8() > longest {
            break;
        }
        kept.push(c);
    }
    // What begins like an option or a hidden file, and ends that Windows drops.
    let kept = kept.trim_start_matches(['.', '-', '~', ' ']).trim_end_matches(['.', ' ']);
    match kept {
        "" => "x".to_owned(),
        _ if is_device(kept) => format!("x-{kept}"),
        _ => kept.to_owned(),
    }
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day() -> Date {
        "2026-11-16".parse().unwrap()
    }

    #[test]
    fn names_are_what_people_say() {
        assert_eq!(of_letter("mise en demeure", day(), "Bois & Fils"), "Mise en demeure 2026-11-16 - Bois & Fils");
        assert_eq!(of_letter("échéancier", day(), "L’Épi S.A."), "Échéancier 2026-11-16 - L’Épi S.A");
        assert_eq!(of_document("facture d’acompte", "A/2026:7", "pdf/a.PDF"), "Facture d’acompte A-2026-7.pdf");
        assert_eq!(of_document("facture", "F1", "dossier.d/F1"), "Facture F1");
    }

    #[test]
    fn a_path_is_no_name() {
        assert!(is_one("C1__reminder__EUR.txt") && is_one("Première relance 2026-11-16 - Bois & Fils.eml"));
        for foreign in ["../x", "a/b", ".x", "a\\b", "C:x", "a\nb", ""] {
            assert!(!is_one(foreign), "{foreign:?}");
        }
    }

    #[test]
    fn hostile_names_are_names_of_files_everywhere() {
        let long = "É".repeat(10_000);
        for name in ["../../etc", "a\nb", "\u{202e}fdp.exe", "NUL", "", " . ", "-rf", "C:\\x", "a<b>|?*", &long] {
            let found = of_letter("relance", day(), name);
            assert!(found.len() <= 200 && found.starts_with("Relance 2026-11-16 - "), "{found}");
            let name = found.rsplit_once(" - ").unwrap().1;
            assert!(!name.starts_with(['.', '-', ' ']) && !name.ends_with(['.', ' ']) && !is_device(name), "{found}");
            assert!(is_one(&found) && !found.contains('\u{202e}'), "{found}");
        }
    }
}
