//! What an earlier run of the same day left: a run after `--record` finds the letters sent, and only the calls that are
//! still to be made, which stand there already.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use serde_json::Value;

use super::super::load::Desk;
use crate::letter::manifest::{FILE_NAME, NoticeEntry};
use crate::letter::press::Printed;
use crate::model::EventKind;

/// Tells whether the manifest of a folder lists all of this run and besides only notices that were recorded that day:
/// then it stays, as the list of the run that wrote them.
pub fn covers(folder: &Path, desk: &Desk, printed: &[Printed<'_>]) -> bool {
    let read = || -> Option<Vec<Value>> {
        let manifest: Value = serde_json::from_slice(&fs::read(folder.join(FILE_NAME)).ok()?).ok()?;
        manifest.get("notices")?.as_array().cloned()
    };
    let Some(listed) = read() else { return false };
    let as_value = |entry: NoticeEntry| serde_json::to_value(entry).expect("a manifest is plain data");
    let ours: Vec<Value> = printed.iter().map(|one| as_value(one.entry(&desk.ledger))).collect();
    let events = desk.ledger.events().iter();
    let of_the_day = events.filter(|event| event.kind == EventKind::Notice && event.date == desk.as_of);
    let recorded: BTreeSet<&str> = of_the_day.filter_map(|event| event.event_id.as_deref()).collect();
    let is_recorded = |entry: &Value| entry["notice_id"].as_str().is_some_and(|id| recorded.contains(id));
    let others: Vec<&Value> = listed.iter().filter(|entry| !ours.contains(entry)).collect();
    listed.len() == ours.len() + others.len() && !others.is_empty() && others.into_iter().all(is_recorded)
}
