//! The bank: statements that overlap, receipts that wait, and what is decided of them.

use std::collections::BTreeMap;

use crate::books::{ActKind, Cents, Payment, decimal};
use crate::office::Order;
use crate::year::{CUSTOMERS, Year};
use relance::model::Date;

/// A line of the account.
#[derive(Clone, Debug)]
pub struct Movement {
    pub day: Date,
    pub words: String,
    pub amount: Cents,
    /// Whether it waits in suspense.
    pub waits: bool,
    /// The invoice that it may pay, while it waits.
    pub may_pay: Option<usize>,
}

impl Year {
    pub fn waiting(&self) -> impl Iterator<Item = &Movement> {
        self.movements.iter().filter(|movement| movement.waits)
    }

    /// A statement of the last weeks, with one or two new lines.
    pub fn bank(&mut self) {
        let Some(yesterday) = self.today.pred_opt() else { return };
        let mut new = Vec::new();
        for _ in 0..self.rng.u8(1..=2) {
            let day = yesterday - chrono::Days::new(self.rng.u64(0..4));
            let token = format!("TRN{:04}", self.movements.len() + 1);
            let found = match self.rng.u8(..6) {
                0..3 => self.receipt_that_names(day, &token),
                3 => self.receipt_of_a_name(day, &token),
                4 => self.receipt_noted_by_hand(&token),
                _ => Some((self.unknown_receipt(day, &token), None)),
            };
            if let Some((movement, payment)) = found {
                self.movements.push(movement);
                new.extend(payment);
            }
        }
        let text = self.statement(self.today - chrono::Days::new(25));
        let Some(text) = text else { return };
        let order = Order::of(&["import", "../statement.csv"]).reading("statement.csv", text);
        let first = self.books.payments.len();
        self.perform(&order, |books| books.payments.extend(new));
        for place in first..self.books.payments.len() {
            let payment = &self.books.payments[place];
            let ids = self.office.ids("payments.csv", &payment.id);
            assert_eq!(ids.len(), 1, "{} is posted once", payment.id);
            self.books.payments[place].id = ids[0].clone();
        }
        self.compare();
    }

    /// Writes the lines of the account since a day; nothing when there are none.
    fn statement(&self, since: Date) -> Option<String> {
        let lines = self.movements.iter().filter(|movement| movement.day >= since);
        let mut lines: Vec<&Movement> = lines.collect();
        lines.sort_by_key(|movement| movement.day);
        let line = |movement: &&Movement| {
            let sum = decimal(movement.amount).replace('.', ",");
            format!("{};{};{sum}\n", movement.day.format("%d/%m/%Y"), movement.words)
        };
        let text: String = lines.iter().map(line).collect();
        (!text.is_empty()).then(|| format!("Date;Libellé;Montant(EUROS)\n{text}"))
    }

    /// A receipt that names its invoice pays it, and is posted.
    fn receipt_that_names(&mut self, day: Date, token: &str) -> Option<(Movement, Option<Payment>)> {
        let (invoice, open) = self.debt_in(|currency| currency == "EUR")?;
        if self
            .movements
            .iter()
            .any(|movement| movement.words.contains(&self.books.invoices[invoice].id) && movement.day >= day)
        {
            return None;
        }
        let amount = if self.rng.bool() { open } else { self.sum().min(open) };
        // What was noted by hand, for it or for nothing, and still stood when this came, would be this.
        let customer = self.books.invoices[invoice].customer;
        let may_be =
            |payment: &Payment| payment.of == Some(invoice) || payment.of.is_none() && payment.customer == customer;
        let stood = |payment: &Payment| payment.left(day) > 0 && payment.amount == amount;
        if self.books.payments.iter().any(|payment| may_be(payment) && stood(payment)) {
            return None;
        }
        let words = format!("VIR {token} FACTURE {}", self.books.invoices[invoice].id);
        let payment = Payment { of: Some(invoice), ..receipt(token.to_owned(), customer, day, amount) };
        Some((Movement { day, words, amount, waits: false, may_pay: None }, Some(payment)))
    }

    /// A receipt that bears a customer's name, and the sum of an invoice of his, waits for a person.
    fn receipt_of_a_name(&mut self, day: Date, token: &str) -> Option<(Movement, Option<Payment>)> {
        let (invoice, open) = self.debt_in(|currency| currency == "EUR")?;
        let words = format!("VIR {token} {}", CUSTOMERS[self.books.invoices[invoice].customer].1);
        Some((Movement { day, words, amount: open, waits: true, may_pay: Some(invoice) }, None))
    }

    fn unknown_receipt(&mut self, day: Date, token: &str) -> Movement {
        let words = format!("VIR {token} INCONNU");
        Movement { day, words, amount: self.sum(), waits: true, may_pay: None }
    }

    /// A receipt that somebody has noted already is the same money.
    fn receipt_noted_by_hand(&mut self, token: &str) -> Option<(Movement, Option<Payment>)> {
        let oldest = self.today - chrono::Days::new(4);
        let is_told = |payment: &&Payment| self.movements.iter().any(|movement| movement.amount == payment.amount);
        let mut noted = self.books.payments.iter().filter(|payment| {
            payment.id.starts_with("P-")
                && payment.currency == "EUR"
                && payment.of.is_some()
                && payment.day >= oldest
                && payment.day < self.today
        });
        let noted = noted.rfind(|payment| payment.returned.is_empty() && !is_told(payment))?;
        let words = format!("VIR {token} FACTURE {}", self.books.invoices[noted.of?].id);
        let (day, amount) = (noted.day, noted.amount);
        Some((Movement { day, words, amount, waits: false, may_pay: None }, None))
    }

    /// Somebody decides whose a receipt is; or takes such a decision back.
    pub fn decide(&mut self) {
        let waiting: Vec<usize> = (0..self.movements.len()).filter(|&place| self.movements[place].waits).collect();
        let Some(place) = self.rng.choice(waiting) else { return };
        let Movement { day, words, amount, may_pay, .. } = self.movements[place].clone();
        let ids = self.office.ids("suspense.csv", &words);
        assert_eq!(ids.len(), 1, "{words} waits once");
        let is_ignored = self.rng.u8(..4) == 0;
        let debt = self.debt_in(|currency| currency == "EUR").filter(|(_, open)| *open >= amount);
        let invoice = may_pay.or(debt.map(|(invoice, _)| invoice));
        let invoice = invoice.filter(|_| !is_ignored && self.rng.bool());
        let customer = match invoice.or(may_pay) {
            Some(invoice) => self.books.invoices[invoice].customer,
            None => self.books.invoices[0].customer,
        };
        let to = match invoice {
            Some(invoice) => self.books.invoices[invoice].id.clone(),
            None if is_ignored => "ignore".to_owned(),
            None => CUSTOMERS[customer].0.to_owned(),
        };
        if invoice.is_none() && !is_ignored && self.is_of_a_notice(customer, amount, day) {
            return;
        }
        let mut order = Order::of(&["match", &ids[0], "--to", &to, "--as-of", &self.day()]);
        // What is posted and still stands in suspense is that money, and one decides of it no more.
        order.mends = vec![vec!["match".to_owned(), "--post".to_owned()]];
        let id = ids[0].clone();
        // What is a customer's, and of the sum of one invoice of his alone, pays that one.
        let open = self.books.balance(self.today).open.into_iter();
        let invoices = &self.books.invoices;
        // What he contests he does not pay; a dispute that was undone since never was.
        let contests = |row: usize| {
            let dispute = self.books.holding(ActKind::Dispute, Some(ActKind::EndOfDispute), row, day);
            dispute.is_some_and(|act| !act.is_undone(self.today))
        };
        let is_his =
            |row: usize| (invoices[row].customer, invoices[row].currency) == (customer, "EUR") && !contests(row);
        let of_sum: Vec<usize> = open.filter(|&(at, open)| open == amount && is_his(at)).map(|(at, _)| at).collect();
        let of = invoice.or(if let [only] = of_sum[..] { Some(only) } else { None });
        let payment = Payment { of, ..receipt(id, customer, day, amount) };
        self.movements[place].waits = false;
        self.perform(&order, |books| books.payments.extend((!is_ignored).then_some(payment)));
        self.compare();
    }

    /// Tells whether a sum is what a notice to a customer asked for, or what is left of that: it is for those lines
    /// then, which the books do not divide it among.
    fn is_of_a_notice(&self, customer: usize, amount: Cents, day: Date) -> bool {
        let open = self.books.balance(self.today).open;
        let mut notices: BTreeMap<&str, [Cents; 4]> = BTreeMap::new();
        let acts = self.books.acts.iter().filter(|act| act.customer == customer && act.stands(day));
        for act in acts.filter(|act| matches!(act.kind, ActKind::Notice(_))) {
            let (principal, claims) = act.asked;
            let left = open.get(&act.invoices[0]).copied().unwrap_or_default();
            let sums = notices.entry(act.id.as_str()).or_default();
            for (sum, more) in sums.iter_mut().zip([principal, principal + claims, left, left + claims]) {
                *sum += more;
            }
        }
        notices.values().any(|sums| sums.contains(&amount))
    }
}

fn receipt(id: String, customer: usize, day: Date, amount: Cents) -> Payment {
    Payment { id, customer, currency: "EUR", day, amount, of: None, part: None, returned: Vec::new() }
}
