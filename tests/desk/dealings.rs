//! What is bought, corrected, paid, taken back and given back.

use std::collections::BTreeSet;

use crate::books::{ActKind, Bills, Cents, CreditNote, Currency, Invoice, Payment, Refund, decimal};
use crate::claims::Claim;
use crate::office::Order;
use crate::year::{CUSTOMERS, Year, event_id};

impl Year {
    /// A list of new invoices, and of one that is known.
    pub fn bill(&mut self) {
        let (ids, first) = (self.books.invoices.iter().map(|invoice| &invoice.id), self.books.invoices.len());
        let mut number = ids.collect::<BTreeSet<_>>().len();
        let listed = self.books.invoices.iter().filter(|invoice| !matches!(invoice.bills, Bills::Lateness(_)));
        let known = self.rng.choice(listed.map(|invoice| invoice.id.clone()).collect::<Vec<_>>());
        let is_known = |invoice: &&Invoice| Some(&invoice.id) == known.as_ref();
        let known: Vec<Invoice> = self.books.invoices.iter().filter(is_known).cloned().collect();
        let mut new = Vec::new();
        for _ in 0..self.rng.usize(1..=3) {
            let mut next = || {
                number += 1;
                format!("F-{number:04}")
            };
            let of = first + new.len();
            let invoice = self.invoice(next());
            let deposit = (self.rng.u8(..8) == 0).then(|| {
                let (bills, issue) = (Bills::Deposit(of), invoice.issue - chrono::Days::new(1));
                Invoice { id: next(), bills, issue, amount: invoice.amount / 4, ..invoice.clone() }
            });
            new.extend(self.in_instalments(invoice));
            new.extend(deposit);
        }
        let mut after = self.books.invoices.clone();
        after.extend(new.iter().cloned());
        let listed: Vec<&Invoice> = known.iter().chain(&new).collect();
        let order = Order::of(&["import", "../list.csv"]).reading("list.csv", list(&listed, &after));
        self.perform(&order, |books| books.invoices = after);
        self.compare();
    }

    fn invoice(&mut self, id: String) -> Invoice {
        let customer = self.customer();
        let issue = self.days_ago(20);
        let due = issue + chrono::Days::new(*self.rng.choice(&[0, 15, 30, 30, 30]).unwrap());
        let amount = if self.rng.bool() { self.sum() } else { self.sum() * 10 };
        // One of them sells in Switzerland too.
        let currency = if customer == 4 && self.rng.bool() { "CHF" } else { "EUR" };
        Invoice { id, bills: Bills::Goods, instalment: None, customer, currency, issue, due, amount, discount: None }
    }

    /// Divides one invoice in several into instalments.
    fn in_instalments(&mut self, invoice: Invoice) -> Vec<Invoice> {
        if self.rng.u8(..6) > 0 {
            return vec![invoice];
        }
        let first = Invoice { instalment: Some(1), amount: invoice.amount / 3, ..invoice.clone() };
        let due = invoice.due + chrono::Days::new(30);
        let second = Invoice { instalment: Some(2), amount: invoice.amount - first.amount, due, ..invoice };
        vec![first, second]
    }

    /// A list with another sum or day of an invoice: refused, then written with `--update`.
    pub fn correct(&mut self) {
        let Some((place, open)) = self.debt() else { return };
        let mut invoice = self.books.invoices[place].clone();
        let is_promised = self.books.holding(ActKind::Promise, None, place, self.today).is_some();
        let is_named = self.books.payments.iter().any(|payment| payment.part == Some(place));
        let is_part = |other: &Invoice| matches!(other.bills, Bills::Deposit(of) if of == place);
        let is_plain = invoice.bills == Bills::Goods && !self.books.invoices.iter().any(is_part);
        if !is_plain || is_promised || is_named || invoice.instalment.is_some() {
            return;
        }
        if self.rng.bool() {
            invoice.due = invoice.due + chrono::Days::new(self.rng.u64(1..20));
        } else {
            let sum = self.sum();
            invoice.amount += if self.rng.bool() { sum } else { -sum.min(open - 1) };
        }
        let before = &self.books.invoices[place];
        if (before.due, before.amount) == (invoice.due, invoice.amount) {
            return;
        }
        let text = list(&[&invoice], &self.books.invoices);
        let order = Order::of(&["import", "../list.csv"]).reading("list.csv", text);
        self.perform(&order.clone().refused(), |_| ());
        let order = Order { line: [&order.line[..], &["--update".to_owned()]].concat(), ..order };
        self.perform(&order, |books| books.invoices[place] = invoice);
        self.compare();
    }

    /// A credit note, of an invoice or of none.
    pub fn credit(&mut self) {
        let Some((invoice, open)) = self.debt() else { return };
        let Invoice { customer, currency, .. } = self.books.invoices[invoice];
        let of = self.rng.bool().then_some(invoice);
        let part = self.sum().min(open);
        let amount = *self.rng.choice(&[open, part, open + 777]).unwrap();
        let (id, day) = (format!("A-{:04}", self.books.notes.len() + 1), self.today);
        let note = CreditNote { id, customer, currency, day, amount, of };
        let text = format!(
            "Numéro;Code client;Date;Échéance;Montant TTC;Avoir sur;Devise\n{};{};{};;{};{};{currency}\n",
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

    /// A payment that somebody notes: exact, a part, too much; of an invoice, of an instalment or of a customer.
    pub fn pay(&mut self) {
        let Some((invoice, open)) = self.debt() else { return };
        let Invoice { customer, currency, .. } = self.books.invoices[invoice];
        let of = (self.rng.u8(..3) > 0).then_some(invoice);
        let rows = self.books.rows_of(invoice);
        let claims = self.books.balance(self.today).claims;
        let claimed: Cents = rows.iter().filter_map(|row| claims.get(row)).map(Claim::left).sum();
        let names_one = of.is_some() && rows.len() > 1 && self.rng.bool();
        let instalment = names_one.then(|| *self.rng.choice(&rows).unwrap());
        let all = open + claimed;
        let part = self.sum().min(open);
        let mut notices =
            self.books.acts.iter().filter(|act| rows.contains(act.invoices.first().unwrap_or(&usize::MAX)));
        let asked = notices.rfind(|act| act.asked.1 > 0).map_or(all, |act| act.asked.0 + act.asked.1);
        // A sum that names nothing may say what it pays.
        let sums = if of.is_some() { [open, part, open + 500, all, all + 900, asked] } else { [self.sum(); 6] };
        let amount = *self.rng.choice(&sums).unwrap();
        let day = self.days_ago(3);
        if self.books.payments.iter().any(|payment| payment.amount == amount) {
            return;
        }
        let whom = of.map_or(CUSTOMERS[customer].0.to_owned(), |of| self.books.invoices[of].id.clone());
        let line = ["record", "payment", &whom, &decimal(amount), "--date", &day.to_string(), "--as-of", &self.day()];
        let mut order = Order::of(&[&line[..], &["--currency", currency, "--format", "json"]].concat());
        let number = instalment.and_then(|row| self.books.invoices[row].instalment);
        order.line.extend(number.into_iter().flat_map(|number| ["--instalment".to_owned(), number.to_string()]));
        let id = String::new();
        let payment = Payment { id, customer, currency, day, amount, of, part: instalment, returned: Vec::new() };
        if let Some(answer) = self.perform(&order, |books| books.payments.push(payment)) {
            self.books.payments.last_mut().unwrap().id = event_id(&answer);
        }
        self.compare();
    }

    /// A payment that the bank took back, whole or in part.
    pub fn bounce(&mut self) {
        let today = self.today;
        let whole = self.books.payments.iter().enumerate().filter(|(_, payment)| payment.returned.is_empty());
        let whole: Vec<usize> = whole.map(|(place, _)| place).collect();
        let Some(place) = self.rng.choice(whole) else { return };
        let Payment { id, amount, .. } = self.books.payments[place].clone();
        let part = if self.rng.bool() { amount } else { (amount / 3).max(1) };
        let (sum, day) = (decimal(part), self.day());
        let line = ["record", "return", &id, &sum, "--date", &day, "--as-of", &day, "--format", "json"];
        self.perform(&Order::of(&line), |books| books.payments[place].returned.push((today, part)));
        self.compare();
    }

    /// Money that is given back; more than there is, is refused.
    pub fn refund(&mut self) {
        let customer = self.customer();
        let is_his = |invoice: &&Invoice| invoice.customer == customer;
        let currencies: Vec<Currency> = self.books.invoices.iter().filter(is_his).map(|row| row.currency).collect();
        let Some(currency) = self.rng.choice(currencies) else { return };
        let over = self.books.balance(self.today).credit.get(&(customer, currency)).copied().unwrap_or_default();
        let day = self.day();
        // What was given back on the day of a return may have been before it.
        let is_returned = |payment: &Payment| payment.returned.iter().any(|(day, _)| *day == self.today);
        if over <= 0 && self.books.payments.iter().any(|payment| payment.customer == customer && is_returned(payment)) {
            return;
        }
        let line = |sum: Cents| {
            let who = ["record", "refund", CUSTOMERS[customer].0, &decimal(sum), "--currency", currency];
            Order::of(&[&who[..], &["--date", &day, "--as-of", &day]].concat())
        };
        if over <= 0 || self.refunded_today(customer) {
            self.perform(&line(over.max(0) + 1).refused(), |_| ());
            return;
        }
        let amount = if self.rng.bool() { over } else { over.div_euclid(2).max(1) };
        let refund = Refund { customer, currency, day: self.today, amount };
        self.perform(&line(amount), |books| books.refunds.push(refund));
        self.compare();
    }
}

/// Writes a list as another program exports it.
fn list(listed: &[&Invoice], all: &[Invoice]) -> String {
    let mut text = "Numéro;Type;Facture liée;Code client;Date;Échéance;Montant TTC;Devise;Tranche\n".to_owned();
    for Invoice { id, bills, instalment, customer, currency, issue, due, amount, .. } in listed {
        let (kind, of) =
            if let Bills::Deposit(of) = bills { ("Acompte", all[*of].id.as_str()) } else { ("Facture", "") };
        text += &format!(
            "{id};{kind};{of};{};{};{};{};{currency};{}\n",
            CUSTOMERS[*customer].0,
            issue.format("%d/%m/%Y"),
            due.format("%d/%m/%Y"),
            decimal(*amount).replace('.', ","),
            instalment.map_or(String::new(), |number| number.to_string())
        );
    }
    text
}
