//! `customers.csv`: rows of text to customers.

use std::collections::{BTreeMap, BTreeSet};

use super::columns::{self, Column};
use super::damage::{self, Siren, TextDamage};
use super::faults::Faults;
use super::marks::{AmountColumn, DateColumn, Figure};
use super::messages::{self, Subject};
use super::sheet::{Refused, Sheet};
use super::table::Next;
use super::text::Thousandths;
use super::words;
use crate::diag::{Place, Severity};
use crate::law::terms::Terms;
use crate::model::dialect::Declared;
use crate::model::guard::unguard;
use crate::model::{Amount, Currency, Customer, CustomerKind, CustomerMore, FileRole, email};

/// The content of `customers.csv`.
#[derive(Debug)]
pub(super) struct CustomerFile {
    pub sheet: Sheet,
    /// In the order of the file, without the rows that were refused.
    pub rows: Vec<Customer>,
    /// The ids of rows that were refused, and their lines.
    pub bad: BTreeMap<String, u32>,
    /// How many rows were refused that nothing can refer to.
    pub nameless: usize,
}

struct Reader {
    sheet: Sheet,
    /// Whether the file has columns that go to [`CustomerMore`].
    has_more: bool,
    defaults: Defaults,
    limits: [AmountColumn; 2],
    from: DateColumn,
    until: DateColumn,
    rated: DateColumn,
}

/// The texts that letters show.
const TEXTS: [Column; 6] =
    [Column::Name, Column::Address1, Column::Address2, Column::City, Column::Contact, Column::Country];

const LIMITS: [Column; 2] = [Column::CreditLimit, Column::InsuredLimit];

/// What rows get that leave it out.
#[derive(Clone, Copy, Debug)]
pub(super) struct Defaults {
    pub kind: CustomerKind,
    /// Of limits.
    pub currency: Currency,
    /// Whether an address without a country is in France.
    pub is_french: bool,
}

/// Reads the whole file.
pub(super) fn read(sheet: Sheet, declared: Declared, defaults: Defaults, faults: &mut Faults) -> CustomerFile {
    let is_more = |column| ![Column::CustomerId, Column::Name, Column::Kind].contains(&column);
    let mut of_more =
        columns::of(FileRole::Customers).iter().map(|entry| entry.column).filter(|&column| is_more(column));
    let mut reader = Reader {
        defaults,
        has_more: of_more.any(|column| sheet.has(column)),
        limits: LIMITS.map(|column| AmountColumn::new(column, declared.decimal)),
        from: DateColumn::new(Column::CreditLimitFrom, declared.date_order),
        until: DateColumn::new(Column::CreditLimitUntil, declared.date_order),
        rated: DateColumn::new(Column::RatingDate, declared.date_order),
        sheet,
    };
    let (mut rows, mut bad, mut nameless) = (Vec::new(), BTreeMap::new(), 0);
    loop {
        let read = match reader.sheet.next(faults) {
            Next::End => break,
            Next::Row => reader.customer(rows.len(), faults),
            Next::Misfit => Err(Refused),
        };
        match read {
            Ok(customer) => rows.push(customer),
            Err(Refused) => {
                reader.limits.iter_mut().for_each(|column| column.disown(rows.len()));
                match reader.sheet.id(Column::CustomerId, &mut Faults::default()) {
                    Ok(Some(id)) => {
                        bad.insert(id.into_owned(), reader.sheet.line());
                    }
                    _ => nameless += 1,
                }
            }
        }
    }
    reader.settle(&mut rows, &mut bad, faults);
    let mut sheet = reader.sheet;
    let mark = reader.limits.iter().find_map(AmountColumn::mark);
    sheet.found(mark, [reader.from.form(), reader.until.form(), reader.rated.form()].into_iter().flatten());
    CustomerFile { sheet, rows, bad, nameless }
}

impl Reader {
    fn customer(&mut self, row: usize, faults: &mut Faults) -> Result<Customer, Refused> {
        let sheet = &self.sheet;
        let id = sheet.required_id(Column::CustomerId, faults).map(|id| id.into_owned());
        let name = self.name(faults);
        let kind = sheet.word(Column::Kind, words::CUSTOMER_KINDS, faults);
        let more = self.more(row, faults);
        let line = self.sheet.line();
        Ok(Customer { id: id?, name: name?, kind: kind?.unwrap_or(self.defaults.kind), line, more: more? })
    }

    /// Returns the name. Where an error of a spreadsheet stands for it, nobody knows to whom letters go.
    fn name(&self, faults: &mut Faults) -> Result<String, Refused> {
        let sheet = &self.sheet;
        let name = sheet.free(Column::Name).ok_or_else(|| sheet.missing(Column::Name, faults))?;
        if damage::is_spreadsheet_error(&name) {
            let damage = TextDamage::SpreadsheetError;
            faults.push(messages::text_damaged(sheet.place(Column::Name), &damage, Severity::Error));
            return Err(Refused);
        }
        sheet.judge_texts(&TEXTS, faults);
        Ok(name)
    }

    /// Returns the SIREN: nine digits where they are one, also out of a SIRET; else as it is written.
    fn siren(&self, faults: &mut Faults) -> Option<String> {
        let sheet = &self.sheet;
        let written = sheet.free(Column::Siren)?;
        let place = || sheet.place(Column::Siren);
        match damage::siren(&written) {
            _ if !self.is_in_france() => Some(written),
            Siren::Sound(siren) => Some(siren),
            Siren::OfSiret(siren) => {
                faults.push(messages::siren_of_siret(place(), &sheet.subject(), &siren));
                Some(siren)
            }
            Siren::Invalid(fault) => {
                faults.push(messages::siren_invalid(place(), &sheet.subject(), fault));
                Some(written)
            }
        }
    }

    fn is_in_france(&self) -> bool {
        let country = self.sheet.text(Column::Country);
        if country.is_empty() { self.defaults.is_french } else { damage::is_in_france(&country) }
    }

    /// Reports a postal code that is none, and e-mail cells that hold something else.
    fn judge_addresses(&self, faults: &mut Faults) {
        let sheet = &self.sheet;
        let code = sheet.text(Column::PostalCode);
        // A code with letters is one of another country, whether it is named or not.
        let is_abroad = sheet.is_empty(Column::Country) && code.chars().any(char::is_alphabetic);
        if !code.is_empty()
            && !is_abroad
            && self.is_in_france()
            && let Err(was) = damage::french_postcode(&code)
        {
            let place = sheet.place(Column::PostalCode);
            faults.push(messages::postcode_invalid(place, &sheet.subject(), was.as_deref()));
        }
        for column in [Column::Email, Column::DunningEmail, Column::BillingEmail, Column::CcEmail] {
            let cell = sheet.text(column);
            if !cell.is_empty() && email::addresses(unguard(&cell)).is_none() {
                faults.push(messages::email_invalid(sheet.place(column), &sheet.subject()));
            }
        }
    }

    fn more(&mut self, row: usize, faults: &mut Faults) -> Result<Option<Box<CustomerMore>>, Refused> {
        if !self.has_more {
            return Ok(None);
        }
        let limits = [0, 1].map(|i| self.limit(i, row, faults));
        let sheet = &self.sheet;
        let language = sheet.word(Column::Language, words::LANGUAGES, faults);
        let penalty_rate = sheet.rate_rule(Column::PenaltyRate, faults);
        let (from, until) = (self.from.read(sheet, faults), self.until.read(sheet, faults));
        let rated = self.rated.read(sheet, faults);
        let natural_person = sheet.word(Column::NaturalPerson, words::YES_OR_NO, faults);
        let terms = sheet.free(Column::Terms);
        if terms.as_deref().is_some_and(|terms| Terms::parse(terms).is_none()) {
            let place = sheet.place(Column::Terms);
            faults.push(messages::terms_invalid(place, &sheet.subject(), Severity::Error));
            return Err(Refused);
        }
        let [credit_limit, insured_limit] = limits;
        let siren = self.siren(faults);
        self.judge_addresses(faults);
        let more = CustomerMore {
            siren,
            vat_id: sheet.free(Column::VatId),
            address_1: sheet.free(Column::Address1),
            address_2: sheet.free(Column::Address2),
            postal_code: sheet.free(Column::PostalCode),
            city: sheet.free(Column::City),
            country: sheet.free(Column::Country),
            contact: sheet.free(Column::Contact),
            email: sheet.free(Column::Email),
            phone: sheet.free(Column::Phone),
            language: language?,
            dunning_email: sheet.free(Column::DunningEmail),
            billing_email: sheet.free(Column::BillingEmail),
            cc_email: sheet.free(Column::CcEmail),
            segment: sheet.free(Column::Segment),
            category: sheet.free(Column::Category),
            procedure: sheet.free(Column::Procedure),
            terms,
            penalty_rate: penalty_rate?,
            credit_limit: credit_limit?,
            credit_limit_from: from?,
            credit_limit_until: until?,
            insured_limit: insured_limit?,
            group: sheet.free(Column::Group),
            natural_person: natural_person?,
            rating: sheet.free(Column::Rating),
            rating_date: rated?,
            rating_source: sheet.free(Column::RatingSource),
            iban: sheet.free(Column::Iban),
            method: sheet.free(Column::Method),
            owner: sheet.free(Column::Owner),
        };
        Ok((more != CustomerMore::NOTHING).then(|| Box::new(more)))
    }

    /// Returns one of the limits; zero while its column has not told how to read it.
    fn limit(&mut self, i: usize, row: usize, faults: &mut Faults) -> Result<Option<Amount>, Refused> {
        let sheet = &self.sheet;
        let (place, subject) = (|| sheet.place(LIMITS[i]), || sheet.subject());
        match self.limits[i].read(sheet, row, Some(self.defaults.currency), faults)? {
            None => Ok(None),
            Some(Figure::Unclear { negative: false }) => Ok(Some(Amount::ZERO)),
            Some(Figure::Known(value)) if value.0 >= 0 => {
                amount(value, self.defaults.currency, place, &subject(), faults).map(Some)
            }
            Some(_) => {
                faults.push(messages::sign_invalid(place(), &subject(), sheet.name(LIMITS[i])));
                Err(Refused)
            }
        }
    }

    fn settle(&mut self, rows: &mut Vec<Customer>, bad: &mut BTreeMap<String, u32>, faults: &mut Faults) {
        self.from.settle(&self.sheet, faults);
        self.until.settle(&self.sheet, faults);
        self.rated.settle(&self.sheet, faults);
        let subjects: Vec<Subject> =
            rows.iter().map(|row| Subject { role: FileRole::Customers, id: row.id.clone() }).collect();
        let nameless = Subject { role: FileRole::Customers, id: String::new() };
        let subject = |row: usize| subjects.get(row).unwrap_or(&nameless).clone();
        let mut out = BTreeSet::new();
        for (i, column) in self.limits.iter_mut().enumerate() {
            for (row, value) in column.settle(&self.sheet, faults, subject) {
                let Some(more) = rows.get_mut(row).and_then(|row| row.more.as_deref_mut()) else { continue };
                let value = value.and_then(|found| {
                    amount(found.value, self.defaults.currency, || found.place.clone(), &subjects[row], faults)
                });
                match value {
                    Ok(value) if i == 0 => more.credit_limit = Some(value),
                    Ok(value) => more.insured_limit = Some(value),
                    Err(Refused) => {
                        out.insert(row);
                    }
                }
            }
        }
        for &row in out.iter().rev() {
            let customer = rows.remove(row);
            bad.insert(customer.id, customer.line);
        }
    }
}

fn amount(
    value: Thousandths,
    currency: Currency,
    place: impl Fn() -> Place,
    subject: &Subject,
    faults: &mut Faults,
) -> Result<Amount, Refused> {
    value.to_amount(currency).ok_or_else(|| {
        faults.push(messages::amount_precision(place(), subject, currency));
        Refused
    })
}
