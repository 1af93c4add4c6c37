//! `import`: what was read, and what became of it, file by file.

use std::collections::BTreeMap;
use std::io;

use super::age::list;
use crate::model::{Amount, Bilingual, Currency, Date, Lang};
use crate::output::{Cell, Column, Nested, Report};

/// Is what an import did, or would do.
#[derive(Clone, Debug)]
pub struct Imported {
    /// One per file of the folder, in the order in which they are written.
    pub files: Vec<ImportedFile>,
    /// What the accepted rows come to: invoiced and paid.
    pub totals: BTreeMap<Currency, (Amount, Amount)>,
    /// Whether nothing was to be written.
    pub is_dry_run: bool,
}

/// Is what became of the rows for one file.
#[derive(Clone, Debug)]
#[expect(missing_docs, reason = "the names are those of the report's columns")]
pub struct ImportedFile {
    pub file: &'static str,
    pub added: usize,
    pub unchanged: usize,
    pub updated: usize,
    pub refused: usize,
    /// Rows that say nothing for this file, by reason.
    pub skipped: Vec<(Skipped, usize)>,
}

/// Is why a row gives nothing to a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Skipped {
    /// It has no date of payment.
    NotPaid,
    /// The list says the same on another row.
    Repeated,
}

impl Skipped {
    const fn word(self) -> &'static str {
        match self {
            Skipped::NotPaid => "no-payment-date",
            Skipped::Repeated => "repeated",
        }
    }

    fn sentence(self, count: usize, file: &str) -> Bilingual {
        let s = if count > 1 { "s" } else { "" };
        match self {
            Skipped::NotPaid => Bilingual::new(
                format!("{file}: {count} row{s} skipped, without a date of payment"),
                format!("{file} : {count} ligne{s} sans date de paiement"),
            ),
            Skipped::Repeated => Bilingual::new(
                format!("{file}: {count} row{s} skipped, said on another row already"),
                format!("{file} : {count} ligne{s} déjà dite{s} sur une autre ligne"),
            ),
        }
    }
}

impl ImportedFile {
    fn skipped(&self) -> usize {
        self.skipped.iter().map(|(_, count)| count).sum()
    }

    fn read(&self) -> usize {
        self.added + self.unchanged + self.updated + self.refused + self.skipped()
    }
}

impl Report for Imported {
    fn command(&self) -> &'static str {
        "import"
    }

    fn as_of(&self) -> Option<Date> {
        None
    }

    fn columns(&self) -> Vec<Column> {
        vec![
            Column::new("file", "File", "Fichier"),
            Column::new("read", "Read", "Lues"),
            Column::new("added", "Added", "Ajoutées"),
            Column::new("unchanged", "Unchanged", "Inchangées"),
            Column::new("updated", "Updated", "Modifiées").when_used(),
            Column::new("skipped", "Skipped", "Sautées").when_used(),
            Column::new("refused", "Refused", "Refusées").when_used(),
            Column::nested("reasons"),
            Column::new("currency", "Currency", "Devise").when_used(),
            Column::new("invoiced", "Invoiced", "Facturé").when_used(),
            Column::new("paid", "Paid", "Payé").when_used(),
        ]
    }

    fn rows(&self, each: &mut dyn FnMut(&[Cell<'_>]) -> io::Result<()>) -> io::Result<()> {
        let count = |count: usize| Cell::Count(count as i64);
        self.files.iter().try_for_each(|file| {
            let reasons = file.skipped.iter().map(|&(why, number)| vec![Cell::Word(why.word()), count(number)]);
            each(&[
                Cell::Word(file.file),
                count(file.read()),
                count(file.added),
                count(file.unchanged),
                count(file.updated),
                count(file.skipped()),
                count(file.refused),
                Cell::List(Nested::Objects(&["reason", "count"], reasons.collect())),
                Cell::Empty,
                Cell::Empty,
                Cell::Empty,
            ])
        })
    }

    fn totals(&self) -> Vec<Vec<Cell<'_>>> {
        let cells = |(currency, (invoiced, paid)): (&Currency, &(Amount, Amount))| {
            let mut cells = vec![Cell::Empty; 8];
            cells.push(Cell::Word(currency.code()));
            cells.extend([*invoiced, *paid].map(|amount| Cell::Amount(amount, *currency)));
            cells
        };
        self.totals.iter().map(cells).collect()
    }

    fn remarks(&self) -> Vec<Bilingual> {
        let mut remarks: Vec<Bilingual> = Vec::new();
        for file in &self.files {
            remarks.extend(file.skipped.iter().map(|&(why, count)| why.sentence(count, file.file)));
        }
        let sums = |pick: fn(&(Amount, Amount)) -> Amount, lang| {
            list(&self.totals.iter().map(|(&currency, both)| (currency, pick(both))).collect::<Vec<_>>(), lang)
        };
        let control = |lang| [sums(|both| both.0, lang), sums(|both| both.1, lang), sums(|both| both.0 - both.1, lang)];
        if !self.totals.is_empty() {
            let ([invoiced, paid, rest], [facture, paye, reste]) = (control(Lang::En), control(Lang::Fr));
            remarks.push(Bilingual::new(
                format!("control totals: invoiced {invoiced} - paid {paid} = {rest}"),
                format!("totaux de contrôle : facturé {facture} - payé {paye} = {reste}"),
            ));
        }
        if self.is_dry_run {
            remarks.push(Bilingual::new("dry run: nothing was written", "essai : rien n'a été écrit"));
        }
        remarks
    }
}
