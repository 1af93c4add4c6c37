//! What stands in the window of an envelope, as the post reads it (NF Z 10-011): the name, where in the house, the
//! street, the town in capitals, the country last; at most six lines of 38 characters, and nothing else.

use crate::diag::{Diagnostic, Place, code};
use crate::letter::model::Addressee;
use crate::model::{Customer, FileRole};

/// The most lines of an address.
pub const LINES: usize = 6;

/// The most characters of a line.
const WIDTH: usize = 38;

/// The lines of a window, and what had no room in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Window {
    /// What the post reads, a line each.
    pub lines: Vec<String>,
    /// The person to write to, where the address alone fills the window: he is named among the references.
    pub aside: Option<String>,
}

/// Returns the window of a letter to a customer; `attention` is the line of the person to write to.
pub fn window(customer: &Addressee, attention: Option<String>) -> Window {
    let set = |attention: Option<&String>| -> Vec<String> {
        let lines = [Some(&customer.name), attention].into_iter().flatten().chain(&customer.address);
        lines.flat_map(|line| wrapped(line)).collect()
    };
    let lines = set(attention.as_ref());
    if lines.len() <= LINES || attention.is_none() {
        return Window { lines, aside: None };
    }
    Window { lines: set(None), aside: attention }
}

/// Tells whether an address has room in the window below a name.
pub fn has_room(name: &str, address: &[String]) -> bool {
    [name].into_iter().chain(address.iter().map(String::as_str)).map(|line| wrapped(line).len()).sum::<usize>() <= LINES
}

/// Returns what is wrong with an address that has no room in the window: the post would get a letter without its town.
pub fn fault(customer: &Customer, addressee: &Addressee) -> Option<Diagnostic> {
    let Window { lines, .. } = window(addressee, None);
    if lines.len() <= LINES {
        return None;
    }
    let file = FileRole::Customers.file_name();
    let place = if customer.line == 0 { Place::file(file) } else { Place::line(file, customer.line) };
    let (id, count) = (&addressee.id, lines.len());
    let finding = Diagnostic::new(
        code::letter::ADDRESS_TOO_LONG,
        format!("the address of customer {id} does not fit the window of an envelope: {count} lines"),
        format!("l'adresse du client {id} ne tient pas dans la fenêtre de l'enveloppe : {count} lignes"),
    );
    Some(finding.at(Place { text: Some(lines.join(" / ")), ..place }).help(
        format!("the post reads {LINES} lines of {WIDTH} characters: shorten name, address_1 or address_2 in customers.csv"),
        format!("la poste lit {LINES} lignes de {WIDTH} caractères : abréger name, address_1 ou address_2 dans customers.csv"),
    ))
}

/// Returns a line in lines that the post reads, parted between words; a word that is longer than a line is parted too,
/// after a hyphen where it has one.
fn wrapped(line: &str) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in line.split(' ') {
        for (place, piece) in pieces(word).into_iter().enumerate() {
            let blank = if place == 0 { " " } else { "" };
            match lines.last_mut() {
                Some(last) if [last, blank, &piece].map(|text| text.chars().count()).iter().sum::<usize>() <= WIDTH => {
                    last.push_str(blank);
                    last.push_str(&piece);
                }
                _ => lines.push(piece),
            }
        }
    }
    lines
}

/// Returns what a word may be parted into: nothing smaller than itself where it fits a line.
fn pieces(word: &str) -> Vec<String> {
    if word.chars().count() <= WIDTH {
        return vec![word.to_owned()];
    }
    let letters = word.split_inclusive('-').map(|piece| piece.chars().collect::<Vec<_>>());
    letters
        .flat_map(|letters| letters.chunks(WIDTH).map(|part| part.iter().collect()).collect::<Vec<String>>())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn to(name: &str, address: &[&str]) -> Addressee {
        Addressee {
            id: "C-1".to_owned(),
            name: name.to_owned(),
            address: address.iter().map(|line| (*line).to_owned()).collect(),
            contact: None,
            email: None,
            phone: None,
            owner: None,
            siren: Some("812 403 715".to_owned()),
            language: None,
        }
    }

    #[test]
    fn a_long_name_takes_two_lines_and_the_siren_none() {
        let addressee =
            to("Société coopérative agricole des producteurs du Val de Loire", &["4 quai du Port", "49100 ANGERS"]);
        // 39 characters would be « Société coopérative agricole des produ… »: the line ends before the word.
        let lines =
            ["Société coopérative agricole des", "producteurs du Val de Loire", "4 quai du Port", "49100 ANGERS"];
        assert_eq!(window(&addressee, None), Window { lines: lines.map(str::to_owned).into(), aside: None });
    }

    #[test]
    fn the_longest_town_is_parted_after_a_hyphen() {
        // 51 characters, without a blank after the postal code.
        let town = "51290 SAINT-REMY-EN-BOUZEMONT-SAINT-GENEST-ET-ISSON";
        assert_eq!(wrapped(town), ["51290 SAINT-REMY-EN-BOUZEMONT-SAINT-", "GENEST-ET-ISSON"]);
        assert_eq!(wrapped("97400 SAINT-DENIS"), ["97400 SAINT-DENIS"]);
    }

    #[test]
    fn a_person_makes_room_for_the_country() {
        let full = ["Maison Haute", "Bâtiment C, escalier 4", "12 rue des Tanneurs", "1205 GENÈVE", "SUISSE"];
        let addressee = to("Ateliers Helvia Sàrl", &full);
        let attention = || Some("À l’attention de Mme Aubert".to_owned());
        let Window { lines, aside } = window(&addressee, attention());
        assert_eq!((lines.len(), aside), (6, attention()));
        let shorter = to("Ateliers Helvia Sàrl", &full[2..]);
        assert_eq!(window(&shorter, attention()).lines[1], "À l’attention de Mme Aubert");
    }

    #[test]
    fn what_has_no_room_is_an_error_and_never_cut() {
        let customer = Customer { id: "C-1".into(), name: "x".into(), kind: Default::default(), line: 7, more: None };
        let streets = ["a", "b", "c", "d", "75001 PARIS", "FRANCE"];
        let found = fault(&customer, &to("x", &streets)).unwrap();
        assert!(found.sentence.fr.contains("7 lignes"), "{found:?}");
        assert_eq!(found.places[0].text.as_deref(), Some("x / a / b / c / d / 75001 PARIS / FRANCE"));
        assert!(fault(&customer, &to("x", &streets[1..])).is_none());
        // 38 letters a line: six lines hold 228 without a blank.
        assert!(fault(&customer, &to(&"x".repeat(228), &[])).is_none());
        assert!(fault(&customer, &to(&"x".repeat(229), &[])).is_some());
    }
}
