//! Where a record came from. Every record carries its line; the file is known by its role.

/// The part a file plays in a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FileRole {
    /// `policy.toml`.
    Policy,
    /// `customers.csv`.
    Customers,
    /// `invoices.csv`.
    Invoices,
    /// `payments.csv`.
    Payments,
    /// `events.csv`.
    Events,
    /// `suspense.csv`: what the bank received and nobody could be named for yet.
    Suspense,
}

impl FileRole {
    /// The files that a ledger is read from, each after those that it refers to.
    pub const OF_LEDGER: [FileRole; 5] =
        [FileRole::Customers, FileRole::Invoices, FileRole::Payments, FileRole::Events, FileRole::Suspense];

    /// Returns the name that the file has in a receivables folder.
    pub const fn file_name(self) -> &'static str {
        match self {
            FileRole::Policy => "policy.toml",
            FileRole::Customers => "customers.csv",
            FileRole::Invoices => "invoices.csv",
            FileRole::Payments => "payments.csv",
            FileRole::Events => "events.csv",
            FileRole::Suspense => "suspense.csv",
        }
    }
}
