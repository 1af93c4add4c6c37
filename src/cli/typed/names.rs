//! Names of levels and procedures that the policy does not have.

use std::collections::{BTreeMap, BTreeSet};

use crate::diag::{Code, Diagnostic, Place, Severity, code, nearest};
use crate::engine::history::{History, concerned};
use crate::engine::planning::procedure_of;
use crate::input::Reading;
use crate::input::header::same;
use crate::law::routes::RouteKind;
use crate::model::{Bilingual, Date, EventKind, FileRole, ItemId, Lang, Ledger, Term, figures};
use crate::policy::{Policy, Procedure};

/// Returns what to say of a level that no procedure of the policy has, or of a route that there is not; nothing of one
/// that is known.
pub fn level_unknown(event: EventKind, level: &str, policy: &Policy, place: Place) -> Option<Diagnostic> {
    if event == EventKind::CourtFiled {
        let known: Vec<Known<'_>> = RouteKind::TO_A_TITLE.iter().map(|route| (route.word(), route.term())).collect();
        let said = [format!("{level} is no legal route"), format!("{level} n'est pas une voie de droit")];
        return unknown(code::write::LEVEL_UNKNOWN, level, &known, said, ["routes", "voies"], place);
    }
    if policy.level(level).is_some() {
        return None;
    }
    let known = levels_of(policy);
    let said = [
        format!("no procedure of the policy has the level {level}"),
        format!("aucune procédure de la politique n'a le niveau {level}"),
    ];
    unknown(code::write::LEVEL_UNKNOWN, level, &known, said, ["levels", "niveaux"], place)
}

/// A word of the files, and what people call it.
type Known<'a> = (&'a str, Term<'a>);

/// Returns the levels of a policy, each once.
fn levels_of(policy: &Policy) -> Vec<Known<'_>> {
    let mut known: Vec<Known<'_>> = Vec::new();
    for level in policy.procedures.iter().flat_map(|procedure| &procedure.levels) {
        if known.iter().all(|(name, _)| *name != level.name) {
            known.push((&level.name, level.label.term()));
        }
    }
    known
}

/// Returns the levels of a policy as they can be typed, for a message.
pub fn levels_listed(policy: &Policy) -> Bilingual {
    listed(&levels_of(policy), ["levels", "niveaux"])
}

/// Returns the word of the files for a level or a route as people call it; another text as it is.
pub fn level_word(event: EventKind, text: &str, policy: &Policy) -> String {
    let known: Vec<Known<'_>> = match event {
        EventKind::CourtFiled => RouteKind::TO_A_TITLE.iter().map(|route| (route.word(), route.term())).collect(),
        _ if policy.level(text).is_some() => return text.to_owned(),
        _ => levels_of(policy),
    };
    let mut called = known.iter().filter(|(word, term)| [word, term.en, term.fr].iter().any(|name| same(name, text)));
    match (called.next(), called.next()) {
        (Some((word, _)), None) => (*word).to_owned(),
        _ => text.to_owned(),
    }
}

fn procedure_unknown(name: &str, policy: &Policy, place: Place) -> Option<Diagnostic> {
    let names = policy.procedures.iter().map(|procedure| procedure.name.as_str());
    let known: Vec<Known<'_>> = names.map(|name| (name, Term::new(name, name))).collect();
    let said = [
        format!("the policy has no procedure {name}: what names it is not chased"),
        format!("la politique n'a pas de procédure {name} : ce qui la nomme n'est pas relancé"),
    ];
    unknown(code::policy::PROCEDURE_UNKNOWN, name, &known, said, ["procedures", "procédures"], place)
}

fn unknown(
    code: Code,
    name: &str,
    known: &[Known<'_>],
    [en, fr]: [String; 2],
    what: [&str; 2],
    place: Place,
) -> Option<Diagnostic> {
    if known.iter().any(|(word, _)| *word == name) {
        return None;
    }
    let words = known.iter().flat_map(|(word, term)| [(*word, *word), (term.fr, *word), (term.en, *word)]);
    let near = nearest(name, words.clone().map(|(known, _)| known));
    let near = near.and_then(|near| words.clone().find(|(known, _)| *known == near)).map(|(_, word)| word);
    let (meant, voulu) = match near {
        Some(near) => (format!("did you mean {near}? "), format!("vouliez-vous dire {near} ? ")),
        None => Default::default(),
    };
    let Bilingual { en: list, fr: liste } = listed(known, what);
    let finding = Diagnostic::new(code, en, fr).at(place);
    Some(finding.help(format!("{meant}{list}"), format!("{voulu}{liste}")))
}

/// Returns words with what people call them in French, where that is something else.
fn listed(known: &[Known<'_>], [what, quoi]: [&str; 2]) -> Bilingual {
    let words: Vec<&str> = known.iter().map(|(word, _)| *word).collect();
    let pair = |(word, term): &Known<'_>| match term.fr {
        fr if fr == *word => fr.to_owned(),
        fr => format!("{fr} ({word})"),
    };
    let pairs: Vec<String> = known.iter().map(pair).collect();
    Bilingual::new(format!("{what}: {}", words.join(", ")), format!("{quoi} : {}", pairs.join(", ")))
}

/// Returns a warning for each such name of the folder's files, at the first row that has it. What was taken back by
/// `as_of` is left out.
pub fn judged(reading: &Reading, policy: &Policy, as_of: Date) -> Vec<Diagnostic> {
    let Some(ledger) = &reading.ledger else { return Vec::new() };
    let place = |role: FileRole, line: u32, column: &str, text: &str| {
        Place::line(reading.name_of(role), line).cell(column, text)
    };
    let claims = routes(ledger, as_of).into_iter().filter_map(|(route, line)| {
        let place = place(FileRole::Events, line, "level", route);
        let finding = level_unknown(EventKind::CourtFiled, route, policy, place)?;
        Some(Diagnostic { severity: Severity::Warning, ..finding })
    });
    let levels = levels(ledger, policy, as_of, |_| true).into_iter().filter_map(|((procedure, level), first)| {
        let place = place(FileRole::Events, first.line, "level", level);
        let named = procedure.and_then(|name| policy.procedures.iter().find(|procedure| procedure.name == name));
        let finding = match named {
            Some(procedure) => level_elsewhere(level, procedure, policy, place),
            None => renamed(level, first.date, level_unknown(EventKind::Notice, level, policy, place)?),
        };
        // The row is in the file, and what it says happened: the plan leaves its items to a person.
        Some(Diagnostic { severity: Severity::Warning, ..finding })
    });
    let procedures = procedures(ledger)
        .into_iter()
        .filter_map(|((role, name), line)| procedure_unknown(name, policy, place(role, line, "procedure", name)));
    claims.chain(levels).chain(procedures).collect()
}

/// Returns a warning for each level that no procedure has and that decides over some items: what was sent at it neither
/// chases them further nor lets interest run.
pub fn levels_unread(ledger: &Ledger, policy: &Policy, as_of: Date, decided: &BTreeSet<ItemId>) -> Vec<Diagnostic> {
    if decided.is_empty() {
        return Vec::new();
    }
    let levels = levels(ledger, policy, as_of, |item| decided.contains(&item));
    let told = levels.into_iter().filter_map(|((_, level), first)| {
        let number = ledger.number(ledger.invoice(*first.items.first()?).number);
        let place = Place::line(FileRole::Events.file_name(), first.line).cell("level", level);
        let finding = renamed(level, first.date, level_unknown(EventKind::Notice, level, policy, place)?);
        let (Bilingual { en, fr }, count) = (finding.sentence, first.items.len());
        let sentence = Bilingual::new(
            format!(
                "{en}: nothing is chased further for it, and no interest that needs a formal notice runs from it; items \
                 concerned: {count}, first {number}"
            ),
            format!(
                "{fr} : la relance s'arrête là, et des intérêts qui exigent une mise en demeure n'en courent pas ; pièces \
                 concernées : {count}, d'abord {number}"
            ),
        );
        Some(Diagnostic { sentence, severity: Severity::Warning, ..finding })
    });
    told.collect()
}

/// Adds since when a level is recorded, and the way out of one that the procedure had before: what was sent is not
/// taken back for its name.
fn renamed(level: &str, since: Date, finding: Diagnostic) -> Diagnostic {
    let Bilingual { en, fr } = finding.sentence;
    let [day, jour] = [Lang::En, Lang::Fr].map(|lang| figures::date(since, lang));
    let sentence = Bilingual::new(format!("{en}, recorded since {day}"), format!("{fr}, enregistré depuis le {jour}"));
    let help = finding.help.map(|Bilingual { en, fr }| {
        Bilingual::new(
            format!("{en}; where one of them took its place, write formerly = [\"{level}\"] there"),
            format!("{fr} ; si l'un d'eux le remplace, y écrire formerly = [\"{level}\"]"),
        )
    });
    Diagnostic { sentence, help, ..finding }
}

/// Where a name was recorded first, and of what.
#[derive(Debug)]
struct Recorded {
    line: u32,
    date: Date,
    items: BTreeSet<ItemId>,
}

/// Returns each route of a claim that was recorded, with the first line that has it.
fn routes(ledger: &Ledger, as_of: Date) -> BTreeMap<&str, u32> {
    let history = History::new(ledger, as_of);
    let mut found = BTreeMap::new();
    for event in ledger.customer_ids().flat_map(|customer| history.of(customer)) {
        if let Some(route) = event.level.as_deref().filter(|_| event.kind == EventKind::CourtFiled) {
            keep_first(&mut found, route, event.line);
        }
    }
    found
}

/// Returns what to say of a level that other procedures have, but not the one of the items that it was recorded for.
fn level_elsewhere(level: &str, procedure: &Procedure, policy: &Policy, place: Place) -> Diagnostic {
    let name = &procedure.name;
    let has = |other: &&Procedure| other.levels.iter().any(|own| own.is_called(level));
    let others: Vec<&str> = policy.procedures.iter().filter(has).map(|other| other.name.as_str()).collect();
    let own: Vec<&str> = procedure.levels.iter().map(|level| level.name.as_str()).collect();
    let (others, own) = (others.join(", "), own.join(", "));
    Diagnostic::new(
        code::write::LEVEL_UNKNOWN,
        format!("procedure {name}, which this item is under, has no level {level}"),
        format!("la procédure {name}, dont cette pièce relève, n'a pas de niveau {level}"),
    )
    .at(place)
    .help(
        format!("{level} is a level of {others}; levels of {name}: {own}"),
        format!("{level} est un niveau de {others} ; niveaux de {name} : {own}"),
    )
}

/// Returns each level that was recorded for items whose procedure does not have it, with that procedure's name where
/// another one has it, where it was recorded first, and of which of the items that are asked about.
fn levels<'a>(
    ledger: &'a Ledger,
    policy: &'a Policy,
    as_of: Date,
    is_asked_about: impl Fn(ItemId) -> bool,
) -> BTreeMap<(Option<&'a str>, &'a str), Recorded> {
    let history = History::new(ledger, as_of);
    let has = |procedure: &Procedure, level: &str| procedure.levels.iter().any(|own| own.is_called(level));
    let mut found: BTreeMap<(Option<&str>, &str), Recorded> = BTreeMap::new();
    for event in ledger.customer_ids().flat_map(|customer| history.of(customer)) {
        let level = event.level.as_deref().filter(|_| event.kind != EventKind::CourtFiled);
        let Some(level) = level else { continue };
        let mut own = concerned(ledger, event).filter_map(|row| procedure_of(policy, ledger, row).ok());
        let first = own.next();
        if first.into_iter().chain(own).any(|procedure| has(procedure, level)) {
            continue;
        }
        // A level that no procedure has is told so, once.
        let is_elsewhere = policy.procedures.iter().any(|procedure| has(procedure, level));
        let procedure = first.filter(|_| is_elsewhere).map(|procedure| procedure.name.as_str());
        let first = Recorded { line: event.line, date: event.date, items: BTreeSet::new() };
        let recorded = found.entry((procedure, level)).or_insert(first);
        recorded.line = recorded.line.min(event.line);
        recorded.date = recorded.date.min(event.date);
        recorded.items.extend(concerned(ledger, event).filter(|&item| is_asked_about(item)));
    }
    found
}

/// Returns each procedure that customers and invoices name, with the first line that does.
fn procedures(ledger: &Ledger) -> BTreeMap<(FileRole, &str), u32> {
    let mut found = BTreeMap::new();
    for customer in ledger.customers() {
        if let Some(name) = customer.more().procedure.as_deref() {
            keep_first(&mut found, (FileRole::Customers, name), customer.line);
        }
    }
    for (item, invoice) in ledger.items().zip(ledger.invoices()) {
        if let Some(name) = ledger.more(item).and_then(|more| more.procedure.as_deref()) {
            keep_first(&mut found, (FileRole::Invoices, name), invoice.line);
        }
    }
    found
}

fn keep_first<K: Ord>(found: &mut BTreeMap<K, u32>, key: K, line: u32) {
    let first = found.entry(key).or_insert(line);
    *first = line.min(*first);
}
