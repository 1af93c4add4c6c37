//! Of whom file and folder say different sums, and what that may come from.

use std::collections::BTreeSet;

use crate::diag::{Diagnostic, Place, Severity, code};
use crate::import::Incoming;
use crate::import::source::Kind;
use crate::input::columns::Column;
use crate::model::{Amount, Currency, FileRole, Lang, figures, plain, shell};
use crate::output::reports::import::Controlled;

/// How many customers are named of those whose balances differ.
const NAMED: usize = 10;

/// Returns a finding for each customer of whom file and folder say different sums; beside accounts, which are nearer to
/// the truth, a list only warns. A folder that is still to be made cannot be asked what it says. Of whom a row is
/// refused nobody can tell.
pub fn differences(incoming: &Incoming, controlled: &[Controlled], is_new: bool) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    let refused = incoming.rows_of(FileRole::Invoices).filter(|(_, place)| incoming.refused.contains(place));
    let refused: BTreeSet<(u32, &str)> = refused.map(|(row, place)| (place.0, row.get(Column::CustomerId))).collect();
    let has_accounts = incoming.sources.iter().any(|source| source.kind == Some(Kind::Fec));
    for (list, source) in incoming.sources.iter().enumerate() {
        let differing: Vec<_> = controlled
            .iter()
            .filter(|row| row.list == list && row.stated != row.then())
            .filter_map(|row| Some((row, row.customer.as_deref()?)))
            .filter(|(_, customer)| !refused.contains(&(list as u32, *customer)))
            .collect();
        let mut of_list: Vec<Diagnostic> =
            differing.iter().take(NAMED).map(|(row, customer)| difference(incoming, row, customer, is_new)).collect();
        of_list.extend((differing.len() > NAMED).then(|| likewise(&source.file, differing.len() - NAMED)));
        if has_accounts && source.kind != Some(Kind::Fec) {
            of_list.iter_mut().for_each(|finding| finding.severity = Severity::Warning);
        }
        findings.extend(of_list);
    }
    findings
}

/// Says that file and folder differ on a customer, with what explains it best.
fn difference(incoming: &Incoming, row: &Controlled, customer: &str, is_new: bool) -> Diagnostic {
    let source = &incoming.sources[row.list];
    let credit = incoming.credit.get(&(customer.to_owned(), row.currency)).copied().unwrap_or_default();
    if [credit.free, credit.free + credit.spent].contains(&(row.stated - row.then())) {
        return credited(&source.file, customer, row, credit.free);
    }
    let given_back = incoming.given_back.get(&(row.list as u32, customer.to_owned(), row.currency));
    let finding = differs(&source.file, customer, row, (given_back.copied(), is_new));
    if source.kind == Some(Kind::Fec) && row.then() < row.stated {
        return told_twice(finding, customer);
    }
    finding
}

/// Says that more customers differ than are named.
fn likewise(file: &str, others: usize) -> Diagnostic {
    let mut finding = Diagnostic::new(
        code::import::BALANCE_DIFFERS,
        format!("likewise for {others} more customers of {file}"),
        format!("de même pour {others} autres clients de {file}"),
    )
    .at(Place::file(file));
    finding.count = others;
    finding
}

/// Returns what the file says, what the folder says and what lies between them, in English and French.
fn sums(row: &Controlled) -> [[String; 2]; 3] {
    [row.stated, row.then(), row.stated - row.then()]
        .map(|sum| [Lang::En, Lang::Fr].map(|lang| figures::money(sum, row.currency, lang)))
}

/// Tells of what a customer has as credit, or what that has paid since by itself. No list of invoices states it, but
/// the folder had it before.
fn credited(file: &str, customer: &str, row: &Controlled, free: Amount) -> Diagnostic {
    let (en, fr) = if row.stated - row.then() == free {
        ("are credit", "sont en crédit")
    } else {
        (
            "name no invoice, and have paid what the file has as open",
            "ne désignent aucune facture, et ont payé ce que le fichier dit ouvert",
        )
    };
    let [stated, folder, credit] = sums(row);
    let mut finding = Diagnostic::new(
        code::import::BALANCE_DIFFERS,
        format!(
            "{customer} owes {} according to the file and {} according to the folder, where {} of his payments {en}",
            stated[0], folder[0], credit[0]
        ),
        format!(
            "{customer} doit {} d'après le fichier et {} d'après le dossier, où {} de ses règlements {fr}",
            stated[1], folder[1], credit[1]
        ),
    )
    .at(Place::file(file))
    .help(
        format!(
            "`relance history {}` shows these payments; a refund or an allocation of them is recorded there",
            shell::word(customer)
        ),
        format!(
            "`relance fiche {}` montre ces règlements ; s'ils ont été remboursés ou imputés, l'enregistrer",
            shell::word(customer)
        ),
    );
    finding.severity = Severity::Warning;
    finding
}

/// Says what may be in the folder besides what its accounts know: the same money from a list, in other sums or on other
/// days.
fn told_twice(finding: Diagnostic, customer: &str) -> Diagnostic {
    let named = shell::word(customer);
    finding.help(
        format!(
            "`relance history {named}` shows his payments: what a list or a status 212 told in other sums or on other days than \
             the accounts counts twice; take its rows out of payments.csv, then import again"
        ),
        format!(
            "`relance fiche {named}` montre ses règlements : ceux qu'une liste ou un statut 212 a donnés en d'autres montants \
             ou à d'autres jours que la comptabilité compteraient deux fois ; ôter ces lignes de payments.csv, puis refaire \
             l'import"
        ),
    )
}

/// Says that a customer owes the folder another sum than the list. `given_back` is what was used of his credit notes
/// since and settles no invoice of the list.
fn differs(file: &str, customer: &str, row: &Controlled, (given_back, is_new): (Option<Amount>, bool)) -> Diagnostic {
    let [stated, folder, rest] = sums(row);
    let finding = Diagnostic::new(
        code::import::BALANCE_DIFFERS,
        format!(
            "{customer} owes {} according to the file and {} according to the folder: difference {}",
            stated[0], folder[0], rest[0]
        ),
        format!(
            "{customer} doit {} d'après le fichier et {} d'après le dossier : écart {}",
            stated[1], folder[1], rest[1]
        ),
    )
    .at(Place::file(file));
    let named = shell::word(customer);
    match given_back {
        Some(given_back) => paid_out(finding, &named, given_back, row.currency),
        None if is_new => finding.help(
            "the totals of his rows, less what was paid, do not come to what the file says is owed: correct them where the file \
             comes from, or leave rows out with `where` of a mapping in policy.toml",
            "les totaux de ses lignes, moins ce qui a été payé, ne font pas ce que le fichier dit dû : les corriger là d'où vient le \
             fichier, ou écarter des lignes par `where` dans une correspondance de policy.toml",
        ),
        None => finding.help(
            format!("`relance age --detail --customer {named}` shows what the folder says of each invoice"),
            format!("`relance balance --detail --customer {named}` montre ce que dit le dossier de chaque facture"),
        ),
    }
}

/// Says how to note that credit notes, used since on no invoice of the list, were paid out.
fn paid_out(finding: Diagnostic, named: &str, given_back: Amount, currency: Currency) -> Diagnostic {
    let [en, fr] = [Lang::En, Lang::Fr].map(|lang| figures::money(given_back, currency, lang));
    let sum = plain::amount(given_back, currency);
    let sum = sum.as_str();
    finding.help(
        format!(
            "{en} of his credit notes were used since, on no invoice of the list: if they were paid out to him, \
             `relance record refund {named} {sum} --date DAY`"
        ),
        format!(
            "{fr} de ses avoirs ont été utilisés depuis, sur aucune facture de la liste : s'ils lui ont été remboursés, \
             `relance noter remboursement {named} {sum} --date JOUR`"
        ),
    )
}
