//! Figures of reports as programs read them: see [`crate::model::plain`].

use std::io::Write;

use rust_decimal::{Decimal, RoundingStrategy};

use crate::model::figures::{self, SHARE_DECIMALS};
use crate::model::{Amount, Currency, Date, Rate, plain};

/// Appends an amount with exactly its currency's decimals: `-1234.50`.
pub(super) fn amount(out: &mut Vec<u8>, amount: Amount, currency: Currency) {
    // Most columns of money are empty in most rows.
    if amount.is_zero() && currency.decimals() == 2 {
        return out.extend_from_slice(b"0.00");
    }
    out.extend_from_slice(plain::amount(amount, currency).as_bytes());
}

/// Appends a whole number.
pub(super) fn count(out: &mut Vec<u8>, count: i64) {
    scaled(out, count < 0, count.unsigned_abs(), 0);
}

/// Appends an ISO date.
pub(super) fn date(out: &mut Vec<u8>, date: Date) {
    out.extend_from_slice(plain::date(date).as_bytes());
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
fn scaled(out: &mut Vec<u8>, negative: bool, units: u64, decimals: u32) {
    out.extend_from_slice(plain::units(negative, units, decimals).as_bytes());
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(write: impl FnOnce(&mut Vec<u8>)) -> String {
        let mut out = Vec::new();
        write(&mut out);
        String::from_utf8(out).unwrap()
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
