//! Interest on interest, where the contract or a judgment provides it: what is owed for a full year joins the base
//! (C. civ. 1343-2).

use chrono::Datelike;

use super::Piece;
use crate::model::{Amount, Date};
use crate::policy::Capitalisation;

/// The interest of an item that has joined its base.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Capital {
    /// What of it is still owed.
    pub joined: Amount,
    /// How many full years have ended.
    years: i32,
}

impl Capital {
    /// Lets the interest owed join the base when a year has ended by a day, and returns the last day of the year in
    /// which that day lies.
    ///
    /// What was given up of it has left the base. Years count from the first day that bore interest, or from the later
    /// day that the policy names.
    pub fn follow(&mut self, rules: Capitalisation, from: Date, pieces: &[Piece], owed: Amount) -> Date {
        let first = pieces.first().map_or(from, |piece| piece.from);
        let start = rules.from.map_or(first, |day| day.max(first));
        let ended =
            (from.year() - start.year() - i32::from(anniversary(start, from.year() - start.year()) > from)).max(0);
        if ended > self.years {
            *self = Capital { joined: owed, years: ended };
        }
        self.joined = self.joined.min(owed);
        anniversary(start, ended + 1).pred_opt().expect("an anniversary has an eve")
    }

    /// Takes out what a payment pays of the interest: what joined the base is the oldest and is paid first.
    pub fn pay(&mut self, interest: Amount) {
        self.joined -= interest.min(self.joined).max(Amount::ZERO);
    }
}

/// Returns the day after so many full years; after 29 February, 1 March where there is none.
fn anniversary(start: Date, years: i32) -> Date {
    let year = start.year() + years;
    Date::from_ymd_opt(year, start.month(), start.day())
        .or_else(|| Date::from_ymd_opt(year, 3, 1))
        .expect("the first of March exists")
}
