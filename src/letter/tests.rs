//! Letters filled from small ledgers, figures worked out by hand, strangers' text and all.

use super::content::build::Desk;
use super::run::enclosures::Shelf;
use super::run::press::print;
use super::run::printed::Printed;
use super::wording::templates::{Given, Templates};
use crate::diag::Diagnostic;
use crate::engine::allocation::allocate;
use crate::engine::history::History;
use crate::engine::penalties::Penalties;
use crate::engine::planning::plan;
use crate::law::rates::Rates;
use crate::model::{Amount, Lang, Ledger, Selection};
use crate::policy::{self, Policy};
use crate::testing::{day, eur, ledger};

const CREDITOR: &str = "extends = \"fr-b2b\"\n[creditor]\nname = \"Atelier Moreau\"\naddress_1 = \"8 rue des Copeaux\"\n\
    postal_code = \"49000\"\ncity = \"Angers\"\nsiren = \"907314629\"\nrcs = \"RCS Angers\"\niban = \"FR76 3099 9012 3400 0457 8912 140\"\n";

const CUSTOMERS: &str = "customer_id,name,address_1,postal_code,city,email,language\n\
    C1,Dupont & Fils,1 rue A,75001,Paris,a@dupont.example,\nC2,Smith Ltd,2 High St,,Leeds,,en\n";

const INVOICES: &str = "invoice_id,customer_id,issue_date,due_date,amount\n";

fn policy(text: &str) -> Policy {
    policy::load(text, "policy.toml").unwrap_or_else(|faults| panic!("{faults:?}"))
}

/// Prints what the plan of a day calls for and hands it to `see`.
fn printed<T>(
    ledger: &Ledger,
    policy: &Policy,
    as_of: &str,
    given: &[Given],
    see: impl FnOnce(Vec<Printed<'_>>, Vec<Diagnostic>) -> T,
) -> T {
    let balances = allocate(ledger, &policy.allocation, day(as_of)).balances;
    let rates = Rates::builtin();
    let penalties = Penalties::new(ledger, &balances, policy, &rates);
    let history = History::new(ledger, day(as_of));
    let plan = plan(ledger, &balances, policy, &Selection::ALL);
    let templates = Templates::new(given).unwrap_or_else(|faults| panic!("{faults:?}"));
    let desk =
        Desk { plan: &plan, balances: &balances, penalties: &penalties, history: &history, shelf: &Shelf::default() };
    let (documents, faults) = print(&desk, &templates);
    see(documents, faults)
}

/// Returns a letter as plain text.
fn text(one: &Printed<'_>) -> String {
    super::formats::text::set(&one.document, &one.draft.letter, one.draft.lang)
}

/// Returns the text with plain spaces.
fn plain(text: &str) -> String {
    text.replace(['\u{a0}', '\u{202f}'], " ")
}

#[test]
fn a_reminder_asks_for_what_is_open_less_credits() {
    // 1,200.00 less 200.00 paid on it is 1,000.00; 150.00 paid on an invoice not issued yet waits as credit.
    let invoices = format!("{INVOICES}F1,C1,2026-08-01,2026-08-31,1200.00\nF2,C1,2026-12-01,2026-12-31,500.00\n");
    let payments = "payment_id,date,amount,invoice_id\nP1,2026-08-20,200.00,F1\nP2,2026-08-20,150.00,F2\n";
    let ledger = ledger(CUSTOMERS, &invoices, payments, "");
    printed(&ledger, &policy(CREDITOR), "2026-09-07", &[], |documents, faults| {
        assert_eq!(faults, []);
        let [document] = documents.as_slice() else { panic!("{documents:?}") };
        let draft = &document.draft;
        assert_eq!(document.draft.stem, "C1__reminder__EUR");
        assert_eq!((draft.open, draft.credits, draft.total), (eur("1000"), eur("-150"), eur("850")));
        assert_eq!((draft.interest, draft.indemnity), (Amount::ZERO, Amount::ZERO));
        let text = plain(&text(document));
        for part in [
            "À : Dupont & Fils <a@dupont.example>",
            "Objet : Rappel : facture F1, échue le 31 août 2026",
            "F1       01/08/2026  31/08/2026  1 200,00  200,00  1 000,00     7 j",
            "Avoirs et règlements à déduire   -150,00 €",
            "Total à payer                     850,00 €",
            "IBAN FR76 3099 9012 3400 0457 8912 140",
            "À rappeler   : F1",
        ] {
            assert!(text.contains(part), "{part}\n{text}");
        }
    });
}

#[test]
fn a_line_says_what_it_is_and_what_was_paid_or_taken_off() {
    // 1,000.00: 100.00 paid, 50.00 credited, 60.00 of the 850.00 left disputed. The penalty note bears no VAT.
    let invoices = "invoice_id,customer_id,issue_date,due_date,amount,kind,applies_to\n\
        F1,C1,2026-08-01,2026-08-31,1000.00,,\nA1,C1,2026-08-05,2026-08-31,-50.00,credit_note,F1\n\
        P1,C1,2026-08-01,2026-08-31,12.00,penalty,\n";
    let payments = "payment_id,date,amount,invoice_id\nP1,2026-08-20,100.00,F1\n";
    let events = "date,event,invoice_id,amount\n2026-09-01,dispute_opened,F1,60.00\n";
    let ledger = ledger(CUSTOMERS, invoices, payments, events);
    printed(&ledger, &policy(CREDITOR), "2026-09-07", &[], |documents, faults| {
        assert_eq!(faults, []);
        let text = plain(&text(&documents[0]));
        for part in [
            "Objet : Rappel : 1 facture et 1 note de pénalités à régler",
            "Pièce            Émise le    Échéance   Montant   Réglé  Déduit  Réclamé  Retard",
            "Facture F1     01/08/2026  31/08/2026  1 000,00  100,00   50,00   790,00     7 j",
            "Note de        01/08/2026  31/08/2026     12,00    0,00       –    12,00     7 j\npénalités P1",
            "Montants en EUR, toutes taxes comprises ; les notes de pénalités ne portent pas\nde TVA.",
            "Déduit : avoirs, acomptes, escomptes et sommes abandonnées.",
            "Parts contestées, non réclamées ici : F1 (60,00).",
        ] {
            assert!(text.contains(part), "{part}\n{text}");
        }
    });
}

#[test]
fn a_penalty_letter_claims_the_very_figures_of_penalties() {
    // 1,000.00 from 1 to 30 September 2026 at 12.40 %: 1000 x 12.40 % x 30 / 365 = 10.1917..., that is 10.19.
    let invoices = format!("{INVOICES}F1,C2,2026-08-01,2026-08-31,1000.00\n");
    let events = "date,event,invoice_id,level\n2026-09-04,notice,F1,reminder\n2026-09-11,notice,F1,second-reminder\n\
        2026-09-18,notice,F1,call\n";
    let ledger = ledger(CUSTOMERS, &invoices, "", events);
    printed(&ledger, &policy(CREDITOR), "2026-09-30", &[], |documents, faults| {
        assert_eq!(faults, []);
        let draft = &documents[0].draft;
        assert_eq!((draft.interest, draft.indemnity, draft.total), (eur("10.19"), eur("40"), eur("1050.19")));
        assert_eq!((draft.lang, draft.level.name.as_str()), (Lang::En, "penalty-letter"));
        let text = plain(&text(&documents[0]));
        assert!(text.contains("Rate: 12.40% from 1 September 2026 to 30 September 2026 (ECB main"), "{text}");
        assert!(text.contains("\n2026-09-01  2026-09-30    30  1,000.00  12.40%     10.19\n"), "{text}");
        assert!(text.contains("our reminders (the last of 18 September"), "{text}");
        assert!(text.contains("€1,050.19 by 8 October 2026"), "{text}");
    });
}

#[test]
fn the_sums_can_be_done_again_where_a_part_is_disputed_and_a_part_was_charged() {
    // 600.00 x 12.40 % x 30 / 365 = 6.1150..., that is 6.12, without the disputed 400.00; 3.00 of it charged by the
    // note P1. Where the policy claims it all the same, 1,000.00 x 12.40 % x 30 / 365 = 10.19, less 3.00.
    let invoices = "invoice_id,customer_id,issue_date,due_date,amount,kind,applies_to\n\
        F1,C1,2026-08-01,2026-08-31,1000.00,,\nP1,C1,2026-09-20,2026-12-31,3.00,penalty,F1\n";
    let events = "date,event,invoice_id,level,amount\n2026-09-18,notice,F1,call,\n2026-09-19,dispute_opened,F1,,400\n";
    let ledger = ledger(CUSTOMERS, invoices, "", events);
    let said = |policy: &Policy, interest: &str, parts: &[&str]| {
        printed(&ledger, policy, "2026-09-30", &[], |documents, faults| {
            assert_eq!(faults, []);
            let draft = &documents[0].draft;
            assert_eq!((draft.open, draft.interest, draft.indemnity), (eur("600"), eur(interest), eur("40")));
            let text = plain(&text(&documents[0]));
            for part in parts {
                assert!(text.contains(part), "{part}\n{text}");
            }
        });
    };
    let without = [
        "01/09/2026  30/09/2026     30  600,00  12,40 %      6,12",
        "Les intérêts de la part contestée ne sont pas réclamés ici",
    ];
    said(&policy(CREDITOR), "3.12", &without);
    let claimed = policy(&format!("{CREDITOR}[penalties]\ndisputed = \"claimed\"\n"));
    said(
        &claimed,
        "7.19",
        &[
            "Du                  Au  Jours      Base     Taux  Intérêts",
            "01/09/2026  30/09/2026     30  1 000,00  12,40 %     10,19",
            "Intérêts = base × taux annuel × jours / 365, arrondis ligne par ligne.",
            "Les intérêts courent sur toute la somme impayée, part contestée comprise.",
            "À déduire, pour avoir été abandonné, facturé à part ou payé : pénalités",
            "10,19 − 3,00 = 7,19.",
            "dans ce délai, nous vous adresserons une\nmise en demeure.",
        ],
    );
}

#[test]
fn a_letter_speaks_of_past_reminders_of_deadlines_and_of_formal_notices_only_where_there_are_some() {
    let procedure = "[[procedure]]\nname = \"short\"\n\
        [[procedure.level]]\nname = \"before\"\ndays_after_due = -7\nchannel = \"email\"\ntemplate = \"pre-due\"\n\
        [[procedure.level]]\nname = \"last\"\ndays_after_due = 30\nchannel = \"letter\"\n\
        template = \"penalty-letter\"\nclaims_penalties = true\n";
    let invoices = format!("{INVOICES}F1,C1,2026-08-01,2026-08-31,1000.00\n");
    let events = "date,event,invoice_id,level\n2026-08-24,notice,F1,before\n";
    let ledger = ledger(CUSTOMERS, &invoices, "", events);
    printed(&ledger, &policy(&format!("{CREDITOR}{procedure}")), "2026-09-30", &[], |documents, faults| {
        assert_eq!(faults, []);
        let text = plain(&text(&documents[0]));
        assert!(text.contains("À ce jour, la facture suivante demeure impayée"), "{text}");
        for absent in ["Malgré", "dans ce délai", "mise en demeure"] {
            assert!(!text.contains(absent), "{absent}\n{text}");
        }
    });
}

#[test]
fn a_consumer_is_told_the_rate_in_figures_where_it_is_known() {
    // The legal rate of claims held by professionals is 2.75 % in the second half of 2026.
    let of = |as_of: &str, see: &dyn Fn(&str)| {
        let customers = "customer_id,name,kind,address_1,postal_code,city\nC1,Dupont,consumer,1 rue A,75001,Paris\n";
        let invoices = format!("{INVOICES}F1,C1,2026-08-01,2026-08-31,1000.00\n");
        let events = "date,event,invoice_id,level\n2026-09-30,call,F1,call\n";
        printed(&ledger(customers, &invoices, "", events), &policy(CREDITOR), as_of, &[], |documents, faults| {
            assert_eq!(faults, []);
            see(&plain(&text(&documents[0])).replace('\n', " "));
        });
    };
    let told = "le principal réclamé porte intérêt, au taux annuel de 2,75 % jusqu’au 31 décembre 2026, puis à celui de \
        chaque semestre (taux d’intérêt légal ; articles 1231-6 et";
    of("2026-10-30", &|text| assert!(text.contains(told), "{text}"));
    // The rate of 2027 is not known: interest runs all the same (C. civ. 1344-1).
    let told = "porte intérêt, au taux de retard de chaque semestre (taux d’intérêt légal ; articles 1231-6 et";
    of("2026-12-31", &|text| assert!(text.contains(told) && !text.contains("taux annuel"), "{text}"));
}

/// Returns a customer who is due for a formal notice on 30 October 2026, with that name and address.
fn formal(customer: &str) -> Ledger {
    let customers = format!("customer_id,name,address_1,postal_code,city\n{customer}\n");
    let invoices = format!("{INVOICES}F1,C1,2026-08-01,2026-08-31,1000.00\n");
    let events = "date,event,invoice_id,level\n2026-09-30,notice,F1,penalty-letter\n";
    ledger(&customers, &invoices, "", events)
}

#[test]
fn a_formal_notice_is_refused_with_the_list_of_what_is_missing() {
    printed(&formal("C1,Dupont,,,"), &policy("extends = \"fr-b2b\"\n"), "2026-10-30", &[], |documents, faults| {
        assert!(documents.is_empty());
        let [fault] = faults.as_slice() else { panic!("{faults:?}") };
        assert_eq!(fault.code.slug, "letter-content-missing");
        assert_eq!(
            fault.sentence.en,
            "the formal notice to customer C1 cannot be written without: the creditor's name, the creditor's street, \
             the creditor's postal code, the creditor's town, the creditor's SIREN, the creditor's register or legal \
             form, the IBAN to pay to, the customer's street, the customer's postal code, the customer's town"
        );
        let place = |i: usize| (fault.places[i].file.as_str(), fault.places[i].line, fault.places[i].column.as_deref());
        assert_eq!(place(6), ("policy.toml", None, Some("creditor.iban")));
        assert_eq!(place(8), ("customers.csv", Some(2), Some("postal_code")));
    });
    printed(&formal("C1,Dupont,1 rue A,75001,Paris"), &policy(CREDITOR), "2026-10-30", &[], |documents, faults| {
        assert_eq!(faults, []);
        let text = plain(&text(&documents[0]));
        assert!(
            text.contains("Objet : Mise en demeure de payer") && text.contains("au plus tard le 16 novembre 2026"),
            "{text}"
        );
    });
}

#[test]
fn a_formal_notice_for_which_the_indemnity_alone_is_left_is_written_and_cites_its_article() {
    // 60 days of 1,000.00 at 12.40 %: 20.38 of interest, all of it and no more charged by the note N1.
    let customers = "customer_id,name,address_1,postal_code,city\nC1,Dupont,1 rue A,75001,Paris\n";
    let invoices = "invoice_id,customer_id,issue_date,due_date,amount,kind,applies_to\n\
        F1,C1,2026-08-01,2026-08-31,1000.00,,\nN1,C1,2026-10-30,2026-12-31,20.38,penalty,F1\n";
    let events = "date,event,invoice_id,level\n2026-10-06,notice,F1,penalty-letter\n";
    let ledger = ledger(customers, invoices, "", events);
    printed(&ledger, &policy(CREDITOR), "2026-10-30", &[], |documents, faults| {
        assert_eq!(faults, []);
        let draft = &documents[0].draft;
        assert!(draft.level.formal_notice);
        assert_eq!((draft.interest, draft.indemnity, draft.total), (eur("0"), eur("40"), eur("1040")));
        let text = plain(&text(&documents[0]));
        assert!(
            text.contains("indemnité forfaitaire pour frais de recouvrement (article\nD441-5 du Code de commerce)"),
            "{text}"
        );
        assert!(!text.contains("L441-10"), "{text}");
    });
}

#[test]
fn a_replaced_formal_notice_must_still_be_one() {
    let given = Given {
        lang: Lang::Fr,
        name: "formal-notice".to_owned(),
        file: "letter-templates/fr/formal-notice.md.hbs".to_owned(),
        text: "# Bonjour\n\nMerci de payer {{total}}.\n".to_owned(),
    };
    printed(
        &formal("C1,Dupont,1 rue A,75001,Paris"),
        &policy(CREDITOR),
        "2026-10-30",
        &[given],
        |documents, faults| {
            assert!(documents.is_empty());
            assert!(
            faults[0].sentence.en.ends_with(
                "the words \"formal notice\", the last day to pay, {{deadline}}, the table of invoices, {{> items}}, \
                 the table of interest and indemnity, {{> penalties}}, how to pay, {{> payment}}, \
                 what interest and indemnity rest on, {{penalties.basis}}"
            ),
            "{faults:?}"
        );
        },
    );
}

#[test]
fn all_that_a_formal_notice_lacks_is_said_at_once_and_where_to_put_it() {
    // No street of the creditor's, no town of the customer's, and a wording without the table of invoices.
    let given = Given {
        lang: Lang::Fr,
        name: "formal-notice".to_owned(),
        file: "letter-templates/fr/formal-notice.md.hbs".to_owned(),
        text: "# Mise en demeure\n\n{{total}} avant le {{deadline}} ({{penalties.basis}}).\n\n{{> penalties}}\n{{> payment}}\n"
            .to_owned(),
    };
    let creditor = CREDITOR.replace("address_1 = \"8 rue des Copeaux\"\n", "");
    printed(&formal("C1,Dupont,1 rue A,75001,"), &policy(&creditor), "2026-10-30", &[given], |documents, faults| {
        assert!(documents.is_empty());
        let [fault] = faults.as_slice() else { panic!("{faults:?}") };
        let places: Vec<_> = fault.places.iter().map(|place| (place.file.as_str(), place.column.as_deref())).collect();
        assert_eq!(
            places,
            [
                ("policy.toml", Some("creditor.address_1")),
                ("customers.csv", Some("city")),
                ("letter-templates/fr/formal-notice.md.hbs", None),
            ]
        );
    });
}

#[test]
fn strangers_text_comes_out_as_harmless_text() {
    let name = "Evil {{total}} <script>\u{1b}[2J\u{202e}*x* `y` [z](javascript:1) #1 \u{0}";
    let long = "L".repeat(10_000);
    let customers = format!("customer_id,name,email\n../../etc,{name},x@y.example\n=cmd|' /C calc'!A0,{long},\n");
    let invoices = format!(
        "{INVOICES}F/../1,../../etc,2026-08-01,2026-08-31,10.00\nF2,=cmd|' /C calc'!A0,2026-08-01,2026-08-31,10.00\n"
    );
    printed(&ledger(&customers, &invoices, "", ""), &policy(CREDITOR), "2026-09-07", &[], |documents, faults| {
        assert_eq!((faults.len(), documents.len()), (0, 2));
        for document in &documents {
            assert!(
                document.draft.stem.bytes().all(|b| b.is_ascii_alphanumeric() || b"._-".contains(&b)),
                "{}",
                document.draft.stem
            );
            assert!(!document.draft.stem.starts_with('.'));
            for line in text(document).lines() {
                assert!(unicode_width::UnicodeWidthStr::width(line) <= 80, "{line}");
                assert!(!line.chars().any(|c| c.is_control() || c == '\u{202e}'), "{line}");
            }
        }
        let all = text(&documents[0]).replace('\n', " ");
        assert!(
            all.contains("À\u{a0}: Evil {{total}} <script> [2J*x* `y` [z](javascript:1) #1 <x@y.example>"),
            "{all}"
        );
    });
}

#[test]
fn a_template_that_names_what_a_letter_lacks_is_refused_with_its_line() {
    let given = |text: &str| Given {
        lang: Lang::Fr,
        name: "reminder".to_owned(),
        file: "letter-templates/fr/reminder.md.hbs".to_owned(),
        text: text.to_owned(),
    };
    let ledger = ledger(CUSTOMERS, &format!("{INVOICES}F1,C1,2026-08-01,2026-08-31,10.00\n"), "", "");
    printed(&ledger, &policy(CREDITOR), "2026-09-07", &[given("# a\n\nb\n{{deadline}}\n")], |documents, faults| {
        assert!(documents.is_empty());
        assert_eq!((faults[0].code.slug, faults[0].places[0].line), ("template-value-missing", Some(4)));
        assert!(faults[0].sentence.en.contains("\"deadline\""), "{faults:?}");
    });
    let slug = |text: &str| match Templates::new(&[given(text)]) {
        Ok(_) => panic!("{text} is accepted"),
        Err(faults) => (faults[0].code.slug, faults[0].places[0].line),
    };
    assert_eq!(slug("# a\n\n{{#if dedline}}x{{/if}}"), ("template-name-unknown", Some(3)));
    assert_eq!(slug("# a\n\n{{{total}}}"), ("template-invalid", Some(3)));
    assert_eq!(slug("# a\n{{#if total}}x"), ("template-invalid", Some(2)));
    assert_eq!(slug(&"{{#if total}}".repeat(30)), ("template-invalid", None));
    assert_eq!(slug(&"x".repeat(40_000)), ("template-invalid", None));
    assert_eq!(slug(&format!("{{{{x {}", "(".repeat(10_000))), ("template-invalid", None));
}
