//! `score --backtest`: how well the score would have worked, beside what anybody could have said.

use std::io;

use rust_decimal::Decimal;

use crate::engine::scoring::{Backtest, Dates, Measure, Predictor, Share, Target, Tested};
use crate::model::{Bilingual, Date, Lang, Term, figures};
use crate::output::{Cell, Column, Report};

/// How well each predictor foretold each target: one row for each pair.
#[derive(Clone, Copy, Debug)]
pub struct ScoreBacktest<'a> {
    /// The figures.
    pub backtest: &'a Backtest,
    /// The language of the calibration line.
    pub lang: Lang,
}

/// What is foretold besides the targets.
const DAY: (&str, Term<'static>) = ("date", Term::new("day of payment", "jour du paiement"));

/// The keys of the calibration: for each fifth the mean probability, and the share that came true.
const FIFTHS: [[&str; 2]; 5] = [
    ["fifth_1_predicted", "fifth_1_observed"],
    ["fifth_2_predicted", "fifth_2_observed"],
    ["fifth_3_predicted", "fifth_3_observed"],
    ["fifth_4_predicted", "fifth_4_observed"],
    ["fifth_5_predicted", "fifth_5_observed"],
];

impl Report for ScoreBacktest<'_> {
    fn command(&self) -> &'static str {
        "score"
    }

    fn as_of(&self) -> Option<Date> {
        Some(self.backtest.until)
    }

    fn title(&self) -> Option<Bilingual> {
        Some(Bilingual::new("Back-test of the score", "Test rétrospectif du score"))
    }

    fn columns(&self) -> Vec<Column> {
        let targets = Target::ALL.map(|target| (target.word(), target.term()));
        let predictors = Predictor::ALL.map(|predictor| (predictor.word(), predictor.term()));
        let mut columns = vec![
            Column::new("target", "Foretold", "Prédit").among(targets.into_iter().chain([DAY])),
            Column::new("predictor", "By", "Par").among(predictors),
            Column::data("learnt_until"),
            Column::new("invoices", "Invoices", "Factures"),
            Column::new("late", "Late", "Retard").when_used(),
            Column::new("auc", "AUC", "AUC"),
            Column::new("average_precision", "Avg. prec.", "Préc. moy."),
            Column::new("brier", "Brier", "Brier"),
            Column::new("mean_error_days", "Days off", "Écart j").when_used(),
            Column::new("within_3_days", "±3 d", "±3 j").when_used(),
            Column::new("within_interval", "In interval", "Intervalle").when_used(),
        ];
        columns.extend(FIFTHS.into_iter().flatten().map(Column::data));
        columns.push(Column::new("calibration", "", "").below());
        columns
    }

    fn rows(&self, each: &mut dyn FnMut(&[Cell<'_>]) -> io::Result<()>) -> io::Result<()> {
        self.backtest.measures.iter().try_for_each(|tested| each(&self.measure(tested)))?;
        self.backtest.dates.iter().try_for_each(|(predictor, dates)| each(&self.date(*predictor, dates)))
    }

    fn remarks(&self) -> Vec<Bilingual> {
        let Backtest { from, until, serious_days, .. } = self.backtest;
        let date = |lang| (figures::date(*from, lang), figures::date(*until, lang));
        let (en, fr) = (date(Lang::En), date(Lang::Fr));
        vec![
            Bilingual::new(
                format!(
                    "Learnt from what was known on {}; tested on invoices issued after that, each on its issue date, whose \
                     outcome is known by {}. Serious: more than {serious_days} days late.",
                    en.0, en.1
                ),
                format!(
                    "Appris de ce qui était connu le {}\u{202f}; testé sur les factures émises depuis, chacune à sa date \
                     d'émission, dont l'issue est connue le {}. Grave\u{a0}: plus de {serious_days} jours de retard.",
                    fr.0, fr.1
                ),
            ),
            Bilingual::new(
                "AUC: how often a late invoice had the higher probability of a pair; 0.5 is chance. Avg. prec.: to be \
                 compared with the share of late ones. Brier: mean squared error, 0 is best. Calibration: mean \
                 probability/what came true, by fifths.",
                "AUC\u{a0}: fréquence à laquelle une facture en retard avait la plus forte probabilité d'une paire\u{202f}; \
                 0,5 est le hasard. Préc. moy.\u{a0}: à comparer à la part des retards. Brier\u{a0}: erreur quadratique \
                 moyenne, 0 au mieux. Calibrage\u{a0}: probabilité moyenne/part constatée, par cinquièmes.",
            ),
        ]
    }
}

impl ScoreBacktest<'_> {
    fn measure(&self, tested: &Tested) -> Vec<Cell<'_>> {
        let &Tested { target, predictor, ref measure } = tested;
        let figure = |share: Option<Share>| Cell::maybe(share, |share| Cell::Figure(share.to_decimal()));
        let mut cells = vec![
            Cell::Named(target.word(), target.term()),
            Cell::Named(predictor.word(), predictor.term()),
            Cell::Date(self.backtest.from),
            Cell::Count(measure.invoices.into()),
            Cell::Count(measure.bad.into()),
            figure(measure.auc),
            figure(measure.average_precision),
            figure(Some(measure.brier)),
        ];
        cells.extend([Cell::Empty, Cell::Empty, Cell::Empty]);
        for fifth in measure.fifths {
            let cell = |share: Share| Cell::Share(share.to_decimal());
            cells.push(Cell::maybe(fifth, |(predicted, _)| cell(predicted)));
            cells.push(Cell::maybe(fifth, |(_, observed)| cell(observed)));
        }
        cells.push(if predictor == Predictor::BaseRate { Cell::Empty } else { Cell::text(self.calibration(measure)) });
        cells
    }

    fn calibration(&self, measure: &Measure) -> String {
        let percent = |share: Share| figures::whole_percent(share.to_decimal(), self.lang);
        let pairs: Vec<String> = measure
            .fifths
            .iter()
            .flatten()
            .map(|&(predicted, observed)| format!("{}/{}", percent(predicted), percent(observed)))
            .collect();
        let title = match self.lang {
            Lang::En => "calibration:",
            Lang::Fr => "calibrage\u{a0}:",
        };
        format!("{title} {}", pairs.join("  "))
    }

    fn date(&self, predictor: Predictor, dates: &Dates) -> Vec<Cell<'_>> {
        let mut cells = vec![Cell::Empty; self.columns().len()];
        let share = |share: Option<Share>| Cell::maybe(share, |share| Cell::Share(share.to_decimal()));
        cells[0] = Cell::Named(DAY.0, DAY.1);
        cells[1] = Cell::Named(predictor.word(), predictor.term());
        cells[2] = Cell::Date(self.backtest.from);
        cells[3] = Cell::Count(dates.invoices.into());
        cells[8] = Cell::maybe(dates.mean_miss_hundredths(), |days| Cell::Figure(Decimal::new(days as i64, 2)));
        cells[9] = share(dates.within_three());
        cells[10] = share(dates.within_interval());
        cells
    }
}
