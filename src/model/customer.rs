//! Who owes.

use super::{Amount, Date, Lang};

/// The place of a customer in a ledger. Customers are numbered in the order of their ids.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CustomerId(pub u32);

/// What the law sees in a customer; it decides which late-payment regime applies.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CustomerKind {
    /// A professional (C. com. L441-10).
    #[default]
    Business,
    /// A public buyer (code de la commande publique, L2192-10 and following).
    Public,
    /// A person who does not act for a business (C. civ. 1231-6).
    Consumer,
}

impl CustomerKind {
    /// Every kind.
    pub const ALL: [CustomerKind; 3] = [CustomerKind::Business, CustomerKind::Public, CustomerKind::Consumer];

    /// Returns the kind of a word of the files; nothing for another word.
    pub fn parse(word: &str) -> Option<CustomerKind> {
        match word {
            "business" => Some(CustomerKind::Business),
            "public" => Some(CustomerKind::Public),
            "consumer" => Some(CustomerKind::Consumer),
            _ => None,
        }
    }

    /// Returns the word that the files and outputs use.
    pub const fn word(self) -> &'static str {
        match self {
            CustomerKind::Business => "business",
            CustomerKind::Public => "public",
            CustomerKind::Consumer => "consumer",
        }
    }
}

/// One customer. Without `customers.csv` only the id is known, and it is the name too.
#[derive(Clone, Debug)]
pub struct Customer {
    /// The id, as every file writes it.
    pub id: String,
    /// The name that people read.
    pub name: String,
    /// The regime he is under.
    pub kind: CustomerKind,
    /// The line of `customers.csv`, 0 when there is no such file.
    pub line: u32,
    /// What else `customers.csv` says; boxed, since big folders often say nothing.
    pub more: Option<Box<CustomerMore>>,
}

impl Customer {
    /// Tells whether he is a natural person: as the file says, else every consumer.
    pub fn is_natural_person(&self) -> bool {
        self.more().natural_person.unwrap_or(self.kind == CustomerKind::Consumer)
    }

    /// Tells whether we debit his account: `direct-debit`, or the French word for it.
    pub fn is_direct_debited(&self) -> bool {
        let method = self.more().method.as_deref().unwrap_or_default().to_lowercase();
        matches!(method.as_str(), "direct-debit" | "direct debit" | "prélèvement" | "prelevement" | "prélèvement sepa")
    }

    /// Returns what else is known, all of it absent when nothing is.
    pub fn more(&self) -> &CustomerMore {
        static NOTHING: CustomerMore = CustomerMore::NOTHING;
        self.more.as_deref().unwrap_or(&NOTHING)
    }
}

/// The optional part of `customers.csv`, under the names of its columns.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[expect(missing_docs, reason = "the columns are documented in the README's table of files")]
pub struct CustomerMore {
    pub siren: Option<String>,
    pub vat_id: Option<String>,
    pub address_1: Option<String>,
    pub address_2: Option<String>,
    pub postal_code: Option<String>,
    pub city: Option<String>,
    pub country: Option<String>,
    pub contact: Option<String>,
    pub email: Option<String>,
    pub phone: Option<String>,
    pub language: Option<Lang>,
    pub dunning_email: Option<String>,
    pub billing_email: Option<String>,
    /// Who gets a copy of his e-mails, besides those of the policy.
    pub cc_email: Option<String>,
    pub segment: Option<String>,
    pub category: Option<String>,
    pub procedure: Option<String>,
    pub terms: Option<String>,
    pub penalty_rate: Option<super::rate::RateRule>,
    /// In the policy's currency, like `insured_limit`.
    pub credit_limit: Option<Amount>,
    pub credit_limit_from: Option<Date>,
    pub credit_limit_until: Option<Date>,
    pub insured_limit: Option<Amount>,
    pub group: Option<String>,
    /// Whether he is one, a sole trader for instance; see [`Customer::is_natural_person`].
    pub natural_person: Option<bool>,
    /// What somebody else says of his solvency, in his words.
    pub rating: Option<String>,
    pub rating_date: Option<Date>,
    pub rating_source: Option<String>,
    /// The accounts that he pays from, with commas between them.
    pub iban: Option<String>,
    /// How he pays: `direct-debit` where we debit his account.
    pub method: Option<String>,
    /// Who is in charge of him, at the firm.
    pub owner: Option<String>,
}

impl CustomerMore {
    /// A customer of whom nothing else is known.
    pub const NOTHING: CustomerMore = CustomerMore {
        siren: None,
        vat_id: None,
        address_1: None,
        address_2: None,
        postal_code: None,
        city: None,
        country: None,
        contact: None,
        email: None,
        phone: None,
        language: None,
        dunning_email: None,
        billing_email: None,
        cc_email: None,
        segment: None,
        category: None,
        procedure: None,
        terms: None,
        penalty_rate: None,
        credit_limit: None,
        credit_limit_from: None,
        credit_limit_until: None,
        insured_limit: None,
        group: None,
        natural_person: None,
        rating: None,
        rating_date: None,
        rating_source: None,
        iban: None,
        method: None,
        owner: None,
    };
}
