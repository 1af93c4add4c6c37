//! UBL 2.1 as Peppol and the French rules use it: `Invoice` and `CreditNote`.

use roxmltree::Node;

use super::discounts::{Written, marked};
use super::document::{Document, Found, Instalment, Party, What, references};
use super::kinds::{Nature, Role, nature};
use super::notes::Notes;
use crate::import::numbers::{amount, iso_day};
use crate::import::xml::{child, children, path, text};
use crate::model::{Amount, Currency, Date};

/// Reads the document below its root.
pub(super) fn read(root: Node<'_, '_>, found: &mut Found<'_>) -> Option<Document> {
    let is_credit = root.tag_name().name() == "CreditNote";
    let number = found.needed(child(root, "ID"), root, "BT-1");
    let issue = found.needed(child(root, "IssueDate"), root, "BT-2").and_then(|node| found.day(node, "BT-2"));
    let nature = kind(root, is_credit, found);
    let currency = found.needed(child(root, "DocumentCurrencyCode"), root, "BT-5");
    let currency = currency.and_then(|node| found.currency(node))?;
    let sums = child(root, "LegalMonetaryTotal").unwrap_or(root);
    let mut sum = |name, field| child(sums, name).and_then(|node| found.amount(node, field, currency));
    let (total, prepaid, rounding) = (
        sum("TaxInclusiveAmount", "BT-112"),
        sum("PrepaidAmount", "BT-113").unwrap_or(Amount::ZERO),
        sum("PayableRoundingAmount", "BT-114").unwrap_or(Amount::ZERO),
    );
    let payable = found.needed(child(sums, "PayableAmount"), sums, "BT-115");
    let payable = payable.and_then(|node| found.amount(node, "BT-115", currency))?;

    let issue = issue?;
    let terms: Vec<Node<'_, '_>> = children(root, "PaymentTerms").collect();
    let words = terms.iter().map(|node| text(child(*node, "Note"))).collect::<Vec<_>>().join(" ");
    let (words, marked) = marked(words.trim(), issue);
    let is_whole = |amount| amount == payable || (!prepaid.is_zero() && total == Some(amount - rounding));
    let (parts, others) = parts(root, &terms, currency, is_whole);
    let granted = others.iter().map(|node| discount(*node)).chain(marked);
    let known = found.known(granted.map(|one| one.granted((payable, currency))));
    let discounts = found.discounts(root, known);
    let instalments = instalments(&parts, (payable, currency), found);
    let due = if instalments.is_empty() { due(root, &terms, found) } else { None };
    let delivered = children(root, "Delivery").find_map(|node| child(node, "ActualDeliveryDate"));
    let mut notes = Notes::default();
    children(root, "Note").for_each(|note| notes.add_marked(&text(Some(note))));
    Some(Document {
        line: found.line(number?),
        number: text(number),
        issue,
        nature: nature?,
        currency,
        due,
        terms: words,
        total: total.map(|total| total + rounding),
        prepaid,
        computed: total.map(|total| total - prepaid + rounding),
        payable,
        preceding: children(root, "BillingReference")
            .map(|node| text(path(node, &["InvoiceDocumentReference", "ID"])))
            .filter(|number| !number.is_empty())
            .collect(),
        order: references(["OrderReference", "ContractDocumentReference"].map(|name| text(path(root, &[name, "ID"])))),
        delivered: delivered.and_then(|node| found.day(node, "BT-72")),
        mentions: notes.mentions(true),
        seller: party(path(root, &["AccountingSupplierParty", "Party"])),
        buyer: party(path(root, &["AccountingCustomerParty", "Party"])),
        instalments,
        discounts,
        has_other_discounts: found.has_other_discounts,
        payee: party(child(root, "PayeeParty")),
    })
}

/// Returns what the document is. A root that says so is a credit note, whatever its code.
fn kind(root: Node<'_, '_>, is_credit: bool, found: &mut Found<'_>) -> Option<Nature> {
    let node = child(root, if is_credit { "CreditNoteTypeCode" } else { "InvoiceTypeCode" });
    let code = text(node);
    let known = nature(&code);
    match (known, is_credit) {
        (known, true) => Some(Nature { role: Role::Credit, is_factored: known.is_some_and(|known| known.is_factored) }),
        (Some(known), false) => Some(known),
        (None, false) => {
            match node {
                Some(node) => found.fault(node, "BT-3", What::Kind),
                None => drop(found.needed(None, root, "BT-3")),
            }
            None
        }
    }
}

fn party(node: Option<Node<'_, '_>>) -> Party {
    let Some(node) = node else { return Party::default() };
    let address = child(node, "PostalAddress");
    let line = |names: &[&str]| text(address.and_then(|address| path(address, names)));
    let contact = child(node, "Contact");
    let reach = |name| text(contact.and_then(|contact| child(contact, name)));
    let legal = child(node, "PartyLegalEntity");
    let registered = text(legal.and_then(|legal| child(legal, "RegistrationName")));
    let identifications = || children(node, "PartyIdentification").filter_map(|node| child(node, "ID"));
    let lines = [line(&["AdditionalStreetName"]), line(&["AddressLine", "Line"])];
    let mut party = Party {
        id: text(identifications().find(|id| id.attribute("schemeID").is_none())),
        name: if registered.is_empty() { text(path(node, &["PartyName", "Name"])) } else { registered },
        address_1: line(&["StreetName"]),
        address_2: lines.iter().filter(|line| !line.is_empty()).cloned().collect::<Vec<_>>().join(", "),
        postal_code: line(&["PostalZone"]),
        city: line(&["CityName"]),
        country: line(&["Country", "IdentificationCode"]),
        contact: reach("Name"),
        email: reach("ElectronicMail"),
        phone: reach("Telephone"),
        ..Party::default()
    };
    let company = legal.and_then(|legal| child(legal, "CompanyID"));
    for id in company.into_iter().chain(identifications()) {
        let scheme = id.attribute("schemeID").unwrap_or_default();
        if !scheme.is_empty() || company == Some(id) {
            party.registered(scheme, &text(Some(id)));
        }
    }
    for scheme in children(node, "PartyTaxScheme").filter(|node| text(path(*node, &["TaxScheme", "ID"])) == "VAT") {
        party.taxed(&text(child(scheme, "CompanyID")));
    }
    if party.email.is_empty() {
        party.email = text(child(node, "EndpointID").filter(|id| id.attribute("schemeID") == Some("EM")));
    }
    party
}

/// Returns the days on which all is due, wherever they stand.
fn due_days<'a, 'i>(root: Node<'a, 'i>, terms: &[Node<'a, 'i>]) -> Vec<Node<'a, 'i>> {
    let means = children(root, "PaymentMeans").filter_map(|means| child(means, "PaymentDueDate"));
    let mut days: Vec<Node<'_, '_>> = child(root, "DueDate").into_iter().chain(means).collect();
    let (discounted, plain): (Vec<_>, Vec<_>) = terms.iter().copied().partition(|term| discount(*term).is_any());
    days.extend(plain.into_iter().filter_map(term_day));
    if days.is_empty() {
        days.extend(discounted.into_iter().filter_map(term_day));
    }
    days
}

/// Reads the day on which all is due; several are one too many.
fn due(root: Node<'_, '_>, terms: &[Node<'_, '_>], found: &mut Found<'_>) -> Option<Date> {
    let days = due_days(root, terms);
    let read: Vec<Option<Date>> = days.iter().map(|day| found.day(*day, "BT-9")).collect();
    if let Some(other) = read.iter().position(|day| *day != read[0]) {
        found.fault(days[other], "BT-9", What::Days);
    }
    read.first().copied().flatten()
}

/// Returns where a term states its day.
fn term_day<'a, 'i>(term: Node<'a, 'i>) -> Option<Node<'a, 'i>> {
    child(term, "InstallmentDueDate").or_else(|| child(term, "PaymentDueDate"))
}

/// Tells the terms that are parts of what is due from the others. A sum that is the whole is no part, and neither is a
/// single one without a day beside the due date: that is what a discount is on, or takes off.
fn parts<'a, 'i>(
    root: Node<'a, 'i>,
    terms: &[Node<'a, 'i>],
    currency: Currency,
    is_whole: impl Fn(Amount) -> bool,
) -> (Vec<Node<'a, 'i>>, Vec<Node<'a, 'i>>) {
    let (parts, mut others): (Vec<_>, Vec<_>) =
        terms.iter().copied().partition(|term| child(*term, "Amount").is_some());
    let is_due = |term: Node<'_, '_>| amount(&text(child(term, "Amount")), currency).is_some_and(&is_whole);
    let is_none = match parts.as_slice() {
        [one] if term_day(*one).is_none() && !due_days(root, &others).is_empty() => true,
        all => all.iter().all(|term| is_due(*term)),
    };
    if is_none {
        others.extend(parts);
        return (Vec::new(), others);
    }
    (parts, others)
}

/// Reads the parts in which it is due, which must add up.
fn instalments(
    parts: &[Node<'_, '_>],
    (payable, currency): (Amount, Currency),
    found: &mut Found<'_>,
) -> Vec<Instalment> {
    let Some(first) = parts.first() else { return Vec::new() };
    let read: Vec<Option<Instalment>> = parts
        .iter()
        .map(|node| {
            let amount = child(*node, "Amount").and_then(|amount| found.amount(amount, "BT-X-275", currency));
            let due = term_day(*node).and_then(|day| found.day(day, "BT-9"));
            let (amount, due) = (amount?, due?);
            let discounts = found.known(std::iter::once(discount(*node).granted((amount, currency))));
            Some(Instalment { amount, due, discounts })
        })
        .collect();
    let adds_up = |parts: &Vec<Instalment>| parts.iter().map(|part| part.amount).sum::<Amount>() == payable;
    read.into_iter().collect::<Option<Vec<_>>>().filter(adds_up).unwrap_or_else(|| {
        found.fault(*first, "BT-9", What::Parts);
        Vec::new()
    })
}

/// Reads a discount of a term.
fn discount(node: Node<'_, '_>) -> Written {
    let until = path(node, &["SettlementPeriod", "EndDate"]).and_then(|day| iso_day(&text(Some(day))));
    Written {
        percent: text(child(node, "SettlementDiscountPercent")),
        sum: text(child(node, "SettlementDiscountAmount")),
        basis: text(child(node, "Amount")),
        until,
    }
}

#[cfg(test)]
mod tests {
    use super::super::document::Fault;
    use super::super::tests::{faults, sound};
    use super::*;
    use crate::testing::{day, eur};

    /// Returns an invoice of 1200 EUR of which a sum was paid before: where it says the due date, and its terms.
    fn invoice(due: &str, terms: &[&str], prepaid: &str, payable: &str) -> String {
        let terms: String = terms.iter().map(|term| format!("<PaymentTerms>{term}</PaymentTerms>")).collect();
        format!(
            "<Invoice xmlns='urn:x'><ID>F-1</ID><IssueDate>2026-01-05</IssueDate>{due}\
             <InvoiceTypeCode>380</InvoiceTypeCode><DocumentCurrencyCode>EUR</DocumentCurrencyCode>{terms}\
             <LegalMonetaryTotal><TaxInclusiveAmount>1200.00</TaxInclusiveAmount><PrepaidAmount>{prepaid}</PrepaidAmount>\
             <PayableAmount>{payable}</PayableAmount></LegalMonetaryTotal></Invoice>"
        )
    }

    const DUE: &str = "<DueDate>2026-02-05</DueDate>";
    const TWO_PERCENT: &str = "<SettlementDiscountPercent>2</SettlementDiscountPercent>\
        <SettlementPeriod><EndDate>2026-01-15</EndDate></SettlementPeriod>";

    fn term(amount: &str, day: &str, more: &str) -> String {
        let day =
            if day.is_empty() { String::new() } else { format!("<InstallmentDueDate>{day}</InstallmentDueDate>") };
        format!("{more}<Amount>{amount}</Amount>{day}")
    }

    #[test]
    fn a_term_of_the_whole_is_the_due_date_and_no_instalment() {
        let read = |due: &str, term: &str, prepaid: &str, payable: &str| {
            let read = sound(&invoice(due, &[term], prepaid, payable));
            assert_eq!((read.due, read.instalments), (Some(day("2026-02-05")), vec![]), "{term}");
            (read.discounts.len(), read.has_other_discounts)
        };
        let whole = term("1200.00", "2026-02-05", "");
        assert_eq!(read("", &whole, "0", "1200.00"), (0, false));
        assert_eq!(read(DUE, &whole, "0", "1200.00"), (0, false));
        // 1200 - 100 = 1100: the term says either.
        assert_eq!(read(DUE, &whole, "100.00", "1100.00"), (0, false));
        assert_eq!(read(DUE, &term("1100.00", "", ""), "100.00", "1100.00"), (0, false));
        assert_eq!(read(DUE, &term("1200.00", "", TWO_PERCENT), "0", "1200.00"), (1, false));
        assert_eq!(read("", &term("1200.00", "2026-02-05", TWO_PERCENT), "0", "1200.00"), (1, false));
        // 2 % of 1200 are not 2 % of the 1100 that a row is for.
        assert_eq!(read(DUE, &term("1200.00", "", TWO_PERCENT), "100.00", "1100.00"), (0, true));
        // What a discount takes off, or is on.
        assert_eq!(read(DUE, &term("24.00", "", ""), "0", "1200.00"), (0, false));
        assert_eq!(read(DUE, &term("500.00", "", TWO_PERCENT), "0", "1200.00"), (0, true));
    }

    #[test]
    fn parts_must_add_up_and_have_days() {
        let two = |amount: &str| [term("400.00", "2026-02-05", ""), term(amount, "2026-03-05", TWO_PERCENT)];
        let written = |terms: &[String]| {
            let terms: Vec<&str> = terms.iter().map(String::as_str).collect();
            invoice("", &terms, "0", "1200.00")
        };
        let read = sound(&written(&two("800.00")));
        let parts: Vec<_> = read.instalments.iter().map(|part| (part.amount, part.due, part.discounts.len())).collect();
        assert_eq!(parts, [(eur("400.00"), day("2026-02-05"), 0), (eur("800.00"), day("2026-03-05"), 1)]);
        assert_eq!(read.due, None);
        let what =
            |terms: &[String]| faults(&written(terms)).iter().map(|fault: &Fault| fault.what).collect::<Vec<_>>();
        assert!(what(&two("700.00")).contains(&What::Parts));
        assert!(what(&[term("400.00", "2026-02-05", "")]).contains(&What::Parts), "what of the rest?");
        assert!(what(&[term("400.00", "", "")]).contains(&What::Parts), "no day at all");
    }
}
