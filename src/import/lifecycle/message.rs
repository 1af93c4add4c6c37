//! A CDAR message: what it says of which invoices.

use std::collections::{BTreeMap, BTreeSet};

use roxmltree::{Document, Node};

use crate::import::numbers::{amount, compact_day};
use crate::import::xml::{child, children, path, text};
use crate::model::{Amount, Currency, Date};

/// What a message says of one invoice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Status {
    /// The line of the invoice's number.
    pub line: u32,
    /// MDT-87: the invoice.
    pub invoice: String,
    /// MDT-105: the number of the status.
    pub code: String,
    /// MDT-106: its name.
    pub label: String,
    /// The SIREN of who wrote the invoice; empty where the message does not say.
    pub issuer: String,
    /// MDT-78: when, as it is written.
    pub moment: String,
    /// The day of it.
    pub day: Date,
    /// MDT-113 and MDT-114: the reasons, each with the words of who sends it.
    pub reasons: Vec<(String, String)>,
    /// What was collected (MEN), over all VAT rates, day by day.
    pub collected: Vec<Money>,
    /// What was paid (MPA).
    pub sent: Option<Money>,
    /// What was approved, VAT included (MAPTTC).
    pub approved: Option<Money>,
    /// What was not approved, VAT included (MNATTC).
    pub not_approved: Option<Money>,
}

/// A sum of a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Money {
    pub amount: Amount,
    pub currency: Currency,
    /// The day of the money, where it is said.
    pub day: Option<Date>,
}

/// What keeps a part of a message from being read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Fault {
    pub line: u32,
    pub field: &'static str,
    pub text: String,
}

/// Reads the statuses of a message; amounts that name no currency are in `currency`.
pub(super) fn read(xml: &Document<'_>, currency: Currency) -> (Vec<Status>, Vec<Fault>) {
    let mut reader = Reader { xml, currency, faults: Vec::new() };
    let root = xml.root_element();
    let created = path(root, &["ExchangedDocument", "IssueDateTime", "DateTimeString"]);
    let mut statuses = Vec::new();
    for acknowledgement in children(root, "AcknowledgementDocument") {
        let moment = path(acknowledgement, &["IssueDateTime", "DateTimeString"]).or(created);
        for referenced in children(acknowledgement, "ReferenceReferencedDocument") {
            statuses.extend(reader.status(referenced, moment));
        }
    }
    if statuses.is_empty() && reader.faults.is_empty() {
        reader.missing(root, "MDT-87");
    }
    (statuses, reader.faults)
}

struct Reader<'a> {
    xml: &'a Document<'a>,
    currency: Currency,
    faults: Vec<Fault>,
}

impl Reader<'_> {
    fn line(&self, node: Node<'_, '_>) -> u32 {
        self.xml.text_pos_at(node.range().start).row
    }

    fn missing(&mut self, node: Node<'_, '_>, field: &'static str) {
        self.faults.push(Fault { line: self.line(node), field, text: String::new() });
    }

    fn fault(&mut self, node: Node<'_, '_>, field: &'static str) {
        self.faults.push(Fault { line: self.line(node), field, text: text(Some(node)) });
    }

    fn status(&mut self, node: Node<'_, '_>, moment: Option<Node<'_, '_>>) -> Option<Status> {
        let invoice = text(child(node, "IssuerAssignedID"));
        let code = text(child(node, "ProcessConditionCode"));
        for (said, field) in [(&invoice, "MDT-87"), (&code, "MDT-105")] {
            if said.is_empty() {
                self.missing(node, field);
            }
        }
        let Some(written) = moment else {
            self.missing(node, "MDT-78");
            return None;
        };
        let Some(day) = compact_day(&text(Some(written))) else {
            self.fault(written, "MDT-78");
            return None;
        };
        if invoice.is_empty() || code.is_empty() {
            return None;
        }
        let parties = child(node, "IssuerTradeParty");
        let issuer = parties.into_iter().flat_map(|party| children(party, "GlobalID"));
        let issuer = issuer.filter(|id| id.attribute("schemeID") == Some("0002")).map(|id| text(Some(id))).next();
        let details = || children(node, "SpecifiedDocumentStatus");
        let reasons = details()
            .map(|detail| (text(child(detail, "ReasonCode")), text(child(detail, "Reason"))))
            .filter(|(code, words)| !code.is_empty() || !words.is_empty())
            .collect();
        let characteristics: Vec<Node<'_, '_>> =
            details().flat_map(|detail| children(detail, "SpecifiedDocumentCharacteristic")).collect();
        Some(Status {
            line: child(node, "IssuerAssignedID").map_or(1, |node| self.line(node)),
            invoice,
            code,
            label: text(child(node, "ProcessCondition")),
            issuer: issuer.unwrap_or_default(),
            moment: text(Some(written)),
            day,
            reasons,
            collected: by_day(self.parts(&characteristics, "MEN")),
            sent: sum(&self.parts(&characteristics, "MPA")),
            approved: sum(&self.parts(&characteristics, "MAPTTC")),
            not_approved: sum(&self.parts(&characteristics, "MNATTC")),
        })
    }

    /// Returns the amounts of a type, all in one currency: a sum is told by its parts, one for each VAT rate.
    fn parts(&mut self, characteristics: &[Node<'_, '_>], kind: &str) -> Vec<Money> {
        let mut parts: Vec<Money> = Vec::new();
        for node in characteristics.iter().filter(|node| text(child(**node, "TypeCode")) == kind) {
            let Some(value) = child(*node, "ValueAmount") else {
                self.missing(*node, "MDT-215");
                continue;
            };
            let code = value.attribute("currencyID");
            let currency = code.map_or(Some(self.currency), Currency::parse);
            let read = currency.and_then(|currency| Some((amount(&text(Some(value)), currency)?, currency)));
            let same = |currency| parts.first().is_none_or(|first| first.currency == currency);
            let Some((amount, currency)) = read.filter(|(_, currency)| same(*currency)) else {
                self.fault(value, "MDT-215");
                continue;
            };
            let written = path(*node, &["ValueDateTime", "DateTimeString"]);
            let day = written.and_then(|day| compact_day(&text(Some(day))));
            if let (Some(written), None) = (written, day) {
                self.fault(written, "MDT-78");
            }
            parts.push(Money { amount, currency, day });
        }
        parts
    }
}

/// Adds up amounts of one currency.
fn sum(parts: &[Money]) -> Option<Money> {
    let first = parts.first()?;
    let day = parts.iter().filter_map(|part| part.day).max();
    Some(Money { amount: parts.iter().map(|part| part.amount).sum(), day, ..*first })
}

/// Adds up amounts day by day: money of another day is another payment. Those of no day are of the only one that is
/// said.
fn by_day(parts: Vec<Money>) -> Vec<Money> {
    let days: BTreeSet<Date> = parts.iter().filter_map(|part| part.day).collect();
    let only = days.first().copied().filter(|_| days.len() == 1);
    let mut sums: BTreeMap<Option<Date>, Vec<Money>> = BTreeMap::new();
    for part in parts {
        sums.entry(part.day.or(only)).or_default().push(part);
    }
    sums.values().filter_map(|parts| sum(parts)).collect()
}
