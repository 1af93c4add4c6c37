//! `age DIR... --detail`: the open items and credits of several folders, one folder after the other, and what they come
//! to.

use std::io;

use super::super::{Waiting, customer_headings, suspense_remark};
use super::folders::{added, counted, lacking_remark, lists};
use super::{AgeDetail, DetailSum, Sums, credit_remarks, detail_columns, list};
use crate::model::{Amount, Bilingual, Currency, Date, Lang};
use crate::output::sheet::Shown;
use crate::output::{Cell, Column, Nested, Report};

/// The open items and credits of several folders.
#[derive(Clone, Debug)]
pub struct DetailOfFolders<'a> {
    folders: Vec<FolderDetail<'a>>,
    /// The folders that could not answer.
    lacking: &'a [String],
    as_of: Date,
}

#[derive(Clone, Debug)]
struct FolderDetail<'a> {
    name: &'a str,
    detail: AgeDetail<'a>,
    sums: Sums,
}

impl<'a> DetailOfFolders<'a> {
    /// Puts the detail of folders side by side, in the order in which they were named.
    pub fn new(
        folders: impl IntoIterator<Item = (&'a str, AgeDetail<'a>)>,
        lacking: &'a [String],
        as_of: Date,
    ) -> DetailOfFolders<'a> {
        let summed = |(name, detail): (&'a str, AgeDetail<'a>)| {
            let mut sums = Sums::new();
            detail.add_to(&mut sums);
            FolderDetail { name, detail, sums }
        };
        DetailOfFolders { folders: folders.into_iter().map(summed).collect(), lacking, as_of }
    }

    fn sums(&self) -> Sums {
        let mut all = Sums::new();
        for (currency, sum) in self.folders.iter().flat_map(|folder| &folder.sums) {
            all.entry(*currency).or_default().add(*sum);
        }
        all
    }

    fn waiting(&self) -> Waiting {
        let waiting = self.folders.iter().map(|folder| folder.detail.ledger.in_suspense(self.as_of));
        added(&waiting.collect::<Vec<Waiting>>())
    }
}

impl Report for DetailOfFolders<'_> {
    fn command(&self) -> &'static str {
        "age"
    }

    fn as_of(&self) -> Option<Date> {
        Some(self.as_of)
    }

    fn title(&self) -> Option<Bilingual> {
        let Bilingual { en, fr } = counted(self.folders.len(), self.lacking);
        Some(Bilingual::new(format!("Open items of {en}"), format!("Pièces ouvertes de {fr}")))
    }

    fn columns(&self) -> Vec<Column> {
        let of_customers = self.folders.iter().map(|folder| customer_headings(folder.detail.ledger));
        // The names stand in the table where one folder has any.
        let of_customers = of_customers.min_by_key(|[_, name]| name.shown == Shown::Data);
        let rules = || self.folders.iter().map(|folder| folder.detail.rules);
        let columns = of_customers.into_iter().flat_map(|of_customers| detail_columns(of_customers, rules()));
        [Column::data("folder")].into_iter().chain(columns).collect()
    }

    fn rows(&self, each: &mut dyn FnMut(&[Cell<'_>]) -> io::Result<()>) -> io::Result<()> {
        self.folders.iter().try_for_each(|folder| {
            folder.detail.rows(&mut |cells| {
                let row: Vec<Cell<'_>> = [Cell::text(folder.name)].into_iter().chain(cells.iter().cloned()).collect();
                each(&row)
            })
        })
    }

    /// Returns the folder of a row, and what it comes to.
    fn part(&self, row: &[Cell<'_>]) -> Option<Bilingual> {
        let Some(Cell::Text(name)) = row.first() else { return None };
        let FolderDetail { name, sums, .. } = self.folders.iter().find(|folder| *name == folder.name)?;
        let sums: Vec<(Currency, Amount)> = sums.iter().map(|(&currency, sum)| (currency, sum.open)).collect();
        Some(Bilingual::new(
            format!("{name}: {}", list(&sums, Lang::En)),
            format!("{name} : {}", list(&sums, Lang::Fr)),
        ))
    }

    fn totals(&self) -> Vec<Vec<Cell<'_>>> {
        let cells =
            |(currency, sum): (Currency, DetailSum)| [Cell::Empty].into_iter().chain(sum.cells(currency)).collect();
        self.sums().into_iter().map(cells).collect()
    }

    fn remarks(&self) -> Vec<Bilingual> {
        let sums = self.sums();
        let remarks = credit_remarks(&sums).chain(lacking_remark(self.lacking));
        remarks.chain(suspense_remark(self.waiting())).collect()
    }

    fn lists(&self) -> Vec<(&'static str, Nested<'_>)> {
        lists(self.lacking, self.waiting())
    }
}
