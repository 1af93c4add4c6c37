//! Tables of the page: a caption for those who cannot see it, the first cell of a row as its head; on a narrow screen a
//! row becomes a card, with each column's title beside its cell.

use std::fmt::{self, Write};

use super::text;
use crate::model::Customer;
use crate::model::visible::visible;
use crate::output::statement::document::Align;

/// A name is not longer than this many characters on the page.
const LONGEST_NAME: usize = 80;

/// One cell.
pub(super) enum Td {
    /// Words or figures, as the column says.
    Text(String),
    /// Sentences: they need room.
    Long(String),
    /// Who, and the number under which the files know him.
    Who(String, Option<String>),
    /// A word that a colour stands for as well: the class of the colour, and the word.
    Badge(&'static str, &'static str),
}

impl Td {
    /// Returns the cell of a customer.
    pub(super) fn who(customer: &Customer) -> Td {
        let short = |text: &str| {
            let text = visible(text);
            match text.char_indices().nth(LONGEST_NAME) {
                Some((at, _)) => format!("{}…", text[..at].trim_end()),
                None => text.into_owned(),
            }
        };
        let id = short(&customer.id);
        if customer.name == customer.id { Td::Who(id, None) } else { Td::Who(short(&customer.name), Some(id)) }
    }

    fn class(&self, align: Align) -> &'static str {
        match (self, align) {
            (Td::Long(_), _) => " class=\"long\"",
            (_, Align::Right) => " class=\"n\"",
            _ => "",
        }
    }

    fn content(&self) -> String {
        match self {
            Td::Text(words) | Td::Long(words) => text(words),
            // A name may be written from right to left: what stands beside it keeps its place.
            Td::Who(name, None) => format!("<bdi>{}</bdi>", text(name)),
            Td::Who(name, Some(id)) => format!("<bdi>{}</bdi> <small><bdi>{}</bdi></small>", text(name), text(id)),
            Td::Badge(class, word) => format!("<span class=\"badge {class}\">{}</span>", text(word)),
        }
    }
}

/// How a table looks on a narrow screen.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Narrow {
    /// Each row becomes a card.
    Cards,
    /// It scrolls sideways.
    Scrolls,
}

/// A table. Rows and totals have as many cells as there are columns.
pub(super) struct Grid {
    pub caption: String,
    pub columns: Vec<(String, Align)>,
    pub rows: Vec<Vec<Td>>,
    pub totals: Vec<Vec<Td>>,
    pub narrow: Narrow,
}

impl Grid {
    /// Writes the table.
    pub(super) fn write(&self, out: &mut String) -> fmt::Result {
        let caption = text(&self.caption);
        // What scrolls must do so without a mouse, hence be reached by the keyboard, and have a name. What becomes
        // cards loses its rows and cells for some screen readers unless it says again what they are.
        let cards = self.narrow == Narrow::Cards;
        let role = |role: &str| if cards { format!(" role=\"{role}\"") } else { String::new() };
        if cards {
            out.push_str("<div><table class=\"cards-below\" role=\"table\">");
        } else {
            write!(out, "<div class=\"wide\" role=\"region\" aria-label=\"{caption}\" tabindex=\"0\"><table>")?;
        }
        writeln!(out, "<caption>{caption}</caption>")?;
        let (group, row_role) = (role("rowgroup"), role("row"));
        write!(out, "<thead{group}><tr{row_role}>")?;
        let head = role("columnheader");
        for (title, align) in &self.columns {
            let class = if *align == Align::Right { " class=\"n\"" } else { "" };
            write!(out, "<th scope=\"col\"{head}{class}>{}</th>", text(title))?;
        }
        writeln!(out, "</tr></thead>")?;
        let (row_head, cell) = (role("rowheader"), role("cell"));
        for (part, rows) in [("tbody", &self.rows), ("tfoot", &self.totals)] {
            if rows.is_empty() {
                continue;
            }
            writeln!(out, "<{part}{group}>")?;
            for row in rows {
                write!(out, "<tr{row_role}>")?;
                for (place, (td, (title, align))) in row.iter().zip(&self.columns).enumerate() {
                    let (class, content) = (td.class(*align), td.content());
                    if place == 0 {
                        write!(out, "<th scope=\"row\"{row_head}{class}>{content}</th>")?;
                    } else if cards {
                        write!(out, "<td{cell}{class} data-label=\"{}\">{content}</td>", text(title))?;
                    } else {
                        write!(out, "<td{class}>{content}</td>")?;
                    }
                }
                writeln!(out, "</tr>")?;
            }
            writeln!(out, "</{part}>")?;
        }
        writeln!(out, "</table></div>")
    }
}
