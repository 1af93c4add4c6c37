//! What is billed, and the deposits that come off it.

use relance::model::Date;

use crate::books::{Bills, Cents};
use crate::money::Account;

impl Account<'_> {
    /// Enters what is billed on a day. Deposits come off the invoice that they are part of once both are there.
    pub fn issue(&mut self, rows: impl Iterator<Item = usize> + Clone, day: Date) {
        for row in rows.clone() {
            self.set(row, self.rows[row].amount, day);
        }
        let mut deposits: Vec<(usize, usize)> =
            self.open.keys().filter_map(|&row| Some((row, self.is_deposit_of(row)?))).collect();
        deposits.retain(|(row, of)| rows.clone().any(|new| new == *row || self.rows[new].id == self.rows[*of].id));
        deposits.sort_by_key(|&(row, _)| self.rank(row));
        for (deposit, of) in deposits {
            let corrected = self.corrected.get(&deposit).copied().unwrap_or_default();
            let mut left = self.rows[deposit].amount - corrected - self.deducted_of(deposit);
            for row in self.rows_of(of) {
                let part = left.min(self.open[&row]);
                if part > 0 {
                    left -= part;
                    self.deduct(deposit, row, part, day);
                }
            }
        }
    }

    /// Returns the invoice of whose price a deposit is a part.
    fn is_deposit_of(&self, row: usize) -> Option<usize> {
        if let Bills::Deposit(of) = self.rows[row].bills { Some(of) } else { None }
    }

    fn deducted_of(&self, deposit: usize) -> Cents {
        self.deducted.iter().filter(|((by, _), _)| *by == deposit).map(|(_, sum)| sum).sum()
    }

    fn deduct(&mut self, deposit: usize, row: usize, sum: Cents, day: Date) {
        *self.deducted.entry((deposit, row)).or_default() += sum;
        self.set(row, self.open[&row] - sum, day);
        if self.rows[row].discount.is_some() {
            self.discounts.entry(row).or_default().0 += sum;
        }
    }

    /// Takes off the price of a deposit again what a credit note took off it: its invoice claims that itself.
    pub fn correct_deposit(&mut self, deposit: usize, day: Date) {
        let mut less = self.deducted_of(deposit) - (self.rows[deposit].amount - self.corrected[&deposit]);
        let rows = self.deducted.iter().filter(|((by, _), _)| *by == deposit);
        let mut rows: Vec<(usize, Cents)> = rows.map(|((_, row), &sum)| (*row, sum)).collect();
        rows.sort_by_key(|&(row, _)| self.rank(row));
        for (row, sum) in rows.into_iter().rev() {
            let part = less.min(sum);
            if part > 0 {
                less -= part;
                self.deduct(deposit, row, -part, day);
            }
        }
    }
}
