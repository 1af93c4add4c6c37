//! A part of a file, read at once: which bytes are in it decides how its rows are cut.

use memchr::{memchr, memchr_iter, memchr2};

/// What was read at once.
#[derive(Debug)]
pub(super) enum Chunk {
    /// Printable ASCII and the ends of cells and lines, without quotes, and without CR but before LF.
    Printable(String),
    /// Other bytes.
    Bytes {
        bytes: Vec<u8>,
        /// Whether there are no quotes, and no CR but before LF.
        is_plain: bool,
    },
}

impl Chunk {
    /// Returns the bytes.
    #[inline]
    pub fn bytes(&self) -> &[u8] {
        match self {
            Chunk::Printable(text) => text.as_bytes(),
            Chunk::Bytes { bytes, .. } => bytes,
        }
    }

    /// Returns the text, if it is printable.
    #[inline]
    pub fn printable(&self) -> Option<&str> {
        match self {
            Chunk::Printable(text) => Some(text),
            Chunk::Bytes { .. } => None,
        }
    }

    /// Returns the bytes alone.
    pub fn into_bytes(self) -> Vec<u8> {
        match self {
            Chunk::Printable(text) => text.into_bytes(),
            Chunk::Bytes { bytes, .. } => bytes,
        }
    }

    /// Takes bytes for what they are.
    pub fn of(bytes: Vec<u8>, delimiter: u8) -> Chunk {
        let is_plain = is_plain(&bytes);
        if !is_plain || !is_printable(&bytes, delimiter) {
            return Chunk::Bytes { bytes, is_plain };
        }
        match String::from_utf8(bytes) {
            Ok(text) => Chunk::Printable(text),
            Err(error) => Chunk::Bytes { bytes: error.into_bytes(), is_plain },
        }
    }

    /// Tells whether there are no quotes, and no CR but before LF.
    #[inline]
    pub fn is_plain(&self) -> bool {
        matches!(self, Chunk::Printable(_) | Chunk::Bytes { is_plain: true, .. })
    }
}

impl Default for Chunk {
    fn default() -> Chunk {
        Chunk::Bytes { bytes: Vec::new(), is_plain: false }
    }
}

/// Tells whether there are no quotes, and no CR but before LF.
fn is_plain(bytes: &[u8]) -> bool {
    if memchr2(b'"', b'\r', bytes).is_none() {
        return true;
    }
    let ends = || bytes.windows(2).filter(|pair| pair == b"\r\n").count();
    memchr(b'"', bytes).is_none() && memchr_iter(b'\r', bytes).count() == ends()
}

/// Tells whether there is nothing but printable ASCII, delimiters and ends of lines.
fn is_printable(bytes: &[u8], delimiter: u8) -> bool {
    // Without an early exit the loop looks at many bytes at once.
    let fits = |byte: u8| (b' '..0x7f).contains(&byte) | (byte == b'\n') | (byte == b'\r') | (byte == delimiter);
    delimiter.is_ascii() && bytes.iter().fold(true, |all, &byte| all & fits(byte))
}
