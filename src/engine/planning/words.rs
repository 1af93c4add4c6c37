//! What people call the reasons why an item is left alone: a few words, narrow enough for a column.

use super::{PlanRow, Stop};
use crate::model::{Lang, Term};

/// The word that outputs use of a row that is to be chased today.
pub const DUE: (&str, Term<'static>) = ("due", Term::new("due", "à faire"));

/// What people call each reason, by its code. French names agree with "la pièce".
pub const REASONS: &[(&str, Term<'static>)] = &[
    ("insolvency", Term::new("insolvency", "procédure collective")),
    ("over-indebtedness", Term::new("over-indebtedness", "surendettement")),
    ("court-filed", Term::new("before a court", "en justice")),
    ("handed-over", Term::new("handed over", "remise au recouvrement")),
    ("assigned", Term::new("assigned", "cédée")),
    ("hold", Term::new("on hold", "en suspens")),
    ("disputed", Term::new("in dispute", "en litige")),
    ("plan-kept", Term::new("payment plan", "échéancier en cours")),
    ("promise", Term::new("promise to pay", "promesse")),
    ("payment-announced", Term::new("payment announced", "règlement annoncé")),
    ("covered-by-credits", Term::new("covered by credits", "couverte par crédits")),
    ("refused-row", Term::new("refused row", "ligne refusée")),
    ("unmatched-receipt", Term::new("receipt not matched", "encaissement à affecter")),
    ("opening-balance", Term::new("brought forward", "solde repris")),
    ("no-procedure", Term::new("no procedure", "sans procédure")),
    ("unknown-level", Term::new("unknown level", "niveau inconnu")),
    ("not-due", Term::new("not due", "non échue")),
    ("below-minimum", Term::new("below the minimum", "sous le minimum")),
    ("stale-payments", Term::new("payments out of date", "règlements pas à jour")),
    ("deadline", Term::new("time granted", "délai accordé")),
    ("min-interval", Term::new("chased lately", "relancée il y a peu")),
    ("not-yet", Term::new("not yet", "relance à venir")),
    ("approval", Term::new("waits for approval", "attend un accord")),
    ("end-of-procedure", Term::new("end of procedure", "fin de procédure")),
];

impl Stop<'_> {
    /// Returns what people call the reason.
    pub fn term(&self) -> Term<'static> {
        let code = self.code();
        REASONS.iter().find(|(known, _)| *known == code).map_or(Term::new(code, code), |(_, term)| *term)
    }
}

impl PlanRow<'_> {
    /// Returns what people call the reason: that of the first stop, or that its level is due.
    pub fn reason_term(&self) -> Term<'static> {
        self.stops.first().map_or(DUE.1, Stop::term)
    }

    /// Returns what people call a level of its procedure: the name itself where the procedure does not have it.
    pub fn level_label<'n>(&'n self, name: &'n str, lang: Lang) -> &'n str {
        let levels = self.procedure.map_or(&[][..], |procedure| &procedure.levels);
        levels.iter().find(|level| level.is_called(name)).map_or(name, |level| level.label.get(lang))
    }
}
