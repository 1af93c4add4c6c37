//! What is given up of debts without money: write-offs, which later money takes back, and credit notes.

use relance::model::Date;

use super::{Account, Money};
use crate::books::Cents;

impl Account<'_> {
    /// Writes an invoice off, the sum or all of it.
    pub fn write_off(&mut self, invoice: usize, sum: Option<Cents>, day: Date) {
        let mut left = sum.unwrap_or(Cents::MAX);
        let rows = self.rows_of(invoice);
        for &row in &rows {
            let part = left.min(self.open[&row]);
            if part > 0 {
                left -= part;
                self.paid.insert(row);
                self.lost.entry(rows[0]).or_default().push((row, part));
                self.set(row, self.open[&row] - part, day);
                self.give_up(row, part, day);
            }
        }
    }

    /// Lets money beyond an invoice take back what was written off of it, and small rests that were let go.
    pub fn recover(&mut self, invoice: usize, money: &mut Money, day: Date) {
        let id = &self.rows[invoice].id;
        let mut lost: Vec<(usize, Cents)> = Vec::new();
        for (of, losses) in &mut self.lost {
            if self.rows[*of].id == *id {
                lost.append(losses);
            }
        }
        for (row, sum) in lost {
            let part = sum.min(money.for_debts(None));
            if part > 0 {
                money.left -= part;
                self.paid.insert(row);
                self.note_paid(money, (row, part, true));
                self.give_up(row, -part, day);
            }
            if part < sum {
                self.lost.entry(invoice).or_default().push((row, sum - part));
            }
        }
        for row in self.rows_of(invoice) {
            let rest = self.tolerated.get(&row).copied().unwrap_or_default();
            let part = rest.min(money.for_debts(None));
            if part > 0 {
                self.paid.insert(row);
            }
            money.left -= part;
            self.tolerated.insert(row, rest - part);
        }
    }

    /// Notes what a credit note or a write-off took off a row.
    pub fn give_up(&mut self, row: usize, sum: Cents, day: Date) {
        self.given_up.entry(row).or_default().push((day, sum));
    }

    /// Returns what is left, on the eve of a day, of what a notice left out: credit notes and write-offs since settle
    /// that first.
    pub fn still_left_out(&self, row: usize, left_out: Cents, notice: Date, day: Date) -> Cents {
        let given_up = self.given_up.get(&row).into_iter().flatten();
        let since = given_up.filter(|(at, _)| notice < *at && *at < day).map(|(_, sum)| sum).sum::<Cents>();
        (left_out - since.max(0)).max(0)
    }
}
