//! Tables of the page: a report as the command prints it, and the few that only the page has.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::io;

use rust_decimal::Decimal;

use super::Dashboard;
use super::words::Words;
use crate::engine::planning::Notice;
use crate::engine::scoring::{CustomerScore, Reason, Verdict};
use crate::model::visible::visible;
use crate::model::{Amount, Currency, CustomerId, Lang, figures};
use crate::output::reports::score;
use crate::output::sheet::{Report, Shown};
use crate::output::statement::document::{Align, Table};
use crate::output::text::ShownCell;
use crate::output::{Cell, Column};

/// Returns a report as a table: the columns that a table of the command shows, each row whole.
///
/// # Errors
/// Those of the report's own rows.
pub(super) fn of_report(report: &dyn Report, lang: Lang) -> io::Result<Table> {
    let columns = report.columns();
    let is_shown = |column: &Column| !matches!(column.shown, Shown::Data | Shown::Json | Shown::InsteadOf(_));
    let shown: Vec<usize> = (0..columns.len()).filter(|&i| is_shown(&columns[i])).collect();
    let cells = |row: &[Cell<'_>]| shown.iter().map(|&i| ShownCell::of(&row[i], lang).into_text()).collect();
    let mut table = Table::default();
    let mut is_figures = vec![false; columns.len()];
    report.rows(&mut |row| {
        for &i in &shown {
            is_figures[i] |= ShownCell::of(&row[i], lang).is_figure();
        }
        table.rows.push(cells(row));
        Ok(())
    })?;
    table.totals = report.totals().iter().map(|total| cells(total)).collect();
    table.columns = shown
        .iter()
        .map(|&i| (columns[i].title.get(lang).to_owned(), if is_figures[i] { Align::Right } else { Align::Left }))
        .collect();
    Ok(table)
}

fn columns<const N: usize>(titles: [(&str, Align); N]) -> Vec<(String, Align)> {
    titles.map(|(title, align)| (title.to_owned(), align)).to_vec()
}

impl Dashboard<'_> {
    pub(super) fn name(&self, customer: CustomerId) -> String {
        let customer = self.ledger.customer(customer);
        if customer.name == customer.id {
            visible(&customer.id).into_owned()
        } else {
            format!("{} · {}", visible(&customer.name), visible(&customer.id))
        }
    }

    pub(super) fn money(&self, amount: Amount, currency: Currency) -> String {
        figures::money(amount, currency, self.lang)
    }

    /// Returns the customers with the most at risk: exposure x (100 - score), those who owe nothing left out.
    pub(super) fn riskiest(&self, most: usize) -> Vec<&CustomerScore> {
        let risk = |row: &CustomerScore| {
            i128::from(row.exposure.main.minor()) * i128::from(100_u32.saturating_sub(row.card.score()))
        };
        let mut rows: Vec<&CustomerScore> =
            self.scores.rows().iter().filter(|row| row.exposure.main.is_positive()).collect();
        rows.sort_by_key(|row| (Reverse(risk(row)), row.customer));
        rows.truncate(most);
        rows
    }

    /// Returns the customers to whom no more should be sold on credit, then those near their limit or whose limit is
    /// not in force: the largest exposure first.
    pub(super) fn stopped(&self) -> Vec<&CustomerScore> {
        let is_about_limit = |reason: &Reason| {
            matches!(reason, Reason::NearLimit(_) | Reason::GroupNearLimit(_) | Reason::LimitExpired(_))
        };
        let is_stopped =
            |row: &&CustomerScore| row.verdict() == Verdict::Block || row.reasons.iter().any(is_about_limit);
        let mut rows: Vec<&CustomerScore> = self.scores.rows().iter().filter(is_stopped).collect();
        rows.sort_by_key(|row| (Reverse(row.verdict()), Reverse(row.exposure.main), row.customer));
        rows
    }

    pub(super) fn scored(&self, rows: &[&CustomerScore], words: &Words) -> Table {
        let currency = self.scores.currency();
        let used = |hundredths: i64| figures::whole_percent(Decimal::new(hundredths, 4), self.lang);
        let row = |row: &&CustomerScore| {
            vec![
                self.name(row.customer),
                row.card.score().to_string(),
                row.grade.letter().to_owned(),
                self.money(row.exposure.main, currency),
                row.limit.amount().map_or(String::new(), |limit| self.money(limit, currency)),
                row.limit.amount().and_then(|limit| row.exposure.part_of(limit)).map_or(String::new(), used),
                words.verdict_of(row.verdict()).to_owned(),
                score::because(self.scores, row, self.lang),
            ]
        };
        Table {
            columns: columns([
                (words.customer, Align::Left),
                (words.score, Align::Right),
                (words.grade, Align::Left),
                (words.exposure, Align::Right),
                (words.limit, Align::Right),
                (words.used, Align::Right),
                (words.verdict, Align::Left),
                (words.because, Align::Left),
            ]),
            rows: rows.iter().map(row).collect(),
            totals: Vec::new(),
        }
    }

    /// Returns what goes out today, the largest sum first, `most` at most.
    pub(super) fn notices(&self, most: usize, words: &Words) -> Table {
        let mut notices: Vec<&Notice<'_>> = self.plan.notices().iter().collect();
        notices.sort_by_key(|notice| (Reverse(self.plan.asked(notice)), notice.customer, notice.currency, notice.rank));
        let row = |notice: &&Notice<'_>| {
            vec![
                self.name(notice.customer),
                visible(&notice.level.name).into_owned(),
                words.channel(notice.level.channel).to_owned(),
                notice.lines.len().to_string(),
                self.money(self.plan.asked(notice), notice.currency),
                notice.deadline.map_or(String::new(), |day| figures::date(day, self.lang)),
            ]
        };
        Table {
            columns: columns([
                (words.customer, Align::Left),
                (words.level, Align::Left),
                (words.channel, Align::Left),
                (words.items, Align::Right),
                (words.asked, Align::Right),
                (words.deadline, Align::Left),
            ]),
            rows: notices.iter().take(most).map(row).collect(),
            totals: Vec::new(),
        }
    }

    /// Returns how many open items are left alone for which reason, and what is open on them.
    pub(super) fn left_alone(&self, words: &Words) -> Table {
        let mut found: BTreeMap<(&str, &str, Currency), (usize, Amount)> = BTreeMap::new();
        for row in self.plan.rows() {
            let Some(stop) = row.stops.first() else { continue };
            let currency = self.ledger.invoice(row.item).currency;
            let (items, open) = found.entry((stop.code(), stop.words(self.lang), currency)).or_default();
            *items += 1;
            *open += row.open;
        }
        let row = |((code, words, currency), (items, open)): ((&str, &str, Currency), (usize, Amount))| {
            vec![format!("{words} ({code})"), items.to_string(), self.money(open, currency)]
        };
        Table {
            columns: columns([(words.reason, Align::Left), (words.items, Align::Right), (words.open, Align::Right)]),
            rows: found.into_iter().map(row).collect(),
            totals: Vec::new(),
        }
    }
}
