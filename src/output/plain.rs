//! Figures as programs read them: ASCII digits, a decimal point, ISO dates. Nothing is allocated.

use std::io::Write;

use chrono::Datelike;
use rust_decimal::{Decimal, RoundingStrategy};

use crate::model::figures::{self, SHARE_DECIMALS};
use crate::model::{Amount, Currency, Date, Rate};

/// Appends an amount with exactly its currency's decimals: `-1234.50`.
pub(super) fn amount(out: &mut Vec<u8>, amount: Amount, currency: Currency) {
    scaled(out, amount.is_negative(), amount.minor().unsigned_abs(), currency.decimals());
}

/// Appends a whole number.
pub(super) fn count(out: &mut Vec<u8>, count: i64) {
    scaled(out, count < 0, count.unsigned_abs(), 0);
}

/// Appends an ISO date.
pub(super) fn date(out: &mut Vec<u8>, date: Date) {
    let (year, month, day) = (date.year(), date.month(), date.day());
    if !(0..=9999).contains(&year) {
        let _ = write!(out, "{date}");
        return;
    }
    let digit = |value: u32| b'0' + (value % 10) as u8;
    let year = year.unsigned_abs();
    out.extend_from_slice(&[
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
    ]);
}

/// Appends a rate in percent, with at least two decimals: `12.40`, `0.125`.
pub(super) fn rate(out: &mut Vec<u8>, rate: Rate) {
    let mut percent = rate.percent().normalize();
    if percent.scale() < 2 {
        percent.rescale(2);
    }
    decimal(out, percent);
}

/// Appends a share with four decimals, rounded half away from zero: `0.3712`.
pub(super) fn share(out: &mut Vec<u8>, share: Decimal) {
    let mut share = share.round_dp_with_strategy(SHARE_DECIMALS, RoundingStrategy::MidpointAwayFromZero);
    share.rescale(SHARE_DECIMALS);
    decimal(out, share);
}

/// Appends days with one decimal, rounded half away from zero: `43.5`.
pub(super) fn days(out: &mut Vec<u8>, days: Decimal) {
    decimal(out, figures::in_tenths(days));
}

/// Appends a decimal with all its decimals.
pub(super) fn decimal(out: &mut Vec<u8>, value: Decimal) {
    let mantissa = value.mantissa();
    match u64::try_from(mantissa.unsigned_abs()) {
        Ok(digits) if value.scale() <= 18 => scaled(out, mantissa < 0, digits, value.scale()),
        _ => {
            let _ = write!(out, "{value}");
        }
    }
}

/// Appends a number of units of which `decimals` digits (18 at most) stand behind the point.
fn scaled(out: &mut Vec<u8>, negative: bool, mut units: u64, decimals: u32) {
    // Twenty digits, a point and a sign at most.
    let mut buffer = [0_u8; 22];
    let mut at = buffer.len();
    let mut written = 0;
    while units > 0 || written <= decimals {
        if written == decimals && decimals > 0 {
            at -= 1;
            buffer[at] = b'.';
        }
        at -= 1;
        buffer[at] = b'0' + (units % 10) as u8;
        units /= 10;
        written += 1;
    }
    if negative {
        at -= 1;
        buffer[at] = b'-';
    }
    out.extend_from_slice(&buffer[at..]);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::day;

    fn written(write: impl FnOnce(&mut Vec<u8>)) -> String {
        let mut out = Vec::new();
        write(&mut out);
        String::from_utf8(out).unwrap()
    }

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
            (i64::MIN, Currency::EUR, "-92233720368547758.08"),
            (i64::MAX, yen, "9223372036854775807"),
        ] {
            assert_eq!(written(|out| amount(out, Amount::from_minor(minor), currency)), text);
        }
    }

    #[test]
    fn dates_are_iso() {
        assert_eq!(written(|out| date(out, day("2026-03-09"))), "2026-03-09");
        assert_eq!(written(|out| date(out, day("0987-12-31"))), "0987-12-31");
    }

    #[test]
    fn rates_show_two_decimals_or_more_and_shares_four() {
        let percent = |text| Rate::from_percent(Decimal::from_str_exact(text).unwrap());
        assert_eq!(written(|out| rate(out, percent("12.4"))), "12.40");
        assert_eq!(written(|out| rate(out, percent("0.1250"))), "0.125");
        // 0.37125 is half way between 0.3712 and 0.3713.
        assert_eq!(written(|out| share(out, Decimal::from_str_exact("0.37125").unwrap())), "0.3713");
        assert_eq!(written(|out| share(out, Decimal::ONE)), "1.0000");
    }
}
