//! `history`: one customer's story, a row for each thing that happened.

use std::collections::BTreeMap;
use std::io;

use crate::engine::allocation::{Balances, Cause};
use crate::engine::history::Outcome;
use crate::engine::history::dated::{Happened, What};
use crate::engine::returned;
use crate::model::{
    Amount, Bilingual, Currency, CustomerId, Date, Event, EventKind, InvoiceKind, ItemId, Ledger, PaymentId,
    PaymentKind, ReturnReason, Term,
};
use crate::output::reports::{of_channels, of_levels};
use crate::output::{Cell, Column, Report};
use crate::policy::{Channel, Policy};

/// What became of a promise or a plan.
const OUTCOMES: [(&str, Term<'static>); 3] = [RUNNING, BROKEN, KEPT];
const RUNNING: (&str, Term<'static>) = ("running", Term::new("running", "en cours"));
const BROKEN: (&str, Term<'static>) = ("broken", Term::new("broken", "non tenue"));
const KEPT: (&str, Term<'static>) = ("kept", Term::new("kept", "tenue"));

/// What makes less owed without money.
const LESS: [(&str, Term<'static>); 3] = [DISCOUNT, TOLERANCE, DEPOSIT];
const DISCOUNT: (&str, Term<'static>) = ("discount", Term::new("early-payment discount", "escompte"));
const TOLERANCE: (&str, Term<'static>) = ("tolerance", Term::new("small rest let go", "petit reste abandonné"));
const DEPOSIT: (&str, Term<'static>) = ("deposit_deducted", Term::new("deposit deducted", "acompte déduit"));

/// Returns what a change without money is called.
const fn less(cause: Cause) -> (&'static str, Term<'static>) {
    match cause {
        Cause::Deposit(_) => DEPOSIT,
        Cause::Tolerance => TOLERANCE,
        _ => DISCOUNT,
    }
}

/// How many columns there are.
const COLUMNS: usize = 21;

/// What happened with a customer.
#[derive(Clone, Copy, Debug)]
pub struct CustomerHistory<'a> {
    /// Where the texts are.
    pub ledger: &'a Ledger,
    /// What is open on the day.
    pub balances: &'a Balances,
    /// What people call the levels.
    pub policy: &'a Policy,
    /// Who.
    pub customer: CustomerId,
    /// What happened, day by day.
    pub happened: &'a [Happened<'a>],
}

impl Report for CustomerHistory<'_> {
    fn command(&self) -> &'static str {
        "history"
    }

    fn as_of(&self) -> Option<Date> {
        Some(self.balances.as_of())
    }

    fn title(&self) -> Option<Bilingual> {
        let customer = self.ledger.customer(self.customer);
        let who = if customer.name == customer.id {
            customer.id.clone()
        } else {
            format!("{} {}", customer.id, customer.name)
        };
        Some(Bilingual::new(format!("Customer {who}"), format!("Fiche du client {who}")))
    }

    fn columns(&self) -> Vec<Column> {
        let invoices = InvoiceKind::ALL.map(|kind| (kind.word(), kind.term()));
        let payments = PaymentKind::ALL.map(|kind| (kind.word(), kind.term()));
        let events = EventKind::ALL.map(|kind| (kind.word(), kind.term()));
        vec![
            Column::data("customer_id"),
            Column::new("date", "Date", "Date"),
            Column::new("kind", "What", "Quoi").among(invoices.into_iter().chain(payments).chain(LESS).chain(events)),
            Column::new("id", "Id", "Identifiant"),
            Column::new("invoice_id", "Invoice", "Facture").when_used(),
            super::instalment_column(),
            of_levels(Column::new("level", "Level", "Niveau"), self.policy).when_used(),
            of_channels(Column::data("channel")),
            Column::currency(),
            Column::new("amount", "Amount", "Montant").when_used(),
            Column::new("open", "Open", "Reste dû").when_used(),
            Column::new("until", "Due or until", "Échéance").noted(),
            Column::new("outcome", "Outcome", "Issue").among(OUTCOMES).noted(),
            Column::new("undone_on", "Taken back on", "Annulé le").noted(),
            Column::data("method"),
            Column::data("reference"),
            Column::new("by", "Noted by", "Noté par").noted(),
            Column::new("note", "Note", "Note").below(),
            Column::new("reason", "Reason", "Motif").among(ReturnReason::words()).noted(),
            Column::new("interest", "Interest claimed", "Pénalités réclamées").noted(),
            Column::new("indemnity", "Indemnity claimed", "Indemnité réclamée").noted(),
        ]
    }

    fn rows(&self, each: &mut dyn FnMut(&[Cell<'_>]) -> io::Result<()>) -> io::Result<()> {
        self.happened.iter().try_for_each(|one| each(&self.cells(one)))
    }

    fn totals(&self) -> Vec<Vec<Cell<'_>>> {
        let mut open: BTreeMap<Currency, Amount> = BTreeMap::new();
        for item in self.ledger.items_of(self.customer) {
            *open.entry(self.ledger.invoice(item).currency).or_default() += self.balances.open(self.ledger, item);
        }
        for credit in self.balances.credits_of(self.customer) {
            *open.entry(credit.currency).or_default() -= credit.amount;
        }
        let cells = |(currency, open): (Currency, Amount)| {
            let mut cells = vec![Cell::Empty; COLUMNS];
            cells[8] = Cell::Word(currency.code());
            cells[10] = Cell::Amount(open, currency);
            cells
        };
        open.into_iter().map(cells).collect()
    }
}

impl CustomerHistory<'_> {
    fn cells<'c>(&'c self, one: &'c Happened<'_>) -> [Cell<'c>; COLUMNS] {
        let line = match one.what {
            What::Issued(item, kind) => self.issued(item, kind),
            What::Money(payment) => self.money(payment),
            What::Less(item, step) => {
                let (word, term) = less(step.cause());
                let invoice = self.ledger.invoice(item);
                Line {
                    invoice: Some(self.ledger.number(invoice.number)),
                    instalment: self.ledger.instalment(item),
                    amount: Some((-step.change, invoice.currency)),
                    ..Line::new(Cell::Named(word, term))
                }
            }
            What::Event(event, outcome) => self.event(event, outcome),
        };
        line.cells(&self.ledger.customer(self.customer).id, one)
    }

    fn issued(&self, item: ItemId, kind: InvoiceKind) -> Line<'_> {
        let ledger = self.ledger;
        let invoice = ledger.invoice(item);
        let line = Line {
            id: Some(ledger.number(invoice.number)),
            instalment: ledger.instalment(item),
            amount: Some((invoice.amount, invoice.currency)),
            reference: ledger.more(item).and_then(|more| more.reference.as_deref()),
            ..Line::new(Cell::Named(kind.word(), kind.term()))
        };
        if !invoice.is_item() {
            return line;
        }
        let open = Some((self.balances.open(ledger, item), invoice.currency));
        Line { open, until: Some(invoice.due), ..line }
    }

    fn money(&self, payment: PaymentId) -> Line<'_> {
        let ledger = self.ledger;
        let (row, more) = (ledger.payment(payment), ledger.payment_more(payment));
        let is_return = row.kind == PaymentKind::Return;
        Line {
            id: Some(ledger.payment_id(payment)),
            invoice: row.invoice.map(|number| ledger.number(number)),
            instalment: more.and_then(|more| more.instalment.as_deref()),
            amount: Some((row.received(), row.currency)),
            method: more.and_then(|more| more.method.as_deref()),
            reference: more.and_then(|more| more.reference.as_deref()),
            reason: if is_return { returned::reason(ledger, payment) } else { None },
            ..Line::new(Cell::Named(row.kind.word(), row.kind.term()))
        }
    }

    fn event<'c>(&'c self, event: &'c Event, outcome: Option<Outcome>) -> Line<'c> {
        let level = |name| Cell::Named(name, self.policy.level_term(name));
        let channel = event.channel.as_deref();
        Line {
            id: event.event_id.as_deref(),
            invoice: event.invoice.map(|number| self.ledger.number(number)),
            instalment: event.instalment.as_deref(),
            level: Cell::maybe(event.level.as_deref(), level),
            channel: match channel.and_then(Channel::parse) {
                Some(channel) => super::channel_cell(channel),
                None => Cell::maybe(channel, Cell::text),
            },
            amount: event.amount.map(|amount| (amount, event.currency)),
            until: event.until,
            outcome,
            reference: event.reference.as_deref(),
            by: event.by.as_deref(),
            note: event.note.as_deref(),
            interest: event.interest.map(|sum| (sum, event.currency)),
            indemnity: event.indemnity.map(|sum| (sum, Currency::EUR)),
            ..Line::new(Cell::Named(event.kind.word(), event.kind.term()))
        }
    }
}

/// What a row says of one thing that happened.
struct Line<'c> {
    kind: Cell<'c>,
    id: Option<&'c str>,
    invoice: Option<&'c str>,
    instalment: Option<&'c str>,
    level: Cell<'c>,
    channel: Cell<'c>,
    amount: Option<(Amount, Currency)>,
    open: Option<(Amount, Currency)>,
    until: Option<Date>,
    outcome: Option<Outcome>,
    method: Option<&'c str>,
    reference: Option<&'c str>,
    by: Option<&'c str>,
    note: Option<&'c str>,
    reason: Option<ReturnReason>,
    interest: Option<(Amount, Currency)>,
    indemnity: Option<(Amount, Currency)>,
}

impl<'c> Line<'c> {
    /// Returns a row that says only what kind of thing happened.
    fn new(kind: Cell<'c>) -> Line<'c> {
        Line {
            kind,
            id: None,
            invoice: None,
            instalment: None,
            level: Cell::Empty,
            channel: Cell::Empty,
            amount: None,
            open: None,
            until: None,
            outcome: None,
            method: None,
            reference: None,
            by: None,
            note: None,
            reason: None,
            interest: None,
            indemnity: None,
        }
    }

    /// Returns the cells, in the order of the columns.
    fn cells(self, customer: &'c str, one: &Happened<'_>) -> [Cell<'c>; COLUMNS] {
        let text = |text: Option<&'c str>| Cell::maybe(text, Cell::text);
        let money = |sum| Cell::maybe(sum, |(amount, currency)| Cell::Amount(amount, currency));
        let outcome = |outcome| {
            let (word, term) = match outcome {
                Outcome::Running { .. } => RUNNING,
                Outcome::Broken(_) => BROKEN,
                Outcome::Over(_) => KEPT,
            };
            Cell::Named(word, term)
        };
        [
            Cell::text(customer),
            Cell::Date(one.date),
            self.kind,
            text(self.id),
            text(self.invoice),
            text(self.instalment),
            self.level,
            self.channel,
            Cell::maybe(self.amount, |(_, currency)| Cell::Word(currency.code())),
            money(self.amount),
            money(self.open),
            Cell::maybe(self.until, Cell::Date),
            Cell::maybe(self.outcome, outcome),
            Cell::maybe(one.undone, Cell::Date),
            text(self.method),
            text(self.reference),
            text(self.by),
            text(self.note),
            Cell::maybe(self.reason, |reason| Cell::Named(reason.code, reason.term())),
            money(self.interest),
            money(self.indemnity),
        ]
    }
}
