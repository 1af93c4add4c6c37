//! `history`: one customer's story, a row for each thing that happened.

use std::collections::BTreeMap;
use std::io;

use crate::engine::allocation::{Balances, Cause};
use crate::engine::history::Outcome;
use crate::engine::history::dated::{Happened, What};
use crate::engine::returned;
use crate::model::{
    Amount, Bilingual, Currency, CustomerId, Date, EventKind, InvoiceKind, Ledger, PaymentKind, ReturnReason, Term,
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
    fn cells<'c>(&'c self, one: &'c Happened<'_>) -> Vec<Cell<'c>> {
        let ledger = self.ledger;
        let text = |text: Option<&'c str>| Cell::maybe(text, Cell::text);
        let mut cells = vec![Cell::Empty; COLUMNS];
        cells[0] = Cell::text(&ledger.customer(self.customer).id);
        cells[1] = Cell::Date(one.date);
        cells[13] = Cell::maybe(one.undone, Cell::Date);
        match one.what {
            What::Issued(item, kind) => {
                let invoice = ledger.invoice(item);
                let number = ledger.number(invoice.number);
                cells[2] = Cell::Named(kind.word(), kind.term());
                cells[3] = Cell::text(number);
                cells[5] = text(ledger.instalment(item));
                cells[8] = Cell::Word(invoice.currency.code());
                cells[9] = Cell::Amount(invoice.amount, invoice.currency);
                if invoice.is_item() {
                    cells[10] = Cell::Amount(self.balances.open(ledger, item), invoice.currency);
                    cells[11] = Cell::Date(invoice.due);
                }
                cells[15] = text(ledger.more(item).and_then(|more| more.reference.as_deref()));
            }
            What::Money(payment) => {
                let (row, more) = (ledger.payment(payment), ledger.payment_more(payment));
                let amount = row.received();
                cells[2] = Cell::Named(row.kind.word(), row.kind.term());
                cells[3] = Cell::text(ledger.payment_id(payment));
                cells[4] = text(row.invoice.map(|number| ledger.number(number)));
                cells[5] = text(more.and_then(|more| more.instalment.as_deref()));
                cells[8] = Cell::Word(row.currency.code());
                cells[9] = Cell::Amount(amount, row.currency);
                cells[14] = text(more.and_then(|more| more.method.as_deref()));
                cells[15] = text(more.and_then(|more| more.reference.as_deref()));
                if row.kind == PaymentKind::Return {
                    let reason = returned::reason(ledger, payment);
                    cells[18] = Cell::maybe(reason, |reason| Cell::Named(reason.code, reason.term()));
                }
            }
            What::Less(item, step) => {
                let invoice = ledger.invoice(item);
                let (word, term) = less(step.cause());
                cells[2] = Cell::Named(word, term);
                cells[4] = Cell::text(ledger.number(invoice.number));
                cells[5] = text(ledger.instalment(item));
                cells[8] = Cell::Word(invoice.currency.code());
                cells[9] = Cell::Amount(-step.change, invoice.currency);
            }
            What::Event(event, outcome) => {
                let named = |(word, term)| Cell::Named(word, term);
                let level = |name| Cell::Named(name, self.policy.level_term(name));
                let channel = event.channel.as_deref();
                cells[2] = Cell::Named(event.kind.word(), event.kind.term());
                cells[3] = text(event.event_id.as_deref());
                cells[4] = text(event.invoice.map(|number| ledger.number(number)));
                cells[5] = text(event.instalment.as_deref());
                cells[6] = Cell::maybe(event.level.as_deref(), level);
                cells[7] = match channel.and_then(Channel::parse) {
                    Some(channel) => super::channel_cell(channel),
                    None => text(channel),
                };
                let claimed = |sum, currency| Cell::maybe(sum, |sum| Cell::Amount(sum, currency));
                cells[19] = claimed(event.interest, event.currency);
                cells[20] = claimed(event.indemnity, Currency::EUR);
                cells[8] = Cell::maybe(event.amount, |_| Cell::Word(event.currency.code()));
                cells[9] = Cell::maybe(event.amount, |amount| Cell::Amount(amount, event.currency));
                cells[11] = Cell::maybe(event.until, Cell::Date);
                cells[12] = Cell::maybe(outcome, |outcome| match outcome {
                    Outcome::Running { .. } => named(RUNNING),
                    Outcome::Broken(_) => named(BROKEN),
                    Outcome::Over(_) => named(KEPT),
                });
                cells[15] = text(event.reference.as_deref());
                cells[16] = text(event.by.as_deref());
                cells[17] = text(event.note.as_deref());
            }
        }
        cells
    }
}
