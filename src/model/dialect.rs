//! How a text file writes its cells, as far as somebody has declared it.

/// How the bytes of a file stand for letters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// With or without a byte-order mark.
    Utf8,
    /// What French spreadsheets on Windows write.
    Windows1252,
    /// Latin-9.
    Iso8859_15,
}

/// Which of the three numbers of a slash date comes first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum DateOrder {
    /// `31/12/2026`: the rule of this tool.
    #[default]
    DayFirst,
    /// `12/31/2026`: only where declared.
    MonthFirst,
}

/// The mark before the cents.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DecimalMark {
    /// `1234.56`.
    Point,
    /// `1234,56`.
    Comma,
}

/// What a policy declares of a file; what it does not declare is worked out from the whole file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Declared {
    /// The encoding.
    pub encoding: Option<Encoding>,
    /// The character between cells.
    pub delimiter: Option<u8>,
    /// The mark before the cents, in every amount column.
    pub decimal: Option<DecimalMark>,
    /// The order of slash dates.
    pub date_order: Option<DateOrder>,
}
