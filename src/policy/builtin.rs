//! The policies that are compiled in. They are files that people read: `policies/fr-b2b.toml` documents every
//! key, states every default, and is what `init` writes, in French as `policies/fr/fr-b2b.toml`.

use super::faults::Faults;
use super::raw::RawPolicy;
use super::validate::lay_over;
use super::{
    AfterLast, AgeBasis, AgeingRules, AllocationRules, BankRules, CheckRules, CreditNotesFrom, Creditor, DeadlineRules,
    Deposits, DisputedInterest, FileRules, FirstLevel, Grouping, Holidays, Imputation, KpiRules, LetterLook, LevelRule,
    PenaltyRules, PlanRules, Policy, Procedure, ReturnsFrom, Rounding, ScoreRules, SectorFigures, Sums, TermRules,
    Voided, read,
};
use crate::diag::Severity;
use crate::law::regimes::Law;
use crate::model::{Currency, CustomerKind, Lang};
use std::collections::BTreeMap;

/// The built-in policies: name and text. The first one is extended by those that name none.
const FILES: &[(&str, &str)] = &[
    ("fr-b2b", include_str!("../../policies/fr-b2b.toml")),
    ("fr-b2b-soft", include_str!("../../policies/fr-b2b-soft.toml")),
    ("fr-b2b-strict", include_str!("../../policies/fr-b2b-strict.toml")),
    ("fr-public", include_str!("../../policies/fr-public.toml")),
    ("fr-consumer", include_str!("../../policies/fr-consumer.toml")),
    ("ie-b2b", include_str!("../../policies/ie-b2b.toml")),
    ("gb-b2b", include_str!("../../policies/gb-b2b.toml")),
    ("de-b2b", include_str!("../../policies/de-b2b.toml")),
    ("be-b2b", include_str!("../../policies/be-b2b.toml")),
    ("lu-b2b", include_str!("../../policies/lu-b2b.toml")),
    ("nl-b2b", include_str!("../../policies/nl-b2b.toml")),
];

/// The first of them once more, every key explained in French.
const FR_B2B_IN_FRENCH: &str = include_str!("../../policies/fr/fr-b2b.toml");

/// Returns the names of the built-in policies.
pub fn names() -> impl Iterator<Item = &'static str> {
    FILES.iter().map(|(name, _)| *name)
}

/// Returns what a new folder gets: the policy of French business-to-business sales, explained in one language.
pub fn commented(lang: Lang) -> &'static str {
    match lang {
        Lang::Fr => FR_B2B_IN_FRENCH,
        Lang::En => FILES[0].1,
    }
}

/// Returns the text of a built-in policy.
pub fn text(name: &str) -> Option<&'static str> {
    FILES.iter().find(|(known, _)| *known == name).map(|(_, text)| *text)
}

/// Returns the built-in policy of that name.
pub fn get(name: &str) -> Option<Policy> {
    let (_, text) = FILES.iter().find(|(known, _)| *known == name)?;
    let mut faults = Faults::new(name, *text);
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
        faults.unknown_policy(name.span(), name.get_ref(), &known);
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
        letters: LetterLook::default(),
        terms: TermRules::NONE,
        penalties: PenaltyRules {
            law: Law::France,
            rate: None,
            public_rate: None,
            consumer_rate: None,
            indemnity: None,
            rounding: Rounding::Piece,
            imputation: Imputation::PrincipalFirst,
            minimum: Sums::default(),
            voided: Voided::NoClaim,
            capitalisation: None,
            disputed: DisputedInterest::NotClaimed,
        },
        allocation: AllocationRules {
            tolerance: Sums::default(),
            credit_notes: CreditNotesFrom::Date,
            returns: ReturnsFrom::Origin,
            deposits: Deposits::Deducted,
        },
        ageing: AgeingRules { basis: AgeBasis::Due, bands: Vec::new() },
        deadlines: DeadlineRules { limitation_warning_days: 0, insurer_days: None },
        score: ScoreRules::BLANK,
        kpi: KpiRules { dso_days: 0, doubtful_days: 0, sector: SectorFigures::default() },
        check: CheckRules { fail_on: Severity::Error, severity: BTreeMap::new(), thresholds: BTreeMap::new() },
        plan: PlanRules { stale_payments_days: 0, accepts_suspense: false },
        bank: BankRules::default(),
        files: FileRules::default(),
        rates: None,
        imports: BTreeMap::new(),
        procedures: vec![Procedure {
            name: String::new(),
            kinds: Vec::new(),
            segments: Vec::new(),
            grouping: Grouping::Customer,
            level_rule: LevelRule::Own,
            first_level: FirstLevel::Sequential,
            grace_days: 0,
            min_days_in_arrears: 0,
            min_interval_days: 0,
            promise_grace_days: 0,
            announced_days: 0,
            mail_transit_days: 0,
            holidays: Holidays::France,
            after_last_level: AfterLast::Stop,
            repeat_days: 0,
            levels: Vec::new(),
        }],
    }
}
