//! One customer's account, gone through day by day.

use std::collections::{BTreeMap, BTreeSet};

use relance::model::Date;

use crate::books::{Act, ActKind, Books, Payment, Refund, Whose};
use crate::claims::Used;
use crate::money::{Account, Money, Part};

/// What was found of the days on which money was given back or moved: what they took is not decided anew.
#[derive(Debug, Default)]
struct Draws {
    /// What each refund gave back, in turn.
    given: Vec<Vec<Part>>,
    /// What had paid claims by each such day, and is not there to be given back or moved.
    kept: BTreeMap<Date, Vec<Used>>,
}

/// How far one looks.
#[derive(Clone, Copy, Debug)]
struct View {
    as_of: Date,
    /// The last day of which one knows what was taken back and undone.
    news: Date,
    /// Whether what is given back and moved on the last day is left out.
    is_before_draws: bool,
}

impl Books {
    /// Works out an account: first what was given back and moved on each day, as one knew then, then all of it as one
    /// knows now.
    pub fn account(&self, whose: Whose, as_of: Date) -> Account<'_> {
        let mut draws = Draws::default();
        let mut is_overdrawn = false;
        for day in self.draw_days(whose, as_of) {
            let view = View { as_of: day, news: day, is_before_draws: true };
            let before = self.go_through(whose, view, &draws);
            draws.kept.insert(day, self.claims(&before, day).1);
            let view = View { is_before_draws: false, ..view };
            let mut account = self.go_through(whose, view, &draws);
            if account.is_overdrawn || account.took_claims {
                // It was given back before one heard of what was taken back or undone that day.
                account = self.go_through(whose, View { news: day.pred_opt().unwrap(), ..view }, &draws);
            }
            draws.given = account.given;
            is_overdrawn |= account.is_overdrawn;
        }
        let mut account = self.go_through(whose, View { as_of, news: as_of, is_before_draws: false }, &draws);
        account.is_overdrawn = is_overdrawn;
        account
    }

    fn draw_days(&self, whose: Whose, as_of: Date) -> BTreeSet<Date> {
        let refunds = self.refunds_of(whose).map(|refund| refund.day);
        let moves = self.acts_of(whose).filter(|act| act.kind == ActKind::Move && act.stands(act.day));
        refunds.chain(moves.map(|act| act.day)).filter(|day| *day <= as_of).collect()
    }

    fn go_through(&self, whose: Whose, view: View, draws: &Draws) -> Account<'_> {
        let (notes, payments) = (self.notes_of(whose), self.payments_of(whose, view.news));
        let is_his = |&row: &usize| (self.invoices[row].customer, self.invoices[row].currency) == whose;
        let rows: Vec<usize> = (0..self.invoices.len()).filter(is_his).collect();
        let acts: Vec<&Act> =
            self.acts_of(whose).filter(|act| act.day <= view.as_of && !act.is_undone(view.news)).collect();
        let refunds: Vec<&Refund> = self.refunds_of(whose).collect();
        let days = rows.iter().map(|&row| self.invoices[row].issue);
        let days = days.chain(notes.iter().chain(&payments).map(|money| money.day));
        let days = days.chain(refunds.iter().map(|refund| refund.day)).chain(acts.iter().map(|act| act.day));
        let days: BTreeSet<Date> = days.filter(|day| *day <= view.as_of).collect();
        let mut account = Account::new(&self.invoices, self.tolerance);
        let is_notice = |act: &&Act| {
            let is_of_instalments =
                || matches!(act.kind, ActKind::Notice(_)) && self.rows_of(act.invoices[0]).len() > 1;
            (act.asked.1 > 0 || is_of_instalments()) && rows.contains(&act.invoices[0]) && !act.is_undone(view.news)
        };
        account.notices = self.acts.iter().filter(is_notice).collect();
        let is_waiver = |act: &&Act| act.kind == ActKind::Waiver && !act.is_undone(view.news);
        account.waivers = self.acts.iter().filter(is_waiver).collect();
        for day in days {
            let (is_drawn, kept) = (!(view.is_before_draws && day == view.as_of), draws.kept.get(&day));
            let kept = kept.map_or(&[][..], Vec::as_slice);
            account.issue(rows.iter().copied().filter(|&row| self.invoices[row].issue == day), day);
            for (all, are_payments) in [(&notes, false), (&payments, true)] {
                let named = all.iter().filter(|money| money.day == day && money.of.is_some());
                account.pay_named(named, are_payments, day);
            }
            for act in acts.iter().filter(|act| act.day == day && act.kind == ActKind::WriteOff) {
                account.write_off(act.invoices[0], act.amount, day);
            }
            for act in acts.iter().filter(|act| act.day == day && act.kind == ActKind::Move && is_drawn) {
                let source = act.source.as_ref().expect("it moves some");
                account.move_to(source, act.invoices[0], act.amount, (day, kept));
            }
            let unnamed = notes.iter().chain(&payments).filter(|money| money.day == day && money.of.is_none());
            account.pay_oldest(unnamed, day);
            for refund in refunds.iter().filter(|refund| refund.day == day && is_drawn) {
                match draws.given.get(account.given.len()) {
                    Some(parts) => account.give_back_again(parts, day),
                    None => account.give_back(refund.amount, (day, kept)),
                }
                // What that opened again, other money may wait for.
                for are_payments in [false, true] {
                    account.pay_named([].iter(), are_payments, day);
                }
                account.pay_oldest([].iter(), day);
            }
        }
        account.cover_owed();
        account
    }

    fn refunds_of(&self, whose: Whose) -> impl Iterator<Item = &Refund> {
        self.refunds.iter().filter(move |refund| (refund.customer, refund.currency) == whose)
    }

    /// Returns the write-offs and moves of a customer's invoices, also those that were undone.
    fn acts_of(&self, whose: Whose) -> impl Iterator<Item = &Act> {
        let is_his = move |&row: &usize| (self.invoices[row].customer, self.invoices[row].currency) == whose;
        let of_money = |act: &Act| matches!(act.kind, ActKind::WriteOff | ActKind::Move);
        self.acts.iter().filter(move |act| of_money(act) && act.invoices.iter().any(is_his))
    }

    fn notes_of(&self, whose: Whose) -> Vec<Money> {
        let notes = self.notes.iter().filter(|note| (note.customer, note.currency) == whose);
        notes
            .map(|note| Money {
                day: note.day,
                is_payment: false,
                id: note.id.clone(),
                of: note.of,
                part: None,
                left: note.amount,
                for_claims: None,
            })
            .collect()
    }

    fn payments_of(&self, whose: Whose, news: Date) -> Vec<Money> {
        let payments = self.payments.iter().filter(|payment| (payment.customer, payment.currency) == whose);
        let money = |payment: &Payment| Money {
            day: payment.day,
            is_payment: true,
            id: payment.id.clone(),
            of: payment.of,
            part: payment.part,
            left: payment.left(news),
            for_claims: None,
        };
        payments.map(money).collect()
    }
}
