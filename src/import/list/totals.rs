//! The rows of a list against the totals between and below them: a row that was lost shows there.

use std::collections::BTreeSet;

use super::Gathering;
use super::facts::money;
use crate::diag::{Diagnostic, Place, code};
use crate::import::sums::is_credit_note;
use crate::input::columns::Column;
use crate::input::edit::{PlainRow, PlainRows};
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
        let own = self.request.policy.currency;
        let currencies: BTreeSet<Currency> =
            rows.iter().map(|row| Currency::parse(row.get(Column::Currency)).unwrap_or(own)).collect();
        let [currency] = currencies.into_iter().collect::<Vec<_>>()[..] else { return };
        let column =
            part.columns.iter().find(|(column, _)| *column == Column::Amount).and_then(|(_, from)| from.name());
        let mut start = 0;
        for total in &found.totals {
            let readings = readings(&total.text, currency);
            let sums = sums(rows, (start, total.rows), currency);
            start = total.rows;
            if let (Some(said), Some(sum), false) =
                (readings.first(), sums.first(), readings.iter().any(|said| sums.contains(said)))
            {
                let place = Place::line(&self.incoming.lists[self.at as usize], total.line);
                let place = match column {
                    Some(column) => place.cell(column, &total.text),
                    None => place,
                };
                self.incoming.findings.push(differing((*said, *sum), currency, place));
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

/// How the rows of credit notes count in a total.
#[derive(Clone, Copy)]
enum Credits {
    TakenOff,
    Added,
    LeftOut,
}

/// Returns the sums that a total below some rows may be: of those since the total before, or of all above; credit notes
/// taken off, added, or left out; each invoice once or as often as it stands there.
fn sums(rows: &PlainRows, (start, end): (usize, usize), currency: Currency) -> Vec<Amount> {
    let mut sums = Vec::new();
    for from in [start, 0] {
        for credits in [Credits::TakenOff, Credits::Added, Credits::LeftOut] {
            for once in [false, true] {
                let mut seen = BTreeSet::new();
                let counted = (from..end.min(rows.len())).map(|row| rows.row(row)).filter(|row| {
                    let number = row.get(Column::InvoiceId);
                    !once || number.is_empty() || seen.insert(number.to_owned())
                });
                sums.push(counted.map(|row| amount(row, currency, credits)).sum());
            }
        }
    }
    sums
}

fn amount(row: PlainRow<'_>, currency: Currency, credits: Credits) -> Amount {
    let amount = money(row.get(Column::Amount), currency).unwrap_or(Amount::ZERO);
    match credits {
        _ if !is_credit_note(row) && !amount.is_negative() => amount,
        Credits::TakenOff => -amount.abs(),
        Credits::Added => amount.abs(),
        Credits::LeftOut => Amount::ZERO,
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
