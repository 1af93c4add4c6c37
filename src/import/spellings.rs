//! Customers without a code whom lists spell in several ways: case, accents, blanks and punctuation aside it is one
//! name, and one customer, as it is where the folder knows the first spelling already.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use super::Incoming;
use super::renaming::Theirs;
use super::source::{Folder, Kind};
use crate::input::columns::Column;
use crate::input::edit::{PlainRow, comparable};
use crate::input::fold::fold_name;
use crate::model::FileRole;

/// What is known of one name.
#[derive(Default)]
struct Bearer<'a> {
    /// How many rows have each spelling.
    spellings: BTreeMap<&'a str, usize>,
    /// The lists that name him.
    lists: BTreeSet<u32>,
    said: BTreeMap<Column, &'a str>,
    /// Whether two rows say different things of him: then he may be two.
    is_told_apart: bool,
}

impl<'a> Bearer<'a> {
    fn add(&mut self, id: &'a str, list: u32, row: PlainRow<'a>) {
        *self.spellings.entry(id).or_default() += 1;
        self.lists.insert(list);
        for (column, text) in said_of(row) {
            let known = *self.said.entry(column).or_insert(text);
            self.is_told_apart |= differ(column, known, text);
        }
    }
}

/// Returns what a row says of a customer beside his name.
pub(super) fn said_of(row: PlainRow<'_>) -> impl Iterator<Item = (Column, &str)> {
    row.said().filter(|(column, _)| !matches!(column, Column::CustomerId | Column::Name))
}

/// Tells whether two cells say different things of a customer, however they are spelt.
pub(super) fn differ(column: Column, one: &str, other: &str) -> bool {
    one != other && comparable(column, one) != comparable(column, other) && fold_name(one) != fold_name(other)
}

/// Gives customers who are known by their names alone one spelling: the one of most rows, else the shortest. People of
/// one name of whom different things are said are several. Whom the folder has under a spelling, or under the name, it
/// knows.
pub fn unify(incoming: &mut Incoming, folder: &dyn Folder) {
    let (several, names): (Vec<_>, Vec<_>) =
        bearers(incoming, folder).into_iter().partition(|(_, bearer)| bearer.is_told_apart);
    let several = several.into_iter().map(|(_, bearer)| bearer).filter(|bearer| bearer.spellings.len() > 1);
    let several: Vec<(BTreeSet<u32>, Vec<String>)> =
        several.map(|bearer| (bearer.lists, bearer.spellings.into_keys().map(str::to_owned).collect())).collect();
    let chosen = names.into_iter().map(|(name, bearer)| (name, best(&bearer.spellings).to_owned())).collect();
    tell_apart(incoming, &several);
    let known = respelt(incoming, &chosen, folder);
    if known.is_empty() {
        return;
    }
    incoming.rename_customers(&known);
    if let Some(rows) = incoming.files.get_mut(&FileRole::Customers) {
        let spelt: Vec<Option<String>> = rows
            .rows
            .iter()
            .zip(&rows.places)
            .map(|(row, (list, _))| known.get(&(*list, row.get(Column::Name).to_owned())).cloned())
            .collect();
        rows.rewrite(|row, column| spelt[row].clone().filter(|_| column == Column::Name));
    }
    let words =
        ("customers whose name is written in several ways are one", "clients au nom écrit de plusieurs façons, réunis");
    incoming.tell_renamed(&known, words);
}

/// Returns who is known to lists by his name alone, and not to the folder.
fn bearers<'a>(incoming: &'a Incoming, folder: &dyn Folder) -> BTreeMap<String, Bearer<'a>> {
    let mut names: BTreeMap<String, Bearer<'_>> = BTreeMap::new();
    for (row, (list, _)) in incoming.rows_of(FileRole::Customers) {
        let id = row.get(Column::CustomerId);
        let is_of_list = incoming.kind_of(list) == Some(Kind::List);
        if is_of_list && id == row.get(Column::Name) && !folder.knows_customer(id) {
            names.entry(fold_name(id)).or_default().add(id, list, row);
        }
    }
    names.retain(|name, bearer| {
        let is_known = || bearer.spellings.keys().any(|spelling| folder.has_customer_named(spelling));
        !name.is_empty() && !is_known()
    });
    names
}

/// Says of each list which of its customers of one name are several.
fn tell_apart(incoming: &mut Incoming, several: &[(BTreeSet<u32>, Vec<String>)]) {
    for (list, source) in (0..).zip(&mut incoming.sources) {
        let theirs = several.iter().filter(|(lists, _)| lists.contains(&list)).flat_map(|(_, spellings)| spellings);
        let words = (
            "customers of one name in several spellings, whom other cells tell apart",
            "clients d'un même nom écrit de plusieurs façons, que d'autres cellules distinguent",
        );
        source.choose(words, &theirs.collect::<Vec<_>>());
    }
}

/// Returns the spelling of each customer who has another one in a list.
fn respelt(incoming: &Incoming, chosen: &BTreeMap<String, String>, folder: &dyn Folder) -> BTreeMap<Theirs, String> {
    let rows = |role: FileRole| incoming.rows_of(role).map(|(row, (list, _))| (row, list));
    // A code is nobody's name.
    let coded = rows(FileRole::Customers).filter(|(row, _)| row.get(Column::CustomerId) != row.get(Column::Name));
    let coded: BTreeSet<(u32, &str)> = coded.map(|(row, list)| (list, row.get(Column::CustomerId))).collect();
    let mut known: BTreeMap<Theirs, String> = BTreeMap::new();
    for (row, list) in [FileRole::Customers, FileRole::Invoices, FileRole::Payments].into_iter().flat_map(rows) {
        let id = row.get(Column::CustomerId);
        if incoming.kind_of(list) == Some(Kind::List)
            && let Some(best) = chosen.get(&fold_name(id)).filter(|best| *best != id)
            && !coded.contains(&(list, id))
            && !folder.knows_customer(id)
        {
            known.insert((list, id.to_owned()), best.clone());
        }
    }
    known
}

/// Returns the spelling of most rows, else the shortest, else the one with accents and small letters.
fn best<'a>(spellings: &BTreeMap<&'a str, usize>) -> &'a str {
    let ranked = spellings.iter().map(|(name, count)| (*count, Reverse(name.chars().count()), *name));
    ranked.max().map(|(.., name)| name).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::IncomingRows;
    use crate::import::source::{NoFolder, SourceReport};
    use crate::model::Bilingual;

    /// A folder with the customer MARTIN, called Martin Lyon, and two called Petit.
    #[derive(Debug)]
    struct Shelf;

    impl Folder for Shelf {
        fn knows_customer(&self, id: &str) -> bool {
            id == "MARTIN"
        }

        fn has_customer_named(&self, name: &str) -> bool {
            fold_name(name) == "petit"
        }
    }

    fn unified(customers: &[[&str; 3]], invoices: &[[&str; 2]]) -> (Vec<String>, Vec<String>, Vec<Bilingual>) {
        unified_beside(&NoFolder, customers, invoices)
    }

    fn unified_beside(
        folder: &dyn Folder,
        customers: &[[&str; 3]],
        invoices: &[[&str; 2]],
    ) -> (Vec<String>, Vec<String>, Vec<Bilingual>) {
        let mut people = IncomingRows::new(&[Column::CustomerId, Column::Name, Column::Siren]);
        customers.iter().zip(2..).for_each(|(cells, line)| people.add_row(0, line, *cells));
        let mut bills = IncomingRows::new(&[Column::InvoiceId, Column::CustomerId]);
        invoices.iter().zip(2..).for_each(|(cells, line)| bills.add_row(0, line, *cells));
        let mut incoming = Incoming {
            lists: vec!["list.csv".to_owned()],
            sources: vec![SourceReport { kind: Some(Kind::List), ..SourceReport::default() }],
            files: BTreeMap::from([(FileRole::Customers, people), (FileRole::Invoices, bills)]),
            ..Incoming::default()
        };
        unify(&mut incoming, folder);
        let of = |role, column| incoming.files[&role].rows.iter().map(|row| row.get(column).to_owned()).collect();
        (
            of(FileRole::Customers, Column::Name),
            of(FileRole::Invoices, Column::CustomerId),
            incoming.sources[0].choices.clone(),
        )
    }

    #[test]
    fn one_name_in_several_spellings_is_one_customer() {
        let customers = [
            ["S.A.R.L. Martin", "S.A.R.L. Martin", ""],
            ["SARL  Martin", "SARL  Martin", ""],
            ["SARL Martin", "SARL Martin", ""],
            ["Durand", "Durand", ""],
        ];
        let invoices = [["F1", "S.A.R.L. Martin"], ["F2", "SARL  Martin"], ["F3", "SARL Martin"], ["F4", "Durand"]];
        let (names, owners, told) = unified(&customers, &invoices);
        assert_eq!(names, ["SARL Martin", "SARL Martin", "SARL Martin", "Durand"]);
        assert_eq!(owners, ["SARL Martin", "SARL Martin", "SARL Martin", "Durand"]);
        assert_eq!(
            told[0].en,
            "customers whose name is written in several ways are one: S.A.R.L. Martin = SARL Martin, SARL  Martin = SARL Martin"
        );
    }

    #[test]
    fn a_code_or_two_sirens_tell_people_of_one_name_apart() {
        let (names, ..) = unified(&[["C1", "Martin", ""], ["C2", "MARTIN", ""]], &[]);
        assert_eq!(names, ["Martin", "MARTIN"]);
        let sirens = [["Martin", "Martin", "732829320"], ["MARTIN", "MARTIN", "552100554"]];
        let (names, owners, told) = unified(&sirens, &[["F1", "MARTIN"]]);
        assert_eq!((names, owners), (vec!["Martin".to_owned(), "MARTIN".to_owned()], vec!["MARTIN".to_owned()]));
        assert_eq!(
            told[0].en,
            "customers of one name in several spellings, whom other cells tell apart: MARTIN, Martin"
        );
    }

    #[test]
    fn numbers_of_a_street_tell_names_apart() {
        let customers = ["Syndicat 1-3 rue Foch", "Syndicat 13 rue Foch"].map(|name| [name, name, ""]);
        let (names, _, told) = unified(&customers, &[]);
        assert_eq!((names, told.len()), (customers.map(|[name, ..]| name.to_owned()).to_vec(), 0));
    }

    #[test]
    fn whom_the_folder_has_under_a_spelling_or_by_name_it_knows_itself() {
        let customers = ["MARTIN", "Martin", "martin", "Martin", "Petit", "PETIT"].map(|name| [name, name, ""]);
        let (_, owners, _) = unified_beside(&Shelf, &customers, &[["F1", "MARTIN"], ["F2", "martin"], ["F3", "PETIT"]]);
        assert_eq!(owners, ["MARTIN", "Martin", "PETIT"]);
    }
}
