//! How much a number in a bank's text tells: of two movements that both have it, or of none.

use chrono::Datelike;

use crate::model::payment::is_near;
use crate::model::{Amount, Currency, Date};

/// What a movement is of.
pub(super) type Sum = (Currency, Amount);

/// How much a number tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Weight {
    /// Nothing that another telling must have: the day, the sum, why the bank took the money back.
    Idle,
    /// A time or a small number: two movements of one payer often have it alike.
    Detail,
    /// Something, though not enough to be sure by.
    Tells,
    /// Which movement it is: hardly two of one day and sum have it.
    Proves,
}

/// Returns the weight of a number of a movement: of its parts, the word behind it, the day and the sum.
pub(super) fn weight(parts: &[&str], behind: &str, day: Date, sum: Sum) -> Weight {
    let key = parts.concat();
    let digits = key.bytes().filter(u8::is_ascii_digit).count();
    let letters = key.chars().count() - digits;
    let is_reason = sum.1.is_negative() && (letters, digits) == (2, 2);
    if is_reason || is_sum(&key, sum) || days(parts, day).any(|told| is_near(told, day)) {
        return Weight::Idle;
    }
    if digits < 3 || is_time(parts) || is_quarter(&key) {
        return Weight::Detail;
    }
    let is_proof = match letters {
        // A SIREN, a SIRET or a telephone number tells who paid, an amount what something costs.
        0 => digits >= 5 && ![9, 10, 14].contains(&digits) && !["eur", "euros", "e"].contains(&behind),
        _ => !is_account(&key),
    };
    if is_proof { Weight::Proves } else { Weight::Tells }
}

/// Tells whether digits are the sum, in cents or in units.
fn is_sum(digits: &str, (currency, amount): Sum) -> bool {
    let minor = amount.abs().minor();
    let unit = 10_i64.pow(currency.decimals());
    digits.parse::<i64>().is_ok_and(|number| number == minor || (minor % unit == 0 && number == minor / unit))
}

/// Tells whether a number is a day, a month, a year or a season, also behind a word: `05/03/2026`, `032026`,
/// `LOYER2026-03`.
fn is_time(parts: &[&str]) -> bool {
    let first = parts.first().map_or("", |first| first.trim_start_matches(|letter: char| letter.is_alphabetic()));
    let word = parts.first().map_or(0, |part| part.len() - first.len());
    let figures: Vec<&str> =
        [first].iter().chain(parts.iter().skip(1)).copied().filter(|part| !part.is_empty()).collect();
    if figures.iter().any(|part| !part.bytes().all(|byte| byte.is_ascii_digit())) {
        return false;
    }
    // A letter or two belong to a number: `F2026-12`. A year alone behind them is a part of one: `F2026 0012`.
    if (1..3).contains(&word) {
        return matches!(figures[..], [one] if is_year(one));
    }
    let is_season =
        figures.iter().any(|part| is_year(part)) && figures.iter().all(|part| is_year(part) || part.len() <= 2);
    let is_month = |text: &str| {
        let month = |month: &str| month.parse::<u32>().is_ok_and(|month| (1..=12).contains(&month));
        text.len() == 6 && (is_year(&text[..4]) && month(&text[4..]) || is_year(&text[2..]) && month(&text[..2]))
    };
    is_season || matches!(figures[..], [one] if is_month(one)) || days(&figures, Date::MIN).next().is_some()
}

fn is_year(text: &str) -> bool {
    text.len() == 4 && text.parse::<u32>().is_ok_and(|year| (1990..2100).contains(&year))
}

/// Tells whether a number is a quarter or a half of a year: `T1-2026`.
fn is_quarter(key: &str) -> bool {
    let letters: String = key.chars().filter(|letter| letter.is_alphabetic()).collect();
    let year = key.replacen(&letters, "", 1);
    ["t", "q", "s"].contains(&&*letters)
        && year.len() == 5
        && [year.get(1..), year.get(..4)].into_iter().flatten().any(is_year)
}

/// Tells whether letters and digits look like an account's number (ISO 13616).
fn is_account(key: &str) -> bool {
    let head = key.as_bytes();
    key.len() >= 15 && head[..2].iter().all(u8::is_ascii_alphabetic) && head[2..4].iter().all(u8::is_ascii_digit)
}

/// Returns the days that figures may mean: `05/03/2026`, `20260305`, `050326`, and `05/03` in the year of a day.
fn days<'p>(parts: &'p [&str], near: Date) -> impl Iterator<Item = Date> + use<'p> {
    let split = |text: &'p str, at: [usize; 2]| Some([text.get(..at[0])?, text.get(at[0]..at[1])?, text.get(at[1]..)?]);
    let both: Vec<Option<[&str; 3]>> = match parts {
        [one] if one.len() == 8 => vec![split(one, [4, 6]), split(one, [2, 4])],
        [one] if one.len() == 6 => vec![split(one, [2, 4])],
        [a, b, c] => vec![Some([*a, *b, *c])],
        _ => Vec::new(),
    };
    let read = |year: &str, month: &str, day: &str| {
        if month.len() > 2 || day.len().min(year.len()) > 2 {
            return None;
        }
        let (year, month, day): (i32, u32, u32) = (year.parse().ok()?, month.parse().ok()?, day.parse().ok()?);
        let year = if year < 100 { 2000 + year } else { year };
        Date::from_ymd_opt(year, month, day).filter(|_| (1990..2100).contains(&year))
    };
    let whole = both.into_iter().flatten().flat_map(move |[a, b, c]| [read(a, b, c), read(c, b, a)]);
    let short = match parts {
        [day, month] if day.len() <= 2 && month.len() <= 2 => month
            .parse()
            .ok()
            .zip(day.parse().ok())
            .and_then(|(month, day)| Date::from_ymd_opt(near.year(), month, day)),
        _ => None,
    };
    whole.chain([short]).flatten()
}
