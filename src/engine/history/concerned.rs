//! Which items an event concerns: one rule for all that reads events.

use crate::model::{Event, EventKind, ItemId, Ledger};

/// Tells whether an event concerns an item: it names the item's invoice and no other instalment, or only its customer.
///
/// What a court was asked, what was sold, contested or given up on a day can only be what was there that day: of such
/// an act that names only the customer, invoices issued later are not concerned. A sum that is shared out between items
/// touches only those in its currency.
pub fn concerns(ledger: &Ledger, event: &Event, item: ItemId) -> bool {
    let invoice = ledger.invoice(item);
    let is_named = match event.invoice {
        Some(number) => {
            invoice.number == number
                && (event.instalment.is_none() || ledger.instalment(item) == event.instalment.as_deref())
        }
        None => {
            invoice.customer == event.customer && (!is_of_invoices_so_far(event.kind) || invoice.issue <= event.date)
        }
    };
    is_named && invoice.is_item() && (!shares_a_sum(event) || invoice.currency == event.currency)
}

/// Returns the items that an event concerns, by due date.
pub fn concerned<'l>(ledger: &'l Ledger, event: &'l Event) -> impl Iterator<Item = ItemId> + 'l {
    let named = event.invoice.map(|number| ledger.rows_of(number));
    let all = ledger.invoices_of(event.customer).map(|row| ItemId(row as u32));
    let all = if named.is_some() { None } else { Some(all) };
    let rows = named.into_iter().flatten().chain(all.into_iter().flatten());
    rows.filter(|&item| concerns(ledger, event, item))
}

/// Returns the items that a promise, or a row of a plan, covers: those that it concerns and that were issued by then.
pub(super) fn covered(ledger: &Ledger, event: &Event) -> Vec<ItemId> {
    concerned(ledger, event).filter(|&item| ledger.invoice(item).issue <= event.date).collect()
}

/// Tells whether an event that names only its customer is of the invoices that he has by then, and of none to come: a
/// hold, an approval or a judgment is of him, and so of all.
const fn is_of_invoices_so_far(kind: EventKind) -> bool {
    matches!(
        kind,
        EventKind::DisputeOpened
            | EventKind::PaymentAnnounced
            | EventKind::Assigned
            | EventKind::HandedOver
            | EventKind::CourtFiled
            | EventKind::Acknowledged
            | EventKind::Waived
    )
}

/// Tells whether the event has a sum, and it is shared out between the items. The sum of a notice is what it claimed.
fn shares_a_sum(event: &Event) -> bool {
    event.amount.is_some()
        && matches!(
            event.kind,
            EventKind::DisputeOpened
                | EventKind::DisputeClosed
                | EventKind::Promise
                | EventKind::Plan
                | EventKind::Waived
        )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{item, ledger};

    /// The second invoice is issued on the day of the acts, the third one the day after.
    #[test]
    fn what_is_said_of_debts_concerns_those_that_are_there() {
        let invoices = "invoice_id,customer_id,issue_date,due_date,amount\n\
            F,C,2026-01-01,2026-01-31,10.00\nG,C,2026-03-01,2026-03-31,10.00\nH,C,2026-03-02,2026-04-01,10.00\n";
        let concerned_by = |event: &str, whom: &str| -> Vec<String> {
            let events = format!("date,event,customer_id,invoice_id\n2026-03-01,{event},{whom}\n");
            let ledger = ledger("", invoices, "", &events);
            let number = |item: ItemId| ledger.number(ledger.invoice(item).number).to_owned();
            concerned(&ledger, &ledger.events()[0]).map(number).collect()
        };
        for event in
            ["dispute_opened", "payment_announced", "assigned", "handed_over", "court_filed", "acknowledged", "waived"]
        {
            assert_eq!(concerned_by(event, "C,"), ["F", "G"], "{event}");
            assert_eq!(concerned_by(event, ",H"), ["H"], "{event}: whoever names an invoice means it");
        }
        for event in ["hold", "release", "dispute_closed", "note"] {
            assert_eq!(concerned_by(event, "C,"), ["F", "G", "H"], "{event}");
        }
    }

    #[test]
    fn an_event_concerns_what_it_names_or_all_of_its_customer() {
        let invoices = "invoice_id,customer_id,issue_date,due_date,amount,instalment,currency\n\
            F,C,2026-01-01,2026-01-31,10.00,1,EUR\nF,C,2026-01-01,2026-02-28,10.00,2,EUR\n\
            G,C,2026-01-01,2026-01-31,10.00,,USD\nA,C,2026-01-02,2026-01-31,-5.00,,EUR\nO,D,2026-01-01,2026-01-31,9.00,,EUR\n";
        let events = "date,event,customer_id,invoice_id,instalment,amount,currency\n\
            2026-03-01,note,,F,2,,\n2026-03-02,note,,F,,,\n2026-03-03,note,C,,,,\n2026-03-04,dispute_opened,C,,,15.00,EUR\n\
            2026-03-05,notice,C,,,15.00,EUR\n";
        let ledger = ledger("", invoices, "", events);
        let all = ["F/1", "F/2", "G", "A", "O"];
        let found: Vec<Vec<&str>> = ledger
            .events()
            .iter()
            .map(|event| {
                let concerned: Vec<ItemId> = concerned(&ledger, event).collect();
                let name = |found: &ItemId| *all.iter().find(|name| item(&ledger, name) == *found).unwrap();
                assert!(all.iter().all(|name| {
                    let row = item(&ledger, name);
                    concerns(&ledger, event, row) == concerned.contains(&row)
                }));
                let mut names: Vec<&str> = concerned.iter().map(name).collect();
                names.sort_unstable();
                names
            })
            .collect();
        let every = vec!["F/1", "F/2", "G"];
        assert_eq!(found, [vec!["F/2"], vec!["F/1", "F/2"], every.clone(), vec!["F/1", "F/2"], every]);
    }
}
