//! XML of other programs, read within bounds: no document type, no entities of its own, no size without end.
//!
//! The library walks elements without recursion, so depth costs nothing but nodes, and those are counted.

use std::borrow::Cow;

use encoding_rs::{Encoding, UTF_8};
use roxmltree::{Document, Error, Node, ParsingOptions};

use crate::diag::Place;
use crate::model::Bilingual;

/// The most bytes of a file that is read: a hundred times the largest invoice with its annexes that was seen.
pub(super) const LARGEST: u64 = 64 * 1024 * 1024;

/// The most nodes of a file: an invoice of fifty thousand lines has fewer.
const MOST_NODES: u32 = 4_000_000;

/// The most attributes of an element: those of real ones are a dozen, and each is compared with all before it.
const MOST_ATTRIBUTES: usize = 200;

/// What keeps XML from being read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Unread {
    /// The line; 1 where nothing tells it.
    pub line: u32,
    /// Why, as the end of a sentence.
    pub why: Bilingual,
}

/// Returns the place of a field; one that is missing has no text to show.
pub(super) fn place(file: &str, line: u32, field: &str, text: &str) -> Place {
    let place = Place::line(file, line);
    if text.is_empty() { place } else { place.cell(field, text) }
}

/// Returns the text of XML, by its byte-order mark or its declaration, else as UTF-8; and the name of its encoding.
pub(super) fn decode(bytes: &[u8]) -> Result<(Cow<'_, str>, &'static str), Unread> {
    let (encoding, bom) = Encoding::for_bom(bytes).unwrap_or_else(|| (declared(bytes), 0));
    match encoding.decode_without_bom_handling_and_without_replacement(&bytes[bom..]) {
        Some(text) => Ok((text, encoding.name())),
        None => Err(Unread {
            line: 1,
            why: Bilingual::new(
                format!("its letters are not {}, as it says", encoding.name()),
                format!("ses lettres ne sont pas en {}, comme il le dit", encoding.name()),
            ),
        }),
    }
}

/// Returns the encoding that the first line declares.
fn declared(bytes: &[u8]) -> &'static Encoding {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(256)]);
    let declaration = head.split_once("?>").map_or("", |(declaration, _)| declaration);
    let label = declaration.split_once("encoding").and_then(|(_, rest)| rest.split(['"', '\'']).nth(1));
    label.and_then(|label| Encoding::for_label(label.as_bytes())).unwrap_or(UTF_8)
}

/// Reads XML.
///
/// # Errors
/// Why it cannot be read: not well formed, cut off, a document type, too many nodes.
pub(super) fn parse(text: &str) -> Result<Document<'_>, Unread> {
    parse_within(text, MOST_NODES)
}

/// Returns how XML of others is read: without document types, whose entities could grow without end, and up to as many
/// nodes as that.
pub(super) fn bounded<'input>(nodes_limit: u32) -> ParsingOptions<'input> {
    ParsingOptions { allow_dtd: false, nodes_limit, ..ParsingOptions::default() }
}

fn parse_within(text: &str, nodes_limit: u32) -> Result<Document<'_>, Unread> {
    if let Some(crowded) = crowded(text) {
        return Err(crowded);
    }
    Document::parse_with_options(text, bounded(nodes_limit)).map_err(|error| Unread {
        line: error.pos().row.max(1),
        why: match error {
            Error::DtdDetected => Bilingual::new(
                "it declares a document type, with which entities could be smuggled in",
                "il déclare un type de document, par lequel des entités pourraient être introduites",
            ),
            Error::NodesLimitReached => Bilingual::new("it has too many elements", "il a trop d'éléments"),
            error => Bilingual::new(format!("it is no sound XML ({error})"), format!("XML mal formé ({error})")),
        },
    })
}

/// Tells of an element that has too many attributes. It is asked before the library reads them.
pub(super) fn crowded(text: &str) -> Option<Unread> {
    // The shortest attribute: ` a=""`.
    let is_long = |tag: &str| tag.len() > 5 * MOST_ATTRIBUTES && !tag.starts_with(['!', '?', '/']);
    let mut starts = memchr::memchr_iter(b'<', text.as_bytes());
    let at = starts.find(|at| {
        let tag = text[at + 1..].split('<').next().unwrap_or_default();
        is_long(tag) && attributes(tag) > MOST_ATTRIBUTES
    })?;
    let line = 1 + memchr::memchr_iter(b'\n', &text.as_bytes()[..at]).count() as u32;
    let why = Bilingual::new(
        format!("an element of it has more than {MOST_ATTRIBUTES} attributes"),
        format!("un de ses éléments a plus de {MOST_ATTRIBUTES} attributs"),
    );
    Some(Unread { line, why })
}

/// Returns how many quoted values stand in a tag.
fn attributes(tag: &str) -> usize {
    let (mut quote, mut count) = (None, 0);
    for byte in tag.bytes() {
        match quote {
            Some(open) if byte == open => (quote, count) = (None, count + 1),
            Some(_) => {}
            None if byte == b'>' => break,
            None => quote = Some(byte).filter(|byte| matches!(byte, b'"' | b'\'')),
        }
    }
    count
}

/// Returns the name of the root element, without its prefix, from the beginning of a file; nothing for other text.
pub(super) fn root_name(head: &[u8]) -> Option<String> {
    let (encoding, bom) = Encoding::for_bom(head).unwrap_or((UTF_8, 0));
    let (text, _) = encoding.decode_without_bom_handling(&head[bom..]);
    let mut rest = text.trim_start();
    loop {
        rest = match rest {
            _ if rest.starts_with("<?") => rest.split_once("?>")?.1,
            _ if rest.starts_with("<!--") => rest.split_once("-->")?.1,
            // What an internal subset may hold besides: it is refused when the file is read.
            _ if rest.starts_with("<!DOCTYPE") => {
                let (before, behind) = rest.split_once('>')?;
                if before.contains('[') { rest.split_once("]")?.1.split_once('>')?.1 } else { behind }
            }
            _ => break,
        }
        .trim_start();
    }
    let name = rest.strip_prefix('<')?.split(|c: char| c.is_whitespace() || matches!(c, '>' | '/')).next()?;
    let local = name.rsplit_once(':').map_or(name, |(_, local)| local);
    local.chars().next().is_some_and(char::is_alphabetic).then(|| local.to_owned())
}

/// Where the lines of a text begin: the library counts from the beginning of the text for each place.
#[derive(Debug)]
pub(super) struct LineStarts(Vec<usize>);

impl LineStarts {
    pub fn of(text: &str) -> LineStarts {
        LineStarts(text.bytes().enumerate().filter(|&(_, byte)| byte == b'\n').map(|(at, _)| at + 1).collect())
    }

    /// Returns the line on which a node begins.
    pub fn line(&self, node: Node<'_, '_>) -> u32 {
        self.0.partition_point(|&start| start <= node.range().start) as u32 + 1
    }
}

/// Returns the first child of a name, whatever its namespace.
pub(super) fn child<'a, 'i>(node: Node<'a, 'i>, name: &str) -> Option<Node<'a, 'i>> {
    node.children().find(|child| child.tag_name().name() == name)
}

/// Returns the children of a name, whatever their namespace.
pub(super) fn children<'a, 'i>(node: Node<'a, 'i>, name: &'static str) -> impl Iterator<Item = Node<'a, 'i>> {
    node.children().filter(move |child| child.tag_name().name() == name)
}

/// Follows the first child of each name.
pub(super) fn path<'a, 'i>(node: Node<'a, 'i>, names: &[&str]) -> Option<Node<'a, 'i>> {
    names.iter().try_fold(node, |node, name| child(node, name))
}

/// Returns the text of a node on one line; empty for none.
pub(super) fn text(node: Option<Node<'_, '_>>) -> String {
    let parts = node.into_iter().flat_map(|node| node.children()).filter(|child| child.is_text());
    // A comment cuts a text in two.
    let whole: String = parts.filter_map(|part| part.text()).collect();
    whole.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_comment_inside_a_value_does_not_cut_it() {
        let value = |xml: &str| text(Some(parse(xml).unwrap().root_element()));
        assert_eq!([value("<a>F1<!-- -->23</a>"), value("<a><!-- -->F123</a>")], ["F123", "F123"]);
        assert_eq!([value("<a>F1<?x?>2<![CDATA[3]]></a>"), value("<a> 1 <!-- --> 2 </a>")], ["F123", "1 2"]);
    }

    #[test]
    fn the_root_is_found_behind_whatever_stands_before_it() {
        let root = |head: &str| root_name(head.as_bytes());
        assert_eq!(root("\u{feff}<?xml version='1.0'?>\n<!-- <a> -->\n<x:Root xmlns:x='u'>").as_deref(), Some("Root"));
        assert_eq!(root("<!DOCTYPE r [<!ENTITY a '>'>]><r/>").as_deref(), Some("r"));
        assert_eq!(root("<!DOCTYPE r SYSTEM 'u'><r/>").as_deref(), Some("r"));
        assert_eq!([root("a,b\n1,2"), root(""), root("<"), root("<!-- never closed")], [None, None, None, None]);
        let wide: Vec<u8> = "\u{feff}<root/>".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(root_name(&wide).as_deref(), Some("root"));
    }

    #[test]
    fn letters_are_those_that_the_file_declares() {
        let latin = b"<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?><a>\xe9</a>";
        assert_eq!(
            decode(latin).unwrap(),
            ("<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?><a>é</a>".into(), "windows-1252")
        );
        assert!(decode(b"<a>\xe9</a>").is_err(), "nothing says that it is not UTF-8");
    }

    #[test]
    fn hostile_xml_is_refused_without_harm() {
        let why = |text: &str| parse(text).unwrap_err().why.en;
        let bomb = "<!DOCTYPE a [<!ENTITY b 'x'><!ENTITY c '&b;&b;'>]><a>&c;</a>";
        assert!(why(bomb).contains("document type"));
        assert!(why("<a>&b;</a>").contains("no sound XML"), "an entity that nobody declared");
        assert!(why("<a><b>").contains("no sound XML"), "cut off");
        // A hundred thousand elements one in the other are read like any others.
        let deep = format!("{}{}", "<a>".repeat(100_000), "</a>".repeat(100_000));
        assert_eq!(parse(&deep).unwrap().descendants().count(), 100_001);
        let crowded = |count: usize| {
            let attributes: String = (0..count).map(|at| format!(" a{at}='>'")).collect();
            format!("<r>\n<x{attributes}/>{}</r>", "a=''".repeat(2000))
        };
        assert!(parse(&crowded(MOST_ATTRIBUTES)).is_ok());
        let unread = parse(&crowded(100_000)).unwrap_err();
        assert_eq!((unread.line, unread.why.en.as_str()), (2, "an element of it has more than 200 attributes"));
        let wide = format!("<a>{}</a>", "<b/>".repeat(1000));
        assert!(parse_within(&wide, 1000).unwrap_err().why.en.contains("too many elements"));
    }
}
