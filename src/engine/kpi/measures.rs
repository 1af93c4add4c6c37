//! The measures: a formula each, of [`Inputs`] alone.

use rust_decimal::{Decimal, RoundingStrategy};

use super::Inputs;
use crate::model::Amount;
use crate::policy::SectorFigures;

/// One figure of a desk. Its formula stands with it; where a divisor is not above zero there is no figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Measure {
    /// Days sales outstanding, by balance: outstanding x days / sales of these days.
    Dso,
    /// Days sales outstanding, by count-back: the outstanding is taken back from the sales of the last month, then of
    /// the one before, and so on; each month that it uses up counts its days, the last one in proportion.
    DsoCountBack,
    /// The DSO if nobody were late: not due x days / sales of these days.
    DsoBest,
    /// What lateness adds: DSO by balance - best possible DSO.
    DaysDelinquent,
    /// The mean days late of the items paid to the end in the period; those paid in time count 0.
    DaysLate,
    /// The same, weighted by amount.
    DaysLateByAmount,
    /// Of what fell due in the period, the part that is open at its end or was written off.
    UnpaidRate,
    /// Collection effectiveness index: of what could have been collected in the period, the part that was:
    /// (opening + sales and penalties - open) / (opening + sales and penalties - not due). Nothing where it is below 0.
    CollectionEffectiveness,
    /// The part of what is open that is more than 90 days late.
    Over90Share,
    /// The part of what is open that the largest debtor owes.
    Top1Share,
    /// The part that the five largest owe.
    Top5Share,
    /// The part that the ten largest owe.
    Top10Share,
}

/// What a measure is counted in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// Days, with one decimal.
    Days,
    /// A part of a whole, with four decimals.
    Share,
}

impl Measure {
    /// All of them, in the order in which they are shown.
    pub const ALL: [Measure; 12] = [
        Measure::Dso,
        Measure::DsoCountBack,
        Measure::DsoBest,
        Measure::DaysDelinquent,
        Measure::DaysLate,
        Measure::DaysLateByAmount,
        Measure::UnpaidRate,
        Measure::CollectionEffectiveness,
        Measure::Over90Share,
        Measure::Top1Share,
        Measure::Top5Share,
        Measure::Top10Share,
    ];

    /// Returns the key that outputs and the policy's `[kpi.sector]` use.
    pub const fn key(self) -> &'static str {
        match self {
            Measure::Dso => "dso",
            Measure::DsoCountBack => "dso_count_back",
            Measure::DsoBest => "dso_best",
            Measure::DaysDelinquent => "days_delinquent",
            Measure::DaysLate => "days_late",
            Measure::DaysLateByAmount => "days_late_by_amount",
            Measure::UnpaidRate => "unpaid_rate",
            Measure::CollectionEffectiveness => "collection_effectiveness",
            Measure::Over90Share => "over_90_share",
            Measure::Top1Share => "top_1_share",
            Measure::Top5Share => "top_5_share",
            Measure::Top10Share => "top_10_share",
        }
    }

    /// Returns what it is counted in.
    pub const fn unit(self) -> Unit {
        match self {
            Measure::Dso
            | Measure::DsoCountBack
            | Measure::DsoBest
            | Measure::DaysDelinquent
            | Measure::DaysLate
            | Measure::DaysLateByAmount => Unit::Days,
            _ => Unit::Share,
        }
    }

    /// Returns what is usual in the user's trade, where he says it.
    pub const fn in_sector(self, sector: &SectorFigures) -> Option<Decimal> {
        match self {
            Measure::Dso => sector.dso,
            Measure::DaysLate => sector.days_late,
            Measure::UnpaidRate => sector.unpaid_rate,
            Measure::Over90Share => sector.over_90_share,
            _ => None,
        }
    }

    /// Returns the figure, rounded half away from zero to its unit's decimals.
    pub fn of(self, inputs: &Inputs) -> Option<Decimal> {
        let decimals = match self.unit() {
            Unit::Days => 1,
            Unit::Share => 4,
        };
        let rounded = |value: Decimal| value.round_dp_with_strategy(decimals, RoundingStrategy::MidpointAwayFromZero);
        self.exactly(inputs).map(rounded)
    }

    fn exactly(self, inputs: &Inputs) -> Option<Decimal> {
        let of_sales = |amount: Amount| {
            ratio(i128::from(amount.minor()) * i128::from(inputs.recent_days), i128::from(inputs.recent_sales.minor()))
        };
        let part = |part: Amount, whole: Amount| ratio(part.minor().into(), whole.minor().into());
        match self {
            Measure::Dso => of_sales(inputs.outstanding()),
            Measure::DsoCountBack => count_back(inputs),
            Measure::DsoBest => of_sales(inputs.not_due),
            // Both are shown beside it, rounded: it must be their difference.
            Measure::DaysDelinquent => Some(Measure::Dso.of(inputs)? - Measure::DsoBest.of(inputs)?),
            Measure::DaysLate => ratio(inputs.late_days.into(), inputs.paid.into()),
            Measure::DaysLateByAmount => ratio(inputs.amount_days, inputs.paid_amount.minor().into()),
            Measure::UnpaidRate => part(inputs.fell_due_open + inputs.fell_due_written_off, inputs.fell_due),
            Measure::CollectionEffectiveness => {
                let collected = Some(inputs.collected()).filter(|collected| !collected.is_negative());
                part(collected?, inputs.to_collect() - inputs.not_due)
            }
            Measure::Over90Share => part(inputs.over_90, inputs.open()),
            Measure::Top1Share => part(inputs.owed_by_largest(1), inputs.open()),
            Measure::Top5Share => part(inputs.owed_by_largest(5), inputs.open()),
            Measure::Top10Share => part(inputs.owed_by_largest(10), inputs.open()),
        }
    }
}

/// Returns the days of sales that the outstanding is, month by month backwards; nothing when it is more than all sales.
fn count_back(inputs: &Inputs) -> Option<Decimal> {
    let mut left = inputs.outstanding();
    if !left.is_positive() {
        return Some(Decimal::ZERO);
    }
    let mut days = Decimal::ZERO;
    for month in &inputs.months {
        // A month in which more was credited than sold uses nothing up; its days passed all the same.
        let sales = month.sales.max(Amount::ZERO);
        if left <= sales {
            let fraction = ratio(i128::from(left.minor()) * i128::from(month.days), sales.minor().into())?;
            return Some(days + fraction);
        }
        left -= sales;
        days += Decimal::from(month.days);
    }
    None
}

/// Returns a quotient; nothing when the divisor is not above zero or the figure is beyond any that could be meant.
fn ratio(part: i128, whole: i128) -> Option<Decimal> {
    if whole <= 0 {
        return None;
    }
    Decimal::try_from_i128_with_scale(part, 0).ok()?.checked_div(Decimal::try_from_i128_with_scale(whole, 0).ok()?)
}
