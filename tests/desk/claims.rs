//! What lateness costs, and what settles it: penalty notes, money, waivers.

use std::collections::{BTreeMap, BTreeSet};

use relance::model::Date;

use crate::books::{Act, ActKind, Bills, Books, Cents, Debtor, Invoice};
use crate::money::{Account, Money};

/// The recovery indemnity.
const INDEMNITY: Cents = 4000;

/// The first day of the second half of the year.
const JULY: Date = Date::from_ymd_opt(2026, 7, 1).unwrap();

/// What public buyers and consumers owe in each half of the year, in hundredths of a percent: the rate of the European
/// Central Bank and 8 points, the legal rate of claims held by professionals.
const PUBLIC_RATES: [i64; 2] = [1015, 1040];
const CONSUMER_RATES: [i64; 2] = [262, 275];

/// What lateness costs on a row.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Claim {
    pub interest: Cents,
    pub indemnity: Cents,
    /// What penalty notes charge of it.
    pub charged: Cents,
    /// How much of that is interest, and how much indemnity, of the notes that were entered.
    charged_interest: Cents,
    charged_indemnity: Cents,
    pub waived: Cents,
    pub paid: Cents,
}

impl Claim {
    /// Returns what is left of interest and of indemnity: what was given up and paid went to the interest first.
    pub fn parts_left(&self) -> (Cents, Cents) {
        let settled = self.charged - self.charged_indemnity + self.waived + self.paid;
        let interest = (self.interest - settled).max(0);
        (interest, self.left() - interest)
    }

    pub fn left(&self) -> Cents {
        (self.interest + self.indemnity - self.charged - self.waived - self.paid).max(0)
    }

    /// Returns what the program shows of it.
    pub fn shown(&self) -> [Cents; 5] {
        [self.interest, self.indemnity, self.charged, self.waived, self.paid]
    }

    /// Enters how a note that charged so much of it, when so much interest had run, divides: it charged the indemnity
    /// whole where it was for as much, unless it was for just the interest.
    fn divide(&mut self, Share { amount, run, .. }: Share) {
        let less = self.waived + self.paid;
        let interest = (run - self.charged_interest - less).max(0);
        let indemnity = self.indemnity - self.charged_indemnity - (less - (run - self.charged_interest)).max(0);
        let of_indemnity = match amount {
            _ if amount == interest => 0,
            _ if amount >= indemnity => indemnity.max(0),
            _ => (amount - interest).max(0),
        };
        self.charged_indemnity += of_indemnity;
        self.charged_interest += amount - of_indemnity;
    }
}

/// What a penalty note charges of a row.
#[derive(Clone, Copy, Debug)]
struct Share {
    day: Date,
    row: usize,
    amount: Cents,
    /// The interest that had run by its day.
    run: Cents,
}

/// Of each row that was late.
pub type Claims = BTreeMap<usize, Claim>;

/// What of a payment paid a claim, and when.
#[derive(Clone, Debug)]
pub struct Used {
    pub day: Date,
    pub id: String,
    pub sum: Cents,
}

impl Books {
    /// Returns what lateness costs on each row that was late, and which payments paid how much of it.
    pub fn claims(&self, account: &Account<'_>, as_of: Date) -> (Claims, Vec<Used>) {
        let mut claims = self.claims_made(account, as_of);
        let shares = self.charge(account, &mut claims, as_of);
        let mut entered = 0;
        let mut used = Vec::new();
        let mut pools: Vec<Money> =
            account.over.iter().filter(|money| money.is_payment && money.of.is_some()).cloned().collect();
        pools.sort();
        let waivers = self.acts.iter().filter(|act| act.kind == ActKind::Waiver && act.stands(as_of));
        let waivers: Vec<&Act> = waivers.collect();
        let since = |row: usize| self.claimed_since(row, as_of);
        let days: BTreeSet<Date> = pools.iter().map(|money| money.day).collect();
        let days = days.into_iter().chain(claims.keys().filter_map(|&row| since(row)));
        let days = days.chain(waivers.iter().map(|act| act.day)).chain(shares.iter().map(|share| share.day));
        for day in days.collect::<BTreeSet<Date>>() {
            while let Some(share) = shares.get(entered).filter(|share| share.day <= day) {
                claims.get_mut(&share.row).expect("it was late").divide(*share);
                entered += 1;
            }
            for money in pools.iter_mut().filter(|money| money.day <= day) {
                let of = money.of.expect("it names one");
                // What exceeds a penalty note pays what has run since of its invoice.
                let charged = match self.invoices[of].bills {
                    Bills::Lateness(first) if self.invoices[of].issue <= as_of => account.rows_of(first),
                    _ => Vec::new(),
                };
                let mut asked = account.asked_by.get(&money.id).cloned().unwrap_or_default();
                asked.sort_by_key(|&row| account.rank(row));
                let others = |rows: Vec<usize>| rows.into_iter().filter(|row| !asked.contains(row)).collect::<Vec<_>>();
                // Of each group the interest of all rows first.
                let groups = [asked.clone(), others(account.rows_of(of)), others(charged)];
                let turns = groups.iter().flat_map(|group| {
                    let turn = move |is_interest| group.iter().map(move |&row| (row, is_interest));
                    turn(true).chain(turn(false))
                });
                for (row, is_interest) in turns {
                    let Some(claim) = claims.get_mut(&row) else { continue };
                    let is_claimed = |since: Option<Date>| since.is_some_and(|since| since <= day);
                    let is_charged_only = !is_claimed(since(row));
                    let claimed = match is_claimed(since(row)) || is_claimed(self.noted_since(row, account)) {
                        true if is_interest || is_charged_only => claim.parts_left().0,
                        true => claim.left(),
                        false => 0,
                    };
                    if claimed > 0 {
                        let part = claimed.min(money.left);
                        claim.paid += part;
                        money.left -= part;
                        used.push(Used { day, id: money.id.clone(), sum: part });
                    }
                }
            }
            for waiver in waivers.iter().filter(|act| act.day == day) {
                let mut left = waiver.amount.unwrap_or(Cents::MAX);
                let rows = account.rows_of(waiver.invoices[0]);
                for (row, is_interest) in rows.iter().map(|row| (row, true)).chain(rows.iter().map(|row| (row, false)))
                {
                    let Some(claim) = claims.get_mut(row) else { continue };
                    let part = if is_interest { claim.parts_left().0 } else { claim.left() }.min(left);
                    claim.waived += part;
                    left -= part;
                }
            }
        }
        (claims, used)
    }

    /// Returns interest and indemnity of each row that was late, before anything of them is settled.
    fn claims_made(&self, account: &Account<'_>, as_of: Date) -> Claims {
        let mut claims = Claims::new();
        let mut with_indemnity: BTreeSet<&str> = BTreeSet::new();
        let mut rows: Vec<usize> = account.steps.keys().copied().collect();
        rows.sort_by_key(|&row| account.rank(row));
        for row in rows {
            let Some(mut claim) = self.claim(row, account, as_of) else {
                continue;
            };
            // Once per invoice, on its first late instalment.
            if claim.indemnity > 0 && !with_indemnity.insert(&self.invoices[row].id) {
                claim.indemnity = 0;
            }
            claims.insert(row, claim);
        }
        claims
    }

    /// Returns the interest and the indemnity that a row bears; nothing where it was never late.
    fn claim(&self, row: usize, account: &Account<'_>, as_of: Date) -> Option<Claim> {
        let steps = &account.steps[&row];
        let Invoice { customer, issue, due, currency, bills, .. } = self.invoices[row];
        let open = |day: Date| steps.iter().rfind(|(since, _)| *since <= day).map_or(0, |(_, open)| *open);
        let late_days = || due.iter_days().skip(1).take_while(|day| *day <= as_of);
        let was_late = late_days().any(|day| open(day.pred_opt().unwrap()) > 0) || due < as_of && open(as_of) > 0;
        if !was_late || matches!(bills, Bills::Lateness(_)) {
            return None;
        }
        if open(as_of) == 0 && (!account.paid.contains(&row) || self.is_cancelled(row, as_of)) {
            return Some(Claim::default()); // Credit notes that name it, and nothing else or all of it: it was not owed.
        }
        let interest = self.interest_until(row, account, as_of, as_of);
        // It is owed in euros, and no part of an invoice in another currency.
        let bears_indemnity = self.debtor(customer) != Debtor::Consumer && currency == "EUR";
        let judgment = self.judgment(customer, as_of).filter(|judgment| issue < *judgment);
        let is_owed = bears_indemnity && judgment.is_none_or(|judgment| judgment > due);
        Some(Claim { interest, indemnity: if is_owed { INDEMNITY } else { 0 }, ..Claim::default() })
    }

    /// Tells whether credit notes that name an invoice come to all that it bills besides its deposits.
    fn is_cancelled(&self, row: usize, as_of: Date) -> bool {
        let named = |invoice: usize| {
            let notes = self.notes.iter().filter(move |note| note.of == Some(invoice) && note.day <= as_of);
            notes.map(|note| note.amount).sum::<Cents>()
        };
        let rows = || (0..self.invoices.len()).filter(|&other| self.invoices[other].id == self.invoices[row].id);
        let first = rows().next().expect("it is one of them");
        let of_it = |&other: &usize| matches!(self.invoices[other].bills, Bills::Deposit(of) if of == first);
        let deposits = (0..self.invoices.len()).filter(of_it).filter(|&other| self.invoices[other].issue <= as_of);
        let deposits: Cents = deposits.map(|other| self.invoices[other].amount - named(other)).sum();
        let billed = rows().map(|row| self.invoices[row].amount).sum::<Cents>() - deposits;
        named(first) > 0 && named(first) >= billed
    }

    /// Returns the interest that a row has borne by a day, as one knows later.
    fn interest_until(&self, row: usize, account: &Account<'_>, until: Date, as_of: Date) -> Cents {
        let Invoice { customer, issue, due, .. } = self.invoices[row];
        let open = |day: Date| account.open_on(row, day);
        let late_days = || due.iter_days().skip(1).take_while(|day| *day <= until);
        let debtor = self.debtor(customer);
        let judgment = self.judgment(customer, as_of).filter(|judgment| issue < *judgment);
        let mut interest = 0;
        if let Some(notice) = self.in_default_since(row, as_of) {
            let mut pieces: Vec<(Cents, i64, i64)> = Vec::new();
            // A public buyer owes the rate of the half-year in which interest began.
            let (mut first_half, is_cut) = (None, debtor != Debtor::Public);
            let runs = |day: &Date| *day > notice && judgment.is_none_or(|stop| *day < stop);
            let demands = self.demands(row, account, as_of);
            let not_demanded = |day: Date| {
                let demand = demands.iter().rfind(|(since, _)| *since < day);
                demand.map_or(0, |&(since, left_out)| account.still_left_out(row, left_out, since, day))
            };
            for day in late_days().filter(runs) {
                let base = (open(day.pred_opt().unwrap()) - not_demanded(day)).max(0);
                let half = usize::from(day >= JULY);
                let rate = match debtor {
                    Debtor::Business => self.rate * 100,
                    Debtor::Public => PUBLIC_RATES[if base > 0 { *first_half.get_or_insert(half) } else { half }],
                    Debtor::Consumer => CONSUMER_RATES[half],
                };
                match pieces.last_mut() {
                    Some((last, of, days)) if (*last, *of) == (base, rate) && !(is_cut && day == JULY) => *days += 1,
                    _ => pieces.push((base, rate, 1)),
                }
            }
            let rounded = |(base, rate, days): (Cents, i64, i64)| {
                let (above, below) = (base * rate * days, 100 * 100 * 365);
                (2 * above + below) / (2 * below)
            };
            interest = pieces.into_iter().map(rounded).sum();
        }
        interest
    }

    /// Returns on which days formal notices demanded more of a row that a consumer owes, and what each left out.
    fn demands(&self, row: usize, account: &Account<'_>, as_of: Date) -> Vec<(Date, Cents)> {
        let mut demands: Vec<(Date, Cents)> = Vec::new();
        let Invoice { customer, due, .. } = self.invoices[row];
        let is_consumer = self.debtor(customer) == Debtor::Consumer;
        let notices = self.formal_notices(row, as_of).filter(|act| is_consumer && act.day >= due);
        let mut notices: Vec<&Act> = notices.collect();
        notices.sort_by_key(|act| act.day);
        for act in notices {
            // One that says no sum demands it all.
            let asked = if act.asked.0 > 0 { act.asked.0 } else { Cents::MAX };
            let left_out = (account.open_on(row, act.day) - asked).max(0);
            let next = act.day.succ_opt().unwrap();
            let before = demands.last().map(|&(since, before)| account.still_left_out(row, before, since, next));
            if before.is_none_or(|before| left_out < before) {
                demands.push((act.day, left_out));
            }
        }
        demands
    }

    /// Shares out what penalty notes charge among the rows of an invoice that were late: each bears what it owed on the
    /// day of the note, then what it owes by now; the last takes the rest.
    fn charge(&self, account: &Account<'_>, claims: &mut Claims, as_of: Date) -> Vec<Share> {
        let mut notes: Vec<(usize, Date, usize)> = account
            .open
            .keys()
            .filter_map(|&row| match self.invoices[row].bills {
                Bills::Lateness(of) => Some((of, self.invoices[row].issue, row)),
                _ => None,
            })
            .collect();
        notes.sort_by_key(|&(of, day, row)| (of, day, account.rank(row)));
        let mut all = Vec::new();
        // What of each row's indemnity was charged so far.
        let mut charged: BTreeMap<usize, Cents> = BTreeMap::new();
        for (of, day, note) in notes {
            let corrected = account.corrected.get(&note).copied().unwrap_or_default();
            let whole = self.invoices[note].amount - corrected;
            let mut sum = whole;
            let late = account.rows_of(of).into_iter().filter(|row| claims.contains_key(row));
            let run = |row: usize| self.interest_until(row, account, day, as_of);
            let mut shares: Vec<Share> = late.map(|row| Share { day, row, amount: 0, run: run(row) }).collect();
            let owed = |share: &Share| {
                let (claim, before) = (&claims[&share.row], charged.get(&share.row).copied().unwrap_or_default());
                ((share.run - (claim.charged - before)).max(0), (claim.indemnity - before).max(0))
            };
            let owed: Vec<(Cents, Cents)> = shares.iter().map(owed).collect();
            let (interest, indemnity) = owed.iter().fold((0, 0), |all, one| (all.0 + one.0, all.1 + one.1));
            // A note of just the interest, or of less than the indemnity, is for interest first.
            let is_interest_first = whole == interest || whole < indemnity;
            let last = shares.len().saturating_sub(1);
            for turn in 0..4 {
                for (place, share) in shares.iter_mut().enumerate() {
                    let claim = claims.get_mut(&share.row).expect("it was late");
                    let (interest, indemnity) = owed[place];
                    let most = match turn {
                        0 if is_interest_first => interest,
                        0 => interest + indemnity,
                        1 if is_interest_first => indemnity,
                        1 => 0,
                        2 => claim.left(),
                        _ if place == last => Cents::MAX,
                        _ => 0,
                    };
                    let part = sum.min(most).max(0);
                    share.amount += part;
                    claim.charged += part;
                    sum -= part;
                }
            }
            for (share, (interest, indemnity)) in shares.iter().zip(owed) {
                let interest = if is_interest_first { interest } else { 0 };
                *charged.entry(share.row).or_default() += (share.amount - interest).clamp(0, indemnity);
            }
            all.extend(shares);
        }
        all.sort_by_key(|share| (share.day, account.rank(share.row)));
        all
    }

    /// Returns the day after which a row that is due can bear interest: a consumer owes none before the formal notice.
    fn in_default_since(&self, row: usize, as_of: Date) -> Option<Date> {
        let Invoice { customer, due, .. } = self.invoices[row];
        match self.debtor(customer) {
            Debtor::Business | Debtor::Public => Some(due),
            Debtor::Consumer => self.formal_notices(row, as_of).map(|act| act.day).filter(|day| *day >= due).min(),
        }
    }

    /// Returns the day since which a notice that stands claims what lateness costs: the last level does.
    fn claimed_since(&self, row: usize, as_of: Date) -> Option<Date> {
        self.formal_notices(row, as_of).filter(|act| act.claims).map(|act| act.day).min()
    }

    /// Returns the day since which a penalty note that was not taken back claims the interest that runs on.
    fn noted_since(&self, row: usize, account: &Account<'_>) -> Option<Date> {
        let is_on_it = |note: &usize| match self.invoices[*note].bills {
            Bills::Lateness(of) => self.invoices[of].id == self.invoices[row].id,
            _ => false,
        };
        let is_left = |note: &usize| account.corrected.get(note).is_none_or(|sum| *sum < self.invoices[*note].amount);
        account.open.keys().copied().filter(is_on_it).filter(is_left).map(|note| self.invoices[note].issue).min()
    }

    fn formal_notices(&self, row: usize, as_of: Date) -> impl Iterator<Item = &Act> {
        let is_it = move |act: &&Act| act.kind == ActKind::Notice(2) && act.invoices.contains(&row);
        self.acts.iter().filter(is_it).filter(move |act| act.stands(as_of))
    }
}
