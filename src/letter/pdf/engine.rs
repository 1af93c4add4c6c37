//! Every call to Typst: a letter goes in as data, pages and bytes come out.
//!
//! The engine sees nothing but what is given here: no disk, no network, no clock. Data go in as one virtual JSON file,
//! never as markup, so that a customer's name is text whatever it holds.

use chrono::Datelike;
use serde::Serialize;
use typst::diag::{FileError, FileResult, SourceDiagnostic};
use typst::foundations::{Bytes, Datetime, Duration, Smart};
use typst::layout::Frame;
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt, World, WorldExt};
use typst_layout::{Page, PagedDocument};
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards, Timestamp};

use super::Fault;
use crate::letter::design::Design;
use crate::letter::document::{Document, Part};
use crate::letter::transfer;
use crate::model::Date;

/// Is our design of a page.
const PAGE: &str = include_str!("../../../letter-templates/letter.typ");

/// Are the built-in fonts, upright, bold and italic: Liberation Sans without what screens of coarse pixels needed.
const FONTS: [&[u8]; 3] = [
    include_bytes!("../../../fonts/RelanceSans-Regular.ttf"),
    include_bytes!("../../../fonts/RelanceSans-Bold.ttf"),
    include_bytes!("../../../fonts/RelanceSans-Italic.ttf"),
];

/// Is how many rounds a memoized step of the layout is kept without use: what letters share is used in every round.
const KEPT_ROUNDS: usize = 1;

/// Is the virtual file of the payment code.
const CODE: &str = "/code.svg";

/// Is a letter that is laid out.
pub type Pages = PagedDocument;

/// Is what all letters of a run share.
pub struct Engine {
    base: Base,
    standards: PdfStandards,
}

struct Base {
    library: LazyHash<Library>,
    book: LazyHash<FontBook>,
    fonts: Vec<Font>,
    main: Source,
    data: FileId,
    code: FileId,
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
        let mut fonts: Vec<Font> = FONTS.iter().flat_map(|face| Font::iter(Bytes::new(*face))).collect();
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
        let page = design.page.as_ref().map_or(PAGE, |(_, text)| text);
        let base = Base {
            library: LazyHash::new(Library::default()),
            book: LazyHash::new(FontBook::from_fonts(&fonts)),
            fonts,
            main: Source::new(virtual_file("/letter.typ"), page.to_owned()),
            data: virtual_file("/data.json"),
            code: virtual_file(CODE),
            logo: design.logo.as_ref().map(|logo| {
                let name = format!("/logo.{}", logo.format.extension());
                (virtual_file(&name), Bytes::new(logo.bytes.clone()))
            }),
            color: design.color.hex(),
            two_sided: design.two_sided,
            today: Datetime::from_ymd(day.year(), day.month() as u8, day.day() as u8).expect("a date is a date"),
            page_file: design.page.as_ref().map_or("letter.typ", |(file, _)| file).to_owned(),
        };
        // A missing letter is then an error, never an empty box.
        let standards = PdfStandards::new(&[PdfStandard::A_2b]).expect("one standard does not contradict itself");
        Ok(Engine { base, standards })
    }

    /// Returns the first letter of a text that no font can draw.
    fn missing(&self, text: &str) -> Option<char> {
        let can_draw = |c: char| {
            // Spaces that a font lacks are set as ordinary ones, and the no-break hyphen as a hyphen.
            c.is_whitespace()
                || c == '\u{2011}'
                || self.base.fonts.iter().any(|font| font.info().coverage.contains(c as u32))
        };
        text.chars().find(|&c| !can_draw(c))
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
        if let Some(letter) = self.missing(&data) {
            return Err(Fault::Letter(letter));
        }
        let job = Job { base, data: Bytes::from_string(breakable(data)), code: code.map(Bytes::from_string) };
        let set = typst::compile::<PagedDocument>(&job).output.map_err(|faults| self.fault(&faults));
        typst::comemo::evict(KEPT_ROUNDS);
        set
    }

    /// Returns a letter as PDF/A-2b, with the fonts it uses.
    ///
    /// # Errors
    /// What keeps the pages from being PDF/A.
    pub fn write(&self, pages: &Pages, ident: &str) -> Result<Vec<u8>, Fault> {
        typst_pdf::pdf(pages, &self.options(ident, true)).map_err(|faults| self.fault(&faults))
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
        typst_pdf::pdf(&merged, &self.options(ident, false)).map_err(|faults| self.fault(&faults))
    }

    fn options(&self, ident: &str, tagged: bool) -> PdfOptions {
        PdfOptions {
            ident: Smart::Custom(ident.to_owned()),
            creator: Smart::Custom(Some("relance".to_owned())),
            timestamp: Some(Timestamp::new_utc(self.base.today)),
            page_ranges: None,
            standards: self.standards.clone(),
            tagged,
            pretty: false,
        }
    }

    /// Returns the first fault that Typst names, with its line where it is one of the page design.
    fn fault(&self, faults: &[SourceDiagnostic]) -> Fault {
        let job = Job { base: &self.base, data: Bytes::new([]), code: None };
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
    code: Option<Bytes>,
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
        match (&self.base.logo, &self.code) {
            _ if id == self.base.data => Ok(self.data.clone()),
            (_, Some(code)) if id == self.base.code => Ok(code.clone()),
            (Some((logo, bytes)), _) if id == *logo => Ok(bytes.clone()),
            _ => Err(FileError::AccessDenied),
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
/// Works on JSON text. Quotes end a word, and so does the backslash of an escape: none is ever broken inside.
fn breakable(json: String) -> String {
    const LONGEST: usize = 40;
    const EVERY: usize = 12;
    let ends_word = |c: char| c.is_whitespace() || matches!(c, '"' | '\\');
    if !json.split(ends_word).any(|word| word.chars().count() > LONGEST) {
        return json;
    }
    let mut out = String::with_capacity(json.len() + json.len() / EVERY);
    let mut run = 0;
    for c in json.chars() {
        run = if ends_word(c) { 0 } else { run + 1 };
        if run > LONGEST {
            out.push('\u{200b}');
            run -= EVERY;
        }
        out.push(c);
    }
    out
}

/// Names a file that is none of the disk. Names are kept for ever by Typst: a run uses four.
fn virtual_file(name: &str) -> FileId {
    RootedPath::new(VirtualRoot::Project, VirtualPath::new(name).expect("a name of ours")).intern()
}
