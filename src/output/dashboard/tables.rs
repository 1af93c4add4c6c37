//! Tables of the page: a report as the command prints it, and the few that only the page has.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::io;
use std::ops::Range;

use rust_decimal::Decimal;

use super::Dashboard;
use super::grid::{Grid, Narrow, Td};
use super::words::Words;
use crate::engine::ageing::AgedRow;
use crate::engine::planning::Notice;
use crate::engine::scoring::{CustomerScore, Grade, Reason, Verdict};
use crate::model::visible::visible;
use crate::model::{Amount, Currency, Lang, figures};
use crate::output::reports::age::{band_column, not_due_column};
use crate::output::reports::score;
use crate::output::sheet::{Report, Shown};
use crate::output::statement::document::Align;
use crate::output::text::ShownCell;
use crate::output::{Cell, Column};

/// Returns a report as a table: the columns that a table of the command shows, each row whole. Where all rows share a
/// currency, the caption says it.
///
/// # Errors
/// Those of the report's own rows.
pub(super) fn of_report(report: &dyn Report, currencies: &[Currency], lang: Lang) -> io::Result<Grid> {
    let columns = report.columns();
    let is_shown = |column: &Column| {
        !matches!(column.shown, Shown::Data | Shown::Json | Shown::InsteadOf(_))
            && (currencies.len() > 1 || column.key != "currency")
    };
    // The first column is the head of the rows, wherever the currency stands.
    let mut shown: Vec<usize> = (0..columns.len()).filter(|&i| is_shown(&columns[i])).collect();
    if let [first, second, ..] = &mut shown[..]
        && columns[*first].key == "currency"
    {
        std::mem::swap(first, second);
    }
    let words = |cell: &Cell<'_>| Td::Text(ShownCell::of(cell, lang).into_text());
    let cells = |row: &[Cell<'_>]| shown.iter().map(|&i| words(&row[i])).collect::<Vec<Td>>();
    let mut rows = Vec::new();
    let mut is_figures = vec![false; columns.len()];
    report.rows(&mut |row| {
        for &i in &shown {
            is_figures[i] |= ShownCell::of(&row[i], lang).is_figure() || matches!(row[i], Cell::Amount(..));
        }
        rows.push(cells(row));
        Ok(())
    })?;
    let labelled = |label: &str, row: &[Cell<'_>]| {
        let mut cells = cells(row);
        if let Some(first) = cells.first_mut() {
            *first = Td::Text(label.to_owned());
        }
        cells
    };
    let mut totals: Vec<Vec<Td>> = report.totals().iter().map(|total| labelled("Total", total)).collect();
    totals.extend(report.beside().iter().map(|(label, row)| labelled(label.get(lang), row)));
    let title = report.title().map_or(String::new(), |title| title.get(lang).to_owned());
    let align = |i: usize| if is_figures[i] { Align::Right } else { Align::Left };
    Ok(Grid {
        caption: match (currencies, lang) {
            ([currency], Lang::En) => format!("{title}, in {currency}"),
            ([currency], Lang::Fr) => format!("{title}, en {currency}"),
            _ => title,
        },
        columns: shown.iter().map(|&i| (columns[i].title.get(lang).to_owned(), align(i))).collect(),
        rows,
        totals,
        narrow: Narrow::Scrolls,
    })
}

/// Returns a table without totals whose rows become cards on a narrow screen.
fn cards<const N: usize>(caption: &str, titles: [(&str, Align); N], rows: Vec<Vec<Td>>) -> Grid {
    let columns = titles.map(|(title, align)| (title.to_owned(), align)).to_vec();
    Grid { caption: caption.to_owned(), columns, rows, totals: Vec::new(), narrow: Narrow::Cards }
}

impl Dashboard<'_> {
    pub(super) fn money(&self, amount: Amount, currency: Currency) -> String {
        figures::money(amount, currency, self.lang)
    }

    /// Returns the aged balance: all of it where it is short, else the `most` largest debtors of each currency, the
    /// largest first; and how many are left out.
    pub(super) fn aged_balance(&self, most: usize, words: &Words) -> (Grid, usize) {
        let several = self.currencies().len() > 1;
        let bands = self
            .balance
            .bands
            .iter()
            .map(|&band| band_column(band, self.balance.basis).title.get(self.lang).to_owned());
        let has_credits = self.balance.totals.iter().any(|total| !total.credits.is_zero());
        let mut columns = vec![(words.customer.to_owned(), Align::Left)];
        columns.extend(several.then(|| (words.currency.to_owned(), Align::Left)));
        let not_due = not_due_column(self.balance.basis).title.get(self.lang).to_owned();
        columns.push((not_due, Align::Right));
        columns.extend(bands.map(|band| (band, Align::Right)));
        columns.extend(has_credits.then(|| (words.credits.to_owned(), Align::Right)));
        columns.push((words.total.to_owned(), Align::Right));
        let row = |row: &AgedRow| {
            let figure = |amount: Amount| {
                let dash = || "–".to_owned();
                Td::Text(if amount.is_zero() { dash() } else { figures::amount(amount, row.currency, self.lang) })
            };
            let who = row.customer.map(|customer| Td::who(self.ledger.customer(customer)));
            let mut cells = vec![who.unwrap_or_else(|| Td::Text(words.total.to_owned()))];
            cells.extend(several.then(|| Td::Text(row.currency.code().to_owned())));
            cells.push(figure(row.not_due));
            cells.extend(row.overdue.iter().copied().map(figure));
            cells.extend(has_credits.then(|| figure(row.credits)));
            cells.push(figure(row.total()));
            cells
        };
        let mut shown: Vec<&AgedRow> = self.balance.rows.iter().collect();
        if shown.len() > most {
            shown.sort_by_key(|row| (row.currency, Reverse(row.total()), row.customer));
            let mut of_each: BTreeMap<Currency, usize> = BTreeMap::new();
            shown.retain(|row| {
                let count = of_each.entry(row.currency).or_default();
                *count += 1;
                *count <= most
            });
        }
        let left_out = self.balance.rows.len() - shown.len();
        let caption = match &self.currencies()[..] {
            [currency] => format!("{} · {currency}", words.balance),
            _ => words.balance.to_owned(),
        };
        let totals = self.balance.totals.iter().map(row).collect();
        let rows = shown.into_iter().map(row).collect();
        (Grid { caption, columns, rows, totals, narrow: Narrow::Scrolls }, left_out)
    }

    /// Returns the customers with the most at risk: exposure x (100 - score), those who owe nothing left out.
    pub(super) fn riskiest(&self) -> Vec<&CustomerScore> {
        let risk = |row: &CustomerScore| {
            i128::from(row.exposure.main.minor()) * i128::from(100_u32.saturating_sub(row.card.score()))
        };
        let mut rows: Vec<&CustomerScore> =
            self.scores.rows().iter().filter(|row| row.exposure.main.is_positive()).collect();
        rows.sort_by_key(|row| (Reverse(risk(row)), row.customer));
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

    pub(super) fn scored(&self, rows: &[&CustomerScore], caption: &str, words: &Words) -> Grid {
        let currency = self.scores.currency();
        let used = |hundredths: i64| figures::whole_percent(Decimal::new(hundredths, 4), self.lang);
        let text = |text: Option<String>| Td::Text(text.unwrap_or_default());
        let row = |row: &&CustomerScore| {
            let limit = row.limit.amount();
            vec![
                Td::who(self.ledger.customer(row.customer)),
                Td::Text(row.card.score().to_string()),
                grade(row.grade),
                Td::Text(self.money(row.exposure.main, currency)),
                text(limit.map(|limit| self.money(limit, currency))),
                text(limit.and_then(|limit| row.exposure.part_of(limit)).map(used)),
                verdict(row.verdict(), self.lang),
                Td::Long(score::because(self.scores, row, self.lang)),
            ]
        };
        let titles = [
            (words.customer, Align::Left),
            (words.score, Align::Right),
            (words.grade, Align::Left),
            (words.exposure, Align::Right),
            (words.limit, Align::Right),
            (words.used, Align::Right),
            (words.verdict, Align::Left),
            (words.because, Align::Left),
        ];
        cards(caption, titles, rows.iter().map(row).collect())
    }

    /// Returns what goes out today, the largest sum first: the notices of these places in that order.
    pub(super) fn notices(&self, places: Range<usize>, words: &Words) -> Grid {
        let mut notices: Vec<&Notice<'_>> = self.plan.notices().iter().collect();
        notices.sort_by_key(|notice| (Reverse(self.plan.asked(notice)), notice.customer, notice.currency, notice.rank));
        let row = |notice: &&Notice<'_>| {
            vec![
                Td::who(self.ledger.customer(notice.customer)),
                Td::Text(visible(notice.level.label.get(self.lang)).into_owned()),
                Td::Text(notice.level.channel.term().get(self.lang).to_owned()),
                Td::Text(notice.lines.len().to_string()),
                Td::Text(self.money(self.plan.asked(notice), notice.currency)),
                Td::Text(notice.deadline.map_or(String::new(), |day| figures::date(day, self.lang))),
            ]
        };
        let titles = [
            (words.customer, Align::Left),
            (words.level, Align::Left),
            (words.channel, Align::Left),
            (words.items, Align::Right),
            (words.asked, Align::Right),
            (words.deadline, Align::Left),
        ];
        cards(words.today, titles, notices.iter().take(places.end).skip(places.start).map(row).collect())
    }

    /// Returns how many open items are left alone for which reason, and what is open on them: the largest sum first.
    pub(super) fn left_alone(&self, words: &Words) -> Grid {
        let mut found: BTreeMap<(Currency, &str, &str), (i64, Amount)> = BTreeMap::new();
        for row in self.plan.rows() {
            let Some(stop) = row.stops.first() else { continue };
            let currency = self.ledger.invoice(row.item).currency;
            let (items, open) = found.entry((currency, stop.code(), stop.term().get(self.lang))).or_default();
            *items += 1;
            *open += row.open;
        }
        let mut found: Vec<_> = found.into_iter().collect();
        found.sort_by_key(|&((currency, ..), (_, open))| (currency != self.policy.currency, currency, Reverse(open)));
        let row = |((currency, _, reason), (items, open)): ((Currency, &str, &str), (i64, Amount))| {
            let items = figures::count(items, self.lang);
            vec![Td::Text(reason.to_owned()), Td::Text(items), Td::Text(self.money(open, currency))]
        };
        let titles = [(words.reason, Align::Left), (words.items, Align::Right), (words.open, Align::Right)];
        Grid { narrow: Narrow::Scrolls, ..cards(words.left_alone, titles, found.into_iter().map(row).collect()) }
    }
}

fn grade(grade: Grade) -> Td {
    let letter = grade.letter();
    let class = match letter {
        "A" | "B" => "good",
        "C" => "fair",
        _ => "bad",
    };
    Td::Badge(class, letter)
}

fn verdict(verdict: Verdict, lang: Lang) -> Td {
    let class = match verdict {
        Verdict::Ok => "good",
        Verdict::Watch => "fair",
        Verdict::Block => "bad",
    };
    Td::Badge(class, verdict.term().get(lang))
}
