//! Customers whom a file knows by another id than the folder, or an earlier file, does.

use std::collections::{BTreeMap, BTreeSet};

use super::Incoming;
use super::source::Whose;
use crate::input::columns::Column;

/// The id of a customer in a file: the place of the file in [`Incoming::lists`], and what it says.
pub(super) type Theirs = (u32, String);

/// Returns the ids that stand for exactly one other. Who has two cannot be told apart: he stays as he is.
pub(super) fn certain(found: BTreeMap<Theirs, BTreeSet<String>>) -> BTreeMap<Theirs, String> {
    let alone = found.into_iter().filter(|(_, ids)| ids.len() == 1);
    alone.filter_map(|(theirs, ids)| Some((theirs, ids.into_iter().next()?))).collect()
}

impl Incoming {
    /// Tells of each file which of its customers got other ids.
    pub(super) fn tell_renamed(&mut self, known: &BTreeMap<Theirs, String>, words: (&str, &str)) {
        for (list, source) in (0..).zip(&mut self.sources) {
            let theirs = known.iter().filter(|((of, _), _)| *of == list);
            let pairs: Vec<String> = theirs.map(|((_, theirs), ours)| format!("{theirs} = {ours}")).collect();
            source.choose(words, &pairs);
        }
    }

    /// Gives customers other ids, wherever they are named.
    pub(super) fn rename_customers(&mut self, known: &BTreeMap<Theirs, String>) {
        if known.is_empty() {
            return;
        }
        let ours = |list: u32, theirs: &str| known.get(&(list, theirs.to_owned())).cloned();
        for rows in self.files.values_mut() {
            let named = rows.rows.iter().zip(&rows.places);
            let ids: Vec<Option<String>> =
                named.map(|(row, &(list, _))| ours(list, row.get(Column::CustomerId))).collect();
            rows.rewrite(|i, column| ids[i].clone().filter(|_| column == Column::CustomerId));
        }
        for stated in &mut self.stated {
            if let Whose::Customer(id) = &mut stated.whose
                && let Some(ours) = ours(stated.list, id)
            {
                *id = ours;
            }
        }
    }
}
