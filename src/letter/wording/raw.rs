//! What stands in a template as it was written, and no letter can have: control characters and HTML, with their lines.

use pulldown_cmark::{Event, Parser};

use crate::model::Bilingual;

/// Returns what is wrong with the text of a template, by line.
pub fn faults(text: &str) -> Vec<(u32, Bilingual)> {
    let mut found = Vec::new();
    for (line, content) in (1_u32..).zip(text.lines()) {
        if let Some(control) = content.chars().find(|c| c.is_control() && *c != '\t') {
            let number = control as u32;
            found.push((
                line,
                Bilingual::new(
                    format!("this line holds the control character {number:02X}, which no letter shows"),
                    format!("cette ligne contient le caractère de contrôle {number:02X}, qu'aucune lettre n'affiche"),
                ),
            ));
        }
    }
    let shown = without_comments(text);
    for (event, place) in Parser::new(&shown).into_offset_iter() {
        let (Event::Html(html) | Event::InlineHtml(html)) = event else { continue };
        let line = 1 + shown[..place.start].bytes().filter(|&byte| byte == b'\n').count() as u32;
        let html = html.trim();
        // A block of HTML goes on over lines that hold none, and what is closed was opened.
        if !html.starts_with('<') || html.starts_with("</") {
            continue;
        }
        found.push((
            line,
            Bilingual::new(
                format!("letters are Markdown and have no HTML: {html}"),
                format!("les lettres sont en Markdown, sans HTML : {html}"),
            ),
        ));
    }
    found.sort_by_key(|(line, _)| *line);
    found
}

/// Returns the text with blanks in the place of comments, which no letter shows: lines stay where they are.
fn without_comments(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find("{{!") {
        let end = if rest[start..].starts_with("{{!--") { "--}}" } else { "}}" };
        let Some(length) = rest[start..].find(end) else { break };
        let (comment, after) = rest[start..].split_at(length + end.len());
        out.push_str(&rest[..start]);
        out.extend(comment.chars().map(|c| if c == '\n' { '\n' } else { ' ' }));
        rest = after;
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(text: &str) -> Vec<u32> {
        faults(text).into_iter().map(|(line, _)| line).collect()
    }

    #[test]
    fn control_characters_and_html_are_told_with_their_lines() {
        assert_eq!(lines("# A\n\nx <b>y</b>\n\u{7}z\n"), [3, 4]);
        assert_eq!(lines("# A\r\n\n<div>\nx\n</div>\n\ny\tz"), [3]);
        assert!(faults("# A\n\n<i>\n")[0].1.en.ends_with("no HTML: <i>"));
    }

    #[test]
    fn comments_and_plain_signs_are_left_alone() {
        assert_eq!(lines("# A\n{{!-- <b> \n --}}{{! <i> }}\n\n3 < 4, {{> items}} & {{#if x}}>{{/if}}\n"), [0; 0]);
        assert_eq!(lines("# A\n\n{{! never closed <b"), [0; 0]);
    }
}
