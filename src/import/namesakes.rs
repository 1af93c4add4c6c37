//! Customers whom one file of a run knows by their names alone, and another one by their codes: exactly one who bears the
//! name is he, as he is where the folder has the codes already.

use std::collections::{BTreeMap, BTreeSet};

use super::Incoming;
use super::renaming::{Theirs, certain};
use super::source::{Folder, Kind};
use crate::input::columns::Column;
use crate::input::fold::fold_name;
use crate::model::FileRole;

/// Gives customers of lists who are known by their names alone the codes that other files have for them. Two SIREN are two
/// people; whose name or id the folder knows it tells itself.
pub fn unify(incoming: &mut Incoming, folder: &dyn Folder) {
    let known = known(incoming, folder);
    incoming.rename_customers(&known);
    let words = ("customers whom another file knows under a code", "clients qu'un autre fichier connaît sous un code");
    incoming.tell_renamed(&known, words);
}

fn known(incoming: &Incoming, folder: &dyn Folder) -> BTreeMap<Theirs, String> {
    let rows = |role: FileRole| {
        let rows = incoming.files.get(&role).into_iter();
        rows.flat_map(|rows| rows.rows.iter().zip(rows.places.iter().map(|(list, _)| *list)))
    };
    let mut codes: BTreeMap<String, BTreeMap<&str, &str>> = BTreeMap::new();
    let mut ids: BTreeSet<&str> = BTreeSet::new();
    for (row, _) in rows(FileRole::Customers) {
        let [id, name, siren] = [Column::CustomerId, Column::Name, Column::Siren].map(|column| row.get(column));
        if id != name && !name.is_empty() {
            let known = codes.entry(fold_name(name)).or_default().entry(id).or_default();
            *known = if known.is_empty() { siren } else { known };
            ids.insert(id);
        }
    }
    if codes.is_empty() {
        return BTreeMap::new();
    }
    let mut found: BTreeMap<Theirs, BTreeSet<String>> = BTreeMap::new();
    let mut add = |list: u32, name: &str, siren: &str| {
        let may_be = |known: &str| known.is_empty() || siren.is_empty() || known == siren;
        let bearers = codes.get(&fold_name(name)).into_iter().flatten();
        let is_ours = || folder.knows_customer(name) || folder.has_customer_named(name);
        let bearers: BTreeSet<&str> = bearers.filter(|(_, known)| may_be(known)).map(|(id, _)| *id).collect();
        if !bearers.is_empty() && !ids.contains(name) && !is_ours() {
            found.entry((list, name.to_owned())).or_default().extend(bearers.into_iter().map(str::to_owned));
        }
    };
    let is_list =
        |list: &u32| incoming.sources.get(*list as usize).is_some_and(|source| source.kind == Some(Kind::List));
    for (row, list) in rows(FileRole::Customers).filter(|(_, list)| is_list(list)) {
        let id = row.get(Column::CustomerId);
        if id == row.get(Column::Name) {
            add(list, id, row.get(Column::Siren));
        }
    }
    for (row, list) in rows(FileRole::Payments).filter(|(_, list)| is_list(list)) {
        add(list, row.get(Column::CustomerId), "");
    }
    certain(found)
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
    }
}
