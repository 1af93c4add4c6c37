//! What goes out together, what credits cover, and what is not worth a letter.

use super::{Desk, Folder, TWO_LEVELS};
use crate::model::Lang;
use crate::testing::day;

/// F and G are due for the first level, H for the second, U is in dollars.
const FOUR: &str = "F,C,2026-01-30,2026-03-02,1000.00\nG,C,2026-01-30,2026-03-02,50.00\n\
    H,C,2026-01-20,2026-02-20,70.00\nU,C,2026-01-30,2026-03-02,90.00,,USD\n";

fn folder(policy: &str) -> Folder {
    Folder { invoices: FOUR.to_owned(), ..Folder::one(policy, "2026-02-24,notice,,H,,first\n") }
}

/// Returns each notice as currency, level and invoices.
fn notices(desk: &Desk) -> Vec<String> {
    let plan = desk.plan();
    let number = |line: &usize| desk.ledger.number(desk.ledger.invoice(plan.rows()[*line].item).number);
    let show = |notice: &super::super::Notice<'_>| {
        let lines: Vec<&str> = notice.lines.iter().map(number).collect();
        format!("{} {} {}", notice.currency, notice.level.name, lines.join(" "))
    };
    plan.notices().iter().map(show).collect()
}

fn grouped(grouping: &str, more: &str) -> Vec<String> {
    let policy = TWO_LEVELS.replace("min_interval_days = 0", &format!("grouping = \"{grouping}\""));
    notices(&folder(&policy.replace("channel = \"letter\"", &format!("channel = \"letter\"\n{more}"))).on("2026-03-10"))
}

#[test]
fn a_notice_takes_the_highest_level_of_its_lines_and_never_mixes_currencies() {
    // Lines stand by due date: H first.
    assert_eq!(grouped("customer", ""), ["EUR second H F G", "USD first U"]);
    assert_eq!(grouped("level", ""), ["EUR first F G", "EUR second H", "USD first U"]);
    assert_eq!(grouped("invoice", ""), ["EUR second H", "EUR first F", "EUR first G", "USD first U"]);
}

#[test]
fn many_customers_planned_on_two_cores_have_the_notices_that_each_has_alone() {
    // 6,000 customers of four invoices each: enough rows for a second thread.
    let invoices = |customer: u32| FOUR.replace(",C,", &format!(",C{customer:04},"));
    let numbered = |customer: u32| -> String {
        invoices(customer).lines().map(|line| format!("{customer:04}{}\n", line.trim())).collect()
    };
    let all = Folder { invoices: (0..6000).map(numbered).collect(), ..Folder::one(TWO_LEVELS, "") };
    let found = notices(&all.on("2026-03-10"));
    let of = |customer: u32| {
        let alone = Folder { invoices: numbered(customer), ..Folder::one(TWO_LEVELS, "") };
        notices(&alone.on("2026-03-10"))
    };
    let per_customer = of(0).len();
    assert_eq!(found.len(), 6000 * per_customer);
    for customer in [0, 2999, 3000, 5999] {
        let first = customer as usize * per_customer;
        assert_eq!(found[first..first + per_customer], of(customer));
    }
}

#[test]
fn a_formal_notice_carries_only_lines_that_reached_it() {
    assert_eq!(grouped("customer", "formal_notice = true"), ["EUR first F G", "EUR second H", "USD first U"]);
}

#[test]
fn a_line_that_waits_for_approval_holds_up_no_other() {
    assert_eq!(grouped("customer", "requires_approval = true"), ["EUR first F G", "USD first U"]);
}

#[test]
fn what_is_not_late_is_never_demanded_with_what_is() {
    let before = "[[procedure.level]]\nname = \"before\"\ndays_after_due = -5\nchannel = \"email\"\n";
    let policy = TWO_LEVELS.replacen("    [[procedure.level]]", &format!("{before}[[procedure.level]]"), 1);
    let mut folder = Folder::one(&policy, "");
    folder.invoices.push_str("SOON,C,2026-02-10,2026-03-11,50.00\n");
    // On Tuesday 10 March F is 8 days late, and SOON is due tomorrow.
    assert_eq!(notices(&folder.on("2026-03-10")), ["EUR before SOON", "EUR first F"]);
}

#[test]
fn a_customer_has_one_email_a_day_unless_no_interval_is_wanted() {
    let before = "[[procedure.level]]\nname = \"before\"\ndays_after_due = -5\nchannel = \"email\"\n";
    let policy = TWO_LEVELS.replacen("    [[procedure.level]]", &format!("{before}[[procedure.level]]"), 1);
    let mut folder = Folder::one(&policy.replace("min_interval_days = 0", "min_interval_days = 7"), "");
    folder.invoices.push_str("SOON,C,2026-02-10,2026-03-11,50.00\nU,C,2026-01-30,2026-03-02,90.00,,USD\n");
    let desk = folder.on("2026-03-10");
    // What is late goes first; dollars have their own.
    assert_eq!(notices(&desk), ["EUR first F", "USD first U"]);
    let plan = desk.plan();
    let soon = plan.rows().iter().find(|row| desk.ledger.number(desk.ledger.invoice(row.item).number) == "SOON");
    let soon = soon.unwrap();
    // Seven days after Tuesday 10 March.
    assert_eq!((soon.reason(), soon.due_on), ("min-interval", Some(day("2026-03-17"))));
}

#[test]
fn the_deadline_of_a_notice_is_a_working_day() {
    // 5 days after Tuesday 10 March is a Sunday: Monday 16 March.
    let policy = TWO_LEVELS.replace("channel = \"email\"", "channel = \"email\"\npayment_deadline_days = 5");
    let desk = Folder::one(&policy, "").on("2026-03-10");
    assert_eq!(desk.plan().notices()[0].deadline, Some(day("2026-03-16")));
}

#[test]
fn nothing_is_asked_for_that_the_customers_credits_cover() {
    let mut folder = folder(TWO_LEVELS);
    // 1,120.00 are asked for in euros. The credit note names nothing: it goes to the debts due, and what exceeds the
    // invoice that a payment names stays credit until a row says where it goes: 70 paid on H leave 1,050.00.
    folder.payments = "P,C,2026-03-10,1120.00,H\n".to_owned();
    let desk = folder.on("2026-03-10");
    let plan = desk.plan();
    let reasons = ["F", "G", "U"].map(|name| desk.row(&plan, name).reason());
    assert_eq!(reasons, ["covered-by-credits", "covered-by-credits", "due"]);
    assert_eq!(notices(&desk), ["USD first U"]);
    // A cent less, and it is asked for: the letter shows the credit.
    folder.payments = "P,C,2026-03-10,1119.99,H\n".to_owned();
    assert_eq!(notices(&folder.on("2026-03-10")), ["EUR first F G", "USD first U"]);
}

#[test]
fn credits_cover_what_is_owed_even_when_nothing_is_to_be_asked_for_today() {
    // F (1,000.00) is late, SOON (50.00) is not due; 70.00 more than H asks for stay credit.
    let mut folder = Folder::one(TWO_LEVELS, "2026-03-06,notice,,F,,first\n");
    folder.invoices.push_str("SOON,C,2026-02-10,2026-03-31,50.00\nH,C,2026-01-20,2026-02-20,70.00\n");
    let reasons = |payment: &str| {
        let desk = Folder { payments: payment.to_owned(), ..folder.clone() }.on("2026-03-09");
        let plan = desk.plan();
        ["F", "SOON"].map(|name| {
            let row = desk.row(&plan, name);
            format!("{} {}", row.reason(), row.also().collect::<Vec<_>>().join(" "))
        })
    };
    assert_eq!(reasons(""), ["not-yet ", "not-due "]);
    assert_eq!(reasons("P,C,2026-03-09,1120.00,H\n"), ["covered-by-credits not-yet", "covered-by-credits not-due"]);
    // A cent less no longer covers what is not due, and 80.00 less covers nothing.
    assert_eq!(reasons("P,C,2026-03-09,1119.99,H\n"), ["covered-by-credits not-yet", "not-due "]);
    assert_eq!(reasons("P,C,2026-03-09,1069.99,H\n"), ["not-yet ", "not-due "]);
}

#[test]
fn a_minimum_is_compared_with_what_the_credits_leave_to_ask_for() {
    // 100.00 are open, 95.00 are paid too much on H: the notice would ask for 5.00.
    let policy = TWO_LEVELS.replace("channel = \"email\"", "channel = \"email\"\nmin_amount = \"50.00\"");
    let mut folder = Folder::one(&policy, "");
    folder.invoices = "F,C,2026-01-30,2026-03-02,100.00\nH,C,2026-01-20,2026-02-20,70.00\n".to_owned();
    folder.payments = "P,C,2026-03-09,165.00,H\n".to_owned();
    assert_eq!(folder.answer("F", "2026-03-10"), "below-minimum");
    assert!(folder.on("2026-03-10").because("F", Lang::En).contains("would ask for €5.00"));
    folder.payments = "P,C,2026-03-09,120.00,H\n".to_owned();
    assert_eq!(folder.answer("F", "2026-03-10"), "due first");
    // With a notice each, the credit of 50.00 is deducted once, from the larger one.
    folder.policy = policy.replace("min_interval_days = 0", "grouping = \"invoice\"");
    folder.invoices.push_str("G,C,2026-01-30,2026-03-02,99.99\n");
    assert_eq!(notices(&folder.on("2026-03-10")), ["EUR first F", "EUR first G"]);
    // 50.01 leave less than 50.00 of either: when the larger one does not go out, the credit is the other's.
    folder.payments = "P,C,2026-03-09,120.01,H\n".to_owned();
    assert_eq!(notices(&folder.on("2026-03-10")), [""; 0]);
}

#[test]
fn a_notice_below_its_levels_minimum_is_not_sent_and_the_other_lines_are() {
    let first = TWO_LEVELS.replace("channel = \"email\"", "channel = \"email\"\nmin_amount = \"1050.01\"");
    let desk = folder(&first).on("2026-03-10");
    let plan = desk.plan();
    // With H the notice is of the second level, which has no minimum.
    assert_eq!(notices(&desk), ["EUR second H F G", "USD first U"]);
    assert_eq!(desk.row(&plan, "U").reason(), "due"); // Minimums are in the policy's currency.
    // Each level alone: 1,050.00 is a cent too little.
    let by_level = first.replace("min_interval_days = 0", "grouping = \"level\"");
    let desk = folder(&by_level).on("2026-03-10");
    assert_eq!(notices(&desk), ["EUR second H", "USD first U"]);
    assert_eq!(desk.row(&desk.plan(), "F").reason(), "below-minimum");
    // A minimum of the higher level holds back its lines, not those of the lower one.
    let second = TWO_LEVELS.replace("channel = \"letter\"", "channel = \"letter\"\nmin_amount = \"2000.00\"");
    let desk = folder(&second).on("2026-03-10");
    assert_eq!(notices(&desk), ["EUR first F G", "USD first U"]);
    assert_eq!(desk.row(&desk.plan(), "H").reason(), "below-minimum");
}
