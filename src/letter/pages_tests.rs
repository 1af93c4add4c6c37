//! How many pages letters have: one for one item, at every level; one and an annex for many.

use super::formats::document::{Document, compose};
use super::formats::pdf::{Engine, texts};
use super::model::{Item, Letter};
use super::wording::sample::fullest;
use super::wording::templates::Templates;
use crate::letter::formats::design::Design;
use crate::model::{Lang, figures};
use crate::testing::day;

/// The levels that are written, with how the built-in policies send them.
const LEVELS: [(&str, &str); 6] = [
    ("pre-due", "email"),
    ("reminder", "email"),
    ("second-reminder", "email"),
    ("penalty-letter", "letter"),
    ("formal-notice", "registered"),
    ("last-notice", "letter"),
];

/// Returns a letter of a level about so many items, each with a dispute, a deduction, and two pieces of interest.
fn letter(lang: Lang, (template, channel): (&str, &'static str), count: usize) -> Letter {
    let full = fullest(lang);
    // Contested in part and promised in part is rarer than one page must hold.
    let first = Item { awaited: None, ..full.items[0].clone() };
    let claims = channel != "email";
    let piece = full.penalties.pieces[0].clone();
    let mut letter = Letter { level: template.to_owned(), channel, ..full };
    letter.items = vec![first; count];
    letter.penalties.pieces = if claims { vec![piece; 2 * count] } else { Vec::new() };
    for (i, item) in letter.items.iter_mut().enumerate() {
        item.number = format!("F-2026-{:04}", i + 1);
        for piece in letter.penalties.pieces.iter_mut().skip(2 * i).take(2) {
            piece.number = item.number.clone();
        }
        if !claims {
            (item.interest, item.indemnity) = (None, None);
            (item.interest_left, item.indemnity_left) = (None, None);
        }
    }
    letter.single = (count == 1).then(|| letter.items[0].clone());
    letter.count = figures::count(count as i64, lang);
    letter.counted = format!("{} {}", letter.count, letter.kinds);
    letter.items.iter_mut().for_each(|item| item.indemnity_apart = None);
    (letter.account, letter.claim) = (None, None);
    (letter.others, letter.schedule, letter.outcomes) = (Vec::new(), Vec::new(), Vec::new());
    (letter.public, letter.consumer, letter.indemnity_apart) = (false, false, None);
    (letter.abroad, letter.story.returned) = (false, None);
    // What is rare, or a public buyer's alone.
    letter.penalties.base_notes.clear();
    (letter.partly_barred, letter.after_principal) = (false, None);
    if !claims {
        (letter.interest, letter.indemnity) = (None, None);
    }
    letter
}

/// Returns a letter about one item of which nothing is disputed, deducted or given up, to somebody who was reminded,
/// paid a part and promised the rest.
fn ordinary(mut letter: Letter, lang: Lang) -> Letter {
    for item in letter.items.iter_mut().chain(&mut letter.single) {
        (item.order, item.disputed, item.deducted) = (None, None, None);
        (item.interest_left, item.indemnity_left) = (None, None);
    }
    (letter.penalties.on_disputed, letter.penalties.less_disputed) = (false, false);
    letter.story.dispute = None;
    letter.story.formal_notice = None;
    let despite = lang.pick((
        "our reminders (the last of 17 August 2026), your payment of €150.00 of 10 August 2026 and your undertaking of 20 \
            July 2026",
        "nos relances (la dernière du 17 août 2026), votre versement de 150,00\u{a0}€ du 10 août 2026 et votre engagement \
            du 20 juillet 2026",
    ));
    letter.story.despite = Some(despite.to_owned());
    letter.penalties.starting = false;
    letter.credit_hold = false;
    letter.credits = None;
    letter
}

/// What letters are composed and set with.
struct Press {
    templates: Templates,
    design: Design,
}

impl Press {
    fn new() -> Press {
        Press {
            templates: Templates::new(&[]).unwrap_or_else(|faults| panic!("{faults:?}")),
            design: Design::default(),
        }
    }

    fn document(&self, letter: &Letter, lang: Lang) -> Document {
        let body = self.templates.fill(lang, &letter.level, letter).unwrap_or_else(|fault| panic!("{fault:?}"));
        compose(letter, &body, lang)
    }

    /// Returns what each page says, with plain spaces.
    fn pages(&self, document: &Document) -> Vec<String> {
        let pages = Engine::new(&self.design, day("2026-09-01")).unwrap().set(document).unwrap();
        texts(&pages).iter().map(|text| plain(text)).collect()
    }
}

fn plain(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn a_letter_about_one_item_is_one_page_at_every_level() {
    let press = Press::new();
    for lang in [Lang::Fr, Lang::En] {
        for level in LEVELS {
            for (public, consumer) in [(false, false), (true, false), (false, true)] {
                let mut letter = ordinary(letter(lang, level, 1), lang);
                (letter.public, letter.consumer, letter.business) = (public, consumer, !public && !consumer);
                letter.after_principal = public.then(|| letter.open.clone());
                if consumer {
                    // He owes no indemnity (C. com. D441-5 is of professionals).
                    letter.indemnity = None;
                    letter.items.iter_mut().chain(&mut letter.single).for_each(|item| item.indemnity = None);
                    letter.penalties.basis = "articles 1231-6 et 1344-1 du Code civil".to_owned();
                }
                let pages = press.pages(&press.document(&letter, lang));
                assert_eq!(pages.len(), 1, "{level:?} {lang:?} public {public} consumer {consumer}: {pages:#?}");
            }
        }
    }
}

#[test]
fn a_letter_about_many_items_is_one_page_and_an_annex() {
    let press = Press::new();
    for lang in [Lang::Fr, Lang::En] {
        for level in LEVELS {
            for count in [1, 7, 46, 60] {
                let letter = letter(lang, level, count);
                let document = press.document(&letter, lang);
                let pages = press.pages(&document);
                let payment = letter.payment.as_ref().unwrap();
                let deadline = letter.deadline.as_ref().filter(|_| level.0 != "pre-due");
                let wanted = [&letter.total, &payment.iban].into_iter().chain(deadline).chain(&document.signature);
                for wanted in wanted {
                    assert!(pages[0].contains(&plain(wanted)), "{level:?} {lang:?} {count}: {wanted} in {}", pages[0]);
                }
                // Every item is told, and nothing else follows the signature.
                let all = pages.concat();
                assert!(letter.items.iter().all(|item| all.contains(&item.number)), "{level:?} {lang:?} {count}");
                let annex = if lang == Lang::Fr { "Annexe : " } else { "Annex: " };
                assert_eq!(pages.len() > 1, all.contains(annex), "{level:?} {lang:?} {count}");
                assert!(pages.get(1).is_none_or(|page| page.contains(annex)), "{level:?} {lang:?} {count}");
            }
        }
    }
}

#[test]
fn a_plan_for_one_item_is_one_page_with_room_to_sign() {
    let press = Press::new();
    for lang in [Lang::Fr, Lang::En] {
        for consumer in [false, true] {
            let full = fullest(lang);
            let mut letter = ordinary(letter(lang, ("payment-plan", "letter"), 1), lang);
            // Three payments, as nobody asked otherwise.
            letter.schedule = [full.schedule.clone(), full.schedule[..1].to_vec()].concat();
            (letter.interest, letter.indemnity, letter.enclosures) = (None, None, Vec::new());
            letter.payment.iter_mut().for_each(|payment| payment.transfer = None);
            (letter.public, letter.consumer, letter.business) = (false, consumer, !consumer);
            let pages = press.pages(&press.document(&letter, lang));
            assert_eq!(pages.len(), 1, "{lang:?} consumer {consumer}: {pages:#?}");
            let signed = lang.pick(("Date and signature:", "Date et signature :"));
            assert_eq!(pages[0].matches(signed).count(), 2, "{}", pages[0]);
        }
    }
}

#[test]
fn an_account_is_broken_between_its_groups_alone() {
    let mut press = Press::new();
    for margin in [20, 40, 50] {
        press.design.page.margins = [margin, margin, 18, 24];
        let letter = letter(Lang::Fr, ("reminder", "email"), 1);
        let pages = press.pages(&press.document(&letter, Lang::Fr));
        // Lines are joined by a space here: within a group it would be one too many.
        let iban = plain(&letter.payment.as_ref().unwrap().iban);
        assert!(pages[0].contains(&format!("IBAN {iban}")), "{margin}: {}", pages[0]);
    }
}

#[test]
fn whoever_signs_a_long_plan_signs_below_what_is_agreed() {
    let press = Press::new();
    for lang in [Lang::Fr, Lang::En] {
        for count in [6, 9, 12, 14, 18, 24] {
            let full = fullest(lang);
            let mut letter = ordinary(letter(lang, ("payment-plan", "letter"), 3), lang);
            letter.schedule = vec![full.schedule[0].clone(); count];
            (letter.interest, letter.indemnity, letter.enclosures) = (None, None, Vec::new());
            letter.payment.iter_mut().for_each(|payment| payment.transfer = None);
            let pages = press.pages(&press.document(&letter, lang));
            // The table of invoices may follow in an annex.
            let signed = |page: &&String| page.contains(lang.pick(("Date and signature:", "Date et signature :")));
            let page = pages.iter().find(signed).expect("somebody signs");
            assert!(page.contains(lang.pick(("takes effect", "prend effet"))), "{lang:?} {count}: {page}");
            assert!(page.contains(&plain(&letter.total)), "{lang:?} {count}: {page}");
        }
    }
}

#[test]
fn a_title_stays_on_the_page_of_what_it_is_of() {
    let press = Press::new();
    let lang = Lang::Fr;
    for count in 1..40 {
        let mut letter = letter(lang, ("claim-declaration", "registered"), count);
        letter.claim = fullest(lang).claim;
        for page in press.pages(&press.document(&letter, lang)) {
            let has = |text: &str| page.contains(text);
            assert_eq!(has("Montant déclaré"), has("Total déclaré"), "{count}: {page}");
        }
    }
}
