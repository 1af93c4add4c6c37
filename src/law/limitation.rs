//! How long a debt can be claimed at law (prescription), and what starts the time anew.
//!
//! The time is counted in days and is complete when its last day has ended (C. civ. 2228, 2229). What moves procedural
//! time limits past a day off (CPC 642) is not established for limitation: no day here is ever moved.

use chrono::{Datelike, Months};

use crate::model::{Bilingual, CustomerKind, Date};

/// How long a debt of one sort can be claimed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limitation {
    /// How many years.
    pub years: u32,
    /// From which day they are counted.
    pub counted: Counted,
    /// The article that says so.
    pub article: &'static str,
}

/// From which day the years are counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Counted {
    /// From the day itself, which does not count.
    FromTheDay,
    /// From 1 January of the year after it.
    FromTheNextYear,
}

/// What makes a new time of the same length begin (C. civ. 2231).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Interruption {
    /// The debtor acknowledged the debt (C. civ. 2240).
    Acknowledged,
    /// A claim at law, even in summary proceedings (C. civ. 2241). A petition for an order for payment is none: its
    /// service is.
    Claim,
    /// The claim was declared in insolvency proceedings (C. com. L622-25-1): the time runs again at their close, so
    /// what is counted from the declaration is the earliest end.
    Declared,
    /// A written claim to a public body (law 68-1250, article 2).
    WrittenToPublicBody,
}

impl Interruption {
    /// Returns what it is and the article that it rests on.
    pub fn words(self) -> Bilingual {
        let (en, fr) = match self {
            Interruption::Acknowledged => ("acknowledged, C. civ. 2240", "dette reconnue, C. civ. 2240"),
            Interruption::Claim => ("claim at law, C. civ. 2241", "demande en justice, C. civ. 2241"),
            Interruption::Declared => ("claim declared, C. com. L622-25-1", "créance déclarée, C. com. L622-25-1"),
            Interruption::WrittenToPublicBody => {
                ("claimed in writing, law 68-1250, art. 2", "réclamée par écrit, loi 68-1250, art. 2")
            }
        };
        Bilingual::new(en, fr)
    }
}

/// The category of purchase, as invoices, customers and policies write it, whose debts lapse after a year.
pub const CARRIAGE: &str = "transport";

const BUSINESS: Limitation = Limitation { years: 5, counted: Counted::FromTheDay, article: "C. com. L110-4" };
const CONSUMER: Limitation = Limitation { years: 2, counted: Counted::FromTheDay, article: "C. conso. L218-2" };
const CARRIED: Limitation = Limitation { years: 1, counted: Counted::FromTheDay, article: "C. com. L133-6" };
const PUBLIC: Limitation = Limitation { years: 4, counted: Counted::FromTheNextYear, article: "loi 68-1250" };

impl Limitation {
    /// Returns the limitation of a debt of carriage, or of any other, towards a kind of debtor.
    ///
    /// Carriage comes first whoever owes it: of two periods that could apply, the shorter one is the safe one.
    pub const fn of(kind: CustomerKind, is_carriage: bool) -> &'static Limitation {
        match kind {
            _ if is_carriage => &CARRIED,
            CustomerKind::Business => &BUSINESS,
            CustomerKind::Consumer => &CONSUMER,
            CustomerKind::Public => &PUBLIC,
        }
    }

    /// Returns the last day on which the debt can be claimed when its time begins on a day.
    pub fn last_day(&self, start: Date) -> Date {
        match self.counted {
            Counted::FromTheDay => start.checked_add_months(Months::new(12 * self.years)),
            // Four years from 1 January end with 31 December of the fourth one.
            Counted::FromTheNextYear => Date::from_ymd_opt(start.year() + self.years as i32, 12, 31),
        }
        .unwrap_or(Date::MAX)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::day;

    #[test]
    fn each_kind_of_debtor_has_its_time() {
        let last_day = |kind, is_carriage, start| Limitation::of(kind, is_carriage).last_day(day(start)).to_string();
        assert_eq!(last_day(CustomerKind::Business, false, "2026-03-02"), "2031-03-02"); // A Sunday: not moved.
        assert_eq!(last_day(CustomerKind::Consumer, false, "2026-03-02"), "2028-03-02");
        assert_eq!(last_day(CustomerKind::Business, true, "2026-03-02"), "2027-03-02");
        assert_eq!(last_day(CustomerKind::Business, false, "2024-02-29"), "2029-02-28");
    }

    #[test]
    fn against_a_public_body_the_years_are_counted_from_the_next_january() {
        // Due in 2026: 2027, 2028, 2029 and 2030.
        let public = Limitation::of(CustomerKind::Public, false);
        assert_eq!(public.last_day(day("2026-01-01")), day("2030-12-31"));
        assert_eq!(public.last_day(day("2026-12-31")), day("2030-12-31"));
    }
}
