//! In which state a debt is: merely open, or disputed, promised, in instalments, insolvent, with somebody else.
//!
//! The order of precedence is that of the plan: what is insolvent is so whatever was promised. A part that is disputed
//! stands apart from the rest of its item.

use std::cell::RefCell;
use std::collections::BTreeMap;

use crate::engine::allocation::Balances;
use crate::engine::history::{Dossier, History, Judgment, Outcome, Proceedings, Standing};
use crate::engine::planning::procedure_of;
use crate::model::{Amount, CustomerId, Date, ItemId, Ledger, Term};
use crate::policy::Policy;

/// In which state a debt is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum State {
    /// In none of the others.
    Open,
    /// The debtor contests it.
    Disputed,
    /// A promise to pay it runs.
    Promised,
    /// A payment plan for it is kept.
    Planned,
    /// It falls under insolvency proceedings.
    Insolvent,
    /// It falls under a consumer's over-indebtedness.
    OverIndebted,
    /// A court has it.
    InCourt,
    /// Somebody else collects it.
    HandedOver,
    /// It was sold to a factor.
    Assigned,
}

impl State {
    /// Every state.
    pub const ALL: [State; 9] = [
        State::Open,
        State::Disputed,
        State::Promised,
        State::Planned,
        State::Insolvent,
        State::OverIndebted,
        State::InCourt,
        State::HandedOver,
        State::Assigned,
    ];

    /// Returns the word that outputs use.
    pub const fn word(self) -> &'static str {
        match self {
            State::Open => "open",
            State::Disputed => "disputed",
            State::Promised => "promised",
            State::Planned => "planned",
            State::Insolvent => "insolvent",
            State::OverIndebted => "over-indebted",
            State::InCourt => "in-court",
            State::HandedOver => "handed-over",
            State::Assigned => "assigned",
        }
    }

    /// Returns what people call it.
    pub const fn term(self) -> Term<'static> {
        match self {
            State::Open => Term::new("open", "à recouvrer"),
            State::Disputed => Term::new("in dispute", "en litige"),
            State::Promised => Term::new("promised", "promesse de règlement"),
            State::Planned => Term::new("payment plan", "échéancier"),
            State::Insolvent => Term::new("insolvency", "procédure collective"),
            State::OverIndebted => Term::new("over-indebtedness", "surendettement"),
            State::InCourt => Term::new("in court", "en justice"),
            State::HandedOver => Term::new("handed over", "confiée à un tiers"),
            State::Assigned => Term::new("assigned", "cédée"),
        }
    }
}

/// The states of one customer's debts on the day of the balances.
#[derive(Debug)]
pub struct States<'a> {
    ledger: &'a Ledger,
    balances: &'a Balances,
    policy: &'a Policy,
    dossier: Dossier<'a>,
    first: usize,
    /// Whether a commitment runs, waited for so many days longer, once it was asked for.
    runs: RefCell<BTreeMap<(usize, u32), bool>>,
}

impl<'a> States<'a> {
    /// Reads what was said and done with a customer.
    pub fn new(
        ledger: &'a Ledger,
        balances: &'a Balances,
        policy: &'a Policy,
        history: &History<'a>,
        customer: CustomerId,
    ) -> States<'a> {
        let dossier = Dossier::new(ledger, balances, history, customer);
        States {
            ledger,
            balances,
            policy,
            dossier,
            first: ledger.invoices_of(customer).start,
            runs: RefCell::default(),
        }
    }

    /// Returns what is open of an item by state, in parts that add up to it.
    pub fn of(&self, item: ItemId, open: Amount) -> Vec<(State, Amount)> {
        let Some(standing) = self.dossier.standings.get(item.index() - self.first) else {
            return vec![(State::Open, open)];
        };
        if let Some((state, _)) = self.out_of_hand(item) {
            return vec![(state, open)];
        }
        let disputed = standing.dispute.map_or(Amount::ZERO, |dispute| dispute.amount.min(open));
        let parts = [(State::Disputed, disputed), (self.of_the_rest(item, standing), open - disputed)];
        parts.into_iter().filter(|(_, amount)| !amount.is_zero()).collect()
    }

    /// Returns the state of an item, open or settled, for which the debtor can be asked no more, and since when: he may
    /// not pay it, or it is somebody else's to claim.
    pub fn out_of_hand(&self, item: ItemId) -> Option<(State, Date)> {
        let standing = self.dossier.standings.get(item.index() - self.first)?;
        let judgment = Judgment::of(&self.dossier.judgments, self.ledger, item).map(|judgment| {
            let state = match judgment.proceedings {
                Proceedings::Insolvency => State::Insolvent,
                Proceedings::OverIndebtedness => State::OverIndebted,
            };
            (state, judgment.date)
        });
        judgment
            .or(standing.court_filed.map(|since| (State::InCourt, since)))
            .or(standing.handed_over.map(|passed| (State::HandedOver, passed.since)))
            .or(standing.assigned.map(|passed| (State::Assigned, passed.since)))
    }

    fn of_the_rest(&self, item: ItemId, standing: &Standing<'_>) -> State {
        let runs = |place: Option<usize>, grace_days: u32| {
            place.is_some_and(|place| {
                let commitment = &self.dossier.commitments[place];
                let open = self.balances.open(self.ledger, item);
                let is_of_it = commitment.promised(item, open, self.balances.as_of()).is_positive();
                let outcome = || commitment.outcome(self.ledger, self.balances, grace_days);
                let runs = || matches!(outcome(), Outcome::Running { .. });
                is_of_it && *self.runs.borrow_mut().entry((place, grace_days)).or_insert_with(runs)
            })
        };
        let grace_days =
            procedure_of(self.policy, self.ledger, item).map_or(0, |procedure| procedure.promise_grace_days);
        match standing {
            _ if runs(standing.plan, 0) => State::Planned,
            _ if runs(standing.promise, grace_days) => State::Promised,
            _ => State::Open,
        }
    }
}
