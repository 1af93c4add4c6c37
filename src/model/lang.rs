//! The two languages people read.

/// Is the language of what is shown: tables, sentences, letters. Keys and codes are English always.
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

    /// Returns the two-letter tag.
    pub const fn tag(self) -> &'static str {
        match self {
            Lang::Fr => "fr",
            Lang::En => "en",
        }
    }
}

/// Is one sentence in both languages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bilingual {
    /// The English sentence.
    pub en: String,
    /// The French sentence.
    pub fr: String,
}

impl Bilingual {
    /// Returns the pair.
    pub fn new(en: impl Into<String>, fr: impl Into<String>) -> Bilingual {
        Bilingual { en: en.into(), fr: fr.into() }
    }

    /// Returns the sentence in one language.
    pub fn get(&self, lang: Lang) -> &str {
        match lang {
            Lang::En => &self.en,
            Lang::Fr => &self.fr,
        }
    }
}
