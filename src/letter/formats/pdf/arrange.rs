//! What of a letter stands on its page, and what in an annex.
//!
//! Who is asked to pay finds the demand, the sum, the last day and the account on one page. What does not fit there
//! goes into an annex, the least missed first: how the interest was worked out, then interest and indemnity by item,
//! then the items.

use crate::letter::formats::document::{Detail, Part};

/// The most rows that tables of a letter of one page can have: that many lines alone fill it.
const MOST_ROWS: usize = 40;

/// The parts of a letter in two: those between the references and the signature, and those of the annex.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Arranged<'a> {
    /// What the letter says.
    pub letter: Vec<&'a Part>,
    /// What the annex says, under titles.
    pub annex: Vec<(&'a str, Vec<&'a Part>)>,
    /// How many rows the tables of the letter have.
    rows: usize,
}

/// Returns the ways to arrange a letter, from everything in its place to all details in the annex; none that cannot be
/// one page, but the last.
pub fn ways(parts: &[Part]) -> Vec<Arranged<'_>> {
    let ways = [None, Some(Detail::Computation), Some(Detail::Charges), Some(Detail::Items)];
    let mut ways: Vec<Arranged<'_>> = ways.into_iter().map(|most| arranged(parts, most)).collect();
    ways.dedup();
    let last = ways.len() - 1;
    let mut place = 0..;
    ways.retain(|way| place.next() == Some(last) || way.may_be_one_page());
    ways
}

/// Returns a letter of which details up to one stand in the annex.
fn arranged(parts: &[Part], most: Option<Detail>) -> Arranged<'_> {
    let mut arranged = Arranged::default();
    arranged.take(parts, most);
    arranged
}

impl<'a> Arranged<'a> {
    fn take(&mut self, parts: &'a [Part], most: Option<Detail>) {
        for part in parts {
            match part {
                Part::Detail { detail, title, instead, parts } if Some(*detail) <= most => {
                    self.letter.push(instead);
                    self.annex.push((title, in_place(parts)));
                }
                Part::Detail { parts, .. } => self.take(parts, most),
                part => {
                    self.rows += if let Part::Table { rows, .. } = part { rows.len() } else { 0 };
                    self.letter.push(part);
                }
            }
        }
    }

    /// Tells whether its tables leave anything of a page.
    pub fn may_be_one_page(&self) -> bool {
        self.rows <= MOST_ROWS
    }
}

/// Returns parts of which each detail stands in its place.
fn in_place(parts: &[Part]) -> Vec<&Part> {
    arranged(parts, None).letter
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::letter::wording::markup::Rich;

    fn said(text: &str) -> Part {
        Part::Paragraph { text: Rich::from(text.to_owned()) }
    }

    fn table(rows: usize) -> Part {
        Part::Table { titles: vec!["x"], rows: vec![vec!["1".to_owned()]; rows], notes: Vec::new() }
    }

    fn detail(detail: Detail, parts: Vec<Part>) -> Part {
        Part::Detail { detail, title: "t", instead: Box::new(said("see there")), parts }
    }

    #[test]
    fn the_computation_goes_first_and_what_cannot_fit_is_not_tried() {
        let charges = detail(Detail::Charges, vec![table(2), detail(Detail::Computation, vec![table(50)])]);
        let parts = [said("a"), detail(Detail::Items, vec![table(2)]), charges, said("z")];
        let shapes: Vec<(usize, Vec<usize>)> = ways(&parts)
            .iter()
            .map(|way| (way.letter.len(), way.annex.iter().map(|(_, parts)| parts.len()).collect()))
            .collect();
        // In its place the computation alone is longer than a page.
        assert_eq!(shapes, [(5, vec![1]), (4, vec![2]), (4, vec![1, 2])]);
    }

    #[test]
    fn a_letter_without_details_is_arranged_one_way_however_long() {
        let parts = [said("a"), table(90)];
        let ways = ways(&parts);
        assert_eq!((ways.len(), ways[0].may_be_one_page()), (1, false));
    }
}
