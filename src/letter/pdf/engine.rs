//! Every call to Typst: a letter, or a sheet, goes in as data, pages and bytes come out.
//!
//! The engine sees nothing but what is given here: no disk, no network, no clock. Data go in as one virtual JSON file,
//! never as markup, so that a customer's name is text whatever it holds.

use std::collections::{BTreeMap, BTreeSet};

use chrono::Datelike;
use serde::Serialize;
use typst::diag::{FileError, FileResult, SourceDiagnostic};
use typst::foundations::{Bytes, Datetime, Duration, Smart};
use typst::layout::Frame;
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::visualize::{ExchangeFormat, RasterImage};
use typst::{Library, LibraryExt, World, WorldExt};
use typst_layout::{Page, PagedDocument};
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards, Timestamp};

use super::Fault;
use crate::letter::design::Design;
use crate::letter::document::{Document, Part};
use crate::letter::transfer;
use crate::model::Date;

/// Are our designs of a page: of a letter, and of a sheet or a customer's file.
const LETTER: &str = include_str!("../../../letter-templates/letter.typ");
const SHEET: &str = include_str!("../../../letter-templates/sheet.typ");

/// Are the built-in fonts, upright, bold and italic: Liberation Sans without what screens of coarse pixels needed.
const FONTS: [&[u8]; 3] = [
    include_bytes!("../../../fonts/RelanceSans-Regular.ttf"),
    include_bytes!("../../../fonts/RelanceSans-Bold.ttf"),
    include_bytes!("../../../fonts/RelanceSans-Italic.ttf"),
];

/// Is the font of what was set with a typewriter's widths: the texts of e-mails. Letters do without it.
const MONO: &[u8] = include_bytes!("../../../fonts/RelanceMono-Regular.ttf");

/// Is how many rounds a memoized step of the layout is kept without use: what letters share is used in every round.
const KEPT_ROUNDS: usize = 1;

/// Is the virtual file of the payment code.
const CODE: &str = "/code.svg";

/// Is a letter, or a sheet, that is laid out.
pub type Pages = PagedDocument;

/// Is what a page shows besides its data: pictures and pages of other files, by their virtual names.
pub type Shown = BTreeMap<String, Vec<u8>>;

/// Is what all letters of a run share.
pub struct Engine {
    base: Base,
}

/// Is what a file promises of itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Promise {
    /// PDF/A-2b: it will look the same wherever and whenever it is opened.
    Archive,
    /// Nothing: pages of other files are in it, and nobody can answer for them.
    Nothing,
}

struct Base {
    library: LazyHash<Library>,
    book: LazyHash<FontBook>,
    fonts: Vec<Font>,
    main: Source,
    data: FileId,
    /// The logo: its virtual name and its bytes.
    logo: Option<(FileId, Bytes)>,
    color: String,
    two_sided: bool,
    today: Datetime,
    /// The file of the page design, as the user knows it.
    page_file: String,
}

/// Is what a page reads from `/data.json`.
#[derive(Serialize)]
struct Data<'a> {
    #[serde(flatten)]
    document: &'a Document,
    /// The colour of heads and rules: `#1f3a5f`.
    color: &'a str,
    /// The virtual file of the logo.
    logo: Option<String>,
    /// The virtual file of the payment code.
    code: Option<&'static str>,
}

impl Engine {
    /// Prepares what letters of a day share.
    ///
    /// # Errors
    /// When a font file that the design gives holds no font.
    pub fn new(design: &Design, day: Date) -> Result<Engine, Fault> {
        let own = design.page.as_ref().map(|(file, text)| (file.as_str(), text.as_str()));
        Engine::of(own.unwrap_or(("letter.typ", LETTER)), &FONTS, design, day)
    }

    /// Prepares what sheets of a day share.
    ///
    /// # Errors
    /// When a font file that the design gives holds no font.
    pub fn sheets(design: &Design, day: Date) -> Result<Engine, Fault> {
        let fonts: Vec<&[u8]> = FONTS.into_iter().chain([MONO]).collect();
        Engine::of(("sheet.typ", SHEET), &fonts, design, day)
    }

    fn of(page: (&str, &str), faces: &[&'static [u8]], design: &Design, day: Date) -> Result<Engine, Fault> {
        let mut fonts: Vec<Font> = faces.iter().flat_map(|face| Font::iter(Bytes::new(*face))).collect();
        for (file, bytes) in &design.fonts {
            let before = fonts.len();
            fonts.extend(Font::iter(Bytes::new(bytes.clone())));
            if fonts.len() == before {
                return Err(Fault::Design {
                    file: file.clone(),
                    line: None,
                    why: "this file holds no font".to_owned(),
                });
            }
        }
        let (page_file, page) = page;
        let base = Base {
            library: LazyHash::new(Library::default()),
            book: LazyHash::new(FontBook::from_fonts(&fonts)),
            fonts,
            main: Source::new(virtual_file("/page.typ"), page.to_owned()),
            data: virtual_file("/data.json"),
            logo: design.logo.as_ref().map(|logo| {
                let name = format!("/logo.{}", logo.format.extension());
                (virtual_file(&name), Bytes::new(logo.bytes.clone()))
            }),
            color: design.color.hex(),
            two_sided: design.two_sided,
            today: Datetime::from_ymd(day.year(), day.month() as u8, day.day() as u8).expect("a date is a date"),
            page_file: page_file.to_owned(),
        };
        Ok(Engine { base })
    }

    /// Tells whether a font has a letter.
    fn can_draw(&self, c: char) -> bool {
        // Spaces that a font lacks are set as ordinary ones, and the no-break hyphen as a hyphen.
        c.is_whitespace()
            || c == '\u{2011}'
            || self.base.fonts.iter().any(|font| font.info().coverage.contains(c as u32))
    }

    /// Lays a letter out.
    ///
    /// # Errors
    /// A letter of the alphabet that no font has; what the page design does wrong, with the line of its file.
    pub fn set(&self, document: &Document) -> Result<Pages, Fault> {
        let base = &self.base;
        let payload = document.parts.iter().find_map(|part| match part {
            Part::Facts { transfer, .. } => transfer.as_deref(),
            _ => None,
        });
        let code = payload.and_then(transfer::svg);
        let data = Data {
            document,
            color: &base.color,
            logo: base.logo.as_ref().map(|(id, _)| id.vpath().get_with_slash().to_owned()),
            code: code.is_some().then_some(CODE),
        };
        let data = serde_json::to_string(&data).expect("a document is plain data");
        if let Some(letter) = data.chars().find(|&c| !self.can_draw(c)) {
            return Err(Fault::Letter(letter));
        }
        self.lay(data, code.map(|code| (CODE.to_owned(), code.into_bytes())).into_iter().collect())
    }

    /// Lays a sheet out, given as JSON. A letter that no font has is set as its number, `[U+65E5]`: what is evidence
    /// must not wait for a font. Returns these letters too.
    ///
    /// # Errors
    /// What the page design does wrong, with the line of its file.
    pub fn set_sheet(&self, data: &str, shown: Shown) -> Result<(Pages, BTreeSet<char>), Fault> {
        let mut missing = BTreeSet::new();
        let mut printable = String::with_capacity(data.len());
        for c in data.chars() {
            if self.can_draw(c) {
                printable.push(c);
            } else {
                printable.push_str(&format!("[U+{:04X}]", u32::from(c)));
                missing.insert(c);
            }
        }
        Ok((self.lay(printable, shown)?, missing))
    }

    fn lay(&self, data: String, shown: Shown) -> Result<Pages, Fault> {
        let shown = shown.into_iter().map(|(name, bytes)| (name, Bytes::new(bytes))).collect();
        let job = Job { base: &self.base, data: Bytes::from_string(breakable(data)), shown };
        let set = typst::compile::<PagedDocument>(&job).output.map_err(|faults| self.fault(&faults));
        typst::comemo::evict(KEPT_ROUNDS);
        set
    }

    /// Returns a letter as PDF/A-2b, with the fonts it uses.
    ///
    /// # Errors
    /// What keeps the pages from being PDF/A.
    pub fn write(&self, pages: &Pages, ident: &str) -> Result<Vec<u8>, Fault> {
        typst_pdf::pdf(pages, &self.options(ident, Promise::Archive, true)).map_err(|faults| self.fault(&faults))
    }

    /// Returns a sheet as one file that promises so much.
    ///
    /// It has bookmarks and no tags: those of every cell make a file of long tables thirteen times as large, and courts
    /// take ten megabytes or so. The same sheet in HTML says to a screen reader what is a head and what a row.
    ///
    /// # Errors
    /// What keeps the pages from being what the file promises.
    pub fn write_sheet(&self, pages: &Pages, ident: &str, promise: Promise) -> Result<Vec<u8>, Fault> {
        typst_pdf::pdf(pages, &self.options(ident, promise, false)).map_err(|faults| self.fault(&faults))
    }

    /// Returns several letters as one file for the printer, fonts shared: their pages as they are.
    ///
    /// # Errors
    /// What keeps the pages from being PDF/A.
    pub fn merge(&self, letters: &[Pages], ident: &str) -> Result<Vec<u8>, Fault> {
        let mut pages: Vec<Page> = Vec::new();
        for letter in letters {
            pages.extend(letter.pages().iter().cloned());
            // No letter begins on the back of another one.
            if self.base.two_sided && !pages.len().is_multiple_of(2) {
                let blank = pages.last().map(|last| Page { frame: Frame::hard(last.frame.size()), ..last.clone() });
                pages.extend(blank);
            }
        }
        let pages = pages.into_iter().collect();
        let mut merged = match letters.first() {
            Some(first) => PagedDocument::new(pages, typst::model::Document::info(first).clone()),
            None => return Ok(Vec::new()),
        };
        merged.info_mut().title = None;
        // Tags are of one letter each: in a merged file they would say so of several.
        typst_pdf::pdf(&merged, &self.options(ident, Promise::Archive, false)).map_err(|faults| self.fault(&faults))
    }

    fn options(&self, ident: &str, promise: Promise, tagged: bool) -> PdfOptions {
        // In PDF/A a missing letter is an error, never an empty box.
        let standards: &[PdfStandard] = if promise == Promise::Archive { &[PdfStandard::A_2b] } else { &[] };
        PdfOptions {
            ident: Smart::Custom(ident.to_owned()),
            creator: Smart::Custom(Some("relance".to_owned())),
            timestamp: Some(Timestamp::new_utc(self.base.today)),
            page_ranges: None,
            standards: PdfStandards::new(standards).expect("one standard does not contradict itself"),
            tagged,
            pretty: false,
        }
    }

    /// Returns the first fault that Typst names, with its line where it is one of the page design.
    fn fault(&self, faults: &[SourceDiagnostic]) -> Fault {
        let job = Job { base: &self.base, data: Bytes::new([]), shown: BTreeMap::new() };
        let line = |fault: &SourceDiagnostic| {
            let range = job.range(fault.span)?;
            self.base.main.lines().byte_to_line(range.start).map(|line| line as u32 + 1)
        };
        Fault::Design {
            file: self.base.page_file.clone(),
            line: faults.first().and_then(line),
            why: faults.first().map(|fault| fault.message.to_string()).unwrap_or_default(),
        }
    }
}

/// Is one letter that is laid out: all that its page can reach.
struct Job<'a> {
    base: &'a Base,
    data: Bytes,
    shown: BTreeMap<String, Bytes>,
}

impl World for Job<'_> {
    fn library(&self) -> &LazyHash<Library> {
        &self.base.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &self.base.book
    }

    fn main(&self) -> FileId {
        self.base.main.id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        if id == self.base.main.id() { Ok(self.base.main.clone()) } else { Err(FileError::AccessDenied) }
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        let logo = self.base.logo.iter().find(|(logo, _)| *logo == id).map(|(_, bytes)| bytes);
        match logo.or_else(|| self.shown.get(id.vpath().get_with_slash())) {
            _ if id == self.base.data => Ok(self.data.clone()),
            Some(bytes) => Ok(bytes.clone()),
            None => Err(FileError::AccessDenied),
        }
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.base.fonts.get(index).cloned()
    }

    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        Some(self.base.today)
    }
}

/// Lets words break that are longer than anybody's: lines break at spaces, and such a word would run off the sheet.
///
/// Works on JSON text, inside its strings. Quotes end a word, and so does the backslash of an escape: none is ever broken
/// inside.
fn breakable(json: String) -> String {
    const LONGEST: usize = 40;
    const EVERY: usize = 12;
    let ends_word = |c: char| c.is_whitespace() || matches!(c, '"' | '\\');
    if !json.split(ends_word).any(|word| word.chars().count() > LONGEST) {
        return json;
    }
    let mut out = String::with_capacity(json.len() + json.len() / EVERY);
    let (mut run, mut in_text, mut is_escaped) = (0, false, false);
    for c in json.chars() {
        in_text ^= c == '"' && !is_escaped;
        is_escaped = c == '\\' && !is_escaped;
        run = if ends_word(c) || !in_text { 0 } else { run + 1 };
        if run > LONGEST {
            out.push('\u{200b}');
            run -= EVERY;
        }
        out.push(c);
    }
    out
}

/// Returns the texts of each page, in the order they were set.
#[cfg(test)]
pub fn texts(pages: &Pages) -> Vec<String> {
    fn read(frame: &Frame, out: &mut String) {
        for (_, item) in frame.items() {
            match item {
                typst::layout::FrameItem::Text(text) => out.push_str(&format!("{}\n", text.text)),
                typst::layout::FrameItem::Group(group) => read(&group.frame, out),
                _ => {}
            }
        }
    }
    let text = |page: &Page| {
        let mut out = String::new();
        read(&page.frame, &mut out);
        out
    };
    pages.pages().iter().map(text).collect()
}

/// Returns the size of a picture, in dots: nothing of what is no picture, and of a picture that cannot be read no size.
pub(super) fn picture(bytes: &[u8]) -> Option<Option<(u32, u32)>> {
    let format = ExchangeFormat::detect(bytes)?;
    let read = RasterImage::plain(Bytes::new(bytes.to_vec()), format).ok();
    Some(read.map(|picture| (picture.width(), picture.height())).filter(|&(width, height)| width > 0 && height > 0))
}

/// Names a file that is none of the disk. Names are kept for ever by Typst, 65,535 at most: letters use four, a
/// customer's file one for each document in it.
fn virtual_file(name: &str) -> FileId {
    RootedPath::new(VirtualRoot::Project, VirtualPath::new(name).expect("a name of ours")).intern()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_words_inside_of_texts_break_and_no_escape_does() {
        let flags = "true,".repeat(20);
        let (word, quotes) = ("x".repeat(41), "\\\"".repeat(30));
        let json = format!("[{flags}\"{word}\",\"{quotes}\",{flags}1]");
        let broken = format!("{}\u{200b}x", "x".repeat(40));
        assert_eq!(breakable(json.clone()), json.replace(&word, &broken));
    }
}
