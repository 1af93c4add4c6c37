//! Figures and dates as people read them, in French and in English: the one place that tables and letters share.
//!
//! | | French | English |
//! |---|---|---|
//! | amount | `1 234,56` (U+202F between thousands) | `1,234.56` |
//! | money | `1 234,56 €` (U+00A0 before the unit), `1 234,56 USD` | `€1,234.56`, `USD 1,234.56` |
//! | days that were computed | `43,5` | `43.5` |
//! | rate, share | `12,40 %` | `12.40%` |
//! | date | `20/11/2026`, `1er juillet 2026` | `2026-11-20`, `1 July 2026` |

use chrono::Datelike;
use rust_decimal::Decimal;

use super::{Amount, Currency, Date, Lang, Rate};

/// How many decimals a share has where programs read it: `0.3712`.
pub const SHARE_DECIMALS: u32 = 4;

/// Stands between thousands in French: narrow and not broken at the end of a line.
const NARROW_SPACE: char = '\u{202f}';
/// Stands before a unit in French: not broken at the end of a line.
const HARD_SPACE: char = '\u{a0}';

/// Returns an amount without its unit: `1 234,56`.
pub fn amount(amount: Amount, currency: Currency, lang: Lang) -> String {
    grouped(&amount.to_decimal(currency).to_string(), lang)
}

/// Returns an amount with its unit: `1 234,56 €`, `-€1,234.56`, `1 234,56 USD`.
pub fn money(value: Amount, currency: Currency, lang: Lang) -> String {
    let sign = if value.is_negative() { "-" } else { "" };
    let figure = amount(value, currency, lang);
    let digits = figure.trim_start_matches('-');
    match (lang, currency) {
        (Lang::Fr, Currency::EUR) => format!("{figure}{HARD_SPACE}€"),
        (Lang::Fr, _) => format!("{figure}{HARD_SPACE}{currency}"),
        (Lang::En, Currency::EUR) => format!("{sign}€{digits}"),
        (Lang::En, Currency::GBP) => format!("{sign}£{digits}"),
        (Lang::En, _) => format!("{currency}{HARD_SPACE}{figure}"),
    }
}

/// Returns a number of things: `1 234`.
pub fn count(count: i64, lang: Lang) -> String {
    grouped(&count.to_string(), lang)
}

/// Returns days that were computed: `43,5`.
pub fn days(days: Decimal, lang: Lang) -> String {
    grouped(&in_tenths(days).to_string(), lang)
}

/// Returns a number with one decimal, rounded half away from zero.
pub fn in_tenths(number: Decimal) -> Decimal {
    use rust_decimal::RoundingStrategy::MidpointAwayFromZero;
    let mut tenths = number.round_dp_with_strategy(1, MidpointAwayFromZero);
    tenths.rescale(1);
    tenths
}

/// Returns a yearly rate: `12,40 %`.
pub fn rate(rate: Rate, lang: Lang) -> String {
    let figure = grouped(&rate.to_string(), lang);
    match lang {
        Lang::Fr => format!("{figure}{HARD_SPACE}%"),
        Lang::En => format!("{figure}%"),
    }
}

/// Returns a plain figure with all its decimals: `1 234,5678`.
pub fn figure(figure: Decimal, lang: Lang) -> String {
    grouped(&figure.to_string(), lang)
}

/// Returns a probability or a part of a whole in percent: 0.3712 is `37,12 %`.
pub fn share(share: Decimal, lang: Lang) -> String {
    rate(Rate::from_percent(rounded_percent(share)), lang)
}

/// Returns a probability as it stands in a table: in whole percent, `37 %`. It is an estimate, of few invoices.
pub fn whole_percent(share: Decimal, lang: Lang) -> String {
    use rust_decimal::RoundingStrategy::MidpointAwayFromZero;
    let percent = (share * Decimal::ONE_HUNDRED).round_dp_with_strategy(0, MidpointAwayFromZero);
    match lang {
        Lang::En => format!("{percent:.0}%"),
        Lang::Fr => format!("{percent:.0}\u{a0}%"),
    }
}

/// Returns a share as percent, rounded half away from zero where programs read it too.
fn rounded_percent(share: Decimal) -> Decimal {
    use rust_decimal::RoundingStrategy::MidpointAwayFromZero;
    share.round_dp_with_strategy(SHARE_DECIMALS, MidpointAwayFromZero) * Decimal::ONE_HUNDRED
}

/// Returns a date in figures: `20/11/2026` in French, `2026-11-20` in English.
pub fn date(date: Date, lang: Lang) -> String {
    match lang {
        Lang::Fr => format!("{:02}/{:02}/{:04}", date.day(), date.month(), date.year()),
        Lang::En => date.to_string(),
    }
}

/// Returns a date in words: `20 novembre 2026`, `1er juillet 2026`; `1 July 2026` in English. It does not break over
/// two lines.
pub fn date_in_words(date: Date, lang: Lang) -> String {
    const FRENCH: [&str; 12] = [
        "janvier",
        "février",
        "mars",
        "avril",
        "mai",
        "juin",
        "juillet",
        "août",
        "septembre",
        "octobre",
        "novembre",
        "décembre",
    ];
    const ENGLISH: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    let (day, month, year) = (date.day(), date.month0() as usize, date.year());
    match lang {
        Lang::Fr if day == 1 => format!("1er{HARD_SPACE}{}{HARD_SPACE}{year}", FRENCH[month]),
        Lang::Fr => format!("{day}{HARD_SPACE}{}{HARD_SPACE}{year}", FRENCH[month]),
        Lang::En => format!("{day}{HARD_SPACE}{}{HARD_SPACE}{year}", ENGLISH[month]),
    }
}

/// Returns the mark before the decimals.
pub const fn decimal_mark(lang: Lang) -> char {
    match lang {
        Lang::Fr => ',',
        Lang::En => '.',
    }
}

/// Returns a plain figure with the language's decimal mark and its digits in groups of three.
fn grouped(plain: &str, lang: Lang) -> String {
    let (sign, digits) = plain.split_at(usize::from(plain.starts_with('-')));
    let (whole, decimals) = digits.split_once('.').unwrap_or((digits, ""));
    let mut out = String::with_capacity(plain.len() * 2);
    out.push_str(sign);
    for (i, digit) in whole.chars().enumerate() {
        if i > 0 && (whole.len() - i).is_multiple_of(3) {
            out.push(if lang == Lang::Fr { NARROW_SPACE } else { ',' });
        }
        out.push(digit);
    }
    if !decimals.is_empty() {
        out.push(decimal_mark(lang));
        out.push_str(decimals);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{day, eur};

    #[test]
    fn amounts_are_grouped_by_three() {
        let show = |text, lang| amount(eur(text), Currency::EUR, lang);
        assert_eq!(show("1234567.80", Lang::Fr), "1\u{202f}234\u{202f}567,80");
        assert_eq!(show("1234567.80", Lang::En), "1,234,567.80");
        assert_eq!(show("-123.40", Lang::Fr), "-123,40");
        assert_eq!(show("0", Lang::En), "0.00");
    }

    #[test]
    fn money_carries_its_unit_where_the_language_puts_it() {
        let usd = Currency::parse("USD").unwrap();
        assert_eq!(money(eur("1234.56"), Currency::EUR, Lang::Fr), "1\u{202f}234,56\u{a0}€");
        assert_eq!(money(eur("1234.56"), Currency::EUR, Lang::En), "€1,234.56");
        assert_eq!(money(eur("-5"), Currency::EUR, Lang::En), "-€5.00");
        assert_eq!(money(eur("-5"), Currency::GBP, Lang::En), "-£5.00");
        assert_eq!(money(eur("5"), usd, Lang::Fr), "5,00\u{a0}USD");
        assert_eq!(money(eur("-5"), usd, Lang::En), "USD\u{a0}-5.00");
    }

    #[test]
    fn rates_are_percentages() {
        let rate_of = |text| Rate::from_percent(Decimal::from_str_exact(text).unwrap());
        assert_eq!(rate(rate_of("12.4"), Lang::Fr), "12,40\u{a0}%");
        assert_eq!(rate(rate_of("12.4"), Lang::En), "12.40%");
    }

    #[test]
    fn shares_are_percentages() {
        let decimal = |text| Decimal::from_str_exact(text).unwrap();
        assert_eq!(share(decimal("0.3712"), Lang::Fr), "37,12\u{a0}%");
        assert_eq!(share(decimal("0.37125"), Lang::En), "37.13%");
        assert_eq!(whole_percent(decimal("0.3750"), Lang::Fr), "38\u{a0}%");
        assert_eq!(whole_percent(decimal("1.0000"), Lang::En), "100%");
    }

    #[test]
    fn the_first_of_a_month_is_an_ordinal_in_french() {
        assert_eq!(date_in_words(day("2026-07-01"), Lang::Fr), "1er\u{a0}juillet\u{a0}2026");
        assert_eq!(date_in_words(day("2026-11-20"), Lang::Fr), "20\u{a0}novembre\u{a0}2026");
        assert_eq!(date_in_words(day("2026-07-01"), Lang::En), "1\u{a0}July\u{a0}2026");
        assert_eq!(date(day("2026-11-20"), Lang::Fr), "20/11/2026");
        assert_eq!(date(day("2026-11-20"), Lang::En), "2026-11-20");
    }
}
