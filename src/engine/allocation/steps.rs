//! The order of what happened to one customer: by day, and within a day by kind, then by id.

use chrono::Datelike;

use super::acts::Act;
use crate::model::{CustomerId, Date, EventKind, InvoiceKind, InvoiceNo, ItemId, Ledger, PaymentId, PaymentKind};
use crate::policy::{AllocationRules, CreditNotesFrom, Deposits};

/// One thing that happened to a customer's account.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// An item was issued.
    Issue(ItemId),
    /// A credit note that names an invoice.
    NamedCreditNote(ItemId),
    /// A payment that names an invoice.
    NamedPayment(PaymentId),
    /// A payment was taken back.
    Return(PaymentId),
    /// A write-off: a place in the list of acts.
    WriteOff(u32),
    /// A credit was moved to an invoice: a place in the list of acts.
    Allocate(u32),
    /// A credit note that names no invoice.
    CreditNote(ItemId),
    /// A payment that names no invoice.
    Payment(PaymentId),
    /// Money given back.
    Refund(PaymentId),
}

/// The kind of a step: those of one day come in this order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
enum Kind {
    Issue,
    NamedCreditNote,
    NamedPayment,
    Return,
    WriteOff,
    Allocate,
    CreditNote,
    Payment,
    Refund,
}

impl Kind {
    /// Every kind at the place of its number.
    const ALL: [Kind; 9] = [
        Kind::Issue,
        Kind::NamedCreditNote,
        Kind::NamedPayment,
        Kind::Return,
        Kind::WriteOff,
        Kind::Allocate,
        Kind::CreditNote,
        Kind::Payment,
        Kind::Refund,
    ];

    /// Returns the kind in a step's key.
    const fn of(key: Key) -> Kind {
        Kind::ALL[((key >> 32) & 0xf) as usize]
    }
}

/// A step's place in time, packed so that sorting numbers sorts steps: day, kind, rank among its kind.
///
/// The rank is a place in a list that stands in the order of ids on each day (payments do, and credit notes are
/// put so), hence equal days and kinds come out by id.
type Key = u64;

/// A day as a number of 28 bits: its year, from 1 to 9999, and in the lowest nine its place in the year. Unlike a count
/// of days, it is found from a date, and the date from it, without a division.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Day(u32);

impl Day {
    fn of(date: Date) -> Day {
        Day((date.year() as u32) << 9 | date.ordinal())
    }

    /// Returns the day as a date.
    pub(super) fn date(self) -> Date {
        Date::from_yo_opt((self.0 >> 9) as i32, self.0 & 0x1ff).expect("the day came from a date")
    }
}

/// The steps of one customer. The buffers are used again for the next one.
#[derive(Debug, Default)]
pub(super) struct Steps {
    keys: Vec<Key>,
    credit_notes: Vec<(ItemId, bool)>,
    /// The penalty notes and the invoice that each is on, by invoice, then by due date.
    notes: Vec<(InvoiceNo, ItemId)>,
    /// The deposits and the final invoice that each names, by invoice, then by due date.
    deposits: Vec<(InvoiceNo, ItemId)>,
}

impl Steps {
    /// Gathers what happened to a customer by `as_of` and puts it in order.
    pub(super) fn gather(
        &mut self,
        ledger: &Ledger,
        rules: &AllocationRules,
        as_of: Date,
        acts: &[Act],
        customer: CustomerId,
    ) {
        self.keys.clear();
        self.credit_notes.clear();
        self.notes.clear();
        self.deposits.clear();
        self.add_invoices(ledger, rules, as_of, customer);
        self.add_credit_notes(ledger, rules);
        self.add_payments(ledger, as_of, customer);
        self.add_acts(acts, customer);
        // Rows of one kind mostly come in the order of days: the stable sort only merges them.
        self.keys.sort();
    }

    /// Adds the items that were issued, and gathers the credit notes, the penalty notes and the deposits among the
    /// rows.
    fn add_invoices(&mut self, ledger: &Ledger, rules: &AllocationRules, as_of: Date, customer: CustomerId) {
        for item in ledger.items_of(customer) {
            let invoice = ledger.invoice(item);
            if invoice.issue > as_of {
                continue;
            }
            if invoice.is_item() {
                self.keys.push(key(invoice.issue, Kind::Issue, item.0));
                if invoice.kind == InvoiceKind::Penalty {
                    self.notes.extend(ledger.more(item).and_then(|more| more.applies_to).map(|on| (on, item)));
                } else if invoice.kind == InvoiceKind::Deposit && rules.deposits == Deposits::Deducted {
                    let on = ledger.more(item).and_then(|more| more.applies_to);
                    self.deposits.extend(on.filter(|&on| on != invoice.number).map(|on| (on, item)));
                }
            } else if invoice.kind == InvoiceKind::CreditNote && !invoice.amount.is_zero() {
                self.credit_notes.push((item, ledger.more(item).is_some_and(|more| more.applies_to.is_some())));
            }
        }
        self.notes.sort_unstable();
        self.deposits.sort_unstable();
    }

    /// Puts the credit notes that were gathered in the order of their ids, and adds them.
    fn add_credit_notes(&mut self, ledger: &Ledger, rules: &AllocationRules) {
        let id = |item: ItemId| ledger.number(ledger.invoice(item).number);
        self.credit_notes.sort_by(|a, b| id(a.0).cmp(id(b.0)).then(a.0.cmp(&b.0)));
        for (rank, &(item, named)) in self.credit_notes.iter().enumerate() {
            let (date, kind) = if named {
                (effective_date(ledger, rules, item), Kind::NamedCreditNote)
            } else {
                (ledger.invoice(item).issue, Kind::CreditNote)
            };
            self.keys.push(key(date, kind, rank as u32));
        }
    }

    fn add_payments(&mut self, ledger: &Ledger, as_of: Date, customer: CustomerId) {
        for id in ledger.payment_rows_of(customer) {
            let payment = ledger.payment(id);
            if payment.date > as_of || payment.amount.is_zero() {
                continue;
            }
            let kind = match (payment.kind, payment.invoice) {
                (PaymentKind::Payment, Some(_)) => Kind::NamedPayment,
                (PaymentKind::Return, _) => Kind::Return,
                (PaymentKind::Payment, None) => Kind::Payment,
                (PaymentKind::Refund, _) => Kind::Refund,
            };
            self.keys.push(key(payment.date, kind, id.0));
        }
    }

    fn add_acts(&mut self, acts: &[Act], customer: CustomerId) {
        let first = acts.partition_point(|act| act.customer < customer);
        for (place, act) in acts.iter().enumerate().skip(first).take_while(|(_, act)| act.customer == customer) {
            let kind = if act.kind == EventKind::WrittenOff { Kind::WriteOff } else { Kind::Allocate };
            self.keys.push(key(act.date, kind, place as u32));
        }
    }

    /// Tells whether any money names no invoice.
    pub(super) fn any_unnamed(&self) -> bool {
        self.keys.iter().any(|key| matches!(Kind::of(*key), Kind::CreditNote | Kind::Payment))
    }

    /// Tells whether any money is given back.
    pub(super) fn any_refund(&self) -> bool {
        self.keys.iter().any(|key| Kind::of(*key) == Kind::Refund)
    }

    /// Returns the places of the deposits that name an invoice, for [`Steps::deposit`].
    pub(super) fn deposits_on(&self, number: InvoiceNo) -> std::ops::Range<usize> {
        let first = self.deposits.partition_point(|&(on, _)| on < number);
        first..first + self.deposits[first..].partition_point(|&(on, _)| on == number)
    }

    /// Returns the deposit at a place.
    pub(super) fn deposit(&self, place: usize) -> ItemId {
        self.deposits[place].1
    }

    /// Returns the final invoice that a deposit is deducted from.
    pub(super) fn final_invoice(&self, deposit: ItemId) -> Option<InvoiceNo> {
        self.deposits.iter().find(|&&(_, item)| item == deposit).map(|&(on, _)| on)
    }

    /// Returns the final invoices that deposits name, each once.
    pub(super) fn final_invoices(&self) -> Vec<InvoiceNo> {
        let mut numbers: Vec<InvoiceNo> = self.deposits.iter().map(|&(on, _)| on).collect();
        numbers.dedup();
        numbers
    }

    /// Returns the places of the penalty notes on an invoice, for [`Steps::note`].
    pub(super) fn notes_on(&self, number: InvoiceNo) -> std::ops::Range<usize> {
        let first = self.notes.partition_point(|&(on, _)| on < number);
        first..first + self.notes[first..].partition_point(|&(on, _)| on == number)
    }

    /// Returns the penalty note at a place.
    pub(super) fn note(&self, place: usize) -> ItemId {
        self.notes[place].1
    }

    /// Returns the steps of a day that bring what names no invoice.
    pub(super) fn unnamed_on(&self, date: Date) -> impl Iterator<Item = Step> + '_ {
        let place = |kind| self.keys.partition_point(|&other| other < key(date, kind, 0));
        (place(Kind::CreditNote)..place(Kind::Refund)).map(|place| self.get(place).1)
    }

    /// Returns how many steps there are.
    pub(super) fn len(&self) -> usize {
        self.keys.len()
    }

    /// Returns the day and the step at a place.
    pub(super) fn get(&self, place: usize) -> (Day, Step) {
        let key = self.keys[place];
        let rank = key as u32;
        let step = match Kind::of(key) {
            Kind::Issue => Step::Issue(ItemId(rank)),
            Kind::NamedCreditNote => Step::NamedCreditNote(self.credit_notes[rank as usize].0),
            Kind::NamedPayment => Step::NamedPayment(PaymentId(rank)),
            Kind::Return => Step::Return(PaymentId(rank)),
            Kind::WriteOff => Step::WriteOff(rank),
            Kind::Allocate => Step::Allocate(rank),
            Kind::CreditNote => Step::CreditNote(self.credit_notes[rank as usize].0),
            Kind::Payment => Step::Payment(PaymentId(rank)),
            Kind::Refund => Step::Refund(PaymentId(rank)),
        };
        (Day((key >> 36) as u32), step)
    }
}

fn key(date: Date, kind: Kind, rank: u32) -> Key {
    (u64::from(Day::of(date).0) << 36) | ((kind as u64) << 32) | u64::from(rank)
}

/// Returns the day from which a credit note lowers the invoice that it names: its own, or by policy the invoice's
/// first day, when it corrects an over-billing (the law leaves the choice open).
fn effective_date(ledger: &Ledger, rules: &AllocationRules, credit_note: ItemId) -> Date {
    let own = ledger.invoice(credit_note).issue;
    match rules.credit_notes {
        CreditNotesFrom::Date => own,
        CreditNotesFrom::Origin => {
            let named = ledger.more(credit_note).and_then(|more| more.applies_to);
            let rows = named.into_iter().flat_map(|number| ledger.rows_of(number));
            rows.map(|row| ledger.invoice(row).issue).min().map_or(own, |origin| origin.min(own))
        }
    }
}
