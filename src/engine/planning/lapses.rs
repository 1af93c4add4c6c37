//! What the plan warns of besides its rows: debts that lapse soon, or have lapsed.

use std::collections::BTreeSet;

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
    /// policy's days; the first to lapse first.
    pub fn lapses(&self) -> Vec<Diagnostic> {
        let as_of = self.as_of;
        let is_near = |lapse: &Lapse| self.is_near_limitation(lapse.last_day);
        let lapsing = |row: &PlanRow<'_>| Some((row.lapse.filter(is_near)?, row.item));
        let mut lapsing: Vec<(Lapse, ItemId)> = self.rows.iter().filter_map(lapsing).collect();
        lapsing.sort_by_key(|(lapse, item)| (lapse.last_day, *item));
        let (past, near): (Vec<_>, Vec<_>) = lapsing.into_iter().partition(|(lapse, _)| lapse.last_day < as_of);
        let mut found = self.said(code::LIMITATION_PAST, &past);
        found.extend(self.said(code::LIMITATION_NEAR, &near));
        found
    }

    /// Returns the same warnings of what can no longer be claimed at law, for some items alone.
    pub fn lapsed(&self, items: &BTreeSet<ItemId>) -> Vec<Diagnostic> {
        let of = |row: &PlanRow<'_>| Some((row.lapse.filter(|_| row.is_lapsed(self.as_of))?, row.item));
        let mut past: Vec<(Lapse, ItemId)> =
            self.rows.iter().filter(|row| items.contains(&row.item)).filter_map(of).collect();
        past.sort_by_key(|(lapse, item)| (lapse.last_day, *item));
        self.said(code::LIMITATION_PAST, &past)
    }

    /// Tells whether a limitation day is past, or within the policy's days of warning.
    pub fn is_near_limitation(&self, last_day: Date) -> bool {
        days_between(self.as_of, last_day) <= i64::from(self.policy.deadlines.limitation_warning_days)
    }

    fn said(&self, code: Code, rows: &[(Lapse, ItemId)]) -> Vec<Diagnostic> {
        let shown = rows.len().min(MOST);
        let mut found: Vec<Diagnostic> =
            rows[..shown].iter().map(|&(lapse, item)| self.lapsing(code, lapse, item)).collect();
        if let (Some(last), rest @ 1..) = (found.last_mut(), rows.len() - shown) {
            last.sentence.en.push_str(&format!("; and {rest} more"));
            last.sentence.fr.push_str(&format!("\u{a0}; et {rest} de plus"));
        }
        found
    }

    fn lapsing(&self, code: Code, lapse: Lapse, item: ItemId) -> Diagnostic {
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
        Diagnostic::new(
            code,
            format!("invoice {number} {en} {} ({article})", day(Lang::En)),
            format!("la facture {number} {fr} {} ({article})", day(Lang::Fr)),
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
