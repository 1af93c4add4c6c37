//! The chain of the seals of `events.csv`: which lines are as they were sealed, and which were never sealed.
//!
//! A chain cannot know that its last lines were taken away: whoever keeps its head elsewhere can tell.

use std::collections::BTreeMap;

use super::seal::{self, Moment, Seal};
use super::{Changes, CsvFile, PlainRow, PlainRows};
use crate::diag::{Diagnostic, Place, code};
use crate::input::columns::{self, Column};
use crate::model::{Bilingual, FileRole};

/// How many places one finding shows.
const SHOWN: usize = 5;

/// What the seals of a file tell.
#[derive(Clone, Debug)]
pub struct Chain {
    /// One finding for each line that is not as it was sealed, or not where.
    pub findings: Vec<Diagnostic>,
    /// The seal given last, by its number.
    pub head: Option<Seal>,
    /// How many lines are sealed.
    pub sealed: usize,
    /// The lines on which unsealed rows begin.
    pub unsealed: Vec<u32>,
}

/// A line with its seal.
#[derive(Debug)]
struct Sealed<'f> {
    seal: Seal,
    row: PlainRow<'f>,
    line: u32,
}

/// Returns the columns of `events.csv`.
pub(super) fn all_columns() -> Vec<Column> {
    columns::of(FileRole::Events).iter().map(|entry| entry.column).collect()
}

impl Chain {
    /// Reads the seals of a file and verifies them.
    pub fn of(file: &CsvFile) -> Chain {
        let (rows, lines) = file.rows(&all_columns());
        let mut chain = Chain { findings: Vec::new(), head: None, sealed: 0, unsealed: Vec::new() };
        let mut by_number: BTreeMap<u32, Vec<Sealed<'_>>> = BTreeMap::new();
        let mut moved = Vec::new();
        let mut highest = 0;
        for (row, &line) in rows.iter().zip(&lines) {
            let cell = row.get(Column::Seal);
            if cell.is_empty() {
                chain.unsealed.push(line);
                continue;
            }
            let Some(seal) = Seal::parse(cell) else {
                chain.findings.push(no_seal(file, line));
                continue;
            };
            chain.sealed += 1;
            let of_number = by_number.entry(seal.number).or_default();
            if let Some(other) = of_number.iter().find(|other| other.seal == seal) {
                chain.findings.push(copied(file, [other.line, line]));
                continue;
            }
            if seal.moment == Moment::Written {
                if seal.number < highest {
                    moved.push((seal.number, line));
                }
                highest = highest.max(seal.number);
            }
            of_number.push(Sealed { seal, row, line });
        }
        // Two files that went on from one, and were put together: each line follows one of those before it.
        let fork = by_number.iter().find(|(_, of_number)| of_number.len() > 1).map(|(number, _)| *number);
        if let Some(fork) = fork {
            moved.retain(|(number, _)| *number < fork);
            let from: Vec<&Sealed<'_>> = by_number.range(fork..).flat_map(|(_, of_number)| of_number).collect();
            chain.findings.extend(forked(file, &from));
        }
        chain.findings.extend(unlinked(file, &by_number));
        if !moved.is_empty() {
            chain.findings.push(out_of_order(file, &moved));
        }
        let last = by_number.last_key_value().and_then(|(_, of_number)| of_number.last());
        chain.head = last.map(|last| last.seal.clone());
        chain
    }

    /// Returns what to say of lines without a seal in a file that has sealed ones.
    pub fn without_seal(&self, file: &CsvFile) -> Option<Diagnostic> {
        let count = self.unsealed.len();
        if self.sealed == 0 || count == 0 {
            return None;
        }
        let finding = if count == 1 {
            Diagnostic::new(
                code::write::SEAL_MISSING,
                "a line has no seal: it was added by hand, or before lines were sealed",
                "une ligne n'a pas de sceau : elle a été ajoutée à la main, ou avant qu'on ne scelle",
            )
        } else {
            Diagnostic::new(
                code::write::SEAL_MISSING,
                format!("{count} lines have no seal: they were added by hand, or before lines were sealed"),
                format!("{count} lignes n'ont pas de sceau : ajoutées à la main, ou avant qu'on ne scelle"),
            )
        };
        let places = self.unsealed.iter().take(SHOWN).map(|&line| Place::line(file.name(), line));
        Some(places.fold(finding, Diagnostic::at).help(
            "`relance record --seal` seals what has none as it stands, and notes that it did",
            "`relance noter --seal` scelle tel quel ce qui ne l'est pas, et note qu'il l'a fait",
        ))
    }

    /// Returns the sentence that shows the head, to be kept elsewhere; nothing where no line is sealed.
    pub fn head_shown(&self, file: &CsvFile) -> Option<Bilingual> {
        let (head, count, name) = (self.head.as_ref()?, self.sealed, file.name());
        Some(Bilingual::new(
            format!("{name}: {count} sealed line{}, the last seal is {head}", if count > 1 { "s" } else { "" }),
            format!(
                "{name} : {count} ligne{0} scellée{0}, le dernier sceau est {head}",
                if count > 1 { "s" } else { "" }
            ),
        ))
    }

    /// Returns the changes that seal the rows which begin on these lines, in this order, and the seals that they get.
    pub fn sealing(&self, file: &CsvFile, lines: &[u32]) -> (Changes, Vec<Seal>) {
        let (rows, begins) = file.rows(&all_columns());
        let by_line: BTreeMap<u32, PlainRow<'_>> = begins.iter().copied().zip(rows.iter()).collect();
        let mut replacing = PlainRows::new(vec![Column::Seal]);
        let mut seals: Vec<Seal> = Vec::new();
        let mut replaced_lines = Vec::new();
        for (line, row) in lines.iter().filter_map(|line| Some((line, by_line.get(line)?))) {
            let seal = Seal::of(*row, Moment::Later, seals.last().or(self.head.as_ref()));
            replacing.push([seal.to_string().as_str()]);
            replaced_lines.push(*line);
            seals.push(seal);
        }
        (Changes { replacing, replaced_lines, ..Changes::default() }, seals)
    }
}

/// Returns a finding for each line that does not follow one before it: that one is missing, or either was changed.
fn unlinked(file: &CsvFile, by_number: &BTreeMap<u32, Vec<Sealed<'_>>>) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    let (mut before, mut number_before): (&[Sealed<'_>], u32) = (&[], 0);
    for (number, of_number) in by_number {
        let missing = number - number_before - 1;
        for Sealed { seal, row, line } in of_number {
            let follows = |before: Option<&Seal>| Seal::of(*row, seal.moment, before) == *seal;
            if missing > 0 {
                findings.push(missing_before(file, *line, missing));
            } else if !(before.is_empty() && follows(None) || before.iter().any(|one| follows(Some(&one.seal)))) {
                findings.push(changed(file, *line));
            }
        }
        (before, number_before) = (of_number, *number);
    }
    findings
}

/// What a history says up to a row: enough to know it again when it has grown, whatever program saved it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct State {
    /// How many rows it has.
    pub rows: usize,
    /// The SHA-256 of what they say.
    pub sha256: String,
    /// The seal given last.
    pub seal: Option<Seal>,
}

impl State {
    /// Returns the state of a file.
    pub fn of(file: &CsvFile) -> State {
        let (rows, _) = file.rows(&all_columns());
        State { rows: rows.len(), sha256: seal::digest(rows.iter()), seal: head(&rows) }
    }

    /// Tells whether a file begins with so many rows that say what gives this hash.
    pub fn begins(file: &CsvFile, count: usize, sha256: &str) -> bool {
        let (rows, _) = file.rows(&all_columns());
        rows.len() >= count && seal::digest(rows.iter().take(count)) == sha256
    }

    /// Returns the file as far as so many rows go, in the dialect that it has now.
    pub fn beginning(file: &CsvFile, count: usize) -> &[u8] {
        let end = file.records.get(count + 1).map_or(file.bytes.len(), |next| next.bytes.start);
        &file.bytes[..end]
    }
}

/// Returns the seal given last in rows of a file: the last one with the greatest number.
pub(super) fn head(rows: &PlainRows) -> Option<Seal> {
    rows.iter().filter_map(|row| Seal::parse(row.get(Column::Seal))).max_by_key(|seal| seal.number)
}

/// Returns rows that are to be added with their seals, the first one behind `before`.
pub fn sealed_behind(rows: &PlainRows, before: Option<&Seal>) -> PlainRows {
    let mut sealed = PlainRows::new(rows.columns().to_vec());
    let mut last = before.cloned();
    for row in rows.iter() {
        let seal = Seal::of_new(row, Moment::Written, last.as_ref());
        let text = seal.to_string();
        let cells = row.columns().zip(row.cells());
        sealed.push(cells.map(|(column, cell)| if column == Column::Seal { text.as_str() } else { cell }));
        last = Some(seal);
    }
    sealed
}

/// Returns rows that are to be added to a file with their seals, the first one behind the last seal that the file has.
pub fn sealed_for(file: Option<&CsvFile>, rows: &PlainRows) -> PlainRows {
    let mut columns = rows.columns().to_vec();
    columns.push(Column::Seal);
    let mut unsealed = PlainRows::new(columns);
    rows.iter().for_each(|row| unsealed.copy(row));
    let old = file.map(|file| file.rows(&[Column::Seal]).0);
    sealed_behind(&unsealed, old.as_ref().and_then(head).as_ref())
}

fn broken(en: impl Into<String>, fr: impl Into<String>) -> Diagnostic {
    Diagnostic::new(code::write::SEAL_BROKEN, en, fr)
}

fn no_seal(file: &CsvFile, line: u32) -> Diagnostic {
    broken("this is no seal", "ceci n'est pas un sceau")
        .at(file.place(line, Column::Seal))
        .help("empty the cell, or put back what stood there", "vider la cellule, ou y remettre ce qui s'y trouvait")
}

fn changed(file: &CsvFile, line: u32) -> Diagnostic {
    broken(
        "this line was changed after it was sealed",
        "cette ligne a été modifiée après avoir été scellée",
    )
    .at(Place::line(file.name(), line))
    .help(
        "put the line back as it was, from a copy; what was wrong is taken back with `relance record undo`. To keep the \
         change, empty the seal cells of this number and of all higher ones, and run `relance record --seal`, which notes \
         it",
        "remettre la ligne comme elle était, d'après une copie ; une erreur s'annule par `relance noter annulation`. Pour \
         garder la modification, vider les cellules seal de ce numéro et de tous les suivants, puis lancer `relance noter \
         --seal`, qui le note",
    )
}

fn missing_before(file: &CsvFile, line: u32, count: u32) -> Diagnostic {
    let (en, fr) = if count == 1 {
        (
            "the line sealed before this one is missing".to_owned(),
            "la ligne scellée juste avant celle-ci manque".to_owned(),
        )
    } else {
        (
            format!("the {count} lines sealed before this one are missing"),
            format!("les {count} lignes scellées juste avant celle-ci manquent"),
        )
    };
    broken(en, fr).at(Place::line(file.name(), line)).help(
        "put back what was removed, from a copy of the file; lines are never removed, `relance record undo` takes an \
         act back",
        "remettre ce qui a été supprimé, d'après une copie du fichier ; on ne supprime pas de ligne, `relance noter \
         annulation` annule un acte",
    )
}

fn copied(file: &CsvFile, lines: [u32; 2]) -> Diagnostic {
    let finding = broken("two lines have the same seal", "deux lignes ont le même sceau");
    lines.into_iter().fold(finding, |finding, line| finding.at(Place::line(file.name(), line))).help(
        "remove the line that was copied; a new act is recorded with `relance record`",
        "supprimer la ligne recopiée ; un nouvel acte se note par `relance noter`",
    )
}

/// Returns the findings for lines from the first number on that two of different seals have, by number.
fn forked(file: &CsvFile, from: &[&Sealed<'_>]) -> Vec<Diagnostic> {
    let number = from.first().map_or(0, |first| first.seal.number);
    let finding = broken(
        "two histories that went on from the same lines were put together, as in a merge of git: each has its seals",
        "deux historiques issus des mêmes lignes ont été réunis, comme par une fusion de git : chacun a ses sceaux",
    );
    let double = from.chunk_by(|one, two| one.seal.number == two.seal.number).filter(|lines| lines.len() > 1).flatten();
    let finding = double.take(SHOWN).fold(finding, |finding, one| finding.at(Place::line(file.name(), one.line))).help(
        format!(
            "keep the acts of both. Empty the seal cells of number {number:06} and of all higher ones, and run `relance \
             record --seal`, which seals them again in the order of the file and notes it"
        ),
        format!(
            "garder les actes des deux. Vider les cellules seal du numéro {number:06} et de tous les suivants, puis lancer \
             `relance noter --seal`, qui les scelle à nouveau dans l'ordre du fichier et le note"
        ),
    );
    let mut acts: BTreeMap<String, u32> = BTreeMap::new();
    let twice = from.iter().filter_map(|one| {
        let first = *acts.entry(seal::digest([one.row].into_iter())).or_insert(one.line);
        (first != one.line).then(|| recorded_in_both(file, [first.min(one.line), first.max(one.line)]))
    });
    let twice: Vec<Diagnostic> = twice.collect();
    [finding].into_iter().chain(twice).collect()
}

fn recorded_in_both(file: &CsvFile, lines: [u32; 2]) -> Diagnostic {
    let finding = broken(
        "both histories had this act: it counts twice",
        "les deux historiques avaient cet acte : il compte deux fois",
    );
    lines.into_iter().fold(finding, |finding, line| finding.at(Place::line(file.name(), line))).help(
        "remove one of these two lines, before the seals are given again",
        "supprimer l'une de ces deux lignes, avant de sceller à nouveau",
    )
}

fn out_of_order(file: &CsvFile, lines: &[(u32, u32)]) -> Diagnostic {
    let finding = broken(
        "sealed lines do not stand in the order in which they were written",
        "des lignes scellées ne sont plus dans l'ordre où elles ont été écrites",
    );
    let places = lines.iter().take(SHOWN).map(|&(_, line)| Place::line(file.name(), line));
    places.fold(finding, Diagnostic::at).help(
        "sort the lines by the column seal: this puts them back",
        "trier les lignes selon la colonne du sceau : elles reprennent leur place",
    )
}

#[cfg(test)]
mod tests;
