//! The folder's money that names no invoice, as what a list says was paid is held against it: which of it that may be,
//! by its days, its sums and its text. Where they do not agree it may be other money, and nobody but a person knows.

use std::collections::BTreeSet;

use crate::diag::{Diagnostic, Place, code};
use crate::model::payment::is_near;
use crate::model::shell::word;
use crate::model::{Amount, Currency, Date, Lang, figures, plain};

/// A customer, by his id, and what his money is in.
pub type Whose = (String, Currency);

/// What finds the invoices that the texts of payments of those sums name, by their places among the numbers.
pub type Names = fn(&[&str], &[(&str, (Amount, Currency))]) -> Vec<BTreeSet<usize>>;

/// What a payment that names no invoice paid at one place, or still is to pay.
#[derive(Clone, Debug)]
pub struct Unnamed {
    /// The payment, by its id.
    pub payment: String,
    /// Its day.
    pub date: Date,
    /// What its text says.
    pub words: String,
    /// What it came to as a whole.
    pub sum: Amount,
    /// The place in [`Incoming::settled`](super::Incoming::settled) of the invoice that it paid; nothing while it is
    /// free.
    pub on: Option<usize>,
    /// How much of it is not known to be what a list says was paid; below zero where it was taken back.
    pub left: Amount,
}

/// What a list says of the payments of one invoice.
#[derive(Clone, Debug)]
pub(super) struct Told {
    /// The place in [`Incoming::settled`](super::Incoming::settled).
    pub place: usize,
    /// Whose it is.
    pub whose: Whose,
    /// The invoice, by its number.
    pub invoice: String,
    /// The day on which it was issued.
    pub issued: Option<Date>,
    /// The day of the last payment, where the list tells it.
    pub day: Option<Date>,
    /// Whether money of that day is known.
    pub is_met: bool,
    /// The payments whose text names it.
    pub named_by: BTreeSet<String>,
    /// The money that was taken for it, and whose text does not name it.
    pub taken: Vec<Unnamed>,
}

/// Which money is looked at; what is surer comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Round {
    /// With the invoice's number in its text.
    Named,
    /// Of the day that the list tells, where it tells one, and of that sum.
    Same,
    /// Of that day.
    OfDay,
    /// That paid the invoice in the folder.
    Own,
    /// All that may have paid it.
    Others,
}

impl Told {
    /// Tells whether money may have paid the invoice: what came before it was issued went to something else.
    fn is_since_issue(&self, date: Date) -> bool {
        self.issued.is_none_or(|issued| date >= issued)
    }

    /// Tells whether money may be a part of what was paid on the invoice.
    fn may_be_part(&self, date: Date) -> bool {
        self.is_since_issue(date) && self.day.is_none_or(|last| date <= last)
    }

    pub fn is_on_its_day(&self, date: Date) -> bool {
        self.day.is_some_and(|day| is_near(day, date))
    }

    fn takes(&self, money: &Unnamed, round: Round, (more, own): (Amount, Amount)) -> bool {
        let is_known_part = || self.may_be_part(money.date) && (self.day.is_none() || self.is_met);
        match round {
            Round::Named => self.named_by.contains(&money.payment) && self.is_since_issue(money.date),
            Round::Same => {
                let is_of_a_day =
                    self.is_on_its_day(money.date) || (self.day.is_none() && self.is_since_issue(money.date));
                is_of_a_day && money.left == more
            }
            Round::OfDay => self.is_on_its_day(money.date),
            // An invoice that is paid to the cent is paid, whichever day the list has.
            Round::Own => {
                let is_own = money.on == Some(self.place);
                is_own && (is_known_part() || (own == more && self.is_since_issue(money.date)))
            }
            Round::Others => is_known_part(),
        }
    }

    /// Takes off what was paid on the invoice the money of its customer that may be the same, and returns how much.
    pub fn pay_with(&mut self, money: &mut Vec<Unnamed>, more: &mut Amount, round: Round) -> Amount {
        let all = *more;
        if !all.is_positive() || (round == Round::Named && self.named_by.is_empty()) {
            return Amount::ZERO;
        }
        let is_own = |one: &&Unnamed| one.on == Some(self.place);
        let own = match round {
            Round::Own => money.iter().filter(is_own).map(|one| one.left).sum(),
            _ => Amount::ZERO,
        };
        // What paid the invoice itself first, then what paid others, then what is free.
        for rank in 0..3 {
            for one in money.iter_mut() {
                if !more.is_positive() {
                    break;
                }
                let its_rank = one.on.map_or(2, |on| usize::from(on != self.place));
                if its_rank == rank && self.takes(one, round, (all, own)) {
                    let share = (*more).min(one.left);
                    self.is_met |= self.is_on_its_day(one.date);
                    if round != Round::Named {
                        self.taken.push(Unnamed { left: share, ..one.clone() });
                    }
                    one.left -= share;
                    *more -= share;
                }
            }
        }
        if *more < all {
            money.retain(|one| one.left.is_positive());
        }
        all - *more
    }

    /// Returns the money that may be what was paid on the invoice all the same: a part of it, since what was taken for
    /// it comes to less; or all of it, though of a time at which the list has nothing.
    fn doubtful<'a>(&'a self, left: &'a [Unnamed], more: Amount) -> Vec<&'a Unnamed> {
        let taken = self.taken.iter();
        let parts: Vec<_> = taken.chain(left.iter().filter(|one| self.may_be_part(one.date))).collect();
        let is_whole = || left.iter().map(|one| one.left).sum::<Amount>() >= more;
        if parts.is_empty() && is_whole() { left.iter().collect() } else { parts }
    }

    /// Returns a finding where money of the customer may be what was paid on the invoice; `left` is what was taken for
    /// none, `more` what is still to be paid with money that the folder does not have.
    pub fn in_doubt(&self, left: &[Unnamed], (more, is_known): (Amount, bool), place: Place) -> Option<Diagnostic> {
        let doubtful = self.doubtful(left, more);
        let first = doubtful.first()?;
        let (customer, currency) = (&self.whose.0, self.whose.1);
        let all = more + self.taken.iter().map(|one| one.left).sum();
        let sum: Amount = doubtful.iter().map(|one| one.left).sum();
        // What paid the invoice in the folder is no more that was paid on it than there.
        let own = doubtful.iter().filter(|one| one.on == Some(self.place)).map(|one| one.left).sum();
        let more = if own < all { all - own } else { all };
        let [(more_en, sum_en, came_en), (more_fr, sum_fr, came_fr)] = [Lang::En, Lang::Fr].map(|lang| {
            let money = |sum| figures::money(sum, currency, lang);
            (money(more), money(sum), figures::date(first.date, lang))
        });
        let on = |lang, on: &str| self.day.map(|day| format!("{on}{}", figures::date(day, lang))).unwrap_or_default();
        let (on_en, on_fr) = (on(Lang::En, " on "), on(Lang::Fr, " le "));
        let (invoice, payment) = (&self.invoice, &first.payment);
        let finding = Diagnostic::new(
            code::import::BALANCE_DIFFERS,
            format!(
                "{more_en} more was paid on invoice {invoice}{on_en} according to the list than to the folder, where the \
                 customer has {sum_en} that names no invoice ({payment}, {came_en}): it may be the same money, or a part"
            ),
            format!(
                "d'après la liste, {more_fr} de plus que dans le dossier ont été payés sur la facture {invoice}{on_fr}, et \
                 le client y a {sum_fr} qui ne désignent aucune facture ({payment}, {came_fr}) : c'est peut-être le même \
                 argent, ou une partie"
            ),
        );
        // What the folder does not have yet cannot be named there.
        let whom = word(if is_known { invoice } else { customer });
        let (add_en, add_fr) = if is_known {
            (String::new(), String::new())
        } else {
            (format!("add {invoice} to invoices.csv and "), format!("ajouter {invoice} à invoices.csv et "))
        };
        let day = self.day.map_or_else(|| "DAY".to_owned(), |day| day.to_string());
        let jour = self.day.map_or_else(|| "JOUR".to_owned(), |day| day.to_string());
        let sum = plain::amount(more, currency);
        let sum = sum.as_str();
        Some(finding.at(place).help(
            format!(
                "the same: {add_en}write {invoice} into the invoice_id of {payment} in payments.csv, a row for each where it \
                 paid several; another payment: `relance record payment {whom} {sum} --date {day}`; then import again"
            ),
            format!(
                "le même : {add_fr}écrire {invoice} dans payments.csv, colonne invoice_id de {payment}, une ligne pour \
                 chacune s'il en règle plusieurs ; un autre règlement : `relance noter règlement {whom} {sum} --date {jour}` \
                 ; puis refaire l'import"
            ),
        ))
    }
}

/// Takes what was taken back off the payment itself, else off the last ones.
pub(super) fn net(money: &mut Vec<Unnamed>) {
    money.sort_by(|a, b| (&a.payment, a.on).cmp(&(&b.payment, b.on)));
    money.dedup_by(|same, one| {
        let is_same = (&same.payment, same.on) == (&one.payment, one.on);
        if is_same {
            one.left += same.left;
        }
        is_same
    });
    let mut back: Amount = money.iter().filter(|one| one.left.is_negative()).map(|one| -one.left).sum();
    money.retain(|one| one.left.is_positive());
    money.sort_by_key(|one| one.date);
    for one in money.iter_mut().rev() {
        let share = back.min(one.left);
        one.left -= share;
        back -= share;
    }
    money.retain(|one| one.left.is_positive());
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::day;

    const ALL: [Round; 5] = [Round::Named, Round::Same, Round::OfDay, Round::Own, Round::Others];

    fn money(payment: &str, date: &str, on: Option<usize>, sum: i64) -> Unnamed {
        let (words, sum) = (String::new(), Amount::from_minor(sum));
        Unnamed { payment: payment.to_owned(), date: day(date), words, sum, on, left: sum }
    }

    fn told(last: Option<&str>) -> Told {
        let whose = ("C".to_owned(), Currency::EUR);
        let issued = Some(day("2026-01-10"));
        Told {
            place: 0,
            whose,
            invoice: "F-1".to_owned(),
            issued,
            day: last.map(day),
            is_met: false,
            named_by: BTreeSet::new(),
            taken: Vec::new(),
        }
    }

    fn paid(mut money: Vec<Unnamed>, mut told: Told, more: i64) -> i64 {
        let mut more = Amount::from_minor(more);
        let mut pay = |round| told.pay_with(&mut money, &mut more, round).minor();
        ALL.into_iter().map(&mut pay).sum()
    }

    #[test]
    fn money_of_the_day_that_the_list_tells_is_the_same() {
        assert_eq!(paid(vec![money("P", "2026-02-24", None, 500)], told(Some("2026-02-20")), 500), 500);
        for date in ["2025-06-05", "2026-01-15", "2026-02-26"] {
            assert_eq!(paid(vec![money("P", date, None, 500)], told(Some("2026-02-20")), 500), 0, "{date}");
        }
    }

    #[test]
    fn an_invoice_that_is_paid_to_the_cent_is_paid_on_whichever_day() {
        let own = |date, sum| paid(vec![money("P", date, Some(0), sum)], told(Some("2026-02-20")), 500);
        assert_eq!([own("2026-01-15", 500), own("2026-02-26", 500)], [500, 500]);
        assert_eq!([own("2026-01-09", 500), own("2026-01-15", 499), own("2026-01-15", 501)], [0, 0, 0]);
    }

    #[test]
    fn earlier_money_is_a_part_once_the_last_is_known() {
        let both = || vec![money("P", "2026-02-01", None, 200), money("Q", "2026-02-20", Some(0), 300)];
        assert_eq!(paid(both(), told(Some("2026-02-20")), 500), 500);
        let old = || vec![money("P", "2026-01-09", None, 200), money("Q", "2026-02-20", Some(0), 300)];
        assert_eq!(paid(old(), told(Some("2026-02-20")), 500), 300);
    }

    #[test]
    fn without_a_day_money_since_the_invoice_may_be_the_same() {
        assert_eq!(paid(vec![money("P", "2026-03-01", Some(4), 500)], told(None), 500), 500);
        assert_eq!(paid(vec![money("P", "2026-01-09", None, 500)], told(None), 500), 0);
    }

    #[test]
    fn money_whose_text_names_the_invoice_is_the_same_if_it_came_since_that_was_issued() {
        let named = |date| {
            let told = Told { named_by: BTreeSet::from(["P".to_owned()]), ..told(Some("2026-02-20")) };
            paid(vec![money("P", date, None, 500)], told, 500)
        };
        assert_eq!([named("2026-06-05"), named("2025-06-05")], [500, 0]);
    }

    #[test]
    fn money_that_may_be_the_same_is_of_its_time_or_of_its_sum() {
        let is_doubtful = |date, sum| {
            !told(Some("2026-02-20")).doubtful(&[money("P", date, None, sum)], Amount::from_minor(500)).is_empty()
        };
        assert!(is_doubtful("2026-01-15", 30) && is_doubtful("2025-06-05", 500) && is_doubtful("2026-04-01", 600));
        assert!(!is_doubtful("2025-06-05", 1) && !is_doubtful("2026-04-01", 30));
    }

    #[test]
    fn what_was_taken_back_is_no_money() {
        let mut all = vec![
            money("P", "2026-02-01", None, 200),
            money("Q", "2026-02-20", None, 300),
            money("R", "2026-03-01", None, -350),
        ];
        net(&mut all);
        assert_eq!(all.iter().map(|one| one.left.minor()).collect::<Vec<_>>(), [150]);
    }
}
