//! How a file turned out to be written. Lines that are appended to it later keep to this.

use crate::model::dialect::{DateOrder, DecimalMark, Encoding};
use crate::model::{Bilingual, Lang};

/// How a file turned out to be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DialectFound {
    /// How its bytes stand for letters.
    pub encoding: Encoding,
    /// Whether it begins with a byte-order mark.
    pub byte_order_mark: bool,
    /// The character between cells.
    pub delimiter: u8,
    /// How its first line ends.
    pub line_ending: LineEnding,
    /// Whether its last line is ended; when not, what is appended must end it first.
    pub final_newline: bool,
    /// The mark before the cents; nothing when no cell shows one.
    pub decimal: Option<DecimalMark>,
    /// How dates are written; nothing when there is no date.
    pub dates: Option<DateForm>,
    /// Whether every line ends with a delimiter.
    pub trailing_delimiter: bool,
}

/// What ends a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LineEnding {
    /// Unix.
    Lf,
    /// Windows.
    CrLf,
    /// Old Macintosh.
    Cr,
}

impl LineEnding {
    /// Returns the characters.
    pub const fn text(self) -> &'static str {
        match self {
            LineEnding::Lf => "\n",
            LineEnding::CrLf => "\r\n",
            LineEnding::Cr => "\r",
        }
    }
}

/// How dates are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DateForm {
    /// `2026-04-03`.
    Iso,
    /// `03/04/2026`.
    Slash(DateOrder),
}

impl DialectFound {
    /// Returns the dialect in words, for `-v`.
    pub fn describe(&self) -> Bilingual {
        Bilingual::new(self.words(Lang::En), self.words(Lang::Fr))
    }

    fn words(&self, lang: Lang) -> String {
        let pick = |en: &'static str, fr: &'static str| match lang {
            Lang::En => en,
            Lang::Fr => fr,
        };
        let mut words = vec![match (self.encoding, self.byte_order_mark) {
            (Encoding::Utf8, false) => "UTF-8",
            (Encoding::Utf8, true) => pick("UTF-8 with a byte-order mark", "UTF-8 avec indicateur d’ordre"),
            (Encoding::Windows1252, _) => "Windows-1252",
            (Encoding::Iso8859_15, _) => "ISO-8859-15",
        }];
        words.push(match self.delimiter {
            b',' => pick("comma between cells", "virgule entre les cellules"),
            b';' => pick("semicolon between cells", "point-virgule entre les cellules"),
            b'\t' => pick("tab between cells", "tabulation entre les cellules"),
            _ => pick("vertical bar between cells", "barre verticale entre les cellules"),
        });
        match self.decimal {
            Some(DecimalMark::Comma) => words.push(pick("decimal comma", "virgule décimale")),
            Some(DecimalMark::Point) => words.push(pick("decimal point", "point décimal")),
            None => {}
        }
        match self.dates {
            Some(DateForm::Iso) => words.push(pick("ISO dates", "dates ISO")),
            Some(DateForm::Slash(DateOrder::DayFirst)) => words.push(pick("dates day first", "dates jour/mois/année")),
            Some(DateForm::Slash(DateOrder::MonthFirst)) => {
                words.push(pick("dates month first", "dates mois/jour/année"));
            }
            None => {}
        }
        words.push(match self.line_ending {
            LineEnding::Lf => "LF",
            LineEnding::CrLf => "CRLF",
            LineEnding::Cr => "CR",
        });
        words.join(", ")
    }
}
