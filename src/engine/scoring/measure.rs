//! How well probabilities foretold what happened, in whole numbers.

use super::share::Share;

/// A probability that was given, and what happened.
#[derive(Clone, Copy, Debug)]
pub(super) struct Guess {
    pub share: Share,
    pub bad: bool,
}

/// How well probabilities foretold what happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Measure {
    /// How many invoices.
    pub invoices: u32,
    /// How many of them were late.
    pub bad: u32,
    /// How often a late one had the higher probability of a pair of a late and a punctual one, ties counting half
    /// (area under the ROC curve); nothing when all were alike.
    pub auc: Option<Share>,
    /// The mean, over the late ones, of the share of late ones among those with at least their probability.
    pub average_precision: Option<Share>,
    /// The mean of the squared differences between the probability and what happened, 1 or 0.
    pub brier: Share,
    /// By fifths of rising probability: the mean probability, and the share that was late.
    pub fifths: [Option<(Share, Share)>; 5],
}

impl Measure {
    /// Measures guesses; those of equal probability stay in their order. Nothing is measured of none.
    pub(super) fn of(mut guesses: Vec<Guess>) -> Option<Measure> {
        guesses.sort_by_key(|guess| guess.share);
        let (invoices, bad) = (guesses.len() as u32, count_bad(&guesses));
        if invoices == 0 {
            return None;
        }
        let (all, late) = (u128::from(invoices), u128::from(bad));
        let squares: u128 = guesses.iter().map(square).sum();
        let one = u128::from(Share::WHOLE.ten_thousandths());
        Some(Measure {
            invoices,
            bad,
            auc: (late > 0 && late < all).then(|| Share::of(twice_pairs_won(&guesses), 2 * late * (all - late))),
            average_precision: (late > 0).then(|| average_precision(&guesses, late)),
            brier: Share::of(squares, all * one * one),
            fifths: [0, 1, 2, 3, 4].map(|i| {
                let part = &guesses[guesses.len() * i / 5..guesses.len() * (i + 1) / 5];
                let count = part.len() as u128;
                let sum: u128 = part.iter().map(|guess| u128::from(guess.share.ten_thousandths())).sum();
                (count > 0).then(|| (Share::of(sum, count * one), Share::of(u128::from(count_bad(part)), count)))
            }),
        })
    }
}

fn count_bad(guesses: &[Guess]) -> u32 {
    guesses.iter().filter(|guess| guess.bad).count() as u32
}

fn square(guess: &Guess) -> u128 {
    let one = Share::WHOLE.ten_thousandths();
    let miss = guess.share.ten_thousandths().abs_diff(if guess.bad { one } else { 0 });
    u128::from(miss) * u128::from(miss)
}

/// Returns, over all pairs of a late and a punctual one, twice how many the late one wins; a tie is half a win.
fn twice_pairs_won(guesses: &[Guess]) -> u128 {
    let (mut won, mut good_below) = (0, 0);
    for equal in guesses.chunk_by(|a, b| a.share == b.share) {
        let bad = u128::from(count_bad(equal));
        let good = equal.len() as u128 - bad;
        won += bad * (2 * good_below + good);
        good_below += good;
    }
    won
}

fn average_precision(guesses: &[Guess], late: u128) -> Share {
    const FINE: u128 = 1_000_000_000_000;
    let (mut sum, mut found, mut seen) = (0, 0, 0);
    for equal in guesses.chunk_by(|a, b| a.share == b.share).rev() {
        let bad = u128::from(count_bad(equal));
        found += bad;
        seen += equal.len() as u128;
        sum += bad * found * FINE / seen;
    }
    Share::of(sum, late * FINE)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn measures_are_those_of_the_textbook() {
        let guess = |units, bad| Guess { share: Share::from_ten_thousandths(units), bad };
        let guesses =
            vec![guess(8000, true), guess(6000, false), guess(6000, true), guess(2000, false), guess(1000, false)];
        let measure = Measure::of(guesses).unwrap();
        let text = |share: Option<Share>| share.unwrap().to_decimal().to_string();
        // Pairs: 0.8 beats three; 0.6 beats two and ties with one: 5.5 of 6.
        assert_eq!(text(measure.auc), "0.9167");
        // Found at 0.8: 1 of 1; at 0.6: 2 of 3. (1 + 2/3) / 2.
        assert_eq!(text(measure.average_precision), "0.8333");
        // 0.04 + 0.36 + 0.16 + 0.04 + 0.01 = 0.61 over 5.
        assert_eq!(text(Some(measure.brier)), "0.1220");
        assert_eq!((measure.invoices, measure.bad), (5, 2));
        let fifths =
            measure.fifths.map(|fifth| fifth.map(|(given, seen)| (given.ten_thousandths(), seen.ten_thousandths())));
        assert_eq!(fifths[0], Some((1000, 0)));
        assert_eq!(fifths[4], Some((8000, 10_000)));
        assert_eq!(Measure::of(vec![guess(1, true)]).unwrap().auc, None);
        assert!(Measure::of(Vec::new()).is_none());
    }
}
