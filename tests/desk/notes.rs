//! What is said and done that is not money; and money that is moved.

use crate::books::{Act, ActKind, decimal};
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
        // What a refund of the day gave back, it gave back after this.
        if kind == ActKind::WriteOff && self.refunded_today(customer) {
            return;
        }
        let is_alike = |act: &Act| act.kind == kind && act.customer == customer && act.day == today;
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
        self.enter(
            line,
            Act {
                id: String::new(),
                kind,
                customer,
                invoices,
                amount: part,
                source: None,
                day: today,
                until,
                undone: None,
            },
        );
    }

    fn enter(&mut self, line: Vec<String>, act: Act) {
        let answer = self.perform(&Order { line, ..Order::default() }, |books| books.acts.push(act));
        self.books.acts.last_mut().unwrap().id = event_id(&answer);
        self.compare();
    }

    /// Somebody moves what is left of a payment or credit note to an invoice.
    pub fn allocate(&mut self) {
        let Some((invoice, open)) = self.debt() else { return };
        let (today, customer, currency) =
            (self.today, self.books.invoices[invoice].customer, self.books.invoices[invoice].currency);
        let over = self.books.over(customer, currency, today);
        let Some((id, left)) = self.rng.choice(over).filter(|_| !self.refunded_today(customer)) else { return };
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
        let act = Act {
            id: String::new(),
            kind: ActKind::Move,
            customer,
            invoices,
            amount: part,
            source: Some(id),
            day: today,
            until: None,
            undone: None,
        };
        self.enter(line, act);
    }

    /// Something noted that was not so.
    pub fn undo(&mut self) {
        let today = self.today;
        let acts = self.books.acts.iter().enumerate();
        let of_money = |act: &Act| matches!(act.kind, ActKind::WriteOff | ActKind::Move);
        let may_be_undone = |act: &Act| act.undone.is_none() && (!of_money(act) || !self.is_refunded(act.customer));
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
