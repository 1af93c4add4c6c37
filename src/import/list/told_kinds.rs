//! What columns that nobody reads tell of the documents: a credit note with a positive amount would be a debt.
//!
//! What a cell says does not depend on the other rows. A text that calls its row a credit note is asked about under any
//! name; the letters of programs are, where the name may speak of kinds; and a column that is called "Document" and
//! holds words is read as the kind.

use std::collections::BTreeMap;

use super::aliases::kind;
use super::aliases::name::Name;
use super::kinds::{self, Told};
use crate::import::mapping::Mapping;
use crate::input::columns::Column;
use crate::input::header::{fold, same};
use crate::input::list::{ANY, CellSource, OTHERS, is_sum, meant};
use crate::input::text::{foreign_amount, parse_amount};
use crate::model::FileRole;
use crate::model::dialect::DecimalMark;

/// Words by which a column speaks of something else than the documents: of the customer, of the number and the day of
/// the document, of where it comes from, of what was sold and where to.
#[rustfmt::skip]
const OF_OTHERS: &[&str] = &[
    "client", "customer", "tiers", "partner", "numero", "number", "n", "no", "id", "ref", "reference", "date", "compte", "account",
    "origine", "origin", "source", "article", "articles", "produit", "produits", "product", "prestation", "prestations", "marche",
    "voie", "service", "services", "bien", "biens", "item",
];

/// Words of columns for remarks, in which "avoir" is mostly a verb: "Avoir confirmation du client".
#[rustfmt::skip]
const OF_REMARKS: &[&str] = &[
    "observation", "observations", "commentaire", "commentaires", "comment", "comments", "remarque", "remarques", "memo", "note",
    "notes",
];

/// Words by which a column speaks of how it is paid, or of another document than that of the row: an "Avoir" there is
/// none.
#[rustfmt::skip]
const OF_ANOTHER: &[&str] = &[
    "mode", "moyen", "method", "methode", "reglement", "reglements", "paiement", "paiements", "payment", "lie", "liee",
    "lies", "liees", "linked", "related",
];

/// What the name of a column is made of that holds the names of people and places: somebody may be called "Avoirs
/// Durand".
#[rustfmt::skip]
const OF_PEOPLE: &[&str] = &[
    "nom", "name", "raison", "sociale", "client", "customer", "tiers", "partner", "partenaire", "societe", "company", "enseigne",
    "debiteur", "debtor", "contact", "interlocuteur", "prenom", "commercial", "vendeur", "representant", "sales", "salesperson",
    "responsable", "owner", "adresse", "address", "rue", "street", "ville", "city", "livraison", "facturation", "billing", "shipping",
    "destinataire", "1", "2", "3", "kunde", "firma", "ort",
];

/// The texts of a column that call rows with positive amounts credit notes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Credits {
    /// Its name.
    pub column: String,
    /// How many rows it calls so.
    pub count: usize,
    /// The first of them: line and text.
    pub places: Vec<(u32, String)>,
    /// How their texts begin, by what is compared: with the word behind what they begin with, and without it.
    beginnings: [BTreeMap<String, String>; 2],
}

/// More beginnings than that are told without the word behind.
const MOST_BEGINNINGS: usize = 20;

/// How many rows are shown.
const SHOWN: usize = 3;

impl Credits {
    /// Returns how the texts begin, for a person to say what they mean.
    pub fn beginnings(&self) -> impl Iterator<Item = &str> {
        let [long, short] = &self.beginnings;
        let told = if long.len() > MOST_BEGINNINGS { short } else { long };
        told.values().map(String::as_str)
    }

    fn note(&mut self, line: u32, text: &str, begins: &kinds::Beginning) {
        self.count += 1;
        if self.places.len() < SHOWN {
            self.places.push((line, text.to_owned()));
        }
        for (known, begins) in self.beginnings.iter_mut().zip([&begins.long, &begins.short]) {
            if known.len() <= MOST_BEGINNINGS {
                known.entry(key(begins)).or_insert_with(|| begins.clone());
            }
        }
    }
}

/// Returns what is compared of a beginning.
fn key(begins: &str) -> String {
    format!("{}{}", fold(begins), if begins.ends_with(ANY) { OTHERS } else { "" })
}

/// What is known of the rows of a list by the columns that are read: which of them claim something.
pub(super) struct Rows<'a> {
    pub amount: &'a str,
    pub number: &'a str,
    pub kind: Option<&'a str>,
    words: Option<&'a BTreeMap<String, String>>,
}

impl<'a> Rows<'a> {
    /// Returns what a mapping tells of the rows; nothing where they are no invoices, or all of one kind.
    pub fn of(mapping: &'a Mapping) -> Option<Rows<'a>> {
        let invoices = mapping.targets.get(&FileRole::Invoices)?;
        let amount = invoices.source(Column::Amount)?.name()?;
        let kind = match invoices.source(Column::Kind) {
            Some(CellSource::Fixed(_)) => return None,
            from => from.and_then(CellSource::name),
        };
        let words = kind.and_then(|kind| mapping.values.iter().find(|(known, _)| same(known, kind)));
        let number = invoices.source(Column::InvoiceId).and_then(CellSource::name).unwrap_or(amount);
        Some(Rows { amount, number, kind, words: words.map(|(_, words)| words) })
    }

    /// Tells whether a row with that number is a document: titles and totals are none.
    pub fn is_document(number: &str) -> bool {
        !number.is_empty() && !is_sum(number)
    }

    /// Tells whether a row claims something as far as is known: its amount is positive, and no word of its kind says
    /// what it is.
    pub fn is_claim(&self, amount: &str, kind: &str) -> bool {
        let says_nothing =
            kind.is_empty() || self.meant(kind).is_some_and(|(theirs, ours)| theirs == OTHERS || ours.is_empty());
        says_nothing && is_positive(amount)
    }

    /// Tells whether the table of the kinds speaks of a text no more than of all others.
    pub fn is_any_other(&self, kind: &str) -> bool {
        self.meant(kind).is_some_and(|(theirs, _)| theirs == OTHERS)
    }

    /// Returns the column of the kinds, where its table speaks of all texts that it does not name.
    pub fn kind_of_any(&self) -> Option<&'a str> {
        self.kind.filter(|_| self.words.is_some_and(|words| words.contains_key(OTHERS)))
    }

    fn meant(&self, kind: &str) -> Option<(&'a str, &'a str)> {
        self.words.and_then(|words| meant(kind, words))
    }
}

/// What the cells of one column tell of the documents.
#[derive(Debug)]
pub(super) struct Documents {
    told: Told,
    /// Whether its name is that of documents: then words make it one of kinds, and numbers do not.
    is_a_document: bool,
    has_words: bool,
    /// The last text, and how it begins where it calls its row a credit note: many rows have one text.
    last: (String, Option<kinds::Beginning>),
    pub credits: Credits,
}

impl Documents {
    /// Returns what is known of a column before its first cell; nothing of one that speaks of something else.
    pub fn under(column: &str) -> Option<Documents> {
        let name = Name::of(column);
        let is_a_document = kind::is_a_document(&name);
        let has = |words| name.has_word(words);
        let told = if has(OF_ANOTHER) || name.words.iter().all(|word| OF_PEOPLE.contains(&word.as_str())) {
            return None;
        } else if !is_a_document && has(kind::CREDITS) {
            Told::Alone
        } else if has(OF_REMARKS) {
            Told::Remarks
        } else if (is_a_document || kind::may_be_of_kinds(&name)) && !has(OF_OTHERS) {
            Told::Letters
        } else {
            Told::Words
        };
        let credits = Credits { column: column.to_owned(), ..Credits::default() };
        Some(Documents { told, is_a_document, has_words: false, last: Default::default(), credits })
    }

    /// Looks at the cell of a document.
    pub fn look_at(&mut self, cell: &str, line: u32, is_claim: impl FnOnce() -> bool) {
        if cell.is_empty() || cell == self.credits.column {
            return;
        }
        self.has_words |= self.is_a_document && !cell.contains(|c: char| c.is_ascii_digit());
        if self.last.0 != cell {
            let is_yes = self.told == Told::Alone && is_yes(cell);
            let yes = || is_yes.then(|| kinds::Beginning { long: cell.to_owned(), short: cell.to_owned() });
            self.last = (cell.to_owned(), kinds::credit(cell, self.told).or_else(yes));
        }
        if let Some(begins) = &self.last.1
            && is_claim()
        {
            self.credits.note(line, cell, begins);
        }
    }

    /// Tells whether the column says what each document is.
    pub fn are_kinds(&self) -> bool {
        self.has_words
    }
}

/// Tells whether a cell answers the name of its column: "Avoir: oui".
fn is_yes(cell: &str) -> bool {
    ["oui", "yes", "true", "vrai", "x"].iter().any(|yes| same(yes, cell))
}

/// Lets a mapping read a column as what each document is.
pub(super) fn read(mapping: &mut Mapping, column: &str) {
    let (words, filter) = kinds::known();
    mapping.read_kind(column, words, &filter);
}

/// Tells whether a sum is above zero, whatever stands before its cents.
fn is_positive(sum: &str) -> bool {
    let digits = foreign_amount(sum).map_or_else(|| sum.to_owned(), |money| money.digits);
    let Ok(read) = parse_amount(digits.as_bytes()) else { return false };
    let marks = [DecimalMark::Comma, DecimalMark::Point].into_iter();
    marks.filter_map(|mark| read.under(mark)).any(|value| value.0 > 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Returns the texts of a column that call rows with positive amounts credit notes, and whether it is one of kinds.
    fn shown(name: &str, cells: &[&str]) -> Option<(Vec<String>, bool)> {
        let mut seen = Documents::under(name)?;
        (2..).zip(cells).for_each(|(line, cell)| seen.look_at(cell, line, || true));
        Some((seen.credits.places.iter().map(|(_, text)| text.clone()).collect(), seen.are_kinds()))
    }

    #[test]
    fn a_text_calls_its_row_a_credit_note_whatever_the_other_rows_say() {
        for others in [&[][..], &["Facture"], &["", "Acompte"], &["Pose de mai", "FA"]] {
            let calls = |name: &str, cell: &str| {
                let cells: Vec<&str> = others.iter().copied().chain([cell]).collect();
                shown(name, &cells).is_some_and(|(texts, _)| texts == [cell])
            };
            for name in ["Libellé", "Opération", "Catégorie", "Document", "Objet", "Référence client"] {
                for cell in ["Avoir", "Avoir client", "Note de crédit 7", "Gutschrift", "Nota di credito"] {
                    assert!(calls(name, cell), "{name} {cell} {others:?}");
                }
                assert!(!calls(name, "Facture d'avril") && !calls(name, "Avoirdupois"), "{name}");
            }
            // Letters are words only under a name that may speak of kinds.
            assert!(calls("Opération", "NC") && calls("Document", "AV"));
            assert!(!calls("Pays", "CN") && !calls("Commercial", "AV") && !calls("Type de voie", "AV"));
            assert!(calls("Observations", "Avoir sur F12") && calls("Observations", "Avoir"));
            assert!(!calls("Observations", "Avoir confirmation du client"));
            assert!(!calls("N° avoir", "Avoir 12") && !calls("Avoir", "Non"));
            assert!(calls("Avoir", "Oui") && !calls("Libellé", "Oui"));
        }
    }

    #[test]
    fn how_a_payment_is_made_who_somebody_is_and_another_document_are_no_kinds() {
        for name in ["Mode de règlement", "Document lié", "Nom du client", "Raison sociale", "Contact", "Adresse 1"] {
            assert_eq!(shown(name, &["Avoir"]), None, "{name}");
        }
    }

    #[test]
    fn a_column_of_documents_with_words_is_one_of_kinds() {
        assert_eq!(shown("Document", &["Facture", "NC"]).map(|(_, are_kinds)| are_kinds), Some(true));
        assert_eq!(shown("Document", &["FA-12", "contrat-7.pdf", ""]).map(|(_, are_kinds)| are_kinds), Some(false));
        assert_eq!(shown("Libellé", &["Facture"]).map(|(_, are_kinds)| are_kinds), Some(false));
    }

    #[test]
    fn many_texts_are_told_by_what_they_begin_with() {
        let mut seen = Documents::under("Libellé").unwrap();
        seen.look_at("Avoir sur F1", 2, || true);
        seen.look_at("AVOIR SUR F2", 3, || true);
        seen.look_at("Avoir", 4, || false);
        assert_eq!((seen.credits.count, seen.credits.beginnings().collect::<Vec<_>>()), (2, vec!["Avoir sur*"]));
        for line in 5..40 {
            let letters = ["a", "b", "c", "d", "e", "f"][line as usize % 6].repeat(line as usize);
            seen.look_at(&format!("Avoir {letters}"), line, || true);
        }
        assert_eq!(seen.credits.count, 37);
        assert_eq!((seen.credits.places.len(), seen.credits.beginnings().collect::<Vec<_>>()), (3, vec!["Avoir*"]));
    }

    #[test]
    fn a_row_is_a_claim_by_its_sum_and_its_kind() {
        assert!(is_positive("500,00 €") && is_positive("1,234") && !is_positive("-500.00") && !is_positive("0,00"));
        assert!(!is_positive("(500,00)") && !is_positive("") && !is_positive("Total"));
        let words = BTreeMap::from(
            [("*", ""), ("Avoir sur*", "credit_note"), ("Acompte", "deposit")]
                .map(|(theirs, ours): (&str, &str)| (theirs.to_owned(), ours.to_owned())),
        );
        let rows = Rows { amount: "TTC", number: "N°", kind: Some("Libellé"), words: Some(&words) };
        for (kind, is_claim) in [("", true), ("Pose de mai", true), ("Avoir sur F1", false), ("acompte", false)] {
            assert_eq!(rows.is_claim("500,00", kind), is_claim, "{kind}");
        }
        assert!(rows.kind_of_any().is_some() && rows.is_any_other("Avoir AV-2") && !rows.is_any_other("Avoir sur F1"));
        assert!(!Rows::is_document("Total") && !Rows::is_document("") && Rows::is_document("F-1"));
    }
}
