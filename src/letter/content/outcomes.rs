//! What can come of a call, and what to type for it: nobody but the caller knows which it was.
//!
//! What is known is filled in; what is not stands there in capitals or as `YYYY-MM-DD`. A day or a sum that is left so
//! is refused by `record`, so that nothing is noted by mistake.

use std::collections::BTreeMap;

use super::draft::Line;
use crate::letter::model::Outcome;
use crate::model::shell::option;
use crate::model::{Amount, Currency, CustomerId, CustomerKind, ItemId, Lang, Ledger};

/// How many invoices have a command of their own for a dispute.
const DISPUTES: usize = 6;

/// A call that is to be made.
#[derive(Clone, Copy, Debug)]
pub(in crate::letter) struct Call<'a> {
    pub ledger: &'a Ledger,
    pub customer: CustomerId,
    /// What it is about.
    pub lines: &'a [Line<'a>],
    pub currency: Currency,
    /// What is deducted from them: negative or zero.
    pub credits: Amount,
    pub lang: Lang,
}

/// Some lines that one command can name: of one level where it says one, and of one instalment.
type Group<'a> = (Option<&'a str>, Vec<&'a Line<'a>>);

impl<'a> Call<'a> {
    /// Returns everything that can come of it, in the order in which a caller finds out.
    pub fn outcomes(&self) -> Vec<Outcome> {
        let mut outcomes = vec![self.reached()];
        outcomes.extend(self.of_who_pays());
        outcomes.extend(self.of_who_does_not());
        outcomes.extend(self.of_whom_nobody_reached());
        outcomes.push(self.proceedings());
        outcomes
    }

    fn reached(&self) -> Outcome {
        self.outcome(
            "reached",
            "joint",
            "somebody answered: to be noted each time, before what follows",
            "quelqu’un a répondu : à noter chaque fois, avant ce qui suit",
            self.made(self.lang.pick(("WHO, WHAT WAS SAID", "QUI, CE QUI A ÉTÉ DIT"))),
        )
    }

    fn of_who_pays(&self) -> [Outcome; 3] {
        [
            self.outcome(
                "promise",
                "promesse",
                "promises to pay: which sum, by which day",
                "promet de payer : quelle somme, pour quel jour",
                self.promise(),
            ),
            self.outcome(
                "announced",
                "paiement annoncé",
                "says that the money is on its way: since when, by which means",
                "dit que le paiement est parti : depuis quand, par quel moyen",
                self.about_all(
                    ("payment_announced", "paiement_annoncé"),
                    &[option("note", self.lang.pick(("WHEN, HOW", "QUAND, COMMENT")))],
                ),
            ),
            self.outcome(
                "plan",
                "échéancier",
                "is granted payment in parts: the day and the sum of each",
                "obtient de payer en plusieurs fois : le jour et la somme de chaque versement",
                vec![self.plan()],
            ),
        ]
    }

    fn of_who_does_not(&self) -> [Outcome; 3] {
        [
            self.outcome(
                "dispute",
                "litige",
                "disputes an invoice, or a part of it: which sum, and why",
                "conteste une facture, ou une partie : quelle somme, et pourquoi",
                self.disputes(),
            ),
            self.outcome(
                "refused",
                "refus",
                "refuses to pay and disputes nothing: in place of “reached”",
                "refuse de payer sans rien contester : à la place de « joint »",
                self.made(self.lang.pick(("REFUSES TO PAY: WHO, WHY", "REFUSE DE PAYER : QUI, POURQUOI"))),
            ),
            self.outcome(
                "call-back",
                "à rappeler",
                "is to be called again later: the last day without a call",
                "est à rappeler plus tard : le dernier jour sans appel",
                self.about_all(
                    ("hold", "suspension"),
                    &[self.until(), option("note", self.lang.pick(("CALL AGAIN: WHOM", "RAPPELER : QUI")))],
                ),
            ),
        ]
    }

    fn of_whom_nobody_reached(&self) -> [Outcome; 2] {
        [
            self.outcome(
                "no-answer",
                "sans réponse",
                "nobody answered, or a machine: the call is still to be made",
                "personne n’a répondu, ou un répondeur : l’appel reste à faire",
                vec![self.command(("call", "appel"), [self.note("no answer", "sans réponse")])],
            ),
            self.outcome(
                "wrong-number",
                "faux numéro",
                "wrong number: to be corrected in customers.csv too",
                "faux numéro : à corriger aussi dans customers.csv",
                vec![self.command(("note", "note"), [self.note("wrong number", "faux numéro")])],
            ),
        ]
    }

    fn proceedings(&self) -> Outcome {
        match self.ledger.customer(self.customer).kind {
            CustomerKind::Consumer => self.outcome(
                "over-indebtedness",
                "surendettement",
                "has filed for over-indebtedness: once the commission found it admissible, the day of that decision",
                "a déposé un dossier : une fois celui-ci jugé recevable par la commission, le jour de cette décision",
                vec![self.over_indebtedness()],
            ),
            CustomerKind::Business | CustomerKind::Public => self.outcome(
                "insolvency",
                "procédure collective",
                "insolvency proceedings: the days of the judgment and of its publication, as the BODACC says",
                "procédure collective : les jours du jugement et de sa parution, selon le BODACC",
                vec![self.insolvency()],
            ),
        }
    }

    fn outcome(&self, code: &'static str, title: &str, en: &str, fr: &str, commands: Vec<Vec<String>>) -> Outcome {
        Outcome {
            code,
            title: self.lang.pick((code, title)).to_owned(),
            what: self.lang.pick((en, fr)).to_owned(),
            commands,
        }
    }

    fn note(&self, en: &str, fr: &str) -> String {
        option("note", self.lang.pick((en, fr)))
    }

    /// Returns what stands for a day that is not known.
    fn day(&self) -> &'static str {
        if self.lang == Lang::Fr { "AAAA-MM-JJ" } else { "YYYY-MM-DD" }
    }

    fn until(&self) -> String {
        option("until", self.day())
    }

    /// Returns a command about the customer, as its words; what happened is said in both languages.
    fn command(&self, (en, fr): (&str, &str), more: impl IntoIterator<Item = String>) -> Vec<String> {
        let customer = option("customer-id", &self.ledger.customer(self.customer).id);
        let command = self.lang.pick(("relance record", "relance noter"));
        [format!("{command} {}", self.lang.pick((en, fr))), customer].into_iter().chain(more).collect()
    }

    fn invoice(&self, line: &Line<'_>) -> String {
        option("invoice-id", self.ledger.number(self.ledger.invoice(line.item).number))
    }

    fn instalment(&self, line: &Line<'_>) -> Option<String> {
        self.ledger.instalment(line.item).map(|part| option("instalment", part))
    }

    fn sum(&self, amount: Amount) -> String {
        option("amount", &amount.to_decimal(self.currency).to_string())
    }

    /// Returns the lines by level, where the command says one, and by instalment: a command gives one of each.
    fn groups(&self, has_level: bool) -> Vec<Group<'a>> {
        let mut groups: Vec<Group<'a>> = Vec::new();
        for line in self.lines {
            let level = has_level.then_some(line.level);
            let part = |line: &Line<'_>| self.ledger.instalment(line.item);
            match groups.iter_mut().find(|(known, lines)| *known == level && part(lines[0]) == part(line)) {
                Some((_, lines)) => lines.push(line),
                None => groups.push((level, vec![line])),
            }
        }
        groups
    }

    fn named(&self, lines: &[&Line<'_>]) -> Vec<String> {
        lines.iter().map(|line| self.invoice(line)).chain(self.instalment(lines[0])).collect()
    }

    /// Returns the commands that note a step of the procedure: the call was made.
    fn made(&self, note: &str) -> Vec<Vec<String>> {
        let command = |(level, lines): Group<'_>| {
            let level = level.map(|level| option("level", level));
            self.command(("call", "appel"), self.named(&lines).into_iter().chain(level).chain([option("note", note)]))
        };
        self.groups(true).into_iter().map(command).collect()
    }

    fn about_all(&self, event: (&str, &str), more: &[String]) -> Vec<Vec<String>> {
        let command =
            |(_, lines): Group<'_>| self.command(event, self.named(&lines).into_iter().chain(more.iter().cloned()));
        self.groups(false).into_iter().map(command).collect()
    }

    /// Returns the commands for a promise of all that is asked for: what is deducted is taken off the last invoices.
    fn promise(&self) -> Vec<Vec<String>> {
        let mut less = -self.credits;
        let mut sums: BTreeMap<ItemId, Amount> = BTreeMap::new();
        for line in self.lines.iter().rev() {
            let part = less.min(line.open);
            sums.insert(line.item, line.open - part);
            less -= part;
        }
        let promised = |line: &Line<'_>| sums.get(&line.item).copied().unwrap_or(Amount::ZERO);
        let command = |(_, lines): Group<'_>| {
            let sums = lines.iter().map(|line| self.sum(promised(line)));
            self.command(("promise", "promesse"), self.named(&lines).into_iter().chain(sums).chain([self.until()]))
        };
        self.groups(false).into_iter().map(command).collect()
    }

    /// Returns the command for a plan of two parts; one about several invoices is about all that he owes.
    fn plan(&self) -> Vec<String> {
        let part = || [self.until(), option("amount", self.lang.pick(("SUM", "SOMME")))];
        let named = if let [line] = self.lines { self.named(&[line]) } else { Vec::new() };
        self.command(("plan", "échéancier"), named.into_iter().chain(part()).chain(part()))
    }

    /// Returns one command for each invoice, about all that is asked for on it: seldom are several disputed at once. Of
    /// many, one command in which the invoice and the sum are still to be named.
    fn disputes(&self) -> Vec<Vec<String>> {
        let dispute = |of: Vec<String>| {
            let reason = option("reference", self.lang.pick(("REASON", "MOTIF")));
            self.command(("dispute_opened", "litige_ouvert"), of.into_iter().chain([reason]))
        };
        if self.lines.len() > DISPUTES {
            let sum = option("amount", self.lang.pick(("SUM", "SOMME")));
            return vec![dispute(vec![option("invoice-id", self.lang.pick(("INVOICE", "FACTURE"))), sum])];
        }
        let of = |line: &Line<'_>| [self.named(&[line]), vec![self.sum(line.open)]].concat();
        self.lines.iter().map(|line| dispute(of(line))).collect()
    }

    fn insolvency(&self) -> Vec<String> {
        // A judgment is older than what it is heard of by.
        let days = [option("date", self.day()), option("published", self.day()), "--backdated".to_owned()];
        self.command(("insolvency", "procédure_collective"), days)
    }

    fn over_indebtedness(&self) -> Vec<String> {
        // So is the decision of the commission.
        let days = [option("date", self.day()), "--backdated".to_owned()];
        self.command(("over_indebtedness", "surendettement"), days)
    }
}
