//! The folder's money that names no invoice, as what a list says was paid is held against it: which of it that may be,
//! by its days and its text. Money of another day may be other money, and nobody but a person knows.

use crate::diag::{Diagnostic, Place, code};
use crate::model::date::days_between;
use crate::model::payment::DAYS_APART;
use crate::model::{Amount, Currency, Date, Lang, figures, plain};

/// A customer, by his id, and what his money is in.
pub type Whose = (String, Currency);

/// What a payment that names no invoice paid at one place, or still is to pay.
#[derive(Clone, Debug)]
pub struct Unnamed {
    /// The payment, by its id.
    pub payment: String,
    /// Its day.
    pub date: Date,
    /// What its text says, in capitals.
    pub words: String,
    /// The place in [`Incoming::settled`](super::Incoming::settled) of the invoice that it paid; nothing while it is free.
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
}

/// Which money is looked at; what is surer comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Round {
    /// Of the day that the list tells, or with the invoice's number in its text.
    Agreeing,
    /// That paid the invoice in the folder.
    Own,
    /// All that may have paid it.
    Others,
}

impl Told {
    /// Tells whether money may be what was paid on the invoice: it came since that was issued, and not after the last
    /// payment, of which the money is known.
    fn may_be_of(&self, date: Date) -> bool {
        self.issued.is_none_or(|issued| date >= issued) && self.day.is_none_or(|last| self.is_met && date <= last)
    }

    pub fn is_on_its_day(&self, date: Date) -> bool {
        self.day.is_some_and(|day| days_between(day, date).abs() <= DAYS_APART)
    }

    fn takes(&self, money: &Unnamed, round: Round) -> bool {
        match round {
            Round::Agreeing => self.is_on_its_day(money.date) || names(&money.words, &self.invoice.to_uppercase()),
            Round::Own => money.on == Some(self.place) && self.may_be_of(money.date),
            Round::Others => self.may_be_of(money.date),
        }
    }

    /// Takes off what was paid on the invoice the money of its customer that may be the same, and returns how much.
    pub fn pay_with(&mut self, money: &mut Vec<Unnamed>, more: &mut Amount, round: Round) -> Amount {
        let all = *more;
        // What paid the invoice itself first, then what paid others, then what is free.
        for rank in 0..3 {
            for one in money.iter_mut() {
                let its_rank = one.on.map_or(2, |on| usize::from(on != self.place));
                if its_rank == rank && more.is_positive() && self.takes(one, round) {
                    let share = (*more).min(one.left);
                    self.is_met |= self.is_on_its_day(one.date);
                    one.left -= share;
                    *more -= share;
                }
            }
        }
        money.retain(|one| one.left.is_positive());
        all - *more
    }

    /// Returns a finding where money of the customer is left that may be what was paid on the invoice all the same.
    pub fn in_doubt(&self, money: &[Unnamed], (more, is_known): (Amount, bool), place: Place) -> Option<Diagnostic> {
        let first = money.first()?;
        let (payment, sum) = (&first.payment, money.iter().map(|one| one.left).sum());
        let (customer, currency) = (&self.whose.0, self.whose.1);
        let [(more_en, sum_en, came_en), (more_fr, sum_fr, came_fr)] = [Lang::En, Lang::Fr].map(|lang| {
            let money = |sum| figures::money(sum, currency, lang);
            (money(more), money(sum), figures::date(first.date, lang))
        });
        let on = |lang, on: &str| self.day.map(|day| format!("{on}{}", figures::date(day, lang))).unwrap_or_default();
        let (on_en, on_fr) = (on(Lang::En, " on "), on(Lang::Fr, " le "));
        let invoice = &self.invoice;
        let finding = Diagnostic::new(
            code::import::BALANCE_DIFFERS,
            format!(
                "{more_en} more was paid on invoice {invoice}{on_en} according to the list than to the folder, where the \
                 customer has {sum_en} that names no invoice, of other days ({payment}, {came_en}): it may be the same money"
            ),
            format!(
                "d'après la liste, {more_fr} de plus que dans le dossier ont été payés sur la facture {invoice}{on_fr}, et \
                 le client y a {sum_fr} qui ne désignent aucune facture, d'autres jours ({payment}, {came_fr}) : c'est \
                 peut-être le même argent"
            ),
        );
        // What the folder does not have yet cannot be named there.
        let whom = if is_known { invoice } else { customer };
        let day = self.day.map_or_else(|| "DAY".to_owned(), |day| day.to_string());
        let jour = self.day.map_or_else(|| "JOUR".to_owned(), |day| day.to_string());
        let sum = plain::amount(more, currency);
        let sum = sum.as_str();
        Some(finding.at(place).help(
            format!(
                "the same: add {invoice} to what the column reference of payments.csv says of {payment}; another payment: \
                 `relance record payment {whom} {sum} --date {day}`; then import again"
            ),
            format!(
                "le même : ajouter {invoice} à ce que dit de {payment} la colonne reference de payments.csv ; un autre \
                 règlement : `relance noter règlement {whom} {sum} --date {jour}` ; puis refaire l'import"
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

/// Tells whether a text has a number as a word of its own; both in capitals.
fn names(text: &str, number: &str) -> bool {
    let is_apart = |letter: Option<char>| letter.is_none_or(|letter| !letter.is_alphanumeric());
    let stands = |(at, found): (usize, &str)| {
        is_apart(text[..at].chars().next_back()) && is_apart(text[at + found.len()..].chars().next())
    };
    !number.is_empty() && text.match_indices(number).any(stands)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::day;

    fn money(payment: &str, date: &str, on: Option<usize>, sum: i64) -> Unnamed {
        let words = String::new();
        Unnamed { payment: payment.to_owned(), date: day(date), words, on, left: Amount::from_minor(sum) }
    }

    fn told(last: Option<&str>) -> Told {
        let whose = ("C".to_owned(), Currency::EUR);
        let issued = Some(day("2026-01-10"));
        Told { place: 0, whose, invoice: "F-1".to_owned(), issued, day: last.map(day), is_met: false }
    }

    fn paid(mut money: Vec<Unnamed>, mut told: Told, more: i64) -> i64 {
        let mut more = Amount::from_minor(more);
        let mut pay = |round| told.pay_with(&mut money, &mut more, round).minor();
        pay(Round::Agreeing) + pay(Round::Own) + pay(Round::Others)
    }

    #[test]
    fn money_of_the_day_that_the_list_tells_is_the_same() {
        assert_eq!(paid(vec![money("P", "2026-02-24", None, 500)], told(Some("2026-02-20")), 500), 500);
        for date in ["2025-06-05", "2026-01-15", "2026-02-26"] {
            assert_eq!(paid(vec![money("P", date, None, 500)], told(Some("2026-02-20")), 500), 0, "{date}");
            assert_eq!(paid(vec![money("P", date, Some(0), 500)], told(Some("2026-02-20")), 500), 0, "{date}");
        }
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
    fn money_whose_text_names_the_invoice_is_the_same_whatever_its_day() {
        let named = |words: &str| Unnamed { words: words.to_owned(), ..money("P", "2025-06-05", None, 500) };
        assert_eq!(paid(vec![named("VIR DUPONT F-1.")], told(Some("2026-02-20")), 500), 500);
        assert_eq!(paid(vec![named("VIR DUPONT F-12")], told(Some("2026-02-20")), 500), 0);
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
