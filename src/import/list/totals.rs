//! The rows of a list against the totals between and below them: a row that was lost shows there.

use std::collections::BTreeSet;

use super::Gathering;
use super::facts::money;
use crate::diag::{Diagnostic, Place, code};
use crate::import::sums::is_credit_note;
use crate::input::columns::Column;
use crate::input::edit::PlainRow;
use crate::input::list::{ListRows, NoRow, Part};
use crate::input::text::{foreign_amount, parse_amount};
use crate::model::dialect::DecimalMark;
use crate::model::{Amount, Bilingual, Currency, FileRole, Lang, figures};

impl Gathering<'_> {
    /// Tells of a total that is the sum of none of the rows that it may be of. Where rows are refused, or left out for
    /// what they are, nobody can tell.
    pub(super) fn hold_against_totals(&mut self, parts: &[Part], found: &ListRows) {
        let is_whole = found.refused.is_empty()
            && found.no_rows.keys().all(|why| matches!(why, NoRow::Total | NoRow::Section | NoRow::Header));
        let (Some(part), Some(rows)) = (parts.first(), found.parts.first()) else { return };
        if !is_whole || part.role == FileRole::Customers || found.totals.is_empty() {
            return;
        }
        let currencies: BTreeSet<Currency> = rows.iter().map(|row| self.currency(row)).collect();
        let [currency] = currencies.into_iter().collect::<Vec<_>>()[..] else { return };
        let column =
            part.columns.iter().find(|(column, _)| *column == Column::Amount).and_then(|(_, from)| from.name());
        let (mut rows, mut since, mut all) = (rows.iter().enumerate().peekable(), Sums::default(), Sums::default());
        for total in &found.totals {
            while let Some((_, row)) = rows.next_if(|(at, _)| *at < total.rows) {
                since.add(row, currency);
                all.add(row, currency);
            }
            let readings = readings(&total.text, currency);
            let part = std::mem::take(&mut since);
            let is_one = |said: &Amount| part.has(*said) || all.has(*said);
            if let (Some(said), false) = (readings.first(), readings.iter().any(is_one)) {
                let place = Place::line(&self.incoming.lists[self.at as usize], total.line);
                let place = match column {
                    Some(column) => place.cell(column, &total.text),
                    None => place,
                };
                self.incoming.findings.push(differing((*said, part.taken_off()), currency, place));
            }
        }
    }
}

/// Returns what the cell of a total may say.
fn readings(text: &str, currency: Currency) -> Vec<Amount> {
    let digits = foreign_amount(text).map_or_else(|| text.to_owned(), |money| money.digits);
    let Ok(read) = parse_amount(digits.as_bytes()) else { return Vec::new() };
    let marks = [DecimalMark::Comma, DecimalMark::Point].into_iter();
    marks.filter_map(|mark| read.under(mark)?.to_amount(currency)).collect()
}

/// The sums that a total below some rows may be.
#[derive(Default)]
struct Sums {
    /// With credit notes taken off, added, and left out; of all rows, and of the first of each invoice.
    sums: [[Amount; 2]; 3],
    seen: BTreeSet<String>,
}

impl Sums {
    fn add(&mut self, row: PlainRow<'_>, currency: Currency) {
        let number = row.get(Column::InvoiceId);
        let is_first = number.is_empty() || self.seen.insert(number.to_owned());
        let amount = money(row.get(Column::Amount), currency).unwrap_or(Amount::ZERO);
        let readings = match is_credit_note(row) || amount.is_negative() {
            true => [-amount.abs(), amount.abs(), Amount::ZERO],
            false => [amount; 3],
        };
        for ([of_all, of_first], amount) in self.sums.iter_mut().zip(readings) {
            *of_all += amount;
            *of_first += if is_first { amount } else { Amount::ZERO };
        }
    }

    fn has(&self, said: Amount) -> bool {
        self.sums.as_flattened().contains(&said)
    }

    /// Returns the sum of all rows, less the credit notes.
    fn taken_off(&self) -> Amount {
        self.sums[0][0]
    }
}

fn differing((said, sum): (Amount, Amount), currency: Currency, place: Place) -> Diagnostic {
    let shown = |amount| {
        let [en, fr] = [Lang::En, Lang::Fr].map(|lang| figures::money(amount, currency, lang));
        Bilingual::new(en, fr)
    };
    let (said, sum) = (shown(said), shown(sum));
    Diagnostic::new(
        code::import::TOTAL_DIFFERS,
        format!("this total says {}, and the rows above it come to {}", said.en, sum.en),
        format!("ce total dit {}, et les lignes au-dessus font {}", said.fr, sum.fr),
    )
    .at(place)
}
