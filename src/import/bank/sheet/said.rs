//! What the sums of a sheet are in: a column says it, the name of a column, the cell itself, or a line above the
//! header.

use crate::input::text::CurrencyMark;
use crate::model::Currency;

/// What says in which currency a row is.
pub(super) struct Said {
    /// The row's own cell.
    pub cell: Option<Currency>,
    /// The name of the column of its sum.
    pub column: Option<Currency>,
    /// What stands beside the digits.
    pub mark: Option<CurrencyMark>,
    /// A line above the header.
    pub above: Option<Currency>,
}

impl Said {
    /// Returns the currency; nothing where two of them contradict each other.
    pub fn one(self) -> Option<Currency> {
        let Said { cell, column, mark, above } = self;
        if cell.zip(column).is_some_and(|(cell, column)| cell != column) {
            return None;
        }
        match (cell.or(column), mark) {
            (Some(known), mark) => mark.is_none_or(|mark| mark.fits(known)).then_some(known),
            (None, Some(CurrencyMark::One(known))) => Some(known),
            (None, Some(mark)) => above.filter(|known| mark.fits(*known)),
            (None, None) => Some(above.unwrap_or(Currency::EUR)),
        }
    }
}
