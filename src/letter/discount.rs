//! The early-payment discount that a letter can still offer: what to pay by which day instead of the whole.

use rust_decimal::{Decimal, RoundingStrategy};

use super::build::Desk;
use super::draft::Line;
use super::model::Discount;
use crate::engine::allocation::Cause;
use crate::model::{Amount, Currency, Date, ItemId, Lang, figures};

impl Desk<'_> {
    /// Returns the discount on a letter's lines that can still be earned, up to the first of their days. Money that waits
    /// names no invoice and earns none: where there is some, nothing is offered.
    pub(super) fn discount(&self, lines: &[Line<'_>], total: Amount, credits: Amount, lang: Lang) -> Option<Discount> {
        let currency = self.plan.ledger().invoice(lines.first()?.item).currency;
        if !credits.is_zero() {
            return None;
        }
        let offers = lines.iter().filter(|line| line.days_late == 0 && line.disputed.is_zero());
        let offers: Vec<(Date, Amount)> = offers.filter_map(|line| self.saving(line.item, line.open)).collect();
        let until = offers.iter().map(|&(day, _)| day).min()?;
        let saving: Amount = offers.iter().map(|&(_, saving)| saving).sum();
        Some(Discount {
            amount: figures::money(saving, currency, lang),
            total: figures::money(total - saving, currency, lang),
            until: figures::date_in_words(until, lang),
        })
    }

    /// Returns the last day of an item's discount, and what is saved when what is still lacking is paid by then.
    fn saving(&self, item: ItemId, open: Amount) -> Option<(Date, Amount)> {
        let ledger = self.plan.ledger();
        let more = ledger.more(item)?;
        let (rate, until) = (more.discount_rate?, more.discount_until.filter(|&day| day >= self.plan.as_of())?);
        let (mut price, mut paid) = (ledger.invoice(item).amount, Amount::ZERO);
        for step in self.balances.moves(item) {
            match step.cause() {
                Cause::CreditNote(_) | Cause::Deposit(_) => price += step.change,
                Cause::Payment(row) | Cause::Return(row) => {
                    let row = ledger.payment(row);
                    paid -= if row.invoice.is_some() && row.date <= until { step.change } else { Amount::ZERO };
                }
                Cause::Discount | Cause::Tolerance | Cause::WriteOff(_) | Cause::Recovery(_) => {}
            }
        }
        let saving = open - (reduced(price, rate, ledger.invoice(item).currency)? - paid);
        saving.is_positive().then_some((until, saving))
    }
}

/// Returns a price less the discount, rounded half away from zero to the minor unit.
fn reduced(price: Amount, rate_percent: Decimal, currency: Currency) -> Option<Amount> {
    let reduced = price.to_decimal(currency) * (Decimal::ONE_HUNDRED - rate_percent) / Decimal::ONE_HUNDRED;
    Amount::from_decimal(
        reduced.round_dp_with_strategy(currency.decimals(), RoundingStrategy::MidpointAwayFromZero),
        currency,
    )
}
