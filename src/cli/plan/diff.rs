//! `relance plan --diff`: what the plan of another day, or under another policy, answers otherwise.

use std::path::Path;

use super::super::exit::Exit;
use crate::cli::reading::load::{self, Desk};
use crate::cli::terminal::ui::Ui;
use crate::cli::typed::common::{Chasing, Common};
use crate::cli::typed::day;
use crate::cli::typed::day::Day;
use crate::cli::typed::unfit::Unfit;
use crate::engine::planning::{self, diff::diff};
use crate::model::{Bilingual, Date, Lang, figures};
use crate::output::reports::plan::diff::{PlanDiff, Sides};
use crate::policy::{Policy, builtin};

/// What the plan is compared with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Against {
    /// The plan of another day.
    Day(Date),
    /// The plan under a built-in policy.
    Builtin(String),
    /// The plan under the policy of a file.
    File(String),
}

/// Takes a day, the name of a built-in policy, or the path of a policy.
pub(super) fn against(text: &str) -> Result<Against, Unfit> {
    let looks_like_a_day = text.len() >= 4 && text.bytes().all(|b| b.is_ascii_digit() || b"-/".contains(&b));
    if looks_like_a_day || Day::parse(text).is_ok() {
        return day::date(text).map(Against::Day);
    }
    if builtin::names().any(|name| name == text) {
        return Ok(Against::Builtin(text.to_owned()));
    }
    Ok(Against::File(text.to_owned()))
}

/// Writes what differs.
///
/// # Errors
/// When the folder cannot be answered for on that day or under that policy, or the result cannot be written.
pub(super) fn run(against: &Against, asked: (&Common, &Chasing), desk: &Desk, ui: &mut Ui) -> anyhow::Result<Exit> {
    let own = planning::plan(&desk.ledger, &desk.balances, &desk.policy, &desk.selection);
    ui.findings(own.findings());
    match against {
        Against::Day(day) => {
            let balances = load::balances_on(desk, &asked.0.files, *day, ui)?;
            let other = planning::plan_seen_on(desk.as_of, &desk.ledger, &balances, &desk.policy, &desk.selection);
            // Time runs forward, whichever day was named first: what is new is new on the later one.
            let (before, after) = if *day < desk.as_of { (&other, &own) } else { (&own, &other) };
            let day = |day: Date| {
                Bilingual::new(
                    format!("on {}", figures::date(day, Lang::En)),
                    format!("le {}", figures::date(day, Lang::Fr)),
                )
            };
            let sides = Sides { before: day(before.as_of()), after: day(after.as_of()), are_days: true };
            let found = diff(before, after);
            ui.report(&PlanDiff { before, after, own: &own, found: &found, sides: &sides, lang: ui.lang() })
        }
        Against::Builtin(name) => {
            let policy = builtin::get(name).map(|other| as_to_chasing(other, &desk.policy));
            compare_policies(policy, name, asked, desk, ui)
        }
        Against::File(path) => {
            let policy = load::other_policy(Path::new(path), ui)?;
            compare_policies(Some(policy), path, asked, desk, ui)
        }
    }
}

/// Returns a built-in policy with the folder's own word on what a built-in one says nothing of: who is owed, how the
/// files are written, and when an invoice falls due that does not say so.
fn as_to_chasing(other: Policy, own: &Policy) -> Policy {
    Policy {
        creditor: own.creditor.clone(),
        currency: own.currency,
        language: own.language,
        terms: own.terms.clone(),
        files: own.files.clone(),
        rates: own.rates.clone(),
        imports: own.imports.clone(),
        ..other
    }
}

fn compare_policies(
    other: Option<Policy>,
    name: &str,
    (common, chasing): (&Common, &Chasing),
    desk: &Desk,
    ui: &mut Ui,
) -> anyhow::Result<Exit> {
    let other = other.ok_or(Exit::CouldNotRun)?;
    let mut there = load::desk_under(common, other, ui)?;
    chasing.apply(&mut there.policy);
    let before = planning::plan(&desk.ledger, &desk.balances, &desk.policy, &desk.selection);
    let after = planning::plan(&there.ledger, &there.balances, &there.policy, &there.selection);
    let sides = Sides {
        before: Bilingual::new("under the policy", "selon la politique"),
        after: Bilingual::new(format!("under {name}"), format!("selon {name}")),
        are_days: false,
    };
    let found = diff(&before, &after);
    ui.report(&PlanDiff { before: &before, after: &after, own: &before, found: &found, sides: &sides, lang: ui.lang() })
}
