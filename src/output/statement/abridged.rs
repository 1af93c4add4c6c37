//! Long documents on paper: tables that nobody turns over are cut there, and stand whole in a CSV beside.

use csv::{Terminator, WriterBuilder};

use super::document::{Align, Block, Document, Table};
use crate::model::visible::visible_in_cell;
use crate::model::{Lang, figures, guard};

/// How many rows of a table are set on paper: some twenty pages.
const ROWS: usize = 1_000;

/// How many parts under one heading are: an invoice and how its interest comes about is one.
const PARTS: usize = 200;

/// Tables that were cut, each whole, as a spreadsheet opens it: the names of their files, and what these hold.
pub type Tables = Vec<(String, Vec<u8>)>;

impl Document {
    /// Returns the document as it is set on paper, with the tables that are cut there; files of its stem stand beside.
    pub fn on_paper(self, stem: &str) -> (Document, Tables) {
        let mut cut = Cut { of: &self, stem, blocks: Vec::new(), tables: Vec::new() };
        for section in self.blocks.chunk_by(|_, next| !matches!(next, Block::Heading(_))) {
            cut.section(section);
        }
        let Cut { blocks, tables, .. } = cut;
        (Document { blocks, ..self }, tables)
    }
}

/// A document that is being cut.
struct Cut<'a> {
    of: &'a Document,
    stem: &'a str,
    blocks: Vec<Block>,
    tables: Tables,
}

impl Cut<'_> {
    fn say(&self, en: String, fr: String) -> Block {
        Block::Paragraph(if self.of.lang == Lang::Fr { fr } else { en })
    }

    /// Takes a heading with all that stands below it.
    fn section(&mut self, blocks: &[Block]) {
        let parts = blocks.iter().enumerate().filter(|(_, block)| matches!(block, Block::Subheading(_)));
        let parts: Vec<usize> = parts.map(|(place, _)| place).collect();
        let end = parts.get(PARTS).copied().unwrap_or(blocks.len());
        blocks[..end].iter().for_each(|block| self.block(block));
        if end < blocks.len() {
            let (more, stem) = (figures::count((parts.len() - PARTS) as i64, self.of.lang), self.stem);
            self.blocks.push(self.say(
                format!("… and {more} more, in {stem}.html beside."),
                format!("… et {more} autres, dans {stem}.html ci-joint."),
            ));
        }
    }

    fn block(&mut self, block: &Block) {
        match block {
            Block::Table(table) if table.rows.len() > ROWS => self.table(table),
            other => self.blocks.push(other.clone()),
        }
    }

    fn table(&mut self, table: &Table) {
        let name = match self.tables.len() {
            0 => format!("{}.csv", self.stem),
            before => format!("{}-{}.csv", self.stem, before + 1),
        };
        let more = figures::count((table.rows.len() - ROWS) as i64, self.of.lang);
        let (of_all, de_toutes) = if table.totals.is_empty() {
            ("", "")
        } else {
            ("; the total is that of all of them", "\u{202f}; le total est celui de toutes")
        };
        let note = self.say(
            format!("… and {more} more rows, in {name} beside{of_all}."),
            format!("… et {more} autres lignes, dans {name} ci-joint{de_toutes}."),
        );
        let Table { columns, rows, totals } = table;
        self.blocks.push(Block::Table(Table {
            columns: columns.clone(),
            rows: rows[..ROWS].to_vec(),
            totals: totals.clone(),
        }));
        self.blocks.push(note);
        self.tables.push((name, table.to_csv(self.of.lang)));
    }
}

impl Table {
    /// Returns all rows as CSV, the way spreadsheets of the language open it.
    fn to_csv(&self, lang: Lang) -> Vec<u8> {
        // Without the mark it would be read as Windows-1252.
        let begun = "\u{feff}".as_bytes().to_vec();
        let delimiter = if lang == Lang::Fr { b';' } else { b',' };
        let mut writer =
            WriterBuilder::new().delimiter(delimiter).terminator(Terminator::Any(b'\n')).from_writer(begun);
        let text = |cell: &str| guard::guard(&visible_in_cell(cell)).into_owned();
        let cell = |(cell, (_, align)): (&String, &(String, Align))| match (align, lang) {
            (Align::Left, _) => text(cell),
            // 1 234,50 is a text to a spreadsheet, 1234,50 is a figure.
            (Align::Right, Lang::Fr) => cell.replace(['\u{202f}', '\u{a0}'], ""),
            (Align::Right, Lang::En) => cell.replace(',', ""),
        };
        let written = writer.write_record(self.columns.iter().map(|(title, _)| text(title))).and_then(|()| {
            self.rows.iter().try_for_each(|row| writer.write_record(row.iter().zip(&self.columns).map(cell)))
        });
        written.expect("memory takes what is written");
        writer.into_inner().expect("memory takes what is written")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(count: usize) -> Block {
        let columns = vec![("Facture".to_owned(), Align::Left), ("Montant".to_owned(), Align::Right)];
        let row = |i: usize| vec![format!("=F-{i}"), "1\u{202f}234,50".to_owned()];
        let totals = vec![vec!["Total".to_owned(), String::new()]];
        Block::Table(Table { columns, rows: (0..count).map(row).collect(), totals })
    }

    fn document(blocks: Vec<Block>) -> Document {
        Document { lang: Lang::Fr, title: "Règlements".to_owned(), blocks }
    }

    #[test]
    fn a_long_table_is_cut_on_paper_and_whole_beside_it() {
        let short = document(vec![table(ROWS)]);
        assert_eq!(short.clone().on_paper("reglements"), (short, Vec::new()));
        let (document, tables) = document(vec![table(ROWS + 1234), table(1)]).on_paper("reglements");
        let [Block::Table(cut), Block::Paragraph(note), Block::Table(_)] = &document.blocks[..] else {
            panic!("{:?}", document.blocks.len())
        };
        assert_eq!((cut.rows.len(), cut.totals.len()), (ROWS, 1));
        assert_eq!(
            note,
            "… et 1\u{202f}234 autres lignes, dans reglements.csv ci-joint\u{202f}; le total est celui de toutes."
        );
        let text = String::from_utf8(tables[0].1.clone()).unwrap();
        assert_eq!((tables.len(), tables[0].0.as_str(), text.lines().count()), (1, "reglements.csv", ROWS + 1235));
        // What a customer calls his invoice is no formula, and a figure is one.
        assert_eq!(text.lines().nth(1), Some("'=F-0;1234,50"));
    }

    #[test]
    fn of_many_parts_the_first_are_set_and_what_follows_them_too() {
        let part = |i: usize| [Block::Subheading(format!("F-{i}")), table(1)];
        let heading = |text: &str| Block::Heading(text.to_owned());
        let parts = (0..PARTS + 2).flat_map(part);
        let blocks: Vec<Block> = [heading("Calcul")].into_iter().chain(parts).chain([heading("Taux")]).collect();
        let (document, tables) = document(blocks).on_paper("K1");
        let kept = document.blocks.iter().filter(|block| matches!(block, Block::Subheading(_))).count();
        let note = Block::Paragraph("… et 2 autres, dans K1.html ci-joint.".to_owned());
        assert_eq!((kept, tables.len()), (PARTS, 0));
        assert_eq!(document.blocks[document.blocks.len() - 2..], [note, heading("Taux")]);
    }
}
