//! The parts of a page that a firm may word itself, whatever the letter says: who writes, what stands above further
//! pages, the foot. Files beside the templates, in their language and their markup.

use super::markup::Rich;
use super::templates::{PARTIALS, Templates};
use crate::diag::Diagnostic;
use crate::letter::formats::document::{Document, Kind, spaced};
use crate::letter::model::Letter;
use crate::model::Lang;

/// Puts lines into the place of a part.
fn put(document: &mut Document, name: &str, lines: Vec<Rich>) {
    match name {
        "sender" => document.sender = lines,
        "head" => document.continued = lines,
        _ => document.mentions = lines,
    }
}

impl Templates {
    /// Puts the partials of the folder into the place of what the program says; a call sheet has none of these parts.
    ///
    /// # Errors
    /// Each that names what this letter does not have, or is longer than its place.
    pub(in crate::letter) fn dress(
        &self,
        document: &mut Document,
        lang: Lang,
        letter: &Letter,
    ) -> Result<(), Vec<Diagnostic>> {
        if document.kind == Kind::Call {
            return Ok(());
        }
        let mut faults = Vec::new();
        for (name, most) in PARTIALS {
            match self.lines(lang, (name, most), letter) {
                Ok(Some(lines)) => put(document, name, lines.iter().map(|line| spaced(line, lang)).collect()),
                Ok(None) => {}
                Err(fault) => faults.push(*fault),
            }
        }
        if faults.is_empty() { Ok(()) } else { Err(faults) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::letter::formats::document::compose;
    use crate::letter::wording::sample::fullest;
    use crate::letter::wording::templates::Given;

    fn dressed(name: &str, text: &str) -> Result<Document, String> {
        let lang = Lang::Fr;
        let file = format!("letter-templates/fr/{name}.md.hbs");
        let given = Given { lang, name: name.to_owned(), file, text: text.to_owned() };
        let templates = Templates::new(&[given]).map_err(|found| found[0].sentence.fr.clone())?;
        let mut letter = fullest(lang);
        letter.channel = "letter";
        let mut document = compose(&letter, &templates.fill(lang, "reminder", &letter).unwrap(), lang);
        templates.dress(&mut document, lang, &letter).map_err(|found| found[0].sentence.fr.clone())?;
        Ok(document)
    }

    #[test]
    fn a_partial_takes_the_place_of_what_the_program_says() {
        let plain = |lines: &[Rich]| lines.iter().map(Rich::plain).collect::<Vec<_>>();
        let document =
            dressed("sender", "{{sender.name}}\n*Ébénistes depuis 1921*\nTél. : {{sender.phone}}\n").unwrap();
        assert_eq!(plain(&document.sender), ["Atelier Moreau", "Ébénistes depuis 1921", "Tél.\u{a0}: 02 47 00 00 00"]);
        assert!(document.sender[1].0[0].italic);
        assert_eq!(plain(&dressed("foot", "").unwrap().mentions), [""; 0]);
        assert_eq!(
            plain(&dressed("head", "Suite de {{notice_id}}").unwrap().continued),
            ["Suite de N-20260901-3f9a2c7b51d0"]
        );
    }

    #[test]
    fn what_has_no_place_is_refused() {
        assert_eq!(dressed("head", "a\nb\nc").unwrap_err(), "il n'y a place que pour 2 lignes");
        assert!(dressed("foot", "{{> items}}").is_err());
        assert!(dressed("foot", "{{senders}}").is_err());
    }
}
