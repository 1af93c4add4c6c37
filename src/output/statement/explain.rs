//! The derivation of one item in full sentences and figures.

use super::FileNames;
use super::document::{Block, Document};
use super::rates::RatesUsed;
use super::words::Voice;
use crate::engine::penalties::derivation::Derivation;
use crate::engine::penalties::{Exemption, IndemnityGround, Penalties, PenaltyRow};
use crate::letter::safe::one_line;
use crate::model::{Amount, Currency, FileRole, Lang};
use crate::policy::{Imputation, Rounding};

/// Returns how the penalties of an item come about, from its line to the total.
pub fn explain(penalties: &Penalties<'_>, derivation: &Derivation<'_>, files: &FileNames, lang: Lang) -> Document {
    let voice = Voice { lang, penalties, files: Some(files) };
    let explained = Explained { voice, derivation, currency: penalties.ledger().invoice(derivation.item).currency };
    explained.document()
}

struct Explained<'a> {
    voice: Voice<'a>,
    derivation: &'a Derivation<'a>,
    currency: Currency,
}

impl Explained<'_> {
    fn document(&self) -> Document {
        let voice = &self.voice;
        let (named, day) = (voice.named(self.derivation.item), voice.day(voice.penalties.as_of()));
        let mut blocks = vec![
            Block::Heading(voice.say("The debt", "La créance")),
            Block::Paragraph(self.debt()),
            Block::Heading(voice.say("What changed its balance", "Ce qui a changé son solde")),
        ];
        blocks.push(match self.steps() {
            steps if steps.is_empty() => Block::Paragraph(voice.say("Nothing.", "Rien.")),
            steps => Block::List(steps),
        });
        match &self.derivation.row {
            None => {
                blocks.push(Block::Heading(voice.say("Late-payment penalties", "Pénalités de retard")));
                blocks.push(Block::Paragraph(self.why_nothing()));
            }
            Some(row) => self.late(row, &mut blocks),
        }
        Document {
            lang: voice.lang,
            title: voice.say(
                format!("Late-payment penalties of {named} at {day}"),
                format!("Pénalités de retard : {named}, au {day}"),
            ),
            blocks,
        }
    }

    fn debt(&self) -> String {
        let (voice, ledger) = (&self.voice, self.voice.penalties.ledger());
        let invoice = ledger.invoice(self.derivation.item);
        let customer = ledger.customer(invoice.customer);
        let place = voice.place(FileRole::Invoices, invoice.line);
        let money = voice.money(invoice.amount, invoice.currency);
        let (number, name, id) = (voice.number(self.derivation.item), one_line(&customer.name), one_line(&customer.id));
        let (issue, due) = (voice.day(invoice.issue), voice.day(invoice.due));
        if !invoice.is_item() {
            return voice.say(
                format!("{number}{place}: {money} to {name} (customer {id}), issued on {issue}."),
                format!("{number}{place} : {money} à {name} (client {id}), en date du {issue}."),
            );
        }
        voice.say(
            format!("{number}{place}: {money} including VAT, issued on {issue} to {name} (customer {id}). It falls due on {due}; what is paid that day is not late."),
            format!("{number}{place} : {money} TTC, en date du {issue}, à {name} (client {id}). Exigible le {due} ; ce qui est payé ce jour-là ne l’est pas en retard."),
        )
    }

    fn steps(&self) -> Vec<String> {
        let voice = &self.voice;
        let mut before = voice.penalties.ledger().invoice(self.derivation.item).amount;
        let mut lines = voice.bounced(self.derivation.item);
        for step in &self.derivation.steps {
            let (date, cause) = (voice.date(step.change.date), voice.cause(self.derivation.item, step));
            let sum = voice.sum(before, step.change.change, step.open, self.currency);
            let mut line =
                voice.say(format!("{date}, {cause}: {sum} owed"), format!("{date}, {cause} : {sum} restent dus"));
            if let Some(split) = voice.split(step, self.currency) {
                line.push_str(&voice.say(format!("; {split}"), format!(" ; {split}")));
            }
            lines.push(line);
            before = step.open;
        }
        lines
    }

    fn why_nothing(&self) -> String {
        let voice = &self.voice;
        let as_of = voice.day(voice.penalties.as_of());
        let item = self.derivation.item;
        match self.derivation.exemption {
            Some(Exemption::CreditNote) => voice.say(
                "A credit note reduces what is owed: it bears neither interest nor indemnity.",
                "Un avoir réduit ce qui est dû : il ne porte ni intérêts ni indemnité.",
            ),
            Some(Exemption::PenaltyNote) => voice.say(
                "It charges interest or indemnity: it bears neither itself.",
                "Cette note facture des intérêts ou une indemnité : elle n’en porte pas elle-même.",
            ),
            Some(Exemption::Opening) => voice.say(
                "It is a balance brought forward: when its invoices fell due is not known, so it bears neither interest \
                 nor indemnity.",
                "C’est un solde repris : l’échéance de ses factures n’est pas connue, il ne porte donc ni intérêts ni \
                 indemnité.",
            ),
            Some(Exemption::NoAmount) => {
                voice.say("Nothing is owed on it: its amount is zero.", "Rien n’est dû : son montant est nul.")
            }
            Some(Exemption::NotIssued) => voice.say(
                format!("It is not issued yet on {as_of}: nothing is owed."),
                format!("Elle n’est pas encore émise au {as_of} : rien n’est dû."),
            ),
            Some(Exemption::NotDue) => voice.say(
                format!("It can still be paid in time on {as_of}: it is not late, and nothing is owed for lateness."),
                format!("Elle peut encore être payée à temps le {as_of} : elle n’est pas en retard, et rien n’est dû pour retard."),
            ),
            None => {
                let settled = voice.penalties.balances().settled_on(voice.penalties.ledger(), item);
                let day = settled.map(|day| voice.day(day)).unwrap_or_default();
                voice.say(
                    format!("It was settled in time, on {day}: it was never late, and nothing is owed for lateness."),
                    format!("Elle a été soldée à temps, le {day} : elle n’a jamais été en retard, et rien n’est dû pour retard."),
                )
            }
        }
    }

    fn late(&self, row: &PenaltyRow, blocks: &mut Vec<Block>) {
        let (voice, derivation) = (&self.voice, self.derivation);
        let rates = RatesUsed::of(&derivation.pieces);
        blocks.push(Block::Heading(voice.say("Interest", "Intérêts")));
        let ground = voice.ground(derivation.regime);
        let running = match derivation.indemnity {
            IndemnityGround::Voided => String::new(),
            _ => format!(" {}", voice.running(derivation)),
        };
        blocks.push(Block::Paragraph(format!("{ground}{running}")));
        if !rates.is_empty() {
            let piece = |piece| voice.piece(piece, self.currency, &rates.reference(piece));
            blocks.push(Block::Numbered(derivation.pieces.iter().map(piece).collect()));
        }
        blocks.push(Block::Paragraph(self.interest_sum(row)));
        if !rates.is_empty() {
            blocks.push(Block::Paragraph(format!(
                "{} {}",
                voice.say(
                    "The base is what is owed including VAT; a balance that changes on a day is the base from the day after; the year has 365 days, leap years too.",
                    "L’assiette est ce qui reste dû TTC ; un solde qui change un jour sert d’assiette à partir du lendemain ; l’année compte 365 jours, même bissextile.",
                ),
                voice.rounding(self.currency)
            )));
            blocks.push(Block::Heading(voice.say("Rates", "Taux")));
            blocks.push(Block::List(rates.sentences(voice)));
        }
        blocks.push(Block::Heading(voice.say("Recovery indemnity", "Indemnité de recouvrement")));
        blocks.push(Block::Paragraph(voice.indemnity(derivation)));
        let less = voice.settled(derivation);
        if !less.is_empty() {
            blocks.push(Block::Heading(voice.say("Given up, paid or charged", "Abandonné, payé ou facturé")));
            blocks.push(Block::List(less));
        }
        blocks.push(Block::Heading("Total".to_owned()));
        blocks.extend(self.total(row).into_iter().map(Block::Paragraph));
    }

    fn interest_sum(&self, row: &PenaltyRow) -> String {
        let (voice, pieces) = (&self.voice, &self.derivation.pieces);
        let total = voice.money(row.interest, self.currency);
        if self.derivation.indemnity == IndemnityGround::Voided {
            return voice.say(
                format!("Interest: {total}; credit notes cancel what was billed: nothing was owed (policy, penalties.voided)."),
                format!("Intérêts : {total} ; des avoirs annulent ce qui était facturé : rien n’était dû (politique, penalties.voided)."),
            );
        }
        if let Some(why) = voice.below_minimum(row, self.currency) {
            return voice.say(
                format!("Interest: {total}; {why} (policy, penalties.minimum)."),
                format!("Intérêts : {total} ; {why} (politique, penalties.minimum)."),
            );
        }
        if pieces.is_empty() {
            return voice.say(
                format!("Interest: {total}, no day bears any."),
                format!("Intérêts : {total}, aucun jour n’en porte."),
            );
        }
        let sum = match voice.penalties.policy().penalties.rounding {
            _ if pieces.len() == 1 => total,
            Rounding::Piece | Rounding::Day => {
                let parts: Vec<String> =
                    pieces.iter().map(|piece| voice.amount(piece.interest, self.currency)).collect();
                format!("{} = {total}", parts.join(" + "))
            }
            Rounding::Total => {
                let parts: Vec<String> =
                    pieces.iter().map(|piece| voice.unrounded(piece.unrounded(), self.currency)).collect();
                let exact = voice.unrounded(pieces.iter().map(|piece| piece.unrounded()).sum(), self.currency);
                let sum = format!("{} = {exact}", parts.join(" + "));
                voice.say(format!("{sum}, rounded to {total}"), format!("{sum}, arrondi à {total}"))
            }
        };
        voice.say(format!("Interest: {sum}."), format!("Intérêts : {sum}."))
    }

    fn total(&self, row: &PenaltyRow) -> Vec<String> {
        let voice = &self.voice;
        let amount = |amount| voice.amount(amount, self.currency);
        let mut terms = voice.say(
            format!(
                "{} open + {} interest + {} indemnity",
                amount(row.open),
                amount(row.interest),
                amount(row.indemnity)
            ),
            format!(
                "{} restant dus + {} d’intérêts + {} d’indemnité",
                amount(row.open),
                amount(row.interest),
                amount(row.indemnity)
            ),
        );
        let less = |value: Amount, shown: String, en: &str, fr: &str| {
            if value.is_zero() {
                String::new()
            } else {
                voice.say(format!(" − {shown} {en}"), format!(" − {shown} {fr}"))
            }
        };
        terms.push_str(&less(row.waived, amount(row.waived), "given up", "abandonnés"));
        terms.push_str(&less(row.charged, amount(row.charged), "charged already", "déjà facturés"));
        terms.push_str(&less(row.paid, amount(row.paid), "paid", "payés"));
        let mut lines = vec![format!("{terms} = {}.", voice.money(row.total(), self.currency))];
        if let (true, Some(sum)) = (row.has_apart(), row.regime.fixed_sum) {
            let money = |amount: Amount| voice.money(amount, sum.currency);
            let charged = less(row.charged_apart, money(row.charged_apart), "charged already", "déjà facturés");
            let gone = charged + &less(row.paid_apart, money(row.paid_apart), "paid", "payés");
            let owed = money(row.indemnity_apart);
            let left = money(row.indemnity_apart - row.charged_apart - row.paid_apart);
            let (en, fr) = voice.in_currency(sum.currency);
            lines.push(if gone.is_empty() {
                voice.say(format!("And {owed} of indemnity, in {en}."), format!("Et {owed} d’indemnité, en {fr}."))
            } else {
                voice.say(
                    format!("And in {en}: {owed} of indemnity{gone} = {left}."),
                    format!("Et en {fr} : {owed} d’indemnité{gone} = {left}."),
                )
            });
        }
        if voice.penalties.policy().penalties.imputation == Imputation::InterestFirst {
            let (principal, interest) =
                (voice.money(row.principal_due, self.currency), voice.money(row.interest_due, self.currency));
            let by = voice.cited(voice.law().imputation());
            lines.push(voice.say(
                format!("Payments pay interest first{by}: of what is owed, {principal} are principal and {interest} interest."),
                format!("Les paiements paient d’abord les intérêts{by} : de ce qui est dû, {principal} sont du principal et {interest} des intérêts."),
            ));
        }
        if !self.derivation.daily.is_zero() {
            let daily = voice.money(self.derivation.daily.rounded(), self.currency);
            let exact = voice.unrounded(self.derivation.daily, self.currency);
            let day = voice.day(voice.penalties.as_of());
            lines.push(voice.say(
                format!("Each further day adds {daily} ({exact}) while nothing is paid, at the rate of {day}."),
                format!("Chaque jour de retard supplémentaire ajoute {daily} ({exact}) tant que rien n’est payé, au taux du {day}."),
            ));
        }
        lines
    }
}
