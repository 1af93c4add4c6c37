//! A mapping for a list of which a column is open: what is known filled in, what is not left to the person.

use std::fmt::Write;
use std::path::Path;

use super::aliases::{Asked, Found, NoList, Words};
use crate::diag::{Diagnostic, Place, code};
use crate::import::unread;
use crate::input::header::fold;
use crate::model::visible::steers;

/// Returns what is open in a list.
pub fn finding(file: &str, found: &Found) -> Diagnostic {
    let is_directory = |rival: &Found| rival.written.payments.is_empty();
    let may_be_directory = found.rival.as_deref().is_some_and(is_directory);
    if found.rival.is_some() && !may_be_directory {
        return either(file, found.title.as_deref());
    }
    if let Some(doubt) = found.doubt.as_ref().filter(|_| found.open.is_empty()) {
        return doubt.finding(file);
    }
    let open: Vec<&str> = found.open.iter().map(|(_, column)| *column).collect();
    let finding = if open.is_empty() {
        Diagnostic::new(
            code::import::COLUMNS_OPEN,
            format!("{file} is read as a list, and none of its lines is a header whose columns are known"),
            format!("{file} est lu comme une liste, et aucune de ses lignes n'est un en-tête aux colonnes connues"),
        )
    } else {
        let list = open.join(", ");
        Diagnostic::new(
            code::import::COLUMNS_OPEN,
            format!("no column of {file} is known to be: {list}"),
            format!("aucune colonne de {file} n'est reconnue comme : {list}"),
        )
    };
    let finding = finding.at(Place::file(file));
    match found.no_list {
        Some(NoList::Ledger) => {
            let [en, fr] = unread::ACCOUNT_LINES;
            finding.help(en, fr)
        }
        Some(NoList::Aged) => finding.help(
            "what each customer owes by age names no invoice, and nobody is reminded of it: export the open invoices, a row each",
            "ce que chaque client doit par ancienneté ne nomme aucune facture, et personne n'en est relancé : exporter les \
             factures ouvertes, une par ligne",
        ),
        Some(NoList::Nameless) => finding.help(
            "no column says whose each invoice is: export a list with the customer on every row, such as the \"Invoice List\" \
             or the \"Transaction List by Customer\" of QuickBooks with its column Name",
            "aucune colonne ne dit de qui est chaque facture : exporter une liste qui donne le client sur chaque ligne, comme \
             « Invoice List » ou « Transaction List by Customer » de QuickBooks avec sa colonne Name",
        ),
        None if may_be_directory => finding.help(
            "it says what is owed: export these columns too, or complete the table of the invoices; if nothing is owed on it, \
             the table of the customers reads them alone. Either goes into policy.toml, and --mapping NAME reads the list so",
            "elle dit ce qui est dû : exporter aussi ces colonnes, ou compléter la table des factures ; si rien n'y est dû, la \
             table des clients ne lit qu'eux. L'une ou l'autre va dans policy.toml, et --mapping NOM lit la liste ainsi",
        ),
        None => finding.help(
            "a mapping in policy.toml says what its columns mean, and --mapping NAME reads it so; docs/import.md shows five",
            "une correspondance dans policy.toml dit ce que veulent dire ses colonnes, et --mapping NOM la lit ainsi ; \
             docs/import.md en montre cinq",
        ),
    }
}

fn either(file: &str, title: Option<&str>) -> Diagnostic {
    let (en, fr) = match title {
        None => ("its columns do not tell".to_owned(), "ses colonnes ne le disent pas".to_owned()),
        Some(title) => (
            format!("its title says the one ({title}), its columns speak for the other"),
            format!("son titre dit l'un ({title}), ses colonnes parlent pour l'autre"),
        ),
    };
    Diagnostic::new(
        code::import::COLUMNS_OPEN,
        format!("{file} may be a list of invoices or one of payments: {en}"),
        format!("{file} peut être une liste de factures ou de règlements : {fr}"),
    )
    .at(Place::file(file))
    .help(
        "name its date for what it is (\"Date facture\" or \"Date règlement\"), or paste the table \
         that is true into policy.toml and read the list with --mapping NAME",
        "nommer sa date d'après ce qu'elle est (« Date facture » ou « Date règlement »), ou coller \
         dans policy.toml la table qui est vraie et lire la liste avec --mapping NOM",
    )
}

/// Returns the tables to paste into the policy: of two, one.
pub fn tables(file: &str, found: &Found, names: &[String]) -> Vec<String> {
    let what = |rival: &Found| if rival.written.payments.is_empty() { "-customers" } else { "-payments" };
    let rival = found.rival.iter().map(|rival| table(file, what(rival), rival, names));
    [table(file, if found.rival.is_some() { "-invoices" } else { "" }, found, names)].into_iter().chain(rival).collect()
}

/// Returns the name of a table for a list: that of its file.
pub fn name(file: &str) -> String {
    let stem = Path::new(file).file_stem().map(|stem| fold(&stem.to_string_lossy())).unwrap_or_default();
    let stem: String = stem.chars().filter(char::is_ascii_alphanumeric).collect();
    if stem.is_empty() { "list".to_owned() } else { stem }
}

/// Returns the table that says what words mean which are not known, and which column tells nothing.
pub fn of_words(table: &str, words: &Words, ignore: &[String]) -> Option<String> {
    let mut text = String::new();
    if !ignore.is_empty() {
        let _ = writeln!(text, "[import.{table}]");
        write_ignored(&mut text, ignore);
    }
    write_words(&mut text, table, words);
    Some(text.trim_end().to_owned()).filter(|text| !text.is_empty())
}

fn table(file: &str, suffix: &str, found: &Found, names: &[String]) -> String {
    let name = format!("{}{suffix}", name(file));
    let mut text = String::new();
    let known: Vec<&String> = names.iter().filter(|name| !name.is_empty()).collect();
    if !known.is_empty() {
        let list: Vec<String> = known.iter().map(|name| quoted(name)).collect();
        let _ = writeln!(text, "# {}", list.join(", "));
    }
    let _ = writeln!(text, "[import.{name}]");
    let written = &found.written;
    for (key, theirs) in [
        ("balance", &written.balance),
        ("paid", &written.paid),
        ("paid_on", &written.paid_on),
        ("status", &written.status),
    ] {
        if let Some(theirs) = theirs {
            let _ = writeln!(text, "{key} = {}", quoted(theirs));
        }
    }
    write_ignored(&mut text, &written.ignore);
    for (part, columns) in
        [("invoices", &written.invoices), ("payments", &written.payments), ("customers", &written.customers)]
    {
        let open: Vec<&str> = found.open.iter().filter(|(file, _)| *file == part).map(|(_, column)| *column).collect();
        if columns.is_empty() && open.is_empty() {
            continue;
        }
        let _ = writeln!(text, "[import.{name}.{part}]");
        for column in open {
            let _ = writeln!(text, "{column} = \"\"");
        }
        for (ours, theirs) in columns {
            let _ = writeln!(text, "{ours} = {}", quoted(theirs));
        }
    }
    if !written.fixed.is_empty() {
        let _ = writeln!(text, "[import.{name}.fixed]");
    }
    for (ours, word) in &written.fixed {
        let _ = writeln!(text, "{} = {}", quoted(ours), quoted(word));
    }
    write_words(&mut text, &name, &found.words);
    text.trim_end().to_owned()
}

fn write_ignored(text: &mut String, ignore: &[String]) {
    if !ignore.is_empty() {
        let list: Vec<String> = ignore.iter().map(|name| quoted(name)).collect();
        let _ = writeln!(text, "ignore = [{}]", list.join(", "));
    }
}

fn write_words(text: &mut String, table: &str, words: &Words) {
    for Asked { column, known, meanings } in &words.asked {
        let _ = writeln!(text, "[import.{table}.values.{}]\n# {known}", quoted(column));
        for (word, ours) in meanings {
            let _ = writeln!(text, "{} = {}", quoted(word), quoted(ours));
        }
    }
    if !words.filters.is_empty() {
        let _ = writeln!(text, "[import.{table}.where]");
    }
    for (column, leaves) in &words.filters {
        let leaves: Vec<String> = leaves.iter().map(|word| quoted(word)).collect();
        let _ = writeln!(text, "{} = [{}]", quoted(column), leaves.join(", "));
    }
}

/// Quotes a text for a table. What would steer a terminal is not shown; such a name must be typed by hand.
fn quoted(text: &str) -> String {
    let plain: String = text.chars().map(|c| if steers(c) { '?' } else { c }).collect();
    toml::Value::String(plain).to_string()
}
