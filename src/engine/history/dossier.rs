//! One customer's events, followed to where they leave each of his items.

use std::collections::BTreeMap;

use super::History;
use super::commitment::{Commitment, open_on};
use super::insolvency::Judgment;
use crate::engine::allocation::Balances;
use crate::model::{Amount, CustomerId, Date, Event, EventKind, InvoiceNo, ItemId, Ledger};

/// Is what the events of one customer say.
#[derive(Clone, Debug, Default)]
pub struct Dossier<'a> {
    /// One for each of the customer's rows, in the order of [`Ledger::invoices_of`]; empty when nothing happened.
    pub standings: Vec<Standing<'a>>,
    /// His promises and plans; [`Standing`] points here.
    pub commitments: Vec<Commitment>,
    /// The judgments that opened insolvency proceedings, by date. They concern the person, whatever the row names.
    pub judgments: Vec<Judgment>,
    /// The levels of each act that is a notice or call; [`Contact::act`] names it.
    pub acts: BTreeMap<&'a str, Vec<&'a str>>,
    /// The day of the last notice to him, or of the last call that was a level of a procedure.
    pub last_notice: Option<Date>,
}

/// Is where the events leave one item.
#[derive(Clone, Debug, Default)]
pub struct Standing<'a> {
    /// The notices and calls that carry a level, by date.
    pub contacts: Vec<Contact<'a>>,
    /// The levels that were approved.
    pub approved: Vec<&'a str>,
    /// The dispute that is open.
    pub dispute: Option<Dispute>,
    /// The place of the last promise in [`Dossier::commitments`].
    pub promise: Option<usize>,
    /// The place of the last payment plan in [`Dossier::commitments`].
    pub plan: Option<usize>,
    /// The hold that was not released; it may be over.
    pub hold: Option<Hold>,
    /// The last announcement of a payment: its day, and the day of the payment.
    pub announced: Option<(Date, Option<Date>)>,
    /// Since when it is a factor's.
    pub assigned: Option<Date>,
    /// Since when somebody else collects it.
    pub handed_over: Option<Date>,
    /// Since when a court has it.
    pub court_filed: Option<Date>,
    /// The day on which it was declared in the insolvency proceedings.
    pub claim_declared: Option<Date>,
}

/// Is a notice or call that carries a level.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Contact<'a> {
    /// Its day.
    pub date: Date,
    /// The name of the level.
    pub level: &'a str,
    /// The `event_id` that it shares with the other lines of the same notice.
    pub act: Option<&'a str>,
    /// In a forecast: the level of the letter that it would go out in, which has no id yet.
    pub letter: Option<&'a str>,
}

/// Is a dispute that is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Dispute {
    /// The day on which the first part was disputed.
    pub since: Date,
    /// How much of what is open today is disputed.
    pub amount: Amount,
}

/// Is a hold that was not released.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hold {
    /// Since when.
    pub since: Date,
    /// Its last day; without one it lasts until it is released.
    pub until: Option<Date>,
}

impl<'a> Dossier<'a> {
    /// Returns the dossier of a customer on the day of the balances, which is the history's too.
    pub fn new(ledger: &'a Ledger, balances: &Balances, history: &History<'a>, customer: CustomerId) -> Dossier<'a> {
        let events = history.of(customer);
        if events.len() == 0 {
            return Dossier::default();
        }
        let rows = ledger.invoices_of(customer);
        let dossier = Dossier { standings: vec![Standing::default(); rows.len()], ..Dossier::default() };
        let mut clerk = Clerk { ledger, balances, rows, dossier, acts: BTreeMap::new() };
        for event in events {
            clerk.file(event);
        }
        for commitment in &mut clerk.dossier.commitments {
            commitment.instalments.sort_unstable();
        }
        clerk.dossier
    }
}

/// Names a promise or plan: rows of one act are one commitment, and so are rows without an id that say the same
/// of the same item on the same day.
type ActKey<'a> = (EventKind, Date, Result<&'a str, (Option<InvoiceNo>, Option<&'a str>)>);

/// Files one customer's events, one after the other.
struct Clerk<'a, 'b> {
    ledger: &'a Ledger,
    balances: &'b Balances,
    rows: std::ops::Range<usize>,
    dossier: Dossier<'a>,
    acts: BTreeMap<ActKey<'a>, usize>,
}

impl<'a> Clerk<'a, '_> {
    fn file(&mut self, event: &'a Event) {
        match event.kind {
            EventKind::Notice | EventKind::Call => self.contact(event),
            EventKind::Approved => {
                if let Some(level) = event.level.as_deref() {
                    self.each(event, |standing| standing.approved.push(level));
                }
            }
            EventKind::DisputeOpened => self.dispute(event),
            EventKind::DisputeClosed => self.close_dispute(event),
            EventKind::Promise | EventKind::Plan => self.commit(event),
            EventKind::Hold => self.each(event, |standing| standing.hold = Some(held(standing.hold, event))),
            EventKind::Release => self.each(event, |standing| standing.hold = None),
            EventKind::Insolvency => self.judgment(event),
            EventKind::ClaimDeclared => self.each(event, |standing| first(&mut standing.claim_declared, event)),
            EventKind::PaymentAnnounced => {
                self.each(event, |standing| standing.announced = Some((event.date, event.until)));
            }
            EventKind::Assigned => self.each(event, |standing| first(&mut standing.assigned, event)),
            EventKind::HandedOver => self.each(event, |standing| first(&mut standing.handed_over, event)),
            EventKind::CourtFiled => self.each(event, |standing| first(&mut standing.court_filed, event)),
            EventKind::Acknowledged | EventKind::Waived | EventKind::WrittenOff | EventKind::Note | EventKind::Undo => {
            }
        }
    }

    /// Returns the items that an event concerns: those of the invoice or instalment it names, else all.
    fn concerned(&self, event: &Event) -> Vec<ItemId> {
        let item = |item: &ItemId| self.ledger.invoice(*item).is_item();
        match event.invoice {
            Some(number) => {
                let named = |row: &ItemId| {
                    event.instalment.is_none() || self.ledger.instalment(*row) == event.instalment.as_deref()
                };
                self.ledger.rows_of(number).filter(named).filter(item).collect()
            }
            None => self.rows.clone().map(|row| ItemId(row as u32)).filter(item).collect(),
        }
    }

    fn standing(&mut self, item: ItemId) -> &mut Standing<'a> {
        &mut self.dossier.standings[item.index() - self.rows.start]
    }

    fn each(&mut self, event: &Event, change: impl Fn(&mut Standing<'a>)) {
        for item in self.concerned(event) {
            change(self.standing(item));
        }
    }

    /// Files a notice or call. One that names no item exactly concerns what was overdue that day.
    fn contact(&mut self, event: &'a Event) {
        if event.kind == EventKind::Notice || event.level.is_some() {
            self.dossier.last_notice = self.dossier.last_notice.max(Some(event.date));
        }
        let Some(level) = event.level.as_deref() else { return };
        let act = event.event_id.as_deref();
        if let Some(act) = act {
            let levels = self.dossier.acts.entry(act).or_default();
            if !levels.contains(&level) {
                levels.push(level);
            }
        }
        let mut items = self.concerned(event);
        if event.invoice.is_none() || items.len() > 1 {
            let open = |item: &ItemId| open_on(self.ledger, self.balances, *item, event.date).is_positive();
            let (late, not_late): (Vec<ItemId>, Vec<ItemId>) =
                items.into_iter().filter(open).partition(|&item| self.ledger.invoice(item).due < event.date);
            // Of an invoice in instalments, none of them late, it can only have meant the next one to fall due.
            let next = || not_late.into_iter().take(usize::from(event.invoice.is_some())).collect();
            items = if late.is_empty() { next() } else { late };
        }
        for item in items {
            self.standing(item).contacts.push(Contact { date: event.date, level, act, letter: None });
        }
    }

    /// Files a dispute: a sum is set against what is open, oldest due date first.
    fn dispute(&mut self, event: &Event) {
        let mut left = event.amount;
        for item in self.concerned(event) {
            let open = self.balances.open(self.ledger, item);
            if !open.is_positive() || (left.is_some() && self.ledger.invoice(item).currency != event.currency) {
                continue;
            }
            let standing = self.standing(item);
            let already = standing.dispute.map_or(Amount::ZERO, |dispute| dispute.amount);
            let part = left.unwrap_or(open).min(open - already);
            if part.is_positive() {
                let since = standing.dispute.map_or(event.date, |dispute| dispute.since);
                standing.dispute = Some(Dispute { since, amount: already + part });
                left = left.map(|left| left - part);
            }
        }
    }

    /// Closes a dispute, or as much of it as the sum says, oldest due date first.
    fn close_dispute(&mut self, event: &Event) {
        let mut left = event.amount;
        for item in self.concerned(event) {
            if left.is_some() && self.ledger.invoice(item).currency != event.currency {
                continue;
            }
            let standing = self.standing(item);
            let Some(dispute) = standing.dispute else { continue };
            let part = left.unwrap_or(dispute.amount).min(dispute.amount);
            let amount = dispute.amount - part;
            standing.dispute = amount.is_positive().then_some(Dispute { amount, ..dispute });
            left = left.map(|left| left - part);
        }
    }

    /// Files a promise or a plan row; it covers what was issued by then, in its currency when it has a sum.
    fn commit(&mut self, event: &'a Event) {
        let named = event.event_id.as_deref().ok_or((event.invoice, event.instalment.as_deref()));
        let commitments = &mut self.dossier.commitments;
        let place = *self.acts.entry((event.kind, event.date, named)).or_insert_with(|| {
            commitments.push(Commitment { date: event.date, items: Vec::new(), instalments: Vec::new() });
            commitments.len() - 1
        });
        commitments[place].instalments.push((event.until.unwrap_or(event.date), event.amount));
        for item in self.concerned(event) {
            let invoice = self.ledger.invoice(item);
            if invoice.issue > event.date || (event.amount.is_some() && invoice.currency != event.currency) {
                continue;
            }
            let standing = self.standing(item);
            let last = if event.kind == EventKind::Plan { &mut standing.plan } else { &mut standing.promise };
            if last.replace(place) != Some(place) {
                self.dossier.commitments[place].items.push(item);
            }
        }
    }

    fn judgment(&mut self, event: &Event) {
        let judgments = &mut self.dossier.judgments;
        match judgments.iter_mut().find(|judgment| judgment.date == event.date) {
            Some(judgment) => judgment.published = judgment.published.or(event.published),
            None => judgments.push(Judgment { date: event.date, published: event.published }),
        }
    }
}

/// Keeps the first day on which something happened.
fn first(day: &mut Option<Date>, event: &Event) {
    day.get_or_insert(event.date);
}

/// Returns the hold that two holds make: the longer one, since the first day.
fn held(before: Option<Hold>, event: &Event) -> Hold {
    match before.filter(|before| before.until.is_none_or(|until| until >= event.date)) {
        Some(before) => Hold { since: before.since, until: before.until.zip(event.until).map(|(a, b)| a.max(b)) },
        None => Hold { since: event.date, until: event.until },
    }
}
