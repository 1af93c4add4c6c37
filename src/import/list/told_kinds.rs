//! Columns that nobody reads and whose cells say what the documents are: a credit note with a positive amount would be
//! a debt.

use std::collections::BTreeMap;
use std::ops::ControlFlow;

use super::aliases::name::Name;
use super::kinds::{self, Document};
use super::overlooked;
use crate::import::mapping::Mapping;
use crate::input::columns::Column;
use crate::input::list::{CellSource, is_sum};
use crate::input::text::{foreign_amount, parse_amount};
use crate::input::{Source, list};
use crate::model::FileRole;
use crate::model::dialect::{DecimalMark, Declared};

/// What columns that are not read tell of the documents of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Told {
    /// That one says what each document is.
    Kinds(String),
    /// These call rows with positive amounts credit notes; with their words, where those are few.
    Perhaps(Vec<(String, Vec<String>)>),
}

impl Told {
    /// Returns the columns that tell it.
    pub fn columns(&self) -> Vec<String> {
        match self {
            Told::Kinds(column) => vec![column.clone()],
            Told::Perhaps(columns) => columns.iter().map(|(column, _)| column.clone()).collect(),
        }
    }
}

/// More words than that are no kinds of documents.
const MOST_WORDS: usize = 12;

/// Words of which a column that says what documents are called has one.
#[rustfmt::skip]
const OF_KINDS: &[&str] = &[
    "type", "types", "nature", "genre", "categorie", "category", "kind", "class", "classe", "document", "doc", "piece", "operation",
    "mouvement", "transaction", "ecriture",
];

/// Words by which it speaks of something else: of the customer, of the number and the day of the document, of where it
/// comes from, of what was sold and where to.
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

/// Words of a name that speaks of credit notes itself.
const OF_CREDITS: &[&str] = &["avoir", "avoirs", "credit"];

/// Returns what the columns of invoices that are not read tell of the documents, where nothing else does.
pub(super) fn of(
    table: &Source,
    mapping: &Mapping,
    header: &[String],
    (lines_before, declared): (u32, Declared),
) -> Option<Told> {
    let invoices = mapping.targets.get(&FileRole::Invoices)?;
    let amount = invoices.source(Column::Amount)?.name()?;
    if invoices.source(Column::Kind).is_some() {
        return None;
    }
    let names: Vec<&str> = overlooked::unread(header, mapping).collect();
    let mut columns: Vec<Cells<'_>> = names.into_iter().filter_map(Cells::under).collect();
    if columns.is_empty() {
        return None;
    }
    let number = invoices.source(Column::InvoiceId).and_then(CellSource::name).unwrap_or(amount);
    let names = [amount, number].into_iter().chain(columns.iter().map(|cells| cells.name));
    let wanted: Vec<String> = names.map(str::to_owned).collect();
    list::walk(table, lines_before, declared, &wanted, |row| {
        // Titles and totals are no documents.
        let number = row.text(1);
        if number.is_empty() || is_sum(&number) {
            return ControlFlow::Continue(());
        }
        let sum = row.text(0);
        for (at, cells) in columns.iter_mut().enumerate() {
            cells.look_at(&row.text(at + 2), || is_positive(&sum));
        }
        ControlFlow::Continue(())
    });
    let telling: Vec<&Cells<'_>> = columns.iter().filter(|cells| cells.calls_credits()).collect();
    let kinds = telling.iter().find(|cells| cells.are_kinds());
    let perhaps = || telling.iter().map(|cells| (cells.name.to_owned(), cells.words())).collect();
    match kinds {
        Some(cells) => Some(Told::Kinds(cells.name.to_owned())),
        None => (!telling.is_empty()).then(|| Told::Perhaps(perhaps())),
    }
}

/// Lets a mapping read a column as what each document is.
pub(super) fn read(mapping: &mut Mapping, column: &str) {
    let (words, filter) = kinds::known();
    mapping.read_kind(column, words, &filter);
}

/// What the cells of one column showed so far.
struct Cells<'a> {
    name: &'a str,
    /// Whether its name says that it tells what documents are.
    is_of_kinds: bool,
    /// Whether what only begins like a credit note is the number of one, or a remark.
    begins_alike: bool,
    /// Whether every cell so far was a word for a document, or empty.
    are_words: bool,
    /// The first texts that it holds, and what each says.
    words: BTreeMap<String, Meaning>,
    has_blanks: bool,
    has_invoices: bool,
    has_quotes: bool,
    /// Whether one calls a row with a positive amount a credit note.
    has_credits: bool,
    /// Whether letters do, which may be anything where none stands for an invoice.
    has_credit_letters: bool,
}

/// What the text of a cell says of its row.
#[derive(Clone, Copy)]
struct Meaning {
    document: Option<Document>,
    /// Whether it calls the row a credit note.
    is_credit: bool,
    /// Whether it is a word only where it is known that such words say what a document is.
    is_letters: bool,
}

impl<'a> Cells<'a> {
    /// Returns what is known of a column before its first cell; nothing of one that speaks of something else.
    fn under(name: &'a str) -> Option<Cells<'a>> {
        let compared = Name::of(name);
        let has = |words| compared.has_word(words);
        let is_of_both = has(&["facture", "factures", "invoice"]) && has(OF_CREDITS);
        let cells = Cells {
            name,
            is_of_kinds: (has(OF_KINDS) || is_of_both) && !has(OF_OTHERS),
            begins_alike: (has(OF_CREDITS) && !is_of_both) || has(OF_REMARKS),
            are_words: true,
            words: BTreeMap::new(),
            has_blanks: false,
            has_invoices: false,
            has_quotes: false,
            has_credits: false,
            has_credit_letters: false,
        };
        (!has(OF_ANOTHER)).then_some(cells)
    }

    fn look_at(&mut self, cell: &str, is_positive: impl FnOnce() -> bool) {
        if cell.is_empty() || cell == self.name {
            self.has_blanks |= cell.is_empty();
            return;
        }
        let seen = match self.words.get(cell) {
            Some(seen) => *seen,
            None if self.words.len() > MOST_WORDS && !self.are_words && !kinds::may_be_credit(cell) => return,
            None => {
                let seen = self.meaning(cell);
                if self.words.len() <= MOST_WORDS {
                    self.words.insert(cell.to_owned(), seen);
                }
                seen
            }
        };
        self.are_words &= seen.document.is_some();
        self.has_invoices |= seen.document == Some(Document::Claim);
        self.has_quotes |= seen.document == Some(Document::Quote);
        if seen.is_credit && is_positive() {
            self.has_credit_letters |= seen.is_letters;
            self.has_credits |= !seen.is_letters;
        }
    }

    fn meaning(&self, cell: &str) -> Meaning {
        let document = kinds::document(cell, self.is_of_kinds);
        let begins = document.is_none() && !self.begins_alike && kinds::begins_as_credit(cell);
        let is_letters = document.is_some() && kinds::document(cell, false).is_none();
        Meaning { document, is_credit: begins || document == Some(Document::Credit), is_letters }
    }

    /// Tells whether it calls a row with a positive amount a credit note.
    fn calls_credits(&self) -> bool {
        self.has_credits || (self.has_credit_letters && self.has_invoices)
    }

    /// Returns the words of the column; none of one whose texts differ from row to row.
    fn words(&self) -> Vec<String> {
        let are_few = self.words.len() <= MOST_WORDS;
        self.words.keys().filter(|_| are_few).cloned().collect()
    }

    /// Tells whether each cell says what the document is, and some that it is an invoice: a word beside a few rows may
    /// be a remark. Which documents claim nothing is not for a column to say that nobody knows.
    fn are_kinds(&self) -> bool {
        self.are_words && self.has_invoices && !self.has_blanks && !self.has_quotes
    }
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

    /// Returns what a column shows beside positive amounts: whether it stops the import, and whether it says what
    /// documents are.
    fn shown(name: &str, cells: &[&str]) -> Option<(bool, bool)> {
        let mut seen = Cells::under(name)?;
        cells.iter().for_each(|cell| seen.look_at(cell, || true));
        Some((seen.calls_credits(), seen.are_kinds()))
    }

    #[test]
    fn a_credit_note_with_a_positive_amount_is_seen_under_any_header() {
        for name in [
            "Type d'opération",
            "Type de transaction",
            "Nature de la pièce",
            "Facture/Avoir",
            "Type doc",
            "Type d'écriture",
            "Opération",
            "Genre",
            "Catégorie de pièce",
            "Sous-type",
            "Type mouvement",
            "Code type",
            "Document",
        ] {
            for cells in [["Facture client", "Avoir client"], ["FA", "AV"], ["Facture", "Note de crédit"]] {
                assert_eq!(shown(name, &cells), Some((true, true)), "{name} {cells:?}");
            }
            for cells in [["", "Avoir"], ["Vente", "Avoir client"], ["Facture", "Avoir partiel"]] {
                assert_eq!(shown(name, &cells), Some((true, false)), "{name} {cells:?}");
            }
            // An avenue, an amendment, a country: letters without any for an invoice.
            assert_eq!(shown(name, &["AV", ""]), Some((false, false)), "{name}");
        }
        // Under a name that says nothing, each row has to be called something; letters may be anything.
        assert_eq!(shown("Libellé", &["Facture", "Avoir"]), Some((true, true)));
        assert_eq!(shown("Libellé", &["", "Avoir"]), Some((true, false)));
        assert_eq!(shown("Libellé", &["Prestation de mai", "Avoir sur facture F12"]), Some((true, false)));
        assert_eq!(shown("Description", &["Consulting", "Credit note for INV-12"]), Some((true, false)));
        assert_eq!(shown("Commercial", &["FA", "AV"]), Some((false, false)));
        assert_eq!(shown("Pays", &["CN", "CN"]), Some((false, false)));
    }

    #[test]
    fn what_speaks_of_something_else_is_no_credit_note() {
        assert_eq!(shown("Mode de règlement", &["Virement", "Avoir"]), None);
        assert_eq!(shown("Document lié", &["Avoir AV-12"]), None);
        assert_eq!(shown("N° avoir", &["", "Avoir 12"]), Some((false, false)));
        assert_eq!(shown("Type de client", &["AV", "B"]), Some((false, false)));
        assert_eq!(shown("Type de voie", &["AV", "FA"]), Some((false, false)));
        assert_eq!(shown("Observations", &["Avoir confirmation du client", ""]), Some((false, false)));
        assert_eq!(shown("Observations", &["Avoir", ""]), Some((true, false)));
        assert_eq!(shown("Catégorie", &["Commande", "Facture"]), Some((false, false)));
        assert_eq!(shown("Commentaire", &["Facture à avoir", "Avoirs en banque", "Avoirdupois"]), Some((false, false)));
        // Without a sum above zero it takes off what is owed already.
        let mut seen = Cells::under("Libellé").unwrap();
        seen.look_at("Avoir", || false);
        assert!(!seen.has_credits);
        assert!(is_positive("500,00 €") && is_positive("1,234") && !is_positive("-500.00") && !is_positive("0,00"));
        assert!(!is_positive("(500,00)") && !is_positive("") && !is_positive("Total"));
    }
}
