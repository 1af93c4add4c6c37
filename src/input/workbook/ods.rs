//! The currencies of the cells of an ODS workbook, which stand beside their numbers.

use std::collections::BTreeSet;
use std::io::{Cursor, Read};

use zip::ZipArchive;

/// What stands before the code of a currency.
const ATTRIBUTE: &[u8] = b"office:currency=\"";

/// The most that is read of the text of a workbook, in bytes.
const LARGEST: u64 = 1 << 30;

/// Returns the codes of the currencies that cells have; none where the workbook cannot be read, which is said elsewhere.
pub(super) fn currencies(bytes: &[u8]) -> BTreeSet<String> {
    let content = || -> Option<Vec<u8>> {
        let mut archive = ZipArchive::new(Cursor::new(bytes)).ok()?;
        let mut text = Vec::new();
        archive.by_name("content.xml").ok()?.take(LARGEST).read_to_end(&mut text).ok()?;
        Some(text)
    };
    let text = content().unwrap_or_default();
    let codes = memchr::memmem::find_iter(&text, ATTRIBUTE).map(|at| &text[at + ATTRIBUTE.len()..]);
    let codes = codes.filter_map(|rest| str::from_utf8(rest.split(|byte| *byte == b'"').next()?).ok());
    codes.map(str::to_owned).collect()
}
