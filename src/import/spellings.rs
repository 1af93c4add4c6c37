//! Customers without a code whom lists spell in several ways: case, accents, blanks and punctuation aside it is one name,
//! and one customer, as it is where the folder knows the first spelling already.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use super::Incoming;
use super::renaming::Theirs;
use super::source::Kind;
use crate::input::columns::Column;
use crate::input::fold::fold;
use crate::model::{Bilingual, FileRole, several};

/// How many of them are named.
const NAMED: usize = 3;

/// What is known of one spelling.
#[derive(Default)]
struct Spelling {
    count: usize,
    sirens: BTreeSet<String>,
}

/// Gives customers who are known by their names alone one spelling: the one of most rows, else the shortest. People of one
/// name with several SIREN are several.
pub fn unify(incoming: &mut Incoming) {
    let Some(customers) = incoming.files.get(&FileRole::Customers) else { return };
    let is_list = |list: u32| incoming.sources.get(list as usize).is_some_and(|source| source.kind == Some(Kind::List));
    let mut names: BTreeMap<String, BTreeMap<&str, Spelling>> = BTreeMap::new();
    for (row, (list, _)) in customers.rows.iter().zip(&customers.places) {
        let id = row.get(Column::CustomerId);
        if is_list(*list) && id == row.get(Column::Name) {
            let spelling = names.entry(fold(id)).or_default().entry(id).or_default();
            spelling.count += 1;
            let siren = row.get(Column::Siren).replace(char::is_whitespace, "");
            spelling.sirens.extend(Some(siren).filter(|siren| !siren.is_empty()));
        }
    }
    names.retain(|name, spellings| {
        let sirens: BTreeSet<&String> = spellings.values().flat_map(|spelling| &spelling.sirens).collect();
        !name.is_empty() && sirens.len() < 2
    });
    let chosen: BTreeMap<&str, &str> = names.iter().map(|(name, spellings)| (name.as_str(), best(spellings))).collect();
    // A code is nobody's name.
    let coded = customers
        .rows
        .iter()
        .zip(&customers.places)
        .filter(|(row, _)| row.get(Column::CustomerId) != row.get(Column::Name));
    let coded: BTreeSet<(u32, &str)> = coded.map(|(row, (list, _))| (*list, row.get(Column::CustomerId))).collect();
    let mut known: BTreeMap<Theirs, String> = BTreeMap::new();
    for role in [FileRole::Customers, FileRole::Invoices, FileRole::Payments] {
        let rows = incoming.files.get(&role).into_iter().flat_map(|rows| rows.rows.iter().zip(&rows.places));
        for (row, (list, _)) in rows.filter(|(_, (list, _))| is_list(*list)) {
            let id = row.get(Column::CustomerId);
            if let Some(best) = chosen.get(fold(id).as_str()).filter(|best| **best != id)
                && !coded.contains(&(*list, id))
            {
                known.insert((*list, id.to_owned()), (*best).to_owned());
            }
        }
    }
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
    for (list, source) in (0..).zip(&mut incoming.sources) {
        let theirs = known.iter().filter(|((of, _), _)| *of == list);
        let pairs: Vec<String> = theirs.map(|((_, theirs), ours)| format!("{theirs} = {ours}")).collect();
        if !pairs.is_empty() {
            let Bilingual { en, fr } = several(&pairs, NAMED);
            source.choices.push(Bilingual::new(
                format!("customers whose name is written in several ways are one: {en}"),
                format!("clients au nom écrit de plusieurs façons, réunis : {fr}"),
            ));
        }
    }
}

/// Returns the spelling of most rows, else the shortest, else the one with accents and small letters.
fn best<'a>(spellings: &BTreeMap<&'a str, Spelling>) -> &'a str {
    let ranked = spellings.iter().map(|(name, spelling)| (spelling.count, Reverse(name.chars().count()), *name));
    ranked.max().map(|(.., name)| name).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::IncomingRows;
    use crate::import::source::SourceReport;

    fn unified(customers: &[[&str; 3]], invoices: &[[&str; 2]]) -> (Vec<String>, Vec<String>, Vec<Bilingual>) {
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
        unify(&mut incoming);
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
        assert_eq!(
            (names, owners, told.len()),
            (vec!["Martin".to_owned(), "MARTIN".to_owned()], vec!["MARTIN".to_owned()], 0)
        );
    }
}
