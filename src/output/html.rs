//! What every HTML page of ours has in common: how text is neutralised, and how a table is written.

use std::fmt::Write;

use super::statement::document::{Align, Table};
use crate::model::visible::in_html;

/// Returns a text with what HTML takes for markup escaped, in content and attributes alike.
pub(super) fn text(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        match in_html(c) {
            Some(escaped) => out.push_str(escaped),
            None => out.push(c),
        }
    }
    out
}

/// Writes a table whose head is repeated on each page; figures stand on the right. A caption says what it shows.
pub(super) fn write_table(out: &mut String, table: &Table, caption: Option<&str>) -> std::fmt::Result {
    let class = |align: Align| if align == Align::Right { " class=\"n\"" } else { "" };
    match caption.map(text) {
        // What is wider than the screen must scroll without a mouse, hence be reached by the keyboard, and have a name.
        Some(caption) => {
            write!(out, "<div class=\"wide\" role=\"region\" aria-label=\"{caption}\" tabindex=\"0\">")?;
            writeln!(out, "<table>\n<caption>{caption}</caption>")?;
        }
        None => out.push_str("<div class=\"wide\"><table>\n"),
    }
    out.push_str("<thead><tr>");
    for (title, align) in &table.columns {
        write!(out, "<th scope=\"col\"{}>{}</th>", class(*align), text(title))?;
    }
    out.push_str("</tr></thead>\n");
    for (part, rows) in [("tbody", &table.rows), ("tfoot", &table.totals)] {
        if rows.is_empty() {
            continue;
        }
        writeln!(out, "<{part}>")?;
        for row in rows {
            out.push_str("<tr>");
            for (cell, (_, align)) in row.iter().zip(&table.columns) {
                write!(out, "<td{}>{}</td>", class(*align), text(cell))?;
            }
            out.push_str("</tr>\n");
        }
        writeln!(out, "</{part}>")?;
    }
    out.push_str("</table></div>\n");
    Ok(())
}
