//! The items of the fullest letter: two that it asks for, of which the first lacks nothing, and one that is not due
//! yet.

use crate::letter::model::Item;
use crate::letter::words;
use crate::model::{InvoiceKind, Lang};

/// Returns them in one language.
pub(super) fn items(lang: Lang) -> [Item; 3] {
    let say = |en: &str, fr: &str| lang.pick((en, fr)).to_owned();
    let words = |en: &str, fr: &str| say(en, fr).replace(' ', "\u{a0}");
    let (kind, kind_capital) = words::kind(InvoiceKind::Invoice, lang);
    let first = Item {
        kind,
        kind_capital,
        bears_vat: true,
        number: "F-2026-0117".to_owned(),
        issued: say("2026-06-15", "15/06/2026"),
        due: say("2026-07-15", "15/07/2026"),
        issued_on: words("15 June 2026", "15 juin 2026"),
        due_on: words("15 July 2026", "15 juillet 2026"),
        order: Some("BC 4471".to_owned()),
        original: say("1,260.00", "1\u{202f}260,00"),
        price: say("€1,260.00", "1\u{202f}260,00\u{a0}€"),
        paid: say("150.00", "150,00"),
        deducted: Some(say("50.00", "50,00")),
        open: say("1,000.00", "1\u{202f}000,00"),
        principal: Some(say("1,000.00", "1\u{202f}000,00")),
        disputed: Some(say("20.00", "20,00")),
        awaited: Some(say("40.00", "40,00")),
        days_late: Some("48".to_owned()),
        interest: Some(say("16.31", "16,31")),
        indemnity: Some(say("40.00", "40,00")),
        indemnity_apart: Some(say("$40.00", "40,00\u{a0}$")),
        given_up: Some(say("1.98", "1,98")),
        less_interest: Some(say("0.98", "0,98")),
        less_indemnity: Some(say("1.00", "1,00")),
        interest_left: Some(say("17.29 − 0.98 = 16.31", "17,29 − 0,98 = 16,31")),
        indemnity_left: Some(say("41.00 − 1.00 = 40.00", "41,00 − 1,00 = 40,00")),
        total: say("1,056.31", "1\u{202f}056,31"),
    };
    let second = Item {
        kind,
        kind_capital,
        bears_vat: true,
        number: "F-2026-0142 (2/3)".to_owned(),
        issued: say("2026-07-01", "01/07/2026"),
        due: say("2026-07-31", "31/07/2026"),
        issued_on: words("1 July 2026", "1er juillet 2026"),
        due_on: words("31 July 2026", "31 juillet 2026"),
        order: None,
        original: say("450.50", "450,50"),
        price: say("€450.50", "450,50\u{a0}€"),
        paid: say("0.00", "0,00"),
        deducted: None,
        open: say("450.50", "450,50"),
        principal: Some(say("450.50", "450,50")),
        disputed: None,
        awaited: None,
        days_late: Some("32".to_owned()),
        interest: Some(say("4.90", "4,90")),
        indemnity: Some(say("40.00", "40,00")),
        indemnity_apart: None,
        given_up: None,
        less_interest: None,
        less_indemnity: None,
        interest_left: None,
        indemnity_left: None,
        total: say("495.40", "495,40"),
    };
    let third = Item {
        number: "F-2026-0171".to_owned(),
        issued: say("2026-08-15", "15/08/2026"),
        due: say("2026-09-15", "15/09/2026"),
        issued_on: words("15 August 2026", "15 août 2026"),
        due_on: words("15 September 2026", "15 septembre 2026"),
        original: say("300.00", "300,00"),
        price: say("€300.00", "300,00\u{a0}€"),
        open: say("300.00", "300,00"),
        principal: Some(say("300.00", "300,00")),
        days_late: None,
        interest: None,
        indemnity: None,
        total: say("300.00", "300,00"),
        ..second.clone()
    };
    [first, second, third]
}
