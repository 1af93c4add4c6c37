//! Where the titles of a list stand: above its header, or on the tab of its sheet; and the refusal of what they say
//! that nobody owes us.

use std::collections::BTreeMap;

use super::above;
use super::aliases::Reading;
use super::titles::{self, Listed, Title};
use crate::diag::{Diagnostic, Place, code};
use crate::input::header::Candidate;

/// The lines above the headers that a table may have, and the name of its sheet.
pub(super) struct Titles<'a> {
    /// By the character between cells: the only cell of a line, where it is alone, and how many lines stand before it.
    lines: BTreeMap<u8, Vec<(u32, String)>>,
    sheet: Option<&'a str>,
}

impl<'a> Titles<'a> {
    /// Gathers the lines above the headers that a table may have.
    pub fn of(head: &[u8], candidates: &[Candidate], sheet: Option<&'a str>) -> Titles<'a> {
        let mut deepest: BTreeMap<u8, u32> = BTreeMap::new();
        for candidate in candidates {
            let known = deepest.entry(candidate.delimiter).or_default();
            *known = candidate.lines_before.max(*known);
        }
        let alone = |cells: Vec<String>| {
            let mut told = cells.into_iter().filter(|cell| !cell.is_empty());
            told.next().filter(|_| told.next().is_none())
        };
        let lines = deepest.into_iter().map(|(delimiter, deepest)| {
            let lines = (0..).zip(above::lines(head, deepest, delimiter));
            (delimiter, lines.filter_map(|(before, cells)| Some((before, alone(cells)?))).collect())
        });
        Titles { lines: lines.collect(), sheet }
    }

    /// Returns the title of the table below a header.
    pub fn above(&self, candidate: &Candidate) -> Option<Title> {
        let lines = self.lines.get(&candidate.delimiter).into_iter().flatten();
        let above = lines.filter(|(before, _)| *before < candidate.lines_before);
        let told = titles::nearest(above.map(|(before, text)| (Some(before + 1), text.clone())));
        told.or_else(|| titles::nearest(self.sheet.map(|name| (None, name.to_owned())).into_iter()))
    }
}

/// Refuses a list whose title says that no customer owes what it lists.
pub(super) fn refused(file: &str, title: &Title, reading: Reading) -> Option<Diagnostic> {
    let Title { line, text, listed } = title;
    let (code, en, fr) = match (reading, listed) {
        (Reading::NoInvoices, Listed::Purchases) => (
            code::import::SELLER_DIFFERS,
            format!("{file} says above its header that it lists purchases, which no customer owes: {text}"),
            format!("{file} dit au-dessus de son en-tête qu'il liste des achats, qu'aucun client ne doit : {text}"),
        ),
        (Reading::NoPayments, _) => (
            code::import::SELLER_DIFFERS,
            format!(
                "{file} says above its header that it lists what suppliers are paid, which no customer paid: {text}"
            ),
            format!(
                "{file} dit au-dessus de son en-tête qu'il liste ce qui est payé aux fournisseurs, qu'aucun client n'a payé : \
                 {text}"
            ),
        ),
        (Reading::NoInvoices, _) => (
            code::import::COLUMNS_OPEN,
            format!(
                "{file} says above its header that it lists quotes or orders, of which nothing is owed yet: {text}"
            ),
            format!(
                "{file} dit au-dessus de son en-tête qu'il liste des devis ou des commandes, dont rien n'est encore dû : {text}"
            ),
        ),
        _ => return None,
    };
    let place = line.map_or_else(|| Place::file(file), |line| Place::line(file, line));
    let finding = Diagnostic::new(code, en, fr).at(place).help(
        "leave it out, and export the invoices to customers; if that is what it lists, take these words out of the file",
        "le laisser de côté, et exporter les factures aux clients ; si c'est ce qu'il liste, ôter ces mots du fichier",
    );
    Some(finding)
}
