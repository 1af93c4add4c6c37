//! What keeps penalties from being computed, and what deserves a word beside them.

use std::collections::{BTreeMap, BTreeSet};

use chrono::Datelike;

use crate::diag::code::{input, penalties as code};
use crate::diag::{Diagnostic, Place};
use crate::law::rates::{RateUnknown, half_year_end, half_year_start};
use crate::law::regimes::{Anchor, FixedSum, Regime};
use crate::model::{Currency, Customer, CustomerKind, FileRole, ItemId, Lang, Selection, figures};

use super::{Obstacle, Penalties};
use crate::policy::Policy;

impl Penalties<'_> {
    /// Returns an error for everything that keeps the penalties of some customers from being computed: each rate
    /// that is missing with the way to add it, each item whose interest is too large.
    pub fn obstacles(&self, selection: &Selection) -> Vec<Diagnostic> {
        if self.nothing_can_be_missing(selection) {
            return Vec::new();
        }
        self.obstacles_of(self.items(selection))
    }

    /// Returns an error for everything that keeps the penalties of some items from being computed, like
    /// [`Penalties::obstacles`].
    pub fn obstacles_of(&self, items: impl Iterator<Item = ItemId>) -> Vec<Diagnostic> {
        let mut missing: BTreeMap<RateUnknown, (ItemId, u32)> = BTreeMap::new();
        let mut found = Vec::new();
        let mut pieces = Vec::new();
        let mut untold = Vec::new();
        for item in items {
            match self.for_item(item, &mut pieces) {
                Ok(_) => {}
                Err(Obstacle::RuleUnknown) => untold.push(item),
                Err(Obstacle::RateUnknown(first)) => {
                    let mut before = None;
                    for unknown in self.unknown_from(item, first) {
                        let entry = missing.entry(unknown).or_insert((item, 0));
                        // An item counts once for all half-years in a row that it lacks.
                        entry.1 += u32::from(!before.is_some_and(|before| follows(before, unknown)));
                        before = Some(unknown);
                    }
                }
                Err(Obstacle::TooLarge) => found.push(self.too_large(item)),
            }
        }
        found.extend(self.rules_unknown(&untold));
        found.extend(gaps(missing).into_iter().map(|gap| self.rate_missing(&gap)));
        crate::diag::sort(&mut found);
        found
    }

    /// Returns what deserves a word: rates that end soon or are assumed, contract rates that the law holds too low,
    /// notes that charge more than is owed, indemnities of items in another currency, waivers that the law holds void.
    pub fn warnings(&self, selection: &Selection) -> Vec<Diagnostic> {
        let mut found = self.horizon(selection);
        found.extend(self.rates_below_the_floor(selection));
        found.extend(self.overcharged(selection));
        let mut foreign = self.items(selection).filter_map(|item| Some((item, self.indemnity_apart(item)?)));
        if let Some((first, sum)) = foreign.next() {
            let count = 1 + foreign.count();
            found.push(self.in_another_currency(first, sum, count));
        }
        for event in self.facts.waivers.iter().filter(|event| selection.has(event.customer)) {
            let finding = waiver_void(self.policy, self.ledger.customer(event.customer));
            found.extend(finding.map(|found| found.at(Place::line(FileRole::Events.file_name(), event.line))));
        }
        found
    }

    /// Returns the items of some customers whose interest waits for a formal notice, while a notice that may have been
    /// one is recorded at a level that no procedure has.
    pub fn unread_notices(&self, selection: &Selection) -> BTreeSet<ItemId> {
        let items = self.facts.unread_notices.keys().copied();
        items.filter(|&item| selection.has(self.ledger.invoice(item).customer)).collect()
    }

    fn in_another_currency(&self, first: ItemId, sum: FixedSum, count: usize) -> Diagnostic {
        let first = self.ledger.invoice(first);
        let number = self.ledger.number(first.number);
        let (en, fr) = match sum.currency {
            Currency::EUR => ("euros".to_owned(), "euros".to_owned()),
            other => (other.to_string(), other.to_string()),
        };
        let code = sum.currency;
        let finding = Diagnostic::new(
            code::INDEMNITY_CURRENCY,
            format!("the recovery indemnity is owed in {en}; late items in another currency: {count}, first {number}"),
            format!("l'indemnité de recouvrement est due en {fr} ; pièces en retard dans une autre devise : {count}, d'abord {number}"),
        )
        .at(Place::line(FileRole::Invoices.file_name(), first.line));
        if let [(_, least), _, ..] = sum.bands()
            && self.policy.penalties.indemnity.is_none()
        {
            let (en, fr) = (figures::money(*least, code, Lang::En), figures::money(*least, code, Lang::Fr));
            return finding.help(
                format!("it depends on the debt in {code}, which is not known: the least one, {en}, is counted; their rows show 0.00, the totals add it up under {code}"),
                format!("elle dépend de la dette en {code}, qui n'est pas connue : la plus faible, {fr}, est comptée ; leurs lignes affichent 0,00, les totaux l'additionnent sous {code}"),
            );
        }
        finding.help(
            format!("their rows show 0.00; the totals add the indemnities up under {code}"),
            format!("leurs lignes affichent 0,00 ; les totaux additionnent les indemnités sous {code}"),
        )
    }

    /// Returns the fixed sum that is claimed of an item in another currency than its own, if one is.
    fn indemnity_apart(&self, item: ItemId) -> Option<FixedSum> {
        let invoice = self.ledger.invoice(item);
        let sum = self.regime(item).fixed_sum.filter(|sum| sum.currency != invoice.currency)?;
        let row = self.for_item(item, &mut Vec::new()).ok()??;
        row.indemnity_apart_claimed().is_positive().then_some(sum)
    }

    /// Tells, without looking at every item, whether every rate is known from the first due date to the day.
    ///
    /// Interest cannot be too large then either: the tables reach over less than half a century, and no rate is
    /// above a hundred times a hundred percent.
    fn nothing_can_be_missing(&self, selection: &Selection) -> bool {
        let customers = self.ledger.customer_ids().filter(|&customer| selection.has(customer));
        let first_due = customers.filter_map(|customer| {
            let first = self.ledger.invoices_of(customer).next()?;
            Some(self.ledger.invoices()[first].due)
        });
        let as_of = self.balances.as_of();
        let selected = self.items(selection);
        if selected.map(|item| self.ledger.invoice(item).issue).min().is_some_and(|first| self.may_be_of_old_law(first))
        {
            return false;
        }
        let kinds = [CustomerKind::Business, CustomerKind::Public];
        let compounds = |kind| Regime::of(self.policy.penalties.law, kind).compounds.is_some();
        if self.policy.penalties.capitalisation.is_some() || kinds.into_iter().any(compounds) {
            return false;
        }
        first_due.min().is_none_or(|first| first >= as_of || self.anchors.reach(first, as_of))
    }

    /// Returns every rate from the first missing one on that an item lacks.
    fn unknown_from(&self, item: ItemId, first: RateUnknown) -> Vec<RateUnknown> {
        let rule = match (self.regime(item).anchor, self.rule(item)) {
            (Anchor::EachHalfYear, Some((_, rule))) => rule,
            _ => return vec![first],
        };
        let last = self.balances.settled_on(self.ledger, item).unwrap_or(self.balances.as_of());
        let starts = std::iter::successors(Some(first.on), |&start| half_year_end(start).succ_opt());
        let later = starts.skip(1).take_while(|&start| start <= half_year_start(last));
        let unknown = |start| self.anchors.apply(rule, start, half_year_end(start).min(last)).err();
        std::iter::once(first).chain(later.filter_map(unknown)).collect()
    }

    fn rate_missing(&self, gap: &Gap) -> Diagnostic {
        let invoice = self.ledger.invoice(gap.item);
        let number = self.ledger.number(invoice.number);
        let (first, last, count) = (gap.first.on, gap.last.on, gap.count);
        let (name, (title_en, title_fr)) = (gap.first.series.name(), gap.first.series.title());
        let header = format!("valid_from,{},source,confidence", gap.first.series.column());
        let french = |day| figures::date(day, Lang::Fr);
        let (en, fr) = if first == last {
            (format!("of {first}"), format!("au {}", french(first)))
        } else {
            let end = half_year_end(last);
            (format!("from {first} to {end}"), format!("du {} au {}", french(first), french(end)))
        };
        let finding = Diagnostic::new(
            code::RATE_MISSING,
            format!("the {title_en} {en} is not known; late items that need it: {count}, first {number}"),
            format!("le {title_fr} {fr} est inconnu ; pièces en retard concernées : {count}, d'abord {number}"),
        )
        .at(Place::line(FileRole::Invoices.file_name(), invoice.line));
        // Late for more than ten years: a mistyped date is likelier than a debt.
        if last.year() - first.year() > 10 {
            return finding.help(
                format!(
                    "check the due date of {number}; else write a row for each half-year into rates/{name}.csv of the \
                     folder, under the header {header}: {first},RATE,SOURCE,high and so on"
                ),
                format!(
                    "vérifier l'échéance de {number} ; sinon écrire une ligne par semestre dans rates/{name}.csv du \
                     dossier, sous l'en-tête {header} : {first},TAUX,SOURCE,high et ainsi de suite"
                ),
            );
        }
        let (it, le, and_so_on, ainsi_de_suite) = if first == last {
            ("it", "l'écrire", "", "")
        } else {
            ("a row for each half-year", "écrire une ligne par semestre", " and so on", " et ainsi de suite")
        };
        finding.help(
            format!(
                "write {it} into rates/{name}.csv of the folder, under the header {header}: \
                 {first},RATE,SOURCE,high{and_so_on}; until then `relance penalties --assume-rate-until DATE` continues \
                 the last known rate"
            ),
            format!(
                "{le} dans rates/{name}.csv du dossier, sous l'en-tête {header} : {first},TAUX,SOURCE,high{ainsi_de_suite} ; \
                 d'ici là, `relance penalites --assume-rate-until JOUR` prolonge le dernier taux connu"
            ),
        )
    }

    fn too_large(&self, item: ItemId) -> Diagnostic {
        let invoice = self.ledger.invoice(item);
        let number = self.ledger.number(invoice.number);
        Diagnostic::new(
            input::AMOUNT_TOO_LARGE,
            format!("the interest of {number} is too large to be added up exactly"),
            format!("les intérêts de {number} sont trop grands pour être additionnés exactement"),
        )
        .at(Place::line(FileRole::Invoices.file_name(), invoice.line))
        .help("check its due date and its rate", "vérifier son échéance et son taux")
    }
}

/// Half-years in a row of which a rate is not known.
#[derive(Debug)]
struct Gap {
    first: RateUnknown,
    last: RateUnknown,
    /// The first item that lacks the first of them.
    item: ItemId,
    /// How many items lack some of them.
    count: u32,
}

/// Returns the gaps: a date in a distant year is one finding, not one for each of thousands of half-years.
fn gaps(missing: BTreeMap<RateUnknown, (ItemId, u32)>) -> Vec<Gap> {
    let mut gaps: Vec<Gap> = Vec::new();
    for (unknown, (item, count)) in missing {
        match gaps.last_mut().filter(|gap| follows(gap.last, unknown)) {
            Some(gap) => {
                gap.last = unknown;
                gap.count += count;
            }
            None => gaps.push(Gap { first: unknown, last: unknown, item, count }),
        }
    }
    gaps
}

/// Tells whether a half-year is the next one of the same series.
fn follows(before: RateUnknown, unknown: RateUnknown) -> bool {
    before.series == unknown.series && half_year_end(before.on).succ_opt() == Some(unknown.on)
}

/// Says that the law holds void what is given up of a customer's penalties, where it does.
pub fn waiver_void(policy: &Policy, customer: &Customer) -> Option<Diagnostic> {
    let article = Regime::of(policy.penalties.law, customer.kind).waiver_void?;
    let id = &customer.id;
    let finding = Diagnostic::new(
        code::WAIVER_PUBLIC,
        format!("penalties of the public buyer {id} are given up, which the law holds void"),
        format!("des pénalités de l'acheteur public {id} sont abandonnées, ce que la loi répute non écrit"),
    );
    Some(finding.help(
        format!("{article}; the waiver is used as written"),
        format!("{article} ; l'abandon est pris tel qu'il est écrit"),
    ))
}
