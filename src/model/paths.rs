//! The paths of documents that one cell names.

/// Returns the paths of a cell, which parts several with `;`, `|` or a line break.
pub fn paths(cell: &str) -> impl Iterator<Item = &str> {
    cell.split([';', '|', '\n']).map(str::trim).filter(|path| !path.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_names_one_document_or_several() {
        let found = |cell| paths(cell).collect::<Vec<_>>();
        assert_eq!(found("pdf/F 1, final.pdf"), ["pdf/F 1, final.pdf"]);
        assert_eq!(found(" F1.pdf ; bl/BL1.pdf|photo.jpg\n"), ["F1.pdf", "bl/BL1.pdf", "photo.jpg"]);
        assert_eq!(found(" ; "), [""; 0]);
    }
}
