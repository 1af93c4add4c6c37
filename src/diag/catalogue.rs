//! The catalogue of findings: what each code means, an example and the way out, as `docs/codes.md` and
//! `docs/fr/codes.md` show them. `tests/codes.rs` makes those pages from the table of codes and from the cases.

use super::Code;
use crate::model::Lang;

/// What the heading of an entry starts with.
const HEADING: &str = "### `";

/// Returns the page of a language.
pub const fn page(lang: Lang) -> &'static str {
    match lang {
        Lang::En => include_str!("../../docs/codes.md"),
        Lang::Fr => include_str!("../../docs/fr/codes.md"),
    }
}

/// What the catalogue says of a code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Meaning, example and way out, in Markdown.
    pub markdown: &'static str,
    /// The severity and what the code means.
    pub meaning: &'static str,
    /// The way out.
    pub way_out: &'static str,
}

impl Entry {
    /// Returns the entry of a code; nothing when the page is older than the code.
    pub fn of(code: Code, lang: Lang) -> Option<Entry> {
        let (_, rest) = page(lang).split_once(&format!("{HEADING}{}`\n", code.slug))?;
        let end = [HEADING, "## "].iter().filter_map(|next| rest.find(&format!("\n{next}"))).min();
        let markdown = rest[..end.unwrap_or(rest.len())].trim();
        let (meaning, _) = markdown.split_once('\n')?;
        let (_, way_out) = markdown.rsplit_once(way_out(lang))?;
        Some(Entry { markdown, meaning, way_out })
    }

    /// Returns the entry as lines for a terminal: without the marks of Markdown, the example set in.
    pub fn plain(&self) -> String {
        let mut text = String::new();
        let mut is_example = false;
        for line in self.markdown.lines() {
            if line.starts_with("```") {
                is_example = !is_example;
            } else if is_example {
                text += &format!("  {line}\n");
            } else {
                text += &format!("{}\n", line.replace("**", ""));
            }
        }
        text
    }
}

/// Returns what stands before the way out of an entry.
pub const fn way_out(lang: Lang) -> &'static str {
    lang.pick(("**Way out:** ", "**Que faire\u{a0}:** "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diag::code;

    #[test]
    fn every_code_has_an_entry_in_both_languages() {
        for code in code::all() {
            for lang in [Lang::En, Lang::Fr] {
                let entry = Entry::of(code, lang).unwrap_or_else(|| panic!("{} is not in the page", code.slug));
                assert!(!entry.way_out.is_empty() && !entry.way_out.contains('\n'), "{}", code.slug);
            }
        }
    }

    #[test]
    fn an_entry_is_read_without_its_marks() {
        let entry = Entry::of(code::input::AMOUNT_INVALID, Lang::En).unwrap();
        assert_eq!(entry.meaning, "error: the text in an amount column is not an amount.");
        assert!(entry.plain().contains("\n  error[amount-invalid]: the amount of"), "{}", entry.plain());
        assert!(!entry.plain().contains("**") && !entry.plain().contains("```"));
    }
}
