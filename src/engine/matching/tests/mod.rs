//! Receipts and what is found of them: what is posted must be right without exception.

mod again;
mod ids;
mod returns;

use proptest::prelude::*;

use super::*;
use crate::engine::allocation::allocate;
use crate::model::Lang;
use crate::policy;
use crate::testing::{day, with_suspense};

const CUSTOMERS: &str = "customer_id,name,iban\n\
    C1,Dupont & Fils SARL,\nC2,Boulangerie Martin,FR7630001007941234567890185\nC3,Garage Leroy,\n\
    C4,Garage Leroy,\nC5,Martin Conseil,DE89370400440532013000\n";

const INVOICES: &str = "invoice_id,customer_id,issue_date,due_date,amount,kind,discount_rate,discount_until,currency,discount_rate_2,discount_until_2\n\
    F26-001,C1,2026-01-05,2026-02-04,120.00,,,,\nF26-002,C1,2026-01-10,2026-02-09,80.00,,,,\n\
    F26-003,C1,2026-01-10,2026-02-19,1000.00,,2,2026-02-28,,3,2026-02-05\nF26-010,C2,2026-01-12,2026-02-11,300.00,,,,\nF26-011,C2,2026-01-12,2026-03-11,300.00,,,,\n\
    F26-012,C2,2026-01-12,2026-03-12,55.00,,,,\n\
    12,C3,2026-01-12,2026-02-11,450.00,,,,\n20260106,C3,2026-01-12,2026-02-11,77.00,,,,\n\
    0098765,C3,2026-01-12,2026-02-11,91.00,,,,\n732829320,C3,2026-01-12,2026-02-11,92.00,,,,\n\
    A-2026-12,C4,2026-01-12,2026-02-11,60.00,,,,\nA-202612,C5,2026-01-12,2026-02-11,61.00,,,,\n\
    U-2026-001,C5,2026-01-12,2026-02-11,61.00,,,,USD\n";

const SUSPENSE: &str = "payment_id,date,amount,payer,payer_account,reference,currency,customer_id\n";

/// Returns what is found of a receipt of those cells: amount, payer, account, words.
fn found(cells: [&str; 4]) -> String {
    told_with("", cells)
}

fn told_with(payments: &str, [amount, payer, account, words]: [&str; 4]) -> String {
    let suspense = format!("{SUSPENSE}B-1,2026-02-10,{amount},{payer},{account},{words},,\n");
    told(payments, &suspense).remove(0)
}

/// Returns what is found of each receipt: `post C1 F26-001 120.00`, `same P1`, `wait name-and-sum C3: 12`.
fn told(payments: &str, suspense: &str) -> Vec<String> {
    told_of(&with_suspense(CUSTOMERS, INVOICES, payments, "", suspense))
}

fn told_of(ledger: &Ledger) -> Vec<String> {
    let policy = policy::load("[allocation]\ntolerance = \"1.00\"\n", "policy.toml").unwrap();
    let balances = allocate(ledger, &policy.allocation, day("2026-12-31")).balances;
    let verdicts = matched(ledger, &balances, &policy, day("2026-12-31"));
    let ids = |payments: &[PaymentId]| payments.iter().map(|&id| ledger.payment_id(id)).collect::<Vec<_>>().join(" ");
    let one = |verdict: &Verdict<'_>| match &verdict.outcome {
        Outcome::Post { customer, parts, instead, .. } => {
            let taken = |&(id, amount): &(PaymentId, Amount)| {
                format!(" {} {}", ledger.payment_id(id), amount.to_decimal(verdict.receipt.currency))
            };
            let instead = instead.iter().map(taken).collect::<String>();
            let instead = if instead.is_empty() { instead } else { format!(" for{instead}") };
            let part = |part: &Part| {
                let invoice = part.invoice.map_or("-", |number| ledger.number(number));
                format!(" {invoice} {}", part.amount.to_decimal(verdict.receipt.currency))
            };
            let parts = parts.iter().map(part).collect::<String>();
            format!("post {}{parts}{instead}", ledger.customer(*customer).id)
        }
        Outcome::Reverse(payments) => format!("reverse {}", ids(payments)),
        Outcome::Same(payments) => format!("same {}", ids(payments)),
        Outcome::Batch(ids) => format!("batch {}", ids.join(" ")),
        Outcome::Wait(candidates) => {
            let evidence = candidates.first().map_or("", |best| best.evidence.word());
            format!("wait {evidence} {}", verdict.candidates_in_words(ledger)).trim_end().to_owned()
        }
    };
    verdicts.iter().map(one).collect()
}

#[test]
fn a_number_that_can_be_nothing_else_is_certain() {
    for words in [
        "VIR SEPA FACTURE F26-001",
        "VIR F26 001",
        "VIR REF.F26001 MERCI",
        "f26-0001",
        "FACT N°F26-001",
        "F26-001/",
        "/RFB/F26-001 FR76 3000 1007 9412 3456 7890 185",
    ] {
        assert_eq!(found(["120.00", "", "", words]), "post C1 F26-001 120.00", "{words}");
    }
    // The rest of what a named invoice is paid stays with it; a part is a part.
    assert_eq!(found(["150.00", "", "", "F26-001"]), "post C1 F26-001 150.00");
    assert_eq!(found(["20.00", "", "", "F26-001"]), "post C1 F26-001 20.00");
    assert_eq!(found(["91.00", "", "", "VIR 0098765"]), "post C3 0098765 91.00");
    assert_eq!(found(["91.00", "", "", "VIR 98765 MERCI"]), "post C3 0098765 91.00");
}

#[test]
fn what_may_be_a_day_an_amount_or_a_registration_is_no_number() {
    for (amount, words) in [
        ("77.00", "VIR DU 20260106"),
        ("450.00", "CHEQUE 12"),
        ("450.00", "LOT 12"),
        ("98765.00", "VIR 98765"),
        ("987.65", "VIR 98765"),
        ("92.00", "SIREN 732829320"),
        ("92.00", "VIR 732 829 320"),
        ("91.00", "TEL 0098765"),
        ("120.00", "F26-001-2"),
        ("120.00", "F26-001.45"),
        ("1.00", "98765 EUR"),
    ] {
        assert!(found([amount, "", "", words]).starts_with("wait"), "{words}: {}", found([amount, "", "", words]));
    }
    // As candidates they are named all the same, where the sum agrees.
    assert_eq!(found(["77.00", "", "", "VIR DU 20260106"]), "wait likely-number C3: 20260106");
}

#[test]
fn a_short_number_as_it_is_written_is_certain_where_the_sum_or_the_name_agrees() {
    let customers = "customer_id,name\nC1,Beta Conseil\nC2,Gamma Transports\n";
    let invoices = "invoice_id,customer_id,issue_date,due_date,amount,discount_rate,discount_until\n\
        FA12,C1,2026-01-05,2026-02-04,700.00,2,2026-02-28\nFA13,C1,2026-01-05,2026-02-05,50.00,,\n\
        F1,C1,2026-01-05,2026-02-06,33.00,,\nFR76,C1,2026-01-05,2026-02-06,34.00,,\nMARS-26,C1,2026-01-05,2026-02-06,35.00,,\n\
        G/7,C2,2026-01-05,2026-02-06,80.00,,\n12,C2,2026-01-05,2026-02-06,81.00,,\n";
    let one = |[amount, payer, words]: [&str; 3]| {
        let suspense = format!("{SUSPENSE}B-1,2026-02-10,{amount},{payer},,{words},,\n");
        told_of(&with_suspense(customers, invoices, "", "", &suspense)).remove(0)
    };
    for (cells, posted) in [
        (["700.00", "", "FACTURE FA12"], "post C1 FA12 700.00"),
        (["686.00", "", "fact. fa12 merci"], "post C1 FA12 686.00"),
        (["750.00", "", "FA12+FA13"], "post C1 FA12 700.00 FA13 50.00"),
        (["80.00", "", "VIR G/7"], "post C2 G/7 80.00"),
        (["33.00", "", "FACTURE F1"], "post C1 F1 33.00"),
        // His name, and a part of it.
        (["200.00", "BETA CONSEIL", "ACOMPTE FA12"], "post C1 FA12 200.00"),
    ] {
        assert_eq!(one(cells), posted, "{cells:?}");
    }
    for cells in [
        // Neither the sum nor the name, or somebody else's name, agrees; two letters and digits need the sum.
        ["200.00", "", "FACTURE FA12"],
        ["700.00", "GAMMA TRANSPORTS", "FACTURE FA12"],
        ["700.00", "", "GAMMA TRANSPORTS FA12"],
        ["20.00", "BETA CONSEIL", "F1"],
        // Invoices of two customers; a number that goes on, or that others are beside.
        ["780.00", "", "FA12 G/7"],
        ["700.00", "", "FA12-2"],
        ["33.00", "", "F1 2026"],
        ["33.00", "", "05 F1"],
        ["34.00", "", "FR76 3000 1007"],
        ["35.00", "", "LOYER MARS-26"],
        ["700.00", "", "CLIENT FA12"],
        // Blanks part words from digits: a lot, a cheque.
        ["700.00", "", "FA 12"],
        ["81.00", "", "FACTURE 12"],
    ] {
        assert!(one(cells).starts_with("wait"), "{cells:?}: {}", one(cells));
    }
}

#[test]
fn numbers_that_are_written_alike_are_nobodys() {
    assert_eq!(found(["60.00", "", "", "VIR A202612"]), "wait likely-number C4: A-2026-12; C5: A-202612");
    assert_eq!(found(["60.00", "", "", "F26-001 ET F26-010"]), "wait number C1: F26-001; C2: F26-010; (C4: A-2026-12)");
    // Another currency is another debt.
    assert!(found(["61.00", "", "", "U-2026-001"]).starts_with("wait"));
}

#[test]
fn one_transfer_pays_several_invoices() {
    assert_eq!(found(["200.00", "", "", "F26-001 F26-002"]), "post C1 F26-001 120.00 F26-002 80.00");
    assert_eq!(found(["200.00", "", "", "F26-002+F26-001"]), "post C1 F26-001 120.00 F26-002 80.00");
    // A part of a number that goes on in another way: which of them it pays is not known, unless the sum tells.
    assert!(found(["150.00", "", "", "F26-001 F26-002-X"]).starts_with("wait number C1: F26-001"));
    assert_eq!(found(["200.00", "", "", "F26-001 F26-002-X"]), "post C1 F26-001 120.00 F26-002 80.00");
    assert_eq!(found(["120.00", "", "", "F26-001 F26-002-X"]), "post C1 F26-001 120.00");
    // Short: the last due is short. Over: it stays with the last.
    assert_eq!(found(["150.00", "", "", "F26-001 F26-002"]), "post C1 F26-001 120.00 F26-002 30.00");
    assert_eq!(found(["210.00", "", "", "F26-001 F26-002"]), "post C1 F26-001 120.00 F26-002 90.00");
    // 120 + 1000 less 2 percent of 1000.
    assert_eq!(found(["1100.00", "", "", "F26-001 F26-003"]), "post C1 F26-001 120.00 F26-003 980.00");
}

#[test]
fn a_transfer_that_is_told_late_pays_what_was_open_on_its_day() {
    let invoices = "invoice_id,customer_id,issue_date,due_date,amount,kind,applies_to\n\
                    FA-001,C1,2026-02-12,2026-03-14,1000.00,,\nFA-002,C1,2026-02-13,2026-03-15,600.00,,\n\
                    A-2,C1,2026-03-10,,250.00,credit_note,\n";
    let told = |sum: &str, payments: &str, more: &str| {
        let suspense = format!("{SUSPENSE}B-1,2026-03-25,{sum},,,FA-001 FA-002,,\n");
        let (invoices, payments) =
            (format!("{invoices}{more}"), format!("payment_id,date,amount,invoice_id,customer_id\n{payments}"));
        told_of(&with_suspense("customer_id,name\nC1,Petit\n", &invoices, &payments, "", &suspense))
    };
    // A cheque of June stands on the older one by now; 1000 less 250 and 600 were open in March.
    let cheque = "P,2026-06-30,300.00,,C1\n";
    assert_eq!(told("1350.00", cheque, ""), ["post C1 FA-001 750.00 FA-002 600.00"]);
    assert_eq!(told("1000.00", cheque, ""), ["post C1 FA-001 750.00 FA-002 250.00"]);
    // What came before is paid; what a credit note took off later he did not owe.
    assert_eq!(told("1050.00", "P,2026-03-20,300.00,,C1\n", ""), ["post C1 FA-001 450.00 FA-002 600.00"]);
    let later = "A-3,C1,2026-04-10,,100.00,credit_note,FA-001\n";
    assert_eq!(told("1250.00", "", later), ["post C1 FA-001 650.00 FA-002 600.00"]);
}

#[test]
fn an_account_is_certain_and_names_only_what_is_unique() {
    let account = "FR76 3000 1007 9412 3456 7890 185";
    assert_eq!(found(["55.00", "X", account, "VIR"]), "post C2 F26-012 55.00");
    assert_eq!(found(["300.00", "X", account, "VIR"]), "post C2 - 300.00");
    assert_eq!(found(["10.00", "X", account, "VIR"]), "post C2 - 10.00");
    // His account, another's invoice.
    assert!(found(["120.00", "X", account, "F26-001"]).starts_with("wait number C1: F26-001; C2"));
}

#[test]
fn somebody_elses_name_makes_a_number_doubtful() {
    assert_eq!(found(["120.00", "Boulangerie Martin", "", "F26-001"]), "wait number C1: F26-001; C2");
    assert_eq!(found(["120.00", "DUPONT ET FILS", "", "F26-001"]), "post C1 F26-001 120.00");
}

#[test]
fn names_and_sums_are_candidates() {
    assert_eq!(found(["120.00", "DUPONT ET FILS", "", "VIR"]), "wait name-and-sum C1: F26-001");
    // The oldest two; then 1000 less 2 percent.
    assert_eq!(found(["200.00", "SARL DUPONT FILS", "", ""]), "wait name-and-sum C1: F26-001 + F26-002");
    assert_eq!(found(["980.00", "DUPONT FILS", "", ""]), "wait name-and-sum C1: F26-003");
    // 120 less a fee of 0.60, within the tolerance of 1.00.
    assert_eq!(found(["119.40", "DUPONT FILS", "", ""]), "wait name-and-sum C1: F26-001");
    assert_eq!(found(["7.00", "DUPONT FILS", "", ""]), "wait name C1");
    // Two of one name: he whose item it is stands first.
    assert_eq!(found(["60.00", "GARAGE LEROY", "", ""]), "wait name-and-sum C4: A-2026-12; C3");
    // A name that the bank cut; a part of one counts with the sum only.
    assert_eq!(found(["300.00", "BOULANGERIE MART", "", ""]), "wait name-and-sum C2: F26-010");
    assert_eq!(found(["61.00", "MARTIN", "", ""]), "wait part-of-name-and-sum C5: A-202612");
    assert_eq!(found(["61.00", "", "", "VIR"]), "wait sum (C5: A-202612)");
    assert_eq!(found(["7.00", "", "", "VIR"]), "wait");
}

#[test]
fn of_names_that_differ_little_the_payers_own_stands_first() {
    let customers = "customer_id,name\nC1,SCI Les Pins 1\nC2,SCI Les Pins 2\nC3,Martin\nC4,Martin & Fils\n";
    let invoices = "invoice_id,customer_id,issue_date,due_date,amount\nF26-001,C1,2026-01-05,2026-02-04,120.00\n";
    let rows = ["SCI LES PINS 2", "SCI LES PINS 1", "MARTIN FILS", "MARTIN"].iter().enumerate();
    let rows: String = rows.map(|(at, payer)| format!("B-{at},2026-02-10,7.00,{payer},,VIR,,\n")).collect();
    let ledger = with_suspense(customers, invoices, "", "", &format!("{SUSPENSE}{rows}"));
    assert_eq!(told_of(&ledger), ["wait name C2; C1", "wait name C1; C2", "wait name C4; C3", "wait name C3"]);
}

#[test]
fn what_an_earlier_receipt_pays_is_not_open_for_a_later_one() {
    let suspense = format!("{SUSPENSE}B-2,2026-02-11,120.00,,,F26-001 F26-002,,\nB-1,2026-02-10,80.00,,,F26-001,,\n");
    assert_eq!(told("", &suspense), ["post C1 F26-001 80.00", "post C1 F26-001 40.00 F26-002 80.00"]);
}

#[test]
fn a_receipt_that_is_to_wait_does() {
    let suspense = format!("{SUSPENSE}B-1,2026-02-10,120.00,,,F26-001,,wait\nB-2,2026-02-10,80.00,,,F26-002,,ignore\n");
    assert_eq!(told("", &suspense), ["wait number C1: F26-001"]);
}

#[test]
fn a_credit_note_that_was_deducted_is_seen() {
    let invoices = "invoice_id,customer_id,issue_date,due_date,amount,kind,applies_to\n\
        F-500,C1,2026-01-05,2026-01-15,100.00,,\nAV-30,C1,2026-01-25,2026-01-25,30.00,credit_note,F-500\n\
        F-501,C1,2026-01-10,2026-02-09,80.00,,\n";
    let payments = "payment_id,date,amount,invoice_id\nP1,2026-01-15,100.00,F-500\n";
    // 80 less the 30 that he was credited on what he had paid.
    let suspense = format!("{SUSPENSE}B-1,2026-02-10,50.00,DUPONT FILS,,VIR,,\nB-2,2026-02-11,50.00,,,F-501,,\n");
    let ledger = with_suspense(CUSTOMERS, invoices, payments, "", &suspense);
    let policy = policy::builtin::fr_b2b();
    let balances = allocate(&ledger, &policy.allocation, day("2026-12-31")).balances;
    let verdicts = matched(&ledger, &balances, &policy, day("2026-12-31"));
    let why: Vec<&str> = verdicts.iter().map(|verdict| verdict.why.en.as_str()).collect();
    assert_eq!(
        why,
        [
            "perhaps Dupont & Fils SARL: his name, and a sum that fits; the sum is what is open less credit note AV-30 of \
             €30.00",
            "names F-501; the sum is what is open less credit note AV-30 of €30.00"
        ]
    );
    let part = Part { invoice: ledger.find_number("F-501"), item: None, amount: crate::testing::eur("50.00") };
    assert!(matches!(&verdicts[1].outcome, Outcome::Post { parts, .. } if *parts == [part]));
}

#[test]
fn the_evidence_is_told_in_words() {
    let ledger = with_suspense(
        CUSTOMERS,
        INVOICES,
        "",
        "",
        &format!("{SUSPENSE}B-1,2026-02-10,200.00,,,F26-001 F26-002,,\nB-2,2026-02-10,450.00,GARAGE LEROY,,,,\n"),
    );
    let policy = policy::load("", "policy.toml").unwrap();
    let balances = allocate(&ledger, &policy.allocation, day("2026-12-31")).balances;
    let told: Vec<String> = matched(&ledger, &balances, &policy, day("2026-12-31"))
        .iter()
        .flat_map(|verdict| [Lang::En, Lang::Fr].map(|lang| verdict.why.get(lang).to_owned()))
        .collect();
    assert_eq!(
        told,
        [
            "names F26-001 and F26-002; the sum is what is open",
            "désigne F26-001 et F26-002\u{a0}; le montant est le reste dû",
            "perhaps Garage Leroy: his name, and a sum that fits",
            "peut-être Garage Leroy\u{a0}: son nom, et un montant qui convient",
        ]
    );
}

proptest! {
    /// Whatever the bank writes, what is posted comes to the receipt, and to one customer's invoices.
    #[test]
    fn parts_come_to_the_receipt(cents in 1_i64..200_000, words in "[A-Z0-9 .,/+-]{0,30}", which in 0_usize..4) {
        let named = ["F26-001 F26-002", "F26-003", "F26-010 F26-011 F26-012", ""][which];
        let amount = format!("{}.{:02}", cents / 100, cents % 100);
        let words = words.replace(',', " ");
        let suspense = format!("{SUSPENSE}B-1,2026-02-10,{amount},,,{named} {words},,\n");
        let ledger = with_suspense(CUSTOMERS, INVOICES, "", "", &suspense);
        let policy = policy::builtin::fr_b2b();
        let balances = allocate(&ledger, &policy.allocation, day("2026-12-31")).balances;
        for verdict in matched(&ledger, &balances, &policy, day("2026-12-31")) {
            if let Outcome::Post { customer, parts, .. } = verdict.outcome {
                prop_assert_eq!(parts.iter().map(|part| part.amount.minor()).sum::<i64>(), cents);
                for number in parts.iter().filter_map(|part| part.invoice) {
                    prop_assert!(ledger.rows_of(number).all(|row| ledger.invoice(row).customer == customer));
                }
            }
        }
    }
}

#[test]
fn a_booking_that_two_statements_tell_is_one() {
    let row = |id: &str, amount: &str, whose: &str| format!("{id},2026-02-10,{amount},,,,,{whose},\n");
    let suspense = |rows: &[String]| format!("{SUSPENSE}{}", rows.concat());
    // The sum waits, then the parts come, or the other way round: the parts count.
    let both = suspense(&[row("B-REF", "200.00", ""), row("B-REF-1", "120.00", ""), row("B-REF-2", "80.00", "")]);
    let found = told("", &both);
    assert_eq!(found[0], "batch B-REF-1 B-REF-2");
    assert!(found[1..].iter().all(|one| one.starts_with("wait")), "{found:?}");
    // The sum is in the books as a whole: its parts are.
    let payments = "payment_id,customer_id,date,amount,invoice_id,method,reference,kind,reverses\n\
        B-REF,C1,2026-02-10,150.00,,,,,\nB-REF/2,C1,2026-02-10,50.00,,,,,\n";
    let parts = suspense(&[row("B-REF-1", "120.00", ""), row("B-REF-2", "80.00", "")]);
    assert_eq!(told(payments, &parts), ["batch B-REF", "batch B-REF"]);
    // The sum was left out for its parts: one of them is posted (120.00), the other one (80.00) still waits.
    let left_out = |id: &str, amount: &str, of: &str| format!("{id},2026-02-10,{amount},,ignore,{of}\n");
    let header = "payment_id,date,amount,reference,customer_id,candidates\n";
    let whole = left_out("B-REF", "200.00", "B-REF-1; B-REF-2");
    let payments = "payment_id,customer_id,date,amount\nB-REF-1,C1,2026-02-10,120.00\n";
    let waits = "B-REF-2,2026-02-10,80.00,,,\n";
    assert_eq!(told(payments, &format!("{header}{whole}{waits}")), ["wait sum (C1: F26-002)"]);
    let wait = |suspense: &str| told("", suspense).iter().all(|one| one.starts_with("wait"));
    let both = format!("{header}{whole}B-REF-1,2026-02-10,120.00,,,\n{waits}");
    assert!(wait(&both));
    // Returns alike; and a sum that somebody ignored, whoever it was thought to be from, has its parts with it.
    let taken_back = left_out("B-REF", "-200.00", "B-REF-1; B-REF-2");
    let both = format!("{header}{taken_back}B-REF-1,2026-02-10,-120.00,,,\nB-REF-2,2026-02-10,-80.00,,,\n");
    assert!(wait(&both));
    let ignored = left_out("B-REF", "200.00", "C1: F26-001");
    assert_eq!(
        told("", &format!("{header}{ignored}B-REF-1,2026-02-10,120.00,,,\n{waits}")),
        ["batch B-REF", "batch B-REF"]
    );
    // The parts were left out for the sum that was posted, and that waits again.
    let parts = left_out("B-REF-1", "120.00", "B-REF") + &left_out("B-REF-2", "80.00", "B-REF");
    assert!(wait(&format!("{header}B-REF,2026-02-10,200.00,,wait,\n{parts}")));
    // Receipts alike, and sums that do not come to the booking, are money of their own.
    let alike = suspense(&[row("B-X", "80.00", ""), row("B-X-2", "80.00", ""), row("B-X-3", "80.00", "")]);
    assert!(told("", &alike).iter().all(|one| one.starts_with("wait")));
}

#[test]
fn the_sum_of_a_notice_is_certain_of_whom_alone_the_text_names() {
    let customers = "customer_id,name\nC1,SARL Dupont\nC2,Martin\n";
    let events = "date,event,customer_id,invoice_id,interest,indemnity\n2026-02-02,notice,C1,F1,8.00,40.00\n";
    let told = |others: &str, payer: &str, words: &str| {
        let invoices =
            format!("invoice_id,customer_id,issue_date,due_date,amount\nF1,C1,2026-01-01,2026-01-31,1000.00\n{others}");
        let suspense = format!("{SUSPENSE}B-1,2026-02-10,1048.00,{payer},,{words},,\n");
        told_of(&with_suspense(customers, &invoices, "", events, &suspense)).remove(0)
    };
    for (payer, words) in [("", "VIR SEPA RECU DE DUPONT"), ("SARL DUPONT", "VIR INST REF 4471")] {
        assert_eq!(told("", payer, words), "post C1 F1 1048.00", "{words}");
    }
    for words in ["VIREMENT RECU", "", "VIR SEPA LEROY COTISATION", "VIR SEPA DUPOND SARL"] {
        assert_eq!(told("", "", words), "wait sum-of-notice C1: F1", "{words}");
    }
    for words in ["VIR DUPONT FACTURE 4471", "VIR DUPONT POUR LEROY"] {
        assert_eq!(told("", "", words), "wait name-and-sum C1: F1", "{words}");
    }
    // Two items of another customer come to it.
    let others = "F2,C2,2026-01-01,2026-01-31,500.00\nF3,C2,2026-01-01,2026-01-31,548.00\n";
    assert_eq!(told(others, "", "VIR DUPONT"), "wait name-and-sum C1: F1");
}

#[test]
fn who_calls_himself_by_the_beginning_of_another_customers_name_pays_the_invoice_that_he_names() {
    let customers = "customer_id,name\nC1,SA BIO\nC2,SA BIO NATURE\nC3,SA BEL\n";
    let invoices = "invoice_id,customer_id,issue_date,due_date,amount\n\
        F26-001,C1,2026-01-01,2026-01-31,100.00\nF26-002,C2,2026-01-01,2026-01-31,200.00\nF26-003,C3,2026-01-01,2026-01-31,200.00\n";
    let told = |amount: &str, number: &str| {
        let suspense = format!("{SUSPENSE}B-1,2026-02-10,{amount},SA BIO,,VIR {number},,\n");
        told_of(&with_suspense(customers, invoices, "", "", &suspense)).remove(0)
    };
    assert_eq!(told("100.00", "F26-001"), "post C1 F26-001 100.00");
    assert_eq!(told("200.00", "F26-002"), "post C2 F26-002 200.00");
    // The sum is of what he owes himself, or of nothing: he may have slipped in the number, as whose name is another
    // altogether.
    assert_eq!(told("100.00", "F26-002"), "wait number C2: F26-002; C1: F26-001");
    assert!(told("150.00", "F26-002").starts_with("wait number C2"));
    assert!(told("200.00", "F26-003").starts_with("wait number C3"));
}
