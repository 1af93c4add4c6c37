//! What became known of a customer's items, day by day: the one place that says what an outcome is and since when it
//! is known, so that the score of a day, the rows a model is fitted on and a back-test all see the same.
//!
//! An outcome is known when an item is settled, or when it is unpaid after its due date: it is late then, and leaving
//! it out until it is paid would flatter bad payers. An item that is not due yet says nothing, and one that is unpaid
//! but not yet seriously late says nothing about serious lateness.
//!
//! Not payment habits, hence left out: items settled on a day that is only assumed, penalty rows, credit notes and what
//! they cancelled without any payment, and items of which all that is open is disputed or a factor's, unless they were
//! settled before.
//! A written-off item stays unpaid. Money set against an item, discounts, tolerated rests and returns count on the days
//! that the balances say.

use chrono::Datelike;

use super::disputes::{Disputes, Span};
use crate::engine::allocation::{Balances, Cause, Move};
use crate::model::{Amount, Currency, CustomerId, Date, ItemId, Ledger};

/// A day's number: days are compared and subtracted by the million here.
pub(super) type Day = i32;

/// Returns a date's number.
pub(super) fn number(date: Date) -> Day {
    date.num_days_from_ce()
}

/// Tells whether a day is a Saturday or a Sunday; day 1 was a Monday.
pub(super) const fn is_weekend(day: Day) -> bool {
    matches!(day.rem_euclid(7), 6 | 0)
}

/// What is known on a day of how an item was paid.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Known {
    /// Nothing, or nothing that tells how the customer pays.
    Nothing,
    /// Settled that many days after its due date, before it when negative.
    Settled(i32),
    /// Unpaid after its due date.
    Overdue,
    /// Unpaid by more than the policy's `serious_days`.
    Seriously,
}

impl Known {
    /// Tells whether it was paid late, as far as that is known.
    pub(super) const fn late(self) -> Option<bool> {
        match self {
            Known::Nothing => None,
            Known::Settled(delay) => Some(delay > 0),
            Known::Overdue | Known::Seriously => Some(true),
        }
    }

    /// Tells whether it was paid seriously late, as far as that is known.
    pub(super) const fn serious(self, serious_days: i32) -> Option<bool> {
        match self {
            Known::Nothing | Known::Overdue => None,
            Known::Settled(delay) => Some(delay > serious_days),
            Known::Seriously => Some(true),
        }
    }
}

/// One item that may tell how its customer pays.
#[derive(Clone, Copy, Debug)]
pub(super) struct Piece {
    pub issue: Day,
    pub due: Day,
    pub amount: Amount,
    pub currency: Currency,
    /// What is known of it at the end.
    pub known: Known,
    /// Whether it is left out at the end because of a dispute.
    pub disputed: bool,
}

/// Something that became known on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Change {
    pub day: Day,
    /// The place of the piece.
    pub piece: u32,
    pub kind: ChangeKind,
}

/// What became known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum ChangeKind {
    /// The item was issued; money is waited for.
    Issued,
    /// What is known of its payment.
    Known(Sign),
    /// Whether money is waited for: not while all of it is disputed or a factor's, nor after a settlement or write-off.
    Awaited(bool),
}

/// [`Known`] in an order, for sorting.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Sign(i32);

impl Sign {
    fn of(known: Known) -> Sign {
        Sign(match known {
            Known::Nothing => i32::MIN,
            Known::Settled(delay) => delay,
            Known::Overdue => i32::MAX - 1,
            Known::Seriously => i32::MAX,
        })
    }

    pub(super) fn known(self) -> Known {
        match self.0 {
            i32::MIN => Known::Nothing,
            i32::MAX => Known::Seriously,
            sign if sign == i32::MAX - 1 => Known::Overdue,
            delay => Known::Settled(delay),
        }
    }
}

/// All that became known of one customer's items by a day. The buffers are used again for the next customer.
#[derive(Debug, Default)]
pub(super) struct Timeline {
    pub pieces: Vec<Piece>,
    /// By day.
    pub changes: Vec<Change>,
    days: Vec<Day>,
}

impl Timeline {
    /// Gathers a customer's items as they are known on the day of the balances. What is paid by the later ones on a day
    /// that is only assumed is left out.
    pub(super) fn fill(
        &mut self,
        ledger: &Ledger,
        balances: &Balances,
        later: &Balances,
        disputes: &Disputes,
        serious_days: i32,
        customer: CustomerId,
    ) {
        self.pieces.clear();
        self.changes.clear();
        let as_of = number(balances.as_of());
        for row in ledger.invoices_of(customer) {
            let item = ItemId(row as u32);
            let invoice = ledger.invoice(item);
            if !balances.issued(ledger, item) || !invoice.kind.is_sale() {
                continue;
            }
            if later.settled_on(ledger, item).is_some() && is_assumed(ledger, later.moves(item)) {
                continue;
            }
            let piece = Piece {
                issue: number(invoice.issue),
                due: number(invoice.due),
                amount: invoice.amount,
                currency: invoice.currency,
                known: Known::Nothing,
                disputed: false,
            };
            self.follow(piece, balances.moves(item), disputes.about(item), serious_days, as_of);
        }
        self.changes.sort_unstable();
    }

    /// Follows one item from day to day.
    fn follow(&mut self, mut piece: Piece, moves: &[Move], disputes: &[Span], serious_days: i32, as_of: Day) {
        let place = self.pieces.len() as u32;
        let mut add = |day, kind| self.changes.push(Change { day, piece: place, kind });
        add(piece.issue, ChangeKind::Issued);
        self.days.clear();
        self.days.extend(moves.iter().map(|step| number(step.date)));
        self.days.extend([piece.due + 1, piece.due + serious_days + 1]);
        self.days.extend(disputes.iter().flat_map(|span| [Some(span.from), span.to]).flatten().map(number));
        self.days.retain(|&day| day <= as_of);
        self.days.sort_unstable();
        let mut book = Book::new(piece.amount);
        let mut rest = moves;
        let mut awaited = true;
        for i in 0..self.days.len() {
            let day = self.days[i];
            let today = rest.iter().take_while(|step| number(step.date) <= day).count();
            book.enter(&rest[..today], day);
            rest = &rest[today..];
            // Of what is disputed in part, the rest is waited for like any other.
            let lasts = |span: &&Span| number(span.from) <= day && span.to.is_none_or(|to| day < number(to));
            let dispute = disputes.iter().filter(lasts).find(|span| span.covers(book.open));
            let known = book.known(&piece, day, dispute.map(|span| number(span.since)), serious_days);
            if known != piece.known {
                add(day, ChangeKind::Known(Sign::of(known)));
            }
            let waits = book.settled_on.is_none() && dispute.is_none();
            if waits != awaited {
                add(day, ChangeKind::Awaited(waits));
            }
            (piece.known, awaited) = (known, waits);
            piece.disputed = dispute.is_some_and(|span| !span.is_assigned) && known == Known::Nothing;
        }
        self.pieces.push(piece);
    }
}

/// Tells whether the day of a payment is only assumed (`method=assumed`): a list said that the item is paid, not when.
fn is_assumed(ledger: &Ledger, moves: &[Move]) -> bool {
    moves.iter().any(|step| match step.cause() {
        Cause::Payment(payment) => ledger.is_assumed(payment),
        _ => false,
    })
}

/// What stands in the books of one item.
struct Book {
    open: Amount,
    paid: Amount,
    written_off: Amount,
    settled_on: Option<Day>,
}

impl Book {
    fn new(amount: Amount) -> Book {
        Book { open: amount, paid: Amount::ZERO, written_off: Amount::ZERO, settled_on: None }
    }

    /// Enters the moves up to a day.
    fn enter(&mut self, moves: &[Move], day: Day) {
        for step in moves {
            self.open += step.change;
            match step.cause() {
                Cause::Payment(_) | Cause::Return(_) => self.paid -= step.change,
                Cause::WriteOff(_) | Cause::Recovery(_) => self.written_off -= step.change,
                Cause::CreditNote(_) | Cause::Discount | Cause::Tolerance | Cause::Deposit(_) => {}
            }
        }
        match self.open.is_zero() {
            true => _ = self.settled_on.get_or_insert(day),
            false => self.settled_on = None,
        }
    }

    fn known(&self, piece: &Piece, day: Day, disputed_since: Option<Day>, serious_days: i32) -> Known {
        if disputed_since.is_some_and(|since| self.settled_on.is_none_or(|settled| settled >= since)) {
            return Known::Nothing;
        }
        match self.settled_on {
            Some(settled) if self.written_off.is_zero() => {
                if self.paid.is_positive() {
                    Known::Settled(settled - piece.due)
                } else {
                    Known::Nothing
                }
            }
            _ if day > piece.due + serious_days => Known::Seriously,
            _ if day > piece.due => Known::Overdue,
            _ => Known::Nothing,
        }
    }
}
