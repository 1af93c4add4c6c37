//! What the plan warns of besides its rows: debts that lapse soon, or have lapsed.

use std::collections::{BTreeMap, BTreeSet};

use super::{Plan, PlanRow};
use crate::diag::code::planning as code;
use crate::diag::{Code, Diagnostic, Place};
use crate::engine::limitation::Lapse;
use crate::model::date::days_between;
use crate::model::{Date, FileRole, ItemId, Lang, figures};

/// How many items have a finding each; the last one counts the rest.
const MOST: usize = 20;

impl Plan<'_> {
    /// Returns a warning for each open item that can no longer be claimed at law, and for each that lapses within the
    /// policy's days or before the day until which its notice of today grants; the first to lapse first.
    pub fn lapses(&self) -> Vec<Diagnostic> {
        self.warnings_of(|row, is_outlived| {
            is_outlived || row.lapse.is_some_and(|lapse| self.is_near_limitation(lapse.last_day))
        })
    }

    /// Returns the same warnings for some items alone: of those that can no longer be claimed at law, or will not be
    /// when the time is over that their notice grants.
    pub fn lapsed(&self, items: &BTreeSet<ItemId>) -> Vec<Diagnostic> {
        self.warnings_of(|row, is_outlived| items.contains(&row.item) && (is_outlived || row.is_lapsed(self.as_of)))
    }

    fn warnings_of(&self, is_told: impl Fn(&PlanRow<'_>, bool) -> bool) -> Vec<Diagnostic> {
        let outlived = self.outlived();
        let told = self.rows.iter().filter(|row| is_told(row, outlived.contains_key(&row.item)));
        let mut told: Vec<(Lapse, ItemId)> = told.filter_map(|row| Some((row.lapse?, row.item))).collect();
        told.sort_by_key(|(lapse, item)| (lapse.last_day, *item));
        let (past, near): (Vec<_>, Vec<_>) = told.into_iter().partition(|(lapse, _)| lapse.last_day < self.as_of);
        let mut found = self.said(code::LIMITATION_PAST, &past, &outlived);
        found.extend(self.said(code::LIMITATION_NEAR, &near, &outlived));
        found
    }

    /// Returns the last day to pay that the notices of today grant on items of which nothing can be claimed any more
    /// after it: who waits for that day has lost his right.
    fn outlived(&self) -> BTreeMap<ItemId, Date> {
        let mut outlived = BTreeMap::new();
        for notice in &self.notices {
            let Some(deadline) = notice.deadline else { continue };
            let rows = notice.lines.iter().map(|&line| &self.rows[line]);
            let lapses =
                |row: &&PlanRow<'_>| row.lapse.is_some_and(|lapse| (self.as_of..=deadline).contains(&lapse.last_day));
            outlived.extend(rows.filter(lapses).map(|row| (row.item, deadline)));
        }
        outlived
    }

    /// Tells whether a limitation day is past, or within the policy's days of warning.
    pub fn is_near_limitation(&self, last_day: Date) -> bool {
        days_between(self.as_of, last_day) <= i64::from(self.policy.deadlines.limitation_warning_days)
    }

    fn said(&self, code: Code, rows: &[(Lapse, ItemId)], outlived: &BTreeMap<ItemId, Date>) -> Vec<Diagnostic> {
        let shown = rows.len().min(MOST);
        let finding = |&(lapse, item): &(Lapse, ItemId)| self.lapsing(code, lapse, item, outlived.get(&item).copied());
        let mut found: Vec<Diagnostic> = rows[..shown].iter().map(finding).collect();
        if let (Some(last), rest @ 1..) = (found.last_mut(), rows.len() - shown) {
            last.sentence.en.push_str(&format!("; and {rest} more"));
            last.sentence.fr.push_str(&format!("\u{a0}; et {rest} de plus"));
        }
        found
    }

    fn lapsing(&self, code: Code, lapse: Lapse, item: ItemId, granted: Option<Date>) -> Diagnostic {
        let invoice = self.ledger.invoice(item);
        let number = self.ledger.number(invoice.number);
        let day = if code == code::LIMITATION_PAST { lapse.barred_since() } else { lapse.last_day };
        let day = |lang| figures::date(day, lang);
        let article = lapse.rule.article;
        let (en, fr) = if code == code::LIMITATION_PAST {
            ("can no longer be claimed at law since", "ne peut plus être réclamée en justice depuis le")
        } else {
            ("can be claimed at law until", "peut être réclamée en justice jusqu'au")
        };
        let [granted_en, granted_fr] = [Lang::En, Lang::Fr].map(|lang| match granted {
            Some(day) if lang == Lang::En => {
                format!("; its notice grants until {}, when it is too late", figures::date(day, lang))
            }
            Some(day) => {
                format!("\u{a0}; sa relance accorde jusqu'au {}, et il sera trop tard", figures::date(day, lang))
            }
            None => String::new(),
        });
        Diagnostic::new(
            code,
            format!("invoice {number} {en} {} ({article}){granted_en}", day(Lang::En)),
            format!("la facture {number} {fr} {} ({article}){granted_fr}", day(Lang::Fr)),
        )
        .at(Place::line(FileRole::Invoices.file_name(), invoice.line))
        .help(
            "a reminder does not stop the time, even registered; a claim at law or the debtor's written acknowledgement \
             does",
            "une relance, même recommandée, n'arrête pas le délai ; une demande en justice ou une reconnaissance écrite \
             du débiteur, si",
        )
    }
}
