//! Which characters would steer a terminal, break a line or turn its direction, and how they are made visible: in
//! tables, messages, JSON and letters alike, strangers' text is text.

use std::borrow::Cow;
use std::fmt::Write;

/// Returns what stands for a character that HTML takes for markup, in content and attributes alike.
pub const fn in_html(c: char) -> Option<&'static str> {
    match c {
        '&' => Some("&amp;"),
        '<' => Some("&lt;"),
        '>' => Some("&gt;"),
        '"' => Some("&quot;"),
        '\'' => Some("&#39;"),
        _ => None,
    }
}

/// Returns the text with every steering character written as an escape: `\n`, `\r`, `\t`, `\u{1b}`.
pub fn visible(text: &str) -> Cow<'_, str> {
    escaped(text, steers)
}

/// Returns the text as [`visible`] does, but with its lines and tabs: a quoted CSV cell keeps them apart from its own.
pub fn visible_in_cell(text: &str) -> Cow<'_, str> {
    // Plain letters, and those that begin with other bytes, are told without looking at characters.
    let may_steer = |byte: &u8| (*byte < 0x20) | matches!(byte, 0x7f | 0xc2 | 0xd8 | 0xe1 | 0xe2 | 0xef | 0xf3);
    if !text.as_bytes().iter().fold(false, |found, byte| found | may_steer(byte)) {
        return Cow::Borrowed(text);
    }
    escaped(text, |c| steers(c) && !matches!(c, '\n' | '\t'))
}

fn escaped(text: &str, is_escaped: impl Fn(char) -> bool) -> Cow<'_, str> {
    if !text.chars().any(&is_escaped) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        match c {
            c if !is_escaped(c) => out.push(c),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            c => {
                let _ = write!(out, "\\u{{{:x}}}", c as u32);
            }
        }
    }
    Cow::Owned(out)
}

/// Tells whether a character steers a terminal or the direction of text instead of being seen.
pub fn steers(c: char) -> bool {
    breaks_lines(c) || is_hidden(c)
}

/// Tells whether a character is a control character or the end of a line or paragraph.
pub fn breaks_lines(c: char) -> bool {
    c.is_control() || matches!(c, '\u{2028}' | '\u{2029}')
}

/// Tells whether a character is not seen itself but changes how others are: bidirectional controls, zero-width
/// spaces and joiners, tags, soft hyphens.
pub fn is_hidden(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steering_characters_are_shown_and_others_kept() {
        assert_eq!(visible("a\u{1b}[2Jb\n\u{202e}c"), "a\\u{1b}[2Jb\\n\\u{202e}c");
        assert_eq!(
            visible_in_cell("a\u{1b}[2Jb\r\n\tc\u{202e}\u{7f}\u{85}\u{61c}\u{feff}\u{fffb}"),
            "a\\u{1b}[2Jb\\r\n\tc\\u{202e}\\u{7f}\\u{85}\\u{61c}\\u{feff}\\u{fffb}"
        );
        assert!(
            (0..=0x10_ffff)
                .filter_map(char::from_u32)
                .filter(|&c| steers(c) && !"\n\t".contains(c))
                .all(|c| visible_in_cell(&c.to_string()) != c.to_string())
        );
        assert_eq!(visible_in_cell("Éts Œuvre € « a »"), "Éts Œuvre € « a »");
        assert_eq!(visible("Éts Œuvre & Fils 12\u{202f}000"), "Éts Œuvre & Fils 12\u{202f}000");
    }
}
