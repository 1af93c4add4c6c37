//! What a debtor's insolvency leaves to his creditors (C. com. book VI).

use chrono::Months;

use crate::model::Date;

/// Where the creditor is established, seen from French insolvency proceedings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Creditor {
    /// On the territory.
    InFrance,
    /// Outside: two months more to declare (C. com. R622-24).
    Abroad,
}

/// Returns the last day to declare a claim: two months from the judgment's publication in the BODACC, four from abroad.
///
/// In months, the day of the same number, else the month's last (CPC 641). It binds the user, so a day off does not
/// move it.
pub fn declare_by(published: Date, creditor: Creditor) -> Date {
    let months = match creditor {
        Creditor::InFrance => 2,
        Creditor::Abroad => 4,
    };
    published + Months::new(months)
}

/// Returns the last day to ask to be relieved of a missed declaration: six months from the publication
/// (C. com. L622-26).
pub fn relief_by(published: Date) -> Date {
    published + Months::new(6)
}

/// Returns the last day to claim back goods of which the title was retained: three months from the publication of the
/// judgment (C. com. L624-9).
pub fn reclaim_by(published: Date) -> Date {
    published + Months::new(3)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::day;

    #[test]
    fn relief_is_sought_within_six_months() {
        assert_eq!(relief_by(day("2026-03-12")), day("2026-09-12"));
        assert_eq!(relief_by(day("2025-08-31")), day("2026-02-28"));
    }

    #[test]
    fn goods_are_claimed_back_within_three_months() {
        assert_eq!(reclaim_by(day("2026-03-12")), day("2026-06-12"));
        assert_eq!(reclaim_by(day("2025-11-30")), day("2026-02-28"));
    }

    #[test]
    fn claims_are_declared_within_two_months_or_four_from_abroad() {
        assert_eq!(declare_by(day("2026-03-12"), Creditor::InFrance), day("2026-05-12"));
        assert_eq!(declare_by(day("2026-03-12"), Creditor::Abroad), day("2026-07-12")); // A Sunday: not moved.
        assert_eq!(declare_by(day("2025-12-31"), Creditor::InFrance), day("2026-02-28"));
    }
}
