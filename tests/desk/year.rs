//! A year of a desk: what happens day by day, told to the program and to the books, which are compared each time.
//!
//! `dealings` has what is bought, paid and given back, `notes` what is said and done, `bank` the bank, `letters` the
//! letters, `comparing` what the program is asked and what the books say.

use fastrand::Rng;
use relance::model::Date;
use serde_json::Value;

use crate::bank::Movement;
use crate::books::{Books, Cents, Currency, Debtor};
use crate::comparing::{seen, shown};
use crate::office::{Office, Order};

/// Who buys. No two names share a word.
pub const CUSTOMERS: [(&str, &str, Debtor); 5] = [
    ("C001", "Menuiserie Alpha", Debtor::Business),
    ("C002", "Jeanne Martin", Debtor::Consumer),
    ("C003", "Mairie Givors", Debtor::Public),
    ("C004", "Dupont & Fils", Debtor::Business),
    ("C005", "Hôtel du Lac", Debtor::Business),
];

const POLICY: &str = include_str!("policy.toml");

pub struct Year {
    pub office: Office,
    pub rng: Rng,
    pub books: Books,
    pub today: Date,
    pub movements: Vec<Movement>,
    /// How many sums were thought of: no two are equal.
    sums: Cents,
}

impl Year {
    pub fn new(office: impl FnOnce(&str, &str) -> Office, seed: u64) -> Year {
        let mut customers = "customer_id,name,kind,address_1,postal_code,city,email\n".to_owned();
        for (id, name, debtor) in CUSTOMERS {
            let (kind, user) = (debtor.word(), id.to_lowercase());
            customers += &format!("{id},{name},{kind},1 rue de la Paix,69001,Lyon,{user}@example.com\n");
        }
        Year {
            office: office(POLICY, &customers),
            rng: Rng::with_seed(seed),
            books: Books { debtors: CUSTOMERS.map(|(.., debtor)| debtor).to_vec(), ..Books::default() },
            today: "2026-01-05".parse().unwrap(),
            movements: Vec::new(),
            sums: 0,
        }
    }

    pub fn live(&mut self) {
        let mut days = Vec::new();
        self.bill();
        while self.today < "2026-12-20".parse().unwrap() {
            for _ in 0..self.rng.u8(1..=3) {
                self.happen();
            }
            self.write_letters();
            self.compare_all();
            days.push(self.today);
            self.today = self.today + chrono::Days::new(self.rng.u64(3..=24));
        }
        // The rates of the next year are not known.
        self.today = self.today.min("2026-12-31".parse().unwrap());
        self.look_back(&days);
    }

    fn happen(&mut self) {
        match self.rng.u8(..48) {
            0..6 => self.bill(),
            6..8 => self.correct(),
            8..10 => self.credit(),
            10..17 => self.pay(),
            17..24 => self.bank(),
            24..27 => self.decide(),
            27..29 => self.bounce(),
            29..31 => self.refund(),
            31..36 => self.note(),
            36..38 => self.undo(),
            38..41 => self.allocate(),
            41 => self.change_policy(),
            42..44 => self.charge(),
            44..46 => self.waive(),
            _ => {
                let name = *self.rng.choice(&["invoices.csv", "payments.csv", "customers.csv", "events.csv"]).unwrap();
                self.office.save_in_a_spreadsheet(name);
                self.compare();
            }
        }
    }

    /// The contract's rate changes, and what was let go of small rests.
    fn change_policy(&mut self) {
        self.books.rate = self.rng.i64(10..=14);
        let text = POLICY.replace("rate = \"12\"", &format!("rate = \"{}\"", self.books.rate));
        self.office.write("policy.toml", &text);
        self.compare();
    }

    /// Tells the program what happened, and the books. What would leave no money for what was given back is refused,
    /// and has no answer.
    pub fn perform(&mut self, order: &Order, change: impl FnOnce(&mut Books)) -> Option<Value> {
        let mut after = self.books.clone();
        change(&mut after);
        let today = self.today;
        if !after.is_sound(today) {
            self.office.run(&order.clone().refused(), &mut self.rng, |_| ());
            return None;
        }
        let states = [&self.books, &after].map(|books| shown(books, &books.balance(today)));
        let answer = self.office.run(order, &mut self.rng, |office| {
            // Before the first list there is nothing to ask.
            // And an import that was cut off between two files says so, and answers nothing.
            if office.text("invoices.csv").is_empty() || office.says_cut_off() {
                return;
            }
            let seen = seen(office, today);
            assert!(states.contains(&seen), "cut off: {seen:?} is none of {states:?}");
        });
        self.books = after;
        Some(answer)
    }

    /// Returns a sum that no other thing of the year has.
    pub fn sum(&mut self) -> Cents {
        self.sums += 1;
        self.rng.i64(10..90) * 1000 + self.sums
    }

    pub fn day(&self) -> String {
        self.today.to_string()
    }

    /// Returns a day some days back, not before the year.
    pub fn days_ago(&mut self, most: u64) -> Date {
        let days = chrono::Days::new(self.rng.u64(0..=most));
        (self.today - days).max("2026-01-02".parse().unwrap())
    }

    pub fn customer(&mut self) -> usize {
        self.rng.usize(..CUSTOMERS.len())
    }

    /// Returns an invoice on which something is owed, by its first row, and how much.
    pub fn debt(&mut self) -> Option<(usize, Cents)> {
        self.debt_in(|_| true)
    }

    /// Returns an invoice in a currency on which something is owed, by its first row, and how much.
    pub fn debt_in(&mut self, is_wanted: impl Fn(Currency) -> bool) -> Option<(usize, Cents)> {
        let open = self.books.balance(self.today).open;
        let owed = open.iter().filter(|(row, open)| **open > 0 && is_wanted(self.books.invoices[**row].currency));
        let owed: Vec<usize> = owed.map(|(&row, _)| row).collect();
        let rows = self.books.rows_of(self.rng.choice(owed)?);
        Some((rows[0], rows.iter().map(|row| open[row]).sum()))
    }

    pub fn refunded_today(&self, customer: usize) -> bool {
        self.books.refunds.iter().any(|refund| refund.customer == customer && refund.day == self.today)
    }
}

/// Returns the id that an act was given.
pub fn event_id(answer: &Value) -> String {
    answer["rows"][0]["event_id"].as_str().unwrap_or_else(|| panic!("{answer} has no id")).to_owned()
}
