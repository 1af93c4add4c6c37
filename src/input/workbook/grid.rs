//! The cells of a sheet that hold anything. One may stand at the far end of its sheet: what stands between it and the
//! others is nothing, and takes no room.

use std::io::{Read, Seek};

use calamine::{CellType, Data, DataRef, Range, Reader, Sheets, Xlsb, Xlsx};

/// The most cells that a sheet is written with, those between others included.
const MOST: u64 = 1 << 26;

/// The row and the column of a cell, from 0.
pub(super) type Position = (u32, u32);

/// The cells of a sheet, in the order of its rows; each stands once, and none is empty.
#[derive(Debug, Default)]
pub(super) struct Grid(Vec<(Position, Data)>);

/// What a sheet says.
#[derive(Debug, Default)]
pub(super) struct Content {
    pub values: Grid,
    /// The cells that have a formula, in the order of its rows.
    pub formulas: Vec<Position>,
}

/// Why a sheet is not read.
#[derive(Debug)]
pub(super) enum Obstacle {
    /// It is damaged.
    Damage(calamine::Error),
    /// Its texts, or those of the sheets before it, take more than there is room for.
    TooLong,
}

impl<E: Into<calamine::Error>> From<E> for Obstacle {
    fn from(error: E) -> Obstacle {
        Obstacle::Damage(error.into())
    }
}

impl Grid {
    /// Puts cells in order; of two in one place the later counts.
    pub fn of(mut cells: Vec<(Position, Data)>) -> Grid {
        cells.retain(|(_, data)| *data != Data::Empty);
        // Stable: those in one place stay in their order.
        cells.sort_by_key(|(position, _)| *position);
        cells.dedup_by(|later, kept| {
            let is_same = later.0 == kept.0;
            if is_same {
                std::mem::swap(later, kept);
            }
            is_same
        });
        Grid(cells)
    }

    /// Returns what stands in a cell.
    pub fn get(&self, position: Position) -> Option<&Data> {
        let at = self.0.binary_search_by_key(&position, |(position, _)| *position).ok()?;
        Some(&self.0[at].1)
    }

    /// Tells whether nothing stands in it.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Returns all cells.
    pub fn cells(&self) -> impl Iterator<Item = (Position, &Data)> {
        self.0.iter().map(|(position, data)| (*position, data))
    }

    /// Returns the rows that hold anything, each with its cells.
    pub fn rows(&self) -> impl Iterator<Item = (u32, &[(Position, Data)])> {
        self.0.chunk_by(|((one, _), _), ((other, _), _)| one == other).map(|cells| (cells[0].0.0, cells))
    }

    /// Returns how many columns it has, those before its first cell included.
    pub fn width(&self) -> usize {
        self.0.iter().map(|((_, column), _)| *column as usize + 1).max().unwrap_or_default()
    }

    /// Returns the cell to which it reaches, where a table as large as that has too many cells; rows that hold nothing
    /// take next to no room.
    pub fn too_large(&self) -> Option<Position> {
        let ((lowest, _), _) = self.0.last()?;
        let width = self.width();
        let cells = width as u64 * self.rows().count() as u64 + u64::from(*lowest);
        (cells > MOST).then(|| (*lowest, width as u32 - 1))
    }
}

/// Returns what a sheet says, in as many bytes of text as there is room for; nothing of a chart, which is a sheet too.
///
/// # Errors
/// Returns why it is not read.
pub(super) fn read<R: Read + Seek>(
    book: &mut Sheets<R>,
    name: &str,
    room: &mut usize,
) -> Result<Option<Content>, Obstacle> {
    match book {
        Sheets::Xlsx(book) => xlsx(book, name, room),
        Sheets::Xlsb(book) => xlsb(book, name, room),
        Sheets::Xls(_) | Sheets::Ods(_) => {
            let Ok(range) = book.worksheet_range(name) else { return Ok(None) };
            let mut values = Vec::new();
            for (position, data) in used(&range) {
                let length = if let Data::String(text) = data { text.len() } else { 0 };
                take(room, length)?;
                values.push((position, data.clone()));
            }
            drop(range);
            let formulas = book.worksheet_formula(name)?;
            let formulas = used(&formulas).filter(|(_, formula)| !formula.is_empty()).map(|(position, _)| position);
            Ok(Some(Content { values: Grid::of(values), formulas: formulas.collect() }))
        }
    }
}

/// Returns the cells of a range that hold anything, by where they stand in the sheet.
fn used<T: CellType>(range: &Range<T>) -> impl Iterator<Item = (Position, &T)> {
    let (row, column) = range.start().unwrap_or_default();
    range.used_cells().map(move |(down, right, value)| ((row + down as u32, column + right as u32), value))
}

fn xlsx<R: Read + Seek>(book: &mut Xlsx<R>, name: &str, room: &mut usize) -> Result<Option<Content>, Obstacle> {
    let Ok(mut reader) = book.worksheet_cells_reader(name) else { return Ok(None) };
    let (mut cells, mut formulas) = (Vec::new(), Vec::new());
    // The text of a formula that many cells share is not made for each: it says nothing here.
    while let Some(cell) = reader.next_cell_with_formula_metadata()? {
        if cell.formula.is_some() {
            formulas.push(cell.pos);
        }
        take(room, length(&cell.value))?;
        cells.push((cell.pos, Data::from(cell.value)));
    }
    Ok(Some(Content { values: Grid::of(cells), formulas: in_order(formulas) }))
}

fn xlsb<R: Read + Seek>(book: &mut Xlsb<R>, name: &str, room: &mut usize) -> Result<Option<Content>, Obstacle> {
    let Ok(mut reader) = book.worksheet_cells_reader(name) else { return Ok(None) };
    let mut cells = Vec::new();
    loop {
        match reader.next_cell() {
            Ok(Some(cell)) => {
                take(room, length(cell.get_value()))?;
                cells.push((cell.get_position(), Data::from(cell.get_value().clone())));
            }
            Ok(None) => break,
            Err(_) => return Ok(None),
        }
    }
    drop(reader);
    let mut reader = book.worksheet_cells_reader(name)?;
    let mut formulas = Vec::new();
    while let Some(cell) = reader.next_formula()? {
        if !cell.get_value().is_empty() {
            formulas.push(cell.get_position());
        }
    }
    Ok(Some(Content { values: Grid::of(cells), formulas: in_order(formulas) }))
}

/// Takes the room of a text: one that is written once may stand in every cell.
fn take(room: &mut usize, length: usize) -> Result<(), Obstacle> {
    *room = room.checked_sub(length).ok_or(Obstacle::TooLong)?;
    Ok(())
}

fn length(data: &DataRef<'_>) -> usize {
    match data {
        DataRef::SharedString(text) => text.len(),
        DataRef::String(text) => text.len(),
        _ => 0,
    }
}

fn in_order(mut formulas: Vec<Position>) -> Vec<Position> {
    formulas.sort_unstable();
    formulas.dedup();
    formulas
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_cells_of_a_sheet_stand_in_its_order_whatever_the_files() {
        let number = |position, number| (position, Data::Float(number));
        let grid = Grid::of(vec![
            number((1_048_575, 16_383), 4.0),
            number((2, 1), 2.0),
            number((0, 0), 1.0),
            ((2, 0), Data::Empty),
            // The place of another, and the later of the two counts.
            number((2, 1), 3.0),
        ]);
        let rows: Vec<(u32, usize)> = grid.rows().map(|(row, cells)| (row, cells.len())).collect();
        assert_eq!(rows, [(0, 1), (2, 1), (1_048_575, 1)]);
        assert_eq!([grid.get((2, 1)), grid.get((2, 0))], [Some(&Data::Float(3.0)), None]);
        // 3 rows of 16,384 columns, and 1,048,573 between them in which nothing stands.
        assert_eq!((grid.width(), grid.too_large()), (16_384, None));
    }

    #[test]
    fn a_sheet_is_too_large_by_its_rows_or_by_what_each_would_be_filled_up_with() {
        let one = |position| (position, Data::Bool(true));
        let corner = |cells: &[(Position, Data)]| Grid::of(cells.to_vec()).too_large();
        // 4,095 rows of 16,384 columns, behind 4,094 others: 2^26 - 16,384 + 4,094; with one more 4,095 are above 2^26.
        let mut cells: Vec<(Position, Data)> = (0..4095).map(|row| one((row, 0))).collect();
        cells.push(one((7, 16_383)));
        assert_eq!(corner(&cells), None);
        cells.push(one((4095, 0)));
        assert_eq!(corner(&cells), Some((4095, 16_383)));
        assert_eq!(corner(&[one((0, 0)), one((u32::MAX, 1))]), Some((u32::MAX, 1)));
    }
}
