//! How the penalties of one item come about: every change of its balance, every piece, every reason, as a value.

use super::facts::UnreadNotice;
use super::{Exemption, IndemnityGround, Obstacle, Penalties, PenaltyRow, Piece, Unrounded};
use crate::engine::allocation::Move;
use crate::engine::history::{Dispute, Judgment};
use crate::law::regimes::{Anchor, Regime};
use crate::model::{Amount, Date, Event, InvoiceKind, ItemId};

/// How the penalties of one item come about.
#[derive(Clone, Debug)]
pub struct Derivation<'a> {
    /// The item.
    pub item: ItemId,
    /// What the law grants on it.
    pub regime: &'static Regime,
    /// Why it bears nothing whatever was paid on it, where that is so.
    pub exemption: Option<Exemption>,
    /// The changes of its balance, in the order in which they happened.
    pub steps: Vec<Step>,
    /// Between which days interest can run.
    pub running: Running<'a>,
    /// The pieces of interest, in the order of days.
    pub pieces: Vec<Piece>,
    /// What it costs; nothing when it was never late.
    pub row: Option<PenaltyRow>,
    /// Why it bears the indemnity or not, once it is late.
    pub indemnity: IndemnityGround,
    /// The waivers that give up something of it.
    pub waivers: Vec<&'a Event>,
    /// The penalty notes that charged something of it.
    pub notes: Vec<ItemId>,
    /// The dispute about it that is open: interest runs all the same.
    pub dispute: Option<Dispute<'a>>,
    /// What one more day adds while nothing is paid, at the rate of the day of the balances.
    pub daily: Unrounded,
}

/// One change of the balance, and what is owed after it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Step {
    /// The change.
    pub change: Move,
    /// What goes to interest of it: negative when a return takes that back.
    pub to_interest: Amount,
    /// What the books say is owed after it.
    pub open: Amount,
    /// What bears interest after it.
    pub principal: Amount,
}

/// Between which days interest can run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Running<'a> {
    /// The first day; nothing when a formal notice is needed and there is none.
    pub from: Option<Date>,
    /// The formal notice that it runs from, where one is needed.
    pub formal_notice: Option<Date>,
    /// The later ones that demanded more.
    pub more_demanded: Vec<Date>,
    /// The last formal notice from before the due date, where none came since: it starts nothing.
    pub early_notice: Option<Date>,
    /// What of the principal no formal notice has demanded, though one was sent.
    pub not_demanded: Amount,
    /// The notice that may have been that one: no procedure has its level any more.
    pub unread_notice: Option<UnreadNotice<'a>>,
    /// The judgment that stops it.
    pub judgment: Option<Judgment>,
}

impl<'a> Penalties<'a> {
    /// Returns how an item's figures come about; they are those of [`Penalties::for_item`].
    ///
    /// # Errors
    /// When a rate is not known or the interest is too large.
    pub fn derive(&self, item: ItemId) -> Result<Derivation<'a>, Obstacle> {
        let regime = self.regime(item);
        let running = self.running(item);
        let judgment = running.judgment.map(|judgment| judgment.date);
        let mut pieces = Vec::new();
        let mut to_interest = Vec::new();
        // What is told along the way is all that `for_item` does not say.
        self.accrue_telling(item, &mut pieces, &mut |part| to_interest.push(part))?;
        let row = self.for_item(item, &mut pieces)?;
        let is_charged = self.charges.are_on(self.ledger.invoice(item).number);
        Ok(Derivation {
            item,
            regime,
            exemption: self.exemption(item),
            steps: self.steps(item, &to_interest),
            running,
            daily: row.as_ref().map_or(Unrounded::default(), |row| self.daily(row, &pieces, judgment)),
            pieces,
            indemnity: self.indemnity_ground(item, judgment, row.as_ref().map_or(Amount::ZERO, |row| row.debt)),
            row,
            dispute: self.facts.dispute(item),
            waivers: self.facts.waivers_of(self.ledger, item),
            notes: if is_charged { self.notes(item) } else { Vec::new() },
        })
    }

    /// Returns between which days interest of an item can run.
    pub fn running(&self, item: ItemId) -> Running<'a> {
        let judgment = self.facts.judgment(self.ledger, item);
        Running {
            from: self.run(item, judgment.map(|judgment| judgment.date)).from,
            formal_notice: self.facts.formal_notice(item),
            more_demanded: self.facts.more_demanded(item),
            early_notice: self.facts.early_notice(item),
            not_demanded: self.facts.not_demanded(item),
            unread_notice: self.facts.unread_notice(item),
            judgment,
        }
    }

    /// Returns the balance after each of its changes. An exempt item has no interest to go to.
    fn steps(&self, item: ItemId, to_interest: &[Amount]) -> Vec<Step> {
        let mut open = self.ledger.invoice(item).amount;
        let mut principal = open;
        let parts = to_interest.iter().copied().chain(std::iter::repeat(Amount::ZERO));
        let steps = self.balances.moves(item).iter().zip(parts).map(|(&change, to_interest)| {
            open += change.change;
            principal += change.change + to_interest;
            Step { change, to_interest, open, principal }
        });
        steps.collect()
    }

    /// Returns the penalty notes of an item's invoice.
    fn notes(&self, item: ItemId) -> Vec<ItemId> {
        let invoice = self.ledger.invoice(item);
        let rows = self.ledger.items_of(invoice.customer);
        let charges = |row: &ItemId| {
            self.ledger.invoice(*row).kind == InvoiceKind::Penalty
                && self.balances.issued(self.ledger, *row)
                && self.ledger.more(*row).and_then(|more| more.applies_to) == Some(invoice.number)
        };
        rows.filter(charges).collect()
    }

    fn daily(&self, row: &PenaltyRow, pieces: &[Piece], judgment: Option<Date>) -> Unrounded {
        let run = self.run(row.item, judgment);
        let as_of = self.balances.as_of();
        let runs = judgment.is_none() && run.from.is_some_and(|from| from.pred_opt() <= Some(as_of));
        let principal = row.principal_due - self.facts.not_demanded(row.item);
        // Interest below the least sum that is claimed adds nothing yet, and none that is given up without a sum ever
        // does.
        let least = self.policy.penalties.minimum.of(self.ledger.invoice(row.item).currency);
        let is_claimed = row.interest >= least && self.is_claimable(row.item);
        if !runs || !is_claimed || !principal.is_positive() {
            return Unrounded::default();
        }
        let anchor = match run.anchor {
            Anchor::EachDay | Anchor::EachHalfYear => as_of,
            Anchor::Beginning => pieces.first().map_or(as_of, |piece| piece.from),
        };
        let applied = run.rule.and_then(|(_, rule)| self.applied(run.anchor, rule, (anchor, as_of)).ok());
        applied.map_or(Unrounded::default(), |applied| Unrounded::new(principal + row.capitalised, applied.units, 1))
    }
}
