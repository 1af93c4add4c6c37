//! What a document on demand leaves out, and why in words: what the debtor may not pay, or owes to somebody else by
//! now.

use std::collections::BTreeMap;

use crate::diag::{Diagnostic, Place, code};
use crate::engine::states::State;
use crate::letter::safe::one_line;
use crate::letter::words::number;
use crate::model::{Bilingual, CustomerId, CustomerKind, Date, FileRole, ItemId, Lang, Ledger, figures};

/// Why something is left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Why {
    /// It is out of the creditor's hand, in that state since that day.
    State(State, Date),
    /// It was declared already.
    Declared(Date),
    /// The proceedings are those of another law.
    Foreign,
}

/// What was left out of the documents of a run, and what else is to be said of them.
#[derive(Debug, Default)]
pub struct KeptBack {
    left_out: BTreeMap<(CustomerId, Why), Vec<ItemId>>,
    /// What is said besides.
    pub(in crate::letter) findings: Vec<Diagnostic>,
}

impl KeptBack {
    /// Leaves out an item for the state that it is in.
    pub fn item(&mut self, customer: CustomerId, item: ItemId, state: State, since: Date) {
        self.left_out.entry((customer, Why::State(state, since))).or_default().push(item);
    }

    /// Leaves out an item that was declared already.
    pub(in crate::letter) fn declared(&mut self, customer: CustomerId, item: ItemId, day: Date) {
        self.left_out.entry((customer, Why::Declared(day))).or_default().push(item);
    }

    /// Leaves out whatever falls under the proceedings of another law.
    pub(in crate::letter) fn foreign(&mut self, customer: CustomerId) {
        self.left_out.entry((customer, Why::Foreign)).or_default();
    }

    /// Tells whether something of a customer was left out.
    pub(in crate::letter) fn has(&self, customer: CustomerId) -> bool {
        self.left_out.keys().any(|(who, _)| *who == customer)
    }

    /// Returns what is said of it: one finding for each customer and reason, then the others.
    pub fn told(self, ledger: &Ledger, document: &Bilingual) -> Vec<Diagnostic> {
        let left_out = self.left_out.into_iter();
        let told = left_out.map(|((customer, why), mut items)| {
            items.sort_unstable();
            items.dedup();
            told(ledger, document, customer, why, &items)
        });
        told.chain(self.findings).collect()
    }
}

fn told(ledger: &Ledger, document: &Bilingual, customer: CustomerId, why: Why, items: &[ItemId]) -> Diagnostic {
    let of = ledger.customer(customer);
    let id = one_line(&of.id);
    let mut numbers: Vec<String> = items.iter().map(|&item| number(ledger, item)).collect();
    numbers.dedup();
    let list = numbers.join(", ");
    let said = |lang: Lang| {
        let (document, list) = (document.get(lang), if numbers.is_empty() { None } else { Some(&list) });
        match (lang, list) {
            (Lang::En, Some(list)) => format!("{id}, {document} without {list}"),
            (Lang::En, None) => format!("{id}, no {document}"),
            (Lang::Fr, Some(list)) => format!("{id}, {document} sans {list}"),
            (Lang::Fr, None) => format!("{id}, pas de {document}"),
        }
    };
    let reason = |lang| reason(why, of.kind, lang);
    let finding = Diagnostic::new(
        code::letter::LEFT_OUT,
        format!("{}: {}", said(Lang::En), reason(Lang::En)),
        format!("{} : {}", said(Lang::Fr), reason(Lang::Fr)),
    );
    let finding = finding.at(Place::file(FileRole::Events.file_name()));
    match why {
        Why::State(State::Insolvent, _) => finding.help(
            "declare the claim: relance letters --template claim-declaration",
            "déclarer la créance : relance lettres --template claim-declaration",
        ),
        Why::State(State::Assigned | State::HandedOver, _) => finding.help(
            "write to whoever has it; a row of events.csv that is wrong is taken back by `relance record undo`",
            "écrire à celui qui l'a ; une ligne d'events.csv qui est fausse s'annule par `relance noter annulation`",
        ),
        Why::State(..) | Why::Declared(_) => finding.help(
            "a row of events.csv that is wrong is taken back by `relance record undo`",
            "une ligne d'events.csv qui est fausse s'annule par `relance noter annulation`",
        ),
        Why::Foreign => finding.help(
            "lodge the claim as the law of those proceedings asks",
            "déclarer la créance comme le demande la loi de cette procédure",
        ),
    }
}

fn reason(why: Why, kind: CustomerKind, lang: Lang) -> String {
    let day = |day| figures::date(day, lang);
    let is_consumer = kind == CustomerKind::Consumer;
    let article = if is_consumer { "C. conso. L742-7" } else { "C. com. L622-7" };
    match (why, lang) {
        (Why::State(State::Insolvent, since), Lang::En) => {
            format!("insolvency proceedings since {}, in which it may not be paid ({article})", day(since))
        }
        (Why::State(State::Insolvent, since), Lang::Fr) => {
            format!("procédure collective depuis le {}, qui en interdit le paiement ({article})", day(since))
        }
        (Why::State(State::OverIndebted, since), Lang::En) => {
            format!("over-indebtedness since {}, in which it may not be paid (C. conso. L722-5)", day(since))
        }
        (Why::State(State::OverIndebted, since), Lang::Fr) => {
            format!("surendettement depuis le {}, qui en interdit le paiement (C. conso. L722-5)", day(since))
        }
        (Why::State(State::Assigned, since), Lang::En) => {
            format!("assigned on {}, the factor is to be paid", day(since))
        }
        (Why::State(State::Assigned, since), Lang::Fr) => {
            format!("cédé le {}, c'est le cessionnaire qui doit être payé", day(since))
        }
        (Why::State(State::HandedOver, since), Lang::En) => {
            format!("handed over on {}, somebody else collects it", day(since))
        }
        (Why::State(State::HandedOver, since), Lang::Fr) => {
            format!("confié à un tiers le {}, qui le recouvre", day(since))
        }
        (Why::State(_, since), Lang::En) => format!("brought to court on {}", day(since)),
        (Why::State(_, since), Lang::Fr) => format!("porté en justice le {}", day(since)),
        (Why::Declared(on), Lang::En) => format!("declared on {}", day(on)),
        (Why::Declared(on), Lang::Fr) => format!("déjà déclaré le {}", day(on)),
        (Why::Foreign, Lang::En) => "the declaration known here is that of French proceedings".to_owned(),
        (Why::Foreign, Lang::Fr) => "la déclaration connue ici est celle des procédures françaises".to_owned(),
    }
}
