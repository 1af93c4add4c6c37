//! What is said of a statement that cannot be read, or whose movements do not lead to its balance.

use std::collections::BTreeMap;

use super::{Fault, Movement, Read, Statement, What};
use crate::diag::{Diagnostic, Place, code};
use crate::import::unread;
use crate::model::{Amount, Currency, Date, Lang, compact, figures, several};

/// How many debits a finding shows.
const SHOWN: usize = 3;

/// Says which columns the sheet of a bank needs.
fn without_header(name: &str, line: u32) -> Diagnostic {
    Diagnostic::new(
        code::import::COLUMNS_OPEN,
        format!("{name} is read as a bank statement, and none of its lines is a header with a day, words and sums"),
        format!("{name} est lu comme un relevé bancaire, et aucune de ses lignes n'est un en-tête avec un jour, un libellé et des montants"),
    )
    .at(Place::line(name, line))
    .help(
        "name its columns Date, Description and Amount (or Debit and Credit) in a first line, one name above each column",
        "nommer ses colonnes Date, Libellé et Montant (ou Débit et Crédit) dans une première ligne, un nom au-dessus de chaque colonne",
    )
}

/// Says that a table is no bank's.
fn account_lines(name: &str, what: What) -> Diagnostic {
    let (en, fr) = match what {
        What::BalanceByDebits => (
            format!(
                "the balance of {name} rises by debits: these are the lines of an account in the books, no bank statement"
            ),
            format!(
                "le solde de {name} monte avec les débits : ce sont les lignes d'un compte de la comptabilité, pas un relevé bancaire"
            ),
        ),
        _ => (
            format!("{name} holds the lines of an account in the books, and is no bank statement"),
            format!("{name} contient les lignes d'un compte de la comptabilité, et n'est pas un relevé bancaire"),
        ),
    };
    let [help_en, help_fr] = unread::ACCOUNT_LINES;
    Diagnostic::new(code::import::COLUMNS_OPEN, en, fr).help(
        format!("{help_en}; if it is the bank's all the same, remove this column or line"),
        format!("{help_fr} ; si c'est bien la banque qui l'a écrit, supprimer cette colonne ou cette ligne"),
    )
}

/// Says what keeps a part of a statement from being read.
pub(super) fn unreadable(name: &str, fault: &Fault) -> Diagnostic {
    let finding = match fault.what {
        What::Amount => unread::amount().help(
            "expected digits with a comma or a point before the cents, such as 1200.50, -85,20 or (85,20)",
            "attendu : des chiffres, une virgule ou un point avant les centimes, comme 1 200,50, -85,20 ou (85,20)",
        ),
        What::TwoReadings => Diagnostic::new(
            code::input::AMOUNT_AMBIGUOUS,
            "the amount may mean thousands or decimals, and no other of the statement tells",
            "le montant peut se lire en milliers ou en décimales, et aucun autre du relevé ne tranche",
        )
        .help(
            "write two decimals, such as 1234.00, or declare `decimal = \"comma\"` or `\"point\"` under [import.NAME] of the policy, with --as bank --mapping NAME",
            "écrire deux décimales, comme 1234,00, ou déclarer `decimal = \"comma\"` ou `\"point\"` sous [import.NOM] dans la politique, avec --as bank --mapping NOM",
        ),
        What::Date => unread::day(),
        What::Day => unread::day().help(
            "expected the day before the month, or the year first: 13/04/2026, 13.04.2026, 2026-04-13",
            "attendu : le jour avant le mois, ou l'année d'abord : 13/04/2026, 13.04.2026, 2026-04-13",
        ),
        What::MonthFirst => Diagnostic::new(
            code::input::DATE_AMBIGUOUS,
            format!("a day of {name} cannot be read with the day first, so its whole column is in doubt"),
            format!("une date de {name} ne peut pas se lire le jour d'abord : toute la colonne est douteuse"),
        )
        .help(
            "write days as 2026-04-13, or declare `date_order = \"month-first\"` under [import.NAME] of the policy, with --as bank --mapping NAME",
            "écrire les dates comme 2026-04-13, ou déclarer `date_order = \"month-first\"` sous [import.NOM] dans la politique, avec --as bank --mapping NOM",
        ),
        What::Currency => unread::currency(),
        What::Ledger | What::BalanceByDebits => account_lines(name, fault.what),
        What::Header => return without_header(name, fault.line),
        What::WordsUnread => Diagnostic::new(
            code::import::COLUMNS_OPEN,
            "the words that are read say nothing of who paid, and this column, which is not read, has words",
            "les libellés lus ne disent rien de qui a payé, et cette colonne, qui n'est pas lue, a des mots",
        )
        .help(
            "name it Description, or Details where a Description stands beside it; where it says nothing of the payer, remove it",
            "la nommer Libellé, ou Détail si un Libellé est à côté ; si elle ne dit rien du payeur, la supprimer",
        ),
        What::Side => Diagnostic::new(
            code::import::STATEMENT_UNCLEAR,
            "whether this money came in or went out is not clear",
            "on ne peut pas savoir si cet argent est entré ou sorti",
        )
        .help(
            "write C or D in a column Sens beside sums without a sign, or a minus before all that went out; where all of it came in, remove this column",
            "écrire C (crédit) ou D (débit) dans une colonne Sens, à côté de montants sans signe, ou un moins devant tout ce qui est sorti ; si tout est entré, supprimer cette colonne",
        ),
        What::Status => Diagnostic::new(
            code::import::STATEMENT_UNCLEAR,
            "whether this movement has taken place is not clear",
            "on ne peut pas savoir si ce mouvement a eu lieu",
        )
        .help(
            "write settled, pending or cancelled, or remove the column where all its rows are settled",
            "écrire « comptabilisé », « en attente » ou « annulé », ou supprimer la colonne si toutes les lignes sont comptabilisées",
        ),
        What::Correction => Diagnostic::new(
            code::import::STATEMENT_UNCLEAR,
            format!("this movement replaces or deletes the movement {}: both would count", fault.text),
            format!("ce mouvement remplace ou supprime le mouvement {} : les deux compteraient", fault.text),
        )
        .help(
            "take the movement that it names out of the folder (payments.csv or suspense.csv) or of the file, and the lines CORRECTFITID and CORRECTACTION off this one; where it deletes (DELETE), take it off the file too",
            "retirer du dossier (payments.csv ou suspense.csv) ou du fichier le mouvement désigné, et de celui-ci les lignes CORRECTFITID et CORRECTACTION ; s'il supprime (DELETE), le retirer aussi du fichier",
        ),
        What::Structure => Diagnostic::new(
            code::import::STATEMENT_BROKEN,
            "the statement is cut off, or its records come in no order that has a meaning",
            "le relevé est tronqué, ou ses enregistrements sont dans un ordre qui n'a pas de sens",
        )
        .help("export it again from the bank", "l'exporter de nouveau de la banque"),
    };
    let place = Place::line(name, fault.line);
    let place = if fault.field.is_empty() {
        Place { text: Some(fault.text.clone()).filter(|text| !text.is_empty()), ..place }
    } else {
        place.cell(fault.field.as_ref(), &fault.text)
    };
    finding.at(place)
}

/// Returns a warning for each statement whose movements do not lead from one balance to the other.
pub(super) fn unbalanced(name: &str, found: &Read) -> Vec<Diagnostic> {
    let finding = |statement: &Statement| {
        let (gap, currency) = (statement.gap()?, statement.currency.unwrap_or(Currency::EUR));
        let [en, fr] = [Lang::En, Lang::Fr].map(|lang| figures::money(gap, currency, lang));
        let [of_en, of_fr] = match statement.account.as_str() {
            "" => ["the statement".to_owned(), "du relevé".to_owned()],
            account => [format!("account {account}"), format!("du compte {account}")],
        };
        Some(
            Diagnostic::new(
                code::import::STATEMENT_UNBALANCED,
                format!("the movements of {of_en} miss its closing balance by {en}"),
                format!("les mouvements {of_fr} n'aboutissent pas à son solde final : écart {fr}"),
            )
            .at(Place::file(name))
            .help(
                "movements may be missing: export it again",
                "des mouvements manquent peut-être : l'exporter de nouveau",
            ),
        )
    };
    found.statements.iter().filter_map(finding).collect()
}

/// Returns a warning for each statement that does not begin with what the one before it in the file ended with: one
/// between them is missing.
pub(super) fn not_continued(name: &str, found: &Read) -> Vec<Diagnostic> {
    type Days<'s> = (Date, Date, &'s Statement);
    let days = |statement: &'_ Statement| {
        let dates = || statement.movements.iter().map(|movement| movement.date);
        dates().min().zip(dates().max())
    };
    let mut accounts: BTreeMap<(String, Option<Currency>), Vec<Days<'_>>> = BTreeMap::new();
    for statement in &found.statements {
        if let Some((first, last)) = days(statement).filter(|_| !statement.account.is_empty()) {
            let account = (compact(&statement.account), statement.currency);
            accounts.entry(account).or_default().push((first, last, statement));
        }
    }
    accounts.values_mut().for_each(|statements| statements.sort_by_key(|(first, last, _)| (*first, *last)));
    let pairs = accounts.values().flat_map(|statements| statements.windows(2));
    pairs
        .filter_map(|pair| {
            let [(_, end, before), (start, _, after)] = pair else { return None };
            // Those that overlap follow on nothing.
            let gap = after.opening? - before.closing?;
            (end < start && !gap.is_zero()).then(|| gap_between(name, after, gap))
        })
        .collect()
}

/// Returns a warning where debits that are left out may take back what customers paid.
pub(super) fn perhaps_returned(name: &str, debits: &[&Movement]) -> Option<Diagnostic> {
    let first = debits.first()?;
    let [told_en, told_fr] = [Lang::En, Lang::Fr].map(|lang| {
        let one = |debit: &&Movement| {
            let sum = figures::money(-debit.amount, debit.currency, lang);
            let words = if debit.text.is_empty() { &debit.told_by_bank } else { &debit.text };
            format!("{sum} {} {} ({words})", lang.pick(("of", "du")), figures::date(debit.date, lang))
        };
        several(&debits.iter().map(one).collect::<Vec<_>>(), SHOWN).get(lang).to_owned()
    });
    let finding = Diagnostic::new(
        code::import::RETURN_UNCERTAIN,
        format!("debits that are left out may take back what customers paid: {told_en}"),
        format!("des débits laissés de côté reprennent peut-être ce que des clients ont payé : {told_fr}"),
    );
    Some(finding.at(Place::line(name, first.line)).help(
        "where one does, note it: `relance record return PAYMENT --date DAY`; words under `ignore` of [bank] say what does not",
        "si c'est le cas, le noter : `relance noter rejet RÈGLEMENT --date JOUR` ; les mots de `ignore` sous [bank] disent ce qui ne l'est pas",
    ))
}

fn gap_between(name: &str, after: &Statement, gap: Amount) -> Diagnostic {
    let currency = after.currency.unwrap_or(Currency::EUR);
    let [en, fr] = [Lang::En, Lang::Fr].map(|lang| figures::money(gap, currency, lang));
    let account = &after.account;
    Diagnostic::new(
        code::import::STATEMENT_UNBALANCED,
        format!("a statement of account {account} opens {en} away from the closing balance of the one before it"),
        format!("un relevé du compte {account} s'ouvre à {fr} du solde final du relevé précédent"),
    )
    .at(Place::file(name))
    .help(
        "a statement between the two may be missing: import it too",
        "un relevé manque peut-être entre les deux : l'importer aussi",
    )
}

#[cfg(test)]
mod tests {
    use super::super::tests::read_as;
    use super::*;

    #[test]
    fn a_statement_that_does_not_begin_where_the_one_before_ended_is_seen() {
        let file = |opening: &str| {
            read_as(&format!(
                ":20:S\n:25:1/2\n:60F:C261001EUR100,00\n:61:2610101010C50,00NTRFNONREF\n:62F:C261010EUR150,00\n-\n:20:S\n\
                 :25:1/2\n:60F:C261020EUR{opening}\n:61:2610211021C10,00NTRFNONREF\n:62F:C261021EUR160,00\n-\n"
            ))
        };
        // 100.00 + 50.00 = 150.00.
        assert_eq!(not_continued("x", &file("150,00")).len(), 0);
        assert_eq!(not_continued("x", &file("650,00")).len(), 1);
    }

    #[test]
    fn balances_of_two_currencies_lead_nowhere() {
        let movement = |date: &str, currency: &str| {
            let text = format!("Date;Libellé;Montant;Devise\n{date};VIR DUPONT;10,00;{currency}\n");
            read_as(&text).statements.remove(0).movements.remove(0)
        };
        let movements = vec![movement("03/02/2026", "EUR"), movement("04/02/2026", "USD")];
        let mut statement = Statement { movements, ..Statement::default() };
        (statement.opening, statement.closing) = (Some(Amount::ZERO), Some(Amount::from_minor(1_000)));
        assert_eq!(statement.gap(), None);
        statement.movements.push(movement("05/02/2026", "EUR"));
        statement.movements.remove(1);
        assert_eq!(statement.gap(), Some(Amount::from_minor(-1_000)));
    }
}
