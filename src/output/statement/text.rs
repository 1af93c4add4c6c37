//! A document as plain text of eighty columns.

use super::document::{Block, Document};
use crate::letter::formats::table::{PAGE, fill, table};

impl Document {
    /// Returns the document as plain text of eighty columns, with a line feed after every line.
    pub fn to_text(&self) -> String {
        let mut lines = fill(&self.title, PAGE, 0);
        for block in &self.blocks {
            // What a heading says follows it at once.
            let follows = matches!(block, Block::List(_) | Block::Numbered(_) | Block::Paragraph(_) | Block::Strong(_));
            if !(follows && lines.last().is_some_and(|line| line.starts_with("── "))) {
                lines.push(String::new());
            }
            match block {
                Block::Heading(text) | Block::Subheading(text) => {
                    lines.extend(fill(&format!("── {text}"), PAGE, 3));
                }
                Block::Paragraph(text) | Block::Strong(text) => lines.extend(fill(text, PAGE, 0)),
                Block::List(items) => {
                    items.iter().for_each(|item| lines.extend(fill(&format!("- {item}"), PAGE, 2)));
                }
                Block::Numbered(items) => {
                    for (i, item) in items.iter().enumerate() {
                        lines.extend(fill(&format!("{}. {item}", i + 1), PAGE, 3));
                    }
                }
                Block::Parties(parties) => {
                    for (what, own) in parties {
                        lines.push(what.clone());
                        own.iter().for_each(|line| lines.extend(fill(&format!("  {line}"), PAGE, 4)));
                    }
                }
                Block::Table(data) => {
                    let titles: Vec<&str> = data.columns.iter().map(|(title, _)| title.as_str()).collect();
                    let rows: Vec<Vec<String>> = data.rows.iter().chain(&data.totals).cloned().collect();
                    lines.extend(table(&titles, &rows));
                }
            }
        }
        lines.push(String::new());
        lines.join("\n")
    }
}
