//! From what a policy file says to a [`Policy`]: each written key is checked and laid over the policy that the
//! file extends. All faults are found, not only the first.

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use toml::Spanned;

use super::faults::Faults;
use super::raw::{
    RawAgeing, RawBank, RawCheck, RawDeadlines, RawFiles, RawImport, RawKpi, RawMinimum, RawPenalties, RawPolicy,
    RawTerms, Text,
};
use super::thresholds;
use super::values::{AMOUNT, KINDS, Words, decimal, sums_by_currency};
use super::{
    AgeBasis, BankRules, Capitalisation, CapitalisedBy, CreditNotesFrom, Creditor, DeadlineRules, Deposits,
    DisputedInterest, FileRules, ImportMapping, Imputation, KpiRules, Policy, ReturnsFrom, Rounding, Sums, TermRules,
    Voided, letters, procedures, score,
};
use crate::diag::Severity;
use crate::law::maximum_terms;
use crate::law::regimes::Law;
use crate::law::terms::{EndOfMonth, Terms};
use crate::model::dialect::{DateOrder, DecimalMark, Declared, Encoding};
use crate::model::rate::RateRule;
use crate::model::{Amount, Currency, Date, FileRole, Lang};

const LANGUAGES: &Words<Lang> = &[("fr", Lang::Fr), ("en", Lang::En)];
const ROUNDINGS: &Words<Rounding> = &[("piece", Rounding::Piece), ("total", Rounding::Total), ("day", Rounding::Day)];
const IMPUTATIONS: &Words<Imputation> =
    &[("principal-first", Imputation::PrincipalFirst), ("interest-first", Imputation::InterestFirst)];
const ENDS_OF_MONTH: &Words<EndOfMonth> =
    &[("after-days", EndOfMonth::AfterDays), ("before-days", EndOfMonth::BeforeDays)];
const CAPITALISATIONS: &Words<Option<Capitalisation>> = &[
    ("none", None),
    ("contract", Some(Capitalisation { by: CapitalisedBy::Contract, from: None })),
    ("judgment", Some(Capitalisation { by: CapitalisedBy::Judgment, from: None })),
];
const DISPUTED: &Words<DisputedInterest> =
    &[("not-claimed", DisputedInterest::NotClaimed), ("claimed", DisputedInterest::Claimed)];
const CREDIT_NOTES: &Words<CreditNotesFrom> =
    &[("from-date", CreditNotesFrom::Date), ("from-origin", CreditNotesFrom::Origin)];
const DEPOSITS: &Words<Deposits> = &[("deducted", Deposits::Deducted), ("stated", Deposits::Stated)];
const RETURNS: &Words<ReturnsFrom> = &[("from-origin", ReturnsFrom::Origin), ("from-date", ReturnsFrom::Date)];
const VOIDED: &Words<Voided> = &[("no-claim", Voided::NoClaim), ("claim", Voided::Claim)];
const AGE_BASES: &Words<AgeBasis> = &[("due", AgeBasis::Due), ("issue", AgeBasis::Issue)];
const FAIL_ON: &Words<Severity> =
    &[("error", Severity::Error), ("warning", Severity::Warning), ("note", Severity::Note)];
const SEVERITIES: &Words<Option<Severity>> = &[
    ("error", Some(Severity::Error)),
    ("warning", Some(Severity::Warning)),
    ("note", Some(Severity::Note)),
    ("ignore", None),
];
const ENCODINGS: &Words<Encoding> =
    &[("utf-8", Encoding::Utf8), ("windows-1252", Encoding::Windows1252), ("iso-8859-15", Encoding::Iso8859_15)];
/// Of lists of other programs, which are read and never written: nothing for what DOS wrote.
const LIST_ENCODINGS: &Words<Option<Encoding>> = &[
    ("utf-8", Some(Encoding::Utf8)),
    ("windows-1252", Some(Encoding::Windows1252)),
    ("iso-8859-15", Some(Encoding::Iso8859_15)),
    ("cp850", None),
];
const DELIMITERS: &Words<u8> = &[(",", b','), (";", b';'), ("tab", b'\t'), ("|", b'|')];
const DECIMALS: &Words<DecimalMark> = &[("point", DecimalMark::Point), ("comma", DecimalMark::Comma)];
const DATE_ORDERS: &Words<DateOrder> = &[("day-first", DateOrder::DayFirst), ("month-first", DateOrder::MonthFirst)];

/// Lays what the file says over the policy that it extends.
pub fn lay_over(mut policy: Policy, raw: RawPolicy, faults: &mut Faults<'_>) -> Policy {
    faults.word("language", raw.language.as_ref(), LANGUAGES, &mut policy.language);
    faults.word("customer_kind", raw.customer_kind.as_ref(), KINDS, &mut policy.customer_kind);
    let code = ("a code of ISO 4217 such as \"EUR\"", "un code ISO 4217 comme \"EUR\"");
    faults.value("currency", raw.currency.as_ref(), Currency::parse, code, &mut policy.currency);
    creditor(raw.creditor, &mut policy.creditor);
    letters::lay_over(&raw.letters, &mut policy.letters, faults);
    terms(&raw.terms, &mut policy.terms, faults);
    penalties(&raw.penalties, &mut policy, faults);
    let allocation = &mut policy.allocation;
    sums("allocation.tolerance", raw.allocation.tolerance.as_ref(), faults, &mut allocation.tolerance);
    faults.word("allocation.deposits", raw.allocation.deposits.as_ref(), DEPOSITS, &mut allocation.deposits);
    faults.word("allocation.returns", raw.allocation.returns.as_ref(), RETURNS, &mut allocation.returns);
    faults.word(
        "allocation.credit_notes",
        raw.allocation.credit_notes.as_ref(),
        CREDIT_NOTES,
        &mut allocation.credit_notes,
    );
    ageing(&raw.ageing, &mut policy, faults);
    deadlines(&raw.deadlines, &mut policy.deadlines, faults);
    score::lay_over(&raw.score, &mut policy, faults);
    kpi(&raw.kpi, &mut policy.kpi, faults);
    check(&raw.check, &mut policy, faults);
    let stale = &mut policy.plan.stale_payments_days;
    faults.count("plan.stale_payments_days", raw.plan.stale_payments_days.as_ref(), 0..=3650, stale);
    bank(raw.bank, &mut policy.bank, faults);
    files(&raw.files, &mut policy.files, faults);
    for (name, mapping) in &raw.import {
        policy.imports.insert(name.clone(), import(name, mapping, faults));
    }
    procedures::follow_law(&mut policy);
    procedures::lay_over(raw.procedure, &mut policy, faults);
    policy
}

/// Lays over what is said of statements of the bank.
fn bank(raw: RawBank, rules: &mut BankRules, faults: &mut Faults<'_>) {
    rules.ignore = raw.ignore.unwrap_or(std::mem::take(&mut rules.ignore));
    rules.accounts = raw.accounts.unwrap_or(std::mem::take(&mut rules.accounts));
    faults.count("bank.suspense_days", raw.suspense_days.as_ref(), 0..=3650, &mut rules.suspense_days);
    faults.count("bank.direct_debit_days", raw.direct_debit_days.as_ref(), 0..=3650, &mut rules.direct_debit_days);
}

const INDEMNITY: (&str, &str) = (
    "\"statutory\", or digits with a point before the cents, such as \"40.00\"",
    "\"statutory\", ou des chiffres avec un point avant les centimes, comme \"40.00\"",
);

/// Reads a sum for every currency, or one for each that is named.
fn sums(key: &str, raw: Option<&Spanned<RawMinimum>>, faults: &mut Faults<'_>, sums: &mut Sums) {
    let Some(raw) = raw else { return };
    match raw.get_ref() {
        RawMinimum::One(text) => match decimal(text) {
            Some(any) => *sums = Sums { any, of: BTreeMap::new() },
            None => faults.invalid(raw.span(), key, AMOUNT),
        },
        RawMinimum::Each(each) => *sums = Sums { any: Decimal::ZERO, of: sums_by_currency(key, each, faults) },
    }
}

/// Reads `2026-03-31`.
fn iso(text: &str) -> Option<Date> {
    let is_formed = text.len() == 10 && text.bytes().all(|b| b.is_ascii_digit() || b == b'-');
    text.parse().ok().filter(|_| is_formed)
}

fn creditor(mut written: Creditor, creditor: &mut Creditor) {
    for (own, new) in creditor.each_mut().into_iter().zip(written.each_mut()) {
        if let Some(text) = new {
            // `name = ""` is a line of a template that nobody has filled in.
            *own = Some(text.trim().to_owned()).filter(|text| !text.is_empty());
        }
    }
}

fn terms(raw: &RawTerms, rules: &mut TermRules, faults: &mut Faults<'_>) {
    let words = (
        "terms such as \"30 days\", \"45 days end of month\" or \"end of month 45 days\", or \"legal\"",
        "des conditions telles que \"30 jours\", \"45 jours fin de mois\" ou \"fin de mois 45 jours\", ou \"legal\"",
    );
    if let Some(default) = &raw.default {
        rules.by_law = default.get_ref() == "legal";
        if rules.by_law {
            rules.default = None;
        } else {
            faults.option("terms.default", Some(default), Terms::parse, words, &mut rules.default);
        }
    }
    super::discount::discount(&raw.discount, rules, faults);
    rules.retention_of_title = raw.retention_of_title.unwrap_or(rules.retention_of_title);
    faults.word("terms.end_of_month", raw.end_of_month.as_ref(), ENDS_OF_MONTH, &mut rules.end_of_month);
    if let Some(category) = &raw.category {
        rules.category = maximum_terms::find(category.get_ref());
        if rules.category.is_none() {
            let known: Vec<&str> = maximum_terms::ALL.iter().map(|maximum| maximum.category).collect();
            faults.unknown_word(category.span(), "terms.category", category.get_ref(), &known);
        }
    }
}

fn penalties(raw: &RawPenalties, policy: &mut Policy, faults: &mut Faults<'_>) {
    let rules = &mut policy.penalties;
    let rate = (
        "\"ecb+10\", \"boe+4\", \"legal*3\" or percent a year such as \"12.5\"",
        "\"ecb+10\", \"boe+4\", \"legal*3\" ou un pourcentage par an comme \"12.5\"",
    );
    for (key, text, own) in [
        ("penalties.rate", &raw.rate, &mut rules.rate),
        ("penalties.public_rate", &raw.public_rate, &mut rules.public_rate),
        ("penalties.consumer_rate", &raw.consumer_rate, &mut rules.consumer_rate),
    ] {
        faults.option(key, text.as_ref(), RateRule::parse, rate, own);
    }
    faults.word("penalties.law", raw.law.as_ref(), &Law::WORDS, &mut rules.law);
    // Every law's currency has two decimals.
    let sum = |text: &str| match text {
        "statutory" => Some(None),
        sum => Some(Some(Amount::from_decimal(decimal(sum)?, Currency::EUR)?)),
    };
    faults.value("penalties.indemnity", raw.indemnity.as_ref(), sum, INDEMNITY, &mut rules.indemnity);
    sums("penalties.minimum", raw.minimum.as_ref(), faults, &mut rules.minimum);
    faults.word("penalties.voided", raw.voided.as_ref(), VOIDED, &mut rules.voided);
    faults.word("penalties.rounding", raw.rounding.as_ref(), ROUNDINGS, &mut rules.rounding);
    faults.word("penalties.imputation", raw.imputation.as_ref(), IMPUTATIONS, &mut rules.imputation);
    faults.word("penalties.disputed", raw.disputed.as_ref(), DISPUTED, &mut rules.disputed);
    faults.word("penalties.capitalisation", raw.capitalisation.as_ref(), CAPITALISATIONS, &mut rules.capitalisation);
    if let Some(from) = &raw.capitalisation_from {
        let said_something = raw.capitalisation.as_ref().is_some_and(|word| word.get_ref() != "none");
        let mut day = None;
        let accepted = ("a day such as \"2026-03-31\"", "un jour comme \"2026-03-31\"");
        faults.option("penalties.capitalisation_from", Some(from), iso, accepted, &mut day);
        match &mut rules.capitalisation {
            Some(capitalisation) => capitalisation.from = day,
            None if !said_something => {
                let accepted = ("it only beside a capitalisation", "cette clé seulement à côté d'une capitalisation");
                faults.invalid(from.span(), "penalties.capitalisation_from", accepted);
            }
            None => {}
        }
    }
}

fn ageing(raw: &RawAgeing, policy: &mut Policy, faults: &mut Faults<'_>) {
    faults.word("ageing.basis", raw.basis.as_ref(), AGE_BASES, &mut policy.ageing.basis);
    if let Some(bands) = &raw.bands {
        let last_days: Option<Vec<u32>> = bands.get_ref().iter().map(|&day| u32::try_from(day).ok()).collect();
        let rising = |days: &Vec<u32>| {
            !days.is_empty()
                && days.len() <= 12
                && days[0] > 0
                && days.is_sorted_by(|a, b| a < b)
                && days[days.len() - 1] < 10_000
        };
        match last_days.filter(rising) {
            Some(days) => policy.ageing.bands = days,
            None => faults.invalid(
                bands.span(),
                "ageing.bands",
                (
                    "the last day of each band, rising, such as [30, 60, 90]",
                    "le dernier jour de chaque tranche, en ordre croissant, comme [30, 60, 90]",
                ),
            ),
        }
    }
}

fn deadlines(raw: &RawDeadlines, rules: &mut DeadlineRules, faults: &mut Faults<'_>) {
    let warning = raw.limitation_warning_days.as_ref();
    faults.count("deadlines.limitation_warning_days", warning, 0..=3650, &mut rules.limitation_warning_days);
    if let Some(written) = &raw.insurer_days {
        let mut days = 0;
        faults.count("deadlines.insurer_days", Some(written), 1..=3650, &mut days);
        rules.insurer_days = Some(days);
    }
}

fn kpi(raw: &RawKpi, rules: &mut KpiRules, faults: &mut Faults<'_>) {
    faults.count("kpi.dso_days", raw.dso_days.as_ref(), 1..=3660, &mut rules.dso_days);
    faults.count("kpi.doubtful_days", raw.doubtful_days.as_ref(), 0..=3660, &mut rules.doubtful_days);
    let days = ("days such as \"43\" or \"12.5\"", "des jours comme \"43\" ou \"12.5\"");
    let part = ("a part from 0 to 1 such as \"0.062\"", "une part de 0 à 1 comme \"0.062\"");
    let at_most_one = |text: &str| decimal(text).filter(|part| *part <= Decimal::ONE);
    let (own, sector) = (&raw.sector, &mut rules.sector);
    faults.option("kpi.sector.dso", own.dso.as_ref(), decimal, days, &mut sector.dso);
    faults.option("kpi.sector.days_late", own.days_late.as_ref(), decimal, days, &mut sector.days_late);
    faults.option("kpi.sector.unpaid_rate", own.unpaid_rate.as_ref(), at_most_one, part, &mut sector.unpaid_rate);
    faults.option("kpi.sector.over_90_share", own.over_90_share.as_ref(), at_most_one, part, &mut sector.over_90_share);
}

fn check(raw: &RawCheck, policy: &mut Policy, faults: &mut Faults<'_>) {
    faults.word("check.fail_on", raw.fail_on.as_ref(), FAIL_ON, &mut policy.check.fail_on);
    for (code, word) in &raw.severity {
        let mut severity = None;
        faults.word("check.severity", Some(word), SEVERITIES, &mut severity);
        match crate::diag::code::find(code.get_ref()) {
            Some(_) => {
                policy.check.severity.insert(code.get_ref().clone(), severity);
            }
            None => faults.unknown_code(code.span(), code.get_ref()),
        }
    }
    thresholds::read(&raw.thresholds, &mut policy.check.thresholds, faults);
}

fn files(raw: &RawFiles, rules: &mut FileRules, faults: &mut Faults<'_>) {
    dialect("files", [&raw.encoding, &raw.delimiter, &raw.decimal, &raw.date_order], &mut rules.all, faults);
    if let Some(names) = &raw.ignore {
        rules.ignore = names.iter().map(|name| name.get_ref().clone()).collect();
    }
    for (role, name, own) in [
        (FileRole::Invoices, "files.invoices", &raw.invoices),
        (FileRole::Payments, "files.payments", &raw.payments),
        (FileRole::Customers, "files.customers", &raw.customers),
        (FileRole::Events, "files.events", &raw.events),
    ] {
        let written = [&own.encoding, &own.delimiter, &own.decimal, &own.date_order];
        if written.iter().any(|key| key.is_some()) {
            dialect(name, written, rules.each.entry(role).or_default(), faults);
        }
    }
}

/// Reads `encoding`, `delimiter`, `decimal` and `date_order`, in this order.
fn dialect(table: &str, written: [&Option<Text>; 4], into: &mut Declared, faults: &mut Faults<'_>) {
    let [encoding, delimiter, decimal, date_order] = written;
    faults.declare(&format!("{table}.encoding"), encoding.as_ref(), ENCODINGS, &mut into.encoding);
    faults.declare(&format!("{table}.delimiter"), delimiter.as_ref(), DELIMITERS, &mut into.delimiter);
    faults.declare(&format!("{table}.decimal"), decimal.as_ref(), DECIMALS, &mut into.decimal);
    faults.declare(&format!("{table}.date_order"), date_order.as_ref(), DATE_ORDERS, &mut into.date_order);
}

fn import(name: &str, raw: &RawImport, faults: &mut Faults<'_>) -> ImportMapping {
    let table = format!("import.{name}");
    let mut mapping = ImportMapping::default();
    let mut encoding = None;
    faults.declare(&format!("{table}.encoding"), raw.encoding.as_ref(), LIST_ENCODINGS, &mut encoding);
    mapping.is_cp850 = encoding == Some(None);
    mapping.dialect.encoding = encoding.flatten();
    dialect(&table, [&None, &raw.delimiter, &raw.decimal, &raw.date_order], &mut mapping.dialect, faults);
    let plain = |columns: &BTreeMap<Text, Text>| -> BTreeMap<String, String> {
        columns.iter().map(|(ours, theirs)| (ours.get_ref().clone(), theirs.get_ref().clone())).collect()
    };
    mapping.invoices = plain(&raw.invoices);
    mapping.payments = plain(&raw.payments);
    mapping.customers = plain(&raw.customers);
    mapping.fixed = plain(&raw.fixed);
    for (column, order) in &raw.date_orders {
        let mut own = None;
        faults.declare(&format!("{table}.date_orders"), Some(order), DATE_ORDERS, &mut own);
        mapping.date_orders.extend(own.map(|order| (column.get_ref().clone(), order)));
    }
    let mut skip = 0_u32;
    faults.count(&format!("{table}.skip"), raw.skip.as_ref(), 0..=1000, &mut skip);
    mapping.skip = raw.skip.as_ref().map(|_| skip);
    let text = |written: &Option<Text>| written.as_ref().map(|text| text.get_ref().clone());
    [mapping.balance, mapping.paid, mapping.paid_on, mapping.status] =
        [&raw.balance, &raw.paid, &raw.paid_on, &raw.status].map(text);
    mapping.own_currency = raw.own_currency.unwrap_or_default();
    mapping.ignore = raw.ignore.iter().flatten().map(|name| name.get_ref().clone()).collect();
    mapping.recognise = raw.recognise.iter().flatten().map(|name| name.get_ref().clone()).collect();
    mapping.filters = raw.filters.iter().map(|(column, words)| (column.get_ref().clone(), words.list())).collect();
    mapping.values = raw.values.iter().map(|(column, words)| (column.get_ref().clone(), plain(words))).collect();
    for key in raw.fixed.keys() {
        let file = key.get_ref().split_once('.').map(|(file, _)| file);
        if !matches!(file, Some("invoices" | "payments" | "customers")) {
            let accepted = (
                "a column of ours in quotes, such as \"invoices.currency\"",
                "une de nos colonnes entre guillemets, comme \"invoices.currency\"",
            );
            faults.invalid(key.span(), &format!("{table}.fixed"), accepted);
        }
    }
    mapping
}
