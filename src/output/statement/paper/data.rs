//! What the page design reads: documents as plain data, their tables measured.

use serde::Serialize;

use super::columns::{self, Columns, Sheet};
use crate::output::statement::document::{Align, Block, Table};

/// Is all that is set.
#[derive(Serialize)]
pub(super) struct Data {
    /// The language: `fr` or `en`.
    pub lang: &'static str,
    /// What it is called.
    pub title: String,
    /// Who wrote it.
    pub author: Option<String>,
    /// The colour of heads and rules: `#1f3a5f`.
    pub color: String,
    /// Who is owed and who owes, above every page.
    pub head: Vec<String>,
    /// The day, above every page.
    pub day: String,
    /// From front to back.
    pub pieces: Vec<Piece>,
}

/// Is what begins on a page of its own.
#[derive(Serialize)]
pub(super) struct Piece {
    /// Its number; 0 for what has none.
    pub number: usize,
    /// Its title.
    pub title: String,
    /// Whether its sheets are turned.
    pub wide: bool,
    /// What it says.
    pub blocks: Vec<Set>,
    /// What it shows instead: pages of another file.
    pub pages: Vec<Shown>,
}

/// Is a page of another file, or a picture.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Shown {
    /// Its virtual file.
    pub file: String,
    /// Its page, from 1; none of a picture.
    pub page: Option<usize>,
    /// Its size, in points or whatever units.
    pub width: u32,
    /// Its size.
    pub height: u32,
    /// Whether it may be shown larger than it is.
    pub enlarged: bool,
}

/// Is one block.
#[derive(Serialize)]
#[serde(tag = "is", rename_all = "lowercase")]
pub(super) enum Set {
    Heading {
        text: String,
    },
    Subheading {
        text: String,
    },
    Paragraph {
        text: String,
    },
    /// A paragraph that what follows must not leave alone.
    Lead {
        text: String,
    },
    Strong {
        text: String,
    },
    List {
        items: Vec<String>,
        numbered: bool,
    },
    Parties {
        parties: Vec<(String, Vec<String>)>,
    },
    Table {
        size: u32,
        inset: u32,
        columns: Vec<Column>,
        rows: Vec<Vec<String>>,
        totals: Vec<Vec<String>>,
        /// Of each row and then of each total, whether it takes one line.
        flat: Vec<bool>,
    },
    /// What a typewriter wrote: every line as it is.
    Typed {
        text: String,
    },
    /// The pieces with their pages.
    Register {
        titles: [String; 3],
        entries: Vec<Registered>,
    },
}

/// Is one column of a table.
#[derive(Serialize)]
pub(super) struct Column {
    title: String,
    align: &'static str,
    width: u32,
}

/// Is one piece on the contents page.
#[derive(Serialize)]
pub(super) struct Registered {
    pub number: usize,
    pub title: String,
    pub file: File,
    /// What stands in the place of its page, when it has none.
    pub apart: Option<String>,
    /// Why it has none.
    pub note: Option<String>,
}

/// Is one file on the contents page.
#[derive(Serialize)]
pub(super) struct File {
    /// In parts, and so is the hash: what is to be typed must not be broken by a letter that nobody sees.
    pub name: Vec<String>,
    pub sha256: Vec<String>,
}

/// Returns blocks as data, and whether they ask for turned sheets.
pub(super) fn set(blocks: &[Block]) -> (Vec<Set>, bool) {
    let is_wide = |block: &Block| matches!(block, Block::Table(table) if columns::is_wide(table));
    let wide = blocks.iter().any(is_wide);
    let sheet = if wide { Sheet::Turned } else { Sheet::Upright };
    let set = blocks.iter().enumerate().map(|(i, block)| {
        let leads = matches!(blocks.get(i + 1), Some(Block::Table(_) | Block::List(_) | Block::Numbered(_)));
        one(block, leads, sheet)
    });
    (set.collect(), wide)
}

fn one(block: &Block, leads: bool, sheet: Sheet) -> Set {
    match block.clone() {
        Block::Heading(text) => Set::Heading { text },
        Block::Subheading(text) => Set::Subheading { text },
        Block::Paragraph(text) if leads => Set::Lead { text },
        Block::Paragraph(text) => Set::Paragraph { text },
        Block::Strong(text) => Set::Strong { text },
        Block::List(items) => Set::List { items, numbered: false },
        Block::Numbered(items) => Set::List { items, numbered: true },
        Block::Parties(parties) => Set::Parties { parties },
        Block::Table(table) => measured(table, sheet),
    }
}

fn measured(table: Table, sheet: Sheet) -> Set {
    let Columns { size, inset, widths } = columns::columns(&table, sheet);
    let room = |width: &u32| width.saturating_sub(2 * inset);
    let fitted = |cell: String, width: u32| fitted(cell, room(&width));
    let is_flat = |row: &Vec<String>| row.iter().zip(&widths).all(|(cell, width)| columns::is_flat(cell, room(width)));
    let fit = |row: Vec<String>| row.into_iter().zip(&widths).map(|(cell, &width)| fitted(cell, width)).collect();
    Set::Table {
        size,
        inset,
        flat: table.rows.iter().chain(&table.totals).map(is_flat).collect(),
        rows: table.rows.into_iter().map(fit).collect(),
        totals: table.totals.into_iter().map(fit).collect(),
        columns: table
            .columns
            .into_iter()
            .zip(&widths)
            .map(|((title, align), &width)| {
                let align = if align == Align::Right { "right" } else { "left" };
                Column { title: fitted(title, width), align, width }
            })
            .collect(),
    }
}

/// Lets the words of a cell break that are wider than its column.
fn fitted(cell: String, room: u32) -> String {
    if cell.split(' ').all(|word| columns::width(word) <= room) {
        return cell;
    }
    let mut out = String::with_capacity(cell.len() * 2);
    let mut run = 0;
    for c in cell.chars() {
        let width = columns::width(c.encode_utf8(&mut [0; 4]));
        run = if c == ' ' { 0 } else { run + width };
        if run > room {
            out.push('\u{200b}');
            run = width;
        }
        out.push(c);
    }
    out
}
