//! The rows of `events.csv` against the invoices, the customers, and each other.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use super::Cascade;
use super::customers::{People, Who};
use crate::input::columns::Column;
use crate::input::events::{AMOUNTS, EventFile, EventRow};
use crate::input::faults::Faults;
use crate::input::ids::{Hints, NOBODY};
use crate::input::invoices::InvoiceFile;
use crate::input::messages::{self, Subject};
use crate::model::{Amount, Currency, CustomerId, Event, EventKind, FileRole, InvoiceNo};

/// What the rows are resolved against.
struct Resolver<'a> {
    bills: Option<&'a InvoiceFile>,
    people: &'a People,
    currency: Currency,
    file: &'a EventFile,
    cascade: Cascade,
    hints: RefCell<Hints>,
}

/// A row that was refused: its finding is among the faults.
struct Refused;

/// Returns the events whose customers, invoices and currencies are sound; the others are refused.
pub(super) fn resolve(
    file: &mut EventFile,
    bills: Option<&InvoiceFile>,
    people: &People,
    currency: Currency,
    cascade: Cascade,
    faults: &mut Faults,
) -> Vec<Event> {
    let rows = std::mem::take(&mut file.rows);
    let mut refused = Vec::new();
    let resolver = Resolver { bills, people, currency, file, cascade, hints: RefCell::default() };
    let mut acts = resolver.compare_acts(&rows, faults);
    acts.extend(resolver.refuse_circles(&rows, faults));
    let known: BTreeSet<String> = rows.iter().filter_map(|row| row.event.event_id.clone()).collect();
    let mut sound = Vec::with_capacity(rows.len());
    for row in rows {
        let (id, line) = (row.event.event_id.clone(), row.event.line);
        let event =
            if id.as_ref().is_some_and(|id| acts.contains(id)) { Err(Refused) } else { resolver.event(row, faults) };
        match event {
            Ok(event) => sound.push(event),
            // The rest of the act stays: each row of it stands for itself. What takes the act back goes.
            Err(Refused) => {
                refused.push(line);
                acts.extend(id);
            }
        }
    }
    sound.retain(|event| {
        let stays = resolver.keeps_undo(event, &known, &acts, faults);
        refused.extend((!stays).then_some(event.line));
        stays
    });
    file.refused.extend(refused);
    sound
}

/// Gives events the new numbers of their invoices, where numbers changed.
pub(super) fn renumber(events: &mut [Event], numbers: Option<&[Option<InvoiceNo>]>) {
    if let Some(new) = numbers {
        for event in events {
            event.invoice = event.invoice.and_then(|old| new.get(old.index()).copied().flatten());
        }
    }
}

impl Resolver<'_> {
    /// Finds acts whose rows contradict each other: one act is one event on one day. Returns their ids.
    fn compare_acts(&self, rows: &[EventRow], faults: &mut Faults) -> BTreeSet<String> {
        let mut first: BTreeMap<&str, &Event> = BTreeMap::new();
        let mut contradicted = BTreeSet::new();
        for event in rows.iter().map(|row| &row.event) {
            let Some(id) = event.event_id.as_deref() else { continue };
            let before = *first.entry(id).or_insert(event);
            if (before.kind, before.date) != (event.kind, event.date) && contradicted.insert(id.to_owned()) {
                let places = [before, event].map(|event| self.file.sheet.cite(event.line, Column::EventId));
                faults.push(messages::id_duplicate(&subject(event), None, places));
            }
        }
        contradicted
    }

    /// Finds acts that take themselves back, by themselves or by way of others. Returns their ids.
    fn refuse_circles(&self, rows: &[EventRow], faults: &mut Faults) -> BTreeSet<String> {
        let undos = || rows.iter().map(|row| &row.event).filter(|event| event.kind == EventKind::Undo);
        let mut named: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for event in undos() {
            if let (Some(own), Some(target)) = (event.event_id.as_deref(), event.reference.as_deref()) {
                named.entry(own).or_default().push(target);
            }
        }
        let mut undone_by: BTreeMap<&str, usize> = BTreeMap::new();
        named.values().flatten().for_each(|&target| *undone_by.entry(target).or_default() += 1);
        // What no undo names is in no circle, nor is what only such ones name.
        let mut free: Vec<&str> = named.keys().copied().filter(|own| !undone_by.contains_key(own)).collect();
        while let Some(own) = free.pop() {
            for target in named.remove(own).into_iter().flatten() {
                let left = undone_by.get_mut(target).expect("each target was counted");
                *left -= 1;
                if *left == 0 && named.contains_key(target) {
                    free.push(target);
                }
            }
        }
        for event in undos().filter(|event| event.event_id.as_deref().is_some_and(|id| named.contains_key(id))) {
            faults.push(messages::undo_circle(self.file.sheet.cite(event.line, Column::Reference)));
        }
        named.into_keys().map(str::to_owned).collect()
    }

    fn event(&self, row: EventRow, faults: &mut Faults) -> Result<Event, Refused> {
        let customer = row.customer.as_deref().map(|id| self.customer(id, &row.event, faults)).transpose()?;
        let mut event = row.event;
        let cite = |event: &Event, column| self.file.sheet.cite(event.line, column);
        event.currency = row.currency.unwrap_or(self.currency);
        event.customer = customer.unwrap_or(NOBODY);
        if let (Some(text), Some(bills)) = (row.invoice.as_deref(), self.bills) {
            let number = self.number(bills, text, &event, faults)?;
            let head = bills.head(number);
            let other = bills.subject(number);
            if customer.is_some_and(|customer| customer != head.customer) {
                let there = bills.sheet.cite(head.line, Column::CustomerId);
                let places = [cite(&event, Column::CustomerId), there];
                faults.push(messages::customer_mismatch(&subject(&event), &other, places));
                return Err(Refused);
            }
            if row.currency.is_some_and(|currency| currency != head.currency) {
                let there = bills.sheet.cite(head.line, Column::Currency);
                let places = [cite(&event, Column::Currency), there];
                faults.push(messages::currency_mismatch(&subject(&event), &other, places));
                return Err(Refused);
            }
            if let Some(instalment) = event.instalment.as_deref() {
                let known = bills.instalments(number);
                if !known.contains(&instalment) {
                    let place = cite(&event, Column::Instalment);
                    faults.push(messages::instalment_unknown(text, instalment, &known, place));
                    return Err(Refused);
                }
            }
            event.customer = head.customer;
            event.currency = head.currency;
            event.invoice = Some(number);
        } else if row.invoice.is_some() {
            return Ok(event);
        }
        // The indemnity is a sum of French law: euros, whatever the invoice is in (C. com. D441-5).
        let currencies = [event.currency, event.currency, Currency::EUR];
        let mut amounts = [None::<Amount>; 3];
        for (i, value) in row.amounts.into_iter().enumerate() {
            let Some(value) = value else { continue };
            let Some(amount) = value.to_amount(currencies[i]) else {
                let place = cite(&event, AMOUNTS[i]);
                faults.push(messages::amount_precision(place, &subject(&event), currencies[i]));
                return Err(Refused);
            };
            amounts[i] = Some(amount);
        }
        [event.amount, event.interest, event.indemnity] = amounts;
        Ok(event)
    }

    fn customer(&self, id: &str, event: &Event, faults: &mut Faults) -> Result<CustomerId, Refused> {
        let place = self.file.sheet.cite(event.line, Column::CustomerId);
        match self.people.find(id) {
            Who::Known(customer) => return Ok(customer),
            Who::Refused => {
                let reason = Subject { role: FileRole::Customers, id: id.to_owned() };
                self.cascade.push(faults, &subject(event), &reason, place);
            }
            Who::Unknown => self.people.report_stranger(id, place, faults),
        }
        Err(Refused)
    }

    fn number(
        &self,
        bills: &InvoiceFile,
        text: &str,
        event: &Event,
        faults: &mut Faults,
    ) -> Result<InvoiceNo, Refused> {
        let place = self.file.sheet.cite(event.line, Column::InvoiceId);
        match bills.find(text) {
            Some(number) if bills.is_refused(number) => {
                self.cascade.push(faults, &subject(event), &bills.subject(number), place);
            }
            Some(number) => return Ok(number),
            None => {
                let like = bills.ids.nearest(text, &mut self.hints.borrow_mut());
                faults.push(messages::invoice_unknown(text, &subject(event), place, &like));
            }
        }
        Err(Refused)
    }

    /// Tells whether an event may stay as far as it takes another back.
    fn keeps_undo(
        &self,
        event: &Event,
        known: &BTreeSet<String>,
        refused: &BTreeSet<String>,
        faults: &mut Faults,
    ) -> bool {
        let Some(id) = event.reference.as_ref().filter(|_| event.kind == EventKind::Undo) else { return true };
        let place = self.file.sheet.cite(event.line, Column::Reference);
        if refused.contains(id) || self.file.bad.contains(id) {
            let reason = Subject { role: FileRole::Events, id: id.clone() };
            self.cascade.push(faults, &subject(event), &reason, place);
        } else if !known.contains(id) {
            faults.push(messages::event_unknown(id, place));
        } else {
            return true;
        }
        false
    }
}

fn subject(event: &Event) -> Subject {
    Subject { role: FileRole::Events, id: event.event_id.clone().unwrap_or_default() }
}
