//! Which lines of a list are no rows: titles, sums, the header once more, rows that the mapping leaves out.

use super::NoRow;
use super::reader::{Cells, Reader};
use crate::input::columns::Column;
use crate::input::header::{fold, same};
use crate::input::text::foreign_date;
use crate::model::FileRole;
use crate::model::guard::unguard;

impl Reader<'_> {
    /// Tells why the current row is none, if it is none: without an id and a date it is a title or a sum.
    pub(super) fn no_row(&mut self) -> Option<NoRow> {
        let filtered = self.filtered();
        self.sheet.turn(0);
        let sheet = &self.sheet;
        if filtered == Some(NoRow::Noted) {
            let number = unguard(&sheet.text(Column::InvoiceId)).to_owned();
            self.list.noted.push((sheet.line(), number));
        }
        if filtered.is_some() {
            return filtered;
        }
        let ids: &[Column] = match self.wish.parts[0].role {
            FileRole::Invoices => &[Column::InvoiceId],
            FileRole::Customers => &[Column::CustomerId, Column::Name],
            _ => &[Column::InvoiceId, Column::CustomerId, Column::PaymentId],
        };
        // A form feed begins the page on which it is repeated.
        let is_header = |column: &Column| {
            sheet.has(*column) && sheet.name(*column) == sheet.text(*column).trim_start_matches('\u{c}')
        };
        if ids.iter().all(|&column| sheet.bytes(column).is_empty()) {
            self.nameless()
        } else if ids.iter().all(|column| is_header(column) || !sheet.has(*column)) {
            Some(NoRow::Header)
        } else if self.is_footer() || self.is_title_alone() || self.is_page() || self.is_group() {
            Some(NoRow::Section)
        } else {
            (self.wish.parts[0].role != FileRole::Customers && self.is_named_sum()).then_some(NoRow::Total)
        }
    }

    /// Returns why the mapping does not take the current row.
    fn filtered(&mut self) -> Option<NoRow> {
        let mut noted = None;
        for (i, filter) in self.wish.filters.iter().enumerate() {
            self.sheet.turn(self.parts.len() + i);
            let text = self.sheet.text(Column::Note);
            // A row that names no currency is in that of the list, as a row of sums is.
            if filter.why == NoRow::Foreign && text.is_empty() {
                continue;
            }
            let is_one = |words: &[String]| words.iter().any(|word| same(word, &text));
            if (filter.takes.is_empty() || is_one(&filter.takes)) && !is_one(&filter.leaves) {
                continue;
            }
            if self.wish.parts[0].role != FileRole::Invoices || !is_one(&filter.noted) {
                return Some(filter.why);
            }
            noted = Some(NoRow::Noted);
        }
        noted
    }

    /// Tells why a row without any id is none.
    fn nameless(&self) -> Option<NoRow> {
        let (sheet, is_empty) = (&self.sheet, |column: &Column| self.sheet.bytes(*column).is_empty());
        let mut amounts = self.parts[0].iter().filter(|(_, cells)| matches!(cells, Cells::Amount(_)));
        if amounts.all(|(column, _)| is_empty(column)) {
            let is_date = |column: Column| foreign_date(&sheet.bytes(column)).is_some();
            return (!self.dates().any(is_date)).then_some(NoRow::Section);
        }
        let is_sum = is_sum(&sheet.table().first_text()) || is_empty(&Column::CustomerId);
        (is_sum && !self.is_dated()).then_some(NoRow::Total)
    }

    /// Tells whether a row is what a program prints below a table: the day, the page, how many rows there are. A list
    /// of customers has neither days nor sums, by which it would be told from a name.
    fn is_footer(&self) -> bool {
        let mut cells = self.parts[0].iter().filter(|(_, cells)| matches!(cells, Cells::Amount(_) | Cells::Date(_)));
        self.wish.parts[0].role != FileRole::Customers
            && cells.all(|(column, _)| self.sheet.bytes(*column).is_empty())
            && is_printed(&self.sheet.table().first_text())
    }

    /// Tells whether a row is the title of a new page, in the column of the numbers: a form feed begins it.
    fn is_page(&self) -> bool {
        self.sheet.table().first_text().starts_with('\u{c}') && !self.is_dated()
    }

    /// Tells whether a row of invoices is the title of a group, with the number of its rows behind and their sums
    /// beside it.
    fn is_group(&self) -> bool {
        let number = self.sheet.text(Column::InvoiceId);
        let counted = number.strip_suffix(')').and_then(|text| text.rsplit_once(" ("));
        let is_counted = counted.is_some_and(|(_, count)| count.bytes().all(|byte| byte.is_ascii_digit()));
        self.wish.parts[0].role == FileRole::Invoices
            && is_counted
            && self.sheet.bytes(Column::CustomerId).is_empty()
            && !self.is_dated()
    }

    /// Tells whether a row of invoices has nothing but a title, between two tables, in the column of their numbers.
    fn is_title_alone(&self) -> bool {
        let is_title = || self.sheet.table().only_text().is_some_and(|text| is_title(&text));
        self.wish.parts[0].role == FileRole::Invoices && is_title()
    }

    /// Tells whether a row with an id is a sum: customers are called "Total Energies", and what one paid on a day that
    /// cannot be read is no sum.
    fn is_named_sum(&self) -> bool {
        let text = |column: Column| self.sheet.text(column);
        let numbers = [Column::InvoiceId, Column::PaymentId].map(text);
        let mut numbers = numbers.iter().filter(|number| !number.is_empty()).peekable();
        let customer = text(Column::CustomerId);
        let announces = match numbers.peek() {
            Some(_) => numbers.all(|number| is_bare_sum(number) || (customer.is_empty() && is_sum(number))),
            None => is_bare_sum(&customer) || is_bare_sum(&self.sheet.table().first_text()),
        };
        announces && !self.is_dated()
    }

    /// Tells whether the current row has a date, or what was meant for one.
    fn is_dated(&self) -> bool {
        self.dates().any(|column| {
            let cell = self.sheet.bytes(column);
            foreign_date(&cell).is_some() || is_meant_for_date(&cell)
        })
    }

    fn dates(&self) -> impl Iterator<Item = Column> {
        let dates = self.parts[0].iter().filter(|(_, cells)| matches!(cells, Cells::Date(_)));
        dates.map(|(column, _)| *column)
    }
}

/// Tells whether a cell looks like a date, of whatever day: "12 factures" does not.
fn is_meant_for_date(cell: &[u8]) -> bool {
    let numbers = cell.split(|byte| !byte.is_ascii_digit()).filter(|digits| !digits.is_empty());
    cell.first().is_some_and(u8::is_ascii_digit)
        && (numbers.clone().count() > 1 || numbers.clone().any(|digits| digits.len() > 5))
}

/// Tells whether a text begins as the line does that is printed below a table.
fn is_printed(text: &str) -> bool {
    let mut words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(fold);
    let (first, second) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
    let is_number = |word: &str| word.bytes().all(|byte| byte.is_ascii_digit());
    match first.as_str() {
        "edite" | "editee" | "edition" | "imprime" | "imprimee" | "genere" | "generee" | "exporte" | "exportee" => {
            matches!(second.as_str(), "le" | "du" | "au" | "par")
        }
        "printed" | "generated" | "exported" => matches!(second.as_str(), "on" | "at" | "by"),
        "page" => is_number(&second),
        "nombre" | "number" | "count" => matches!(second.as_str(), "de" | "d" | "of"),
        _ => false,
    }
}

/// Tells whether a text that stands alone is a title rather than the number of an invoice: it has no digit, or begins
/// as titles do.
fn is_title(text: &str) -> bool {
    let mut words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(fold);
    let first = words.next().unwrap_or_default();
    !text.bytes().any(|byte| byte.is_ascii_digit()) || TITLES.contains(&first.as_str())
}

/// What titles between tables, and the words below them, begin with.
#[rustfmt::skip]
const TITLES: [&str; 41] = [
    "factures", "clients", "ventes", "impayes", "echeances", "arrete", "arretee", "periode", "exercice", "annee", "mois",
    "trimestre", "semestre", "suivi", "liste", "releve", "etat", "situation",
    "invoices", "customers", "sales", "period", "year", "month", "quarter", "statement", "list", "overdue", "unpaid",
    "janvier", "fevrier", "mars", "avril", "mai", "juin", "juillet", "aout", "septembre", "octobre", "novembre", "decembre",
];

/// Tells whether a text announces a sum and says nothing besides.
fn is_bare_sum(text: &str) -> bool {
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(fold);
    is_sum(text)
        && words.skip(1).all(|word| matches!(word.as_str(), "total" | "totaux" | "general" | "reporter" | "ttc"))
}

/// Tells whether a text announces a sum of the rows above.
pub fn is_sum(text: &str) -> bool {
    // Nearly every text begins with another letter.
    let first = text.chars().find(|c| c.is_alphanumeric());
    if first.is_none_or(|c| c.is_ascii() && !matches!(c.to_ascii_lowercase(), 't' | 's' | 'g' | 'a' | 'r')) {
        return false;
    }
    let mut words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(fold);
    let (first, second) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
    // "Report" alone, or of the page before: it carries a sum to the next.
    if first == "report" {
        return matches!(second.as_str(), "" | "page" | "de" | "precedent" | "general");
    }
    matches!(first.as_str(), "total" | "totaux" | "totals" | "soustotal" | "subtotal" | "solde")
        || matches!(
            (first.as_str(), second.as_str()),
            ("sous" | "sub" | "grand", "total" | "totaux") | ("a", "reporter")
        )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_are_told_from_numbers() {
        for text in ["Factures 2026", "Arrêté à la somme de 1 200,00 €", "Juin 2026", "Clients divers", "BROUILLONS"]
        {
            assert!(is_title(text), "{text}");
        }
        for text in ["F-102", "FA 2026 001", "2026/12", "Facture 12"] {
            assert!(!is_title(text), "{text}");
        }
    }

    #[test]
    fn sums_are_told_from_names() {
        for text in [
            "Total",
            "TOTAL :",
            "Total général",
            "Totaux",
            "Sous-total",
            "Subtotal",
            "Total for Dupont",
            "Solde",
            "À reporter",
        ] {
            assert!(is_sum(text), "{text}");
        }
        for text in ["Report", "Report page précédente"] {
            assert!(is_sum(text), "{text}");
        }
        for text in ["Édité le 12/06/2026 Page 1/2", "Page 1/2", "Nombre de factures : 3", "Printed on 2026-06-12"] {
            assert!(is_printed(text), "{text}");
        }
        for text in ["F-12", "Page Blanche SARL", "Édition Martin", "Report SARL"] {
            assert!(!is_printed(text) && !is_sum(text), "{text}");
        }
        for text in ["TotalEnergies", "Soldex", "F-2026-01", "Reporters sans frontières", ""] {
            assert!(!is_sum(text), "{text}");
        }
        for (text, is_bare) in
            [("TOTAL :", true), ("Total général", true), ("Sous-total", true), ("Total Energies", false), ("", false)]
        {
            assert_eq!(is_bare_sum(text), is_bare, "{text}");
        }
    }
}
