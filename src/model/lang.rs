//! The two languages people read.

/// The language of what is shown: tables, sentences, letters. Keys and codes are English always.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Lang {
    /// French, with French figures and dates.
    #[default]
    Fr,
    /// English, with English figures and ISO dates.
    En,
}

impl Lang {
    /// Returns the language of a tag such as `fr`, `fr_FR.UTF-8`, `en-GB`; nothing for any other language.
    pub fn parse(tag: &str) -> Option<Lang> {
        match tag.get(..2)?.to_ascii_lowercase().as_str() {
            "fr" => Some(Lang::Fr),
            "en" => Some(Lang::En),
            _ => None,
        }
    }

    /// Returns the one of an English and a French text that is in this language.
    pub const fn pick<'t>(self, (en, fr): (&'t str, &'t str)) -> &'t str {
        match self {
            Lang::En => en,
            Lang::Fr => fr,
        }
    }

    /// Returns the two-letter tag.
    pub const fn tag(self) -> &'static str {
        match self {
            Lang::Fr => "fr",
            Lang::En => "en",
        }
    }
}

/// One sentence in both languages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bilingual {
    /// The English sentence.
    pub en: String,
    /// The French sentence.
    pub fr: String,
}

impl Bilingual {
    /// Returns the pair; the French blanks before `: ; ! ?` and inside « » become unbreakable.
    pub fn new(en: impl Into<String>, fr: impl Into<String>) -> Bilingual {
        Bilingual { en: en.into(), fr: unbreakable(fr.into()) }
    }

    /// Returns the sentence in one language.
    pub fn get(&self, lang: Lang) -> &str {
        self.term().get(lang)
    }

    /// Returns the pair as a name.
    pub fn term(&self) -> Term<'_> {
        Term::new(&self.en, &self.fr)
    }
}

/// What people call a thing that files and scripts know by a code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Term<'a> {
    /// Its English name.
    pub en: &'a str,
    /// Its French name.
    pub fr: &'a str,
}

impl<'a> Term<'a> {
    /// Returns the pair.
    pub const fn new(en: &'a str, fr: &'a str) -> Term<'a> {
        Term { en, fr }
    }

    /// Returns the name in one language.
    pub const fn get(self, lang: Lang) -> &'a str {
        match lang {
            Lang::En => self.en,
            Lang::Fr => self.fr,
        }
    }
}

/// Returns French text with U+00A0 where typing leaves a blank that must not be broken.
pub fn unbreakable(text: String) -> String {
    const BLANKS: [(&str, &str); 6] = [
        (" :", "\u{a0}:"),
        (" ;", "\u{a0};"),
        (" !", "\u{a0}!"),
        (" ?", "\u{a0}?"),
        ("« ", "«\u{a0}"),
        (" »", "\u{a0}»"),
    ];
    BLANKS.iter().fold(text, |text, (typed, set)| if text.contains(typed) { text.replace(typed, set) } else { text })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn french_blanks_are_unbreakable() {
        assert_eq!(Bilingual::new("", "« oui » : non ?").fr, "«\u{a0}oui\u{a0}»\u{a0}: non\u{a0}?");
    }

    #[test]
    fn tags_are_read_by_their_first_letters() {
        assert_eq!(Lang::parse("fr_FR.UTF-8"), Some(Lang::Fr));
        assert_eq!(Lang::parse("en-GB"), Some(Lang::En));
        assert_eq!(Lang::parse("C.UTF-8"), None);
        assert_eq!(Lang::parse("é"), None);
    }
}
