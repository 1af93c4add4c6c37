//! The dunning procedures of a policy: ordered levels, and for whom.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use crate::law::holidays::Holidays;
use crate::model::{Amount, Bilingual, Currency, CustomerKind, Term};

/// A dunning procedure: ordered levels, and for whom.
#[derive(Clone, Debug)]
pub struct Procedure {
    /// Its name: what `procedure` columns refer to.
    pub name: String,
    /// The kinds of customers it is for, unless a row, customer or segment says otherwise.
    pub kinds: Vec<CustomerKind>,
    /// The segments it is for.
    pub segments: Vec<String>,
    /// What goes into one notice.
    pub grouping: Grouping,
    /// What the lines of a notice record.
    pub level_rule: LevelRule,
    /// At which level a late item starts.
    pub first_level: FirstLevel,
    /// Days after an item's due date during which it is not late for the levels: they count from its end.
    pub grace_days: u32,
    /// A customer is chased only when the oldest of his items is that many days late.
    pub min_days_in_arrears: u32,
    /// The least number of days between two notices to one customer.
    pub min_interval_days: u32,
    /// Days after a broken promise's date before it counts as broken.
    pub promise_grace_days: u32,
    /// Days during which an announced payment is waited for when no date is given.
    pub announced_days: u32,
    /// Days that a letter takes to arrive.
    pub mail_transit_days: u32,
    /// Which days are not worked.
    pub holidays: Holidays,
    /// What comes after the last level.
    pub after_last_level: AfterLast,
    /// Days from one sending of the last level to the next, where it is repeated.
    pub repeat_days: u32,
    /// The levels, mildest first.
    pub levels: Vec<Level>,
}

/// What goes into one notice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Grouping {
    /// All due items of a customer and currency; the notice takes the highest level of its lines.
    Customer,
    /// The items of a customer, currency and level.
    Level,
    /// Each item alone.
    Invoice,
}

/// Which level the lines of a notice record: where each goes on from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LevelRule {
    /// Each its own.
    Own,
    /// The notice's: the highest of its lines.
    Highest,
}

/// What comes after the last level.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AfterLast {
    /// Nothing more: the item is left to a person, who is told so.
    Stop,
    /// The last level again.
    Repeat,
    /// Somebody else is to collect it.
    HandOver,
}

/// At which level a late item starts when days were missed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FirstLevel {
    /// One level at a time.
    Sequential,
    /// The level that its age calls for.
    ByAge,
}

/// One level of a procedure.
#[derive(Clone, Debug)]
pub struct Level {
    /// Its name: what `events.csv` records.
    pub name: String,
    /// What people call it.
    pub label: Bilingual,
    /// When it is due.
    pub trigger: Trigger,
    /// How it goes out.
    pub channel: Channel,
    /// The template of its letter.
    pub template: String,
    /// The least total of a notice, by currency; none in a currency that is not there.
    pub min_amount: BTreeMap<Currency, Amount>,
    /// The least share, in percent of all that the customer owes in a currency, of the items at this level: with less
    /// they go out at the level below.
    pub min_percent: Decimal,
    /// How many days to pay it grants; nothing when it grants none.
    pub payment_deadline_days: Option<u32>,
    /// Whether it states late-payment interest and the indemnity.
    pub claims_penalties: bool,
    /// Whether it is a formal notice (mise en demeure, C. civ. 1344).
    pub formal_notice: bool,
    /// Whether an `approved` event is needed first.
    pub requires_approval: bool,
    /// Whether it says that new sales are blocked.
    pub credit_hold: bool,
    /// Whether its letters also list what else is open: not due, disputed or waited for; they ask for none of it.
    pub list_all: bool,
    /// The names that `events.csv` has for it from before.
    pub formerly: Vec<String>,
}

impl Level {
    /// Tells whether a recorded name is that of the level, today or formerly.
    pub fn is_called(&self, name: &str) -> bool {
        self.name == name || self.formerly.iter().any(|former| former == name)
    }
}

/// When a level is due.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trigger {
    /// That many days after the due date; before it when negative.
    AfterDue(i32),
    /// That many days after the previous notice was sent.
    AfterPrevious(u32),
    /// That many days after the end of the month of the due date; before it when negative.
    AfterMonthEnd(i32),
}

/// How a notice goes out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[expect(missing_docs, reason = "the words say it")]
pub enum Channel {
    Email,
    Phone,
    Letter,
    Registered,
}

impl Channel {
    /// Every channel.
    pub const ALL: [Channel; 4] = [Channel::Email, Channel::Phone, Channel::Letter, Channel::Registered];

    /// Returns the channel of a word of the files; nothing for another word.
    pub fn parse(word: &str) -> Option<Channel> {
        match word {
            "email" => Some(Channel::Email),
            "phone" => Some(Channel::Phone),
            "letter" => Some(Channel::Letter),
            "registered" => Some(Channel::Registered),
            _ => None,
        }
    }

    /// Tells whether what goes out on it is printed and posted.
    pub const fn is_on_paper(self) -> bool {
        matches!(self, Channel::Letter | Channel::Registered)
    }

    /// Returns the channel that reaches somebody: the post where an e-mail has no address.
    #[must_use]
    pub const fn reaching(self, has_email: bool) -> Channel {
        match self {
            Channel::Email if !has_email => Channel::Letter,
            channel => channel,
        }
    }

    /// Returns what people call what goes out on it.
    pub const fn term(self) -> Term<'static> {
        match self {
            Channel::Email => Term::new("e-mail", "e-mail"),
            Channel::Phone => Term::new("call", "appel"),
            Channel::Letter => Term::new("letter", "lettre"),
            Channel::Registered => Term::new("registered letter", "lettre recommandée"),
        }
    }

    /// Returns the word that the files and outputs use.
    pub const fn word(self) -> &'static str {
        match self {
            Channel::Email => "email",
            Channel::Phone => "phone",
            Channel::Letter => "letter",
            Channel::Registered => "registered",
        }
    }
}
