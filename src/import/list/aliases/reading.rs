//! What the rows of a list are read as, by what its columns show and what its title says: the only place where the two
//! are weighed against each other.
//!
//! What only invoices or only payments have goes before any title but one that says that nobody owes it to us. Where
//! columns leave two readings the title tells; where it says what they speak against, or says nothing, the list is read
//! as neither.

use super::rows::Columns;
use crate::import::list::titles::Listed;

/// What the rows of a list are read as.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Reading {
    #[default]
    Invoices,
    /// Invoices that the title calls paid: a column has to say it too.
    Settled,
    /// Credit notes.
    Credits,
    Payments,
    /// Invoices or payments: nothing tells.
    Either,
    /// They tell what is owed, though not all that makes an invoice: perhaps a directory of customers that tells more.
    Debts,
    Customers,
    /// They would be invoices, and the title says that no customer owes them.
    NoInvoices,
    /// They would be payments, and the title says that no customer made them.
    NoPayments,
}

/// Returns what rows are read as.
pub(super) fn of(columns: Columns, title: Option<Listed>) -> Reading {
    use Reading::{Credits, Customers, Debts, Either, Invoices, NoInvoices, NoPayments, Payments, Settled};
    #[rustfmt::skip]
    let [untitled, invoices, settled, credits, payments, purchases, quotes] = match columns {
        //                     no title   Invoices  Settled   Credits  Payments  Purchases   Quotes
        Columns::Invoices  => [Invoices,  Invoices, Settled,  Credits, Invoices, NoInvoices, NoInvoices],
        Columns::Credits   => [Credits,   Credits,  Credits,  Credits, Credits,  NoInvoices, NoInvoices],
        Columns::Sales     => [Invoices,  Invoices, Settled,  Credits, Either,   NoInvoices, NoInvoices],
        Columns::Bare      => [Either,    Invoices, Either,   Credits, Payments, NoInvoices, NoInvoices],
        Columns::Receipts  => [Payments,  Either,   Payments, Either,  Payments, NoPayments, Payments],
        Columns::Payments  => [Payments,  Payments, Payments, Either,  Payments, NoPayments, Payments],
        Columns::Debts     => [Debts,     Invoices, Invoices, Credits, Payments, NoInvoices, NoInvoices],
        Columns::Customers => [Customers; 7],
    };
    match title {
        None => untitled,
        Some(Listed::Invoices) => invoices,
        Some(Listed::Settled) => settled,
        Some(Listed::Credits) => credits,
        Some(Listed::Payments) => payments,
        Some(Listed::Purchases) => purchases,
        Some(Listed::Quotes) => quotes,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::list::aliases;
    use crate::import::list::titles::{self, Title};

    /// Columns of each kind.
    const HEADERS: [(Columns, &str); 8] = [
        (Columns::Invoices, "N° facture;Client;Date facture;Échéance;Total TTC"),
        (Columns::Credits, "N° avoir;Client;Date;Total TTC"),
        (Columns::Sales, "Date;N° facture;Client;Total TTC"),
        (Columns::Bare, "Date;Numéro;Client;Montant"),
        (Columns::Receipts, "Date;N° facture;Client;Montant;Mode de règlement"),
        (Columns::Payments, "Date règlement;N° facture;Client;Montant réglé"),
        (Columns::Debts, "Client;N° facture;Total TTC"),
        (Columns::Customers, "Code client;Raison sociale;Adresse;CP;Ville"),
    ];

    const TITLES: [Option<&str>; 7] = [
        None,
        Some("Factures de juin 2026"),
        Some("Factures réglées"),
        Some("Liste des avoirs"),
        Some("Encaissements de juin 2026"),
        Some("Factures fournisseurs"),
        Some("Liste des devis"),
    ];

    /// What is read, by title, as [`letter`] writes it.
    const READ: [(Columns, &str); 8] = [
        (Columns::Invoices, "I I S C I i i"),
        (Columns::Credits, "C C C C C i i"),
        (Columns::Sales, "I I S C E i i"),
        (Columns::Bare, "E I E C P i i"),
        (Columns::Receipts, "P E P E P p P"),
        (Columns::Payments, "P P P E P p P"),
        (Columns::Debts, "D I I C P i i"),
        (Columns::Customers, "K K K K K K K"),
    ];

    fn letter(reading: Reading) -> &'static str {
        match reading {
            Reading::Invoices => "I",
            Reading::Settled => "S",
            Reading::Credits => "C",
            Reading::Payments => "P",
            Reading::Either => "E",
            Reading::Debts => "D",
            Reading::Customers => "K",
            Reading::NoInvoices => "i",
            Reading::NoPayments => "p",
        }
    }

    #[test]
    fn every_title_above_every_kind_of_columns_is_read_as_the_table_says() {
        for ((columns, header), (same, read)) in HEADERS.into_iter().zip(READ) {
            assert_eq!(columns, same);
            let names: Vec<String> = header.split(';').map(str::to_owned).collect();
            let found = TITLES.map(|text| {
                let lines = text.map(|text| (Some(1), text.to_owned()));
                let title = titles::nearest(lines.into_iter());
                letter(aliases::find(&names, title.as_ref(), |_| Vec::new()).reading)
            });
            assert_eq!(found.join(" "), read, "{header}");
        }
    }

    #[test]
    fn credit_notes_by_a_title_have_its_kind_and_paid_invoices_a_column_that_says_so() {
        let found = |header: &str, text: &str| {
            let names: Vec<String> = header.split(';').map(str::to_owned).collect();
            let title = Title { line: Some(1), text: text.to_owned(), listed: titles::of(text).unwrap() };
            aliases::find(&names, Some(&title), |_| vec!["Payée".to_owned()])
        };
        let invoices = "N° facture;Client;Date facture;Échéance;Total TTC";
        let credits = found(invoices, "Liste des avoirs");
        assert_eq!(credits.written.fixed["invoices.kind"], "credit_note");
        assert_eq!(credits.title.as_deref(), Some("Liste des avoirs"));
        // Read as invoices without the title as well: it decided nothing.
        assert_eq!(found(invoices, "Factures de juin 2026").title, None);
        assert!(!found(invoices, "Factures réglées").is_clear());
        assert!(found(&format!("{invoices};Statut"), "Factures réglées").is_clear());
    }
}
