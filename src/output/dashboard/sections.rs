//! What stands where on the page.

use std::fmt::{self, Write};

use super::chart::{self, Column, Part};
use super::words::Words;
use super::{Dashboard, tables, text};
use crate::engine::ageing::AgedRow;
use crate::engine::kpi::{Group, Measure, Unit, When};
use crate::model::{Amount, Currency, Date, Lang, figures};
use crate::output::html::write_table;
use crate::output::reports::age::{Age, band_column};
use crate::output::reports::kpi::{Kpi, KpiCash};
use crate::output::sheet::Report;

/// How many customers and notices stand in the open tables.
const MOST: usize = 15;

impl Dashboard<'_> {
    /// Writes the links to the parts.
    pub(super) fn navigation(&self, out: &mut String, words: &Words) -> fmt::Result {
        let parts = [
            ("balance", words.balance),
            ("drift", words.drift),
            ("risk", words.risk),
            ("cash", words.cash),
            ("today", words.today),
            ("limits", words.limits),
        ];
        writeln!(out, "<nav aria-label=\"{}\"><ul>", words.sections)?;
        parts.iter().try_for_each(|(id, title)| writeln!(out, "<li><a href=\"#{id}\">{title}</a></li>"))?;
        writeln!(out, "</ul></nav>")
    }

    pub(super) fn sections(&self, out: &mut String, words: &Words) -> fmt::Result {
        for currency in self.currencies() {
            self.cards(out, words, currency)?;
        }
        section(out, "balance", words.balance, words.balance_note, |out| self.aged(out, words))?;
        section(out, "drift", words.drift, words.drift_note, |out| self.drift(out, words))?;
        section(out, "risk", words.risk, words.risk_note, |out| {
            let riskiest = self.riskiest(MOST);
            if riskiest.is_empty() {
                return paragraph(out, words.nobody);
            }
            write_table(out, &self.scored(&riskiest, words), Some(words.risk))
        })?;
        section(out, "cash", words.cash, words.cash_note, |out| self.cash(out, words))?;
        section(out, "today", words.today, "", |out| self.today(out, words))?;
        section(out, "limits", words.limits, words.limits_note, |out| {
            let stopped = self.stopped();
            if stopped.is_empty() {
                return paragraph(out, words.no_limits);
            }
            write_table(out, &self.scored(&stopped, words), Some(words.limits))
        })
    }

    /// Writes the figures that one looks at first.
    fn cards(&self, out: &mut String, words: &Words, currency: Currency) -> fmt::Result {
        let Some(total) = self.balance.totals.iter().find(|total| total.currency == currency) else { return Ok(()) };
        let Some(kpi) = self.months.totals.iter().find(|row| row.currency == currency) else { return Ok(()) };
        let inputs = &kpi.inputs;
        let share = |part: Amount| match inputs.open() {
            open if open.is_positive() => {
                let share = part.to_decimal(currency) / open.to_decimal(currency);
                format!("{} {}", figures::whole_percent(share, self.lang), words.of_outstanding)
            }
            _ => String::new(),
        };
        let with_sector = |note: String, measure: Measure| match measure.in_sector(&self.policy.kpi.sector) {
            Some(usual) => {
                let usual = match measure.unit() {
                    Unit::Days => figures::days(usual, self.lang),
                    Unit::Share => figures::whole_percent(usual, self.lang),
                };
                let parts = [note, format!("{} {usual}", words.in_sector)];
                parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
            }
            None => note,
        };
        let days = |measure: Measure| measure.of(inputs).map(|days| figures::days(days, self.lang));
        let soon: Amount = self
            .cash
            .iter()
            .filter(|cash| cash.currency == currency && matches!(cash.when, When::Week { .. }))
            .take(4)
            .map(|cash| cash.amount)
            .sum();
        let notices = self.plan.notices().iter().filter(|notice| notice.currency == currency);
        let (count, asked) =
            notices.fold((0, Amount::ZERO), |(count, asked), notice| (count + 1, asked + self.plan.asked(notice)));
        let dso = days(Measure::Dso).map_or("–".to_owned(), |days| format!("{days} {}", words.days));
        let best = days(Measure::DsoBest).map_or(String::new(), |days| format!("{} {days}", words.best_dso));
        let over_90 = with_sector(share(inputs.over_90), Measure::Over90Share);
        let cards = [
            (words.outstanding, self.money(total.total(), currency), String::new()),
            (words.overdue, self.money(inputs.overdue, currency), share(inputs.overdue)),
            (words.over_90, self.money(inputs.over_90, currency), over_90),
            (words.dso, dso, with_sector(best, Measure::Dso)),
            (words.expected, self.money(soon, currency), words.expected_note.to_owned()),
            (words.to_do, figures::count(count, self.lang), self.money(asked, currency)),
        ];
        out.push_str("<ul class=\"cards\">\n");
        for (what, figure, note) in cards {
            writeln!(out, "<li><span>{what}</span><b>{}</b><small>{}</small></li>", text(&figure), text(&note))?;
        }
        writeln!(out, "</ul>")
    }

    fn aged(&self, out: &mut String, words: &Words) -> fmt::Result {
        if self.balance.totals.is_empty() {
            return paragraph(out, words.nothing_owed);
        }
        for currency in self.currencies() {
            let total = self.balance.totals.iter().find(|total| total.currency == currency);
            let parts = total.map(|total| self.bands(total, words)).unwrap_or_default();
            chart::bar(out, &format!("{} {currency}", words.balance), &parts, currency, self.lang)?;
        }
        let age = Age { ledger: self.ledger, balance: self.balance, as_of: self.as_of };
        self.behind(out, words, &age)
    }

    fn bands(&self, total: &AgedRow, words: &Words) -> Vec<Part> {
        let not_due = Part { colour: 0, name: words.not_due.to_owned(), amount: total.not_due };
        let late = self.balance.bands.iter().zip(&total.overdue).enumerate().map(|(place, (band, &amount))| {
            let name = band_column(*band).title.get(self.lang).to_owned();
            Part { colour: (place + 1).min(6), name, amount }
        });
        std::iter::once(not_due).chain(late).collect()
    }

    fn drift(&self, out: &mut String, words: &Words) -> fmt::Result {
        for currency in self.currencies() {
            let columns: Vec<Column> = self.month_columns(words, currency);
            chart::columns(out, &format!("{} {currency}", words.drift), &columns, currency, self.lang)?;
        }
        let kpi = Kpi { ledger: self.ledger, rules: &self.policy.kpi, kpis: self.months };
        self.behind(out, words, &kpi)
    }

    /// Returns a column for each month, those in which nothing was owed in this currency included.
    fn month_columns(&self, words: &Words, currency: Currency) -> Vec<Column> {
        let mut columns: Vec<(Date, Column)> = Vec::new();
        for row in &self.months.rows {
            let Group::Month(first) = row.group else { continue };
            if columns.last().is_none_or(|(month, _)| *month < first) {
                let none = [(0, words.not_due), (2, words.within_90), (4, words.beyond_90)];
                let parts = none.map(|(colour, name)| Part { colour, name: name.to_owned(), amount: Amount::ZERO });
                columns.push((first, Column { name: first.format("%m/%y").to_string(), parts: parts.into() }));
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
            let weeks = self.cash.iter().filter(|cash| cash.currency == currency);
            let columns: Vec<Column> = weeks
                .filter_map(|cash| {
                    let When::Week { from, .. } = cash.when else { return None };
                    let part = |colour, name: &str, amount| Part { colour, name: name.to_owned(), amount };
                    let parts =
                        vec![part(0, words.not_due, cash.amount - cash.overdue), part(2, words.overdue, cash.overdue)];
                    let name = match self.lang {
                        Lang::Fr => from.format("%d/%m").to_string(),
                        Lang::En => from.format("%m-%d").to_string(),
                    };
                    Some(Column { name, parts })
                })
                .collect();
            if !columns.is_empty() {
                chart::columns(out, &format!("{} {currency}", words.cash), &columns, currency, self.lang)?;
            }
        }
        self.behind(out, words, &KpiCash { cash: self.cash, as_of: self.as_of, lang: self.lang })
    }

    fn today(&self, out: &mut String, words: &Words) -> fmt::Result {
        let notices = self.plan.notices().len();
        if notices == 0 {
            paragraph(out, words.nothing_today)?;
        } else {
            write_table(out, &self.notices(MOST, words), Some(words.today))?;
        }
        if notices > MOST {
            writeln!(out, "<details><summary>{} · {notices}</summary>", words.all_notices)?;
            write_table(out, &self.notices(notices, words), Some(words.today))?;
            writeln!(out, "</details>")?;
        }
        let left_alone = self.left_alone(words);
        if !left_alone.rows.is_empty() {
            writeln!(out, "<h3>{}</h3>", words.left_alone)?;
            write_table(out, &left_alone, Some(words.left_alone))?;
        }
        Ok(())
    }

    /// Writes the whole table of a command, closed until somebody wants it.
    fn behind(&self, out: &mut String, words: &Words, report: &dyn Report) -> fmt::Result {
        let title = report.title().map_or(String::new(), |title| title.get(self.lang).to_owned());
        let table = tables::of_report(report, self.lang).map_err(|_| fmt::Error)?;
        writeln!(out, "<details><summary>{} · {}</summary>", words.show, text(&title))?;
        write_table(out, &table, Some(&title))?;
        for remark in report.remarks() {
            writeln!(out, "<p class=\"note\">{}</p>", text(remark.get(self.lang)))?;
        }
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

fn paragraph(out: &mut String, words: &str) -> fmt::Result {
    writeln!(out, "<p>{}</p>", text(words))
}
