//! Rows that tell what the account came to, and no movement: `ANCIEN SOLDE CREDITEUR`, `Solde en fin de période`,
//! `TOTAL DES MOUVEMENTS`. Every word has to be one of theirs: `SOLDE FACTURE 12` is somebody's money.

use super::super::Statement;
use super::marks::is_day;
use crate::input::fold::fold;
use crate::model::{Amount, Date};

/// What a row tells of the account.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Told {
    /// What was on it before the movements.
    Before,
    /// What was on it after them.
    After,
    /// What was on it on some day.
    OnADay,
    /// What its movements come to.
    Total,
}

const BEFORE: &[&[&str]] = &[
    &["ancien", "solde"],
    &["solde", "initial"],
    &["solde", "precedent"],
    &["solde", "anterieur"],
    &["solde", "reporte"],
    &["report", "solde"],
    &["solde", "en", "debut"],
    &["solde", "debut"],
    &["solde", "de", "debut"],
    &["solde", "ouverture"],
    &["opening", "balance"],
    &["starting", "balance"],
    &["balance", "brought", "forward"],
];
const AFTER: &[&[&str]] = &[
    &["nouveau", "solde"],
    &["solde", "final"],
    &["solde", "en", "fin"],
    &["solde", "fin"],
    &["solde", "de", "fin"],
    &["solde", "cloture"],
    &["closing", "balance"],
    &["ending", "balance"],
    &["balance", "carried", "forward"],
];
const ON_A_DAY: &[&[&str]] =
    &[&["solde", "crediteur"], &["solde", "debiteur"], &["solde", "au"], &["solde", "intermediaire"]];
const TOTAL: &[&[&str]] = &[
    &["total"],
    &["totaux"],
    &["sous", "total"],
    &["total", "des"],
    &["total", "mouvements"],
    &["total", "operations"],
    &["total", "general"],
    &["total", "debit"],
    &["total", "debits"],
    &["total", "credit"],
    &["total", "credits"],
];

/// The words that may follow, besides days and months.
const REST: &[&str] = &[
    "a",
    "account",
    "au",
    "balance",
    "compte",
    "credit",
    "crediteur",
    "credits",
    "debit",
    "debiteur",
    "debits",
    "de",
    "des",
    "du",
    "en",
    "et",
    "eur",
    "euros",
    "la",
    "le",
    "mois",
    "mouvements",
    "of",
    "operations",
    "periode",
    "releve",
    "solde",
];

const MONTHS: &[&str] = &[
    "janvier",
    "fevrier",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "aout",
    "septembre",
    "octobre",
    "novembre",
    "decembre",
];

/// Returns what a label tells of the account; nothing where it may be a movement's.
pub(super) fn told(label: &str) -> Option<Told> {
    let words: Vec<String> = label
        .split(|letter: char| letter.is_whitespace() || matches!(letter, ':' | '(' | ')' | '-' | '\'' | '\u{2019}'))
        .filter(|word| !word.is_empty())
        .map(|word| if is_day(word) { "0".to_owned() } else { fold(word) })
        .collect();
    let begins = |phrase: &&&[&str]| words.len() >= phrase.len() && phrase.iter().zip(&words).all(|(a, b)| a == b);
    let is_rest = |word: &String| {
        REST.contains(&word.as_str())
            || MONTHS.contains(&word.as_str())
            || word.bytes().all(|byte| byte.is_ascii_digit()) && matches!(word.len(), 1 | 2 | 4)
    };
    let kinds = [(Told::Before, BEFORE), (Told::After, AFTER), (Told::OnADay, ON_A_DAY), (Told::Total, TOTAL)];
    kinds.into_iter().find_map(|(kind, phrases)| {
        let phrase = phrases.iter().filter(begins).max_by_key(|phrase| phrase.len())?;
        words[phrase.len()..].iter().all(is_rest).then_some(kind)
    })
}

/// Returns a balance with the sign that its label tells.
pub(super) fn signed(sum: Amount, label: &str) -> Amount {
    let label = fold(label);
    match (label.contains("debiteur"), label.contains("crediteur")) {
        (true, false) => -sum.abs(),
        (false, true) => sum.abs(),
        _ => sum,
    }
}

/// A row that told of the account.
pub(super) struct Balance {
    pub told: Told,
    /// How many movements stand before it.
    pub before: usize,
    pub day: Option<Date>,
    pub sum: Amount,
}

/// Lets a statement have the balances that its rows told. One of some day is that before the movements or that after
/// them where it stands at an end of the sheet, and the days show which way the sheet goes.
pub(super) fn settle(statement: &mut Statement, balances: &[Balance]) {
    let count = statement.movements.len();
    let day_at = |place: usize| balances.iter().filter(|one| one.before == place).find_map(|one| one.day);
    let first = day_at(0).or(statement.movements.first().map(|one| one.date));
    let last = day_at(count).or(statement.movements.last().map(|one| one.date));
    for one in balances {
        let (is_first, is_last) = (one.before == 0, one.before == count);
        let is_opening = match (one.told, first.zip(last)) {
            (Told::Before, _) => true,
            (Told::After, _) => false,
            (Told::OnADay, Some((first, last))) if first != last && is_first != is_last => is_first == (first < last),
            (Told::OnADay | Told::Total, _) => continue,
        };
        let balance = if is_opening { &mut statement.opening } else { &mut statement.closing };
        balance.get_or_insert(one.sum);
    }
}

/// Finds the opening and the closing balance. A file lists its movements from the oldest or from the newest, whichever
/// way the balances follow each other. `steps` are what each movement did to the account, and what came of it.
pub(super) fn follow(statement: &mut Statement, steps: &[(Amount, Option<Amount>)]) {
    let balances: Vec<Amount> = steps.iter().filter_map(|(_, balance)| *balance).collect();
    let (Some(first), Some(last)) = (steps.first(), steps.last()) else { return };
    if balances.len() != steps.len() {
        return;
    }
    let rises = (1..balances.len()).all(|at| balances[at] == balances[at - 1] + steps[at].0);
    let (oldest, newest, step) = if rises { (0, balances.len() - 1, first.0) } else { (balances.len() - 1, 0, last.0) };
    (statement.opening, statement.closing) = (Some(balances[oldest] - step), Some(balances[newest]));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_balance_is_told_by_every_word_of_its_label() {
        for (label, expected) in [
            ("ANCIEN SOLDE CREDITEUR", Some(Told::Before)),
            ("ANCIEN SOLDE CREDITEUR AU 30.09.2026", Some(Told::Before)),
            ("Solde en début de période", Some(Told::Before)),
            ("SOLDE INITIAL", Some(Told::Before)),
            ("Solde en fin de période :", Some(Told::After)),
            ("NOUVEAU SOLDE AU 31 octobre 2026", Some(Told::After)),
            ("SOLDE CREDITEUR AU 31/10/2026", Some(Told::OnADay)),
            ("TOTAL DES MOUVEMENTS", Some(Told::Total)),
            ("Total", Some(Told::Total)),
            ("TOTAL ENERGIES", None),
            ("SOLDE", None),
            ("SOLDE FACTURE 12", None),
            ("ANCIEN SOLDE FACTURE F26-001", None),
            ("SOLDE DU 30/09/2026", None),
            ("VIR SOLDE INITIAL", None),
            ("SOLDE FINAL DUPONT", None),
        ] {
            assert_eq!(told(label), expected, "{label}");
        }
    }
}
