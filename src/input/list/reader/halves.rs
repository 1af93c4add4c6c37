//! The rows of a long list in two halves, each read on a core of its own.

use super::{Cells, Reader, Stop, Until};
use crate::input::faults::Faults;
use crate::input::list::{ListRows, Total};
use crate::input::sheet::Sheet;
use crate::model::cores::both;

impl<'a> Reader<'a> {
    /// Reads the rows to come on both cores, and tells whether all are read. Where the halves do not fit together as if
    /// they had been read one after the other, the first alone is taken: what follows is still to come.
    pub(super) fn read_halves(&mut self, faults: &mut Faults) -> bool {
        let Some((sheet, at)) = self.sheet.second_half() else { return false };
        let mut second = self.apart(sheet);
        let first = || self.rows(Until::Byte(at), faults);
        let then = || {
            let mut theirs = Faults::default();
            second.rows(Until::End, &mut theirs);
            (second, theirs)
        };
        let (stop, (second, theirs)) = both(true, first, then);
        if stop == Stop::End {
            // A row reached over the line where the second half was to begin: it was read to the end of the file.
            return true;
        }
        let fits = !theirs.is_fatal() && theirs.lists_all() && self.knows_no_more_than(&second);
        if fits {
            faults.absorb(theirs);
            self.join(second);
        }
        fits
    }

    /// Returns the reader of rows behind those to come, to whom what was seen so far is known.
    fn apart(&self, sheet: Sheet) -> Reader<'a> {
        let mut other = Reader::new(sheet, self.wish);
        for (own, theirs) in self.parts.iter().flatten().zip(other.parts.iter_mut().flatten()) {
            if let ((_, Cells::Amount(own)), (_, Cells::Amount(theirs))) = (own, theirs) {
                *theirs = own.apart();
            }
        }
        other
    }

    /// Tells whether this reader knows no more of the marks in amounts by now than the one of the rows behind did.
    fn knows_no_more_than(&self, other: &Reader<'_>) -> bool {
        self.parts.iter().flatten().zip(other.parts.iter().flatten()).all(|pair| match pair {
            ((_, Cells::Amount(own)), (_, Cells::Amount(theirs))) => own.is_as(theirs),
            _ => true,
        })
    }

    /// Adds what the reader of the rows behind found.
    fn join(&mut self, other: Reader<'a>) {
        let rows = self.list.lines.len();
        for (own, theirs) in self.parts.iter_mut().flatten().zip(other.parts.into_iter().flatten()) {
            match (own, theirs) {
                ((_, Cells::Amount(own)), (_, Cells::Amount(theirs))) => own.join(theirs, rows),
                ((_, Cells::Date(own)), (_, Cells::Date(theirs))) => own.join(theirs),
                _ => {}
            }
        }
        let ListRows { parts, lines, refused, refused_invoices, noted, totals, no_rows, days, .. } = other.list;
        self.list.totals.extend(totals.into_iter().map(|total| Total { rows: total.rows + rows, ..total }));
        self.list.noted.extend(noted);
        self.list.parts.iter_mut().zip(parts).for_each(|(own, theirs)| own.join(theirs));
        self.list.lines.extend(lines);
        self.list.refused.extend(refused);
        self.list.refused_invoices.extend(refused_invoices);
        for (why, count) in no_rows {
            *self.list.no_rows.entry(why).or_default() += count;
        }
        if let Some((first, last)) = days {
            self.list.tells_of(first);
            self.list.tells_of(last);
        }
    }
}
