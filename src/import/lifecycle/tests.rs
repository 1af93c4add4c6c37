//! Messages with figures that can be followed by hand.

use super::read_all;
use crate::diag::code;
use crate::import::Incoming;
use crate::import::source::{Folder, NoFolder};
use crate::import::testing::read_xml;
use crate::input::columns::Column;
use crate::model::{Amount, Currency, FileRole};
use crate::policy::builtin::fr_b2b;
use crate::testing::eur;

/// Returns a message of 10 March 2026 on F-1.
fn message(code: &str, details: &str) -> String {
    format!(
        "<r:CrossDomainAcknowledgementAndResponse xmlns:r='r' xmlns:a='a' xmlns:u='u'><r:AcknowledgementDocument>\
         <a:IssueDateTime><u:DateTimeString format='204'>20260310091500</u:DateTimeString></a:IssueDateTime>\
         <a:ReferenceReferencedDocument><a:IssuerAssignedID>F-1</a:IssuerAssignedID>\
         <a:ProcessConditionCode>{code}</a:ProcessConditionCode><a:IssuerTradeParty>\
         <a:GlobalID schemeID='0002'>732829320</a:GlobalID></a:IssuerTradeParty>\
         <a:SpecifiedDocumentStatus>{details}</a:SpecifiedDocumentStatus></a:ReferenceReferencedDocument>\
         </r:AcknowledgementDocument></r:CrossDomainAcknowledgementAndResponse>"
    )
}

fn money(kind: &str, amount: &str) -> String {
    format!(
        "<a:SpecifiedDocumentCharacteristic><a:TypeCode>{kind}</a:TypeCode>\
         <a:ValueAmount currencyID='EUR'>{amount}</a:ValueAmount></a:SpecifiedDocumentCharacteristic>"
    )
}

fn told(messages: &[String], folder: &dyn Folder, siren: Option<&str>) -> Incoming {
    let mut policy = fr_b2b();
    policy.creditor.siren = siren.map(str::to_owned);
    read_xml(read_all, messages, folder, &policy)
}

fn rows(incoming: &Incoming, role: FileRole, columns: &[Column]) -> Vec<String> {
    let rows = incoming.files.get(&role).into_iter().flat_map(|rows| rows.rows.iter());
    rows.map(|row| columns.iter().map(|&column| row.get(column)).collect::<Vec<_>>().join(" ")).collect()
}

const PAID: &[Column] = &[Column::PaymentId, Column::Date, Column::Amount, Column::InvoiceId, Column::Method];
const SAID: &[Column] =
    &[Column::Date, Column::Event, Column::InvoiceId, Column::Amount, Column::Reference, Column::Note];

#[test]
fn what_was_collected_is_one_payment_over_all_vat_rates() {
    // 105.50 at 5.5 % and 120.00 at 20 %: 225.50.
    let incoming = told(&[message("212", &[money("MEN", "105.50"), money("MEN", "120.00")].concat())], &NoFolder, None);
    assert_eq!(
        rows(&incoming, FileRole::Payments, PAID),
        ["CDV-212-F-1-20260310091500 2026-03-10 225.50 F-1 declared"]
    );
    assert!(!incoming.files.contains_key(&FileRole::Events));
    let incoming = told(&[message("212", "")], &NoFolder, None);
    assert_eq!((incoming.findings[0].code, incoming.refused.len()), (code::import::LIFECYCLE_BROKEN, 1));
}

#[test]
fn what_was_collected_on_several_days_is_several_payments() {
    let on = |amount: &str, day: &str| {
        let of = format!("<a:ValueDateTime><u:DateTimeString>{day}</u:DateTimeString></a:ValueDateTime>");
        money("MEN", amount)
            .replace("</a:SpecifiedDocumentCharacteristic>", &(of + "</a:SpecifiedDocumentCharacteristic>"))
    };
    let paid = |sums: &[String]| {
        let incoming = told(&[message("212", &sums.concat())], &NoFolder, None);
        (rows(&incoming, FileRole::Payments, PAID), incoming.refused.len())
    };
    let (of_two, _) = paid(&[on("500.00", "20260220"), on("400.00", "20260302"), on("300.00", "20260302")]);
    assert_eq!(
        of_two,
        [
            "CDV-212-F-1-20260310091500-20260220 2026-02-20 500.00 F-1 declared",
            "CDV-212-F-1-20260310091500-20260302 2026-03-02 700.00 F-1 declared"
        ]
    );
    // One of two VAT rates says the day of both.
    let (of_one, _) = paid(&[on("500.00", "20260220"), money("MEN", "700.00")]);
    assert_eq!(of_one, ["CDV-212-F-1-20260310091500 2026-02-20 1200.00 F-1 declared"]);
    assert_eq!(paid(&[on("500.00", "20260230")]), (vec![], 1), "a day that is none");
}

#[test]
fn statuses_are_events_under_their_numbers() {
    let because = |code: &str, words: &str| format!("<a:ReasonCode>{code}</a:ReasonCode><a:Reason>{words}</a:Reason>");
    let messages = [
        message("207", &because("TX_TVA_ERR", "Taux de TVA erroné")),
        message("205", ""),
        message("211", &money("MPA", "12000")),
        message("213", &because("REJ_SEMAN", "")),
        message("206", &because("QTE_ERR", "")),
        message("200", ""),
    ];
    let incoming = told(&messages, &NoFolder, Some("732 829 320"));
    assert_eq!(
        rows(&incoming, FileRole::Events, SAID),
        [
            "2026-03-10 207 F-1  TX_TVA_ERR Taux de TVA erroné",
            "2026-03-10 205 F-1   ",
            "2026-03-10 211 F-1 12000.00  ",
            "2026-03-10 213 F-1  REJ_SEMAN rejet sémantique de la plateforme",
            "2026-03-10 206 F-1  QTE_ERR quantité erronée",
        ]
    );
    assert!(incoming.findings.is_empty(), "{:?}", incoming.findings);
    assert_eq!(incoming.sources[5].left_out[0].0.reason, "no-effect");
    assert_eq!(incoming.sources[3].choices.len(), 1, "to be corrected");
}

/// A folder that billed 1,200.00 on every invoice.
#[derive(Debug)]
struct Billed;

impl Folder for Billed {
    fn billed(&self, _: &str) -> Option<(Amount, Currency)> {
        Some((eur("1200.00"), Currency::EUR))
    }
}

#[test]
fn of_what_was_approved_in_part_the_rest_is_disputed() {
    let because = |sums: &str| message("206", &format!("<a:ReasonCode>QTE_ERR</a:ReasonCode>{sums}"));
    let disputed = |sums: &str, folder: &dyn Folder| {
        let rows = rows(&told(&[because(sums)], folder, None), FileRole::Events, SAID);
        rows[0].split(' ').nth(3).unwrap().to_owned()
    };
    assert_eq!(disputed(&money("MNATTC", "300.00"), &NoFolder), "300.00");
    // By VAT rate, like what is collected.
    assert_eq!(disputed(&[money("MNATTC", "300.00"), money("MNATTC", "55.00")].concat(), &NoFolder), "355.00");
    // 1,200.00 less 900.00; nobody knows of what, where the folder lacks the invoice.
    assert_eq!(disputed(&money("MAPTTC", "900.00"), &Billed), "300.00");
    assert_eq!(disputed(&money("MAPTTC", "900.00"), &NoFolder), "");
    // Sums without VAT tell nothing of what is owed: all of it is disputed.
    assert_eq!(disputed(&[money("MAP", "750.00"), money("MNA", "250.00")].concat(), &Billed), "");
    assert_eq!(disputed(&money("MAPTTC", "1200.00"), &Billed), "", "all of it");
}

#[test]
fn what_is_not_published_is_kept_and_told_and_others_invoices_are_left_out() {
    let odd = message("207", "<a:ReasonCode>PAS_CONTENT</a:ReasonCode>");
    let incoming = told(&[odd, message("299", ""), message("208", "")], &NoFolder, None);
    let codes: Vec<&str> = incoming.findings.iter().map(|finding| finding.code.slug).collect();
    assert_eq!(codes, ["reason-unknown", "status-unknown", "reason-unknown"]);
    assert_eq!(rows(&incoming, FileRole::Events, SAID)[1], "2026-03-10 note F-1   299");
    let incoming = told(&[message("207", "")], &NoFolder, Some("404833048"));
    assert_eq!(incoming.sources[0].left_out[0].0.reason, "purchase");
    assert!(incoming.files.is_empty());
}

/// A folder that billed every invoice in dollars.
#[derive(Debug)]
struct InDollars;

impl Folder for InDollars {
    fn billed(&self, _: &str) -> Option<(Amount, Currency)> {
        Some((eur("1000.00"), Currency::parse("USD").unwrap()))
    }
}

#[test]
fn euros_on_an_invoice_in_dollars_are_told_as_euros() {
    // A row without a currency is in that of its invoice.
    let currency = |code: &str, details: &str, folder: &dyn Folder| {
        let incoming = told(&[message(code, details)], folder, None);
        let all = [FileRole::Payments, FileRole::Events].map(|role| rows(&incoming, role, &[Column::Currency]));
        all.concat().concat()
    };
    assert_eq!(currency("212", &money("MEN", "921.34"), &InDollars), "EUR");
    assert_eq!(currency("212", &money("MEN", "921.34").replace("EUR", "USD"), &InDollars), "");
    assert_eq!(currency("212", &money("MEN", "921.34"), &Billed), "");
    let disputed = format!("<a:ReasonCode>QTE_ERR</a:ReasonCode>{}", money("MNATTC", "300.00"));
    assert_eq!(currency("206", &disputed, &InDollars), "EUR");
}
