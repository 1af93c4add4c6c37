//! What became of receipts, in words.

use super::Posted;
use crate::input::columns::Column;
use crate::input::edit::PlainRow;
use crate::model::{Amount, Bilingual, Currency, Lang, Ledger, figures};
use crate::policy::Policy;

/// Returns a row of `payments.csv` in words: what, whose, and what it pays.
pub(super) fn told_row(row: PlainRow<'_>, ledger: &Ledger, policy: &Policy) -> Bilingual {
    let currency = Currency::parse(row.get(Column::Currency)).unwrap_or(policy.currency);
    let amount = row.get(Column::Amount).parse().ok().and_then(|amount| Amount::from_decimal(amount, currency));
    let customer = ledger.find_customer(row.get(Column::CustomerId)).map(|customer| ledger.customer(customer));
    let name = customer.map_or("", |customer| customer.name.as_str());
    let of = match row.get(Column::InvoiceId) {
        "" => String::new(),
        invoice => format!(", {invoice}"),
    };
    let told = |lang| format!("{}, {name}{of}", figures::money(amount.unwrap_or_default(), currency, lang));
    Bilingual::new(told(Lang::En), told(Lang::Fr))
}

/// Returns what became of receipts, for a person.
pub fn told(posted: &Posted) -> Vec<Bilingual> {
    let words = [
        (
            posted.payments.len(),
            ["receipt posted to payments.csv", "receipts posted to payments.csv"],
            ["encaissement porté dans payments.csv", "encaissements portés dans payments.csv"],
        ),
        (
            posted.returns.len(),
            ["return posted to payments.csv", "returns posted to payments.csv"],
            ["rejet porté dans payments.csv", "rejets portés dans payments.csv"],
        ),
        (
            posted.same.len(),
            ["receipt was in payments.csv from elsewhere", "receipts were in payments.csv from elsewhere"],
            [
                "encaissement déjà dans payments.csv, d'une autre source",
                "encaissements déjà dans payments.csv, d'une autre source",
            ],
        ),
        (
            posted.replaced,
            [
                "payment of an assumed day gave way to what the bank shows",
                "payments of assumed days gave way to what the bank shows",
            ],
            [
                "règlement à date supposée remplacé par ce que montre la banque",
                "règlements à date supposée remplacés par ce que montre la banque",
            ],
        ),
        (
            posted.batches.len(),
            ["booking left out: its money is told already", "bookings left out: their money is told already"],
            [
                "écriture laissée de côté : la même somme est déjà donnée",
                "écritures laissées de côté : les mêmes sommes sont déjà données",
            ],
        ),
        (
            posted.waiting,
            [
                "receipt waits in suspense.csv: `relance match` shows it",
                "receipts wait in suspense.csv: `relance match` shows them",
            ],
            [
                "encaissement en attente dans suspense.csv : `relance rapprocher` le montre",
                "encaissements en attente dans suspense.csv : `relance rapprocher` les montre",
            ],
        ),
    ];
    let told = words.into_iter().filter(|(count, ..)| *count > 0);
    told.map(|(count, en, fr)| {
        let many = usize::from(count > 1);
        let told = |words: [&str; 2], lang| format!("{} {}", figures::count(count as i64, lang), words[many]);
        Bilingual::new(told(en, Lang::En), told(fr, Lang::Fr))
    })
    .collect()
}
