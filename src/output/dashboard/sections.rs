//! What stands where on the page.

use std::fmt::{self, Write};

use super::chart::{Column, Drawing, Part};
use super::grid::Grid;
use super::words::Words;
use super::{Dashboard, tables, text};
use crate::engine::ageing::AgedRow;
use crate::engine::kpi::{Cash, Group, When};
use crate::engine::scoring::CustomerScore;
use crate::model::{Amount, Bilingual, Currency, Date, Lang, figures};
use crate::output::reports::age::{band_column, not_due_column};
use crate::output::reports::kpi::{Kpi, KpiCash};
use crate::output::sheet::Report;
use crate::policy::AgeBasis;

/// How many customers and notices stand in the open tables.
const MOST: usize = 15;
/// How many stand in a table that one has to open; the commands list them all.
const MOST_BEHIND: usize = 50;

impl Dashboard<'_> {
    /// Writes the links to the parts.
    pub(super) fn navigation(&self, out: &mut String, words: &Words) -> fmt::Result {
        let parts = [
            ("today", words.today),
            ("balance", words.balance),
            ("drift", words.drift),
            ("cash", words.cash),
            ("risk", words.risk),
            ("limits", words.limits),
        ];
        writeln!(out, "<nav aria-label=\"{}\"><ul>", words.sections)?;
        parts.iter().try_for_each(|(id, title)| writeln!(out, "<li><a href=\"#{id}\">{title}</a></li>"))?;
        writeln!(out, "</ul></nav>")
    }

    pub(super) fn sections(&self, out: &mut String, words: &Words) -> fmt::Result {
        self.left_out.iter().try_for_each(|note| paragraph(out, note.get(self.lang)))?;
        let currencies = self.currencies();
        writeln!(out, "<div role=\"region\" aria-labelledby=\"figures-title\">")?;
        writeln!(out, "<h2 id=\"figures-title\" class=\"unseen\">{}</h2>", words.figures)?;
        for &currency in &currencies {
            self.under_currency(out, currency)?;
            self.cards(out, words, currency)?;
        }
        writeln!(out, "</div>")?;
        section(out, "today", words.today, words.today_note, |out| self.today(out, words))?;
        let note = match self.balance.basis {
            AgeBasis::Due => words.balance_note,
            AgeBasis::Issue => words.balance_note_from_issue,
        };
        section(out, "balance", words.balance, note, |out| self.aged(out, words))?;
        section(out, "drift", words.drift, words.drift_note, |out| self.drift(out, words))?;
        section(out, "cash", words.cash, words.cash_note, |out| self.cash(out, words))?;
        section(out, "risk", words.risk, words.risk_note, |out| {
            self.customers(out, &self.riskiest(), (words.risk, words.nobody), words)
        })?;
        section(out, "limits", words.limits, words.limits_note, |out| {
            self.customers(out, &self.stopped(), (words.limits, words.no_limits), words)
        })
    }

    /// Writes the currency over what is in it, where there are several.
    fn under_currency(&self, out: &mut String, currency: Currency) -> fmt::Result {
        if self.currencies().len() > 1 { writeln!(out, "<h3>{currency}</h3>") } else { Ok(()) }
    }

    /// Writes the first of some customers, and how many more there are.
    fn customers(
        &self,
        out: &mut String,
        rows: &[&CustomerScore],
        (caption, nobody): (&str, &str),
        words: &Words,
    ) -> fmt::Result {
        if rows.is_empty() {
            return paragraph(out, nobody);
        }
        self.scored(&rows[..rows.len().min(MOST)], caption, words).write(out)?;
        self.more(out, rows.len().saturating_sub(MOST), "relance score", words)
    }

    /// Writes that there is more, and which command lists it.
    fn more(&self, out: &mut String, count: usize, command: &str, words: &Words) -> fmt::Result {
        if count == 0 {
            return Ok(());
        }
        writeln!(out, "<p class=\"more\">{}</p>", words.and_more(&figures::count(count as i64, self.lang), command))
    }

    fn aged(&self, out: &mut String, words: &Words) -> fmt::Result {
        if self.balance.totals.is_empty() {
            return paragraph(out, words.nothing_owed);
        }
        for currency in self.currencies() {
            self.under_currency(out, currency)?;
            let total = self.balance.totals.iter().find(|total| total.currency == currency);
            let parts = total.map(|total| self.bands(total)).unwrap_or_default();
            self.drawing("balance", words.balance, words.figures_follow, currency).bar(out, &parts)?;
        }
        let (table, left_out) = self.aged_balance(MOST_BEHIND, words);
        self.behind(out, words, &table, |out| self.more(out, left_out, "relance age", words))
    }

    fn drawing<'a>(&self, id: &'a str, title: &'a str, description: &'a str, currency: Currency) -> Drawing<'a> {
        // Other currencies than the main one have smaller drawings, as they have smaller cards.
        let height = if self.currencies().first() == Some(&currency) { 190 } else { 100 };
        Drawing { id, title, description, currency, lang: self.lang, height }
    }

    fn bands(&self, total: &AgedRow) -> Vec<Part> {
        let basis = self.balance.basis;
        let name = not_due_column(basis).title.get(self.lang).to_owned();
        let not_due = Part { colour: 0, name, amount: total.not_due };
        let late = self.balance.bands.iter().zip(&total.overdue).enumerate().map(|(place, (band, &amount))| {
            let name = band_column(*band, basis).title.get(self.lang).to_owned();
            Part { colour: (place + 1).min(6), name, amount }
        });
        std::iter::once(not_due).chain(late).collect()
    }

    fn drift(&self, out: &mut String, words: &Words) -> fmt::Result {
        let currencies = self.currencies();
        if currencies.is_empty() {
            return paragraph(out, words.nothing_owed);
        }
        for &currency in &currencies {
            self.under_currency(out, currency)?;
            let columns: Vec<Column> = self.month_columns(words, currency);
            self.drawing("drift", words.drift, words.table_follows, currency).columns(out, &columns)?;
        }
        self.behind_report(out, words, &Kpi { ledger: self.ledger, rules: &self.policy.kpi, kpis: self.months })
    }

    /// Returns a column for each month, those in which nothing was owed in this currency included.
    fn month_columns(&self, words: &Words, currency: Currency) -> Vec<Column> {
        let mut columns: Vec<(Date, Column)> = Vec::new();
        for row in &self.months.rows {
            let Group::Month(first) = row.group else { continue };
            if columns.last().is_none_or(|(month, _)| *month < first) {
                let none = [(0, words.not_due), (2, words.within_90), (4, words.beyond_90)];
                let parts = none.map(|(colour, name)| Part { colour, name: name.to_owned(), amount: Amount::ZERO });
                let name = match self.lang {
                    Lang::Fr => first.format("%m/%Y"),
                    Lang::En => first.format("%Y-%m"),
                };
                columns.push((first, Column { name: name.to_string(), parts: parts.into() }));
            }
            if let Some((_, column)) = columns.last_mut().filter(|_| row.currency == currency) {
                let inputs = &row.inputs;
                let amounts = [inputs.not_due, inputs.overdue - inputs.over_90, inputs.over_90];
                column.parts.iter_mut().zip(amounts).for_each(|(part, amount)| part.amount = amount);
            }
        }
        columns.into_iter().map(|(_, column)| column).collect()
    }

    fn cash(&self, out: &mut String, words: &Words) -> fmt::Result {
        if self.cash.is_empty() {
            return paragraph(out, words.nothing_owed);
        }
        for currency in self.currencies() {
            let weeks: Vec<Column> = self.week_columns(words, currency);
            if weeks.is_empty() {
                continue;
            }
            self.under_currency(out, currency)?;
            let (id, title) = ("foreseen", words.foreseen);
            self.drawing(id, title, words.figures_follow, currency).bar(out, &self.when(words, currency))?;
            self.drawing("cash", words.cash, words.table_follows, currency).columns(out, &weeks)?;
        }
        self.behind_report(out, words, &KpiCash { cash: self.cash, as_of: self.as_of })
    }

    /// Returns what is expected within the weeks that are told apart, later, and on no known day.
    fn when(&self, words: &Words, currency: Currency) -> Vec<Part> {
        let place = |when: When| match when {
            When::Week { .. } => 0,
            When::Later { .. } => 1,
            When::Disputed => 2,
            When::Assigned => 3,
            When::Insolvent => 4,
            When::Unknown => 5,
        };
        let mut parts = [
            (7, words.in_weeks),
            (0, words.later),
            (1, words.disputed),
            (5, words.assigned),
            (4, words.insolvent),
            (8, words.unknown),
        ]
        .map(|(colour, name)| Part { colour, name: name.to_owned(), amount: Amount::ZERO });
        for cash in self.cash.iter().filter(|cash| cash.currency == currency) {
            parts[place(cash.when)].amount += cash.amount;
        }
        parts
            .into_iter()
            .enumerate()
            .filter(|(i, part)| *i == 0 || !part.amount.is_zero())
            .map(|(_, part)| part)
            .collect()
    }

    fn week_columns(&self, words: &Words, currency: Currency) -> Vec<Column> {
        let weeks = self.cash.iter().filter(|cash| cash.currency == currency);
        let column = |cash: &Cash| {
            let When::Week { to, .. } = cash.when else { return None };
            let part = |colour, name: &str, amount| Part { colour, name: name.to_owned(), amount };
            let parts = vec![part(0, words.not_due, cash.amount - cash.overdue), part(2, words.overdue, cash.overdue)];
            let name = match self.lang {
                Lang::Fr => to.format("%d/%m"),
                Lang::En => to.format("%m-%d"),
            };
            Some(Column { name: name.to_string(), parts })
        };
        weeks.filter_map(column).collect()
    }

    fn today(&self, out: &mut String, words: &Words) -> fmt::Result {
        let notices = self.plan.notices().len();
        if notices == 0 {
            paragraph(out, words.nothing_today)?;
        } else {
            self.notices(0..MOST, words).write(out)?;
        }
        if notices > MOST {
            writeln!(out, "<details><summary>{}</summary>", words.show_more)?;
            self.notices(MOST..MOST_BEHIND, words).write(out)?;
            self.more(out, notices.saturating_sub(MOST_BEHIND), "relance plan", words)?;
            writeln!(out, "</details>")?;
        }
        let left_alone = self.left_alone(words);
        if !left_alone.rows.is_empty() {
            writeln!(out, "<details><summary>{}</summary>", words.left_alone)?;
            left_alone.write(out)?;
            writeln!(out, "</details>")?;
        }
        Ok(())
    }

    /// Writes the table of a command, closed until somebody wants it.
    fn behind_report(&self, out: &mut String, words: &Words, report: &dyn Report) -> fmt::Result {
        let table = tables::of_report(report, &self.currencies(), self.lang).map_err(|_| fmt::Error)?;
        self.behind(out, words, &table, |out| {
            let note = |remark: &Bilingual| writeln!(out, "<p class=\"note\">{}</p>", text(remark.get(self.lang)));
            report.remarks().iter().try_for_each(note)
        })
    }

    /// Writes a table, closed until somebody wants it, and what stands under it.
    fn behind(
        &self,
        out: &mut String,
        words: &Words,
        table: &Grid,
        under: impl FnOnce(&mut String) -> fmt::Result,
    ) -> fmt::Result {
        writeln!(out, "<details><summary>{} · {}</summary>", words.show, text(&table.caption))?;
        table.write(out)?;
        under(out)?;
        writeln!(out, "</details>")
    }
}

fn section(
    out: &mut String,
    id: &str,
    title: &str,
    note: &str,
    content: impl FnOnce(&mut String) -> fmt::Result,
) -> fmt::Result {
    writeln!(out, "<section id=\"{id}\" aria-labelledby=\"{id}-title\">\n<h2 id=\"{id}-title\">{title}</h2>")?;
    if !note.is_empty() {
        writeln!(out, "<p class=\"note\">{}</p>", text(note))?;
    }
    content(out)?;
    writeln!(out, "</section>")
}

pub(super) fn paragraph(out: &mut String, words: &str) -> fmt::Result {
    writeln!(out, "<p>{}</p>", text(words))
}
