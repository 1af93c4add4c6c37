//! What is said and done that is not money; and money that is moved.

use crate::books::{Act, ActKind, Bills, Cents, Invoice, decimal};
use crate::office::Order;
use crate::year::{CUSTOMERS, Year, event_id};

impl Year {
    /// What somebody says or does: a dispute, a promise, a hold, an insolvency, a write-off.
    pub fn note(&mut self) {
        let Some((invoice, open)) = self.debt() else { return };
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
            (17..19, _, _) => ("written_off", ActKind::WriteOff),
            (19, _, _) if !is_insolvent => ("insolvency", ActKind::Insolvency),
            _ => return,
        };
        // What ended today does not begin again today.
        let end = match kind {
            ActKind::Hold => ActKind::Release,
            ActKind::Dispute => ActKind::EndOfDispute,
            _ => kind,
        };
        let is_alike = |act: &Act| [kind, end].contains(&act.kind) && act.customer == customer && act.day == today;
        if self.books.acts.iter().any(is_alike) {
            return;
        }
        let of_customer = matches!(kind, ActKind::Hold | ActKind::Release | ActKind::Insolvency);
        let whom = if of_customer { CUSTOMERS[customer].0.to_owned() } else { self.books.invoices[invoice].id.clone() };
        let until = (kind == ActKind::Promise).then(|| today + chrono::Days::new(10));
        let part = if kind == ActKind::WriteOff && self.rng.bool() { Some(self.sum().min(open)) } else { None };
        let mut line = vec!["record".to_owned(), word.to_owned(), whom];
        line.extend(["--as-of".to_owned(), self.day(), "--format".to_owned(), "json".to_owned()]);
        line.extend(until.into_iter().flat_map(|until| ["--until".to_owned(), until.to_string()]));
        line.extend(part.into_iter().flat_map(|part| ["--amount".to_owned(), decimal(part)]));
        let invoices = if of_customer { Vec::new() } else { self.books.rows_of(invoice) };
        self.enter(line, Act { amount: part, until, ..Act::new(kind, customer, invoices, today) });
    }

    fn enter(&mut self, line: Vec<String>, act: Act) {
        if let Some(answer) = self.perform(&Order { line, ..Order::default() }, |books| books.acts.push(act)) {
            self.books.acts.last_mut().unwrap().id = event_id(&answer);
        }
        self.compare();
    }

    /// Somebody moves what is left of a payment or credit note to an invoice.
    pub fn allocate(&mut self) {
        let Some((invoice, open)) = self.debt() else { return };
        let (today, customer, currency) =
            (self.today, self.books.invoices[invoice].customer, self.books.invoices[invoice].currency);
        let over = self.books.over(customer, currency, today);
        let Some((id, left)) = self.rng.choice(over) else { return };
        // Two moves of a day have an order of their own.
        let is_alike = |act: &Act| act.kind == ActKind::Move && act.customer == customer && act.day == today;
        if self.books.acts.iter().any(is_alike) {
            return;
        }
        let part = if self.rng.bool() { Some(self.sum().min(open).min(left)) } else { None };
        let mut line: Vec<String> =
            ["record", "allocate", &id, "--to", &self.books.invoices[invoice].id].map(str::to_owned).to_vec();
        line.extend(["--as-of".to_owned(), self.day(), "--format".to_owned(), "json".to_owned()]);
        line.extend(part.into_iter().flat_map(|part| ["--amount".to_owned(), decimal(part)]));
        let invoices = self.books.rows_of(invoice);
        let act = Act::new(ActKind::Move, customer, invoices, today);
        self.enter(line, Act { amount: part, source: Some(id), ..act });
    }

    /// What lateness costs on an invoice is billed: all that is left of it, with what was paid of it.
    pub fn charge(&mut self) {
        let today = self.today;
        let late = self.books.balance(today).claims;
        let Some(&row) = self.rng.choice(late.keys()) else { return };
        let rows = self.books.rows_of(row);
        let Invoice { id, customer, currency, .. } = &self.books.invoices[rows[0]].clone();
        let is_disputed =
            |&row: &usize| self.books.holding(ActKind::Dispute, Some(ActKind::EndOfDispute), row, today).is_some();
        let is_insolvent = self.books.judgment(*customer, today).is_some();
        // Of an invoice in another currency a second note charges the indemnity, which the books do not know.
        if *currency != "EUR" {
            return;
        }
        // A receipt that waits may be his payment.
        if rows.iter().any(is_disputed) || is_insolvent || self.waiting().next().is_some() {
            return;
        }
        let claims = rows.iter().filter_map(|row| late.get(row)).filter(|claim| claim.left() > 0);
        let amount: Cents = claims.map(|claim| claim.left() + claim.paid).sum();
        let until = today + chrono::Days::new(10);
        let line = ["record", "penalty-note", id, "--until", &until.to_string(), "--as-of", &self.day()];
        let order = Order::of(&line);
        if amount == 0 {
            // Charged before, it is no change.
            let is_on = |note: &Invoice| matches!(note.bills, Bills::Lateness(of) if of == rows[0]);
            let is_charged = self.books.invoices.iter().any(is_on);
            self.perform(&if is_charged { order } else { order.refused() }, |_| ());
            return;
        }
        let ids = (1..).map(|n| if n == 1 { format!("PEN-{id}") } else { format!("PEN-{id}-{n}") });
        let is_free = |id: &String| self.books.invoices.iter().all(|row| row.id != *id);
        let note = Invoice {
            id: ids.into_iter().find(is_free).unwrap(),
            bills: Bills::Lateness(rows[0]),
            instalment: None,
            customer: *customer,
            currency,
            issue: today,
            due: until,
            amount,
            discount: None,
        };
        self.perform(&order, |books| books.invoices.push(note));
        self.compare();
    }

    /// What lateness costs on an invoice is given up, whole or in part.
    pub fn waive(&mut self) {
        let late = self.books.balance(self.today).claims;
        let Some(&row) = self.rng.choice(late.keys()) else { return };
        let (rows, customer) = (self.books.rows_of(row), self.books.invoices[row].customer);
        let is_alike = |act: &Act| act.kind == ActKind::Waiver && act.invoices == rows && act.day == self.today;
        if self.books.acts.iter().any(is_alike) {
            return;
        }
        let part = if self.rng.bool() { Some(self.rng.i64(1..5000)) } else { None };
        let line = ["record", "waived", &self.books.invoices[row].id, "--as-of", &self.day(), "--format", "json"];
        let mut line = line.map(str::to_owned).to_vec();
        line.extend(part.into_iter().flat_map(|part| ["--amount".to_owned(), decimal(part)]));
        let open = self.books.balance(self.today).open;
        let is_on = |note: &usize| matches!(self.books.invoices[*note].bills, Bills::Lateness(of) if of == rows[0]);
        let is_charged = open.iter().any(|(note, open)| *open > 0 && is_on(note));
        let is_whole = |act: &Act| act.kind == ActKind::Waiver && act.amount.is_none() && act.undone.is_none();
        let is_given_up = self.books.acts.iter().any(|act| is_whole(act) && act.invoices == rows)
            && rows.iter().all(|row| late.get(row).is_none_or(|claim| claim.left() == 0));
        if (part.is_none() && is_charged) || is_given_up {
            // What a note that is still open charged is not given up beside it, nor anything twice.
            self.perform(&Order { line, ..Order::default() }.refused(), |_| ());
            return;
        }
        self.enter(line, Act { amount: part, ..Act::new(ActKind::Waiver, customer, rows, self.today) });
    }

    /// Something noted that was not so.
    pub fn undo(&mut self) {
        let today = self.today;
        let acts = self.books.acts.iter().enumerate();
        let acts: Vec<usize> = acts.filter(|(_, act)| act.undone.is_none()).map(|(place, _)| place).collect();
        let Some(place) = self.rng.choice(acts) else { return };
        let id = self.books.acts[place].id.clone();
        let order = Order::of(&["record", "undo", &id, "--as-of", &self.day(), "--format", "json"]);
        self.perform(&order, |books| {
            books.acts.iter_mut().filter(|act| act.id == id).for_each(|act| act.undone = Some(today));
        });
        self.compare();
    }
}
