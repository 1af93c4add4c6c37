//! Receipts seen at the bank that nobody could be named for yet: the rows of `suspense.csv`.

use super::payment::OF_BANK;
use super::{Amount, Bilingual, Currency, CustomerId, Date, InvoiceNo};

/// One row of `suspense.csv`: in no balance, until it is known whose money it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Receipt {
    /// The id, which the row of `payments.csv` takes over.
    pub id: String,
    /// The day on which the bank booked it.
    pub date: Date,
    /// What came in; negative where the bank took money back.
    pub amount: Amount,
    /// What the amount is in.
    pub currency: Currency,
    /// Who paid, as the bank has it; may be empty.
    pub payer: String,
    /// The account it came from; may be empty.
    pub payer_account: String,
    /// The bank's words.
    pub reference: String,
    /// What a person decided of it.
    pub decision: Decision,
    /// What the row says of whom it may be from, best first.
    pub candidates: String,
    /// The customers that it names there, but for those who are weak candidates.
    pub suspects: Vec<CustomerId>,
    /// Why it waits.
    pub why: String,
    /// The line of the row.
    pub line: u32,
}

/// What a person filled in for a receipt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Decision {
    /// Nothing yet.
    None,
    /// It is to wait until somebody decides, whatever is found.
    Wait,
    /// It concerns no customer, or its money is in the books already.
    Ignore,
    /// It is that customer's.
    Customer(CustomerId),
    /// It pays those invoices, all of one customer.
    Invoices(Vec<InvoiceNo>),
}

impl Decision {
    /// Returns the decision of a word in the column `customer_id`; nothing for an id.
    pub fn parse(word: &str) -> Option<Decision> {
        match word.to_lowercase().as_str() {
            "ignore" | "ignorer" => Some(Decision::Ignore),
            "wait" | "attendre" | "attente" => Some(Decision::Wait),
            _ => None,
        }
    }
}

impl Receipt {
    /// Tells whether it is still to be known whose it is.
    pub fn waits(&self) -> bool {
        self.decision != Decision::Ignore
    }

    /// Returns the id of the receipt as another statement told it, where it is that money, or may be.
    pub fn told_before(&self) -> Option<&str> {
        let is_held = matches!(self.decision, Decision::Ignore | Decision::Wait);
        Some(self.candidates.as_str()).filter(|id| is_held && id.starts_with(OF_BANK))
    }
}

/// Says of a receipt that it may be one that was told under another id; see [`Receipt::told_before`].
pub fn perhaps_told(id: &str) -> Bilingual {
    Bilingual::new(
        format!("perhaps the same money as {id}, which another statement told"),
        format!("peut-être la même somme que {id}, qu'un autre relevé a donnée"),
    )
}

/// What stands between two invoices that one receipt pays.
pub const AND: &str = " + ";

/// Returns who is named in a text of candidates, weak ones in parentheses left out: `C1: F-1 + F-2; C2; (C3: F-9)`.
pub fn named_in(candidates: &str) -> impl Iterator<Item = &str> {
    let parts = candidates.split([';', '|', '\n']).map(str::trim);
    let strong = parts.filter(|part| !part.starts_with('('));
    strong.flat_map(|part| [Some(part), part.split_once(": ").map(|(head, _)| head)].into_iter().flatten())
}

/// The words in which banks say what a receipt is, whoever sent it.
const OF_BANKS: &[&str] = &[
    "VIR",
    "VIRT",
    "VRT",
    "VIREMENT",
    "SEPA",
    "SCT",
    "INST",
    "INSTANTANE",
    "PERMANENT",
    "RECU",
    "RECEIVED",
    "EMIS",
    "CREDIT",
    "DE",
    "DU",
    "LE",
    "PAR",
    "FROM",
    "TRANSFER",
    "ORDRE",
    "REF",
    "REFERENCE",
    "MOTIF",
    "LIBELLE",
    "DATE",
    "VALEUR",
    "NOTPROVIDED",
    "EUR",
    "EUROS",
];

/// Tells whether a word, in capitals or not, is one of those in which banks say what a receipt is, whoever sent it.
pub fn is_of_banks(word: &str) -> bool {
    OF_BANKS.iter().any(|known| known.eq_ignore_ascii_case(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weak_candidates_are_not_named() {
        let named: Vec<&str> = named_in("C1: F-1 + F-2; C2; (C3: F-9)").collect();
        assert_eq!(named, ["C1: F-1 + F-2", "C1", "C2"]);
    }
}
