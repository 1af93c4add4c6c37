//! A template as its sentences: the words that a reader sees, folded, each with its place in the source.

use std::ops::Range;

/// One word, in lower case and without accents.
#[derive(Clone, Debug)]
pub(super) struct Word {
    pub folded: String,
    /// Its bytes in the source.
    pub bytes: Range<usize>,
}

/// What a sentence stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    /// The heading: subject of the letter and of the e-mail, title of the page.
    Title,
    Paragraph,
    ListItem,
}

/// One sentence.
#[derive(Clone, Debug)]
pub(super) struct Sentence {
    pub part: Part,
    pub words: Vec<Word>,
    /// Whether it is all that its paragraph says, and ends without a full stop: a letterhead, or a signature.
    pub stands_alone: bool,
}

/// Returns the sentences of a template. What tags print is a word of its own, `{}`; what they ask, and comments, are no
/// words.
pub(super) fn of(source: &str) -> Vec<Sentence> {
    let mut reader = Reader { found: Vec::new(), words: Vec::new(), part: Part::Paragraph, begun: 0 };
    let mut at = 0;
    let mut is_line_start = true;
    while let Some(c) = source[at..].chars().next() {
        if is_line_start {
            is_line_start = false;
            at += reader.line_start(&source[at..]);
            continue;
        }
        if source[at..].starts_with("{{") {
            at += reader.tag(&source[at..], at);
            continue;
        }
        let next = at + c.len_utf8();
        match c {
            '\n' => is_line_start = true,
            '.' | '!' | '?' | ';' => reader.sentence(false),
            _ if c.is_alphanumeric() => {
                let end = source[at..].find(|c: char| !c.is_alphanumeric()).map_or(source.len(), |length| at + length);
                reader.words.push(Word { folded: folded(&source[at..end]), bytes: at..end });
                at = end;
                continue;
            }
            _ => {}
        }
        at = next;
    }
    reader.part_ends();
    reader.found
}

struct Reader {
    found: Vec<Sentence>,
    words: Vec<Word>,
    part: Part,
    /// How many sentences there were when the part began.
    begun: usize,
}

impl Reader {
    /// Begins a line: a blank one, a heading or a list item begins a part. Returns how many bytes were taken.
    fn line_start(&mut self, rest: &str) -> usize {
        let line = rest.split('\n').next().unwrap_or_default();
        let text = line.trim_start();
        let blank = line.len() - text.len();
        if self.part == Part::Title || text.is_empty() {
            self.part_ends();
            self.part = Part::Paragraph;
        }
        let mark = text.len() - text.trim_start_matches('#').len();
        if mark > 0 {
            self.part_ends();
            self.part = Part::Title;
            return blank + mark;
        }
        let number = text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        let is_item = text.starts_with(['-', '*', '+']) && text[1..].starts_with(' ')
            || number > 0 && text[number..].starts_with([')', '.']);
        if is_item {
            self.part_ends();
            self.part = Part::ListItem;
            return blank + number + 1;
        }
        blank
    }

    /// Passes a tag over. Returns how many bytes it has.
    fn tag(&mut self, rest: &str, at: usize) -> usize {
        let end = if rest.starts_with("{{!--") { "--}}" } else { "}}" };
        let length = rest.find(end).map_or(rest.len(), |found| found + end.len());
        let inner = rest[2..length].trim_start_matches('~').trim_start();
        if inner.starts_with('>') {
            self.part_ends();
        } else if !inner.starts_with(['#', '/', '^', '!']) && !inner.starts_with("else") {
            self.words.push(Word { folded: "{}".to_owned(), bytes: at..at + length });
        }
        length
    }

    fn sentence(&mut self, stands_alone: bool) {
        if !self.words.is_empty() {
            let words = std::mem::take(&mut self.words);
            self.found.push(Sentence { part: self.part, words, stands_alone });
        }
    }

    fn part_ends(&mut self) {
        let is_first = self.begun == self.found.len();
        self.sentence(is_first && self.part == Part::Paragraph);
        self.begun = self.found.len();
    }
}

/// Returns a word in lower case and without the accents of French.
fn folded(word: &str) -> String {
    let mut out = String::with_capacity(word.len());
    for c in word.chars().flat_map(char::to_lowercase) {
        match c {
            'à' | 'â' | 'ä' => out.push('a'),
            'ç' => out.push('c'),
            'é' | 'è' | 'ê' | 'ë' => out.push('e'),
            'î' | 'ï' => out.push('i'),
            'ô' | 'ö' => out.push('o'),
            'ù' | 'û' | 'ü' => out.push('u'),
            'œ' => out.push_str("oe"),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(source: &str) -> Vec<(Part, String, bool)> {
        let text = |sentence: &Sentence| {
            let words: Vec<&str> = sentence.words.iter().map(|word| word.folded.as_str()).collect();
            (sentence.part, words.join(" "), sentence.stands_alone)
        };
        of(source).iter().map(text).collect()
    }

    #[test]
    fn a_template_is_what_its_reader_sees() {
        let source = "{{!-- Saisie. --}}\n# **Été**{{#if single}} n° {{single.number}}{{/if}}\nÀ l’œil\nnu. Oui\n\n\
            - un\n- deux !\n{{> items}}\n1. trois\n\nMe Dupont\n";
        let expected = [
            (Part::Title, "ete n {}", false),
            (Part::Paragraph, "a l oeil nu", false),
            (Part::Paragraph, "oui", false),
            (Part::ListItem, "un", false),
            (Part::ListItem, "deux", false),
            (Part::ListItem, "trois", false),
            (Part::Paragraph, "me dupont", true),
        ];
        assert_eq!(shown(source), expected.map(|(part, text, alone)| (part, text.to_owned(), alone)));
        assert_eq!(shown("{{#if a"), []);
    }

    proptest::proptest! {
        #[test]
        fn any_text_has_sentences(text in "([ -~\n]|é|\\{\\{|\\}\\}|!--|# |1\\. ){0,60}") {
            for word in of(&text).iter().flat_map(|sentence| &sentence.words) {
                proptest::prop_assert!(!text[word.bytes.clone()].is_empty());
            }
        }
    }
}
