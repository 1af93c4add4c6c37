//! UBL 2.1 as Peppol and the French rules use it: `Invoice` and `CreditNote`.

use roxmltree::Node;

use super::discounts::{Written, marked};
use super::document::{Document, Found, Instalment, Party, What, references};
use super::kinds::{Nature, Role, nature};
use super::notes::Notes;
use crate::import::numbers::iso_day;
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
    let whole = (payable, currency);
    let granted =
        terms.iter().filter(|node| child(**node, "Amount").is_none()).map(|node| discount(*node)).chain(marked);
    let known = found.known(granted.map(|one| one.granted(whole)));
    let discounts = found.discounts(root, known);
    let instalments = instalments(&terms, whole, found);
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

/// Returns the day on which all is due, wherever it stands; several are one too many.
fn due(root: Node<'_, '_>, terms: &[Node<'_, '_>], found: &mut Found<'_>) -> Option<Date> {
    let means = children(root, "PaymentMeans").filter_map(|means| child(means, "PaymentDueDate"));
    let mut days: Vec<Node<'_, '_>> = child(root, "DueDate").into_iter().chain(means).collect();
    let (discounted, plain): (Vec<_>, Vec<_>) = terms.iter().copied().partition(|term| discount(*term).is_any());
    days.extend(plain.into_iter().filter_map(term_day));
    if days.is_empty() {
        days.extend(discounted.into_iter().filter_map(term_day));
    }
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

/// Returns the parts in which it is due, where terms state their amounts and days; none where one of them is the whole.
fn instalments(
    terms: &[Node<'_, '_>],
    (payable, currency): (Amount, Currency),
    found: &mut Found<'_>,
) -> Vec<Instalment> {
    let with_amounts: Vec<_> = terms.iter().filter_map(|node| Some((*node, child(*node, "Amount")?))).collect();
    if with_amounts.is_empty() {
        return Vec::new();
    }
    let mut parts = Vec::new();
    for (node, amount) in &with_amounts {
        let amount = found.amount(*amount, "BT-X-275", currency);
        let due = term_day(*node).and_then(|day| found.day(day, "BT-9"));
        let granted = discount(*node).granted((amount.unwrap_or(payable), currency));
        let discounts = found.known(std::iter::once(granted));
        parts.push((amount, due, discounts));
    }
    if let [(Some(amount), None, discounts)] = parts.as_slice()
        && *amount == payable
        && discounts.is_empty()
    {
        return Vec::new();
    }
    let parts =
        parts.into_iter().map(|(amount, due, discounts)| Some(Instalment { amount: amount?, due: due?, discounts }));
    let adds_up = |parts: &Vec<Instalment>| parts.iter().map(|part| part.amount).sum::<Amount>() == payable;
    parts.collect::<Option<Vec<_>>>().filter(adds_up).unwrap_or_else(|| {
        found.fault(with_amounts[0].0, "BT-9", What::Parts);
        Vec::new()
    })
}

/// Reads a discount of a term.
fn discount(node: Node<'_, '_>) -> Written {
    let until = path(node, &["SettlementPeriod", "EndDate"]).and_then(|day| iso_day(&text(Some(day))));
    Written {
        percent: text(child(node, "SettlementDiscountPercent")),
        sum: text(child(node, "SettlementDiscountAmount")),
        basis: String::new(),
        until,
    }
}
