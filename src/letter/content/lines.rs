//! The lines of a notice: what is asked for of each item, and how templates name it.

use std::collections::BTreeSet;

use super::build::Desk;
use super::draft::Line;
use crate::engine::allocation::Cause;
use crate::engine::penalties::Obstacle;
use crate::engine::planning::{Notice, PlanRow};
use crate::letter::model::Item;
use crate::letter::{safe, words};
use crate::model::{Amount, InvoiceKind, ItemId, Lang, figures};

impl<'a> Desk<'a> {
    /// Returns the lines of a notice, oldest due date first.
    pub(in crate::letter) fn lines(&self, notice: &Notice<'a>) -> Result<Vec<Line<'a>>, Obstacle> {
        let mut lines: Vec<Line<'a>> = Vec::with_capacity(notice.lines.len());
        for &place in &notice.lines {
            let row = &self.plan.rows()[place];
            let level = row.action().map_or(notice.level.name.as_str(), |level| &level.name);
            let mut line = Line::plain(row.item, level, row.chased, row.disputed, row.days_late);
            line.awaited = row.awaited();
            let mut pieces = Vec::new();
            if notice.level.claims_penalties
                && let Some(cost) = self.penalties.for_item(row.item, &mut pieces)?
            {
                line.claim(&cost, self.penalties.claimed_pieces(row.item, &pieces));
            }
            lines.push(line);
        }
        self.sort(&mut lines);
        Ok(lines)
    }

    /// Returns what else is open of a notice's customer, in its currency: not asked for, whatever the reason.
    pub(in crate::letter) fn others(&self, notice: &Notice<'a>) -> Vec<Line<'a>> {
        let asked: BTreeSet<usize> = notice.lines.iter().copied().collect();
        let is_other = |place: &usize| !asked.contains(place);
        let rows = self.account(notice.customer, notice.currency).filter(is_other).map(|i| &self.plan.rows()[i]);
        let line = |row: &PlanRow<'a>| Line::plain(row.item, "", row.open, row.disputed, row.days_late);
        let mut lines: Vec<Line<'a>> = rows.map(line).collect();
        self.sort(&mut lines);
        lines
    }

    /// Returns the prices among what some lines ask for, less the customer's credit, if there are some: what a penalty
    /// note charges is no principal.
    pub(in crate::letter) fn principal(&self, lines: &[Line<'_>], credits: Amount) -> Option<Amount> {
        let is_price = |line: &&Line<'_>| self.plan.ledger().invoice(line.item).kind != InvoiceKind::Penalty;
        let prices: Amount = lines.iter().filter(is_price).map(|line| line.open).sum();
        Some(prices + credits).filter(|sum| sum.is_positive())
    }

    /// Tells whether a penalty note among some lines is on an invoice that is paid: the time that the law grants for it
    /// began with that payment, and not with one that is still to come (CCP R2192-36).
    pub(in crate::letter) fn charges_what_is_paid(&self, lines: &[Line<'_>]) -> bool {
        let (ledger, balances) = (self.plan.ledger(), self.penalties.balances());
        let notes = lines.iter().filter(|line| ledger.invoice(line.item).kind == InvoiceKind::Penalty);
        let mut on = notes.filter_map(|line| ledger.more(line.item)?.applies_to);
        on.any(|number| ledger.rows_of(number).all(|row| balances.open(ledger, row).is_zero()))
    }

    /// Puts lines into their order in a letter: oldest due date first.
    pub(in crate::letter) fn sort(&self, lines: &mut [Line<'_>]) {
        let ledger = self.plan.ledger();
        lines.sort_by_key(|line| (ledger.invoice(line.item).due, line.item));
    }

    /// Returns lines as templates can name them.
    pub(in crate::letter) fn items(&self, lines: &[Line<'_>], lang: Lang) -> Vec<Item> {
        lines.iter().map(|line| self.item(line, lang)).collect()
    }

    /// Returns the number of an invoice, with the name of the instalment.
    pub(in crate::letter) fn number(&self, item: ItemId) -> String {
        words::number(self.plan.ledger(), item)
    }

    fn item(&self, line: &Line<'_>, lang: Lang) -> Item {
        let ledger = self.plan.ledger();
        let invoice = ledger.invoice(line.item);
        let amount = |amount| figures::amount(amount, invoice.currency, lang);
        let some = |value: Amount, currency| (!value.is_zero()).then(|| figures::amount(value, currency, lang));
        let claimed_in = line.claimed_in.unwrap_or(invoice.currency);
        let claimed = |value: Amount| some(value, claimed_in);
        let left = |left: Amount, less: Amount| {
            let sum = |sum| figures::amount(sum, claimed_in, lang);
            (!less.is_zero())
                .then(|| format!("{}\u{a0}−\u{a0}{}\u{a0}=\u{a0}{}", sum(left + less), sum(less), sum(left)))
        };
        let (kind, kind_capital) = words::kind(invoice.kind, lang);
        let (paid, deducted) = self.settled(line.item);
        Item {
            kind,
            kind_capital,
            // Penalties and the indemnity repair a damage and bear no VAT (CGI 256).
            bears_vat: invoice.kind != InvoiceKind::Penalty,
            number: self.number(line.item),
            issued: figures::date(invoice.issue, lang),
            due: figures::date(invoice.due, lang),
            issued_on: figures::date_in_words(invoice.issue, lang),
            due_on: figures::date_in_words(invoice.due, lang),
            order: ledger.more(line.item).and_then(|more| safe::one_line_of(more.reference.as_deref())),
            original: amount(invoice.amount),
            price: figures::money(invoice.amount, invoice.currency, lang),
            paid: amount(paid - line.astray),
            deducted: some(deducted, invoice.currency),
            open: amount(line.open),
            principal: some(line.open, invoice.currency),
            disputed: some(line.disputed, invoice.currency),
            awaited: some(line.awaited, invoice.currency),
            days_late: (line.days_late > 0).then(|| figures::count(line.days_late, lang)),
            interest: claimed(line.interest),
            indemnity: claimed(line.indemnity),
            indemnity_apart: self
                .penalties
                .regime(line.item)
                .fixed_sum
                .filter(|_| !line.indemnity_apart.is_zero())
                .map(|sum| figures::money(line.indemnity_apart, sum.currency, lang)),
            given_up: claimed(line.less_interest + line.less_indemnity),
            less_interest: claimed(line.less_interest),
            less_indemnity: claimed(line.less_indemnity),
            interest_left: left(line.interest, line.less_interest),
            indemnity_left: left(line.indemnity, line.less_indemnity),
            total: figures::amount(line.open + line.interest + line.indemnity, claimed_in, lang),
        }
    }

    /// Returns what was paid on an item, and what was taken off without payment.
    fn settled(&self, item: ItemId) -> (Amount, Amount) {
        let (mut paid, mut deducted) = (Amount::ZERO, Amount::ZERO);
        for step in self.balances.moves(item) {
            match step.cause() {
                Cause::Payment(_) | Cause::Return(_) => paid -= step.change,
                Cause::CreditNote(_)
                | Cause::Discount
                | Cause::Tolerance
                | Cause::WriteOff(_)
                | Cause::Recovery(_)
                | Cause::Deposit(_) => {
                    deducted -= step.change;
                }
            }
        }
        (paid, deducted)
    }
}
