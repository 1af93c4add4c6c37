//! The figures of a folder that `[check.thresholds]` of its policy bounds.

use std::cell::OnceCell;
use std::path::{Component, Path, PathBuf};

use rust_decimal::Decimal;

use crate::cli::papers::unrecorded;
use crate::cli::reading::load;
use crate::cli::typed::common::Files;
use crate::diag::{Diagnostic, Place, Severity, code};
use crate::engine::allocation::Balances;
use crate::engine::history::History;
use crate::engine::kpi::{self, By, Kpis, Measure};
use crate::engine::scoring;
use crate::model::{Currency, FileRole, Lang, Ledger, figures};
use crate::policy::{Figure, Policy};

/// How many months the figures of the desk look back, as `relance kpi` does.
const MONTHS: u32 = 12;

/// Returns a finding for each threshold that a figure of the folder passes.
pub fn findings(files: &Files, policy: &Policy, ledger: &Ledger, balances: &Balances) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let folder = Folder { files, policy, ledger, balances, kpis: OnceCell::new() };
    for (figure, threshold) in &policy.check.thresholds {
        for (value, currency) in folder.values(*figure, &mut found) {
            if !threshold.is_passed(value) {
                continue;
            }
            let shown = |lang| {
                let value = figures::figure(value.normalize(), lang);
                currency.map_or(value.clone(), |currency| format!("{value} ({})", currency.code()))
            };
            let (name, test) = (figure.term(), &threshold.text);
            let finding = Diagnostic::new(
                code::cli::THRESHOLD_PASSED,
                format!("{} is {}, which passes the threshold of the policy: {test}", name.en, shown(Lang::En)),
                format!("{} est de {}, ce qui passe le seuil de la politique : {test}", name.fr, shown(Lang::Fr)),
            );
            // A policy that several folders share does not show whose figure it is.
            let finding = if is_shared(&threshold.place, files) {
                finding.at(Place::file(measured_on(*figure).file_name()))
            } else {
                finding
            };
            let (en, fr) = way_out(*figure);
            found.push(finding.at(threshold.place.clone()).help(en, fr));
        }
    }
    found
}

/// Tells whether a place in a policy is outside of the folder. The name of a file begins in the folder, but that of
/// `--policy` where the program was started.
fn is_shared(place: &Place, files: &Files) -> bool {
    let file = Path::new(&place.file);
    let direct = |path: &Path| path.components().filter(|part| *part != Component::CurDir).collect::<PathBuf>();
    match &files.policy {
        Some(named) if named == file => !direct(file).starts_with(direct(&files.folder)),
        _ => !direct(file).components().all(|part| matches!(part, Component::Normal(_))),
    }
}

/// Returns the file of the folder on which a figure depends most.
const fn measured_on(figure: Figure) -> FileRole {
    match figure {
        Figure::Over90Share | Figure::Dso => FileRole::Invoices,
        Figure::LimitPassed => FileRole::Customers,
        Figure::UnrecordedRun => FileRole::Events,
        Figure::Suspense => FileRole::Suspense,
        Figure::NewestPaymentDays => FileRole::Payments,
    }
}

/// Returns what shows where the figure comes from.
const fn way_out(figure: Figure) -> (&'static str, &'static str) {
    match figure {
        Figure::Over90Share => {
            ("`relance age --detail` shows the items", "`relance balance --detail` montre les pièces")
        }
        Figure::Dso => {
            ("`relance kpi --explain` shows how it is made", "`relance indicateurs --explain` en montre le calcul")
        }
        Figure::LimitPassed => ("`relance score` shows whom", "`relance notation` montre qui"),
        Figure::UnrecordedRun => (
            "`relance record --manifest` notes what was sent, and a folder of letters that were not sent can go",
            "`relance noter --manifest` note ce qui est parti ; un dossier de lettres non envoyées peut être supprimé",
        ),
        Figure::Suspense => {
            ("`relance match` shows whose they may be", "`relance rapprocher` montre de qui ils peuvent venir")
        }
        Figure::NewestPaymentDays => ("bring payments.csv up to date", "mettre payments.csv à jour"),
    }
}

/// What figures are measured on.
struct Folder<'a> {
    files: &'a Files,
    policy: &'a Policy,
    ledger: &'a Ledger,
    balances: &'a Balances,
    /// The figures of the desk, which several thresholds may bound.
    kpis: OnceCell<Kpis>,
}

impl Folder<'_> {
    /// Returns the figure, of each currency where it is a figure of money; none where there is nothing to measure.
    /// What keeps it from being known is added to what was found.
    fn values(&self, figure: Figure, found: &mut Vec<Diagnostic>) -> Vec<(Decimal, Option<Currency>)> {
        let (ledger, day) = (self.ledger, self.balances.as_of());
        let one = |count: usize| vec![(Decimal::from(count), None)];
        let measure = |measure: Measure| {
            let earlier = |day| load::allocated(self.files, ledger, self.policy, day).balances;
            let of_desk = || kpi::kpis(ledger, self.balances, self.policy, (By::Portfolio, MONTHS), |_| true, earlier);
            self.kpis
                .get_or_init(of_desk)
                .totals
                .iter()
                .filter_map(|row| Some((measure.of(&row.inputs)?, Some(row.currency))))
                .collect()
        };
        match figure {
            Figure::Over90Share => measure(Measure::Over90Share),
            Figure::Dso => measure(Measure::Dso),
            Figure::LimitPassed => {
                let history = History::new(ledger, day);
                let scores = scoring::score(ledger, self.balances, &history, self.policy, |_| true);
                let is_over = |score: &&scoring::CustomerScore| {
                    score.limit.amount().is_some_and(|limit| score.exposure.main > limit)
                };
                one(scores.rows().iter().filter(is_over).count())
            }
            Figure::UnrecordedRun => {
                let (count, damaged) = unrecorded::count(&self.files.folder, ledger, day);
                // Nobody can tell whether the figure passes its threshold.
                found.extend(damaged.into_iter().map(|run| Diagnostic { severity: Severity::Error, ..run }));
                one(count)
            }
            Figure::Suspense => {
                one(ledger.suspense().iter().filter(|receipt| receipt.waits() && receipt.date <= day).count())
            }
            Figure::NewestPaymentDays => {
                // An export that failed leaves no payment at all: nothing was paid since the first invoice then.
                let first = || ledger.invoices().iter().map(|row| row.issue).filter(|&issue| issue <= day).min();
                let since = ledger.newest_payment(day).or_else(first);
                since.map(|since| (Decimal::from((day - since).num_days()), None)).into_iter().collect()
            }
        }
    }
}
