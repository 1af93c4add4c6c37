//! The first line of a FEC: what divides fields, and where each column stands.

use memchr::memchr_iter;

use super::cells::trim;
use crate::input::header::fold;

/// A column of the file that is used here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Field {
    JournalCode,
    JournalLib,
    EcritureNum,
    EcritureDate,
    CompteNum,
    CompteLib,
    CompAuxNum,
    CompAuxLib,
    PieceRef,
    PieceDate,
    EcritureLib,
    Debit,
    Credit,
    Montant,
    Sens,
    EcritureLet,
    DateLet,
    Idevise,
    /// The day on which payment is due, where a program adds it (Dolibarr and ERPNext do).
    DateLimitReglmt,
    /// The invoice's number, where a program adds it.
    NumFacture,
}

impl Field {
    const COUNT: usize = Field::NumFacture as usize + 1;

    /// Every column, under the law's name (LPF A47 A-1 VII) and other spellings that were seen.
    const NAMES: [(Field, &[&str]); Field::COUNT] = [
        (Field::JournalCode, &["JournalCode", "CodeJournal"]),
        (Field::JournalLib, &["JournalLib"]),
        (Field::EcritureNum, &["EcritureNum"]),
        (Field::EcritureDate, &["EcritureDate"]),
        (Field::CompteNum, &["CompteNum"]),
        (Field::CompteLib, &["CompteLib"]),
        (Field::CompAuxNum, &["CompAuxNum", "CompteAuxNum"]),
        (Field::CompAuxLib, &["CompAuxLib", "CompteAuxLib"]),
        (Field::PieceRef, &["PieceRef"]),
        (Field::PieceDate, &["PieceDate"]),
        (Field::EcritureLib, &["EcritureLib"]),
        (Field::Debit, &["Debit"]),
        (Field::Credit, &["Credit"]),
        (Field::Montant, &["Montant"]),
        (Field::Sens, &["Sens"]),
        (Field::EcritureLet, &["EcritureLet", "EcrtureLet", "EcritureLettrage"]),
        (Field::DateLet, &["DateLet", "DateLettrage"]),
        (Field::Idevise, &["Idevise", "IdDevise"]),
        (Field::DateLimitReglmt, &["DateLimitReglmt", "DateLimiteReglement"]),
        (Field::NumFacture, &["NumFacture"]),
    ];

    /// Returns the name by which messages call it.
    pub(super) const fn name(self) -> &'static str {
        Field::NAMES[self as usize].1[0]
    }
}

/// Where the columns of a file stand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Layout {
    /// What divides fields: tab or `|` by law (LPF A47 A-1 VI), `;` and `,` as seen.
    pub delimiter: u8,
    places: [Option<u16>; Field::COUNT],
    /// How many fields a line must have for every column of the law to be there.
    pub width: usize,
    /// How many lines stand before those of the file, where it is read in another form than it has.
    pub lines_before: u32,
}

impl Layout {
    /// Reads the first line. Columns are known by their names, never by their places.
    ///
    /// # Errors
    /// Returns the names of the columns that are missing; all of them when the line is no header of a FEC.
    pub(super) fn of(header: &[u8]) -> Result<Layout, Vec<&'static str>> {
        let count = |delimiter: u8| header.iter().filter(|&&byte| byte == delimiter).count();
        let delimiter = [b'|', b'\t', b';', b','].into_iter().max_by_key(|&delimiter| count(delimiter));
        let delimiter = delimiter.unwrap_or(b'|');
        let mut layout = Layout { delimiter, places: [None; Field::COUNT], width: 0, lines_before: 0 };
        for (place, cell) in header.split(|&byte| byte == delimiter).enumerate() {
            let name = fold(&String::from_utf8_lossy(trim(cell)));
            let known = Field::NAMES.iter().find(|(_, names)| names.iter().any(|known| fold(known) == name));
            if let Some((field, _)) = known {
                layout.places[*field as usize].get_or_insert(place as u16);
            }
        }
        let missing = layout.missing();
        let needed = Field::NAMES[..=Field::EcritureLet as usize].iter().filter_map(|(field, _)| layout.place(*field));
        layout.width = needed.max().map_or(0, |last| last + 1);
        if missing.is_empty() { Ok(layout) } else { Err(missing) }
    }

    fn missing(&self) -> Vec<&'static str> {
        use Field::{CompteNum, Credit, Debit, EcritureDate, EcritureNum, JournalCode, Montant, Sens};
        let has = |field: Field| self.place(field).is_some();
        let mut missing: Vec<&str> = [JournalCode, EcritureNum, EcritureDate, CompteNum]
            .into_iter()
            .filter(|field| !has(*field))
            .map(Field::name)
            .collect();
        if !(has(Debit) && has(Credit) || has(Montant) && has(Sens)) {
            missing.extend([Debit.name(), Credit.name()]);
        }
        missing
    }

    fn place(&self, field: Field) -> Option<usize> {
        self.places[field as usize].map(usize::from)
    }

    /// Tells whether the file has a column.
    pub(super) fn has(&self, field: Field) -> bool {
        self.place(field).is_some()
    }
}

/// The fields of one line, found once.
#[derive(Clone, Debug, Default)]
pub(super) struct Fields {
    ends: Vec<u32>,
}

impl Fields {
    /// Finds the fields of a line, and returns how many there are.
    pub(super) fn find(&mut self, line: &[u8], delimiter: u8) -> usize {
        self.ends.clear();
        self.ends.extend(memchr_iter(delimiter, line).map(|at| at as u32));
        self.ends.push(line.len() as u32);
        self.ends.len()
    }

    /// Returns a field of that line without the blanks around it; nothing where the line or the file lacks it.
    pub(super) fn get<'a>(&self, line: &'a [u8], layout: &Layout, field: Field) -> &'a [u8] {
        let Some(place) = layout.place(field).filter(|place| *place < self.ends.len()) else { return b"" };
        let start = if place == 0 { 0 } else { self.ends[place - 1] as usize + 1 };
        trim(&line[start..self.ends[place] as usize])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_known_by_name_in_any_order_and_spelling() {
        let header = b"\xc3\x89critureDate|JournalCode|EcritureNum|CompteNum |montant|SENS|EcrtureLet|";
        let layout = Layout::of(header).unwrap();
        assert_eq!((layout.delimiter, layout.width), (b'|', 7));
        let mut fields = Fields::default();
        assert_eq!(fields.find(b"20230109|VE  |1|  411|12,00|D|AA|", b'|'), 8);
        let get = |field| fields.get(b"20230109|VE  |1|  411|12,00|D|AA|", &layout, field);
        assert_eq!((get(Field::JournalCode), get(Field::CompteNum)), (&b"VE"[..], &b"411"[..]));
        assert_eq!((get(Field::EcritureLet), get(Field::NumFacture)), (&b"AA"[..], &b""[..]));
    }

    #[test]
    fn what_is_missing_is_named() {
        let missing = Layout::of(b"JournalCode\tEcritureNum\tEcritureDate\tDebit").unwrap_err();
        assert_eq!(missing, ["CompteNum", "Debit", "Credit"]);
    }

    #[test]
    fn the_table_is_in_the_order_of_the_fields() {
        for (place, (field, _)) in Field::NAMES.iter().enumerate() {
            assert_eq!(*field as usize, place);
        }
    }
}
