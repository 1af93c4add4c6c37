//! CAMT.053 and .054 (ISO 20022), versions 02 to 08 and later: elements are known by their names, whatever the version
//! of their namespace.
//!
//! The library reads XML without entities and document types, and bounds the number of nodes.

use roxmltree::{Document, Node};

use super::ids::is_reference;
use super::{Fault, Kind, Movement, Parts, Read, Statement, What, kinds};
use crate::import::numbers::{amount, iso_day};
use crate::import::xml::{LineStarts, bounded, child, children, crowded, path, text};
use crate::model::{Amount, Currency};

/// How many nodes a file may have: a hundred thousand movements have four million.
const MOST_NODES: u32 = 16_000_000;

pub(super) fn is_camt(text: &str) -> bool {
    text.starts_with('<')
        && ["BkToCstmrStmt", "BkToCstmrDbtCdtNtfctn", "BkToCstmrAcctRpt"].iter().any(|root| text.contains(root))
}

pub(super) fn read(text: &str) -> Read {
    read_bounded(text, MOST_NODES)
}

/// Reads a file that has at most so many nodes.
pub(super) fn read_bounded(text: &str, most_nodes: u32) -> Read {
    let document = crowded(text).map_or(Ok(()), |crowded| Err((crowded.line, crowded.why.en))).and_then(|()| {
        let read = Document::parse_with_options(text, bounded(most_nodes));
        read.map_err(|error| (error.pos().row, error.to_string()))
    });
    let document = match document {
        Ok(document) => document,
        Err((line, text)) => {
            let fault = Fault { line, field: "XML".into(), text, what: What::Structure };
            return Read { format: "CAMT".to_owned(), faults: vec![fault], ..Read::default() };
        }
    };
    let root = document.root_element();
    let version =
        root.tag_name().namespace().and_then(|name| name.rsplit_once("xsd:")).map_or("", |(_, version)| version);
    let found = Read { format: version.to_ascii_uppercase(), ..Read::default() };
    let mut reader = Reader { lines: LineStarts::of(text), found };
    let statements =
        root.descendants().filter(|node| ["Stmt", "Ntfctn", "Rpt"].iter().any(|name| node.has_tag_name(*name)));
    for node in statements.filter(|node| child(*node, "Acct").is_some()) {
        let statement = reader.statement(node);
        reader.found.statements.push(statement);
    }
    reader.found
}

struct Reader {
    lines: LineStarts,
    found: Read,
}

impl Reader {
    fn line(&self, node: Node<'_, '_>) -> u32 {
        self.lines.line(node)
    }

    fn fault(&mut self, node: Node<'_, '_>, field: &'static str, what: What) {
        let text = text(Some(node));
        self.found.faults.push(Fault { line: self.line(node), field: field.into(), text, what });
    }

    fn statement(&mut self, node: Node<'_, '_>) -> Statement {
        let account = path(node, &["Acct", "Id", "IBAN"]).or_else(|| path(node, &["Acct", "Id", "Othr", "Id"]));
        let mut statement = Statement {
            account: text(account),
            currency: path(node, &["Acct", "Ccy"]).and_then(|node| Currency::parse(&text(Some(node)))),
            ..Statement::default()
        };
        for balance in children(node, "Bal") {
            let code = text(path(balance, &["Tp", "CdOrPrtry", "Cd"]));
            let Some(sum) = self.sum(balance) else { continue };
            statement.currency = statement.currency.or(Some(sum.1));
            match code.as_str() {
                "OPBD" | "PRCD" => statement.opening = statement.opening.or(Some(sum.0)),
                "CLBD" => statement.closing = Some(sum.0),
                _ => {}
            }
        }
        for entry in children(node, "Ntry") {
            self.entry(entry, &mut statement);
        }
        statement
    }

    /// Returns the signed amount of a balance, entry or transaction.
    fn sum(&mut self, node: Node<'_, '_>) -> Option<(Amount, Currency)> {
        let amount_node = child(node, "Amt").or_else(|| path(node, &["AmtDtls", "TxAmt", "Amt"]))?;
        let code = amount_node.attribute("Ccy").unwrap_or_default();
        let Some(currency) = Currency::parse(code) else {
            self.fault(amount_node, "Ccy", What::Currency);
            return None;
        };
        let Some(sum) = amount(&text(Some(amount_node)), currency) else {
            self.fault(amount_node, "Amt", What::Amount);
            return None;
        };
        let is_debit = text(child(node, "CdtDbtInd")) == "DBIT";
        Some((if is_debit { -sum } else { sum }, currency))
    }

    fn entry(&mut self, entry: Node<'_, '_>, statement: &mut Statement) {
        let Some((sum, currency)) = self.sum(entry) else { return };
        let booked = path(entry, &["BookgDt", "Dt"]).or_else(|| path(entry, &["BookgDt", "DtTm"]));
        let valued = path(entry, &["ValDt", "Dt"]).or_else(|| path(entry, &["ValDt", "DtTm"]));
        let Some(date) = booked.or(valued).and_then(|node| iso_day(&text(Some(node)))) else {
            self.fault(booked.or(valued).unwrap_or(entry), "BookgDt", What::Date);
            return;
        };
        // Before version 08 the status is the text itself, since then a code in it.
        let status = child(entry, "Sts").map(|node| text(child(node, "Cd").or(Some(node)))).unwrap_or_default();
        let is_booked = status.is_empty() || status == "BOOK";
        let is_reversal = text(child(entry, "RvslInd")) == "true";
        let reference = text(child(entry, "AcctSvcrRef"));
        let transactions: Vec<Node<'_, '_>> =
            children(entry, "NtryDtls").flat_map(|details| children(details, "TxDtls")).collect();
        let parts = self.parts(&transactions, (sum, currency));
        let several = parts.len() > 1;
        let told = |place: usize| {
            if several {
                Parts::Told { of: sum, is_first: place == 0, booking: reference.clone() }
            } else {
                Parts::Untold
            }
        };
        for (place, Part { node, amount, currency }) in parts.into_iter().enumerate() {
            let own = node.map(|node| text(path(node, &["Refs", "AcctSvcrRef"]))).unwrap_or_default();
            let number = several.then_some(place + 1);
            let mut movement = Movement {
                line: self.line(node.unwrap_or(entry)),
                date,
                amount,
                currency,
                bank_reference: bank_reference(&reference, own, number),
                told_by_bank: kind_words(entry, node),
                reference: String::new(),
                text: text(child(entry, "AddtlNtryInf")),
                payer: String::new(),
                payer_account: String::new(),
                kind: Kind::Receipt,
                parts: told(place),
            };
            if let Some(node) = node {
                describe(node, &mut movement);
            }
            let turned_back = node.and_then(turned_back).or_else(|| is_reversal.then(String::new));
            movement.kind = kinds::kind(amount, is_booked, turned_back.as_deref(), &movement.text);
            statement.movements.push(movement);
        }
    }

    /// Takes an entry apart: its transactions, when their amounts come to its own.
    fn parts<'n>(&mut self, transactions: &[Node<'n, 'n>], (sum, currency): (Amount, Currency)) -> Vec<Part<'n>> {
        if let [only] = transactions {
            return vec![Part { node: Some(*only), amount: sum, currency }];
        }
        let mut parts = Vec::new();
        for transaction in transactions {
            let Some((amount, own)) = self.sum(*transaction).filter(|(_, own)| *own == currency) else { break };
            // Most banks leave the side out where it is the entry's.
            let has_side = child(*transaction, "CdtDbtInd").is_some();
            let amount = if !has_side && sum.is_negative() { -amount.abs() } else { amount };
            parts.push(Part { node: Some(*transaction), amount, currency: own });
        }
        let whole: Amount = parts.iter().map(|part| part.amount).sum();
        if parts.is_empty() || parts.len() < transactions.len() || whole != sum {
            vec![Part { node: None, amount: sum, currency }]
        } else {
            parts
        }
    }
}

/// A part of an entry: one of its transactions, or all of it.
struct Part<'n> {
    node: Option<Node<'n, 'n>>,
    amount: Amount,
    currency: Currency,
}

/// Returns the reference of a part, which has one of its own or not, and a number where its entry has several parts. A
/// booking has the reference of its entry in every message, whether its parts are told or not.
fn bank_reference(entry: &str, own: String, number: Option<usize>) -> String {
    match number {
        None if is_reference(entry) || own.is_empty() => entry.to_owned(),
        Some(number) if !entry.is_empty() && (own.is_empty() || own == entry) => format!("{entry}-{number}"),
        Some(_) if is_reference(entry) => format!("{entry}-{own}"),
        None | Some(_) => own,
    }
}

/// Returns why the bank turned a payment back, if it did.
fn turned_back(part: Node<'_, '_>) -> Option<String> {
    let returned = child(part, "RtrInf")?;
    Some(text(path(returned, &["Rsn", "Cd"]).or_else(|| path(returned, &["Rsn", "Prtry"]))))
}

/// Returns the codes and the bank's own words of an entry and of one of its transactions.
fn kind_words(entry: Node<'_, '_>, part: Option<Node<'_, '_>>) -> String {
    let codes = [Some(entry), part].into_iter().flatten().filter_map(|node| child(node, "BkTxCd"));
    let codes = codes.flat_map(|code| code.descendants().filter(|node| node.is_element()));
    let words = [child(entry, "AddtlNtryInf"), part.and_then(|part| child(part, "AddtlTxInf"))];
    let all = codes.chain(words.into_iter().flatten()).map(|node| text(Some(node)));
    all.filter(|text| !text.is_empty()).collect::<Vec<_>>().join(" ")
}

/// Fills in who paid, from where, and with what words.
fn describe(part: Node<'_, '_>, movement: &mut Movement) {
    let side = if movement.amount.is_negative() { ["Cdtr", "CdtrAcct"] } else { ["Dbtr", "DbtrAcct"] };
    let parties = child(part, "RltdPties");
    // A direct debit that comes back names the debtor, whose money it was.
    let party = |name: &str| parties.and_then(|parties| child(parties, name));
    let [name, account] = if child(part, "RtrInf").is_some() { ["Dbtr", "DbtrAcct"] } else { side };
    let person = party(name).or_else(|| party("UltmtDbtr"));
    movement.payer = text(person.and_then(|person| child(person, "Nm").or_else(|| path(person, &["Pty", "Nm"]))));
    let account = party(account);
    movement.payer_account =
        text(account.and_then(|node| path(node, &["Id", "IBAN"]).or_else(|| path(node, &["Id", "Othr", "Id"]))));
    let remittance: Vec<Node<'_, '_>> = children(part, "RmtInf").collect();
    let structured = remittance.iter().flat_map(|node| children(*node, "Strd"));
    movement.reference = text(structured.filter_map(|node| path(node, &["CdtrRefInf", "Ref"])).next());
    let documents = remittance.iter().flat_map(|node| node.descendants()).filter(|node| node.has_tag_name("Nb"));
    let words = remittance.iter().flat_map(|node| children(*node, "Ustrd")).chain(documents);
    let end_to_end = path(part, &["Refs", "EndToEndId"]).filter(|node| text(Some(*node)) != "NOTPROVIDED");
    let all: Vec<String> =
        words.chain(end_to_end).map(|node| text(Some(node))).filter(|text| !text.is_empty()).collect();
    if !all.is_empty() {
        movement.text = all.join(" ");
    }
}
