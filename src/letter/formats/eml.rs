//! E-mail drafts: plain text and HTML, the letter as PDF and copies of its invoices beside them, ready to be opened,
//! looked over and sent.
//!
//! Nothing of a stranger reaches the head of a message but through addresses that are checked and texts that are one
//! line: no value can add a line of its own.

use mail_builder::MessageBuilder;
use mail_builder::headers::HeaderType;
use mail_builder::headers::address::Address;
use mail_builder::headers::content_type::ContentType;
use mail_builder::headers::date::Date as MailDate;
use mail_builder::headers::raw::Raw;
use mail_builder::mime::{BodyPart, MimePart};

use super::document::Document;
use super::{html, text};
use crate::letter::model::Letter;
use crate::letter::run::file_names;
use crate::model::{Date, Lang, email};
use crate::policy::EmailRules;

/// The domain of a message's id where the policy gives the sender no address: reserved, nobody's (RFC 2606).
const NOBODY: &str = "relance.invalid";

/// A file that goes with a message.
#[derive(Clone, Copy, Debug)]
pub struct Attachment<'a> {
    /// Its name, safe everywhere.
    pub name: &'a str,
    /// What it holds.
    pub bytes: &'a [u8],
}

impl Attachment<'_> {
    /// Returns the type of what it holds, as far as its name says it.
    fn kind(&self) -> &'static str {
        match file_names::end(self.name).as_str() {
            ".pdf" => "application/pdf",
            ".png" => "image/png",
            ".jpg" | ".jpeg" => "image/jpeg",
            ".xml" => "application/xml",
            ".zip" => "application/zip",
            _ => "application/octet-stream",
        }
    }
}

/// Returns a draft: `X-Unsent` tells mail programs to open it for sending. The same letter gives the same bytes.
pub fn draft(
    document: &Document,
    letter: &Letter,
    (lang, day): (Lang, Date),
    rules: &EmailRules,
    attachments: Vec<Attachment<'_>>,
) -> Vec<u8> {
    // Ids of notices are letters, digits and hyphens.
    let id = &document.notice_id;
    let sender = letter.sender.email.as_deref().filter(|email| email::is_address(email));
    let mut message = MessageBuilder::new();
    if let Some(email) = sender {
        message = message.from(address(letter.sender.name.as_deref(), email));
    }
    let to = letter.customer.email.as_deref().and_then(email::addresses).unwrap_or_default();
    let named = |(i, email): (usize, &String)| address((i == 0).then_some(letter.customer.name.as_str()), email);
    let to: Vec<Address<'_>> = to.iter().enumerate().map(named).collect();
    let domain = sender.and_then(|email| email.split_once('@')).map_or(NOBODY, |(_, domain)| domain);
    // Noon is the same day almost everywhere.
    let noon = day.and_hms_opt(12, 0, 0).map_or(0, |noon| noon.and_utc().timestamp());
    let bodies = MimePart::new(
        multipart("multipart/alternative", id, "alternative"),
        BodyPart::Multipart(vec![
            MimePart::new("text/plain", text::message(document, lang)),
            MimePart::new("text/html", html::mail(document)),
        ]),
    );
    let mut parts = vec![bodies];
    parts.extend(
        attachments.into_iter().map(|one| MimePart::new(one.kind(), one.bytes).attachment(one.name.to_owned())),
    );
    let body = match parts.len() {
        1 => parts.remove(0),
        _ => MimePart::new(multipart("multipart/mixed", id, "mixed"), BodyPart::Multipart(parts)),
    };
    let list = |emails: &'_ [String]| Address::new_list(emails.iter().map(|email| address(None, email)).collect());
    if let Some(email) = &rules.reply_to {
        message = message.reply_to(address(letter.sender.name.as_deref(), email));
    }
    message = message.to(Address::new_list(to));
    if !letter.copies.is_empty() {
        message = message.cc(list(&letter.copies));
    }
    if !rules.bcc.is_empty() {
        message = message.bcc(list(&rules.bcc));
    }
    let message = message
        .subject(literal(&document.subject.1))
        .date(MailDate::new(noon))
        .message_id(format!("{id}@{domain}"))
        .header("X-Unsent", HeaderType::from(Raw::new("1")))
        .header("Content-Language", HeaderType::from(Raw::new(document.lang)))
        .body(body);
    message.write_to_vec().expect("a message is written to memory")
}

fn address<'x>(name: Option<&str>, email: &str) -> Address<'x> {
    Address::new_address(name.map(literal), email.to_owned())
}

/// Returns a text that mail programs show as it stands: what looks like an encoded word (RFC 2047: `=?utf-8?q?…?=`)
/// would be decoded to another name. A word joiner, which nobody sees, breaks it, and makes the writer encode the
/// whole.
fn literal(text: &str) -> String {
    text.replace("=?", "=\u{2060}?")
}

/// Returns the type of a part with parts: its boundary holds the id of the notice, which nothing inside does at the
/// start of a line.
fn multipart(kind: &'static str, id: &str, part: &str) -> ContentType<'static> {
    ContentType::new(kind).attribute("boundary", format!("=_{id}_{part}"))
}
