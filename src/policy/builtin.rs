//! The policies that are compiled in. They are files that people read: `policies/fr-b2b.toml` documents every
//! key, states every default, and is what `init` writes.

use rust_decimal::Decimal;

use super::faults::Faults;
use super::raw::RawPolicy;
use super::validate::lay_over;
use super::{
    AgeBasis, AgeingRules, AllocationRules, CheckRules, CreditNotesFrom, Creditor, DeadlineRules, FileRules,
    FirstLevel, Grouping, Holidays, Imputation, KpiRules, PenaltyRules, Policy, Procedure, Rounding, ScoreRules,
    SectorFigures, TermRules, read,
};
use crate::diag::Severity;
use crate::model::{Amount, Currency, CustomerKind, Lang};
use std::collections::BTreeMap;

/// Are the built-in policies: name and text. The first one is extended by those that name none.
const FILES: &[(&str, &str)] = &[
    ("fr-b2b", include_str!("../../policies/fr-b2b.toml")),
    ("fr-public", include_str!("../../policies/fr-public.toml")),
    ("fr-consumer", include_str!("../../policies/fr-consumer.toml")),
];

/// Returns the names of the built-in policies.
pub fn names() -> impl Iterator<Item = &'static str> {
    FILES.iter().map(|(name, _)| *name)
}

/// Returns the text of a built-in policy: what `init` writes.
pub fn text(name: &str) -> Option<&'static str> {
    FILES.iter().find(|(known, _)| *known == name).map(|(_, text)| *text)
}

/// Returns the built-in policy of that name.
pub fn get(name: &str) -> Option<Policy> {
    let (_, text) = FILES.iter().find(|(known, _)| *known == name)?;
    let mut faults = Faults::new(name, text);
    let raw = read::read(text, &mut faults).expect("a compiled-in policy is TOML of known keys");
    let base = if raw.extends.is_some() { base_of(&raw, &mut faults) } else { blank() };
    let policy = lay_over(base, raw, &mut faults);
    debug_assert!(faults.is_empty(), "{name}: {:?}", faults.into_found());
    Some(policy)
}

/// Returns the policy of French business-to-business sales, the one that applies where there is no `policy.toml`.
pub fn fr_b2b() -> Policy {
    get("fr-b2b").expect("fr-b2b is compiled in")
}

/// Returns the policy that a file extends: the one it names, else `fr-b2b`.
pub(super) fn base_of(raw: &RawPolicy, faults: &mut Faults<'_>) -> Policy {
    let Some(name) = &raw.extends else { return fr_b2b() };
    get(name.get_ref()).unwrap_or_else(|| {
        let known: Vec<&str> = names().collect();
        faults.unknown_word(name.span(), "extends", name.get_ref(), &known);
        fr_b2b()
    })
}

/// Returns what `fr-b2b.toml` is laid over: it holds the places of values that are all written there.
fn blank() -> Policy {
    Policy {
        language: Lang::Fr,
        currency: Currency::EUR,
        customer_kind: CustomerKind::Business,
        creditor: Creditor::default(),
        terms: TermRules::NONE,
        penalties: PenaltyRules {
            rate: None,
            indemnity: Amount::ZERO,
            rounding: Rounding::Piece,
            imputation: Imputation::PrincipalFirst,
            capitalisation: None,
        },
        allocation: AllocationRules { tolerance: Decimal::ZERO, credit_notes: CreditNotesFrom::Date },
        ageing: AgeingRules { basis: AgeBasis::Due, bands: Vec::new() },
        deadlines: DeadlineRules { limitation_warning_days: 0, insurer_days: None },
        score: ScoreRules {
            pseudo_invoices: 0,
            serious_days: 0,
            little_history: 0,
            grades: [0; 4],
            block_below: 0,
            watch_below: 0,
        },
        kpi: KpiRules { dso_days: 0, doubtful_days: 0, sector: SectorFigures::default() },
        check: CheckRules { fail_on: Severity::Error, severity: BTreeMap::new() },
        files: FileRules::default(),
        imports: BTreeMap::new(),
        procedures: vec![Procedure {
            name: String::new(),
            kinds: Vec::new(),
            segments: Vec::new(),
            grouping: Grouping::Customer,
            first_level: FirstLevel::Sequential,
            min_interval_days: 0,
            promise_grace_days: 0,
            announced_days: 0,
            holidays: Holidays::France,
            levels: Vec::new(),
        }],
    }
}
