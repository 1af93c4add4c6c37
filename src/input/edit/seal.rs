//! The seal of a line of `events.csv`: a hash over what the line says and over the seal before it.
//!
//! What is sealed is the meaning, not the bytes: dates are ISO, amounts have a point and no zeros at their end, line
//! ends inside a cell are `\n`. So a file that a spreadsheet saved in another dialect, with other names of columns or
//! with columns of its own, is still the one that was sealed.

use std::borrow::Cow;
use std::fmt::{self, Write};

use sha2::{Digest, Sha256};

use super::{PlainRow, column_name, comparable};
use crate::input::columns::Column;
use crate::input::text::trim;
use crate::model::{FileRole, guard};

/// How many columns are sealed.
const SEALED_COUNT: usize = 18;

/// What is sealed of a line, in the order of the columns. An empty cell adds nothing, so that the seals that were given
/// before a column was there still hold.
const SEALED: [Column; SEALED_COUNT] = [
    Column::Date,
    Column::Event,
    Column::EventId,
    Column::CustomerId,
    Column::InvoiceId,
    Column::Instalment,
    Column::Level,
    Column::Channel,
    Column::Amount,
    Column::Interest,
    Column::Indemnity,
    Column::Currency,
    Column::Published,
    Column::Until,
    Column::Reference,
    Column::Note,
    Column::File,
    Column::By,
];

/// The most lines that are sealed: far more than a file holds.
const MOST: u32 = 999_999_999;

/// When a line was sealed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Moment {
    /// When it was written: it stands behind the line sealed before it.
    Written,
    /// Later, by `record --seal`: it may stand anywhere.
    Later,
}

/// The seal of one line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seal {
    /// The place in the chain, from 1.
    pub number: u32,
    /// When it was given.
    pub moment: Moment,
    /// The SHA-256, in hexadecimal digits.
    hash: String,
}

impl Seal {
    /// Seals a row that was read from a file, behind the seal before it in the chain.
    pub fn of(row: PlainRow<'_>, moment: Moment, before: Option<&Seal>) -> Seal {
        Seal::over(said(row), moment, before)
    }

    /// Seals a row that is yet to be written, as it will be read.
    pub fn of_new(row: PlainRow<'_>, moment: Moment, before: Option<&Seal>) -> Seal {
        let said = SEALED.map(|column| {
            let written = guard::guard(row.get(column));
            Cow::Owned(guard::unguard(trimmed(&written)).to_owned())
        });
        Seal::over(said, moment, before)
    }

    fn over(said: [Cow<'_, str>; SEALED_COUNT], moment: Moment, before: Option<&Seal>) -> Seal {
        let mut seal = Seal { number: before.map_or(1, |before| before.number + 1), moment, hash: String::new() };
        let mut text = format!("{}\n", seal.head());
        let _ = writeln!(text, "{}", before.map(Seal::to_string).unwrap_or_default());
        text.push_str(&lines(&said));
        seal.hash = hash(&text);
        seal
    }

    /// Reads the cell of a line; nothing when it is no seal.
    pub fn parse(cell: &str) -> Option<Seal> {
        let (number, rest) = cell.split_once('-')?;
        let (moment, hash) = rest.strip_prefix("late-").map_or((Moment::Written, rest), |hash| (Moment::Later, hash));
        let is_hash = hash.len() == 64 && hash.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
        let is_number = number.len() >= 6 && number.bytes().all(|b| b.is_ascii_digit());
        let number = number.parse().ok().filter(|number| is_number && is_hash && (1..=MOST).contains(number))?;
        let seal = Seal { number, moment, hash: hash.to_owned() };
        (seal.to_string() == cell).then_some(seal)
    }

    /// Returns what stands before the hash: digits enough for a spreadsheet to sort lines by their seals.
    fn head(&self) -> String {
        let late = if self.moment == Moment::Later { "late-" } else { "" };
        format!("{:06}-{late}", self.number)
    }
}

impl fmt::Display for Seal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.head(), self.hash)
    }
}

/// Returns what is sealed of a row, cell by cell.
fn said(row: PlainRow<'_>) -> [Cow<'_, str>; SEALED_COUNT] {
    SEALED.map(|column| Cow::Borrowed(row.get(column)))
}

/// Returns the lines that are hashed for what a row says.
fn lines(said: &[Cow<'_, str>; SEALED_COUNT]) -> String {
    let mut text = String::new();
    for (column, cell) in SEALED.into_iter().zip(said) {
        let cell = trimmed(cell);
        if !cell.is_empty() {
            let cell = comparable(column, cell).replace("\r\n", "\n").replace('\r', "\n");
            let cell = cell.replace('\\', "\\\\").replace('\n', "\\n");
            let _ = writeln!(text, "{}={cell}", column_name(FileRole::Events, column));
        }
    }
    text
}

/// Returns the hash of what rows say, sealed or not: it is the same in whatever dialect the file is saved.
pub(super) fn digest<'a>(rows: impl Iterator<Item = PlainRow<'a>>) -> String {
    let texts: Vec<String> = rows.map(|row| lines(&said(row))).collect();
    hash(&texts.join("\n"))
}

fn hash(text: &str) -> String {
    Sha256::digest(text).iter().fold(String::new(), |mut hash, byte| {
        let _ = write!(hash, "{byte:02x}");
        hash
    })
}

/// Returns a text without the blanks around it, as cells are read.
fn trimmed(text: &str) -> &str {
    std::str::from_utf8(trim(text.as_bytes())).expect("only whole blanks are taken off")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::input::edit::PlainRows;

    const COLUMNS: [Column; 6] =
        [Column::Date, Column::Event, Column::CustomerId, Column::Amount, Column::Note, Column::Seal];

    fn rows(cells: &[[&str; 6]]) -> PlainRows {
        let mut rows = PlainRows::new(COLUMNS.to_vec());
        cells.iter().for_each(|row| rows.push(row.iter().copied()));
        rows
    }

    /// The hashes are those of `printf '…' | sha256sum`, over the lines that `docs/files.md` describes.
    #[test]
    fn a_seal_is_the_hash_of_its_place_of_the_seal_before_it_and_of_what_the_line_says() {
        let rows = rows(&[
            ["2026-04-01", "promise", "C1", "1500.00", "", "ignored"],
            ["2026-04-02", "call", "C1", "", "a\\b\r\nc", ""],
        ]);
        // printf '000001-\n\ndate=2026-04-01\nevent=promise\ncustomer_id=C1\namount=1500\n' | sha256sum
        let first = Seal::of(rows.row(0), Moment::Written, None);
        assert_eq!(first.to_string(), format!("000001-{FIRST}"));
        // printf '000002-late-\n000001-…\ndate=2026-04-02\nevent=call\ncustomer_id=C1\nnote=a\\\\b\\nc\n' | sha256sum
        let second = Seal::of(rows.row(1), Moment::Later, Some(&first));
        assert_eq!(second.to_string(), format!("000002-late-{SECOND}"));
        for seal in [first, second] {
            assert_eq!(Seal::parse(&seal.to_string()), Some(seal));
        }
    }

    const FIRST: &str = "5152c1c484779b0f767ce39fa863f7bb979d9395395f55e017c8853839e86a96";
    const SECOND: &str = "9cd97dd4af61113a35e11a292d9308711467da700182ed985051e371fcb1eeab";

    #[test]
    fn a_line_is_sealed_as_it_will_be_read() {
        let new = rows(&[["2026-04-01", "note", " C1 ", "10.50", "\u{a0}'=1+1 ", ""]]);
        let read = rows(&[["2026-04-01", "note", "C1", "10.5", "=1+1", ""]]);
        let written = Seal::of_new(new.row(0), Moment::Written, None);
        assert_eq!(written, Seal::of(read.row(0), Moment::Written, None));
    }

    #[test]
    fn what_is_no_seal_is_none() {
        for cell in ["", "1", "000001-", "1-{64}", "000001-soon-{64}", "000000-{64}", "000001-{64}0", "0000001-{64}"] {
            assert_eq!(Seal::parse(&cell.replace("{64}", FIRST)), None, "{cell}");
        }
    }
}
