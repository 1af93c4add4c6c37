//! The pages of a customer's file for a court or whoever takes a claim over: his invoices, his payments, the letters
//! sent, everything noted.

use super::document::{Align, Block, Document, Table};
use crate::engine::allocation::Balances;
use crate::letter::safe::{one_line, whole_line};
use crate::letter::words;
use crate::model::{
    Amount, Currency, CustomerId, Date, Event, InvoiceKind, InvoiceNo, ItemId, Lang, Ledger, Payment, PaymentId,
    PaymentKind, figures,
};
use crate::policy::{Channel, Policy};

/// What the pages are drawn up from.
#[derive(Clone, Copy, Debug)]
pub struct Dossier<'a> {
    /// What the files say.
    pub ledger: &'a Ledger,
    /// What is open.
    pub balances: &'a Balances,
    /// Who is owed.
    pub policy: &'a Policy,
    /// Who owes.
    pub customer: CustomerId,
}

/// What became of a document that belongs into the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Found {
    /// The folder names none.
    None,
    /// It is in the file, under this name.
    Copied(String),
    /// It is not there: the path that was looked for.
    Missing(String),
    /// It is there, and no longer what was sent.
    Altered(String),
    /// The path leads out of the folder.
    Outside(String),
    /// The path leads to one of the folder's own files, which tell of others too.
    Own(String),
    /// It is larger than what is taken over.
    TooLarge(String),
}

/// One letter that was sent.
#[derive(Clone, Debug)]
pub struct Sent {
    /// Whether it was said on the telephone.
    pub is_call: bool,
    /// The day.
    pub date: Date,
    /// The id of the notice, where one is known.
    pub notice_id: Option<String>,
    /// The level.
    pub level: Option<String>,
    /// How it went out.
    pub channel: Option<String>,
    /// The invoices it was about.
    pub invoices: Vec<String>,
    /// What the history says besides: the number of a registered letter.
    pub references: Vec<String>,
    /// Its documents.
    pub documents: Vec<Found>,
}

impl Dossier<'_> {
    /// Returns the language of the pages: the customer's.
    pub fn lang(&self) -> Lang {
        self.ledger.customer(self.customer).more().language.unwrap_or(self.policy.language)
    }

    /// Returns the text in the language of the pages.
    pub fn say(&self, en: &str, fr: &str) -> String {
        self.lang().pick((en, fr)).to_owned()
    }

    /// Returns the rows of the customer that were issued by the day of the file, in the ledger's order.
    pub fn items(&self) -> impl Iterator<Item = ItemId> {
        let rows = self.ledger.items_of(self.customer);
        rows.filter(|&item| self.ledger.invoice(item).issue <= self.balances.as_of())
    }

    /// Returns the events of the customer up to the day of the file, those taken back since among them.
    pub fn events(&self) -> impl Iterator<Item = &Event> {
        let is_his = |event: &&Event| event.customer == self.customer && event.date <= self.balances.as_of();
        self.ledger.events().iter().filter(is_his)
    }

    /// Returns the list of invoices and credit notes, with the documents that were found.
    pub fn invoices(&self, documents: &[(ItemId, Found)]) -> Document {
        let titles = [
            (self.say("Number", "Numéro"), Align::Left),
            (self.say("Kind", "Nature"), Align::Left),
            (self.say("Issued", "Émise le"), Align::Left),
            (self.say("Due", "Échéance"), Align::Left),
            (self.say("Currency", "Devise"), Align::Left),
            (self.say("Amount", "Montant"), Align::Right),
            (self.say("Open", "Reste dû"), Align::Right),
            (self.say("Document", "Document"), Align::Left),
        ];
        let row = |item: ItemId| {
            let invoice = self.ledger.invoice(item);
            let found = documents.iter().find(|(known, _)| *known == item).map_or(&Found::None, |(_, found)| found);
            vec![
                self.number(item),
                self.kind(invoice.kind),
                self.date(invoice.issue),
                self.date(invoice.due),
                invoice.currency.code().to_owned(),
                self.amount(invoice.amount, invoice.currency),
                self.amount(self.balances.open(self.ledger, item), invoice.currency),
                self.found(found),
            ]
        };
        let rows = self.items().map(row).collect();
        let total = common_currency(self.items().map(|item| self.ledger.invoice(item).currency)).map(|currency| {
            let sum = |value: &dyn Fn(ItemId) -> Amount| self.amount(self.items().map(value).sum(), currency);
            let mut total = vec![String::new(); titles.len()];
            total[0] = "Total".to_owned();
            total[4] = currency.code().to_owned();
            total[5] = sum(&|item| self.ledger.invoice(item).amount);
            total[6] = sum(&|item| self.balances.open(self.ledger, item));
            total
        });
        self.page(self.say("Invoices and credit notes", "Factures et avoirs"), titles, rows, total)
    }

    /// Returns the list of payments received, returned and refunded.
    pub fn payments(&self) -> Document {
        let titles = [
            (self.say("Payment", "Règlement"), Align::Left),
            (self.say("Date", "Date"), Align::Left),
            (self.say("Kind", "Nature"), Align::Left),
            (self.say("Invoice", "Facture"), Align::Left),
            (self.say("Reference", "Référence"), Align::Left),
            (self.say("Currency", "Devise"), Align::Left),
            (self.say("Amount", "Montant"), Align::Right),
        ];
        let places = self.ledger.payments_of(self.customer);
        let dated: Vec<usize> =
            places.filter(|&place| self.ledger.payments()[place].date <= self.balances.as_of()).collect();
        let row = |&place: &usize| {
            let payment = &self.ledger.payments()[place];
            let more = self.ledger.payment_more(PaymentId(place as u32));
            vec![
                one_line(self.ledger.payment_id(PaymentId(place as u32))),
                self.date(payment.date),
                self.payment_kind(payment.kind),
                payment.invoice.map(|number| self.invoice(number)).unwrap_or_default(),
                more.and_then(|more| more.reference.as_deref()).map(one_line).unwrap_or_default(),
                payment.currency.code().to_owned(),
                self.amount(payment.received(), payment.currency),
            ]
        };
        let rows = dated.iter().map(row).collect();
        let payments = || dated.iter().map(|&place| &self.ledger.payments()[place]);
        let total = common_currency(payments().map(|payment| payment.currency)).map(|currency| {
            let mut total = vec![String::new(); titles.len()];
            total[0] = "Total".to_owned();
            total[5] = currency.code().to_owned();
            total[6] = self.amount(payments().map(Payment::received).sum(), currency);
            total
        });
        self.page(self.say("Payments", "Règlements"), titles, rows, total)
    }

    /// Returns the list of letters sent.
    pub fn letters(&self, sent: &[Sent]) -> Document {
        let titles = [
            (self.say("Date", "Date"), Align::Left),
            (self.say("Level", "Niveau"), Align::Left),
            (self.say("Channel", "Canal"), Align::Left),
            (self.say("Invoices", "Factures"), Align::Left),
            (self.say("Reference", "Référence"), Align::Left),
            (self.say("Notice", "Relance"), Align::Left),
            (self.say("Document", "Document"), Align::Left),
        ];
        let maybe = |text: &Option<String>| text.as_deref().map(one_line).unwrap_or_default();
        let list = |texts: &[String]| texts.iter().map(|text| one_line(text)).collect::<Vec<_>>().join(", ");
        let row = |one: &Sent| {
            let documents: Vec<String> = one.documents.iter().map(|found| self.found(found)).collect();
            vec![
                self.date(one.date),
                one.level.as_deref().map(|level| self.level(level)).unwrap_or_default(),
                one.channel.as_deref().map(|channel| self.channel(channel)).unwrap_or_default(),
                list(&one.invoices),
                list(&one.references),
                maybe(&one.notice_id),
                documents.join(", "),
            ]
        };
        let rows = sent.iter().map(row).collect();
        self.page(self.say("Letters and calls", "Lettres et appels"), titles, rows, None)
    }

    /// Returns everything that was noted about the customer, with the seals of the lines.
    pub fn log(&self) -> Document {
        let titles = [
            (self.say("Date", "Date"), Align::Left),
            (self.say("What", "Fait"), Align::Left),
            (self.say("Invoice", "Facture"), Align::Left),
            (self.say("Reference", "Référence"), Align::Left),
            (self.say("Note", "Note"), Align::Left),
            (self.say("Id", "Identifiant"), Align::Left),
            (self.say("Seal", "Sceau"), Align::Left),
        ];
        let row = |event: &Event| {
            let said = words::said(&[event], self.ledger, self.policy, self.lang());
            let maybe = |text: &Option<String>| text.as_deref().map(whole_line).unwrap_or_default();
            vec![
                said.date,
                said.what,
                said.invoice.unwrap_or_default(),
                maybe(&event.reference),
                maybe(&event.note),
                maybe(&event.event_id),
                maybe(&event.seal),
            ]
        };
        let rows = self.events().map(row).collect();
        self.page(self.say("Everything noted", "Journal des événements"), titles, rows, None)
    }

    /// Returns what became of a document, in a few words.
    pub fn found(&self, found: &Found) -> String {
        match found {
            Found::None => "–".to_owned(),
            Found::Missing(path) if path.is_empty() => self.say("missing", "manquant"),
            Found::Copied(name) => name.clone(),
            Found::Missing(path) => format!("{}{}", self.say("missing: ", "manquant\u{a0}: "), one_line(path)),
            Found::Altered(path) => {
                format!("{}{}", self.say("changed since, left out: ", "modifié depuis, écarté\u{a0}: "), one_line(path))
            }
            Found::Own(path) => format!(
                "{}{}",
                self.say("a file of the folder itself, left out: ", "fichier du dossier lui-même, écarté\u{a0}: "),
                one_line(path)
            ),
            Found::TooLarge(path) => {
                format!("{}{}", self.say("too large, left out: ", "trop gros, écarté\u{a0}: "), one_line(path))
            }
            Found::Outside(path) => format!(
                "{}{}",
                self.say("outside the folder, left out: ", "hors du dossier, écarté\u{a0}: "),
                one_line(path)
            ),
        }
    }

    /// Returns the number of an invoice, with the name of the instalment.
    pub fn number(&self, item: ItemId) -> String {
        let number = self.invoice(self.ledger.invoice(item).number);
        self.ledger.instalment(item).map_or(number.clone(), |part| format!("{number} ({})", one_line(part)))
    }

    fn kind(&self, kind: InvoiceKind) -> String {
        match kind {
            InvoiceKind::CreditNote => self.say("credit note", "avoir"),
            other => words::kind(other, self.lang()).0.to_owned(),
        }
    }

    /// Returns what people call a level.
    pub fn level(&self, name: &str) -> String {
        one_line(self.policy.level_term(name).get(self.lang()))
    }

    pub(super) fn channel(&self, text: &str) -> String {
        let known = Channel::parse(text).map(|channel| words::channel_word(channel, self.lang()).to_owned());
        known.unwrap_or_else(|| one_line(text))
    }

    fn payment_kind(&self, kind: PaymentKind) -> String {
        match kind {
            PaymentKind::Payment => self.say("payment", "règlement"),
            PaymentKind::Return => self.say("returned", "rejeté"),
            PaymentKind::Refund => self.say("refund", "remboursement"),
        }
    }

    fn invoice(&self, number: InvoiceNo) -> String {
        one_line(self.ledger.number(number))
    }

    fn date(&self, date: Date) -> String {
        figures::date(date, self.lang())
    }

    fn amount(&self, amount: Amount, currency: Currency) -> String {
        figures::amount(amount, currency, self.lang())
    }

    fn page<const N: usize>(
        &self,
        title: String,
        columns: [(String, Align); N],
        rows: Vec<Vec<String>>,
        total: Option<Vec<String>>,
    ) -> Document {
        let totals = total.into_iter().filter(|_| rows.len() > 1).collect();
        let block = if rows.is_empty() {
            Block::Paragraph(self.say("None.", "Néant."))
        } else {
            Block::Table(Table { columns: columns.into(), rows, totals })
        };
        Document { lang: self.lang(), title, blocks: vec![block] }
    }
}

/// Returns the currency of all, when they share one: only then have they a sum.
fn common_currency(mut all: impl Iterator<Item = Currency>) -> Option<Currency> {
    let first = all.next()?;
    all.all(|one| one == first).then_some(first)
}
