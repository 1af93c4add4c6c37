//! `plan --format ics`: what is to be done and what must not be missed, as entries of a calendar.
//!
//! A customer has one entry a day for what goes out to him, and one for each other thing that is due that day.

use std::collections::{BTreeMap, BTreeSet};

use crate::engine::planning::forecast::{Forecast, What};
use crate::engine::planning::{Plan, PlanRow, Stop};
use crate::model::lang::unbreakable;
use crate::model::{Amount, Currency, CustomerId, Date, ItemId, Lang, Ledger, figures};
use crate::output::calendar::Entry;
use crate::policy::Level;

/// One thing to do or to know about one item.
#[derive(Clone, Copy, Debug)]
struct Line<'a> {
    day: Date,
    customer: CustomerId,
    item: ItemId,
    what: &'static str,
    level: Option<&'a Level>,
    amount: Amount,
}

/// Returns what the plan asks for today, and the last days that it knows of.
pub(super) fn of_plan(plan: &Plan<'_>, lang: Lang) -> Vec<Entry> {
    let mut lines = deadlines(plan);
    lines.extend(plan.rows().iter().filter_map(|row| {
        let level = row.action()?;
        Some(Line { level: Some(level), amount: row.chased, ..line(row, plan.as_of(), "action") })
    }));
    entries(plan.ledger(), lines, lang)
}

/// Returns what comes, and the last days that the plan of today knows of, however far away.
pub(super) fn of_forecast(forecast: &Forecast<'_>, plan: &Plan<'_>, lang: Lang) -> Vec<Entry> {
    let mut lines: Vec<Line<'_>> = forecast
        .coming
        .iter()
        .map(|one| {
            let level = match one.what {
                What::Action(level) | What::Approval(level) => Some(level),
                _ => None,
            };
            let (customer, item, amount) = (one.customer, one.item, one.chased);
            Line { day: one.on, customer, item, what: one.what.word(), level, amount }
        })
        .collect();
    let said: BTreeSet<(&str, ItemId)> = lines.iter().map(|line| (line.what, line.item)).collect();
    lines.extend(deadlines(plan).into_iter().filter(|line| !said.contains(&(line.what, line.item))));
    entries(forecast.ledger, lines, lang)
}

fn line<'a>(row: &PlanRow<'_>, day: Date, what: &'static str) -> Line<'a> {
    Line { day, customer: row.customer, item: row.item, what, level: None, amount: row.open }
}

/// Returns the days, from the plan's on, after which a right is lost.
fn deadlines<'a>(plan: &'a Plan<'_>) -> Vec<Line<'a>> {
    let mut lines = Vec::new();
    for row in plan.rows() {
        let (declare_by, reclaim_by) = match row.stops.first() {
            Some(&Stop::Insolvency { declare_by, reclaim_by, declared, .. }) => {
                (declare_by.filter(|_| declared.is_none()), reclaim_by)
            }
            _ => (None, None),
        };
        let limitation = row.lapse.map(|lapse| lapse.last_day).filter(|&day| plan.is_near_limitation(day));
        let days = [
            (declare_by, "declare-by"),
            (reclaim_by, "reclaim-by"),
            (limitation, "limitation-ends"),
            (row.insurer_by, "insurer-by"),
        ];
        let to_come = days.into_iter().filter_map(|(day, what)| Some((day.filter(|&day| day >= plan.as_of())?, what)));
        lines.extend(to_come.map(|(day, what)| line(row, day, what)));
    }
    lines
}

/// Makes entries of lines that share day, customer, currency and what it is about.
fn entries(ledger: &Ledger, lines: Vec<Line<'_>>, lang: Lang) -> Vec<Entry> {
    let mut groups: BTreeMap<(Date, CustomerId, Currency, &'static str), Vec<Line<'_>>> = BTreeMap::new();
    for line in lines {
        let currency = ledger.invoice(line.item).currency;
        groups.entry((line.day, line.customer, currency, line.what)).or_default().push(line);
    }
    groups
        .into_iter()
        .map(|((day, _, currency, what), lines)| entry(ledger, day, currency, what, &lines, lang))
        .collect()
}

fn entry(ledger: &Ledger, day: Date, currency: Currency, what: &'static str, lines: &[Line<'_>], lang: Lang) -> Entry {
    let customer = ledger.customer(lines[0].customer);
    let mut levels: Vec<&str> = Vec::new();
    for line in lines {
        let label = line.level.map(|level| level.label.get(lang));
        levels.extend(label.filter(|label| !levels.contains(label)));
    }
    let total: Amount = lines.iter().map(|line| line.amount).sum();
    let number = |line: &Line<'_>| {
        let invoice = ledger.number(ledger.invoice(line.item).number);
        ledger.instalment(line.item).map_or(invoice.to_owned(), |part| format!("{invoice}/{part}"))
    };
    let title = title(what, &levels.join(", "), lang);
    let name = if customer.name == customer.id { String::new() } else { format!(" {}", customer.name) };
    let description = lines.iter().map(|line| {
        let money = figures::money(line.amount, currency, lang);
        let due = figures::date(ledger.invoice(line.item).due, lang);
        match lang {
            Lang::En => format!("{}: {money}, due {due}", number(line)),
            Lang::Fr => unbreakable(format!("{} : {money}, échéance {due}", number(line))),
        }
    });
    let code = |line: &Line<'_>| line.level.map_or("", |level| level.name.as_str()).to_owned();
    let about: Vec<String> = lines.iter().map(|line| format!("{} {}", number(line), code(line))).collect();
    Entry {
        day,
        matter: format!("{what}\n{}\n{}\n{}", customer.id, currency.code(), about.join("\n")),
        category: what,
        summary: format!("{title} · {}{name} · {}", customer.id, figures::money(total, currency, lang)),
        description: description.collect(),
    }
}

/// Returns what an entry is about, in a few words.
fn title(what: &str, levels: &str, lang: Lang) -> String {
    let (en, fr) = match what {
        "action" => return levels.to_owned(),
        "approval" => ("to approve", "accord à donner"),
        "promise-ends" => ("a promise to pay ends", "fin d'une promesse de règlement"),
        "plan-instalment" => ("an instalment of the payment plan is due", "une échéance de l'échéancier tombe"),
        "hold-ends" => ("a hold ends", "fin d'une mise en suspens"),
        "announced-ends" => {
            ("last day to wait for an announced payment", "dernier jour d'attente d'un règlement annoncé")
        }
        "deadline-ends" => ("the time to pay ends", "fin du délai de paiement accordé"),
        "reclaim-by" => (
            "last day to claim back goods under retention of title",
            "dernier jour pour revendiquer les marchandises sous réserve de propriété",
        ),
        "declare-by" => ("last day to declare the claim", "dernier jour pour déclarer la créance"),
        "insurer-by" => ("last day to tell the credit insurer", "dernier jour pour prévenir l'assureur-crédit"),
        _ => ("last day to claim it at law", "dernier jour pour agir en justice"),
    };
    let title = if lang == Lang::En { en } else { fr };
    if levels.is_empty() { title.to_owned() } else { format!("{title} ({levels})") }
}
