//! The ids of movements: the bank's reference, else day, amount and words. Statements that overlap give one movement
//! one id, and each movement has its own.
//!
//! Banks use a reference again: a mandate each month, a running number each day, and every account has its own. The
//! same movement is known by it only where the day is near, the sum is the same, the account does not contradict and
//! the payer is no other one; any other gets its day and sum behind the reference.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use sha2::{Digest, Sha256};

use super::accounts::contradict;
use super::said::Said;
use super::telling::{APART, is_made, telling};
use super::{Movement, Statement};
use crate::import::source::{Folder, ReceiptPlace, Telling};
use crate::model::payment::{OF_BANK, is_near, receipt_of};
use crate::model::{Amount, Currency, Date, compact};

/// A movement of this run to which an id was given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Given {
    amount: Amount,
    currency: Currency,
    date: Date,
    account: String,
    /// Its words, under the id.
    pub telling: Telling,
}

impl Given {
    /// Returns a movement that has no id yet.
    fn of(statement: &Statement, movement: &Movement) -> Given {
        let Movement { amount, currency, date, .. } = *movement;
        let telling = telling(String::new(), movement, statement);
        Given { amount, currency, date, account: compact(&statement.account), telling }
    }

    /// Tells whether the movement of those traits is this one.
    fn is(&self, (amount, currency, date): (Amount, Currency, Date), account: &str) -> bool {
        (self.amount, self.currency) == (amount, currency)
            && is_near(self.date, date)
            && !contradict(&self.account, account)
    }

    /// Tells whether a telling of the same reference and sum is of another payer.
    fn is_of_another(&self, other: &Telling) -> bool {
        let [own, other] = [&self.telling, other].map(|telling| Said::of(telling, (self.currency, self.amount)));
        own.has_nothing_of(&other)
    }
}

/// The ids that earlier files of a run gave.
pub(super) type Run = BTreeMap<String, Given>;

/// Where a movement is known from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Known {
    Folder(ReceiptPlace),
    Run,
}

/// The ids that the movements of one file get.
pub(super) struct Ids<'a> {
    folder: &'a dyn Folder,
    run: &'a Run,
    /// The ids that movements of this file have.
    pub used: BTreeSet<String>,
    counts: BTreeMap<String, u32>,
    /// Below which number every id of movements that look alike is one of this file's.
    unused: BTreeMap<String, u32>,
}

impl<'a> Ids<'a> {
    pub fn new(folder: &'a dyn Folder, run: &'a Run) -> Ids<'a> {
        Ids { folder, run, used: BTreeSet::new(), counts: BTreeMap::new(), unused: BTreeMap::new() }
    }

    /// Gives a movement an id that no other of the file has, and returns where it is known from already, if it is.
    pub fn give(&mut self, statement: &Statement, movement: &Movement) -> (Given, Option<Known>) {
        let mut given = Given::of(statement, movement);
        let (base, earlier) = self.spellings(statement, movement);
        let as_before = || earlier.iter().find_map(|id| self.known(id, &given).map(|known| (id.clone(), known)));
        let (text, known) =
            as_before().map_or_else(|| self.own(&base, movement, &given), |(id, known)| (id, Some(known)));
        self.used.insert(text.clone());
        given.telling.id = text;
        (given, known)
    }

    /// Returns what a movement's id begins with, and how it may have been written before.
    fn spellings(&mut self, statement: &Statement, movement: &Movement) -> (String, Vec<String>) {
        let written = written(statement, movement);
        let base = without_stroke(&written);
        let count = self.counts.entry(written.clone()).or_default();
        *count += 1;
        let numbered = if *count == 1 { written.clone() } else { format!("{written}-{count}") };
        let dated = format!("{numbered}-{}", movement.date);
        (base.clone(), vec![base, written, numbered, dated])
    }

    /// Returns an id in the form of today; if that is the movement's in the folder or in this run, where.
    fn own(&mut self, base: &str, movement: &Movement, given: &Given) -> (String, Option<Known>) {
        let apart = if is_reference(&movement.bank_reference) {
            format!("{base}{APART}{}-{}", movement.date, movement.amount.minor())
        } else {
            base.to_owned()
        };
        let numbered = |number: u32| format!("{apart}{APART}{number}");
        // A day may have thousands alike.
        let mut first = self.unused.get(&apart).copied().unwrap_or(2);
        while self.used.contains(&numbered(first)) {
            first += 1;
        }
        self.unused.insert(apart.clone(), first);
        let numbered = (first..).map(numbered);
        let mut all = [base.to_owned(), apart.clone()].into_iter().chain(numbered);
        let free = all.find(|id| !self.used.contains(id) && (self.known(id, given).is_some() || !self.is_taken(id)));
        let id = free.unwrap_or_else(|| apart.clone());
        let known = self.known(&id, given);
        (id, known)
    }

    /// Returns where a movement is known from under an id that the file has not used.
    fn known(&self, id: &str, given: &Given) -> Option<Known> {
        if self.used.contains(id) {
            return None;
        }
        // What was made of the words is of the same ones.
        let is_of_another = |telling: &Telling| !is_made(id) && given.is_of_another(telling);
        let in_folder = self.folder.receipt(id).filter(|known| {
            let mut told = self.folder.tellings(known.amount, known.currency).iter().filter(|telling| telling.id == id);
            // To which account it came is not kept.
            given.is((known.amount, known.currency, known.date), "") && !told.any(is_of_another)
        });
        let in_run = || {
            let found = self.run.get(id).filter(|one| given.is((one.amount, one.currency, one.date), &one.account));
            found.filter(|one| !is_of_another(&one.telling)).map(|_| Known::Run)
        };
        in_folder.map(|known| Known::Folder(known.place)).or_else(in_run)
    }

    fn is_taken(&self, id: &str) -> bool {
        self.folder.receipt(id).is_some() || self.run.contains_key(id)
    }
}

/// Notes what a run gave an id to.
pub(super) fn note(run: &mut Run, given: Given) {
    run.insert(given.telling.id.clone(), given);
}

/// Returns the bank's reference as it is written, else day, amount and a digest of the words.
pub(super) fn written(statement: &Statement, movement: &Movement) -> String {
    if is_reference(&movement.bank_reference) {
        return format!("{OF_BANK}{}", movement.bank_reference);
    }
    let said = format!("{}\n{}\n{}\n{}", statement.account, movement.text, movement.payer, movement.reference);
    let digest = Sha256::digest(said.as_bytes()).iter().take(3).fold(String::new(), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    });
    format!("{OF_BANK}{}-{}-{digest}", movement.date, movement.amount.minor())
}

/// Returns an id of which no end looks like the number of a part: `ABC/12` is `ABC.12`.
fn without_stroke(id: &str) -> String {
    let head = receipt_of(id);
    if head == id { id.to_owned() } else { format!("{head}.{}", &id[head.len() + 1..]) }
}

/// Tells whether a bank's reference is one: not a word for none, and long enough not to be a running number of the day.
pub(super) fn is_reference(text: &str) -> bool {
    text.len() >= 6 && !["NONREF", "NOTPROVIDED"].contains(&text.to_ascii_uppercase().as_str())
}

/// Returns the ids of some statements' movements where nothing is known.
#[cfg(test)]
pub(super) fn of(statements: &[Statement]) -> Vec<Vec<String>> {
    let run = Run::new();
    let mut ids = Ids::new(&crate::import::source::NoFolder, &run);
    let of = |statement: &Statement, ids: &mut Ids<'_>| {
        statement.movements.iter().map(|movement| ids.give(statement, movement).0.telling.id).collect()
    };
    statements.iter().map(|statement| of(statement, &mut ids)).collect()
}

#[cfg(test)]
mod tests {
    use super::super::{Kind, Parts};
    use super::*;
    use crate::import::source::KnownReceipt;
    use crate::testing::day;

    /// A folder that knows some receipts, each by its id, day and cents.
    #[derive(Debug)]
    struct Knows(Vec<(&'static str, &'static str, i64)>);

    impl Folder for Knows {
        fn receipt(&self, id: &str) -> Option<KnownReceipt> {
            let (_, date, cents) = self.0.iter().find(|(known, ..)| *known == id)?;
            Some(KnownReceipt {
                amount: Amount::from_minor(*cents),
                currency: Currency::EUR,
                date: day(date),
                place: ReceiptPlace::Posted,
            })
        }
    }

    fn statement(account: &str, movements: &[(&str, &str, i64)]) -> Statement {
        let movement = |&(reference, date, cents): &(&str, &str, i64)| Movement {
            line: 1,
            date: day(date),
            amount: Amount::from_minor(cents),
            currency: Currency::EUR,
            told_by_bank: String::new(),
            bank_reference: reference.to_owned(),
            reference: String::new(),
            text: "VIR".to_owned(),
            payer: String::new(),
            payer_account: String::new(),
            kind: Kind::Receipt,
            parts: Parts::Untold,
        };
        let movements = movements.iter().map(movement).collect();
        Statement { account: account.to_owned(), movements, ..Statement::default() }
    }

    /// Gives the movements of files their ids, those that are known in brackets.
    fn given(folder: &Knows, files: &[Statement]) -> Vec<String> {
        let mut run = Run::new();
        let mut told = Vec::new();
        for file in files {
            let mut fresh = Vec::new();
            let mut ids = Ids::new(folder, &run);
            for movement in &file.movements {
                let (given, known) = ids.give(file, movement);
                let id = given.telling.id.clone();
                told.push(if known.is_some() { format!("({id})") } else { id });
                fresh.push(given);
            }
            fresh.into_iter().for_each(|given| note(&mut run, given));
        }
        told
    }

    const NEW: Knows = Knows(Vec::new());

    #[test]
    fn a_reference_used_again_is_another_movement_unless_day_sum_and_account_agree() {
        let february = statement("FR1", &[("MANDAT77", "2026-02-05", 10_000)]);
        let march = statement("FR1", &[("MANDAT77", "2026-03-05", 10_000)]);
        let other = statement("FR2", &[("MANDAT77", "2026-02-05", 10_000)]);
        let again = statement("FR1", &[("MANDAT77", "2026-02-06", 10_000)]);
        let ids = given(&NEW, &[february.clone(), march.clone(), other, again]);
        let apart = "B-MANDAT77~2026-02-05-10000";
        assert_eq!(ids, ["B-MANDAT77", "B-MANDAT77~2026-03-05-10000", apart, "(B-MANDAT77)"]);
        let folder = Knows(vec![("B-MANDAT77", "2026-02-05", 10_000)]);
        assert_eq!(given(&folder, &[march, february]), ["B-MANDAT77~2026-03-05-10000", "(B-MANDAT77)"]);
    }

    #[test]
    fn a_reference_that_starts_again_for_another_payer_is_another_movement() {
        let of = |date: &str, payer: &str, text: &str| {
            let mut file = statement("FR1", &[("0000001", date, 50_000)]);
            (file.movements[0].payer, file.movements[0].text) = (payer.to_owned(), text.to_owned());
            file
        };
        let dupont = of("2026-10-10", "DUPONT ET FILS", "VIR SEPA");
        let leroy = of("2026-10-11", "GARAGE LEROY", "VIR SEPA");
        let apart = "B-0000001~2026-10-11-50000";
        let ids = given(&NEW, &[dupont.clone(), leroy.clone(), dupont.clone(), leroy]);
        assert_eq!(ids, ["B-0000001", apart, "(B-0000001)", &format!("({apart})")]);
        // A form of statement that says nothing of the payer, or more of him, speaks of the same movement.
        let mute = of("2026-10-10", "", "VIR");
        let more = of("2026-10-10", "DUPONT ET FILS SARL", "VIR SEPA LOYER");
        assert_eq!(given(&NEW, &[dupont, mute, more]), ["B-0000001", "(B-0000001)", "(B-0000001)"]);
    }

    #[test]
    fn sums_of_one_reference_and_day_are_each_their_own_in_any_order() {
        let of = |sums: &[i64]| {
            let rows: Vec<_> = sums.iter().map(|&cents| ("00000000001005", "2026-02-05", cents)).collect();
            statement("FR1", &rows)
        };
        let base = "B-00000000001005";
        let apart = |cents: i64| format!("{base}~2026-02-05-{cents}");
        assert_eq!(given(&NEW, &[of(&[100, 200, 300])]), [base.to_owned(), apart(200), apart(300)]);
        // Of two equal ones the second has a number; each is known again.
        assert_eq!(given(&NEW, &[of(&[100, 100, 100])]), [base.to_owned(), apart(100), format!("{}~2", apart(100))]);
        let twice = given(&NEW, &[of(&[100, 200, 200]), of(&[200, 200, 100])]);
        assert!(twice[3..].iter().all(|id| id.starts_with('(')), "{twice:?}");
    }

    #[test]
    fn no_id_ends_like_the_number_of_a_part_and_those_of_older_folders_are_known() {
        let one = statement("", &[("ABC/12345", "2026-02-05", 100)]);
        assert_eq!(given(&NEW, std::slice::from_ref(&one)), ["B-ABC.12345"]);
        assert_eq!(given(&Knows(vec![("B-ABC/12345", "2026-02-05", 100)]), &[one]), ["(B-ABC/12345)"]);
        let two = statement("", &[("CLIENT77", "2026-02-05", 100), ("CLIENT77", "2026-02-05", 60)]);
        let folder = Knows(vec![("B-CLIENT77", "2026-02-05", 100), ("B-CLIENT77-2", "2026-02-05", 60)]);
        assert_eq!(given(&folder, &[two]), ["(B-CLIENT77)", "(B-CLIENT77-2)"]);
    }
}
