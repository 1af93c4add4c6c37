//! Waivers beside money and penalty notes, computed a second way: an account of one invoice kept day by day, as the
//! desk would have kept it. What it says on a day knows nothing of later days, so that what is asked later can neither
//! bring back principal nor take it away.

use chrono::Days;
use proptest::prelude::*;

use super::*;

/// The invoice and its indemnity, in cents.
const AMOUNT: i64 = 1_000_000;
const INDEMNITY: i64 = 4_000;

/// How many days after its due date the invoice is looked at.
const DAYS: u64 = 500;

/// What happens to the account on a day.
#[derive(Clone, Copy, Debug)]
enum Act {
    /// Money that names the invoice.
    Payment(i64),
    /// Money that is what is asked that day, or a little more or less.
    Settlement(i64),
    /// A waiver, of a sum or of everything.
    Waiver(Option<i64>),
    /// A formal notice, which claims interest and indemnity.
    Notice,
    /// A penalty note of what lateness costs so far.
    Note,
    /// Money that names the last note: so many percent of what is open on it.
    NotePayment(i64),
}

/// What stands in the files: a sum is what it came to.
#[derive(Clone, Copy, Debug)]
enum Row {
    Payment(i64),
    Waiver(Option<i64>),
    Notice,
    Note(i64),
    NotePayment(i64),
}

/// What is said on a day: what bears interest, what is asked with what lateness costs, what is left over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Said {
    principal: i64,
    total: i64,
    credit: i64,
}

/// What a penalty note charges that is not paid.
#[derive(Clone, Copy, Debug)]
struct Charged {
    interest: i64,
    indemnity: i64,
}

/// The account of one invoice.
#[derive(Default)]
struct Account {
    interest_first: bool,
    /// What bears interest, and what the books say is open.
    principal: i64,
    open: i64,
    /// The interest of the days before the last change of base or rate.
    closed: i64,
    /// Base, rate in hundredths of a percent, half-year and days since.
    line: (i64, i64, usize, i64),
    /// Whether money came that may have paid interest: that has a line of its own to its day.
    is_cut: bool,
    /// What money paid of the interest and of the indemnity.
    paid: i64,
    paid_indemnity: i64,
    /// Of each waiver what of interest and indemnity was paid or charged before it, and its sum.
    waivers: Vec<(i64, i64, Option<i64>)>,
    notes: Vec<Charged>,
    /// What they charged in all.
    charged: i64,
    charged_indemnity: i64,
    is_claimed: bool,
    credit: i64,
    /// Whether money that exceeded what was open was taken for lateness.
    has_exceeded: bool,
}

impl Account {
    fn new(interest_first: bool) -> Account {
        Account { interest_first, principal: AMOUNT, open: AMOUNT, ..Account::default() }
    }

    /// Adds a day's interest: of what was owed the evening before.
    fn bear(&mut self, rate: i64, half_year: usize) {
        let (base, of, half, _) = self.line;
        if std::mem::take(&mut self.is_cut) || (base, of, half) != (self.principal, rate, half_year) {
            self.closed = self.interest();
            self.line = (self.principal, rate, half_year, 0);
        }
        self.line.3 += 1;
    }

    fn interest(&self) -> i64 {
        let (base, rate, _, days) = self.line;
        self.closed + (2 * base * rate * days + 3_650_000) / 7_300_000
    }

    /// What waivers give up of interest and indemnity, each in its turn of what was left of them.
    fn given_up(&self) -> (i64, i64) {
        let (mut interest, mut indemnity) = (0, 0);
        for &(gone, gone_indemnity, sum) in &self.waivers {
            let most = (self.interest() - gone - interest).max(0);
            let part = sum.map_or(most, |sum| sum.min(most));
            interest += part;
            let most = (INDEMNITY - gone_indemnity - indemnity).max(0);
            indemnity += sum.map_or(most, |sum| (sum - part).min(most));
        }
        (interest, indemnity)
    }

    /// What is owed of interest and indemnity, on notes or not.
    fn owed(&self) -> (i64, i64) {
        let (interest, indemnity) = self.given_up();
        ((self.interest() - self.paid - interest).max(0), INDEMNITY - self.paid_indemnity - indemnity)
    }

    /// Does what happens, and returns what of it stands in the files. After a note the invoice is not paid beyond what
    /// is open on it, and no note is made where money has paid lateness without one: whose that money is then, is told
    /// elsewhere.
    fn act(&mut self, act: Act) -> Option<Row> {
        let row = match act {
            Act::Payment(amount) => self.pay(amount)?,
            Act::Settlement(more) => self.pay(self.said().total - self.charges() + more)?,
            Act::Waiver(sum) => {
                self.waivers.push((self.paid.max(self.charged), self.paid_indemnity.max(self.charged_indemnity), sum));
                Row::Waiver(sum)
            }
            Act::Notice => {
                self.is_claimed = true;
                Row::Notice
            }
            Act::Note => self.charge()?,
            Act::NotePayment(percent) => self.pay_note(percent)?,
        };
        self.is_cut = self.interest_first && matches!(row, Row::Payment(_) | Row::NotePayment(_));
        if self.is_claimed && matches!(row, Row::Payment(_) | Row::Notice) && self.credit > 0 {
            let interest = self.owed().0.min(self.credit);
            self.paid += interest;
            let indemnity = self.owed().1.min(self.credit - interest);
            self.paid_indemnity += indemnity;
            self.credit -= interest + indemnity;
            self.has_exceeded |= interest + indemnity > 0;
        }
        Some(row)
    }

    fn charges(&self) -> i64 {
        self.notes.iter().map(|note| note.interest + note.indemnity).sum()
    }

    fn pay(&mut self, amount: i64) -> Option<Row> {
        let amount = if self.notes.is_empty() { amount } else { amount.min(self.open) };
        if amount <= 0 {
            return None;
        }
        let interest = if self.interest_first { self.owed().0.min(amount) } else { 0 };
        let principal = self.principal.min(amount - interest);
        self.paid += interest;
        self.principal -= principal;
        self.has_exceeded |= interest + principal > self.open;
        self.open -= amount.min(self.open);
        self.credit += amount - interest - principal;
        Some(Row::Payment(amount))
    }

    fn charge(&mut self) -> Option<Row> {
        let given_up = self.given_up();
        // What payments took for interest is open as interest all the same: the books count it as paid on the invoice.
        let interest = (self.interest() - given_up.0 - self.charged).max(0);
        let indemnity = INDEMNITY - given_up.1 - self.charged_indemnity;
        // A sum that was enough for some of the indemnity is of the interest that runs later first, which no note
        // knows.
        let is_of_both = given_up.1 > 0 && self.waivers.iter().any(|(_, _, sum)| sum.is_some());
        if self.has_exceeded || self.credit > 0 || is_of_both || interest + indemnity == 0 {
            return None;
        }
        self.charged += interest;
        self.charged_indemnity += indemnity;
        self.notes.push(Charged { interest, indemnity });
        Some(Row::Note(interest + indemnity))
    }

    fn pay_note(&mut self, percent: i64) -> Option<Row> {
        let note = *self.notes.last()?;
        let amount = (note.interest + note.indemnity) * percent / 100;
        if amount == 0 {
            return None;
        }
        let of_interest = note.interest.min(amount);
        let interest = self.owed().0.min(of_interest);
        self.paid += interest;
        self.principal -= (of_interest - interest).min(self.principal - self.open);
        self.paid_indemnity += amount - of_interest;
        let indemnity = note.indemnity - (amount - of_interest);
        *self.notes.last_mut()? = Charged { interest: note.interest - of_interest, indemnity };
        Some(Row::NotePayment(amount))
    }

    fn said(&self) -> Said {
        let (interest, indemnity) = self.owed();
        Said { principal: self.principal, total: self.principal + interest + indemnity, credit: self.credit }
    }
}

/// Returns what stands in the files, and what the account says on each day from the one after the due date.
fn day_by_day(interest_first: bool, due: Date, acts: &[(u64, Act)]) -> (Vec<(u64, Row)>, Vec<Said>) {
    let mut account = Account::new(interest_first);
    let (mut rows, mut said) = (Vec::new(), Vec::new());
    for after in 1..=DAYS {
        let half_year = laws::half_year(due + Days::new(after));
        account.bear(laws::DEFAULT_RATES[half_year], half_year);
        // One act a day: their order within a day is told elsewhere.
        let act = acts.iter().find(|(day, _)| *day == after);
        rows.extend(act.and_then(|(_, act)| Some((after, account.act(*act)?))));
        said.push(account.said());
    }
    (rows, said)
}

/// What the program says of the same on some of those days.
fn program(interest_first: bool, due: Date, rows: &[(u64, Row)], days: &[u64]) -> Vec<Said> {
    let sum = |cents: i64| Amount::from_minor(cents).to_decimal(Currency::EUR);
    let mut invoices = format!("F,C,2024-12-01,{due},{}\n", sum(AMOUNT));
    let (mut payments, mut events, mut note) = (String::new(), String::new(), 0);
    for (i, (after, row)) in rows.iter().enumerate() {
        let date = due + Days::new(*after);
        match row {
            Row::Payment(cents) => payments += &format!("P{i},{date},{},F\n", sum(*cents)),
            Row::NotePayment(cents) => payments += &format!("P{i},{date},{},N{note}\n", sum(*cents)),
            Row::Waiver(None) => events += &format!("{date},waived,C,F,,,E{i}\n"),
            Row::Waiver(Some(cents)) => events += &format!("{date},waived,C,F,,{},E{i}\n", sum(*cents)),
            Row::Notice => events += &format!("{date},notice,C,F,formal-notice,,E{i}\n"),
            Row::Note(cents) => {
                note = i;
                invoices += &format!("N{i},C,{date},{date},{},,penalty,,,F\n", sum(*cents));
            }
        }
    }
    let policy = if interest_first { "[penalties]\nimputation = \"interest-first\"\n" } else { "" };
    let folder = Folder { invoices: &invoices, payments: &payments, events: &events, policy, ..Folder::default() };
    let (ledger, policy, rates) = (folder.ledger(), policy::load(policy, "policy.toml").unwrap(), Rates::builtin());
    let say = |after: &u64| {
        let as_of = due + Days::new(*after);
        let balances = allocate_and_pay_claims(&ledger, &policy, || rates.clone(), as_of).balances;
        let penalties = Penalties::new(&ledger, &balances, &policy, &rates);
        let row = penalties.for_item(ItemId(0), &mut Vec::new()).unwrap().expect("it is late");
        let parts = row.open + row.interest_claimed() + row.indemnity_claimed();
        assert_eq!(
            parts,
            row.total(),
            "what can be claimed on {as_of} is the same sum, by its parts: {row:?}\n{invoices}{payments}{events}"
        );
        let on_notes = (1..ledger.invoices().len() as u32).map(|item| balances.open(&ledger, ItemId(item))).sum();
        let credit: Amount = balances.credits().iter().map(|credit| credit.amount).sum();
        let total: Amount = row.total() + on_notes;
        Said { principal: row.principal_due.minor(), total: total.minor(), credit: credit.minor() }
    };
    days.iter().map(say).collect()
}

fn act() -> impl Strategy<Value = Act> {
    let waived = prop_oneof![Just(None), (1_i64..60).prop_map(|sum| Some(sum * 777))];
    prop_oneof![
        3 => prop_oneof![1_i64..12_000, (1_i64..12).prop_map(|thousands| thousands * 100_000)].prop_map(Act::Payment),
        1 => (-3_i64..4).prop_map(Act::Settlement),
        2 => waived.prop_map(Act::Waiver),
        1 => Just(Act::Notice),
        1 => Just(Act::Note),
        1 => prop_oneof![Just(100), 1_i64..100].prop_map(Act::NotePayment),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_asked_on_a_day_depends_on_what_had_happened_by_then(
        interest_first in any::<bool>(),
        acts in prop::collection::btree_map(1_u64..400, act(), 1..8),
        others in prop::collection::vec(1_u64..DAYS, 3),
    ) {
        let due = day("2025-01-31");
        let acts: Vec<(u64, Act)> = acts.into_iter().collect();
        let (rows, said) = day_by_day(interest_first, due, &acts);
        let mut days: Vec<u64> = rows.iter().flat_map(|(day, _)| [*day, day + 1]).chain(others).chain([DAYS]).collect();
        days.sort_unstable();
        let expected: Vec<Said> = days.iter().map(|day| said[*day as usize - 1]).collect();
        prop_assert_eq!(program(interest_first, due, &rows, &days), expected, "{:?} on {:?}", rows, days);
    }
}
