//! A movement that another statement told before under another id: the bank's reference in OFX and none in CSV, another
//! reference in CAMT, a text that is longer or cut off.
//!
//! Each movement stands for one at the most, and for none that its own file tells too: two equal payments of one day stand
//! twice in every statement of that day, and remain two.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use super::Movement;
use super::likeness::{Likeness, Said};
use crate::import::counted::counted;
use crate::import::source::{Folder, Telling};
use crate::model::date::days_between;
use crate::model::payment::DAYS_APART;
use crate::model::{Amount, Bilingual, Currency, Date};

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
pub(super) type Earlier = BTreeMap<(Currency, Amount), Vec<Telling>>;

/// Finds the movements of a file that were told before, each with the id that it has: in the folder, or by a file that was
/// read before. `own` are all ids of the file.
pub(super) fn find(
    fresh: &[(&Movement, Telling)],
    own: &BTreeSet<String>,
    folder: &dyn Folder,
    earlier: &Earlier,
) -> BTreeMap<usize, (Likeness, String)> {
    let mut sums: BTreeMap<(Currency, Amount), Vec<usize>> = BTreeMap::new();
    for (at, (movement, _)) in fresh.iter().enumerate() {
        sums.entry((movement.currency, movement.amount)).or_default().push(at);
    }
    let mut found = BTreeMap::new();
    for (sum, places) in sums {
        let before = folder.tellings(sum.1, sum.0).iter().chain(earlier.get(&sum).into_iter().flatten());
        let others = not_told(before.collect(), own);
        let tellings: Vec<Said<'_>> = places.iter().map(|&at| Said::of(&fresh[at].1)).collect();
        let pairs = pairs(&tellings, &others);
        found.extend(pairs.into_iter().map(|(at, likeness, id)| (places[at], (likeness, id.to_owned()))));
    }
    found
}

/// Returns what a file does not tell under an id that is known, by day: each movement once.
fn not_told<'a>(before: Vec<&'a Telling>, own: &BTreeSet<String>) -> Vec<Said<'a>> {
    let ids: BTreeSet<&str> = before.iter().map(|telling| telling.id.as_str()).collect();
    let first = |telling: &'a Telling| telling.again.as_deref().filter(|id| ids.contains(id)).unwrap_or(&telling.id);
    let told: BTreeSet<&str> =
        before.iter().filter(|telling| own.contains(&telling.id)).map(|one| first(one)).collect();
    let others = before.iter().filter(|telling| first(telling) == telling.id && !told.contains(&*telling.id));
    let mut others: Vec<Said<'_>> = others.map(|telling| Said::of(telling)).collect();
    others.sort_by_key(|said| said.telling.date);
    others
}

/// Pairs movements with those told before, the likest first.
fn pairs<'a>(fresh: &[Said<'_>], others: &[Said<'a>]) -> Vec<(usize, Likeness, &'a str)> {
    let mut pairing = Pairing { fresh, others, taken: BTreeSet::new(), given: BTreeSet::new(), pairs: Vec::new() };
    // Nothing is liker than the same words on the same day: a whole statement in another form is paired by that, and not
    // each of its movements held against every other of its sum.
    let mut alike: BTreeMap<(Date, &[String]), Vec<usize>> = BTreeMap::new();
    for (place, other) in others.iter().enumerate() {
        alike.entry((other.telling.date, &other.all)).or_default().push(place);
    }
    let same = fresh.iter().enumerate().flat_map(|(at, said)| {
        let places = alike.get(&(said.telling.date, &said.all[..])).into_iter().flatten();
        places.map(move |&place| (at, place))
    });
    pairing.add(same.collect(), |likeness| likeness == Likeness::Same);
    let near = pairing.near();
    pairing.add(near, |_| true);
    pairing.pairs
}

/// Movements that are being paired.
struct Pairing<'p, 'f, 'a> {
    fresh: &'p [Said<'f>],
    others: &'p [Said<'a>],
    taken: BTreeSet<usize>,
    given: BTreeSet<usize>,
    pairs: Vec<(usize, Likeness, &'a str)>,
}

impl Pairing<'_, '_, '_> {
    /// Returns what is left of both that is near enough in its days, by places.
    fn near(&self) -> Vec<(usize, usize)> {
        let mut near = Vec::new();
        for (at, said) in self.fresh.iter().enumerate().filter(|(at, _)| !self.taken.contains(at)) {
            let days = |other: &Said<'_>| days_between(said.telling.date, other.telling.date);
            let from = self.others.partition_point(|other| -days(other) > DAYS_APART);
            let close = (from..self.others.len()).take_while(|&place| days(&self.others[place]) <= DAYS_APART);
            near.extend(close.filter(|place| !self.given.contains(place)).map(|place| (at, place)));
        }
        near
    }

    /// Pairs those of some that are alike as wanted, the likest first.
    fn add(&mut self, candidates: Vec<(usize, usize)>, is_wanted: impl Fn(Likeness) -> bool) {
        let mut likely = Vec::new();
        for (at, place) in candidates {
            let (said, other) = (&self.fresh[at], &self.others[place]);
            if let Some(likeness) = said.likeness(other).filter(|likeness| is_wanted(*likeness)) {
                let apart = days_between(said.telling.date, other.telling.date).abs();
                // The row in which a bank writes a movement decides nothing.
                let words = (said.differing(other), Reverse(said.common(other)));
                likely.push((likeness, apart, words, [&*said.telling.id, &*other.telling.id], at, place));
            }
        }
        likely.sort_unstable();
        for (likeness, .., at, place) in likely {
            if !self.taken.contains(&at) && !self.given.contains(&place) {
                self.taken.insert(at);
                self.given.insert(place);
                self.pairs.push((at, likeness, self.others[place].telling.id.as_str()));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::likeness::tests::{MADE, likeness, telling};
    use super::*;

    #[test]
    fn a_name_that_is_the_beginning_of_another_is_doubtful_and_the_likest_is_paired() {
        let made = |id: &str, text| telling(&format!("B-2026-03-05-10000-{id}"), "2026-03-05", text, "");
        let noon = made("aaaaaa", "VIR SEPA RECU MARTIN");
        let bernard = made("bbbbbb", "VIR SEPA RECU MARTIN BERNARD F2026-0002");
        let again = made("cccccc", "VIR SEPA RECU M. MARTIN");
        assert_eq!(likeness(&noon, &bernard), Some(Likeness::Perhaps));
        assert_eq!(
            likeness(&noon, &made("dddddd", "VIR SEPA RECU MARTIN")),
            Some(Likeness::Perhaps),
            "another account"
        );
        for file in [[&bernard, &again], [&again, &bernard]] {
            let others = [Said::of(&noon)];
            let fresh: Vec<Said<'_>> = file.iter().map(|telling| Said::of(telling)).collect();
            let [(at, Likeness::Perhaps, _)] = pairs(&fresh, &others)[..] else { panic!("one pair") };
            assert_eq!(file[at].id, again.id);
        }
    }

    #[test]
    fn what_a_file_tells_itself_is_no_other_movement() {
        let first = telling("B-ABC123", "2026-03-05", "VIR DUPONT", "");
        let again = Telling { again: Some("B-ABC123".to_owned()), ..telling(MADE, "2026-03-05", "VIR DUPONT", "") };
        let left = |own: &[&str]| {
            let own = own.iter().map(|id| (*id).to_owned()).collect();
            not_told(vec![&first, &again], &own).into_iter().map(|said| said.telling.id.clone()).collect::<Vec<_>>()
        };
        assert_eq!(left(&[]), ["B-ABC123"]);
        assert!(left(&["B-ABC123"]).is_empty() && left(&[MADE]).is_empty(), "under either of its ids");
    }
}
