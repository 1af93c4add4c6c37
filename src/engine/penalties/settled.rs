//! What of one late item's interest and indemnity is no longer claimed, as a value.

use crate::model::{Amount, Date, ItemId};

/// What of one late item's interest and indemnity is settled.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Settled {
    /// The interest, before any was settled.
    pub interest: Amount,
    /// The indemnity, before any was settled.
    pub indemnity: Amount,
    /// The indemnity that is owed in another currency than the item.
    pub apart: Amount,
    /// What penalty notes charged of that.
    pub charged_apart: Amount,
    /// What penalty notes charged of interest and indemnity.
    pub charged: Amount,
    /// The part of that which is interest, of the notes that were entered.
    pub charged_interest: Amount,
    /// The part that is indemnity, likewise.
    pub charged_indemnity: Amount,
    /// What was given up of them.
    pub waived: Amount,
    /// The part of that which is indemnity.
    pub waived_indemnity: Amount,
    /// What was given up of an indemnity that is owed in another currency than the item.
    pub waived_apart: Amount,
    /// What payments paid of that.
    pub paid_apart: Amount,
    /// What payments that exceeded the principal paid of them.
    pub paid: Amount,
    /// The part of that which paid the indemnity: it was asked for, and no interest of that day was left. Interest that
    /// runs later takes none of it back.
    pub paid_indemnity: Amount,
}

impl Settled {
    /// Returns what is still claimed.
    pub fn left(&self) -> Amount {
        self.left_of(true, true)
    }

    /// Returns what is still claimed of the interest, the indemnity, or both. A note took of each what it charged; what
    /// was given up likewise; what was paid is taken off the interest first, but what paid the indemnity alone.
    pub fn left_of(&self, interest: bool, indemnity: bool) -> Amount {
        let not_entered = self.charged - self.charged_interest - self.charged_indemnity;
        let of_interest = self.of_interest() - not_entered;
        let of_indemnity = self.indemnity - self.charged_indemnity - self.waived_indemnity - self.paid_indemnity
            + of_interest.min(Amount::ZERO);
        match (interest, indemnity) {
            (true, true) => (of_interest.max(Amount::ZERO) + of_indemnity).max(Amount::ZERO),
            (true, false) => of_interest.max(Amount::ZERO),
            (false, true) => of_indemnity.max(Amount::ZERO),
            (false, false) => Amount::ZERO,
        }
    }

    /// Returns what a waiver of everything gives up of the interest, or then of the indemnity, beside interest that
    /// payments paid before the principal: what no note charges, be it a later one, which charges what a waiver of less
    /// leaves of both.
    pub fn open_to_waiver(&self, paid: Amount, indemnity: bool) -> Amount {
        let charged = self.charged - self.charged_indemnity;
        let both = self.less(paid - paid.min(charged)).left();
        if indemnity { both } else { both.min(self.open_interest(paid)) }
    }

    /// Returns the interest that is open beside what payments paid, no later note being known: what a note charged of
    /// it is open there, and no more here.
    pub fn open_interest(&self, paid: Amount) -> Amount {
        (self.of_interest() - (paid - paid.min(self.charged_interest))).max(Amount::ZERO)
    }

    /// Returns the interest less what was charged of it by the notes that were entered, given up and paid; negative
    /// where more than the interest was paid.
    fn of_interest(&self) -> Amount {
        let waived = self.waived - self.waived_indemnity;
        self.interest - self.charged_interest - waived - (self.paid - self.paid_indemnity)
    }

    /// Returns what is still claimed of an indemnity that is owed in another currency than the item.
    pub fn left_apart(&self) -> Amount {
        (self.apart - self.charged_apart - self.waived_apart - self.paid_apart).max(Amount::ZERO)
    }

    /// Returns the same beside interest that payments paid before the principal: what is open instead is principal.
    pub fn less(&self, taken: Amount) -> Settled {
        Settled { interest: self.interest - taken, ..*self }
    }

    /// Enters what a penalty note charged, after what was given up and paid before it. It charged the indemnity whole
    /// and the interest that had run; a note of less than the indemnity, or of just that interest, charged the interest
    /// first.
    pub fn enter(&mut self, share: &Share) {
        let less = self.waived + self.paid - self.paid_indemnity;
        let run = (share.interest - self.charged_interest).max(Amount::ZERO);
        let interest = run - less.min(run);
        // What had not run yet was given up of the indemnity then.
        let beyond = (less - less.min(run)).max(self.waived_indemnity);
        let gone = self.charged_indemnity + self.paid_indemnity + beyond;
        let indemnity = (self.indemnity - gone).max(Amount::ZERO);
        let of_indemnity = indemnity_in(share.amount, interest, indemnity);
        self.charged_indemnity += of_indemnity;
        self.charged_interest += share.amount - of_indemnity;
    }
}

/// Returns what of the amount of a note is the indemnity, by what was owed of both on its day.
pub(super) fn indemnity_in(amount: Amount, interest: Amount, indemnity: Amount) -> Amount {
    if amount == interest {
        Amount::ZERO
    } else if amount >= indemnity {
        indemnity
    } else {
        (amount - interest).max(Amount::ZERO)
    }
}

/// What a penalty note charges of one item.
#[derive(Clone, Copy, Debug)]
pub(super) struct Share {
    /// The day of the note.
    pub date: Date,
    /// The item.
    pub item: ItemId,
    /// How much it charges.
    pub amount: Amount,
    /// The interest that had run by that day.
    pub interest: Amount,
}
