//! A letter as every format sets it: who writes to whom, the subject, and what follows, part by part.
//!
//! One composition feeds plain text, HTML, e-mail and PDF, so that all of them say the same. Texts carry the no-break
//! spaces of their language; how they look is left to each format.

use serde::Serialize;

use super::envelope::{self, Window};
use crate::letter::model::{Enclosed, Letter};
use crate::letter::wording::markup::{Block, Body, Rich};
use crate::model::{Lang, several};

/// How many references of the customer stand below ours.
const ORDERS: usize = 4;

/// How many millimetres a line written by hand takes.
pub const BY_HAND: u16 = 8;

/// One letter, e-mail or call sheet, composed.
#[derive(Clone, Debug, Serialize)]
pub struct Document {
    /// The language: `fr` or `en`.
    pub lang: &'static str,
    /// `letter`, `email` or `call`.
    pub kind: Kind,
    /// The id of the notice.
    pub notice_id: String,
    /// The firm's name.
    pub sender_name: Option<String>,
    /// The firm's name, address, telephone and e-mail address, or what the firm says instead, a line each; may be
    /// empty.
    pub sender: Vec<Rich>,
    /// The name and address of a posted letter, a line each.
    pub addressee: Vec<String>,
    /// The town and the day: `Angers, le 7 septembre 2026`.
    pub place_and_date: String,
    /// The day alone.
    pub date: String,
    /// What a registered letter says above its subject.
    pub registered: Option<&'static str>,
    /// The label of the subject, and the subject; a call sheet has no label.
    pub subject: (&'static str, String),
    /// The label of the references, and they: the customer's id, that of the notice, his SIREN.
    pub references: (&'static str, String),
    /// Everything between the references and the signature.
    pub parts: Vec<Part>,
    /// Who signs, a line each; empty on a call sheet.
    pub signature: Vec<String>,
    /// What goes along, below the signature: `P.J. : facture F-2026-017`.
    pub enclosed: Option<String>,
    /// The lines at the foot, such as the legal mentions; empty on a call sheet, and where the policy gives none.
    pub mentions: Vec<Rich>,
    /// What stands beside the payment code.
    pub scan: &'static str,
    /// The lines above page 2 and those after it.
    pub continued: Vec<Rich>,
}

/// What a document is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// A letter, posted or registered.
    Letter,
    /// An e-mail.
    Email,
    /// The sheet of a call.
    Call,
}

/// One part of a document, from top to bottom.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "part", rename_all = "lowercase")]
pub enum Part {
    /// A paragraph.
    Paragraph {
        /// What it says.
        text: Rich,
    },
    /// A list.
    List {
        /// A line above it.
        title: Option<&'static str>,
        /// Whether the items are numbered, from 1.
        numbered: bool,
        /// One text an item.
        items: Vec<Rich>,
    },
    /// A table: the first column to the left, the others, figures and dates, to the right.
    Table {
        /// The head.
        titles: Vec<&'static str>,
        /// The rows, each as long as the head.
        rows: Vec<Vec<String>>,
        /// What is said of it, directly below.
        notes: Vec<String>,
    },
    /// The sum that is asked for and what it is made of; the last row is the sum.
    Totals {
        /// Labels and figures.
        rows: Vec<(String, String)>,
    },
    /// Facts, each with its label; an empty label goes on with the one before.
    Facts {
        /// Labels and values.
        rows: Vec<(&'static str, String)>,
        /// What a banking app reads, when these facts are how to pay.
        transfer: Option<String>,
    },
    /// Where two parties sign, side by side: what each of them writes, and how many millimetres it takes; the same
    /// number of lines for both.
    Signatures {
        /// How many lines across the page one of them fills by hand before.
        by_hand: u16,
        /// Lines of the left and of the right side; the first ones name the parties.
        rows: Vec<([String; 2], u16)>,
    },
    /// Commands to type, each as its words.
    Commands {
        /// The commands.
        commands: Vec<Vec<String>>,
    },
    /// What pages can set in an annex, so that the letter keeps to one of them. What has no pages sets it in its place.
    Detail {
        /// What it is.
        detail: Detail,
        /// What the annex calls it.
        title: &'static str,
        /// What stands in its place when it is in the annex.
        instead: Box<Part>,
        /// What it says.
        parts: Vec<Part>,
    },
}

/// A detail that an annex can take; what a reader misses least in the letter itself comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Detail {
    /// How the interest was worked out.
    Computation,
    /// The interest and the indemnity of each item.
    Charges,
    /// The items.
    Items,
}

/// Composes a letter from its figures and its filled wording.
pub fn compose(letter: &Letter, body: &Body, lang: Lang) -> Document {
    Composer { letter, lang }.document(body)
}

/// A letter that is being composed.
#[derive(Clone, Copy, Debug)]
pub(in crate::letter) struct Composer<'a> {
    pub(in crate::letter) letter: &'a Letter,
    pub(in crate::letter) lang: Lang,
}

impl Composer<'_> {
    /// Returns `label : value` as the language writes it.
    pub(in crate::letter) fn labelled(&self, label: &str, value: &str) -> String {
        labelled(self.lang, label, value)
    }

    /// Returns a text with the no-break spaces that its language asks for.
    pub(in crate::letter) fn spaced(&self, text: &str) -> String {
        if self.lang == Lang::Fr { french_spaces(text) } else { text.to_owned() }
    }

    fn document(&self, body: &Body) -> Document {
        let letter = self.letter;
        let kind = match letter.channel {
            "phone" => Kind::Call,
            "email" => Kind::Email,
            _ => Kind::Letter,
        };
        let is_call = kind == Kind::Call;
        let sender = &letter.sender;
        let subject = self.spaced(&body.subject);
        let Window { lines: addressee, aside } = self.window();
        let siren = letter.customer.siren.as_ref().map(|siren| format!("SIREN {siren}"));
        let named = [Some(letter.customer.id.clone()), Some(letter.notice_id.clone()), siren, aside];
        let mut references = named.into_iter().flatten().collect::<Vec<_>>().join(" – ");
        if let Some(orders) = self.orders() {
            references.push('\n');
            references.push_str(&self.labelled(self.lang.pick(("Your references", "Vos références")), &orders));
        }
        let parts = self.parts(body);
        let is_signed = parts.iter().any(|part| matches!(part, Part::Signatures { .. }));
        Document {
            lang: self.lang.tag(),
            kind,
            notice_id: letter.notice_id.clone(),
            sender_name: sender.name.clone(),
            sender: sender
                .name
                .iter()
                .chain(&sender.address)
                .chain(&sender.phone)
                .chain(&sender.email)
                .map(|line| Rich::from(line.clone()))
                .collect(),
            addressee,
            place_and_date: match &letter.place {
                Some(place) => format!("{place}, {}{}", self.lang.pick(("", "le ")), letter.date),
                None => format!("{}{}", self.lang.pick(("", "Le ")), letter.date),
            },
            date: letter.date.clone(),
            registered: (letter.channel == "registered").then(|| {
                self.lang.pick((
                    "REGISTERED LETTER WITH ACKNOWLEDGEMENT OF RECEIPT",
                    "LETTRE RECOMMANDÉE AVEC AVIS DE RÉCEPTION",
                ))
            }),
            continued: vec![format!("{subject} – {}", letter.notice_id).into()],
            subject: (if is_call { "" } else { self.lang.pick(("Subject", "Objet")) }, subject),
            references: (self.lang.pick(("Our references", "Nos références")), references),
            // Whoever signs with the other party does so beside him.
            signature: if is_call || is_signed { Vec::new() } else { self.signature(kind) },
            parts,
            enclosed: self.enclosed(),
            mentions: if is_call { Vec::new() } else { self.mentions() },
            scan: self.lang.pick(("Pay with your banking app", "Payer avec l’application de votre banque")),
        }
    }

    /// Returns what stands in the window of the envelope.
    fn window(&self) -> Window {
        let customer = &self.letter.customer;
        let attention = customer.contact.as_ref().map(|contact| {
            if is_department(contact) {
                contact.clone()
            } else {
                format!("{} {contact}", self.lang.pick(("For the attention of", "À l’attention de")))
            }
        });
        envelope::window(customer, attention)
    }

    /// Returns the customer's own references of the items, the first of many.
    fn orders(&self) -> Option<String> {
        let mut orders: Vec<&str> = Vec::new();
        for order in self.letter.items.iter().filter_map(|item| item.order.as_deref()) {
            if !orders.contains(&order) {
                orders.push(order);
            }
        }
        (!orders.is_empty()).then(|| several(&orders, ORDERS).get(self.lang).to_owned())
    }

    fn signature(&self, kind: Kind) -> Vec<String> {
        let sender = &self.letter.sender;
        let phone = sender.phone.iter().filter(|_| kind == Kind::Email);
        sender.contact.iter().chain(&sender.name).chain(phone).cloned().collect()
    }

    /// Names what goes along, each invoice once: `P.J. : factures F-1, F-2 (2 documents)`.
    fn enclosed(&self) -> Option<String> {
        let mut each: Vec<(&Enclosed, usize)> = Vec::new();
        for one in &self.letter.enclosures {
            match each.iter_mut().find(|(known, _)| *known == one) {
                Some((_, count)) => *count += 1,
                None => each.push((one, 1)),
            }
        }
        each.first()?;
        let is_plural = each.len() > 1 && self.letter.only_invoices;
        let named = |(i, (one, count)): (usize, &(&Enclosed, usize))| {
            let kind = if is_plural { "" } else { one.kind };
            let of = if is_plural && i == 0 { self.lang.pick(("invoices", "factures")) } else { kind };
            let documents = if *count > 1 { format!(" ({count}\u{a0}documents)") } else { String::new() };
            format!("{of} {}{documents}", one.number).trim_start().to_owned()
        };
        let list = each.iter().enumerate().map(named).collect::<Vec<_>>().join(", ");
        Some(self.labelled(self.lang.pick(("Encl.", "P.J.")), &list))
    }

    /// Returns the mentions of C. com. R123-237 and R123-238.
    fn mentions(&self) -> Vec<Rich> {
        let sender = &self.letter.sender;
        if sender.legal.is_empty() {
            return Vec::new();
        }
        let address = sender.address.join(", ");
        let address = (!address.is_empty()).then_some(address);
        let mentions: Vec<String> = sender.name.iter().chain(&sender.legal).cloned().chain(address).collect();
        vec![mentions.join(" – ").into()]
    }

    fn parts(&self, body: &Body) -> Vec<Part> {
        let rich = |text: &Rich| spaced(text, self.lang);
        let mut parts = Vec::new();
        for block in &body.blocks {
            match block {
                Block::Paragraph(text) => parts.push(Part::Paragraph { text: rich(text) }),
                Block::List { numbered, items } => {
                    parts.push(Part::List {
                        title: None,
                        numbered: *numbered,
                        items: items.iter().map(rich).collect(),
                    });
                }
                Block::Insert(insert) => parts.extend(self.insert(*insert)),
            }
        }
        parts
    }
}

/// Tells whether a contact is a department, which stands on a line of its own in an address: French has no one word
/// that could come before it.
fn is_department(contact: &str) -> bool {
    const WORDS: &[&str] = &[
        "accounts",
        "accounting",
        "administration",
        "bureau",
        "cellule",
        "centre",
        "comptabilité",
        "comptabilite",
        "département",
        "departement",
        "department",
        "direction",
        "finance",
        "guichet",
        "mairie",
        "pôle",
        "pole",
        "secrétariat",
        "secretariat",
        "service",
        "services",
        "trésorerie",
        "tresorerie",
    ];
    let first = contact.split_whitespace().next().unwrap_or_default().to_lowercase();
    WORDS.contains(&first.as_str())
}

/// Returns `label : value` as a language writes it.
pub fn labelled(lang: Lang, label: &str, value: &str) -> String {
    format!("{label}{} {value}", if lang == Lang::Fr { "\u{a0}:" } else { ":" })
}

/// Returns a text of several looks with the no-break spaces that its language asks for.
pub(in crate::letter) fn spaced(text: &Rich, lang: Lang) -> Rich {
    let mut text = text.clone();
    if lang == Lang::Fr {
        text.0.iter_mut().for_each(|run| run.text = french_spaces(&run.text));
    }
    text
}

/// Puts French no-break spaces where a plain one stands: narrow before `;`, `!` and `?`, full before `:` and `»`,
/// after `«` and `n°`.
fn french_spaces(text: &str) -> String {
    let mut out = text.to_owned();
    for (plain, right) in [
        (" ;", "\u{202f};"),
        (" !", "\u{202f}!"),
        (" ?", "\u{202f}?"),
        (" :", "\u{a0}:"),
        (" »", "\u{a0}»"),
        ("« ", "«\u{a0}"),
        ("n° ", "n°\u{a0}"),
    ] {
        if out.contains(plain) {
            out = out.replace(plain, right);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_department_stands_alone_and_a_person_is_sought_out() {
        for department in ["Service des finances", "Comptabilité fournisseurs", "Direction", "Accounts payable"] {
            assert!(is_department(department), "{department}");
        }
        for person in ["Mme Éloïse Maçon", "M. Servicet", "", "Jean Direction"] {
            assert!(!is_department(person), "{person}");
        }
    }
}
