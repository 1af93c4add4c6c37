//! Customers whom one file of a run knows by their names alone, and another one by their codes: exactly one who bears
//! the name is he, as he is where the folder has the codes already.

use std::collections::{BTreeMap, BTreeSet};

use super::Incoming;
use super::renaming::{Theirs, certain};
use super::source::{Folder, Kind};
use super::spellings::{differ, said_of};
use crate::input::columns::Column;
use crate::input::edit::PlainRow;
use crate::input::fold::fold_name;
use crate::model::FileRole;

/// Gives customers of lists who are known by their names alone the codes that other files have for them. Whom a row
/// says other things of is somebody else, of whom that name says no more who is meant; whose name or id the folder
/// knows it tells itself.
pub fn unify(incoming: &mut Incoming, folder: &dyn Folder) {
    let known = known(incoming, folder);
    incoming.rename_customers(&known);
    let words = ("customers whom another file knows under a code", "clients qu'un autre fichier connaît sous un code");
    incoming.tell_renamed(&known, words);
}

fn known(incoming: &Incoming, folder: &dyn Folder) -> BTreeMap<Theirs, String> {
    // By name, what files with codes say of who bears it.
    let mut coded: BTreeMap<String, Vec<PlainRow<'_>>> = BTreeMap::new();
    let mut ids: BTreeSet<&str> = BTreeSet::new();
    for (row, _) in incoming.rows_of(FileRole::Customers) {
        let [id, name] = [Column::CustomerId, Column::Name].map(|column| row.get(column));
        if id != name && !name.is_empty() {
            coded.entry(fold_name(name)).or_default().push(row);
            ids.insert(id);
        }
    }
    let of_lists = |role: FileRole| {
        let rows = incoming.rows_of(role).map(|(row, (list, _))| (row, list));
        rows.filter(|(_, list)| incoming.kind_of(*list) == Some(Kind::List))
    };
    let mut named: BTreeSet<(u32, &str)> = BTreeSet::new();
    for (row, list) in of_lists(FileRole::Customers) {
        let id = row.get(Column::CustomerId);
        if id == row.get(Column::Name) {
            let name = fold_name(id);
            if coded.get(&name).is_some_and(|rows| rows.iter().any(|known| is_other(*known, row))) {
                coded.remove(&name);
            }
            named.insert((list, id));
        }
    }
    named.extend(of_lists(FileRole::Payments).map(|(row, list)| (list, row.get(Column::CustomerId))));
    let mut found: BTreeMap<Theirs, BTreeSet<String>> = BTreeMap::new();
    for (list, name) in named {
        let bearers = coded.get(&fold_name(name)).into_iter().flatten();
        let bearers: BTreeSet<String> = bearers.map(|row| row.get(Column::CustomerId).to_owned()).collect();
        let is_ours = || folder.knows_customer(name) || folder.has_customer_named(name);
        if !bearers.is_empty() && !ids.contains(name) && !is_ours() {
            found.insert((list, name.to_owned()), bearers);
        }
    }
    certain(found)
}

/// Tells whether a row says other things of its customer than another one.
fn is_other(known: PlainRow<'_>, row: PlainRow<'_>) -> bool {
    said_of(row).any(|(column, text)| !known.get(column).is_empty() && differ(column, known.get(column), text))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::IncomingRows;
    use crate::import::source::{NoFolder, SourceReport};

    /// Returns the customers of the invoices of a second list; the first one lists customers with codes.
    fn owners(coded: &[[&str; 3]], named: &[[&str; 2]]) -> Vec<String> {
        let mut people = IncomingRows::new(&[Column::CustomerId, Column::Name, Column::Siren]);
        let mut bills = IncomingRows::new(&[Column::InvoiceId, Column::CustomerId]);
        coded.iter().zip(2..).for_each(|(cells, line)| people.add_row(0, line, *cells));
        for ([name, siren], line) in named.iter().zip(2..) {
            people.add_row(1, line, [*name, *name, *siren]);
            bills.add_row(1, line, [&*format!("F{line}"), *name]);
        }
        let source = SourceReport { kind: Some(Kind::List), ..SourceReport::default() };
        let mut incoming = Incoming {
            lists: vec!["customers.csv".to_owned(), "invoices.csv".to_owned()],
            sources: vec![source.clone(), source],
            files: BTreeMap::from([(FileRole::Customers, people), (FileRole::Invoices, bills)]),
            ..Incoming::default()
        };
        unify(&mut incoming, &NoFolder);
        incoming.files[&FileRole::Invoices].rows.iter().map(|row| row.get(Column::CustomerId).to_owned()).collect()
    }

    #[test]
    fn a_name_that_one_code_has_is_its_customer() {
        let coded = [["C1", "SARL Martin", "732829320"], ["C2", "Durand", ""], ["C3", "DURAND", ""]];
        let named = [["S.A.R.L. Martin", ""], ["Durand", ""], ["Neuf", ""]];
        assert_eq!(owners(&coded, &named), ["C1", "Durand", "Neuf"], "two are called Durand");
    }

    #[test]
    fn another_siren_is_somebody_else_and_a_code_is_no_name() {
        let coded = [["C1", "Martin", "732829320"], ["Petit", "Petit SARL", ""], ["C3", "Petit", ""]];
        assert_eq!(owners(&coded, &[["Martin", "552100554"], ["Petit", ""]]), ["Martin", "Petit"]);
        // Of two of one name nobody says any more which one a row without a SIREN means.
        assert_eq!(owners(&coded, &[["Martin", "552100554"], ["MARTIN", ""]]), ["Martin", "MARTIN"]);
    }
}
