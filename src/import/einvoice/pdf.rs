//! The XML attached to a PDF (Factur-X, ZUGFeRD).
//!
//! An attachment is a stream, and streams stand in the file itself, never inside of other streams: they are looked for
//! there, whatever the file's tables say. So a table that is broken hides nothing, and nothing is decompressed beyond
//! the bound, which libraries that read whole documents do not promise.

use std::borrow::Cow;
use std::io::Read;

use flate2::read::ZlibDecoder;

use crate::import::xml::{LARGEST, root_name};

/// How much of a stream is looked at to tell what it is: comments may stand before the root.
const GLANCE: u64 = 64 * 1024;

/// The most bytes before a stream in which its dictionary is looked for.
const LONGEST_DICTIONARY: usize = 16 * 1024;

/// Why a PDF gives no invoice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unfit {
    /// Nothing in it is an invoice in XML.
    Nothing,
    /// It is encrypted.
    Locked,
    /// An attachment cannot be decompressed, or is cut off.
    Broken,
    /// The attachment is too large once it is decompressed.
    Large,
    /// It holds several invoices.
    Several,
}

/// Tells whether the beginning of a file is that of a PDF.
pub fn is_pdf(head: &[u8]) -> bool {
    head[..head.len().min(1024)].windows(5).any(|part| part == b"%PDF-")
}

/// Returns the invoice in a PDF.
///
/// # Errors
/// Why there is none that can be used.
pub(super) fn attached(pdf: &[u8]) -> Result<Vec<u8>, Unfit> {
    attached_within(pdf, LARGEST)
}

fn attached_within(pdf: &[u8], largest: u64) -> Result<Vec<u8>, Unfit> {
    let mut invoice: Option<Vec<u8>> = None;
    let mut is_broken = false;
    for stream in streams(pdf) {
        let Ok(head) = stream.part(GLANCE) else {
            is_broken |= stream.is_attachment();
            continue;
        };
        let root = root_name(&head);
        if !root.is_some_and(|root| ["CrossIndustryInvoice", "CrossIndustryDocument", "Invoice"].contains(&&*root)) {
            continue;
        }
        let whole = stream.part(largest + 1).map_err(|()| Unfit::Broken)?;
        if whole.len() as u64 > largest {
            return Err(Unfit::Large);
        }
        match &invoice {
            // A file that was saved again may hold the same attachment once more.
            Some(known) if *known != *whole => return Err(Unfit::Several),
            _ => invoice = Some(whole.into_owned()),
        }
    }
    match invoice {
        Some(invoice) => Ok(invoice),
        None if find(pdf, b"/Encrypt").is_some() => Err(Unfit::Locked),
        None if is_broken => Err(Unfit::Broken),
        None => Err(Unfit::Nothing),
    }
}

/// One stream: what its dictionary says, and all that follows it.
struct Stream<'a> {
    dictionary: &'a [u8],
    data: &'a [u8],
}

impl<'a> Stream<'a> {
    fn says(&self, word: &[u8]) -> bool {
        find(self.dictionary, word).is_some()
    }

    fn is_attachment(&self) -> bool {
        self.says(b"/EmbeddedFile") || self.says(b"/text#2Fxml") || self.says(b"/text#2fxml")
    }

    /// Returns the first bytes of the content.
    fn part(&self, most: u64) -> Result<Cow<'a, [u8]>, ()> {
        if !self.says(b"/Filter") {
            let end = find(self.data, b"endstream").ok_or(())?;
            // The end of the line before the word is no content.
            let content = self.data[..end].trim_ascii_end();
            return Ok(Cow::Borrowed(&content[..content.len().min(most as usize)]));
        }
        let is_flate = self.says(b"/FlateDecode");
        let others: [&[u8]; 5] = [b"/ASCII", b"/LZW", b"/RunLength", b"/Crypt", b"/DecodeParms"];
        if !is_flate || others.iter().any(|other| self.says(other)) {
            return Err(());
        }
        let mut content = Vec::new();
        ZlibDecoder::new(self.data).take(most).read_to_end(&mut content).map_err(drop)?;
        Ok(Cow::Owned(content))
    }
}

/// Finds the streams of a file.
fn streams(pdf: &[u8]) -> impl Iterator<Item = Stream<'_>> {
    const WORD: &[u8] = b"stream";
    let mut at = 0;
    std::iter::from_fn(move || {
        loop {
            let begin = at + find(&pdf[at..], WORD)?;
            at = begin + WORD.len();
            let data = match &pdf[at..] {
                [b'\r', b'\n', data @ ..] | [b'\n', data @ ..] => data,
                // `endstream`, and the word in other places.
                _ => continue,
            };
            if pdf[..begin].ends_with(b"end") {
                continue;
            }
            let before = &pdf[begin.saturating_sub(LONGEST_DICTIONARY)..begin];
            let object = before.windows(4).rposition(|part| part == b" obj").unwrap_or(0);
            return Some(Stream { dictionary: &before[object..], data });
        }
    })
}

fn find(bytes: &[u8], word: &[u8]) -> Option<usize> {
    let mut at = 0;
    loop {
        at += bytes[at..].iter().position(|&byte| byte == word[0])?;
        if bytes[at..].starts_with(word) {
            return Some(at);
        }
        at += 1;
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use flate2::Compression;
    use flate2::write::ZlibEncoder;
    use lopdf::{Dictionary, Document, Object, Stream as PdfStream, dictionary};

    use super::*;

    const INVOICE: &[u8] = b"<?xml version='1.0'?><!-- x --><rsm:CrossIndustryInvoice xmlns:rsm='u'/>";

    /// Returns a PDF with attachments, each under its name and dictionary.
    fn pdf(attachments: Vec<(&str, Dictionary, Vec<u8>)>) -> Vec<u8> {
        let mut document = Document::with_version("1.7");
        let pages = document.add_object(dictionary! { "Type" => "Pages", "Kids" => vec![], "Count" => 0 });
        let mut names = Vec::new();
        for (name, more, content) in attachments {
            let mut dictionary = dictionary! { "Type" => "EmbeddedFile" };
            dictionary.extend(&more);
            let stream = document.add_object(PdfStream::new(dictionary, content));
            let file = document.add_object(dictionary! {
                "Type" => "Filespec", "F" => Object::string_literal(name), "EF" => dictionary! { "F" => stream },
            });
            names.extend([Object::string_literal(name), file.into()]);
        }
        let root = document.add_object(dictionary! {
            "Type" => "Catalog", "Pages" => pages,
            "Names" => dictionary! { "EmbeddedFiles" => dictionary! { "Names" => names } },
        });
        document.trailer.set("Root", root);
        let mut bytes = Vec::new();
        document.save_to(&mut bytes).unwrap();
        bytes
    }

    fn flate() -> Dictionary {
        dictionary! { "Filter" => "FlateDecode" }
    }

    fn squeezed(content: &[u8]) -> Vec<u8> {
        let mut encoder = ZlibEncoder::new(Vec::new(), Compression::best());
        encoder.write_all(content).unwrap();
        encoder.finish().unwrap()
    }

    #[test]
    fn an_attachment_is_found_compressed_or_not_under_any_name() {
        assert_eq!(attached(&pdf(vec![("factur-x.xml", Dictionary::new(), INVOICE.to_vec())])), Ok(INVOICE.to_vec()));
        let other = ("terms.xml", flate(), squeezed(b"<terms/>"));
        let two = pdf(vec![other, ("ZUGFeRD-invoice.xml", flate(), squeezed(INVOICE))]);
        assert_eq!(attached(&two), Ok(INVOICE.to_vec()));
        // The table of objects is cut off: the attachment stands where it stood.
        let table = two.windows(4).rposition(|part| part == b"xref").unwrap();
        assert_eq!(attached(&two[..table]), Ok(INVOICE.to_vec()));
    }

    #[test]
    fn what_cannot_be_used_has_its_reason() {
        assert_eq!(attached(&pdf(vec![])), Err(Unfit::Nothing));
        assert_eq!(attached(&pdf(vec![("terms.xml", flate(), squeezed(b"<terms/>"))])), Err(Unfit::Nothing));
        let mut broken = squeezed(INVOICE);
        broken[4..].iter_mut().for_each(|byte| *byte ^= 0x5a);
        assert_eq!(attached(&pdf(vec![("factur-x.xml", flate(), broken)])), Err(Unfit::Broken));
        let long = [INVOICE, &[b' '; 200_000]].concat();
        let mut cut = squeezed(&long);
        cut.truncate(cut.len() - 20);
        assert_eq!(attached(&pdf(vec![("factur-x.xml", flate(), cut)])), Err(Unfit::Broken));
        let filter = dictionary! { "Filter" => "LZWDecode" };
        assert_eq!(attached(&pdf(vec![("factur-x.xml", filter, INVOICE.to_vec())])), Err(Unfit::Broken));
        let second = [INVOICE, b"<!-- corrected -->"].concat();
        let two = vec![("a.xml", flate(), squeezed(INVOICE)), ("b.xml", flate(), squeezed(&second))];
        assert_eq!(attached(&pdf(two)), Err(Unfit::Several));
        let again = vec![("a.xml", flate(), squeezed(INVOICE)), ("a.xml", flate(), squeezed(INVOICE))];
        assert_eq!(attached(&pdf(again)), Ok(INVOICE.to_vec()));
        let mut locked = pdf(vec![]);
        locked.extend(b"trailer << /Encrypt 9 0 R >>");
        assert_eq!(attached(&locked), Err(Unfit::Locked));
    }

    #[test]
    fn a_bomb_is_not_decompressed_beyond_the_bound() {
        // Two MiB of blanks behind the root are two kB in the file.
        let bomb = squeezed(&[INVOICE, &vec![b' '; 2 * 1024 * 1024]].concat());
        assert!(bomb.len() < 4000);
        assert_eq!(attached_within(&pdf(vec![("factur-x.xml", flate(), bomb)]), 1024 * 1024), Err(Unfit::Large));
    }
}
