//! What a letter says of the interest it claims: enough for the reader to do the sums again.

use std::collections::BTreeMap;

use super::draft::Line;
use crate::engine::penalties::Piece;
use crate::law::rates::half_year_end;
use crate::law::regimes::{Law, Regime};
use crate::letter::model::{NextRate, Penalties, PieceLine, RateLine};
use crate::letter::words;
use crate::model::rate::RateRule;
use crate::model::{Amount, Currency, Date, Lang, Rate, figures, several};
use crate::policy::{CapitalisedBy, DisputedInterest, PenaltyRules, Rounding};

/// What lateness costs from the day after a letter on.
#[derive(Clone, Copy, Debug)]
pub(in crate::letter) struct Ahead {
    /// That day.
    pub first: Date,
    /// The rule of its rate, when it is one for all lines that bear interest, and the rate when it is known.
    pub rate: Option<(Option<Rate>, RateRule)>,
    /// Whether some line bears interest once it is late, and demanded where the law wants it.
    pub bearing: bool,
    /// Whether interest of some line runs on.
    pub running: bool,
    /// Whether a formal notice of the letter's day lets some begin.
    pub starting: bool,
    /// Whether the law grants an indemnity for a line.
    pub indemnity: bool,
}

/// Returns the articles, the rates and the pieces behind the interest of a letter's lines.
pub(in crate::letter) fn explained(
    lines: &[Line<'_>],
    number: impl Fn(&Line<'_>) -> String,
    ahead: &Ahead,
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
        base_notes: base_notes(lines, rules, currency, lang),
        bearing: ahead.bearing,
        running: ahead.running,
        starting: ahead.starting,
        fixed_sum: ahead.indemnity,
        next_rate: ahead.rate.and_then(|(rate, rule)| {
            Some(NextRate {
                rate: figures::rate(rate?, lang),
                source: words::source(rule, lang),
                until: rule.series().map(|_| figures::date_in_words(half_year_end(ahead.first), lang)),
            })
        }),
        next_source: ahead.rate.map(|(_, rule)| words::source(rule, lang)),
        rounded_once: rules.rounding == Rounding::Total,
        rounded_daily: rules.rounding == Rounding::Day,
        on_disputed: rules.disputed == DisputedInterest::Claimed && lines.iter().any(is_on_disputed),
        less_disputed: lines.iter().any(|line| line.less_disputed),
    }
}

/// Returns why the bases of some lines are not what is left to pay on them.
fn base_notes(lines: &[Line<'_>], rules: &PenaltyRules, currency: Currency, lang: Lang) -> Vec<String> {
    let cited = |article: Option<&str>| article.map_or(String::new(), |article| format!(" ({article})"));
    let mut notes = Vec::new();
    if lines.iter().any(|line| line.pays_interest_first && !line.pieces.is_empty()) {
        let by = cited(rules.law.imputation());
        notes.push(match lang {
            Lang::Fr => {
                format!("Un règlement paie d’abord les intérêts courus{by} : la base est le principal qu’il laisse.")
            }
            Lang::En => {
                format!("A payment pays first the interest that has run{by}: the base is the principal that it leaves.")
            }
        });
    }
    let joined = |line: &Line<'_>| line.pieces.last().map_or(Amount::ZERO, |piece| piece.capitalised);
    let joined: Amount = lines.iter().map(joined).sum();
    if joined.is_positive() {
        let (by, money) = (cited(rules.law.capitalisation()), figures::money(joined, currency, lang));
        let (fr, en) = match rules.capitalisation.map_or(CapitalisedBy::Law, |rules| rules.by) {
            CapitalisedBy::Contract => ("par l’effet du contrat", "as the contract provides"),
            CapitalisedBy::Judgment => ("par l’effet d’un jugement", "as a judgment provides"),
            CapitalisedBy::Law => ("par l’effet de la loi", "by law"),
        };
        notes.push(match lang {
            Lang::Fr => format!(
                "Les intérêts dus pour une année entière s’ajoutent à la base, {fr}{by} : elle en comprend {money}."
            ),
            Lang::En => {
                format!("Interest owed for a full year joins the base, {en}{by}: it holds {money} of that.")
            }
        });
    }
    notes
}

/// Returns which later formal notices demanded more of some lines, and so raised the base of their interest.
pub(in crate::letter) fn demanded_again(
    lines: &[Line<'_>],
    number: impl Fn(&Line<'_>) -> String,
    more_demanded: impl Fn(&Line<'_>) -> Vec<Date>,
    law: Law,
    lang: Lang,
) -> Vec<String> {
    let mut by_day: BTreeMap<Date, Vec<String>> = BTreeMap::new();
    for line in lines {
        let counts = |day: &Date| line.pieces.iter().any(|piece| piece.to > *day);
        for day in more_demanded(line).into_iter().filter(counts) {
            by_day.entry(day).or_default().push(number(line));
        }
    }
    let said = |(day, numbers): (Date, Vec<String>)| {
        let (day, of) = (figures::date_in_words(day, lang), several(&numbers, numbers.len()));
        let by = if law == Law::France { " (C. civ. 1344-1)" } else { "" };
        match lang {
            Lang::Fr => format!(
                "La mise en demeure du {day} a réclamé davantage ({}) : la base comprend ce surplus à partir du lendemain{by}.",
                of.fr
            ),
            Lang::En => format!(
                "The formal notice of {day} demanded more ({}): the base holds that from the day after{by}.",
                of.en
            ),
        }
    };
    by_day.into_iter().map(said).collect()
}

/// Returns the indemnity of lines in another currency than the law's, which is asked for besides.
pub(in crate::letter) fn indemnity_apart(
    lines: &[Line<'_>],
    regime: impl Fn(&Line<'_>) -> &'static Regime,
) -> Option<(Amount, Currency)> {
    let mut owed = lines.iter().filter(|line| !line.indemnity_apart.is_zero());
    let sum = owed.clone().map(|line| line.indemnity_apart).sum();
    let fixed = owed.find_map(|line| regime(line).fixed_sum)?;
    Some((sum, fixed.currency))
}

/// Returns the articles that are cited, of each law that a line is under: those of what is claimed or, where nothing
/// is, of what lateness costs.
fn cited(lines: &[Line<'_>], regime: impl Fn(&Line<'_>) -> &'static Regime, ahead: &Ahead, lang: Lang) -> String {
    let interest = lines.iter().any(|line| line.interest.is_positive());
    let indemnity = lines.iter().any(|line| line.indemnity_recorded().is_positive());
    let (interest, indemnity) =
        if interest || indemnity { (interest, indemnity) } else { (ahead.bearing, ahead.indemnity) };
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
