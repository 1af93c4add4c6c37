//! Findings about one cell, or one column of cells.

use crate::diag::code::input as code;
use crate::diag::{Diagnostic, Place, Severity};
use crate::model::{Currency, FileRole};

/// What a row is about, in words.
#[derive(Clone, Debug)]
pub(in crate::input) struct Subject {
    pub role: FileRole,
    /// The id, empty when it is not known.
    pub id: String,
}

impl Subject {
    /// Returns it in English: "invoice F-1".
    pub fn en(&self) -> String {
        let word = match self.role {
            _ if self.id.is_empty() => return "this row".to_owned(),
            FileRole::Invoices => "invoice",
            FileRole::Payments => "payment",
            FileRole::Customers => "customer",
            FileRole::Events => "event",
            FileRole::Suspense => "receipt",
            FileRole::Policy => "policy",
        };
        format!("{word} {}", self.id)
    }

    /// Returns it in French: « la facture F-1 ».
    pub fn fr(&self) -> String {
        let word = match self.role {
            _ if self.id.is_empty() => return "cette ligne".to_owned(),
            FileRole::Invoices => "la facture ",
            FileRole::Payments => "le paiement ",
            FileRole::Customers => "le client ",
            FileRole::Events => "l'événement ",
            FileRole::Suspense => "l'encaissement ",
            FileRole::Policy => "la politique ",
        };
        format!("{word}{}", self.id)
    }

    /// Returns it in French behind « à »: « à la facture F-1 », « au paiement P-1 ».
    pub fn to_fr(&self) -> String {
        let words = self.fr();
        match words.strip_prefix("le ") {
            Some(rest) => format!("au {rest}"),
            None => format!("à {words}"),
        }
    }

    /// Returns it in French behind « de »: « de la facture F-1 », « du paiement P-1 ».
    pub fn of_fr(&self) -> String {
        let words = self.fr();
        match words.strip_prefix("le ") {
            Some(rest) => format!("du {rest}"),
            None => format!("de {words}"),
        }
    }
}

/// The way out for a formula that a spreadsheet could not work out.
pub(super) const FORMULA_FAILED: (&str, &str) = (
    "it is the error of a spreadsheet: mend the formula, and export again",
    "c'est une erreur de tableur\u{a0}: corriger la formule, et refaire l'export",
);

pub(in crate::input) fn value_missing(place: Place, column: &str, subject: &Subject) -> Diagnostic {
    Diagnostic::new(
        code::VALUE_MISSING,
        format!("{} has no {column}", subject.en()),
        format!("rien dans la colonne {column} pour {}", subject.fr()),
    )
    .at(place)
    .help(
        "fill the cell, or remove the row if it stands for nothing",
        "remplir la cellule, ou supprimer la ligne si elle ne correspond à rien",
    )
}

pub(in crate::input) fn id_invalid(place: Place, length: usize, longest: usize) -> Diagnostic {
    if length > longest {
        return Diagnostic::new(
            code::ID_INVALID,
            format!("this id is {length} bytes long; the longest that is read has {longest}"),
            format!("cet identifiant fait {length} octets\u{a0}; le plus long accepté en fait {longest}"),
        )
        .at(place)
        .help(
            "shorten it everywhere; is it a text that belongs in another column?",
            "le raccourcir partout\u{a0}; est-ce un texte qui va dans une autre colonne\u{a0}?",
        );
    }
    Diagnostic::new(
        code::ID_INVALID,
        "this id holds a control character, such as a line end",
        "cet identifiant contient un caractère de contrôle, comme une fin de ligne",
    )
    .at(place)
    .help(
        "a quote too many or too few makes a cell run over several lines",
        "un guillemet en trop ou en moins étend une cellule sur plusieurs lignes",
    )
}

pub(in crate::input) fn currency_unknown(place: Place) -> Diagnostic {
    Diagnostic::new(
        code::CURRENCY_UNKNOWN,
        "this is no currency code of ISO 4217",
        "ce n'est pas un code de devise ISO 4217",
    )
    .at(place)
    .help("expected three letters such as EUR, USD, CHF", "attendu\u{a0}: trois lettres comme EUR, USD, CHF")
}

pub(in crate::input) fn word_unknown(place: Place, known: &str) -> Diagnostic {
    Diagnostic::new(code::WORD_UNKNOWN, "this word is not known here", "ce mot n'est pas connu ici")
        .at(place)
        .help(format!("known words: {known}"), format!("mots connus\u{a0}: {known}"))
}

/// Says that a payment stands among invoices: a credit there would have no day and no payer of its own, and a row left
/// out would be missed.
pub(in crate::input) fn payment_among_invoices(place: Place) -> Diagnostic {
    Diagnostic::new(
        code::WORD_UNKNOWN,
        "this row is a payment: a list of invoices says who owes, not who paid",
        "cette ligne est un règlement\u{a0}: une liste de factures dit qui doit, non qui a payé",
    )
    .at(place)
    .help(
        "import payments from their own list or from the bank; `where` of a mapping takes the invoices alone",
        "importer les règlements de leur propre liste ou de la banque\u{202f}; `where` d'une correspondance ne prend que les factures",
    )
}

/// Says that an amount bears a currency that its row contradicts, or one that has several meanings.
pub(in crate::input) fn currency_sign(place: Place, subject: &Subject, named: Option<Currency>) -> Diagnostic {
    let help = (
        "a column for the currency, or \"invoices.currency\" = \"USD\" under [import.NAME.fixed] with --mapping NAME, \
         says which it is; so does currency = \"USD\" in the policy, where all is in that one",
        "une colonne de devise, ou \"invoices.currency\" = \"USD\" sous [import.NOM.fixed] avec --mapping NOM, dit \
         laquelle c'est ; de même currency = \"USD\" dans la politique, si tout est dans cette devise",
    );
    match named {
        Some(named) => Diagnostic::new(
            code::CURRENCY_UNKNOWN,
            format!("the amount of {} bears another currency than its row, {}", subject.en(), named.code()),
            format!("le montant {} porte une autre devise que sa ligne, {}", subject.of_fr(), named.code()),
        )
        .at(place)
        .help(
            "give the cell the format of the currency in which it is owed, or correct the column of the currency; what the \
             format of a workbook's cell shows counts",
            "donner à la cellule le format de la devise dans laquelle c'est dû, ou corriger la colonne de la devise\u{a0}; dans un \
             classeur, ce que montre le format de la cellule compte",
        ),
        None => Diagnostic::new(
            code::CURRENCY_UNKNOWN,
            format!("the amount of {} bears a sign that several currencies share", subject.en()),
            format!("le montant {} porte un signe que plusieurs devises partagent", subject.of_fr()),
        )
        .at(place)
        .help(help.0, help.1),
    }
}

pub(in crate::input) fn rate_invalid(place: Place, percent_only: bool) -> Diagnostic {
    let finding = Diagnostic::new(code::RATE_INVALID, "this rate cannot be read", "ce taux est illisible").at(place);
    if percent_only {
        finding.help(
            "expected a percentage from 0 to 100, such as 2 or 1.5",
            "attendu\u{a0}: un pourcentage de 0 à 100, comme 2 ou 1,5",
        )
    } else {
        finding.help(
            "expected `ecb+10`, `boe+4`, `legal*3` or a percentage such as 12.5",
            "attendu\u{a0}: `ecb+10`, `boe+4`, `legal*3` ou un pourcentage comme 12,5",
        )
    }
}

/// Says that a discount without its last day is none: nobody knows until when it was offered.
pub(in crate::input) fn discount_without_day(place: Place, day_column: &str) -> Diagnostic {
    Diagnostic::new(
        code::DISCOUNT_WITHOUT_DAY,
        "a discount has no last day to earn it",
        "un escompte n'a pas de dernier jour pour y avoir droit",
    )
    .at(place)
    .help(
        format!("fill in {day_column}, or empty the rate where no discount is offered"),
        format!("remplir {day_column}, ou vider le taux là où aucun escompte n'est offert"),
    )
}

/// Cells hold percent: what is no more than a tenth of one is mostly a fraction.
pub(in crate::input) fn discount_small(place: Place) -> Diagnostic {
    Diagnostic::new(
        code::DISCOUNT_DOUBTFUL,
        "a discount of a tenth of a percent or less: it is used as written",
        "un escompte d'un dixième de pour cent ou moins : il est appliqué tel quel",
    )
    .at(place)
    .help("percent are meant: write 2 for 2 %, not 0.02", "il s'agit de pour cent : écrire 2 pour 2 %, non 0,02")
}

/// Says that terms cannot be read: an error where the due date hangs on them, else a warning.
pub(in crate::input) fn terms_invalid(place: Place, subject: &Subject, severity: Severity) -> Diagnostic {
    let mut finding = Diagnostic::new(
        code::TERMS_INVALID,
        format!("the payment terms of {} cannot be read", subject.en()),
        format!("les conditions de paiement {} sont illisibles", subject.of_fr()),
    )
    .at(place)
    .help(
        "expected words such as `30 days`, `45 days end of month`, `end of month 45 days`, `30 days end of month the 10th`",
        "attendu\u{a0}: par exemple `30 jours`, `45 jours fin de mois`, `fin de mois 45 jours`, `30 jours fin de mois le 10`",
    );
    finding.severity = severity;
    finding
}
