//! Customers whom the folder has under other ids: accounts know them by their codes, lists by their names.
//!
//! An invoice that the folder has tells whose it is; else the name does, when exactly one customer bears it. What
//! points to two customers points to nobody: it stays as it is. A payment tells so by the invoice and the name that it
//! bears.

use std::collections::{BTreeMap, BTreeSet};

use super::renaming::{Theirs, certain};
use super::source::{Folder, Kind};
use super::{Incoming, IncomingRows};
use crate::input::columns::Column;
use crate::input::edit::PlainRow;
use crate::input::header::fold;
use crate::model::FileRole;
use crate::model::name_words::OF_NAMES;

/// Gives customers the ids that the folder has for them, and says so of each file.
pub fn recognise(incoming: &mut Incoming, folder: &dyn Folder) {
    let known = ours(incoming, folder);
    if let Some(rows) = incoming.files.get_mut(&FileRole::Customers).filter(|_| !known.is_empty()) {
        leave_names(rows, &known);
    }
    incoming.rename_customers(&known);
    let words =
        ("customers whom the folder knows under other ids", "clients que le dossier connaît sous un autre code");
    incoming.tell_renamed(&known, words);
}

/// Returns the folder's id of each customer of a file whom it knows by another one.
fn ours(incoming: &Incoming, folder: &dyn Folder) -> BTreeMap<Theirs, String> {
    let mut found: BTreeMap<Theirs, BTreeSet<String>> = BTreeMap::new();
    let mut add = |list: u32, id: &str, owner: Option<&str>| {
        let owner = owner.filter(|owner| *owner != id && folder.customer(owner, "", "").is_some());
        if let Some(owner) = owner {
            found.entry((list, id.to_owned())).or_default().insert(owner.to_owned());
        }
    };
    let mut seen = BTreeSet::new();
    for (row, list) in rows(incoming, FileRole::Customers) {
        let id = row.get(Column::CustomerId);
        let name = if row.get(Column::Name).is_empty() { id } else { row.get(Column::Name) };
        let known = folder.customer(id, row.get(Column::Siren), row.get(Column::VatId));
        // Two establishments of a company have two codes and one SIREN; a name beside it is no code.
        if seen.insert((list, id)) && (known.is_none() || (name == id && known != Some(id))) {
            add(list, id, folder.customer_named(name, row.get(Column::Siren)));
        }
    }
    let (names, mut moved) = (names(incoming), Vec::new());
    for (row, list) in rows(incoming, FileRole::Invoices) {
        let id = row.get(Column::CustomerId);
        let may_be = |owner: &str| match (names.get(&(list, id)), folder.customer_name(owner)) {
            (Some(name), Some(ours)) => may_be_one(name, ours),
            _ => true,
        };
        // The same number of another day may be another invoice.
        let owner = folder.invoice(row.get(Column::InvoiceId)).filter(|(owner, issue)| {
            let is_same = *owner != id && issue.to_string() == row.get(Column::IssueDate);
            is_same && folder.customer(id, "", "").is_none()
        });
        if owner.is_some_and(|(owner, _)| !may_be(owner)) {
            moved.push((list, id.to_owned()));
        }
        add(list, id, owner.map(|(owner, _)| owner));
    }
    for (row, list) in rows(incoming, FileRole::Payments) {
        let id = row.get(Column::CustomerId);
        if !id.is_empty() && folder.customer(id, "", "").is_none() {
            add(list, id, folder.invoice(row.get(Column::InvoiceId)).map(|(owner, _)| owner));
            add(list, id, folder.customer_named(id, ""));
        }
    }
    // To whom an invoice of somebody with another name was moved is himself, whatever else points elsewhere.
    for theirs in moved {
        let own = theirs.1.clone();
        found.entry(theirs).or_default().insert(own);
    }
    certain(found)
}

/// Returns the names of customers who have a code beside it.
fn names(incoming: &Incoming) -> BTreeMap<(u32, &str), &str> {
    let named = rows(incoming, FileRole::Customers).map(|(row, list)| {
        let [id, name] = [Column::CustomerId, Column::Name].map(|column| row.get(column));
        ((list, id), name)
    });
    named.filter(|((_, id), name)| !name.is_empty() && name != id).collect()
}

/// Tells whether two names may be one person's: they share a word that tells people apart, or the beginning of one.
fn may_be_one(a: &str, b: &str) -> bool {
    let words = |name: &str| -> BTreeSet<String> {
        let words = name.split(|c: char| !c.is_alphanumeric()).map(|word| fold(word).to_uppercase());
        words.filter(|word| !word.is_empty() && !OF_NAMES.contains(&word.as_str())).collect()
    };
    let (a, b) = (words(a), words(b));
    let begins = |one: &String, other: &String| one.len() > 2 && other.starts_with(one.as_str());
    let is_like = |one: &String| b.iter().any(|other| one == other || begins(one, other) || begins(other, one));
    // A name of forms and small words alone tells nothing.
    a.is_empty() || b.is_empty() || a.iter().any(is_like)
}

/// Returns the rows for a file of the folder, each with the place of its own file; not those of banks, which name
/// customers by what the folder says of them.
fn rows(incoming: &Incoming, role: FileRole) -> impl Iterator<Item = (PlainRow<'_>, u32)> {
    let rows = incoming.rows_of(role).map(|(row, (list, _))| (row, list));
    rows.filter(|(_, list)| !matches!(incoming.kind_of(*list), Some(Kind::Bank | Kind::Lifecycle)))
}

/// Empties the names of customers whom the folder knows: what it calls them stays.
fn leave_names(rows: &mut IncomingRows, known: &BTreeMap<Theirs, String>) {
    let named = rows.rows.iter().zip(&rows.places);
    let is_known: Vec<bool> =
        named.map(|(row, &(list, _))| known.contains_key(&(list, row.get(Column::CustomerId).to_owned()))).collect();
    rows.rewrite(|i, column| (column == Column::Name && is_known[i]).then(String::new));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::source::SourceReport;
    use crate::model::Date;
    use crate::testing::day;

    /// A folder with the customers C1 Durand SAS, C2 Martin, C3 Martin, and the invoice F-1 of C2.
    #[derive(Debug)]
    struct Shelf;

    impl Folder for Shelf {
        fn invoice(&self, number: &str) -> Option<(&str, Date)> {
            (number == "F-1").then(|| ("C2", day("2026-01-05")))
        }

        fn customer(&self, id: &str, _siren: &str, _vat_id: &str) -> Option<&str> {
            ["C1", "C2", "C3"].into_iter().find(|known| *known == id)
        }

        fn customer_name(&self, id: &str) -> Option<&str> {
            [("C1", "Durand SAS"), ("C2", "Martin"), ("C3", "Martin")]
                .into_iter()
                .find_map(|(known, name)| (known == id).then_some(name))
        }

        fn customer_named(&self, name: &str, _siren: &str) -> Option<&str> {
            (name == "DURAND S.A.S.").then_some("C1")
        }
    }

    fn incoming(customers: &[[&str; 2]], invoices: &[[&str; 3]]) -> Incoming {
        let mut people = IncomingRows::new(&[Column::CustomerId, Column::Name]);
        customers.iter().zip(2..).for_each(|(cells, line)| people.add_row(0, line, *cells));
        let mut bills = IncomingRows::new(&[Column::InvoiceId, Column::CustomerId, Column::IssueDate]);
        invoices.iter().zip(2..).for_each(|(cells, line)| bills.add_row(0, line, *cells));
        Incoming {
            lists: vec!["list.csv".to_owned()],
            sources: vec![SourceReport { kind: Some(Kind::List), ..SourceReport::default() }],
            files: BTreeMap::from([(FileRole::Customers, people), (FileRole::Invoices, bills)]),
            ..Incoming::default()
        }
    }

    fn ids(incoming: &Incoming, role: FileRole) -> Vec<&str> {
        incoming.files[&role].rows.iter().map(|row| row.get(Column::CustomerId)).collect()
    }

    #[test]
    fn a_customer_is_known_again_by_an_invoice_or_by_a_name_that_only_he_has() {
        let mut incoming = incoming(
            &[["DURAND S.A.S.", "DURAND S.A.S."], ["Martin", "Martin"], ["Neuf", "Neuf"]],
            &[["F-9", "DURAND S.A.S.", "2026-02-01"], ["F-1", "Martin", "2026-01-05"], ["F-8", "Neuf", "2026-01-05"]],
        );
        recognise(&mut incoming, &Shelf);
        assert_eq!(ids(&incoming, FileRole::Customers), ["C1", "C2", "Neuf"]);
        assert_eq!(ids(&incoming, FileRole::Invoices), ["C1", "C2", "Neuf"]);
        let names: Vec<&str> =
            incoming.files[&FileRole::Customers].rows.iter().map(|row| row.get(Column::Name)).collect();
        assert_eq!(names, ["", "", "Neuf"], "the folder's names stay");
        assert_eq!(
            incoming.sources[0].choices[0].en,
            "customers whom the folder knows under other ids: DURAND S.A.S. = C1, Martin = C2"
        );
    }

    #[test]
    fn an_id_of_the_folder_another_day_or_two_owners_change_nothing() {
        let mut told = incoming(&[["C3", "DURAND S.A.S."]], &[["F-1", "C3", "2026-01-05"]]);
        recognise(&mut told, &Shelf);
        assert_eq!((ids(&told, FileRole::Customers), ids(&told, FileRole::Invoices)), (vec!["C3"], vec!["C3"]));
        let mut other = incoming(&[["X", "X"]], &[["F-1", "X", "2026-03-05"]]);
        recognise(&mut other, &Shelf);
        assert_eq!(ids(&other, FileRole::Invoices), ["X"]);
        let mut two = incoming(&[["X", "DURAND S.A.S."]], &[["F-1", "X", "2026-01-05"]]);
        recognise(&mut two, &Shelf);
        assert_eq!(ids(&two, FileRole::Invoices), ["X"]);
    }

    #[test]
    fn an_invoice_of_somebody_with_another_name_was_moved_to_him() {
        for (name, owner) in [("Zidane SARL", "X"), ("MARTIN et fils", "C2"), ("Martinez", "C2"), ("SARL", "C2")] {
            let mut moved = incoming(&[["X", name]], &[["F-1", "X", "2026-01-05"]]);
            recognise(&mut moved, &Shelf);
            assert_eq!(ids(&moved, FileRole::Invoices), [owner], "{name}");
        }
    }
}
