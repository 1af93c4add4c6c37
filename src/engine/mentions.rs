//! Whether invoices bear the mentions that late-payment penalties rest on: the penalty rate, the 40 EUR indemnity and
//! the early-payment discount (C. com. L441-9 I and L441-10 II).

use std::collections::BTreeMap;

use crate::diag::code::terms as code;
use crate::diag::{Diagnostic, Place};
use crate::model::{Bilingual, CustomerKind, FileRole, InvoiceKind, ItemId, Lang, Ledger, figures};

/// How many lines a finding shows.
const PLACES_MAX: usize = 20;

/// Returns a warning for each set of mentions that invoices to businesses lack. Nothing is said of documents that
/// nobody knows, and of credit notes.
pub fn findings(ledger: &Ledger) -> Vec<Diagnostic> {
    let mut lacking: BTreeMap<Vec<&str>, Vec<ItemId>> = BTreeMap::new();
    for (item, invoice) in ledger.items().zip(ledger.invoices()) {
        let is_claimed = invoice.is_item() && matches!(invoice.kind, InvoiceKind::Invoice | InvoiceKind::Deposit);
        let Some(mentions) = ledger.more(item).and_then(|more| more.mentions).filter(|_| is_claimed) else { continue };
        let codes: Vec<&str> = mentions.lacking().collect();
        if !codes.is_empty() && ledger.customer(invoice.customer).kind == CustomerKind::Business {
            lacking.entry(codes).or_default().push(item);
        }
    }
    lacking.into_iter().map(|(codes, items)| finding(ledger, &codes, &items)).collect()
}

fn finding(ledger: &Ledger, codes: &[&str], items: &[ItemId]) -> Diagnostic {
    let words = |pick: fn(Bilingual) -> String, and: &str| {
        let words: Vec<String> = codes.iter().map(|code| pick(meaning(code))).collect();
        match words.split_last() {
            Some((last, rest)) if !rest.is_empty() => format!("{} {and} {last}", rest.join(", ")),
            _ => words.concat(),
        }
    };
    let (en, fr) = (words(|words| words.en, "and"), words(|words| words.fr, "et"));
    let count = |lang| figures::count(items.len() as i64, lang);
    let first = ledger.number(ledger.invoice(items[0]).number);
    let (subject, sujet) = match items.len() {
        1 => (
            format!("invoice {first} to a business does"),
            format!("la facture {first} à un professionnel ne mentionne"),
        ),
        _ => (
            format!("{} invoices to businesses, first {first}, do", count(Lang::En)),
            format!("{} factures à des professionnels, d'abord {first}, ne mentionnent", count(Lang::Fr)),
        ),
    };
    let finding =
        Diagnostic::new(code::MENTIONS_MISSING, format!("{subject} not mention {en}"), format!("{sujet} pas {fr}"));
    let lines = items.iter().take(PLACES_MAX).map(|item| ledger.invoice(*item).line);
    let places = lines.map(|line| Place::line(FileRole::Invoices.file_name(), line));
    places.fold(finding, Diagnostic::at).help(
        format!(
            "C. com. L441-9 I and L441-10 II: have {} among the notes where invoices are written; penalties may be \
             contested and their lack be fined (L441-16)",
            codes.join(", ")
        ),
        format!(
            "C. com. L441-9 I et L441-10 II : ajouter {} aux notes, là où les factures sont établies ; les pénalités \
             peuvent être contestées et l'oubli sanctionné (L441-16)",
            codes.join(", ")
        ),
    )
}

/// Returns what a note is about.
fn meaning(code: &str) -> Bilingual {
    match code {
        "PMT" => Bilingual::new("the 40 EUR indemnity (PMT)", "l'indemnité de 40 € (PMT)"),
        "PMD" => Bilingual::new("the penalty rate (PMD)", "le taux des pénalités (PMD)"),
        _ => Bilingual::new("the early-payment discount (AAB)", "l'escompte (AAB)"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::ledger;

    #[test]
    fn only_what_is_known_of_claims_on_businesses_is_told() {
        let customers = "customer_id,name,kind\nB,Business,business\nC,Consumer,consumer\n";
        let invoices = "invoice_id,customer_id,issue_date,due_date,amount,mentions\n\
            1,B,2026-01-05,2026-02-05,10.00,PMT PMD AAB\n2,B,2026-01-05,2026-02-05,10.00,\n\
            3,B,2026-01-05,2026-02-05,10.00,AAB PMD\n4,B,2026-01-06,2026-02-06,10.00,pmd aab\n\
            5,C,2026-01-05,2026-02-05,10.00,none\n6,B,2026-01-05,2026-02-05,-10.00,none\n\
            7,B,2026-01-05,2026-02-05,10.00,none\n";
        let found = findings(&ledger(customers, invoices, "", ""));
        let sentences: Vec<&str> = found.iter().map(|finding| finding.sentence.en.as_str()).collect();
        assert_eq!(
            sentences,
            [
                "2 invoices to businesses, first 3, do not mention the 40 EUR indemnity (PMT)",
                "invoice 7 to a business does not mention the 40 EUR indemnity (PMT), the penalty rate (PMD) and the \
                 early-payment discount (AAB)",
            ]
        );
    }
}
