//! Texts that count on, as the ids of most programs do: `C00041`, `C00042`.

use super::{HEAD, Key, TextId, wide};
use crate::model::digits::EightDigits;

/// The numbers of those texts that differ from the first one by the digits at its end alone.
///
/// What is not here is not unknown: the table of the [`super::Interner`] has every text.
#[derive(Clone, Debug, Default)]
pub(super) struct Counted {
    shape: Option<Shape>,
    /// For each number at the end, one more than that of the text; 0 where there is none.
    ids: Vec<u32>,
}

/// What texts that count on have in common.
#[derive(Clone, Copy, Debug)]
struct Shape {
    /// The letters before the digits, and the length in the last byte.
    letters: u128,
    /// The bytes where these are.
    mask: u128,
    /// By how many bits the last digit lies below, or above, the eighth byte.
    shift: i32,
    /// The bytes of the eight where the digits are.
    digits: u64,
}

/// So few texts may leave room between their numbers.
const FEW: usize = 1 << 16;

/// How much room more texts may leave, for each of them.
const ROOM: usize = 8;

impl Counted {
    /// Returns where the text of that key stands if it is known: for [`Counted::at`].
    #[inline]
    pub fn place(&self, key: Key) -> usize {
        self.shape.and_then(|shape| shape.number(wide(key))).unwrap_or(usize::MAX)
    }

    /// Returns the number of the text that stands at a place, if there is one.
    #[inline]
    pub fn at(&self, place: usize) -> Option<TextId> {
        self.ids.get(place)?.checked_sub(1).map(TextId)
    }

    /// Enters a text that is new in the store.
    pub fn enter(&mut self, key: Key, id: TextId) {
        if id == TextId(0) {
            self.shape = Shape::of(key);
        }
        let Some(number) = self.shape.and_then(|shape| shape.number(wide(key))) else { return };
        if number >= FEW + ROOM * id.0 as usize {
            return;
        }
        if number >= self.ids.len() {
            self.ids.resize(number + 1, 0);
        }
        self.ids[number] = id.0 + 1;
    }
}

impl Shape {
    /// Returns the shape of a text that ends with digits and is no longer than a key.
    fn of(key: Key) -> Option<Shape> {
        let length = usize::from(key[HEAD]);
        let text = key.get(..length).filter(|_| length <= HEAD)?;
        let digits = text.iter().rev().take_while(|byte| byte.is_ascii_digit()).take(8).count();
        if digits == 0 {
            return None;
        }
        let mut mask = [0xff; HEAD + 1];
        mask[length - digits..length].fill(0);
        let mask = wide(mask);
        let high = u64::MAX << (64 - 8 * digits);
        Some(Shape { letters: wide(key) & mask, mask, shift: 8 * (length as i32 - 8), digits: high })
    }

    /// Returns the number at the end of a text of this shape.
    #[inline]
    fn number(self, key: u128) -> Option<usize> {
        if key & self.mask != self.letters {
            return None;
        }
        let end = if self.shift < 0 { key << -self.shift } else { key >> self.shift } as u64;
        let text = (end & self.digits) | (EightDigits::ZEROS & !self.digits);
        EightDigits::of(text).map(|digits| digits.value() as usize)
    }
}

#[cfg(test)]
mod tests {
    use super::super::key;
    use super::*;

    /// Enters texts one after the other and returns which of others are found.
    fn found(entered: &[&str], sought: &[&str]) -> Vec<Option<u32>> {
        let mut counted = Counted::default();
        (0..).zip(entered).for_each(|(id, text)| counted.enter(key(text), TextId(id)));
        sought.iter().map(|text| counted.at(counted.place(key(text))).map(|id| id.0)).collect()
    }

    #[test]
    fn texts_that_count_on_are_found_and_others_are_not() {
        for texts in [["7", "8", "0"], ["C07", "C10", "C99"], ["CLIENT01234", "CLIENT09999", "CLIENT00000"]] {
            assert_eq!(found(&texts, &texts), [Some(0), Some(1), Some(2)]);
        }
        let entered = ["C00042", "C00043", "C0042", "D00042", "C0004A", ""];
        let sought = ["C00042", "C00043", "C0042", "D00042", "C0004A", "", "C00044", "C00042 ", "42", "C0004é"];
        let mut expected = [None; 10];
        (expected[0], expected[1]) = (Some(0), Some(1));
        assert_eq!(found(&entered, &sought), expected);
        assert_eq!(found(&["DIVERS", "C1"], &["DIVERS", "C1"]), [None, None]);
        assert_eq!(found(&["a name of eleven 1"], &["a name of eleven 1"]), [None]);
    }

    #[test]
    fn digits_beyond_eight_are_letters_like_others() {
        let texts = ["41100000001", "41100000002", "41200000002"];
        assert_eq!(found(&texts, &texts), [Some(0), Some(1), None]);
        assert_eq!(found(&["41100000001"], &["411 0000001", "4110000000A"]), [None, None]);
    }

    #[test]
    fn numbers_that_lie_far_apart_take_no_room() {
        let mut counted = Counted::default();
        for (id, text) in (0..).zip(["C00000000", "C99999999", "C00065535", "C00065536"]) {
            counted.enter(key(text), TextId(id));
        }
        assert!(counted.ids.len() <= FEW + 3 * ROOM + 1);
        assert_eq!(counted.at(counted.place(key("C99999999"))), None);
        assert_eq!(counted.at(counted.place(key("C00065535"))), Some(TextId(2)));
    }
}
