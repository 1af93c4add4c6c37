//! `[terms.discount]`: the early-payment discounts of the terms of sale, and what they are measured against.

use rust_decimal::Decimal;
use toml::Spanned;

use super::TermRules;
use super::faults::Faults;
use super::raw::{RawDiscount, RawTier};
use super::values::decimal;
use crate::model::DiscountTier;

/// How long after its issue an invoice may still earn a discount.
const DAYS: std::ops::RangeInclusive<u32> = 0..=365;

const PERCENT: (&str, &str) =
    ("percent above 0 and below 100, such as \"2\"", "un pourcentage entre 0 et 100, comme \"2\"");

const LATER_IS_LESS: (&str, &str) =
    ("less percent for more days: soonest first", "moins de pour cent pour plus de jours : le plus tôt d'abord");

/// Reads the table.
pub fn discount(raw: &RawDiscount, rules: &mut TermRules, faults: &mut Faults<'_>) {
    if let Some(list) = &raw.tiers {
        rules.discount.tiers = tiers("terms.discount.tiers", list, faults);
    }
    for (segment, list) in &raw.segments {
        let key = format!("terms.discount.segments.{}", segment.get_ref());
        rules.discount.segments.insert(segment.get_ref().clone(), tiers(&key, list, faults));
    }
    let rate = |text: &str| decimal(text).filter(|rate| *rate <= Decimal::ONE_HUNDRED);
    let accepted = ("percent a year, such as \"8.5\"", "un pourcentage par an, comme \"8.5\"");
    faults.value(
        "terms.discount.financing_rate",
        raw.financing_rate.as_ref(),
        rate,
        accepted,
        &mut rules.financing_rate,
    );
}

fn tiers(key: &str, list: &[Spanned<RawTier>], faults: &mut Faults<'_>) -> Vec<DiscountTier> {
    let mut tiers: Vec<DiscountTier> = Vec::new();
    for spanned in list {
        let RawTier { days, percent } = spanned.get_ref();
        let help = ("a discount is { days = 8, percent = \"2\" }", "un escompte s'écrit { days = 8, percent = \"2\" }");
        for (name, is_there) in [("days", days.is_some()), ("percent", percent.is_some())] {
            if !is_there {
                faults.missing(spanned.span(), key, name, help);
            }
        }
        let mut tier = DiscountTier { days: 0, rate: Decimal::ZERO };
        faults.count(key, days.as_ref(), DAYS, &mut tier.days);
        let rate = |text: &str| decimal(text).filter(|rate| *rate > Decimal::ZERO && *rate < Decimal::ONE_HUNDRED);
        faults.value(key, percent.as_ref(), rate, PERCENT, &mut tier.rate);
        if tiers.last().is_some_and(|sooner| tier.days <= sooner.days || tier.rate >= sooner.rate) {
            faults.invalid(spanned.span(), key, LATER_IS_LESS);
        }
        tiers.push(tier);
    }
    tiers
}
