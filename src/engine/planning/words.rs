//! What people call the reasons why an item is left alone: a few words, narrow enough for a column.

use super::{PlanRow, Stop};
use crate::model::{Lang, Term};

impl Stop<'_> {
    /// Returns what people call the reason. French names agree with "la pièce".
    pub const fn term(&self) -> Term<'static> {
        match self {
            Stop::Insolvency { .. } => Term::new("insolvency", "procédure collective"),
            Stop::OverIndebtedness { .. } => Term::new("over-indebtedness", "surendettement"),
            Stop::CourtFiled { .. } => Term::new("before a court", "en justice"),
            Stop::HandedOver { .. } => Term::new("handed over", "remise au recouvrement"),
            Stop::Assigned { .. } => Term::new("assigned", "cédée"),
            Stop::Hold { .. } => Term::new("on hold", "en suspens"),
            Stop::Disputed { .. } => Term::new("in dispute", "en litige"),
            Stop::PlanKept { .. } => Term::new("payment plan", "échéancier en cours"),
            Stop::Promise { .. } => Term::new("promise to pay", "promesse"),
            Stop::PaymentAnnounced { .. } => Term::new("payment announced", "règlement annoncé"),
            Stop::CoveredByCredits { .. } => Term::new("covered by credits", "couverte par crédits"),
            Stop::RefusedRow { .. } => Term::new("refused row", "ligne refusée"),
            Stop::UnmatchedReceipt { .. } => Term::new("receipt not matched", "encaissement à affecter"),
            Stop::OpeningBalance => Term::new("brought forward", "solde repris"),
            Stop::NoProcedure { .. } => Term::new("no procedure", "sans procédure"),
            Stop::UnknownLevel { .. } => Term::new("unknown level", "niveau inconnu"),
            Stop::NotDue => Term::new("not due", "non échue"),
            Stop::BelowMinimum { .. } | Stop::BelowShare { .. } => Term::new("below the minimum", "sous le minimum"),
            Stop::StalePayments { .. } => Term::new("payments out of date", "règlements pas à jour"),
            Stop::Deadline { .. } => Term::new("time granted", "délai accordé"),
            Stop::MinInterval { .. } => Term::new("chased lately", "relancée il y a peu"),
            Stop::NotYet => Term::new("not yet", "relance à venir"),
            Stop::Approval => Term::new("waits for approval", "attend un accord"),
            Stop::EndOfProcedure => Term::new("end of procedure", "fin de procédure"),
        }
    }
}

impl PlanRow<'_> {
    /// Returns what people call the reason: that of the first stop, or that its level is due.
    pub fn reason_term(&self) -> Term<'static> {
        self.stops.first().map_or(Term::new("due", "à faire"), Stop::term)
    }

    /// Returns what people call a level of its procedure: the name itself where the procedure does not have it.
    pub fn level_label<'n>(&'n self, name: &'n str, lang: Lang) -> &'n str {
        let levels = self.procedure.map_or(&[][..], |procedure| &procedure.levels);
        levels.iter().find(|level| level.is_called(name)).map_or(name, |level| level.label.get(lang))
    }
}
