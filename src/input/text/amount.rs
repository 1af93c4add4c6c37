//! Amounts as people write them: `1234.56`, `1 234,56`, `1.234,56`, `-12`, `29.1000`.

use crate::model::dialect::DecimalMark;
use crate::model::{Amount, Currency};

/// An exact number of thousandths of a currency unit: no currency in use has more than three decimals.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Thousandths(pub i64);

impl Thousandths {
    /// The largest amount of one row, 10^13 euro cents: what is larger cannot be added up a million times.
    pub const LARGEST: i64 = 100_000_000_000_000;

    /// Returns the amount in the minor units of the currency; nothing when the currency has fewer decimals.
    pub fn to_amount(self, currency: Currency) -> Option<Amount> {
        let step = match currency.decimals() {
            2 => 10,
            3 => 1,
            0 => 1000,
            decimals => 10_i64.pow(3_u32.saturating_sub(decimals)),
        };
        (self.0 % step == 0).then(|| Amount::from_minor(self.0 / step))
    }
}

/// What the text of one amount says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AmountText {
    /// It has one reading; where it shows which mark stands before the cents, that mark.
    One(Thousandths, Option<DecimalMark>),
    /// It has two, such as `1,234`: thousands, or three decimals.
    Two {
        /// What it says where the comma stands before the cents.
        comma: Thousandths,
        /// What it says where the point does.
        point: Thousandths,
    },
}

impl AmountText {
    /// Returns what it says in a currency: three digits behind its only mark are decimals where the currency has as
    /// many.
    pub fn in_currency(self, currency: Currency) -> AmountText {
        match self {
            AmountText::Two { comma, point } if currency.decimals() == 3 => {
                // Decimals make it a thousand times smaller than thousands do.
                if comma.0.abs() < point.0.abs() {
                    AmountText::One(comma, Some(DecimalMark::Comma))
                } else {
                    AmountText::One(point, Some(DecimalMark::Point))
                }
            }
            other => other,
        }
    }

    /// Returns the reading under that mark; nothing when the text itself shows the other mark.
    pub fn under(self, mark: DecimalMark) -> Option<Thousandths> {
        match self {
            AmountText::One(value, None) => Some(value),
            AmountText::One(value, Some(shown)) => (shown == mark).then_some(value),
            AmountText::Two { comma, .. } if mark == DecimalMark::Comma => Some(comma),
            AmountText::Two { point, .. } => Some(point),
        }
    }
}

/// Why a text is no amount.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AmountFault {
    /// It is not written like one.
    Invalid,
    /// It has more than three decimals that are not zero.
    Precision,
    /// It is above [`Thousandths::LARGEST`].
    TooLarge,
}

/// Reads an amount: digits, perhaps a sign before them (`-`, `+`, `−`), perhaps groups of three divided by a blank, a
/// point or a comma, perhaps a point or a comma and decimals. Nothing else: no exponent, no currency sign, no bracket.
pub fn parse_amount(text: &[u8]) -> Result<AmountText, AmountFault> {
    let (negative, unsigned) = match text {
        [b'-', rest @ ..] => (true, rest),
        [b'+', rest @ ..] => (false, rest),
        [0xe2, 0x88, 0x92, rest @ ..] => (true, rest),
        _ => (false, text),
    };
    let plain = plain(unsigned);
    let found = if let Some(found) = plain { found } else { slow(unsigned)? };
    let sign = |value: Thousandths| Thousandths(if negative { -value.0 } else { value.0 });
    Ok(match found {
        AmountText::One(value, mark) => AmountText::One(sign(value), mark),
        AmountText::Two { comma, point } => AmountText::Two { comma: sign(comma), point: sign(point) },
    })
}

/// Reads the form nearly all files use: up to eleven digits, one mark, one or two decimals; or digits alone.
fn plain(text: &[u8]) -> Option<AmountText> {
    let mut value = 0_i64;
    let mut digits = 0;
    while let Some(digit) = text.get(digits).map(|byte| byte.wrapping_sub(b'0')).filter(|&digit| digit < 10) {
        value = value.wrapping_mul(10).wrapping_add(i64::from(digit));
        digits += 1;
    }
    if digits == 0 || digits > 11 {
        return None;
    }
    let digit = |byte: &u8| i64::from(byte.wrapping_sub(b'0'));
    let (mark, thousandths) = match &text[digits..] {
        [] => return Some(AmountText::One(Thousandths(value * 1000), None)),
        [mark, a] if a.is_ascii_digit() => (*mark, digit(a) * 100),
        [mark, a, b] if a.is_ascii_digit() && b.is_ascii_digit() => (*mark, digit(a) * 100 + digit(b) * 10),
        _ => return None,
    };
    let mark = mark_of(mark)?;
    Some(AmountText::One(Thousandths(value * 1000 + thousandths), Some(mark)))
}

/// One run of digits, and what stands before it.
#[derive(Clone, Copy)]
struct Group<'a> {
    before: Separator,
    digits: &'a [u8],
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Separator {
    Start,
    Blank,
    Mark(DecimalMark),
}

/// A thousand groups are more than any amount has.
const MOST_GROUPS: usize = 16;

fn slow(text: &[u8]) -> Result<AmountText, AmountFault> {
    let mut list = [Group { before: Separator::Start, digits: &[] }; MOST_GROUPS];
    let groups = split(text, &mut list).ok_or(AmountFault::Invalid)?;
    let (first, last) = (groups[0], groups[groups.len() - 1]);
    let marks = |mark| groups.iter().filter(|group| group.before == Separator::Mark(mark)).count();
    let (commas, points) = (marks(DecimalMark::Comma), marks(DecimalMark::Point));
    let blanks = groups.len() - 1 - commas - points;
    match last.before {
        Separator::Start | Separator::Blank => {
            if commas + points > 0 || !are_thousands(groups) {
                return Err(AmountFault::Invalid);
            }
            Ok(AmountText::One(value(groups, &[])?, None))
        }
        Separator::Mark(mark) => {
            let (same, other) = if mark == DecimalMark::Comma { (commas, points) } else { (points, commas) };
            if same > 1 {
                // `1.234.567`: the mark groups thousands, so the other one stands before the cents.
                if blanks + other > 0 || !are_thousands(groups) {
                    return Err(AmountFault::Invalid);
                }
                return Ok(AmountText::One(value(groups, &[])?, Some(opposite(mark))));
            }
            let whole = &groups[..groups.len() - 1];
            if (blanks > 0 && other > 0) || !are_thousands(whole) {
                return Err(AmountFault::Invalid);
            }
            let two_readings = groups.len() == 2
                && last.digits.len() == 3
                && first.digits.len() <= 3
                && !first.digits.starts_with(b"0");
            if !two_readings {
                return Ok(AmountText::One(value(whole, last.digits)?, Some(mark)));
            }
            let (decimals, thousands) = (value(whole, last.digits)?, value(groups, &[])?);
            Ok(match mark {
                DecimalMark::Comma => AmountText::Two { comma: decimals, point: thousands },
                DecimalMark::Point => AmountText::Two { comma: thousands, point: decimals },
            })
        }
    }
}

/// Cuts the text at its separators; nothing where two of them touch, or anything else stands there.
fn split<'a, 'b>(text: &'a [u8], list: &'b mut [Group<'a>; MOST_GROUPS]) -> Option<&'b [Group<'a>]> {
    let mut rest = text;
    let mut before = Separator::Start;
    for count in 0..MOST_GROUPS {
        let length = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
        if length == 0 {
            return None;
        }
        list[count] = Group { before, digits: &rest[..length] };
        rest = &rest[length..];
        let Some(&byte) = rest.first() else {
            return Some(&list[..=count]);
        };
        let width = if let Some(mark) = mark_of(byte) {
            before = Separator::Mark(mark);
            1
        } else {
            before = Separator::Blank;
            super::blank_at_start(rest).filter(|_| !matches!(byte, b'\t' | b'\r' | b'\n'))?
        };
        rest = &rest[width..];
    }
    None
}

/// Tells whether digits stand in groups as thousands do: one to three, then three each; or in one run.
fn are_thousands(groups: &[Group<'_>]) -> bool {
    groups.len() == 1
        || (groups[0].digits.len() <= 3 && groups[1..].iter().all(|group| group.digits.len() == 3))
            && !groups[0].digits.starts_with(b"0")
}

/// Returns the value of whole digits and decimals. Zeros after the third decimal change nothing.
fn value(whole: &[Group<'_>], decimals: &[u8]) -> Result<Thousandths, AmountFault> {
    let mut value = 0_i64;
    let mut push = |byte: u8| {
        value = value.saturating_mul(10).saturating_add(i64::from(byte - b'0'));
    };
    whole.iter().flat_map(|group| group.digits).for_each(|&byte| push(byte));
    (0..3).for_each(|i| push(decimals.get(i).copied().unwrap_or(b'0')));
    if decimals.iter().skip(3).any(|&byte| byte != b'0') {
        return Err(AmountFault::Precision);
    }
    if value > Thousandths::LARGEST { Err(AmountFault::TooLarge) } else { Ok(Thousandths(value)) }
}

const fn mark_of(byte: u8) -> Option<DecimalMark> {
    match byte {
        b'.' => Some(DecimalMark::Point),
        b',' => Some(DecimalMark::Comma),
        _ => None,
    }
}

const fn opposite(mark: DecimalMark) -> DecimalMark {
    match mark {
        DecimalMark::Comma => DecimalMark::Point,
        DecimalMark::Point => DecimalMark::Comma,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use DecimalMark::{Comma, Point};

    fn one(value: i64, mark: Option<DecimalMark>) -> Result<AmountText, AmountFault> {
        Ok(AmountText::One(Thousandths(value), mark))
    }

    #[test]
    fn amounts_with_one_reading() {
        for (text, value, mark) in [
            ("1234.56", 1_234_560, Some(Point)),
            ("1234,56", 1_234_560, Some(Comma)),
            ("-1234,5", -1_234_500, Some(Comma)),
            ("+0.01", 10, Some(Point)),
            ("\u{2212}7", -7000, None),
            ("1200", 1_200_000, None),
            ("1 200", 1_200_000, None),
            ("1 234 567,89", 1_234_567_890, Some(Comma)),
            ("1\u{a0}234\u{202f}567.8", 1_234_567_800, Some(Point)),
            ("1.234,56", 1_234_560, Some(Comma)),
            ("1,234.56", 1_234_560, Some(Point)),
            ("1.234.567", 1_234_567_000, Some(Comma)),
            ("1,234,567", 1_234_567_000, Some(Point)),
            ("1,234,567.891", 1_234_567_891, Some(Point)),
            ("29.1000", 29_100, Some(Point)),
            ("29.10000000000000000000000", 29_100, Some(Point)),
            ("0,500", 500, Some(Comma)),
            ("1234,567", 1_234_567, Some(Comma)),
            ("1 234,567", 1_234_567, Some(Comma)),
            ("007", 7000, None),
            ("000123456789.10", 123_456_789_100, Some(Point)),
            ("100000000000", Thousandths::LARGEST, None),
            ("0", 0, None),
        ] {
            assert_eq!(parse_amount(text.as_bytes()), one(value, mark), "{text}");
        }
    }

    #[test]
    fn one_mark_before_three_digits_has_two_readings() {
        for (text, comma, point) in
            [("1,234", 1234, 1_234_000), ("12.345", 12_345_000, 12_345), ("-999,000", -999_000, -999_000_000)]
        {
            let both = AmountText::Two { comma: Thousandths(comma), point: Thousandths(point) };
            assert_eq!(parse_amount(text.as_bytes()), Ok(both), "{text}");
            assert_eq!(both.under(Comma), Some(Thousandths(comma)));
            assert_eq!(both.under(Point), Some(Thousandths(point)));
        }
    }

    #[test]
    fn in_a_currency_of_three_decimals_it_has_one() {
        let dinar = Currency::parse("KWD").unwrap();
        for (text, value, mark) in [("10.125", 10_125, Point), ("-10,125", -10_125, Comma), ("1.000", 1000, Point)] {
            let read = parse_amount(text.as_bytes()).unwrap();
            assert_eq!(Ok(read.in_currency(dinar)), one(value, Some(mark)), "{text}");
            assert_eq!(read.in_currency(Currency::EUR), read);
        }
        let thousands = parse_amount(b"1.234.567").unwrap();
        assert_eq!(thousands.in_currency(dinar), thousands);
    }

    #[test]
    fn a_text_that_shows_one_mark_has_no_reading_under_the_other() {
        let shown = parse_amount(b"12,50").unwrap();
        assert_eq!((shown.under(Comma), shown.under(Point)), (Some(Thousandths(12_500)), None));
    }

    #[test]
    fn what_is_not_an_amount() {
        for text in [
            "",
            "-",
            "+",
            "--1",
            "1e3",
            "1_000",
            "10 €",
            "€10",
            "(10)",
            "10-",
            ".5",
            ",5",
            "5.",
            "5,",
            "1..2",
            "1,,2",
            "12 34",
            "1 23",
            "1,23,456",
            "1,234,56",
            "1.234.56",
            "1 234.567.8",
            "1.234 567",
            "1 234,567.89",
            "- 5",
            "1\t000",
            "1  000",
            "NaN",
            "inf",
            "0x10",
            "1'000",
            "1\u{2019}000",
            "1.2,3.4",
            "12.34,56",
            "٣",
            "1,2,3",
            "0,123,456",
            "5O",
            "1.200,5O",
            "012 345",
        ] {
            assert_eq!(parse_amount(text.as_bytes()), Err(AmountFault::Invalid), "{text}");
        }
        assert_eq!(parse_amount(b"29.1001"), Err(AmountFault::Precision));
        assert_eq!(parse_amount(b"100000000000.01"), Err(AmountFault::TooLarge));
        assert_eq!(parse_amount(b"99999999999999999999999999"), Err(AmountFault::TooLarge));
    }

    #[test]
    fn thousandths_fit_a_currency_or_do_not() {
        let yen = Currency::parse("JPY").unwrap();
        let dinar = Currency::parse("TND").unwrap();
        assert_eq!(Thousandths(12_340).to_amount(Currency::EUR), Some(Amount::from_minor(1234)));
        assert_eq!(Thousandths(12_345).to_amount(Currency::EUR), None);
        assert_eq!(Thousandths(12_345).to_amount(dinar), Some(Amount::from_minor(12_345)));
        assert_eq!(Thousandths(12_000).to_amount(yen), Some(Amount::from_minor(12)));
        assert_eq!(Thousandths(12_500).to_amount(yen), None);
    }
}
