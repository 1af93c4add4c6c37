//! Cells that only their column tells, known when it has been read to its end.

use super::ListRows;
use crate::input::columns::Column;
use crate::input::edit::PlainRows;
use crate::input::sheet::Refused;

/// The text of a cell that only its column tells, or the refusal.
pub(super) struct Late {
    pub row: usize,
    pub part: usize,
    pub place: usize,
    pub text: Result<String, Refused>,
}

impl ListRows {
    /// Writes the late cells into their rows; a row of which one is refused is taken out of every part.
    pub(super) fn fill(&mut self, late: &[Late]) {
        let mut refused: Vec<usize> = late.iter().filter(|late| late.text.is_err()).map(|late| late.row).collect();
        refused.dedup();
        let is_refused = |row: &usize| refused.binary_search(row).is_ok();
        let first = self.parts.first().into_iter();
        let numbers = first.flat_map(|rows| refused.iter().map(|&row| rows.row(row).get(Column::InvoiceId)));
        self.refused_invoices.extend(numbers.filter(|number| !number.is_empty()).map(str::to_owned));
        for (at, part) in self.parts.iter_mut().enumerate() {
            let mut late = late.iter().filter(|late| late.part == at).peekable();
            if late.peek().is_some() {
                let mut rows = PlainRows::new(part.columns().to_vec());
                for (i, row) in part.iter().enumerate() {
                    let mut cells: Vec<&str> = row.cells().collect();
                    while let Some(late) = late.next_if(|late| late.row == i) {
                        cells[late.place] = late.text.as_deref().unwrap_or_default();
                    }
                    rows.push(cells);
                }
                *part = rows;
            }
            if !refused.is_empty() {
                *part = part.pick((0..part.len()).filter(|row| !is_refused(row)));
            }
        }
        self.refused.extend(refused.iter().map(|&row| self.lines[row]));
        let lines = std::mem::take(&mut self.lines);
        self.lines = lines.into_iter().enumerate().filter(|(row, _)| !is_refused(row)).map(|(_, line)| line).collect();
    }
}
