//! A second desk, as simple as the rules allow: it goes from day to day, keeps every cent in a list, and knows nothing
//! of how the engine does it. On generated ledgers both must say the same, to the cent.
//!
//! The rate is 36.5 % a year, so that a day of interest is a thousandth of what is owed.

mod evening;

use rust_decimal::Decimal;
use std::collections::BTreeMap;

use proptest::prelude::*;

use super::*;
use evening::{Evening, Purse};

const POLICY: &str = "[penalties]\nrate = \"36.5\"\nrounding = \"total\"\n";

type Day = i64;
type Cents = i64;

/// One row of `invoices.csv`.
#[derive(Clone, Debug)]
struct Bill {
    issue: Day,
    due: Day,
    amount: Cents,
    role: Role,
    /// Early-payment discounts: percent, and the last day.
    discounts: Vec<(Cents, Day)>,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Role {
    Debt,
    /// A penalty note on a debt.
    Note(usize),
    /// A deposit that names its final invoice, a debt.
    Deposit(usize),
    /// A credit note, on a bill or on none.
    Credit(Option<usize>),
}

/// One payment, and what was taken back of it.
#[derive(Clone, Debug)]
struct Coming {
    day: Day,
    amount: Cents,
    names: Option<usize>,
    back: Option<(Day, Cents)>,
}

/// One event about a bill.
#[derive(Clone, Debug)]
enum Deed {
    Notice { day: Day, bill: usize, interest: bool, indemnity: bool },
    Waiver { day: Day, bill: usize, amount: Option<Cents> },
    WriteOff { day: Day, bill: usize, undone: Option<Day> },
}

#[derive(Clone, Debug)]
struct World {
    bills: Vec<Bill>,
    payments: Vec<Coming>,
    deeds: Vec<Deed>,
}

/// What is said of one bill: open, interest, indemnity, charged, waived, paid.
type Said = [Cents; 6];

impl World {
    /// Returns what is said of each bill on a day, nothing of one that was never late, and the credit that is left.
    fn judge(&self, as_of: Day) -> (Vec<Option<Said>>, Cents) {
        let count = self.bills.len();
        let zero = || vec![0; count];
        let mut desk = Evening {
            world: self,
            open: zero(),
            paid: zero(),
            lost: zero(),
            corrected: zero(),
            deducted: zero(),
            used: vec![Vec::new(); count],
            purses: Vec::new(),
        };
        // What was owed at the end of each day, by bill.
        let mut evenings: Vec<Vec<Cents>> = Vec::new();
        for today in 0..=as_of {
            for (i, bill) in self.bills.iter().enumerate().filter(|(_, bill)| bill.issue == today) {
                match bill.role {
                    Role::Credit(names) => {
                        let purse = Purse { day: today, is_payment: false, id: i, names, left: bill.amount };
                        desk.purses.push(purse);
                    }
                    Role::Debt | Role::Note(_) | Role::Deposit(_) => desk.open[i] = bill.amount,
                }
            }
            desk.deduct(today);
            desk.use_named(false, today);
            desk.give_back();
            desk.use_named(false, today);
            for (id, coming) in self.payments.iter().enumerate().filter(|(_, coming)| coming.day == today) {
                // What the bank took back by the day that is asked for never came.
                let gone = coming.back.filter(|(day, _)| *day <= as_of).map_or(0, |(_, gone)| gone);
                let left = coming.amount - gone;
                desk.purses.push(Purse { day: today, is_payment: true, id, names: coming.names, left });
            }
            desk.use_named(true, today);
            for deed in &self.deeds {
                if let Deed::WriteOff { day, bill, undone } = *deed
                    && day == today
                    && undone.is_none_or(|undone| undone > as_of)
                {
                    desk.lost[bill] += desk.open[bill];
                    desk.open[bill] = 0;
                }
            }
            desk.use_unnamed();
            evenings.push(desk.open.clone());
        }
        let mut credit: Cents = desk.purses.iter().map(|purse| purse.left).sum();
        let said = (0..count).map(|bill| self.say(bill, as_of, &desk, &evenings)).collect::<Vec<_>>();
        credit -= said.iter().flatten().map(|said| said[5]).sum::<Cents>();
        (said, credit)
    }

    fn say(&self, bill: usize, as_of: Day, desk: &Evening<'_>, evenings: &[Vec<Cents>]) -> Option<Said> {
        let Bill { due, role: Role::Debt | Role::Deposit(_), .. } = self.bills[bill] else { return None };
        let bases: Vec<Cents> = (due + 1..=as_of).map(|day| evenings[day as usize - 1][bill]).collect();
        if bases.iter().all(|&base| base == 0) {
            return None;
        }
        let open = desk.open[bill];
        let cancels = |note: &&Bill| note.role == Role::Credit(Some(bill)) && note.issue <= as_of;
        let cancelled: Cents = self.bills.iter().filter(cancels).map(|note| note.amount).sum();
        let is_deposit = |deposit: &usize| self.bills[*deposit].role == Role::Deposit(bill);
        let deposits: Cents = (0..self.bills.len()).filter(is_deposit).map(|deposit| desk.deducted[deposit]).sum();
        let is_cancelled = cancelled > 0 && cancelled >= self.bills[bill].amount - deposits;
        let is_voided = open == 0 && (is_cancelled || desk.paid[bill] == 0 && desk.lost[bill] == 0);
        let interest = if is_voided { 0 } else { (bases.iter().sum::<Cents>() + 500) / 1000 };
        let indemnity = if is_voided { 0 } else { 4000 };
        let notes = (0..self.bills.len())
            .filter(|&note| self.bills[note].role == Role::Note(bill) && self.bills[note].issue <= as_of);
        let charged: Cents = notes.map(|note| self.bills[note].amount - desk.corrected[note]).sum();
        let (mut waived, mut paid) = (0, 0);
        let mut purses: Vec<Purse> =
            desk.purses.iter().filter(|purse| purse.is_payment && purse.names == Some(bill)).cloned().collect();
        purses.sort_by_key(|purse| (purse.day, purse.id));
        let (mut claims_interest, mut claims_indemnity) = (false, false);
        for today in 0..=as_of {
            let claims = |note: &Bill| note.role == Role::Note(bill) && note.issue <= today;
            claims_interest |= (0..self.bills.len())
                .any(|note| claims(&self.bills[note]) && self.bills[note].amount > desk.corrected[note]);
            for deed in &self.deeds {
                if let Deed::Notice { day, bill: of, interest, indemnity } = *deed
                    && (day, of) == (today, bill)
                {
                    claims_interest |= interest;
                    claims_indemnity |= indemnity;
                }
            }
            let claimed = Cents::from(claims_interest) * interest + Cents::from(claims_indemnity) * indemnity;
            for purse in purses.iter_mut().filter(|purse| purse.day <= today) {
                let part = purse.left.min((claimed - charged - waived - paid).max(0));
                purse.left -= part;
                paid += part;
            }
            for deed in &self.deeds {
                if let Deed::Waiver { day, bill: of, amount } = *deed
                    && (day, of) == (today, bill)
                {
                    let left = (interest + indemnity - charged - waived - paid).max(0);
                    waived += amount.unwrap_or(left).min(left);
                }
            }
        }
        Some([open, interest, indemnity, charged, waived, paid])
    }

    /// Writes the rows of the files.
    fn files(&self) -> [Vec<String>; 3] {
        let sum = |cents: Cents| Decimal::new(cents, 2).to_string();
        let bill = |(i, bill): (usize, &Bill)| {
            let (kind, on, due) = match bill.role {
                Role::Debt => ("", None, date(bill.due)),
                Role::Note(on) => ("penalty", Some(on), date(bill.due)),
                Role::Deposit(on) => ("deposit", Some(on), date(bill.due)),
                Role::Credit(on) => ("credit_note", on, String::new()),
            };
            let on = on.map(|on| format!("F{on}")).unwrap_or_default();
            let discounts = bill.discounts.iter().map(|(percent, until)| format!(",{percent},{}", date(*until)));
            let discounts = discounts.collect::<String>();
            format!("F{i},C,{},{due},{},,{kind},,,{on},{discounts}\n", date(bill.issue), sum(bill.amount))
        };
        let mut payments = Vec::new();
        for (i, coming) in self.payments.iter().enumerate() {
            let names = coming.names.map(|bill| format!("F{bill}")).unwrap_or_default();
            payments.push(format!("P{i},{},{},{names},,,,C,\n", date(coming.day), sum(coming.amount)));
            if let Some((day, gone)) = coming.back {
                payments.push(format!("R{i},{},-{},{names},,,return,C,P{i}\n", date(day), sum(gone)));
            }
        }
        let mut events = Vec::new();
        for (i, deed) in self.deeds.iter().enumerate() {
            match deed {
                Deed::Notice { day, bill, interest, indemnity } => {
                    let [interest, indemnity] =
                        [interest, indemnity].map(|claims| if *claims { "1.00" } else { "0.00" });
                    events
                        .push(format!("{},notice,C,F{bill},formal-notice,,E{i},,{interest},{indemnity}\n", date(*day)));
                }
                Deed::Waiver { day, bill, amount } => {
                    let amount = amount.map(sum).unwrap_or_default();
                    events.push(format!("{},waived,C,F{bill},,{amount},E{i},\n", date(*day)));
                }
                Deed::WriteOff { day, bill, undone } => {
                    events.push(format!("{},written_off,C,F{bill},,,E{i},\n", date(*day)));
                    events.extend(undone.map(|day| format!("{},undo,C,,,,U{i},E{i}\n", date(day))));
                }
            }
        }
        [self.bills.iter().enumerate().map(bill).collect(), payments, events]
    }
}

/// Asks the engine the same.
fn ask([bills, payments, events]: &[Vec<String>; 3], as_of: Day) -> (BTreeMap<String, Said>, Cents) {
    let (bills, payments, events) = (bills.concat(), payments.concat(), events.concat());
    let folder = Folder { invoices: &bills, payments: &payments, events: &events, ..Folder::default() };
    let ledger = folder.ledger();
    let policy = policy::load(POLICY, "policy.toml").unwrap();
    let rates = Rates::builtin();
    let allocation = allocate(&ledger, &policy.allocation, day(&date(as_of)));
    assert!(allocation.findings.iter().all(|finding| !finding.is_error()), "{:?}", allocation.findings);
    let mut balances = allocation.balances;
    pay_claims(&ledger, &policy, || rates.clone(), &mut balances);
    let penalties = Penalties::new(&ledger, &balances, &policy, &rates);
    let mut said = BTreeMap::new();
    for item in penalties.items(&Selection::ALL) {
        if let Some(row) = penalties.for_item(item, &mut Vec::new()).unwrap() {
            let sums = [row.open, row.interest, row.indemnity, row.charged, row.waived, row.paid].map(Amount::minor);
            said.insert(ledger.number(ledger.invoice(item).number).to_owned(), sums);
        }
    }
    (said, balances.credits().iter().map(|credit| credit.amount.minor()).sum())
}

/// Returns the sum of what is still claimed, less what is left over.
fn debt((said, credit): &(BTreeMap<String, Said>, Cents)) -> Cents {
    let total = |[open, interest, indemnity, charged, waived, paid]: &Said| {
        open + interest + indemnity - charged - waived - paid
    };
    said.values().map(total).sum::<Cents>() - credit
}

fn date(day: Day) -> String {
    (super::day("2026-01-01") + chrono::Days::new(day as u64)).to_string()
}

prop_compose! {
    /// Debts, notes and credit notes of one customer, money that names them or not, some of it taken back, and what was
    /// said and done. Few days and round sums, so that clashes are common.
    fn world()(
        bills in prop::collection::vec((0_i64..30, 0_i64..20, 1_i64..6, 0_u32..8, 0_usize..3, 0_usize..5), 1..6),
        payments in prop::collection::vec((0_i64..60, 1_i64..14, 0_usize..7, 0_u32..4, 1_i64..14), 0..6),
        deeds in prop::collection::vec((0_i64..60, 0_usize..6, 0_u32..4, 0_i64..4, any::<bool>()), 0..5),
    ) -> World {
        let mut made: Vec<Bill> = Vec::new();
        for (i, (issue, days, amount, role, on, tiers)) in bills.into_iter().enumerate() {
            let of = |made: &[Bill], wanted: fn(&Role) -> bool| Some(on).filter(|&on| on < i && wanted(&made[on].role));
            let role = match role {
                0 => Role::Credit(of(&made, |role| !matches!(role, Role::Credit(_)))),
                1 => Role::Credit(None),
                2 => of(&made, |role| *role == Role::Debt).map_or(Role::Debt, Role::Note),
                3 => of(&made, |role| *role == Role::Debt).map_or(Role::Debt, Role::Deposit),
                _ => Role::Debt,
            };
            // Four deposits are less than the least price.
            let amount = if matches!(role, Role::Deposit(_)) { 2_000 } else { amount * 10_000 };
            // So much that round sums reach it: 60 % for who pays soon, else 30 %.
            let discounts = match role {
                Role::Debt => [(60, issue + 6), (30, issue + 15)].into_iter().take(tiers).collect(),
                _ => Vec::new(),
            };
            made.push(Bill { issue, due: issue + days, amount: amount + Cents::from(i as u8), role, discounts });
        }
        // The discount on what remains after deposits has cases of its own.
        for i in 0..made.len() {
            if let Role::Deposit(on) = made[i].role {
                made[on].discounts.clear();
            }
        }
        let is_claim = |bill: &usize| made.get(*bill).is_some_and(|bill| !matches!(bill.role, Role::Credit(_)));
        let is_debt = |bill: &usize| made.get(*bill).is_some_and(|bill| bill.role == Role::Debt);
        let payments = payments.into_iter().map(|(day, amount, names, back, later)| {
            let amount = amount * 5_000;
            let gone = if back == 0 { amount } else { amount / 2 };
            Coming { day, amount, names: Some(names).filter(is_claim), back: (back < 2).then_some((day + later, gone)) }
        }).collect();
        let deed = |(day, bill, kind, more, flag): (Day, usize, u32, i64, bool)| match kind {
            0 => Deed::WriteOff { day, bill, undone: (more > 0).then_some(day + (more - 1) * 5) },
            1 => Deed::Waiver { day, bill, amount: flag.then_some(more * 1_500 + 1) },
            _ => Deed::Notice { day, bill, interest: more > 0, indemnity: flag },
        };
        let deeds = deeds.into_iter().filter(|(_, bill, ..)| is_debt(bill)).map(deed).collect();
        World { bills: made, payments, deeds }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 120, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn both_desks_say_the_same(world in world(), as_of in 0_i64..90) {
        let (said, credit) = world.judge(as_of);
        let said = said.into_iter().enumerate().filter_map(|(i, said)| Some((format!("F{i}"), said?))).collect();
        prop_assert_eq!(ask(&world.files(), as_of), (said, credit));
    }

    #[test]
    fn the_order_of_rows_changes_nothing(world in world(), as_of in 0_i64..90, turn in 0_usize..6) {
        let files = world.files();
        let turned = files.clone().map(|mut rows| {
            let count = rows.len().max(1);
            rows.rotate_left(turn % count);
            rows.reverse();
            rows
        });
        prop_assert_eq!(ask(&files, as_of), ask(&turned, as_of));
    }

    #[test]
    fn a_payment_that_was_returned_is_one_that_was_never_made(world in world(), day in 0_i64..60, sum in 1_i64..9, names in 0_usize..7) {
        let mut with = world.clone();
        let names = Some(names).filter(|&bill| world.bills.get(bill).is_some_and(|bill| bill.role == Role::Debt));
        with.payments.push(Coming { day, amount: sum * 7_000, names, back: Some((day + 3, sum * 7_000)) });
        for as_of in [day + 3, 90] {
            prop_assert_eq!(ask(&with.files(), as_of), ask(&world.files(), as_of));
        }
    }

    #[test]
    fn a_payment_never_raises_what_is_owed(world in world(), day in 0_i64..60, sum in 1_i64..9, names in 0_usize..7) {
        // An invoice that credit notes void is another thing once a cent of it was paid, and a note that charges what
        // was never late another thing than one that charges a claim: debts alone here.
        let mut before = world.clone();
        before.bills.iter_mut().for_each(|bill| bill.role = Role::Debt);
        let mut after = before.clone();
        let names = Some(names).filter(|&bill| before.bills.get(bill).is_some_and(|bill| bill.role == Role::Debt));
        after.payments.push(Coming { day, amount: sum * 7_000, names, back: None });
        for as_of in [day, 90] {
            // The interest of each debt is rounded by itself.
            let rounding = before.bills.len() as Cents;
            prop_assert!(debt(&ask(&after.files(), as_of)) <= debt(&ask(&before.files(), as_of)) + rounding);
        }
    }

    #[test]
    fn paying_what_is_asked_on_a_day_closes_the_claim(world in world(), day in 1_i64..60, bill in 0_usize..5) {
        prop_assume!(world.bills.get(bill).is_some_and(|bill| bill.role == Role::Debt));
        // What was paid, said and done later than the letter is another story; and of what a credit note voids nothing
        // is asked.
        let mut asked = world.clone();
        asked.payments.retain(|coming| coming.day <= day);
        // In a day money that names an invoice comes first: what named none that day would go elsewhere.
        asked.payments.retain(|coming| coming.day < day || coming.names.is_some());
        prop_assume!(!asked.bills.iter().any(|bill| bill.role == Role::Credit(None) && bill.issue == day));
        asked.payments.iter_mut().for_each(|coming| coming.back = coming.back.filter(|(back, _)| *back <= day));
        // What was written off is asked for no more: money that comes for it takes the write-off back.
        asked.deeds.retain(|deed| match deed {
            Deed::WriteOff { day: on, bill: of, .. } => *on <= day && *of != bill,
            Deed::Waiver { day: on, .. } | Deed::Notice { day: on, .. } => *on <= day,
        });
        asked.deeds.iter_mut().for_each(|deed| {
            if let Deed::WriteOff { undone, .. } = deed {
                *undone = undone.filter(|undone| *undone <= day);
            }
        });
        prop_assume!(asked.bills.iter().all(|bill| bill.role == Role::Debt || bill.issue <= day));
        asked.deeds.push(Deed::Notice { day, bill, interest: true, indemnity: true });
        let (said, _) = ask(&asked.files(), day);
        let name = format!("F{bill}");
        let Some(&[open, interest, indemnity, charged, waived, paid]) = said.get(&name) else { return Ok(()) };
        let total = open + interest + indemnity - charged - waived - paid;
        prop_assume!(total > 0);
        asked.payments.push(Coming { day, amount: total, names: Some(bill), back: None });
        // A note that is still open takes its share of what exceeds the principal first: it was asked for elsewhere.
        prop_assume!(!asked.bills.iter().any(|other| other.role == Role::Note(bill)));
        for later in [day, day + 1, 90] {
            let (said, _) = ask(&asked.files(), later);
            let [open, interest, indemnity, charged, waived, paid] = said[&name];
            prop_assert_eq!((open, open + interest + indemnity - charged - waived - paid), (0, 0), "{}", later);
        }
    }
}
