//! How the balance of an item changes, and the moves of many rows in one list.

use crate::model::{Amount, Date, ItemId, Ledger, PaymentId};

/// Why a balance changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Cause {
    /// A payment was set against the item.
    Payment(PaymentId),
    /// A credit note was set against the item.
    CreditNote(ItemId),
    /// A payment was taken back: this is the row that took it back.
    Return(PaymentId),
    /// The early-payment discount was earned by the payment of that day, or lost again by its return.
    Discount,
    /// The small rest that the policy lets go, or its revival by a return.
    Tolerance,
    /// A write-off: the place of the row in [`Ledger::events`].
    WriteOff(u32),
    /// A write-off taken back by a payment that came after all: the place of the write-off's row.
    Recovery(u32),
    /// A deposit invoiced before was deducted from the final invoice, or a credit note on the deposit gave it back.
    Deposit(ItemId),
}

/// One change of an item's balance.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Move {
    /// The day of the change: the new balance is the base of interest from the day after.
    pub date: Date,
    /// What is added to the balance: negative when less is owed.
    pub change: Amount,
    /// Why: the kind in the lowest three bits, the row above them. A file holds less than 2^29 rows, for it is below 4
    /// GiB and no row that means anything is shorter than eight bytes.
    cause: u32,
}

impl Move {
    pub(super) fn new(date: Date, change: Amount, cause: Cause) -> Move {
        let (kind, row) = match cause {
            Cause::Payment(payment) => (0, payment.0),
            Cause::CreditNote(note) => (1, note.0),
            Cause::Return(payment) => (2, payment.0),
            Cause::Discount => (3, 0),
            Cause::Tolerance => (4, 0),
            Cause::WriteOff(event) => (5, event),
            Cause::Recovery(event) => (6, event),
            Cause::Deposit(deposit) => (7, deposit.0),
        };
        Move { date, change, cause: row << 3 | kind }
    }

    /// Returns by how much less is owed without anybody's money: by a credit note, or as it was written off. Below zero
    /// where a write-off is taken back.
    pub fn given_up(&self) -> Amount {
        match self.cause() {
            Cause::CreditNote(_) | Cause::WriteOff(_) | Cause::Recovery(_) => -self.change,
            _ => Amount::ZERO,
        }
    }

    /// Returns why the balance changed.
    pub fn cause(&self) -> Cause {
        let row = self.cause >> 3;
        match self.cause & 7 {
            0 => Cause::Payment(PaymentId(row)),
            1 => Cause::CreditNote(ItemId(row)),
            2 => Cause::Return(PaymentId(row)),
            3 => Cause::Discount,
            4 => Cause::Tolerance,
            5 => Cause::WriteOff(row),
            6 => Cause::Recovery(row),
            _ => Cause::Deposit(ItemId(row)),
        }
    }
}

/// Returns what is left of what a notice left out of an item, as it was contested, promised, or thought to be paid:
/// what was given up since settles first what was not asked for, for mostly it decides what was contested.
pub fn still_left_out(left_out: Amount, given_up: Amount) -> Amount {
    (left_out - given_up.max(Amount::ZERO)).max(Amount::ZERO)
}

/// The moves of rows that stand side by side: by row, then in the order in which they happened.
#[derive(Clone, Debug)]
pub(super) struct Moves {
    list: Vec<Move>,
    /// Where the moves of each row begin, and where the last ones end.
    starts: Vec<u32>,
    /// Where the next move of each of the rows goes that are being added.
    places: Vec<u32>,
}

impl Default for Moves {
    fn default() -> Moves {
        Moves { list: Vec::new(), starts: vec![0], places: Vec::new() }
    }
}

impl Moves {
    /// Returns an empty list with room for half of a ledger's rows, each paid about once: growing would leave holes in
    /// the memory.
    pub(super) fn for_half_of(ledger: &Ledger) -> Moves {
        let half = |rows: usize| rows / 2 + rows / 16 + 1;
        let mut starts = Vec::with_capacity(half(ledger.invoices().len()));
        starts.push(0);
        Moves { list: Vec::with_capacity(half(ledger.payments().len())), starts, places: Vec::new() }
    }

    /// Returns how many rows there are.
    pub(super) fn rows(&self) -> usize {
        self.starts.len() - 1
    }

    /// Returns the moves of one row, counted from the first row here.
    pub(super) fn of(&self, row: usize) -> &[Move] {
        &self.list[self.starts[row] as usize..self.starts[row + 1] as usize]
    }

    /// Adds the next `rows` rows, of which `first` is the first, and their moves in the order in which they happened.
    pub(super) fn add(&mut self, first: u32, rows: usize, moves: &[(ItemId, Move)]) {
        let row = |item: ItemId| (item.0 - first) as usize;
        // They are counted row by row, so that each can be put where it belongs at once.
        self.places.clear();
        self.places.resize(rows, 0);
        moves.iter().for_each(|&(item, _)| self.places[row(item)] += 1);
        let mut next = self.list.len() as u32;
        for place in &mut self.places {
            let count = std::mem::replace(place, next);
            next += count;
            self.starts.push(next);
        }
        self.list.extend(moves.iter().map(|&(_, step)| step));
        for &(item, step) in moves {
            let place = &mut self.places[row(item)];
            self.list[*place as usize] = step;
            *place += 1;
        }
    }
}
