//! Lines of fixed places, and what they become: lines of accounts.

/// The columns that every line is written in, which the two forms fill.
pub(super) const HEADER: &[u8] =
    b"JournalCode\tEcritureNum\tEcritureDate\tCompteNum\tCompAuxNum\tCompAuxLib\tPieceRef\tPieceDate\t\
    EcritureLib\tDebit\tCredit\tEcritureLet\tDateLimitReglmt\n";

/// Returns the lines of a file, without their ends.
pub(super) fn lines(bytes: &[u8]) -> impl Iterator<Item = &[u8]> {
    bytes.split(|&byte| byte == b'\n').map(|line| line.strip_suffix(b"\r").unwrap_or(line))
}

/// One line for the accounts.
#[derive(Default)]
pub(super) struct Line<'a> {
    pub journal: &'a [u8],
    pub number: &'a [u8],
    pub date: &'a [u8],
    pub account: &'a [u8],
    pub name: &'a [u8],
    pub piece: &'a [u8],
    pub label: &'a [u8],
    pub amount: &'a [u8],
    pub is_debit: bool,
    pub letter: &'a [u8],
    pub due: &'a [u8],
}

impl Line<'_> {
    /// Writes the line in the columns of [`HEADER`].
    pub fn write(&self, text: &mut Vec<u8>) {
        let [debit, credit] = if self.is_debit { [self.amount, b""] } else { [b"".as_slice(), self.amount] };
        // An account of his own is a customer's code; the collective one is nobody's.
        let is_own = self.account.iter().skip(3).any(|byte| *byte != b'0');
        let auxiliary = if is_own { self.account } else { b"" };
        let cells = [
            self.journal,
            self.number,
            self.date,
            self.account,
            auxiliary,
            self.name,
            self.piece,
            self.date,
            self.label,
            debit,
            credit,
            self.letter,
            self.due,
        ];
        for (at, cell) in cells.into_iter().enumerate() {
            if at > 0 {
                text.push(b'\t');
            }
            text.extend(cell.trim_ascii().iter().map(|&byte| if byte == b'\t' { b' ' } else { byte }));
        }
    }
}

/// Returns the bytes at a place, as far as a line has them.
pub(super) fn at(line: &[u8], from: usize, length: usize) -> &[u8] {
    line.get(from..).map_or(b"", |rest| &rest[..rest.len().min(length)])
}
