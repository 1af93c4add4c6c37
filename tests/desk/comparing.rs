//! What the program is asked, and what the books say.

use std::collections::BTreeMap;

use relance::model::Date;
use serde_json::Value;

use crate::books::{Balance, Books, Cents, cents};
use crate::office::{Office, by_item};
use crate::year::{CUSTOMERS, Year};

impl Year {
    /// Compares what is owed with the books.
    pub fn compare(&mut self) {
        let (today, shown) = (self.today, shown(&self.books, &self.books.balance(self.today)));
        assert_eq!(seen(&mut self.office, today), shown, "(program, books) on {today}");
    }

    /// Compares all that the program answers with the books.
    pub fn compare_all(&mut self) {
        self.compare();
        self.compare_claims(self.today);
        self.compare_plan();
        let waiting: Cents = self.waiting().map(|movement| movement.amount).sum();
        let answer = self.office.ask(&["match"], self.today);
        let total = answer["totals"][0]["amount"].as_str().map_or(0, cents);
        assert_eq!(total, waiting, "what waits in suspense on {}", self.today);
    }

    fn compare_claims(&mut self, day: Date) {
        let balance = self.books.balance(day);
        let answer = self.office.ask(&["penalties"], day);
        let rows = by_item(&answer["rows"]);
        for &row in balance.open.keys() {
            let id = self.books.name(row);
            let claim = balance.claims.get(&row).copied().unwrap_or_default();
            let sum = |key| rows.get(&id).map_or(0, |row| cents(row[key].as_str().unwrap()));
            let seen = ["interest", "indemnity", "charged", "waived", "paid"].map(sum);
            assert_eq!(seen, claim.shown(), "claims of (program, books), {id} on {day}");
        }
    }

    /// Asks of past days what was so then, and shuffles the rows of the files.
    pub fn look_back(&mut self, days: &[Date]) {
        for _ in 0..6 {
            let day = *self.rng.choice(days).unwrap();
            let shown = shown(&self.books, &self.books.balance(day));
            assert_eq!(seen(&mut self.office, day), shown, "(program, books) on {day}, asked on {}", self.today);
            self.compare_claims(day);
        }
        let today = self.today;
        let questions: [&[&str]; 4] = [&["age"], &["penalties"], &["plan"], &["score"]];
        let before = questions.map(|question| self.office.ask(question, today)["rows"].take());
        for name in ["invoices.csv", "payments.csv"] {
            self.office.shuffle(name, &mut self.rng);
        }
        assert!(
            questions.map(|question| self.office.ask(question, today)["rows"].take()) == before,
            "the order of rows"
        );
        let found = self.office.ask(&["check"], today);
        let errors = found["rows"].as_array().unwrap().iter().filter(|row| row["severity"] == "error");
        assert_eq!(errors.collect::<Vec<_>>(), Vec::<&Value>::new(), "the folder is sound in the end");
    }
}

/// What is owed on each item, and what each customer has over in each currency.
type Shown = (BTreeMap<String, Cents>, BTreeMap<String, Cents>);

/// Returns what the books say.
pub fn shown(books: &Books, balance: &Balance) -> Shown {
    let open = balance.open.iter().filter(|(_, open)| **open > 0);
    let credit = balance.credit.iter().filter(|(_, credit)| **credit != 0);
    let whose = |(customer, currency): (usize, &str)| format!("{} {currency}", CUSTOMERS[customer].0);
    (
        open.map(|(&row, &open)| (books.name(row), open)).collect(),
        credit.map(|(&whom, &credit)| (whose(whom), credit)).collect(),
    )
}

/// Returns what the program says.
pub fn seen(office: &mut Office, day: Date) -> Shown {
    let answer = office.ask(&["age", "--detail"], day);
    let mut seen = Shown::default();
    for (id, row) in by_item(&answer["rows"]).into_iter().filter(|(_, row)| row["band"] != "credits") {
        seen.0.insert(id, cents(row["open"].as_str().unwrap()));
    }
    for row in answer["rows"].as_array().unwrap().iter().filter(|row| row["band"] == "credits") {
        let whose = format!("{} {}", row["customer_id"].as_str().unwrap(), row["currency"].as_str().unwrap());
        *seen.1.entry(whose).or_default() -= cents(row["open"].as_str().unwrap());
    }
    seen
}
