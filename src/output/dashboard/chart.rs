//! Bars as inline SVG, in whole units: no script, no library. A chart is named for those who cannot see it; its table
//! stands behind it.

use std::fmt::Write;

use super::text;
use crate::model::{Amount, Currency, Lang, figures};

/// The width of a drawing, in its own units; the page scales it.
const WIDTH: i128 = 960;
/// The height of the columns of a drawing.
const HEIGHT: i128 = 220;
/// The room at the left, for amounts.
const LEFT: i128 = 86;
/// The room under the columns, for their names.
const FOOT: i128 = 26;

/// Is one part of a bar: what it is and how much.
pub(super) struct Part {
    /// The place of its colour in the style sheet.
    pub colour: usize,
    /// Its name.
    pub name: String,
    /// How much; what is not above zero has no length.
    pub amount: Amount,
}

/// Is one column and its name.
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

/// Writes one bar across the page, cut into its parts, and the legend with each part's amount.
pub(super) fn bar(out: &mut String, label: &str, parts: &[Part], currency: Currency, lang: Lang) -> std::fmt::Result {
    let whole: i128 = parts.iter().map(length).sum();
    write!(out, "<svg class=\"bar\" viewBox=\"0 0 {WIDTH} 28\" preserveAspectRatio=\"none\" role=\"img\" ")?;
    writeln!(out, "aria-label=\"{}\">", text(label))?;
    let mut before = 0;
    for part in parts.iter().filter(|_| whole > 0) {
        let (from, to) = (before * WIDTH / whole, (before + length(part)) * WIDTH / whole);
        before += length(part);
        let title = format!("{} {}", part.name, figures::money(part.amount, currency, lang));
        write!(out, "<rect class=\"c{}\" x=\"{from}\" y=\"0\" width=\"{}\" height=\"28\">", part.colour, to - from)?;
        writeln!(out, "<title>{}</title></rect>", text(&title))?;
    }
    out.push_str("</svg>\n<ul class=\"legend\">\n");
    for part in parts {
        let money = figures::money(part.amount, currency, lang);
        write!(out, "<li><i class=\"c{}\"></i>{} <b>{}</b></li>", part.colour, text(&part.name), text(&money))?;
    }
    out.push_str("\n</ul>\n");
    Ok(())
}

/// Writes columns side by side on one scale, with lines at round amounts, and the legend of their parts.
pub(super) fn columns(
    out: &mut String,
    label: &str,
    columns: &[Column],
    currency: Currency,
    lang: Lang,
) -> std::fmt::Result {
    let highest = columns.iter().map(Column::height).max().unwrap_or(0);
    let step = round_step(highest);
    let top = step * (highest + step - 1).div_euclid(step).max(1);
    let label = text(label);
    let y = |amount: i128| 8 + HEIGHT - amount * HEIGHT / top;
    write!(
        out,
        "<div class=\"wide\" role=\"region\" aria-label=\"{label}\" tabindex=\"0\">\n\
         <svg class=\"columns\" viewBox=\"0 0 {WIDTH} {}\" role=\"img\" ",
        8 + HEIGHT + FOOT
    )?;
    writeln!(out, "aria-label=\"{label}\">")?;
    for line in 0..=top / step {
        let (amount, y) = (line * step, y(line * step));
        let money = figures::amount(Amount::from_minor(amount as i64), currency, lang);
        let money = money.rsplit_once(figures::decimal_mark(lang)).map_or(money.as_str(), |(whole, _)| whole);
        writeln!(out, "<line x1=\"{LEFT}\" x2=\"{WIDTH}\" y1=\"{y}\" y2=\"{y}\"/>")?;
        writeln!(out, "<text class=\"n\" x=\"{}\" y=\"{}\">{}</text>", LEFT - 8, y + 4, text(money))?;
    }
    let slot = (WIDTH - LEFT) / (columns.len().max(1) as i128);
    for (place, column) in columns.iter().enumerate() {
        let x = LEFT + slot * place as i128;
        let mut before = 0;
        for part in &column.parts {
            let (from, to) = (y(before), y(before + length(part)));
            before += length(part);
            let title = format!("{} · {} {}", column.name, part.name, figures::money(part.amount, currency, lang));
            let (colour, width) = (part.colour, slot * 7 / 10);
            write!(out, "<rect class=\"c{colour}\" x=\"{}\" y=\"{to}\" width=\"{width}\" ", x + slot * 3 / 20)?;
            writeln!(out, "height=\"{}\"><title>{}</title></rect>", from - to, text(&title))?;
        }
        let (middle, foot) = (x + slot / 2, 8 + HEIGHT + 18);
        writeln!(out, "<text class=\"m\" x=\"{middle}\" y=\"{foot}\">{}</text>", text(&column.name))?;
    }
    out.push_str("</svg></div>\n<ul class=\"legend\">\n");
    for part in columns.first().map_or(&[][..], |column| &column.parts) {
        write!(out, "<li><i class=\"c{}\"></i>{}</li>", part.colour, text(&part.name))?;
    }
    out.push_str("\n</ul>\n");
    Ok(())
}

/// Returns the distance between lines: 1, 2 or 5 and zeros, four or five of them up to the highest column.
fn round_step(highest: i128) -> i128 {
    let wanted = (highest / 4).max(1);
    let mut power = 1;
    while power * 10 <= wanted {
        power *= 10;
    }
    [1, 2, 5, 10].into_iter().map(|digit| digit * power).find(|&step| step >= wanted).unwrap_or(power)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_stand_at_round_amounts() {
        // A quarter of 109,792.25 is 27,448.06: lines at 50,000. A quarter of 80 is 20.
        assert_eq!(round_step(10_979_225), 5_000_000);
        assert_eq!(round_step(80), 20);
        assert_eq!(round_step(0), 1);
        assert_eq!(round_step(81), 20);
        assert_eq!(round_step(84), 50);
    }
}
