//! The reasons in a few words: what the legend under a plan says, and the desk's page.

use super::Stop;
use crate::model::Lang;

impl Stop<'_> {
    /// Returns what the code means, in a few words without figures.
    pub const fn words(&self, lang: Lang) -> &'static str {
        match lang {
            Lang::En => self.english(),
            Lang::Fr => self.french(),
        }
    }

    const fn english(&self) -> &'static str {
        match self {
            Stop::Insolvency { .. } => "proceedings opened, no reminders",
            Stop::CourtFiled { .. } => "before a court",
            Stop::HandedOver { .. } => "handed over for collection",
            Stop::Assigned { .. } => "sold to a factor",
            Stop::Hold { .. } => "on hold",
            Stop::Disputed { .. } => "in dispute",
            Stop::PlanKept { .. } => "payment plan kept so far",
            Stop::Promise { .. } => "payment promised",
            Stop::PaymentAnnounced { .. } => "payment announced",
            Stop::CoveredByCredits { .. } => "covered by the customer's credits",
            Stop::RefusedRow { .. } => "a row that names the customer was refused",
            Stop::NoProcedure { .. } => "no procedure is for it",
            Stop::UnknownLevel { .. } => "a level was recorded that the policy does not have",
            Stop::NotDue => "not late yet",
            Stop::BelowMinimum { .. } | Stop::BelowShare { .. } => "too little for a notice",
            Stop::StalePayments { .. } => "payments are not up to date",
            Stop::Deadline { .. } => "time to pay was granted",
            Stop::MinInterval { .. } => "the customer had a notice lately",
            Stop::NotYet => "the next level is to come",
            Stop::Approval => "waits for approval",
            Stop::EndOfProcedure => "the last level is behind it",
        }
    }

    const fn french(&self) -> &'static str {
        match self {
            Stop::Insolvency { .. } => "procédure collective, plus de relance",
            Stop::CourtFiled { .. } => "en justice",
            Stop::HandedOver { .. } => "remise à un tiers pour recouvrement",
            Stop::Assigned { .. } => "cédée à un affactureur",
            Stop::Hold { .. } => "en suspens",
            Stop::Disputed { .. } => "en litige",
            Stop::PlanKept { .. } => "échéancier tenu jusqu'ici",
            Stop::Promise { .. } => "règlement promis",
            Stop::PaymentAnnounced { .. } => "règlement annoncé",
            Stop::CoveredByCredits { .. } => "couverte par les crédits du client",
            Stop::RefusedRow { .. } => "une ligne qui nomme le client est refusée",
            Stop::NoProcedure { .. } => "aucune procédure ne la concerne",
            Stop::UnknownLevel { .. } => "un niveau a été noté que la politique n'a pas",
            Stop::NotDue => "pas encore en retard",
            Stop::BelowMinimum { .. } | Stop::BelowShare { .. } => "trop peu pour une relance",
            Stop::StalePayments { .. } => "règlements pas à jour",
            Stop::Deadline { .. } => "un délai de paiement court",
            Stop::MinInterval { .. } => "client relancé il y a peu",
            Stop::NotYet => "prochain niveau à venir",
            Stop::Approval => "attend un accord",
            Stop::EndOfProcedure => "dernier niveau passé",
        }
    }
}
