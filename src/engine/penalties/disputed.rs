//! What is disputed bears interest, and that interest is not claimed while the dispute is open, unless the policy says
//! otherwise: who contests a part in good faith is not asked for the price of contesting it.

use super::{Penalties, Piece};
use crate::model::{Amount, Date, ItemId};
use crate::policy::{DisputedInterest, Rounding};

impl Penalties<'_> {
    /// Returns the pieces of an item's interest that are claimed: without the part of their base that is disputed
    /// today.
    pub fn claimed_pieces(&self, item: ItemId, pieces: &[Piece]) -> Vec<Piece> {
        let claimed = pieces.iter().map(|piece| self.without(piece, self.not_claimed(item, piece.from)));
        claimed.filter(|piece| piece.base.is_positive()).collect()
    }

    /// Returns the part of an item's interest that is not claimed.
    pub(super) fn interest_on_disputed(&self, item: ItemId, pieces: &[Piece], interest: Amount) -> Amount {
        if self.facts.dispute(item).is_none() || self.policy.penalties.disputed == DisputedInterest::Claimed {
            return Amount::ZERO;
        }
        let claimed = pieces.iter().map(|piece| self.without(piece, self.not_claimed(item, piece.from)));
        let claimed = match self.policy.penalties.rounding {
            Rounding::Total => claimed.map(|piece| piece.unrounded()).sum::<super::Unrounded>().rounded(),
            Rounding::Piece | Rounding::Day => claimed.map(|piece| piece.interest).sum(),
        };
        interest - claimed
    }

    /// Tells whether all that was unpaid of an item on its due date is disputed, and nothing of its lateness is
    /// claimed.
    pub fn is_wholly_disputed(&self, item: ItemId) -> bool {
        let disputed = self.not_claimed(item, Date::MAX);
        let due = self.ledger.invoice(item).payable_until();
        disputed.is_positive() && disputed >= self.balances.open_on(self.ledger, item, due)
    }

    /// Returns the part of an item whose interest of a day is not claimed: what is contested of it and was demanded,
    /// for what no formal notice had demanded bears none.
    fn not_claimed(&self, item: ItemId, day: Date) -> Amount {
        let contested = match self.policy.penalties.disputed {
            DisputedInterest::Claimed => Amount::ZERO,
            DisputedInterest::NotClaimed => self.facts.dispute(item).map_or(Amount::ZERO, |dispute| dispute.amount),
        };
        (contested - self.facts.left_out_by_notice(item, day)).max(Amount::ZERO)
    }

    /// Returns a piece without a part of its base.
    fn without(&self, piece: &Piece, part: Amount) -> Piece {
        let base = piece.base - part.min(piece.base);
        let smaller = Piece { base, ..*piece };
        let interest = match self.policy.penalties.rounding {
            Rounding::Piece | Rounding::Total => smaller.unrounded().rounded(),
            Rounding::Day => Amount::from_minor(smaller.daily().rounded().minor() * piece.days),
        };
        Piece { interest, ..smaller }
    }
}
