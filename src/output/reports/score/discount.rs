//! What an early-payment discount costs, in columns, and for whom it pays, in words.

use rust_decimal::Decimal;

use crate::engine::scoring::{CustomerScore, DiscountCost, Scores};
use crate::model::{Bilingual, Lang, Rate, figures};
use crate::output::{Cell, Column};

/// How many customers are named.
const NAMED: usize = 5;

/// Returns the columns.
pub(super) fn columns() -> [Column; 5] {
    ["discount_percent", "discount_days", "usual_days", "discount_yearly_cost", "discount_pays"].map(Column::data)
}

/// Returns a customer's cells.
pub(super) fn cells(row: &CustomerScore) -> [Cell<'static>; 5] {
    let rate = |rate: Decimal| Cell::Rate(Rate::from_percent(rate));
    let Some(DiscountCost { tier, usual_days, yearly, pays }) = row.discount else { return [const { Cell::Empty }; 5] };
    [
        rate(tier.rate),
        Cell::Count(tier.days.into()),
        Cell::Count(usual_days),
        Cell::maybe(yearly, rate),
        Cell::Flag(pays),
    ]
}

/// Returns the line that names those for whom the discount pays; nothing where none is granted.
pub(super) fn remark(scores: &Scores<'_>) -> Option<Bilingual> {
    let granted: Vec<(&CustomerScore, DiscountCost)> =
        scores.rows().iter().filter_map(|row| Some((row, row.discount?))).collect();
    if granted.is_empty() {
        return None;
    }
    let mut paying: Vec<&(&CustomerScore, DiscountCost)> = granted.iter().filter(|(_, cost)| cost.pays).collect();
    paying.sort_by_key(|(row, cost)| (cost.yearly, row.customer));
    let gifts = granted.iter().filter(|(_, cost)| cost.yearly.is_none()).count();
    let said = |lang: Lang| {
        let percent = |rate: Decimal| figures::rate(Rate::from_percent(rate), lang);
        let named = paying.iter().take(NAMED).map(|(row, cost)| {
            let name = &scores.ledger().customer(row.customer).name;
            let (DiscountCost { tier, usual_days, .. }, yearly) = (cost, percent(cost.yearly.unwrap_or_default()));
            let rate = percent(tier.rate);
            match lang {
                Lang::En => format!("{name} ({rate} at {} days, paid at {usual_days}: {yearly} a year)", tier.days),
                Lang::Fr => {
                    format!("{name} ({rate} à {} jours, réglé à {usual_days}\u{a0}: {yearly} par an)", tier.days)
                }
            }
        });
        let mut named = named.collect::<Vec<_>>().join(", ");
        let more = paying.len().saturating_sub(NAMED);
        if more > 0 {
            named += &match lang {
                Lang::En => format!(" and {more} more"),
                Lang::Fr => format!(" et {more} autre{}", if more > 1 { "s" } else { "" }),
            };
        }
        let most = percent(scores.financing_rate());
        let mut text = match (lang, paying.is_empty()) {
            (Lang::En, true) => format!("Early-payment discount: for nobody does it cost less than {most} a year."),
            (Lang::Fr, true) => format!("Escompte\u{a0}: pour personne il ne coûte moins de {most} par an."),
            (Lang::En, false) => format!("Early-payment discount, no more than {most} a year: {named}."),
            (Lang::Fr, false) => format!("Escompte rentable, à {most} par an au plus\u{a0}: {named}."),
        };
        if gifts > 0 {
            let is_one = gifts == 1;
            text += &match lang {
                Lang::En if is_one => " One customer pays by then anyway.".to_owned(),
                Lang::En => format!(" {gifts} customers pay by then anyway."),
                Lang::Fr if is_one => " Un client paie de toute façon dans ce délai.".to_owned(),
                Lang::Fr => format!(" {gifts} clients paient de toute façon dans ce délai."),
            };
        }
        text
    };
    Some(Bilingual::new(said(Lang::En), said(Lang::Fr)))
}
