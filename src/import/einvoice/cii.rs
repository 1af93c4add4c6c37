//! Cross Industry Invoice: the XML of Factur-X and ZUGFeRD, in the names of version 2 and, where they differ, of 1.

use roxmltree::Node;

use super::discounts::{Discount, Written, after, marked};
use super::document::{Document, Found, Instalment, Party, What, references};
use super::kinds::{Nature, nature};
use super::notes::Notes;
use crate::import::numbers::compact_day;
use crate::import::xml::{child, children, path, text};
use crate::model::{Amount, Currency, Date, Mentions};

/// Reads the document below its root.
pub(super) fn read(root: Node<'_, '_>, found: &mut Found<'_>) -> Option<Document> {
    let header = either(root, ["ExchangedDocument", "HeaderExchangedDocument"]).unwrap_or(root);
    let trade = either(root, ["SupplyChainTradeTransaction", "SpecifiedSupplyChainTradeTransaction"]).unwrap_or(root);
    let part = |names| either(trade, names).unwrap_or(trade);
    let agreement = part(["ApplicableHeaderTradeAgreement", "ApplicableSupplyChainTradeAgreement"]);
    let delivery = part(["ApplicableHeaderTradeDelivery", "ApplicableSupplyChainTradeDelivery"]);
    let settlement = part(["ApplicableHeaderTradeSettlement", "ApplicableSupplyChainTradeSettlement"]);

    let number = found.needed(child(header, "ID"), header, "BT-1");
    let issued = found.needed(path(header, &["IssueDateTime", "DateTimeString"]), header, "BT-2");
    let issue = issued.and_then(|node| found.day(node, "BT-2"));
    let code = found.needed(child(header, "TypeCode"), header, "BT-3");
    let nature = code.and_then(|node| kind(node, found));
    let currency = found.needed(child(settlement, "InvoiceCurrencyCode"), settlement, "BT-5");
    let currency = currency.and_then(|node| found.currency(node))?;
    let sums = Sums::read(settlement, currency, found);

    let terms: Vec<Node<'_, '_>> = children(settlement, "SpecifiedTradePaymentTerms").collect();
    let delivered = path(delivery, &["ActualDeliverySupplyChainEvent", "OccurrenceDateTime", "DateTimeString"]);
    // The smallest profile has no room for deposits.
    let is_whole = is_whole(root);
    let computed = sums.computed().filter(|_| is_whole || sums.prepaid.is_some());
    let (payable, issue) = (sums.payable?, issue?);
    let mut due = Terms::read(&terms, (payable, currency, issue), found);
    let words = terms.iter().map(|node| text(child(*node, "Description"))).collect::<Vec<_>>().join(" ");
    let (words, marked) = marked(words.trim(), issue);
    let marked = found.known(marked.into_iter().map(|one| one.granted((payable, currency))));
    if !marked.is_empty() {
        due.discounts = found.discounts(terms[0], [due.discounts, marked].concat());
    }
    Some(Document {
        line: found.line(number?),
        number: text(number),
        issue,
        nature: nature?,
        currency,
        due: due.due,
        terms: words,
        total: sums.total.map(|total| total + sums.rounding),
        prepaid: sums.prepaid(),
        computed,
        payable,
        preceding: children(settlement, "InvoiceReferencedDocument")
            .map(|node| text(either(node, ["IssuerAssignedID", "ID"])))
            .filter(|number| !number.is_empty())
            .collect(),
        order: references(
            ["BuyerOrderReferencedDocument", "ContractReferencedDocument"]
                .map(|name| text(child(agreement, name).and_then(|node| either(node, ["IssuerAssignedID", "ID"])))),
        ),
        delivered: delivered.and_then(|node| found.day(node, "BT-72")),
        mentions: mentions(header, is_whole),
        seller: party(child(agreement, "SellerTradeParty")),
        buyer: party(child(agreement, "BuyerTradeParty")),
        instalments: due.instalments,
        discounts: due.discounts,
        has_other_discounts: found.has_other_discounts,
        payee: party(child(settlement, "PayeeTradeParty")),
    })
}

/// Reads what the document is.
fn kind(node: Node<'_, '_>, found: &mut Found<'_>) -> Option<Nature> {
    let known = nature(&text(Some(node)));
    if known.is_none() {
        found.fault(node, "BT-3", What::Kind);
    }
    known
}

/// The sums of the whole document.
struct Sums {
    total: Option<Amount>,
    prepaid: Option<Amount>,
    rounding: Amount,
    payable: Option<Amount>,
}

impl Sums {
    fn read(settlement: Node<'_, '_>, currency: Currency, found: &mut Found<'_>) -> Sums {
        let names = ["SpecifiedTradeSettlementHeaderMonetarySummation", "SpecifiedTradeSettlementMonetarySummation"];
        let sums = either(settlement, names).unwrap_or(settlement);
        let mut sum = |name, field| child(sums, name).and_then(|node| found.amount(node, field, currency));
        let (total, prepaid) = (sum("GrandTotalAmount", "BT-112"), sum("TotalPrepaidAmount", "BT-113"));
        let rounding = sum("RoundingAmount", "BT-114").unwrap_or(Amount::ZERO);
        let payable = found.needed(child(sums, "DuePayableAmount"), sums, "BT-115");
        let payable = payable.and_then(|node| found.amount(node, "BT-115", currency));
        Sums { total, prepaid, rounding, payable }
    }

    fn prepaid(&self) -> Amount {
        self.prepaid.unwrap_or(Amount::ZERO)
    }

    /// Returns what the total leaves to pay.
    fn computed(&self) -> Option<Amount> {
        self.total.map(|total| total - self.prepaid() + self.rounding)
    }
}

/// Returns the first child that has one of two names.
fn either<'a, 'i>(node: Node<'a, 'i>, names: [&str; 2]) -> Option<Node<'a, 'i>> {
    names.iter().find_map(|name| child(node, name))
}

/// Tells whether the document is in a profile that is a whole invoice. MINIMUM and BASIC WL are none: what they do not
/// say may stand on the page.
fn is_whole(root: Node<'_, '_>) -> bool {
    let context = either(root, ["ExchangedDocumentContext", "SpecifiedExchangedDocumentContext"]);
    let profile = context.and_then(|node| path(node, &["GuidelineSpecifiedDocumentContextParameter", "ID"]));
    let profile = text(profile).to_ascii_lowercase();
    !["minimum", "basicwl", "basic-wl"].iter().any(|part| profile.ends_with(part))
}

/// Returns which mentions the notes bear.
fn mentions(header: Node<'_, '_>, is_whole: bool) -> Option<Mentions> {
    let mut notes = Notes::default();
    for note in children(header, "IncludedNote") {
        notes.add(&text(child(note, "SubjectCode")), &text(child(note, "Content")));
    }
    notes.mentions(is_whole)
}

fn party(node: Option<Node<'_, '_>>) -> Party {
    let Some(node) = node else { return Party::default() };
    let address = child(node, "PostalTradeAddress");
    let line = |name| text(address.and_then(|address| child(address, name)));
    let contact = child(node, "DefinedTradeContact");
    let reach = |names: &[&str]| text(contact.and_then(|contact| path(contact, names)));
    let lines = [line("LineTwo"), line("LineThree")];
    let mut party = Party {
        id: text(child(node, "ID").filter(|id| id.attribute("schemeID").is_none())),
        name: text(child(node, "Name")),
        address_1: line("LineOne"),
        address_2: lines.iter().filter(|line| !line.is_empty()).cloned().collect::<Vec<_>>().join(", "),
        postal_code: line("PostcodeCode"),
        city: line("CityName"),
        country: line("CountryID"),
        contact: reach(&["PersonName"]),
        email: reach(&["EmailURIUniversalCommunication", "URIID"]),
        phone: reach(&["TelephoneUniversalCommunication", "CompleteNumber"]),
        ..Party::default()
    };
    let legal = path(node, &["SpecifiedLegalOrganization", "ID"]);
    for id in legal.into_iter().chain(children(node, "GlobalID")).chain(children(node, "ID")) {
        let scheme = id.attribute("schemeID").unwrap_or_default();
        // The seller's own number of a buyer is no registration, whatever digits it has.
        if !scheme.is_empty() || legal == Some(id) {
            party.registered(scheme, &text(Some(id)));
        }
    }
    for registration in children(node, "SpecifiedTaxRegistration") {
        if let Some(id) = child(registration, "ID").filter(|id| id.attribute("schemeID") == Some("VA")) {
            party.taxed(&text(Some(id)));
        }
    }
    if party.email.is_empty() {
        let address = path(node, &["URIUniversalCommunication", "URIID"]);
        party.email = text(address.filter(|id| id.attribute("schemeID") == Some("EM")));
    }
    party
}

/// When a document is due.
#[derive(Default)]
struct Terms {
    due: Option<Date>,
    instalments: Vec<Instalment>,
    discounts: Vec<Discount>,
}

impl Terms {
    /// Reads the payment terms: one day, or (EXTENDED) parts with days of their own, or discounts beside the day.
    fn read(
        terms: &[Node<'_, '_>],
        (payable, currency, issue): (Amount, Currency, Date),
        found: &mut Found<'_>,
    ) -> Terms {
        let mut parts = Vec::new();
        let (mut days, mut discounted, mut discounts) = (Vec::new(), Vec::new(), Vec::new());
        for node in terms {
            let due = path(*node, &["DueDateDateTime", "DateTimeString"]).and_then(|day| found.day(day, "BT-9"));
            let amount = child(*node, "PartialPaymentAmount");
            let part = amount.and_then(|amount| found.amount(amount, "BT-X-275", currency));
            let granted = children(*node, "ApplicableTradePaymentDiscountTerms");
            let granted: Vec<Written> = granted.map(|node| discount(node, issue, due)).collect();
            let whole = (part.unwrap_or(payable), currency);
            let taken_off = found.known(granted.into_iter().map(|one| one.granted(whole)));
            match amount {
                Some(_) => {
                    let taken_off = found.discounts(*node, taken_off);
                    parts.push((part, due, taken_off));
                }
                None => {
                    if taken_off.is_empty() { &mut days } else { &mut discounted }.extend(due);
                    discounts.extend(taken_off);
                }
            }
        }
        // A single part may be the whole; else what has a day must be all that is to be paid.
        let is_whole = matches!(parts.as_slice(), [(amount, ..)] if amount.is_none_or(|amount| amount == payable));
        if !parts.is_empty() && !is_whole {
            let parts: Option<Vec<Instalment>> = parts
                .into_iter()
                .map(|(amount, due, discounts)| Some(Instalment { amount: amount?, due: due?, discounts }))
                .collect();
            let adds_up = |parts: &Vec<Instalment>| parts.iter().map(|part| part.amount).sum::<Amount>() == payable;
            return match parts.filter(adds_up) {
                Some(instalments) => Terms { instalments, ..Terms::default() },
                None => {
                    found.fault(terms[0], "BT-9", What::Parts);
                    Terms::default()
                }
            };
        }
        for (_, due, taken_off) in parts {
            days.extend(due);
            discounts.extend(taken_off);
        }
        // Where one of the terms is without discount, its day is the due date and the others' are those of the
        // discount.
        let mut days = if days.is_empty() { discounted } else { days };
        days.dedup();
        if days.len() > 1 {
            found.fault(terms[0], "BT-9", What::Days);
        }
        if let Some(first) = terms.first() {
            discounts = found.discounts(*first, discounts);
        }
        Terms { due: days.first().copied(), instalments: Vec::new(), discounts }
    }
}

/// Reads a discount: its last day is counted from the basis, else from the day of issue; without a period the basis is
/// that day itself.
fn discount(node: Node<'_, '_>, issue: Date, due: Option<Date>) -> Written {
    let said = |name| text(child(node, name));
    let from = path(node, &["BasisDateTime", "DateTimeString"]).and_then(|day| compact_day(&text(Some(day))));
    let until = match child(node, "BasisPeriodMeasure") {
        Some(period) => {
            let unit = period.attribute("unitCode").unwrap_or_default();
            after(from.unwrap_or(issue), &text(Some(period)), unit)
        }
        None => from.or(due),
    };
    Written {
        percent: said("CalculationPercent"),
        sum: said("ActualDiscountAmount"),
        basis: said("BasisAmount"),
        until,
    }
}
