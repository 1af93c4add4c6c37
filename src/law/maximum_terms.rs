//! The longest payment terms that the law allows, by what is bought and who buys (C. com. L441-10 I and L441-11 II,
//! code de la commande publique R2192-10 and R2192-11).
//!
//! Left out because the rule is not established well enough: toys, snow-sport equipment, goods for export.

use chrono::Days;

use super::terms::{EndOfMonth, Period, Terms};
use crate::model::{CustomerKind, Date};

/// A category of purchase and the longest term for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MaximumTerm {
    /// The word of the `category` columns.
    pub category: &'static str,
    /// Which customers it is for.
    pub kind: CustomerKind,
    /// Where the law says so.
    pub article: &'static str,
    /// The longest terms: the latest date that one of them gives is the latest lawful one.
    limits: &'static [Limit],
}

/// One way in which the law counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Limit {
    /// Days from the invoice.
    Net(u16),
    /// Days and the month's end, in either reading, from the invoice.
    EndOfMonth(u16),
    /// Days from the delivery.
    AfterDelivery(u16),
    /// Days from the end of the month, or of the ten-day period, of delivery.
    AfterEndOf(Period, u16),
}

use Limit::{AfterDelivery, AfterEndOf, EndOfMonth as Eom, Net};

const fn business(category: &'static str, article: &'static str, limits: &'static [Limit]) -> MaximumTerm {
    MaximumTerm { category, kind: CustomerKind::Business, article, limits }
}

const fn public(category: &'static str, article: &'static str, limits: &'static [Limit]) -> MaximumTerm {
    MaximumTerm { category, kind: CustomerKind::Public, article, limits }
}

/// All categories; the first one of each kind of customer applies where none is named.
pub const ALL: &[MaximumTerm] = &[
    business("general", "C. com. L441-10 I", &[Net(60), Eom(45)]),
    business("periodic", "C. com. L441-10 I", &[Net(45)]),
    business("perishable", "C. com. L441-11 II", &[AfterDelivery(30)]),
    business("perishable-periodic", "C. com. L441-11 II", &[AfterEndOf(Period::TenDays, 30)]),
    business("seasonal-produce", "C. com. L441-11 II", &[AfterEndOf(Period::Month, 30)]),
    business("livestock", "C. com. L441-11 II", &[AfterDelivery(20)]),
    business("spirits", "C. com. L441-11 II", &[AfterEndOf(Period::Month, 30)]),
    business("wine", "C. com. L441-11 II", &[Net(60), Eom(45)]),
    business("transport", "C. com. L441-11 II", &[Net(30)]),
    business("garden-machinery", "C. com. L441-11 II, D441-5-1", &[Eom(55)]),
    business("farm-machinery", "C. com. L441-11 II, D441-5-1", &[Eom(110)]),
    business("leather", "C. com. L441-11 II, D441-5-1", &[Eom(54)]),
    business("watches", "C. com. L441-11 II, D441-5-1", &[Net(74), Eom(59)]),
    public("public", "CCP R2192-10", &[Net(30)]),
    public("public-health", "CCP R2192-11", &[Net(50)]),
    public("public-undertaking", "CCP R2192-11", &[Net(60)]),
];

/// Returns the category of that word; nothing for another word.
pub fn find(category: &str) -> Option<&'static MaximumTerm> {
    ALL.iter().find(|maximum| maximum.category == category)
}

/// Returns what applies to a kind of customer where no category is named; nothing for consumers.
pub fn of(kind: CustomerKind) -> Option<&'static MaximumTerm> {
    ALL.iter().find(|maximum| maximum.kind == kind)
}

impl MaximumTerm {
    /// Returns the latest lawful due date of an invoice.
    ///
    /// What counts from the delivery counts from the invoice where the delivery is not known. The term of a public
    /// buyer begins when he receives the request (R2192-12), which no file says: the invoice's date stands for it.
    pub fn latest(&self, issue: Date, supply: Option<Date>) -> Date {
        let delivery = supply.unwrap_or(issue);
        let ends = self.limits.iter().map(|limit| match *limit {
            Net(days) => issue + Days::new(days.into()),
            Eom(days) => {
                let terms = Terms::end_of_month(days);
                let readings = [EndOfMonth::AfterDays, EndOfMonth::BeforeDays];
                let [a, b] = readings.map(|reading| terms.read_as(reading).due_date(issue));
                a.max(b)
            }
            AfterDelivery(days) => delivery + Days::new(days.into()),
            AfterEndOf(period, days) => period.end(delivery) + Days::new(days.into()),
        });
        ends.max().expect("each category has a limit")
    }

    /// Tells whether terms in words are longer than allowed whatever the day of the invoice: "60 days end of month".
    ///
    /// The due date of one invoice may well be lawful under them by chance.
    pub fn is_exceeded_by(&self, terms: &Terms) -> bool {
        let longest = self.limits.iter().filter_map(|limit| match *limit {
            Eom(days) | Net(days) | AfterDelivery(days) => Some(days),
            AfterEndOf(..) => None,
        });
        let of_month = self.limits.iter().find_map(|limit| if let Eom(days) = *limit { Some(days) } else { None });
        match (terms.days_with_end_of_month(), of_month.or(longest.max())) {
            (Some(days), Some(most)) => days > most,
            _ => false,
        }
    }

    /// Returns the limit in words, English then French.
    pub fn words(&self) -> (String, String) {
        let each = self.limits.iter().map(|limit| match *limit {
            Net(days) => (format!("{days} days"), format!("{days} jours")),
            Eom(days) => (format!("{days} days end of month"), format!("{days} jours fin de mois")),
            AfterDelivery(days) => (format!("{days} days after delivery"), format!("{days} jours après la livraison")),
            AfterEndOf(Period::Month, days) => (
                format!("{days} days after the end of the month of delivery"),
                format!("{days} jours après la fin du mois de livraison"),
            ),
            AfterEndOf(Period::TenDays, days) => (
                format!("{days} days after the end of the ten-day period of delivery"),
                format!("{days} jours après la fin de la décade de livraison"),
            ),
        });
        let (en, fr): (Vec<String>, Vec<String>) = each.unzip();
        (en.join(" or "), fr.join(" ou "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::day;

    fn latest(category: &str, issue: &str, supply: Option<&str>) -> String {
        find(category).unwrap().latest(day(issue), supply.map(day)).to_string()
    }

    #[test]
    fn the_latest_of_60_days_and_both_readings_of_45_days_end_of_month_is_lawful() {
        // law.md section 1: 15 Feb 2026: A 30 Apr, B 14 Apr, 60 days 16 Apr.
        assert_eq!(latest("general", "2026-02-15", None), "2026-04-30");
        // 16 May 2026: A 30 Jun, B 15 Jul, 60 days 15 Jul. 17 May: A 31 Jul.
        assert_eq!(latest("general", "2026-05-16", None), "2026-07-15");
        assert_eq!(latest("general", "2026-05-17", None), "2026-07-31");
        // 31 Dec 2026: A 28 Feb 2027, B 14 Feb, 60 days 1 Mar: December and January have 31 days.
        assert_eq!(latest("general", "2026-12-31", None), "2027-03-01");
        // 15 Feb 2024, a leap year: A 31 Mar, B 14 Apr, 60 days 15 Apr.
        assert_eq!(latest("general", "2024-02-15", None), "2024-04-15");
    }

    #[test]
    fn each_special_term_counts_its_own_way() {
        // 45 days from 15 Feb: 13 in February, 31 in March, the 1st of April.
        assert_eq!(latest("periodic", "2026-02-15", None), "2026-04-01");
        assert_eq!(latest("perishable", "2026-03-31", Some("2026-03-12")), "2026-04-11");
        assert_eq!(latest("perishable", "2026-03-31", None), "2026-04-30");
        // Delivered on 12 March: the period ends on the 20th.
        assert_eq!(latest("perishable-periodic", "2026-03-31", Some("2026-03-12")), "2026-04-19");
        assert_eq!(latest("livestock", "2026-03-31", Some("2026-03-12")), "2026-04-01");
        assert_eq!(latest("spirits", "2026-04-02", Some("2026-03-12")), "2026-04-30");
        assert_eq!(latest("transport", "2026-02-15", None), "2026-03-17");
        // 110 days from 15 Jan: 5 May, 31 May; 31 Jan + 110 days: 21 May.
        assert_eq!(latest("farm-machinery", "2026-01-15", None), "2026-05-31");
        assert_eq!(latest("public", "2026-02-15", None), "2026-03-17");
        assert_eq!(latest("public-health", "2026-02-15", None), "2026-04-06");
        assert_eq!(latest("public-undertaking", "2026-02-15", None), "2026-04-16");
    }

    #[test]
    fn words_beyond_both_limits_are_unlawful_whatever_the_day() {
        let exceeds = |category, words| find(category).unwrap().is_exceeded_by(&Terms::parse(words).unwrap());
        assert!(exceeds("general", "60 days end of month") && exceeds("general", "end of month 46 days"));
        assert!(!exceeds("general", "45 days end of month") && !exceeds("general", "60 days"));
        assert!(!exceeds("watches", "59 days end of month") && exceeds("watches", "60 days end of month"));
        assert!(exceeds("transport", "45 days end of month") && !exceeds("transport", "end of month"));
    }

    #[test]
    fn every_kind_but_consumers_has_a_default() {
        assert_eq!(of(CustomerKind::Business).unwrap().category, "general");
        assert_eq!(of(CustomerKind::Public).unwrap().category, "public");
        assert_eq!(of(CustomerKind::Consumer), None);
    }
}
