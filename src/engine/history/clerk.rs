//! Files one customer's events, one after the other, into his [`Dossier`].

use std::collections::BTreeMap;
use std::ops::Range;

use super::History;
use super::commitment::Commitment;
use super::concerned::{concerned, covered};
use super::contested::Contested;
use super::dossier::{Contact, Dispute, Dossier, Hold, Passed, Standing};
use super::insolvency::{Judgment, Proceedings};
use super::known::Hindsight;
use crate::engine::allocation::Balances;
use crate::law::limitation::Interruption;
use crate::law::routes::RouteKind;
use crate::model::{Amount, CustomerId, CustomerKind, Date, Event, EventKind, InvoiceNo, ItemId, Ledger};
use crate::policy::Channel;

impl<'a> Dossier<'a> {
    /// Returns the dossier of a customer on the day of the balances, which is the history's too.
    pub fn new(ledger: &'a Ledger, balances: &Balances, history: &History<'a>, customer: CustomerId) -> Dossier<'a> {
        let (events, lifted) = (history.of(customer), history.lifted(customer));
        if events.len() == 0 && lifted.is_empty() {
            return Dossier::default();
        }
        let mut clerk = Clerk::new(ledger, balances, customer);
        for &(event, day) in lifted {
            clerk.lift(event, day);
        }
        for event in events {
            clerk.file(event);
        }
        clerk.close()
    }
}

/// Returns the disputes that were open on a day about a customer's items, with what was disputed, whatever was paid
/// since.
pub fn disputed_on<'a>(
    ledger: &'a Ledger,
    balances: &Balances,
    history: &History<'a>,
    customer: CustomerId,
    day: Date,
) -> BTreeMap<ItemId, Dispute<'a>> {
    let is_of_it = |event: &&Event| matches!(event.kind, EventKind::DisputeOpened | EventKind::DisputeClosed);
    let mut events = history.of(customer).filter(is_of_it).take_while(|event| event.date <= day).peekable();
    // Mostly nothing is, and this is asked for each payment.
    if events.peek().is_none() {
        return BTreeMap::new();
    }
    let mut clerk = Clerk::new(ledger, balances, customer);
    events.for_each(|event| clerk.file(event));
    let rows = clerk.rows.map(|row| ItemId(row as u32)).zip(clerk.dossier.standings);
    rows.filter_map(|(item, standing)| Some((item, standing.dispute?))).collect()
}

/// Names a promise or plan: rows of one act are one commitment, and so are rows without an id that say the same
/// of the same item on the same day.
type ActKey<'a> = (EventKind, Date, Result<&'a str, (Option<InvoiceNo>, Option<&'a str>)>);

/// The dossier in the making. Until it is closed, disputes hold what was disputed, whatever was paid since.
struct Clerk<'a, 'b> {
    ledger: &'a Ledger,
    balances: &'b Balances,
    hindsight: Hindsight<'b>,
    rows: Range<usize>,
    is_public: bool,
    dossier: Dossier<'a>,
    acts: BTreeMap<ActKey<'a>, usize>,
    /// By item, the commitments that cover it without naming it.
    unnamed: BTreeMap<ItemId, Vec<usize>>,
}

impl<'a: 'b, 'b> Clerk<'a, 'b> {
    fn new(ledger: &'a Ledger, balances: &'b Balances, customer: CustomerId) -> Self {
        let rows = ledger.invoices_of(customer);
        let dossier = Dossier { standings: vec![Standing::default(); rows.len()], ..Dossier::default() };
        let is_public = ledger.customer(customer).kind == CustomerKind::Public;
        let hindsight = Hindsight::new(ledger, balances, customer);
        Clerk { ledger, balances, hindsight, rows, is_public, dossier, acts: BTreeMap::new(), unnamed: BTreeMap::new() }
    }

    /// Returns the dossier, once every event is filed.
    fn close(mut self) -> Dossier<'a> {
        for commitment in &mut self.dossier.commitments {
            commitment.instalments.sort_unstable();
            commitment.weigh_contested(self.ledger, self.balances);
        }
        for (row, standing) in self.rows.zip(&mut self.dossier.standings) {
            let item = ItemId(row as u32);
            // What was disputed is disputed as far as it is still owed.
            let open = self.balances.open(self.ledger, item);
            let capped = standing.dispute.map(|dispute| Dispute { amount: dispute.amount.min(open), ..dispute });
            standing.dispute = capped.filter(|dispute| dispute.amount.is_positive());
            // Only what the proceedings hit was declared in them.
            let hit = Judgment::of(&self.dossier.judgments, self.ledger, item);
            if hit.is_none_or(|judgment| judgment.proceedings != Proceedings::Insolvency) {
                standing.interruptions.retain(|&(_, cause)| cause != Interruption::Declared);
            }
        }
        self.dossier
    }

    /// Notes that an event was taken back: what it held back is free from that day on.
    fn lift(&mut self, event: &Event, day: Date) {
        if holds_back(event.kind) {
            self.each(event, |standing| standing.freed = standing.freed.max(Some(day)));
        }
    }

    fn file(&mut self, event: &'a Event) {
        match event.kind {
            EventKind::Notice | EventKind::Call => self.contact(event),
            EventKind::Approved => {
                if let Some(level) = event.level.as_deref() {
                    self.each(event, |standing| standing.approved.push((event.date, level)));
                }
            }
            EventKind::DisputeOpened => self.dispute(event),
            EventKind::DisputeClosed => self.close_dispute(event),
            EventKind::Promise | EventKind::Plan => self.commit(event),
            EventKind::Hold => self.hold(event),
            EventKind::Release => self.each(event, |standing| {
                standing.holds = [None; 2];
                let held = standing.hold.take().filter(|hold| hold.until.is_none_or(|until| until >= event.date));
                standing.freed = standing.freed.max(held.map(|_| event.date));
            }),
            EventKind::Insolvency | EventKind::OverIndebtedness => self.judgment(event),
            EventKind::ClaimDeclared => {
                self.each(event, |standing| first(&mut standing.claim_declared, event));
                self.interrupt(event, Interruption::Declared);
            }
            EventKind::PaymentAnnounced => {
                self.each(event, |standing| standing.announced = Some((event.date, event.until)));
            }
            EventKind::Assigned => self.each(event, |standing| pass(&mut standing.assigned, event)),
            EventKind::HandedOver => self.each(event, |standing| pass(&mut standing.handed_over, event)),
            EventKind::CourtFiled => {
                self.each(event, |standing| first(&mut standing.court_filed, event));
                // Without a word on the route it may be a petition, which interrupts nothing: the safe date stays.
                if event.level.as_deref().and_then(RouteKind::parse).is_some_and(RouteKind::is_claim_at_law) {
                    self.interrupt(event, Interruption::Claim);
                }
            }
            EventKind::Acknowledged => self.interrupt(event, Interruption::Acknowledged),
            EventKind::Waived | EventKind::WrittenOff | EventKind::Allocated | EventKind::Note | EventKind::Undo => {}
        }
    }

    fn standing(&mut self, item: ItemId) -> &mut Standing<'a> {
        &mut self.dossier.standings[item.index() - self.rows.start]
    }

    fn each(&mut self, event: &Event, change: impl Fn(&mut Standing<'a>)) {
        for item in concerned(self.ledger, event) {
            change(self.standing(item));
        }
    }

    /// Files a hold: it takes the place of the one before of the same breadth. That of a customer neither ends nor
    /// shortens the one of an invoice of his, nor the other way round: the longer of the two counts.
    fn hold(&mut self, event: &Event) {
        let scope = usize::from(event.invoice.is_some());
        self.each(event, |standing| {
            standing.holds[scope] = Some(held(standing.holds[scope], event));
            standing.hold =
                standing.holds.into_iter().flatten().filter(|hold| hold.lasts_on(event.date)).reduce(longer);
        });
    }

    fn interrupt(&mut self, event: &Event, cause: Interruption) {
        self.each(event, |standing| standing.interruptions.push((event.date, cause)));
    }

    /// Files a notice or call. One that names no item exactly concerns what was overdue that day.
    fn contact(&mut self, event: &'a Event) {
        if event.kind == EventKind::Notice || event.level.is_some() {
            self.dossier.last_notice = self.dossier.last_notice.max(Some(event.date));
        }
        let is_written = event.kind == EventKind::Notice
            && event.channel.as_deref().is_some_and(|channel| ["email", "letter", "registered"].contains(&channel));
        let interrupts = self.is_public && is_written;
        if event.level.is_none() && !interrupts {
            return;
        }
        let act = event.event_id.as_deref();
        if let (Some(act), Some(level)) = (act, event.level.as_deref()) {
            let levels = self.dossier.acts.entry(act).or_default();
            if !levels.contains(&level) {
                levels.push(level);
            }
        }
        let noted = event.channel.as_deref().and_then(Channel::parse);
        let channel = if event.kind == EventKind::Call { Some(Channel::Phone) } else { noted };
        let items = self.contacted(event);
        let asked = event.amount.filter(|_| items.len() == 1);
        // A day that was over when it went out was no time to pay.
        let until = event.until.filter(|&day| event.kind == EventKind::Notice && day >= event.date);
        for item in items {
            let standing = self.standing(item);
            if interrupts {
                standing.interruptions.push((event.date, Interruption::WrittenToPublicBody));
            }
            let promise = standing.promise.filter(|_| event.kind == EventKind::Notice);
            if let Some(level) = event.level.as_deref() {
                standing.contacts.push(Contact { date: event.date, level, asked, act, channel, until, letter: None });
            }
            if let Some(place) = promise {
                self.dossier.commitments[place].asked.get_or_insert(event.date);
            }
        }
    }

    /// Returns the items of a notice or call.
    fn contacted(&self, event: &Event) -> Vec<ItemId> {
        let items: Vec<ItemId> = concerned(self.ledger, event).collect();
        if event.invoice.is_some() && items.len() <= 1 {
            return items;
        }
        let known = self.hindsight.on(event.date);
        let open = |item: &ItemId| known.open(*item).is_positive();
        let (late, not_late): (Vec<ItemId>, Vec<ItemId>) =
            items.into_iter().filter(open).partition(|&item| self.ledger.invoice(item).due < event.date);
        // Of an invoice in instalments, none of them late, it can only have meant the next one to fall due.
        let next = || not_late.into_iter().take(usize::from(event.invoice.is_some())).collect();
        if late.is_empty() { next() } else { late }
    }

    /// Files a dispute: of an item that is named, as much as the sum says, paid or not; a sum over several items is
    /// set against what was open on its day, oldest due date first.
    fn dispute(&mut self, event: &'a Event) {
        let mut left = event.amount;
        let items: Vec<ItemId> = concerned(self.ledger, event).collect();
        let known = self.hindsight.on(event.date);
        for &item in &items {
            let invoice = self.ledger.invoice(item);
            let open = known.open(item);
            // Whoever names an invoice disputes it, also when it comes back after a payment that bounced; of a
            // customer's items those are meant that were open.
            let is_meant = event.invoice.is_some() || open.is_positive();
            let already = self.standing(item).dispute;
            let before = already.map_or(Amount::ZERO, |dispute| dispute.amount);
            let most = if items.len() == 1 || left.is_none() { invoice.amount } else { open } - before;
            let part = left.unwrap_or(most).min(most);
            if !is_meant || !part.is_positive() {
                continue;
            }
            let reason = event.reference.as_deref().or(event.note.as_deref());
            self.standing(item).dispute = Some(Dispute {
                since: already.map_or(event.date, |dispute| dispute.since),
                amount: before + part,
                reason: reason.or(already.and_then(|dispute| dispute.reason)),
                status: event.status.or(already.and_then(|dispute| dispute.status)),
            });
            self.contest(item, event.date, before + part);
            left = left.map(|left| left - part);
        }
    }

    /// Closes a dispute, or as much of it as the sum says, oldest due date first.
    fn close_dispute(&mut self, event: &Event) {
        let mut left = event.amount;
        let known = self.hindsight.on(event.date);
        for item in concerned(self.ledger, event) {
            let Some(dispute) = self.standing(item).dispute else { continue };
            let disputed = match left {
                // What was paid since then needs no closing.
                Some(_) => dispute.amount.min(known.open(item)),
                None => dispute.amount,
            };
            let part = left.unwrap_or(disputed).min(disputed);
            let amount = disputed - part;
            // Of a part the rest was chased all the while.
            if known.open(item) <= dispute.amount {
                let standing = self.standing(item);
                standing.freed = standing.freed.max(Some(event.date));
            }
            self.standing(item).dispute = amount.is_positive().then_some(Dispute { amount, ..dispute });
            self.contest(item, event.date, amount);
            left = left.map(|left| left - part);
        }
    }

    /// Notes how much of an item is contested from a day on, with the commitments that cover it unnamed and are not
    /// over.
    fn contest(&mut self, item: ItemId, day: Date, amount: Amount) {
        let commitments = &mut self.dossier.commitments;
        let Some(places) = self.unnamed.get_mut(&item) else { return };
        places.retain(|&place| commitments[place].until() >= Some(day));
        for &mut place in places {
            commitments[place].contested.note(item, day, amount);
        }
    }

    /// Files a promise or a plan row; it covers what was issued by then, in its currency when it has a sum.
    fn commit(&mut self, event: &'a Event) {
        let named = event.event_id.as_deref().ok_or((event.invoice, event.instalment.as_deref()));
        let commitments = &mut self.dossier.commitments;
        let place = *self.acts.entry((event.kind, event.date, named)).or_insert_with(|| {
            let date = event.date;
            commitments.push(Commitment {
                date,
                is_plan: event.kind == EventKind::Plan,
                items: Vec::new(),
                instalments: Vec::new(),
                parts: Vec::new(),
                contested: Contested::default(),
                asked: None,
            });
            commitments.len() - 1
        });
        let sum = (event.until.unwrap_or(event.date), event.amount);
        commitments[place].instalments.push(sum);
        let items = covered(self.ledger, event);
        self.dossier.commitments[place].parts.push((items.clone(), sum));
        for item in items {
            if event.invoice.is_none() {
                let covering = self.unnamed.entry(item).or_default();
                if covering.last() != Some(&place) {
                    covering.push(place);
                }
                if let Some(dispute) = self.standing(item).dispute {
                    self.dossier.commitments[place].contested.note(item, event.date, dispute.amount);
                }
            }
            let standing = self.standing(item);
            let last = if event.kind == EventKind::Plan { &mut standing.plan } else { &mut standing.promise };
            if last.replace(place) != Some(place) {
                self.dossier.commitments[place].items.push(item);
            }
        }
    }

    fn judgment(&mut self, event: &Event) {
        let Some(noted) = Judgment::noted(event) else { return };
        let judgments = &mut self.dossier.judgments;
        let is_same = |known: &&mut Judgment| (known.date, known.proceedings) == (noted.date, noted.proceedings);
        match judgments.iter_mut().find(is_same) {
            Some(known) => known.published = known.published.or(noted.published),
            None => judgments.push(noted),
        }
    }
}

/// Tells whether an event keeps its items from being chased.
const fn holds_back(kind: EventKind) -> bool {
    matches!(
        kind,
        EventKind::DisputeOpened
            | EventKind::Promise
            | EventKind::Plan
            | EventKind::Hold
            | EventKind::Insolvency
            | EventKind::OverIndebtedness
            | EventKind::PaymentAnnounced
            | EventKind::Assigned
            | EventKind::HandedOver
            | EventKind::CourtFiled
            | EventKind::WrittenOff
    )
}

/// Keeps the first day on which something happened.
fn first(day: &mut Option<Date>, event: &Event) {
    day.get_or_insert(event.date);
}

/// Keeps the first day on which somebody had it, and who has it now.
fn pass<'a>(passed: &mut Option<Passed<'a>>, event: &'a Event) {
    let since = passed.map_or(event.date, |passed| passed.since);
    let whom = event.reference.as_deref().or(passed.and_then(|passed| passed.whom));
    *passed = Some(Passed { since, whom });
}

/// Returns the hold that a hold and a later one make: until when the later one says, since the first day. Of two noted
/// on one day, which of them came later nobody knows: the longer one.
fn held(before: Option<Hold>, event: &Event) -> Hold {
    let new = Hold { since: event.date, until: event.until, noted: event.date };
    match before.filter(|before| before.lasts_on(event.date)) {
        Some(before) if before.noted == event.date => longer(before, new),
        Some(before) => Hold { since: before.since, ..new },
        None => new,
    }
}

/// Returns what two holds come to together.
fn longer(a: Hold, b: Hold) -> Hold {
    Hold {
        since: a.since.min(b.since),
        until: a.until.zip(b.until).map(|(a, b)| a.max(b)),
        noted: a.noted.max(b.noted),
    }
}
