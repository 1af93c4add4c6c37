//! People: whom each procedure and exception is for, and what the law lets them be asked.

use std::collections::{BTreeMap, BTreeSet};

use super::{Faults, Lint, WrittenProcedure};
use crate::diag::code::policy as code;
use crate::diag::{Diagnostic, nearest};
use crate::law::regimes::Law;
use crate::model::{Customer, CustomerKind, FileRole, ItemId};
use crate::policy::raw::Text;
use crate::policy::{Level, Procedure};

impl Lint<'_> {
    /// Looks for procedures and segments that nobody is under, customers that no procedure is for, and consumers who
    /// are asked for what they do not owe.
    pub(super) fn people(&self, found: &mut Faults<'_>) {
        let under = self.under();
        let mut reached: BTreeSet<&str> = under.values().map(|procedure| procedure.name.as_str()).collect();
        reached.extend(self.named_by_invoices());
        // What several folders share need not be for somebody in each of them.
        let own = self.procedures().into_iter().filter(|_| self.of_procedures == 0);
        for written in own {
            self.unused(&written, &reached, found);
        }
        self.nobody(&under, found);
        self.consumers(&under, found);
    }

    /// Returns the procedure of each customer, but for what his invoices say: his own, else by segment, else by kind,
    /// else the default one.
    fn under(&self) -> BTreeMap<&str, &Procedure> {
        let customers = self.facts.ledger.customers().iter();
        customers.filter_map(|customer| Some((customer.id.as_str(), self.procedure_of(customer)?))).collect()
    }

    fn procedure_of(&self, customer: &Customer) -> Option<&Procedure> {
        let procedures = || self.policy.procedures.iter();
        let more = customer.more();
        if let Some(name) = &more.procedure {
            return procedures().find(|procedure| procedure.name == *name);
        }
        let of_segment = |own| procedures().find(|procedure| procedure.segments.contains(own));
        let of_kind =
            || procedures().find(|procedure| procedure.segments.is_empty() && procedure.kinds.contains(&customer.kind));
        let default = Some(self.policy.default_procedure());
        let for_all = default.filter(|procedure| procedure.segments.is_empty() && procedure.kinds.is_empty());
        more.segment.as_ref().and_then(of_segment).or_else(of_kind).or(for_all)
    }

    fn named_by_invoices(&self) -> BTreeSet<&str> {
        let rows = 0..self.facts.ledger.invoices().len() as u32;
        rows.filter_map(|row| self.facts.ledger.more(ItemId(row))?.procedure.as_deref()).collect()
    }

    /// Returns the segments of the customers; nothing without customers.csv: nobody has a segment or a procedure of his
    /// own yet.
    fn segments(&self) -> Option<BTreeSet<&str>> {
        let customers = self.facts.ledger.customers();
        let is_told = customers.iter().any(|customer| customer.line != 0);
        is_told.then(|| customers.iter().filter_map(|customer| customer.more().segment.as_deref()).collect())
    }

    /// Looks for segments with early-payment discounts of their own of which no customer is. What several folders share
    /// need not be for somebody in each of them.
    pub(super) fn discounts(&self, found: &mut Faults<'_>) {
        if let Some(known) = self.segments() {
            self.raws[0].terms.discount.segments.keys().for_each(|segment| found_unused(segment, &known, found));
        }
    }

    fn unused(&self, written: &WrittenProcedure<'_>, reached: &BTreeSet<&str>, found: &mut Faults<'_>) {
        let (procedure, raw) = (written.procedure, written.raw.get_ref());
        let name = &procedure.name;
        if let (Some(kinds), false) = (&raw.kinds, procedure.segments.is_empty())
            && let Some(first) = kinds.first()
        {
            let finding = Diagnostic::new(
                code::KINDS_IGNORED,
                format!("procedure {name} is for segments: its kinds choose nobody"),
                format!("la procédure {name} vise des segments : ses types ne désignent personne"),
            );
            found.add(finding.at(found.place(first.span())).help(
                "a procedure with segments is chosen by segment alone; give the kinds a procedure of their own",
                "une procédure à segments n'est choisie que par segment ; donner aux types leur propre procédure",
            ));
        }
        let Some(known) = self.segments() else { return };
        for segment in raw.segments.iter().flatten() {
            found_unused(segment, &known, found);
        }
        let is_for_kinds = !procedure.kinds.is_empty() && procedure.segments.is_empty();
        let is_default = std::ptr::eq(procedure, self.policy.default_procedure());
        if procedure.segments.is_empty() && !is_for_kinds && !is_default && !reached.contains(name.as_str()) {
            let finding = Diagnostic::new(
                code::PROCEDURE_UNUSED,
                format!(
                    "nobody is under procedure {name}: no customer or invoice names it, and it is for no kind or segment"
                ),
                format!(
                    "personne ne relève de la procédure {name} : aucun client ni facture ne la nomme, et elle ne vise ni type ni segment"
                ),
            );
            let span = raw.name.as_ref().map_or(written.raw.span(), toml::Spanned::span);
            found.add(finding.at(found.place(span)).help(
                "name it in a column \"procedure\", or give it kinds or segments",
                "la nommer dans une colonne « procedure », ou lui donner des types ou des segments",
            ));
        }
    }

    /// Reports the customers with invoices whom no procedure is for, once for each kind.
    fn nobody(&self, under: &BTreeMap<&str, &Procedure>, found: &mut Faults<'_>) {
        let ledger = self.facts.ledger;
        let mut lacking: BTreeMap<CustomerKind, Vec<&Customer>> = BTreeMap::new();
        for id in ledger.customer_ids() {
            let customer = ledger.customer(id);
            // A name that the policy does not have is a finding of its own.
            let is_left_out = customer.more().procedure.is_none() && !under.contains_key(customer.id.as_str());
            if is_left_out && ledger.invoices_of(id).any(|row| ledger.invoices()[row].is_item()) {
                lacking.entry(customer.kind).or_default().push(customer);
            }
        }
        for (kind, customers) in lacking {
            let (first, count) = (customers[0], customers.len());
            let kind = kind.word();
            let finding = Diagnostic::new(
                code::PROCEDURE_NONE,
                format!(
                    "customers of the kind {kind} are under no procedure and are not chased: {count}, first {}",
                    first.id
                ),
                format!(
                    "des clients du type {kind} ne relèvent d'aucune procédure et ne sont pas relancés : {count}, d'abord {}",
                    first.id
                ),
            );
            found.add(finding.at(self.place_in(FileRole::Customers, first.line)).help(
                format!("add kinds = [\"{kind}\"] to a procedure, or let the first one name no kind"),
                format!("ajouter kinds = [\"{kind}\"] à une procédure, ou ne nommer aucun type dans la première"),
            ));
        }
    }

    /// Reports levels that claim penalties from consumers before a formal notice.
    fn consumers(&self, under: &BTreeMap<&str, &Procedure>, found: &mut Faults<'_>) {
        // What consumers owe abroad is another law's.
        let is_french = self.policy.penalties.law == Law::France;
        for procedure in self.policy.procedures.iter().filter(|_| is_french) {
            let is_consumer = |customer: &&Customer| {
                customer.kind == CustomerKind::Consumer
                    && under.get(customer.id.as_str()).is_some_and(|own| std::ptr::eq(*own, procedure))
            };
            let consumer = self.facts.ledger.customers().iter().find(is_consumer);
            let is_for_consumers = procedure.kinds.contains(&CustomerKind::Consumer);
            let noticed = procedure.levels.iter().position(|level| level.formal_notice);
            let claims = |level: &&Level| level.claims_penalties;
            let early = procedure.levels.iter().take(noticed.unwrap_or(usize::MAX)).find(claims);
            let Some(level) = early.filter(|_| is_for_consumers || consumer.is_some()) else { continue };
            self.claim(procedure, level, consumer, found);
        }
    }

    fn claim(&self, procedure: &Procedure, level: &Level, consumer: Option<&Customer>, found: &mut Faults<'_>) {
        let name = &level.name;
        let who = consumer.map_or(String::new(), |customer| format!(" ({})", customer.id));
        let finding = Diagnostic::new(
            code::CONSUMER_CLAIM,
            format!(
                "level {name} of procedure {} claims penalties from consumers{who}, who owe none before a formal notice",
                procedure.name
            ),
            format!(
                "le niveau {name} de la procédure {} réclame des pénalités à des consommateurs{who}, qui n'en doivent pas avant une mise en demeure",
                procedure.name
            ),
        );
        let written = self.procedures().into_iter().find(|written| std::ptr::eq(written.procedure, procedure));
        let place = written.and_then(|written| {
            let level = written.levels().into_iter().find(|written| std::ptr::eq(written.level, level))?;
            Some(found.place(level.raw.span()))
        });
        // The built-in procedures have no place in the file; the consumer has one.
        let line = consumer.map_or(0, |customer| customer.line);
        let place = place.unwrap_or_else(|| self.place_in(FileRole::Customers, line));
        found.add(finding.at(place).help(
            "C. civ. 1231-6; they never owe the indemnity (C. com. D441-5): give consumers a procedure of their own, as in the built-in fr-consumer",
            "C. civ. 1231-6 ; ils ne doivent jamais l'indemnité (C. com. D441-5) : donner aux consommateurs une procédure à eux, comme dans la politique intégrée fr-consumer",
        ));
    }
}

/// Reports a segment of which no customer is.
fn found_unused(segment: &Text, known: &BTreeSet<&str>, found: &mut Faults<'_>) {
    let word = segment.get_ref();
    if known.contains(word.as_str()) {
        return;
    }
    let finding = Diagnostic::new(
        code::SEGMENT_UNUSED,
        format!("no customer is of the segment \"{word}\""),
        format!("aucun client n'est du segment « {word} »"),
    );
    let finding = finding.at(found.place(segment.span()));
    let list = if known.is_empty() { "–".to_owned() } else { known.iter().copied().collect::<Vec<_>>().join(", ") };
    found.add(match nearest(word, known.iter().copied()) {
        Some(near) => finding.help(
            format!("did you mean {near}? segments of customers.csv: {list}"),
            format!("vouliez-vous dire {near} ? segments de customers.csv : {list}"),
        ),
        None => {
            finding.help(format!("segments of customers.csv: {list}"), format!("segments de customers.csv : {list}"))
        }
    });
}
