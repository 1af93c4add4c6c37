//! Finding the cells of a line that has no quotes, eight bytes at a time.

/// One byte in each of eight places, to compare eight bytes with it at once.
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

/// Writes the place of each delimiter up to the first LF to `ends`, and that of the LF after them. Returns how many that
/// is; nothing when there is no LF, or no room.
pub(super) fn cells(bytes: &[u8], delimiter: u8, ends: &mut [usize]) -> Option<usize> {
    let (delimiters, newlines) = (spread(delimiter), spread(b'\n'));
    let mut count = 0;
    let (words, rest) = bytes.as_chunks::<8>();
    for (i, word) in words.iter().enumerate() {
        let word = u64::from_le_bytes(*word);
        let newline = equal(word, newlines);
        // What stands after the LF is no concern of this line.
        let before = if newline == 0 { u64::MAX } else { (newline & newline.wrapping_neg()) - 1 };
        let mut found = equal(word, delimiters) & before;
        while found != 0 {
            *ends.get_mut(count)? = 8 * i + found.trailing_zeros() as usize / 8;
            count += 1;
            found &= found - 1;
        }
        if newline != 0 {
            *ends.get_mut(count)? = 8 * i + newline.trailing_zeros() as usize / 8;
            return Some(count + 1);
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
        for blanks in 0..20 {
            let text = format!("{}é;;\u{0}b;\u{ba}c,{};\nx;y\n", " ".repeat(blanks), "d".repeat(blanks));
            let line = text.find('\n').unwrap();
            let plain: Vec<usize> = (0..=line).filter(|&i| matches!(text.as_bytes()[i], b';' | b'\n')).collect();
            let mut ends = [0; 8];
            let count = cells(text.as_bytes(), b';', &mut ends);
            assert_eq!(count.map(|count| &ends[..count]), Some(&plain[..]));
            assert_eq!(cells(text.as_bytes(), b';', &mut [0; 4]), None);
            assert_eq!(cells(&text.as_bytes()[..line], b';', &mut ends), None);
        }
    }
}
