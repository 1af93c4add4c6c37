//! The tables of a sheet.

use super::{Drawn, Line};
use crate::engine::penalties::derivation::Step;
use crate::engine::penalties::{PenaltyRow, PenaltyTotal};
use crate::model::{Amount, Currency, figures};
use crate::output::statement::document::{Align, Block, Table};
use crate::policy::Rounding;

impl Drawn<'_> {
    pub(super) fn invoices(&self, currency: Currency) -> Table {
        let (voice, ledger) = (&self.voice, self.voice.penalties.ledger());
        let rows: Vec<&PenaltyRow> = self.of(currency).map(|line| &line.row).collect();
        let has_less = rows.iter().any(|row| !row.less().is_zero());
        let mut columns = vec![
            (voice.say("Invoice", "Facture"), Align::Left),
            (voice.say("Issued", "Émise le"), Align::Right),
            (voice.say("Due", "Exigible le"), Align::Right),
            (voice.say(format!("Amount {currency}"), format!("Montant TTC {currency}")), Align::Right),
            (voice.say("Paid or credited", "Réglé ou déduit"), Align::Right),
            (voice.say("Open", "Reste dû"), Align::Right),
            (voice.say("Days late", "Jours de retard"), Align::Right),
            (voice.say("Interest", "Intérêts"), Align::Right),
            (voice.say("Indemnity", "Indemnité"), Align::Right),
        ];
        if has_less {
            columns.push((voice.say("Given up, charged or paid", "Abandonné, facturé ou payé"), Align::Right));
        }
        columns.push(("Total".to_owned(), Align::Right));
        let amount = |value: Amount| voice.amount(value, currency);
        let line = |row: &&PenaltyRow| {
            let invoice = ledger.invoice(row.item);
            let mut cells = vec![
                voice.number(row.item),
                voice.date(invoice.issue),
                voice.date(invoice.due),
                amount(invoice.amount),
                amount(invoice.amount - row.open),
                amount(row.open),
                figures::count(row.days_late, voice.lang),
                amount(row.interest),
                amount(row.indemnity),
            ];
            if has_less {
                cells.push(amount(-row.less()));
            }
            cells.push(amount(row.total()));
            cells
        };
        let sum = |value: &dyn Fn(&PenaltyRow) -> Amount| amount(rows.iter().map(|row| value(row)).sum());
        let issued = |row: &PenaltyRow| ledger.invoice(row.item).amount;
        let mut total = vec![
            "Total".to_owned(),
            String::new(),
            String::new(),
            sum(&issued),
            sum(&|row| issued(row) - row.open),
            sum(&|row| row.open),
            String::new(),
            sum(&|row| row.interest),
            sum(&|row| row.indemnity),
        ];
        if has_less {
            total.push(sum(&|row| -row.less()));
        }
        total.push(sum(&PenaltyRow::total));
        Table { columns, rows: rows.iter().map(line).collect(), totals: vec![total] }
    }

    pub(super) fn both_totals(&self) -> Vec<Block> {
        let voice = &self.voice;
        let [(own, totals), (other, others)] = &self.totals;
        let (en, fr) = match voice.law().imputation() {
            Some(article) => {
                (format!(" ({article}, unless agreed otherwise)"), format!(" ({article}, sauf convention contraire)"))
            }
            None => (String::new(), String::new()),
        };
        let mut blocks = vec![Block::Paragraph(voice.say(
            format!(
                "A part payment pays the principal first, as books do, or the interest that has run first{en}. This statement is drawn up {}; the other order is shown beside it.",
                voice.imputation(*own)
            ),
            format!(
                "Un paiement partiel s’impute sur le principal d’abord, comme en comptabilité, ou d’abord sur les intérêts courus{fr}. Le présent décompte est établi « {} » ; l’autre imputation figure en regard.",
                voice.imputation(*own)
            ),
        ))];
        for total in totals {
            let currency = total.currency;
            let beside = others.iter().find(|beside| beside.currency == currency);
            let row = |label: String, value: &dyn Fn(&PenaltyTotal) -> Amount| {
                vec![
                    label,
                    voice.amount(value(total), currency),
                    beside.map(|beside| voice.amount(value(beside), currency)).unwrap_or_default(),
                ]
            };
            let mut rows = vec![
                row(voice.say("Open by the books", "Reste dû selon les comptes"), &|total| total.open),
                row(voice.say("Interest", "Intérêts"), &|total| total.interest),
                row(voice.say("Indemnity", "Indemnité"), &|total| total.indemnity),
            ];
            // Where nothing is taken off, what is open and the interest are what is left of both.
            if (total.waived + total.charged + total.paid).is_zero() {
                let split = [
                    row(voice.say("that is, in principal", "soit en principal"), &|total| total.principal_due),
                    row(voice.say("that is, in interest", "soit en intérêts"), &|total| total.interest_due),
                ];
                rows.splice(2..2, split);
            } else {
                rows.push(row(voice.say("Given up", "Abandonné"), &|total| -total.waived));
                rows.push(row(voice.say("Charged already", "Déjà facturé"), &|total| -total.charged));
                rows.push(row(voice.say("Paid beyond the principal", "Payé au-delà du principal"), &|total| {
                    -total.paid
                }));
                rows.push(row(voice.say("which leaves, in principal", "ce qui laisse, en principal"), &|total| {
                    total.principal_due
                }));
                rows.push(row(voice.say("which leaves, in interest", "ce qui laisse, en intérêts"), &|total| {
                    total.interest_due
                }));
                rows.push(row(voice.say("which leaves, in indemnity", "ce qui laisse, en indemnité"), &|total| {
                    total.total - total.principal_due - total.interest_due
                }));
            }
            let totals = vec![row("Total".to_owned(), &|total| total.total)];
            let columns = vec![
                (currency.code().to_owned(), Align::Left),
                (
                    voice.say(
                        format!("{} (this statement)", voice.imputation(*own)),
                        format!("{} (ce décompte)", voice.imputation(*own)),
                    ),
                    Align::Right,
                ),
                (voice.imputation(*other), Align::Right),
            ];
            blocks.push(Block::Table(Table { columns, rows, totals }));
        }
        blocks
    }

    pub(super) fn movements(&self, line: &Line<'_>, currency: Currency) -> Table {
        let voice = &self.voice;
        let splits = line.derivation.steps.iter().any(|step| !step.to_interest.is_zero());
        let mut columns = vec![
            (voice.say("Date", "Date"), Align::Left),
            (voice.say("What changed the balance", "Ce qui a changé le solde"), Align::Left),
            (voice.say("Change", "Variation"), Align::Right),
            (voice.say("Open", "Reste dû"), Align::Right),
        ];
        if splits {
            columns.push((voice.say("To interest", "Sur intérêts"), Align::Right));
            columns.push((voice.say("Principal", "Principal"), Align::Right));
        }
        let row = |step: &Step| {
            let mut cells = vec![
                voice.date(step.change.date),
                voice.cause(line.row.item, step),
                voice.amount(step.change.change, currency),
                voice.amount(step.open, currency),
            ];
            if splits {
                cells.push(voice.amount(step.to_interest, currency));
                cells.push(voice.amount(step.principal, currency));
            }
            cells
        };
        Table { columns, rows: line.derivation.steps.iter().map(row).collect(), totals: Vec::new() }
    }

    pub(super) fn pieces(&self, line: &Line<'_>, currency: Currency) -> Table {
        let voice = &self.voice;
        let pieces = &line.derivation.pieces;
        let rounding = voice.penalties.policy().penalties.rounding;
        let product = match rounding {
            Rounding::Day => voice.say("Base × rate / 365", "Assiette × taux / 365"),
            Rounding::Piece | Rounding::Total => voice.say("Base × rate × days / 365", "Assiette × taux × jours / 365"),
        };
        let columns = vec![
            (voice.say("From", "Du"), Align::Left),
            (voice.say("To", "Au"), Align::Left),
            (voice.say("Days", "Jours"), Align::Right),
            (voice.say("Base", "Assiette"), Align::Right),
            (voice.say("Rate", "Taux"), Align::Right),
            (voice.say("Ref.", "Réf."), Align::Left),
            (product, Align::Right),
            (voice.say("Interest", "Intérêts"), Align::Right),
        ];
        let by_piece = rounding != Rounding::Total;
        let rows = pieces
            .iter()
            .map(|piece| {
                vec![
                    voice.date(piece.from),
                    voice.date(piece.to),
                    figures::count(piece.days, voice.lang),
                    voice.amount(piece.base, currency),
                    figures::rate(piece.rate(), voice.lang),
                    self.rates.reference(piece),
                    voice
                        .unrounded(if rounding == Rounding::Day { piece.daily() } else { piece.unrounded() }, currency),
                    if by_piece { voice.amount(piece.interest, currency) } else { String::new() },
                ]
            })
            .collect();
        let exact = voice.unrounded(pieces.iter().map(|piece| piece.unrounded()).sum(), currency);
        let mut total = vec![String::new(); columns.len()];
        total[0] = "Total".to_owned();
        total[2] = figures::count(pieces.iter().map(|piece| piece.days).sum(), voice.lang);
        total[6] = if by_piece { String::new() } else { exact };
        total[7] = voice.amount(line.row.interest, currency);
        Table { columns, rows, totals: vec![total] }
    }

    pub(super) fn rate_table(&self) -> Table {
        let voice = &self.voice;
        let columns = vec![
            (voice.say("Ref.", "Réf."), Align::Left),
            (voice.say("Rate", "Taux"), Align::Right),
            (voice.say("Made of", "Composition"), Align::Left),
            (voice.say("Official rate", "Taux officiel"), Align::Left),
            (voice.say("Applied", "Appliqué"), Align::Left),
            (voice.say("Basis and source", "Fondement et source"), Align::Left),
        ];
        Table { columns, rows: self.rates.rows(voice).into_iter().map(Vec::from).collect(), totals: Vec::new() }
    }
}
