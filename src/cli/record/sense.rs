//! What cannot be: an act that changes nothing, or goes beyond what is there.

use std::collections::BTreeSet;

use super::super::rates;
use super::book::Book;
use super::echo::rows_of;
use super::{aim, once};
use crate::cli::reading::load;
use crate::diag::{Diagnostic, Place, Severity, code};
use crate::engine::allocation::{Balances, CreditSource};
use crate::engine::history::{Dossier, History, Outcome, Standing, concerns};
use crate::engine::penalties::{Penalties, notes, waiver_void};
use crate::model::{
    Amount, Bilingual, Currency, CustomerId, Event, EventKind, InvoiceKind, ItemId, Lang, Ledger, figures, shell,
};

/// Returns what keeps the acts of these ids from being recorded, and what is to be thought of first. `after` is the
/// folder with them.
pub(super) fn judge(book: &Book<'_>, after: &Ledger, ids: &[String]) -> Vec<Diagnostic> {
    let judges = ids.iter().filter_map(|id| Judge::of(book, after, id));
    judges.flat_map(|judge| judge.fault().into_iter().chain(judge.void())).collect()
}

/// Says of acts that are recorded already, where it is so, that they ended on their own day.
pub(super) fn over(book: &Book<'_>, ids: &[String]) -> Vec<Diagnostic> {
    let ended = ids.iter().filter_map(|id| {
        let (rows, items) = rows_of(book.ledger, id);
        once::ended(book, rows.first()?, &items)
    });
    ended.map(|finding| Diagnostic { severity: Severity::Warning, ..finding }).collect()
}

/// What an act is judged on: the folder as it was at the end of its day.
struct Judge<'a> {
    book: &'a Book<'a>,
    rows: Vec<&'a Event>,
    /// What it concerns; rows are the same in the folder before and after.
    items: Vec<ItemId>,
    balances: Balances,
}

impl<'a> Judge<'a> {
    fn of(book: &'a Book<'a>, after: &'a Ledger, id: &str) -> Option<Judge<'a>> {
        let (rows, items) = rows_of(after, id);
        let day = rows.first()?.date;
        let balances = load::allocated(book.files, book.ledger, book.policy, day).balances;
        Some(Judge { book, rows, items, balances })
    }

    fn fault(&self) -> Option<Diagnostic> {
        let first = self.rows[0];
        let nothing_open = !self.open().is_positive();
        let apart = aim::fault(self.book, &self.rows, &self.items, &self.balances)
            .or_else(|| if nothing_open { None } else { once::fault(self.book, first, &self.items) });
        if apart.is_some() {
            return apart;
        }
        match first.kind {
            EventKind::WrittenOff if nothing_open => impossible(
                "nothing is owed on it: there is nothing to write off",
                "rien n'y est dû : il n'y a rien à passer en perte",
            ),
            EventKind::Promise if nothing_open => impossible(
                "nothing is owed on it: there is nothing to promise",
                "rien n'y est dû : il n'y a rien à promettre",
            ),
            EventKind::Promise => self.beyond(&Bilingual::new("the promise", "la promesse")),
            EventKind::Plan => self.plan(),
            EventKind::Allocated => self.allocation(nothing_open),
            EventKind::DisputeClosed if !self.any(|standing| standing.dispute.is_some()) => {
                impossible("nothing of it is in dispute", "rien n'y est en litige")
            }
            EventKind::Release if !self.any(|standing| standing.hold.is_some()) => self.release(),
            EventKind::OverIndebtedness => self.over_indebtedness(),
            EventKind::Waived => self.waiver().or_else(|| self.given_up()),
            EventKind::Undo => self.undo(),
            _ => None,
        }
    }

    fn open(&self) -> Amount {
        self.items.iter().map(|&item| self.balances.open(self.book.ledger, item)).sum()
    }

    /// Tells whether one of the items stands so on that day.
    fn any(&self, is_so: impl Fn(&Standing<'_>) -> bool) -> bool {
        let dossier = self.dossier();
        self.items.iter().filter_map(|&item| self.standing(&dossier, item)).any(is_so)
    }

    fn dossier(&self) -> Dossier<'_> {
        let ledger = self.book.ledger;
        let history = History::new(ledger, self.balances.as_of());
        match self.customer() {
            Some(customer) => Dossier::new(ledger, &self.balances, &history, customer),
            None => Dossier::default(),
        }
    }

    fn customer(&self) -> Option<CustomerId> {
        self.items.first().map(|&item| self.book.ledger.invoice(item).customer)
    }

    fn standing<'d>(&self, dossier: &'d Dossier<'_>, item: ItemId) -> Option<&'d Standing<'d>> {
        let start = self.book.ledger.invoices_of(self.customer()?).start;
        dossier.standings.get(item.index().checked_sub(start)?)
    }

    /// Nothing is on hold; what was handed over is taken back otherwise.
    fn release(&self) -> Option<Diagnostic> {
        let fault = impossible("nothing of it is on hold", "rien n'y est en suspens")?;
        let is_over = |standing: &Standing<'_>| standing.handed_over.is_some() || standing.assigned.is_some();
        if !self.any(is_over) {
            return Some(fault);
        }
        let (ledger, day) = (self.book.ledger, self.balances.as_of());
        let is_it = |event: &&Event| {
            matches!(event.kind, EventKind::HandedOver | EventKind::Assigned)
                && event.date <= day
                && self.book.undone.since(event).is_none()
                && self.items.iter().any(|&item| concerns(ledger, event, item))
        };
        let undo = once::undo(ledger.events().iter().rfind(is_it)?);
        Some(fault.help(
            format!("it was handed over, or assigned; that is taken back otherwise: {}", undo.en),
            format!("elle a été confiée à un tiers, ou cédée ; cela s'annule autrement : {}", undo.fr),
        ))
    }

    /// Credit is moved as far as there is some, to an invoice on which something is open.
    fn allocation(&self, nothing_open: bool) -> Option<Diagnostic> {
        let (ledger, event) = (self.book.ledger, self.rows[0]);
        let credit = event.reference.as_deref()?;
        // Of what the customer does not have, the allocation itself says so.
        let (owner, currency) = self.source(credit)?;
        if owner != event.customer {
            return None;
        }
        if currency != event.currency {
            return Some(in_another_currency(credit, currency, ledger.number(event.invoice?), event.currency));
        }
        if nothing_open {
            let number = ledger.number(event.invoice?);
            return impossible(
                &format!("nothing is open on {number}: no credit can go there"),
                &format!("rien ne reste dû sur {number} : aucun crédit ne peut y aller"),
            )
            .map(|fault| {
                let number = shell::word(number);
                fault.help(
                    format!(
                        "interest and indemnity still claimed of it: `relance record penalty-note {number}`, then allocate \
                         the credit to that note"
                    ),
                    format!(
                        "intérêts et indemnité encore réclamés : `relance noter note_de_pénalités {number}`, puis imputer \
                         le crédit à cette note"
                    ),
                )
            });
        }
        let is_it = |source: CreditSource| match source {
            CreditSource::Payment(payment) => ledger.payment_id(payment) == credit,
            CreditSource::CreditNote(note) => ledger.number(ledger.invoice(note).number) == credit,
        };
        if self.balances.credits_of(event.customer).iter().any(|left| is_it(left.source) && left.amount.is_positive()) {
            return None;
        }
        let fault = impossible(
            &format!("nothing is left of {credit}: it has paid something already, or was given back"),
            &format!("il ne reste rien de {credit} : tout en est déjà imputé ou rendu"),
        );
        fault.map(|fault| {
            fault.help(
                "`relance age --detail` and the statement of account show what is left of each credit",
                "`relance balance --detail` et le relevé de compte montrent ce qui reste de chaque crédit",
            )
        })
    }

    /// Returns whose a payment or credit note is, and what it is in.
    fn source(&self, credit: &str) -> Option<(CustomerId, Currency)> {
        let ledger = self.book.ledger;
        if let Some(payment) = ledger.find_payment(credit) {
            let payment = ledger.payment(payment);
            return Some((payment.customer, payment.currency));
        }
        let note = ledger.invoice(ledger.rows_of(ledger.find_number(credit)?).next()?);
        Some((note.customer, note.currency))
    }

    /// A plan is of what is owed, with what lateness costs until its end, and there is one at a time.
    fn plan(&self) -> Option<Diagnostic> {
        let ledger = self.book.ledger;
        let dossier = self.dossier();
        let runs = |place: usize| {
            let outcome = dossier.commitments[place].outcome(ledger, &self.balances, 0);
            matches!(outcome, Outcome::Running { .. })
        };
        if self.items.iter().any(|&item| self.standing(&dossier, item).and_then(|own| own.plan).is_some_and(runs)) {
            let fault = impossible(
                "a payment plan that is kept so far covers it already: two plans cannot hold at once",
                "un échéancier tenu jusqu'ici la couvre déjà : deux échéanciers ne peuvent courir ensemble",
            );
            return fault.map(|fault| {
                fault.help(
                    "take the first one back with `relance record undo`",
                    "annuler d'abord le premier par `relance noter annulation`",
                )
            });
        }
        self.beyond(&Bilingual::new("the plan", "l'échéancier"))
    }

    /// What is promised is no more than what is owed, with what lateness costs until then.
    fn beyond(&self, what: &Bilingual) -> Option<Diagnostic> {
        let sum: Amount = self.rows.iter().map(|row| row.amount).sum::<Option<Amount>>()?;
        let (owed, currency) = (self.owed()?, self.rows[0].currency);
        if sum <= owed {
            return None;
        }
        let shown = |amount, lang| figures::money(amount, currency, lang);
        impossible(
            &format!(
                "{} is of {}, and no more than {} is owed, penalties until its end included",
                what.en,
                shown(sum, Lang::En),
                shown(owed, Lang::En)
            ),
            &format!(
                "{} est de {}, et il n'est dû que {}, pénalités jusqu'à son terme comprises",
                what.fr,
                shown(sum, Lang::Fr),
                shown(owed, Lang::Fr)
            ),
        )
    }

    /// Returns what is owed, with interest until the plan's end and indemnities; nothing where that cannot be computed.
    fn owed(&self) -> Option<Amount> {
        let book = self.book;
        let end = self.rows.iter().filter_map(|row| row.until).max()?;
        let ((rates, _), _) = rates::read(book.files, book.policy);
        let balances = load::allocated(book.files, book.ledger, book.policy, end).balances;
        let penalties = Penalties::new(book.ledger, &balances, book.policy, &rates);
        let mut owed = self.open();
        for &item in &self.items {
            let Some(row) = penalties.for_item(item, &mut Vec::new()).ok()? else { continue };
            owed += row.interest;
            if book.ledger.invoice(item).currency == Currency::EUR {
                owed += row.indemnity;
            }
        }
        Some(owed)
    }

    /// Only a natural person is over-indebted (C. conso. L711-1): a company has insolvency proceedings.
    fn over_indebtedness(&self) -> Option<Diagnostic> {
        let customer = self.book.ledger.customer(self.rows[0].customer);
        let id = &customer.id;
        if customer.is_natural_person() {
            return None;
        }
        let fault = impossible(
            &format!("{id} is no natural person: over-indebtedness is not for him (C. conso. L711-1)"),
            &format!("{id} n'est pas une personne physique : le surendettement n'est pas pour lui (C. conso. L711-1)"),
        );
        let id = shell::word(id);
        fault.map(|fault| {
            fault.help(
                format!(
                    "proceedings against a business: `relance record insolvency {id} --date DATE --published DATE`; a consumer \
                     has kind consumer in customers.csv, a sole trader natural_person yes"
                ),
                format!(
                    "la procédure d'une entreprise : `relance noter procédure_collective {id} --date DATE --published DATE` ; \
                     un particulier porte kind = consumer dans customers.csv, un entrepreneur individuel natural_person = yes"
                ),
            )
        })
    }

    /// What a penalty note charged is owed by the note: giving it up takes the note back first.
    fn waiver(&self) -> Option<Diagnostic> {
        let (ledger, event) = (self.book.ledger, self.rows[0]);
        let is_note = |item: &ItemId| ledger.invoice(*item).kind == InvoiceKind::Penalty;
        if event.amount.is_some() && !self.items.iter().all(is_note) {
            return None;
        }
        let on = self.items.iter().flat_map(|&item| notes::notes_on(ledger, ledger.invoice(item).number));
        let noted: BTreeSet<ItemId> = self.items.iter().copied().filter(is_note).chain(on).collect();
        let is_open =
            |&note: &ItemId| self.balances.issued(ledger, note) && self.balances.open(ledger, note).is_positive();
        let first = noted.into_iter().find(is_open)?;
        let note = ledger.number(ledger.invoice(first).number);
        let on = ledger.more(first).and_then(|more| more.applies_to).map_or(note, |number| ledger.number(number));
        let fault = impossible(
            &format!("penalty note {note} charges what would be given up, and would still be asked for"),
            &format!("la note de pénalités {note} facture ce qui serait abandonné, et resterait réclamée"),
        );
        let [note, on] = [note, on].map(shell::word);
        fault.map(|fault| {
            fault.help(
                format!(
                    "take the note back: `relance record undo {note}`; then give up what could be charged again: `relance \
                     record waived {on}`"
                ),
                format!(
                    "annuler d'abord la note : `relance noter annulation {note}` ; puis abandonner ce qui pourrait être facturé \
                     de nouveau : `relance noter abandon {on}`"
                ),
            )
        })
    }

    /// What was given up whole stays so, unless more is claimed since: a note that charged some of it was taken back.
    fn given_up(&self) -> Option<Diagnostic> {
        let (book, day) = (self.book, self.balances.as_of());
        let is_whole = |event: &&Event| event.kind == EventKind::Waived && event.amount.is_none() && event.date <= day;
        let whole: Vec<&Event> =
            book.ledger.events().iter().filter(is_whole).filter(|event| book.undone.since(event).is_none()).collect();
        let is_given_up = |&item: &ItemId| whole.iter().any(|event| concerns(book.ledger, event, item));
        if self.items.is_empty() || !self.items.iter().all(is_given_up) {
            return None;
        }
        let ((rates, _), _) = rates::read(book.files, book.policy);
        let penalties = Penalties::new(book.ledger, &self.balances, book.policy, &rates);
        for &item in &self.items {
            let Some(row) = penalties.for_item(item, &mut Vec::new()).ok()? else { continue };
            let claimed = [row.interest_claimed(), row.indemnity_claimed(), row.indemnity_apart_claimed()];
            if claimed.into_iter().any(Amount::is_positive) {
                return None;
            }
        }
        impossible(
            "nothing is left to give up: interest and indemnity are given up already",
            "il ne reste rien à abandonner : intérêts et indemnité le sont déjà",
        )
    }

    /// Says of a waiver that the law holds it void, where it does.
    fn void(&self) -> Option<Diagnostic> {
        let first = self.rows[0];
        let customer = self.book.ledger.customer(first.customer);
        let finding = (first.kind == EventKind::Waived).then(|| waiver_void(self.book.policy, customer))?;
        Some(finding?.at(Place::file("relance record")))
    }

    fn undo(&self) -> Option<Diagnostic> {
        let id = self.rows[0].reference.as_deref()?;
        let mut named = self.book.ledger.events().iter().filter(|event| event.event_id.as_deref() == Some(id));
        let act = named.next()?;
        if self.rows[0].date < act.date {
            let [en, fr] = [Lang::En, Lang::Fr].map(|lang| figures::date(act.date, lang));
            let fault = impossible(
                &format!("{id} is of {en}: it cannot be taken back before"),
                &format!("{id} est du {fr} : on ne peut l'annuler avant"),
            )?;
            return Some(fault.help("--date says on which day it is taken back", "--date dit quel jour il est annulé"));
        }
        let since = self.book.undone.since(act)?;
        let day = |lang| figures::date(since, lang);
        impossible(
            &format!("{id} was taken back already, on {}", day(Lang::En)),
            &format!("{id} est déjà annulé, depuis le {}", day(Lang::Fr)),
        )
    }
}

fn in_another_currency(credit: &str, of: Currency, invoice: &str, currency: Currency) -> Diagnostic {
    Diagnostic::new(
        code::ledger::CURRENCY_MISMATCH,
        format!("{credit} is in {of}, and {invoice} in {currency}: currencies never mix"),
        format!("{credit} est en {of}, et {invoice} en {currency} : les devises ne se mélangent pas"),
    )
    .at(Place::file("relance record"))
    .help(
        "set it against an invoice in its own currency, or record what was changed as a refund and a payment",
        "l'imputer sur une facture dans sa devise, ou noter le change par un remboursement et un règlement",
    )
}

fn impossible(en: &str, fr: &str) -> Option<Diagnostic> {
    Some(Diagnostic::new(code::write::ACT_IMPOSSIBLE, en, fr).at(Place::file("relance record")))
}
