//! `age` and `age --detail`; `age DIR...` is in `folders`, and with `--detail` in `folders_detail`.

pub mod folders;
pub mod folders_detail;

use std::collections::BTreeMap;
use std::io;

use super::{customer_cells, customer_columns, customer_headings, instalment_column, suspense_list, suspense_remark};
use crate::engine::ageing::{self, AgedBalance, AgedItem, AgedRow, Band};
use crate::engine::allocation::{Balances, Credit, CreditSource};
use crate::engine::states::State;
use crate::model::{
    Amount, Bilingual, Currency, CustomerId, Date, InvoiceKind, Lang, Ledger, PaymentKind, Selection, figures,
};
use crate::output::{Cell, Column, Nested, Report};
use crate::policy::{AgeBasis, AgeingRules};

/// The key of money and credit notes set against nothing.
const CREDITS: &str = "credits";
/// The key of what is not due yet.
const NOT_DUE: &str = "not_due";

/// Who owes what and how old it is: one row per customer and currency.
#[derive(Clone, Copy, Debug)]
pub struct Age<'a> {
    /// Where the names are.
    pub ledger: &'a Ledger,
    /// The figures.
    pub balance: &'a AgedBalance,
    /// The day they are true of.
    pub as_of: Date,
    /// Whether states are told apart.
    pub by_state: bool,
}

impl Age<'_> {
    fn cells<'c>(&'c self, row: &AgedRow, out: &mut Vec<Cell<'c>>) {
        let amount = |amount| Cell::Amount(amount, row.currency);
        out.clear();
        let customer = row.customer.map(|id| self.ledger.customer(id));
        out.extend(customer.map_or([Cell::Empty, Cell::Empty], customer_cells));
        if self.by_state {
            out.push(Cell::maybe(row.state, |state| Cell::Named(state.word(), state.term())));
        }
        out.push(Cell::Word(row.currency.code()));
        out.push(amount(row.not_due));
        out.extend(row.overdue.iter().copied().map(amount));
        out.extend([amount(row.credits), amount(row.total())]);
    }
}

impl Report for Age<'_> {
    fn command(&self) -> &'static str {
        "age"
    }

    fn as_of(&self) -> Option<Date> {
        Some(self.as_of)
    }

    fn title(&self) -> Option<Bilingual> {
        Some(match self.balance.basis {
            AgeBasis::Due => Bilingual::new("Aged balance", "Balance âgée"),
            AgeBasis::Issue => {
                Bilingual::new("Aged balance from the issue date", "Balance âgée depuis la date de facture")
            }
        })
    }

    fn columns(&self) -> Vec<Column> {
        let mut columns = customer_columns(self.ledger).to_vec();
        if self.by_state {
            columns.push(state_column());
        }
        columns.push(Column::currency());
        columns.push(not_due_column(self.balance.basis));
        columns.extend(self.balance.bands.iter().map(|&band| band_column(band, self.balance.basis)));
        columns.push(Column::new(CREDITS, "Credits", "Crédits").when_used());
        columns.push(Column::new("total", "Total", "Total"));
        columns
    }

    fn rows(&self, each: &mut dyn FnMut(&[Cell<'_>]) -> io::Result<()>) -> io::Result<()> {
        let mut cells = Vec::new();
        self.balance.rows.iter().try_for_each(|row| {
            self.cells(row, &mut cells);
            each(&cells)
        })
    }

    fn totals(&self) -> Vec<Vec<Cell<'_>>> {
        let cells = |total| {
            let mut cells = Vec::new();
            self.cells(total, &mut cells);
            cells
        };
        self.balance.totals.iter().map(cells).collect()
    }

    fn remarks(&self) -> Vec<Bilingual> {
        let sums: Vec<(Currency, Amount)> =
            self.balance.totals.iter().map(|total| (total.currency, total.total())).collect();
        let proof = Bilingual::new(
            format!("bands + credits = outstanding: {}", list(&sums, Lang::En)),
            format!("tranches + crédits = encours : {}", list(&sums, Lang::Fr)),
        );
        let suspense = suspense_remark(self.ledger.in_suspense(self.as_of));
        (!sums.is_empty()).then_some(proof).into_iter().chain(suspense).collect()
    }

    fn lists(&self) -> Vec<(&'static str, Nested<'_>)> {
        suspense_list(self.ledger.in_suspense(self.as_of))
    }
}

/// Returns the column of states.
fn state_column() -> Column {
    Column::new("state", "State", "État").among(State::ALL.map(|state| (state.word(), state.term())))
}

/// Returns the column of a band: days late, or days from the issue.
pub(in crate::output) fn band_column(band: Band, basis: AgeBasis) -> Column {
    let title = |unit: &str| match band.last {
        Some(last) => format!("{}–{last} {unit}", band.first),
        None => format!("> {} {unit}", band.first - 1),
    };
    match basis {
        AgeBasis::Due => Column::new(band.key(), title("d"), title("j")),
        AgeBasis::Issue => Column::new(band.key(), title("d from issue"), title("j de facture")),
    }
}

/// Returns the column of what is in no band yet.
pub(in crate::output) fn not_due_column(basis: AgeBasis) -> Column {
    match basis {
        AgeBasis::Due => Column::new(NOT_DUE, "Not due", "Non échu"),
        AgeBasis::Issue => Column::new(NOT_DUE, "Issued that day", "Émis ce jour"),
    }
}

pub(super) fn list(sums: &[(Currency, Amount)], lang: Lang) -> String {
    let shown: Vec<String> = sums.iter().map(|&(currency, sum)| figures::money(sum, currency, lang)).collect();
    shown.join(" · ")
}

/// Every open item with its age, and every credit: rows that add up to the outstanding.
#[derive(Clone, Copy, Debug)]
pub struct AgeDetail<'a> {
    /// Where the items are.
    pub ledger: &'a Ledger,
    /// What is owed on each.
    pub balances: &'a Balances,
    /// How age is counted.
    pub rules: &'a AgeingRules,
    /// Whose items are wanted.
    pub selection: &'a Selection,
}

impl AgeDetail<'_> {
    fn customers(&self) -> impl Iterator<Item = CustomerId> {
        self.ledger.customer_ids().filter(|&customer| self.selection.has(customer))
    }

    fn credits(&self) -> impl Iterator<Item = &Credit> {
        self.customers().flat_map(|id| self.balances.credits_of(id))
    }

    /// Returns what a credit was before some of it was set against debts.
    fn original(&self, credit: &Credit) -> Amount {
        match credit.source {
            CreditSource::CreditNote(item) => -self.ledger.invoice(item).amount,
            CreditSource::Payment(payment) => self.ledger.payment(payment).received(),
        }
    }

    /// Returns money or a credit note that is set against nothing: a row below zero, so that the rows add up to the
    /// outstanding.
    fn credit_cells(&self, credit: &Credit) -> [Cell<'_>; DETAIL_COLUMNS] {
        let [id, name] = customer_cells(self.ledger.customer(credit.customer));
        let (invoice, kind, payment) = match credit.source {
            CreditSource::CreditNote(item) => {
                (Cell::text(self.ledger.number(self.ledger.invoice(item).number)), "credit_note", Cell::Empty)
            }
            CreditSource::Payment(payment) => {
                let kind = self.ledger.payment(payment).kind.word();
                (Cell::Empty, kind, Cell::text(self.ledger.payment_id(payment)))
            }
        };
        [
            id,
            name,
            invoice,
            Cell::Empty,
            Cell::Word(credit.currency.code()),
            Cell::Word(kind),
            Cell::Date(credit.date),
            Cell::Empty,
            Cell::Empty,
            Cell::Amount(-self.original(credit), credit.currency),
            Cell::Amount(-credit.amount, credit.currency),
            Cell::Word(CREDITS),
            payment,
        ]
    }

    fn items(&self) -> impl Iterator<Item = AgedItem> {
        self.customers().flat_map(|id| ageing::open_items(self.ledger, self.balances, self.rules, id))
    }

    /// Adds what the rows come to, currency by currency.
    fn add_to(&self, sums: &mut Sums) {
        for aged in self.items() {
            let invoice = self.ledger.invoice(aged.item);
            let sum = sums.entry(invoice.currency).or_default();
            sum.amount += invoice.amount;
            sum.open += aged.open;
        }
        for credit in self.credits() {
            let sum = sums.entry(credit.currency).or_default();
            sum.amount -= self.original(credit);
            sum.open -= credit.amount;
            let side = if credit.amount.is_negative() { &mut sum.owed } else { &mut sum.credits };
            *side -= credit.amount;
        }
    }
}

/// What rows of detail come to in a currency.
#[derive(Clone, Copy, Debug, Default)]
struct DetailSum {
    amount: Amount,
    open: Amount,
    /// What of it is set against no item: below zero.
    credits: Amount,
    /// What of it is owed on no item, refunded and taken back: above zero. One customer's credit is not another's.
    owed: Amount,
}

type Sums = BTreeMap<Currency, DetailSum>;

impl DetailSum {
    fn add(&mut self, other: DetailSum) {
        self.amount += other.amount;
        self.open += other.open;
        self.credits += other.credits;
        self.owed += other.owed;
    }

    fn cells(self, currency: Currency) -> Vec<Cell<'static>> {
        let mut cells = vec![Cell::Empty; DETAIL_COLUMNS];
        cells[4] = Cell::Word(currency.code());
        cells[9] = Cell::Amount(self.amount, currency);
        cells[10] = Cell::Amount(self.open, currency);
        cells
    }
}

/// How many columns the detail has.
const DETAIL_COLUMNS: usize = 13;

/// Returns the columns of the detail of folders whose age is counted by these rules.
fn detail_columns<'r>([id, name]: [Column; 2], rules: impl IntoIterator<Item = &'r AgeingRules>) -> Vec<Column> {
    let bands: Vec<String> = rules.into_iter().flat_map(ageing::bands).map(Band::key).collect();
    let kinds = InvoiceKind::ALL.map(|kind| (kind.word(), kind.term()));
    let kinds = kinds.into_iter().chain(PaymentKind::ALL.map(|kind| (kind.word(), kind.term())));
    vec![
        id,
        name,
        Column::new("invoice_id", "Invoice", "Facture"),
        instalment_column(),
        Column::currency(),
        Column::data("kind").among(kinds),
        Column::data("issue_date"),
        Column::new("due_date", "Due", "Échéance"),
        Column::new("days_late", "Days late", "Retard (j)"),
        Column::data("amount"),
        Column::new("open", "Open", "Reste dû"),
        Column::data("band").of(bands.iter().map(String::as_str).chain([NOT_DUE, CREDITS])),
        Column::new("payment_id", "Payment", "Règlement").when_used(),
    ]
}

/// Returns what is said of money set against nothing.
fn credit_remarks(sums: &Sums) -> impl Iterator<Item = Bilingual> {
    let side = |of: fn(&DetailSum) -> Amount| -> Vec<(Currency, Amount)> {
        sums.iter().map(|(&currency, sum)| (currency, of(sum))).filter(|(_, sum)| !sum.is_zero()).collect()
    };
    let (credits, owed) = (side(|sum| sum.credits), side(|sum| sum.owed));
    let of_credits = Bilingual::new(
        format!("credits set against no item: {}", list(&credits, Lang::En)),
        format!("crédits imputés sur aucune pièce : {}", list(&credits, Lang::Fr)),
    );
    let of_refunds = Bilingual::new(
        format!("owed on no item, refunded and taken back: {}", list(&owed, Lang::En)),
        format!("dus hors pièces, remboursés puis repris : {}", list(&owed, Lang::Fr)),
    );
    let told = [(credits, of_credits), (owed, of_refunds)];
    told.into_iter().filter(|(sums, _)| !sums.is_empty()).map(|(_, told)| told)
}

impl Report for AgeDetail<'_> {
    fn command(&self) -> &'static str {
        "age"
    }

    fn as_of(&self) -> Option<Date> {
        Some(self.balances.as_of())
    }

    fn title(&self) -> Option<Bilingual> {
        Some(Bilingual::new("Open items", "Pièces ouvertes"))
    }

    fn columns(&self) -> Vec<Column> {
        detail_columns(customer_headings(self.ledger), [self.rules])
    }

    fn rows(&self, each: &mut dyn FnMut(&[Cell<'_>]) -> io::Result<()>) -> io::Result<()> {
        let bands: Vec<String> = ageing::bands(self.rules).into_iter().map(Band::key).collect();
        self.items().try_for_each(|aged| {
            let invoice = self.ledger.invoice(aged.item);
            let [id, name] = customer_cells(self.ledger.customer(invoice.customer));
            each(&[
                id,
                name,
                Cell::text(self.ledger.number(invoice.number)),
                Cell::maybe(self.ledger.instalment(aged.item), Cell::text),
                Cell::Word(invoice.currency.code()),
                Cell::Word(invoice.kind.word()),
                Cell::Date(invoice.issue),
                Cell::Date(invoice.due),
                Cell::Count(aged.days_late),
                Cell::Amount(invoice.amount, invoice.currency),
                Cell::Amount(aged.open, invoice.currency),
                Cell::Word(aged.band.map_or(NOT_DUE, |band| &bands[band])),
                Cell::Empty,
            ])
        })?;
        self.credits().try_for_each(|credit| each(&self.credit_cells(credit)))
    }

    fn totals(&self) -> Vec<Vec<Cell<'_>>> {
        let mut sums = Sums::new();
        self.add_to(&mut sums);
        sums.into_iter().map(|(currency, sum)| sum.cells(currency)).collect()
    }

    fn remarks(&self) -> Vec<Bilingual> {
        let mut sums = Sums::new();
        self.add_to(&mut sums);
        let waiting = self.ledger.in_suspense(self.balances.as_of());
        credit_remarks(&sums).chain(suspense_remark(waiting)).collect()
    }

    fn lists(&self) -> Vec<(&'static str, Nested<'_>)> {
        suspense_list(self.ledger.in_suspense(self.balances.as_of()))
    }
}
