//! The faults of one policy file: each with its line, its position in the line and the text as written.

use std::borrow::Cow;
use std::ops::Range;

use crate::diag::code::policy as code;
use crate::diag::{Code, Diagnostic, Place, nearest};

/// A policy file being judged, and what was found so far.
pub struct Faults<'a> {
    file: Cow<'a, str>,
    source: Cow<'a, str>,
    found: Vec<Diagnostic>,
    keys_taken_out: bool,
}

impl<'a> Faults<'a> {
    /// Starts with no fault.
    pub fn new(file: impl Into<Cow<'a, str>>, source: impl Into<Cow<'a, str>>) -> Faults<'a> {
        Faults { file: file.into(), source: source.into(), found: Vec::new(), keys_taken_out: false }
    }

    /// Tells whether there is none.
    pub fn is_empty(&self) -> bool {
        self.found.is_empty()
    }

    /// Returns them in the order of the file.
    pub fn into_found(mut self) -> Vec<Diagnostic> {
        crate::diag::sort(&mut self.found);
        self.found
    }

    /// Says that keys with a fault of their own were taken out: they are not missing besides.
    pub fn keys_were_taken_out(&mut self) {
        self.keys_taken_out = true;
    }

    /// Adds a finding.
    pub fn add(&mut self, finding: Diagnostic) {
        self.found.push(finding);
    }

    /// Returns the place of some bytes of the file, with their text up to the end of the line.
    pub fn place(&self, span: Range<usize>) -> Place {
        let start = (0..=span.start.min(self.source.len())).rev().find(|&at| self.source.is_char_boundary(at));
        let (before, after) = self.source.split_at(start.unwrap_or(0));
        let line_start = before.rfind('\n').map_or(0, |at| at + 1);
        let text = after.get(..span.len()).unwrap_or(after).lines().next().unwrap_or("");
        // The place is shown between quotes already.
        let text = text.strip_prefix('"').and_then(|text| text.strip_suffix('"')).unwrap_or(text);
        Place {
            position: Some(before[line_start..].chars().count() as u32 + 1),
            text: (!text.is_empty()).then(|| text.to_owned()),
            ..Place::line(&*self.file, before.matches('\n').count() as u32 + 1)
        }
    }

    /// Reports a key that is not known.
    pub fn unknown_key(&mut self, span: Range<usize>, path: &str, key: &str, known: &[&str]) {
        let inside = match path.rsplit_once('.') {
            Some((table, _)) => (format!(" in [{table}]"), format!(" dans [{table}]")),
            None => (String::new(), String::new()),
        };
        let finding = Diagnostic::new(
            code::POLICY_KEY_UNKNOWN,
            format!("`{key}` is not a key that a policy knows{}", inside.0),
            format!("« {key} » n'est pas une clé connue d'une politique{}", inside.1),
        );
        let known_keys = (format!("known keys: {}", known.join(", ")), format!("clés connues : {}", known.join(", ")));
        self.add(with_nearest(finding.at(self.place(span)), key, known, known_keys));
    }

    /// Reports a value that cannot be used, and what is accepted.
    pub fn invalid(&mut self, span: Range<usize>, key: &str, accepted: (&str, &str)) {
        let finding = Diagnostic::new(
            code::POLICY_VALUE_INVALID,
            format!("the value of `{key}` cannot be used"),
            format!("la valeur de « {key} » n'est pas utilisable"),
        );
        let help = (format!("expected {}", accepted.0), format!("attendu : {}", accepted.1));
        let finding = finding.at(self.place(span)).help(help.0, help.1);
        self.add(finding);
    }

    /// Reports a word that is not among those a key knows.
    pub fn unknown_word(&mut self, span: Range<usize>, key: &str, word: &str, known: &[&str]) {
        let finding = Diagnostic::new(
            code::POLICY_VALUE_INVALID,
            format!("`{key}` does not know the word \"{word}\""),
            format!("« {key} » ne connaît pas le mot « {word} »"),
        );
        let list = known.join(", ");
        let help = (format!("known words: {list}"), format!("mots connus : {list}"));
        self.add(with_nearest(finding.at(self.place(span)), word, known, help));
    }

    /// Reports that what a policy extends is neither a built-in policy nor a file.
    pub fn unknown_policy(&mut self, span: Range<usize>, word: &str, known: &[&str]) {
        let finding = Diagnostic::new(
            code::POLICY_VALUE_INVALID,
            format!("`extends` does not know the policy \"{word}\""),
            format!("« extends » ne connaît pas la politique « {word} »"),
        );
        let list = known.join(", ");
        let help = (
            format!("built-in policies: {list}; or a file, such as \"../common.toml\""),
            format!("politiques intégrées : {list} ; ou un fichier, comme \"../common.toml\""),
        );
        self.add(with_nearest(finding.at(self.place(span)), word, known, help));
    }

    /// Reports a code that no finding has.
    pub fn unknown_code(&mut self, span: Range<usize>, word: &str) {
        let known: Vec<&str> = crate::diag::code::all().map(|code: Code| code.slug).collect();
        let finding = Diagnostic::new(
            code::POLICY_KEY_UNKNOWN,
            format!("no finding has the code `{word}`"),
            format!("aucun constat n'a le code « {word} »"),
        );
        let help = "a code is what a finding shows in square brackets";
        let aide = "un code est ce qu'un constat montre entre crochets";
        let help = (help.to_owned(), aide.to_owned());
        self.add(with_nearest(finding.at(self.place(span)), word, &known, help));
    }

    /// Reports a key that must be there.
    pub fn missing(&mut self, span: Range<usize>, table: &str, key: &str, help: (&str, &str)) {
        if self.keys_taken_out {
            return;
        }
        let finding = Diagnostic::new(
            code::POLICY_KEY_MISSING,
            format!("`{key}` is missing in {table}"),
            format!("« {key} » manque dans {table}"),
        );
        let finding = finding.at(self.place(span)).help(help.0, help.1);
        self.add(finding);
    }

    /// Reports something that stands twice, at both places.
    pub fn twice(&mut self, first: Range<usize>, second: Range<usize>, sentence: (String, String)) {
        let finding = Diagnostic::new(code::POLICY_DUPLICATE, sentence.0, sentence.1);
        let finding = finding.at(self.place(second)).at(self.place(first));
        self.add(finding);
    }
}

/// Says the known word that was probably meant, then the given help.
fn with_nearest(finding: Diagnostic, word: &str, known: &[&str], help: (String, String)) -> Diagnostic {
    match nearest(word, known.iter().copied()) {
        Some(near) => finding
            .help(format!("did you mean `{near}`? {}", help.0), format!("vouliez-vous dire « {near} » ? {}", help.1)),
        None => finding.help(help.0, help.1),
    }
}
