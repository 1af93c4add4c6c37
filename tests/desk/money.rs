//! Where one customer's money of one currency goes: to what it names, to the oldest debts, where somebody moves it,
//! back to the customer (`giving`), or nowhere yet; and what is given up without it (`losses`).

#[path = "giving.rs"]
mod giving;
#[path = "losses.rs"]
mod losses;

use std::collections::{BTreeMap, BTreeSet};

use relance::model::Date;

use crate::books::{Act, Bills, Cents, Invoice, reduced};
use crate::claims::Used;

/// Money on its way. In the order in which it is used: by day, credit notes before payments, by id.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Money {
    pub day: Date,
    pub is_payment: bool,
    pub id: String,
    /// The invoice that it names, by its first row.
    pub of: Option<usize>,
    /// The instalment of it that it names.
    pub part: Option<usize>,
    pub left: Cents,
    /// What of it is for what lateness costs, as the notice of that day asked for it; nothing while nobody has looked.
    pub for_claims: Option<(Date, Cents)>,
}

impl Money {
    /// Returns what of it can pay debts; a penalty note of the notice's day or later charges what that asked for.
    fn for_debts(&self, note: Option<Date>) -> Cents {
        let kept = self.for_claims.filter(|(since, _)| note.is_none_or(|issue| issue < *since));
        self.left - kept.map_or(0, |(_, sum)| sum.min(self.left))
    }

    /// Returns what of it has paid no claim by a day, on which giving back and moving come last; but for a claim of
    /// that day itself, which takes account of them.
    fn free(&self, day: Date, kept: &[Used]) -> Cents {
        let by_then = |used: &&Used| used.id == self.id && (used.day < day || used.day == day && self.day == day);
        let kept: Cents = kept.iter().filter(by_then).map(|used| used.sum).sum();
        (self.left - kept).max(0)
    }
}

/// What a payment paid: the row, the sum, whether it took that of a write-off back.
pub type Paid = (usize, Cents, bool);

/// A row, and how much of it is paid at most.
type Most = (usize, Cents);

/// What was given back of some money, by its id.
pub type Part = (String, Cents);

/// One customer's account in one currency while it is worked out.
#[derive(Debug)]
pub struct Account<'b> {
    /// All rows of the books, of which the account has some.
    pub rows: &'b [Invoice],
    /// The small rest that the policy lets go.
    pub tolerance: Cents,
    pub open: BTreeMap<usize, Cents>,
    /// What was owed on each row from which day on.
    pub steps: BTreeMap<usize, Vec<(Date, Cents)>>,
    /// The notices that ask for what lateness costs, or are about instalments.
    pub notices: Vec<&'b Act>,
    /// What is given up of what lateness costs.
    pub waivers: Vec<&'b Act>,
    /// What payments left for what lateness costs: when, of which rows, how much.
    set_aside: Vec<(Date, Vec<usize>, Cents)>,
    /// The rows for which a payment, by its id, left that.
    pub asked_by: BTreeMap<String, Vec<usize>>,
    /// The rows on which anything came, or was written off, but credit notes that name them.
    pub paid: BTreeSet<usize>,
    /// What was written off of each invoice and not recovered, in turn.
    lost: BTreeMap<usize, Vec<(usize, Cents)>>,
    /// The small rests that were let go of each row.
    tolerated: BTreeMap<usize, Cents>,
    /// What counts for the discount of each row: what lowers its price, what was paid in time.
    pub discounts: BTreeMap<usize, (Cents, Cents)>,
    /// What credit notes and write-offs took off each row, and when; less than nothing where a write-off is taken back.
    pub given_up: BTreeMap<usize, Vec<(Date, Cents)>>,
    /// What credit notes that name a row took off it.
    pub corrected: BTreeMap<usize, Cents>,
    /// What of each deposit was taken off each row of its invoice.
    pub deducted: BTreeMap<(usize, usize), Cents>,
    pub over: Vec<Money>,
    /// What each payment paid, in turn.
    pub paid_by: BTreeMap<String, Vec<Paid>>,
    /// What each refund gave back of which money.
    pub given: Vec<Vec<Part>>,
    /// What was given back and never came in.
    pub owed: Cents,
    /// Whether more was to be given back than there was.
    pub is_overdrawn: bool,
    /// Whether what had paid claims was given back.
    pub took_claims: bool,
}

impl<'b> Account<'b> {
    pub fn new(rows: &'b [Invoice], tolerance: Cents) -> Account<'b> {
        Account {
            rows,
            tolerance,
            open: BTreeMap::new(),
            steps: BTreeMap::new(),
            notices: Vec::new(),
            waivers: Vec::new(),
            set_aside: Vec::new(),
            asked_by: BTreeMap::new(),
            paid: BTreeSet::new(),
            lost: BTreeMap::new(),
            tolerated: BTreeMap::new(),
            discounts: BTreeMap::new(),
            given_up: BTreeMap::new(),
            corrected: BTreeMap::new(),
            deducted: BTreeMap::new(),
            over: Vec::new(),
            paid_by: BTreeMap::new(),
            given: Vec::new(),
            owed: 0,
            is_overdrawn: false,
            took_claims: false,
        }
    }

    /// Returns the order of rows: by due date.
    pub fn rank(&self, row: usize) -> (Date, Date, &'b str, Option<u8>) {
        let Invoice { due, issue, id, instalment, .. } = &self.rows[row];
        (*due, *issue, id, *instalment)
    }

    pub fn set(&mut self, row: usize, open: Cents, day: Date) {
        self.open.insert(row, open);
        self.steps.entry(row).or_default().push((day, open));
    }

    /// Returns what was owed on a row at the end of a day.
    pub fn open_on(&self, row: usize, day: Date) -> Cents {
        self.steps[&row].iter().rfind(|(since, _)| *since <= day).map_or(0, |(_, open)| *open)
    }

    /// Returns the money of a kind that is over and the day's, in its turn.
    fn in_turn<'m>(&mut self, today: impl Iterator<Item = &'m Money>, waits: impl Fn(&Money) -> bool) -> Vec<Money> {
        let mut money: Vec<Money> = self.over.extract_if(.., |money| waits(money)).collect();
        money.extend(today.cloned());
        money.sort();
        money
    }

    /// Returns the rows of an invoice that are issued, by due date.
    pub fn rows_of(&self, invoice: usize) -> Vec<usize> {
        let mut rows: Vec<usize> =
            self.open.keys().copied().filter(|&row| self.rows[row].id == self.rows[invoice].id).collect();
        rows.sort_by_key(|&row| self.rank(row));
        rows
    }

    fn pay(&mut self, row: usize, money: &mut Money, most: Cents, day: Date) {
        let open = self.open[&row];
        let issue = matches!(self.rows[row].bills, Bills::Lateness(_)).then_some(self.rows[row].issue);
        let part = most.min(open).min(money.for_debts(issue));
        if part > 0 {
            money.left -= part;
            if money.is_payment || money.of.is_none() {
                self.paid.insert(row);
            }
            self.set(row, open - part, day);
            self.note_paid(money, (row, part, false));
            if !money.is_payment {
                self.give_up(row, part, day);
            }
            if !money.is_payment && money.of.is_some() {
                *self.corrected.entry(row).or_default() += part;
                self.correct_deposit(row, day);
            }
            self.settle_rest(row, day);
        }
    }

    fn note_paid(&mut self, money: &Money, (row, sum, was_lost): Paid) {
        if money.is_payment {
            self.paid_by.entry(money.id.clone()).or_default().push((row, sum, was_lost));
        }
        if let Some((_, until)) = self.rows[row].discount {
            let (off, in_time) = self.discounts.entry(row).or_default();
            match money.is_payment {
                true if money.of.is_some() && money.day <= until => *in_time += sum,
                false if money.of.is_some() || money.day <= until => *off += sum,
                _ => (),
            }
        }
    }

    /// Lets the rest of a row go that is discount which was earned, or small.
    fn settle_rest(&mut self, row: usize, day: Date) {
        if let (Some((percent, _)), Some(&(off, in_time))) = (self.rows[row].discount, self.discounts.get(&row))
            && in_time > 0
            && in_time >= reduced(self.rows[row].amount - off, percent)
            && self.open[&row] > 0
        {
            self.set(row, 0, day);
        }
        let rest = self.open[&row];
        if rest > 0 && rest <= self.tolerance {
            self.set(row, 0, day);
            *self.tolerated.entry(row).or_default() += rest;
        }
    }

    /// Sets payments or credit notes against what they name: what is over, and what came that day.
    pub fn pay_named<'m>(&mut self, today: impl Iterator<Item = &'m Money>, are_payments: bool, day: Date) {
        let today: Vec<&Money> = today.collect();
        let new: Vec<String> = today.iter().map(|money| money.id.clone()).collect();
        let waits = |money: &Money| money.of.is_some() && money.is_payment == are_payments;
        for mut money in self.in_turn(today.into_iter(), waits) {
            if new.contains(&money.id) && are_payments {
                let (for_claims, first) = self.asked(&money, day);
                money.for_claims = for_claims;
                for (row, most) in first {
                    self.pay(row, &mut money, most, day);
                }
            }
            self.pay_what_it_names(money, day);
        }
    }

    /// Returns what of a payment is for what lateness costs: what is left of what a notice asked of that, the last one
    /// first, where it is that and the principal, or what is left of it, less what the customer has over or not. And
    /// what it pays of rows before it goes by age: what such a notice asked for, if all of that sum are about the same
    /// rows.
    fn asked(&mut self, money: &Money, day: Date) -> (Option<(Date, Cents)>, Vec<Most>) {
        // What is not issued yet is not owed.
        let open_of = |row: usize| self.open.get(&row).copied().unwrap_or_default();
        let own = self.rows_of(money.of.unwrap());
        let named = money.part.map_or_else(|| own.clone(), |part| vec![part]);
        let of_it = self.notices.iter().filter(|act| act.day <= day && named.contains(&act.invoices[0]));
        let mut letters: BTreeMap<(Date, &str), Vec<&Act>> = BTreeMap::new();
        of_it.for_each(|act| letters.entry((act.day, &act.id)).or_default().push(act));
        let mut fitting: Vec<(Date, BTreeMap<usize, Cents>, Cents)> = Vec::new();
        for ((since, _), lines) in letters.into_iter().rev() {
            let rows: Vec<usize> = lines.iter().map(|act| act.invoices[0]).collect();
            let (principal, claims) = lines.iter().fold((0, 0), |(a, b), act| (a + act.asked.0, b + act.asked.1));
            let eve = |row: usize| {
                let steps = self.steps.get(&row);
                steps.and_then(|steps| steps.iter().rfind(|(at, _)| *at < since)).map_or(0, |(_, open)| *open)
            };
            let open: Cents = rows.iter().map(|&row| open_of(row)).sum();
            let before: Cents = rows.iter().map(|&row| eve(row)).sum();
            let is_of_it = |row: &usize| rows.contains(row);
            let aside = self.set_aside.iter().filter(|(at, of, _)| *at >= since && of.iter().any(is_of_it));
            let waivers = self.waivers.iter().filter(|act| since < act.day && act.day <= day);
            let waived: Option<Cents> =
                waivers.filter(|act| act.invoices.iter().any(is_of_it)).map(|waiver| waiver.amount).sum();
            let Some(waived) = waived else { continue };
            let left = (claims - aside.map(|(.., sum)| sum).sum::<Cents>() - waived).max(0);
            let over: Cents = self.over.iter().map(|money| money.for_debts(None)).sum();
            let is_less = over > 0 && money.left > left && money.left + over == principal + left;
            let is_it = is_less
                || money.left == principal + claims
                || [principal, open.min(principal), (principal - (before - open)).max(0)]
                    .contains(&(money.left - left));
            if is_it {
                let of = |act: &&Act| {
                    let row = act.invoices[0];
                    (row, (open_of(row) - (eve(row) - act.asked.0).max(0)).max(0))
                };
                fitting.push((since, lines.iter().map(of).collect(), left));
            }
        }
        let mut first = Vec::new();
        if let Some((_, rows, _)) = fitting.first().filter(|_| money.part.is_none()) {
            let are_same = fitting.iter().all(|(_, others, _)| others.keys().eq(rows.keys()));
            let is_clear = own.iter().all(|row| rows.contains_key(row) || open_of(*row) != money.left);
            if are_same && is_clear {
                first.extend(rows.iter().map(|(&row, &most)| (row, most)));
                first.sort_by_key(|&(row, _)| self.rank(row));
            }
        }
        let claims = fitting.into_iter().find(|(.., left)| *left > 0).map(|(since, rows, left)| {
            let rows: Vec<usize> = rows.into_keys().collect();
            self.asked_by.insert(money.id.clone(), rows.clone());
            self.set_aside.push((day, rows, left));
            (since, left)
        });
        (claims, first)
    }

    /// Sets money that names nothing against the oldest debts: what is over, and what came that day.
    pub fn pay_oldest<'m>(&mut self, today: impl Iterator<Item = &'m Money>, day: Date) {
        for money in self.in_turn(today, |money| money.of.is_none()) {
            self.pay_by_age(money, day);
        }
    }

    /// Sets money against the invoice that it names, the instalment that it names first; a payment beyond it takes
    /// write-offs and small rests of it back, then pays the penalty notes on it.
    fn pay_what_it_names(&mut self, mut money: Money, day: Date) {
        let invoice = money.of.expect("it names one");
        let rows = self.rows_of(invoice);
        for row in money.part.filter(|part| rows.contains(part)).into_iter().chain(rows.iter().copied()) {
            self.pay(row, &mut money, Cents::MAX, day);
        }
        if money.is_payment && !rows.is_empty() {
            self.recover(rows[0], &mut money, day);
            let on = |row: usize| matches!(self.rows[row].bills, Bills::Lateness(of) if self.rows[of].id == self.rows[invoice].id);
            let mut notes: Vec<usize> = self.open.keys().copied().filter(|&row| on(row)).collect();
            notes.sort_by_key(|&row| self.rank(row));
            for note in notes {
                self.pay(note, &mut money, Cents::MAX, day);
            }
        }
        self.keep(money);
    }

    /// Sets what is left of some money against an invoice, as somebody moves it.
    pub fn move_to(&mut self, id: &str, invoice: usize, sum: Option<Cents>, (day, kept): (Date, &[Used])) {
        let Some(place) = self.over.iter().position(|money| money.id == id) else { return };
        let waiting = self.over.remove(place);
        let free = waiting.free(day, kept);
        let left = free.min(sum.unwrap_or(Cents::MAX));
        let mut moved = Money { left, of: None, part: None, for_claims: None, ..waiting.clone() };
        let taken = moved.left;
        for row in self.rows_of(invoice) {
            self.pay(row, &mut moved, Cents::MAX, day);
        }
        self.keep(Money { left: waiting.left - (taken - moved.left), ..waiting });
    }

    /// Sets money against the oldest debts: by due date, then issue date, among equals in proportion, spare cents by
    /// id.
    fn pay_by_age(&mut self, mut money: Money, day: Date) {
        loop {
            let rank = |row: &usize| (self.rows[*row].due, self.rows[*row].issue);
            let owed: Vec<usize> = self.open.iter().filter(|(_, open)| **open > 0).map(|(&row, _)| row).collect();
            let Some(first) = owed.iter().map(rank).min().filter(|_| money.left > 0) else { break };
            let mut equals: Vec<usize> = owed.into_iter().filter(|row| rank(row) == first).collect();
            equals.sort_by_key(|&row| (&self.rows[row].id, self.rows[row].instalment));
            let all: Cents = equals.iter().map(|row| self.open[row]).sum();
            let sum = money.left.min(all);
            let share = |open: Cents| (i128::from(sum) * i128::from(open) / i128::from(all)) as Cents;
            let mut shares: Vec<Cents> = equals.iter().map(|row| share(self.open[row])).collect();
            let spare = sum - shares.iter().sum::<Cents>();
            shares.iter_mut().take(spare as usize).for_each(|share| *share += 1);
            for (row, share) in equals.into_iter().zip(shares) {
                self.pay(row, &mut money, share, day);
            }
        }
        self.keep(money);
    }

    fn keep(&mut self, money: Money) {
        if money.left > 0 {
            self.over.push(money);
        }
    }
}
