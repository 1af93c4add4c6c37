//! Amounts, rates and dates as people read them, in French and English. Tables and letters share them.

use super::{Amount, Currency, Date, Lang, Rate};

use chrono::Datelike;

/// Joins what must stay on one line: `1 234,56 €`, `n° 7`.
pub const NO_BREAK: char = '\u{a0}';

/// Separates thousands in French, and stands before `;`, `!` and `?`.
pub const NARROW_NO_BREAK: char = '\u{202f}';

/// Returns the figure alone: `1 234,56` in French, `1,234.56` in English.
pub fn amount(amount: Amount, currency: Currency, lang: Lang) -> String {
    number(&amount.to_decimal(currency).to_string(), lang)
}

/// Returns the figure with its currency: `1 234,56 €` in French, `€1,234.56` in English, the code for others.
pub fn money(value: Amount, currency: Currency, lang: Lang) -> String {
    let figure = amount(value, currency, lang);
    match (lang, currency) {
        (Lang::Fr, Currency::EUR) => format!("{figure}{NO_BREAK}€"),
        (Lang::Fr, _) => format!("{figure}{NO_BREAK}{currency}"),
        (Lang::En, Currency::EUR) => match figure.strip_prefix('-') {
            Some(figure) => format!("-€{figure}"),
            None => format!("€{figure}"),
        },
        (Lang::En, _) => format!("{currency}{NO_BREAK}{figure}"),
    }
}

/// Returns a rate: `12,40 %` in French, `12.40%` in English.
pub fn rate(rate: Rate, lang: Lang) -> String {
    let figure = number(&rate.to_string(), lang);
    match lang {
        Lang::Fr => format!("{figure}{NO_BREAK}%"),
        Lang::En => format!("{figure}%"),
    }
}

/// Returns a date for a table: `01/07/2026` in French, `2026-07-01` in English.
pub fn date(date: Date, lang: Lang) -> String {
    match lang {
        Lang::Fr => format!("{:02}/{:02}/{}", date.day(), date.month(), date.year()),
        Lang::En => date.to_string(),
    }
}

/// Returns a date for a sentence: `1er juillet 2026` in French, `1 July 2026` in English; it does not break.
pub fn date_in_words(date: Date, lang: Lang) -> String {
    #[rustfmt::skip]
    const MONTHS: [(&str, &str); 12] = [
        ("janvier", "January"), ("février", "February"), ("mars", "March"), ("avril", "April"), ("mai", "May"),
        ("juin", "June"), ("juillet", "July"), ("août", "August"), ("septembre", "September"),
        ("octobre", "October"), ("novembre", "November"), ("décembre", "December"),
    ];
    let (fr, en) = MONTHS[date.month0() as usize];
    let (month, first) = match lang {
        Lang::Fr => (fr, "er"),
        Lang::En => (en, ""),
    };
    let day = date.day();
    let first = if day == 1 { first } else { "" };
    format!("{day}{first}{NO_BREAK}{month}{NO_BREAK}{}", date.year())
}

/// Groups the whole digits of a plain number by three and writes the decimal mark of the language.
fn number(plain: &str, lang: Lang) -> String {
    let (group, mark) = match lang {
        Lang::Fr => (NARROW_NO_BREAK, ','),
        Lang::En => (',', '.'),
    };
    let (sign, digits) = plain.strip_prefix('-').map_or(("", plain), |digits| ("-", digits));
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let mut out = sign.to_owned();
    for (i, digit) in whole.chars().enumerate() {
        if i > 0 && (whole.len() - i).is_multiple_of(3) {
            out.push(group);
        }
        out.push(digit);
    }
    if !fraction.is_empty() {
        out.push(mark);
        out.push_str(fraction);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{day, eur};
    use rust_decimal::Decimal;

    #[test]
    fn figures_follow_the_language() {
        let big = eur("1234567.80");
        assert_eq!(money(big, Currency::EUR, Lang::Fr), "1\u{202f}234\u{202f}567,80\u{a0}€");
        assert_eq!(money(-big, Currency::EUR, Lang::En), "-€1,234,567.80");
        let yen = Currency::parse("JPY").unwrap();
        assert_eq!(money(Amount::from_minor(999), yen, Lang::Fr), "999\u{a0}JPY");
        assert_eq!(money(Amount::from_minor(1000), yen, Lang::En), "JPY\u{a0}1,000");
        assert_eq!(rate(Rate::from_percent(Decimal::new(124, 1)), Lang::Fr), "12,40\u{a0}%");
    }

    #[test]
    fn dates_follow_the_language() {
        assert_eq!(date_in_words(day("2026-07-01"), Lang::Fr), "1er\u{a0}juillet\u{a0}2026");
        assert_eq!(date_in_words(day("2026-08-02"), Lang::Fr), "2\u{a0}août\u{a0}2026");
        assert_eq!(date_in_words(day("2026-07-01"), Lang::En), "1\u{a0}July\u{a0}2026");
        assert_eq!(date(day("2026-07-01"), Lang::Fr), "01/07/2026");
    }
}
