//! Findings about cells that hold dates.

use super::{FORMULA_FAILED, Subject};
use crate::diag::code::{input as code, ledger as ledger_code};
use crate::diag::{Diagnostic, Place};
use crate::input::damage::{DateDamage, date_damage};
use crate::model::dialect::DateOrder;

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

pub(in crate::input) fn date_mixed(file: &str, plain: Place, slash: Place) -> Diagnostic {
    let [one, other] = [&plain, &slash].map(|place| place.text.as_deref().unwrap_or_default());
    Diagnostic::new(
        code::DATE_MIXED,
        format!("a column of {file} writes days in several ways, {one} and {other}; each is used as written"),
        format!(
            "une colonne de {file} écrit ses dates de plusieurs façons, {one} et {other}\u{a0}; chacune est lue comme écrite"
        ),
    )
    .at(plain)
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
