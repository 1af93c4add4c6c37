//! Several years: what a later file brings forward is known in detail from the one before, and must agree with it.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};

use super::book::{Book, Line};
use super::naming;
use crate::import::source::Folder;
use crate::model::{Amount, Date, TextId};
use chrono::Datelike;

/// Opening lines that are known otherwise.
#[derive(Clone, Debug, Default)]
pub(super) struct Carried {
    /// The lines that are not to be taken, by their place in [`Book::lines`].
    pub dropped: BTreeSet<u32>,
    /// Those of them that the folder knows, not another file of the run.
    pub in_folder: BTreeSet<u32>,
    /// The folder's invoices that those of them stand for that are lettered with what paid them since.
    pub invoices: BTreeMap<u32, String>,
    /// Whose opening balance is another one than he had the evening before.
    pub differing: Vec<Differing>,
}

/// A customer whose opening balance is not the closing balance of the year before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Differing {
    pub customer: u32,
    /// The file that carries it forward.
    pub file: u32,
    /// What it says, in cents.
    pub opening: i64,
    /// What is known.
    pub closing: i64,
}

/// Finds the opening lines that are known in detail. `order` has the files by their years, `first_days` when the year
/// of each begins.
pub(super) fn carried(book: &mut Book, order: &[u32], first_days: &[Date], folder: &dyn Folder) -> Carried {
    let mut carried = Carried::default();
    let mut before = Before::default();
    for &file in order {
        carry(book, (file, first_days[file as usize]), folder, &mut before, &mut carried);
    }
    let lettered = carried.in_folder.iter().filter(|&&at| book.lines[at as usize].letter.is_some());
    let invoices = lettered.filter_map(|&at| Some((at, known_invoice(book, at, folder)?)));
    carried.invoices = invoices.collect();
    carried
}

/// The files that are read so far.
#[derive(Default)]
struct Before {
    /// What they come to, by customer.
    closing: BTreeMap<u32, i64>,
    /// Their lines.
    lines: Vec<u32>,
}

/// Finds the opening lines of one file that are known from those before it, or from the folder.
fn carry(
    book: &mut Book,
    (file, first_day): (u32, Date),
    folder: &dyn Folder,
    before: &mut Before,
    carried: &mut Carried,
) {
    let lines: Vec<u32> = (0..book.lines.len() as u32).filter(|&at| book.file_of(at) == file).collect();
    let mut opening: BTreeMap<u32, i64> = BTreeMap::new();
    let mut forward: Vec<u32> = Vec::new();
    for &at in &lines {
        let line = &book.lines[at as usize];
        if book.entries[line.entry as usize].is_opening(first_day) {
            *opening.entry(line.customer).or_default() += line.amount;
            forward.push(at);
        }
    }
    let is_first = before.lines.is_empty();
    let in_folder = if is_first && !opening.is_empty() { folder.owed_before(first_day) } else { BTreeMap::new() };
    let (mut dropped, mut of_folder) = (BTreeSet::new(), BTreeSet::new());
    for customer in brought_or_owed(&opening, &before.closing) {
        let brought = opening.get(&customer).copied().unwrap_or(0);
        let owed = || owed_in_folder(&book.customers[customer as usize].id, first_day, &in_folder, folder);
        let known = match before.closing.get(&customer) {
            Some(owed) => Some(*owed),
            None if is_first => owed(),
            None => Some(0),
        };
        match known {
            Some(owed) if owed == brought => {
                dropped.insert(customer);
                if let Entry::Vacant(unknown) = before.closing.entry(customer) {
                    unknown.insert(owed);
                    of_folder.insert(customer);
                }
            }
            Some(owed) => carried.differing.push(Differing { customer, file, opening: brought, closing: owed }),
            None => {}
        }
    }
    forward.retain(|&at| dropped.contains(&book.lines[at as usize].customer));
    hand_letters_on(book, &forward, &before.lines);
    let is_of_folder = |at: &&u32| of_folder.contains(&book.lines[**at as usize].customer);
    carried.in_folder.extend(forward.iter().filter(is_of_folder));
    carried.dropped.extend(forward);
    for &at in lines.iter().filter(|at| !carried.dropped.contains(at)) {
        *before.closing.entry(book.lines[at as usize].customer).or_default() += book.lines[at as usize].amount;
    }
    before.lines.extend(lines);
}

/// Returns the customers whose opening balance is to be judged. A part of a year's file may come without the opening,
/// which stands in the first part: then nobody's is.
fn brought_or_owed(opening: &BTreeMap<u32, i64>, closing: &BTreeMap<u32, i64>) -> BTreeSet<u32> {
    let mut customers: BTreeSet<u32> = opening.keys().copied().collect();
    if !opening.is_empty() {
        customers.extend(closing.iter().filter(|(_, owed)| **owed != 0).map(|(customer, _)| *customer));
    }
    customers
}

/// Returns what a customer owed in the folder the evening before a year, in cents; nothing where his opening of that
/// year is there itself.
fn owed_in_folder(
    id: &str,
    first_day: Date,
    known_before: &BTreeMap<String, Amount>,
    folder: &dyn Folder,
) -> Option<i64> {
    let is_of_this_year = folder.invoice(&naming::forward(id, first_day)).is_some();
    known_before.get(id).map(|owed| owed.minor()).filter(|_| !is_of_this_year)
}

/// Returns the folder's invoice that a line brought forward stands for: his of that number, and of that day or sum.
fn known_invoice(book: &Book, at: u32, folder: &dyn Folder) -> Option<String> {
    let line = &book.lines[at as usize];
    let customer = &book.customers[line.customer as usize].id;
    let is_it = |number: &&str| {
        let his = folder.invoice(number).filter(|(whose, _)| whose == customer);
        let billed = || folder.billed(number).is_some_and(|(sum, _)| sum == Amount::from_minor(line.amount));
        his.is_some_and(|(_, day)| day == line.document || billed())
    };
    let numbers = [line.invoice, line.piece].map(|text| book.texts.texts().get(text));
    numbers.into_iter().filter(|_| line.amount > 0).find(is_it).map(str::to_owned)
}

/// What a customer's account is known to bring forward into a later year.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct BroughtForward {
    pub customer: u32,
    /// The folder's row of it.
    pub number: String,
    /// The first day of that year.
    pub day: Date,
}

/// Finds a customer of whom the folder has the opening balance of a year after the last day of the files: what they
/// tell stands in it already.
pub(super) fn brought_forward(book: &Book, last: Date, folder: &dyn Folder) -> Option<BroughtForward> {
    let years = [Some(last), last.with_day(1).and_then(|day| day.with_year(last.year() + 1))];
    let known = |(customer, id): (u32, &str)| {
        years.into_iter().flatten().find_map(|day| {
            let number = naming::forward(id, day);
            let day = folder.invoice(&number).map(|(_, day)| day).filter(|day| *day > last)?;
            Some(BroughtForward { customer, number, day })
        })
    };
    (0..).zip(&book.customers).map(|(at, customer)| (at, customer.id.as_str())).find_map(known)
}

/// Files that tell what another one tells too.
#[derive(Clone, Debug, Default)]
pub(super) struct Repeated {
    /// Those of which every entry stands in another one: the same file twice, an older export of the same year.
    pub files: BTreeSet<u32>,
    /// Two that share some entries, of which neither has all.
    pub overlapping: Vec<[u32; 2]>,
}

/// Finds files that share entries, by journal, number and day.
pub(super) fn repeated(book: &Book, order: &[u32]) -> Repeated {
    let mut repeated = Repeated::default();
    if order.len() < 2 {
        return repeated;
    }
    let mut keys: BTreeMap<u32, BTreeSet<(&str, &str, Date, i64)>> = BTreeMap::new();
    for entry in book.entries.iter().filter(|entry| entry.has_customers()) {
        let text = |id: TextId| book.texts.texts().get(id);
        let key = (text(entry.journal), text(entry.number), entry.date, entry.customers);
        keys.entry(entry.file).or_default().insert(key);
    }
    for (i, a) in order.iter().enumerate() {
        for b in &order[i + 1..] {
            let (Some(first), Some(second)) = (keys.get(a), keys.get(b)) else { continue };
            let shared = first.intersection(second).count();
            if shared == first.len() {
                repeated.files.insert(*a);
            } else if shared == second.len() {
                repeated.files.insert(*b);
            } else if shared > 0 {
                repeated.overlapping.push([*a, *b]);
            }
        }
    }
    repeated.overlapping.retain(|pair| pair.iter().all(|file| !repeated.files.contains(file)));
    repeated
}

/// Lets a payment of this year that is lettered with a line brought forward pay the invoice of last year that the line
/// stands for.
fn hand_letters_on(book: &mut Book, forward: &[u32], earlier: &[u32]) {
    let mut balance: BTreeMap<TextId, i64> = BTreeMap::new();
    for line in &book.lines {
        if let Some(code) = line.letter {
            *balance.entry(code).or_default() += line.amount;
        }
    }
    let is_open = |line: &Line| line.letter.is_none_or(|code| balance.get(&code).is_some_and(|sum| *sum != 0));
    let open = OpenLines::of(book, earlier.iter().copied().filter(|&at| is_open(&book.lines[at as usize])));
    for &at in forward {
        let line = book.lines[at as usize];
        if let Some(old) = line.letter.and_then(|_| open.stands_for(book, &line)) {
            let old = &mut book.lines[old as usize];
            (old.letter, old.lettered) = (line.letter, line.lettered);
        }
    }
}

/// The open lines of last year: an account may have very many.
struct OpenLines {
    by_sum: BTreeMap<(u32, i64), Vec<u32>>,
    /// By customer, number and day.
    by_name: BTreeMap<(u32, TextId, Date), Vec<u32>>,
}

impl OpenLines {
    fn of(book: &Book, places: impl Iterator<Item = u32>) -> OpenLines {
        let (mut by_sum, mut by_name) = (BTreeMap::<_, Vec<u32>>::new(), BTreeMap::<_, Vec<u32>>::new());
        for at in places {
            let line = &book.lines[at as usize];
            by_sum.entry((line.customer, line.amount)).or_default().push(at);
            if !book.texts.texts().get(line.piece).is_empty() {
                by_name.entry((line.customer, line.piece, line.document)).or_default().push(at);
            }
        }
        OpenLines { by_sum, by_name }
    }

    /// Returns the one for which a line brought forward stands: the only one of its number, day and sum, else of its
    /// sum, else of its number and day, of which it is what is left.
    fn stands_for(&self, book: &Book, line: &Line) -> Option<u32> {
        let named = self.by_name.get(&(line.customer, line.piece, line.document));
        let of_sum = self.by_sum.get(&(line.customer, line.amount));
        let only = |among: Option<&Vec<u32>>, fits: &dyn Fn(&Line) -> bool| {
            let mut found = among.into_iter().flatten().copied().filter(|&at| fits(&book.lines[at as usize]));
            found.next().filter(|_| found.next().is_none())
        };
        let is_rest = |old: &Line| {
            old.letter.is_none() && old.amount.signum() == line.amount.signum() && old.amount.abs() > line.amount.abs()
        };
        only(named, &|old| old.amount == line.amount)
            .or_else(|| only(of_sum, &|_| true))
            .or_else(|| only(named, &is_rest))
    }
}
