//! Findings about one cell, or one column of cells.

use crate::diag::code::{input as code, ledger as ledger_code};
use crate::diag::{Diagnostic, Place, Severity};
use crate::input::damage::{DateDamage, FigureDamage, date_damage, figure_damage};
use crate::input::text::AmountFault;
use crate::model::dialect::{DateOrder, DecimalMark};
use crate::model::{Currency, FileRole};

/// What a row is about, in words.
#[derive(Clone, Debug)]
pub(in crate::input) struct Subject {
    pub role: FileRole,
    /// The id, empty when it is not known.
    pub id: String,
}

impl Subject {
    /// "invoice F-1"
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

    /// « la facture F-1 »
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

    /// « de la facture F-1 », « du paiement P-1 »
    pub fn of_fr(&self) -> String {
        let words = self.fr();
        match words.strip_prefix("le ") {
            Some(rest) => format!("du {rest}"),
            None => format!("de {words}"),
        }
    }
}

const AMOUNT_FORM: (&str, &str) = (
    "expected digits with a comma or a point before the cents, such as 1200.50 or 1 200,50",
    "attendu\u{a0}: des chiffres, une virgule ou un point avant les centimes, comme 1200.50 ou 1 200,50",
);

/// What a spreadsheet's currency format adds is said to be in the way: the column `currency` tells it.
const WITHOUT_SIGN: (&str, &str) = (
    "expected digits without a currency sign, such as 1200.50 or 1 200,50; the column currency says which it is",
    "attendu\u{a0}: des chiffres sans signe monétaire, comme 1200.50 ou 1 200,50\u{a0}; la colonne currency dit la devise",
);

const DIGITS_CUT: (&str, &str) = (
    "a spreadsheet cut its digits: give the column a number format with two decimals, and export again",
    "un tableur en a coupé les chiffres\u{a0}: donner à la colonne un format de nombre à deux décimales, et refaire l'export",
);

const FORMULA_FAILED: (&str, &str) = (
    "it is the error of a spreadsheet: mend the formula, and export again",
    "c'est une erreur de tableur\u{a0}: corriger la formule, et refaire l'export",
);

pub(in crate::input) fn value_missing(place: Place, column: &str, subject: &Subject) -> Diagnostic {
    Diagnostic::new(
        code::VALUE_MISSING,
        format!("{} has no {column}", subject.en()),
        format!("{} n'a pas de {column}", subject.fr()),
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

pub(in crate::input) fn amount_fault(place: Place, subject: &Subject, fault: AmountFault) -> Diagnostic {
    match fault {
        AmountFault::Invalid => {
            let text = place.text.clone().unwrap_or_default();
            let finding = Diagnostic::new(
                code::AMOUNT_INVALID,
                format!("the amount of {} cannot be read", subject.en()),
                format!("le montant {} est illisible", subject.of_fr()),
            )
            .at(place);
            let form = match figure_damage(&text) {
                Some(FigureDamage::NegativeForm(digits)) => {
                    return finding.help(
                        format!("if it is below zero, write the sign before it: -{digits}"),
                        format!("s'il est négatif, mettre le signe devant\u{a0}: -{digits}"),
                    );
                }
                Some(FigureDamage::Exponent) => DIGITS_CUT,
                Some(FigureDamage::SpreadsheetError) => FORMULA_FAILED,
                None if text.contains(['€', '$', '£']) => WITHOUT_SIGN,
                None => AMOUNT_FORM,
            };
            finding.help(form.0, form.1)
        }
        AmountFault::Precision => Diagnostic::new(
            code::AMOUNT_PRECISION,
            format!("the amount of {} has more decimals than any currency", subject.en()),
            format!("le montant {} a plus de décimales qu'aucune devise", subject.of_fr()),
        )
        .at(place)
        .help("round it to the currency's decimals", "l'arrondir aux décimales de la devise"),
        AmountFault::TooLarge => amount_too_large(place, subject),
    }
}

pub(in crate::input) fn amount_too_large(place: Place, subject: &Subject) -> Diagnostic {
    Diagnostic::new(
        code::AMOUNT_TOO_LARGE,
        format!("the amount of {} is too large to be added up exactly", subject.en()),
        format!("le montant {} est trop grand pour être additionné exactement", subject.of_fr()),
    )
    .at(place)
    .help("the largest is 100 000 000 000.00", "le plus grand est 100 000 000 000,00")
}

pub(in crate::input) fn amount_precision(place: Place, subject: &Subject, currency: Currency) -> Diagnostic {
    let decimals = currency.decimals();
    Diagnostic::new(
        code::AMOUNT_PRECISION,
        format!("the amount of {} has more decimals than {currency}, which has {decimals}", subject.en()),
        format!("le montant {} a plus de décimales que {currency}, qui en a {decimals}", subject.of_fr()),
    )
    .at(place)
    .help(
        format!("round it to {decimals} decimals, or write the right currency"),
        format!("l'arrondir à {decimals} décimales, ou indiquer la bonne devise"),
    )
}

pub(in crate::input) fn amount_against_declared(place: Place, subject: &Subject, declared: DecimalMark) -> Diagnostic {
    let (en, fr) = match declared {
        DecimalMark::Comma => ("comma", "la virgule"),
        DecimalMark::Point => ("point", "le point"),
    };
    Diagnostic::new(
        code::AMOUNT_INVALID,
        format!("the amount of {} does not have the decimal {en} that the policy declares", subject.en()),
        format!("le montant {} n'a pas {fr} comme marque décimale, que déclare la politique", subject.of_fr()),
    )
    .at(place)
    .help(
        "write it with the declared mark, or correct `decimal` under [files] of the policy",
        "l'écrire avec la marque déclarée, ou corriger `decimal` sous [files] dans la politique",
    )
}

pub(in crate::input) fn amount_ambiguous(place: Place, subject: &Subject) -> Diagnostic {
    Diagnostic::new(
        code::AMOUNT_AMBIGUOUS,
        format!("the amount of {} may mean thousands or decimals, and no other in its column tells", subject.en()),
        format!(
            "le montant {} peut se lire en milliers ou en décimales, et aucun autre de sa colonne ne tranche",
            subject.of_fr()
        ),
    )
    .at(place)
    .help(
        "write two decimals, such as 1234.00, or declare `decimal = \"comma\"` or `\"point\"` under [files] of the policy",
        "écrire deux décimales, comme 1234,00, ou déclarer `decimal = \"comma\"` ou `\"point\"` sous [files] dans la politique",
    )
}

pub(in crate::input) fn amount_mixed(file: &str, comma: Place, point: Place) -> Diagnostic {
    Diagnostic::new(
        code::AMOUNT_MIXED,
        format!("a column of {file} has a comma before the cents in one row and a point in another"),
        format!("une colonne de {file} a une virgule avant les centimes dans une ligne et un point dans une autre"),
    )
    .at(comma)
    .at(point)
    .help("use one mark in the whole column", "employer une seule marque dans toute la colonne")
}

pub(in crate::input) fn amount_zero(place: Place, subject: &Subject) -> Diagnostic {
    Diagnostic::new(
        ledger_code::AMOUNT_ZERO,
        format!("the amount of {} is zero: it opens and pays nothing", subject.en()),
        format!("le montant {} est nul\u{a0}: il n'ouvre ni ne paie rien", subject.of_fr()),
    )
    .at(place)
}

pub(in crate::input) fn sign_invalid(place: Place, subject: &Subject, kind: &str) -> Diagnostic {
    let finding = Diagnostic::new(
        ledger_code::SIGN_INVALID,
        format!("the amount of {} is negative, which contradicts {kind}", subject.en()),
        format!("le montant {} est négatif, ce qui contredit {kind}", subject.of_fr()),
    )
    .at(place);
    match kind {
        "invoice" | "deposit" | "penalty" => finding.help(
            "write `credit_note` as its kind, or leave the kind empty",
            "indiquer `credit_note` (avoir) comme nature, ou la laisser vide",
        ),
        "payment" => finding.help(
            "write `return` or `refund` as its kind",
            "indiquer `return` (rejet) ou `refund` (remboursement) comme nature",
        ),
        _ => finding.help("write it without a sign", "l'écrire sans signe"),
    }
}

pub(in crate::input) fn date_invalid(place: Place, subject: &Subject) -> Diagnostic {
    let damage = place.text.as_deref().and_then(date_damage);
    let finding = Diagnostic::new(
        code::DATE_INVALID,
        format!("a date of {} cannot be read", subject.en()),
        format!("une date {} est illisible", subject.of_fr()),
    )
    .at(place);
    match damage {
        Some(DateDamage::Serial(day)) => finding.help(
            format!("it looks like a spreadsheet's number of the day {day}: give the column a date format, and export again"),
            format!(
                "cela ressemble au numéro du {} dans un tableur\u{a0}: donner à la colonne un format de date, et refaire \
                 l'export",
                day.format("%d/%m/%Y")
            ),
        ),
        Some(DateDamage::Null) => finding.help(
            "it stands for no date: leave the cell empty, or write the day",
            "cela tient lieu de date absente\u{a0}: laisser la cellule vide, ou écrire le jour",
        ),
        Some(DateDamage::SpreadsheetError) => finding.help(FORMULA_FAILED.0, FORMULA_FAILED.1),
        None => finding.help(
            "expected a day of the calendar written 2026-04-03 or 03/04/2026",
            "attendu\u{a0}: un jour du calendrier, écrit 03/04/2026 ou 2026-04-03",
        ),
    }
}

pub(in crate::input) fn date_ambiguous(
    file: &str,
    misfit: Place,
    proof: Option<Place>,
    order: DateOrder,
    declared: bool,
) -> Diagnostic {
    let (en, fr) = match order {
        DateOrder::DayFirst => ("day first", "jour en premier"),
        DateOrder::MonthFirst => ("month first", "mois en premier"),
    };
    let (other_en, other_fr) = match order {
        DateOrder::DayFirst => ("month-first", "mois en premier"),
        DateOrder::MonthFirst => ("day-first", "jour en premier"),
    };
    let rule = if declared { ("as declared", "comme déclaré") } else { ("the rule here", "la règle ici") };
    let finding = match proof {
        None => Diagnostic::new(
            code::DATE_AMBIGUOUS,
            format!("a date of {file} cannot be read {en} ({}), so its whole column is in doubt", rule.0),
            format!("une date de {file} ne se lit pas {fr} ({}), toute sa colonne est donc douteuse", rule.1),
        )
        .at(misfit),
        Some(proof) => Diagnostic::new(
            code::DATE_AMBIGUOUS,
            format!("a column of {file} holds dates {en} and dates that can only be {other_en}"),
            format!("une colonne de {file} mêle des dates {fr} et des dates qui ne peuvent être que {other_fr}"),
        )
        .at(misfit)
        .at(proof),
    };
    let value = match order {
        DateOrder::DayFirst => "month-first",
        DateOrder::MonthFirst => "day-first",
    };
    finding.help(
        format!("write dates as 2026-04-03, or declare `date_order = \"{value}\"` under [files] of the policy"),
        format!("écrire les dates 2026-04-03, ou déclarer `date_order = \"{value}\"` sous [files] dans la politique"),
    )
}

pub(in crate::input) fn date_mixed(file: &str, iso: Place, slash: Place) -> Diagnostic {
    Diagnostic::new(
        code::DATE_MIXED,
        format!("a column of {file} mixes ISO dates and slash dates; each is used as written"),
        format!("une colonne de {file} mêle dates ISO et dates à barres\u{a0}; chacune est lue comme écrite"),
    )
    .at(iso)
    .at(slash)
}

pub(in crate::input) fn date_distant(place: Place, subject: &Subject) -> Diagnostic {
    Diagnostic::new(
        ledger_code::DATE_DISTANT,
        format!("a date of {} lies in a distant year; it is used as written", subject.en()),
        format!("une date {} est dans une année lointaine\u{a0}; elle est lue comme écrite", subject.of_fr()),
    )
    .at(place)
}

pub(in crate::input) fn due_before_issue(due: Place, subject: &Subject) -> Diagnostic {
    Diagnostic::new(
        ledger_code::DUE_BEFORE_ISSUE,
        format!("{} falls due before it was issued", subject.en()),
        format!("{} est échue avant d'être émise", subject.fr()),
    )
    .at(due)
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

/// A payment among invoices: a credit there would have no day and no payer of its own, and a row left out would be missed.
pub(in crate::input) fn payment_among_invoices(place: Place) -> Diagnostic {
    Diagnostic::new(
        code::WORD_UNKNOWN,
        "this row is a payment: a list of invoices says who owes, not who paid",
        "cette ligne est un règlement\u{a0}: une liste de factures dit qui doit, non qui a payé",
    )
    .at(place)
    .help(
        "import payments from their own list or from the bank; `where` of a mapping takes the invoices alone",
        "importer les règlements de leur propre liste ou de la banque\u{202f}; `where` d'un mappage ne prend que les factures",
    )
}

/// An amount bears a currency that its row contradicts, or one that has several meanings.
pub(in crate::input) fn currency_sign(place: Place, subject: &Subject, named: Option<Currency>) -> Diagnostic {
    let help = (
        "a column for the currency, or \"invoices.currency\" = \"USD\" under [import.NAME.fixed], says which it is",
        "une colonne de devise, ou \"invoices.currency\" = \"USD\" sous [import.NOM.fixed], dit laquelle c'est",
    );
    match named {
        Some(named) => Diagnostic::new(
            code::CURRENCY_UNKNOWN,
            format!("the amount of {} bears another currency than its row, {}", subject.en(), named.code()),
            format!("le montant {} porte une autre devise que sa ligne, {}", subject.of_fr(), named.code()),
        )
        .at(place),
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

/// A discount that can be earned until no day is none: nobody knows until when it was offered.
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

/// Unreadable terms are an error where the due date hangs on them, else a warning.
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
