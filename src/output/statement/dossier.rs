//! The pages of a customer's file for a court or whoever takes a claim over: his invoices, his payments, the letters
//! sent, everything noted, and a contents page that names each file with its hash.

use super::document::{Align, Block, Document, Table};
use crate::engine::allocation::Balances;
use crate::letter::safe::{one_line, whole_line};
use crate::letter::{parties, words};
use crate::model::{
    Amount, Currency, CustomerId, Date, Event, InvoiceKind, InvoiceNo, ItemId, Lang, Ledger, PaymentId, PaymentKind,
    figures,
};
use crate::policy::Policy;

/// Is what the pages are drawn up from.
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

/// Is what became of a document that belongs into the file.
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
}

/// Is one letter that was sent.
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

/// Is one file, for the contents page.
#[derive(Clone, Debug)]
pub struct Entry {
    /// Its name.
    pub file: String,
    /// What it is.
    pub what: String,
    /// The SHA-256 of its bytes.
    pub sha256: String,
}

impl Dossier<'_> {
    /// Returns the language of the pages: the customer's.
    pub fn lang(&self) -> Lang {
        self.ledger.customer(self.customer).more().language.unwrap_or(self.policy.language)
    }

    /// Returns the text in the language of the pages.
    pub fn say(&self, en: &str, fr: &str) -> String {
        if self.lang() == Lang::Fr { fr } else { en }.to_owned()
    }

    /// Returns the rows of the customer that were issued by the day of the file, in the ledger's order.
    pub fn items(&self) -> impl Iterator<Item = ItemId> {
        let rows = self.ledger.invoices_of(self.customer).map(|row| ItemId(row as u32));
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
            (self.say("Issued", "Émise le"), Align::Right),
            (self.say("Due", "Échéance"), Align::Right),
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
        self.page(self.say("Invoices and credit notes", "Factures et avoirs"), titles, rows)
    }

    /// Returns the list of payments received, returned and refunded.
    pub fn payments(&self) -> Document {
        let titles = [
            (self.say("Payment", "Règlement"), Align::Left),
            (self.say("Date", "Date"), Align::Right),
            (self.say("Kind", "Nature"), Align::Left),
            (self.say("Invoice", "Facture"), Align::Left),
            (self.say("Reference", "Référence"), Align::Left),
            (self.say("Currency", "Devise"), Align::Left),
            (self.say("Amount", "Montant"), Align::Right),
        ];
        let places = self.ledger.payments_of(self.customer);
        let dated = places.filter(|&place| self.ledger.payments()[place].date <= self.balances.as_of());
        let row = |place: usize| {
            let payment = &self.ledger.payments()[place];
            let more = self.ledger.payment_more(PaymentId(place as u32));
            vec![
                one_line(self.ledger.payment_id(PaymentId(place as u32))),
                self.date(payment.date),
                self.payment_kind(payment.kind),
                payment.invoice.map(|number| self.invoice(number)).unwrap_or_default(),
                more.and_then(|more| more.reference.as_deref()).map(one_line).unwrap_or_default(),
                payment.currency.code().to_owned(),
                self.amount(payment.amount, payment.currency),
            ]
        };
        let rows = dated.map(row).collect();
        self.page(self.say("Payments", "Règlements"), titles, rows)
    }

    /// Returns the list of letters sent.
    pub fn letters(&self, sent: &[Sent]) -> Document {
        let titles = [
            (self.say("Date", "Date"), Align::Right),
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
                maybe(&one.level),
                maybe(&one.channel),
                list(&one.invoices),
                list(&one.references),
                maybe(&one.notice_id),
                documents.join(", "),
            ]
        };
        let rows = sent.iter().map(row).collect();
        self.page(self.say("Letters and calls", "Lettres et appels"), titles, rows)
    }

    /// Returns everything that was noted about the customer, with the seals of the lines.
    pub fn log(&self) -> Document {
        let titles = [
            (self.say("Date", "Date"), Align::Right),
            (self.say("What", "Fait"), Align::Left),
            (self.say("Invoice", "Facture"), Align::Left),
            (self.say("Reference", "Référence"), Align::Left),
            (self.say("Note", "Note"), Align::Left),
            (self.say("Id", "Identifiant"), Align::Left),
            (self.say("Seal", "Sceau"), Align::Left),
        ];
        let row = |event: &Event| {
            let said = words::said(event, self.ledger, self.lang());
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
        self.page(self.say("Everything noted", "Journal des événements"), titles, rows)
    }

    /// Returns the contents page: the parties, every file with its hash, and what is missing.
    pub fn contents(&self, entries: &[Entry], lacking: &[String]) -> Document {
        let (lang, creditor) = (self.lang(), &self.policy.creditor);
        let sender = parties::sender(creditor, lang);
        let debtor = parties::addressee(self.ledger.customer(self.customer), creditor, lang);
        let siren = debtor.siren.iter().map(|siren| format!("SIREN {siren}"));
        let owes = [debtor.name.clone()].into_iter().chain(debtor.address.iter().cloned()).chain(siren);
        let owed = sender.name.into_iter().chain(sender.address).chain(sender.legal);
        let day = figures::date_in_words(self.balances.as_of(), lang);
        let columns = vec![
            (self.say("File", "Fichier"), Align::Left),
            (self.say("What it is", "Contenu"), Align::Left),
            ("SHA-256".to_owned(), Align::Left),
        ];
        let row = |entry: &Entry| vec![entry.file.clone(), entry.what.clone(), entry.sha256.clone()];
        let rows = entries.iter().map(row).collect();
        let mut blocks = vec![
            Block::Parties(vec![
                (self.say("Creditor", "Créancier"), owed.collect()),
                (self.say("Debtor", "Débiteur"), owes.collect()),
            ]),
            Block::Heading(self.say("Documents", "Pièces")),
            Block::Table(Table { columns, rows, totals: Vec::new() }),
            Block::Paragraph(self.say(
                "The SHA-256 of a file proves that it is the one listed here: sha256sum FILE.",
                "L’empreinte SHA-256 d’un fichier prouve que c’est bien celui de cette liste\u{a0}: sha256sum FICHIER.",
            )),
        ];
        if !lacking.is_empty() {
            blocks.push(Block::Heading(self.say("Not in this file", "Pièces manquantes")));
            blocks.push(Block::List(lacking.to_vec()));
        }
        let title = match lang {
            Lang::En => format!("File of customer {} as at {day}", debtor.id),
            Lang::Fr => format!("Dossier du client {} au {day}", debtor.id),
        };
        Document { lang, title, blocks }
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

    fn page<const N: usize>(&self, title: String, columns: [(String, Align); N], rows: Vec<Vec<String>>) -> Document {
        let block = if rows.is_empty() {
            Block::Paragraph(self.say("None.", "Néant."))
        } else {
            Block::Table(Table { columns: columns.into(), rows, totals: Vec::new() })
        };
        Document { lang: self.lang(), title, blocks: vec![block] }
    }
}
