//! Why an item is left alone: one variant per code, with the figures and dates that its sentence needs.

use rust_decimal::Decimal;

use crate::model::refused::RefusedRow;
use crate::model::{Amount, Currency, Date, InvoiceStatus};

/// What keeps an item from being chased today. The order of the variants is the order of precedence.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stop<'a> {
    /// Insolvency opened after the debt was born: chasing is forbidden (C. com. L622-7, L622-21).
    Insolvency {
        /// The day of the opening judgment.
        judgment: Date,
        /// The last day to declare the claim (C. com. R622-24), once the publication is known.
        declare_by: Option<Date>,
        /// The last day to ask to be relieved of having missed it (C. com. L622-26).
        relief_by: Option<Date>,
        /// The last day to claim back goods sold under retention of title (C. com. L624-9), where the terms of sale
        /// have it.
        reclaim_by: Option<Date>,
        /// The day on which the claim was declared.
        declared: Option<Date>,
    },
    /// A commission settles the consumer's debts: he may not pay those born before (C. conso. L722-2, L722-5).
    OverIndebtedness {
        /// The day on which his file was found admissible.
        since: Date,
    },
    /// A court has it.
    CourtFiled {
        /// Since when.
        since: Date,
    },
    /// Somebody else collects it.
    HandedOver {
        /// Since when.
        since: Date,
        /// Who, if that was recorded.
        whom: Option<&'a str>,
    },
    /// It was sold: the factor is to be paid.
    Assigned {
        /// Since when.
        since: Date,
        /// The factor, if that was recorded.
        whom: Option<&'a str>,
    },
    /// Somebody put it on hold.
    Hold {
        /// Since when.
        since: Date,
        /// The last day of the hold; without one it lasts until it is released.
        until: Option<Date>,
    },
    /// All of it is disputed.
    Disputed {
        /// Since when.
        since: Date,
        /// Why, if that was recorded.
        reason: Option<&'a str>,
        /// The life-cycle status of an electronic invoice that said so.
        status: Option<InvoiceStatus>,
    },
    /// A payment plan that is kept so far replaces it.
    PlanKept {
        /// The day of the agreement.
        since: Date,
        /// The next day on which something must have been paid.
        next: Date,
    },
    /// A promise to pay is waited for.
    Promise {
        /// The day of the promise.
        since: Date,
        /// The day by which payment was promised.
        by: Date,
        /// The last day that is waited for, the policy's grace included.
        last_day: Date,
    },
    /// The payer says that the money is on its way, or a direct debit is.
    PaymentAnnounced {
        /// The day of the announcement.
        since: Date,
        /// The last day that is waited for.
        last_day: Date,
    },
    /// The customer's credits in this currency reach what he owes, what is late of it, or what is asked for today.
    CoveredByCredits {
        /// His unapplied money.
        credits: Amount,
        /// What they reach.
        asked: Amount,
    },
    /// A payment, credit note or event that was set aside names the customer, or may: nobody knows what it says.
    RefusedRow {
        /// The first such row.
        row: RefusedRow,
    },
    /// A receipt in suspense may be his.
    UnmatchedReceipt {
        /// The first such receipt.
        receipt: Unmatched<'a>,
    },
    /// It is a balance brought forward, of which the invoices are not known.
    OpeningBalance,
    /// No procedure of the policy is for it.
    NoProcedure {
        /// The procedure that the invoice or customer names, and that the policy does not have.
        named: Option<&'a str>,
    },
    /// A recorded level is not in its procedure.
    UnknownLevel {
        /// That level.
        level: &'a str,
    },
    /// It is not late, and no reminder before the due date is due.
    NotDue,
    /// The notice would ask for less than its level is worth.
    BelowMinimum {
        /// What it would ask for.
        asked: Amount,
        /// The level's minimum.
        minimum: Amount,
    },
    /// Its level, and those below, carry less than the share of what the customer owes that the level asks for.
    BelowShare {
        /// What the items at that level come to.
        asked: Amount,
        /// All that the customer owes in that currency.
        open: Amount,
        /// The level's least share, in percent.
        percent: Decimal,
    },
    /// The newest payment of the folder is too old to tell anybody that he is late: he may have paid.
    StalePayments {
        /// Its day.
        newest: Date,
    },
    /// The time to pay that a notice granted is not over.
    Deadline {
        /// Its last day.
        last_day: Date,
    },
    /// The customer had a notice a short while ago.
    MinInterval {
        /// The day of that notice.
        last_notice: Date,
        /// The least number of days between two.
        days: u32,
    },
    /// The day of the next level is to come.
    NotYet,
    /// The next level waits for somebody's approval.
    Approval,
    /// The last level was reached: what comes next is up to a court.
    EndOfProcedure,
}

/// A receipt that waits in suspense, as far as a sentence names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Unmatched<'a> {
    /// The day on which it came in.
    pub date: Date,
    /// Its id.
    pub id: &'a str,
    /// What came in.
    pub amount: Amount,
    /// What the amount is in.
    pub currency: Currency,
    /// Who sent it, as the bank has it; may be empty.
    pub payer: &'a str,
}

impl Stop<'_> {
    /// Tells whether only time must pass, or an approval be given; the others end when somebody ends them.
    pub(super) const fn ends_by_itself(&self) -> bool {
        match self {
            Stop::Hold { until, .. } => until.is_some(),
            Stop::PlanKept { .. }
            | Stop::Promise { .. }
            | Stop::PaymentAnnounced { .. }
            | Stop::NotDue
            | Stop::Deadline { .. }
            | Stop::MinInterval { .. }
            | Stop::NotYet
            | Stop::Approval => true,
            Stop::Insolvency { .. }
            | Stop::OverIndebtedness { .. }
            | Stop::CourtFiled { .. }
            | Stop::HandedOver { .. }
            | Stop::Assigned { .. }
            | Stop::Disputed { .. }
            | Stop::CoveredByCredits { .. }
            | Stop::RefusedRow { .. }
            | Stop::UnmatchedReceipt { .. }
            | Stop::OpeningBalance
            | Stop::NoProcedure { .. }
            | Stop::UnknownLevel { .. }
            | Stop::BelowMinimum { .. }
            | Stop::BelowShare { .. }
            | Stop::StalePayments { .. }
            | Stop::EndOfProcedure => false,
        }
    }

    /// Tells whether it comes before [`Stop::CoveredByCredits`]: the debt is not asked for whatever he has paid.
    pub(super) const fn outranks_credits(&self) -> bool {
        (self.is_out_of_reach() && !matches!(self, Stop::OpeningBalance)) || self.is_his_word()
    }

    /// Tells whether a letter that was written before should not go out either: what holds the item back is no matter
    /// of its level or of time.
    pub const fn holds_back_what_is_written(&self) -> bool {
        self.is_out_of_reach() || self.is_his_word() || self.is_doubt() || matches!(self, Stop::CoveredByCredits { .. })
    }

    /// Tells whether he has said when he pays.
    const fn is_his_word(&self) -> bool {
        matches!(self, Stop::PlanKept { .. } | Stop::Promise { .. } | Stop::PaymentAnnounced { .. })
    }

    /// Tells whether he may have paid, for all that is known.
    pub(super) const fn is_doubt(&self) -> bool {
        matches!(self, Stop::RefusedRow { .. } | Stop::UnmatchedReceipt { .. })
    }

    /// Tells whether he cannot be asked for the item at all, whatever he says or pays.
    pub(super) const fn is_out_of_reach(&self) -> bool {
        matches!(
            self,
            Stop::Insolvency { .. }
                | Stop::OverIndebtedness { .. }
                | Stop::CourtFiled { .. }
                | Stop::HandedOver { .. }
                | Stop::Assigned { .. }
                | Stop::Hold { .. }
                | Stop::Disputed { .. }
                | Stop::OpeningBalance
        )
    }

    /// Returns the code that scripts rely on.
    pub const fn code(&self) -> &'static str {
        match self {
            Stop::Insolvency { .. } => "insolvency",
            Stop::OverIndebtedness { .. } => "over-indebtedness",
            Stop::CourtFiled { .. } => "court-filed",
            Stop::HandedOver { .. } => "handed-over",
            Stop::Assigned { .. } => "assigned",
            Stop::Hold { .. } => "hold",
            Stop::Disputed { .. } => "disputed",
            Stop::PlanKept { .. } => "plan-kept",
            Stop::Promise { .. } => "promise",
            Stop::PaymentAnnounced { .. } => "payment-announced",
            Stop::CoveredByCredits { .. } => "covered-by-credits",
            Stop::RefusedRow { .. } => "refused-row",
            Stop::UnmatchedReceipt { .. } => "unmatched-receipt",
            Stop::OpeningBalance => "opening-balance",
            Stop::NoProcedure { .. } => "no-procedure",
            Stop::UnknownLevel { .. } => "unknown-level",
            Stop::NotDue => "not-due",
            Stop::BelowMinimum { .. } | Stop::BelowShare { .. } => "below-minimum",
            Stop::StalePayments { .. } => "stale-payments",
            Stop::Deadline { .. } => "deadline",
            Stop::MinInterval { .. } => "min-interval",
            Stop::NotYet => "not-yet",
            Stop::Approval => "approval",
            Stop::EndOfProcedure => "end-of-procedure",
        }
    }
}
