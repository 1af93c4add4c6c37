//! `score --customer X --order Y`: may he order for that much today?

use std::io;

use super::sentences::reason_sentence;
use super::verdict_column;
use crate::engine::scoring::{CustomerScore, Grade, Order, Reason, Scores};
use crate::model::{Bilingual, Date, Lang, figures};
use crate::output::reports::{customer_cells, customer_columns};
use crate::output::{Cell, Column, Report};

/// The answer about one order of one customer.
#[derive(Clone, Copy, Debug)]
pub struct ScoreOrder<'a> {
    /// Where the figures come from.
    pub scores: &'a Scores<'a>,
    /// Who wants to order.
    pub row: &'a CustomerScore,
    /// The answer.
    pub order: &'a Order,
    /// The language of sentences.
    pub lang: Lang,
}

impl ScoreOrder<'_> {
    fn because(&self) -> String {
        let money = |amount| figures::money(amount, self.scores.currency(), self.lang);
        let mut parts: Vec<String> =
            self.order.reasons.iter().map(|reason| reason_sentence(self.scores, *reason, self.lang)).collect();
        if self.order.pay_first.is_positive() {
            let sum = money(self.order.pay_first);
            parts.push(match self.lang {
                Lang::En => format!("to be paid first: {sum}"),
                Lang::Fr => format!("à régler d'abord\u{a0}: {sum}"),
            });
        }
        if self.row.is_natural_person {
            parts.push(match self.lang {
                Lang::En => "natural person: a person decides (GDPR art. 22)".to_owned(),
                Lang::Fr => "personne physique\u{a0}: une personne décide (RGPD art. 22)".to_owned(),
            });
        }
        parts.join(self.lang.pick(("; ", "\u{202f}; ")))
    }
}

impl Report for ScoreOrder<'_> {
    fn command(&self) -> &'static str {
        "score"
    }

    fn as_of(&self) -> Option<Date> {
        Some(self.scores.as_of())
    }

    fn title(&self) -> Option<Bilingual> {
        Some(Bilingual::new("Order on credit", "Commande à crédit"))
    }

    fn columns(&self) -> Vec<Column> {
        let [id, name] = customer_columns(self.scores.ledger());
        vec![
            id,
            name,
            Column::currency(),
            Column::new("order", "Order", "Commande"),
            Column::new("exposure", "Exposure", "Encours"),
            Column::new("exposure_after", "With it", "Avec elle"),
            Column::new("credit_limit", "Limit", "Limite").when_used(),
            verdict_column(),
            Column::data("reason").of(Reason::CODES),
            Column::new("pay_first", "To pay first", "À régler d'abord"),
            Column::data("score"),
            Column::data("grade").of(Grade::ALL.map(Grade::letter)),
            Column::new("because", "Because", "Motif").below(),
        ]
    }

    fn rows(&self, each: &mut dyn FnMut(&[Cell<'_>]) -> io::Result<()>) -> io::Result<()> {
        let (row, order, currency) = (self.row, self.order, self.scores.currency());
        let [id, name] = customer_cells(self.scores.ledger().customer(row.customer));
        let verdict = order.verdict();
        let because = self.because();
        each(&[
            id,
            name,
            Cell::Word(currency.code()),
            Cell::Amount(order.amount, currency),
            Cell::Amount(row.exposure.main, currency),
            Cell::Amount(order.exposure_after, currency),
            Cell::maybe(row.limit.amount(), |limit| Cell::Amount(limit, currency)),
            Cell::Named(verdict.word(), verdict.term()),
            Cell::maybe(order.reasons.first(), |reason| Cell::Word(reason.code())),
            Cell::Amount(order.pay_first, currency),
            Cell::Count(row.card.score().into()),
            Cell::Word(row.grade.letter()),
            Cell::maybe(Some(because).filter(|text| !text.is_empty()), Cell::text),
        ])
    }
}
