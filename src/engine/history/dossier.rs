//! One customer's events, followed to where they leave each of his items.

use std::collections::BTreeMap;

use super::commitment::Commitment;
use super::insolvency::Judgment;
use crate::engine::allocation::{Balances, still_left_out};
use crate::law::limitation::Interruption;
use crate::model::{Amount, Date, InvoiceStatus, ItemId, Ledger};
use crate::policy::{Channel, Policy};

/// What the events of one customer say.
#[derive(Clone, Debug, Default)]
pub struct Dossier<'a> {
    /// One for each of the customer's rows, in the order of [`crate::model::Ledger::invoices_of`]; empty when nothing
    /// happened.
    pub standings: Vec<Standing<'a>>,
    /// His promises and plans; [`Standing`] points here.
    pub commitments: Vec<Commitment>,
    /// The judgments that opened insolvency proceedings, and decisions on over-indebtedness, by date. They concern the
    /// person, whatever the row names.
    pub judgments: Vec<Judgment>,
    /// The levels of each act that is a notice or call; [`Contact::act`] names it.
    pub acts: BTreeMap<&'a str, Vec<&'a str>>,
    /// The day of the last notice to him, or of the last call that was a level of a procedure.
    pub last_notice: Option<Date>,
}

/// Where the events leave one item.
#[derive(Clone, Debug, Default)]
pub struct Standing<'a> {
    /// The notices and calls that carry a level, by date.
    pub contacts: Vec<Contact<'a>>,
    /// The levels that were approved, and when.
    pub approved: Vec<(Date, &'a str)>,
    /// The dispute that is open, of what is open today.
    pub dispute: Option<Dispute<'a>>,
    /// The place of the last promise in [`Dossier::commitments`].
    pub promise: Option<usize>,
    /// The place of the last payment plan in [`Dossier::commitments`].
    pub plan: Option<usize>,
    /// The hold that was not released; it may be over.
    pub hold: Option<Hold>,
    /// What it is made of: the hold of the customer, and that of the invoice itself.
    pub(super) holds: [Option<Hold>; 2],
    /// The last day on which somebody freed it: a hold was released, a dispute closed, what held it back taken back.
    pub freed: Option<Date>,
    /// The last announcement of a payment: its day, and the day of the payment.
    pub announced: Option<(Date, Option<Date>)>,
    /// Since when it is a factor's, and whose.
    pub assigned: Option<Passed<'a>>,
    /// Since when somebody else collects it, and who.
    pub handed_over: Option<Passed<'a>>,
    /// Since when a court has it.
    pub court_filed: Option<Date>,
    /// The day on which it was declared in the insolvency proceedings.
    pub claim_declared: Option<Date>,
    /// What may have started its limitation anew, by date.
    pub interruptions: Vec<(Date, Interruption)>,
}

/// A claim that somebody else has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Passed<'a> {
    /// Since when.
    pub since: Date,
    /// Who, as the event's `reference` says.
    pub whom: Option<&'a str>,
}

/// A notice or call that carries a level.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Contact<'a> {
    /// Its day.
    pub date: Date,
    /// The name of the level.
    pub level: &'a str,
    /// What it asked for of the item's principal, where its row says that of this item alone.
    pub asked: Option<Amount>,
    /// The `event_id` that it shares with the other lines of the same notice.
    pub act: Option<&'a str>,
    /// How it went out, as far as that is noted; a call by phone.
    pub channel: Option<Channel>,
    /// The last day to pay that the notice named, where that is noted.
    pub until: Option<Date>,
    /// In a forecast: the level of the letter that it would go out in, which has no id yet.
    pub letter: Option<&'a str>,
}

impl Contact<'_> {
    /// Tells whether it was a call.
    pub fn is_call(&self) -> bool {
        self.channel == Some(Channel::Phone)
    }

    /// Tells whether it puts a debtor in default: a letter of such a level does (C. civ. 1344), a call does not.
    pub fn is_formal_notice(&self, policy: &Policy) -> bool {
        !self.is_call() && policy.is_formal(self.level)
    }

    /// Returns what of an item it left out that was owed then, as it was contested, promised, or thought to be paid.
    pub fn left_out(&self, ledger: &Ledger, balances: &Balances, item: ItemId) -> Amount {
        let then = balances.open_on(ledger, item, self.date);
        self.asked.map_or(Amount::ZERO, |asked| (then - asked).max(Amount::ZERO))
    }

    /// Returns what is left of that by the day of the balances.
    pub fn still_left_out(&self, ledger: &Ledger, balances: &Balances, item: ItemId) -> Amount {
        still_left_out(self.left_out(ledger, balances, item), balances.given_up_after(item, self.date))
    }
}

/// A dispute that is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Dispute<'a> {
    /// The day on which the first part was disputed.
    pub since: Date,
    /// How much of what is open is disputed.
    pub amount: Amount,
    /// Why, as the `reference` or the `note` of the last opening says.
    pub reason: Option<&'a str>,
    /// The life-cycle status of an electronic invoice that opened it.
    pub status: Option<InvoiceStatus>,
}

/// A hold that was not released.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hold {
    /// Since when.
    pub since: Date,
    /// Its last day; without one it lasts until it is released.
    pub until: Option<Date>,
    /// The day on which somebody last said so.
    pub(super) noted: Date,
}

impl Hold {
    /// Tells whether it is not over before a day.
    pub(super) fn lasts_on(&self, day: Date) -> bool {
        self.until.is_none_or(|until| until >= day)
    }
}

impl Standing<'_> {
    /// Returns since when a level may go out, if it may: an approval is for the next notice at that level, and used up
    /// by it.
    pub fn approved_on(&self, level: &str) -> Option<Date> {
        let last = self.contacts.iter().filter(|contact| contact.level == level).map(|contact| contact.date).max();
        let approved = self.approved.iter().filter(|(_, approved)| *approved == level).map(|&(day, _)| day);
        approved.filter(|&day| last.is_none_or(|last| last < day)).min()
    }
}
