//! The archive that a workbook is, by what it says of itself: what else it may hold, and how much.

use std::io::Cursor;

use zip::ZipArchive;

/// The most that the parts of a workbook are unpacked to, in bytes.
pub(super) const LARGEST: u64 = 1 << 30;

/// Tells whether a file is a ZIP archive of something else than the parts of a workbook.
pub(super) fn is_other(bytes: &[u8]) -> bool {
    let Ok(archive) = ZipArchive::new(Cursor::new(bytes)) else { return false };
    let is_part = |name: &str| name.starts_with("xl/") || matches!(name, "content.xml" | "[Content_Types].xml");
    !archive.file_names().flatten().any(|name| is_part(&name))
}

/// Tells whether the parts of a workbook that are read unpack to more than anybody has: a part that goes on behind the
/// length that is stated of it is damaged.
pub(super) fn is_too_large(bytes: &[u8]) -> bool {
    let Ok(mut archive) = ZipArchive::new(Cursor::new(bytes)) else { return false };
    let mut all = 0_u64;
    for part in 0..archive.len() {
        let Ok(part) = archive.by_index_raw(part) else { continue };
        let is_read = part.name().is_ok_and(|name| name.ends_with(".xml") || name.ends_with(".bin"));
        if is_read {
            all = all.saturating_add(part.size());
        }
    }
    all > LARGEST
}
