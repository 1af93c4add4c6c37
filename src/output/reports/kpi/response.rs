//! `kpi --by level` and `kpi --by channel`: what notices bring.

use std::io;

use super::share;
use crate::engine::kpi::{Response, ResponseBy, ResponseRow, Responses};
use crate::model::{Bilingual, Currency, Date, Lang, Term, figures};
use crate::output::reports::{of_channels, of_levels};
use crate::output::{Cell, Column, Report};
use crate::policy::{Channel, Policy};

/// What was paid within some days of each notice, and which promises were kept: one row per level or channel and
/// currency.
#[derive(Clone, Copy, Debug)]
pub struct KpiResponse<'a> {
    /// The figures.
    pub responses: &'a Responses,
    /// Where the names of levels are.
    pub policy: &'a Policy,
}

impl Report for KpiResponse<'_> {
    fn command(&self) -> &'static str {
        "kpi"
    }

    fn as_of(&self) -> Option<Date> {
        Some(self.responses.period.to)
    }

    fn title(&self) -> Option<Bilingual> {
        Some(match self.responses.by {
            ResponseBy::Level => Bilingual::new("What each level brings", "Ce que rapporte chaque niveau"),
            ResponseBy::Channel => Bilingual::new("What each channel brings", "Ce que rapporte chaque canal"),
        })
    }

    fn columns(&self) -> Vec<Column> {
        vec![
            match self.responses.by {
                ResponseBy::Level => of_levels(Column::new("level", "Level", "Niveau"), self.policy),
                ResponseBy::Channel => of_channels(Column::new("channel", "Channel", "Canal")),
            },
            Column::currency(),
            Column::new("notices", "Notices", "Envois"),
            Column::new("running", "Running", "En cours"),
            Column::new("asked", "Asked for", "Demandé"),
            Column::data("within_days"),
            Column::new("paid", "Paid", "Réglé"),
            Column::new("paid_share", "Share", "Part"),
            Column::new("promises", "Promises", "Promesses"),
            Column::new("promises_kept", "Kept", "Tenues"),
            Column::data("promises_broken"),
            Column::data("from"),
            Column::data("to"),
        ]
    }

    fn rows(&self, each: &mut dyn FnMut(&[Cell<'_>]) -> io::Result<()>) -> io::Result<()> {
        self.responses.rows.iter().try_for_each(|ResponseRow { group, currency, response }| {
            let term = match self.responses.by {
                ResponseBy::Level => self.policy.level_term(group),
                ResponseBy::Channel => match Channel::parse(group) {
                    Some(channel) => channel.term(),
                    None => Term::new(group, group),
                },
            };
            each(&self.cells(Cell::Named(group, term), *currency, response))
        })
    }

    fn totals(&self) -> Vec<Vec<Cell<'_>>> {
        let totals = self.responses.totals.iter();
        totals.map(|(&currency, response)| self.cells(Cell::Empty, currency, response).to_vec()).collect()
    }

    fn remarks(&self) -> Vec<Bilingual> {
        let Responses { period, within, .. } = self.responses;
        let date = |lang| (figures::date(period.from, lang), figures::date(period.to, lang));
        let ((from_en, to_en), (from_fr, to_fr)) = (date(Lang::En), date(Lang::Fr));
        vec![Bilingual::new(
            format!(
                "Notices and calls from {from_en} to {to_en} whose {within} days are over: what was open of their items that \
                 day, what was paid of it within {within} days and before the next notice, and the promises made in that time."
            ),
            format!(
                "Relances et appels du {from_fr} au {to_fr} dont les {within} jours sont passés\u{a0}: ce qui restait dû ce \
                 jour-là, ce qui en a été réglé dans les {within} jours et avant la relance suivante, et les promesses faites \
                 dans ce délai."
            ),
        )]
    }
}

impl KpiResponse<'_> {
    fn cells<'c>(&self, group: Cell<'c>, currency: Currency, response: &Response) -> [Cell<'c>; 13] {
        let Response { notices, running, asked, paid, promises, kept, broken } = *response;
        let count = |count: u32| Cell::Count(count.into());
        let Responses { period, within, .. } = self.responses;
        [
            group,
            Cell::Word(currency.code()),
            count(notices),
            count(running),
            Cell::Amount(asked, currency),
            count(*within),
            Cell::Amount(paid, currency),
            Cell::maybe(share(paid, asked), Cell::Share),
            count(promises),
            count(kept),
            count(broken),
            Cell::Date(period.from),
            Cell::Date(period.to),
        ]
    }
}
