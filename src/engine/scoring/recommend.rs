//! The credit limit that a customer's sales and score call for, with what it comes from.

use super::{CustomerScore, Scores};
use crate::model::date::days_between;
use crate::model::{Amount, ItemId};

/// A recommended limit: what the customer owes on average when he pays as expected, times what his grade is good for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Recommendation {
    /// What was invoiced to him, less credit notes, in [`Recommendation::days`], in the policy's currency.
    pub sales: Amount,
    /// The last year, or the days since the first invoice, 30 at least.
    pub days: u32,
    /// The mean term of these invoices, in days.
    pub term_days: u32,
    /// How late he is expected to pay, 0 when early.
    pub late_days: u32,
    /// What the grade is good for.
    pub percent: u32,
    /// The limit: `sales` / `days` x (`term_days` + `late_days`) x `percent`, rounded up to hundreds; the insured limit
    /// where that is more and the grade is good for anything; nothing for an insolvent customer.
    pub limit: Amount,
    /// Whether the limit is the insured one.
    pub is_insured: bool,
}

/// What limits are rounded up to, in major units.
const STEP: i64 = 100;

impl Scores<'_> {
    /// Returns the limit to recommend; nothing without sales in the last year.
    pub(super) fn recommendation(&self, row: &CustomerScore) -> Option<Recommendation> {
        let since = self.a_year_ago();
        let (mut sales, mut terms, mut count) = (Amount::ZERO, 0, 0);
        for place in self.ledger.invoices_of(row.customer) {
            let invoice = &self.ledger.invoices()[place];
            let is_recent = invoice.issue > since && invoice.issue <= self.as_of();
            if !is_recent || !self.ledger.is_sale(invoice) || invoice.currency != self.currency {
                continue;
            }
            // What a deposit billed before is not sold again by the final invoice.
            sales += self.balances.billed(self.ledger, ItemId(place as u32));
            if invoice.is_item() {
                terms += days_between(invoice.issue, invoice.due).max(0);
                count += 1;
            }
        }
        if !sales.is_positive() || count == 0 {
            return None;
        }
        let days = row.relation_days.clamp(30, 365);
        let term_days = ((2 * terms + count) / (2 * count)) as u32;
        let late_days = row.expected_delay_days.clamp(0, 3_650) as u32;
        let percent = self.rules.limit_percent[row.grade as usize];
        let part = i128::from(sales.minor()) * i128::from(term_days + late_days) * i128::from(percent);
        let step = i128::from(STEP * 10_i64.pow(self.currency.decimals()));
        let whole = i128::from(days) * 100 * step;
        let steps = (part + whole - 1) / whole;
        let mut limit = Amount::from_minor((steps * step).min(Amount::LEDGER_MAX) as i64);
        if row.habit.insolvent_since.is_some() {
            limit = Amount::ZERO;
        }
        let insured = row.insured_limit.filter(|&insured| percent > 0 && insured > limit);
        let is_insured = insured.is_some() && row.habit.insolvent_since.is_none();
        let limit = insured.filter(|_| is_insured).unwrap_or(limit);
        Some(Recommendation { sales, days, term_days, late_days, percent, limit, is_insured })
    }
}
