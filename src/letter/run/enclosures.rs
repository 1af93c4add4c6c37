//! What goes with a notice: copies of the invoices that it is about, as many as a mail server or an envelope takes.

use std::collections::{BTreeMap, BTreeSet};

use super::file_names;
use crate::letter::model::Enclosed;
use crate::letter::safe::one_line;
use crate::letter::words;
use crate::model::{InvoiceMore, ItemId, Lang, Ledger};
use crate::policy::Room;

/// The documents of invoices that are there: by what `invoices.csv` calls them, where each is and how large.
#[derive(Clone, Debug, Default)]
pub struct Shelf(pub BTreeMap<String, OnShelf>);

/// One document that is there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OnShelf {
    /// Where it is, from the receivables folder.
    pub file: String,
    /// How large it is, in bytes.
    pub size: u64,
}

/// One document that goes along.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Enclosure {
    /// Where it is, from the receivables folder.
    pub file: String,
    /// What the message calls it, safe everywhere.
    pub name: String,
    /// What it is a copy of.
    pub of: Enclosed,
}

/// What goes along, and how many documents do not, for they are many or large.
pub type Chosen = (Vec<Enclosure>, usize);

impl Shelf {
    /// Returns the documents of the items of a notice, in their order: those of the oldest due dates.
    pub fn choose(&self, items: impl Iterator<Item = ItemId>, ledger: &Ledger, room: Room, lang: Lang) -> Chosen {
        let (mut chosen, mut left_out) = (Vec::new(), 0);
        let mut bytes = room.bytes;
        // The instalments of an invoice have one document; some programs take `A.pdf` and `a.pdf` for one file.
        let (mut known, mut names) = (BTreeSet::new(), BTreeSet::new());
        for item in items {
            let invoice = ledger.invoice(item);
            let number = one_line(ledger.number(invoice.number));
            let (kind, _) = words::kind(invoice.kind, lang);
            for path in ledger.more(item).into_iter().flat_map(InvoiceMore::files) {
                let is_taken = |document: &&OnShelf| !room.printed || is_printed(&document.file);
                let there = self.0.get(path).filter(is_taken);
                let Some(document) = there.filter(|document| known.insert(&document.file)) else { continue };
                if chosen.len() == usize::from(room.documents) || document.size > bytes {
                    left_out += 1;
                    continue;
                }
                bytes -= document.size;
                let name = file_names::of_document(kind, &number, path);
                let name = (1..).map(|n| numbered(&name, n)).find(|name| names.insert(name.to_lowercase()));
                chosen.push(Enclosure {
                    file: document.file.clone(),
                    name: name.expect("there are more numbers than documents"),
                    of: Enclosed { kind, number: number.clone() },
                });
            }
        }
        (chosen, left_out)
    }
}

/// Tells whether a document is one that people print: nobody puts the XML of an electronic invoice into an envelope.
fn is_printed(file: &str) -> bool {
    matches!(&*file_names::end(file), ".pdf" | ".png" | ".jpg" | ".jpeg" | ".tif" | ".tiff")
}

/// Returns the name of the n-th file of one name: `Facture F1 (2).pdf`.
fn numbered(name: &str, n: usize) -> String {
    let (stem, end) = name.split_at(name.len() - file_names::end(name).len());
    if n == 1 { name.to_owned() } else { format!("{stem} ({n}){end}") }
}
