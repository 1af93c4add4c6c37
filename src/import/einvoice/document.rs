//! What an electronic invoice says that a receivables desk needs, by the business terms of EN 16931 (BT-1 ...),
//! whatever syntax it is written in.

use roxmltree::{Document as Xml, Node};

use super::discounts::{Discount, Granted};
use super::kinds::{Nature, Role};
use crate::import::numbers::{amount, compact_day, iso_day};
use crate::import::xml::text;
use crate::input::columns::DISCOUNTS;
use crate::input::fold::fold;
use crate::model::{Amount, Currency, Date, Mentions, compact};

/// One invoice or credit note.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Document {
    /// The line of its number.
    pub line: u32,
    /// BT-1.
    pub number: String,
    /// BT-2.
    pub issue: Date,
    /// What BT-3 makes of it.
    pub nature: Nature,
    /// BT-5.
    pub currency: Currency,
    /// BT-9, where all is due on one day.
    pub due: Option<Date>,
    /// BT-20: the terms in words.
    pub terms: String,
    /// BT-112 with the rounding of BT-114: all that was sold.
    pub total: Option<Amount>,
    /// BT-113: what was paid before.
    pub prepaid: Amount,
    /// BT-112 less BT-113, with the rounding of BT-114, where the document says them.
    pub computed: Option<Amount>,
    /// BT-115: what is to be paid, deposits deducted.
    pub payable: Amount,
    /// BT-25: the numbers of the invoices that it corrects or follows.
    pub preceding: Vec<String>,
    /// BT-13, and BT-12 behind it: the buyer's order (a public one's commitment), and the contract.
    pub order: String,
    /// BT-72.
    pub delivered: Option<Date>,
    /// What its notes bear of the mentions on late payment; nothing where its profile has no room for them.
    pub mentions: Option<Mentions>,
    /// Who is owed.
    pub seller: Party,
    /// Who owes.
    pub buyer: Party,
    /// The parts in which it falls due; empty when it is due as a whole.
    pub instalments: Vec<Instalment>,
    /// The early-payment discounts on the whole, tier by tier.
    pub discounts: Vec<Discount>,
    /// Whether it grants others, which a row cannot state.
    pub has_other_discounts: bool,
    /// BT-59: who is to be paid, where the document names anybody.
    pub payee: Party,
}

impl Document {
    /// Tells whether it takes off instead of claiming: whatever its type, where its sum is below zero.
    pub fn is_credit(&self) -> bool {
        self.nature.role == Role::Credit || self.payable.is_negative()
    }
}

/// A seller or buyer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Party {
    /// BT-29, BT-46: how the seller calls the buyer, without a scheme.
    pub id: String,
    pub name: String,
    /// From an id under scheme 0002 or 0009, else from a French VAT number.
    pub siren: String,
    pub vat_id: String,
    pub address_1: String,
    pub address_2: String,
    pub postal_code: String,
    pub city: String,
    pub country: String,
    pub contact: String,
    pub email: String,
    pub phone: String,
}

impl Party {
    /// Tells whether a document names anybody here.
    pub fn is_named(&self) -> bool {
        [&self.name, &self.siren, &self.vat_id].into_iter().any(|text| !text.is_empty())
    }

    /// Tells whether two have one number: by the SIREN, else by the VAT number; nothing where they share none, for a
    /// number that one of them lacks says nothing.
    fn has_number_of(&self, other: &Party) -> Option<bool> {
        let pairs = [(&self.siren, &other.siren), (&self.vat_id, &other.vat_id)];
        pairs.into_iter().find(|(one, two)| !one.is_empty() && !two.is_empty()).map(|(one, two)| one == two)
    }

    /// Tells whether two are one, by their numbers, else by their names.
    pub fn is_one_with(&self, other: &Party) -> bool {
        self.has_number_of(other).unwrap_or_else(|| !differ(&self.name, &other.name))
    }

    /// Tells whether another one of the same id or name is somebody else: he has another registration or VAT number; or
    /// nothing but the name is the same, and he lives elsewhere.
    pub fn is_another(&self, other: &Party) -> bool {
        let is_same_id = !self.id.is_empty() && self.id == other.id;
        let is_elsewhere = || {
            differ(&self.postal_code, &other.postal_code)
                || differ(&self.city, &other.city)
                || differ(&self.address_1, &other.address_1)
        };
        self.has_number_of(other).map_or_else(|| !is_same_id && is_elsewhere(), |is_same| !is_same)
    }

    /// Takes an id of a list of ISO 6523: 0002 is a SIREN, 0009 a SIRET, which older documents put under 0002 too.
    pub fn registered(&mut self, scheme: &str, id: &str) {
        let digits: String = id.chars().filter(|c| !c.is_whitespace()).collect();
        let is_number = digits.bytes().all(|byte| byte.is_ascii_digit()) && matches!(digits.len(), 9 | 14);
        // Without a scheme nothing but the country says which register is meant.
        let is_french = matches!(scheme, "0002" | "0009") || (scheme.is_empty() && self.country == "FR");
        if is_french && is_number && self.siren.is_empty() {
            digits[..9].clone_into(&mut self.siren);
        }
    }

    /// Takes a VAT number; a French one ends in the SIREN.
    pub fn taxed(&mut self, id: &str) {
        let plain = compact(id);
        if self.siren.is_empty() && plain.len() == 13 && plain.starts_with("FR") {
            let siren = &plain[4..];
            if siren.bytes().all(|byte| byte.is_ascii_digit()) {
                siren.clone_into(&mut self.siren);
            }
        }
        self.vat_id = plain;
    }
}

/// Tells whether two texts say something different; one that lacks says nothing.
fn differ(one: &str, two: &str) -> bool {
    !one.is_empty() && !two.is_empty() && fold(one) != fold(two)
}

/// A part of an invoice that falls due on a day of its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Instalment {
    pub due: Date,
    pub amount: Amount,
    pub discounts: Vec<Discount>,
}

/// How many discounts a row can state.
const MOST_DISCOUNTS: usize = DISCOUNTS.len();

/// What cannot be read of a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Fault {
    pub line: u32,
    /// The business term, `BT-9`.
    pub field: &'static str,
    pub text: String,
    pub what: What,
}

/// What is the matter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum What {
    Missing,
    Amount,
    Date,
    Currency,
    /// A type of document that is not known.
    Kind,
    /// Several days, and nothing says how much on which.
    Days,
    /// Parts that do not add up to what is to be paid.
    Parts,
    /// More discounts than a row can state.
    Discounts,
}

/// The reader of nodes, which keeps what cannot be read.
pub(super) struct Found<'a> {
    pub xml: &'a Xml<'a>,
    pub faults: Vec<Fault>,
    /// Whether a discount was found that a row cannot state.
    pub has_other_discounts: bool,
}

impl Found<'_> {
    pub fn line(&self, node: Node<'_, '_>) -> u32 {
        self.xml.text_pos_at(node.range().start).row
    }

    /// Keeps the discounts that a row can state, and notes whether there are others.
    pub fn known(&mut self, granted: impl Iterator<Item = Granted>) -> Vec<Discount> {
        let mut known = Vec::new();
        for one in granted {
            match one {
                Granted::Known(discount) => known.push(discount),
                Granted::Other => self.has_other_discounts = true,
                Granted::Nothing => {}
            }
        }
        known
    }

    /// Puts discounts in order, soonest first, and reports more of them than a row can state.
    pub fn discounts(&mut self, node: Node<'_, '_>, mut discounts: Vec<Discount>) -> Vec<Discount> {
        discounts.sort_by(|a, b| (a.until, &a.percent).cmp(&(b.until, &b.percent)));
        discounts.dedup();
        if discounts.len() > MOST_DISCOUNTS {
            self.fault(node, "BT-20", What::Discounts);
        }
        discounts
    }

    pub fn fault(&mut self, node: Node<'_, '_>, field: &'static str, what: What) {
        let text = text(Some(node));
        self.faults.push(Fault { line: self.line(node), field, text, what });
    }

    /// Returns the text of a node that must be there.
    pub fn needed<'n, 'i>(
        &mut self,
        node: Option<Node<'n, 'i>>,
        parent: Node<'n, 'i>,
        field: &'static str,
    ) -> Option<Node<'n, 'i>> {
        let there = node.filter(|node| !text(Some(*node)).is_empty());
        if there.is_none() {
            self.faults.push(Fault { line: self.line(parent), field, text: String::new(), what: What::Missing });
        }
        there
    }

    pub fn amount(&mut self, node: Node<'_, '_>, field: &'static str, currency: Currency) -> Option<Amount> {
        let read = amount(&text(Some(node)), currency);
        if read.is_none() {
            self.fault(node, field, What::Amount);
        }
        read
    }

    pub fn currency(&mut self, node: Node<'_, '_>) -> Option<Currency> {
        let read = Currency::parse(&text(Some(node)));
        if read.is_none() {
            self.fault(node, "BT-5", What::Currency);
        }
        read
    }

    /// Reads a day as `20260131` or `2026-01-31`.
    pub fn day(&mut self, node: Node<'_, '_>, field: &'static str) -> Option<Date> {
        let text = text(Some(node));
        let read = if text.contains('-') { iso_day(&text) } else { compact_day(&text) };
        if read.is_none() {
            self.fault(node, field, What::Date);
        }
        read
    }
}

/// Returns the buyer's references as one text: his order, then the contract. Peppol writes NA where only the seller has
/// an order number.
pub fn references(texts: [String; 2]) -> String {
    let mut known: Vec<String> = Vec::new();
    for text in texts.into_iter().filter(|text| !text.is_empty() && text != "NA") {
        if !known.contains(&text) {
            known.push(text);
        }
    }
    known.join(", ")
}
