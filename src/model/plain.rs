//! Figures as programs read them: ASCII digits, a decimal point, ISO dates. Nothing is allocated.

use std::io::Write;

use chrono::Datelike;

use super::{Amount, Currency, Date};

/// Twenty digits, a point and a sign: no figure is longer.
const ROOM: usize = 22;

/// A figure in ASCII.
#[derive(Clone, Copy, Debug)]
pub struct Plain {
    /// It stands at the end.
    bytes: [u8; ROOM],
    start: usize,
}

impl Plain {
    /// Puts letters before what is there.
    #[inline]
    fn put<const N: usize>(&mut self, letters: [u8; N]) {
        let (rest, room) = self.bytes[..self.start].split_last_chunk_mut().expect("no figure is longer");
        *room = letters;
        self.start = rest.len();
    }

    /// Puts the last digit of a number before what is there, and returns the others.
    #[inline]
    fn put_digit(&mut self, number: u64) -> u64 {
        self.put([digit(number)]);
        number / 10
    }

    /// Puts the last two digits of a number before what is there, and returns the others: half the divisions.
    #[inline]
    fn put_pair(&mut self, number: u64) -> u64 {
        let pair = number % 100;
        self.put([digit(pair / 10), digit(pair)]);
        number / 100
    }

    /// Returns its letters.
    pub fn as_bytes(&self) -> &[u8] {
        &self.bytes[self.start..]
    }

    /// Returns its text.
    pub fn as_str(&self) -> &str {
        str::from_utf8(self.as_bytes()).expect("figures are ASCII")
    }
}

/// Writes an amount with exactly its currency's decimals: `-1234.50`.
pub fn amount(amount: Amount, currency: Currency) -> Plain {
    units(amount.is_negative(), amount.minor().unsigned_abs(), currency.decimals())
}

/// Writes a number of units of which `decimals` digits (18 at most) stand behind the point.
pub fn units(negative: bool, mut units: u64, decimals: u32) -> Plain {
    let mut plain = Plain { bytes: [0; ROOM], start: ROOM };
    (0..decimals / 2).for_each(|_| units = plain.put_pair(units));
    if decimals % 2 == 1 {
        units = plain.put_digit(units);
    }
    if decimals > 0 {
        plain.put([b'.']);
    }
    while units >= 10 {
        units = plain.put_pair(units);
    }
    // A number of an even count of digits is written by now.
    if units > 0 || plain.start == ROOM || plain.bytes[plain.start] == b'.' {
        plain.put_digit(units);
    }
    if negative {
        plain.put([b'-']);
    }
    plain
}

/// Returns the last digit of a number.
#[inline]
const fn digit(number: u64) -> u8 {
    b'0' + (number % 10) as u8
}

/// Writes an ISO date.
pub fn date(date: Date) -> Plain {
    let (mut bytes, year) = ([0_u8; ROOM], date.year());
    if !super::date::is_written(date) {
        let mut rest = &mut bytes[..];
        let _ = write!(rest, "{date}");
        let start = rest.len();
        bytes.rotate_right(start);
        return Plain { bytes, start };
    }
    let (year, month, day) = (u64::from(year.unsigned_abs()), u64::from(date.month()), u64::from(date.day()));
    let text = [
        digit(year / 1000),
        digit(year / 100),
        digit(year / 10),
        digit(year),
        b'-',
        digit(month / 10),
        digit(month),
        b'-',
        digit(day / 10),
        digit(day),
    ];
    let start = ROOM - text.len();
    bytes[start..].copy_from_slice(&text);
    Plain { bytes, start }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::day;

    #[test]
    fn amounts_have_the_decimals_of_their_currency() {
        let yen = Currency::parse("JPY").unwrap();
        let dinar = Currency::parse("TND").unwrap();
        for (minor, currency, text) in [
            (0, Currency::EUR, "0.00"),
            (5, Currency::EUR, "0.05"),
            (-5, Currency::EUR, "-0.05"),
            (123_456, Currency::EUR, "1234.56"),
            (0, yen, "0"),
            (-1500, yen, "-1500"),
            (1500, dinar, "1.500"),
            (10, yen, "10"),
            (-7, yen, "-7"),
            (100, Currency::EUR, "1.00"),
            (1000, Currency::EUR, "10.00"),
            (10_000, Currency::EUR, "100.00"),
            (i64::MIN, Currency::EUR, "-92233720368547758.08"),
            (i64::MAX, yen, "9223372036854775807"),
        ] {
            assert_eq!(amount(Amount::from_minor(minor), currency).as_str(), text);
        }
    }

    #[test]
    fn dates_are_iso() {
        assert_eq!(date(day("2026-03-09")).as_str(), "2026-03-09");
        assert_eq!(date(day("0987-12-31")).as_str(), "0987-12-31");
        assert_eq!(date(Date::from_ymd_opt(12026, 3, 9).unwrap()).as_str(), "+12026-03-09");
    }
}
