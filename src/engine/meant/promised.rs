//! What was promised, and the instalments of plans.

use std::collections::BTreeSet;

use super::{Ground, Reading, Readings, first_of, sum_of};
use crate::engine::history::{Commitment, Dossier};
use crate::model::{Amount, Currency, CustomerId, Date, ItemId};

impl Readings<'_, '_> {
    /// Returns the items that a sum was promised for, or that a plan has it for.
    pub(super) fn promised(
        &self,
        customer: CustomerId,
        owed: &[(ItemId, Amount)],
        (currency, sum, day): (Currency, Amount, Date),
    ) -> Vec<Reading> {
        let dossier = Dossier::new(self.ledger, self.balances, &self.history, customer);
        let mut places: Vec<(usize, bool)> = Vec::new();
        for standing in &dossier.standings {
            places.extend(standing.promise.map(|place| (place, false)));
            places.extend(standing.plan.map(|place| (place, true)));
        }
        places.sort_unstable();
        places.dedup();
        let reading = |(place, is_plan): (usize, bool)| {
            let commitment = &dossier.commitments[place];
            let (until, due) = commitment.awaited(self.ledger, self.balances, day)?;
            let items: BTreeSet<ItemId> = commitment.items.iter().copied().collect();
            let covered = owed.iter().filter(|(item, _)| items.contains(item));
            let covered = covered.map(|&(item, open)| (item, commitment.promised(item, open, day)));
            let covered: Vec<(ItemId, Amount)> = covered.filter(|(_, open)| open.is_positive()).collect();
            let open = sum_of(&covered);
            if commitment.date > day || due.unwrap_or(open) != sum {
                return None;
            }
            let ground = Some(if is_plan { Ground::Instalment(until) } else { Ground::Promise(until) });
            if sum <= open {
                return Some(Reading::of(first_of(&covered, sum), ground));
            }
            let parts = self.with_claims(covered, sum - open, commitment, (currency, day))?;
            Some(Reading { is_claim: true, ..Reading::of(parts, ground) })
        };
        places.into_iter().filter_map(reading).collect()
    }

    /// Returns what is covered of items with what a commitment includes besides of interest and indemnity, as far as a
    /// sum exceeds what is open: what notices noted of each, and what has run since on the first that they claimed it
    /// of. Nothing where it includes none, or none was claimed: then nobody knows what the rest is for.
    fn with_claims(
        &self,
        covered: Vec<(ItemId, Amount)>,
        beyond: Amount,
        commitment: &Commitment,
        (currency, day): (Currency, Date),
    ) -> Option<Vec<(ItemId, Amount)>> {
        let ledger = self.ledger;
        let notices = self.notices(*commitment.items.first().map(|&item| &ledger.invoice(item).customer)?);
        let own = commitment.items.iter().filter(|&&item| ledger.invoice(item).currency == currency);
        let claimed = own.map(|&item| (item, notices.claimed(item, day)));
        let mut claimed: Vec<(ItemId, Amount)> = claimed.filter(|(_, claimed)| claimed.is_positive()).collect();
        claimed.sort_by_key(|&(item, _)| (ledger.invoice(item).due, item));
        let beyond = beyond.min(commitment.beyond_principal(ledger, self.balances));
        let &(first, _) = claimed.first().filter(|_| beyond.is_positive())?;
        let mut claims = first_of(&claimed, beyond);
        claims.push((first, beyond - sum_of(&claims)));
        let mut parts = covered;
        for (item, claim) in claims {
            match parts.iter_mut().find(|(of, _)| *of == item) {
                Some((_, part)) => *part += claim,
                None => parts.push((item, claim)),
            }
        }
        parts.retain(|(_, part)| part.is_positive());
        Some(parts)
    }
}
