//! Findings about cells that hold amounts.

use super::{FORMULA_FAILED, Subject};
use crate::diag::code::{input as code, ledger as ledger_code};
use crate::diag::{Diagnostic, Place};
use crate::input::damage::{FigureDamage, figure_damage};
use crate::input::text::{AmountFault, is_dash};
use crate::model::Currency;
use crate::model::dialect::DecimalMark;

const AMOUNT_FORM: (&str, &str) = (
    "expected digits with a comma or a point before the cents, such as 1200.50 or 1 200,50",
    "attendu\u{a0}: des chiffres, une virgule ou un point avant les centimes, comme 1200.50 ou 1 200,50",
);

/// What a spreadsheet's currency format adds is said to be in the way: the column `currency` tells it.
const WITHOUT_SIGN: (&str, &str) = (
    "expected digits without a currency sign, such as 1200.50 or 1 200,50; the column currency says which it is",
    "attendu\u{a0}: des chiffres sans signe monétaire, comme 1200.50 ou 1 200,50\u{a0}; la colonne currency dit la devise",
);

/// Spreadsheets show zero as a dash in the formats of accounts: what it stands for in our own files is for a person to
/// say.
const DASH: (&str, &str) = (
    "a spreadsheet shows zero as a dash: write 0 if that is what is meant, else the amount",
    "un tableur affiche zéro par un tiret\u{a0}: écrire 0 si c'est ce qui est voulu, sinon le montant",
);

const DIGITS_CUT: (&str, &str) = (
    "a spreadsheet cut its digits: give the column a number format with two decimals, and export again",
    "un tableur en a coupé les chiffres\u{a0}: donner à la colonne un format de nombre à deux décimales, et refaire l'export",
);

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
                None if is_dash(&text) => DASH,
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
