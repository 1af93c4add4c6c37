//! Who may be meant by an id that the folder does not have: people know customers by their names, and slip.

use crate::diag::nearest;
use crate::input::header::fold;
use crate::model::{Bilingual, Ledger};

/// How many customers are named to somebody who typed a part of their names.
const SHOWN: usize = 3;

/// What else than customers may be meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sought {
    /// Nothing.
    Customer,
    /// Invoices, by their numbers.
    CustomerOrInvoice,
}

/// Returns the question who is meant: the id most like what was typed, else the customers whose names have it.
pub fn did_you_mean(typed: &str, sought: Sought, ledger: &Ledger) -> Option<Bilingual> {
    let customers = || ledger.customers().iter().map(|customer| customer.id.as_str());
    let near = match sought {
        Sought::Customer => nearest(typed, customers()),
        Sought::CustomerOrInvoice => {
            let numbers = ledger.invoices().iter().map(|row| ledger.number(row.number));
            nearest(typed, customers().chain(numbers))
        }
    };
    let meant = match near {
        Some(near) => near.to_owned(),
        None => called(typed, ledger)?,
    };
    Some(Bilingual::new(format!("did you mean {meant}?"), format!("vouliez-vous dire {meant} ?")))
}

/// Returns the first customers whose names have every word that was typed.
fn called(typed: &str, ledger: &Ledger) -> Option<String> {
    let words: Vec<String> = typed.split_whitespace().map(fold).filter(|word| !word.is_empty()).collect();
    let has_all = |name: &str| {
        let name = fold(name);
        !words.is_empty() && words.iter().all(|word| name.contains(word.as_str()))
    };
    let found = ledger.customers().iter().filter(|customer| has_all(&customer.name));
    let shown: Vec<String> = found.take(SHOWN).map(|customer| format!("{} ({})", customer.id, customer.name)).collect();
    (!shown.is_empty()).then(|| shown.join(", "))
}
