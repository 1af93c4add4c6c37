//! Names of levels and procedures that the policy does not have.

use std::collections::BTreeMap;

use crate::diag::{Code, Diagnostic, Place, Severity, code, nearest};
use crate::engine::history::History;
use crate::input::Reading;
use crate::law::routes::RouteKind;
use crate::model::{Date, EventKind, FileRole, ItemId, Ledger};
use crate::policy::Policy;

/// Returns what to say of a level that no procedure of the policy has, or of a route that there is not; nothing of one
/// that is known.
pub fn level_unknown(event: EventKind, level: &str, policy: &Policy, place: Place) -> Option<Diagnostic> {
    if event == EventKind::CourtFiled {
        let known: Vec<&str> = RouteKind::TO_A_TITLE.iter().map(|route| route.word()).collect();
        let said = [format!("{level} is no legal route"), format!("{level} n'est pas une voie de droit")];
        return unknown(code::write::LEVEL_UNKNOWN, level, &known, said, ["routes", "voies"], place);
    }
    let mut known: Vec<&str> = Vec::new();
    for level in policy.procedures.iter().flat_map(|procedure| &procedure.levels) {
        if !known.contains(&level.name.as_str()) {
            known.push(&level.name);
        }
    }
    let said = [
        format!("no procedure of the policy has the level {level}"),
        format!("aucune procédure de la politique n'a le niveau {level}"),
    ];
    unknown(code::write::LEVEL_UNKNOWN, level, &known, said, ["levels", "niveaux"], place)
}

fn procedure_unknown(name: &str, policy: &Policy, place: Place) -> Option<Diagnostic> {
    let known: Vec<&str> = policy.procedures.iter().map(|procedure| procedure.name.as_str()).collect();
    let said = [
        format!("the policy has no procedure {name}: what names it is not chased"),
        format!("la politique n'a pas de procédure {name} : ce qui la nomme n'est pas relancé"),
    ];
    unknown(code::policy::PROCEDURE_UNKNOWN, name, &known, said, ["procedures", "procédures"], place)
}

fn unknown(
    code: Code,
    name: &str,
    known: &[&str],
    [en, fr]: [String; 2],
    [what, quoi]: [&str; 2],
    place: Place,
) -> Option<Diagnostic> {
    if known.contains(&name) {
        return None;
    }
    let (meant, voulu) = match nearest(name, known.iter().copied()) {
        Some(near) => (format!("did you mean {near}? "), format!("vouliez-vous dire {near} ? ")),
        None => Default::default(),
    };
    let list = known.join(", ");
    let finding = Diagnostic::new(code, en, fr).at(place);
    Some(finding.help(format!("{meant}{what}: {list}"), format!("{voulu}{quoi} : {list}")))
}

/// Returns a warning for each such name of the folder's files, at the first row that has it. What was taken back by
/// `as_of` is left out.
pub fn judged(reading: &Reading, policy: &Policy, as_of: Date) -> Vec<Diagnostic> {
    let Some(ledger) = &reading.ledger else { return Vec::new() };
    let place = |role: FileRole, line: u32, column: &str, text: &str| {
        let name =
            reading.files.iter().find(|(read, _)| *read == role).map_or(role.file_name(), |(_, source)| &source.name);
        Place::line(name, line).cell(column, text)
    };
    let levels = levels(ledger, as_of).into_iter().filter_map(|((level, event), line)| {
        let finding = level_unknown(event, level, policy, place(FileRole::Events, line, "level", level))?;
        // The row is in the file, and what it says happened: the plan leaves its items to a person.
        Some(Diagnostic { severity: Severity::Warning, ..finding })
    });
    let procedures = procedures(ledger)
        .into_iter()
        .filter_map(|((role, name), line)| procedure_unknown(name, policy, place(role, line, "procedure", name)));
    levels.chain(procedures).collect()
}

/// Returns each level that was recorded, and whether as that of a notice or as the route of a claim, with the first
/// line that has it.
fn levels(ledger: &Ledger, as_of: Date) -> BTreeMap<(&str, EventKind), u32> {
    let history = History::new(ledger, as_of);
    let mut found = BTreeMap::new();
    for event in ledger.customer_ids().flat_map(|customer| history.of(customer)) {
        if let Some(level) = event.level.as_deref() {
            let kind = if event.kind == EventKind::CourtFiled { event.kind } else { EventKind::Notice };
            keep_first(&mut found, (level, kind), event.line);
        }
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
    for (row, invoice) in ledger.invoices().iter().enumerate() {
        if let Some(name) = ledger.more(ItemId(row as u32)).and_then(|more| more.procedure.as_deref()) {
            keep_first(&mut found, (FileRole::Invoices, name), invoice.line);
        }
    }
    found
}

fn keep_first<K: Ord>(found: &mut BTreeMap<K, u32>, key: K, line: u32) {
    let first = found.entry(key).or_insert(line);
    *first = line.min(*first);
}
