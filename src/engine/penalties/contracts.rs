//! What contracts and times long past do to the rate: a contract's that the law holds too low, a debt older than the
//! law that is known here.

use std::collections::BTreeMap;

use crate::diag::code::penalties as code;
use crate::diag::{Diagnostic, Place};
use crate::law::regimes::{Anchor, Regime};
use crate::model::rate::RateRule;
use crate::model::{CustomerKind, Date, FileRole, ItemId, Lang, Selection, figures};

use super::{Clause, Penalties, Piece, anchors};

impl Penalties<'_> {
    /// Returns a warning for each contract rate that is below the floor that the law sets on a late item.
    pub(super) fn rates_below_the_floor(&self, selection: &Selection) -> Vec<Diagnostic> {
        let mut low: BTreeMap<String, (ItemId, Piece, i64, u32)> = BTreeMap::new();
        if !self.any_contract_rate() {
            return Vec::new();
        }
        let mut pieces = Vec::new();
        for item in self.items(selection) {
            let regime = self.regime(item);
            let (Some(floor), Some((clause, rule))) = (regime.floor, self.rule(item)) else { continue };
            if matches!(clause, Clause::Law(_)) || self.for_item(item, &mut pieces).is_err() {
                continue;
            }
            let began = pieces.first().map(|piece| piece.from);
            let least = |piece: &Piece| {
                let day = if regime.anchor == Anchor::Beginning { began? } else { piece.from };
                self.least(floor.rule, day)
            };
            let below =
                pieces.iter().find_map(|piece| Some((*piece, least(piece).filter(|&least| piece.units < least)?)));
            if let Some((piece, least)) = below {
                let key = format!("{:?} {clause:?} {rule:?}", regime.kind);
                low.entry(key).or_insert((item, piece, least, 0)).3 += 1;
            }
        }
        low.into_values()
            .filter_map(|(item, piece, least, count)| self.below_the_floor(item, &piece, least, count))
            .collect()
    }

    /// Tells whether the policy, a customer or an invoice names a rate: mostly none does, and nobody's rate is looked
    /// up.
    fn any_contract_rate(&self) -> bool {
        let mut customers = self.ledger.customers().iter();
        self.policy.penalties.names_a_rate()
            || customers.any(|customer| customer.more().penalty_rate.is_some())
            || self.ledger.any_more(|more| more.penalty_rate.is_some())
    }

    /// Returns what a floor is for the half-year of a day, in units, where its official rate is known.
    fn least(&self, floor: RateRule, day: Date) -> Option<i64> {
        self.anchors.apply(floor, day, day).ok().map(|applied| applied.units)
    }

    fn below_the_floor(&self, item: ItemId, piece: &Piece, least: i64, count: u32) -> Option<Diagnostic> {
        let invoice = self.ledger.invoice(item);
        let customer = self.ledger.customer(invoice.customer);
        let number = self.ledger.number(invoice.number);
        let floor = self.regime(item).floor?;
        let (rate, least) = (piece.rate(), anchors::rate(least));
        let (en, fr) = (piece.from, figures::date(piece.from, Lang::Fr));
        let (rate_fr, least_fr) = (figures::rate(rate, Lang::Fr), figures::rate(least, Lang::Fr));
        let (name_en, name_fr) = floor.name;
        let place = match piece.basis.clause {
            Clause::Invoice => Place::line(FileRole::Invoices.file_name(), invoice.line),
            Clause::Customer => Place::line(FileRole::Customers.file_name(), customer.line),
            Clause::Policy | Clause::Law(_) => Place::file(FileRole::Policy.file_name()),
        };
        let finding = Diagnostic::new(
            code::RATE_BELOW_FLOOR,
            format!(
                "the contract rate {rate} is below {least}, {name_en}, on {en}; late items: {count}, first {number}"
            ),
            format!(
                "le taux contractuel {rate_fr} est inférieur à {least_fr}, {name_fr}, au {fr} ; pièces en retard : {count}, d'abord {number}"
            ),
        );
        Some(finding.at(place).help(floor.consequence.0, floor.consequence.1))
    }

    /// Tells whether a debt issued on a day may be older than the law that is known here, or under one that asks for
    /// the rate of each day and not of half-years.
    pub(super) fn may_be_of_old_law(&self, issued: Date) -> bool {
        let kinds = [CustomerKind::Business, CustomerKind::Public, CustomerKind::Consumer];
        let mut regimes = kinds.into_iter().map(|kind| Regime::on(self.policy.penalties.law, kind, issued));
        regimes.any(|regime| regime.rate.is_none() || regime.anchor == Anchor::EachDay)
    }

    /// Returns an error for the items of each kind of debtor that are older than the law that is known here.
    pub(super) fn rules_unknown(&self, items: &[ItemId]) -> Vec<Diagnostic> {
        let mut kinds: BTreeMap<CustomerKind, (ItemId, u32)> = BTreeMap::new();
        for &item in items {
            kinds.entry(self.regime(item).kind).or_insert((item, 0)).1 += 1;
        }
        kinds.into_values().filter_map(|(first, count)| self.rule_unknown(first, count)).collect()
    }

    fn rule_unknown(&self, first: ItemId, count: u32) -> Option<Diagnostic> {
        let invoice = self.ledger.invoice(first);
        let number = self.ledger.number(invoice.number);
        let known = self.regime(first).next()?;
        let (en, fr) = (known.since, figures::date(known.since, Lang::Fr));
        let finding = Diagnostic::new(
            code::RULE_UNKNOWN,
            format!("the late-payment rule of before {en} is not known here; late items: {count}, first {number}"),
            format!(
                "la règle de retard d'avant le {fr} n'est pas connue ici ; pièces en retard : {count}, d'abord {number}"
            ),
        );
        Some(finding.at(Place::line(FileRole::Invoices.file_name(), invoice.line)).help(
            format!("check the issue date of {number}; else write the rate of the contract or of that time into its penalty_rate, \"0\" to claim none; the day of issue decides, since no file says when the contract was made"),
            format!("vérifier la date d'émission de {number} ; sinon écrire le taux du contrat ou de l'époque dans son penalty_rate, \"0\" pour ne rien réclamer ; c'est le jour d'émission qui compte, aucun fichier ne disant la date du contrat"),
        ))
    }
}
