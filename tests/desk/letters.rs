//! The letters of a day, held to what the books allow.

use std::collections::BTreeMap;
use std::fs;

use serde_json::Value;

use crate::books::{Act, ActKind, Cents, Whose, cents};
use crate::claims::Claim;
use crate::office::{Order, by_item};
use crate::year::{CUSTOMERS, Year};

/// The levels of the procedure, mildest first.
const LEVELS: [&str; 3] = ["reminder", "second-reminder", "formal-notice"];

/// The days after which nothing but a stop explains that a letter is not written: what the longest level waits for,
/// with the deadline before it, the interval between letters, and days on which nobody works.
const PATIENCE: u64 = 40;

impl Year {
    /// Writes the letters of the day, at once or in two steps, and judges them.
    pub fn write_letters(&mut self) {
        let day = self.day();
        let record = self.rng.u8(..3) > 0;
        let line = ["letters", "--as-of", &day, "--formats", "text"];
        let order = Order::of(&[&line[..], if record { &["--record"] } else { &[] }].concat());
        let place = format!("letters/{day}/manifest.json");
        // Which letters it writes is judged below: the books take over what was recorded.
        self.perform(&order, |_| ());
        let Ok(manifest) = fs::read(self.office.folder().join(&place)) else {
            return self.judge(&BTreeMap::new());
        };
        let manifest: Value = serde_json::from_slice(&manifest).unwrap();
        if !record {
            self.perform(&Order::of(&["record", "--manifest", &place, "--as-of", &day]), |_| ());
        }
        let mut lines = BTreeMap::new();
        let mut credits: BTreeMap<Whose, Cents> = BTreeMap::new();
        for notice in manifest["notices"].as_array().unwrap() {
            let (whose, credit, invoices) = self.judge_notice(notice);
            *credits.entry(whose).or_default() += credit;
            for (invoice, level) in invoices {
                assert!(
                    lines.insert(invoice, level).is_none(),
                    "{} is in two letters",
                    self.books.invoices[invoice].id
                );
            }
        }
        let over = self.books.balance(self.today).credit;
        assert!(
            credits.iter().all(|(whose, credit)| over[whose].max(0) == -credit),
            "{credits:?} of {over:?} once each"
        );
        self.judge(&lines);
        for notice in manifest["notices"].as_array().unwrap() {
            let id = notice["notice_id"].as_str().unwrap();
            for line in notice["lines"].as_array().unwrap() {
                let invoice = self.row(line);
                let (kind, customer) = (ActKind::Notice(lines[&invoice]), self.books.invoices[invoice].customer);
                let claims = ["interest", "indemnity"].iter().any(|part| line[part].as_str() != Some("0.00"));
                let sum = |key: &str| cents(line[key].as_str().unwrap());
                let is_in_euros = self.books.invoices[invoice].currency == "EUR";
                let asked = (sum("amount"), sum("interest") + if is_in_euros { sum("indemnity") } else { 0 });
                let act = Act { claims, asked, ..Act::new(kind, customer, vec![invoice], self.today) };
                self.books.acts.push(Act { id: id.to_owned(), ..act });
            }
        }
    }

    /// Returns the row of the books that a line of a letter is about.
    fn row(&self, line: &Value) -> usize {
        let lines = Value::from(vec![line.clone()]);
        let names: Vec<String> = by_item(&lines).into_keys().collect();
        let rows = 0..self.books.invoices.len();
        rows.into_iter().find(|&row| names == [self.books.name(row)]).unwrap_or_else(|| panic!("{line} is an invoice"))
    }

    /// Holds a letter's sums to the books, and returns whose it is, what it deducts as credit, and its lines.
    fn judge_notice(&self, notice: &Value) -> (Whose, Cents, Vec<(usize, usize)>) {
        let balance = self.books.balance(self.today);
        let sum = |of: &Value, key: &str| cents(of[key].as_str().unwrap());
        let customer = CUSTOMERS.iter().position(|(id, ..)| notice["customer_id"] == *id).unwrap();
        let currency = if notice["currency"] == "CHF" { "CHF" } else { "EUR" };
        let mut sums = (0, 0, 0);
        let mut lines = Vec::new();
        for line in notice["lines"].as_array().unwrap() {
            let invoice = self.row(line);
            let level = LEVELS.iter().position(|level| line["level"] == *level).unwrap();
            let claimed = balance.claims.get(&invoice).map(Claim::parts_left);
            let (interest, indemnity) = claimed.filter(|_| notice["level"] == LEVELS[2]).unwrap_or_default();
            let expected = (balance.open[&invoice], interest, indemnity);
            let row = &self.books.invoices[invoice];
            let mut stated = (sum(line, "amount"), sum(line, "interest"), sum(line, "indemnity"));
            if row.currency == "CHF" {
                // Its indemnity is in euros, apart from the letter's sums.
                assert!([0, 4000].contains(&stated.2), "{line}");
                stated.2 = 0;
            }
            assert_eq!(stated, expected, "{line} of (letter, books)");
            assert_eq!((row.customer, row.currency), (customer, currency), "{line} is somebody else's");
            sums = (sums.0 + stated.0, sums.1 + stated.1, sums.2 + stated.2);
            lines.push((invoice, level));
        }
        let credit = sum(notice, "credits");
        let stated = ["open", "interest", "indemnity", "total"].map(|key| sum(notice, key));
        assert_eq!(stated, [sums.0, sums.1, sums.2, sums.0 + credit + sums.1 + sums.2], "{notice}");
        ((customer, currency), credit, lines)
    }

    /// Holds the lines of a day's letters to what the books allow: no level twice, none below, none to whom it may not
    /// go; and whoever is late for long, and whom nothing stops, has one.
    fn judge(&self, lines: &BTreeMap<usize, usize>) {
        let balance = self.books.balance(self.today);
        for (&invoice, &level) in lines {
            let id = &self.books.invoices[invoice].id;
            assert!(balance.open[&invoice] > 0, "{id} is paid");
            assert!(self.books.invoices[invoice].due < self.today, "{id} is not late");
            assert!(
                self.books.reached(invoice, self.today).is_none_or(|reached| reached < level),
                "{id}: {level} again"
            );
            assert_eq!(self.stop(invoice), None, "{id} is chased");
            assert!(
                self.waiting().all(|receipt| receipt.may_pay != Some(invoice)),
                "{id} is chased, its money is here"
            );
        }
        for (&invoice, _) in balance.open.iter().filter(|(_, open)| **open > 0) {
            assert!(
                lines.contains_key(&invoice) || !self.is_overripe(invoice),
                "{} is forgotten",
                self.books.invoices[invoice].id
            );
        }
    }

    /// Tells whether nothing explains any more that an invoice is not chased.
    fn is_overripe(&self, invoice: usize) -> bool {
        let customer = self.books.invoices[invoice].customer;
        let long_ago = self.today - chrono::Days::new(PATIENCE);
        let is_quiet = |act: &Act| {
            let last = act.undone.unwrap_or(act.day).max(act.until.unwrap_or(act.day));
            act.customer != customer || last < long_ago || act.kind == ActKind::Notice(0) && act.day < long_ago
        };
        self.books.invoices[invoice].due < long_ago
            && !self.books.balance(self.today).any_credit(customer)
            && self.waiting().next().is_none()
            && self.books.reached(invoice, self.today).is_none_or(|reached| reached < 2)
            && self.stop(invoice).is_none()
            && self.books.acts.iter().all(is_quiet)
    }

    /// Returns what stops an invoice, as the plan names it.
    fn stop(&self, invoice: usize) -> Option<&'static str> {
        let (books, today) = (&self.books, self.today);
        let of = &books.invoices[invoice];
        if books.judgment(of.customer, today).is_some_and(|judgment| of.issue < judgment) {
            return Some("insolvency");
        }
        let stops = [
            ("hold", ActKind::Hold, Some(ActKind::Release)),
            ("disputed", ActKind::Dispute, Some(ActKind::EndOfDispute)),
            ("promise", ActKind::Promise, None),
        ];
        stops
            .into_iter()
            .find(|(_, kind, end)| books.holding(*kind, *end, invoice, today).is_some())
            .map(|(stop, ..)| stop)
    }

    /// Compares the plan with the books: the level that each invoice has reached, and what stops it.
    pub fn compare_plan(&mut self) {
        let today = self.today;
        let answer = self.office.ask(&["plan"], today);
        let rows = by_item(&answer["rows"]);
        let balance = self.books.balance(today);
        for (&invoice, _) in balance.open.iter().filter(|(_, open)| **open > 0) {
            let id = self.books.name(invoice);
            let row = rows.get(&id).unwrap_or_else(|| panic!("{id} is in the plan"));
            let reached = self.books.reached(invoice, today).map(|level| LEVELS[level]);
            assert_eq!(row["level_reached"].as_str(), reached, "the level of {id} on {today}");
            let reason = row["reason"].as_str().unwrap();
            match self.stop(invoice) {
                Some(stop) => assert_eq!(reason, stop, "{id} on {today}"),
                None => assert!(!["insolvency", "hold", "disputed"].contains(&reason), "{id} on {today}: {reason}"),
            }
        }
    }
}
