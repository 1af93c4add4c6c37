//! How alike two tellings of one sum are: by day, words, references and accounts.

use super::accounts::contradict;
use super::figures::Weight;
use super::said::{Number, Said};
use super::telling::{is_made, is_one_reference};
use crate::model::Bilingual;
use crate::model::receipt::perhaps_told;

/// How sure it is that two statements tell of one movement.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Likeness {
    /// The day, the sum and the words are the same, and nothing speaks against it.
    Same,
    /// The sum is; the day, the words or the bank's references are not quite.
    Perhaps,
}

impl Likeness {
    /// Returns the decision of a receipt that another one tells already, and why.
    pub(super) fn decided(self, id: &str) -> (&'static str, Bilingual) {
        match self {
            Likeness::Same => (
                "ignore",
                Bilingual::new(
                    format!("the same money as {id}, which another statement told"),
                    format!("la même somme que {id}, qu'un autre relevé a donnée"),
                ),
            ),
            Likeness::Perhaps => ("wait", perhaps_told(id)),
        }
    }
}

impl Said<'_> {
    /// Tells whether two tellings of one sum may be of one movement. Two references of the bank's tell movements of two
    /// days apart; so do accounts, and payers where both are told.
    pub fn likeness(&self, other: &Said<'_>) -> Option<Likeness> {
        if contradict(&self.payer_account, &other.payer_account) || contradict(&self.account, &other.account) {
            return None;
        }
        let is_referenced = !is_made(&self.telling.id) && !is_made(&other.telling.id);
        let is_told = self.agrees(other);
        if self.telling.date != other.telling.date {
            // A day that differs in one and the same form of statement is another movement's, unless both have a number
            // of their own: one may tell the day of booking, the other that of value.
            let is_other_form =
                is_made(&self.telling.id) != is_made(&other.telling.id) || self.telling.text != other.telling.text;
            let is_numbered = self.numbers.iter().any(|number| number.weight == Weight::Proves);
            return (is_told && !is_referenced && (is_other_form || is_numbered)).then_some(Likeness::Perhaps);
        }
        if is_told && !is_referenced && self.is_surely(other) {
            return Some(Likeness::Same);
        }
        let is_like = self.common(other) > 0 && !self.is_of_another(other);
        // A form of statement may call one payer otherwise altogether.
        let is_like = is_like || is_one_reference(&self.telling.id, &other.telling.id);
        (is_told || is_like || self.is_mute() || other.is_mute()).then_some(Likeness::Perhaps)
    }

    /// Tells whether two tellings of which one has the words of the other are beyond doubt of one movement: the words
    /// are the same, or both have a number of their own, and neither names a payer whom the other does not. A name
    /// alone may be the beginning of another customer's. Two of one form that say the same have different ids because
    /// they came to different accounts of ours.
    fn is_surely(&self, other: &Said<'_>) -> bool {
        let said = |one: &Said<'_>| [one.telling.text.clone(), one.telling.payer.clone()];
        let is_twin = is_made(&self.telling.id) && is_made(&other.telling.id) && said(self) == said(other);
        let keys = |one: &Said<'_>| one.numbers.iter().map(|number| number.key.clone()).collect::<Vec<_>>();
        let is_literal = self.all == other.all && keys(self) == keys(other);
        let names_payer = |one: &Said<'_>, two: &Said<'_>| one.payer.iter().all(|word| one.name_in(word, two));
        let proves = |one: &Said<'_>, two: &Said<'_>| {
            let mut numbers = one.numbers.iter();
            numbers.any(|number| number.weight == Weight::Proves && two.has_whole(&number.key))
        };
        let is_proven =
            || names_payer(self, other) && names_payer(other, self) && (proves(self, other) || proves(other, self));
        !is_twin && (is_literal || is_proven())
    }

    /// Tells whether one of two tellings has all that the other one tells.
    pub fn agrees(&self, other: &Said<'_>) -> bool {
        self.is_told_by(other) || other.is_told_by(self)
    }

    /// Tells whether another telling has all that tells something in this one; banks' own words say nothing.
    fn is_told_by(&self, other: &Said<'_>) -> bool {
        let mut numbers = self.numbers.iter().filter(|number| number.weight > Weight::Idle);
        !self.is_mute()
            && self.names.iter().all(|word| self.name_in(word, other))
            && numbers.all(|number| self.number_in(number, other))
    }

    /// Tells whether both say something, and nothing of it is the same, or each names another payer.
    pub fn has_nothing_of(&self, other: &Said<'_>) -> bool {
        let is_strange = !self.is_mute() && !other.is_mute() && !self.agrees(other) && self.common(other) == 0;
        is_strange || self.is_of_another(other)
    }

    /// Tells whether both name a payer, each another one, and no number is the same.
    fn is_of_another(&self, other: &Said<'_>) -> bool {
        let names = |one: &Said<'_>, two: &Said<'_>| one.payer.iter().any(|word| one.name_in(word, two));
        let numbers = |one: &Said<'_>, two: &Said<'_>| one.telling_numbers().any(|number| one.number_in(number, two));
        !self.payer.is_empty()
            && !other.payer.is_empty()
            && !names(self, other)
            && !names(other, self)
            && !numbers(self, other)
            && !numbers(other, self)
    }

    /// Returns the numbers that tell something.
    pub fn telling_numbers(&self) -> impl Iterator<Item = &Number> {
        self.numbers.iter().filter(|number| number.weight >= Weight::Tells)
    }

    /// Returns how many words only one of them has.
    pub fn differing(&self, other: &Said<'_>) -> usize {
        let missing =
            |one: &Said<'_>, two: &Said<'_>| one.all.iter().filter(|word| two.all.binary_search(word).is_err()).count();
        missing(self, other) + missing(other, self)
    }

    /// Returns how many words and numbers that tell something both have.
    pub fn common(&self, other: &Said<'_>) -> usize {
        let names = self.names.iter().filter(|word| other.names.binary_search(word).is_ok()).count();
        let numbers =
            |one: &Said<'_>, two: &Said<'_>| one.telling_numbers().filter(|number| one.number_in(number, two)).count();
        names + numbers(self, other).max(numbers(other, self))
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::super::figures::Sum;
    use super::*;
    use crate::import::source::Telling;
    use crate::model::{Amount, Currency};
    use crate::testing::day;

    pub fn telling(id: &str, date: &str, text: &str, payer: &str) -> Telling {
        Telling {
            id: id.to_owned(),
            date: day(date),
            text: text.to_owned(),
            payer: payer.to_owned(),
            payer_account: String::new(),
            account: String::new(),
            again: None,
        }
    }

    pub fn likeness(one: &Telling, other: &Telling) -> Option<Likeness> {
        let [one, other] = [one, other].map(|telling| Said::of(telling, SUM));
        let likeness = one.likeness(&other);
        assert_eq!(other.likeness(&one), likeness);
        likeness
    }

    pub const SUM: Sum = (Currency::EUR, Amount::from_minor(100_000));

    pub const MADE: &str = "B-2026-03-05-10000-8a3746";

    /// Tells how alike what one says without a reference is to what another one says with one.
    fn told(made: &str, text: &str, payer: &str) -> Option<Likeness> {
        likeness(&telling(MADE, "2026-03-05", made, ""), &telling("B-REF001", "2026-03-05", text, payer))
    }

    const DOUBTFUL: Option<Likeness> = Some(Likeness::Perhaps);

    #[test]
    fn the_words_of_one_in_those_of_the_other_and_a_number_are_the_same_money() {
        let whole = "VIR SEPA RECU DUPONT ET FILS F2026-0117";
        assert_eq!(told(whole, "F2026-0117", "Dupont & Fils SARL"), Some(Likeness::Same));
        assert_eq!(told("VIR DUPONT FA 2026 0117", "FA-2026-0117", "Dupont"), Some(Likeness::Same), "blanks");
        assert_eq!(told("VIR DUPONT REF.F26-001", "F26-001", "Dupont"), Some(Likeness::Same), "a label");
        assert_eq!(
            told("VIR DUPONT F2026-0117 DU 05/03/2026", "F2026-0117", "Dupont"),
            Some(Likeness::Same),
            "its day"
        );
        assert_eq!(told("VIR DUPONT LOYER", "VIR DUPONT LOYER", ""), Some(Likeness::Same), "each word");
        let [whole, longer] =
            [whole, "VIR SEPA RECU DUPONT ET FILS F2026-0117 mars"].map(|text| telling(MADE, "2026-03-05", text, ""));
        assert_eq!(likeness(&whole, &longer), Some(Likeness::Same), "exported again, with a longer text");
    }

    #[test]
    fn two_payers_are_never_surely_one() {
        assert_eq!(told("VIR SEPA SCI DUPONT LOYER 2026-03", "LOYER 2026-03", "SCI MARTIN"), DOUBTFUL);
        assert_eq!(told("VIR SEPA SCI MARTIN F2026-0117", "F2026-0117", "SCI DUPONT"), DOUBTFUL);
        assert_eq!(told("VIR JEAN DURAND LOYER MARS 2026", "LOYER MARS 2026", "JEAN PETIT"), DOUBTFUL);
        assert_eq!(told("VIR SEPA RECU MME ROUX ECHEANCE 032026", "ECHEANCE 032026", "MME BLANC"), DOUBTFUL);
        assert_eq!(told("VIR F2026-0117", "F2026-0117", "SCI DUPONT"), DOUBTFUL, "one payer is not told");
        assert_eq!(told("VIR SCI DUPONT", "", "SCI MARTIN"), None, "a legal form is no name");
        let camt = |payer: &str| telling("B-REF001", "2026-03-05", "COTISATION MARS", payer);
        let other = Telling { id: MADE.to_owned(), ..camt("Martin") };
        assert_eq!(likeness(&camt("Dupont"), &other), None, "two payers are told");
    }

    #[test]
    fn a_time_a_day_or_a_part_of_a_number_proves_nothing() {
        assert_eq!(told("VIR SCI DUPONT F2026-12 05/03/2026", "F2026-03", "SCI DUPONT"), DOUBTFUL);
        assert_eq!(told("VIR DUPONT LOYER 2026-03", "LOYER 2026-03", "DUPONT"), DOUBTFUL);
        assert_eq!(told("VIREMENT DU 05/03/2026", "VIREMENT DU 05/03/2026", "SCI MARTIN"), DOUBTFUL, "mute");
        assert_eq!(told("VIR DUPONT F-1", "VIR DUPONT F-10", ""), DOUBTFUL);
        assert_eq!(told("VIR DUPONT F2026 0117", "F2026 0118", "DUPONT"), DOUBTFUL);
        for time in ["032026", "2026/2027", "T1-2026", "2T2026", "20260301", "LOYER2026-03", "1000,00", "552100554"] {
            assert_eq!(told(&format!("VIR DUPONT {time}"), time, "DUPONT"), DOUBTFUL, "{time}");
        }
        let back = |text: &str, payer| {
            let sum = (SUM.0, -SUM.1);
            let [one, other] = [
                telling(MADE, "2026-03-09", "REJET DUPONT COTISATION AM04", ""),
                telling("B-REF001", "2026-03-09", text, payer),
            ];
            Said::of(&one, sum).likeness(&Said::of(&other, sum))
        };
        assert_eq!(back("COTISATION AM04", "MARTIN"), DOUBTFUL, "why it came back");
    }

    #[test]
    fn only_a_text_as_long_as_banks_let_it_be_is_cut_off() {
        let cut = "VIR SEPA RECU DUPONT ET FILS F20";
        let [ofx, csv] = [telling("B-ABC123", "2026-03-05", cut, ""), telling(MADE, "2026-03-05", cut, "")];
        let camt = telling("B-REF001", "2026-03-05", "F2026-0117", "DUPONT ET FILS SARL");
        assert_eq!(likeness(&ofx, &camt), DOUBTFUL, "two references, and banks' own words in one");
        assert_eq!(likeness(&csv, &camt), DOUBTFUL, "no number is whole");
        let whole = telling("B-REF001", "2026-03-05", "VIR SEPA RECU DUPONT ET FILS F2026-0117", "");
        assert_eq!(likeness(&csv, &whole), DOUBTFUL);
        assert_eq!(told("VIR F2026-0117 SARL DUPONT ET FI", "F2026-0117", "Dupont et Fils"), Some(Likeness::Same));
        assert_eq!(told("VIR SEPA RECU DUPONT ET FILS F2026-1", "VIR SEPA RECU DUPONT ET FILS F2026-12", ""), DOUBTFUL);
    }

    #[test]
    fn other_words_are_other_money_and_some_of_them_are_doubtful() {
        assert_eq!(told("VIR DUPONT", "VIR MARTIN", ""), None);
        assert_eq!(told("VIR DUPONT MARS", "VIR MARTIN MARS", ""), DOUBTFUL);
        assert_eq!(told("VIREMENT", "F2026-1", "Martin"), DOUBTFUL, "mute");
    }

    #[test]
    fn the_banks_references_days_and_accounts_tell_movements_apart() {
        let one = telling("B-ABC123", "2026-03-05", "VIR DUPONT", "");
        let next = telling("B-ABC124", "2026-03-06", "VIR DUPONT", "");
        assert_eq!(likeness(&one, &next), None);
        let same_day = Telling { date: one.date, ..next.clone() };
        assert_eq!(likeness(&one, &same_day), Some(Likeness::Perhaps));
        let mut theirs = same_day.clone();
        "VIR DUPONT MARS".clone_into(&mut theirs.text);
        theirs.payer_account = "FR761".to_owned();
        assert_eq!(likeness(&Telling { payer_account: "FR762".to_owned(), ..one.clone() }, &theirs), None);
        assert_eq!(
            likeness(&one, &telling(MADE, "2026-03-06", "VIR DUPONT", "")),
            Some(Likeness::Perhaps),
            "value day"
        );
        let [fifth, sixth] =
            ["2026-03-05", "2026-03-06"].map(|date| telling(&format!("B-{date}-1-a"), date, "VIR X Y Z", ""));
        assert_eq!(likeness(&fifth, &sixth), None, "a day is one, in one form of statement");
        let [fifth, sixth] = [fifth, sixth].map(|one| Telling { text: "VIR DUPONT FA-101".to_owned(), ..one });
        assert_eq!(likeness(&fifth, &sixth), Some(Likeness::Perhaps), "both have a number of their own");
    }
}
