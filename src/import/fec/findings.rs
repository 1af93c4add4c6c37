//! What is odd or wrong in accounts, as findings.

use super::book::{Book, Fault, FileRead};
use super::layout::Field;
use super::years::{BroughtForward, Differing};
use crate::diag::{Diagnostic, Place, code};
use crate::import::counted::counted;
use crate::import::unread;
use crate::input::header::fold;
use crate::model::shell::word;
use crate::model::{Amount, Bilingual, Currency, Date, Lang, figures};

/// How many findings of one kind are told one by one.
const TOLD: usize = 3;

/// Returns the finding that the header lacks columns.
pub(super) fn columns_missing(name: &str, missing: &[&str]) -> Diagnostic {
    let list = missing.join(", ");
    Diagnostic::new(
        code::input::COLUMN_MISSING,
        format!("these columns of a FEC are not in the header: {list}"),
        format!("l'en-tête n'a pas ces colonnes d'un FEC : {list}"),
    )
    .at(Place::line(name, 1))
    .help(
        "a FEC has the columns of LPF art. A47 A-1, divided by tabs or |",
        "un FEC a les colonnes de l'art. A47 A-1 du LPF, séparées par des tabulations ou des |",
    )
}

/// Returns a finding for each line that cannot be read; many of one column are counted.
pub(super) fn unreadable(name: &str, faults: &[Fault]) -> Vec<Diagnostic> {
    let mut told = Vec::new();
    for field in [Field::CompteNum, Field::EcritureDate, Field::Debit, Field::Credit, Field::Montant, Field::Sens] {
        let of_field: Vec<&Fault> = faults.iter().filter(|fault| fault.field == field).collect();
        told.extend(of_field.iter().take(TOLD).map(|fault| one(name, fault)));
        if let Some(more) = of_field.len().checked_sub(TOLD).filter(|more| *more > 0) {
            let mut rest = one(name, of_field[TOLD]);
            rest.sentence.en = format!("{more} more lines cannot be read in the column {}", field.name());
            rest.sentence.fr = format!("{more} autres lignes sont illisibles dans la colonne {}", field.name());
            rest.count = more;
            told.push(rest);
        }
    }
    told
}

/// Returns the finding that lines have fewer cells than the header: the file was cut, or a line was.
pub(super) fn short(name: &str, lines: &[(u32, usize)], width: usize) -> Option<Diagnostic> {
    let (_, cells) = lines.first()?;
    let count = lines.len();
    let finding = match count {
        1 => Diagnostic::new(
            code::input::FIELDS_MISSING,
            format!("a line has {cells} cells, and the header {width}: it was cut, or the file was"),
            format!("une ligne a {cells} cellules, et l'en-tête {width} : elle est tronquée, ou le fichier l'est"),
        ),
        _ => Diagnostic::new(
            code::input::FIELDS_MISSING,
            format!("{count} lines have fewer cells than the header, which has {width}: they were cut"),
            format!("{count} lignes ont moins de cellules que l'en-tête, qui en a {width} : elles sont tronquées"),
        ),
    };
    let places = lines.iter().take(TOLD).map(|(line, _)| Place::line(name, *line));
    let finding = places.fold(finding, Diagnostic::at);
    Some(finding.help("export the accounts again, whole", "exporter la comptabilité de nouveau, en entier"))
}

fn one(name: &str, fault: &Fault) -> Diagnostic {
    let place = Place::line(name, fault.line).cell(fault.field.name(), &fault.text);
    let finding = match fault.field {
        Field::CompteNum => {
            Diagnostic::new(code::input::VALUE_MISSING, "this line has no account", "cette ligne n'a pas de compte")
        }
        Field::EcritureDate => Diagnostic::new(
            code::input::DATE_INVALID,
            "the accounting date cannot be read",
            "la date comptable est illisible",
        )
        .help("a day is written AAAAMMJJ: 20260131", "une date s'écrit AAAAMMJJ : 20260131"),
        Field::Sens => Diagnostic::new(
            code::input::WORD_UNKNOWN,
            "the side of the amount cannot be read",
            "le sens du montant est illisible",
        )
        .help("D or +1 for debit, C or -1 for credit", "D ou +1 au débit, C ou -1 au crédit"),
        _ => unread::amount().help(
            "digits, a decimal comma, two decimals: 1234,56",
            "des chiffres, une virgule, deux décimales : 1234,56",
        ),
    };
    finding.at(place)
}

/// Returns what one file gives reason to say.
pub(super) fn of_file(name: &str, found: &FileRead, wanted: &[Vec<u8>]) -> Vec<Diagnostic> {
    let mut told = Vec::new();
    if found.taken == 0 && found.faults.is_empty() {
        told.push(without_customers(name, wanted));
    }
    let mut counts = |code, number, en, fr| {
        if number > 0 {
            let Bilingual { en, fr } = counted(number, en, fr);
            told.push(Diagnostic::new(code, en, fr).at(Place::file(name)));
        }
    };
    counts(
        code::import::ENTRIES_UNBALANCED,
        found.unbalanced,
        [
            "entry with a customer does not balance: what its lines are is uncertain",
            "entries with a customer do not balance: what their lines are is uncertain",
        ],
        [
            "écriture avec un client n'est pas équilibrée : la nature de ses lignes est incertaine",
            "écritures avec un client ne sont pas équilibrées : la nature de leurs lignes est incertaine",
        ],
    );
    counts(
        code::import::ENTRIES_UNBALANCED,
        // Where no customer is found at all, that is what is said.
        if found.taken > 0 { found.unbalanced_others } else { 0 },
        [
            "entry without a customer does not balance: lines may be missing",
            "entries without a customer do not balance: lines may be missing",
        ],
        [
            "écriture sans client n'est pas équilibrée : des lignes manquent peut-être",
            "écritures sans client ne sont pas équilibrées : des lignes manquent peut-être",
        ],
    );
    counts(
        code::import::FOREIGN_CURRENCY,
        found.foreign,
        [
            "line is in another currency: it is taken in euros, as the accounts count it",
            "lines are in another currency: they are taken in euros, as the accounts count them",
        ],
        [
            "ligne est en devise : elle est prise en euros, comme la comptabilité la compte",
            "lignes sont en devise : elles sont prises en euros, comme la comptabilité les compte",
        ],
    );
    let is_wanted = |account: &str| wanted.iter().any(|prefix| account.as_bytes().starts_with(prefix));
    for (account, cents) in ["413", "416"].into_iter().zip(found.moved) {
        if cents > 0 && !is_wanted(account) {
            told.push(moved(name, account, cents, wanted));
        }
    }
    told
}

/// Says that a file has no line of a customer.
fn without_customers(name: &str, wanted: &[Vec<u8>]) -> Diagnostic {
    let list = wanted.iter().map(|account| String::from_utf8_lossy(account)).collect::<Vec<_>>().join(", ");
    Diagnostic::new(
        code::import::ACCOUNTS_EMPTY,
        format!("no line is on a customer's account ({list})"),
        format!("aucune ligne n'est sur un compte client ({list})"),
    )
    .at(Place::file(name))
    .help(
        "--accounts 411,416 says which accounts are customers'",
        "--accounts 411,416 dit quels comptes sont ceux des clients",
    )
}

fn moved(name: &str, account: &str, cents: i64, wanted: &[Vec<u8>]) -> Diagnostic {
    let [en, fr] = euros(cents);
    let accounts: Vec<_> = wanted.iter().map(|account| String::from_utf8_lossy(account)).collect();
    let option = format!("--accounts {},{account}", accounts.join(","));
    Diagnostic::new(
        code::import::ACCOUNT_NOT_READ,
        format!("{en} went to account {account}, which is not read: there it may still be owed"),
        format!("{fr} sont passés au compte {account}, qui n'est pas lu : ils peuvent y être encore dus"),
    )
    .at(Place::file(name))
    .help(format!("{option} reads it too"), format!("{option} le lit aussi"))
}

/// Tells whether a name is nobody's: every word of it is one of counters and cash desks. "Caisse d'Épargne" is
/// somebody.
pub(super) fn is_nobody(name: &str) -> bool {
    const NOBODY: [&str; 13] = [
        "divers",
        "comptoir",
        "caisse",
        "carte",
        "cartes",
        "cb",
        "passage",
        "especes",
        "cash",
        "comptant",
        "particuliers",
        "diverses",
        "card",
    ];
    const BESIDE: [&str; 22] = [
        "client",
        "clients",
        "compte",
        "vente",
        "ventes",
        "de",
        "du",
        "des",
        "la",
        "le",
        "au",
        "en",
        "et",
        "bancaire",
        "bancaires",
        "bleue",
        "magasin",
        "boutique",
        "web",
        "sales",
        "customers",
        "customer",
    ];
    let words: Vec<String> =
        name.split(|c: char| !c.is_alphanumeric()).map(fold).filter(|word| !word.is_empty()).collect();
    let is_of = |list: &[&str], word: &String| list.contains(&word.as_str());
    words.iter().any(|word| is_of(&NOBODY, word))
        && words.iter().all(|word| is_of(&NOBODY, word) || is_of(&BESIDE, word) || word.parse::<u32>().is_ok())
}

/// Returns what is to be said of customers who are none: collective accounts, counter sales.
pub(super) fn people(book: &Book, lists: &[String]) -> Vec<Diagnostic> {
    let is_collective = |account: &str| {
        account.trim_start_matches("411").chars().all(|c| c == '0' || c.is_ascii_digit() && account.len() <= 8)
    };
    let mut told = Vec::new();
    for (place, customer) in book.customers.iter().enumerate() {
        let is_one_account = customer.is_collective && is_collective(&customer.account);
        if !is_one_account && !is_nobody(&customer.name) {
            continue;
        }
        let lines = book.lines.iter().filter(|line| line.customer == place as u32);
        let first = lines
            .clone()
            .next()
            .map(|line| Place::line(&lists[book.entries[line.entry as usize].file as usize], line.line));
        let (id, name, named) = (&customer.id, &customer.name, word(&customer.id));
        let lines = counted(
            lines.count(),
            ["line has nobody to be chased", "lines have nobody to be chased"],
            ["ligne que personne n'est là pour payer", "lignes que personne n'est là pour payer"],
        );
        let finding = Diagnostic::new(
            code::import::CUSTOMER_COLLECTIVE,
            format!("{id} ({name}) is no single customer: {}", lines.en),
            format!("{id} ({name}) n'est pas un client à lui seul : {}", lines.fr),
        )
        .help(
            format!("`relance record hold --customer {named}` keeps letters from going out to it"),
            format!("`relance noter suspension --customer {named}` empêche qu'on lui écrive"),
        );
        told.extend(first.map(|place| finding.at(place)));
    }
    told
}

/// Returns the finding that opening balances are not the closing balances of the year before.
pub(super) fn differing(
    book: &Book,
    lists: &[String],
    first_days: &[Date],
    differing: &[Differing],
) -> Vec<Diagnostic> {
    let finding = |case: &Differing| {
        let customer = &book.customers[case.customer as usize];
        let day = first_days[case.file as usize];
        let (id, name, opening, closing) = (&customer.id, &customer.name, euros(case.opening), euros(case.closing));
        Diagnostic::new(
            code::import::OPENING_DIFFERS,
            format!(
                "{id} ({name}) owes {} on {day} by the opening balance, and {} by what came before",
                opening[0], closing[0]
            ),
            format!(
                "{id} ({name}) doit {} le {} selon l'à-nouveau, et {} selon ce qui précède",
                opening[1],
                super::french(day),
                closing[1]
            ),
        )
        .at(Place::file(&lists[case.file as usize]))
        .help(
            "import the years in full and in order, the newest export of each",
            "importer les exercices complets et dans l'ordre, le dernier export de chacun",
        )
    };
    let mut told: Vec<Diagnostic> = differing.iter().take(TOLD).map(finding).collect();
    if let Some(more) = differing.len().checked_sub(TOLD).filter(|more| *more > 0) {
        let mut rest = finding(&differing[TOLD]);
        rest.sentence.en = format!("{more} more customers have another opening balance than what came before");
        rest.sentence.fr = format!("{more} autres clients ont un autre à-nouveau que ce qui précède");
        rest.count = more;
        told.push(rest);
    }
    told
}

/// Returns the finding that the folder has the opening balance of a later year.
pub(super) fn brought_forward(book: &Book, lists: &[String], later: &BroughtForward) -> Diagnostic {
    let BroughtForward { customer, number, day } = later;
    let (name, jour) = (&book.customers[*customer as usize].name, super::french(*day));
    Diagnostic::new(
        code::import::OPENING_DIFFERS,
        format!("the folder begins with what {name} owed on {day} ({number}), and what these accounts tell stands in that"),
        format!("le dossier commence par ce que {name} devait le {jour} ({number}), et ce que disent ces comptes y est compris"),
    )
    .at(Place::file(&lists[0]))
    .help(
        "to have the years in detail, import all of them in one run into a new folder",
        "pour avoir le détail des exercices, les importer tous ensemble dans un nouveau dossier",
    )
}

/// Returns an amount in English and in French.
fn euros(cents: i64) -> [String; 2] {
    [Lang::En, Lang::Fr].map(|lang| figures::money(Amount::from_minor(cents), Currency::EUR, lang))
}

/// Returns the findings that two files share entries, and neither has all of the other's.
pub(super) fn overlapping(lists: &[String], pairs: &[[u32; 2]]) -> Vec<Diagnostic> {
    let finding = |pair: &[u32; 2]| {
        let [a, b] = pair.map(|file| &lists[file as usize]);
        Diagnostic::new(
            code::import::ENTRIES_TWICE,
            format!("{a} and {b} have entries in common, and neither has all of the other's"),
            format!("{a} et {b} ont des écritures en commun, et aucun n'a toutes celles de l'autre"),
        )
        .at(Place::file(a))
        .at(Place::file(b))
        .help("give one of them", "n'en donner qu'un")
    };
    pairs.iter().map(finding).collect()
}
