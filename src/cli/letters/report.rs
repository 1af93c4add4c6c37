//! What `letters` shows: one row for each notice, with the keys of the manifest.

use std::collections::BTreeMap;
use std::io;

use crate::letter::content::draft::NO_EMAIL;
use crate::letter::run::printed::Printed;
use crate::model::{Amount, Bilingual, Currency, Date, Ledger};
use crate::output::reports::{of_channels, of_levels};
use crate::output::{Cell, Column, Nested, Report};
use crate::policy::Policy;

/// The notices that were written.
#[derive(Clone, Copy, Debug)]
pub struct LettersReport<'a> {
    /// Where the names are.
    pub ledger: &'a Ledger,
    /// Where the levels are.
    pub policy: &'a Policy,
    /// The notices, in the order of the plan.
    pub printed: &'a [Printed<'a>],
    /// Their day.
    pub as_of: Date,
}

impl Report for LettersReport<'_> {
    fn command(&self) -> &'static str {
        "letters"
    }

    fn as_of(&self) -> Option<Date> {
        Some(self.as_of)
    }

    fn title(&self) -> Option<Bilingual> {
        Some(Bilingual::new("Letters", "Lettres"))
    }

    fn columns(&self) -> Vec<Column> {
        vec![
            Column::data("notice_id").titled("Notice", "Relance"),
            Column::new("customer_id", "Customer", "Client").lead(),
            Column::new("name", "Name", "Nom").lead(),
            Column::currency(),
            of_levels(Column::new("level", "Level", "Niveau"), self.policy),
            of_channels(Column::new("channel", "Channel", "Canal")),
            Column::data("fallback").of([NO_EMAIL]),
            Column::nested("files"),
            Column::nested("invoices"),
            Column::nested("enclosures"),
            Column::new("open", "Open", "Reste dû"),
            Column::new("credits", "Credits", "Crédits").when_used(),
            Column::new("interest", "Interest", "Pénalités").when_used(),
            Column::new("indemnity", "Indemnity", "Indemnité").when_used(),
            Column::new("indemnity_apart", "Indemnity apart", "Indemnité à part").when_used(),
            Column::data("indemnity_currency"),
            Column::new("total", "Total", "Total"),
            Column::new("to_enclose", "To enclose:", "À joindre :").noted(),
        ]
    }

    fn rows(&self, each: &mut dyn FnMut(&[Cell<'_>]) -> io::Result<()>) -> io::Result<()> {
        self.printed.iter().try_for_each(|one| {
            let draft = &one.draft;
            let entry = one.entry(self.ledger);
            let list = |texts: &[String]| {
                Cell::List(Nested::Values(texts.iter().map(|text| Cell::text(text.clone())).collect()))
            };
            let amount = |amount| Cell::Amount(amount, draft.currency);
            let to_enclose = draft.to_enclose().collect::<Vec<_>>().join(", ");
            each(&[
                Cell::text(&entry.notice_id),
                Cell::text(&entry.customer_id),
                Cell::text(&self.ledger.customer(draft.customer).name),
                Cell::Word(draft.currency.code()),
                Cell::Named(&draft.level.name, draft.level.label.term()),
                Cell::Named(draft.channel.word(), draft.channel.term()),
                Cell::maybe(draft.fallback(), Cell::Word),
                list(&entry.files),
                list(&entry.invoices),
                list(&entry.enclosures),
                amount(draft.open),
                amount(draft.credits),
                amount(draft.interest),
                amount(draft.indemnity),
                Cell::maybe(draft.indemnity_apart, |(sum, currency)| Cell::Amount(sum, currency)),
                Cell::maybe(draft.indemnity_apart, |(_, currency)| Cell::Word(currency.code())),
                amount(draft.total),
                Cell::maybe(Some(to_enclose).filter(|text| !text.is_empty()), Cell::text),
            ])
        })
    }

    fn totals(&self) -> Vec<Vec<Cell<'_>>> {
        let mut sums: BTreeMap<Currency, [Amount; 5]> = BTreeMap::new();
        for Printed { draft, .. } in self.printed {
            let sum = sums.entry(draft.currency).or_default();
            let parts = [draft.open, draft.credits, draft.interest, draft.indemnity, draft.total];
            sum.iter_mut().zip(parts).for_each(|(sum, part)| *sum += part);
            if let Some((apart, currency)) = draft.indemnity_apart {
                let [.., indemnity, total] = sums.entry(currency).or_default();
                *indemnity += apart;
                *total += apart;
            }
        }
        let cells = |(currency, sum): (Currency, [Amount; 5])| {
            let mut cells = vec![Cell::Empty, Cell::Empty, Cell::Empty, Cell::Word(currency.code())];
            cells.extend(std::iter::repeat_n(Cell::Empty, 6));
            let [parts @ .., total] = sum.map(|amount| Cell::Amount(amount, currency));
            cells.extend(parts);
            cells.extend([Cell::Empty, Cell::Empty, total, Cell::Empty]);
            cells
        };
        sums.into_iter().map(cells).collect()
    }
}
