//! Digits looked at eight at a time.

/// Repeats one byte in each of eight places.
const fn spread(byte: u8) -> u64 {
    u64::from_le_bytes([byte; 8])
}

/// The values of eight digits, the first one in the lowest byte.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EightDigits(u64);

impl EightDigits {
    /// The letters of eight zeros.
    pub const ZEROS: u64 = spread(b'0');

    /// Reads eight letters, of which the first is the lowest byte; nothing when one of them is no digit.
    #[inline]
    pub const fn of(text: u64) -> Option<EightDigits> {
        const HIGHEST: u64 = spread(0x80);
        // A byte below "0" borrows into its highest bit, if not that of the one above: some highest bit is set either
        // way.
        let digits = text.wrapping_sub(EightDigits::ZEROS);
        let is_none = (text | digits | digits.wrapping_add(spread(0x7f - 9))) & HIGHEST != 0;
        if is_none { None } else { Some(EightDigits(digits)) }
    }

    /// Returns the numbers that they are two by two.
    #[inline]
    pub const fn pairs(self) -> [u32; 4] {
        // In every other byte, ten times its digit and the one above.
        let pairs = self.0 * 10 + (self.0 >> 8);
        [pairs as u8 as u32, (pairs >> 16) as u8 as u32, (pairs >> 32) as u8 as u32, (pairs >> 48) as u8 as u32]
    }

    /// Returns the number that they are together.
    #[inline]
    pub const fn value(self) -> u32 {
        let [a, b, c, d] = self.pairs();
        (a * 100 + b) * 10_000 + c * 100 + d
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn eight_digits_are_told_from_any_other_byte_at_any_place() {
        for place in 0..8 {
            for byte in 0..=u8::MAX {
                for around in [b'0', b'9', b'/', b':', 0xff] {
                    let mut text = [around; 8];
                    text[place] = byte;
                    let values = text.map(|byte| byte.wrapping_sub(b'0'));
                    let are_digits = text.iter().all(u8::is_ascii_digit);
                    let found = EightDigits::of(u64::from_le_bytes(text));
                    assert_eq!(found, are_digits.then_some(EightDigits(u64::from_le_bytes(values))), "{text:?}");
                }
            }
        }
    }

    #[test]
    fn digits_are_numbers_two_by_two_and_together() {
        for text in ["00000000", "00000001", "10000000", "20260403", "99999999", "98765432"] {
            let digits = EightDigits::of(u64::from_le_bytes(text.as_bytes().try_into().unwrap())).unwrap();
            let pairs = [0, 2, 4, 6].map(|place| text[place..place + 2].parse().unwrap());
            assert_eq!((digits.pairs(), digits.value()), (pairs, text.parse().unwrap()));
        }
    }
}
