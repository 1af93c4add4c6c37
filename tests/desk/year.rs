//! A year of a desk: what happens day by day, told to the program and to the books, which are compared each time.

use std::collections::BTreeMap;

use fastrand::Rng;
use relance::model::Date;
use serde_json::Value;

use crate::bank::Movement;
use crate::books::{Act, ActKind, Balance, Books, Cents, CreditNote, Invoice, Payment, Refund, cents, decimal};
use crate::office::{Office, Order, by};

/// Who buys. No two names share a word.
pub const CUSTOMERS: [(&str, &str); 5] = [
    ("C001", "Menuiserie Alpha"),
    ("C002", "Boulangerie Martin"),
    ("C003", "Garage Leroy"),
    ("C004", "Dupont & Fils"),
    ("C005", "Hôtel du Lac"),
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
        let mut customers = "customer_id,name,address_1,postal_code,city,email\n".to_owned();
        for (id, name) in CUSTOMERS {
            customers += &format!("{id},{name},1 rue de la Paix,69001,Lyon,{}@example.com\n", id.to_lowercase());
        }
        Year {
            office: office(POLICY, &customers),
            rng: Rng::with_seed(seed),
            books: Books::default(),
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
        self.look_back(&days);
    }

    fn happen(&mut self) {
        match self.rng.u8(..40) {
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
            _ => {
                let name = *self.rng.choice(&["invoices.csv", "payments.csv", "customers.csv", "events.csv"]).unwrap();
                self.office.save_in_a_spreadsheet(name);
                self.compare();
            }
        }
    }

    /// Tells the program what happened, and the books, and compares.
    pub fn perform(&mut self, order: &Order, change: impl FnOnce(&mut Books)) -> Value {
        let mut after = self.books.clone();
        change(&mut after);
        let today = self.today;
        let states = [&self.books, &after].map(|books| shown(books, &books.balance(today)));
        let answer = self.office.run(order, &mut self.rng, |office| {
            // Before the first list there is nothing to ask.
            if office.text("invoices.csv").is_empty() {
                return;
            }
            let seen = seen(office, today);
            assert!(states.contains(&seen), "cut off: {seen:?} is none of {states:?}");
        });
        self.books = after;
        answer
    }

    /// Compares what is owed with the books.
    pub fn compare(&mut self) {
        let (today, shown) = (self.today, shown(&self.books, &self.books.balance(self.today)));
        assert_eq!(seen(&mut self.office, today), shown, "(program, books) on {today}");
    }

    /// Compares all that the program answers with the books.
    fn compare_all(&mut self) {
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
        let rows = by(&answer, "invoice_id");
        for (&invoice, &claims) in &balance.claims {
            let id = self.books.invoices[invoice].id.as_str();
            let sum = |key| rows.get(id).map_or(0, |row| cents(row[key].as_str().unwrap()));
            assert_eq!(
                (sum("interest"), sum("indemnity"), sum("paid")),
                claims,
                "claims of (program, books), {id} on {day}"
            );
        }
    }

    /// Asks of past days what was so then, and shuffles the rows of the files.
    fn look_back(&mut self, days: &[Date]) {
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

    /// Returns a sum that no other thing of the year has.
    pub fn sum(&mut self) -> Cents {
        self.sums += 1;
        self.rng.i64(10..90) * 1000 + self.sums
    }

    pub fn day(&self) -> String {
        self.today.to_string()
    }

    /// Returns a day some days back, not before the year.
    fn days_ago(&mut self, most: u64) -> Date {
        let days = chrono::Days::new(self.rng.u64(0..=most));
        (self.today - days).max("2026-01-02".parse().unwrap())
    }

    fn customer(&mut self) -> usize {
        self.rng.usize(..CUSTOMERS.len())
    }

    /// Returns an invoice on which something is owed, and how much.
    pub fn debt(&mut self) -> Option<(usize, Cents)> {
        let open = self.books.balance(self.today).open;
        let owed: Vec<(usize, Cents)> = open.into_iter().filter(|(_, open)| *open > 0).collect();
        self.rng.choice(owed)
    }

    /// Tells whether money was given back to a customer: then what went before is left as it was.
    pub fn is_refunded(&self, customer: usize) -> bool {
        self.books.refunds.iter().any(|refund| refund.customer == customer)
    }

    /// A list of new invoices, and of one that is known.
    fn bill(&mut self) {
        let first = self.books.invoices.len();
        let mut invoices: Vec<Invoice> = self.rng.choice(&self.books.invoices).cloned().into_iter().collect();
        let known = invoices.len();
        for at in 0..self.rng.usize(1..=3) {
            let customer = self.customer();
            let issue = if self.is_refunded(customer) { self.today } else { self.days_ago(20) };
            let due = issue + chrono::Days::new(*self.rng.choice(&[0, 15, 30, 30, 30]).unwrap());
            let amount = if self.rng.bool() { self.sum() } else { self.sum() * 10 };
            invoices.push(Invoice { id: format!("F-{:04}", first + at + 1), customer, issue, due, amount });
        }
        if invoices[known..].iter().any(|invoice| self.refunded_today(invoice.customer)) {
            return;
        }
        let order = Order::of(&["import", "../list.csv"]).reading("list.csv", list(&invoices));
        self.perform(&order, |books| books.invoices.extend(invoices.drain(known..)));
        self.compare();
    }

    fn refunded_today(&self, customer: usize) -> bool {
        self.books.refunds.iter().any(|refund| refund.customer == customer && refund.day == self.today)
    }

    /// A list with another sum or day of an invoice: refused, then written with `--update`.
    fn correct(&mut self) {
        let Some((place, open)) = self.debt() else { return };
        let mut invoice = self.books.invoices[place].clone();
        let is_promised = self.books.holding(ActKind::Promise, None, place, self.today).is_some();
        if self.is_refunded(invoice.customer) || is_promised {
            return;
        }
        if self.rng.bool() {
            invoice.due = invoice.due + chrono::Days::new(self.rng.u64(1..20));
        } else {
            let sum = self.sum();
            invoice.amount += if self.rng.bool() { sum } else { -sum.min(open - 1) };
        }
        let text = list(std::slice::from_ref(&invoice));
        let order = Order::of(&["import", "../list.csv"]).reading("list.csv", text);
        self.perform(&order.clone().refused(), |_| ());
        let order = Order { line: [&order.line[..], &["--update".to_owned()]].concat(), ..order };
        self.perform(&order, |books| books.invoices[place] = invoice);
        self.compare();
    }

    /// A credit note, of an invoice or of none.
    fn credit(&mut self) {
        let Some((invoice, open)) = self.debt() else { return };
        let customer = self.books.invoices[invoice].customer;
        let of = self.rng.bool().then_some(invoice);
        let part = self.sum().min(open);
        let amount = *self.rng.choice(&[open, part, open + 777]).unwrap();
        let note =
            CreditNote { id: format!("A-{:04}", self.books.notes.len() + 1), customer, day: self.today, amount, of };
        let text = format!(
            "Numéro;Code client;Date;Échéance;Montant TTC;Avoir sur\n{};{};{};;{};{}\n",
            note.id,
            CUSTOMERS[customer].0,
            note.day,
            decimal(-amount),
            of.map_or("", |of| &self.books.invoices[of].id)
        );
        let order = Order::of(&["import", "../credits.csv"]).reading("credits.csv", text);
        self.perform(&order, |books| books.notes.push(note));
        self.compare();
    }

    /// A payment that somebody notes: exact, a part, too much; of an invoice or of a customer.
    fn pay(&mut self) {
        let Some((invoice, open)) = self.debt() else { return };
        let customer = self.books.invoices[invoice].customer;
        let of = (self.rng.u8(..3) > 0).then_some(invoice);
        let claimed = self.books.balance(self.today).claims[&invoice];
        let all = open + claimed.0 + claimed.1;
        let part = self.sum().min(open);
        let amount = *self.rng.choice(&[open, part, open + 500, all, all + 900]).unwrap();
        let day = self.days_ago(3);
        if self.books.payments.iter().any(|payment| payment.amount == amount) {
            return;
        }
        let whom = of.map_or(CUSTOMERS[customer].0.to_owned(), |of| self.books.invoices[of].id.clone());
        let line = ["record", "payment", &whom, &decimal(amount), "--date", &day.to_string(), "--as-of", &self.day()];
        let order = Order::of(&[&line[..], &["--format", "json"]].concat());
        let payment = Payment { id: String::new(), customer, day, amount, of, returned: Vec::new() };
        let answer = self.perform(&order, |books| books.payments.push(payment));
        self.books.payments.last_mut().unwrap().id = event_id(&answer);
        self.compare();
    }

    /// A payment that the bank took back, whole or in part.
    fn bounce(&mut self) {
        let today = self.today;
        let payments = self.books.payments.iter().enumerate();
        let whole = payments
            .filter(|(_, payment)| payment.left(today) == payment.amount && !self.refunded_today(payment.customer));
        let whole: Vec<usize> = whole.map(|(place, _)| place).collect();
        let Some(place) = self.rng.choice(whole) else { return };
        let Payment { id, amount, .. } = self.books.payments[place].clone();
        let part = if self.rng.bool() { amount } else { (amount / 3).max(1) };
        let line = [
            "record",
            "return",
            &id,
            &decimal(part),
            "--date",
            &self.day(),
            "--as-of",
            &self.day(),
            "--format",
            "json",
        ];
        self.perform(&Order::of(&line), |books| books.payments[place].returned.push((today, part)));
        self.compare();
    }

    /// Money that is given back; more than there is, is refused.
    fn refund(&mut self) {
        let customer = self.customer();
        let over = self.books.balance(self.today).credit.get(&customer).copied().unwrap_or_default();
        let day = self.day();
        let line = |sum: Cents| {
            Order::of(&["record", "refund", CUSTOMERS[customer].0, &decimal(sum), "--date", &day, "--as-of", &day])
        };
        let claims = self.books.balance(self.today).claims;
        let paid =
            claims.iter().any(|(&invoice, claim)| self.books.invoices[invoice].customer == customer && claim.2 > 0);
        let is_known = self.books.invoices.iter().any(|invoice| invoice.customer == customer);
        if over <= 0 || paid || self.refunded_today(customer) {
            if is_known && !paid {
                self.perform(&line(over.max(0) + 1).refused(), |_| ());
            }
            return;
        }
        let amount = if self.rng.bool() { over } else { over.div_euclid(2).max(1) };
        let refund = Refund { customer, day: self.today, amount };
        self.perform(&line(amount), |books| books.refunds.push(refund));
        self.compare();
    }

    /// What somebody says or does: a dispute, a promise, a hold, an insolvency, a write-off.
    fn note(&mut self) {
        let Some((invoice, _)) = self.debt() else { return };
        let (today, customer) = (self.today, self.books.invoices[invoice].customer);
        let in_force = |kind, end| self.books.holding(kind, end, invoice, today).map(|act| act.day);
        let dispute = in_force(ActKind::Dispute, Some(ActKind::EndOfDispute));
        let hold = in_force(ActKind::Hold, Some(ActKind::Release));
        let is_insolvent = self.books.judgment(customer, today).is_some();
        let (word, kind) = match (self.rng.u8(..20), dispute, hold) {
            (0..9, None, _) => ("dispute_opened", ActKind::Dispute),
            (0..9, Some(day), _) if day < today => ("dispute_closed", ActKind::EndOfDispute),
            (9..13, _, _) => ("promise", ActKind::Promise),
            (13..17, _, None) => ("hold", ActKind::Hold),
            (13..17, _, Some(day)) if day < today => ("release", ActKind::Release),
            (17..19, _, _) if !self.is_refunded(customer) => ("written_off", ActKind::WriteOff),
            (19, _, _) if !is_insolvent => ("insolvency", ActKind::Insolvency),
            _ => return,
        };
        let is_alike = |act: &Act| act.kind == kind && act.customer == customer && act.day == today;
        if self.books.acts.iter().any(is_alike) {
            return;
        }
        let of_customer = matches!(kind, ActKind::Hold | ActKind::Release | ActKind::Insolvency);
        let whom = if of_customer { CUSTOMERS[customer].0 } else { &self.books.invoices[invoice].id };
        let until = (kind == ActKind::Promise).then(|| today + chrono::Days::new(10));
        let mut line = vec!["record".to_owned(), word.to_owned(), whom.to_owned()];
        line.extend(["--as-of".to_owned(), self.day(), "--format".to_owned(), "json".to_owned()]);
        line.extend(until.into_iter().flat_map(|until| ["--until".to_owned(), until.to_string()]));
        let invoices = if of_customer { Vec::new() } else { vec![invoice] };
        let act = Act { id: String::new(), kind, customer, invoices, day: today, until, undone: None };
        let answer = self.perform(&Order { line, ..Order::default() }, |books| books.acts.push(act));
        self.books.acts.last_mut().unwrap().id = event_id(&answer);
        self.compare();
    }

    /// Something noted that was not so.
    fn undo(&mut self) {
        let today = self.today;
        let acts = self.books.acts.iter().enumerate();
        let may_be_undone =
            |act: &Act| act.undone.is_none() && (act.kind != ActKind::WriteOff || !self.is_refunded(act.customer));
        let acts: Vec<usize> = acts.filter(|(_, act)| may_be_undone(act)).map(|(place, _)| place).collect();
        let Some(place) = self.rng.choice(acts) else { return };
        let id = self.books.acts[place].id.clone();
        let order = Order::of(&["record", "undo", &id, "--as-of", &self.day(), "--format", "json"]);
        self.perform(&order, |books| {
            books.acts.iter_mut().filter(|act| act.id == id).for_each(|act| act.undone = Some(today));
        });
        self.compare();
    }
}

/// Writes a list as another program exports it.
fn list(invoices: &[Invoice]) -> String {
    let mut text = "Numéro;Code client;Date;Échéance;Montant TTC\n".to_owned();
    for Invoice { id, customer, issue, due, amount } in invoices {
        text += &format!(
            "{id};{};{};{};{}\n",
            CUSTOMERS[*customer].0,
            issue.format("%d/%m/%Y"),
            due.format("%d/%m/%Y"),
            decimal(*amount).replace('.', ",")
        );
    }
    text
}

/// Returns the id that an act was given.
fn event_id(answer: &Value) -> String {
    answer["rows"][0]["event_id"].as_str().unwrap_or_else(|| panic!("{answer} has no id")).to_owned()
}

/// What is owed on each invoice, and what each customer has over.
type Shown = (BTreeMap<String, Cents>, BTreeMap<String, Cents>);

/// Returns what the books say.
fn shown(books: &Books, balance: &Balance) -> Shown {
    let open = balance.open.iter().filter(|(_, open)| **open > 0);
    let credit = balance.credit.iter().filter(|(_, credit)| **credit != 0);
    (
        open.map(|(&invoice, &open)| (books.invoices[invoice].id.clone(), open)).collect(),
        credit.map(|(&customer, &credit)| (CUSTOMERS[customer].0.to_owned(), credit)).collect(),
    )
}

/// Returns what the program says.
fn seen(office: &mut Office, day: Date) -> Shown {
    let answer = office.ask(&["age", "--detail"], day);
    let mut seen = Shown::default();
    for row in answer["rows"].as_array().unwrap() {
        let open = cents(row["open"].as_str().unwrap());
        if let Some(id) = row["invoice_id"].as_str().filter(|_| open > 0) {
            seen.0.insert(id.to_owned(), open);
        } else {
            *seen.1.entry(row["customer_id"].as_str().unwrap().to_owned()).or_default() -= open;
        }
    }
    seen
}
