//! What was said and done that is not money: the rows of `events.csv`.

use super::paths::paths;
use super::{Amount, Currency, CustomerId, Date, InvoiceNo, InvoiceStatus, Term};

/// What happened. Within a day, events are taken in this order: openings, then closings, `undo` last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(missing_docs, reason = "the words are those of the file; the README's table says what each means")]
pub enum EventKind {
    Notice,
    Call,
    Approved,
    DisputeOpened,
    Promise,
    Plan,
    Hold,
    Insolvency,
    OverIndebtedness,
    ClaimDeclared,
    PaymentAnnounced,
    Assigned,
    HandedOver,
    CourtFiled,
    Acknowledged,
    Waived,
    WrittenOff,
    Allocated,
    Note,
    DisputeClosed,
    Release,
    Undo,
}

impl EventKind {
    /// Every kind, in the order of a day.
    pub const ALL: [EventKind; 22] = [
        EventKind::Notice,
        EventKind::Call,
        EventKind::Approved,
        EventKind::DisputeOpened,
        EventKind::Promise,
        EventKind::Plan,
        EventKind::Hold,
        EventKind::Insolvency,
        EventKind::OverIndebtedness,
        EventKind::ClaimDeclared,
        EventKind::PaymentAnnounced,
        EventKind::Assigned,
        EventKind::HandedOver,
        EventKind::CourtFiled,
        EventKind::Acknowledged,
        EventKind::Waived,
        EventKind::WrittenOff,
        EventKind::Allocated,
        EventKind::Note,
        EventKind::DisputeClosed,
        EventKind::Release,
        EventKind::Undo,
    ];

    /// Returns the kind of a word of the files; nothing for another word.
    pub fn parse(word: &str) -> Option<EventKind> {
        EventKind::ALL.into_iter().find(|kind| kind.word() == word)
    }

    /// Returns what the life-cycle status of an electronic invoice says. What changes nothing about the debt is a note;
    /// so is 212, "collected", which the seller declares himself: money is in `payments.csv` alone.
    pub const fn of(status: InvoiceStatus) -> EventKind {
        match status.number() {
            // Approved.
            205 => EventKind::DisputeClosed,
            // Approved in part, disputed, suspended, refused, rejected.
            206 | 207 | 208 | 210 | 213 => EventKind::DisputeOpened,
            // Payment sent.
            211 => EventKind::PaymentAnnounced,
            _ => EventKind::Note,
        }
    }

    /// Returns what people call it.
    pub const fn term(self) -> Term<'static> {
        match self {
            EventKind::Notice => Term::new("notice", "relance"),
            EventKind::Call => Term::new("call", "appel"),
            EventKind::Approved => Term::new("approved", "accord donné"),
            EventKind::DisputeOpened => Term::new("dispute", "contestation"),
            EventKind::Promise => Term::new("promise to pay", "promesse de payer"),
            EventKind::Plan => Term::new("payment plan", "échéancier"),
            EventKind::Hold => Term::new("chasing on hold", "relances suspendues"),
            EventKind::Insolvency => Term::new("insolvency proceedings", "procédure collective"),
            EventKind::OverIndebtedness => Term::new("over-indebtedness", "surendettement"),
            EventKind::ClaimDeclared => Term::new("claim declared", "créance déclarée"),
            EventKind::PaymentAnnounced => Term::new("payment announced", "paiement annoncé"),
            EventKind::Assigned => Term::new("claim assigned", "créance cédée"),
            EventKind::HandedOver => Term::new("handed over", "dossier transmis"),
            EventKind::CourtFiled => Term::new("court filed", "saisine du tribunal"),
            EventKind::Acknowledged => Term::new("debt acknowledged", "dette reconnue"),
            EventKind::Waived => Term::new("penalties waived", "abandon de pénalités"),
            EventKind::WrittenOff => Term::new("written off", "passage en perte"),
            EventKind::Allocated => Term::new("credit allocated", "crédit imputé"),
            EventKind::Note => Term::new("note", "note"),
            EventKind::DisputeClosed => Term::new("dispute closed", "contestation levée"),
            EventKind::Release => Term::new("chasing resumed", "relances reprises"),
            EventKind::Undo => Term::new("undone", "annulation"),
        }
    }

    /// Returns the word that the files and outputs use.
    pub const fn word(self) -> &'static str {
        match self {
            EventKind::Notice => "notice",
            EventKind::Call => "call",
            EventKind::Approved => "approved",
            EventKind::DisputeOpened => "dispute_opened",
            EventKind::Promise => "promise",
            EventKind::Plan => "plan",
            EventKind::Hold => "hold",
            EventKind::Insolvency => "insolvency",
            EventKind::OverIndebtedness => "over_indebtedness",
            EventKind::ClaimDeclared => "claim_declared",
            EventKind::PaymentAnnounced => "payment_announced",
            EventKind::Assigned => "assigned",
            EventKind::HandedOver => "handed_over",
            EventKind::CourtFiled => "court_filed",
            EventKind::Acknowledged => "acknowledged",
            EventKind::Waived => "waived",
            EventKind::WrittenOff => "written_off",
            EventKind::Allocated => "allocated",
            EventKind::Note => "note",
            EventKind::DisputeClosed => "dispute_closed",
            EventKind::Release => "release",
            EventKind::Undo => "undo",
        }
    }
}

/// One row of `events.csv`.
#[derive(Clone, Debug)]
pub struct Event {
    /// The day it happened.
    pub date: Date,
    /// What happened.
    pub kind: EventKind,
    /// The life-cycle status of an electronic invoice that says so, when the row has one for its event.
    pub status: Option<InvoiceStatus>,
    /// Whom it concerns: as the row says, else the invoice's customer.
    pub customer: CustomerId,
    /// The invoice it concerns; without one it concerns all items of the customer.
    pub invoice: Option<InvoiceNo>,
    /// The instalment it concerns.
    pub instalment: Option<String>,
    /// The act it belongs to: one act is one id on as many rows as it has invoices.
    pub event_id: Option<String>,
    /// The dunning level of a notice, call or approval; the route of a `court_filed`.
    pub level: Option<String>,
    /// E-mail, phone, letter, registered letter.
    pub channel: Option<String>,
    /// The sum: of a promise, a plan instalment, a disputed part, a write-off, a waiver.
    pub amount: Option<Amount>,
    /// The interest claimed by a notice.
    pub interest: Option<Amount>,
    /// The indemnity claimed by a notice (EUR).
    pub indemnity: Option<Amount>,
    /// What the amounts are in.
    pub currency: Currency,
    /// The day an insolvency judgment was published in the BODACC.
    pub published: Option<Date>,
    /// The day on which it ends or is due; of a notice, the last day to pay that it named.
    pub until: Option<Date>,
    /// The registered letter's number, or the `event_id` that an `undo` takes back.
    pub reference: Option<String>,
    /// Free text.
    pub note: Option<String>,
    /// The paths of the documents that prove it, as the cell has them; see [`Event::files`].
    pub file: Option<String>,
    /// Who noted it.
    pub by: Option<String>,
    /// The hash that seals the line.
    pub seal: Option<String>,
    /// The line of `events.csv`.
    pub line: u32,
}

impl Event {
    /// Returns the interest and indemnity that a notice claims in a currency: the indemnity is owed in euros.
    pub fn claims_in(&self, currency: Currency) -> Amount {
        let is_in_euros = currency == Currency::EUR;
        self.interest.unwrap_or_default() + self.indemnity.filter(|_| is_in_euros).unwrap_or_default()
    }

    /// Returns the paths of the documents that prove it.
    pub fn files(&self) -> impl Iterator<Item = &str> {
        self.file.as_deref().into_iter().flat_map(paths)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_status_says_what_the_event_of_its_meaning_says() {
        let event = |number: &u16| EventKind::of(InvoiceStatus::parse(&number.to_string()).unwrap());
        let events = |numbers: &[u16]| numbers.iter().map(event).collect::<Vec<_>>();
        assert_eq!(events(&[206, 207, 208, 210, 213]), [EventKind::DisputeOpened; 5]);
        assert_eq!(events(&[205, 211]), [EventKind::DisputeClosed, EventKind::PaymentAnnounced]);
        assert_eq!(events(&[200, 201, 202, 203, 204, 209, 212]), [EventKind::Note; 7]);
    }
}
