//! Bars as inline SVG, in whole units and hundredths of a percent: no script, no library. Widths are parts of the page,
//! so that letters keep their size on a telephone. A chart is named for those who cannot see it; its table stands
//! behind it.

use std::fmt::{self, Write};

use super::text;
use crate::model::{Amount, Currency, Lang, figures};

/// The room over the columns, for their sums.
const HEAD: i128 = 20;
/// The room under the columns, for their names.
const FOOT: i128 = 24;
/// The width of the column of amounts at the left, in pixels.
const AXIS: i128 = 52;
/// What the whole width is, in hundredths of a percent.
const WHOLE: i128 = 10_000;

/// One part of a bar: what it is and how much.
pub(super) struct Part {
    /// The place of its colour in the style sheet.
    pub colour: usize,
    /// Its name.
    pub name: String,
    /// How much; what is not above zero has no length.
    pub amount: Amount,
}

/// One column and its name.
pub(super) struct Column {
    /// A few letters under the column.
    pub name: String,
    /// From the foot upwards.
    pub parts: Vec<Part>,
}

impl Column {
    fn height(&self) -> i128 {
        self.parts.iter().map(length).sum()
    }
}

fn length(part: &Part) -> i128 {
    i128::from(part.amount.minor()).max(0)
}

/// What a drawing is called, and in what its amounts are.
#[derive(Clone, Copy)]
pub(super) struct Drawing<'a> {
    /// An id of its own on the page.
    pub id: &'a str,
    /// What it shows.
    pub title: &'a str,
    /// Where its figures can be read.
    pub description: &'a str,
    pub currency: Currency,
    pub lang: Lang,
    /// How high its columns are, in pixels.
    pub height: u16,
}

impl Drawing<'_> {
    fn money(&self, amount: Amount) -> String {
        figures::money(amount, self.currency, self.lang)
    }

    /// Opens a drawing that has a name and a description.
    fn open(&self, out: &mut String, class: &str, height: i128) -> fmt::Result {
        let Drawing { id, currency, .. } = self;
        let name = format!("{id}-{currency}");
        write!(out, "<svg class=\"{class}\" width=\"100%\" height=\"{height}\" role=\"img\" ")?;
        write!(
            out,
            "aria-labelledby=\"{name}-t {name}-d\"><title id=\"{name}-t\">{} · {currency}</title>",
            text(self.title)
        )?;
        writeln!(out, "<desc id=\"{name}-d\">{}</desc>", text(self.description))
    }

    /// Writes one bar across the page, cut into its parts, and the legend with each part's amount and share.
    pub(super) fn bar(&self, out: &mut String, parts: &[Part]) -> fmt::Result {
        let whole: i128 = parts.iter().map(length).sum();
        out.push_str("<figure>\n");
        self.open(out, "bar", 22)?;
        let mut before = 0;
        for part in parts.iter().filter(|part| whole > 0 && length(part) > 0) {
            let (from, to) = (before * WHOLE / whole, (before + length(part)) * WHOLE / whole);
            before += length(part);
            let (x, width) = (Percent(from), Percent(to - from));
            write!(out, "<rect class=\"c{}\" x=\"{x}\" y=\"0\" width=\"{width}\" height=\"22\">", part.colour)?;
            writeln!(out, "<title>{} {}</title></rect>", text(&part.name), text(&self.money(part.amount)))?;
        }
        out.push_str("</svg>\n<ul class=\"legend amounts\">\n");
        for part in parts {
            let share = if whole > 0 { (length(part) * 200 + whole) / (2 * whole) } else { 0 };
            let share = figures::whole_percent(rust_decimal::Decimal::new(share as i64, 2), self.lang);
            write!(out, "<li><i class=\"c{}\"></i>{} ", part.colour, text(&part.name))?;
            writeln!(out, "<b>{}</b> <small>{}</small></li>", text(&self.money(part.amount)), text(&share))?;
        }
        out.push_str("</ul>\n</figure>\n");
        Ok(())
    }

    /// Writes columns side by side on one scale, with lines at round amounts, and the legend of their parts; nothing
    /// where all are empty.
    pub(super) fn columns(&self, out: &mut String, columns: &[Column]) -> fmt::Result {
        let highest = columns.iter().map(Column::height).max().unwrap_or(0);
        if highest == 0 {
            return Ok(());
        }
        let scale = Scale::of(highest, self);
        self.axis(out, scale)?;
        self.open(out, "plot", scale.height())?;
        for y in scale.lines().map(|amount| scale.y(amount)) {
            writeln!(out, "<line x1=\"0\" x2=\"100%\" y1=\"{y}\" y2=\"{y}\"/>")?;
        }
        let slot = WHOLE / (columns.len().max(1) as i128);
        for (place, column) in columns.iter().enumerate() {
            let class = if place % 2 == 0 { "m" } else { "m odd" };
            self.column(out, column, (slot * place as i128, slot), class, scale)?;
        }
        out.push_str("</svg></div>\n<ul class=\"legend\">\n");
        for part in columns.first().map_or(&[][..], |column| &column.parts) {
            writeln!(out, "<li><i class=\"c{}\"></i>{}</li>", part.colour, text(&part.name))?;
        }
        out.push_str("</ul>\n</figure>\n");
        Ok(())
    }

    /// Opens the figure with the amounts at its left, one for each line.
    fn axis(&self, out: &mut String, scale: Scale) -> fmt::Result {
        writeln!(
            out,
            "<figure>\n<div class=\"chart\"><svg class=\"axis\" width=\"{AXIS}\" height=\"{}\" aria-hidden=\"true\">",
            scale.height()
        )?;
        for amount in scale.lines() {
            let label = text(&short(amount, self.currency, self.lang));
            writeln!(out, "<text class=\"n\" x=\"{}\" y=\"{}\">{label}</text>", AXIS - 8, scale.y(amount) + 4)?;
        }
        writeln!(out, "</svg>")
    }

    /// Writes a column into its slot, from its left edge, with its sum over it and its name under it.
    fn column(
        &self,
        out: &mut String,
        column: &Column,
        (x, slot): (i128, i128),
        class: &str,
        scale: Scale,
    ) -> fmt::Result {
        let mut before = 0;
        for part in column.parts.iter().filter(|part| length(part) > 0) {
            let (from, to) = (scale.y(before), scale.y(before + length(part)));
            before += length(part);
            let (left, width) = (Percent(x + slot * 3 / 20), Percent(slot * 7 / 10));
            write!(out, "<rect class=\"c{}\" x=\"{left}\" y=\"{to}\" width=\"{width}\" ", part.colour)?;
            let (name, money) = (text(&part.name), text(&self.money(part.amount)));
            let column = text(&column.name);
            writeln!(out, "height=\"{}\"><title>{column} · {name} {money}</title></rect>", from - to)?;
        }
        let middle = Percent(x + slot / 2);
        if before > 0 {
            let sum = text(&short(before, self.currency, self.lang));
            writeln!(out, "<text class=\"m sum\" x=\"{middle}\" y=\"{}\">{sum}</text>", scale.y(before) - 5)?;
        }
        let foot = HEAD + scale.high + 17;
        writeln!(out, "<text class=\"{class}\" x=\"{middle}\" y=\"{foot}\">{}</text>", text(&column.name))
    }
}

/// How amounts become heights.
#[derive(Clone, Copy)]
struct Scale {
    /// The distance between lines.
    step: i128,
    /// The amount of the highest line.
    top: i128,
    /// How high that is, in pixels.
    high: i128,
}

impl Scale {
    /// Returns a scale on which the highest column has room.
    fn of(highest: i128, drawing: &Drawing<'_>) -> Scale {
        let step = round_step(highest, drawing.currency);
        Scale { step, top: step * (highest + step - 1).div_euclid(step), high: i128::from(drawing.height) }
    }

    /// Returns the height of the whole drawing.
    fn height(self) -> i128 {
        HEAD + self.high + FOOT
    }

    /// Returns where an amount stands, from the top of the drawing.
    fn y(self, amount: i128) -> i128 {
        HEAD + self.high - amount * self.high / self.top
    }

    /// Returns the amounts at which there are lines.
    fn lines(self) -> impl Iterator<Item = i128> {
        (0..=self.top / self.step).map(move |line| line * self.step)
    }
}

/// A part of the width in hundredths of a percent.
struct Percent(i128);

impl fmt::Display for Percent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{:02}%", self.0 / 100, self.0 % 100)
    }
}

/// Returns the distance between lines: 1, 2 or 5 and zeros, four or five of them up to the highest column; whole units.
fn round_step(highest: i128, currency: Currency) -> i128 {
    let wanted = (highest / 4).max(10_i128.pow(currency.decimals()));
    let mut power = 1;
    while power * 10 <= wanted {
        power *= 10;
    }
    [1, 2, 5, 10].into_iter().map(|digit| digit * power).find(|&step| step >= wanted).unwrap_or(power)
}

/// Returns an amount in few letters, rounded half up: 950, 12.6 k, 1.2 M. The exact one stands in the table.
fn short(minor: i128, currency: Currency, lang: Lang) -> String {
    let unit = 10_i128.pow(currency.decimals());
    let rounded = |divisor: i128| (2 * minor + divisor) / (2 * divisor);
    if rounded(unit) < 10_000 {
        return figures::count(rounded(unit) as i64, lang);
    }
    let billion = if lang == Lang::Fr { "Md" } else { "bn" };
    let sizes = [(1_000, "k"), (1_000_000, "M"), (1_000_000_000, billion)];
    let fits = |&&(size, _): &&(i128, &str)| rounded(unit * size / 10) < 10_000;
    let &(size, letter) = sizes.iter().find(fits).unwrap_or(&sizes[2]);
    let tenths = rounded(unit * size / 10);
    let whole = figures::count((tenths / 10) as i64, lang);
    match tenths % 10 {
        0 => format!("{whole}\u{a0}{letter}"),
        tenth => format!("{whole}{}{tenth}\u{a0}{letter}", figures::decimal_mark(lang)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn currency(code: &str) -> Currency {
        Currency::parse(code).unwrap()
    }

    #[test]
    fn lines_stand_at_round_amounts() {
        // A quarter of 109,792.25 is 27,448.06: lines at 50,000. A quarter of 80 is 20. Of nothing: at 1.
        let step = |highest| round_step(highest, currency("EUR"));
        assert_eq!(step(10_979_225), 5_000_000);
        assert_eq!([step(8000), step(0), step(8100), step(40)], [2000, 100, 5000, 100]);
        assert_eq!(round_step(80, currency("JPY")), 20);
    }

    #[test]
    fn sums_over_columns_are_short() {
        let eur = |minor| short(minor, currency("EUR"), Lang::En);
        assert_eq!(eur(94_949), "949");
        assert_eq!(eur(999_949), "9,999");
        assert_eq!(eur(1_261_300), "12.6\u{a0}k");
        assert_eq!(eur(10_979_225), "109.8\u{a0}k");
        assert_eq!(eur(5_000_000), "50\u{a0}k");
        // 999,960.00 is 1,000.0 k: 1 M.
        assert_eq!(eur(99_996_000), "1\u{a0}M");
        assert_eq!(short(12_345, currency("JPY"), Lang::Fr), "12,3\u{a0}k");
    }
}
