//! `age DIR...`: the aged balances of several folders, side by side and added up.

use std::collections::BTreeMap;
use std::io;

use super::super::{Waiting, suspense_list, suspense_remark};
use super::{CREDITS, band_column, list, not_due_column, state_column};
use crate::engine::ageing::{AgedBalance, AgedRow, Band};
use crate::engine::states::State;
use crate::model::visible::visible;
use crate::model::{Amount, Bilingual, Currency, Date, Lang, Ledger};
use crate::output::{Cell, Column, Nested, Report};
use crate::policy::AgeBasis;

/// The aged balance of one folder, with all that a table needs of the folder: the folder itself can be let go.
#[derive(Clone, Debug)]
pub struct FolderAge {
    bands: Vec<Band>,
    basis: AgeBasis,
    rows: Vec<(String, String, AgedRow)>,
    totals: Vec<AgedRow>,
    waiting: Waiting,
}

impl FolderAge {
    /// Keeps the aged balance of a folder.
    pub fn new(ledger: &Ledger, balance: AgedBalance, as_of: Date) -> FolderAge {
        let AgedBalance { basis, bands, rows, totals } = balance;
        let named = |row: AgedRow| {
            let customer = row.customer.map(|id| ledger.customer(id));
            let (id, name) = customer.map_or_else(Default::default, |found| (found.id.clone(), found.name.clone()));
            (id, name, row)
        };
        let rows = rows.into_iter().map(named).collect();
        FolderAge { bands, basis, rows, totals, waiting: ledger.in_suspense(as_of) }
    }

    /// Returns what is overdue in a band; nothing where the folder does not have that band.
    fn in_band(&self, row: &AgedRow, band: Band) -> Option<Amount> {
        self.bands.iter().position(|own| *own == band).map(|place| row.overdue[place])
    }
}

/// What has a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lines {
    /// Each customer of each folder.
    Customers,
    /// Each customer of each folder, what is disputed, promised and so on told apart.
    States,
    /// Each folder.
    Folders,
}

/// The aged balances of several folders.
#[derive(Clone, Copy, Debug)]
pub struct AgeOfFolders<'a> {
    /// The folders that answered, by name, in the order in which they were named.
    pub folders: &'a [(String, FolderAge)],
    /// Those that could not.
    pub lacking: &'a [String],
    /// What has a row.
    pub lines: Lines,
    /// The day they are true of.
    pub as_of: Date,
}

/// The sums of one currency over all folders: not due, by band, credits, all of it.
struct Sum {
    /// Nothing where the folders count age from different days.
    not_due: Option<Amount>,
    /// Nothing in a band that not every folder with that currency has.
    overdue: Vec<Option<Amount>>,
    credits: Amount,
    total: Amount,
}

impl AgeOfFolders<'_> {
    /// Returns the bands of all folders, youngest first.
    fn bands(&self) -> Vec<Band> {
        let mut bands: Vec<Band> = Vec::new();
        for band in self.folders.iter().flat_map(|(_, folder)| &folder.bands) {
            if !bands.contains(band) {
                bands.push(*band);
            }
        }
        bands.sort_by_key(|band| (band.first, band.last.unwrap_or(u32::MAX)));
        bands
    }

    /// Returns the currencies of the totals.
    pub fn currencies(&self) -> Vec<Currency> {
        self.sums().into_keys().collect()
    }

    /// Returns the place of the folder and the currency of each row, where folders have rows.
    pub fn folder_lines(&self) -> impl Iterator<Item = (usize, Currency)> {
        let folders = self.folders.iter().enumerate();
        folders.flat_map(|(place, (_, folder))| folder.totals.iter().map(move |total| (place, total.currency)))
    }

    fn sums(&self) -> BTreeMap<Currency, Sum> {
        let bands = self.bands();
        let nothing = self.has_one_basis().then_some(Amount::ZERO);
        let mut sums: BTreeMap<Currency, Sum> = BTreeMap::new();
        for (_, folder) in self.folders {
            for total in &folder.totals {
                let sum = sums.entry(total.currency).or_insert_with(|| Sum {
                    not_due: nothing,
                    overdue: vec![nothing; bands.len()],
                    credits: Amount::ZERO,
                    total: Amount::ZERO,
                });
                sum.not_due = sum.not_due.map(|sum| sum + total.not_due);
                sum.credits += total.credits;
                sum.total += total.total();
                for (sum, band) in sum.overdue.iter_mut().zip(&bands) {
                    *sum = sum.and_then(|sum| Some(sum + folder.in_band(total, *band)?));
                }
            }
        }
        sums
    }

    /// Tells whether the policies of the folders count age in several ways.
    fn differ(&self) -> bool {
        !self.has_one_basis() || self.folders.windows(2).any(|two| two[0].1.bands != two[1].1.bands)
    }

    /// Returns from which day all of them count age; lateness where they do not do so alike, which a remark says.
    fn basis(&self) -> AgeBasis {
        let first = self.folders.first().filter(|_| self.has_one_basis());
        first.map_or(AgeBasis::Due, |(_, folder)| folder.basis)
    }

    /// Tells whether all of them count age from the same day.
    fn has_one_basis(&self) -> bool {
        self.folders.windows(2).all(|two| two[0].1.basis == two[1].1.basis)
    }

    fn has_names(&self) -> bool {
        self.folders.iter().flat_map(|(_, folder)| &folder.rows).any(|(id, name, _)| id != name)
    }

    /// Returns the cells before the amounts: which folder, who, in which state.
    fn head<'c>(&self, folder: &'c str, who: Option<(&'c str, &'c str)>, state: Option<State>) -> Vec<Cell<'c>> {
        let mut cells = vec![if folder.is_empty() { Cell::Empty } else { Cell::text(folder) }];
        if self.lines != Lines::Folders {
            cells.extend(who.map_or([Cell::Empty, Cell::Empty], |(id, name)| [Cell::text(id), Cell::text(name)]));
        }
        if self.lines == Lines::States {
            cells.push(Cell::maybe(state, |state| Cell::Named(state.word(), state.term())));
        }
        cells
    }

    fn row<'c>(
        &self,
        (name, folder): &'c (String, FolderAge),
        who: Option<(&'c str, &'c str)>,
        row: &AgedRow,
        bands: &[Band],
    ) -> Vec<Cell<'c>> {
        let amount = |amount| Cell::Amount(amount, row.currency);
        let mut cells = self.head(name, who, row.state);
        cells.extend([Cell::Word(row.currency.code()), amount(row.not_due)]);
        cells.extend(bands.iter().map(|&band| Cell::maybe(folder.in_band(row, band), amount)));
        cells.extend([amount(row.credits), amount(row.total())]);
        cells
    }
}

impl Report for AgeOfFolders<'_> {
    fn command(&self) -> &'static str {
        "age"
    }

    fn as_of(&self) -> Option<Date> {
        Some(self.as_of)
    }

    fn title(&self) -> Option<Bilingual> {
        let Bilingual { en, fr } = counted(self.folders.len(), self.lacking);
        Some(match self.basis() {
            AgeBasis::Due => Bilingual::new(format!("Aged balance of {en}"), format!("Balance âgée de {fr}")),
            AgeBasis::Issue => Bilingual::new(
                format!("Aged balance of {en}, from the issue date"),
                format!("Balance âgée de {fr}, depuis la date de facture"),
            ),
        })
    }

    fn columns(&self) -> Vec<Column> {
        let mut columns = match self.lines {
            Lines::Folders => vec![Column::new("folder", "Folder", "Dossier").lead()],
            Lines::Customers | Lines::States => {
                let name = Column::new("name", "Name", "Nom").lead();
                let name = if self.has_names() { name } else { Column::data("name") };
                vec![Column::data("folder"), Column::new("customer_id", "Customer", "Client").lead(), name]
            }
        };
        if self.lines == Lines::States {
            columns.push(state_column());
        }
        columns.push(Column::currency());
        let basis = self.basis();
        columns.push(not_due_column(basis));
        columns.extend(self.bands().into_iter().map(|band| band_column(band, basis)));
        columns.push(Column::new(CREDITS, "Credits", "Crédits").when_used());
        columns.push(Column::new("total", "Total", "Total"));
        columns
    }

    fn rows(&self, each: &mut dyn FnMut(&[Cell<'_>]) -> io::Result<()>) -> io::Result<()> {
        let bands = self.bands();
        self.folders.iter().try_for_each(|folder| match self.lines {
            Lines::Folders => folder.1.totals.iter().try_for_each(|total| each(&self.row(folder, None, total, &bands))),
            Lines::Customers | Lines::States => {
                let rows = &mut folder.1.rows.iter();
                rows.try_for_each(|(id, name, row)| each(&self.row(folder, Some((id, name)), row, &bands)))
            }
        })
    }

    /// Returns the folder of a row, and what it comes to.
    fn part(&self, row: &[Cell<'_>]) -> Option<Bilingual> {
        let Some(Cell::Text(name)) = row.first().filter(|_| self.lines != Lines::Folders) else { return None };
        let (name, folder) = self.folders.iter().find(|(folder, _)| folder == name)?;
        let name = visible(name);
        let sums: Vec<(Currency, Amount)> = folder.totals.iter().map(|total| (total.currency, total.total())).collect();
        Some(Bilingual::new(
            format!("{name}: {}", list(&sums, Lang::En)),
            format!("{name} : {}", list(&sums, Lang::Fr)),
        ))
    }

    fn totals(&self) -> Vec<Vec<Cell<'_>>> {
        let cells = |(currency, sum): (Currency, Sum)| {
            let amount = |amount| Cell::Amount(amount, currency);
            let mut cells = self.head("", None, None);
            cells.extend([Cell::Word(currency.code()), Cell::maybe(sum.not_due, amount)]);
            cells.extend(sum.overdue.into_iter().map(|overdue| Cell::maybe(overdue, amount)));
            cells.extend([amount(sum.credits), amount(sum.total)]);
            cells
        };
        self.sums().into_iter().map(cells).collect()
    }

    fn remarks(&self) -> Vec<Bilingual> {
        let mut remarks = Vec::new();
        let without: Vec<&str> =
            self.folders.iter().filter(|(_, folder)| folder.totals.is_empty()).map(|(name, _)| name.as_str()).collect();
        if !without.is_empty() {
            let names = visible(&without.join(", ")).into_owned();
            remarks
                .push(Bilingual::new(format!("nothing is open in {names}"), format!("rien n'est ouvert dans {names}")));
        }
        if self.differ() {
            remarks.push(Bilingual::new(
                "the policies of these folders count age in several ways: what they do not share is in no total",
                "les politiques de ces dossiers ne comptent pas l'âge de la même façon : ce qu'elles n'ont pas en commun n'est dans aucun total",
            ));
        }
        remarks.extend(lacking_remark(self.lacking));
        remarks.extend(suspense_remark(self.waiting()));
        remarks
    }

    fn lists(&self) -> Vec<(&'static str, Nested<'_>)> {
        lists(self.lacking, self.waiting())
    }
}

impl AgeOfFolders<'_> {
    fn waiting(&self) -> Waiting {
        added(self.folders.iter().map(|(_, folder)| &folder.waiting))
    }
}

/// Returns how many folders answered, of how many.
pub(super) fn counted(count: usize, lacking: &[String]) -> Bilingual {
    let all = count + lacking.len();
    let (en, fr) = match (count, all) {
        (1, 1) => ("1 folder".to_owned(), "1 dossier".to_owned()),
        _ if count == all => (format!("{all} folders"), format!("{all} dossiers")),
        _ => (format!("{count} of {all} folders"), format!("{count} dossiers sur {all}")),
    };
    Bilingual::new(en, fr)
}

/// Returns what is said of the folders that could not answer.
pub(super) fn lacking_remark(lacking: &[String]) -> Option<Bilingual> {
    let names = (!lacking.is_empty()).then(|| lacking.join(", "))?;
    Some(Bilingual::new(
        format!("in no total, for want of an answer: {names}"),
        format!("dans aucun total, faute de réponse : {names}"),
    ))
}

/// Returns the folders that could not answer, and what waits in suspense in the others.
pub(super) fn lists(lacking: &[String], waiting: Waiting) -> Vec<(&'static str, Nested<'_>)> {
    let mut lists = vec![("unanswered", Nested::Values(lacking.iter().map(Cell::text).collect()))];
    lists.extend(suspense_list(waiting));
    lists
}

/// Returns what waits in suspense in several folders.
pub(super) fn added<'w>(folders: impl IntoIterator<Item = &'w Waiting>) -> Waiting {
    let mut all = Waiting::new();
    for (currency, (sum, count)) in folders.into_iter().flatten() {
        let (sums, receipts) = all.entry(*currency).or_default();
        *sums += *sum;
        *receipts += count;
    }
    all
}
