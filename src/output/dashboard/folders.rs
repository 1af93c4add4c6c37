//! Several desks on one page: a line for each folder and currency, their total, and what each has to do today.

use std::collections::BTreeMap;
use std::{fmt, io};

use super::grid::{Grid, Td};
use super::sections::paragraph;
use super::words::Words;
use super::{Head, tables};
use crate::model::visible::visible;
use crate::model::{Amount, Currency, Lang, figures};
use crate::output::reports::age::folders::AgeOfFolders;
use crate::output::sheet::Report;
use crate::output::statement::document::Align;

/// Whose desk a folder is, and what goes out of it today.
#[derive(Clone, Debug)]
pub struct FolderToday {
    /// Whose desk it is.
    pub creditor: Option<String>,
    /// In each currency, how many notices go out today, and what they ask for.
    pub asked: BTreeMap<Currency, (i64, Amount)>,
}

/// All that the page shows, at one day.
#[derive(Clone, Copy, Debug)]
pub struct FoldersPage<'a> {
    /// The aged balances, a line for each folder.
    pub balances: AgeOfFolders<'a>,
    /// The rest, folder by folder in the same order.
    pub today: &'a [FolderToday],
    /// The language of the page.
    pub lang: Lang,
}

impl FoldersPage<'_> {
    /// Returns the page.
    pub fn to_html(&self) -> String {
        let words = Words::of(self.lang);
        let title = self.balances.title().map_or_else(String::new, |title| title.get(self.lang).to_owned());
        let head = Head { title: &title, whose: None, day: self.balances.as_of, lang: self.lang };
        head.page(
            |_| Ok(()),
            |out| {
                let grid = self.grid(words).map_err(|_| fmt::Error)?;
                if grid.rows.is_empty() {
                    paragraph(out, words.nothing_owed)?
                } else {
                    grid.write(out)?
                }
                let remarks = self.balances.remarks();
                remarks.iter().try_for_each(|remark| paragraph(out, &visible(remark.get(self.lang))))
            },
        )
    }

    /// Returns the table that `relance age DIR... --by folder` prints, with whose desk each is and what it has to do.
    fn grid(&self, words: &Words) -> io::Result<Grid> {
        let currencies = self.balances.currencies();
        let mut grid = tables::of_report(&self.balances, &currencies, self.lang)?;
        let mut sums: BTreeMap<Currency, (i64, Amount)> = BTreeMap::new();
        for (place, (folder, currency)) in self.balances.folder_lines().enumerate() {
            let today = &self.today[folder];
            let (count, asked) = today.asked.get(&currency).copied().unwrap_or_default();
            let (all, sum) = sums.entry(currency).or_default();
            *all += count;
            *sum += asked;
            grid.rows[place].extend(self.asked(count, asked, currency));
            if let (Some(creditor), Some(Td::Text(name))) = (&today.creditor, grid.rows[place].first()) {
                grid.rows[place][0] = Td::Who(visible(creditor).into_owned(), Some(name.clone()));
            }
        }
        for (total, currency) in grid.totals.iter_mut().zip(&currencies) {
            let (count, asked) = sums.get(currency).copied().unwrap_or_default();
            total.extend(self.asked(count, asked, *currency));
        }
        grid.columns.extend([words.to_do, words.asked].map(|title| (title.to_owned(), Align::Right)));
        Ok(grid)
    }

    fn asked(&self, count: i64, asked: Amount, currency: Currency) -> [Td; 2] {
        let asked = if count == 0 { "–".to_owned() } else { figures::amount(asked, currency, self.lang) };
        [Td::Text(figures::count(count, self.lang)), Td::Text(asked)]
    }
}
