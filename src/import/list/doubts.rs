//! What the header of a list leaves open though every column is there: two readings, of which a person knows the right
//! one.

use crate::diag::{Diagnostic, Place, code};

/// What may be one thing or another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Doubt {
    /// A sum that does not say whether the tax beside it is in it.
    NetOrGross {
        /// Its column.
        amount: String,
        /// The column of the tax.
        tax: String,
    },
    /// Sums whose column says that they are in euros, in a folder of another currency, where another column names one.
    Euros {
        /// Their column.
        amount: String,
    },
    /// Rows with the number of an invoice and that of a credit note: either may be what they are.
    Credited {
        /// The column of the credit notes.
        column: String,
    },
    /// Invoices that the title calls paid, where no column says it.
    Settled,
    /// People of one name without a code, whom their first names tell apart.
    Namesakes {
        /// The column of the name.
        name: String,
        /// The column of the first name.
        first: String,
    },
}

impl Doubt {
    /// Returns what is said of it.
    pub fn finding(&self, file: &str) -> Diagnostic {
        let place = |column: &String| Place { column: Some(column.clone()), ..Place::file(file) };
        let open = |en: String, fr: String| Diagnostic::new(code::import::COLUMNS_OPEN, en, fr);
        match self {
            Doubt::NetOrGross { amount, tax } => open(
                format!("\"{amount}\" of {file} may be with or without the tax: \"{tax}\" stands beside it"),
                format!("« {amount} » de {file} peut être hors taxe ou TTC : « {tax} » est à côté"),
            )
            .at(place(amount))
            .help(
                format!(
                    "export the total with the tax too; if \"{amount}\" is with the tax, the table below says so in \
                     policy.toml, and --mapping NAME reads it so"
                ),
                format!(
                    "exporter aussi le total TTC ; si « {amount} » est TTC, la table ci-dessous le dit dans policy.toml, et \
                     --mapping NOM la lit ainsi"
                ),
            ),
            Doubt::Euros { amount } => open(
                format!("\"{amount}\" of {file} is in euros, and another column names the currency of each invoice"),
                format!("« {amount} » de {file} est en euros, et une autre colonne nomme la devise de chaque facture"),
            )
            .at(place(amount))
            .help(
                "export the total in the currency of the invoice, or say in a mapping of policy.toml what the sums are in",
                "exporter le total dans la devise de la facture, ou dire dans une correspondance de policy.toml en quoi sont \
                 les sommes",
            ),
            Doubt::Credited { column } => open(
                format!("rows of {file} have the number of an invoice and a \"{column}\": credit notes, or invoices that were credited?"),
                format!("des lignes de {file} ont un numéro de facture et « {column} » : des avoirs, ou des factures créditées ?"),
            )
            .at(place(column))
            .help(
                format!(
                    "export the credit notes as rows of their own, below zero; if the sums are those of the invoices, the table below \
                     says so in policy.toml, and --mapping NAME reads it so; if they are credit notes, it says invoice_id = \"{column}\" \
                     and \"invoices.kind\" = \"credit_note\" under [import.NAME.fixed], without `ignore`"
                ),
                format!(
                    "exporter les avoirs en lignes à part, au montant négatif ; si les sommes sont celles des factures, la table \
                     ci-dessous le dit dans policy.toml, et --mapping NOM la lit ainsi ; si ce sont des avoirs, y écrire invoice_id = \
                     \"{column}\" et, sous [import.NOM.fixed], \"invoices.kind\" = \"credit_note\", sans `ignore`"
                ),
            ),
            Doubt::Settled => open(
                format!("{file} says above its header that its invoices are paid, and no column says when or how much"),
                format!(
                    "{file} dit au-dessus de son en-tête que ses factures sont payées, et aucune colonne ne dit quand ni combien"
                ),
            )
            .at(Place::file(file))
            .help(
                "export what is left of each, its status or the day of its payment too; if they are owed, take these words out \
                 of the file",
                "exporter aussi ce qui reste dû de chacune, son statut ou la date de son règlement ; si elles sont dues, ôter ces \
                 mots du fichier",
            ),
            Doubt::Namesakes { name, first } => open(
                format!("customers of {file} have one \"{name}\" and several \"{first}\", and no code: who owes what?"),
                format!(
                    "des clients de {file} ont le même « {name} », plusieurs « {first} » et pas de code : qui doit quoi ?"
                ),
            )
            .at(place(name))
            .at(place(first))
            .help(
                "export a code of the customer too, or put both names into one column",
                "exporter aussi un code du client, ou réunir les deux noms dans une colonne",
            ),
        }
    }
}
