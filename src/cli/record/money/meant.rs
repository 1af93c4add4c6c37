//! What a payment that is noted by hand is meant for, as its sum says.

use super::super::book::Book;
use super::super::echo;
use super::Money;
use crate::cli::reading::load;
use crate::engine::allocation::{Credit, CreditSource};
use crate::engine::meant::{Meant, Readings, instalment};
use crate::model::{Amount, Bilingual, CustomerId, ItemId, Lang, Ledger, figures, several, shell};

/// How many invoices are named.
const NAMED: usize = 5;

impl Money {
    /// Returns the rows that a payment of a customer becomes which names no invoice, each naming what it pays where the
    /// sum says that; and what is to be said of it.
    pub(super) fn meant(&self, customer: CustomerId, book: &Book<'_>) -> (Vec<Money>, Option<Bilingual>) {
        let ledger = book.ledger;
        let balances = load::allocated(book.files, ledger, book.policy, self.date).balances;
        let readings = Readings::new(ledger, &balances);
        let (sum, open) = ((self.currency, self.amount, self.date), |item| balances.open(ledger, item));
        let Some(Meant { parts, ground, credit }) = readings.of(customer, sum, open) else {
            return (vec![self.clone()], None);
        };
        let mut said = ground.said();
        if !credit.is_empty() {
            let own = balances.credits_of(customer).iter().filter(|credit| credit.currency == self.currency);
            let advice = self.advice_on_credit(ledger, own, &credit);
            said = Bilingual::new(format!("{} ({})", said.en, advice.en), format!("{} ({})", said.fr, advice.fr));
        }
        let names: Vec<String> = parts.iter().map(|&(item, _)| echo::named(ledger, item)).collect();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let named = several(&names, NAMED);
        let rest = self.amount - parts.iter().map(|&(_, amount)| amount).sum();
        let besides = if rest.is_zero() {
            Bilingual::new("", "")
        } else {
            let [en, fr] = [Lang::En, Lang::Fr].map(|lang| figures::money(rest, self.currency, lang));
            Bilingual::new(format!(", and {en} beyond for none"), format!(", et {fr} de plus sans facture désignée"))
        };
        let said = Bilingual::new(
            format!(
                "the sum is {}: it is noted for {}{}; were it for others, change invoice_id in payments.csv",
                said.en, named.en, besides.en
            ),
            format!(
                "le montant est {} : il est porté sur {}{} ; s'il règle autre chose, changer invoice_id dans payments.csv",
                said.fr, named.fr, besides.fr
            ),
        );
        let part = |&(item, amount): &(ItemId, Amount)| Money {
            invoice: Some(ledger.number(ledger.invoice(item).number).to_owned()),
            instalment: instalment(ledger, item).map(str::to_owned),
            amount,
            ..self.clone()
        };
        let besides = rest.is_positive().then(|| Money { amount: rest, ..self.clone() });
        (parts.iter().map(part).chain(besides).collect(), Some(said))
    }

    /// Says how credit that a notice deducted from items is set against them, on the day on which the rest was paid.
    fn advice_on_credit<'b>(
        &self,
        ledger: &Ledger,
        credits: impl Iterator<Item = &'b Credit>,
        items: &[(ItemId, Amount)],
    ) -> Bilingual {
        let mut due: Vec<(ItemId, Amount)> = items.to_vec();
        let mut acts: Vec<String> = Vec::new();
        for credit in credits {
            let source = match credit.source {
                CreditSource::CreditNote(note) => ledger.number(ledger.invoice(note).number),
                CreditSource::Payment(payment) => ledger.payment_id(payment),
            };
            let mut left = credit.amount;
            for (item, due) in &mut due {
                let part = left.min(*due);
                if !part.is_positive() {
                    continue;
                }
                let number = ledger.number(ledger.invoice(*item).number);
                let mut act = format!("{} --to {}", shell::word(source), shell::word(number));
                if let Some(instalment) = instalment(ledger, *item) {
                    act += &format!(" --instalment {}", shell::word(instalment));
                }
                // Without a sum all of it goes there.
                if part < credit.amount {
                    act += &format!(" --amount {}", part.to_decimal(self.currency));
                }
                acts.push(format!("{act} --date {}", self.date));
                left -= part;
                *due -= part;
            }
        }
        let lines =
            |word: &str| acts.iter().map(|act| format!("`relance {word} {act}`")).collect::<Vec<_>>().join(", ");
        Bilingual::new(
            format!("to be set against it: {}", lines("record allocate")),
            format!("à imputer dessus : {}", lines("noter imputation")),
        )
    }

    /// Says so where a payment that names an invoice is of the sum of the penalty notes on it.
    pub(super) fn perhaps_for_a_note(&self, book: &Book<'_>) -> Option<Bilingual> {
        let ledger = book.ledger;
        let number = self.invoice.as_deref()?;
        let balances = load::allocated(book.files, ledger, book.policy, self.date).balances;
        let sum = (self.currency, self.amount, self.date);
        let readings = Readings::new(ledger, &balances);
        let notes = readings.notes_of_sum(ledger.find_number(number)?, sum, |item| balances.open(ledger, item));
        let names: Vec<&str> = notes.iter().map(|&note| ledger.number(note)).collect();
        let named = several(&names, NAMED);
        (!notes.is_empty()).then(|| {
            Bilingual::new(
                format!(
                    "the sum is what is open on {}, for the lateness of {number}: if it pays that, change invoice_id in \
                     payments.csv",
                    named.en
                ),
                format!(
                    "le montant est le reste dû de {}, note de pénalités sur {number} : si le règlement est pour elle, changer \
                     invoice_id dans payments.csv",
                    named.fr
                ),
            )
        })
    }
}
