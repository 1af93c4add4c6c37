//! The moves of many rows in one list.

use super::Move;
use crate::model::{ItemId, Ledger};

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
    /// Returns an empty list with room for half of a ledger's rows, each paid about once: growing would leave holes in the
    /// memory.
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
