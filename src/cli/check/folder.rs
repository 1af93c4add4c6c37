//! All that is found in one folder: its files, its policy, its templates, its seals, its figures.

use super::super::letters::{look, wording};
use super::super::rates;
use super::{claims, thresholds};
use crate::cli::disk::pending;
use crate::cli::reading::load;
use crate::cli::reading::trial::{self, FolderFile};
use crate::cli::suspense::nowhere;
use crate::cli::terminal::ui::Ui;
use crate::cli::typed::common::Files;
use crate::cli::typed::names;
use crate::diag::{self, Detail, Diagnostic, Place, Severity, code};
use crate::engine::history::{declared_without_judgment, over_indebted_in_business};
use crate::engine::{mentions, terms};
use crate::input::edit::Chain;
use crate::law::regimes::Law;
use crate::letter::content::required;
use crate::letter::formats::design::Design;
use crate::letter::wording::templates::{Given, Templates};
use crate::model::date::days_between;
use crate::model::{Bilingual, Date, FileRole, Lang, Ledger, Receipt, Selection, figures};
use crate::policy::lint::{self, Facts};
use crate::policy::{CheckRules, Layered, Policy, builtin};

/// What was found in one folder.
#[derive(Debug)]
pub struct Found {
    /// In the order of the files.
    pub findings: Vec<Diagnostic>,
    /// The line that sums it up.
    pub summary: Bilingual,
    /// The least severity that makes `check` fail.
    pub fail_on: Severity,
}

/// Lists everything that is found in a folder, the faults of the policy among it.
///
/// # Errors
/// When there is no such folder or the policy cannot be read at all.
pub fn examine(files: &Files, as_of: Date, says_absent: bool, ui: &mut Ui) -> anyhow::Result<Found> {
    let Layered { policy, faults: mut findings, files: written } = load::judged_policy(files, ui)?;
    // The files are judged all the same, by the policy that applies where there is none.
    let policy = policy.unwrap_or_else(builtin::fr_b2b);
    let is_own_policy = findings.is_empty();
    let work = Bilingual::new("reading", "lecture");
    let survey = ui.working(&work, || trial::survey(files, &policy, as_of, &[]));
    if let Some(changing) = survey.findings.iter().find(|finding| finding.code == code::cli::FOLDER_CHANGING) {
        // Nothing is known of a folder that is not one moment what it was the moment before.
        return Err(changing.clone().into());
    }
    load::show_dialects(&survey.reading, ui);
    findings.extend(survey.findings);
    findings.extend(pending::cut_off(files).map(|cut_off| cut_off.finding()));
    let ledger = survey.reading.ledger.as_ref();
    if is_own_policy {
        findings.extend(names::judged(&survey.reading, &policy, as_of));
        findings.extend(ledger.into_iter().flat_map(|ledger| unfit_proceedings(ledger, as_of)));
    }
    let ((rates, _), rate_faults) = rates::read(files, &policy);
    findings.extend(rate_faults);
    if let Some(ledger) = ledger.filter(|_| is_own_policy) {
        let facts = Facts {
            ledger,
            file_name: &|role| survey.reading.name_of(role),
            rates: &rates,
            as_of,
            has_template: &|lang, name| wording::is_there(&files.folder, lang, name),
        };
        findings.extend(lint::lint(&policy, &written, &facts));
    }
    findings.extend(ledger.into_iter().flat_map(|ledger| suspense(ledger, &policy, as_of)));
    findings.extend(ledger.into_iter().flat_map(nowhere::findings));
    let (given, design, template_faults) = templates(files, &policy);
    findings.extend(template_faults);
    if let Some(ledger) = ledger.filter(|_| is_own_policy) {
        findings.extend(required::without_address(ledger, &policy));
        // Figures of a folder that is not read whole would be wrong.
        if let Some(balances) = survey.balances.filter(|_| !findings.iter().any(Diagnostic::is_error)) {
            findings.extend(thresholds::findings(files, &policy, ledger, &balances));
            let basis = claims::Basis { ledger, balances: &balances, policy: &policy, texts: &written, rates: &rates };
            findings.extend(claims::findings(basis, (&given, design.as_ref()), &findings));
        }
    }
    findings.extend(seals(files, &policy, ui));
    findings.extend(ledger.into_iter().flat_map(|ledger| unlawful(ledger, &policy)));
    let findings = judged(findings, &policy.check, says_absent);
    let summary = Bilingual::new(summary(&findings, ledger, Lang::En), summary(&findings, ledger, Lang::Fr));
    Ok(Found { findings, summary, fail_on: policy.check.fail_on })
}

/// Returns the proceedings that lack a judgment or do not fit the customer.
fn unfit_proceedings(ledger: &Ledger, as_of: Date) -> Vec<Diagnostic> {
    let mut findings: Vec<Diagnostic> = Vec::new();
    findings.extend(declared_without_judgment(ledger, as_of, &Selection::ALL));
    findings.extend(over_indebted_in_business(ledger, as_of, &Selection::ALL));
    findings
}

/// Returns the terms that are longer than the law allows, and the mentions that invoices lack. Those that are known are
/// French.
fn unlawful(ledger: &Ledger, policy: &Policy) -> Vec<Diagnostic> {
    let Law::France = policy.penalties.law else { return Vec::new() };
    let mut findings: Vec<Diagnostic> = Vec::new();
    findings.extend(terms::findings(ledger, &policy.terms));
    findings.extend(mentions::findings(ledger));
    findings
}

/// Returns the receipts that wait in suspense for longer than the policy lets them.
fn suspense(ledger: &Ledger, policy: &Policy, as_of: Date) -> Vec<Diagnostic> {
    let allowed = i64::from(policy.bank.suspense_days);
    let waited = |receipt: &Receipt| days_between(receipt.date, as_of);
    let is_old = |receipt: &&Receipt| allowed > 0 && receipt.waits() && waited(receipt) > allowed;
    let told = |receipt: &Receipt| {
        let [en, fr] = [Lang::En, Lang::Fr].map(|lang| figures::money(receipt.amount, receipt.currency, lang));
        let days = waited(receipt);
        Diagnostic::new(
            code::planning::SUSPENSE_OLD,
            format!("a receipt of {en} has waited for {days} days: {}", receipt.id),
            format!("un encaissement de {fr} attend depuis {days} jours : {}", receipt.id),
        )
        .at(Place::line(FileRole::Suspense.file_name(), receipt.line))
        .help("`relance match` shows whose it may be", "`relance rapprocher` montre de qui il peut venir")
    };
    ledger.suspense().iter().filter(is_old).map(told).collect()
}

/// Returns the folder's own templates of letters, how they look, and what is found in them, in the page design, the
/// logo and the fonts.
fn templates(files: &Files, policy: &Policy) -> (Vec<Given>, Option<Design>, Vec<Diagnostic>) {
    let root = wording::Root::of(None, &files.folder);
    let (given, mut findings) = wording::judged(&root, policy);
    let design = look::design(&root, &files.folder, policy).map_err(|faults| findings.extend(faults)).ok();
    if !given.is_empty() {
        findings.extend(Templates::new(&given).err().into_iter().flatten());
    }
    (given, design, findings)
}

/// Returns what the seals of the history tell, and shows its head with `-v`.
fn seals(files: &Files, policy: &Policy, ui: &Ui) -> Vec<Diagnostic> {
    let path = files.sources().locate(FileRole::Events).path;
    // A pipe was read already, and is read only once.
    if !path.is_file() {
        return Vec::new();
    }
    // What keeps it from being read was found by the reader.
    let Ok(FolderFile { file: Some(file), .. }) = FolderFile::open(FileRole::Events, files, policy) else {
        return Vec::new();
    };
    let chain = Chain::of(&file);
    if let Some(head) = chain.head_shown(&file) {
        ui.detail(&head);
    }
    let missing = chain.without_seal(&file);
    chain.findings.into_iter().chain(missing).collect()
}

/// Gives each finding the severity that the policy wants, drops those it does not, puts them in order, and
/// counts those that go on saying the same.
fn judged(findings: Vec<Diagnostic>, rules: &CheckRules, says_absent: bool) -> Vec<Diagnostic> {
    let mut judged: Vec<Diagnostic> = findings
        .into_iter()
        // What is absent is no news to who left it out.
        .filter(|finding| says_absent || finding.code != code::input::FILE_ABSENT)
        // A row that refers to a bad one is not bad itself.
        .filter(|finding| finding.code != code::ledger::SET_ASIDE)
        .filter_map(|mut finding| {
            if let Some(wanted) = rules.severity.get(finding.code.slug) {
                finding.severity = (*wanted)?;
            }
            Some(finding)
        })
        .collect();
    diag::sort(&mut judged);
    diag::shorten(judged, Detail::Whole)
}

fn summary(findings: &[Diagnostic], ledger: Option<&Ledger>, lang: Lang) -> String {
    let found = diag::summary(findings.iter(), lang);
    let is_sound = !findings.iter().any(|finding| finding.severity > Severity::Note);
    let read = ledger.map(|ledger| read(ledger, lang)).filter(|_| is_sound);
    match (found, read, lang) {
        (None, None, Lang::En) => "nothing found".to_owned(),
        (None, None, Lang::Fr) => "rien trouvé".to_owned(),
        (None, Some(read), Lang::En) => format!("sound: {read}"),
        (None, Some(read), Lang::Fr) => format!("sain : {read}"),
        (Some(found), Some(read), Lang::En) => format!("sound: {read}; {found}"),
        (Some(found), Some(read), Lang::Fr) => format!("sain : {read} ; {found}"),
        (Some(found), None, _) => found,
    }
}

/// Returns how much was read: `12 customers, 60 invoices`.
fn read(ledger: &Ledger, lang: Lang) -> String {
    let counts = [
        (ledger.customers().len(), "customer", "client"),
        (ledger.invoices().len(), "invoice row", "ligne de facture"),
        (ledger.payments().len(), "payment", "paiement"),
        (ledger.events().len(), "event row", "ligne d'événement"),
    ];
    let words = counts.map(|(count, en, fr)| {
        let plural = |is_plural: bool, word: &str| match word.split_once(' ') {
            _ if !is_plural => word.to_owned(),
            Some((first, rest)) if lang == Lang::Fr => format!("{first}s {rest}"),
            _ => format!("{word}s"),
        };
        match lang {
            Lang::En => format!("{count} {}", plural(count != 1, en)),
            Lang::Fr => format!("{count} {}", plural(count > 1, fr)),
        }
    });
    words.join(", ")
}
