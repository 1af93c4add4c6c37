//! How far the known rates reach, seen from the day of the balances, and what is assumed beyond.

use std::collections::BTreeMap;

use crate::diag::code::penalties as code;
use crate::diag::{Diagnostic, Place};
use crate::law::rates::Series;
use crate::model::date::days_between;
use crate::model::{Date, Lang, Selection, figures};

use super::{Penalties, Piece};

/// How many days before the end of what is known a warning begins: time to find and add the next rate.
const WARNING_DAYS: i64 = 30;

impl Penalties<'_> {
    /// Tells whether the interest of some customers rests on an assumed rate.
    pub fn assumes(&self, selection: &Selection) -> bool {
        !self.assumed(selection).is_empty()
    }

    /// Returns a warning for each series of rates that ends soon or whose last rate was continued, where a late item
    /// uses it.
    pub(super) fn horizon(&self, selection: &Selection) -> Vec<Diagnostic> {
        let assumed = self.assumed(selection);
        let as_of = self.balances.as_of();
        let mut found: Vec<Diagnostic> =
            assumed.iter().map(|(&series, &(piece, count))| self.rate_assumed(series, &piece, count)).collect();
        for series in Series::ALL.into_iter().filter(|series| !assumed.contains_key(series)) {
            let Some(end) = self.rates.table(series).known_until() else { continue };
            let is_near = (0..=WARNING_DAYS).contains(&days_between(as_of, end));
            if is_near && self.uses(series, selection) {
                found.push(ends_soon(series, end));
            }
        }
        found
    }

    /// Returns, by series, the first piece that rests on an assumed rate and how many do.
    fn assumed(&self, selection: &Selection) -> BTreeMap<Series, (Piece, u32)> {
        let mut assumed: BTreeMap<Series, (Piece, u32)> = BTreeMap::new();
        if !self.anchors.any_assumed() {
            return assumed;
        }
        let mut pieces = Vec::new();
        for item in self.items(selection) {
            if self.for_item(item, &mut pieces).is_err() {
                continue;
            }
            for piece in pieces.iter().filter(|piece| piece.basis.assumed) {
                if let Some((series, _)) = piece.basis.row {
                    let (first, count) = assumed.entry(series).or_insert((*piece, 0));
                    *count += 1;
                    *first = if piece.from < first.from { *piece } else { *first };
                }
            }
        }
        assumed
    }

    /// Tells whether an item that is due takes its rate from the series.
    fn uses(&self, series: Series, selection: &Selection) -> bool {
        self.items(selection).any(|item| {
            let series_used = self.rule(item).and_then(|(_, rule)| rule.series());
            self.exemption(item).is_none() && series_used == Some(series)
        })
    }

    fn rate_assumed(&self, series: Series, piece: &Piece, count: u32) -> Diagnostic {
        let (name, (title_en, title_fr)) = (series.name(), series.title());
        let row = self.rate_row(piece).expect("an assumed piece has an official row");
        let rate = row.rate.expect("a row without rate is never applied");
        let day = |day: Date, lang| figures::date(day, lang);
        Diagnostic::new(
            code::RATE_ASSUMED,
            format!(
                "the {title_en} is not known from {}: {}, known since {}, is assumed; pieces of interest: {count}",
                day(piece.from, Lang::En),
                figures::rate(rate, Lang::En),
                day(row.valid_from, Lang::En)
            ),
            format!(
                "le {title_fr} est inconnu à partir du {} : {}, connu depuis le {}, est supposé ; périodes d'intérêts : {count}",
                day(piece.from, Lang::Fr),
                figures::rate(rate, Lang::Fr),
                day(row.valid_from, Lang::Fr)
            ),
        )
        .at(Place::file(format!("rates/{name}.csv")))
        .help(
            "an estimate, not a claim: add the official rate there before anything is sent",
            "une estimation, pas une créance : y ajouter le taux officiel avant tout envoi",
        )
    }
}

fn ends_soon(series: Series, end: Date) -> Diagnostic {
    let (name, (title_en, title_fr)) = (series.name(), series.title());
    Diagnostic::new(
        code::RATES_END_SOON,
        format!("the {title_en} is known until {} only", figures::date(end, Lang::En)),
        format!("le {title_fr} n'est connu que jusqu'au {}", figures::date(end, Lang::Fr)),
    )
    .at(Place::file(format!("rates/{name}.csv")))
    .help(
        format!("add the next one to rates/{name}.csv of the folder when it is published"),
        format!("ajouter le suivant à rates/{name}.csv du dossier dès sa publication"),
    )
}
