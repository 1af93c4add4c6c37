//! An act in words: what it changed, and what is left to pay.

use std::collections::{BTreeMap, BTreeSet};

use crate::engine::allocation::Balances;
use crate::engine::history::{Dossier, History, Shares, Standing};
use crate::model::{Amount, Currency, Date, Event, EventKind, ItemId, Lang, Ledger, figures, several};

/// How many invoices are named.
pub(super) const SHOWN: usize = 5;

/// An act, with what it is of and what it leaves to pay.
pub(super) struct Act<'a> {
    pub rows: &'a [&'a Event],
    pub first: &'a Event,
    pub after: &'a Ledger,
    pub now: &'a Balances,
    pub items: &'a [ItemId],
    pub currency: Currency,
    /// What is left to pay of its items.
    pub left: Amount,
    /// How much less that is than before.
    pub less: Amount,
    /// What could be claimed so far of the penalties that it gives up.
    pub claimed: Option<Amount>,
}

impl Act<'_> {
    /// Says what it changed.
    pub fn said(&self, lang: Lang) -> String {
        let rest = match lang {
            Lang::En => format!("left to pay: {}", self.money(self.left, lang)),
            Lang::Fr => format!("reste dû {}", self.money(self.left, lang)),
        };
        match self.first.kind {
            EventKind::WrittenOff => {
                let off = self.money(self.less, lang);
                match lang {
                    Lang::En => format!("{off} written off; {rest}"),
                    Lang::Fr => format!("{off} passés en perte ; {rest}"),
                }
            }
            EventKind::Promise => {
                let (all, until) = (self.money(self.stated().unwrap_or(self.left), lang), self.until(lang));
                match lang {
                    Lang::En => format!("{all} promised by {until}; {rest}"),
                    Lang::Fr => format!("{all} promis pour le {until} ; {rest}"),
                }
            }
            EventKind::Plan => self.plan(&rest, lang),
            EventKind::Waived => self.waiver(&rest, lang),
            EventKind::DisputeOpened | EventKind::DisputeClosed => self.dispute(lang),
            EventKind::Allocated => {
                let numbers: Vec<String> = self.items.iter().map(|&item| named(self.after, item)).collect();
                let numbers: Vec<&str> = numbers.iter().map(String::as_str).collect();
                let (onto, set) = (several(&numbers, SHOWN), self.money(self.less, lang));
                match lang {
                    Lang::En => format!("{set} set against {}; {rest}", onto.en),
                    Lang::Fr => format!("{set} imputés sur {} ; {rest}", onto.fr),
                }
            }
            kind => {
                let (what, ends) = (kind.term(), self.ends(lang));
                let onto = invoices(self.after, self.now, self.items, lang);
                match lang {
                    Lang::En => format!("{}{ends}: {onto}; {rest}", what.get(lang)),
                    Lang::Fr => format!("{}{ends} : {onto} ; {rest}", what.get(lang)),
                }
            }
        }
    }

    fn money(&self, amount: Amount, lang: Lang) -> String {
        figures::money(amount, self.currency, lang)
    }

    /// Returns the sum that its rows state; nothing where one states none.
    fn stated(&self) -> Option<Amount> {
        self.rows.iter().map(|row| row.amount).sum()
    }

    /// Says the last day that its rows name.
    fn until(&self, lang: Lang) -> String {
        let until = self.rows.iter().filter_map(|row| row.until).max();
        until.map(|day| figures::date_in_words(day, lang)).unwrap_or_default()
    }

    /// Says a payment plan, and what is left out of it.
    fn plan(&self, rest: &str, lang: Lang) -> String {
        let (all, until) = (self.money(self.stated().unwrap_or(self.left), lang), self.until(lang));
        let beyond = self.left - planned(self.after, self.now, self.first, self.items);
        let beyond = beyond.is_positive().then(|| self.money(beyond, lang));
        let count = self.rows.len();
        match lang {
            Lang::En => {
                let parts = if count == 1 { "one part,".to_owned() } else { format!("{count} parts, the last") };
                let asked = |sum: String| format!(", of which {sum} is not in the plan and still asked for");
                let beyond = beyond.map(asked).unwrap_or_default();
                format!("payment plan: {all} in {parts} by {until}; {rest}{beyond}")
            }
            Lang::Fr => {
                let parts = if count == 1 { "une fois,".to_owned() } else { format!("{count} fois, la dernière") };
                let asked = |sum: String| format!(", dont {sum} hors échéancier, toujours à réclamer");
                let beyond = beyond.map(asked).unwrap_or_default();
                format!("échéancier : {all} en {parts} le {until} ; {rest}{beyond}")
            }
        }
    }

    /// Says what is given up of the penalties, and where that is more than has run.
    fn waiver(&self, rest: &str, lang: Lang) -> String {
        let Some(given_up) = self.stated() else {
            return match lang {
                Lang::En => format!("all penalties given up; {rest}"),
                Lang::Fr => format!("toutes les pénalités abandonnées ; {rest}"),
            };
        };
        let run = self.claimed.filter(|&run| run < given_up).map(|run| self.money(run, lang));
        let given_up = self.money(given_up, lang);
        match lang {
            Lang::En => {
                let more = run.map(|run| format!(", more than the {run} claimed so far")).unwrap_or_default();
                format!("{given_up} of penalties given up{more}; {rest}")
            }
            Lang::Fr => {
                let more = run.map(|run| format!(", plus que les {run} réclamables à ce jour")).unwrap_or_default();
                format!("{given_up} de pénalités abandonnées{more} ; {rest}")
            }
        }
    }

    /// Says what is disputed now, and what is not.
    fn dispute(&self, lang: Lang) -> String {
        let disputed = disputed(self.after, self.now, self.first, self.items);
        let (asked, disputed) = (self.money(self.left - disputed, lang), self.money(disputed, lang));
        match lang {
            Lang::En => format!("in dispute: {disputed}; still to be asked for: {asked}"),
            Lang::Fr => format!("en litige : {disputed} ; reste à réclamer {asked}"),
        }
    }

    /// Says until when it holds, where it ends by itself.
    fn ends(&self, lang: Lang) -> String {
        let end = match self.first.kind {
            EventKind::Hold => hold_ends(self.after, self.now, self.first, self.items),
            EventKind::PaymentAnnounced => self.first.until,
            _ => None,
        };
        let end = end.map(|end| figures::date_in_words(end, lang));
        end.map_or(String::new(), |end| match lang {
            Lang::En => format!(" until {end}"),
            Lang::Fr => format!(" jusqu'au {end}"),
        })
    }
}

/// Returns how much of some items is disputed at the end of a day.
fn disputed(ledger: &Ledger, balances: &Balances, event: &Event, items: &[ItemId]) -> Amount {
    sum_by_standing(ledger, balances, event, items, |_, _, standing| Some(standing.dispute?.amount))
}

/// Returns the last day of the hold of some items, where it is one day for all that are open.
fn hold_ends(ledger: &Ledger, balances: &Balances, event: &Event, items: &[ItemId]) -> Option<Date> {
    let history = History::new(ledger, event.date);
    let dossier = Dossier::new(ledger, balances, &history, event.customer);
    let start = ledger.invoices_of(event.customer).start;
    let open = items.iter().filter(|&&item| balances.open(ledger, item).is_positive());
    let ends = open.filter_map(|item| Some(dossier.standings.get(item.index().checked_sub(start)?)?.hold?.until));
    let ends: BTreeSet<Option<Date>> = ends.collect();
    if ends.len() == 1 { ends.first().copied().flatten() } else { None }
}

/// Returns how much of some items is in a payment plan at the end of a day.
fn planned(ledger: &Ledger, balances: &Balances, event: &Event, items: &[ItemId]) -> Amount {
    let mut shares: BTreeMap<usize, Shares> = BTreeMap::new();
    sum_by_standing(ledger, balances, event, items, |dossier, item, standing| {
        let place = standing.plan?;
        let shares = shares.entry(place).or_insert_with(|| dossier.commitments[place].shares(ledger, balances));
        Some(shares.held(item))
    })
}

/// Adds up what the events say of each of some items at the end of a day.
fn sum_by_standing(
    ledger: &Ledger,
    balances: &Balances,
    event: &Event,
    items: &[ItemId],
    mut of: impl FnMut(&Dossier<'_>, ItemId, &Standing<'_>) -> Option<Amount>,
) -> Amount {
    let history = History::new(ledger, event.date);
    let dossier = Dossier::new(ledger, balances, &history, event.customer);
    let start = ledger.invoices_of(event.customer).start;
    let standing = |item: ItemId| dossier.standings.get(item.index().checked_sub(start)?);
    items.iter().filter_map(|&item| of(&dossier, item, standing(item)?)).sum()
}

/// Names the open ones of some items.
fn invoices(ledger: &Ledger, balances: &Balances, items: &[ItemId], lang: Lang) -> String {
    let mut numbers: Vec<&str> = items
        .iter()
        .filter(|&&item| balances.open(ledger, item).is_positive())
        .map(|&item| ledger.number(ledger.invoice(item).number))
        .collect();
    numbers.dedup();
    match (numbers.as_slice(), lang) {
        ([], Lang::En) => "no open invoice".to_owned(),
        ([], Lang::Fr) => "aucune facture ouverte".to_owned(),
        (numbers, _) => several(numbers, SHOWN).get(lang).to_owned(),
    }
}

/// Names an item: its number, and which instalment it is.
pub(in super::super) fn named(ledger: &Ledger, item: ItemId) -> String {
    let number = ledger.number(ledger.invoice(item).number);
    ledger.instalment(item).map_or(number.to_owned(), |part| format!("{number}/{part}"))
}
