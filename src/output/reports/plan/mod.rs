//! `plan`: what to do today first, then every other open item with the reason why it is left alone.

mod calendar;
pub mod diff;
pub mod forecast;
pub mod work_list;

use std::collections::BTreeMap;
use std::io;

use super::{
    channel_cell, customer_cells, customer_headings, instalment_column, level_cell, of_channels, of_levels, routes,
};
use crate::engine::planning::{DUE, Plan, PlanRow, REASONS};
use crate::model::{Amount, Bilingual, Currency, Date, Lang, figures};
use crate::output::calendar::Entry;
use crate::output::{Cell, Column, Nested, Report};
use crate::policy::Channel;

/// The places of some columns.
const ACTION: usize = 10;
const DUE_ON: usize = 13;
const REASON: usize = 14;
const LIMITATION: usize = 18;

/// Which rows of a table have their sentence. CSV and JSON have them all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sentences {
    /// Those that call for somebody to act: what is due, and what no day will end.
    WhereNeeded,
    /// Every one.
    All,
}

/// One row per open item, in the language that its sentences are written in.
#[derive(Clone, Copy, Debug)]
pub struct PlanReport<'a> {
    /// The answers.
    pub plan: &'a Plan<'a>,
    /// The language of the sentences.
    pub lang: Lang,
    /// Which rows of a table have one.
    pub sentences: Sentences,
}

/// How many of the plan's rows make two slices of the report: those that are due, and the others.
const SLICE: usize = 2048;

impl PlanReport<'_> {
    /// Returns what is due today by customer, then the rest by customer.
    fn in_order(&self) -> impl Iterator<Item = &PlanRow<'_>> {
        let rows = || self.plan.rows().iter();
        let due = |row: &&PlanRow<'_>| row.action().is_some();
        rows().filter(due).chain(rows().filter(move |row| !due(row)))
    }

    fn currency(&self, row: &PlanRow<'_>) -> Currency {
        self.plan.ledger().invoice(row.item).currency
    }

    /// Returns the cells of a row, one for each of the columns.
    fn cells<'c>(&'c self, row: &'c PlanRow<'_>) -> Vec<Cell<'c>> {
        let ledger = self.plan.ledger();
        let invoice = ledger.invoice(row.item);
        let [id, name] = customer_cells(ledger.customer(row.customer));
        let action = row.action();
        vec![
            id,
            name,
            Cell::text(ledger.number(invoice.number)),
            Cell::maybe(ledger.instalment(row.item), Cell::text),
            Cell::Word(invoice.currency.code()),
            Cell::Date(invoice.due),
            Cell::Count(row.days_late),
            Cell::Amount(row.open, invoice.currency),
            Cell::maybe(action, |_| Cell::Amount(row.chased, invoice.currency)),
            Cell::maybe(row.level_reached, Cell::text),
            Cell::maybe(action, level_cell),
            Cell::maybe(row.sent_as, |level| channel_cell(level.channel)),
            Cell::maybe(row.sent_as, |level| Cell::text(&level.template)),
            Cell::maybe(row.due_on, Cell::Date),
            Cell::Named(row.reason(), row.reason_term()),
            Cell::Flag(row.credit_hold()),
            Cell::List(Nested::Values(row.also().map(Cell::Word).collect())),
            Cell::text(self.plan.because(row, self.lang)),
            Cell::maybe(row.lapse, |lapse| Cell::Date(lapse.last_day)),
            Cell::maybe(row.insurer_by, Cell::Date),
            Cell::List(routes::cell(&self.plan.routes(row), self.lang)),
        ]
    }
}

impl Report for PlanReport<'_> {
    fn command(&self) -> &'static str {
        "plan"
    }

    fn as_of(&self) -> Option<Date> {
        Some(self.plan.as_of())
    }

    fn title(&self) -> Option<Bilingual> {
        Some(Bilingual::new("Plan", "Plan de relance"))
    }

    fn columns(&self) -> Vec<Column> {
        let [id, name] = customer_headings(self.plan.ledger());
        let policy = self.plan.policy();
        vec![
            id,
            name,
            Column::new("invoice_id", "Invoice", "Facture"),
            instalment_column(),
            Column::currency(),
            Column::new("due_date", "Due", "Échéance"),
            Column::new("days_late", "Days", "Jours"),
            Column::new("open", "Open", "Reste dû"),
            Column::data("asked"),
            of_levels(Column::data("level_reached"), policy),
            of_levels(Column::new("action", "To do, or why not", "À faire, ou motif"), policy),
            of_channels(Column::data("channel")),
            Column::data("template"),
            Column::new("due_on", "Act on", "Agir le"),
            of_reasons(Column::new("reason", "Reason", "Motif")).instead_of("action"),
            Column::new("credit_hold", "Sales blocked", "Ventes bloquées").noted(),
            Column::nested("also"),
            Column::new("because", "Because", "Parce que").below(),
            self.limitation_column(),
            Column::data("insurer_by"),
            Column::nested("routes"),
        ]
    }

    fn rows(&self, each: &mut dyn FnMut(&[Cell<'_>]) -> io::Result<()>) -> io::Result<()> {
        self.in_order().try_for_each(|row| each(&self.cells(row)))
    }

    fn slices(&self) -> usize {
        let slices = self.plan.rows().len().div_ceil(SLICE);
        if slices > 1 { 2 * slices } else { 1 }
    }

    fn slice(&self, slice: usize, each: &mut dyn FnMut(&[Cell<'_>]) -> io::Result<()>) -> io::Result<()> {
        let slices = self.slices() / 2;
        if slices == 0 {
            return self.rows(each);
        }
        // First what is due of all rows, then the rest of all of them.
        let rows = self.plan.rows().chunks(SLICE).nth(slice % slices).unwrap_or_default();
        let mut own = rows.iter().filter(|row| row.action().is_some() == (slice < slices));
        own.try_for_each(|row| each(&self.cells(row)))
    }

    fn part(&self, row: &[Cell<'_>]) -> Option<Bilingual> {
        Some(match row[ACTION] {
            Cell::Empty => Bilingual::new("Left alone", "Laissé de côté"),
            _ => Bilingual::new("To do today", "À faire aujourd'hui"),
        })
    }

    /// Tells whether a row has its sentence: what is due, what waits for somebody rather than for a day, and what
    /// lapses soon. Reason and date say the rest.
    fn is_explained(&self, row: &[Cell<'_>]) -> bool {
        let waits_for_a_day = row[DUE_ON] != Cell::Empty && !matches!(row[REASON], Cell::Named("insolvency", _));
        let is_near = matches!(row[LIMITATION], Cell::Date(day) if self.plan.is_near_limitation(day));
        self.sentences == Sentences::All || row[ACTION] != Cell::Empty || !waits_for_a_day || is_near
    }

    fn totals(&self) -> Vec<Vec<Cell<'_>>> {
        let mut sums: BTreeMap<Currency, (Amount, Amount)> = BTreeMap::new();
        for row in self.plan.rows() {
            let (open, asked) = sums.entry(self.currency(row)).or_default();
            *open += row.open;
            *asked += row.action().map_or(Amount::ZERO, |_| row.chased);
        }
        let columns = self.columns();
        sums.into_iter()
            .map(|(currency, (open, asked))| {
                let cell = |column: &Column| match &*column.key {
                    "currency" => Cell::Word(currency.code()),
                    "open" => Cell::Amount(open, currency),
                    "asked" => Cell::Amount(asked, currency),
                    _ => Cell::Empty,
                };
                columns.iter().map(cell).collect()
            })
            .collect()
    }

    fn calendar(&self) -> Option<Vec<Entry>> {
        Some(calendar::of_plan(self.plan, self.lang))
    }

    fn remarks(&self) -> Vec<Bilingual> {
        let rows = self.plan.rows();
        if rows.is_empty() {
            return vec![];
        }
        let mut remarks = vec![self.today()];
        let next = rows.iter().filter_map(|row| row.due_on).filter(|&day| day > self.plan.as_of()).min();
        remarks.extend(next.map(|day| {
            let day = |lang| figures::date_in_words(day, lang);
            Bilingual::new(format!("next: {}", day(Lang::En)), format!("ensuite : {}", day(Lang::Fr)))
        }));
        remarks
    }
}

/// Says that the values of a column are reasons.
fn of_reasons(column: Column) -> Column {
    column.among(REASONS.iter().chain([&DUE]).copied())
}

impl PlanReport<'_> {
    /// Returns the column of the last day on which an item can be claimed. Every item has it in CSV and JSON. A table
    /// shows it with all sentences; else the sentences name those that are near.
    fn limitation_column(&self) -> Column {
        match self.sentences {
            Sentences::All => Column::new("limitation_date", "limitation", "prescription").noted(),
            Sentences::WhereNeeded => Column::data("limitation_date"),
        }
    }

    /// Counts what goes out today by channel.
    fn today(&self) -> Bilingual {
        let mut counts: BTreeMap<Channel, usize> = BTreeMap::new();
        for notice in self.plan.notices() {
            *counts.entry(notice.level.channel).or_default() += 1;
        }
        if counts.is_empty() {
            return Bilingual::new("nothing to do today", "rien à faire aujourd'hui");
        }
        let list = |lang| {
            let counted: Vec<String> = counts.iter().map(|(&channel, &count)| counted(count, channel, lang)).collect();
            counted.join(", ")
        };
        Bilingual::new(format!("to do today: {}", list(Lang::En)), format!("à faire aujourd'hui : {}", list(Lang::Fr)))
    }
}

fn counted(count: usize, channel: Channel, lang: Lang) -> String {
    let one = channel.term().get(lang);
    match (count, channel, lang) {
        (1, ..) => format!("{count} {one}"),
        (_, Channel::Registered, Lang::Fr) => format!("{count} lettres recommandées"),
        _ => format!("{count} {one}s"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::allocation::allocate;
    use crate::engine::planning::plan;
    use crate::model::Selection;
    use crate::output::{CsvStyle, Format, LongNames, Page, write};
    use crate::policy::builtin::fr_b2b;
    use crate::testing::{day, ledger};

    const INVOICES: &str = "invoice_id,customer_id,issue_date,due_date,amount\n\
        F-2026-0101,C001,2026-01-30,2026-03-02,12000.00\n\
        F-2026-0102,C001,2026-02-10,2026-03-20,850.00\n\
        F-2026-0090,C002,2026-01-20,2026-02-20,430.50\n";
    const CUSTOMERS: &str = "customer_id,name\nC001,Menuiserie Lefèvre et Fils\nC002,Garage de l'Étang\n";

    fn written(format: Format, lang: Lang) -> String {
        let events = "date,event,invoice_id,level\n2026-03-04,dispute_opened,F-2026-0090,\n";
        let ledger = ledger(CUSTOMERS, INVOICES, "", events);
        let policy = fr_b2b();
        let balances = allocate(&ledger, &policy.allocation, day("2026-03-06")).balances;
        let plan = plan(&ledger, &balances, &policy, &Selection::ALL);
        let mut out = Vec::new();
        write(
            &PlanReport { plan: &plan, lang, sentences: Sentences::WhereNeeded },
            format,
            &Nested::Values(vec![]),
            &mut out,
        )
        .unwrap();
        String::from_utf8(out).unwrap()
    }

    fn table(lang: Lang) -> String {
        written(Format::Table(Page { lang, width: 80, long_names: LongNames::Cut, colour: false }), lang)
    }

    #[test]
    fn the_table_says_what_to_do_first_and_fits_80_columns() {
        // 15 March, 5 days before the 20th, is a Sunday.
        let expected = "\
Plan de relance au 06/03/2026, en EUR

  Facture      Échéance    Jours   Reste dû  À faire, ou motif  Agir le
──────────────────────────────────────────────────────────────────────────
À faire aujourd'hui

C001  Menuiserie Lefèvre et Fils
  F-2026-0101  02/03/2026      4  12 000,00  première relance   06/03/2026
    4 jours de retard, 12 000,00 € à réclamer : première relance à faire
    aujourd'hui, 4 jours après l'échéance.

Laissé de côté

C001  Menuiserie Lefèvre et Fils
  F-2026-0102  20/03/2026      0     850,00  non échue          16/03/2026
C002  Garage de l'Étang
  F-2026-0090  20/02/2026     14     430,50  en litige
    430,50 € en litige depuis le 4 mars 2026 : rien n'est réclamé avant la
    clôture du litige.
──────────────────────────────────────────────────────────────────────────
Total EUR                         13 280,50

à faire aujourd'hui : 1 e-mail
ensuite : 16 mars 2026
";
        assert_eq!(table(Lang::Fr).replace(['\u{a0}', '\u{202f}'], " "), expected);
        assert!(table(Lang::En).lines().all(|line| line.chars().count() <= 80));
    }

    #[test]
    fn csv_has_the_keys_that_scripts_rely_on() {
        let csv = written(Format::Csv(CsvStyle::Plain), Lang::En);
        let mut lines = csv.lines();
        assert_eq!(
            lines.next(),
            Some(
                "customer_id,name,invoice_id,instalment,currency,due_date,days_late,open,asked,level_reached,action,\
                 channel,template,due_on,reason,credit_hold,because,limitation_date,insurer_by"
            )
        );
        let first = lines.next().unwrap();
        assert!(
            first.starts_with(
                "C001,Menuiserie Lefèvre et Fils,F-2026-0101,,EUR,2026-03-02,4,12000.00,12000.00,,reminder,email,reminder,\
                 2026-03-06,due,false,\"4 days late"
            ),
            "{first}"
        );
    }

    #[test]
    fn the_slices_of_a_long_plan_are_its_rows() {
        // Every second invoice is late and due for its reminder; the others are not due yet.
        let due = |number: u32| if number.is_multiple_of(2) { "2026-02-20" } else { "2026-04-20" };
        let rows = (0..2 * SLICE as u32 + 100).map(|number| format!("F{number},C,2026-01-20,{},100.00\n", due(number)));
        let invoices = "invoice_id,customer_id,issue_date,due_date,amount\n".to_owned() + &rows.collect::<String>();
        let ledger = ledger("", &invoices, "", "");
        let policy = fr_b2b();
        let balances = allocate(&ledger, &policy.allocation, day("2026-03-06")).balances;
        let plan = plan(&ledger, &balances, &policy, &Selection::ALL);
        let report = PlanReport { plan: &plan, lang: Lang::Fr, sentences: Sentences::All };
        let (mut whole, mut sliced) = (Vec::new(), Vec::new());
        let add = |shown: &mut Vec<String>, row: &[Cell<'_>]| {
            shown.push(format!("{row:?}"));
            Ok(())
        };
        report.rows(&mut |row| add(&mut whole, row)).unwrap();
        for slice in 0..report.slices() {
            report.slice(slice, &mut |row| add(&mut sliced, row)).unwrap();
        }
        assert_eq!((report.slices(), whole.len()), (6, 4196));
        assert!(whole == sliced);
    }
}
