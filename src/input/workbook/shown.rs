//! Whole numbers as the format of their cell shows them: an invoice that reads `F-00042` is a 42 in the file.

/// The most digits that are taken from a number, all of which a spreadsheet keeps.
const DIGITS: usize = 15;

/// What a format is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mark {
    /// A digit, shown also where the number has none.
    Zero,
    /// A digit that is shown where the number has one.
    Digit,
    /// What stands there as it is.
    Text(char),
}

/// Returns a number as its format shows it, where that is how documents are numbered: filled up with zeros, or behind a
/// text. All else that a format does, thousands, decimals, days, units behind it, does not change what the number says.
pub(super) fn shown(number: f64, format: &str) -> Option<String> {
    let digits = number.to_string();
    if digits.len() > DIGITS || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let marks = marks(format.split(';').next().unwrap_or_default())?;
    if !is_filled_up(&marks) && !is_named(&marks) {
        return None;
    }
    let first = marks.iter().position(|mark| !matches!(mark, Mark::Text(_)))?;
    let mut left: Vec<char> = digits.trim_start_matches('0').chars().collect();
    let mut text = Vec::new();
    // From the last digit on; what is left stands in the first place.
    for (at, mark) in marks.iter().enumerate().rev() {
        match mark {
            Mark::Text(c) => text.push(*c),
            Mark::Zero => text.push(left.pop().unwrap_or('0')),
            Mark::Digit => text.extend(left.pop()),
        }
        if at == first {
            text.extend(left.drain(..).rev());
        }
    }
    let text: String = text.iter().rev().collect();
    Some(text.trim().to_owned()).filter(|text| !text.is_empty())
}

/// Tells whether zeros fill a number up: the first digit is shown at any rate, and is not the only one.
fn is_filled_up(marks: &[Mark]) -> bool {
    let mut digits = marks.iter().filter(|mark| !matches!(mark, Mark::Text(_)));
    digits.next() == Some(&Mark::Zero) && digits.next().is_some()
}

/// Tells whether a text stands before a number; brackets and signs are of sums.
fn is_named(marks: &[Mark]) -> bool {
    let before = marks.iter().map_while(|mark| if let Mark::Text(c) = mark { Some(*c) } else { None });
    before.into_iter().any(|c| !c.is_whitespace() && !matches!(c, '(' | ')' | '+' | '-'))
}

/// Returns the marks of a format, when it has none but digits and texts.
fn marks(format: &str) -> Option<Vec<Mark>> {
    // As many digits as there are.
    let format = format.replace("General", "0");
    let mut marks = Vec::new();
    let mut rest = format.chars();
    while let Some(c) = rest.next() {
        match c {
            '0' => marks.push(Mark::Zero),
            '#' | '?' => marks.push(Mark::Digit),
            '\\' => marks.push(Mark::Text(rest.next()?)),
            '"' => marks.extend(rest.by_ref().take_while(|c| *c != '"').map(Mark::Text)),
            '_' => {
                rest.next();
                marks.push(Mark::Text(' '));
            }
            ' ' | '-' | '/' | '(' | ')' | ':' | '+' => marks.push(Mark::Text(c)),
            _ => return None,
        }
    }
    Some(marks)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_whole_number_reads_as_its_format_shows_it() {
        for (number, format, text) in [
            (41.0, "00000", Some("00041")),
            (42.0, "\"F-\"00000", Some("F-00042")),
            (7.0, "\"FA\"General", Some("FA7")),
            (123_456.0, "000", Some("123456")),
            (612_345_678.0, "0#\" \"##\" \"##\" \"##\" \"##", Some("06 12 34 56 78")),
            (260_041.0, "00\\-0000", Some("26-0041")),
            (41.0, "000;-000", Some("041")),
            (0.0, "0000", Some("0000")),
            (42.0, "00000\"/2026\"", Some("00042/2026")),
            // Sums, whatever unit stands behind them; a zero that is not shown is still one.
            (1200.0, "0", None),
            (1200.0, "General", None),
            (1200.0, "0\" euros\"", None),
            (1200.0, "# ##0\" HT\"", None),
            (1_234_567.0, "# ###", None),
            (1200.0, "#\\ ##0", None),
            (40.0, "(0)", None),
            (0.0, "#", None),
            (0.0, "#\\ ###", None),
            (0.0, "\"\"#", None),
            // What else a format does leaves the number what it is.
            (1200.0, "#,##0", None),
            (1200.0, "0.00", None),
            (12.5, "0", None),
            (-41.0, "00000", None),
            (0.0, "@", None),
            (46_086.0, "[$-40C]d mmmm yyyy", None),
        ] {
            assert_eq!(shown(number, format).as_deref(), text, "{number} {format}");
        }
    }
}
