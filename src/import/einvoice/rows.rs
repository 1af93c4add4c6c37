//! Documents as rows of the folder's files.

use std::collections::BTreeMap;

use super::discounts::Discount;
use super::document::{Document, Party};
use super::kinds::Role;
use super::replaced::cancelling;
use crate::import::IncomingRows;
use crate::import::source::Folder;
use crate::input::columns::Column;
use crate::law::terms::Terms;
use crate::model::{Amount, Currency, Date, EventKind, InvoiceKind};

pub(super) const CUSTOMERS: &[Column] = &[
    Column::CustomerId,
    Column::Name,
    Column::Siren,
    Column::VatId,
    Column::Address1,
    Column::Address2,
    Column::PostalCode,
    Column::City,
    Column::Country,
    Column::Contact,
    Column::Email,
    Column::Phone,
];

/// The business terms of [`CUSTOMERS`].
const BUYER: [&str; 12] =
    ["BT-46", "BT-44", "BT-47", "BT-48", "BT-50", "BT-51", "BT-53", "BT-52", "BT-55", "BT-56", "BT-58", "BT-57"];

pub(super) const INVOICES: &[Column] = &[
    Column::InvoiceId,
    Column::CustomerId,
    Column::IssueDate,
    Column::DueDate,
    Column::Amount,
    Column::Currency,
    Column::Kind,
    Column::Instalment,
    Column::AppliesTo,
    Column::SupplyDate,
    Column::Reference,
    Column::Terms,
    Column::DiscountRate,
    Column::DiscountUntil,
    Column::DiscountRate2,
    Column::DiscountUntil2,
    Column::DiscountRate3,
    Column::DiscountUntil3,
    Column::File,
    Column::Mentions,
];

/// The business terms of [`INVOICES`]; what is ours has none.
const INVOICE: [&str; 20] = [
    "BT-1", "BT-46", "BT-2", "BT-9", "BT-115", "BT-5", "BT-3", "", "BT-25", "BT-72", "BT-13", "BT-20", "", "", "", "",
    "", "", "", "BT-22",
];

pub(super) const EVENTS: &[Column] =
    &[Column::Date, Column::Event, Column::EventId, Column::InvoiceId, Column::Reference];

/// Says for a file of which business terms the cells of its rows are.
pub(super) fn name_terms(list: u32, customers: &mut IncomingRows, invoices: &mut IncomingRows) {
    let names = |terms: &[&str]| terms.iter().map(|term| (!term.is_empty()).then(|| (*term).to_owned())).collect();
    customers.sources.insert(list, names(&BUYER));
    invoices.sources.insert(list, names(&INVOICE));
}

/// The customers of the documents of one run.
#[derive(Debug, Default)]
pub(super) struct Buyers {
    /// By what tells them apart: a registration or VAT number, the seller's number, a name.
    ids: BTreeMap<String, String>,
    /// Those who are new to the folder, by id.
    new: BTreeMap<String, Newcomer>,
}

/// Who is new to the folder.
#[derive(Debug)]
struct Newcomer {
    /// As the latest document says it, with the numbers that earlier ones say.
    party: Party,
    /// What each document says: one without numbers must not join two debtors.
    said: Vec<Party>,
    /// The day of the document that says so.
    latest: Date,
    /// Where the documents stand that name him.
    places: Vec<(u32, u32)>,
}

impl Newcomer {
    /// Takes what a document says of him. The latest one knows best where he is; a number that it lacks is not
    /// forgotten.
    fn add(&mut self, document: &Document, place: (u32, u32)) {
        let buyer = &document.buyer;
        let (mut party, other) = if document.issue > self.latest {
            (buyer.clone(), std::mem::take(&mut self.party))
        } else {
            (std::mem::take(&mut self.party), buyer.clone())
        };
        for (number, other) in [(&mut party.siren, other.siren), (&mut party.vat_id, other.vat_id)] {
            if number.is_empty() {
                *number = other;
            }
        }
        (self.party, self.latest) = (party, self.latest.max(document.issue));
        if !self.said.contains(buyer) {
            self.said.push(buyer.clone());
        }
        self.places.push(place);
    }
}

/// Why a buyer gets no id.
#[derive(Debug)]
pub(super) enum Unnamed {
    /// The document does not say who he is.
    Unsaid,
    /// His id is that of this other one.
    Another(Box<Party>),
}

impl Buyers {
    /// Returns the id of the buyer of a document: the one under which the folder, or an earlier document, knows him;
    /// else the seller's number of him, else his SIREN, his VAT number, his name.
    ///
    /// # Errors
    /// When nothing says who he is, or the id is that of another buyer of the run.
    pub fn id(&mut self, document: &Document, folder: &dyn Folder, place: (u32, u32)) -> Result<String, Unnamed> {
        let buyer = &document.buyer;
        if let Some((owner, _)) = folder.invoice(&document.number) {
            return Ok(owner.to_owned());
        }
        let marks = [&buyer.siren, &buyer.vat_id, &buyer.id, &buyer.name];
        let marks = || marks.into_iter().enumerate().filter(|(_, mark)| !mark.is_empty());
        if let Some(known) = folder.customer(&buyer.id, &buyer.siren, &buyer.vat_id) {
            return Ok(known.to_owned());
        }
        let seen = marks().find_map(|(kind, mark)| self.ids.get(&format!("{kind} {mark}"))).cloned();
        let own = || [&buyer.id, &buyer.siren, &buyer.vat_id, &buyer.name].into_iter().find(|id| !id.is_empty());
        let id = seen.or_else(|| own().cloned()).ok_or(Unnamed::Unsaid)?;
        let other = self.new.get(&id).and_then(|known| known.said.iter().find(|said| said.is_another(buyer)));
        if let Some(other) = other {
            return Err(Unnamed::Another(Box::new(other.clone())));
        }
        // The strongest mark alone: two buyers may have the same name.
        if let Some((kind, mark)) = marks().next() {
            self.ids.entry(format!("{kind} {mark}")).or_insert_with(|| id.clone());
        }
        let new = || Newcomer { party: buyer.clone(), said: Vec::new(), latest: document.issue, places: Vec::new() };
        self.new.entry(id.clone()).or_insert_with(new).add(document, place);
        Ok(id)
    }

    /// Writes those who are new to the folder, a row for each document: when one is refused, the others still name him.
    pub fn write(self, rows: &mut IncomingRows) {
        for (id, Newcomer { party, places, .. }) in self.new {
            let Party { name, siren, vat_id, address_1, address_2, postal_code, city, .. } = &party;
            let Party { country, contact, email, phone, .. } = &party;
            let name = if name.is_empty() { &id } else { name };
            let cells =
                [&id, name, siren, vat_id, address_1, address_2, postal_code, city, country, contact, email, phone];
            for (list, line) in places {
                rows.add_row(list, line, cells.map(String::as_str));
            }
        }
    }
}

/// Where a document's rows go, and what they rest on.
pub(super) struct Writer<'a> {
    pub invoices: &'a mut IncomingRows,
    pub events: &'a mut IncomingRows,
    /// The currency of rows that name none.
    pub currency: Currency,
}

/// What else the rows of a document say.
#[derive(Clone, Copy, Debug)]
pub(super) struct About<'a> {
    pub place: (u32, u32),
    pub customer: &'a str,
    pub file: &'a str,
    /// The invoice that a credit note corrects, where it is known.
    pub applies_to: &'a str,
}

impl Writer<'_> {
    /// Writes the rows of a document: one, or one for each instalment; and that a factor has it, where he has.
    pub fn document(&mut self, document: &Document, about: About<'_>) {
        let is_credit = document.is_credit();
        let kind = match document.nature.role {
            _ if is_credit => InvoiceKind::CreditNote.word(),
            Role::Deposit => InvoiceKind::Deposit.word(),
            _ => "",
        };
        let terms = match document.due {
            None if Terms::parse(&document.terms).is_some() => document.terms.as_str(),
            _ => "",
        };
        let row = |amount: Amount, due: Option<Date>, instalment: &str, discounts: &[Discount]| Row {
            number: &document.number,
            issue: document.issue,
            due,
            amount,
            currency: document.currency,
            kind,
            instalment: instalment.to_owned(),
            terms,
            discounts: discounts.to_vec(),
            more: Some(document),
        };
        if is_credit {
            self.row(row(-document.payable.abs(), None, "", &[]), about);
        } else if document.instalments.is_empty() {
            self.row(row(document.payable, document.due, "", &document.discounts), about);
        }
        for (part, at) in document.instalments.iter().zip(1..).filter(|_| !is_credit) {
            self.row(row(part.amount, Some(part.due), &format!("{at}"), &part.discounts), about);
        }
        if document.nature.is_factored {
            let (day, id) = (document.issue.to_string(), format!("factor-{}", document.number));
            let cells = [&day, EventKind::Assigned.word(), &id, &document.number, ""];
            self.events.add_row(about.place.0, about.place.1, cells);
        }
    }

    /// Writes the credit note by which a corrected invoice takes the place of an earlier one.
    pub fn cancel(&mut self, document: &Document, (amount, currency): (Amount, Currency), about: About<'_>) {
        let row = Row {
            number: &cancelling(about.applies_to, document),
            issue: document.issue,
            due: None,
            amount: -amount,
            currency,
            kind: InvoiceKind::CreditNote.word(),
            instalment: String::new(),
            terms: "",
            discounts: Vec::new(),
            more: None,
        };
        self.row(row, about);
    }

    fn row(&mut self, row: Row<'_>, about: About<'_>) {
        let day = |date: Option<Date>| date.map(|date| date.to_string()).unwrap_or_default();
        let tier = |place: usize| row.discounts.get(place);
        let percent = |place| tier(place).map(|discount| discount.percent.clone()).unwrap_or_default();
        let until = |place| day(tier(place).map(|discount| discount.until));
        let more = row.more;
        let cells = [
            row.number.to_owned(),
            about.customer.to_owned(),
            day(Some(row.issue)),
            day(row.due),
            row.amount.to_decimal(row.currency).to_string(),
            if row.currency == self.currency { String::new() } else { row.currency.code().to_owned() },
            row.kind.to_owned(),
            row.instalment,
            about.applies_to.to_owned(),
            day(more.and_then(|document| document.delivered)),
            more.map(|document| document.order.clone()).unwrap_or_default(),
            row.terms.to_owned(),
            percent(0),
            until(0),
            percent(1),
            until(1),
            percent(2),
            until(2),
            about.file.to_owned(),
            more.and_then(|document| document.mentions).map(|mentions| mentions.words()).unwrap_or_default(),
        ];
        self.invoices.add_row(about.place.0, about.place.1, cells.iter().map(String::as_str));
    }
}

/// One row of `invoices.csv`.
struct Row<'a> {
    number: &'a str,
    issue: Date,
    due: Option<Date>,
    amount: Amount,
    currency: Currency,
    kind: &'static str,
    instalment: String,
    terms: &'a str,
    discounts: Vec<Discount>,
    /// The document, for what stands in a column of its own.
    more: Option<&'a Document>,
}
