//! Money that goes back to the customer: what refunds give back of what is over, and what of that never came in.

use relance::model::Date;

use super::{Account, Cents, Money, Part};
use crate::claims::Used;

impl Account<'_> {
    /// Lowers what is over by a refund, which is refused beyond that. What has paid a claim is given back last.
    pub fn give_back(&mut self, sum: Cents, (day, kept): (Date, &[Used])) {
        let free: Cents = self.over.iter().map(|money| money.free(day, kept)).sum();
        let whole: Cents = self.over.iter().map(|money| money.left).sum();
        self.is_overdrawn |= sum > whole - self.owed;
        let sum = if sum > whole - self.owed { 0 } else { sum };
        let of_free = sum.min((free - self.owed).max(0));
        self.took_claims |= of_free < sum;
        let mut parts = self.take_over(of_free, |money| money.free(day, kept));
        parts.extend(self.take_over(sum - of_free, |money| money.left));
        self.given.push(parts);
    }

    /// Takes so much of what is over: what names nothing first, the oldest of it first. Returns what it took.
    fn take_over(&mut self, mut sum: Cents, free: impl Fn(&Money) -> Cents) -> Vec<Part> {
        self.over.sort_by_key(|money| (money.of.is_some(), money.clone()));
        let mut parts = Vec::new();
        for money in &mut self.over {
            let part = sum.min(free(money));
            money.left -= part;
            sum -= part;
            parts.push((money.id.clone(), part));
        }
        self.over.retain(|money| money.left > 0);
        parts.retain(|(_, part)| *part > 0);
        parts
    }

    /// What was given back and never came in takes what is over, and the rest of it is owed.
    pub fn cover_owed(&mut self) {
        let covered = self.over.iter().map(|money| money.left).sum::<Cents>().min(self.owed);
        self.take_over(covered, |money| money.left);
        self.owed -= covered;
    }

    /// Gives the same money back now that more bounced: what is over of it, then what a payment has come to pay, the
    /// last first; what never came in, and what a credit note has taken off since, is owed.
    pub fn give_back_again(&mut self, parts: &[Part], day: Date) {
        for (id, sum) in parts {
            let mut sum = *sum;
            for money in self.over.iter_mut().filter(|money| money.id == *id) {
                let part = sum.min(money.left);
                money.left -= part;
                sum -= part;
            }
            self.over.retain(|money| money.left > 0);
            while sum > 0 {
                let Some((row, paid, was_lost)) = self.paid_by.get_mut(id).and_then(Vec::pop) else { break };
                let part = sum.min(paid);
                sum -= part;
                if part < paid {
                    self.paid_by.get_mut(id).unwrap().push((row, paid - part, was_lost));
                }
                if was_lost {
                    let invoice = self.rows_of(row)[0];
                    self.lost.entry(invoice).or_default().push((row, part));
                } else {
                    self.set(row, self.open[&row] + part, day);
                }
            }
            self.owed += sum;
        }
        self.given.push(parts.to_vec());
    }
}
