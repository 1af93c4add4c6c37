//! The light markup of letters: what a filled template says, as a list of blocks that each kind of document sets.
//!
//! A template gives Markdown, of which a letter needs little: one heading (the subject), paragraphs, lists, bold and
//! italics, hard line breaks. Values were escaped when they were filled in, so no stranger's text becomes markup. What
//! the program sets itself (the table of items, the totals, how to pay) stands where the template inserts it.

use pulldown_cmark::{CodeBlockKind, Event, Parser, Tag, TagEnd};
use serde::Serialize;

/// Some text of one look; `\n` stands for a hard line break.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Run {
    /// What it says.
    pub text: String,
    /// Whether it stands out in bold.
    pub bold: bool,
    /// Whether it stands in italics.
    pub italic: bool,
}

/// A text whose parts may look different: a paragraph, or one item of a list.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Rich(pub Vec<Run>);

impl Rich {
    /// Returns the text alone.
    pub fn plain(&self) -> String {
        self.0.iter().map(|run| run.text.as_str()).collect()
    }

    fn push(&mut self, text: &str, bold: bool, italic: bool) {
        match self.0.last_mut() {
            Some(last) if (last.bold, last.italic) == (bold, italic) => last.text.push_str(text),
            _ => self.0.push(Run { text: text.to_owned(), bold, italic }),
        }
    }
}

impl From<String> for Rich {
    fn from(text: String) -> Rich {
        Rich(vec![Run { text, bold: false, italic: false }])
    }
}

/// One block of a letter, from top to bottom.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Block {
    /// A paragraph.
    Paragraph(Rich),
    /// A list, numbered or not.
    List {
        /// Whether the items are numbered, from 1.
        numbered: bool,
        /// One text an item.
        items: Vec<Rich>,
    },
    /// What the program sets.
    Insert(Insert),
}

/// What the program sets, where the template inserts it: `{{> items}}`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Insert {
    /// The table of open items.
    Items,
    /// The table of interest and indemnity by item, and the rates; nothing when none is claimed.
    Penalties,
    /// What is open, deducted, added, and to pay.
    Totals,
    /// The bank account and the reference to quote; nothing when the policy gives no account.
    Payment,
    /// What was said and done before.
    History,
    /// Whom to call.
    Contact,
    /// What to type once the call was made; nothing on what is no call.
    Record,
    /// What else is open and not asked for; nothing when the letter lists nothing of the kind.
    Others,
    /// The account as a whole: unapplied money, and what the balance is made of; nothing but on a statement.
    Account,
    /// The payments of a proposed plan; nothing when none is proposed.
    Schedule,
    /// What moved on the account since a day, with the balance after each movement; nothing but on such a statement.
    Movements,
    /// Where both parties sign a proposed plan; nothing when none is proposed.
    Signatures,
}

impl Insert {
    /// Every insert, with the name that templates use.
    pub const ALL: [(&str, Insert); 12] = [
        ("items", Insert::Items),
        ("penalties", Insert::Penalties),
        ("totals", Insert::Totals),
        ("payment", Insert::Payment),
        ("history", Insert::History),
        ("contact", Insert::Contact),
        ("record", Insert::Record),
        ("others", Insert::Others),
        ("account", Insert::Account),
        ("schedule", Insert::Schedule),
        ("movements", Insert::Movements),
        ("signatures", Insert::Signatures),
    ];

    /// Returns the Markdown that stands for an insert: a fenced block, which no escaped value can imitate.
    pub fn markdown(name: &str) -> String {
        format!("\n\n~~~{name}\n~~~\n\n")
    }

    fn find(name: &str) -> Option<Insert> {
        Insert::ALL.into_iter().find(|(known, _)| *known == name).map(|(_, insert)| insert)
    }
}

/// What a filled template says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Body {
    /// The one heading.
    pub subject: String,
    /// Everything else.
    pub blocks: Vec<Block>,
}

/// What a letter cannot hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MarkupError {
    /// There is no heading for the subject, or a second one.
    Subject,
    /// Markdown that letters do not have: a table, a link, code, a quotation, HTML; the text as written.
    Unsupported(String),
}

/// Reads the Markdown of a filled template.
pub fn parse(markdown: &str) -> Result<Body, MarkupError> {
    let mut reader = Reader::default();
    for (event, range) in Parser::new(markdown).into_offset_iter() {
        if !reader.take(&event) {
            return Err(MarkupError::Unsupported(markdown[range].lines().next().unwrap_or_default().to_owned()));
        }
    }
    match reader.subjects.len() {
        1 => Ok(Body { subject: reader.subjects.remove(0), blocks: reader.blocks }),
        _ => Err(MarkupError::Subject),
    }
}

/// Reads what a filled partial says: each of its lines is a line of the page.
///
/// # Errors
/// The first line that is more than text, bold and italics.
pub fn parse_lines(markdown: &str) -> Result<Vec<Rich>, String> {
    let lines = markdown.lines().map(str::trim).filter(|line| !line.is_empty());
    lines
        .map(|line| {
            let mut reader = Reader::default();
            let is_known = Parser::new(line).all(|event| reader.take(&event));
            match reader.blocks.pop() {
                Some(Block::Paragraph(text)) if is_known && reader.blocks.is_empty() => Ok(text),
                _ => Err(line.to_owned()),
            }
        })
        .collect()
}

/// Returns the text with every mark of Markdown escaped, so that it is read back letter for letter.
pub fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        if c.is_ascii_punctuation() {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

#[derive(Default)]
struct Reader {
    subjects: Vec<String>,
    blocks: Vec<Block>,
    text: Rich,
    list: Option<(bool, Vec<Rich>)>,
    in_fence: bool,
    /// How many marks of each look are open.
    bold: usize,
    italic: usize,
}

impl Reader {
    /// Takes one event; tells whether letters have such a thing.
    fn take(&mut self, event: &Event<'_>) -> bool {
        match event {
            Event::Text(text) if !self.in_fence => self.add(text),
            Event::SoftBreak => self.add(" "),
            Event::HardBreak => self.add("\n"),
            Event::Start(Tag::Emphasis) => self.italic += 1,
            Event::Start(Tag::Strong) => self.bold += 1,
            Event::End(TagEnd::Emphasis) => self.italic -= 1,
            Event::End(TagEnd::Strong) => self.bold -= 1,
            Event::Start(Tag::Heading { .. } | Tag::Paragraph) => {}
            Event::End(TagEnd::Heading(_)) => {
                let subject = std::mem::take(&mut self.text).plain();
                self.subjects.push(subject.replace('\n', " "));
            }
            Event::End(TagEnd::Paragraph) => {
                if self.list.is_none() {
                    let text = std::mem::take(&mut self.text);
                    self.blocks.push(Block::Paragraph(text));
                }
            }
            Event::Start(Tag::List(start)) if self.list.is_none() => self.list = Some((start.is_some(), Vec::new())),
            Event::Start(Tag::Item) => self.text.0.clear(),
            Event::End(TagEnd::Item) => {
                let text = std::mem::take(&mut self.text);
                if let Some((_, items)) = &mut self.list {
                    items.push(text);
                }
            }
            Event::End(TagEnd::List(_)) => {
                if let Some((numbered, items)) = self.list.take() {
                    self.blocks.push(Block::List { numbered, items });
                }
            }
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(name))) if self.list.is_none() => {
                match Insert::find(name) {
                    Some(insert) => {
                        self.in_fence = true;
                        self.blocks.push(Block::Insert(insert));
                    }
                    None => return false,
                }
            }
            Event::End(TagEnd::CodeBlock) => self.in_fence = false,
            _ => return false,
        }
        true
    }

    fn add(&mut self, text: &str) {
        self.text.push(text, self.bold > 0, self.italic > 0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_letter_is_a_subject_and_blocks() {
        let text = format!(
            "# Facture F\\-1\n\nMadame,\nMonsieur,\n\n- un **gras *et* plus**\n- deux\n{}1. a\n2. b\n\nfin\\\nde lettre\n",
            Insert::markdown("items")
        );
        let body = parse(&text).unwrap();
        assert_eq!(body.subject, "Facture F-1");
        let plain = |text: &str| Rich::from(text.to_owned());
        let run = |text: &str, bold, italic| Run { text: text.to_owned(), bold, italic };
        let list = |numbered, items: [Rich; 2]| Block::List { numbered, items: items.into() };
        assert_eq!(
            body.blocks,
            [
                Block::Paragraph(plain("Madame, Monsieur,")),
                list(
                    false,
                    [
                        Rich(vec![
                            run("un ", false, false),
                            run("gras ", true, false),
                            run("et", true, true),
                            run(" plus", true, false),
                        ]),
                        plain("deux"),
                    ],
                ),
                Block::Insert(Insert::Items),
                list(true, [plain("a"), plain("b")]),
                Block::Paragraph(plain("fin\nde lettre")),
            ]
        );
    }

    #[test]
    fn what_letters_do_not_have_is_refused() {
        for wrong in
            ["<b>x</b>", "> cite", "[x](http://y)", "![x](y)", "`x`", "    code", "~~~sh\nx\n~~~", "---", "- a\n  - b"]
        {
            let found = parse(&format!("# s\n\n{wrong}\n"));
            assert!(matches!(found, Err(MarkupError::Unsupported(_))), "{wrong}: {found:?}");
        }
        assert_eq!(parse("no subject"), Err(MarkupError::Subject));
        assert_eq!(parse("# a\n\n# b"), Err(MarkupError::Subject));
    }

    #[test]
    fn of_a_partial_each_line_is_a_line() {
        let run = |text: &str, bold| Run { text: text.to_owned(), bold, italic: false };
        let found = parse_lines("**Atelier** Moreau\n\n  12 rue des Tanneurs\n").unwrap();
        assert_eq!(
            found,
            [Rich(vec![run("Atelier", true), run(" Moreau", false)]), Rich(vec![run("12 rue des Tanneurs", false)])]
        );
        for wrong in ["# Atelier", "- a", "1. a", "<b>a</b>", &Insert::markdown("items")] {
            assert!(parse_lines(wrong).is_err(), "{wrong}");
        }
        assert_eq!(parse_lines(" \n").unwrap(), []);
    }

    proptest::proptest! {
        #[test]
        fn an_escaped_value_comes_back_letter_for_letter(value in "[ -~éœ€\u{a0}日]{1,60}", start in proptest::bool::ANY) {
            let value = crate::letter::safe::one_line(&value);
            proptest::prop_assume!(!value.is_empty());
            let lead = if start { "" } else { "Nom : " };
            let body = parse(&format!("# s\n\n{lead}{}\n", escape(&value))).unwrap();
            proptest::prop_assert_eq!(body.blocks, [Block::Paragraph(format!("{lead}{value}").into())]);
        }
    }
}
