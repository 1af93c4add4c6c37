//! What money that names no invoice is meant for, where its sum says so: exactly what a notice asked for, what was
//! promised or is the next instalment of a plan, or the debts that may be paid where others may not.
//!
//! Money that says nothing goes to the oldest debts (C. civ. 1342-10). This says only when a sum is a word of the
//! payer's, so that the rows of the payment can name what it pays; a sum with two readings says nothing.

mod barred;
mod lateness;
mod notices;
mod promised;
mod strays;
#[cfg(test)]
mod tests;

use crate::engine::allocation::Balances;
use crate::engine::history::History;
use crate::model::{Amount, Bilingual, Currency, CustomerId, Date, Discount, InvoiceNo, ItemId, Lang, Ledger, figures};

use barred::Bars;
pub use notices::{Notice, Notices};
pub use strays::strays;

/// What a sum is meant for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Meant {
    /// The items, and how much is for each, the first due first. Of an invoice in instalments the row has to name the
    /// instalment: see [`instalment`]. What they leave of the sum is for none of them.
    pub parts: Vec<(ItemId, Amount)>,
    /// What says so.
    pub ground: Ground,
    /// How much of the customer's credit is to be set against which item besides, as a notice deducted it.
    pub credit: Vec<(ItemId, Amount)>,
}

/// What says what a sum is meant for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Ground {
    /// It is what is open on an item less the discount that runs until that day. Only money that names it earns that.
    Discount(Date),
    /// It is what the notice of that day asked for.
    Notice(Date),
    /// It is what all notices of that day asked for.
    Notices(Date),
    /// It is that, less his credit.
    NoticeLessCredit(Date),
    /// It is what all notices of that day asked for, less his credit.
    NoticesLessCredit(Date),
    /// It is what is left of that.
    RestOfNotice(Date),
    /// It is what is left of what all of that day asked for.
    RestOfNotices(Date),
    /// It was promised by that day.
    Promise(Date),
    /// It is the instalment of a plan that is due on that day.
    Instalment(Date),
    /// It is what he owes besides what he may not pay.
    Payable,
}

impl Ground {
    /// Returns what it says, behind "the sum is".
    pub fn said(self) -> Bilingual {
        let day = |day, lang| figures::date_in_words(day, lang);
        match self {
            Ground::Discount(until) => Bilingual::new(
                format!("what is open less the discount that runs until {}", day(until, Lang::En)),
                format!("celui du reste dû moins l'escompte accordé jusqu'au {}", day(until, Lang::Fr)),
            ),
            Ground::Notice(date) => Bilingual::new(
                format!("what the notice of {} asked for", day(date, Lang::En)),
                format!("celui que réclamait la relance du {}", day(date, Lang::Fr)),
            ),
            Ground::Notices(date) => Bilingual::new(
                format!("what the notices of {} asked for together", day(date, Lang::En)),
                format!("celui que réclamaient ensemble les relances du {}", day(date, Lang::Fr)),
            ),
            Ground::NoticeLessCredit(date) => Bilingual::new(
                format!("what the notice of {} asked for, with his credit deducted", day(date, Lang::En)),
                format!("celui que réclamait la relance du {}, crédit déduit", day(date, Lang::Fr)),
            ),
            Ground::NoticesLessCredit(date) => Bilingual::new(
                format!("what the notices of {} asked for together, with his credit deducted", day(date, Lang::En)),
                format!("celui que réclamaient ensemble les relances du {}, crédit déduit", day(date, Lang::Fr)),
            ),
            Ground::RestOfNotices(date) => Bilingual::new(
                format!("what is left of what the notices of {} asked for together", day(date, Lang::En)),
                format!("ce qui reste de ce que réclamaient ensemble les relances du {}", day(date, Lang::Fr)),
            ),
            Ground::RestOfNotice(date) => Bilingual::new(
                format!("what is left of what the notice of {} asked for", day(date, Lang::En)),
                format!("ce qui reste de ce que réclamait la relance du {}", day(date, Lang::Fr)),
            ),
            Ground::Promise(until) => Bilingual::new(
                format!("what was promised by {}", day(until, Lang::En)),
                format!("celui promis pour le {}", day(until, Lang::Fr)),
            ),
            Ground::Instalment(until) => Bilingual::new(
                format!("the instalment of the payment plan due on {}", day(until, Lang::En)),
                format!("celui de l'échéance du {} de l'échéancier", day(until, Lang::Fr)),
            ),
            Ground::Payable => Bilingual::new(
                "what is owed besides what may not be paid or is contested",
                "celui de ce qui reste dû hors des factures qui ne peuvent être payées ou sont contestées",
            ),
        }
    }
}

/// Where the sums of customers are looked up.
#[derive(Debug)]
pub struct Readings<'l, 'b> {
    ledger: &'l Ledger,
    balances: &'b Balances,
    history: History<'l>,
}

/// What a sum may pay.
#[derive(Debug)]
struct Reading {
    /// Item by item.
    parts: Vec<(ItemId, Amount)>,
    /// What says so; nothing where it is merely the sum of items.
    ground: Option<Ground>,
    /// Whether interest or indemnity is in it.
    is_claim: bool,
    /// How much of the customer's credit pays which item besides.
    credit: Vec<(ItemId, Amount)>,
}

impl Reading {
    fn of(parts: Vec<(ItemId, Amount)>, ground: Option<Ground>) -> Reading {
        Reading { parts, ground, is_claim: false, credit: Vec::new() }
    }
}

/// How many of the oldest debts that may be paid are taken together.
const MOST_TOGETHER: usize = 12;

impl<'l, 'b> Readings<'l, 'b> {
    /// Returns the readings on the day of the balances.
    pub fn new(ledger: &'l Ledger, balances: &'b Balances) -> Readings<'l, 'b> {
        Readings { ledger, balances, history: History::new(ledger, balances.as_of()) }
    }

    /// Returns the notices to a customer.
    pub fn notices(&self, customer: CustomerId) -> Notices<'l, 'b> {
        Notices::of(self.ledger, self.balances, &self.history, customer)
    }

    /// Tells whether money of a day that names nothing is not meant for one of a customer's items.
    pub fn is_any_barred(&self, customer: CustomerId, items: &[(ItemId, Amount)], day: Date) -> bool {
        let bars = self.bars(customer, day);
        items.iter().any(|&(item, _)| bars.on(item).is_some())
    }

    fn bars(&self, customer: CustomerId, day: Date) -> Bars<'l, 'b> {
        Bars::of(self.ledger, self.balances, &self.history, customer, day)
    }

    /// Returns what a customer's money of a day is meant for by its sum; nothing where it says nothing, has two
    /// readings, or goes there anyway. `open` is what is still owed on an item then.
    pub fn of(
        &self,
        customer: CustomerId,
        (currency, sum, day): (Currency, Amount, Date),
        open: impl Fn(ItemId) -> Amount,
    ) -> Option<Meant> {
        let owed = owed(self.ledger, customer, currency, &open);
        let readings = self.readings(customer, &owed, (currency, sum, day), open);
        let grounds = readings.iter().filter_map(|reading| Some((reading.ground?, &reading.credit)));
        let (ground, credit) = grounds.min_by_key(|(ground, _)| *ground)?;
        let parts = self.agreed(customer, &readings, day)?;
        // Only what names its invoice earns the discount and pays what was claimed of it; and what credit is to pay, a
        // row says.
        let is_news = readings.iter().any(|reading| reading.is_claim)
            || matches!(ground, Ground::Discount(_) | Ground::NoticeLessCredit(_) | Ground::NoticesLessCredit(_))
            || !goes_there_anyway(self.ledger, &owed, &parts, day);
        is_news.then(|| Meant { parts, ground, credit: credit.clone() })
    }

    /// Returns the only item of a customer of which a sum is what is open, where nothing else says what it is for.
    pub fn alone(
        &self,
        customer: CustomerId,
        (currency, sum, day): (Currency, Amount, Date),
        open: impl Fn(ItemId) -> Amount,
    ) -> Option<ItemId> {
        let owed = owed(self.ledger, customer, currency, &open);
        let readings = self.readings(customer, &owed, (currency, sum, day), open);
        let parts = self.agreed(customer, &readings, day)?;
        let [(item, _)] = parts[..] else { return None };
        owed.contains(&(item, sum)).then_some(item)
    }

    /// Tells whether a sum says of itself what it pays, of those invoices alone where it names some.
    pub fn speaks_of(
        &self,
        customer: CustomerId,
        numbers: &[InvoiceNo],
        (currency, sum, day): (Currency, Amount, Date),
        open: impl Fn(ItemId) -> Amount,
    ) -> bool {
        let owed = owed(self.ledger, customer, currency, &open);
        let is_of_them =
            |&(item, _): &(ItemId, Amount)| numbers.is_empty() || numbers.contains(&self.ledger.invoice(item).number);
        let readings = self.readings(customer, &owed, (currency, sum, day), open);
        readings.iter().any(|reading| reading.parts.iter().all(is_of_them))
    }

    /// Returns what readings of a sum have in common: the items, where each of them can be named and may be paid.
    fn agreed(&self, customer: CustomerId, readings: &[Reading], day: Date) -> Option<Vec<(ItemId, Amount)>> {
        let parts = &readings.first()?.parts;
        let is_only = readings.iter().all(|other| other.parts == *parts);
        // Whatever was asked for or promised before: what may not be paid any more is not named.
        let may_be_named = || {
            parts.iter().all(|&(item, _)| can_be_named(self.ledger, item)) && !self.is_any_barred(customer, parts, day)
        };
        (is_only && may_be_named()).then(|| parts.clone())
    }

    /// Returns what a sum may pay of what a customer owes.
    fn readings(
        &self,
        customer: CustomerId,
        owed: &[(ItemId, Amount)],
        (currency, sum, day): (Currency, Amount, Date),
        open: impl Fn(ItemId) -> Amount,
    ) -> Vec<Reading> {
        let mut readings = self.discounted(owed, sum, day);
        let may_be_discount = !readings.is_empty();
        let bars = self.bars(customer, day);
        let payable = owed.iter().copied().filter(|&(item, _)| bars.on(item).is_none());
        let payable: Vec<(ItemId, Amount)> = payable.collect();
        if self.history.of(customer).len() > 0 {
            let notices = self.notices(customer).fitting(currency, sum, day, &open);
            readings.extend(notices.into_iter().map(|notice| Reading {
                ground: Some(notice.ground()),
                is_claim: notice.claims.is_positive(),
                parts: notice.parts,
                credit: notice.credit,
            }));
            readings.extend(self.promised(customer, owed, (currency, sum, day)));
        }
        let ground = (payable.len() < owed.len()).then_some(Ground::Payable);
        if ground.is_some() {
            let oldest = (2..=payable.len().min(MOST_TOGETHER)).map(|count| &payable[..count]);
            let comes_to = |items: &&[(ItemId, Amount)]| sum_of(items) == sum;
            readings.extend(oldest.filter(comes_to).map(|items| Reading::of(items.to_vec(), ground)));
        } else if may_be_discount && payable.len() <= MOST_TOGETHER {
            // What several come to speaks against the discount on one.
            let chosen = |mask: u32| payable.iter().enumerate().filter(move |(at, _)| mask >> at & 1 == 1);
            let several = (1..1_u32 << payable.len()).filter(|mask| mask.count_ones() > 1);
            let several = several.map(|mask| chosen(mask).map(|(_, &one)| one).collect::<Vec<_>>());
            readings.extend(several.filter(|items| sum_of(items) == sum).map(|items| Reading::of(items, None)));
        }
        // One item of just that sum speaks against anything else; by itself it says no more than that it may be it.
        let of_sum = payable.iter().filter(|(_, open)| *open == sum);
        readings.extend(of_sum.map(|&one| Reading::of(vec![one], ground)));
        readings
    }

    /// Returns the items of which a sum is what is still to be paid for a discount to be earned.
    fn discounted(&self, owed: &[(ItemId, Amount)], sum: Amount, day: Date) -> Vec<Reading> {
        let ledger = self.ledger;
        // Money may come in a flood, and hardly any invoice grants a discount.
        let is_less = |&&(_, open): &&(ItemId, Amount)| sum < open;
        let reading = |&(item, open): &(ItemId, Amount)| {
            let is_whole = ledger.rows_of(ledger.invoice(item).number).nth(1).is_none();
            let taken = self.balances.open(ledger, item) - open;
            let mut running = ledger.discounts(item).into_iter().filter(|discount| day <= discount.until);
            let lacking = |discount: &Discount| self.balances.lacking_for(ledger, item, discount) - taken;
            let discount = running.find(|discount| is_whole && lacking(discount) == sum)?;
            Some(Reading::of(vec![(item, sum)], Some(Ground::Discount(discount.until))))
        };
        owed.iter().filter(is_less).filter_map(reading).collect()
    }
}

/// Returns what a customer owes in a currency, item by item, the first due first.
fn owed(
    ledger: &Ledger,
    customer: CustomerId,
    currency: Currency,
    open: impl Fn(ItemId) -> Amount,
) -> Vec<(ItemId, Amount)> {
    let own = ledger.items_of(customer).filter(|&item| ledger.invoice(item).currency == currency);
    own.map(|item| (item, open(item))).filter(|(_, open)| open.is_positive()).collect()
}

fn sum_of(items: &[(ItemId, Amount)]) -> Amount {
    items.iter().map(|(_, open)| *open).sum()
}

/// Returns what a sum pays of items, the first due first.
fn first_of(items: &[(ItemId, Amount)], sum: Amount) -> Vec<(ItemId, Amount)> {
    let mut left = sum;
    let mut parts = Vec::new();
    for &(item, open) in items {
        let part = open.min(left);
        if part.is_positive() {
            parts.push((item, part));
            left -= part;
        }
    }
    parts
}

/// Tells whether money that names nothing pays just that: debts due by its day first, then the others.
fn goes_there_anyway(ledger: &Ledger, owed: &[(ItemId, Amount)], parts: &[(ItemId, Amount)], day: Date) -> bool {
    let (due, later): (Vec<_>, Vec<_>) = owed.iter().copied().partition(|&(item, _)| ledger.invoice(item).due <= day);
    let order = [due, later].concat();
    // Among equals it goes to all of them in proportion.
    let days = |item: ItemId| (ledger.invoice(item).due, ledger.invoice(item).issue);
    let equals = |item: ItemId| owed.iter().filter(move |(other, _)| days(*other) == days(item));
    let is_shared =
        parts.iter().any(|&(item, _)| equals(item).count() > 1 && !equals(item).all(|one| parts.contains(one)));
    !is_shared && first_of(&order, sum_of(parts)) == parts
}

/// Returns the instalment that a row has to name for its money to go to an item, and no other of the invoice.
pub fn instalment(ledger: &Ledger, item: ItemId) -> Option<&str> {
    ledger.instalment(item).filter(|_| ledger.rows_of(ledger.invoice(item).number).nth(1).is_some())
}

/// Tells whether a row can name an item: of the rows of its invoice the only one, or the only one of its instalment.
fn can_be_named(ledger: &Ledger, item: ItemId) -> bool {
    let mut others = ledger.rows_of(ledger.invoice(item).number).filter(|&other| other != item).peekable();
    let own = ledger.instalment(item).filter(|name| !name.is_empty());
    others.peek().is_none() || own.is_some() && others.all(|other| ledger.instalment(other) != own)
}
