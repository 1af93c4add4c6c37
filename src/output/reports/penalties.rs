//! `penalties` and `penalties --pieces`.

use std::collections::BTreeMap;
use std::io;

use super::{customer_cells, customer_headings, instalment_column};
use crate::engine::penalties::{Penalties, PenaltyRow, PenaltyTotal, Piece};
use crate::law::regimes::Regime;
use crate::model::{Amount, Bilingual, Currency, Date, ItemId, Selection};
use crate::output::{Cell, Column, Nested, Report};

/// Whether each row lists its pieces: only JSON has room for them, and a million lists are not made for nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WithPieces {
    /// Each row has its list.
    Listed,
    /// The lists stay empty.
    Omitted,
}

/// What late payment costs: one row for each item that was or is late.
#[derive(Debug)]
pub struct PenaltyReport<'a> {
    /// Where the answers come from. Items with an obstacle have no row.
    pub penalties: &'a Penalties<'a>,
    /// Whose items are wanted.
    pub selection: &'a Selection,
    /// Whether each row lists its pieces.
    pub pieces: WithPieces,
}

/// How many of the ledger's rows make one slice of the report: what is made of them stays in the processor's cache.
const SLICE: usize = 2048;

/// The keys of a piece.
const PIECE: &[&str] = &["from", "to", "days", "base", "rate", "basis", "interest", "assumed"];

impl Report for PenaltyReport<'_> {
    fn command(&self) -> &'static str {
        "penalties"
    }

    fn as_of(&self) -> Option<Date> {
        Some(self.penalties.as_of())
    }

    fn title(&self) -> Option<Bilingual> {
        Some(Bilingual::new("Late-payment penalties", "Pénalités de retard"))
    }

    fn columns(&self) -> Vec<Column> {
        let [id, name] = customer_headings(self.penalties.ledger());
        vec![
            id,
            name,
            Column::new("invoice_id", "Invoice", "Facture"),
            instalment_column(),
            Column::currency(),
            Column::data("regime").of(Regime::words()),
            Column::new("due_date", "Due", "Échéance"),
            Column::data("settled_on"),
            Column::new("days_late", "Days", "Jours"),
            Column::new("open", "Open", "Reste dû"),
            Column::new("interest", "Interest", "Intérêts"),
            Column::new("indemnity", "Indem.", "Indem."),
            Column::new("waived", "waived", "abandonné").noted(),
            Column::new("charged", "charged", "facturé").noted(),
            Column::new("paid", "paid", "payé").noted(),
            Column::new("total", "Total", "Total"),
            Column::data("principal_due"),
            Column::data("interest_due"),
            Column::new("disputed_interest", "disputed interest", "intérêts contestés").noted(),
            Column::new("assumed", "Assumed", "Supposé").when_used(),
            Column::nested("pieces"),
        ]
    }

    fn rows(&self, each: &mut dyn FnMut(&[Cell<'_>]) -> io::Result<()>) -> io::Result<()> {
        self.rows_of(self.penalties.items(self.selection), each)
    }

    fn slices(&self) -> usize {
        if self.selection.is_all() { self.penalties.ledger().invoices().len().div_ceil(SLICE).max(1) } else { 1 }
    }

    fn slice(&self, slice: usize, each: &mut dyn FnMut(&[Cell<'_>]) -> io::Result<()>) -> io::Result<()> {
        if self.slices() == 1 {
            return self.rows(each);
        }
        self.rows_of(self.penalties.ledger().items().skip(slice * SLICE).take(SLICE), each)
    }

    fn totals(&self) -> Vec<Vec<Cell<'_>>> {
        self.penalties.totals(self.selection).iter().map(total_cells).collect()
    }

    fn remarks(&self) -> Vec<Bilingual> {
        legend(self.penalties, self.selection)
    }
}

impl PenaltyReport<'_> {
    fn rows_of(
        &self,
        mut items: impl Iterator<Item = ItemId>,
        each: &mut dyn FnMut(&[Cell<'_>]) -> io::Result<()>,
    ) -> io::Result<()> {
        let mut pieces = Vec::new();
        items.try_for_each(|item| match self.penalties.for_item(item, &mut pieces) {
            Ok(Some(row)) => each(&self.cells(&row, &pieces)),
            Ok(None) | Err(_) => Ok(()),
        })
    }

    fn cells(&self, row: &PenaltyRow, pieces: &[Piece]) -> [Cell<'_>; 21] {
        let ledger = self.penalties.ledger();
        let invoice = ledger.invoice(row.item);
        let amount = |amount| Cell::Amount(amount, invoice.currency);
        let [id, name] = customer_cells(ledger.customer(invoice.customer));
        let listed = match self.pieces {
            WithPieces::Listed => Cell::List(Nested::Objects(
                PIECE,
                pieces.iter().map(|piece| piece_cells(self.penalties, piece, invoice.currency).to_vec()).collect(),
            )),
            WithPieces::Omitted => Cell::Empty,
        };
        [
            id,
            name,
            Cell::text(ledger.number(invoice.number)),
            Cell::maybe(ledger.instalment(row.item), Cell::text),
            Cell::Word(invoice.currency.code()),
            Cell::Word(row.regime.word),
            Cell::Date(invoice.due),
            Cell::maybe(row.settled_on, Cell::Date),
            Cell::Count(row.days_late),
            amount(row.open),
            amount(row.interest),
            amount(row.indemnity),
            amount(row.waived),
            amount(row.charged),
            amount(row.paid),
            amount(row.total()),
            amount(row.principal_due),
            amount(row.interest_due),
            amount(row.disputed_interest),
            Cell::Flag(pieces.iter().any(|piece| piece.basis.assumed)),
            listed,
        ]
    }
}

fn total_cells(total: &PenaltyTotal) -> Vec<Cell<'static>> {
    let amount = |amount| Cell::Amount(amount, total.currency);
    let mut cells = vec![Cell::Empty; 4];
    cells.push(Cell::Word(total.currency.code()));
    cells.extend([Cell::Empty, Cell::Empty, Cell::Empty, Cell::Empty]);
    let less = [total.waived, total.charged, total.paid];
    let sums = [total.open, total.interest, total.indemnity].into_iter().chain(less).chain([total.total]);
    cells.extend(sums.map(amount));
    cells.extend([total.principal_due, total.interest_due, total.disputed_interest].map(amount));
    cells.extend([Cell::Empty, Cell::Empty]);
    cells
}

/// The interest piece by piece: one row for each run of days with one base and one rate.
#[derive(Debug)]
pub struct PieceReport<'a> {
    /// Where the answers come from. Items with an obstacle have no row.
    pub penalties: &'a Penalties<'a>,
    /// Whose items are wanted.
    pub selection: &'a Selection,
}

impl Report for PieceReport<'_> {
    fn command(&self) -> &'static str {
        "penalties"
    }

    fn as_of(&self) -> Option<Date> {
        Some(self.penalties.as_of())
    }

    fn title(&self) -> Option<Bilingual> {
        Some(Bilingual::new("Late-payment interest by piece", "Intérêts de retard par période"))
    }

    fn columns(&self) -> Vec<Column> {
        vec![
            Column::new("customer_id", "Customer", "Client").heading(),
            Column::new("invoice_id", "Invoice", "Facture"),
            instalment_column(),
            Column::currency(),
            Column::new("from", "From", "Du"),
            Column::new("to", "To", "Au"),
            Column::new("days", "Days", "Jours"),
            Column::new("base", "Base", "Assiette"),
            Column::new("rate", "Rate", "Taux"),
            Column::new("basis", "Basis", "Fondement").below(),
            Column::new("interest", "Interest", "Intérêts"),
            Column::new("assumed", "Assumed", "Supposé").when_used(),
        ]
    }

    fn rows(&self, each: &mut dyn FnMut(&[Cell<'_>]) -> io::Result<()>) -> io::Result<()> {
        let ledger = self.penalties.ledger();
        let mut pieces = Vec::new();
        for item in self.penalties.items(self.selection) {
            let Ok(Some(_)) = self.penalties.for_item(item, &mut pieces) else { continue };
            let invoice = ledger.invoice(item);
            for piece in &pieces {
                let [id, _] = customer_cells(ledger.customer(invoice.customer));
                let [from, to, days, base, rate, _, interest, assumed] =
                    piece_cells(self.penalties, piece, invoice.currency);
                let (basis, words) = (self.penalties.basis(piece), self.penalties.basis_in_words(piece));
                each(&[
                    id,
                    Cell::text(ledger.number(invoice.number)),
                    Cell::maybe(ledger.instalment(item), Cell::text),
                    Cell::Word(invoice.currency.code()),
                    from,
                    to,
                    days,
                    base,
                    rate,
                    Cell::Named(&basis, words.term()),
                    interest,
                    assumed,
                ])?;
            }
        }
        Ok(())
    }

    fn totals(&self) -> Vec<Vec<Cell<'_>>> {
        let mut sums: BTreeMap<Currency, Amount> = BTreeMap::new();
        for total in self.penalties.totals(self.selection) {
            *sums.entry(total.currency).or_default() += total.interest;
        }
        let cells = |(currency, sum): (Currency, Amount)| {
            let mut cells = vec![Cell::Empty; 10];
            cells[3] = Cell::Word(currency.code());
            cells.extend([Cell::Amount(sum, currency), Cell::Empty]);
            cells
        };
        sums.into_iter().map(cells).collect()
    }

    fn remarks(&self) -> Vec<Bilingual> {
        legend(self.penalties, self.selection)
    }
}

/// Returns a piece as cells, in the order of [`PIECE`].
fn piece_cells(penalties: &Penalties<'_>, piece: &Piece, currency: Currency) -> [Cell<'static>; 8] {
    [
        Cell::Date(piece.from),
        Cell::Date(piece.to),
        Cell::Count(piece.days),
        Cell::Amount(piece.base, currency),
        Cell::Rate(piece.rate()),
        Cell::text(penalties.basis(piece)),
        Cell::Amount(piece.interest, currency),
        Cell::Flag(piece.basis.assumed),
    ]
}

/// Returns what the mark "assumed" means, where it stands.
fn legend(penalties: &Penalties<'_>, selection: &Selection) -> Vec<Bilingual> {
    let sentence = Bilingual::new(
        "Assumed: the official rate is not known for some of the days; the last known one was continued.",
        "Supposé : le taux officiel est inconnu pour une partie des jours ; le dernier connu a été prolongé.",
    );
    penalties.assumes(selection).then_some(sentence).into_iter().collect()
}
