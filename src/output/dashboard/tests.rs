//! The page holds the figures of the commands, and nothing that strangers could put into it.

use super::*;
use crate::engine::allocation::allocate;
use crate::engine::history::History;
use crate::engine::kpi::{self, By};
use crate::engine::{ageing, planning, scoring};
use crate::model::Selection;
use crate::policy::builtin;
use crate::testing::{day, ledger};

fn page(customers: &str, invoices: &str, payments: &str, lang: Lang) -> String {
    let ledger = ledger(customers, invoices, payments, "");
    let mut policy = builtin::fr_b2b();
    policy.creditor.name = Some("Moreau & <Fils>".to_owned());
    let balances = allocate(&ledger, &policy.allocation, day("2026-03-31")).balances;
    let history = History::new(&ledger, day("2026-03-31"));
    let scores = scoring::score(&ledger, &balances, &history, &policy, |_| true);
    Dashboard {
        ledger: &ledger,
        policy: &policy,
        balance: &ageing::aged_balance(&ledger, &balances, &policy.ageing, |_| true),
        months: &kpi::kpis(&ledger, &balances, &policy, (By::Month, 12), |_| true, |_| balances.clone()),
        scores: &scores,
        cash: &kpi::cash(&scores, &balances, |_| true),
        plan: &planning::plan(&ledger, &balances, &policy, &Selection::ALL),
        left_out: &[],
        as_of: day("2026-03-31"),
        lang,
    }
    .to_html()
}

const INVOICES: &str = "invoice_id,customer_id,issue_date,due_date,amount\n\
    A,C1,2026-01-10,2026-02-09,1000.00\nB,C1,2026-03-10,2026-04-09,234.50\n";

#[test]
fn figures_are_those_of_the_commands() {
    let page = page("", INVOICES, "payment_id,date,amount,invoice_id\nP,2026-03-01,400.00,A\n", Lang::En);
    // 600 of A overdue by 50 days and 234.50 of B not due: 600 / 834.50 = 71.9 %.
    for figure in ["€834.50", "€600.00", "€234.50", "72% of what is open"] {
        assert!(page.contains(figure), "{figure}");
    }
    assert!(page.contains("31\u{a0}March\u{a0}2026"));
}

#[test]
fn strangers_text_is_text_and_nothing_is_asked_for() {
    let hostile = "</title><script>alert(1)</script><img src=x onerror='a'> \"b\" {{c}} \u{202e}";
    let customers = format!("customer_id,name,segment\nC1,{hostile},{hostile}\n");
    for lang in [Lang::Fr, Lang::En] {
        let page = page(&customers, INVOICES, "", lang);
        assert_eq!(page.matches("<script").count() + page.matches("<img").count(), 0);
        assert_eq!(page.matches("</title>").count(), page.matches("<title").count());
        assert!(page.contains("&lt;script&gt;alert(1)&lt;/script&gt;") && !page.contains('\u{202e}'));
        assert!(
            !page.contains("http:") && !page.contains("https:") && !page.contains("url(") && !page.contains("@import")
        );
        assert!(page.contains("Moreau &amp; &lt;Fils&gt;"));
    }
}

#[test]
fn a_long_name_is_cut_and_every_name_keeps_its_direction_to_itself() {
    let customers = format!("customer_id,name\nC1,{}\n", "A".repeat(10_000));
    let page = page(&customers, INVOICES, "", Lang::En);
    assert!(page.contains(&format!("<bdi>{}…</bdi> <small><bdi>C1</bdi></small>", "A".repeat(80))));
    assert!(!page.contains(&"A".repeat(81)));
}

/// 80 customers: the riskiest 15 and the 50 who owe most are shown, and the page says how many are not.
#[test]
fn long_tables_say_how_much_is_left_out() {
    let mut invoices = "invoice_id,customer_id,issue_date,due_date,amount\n".to_owned();
    for i in 0..80 {
        invoices += &format!("F{i:02},C{i:02},2026-01-10,2026-02-09,{}.00\n", 100 + i);
    }
    let page = page("", &invoices, "", Lang::En);
    for sentence in [
        "… and 65 more: <code>relance score</code>",
        "… and 30 more: <code>relance age</code>",
        "… and 30 more: <code>relance plan</code>",
    ] {
        assert!(page.contains(sentence), "{sentence}");
    }
    let aged = page.split_once("<section id=\"balance\"").unwrap().1.split_once("</section>").unwrap().0;
    let owing = |customer: &str| aged.contains(&format!("<bdi>{customer}</bdi>"));
    // C79 owes 179, C30 130; from C29 on they are left out.
    assert!(owing("C79") && owing("C30") && !owing("C29"));
}

/// Those who cannot see the page hear what is a head, what a drawing is called, and in which order parts come.
#[test]
fn tables_and_drawings_are_named_and_headings_descend_by_one() {
    let page = page("", INVOICES, "", Lang::Fr);
    assert!(page.contains("<html lang=\"fr\">"));
    assert_eq!(page.matches("<table").count(), page.matches("<caption>").count());
    let drawings: Vec<&str> = page.split("<svg").skip(1).collect();
    for drawing in &drawings {
        assert!(drawing.contains("aria-hidden=\"true\"") || drawing.contains("<desc id="), "{drawing}");
    }
    let ids: Vec<&str> = page.split(" id=\"").skip(1).map(|rest| rest.split_once('"').unwrap().0).collect();
    let unique: std::collections::BTreeSet<&&str> = ids.iter().collect();
    assert_eq!(ids.len(), unique.len());
    let levels = page.split("<h").skip(1).filter_map(|rest| rest.chars().next()?.to_digit(10)).collect::<Vec<_>>();
    assert_eq!(levels[0], 1);
    assert!(levels.windows(2).all(|pair| pair[1] <= pair[0] + 1), "{levels:?}");
}

#[test]
fn an_empty_folder_has_a_page_too() {
    let page = page("", "invoice_id,customer_id,issue_date,due_date,amount\n", "", Lang::En);
    for sentence in ["Nothing is owed.", "Nobody owes anything.", "Nothing is to be done today."] {
        assert!(page.contains(sentence), "{sentence}");
    }
}

/// Each element that is opened is closed, in order: what a validator would ask first.
#[test]
fn elements_are_closed_in_the_order_they_were_opened() {
    let page = page("", INVOICES, "", Lang::Fr);
    let mut open = Vec::new();
    for tag in page.split('<').skip(1).filter(|tag| !tag.starts_with('!')) {
        let (tag, _) = tag.split_once('>').unwrap();
        let name = tag.split([' ', '/']).find(|part| !part.is_empty()).unwrap();
        if tag.starts_with('/') {
            assert_eq!(open.pop(), Some(name));
        } else if !tag.ends_with('/') && !["meta", "br"].contains(&name) {
            open.push(name);
        }
    }
    assert!(open.is_empty(), "{open:?}");
}
