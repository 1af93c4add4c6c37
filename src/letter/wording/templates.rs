//! The wording: built-in templates, replaceable one by one, each checked whole before a letter is written.
//!
//! A template is Handlebars over [`Letter`] that gives Markdown: `letter-templates/<language>/<name>.md.hbs`.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use handlebars::{RenderErrorReason, Template};

use super::filling::Filling;
use super::markup::{self, Body, MarkupError, Rich};
use super::names::{self, Fault, FaultKind};
use super::{raw, sample};
use crate::diag::{Diagnostic, Place, code};
use crate::letter::content::court;
use crate::letter::model::Letter;
use crate::model::Lang;

/// The end of a template's file name.
pub const EXTENSION: &str = ".md.hbs";

/// The most bytes that a template can have.
pub const LARGEST: usize = 32 * 1024;

/// How deep blocks and brackets can stand in one another: deeper ones could exhaust the parser's stack.
const DEEPEST: usize = 24;

macro_rules! builtin {
    ($($name:literal)+) => {
        &[$(
            (Lang::Fr, $name, include_str!(concat!("../../../letter-templates/fr/", $name, ".md.hbs"))),
            (Lang::En, $name, include_str!(concat!("../../../letter-templates/en/", $name, ".md.hbs"))),
        )+]
    };
}

/// Every built-in template: language, name and text.
pub const BUILTIN: &[(Lang, &str, &str)] = builtin!["pre-due" "reminder" "second-reminder" "call" "penalty-letter" "last-notice" "formal-notice"
    "statement" "penalty-note" "payment-plan" "claim-declaration"];

/// The partials, each with the most lines that it may have: the sender, what stands above further pages, the foot.
pub const PARTIALS: [(&str, usize); 3] = [("sender", 10), ("head", 2), ("foot", 4)];

/// Tells whether a template of that name is a partial.
pub fn is_partial(name: &str) -> bool {
    PARTIALS.iter().any(|(known, _)| *known == name)
}

/// A template that the user gives, in place of a built-in one or for a level of his own.
#[derive(Clone, Debug)]
pub struct Given {
    /// The language of its letters.
    pub lang: Lang,
    /// Its name: what `template` in a level of the policy says.
    pub name: String,
    /// The file, as the user knows it.
    pub file: String,
    /// The text.
    pub text: String,
}

/// Every template there is, found sound.
pub struct Templates(BTreeMap<(&'static str, String), Wording>);

/// One template.
struct Wording {
    /// The file, as the user knows it.
    file: String,
    /// The text of a built-in one: most are never filled in a run, and to parse them all takes longer than a small
    /// folder.
    builtin: &'static str,
    filling: OnceLock<Filling>,
}

impl Wording {
    fn filling(&self) -> &Filling {
        let parse = || Template::compile(self.builtin).expect("built-in templates are parsed by the tests");
        self.filling.get_or_init(|| Filling::new(parse()))
    }
}

impl Templates {
    /// Takes the built-in templates and the given ones, which win.
    ///
    /// # Errors
    /// Every fault of every given template: unreadable, too large, names that letters do not have, and so on.
    pub fn new(given: &[Given]) -> Result<Templates, Vec<Diagnostic>> {
        let builtin = BUILTIN.iter().map(|&(lang, name, builtin)| {
            let file = file_name(lang, name);
            ((lang.tag(), name.to_owned()), Wording { file, builtin, filling: OnceLock::new() })
        });
        let mut templates: BTreeMap<_, _> = builtin.collect();
        let mut faults = Vec::new();
        for template in given {
            match parse(template) {
                Ok(parsed) => {
                    let filling = Filling::new(parsed).into();
                    let wording = Wording { file: template.file.clone(), builtin: "", filling };
                    templates.insert((template.lang.tag(), template.name.clone()), wording);
                }
                Err(mut found) => faults.append(&mut found),
            }
        }
        if faults.is_empty() { Ok(Templates(templates)) } else { Err(faults) }
    }

    fn find(&self, lang: Lang, name: &str) -> Option<&Wording> {
        self.0.get(&(lang.tag(), name.to_owned()))
    }

    /// Tells whether there is a template of that name.
    pub fn has(&self, lang: Lang, name: &str) -> bool {
        self.find(lang, name).is_some()
    }

    /// Fills a template with a letter.
    ///
    /// # Errors
    /// When there is no such template, when it names what this letter does not have (with its line), or when what it
    /// gives is not the Markdown of a letter.
    pub fn fill(&self, lang: Lang, name: &str, letter: &Letter) -> Result<Body, Box<Diagnostic>> {
        let wording = self.find(lang, name).ok_or_else(|| Box::new(self.missing(lang, name)))?;
        let markdown = filled(wording, letter)?;
        markup::parse(&markdown).map_err(|error| Box::new(markup_fault(&error).at(Place::file(&wording.file))))
    }

    /// Fills a partial with a letter, line by line; nothing where the folder has none of that name.
    ///
    /// # Errors
    /// Those of [`Templates::fill`]; when it has more lines than the page has room for.
    pub(in crate::letter) fn lines(
        &self,
        lang: Lang,
        (name, most): (&str, usize),
        letter: &Letter,
    ) -> Result<Option<Vec<Rich>>, Box<Diagnostic>> {
        let Some(wording) = self.find(lang, name) else { return Ok(None) };
        let markdown = filled(wording, letter)?;
        let fault = match markup::parse_lines(&markdown) {
            Ok(lines) if lines.len() <= most => return Ok(Some(lines)),
            Ok(_) => {
                invalid(&format!("there is room for {most} lines"), &format!("il n'y a place que pour {most} lignes"))
            }
            Err(line) => invalid(
                &format!("a line of the page does not have this Markdown: {line}"),
                &format!("une ligne de la page n'a pas ce Markdown : {line}"),
            )
            .help("bold and italics can be used", "gras et italiques sont admis"),
        };
        Err(Box::new(fault.at(Place::file(&wording.file))))
    }

    fn missing(&self, lang: Lang, name: &str) -> Diagnostic {
        let known: Vec<&str> =
            self.0.keys().filter(|(tag, _)| *tag == lang.tag()).map(|(_, name)| name.as_str()).collect();
        let known = known.join(", ");
        Diagnostic::new(
            code::letter::TEMPLATE_MISSING,
            format!("there is no template \"{name}\" in language \"{}\"", lang.tag()),
            format!("il n'y a pas de modèle « {name} » en langue « {} »", lang.tag()),
        )
        .at(Place::file(file_name(lang, name)))
        .help(
            format!("write that file, or name one of: {known}"),
            format!("écrire ce fichier, ou nommer l'un de : {known}"),
        )
    }
}

/// Returns the file of a template below the folder of templates' parent.
pub fn file_name(lang: Lang, name: &str) -> String {
    format!("letter-templates/{}/{name}{EXTENSION}", lang.tag())
}

fn filled(wording: &Wording, letter: &Letter) -> Result<String, Box<Diagnostic>> {
    wording.filling().fill(letter).map_err(|error| {
        let line = error.line_no.and_then(|line| u32::try_from(line).ok());
        let place = Place { line, ..Place::file(&wording.file) };
        Box::new(match error.reason() {
            RenderErrorReason::MissingVariable(path) => value_missing(path.as_deref(), letter).at(place),
            reason => invalid(&reason.to_string(), &reason.to_string()).at(place),
        })
    })
}

/// Parses one given template.
///
/// # Errors
/// All its faults, those of what it gives for the fullest letter among them.
pub fn parse(given: &Given) -> Result<Template, Vec<Diagnostic>> {
    let place = |line: Option<u32>| Place { line, ..Place::file(&given.file) };
    // A byte-order mark is no part of the letter.
    let text = given.text.strip_prefix('\u{feff}').unwrap_or(&given.text);
    if text.len() > LARGEST || too_deep(text) {
        return Err(vec![
            invalid("the template is too large, or nests too deeply", "le modèle est trop grand, ou trop imbriqué")
                .at(place(None))
                .help(
                    format!("at most {LARGEST} bytes and {DEEPEST} blocks in one another"),
                    format!("{LARGEST} octets et {DEEPEST} blocs imbriqués au plus"),
                ),
        ]);
    }
    // An empty partial is a page without that part.
    if text.trim().is_empty() && !is_partial(&given.name) {
        let empty = invalid(
            "the template is empty: the letter would be blank",
            "le modèle est vide : la lettre serait blanche",
        );
        return Err(vec![empty.at(place(None)).help(
            "remove the file to have the built-in template, or write yours",
            "supprimer le fichier pour le modèle intégré, ou écrire le vôtre",
        )]);
    }
    let parsed = Template::compile(text).map_err(|error| {
        let (line, column) = error.pos().unwrap_or((1, 1));
        let place = Place { position: u32::try_from(column).ok(), ..place(u32::try_from(line).ok()) };
        // The parser's own words are a page of grammar.
        vec![
            invalid("this cannot be read as a Handlebars template", "ceci ne se lit pas comme un modèle Handlebars")
                .at(place)
                .help(
                    "look for a missing }} or an {{#if}} without its {{/if}}",
                    "chercher un }} manquant ou un {{#if}} sans son {{/if}}",
                ),
        ]
    })?;
    let fullest = serde_json::to_value(sample::fullest(given.lang)).expect("a letter is plain data");
    let faults = names::check(&parsed, text, &fullest);
    let mut found: Vec<Diagnostic> = faults.into_iter().map(|fault| name_fault(fault, place)).collect();
    found.extend(raw::faults(text).into_iter().map(|(line, words)| {
        invalid(&words.en, &words.fr).at(place(Some(line))).help(
            "take it out; paragraphs, lists, bold, italics and {{> inserts}} can be used",
            "l'ôter ; les paragraphes, listes, gras, italiques et {{> insertions}} sont admis",
        )
    }));
    found.extend(court::imitations(&given.file, &given.text));
    if found.is_empty() { Ok(parsed) } else { Err(found) }
}

fn name_fault(fault: Fault, place: impl Fn(Option<u32>) -> Place) -> Diagnostic {
    match fault.kind {
        FaultKind::Refused(words) => invalid(&words.en, &words.fr).at(place(fault.line)),
        FaultKind::Unknown { name, meant, known } => {
            let found = Diagnostic::new(
                code::letter::TEMPLATE_NAME_UNKNOWN,
                format!("letters have no \"{name}\" here"),
                format!("les lettres n'ont pas de « {name} » ici"),
            )
            .at(place(fault.line));
            let known = known.join(", ");
            match meant {
                Some(meant) => {
                    found.help(format!("did you mean \"{meant}\"?"), format!("vouliez-vous dire « {meant} » ?"))
                }
                None => found.help(format!("known: {known}"), format!("connus : {known}")),
            }
        }
    }
}

fn value_missing(path: Option<&str>, letter: &Letter) -> Diagnostic {
    let name = path.unwrap_or("…");
    let (notice, customer) = (&letter.notice_id, &letter.customer.id);
    Diagnostic::new(
        code::letter::TEMPLATE_VALUE_MISSING,
        format!("the template names \"{name}\", which the letter to customer {customer} ({notice}) does not have"),
        format!("le modèle nomme « {name} », que la lettre au client {customer} ({notice}) n'a pas"),
    )
    .help(
        format!("put the sentence inside {{{{#if {name}}}}} … {{{{/if}}}}, or give the value"),
        format!("mettre la phrase dans {{{{#if {name}}}}} … {{{{/if}}}}, ou donner la valeur"),
    )
}

fn markup_fault(error: &MarkupError) -> Diagnostic {
    match error {
        MarkupError::Subject => invalid(
            "a letter has one heading, its subject: a line that begins with \"# \"",
            "une lettre a un titre, son objet : une ligne qui commence par « # »",
        ),
        MarkupError::Unsupported(text) => invalid(
            &format!("letters do not have this Markdown: {text}"),
            &format!("les lettres n'ont pas ce Markdown : {text}"),
        )
        .help(
            "paragraphs, lists, bold, italics and {{> inserts}} can be used",
            "les paragraphes, listes, gras, italiques et {{> insertions}} sont admis",
        ),
    }
}

fn invalid(en: &str, fr: &str) -> Diagnostic {
    Diagnostic::new(code::letter::TEMPLATE_INVALID, en, fr)
}

/// Tells whether blocks, brackets or alternatives stand too deep in one another, without parsing.
fn too_deep(text: &str) -> bool {
    let (mut blocks, mut brackets) = (0_usize, 0_usize);
    for c in text.chars() {
        match c {
            '{' | '(' | '[' => brackets += 1,
            '}' | ')' | ']' => brackets = brackets.saturating_sub(1),
            _ => {}
        }
        if brackets > DEEPEST {
            return true;
        }
    }
    for tag in text.split("{{").skip(1) {
        let tag = tag.trim_start_matches(|c: char| c == '~' || c.is_whitespace());
        match tag.chars().next() {
            Some('#') => blocks += 1,
            Some('^') if !tag.starts_with("^}") => blocks += 1,
            Some('/') => blocks = blocks.saturating_sub(1),
            _ => {}
        }
        if blocks > DEEPEST {
            return true;
        }
    }
    // Each `{{else if}}` is a level of its own once it is parsed.
    text.matches("else").count() > 10 * DEEPEST
}
