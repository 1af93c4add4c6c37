//! Who paid what: lettering names the invoices of a payment.
//!
//! Codes restart for each account, and may be used again another day or in another year: what has one code is taken
//! apart by day, by file, or not at all, whichever leaves groups that balance. A group that does not balance is open
//! for its difference. Inside a group credit notes come first, then money, each to the oldest claim.

use std::collections::BTreeMap;

use super::book::Book;
use super::documents::{Claim, ClaimKind, Documents, Letter, MoneyKind, Share};
use super::nature::Side;
use crate::model::{Date, TextId};

/// Where a part of some money goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Part {
    /// The money, by its place in [`Documents::money`].
    pub money: u32,
    /// The claim, by its place in [`Documents::claims`]; nothing when nobody can tell.
    pub claim: Option<u32>,
    pub amount: i64,
}

/// What lettering tells.
#[derive(Clone, Debug, Default)]
pub(super) struct Lettering {
    /// Where all money goes, in the order of the money.
    pub parts: Vec<Part>,
    /// For each returned payment, by its place in [`Documents::returned`], the money that it takes back.
    pub reversed: BTreeMap<u32, u32>,
    /// How many payments were spread over invoices because their letter has several of both.
    pub inferred: usize,
}

/// Reads the lettering. Money paid out that takes no payment back becomes a claim: what it gave back is set against it.
pub(super) fn letter(book: &Book, documents: &mut Documents) -> Lettering {
    let mut lettering = Lettering { reversed: returns(book, documents), ..Lettering::default() };
    let paired: Vec<bool> = {
        let mut paired = vec![false; documents.money.len()];
        for (&returned, &money) in &lettering.reversed {
            let same_letter =
                documents.returned[returned as usize].letter.code == documents.money[money as usize].letter.code;
            paired[money as usize] = same_letter && documents.money[money as usize].letter.code.is_some();
        }
        paired
    };
    let mut groups: BTreeMap<TextId, Group> = BTreeMap::new();
    for (at, share) in documents.shares.iter().enumerate() {
        if let Some(code) = share.letter.code {
            groups.entry(code).or_default().shares.push(at as u32);
        }
    }
    for (at, money) in documents.money.iter().enumerate() {
        match money.letter.code {
            Some(code) if !paired[at] => groups.entry(code).or_default().money.push(at as u32),
            _ => lettering.parts.push(Part { money: at as u32, claim: None, amount: money.amount }),
        }
    }
    for group in groups.values() {
        for group in group.taken_apart(documents) {
            fill(book, documents, group, &mut lettering);
        }
    }
    lettering.parts.sort_by_key(|part| part.money);
    lettering
}

/// What has one letter: shares of claims, and money.
#[derive(Clone, Debug, Default)]
struct Group {
    shares: Vec<u32>,
    money: Vec<u32>,
}

impl Group {
    fn difference(&self, documents: &Documents) -> i64 {
        let claimed: i64 = self.shares.iter().map(|&at| documents.shares[at as usize].amount).sum();
        claimed - self.money.iter().map(|&at| documents.money[at as usize].amount).sum::<i64>()
    }

    /// Returns the groups that the code stands for.
    fn taken_apart(&self, documents: &Documents) -> Vec<Group> {
        let by_day = |letter: Letter| (0, letter.day);
        let by_file = |letter: Letter| (letter.file, None);
        let balanced = |groups: &Vec<Group>| groups.iter().all(|group| group.difference(documents) == 0);
        let days = self.apart_by(documents, by_day);
        if days.len() == 1 || balanced(&days) {
            return days;
        }
        let files = self.apart_by(documents, by_file);
        if files.len() > 1 && balanced(&files) {
            return files;
        }
        if self.difference(documents) == 0 || files.len() == 1 { vec![self.clone()] } else { files }
    }

    fn apart_by(&self, documents: &Documents, key: impl Fn(Letter) -> (u32, Option<Date>)) -> Vec<Group> {
        let mut groups: BTreeMap<(u32, Option<Date>), Group> = BTreeMap::new();
        for &at in &self.shares {
            groups.entry(key(documents.shares[at as usize].letter)).or_default().shares.push(at);
        }
        for &at in &self.money {
            groups.entry(key(documents.money[at as usize].letter)).or_default().money.push(at);
        }
        groups.into_values().collect()
    }
}

/// Sets the money of one group against its claims.
fn fill(book: &Book, documents: &Documents, mut group: Group, lettering: &mut Lettering) {
    let claim_of = |share: &Share| &documents.claims[share.claim as usize];
    group.shares.sort_by_key(|&at| (claim_of(&documents.shares[at as usize]).issue, at));
    group.money.sort_by_key(|&at| {
        let money = &documents.money[at as usize];
        (money.kind.min(MoneyKind::Payment), book.entries[money.entry as usize].date, at)
    });
    let mut left: Vec<(u32, i64)> = group
        .shares
        .iter()
        .map(|&at| (documents.shares[at as usize].claim, documents.shares[at as usize].amount))
        .collect();
    if group.shares.len() > 1 && group.money.len() > 1 {
        lettering.inferred += group.money.len();
    }
    for &at in &group.money {
        let money = &documents.money[at as usize];
        let mut rest = money.amount;
        let is_whole = matches!(money.kind, MoneyKind::Note | MoneyKind::Discount);
        let named_from = lettering.parts.len();
        // A credit note corrects one invoice: the first that it fits into.
        let fitting = left.iter().position(|(_, open)| *open >= rest).filter(|_| is_whole);
        for (claim, open) in left[fitting.unwrap_or(0)..].iter_mut().filter(|(_, open)| *open > 0) {
            let amount = rest.min(*open);
            *open -= amount;
            rest -= amount;
            let claim = (!is_whole || fitting.is_some()).then_some(*claim);
            lettering.parts.push(Part { money: at, claim, amount });
            if rest == 0 {
                break;
            }
        }
        if rest > 0 {
            lettering.parts.push(Part { money: at, claim: None, amount: rest });
        }
        merge_parts(&mut lettering.parts, named_from);
    }
}

/// Puts the parts together that go to one claim.
fn merge_parts(parts: &mut Vec<Part>, from: usize) {
    let mut merged: Vec<Part> = Vec::new();
    for part in parts.drain(from..) {
        match merged.iter_mut().find(|known| known.claim == part.claim) {
            Some(known) => known.amount += part.amount,
            None => merged.push(part),
        }
    }
    parts.append(&mut merged);
}

/// Finds the payments that are taken back, and the bills that are not paid, and turns the other money paid out into
/// claims.
fn returns(book: &Book, documents: &mut Documents) -> BTreeMap<u32, u32> {
    let mut reversed: BTreeMap<u32, u32> = BTreeMap::new();
    if documents.returned.is_empty() {
        return reversed;
    }
    let mut payments: BTreeMap<(u32, i64), Vec<u32>> = BTreeMap::new();
    let mut lettered: BTreeMap<TextId, i64> = BTreeMap::new();
    for (at, money) in documents.money.iter().enumerate() {
        let is_bill =
            money.kind == MoneyKind::SetOff && book.entries[money.entry as usize].sides[Side::Bill as usize] > 0;
        if money.kind == MoneyKind::Payment || is_bill {
            payments.entry((money.customer, money.amount)).or_default().push(at as u32);
        }
        if let Some(code) = money.letter.code {
            *lettered.entry(code).or_default() += money.amount;
        }
    }
    let mut claims = Vec::new();
    for (at, returned) in documents.returned.iter().enumerate() {
        let date = book.entries[returned.entry as usize].date;
        let day_of = |money: u32| book.entries[documents.money[money as usize].entry as usize].date;
        let candidates = payments.entry((returned.customer, returned.amount)).or_default();
        let mut before: Vec<usize> = (0..candidates.len()).filter(|&i| day_of(candidates[i]) <= date).collect();
        before.sort_by_key(|&i| (day_of(candidates[i]), i));
        let code_of = |i: usize| documents.money[candidates[i] as usize].letter.code;
        let code = returned.letter.code;
        let same = before.iter().rev().copied().find(|&i| code.is_some() && code_of(i) == code);
        // Money given back out of a credit note: lettered with it.
        let has_credit = code.and_then(|code| lettered.get(&code)).is_some_and(|sum| *sum >= returned.amount);
        let other = before.last().copied().filter(|_| !has_credit);
        match same.or(other) {
            Some(i) => drop(reversed.insert(at as u32, candidates.remove(i))),
            None => claims.push(*returned),
        }
    }
    for returned in claims {
        let claim = documents.claims.len() as u32;
        let date = book.entries[returned.entry as usize].date;
        documents.claims.push(Claim {
            kind: ClaimKind::Unexplained,
            customer: returned.customer,
            entry: returned.entry,
            first: returned.line,
            amount: returned.amount,
            issue: date,
            due: None,
            instalment: None,
        });
        documents.unexplained += 1;
        documents.shares.push(Share { claim, amount: returned.amount, letter: returned.letter });
    }
    reversed
}
