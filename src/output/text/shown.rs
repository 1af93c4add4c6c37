//! A cell as it looks in a table: its text, how wide it is, and where its decimals begin.

use unicode_width::UnicodeWidthStr;

use crate::model::visible::visible;
use crate::model::{Lang, figures};
use crate::output::Cell;

/// A cell as it looks in a table.
pub(in crate::output) struct ShownCell {
    pub(super) text: String,
    /// How many characters wide it is.
    pub(super) width: usize,
    /// How many of them stand from the decimal mark on.
    pub(super) after: usize,
    pub(super) is_figure: bool,
}

impl ShownCell {
    /// Returns what it holds.
    pub(in crate::output) fn into_text(self) -> String {
        self.text
    }

    /// Tells whether it is a figure, which stands on the right.
    pub(in crate::output) const fn is_figure(&self) -> bool {
        self.is_figure
    }

    /// Returns how a cell looks.
    pub(in crate::output) fn of(cell: &Cell<'_>, lang: Lang) -> ShownCell {
        match cell {
            Cell::Empty | Cell::List(_) => ShownCell::words(String::new()),
            Cell::Text(text) => ShownCell::words(visible(text).into_owned()),
            Cell::Word(word) => ShownCell::words(visible(word).into_owned()),
            Cell::Named(_, name) => ShownCell::words(visible(name.get(lang)).into_owned()),
            Cell::Date(date) => ShownCell::words(figures::date(*date, lang)),
            Cell::Flag(flag) => ShownCell::words(yes_or_no(*flag, lang).to_owned()),
            // A dash lets the eye find the amounts; it has no decimals to align.
            Cell::Amount(amount, _) if amount.is_zero() => ShownCell::words("–".to_owned()),
            Cell::Amount(amount, currency) => ShownCell::figure(figures::amount(*amount, *currency, lang), lang),
            Cell::Count(count) => ShownCell::figure(figures::count(*count, lang), lang),
            Cell::Days(days) => ShownCell::figure(figures::days(*days, lang), lang),
            Cell::Rate(rate) => ShownCell::figure(figures::rate(*rate, lang), lang),
            Cell::Share(share) => ShownCell::figure(figures::whole_percent(*share, lang), lang),
            Cell::Figure(figure) => ShownCell::figure(figures::figure(*figure, lang), lang),
        }
    }

    /// Returns words as they are.
    pub(super) fn words(text: String) -> ShownCell {
        ShownCell { width: text.width(), after: 0, is_figure: false, text }
    }

    fn figure(text: String, lang: Lang) -> ShownCell {
        // In English the thousands are set apart by commas, so that the last mark is the decimal one in both.
        let after = text.rfind(figures::decimal_mark(lang)).map_or(0, |at| text[at..].width());
        ShownCell { width: text.width(), after, is_figure: true, text }
    }
}

const fn yes_or_no(flag: bool, lang: Lang) -> &'static str {
    match (flag, lang) {
        (true, Lang::En) => "yes",
        (false, Lang::En) => "no",
        (true, Lang::Fr) => "oui",
        (false, Lang::Fr) => "non",
    }
}
