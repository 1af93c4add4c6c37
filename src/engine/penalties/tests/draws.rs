//! What has paid a claim stays paid whatever is moved later, and is given back last; the rest is free.

use proptest::prelude::*;

use super::*;
use crate::diag::{Diagnostic, code};
use crate::engine::allocation::Allocation;
use crate::model::{PaymentId, PaymentKind};

/// Ten days of 1000 and 140 of 500 at 12.15: 3.33 + 23.30 = 26.63; with the indemnity 66.63 are claimed.
const MOVED: &str = "2026-02-10,allocated,C,F,,500.00,M,PH\n2026-06-30,notice,C,F,formal-notice,,N1,,29.93,40.00\n";

fn two_invoices<'a>(payments: &'a str, events: &'a str) -> Folder<'a> {
    Folder { payments, events, ..invoices("F,C,2026-01-01,2026-01-31,1000.00\nH,C,2026-01-01,2026-01-31,500.00\n") }
}

#[test]
fn a_claim_that_was_paid_thanks_to_a_move_stays_paid() {
    // The 500 that were moved to F make P exceed it by 100.
    let paid = "PH,2026-01-20,1000.00,H\nP,2026-06-30,600.00,F\n";
    let before = two_invoices(paid, MOVED).on("2026-07-09");
    assert!(before.rows.contains("paid 66.63 total 0.00"), "{}", before.rows);
    let refunded = |sum: &str| format!("{paid}R,2026-07-10,-{sum},,,,refund,C,P\n");
    let all = two_invoices(&refunded("100.00"), MOVED).on("2026-07-11");
    // 33.37 are free; what else went back had paid the claim.
    assert!(all.rows.contains("indemnity 40.00 total 66.63"), "{}", all.rows);
    assert!(all.findings.contains("refund-of-claims") && all.findings.contains("€66.63"), "{}", all.findings);
    let rest = two_invoices(&refunded("33.37"), MOVED).on("2026-07-11");
    assert!(rest.rows.contains("paid 66.63 total 0.00"), "{}", rest.rows);
    assert_eq!((rest.credit.as_str(), rest.findings.as_str()), ("0.00", ""));
}

#[test]
fn exactly_the_credit_that_is_shown_is_given_back() {
    let paid = "PH,2026-01-20,1000.00,H\nP,2026-06-30,1100.00,F\n";
    assert_eq!(two_invoices(paid, MOVED).on("2026-07-09").credit, "533.37");
    let refunded = format!("{paid}R,2026-07-10,-533.37,,,,refund,C,P\n");
    let after = two_invoices(&refunded, MOVED).on("2026-07-11");
    assert_eq!((after.credit.as_str(), after.findings.as_str()), ("0.00", ""));
    assert!(after.rows.contains("paid 66.63 total 0.00"), "{}", after.rows);
}

#[test]
fn what_an_earlier_refund_took_had_paid_no_claim() {
    // R1 takes what of P1 exceeds the invoice before the notice, so that P2 alone pays what it claims.
    let paid = "P1,2026-06-28,1060.00,F\nP2,2026-06-29,60.00,F\nR1,2026-06-29,-60.00,,,,refund,C,P1\n";
    let events = "2026-07-01,notice,C,F,formal-notice,,N1,,49.93,40.00\n";
    let folder = |payments| Folder { payments, events, ..invoices("F,C,2026-01-01,2026-01-31,1000.00\n") };
    assert!(folder(paid).rows("2026-07-09").contains(" paid 60.00 "));
    let refunded = format!("{paid}R2,2026-07-10,-29.00,,,,refund,C,P2\n");
    let after = folder(&refunded).on("2026-07-11");
    assert!(after.rows.contains(" paid 31.00 "), "{}", after.rows);
    assert!(after.findings.contains("refund-of-claims") && after.findings.contains("€29.00"), "{}", after.findings);
}

#[test]
fn what_names_nothing_pays_no_claim_whatever_other_money_names() {
    // P1 pays F with its interest, 49.93, and names nothing: 70.07 are left of it. That P2 names F makes no difference
    // to what P1 pays.
    let payments = "P1,2026-06-30,1120.00,,,,,C\nP2,2026-07-14,70.00,F\n";
    let events = "2026-07-05,notice,C,F,formal-notice,,N1,,49.93,40.00\n";
    let policy = "[penalties]\nimputation = \"interest-first\"\n";
    let paid = Folder { payments, events, policy, ..invoices("F,C,2026-01-01,2026-01-31,1000.00\n") };
    let before = paid.on("2026-07-20");
    assert!(before.rows.contains("paid 89.93 total 0.00"), "{}", before.rows);
    assert_eq!(before.credit, "100.07");
    let refunded = format!("{payments}R,2026-07-21,-100.07,,,,refund,C\n");
    let after = Folder { payments: &refunded, ..paid }.on("2026-07-22");
    assert!(after.rows.contains("paid 89.93 total 0.00"), "{}", after.rows);
    assert_eq!((after.credit.as_str(), after.findings.as_str()), ("0.00", ""));
}

#[test]
fn a_note_or_waiver_on_one_invoice_changes_nothing_of_what_pays_the_interest_of_another() {
    // 40 days of 300 at 12.15: 3.99, which P pays as it ran.
    let (payments, policy) = ("P,2026-02-10,350.00,F\n", "[penalties]\nimputation = \"interest-first\"\n");
    let rows = "F,C,2026-01-01,2026-01-01,300.00\nG,C,2026-01-01,2026-01-01,100.00\n";
    let note = format!("{rows}N,C,2026-01-21,2026-01-21,1.00,,penalty,,,G\n");
    for (rows, events) in [(rows, ""), (&note, ""), (rows, "2026-01-21,waived,C,G,,1.00,E\n")] {
        let shown = Folder { payments, events, policy, ..invoices(rows) }.on("2026-05-29");
        assert!(shown.rows.contains("paid 3.99"), "{}", shown.rows);
        assert_eq!(shown.credit, "46.01");
    }
}

#[test]
fn what_is_refunded_of_a_credit_note_that_pays_again_is_taken_of_what_has_paid_no_claim() {
    // R gives back 1.53 of N, which pays F2 whole once B has taken back of P0: they are owed, and taken of other
    // credit.
    let files = |refund: &str| {
        let invoices = "F0,C,2026-01-01,2026-01-01,400.00\nF1,C,2026-01-01,2026-01-01,200.00\n\
            F2,C,2026-01-01,2026-01-01,400.00\nN,C,2026-02-11,,100.00,,credit_note,,,F2\n";
        let payments = "P0,2026-01-21,140.00,F0,,,,C\nP1,2026-03-01,140.00,F1,,,,C\nP2,2026-02-10,490.00,,,,,C\n\
            P3,2026-01-21,210.00,F0,,,,C\nP4,2026-02-11,210.00,F2,,,,C\nR,2026-03-05,-105.00,,,,refund,C,\n\
            B,2026-03-06,-42.00,,,,return,C,P0\n";
        [invoices.to_owned(), format!("{payments}{refund}"), String::new()]
    };
    let (_, before) = settled(&files(""), LAST, true);
    assert_eq!(credit(&before).minor(), 16_143);
    let (_, after) = settled(&files(&format!("RX,{},-161.43,,,,refund,C,\n", date(LAST + 1))), LAST + 1, true);
    assert!(after.balances.refused().is_empty() && credit(&after).is_zero());
    let paid = |allocation: &Allocation| {
        let items = [1, 2].map(|row| allocation.balances.claims_paid(ItemId(row)).to_vec());
        items.concat().iter().map(|paid| paid.amount).sum::<Amount>()
    };
    assert_eq!(paid(&after), paid(&before));
}

fn date(day: u32) -> String {
    format!("2026-{:02}-{:02}", day / 28 + 1, day % 28 + 1)
}

/// The last day on which anything happens.
const LAST: u32 = 139;

prop_compose! {
    /// Three invoices of one customer, money on them or on none, notices, refunds and moves: few days and few sums, so
    /// that they meet.
    fn files()(
        amounts in prop::collection::vec((1_i64..5, 0_u32..60), 3),
        money in prop::collection::vec((20_u32..LAST, 1_i64..8, 0_usize..4), 1..6),
        notices in prop::collection::vec((60_u32..LAST, 0_usize..3, any::<bool>(), any::<bool>()), 0..4),
        refunds in prop::collection::vec((60_u32..LAST, 1_i64..60, 0_usize..8), 0..4),
        moves in prop::collection::vec((60_u32..LAST, 1_i64..60, 0_usize..6, 0_usize..3), 0..4),
    ) -> [String; 3] {
        let invoices = amounts.iter().enumerate();
        let invoices = invoices.map(|(i, &(amount, due))| format!("F{i},C,2026-01-01,{},{}00.00\n", date(due), amount));
        let payments = money.iter().enumerate().map(|(i, &(day, amount, on))| {
            let on = if on < 3 { format!("F{on}") } else { String::new() };
            format!("P{i},{},{}.00,{on},,,,C\n", date(day), amount * 70)
        });
        let refunds = refunds.iter().enumerate().map(|(i, &(day, amount, of))| {
            let of = money.get(of).map(|_| format!("P{of}")).unwrap_or_default();
            format!("R{i},{},-{}.00,,,,refund,C,{of}\n", date(day), amount * 3)
        });
        let notices = notices.iter().enumerate().map(|(i, &(day, on, interest, indemnity))| {
            let sum = |is_claimed: bool| if is_claimed { "1.00" } else { "0.00" };
            format!("{},notice,C,F{on},formal-notice,,N{i},,{},{}\n", date(day), sum(interest), sum(indemnity))
        });
        let moves = moves.iter().enumerate().filter(|(_, one)| one.2 < money.len()).map(|(i, &(day, amount, of, to))| {
            format!("{},allocated,C,F{to},,{}.00,M{i},P{of}\n", date(day), amount * 5)
        });
        [invoices.collect(), payments.chain(refunds).collect(), notices.chain(moves).collect()]
    }
}

prop_compose! {
    /// The same with returns, credit notes and penalty notes, of which some name an invoice.
    fn files_with_corrections()(
        [invoices, payments, events] in files(),
        returns in prop::collection::vec((60_u32..LAST, 0_usize..6, 1_i64..40), 0..3),
        notes in prop::collection::vec((20_u32..LAST, 0_usize..4, 1_i64..60, any::<bool>()), 0..3),
    ) -> [String; 3] {
        let notes = notes.iter().enumerate().map(|(i, &(day, on, amount, is_credit))| {
            let (day, on) = (date(day), if on < 3 { format!("F{on}") } else { String::new() });
            if is_credit || on.is_empty() {
                format!("N{i},C,{day},,{}.00,,credit_note,,,{on}\n", amount * 5)
            } else {
                format!("N{i},C,{day},{day},{amount}.00,,penalty,,,{on}\n")
            }
        });
        // Some are of a payment that is not there, or has less left, and are refused.
        let returns = returns.iter().enumerate().filter(|(_, one)| payments.contains(&format!("P{},", one.1)));
        let returns = returns.map(|(i, &(day, of, amount))| format!("B{i},{},-{}.00,,,,return,C,P{of}\n", date(day), amount * 7));
        let (notes, returns): (String, String) = (notes.collect(), returns.collect());
        [invoices + &notes, payments + &returns, events]
    }
}

/// Returns what money does by a day.
fn settled(files: &[String; 3], day: u32, interest_first: bool) -> (Ledger, Allocation) {
    let [invoices, payments, events] = files;
    let ledger = Folder { invoices, payments, events, ..Folder::default() }.ledger();
    let imputation = if interest_first { "[penalties]\nimputation = \"interest-first\"\n" } else { "" };
    let policy = policy::load(imputation, "policy.toml").unwrap();
    let allocation = allocate_and_pay_claims(&ledger, &policy, Rates::builtin, super::day(&date(day)));
    (ledger, allocation)
}

fn credit(allocation: &Allocation) -> Amount {
    allocation.balances.credits().iter().map(|credit| credit.amount).sum()
}

fn gives_back_claims(allocation: &Allocation) -> bool {
    allocation.findings.iter().any(|finding| finding.code == code::ledger::REFUND_OF_CLAIMS)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 100, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_a_day_says_is_paid_no_later_refund_or_move_takes_back(files in files(), interest_first: bool) {
        let mut before: Vec<Amount> = vec![Amount::ZERO; 3];
        for day in (56..=LAST + 1).step_by(7) {
            let (_, allocation) = settled(&files, day, interest_first);
            // More than the credit may have gone back: then it is said, and claimed again.
            if gives_back_claims(&allocation) {
                break;
            }
            for (row, before) in before.iter_mut().enumerate() {
                let paid: Amount = allocation.balances.claims_paid(ItemId(row as u32)).iter().map(|paid| paid.amount).sum();
                prop_assert!(paid >= *before, "F{row} on {}: {paid:?} after {before:?}", date(day));
                *before = paid;
            }
        }
    }

    #[test]
    fn a_refund_of_the_credit_that_is_shown_is_accepted(mut files in files_with_corrections(), interest_first: bool) {
        // Beside a penalty note such a refund may still be refused, rarely.
        prop_assume!(!files[0].contains("penalty"));
        let (_, before) = settled(&files, LAST, interest_first);
        let sum = credit(&before);
        if sum.is_positive() {
            files[1] += &format!("RX,{},-{},,,,refund,C,\n", date(LAST + 1), sum.to_decimal(Currency::EUR));
            let (ledger, after) = settled(&files, LAST + 1, interest_first);
            let refused: Vec<&str> = after.balances.refused().iter().map(|&row| ledger.payment_id(row)).collect();
            prop_assert!(!refused.contains(&"RX") && credit(&after).is_zero(), "{refused:?}");
            let is_of_claims = |finding: &&Diagnostic| finding.code == code::ledger::REFUND_OF_CLAIMS;
            let [was, is] = [&before, &after].map(|one| one.findings.iter().filter(is_of_claims).count());
            prop_assert_eq!(was, is, "{:?}", after.findings);
        }
    }

    #[test]
    fn all_money_pays_is_over_or_went_back(files in files_with_corrections(), interest_first: bool) {
        for day in (56..=LAST + 1).step_by(14) {
            let (ledger, allocation) = settled(&files, day, interest_first);
            let (balances, today) = (&allocation.balances, super::day(&date(day)));
            let rows = ledger.payments().iter().zip((0..).map(PaymentId));
            let moved = rows.filter(|(row, id)| row.date <= today && !balances.refused().contains(id));
            let came: Amount =
                moved.map(|(row, _)| if row.kind == PaymentKind::Payment { row.amount } else { -row.amount }).sum();
            let credit_notes = ledger.invoices().iter().filter(|row| row.kind == InvoiceKind::CreditNote);
            let taken_off: Amount = credit_notes.filter(|row| row.issue <= today).map(|row| row.amount).sum();
            let items = || (0..ledger.invoices().len()).map(|row| ItemId(row as u32));
            let paid: Amount = items().flat_map(|item| balances.moves(item)).map(|step| step.change).sum();
            let claims: Amount = items().flat_map(|item| balances.claims_paid(item)).map(|paid| paid.amount).sum();
            prop_assert_eq!(came - taken_off, claims - paid + credit(&allocation), "{}", date(day));
        }
    }
}
