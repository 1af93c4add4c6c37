//! `plan --forecast`: what comes due in the next days when nothing else happens, day by day.

use std::io;

use super::of_reasons;
use crate::engine::planning::Plan;
use crate::engine::planning::forecast::{Coming, Forecast, What};
use crate::model::lang::unbreakable;
use crate::model::{Bilingual, Date, Lang, Term, figures};
use crate::output::calendar::Entry;
use crate::output::reports::{
    channel_cell, customer_cells, customer_headings, instalment_column, level_cell, of_channels, of_levels,
};
use crate::output::{Cell, Column, Report};

/// One row per thing to come, by day.
#[derive(Clone, Copy, Debug)]
pub struct PlanForecast<'a> {
    /// What comes.
    pub forecast: &'a Forecast<'a>,
    /// The plan of the first day, where the last days that it knows of are wanted: for a calendar.
    pub plan: Option<&'a Plan<'a>>,
    /// The language of the sentences.
    pub lang: Lang,
}

/// The places of some columns.
const ON: usize = 0;
const ACTION: usize = 11;

impl Report for PlanForecast<'_> {
    fn command(&self) -> &'static str {
        "plan"
    }

    fn as_of(&self) -> Option<Date> {
        Some(self.forecast.as_of)
    }

    fn title(&self) -> Option<Bilingual> {
        let Forecast { as_of, until, .. } = self.forecast;
        let day = figures::date;
        Some(Bilingual::new(
            format!("What comes due, {} to {}", day(*as_of, Lang::En), day(*until, Lang::En)),
            format!("Ce qui vient, du {} au {}", day(*as_of, Lang::Fr), day(*until, Lang::Fr)),
        ))
    }

    fn title_has_days(&self) -> bool {
        true
    }

    fn columns(&self) -> Vec<Column> {
        let [id, name] = customer_headings(self.forecast.ledger);
        let policy = self.forecast.policy;
        vec![
            Column::data("due_on"),
            id,
            name,
            Column::new("invoice_id", "Invoice", "Facture"),
            instalment_column(),
            Column::currency(),
            Column::new("due_date", "Due", "Échéance"),
            Column::new("days_late", "Days", "Jours"),
            Column::new("open", "Open", "Reste dû"),
            Column::data("asked"),
            of_levels(Column::data("level_reached"), policy),
            of_levels(Column::new("action", "What comes", "Ce qui vient"), policy),
            of_channels(Column::data("channel")),
            Column::data("template"),
            of_reasons(Column::data("reason")),
            Column::data("what").of(What::WORDS).instead_of("action"),
            Column::new("because", "Because", "Parce que").below(),
        ]
    }

    fn rows(&self, each: &mut dyn FnMut(&[Cell<'_>]) -> io::Result<()>) -> io::Result<()> {
        let ledger = self.forecast.ledger;
        self.forecast.coming.iter().try_for_each(|one| {
            let invoice = ledger.invoice(one.item);
            let [id, name] = customer_cells(ledger.customer(one.customer));
            let action = one.what.action();
            each(&[
                Cell::Date(one.on),
                id,
                name,
                Cell::text(ledger.number(invoice.number)),
                Cell::maybe(ledger.instalment(one.item), Cell::text),
                Cell::Word(invoice.currency.code()),
                Cell::Date(invoice.due),
                Cell::Count(one.days_late),
                Cell::Amount(one.open, invoice.currency),
                Cell::maybe(action, |_| Cell::Amount(one.chased, invoice.currency)),
                Cell::maybe(one.level_reached, Cell::text),
                Cell::maybe(action, level_cell),
                Cell::maybe(action, |level| channel_cell(level.channel)),
                Cell::maybe(action, |level| Cell::text(&level.template)),
                Cell::Word(one.what.reason()),
                Cell::Named(one.what.word(), term(one.what)),
                Cell::text(sentence(self.forecast, one, self.lang)),
            ])
        })
    }

    fn part(&self, row: &[Cell<'_>]) -> Option<Bilingual> {
        let Cell::Date(day) = row[ON] else { return None };
        let [mut en, mut fr] = [Lang::En, Lang::Fr].map(|lang| figures::date_in_words(day, lang));
        if day == self.forecast.as_of {
            en += ", today";
            fr += ", aujourd'hui";
        }
        Some(Bilingual::new(en, fr))
    }

    /// Tells whether a row has its sentence: the cells of what is to be sent say it all.
    fn is_explained(&self, row: &[Cell<'_>]) -> bool {
        row[ACTION] == Cell::Empty
    }

    fn calendar(&self) -> Option<Vec<Entry>> {
        Some(super::calendar::of_forecast(self.forecast, self.plan?, self.lang))
    }

    fn remarks(&self) -> Vec<Bilingual> {
        let actions = self.forecast.coming.iter().filter(|one| one.what.action().is_some()).count();
        let silent = self.forecast.silent;
        vec![
            Bilingual::new(
                format!("lines to chase: {actions}; open items of which nothing comes: {silent}"),
                format!("lignes à relancer : {actions} ; pièces ouvertes dont rien ne vient : {silent}"),
            ),
            Bilingual::new(
                "supposing that nothing is paid and nothing else happens, that each notice goes out on its day, and that \
                 nobody approves a level",
                "en supposant que rien n'est payé et que rien d'autre ne se passe, que chaque relance part à son jour, \
                 et que personne n'approuve un niveau",
            ),
        ]
    }
}

/// Says what comes.
pub(super) fn sentence(forecast: &Forecast<'_>, one: &Coming<'_>, lang: Lang) -> String {
    let invoice = forecast.ledger.invoice(one.item);
    let money = figures::money(one.chased, invoice.currency, lang);
    let day = |day: Date| figures::date_in_words(day, lang);
    let (on, late) = (day(one.on), lateness(one, lang));
    let said = match (one.what, lang) {
        (What::Action(level), Lang::En) => {
            format!("{} ({}): {late}, {money} to ask for.", level.label.get(lang), level.channel.term().get(lang))
        }
        (What::Action(level), Lang::Fr) => {
            format!("{} ({}) : {late}, {money} à réclamer.", level.label.get(lang), level.channel.term().get(lang))
        }
        (What::Approval(level), Lang::En) => format!("{} is due and waits for approval: {late}.", level.label.en),
        (What::Approval(level), Lang::Fr) => format!("{} : à faire, un accord est attendu ; {late}.", level.label.fr),
        (What::PromiseEnds(by), Lang::En) => {
            format!("Payment was promised by {}; it is waited for until {on}.", day(by))
        }
        (What::PromiseEnds(by), Lang::Fr) => {
            format!("Règlement promis pour le {} ; il est attendu jusqu'au {on}.", day(by))
        }
        (What::PlanInstalment, Lang::En) => {
            "An instalment of the payment plan is due; unpaid, the plan ends.".to_owned()
        }
        (What::PlanInstalment, Lang::Fr) => "Une échéance de l'échéancier tombe ; impayée, elle y met fin.".to_owned(),
        (What::HoldEnds, Lang::En) => "The hold ends.".to_owned(),
        (What::HoldEnds, Lang::Fr) => "La mise en suspens prend fin.".to_owned(),
        (What::AnnouncedEnds, Lang::En) => format!("The announced payment is waited for until {on}."),
        (What::AnnouncedEnds, Lang::Fr) => format!("Le règlement annoncé est attendu jusqu'au {on}."),
        (What::DeadlineEnds, Lang::En) => "The time to pay that a notice granted ends.".to_owned(),
        (What::DeadlineEnds, Lang::Fr) => "Le délai laissé par une relance prend fin.".to_owned(),
        (What::LimitationEnds { article, .. }, Lang::En) => format!("Last day to claim it at law ({article})."),
        (What::LimitationEnds { article, .. }, Lang::Fr) => format!("Dernier jour pour agir en justice ({article})."),
        (What::DeclareBy, Lang::En) => "Last day to declare the claim (C. com. R622-24).".to_owned(),
        (What::DeclareBy, Lang::Fr) => "Dernier jour pour déclarer la créance (C. com. R622-24).".to_owned(),
    };
    if lang == Lang::Fr { unbreakable(said) } else { said }
}

/// Returns what people call what comes.
const fn term(what: What<'_>) -> Term<'static> {
    match what {
        What::Action(_) => Term::new("notice", "relance"),
        What::Approval(_) => Term::new("approval needed", "accord à donner"),
        What::PromiseEnds(_) => Term::new("end of a promise", "fin de promesse"),
        What::PlanInstalment => Term::new("plan instalment", "échéance du plan"),
        What::HoldEnds => Term::new("end of a hold", "fin de suspens"),
        What::AnnouncedEnds => Term::new("end of waiting", "fin d'attente"),
        What::DeadlineEnds => Term::new("end of time granted", "fin de délai"),
        What::LimitationEnds { .. } => Term::new("limitation", "prescription"),
        What::DeclareBy => Term::new("claim to declare", "créance à déclarer"),
    }
}

fn lateness(one: &Coming<'_>, lang: Lang) -> String {
    match (one.days_late, lang) {
        (0, Lang::En) => "not due yet".to_owned(),
        (0, Lang::Fr) => "pas encore échue".to_owned(),
        (1, Lang::En) => "1 day late".to_owned(),
        (1, Lang::Fr) => "1 jour de retard".to_owned(),
        (days, Lang::En) => format!("{days} days late"),
        (days, Lang::Fr) => format!("{days} jours de retard"),
    }
}
