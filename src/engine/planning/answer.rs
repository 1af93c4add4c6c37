//! The answer for one item: where it is in its procedure, and what stops it.

use std::cell::Cell;

use chrono::Days;

use super::schedule::{Schedule, schedule};
use super::{PlanRow, Remark, Stop, procedure};
use crate::engine::allocation::Balances;
use crate::engine::history::{Dossier, Outcome, Standing};
use crate::law::holidays::{Holidays, next_working_day};
use crate::law::insolvency::{Creditor, declare_by};
use crate::model::date::days_between;
use crate::model::{Amount, Date, ItemId, Ledger};
use crate::policy::{Policy, Procedure};

/// Answers for the items of one customer.
pub(super) struct Desk<'a, 'b> {
    pub ledger: &'a Ledger,
    pub policy: &'a Policy,
    pub balances: &'b Balances,
    pub dossier: Dossier<'a>,
    /// Where each commitment stands, once it was asked for with that many days of grace.
    outcomes: Vec<Cell<Option<(u32, Outcome)>>>,
    nothing: Standing<'a>,
}

impl<'a, 'b> Desk<'a, 'b> {
    pub fn new(ledger: &'a Ledger, policy: &'a Policy, balances: &'b Balances, dossier: Dossier<'a>) -> Self {
        let outcomes = vec![Cell::new(None); dossier.commitments.len()];
        Desk { ledger, policy, balances, dossier, outcomes, nothing: Standing::default() }
    }

    /// Returns the row of an item that is open, but for what depends on the customer's other items.
    pub fn answer(&self, item: ItemId, open: Amount) -> PlanRow<'a> {
        let invoice = self.ledger.invoice(item);
        let as_of = self.balances.as_of();
        let standing = self.standing(item);
        let mut row = PlanRow {
            customer: invoice.customer,
            item,
            days_late: days_between(invoice.due, as_of).max(0),
            open,
            chased: open,
            procedure: None,
            level_reached: standing.contacts.last().map(|contact| contact.level),
            last_contact: standing.contacts.last().map(|contact| contact.date),
            next: None,
            due_on: None,
            stops: Vec::new(),
            remarks: Vec::new(),
        };
        let chosen = procedure::choose(self.policy, self.ledger, item);
        self.states(&mut row, standing, chosen.ok());
        match chosen {
            Ok(procedure) => {
                row.procedure = Some(procedure);
                match schedule(procedure, &standing.contacts, invoice.due, as_of) {
                    Ok(schedule) => self.timing(&mut row, standing, procedure, &schedule),
                    Err(level) => {
                        row.level_reached = Some(level);
                        row.stops.push(Stop::UnknownLevel { level });
                    }
                }
            }
            Err(named) => row.stops.push(Stop::NoProcedure { named }),
        }
        if row.procedure.is_none() && row.days_late == 0 {
            row.stops.push(Stop::NotDue);
        }
        if let Some(Stop::Insolvency { declare_by, declared: None, .. }) = row.stops.first() {
            row.due_on = *declare_by;
        }
        row
    }

    fn standing(&self, item: ItemId) -> &Standing<'a> {
        let start = self.ledger.invoices_of(self.ledger.invoice(item).customer).start;
        self.dossier.standings.get(item.index() - start).unwrap_or(&self.nothing)
    }

    /// Adds what the events say, in order of precedence.
    fn states(&self, row: &mut PlanRow<'a>, standing: &Standing<'a>, procedure: Option<&Procedure>) {
        let as_of = self.balances.as_of();
        row.stops.extend(self.insolvency(row.item, standing));
        row.stops.extend(standing.court_filed.map(|since| Stop::CourtFiled { since }));
        row.stops.extend(standing.handed_over.map(|since| Stop::HandedOver { since }));
        row.stops.extend(standing.assigned.map(|since| Stop::Assigned { since }));
        if let Some(hold) = standing.hold.filter(|hold| hold.until.is_none_or(|until| until >= as_of)) {
            row.stops.push(Stop::Hold { since: hold.since, until: hold.until });
        }
        if let Some(dispute) = standing.dispute {
            row.chased -= dispute.amount;
            if row.chased.is_positive() {
                row.remarks.push(Remark::PartDisputed(dispute.amount));
            } else {
                row.stops.push(Stop::Disputed { since: dispute.since });
            }
        }
        // A plan names its days; a promise is given the policy's grace, for a transfer takes time.
        match standing.plan.map(|place| self.outcome(place, 0)) {
            Some((since, Outcome::Running { next, .. })) => row.stops.push(Stop::PlanKept { since, next }),
            Some((_, Outcome::Broken(day))) => row.remarks.push(Remark::PlanBroken(day)),
            Some((_, Outcome::Over)) | None => {}
        }
        let grace_days = procedure.map_or(0, |procedure| procedure.promise_grace_days);
        match standing.promise.map(|place| self.outcome(place, grace_days)) {
            Some((since, Outcome::Running { next, last_day })) => {
                row.stops.push(Stop::Promise { since, by: next, last_day });
            }
            Some((_, Outcome::Broken(day))) => row.remarks.push(Remark::PromiseBroken(day)),
            Some((_, Outcome::Over)) | None => {}
        }
        if let Some((since, until)) = standing.announced {
            let days = procedure.map_or(0, |procedure| procedure.announced_days);
            let last_day = until.unwrap_or(since + Days::new(u64::from(days)));
            if last_day >= as_of {
                row.stops.push(Stop::PaymentAnnounced { since, last_day });
            }
        }
    }

    /// Returns the stop of a debt that was born before insolvency opened; later ones are paid when due
    /// (C. com. L622-17) and chased.
    fn insolvency(&self, item: ItemId, standing: &Standing<'a>) -> Option<Stop<'a>> {
        let born = self.ledger.more(item).and_then(|more| more.supply_date);
        let born = born.unwrap_or(self.ledger.invoice(item).issue);
        let judgment = self.dossier.judgments.iter().find(|judgment| born < judgment.date)?;
        let creditor = creditor(self.policy.creditor.country.as_deref());
        Some(Stop::Insolvency {
            judgment: judgment.date,
            declare_by: judgment.published.map(|published| declare_by(published, creditor)),
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

    /// Adds what the procedure's calendar says, in order of precedence.
    fn timing(&self, row: &mut PlanRow<'a>, standing: &Standing<'a>, procedure: &'a Procedure, schedule: &Schedule) {
        let as_of = self.balances.as_of();
        row.level_reached = schedule.reached.map(|place| procedure.levels[place].name.as_str());
        row.next = schedule.next.map(|(place, _)| place);
        let late = row.days_late > 0;
        let to_come = schedule.next.is_none_or(|(_, day)| day > as_of);
        if !late && to_come {
            row.stops.push(Stop::NotDue);
        } else {
            if let Some(last_day) = schedule.deadline.filter(|&last_day| last_day >= as_of) {
                row.stops.push(Stop::Deadline { last_day });
            }
            match schedule.next {
                Some((place, day)) => {
                    row.stops.extend(self.interval(procedure));
                    if day > as_of {
                        row.stops.push(Stop::NotYet);
                    }
                    let level = &procedure.levels[place];
                    if level.requires_approval && !standing.approved.contains(&level.name.as_str()) {
                        row.stops.push(Stop::Approval);
                    }
                }
                None => row.stops.push(Stop::EndOfProcedure),
            }
        }
        row.due_on = due_on(schedule, &row.stops, procedure.holidays);
    }

    fn interval(&self, procedure: &Procedure) -> Option<Stop<'a>> {
        let last_notice = self.dossier.last_notice?;
        let days = procedure.min_interval_days;
        let over = days_between(last_notice, self.balances.as_of()) >= i64::from(days);
        (!over).then_some(Stop::MinInterval { last_notice, days })
    }
}

/// Returns the day on which the next level is or was due if nothing changes, on a working day.
fn due_on(schedule: &Schedule, stops: &[Stop<'_>], holidays: Holidays) -> Option<Date> {
    let after = |last_day: Date| Some(last_day + Days::new(1));
    let mut day = schedule.next?.1;
    for stop in stops {
        let free = match *stop {
            Stop::Hold { until, .. } => after(until?),
            Stop::PlanKept { next, .. } => after(next),
            Stop::Promise { last_day, .. } | Stop::PaymentAnnounced { last_day, .. } | Stop::Deadline { last_day } => {
                after(last_day)
            }
            Stop::MinInterval { last_notice, days } => Some(last_notice + Days::new(u64::from(days))),
            Stop::NotDue | Stop::NotYet | Stop::Approval => None,
            Stop::Insolvency { .. }
            | Stop::CourtFiled { .. }
            | Stop::HandedOver { .. }
            | Stop::Assigned { .. }
            | Stop::Disputed { .. }
            | Stop::CoveredByCredits { .. }
            | Stop::NoProcedure { .. }
            | Stop::UnknownLevel { .. }
            | Stop::BelowMinimum { .. }
            | Stop::EndOfProcedure => return None,
        };
        day = free.map_or(day, |free| day.max(free));
    }
    Some(next_working_day(day, holidays))
}

/// Returns where the policy's creditor is: in France unless it names another country.
fn creditor(country: Option<&str>) -> Creditor {
    let home = ["", "FR", "FRA", "FRANCE"];
    match country.map(|country| country.trim().to_ascii_uppercase()) {
        Some(country) if !home.contains(&country.as_str()) => Creditor::Abroad,
        _ => Creditor::InFrance,
    }
}
