//! The answer for one item: where it is in its procedure, and what stops it.

use std::cell::{Cell, OnceCell};

use chrono::Days;

use super::doubts::Doubts;
use super::schedule::{Counted, Next, Recorded, Schedule, schedule};
use super::{Notice, PlanRow, Remark, Stop, arrears, notices, procedure, share};
use crate::engine::allocation::Balances;
use crate::engine::history::{Contact, Dispute, Dossier, Judgment, Outcome, Passed, Proceedings, Shares, Standing};
use crate::engine::limitation::{Lapse, lapse};
use crate::law::holidays::next_working_day;
use crate::law::insolvency::{Creditor, declare_by, reclaim_by, relief_by};
use crate::law::regimes::Law;
use crate::model::date::{days_between, is_written};
use crate::model::{Amount, CustomerId, CustomerKind, Date, Invoice, InvoiceKind, ItemId, Ledger};
use crate::policy::{Channel, Policy, Procedure};

/// What answers for the items of one customer.
pub(super) struct Answers<'a, 'b> {
    pub ledger: &'a Ledger,
    pub policy: &'a Policy,
    pub balances: &'b Balances,
    pub dossier: Dossier<'a>,
    /// Where each commitment stands, once it was asked for with that many days of grace.
    outcomes: Vec<Cell<Option<(u32, Outcome)>>>,
    /// What each commitment holds back, once it was asked for.
    shares: Vec<OnceCell<Shares>>,
    /// What keeps anybody from being told that he is late.
    doubts: &'b Doubts,
    nothing: Standing<'a>,
}

impl<'a, 'b> Answers<'a, 'b> {
    pub fn new(
        ledger: &'a Ledger,
        policy: &'a Policy,
        balances: &'b Balances,
        dossier: Dossier<'a>,
        doubts: &'b Doubts,
    ) -> Self {
        let outcomes = vec![Cell::new(None); dossier.commitments.len()];
        let shares = vec![OnceCell::new(); dossier.commitments.len()];
        Answers { ledger, policy, balances, dossier, outcomes, shares, doubts, nothing: Standing::default() }
    }

    /// Adds the row of each open item of the customer, and returns the notices that go out to him.
    pub fn live(&self, customer: CustomerId, rows: &mut Vec<PlanRow<'a>>) -> Vec<Notice<'a>> {
        let first = rows.len();
        let as_of = self.balances.as_of();
        for item in self.ledger.items_of(customer) {
            let open = self.balances.open(self.ledger, item);
            if open.is_positive() {
                rows.push(self.answer(item, open));
            }
        }
        let own = &mut rows[first..];
        arrears::wait(self.ledger, as_of, own);
        share::weigh(self.ledger, as_of, own);
        notices::gather(self.ledger, as_of, self.balances.credits_of(customer), own, first)
    }

    /// Returns the row of an item that is open, but for what depends on the customer's other items.
    fn answer(&self, item: ItemId, open: Amount) -> PlanRow<'a> {
        let invoice = self.ledger.invoice(item);
        let standing = self.standing(item);
        let mut row = self.unstopped(item, open, standing);
        let chosen = procedure::choose(self.policy, self.ledger, item);
        let resumes = self.states(&mut row, standing, chosen.ok());
        row.stops.extend((invoice.kind == InvoiceKind::Opening).then_some(Stop::OpeningBalance));
        let comes_back = row.stops.iter().all(Stop::ends_by_itself);
        row.free_on = comes_back.then(|| resumes.unwrap_or(invoice.issue));
        row.procedure = chosen.ok();
        let schedule = chosen.map_err(|named| Stop::NoProcedure { named }).and_then(|procedure| {
            let recorded = Recorded { contacts: &standing.contacts, acts: &self.dossier.acts, policy: self.policy };
            let schedule = schedule(procedure, &recorded, invoice, self.balances.as_of());
            Ok((procedure, schedule.map_err(|level| Stop::UnknownLevel { level })?))
        });
        match schedule {
            Ok((procedure, schedule)) => self.timing(&mut row, standing, procedure, &schedule, resumes),
            Err(stop) => {
                if let Stop::UnknownLevel { level } = stop {
                    row.level_reached = Some(level);
                }
                row.stops.push(stop);
                row.stops.extend((row.days_late == 0).then_some(Stop::NotDue));
            }
        }
        if let Some(Stop::Insolvency { declare_by, declared: None, .. }) = row.stops.first() {
            row.due_on = *declare_by;
        }
        row.remarks.extend(row.insurer_by.map(Remark::Insurer));
        let warning_days = i64::from(self.policy.deadlines.limitation_warning_days);
        let is_near = |lapse: &Lapse| days_between(self.balances.as_of(), lapse.last_day) <= warning_days;
        row.remarks.extend(row.lapse.filter(is_near).map(Remark::Lapse));
        row
    }

    /// Returns the row of an open item as if nothing stopped it and no procedure were for it.
    fn unstopped(&self, item: ItemId, open: Amount, standing: &Standing<'a>) -> PlanRow<'a> {
        let invoice = self.ledger.invoice(item);
        let last = standing.contacts.last();
        PlanRow {
            customer: invoice.customer,
            item,
            days_late: days_between(invoice.due, self.balances.as_of()).max(0),
            open,
            chased: open,
            disputed: Amount::ZERO,
            procedure: None,
            level_reached: last.map(|contact| contact.level),
            last_contact: last.map(|contact| contact.date),
            last_was_call: last.is_some_and(Contact::is_call),
            next: None,
            trigger_on: None,
            counted: Counted::Otherwise,
            due_on: None,
            free_on: None,
            sent_as: None,
            deducted: Amount::ZERO,
            stops: Vec::new(),
            remarks: Vec::new(),
            lapse: lapse(self.ledger, self.policy, item, standing),
            insurer_by: self.insurer_by(invoice),
        }
    }

    /// Returns the last day to declare a late debt of an insured customer, if the policy has the insurer's days.
    fn insurer_by(&self, invoice: &Invoice) -> Option<Date> {
        let days = self.policy.deadlines.insurer_days?;
        let is_insured = self.ledger.customer(invoice.customer).more().insured_limit.is_some_and(Amount::is_positive);
        let is_late = invoice.due < self.balances.as_of();
        (is_insured && is_late).then(|| invoice.due + Days::new(days.into()))
    }

    fn standing(&self, item: ItemId) -> &Standing<'a> {
        let start = self.ledger.invoices_of(self.ledger.invoice(item).customer).start;
        self.dossier.standings.get(item.index() - start).unwrap_or(&self.nothing)
    }

    /// Adds what the events say, in order of precedence, and returns the day on which the last pause ends or ended.
    fn states(&self, row: &mut PlanRow<'a>, standing: &Standing<'a>, procedure: Option<&Procedure>) -> Option<Date> {
        let as_of = self.balances.as_of();
        row.stops.extend(self.insolvency(row.item, standing));
        row.stops.extend(standing.court_filed.map(|since| Stop::CourtFiled { since }));
        row.stops.extend(standing.handed_over.map(|Passed { since, whom }| Stop::HandedOver { since, whom }));
        row.stops.extend(standing.assigned.map(|Passed { since, whom }| Stop::Assigned { since, whom }));
        if let Some(hold) = standing.hold.filter(|hold| hold.until.is_none_or(|until| until >= as_of)) {
            row.stops.push(Stop::Hold { since: hold.since, until: hold.until });
        }
        dispute(row, standing);
        // A plan names its days; a promise is given the policy's grace, for a transfer takes time.
        let plan = standing.plan.map(|place| self.outcome(place, 0));
        self.plan(row, standing, plan);
        let grace_days = procedure.map_or(0, |procedure| procedure.promise_grace_days);
        let promise = standing.promise.map(|place| self.outcome(place, grace_days));
        self.promise(row, standing, promise);
        let days = Days::new(u64::from(procedure.map_or(0, |procedure| procedure.announced_days)));
        let announced = standing.announced.map(|(since, until)| (since, until.unwrap_or(since + days)));
        let announced = announced.into_iter().chain(self.debited(row)).max_by_key(|&(_, last_day)| last_day);
        if let Some((since, last_day)) = announced.filter(|&(_, last_day)| last_day >= as_of) {
            row.stops.push(Stop::PaymentAnnounced { since, last_day });
        }
        row.stops.extend(self.doubts.refused_row(row.customer).map(|row| Stop::RefusedRow { row }));
        // A reminder before the due date tells nobody that he is late.
        if row.days_late > 0 {
            let currency = self.ledger.invoice(row.item).currency;
            let receipt = self.doubts.receipt_of(self.ledger, row.customer, currency);
            row.stops.extend(receipt.map(|receipt| Stop::UnmatchedReceipt { receipt }));
        }
        let held = standing.hold.and_then(|hold| hold.until).map(day_after);
        let announced = announced.map(|(_, last_day)| day_after(last_day));
        // A promise or plan of a part never kept the rest from being chased.
        let is_for_all = |place: usize| self.shares(place).is_for_all(row.item);
        let promise = promise.filter(|_| standing.promise.is_some_and(is_for_all));
        let plan = plan.filter(|_| standing.plan.is_some_and(is_for_all));
        let ends = [held, plan.map(resumes), promise.map(resumes), announced, standing.freed, self.reopened(row.item)];
        ends.into_iter().flatten().max()
    }

    /// Adds what the plan says that the item is in.
    fn plan(&self, row: &mut PlanRow<'a>, standing: &Standing<'a>, plan: Option<(Date, Outcome)>) {
        match plan {
            Some((since, Outcome::Running { next, .. })) => {
                let part = |amount| Remark::PartPlanned { amount, since, next };
                self.hold_back(row, standing.plan, part, Stop::PlanKept { since, next });
            }
            Some((_, Outcome::Broken(day))) => {
                row.remarks.extend(self.is_of(row.item, standing.plan).then_some(Remark::PlanBroken(day)));
            }
            Some((_, Outcome::Over(_))) | None => {}
        }
    }

    /// Adds what the promise says that was made of the item.
    fn promise(&self, row: &mut PlanRow<'a>, standing: &Standing<'a>, promise: Option<(Date, Outcome)>) {
        match promise {
            Some((since, Outcome::Running { next: by, last_day })) => {
                let part = |amount| Remark::PartPromised { amount, by, last_day };
                self.hold_back(row, standing.promise, part, Stop::Promise { since, by, last_day });
            }
            Some((_, Outcome::Broken(day))) => {
                row.remarks.extend(self.is_of(row.item, standing.promise).then_some(Remark::PromiseBroken(day)));
            }
            Some((_, Outcome::Over(_))) | None => {}
        }
    }

    /// Returns the day of the direct debit of an item, and the last on which the bank may bring it back, where he pays
    /// so; one that came back, or that was paid in part, is waited for no more.
    fn debited(&self, row: &PlanRow<'_>) -> Option<(Date, Date)> {
        let invoice = self.ledger.invoice(row.item);
        let is_debited = self.ledger.customer(invoice.customer).is_direct_debited();
        let is_late = row.days_late > 0 && self.balances.moves(row.item).is_empty();
        let is_back = !self.balances.bounced(invoice.number).is_empty();
        let days = Days::new(u64::from(self.policy.bank.direct_debit_days));
        (is_debited && is_late && !is_back).then(|| (invoice.due, invoice.due + days))
    }

    /// Holds back what of an item is promised, or in a plan: all of it, which stops it, or the part that it is of.
    fn hold_back(
        &self,
        row: &mut PlanRow<'a>,
        place: Option<usize>,
        part: impl Fn(Amount) -> Remark<'a>,
        whole: Stop<'a>,
    ) {
        let Some(place) = place else { return };
        let amount = self.shares(place).held(row.item);
        if row.chased > amount {
            row.chased -= amount;
            row.remarks.extend(amount.is_positive().then(|| part(amount)));
        } else {
            row.stops.push(whole);
        }
    }

    /// Tells whether what was promised is of an item: what is still to come of a sum for several may be of the others
    /// alone.
    fn is_of(&self, item: ItemId, place: Option<usize>) -> bool {
        place.is_some_and(|place| {
            let mut parts = self.dossier.commitments[place].parts.iter().filter(|(items, _)| items.contains(&item));
            let is_for_it = parts.any(|(items, (_, amount))| amount.is_none() || items.len() == 1);
            is_for_it || self.shares(place).held(item).is_positive()
        })
    }

    /// Returns what of an item is asked for and was in no notice.
    fn not_asked(&self, row: &PlanRow<'_>, standing: &Standing<'_>) -> Amount {
        let left_out =
            standing.contacts.iter().map(|contact| contact.still_left_out(self.ledger, self.balances, row.item));
        let never = left_out.min().unwrap_or_default();
        (never.min(row.open) - row.disputed).max(Amount::ZERO)
    }

    /// Returns the last day on which an item that was settled came to be owed again: a payment was taken back.
    fn reopened(&self, item: ItemId) -> Option<Date> {
        let mut open = self.ledger.invoice(item).amount;
        let mut reopened = None;
        for step in self.balances.moves(item).iter().take_while(|step| step.date <= self.balances.as_of()) {
            if !open.is_positive() && step.change.is_positive() {
                reopened = Some(step.date);
            }
            open += step.change;
        }
        reopened
    }

    /// Returns the stop of a debt that was born before proceedings opened; later ones are chased.
    fn insolvency(&self, item: ItemId, standing: &Standing<'a>) -> Option<Stop<'a>> {
        let judgment = Judgment::of(&self.dossier.judgments, self.ledger, item)?;
        if judgment.proceedings == Proceedings::OverIndebtedness {
            return Some(Stop::OverIndebtedness { since: judgment.date });
        }
        let is_consumer = self.ledger.customer(self.ledger.invoice(item).customer).kind == CustomerKind::Consumer;
        // A consumer's proceedings have two months for everybody.
        let creditor = if is_consumer { Creditor::InFrance } else { creditor(self.policy.creditor.country.as_deref()) };
        // The days to declare are those of French proceedings; those of others are not known here.
        let published = judgment.published.filter(|_| self.policy.penalties.law == Law::France);
        Some(Stop::Insolvency {
            judgment: judgment.date,
            declare_by: published.map(|published| declare_by(published, creditor)),
            relief_by: published.map(relief_by),
            reclaim_by: published.filter(|_| !is_consumer && self.policy.terms.retention_of_title).map(reclaim_by),
            declared: standing.claim_declared,
        })
    }

    fn outcome(&self, place: usize, grace_days: u32) -> (Date, Outcome) {
        let commitment = &self.dossier.commitments[place];
        let known = self.outcomes[place].get().filter(|&(grace, _)| grace == grace_days);
        let (_, outcome) =
            known.unwrap_or_else(|| (grace_days, commitment.outcome(self.ledger, self.balances, grace_days)));
        self.outcomes[place].set(Some((grace_days, outcome)));
        (commitment.date, outcome)
    }

    fn shares(&self, place: usize) -> &Shares {
        self.shares[place].get_or_init(|| self.dossier.commitments[place].shares(self.ledger, self.balances))
    }

    /// Adds what is said of an item that has been through all levels of its procedure, or that none is for.
    fn end(&self, row: &mut PlanRow<'a>, standing: &Standing<'a>, deadline: Option<Date>) {
        if row.days_late == 0 {
            row.stops.push(Stop::NotDue);
            return;
        }
        row.stops.extend(deadline.map(|last_day| Stop::Deadline { last_day }));
        row.stops.push(Stop::EndOfProcedure);
        let not_asked = self.not_asked(row, standing);
        row.remarks.extend(not_asked.is_positive().then_some(Remark::NotAsked(not_asked)));
    }

    /// Adds what the procedure's calendar says, in order of precedence, and finds the day of the next level.
    fn timing(
        &self,
        row: &mut PlanRow<'a>,
        standing: &Standing<'a>,
        procedure: &'a Procedure,
        schedule: &Schedule,
        resumes: Option<Date>,
    ) {
        let as_of = self.balances.as_of();
        // What was reached in another procedure is shown until a level of this one is.
        row.level_reached = schedule.reached.map(|place| procedure.levels[place].name.as_str()).or(row.level_reached);
        let deadline = schedule.deadline.filter(|&last_day| last_day >= as_of);
        let Some(Next { place, on: trigger_on, counted }) = schedule.next else {
            self.end(row, standing, deadline);
            return;
        };
        row.next = Some(place);
        row.trigger_on = Some(trigger_on);
        row.counted = counted;
        let level = &procedure.levels[place];
        let approved_on = standing.approved_on(&level.name).filter(|_| level.requires_approval);
        // A call is no letter: it waits for none, and would be forgotten meanwhile.
        let has_interval = procedure.min_interval_days > 0 && level.channel != Channel::Phone;
        let last_notice = self.dossier.last_notice.filter(|_| has_interval);
        let interval_over = last_notice.map(|day| day + Days::new(u64::from(procedure.min_interval_days)));
        // Whatever ends, on whatever day, the action itself is for a working day.
        let due_on = [Some(trigger_on), schedule.deadline.map(day_after), interval_over, resumes, approved_on];
        let due_on = due_on.into_iter().flatten().max().map(|day| next_working_day(day, procedure.holidays));
        let mut calendar = Vec::new();
        calendar.extend(deadline.map(|last_day| Stop::Deadline { last_day }));
        // Where the level's own day comes later, that is what is waited for.
        if let Some(last_notice) = last_notice.filter(|_| interval_over > Some(trigger_on.max(as_of))) {
            calendar.push(Stop::MinInterval { last_notice, days: procedure.min_interval_days });
        }
        let stopped = !row.stops.is_empty() || !calendar.is_empty();
        if trigger_on > as_of || (!stopped && due_on > Some(as_of)) {
            calendar.push(Stop::NotYet);
        }
        if row.days_late == 0 && calendar.contains(&Stop::NotYet) {
            row.stops.push(Stop::NotDue);
        } else {
            let stale = self.doubts.stale.filter(|_| row.days_late > 0);
            row.stops.extend(stale.map(|newest| Stop::StalePayments { newest }));
            row.stops.append(&mut calendar);
            let waits = level.requires_approval && approved_on.is_none();
            row.stops.extend(waits.then_some(Stop::Approval));
        }
        row.due_on = due_on.filter(|&day| is_written(day) && row.stops.iter().all(Stop::ends_by_itself));
    }
}

/// Takes what is disputed out of what is chased: all of it stops the item.
fn dispute<'a>(row: &mut PlanRow<'a>, standing: &Standing<'a>) {
    let Some(dispute) = standing.dispute else { return };
    row.disputed = dispute.amount;
    row.chased -= dispute.amount;
    if row.chased.is_positive() {
        row.remarks.push(Remark::PartDisputed(dispute));
    } else {
        let Dispute { since, reason, status, .. } = dispute;
        row.stops.push(Stop::Disputed { since, reason, status });
    }
}

fn day_after(last_day: Date) -> Date {
    last_day + Days::new(1)
}

/// Returns the day on which a commitment no longer pauses anything, if nothing is paid.
fn resumes((_, outcome): (Date, Outcome)) -> Date {
    match outcome {
        Outcome::Running { last_day, .. } => day_after(last_day),
        Outcome::Broken(day) | Outcome::Over(day) => day,
    }
}

/// Returns where the policy's creditor is: in France unless it names another country.
fn creditor(country: Option<&str>) -> Creditor {
    let home = ["", "FR", "FRA", "FRANCE"];
    match country.map(|country| country.trim().to_ascii_uppercase()) {
        Some(country) if !home.contains(&country.as_str()) => Creditor::Abroad,
        _ => Creditor::InFrance,
    }
}
