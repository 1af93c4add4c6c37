//! What is set: the figures, the pieces with their pages, strangers' names as text, and the same bytes twice.

use super::bundle::{Binding, others};
use super::*;
use crate::letter::formats::pdf::{Promise, texts};
use crate::output::statement::contents::{Entry, Piece as Exhibit, Shown as Seen};
use crate::output::statement::document::{Align, Block, Table};
use crate::testing::day;

/// What a customer may be called.
const HOSTILE: &str = "{{x}} <script> #link(\"y\") $x$ *b* _i_ @r <l> \\ // =cmd| ../";

fn design() -> Design {
    Design::default()
}

fn paper(design: &Design) -> Paper<'_> {
    Paper::new(design, day("2026-09-30")).unwrap_or_else(|fault| panic!("{fault:?}"))
}

fn head(debtor: &str) -> Head {
    Head { creditor: Some("Atelier Moreau".to_owned()), debtor: debtor.to_owned() }
}

fn table(rows: usize) -> Block {
    let row = |i: usize| vec![format!("F-{i}"), "1 234,56".to_owned()];
    Block::Table(Table {
        columns: vec![("Facture".to_owned(), Align::Left), ("Montant".to_owned(), Align::Right)],
        rows: (1..=rows).map(row).collect(),
        totals: vec![vec!["Total".to_owned(), "99 999,99".to_owned()]],
    })
}

fn document(title: &str, blocks: Vec<Block>) -> Document {
    Document { lang: Lang::Fr, title: title.to_owned(), blocks }
}

/// A PDF of one empty page, with something in its dictionary.
fn foreign(more: &str) -> Vec<u8> {
    let objects = [
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_owned(),
        format!("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] {more} >>"),
    ];
    let mut out = "%PDF-1.4\n".to_owned();
    for (i, object) in objects.iter().enumerate() {
        out.push_str(&format!("{} 0 obj\n{object}\nendobj\n", i + 1));
    }
    // Its list of objects is missing, as it is in many a file: readers look for them.
    out.push_str("trailer << /Size 4 /Root 1 0 R >>\nstartxref\n0\n%%EOF\n");
    out.into_bytes()
}

fn laid(document: &Document, debtor: &str) -> (Vec<String>, BTreeSet<char>) {
    let (pages, missing) = paper(&design()).laid(document, &head(debtor));
    (texts(&pages), missing)
}

#[test]
fn heads_stand_on_every_page_and_totals_with_the_last_rows() {
    // Wherever the page ends.
    let mut sheets = Vec::new();
    for rows in 45..53 {
        let (pages, _) = laid(&document("Décompte", vec![table(rows)]), "Dupont");
        for (i, page) in pages.iter().enumerate() {
            let shown = [
                "Atelier Moreau / Dupont",
                "30\u{a0}septembre\u{a0}2026",
                "Montant",
                &format!("{}/{}", i + 1, pages.len()),
            ];
            assert!(shown.iter().all(|text| page.contains(text)), "{rows}: {page}");
        }
        sheets.push(pages.len());
        let last = pages.last().unwrap();
        let all = [format!("F-{}\n", rows - 1), format!("F-{rows}\n"), "99 999,99".to_owned()];
        assert!(all.iter().all(|text| last.contains(text)), "{rows}: {last}");
    }
    assert_eq!((sheets[0], sheets[sheets.len() - 1]), (1, 2));
}

#[test]
fn strangers_names_are_text_and_a_letter_without_a_font_is_its_number() {
    let parties = Block::Parties(vec![("Débiteur".to_owned(), vec![HOSTILE.to_owned()])]);
    let sheet = document("x", vec![parties, Block::Paragraph("日 noté".to_owned())]);
    let (pages, missing) = laid(&sheet, HOSTILE);
    let all = pages.concat().replace('\n', "");
    assert_eq!(all.matches(&HOSTILE.replace(' ', "")).count() + all.matches(HOSTILE).count(), 2, "{all}");
    assert!(all.contains("[U+65E5] noté"), "{all}");
    assert_eq!(missing, ['日'].into());
}

#[test]
fn a_sheet_is_the_same_twice() {
    let sheet = document("Décompte", vec![Block::Heading("Factures".to_owned()), table(3)]);
    let written =
        |paper: &Paper<'_>| paper.document(&sheet, &head("Dupont")).unwrap_or_else(|fault| panic!("{fault:?}"));
    let design = design();
    let (first, second) = (written(&paper(&design)), written(&paper(&design)));
    assert_eq!(first, second);
    assert!(first.bytes.starts_with(b"%PDF-1.7"));
    // As another program reads it.
    let file = lopdf::Document::load_mem(&first.bytes).unwrap();
    let text = file.extract_text(&[1]).unwrap();
    for shown in ["Atelier Moreau / Dupont", "Décompte", "Factures", "F-3", "1 234,56", "99 999,99", "1/1"] {
        assert!(text.contains(shown), "{shown} in {text}");
    }
}

#[test]
fn a_file_lists_its_pieces_with_their_pages_and_says_what_is_not_in_it() {
    let entry = |file: &str| Entry { piece: None, file: file.to_owned(), what: String::new(), sha256: "ab".repeat(32) };
    let (sheet, plain, noted) = (
        document("Décompte", vec![table(60)]),
        foreign("/Annots [<< /Subtype /Link /Rect [0 0 9 9] >>]"),
        foreign("/Annots [<< /Subtype /Stamp /Rect [0 0 9 9] >>]"),
    );
    let exhibit = |title, entry, shown| Exhibit { title, entry, shown };
    let files = ["sheet.pdf", "F1.pdf", "F2.pdf", "F3.docx", "letter.txt"].map(entry);
    let pieces = [
        exhibit("Décompte", &files[0], Seen::Document(&sheet)),
        exhibit("Facture F1", &files[1], Seen::File(&plain)),
        exhibit("Facture F2", &files[2], Seen::File(&noted)),
        exhibit("Facture F3", &files[3], Seen::File(b"PK")),
        exhibit("Courriel", &files[4], Seen::Text("Madame,\n  1 234,56   2,00")),
    ];
    let empty = Table::default();
    let cover = document("Dossier", vec![Block::Table(empty), Block::Heading("Pièces manquantes".to_owned())]);
    let design = design();
    let (paper, head) = (paper(&design), head("Dupont"));
    let binding = |pieces| Binding { paper: &paper, cover: &cover, head: &head, pieces, others: others(pieces) };
    let (pages, _, promise) = binding(&pieces).laid();
    let pages = texts(&pages);
    // The sheet takes two pages.
    assert_eq!(pages.len(), 5);
    let register: Vec<&str> = pages[0].lines().collect();
    let after = |title: &str| {
        let at = register.iter().position(|line| *line == title).unwrap();
        *register[at..].iter().find(|line| ["2", "4", "5", "à part"].contains(line)).unwrap()
    };
    assert_eq!(
        ["Décompte", "Facture F1", "Facture F2", "Facture F3", "Courriel"].map(after),
        ["2", "4", "à part", "à part", "5"]
    );
    assert!(pages[0].contains("ses pages seraient perdus") && pages[0].contains("ni PDF ni image"), "{}", pages[0]);
    assert!(pages[0].contains("Pièces manquantes"));
    assert!(pages[3].contains("Pièce n°\u{a0}2 — Facture F1") && pages[3].contains("4/5"), "{}", pages[3]);
    assert!(pages[4].contains("  1 234,56   2,00"), "{}", pages[4]);
    assert_eq!(promise, Promise::Nothing);
    // Nobody's pages but ours: PDF/A.
    assert_eq!(binding(&pieces[..1]).laid().2, Promise::Archive);
    let bound = || paper.bundle(&cover, &head, &pieces).unwrap_or_else(|fault| panic!("{fault:?}"));
    assert_eq!((bound().written, bound().apart.len()), (bound().written, 2));
    // As another program reads it, page by page; the one of others is empty.
    let file = lopdf::Document::load_mem(&bound().written.bytes).unwrap();
    let read = |page: u32| file.extract_text(&[page]).unwrap();
    assert_eq!(file.get_pages().len(), 5);
    for (page, shown) in [(1, "Facture F1"), (1, "ni PDF ni image"), (2, "F-1"), (3, "99 999,99"), (5, "Madame,")] {
        assert!(read(page).contains(shown), "{shown} in {}", read(page));
    }
}
