//! The rates that a statement uses, each with a name that its periods refer to: `T1`, `T2`.

use super::words::Voice;
use crate::engine::penalties::Piece;
use crate::law::rates::{Origin, RateRow, Series};
use crate::letter::safe::whole_line;
use crate::model::{Date, figures};

/// The rates of a statement, in the order of their first days.
#[derive(Clone, Debug)]
pub(super) struct RatesUsed(Vec<RateUsed>);

/// One rate and the days to which it was applied.
#[derive(Clone, Debug)]
struct RateUsed {
    /// A piece that it was applied to.
    piece: Piece,
    from: Date,
    to: Date,
}

impl RatesUsed {
    /// Returns the rates of some pieces, each once.
    pub fn of(pieces: &[Piece]) -> RatesUsed {
        let mut used: Vec<RateUsed> = Vec::new();
        for piece in pieces {
            match used.iter_mut().find(|known| known.piece.basis == piece.basis) {
                Some(known) => {
                    known.from = known.from.min(piece.from);
                    known.to = known.to.max(piece.to);
                }
                None => used.push(RateUsed { piece: *piece, from: piece.from, to: piece.to }),
            }
        }
        used.sort_by_key(|one| (one.from, one.to, one.piece.rate()));
        RatesUsed(used)
    }

    /// Tells whether no interest ran.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Tells whether some rate is assumed.
    pub fn any_assumed(&self) -> bool {
        self.0.iter().any(|one| one.piece.basis.assumed)
    }

    /// Returns the name of a piece's rate, with a mark where it is assumed.
    pub fn reference(&self, piece: &Piece) -> String {
        let place = self.0.iter().position(|one| one.piece.basis == piece.basis).map_or(0, |place| place + 1);
        format!("T{place}{}", if piece.basis.assumed { "*" } else { "" })
    }

    /// Returns each rate as cells: name, rate, composition, official rate and since when, days, article and source.
    pub fn rows(&self, voice: &Voice<'_>) -> Vec<[String; 6]> {
        let row = |one: &RateUsed| {
            let piece = &one.piece;
            [
                self.reference(piece),
                figures::rate(piece.rate(), voice.lang),
                voice.composition(piece),
                official(voice, piece),
                voice.span(one.from, one.to),
                basis(voice, piece),
            ]
        };
        self.0.iter().map(row).collect()
    }

    /// Returns each rate as a sentence.
    pub fn sentences(&self, voice: &Voice<'_>) -> Vec<String> {
        let sentence = |[name, rate, made, official, days, basis]: [String; 6]| {
            // A rate that is the official one is made of nothing else.
            let made = (made != rate).then_some(made);
            let made: Vec<String> = made.into_iter().chain((!official.is_empty()).then_some(official)).collect();
            let (en, fr) = (made.join("; "), made.join(" ; "));
            voice.say(
                format!("{name} = {rate}: {en}; applied {days}; {basis}"),
                format!("{name} = {rate} : {fr} ; appliqué {days} ; {basis}"),
            )
        };
        self.rows(voice).into_iter().map(sentence).collect()
    }
}

/// Returns which official rate a piece's rate is made from, and since when it is in force.
fn official(voice: &Voice<'_>, piece: &Piece) -> String {
    let (Some(row), Some((series, _))) = (voice.penalties.rate_row(piece), piece.basis.row) else {
        return String::new();
    };
    let (name, since) = (voice.series(series), voice.date(row.valid_from));
    if piece.basis.assumed {
        return voice.say(
            format!("{name}, in force since {since}, the last one known: ASSUMED to go on"),
            format!("{name}, en vigueur depuis le {since}, dernier connu : SUPPOSÉ maintenu"),
        );
    }
    // Its rows are days on which it was read, not days on which it changed.
    if series == Series::BankOfEngland {
        return voice.say(format!("{name} on {since}"), format!("{name} au {since}"));
    }
    voice.say(format!("{name}, in force since {since}"), format!("{name}, en vigueur depuis le {since}"))
}

fn basis(voice: &Voice<'_>, piece: &Piece) -> String {
    let mut parts = vec![voice.clause(&piece.basis)];
    if let (Some(row), Some((series, _))) = (voice.penalties.rate_row(piece), piece.basis.row) {
        let source = match row.origin {
            Origin::BuiltIn => published(voice, series, row),
            Origin::Folder => whole_line(&row.source),
        };
        if !source.is_empty() {
            parts.push(voice.say(format!("source: {source}"), format!("source : {source}")));
        }
        parts.extend(given(voice, piece, row));
    }
    parts.join(&voice.say("; ", " ; "))
}

/// Returns where a rate is published, and that the publication itself was not read where a row of the program says so.
fn published(voice: &Voice<'_>, series: Series, row: &RateRow) -> String {
    let publication = voice.lang.pick(series.publication(row.valid_from));
    // The rows of central banks are read from their own tables: what is less sure of them is the day.
    if row.is_sure() || matches!(series, Series::Ecb | Series::BankOfEngland) {
        return publication.to_owned();
    }
    voice.say(
        format!("other tables or the statutory formula; to be verified in the publication itself, which was not read ({publication})"),
        format!("d’autres tables ou la formule légale ; à vérifier dans la publication elle-même, qui n’a pas été lue ({publication})"),
    )
}

/// Returns that the creditor's own table gave an official rate, and in place of which one, where that is so.
fn given(voice: &Voice<'_>, piece: &Piece, row: &RateRow) -> Option<String> {
    let (series, _) = piece.basis.row.filter(|_| row.origin == Origin::Folder)?;
    let by = match voice.files {
        Some(_) => voice.say(format!("row of {}", series.file()), format!("ligne de {}", series.file())),
        None => voice.say("rate stated by the creditor", "taux indiqué par le créancier"),
    };
    let Some(replaced) = row.contradicts() else { return Some(by) };
    let replaced = figures::rate(replaced, voice.lang);
    Some(voice.say(format!("{by} IN PLACE OF {replaced}"), format!("{by} À LA PLACE DE {replaced}")))
}
