//! Who owes: the customers of `customers.csv`, or without it every id that the other files name.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use super::{Content, Contents};
use crate::diag::{Place, Severity};
use crate::input::columns::Column;
use crate::input::customers::CustomerFile;
use crate::input::faults::Faults;
use crate::input::ids::{Hints, Named};
use crate::input::lookalike;
use crate::input::messages::{self, Likeness, Subject};
use crate::model::{Customer, CustomerId, CustomerKind, FileRole};

/// Every customer, in the order of their ids.
#[derive(Debug, Default)]
pub(super) struct People {
    list: Vec<Customer>,
    /// Ids whose row was refused.
    refused: BTreeSet<String>,
    /// Whether an id that is not in the list is a fault.
    complete: bool,
    /// Whether `customers.csv` could not be used: then nothing can be said of any id.
    unusable: bool,
    /// Ids that look alike, each with the other.
    twins: BTreeMap<String, String>,
    /// What may still be sought for ids that are not in the list.
    hints: RefCell<Hints>,
}

/// What is known of a customer's id.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Who {
    /// He is in the list.
    Known(CustomerId),
    /// His row was refused.
    Refused,
    /// There is no such customer.
    Unknown,
}

/// Lists the customers.
pub(super) fn gather(contents: &mut Contents, kind: CustomerKind, faults: &mut Faults) -> People {
    let mut people = found(contents, kind, faults);
    people.refuse_lookalikes(contents, faults);
    people
}

fn found(contents: &mut Contents, kind: CustomerKind, faults: &mut Faults) -> People {
    match &mut contents.customers {
        Content::Read(file) => listed(file, faults),
        other => {
            let unusable = matches!(other, Content::Unusable);
            let list = named(contents)
                .into_iter()
                .map(|id| Customer { id: id.to_owned(), name: id.to_owned(), kind, line: 0, more: None })
                .collect();
            People { list, unusable, ..People::default() }
        }
    }
}

/// Returns every id that the other files name.
fn named(contents: &Contents) -> Vec<&str> {
    let mut ids: Vec<&str> = Vec::new();
    ids.extend(contents.invoices.read().into_iter().flat_map(|file| file.customers.sorted()).map(|(_, id)| id));
    ids.extend(contents.payments.read().into_iter().flat_map(|file| file.customers.sorted()).map(|(_, id)| id));
    ids.extend(
        contents.events.read().into_iter().flat_map(|file| &file.rows).filter_map(|row| row.customer.as_deref()),
    );
    // The stable sort merges what is in order already.
    ids.sort();
    ids.dedup();
    ids
}

/// Takes the customers of the file, without those whose id stands twice.
fn listed(file: &mut CustomerFile, faults: &mut Faults) -> People {
    let mut rows = std::mem::take(&mut file.rows);
    rows.sort_by(|a, b| (&a.id, a.line).cmp(&(&b.id, b.line)));
    let mut twice = BTreeSet::new();
    let mut report = |id: &str, first: u32, second: u32| {
        let places = [first.min(second), first.max(second)].map(|line| file.sheet.cite(line, Column::CustomerId));
        let subject = Subject { role: FileRole::Customers, id: id.to_owned() };
        faults.push(messages::id_duplicate(&subject, None, places));
        twice.insert(id.to_owned());
    };
    for same in rows.chunk_by(|a, b| a.id == b.id) {
        let first = &same[0];
        for other in &same[1..] {
            report(&first.id, first.line, other.line);
        }
        if let Some(&line) = file.bad.get(&first.id) {
            report(&first.id, line, first.line);
        }
    }
    if !twice.is_empty() {
        let before = rows.len();
        rows.retain(|row| !twice.contains(&row.id));
        file.nameless += before - rows.len();
    }
    twice.extend(file.bad.keys().cloned());
    People { list: rows, refused: twice, complete: true, ..People::default() }
}

/// Where customers stand: each in his own file, else in the first row that names him.
struct Places<'a> {
    contents: &'a Contents,
    /// The lines of those rows, by the customer's number in the file.
    invoices: Vec<Option<u32>>,
    payments: Vec<Option<u32>>,
    events: BTreeMap<&'a str, u32>,
}

impl<'a> Places<'a> {
    fn of(contents: &'a Contents) -> Places<'a> {
        let mut places = Places { contents, invoices: Vec::new(), payments: Vec::new(), events: BTreeMap::new() };
        if contents.customers.read().is_some() {
            return places;
        }
        let bills = contents.invoices.read();
        let payments = contents.payments.read();
        let events = contents.events.read();
        let rows = bills.into_iter().flat_map(|file| file.rows.iter().map(|row| (row.customer, row.line)));
        places.invoices = first_lines(bills.map(|file| &file.customers), rows);
        let rows = payments
            .into_iter()
            .flat_map(|file| (0..).zip(&file.rows).map(|(place, row)| (row.customer, file.lines.get(place))));
        places.payments = first_lines(payments.map(|file| &file.customers), rows);
        for row in events.into_iter().flat_map(|file| &file.rows) {
            if let Some(customer) = row.customer.as_deref() {
                places.events.entry(customer).or_insert(row.event.line);
            }
        }
        places
    }

    fn cite(&self, customer: &Customer) -> Option<Place> {
        let id = customer.id.as_str();
        let of_invoices = || {
            let file = self.contents.invoices.read()?;
            let line = self.invoices[file.customers.find(id)? as usize]?;
            Some(file.sheet.cite(line, Column::CustomerId))
        };
        let of_payments = || {
            let file = self.contents.payments.read()?;
            let line = self.payments[file.customers.find(id)? as usize]?;
            Some(file.sheet.cite(line, Column::CustomerId))
        };
        let of_events = || {
            let file = self.contents.events.read()?;
            Some(file.sheet.cite(*self.events.get(id)?, Column::CustomerId))
        };
        match &self.contents.customers {
            Content::Read(file) => Some(file.sheet.cite(customer.line, Column::CustomerId)),
            _ => of_invoices().or_else(of_payments).or_else(of_events),
        }
    }
}

/// Returns the line of the first row of each customer that a file names.
fn first_lines(named: Option<&Named>, rows: impl Iterator<Item = (CustomerId, u32)>) -> Vec<Option<u32>> {
    let mut lines = vec![None; named.map_or(0, Named::len)];
    for (CustomerId(customer), line) in rows {
        // A row may name nobody.
        if let Some(first) = lines.get_mut(customer as usize) {
            first.get_or_insert(line);
        }
    }
    lines
}

impl People {
    /// Returns what is known of an id.
    pub fn find(&self, id: &str) -> Who {
        match self.list.binary_search_by(|customer| customer.id.as_str().cmp(id)) {
            Ok(place) => Who::Known(CustomerId(place as u32)),
            Err(_) if self.refused.contains(id) => Who::Refused,
            Err(_) => Who::Unknown,
        }
    }

    /// Returns what is known of each id of a file.
    pub fn find_all(&self, ids: &Named) -> Vec<Who> {
        let mut all = vec![Who::Unknown; ids.len()];
        let mut place = 0;
        for (number, id) in ids.sorted() {
            while self.list.get(place).is_some_and(|customer| customer.id.as_str() < id) {
                place += 1;
            }
            all[number as usize] = match self.list.get(place) {
                Some(customer) if customer.id == id => Who::Known(CustomerId(place as u32)),
                _ if self.refused.contains(id) => Who::Refused,
                _ => Who::Unknown,
            };
        }
        all
    }

    /// Returns all of them, in the order of their ids.
    pub fn all(&self) -> &[Customer] {
        &self.list
    }

    /// Returns how many there are.
    pub fn len(&self) -> usize {
        self.list.len()
    }

    /// Tells whether an id that is not in the list is a fault.
    pub fn is_complete(&self) -> bool {
        self.complete
    }

    /// Returns one customer.
    pub fn get(&self, id: CustomerId) -> &Customer {
        &self.list[id.0 as usize]
    }

    /// Reports an id that is not in the list, unless there is no list to be in, or none that could be read.
    pub fn report_stranger(&self, id: &str, place: Place, faults: &mut Faults) {
        if self.unusable || !self.complete {
            return;
        }
        let known = self.list.iter().map(|customer| customer.id.as_str());
        let like = self.hints.borrow_mut().nearest(id, self.list.len(), known);
        faults.push(messages::customer_unknown(id, place, &like));
    }

    /// Reports customers whose ids look alike. Where nobody sees a difference, money of the one could be booked on the
    /// other: both are refused.
    fn refuse_lookalikes(&mut self, contents: &Contents, faults: &mut Faults) {
        let pairs = lookalike::pairs(self.list.len(), |place| &self.list[place].id);
        if pairs.is_empty() {
            return;
        }
        let mut refused = BTreeSet::new();
        let places = Places::of(contents);
        for (one, two, likeness) in pairs {
            let mut both = [&self.list[one], &self.list[two]];
            both.sort_by_key(|customer| customer.line);
            let ids = both.map(|customer| customer.id.as_str());
            let cite = |customer: &Customer| places.cite(customer);
            let severity = if likeness == Likeness::Look { Severity::Error } else { Severity::Warning };
            faults.push(messages::id_lookalike(FileRole::Customers, ids, likeness, severity, both.map(cite)));
            if likeness == Likeness::Look {
                refused.extend(ids.map(str::to_owned));
            }
            self.twins.extend([(ids[0].to_owned(), ids[1].to_owned()), (ids[1].to_owned(), ids[0].to_owned())]);
        }
        self.list.retain(|customer| !refused.contains(&customer.id));
        self.refused.append(&mut refused);
    }

    /// Returns the customer whose id differs from that one's only by case or leading zeros.
    pub fn twin(&self, id: &str) -> Option<CustomerId> {
        match self.find(self.twins.get(id)?) {
            Who::Known(twin) => Some(twin),
            Who::Refused | Who::Unknown => None,
        }
    }

    /// Returns the list.
    pub fn into_list(self) -> Vec<Customer> {
        self.list
    }
}
