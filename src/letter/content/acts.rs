//! What was said and done with a customer before, act by act: one e-mail about twelve invoices is one line.

use std::collections::BTreeMap;

use super::build::Desk;
use crate::engine::returned::returned;
use crate::letter::model::Said;
use crate::letter::words;
use crate::model::{Currency, CustomerId, Date, Event, EventKind, Lang};

/// How many lines of the history a letter can show.
const HISTORY: usize = 10;

impl Desk<'_> {
    /// Returns the last acts with a customer, latest first, and what the bank took back among them.
    pub(in crate::letter) fn said(&self, customer: CustomerId, lang: Lang) -> Vec<Said> {
        // What went out today is not "before": the same letters again, once they are recorded, say the same.
        let is_before = |event: &&Event| event.kind != EventKind::Notice || event.date < self.plan.as_of();
        let (ledger, policy) = (self.plan.ledger(), self.plan.policy());
        let acts = acts(self.history.of(customer).filter(is_before));
        let last = &acts[acts.len().saturating_sub(HISTORY)..];
        let mut said: Vec<_> = last.iter().map(|act| (act[0].date, words::said(act, ledger, policy, lang))).collect();
        let returns = returned(ledger, self.balances, customer);
        said.extend(
            returns.map(|(row, reason)| (ledger.payment(row).date, words::taken_back(ledger, row, reason, lang))),
        );
        said.sort_by_key(|(date, _)| *date);
        said.drain(..said.len().saturating_sub(HISTORY));
        said.into_iter().rev().map(|(_, said)| said).collect()
    }
}

/// Groups events, which stand by day, into acts.
fn acts<'e>(events: impl Iterator<Item = &'e Event>) -> Vec<Vec<&'e Event>> {
    let mut acts: Vec<Vec<&Event>> = Vec::new();
    let mut places: BTreeMap<Act<'_>, usize> = BTreeMap::new();
    for event in events {
        match act(event).map(|act| *places.entry(act).or_insert(acts.len())) {
            Some(place) if place < acts.len() => acts[place].push(event),
            _ => acts.push(vec![event]),
        }
    }
    acts
}

/// What the rows of one act of a day have in common.
type Act<'e> = (Date, EventKind, Result<&'e str, (Written<'e>, Option<Date>, Currency)>);

/// The words of a row that was written by hand: level, channel, reference, note.
type Written<'e> = [Option<&'e str>; 4];

/// Returns what tells that a row is of an act with others: their id does and, where rows were written by hand without
/// any, that they say the same of several invoices.
fn act(event: &Event) -> Option<Act<'_>> {
    let by_hand = || {
        let said = [&event.level, &event.channel, &event.reference, &event.note].map(Option::as_deref);
        event.invoice.map(|_| (said, event.until, event.currency))
    };
    let same = match event.event_id.as_deref() {
        Some(id) => Ok(id),
        None => Err(by_hand()?),
    };
    Some((event.date, event.kind, same))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::ledger;

    #[test]
    fn rows_of_one_act_are_one_line_and_other_acts_of_the_day_are_not() {
        let invoices = "invoice_id,customer_id,issue_date,due_date,amount,instalment\n\
            F-1,A,2026-01-01,2026-02-01,100.00,1/2\nF-1,A,2026-01-01,2026-02-02,100.00,2/2\n\
            F-2,A,2026-01-01,2026-02-01,50.00,\n";
        let events = "date,event,event_id,customer_id,invoice_id,instalment,level,channel,amount,until,note\n\
            2026-02-09,notice,N1,A,F-1,1/2,reminder,email,100.00,,\n\
            2026-02-09,notice,N1,A,F-1,2/2,reminder,email,100.00,,\n\
            2026-02-09,notice,N1,A,F-2,,reminder,email,50.00,,\n\
            2026-02-10,call,,A,F-1,,,,,,busy\n2026-02-10,call,,A,F-2,,,,,,busy\n2026-02-10,call,,A,F-2,,,,,,away\n\
            2026-02-11,plan,P1,A,F-2,,,,20.00,2026-03-01,\n2026-02-11,plan,P1,A,F-2,,,,30.00,2026-04-01,\n";
        let ledger = ledger("", invoices, "", events);
        let policy = crate::policy::builtin::fr_b2b();
        let acts = acts(ledger.events().iter());
        let line = |act: &Vec<&Event>| {
            let said = words::said(act, &ledger, &policy, Lang::Fr);
            format!("{} – {} – {}", said.what, said.invoice.unwrap_or_default(), said.note.unwrap_or_default())
        };
        let lines: Vec<String> = acts.iter().map(line).collect();
        // 100.00 + 100.00 + 50.00; 20.00 + 30.00.
        let expected = [
            "première relance (courriel), 250,00_€ – F-1 (1/2), F-1 (2/2), F-2 – ",
            "appel – F-1, F-2 – busy",
            "appel – F-2 – away",
            "échéancier, 50,00_€, jusqu’au 01/04/2026 – F-2 – ",
        ];
        assert_eq!(lines, expected.map(|line| line.replace('_', "\u{a0}")));
    }
}
