//! New rows against those that stand in a file of the folder: what is new, what is known, what contradicts.

mod differing;
mod entering;
mod instalments;
mod old;

use std::borrow::Cow;
use std::collections::BTreeMap;

use hashbrown::HashMap;

pub(super) use self::differing::differing;
use self::entering::Entering;
pub(super) use self::instalments::told_apart;
use self::old::Old;
use super::IncomingRows;
use crate::diag::{Diagnostic, code};
use crate::input::columns::Column;
use crate::input::edit::{Changes, CsvFile, PlainRow, PlainRows, column_name, comparable};
use crate::model::text::Interner;
use crate::model::{Currency, CustomerKind, FileRole};
use crate::policy::Policy;

/// What becomes of a row of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// The file gets it.
    Added,
    /// The file has it.
    Unchanged,
    /// It replaces what the file has under its id.
    Updated,
    /// The list has it twice, in the same words.
    Repeated,
    /// It contradicts another row.
    Refused,
}

/// What merging comes to.
#[derive(Clone, Debug, Default)]
pub struct Merged {
    /// What is to be done to the file.
    pub changes: Changes,
    /// What becomes of each row.
    pub fates: Vec<Fate>,
    /// The rows that the file has already, or that replace one of it, and the line on which each stands there.
    pub known: Vec<(usize, u32)>,
    /// The contradictions.
    pub conflicts: Vec<Diagnostic>,
    /// The rows that contradict each other.
    pub disagreeing: Vec<usize>,
}

impl Merged {
    fn refuse(&mut self, row: usize, why: Diagnostic) {
        self.fates[row] = Fate::Refused;
        self.conflicts.push(why);
    }

    /// Returns how many rows have a fate.
    pub fn count(&self, fate: Fate) -> usize {
        self.fates.iter().filter(|&&known| known == fate).count()
    }

    /// Returns the rows that a fate has, in the order of the list.
    pub fn rows(&self, fate: Fate) -> impl Iterator<Item = usize> {
        self.fates.iter().enumerate().filter(move |(_, known)| **known == fate).map(|(row, _)| row)
    }
}

/// What is done when a row says other things than the row of its id in the folder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OnChange {
    /// It is refused.
    Refuse,
    /// It replaces the row.
    Update,
}

/// What the policy says of rows that leave it empty.
#[derive(Clone, Copy, Debug)]
pub struct Implied {
    /// What invoices are in.
    pub currency: Currency,
    /// What customers are.
    pub kind: CustomerKind,
}

impl Implied {
    /// Returns what a policy says.
    pub fn of(policy: &Policy) -> Implied {
        Implied { currency: policy.currency, kind: policy.customer_kind }
    }

    /// Tells whether a row of the file means without saying it what a new one says.
    fn says(self, role: FileRole, column: Column, (new, old): (PlainRow<'_>, PlainRow<'_>)) -> bool {
        let said = new.get(column);
        old.get(column).is_empty()
            && match (role, column) {
                (FileRole::Invoices, Column::Currency) => Currency::parse(said) == Some(self.currency),
                (FileRole::Customers, Column::Kind) => CustomerKind::parse(said) == Some(self.kind),
                _ => false,
            }
    }
}

/// Merges the rows of lists into a file. What a list leaves empty says nothing, and changes nothing. What the file
/// leaves empty and means all the same is `implied`.
pub fn merge(
    role: FileRole,
    incoming: &IncomingRows,
    lists: &[String],
    file: Option<&CsvFile>,
    on_change: OnChange,
    implied: Implied,
    is_left_out: impl Fn(usize) -> bool,
) -> Merged {
    let completed = (role == FileRole::Customers).then(|| completed(incoming)).flatten();
    let incoming = completed.as_ref().unwrap_or(incoming);
    let merger = Merger { role, incoming, lists };
    let merged = merger.within_the_list(is_left_out);
    let old = file.map(|file| Old::of(role, file, incoming.rows.columns()));
    let mut entering = Entering::new(merger, old.as_ref(), on_change, implied, merged);
    (0..incoming.rows.len()).for_each(|row| entering.enter(row));
    entering.merged()
}

/// Returns the rows of customers with what other rows of theirs say in the place of empty cells, which say nothing;
/// nothing where no cell is filled so. What two rows say in two ways is left to be told.
fn completed(incoming: &IncomingRows) -> Option<IncomingRows> {
    let rows = &incoming.rows;
    let numbers = numbered(FileRole::Customers, rows);
    // By customer and column, what is said there; nothing for two things.
    let mut said: BTreeMap<(u32, Column), Option<&str>> = BTreeMap::new();
    let mut counts: HashMap<u32, usize> = HashMap::new();
    numbers.iter().for_each(|&number| *counts.entry(number).or_default() += 1);
    let is_told_again = |row: usize| counts.get(&numbers[row]).is_some_and(|&count| count > 1);
    for row in (0..rows.len()).filter(|&row| is_told_again(row)) {
        for (column, text) in rows.row(row).said() {
            let known = said.entry((numbers[row], column)).or_insert(Some(text));
            *known = known.filter(|known| comparable(column, known) == comparable(column, text));
        }
    }
    let filling = |row: usize, column: Column| {
        let is_open = is_told_again(row) && rows.row(row).get(column).is_empty();
        said.get(&(numbers[row], column)).copied().flatten().filter(|_| is_open)
    };
    let columns = rows.columns();
    let is_filled = (0..rows.len()).any(|row| columns.iter().any(|&column| filling(row, column).is_some()));
    let mut completed = is_filled.then(|| incoming.clone())?;
    completed.rewrite(|row, column| filling(row, column).map(str::to_owned));
    Some(completed)
}

/// Tells whether a cell of the file is empty and says nothing by it: what a list says there contradicts nothing. An
/// invoice without a currency or a kind is one in the policy's, and a claim; a customer without a kind is of the
/// policy's.
pub(super) fn fills(role: FileRole, column: Column, old: PlainRow<'_>) -> bool {
    let is_open = match role {
        FileRole::Customers => column != Column::Kind,
        FileRole::Invoices => !matches!(column, Column::Currency | Column::Kind),
        FileRole::Payments => matches!(column, Column::Method | Column::Reference),
        _ => false,
    };
    is_open && old.get(column).is_empty()
}

struct Merger<'a> {
    role: FileRole,
    incoming: &'a IncomingRows,
    lists: &'a [String],
}

impl Merger<'_> {
    /// Finds the rows that lists have twice: in the same words the second is dropped, in others all are refused.
    fn within_the_list(&self, is_left_out: impl Fn(usize) -> bool) -> Merged {
        let rows = &self.incoming.rows;
        let fate = |row| if is_left_out(row) { Fate::Refused } else { Fate::Added };
        let mut merged = Merged { fates: (0..rows.len()).map(fate).collect(), ..Merged::default() };
        for twice in self.whole_and_in_instalments(&is_left_out) {
            merged.conflicts.push(self.told_twice(&twice));
            twice.into_iter().for_each(|row| merged.fates[row] = Fate::Refused);
        }
        let numbers = numbered(self.role, rows);
        let mut firsts: Vec<Option<u32>> = vec![None; rows.len()];
        for i in 0..rows.len() {
            if merged.fates[i] == Fate::Refused {
                continue;
            }
            let first = *firsts[numbers[i] as usize].get_or_insert(i as u32) as usize;
            if first == i {
                continue;
            }
            if rows.cells_of(i) == rows.cells_of(first) {
                merged.fates[i] = Fate::Repeated;
                continue;
            }
            let mut differing = differing(rows.row(i), rows.row(first));
            differing.extend(self::differing(rows.row(first), rows.row(i)));
            differing.sort_unstable();
            differing.dedup();
            if differing.is_empty() {
                merged.fates[i] = Fate::Repeated;
            } else {
                merged.conflicts.push(self.disagreeing(first, i, &differing));
                merged.fates[i] = Fate::Refused;
                merged.fates[first] = Fate::Refused;
            }
        }
        // A row that was found equal to one that is refused now is refused with it.
        for i in 0..rows.len() {
            let first = firsts[numbers[i] as usize].map(|first| merged.fates[first as usize]);
            if merged.fates[i] == Fate::Repeated && first == Some(Fate::Refused) {
                merged.fates[i] = Fate::Refused;
            }
        }
        merged.disagreeing = merged.rows(Fate::Refused).filter(|&row| !is_left_out(row)).collect();
        merged
    }

    fn names(&self, differing: &[Column]) -> String {
        differing.iter().map(|&column| column_name(self.role, column)).collect::<Vec<_>>().join(", ")
    }

    /// Returns what a row is of, in both languages: "invoice F-1", « la facture F-1 ».
    fn subject(&self, row: usize) -> (String, String) {
        let row = self.incoming.rows.row(row);
        let (en, fr, column) = match self.role {
            FileRole::Customers => ("customer", "le client", Column::CustomerId),
            FileRole::Invoices => ("invoice", "la facture", Column::InvoiceId),
            FileRole::Events => ("event", "l'événement", Column::EventId),
            _ => ("payment", "le paiement", Column::PaymentId),
        };
        (format!("{en} {}", row.get(column)), format!("{fr} {}", row.get(column)))
    }

    fn disagreeing(&self, first: usize, second: usize, differing: &[Column]) -> Diagnostic {
        let (en, fr) = self.subject(second);
        let names = self.names(differing);
        let place = |row| self.incoming.place(self.lists, row, differing.first().copied());
        let finding = Diagnostic::new(
            code::import::ROWS_DISAGREE,
            format!("two rows disagree about {en}: {names}"),
            format!("deux lignes se contredisent sur {fr} : {names}"),
        )
        .at(place(second))
        .at(place(first));
        told_apart(finding, if self.role == FileRole::Invoices { differing } else { &[] })
    }

    fn changed(&self, row: usize, differing: &[Column], file: &CsvFile, line: u32) -> Diagnostic {
        let (en, fr) = self.subject(row);
        let names = self.names(differing);
        let there = file.place(line, differing[0]);
        let finding = Diagnostic::new(
            code::write::ID_CONFLICT,
            format!("{en} is in the folder already, with other content: {names}"),
            format!("{fr} est déjà dans le dossier, avec un autre contenu : {names}"),
        )
        .at(self.incoming.place(self.lists, row, differing.first().copied()))
        .at(there);
        // An invoice of another day and sum is rather a payment of it, or another invoice.
        if self.role == FileRole::Invoices
            && [Column::IssueDate, Column::Amount].iter().all(|column| differing.contains(column))
        {
            return finding.help(
                "another day and another sum: if these are payments, name the columns for what they are (\"Payment date\", \
                 \"Payment amount\"); if it is another invoice, give it a number of its own",
                "un autre jour et une autre somme : si ce sont des règlements, nommer les colonnes d'après ce qu'elles sont \
                 (« Date règlement », « Montant règlement ») ; si c'est une autre facture, lui donner son propre numéro",
            );
        }
        finding.help("--update writes what the list says", "--update écrit ce que dit la liste")
    }
}

/// Gives each row a number below their count; those have the same that name the same thing within their file.
pub(super) fn numbered(role: FileRole, rows: &PlainRows) -> Vec<u32> {
    // Most lists stand in the order of their ids: then none stands twice.
    if rows.iter().map(|row| key(role, row)).is_sorted_by(|a, b| a < b) {
        return (0..rows.len() as u32).collect();
    }
    let mut keys = Interner::default();
    // By their cells, which many rows of customers share.
    let mut known: Vec<Option<u32>> = Vec::new();
    let number = |(i, row): (usize, PlainRow<'_>)| {
        let cells = rows.cells_of(i) as usize;
        known.resize(known.len().max(cells + 1), None);
        *known[cells].get_or_insert_with(|| keys.intern(&written(key(role, row))).0)
    };
    rows.iter().enumerate().map(number).collect()
}

/// Returns what names a row within its file: its id, and of an invoice its instalment.
fn key(role: FileRole, row: PlainRow<'_>) -> (&str, &str) {
    match role {
        FileRole::Customers => (row.get(Column::CustomerId), ""),
        FileRole::Invoices => (row.get(Column::InvoiceId), row.get(Column::Instalment)),
        FileRole::Events => (row.get(Column::EventId), ""),
        _ => (row.get(Column::PaymentId), ""),
    }
}

/// Returns a key as one text.
fn written<'a>((id, instalment): (&'a str, &str)) -> Cow<'a, str> {
    // No id holds a control character.
    if instalment.is_empty() { Cow::Borrowed(id) } else { Cow::Owned(format!("{id}\n{instalment}")) }
}

#[cfg(test)]
mod tests;
