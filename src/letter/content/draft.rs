//! A notice of the plan with its figures, exact and in words, and its lines.

use crate::engine::penalties::{PenaltyRow, Piece};
use crate::letter::model::Letter;
use crate::letter::run::enclosures::Enclosure;
use crate::model::{Amount, Currency, CustomerId, Date, ItemId, Lang, email};
use crate::policy::{Channel, Level};

/// One notice of the plan, filled: its figures, exact and in words.
#[derive(Clone, Debug)]
pub struct Draft<'a> {
    /// Names the notice: drawn from the day and all that it is about, so that writing it again gives the same.
    pub notice_id: String,
    /// To whom.
    pub customer: CustomerId,
    /// What every amount is in.
    pub currency: Currency,
    /// The level.
    pub level: &'a Level,
    /// Whether it was asked for outside the plan: no notice of a level.
    pub on_demand: bool,
    /// The last day to pay that it names; nothing where it grants no time.
    pub deadline: Option<Date>,
    /// How it goes out: as the level says, or as a letter where the customer has no e-mail address.
    pub channel: Channel,
    /// Its lines, oldest due date first.
    pub lines: Vec<Line<'a>>,
    /// What is asked for on the items.
    pub open: Amount,
    /// The customer's unapplied money that is deducted: negative or zero.
    pub credits: Amount,
    /// The interest claimed.
    pub interest: Amount,
    /// The indemnity claimed.
    pub indemnity: Amount,
    /// The indemnity claimed in the law's own currency, where that is another one: not in the total.
    pub indemnity_apart: Option<(Amount, Currency)>,
    /// `open`, `credits`, `interest` and `indemnity` added up.
    pub total: Amount,
    /// The language of the letter.
    pub lang: Lang,
    /// The name of its files, without their ends: made of ids, safe everywhere.
    pub stem: String,
    /// What its pages are called where they are sent: `Mise en demeure 2026-11-16 - Bois & Fils`.
    pub title: String,
    /// What goes along.
    pub enclosures: Vec<Enclosure>,
    /// How many documents of its invoices do not go along, for they are many or large.
    pub left_out: usize,
    /// What templates can name.
    pub letter: Letter,
}

/// Why a notice goes out otherwise than its level says: there is no address to mail it to.
pub const NO_EMAIL: &str = "no-email";

impl Draft<'_> {
    /// Returns why a notice does not go out as its level says, if so.
    pub fn fallback(&self) -> Option<&'static str> {
        (self.channel != self.level.channel).then_some(NO_EMAIL)
    }

    /// Returns the addresses of an e-mail, or the lines of a postal address; nothing for a call.
    pub fn sent_to(&self) -> Vec<String> {
        let customer = &self.letter.customer;
        match self.channel {
            Channel::Email => customer.email.as_deref().and_then(email::addresses).unwrap_or_default(),
            Channel::Letter | Channel::Registered => {
                [&customer.name].into_iter().chain(&customer.address).cloned().collect()
            }
            Channel::Phone => Vec::new(),
        }
    }

    /// Returns the documents that somebody has to put into its envelope.
    pub fn to_enclose(&self) -> impl Iterator<Item = &str> {
        self.enclosures.iter().filter(|_| self.is_on_paper()).map(|one| one.file.as_str())
    }

    /// Tells whether it is a formal notice under French law.
    pub fn is_french_formal_notice(&self) -> bool {
        self.level.formal_notice && !self.letter.foreign_law
    }

    /// Tells whether it is posted.
    pub fn is_on_paper(&self) -> bool {
        self.channel.is_on_paper()
    }
}

/// One line of a notice.
#[derive(Clone, Debug)]
pub struct Line<'a> {
    /// The item.
    pub item: ItemId,
    /// The level that it reaches with this notice.
    pub level: &'a str,
    /// What is asked for: what is owed, less the parts that are disputed, promised or in a payment plan.
    pub open: Amount,
    /// The interest claimed on it, less what was given up, charged apart or paid.
    pub interest: Amount,
    /// The indemnity claimed on it, less what was given up, charged apart or paid.
    pub indemnity: Amount,
    /// The indemnity claimed on it in the law's own currency, where that is another one.
    pub indemnity_apart: Amount,
    /// What its interest and indemnity are in, where that is not the item's currency.
    pub(in crate::letter) claimed_in: Option<Currency>,
    /// Days late; 0 when it is not late.
    pub(in crate::letter) days_late: i64,
    /// What is disputed of it.
    pub(in crate::letter) disputed: Amount,
    /// Whether a payment paid interest before it paid all of the principal.
    pub(in crate::letter) pays_interest_first: bool,
    /// What of it is promised or in a payment plan, and not asked for.
    pub(in crate::letter) awaited: Amount,
    /// Whether the interest of a disputed part is left out of what is claimed.
    pub(in crate::letter) less_disputed: bool,
    /// What of the interest was given up, charged apart or paid.
    pub(in crate::letter) less_interest: Amount,
    /// The same of the indemnity.
    pub(in crate::letter) less_indemnity: Amount,
    /// What was paid on it by money that cannot have been meant for it.
    pub(in crate::letter) astray: Amount,
    /// The pieces of the interest claimed, before any was given up.
    pub(in crate::letter) pieces: Vec<Piece>,
}

impl<'a> Line<'a> {
    /// Returns a line that claims nothing for lateness.
    pub(in crate::letter) fn plain(
        item: ItemId,
        level: &'a str,
        open: Amount,
        disputed: Amount,
        days_late: i64,
    ) -> Line<'a> {
        let zero = Amount::ZERO;
        Line {
            item,
            level,
            open,
            interest: zero,
            indemnity: zero,
            indemnity_apart: zero,
            claimed_in: None,
            days_late,
            disputed,
            pays_interest_first: false,
            awaited: zero,
            less_disputed: false,
            less_interest: zero,
            less_indemnity: zero,
            astray: zero,
            pieces: vec![],
        }
    }

    /// Returns the indemnity as `events.csv` has it, in the law's own currency: an item has it there or in its own.
    pub fn indemnity_recorded(&self) -> Amount {
        self.indemnity + self.indemnity_apart
    }

    /// Tells whether it claims for lateness in the law's own currency, and nothing in the item's.
    pub(in crate::letter) fn is_apart_alone(&self) -> bool {
        (self.interest + self.indemnity).is_zero() && !self.indemnity_apart.is_zero()
    }

    /// Asks in the law's own currency for the indemnity that is owed in it.
    pub(in crate::letter) fn ask_in(&mut self, currency: Currency) {
        self.indemnity = std::mem::take(&mut self.indemnity_apart);
        self.claimed_in = Some(currency);
        (self.less_interest, self.less_indemnity) = (Amount::ZERO, Amount::ZERO);
    }

    /// Claims the interest and the indemnity of an item, less what of each was given up, charged apart or paid.
    pub(in crate::letter) fn claim(&mut self, cost: &PenaltyRow, pieces: Vec<Piece>) {
        self.less_interest = cost.less_interest();
        self.less_indemnity = cost.less_indemnity();
        self.pays_interest_first = cost.principal_due > cost.open;
        self.less_disputed = !cost.disputed_interest.is_zero();
        self.interest = cost.interest_claimed();
        self.indemnity = cost.indemnity_claimed();
        self.indemnity_apart = cost.indemnity_apart_claimed();
        // Of interest that is not claimed there is nothing to work out.
        self.pieces = if self.interest.is_zero() { Vec::new() } else { pieces };
    }
}
