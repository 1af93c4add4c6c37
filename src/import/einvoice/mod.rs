//! Electronic invoices (EN 16931): CII and UBL, alone or attached to a PDF (Factur-X).
//!
//! ```text
//! bytes ─pdf (the attachment)─ cii · ubl ─▶ Document ─seller (is it ours?)─ rows ─▶ customers, invoices, events
//! ```
//!
//! The open item is what is to be paid (BT-115): deposits that the document deducts were paid on invoices of their own.

mod cii;
mod discounts;
mod document;
mod findings;
mod kinds;
mod notes;
pub mod pdf;
mod replaced;
mod rows;
mod seller;
#[cfg(test)]
mod tests;
mod ubl;
mod whole;

use std::collections::BTreeSet;

use self::document::{Document, Fault, Found};
use self::kinds::Role;
use self::replaced::{Debts, Replaced, Replacement};
use self::rows::{About, Buyers, CUSTOMERS, EVENTS, INVOICES, Unnamed, Writer};
use self::seller::Owner;
use super::source::{Folder, Kind, LeftOut, Reader, Request, SourceFile, SourceReport};
use super::xml::{self, LARGEST};
use super::{Incoming, IncomingRows};
use crate::diag::Diagnostic;
use crate::model::{Amount, Bilingual, FileRole};

/// The reader of electronic invoices.
pub const READER: Reader = Reader { kind: Kind::Einvoice, recognise, read: read_all };

fn recognise(file: &SourceFile, _: &Request<'_>) -> Result<(), Bilingual> {
    if pdf::is_pdf(&file.head) || syntax(&file.head).is_some() {
        return Ok(());
    }
    Err(Bilingual::new("no invoice in CII or UBL, and no PDF", "ni facture CII ou UBL, ni PDF"))
}

/// A language that invoices are written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Syntax {
    Cii,
    Ubl,
}

fn syntax(head: &[u8]) -> Option<Syntax> {
    match xml::root_name(head)?.as_str() {
        "CrossIndustryInvoice" | "CrossIndustryDocument" => Some(Syntax::Cii),
        "Invoice" | "CreditNote" => Some(Syntax::Ubl),
        _ => None,
    }
}

/// What a file comes to.
enum Outcome {
    Read(Box<Document>),
    /// Fields that cannot be read.
    Faulty(Vec<Fault>),
    /// The file as a whole cannot be.
    Unreadable(u32, Bilingual),
}

/// A file that was read, or could not be.
struct Read {
    outcome: Outcome,
    /// The form that it is in, as far as it is known.
    form: &'static str,
    /// How its bytes stand for letters.
    encoding: &'static str,
}

/// Reads one file.
fn read(bytes: Vec<u8>) -> Read {
    let is_pdf = pdf::is_pdf(&bytes);
    let bytes = match is_pdf.then(|| pdf::attached(&bytes)) {
        None => bytes,
        Some(Ok(invoice)) => invoice,
        Some(Err(why)) => {
            return Read { outcome: Outcome::Unreadable(1, findings::unfit(why)), form: "PDF", encoding: "" };
        }
    };
    let Some(syntax) = syntax(&bytes) else {
        let why = Bilingual::new("it is no invoice in CII or UBL", "ce n'est pas une facture CII ou UBL");
        return Read { outcome: Outcome::Unreadable(1, why), form: "", encoding: "" };
    };
    let form = match (is_pdf, syntax) {
        (true, Syntax::Cii) => "Factur-X",
        (true, Syntax::Ubl) => "PDF, UBL",
        (false, Syntax::Cii) => "CII",
        (false, Syntax::Ubl) => "UBL",
    };
    let read = xml::decode(&bytes).and_then(|(text, encoding)| {
        let document = xml::parse(&text)?;
        let mut found = Found { xml: &document, faults: Vec::new(), has_other_discounts: false };
        let read = match syntax {
            Syntax::Cii => cii::read(document.root_element(), &mut found),
            Syntax::Ubl => ubl::read(document.root_element(), &mut found),
        };
        let outcome = match read {
            Some(read) if found.faults.is_empty() => Outcome::Read(Box::new(read)),
            _ => Outcome::Faulty(found.faults),
        };
        Ok((outcome, encoding))
    });
    match read {
        Ok((outcome, encoding)) => Read { outcome, form, encoding },
        Err(unread) => Read { outcome: Outcome::Unreadable(unread.line, unread.why), form, encoding: "" },
    }
}

fn read_all(files: &[&SourceFile], request: &Request<'_>) -> Incoming {
    let mut incoming = Incoming::default();
    let mut documents: Vec<(u32, Document)> = Vec::new();
    for (list, file) in (0_u32..).zip(files) {
        let name = file.name().to_owned();
        incoming.lists.push(name.clone());
        let mut report = SourceReport { file: name.clone(), kind: Some(Kind::Einvoice), ..SourceReport::default() };
        match file.source.part(0, LARGEST + 1) {
            Err(finding) => {
                incoming.findings.push(*finding);
                incoming.is_unusable = true;
            }
            Ok(bytes) => {
                report.read = 1;
                let outcome = if bytes.len() as u64 > LARGEST {
                    Outcome::Unreadable(1, findings::too_large())
                } else {
                    let Read { outcome, form, encoding } = read(bytes);
                    (report.format, report.encoding) = (form.to_owned(), encoding.to_owned());
                    outcome
                };
                match outcome {
                    Outcome::Read(document) => {
                        report.tells_of(document.issue);
                        documents.push((list, *document));
                    }
                    Outcome::Faulty(faults) => {
                        incoming.refused.insert((list, faults.first().map_or(1, |fault| fault.line)));
                        incoming.findings.extend(faults.iter().map(|fault| findings::fault(&name, fault)));
                    }
                    Outcome::Unreadable(line, why) => {
                        incoming.refused.insert((list, line));
                        incoming.findings.push(findings::unreadable(&name, line, &why));
                    }
                }
            }
        }
        incoming.sources.push(report);
    }
    let mut documents = whole(ours(documents, request, &mut incoming), request.folder);
    // Which of two corrections cancels, and who is the first buyer of an id, does not hang on the names of the files.
    documents.sort_by(|(_, one), (_, other)| (one.issue, &one.number).cmp(&(other.issue, &other.number)));
    write(&documents, request, &mut incoming);
    incoming
}

/// Keeps the documents that the creditor of the policy wrote, or had written in his name.
fn ours(documents: Vec<(u32, Document)>, request: &Request<'_>, incoming: &mut Incoming) -> Vec<(u32, Document)> {
    let mut kept: Vec<(u32, Document)> = Vec::new();
    let mut is_unsaid = false;
    for (list, document) in documents {
        let file = &incoming.lists[list as usize];
        match seller::owner(&document, &request.policy.creditor) {
            Owner::Ours => {}
            Owner::Unsaid => is_unsaid = true,
            owner @ (Owner::Theirs | Owner::Unclear) => {
                incoming.findings.push(findings::not_ours(file, &document, owner == Owner::Theirs));
                incoming.refused.insert((list, document.line));
                continue;
            }
        }
        kept.push((list, document));
    }
    if is_unsaid && let Some((list, first)) = kept.first() {
        let others =
            kept.iter().map(|(_, document)| &document.seller).filter(|seller| !seller.is_one_with(&first.seller));
        match others.into_iter().next() {
            Some(other) => incoming.findings.push(findings::sellers_differ(&first.seller, other)),
            None => incoming.sources[*list as usize].choices.push(findings::seller_assumed(&first.seller)),
        }
    }
    kept
}

/// Returns the documents with the sums that they are for.
fn whole(documents: Vec<(u32, Document)>, folder: &dyn Folder) -> Vec<(u32, Document)> {
    let numbers: BTreeSet<String> = documents.iter().map(|(_, document)| document.number.clone()).collect();
    let is_known = |number: &str| numbers.contains(number) || folder.billed(number).is_some();
    let whole = |document: Document| match whole::of(&document, folder, is_known) {
        Some(payable) => Document { payable, prepaid: Amount::ZERO, computed: None, ..document },
        None => document,
    };
    documents.into_iter().map(|(list, document)| (list, whole(document))).collect()
}

/// Writes the rows of the documents.
fn write(documents: &[(u32, Document)], request: &Request<'_>, incoming: &mut Incoming) {
    let mut customers = IncomingRows::new(CUSTOMERS);
    let mut invoices = IncomingRows::new(INVOICES);
    let mut events = IncomingRows::new(EVENTS);
    let mut buyers = Buyers::default();
    let mut debts = Debts::of(documents, request.folder);
    for (list, document) in documents {
        rows::name_terms(*list, &mut customers, &mut invoices);
        let report = &mut incoming.sources[*list as usize];
        if let Some(why) = nothing_owed(document) {
            report.choices.extend(findings::set_off(document));
            report.leave_out(why);
            continue;
        }
        let place = (*list, document.line);
        let file = incoming.lists[*list as usize].clone();
        let customer = match buyers.id(document, request.folder, place) {
            Ok(customer) => customer,
            Err(why) => {
                incoming.findings.push(match why {
                    Unnamed::Unsaid => findings::buyer_unsaid(&file, document),
                    Unnamed::Another(other) => findings::buyer_ambiguous(&file, document, &other),
                });
                incoming.refused.insert(place);
                continue;
            }
        };
        let about = About { place, customer: &customer, file: &file, applies_to: "" };
        let mut writer = Writer { invoices: &mut invoices, events: &mut events, currency: request.policy.currency };
        let (told, choices) = relate(document, &mut debts, &mut writer, about);
        incoming.findings.extend(told);
        report.choices.extend(choices);
        incoming.findings.extend(findings::sums_differ(&file, document));
        report.choices.extend(findings::terms_in_words(document));
        report.choices.extend(findings::other_discounts(document));
        if document.payee.is_named() && !document.payee.is_one_with(&document.seller) {
            report.choices.extend(findings::paid_to_another(document));
        }
    }
    buyers.write(&mut customers);
    let files = [(FileRole::Customers, customers), (FileRole::Invoices, invoices), (FileRole::Events, events)];
    for (role, mut rows) in files {
        if !rows.rows.is_empty() {
            rows.drop_silent_columns();
            incoming.files.insert(role, rows);
        }
    }
}

/// Writes a document, and what it does to those that it names.
fn relate(
    document: &Document,
    debts: &mut Debts<'_>,
    writer: &mut Writer<'_>,
    about: About<'_>,
) -> (Vec<Diagnostic>, Vec<Bilingual>) {
    let (file, mut told, mut choices) = (about.file, Vec::new(), Vec::new());
    if document.is_credit() {
        let corrected = match document.preceding.as_slice() {
            [number] if debts.billed(number).is_some() => number.as_str(),
            [] => "",
            several => {
                told.push(findings::preceding_unknown(file, document, &several.join(", ")));
                ""
            }
        };
        writer.document(document, About { applies_to: corrected, ..about });
        return (told, choices);
    }
    if !document.payable.is_zero() {
        writer.document(document, about);
    }
    if document.nature.role != Role::Corrected {
        return (told, choices);
    }
    let Replacement { replaced, is_unclear } = debts.replace(document);
    for (number, replaced) in &replaced {
        match *replaced {
            Replaced::Unknown => told.push(findings::preceding_unknown(file, document, number)),
            Replaced::Nothing => told.push(findings::replaced_before(file, document, number)),
            Replaced::Paid => choices.push(findings::takes_over(document, number)),
            Replaced::Cancelled { amount, currency, is_whole } => {
                writer.cancel(document, (amount, currency), About { applies_to: number, ..about });
                choices.push(if is_whole {
                    findings::replaces(document, number)
                } else {
                    findings::replaces_rest(document, number, (amount, currency))
                });
            }
        }
    }
    if is_unclear {
        told.push(findings::prepaid_unclear(file, document));
    }
    (told, choices)
}

/// Returns why a document claims nothing.
fn nothing_owed(document: &Document) -> Option<LeftOut> {
    match document.nature.role {
        Role::ProForma => Some(LeftOut::new("pro-forma", "pro-forma invoices", "factures pro forma")),
        // A corrected invoice cancels what is left of those that it names, whatever is left of itself.
        Role::Corrected if !document.preceding.is_empty() => None,
        _ if document.payable.is_zero() => Some(LeftOut::new("nothing-due", "nothing left to pay", "rien à payer")),
        _ => None,
    }
}
