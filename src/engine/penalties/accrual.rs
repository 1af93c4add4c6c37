//! The delay of one item, cut into pieces of one base and one rate, and their interest.

use crate::engine::allocation::{Cause, Move};
use crate::law::rates::half_year_end;
use crate::law::regimes::Anchor;
use crate::model::date::days_between;
use crate::model::rate::RateRule;
use crate::model::{Amount, Date, ItemId, Ledger, PaymentId};
use crate::policy::{Capitalisation, Imputation, Rounding};

use super::capital::Capital;
use super::demands::Demand;
use super::{Basis, Clause, Obstacle, Penalties, Piece, Unrounded};

/// How many times an item's amount its interest may reach: all items together stay within 64 bits
/// (see [`Amount::LEDGER_MAX`]).
const INTEREST_TIMES_MAX: i128 = 5000;

/// Between which days interest runs, and by which rule.
#[derive(Clone, Copy, Debug)]
pub(super) struct Run<'a> {
    /// The due date.
    pub due: Date,
    /// The first day that can bear interest; without one none does.
    pub from: Option<Date>,
    /// The last day that can.
    pub until: Date,
    /// Which day's official rate counts.
    pub anchor: Anchor,
    /// Who set the rule, and the rule; nothing where the law of the item's time is not known.
    pub rule: Option<(Clause, RateRule)>,
    /// What formal notices have demanded, where interest runs on that alone.
    pub demands: &'a [Demand],
    /// What was given up of the interest, by date.
    pub waived: &'a [Waived],
    /// How interest of full years joins the base, if it does.
    pub capitalisation: Option<Capitalisation>,
}

impl Run<'_> {
    /// Returns what no notice had demanded on the eve of a day, and the next day that changes that.
    fn left_out_on(&self, day: Date) -> (Amount, Option<Date>) {
        let (before, later) = self.demands.split_at(self.demands.partition_point(|demand| demand.date < day));
        let left_out = before.last().map_or(Amount::ZERO, |demand| demand.left_out);
        (left_out, later.first().map(|demand| demand.date))
    }
}

/// Interest that a waiver gives up: what has run of it by its day, and what runs later.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Waived {
    /// The day of the waiver; the money of that day came before it.
    pub date: Date,
    /// How much.
    pub amount: Amount,
    /// What of the interest it leaves alone, though it gave up everything: it was paid, given up or charged before.
    pub kept: Amount,
}

/// Money beyond what the books say was owed.
#[derive(Clone, Copy, Debug)]
pub(super) struct Excess {
    /// When it came.
    pub date: Date,
    /// What is not used of it.
    pub left: Amount,
}

/// Where the walk through an item's delay has come to, and at its end the result.
#[derive(Debug)]
pub(super) struct Accrual {
    /// Whether something was owed at the end of a day after the due date, or until some later day.
    pub late: bool,
    /// What was owed when it first was late: by this debt some laws measure their fixed sum.
    pub debt: Amount,
    /// What the books say is owed.
    pub open: Amount,
    /// What bears interest: more than `open` by the payments that interest took first.
    pub principal: Amount,
    /// The interest so far, rounded as the policy says.
    pub interest: Amount,
    /// The interest so far, not rounded.
    exact: Unrounded,
    /// What `exact` may not pass.
    ceiling: Unrounded,
    /// The interest that has joined the base.
    pub capital: Capital,
    /// The interest that each payment paid; empty when payments pay the principal first.
    splits: Vec<(PaymentId, Amount)>,
    /// What money beyond the balance paid: of the interest, and of the principal that other money, taken for interest,
    /// had left.
    pub exceeded: Amount,
    /// The part of that which is interest.
    interest_exceeded: Amount,
}

impl Accrual {
    /// Walks from the due date to the day of the balances.
    ///
    /// A balance that changes on a day is the base from the day after: the payment day itself bears interest. What
    /// the end of a day leaves as it was, such as a payment taken back at once, cuts nothing.
    ///
    /// Each change of the balance is told in its turn, with the part of it that goes to interest. Money that exceeds
    /// the balance, in the order of days, pays interest as it runs too; what is used of it is taken out.
    pub fn run(
        of: &Penalties<'_>,
        item: ItemId,
        run: Run<'_>,
        excess: &mut [Excess],
        pieces: &mut Vec<Piece>,
        tell: &mut impl FnMut(Amount),
    ) -> Result<Accrual, Obstacle> {
        let amount = of.ledger.invoice(item).amount;
        let moves = of.balances.moves(item);
        let (in_time, later) = moves.split_at(moves.partition_point(|step| step.date <= run.due));
        let open = amount + in_time.iter().map(|step| step.change).sum();
        let mut accrual = Accrual {
            late: false,
            debt: Amount::ZERO,
            open,
            principal: open,
            interest: Amount::ZERO,
            exact: Unrounded::default(),
            ceiling: Unrounded::times(amount, INTEREST_TIMES_MAX),
            capital: Capital::default(),
            splits: Vec::new(),
            exceeded: Amount::ZERO,
            interest_exceeded: Amount::ZERO,
        };
        in_time.iter().for_each(|_| tell(Amount::ZERO));
        let mut from = next_day(run.due);
        let mut excess = excess.iter_mut().filter(|excess| excess.date > run.due).peekable();
        for day in later.chunk_by(|a, b| a.date == b.date) {
            let date = day[0].date;
            while let Some(excess) = excess.next_if(|excess| excess.date < date) {
                accrual.bear(of, run, (from, excess.date), pieces)?;
                accrual.exceed(run, excess);
                from = next_day(excess.date);
            }
            let change: Amount = day.iter().map(|step| step.change).sum();
            if change.is_zero() && of.policy.penalties.imputation == Imputation::PrincipalFirst {
                day.iter().for_each(|_| tell(Amount::ZERO));
                continue;
            }
            accrual.bear(of, run, (from, date), pieces)?;
            day.iter().for_each(|step| tell(accrual.change(of, run, item, step)));
            while let Some(excess) = excess.next_if(|excess| excess.date == date) {
                accrual.exceed(run, excess);
            }
            from = next_day(date);
        }
        for excess in excess {
            accrual.bear(of, run, (from, excess.date), pieces)?;
            accrual.exceed(run, excess);
            from = next_day(excess.date);
        }
        accrual.bear(of, run, (from, of.balances.as_of()), pieces)?;
        // A debt that is open again since today is late, though no day of it bears interest yet.
        if accrual.open.is_positive() {
            accrual.is_late();
        }
        Ok(accrual)
    }

    /// Adds the interest of some days on which the principal stayed the same.
    fn bear(
        &mut self,
        of: &Penalties<'_>,
        run: Run<'_>,
        (from, to): (Date, Date),
        pieces: &mut Vec<Piece>,
    ) -> Result<(), Obstacle> {
        if from > to || !self.principal.is_positive() {
            return Ok(());
        }
        self.is_late();
        let Some(start) = run.from else { return Ok(()) };
        let (mut from, to) = (from.max(start), to.min(run.until));
        while from <= to {
            let (clause, rule) = run.rule.ok_or(Obstacle::RuleUnknown)?;
            let (end, day) = match run.anchor {
                Anchor::EachDay => (of.rates.next_change(rule, from).min(to), from),
                Anchor::EachHalfYear => (half_year_end(from).min(to), from),
                Anchor::Beginning => (to, pieces.first().map_or(from, |piece| piece.from)),
            };
            let end = match run.capitalisation {
                // Of what is given up nothing bears interest from the day after.
                Some(rules) => {
                    let end = end.min(self.capital.follow(rules, from, pieces, self.owed_on(run, from)));
                    let waived = run.waived.iter().map(|one| one.date).find(|&day| day >= from);
                    waived.filter(|_| self.capital.joined.is_positive()).map_or(end, |day| end.min(day))
                }
                None => end,
            };
            let (left_out, changes) = run.left_out_on(from);
            let end = changes.map_or(end, |day| end.min(day));
            let principal = self.principal - left_out;
            if !principal.is_positive() {
                from = next_day(end);
                continue;
            }
            let applied = of.applied(run.anchor, rule, (day, end)).map_err(Obstacle::RateUnknown)?;
            let basis = Basis { clause, rule, row: applied.row, assumed: applied.assumed };
            let piece = self.piece(of.policy.penalties.rounding, (from, end), (principal, applied.units), basis)?;
            pieces.push(piece);
            from = next_day(end);
        }
        Ok(())
    }

    fn is_late(&mut self) {
        if !self.late {
            self.late = true;
            self.debt = self.open;
        }
    }

    fn piece(
        &mut self,
        rounding: Rounding,
        (from, to): (Date, Date),
        (principal, units): (Amount, i64),
        basis: Basis,
    ) -> Result<Piece, Obstacle> {
        let days = days_between(from, to) + 1;
        let base = principal + self.capital.joined;
        let exact = Unrounded::new(base, units, days);
        self.exact += exact;
        if self.exact > self.ceiling {
            return Err(Obstacle::TooLarge);
        }
        let interest = match rounding {
            Rounding::Piece | Rounding::Total => exact.rounded(),
            Rounding::Day => Amount::from_minor(Unrounded::new(base, units, 1).rounded().minor() * days),
        };
        self.interest = match rounding {
            Rounding::Piece | Rounding::Day => self.interest + interest,
            Rounding::Total => self.exact.rounded(),
        };
        Ok(Piece { from, to, days, base, capitalised: self.capital.joined, units, basis, interest })
    }

    /// Follows one change of the balance, and returns the part of it that goes to interest: negative when a return
    /// takes that part back.
    fn change(&mut self, of: &Penalties<'_>, run: Run<'_>, item: ItemId, step: &Move) -> Amount {
        self.open += step.change;
        self.principal += step.change;
        if of.policy.penalties.imputation == Imputation::PrincipalFirst {
            return Amount::ZERO;
        }
        let to_interest = match step.cause() {
            // C. civ. 1343-1: a part payment pays the interest that has run, then the principal.
            Cause::Payment(payment) => {
                // Of what a notice asked for the principal is paid as it said: the rest of that money is for its
                // interest.
                let asked = of.balances.asked_by(payment).filter(|asked| asked.items.contains(&item));
                let most = if asked.is_some() { Amount::ZERO } else { self.owed_on(run, step.date) };
                let taken = most.min(-step.change);
                self.capital.pay(taken);
                self.splits.push((payment, taken));
                taken
            }
            Cause::Return(row) => {
                let place = self.splits.iter().rposition(|&(payment, _)| returns(of.ledger, row, payment));
                place.map_or(Amount::ZERO, |place| -self.splits.remove(place).1)
            }
            Cause::CreditNote(_)
            | Cause::Discount
            | Cause::Tolerance
            | Cause::WriteOff(_)
            | Cause::Recovery(_)
            | Cause::Deposit(_) => Amount::ZERO,
        };
        self.principal += to_interest;
        to_interest
    }
}

impl Accrual {
    /// Claims no interest, so that what was paid has paid principal, and returns what is given up.
    pub fn give_up_interest(&mut self) -> Amount {
        self.principal = self.open;
        self.capital = Capital::default();
        self.exceeded = Amount::ZERO;
        std::mem::take(&mut self.interest)
    }

    /// Returns the interest that payments have paid.
    fn paid(&self) -> Amount {
        self.splits.iter().map(|&(_, taken)| taken).sum::<Amount>() + self.interest_exceeded
    }

    /// Returns what is owed on a day of the interest that has run: what was given up before is gone, and cannot be
    /// paid.
    fn owed_on(&self, run: Run<'_>, day: Date) -> Amount {
        // What runs later is given up later.
        let by_day = |before: Amount, one: &Waived| before + one.amount.min(self.interest - one.kept).max(Amount::ZERO);
        let waived = run.waived.iter().take_while(|one| one.date < day).fold(Amount::ZERO, by_day);
        (self.interest - self.paid() - waived).max(Amount::ZERO)
    }

    /// Lets money that exceeds the balance pay the interest that has run, then the principal that other money, taken
    /// for interest, had left.
    fn exceed(&mut self, run: Run<'_>, excess: &mut Excess) {
        let to_interest = self.owed_on(run, excess.date).min(excess.left);
        let to_principal = (self.principal - self.open).min(excess.left - to_interest).max(Amount::ZERO);
        self.capital.pay(to_interest);
        self.interest_exceeded += to_interest;
        self.principal -= to_principal;
        self.exceeded += to_interest + to_principal;
        excess.left -= to_interest + to_principal;
    }
}

/// Tells whether a return takes back that payment: the one it names, else the one of the opposite amount.
fn returns(ledger: &Ledger, row: PaymentId, payment: PaymentId) -> bool {
    match ledger.payment_more(row).and_then(|more| more.reverses) {
        Some(reversed) => reversed == payment,
        None => ledger.payment(payment).amount == ledger.payment(row).amount,
    }
}

fn next_day(day: Date) -> Date {
    day.succ_opt().expect("dates of files lie before the year 10000")
}
