//! Text in lines of a width.

use unicode_width::UnicodeWidthStr;

/// Returns the text in lines no wider than that, broken at spaces; a longer word has a line of its own.
pub(super) fn wrapped(text: &str, width: usize) -> Vec<String> {
    in_lines(text.split(' '), width)
}

/// Returns the same of a sentence, whose commands between backticks are not broken: on two lines they cannot be pasted.
pub(super) fn said(text: &str, width: usize) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut is_command = false;
    for word in text.split(' ') {
        match words.last_mut() {
            Some(last) if is_command => {
                last.push(' ');
                last.push_str(word);
                is_command = !word.contains('`');
            }
            _ => {
                words.push(word.to_owned());
                is_command = word.ends_with("`relance");
            }
        }
    }
    in_lines(words.iter().map(String::as_str), width)
}

fn in_lines<'w>(words: impl Iterator<Item = &'w str>, width: usize) -> Vec<String> {
    let mut lines = vec![];
    let mut line = String::new();
    for word in words.filter(|word| !word.is_empty()) {
        if !line.is_empty() && line.width() + 1 + word.width() > width {
            lines.push(std::mem::take(&mut line));
        }
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    if !line.is_empty() {
        lines.push(line);
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_break_at_spaces_and_not_within_commands() {
        assert_eq!(wrapped("one two three", 7), ["one two", "three"]);
        assert_eq!(wrapped("longer-than-that x", 5), ["longer-than-that", "x"]);
        assert_eq!(
            said("note it: `relance record F 1 -C in`; then go on", 12),
            ["note it:", "`relance record F 1 -C in`;", "then go on"]
        );
        assert_eq!(said("an `odd one` of `relance`", 8), ["an `odd", "one` of", "`relance`"]);
    }
}
