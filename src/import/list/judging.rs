//! The rows of a list against what it states of their payment: which of them are taken, and what is owed on those.

use std::collections::{BTreeMap, BTreeSet};

use super::aliases;
use super::aliases::name::Name;
use super::facts::{Claim, Judge, ListFacts, Sum, Verdict, is_provisional, money};
use super::{Gathering, cancelled, is_facts};
use crate::diag::{Diagnostic, Place, code};
use crate::import::merge;
use crate::import::settle::{Settled, UsedCredit};
use crate::import::source::{Cancelled, LeftOut, Stated, Whose};
use crate::input::columns::Column;
use crate::input::edit::{PlainRow, PlainRows};
use crate::input::list::{ListRows, Part};
use crate::model::{Amount, Currency, FileRole};

/// The rows of a list that are taken.
#[derive(Debug, Default)]
pub(super) struct Taken {
    pub rows: Vec<usize>,
    /// What rows are taken for where it is not their cell: credit notes that are used in part, and what a list without
    /// totals names; nothing of what the folder knows.
    pub amounts: BTreeMap<usize, Option<Amount>>,
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
    /// What its amount is.
    sum: Sum,
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
    /// The invoices whose payment is planned for after the day of the import.
    planned: Vec<String>,
}

impl Gathering<'_> {
    /// Judges the rows by what the list states of payments, those of one invoice once, and returns those that are
    /// taken.
    pub(super) fn judge(&mut self, parts: &[Part], found: &ListRows) -> Taken {
        // A file that cannot be read at all has no parts.
        let part_that = |is: &dyn Fn(&Part) -> bool| found.parts.get(parts.iter().position(is)?);
        let invoices = part_that(&|part| part.role == FileRole::Invoices && !is_facts(part));
        let Some(invoices) = invoices else {
            return self.judge_receipts(parts, found);
        };
        let mut judging = Judging {
            parts,
            judge: self.judge_of(parts, found),
            taken: Taken::default(),
            before: self.incoming.files.get(&FileRole::Invoices).map_or(0, |known| known.rows.len()),
            firsts: vec![None; found.lines.len()],
            refused: found.refused_invoices.clone(),
            used: Vec::new(),
            planned: Vec::new(),
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
        self.incoming.refused_invoices.extend(judging.refused.iter().cloned());
        // Another line or payment of the same invoice is no invoice by itself.
        if !judging.refused.is_empty() {
            let taken = judging.taken.rows.iter();
            let others = taken.filter(|&&row| judging.refused.contains(invoices.row(row).get(Column::InvoiceId)));
            self.incoming.refused.extend(others.map(|&row| (self.at, found.lines[row])));
        }
        let used = ("credit notes of the folder that were used since", "avoirs du dossier utilisés depuis");
        self.report.choose(used, &judging.used);
        let planned = (
            "days of payment that are still to come pay nothing yet",
            "dates de règlement à venir, qui ne paient encore rien",
        );
        self.report.choose(planned, &judging.planned);
        judging.taken
    }

    /// Returns who judges the rows of this list.
    fn judge_of(&self, parts: &[Part], found: &ListRows) -> Judge {
        let name = |column| self.layout.mapping.facts.source(column).and_then(|from| from.name()).map(Name::of);
        Judge::new(ListFacts {
            blank: self.blank(parts, found),
            status: name(Column::Status).unwrap_or_default(),
            is_last_day: name(Column::PaidOn).is_some_and(|name| aliases::is_last_payment(&name)),
            today: self.request.today,
        })
    }

    /// Returns what the amount of a row is. In a list without totals it is what is left, and the folder may know of how
    /// much; of what nothing was paid and the list says is more, the list knows better.
    fn sum_of(&self, invoice: PlainRow<'_>, balance: &str, currency: Currency) -> Sum {
        if !self.layout.mapping.has_balances_alone() {
            return Sum::Total;
        }
        let [number, instalment] = [Column::InvoiceId, Column::Instalment].map(|column| invoice.get(column));
        let known = self.request.folder.owed_on(number, instalment);
        let known = known.filter(|known| known.currency == currency);
        let said = money(balance, currency);
        let known = known.filter(|known| {
            let is_more = said.is_some_and(|said| said.abs() > known.total.abs());
            !is_more || known.has_payments
        });
        Sum::Balance(known.map(|known| known.total))
    }

    fn judge_rows(&mut self, judging: &mut Judging<'_>, (invoices, facts): (&PlainRows, &PlainRows), found: &ListRows) {
        let has_payments = judging.parts.iter().any(|part| part.role == FileRole::Payments);
        let numbers = merge::numbered(FileRole::Invoices, invoices);
        for (at, &line) in found.lines.iter().enumerate() {
            let (invoice, said) = (invoices.row(at), facts.row(at));
            let (currency, is_first) = (self.currency(invoice), judging.firsts[numbers[at] as usize].is_none());
            let sum = self.sum_of(invoice, said.get(Column::Balance), currency);
            let row = Row { at, line, invoice, facts: said, currency, sum, has_payments, is_first };
            let Some(verdict) = self.verdict(judging, row) else { continue };
            let place = judging.before + judging.taken.rows.len();
            judging.taken.rows.push(at);
            let first = *judging.firsts[numbers[at] as usize].get_or_insert(at as u32) as usize;
            if first == at {
                self.state(&verdict, place, row);
            } else if !facts.row(first).cells().eq(said.cells()) {
                // Else it is the invoice once more, for another line or payment of it.
                let place = self.place(judging.parts, row, Column::Balance);
                let differ = merge::differing(invoice, invoices.row(first));
                self.incoming.findings.push(disagreeing(invoice.get(Column::InvoiceId), place, &differ));
                self.incoming.refused.insert((self.at, line));
                judging.refused.insert(invoice.get(Column::InvoiceId).to_owned());
            }
        }
    }

    /// Judges a row and notes its sums. Returns what is said of it; nothing when it is not taken.
    fn verdict(&mut self, judging: &mut Judging<'_>, row: Row<'_>) -> Option<Verdict> {
        let Row { invoice, facts, currency, sum, has_payments, .. } = row;
        let number = || invoice.get(Column::InvoiceId).to_owned();
        let claim = Claim { invoice, facts, currency, sum, has_payments };
        let parts = judging.parts;
        let verdict = judging.judge.judge(claim, |column| self.place(parts, row, column));
        if verdict.pays_nothing() && judging.judge.is_planned(claim) {
            judging.planned.push(number());
        }
        match (sum, &verdict) {
            (Sum::Balance(Some(_)), _) => drop(judging.taken.amounts.insert(row.at, None)),
            (Sum::Balance(None), Verdict::Owed { open, total, .. }) if open != total => {
                judging.taken.amounts.insert(row.at, Some(*total));
            }
            _ => {}
        }
        match verdict {
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
                let one = Cancelled { list: self.at, line: row.line, number: number() };
                self.incoming.cancelled.push(one);
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
        let told = money(row.invoice.get(Column::Amount), row.currency);
        // Where the list tells none, its total is what is left.
        let is_untold = told.is_some_and(Amount::is_zero);
        match known.map(|(known, _)| known).filter(|known| (is_untold || total <= *known) && *known <= open) {
            Some(known) => {
                if known != total || is_untold {
                    judging.taken.amounts.insert(row.at, Some(known));
                }
                // Else it is the credit note once more, for another line of it.
                let used = open - known;
                if row.is_first && !used.is_zero() {
                    let invoice = judging.before + judging.taken.rows.len();
                    let (list, currency) = (self.at, row.currency);
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
                judging.taken.amounts.insert(row.at, Some(open));
                Some(Verdict::Credit { open, total: open })
            }
        }
    }

    /// Notes what is owed on an invoice, at its place among the rows for `invoices.csv`, and what was paid on it so
    /// far.
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
        super::currency(invoice, self.request.policy.currency)
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

fn disagreeing(invoice: &str, place: Place, differ: &[Column]) -> Diagnostic {
    let finding = Diagnostic::new(
        code::import::ROWS_DISAGREE,
        format!("two rows disagree about what is owed on invoice {invoice}"),
        format!("deux lignes se contredisent sur ce qui reste dû de la facture {invoice}"),
    );
    merge::told_apart(finding.at(place), differ)
}
