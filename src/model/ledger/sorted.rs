//! The order in which a ledger keeps its rows, whatever that of the files.

use chrono::Datelike;

use crate::model::order::sort_by_group;
use crate::model::{
    CustomerId, Date, Event, Invoice, InvoiceMore, InvoiceNo, Payment, PaymentId, PaymentMore, TextId, Texts,
};

/// Numbers invoices in the order of their first rows; returns which text each has, and the new number of each old one.
/// What has no row comes last.
pub(super) fn number_in_order(invoices: &mut [Invoice], count: usize) -> (Vec<TextId>, Vec<Option<InvoiceNo>>) {
    let mut new = vec![None; count];
    let mut texts = Vec::with_capacity(count);
    let mut enter = |old: InvoiceNo| {
        *new[old.index()].get_or_insert_with(|| {
            texts.push(TextId(old.place()));
            InvoiceNo::at(texts.len() as u32 - 1)
        })
    };
    invoices.iter_mut().for_each(|invoice| invoice.number = enter(invoice.number));
    (0..count as u32).for_each(|old| _ = enter(InvoiceNo::at(old)));
    (texts, new)
}

/// Returns where the rows of each group begin when rows stand group by group, and where the last ends.
pub(super) fn starts(count: usize, group_of_row: impl Iterator<Item = u32>) -> Vec<u32> {
    let mut starts = vec![0_u32; count + 1];
    for group in group_of_row {
        starts[group as usize + 1] += 1;
    }
    for i in 1..starts.len() {
        starts[i] += starts[i - 1];
    }
    starts
}

/// Returns what rows are sorted by first, as a number that grows with the customer, and then with the day.
fn key(customer: CustomerId, day: Date) -> u64 {
    // The year and the place in it are found without a division. With the sign turned over, days before our era come
    // before the others.
    let day = ((day.year() << 9 | day.ordinal() as i32) ^ i32::MIN) as u32;
    u64::from(customer.0) << u32::BITS | u64::from(day)
}

pub(super) fn sort_invoices(invoices: &mut [Invoice], customers: usize, more: &[InvoiceMore], numbers: &Texts) {
    let instalment = |invoice: &Invoice| invoice.more.index().and_then(|i| more[i].instalment.as_deref());
    sort_by_group(
        invoices,
        customers,
        |row| key(row.customer, row.due),
        |a, b| {
            (a.customer, a.due, a.issue)
                .cmp(&(b.customer, b.due, b.issue))
                .then_with(|| numbers.get(TextId(a.number.place())).cmp(numbers.get(TextId(b.number.place()))))
                .then_with(|| instalment(a).cmp(&instalment(b)))
        },
    );
}

pub(super) fn sort_payments(payments: &mut [Payment], customers: usize, more: &mut [PaymentMore], ids: &Texts) {
    // `reverses` points by place, and the places change here: it is kept by id over the sort.
    let mut reversed: Vec<(usize, TextId)> = Vec::new();
    for (i, more) in more.iter().enumerate() {
        if let Some(payment) = more.reverses {
            reversed.push((i, payments[payment.index()].id));
        }
    }
    sort_by_group(
        payments,
        customers,
        |row| key(row.customer, row.date),
        |a, b| (a.customer, a.date).cmp(&(b.customer, b.date)).then_with(|| ids.get(a.id).cmp(ids.get(b.id))),
    );
    if reversed.is_empty() {
        return;
    }
    let mut place_of_id = vec![0_u32; ids.len()];
    for (place, payment) in payments.iter().enumerate() {
        place_of_id[payment.id.0 as usize] = place as u32;
    }
    for (i, id) in reversed {
        more[i].reverses = Some(PaymentId(place_of_id[id.0 as usize]));
    }
}

pub(super) fn sort_events<'t>(events: &mut [Event], text: impl Fn(InvoiceNo) -> &'t str) {
    let number = |event: &Event| event.invoice.map(|number| text(number).to_owned());
    events.sort_by_cached_key(|event| {
        let content = (
            event.event_id.clone(),
            event.customer,
            number(event),
            event.instalment.clone(),
            event.until,
            event.level.clone(),
            event.channel.clone(),
            event.amount,
        );
        let rest = (event.reference.clone(), event.note.clone(), event.published, event.interest, event.indemnity);
        (event.date, event.kind, event.status, content, rest)
    });
}
