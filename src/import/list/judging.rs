//! The rows of a list against what it states of their payment: which of them are taken, and what is owed on those.

use std::collections::{BTreeMap, BTreeSet};

use super::facts::{Claim, Judge, Verdict, is_provisional};
use super::{Gathering, cancelled, is_facts};
use crate::diag::{Diagnostic, Place, code};
use crate::import::merge;
use crate::import::settle::{Settled, UsedCredit};
use crate::import::source::{LeftOut, Stated, Whose};
use crate::input::columns::Column;
use crate::input::edit::{PlainRow, PlainRows};
use crate::input::list::{ListRows, Part};
use crate::model::{Amount, Bilingual, Currency, FileRole, several};

/// How many credit notes are named that were used since.
const NAMED: usize = 3;

/// The rows of a list that are taken.
#[derive(Debug, Default)]
pub(super) struct Taken {
    pub rows: Vec<usize>,
    /// What credit notes are taken for that are used in part, by row.
    pub credits: BTreeMap<usize, Amount>,
}

/// One row that is being judged.
#[derive(Clone, Copy)]
struct Row<'a> {
    /// Its place among those of the list.
    at: usize,
    line: u32,
    invoice: PlainRow<'a>,
    facts: PlainRow<'a>,
    currency: Currency,
    has_payments: bool,
    /// Whether no row of the same invoice was taken before.
    is_first: bool,
}

/// What is known of a list while its rows are judged.
struct Judging<'a> {
    parts: &'a [Part],
    judge: Judge,
    taken: Taken,
    /// How many rows for `invoices.csv` stand before those of the list.
    before: usize,
    /// For each invoice, the row that was taken first.
    firsts: Vec<Option<u32>>,
    /// The invoices of which a row is refused.
    refused: BTreeSet<String>,
    /// The credit notes of the folder that were used since.
    used: Vec<String>,
}

impl Gathering<'_> {
    /// Judges the rows by what the list states of payments, those of one invoice once, and returns those that are taken.
    pub(super) fn judge(&mut self, parts: &[Part], found: &ListRows) -> Taken {
        // A file that cannot be read at all has no parts.
        let part_that = |is: &dyn Fn(&Part) -> bool| found.parts.get(parts.iter().position(is)?);
        let invoices = part_that(&|part| part.role == FileRole::Invoices && !is_facts(part));
        let Some(invoices) = invoices else {
            return self.judge_receipts(parts, found);
        };
        let mut judging = Judging {
            parts,
            judge: Judge::default(),
            taken: Taken::default(),
            before: self.incoming.files.get(&FileRole::Invoices).map_or(0, |known| known.rows.len()),
            firsts: vec![None; found.lines.len()],
            refused: found.refused_invoices.clone(),
            used: Vec::new(),
        };
        match part_that(&is_facts) {
            Some(facts) => self.judge_rows(&mut judging, (invoices, facts), found),
            None => {
                let is_draft = |row: &usize| is_provisional(invoices.row(*row).get(Column::InvoiceId));
                let (drafts, rows): (Vec<usize>, _) = (0..found.lines.len()).partition(is_draft);
                drafts.iter().for_each(|_| self.report.leave_out(draft()));
                judging.taken.rows = rows;
            }
        }
        // Another line or payment of the same invoice is no invoice by itself.
        if !judging.refused.is_empty() {
            let taken = judging.taken.rows.iter();
            let others = taken.filter(|&&row| judging.refused.contains(invoices.row(row).get(Column::InvoiceId)));
            self.incoming.refused.extend(others.map(|&row| (self.at, found.lines[row])));
        }
        if !judging.used.is_empty() {
            let Bilingual { en, fr } = several(&judging.used, NAMED);
            self.report.choices.push(Bilingual::new(
                format!("credit notes of the folder that were used since: {en}"),
                format!("avoirs du dossier utilisés depuis : {fr}"),
            ));
        }
        judging.taken
    }

    fn judge_rows(&mut self, judging: &mut Judging<'_>, (invoices, facts): (&PlainRows, &PlainRows), found: &ListRows) {
        let has_payments = judging.parts.iter().any(|part| part.role == FileRole::Payments);
        let numbers = merge::numbered(FileRole::Invoices, invoices);
        for (at, &line) in found.lines.iter().enumerate() {
            let (invoice, said) = (invoices.row(at), facts.row(at));
            let (currency, is_first) = (self.currency(invoice), judging.firsts[numbers[at] as usize].is_none());
            let row = Row { at, line, invoice, facts: said, currency, has_payments, is_first };
            let Some(verdict) = self.verdict(judging, row) else { continue };
            let place = judging.before + judging.taken.rows.len();
            judging.taken.rows.push(at);
            let first = *judging.firsts[numbers[at] as usize].get_or_insert(at as u32) as usize;
            if first == at {
                self.state(&verdict, place, row);
            } else if !facts.row(first).cells().eq(said.cells()) {
                // Else it is the invoice once more, for another line or payment of it.
                let place = self.place(judging.parts, row, Column::Balance);
                self.incoming.findings.push(disagreeing(invoice.get(Column::InvoiceId), place));
                self.incoming.refused.insert((self.at, line));
                judging.refused.insert(invoice.get(Column::InvoiceId).to_owned());
            }
        }
    }

    /// Returns what becomes of a row that is taken; nothing of one that is not.
    fn verdict(&mut self, judging: &mut Judging<'_>, row: Row<'_>) -> Option<Verdict> {
        let Row { invoice, facts, currency, has_payments, .. } = row;
        let number = || invoice.get(Column::InvoiceId).to_owned();
        let claim = Claim { invoice, facts, currency, has_payments };
        let parts = judging.parts;
        match judging.judge.judge(claim, |column| self.place(parts, row, column)) {
            Verdict::Refused(finding) => {
                self.incoming.findings.push(*finding);
                self.refuse(judging.parts, row.line);
                judging.refused.insert(number());
                None
            }
            Verdict::Credit { open, total } => self.credit(judging, row, open, total),
            Verdict::Draft => {
                self.report.leave_out(draft());
                None
            }
            Verdict::Cancelled => {
                self.incoming.cancelled.push((self.at, row.line, number()));
                self.report.leave_out(cancelled());
                None
            }
            verdict => Some(verdict),
        }
    }

    /// Takes a credit note that is used, wholly or in part: what is left of it, since the balances of the invoices know
    /// of the rest. One that the folder has stays as it is there, and what was used since is no money that came in.
    fn credit(&mut self, judging: &mut Judging<'_>, row: Row<'_>, open: Amount, total: Amount) -> Option<Verdict> {
        let number = row.invoice.get(Column::InvoiceId);
        let known = self.request.folder.billed(number).filter(|(_, currency)| *currency == row.currency);
        match known.map(|(known, _)| known).filter(|known| total <= *known && *known <= open) {
            Some(known) => {
                if known != total {
                    judging.taken.credits.insert(row.at, known);
                }
                // Else it is the credit note once more, for another line of it.
                if row.is_first {
                    let invoice = judging.before + judging.taken.rows.len();
                    let (list, currency, used) = (self.at, row.currency, open - known);
                    self.incoming.used_credits.push(UsedCredit { list, invoice, currency, used });
                    judging.used.push(number.to_owned());
                }
                Some(Verdict::Credit { open, total: known })
            }
            None if open.is_zero() => {
                let why = LeftOut::new("used-credit-note", "credit notes used up", "avoirs entièrement imputés");
                self.report.leave_out(why);
                None
            }
            None => {
                judging.taken.credits.insert(row.at, open);
                Some(Verdict::Credit { open, total: open })
            }
        }
    }

    /// Notes what is owed on an invoice, at its place among the rows for `invoices.csv`, and what was paid on it so far.
    fn state(&mut self, verdict: &Verdict, invoice: usize, row: Row<'_>) {
        let (open, total, is_stated) = match verdict {
            Verdict::Owed { open, total, is_stated } => (*open, *total, *is_stated),
            Verdict::Credit { open, total } => (*open, *total, true),
            _ => return,
        };
        let currency = row.currency;
        if is_stated {
            self.incoming.stated.push(Stated { list: self.at, whose: Whose::Invoice(invoice), currency, open });
        }
        if row.has_payments || !total.is_positive() {
            return;
        }
        let paid_on = row.facts.get(Column::PaidOn);
        let date = (!paid_on.is_empty()).then(|| paid_on.to_owned());
        let place = (self.at, row.line);
        self.incoming.settled.push(Settled { place, invoice, currency, paid: total - open, date });
    }

    /// Returns the currency of a row.
    pub(super) fn currency(&self, invoice: PlainRow<'_>) -> Currency {
        Currency::parse(invoice.get(Column::Currency)).unwrap_or(self.request.policy.currency)
    }

    /// Returns the place of a fact.
    fn place(&self, parts: &[Part], row: Row<'_>, column: Column) -> Place {
        let place = Place::line(&self.incoming.lists[self.at as usize], row.line);
        let from = parts.iter().filter(|part| is_facts(part)).flat_map(|part| &part.columns);
        let name = from.into_iter().find(|(known, _)| *known == column).and_then(|(_, from)| from.name());
        match name {
            Some(name) => place.cell(name, row.facts.get(column)),
            None => place,
        }
    }
}

fn draft() -> LeftOut {
    LeftOut::new("draft", "drafts", "brouillons")
}

fn disagreeing(invoice: &str, place: Place) -> Diagnostic {
    Diagnostic::new(
        code::import::ROWS_DISAGREE,
        format!("two rows disagree about what is owed on invoice {invoice}"),
        format!("deux lignes se contredisent sur ce qui reste dû de la facture {invoice}"),
    )
    .at(place)
}
