//! What shows that a table holds the lines of an account in the books: there a debit is what a customer owes, and a
//! credit what he paid or was let off. Read as a bank's, credit notes would be money, and invoices fees.

use super::layout::{Header, SideForm, Sums};
use super::records::Row;
use super::{Fault, What};
use crate::input::fold::fold;
use crate::model::Amount;

/// The columns that only the lines of an account have, as [`fold`] writes them.
const COLUMNS: &[&str] = &[
    "lettrage",
    "let",
    "lettre",
    "codelettrage",
    "lettering",
    "journal",
    "codejournal",
    "codejnl",
    "jnl",
    "jal",
    "compteauxiliaire",
];

/// What the titles of such tables say.
const TITLES: &[&str] = &[
    "grandlivre",
    "extraitdecompteclient",
    "extraitdecomptetiers",
    "comptetiers",
    "comptedetiers",
    "comptesdetiers",
    "balanceagee",
    "balanceauxiliaire",
    "journaldesventes",
    "generalledger",
    "customerledger",
    "accountsreceivable",
];

/// Finds what shows it: the name of a column, a title, or the customers' account beside every row. An account or the
/// number of a document alone do not: banks have columns of both.
pub(super) fn sign(header: &Header, rows: &[Row]) -> Option<Fault> {
    let fault = |line, field: String, text: String| Fault { line, field: field.into(), text, what: What::Ledger };
    let title = (1..).zip(&header.above).find(|(_, cells)| is_title(&cells.join(" ")));
    if let Some((line, cells)) = title {
        return Some(fault(line, String::new(), cells.join(" ").trim().to_owned()));
    }
    let names = || header.names.iter().enumerate().map(|(at, name)| (at, fold(name)));
    let is_sided = matches!(header.columns.sums, Sums::Two { .. })
        || header.columns.side.is_some_and(|(_, form)| form != SideForm::Perhaps);
    if let Some((at, _)) = names().find(|(_, name)| is_sided && COLUMNS.contains(&name.as_str())) {
        return Some(fault(header.line, header.name(at), String::new()));
    }
    let is_of_accounts = |name: &str| ["compte", "tiers"].iter().any(|word| name.contains(word));
    names().filter(|(_, name)| is_of_accounts(name)).find_map(|(at, _)| {
        let mut told = rows.iter().filter(|row| !row.cell(at).is_empty());
        let first = told.next()?;
        let are_customers = [first].into_iter().chain(told).all(|row| names_customers(row.cell(at), true));
        are_customers.then(|| fault(first.line, header.name(at), first.cell(at).to_owned()))
    })
}

fn is_title(line: &str) -> bool {
    let words = fold(line);
    let is_of_account = || ["compte", "ncompte", "ndecompte", "numerodecompte"].iter().any(|it| words.starts_with(it));
    TITLES.iter().any(|title| words.contains(title)) || words.starts_with("tiers") || {
        is_of_account() && names_customers(line, false)
    }
}

/// Tells whether a word of a text, or its first one, is the number of a customers' account: `411DUPONT`, `C4110001`. A
/// bank's has eleven signs, or groups of digits.
fn names_customers(text: &str, is_first: bool) -> bool {
    let words: Vec<&str> = text.split([' ', '\u{a0}', ':', ';']).filter(|word| !word.is_empty()).collect();
    let is_number = |word: &&str| word.bytes().all(|byte| byte.is_ascii_digit());
    let is_customers = |word: &str| {
        let Some(rest) = word.trim_start_matches(['C', 'c']).strip_prefix("411") else { return false };
        rest.starts_with(char::is_alphabetic) || (is_number(&rest) && rest.len() <= 7)
    };
    (0..words.len()).take(if is_first { 1 } else { words.len() }).any(|at| {
        let beside = [at.checked_sub(1), Some(at + 1)].into_iter().flatten().filter_map(|at| words.get(at));
        is_customers(words[at]) && !beside.into_iter().any(is_number)
    })
}

/// Tells whether balances rise by debits and fall by credits, from zero for each account: a bank's never do. `steps`
/// are what each row would do to an account at a bank, and the balance beside it.
pub(super) fn is_by_debits(steps: &[(Amount, Option<Amount>)]) -> bool {
    let told = steps.iter().filter_map(|&(step, balance)| Some((step, balance?)));
    let mut told: Vec<(Amount, Amount)> = told.collect();
    if told.len() != steps.len() || told.len() < 2 {
        return false;
    }
    let (mut is_banks, mut is_books) = (false, false);
    // From the oldest, or from the newest.
    for _ in 0..2 {
        is_banks |= told.windows(2).all(|rows| rows[1].1 == rows[0].1 + rows[1].0);
        is_books |= told.windows(2).all(|rows| rows[1].1 == rows[0].1 - rows[1].0 || rows[1].1 == -rows[1].0);
        told.reverse();
    }
    is_books && !is_banks
}

#[cfg(test)]
mod tests {
    use super::super::super::{Format, read};
    use super::*;
    use crate::import::guessed_encoding::GuessedEncoding;
    use crate::model::dialect::Declared;

    /// Returns the line and the column that show it; nothing for what is read as a bank's.
    fn shown(text: &str) -> Option<(u32, String)> {
        let read = read(Format::Sheet, text.as_bytes(), GuessedEncoding::Utf8, Declared::default());
        let fault = read.faults.first()?;
        assert!(matches!(fault.what, What::Ledger | What::BalanceByDebits), "{fault:?}");
        assert!(read.statements.is_empty(), "{text}");
        Some((fault.line, fault.field.to_string()))
    }

    #[test]
    fn the_lines_of_an_account_are_known_by_a_column_or_by_what_stands_above() {
        let rows = "05/03/2026;X;Facture;300,00;\n20/03/2026;X;Avoir;;50,00\n";
        for name in ["Lettrage", "Let.", "Journal", "Code journal", "Compte auxiliaire"] {
            let text = format!("Date;{name};Libellé;Débit;Crédit\n{rows}");
            assert_eq!(shown(&text), Some((1, name.to_owned())), "{name}");
        }
        for title in [
            "Grand livre des tiers",
            "Compte : 411DUPONT Dupont & Fils",
            "Compte;411000;Clients",
            "N° de compte : C411DUPONT",
            "Extrait de compte client",
            "Tiers : DUPONT",
            "Balance âgée",
        ] {
            let text = format!("Cabinet Durand\n{title}\nDate;Pièce;Libellé;Débit;Crédit\n{rows}");
            assert_eq!(shown(&text), Some((2, String::new())), "{title}");
        }
        let sided = "Date;Journal;Libellé;Montant;Sens\n05/03/2026;VT;Avoir;50,00;C\n";
        assert_eq!(shown(sided), Some((1, "Journal".to_owned())));
    }

    #[test]
    fn what_banks_have_too_shows_nothing() {
        let rows = "05/03/2026;X;Facture;300,00;\n20/03/2026;X;Avoir;;50,00\n";
        for name in ["Pièce", "N° pièce", "Compte", "N° d'opération", "Référence"] {
            assert_eq!(shown(&format!("Date;{name};Libellé;Débit;Crédit\n{rows}")), None, "{name}");
        }
        for title in [
            "Compte n° 41112345678",
            "Compte : 411 1234 5678",
            "Compte courant 30003 41100 00012345678 91",
            "Extrait de compte",
            "411 rue de Paris",
            "Client : Durand",
        ] {
            assert_eq!(shown(&format!("{title}\nDate;Pièce;Libellé;Débit;Crédit\n{rows}")), None, "{title}");
        }
    }

    #[test]
    fn an_account_beside_every_row_is_the_customers_or_the_banks() {
        let sheet = |name: &str, account: &str| {
            shown(&format!("Date;{name};Libellé;Débit;Crédit\n05/03/2026;{account};A;300,00;\n20/03/2026;;B;;50,00\n"))
        };
        for (name, account) in [("Compte", "411DUPONT"), ("Compte tiers", "C411001"), ("N° compte", "411")] {
            assert_eq!(sheet(name, account), Some((2, name.to_owned())), "{account}");
        }
        for account in ["41112345678", "4111234A020", "411 1234 5678", "FR7630001007941234567890185", "Compte 411"] {
            assert_eq!(sheet("Compte", account), None, "{account}");
        }
        assert_eq!(sheet("Pièce", "411DUPONT"), None);
        let mixed = "Date;Compte comptable;Libellé;Débit;Crédit\n05/03/2026;606;A;3,00;\n06/03/2026;411;B;;50,00\n";
        assert_eq!(shown(mixed), None, "a desk has sorted its bank's movements");
    }

    #[test]
    fn a_balance_that_rises_by_debits_is_none_of_a_bank() {
        let sheet = |rows: &[&str]| {
            shown(&format!("Date;Pièce;Libellé;Débit;Crédit;Solde\n{}\n", rows.join("\n"))).map(|(line, _)| line)
        };
        let books = ["05/03/2026;F2;A;300,00;;300,00", "20/03/2026;A1;B;;50,00;250,00", "31/03/2026;R1;C;;250,00;0,00"];
        assert_eq!(sheet(&books), Some(4));
        assert_eq!(sheet(&[books[2], books[1], books[0]]), Some(4), "from the newest");
        // The next customer begins at zero.
        assert_eq!(sheet(&[books[0], books[1], "01/03/2026;F3;D;80,00;;80,00"]), Some(4));
        let bank = ["05/03/2026;1;A;300,00;;700,00", "20/03/2026;2;B;;50,00;750,00", "31/03/2026;3;C;;250,00;1000,00"];
        assert_eq!(sheet(&bank), None);
        assert_eq!(sheet(&[bank[2], bank[1], bank[0]]), None);
        // From the newest, two debits of one sum look like either.
        assert_eq!(sheet(&["06/03/2026;1;A;9,90;;90,10", "05/03/2026;2;B;9,90;;100,00"]), None);
        assert_eq!(sheet(&books[..1]), None, "the account may have had 600,00");
    }
}
