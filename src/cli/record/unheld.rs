//! Options that an act has no place for: let go of without a word, they would be thought to be recorded.

use super::{Act, Args};
use crate::diag::{Diagnostic, Place, code};
use crate::model::{EventKind, PaymentKind, Term};

/// Returns a finding for each option that is given and that the act cannot hold.
pub(super) fn findings(args: &Args, act: Act) -> Vec<Diagnostic> {
    let only_of_events = [
        ("--level", args.level.is_some()),
        ("--channel", args.channel.is_some()),
        ("--published", args.published.is_some()),
        ("--note", args.note.is_some()),
        ("--promise", args.promise.is_some()),
    ];
    let (interest, indemnity) =
        (("--interest", !args.interest.is_empty()), ("--indemnity", !args.indemnity.is_empty()));
    let (until, method) = (("--until", !args.until.is_empty()), ("--method", args.method.is_some()));
    let instalment = ("--instalment", args.instalment.is_some());
    let mut endless = None;
    let unheld = match act {
        Act::Event(event) => {
            endless = Some(event).filter(|&event| until.1 && !has_an_end(event));
            vec![method]
        }
        Act::PenaltyNote => [&only_of_events[..], &[method, instalment]].concat(),
        Act::Money(PaymentKind::Payment) => [&only_of_events[..], &[interest, indemnity, until]].concat(),
        Act::Money(_) => [&only_of_events[..], &[interest, indemnity, until, instalment]].concat(),
    };
    let unheld = unheld.into_iter().filter(|(_, is_given)| *is_given).map(|(option, _)| unheld_by(option, act));
    let unproved = (!args.file.is_empty() && !matches!(act, Act::Event(_))).then(unproved);
    let counts = [
        ("--invoice-id", args.invoice_id.len()),
        ("--customer-id", args.customer_id.len()),
        ("--amount", args.amount.len()),
        ("--reference", args.reference.len()),
    ];
    let several = counts.into_iter().filter(|(_, count)| *count > 1 && matches!(act, Act::Money(_)));
    let whole = match (act, args.amount.first()) {
        (Act::Event(event), Some(sum)) if is_whole(event) => Some(of_the_whole(event, sum)),
        _ => None,
    };
    unheld
        .chain(endless.map(without_end))
        .chain(unproved)
        .chain(whole)
        .chain(several.map(|(option, count)| too_many(option, count)))
        .collect()
}

/// Tells whether an act is always one of the whole: a sum beside it would be thought to leave the rest alone.
fn is_whole(event: EventKind) -> bool {
    use EventKind::{Acknowledged, Approved, Assigned, CourtFiled, HandedOver, Hold, Insolvency};
    use EventKind::{Note, OverIndebtedness, PaymentAnnounced, Release, Undo};
    matches!(event, Acknowledged | Approved | Assigned | CourtFiled | HandedOver | Hold | Insolvency)
        || matches!(event, Note | OverIndebtedness | PaymentAnnounced | Release | Undo)
}

/// Tells whether an act has a day on which it ends or is due: of a notice, the last day to pay that it named.
fn has_an_end(event: EventKind) -> bool {
    use EventKind::{Hold, Notice, PaymentAnnounced, Plan, Promise};
    matches!(event, Notice | Promise | Plan | Hold | PaymentAnnounced)
}

/// Says that an act has no sum, to somebody who wrote one, or something else in its place.
fn of_the_whole(event: EventKind, sum: &str) -> Diagnostic {
    let Term { en, fr } = event.term();
    Diagnostic::new(code::write::ACT_IMPOSSIBLE, format!("\"{en}\" has no sum"), format!("« {fr} » n'a pas de somme"))
        .at(Place { text: Some(sum.to_owned()), ..Place::file("--amount") })
        .help(
            "leave it out; a text goes with --note, and somebody else's act is recorded by itself",
            "l'omettre ; un texte va avec --note, et ce qui concerne un autre client se note à part",
        )
}

/// Says that an act has no day on which it ends or is due.
fn without_end(event: EventKind) -> Diagnostic {
    let Term { en, fr } = event.term();
    Diagnostic::new(
        code::write::ACT_IMPOSSIBLE,
        format!("\"{en}\" has no day on which it ends: --until would do nothing"),
        format!("« {fr} » n'a pas de date de fin : --until n'aurait aucun effet"),
    )
    .at(Place::file("--until"))
    .help(
        "leave it out; until when somebody is not to be chased is a hold or a promise: `relance record hold WHOM --until DAY`",
        "l'omettre ; jusqu'à quand ne pas relancer se note par une suspension ou une promesse : `relance noter suspension QUI \
         --until JOUR`",
    )
}

fn unheld_by(option: &str, act: Act) -> Diagnostic {
    let (en, fr) = match act {
        Act::Event(_) => ("a line of events.csv", "une ligne de events.csv"),
        Act::Money(_) => ("such a row of payments.csv", "une telle ligne de payments.csv"),
        Act::PenaltyNote => ("a penalty note", "une note de pénalités"),
    };
    Diagnostic::new(
        code::write::ACT_IMPOSSIBLE,
        format!("{en} has no place for {option}"),
        format!("{fr} n'a pas de place pour {option}"),
    )
    .at(Place::file(option))
    .help(
        "leave it out; what is worth keeping can be an act of its own: `relance record note INVOICE --note TEXT`",
        "l'omettre ; ce qui vaut d'être gardé peut être noté à part : `relance noter note FACTURE --note TEXTE`",
    )
}

/// Says that only events name the documents that prove them.
fn unproved() -> Diagnostic {
    Diagnostic::new(
        code::write::ACT_IMPOSSIBLE,
        "--file is for events: a row of payments.csv or a penalty note names no proof",
        "--file va avec les événements : une ligne de payments.csv ou une note de pénalités ne nomme aucune preuve",
    )
    .at(Place::file("relance record"))
    .help(
        "record it, then a note that names the document: `relance record note INVOICE --file PATH`",
        "le noter, puis une note qui nomme la pièce : `relance noter note FACTURE --file CHEMIN`",
    )
}

fn too_many(option: &str, count: usize) -> Diagnostic {
    Diagnostic::new(
        code::write::OPTION_COUNT,
        format!("{count} {option} for one row of payments.csv"),
        format!("{count} {option} pour une seule ligne de payments.csv"),
    )
    .at(Place::file(option))
    .help("record each payment by itself", "noter chaque règlement à part")
}
