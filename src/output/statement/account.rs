//! A composed letter as a document: the statement of account among the pieces of a customer's file, without address,
//! greeting line and signature.

use super::document::{Align, Block, Document, Table};
use crate::letter::formats::document::{self as letter, Part, labelled};
use crate::letter::wording::markup::Rich;
use crate::model::Lang;

/// Returns what a letter says, under its subject.
pub fn account(letter: &letter::Document, lang: Lang) -> Document {
    let blocks = letter.parts.iter().flat_map(|part| blocks(part, lang)).collect();
    Document { lang, title: letter.subject.1.clone(), blocks }
}

fn blocks(part: &Part, lang: Lang) -> Vec<Block> {
    let texts = |items: &[Rich]| items.iter().map(Rich::plain).collect();
    match part {
        // "Madame, Monsieur," and "Bien cordialement,".
        Part::Paragraph { text } if text.plain().ends_with(',') => Vec::new(),
        // What is bold from end to end leads to what follows.
        Part::Paragraph { text } if text.0.iter().all(|run| run.bold) => vec![Block::Subheading(text.plain())],
        Part::Paragraph { text } => vec![Block::Paragraph(text.plain())],
        Part::List { title, numbered, items } => {
            let title = title.map(|title| Block::Paragraph(title.to_owned()));
            let list = if *numbered { Block::Numbered(texts(items)) } else { Block::List(texts(items)) };
            title.into_iter().chain([list]).collect()
        }
        Part::Table { titles, rows, notes } => {
            let align = |i: usize| if i == 0 { Align::Left } else { Align::Right };
            let columns = titles.iter().enumerate().map(|(i, title)| ((*title).to_owned(), align(i))).collect();
            let table = Block::Table(Table { columns, rows: rows.clone(), totals: Vec::new() });
            [table].into_iter().chain(notes.iter().cloned().map(Block::Paragraph)).collect()
        }
        Part::Totals { rows } => {
            let row = |(label, figure): &(String, String)| vec![label.clone(), figure.clone()];
            let (last, others) = rows.split_last().map_or((None, &rows[..]), |(last, others)| (Some(last), others));
            vec![Block::Table(Table {
                columns: vec![(String::new(), Align::Left), (String::new(), Align::Right)],
                rows: others.iter().map(row).collect(),
                totals: last.iter().map(|last| row(last)).collect(),
            })]
        }
        Part::Facts { rows, .. } => {
            let mut lines: Vec<String> = Vec::new();
            for (label, value) in rows {
                match (label.is_empty(), lines.last_mut()) {
                    (true, Some(line)) => line.push_str(&format!(", {value}")),
                    _ => lines.push(labelled(lang, label, value)),
                }
            }
            vec![Block::List(lines)]
        }
        // Nothing that is shown to a court is a command to type, or is still to be signed.
        Part::Commands { .. } | Part::Signatures { .. } => Vec::new(),
        Part::Detail { parts, .. } => parts.iter().flat_map(|part| blocks(part, lang)).collect(),
    }
}
