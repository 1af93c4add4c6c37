//! Entries on their way from an invoicing program to the accounts, in files of fixed places that carry due dates:
//! XIMPORT (Sage 50, Ciel) and Quadra ASCII (Cegid Quadra). The places are those of programs that write them.
//!
//! They say what accounts say, in other places: each line becomes a line of a FEC under its number, and is read like
//! one. What customers owe on the whole they do not say, so there is no control.

mod line;
mod quadra;
mod ximport;

use self::line::{HEADER, lines};
use super::Incoming;
use super::fec::{self, Translated};
use super::source::{Kind, Reader, Request, SourceFile};
use crate::model::Bilingual;

/// The reader of such files.
pub const READER: Reader = Reader { kind: Kind::Transfer, recognise, read };

fn recognise(file: &SourceFile, _: &Request<'_>) -> Result<(), Bilingual> {
    form(&file.head).map(drop).ok_or_else(|| Bilingual::new("neither XIMPORT nor Quadra", "ni XIMPORT ni Quadra"))
}

fn read(files: &[&SourceFile], request: &Request<'_>) -> Incoming {
    let mut incoming = fec::read_translated(files, request, &translate);
    incoming.stated.clear();
    for source in &mut incoming.sources {
        source.kind = Some(Kind::Transfer);
        if source.format == quadra::NAME {
            source.choices.push(Bilingual::new(
                "years have two digits: 80 to 99 are of the last century",
                "les années ont deux chiffres : 80 à 99 sont du siècle dernier",
            ));
        }
    }
    incoming
}

/// One form of such a file: its name, and what it makes of a line.
struct Form {
    name: &'static str,
    is_line: fn(&[u8]) -> bool,
    translate: fn(&[u8], &mut Vec<u8>),
}

fn form(bytes: &[u8]) -> Option<Form> {
    let is_entry = |is_line: fn(&[u8]) -> bool| {
        let mut lines = lines(bytes).filter(|line| !line.trim_ascii().is_empty() && !quadra::is_account(line)).take(3);
        lines.next().is_some_and(is_line) && lines.all(is_line)
    };
    if is_entry(ximport::is_line) {
        Some(Form { name: ximport::NAME, is_line: |_| true, translate: ximport::translate })
    } else if is_entry(quadra::is_line) {
        Some(Form { name: quadra::NAME, is_line: |line| line.starts_with(b"M"), translate: quadra::translate })
    } else {
        None
    }
}

/// Writes a file as a FEC, line for line.
fn translate(bytes: &[u8]) -> Option<Translated> {
    let form = form(bytes)?;
    let names = quadra::account_names(bytes);
    let mut text = HEADER.to_vec();
    for line in lines(bytes) {
        if (form.is_line)(line) && !line.trim_ascii().is_empty() {
            let at = text.len();
            (form.translate)(line, &mut text);
            quadra::name(&mut text, at, &names);
        }
        text.push(b'\n');
    }
    Some(Translated { text, format: form.name.to_owned(), lines_before: 1 })
}
