//! `plan --work-list`: whom to work on, most at stake first, and what to say to him.

use std::collections::BTreeMap;
use std::io;

use crate::engine::planning::Plan;
use crate::engine::planning::work_list::{Promised, Work};
use crate::model::lang::unbreakable;
use crate::model::{Amount, Bilingual, Currency, Date, Event, EventKind, Lang, figures};
use crate::output::reports::{customer_cells, customer_headings};
use crate::output::{Cell, Column, Nested, Report};
use crate::policy::Channel;

/// One row per customer and currency.
#[derive(Clone, Copy, Debug)]
pub struct WorkList<'p, 'a> {
    /// The plan that it was made from.
    pub plan: &'p Plan<'a>,
    /// Most at stake first.
    pub list: &'p [Work<'p, 'a>],
    /// The language of the sentences.
    pub lang: Lang,
}

/// The keys of a contact and of a promise.
const CONTACT: &[&str] = &["date", "event", "level", "channel", "note"];
const PROMISE: &[&str] = &["date", "until", "amount", "status"];

impl Report for WorkList<'_, '_> {
    fn command(&self) -> &'static str {
        "plan"
    }

    fn as_of(&self) -> Option<Date> {
        Some(self.plan.as_of())
    }

    fn title(&self) -> Option<Bilingual> {
        Some(Bilingual::new("Work list", "Liste de travail"))
    }

    fn columns(&self) -> Vec<Column> {
        let [id, name] = customer_headings(self.plan.ledger());
        vec![
            id,
            name,
            Column::currency(),
            Column::new("at_stake", "At stake", "En jeu"),
            Column::new("open", "Open", "Reste dû"),
            Column::new("overdue", "Overdue", "Échu"),
            Column::new("credits", "Credits", "Crédits").when_used(),
            Column::new("oldest_invoice_id", "Oldest", "La plus ancienne"),
            Column::data("oldest_due_date"),
            Column::new("oldest_days_late", "Days", "Jours"),
            Column::data("contact"),
            Column::data("phone"),
            Column::data("email"),
            Column::new("owner", "In charge", "Suivi par").when_used(),
            Column::nested("today"),
            Column::nested("contacts"),
            Column::nested("promises"),
            Column::new("reach", "Reach", "Joindre").below(),
            Column::new("to_do", "To do", "À faire").below(),
            Column::new("said", "Said", "Échanges").below(),
            Column::new("promised", "Promised", "Promesses").below(),
        ]
    }

    fn rows(&self, each: &mut dyn FnMut(&[Cell<'_>]) -> io::Result<()>) -> io::Result<()> {
        let ledger = self.plan.ledger();
        self.list.iter().try_for_each(|work| {
            let customer = ledger.customer(work.customer);
            let more = customer.more();
            let oldest = ledger.invoice(work.oldest.item);
            let [id, name] = customer_cells(customer);
            let money = |amount| Cell::Amount(amount, work.currency);
            let text = |text: &Option<String>| Cell::maybe(text.clone(), Cell::text);
            let email = if more.dunning_email.is_some() { &more.dunning_email } else { &more.email };
            let sentence = |text: String| if text.is_empty() { Cell::Empty } else { Cell::text(self.set(text)) };
            let reach = [&more.contact, &more.phone, email].into_iter().flatten().map(String::as_str);
            each(&[
                id,
                name,
                Cell::Word(work.currency.code()),
                money(work.at_stake),
                money(work.open),
                money(work.overdue),
                money(work.credits),
                Cell::text(ledger.number(oldest.number)),
                Cell::Date(oldest.due),
                Cell::Count(work.oldest.days_late),
                text(&more.contact),
                text(&more.phone),
                text(email),
                text(&more.owner),
                Cell::List(Nested::Values(work.notices.iter().map(|notice| Cell::text(&notice.level.name)).collect())),
                Cell::List(Nested::Objects(CONTACT, work.contacts.iter().map(|event| contact(event)).collect())),
                Cell::List(Nested::Objects(PROMISE, work.promises.iter().map(|one| promise(one, work)).collect())),
                sentence(reach.collect::<Vec<_>>().join(", ")),
                sentence(self.today(work)),
                sentence(self.said(work)),
                sentence(self.promised(work)),
            ])
        })
    }

    fn totals(&self) -> Vec<Vec<Cell<'_>>> {
        let mut sums: BTreeMap<Currency, [Amount; 4]> = BTreeMap::new();
        for work in self.list {
            let sums = sums.entry(work.currency).or_default();
            let own = [work.at_stake, work.open, work.overdue, work.credits];
            sums.iter_mut().zip(own).for_each(|(sum, own)| *sum += own);
        }
        let columns = self.columns();
        let total = |(currency, [at_stake, open, overdue, credits]): (Currency, [Amount; 4])| {
            let cell = |column: &Column| match &*column.key {
                "currency" => Cell::Word(currency.code()),
                "at_stake" => Cell::Amount(at_stake, currency),
                "open" => Cell::Amount(open, currency),
                "overdue" => Cell::Amount(overdue, currency),
                "credits" => Cell::Amount(credits, currency),
                _ => Cell::Empty,
            };
            columns.iter().map(cell).collect()
        };
        sums.into_iter().map(total).collect()
    }

    fn remarks(&self) -> Vec<Bilingual> {
        vec![Bilingual::new(
            "at stake: what is late or asked for today, without what is disputed, on hold, insolvent or with others",
            "en jeu : ce qui est en retard ou réclamé aujourd'hui, hors litiges, suspens, procédures et tiers",
        )]
    }
}

impl WorkList<'_, '_> {
    /// Sets French blanks.
    fn set(&self, text: String) -> String {
        if self.lang == Lang::Fr { unbreakable(text) } else { text }
    }

    fn today(&self, work: &Work<'_, '_>) -> String {
        let notices = work.notices.iter().map(|notice| {
            let asked = self.plan.asked(notice);
            let money = figures::money(asked, work.currency, self.lang);
            let (level, channel) = (notice.level.label.get(self.lang), notice.level.channel.term().get(self.lang));
            // A level that is called what its channel is needs no word for it.
            if level == channel { format!("{level}, {money}") } else { format!("{level} ({channel}), {money}") }
        });
        let notices: Vec<String> = notices.collect();
        match (notices.is_empty(), self.lang) {
            (false, Lang::En) => format!("Today: {}.", notices.join("; ")),
            (false, Lang::Fr) => format!("Aujourd'hui : {}.", notices.join(" ; ")),
            (true, lang) => {
                let because = self.plan.because(work.oldest, lang);
                if lang == Lang::En {
                    format!("Nothing today. {because}")
                } else {
                    format!("Rien aujourd'hui. {because}")
                }
            }
        }
    }

    fn said(&self, work: &Work<'_, '_>) -> String {
        let said = work.contacts.iter().map(|event| {
            let channel = event.channel.as_deref().and_then(Channel::parse);
            let word = match (event.kind, channel) {
                (_, Some(channel)) => channel.term().get(self.lang),
                (EventKind::Call, None) => Channel::Phone.term().get(self.lang),
                (EventKind::Notice, None) if self.lang == Lang::Fr => "relance",
                (EventKind::Notice, None) => "notice",
                _ => "note",
            };
            let mut said = format!("{} {word}", figures::date(event.date, self.lang));
            let level = event.level.as_deref().map(|level| self.plan.policy().level_term(level).get(self.lang));
            // A call at the level of the calls is said once.
            let level = level.filter(|&level| level != word);
            for part in [level, event.note.as_deref()].into_iter().flatten() {
                said += &format!(", {part}");
            }
            said
        });
        said.collect::<Vec<_>>().join(if self.lang == Lang::En { "; " } else { " ; " })
    }

    fn promised(&self, work: &Work<'_, '_>) -> String {
        let en = self.lang == Lang::En;
        let promised = work.promises.iter().map(|one| {
            let [made, by] = [one.date, one.by].map(|day| figures::date(day, self.lang));
            let sum = one.amount.map(|sum| figures::money(sum, work.currency, self.lang));
            let sum = sum.unwrap_or_else(|| if en { "all".to_owned() } else { "tout".to_owned() });
            let status = match (one.word(), en) {
                ("kept", true) => "kept",
                ("broken", true) => "broken",
                (_, true) => "waited for",
                ("kept", false) => "tenu",
                ("broken", false) => "non tenu",
                (_, false) => "attendu",
            };
            match (en, one.is_plan) {
                (true, false) => format!("Promised on {made} by {by}: {sum}, {status}."),
                (true, true) => format!("Payment plan of {made} until {by}: {sum}, {status}."),
                (false, false) => format!("Promesse du {made} pour le {by} : {sum}, {status}e."),
                (false, true) => format!("Échéancier du {made} jusqu'au {by} : {sum}, {status}."),
            }
        });
        promised.collect::<Vec<_>>().join(" ")
    }
}

fn contact<'e>(event: &'e Event) -> Vec<Cell<'e>> {
    let text = |text: &'e Option<String>| Cell::maybe(text.as_deref(), Cell::text);
    vec![
        Cell::Date(event.date),
        Cell::Word(event.kind.word()),
        text(&event.level),
        text(&event.channel),
        text(&event.note),
    ]
}

fn promise<'c>(one: &Promised, work: &Work<'_, '_>) -> Vec<Cell<'c>> {
    vec![
        Cell::Date(one.date),
        Cell::Date(one.by),
        Cell::maybe(one.amount, |amount| Cell::Amount(amount, work.currency)),
        Cell::Word(one.word()),
    ]
}
