//! The figures that one looks at first, as cards: one row of them for each currency.

use std::fmt::{self, Write};

use chrono::{Datelike, Months};
use rust_decimal::Decimal;

use super::words::Words;
use super::{Dashboard, text};
use crate::engine::kpi::{ByThen, Group, Inputs, Measure, Row, Unit, When};
use crate::model::{Amount, Currency, figures};

/// After how many weeks the expected cash is a figure of its own.
const WEEKS_SOON: usize = 4;

/// One card: what, the figure exactly and as people read it, and a note under it.
struct Card {
    what: &'static str,
    exact: String,
    shown: String,
    note: String,
}

impl Dashboard<'_> {
    /// Writes the cards of a currency.
    pub(super) fn cards(&self, out: &mut String, words: &Words, currency: Currency) -> fmt::Result {
        let Some(total) = self.balance.totals.iter().find(|total| total.currency == currency) else { return Ok(()) };
        let Some(kpi) = self.months.totals.iter().find(|row| row.currency == currency) else { return Ok(()) };
        let class = if self.currencies().first() == Some(&currency) { "cards" } else { "cards minor" };
        writeln!(out, "<ul class=\"{class}\">")?;
        for Card { what, exact, shown, note } in self.cards_of(total.total(), &kpi.inputs, currency, words) {
            write!(out, "<li><span>{what}</span><data value=\"{exact}\">{}</data>", text(&shown))?;
            writeln!(out, "<small>{}</small></li>", text(&note))?;
        }
        writeln!(out, "</ul>")
    }

    /// Returns the cards of a currency, of which that much is outstanding.
    fn cards_of(&self, outstanding: Amount, inputs: &Inputs, currency: Currency, words: &Words) -> [Card; 6] {
        let before = self.month_before(currency);
        let outstanding_before = before.map(|row| self.money(row.inputs.outstanding(), currency));
        let soon = self.expected_soon(currency);
        let (count, asked) = self.asked_today(currency);
        let waiting = self.ledger.in_suspense(self.as_of);
        let suspense = waiting
            .get(&currency)
            .map_or(String::new(), |(sum, _)| format!("{} {}", words.in_suspense, self.money(*sum, currency)));
        let money = |what, amount, note| self.money_card(what, amount, currency, note);
        let over_90 = [self.share_of_open(inputs.over_90, inputs, words), self.in_sector(Measure::Over90Share, words)];
        [
            money(words.outstanding, outstanding, notes(&[last_month(outstanding_before, words), suspense])),
            money(words.overdue, inputs.overdue, self.share_of_open(inputs.overdue, inputs, words)),
            money(words.over_90, inputs.over_90, notes(&over_90)),
            self.dso_card(inputs, before, words),
            money(
                words.expected,
                soon.expected,
                words.between(&self.money(soon.least, currency), &self.money(soon.most, currency)),
            ),
            Card {
                what: words.to_do,
                exact: count.to_string(),
                shown: figures::count(count, self.lang),
                note: words.notices_for(count, &self.money(asked, currency)),
            },
        ]
    }

    fn money_card(&self, what: &'static str, amount: Amount, currency: Currency, note: String) -> Card {
        Card { what, exact: amount.to_decimal(currency).to_string(), shown: self.money(amount, currency), note }
    }

    fn dso_card(&self, inputs: &Inputs, before: Option<&Row>, words: &Words) -> Card {
        let days = |days| figures::days(days, self.lang);
        let best = Measure::DsoBest.of(inputs).map(|best| format!("{} {}", words.best_dso, days(best)));
        let dso_before = before.and_then(|row| Measure::Dso.of(&row.inputs)).map(days);
        let dso = Measure::Dso.of(inputs);
        Card {
            what: words.dso,
            exact: dso.map_or_else(String::new, |days| figures::in_tenths(days).to_string()),
            shown: dso.map_or("–".to_owned(), |dso| format!("{} {}", days(dso), words.days)),
            note: notes(&[
                best.unwrap_or_default(),
                last_month(dso_before, words),
                self.in_sector(Measure::Dso, words),
            ]),
        }
    }

    /// Returns the figures at the end of the month before the current one.
    fn month_before(&self, currency: Currency) -> Option<&Row> {
        let before = Group::Month(self.as_of.with_day(1)?.checked_sub_months(Months::new(1))?);
        self.months.rows.iter().find(|row| row.currency == currency && row.group == before)
    }

    /// Returns what should have come in after the first weeks.
    fn expected_soon(&self, currency: Currency) -> ByThen {
        let is_week = |when: When| matches!(when, When::Week { .. });
        let mut weeks = self.cash.iter().filter(|cash| cash.currency == currency && is_week(cash.when));
        weeks.nth(WEEKS_SOON - 1).and_then(|cash| cash.by_then).unwrap_or_default()
    }

    /// Returns how many notices go out today in a currency, and what they ask for.
    fn asked_today(&self, currency: Currency) -> (i64, Amount) {
        let notices = self.plan.notices().iter().filter(|notice| notice.currency == currency);
        notices.fold((0, Amount::ZERO), |(count, asked), notice| (count + 1, asked + self.plan.asked(notice)))
    }

    fn share_of_open(&self, part: Amount, inputs: &Inputs, words: &Words) -> String {
        let open = inputs.open();
        if !open.is_positive() {
            return String::new();
        }
        let share = Decimal::from(part.minor()) / Decimal::from(open.minor());
        format!("{} {}", figures::whole_percent(share, self.lang), words.of_outstanding)
    }

    /// Returns what is usual in the user's trade, where his policy says it.
    fn in_sector(&self, measure: Measure, words: &Words) -> String {
        let shown = |usual| match measure.unit() {
            Unit::Days => figures::days(usual, self.lang),
            Unit::Share => figures::whole_percent(usual, self.lang),
        };
        let usual = measure.in_sector(&self.policy.kpi.sector).map(shown);
        usual.map_or_else(String::new, |usual| format!("{} {usual}", words.in_sector))
    }
}

/// Returns what is said under a figure as one line.
fn notes(notes: &[String]) -> String {
    notes.iter().filter(|note| !note.is_empty()).cloned().collect::<Vec<_>>().join(" · ")
}

fn last_month(figure: Option<String>, words: &Words) -> String {
    figure.map_or(String::new(), |it| format!("{} {it}", words.last_month))
}
