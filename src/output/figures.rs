//! Figures of tables, in French and in English: those that letters share, and those that only tables have.

use rust_decimal::Decimal;

pub use crate::model::figures::{amount, count, date, date_in_words, decimal_mark, money, rate};

use super::plain;
use crate::model::{Lang, Rate};

/// Returns a probability or a part of a whole in percent: 0.3712 is `37,12 %`.
pub fn share(share: Decimal, lang: Lang) -> String {
    rate(Rate::from_percent(rounded_percent(share)), lang)
}

/// Returns a share as percent, rounded half away from zero where [`plain::share`] rounds it.
fn rounded_percent(share: Decimal) -> Decimal {
    use rust_decimal::RoundingStrategy::MidpointAwayFromZero;
    share.round_dp_with_strategy(plain::SHARE_DECIMALS, MidpointAwayFromZero) * Decimal::ONE_HUNDRED
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_are_percentages() {
        let decimal = |text| Decimal::from_str_exact(text).unwrap();
        assert_eq!(share(decimal("0.3712"), Lang::Fr), "37,12\u{a0}%");
        assert_eq!(share(decimal("0.37125"), Lang::En), "37.13%");
    }
}
