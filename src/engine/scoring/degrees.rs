//! How late an outcome was, between not at all and wholly: who always pays the day before is nearer to being late than
//! who always pays three weeks before, though neither was ever late.
//!
//! With a span of `s` days, what is paid `d` days after the last day that is in time counts as late by
//!
//! ```text
//! (d - 1/2 + s) / (2 x s), 0 at least and 1 at most
//! ```
//!
//! and with a span of 0 by 1 or 0, as late or in time. What is unpaid after its time counts by 1. Which span predicts
//! best is for a model to find out.

use super::timeline::Known;

/// How many spans there are.
pub(super) const SPANS: usize = 4;
/// The spans for lateness, in days.
pub(super) const LATE_SPANS: [i32; SPANS] = [0, 2, 5, 10];
/// The spans for serious lateness.
pub(super) const SERIOUS_SPANS: [i32; SPANS] = [0, 5, 10, 20];
/// How many parts the whole has: with each span, every day makes a whole number of them.
pub(super) const WHOLE: u64 = 80;

/// How late an outcome was, or the sum of several, with each span.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Degrees(pub [u64; SPANS]);

impl Degrees {
    /// Late by all measures.
    const ALL: Degrees = Degrees([WHOLE; SPANS]);

    /// Returns how late what was paid so many days after the last day in time was.
    fn of(days: i32, spans: [i32; SPANS]) -> Degrees {
        Degrees(spans.map(|span| match span {
            0 if days > 0 => WHOLE,
            0 => 0,
            // 20 / span is whole, and 4 x span of them are the whole.
            _ => ((2 * days - 1 + 2 * span).clamp(0, 4 * span) * (20 / span)) as u64,
        }))
    }

    /// Adds those of another, so many times.
    pub(super) fn add(&mut self, other: Degrees, times: u64) {
        self.0.iter_mut().zip(other.0).for_each(|(sum, more)| *sum += times * more);
    }

    /// Takes back an outcome and adds another, where there is one.
    pub(super) fn replace(&mut self, before: Option<Degrees>, now: Option<Degrees>) {
        if let Some(before) = before {
            self.0.iter_mut().zip(before.0).for_each(|(sum, less)| *sum -= less);
        }
        self.add(now.unwrap_or_default(), 1);
    }
}

impl Known {
    /// Returns how late it was paid, as far as that is known.
    pub(super) fn lateness(self) -> Option<Degrees> {
        match self {
            Known::Nothing => None,
            Known::Settled(delay) => Some(Degrees::of(delay, LATE_SPANS)),
            Known::Overdue | Known::Seriously => Some(Degrees::ALL),
        }
    }

    /// Returns how seriously late it was paid, as far as that is known.
    pub(super) fn seriousness(self, serious_days: i32) -> Option<Degrees> {
        match self {
            Known::Nothing | Known::Overdue => None,
            Known::Settled(delay) => Some(Degrees::of(delay - serious_days, SERIOUS_SPANS)),
            Known::Seriously => Some(Degrees::ALL),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_before_is_nearly_late() {
        let late = |delay| Known::Settled(delay).lateness().map(|degrees| degrees.0);
        // On the due date: with 2 days (0 - 1/2 + 2) / 4 = 3/8, with 5 days 4.5/10, with 10 days 9.5/20; in eightieths.
        assert_eq!(late(0), Some([0, 30, 36, 38]));
        // A day after it: 2.5/4, 5.5/10, 10.5/20.
        assert_eq!(late(1), Some([80, 50, 44, 42]));
        // Four days before it: -2.5/4, 0.5/10, 5.5/20.
        assert_eq!(late(-4), Some([0, 0, 4, 22]));
        assert_eq!(late(-400), Some([0; SPANS]));
        assert_eq!(late(10), Some([80, 80, 80, 78]));
        assert_eq!(Known::Overdue.lateness(), Some(Degrees::ALL));
        assert_eq!(Known::Nothing.lateness(), None);
        // 29 days late is 1 day short of 30 days and a day: with 20 days (-1 - 1/2 + 20) / 40 = 37/80.
        assert_eq!(Known::Settled(29).seriousness(30), Some(Degrees([0, 28, 34, 37])));
        assert_eq!(Known::Overdue.seriousness(30), None);
        let mut sum = Degrees::default();
        sum.add(Degrees([1, 2, 3, 4]), 2);
        sum.replace(Some(Degrees([1, 2, 3, 4])), Some(Degrees::ALL));
        assert_eq!(sum, Degrees([81, 82, 83, 84]));
    }
}
