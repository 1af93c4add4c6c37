//! Life-cycle messages of French electronic invoices (CDAR): what became of an invoice at the buyer's and the
//! platforms'.
//!
//! ```text
//! bytes ─message─▶ statuses ─▶ 212: a payment · 205 to 208, 210, 211, 213: an event under its number · others: counted
//! ```
//!
//! The number of a status is a word of `events.csv`, which the engine understands. 212 is what the seller declares:
//! money that the folder has already from the bank or the accounts is left out when all sources are read.

mod findings;
mod message;
mod reasons;
#[cfg(test)]
mod tests;

use self::message::Status;
use super::source::{Kind, LeftOut, Reader, Request, SourceFile, SourceReport};
use super::xml::{self, LARGEST};
use super::{Incoming, IncomingRows};
use crate::input::columns::Column;
use crate::model::payment::{DECLARED_METHOD, OF_STATUS};
use crate::model::{Amount, Bilingual, Currency, EventKind, FileRole, InvoiceStatus, Lang};

/// The reader of life-cycle messages.
pub const READER: Reader = Reader { kind: Kind::Lifecycle, recognise, read: read_all };

/// The root of a message.
const ROOT: &str = "CrossDomainAcknowledgementAndResponse";

const PAYMENTS: &[Column] = &[
    Column::PaymentId,
    Column::Date,
    Column::Amount,
    Column::InvoiceId,
    Column::Currency,
    Column::Method,
    Column::Reference,
];

const EVENTS: &[Column] = &[
    Column::Date,
    Column::Event,
    Column::EventId,
    Column::InvoiceId,
    Column::Amount,
    Column::Currency,
    Column::Reference,
    Column::Note,
];

fn recognise(file: &SourceFile, _: &Request<'_>) -> Result<(), Bilingual> {
    if xml::root_name(&file.head).as_deref() == Some(ROOT) {
        return Ok(());
    }
    Err(Bilingual::new("no life-cycle message", "pas un message de cycle de vie"))
}

fn read_all(files: &[&SourceFile], request: &Request<'_>) -> Incoming {
    let mut incoming = Incoming::default();
    let mut teller = Teller { request, payments: IncomingRows::new(PAYMENTS), events: IncomingRows::new(EVENTS) };
    for (list, file) in (0_u32..).zip(files) {
        let name = file.name().to_owned();
        incoming.lists.push(name.clone());
        let mut report = SourceReport {
            file: name,
            kind: Some(Kind::Lifecycle),
            format: "CDAR".to_owned(),
            ..SourceReport::default()
        };
        match file.source.part(0, LARGEST + 1) {
            Ok(bytes) => teller.file(&bytes, list, &mut report, &mut incoming),
            Err(finding) => {
                incoming.findings.push(*finding);
                incoming.is_unusable = true;
            }
        }
        incoming.sources.push(report);
    }
    for (role, mut rows) in [(FileRole::Payments, teller.payments), (FileRole::Events, teller.events)] {
        if !rows.rows.is_empty() {
            rows.drop_silent_columns();
            incoming.files.insert(role, rows);
        }
    }
    incoming
}

/// What the messages of one run come to.
struct Teller<'a> {
    request: &'a Request<'a>,
    payments: IncomingRows,
    events: IncomingRows,
}

impl Teller<'_> {
    fn file(&mut self, bytes: &[u8], list: u32, report: &mut SourceReport, incoming: &mut Incoming) {
        let name = report.file.clone();
        let read = if bytes.len() as u64 > LARGEST {
            Err(xml::Unread { line: 1, why: Bilingual::new("it has more than 64 MiB", "il dépasse 64 Mio") })
        } else {
            xml::decode(bytes).and_then(|(text, encoding)| {
                encoding.clone_into(&mut report.encoding);
                Ok(message::read(&xml::parse(&text)?, self.request.policy.currency))
            })
        };
        match read {
            Ok((statuses, faults)) => {
                report.read = statuses.len() + faults.len();
                incoming.refused.extend(faults.iter().map(|fault| (list, fault.line)));
                incoming.findings.extend(faults.iter().map(|fault| findings::fault(&name, fault)));
                for status in statuses.iter().filter(|status| faults.iter().all(|fault| fault.line != status.line)) {
                    self.status(status, list, report, incoming);
                }
            }
            Err(unread) => {
                report.read = 1;
                incoming.refused.insert((list, unread.line));
                incoming.findings.push(findings::unreadable(&name, &unread));
            }
        }
        let names = ["", "MDT-78", "MDT-215", "MDT-87", "", "", ""];
        let term = |name: &&str| (!name.is_empty()).then(|| (*name).to_owned());
        self.payments.sources.insert(list, names.iter().map(term).collect());
        let names = ["MDT-78", "MDT-105", "", "MDT-87", "MDT-215", "", "MDT-113", "MDT-114"];
        self.events.sources.insert(list, names.iter().map(term).collect());
    }

    /// Tells what a status says.
    fn status(&mut self, status: &Status, list: u32, report: &mut SourceReport, incoming: &mut Incoming) {
        report.tells_of(status.day);
        let creditor = self.request.policy.creditor.siren.as_deref().unwrap_or_default().replace(' ', "");
        if !creditor.is_empty() && !status.issuer.is_empty() && status.issuer.get(..9) != creditor.get(..9) {
            let why =
                LeftOut::new("purchase", "invoices that others wrote to us", "factures que d'autres nous ont émises");
            return report.leave_out(why);
        }
        let name = report.file.clone();
        let known = InvoiceStatus::parse(&status.code);
        match (status.code.as_str(), known) {
            ("212", _) => self.collected(status, list, &name, incoming),
            (_, None) => {
                incoming.findings.push(findings::status_unknown(&name, status));
                let words = format!("{} {}", status.code, status.label);
                self.event(status, list, (EventKind::Note.word(), words.trim()));
            }
            (_, Some(known)) if EventKind::of(known) == EventKind::Note => {
                report.leave_out(LeftOut::new("no-effect", "statuses that change nothing", "statuts sans effet"));
            }
            (code, Some(known)) => {
                incoming.findings.extend(findings::reason(&name, status));
                if known.turns_down() {
                    report.choices.push(findings::turned_down(status));
                }
                let words = words(status, self.request.policy.language);
                self.event(status, list, (code, &words));
            }
        }
    }

    /// Takes what the seller says that he collected.
    fn collected(&mut self, status: &Status, list: u32, name: &str, incoming: &mut Incoming) {
        if status.collected.is_empty() {
            incoming.refused.insert((list, status.line));
            incoming.findings.push(findings::without_amount(name, status));
        }
        for money in &status.collected {
            let day = money.day.unwrap_or(status.day);
            let id = match status.collected.len() {
                1 => id(status),
                _ => format!("{}-{}", id(status), day.format("%Y%m%d")),
            };
            let amount = money.amount.to_decimal(money.currency).to_string();
            let (day, currency) = (day.to_string(), self.currency(&status.invoice, money.currency));
            let cells = [&id, &day, &amount, &status.invoice, currency, DECLARED_METHOD, &status.label];
            self.payments.add_row(list, status.line, cells);
        }
    }

    fn event(&mut self, status: &Status, list: u32, (event, note): (&str, &str)) {
        let reasons: Vec<&str> =
            status.reasons.iter().map(|(code, _)| code.as_str()).filter(|code| !code.is_empty()).collect();
        let sum = status.sent.map(|money| (money.amount, money.currency)).or_else(|| self.not_approved(status));
        let (amount, currency) = sum.map_or((String::new(), ""), |(sum, currency)| {
            (sum.to_decimal(currency).to_string(), self.currency(&status.invoice, currency))
        });
        let (day, id) = (status.day.to_string(), id(status));
        let cells = [&day, event, &id, &status.invoice, &amount, currency, &reasons.join(", "), note];
        self.events.add_row(list, status.line, cells);
    }

    /// Returns how much of an invoice that was approved in part (206) is disputed, VAT included: what the message says,
    /// else what the invoice billed less what was approved. Nothing where it says neither, or sums without VAT alone:
    /// then the whole invoice is.
    fn not_approved(&self, status: &Status) -> Option<(Amount, Currency)> {
        if status.code != APPROVED_IN_PART {
            return None;
        }
        let stated = status.not_approved.map(|money| (money.amount, money.currency));
        let rest = || {
            let approved = status.approved?;
            let (billed, currency) = self.request.folder.billed(&status.invoice)?;
            (currency == approved.currency).then_some((billed - approved.amount, currency))
        };
        stated.or_else(rest).filter(|(amount, _)| amount.is_positive())
    }

    /// Returns the code of a currency; nothing for that of the invoice, which rows without one are in.
    fn currency(&self, invoice: &str, currency: Currency) -> &'static str {
        let of_invoice = self.request.folder.billed(invoice).map_or(self.request.policy.currency, |(_, own)| own);
        if currency == of_invoice { "" } else { currency.code() }
    }
}

/// The status of an invoice that was approved in part.
const APPROVED_IN_PART: &str = "206";

/// Returns the id of a status: the same for the same message through whatever platform.
fn id(status: &Status) -> String {
    format!("{OF_STATUS}{}-{}-{}", status.code, status.invoice, status.moment)
}

/// Returns the reasons in words: those of who sends them, else what their codes say.
fn words(status: &Status, lang: Lang) -> String {
    let said = status.reasons.iter().map(|(code, words)| match (words.is_empty(), reasons::reason(code)) {
        (true, Some(known)) => known.get(lang).to_owned(),
        _ => words.clone(),
    });
    said.filter(|words| !words.is_empty()).collect::<Vec<_>>().join(" ; ")
}
