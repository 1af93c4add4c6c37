//! Folders of a few rows, planned day by day.
//!
//! Most cases turn on one invoice, `F`, of 1,000 EUR due on Monday 2 March 2026; in that month only weekends are off
//! in France, and Easter Monday is 6 April.

mod free;
mod keys;
mod known;
mod laws;
mod notices;
mod promises;
mod routes;
mod states;
mod timing;

use std::cell::RefCell;

use super::{Plan, PlanRow, plan};
use crate::engine::allocation::{Balances, allocate};
use crate::model::{Date, Lang, Ledger, Selection};
use crate::policy::{self, Policy};
use crate::testing::{day, item, ledger};

const CUSTOMERS: &str = "customer_id,name,kind,segment,procedure,method\n";
const INVOICES: &str =
    "invoice_id,customer_id,issue_date,due_date,amount,instalment,currency,kind,applies_to,supply_date,procedure\n";
const PAYMENTS: &str = "payment_id,customer_id,date,amount,invoice_id,kind,reverses,currency,instalment\n";
const EVENTS: &str =
    "date,event,customer_id,invoice_id,instalment,level,amount,until,published,event_id,reference,currency\n";

/// One invoice, and nothing else.
const ONE: &str = "F,C,2026-01-30,2026-03-02,1000.00\n";

/// Two levels without extras: at 4 and 10 days late.
const TWO_LEVELS: &str = r#"
    [[procedure]]
    name = "standard"
    min_interval_days = 0
    promise_grace_days = 0
    [[procedure.level]]
    name = "first"
    days_after_due = 4
    channel = "email"
    [[procedure.level]]
    name = "second"
    days_after_due = 10
    channel = "letter"
"#;

/// A folder as one would write it; the rows stand under the headers above.
#[derive(Clone, Debug, Default)]
struct Folder {
    policy: String,
    customers: String,
    invoices: String,
    payments: String,
    events: String,
    /// The policy as it was read last, with its text: reading it each day of a year would take most of the time.
    read: RefCell<Option<(String, Policy)>>,
}

impl Folder {
    /// Returns a folder under a policy with one invoice, and these events.
    fn one(policy: &str, events: &str) -> Folder {
        Folder { policy: policy.to_owned(), invoices: ONE.to_owned(), events: events.to_owned(), ..Folder::default() }
    }

    fn on(&self, as_of: &str) -> Desk {
        let customers =
            if self.customers.is_empty() { String::new() } else { format!("{CUSTOMERS}{}", self.customers) };
        let policy = self.read_policy();
        let ledger = ledger(
            &customers,
            &format!("{INVOICES}{}", self.invoices),
            &format!("{PAYMENTS}{}", self.payments),
            &format!("{EVENTS}{}", self.events),
        );
        let balances = allocate(&ledger, &policy.allocation, day(as_of)).balances;
        Desk { policy, ledger, balances }
    }

    fn read_policy(&self) -> Policy {
        let mut read = self.read.borrow_mut();
        match &*read {
            Some((text, policy)) if *text == self.policy => policy.clone(),
            _ => {
                let policy = policy::load(&self.policy, "policy.toml").expect("a sound policy");
                read.insert((self.policy.clone(), policy)).1.clone()
            }
        }
    }

    /// Returns the answer for one item on one day: `due first`, or the reason.
    fn answer(&self, name: &str, as_of: &str) -> String {
        let desk = self.on(as_of);
        answer(&desk.row(&desk.plan(), name))
    }

    /// Returns the answers for one item over some days, each with the first day on which it is given.
    fn days(&self, name: &str, from: &str, to: &str) -> Vec<String> {
        let mut lines: Vec<String> = Vec::new();
        let mut before = String::new();
        for day in day(from).iter_days().take_while(|&d| d <= day(to)) {
            let desk = self.on(&day.to_string());
            let plan = desk.plan();
            let now = desk.find(&plan, name).map_or("settled".to_owned(), |row| answer(&row));
            if now != before {
                lines.push(format!("{} {now}", day.format("%m-%d")));
                before = now;
            }
        }
        lines
    }

    /// Does from day to day what the plan asks for, records it, and returns what was done.
    fn live(&mut self, from: &str, to: &str) -> Vec<String> {
        let mut done = Vec::new();
        for day in day(from).iter_days().take_while(|&d| d <= day(to)) {
            let sent = self.send(day);
            done.extend(sent);
            assert_eq!(self.on(&day.to_string()).plan().notices().len(), 0, "nothing twice on {day}");
        }
        done
    }

    /// Records one `notice` row for each line of the day's notices.
    fn send(&mut self, day: Date) -> Vec<String> {
        let desk = self.on(&day.to_string());
        let plan = desk.plan();
        let mut sent = Vec::new();
        for row in plan.notices().iter().flat_map(|notice| &notice.lines).map(|&line| &plan.rows()[line]) {
            let number = desk.ledger.number(desk.ledger.invoice(row.item).number);
            let level = &row.action().expect("a line is due").name;
            let instalment = desk.ledger.instalment(row.item).unwrap_or("");
            self.events.push_str(&format!("{day},notice,,{number},{instalment},{level}\n"));
            sent.push(format!("{} {number} {level}", day.format("%m-%d")));
        }
        sent
    }
}

/// A folder that was read, on one day.
struct Desk {
    policy: Policy,
    ledger: Ledger,
    balances: Balances,
}

impl Desk {
    fn plan(&self) -> Plan<'_> {
        plan(&self.ledger, &self.balances, &self.policy, &Selection::ALL)
    }

    fn find<'a>(&self, plan: &Plan<'a>, name: &str) -> Option<PlanRow<'a>> {
        let item = item(&self.ledger, name);
        plan.rows().iter().find(|row| row.item == item).cloned()
    }

    fn row<'a>(&self, plan: &Plan<'a>, name: &str) -> PlanRow<'a> {
        self.find(plan, name).expect("the item is open")
    }

    fn because(&self, name: &str, lang: Lang) -> String {
        let plan = self.plan();
        plan.because(&self.row(&plan, name), lang)
    }
}

fn answer(row: &PlanRow<'_>) -> String {
    match row.action() {
        Some(level) => format!("due {}", level.name),
        None => row.reason().to_owned(),
    }
}

fn also(row: &PlanRow<'_>) -> Vec<&'static str> {
    row.also().collect()
}
