//! Whether the payment terms that were agreed are longer than the law allows (C. com. L441-10 I and L441-11,
//! code de la commande publique R2192-10).

use std::collections::BTreeMap;

use crate::diag::code::terms as code;
use crate::diag::{Diagnostic, Place};
use crate::law::maximum_terms::{self, MaximumTerm};
use crate::law::terms::Terms;
use crate::model::{Date, FileRole, Invoice, InvoiceKind, ItemId, Lang, Ledger};
use crate::policy::TermRules;

/// How many lines a finding shows.
const PLACES_MAX: usize = 20;

/// The invoices whose terms are beyond one maximum.
struct Group<'a> {
    maximum: &'static MaximumTerm,
    first: Excess<'a>,
    lines: Vec<u32>,
}

/// An invoice whose terms are too long.
struct Excess<'a> {
    invoice: &'a Invoice,
    /// The latest lawful due date.
    latest: Date,
    /// The words that are unlawful though the due date is not.
    words: Option<Terms>,
}

/// Returns a warning for each maximum that invoices to businesses and public buyers exceed, and a note for categories
/// that set none.
///
/// The due date is held against the latest lawful one; words such as "60 days end of month" are unlawful even where
/// the due date that they give is not.
pub fn findings(ledger: &Ledger, rules: &TermRules) -> Vec<Diagnostic> {
    let mut groups: BTreeMap<&str, Group<'_>> = BTreeMap::new();
    let mut unknown: BTreeMap<&str, Place> = BTreeMap::new();
    for (item, invoice) in ledger.items().zip(ledger.invoices()) {
        if !invoice.is_item() || !matches!(invoice.kind, InvoiceKind::Invoice | InvoiceKind::Deposit) {
            continue;
        }
        for (word, place) in categories(ledger, item) {
            if maximum_terms::find(word).is_none() {
                unknown.entry(word).or_insert(place);
            }
        }
        let Some(maximum) = maximum(ledger, item, rules) else { continue };
        let Some(first) = excess(ledger, item, maximum, rules) else { continue };
        let group = groups.entry(maximum.category).or_insert(Group { maximum, first, lines: Vec::new() });
        group.lines.push(invoice.line);
    }
    let exceeded = groups.into_values().map(|group| group.finding(ledger));
    exceeded.chain(unknown.into_iter().map(|(word, place)| category_unknown(word, place))).collect()
}

/// Returns the categories written for an item, the invoice's before the customer's, and where.
fn categories(ledger: &Ledger, item: ItemId) -> impl Iterator<Item = (&str, Place)> {
    let invoice = ledger.invoice(item);
    let customer = ledger.customer(invoice.customer);
    let own = ledger.more(item).and_then(|more| more.category.as_deref());
    let own = own.map(|word| (word, Place::line(FileRole::Invoices.file_name(), invoice.line)));
    let customers = customer.more().category.as_deref();
    let customers = customers.map(|word| (word, Place::line(FileRole::Customers.file_name(), customer.line)));
    own.into_iter().chain(customers)
}

/// Returns the maximum of an item: that of the first category that is for its kind of customer, else the general one.
fn maximum(ledger: &Ledger, item: ItemId, rules: &TermRules) -> Option<&'static MaximumTerm> {
    let kind = ledger.customer(ledger.invoice(item).customer).kind;
    let written = categories(ledger, item).filter_map(|(word, _)| maximum_terms::find(word));
    written.chain(rules.category).find(|maximum| maximum.kind == kind).or_else(|| maximum_terms::of(kind))
}

/// Returns what is too long about an item's terms, if anything is.
fn excess<'a>(ledger: &'a Ledger, item: ItemId, maximum: &MaximumTerm, rules: &TermRules) -> Option<Excess<'a>> {
    let invoice = ledger.invoice(item);
    let supply = ledger.more(item).and_then(|more| more.supply_date);
    let latest = maximum.latest(invoice.issue, supply);
    if invoice.due > latest {
        return Some(Excess { invoice, latest, words: None });
    }
    let own = ledger.more(item).and_then(|more| more.terms.as_deref());
    let words = match own {
        Some(words) => Terms::parse(words).map(|terms| terms.read_as(rules.end_of_month)),
        // Words for all invoices are those of this one only when they gave its due date.
        None => rules
            .meaning(ledger.customer(invoice.customer).more().terms.as_deref())
            .filter(|terms| terms.due_date(invoice.issue) == invoice.due),
    };
    let words = words.filter(|terms| maximum.is_exceeded_by(terms))?;
    Some(Excess { invoice, latest, words: Some(words) })
}

impl Group<'_> {
    fn finding(self, ledger: &Ledger) -> Diagnostic {
        let Group { maximum, first: Excess { invoice, latest, words }, lines } = self;
        let (en, fr) = maximum.words();
        let number = ledger.number(invoice.number);
        let shown = |date: Date| date.format("%d/%m/%Y");
        let (because_en, because_fr) = match words {
            Some(terms) => (
                format!("agreed as \"{}\"", terms.words(Lang::En)),
                format!("convenue comme « {} »", terms.words(Lang::Fr)),
            ),
            None => (
                format!("due {}, at the latest {latest}", invoice.due),
                format!("échéance le {}, au plus tard le {}", shown(invoice.due), shown(latest)),
            ),
        };
        let count = lines.len();
        let finding = Diagnostic::new(
            code::TERM_EXCEEDS_MAXIMUM,
            format!(
                "payment terms beyond the legal maximum ({en}): {count}, first {number} of {}, {because_en}",
                invoice.issue
            ),
            format!(
                "délais de paiement au-delà du maximum légal ({fr}) : {count}, d'abord {number} du {}, {because_fr}",
                shown(invoice.issue)
            ),
        );
        let places = lines.iter().take(PLACES_MAX).map(|&line| Place::line(FileRole::Invoices.file_name(), line));
        places.fold(finding, Diagnostic::at).help(
            format!("{}; category \"{}\": another one can stand in the column `category`, or in [terms] of the policy", maximum.article, maximum.category),
            format!("{} ; catégorie « {} » : une autre peut figurer dans la colonne « category », ou dans [terms] de la politique", maximum.article, maximum.category),
        )
    }
}

fn category_unknown(word: &str, place: Place) -> Diagnostic {
    let known: Vec<&str> = maximum_terms::ALL.iter().map(|maximum| maximum.category).collect();
    let known = known.join(", ");
    Diagnostic::new(
        code::CATEGORY_UNKNOWN,
        "the law sets no payment term for this category; it is left out of account",
        "la loi ne fixe aucun délai de paiement pour cette catégorie ; il n'en est pas tenu compte",
    )
    .at(place.cell("category", word))
    .help(format!("known categories: {known}"), format!("catégories connues : {known}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diag::render;
    use crate::law::terms::EndOfMonth;
    use crate::testing::ledger;

    fn found(customers: &str, invoices: &str, rules: &TermRules) -> String {
        let customers = format!("customer_id,kind,category,terms\n{customers}");
        let header = "invoice_id,customer_id,issue_date,due_date,amount,supply_date,terms,category,kind";
        let ledger = ledger(&customers, &format!("{header}\n{invoices}"), "", "");
        findings(&ledger, rules).iter().map(|finding| render(finding, Lang::En)).collect()
    }

    #[test]
    fn a_due_date_beyond_both_ways_of_counting_is_reported_once_for_all() {
        // 15 Feb 2026: the latest is 30 April (45 days end of month, reading A). 17 May: 31 July.
        let invoices = "F1,C,2026-02-15,2026-04-30,10.00\nF2,C,2026-02-15,2026-05-01,10.00\n\
                        F3,C,2026-05-17,2026-08-01,10.00\nF4,C,2026-05-17,2026-07-31,10.00\n";
        assert_eq!(
            found("", invoices, &TermRules::NONE),
            "warning[term-exceeds-maximum]: payment terms beyond the legal maximum (60 days or 45 days end of month): 2, \
             first F2 of 2026-02-15, due 2026-05-01, at the latest 2026-04-30\n  --> invoices.csv:3\n  --> invoices.csv:4\n  \
             = C. com. L441-10 I; category \"general\": another one can stand in the column `category`, or in [terms] of the \
             policy\n"
        );
    }

    #[test]
    fn unlawful_words_are_reported_though_the_date_is_lawful() {
        // 60 days from 1 May end on 30 June, a month's end: lawful by chance.
        let shown = found("", "F,C,2026-05-01,2026-06-30,10.00,,60 days end of month\n", &TermRules::NONE);
        assert!(shown.contains("1, first F of 2026-05-01, agreed as \"60 days end of month\"\n"), "{shown}");
        let default = TermRules { default: Terms::parse("60 jours fin de mois"), ..TermRules::NONE };
        assert!(found("", "F,C,2026-05-01,2026-06-30,10.00\n", &default).contains("agreed as"));
        // A due date of its own is not what the policy's words gave.
        assert_eq!(found("", "F,C,2026-05-01,2026-05-31,10.00\n", &default), "");
        let before = TermRules { end_of_month: EndOfMonth::BeforeDays, ..TermRules::NONE };
        assert_eq!(found("", "F,C,2026-05-01,2026-07-15,10.00,,45 days end of month\n", &before), "");
    }

    #[test]
    fn the_category_is_the_invoices_else_the_customers_else_the_policys() {
        let customers =
            "C,business,periodic,\nD,business,,\nM,public,periodic,\nH,public,public-health,\nK,consumer,,\n";
        // 45 days from 1 March: 15 April. Transport: 31 March. Public buyers: 31 March, 20 April.
        let maximum = |row: &str| {
            let rules = TermRules { category: maximum_terms::find("livestock"), ..TermRules::NONE };
            let shown = found(customers, row, &rules);
            shown.split("at the latest ").nth(1).map(|rest| rest[..10].to_owned()).unwrap_or(shown)
        };
        assert_eq!(maximum("F,C,2026-03-01,2026-09-30,10.00\n"), "2026-04-15");
        assert_eq!(maximum("F,C,2026-03-01,2026-09-30,10.00,,,transport\n"), "2026-03-31");
        // The policy's: 20 days from the delivery.
        assert_eq!(maximum("F,D,2026-03-01,2026-09-30,10.00,2026-02-20\n"), "2026-03-12");
        assert_eq!(maximum("F,M,2026-03-01,2026-09-30,10.00\n"), "2026-03-31");
        assert_eq!(maximum("F,H,2026-03-01,2026-09-30,10.00\n"), "2026-04-20");
        assert_eq!(maximum("F,K,2026-03-01,2026-09-30,10.00\n"), "");
        assert_eq!(maximum("F,D,2026-03-01,2026-09-30,10.00,,,,penalty\n"), "");
        assert!(maximum("F,D,2026-03-01,2026-03-02,10.00,,,trnasport\n").starts_with("note[category-unknown]"));
    }
}
