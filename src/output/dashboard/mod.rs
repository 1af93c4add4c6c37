//! The desk on one HTML page: what is owed, how it drifts, who is risky, what should come in, what to do today; several
//! desks on one page are in `folders`.
//!
//! The page asks for nothing: no script, no font, no picture from outside. Every figure is a value of the engine's
//! results that the commands print; each chart has the table that it was drawn from behind it. `sections` says what
//! stands where, `cards` holds the figures on top, `chart` draws, `tables` turns results and reports into tables that
//! `grid` writes, `words` holds what is said.

mod cards;
mod chart;
pub mod folders;
mod grid;
mod sections;
mod tables;
#[cfg(test)]
mod tests;
mod words;

use std::fmt::{self, Write};

use self::words::Words;
use super::html::text;
use crate::engine::ageing::AgedBalance;
use crate::engine::kpi::{Cash, Kpis};
use crate::engine::planning::Plan;
use crate::engine::scoring::Scores;
use crate::model::visible::visible;
use crate::model::{Bilingual, Currency, Date, Lang, Ledger, figures};
use crate::policy::Policy;

const STYLE: &str = include_str!("style.css");

/// All that the page shows, at one day.
#[derive(Clone, Copy, Debug)]
pub struct Dashboard<'a> {
    /// Where the names are.
    pub ledger: &'a Ledger,
    /// Whose desk it is, and how it is measured.
    pub policy: &'a Policy,
    /// The aged balance.
    pub balance: &'a AgedBalance,
    /// The desk's figures, month by month; its totals are the portfolio's.
    pub months: &'a Kpis,
    /// How good payers are, and what they may owe.
    pub scores: &'a Scores<'a>,
    /// What should come in.
    pub cash: &'a [Cash],
    /// What to do today.
    pub plan: &'a Plan<'a>,
    /// What the page leaves out: refused rows, other customers.
    pub left_out: &'a [Bilingual],
    /// The day.
    pub as_of: Date,
    /// The language of the page.
    pub lang: Lang,
}

impl Dashboard<'_> {
    /// Returns the page.
    pub fn to_html(&self) -> String {
        let words = Words::of(self.lang);
        let creditor = self.policy.creditor.name.as_deref().map(visible);
        let head = Head { title: words.title, whose: creditor.as_deref(), day: self.as_of, lang: self.lang };
        head.page(|out| self.navigation(out, words), |out| self.sections(out, words))
    }

    /// Returns the currencies of the aged balance: the policy's first, then by code.
    fn currencies(&self) -> Vec<Currency> {
        let mut currencies: Vec<Currency> = self.balance.totals.iter().map(|total| total.currency).collect();
        currencies.sort_by_key(|&currency| (currency != self.policy.currency, currency));
        currencies
    }
}

/// What stands over a page.
struct Head<'a> {
    title: &'a str,
    whose: Option<&'a str>,
    day: Date,
    lang: Lang,
}

impl Head<'_> {
    /// Returns the page with what is to stand on it.
    fn page(
        &self,
        navigation: impl FnOnce(&mut String) -> fmt::Result,
        main: impl FnOnce(&mut String) -> fmt::Result,
    ) -> String {
        let words = Words::of(self.lang);
        let (heading, whose) = (text(self.title), self.whose.map(text));
        let day = text(&figures::date_in_words(self.day, self.lang));
        let title = match &whose {
            Some(name) => format!("{heading} · {name} · {day}"),
            None => format!("{heading} · {day}"),
        };
        let mut out = format!(
            "<!DOCTYPE html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n\
             <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
             <meta name=\"color-scheme\" content=\"light dark\">\n\
             <title>{title}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n\
             <a class=\"skip\" href=\"#main\">{}</a>\n<header>\n<p class=\"eyebrow\">{}</p>\n<h1>{heading}</h1>\n\
             <p class=\"day\">{day}</p>\n",
            self.lang.tag(),
            words.skip,
            whose.as_deref().unwrap_or("relance"),
        );
        let _ = navigation(&mut out);
        out.push_str("</header>\n<main id=\"main\" tabindex=\"-1\">\n");
        let _ = main(&mut out);
        let _ = writeln!(out, "</main>\n<footer>\n<p>{}</p>\n</footer>\n</body>\n</html>", words.footer);
        out
    }
}
