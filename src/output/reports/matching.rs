//! `match`: the receipts in suspense, and those who may have sent them.

use std::collections::BTreeMap;
use std::io;

use crate::engine::matching::{Candidate, Outcome, Verdict};
use crate::model::date::days_between;
use crate::model::receipt::AND;
use crate::model::{Amount, Bilingual, Currency, CustomerId, Date, Decision, InvoiceNo, Lang, Ledger, Term};
use crate::output::{Cell, Column, Nested, Report};

/// The receipts in suspense.
#[derive(Clone, Copy, Debug)]
pub struct Matched<'a> {
    /// Where the names are.
    pub ledger: &'a Ledger,
    /// What is found of each.
    pub verdicts: &'a [&'a Verdict<'a>],
    /// The day.
    pub as_of: Date,
    /// The language of sentences.
    pub lang: Lang,
    /// What was done before.
    pub remarks: &'a [Bilingual],
}

/// The keys of a candidate in JSON.
const CANDIDATE: &[&str] = &["customer_id", "name", "invoices", "evidence", "is_weak"];

impl Matched<'_> {
    fn cells<'c>(&'c self, verdict: &'c Verdict<'_>) -> Vec<Cell<'c>> {
        let receipt = verdict.receipt;
        let text = |text: &'c str| if text.is_empty() { Cell::Empty } else { Cell::text(text) };
        let (customer, invoices) = best(verdict);
        let (word, term) = state(verdict);
        vec![
            Cell::text(receipt.id.as_str()),
            Cell::Date(receipt.date),
            Cell::Count(days_between(receipt.date, self.as_of)),
            Cell::Word(receipt.currency.code()),
            Cell::Amount(receipt.amount, receipt.currency),
            text(&receipt.payer),
            text(&receipt.payer_account),
            text(&receipt.reference),
            Cell::Named(word, term),
            Cell::maybe(customer, |id| Cell::text(self.ledger.customer(id).id.as_str())),
            Cell::maybe(customer, |id| Cell::text(self.ledger.customer(id).name.as_str())),
            Cell::maybe(invoices.first(), |_| Cell::text(self.numbers(&invoices))),
            Cell::List(Nested::Objects(CANDIDATE, self.candidates(verdict))),
            Cell::maybe(Some(verdict.candidates_in_words(self.ledger)).filter(|text| !text.is_empty()), Cell::text),
            Cell::text(verdict.why.get(self.lang)),
        ]
    }

    fn numbers(&self, invoices: &[InvoiceNo]) -> String {
        invoices.iter().map(|&number| self.ledger.number(number)).collect::<Vec<_>>().join(AND)
    }

    fn candidates(&self, verdict: &Verdict<'_>) -> Vec<Vec<Cell<'_>>> {
        let Outcome::Wait(candidates) = &verdict.outcome else { return Vec::new() };
        let cells = |candidate: &Candidate| {
            let customer = self.ledger.customer(candidate.customer);
            vec![
                Cell::text(customer.id.as_str()),
                Cell::text(customer.name.as_str()),
                Cell::text(self.numbers(&candidate.invoices)),
                Cell::Word(candidate.evidence.word()),
                Cell::Flag(candidate.evidence.is_weak()),
            ]
        };
        candidates.iter().map(cells).collect()
    }
}

impl Report for Matched<'_> {
    fn command(&self) -> &'static str {
        "match"
    }

    fn as_of(&self) -> Option<Date> {
        Some(self.as_of)
    }

    fn title(&self) -> Option<Bilingual> {
        Some(Bilingual::new("Receipts in suspense", "Encaissements en attente"))
    }

    fn columns(&self) -> Vec<Column> {
        vec![
            Column::new("payment_id", "Receipt", "Encaissement"),
            Column::new("date", "Date", "Date"),
            Column::data("days"),
            Column::currency(),
            Column::new("amount", "Amount", "Montant"),
            Column::new("payer", "From", "De").below(),
            Column::data("payer_account"),
            Column::new("reference", "The bank's words", "Libellé de la banque").below(),
            Column::new("state", "State", "État").among(STATES),
            Column::new("customer_id", "Customer", "Client").when_used(),
            Column::data("name"),
            Column::new("invoice_id", "Invoices", "Factures").when_used(),
            Column::nested("choices"),
            Column::data("candidates"),
            Column::new("why", "Why", "Pourquoi").below(),
        ]
    }

    fn rows(&self, each: &mut dyn FnMut(&[Cell<'_>]) -> io::Result<()>) -> io::Result<()> {
        self.verdicts.iter().try_for_each(|verdict| each(&self.cells(verdict)))
    }

    fn totals(&self) -> Vec<Vec<Cell<'_>>> {
        let mut sums: BTreeMap<Currency, Amount> = BTreeMap::new();
        for verdict in self.verdicts {
            *sums.entry(verdict.receipt.currency).or_default() += verdict.receipt.amount;
        }
        let cells = |(currency, sum): (Currency, Amount)| {
            let mut cells = vec![Cell::Empty; 15];
            cells[3] = Cell::Word(currency.code());
            cells[4] = Cell::Amount(sum, currency);
            cells
        };
        sums.into_iter().map(cells).collect()
    }

    fn remarks(&self) -> Vec<Bilingual> {
        let mut remarks = self.remarks.to_vec();
        if self.verdicts.is_empty() {
            remarks.push(Bilingual::new("no receipt is in suspense", "aucun encaissement n'est en attente"));
        }
        remarks
    }
}

/// Returns the best candidate, and what he may have paid.
fn best(verdict: &Verdict<'_>) -> (Option<CustomerId>, Vec<InvoiceNo>) {
    match &verdict.outcome {
        Outcome::Post { customer, parts, .. } => {
            (Some(*customer), parts.iter().filter_map(|part| part.invoice).collect())
        }
        Outcome::Wait(candidates) => candidates
            .first()
            .map_or((None, Vec::new()), |candidate| (Some(candidate.customer), candidate.invoices.clone())),
        Outcome::Reverse(_) | Outcome::Same(_) | Outcome::Batch(_) => (None, Vec::new()),
    }
}

/// What is known of a receipt in one word, and what people call it.
type State = (&'static str, Term<'static>);

const DECIDED: State = ("decided", Term::new("decided", "décidé"));
const CERTAIN: State = ("certain", Term::new("certain", "certain"));
const SAME: State = ("same", Term::new("in the books", "déjà comptabilisé"));
const BATCH: State = ("batch", Term::new("told twice", "en double"));
const HELD: State = ("wait", Term::new("held", "retenu"));
const WEAK: State = ("weak", Term::new("weak clue", "indice faible"));
const TO_CONFIRM: State = ("candidate", Term::new("to confirm", "à confirmer"));
const UNKNOWN: State = ("unknown", Term::new("unknown", "inconnu"));
const STATES: [State; 8] = [DECIDED, CERTAIN, SAME, BATCH, HELD, WEAK, TO_CONFIRM, UNKNOWN];

/// Returns what is known of a receipt.
fn state(verdict: &Verdict<'_>) -> State {
    match (&verdict.outcome, &verdict.receipt.decision) {
        (Outcome::Post { .. } | Outcome::Reverse(_), Decision::Customer(_) | Decision::Invoices(_)) => DECIDED,
        (Outcome::Post { .. } | Outcome::Reverse(_), _) => CERTAIN,
        (Outcome::Same(_), _) => SAME,
        (Outcome::Batch(_), _) => BATCH,
        (Outcome::Wait(_), Decision::Wait) => HELD,
        (Outcome::Wait(candidates), _) => match candidates.first() {
            Some(best) if best.evidence.is_weak() => WEAK,
            Some(_) => TO_CONFIRM,
            None => UNKNOWN,
        },
    }
}
