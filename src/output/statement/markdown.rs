//! A document as Markdown with pipe tables, which reads well as it is too.

use std::fmt::Write;

use super::document::{Align, Block, Document, Table};

impl Document {
    /// Returns the document as Markdown with tables, with a line feed after every line.
    pub fn to_markdown(&self) -> String {
        let mut out = format!("# {}\n", line(&self.title));
        for block in &self.blocks {
            out.push('\n');
            let _ = match block {
                Block::Heading(text) => writeln!(out, "## {}", line(text)),
                Block::Subheading(text) => writeln!(out, "### {}", line(text)),
                Block::Paragraph(text) => writeln!(out, "{}", line(text)),
                Block::Strong(text) => writeln!(out, "**{}**", line(text)),
                Block::List(items) => items.iter().try_for_each(|item| writeln!(out, "- {}", line(item))),
                Block::Numbered(items) => {
                    items.iter().enumerate().try_for_each(|(i, item)| writeln!(out, "{}. {}", i + 1, line(item)))
                }
                Block::Parties(parties) => parties.iter().enumerate().try_for_each(|(i, (what, lines))| {
                    let gap = if i > 0 { "\n" } else { "" };
                    let lines: Vec<String> = lines.iter().map(|text| line(text)).collect();
                    writeln!(out, "{gap}**{}**  \n{}", line(what), lines.join("  \n"))
                }),
                Block::Table(table) => write_table(&mut out, table),
            };
        }
        out
    }
}

fn write_table(out: &mut String, table: &Table) -> std::fmt::Result {
    let titles: Vec<String> = table.columns.iter().map(|(title, _)| inline(title)).collect();
    writeln!(out, "| {} |", titles.join(" | "))?;
    let rules: Vec<&str> =
        table.columns.iter().map(|(_, align)| if *align == Align::Right { "---:" } else { "---" }).collect();
    writeln!(out, "| {} |", rules.join(" | "))?;
    for row in &table.rows {
        let cells: Vec<String> = row.iter().map(|cell| inline(cell)).collect();
        writeln!(out, "| {} |", cells.join(" | "))?;
    }
    for row in &table.totals {
        let strong = |cell: &String| if cell.is_empty() { String::new() } else { format!("**{}**", inline(cell)) };
        writeln!(out, "| {} |", row.iter().map(strong).collect::<Vec<_>>().join(" | "))?;
    }
    Ok(())
}

/// Returns a text as a line of its own, where some marks mean a list or a heading.
fn line(text: &str) -> String {
    let digits = text.trim_start_matches(|c: char| c.is_ascii_digit());
    let is_mark = text.starts_with(['-', '+', '=']) || (digits.len() < text.len() && digits.starts_with(['.', ')']));
    let (start, rest) = text.split_at(if is_mark { text.len() - digits.len() } else { 0 });
    format!("{start}{}{}", if is_mark { "\\" } else { "" }, inline(rest))
}

/// Returns a text as a part of a line of Markdown that is read back letter for letter: marks are escaped, and so is
/// what readers of Markdown make links of.
fn inline(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    for (at, c) in text.char_indices() {
        let is_mark = match c {
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '~' | '#' | '&' | '$' | '{' | '}' | '@' => true,
            '.' => ends_with_www(&text[..at]),
            ':' => text[at..].starts_with("://"),
            _ => false,
        };
        if is_mark {
            out.push('\\');
        }
        out.push(if c == '\n' || c == '\r' { ' ' } else { c });
    }
    out
}

fn ends_with_www(text: &str) -> bool {
    text.len() >= 3 && text.is_char_boundary(text.len() - 3) && text[text.len() - 3..].eq_ignore_ascii_case("www")
}

#[cfg(test)]
mod tests {
    use pulldown_cmark::{Event, Options, Parser, Tag};

    use super::*;

    #[test]
    fn strangers_text_is_no_markup() {
        let hostile = [
            "<script>alert(1)</script>",
            "[x](http://evil)",
            "![x](y)",
            "a|b",
            "**x** _y_ `z` ~~w~~",
            "1. x",
            "- x",
            "+ x",
            "# x",
            "> x",
            "===",
            "---",
            "&lt;",
            "a\\|b\\",
            "{{x}}",
            "http://evil.example www.evil.example a@b.example",
        ];
        for text in hostile {
            let (inside, alone) = (inline(text), line(text));
            let written = format!("| a | b |\n| --- | --- |\n| {inside} | y |\n\n{alone}\n");
            let mut seen = String::new();
            let (mut cells, mut wrong) = (0, Vec::new());
            for event in Parser::new_ext(&written, Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH) {
                match event {
                    Event::Text(text) => seen.push_str(&text),
                    Event::Start(Tag::TableCell) => cells += 1,
                    Event::Start(Tag::Table(_) | Tag::TableHead | Tag::TableRow | Tag::Paragraph) | Event::End(_) => {}
                    other => wrong.push(format!("{other:?}")),
                }
            }
            assert!(wrong.is_empty(), "{text}: {wrong:?}");
            assert_eq!((cells, seen), (4, format!("ab{text}y{text}")), "{text}");
        }
    }
}
