//! What names a notice: its id, and the files of its documents.
//!
//! Both are drawn from what the notice is about, so that writing it again gives the same; a notice that says something
//! else has another id, and never the file of one that is recorded already.

use std::collections::BTreeSet;

use super::draft::Line;
use crate::engine::planning::{Notice, Plan};
use crate::letter::run::file_names;
use crate::letter::safe::{self, Case, file_part};
use crate::model::{EventKind, Lang};
use crate::policy::{FileNames, Grouping};

/// The names that are given out, and those that the history of the day has taken.
#[derive(Clone, Debug)]
pub(in crate::letter) struct Names<'p, 'a> {
    plan: &'p Plan<'a>,
    ids: BTreeSet<String>,
    /// In lower case: some file systems take `A.txt` and `a.txt` for one file.
    stems: BTreeSet<String>,
    /// The names that several customers have, as in file names and in lower case.
    namesakes: BTreeSet<String>,
}

impl<'p, 'a> Names<'p, 'a> {
    /// Starts from what `events.csv` says of the notices of the day.
    pub fn new(plan: &'p Plan<'a>) -> Names<'p, 'a> {
        let mut names = Names { plan, ids: BTreeSet::new(), stems: BTreeSet::new(), namesakes: namesakes(plan) };
        let is_of_the_day = |kind, date| kind == EventKind::Notice && date == plan.as_of();
        for event in plan.ledger().events().iter().filter(|event| is_of_the_day(event.kind, event.date)) {
            names.ids.extend(event.event_id.clone());
            names.stems.extend(event.reference.as_ref().map(|name| stem(name).to_lowercase()));
        }
        names
    }

    /// Returns the id of a notice with these lines, and the name of its files without their ends.
    pub fn give(&mut self, notice: &Notice<'_>, lines: &[Line<'_>], lang: Lang) -> (String, String) {
        let identity = self.identity(notice);
        let (day, mut facts) = (self.plan.as_of(), self.facts(notice, lines));
        facts.splice(0..0, identity.iter().cloned());
        let hash = loop {
            // Lengths keep two lists of texts from being joined to the same text.
            let joined: String = facts.iter().map(|fact| format!("{}:{fact};", fact.len())).collect();
            let hash = safe::sha256_hex(format!("{joined}{day}").as_bytes());
            // The plan asks for the same lines twice on one day only when the first notice was taken back.
            if self.ids.insert(id(self.plan, &hash)) {
                break hash;
            }
            facts.push("again".to_owned());
        };
        let (stem, joint) = match self.plan.policy().letters.file_names {
            FileNames::Ids => (ids(&identity), "__"),
            FileNames::Readable => (self.readable(notice, &identity, lang), " - "),
        };
        let marked = [String::new(), format!("{joint}{}", &hash[..6]), format!("{joint}{hash}")];
        let mut stems = marked.into_iter().map(|end| format!("{stem}{end}"));
        let stem = stems.find(|stem| self.stems.insert(stem.to_lowercase())).expect("a whole hash is not taken");
        (id(self.plan, &hash), stem)
    }

    /// Returns the name of the files as people read it: the level, the day and the customer, with his id where another
    /// one has his name, then what else tells the notice from others. Who else is written to that day changes nothing.
    fn readable(&self, notice: &Notice<'_>, identity: &[String], lang: Lang) -> String {
        let customer = self.plan.ledger().customer(notice.customer);
        let mut name = file_names::of_letter(notice.level.label.get(lang), self.plan.as_of(), &customer.name);
        if self.namesakes.contains(&file_names::of_customer(&customer.name).to_lowercase()) {
            name.push_str(&format!(" ({})", file_names::of_number(&customer.id)));
        }
        let is_usual = notice.currency == self.plan.policy().currency;
        for part in identity.iter().skip(if is_usual { 3 } else { 2 }) {
            name.push_str(&format!(" - {}", file_names::of_number(part)));
        }
        name
    }

    /// Returns what tells a notice from most others of its day: customer, currency, level, and the procedure or item
    /// where the policy lets these alone be shared.
    fn identity(&self, notice: &Notice<'_>) -> Vec<String> {
        let (ledger, policy) = (self.plan.ledger(), self.plan.policy());
        let mut identity = vec![
            ledger.customer(notice.customer).id.clone(),
            notice.level.name.clone(),
            notice.currency.code().to_owned(),
        ];
        if policy.procedures.first().is_some_and(|first| first.name != notice.procedure.name) {
            identity.push(notice.procedure.name.clone());
        }
        // What is written on demand is about no row of the plan, and about an account as a whole.
        if let (Grouping::Invoice, Some(&place)) = (notice.procedure.grouping, notice.lines.first()) {
            let item = self.plan.rows()[place].item;
            identity.push(ledger.number(ledger.invoice(item).number).to_owned());
            identity.extend(ledger.instalment(item).map(str::to_owned));
        }
        identity
    }

    /// Returns what the lines say, in an order that is not that of any file.
    fn facts(&self, notice: &Notice<'_>, lines: &[Line<'_>]) -> Vec<String> {
        let ledger = self.plan.ledger();
        let mut facts: Vec<[String; 4]> = lines
            .iter()
            .map(|line| {
                [
                    ledger.number(ledger.invoice(line.item).number).to_owned(),
                    ledger.instalment(line.item).unwrap_or_default().to_owned(),
                    line.level.to_owned(),
                    line.open.to_decimal(notice.currency).to_string(),
                ]
            })
            .collect();
        facts.sort();
        facts.into_iter().flatten().collect()
    }
}

/// Returns the name of the files as ids make it.
fn ids(identity: &[String]) -> String {
    let cased = |(i, part): (usize, &String)| file_part(part, if i == 1 { Case::Lower } else { Case::Upper });
    identity.iter().enumerate().map(cased).collect::<Vec<_>>().join("__")
}

/// Returns the names that several customers have, where files are called by them.
fn namesakes(plan: &Plan<'_>) -> BTreeSet<String> {
    let (mut once, mut again) = (BTreeSet::new(), BTreeSet::new());
    if plan.policy().letters.file_names == FileNames::Readable {
        for customer in plan.ledger().customer_ids() {
            let name = file_names::of_customer(&plan.ledger().customer(customer).name).to_lowercase();
            if !once.insert(name.clone()) {
                again.insert(name);
            }
        }
    }
    again
}

/// Returns a document's name without its end.
fn stem(file: &str) -> &str {
    file.rsplit_once('.').map_or(file, |(stem, _)| stem)
}

fn id(plan: &Plan<'_>, hash: &str) -> String {
    format!("N-{}-{}", plan.as_of().format("%Y%m%d"), &hash[..12])
}
