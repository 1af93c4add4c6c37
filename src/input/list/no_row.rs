//! Which lines of a list are no rows: titles, sums, the header once more, rows that the mapping leaves out.

use super::NoRow;
use super::reader::{Cells, Reader};
use crate::input::columns::Column;
use crate::input::header::{fold, same};
use crate::input::text::foreign_date;
use crate::model::FileRole;

impl Reader<'_> {
    /// Tells why the current row is none, if it is none: without an id and a date it is a title or a sum.
    pub(super) fn no_row(&mut self) -> Option<NoRow> {
        for (i, filter) in self.wish.filters.iter().enumerate() {
            self.sheet.turn(self.parts.len() + i);
            let text = self.sheet.text(Column::Note);
            // A row that names no currency is in that of the list, as a row of sums is.
            if filter.why == NoRow::Foreign && text.is_empty() {
                continue;
            }
            let is_one = |words: &[String]| words.iter().any(|word| same(word, &text));
            if (!filter.takes.is_empty() && !is_one(&filter.takes)) || is_one(&filter.leaves) {
                return Some(filter.why);
            }
        }
        self.sheet.turn(0);
        let sheet = &self.sheet;
        let ids: &[Column] = match self.wish.parts[0].role {
            FileRole::Invoices => &[Column::InvoiceId],
            FileRole::Customers => &[Column::CustomerId, Column::Name],
            _ => &[Column::InvoiceId, Column::CustomerId, Column::PaymentId],
        };
        let dated = || {
            let mut dates = self.parts[0].iter().filter(|(_, cells)| matches!(cells, Cells::Date(_)));
            dates.any(|(column, _)| foreign_date(&sheet.bytes(*column)).is_some())
        };
        let nameless = ids.iter().all(|&column| sheet.bytes(column).is_empty());
        if !nameless {
            let is_header = |column: &Column| sheet.has(*column) && sheet.name(*column) == sheet.text(*column);
            return ids.iter().all(|column| is_header(column) || !sheet.has(*column)).then_some(NoRow::Header).or_else(
                || {
                    let announces = || ids.iter().any(|column| is_sum(&sheet.text(*column)));
                    let is_sum = || is_sum(&sheet.table().first_text()) || announces();
                    (self.wish.parts[0].role != FileRole::Customers && is_sum() && !dated()).then_some(NoRow::Total)
                },
            );
        }
        if dated() {
            return None;
        }
        let is_empty = |column: &Column| sheet.bytes(*column).is_empty();
        let mut amounts = self.parts[0].iter().filter(|(_, cells)| matches!(cells, Cells::Amount(_)));
        if amounts.all(|(column, _)| is_empty(column)) {
            return Some(NoRow::Section);
        }
        let is_sum = is_sum(&sheet.table().first_text()) || is_empty(&Column::CustomerId);
        is_sum.then_some(NoRow::Total)
    }
}

/// Tells whether a text announces a sum of the rows above.
fn is_sum(text: &str) -> bool {
    // Nearly every text begins with another letter.
    let first = text.chars().find(|c| c.is_alphanumeric());
    if first.is_none_or(|c| c.is_ascii() && !matches!(c.to_ascii_lowercase(), 't' | 's' | 'g' | 'a')) {
        return false;
    }
    let mut words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(fold);
    let (first, second) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
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
        for text in ["TotalEnergies", "Soldex", "F-2026-01", "Reporters sans frontières", ""] {
            assert!(!is_sum(text), "{text}");
        }
    }
}
