//! Where the rate of a piece comes from, in one line: for scripts as the files name it, for readers in words.

use rust_decimal::Decimal;

use super::{Basis, Clause, Penalties, Piece};
use crate::law::rates::{Origin, RateRow, Series};
use crate::model::rate::RateRule;
use crate::model::{Bilingual, Lang, Rate, figures};

impl Penalties<'_> {
    /// Returns the line that names the official row and the article or file:
    /// `ecb-main-refinancing 2026-06-17 2.40 + 10 (C. com. L441-10 II)`. A row of the folder is named by its file:
    /// `rates/ecb-main-refinancing.csv 2027-01-01 2.65 + 10 (C. com. L441-10 II)`.
    pub fn basis(&self, piece: &Piece) -> String {
        self.basis_as(piece, None)
    }

    /// Returns the same line in words:
    /// `taux de refinancement de la BCE du 17/06/2026 : 2,40 % + 10 (C. com. L441-10 II)`.
    pub fn basis_in_words(&self, piece: &Piece) -> Bilingual {
        Bilingual::new(self.basis_as(piece, Some(Lang::En)), self.basis_as(piece, Some(Lang::Fr)))
    }

    fn basis_as(&self, piece: &Piece, words: Option<Lang>) -> String {
        let Basis { clause, rule, row, .. } = piece.basis;
        let by = match clause {
            Clause::Law(regime) => regime.article,
            Clause::Policy => "policy.toml",
            Clause::Customer => "customers.csv",
            Clause::Invoice => "invoices.csv",
        };
        let shown = |rate: Rate| words.map_or_else(|| rate.to_string(), |lang| figures::rate(rate, lang));
        let capitalised = self.capitalised_by(piece).map(|article| format!("; {article}")).unwrap_or_default();
        // A row of the folder that says another rate than the program's own.
        let instead = match (self.rate_row(piece).and_then(RateRow::contradicts), words) {
            (None, _) => String::new(),
            (Some(rate), Some(Lang::Fr)) => format!(" ; au lieu de {}", shown(rate)),
            (Some(rate), _) => format!("; instead of {}", shown(rate)),
        };
        let by = format!("{by}{capitalised}{instead}");
        let official = row.map(|(series, place)| official(series, self.official(series, place), words));
        let official = official.unwrap_or_default();
        let number = |number: Decimal| {
            let mark = words.map_or('.', figures::decimal_mark);
            number.normalize().to_string().replace('.', &mark.to_string())
        };
        match rule {
            RateRule::Fixed(rate) => format!("{} ({by})", shown(rate)),
            RateRule::Plus(_, points) if points == Rate::ZERO => format!("{official} ({by})"),
            RateRule::Plus(_, points) => format!("{official} + {} ({by})", number(points.percent())),
            RateRule::Times(_, times) if times == Decimal::ONE => format!("{official} ({by})"),
            RateRule::Times(_, times) if words.is_some() => format!("{official} × {} ({by})", number(times)),
            RateRule::Times(_, times) => format!("{official} * {} ({by})", number(times)),
        }
    }
}

/// Returns an official row: its table, its first day and its rate.
fn official(series: Series, row: &RateRow, words: Option<Lang>) -> String {
    let rate = row.rate.expect("a row without rate is never applied");
    let day = |lang| figures::date(row.valid_from, lang);
    // A row of the folder is named by its file, in words too.
    let named = |title: &str| match row.origin {
        Origin::BuiltIn => title.to_owned(),
        Origin::Folder => format!("{title}, {}", series.file()),
    };
    match (words, row.origin) {
        (None, Origin::BuiltIn) => format!("{} {} {rate}", series.name(), row.valid_from),
        (None, Origin::Folder) => format!("{} {} {rate}", series.file(), row.valid_from),
        (Some(Lang::En), _) => {
            format!("{} of {}: {}", named(series.title().0), day(Lang::En), figures::rate(rate, Lang::En))
        }
        (Some(Lang::Fr), _) => {
            format!("{} du {} : {}", named(series.title().1), day(Lang::Fr), figures::rate(rate, Lang::Fr))
        }
    }
}
