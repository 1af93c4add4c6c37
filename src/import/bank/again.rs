//! A movement that another statement told before under another id: the bank's reference in OFX and none in CSV, another
//! reference in CAMT, a text that is longer or cut off.
//!
//! Each movement stands for one at the most, and for none that its own file tells too: two equal payments of one day
//! stand twice in every statement of that day, and remain two.

use std::collections::{BTreeMap, BTreeSet};

use super::Movement;
use super::figures::Sum;
use super::likeness::Likeness;
use super::pairing::pairs;
use crate::import::counted::counted;
use crate::import::source::{Folder, Telling};
use crate::model::Bilingual;

/// Says how many movements of a file were told before.
pub(super) fn told(found: impl Iterator<Item = Likeness> + Clone) -> impl Iterator<Item = Bilingual> {
    let words = [
        (
            Likeness::Same,
            [
                "movement that another statement told, under another id: ignored in suspense.csv",
                "movements that another statement told, under other ids: ignored in suspense.csv",
            ],
            [
                "mouvement qu'un autre relevé a donné sous un autre numéro : ignoré dans suspense.csv",
                "mouvements qu'un autre relevé a donnés sous d'autres numéros : ignorés dans suspense.csv",
            ],
        ),
        (
            Likeness::Perhaps,
            [
                "movement that another statement may have told: it waits until somebody decides",
                "movements that another statement may have told: they wait until somebody decides",
            ],
            [
                "mouvement qu'un autre relevé a peut-être donné : il attend une décision",
                "mouvements qu'un autre relevé a peut-être donnés : ils attendent une décision",
            ],
        ),
    ];
    words.into_iter().filter_map(move |(likeness, en, fr)| {
        let count = found.clone().filter(|known| *known == likeness).count();
        (count > 0).then(|| counted(count, en, fr))
    })
}

/// What one run has read of one sum before.
pub(super) type Earlier = BTreeMap<Sum, Vec<Telling>>;

/// Finds the movements of a file that were told before, each with the id that it has: in the folder, or by a file that
/// was read before. `own` are all ids of the file.
pub(super) fn find(
    fresh: &[(&Movement, &Telling)],
    own: &BTreeSet<String>,
    folder: &dyn Folder,
    earlier: &Earlier,
) -> BTreeMap<usize, (Likeness, String)> {
    let mut sums: BTreeMap<Sum, Vec<usize>> = BTreeMap::new();
    for (at, (movement, _)) in fresh.iter().enumerate() {
        sums.entry((movement.currency, movement.amount)).or_default().push(at);
    }
    let mut found = BTreeMap::new();
    for (sum, places) in sums {
        let before = folder.tellings(sum.1, sum.0).iter().chain(earlier.get(&sum).into_iter().flatten());
        let others = not_told(before.collect(), own);
        let tellings: Vec<&Telling> = places.iter().map(|&at| fresh[at].1).collect();
        let pairs = pairs(&tellings, &others, sum).into_iter();
        found.extend(pairs.map(|(at, other, likeness)| (places[at], (likeness, others[other].id.clone()))));
    }
    found
}

/// Returns what a file does not tell under an id that is known: each movement once.
fn not_told<'a>(before: Vec<&'a Telling>, own: &BTreeSet<String>) -> Vec<&'a Telling> {
    let ids: BTreeSet<&str> = before.iter().map(|telling| telling.id.as_str()).collect();
    let first = |telling: &'a Telling| telling.again.as_deref().filter(|id| ids.contains(id)).unwrap_or(&telling.id);
    let told: BTreeSet<&str> =
        before.iter().filter(|telling| own.contains(&telling.id)).map(|one| first(one)).collect();
    before.iter().filter(|telling| first(telling) == telling.id && !told.contains(&*telling.id)).copied().collect()
}

#[cfg(test)]
mod tests {
    use super::super::likeness::tests::{MADE, telling};
    use super::*;

    #[test]
    fn what_a_file_tells_itself_is_no_other_movement() {
        let first = telling("B-ABC123", "2026-03-05", "VIR DUPONT", "");
        let again = Telling { again: Some("B-ABC123".to_owned()), ..telling(MADE, "2026-03-05", "VIR DUPONT", "") };
        let left = |own: &[&str]| {
            let own = own.iter().map(|id| (*id).to_owned()).collect();
            not_told(vec![&first, &again], &own).into_iter().map(|telling| telling.id.clone()).collect::<Vec<_>>()
        };
        assert_eq!(left(&[]), ["B-ABC123"]);
        assert!(left(&["B-ABC123"]).is_empty() && left(&[MADE]).is_empty(), "under either of its ids");
    }
}
