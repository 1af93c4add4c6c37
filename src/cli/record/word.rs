//! The word for what happened, as it is typed: one of ours, or a French one that `events.csv` knows too.

use std::ffi::OsStr;

use clap::builder::{PossibleValue, StringValueParser, TypedValueParser};
use clap::{Arg, Command};

use super::penalty_note;
use crate::cli::typed::unfit::Unfit;
use crate::diag::nearest;
use crate::input::header::same;
use crate::input::text::trim_text;
use crate::input::words::{EVENT_KINDS, PAYMENT_KINDS, find};
use crate::model::{EventKind, PaymentKind};

/// What can be recorded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act {
    /// A line of events.csv.
    Event(EventKind),
    /// A row of payments.csv.
    Money(PaymentKind),
    /// Rows of invoices.csv: what lateness costs, charged.
    PenaltyNote,
}

/// What charging interest and indemnity is called, besides its own word.
const PENALTY_NOTES: &[&str] = &["note_de_penalites", "penalites"];

/// What people also call it, in both languages: near enough to be told the right word, and too vague to be taken for
/// it.
const VAGUE: &[(&str, &[&str])] = &[
    ("call", &["phone", "telephone", "coup de fil"]),
    ("dispute_opened", &["dispute", "litige", "contestation", "reclamation"]),
    ("handed_over", &["huissier", "recouvrement", "avocat"]),
    ("hold", &["attente", "pause", "en suspens"]),
    ("insolvency", &["redressement", "liquidation", "sauvegarde", "faillite"]),
    ("notice", &["letter", "lettre", "courrier", "email", "courriel", "mail", "mise en demeure", "reminder"]),
    ("payment", &["transfer", "virement", "cheque", "paid", "paye", "regle", "versement", "prelevement"]),
    ("plan", &["instalments", "delai", "mensualites"]),
    ("return", &["bounced", "sans provision", "cheque impaye"]),
    ("undo", &["annuler", "cancel", "correction"]),
    ("waived", &["remise", "geste commercial"]),
    ("written_off", &["write-off", "perte", "creance douteuse"]),
];

/// Reads the word for what happened.
#[derive(Clone, Copy, Debug)]
pub struct ActWord;

impl TypedValueParser for ActWord {
    type Value = Act;

    fn parse_ref(&self, command: &Command, arg: Option<&Arg>, value: &OsStr) -> Result<Act, clap::Error> {
        let read = |text: String| parse(&text).ok_or_else(|| unknown(&text));
        StringValueParser::new().try_map(read).parse_ref(command, arg, value)
    }

    fn possible_values(&self) -> Option<Box<dyn Iterator<Item = PossibleValue> + '_>> {
        Some(Box::new(own_words().map(PossibleValue::new)))
    }
}

fn parse(text: &str) -> Option<Act> {
    let text = trim_text(text);
    if let Some(event) = find(EVENT_KINDS, text) {
        return Some(Act::Event(event));
    }
    let is_note = same(penalty_note::WORD, text) || PENALTY_NOTES.iter().any(|word| same(word, text));
    find(PAYMENT_KINDS, text).map(Act::Money).or_else(|| is_note.then_some(Act::PenaltyNote))
}

/// Returns our own words.
fn own_words() -> impl Iterator<Item = &'static str> {
    let money = [PaymentKind::Payment, PaymentKind::Return, PaymentKind::Refund];
    EventKind::ALL.map(EventKind::word).into_iter().chain(money.map(PaymentKind::word)).chain([penalty_note::WORD])
}

/// Returns each word that is read, with our own word for it.
fn all_words() -> impl Iterator<Item = (&'static str, &'static str)> {
    let events = EVENT_KINDS.iter().flat_map(|(kind, words)| words.iter().map(|word| (*word, kind.word())));
    let money = PAYMENT_KINDS.iter().flat_map(|(kind, words)| words.iter().map(|word| (*word, kind.word())));
    let notes = [penalty_note::WORD].into_iter().chain(PENALTY_NOTES.iter().copied());
    events.chain(money).chain(notes.map(|word| (word, penalty_note::WORD)))
}

/// Says which word was meant, as far as that can be told; else which there are.
fn unknown(text: &str) -> Unfit {
    let typed = trim_text(text);
    let vague = VAGUE.iter().find(|(_, words)| words.iter().any(|word| same(word, typed))).map(|(own, _)| *own);
    let near = || {
        let word = nearest(typed, all_words().map(|(word, _)| word))?;
        all_words().find(|(known, _)| *known == word).map(|(_, own)| own)
    };
    match vague.or_else(near) {
        Some(own) => Unfit::new(format!("did you mean \"{own}\"?"), format!("vouliez-vous dire « {} » ?", french(own))),
        None => {
            let known = own_words().collect::<Vec<_>>().join(", ");
            let french = own_words().map(french).collect::<Vec<_>>().join(", ");
            Unfit::new(format!("expected one of {known}"), format!("attendu : {french}"))
        }
    }
}

/// Returns the French word that is read for one of ours.
pub(super) fn french(own: &'static str) -> &'static str {
    all_words().find(|(word, meant)| *meant == own && *word != own).map_or(own, |(word, _)| word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_both_languages_are_read_in_any_spelling() {
        for (word, event) in
            [("appel", EventKind::Call), ("échéancier", EventKind::Plan), ("Litige ouvert", EventKind::DisputeOpened)]
        {
            assert_eq!(parse(word), Some(Act::Event(event)), "{word}");
        }
        assert_eq!(parse("règlement"), Some(Act::Money(PaymentKind::Payment)));
        assert_eq!(parse("penalty_note"), Some(Act::PenaltyNote));
        assert_eq!(parse("pénalités"), Some(Act::PenaltyNote));
        assert!(own_words().all(|word| parse(word).is_some()));
    }

    #[test]
    fn a_slip_and_a_vague_word_name_the_right_one() {
        let said = |word: &str| unknown(word).0;
        assert_eq!(said("payement").fr, "vouliez-vous dire «\u{a0}paiement\u{a0}»\u{a0}?");
        assert_eq!(said("promese").en, "did you mean \"promise\"?");
        assert_eq!(said("virement").fr, "vouliez-vous dire «\u{a0}paiement\u{a0}»\u{a0}?");
        assert_eq!(said("litige").en, "did you mean \"dispute_opened\"?");
        assert!(said("vacances").fr.starts_with("attendu\u{a0}: relance, appel"));
        let is_known = |word: &str| parse(word).is_some();
        assert!(VAGUE.iter().all(|(own, words)| is_known(own) && words.iter().all(|word| !is_known(word))));
    }
}
