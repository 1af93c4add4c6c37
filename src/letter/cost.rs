//! What a letter says of the interest it claims: enough for the reader to do the sums again.

use super::draft::Line;
use super::model::{NextRate, Penalties, PieceLine, RateLine};
use super::words;
use crate::engine::penalties::Piece;
use crate::law::regimes::Regime;
use crate::model::rate::RateRule;
use crate::model::{Amount, Currency, Date, Lang, Rate, figures};
use crate::policy::{DisputedInterest, PenaltyRules, Rounding};

/// What lateness costs from the day after the letter on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Ahead {
    /// Whether an item bears interest.
    pub interest: bool,
    /// Whether the law grants an indemnity for one.
    pub indemnity: bool,
    /// The rate of that day and its rule, when it is one for all items that bear interest.
    pub rate: Option<(Rate, RateRule)>,
}

/// Returns the articles, the rates and the pieces behind the interest of a letter's lines.
pub(super) fn explained(
    lines: &[Line<'_>],
    number: impl Fn(&Line<'_>) -> String,
    ahead: Ahead,
    currency: Currency,
    regime: impl Fn(&Line<'_>) -> &'static Regime,
    rules: &PenaltyRules,
    lang: Lang,
) -> Penalties {
    let is_on_disputed = |line: &Line<'_>| !line.pieces.is_empty() && !line.disputed.is_zero();
    let pieces = lines.iter().flat_map(|line| line.pieces.iter().map(move |piece| (line, piece)));
    Penalties {
        basis: cited(lines, regime, ahead, lang),
        rates: rate_lines(pieces.clone().map(|(_, piece)| *piece).collect(), lang),
        pieces: pieces
            .map(|(line, piece)| PieceLine {
                number: number(line),
                from: figures::date(piece.from, lang),
                to: figures::date(piece.to, lang),
                days: figures::count(piece.days, lang),
                base: figures::amount(piece.base, currency, lang),
                rate: figures::rate(piece.rate(), lang),
                interest: figures::amount(piece.interest, currency, lang),
            })
            .collect(),
        runs: ahead.interest,
        fixed_sum: ahead.indemnity,
        next_rate: ahead
            .rate
            .map(|(rate, rule)| NextRate { rate: figures::rate(rate, lang), source: words::source(rule, lang) }),
        rounded_once: rules.rounding == Rounding::Total,
        rounded_daily: rules.rounding == Rounding::Day,
        on_disputed: rules.disputed == DisputedInterest::Claimed && lines.iter().any(is_on_disputed),
        less_disputed: lines.iter().any(|line| line.less_disputed),
    }
}

/// Returns the indemnity of lines in another currency than the law's, which is asked for besides.
pub(super) fn indemnity_apart(
    lines: &[Line<'_>],
    regime: impl Fn(&Line<'_>) -> &'static Regime,
) -> Option<(Amount, Currency)> {
    let mut owed = lines.iter().filter(|line| !line.indemnity_apart.is_zero());
    let sum = owed.clone().map(|line| line.indemnity_apart).sum();
    let fixed = owed.find_map(|line| regime(line).fixed_sum)?;
    Some((sum, fixed.currency))
}

/// Returns the articles that are cited, of each law that a line is under: those of what is claimed or, where nothing is,
/// of what lateness costs.
fn cited(lines: &[Line<'_>], regime: impl Fn(&Line<'_>) -> &'static Regime, ahead: Ahead, lang: Lang) -> String {
    let interest = lines.iter().any(|line| line.interest.is_positive());
    let indemnity = lines.iter().any(|line| line.indemnity_recorded().is_positive());
    let (interest, indemnity) =
        if interest || indemnity { (interest, indemnity) } else { (ahead.interest, ahead.indemnity) };
    let mut cited: Vec<&str> = lines.iter().map(|line| lang.pick(regime(line).cited.of(interest, indemnity))).collect();
    cited.sort_unstable();
    cited.dedup();
    cited.join(lang.pick((" and ", " et ")))
}

/// Returns the rates that were applied, each with its first and last day; those of several invoices are joined where
/// they are the same and their days meet.
fn rate_lines(mut pieces: Vec<Piece>, lang: Lang) -> Vec<RateLine> {
    let key = |rule: RateRule| words::source(rule, lang);
    pieces.sort_by_key(|piece| (piece.rate(), key(piece.basis.rule), piece.from, piece.to));
    let mut spans: Vec<(Date, Date, Rate, String)> = Vec::new();
    for piece in &pieces {
        let source = key(piece.basis.rule);
        match spans.last_mut() {
            Some((_, to, rate, same))
                if (*rate, same.as_str()) == (piece.rate(), source.as_str()) && to.succ_opt() >= Some(piece.from) =>
            {
                *to = (*to).max(piece.to);
            }
            _ => spans.push((piece.from, piece.to, piece.rate(), source)),
        }
    }
    spans.sort();
    spans
        .into_iter()
        .map(|(from, to, rate, source)| RateLine {
            rate: figures::rate(rate, lang),
            source,
            from: figures::date_in_words(from, lang),
            to: figures::date_in_words(to, lang),
        })
        .collect()
}
