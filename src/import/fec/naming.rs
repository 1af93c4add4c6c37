//! What invoices and payments are called: the number that people know, as far as the accounts have it.

use std::collections::{BTreeMap, BTreeSet};

use chrono::Datelike;

use super::book::{Book, Line};
use super::documents::{Claim, ClaimKind, Documents, MoneyKind};
use crate::import::source::Folder;
use crate::model::text::Interner;
use crate::model::{Amount, Bilingual, Currency, Date, TextId};

/// Where an invoice's number comes from, for all of a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Rule {
    /// The column NumFacture.
    Invoice,
    /// PieceRef, which names one document each.
    Piece,
    /// The number of the entry: PieceRef names batches, or nothing.
    Entry,
    /// Journal, day and a running number: the entries have no numbers either.
    Running,
}

impl Rule {
    /// Says the choice.
    pub(super) fn told(self) -> Bilingual {
        match self {
            Rule::Invoice => Bilingual::new("invoice number: NumFacture", "numéro de facture : NumFacture"),
            Rule::Piece => Bilingual::new("invoice number: PieceRef", "numéro de facture : PieceRef"),
            Rule::Entry => Bilingual::new(
                "invoice number: EcritureNum, for PieceRef does not tell one invoice from another",
                "numéro de facture : EcritureNum, car PieceRef ne distingue pas une facture d'une autre",
            ),
            Rule::Running => Bilingual::new(
                "invoice number: journal and entry, for neither PieceRef nor EcritureNum tells one from another",
                "numéro de facture : journal et écriture, car ni PieceRef ni EcritureNum ne les distinguent",
            ),
        }
    }
}

/// The names of everything, in the order of [`Documents`].
#[derive(Clone, Debug, Default)]
pub(super) struct Names {
    pub claims: Vec<String>,
    /// The credit note, or the payment.
    pub money: Vec<String>,
    pub returned: Vec<String>,
}

/// Chooses where numbers come from: nine documents in ten must have one of their own.
pub(super) fn rule(book: &Book, documents: &Documents) -> Rule {
    let sales: Vec<(&Line, u32)> = sales(book, documents).collect();
    let texts = book.texts.texts();
    let are_own = |text: &dyn Fn(&Line) -> TextId| {
        let own: BTreeSet<TextId> =
            sales.iter().map(|(line, _)| text(line)).filter(|id| !texts.get(*id).is_empty()).collect();
        // Due dates and lines of one document share its number; entries are what counts.
        let entries: BTreeSet<u32> = sales.iter().map(|(_, entry)| *entry).collect();
        own.len() * 10 >= entries.len() * 9 && !own.is_empty()
    };
    if are_own(&|line| line.invoice) {
        Rule::Invoice
    } else if are_own(&|line| line.piece) {
        Rule::Piece
    } else if are_own(&|line| book.entries[line.entry as usize].number) {
        Rule::Entry
    } else {
        Rule::Running
    }
}

/// Returns the lines of invoices and credit notes, and their entries.
fn sales<'a>(book: &'a Book, documents: &'a Documents) -> impl Iterator<Item = (&'a Line, u32)> {
    let claims = documents.claims.iter().filter(|claim| is_sale(claim)).map(|claim| claim.first);
    let notes = documents.money.iter().filter(|money| money.kind == MoneyKind::Note).map(|money| money.line);
    claims.chain(notes).map(|at| (&book.lines[at as usize], book.lines[at as usize].entry))
}

const fn is_sale(claim: &Claim) -> bool {
    matches!(claim.kind, ClaimKind::Invoice | ClaimKind::Deposit | ClaimKind::Penalty)
}

/// Gives everything its name. What a year calls as an earlier one called something else gets its year before.
pub(super) fn names(book: &Book, documents: &Documents, rule: Rule, folder: &dyn Folder) -> Names {
    let mut namer = Namer {
        book,
        rule,
        folder,
        taken: Interner::default(),
        running: BTreeMap::new(),
        entries: vec![None; book.entries.len()],
        numbered: BTreeMap::new(),
    };
    let mut names = Names {
        claims: vec![String::new(); documents.claims.len()],
        money: vec![String::new(); documents.money.len()],
        returned: Vec::new(),
    };
    // In the order of the entries, so that an entry that comes later changes no name of an earlier one.
    let claims = (0..documents.claims.len()).map(|at| (documents.claims[at].first, false, at));
    let money = (0..documents.money.len()).map(|at| (documents.money[at].line, true, at));
    let mut all: Vec<(u32, bool, usize)> = claims.chain(money).collect();
    all.sort_by_key(|&(line, is_money, at)| (book.rank(book.lines[line as usize].entry), line, is_money, at));
    let mut instalments: BTreeMap<(u32, u32), usize> = BTreeMap::new();
    let mut totals: BTreeMap<(u32, u32), i64> = BTreeMap::new();
    for claim in documents.claims.iter().filter(|claim| claim.instalment.is_some()) {
        *totals.entry((claim.entry, claim.customer)).or_default() += claim.amount;
    }
    for (line, is_money, at) in all {
        let entry = book.lines[line as usize].entry;
        if is_money {
            let money = &documents.money[at];
            names.money[at] = match money.kind {
                MoneyKind::Note => namer.document(line, book.entries[entry as usize].date, -money.amount),
                _ => namer.dated(entry, false),
            };
            continue;
        }
        let claim = &documents.claims[at];
        let document = claim.instalment.map(|_| (claim.entry, claim.customer));
        let first = document.map_or(at, |document| *instalments.entry(document).or_insert(at));
        names.claims[at] = match claim.kind {
            _ if first != at => names.claims[first].clone(),
            ClaimKind::Forward => namer.forward(claim),
            ClaimKind::Retention => namer.retention(line, claim),
            ClaimKind::Known => documents.known[&claim.first].clone(),
            ClaimKind::Unexplained => namer.dated(entry, true),
            // The due dates of one document are one invoice.
            _ if claim.instalment.is_some() => {
                namer.document(line, claim.issue, totals[&(claim.entry, claim.customer)])
            }
            _ => namer.document(line, claim.issue, claim.amount),
        };
    }
    names.returned = documents.returned.iter().map(|returned| namer.dated(returned.entry, false)).collect();
    names
}

/// Returns what the balance is called that a customer brings into the year of a day.
pub(super) fn forward(customer: &str, day: Date) -> String {
    format!("AN-{}-{customer}", day.year())
}

struct Namer<'a> {
    book: &'a Book,
    rule: Rule,
    folder: &'a dyn Folder,
    /// The names that were given to documents.
    taken: Interner,
    /// How many entries without a number a journal had on a day.
    running: BTreeMap<(TextId, Date), u32>,
    /// The name of each entry that has one, and how many lines have it.
    entries: Vec<Option<(String, u32)>>,
    /// The first entry of each number, of claims and of payments.
    numbered: BTreeMap<(bool, String), u32>,
}

impl Namer<'_> {
    /// Returns the name of an invoice or credit note.
    fn document(&mut self, line: u32, issue: Date, amount: i64) -> String {
        let (book, line) = (self.book, &self.book.lines[line as usize]);
        let text = |id: TextId| book.texts.texts().get(id);
        let entry = &book.entries[line.entry as usize];
        let number = text(entry.number);
        let wanted = match self.rule {
            Rule::Invoice => text(line.invoice),
            Rule::Piece => text(line.piece),
            Rule::Entry => number,
            Rule::Running => "",
        };
        // Entries without a number are counted as they come, whether this one is called by its count or not.
        let base = number.is_empty().then(|| self.base(line.entry));
        let customer = &book.customers[line.customer as usize].id;
        let theirs = (customer.as_str(), issue, amount);
        let name = if !wanted.is_empty() && self.is_free(wanted, theirs) {
            wanted.to_owned()
        } else {
            let base = base.unwrap_or_else(|| self.base(line.entry));
            let longer = match self.rule {
                Rule::Entry => format!("{}-{wanted}", entry.date.year()),
                _ => format!("{wanted}-{number}"),
            };
            let running = (2..).map(|count| format!("{base}-{count}"));
            let longer = Some(longer).filter(|_| !wanted.is_empty());
            let mut candidates = longer.into_iter().chain([base.clone()]).chain(running);
            candidates.find(|name| self.is_free(name, theirs)).expect("numbers do not end")
        };
        self.taken.intern(&name);
        name
    }

    /// Returns the name of the retention money of an invoice: that of the invoice, and RG.
    fn retention(&mut self, line: u32, claim: &Claim) -> String {
        let (book, line) = (self.book, &self.book.lines[line as usize]);
        let text = |id: TextId| book.texts.texts().get(id);
        let number = match self.rule {
            Rule::Invoice => text(line.invoice),
            Rule::Piece => text(line.piece),
            Rule::Entry | Rule::Running => "",
        };
        let number = if number.is_empty() { self.base(line.entry) } else { number.to_owned() };
        let theirs = (book.customers[line.customer as usize].id.as_str(), claim.issue, claim.amount);
        let running = (2..).map(|count| format!("{number}-RG-{count}"));
        let mut candidates = std::iter::once(format!("{number}-RG")).chain(running);
        let name = candidates.find(|name| self.is_free(name, theirs)).expect("numbers do not end");
        self.taken.intern(&name);
        name
    }

    /// Tells whether a document of a customer, of that day and sum, can be called that: nothing else is, here or in the
    /// folder. One of the same number, day and sum is the same, whatever the folder calls its customer, unless it knows
    /// another by that code.
    fn is_free(&self, name: &str, (customer, issue, amount): (&str, Date, i64)) -> bool {
        let is_his = || {
            let billed = self.folder.billed(name) == Some((Amount::from_minor(amount), Currency::EUR));
            billed && self.folder.customer(customer, "", "").is_none()
        };
        let is_ours =
            self.folder.invoice(name).is_none_or(|(whose, day)| day == issue && (whose == customer || is_his()));
        is_ours && self.taken.find(name).is_none()
    }

    /// Returns the name of a balance brought forward.
    fn forward(&mut self, claim: &Claim) -> String {
        let customer = &self.book.customers[claim.customer as usize].id;
        let base = forward(customer, claim.issue);
        self.next(&base)
    }

    /// Returns the next name after an entry.
    fn of_entry(&mut self, entry: u32) -> String {
        let base = self.base(entry);
        let (_, count) = self.entries[entry as usize].as_mut().expect("it has a name by now");
        *count += 1;
        if *count == 1 { base } else { format!("{base}-{count}") }
    }

    /// Returns the next name of a payment, or of a claim without a document, after an entry: with the day in it where
    /// numbers begin anew within the year. The first entry of a number keeps the name that it has alone, and so does
    /// one that the folder knows by it.
    fn dated(&mut self, entry: u32, is_claim: bool) -> String {
        let (base, name) = (self.base(entry), self.of_entry(entry));
        let date = self.book.entries[entry as usize].date;
        let known = if is_claim {
            self.folder.invoice(&base).map(|(_, day)| day)
        } else {
            self.folder.receipt(&base).map(|known| known.date)
        };
        let is_free = known.is_none_or(|day| day == date);
        let is_first = is_free && *self.numbered.entry((is_claim, base)).or_insert(entry) == entry;
        match name.strip_prefix(&format!("{}-{}", date.year(), self.journal(entry))) {
            Some(number) if !is_first => format!("{date}-{}{number}", self.journal(entry)),
            _ => name,
        }
    }

    fn journal(&self, entry: u32) -> &str {
        self.book.texts.texts().get(self.book.entries[entry as usize].journal)
    }

    fn next(&mut self, base: &str) -> String {
        let running = (2..).map(|count| format!("{base}-{count}"));
        let mut candidates = std::iter::once(base.to_owned()).chain(running);
        let name = candidates.find(|name| self.taken.find(name).is_none()).expect("numbers do not end");
        self.taken.intern(&name);
        name
    }

    /// Returns the name of an entry: year, journal and number; without a number day, journal and a running one.
    fn base(&mut self, at: u32) -> String {
        if let Some((name, _)) = &self.entries[at as usize] {
            return name.clone();
        }
        let entry = &self.book.entries[at as usize];
        let text = |id: TextId| self.book.texts.texts().get(id);
        let (journal, number) = (text(entry.journal), text(entry.number));
        let name = if number.is_empty() {
            let count = self.running.entry((entry.journal, entry.date)).or_default();
            *count += 1;
            format!("{}-{journal}-{count}", entry.date)
        } else {
            format!("{}-{journal}-{number}", entry.date.year())
        };
        self.entries[at as usize] = Some((name.clone(), 0));
        name
    }
}
