//! The note of what lateness costs, and the customer's credit that pays it as soon as it is charged.

use std::collections::BTreeMap;

use super::build::Desk;
use super::demand::Account;
use super::draft::{Draft, Line};
use crate::engine::allocation::CreditSource;
use crate::engine::penalties::Obstacle;
use crate::engine::planning::Notice;
use crate::model::{Amount, InvoiceNo, Selection};

impl<'a> Desk<'a> {
    /// Returns a note of interest and indemnity: the figures of `penalties`, less what was given up, charged or paid.
    pub(in crate::letter) fn penalty_note(
        &self,
        notice: &Notice<'a>,
        account: &mut Account<'_, '_, 'a>,
    ) -> Result<Option<Draft<'a>>, Obstacle> {
        let ledger = self.plan.ledger();
        let mut lines: Vec<Line<'a>> = Vec::new();
        for item in self.penalties.items(&Selection::only([notice.customer])) {
            let mut pieces = Vec::new();
            if ledger.invoice(item).currency != notice.currency {
                continue;
            }
            let Some(cost) = self.penalties.to_charge(item, &mut pieces)? else { continue };
            if account.keeps_back(notice.customer, item) {
                continue;
            }
            // What is open is asked for elsewhere: here it counts for nothing.
            let mut line = Line::plain(item, &notice.level.name, Amount::ZERO, Amount::ZERO, cost.days_late);
            line.claim(&cost, self.penalties.claimed_pieces(item, &pieces));
            lines.push(line);
        }
        self.sort(&mut lines);
        let lang = self.language(notice.customer);
        let mut notice = notice.clone();
        // What is claimed in the law's own currency alone is a note in that.
        let apart = super::cost::indemnity_apart(&lines, |line| self.penalties.regime(line.item));
        if let Some((_, currency)) = apart.filter(|_| lines.iter().all(Line::is_apart_alone)) {
            lines.iter_mut().for_each(|line| line.ask_in(currency));
            notice.currency = currency;
        }
        if lines.is_empty() {
            return Ok(None);
        }
        let credit = self.credit_for_notes(&notice, &lines);
        let mut draft = self.named_filled(&notice, lines, -credit, lang, account.names);
        if draft.total.is_zero() {
            draft.letter.payment = None;
        }
        Ok(Some(draft))
    }

    /// Returns the credit that penalty notes of some lines take as soon as they stand in the books: what payments
    /// exceeded their own invoices by, and what names nothing.
    fn credit_for_notes(&self, notice: &Notice<'a>, lines: &[Line<'a>]) -> Amount {
        let ledger = self.plan.ledger();
        let mut charged: BTreeMap<InvoiceNo, Amount> = BTreeMap::new();
        for line in lines {
            *charged.entry(ledger.invoice(line.item).number).or_default() += line.interest + line.indemnity;
        }
        // What is still to be issued of an invoice comes before the notes on it, and money in another currency pays
        // none.
        let can_pay = |number: InvoiceNo| {
            let mut rows = ledger.rows_of(number).map(|row| ledger.invoice(row));
            rows.all(|row| row.issue <= self.plan.as_of() && row.currency == notice.currency)
        };
        let (mut taken, mut unnamed) = (Amount::ZERO, Amount::ZERO);
        for credit in self.credits_of(notice) {
            match (credit.named, credit.source) {
                (None, _) => unnamed += credit.amount,
                (Some(number), CreditSource::Payment(_)) if can_pay(number) => {
                    let left = charged.entry(number).or_default();
                    let part = credit.amount.clamp(Amount::ZERO, *left);
                    *left -= part;
                    taken += part;
                }
                (Some(_), _) => {}
            }
        }
        taken + unnamed.clamp(Amount::ZERO, charged.into_values().sum())
    }
}
