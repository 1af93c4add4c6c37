//! Rates: what contracts agree below what the law lets them, and rates that are for nobody.

use super::{Faults, Lint};
use crate::diag::Diagnostic;
use crate::diag::code::{penalties, policy as code};
use crate::law::regimes::{Floor, Regime};
use crate::model::rate::RateRule;
use crate::model::{Customer, CustomerId, CustomerKind, FileRole, Lang, Rate, figures};

impl Lint<'_> {
    /// Reports contract rates below what the law lets a contract set, wherever they are written, and rates and
    /// procedures that concern no invoice.
    pub(super) fn rates(&self, found: &mut [Faults<'_>]) {
        for (key, kind) in [
            ("rate", CustomerKind::Business),
            ("public_rate", CustomerKind::Public),
            ("consumer_rate", CustomerKind::Consumer),
        ] {
            let mut written = self.raws.iter().enumerate();
            let written = written.find_map(|(file, raw)| Some((file, raw.penalties.contract_rate(kind)?)));
            let Some((file, text)) = written else { continue };
            let place = found[file].place(text.span());
            match self.policy.penalties.contract_rate(kind).and_then(|rule| self.below_floor(kind, rule)) {
                Some((finding, _)) => found[file].add(finding.at(place)),
                // What several folders share need not be for somebody in each of them.
                None if file == 0 && !self.has(kind) => found[file].add(unused(key, kind).at(place)),
                None => {}
            }
        }
        for customer in self.facts.ledger.customer_ids() {
            self.rates_of(customer, &mut found[0]);
        }
    }

    /// Tells whether the folder has invoices to such debtors.
    fn has(&self, kind: CustomerKind) -> bool {
        let ledger = self.facts.ledger;
        ledger.customer_ids().any(|id| ledger.customer(id).kind == kind && !ledger.invoices_of(id).is_empty())
    }

    fn rates_of(&self, id: CustomerId, found: &mut Faults<'_>) {
        let ledger = self.facts.ledger;
        let customer = ledger.customer(id);
        let more = customer.more();
        let place = || self.place_in(FileRole::Customers, customer.line);
        let low = |rule| self.below_floor(customer.kind, rule);
        if ledger.invoices_of(id).is_empty() {
            if more.penalty_rate.is_some() || more.procedure.is_some() {
                found.add(exception_unused(customer).at(place()));
            }
            return;
        }
        if let Some((finding, rate)) = more.penalty_rate.and_then(low) {
            found.add(finding.at(place().cell("penalty_rate", rate.to_string())));
        }
        for item in ledger.items_of(id) {
            let own = ledger.more(item).and_then(|more| more.penalty_rate);
            if let Some((finding, rate)) = own.and_then(low) {
                let place = self.place_in(FileRole::Invoices, ledger.invoice(item).line);
                found.add(finding.at(place.cell("penalty_rate", rate.to_string())));
            }
        }
    }

    /// Returns what is to say of a contract rate that is below the floor of this half-year, and the rate.
    fn below_floor(&self, kind: CustomerKind, rule: RateRule) -> Option<(Diagnostic, Rate)> {
        let floor = Regime::of(self.policy.penalties.law, kind).floor?;
        let apply = |rule| self.facts.rates.apply(rule, self.facts.as_of).ok();
        let (rate, least) = (apply(rule)?, apply(floor.rule)?);
        (rate < least).then(|| (below_floor(rate, least, floor), rate))
    }
}

fn below_floor(rate: Rate, least: Rate, floor: Floor) -> Diagnostic {
    let (en, fr) = floor.name;
    let (rate_fr, least_fr) = (figures::rate(rate, Lang::Fr), figures::rate(least, Lang::Fr));
    let finding = Diagnostic::new(
        penalties::RATE_BELOW_FLOOR,
        format!("the contract rate {rate} is below {least}, {en} in this half-year"),
        format!("le taux contractuel {rate_fr} est inférieur à {least_fr}, {fr} de ce semestre"),
    );
    finding.help(floor.consequence.0, floor.consequence.1)
}

fn exception_unused(customer: &Customer) -> Diagnostic {
    let id = &customer.id;
    let finding = Diagnostic::new(
        code::EXCEPTION_UNUSED,
        format!("customer {id} has a procedure or rate of his own, and no invoice"),
        format!("le client {id} a une procédure ou un taux à lui, et aucune facture"),
    );
    finding.help(
        "if invoices are his, they may stand under another id",
        "si des factures sont les siennes, elles sont peut-être sous un autre code",
    )
}

fn unused(key: &str, kind: CustomerKind) -> Diagnostic {
    let (en, fr) = match kind {
        CustomerKind::Business => ("businesses", "entreprises"),
        CustomerKind::Public => ("public buyers", "acheteurs publics"),
        CustomerKind::Consumer => ("consumers", "consommateurs"),
    };
    let finding = Diagnostic::new(
        code::RATE_UNUSED,
        format!("`penalties.{key}` is for {en}, and the folder has no invoice to one"),
        format!("`penalties.{key}` vaut pour les {fr}, et le dossier n'a aucune facture à l'un d'eux"),
    );
    finding.help(
        "each kind of debtor has a key of its own: rate (businesses), public_rate, consumer_rate",
        "chaque sorte de débiteur a sa clé : rate (entreprises), public_rate (acheteurs publics), consumer_rate (consommateurs)",
    )
}
