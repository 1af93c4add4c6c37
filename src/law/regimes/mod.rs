//! The late-payment regimes: what each law grants against each kind of debtor, from when on, and by which article.
//!
//! [`Regime::on`] is the one place that says which regime applies. `france` holds the French ones, `abroad` the
//! statutory regimes of other countries; a regime is data, and what asks for one reads its fields.
//!
//! Each law has a first day. These rules bind the contracts made since then, and no file says when a contract was made:
//! the day of issue stands for it. What is older has the rule of its time where that is known, and where it is not, a
//! regime without a rate: only what the contract sets is claimed, never the rule of another time.

mod abroad;
mod france;

use rust_decimal::Decimal;

use crate::model::rate::{RateRule, Series};
use crate::model::{Amount, Currency, CustomerKind, Date, Rate};

/// The law that late payment is judged by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Law {
    /// France: Code de commerce, Code de la commande publique, Code civil.
    France,
    /// Ireland: S.I. 580/2012.
    Ireland,
    /// United Kingdom: Late Payment of Commercial Debts (Interest) Act 1998.
    UnitedKingdom,
    /// Germany: BGB 286 and 288.
    Germany,
    /// Belgium: law of 2 August 2002.
    Belgium,
    /// Luxembourg: law of 18 April 2004.
    Luxembourg,
    /// Netherlands: BW 6:119a.
    Netherlands,
}

/// What the law grants against one kind of debtor.
#[derive(Debug, PartialEq, Eq)]
pub struct Regime {
    /// By which law.
    pub law: Law,
    /// Against whom.
    pub kind: CustomerKind,
    /// How outputs call it: `business`, `gb-business`.
    pub word: &'static str,
    /// The first day of issue of the debts that it governs.
    pub since: Date,
    /// The rate where no contract sets one; nothing where the rule of that time is not known.
    pub rate: Option<RateRule>,
    /// The article that sets it.
    pub article: &'static str,
    /// Which day's official rate counts.
    pub anchor: Anchor,
    /// From when on interest runs.
    pub start: Start,
    /// The article by which interest of full years joins the base, where the law itself says so.
    pub compounds: Option<&'static str>,
    /// The sum owed for the costs of recovery, where one is.
    pub fixed_sum: Option<FixedSum>,
    /// The least rate that a contract may set, where there is one.
    pub floor: Option<Floor>,
    /// The article that holds a waiver void, where one does.
    pub waiver_void: Option<&'static str>,
    /// Why interest is owed and from when on, a sentence in English and in French.
    pub ground: (&'static str, &'static str),
    /// The articles that a letter cites.
    pub cited: Cited,
}

/// The articles that a letter cites, in English and in French: those of what it claims.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cited {
    /// Of interest and indemnity together.
    both: (&'static str, &'static str),
    /// Of interest alone.
    interest: (&'static str, &'static str),
    /// Of the indemnity alone.
    indemnity: (&'static str, &'static str),
}

impl Cited {
    /// Cites one text that grants all that is granted.
    const fn whole(text: (&'static str, &'static str)) -> Cited {
        Cited { both: text, interest: text, indemnity: text }
    }

    /// Returns the articles for what is claimed: the interest, the indemnity or both.
    pub const fn of(&self, interest: bool, indemnity: bool) -> (&'static str, &'static str) {
        match (interest, indemnity) {
            (true, false) => self.interest,
            (false, true) => self.indemnity,
            (true, true) | (false, false) => self.both,
        }
    }
}

/// Which day's official rate counts for a day of delay.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Anchor {
    /// That of the central bank's most recent operation on that very day.
    EachDay,
    /// That of the half-year in which the day of delay lies.
    EachHalfYear,
    /// That of the half-year in which interest began, for the whole delay.
    Beginning,
}

/// From when on interest runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Start {
    /// From the day after the due date, without any notice.
    DueDate,
    /// From the day after the formal notice, and not before the day after the due date.
    FormalNotice,
    /// From the day after the due date, and only where the contract sets a rate: the law grants none.
    Contract,
}

/// The least rate that a contract may set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Floor {
    /// How it is found.
    pub rule: RateRule,
    /// What it is, in English and in French: "three times the legal rate".
    pub name: (&'static str, &'static str),
    /// What the law makes of a lower rate, in English and in French.
    pub consequence: (&'static str, &'static str),
}

/// The sum owed for the costs of recovery, by the debt that is late.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FixedSum {
    /// The article that grants it.
    pub article: &'static str,
    /// What it is owed in, whatever the currency of the debt.
    pub currency: Currency,
    /// The highest debt of each band, and the sum, smallest first; a debt above the last band has no sum of its own.
    bands: &'static [(Amount, Amount)],
}

impl FixedSum {
    /// Returns the sum for a debt in the same currency; where the debt cannot be compared, the least one.
    pub fn of(&self, debt: Option<Amount>) -> Amount {
        let debt = debt.unwrap_or(Amount::ZERO);
        let place = self.bands.partition_point(|&(highest, _)| highest < debt);
        self.bands[place.min(self.bands.len() - 1)].1
    }

    /// Returns the bands: the highest debt of each and its sum.
    pub fn bands(&self) -> &'static [(Amount, Amount)] {
        self.bands
    }
}

impl Law {
    /// Every law and its word in a policy.
    pub const WORDS: [(&'static str, Law); 7] = [
        ("fr", Law::France),
        ("ie", Law::Ireland),
        ("gb", Law::UnitedKingdom),
        ("de", Law::Germany),
        ("be", Law::Belgium),
        ("lu", Law::Luxembourg),
        ("nl", Law::Netherlands),
    ];

    /// Returns the article by which a part payment pays interest first, where one is known.
    pub const fn imputation(self) -> Option<&'static str> {
        match self {
            Law::France => Some("C. civ. 1343-1"),
            Law::Germany => Some("BGB 367"),
            Law::Netherlands => Some("BW 6:44"),
            Law::Ireland | Law::UnitedKingdom | Law::Belgium | Law::Luxembourg => None,
        }
    }

    /// Returns the article by which the opening of insolvency proceedings stops interest, where one is known.
    pub const fn insolvency(self) -> Option<&'static str> {
        match self {
            Law::France => Some("C. com. L622-28"),
            _ => None,
        }
    }

    /// Returns the article on interest that bears interest by contract or judgment, where one is known.
    pub const fn capitalisation(self) -> Option<&'static str> {
        match self {
            Law::France => Some("C. civ. 1343-2"),
            _ => None,
        }
    }

    /// Returns what the short names of its articles stand for, in English and in French.
    pub const fn abbreviations(self) -> (&'static str, &'static str) {
        match self {
            Law::France => (
                "C. com.: French Commercial Code; C. civ.: Civil Code; C. conso.: Consumer Code; CCP: Public Procurement Code.",
                "C. com. : Code de commerce ; C. civ. : Code civil ; C. conso. : Code de la consommation ; CCP : Code de la commande publique.",
            ),
            Law::Ireland => (
                "S.I. 580/2012: European Communities (Late Payment in Commercial Transactions) Regulations 2012, Ireland.",
                "S.I. 580/2012 : règlement irlandais de 2012 sur les retards de paiement dans les transactions commerciales.",
            ),
            Law::UnitedKingdom => (
                "1998 Act: Late Payment of Commercial Debts (Interest) Act 1998, United Kingdom; S.I. 2002/1675: Late Payment of Commercial Debts (Rate of Interest) (No. 3) Order 2002.",
                "1998 Act : loi britannique de 1998 sur les intérêts des créances commerciales payées en retard ; S.I. 2002/1675 : arrêté britannique de 2002 qui en fixe le taux.",
            ),
            Law::Germany => ("BGB: German Civil Code.", "BGB : Code civil allemand."),
            Law::Belgium => (
                "Law of 2 August 2002: Belgian law on late payment in commercial transactions.",
                "Loi du 2 août 2002 : loi belge sur le retard de paiement dans les transactions commerciales.",
            ),
            Law::Luxembourg => (
                "Law of 18 April 2004: Luxembourg law on payment terms and late-payment interest.",
                "Loi du 18 avril 2004 : loi luxembourgeoise sur les délais de paiement et les intérêts de retard.",
            ),
            Law::Netherlands => ("BW: Dutch Civil Code.", "BW : Code civil néerlandais."),
        }
    }
}

impl Regime {
    /// Returns within how many days of the payment of the principal interest and indemnity are to be paid, where the
    /// law gives the debtor that time (CCP R2192-36).
    pub const fn days_for_claims(&self) -> Option<u64> {
        match (self.law, self.kind) {
            (Law::France, CustomerKind::Public) => Some(45),
            _ => None,
        }
    }

    /// Returns how outputs call each regime.
    pub fn words() -> impl Iterator<Item = &'static str> {
        let words = |(_, law)| CustomerKind::ALL.map(|kind| Regime::of(law, kind).word);
        Law::WORDS.into_iter().flat_map(words)
    }

    /// Returns the regime of a law against a kind of debtor for what is issued today.
    pub const fn of(law: Law, kind: CustomerKind) -> &'static Regime {
        &Regime::of_all_times(law, kind)[0]
    }

    /// Returns the regime of a law against a kind of debtor for a debt issued on a day.
    pub fn on(law: Law, kind: CustomerKind, issued: Date) -> &'static Regime {
        let regimes = Regime::of_all_times(law, kind);
        regimes.iter().find(|regime| regime.since <= issued).unwrap_or(&regimes[regimes.len() - 1])
    }

    /// Returns the regime that follows this one, if another one has.
    pub fn next(&self) -> Option<&'static Regime> {
        Regime::of_all_times(self.law, self.kind).iter().rfind(|regime| regime.since > self.since)
    }

    /// Returns the regimes of a law against a kind of debtor, the newest first.
    const fn of_all_times(law: Law, kind: CustomerKind) -> &'static [Regime] {
        let [business, public, consumer] = match law {
            Law::France => &france::REGIMES,
            Law::Ireland => &abroad::IRELAND,
            Law::UnitedKingdom => &abroad::UNITED_KINGDOM,
            Law::Germany => &abroad::GERMANY,
            Law::Belgium => &abroad::BELGIUM,
            Law::Luxembourg => &abroad::LUXEMBOURG,
            Law::Netherlands => &abroad::NETHERLANDS,
        };
        match kind {
            CustomerKind::Business => business,
            CustomerKind::Public => public,
            CustomerKind::Consumer => consumer,
        }
    }
}

const fn points(whole: u32) -> Rate {
    Rate::from_percent(Decimal::from_parts(whole, 0, 0, false, 0))
}

const fn ecb_plus(whole: u32) -> Option<RateRule> {
    Some(RateRule::Plus(Series::Ecb, points(whole)))
}

/// Returns the regime of what was issued before a statute's first day, where the rule of that time is not known.
const fn before(statute: Regime, ground: (&'static str, &'static str)) -> Regime {
    Regime {
        since: Date::MIN,
        rate: None,
        compounds: None,
        fixed_sum: None,
        floor: None,
        waiver_void: None,
        ground,
        cited: Cited::whole(("the contract", "le contrat")),
        ..statute
    }
}

const fn day(year: i32, month: u32, day: u32) -> Date {
    Date::from_ymd_opt(year, month, day).expect("a day of the calendar")
}

/// Returns 40 euros, whatever the debt.
const fn forty_euros(article: &'static str) -> Option<FixedSum> {
    const BANDS: &[(Amount, Amount)] = &[(Amount::from_minor(i64::MAX), Amount::from_minor(4_000))];
    Some(FixedSum { article, currency: Currency::EUR, bands: BANDS })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::eur;

    #[test]
    fn every_regime_stands_where_it_is_looked_for() {
        for (word, law) in Law::WORDS {
            for kind in [CustomerKind::Business, CustomerKind::Public, CustomerKind::Consumer] {
                let regime = Regime::of(law, kind);
                assert_eq!((regime.law, regime.kind), (law, kind));
                let named = if law == Law::France { kind.word().to_owned() } else { format!("{word}-{}", kind.word()) };
                assert_eq!(regime.word, named);
            }
        }
    }

    #[test]
    fn each_law_has_a_first_day() {
        let kinds = [CustomerKind::Business, CustomerKind::Public, CustomerKind::Consumer];
        for (_, law) in Law::WORDS {
            for kind in kinds {
                let regimes = Regime::of_all_times(law, kind);
                assert!(regimes.is_sorted_by(|newer, older| newer.since > older.since), "{law:?} {kind:?}");
                assert_eq!(regimes.last().unwrap().since, Date::MIN, "every day has a regime");
                assert!(regimes.iter().all(|regime| regime.rate.is_some() || regime.since == Date::MIN));
            }
        }
        let on = |law, kind, day: &str| {
            let regime = Regime::on(law, kind, crate::testing::day(day));
            (regime.rate, regime.fixed_sum.is_some())
        };
        // 40 euros and the half-year since 2013, 10 points since 2009, 7 before (C. com. L441-6 of those times).
        let french = |day| on(Law::France, CustomerKind::Business, day);
        assert_eq!(french("2013-01-01"), (ecb_plus(10), true));
        assert_eq!(french("2012-12-31"), (ecb_plus(10), false));
        assert_eq!(french("2008-12-31"), (ecb_plus(7), false));
        assert_eq!(french("2001-05-15"), (None, false));
        assert_eq!(on(Law::France, CustomerKind::Public, "2013-03-15"), (None, false));
        assert_eq!(on(Law::Germany, CustomerKind::Business, "2014-07-28"), (None, false));
        let contract = Some(RateRule::Fixed(Rate::ZERO));
        assert_eq!(on(Law::Belgium, CustomerKind::Consumer, "1990-01-01"), (contract, false));
    }

    #[test]
    fn the_bands_of_ireland_and_of_the_united_kingdom_meet_at_other_edges() {
        let of = |law, debt: &str| {
            Regime::of(law, CustomerKind::Business).fixed_sum.unwrap().of(Some(eur(debt))).minor() / 100
        };
        // Ireland: up to 1 000 and up to 10 000; United Kingdom: below 1 000 and below 10 000 (law.md, section 14).
        for (debt, ireland, britain) in
            [("999.99", 40, 40), ("1000.00", 40, 70), ("1000.01", 70, 70), ("9999.99", 70, 70), ("10000.00", 70, 100)]
        {
            assert_eq!((of(Law::Ireland, debt), of(Law::UnitedKingdom, debt)), (ireland, britain), "{debt}");
        }
        assert_eq!((of(Law::Ireland, "10000.01"), of(Law::UnitedKingdom, "5000000.00")), (100, 100));
        assert_eq!(of(Law::France, "5000000.00"), 40);
    }
}
