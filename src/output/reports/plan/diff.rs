//! `plan --diff`: the items whose answer differs between two days or two policies, from what to what, and why.

use std::collections::BTreeMap;
use std::io;

use super::{PlanReport, Sentences, of_reasons};
use crate::engine::planning::diff::{Change, Difference};
use crate::engine::planning::{Plan, PlanRow};
use crate::model::lang::unbreakable;
use crate::model::{Amount, Bilingual, Currency, Date, Lang, figures};
use crate::output::reports::{level_cell, of_levels};
use crate::output::sheet::Shown;
use crate::output::{Cell, Column, Nested, Report};
use crate::policy::{Channel, Policy};

/// How the two sides are called.
#[derive(Clone, Debug)]
pub struct Sides {
    /// `on 2026-03-31`, `under the policy`.
    pub before: Bilingual,
    /// `on 2026-04-15`, `under strict.toml`.
    pub after: Bilingual,
    /// Whether they are two days; else they are two policies.
    pub are_days: bool,
}

/// One row per item that differs. The keys of the plan are those of the plan that was asked for, or of the other
/// one where only that has the item.
#[derive(Clone, Copy, Debug)]
pub struct PlanDiff<'p, 'a> {
    /// The earlier plan, or the first policy's.
    pub before: &'p Plan<'a>,
    /// The later plan, or the other policy's.
    pub after: &'p Plan<'a>,
    /// Which of them was asked for.
    pub own: &'p Plan<'a>,
    /// What differs.
    pub found: &'p [Difference<'p, 'a>],
    /// How the two are called.
    pub sides: &'p Sides,
    /// The language of the sentences.
    pub lang: Lang,
}

/// The keys that a row has once for each side.
const OF_A_SIDE: [&str; 6] = ["level_reached", "action", "reason", "due_on", "open", "days_late"];

/// Returns the columns of one side, under the policy that its plan was made by.
fn of_side(policy: &Policy, column: fn(&str) -> Column) -> [Column; OF_A_SIDE.len()] {
    OF_A_SIDE.map(|key| match key {
        "level_reached" | "action" => of_levels(column(key), policy),
        "reason" => of_reasons(column(key)),
        _ => column(key),
    })
}

impl<'p, 'a> PlanDiff<'p, 'a> {
    fn report(&self, plan: &'p Plan<'a>) -> PlanReport<'p> {
        PlanReport { plan, lang: self.lang, sentences: Sentences::All }
    }

    /// Returns the row that the keys of the plan are about, with its plan.
    fn main(&self, difference: &Difference<'p, 'a>) -> Option<(&'p Plan<'a>, &'p PlanRow<'a>)> {
        let before = difference.before.map(|row| (self.before, row));
        let after = difference.after.map(|row| (self.after, row));
        if std::ptr::eq(self.own, self.before) { before.or(after) } else { after.or(before) }
    }

    /// Returns the cells of one side: all empty where it does not have the item.
    fn side<'c>(&'c self, plan: &'c Plan<'_>, row: Option<&'c PlanRow<'_>>) -> [Cell<'c>; OF_A_SIDE.len()] {
        let currency = |row: &PlanRow<'_>| plan.ledger().invoice(row.item).currency;
        [
            Cell::maybe(row.and_then(|row| row.level_reached), Cell::text),
            Cell::maybe(row.and_then(PlanRow::action), level_cell),
            Cell::maybe(row, |row| Cell::Named(row.reason(), row.reason_term())),
            Cell::maybe(row.and_then(|row| row.due_on), Cell::Date),
            Cell::maybe(row, |row| Cell::Amount(row.open, currency(row))),
            Cell::maybe(row, |row| Cell::Count(row.days_late)),
        ]
    }
}

impl Report for PlanDiff<'_, '_> {
    fn command(&self) -> &'static str {
        "plan"
    }

    fn as_of(&self) -> Option<Date> {
        Some(self.own.as_of())
    }

    fn title(&self) -> Option<Bilingual> {
        let Sides { before, after, are_days } = self.sides;
        let day = |lang| if *are_days { String::new() } else { figures::date(self.own.as_of(), lang) };
        Some(if *are_days {
            Bilingual::new(
                format!("Plan: what changes, {} to {}", words(before, Lang::En), words(after, Lang::En)),
                format!("Plan de relance : ce qui change, {} au {}", words(before, Lang::Fr), words(after, Lang::Fr)),
            )
        } else {
            Bilingual::new(
                format!("Plan at {}: what changes {}", day(Lang::En), after.en),
                format!("Plan de relance au {} : ce qui change {}", day(Lang::Fr), after.fr),
            )
        })
    }

    fn title_has_days(&self) -> bool {
        true
    }

    fn columns(&self) -> Vec<Column> {
        let mut columns = self.report(self.own).columns();
        for column in &mut columns {
            let names = ["customer_id", "name", "invoice_id", "instalment", "currency", "open", "because"];
            if column.shown != Shown::Json && !names.contains(&&*column.key) {
                column.shown = Shown::Data;
            }
        }
        columns.push(Column::data("change").of(Change::ALL.map(Change::word)));
        columns.push(Column::nested("changes"));
        columns.extend(of_side(self.before.policy(), |key| match key {
            "action" => Column::new("before_action", "Before", "Avant"),
            "reason" => Column::data("before_reason").instead_of("before_action"),
            key => Column::data(format!("before_{key}")),
        }));
        columns.extend(of_side(self.after.policy(), |key| match key {
            "action" => Column::new("after_action", "After", "Après"),
            "reason" => Column::data("after_reason").instead_of("after_action"),
            key => Column::data(format!("after_{key}")),
        }));
        columns
    }

    fn rows(&self, each: &mut dyn FnMut(&[Cell<'_>]) -> io::Result<()>) -> io::Result<()> {
        let columns = self.report(self.own).columns();
        let because = columns.iter().position(|column| column.key == "because");
        self.found.iter().try_for_each(|difference| {
            let Some((plan, row)) = self.main(difference) else { return Ok(()) };
            let report = self.report(plan);
            let mut cells = report.cells(row);
            if let Some(because) = because {
                let sentence = self.sentence(difference);
                cells[because] = Cell::text(if self.lang == Lang::Fr { unbreakable(sentence) } else { sentence });
            }
            cells.push(Cell::Word(difference.change().word()));
            let changes = difference.changes.iter().map(|change| Cell::Word(change.word()));
            cells.push(Cell::List(Nested::Values(changes.collect())));
            cells.extend(self.side(self.before, difference.before));
            cells.extend(self.side(self.after, difference.after));
            each(&cells)
        })
    }

    fn part(&self, row: &[Cell<'_>]) -> Option<Bilingual> {
        let words = row.iter().filter_map(|cell| if let Cell::Word(word) = cell { Some(*word) } else { None });
        let known = |word: &str| Change::ALL.into_iter().find(|change| change.word() == word);
        // Before the word of the change stand those of currency, channel and reason, none of which is one.
        words.filter_map(known).next().map(|change| self.part_title(change))
    }

    fn totals(&self) -> Vec<Vec<Cell<'_>>> {
        let mut sums: BTreeMap<Currency, [Amount; 3]> = BTreeMap::new();
        for difference in self.found {
            let Some((plan, row)) = self.main(difference) else { continue };
            let sums = sums.entry(plan.ledger().invoice(row.item).currency).or_default();
            let open = |row: Option<&PlanRow<'_>>| row.map_or(Amount::ZERO, |row| row.open);
            sums[0] += row.open;
            sums[1] += open(difference.before);
            sums[2] += open(difference.after);
        }
        let columns = self.columns();
        let total = |(currency, [open, before, after]): (Currency, [Amount; 3])| {
            let cell = |column: &Column| match &*column.key {
                "currency" => Cell::Word(currency.code()),
                "open" => Cell::Amount(open, currency),
                "before_open" => Cell::Amount(before, currency),
                "after_open" => Cell::Amount(after, currency),
                _ => Cell::Empty,
            };
            columns.iter().map(cell).collect()
        };
        sums.into_iter().map(total).collect()
    }

    fn remarks(&self) -> Vec<Bilingual> {
        let (before, after) = (&self.sides.before, &self.sides.after);
        if self.found.is_empty() {
            return vec![if self.sides.are_days {
                Bilingual::new(
                    format!("nothing changes: the plan answers the same {} and {}", before.en, after.en),
                    format!("rien ne change : le plan répond de même {} et {}", before.fr, after.fr),
                )
            } else {
                Bilingual::new(
                    format!("nothing changes: every answer is the same {}", after.en),
                    format!("rien ne change : chaque réponse est la même {}", after.fr),
                )
            }];
        }
        let same = self.after.rows().len() - self.found.iter().filter(|found| found.after.is_some()).count();
        vec![Bilingual::new(
            format!("{} of {} items change", self.found.len(), self.found.len() + same),
            format!("pièces qui changent : {} sur {}", self.found.len(), self.found.len() + same),
        )]
    }
}

impl PlanDiff<'_, '_> {
    fn part_title(&self, change: Change) -> Bilingual {
        match (change, self.sides.are_days) {
            (Change::Action, _) => Bilingual::new("What is to be done changes", "Ce qu'il y a à faire change"),
            (Change::New, true) => Bilingual::new("New", "Nouveau"),
            (Change::New, false) => {
                Bilingual::new("Open under the other policy only", "Ouvert selon l'autre politique")
            }
            (Change::Settled, true) => Bilingual::new("Settled", "Soldé"),
            (Change::Settled, false) => Bilingual::new("Open under this policy only", "Ouvert selon cette politique"),
            (Change::Reason, _) => {
                Bilingual::new("Left alone for another reason", "Laissé de côté pour un autre motif")
            }
            (Change::Level, _) => Bilingual::new("Another level was reached", "Autre niveau atteint"),
            (Change::Amount, _) => Bilingual::new("Another amount", "Autre montant"),
            (Change::Date, _) => Bilingual::new("Another day", "Autre jour"),
        }
    }

    /// Says from what to what, and why it is so afterwards.
    fn sentence(&self, difference: &Difference<'_, '_>) -> String {
        let en = self.lang == Lang::En;
        let (earlier, later) = match (difference.before, difference.after) {
            (Some(earlier), Some(later)) => (earlier, later),
            (Some(row), None) => {
                let invoice = self.before.ledger().invoice(row.item);
                let open = figures::money(row.open, invoice.currency, self.lang);
                let did = row.action().map_or(row.reason_term(), |level| level.label.term()).get(self.lang);
                return if en {
                    format!("No longer open; before: {open}, {did}.")
                } else {
                    format!("N'est plus ouverte ; avant : {open}, {did}.")
                };
            }
            (None, Some(row)) => return self.after.because(row, self.lang),
            (None, None) => return String::new(),
        };
        let mut said = Vec::new();
        let mut from_to = |what: (&str, &str), from: String, to: String| {
            let (what, arrow) = if en { (what.0, ":") } else { (what.1, " :") };
            said.push(format!("{what}{arrow} {from} → {to}."));
        };
        for change in &difference.changes {
            match change {
                Change::Level => {
                    let level = |row: &PlanRow<'_>| {
                        row.level_reached.map_or("–", |level| row.level_label(level, self.lang)).to_owned()
                    };
                    from_to(("Level reached", "Niveau atteint"), level(earlier), level(later));
                }
                Change::Amount => {
                    let currency = self.after.ledger().invoice(later.item).currency;
                    let mut told = |what, sum: fn(&PlanRow<'_>) -> Amount| {
                        let [from, to] = [earlier, later].map(|row| figures::money(sum(row), currency, self.lang));
                        if from != to {
                            from_to(what, from, to);
                        }
                    };
                    told(("Open", "Reste dû"), |row| row.open);
                    // What is asked for goes without saying where it is what is owed.
                    if [earlier, later].iter().any(|row| row.chased != row.open) {
                        told(("Asked for", "À réclamer"), |row| row.chased);
                    }
                    told(("Credit deducted", "Crédit déduit"), |row| row.deducted);
                }
                Change::Date => self.dates(earlier, later, &mut from_to),
                Change::Action => {
                    let level = |row: &PlanRow<'_>| row.action().map(|level| (level.name.clone(), level.channel));
                    if let (Some((name, before)), Some((same, after))) = (level(earlier), level(later))
                        && name == same
                        && before != after
                    {
                        let word = |channel: Channel| channel.term().get(self.lang).to_owned();
                        from_to(("Channel", "Canal"), word(before), word(after));
                    }
                }
                Change::Reason | Change::New | Change::Settled => {}
            }
        }
        if !matches!(difference.change(), Change::Date | Change::Amount) {
            said.push(self.after.because(later, self.lang));
        }
        said.join(" ")
    }

    fn dates(
        &self,
        earlier: &PlanRow<'_>,
        later: &PlanRow<'_>,
        from_to: &mut impl FnMut((&str, &str), String, String),
    ) {
        let day = |day: Option<Date>| day.map_or("–".to_owned(), |day| figures::date(day, self.lang));
        let due = [(self.before, earlier), (self.after, later)].map(|(plan, row)| plan.ledger().invoice(row.item).due);
        if due[0] != due[1] {
            from_to(("Due", "Échéance"), day(Some(due[0])), day(Some(due[1])));
        }
        let next = |row: &PlanRow<'_>| match (row.next_level(), row.due_on) {
            (Some(level), Some(on)) => format!("{} {}", level.label.get(self.lang), figures::date(on, self.lang)),
            (_, on) => day(on),
        };
        let are_left_alone = earlier.action().is_none() && later.action().is_none();
        if are_left_alone && earlier.due_on != later.due_on {
            from_to(("Next", "Ensuite"), next(earlier), next(later));
        }
    }
}

/// Returns what a side is called in a title: a day without its article.
fn words(side: &Bilingual, lang: Lang) -> &str {
    let words = side.get(lang);
    words.strip_prefix("on ").or_else(|| words.strip_prefix("le ")).unwrap_or(words)
}
