//! Pairs the movements of a file with those that were told before, of one sum: the likest first.
//!
//! A statement may have thousands of one sum, so that not each is held against each: what says the same is one class,
//! and classes meet where they have a word in common, the rarest first.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, VecDeque};

use super::accounts::contradict;
use super::figures::Sum;
use super::likeness::Likeness;
use super::said::Said;
use super::telling::is_made;
use crate::import::source::Telling;
use crate::model::Date;
use crate::model::date::days_between;
use crate::model::payment::DAYS_APART;

/// A movement, one told before, by their places, and how alike they are.
type Pair = (usize, usize, Likeness);

/// Pairs movements with those told before. The row in which a bank writes one decides nothing.
pub(super) fn pairs(fresh: &[&Telling], others: &[&Telling], sum: Sum) -> Vec<Pair> {
    let [(fresh, left_fresh), (others, left_others)] = [fresh, others].map(|tellings| classes(tellings, sum));
    let mut pairing = Pairing { fresh: &fresh, others: &others, left_fresh, left_others, pairs: Vec::new() };
    pairing.pair_equal();
    pairing.pair_agreeing();
    pairing.pair_like();
    pairing.pair_mute();
    pairing.pairs
}

/// Returns what tellings say, by day, and the places of those that say each, by id.
fn classes<'a>(tellings: &[&'a Telling], sum: Sum) -> (Vec<Said<'a>>, Vec<VecDeque<usize>>) {
    let what = |place: usize| {
        let one = tellings[place];
        (one.date, &one.text, &one.payer, &one.payer_account, &one.account, is_made(&one.id))
    };
    let mut order: Vec<usize> = (0..tellings.len()).collect();
    order.sort_by(|&a, &b| (what(a), &tellings[a].id).cmp(&(what(b), &tellings[b].id)));
    let classes = order.chunk_by(|&a, &b| what(a) == what(b));
    classes.map(|class| (Said::of(tellings[class[0]], sum), class.iter().copied().collect())).unzip()
}

/// Classes that are being paired, and what is left of each.
struct Pairing<'p, 'f, 'o> {
    fresh: &'p [Said<'f>],
    others: &'p [Said<'o>],
    left_fresh: Vec<VecDeque<usize>>,
    left_others: Vec<VecDeque<usize>>,
    pairs: Vec<Pair>,
}

/// The classes that have something in common: of the movements, and of those told before.
type Meeting = (Vec<usize>, Vec<usize>);

impl<'p> Pairing<'p, '_, '_> {
    /// Pairs what says the same on the same day: a whole statement in another form, or nearly.
    fn pair_equal(&mut self) {
        for with_account in [true, false] {
            let key = |said: &'p Said<'_>| {
                (said.telling.date, &said.all, if with_account { said.payer_account.as_str() } else { "" })
            };
            let mut meetings: BTreeMap<_, Meeting> = BTreeMap::new();
            for (at, said) in self.fresh.iter().enumerate() {
                meetings.entry(key(said)).or_default().0.push(at);
            }
            for (at, said) in self.others.iter().enumerate() {
                meetings.entry(key(said)).or_default().1.push(at);
            }
            meetings.values().for_each(|meeting| self.pair(meeting, Likeness::Same));
        }
    }

    /// Pairs those of which one tells all that the other does, the likest first.
    fn pair_agreeing(&mut self) {
        let ours = agreeing(self.fresh, self.others);
        let theirs = agreeing(self.others, self.fresh).into_iter().map(|(other, at)| (at, other));
        let mut likely = Vec::new();
        for (at, other) in ours.into_iter().chain(theirs) {
            let (one, two) = (&self.fresh[at], &self.others[other]);
            if self.left_fresh[at].is_empty() || self.left_others[other].is_empty() || !one.agrees(two) {
                continue;
            }
            if let Some(likeness) = one.likeness(two) {
                let apart = days_between(one.telling.date, two.telling.date).abs();
                likely.push((likeness, apart, one.differing(two), Reverse(one.common(two)), at, other));
            }
        }
        likely.sort_unstable();
        likely.into_iter().for_each(|(likeness, .., at, other)| self.take((at, other), likeness));
    }

    /// Pairs those of one day that have a word or a number in common, the rarest first.
    fn pair_like(&mut self) {
        let mut meetings: BTreeMap<(Date, usize, &'p str), Meeting> = BTreeMap::new();
        for (kind, [ours, theirs]) in COMMON.into_iter().enumerate() {
            for (at, said) in self.fresh.iter().enumerate().filter(|(at, _)| !self.left_fresh[*at].is_empty()) {
                ours(said).for_each(|key| meetings.entry((said.telling.date, kind, key)).or_default().0.push(at));
            }
            for (at, said) in self.others.iter().enumerate().filter(|(at, _)| !self.left_others[*at].is_empty()) {
                theirs(said).for_each(|key| meetings.entry((said.telling.date, kind, key)).or_default().1.push(at));
            }
        }
        let mut meetings: Vec<Meeting> = meetings.into_values().collect();
        meetings.sort_by_key(|(ours, theirs)| ours.len() * theirs.len());
        meetings.iter().for_each(|meeting| self.pair(meeting, Likeness::Perhaps));
    }

    /// Pairs those of one day of which one says nothing.
    fn pair_mute(&mut self) {
        for is_fresh in [true, false] {
            let mut days: BTreeMap<Date, Meeting> = BTreeMap::new();
            for (at, said) in self.fresh.iter().enumerate().filter(|(_, said)| !is_fresh || said.is_mute()) {
                days.entry(said.telling.date).or_default().0.push(at);
            }
            for (at, said) in self.others.iter().enumerate().filter(|(_, said)| is_fresh || said.is_mute()) {
                days.entry(said.telling.date).or_default().1.push(at);
            }
            days.values().for_each(|meeting| self.pair(meeting, Likeness::Perhaps));
        }
    }

    /// Pairs of some classes each with the first that is alike enough.
    fn pair(&mut self, (ours, theirs): &Meeting, least: Likeness) {
        // What came to another account of ours is never the same: thousands of it are not looked at one by one.
        let mut by_account: BTreeMap<&'p str, VecDeque<usize>> = BTreeMap::new();
        let (fresh, others) = (self.fresh, self.others);
        for &other in theirs.iter().filter(|&&other| !self.left_others[other].is_empty()) {
            by_account.entry(&others[other].account).or_default().push_back(other);
        }
        for &at in ours {
            let same = |account: &&str| !contradict(&fresh[at].account, account);
            for theirs in by_account.iter_mut().filter(|(account, _)| same(account)).map(|(_, theirs)| theirs) {
                self.pair_one(at, theirs, least);
            }
        }
    }

    /// Pairs a class with the first of some that is alike enough, as long as anything is left of it.
    fn pair_one(&mut self, at: usize, theirs: &mut VecDeque<usize>, least: Likeness) {
        let mut place = 0;
        while !self.left_fresh[at].is_empty() && place < theirs.len() {
            let other = theirs[place];
            let likeness = self.fresh[at].likeness(&self.others[other]);
            match likeness.filter(|likeness| *likeness <= least) {
                Some(likeness) => self.take((at, other), likeness),
                None => place += 1,
            }
            if self.left_others[other].is_empty() {
                theirs.remove(place);
            }
        }
    }

    /// Pairs what is left of two classes.
    fn take(&mut self, (at, other): (usize, usize), likeness: Likeness) {
        while !self.left_fresh[at].is_empty() && !self.left_others[other].is_empty() {
            let pair = self.left_fresh[at].pop_front().zip(self.left_others[other].pop_front());
            self.pairs.extend(pair.map(|(at, other)| (at, other, likeness)));
        }
    }
}

/// Returns the classes that may have all that others tell, of days near enough: those that have the rarest of it.
fn agreeing(ones: &[Said<'_>], others: &[Said<'_>]) -> Vec<(usize, usize)> {
    let mut having: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (at, said) in others.iter().enumerate() {
        let keys: BTreeSet<&String> = said.all.iter().chain(&said.forms).collect();
        keys.into_iter().for_each(|key| having.entry(key).or_default().push(at));
    }
    let mut found = Vec::new();
    for (at, said) in ones.iter().enumerate() {
        let places = said.keys().map(|key| having.get(key.as_str()).map_or(&[][..], Vec::as_slice));
        let places = places.min_by_key(|places| places.len()).unwrap_or_default();
        let days = |other: usize| days_between(said.telling.date, others[other].telling.date);
        let from = places.partition_point(|&other| days(other) < -DAYS_APART);
        let near = places[from..].iter().take_while(|&&other| days(other) <= DAYS_APART);
        found.extend(near.map(|&other| (at, other)));
    }
    found
}

/// Words or numbers of a telling.
type Keys = for<'s> fn(&'s Said<'_>) -> Box<dyn Iterator<Item = &'s str> + 's>;

/// What two tellings may have in common: a number, or a word. Where both name a payer it is one of the payer's.
const COMMON: [[Keys; 2]; 6] = [
    [numbers, forms],
    [forms, numbers],
    [payer, names],
    [names, payer],
    [without_payer, names],
    [names, without_payer],
];

fn numbers<'s>(said: &'s Said<'_>) -> Box<dyn Iterator<Item = &'s str> + 's> {
    Box::new(said.telling_numbers().map(|number| number.key.as_str()))
}

fn forms<'s>(said: &'s Said<'_>) -> Box<dyn Iterator<Item = &'s str> + 's> {
    Box::new(said.forms.iter().map(String::as_str))
}

fn payer<'s>(said: &'s Said<'_>) -> Box<dyn Iterator<Item = &'s str> + 's> {
    Box::new(said.payer.iter().map(String::as_str))
}

fn names<'s>(said: &'s Said<'_>) -> Box<dyn Iterator<Item = &'s str> + 's> {
    Box::new(said.names.iter().map(String::as_str))
}

fn without_payer<'s>(said: &'s Said<'_>) -> Box<dyn Iterator<Item = &'s str> + 's> {
    if said.payer.is_empty() { names(said) } else { Box::new([].into_iter()) }
}

#[cfg(test)]
mod tests {
    use super::super::likeness::tests::{MADE, SUM, likeness, telling};
    use super::*;

    /// Returns the texts that are paired, and how.
    fn paired<'a>(fresh: &[&'a Telling], others: &[&'a Telling]) -> Vec<(&'a str, &'a str, Likeness)> {
        let pairs = pairs(fresh, others, SUM).into_iter();
        let mut told: Vec<_> = pairs.map(|(at, other, like)| (&*fresh[at].text, &*others[other].text, like)).collect();
        told.sort_unstable();
        told
    }

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
            assert_eq!(paired(&file, &[&noon]), [(&*again.text, &*noon.text, Likeness::Perhaps)]);
        }
    }

    #[test]
    fn words_that_agree_go_before_the_day_and_before_a_telling_without_words() {
        let known = telling(MADE, "2026-03-05", "VIR SEPA SCI DUPONT LOYER 2026-03", "");
        let dupont = telling("B-REF001", "2026-03-04", "LOYER 2026-03", "SCI DUPONT");
        let martin = telling("B-REF002", "2026-03-05", "LOYER", "SCI MARTIN");
        let mute = telling("B-REF000", "2026-03-05", "VIREMENT", "");
        let pair = (&*dupont.text, &*known.text, Likeness::Perhaps);
        assert_eq!(paired(&[&mute, &martin, &dupont], &[&known]), [pair]);
    }

    #[test]
    fn thousands_of_one_sum_at_two_accounts_of_ours_are_not_held_against_each_other() {
        let of = |account: &str, at: usize| Telling {
            account: account.to_owned(),
            ..telling(&format!("B-2026-03-05-10000-{account}{at}"), "2026-03-05", &format!("COTISATION N{at:05}"), "")
        };
        let [here, there] = ["FR1", "FR2"].map(|account| (0..4000).map(|at| of(account, at)).collect::<Vec<_>>());
        let [fresh, others] = [&here, &there].map(|list| list.iter().collect::<Vec<_>>());
        // Sixteen million comparisons would take minutes.
        assert_eq!(pairs(&fresh, &others, SUM), []);
    }

    #[test]
    fn thousands_of_one_sum_are_paired_each_with_its_own() {
        let name = |at: usize| format!("Z{}{}", char::from(b'A' + (at % 26) as u8), "X".repeat(1 + at / 26));
        let (mut known, mut fresh) = (Vec::new(), Vec::new());
        for at in 0..2000 {
            let text = format!("VIR SEPA RECU {} COTISATION", name(at % 1000));
            known.push(telling(&format!("B-2026-03-05-10000-{at}"), "2026-03-05", &text, ""));
            fresh.push(telling(&format!("B-REF{at:04}"), "2026-03-05", "COTISATION", &name(at % 1000)));
        }
        let [fresh_list, known_list] = [&fresh, &known].map(|list| list.iter().collect::<Vec<_>>());
        let pairs = pairs(&fresh_list, &known_list, SUM);
        assert_eq!(pairs.len(), 2000);
        assert!(pairs.iter().all(|&(at, other, _)| at % 1000 == other % 1000));
    }
}
