//! Adds to findings the text that stands in the cells they cite.
//!
//! Putting the files together works on numbers; what a cell looked like is read again when somebody has to see it.

use std::collections::{BTreeMap, BTreeSet};

use super::Contents;
use crate::diag::Place;
use crate::input::faults::Faults;
use crate::input::sheet::Sheet;
use crate::input::table::Next;

/// Fills in the texts of every place that names a column but no text.
pub(super) fn fill(contents: &mut Contents, faults: &mut [Faults; 5]) {
    let customers = contents.customers.read_mut().map(|file| &mut file.sheet);
    let invoices = contents.invoices.read_mut().map(|file| &mut file.sheet);
    let payments = contents.payments.read_mut().map(|file| &mut file.sheet);
    let events = contents.events.read_mut().map(|file| &mut file.sheet);
    let suspense = contents.suspense.read_mut().map(|file| &mut file.sheet);
    for sheet in [customers, invoices, payments, events, suspense].into_iter().flatten() {
        let file = sheet.file().to_owned();
        let lacking = |place: &Place| place.file == file && place.text.is_none() && place.column.is_some();
        let places = || faults.iter().flat_map(Faults::places).filter(|place| lacking(place));
        let lines: BTreeSet<u32> = places().filter_map(|place| place.line).collect();
        if lines.is_empty() {
            continue;
        }
        let texts = texts(sheet, &lines);
        for place in faults.iter_mut().flat_map(Faults::places_mut).filter(|place| lacking(place)) {
            let cells = place.line.and_then(|line| texts.get(&line));
            let cell = cells.and_then(|cells| cells.iter().find(|(name, _)| Some(name) == place.column.as_ref()));
            place.text = cell.map(|(_, text)| text.clone());
        }
    }
}

/// Returns the cells of those lines, with the names of their columns.
fn texts(sheet: &mut Sheet, lines: &BTreeSet<u32>) -> BTreeMap<u32, Vec<(String, String)>> {
    let mut texts = BTreeMap::new();
    // What this pass finds was found before.
    let mut unheard = Faults::default();
    sheet.rewind();
    while texts.len() < lines.len() && sheet.next(&mut unheard) != Next::End {
        if lines.contains(&sheet.line()) {
            let names = sheet.table().names().iter();
            let cells = names.filter_map(|name| Some((name.clone(), sheet.table().under(name)?))).collect();
            texts.insert(sheet.line(), cells);
        }
    }
    sheet.rest();
    texts
}
