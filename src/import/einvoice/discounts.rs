//! Early-payment discounts as documents grant them: a rate on the whole until a day is what a row can state, and
//! whatever else is granted is told.

use chrono::{Days, Months};
use rust_decimal::Decimal;

use crate::import::numbers::amount;
use crate::model::{Amount, Currency, Date};

/// Marks a discount among the words of terms: `#SKONTO#TAGE=14#PROZENT=2.00#BASISBETRAG=500.00#`.
const MARK: &str = "#SKONTO#";

/// What may be taken off by who pays early.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Discount {
    /// In percent, as the document writes it.
    pub percent: String,
    /// The last day.
    pub until: Date,
}

/// What a part of a document grants.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Granted {
    /// A rate on the whole until a day.
    Known(Discount),
    /// No discount.
    Nothing,
    /// Something else: a sum, a rate on a part, no day.
    Other,
}

/// A discount as a document writes it; empty texts for what it does not say.
#[derive(Clone, Debug, Default)]
pub(super) struct Written {
    pub percent: String,
    /// What may be taken off.
    pub sum: String,
    /// What the rate is on.
    pub basis: String,
    /// The last day.
    pub until: Option<Date>,
}

impl Written {
    /// Tells whether the document writes any.
    pub fn is_any(&self) -> bool {
        !(self.percent.is_empty() && self.sum.is_empty())
    }

    /// Returns what it grants of a sum.
    pub fn granted(self, (whole, currency): (Amount, Currency)) -> Granted {
        let is_nothing = |text: &str| text.is_empty() || text.parse::<Decimal>().is_ok_and(|rate| rate.is_zero());
        if is_nothing(&self.percent) && is_nothing(&self.sum) {
            return Granted::Nothing;
        }
        let is_of_whole = self.basis.is_empty() || amount(&self.basis, currency) == Some(whole);
        match self.until.filter(|_| is_of_whole && !is_nothing(&self.percent)) {
            Some(until) => Granted::Known(Discount { percent: self.percent, until }),
            None => Granted::Other,
        }
    }
}

/// Returns the day that is a number of days, weeks, months or years (UN/ECE recommendation 20) after another one.
pub(super) fn after(day: Date, count: &str, unit: &str) -> Option<Date> {
    let (whole, decimals) = count.split_once(['.', ',']).unwrap_or((count, ""));
    let count: u32 = whole.parse().ok().filter(|_| decimals.bytes().all(|digit| digit == b'0'))?;
    match unit {
        "" | "DAY" => day.checked_add_days(Days::new(count.into())),
        "WEE" => day.checked_add_days(Days::new(u64::from(count) * 7)),
        "MON" => day.checked_add_months(Months::new(count)),
        "ANN" => day.checked_add_months(Months::new(count.checked_mul(12)?)),
        _ => None,
    }
}

/// Takes the marked discounts out of the words of terms: the words that are left, and the discounts.
pub(super) fn marked(words: &str, issue: Date) -> (String, Vec<Written>) {
    let mut parts = words.split(MARK);
    let mut left: Vec<&str> = parts.next().into_iter().collect();
    let mut found = Vec::new();
    for part in parts {
        let mut written = Written::default();
        let mut rest = part;
        while let Some((entry, behind)) = rest.split_once('#') {
            let Some((key, value)) = entry.trim().split_once('=') else { break };
            match key {
                "TAGE" => written.until = after(issue, value, ""),
                "PROZENT" => value.clone_into(&mut written.percent),
                "BASISBETRAG" => value.clone_into(&mut written.basis),
                _ => {}
            }
            rest = behind;
        }
        left.push(rest);
        found.push(written);
    }
    let left: Vec<&str> = left.into_iter().map(str::trim).filter(|words| !words.is_empty()).collect();
    (left.join(" "), found)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{day, eur};

    #[test]
    fn a_period_is_counted_in_its_unit() {
        let until = |count, unit| after(day("2026-01-31"), count, unit).map(|day| day.to_string()).unwrap_or_default();
        assert_eq!([until("14", "DAY"), until("14.00", ""), until("2", "WEE")], ["2026-02-14"; 3]);
        assert_eq!([until("1", "MON"), until("1", "ANN")], ["2026-02-28", "2027-01-31"]);
        assert_eq!([until("1.5", "MON"), until("1", "HUR"), until("", "DAY")], ["", "", ""]);
    }

    #[test]
    fn a_rate_on_the_whole_is_known_and_all_else_is_told() {
        let granted = |percent: &str, sum: &str, basis: &str, until: Option<&str>| {
            let written = Written {
                percent: percent.to_owned(),
                sum: sum.to_owned(),
                basis: basis.to_owned(),
                until: until.map(day),
            };
            written.granted((eur("1200.00"), Currency::EUR))
        };
        let known = Discount { percent: "2.00".to_owned(), until: day("2026-02-14") };
        assert_eq!(granted("2.00", "24.00", "1200.0000", Some("2026-02-14")), Granted::Known(known));
        assert_eq!(granted("2.00", "", "500.00", Some("2026-02-14")), Granted::Other, "on a part");
        assert_eq!(granted("", "24.00", "", Some("2026-02-14")), Granted::Other, "a sum");
        assert_eq!(granted("0", "10.00", "", Some("2026-02-14")), Granted::Other, "a sum beside no rate");
        assert_eq!(granted("2.00", "", "", None), Granted::Other, "no day");
        assert_eq!(granted("0.00", "", "", None), Granted::Nothing);
    }

    #[test]
    fn marked_discounts_are_taken_out_of_the_words() {
        let (words, found) = marked("30 jours #SKONTO#TAGE=14#PROZENT=2.00# net", day("2026-01-05"));
        assert_eq!((words.as_str(), found.len()), ("30 jours net", 1));
        assert_eq!((found[0].percent.as_str(), found[0].until), ("2.00", Some(day("2026-01-19"))));
        let (words, found) =
            marked("#SKONTO#TAGE=7#PROZENT=3.00#BASISBETRAG=500.00# #SKONTO#TAGE=14#PROZENT=2.00#", day("2026-01-05"));
        assert_eq!((words.as_str(), found.len(), found[0].basis.as_str()), ("", 2, "500.00"));
        assert_eq!(marked("à réception", day("2026-01-05")).0, "à réception");
    }
}
