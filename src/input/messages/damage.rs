//! Findings about cells that a spreadsheet or a wrong encoding spoilt, and ids that look alike.

use super::Subject;
use crate::diag::code::{input as code, ledger as ledger_code};
use crate::diag::{Diagnostic, Place, Severity};
use crate::input::damage::{IdDamage, SirenFault, TextDamage};
use crate::model::FileRole;

const EXPORT_AGAIN: (&str, &str) = (
    "export it again as \"CSV UTF-8\", and open it with that encoding",
    "refaire l'export en «\u{a0}CSV UTF-8\u{a0}», et l'ouvrir avec cet encodage",
);

/// Says that a text is not what was written. Where nothing of it is left, `severity` says whether the row can do
/// without.
pub(in crate::input) fn text_damaged(place: Place, damage: &TextDamage, severity: Severity) -> Diagnostic {
    let mut finding = damaged(code::TEXT_DAMAGED, ("text", "ce texte"), damage).at(place);
    finding.severity = severity;
    finding
}

fn damaged(code: crate::diag::Code, (en, fr): (&str, &str), damage: &TextDamage) -> Diagnostic {
    match damage {
        TextDamage::LettersLost => Diagnostic::new(
            code,
            format!("letters of this {en} were lost when it was saved"),
            format!("des lettres de {fr} ont été perdues à l'enregistrement"),
        )
        .help(EXPORT_AGAIN.0, EXPORT_AGAIN.1),
        TextDamage::DecodedTwice(was) => {
            let was = was.as_deref();
            let (was_en, was_fr) = was.map_or_else(Default::default, |was| {
                (format!(": it was \"{was}\""), format!("\u{a0}: c'était «\u{a0}{was}\u{a0}»"))
            });
            Diagnostic::new(
                code,
                format!("the letters of this {en} were decoded in the wrong way{was_en}"),
                format!("les lettres de {fr} ont été lues dans un autre encodage que le leur{was_fr}"),
            )
            .help(EXPORT_AGAIN.0, EXPORT_AGAIN.1)
        }
        TextDamage::SpreadsheetError => Diagnostic::new(
            code,
            format!("an error of a spreadsheet stands in the place of this {en}"),
            format!("une erreur de tableur tient lieu de {fr}"),
        )
        .help(
            "write what belongs there, or mend the formula and export again",
            "écrire ce qui doit y figurer, ou corriger la formule et refaire l'export",
        ),
    }
}

/// Says how an id was damaged. Money would go to the wrong one: it is refused.
pub(in crate::input) fn id_damaged(place: Place, damage: &IdDamage) -> Diagnostic {
    match damage {
        IdDamage::Text(damage) => damaged(code::ID_DAMAGED, ("id", "cet identifiant"), damage).at(place),
        IdDamage::Exponent => Diagnostic::new(
            code::ID_DAMAGED,
            "a spreadsheet took this id for a number and cut its digits",
            "un tableur a pris cet identifiant pour un nombre et en a coupé les chiffres",
        )
        .at(place)
        .help(
            "take it from its program again, into a column of text",
            "le reprendre de son logiciel, dans une colonne au format texte",
        ),
    }
}

/// Says that a hidden character makes another id of it, which nobody would see.
pub(in crate::input) fn id_hidden(place: Place) -> Diagnostic {
    let mut finding = Diagnostic::new(
        ledger_code::ID_LOOKALIKE,
        "this id holds a character that is not seen, or a blank that is no plain space",
        "cet identifiant contient un caractère invisible, ou une espace qui n'est pas une simple espace",
    )
    .at(place)
    .help(
        "type it anew: without that character it would be another id",
        "le retaper\u{a0}: sans ce caractère, ce serait un autre identifiant",
    );
    finding.severity = Severity::Warning;
    finding
}

/// How two ids are alike.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::input) enum Likeness {
    /// Nobody sees a difference.
    Look,
    /// They differ by case or by the zeros before a number.
    Loose,
}

/// Says that two rows have ids that look alike: an error where nothing else tells them apart.
pub(in crate::input) fn id_lookalike(
    role: FileRole,
    [one, two]: [&str; 2],
    likeness: Likeness,
    severity: Severity,
    places: [Option<Place>; 2],
) -> Diagnostic {
    let subject = |id: &str| Subject { role, id: id.to_owned() };
    let (one, two) = (subject(one), subject(two));
    let (en, fr) = match likeness {
        Likeness::Look => ("look the same and are not", "se ressemblent à s'y méprendre sans être identiques"),
        Likeness::Loose => {
            ("differ only by case or leading zeros", "ne diffèrent que par la casse ou par des zéros en tête")
        }
    };
    let mut finding = Diagnostic::new(
        ledger_code::ID_LOOKALIKE,
        format!("{} and {} {en}", one.en(), two.en()),
        format!("{} et {} {fr}", one.fr(), two.fr()),
    )
    .help(
        "if they are one, write both in the same way; if not, rename one of them",
        "s'il s'agit du même, l'écrire partout de la même façon\u{a0}; sinon, renommer l'un des deux",
    );
    finding.severity = severity;
    finding.places = places.into_iter().flatten().collect();
    finding
}

pub(in crate::input) fn siren_invalid(place: Place, subject: &Subject, fault: SirenFault) -> Diagnostic {
    let (en, fr) = match fault {
        SirenFault::Form => ("is not nine digits", "n'a pas neuf chiffres"),
        SirenFault::Key => {
            ("cannot be one: its last digit does not fit the others", "est faux\u{a0}: sa clé ne correspond pas")
        }
    };
    Diagnostic::new(
        code::SIREN_INVALID,
        format!("the SIREN of {} {en}", subject.en()),
        format!("le SIREN {} {fr}", subject.of_fr()),
    )
    .at(place)
    .help(
        "copy it from his letters or from annuaire-entreprises.data.gouv.fr; letters show it as it is written",
        "le relever sur ses documents ou sur annuaire-entreprises.data.gouv.fr\u{a0}; les lettres l'affichent tel quel",
    )
}

/// Says that a SIRET stands where a SIREN is asked for: the one is in the other.
pub(in crate::input) fn siren_of_siret(place: Place, subject: &Subject, siren: &str) -> Diagnostic {
    let mut finding = Diagnostic::new(
        code::SIREN_INVALID,
        format!("the SIREN of {} is taken from its SIRET: {siren}", subject.en()),
        format!("le SIREN {} est tiré de son SIRET\u{a0}: {siren}", subject.of_fr()),
    )
    .at(place);
    finding.severity = Severity::Note;
    finding
}

/// Says that a postcode is none; `was` is the code that it was, where a spreadsheet took its zero.
pub(in crate::input) fn postcode_invalid(place: Place, subject: &Subject, was: Option<&str>) -> Diagnostic {
    let finding = Diagnostic::new(
        code::POSTCODE_INVALID,
        format!("the postal code of {} is not five digits", subject.en()),
        format!("le code postal {} n'a pas cinq chiffres", subject.of_fr()),
    )
    .at(place);
    match was {
        Some(was) => finding.help(
            format!("a spreadsheet takes the zero before it: write {was}"),
            format!("un tableur ôte le zéro en tête\u{a0}: écrire {was}"),
        ),
        None => finding.help(
            "expected five digits, such as 75008; name the country of an address abroad",
            "attendu\u{a0}: cinq chiffres, comme 75008\u{a0}; indiquer le pays d'une adresse à l'étranger",
        ),
    }
}

pub(in crate::input) fn email_invalid(place: Place, subject: &Subject) -> Diagnostic {
    Diagnostic::new(
        code::EMAIL_INVALID,
        format!("an e-mail cell of {} holds something that is no address: nothing is sent to it", subject.en()),
        format!("une cellule e-mail {} contient autre chose que des adresses\u{a0}: rien n'y est envoyé", subject.of_fr()),
    )
    .at(place)
    .help(
        "expected addresses alone, divided by a semicolon: compta@client.example; direction@client.example",
        "attendu\u{a0}: des adresses seules, séparées par un point-virgule\u{a0}: compta@client.example; direction@client.example",
    )
}

/// Says that a column is not read that may say that an invoice is paid.
pub(in crate::input) fn column_unread(file: &str, line: u32, column: &str) -> Diagnostic {
    Diagnostic::new(
        code::COLUMN_UNREAD,
        format!("the column \"{column}\" of {file} looks like a balance or a status, and is not read"),
        format!("la colonne «\u{a0}{column}\u{a0}» de {file} ressemble à un solde ou à un état, et n'est pas lue"),
    )
    .at(Place { column: Some(column.to_owned()), ..Place::line(file, line) })
    .help(
        format!(
            "`relance import` reads such lists; if nothing depends on it, write `ignore = [\"{column}\"]` under [files] \
             of the policy"
        ),
        format!(
            "`relance importer` lit de telles listes\u{a0}; si rien n'en dépend, écrire `ignore = [\"{column}\"]` sous [files] \
             dans la politique"
        ),
    )
}
