//! The columns of `invoices.csv` that most rows leave empty.

use rust_decimal::Decimal;

use super::{Columns, Kept};
use crate::input::columns::{Column, DISCOUNTS, column_name};
use crate::input::faults::Faults;
use crate::input::messages;
use crate::input::sheet::{Refused, Sheet};
use crate::model::invoice::MoreId;
use crate::model::{Date, Discount, FileRole, InvoiceMore, Mentions};

/// What a row may be besides required: the columns that go to [`InvoiceMore`].
pub(super) const MORE: [Column; 16] = [
    Column::Instalment,
    Column::AppliesTo,
    Column::SupplyDate,
    Column::Reference,
    Column::Terms,
    Column::Category,
    Column::Procedure,
    Column::PenaltyRate,
    Column::DiscountRate,
    Column::DiscountUntil,
    Column::DiscountRate2,
    Column::DiscountUntil2,
    Column::DiscountRate3,
    Column::DiscountUntil3,
    Column::File,
    Column::Mentions,
];

impl Columns {
    /// Reads the columns that most rows leave empty.
    pub(super) fn more_of(&mut self, sheet: &Sheet, kept: &mut Kept, faults: &mut Faults) -> Result<MoreId, Refused> {
        if MORE.iter().all(|&column| sheet.is_empty(column)) {
            return Ok(MoreId::NONE);
        }
        sheet.judge_texts(&[Column::Reference], faults);
        let instalment = sheet.id(Column::Instalment, faults).map(|id| id.map(|id| id.into_owned()));
        let applies_to = sheet.id(Column::AppliesTo, faults);
        let supply_date = self.supply.read(sheet, faults);
        let penalty_rate = sheet.rate_rule(Column::PenaltyRate, faults);
        let discounts = self.discounts(sheet, faults);
        let more = InvoiceMore {
            instalment: instalment?,
            applies_to: None,
            supply_date: supply_date?,
            reference: sheet.free(Column::Reference),
            terms: sheet.free(Column::Terms),
            category: sheet.free(Column::Category),
            procedure: sheet.free(Column::Procedure),
            penalty_rate: penalty_rate?,
            discounts: discounts?,
            file: sheet.free(Column::File),
            mentions: sheet.free(Column::Mentions).map(|text| Mentions::parse(&text)),
        };
        if let Some(id) = applies_to? {
            kept.applies.push((kept.rows.len() as u32, kept.applied.push(&id)));
        }
        kept.more.push(more);
        Ok(MoreId::at(kept.more.len() - 1))
    }

    /// Reads the early-payment discounts, soonest first; a rate of zero says that there is none.
    fn discounts(&mut self, sheet: &Sheet, faults: &mut Faults) -> Result<Vec<Discount>, Refused> {
        let mut discounts = Vec::new();
        for ((column, day_column), days) in DISCOUNTS.into_iter().zip(&mut self.discounts) {
            let rate = sheet.percent(column, faults);
            let until = days.read(sheet, faults);
            let (Some(rate), until) = (rate?, until?) else { continue };
            if !rate.is_zero() && rate <= Decimal::new(1, 1) {
                faults.push(messages::discount_small(sheet.place(column)));
            }
            match until {
                Some(until) => discounts.push(Discount { rate, until }),
                None if rate.is_zero() => discounts.push(Discount { rate, until: Date::MIN }),
                None => {
                    faults.push(messages::discount_without_day(
                        sheet.place(column),
                        column_name(FileRole::Invoices, day_column),
                    ));
                    return Err(Refused);
                }
            }
        }
        discounts.sort_by_key(|discount| discount.until);
        Ok(discounts)
    }
}
