//! Finding the cells of a line that has no quotes, eight bytes at a time.

/// Repeats one byte in each of eight places, to compare eight bytes with it at once.
const fn spread(byte: u8) -> u64 {
    byte as u64 * 0x0101_0101_0101_0101
}

/// Returns the highest bit of each byte of `word` that is equal to those of `pattern`.
const fn equal(word: u64, pattern: u64) -> u64 {
    // A byte that differs has a bit set; adding 7f carries any of its lower bits into the highest, never further.
    const LOW: u64 = spread(0x7f);
    let differs = word ^ pattern;
    !(((differs & LOW) + LOW) | differs | LOW)
}

/// Returns of bytes in ASCII what [`equal`] returns of any.
const fn equal_in_ascii(word: u64, pattern: u64) -> u64 {
    // No byte that is taken off is above the one it is taken from: nothing is borrowed from the next.
    const HIGHEST: u64 = spread(0x80);
    (HIGHEST - (word ^ pattern)) & HIGHEST
}

/// Writes the place of each delimiter up to the first LF to `ends`, and that of the LF after them. Returns how many
/// that is; nothing when there is no LF, or no room.
pub(super) fn cells(bytes: &[u8], delimiter: u8, ends: &mut [usize]) -> Option<usize> {
    places(bytes, delimiter, ends, equal)
}

/// Does what [`cells`] does where text and delimiter are in ASCII: in half the time.
pub(super) fn cells_in_ascii(text: &[u8], delimiter: u8, ends: &mut [usize]) -> Option<usize> {
    places(text, delimiter, ends, equal_in_ascii)
}

#[inline]
fn places(bytes: &[u8], delimiter: u8, ends: &mut [usize], equal: impl Fn(u64, u64) -> u64) -> Option<usize> {
    let (delimiters, newlines) = (spread(delimiter), spread(b'\n'));
    let mut count = 0;
    let (words, rest) = bytes.as_chunks::<8>();
    for (i, word) in words.iter().enumerate() {
        let word = u64::from_le_bytes(*word);
        let mut found = equal(word, delimiters) | equal(word, newlines);
        while found != 0 {
            let highest = found.trailing_zeros();
            *ends.get_mut(count)? = 8 * i + highest as usize / 8;
            count += 1;
            // The byte of which that is the highest bit.
            if (word >> (highest - 7)) as u8 == b'\n' {
                return Some(count);
            }
            found &= found - 1;
        }
    }
    for (i, &byte) in rest.iter().enumerate() {
        if byte == delimiter || byte == b'\n' {
            *ends.get_mut(count)? = 8 * words.len() + i;
            count += 1;
        }
        if byte == b'\n' {
            return Some(count);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_delimiter_before_the_end_of_the_line_is_found_wherever_it_stands() {
        let mut ends = [0; 8];
        for blanks in 0..20 {
            for (odd, next) in [("é", "\u{ba}"), ("e", "\u{0}"), (":", "<"), ("\u{b}", "\t")] {
                let text = format!("{}{odd};;\u{0}b;{next}c,{};\nx;y\n", " ".repeat(blanks), "d".repeat(blanks));
                let line = text.find('\n').unwrap();
                let plain: Vec<usize> = (0..=line).filter(|&i| matches!(text.as_bytes()[i], b';' | b'\n')).collect();
                let (all, short) = (text.as_bytes(), &text.as_bytes()[..line]);
                let count = cells(all, b';', &mut ends);
                assert_eq!(count.map(|count| &ends[..count]), Some(&plain[..]));
                assert_eq!(cells(all, b';', &mut [0; 4]), None);
                assert_eq!(cells(short, b';', &mut ends), None);
                if text.is_ascii() {
                    let count = cells_in_ascii(all, b';', &mut ends);
                    assert_eq!(count.map(|count| &ends[..count]), Some(&plain[..]));
                    assert_eq!(cells_in_ascii(all, b';', &mut [0; 4]), None);
                    assert_eq!(cells_in_ascii(short, b';', &mut ends), None);
                }
            }
        }
    }
}
