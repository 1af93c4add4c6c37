//! How a sum comes about: one item, several, less an early-payment discount, a credit note or a small fee.

use super::books::Books;
use super::parts::Part;
use crate::engine::allocation::CreditSource;
use crate::model::{Amount, Currency, CustomerId, InvoiceKind, InvoiceNo, ItemId, Receipt};

/// How the sum of a receipt comes about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fit {
    /// It is what is open.
    Exact,
    /// It is that, less the early-payment discount.
    Discount,
    /// It is that, less so small a rest that the policy lets it go: a fee of the bank.
    Fee(Amount),
    /// It is that, less a credit note, or money that he has with us.
    Credit(CreditSource, Amount),
    /// It is that, with the interest and indemnity that the last notices asked for.
    Asked,
    /// It is a part of it.
    Short,
    /// It is more.
    More,
}

/// How many open items of a customer are tried in every combination.
const MOST_COMBINED: usize = 12;

/// Divides a receipt among the invoices that it names, by what was owed on its day, and tells how its sum comes about.
/// What is short is short on the last due (C. civ. 1342-10); what is over stays with it as credit.
pub(super) fn split(books: &Books<'_, '_>, named: &[InvoiceNo], receipt: &Receipt) -> (Vec<Part>, Fit) {
    let ledger = books.ledger;
    let is_owed = |number: &InvoiceNo| ledger.rows_of(*number).any(|row| ledger.invoice(row).is_item());
    let mut numbers: Vec<InvoiceNo> = named.iter().copied().filter(is_owed).collect();
    let due = |number: InvoiceNo| ledger.rows_of(number).map(|row| (ledger.invoice(row).due, row)).min();
    numbers.sort_by_key(|&number| due(number));
    let opens: Vec<Amount> = numbers.iter().map(|&number| books.open_on(number, receipt.date)).collect();
    let fit = fit_then(books, &numbers, receipt);
    let face = |number: InvoiceNo| ledger.rows_of(number).map(|row| ledger.invoice(row).amount).sum::<Amount>();
    // Who pays what the invoices say pays each of them that, whatever a credit note took off meanwhile.
    let is_face = numbers.iter().map(|&number| face(number)).sum::<Amount>() == receipt.amount;
    let mut beyond = receipt.amount - opens.iter().copied().sum::<Amount>();
    let reduced = |(number, &open): (&InvoiceNo, &Amount)| match fit {
        Fit::More if is_face => face(*number),
        Fit::Discount => price_in_time(books, *number, receipt).unwrap_or(open),
        // What exceeds them all pays what was claimed of each.
        Fit::More | Fit::Asked => {
            let claimed = books.claimed_of(*number, receipt.date).min(beyond);
            beyond -= claimed;
            open + claimed
        }
        _ => open,
    };
    let wanted: Vec<Amount> = numbers.iter().zip(&opens).map(reduced).collect();
    let mut left = receipt.amount;
    let mut parts: Vec<Part> = Vec::new();
    for (number, wanted) in numbers.iter().zip(wanted) {
        let amount = wanted.min(left);
        if amount.is_positive() {
            parts.push(Part { invoice: Some(*number), item: None, amount });
            left -= amount;
        }
    }
    if numbers.len() > 1 {
        pay_notes(books, &numbers, &mut left, &mut parts);
    }
    match (parts.last_mut(), numbers.last().or(named.first())) {
        (Some(last), _) => last.amount += left,
        (None, number) => parts.push(Part { invoice: number.copied(), item: None, amount: receipt.amount }),
    }
    // A credit note is no debt to pay: its customer's money goes where his money goes.
    for part in &mut parts {
        part.invoice = part.invoice.filter(is_owed);
    }
    (parts, fit)
}

/// Lets what exceeds several invoices pay the penalty notes on them; what exceeds one goes there by itself.
fn pay_notes(books: &Books<'_, '_>, numbers: &[InvoiceNo], left: &mut Amount, parts: &mut Vec<Part>) {
    let ledger = books.ledger;
    let customer = books.customer_of(numbers[0]);
    for item in ledger.items_of(customer) {
        let (note, charged) = (ledger.invoice(item), ledger.more(item).and_then(|more| more.applies_to));
        let is_on_them = note.kind == InvoiceKind::Penalty && charged.is_some_and(|number| numbers.contains(&number));
        let amount =
            if is_on_them && !numbers.contains(&note.number) { books.open(item).min(*left) } else { Amount::ZERO };
        if amount.is_positive() {
            parts.push(Part { invoice: Some(note.number), item: None, amount });
            *left -= amount;
        }
    }
}

/// Tells how a receipt comes about that pays those invoices, by what is owed on them.
pub(super) fn fit(books: &Books<'_, '_>, numbers: &[InvoiceNo], receipt: &Receipt) -> Fit {
    fit_of(books, numbers, receipt, |number| books.open_of(number))
}

/// Tells the same by what was owed on the day of the receipt.
pub(super) fn fit_then(books: &Books<'_, '_>, numbers: &[InvoiceNo], receipt: &Receipt) -> Fit {
    fit_of(books, numbers, receipt, |number| books.open_on(number, receipt.date))
}

fn fit_of(
    books: &Books<'_, '_>,
    numbers: &[InvoiceNo],
    receipt: &Receipt,
    open_of: impl Fn(InvoiceNo) -> Amount,
) -> Fit {
    let open: Amount = numbers.iter().map(|&number| open_of(number)).sum();
    if receipt.amount == open {
        return Fit::Exact;
    }
    if receipt.amount > open {
        let claimed: Amount = numbers.iter().map(|&number| books.claimed_of(number, receipt.date)).sum();
        return if receipt.amount == open + claimed { Fit::Asked } else { Fit::More };
    }
    let reduced: Option<Amount> = {
        let prices = numbers.iter().map(|&number| price_in_time(books, number, receipt));
        let has_any = prices.clone().any(|price| price.is_some());
        has_any
            .then(|| numbers.iter().zip(prices).map(|(&number, price)| price.unwrap_or_else(|| open_of(number))).sum())
    };
    if reduced == Some(receipt.amount) {
        return Fit::Discount;
    }
    let gap = open - receipt.amount;
    let customer = numbers.first().map(|&number| books.customer_of(number));
    if let Some(source) = customer.and_then(|customer| credit_of(books, customer, receipt.currency, gap)) {
        return Fit::Credit(source, gap);
    }
    if gap <= books.policy.allocation.tolerance.of(receipt.currency) { Fit::Fee(gap) } else { Fit::Short }
}

/// Returns a credit of the customer, or a credit note of his as a whole, that is of that sum.
fn credit_of(books: &Books<'_, '_>, customer: CustomerId, currency: Currency, sum: Amount) -> Option<CreditSource> {
    let credits = books.balances.credits_of(customer).iter();
    let mut waiting = credits.filter(|credit| credit.currency == currency && credit.amount == sum);
    waiting.next().map(|credit| credit.source).or_else(|| {
        let mut rows = books.ledger.items_of(customer);
        rows.find(|&row| {
            let note = books.ledger.invoice(row);
            note.kind == InvoiceKind::CreditNote && note.currency == currency && -note.amount == sum
        })
        .map(CreditSource::CreditNote)
    })
}

/// Returns what is still to be paid on an invoice that grants an early-payment discount, while it does, for the largest
/// that can be earned on the day of the receipt.
fn price_in_time(books: &Books<'_, '_>, number: InvoiceNo, receipt: &Receipt) -> Option<Amount> {
    let mut rows = books.ledger.rows_of(number);
    let (row, None) = (rows.next()?, rows.next()) else { return None };
    let open = Some(books.open(row)).filter(|open| open.is_positive())?;
    // What earlier receipts of the run take is as if it were paid in time.
    let taken = books.balances.open(books.ledger, row) - open;
    let in_time = books.ledger.discounts(row).into_iter().filter(|discount| receipt.date <= discount.until);
    let lacking = in_time.map(|discount| books.balances.lacking_for(books.ledger, row, &discount) - taken);
    lacking.filter(|lacking| lacking.is_positive()).min()
}

/// Returns the open items of a customer that a sum pays: one, else several of the oldest, else some of them, with a
/// discount, credit note or fee taken off; nothing where none do.
pub(super) fn fitting(books: &Books<'_, '_>, customer: CustomerId, receipt: &Receipt) -> Option<(Vec<InvoiceNo>, Fit)> {
    let items: Vec<(ItemId, Amount)> = books.items_of(customer, receipt.currency).collect();
    let number = |item: ItemId| books.ledger.invoice(item).number;
    if let Some(&(item, _)) = items.iter().find(|(_, open)| *open == receipt.amount) {
        return Some((vec![number(item)], Fit::Exact));
    }
    let numbers = |items: &[(ItemId, Amount)]| {
        let mut numbers: Vec<InvoiceNo> = items.iter().map(|&(item, _)| number(item)).collect();
        numbers.dedup();
        numbers
    };
    let mut sum = Amount::ZERO;
    for (count, (_, open)) in items.iter().enumerate() {
        sum += *open;
        if sum == receipt.amount {
            return Some((numbers(&items[..=count]), Fit::Exact));
        }
    }
    if items.len() <= MOST_COMBINED {
        let chosen = |mask: u32| items.iter().enumerate().filter(move |(place, _)| mask >> place & 1 == 1);
        let total = |mask: u32| chosen(mask).map(|(_, (_, open))| *open).sum::<Amount>();
        if let Some(mask) = (1..1_u32 << items.len()).find(|&mask| total(mask) == receipt.amount) {
            let chosen: Vec<(ItemId, Amount)> = chosen(mask).map(|(_, &item)| item).collect();
            return Some((numbers(&chosen), Fit::Exact));
        }
    }
    // One, or the first two, three... with something taken off.
    let ones = items.iter().map(std::slice::from_ref);
    let several = (2..=items.len().min(MOST_COMBINED)).map(|count| &items[..count]);
    ones.chain(several).find_map(|items| {
        let numbers = numbers(items);
        let fit = fit(books, &numbers, receipt);
        matches!(fit, Fit::Discount | Fit::Fee(_) | Fit::Credit(..)).then_some((numbers, fit))
    })
}
