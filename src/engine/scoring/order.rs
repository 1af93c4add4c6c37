//! May a customer order for a sum today? The verdict as if he owed it already, and what he would have to pay first.

use super::credit::{Case, Exposure, Reason, Verdict};
use super::{CustomerScore, Group};
use crate::model::Amount;
use crate::policy::ScoreRules;

/// The answer about one order, in the policy's currency.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Order {
    /// What he wants to order for, including VAT.
    pub amount: Amount,
    /// What he would owe with it.
    pub exposure_after: Amount,
    /// What speaks against it, the gravest first.
    pub reasons: Vec<Reason>,
    /// The least to be paid before it is delivered: what is over his limit or his group's, what a level that blocks
    /// sales asks for, the deposit that his grade calls for; all of it from who is insolvent or whom the score blocks.
    pub pay_first: Amount,
}

impl Order {
    /// Returns what follows for the order.
    pub fn verdict(&self) -> Verdict {
        self.reasons.iter().map(|reason| reason.verdict()).max().unwrap_or(Verdict::Ok)
    }
}

impl CustomerScore {
    /// Returns whether an order may be taken; `blocked` is what is late on items whose level blocks new sales.
    pub fn order(&self, rules: &ScoreRules, amount: Amount, blocked: Amount) -> Order {
        let exposure = Exposure { main: self.exposure.main + amount, ..self.exposure.clone() };
        let group = self.group.map(|group| group.with(amount));
        let case = Case {
            insolvent_since: self.habit.insolvent_since,
            exposure: &exposure,
            limit: self.limit,
            score: self.card.score(),
            little_history: self.little_history,
            is_natural_person: self.is_natural_person,
            group,
        };
        let mut reasons = case.reasons(rules);
        if blocked.is_positive() {
            let at = reasons.iter().take_while(|reason| matches!(reason, Reason::Insolvent(_))).count();
            reasons.insert(at, Reason::SalesBlocked(blocked));
        }
        let in_advance = reasons.iter().any(|reason| matches!(reason, Reason::Insolvent(_) | Reason::ScoreBlocks));
        let over = self.limit.amount().map(|limit| exposure.main - limit);
        let sums = [
            over,
            group.and_then(Group::over),
            Some(blocked),
            Some(self.deposit(rules, amount)),
            in_advance.then_some(amount),
        ];
        let pay_first = sums.into_iter().flatten().max().unwrap_or(Amount::ZERO).max(Amount::ZERO);
        Order { amount, exposure_after: exposure.main, reasons, pay_first }
    }

    /// Returns the deposit on an order, rounded up to the minor unit.
    fn deposit(&self, rules: &ScoreRules, amount: Amount) -> Amount {
        let hundredths = i128::from(amount.minor()) * i128::from(self.deposit_percent(rules));
        Amount::from_minor(((hundredths + 99) / 100) as i64)
    }
}
