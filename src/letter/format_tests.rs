//! The formats of one letter: the same bytes twice, and strangers' text as text in each of them.

use super::formats::document::{Document, compose};
use super::formats::eml::{self, Attachment};
use super::formats::html;
use super::model::Letter;
use super::wording::sample::fullest;
use super::wording::templates::Templates;
use crate::letter::formats::design::Design;
use crate::model::Lang;
use crate::policy::{EmailRules, PageLook};
use crate::testing::day;

/// What a customer may be called.
const HOSTILE: &str = "{{total}} <script>x</script> #link(\"y\") $x$ ](javascript:1) =cmd|' ../ \\ //fin";

fn composed(change: impl FnOnce(&mut Letter)) -> (Letter, Document) {
    let mut letter = fullest(Lang::Fr);
    letter.channel = "email";
    letter.single = None;
    change(&mut letter);
    let templates = Templates::new(&[]).unwrap_or_else(|faults| panic!("{faults:?}"));
    let body = templates.fill(Lang::Fr, "second-reminder", &letter).unwrap_or_else(|fault| panic!("{fault:?}"));
    let document = compose(&letter, &body, Lang::Fr);
    (letter, document)
}

#[test]
fn html_holds_no_markup_of_strangers_and_nothing_from_elsewhere() {
    let (_, document) = composed(|letter| {
        letter.customer.name = HOSTILE.to_owned();
        letter.items[0].number = HOSTILE.to_owned();
    });
    for page in [html::page(&document, &Design::default()), html::mail(&document)] {
        assert!(page.contains("&lt;script&gt;x&lt;/script&gt; #link(&quot;y&quot;)"), "{page}");
        for harm in ["<script", "href", "http:", "https:", "url(", "onload"] {
            let found = page.replace("http://www.w3.org/2000/svg", "").contains(harm);
            assert!(!found, "{harm} in {page}");
        }
    }
    let page = html::page(&document, &Design::default());
    assert!(page.contains("d=\"M4 4.5h7M") && page.contains("--color:#1f3a5f"), "{page}");
    assert!(!html::mail(&document).contains("<svg"));
}

#[test]
fn a_draft_is_the_same_twice_and_no_value_adds_a_line_to_its_head() {
    let (letter, document) = composed(|letter| {
        letter.customer.name = format!("{HOSTILE} Évil, \"x\" <z@z.example>");
        letter.customer.email = Some("a@b.example, c@d.example".to_owned());
    });
    let pdf = Attachment { name: "C-042__x__EUR.pdf", bytes: b"%PDF-1.7" };
    let when = (Lang::Fr, day("2026-09-01"));
    let draft = || eml::draft(&document, &letter, when, &EmailRules::default(), vec![pdf]);
    let bytes = draft();
    assert_eq!(bytes, draft());
    let text = String::from_utf8(bytes).unwrap();
    let (head, rest) = text.split_once("\r\n\r\n").unwrap();
    let starts: Vec<&str> = head
        .lines()
        .filter(|line| !line.starts_with([' ', '\t']))
        .map(|line| line.split_once(':').unwrap().0)
        .collect();
    assert_eq!(
        starts,
        [
            "From",
            "To",
            "Cc",
            "Subject",
            "Date",
            "Message-ID",
            "X-Unsent",
            "Content-Language",
            "MIME-Version",
            "Content-Type"
        ]
    );
    assert!(head.is_ascii() && head.contains("<a@b.example>") && head.contains("<c@d.example>"), "{head}");
    assert!(head.contains("Date: Tue, 1 Sep 2026 12:00:00 +0000\r\n"), "{head}");
    assert!(head.contains("Message-ID: <N-20260901-3f9a2c7b51d0@atelier-moreau.example>\r\n"), "{head}");
    assert_eq!(rest.matches("Content-Type: ").count(), 4, "{rest}");
    assert!(rest.contains("filename=\"C-042__x__EUR.pdf\"") && rest.contains("JVBERi0xLjc="), "{rest}");
}

fn draft_of(document: &Document, letter: &Letter, rules: &EmailRules, attachments: Vec<Attachment<'_>>) -> Vec<u8> {
    eml::draft(document, letter, (Lang::Fr, day("2026-09-01")), rules, attachments)
}

#[test]
fn copies_answers_and_enclosures_stand_where_mail_programs_look_for_them() {
    let (letter, document) = composed(|_| ());
    let rules = EmailRules {
        reply_to: Some("recouvrement@x.example".to_owned()),
        bcc: vec!["archive@x.example".to_owned(), "b@x.example".to_owned()],
        ..EmailRules::default()
    };
    let attached = |name, bytes| Attachment { name, bytes };
    let attachments = vec![
        attached("Première relance 2026-09-01 - Épi & Fils.pdf", &b"%PDF-1.7"[..]),
        attached("Facture F1.xml", b"<x/>"),
    ];
    let draft = String::from_utf8(draft_of(&document, &letter, &rules, attachments)).unwrap();
    let (head, rest) = draft.split_once("\r\n\r\n").unwrap();
    for line in [
        "Reply-To: \"Atelier Moreau\" <recouvrement@x.example>",
        "Cc: <direction@atelier-moreau.example>",
        "Bcc: <archive@x.example>,",
    ] {
        assert!(head.contains(line), "{line}\n{head}");
    }
    assert!(
        rest.contains("Content-Type: application/xml\r\n") && rest.contains("filename=\"Facture F1.xml\""),
        "{rest}"
    );
    // Beyond ASCII a name is written as RFC 2231 says.
    assert!(rest.contains("Premi%C3%A8re%20relance%202026-09-01%20-"), "{rest}");
    let plain = rest.split("Content-Type: text/html").next().unwrap();
    assert!(plain.contains("P.J.=C2=A0: facture F-2026-0117"), "{plain}");
}

/// A mail program would read `=?utf-8?q?Tr=C3=A9sor?=` as « Trésor » (RFC 2047), inside quotes too.
#[test]
fn a_name_that_looks_like_an_encoded_word_is_not_decoded() {
    let name = "=?utf-8?q?Tr=C3=A9sor_public?=";
    let (letter, mut document) = composed(|letter| {
        letter.customer.name = name.to_owned();
        letter.customer.email = Some("a@b.example".to_owned());
    });
    document.subject.1 = format!("Facture {name}");
    let draft = String::from_utf8(draft_of(&document, &letter, &EmailRules::default(), Vec::new())).unwrap();
    let (head, _) = draft.split_once("\r\n\r\n").unwrap();
    assert!(!head.contains("Tr=C3=A9sor") && !head.contains("=?utf-8?q?"), "{head}");
    assert!(head.is_ascii() && head.contains("\r\nTo: =?utf-8?") && head.contains("\r\nSubject: =?utf-8?"), "{head}");
}

mod pdf {
    use super::*;
    use crate::letter::formats::pdf::frame::{Mark, Pages};
    use crate::letter::formats::pdf::{Engine, Fault, texts};
    use crate::model::cores::each;

    fn engine(design: &Design) -> Engine<'_> {
        Engine::new(design, day("2026-09-01")).unwrap()
    }

    /// Returns letters as files of their own, and as one for the printer.
    fn print(engine: &Engine<'_>, documents: &[Document]) -> (Vec<Vec<u8>>, Vec<u8>) {
        let set: Vec<Pages> = each(documents, |document| engine.set(document).unwrap());
        let letters = each(&set, |pages| engine.write(pages, "N-1").unwrap());
        (letters, engine.merge(&set.iter().collect::<Vec<_>>(), "lot-1").unwrap())
    }

    #[test]
    fn the_same_letters_give_the_same_pages_whatever_runs_beside() {
        let documents: Vec<Document> = ["A", "B", "C", HOSTILE]
            .map(|name| composed(|letter| letter.customer.name = name.to_owned()).1)
            .into_iter()
            .collect();
        let design = Design::default();
        let engine = engine(&design);
        let all = print(&engine, &documents);
        assert!(all.0.iter().all(|bytes| bytes.starts_with(b"%PDF-1.7")));
        assert_eq!(all, print(&engine, &documents));
        assert_eq!(print(&engine, &documents[2..3]).0[0], all.0[2]);
    }

    #[test]
    fn printed_on_both_sides_each_letter_of_a_lot_begins_on_a_sheet_of_its_own() {
        let (_, document) = composed(|_| ());
        let pages = |two_sided| {
            let design = Design { two_sided, ..Design::default() };
            let engine = engine(&design);
            let (letters, lot) = print(&engine, &[document.clone(), document.clone()]);
            let count = |bytes: &[u8]| hayro_syntax::Pdf::new(bytes.to_vec()).unwrap().pages().len();
            (count(&letters[0]), count(&lot))
        };
        assert_eq!(pages(false), (1, 2));
        assert_eq!(pages(true), (1, 4));
    }

    #[test]
    fn a_lot_is_its_letters_one_behind_the_other() {
        let names: Vec<String> = (1..=150).map(|i| format!("Menuiserie-{i}-Lefèvre")).collect();
        let documents: Vec<Document> =
            names.iter().map(|name| composed(|letter| letter.customer.name.clone_from(name)).1).collect();
        let (letters, lot) = print(&engine(&Design::default()), &documents);
        let file = lopdf::Document::load_mem(&lot).unwrap();
        assert_eq!(file.get_pages().len(), names.len());
        for (page, name) in (1..).zip(&names) {
            assert!(file.extract_text(&[page]).unwrap().contains(name), "{name} on page {page}");
        }
        // Fonts are in it once.
        assert!(lot.len() * 2 < letters.iter().map(Vec::len).sum::<usize>());
    }

    #[test]
    fn a_letter_is_read_back_as_it_was_set() {
        let (letter, document) = composed(|letter| {
            // The text of an e-mail has lines of its own before the letter.
            letter.channel = "letter";
            letter.customer.name = "Société d’Électricité Œuvrière – n°\u{a0}7".to_owned();
        });
        let design = Design::default();
        let (letters, lot) = print(&engine(&design), std::slice::from_ref(&document));
        let text = crate::letter::formats::text::set(&document, &letter, Lang::Fr);
        for file in [&letters[0], &lot] {
            let read = words(&read_back(file));
            let lacking: Vec<String> = words(&text).into_iter().filter(|word| !read.contains(word)).collect();
            assert!(lacking.is_empty(), "{lacking:?} in {read:?}");
        }
    }

    #[test]
    fn a_name_that_runs_left_stands_in_its_order() {
        // As it is spoken: "Cohen", "and sons". The eye meets the last letter first, at the left.
        let name = "\u{5db}\u{5d4}\u{5df} \u{5d5}\u{5d1}";
        let (_, document) = composed(|letter| {
            letter.channel = "letter";
            letter.customer.name = format!("{name} SARL");
        });
        let design = Design::default();
        let pages = engine(&design).set(&document).unwrap();
        let shown = texts(&pages).concat();
        let line = shown.lines().find(|line| line.contains("SARL")).unwrap();
        let line = line.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(line.starts_with("\u{5d5}\u{5d1} \u{5db}\u{5d4}\u{5df} SARL"), "{line}");
    }

    #[test]
    fn a_page_is_set_as_the_policy_says() {
        let (_, document) = composed(|letter| letter.channel = "letter");
        let page = PageLook { size: 12, window: [20, 45, 85, 40], fold_marks: false, ..PageLook::default() };
        let (own, usual) = (Design { page, ..Design::default() }, Design::default());
        let set = |design: &Design| engine(design).set(&document).unwrap();
        let place = |design: &Design| {
            let pages = set(design);
            let marks = &pages.pages[0].marks;
            let found = marks.iter().find_map(|(x, _, mark, _)| match mark {
                Mark::Text(run) if run.text.starts_with(&document.addressee[0]) => Some((x.round(), run.size)),
                _ => None,
            });
            found.unwrap()
        };
        // 105 mm are 297.6 points, 20 mm are 56.7.
        assert_eq!((place(&usual), place(&own)), ((298.0, 10.0), (57.0, 12.0)));
        let absent = PageLook { fonts: [Some("x.ttf".to_owned()), None, None], ..PageLook::default() };
        let fault = Engine::new(&Design { page: absent, ..Design::default() }, day("2026-09-01")).err();
        assert_eq!(fault, Some(Fault::absent_font("x.ttf")));
    }

    #[test]
    fn an_address_that_has_no_room_in_the_window_is_not_printed_over() {
        // An e-mail needs no envelope.
        let long: Vec<String> = (1..=30).map(|floor| format!("Bâtiment {floor}, escalier {floor}")).collect();
        let (_, mut document) = composed(|letter| letter.channel = "email");
        document.addressee.extend(long);
        let pages = engine(&Design::default()).set(&document).unwrap();
        let place = |wanted: &str| {
            let found = pages.pages[0].marks.iter().find_map(|(_, y, mark, _)| match mark {
                Mark::Text(run) if run.text.starts_with(wanted) => Some(*y),
                _ => None,
            });
            found.unwrap_or_else(|| panic!("no {wanted}"))
        };
        let day = document.place_and_date.split(' ').next().unwrap();
        assert!(place("Bâtiment 30") < place(day), "{} {}", place("Bâtiment 30"), place(day));
    }

    /// Returns what a file says, as another program reads it.
    fn read_back(bytes: &[u8]) -> String {
        let file = lopdf::Document::load_mem(bytes).unwrap();
        let pages: Vec<u32> = file.get_pages().into_keys().collect();
        file.extract_text(&pages).unwrap()
    }

    /// Returns the words of a text, whatever the spaces between them; signs that only plain text has are none.
    fn words(text: &str) -> std::collections::BTreeSet<String> {
        let words = text.split(|c: char| c.is_whitespace()).map(|word| word.trim_matches(['─', '-', '•', '*']));
        words.filter(|word| !word.is_empty()).map(str::to_owned).collect()
    }

    #[test]
    fn what_no_font_has_is_named() {
        let (_, document) = composed(|letter| letter.customer.name = "日本商事".to_owned());
        assert_eq!(engine(&Design::default()).set(&document).unwrap_err(), Fault::Letter('日'));
    }
}
