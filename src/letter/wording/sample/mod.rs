//! The fullest letter there is: templates are checked against it, and shown with it.

mod items;

use self::items::items;
use crate::letter::content::past::{Contested, Paid, Pledge, Returned, Sent, Story};
use crate::letter::model::{
    Account, Addressee, Claim, Discount, Enclosed, Instalment, Lawsuit, Letter, Movement, NextRate, Outcome, Payment,
    Penalties, PieceLine, RateLine, Running, Said, Sender, Unapplied,
};
use crate::letter::words;
use crate::model::{InvoiceKind, Lang};

/// Returns a letter in which nothing is absent, in one language; its figures are those of no customer.
pub fn fullest(lang: Lang) -> Letter {
    // English beside French, so that both say the same.
    let say = |en: &str, fr: &str| lang.pick((en, fr)).to_owned();
    let words = |en: &str, fr: &str| say(en, fr).replace(' ', "\u{a0}");
    let lines = |lines: &[&str]| lines.iter().map(|line| (*line).to_owned()).collect::<Vec<String>>();
    let (kind, _) = words::kind(InvoiceKind::Invoice, lang);
    let [first, second, third] = items(lang);
    let instalment = |number: &str, en: &str, fr: &str, in_words: (&str, &str)| Instalment {
        number: number.to_owned(),
        due: say(en, fr),
        due_on: words(in_words.0, in_words.1),
        amount: say("665.25", "665,25"),
    };
    let customer = Addressee {
        id: "C-042".to_owned(),
        name: "Société L’Épi & Fils".to_owned(),
        address: lines(&["3 quai de la Loire", "Bâtiment B", "44000 Nantes"]),
        contact: Some("M. Jean Lebrun".to_owned()),
        email: Some("fournisseurs@lepi.example".to_owned()),
        phone: Some("02 40 00 00 00".to_owned()),
        owner: Some("Claire Moreau".to_owned()),
        siren: Some("987\u{a0}654\u{a0}324".to_owned()),
        language: Some(lang.pick(("French", "anglais"))),
    };
    Letter {
        notice_id: "N-20260901-3f9a2c7b51d0".to_owned(),
        level: "formal-notice".to_owned(),
        channel: "registered",
        date: words("1 September 2026", "1er septembre 2026"),
        place: Some("Tours".to_owned()),
        sender: Sender {
            name: Some("Atelier Moreau".to_owned()),
            legal: vec![
                say("SARL with share capital of €10,000", "SARL au capital de 10\u{202f}000\u{a0}€"),
                "SIREN 123\u{a0}456\u{a0}782 – RCS Tours".to_owned(),
                say("VAT no. FR15123456782", "TVA FR15123456782"),
            ],
            address: lines(&["12 rue des Tanneurs", "37000 Tours"]),
            contact: Some("Claire Moreau".to_owned()),
            phone: Some("02 47 00 00 00".to_owned()),
            email: Some("compta@atelier-moreau.example".to_owned()),
        },
        customer: customer.clone(),
        single: Some(first.clone()),
        items: vec![first, second],
        others: vec![third],
        // 1,450.50 late, 40.00 of it promised, 300.00 not due, 45.00 disputed, 15.00 refunded and taken back, less
        // 120.00.
        account: Some(Account {
            late: Some(say("€1,450.50", "1\u{202f}450,50\u{a0}€")),
            not_due: Some(say("€300.00", "300,00\u{a0}€")),
            disputed: Some(say("€45.00", "45,00\u{a0}€")),
            awaited: Some(say("€40.00", "40,00\u{a0}€")),
            to_pay: Some(say("€1,290.50", "1\u{202f}290,50\u{a0}€")),
            taken_back: Some(say("€15.00", "15,00\u{a0}€")),
            unapplied: vec![Unapplied {
                what: say("payment P-31", "règlement P-31"),
                date: say("2026-08-12", "12/08/2026"),
                amount: say("-120.00", "-120,00"),
            }],
            balance: say("€1,690.50", "1\u{202f}690,50\u{a0}€"),
            nothing_owed: false,
            for_court: false,
            running: Some(running(lang)),
        }),
        claim: Some(Claim {
            judgment: words("24 August 2026", "24 août 2026"),
            published: Some(words("28 August 2026", "28 août 2026")),
            declare_by: Some(words("28 October 2026", "28 octobre 2026")),
            relief_by: Some(words("28 February 2027", "28 février 2027")),
            debtor: customer,
            overdue: Some(say("€1,450.50", "1\u{202f}450,50\u{a0}€")),
            not_due: Some(say("€300.00", "300,00\u{a0}€")),
            set_off: Some(say("€120.00", "120,00\u{a0}€")),
            lawsuits: vec![Lawsuit {
                number: "F-2026-0117".to_owned(),
                since: words("3 August 2026", "3 août 2026"),
                court: Some(say(
                    "Nantes commercial court, case 2026-0412",
                    "tribunal de commerce de Nantes, RG 2026-0412",
                )),
            }],
            retention_of_title: true,
            foreign_currency: true,
        }),
        // 1,450.50 - 120.00 = 1,330.50, in two.
        schedule: vec![
            instalment("1", "2026-09-15", "15/09/2026", ("15 September 2026", "15 septembre 2026")),
            instalment("2", "2026-10-15", "15/10/2026", ("15 October 2026", "15 octobre 2026")),
        ],
        return_by: Some(words("14 September 2026", "14 septembre 2026")),
        all_late: true,
        only_invoices: true,
        kinds: if lang == Lang::Fr { "factures" } else { "invoices" },
        count: "2".to_owned(),
        counted: say("2 invoices", "2 factures"),
        currency: "EUR",
        open: say("€1,450.50", "1\u{202f}450,50\u{a0}€"),
        credits: Some(say("-€120.00", "-120,00\u{a0}€")),
        interest: Some(say("€21.21", "21,21\u{a0}€")),
        indemnity: Some(say("€80.00", "80,00\u{a0}€")),
        indemnity_apart: Some(say("$40.00", "40,00\u{a0}$")),
        total: say("€1,431.71", "1\u{202f}431,71\u{a0}€"),
        after_principal: Some(say("€1,330.50", "1\u{202f}330,50\u{a0}€")),
        total_in_words: say(
            "one thousand, four hundred and thirty-one euros and seventy-one cents",
            "mille quatre cent trente et un euros et soixante et onze centimes",
        ),
        // 2 % of 1,450.50.
        discount: Some(Discount {
            amount: say("€29.01", "29,01\u{a0}€"),
            total: say("€1,402.70", "1\u{202f}402,70\u{a0}€"),
            until: words("10 September 2026", "10 septembre 2026"),
        }),
        deadline: Some(words("16 September 2026", "16 septembre 2026")),
        deadline_days: Some("15".to_owned()),
        payment: Some(Payment {
            iban: "FR76\u{a0}3000\u{a0}1007\u{a0}9412\u{a0}3456\u{a0}7890\u{a0}185".to_owned(),
            bic: Some("BDFEFRPPCCT".to_owned()),
            reference: "F-2026-0117, F-2026-0142".to_owned(),
            transfer: Some(
                "BCD\n002\n1\nSCT\nBDFEFRPPCCT\nAtelier Moreau\nFR7630001007941234567890185\nEUR1431.71\n\n\n\
                    F-2026-0117, F-2026-0142"
                    .to_owned(),
            ),
        }),
        penalties: Penalties {
            basis: say(
                "articles L441-10 II and D441-5 of the French Commercial Code",
                "articles L441-10 II et D441-5 du Code de commerce",
            ),
            rates: vec![RateLine {
                rate: say("12.40%", "12,40\u{a0}%"),
                source: say("ECB rate plus 10\u{a0}points", "taux de la BCE majoré de 10\u{a0}points"),
                from: words("16 July 2026", "16 juillet 2026"),
                to: words("1 September 2026", "1er septembre 2026"),
            }],
            // 1,060.00 x 12.40 % x 48 / 365 = 17.285..., of which 0.98 was given up; 450.50 x 12.40 % x 32 / 365.
            pieces: vec![
                PieceLine {
                    number: "F-2026-0117".to_owned(),
                    from: say("2026-07-16", "16/07/2026"),
                    to: say("2026-09-01", "01/09/2026"),
                    days: "48".to_owned(),
                    base: say("1,060.00", "1\u{202f}060,00"),
                    rate: say("12.40%", "12,40\u{a0}%"),
                    interest: say("17.29", "17,29"),
                },
                PieceLine {
                    number: "F-2026-0142 (2/3)".to_owned(),
                    from: say("2026-08-01", "01/08/2026"),
                    to: say("2026-09-01", "01/09/2026"),
                    days: "32".to_owned(),
                    base: say("450.50", "450,50"),
                    rate: say("12.40%", "12,40\u{a0}%"),
                    interest: say("4.90", "4,90"),
                },
            ],
            base_notes: vec![say(
                "A payment pays first the interest that has run (C. civ. 1343-1): the base is the principal that it leaves.",
                "Un règlement paie d’abord les intérêts courus (C. civ. 1343-1) : la base est le principal qu’il laisse.",
            )],
            bearing: true,
            running: true,
            starting: true,
            fixed_sum: true,
            next_rate: Some(NextRate {
                rate: say("2.75%", "2,75\u{a0}%"),
                source: say("legal interest rate", "taux d’intérêt légal"),
                until: Some(words("31 December 2026", "31 décembre 2026")),
            }),
            next_source: Some(say("legal interest rate", "taux d’intérêt légal")),
            rounded_once: false,
            rounded_daily: false,
            on_disputed: true,
            less_disputed: true,
        },
        copies: lines(&["direction@atelier-moreau.example"]),
        enclosures: vec![Enclosed { kind, number: "F-2026-0117".to_owned() }],
        barred: false,
        partly_barred: true,
        credit_hold: true,
        business: true,
        foreign_law: false,
        abroad: true,
        european_order: true,
        public: true,
        consumer: true,
        formal_notice_next: true,
        last_notice: Some(words("17 August 2026", "17 août 2026")),
        story: story(lang),
        history: vec![
            Said {
                date: say("2026-08-17", "17/08/2026"),
                what: say("second reminder (e-mail)", "deuxième relance (courriel)"),
                invoice: Some("F-2026-0117".to_owned()),
                note: Some(say("no answer", "sans réponse")),
            },
            Said {
                date: say("2026-07-20", "20/07/2026"),
                what: say("promise to pay", "promesse de payer"),
                invoice: None,
                note: None,
            },
        ],
        outcomes: vec![
            Outcome {
                code: "promise",
                title: say("promise", "promesse"),
                what: say("promises to pay: which sum, by which day", "promet de payer : quelle somme, pour quel jour"),
                commands: vec![
                    lines(&[
                        &say("relance record promise", "relance noter promesse"),
                        "--customer-id C-042",
                        "--invoice-id F-2026-0117",
                        "--amount 1000.00",
                        &say("--until YYYY-MM-DD", "--until AAAA-MM-JJ"),
                    ]),
                    lines(&[
                        &say("relance record promise", "relance noter promesse"),
                        "--customer-id C-042",
                        "--invoice-id F-2026-0142",
                        "--instalment 2/3",
                        "--amount 330.50",
                        &say("--until YYYY-MM-DD", "--until AAAA-MM-JJ"),
                    ]),
                ],
            },
            Outcome {
                code: "no-answer",
                title: say("no-answer", "sans réponse"),
                what: say(
                    "nobody answered, or a machine: the call is still to be made",
                    "personne n’a répondu, ou un répondeur : l’appel reste à faire",
                ),
                commands: vec![lines(&[
                    &say("relance record call", "relance noter appel"),
                    "--customer-id C-042",
                    &say("--note 'no answer'", "--note 'sans réponse'"),
                ])],
            },
        ],
    }
}

fn running(lang: Lang) -> Running {
    let say = |en: &str, fr: &str| lang.pick((en, fr)).to_owned();
    let movement = |date: (&str, &str), what: (&str, &str), change: (&str, &str), is_debit, balance: (&str, &str)| {
        let figure = say(change.0, change.1);
        let (debit, credit) = if is_debit { (Some(figure), None) } else { (None, Some(figure)) };
        Movement {
            date: say(date.0, date.1),
            what: say(what.0, what.1),
            debit,
            credit,
            balance: say(balance.0, balance.1),
        }
    };
    let mut movements = vec![
        movement(
            ("2026-08-15", "15/08/2026"),
            ("Invoice F-2026-0171, due 2026-09-15", "Facture F-2026-0171, échéance 15/09/2026"),
            ("300.00", "300,00"),
            true,
            ("1,960.50", "1\u{202f}960,50"),
        ),
        movement(
            ("2026-08-20", "20/08/2026"),
            ("Payment P-30 (F-2026-0117)", "Règlement P-30 (F-2026-0117)"),
            ("150.00", "150,00"),
            false,
            ("1,810.50", "1\u{202f}810,50"),
        ),
        movement(
            ("2026-08-22", "22/08/2026"),
            ("Payment P-31", "Règlement P-31"),
            ("120.00", "120,00"),
            false,
            ("1,690.50", "1\u{202f}690,50"),
        ),
    ];
    // Nothing is absent of the first one: templates are checked against it.
    movements[0].credit = Some(say("0.00", "0,00"));
    Running {
        since: say("1\u{a0}August\u{a0}2026", "1er\u{a0}août\u{a0}2026"),
        brought_on: say("2026-07-31", "31/07/2026"),
        // 1,260.00 - 50.00 + 450.50.
        brought: say("1,660.50", "1\u{202f}660,50"),
        movements,
        debits: say("300.00", "300,00"),
        credits: say("270.00", "270,00"),
    }
}

fn story(lang: Lang) -> Story {
    let say = |en: &str, fr: &str| lang.pick((en, fr)).to_owned();
    let words = |en: &str, fr: &str| say(en, fr).replace(' ', "\u{a0}");
    let formal_notice = Sent {
        level: say("formal notice", "mise en demeure"),
        date: words("17 August 2026", "17 août 2026"),
        number: Some("1A 234 567 8901 2".replace(' ', "\u{a0}")),
    };
    let pledge = |made: (&str, &str), until: (&str, &str), amount: (&str, &str), kept| Pledge {
        made: words(made.0, made.1),
        until: words(until.0, until.1),
        amount: Some(say(amount.0, amount.1)),
        kept,
        broken: !kept,
    };
    Story {
        despite: Some(say(
            "our formal notice of 17 August 2026 (registered letter 1A 234 567 8901 2), your payment of €150.00 of 10 \
                August 2026 and your undertaking of 20 July 2026",
            "notre mise en demeure du 17 août 2026 (lettre recommandée n° 1A 234 567 8901 2), votre versement de \
                150,00\u{a0}€ du 10 août 2026 et votre engagement du 20 juillet 2026",
        )),
        last_payment: Some(Paid {
            amount: say("€150.00", "150,00\u{a0}€"),
            date: words("10 August 2026", "10 août 2026"),
        }),
        returned: Some(Returned {
            what: if lang == Lang::Fr { "Votre chèque" } else { "Your cheque" },
            amount: say("€1,000.00", "1\u{202f}000,00\u{a0}€"),
            date: words("11 August 2026", "11 août 2026"),
            on: words("14 August 2026", "14 août 2026"),
        }),
        promise: Some(pledge(
            ("20 July 2026", "20 juillet 2026"),
            ("31 July 2026", "31 juillet 2026"),
            ("€500.00", "500,00\u{a0}€"),
            false,
        )),
        plan: Some(pledge(
            ("1 June 2026", "1er juin 2026"),
            ("30 June 2026", "30 juin 2026"),
            ("€300.00", "300,00\u{a0}€"),
            true,
        )),
        dispute: Some(Contested {
            since: words("3 August 2026", "3 août 2026"),
            reason: Some(say("an article is missing", "un article manque")),
        }),
        notices: vec![formal_notice.clone()],
        formal_notice: Some(formal_notice),
    }
}
