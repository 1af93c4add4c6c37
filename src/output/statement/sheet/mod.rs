//! The computation sheet (décompte) of one customer: what he owes for lateness, fit for the other side's lawyer.

mod tables;

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::document::{Block, Document};
use super::rates::RatesUsed;
use super::words::{Voice, lower_first, upper_first};
use crate::engine::penalties::derivation::Derivation;
use crate::engine::penalties::{Clause, IndemnityGround, Penalties, PenaltyRow, PenaltyTotal, Unrounded};
use crate::law::regimes::{Anchor, FixedSum, Regime};
use crate::letter::content::parties;
use crate::letter::model;
use crate::letter::safe::{Case, file_part};
use crate::model::{Amount, Currency, CustomerId, ItemId, Selection};
use crate::policy::Imputation;

/// One customer's sheet.
#[derive(Clone, Debug)]
pub struct Sheet {
    /// The name of its files without an end: made of the customer's id, safe everywhere.
    pub stem: String,
    /// What it says.
    pub document: Document,
}

/// Returns a customer's sheet; nothing when nothing of his was ever late.
///
/// `other` is the same penalties with the other imputation: the sheet shows both totals side by side. Items whose
/// interest cannot be computed are named as left out.
pub fn sheet(penalties: &Penalties<'_>, other: &Penalties<'_>, customer: CustomerId) -> Option<Sheet> {
    let ledger = penalties.ledger();
    let lang = ledger.customer(customer).more().language.unwrap_or(penalties.policy().language);
    let selection = Selection::only([customer]);
    let (mut lines, mut left_out) = (Vec::new(), Vec::new());
    for item in penalties.items(&selection) {
        match penalties.derive(item) {
            Ok(derivation) => {
                if let Some(row) = derivation.row.clone() {
                    lines.push(Line { row, derivation });
                }
            }
            Err(_) => left_out.push(item),
        }
    }
    if lines.is_empty() {
        return None;
    }
    let pieces: Vec<_> = lines.iter().flat_map(|line| line.derivation.pieces.iter().copied()).collect();
    let voice = Voice { lang, penalties, files: None };
    let own = (penalties.policy().penalties.imputation, penalties.totals(&selection));
    let others = (other.policy().penalties.imputation, other.totals(&selection));
    let rates = RatesUsed::of(&pieces);
    let drawn = Drawn { voice, customer, regimes: regimes(&lines), lines, left_out, rates, totals: [own, others] };
    Some(Sheet { stem: file_part(&ledger.customer(customer).id, Case::Upper), document: drawn.document() })
}

/// Returns the regimes that lines are under, the newest first: most sheets have one.
fn regimes(lines: &[Line<'_>]) -> Vec<&'static Regime> {
    let mut regimes: Vec<&'static Regime> = lines.iter().map(|line| line.row.regime).collect();
    regimes.sort_by_key(|regime| Reverse(regime.since));
    regimes.dedup();
    regimes
}

/// One late item.
struct Line<'a> {
    row: PenaltyRow,
    derivation: Derivation<'a>,
}

struct Drawn<'a> {
    voice: Voice<'a>,
    customer: CustomerId,
    /// Those of its invoices, the newest first.
    regimes: Vec<&'static Regime>,
    lines: Vec<Line<'a>>,
    left_out: Vec<ItemId>,
    rates: RatesUsed,
    /// Those of the policy's imputation, then those of the other.
    totals: [(Imputation, Vec<PenaltyTotal>); 2],
}

impl Drawn<'_> {
    fn document(&self) -> Document {
        let voice = &self.voice;
        let day = voice.day(voice.penalties.as_of());
        let mut blocks = vec![self.parties()];
        blocks.extend(self.key_figures());
        blocks.push(Block::Heading(voice.say(
            "Invoices paid or left unpaid after their due date",
            "Factures payées ou restées impayées après leur échéance",
        )));
        blocks.extend(self.currencies().into_iter().map(|currency| Block::Table(self.invoices(currency))));
        blocks.extend(self.remarks());
        blocks.push(Block::Heading(
            voice.say("Totals under both orders of payment", "Totaux selon les deux imputations"),
        ));
        blocks.extend(self.both_totals());
        blocks.push(Block::Heading(voice.say("Computation, invoice by invoice", "Calcul, facture par facture")));
        self.lines.iter().for_each(|line| self.detail(line, &mut blocks));
        if !self.rates.is_empty() {
            blocks.push(Block::Heading(voice.say("Rates applied", "Taux appliqués")));
            blocks.push(Block::Table(self.rate_table()));
            if self.rates.any_assumed() {
                blocks.push(Block::Strong(voice.say(
                    "* Assumed: the official rate of these days is not known; the last known one was continued. Figures that rest on it are estimates.",
                    "* Supposé : le taux officiel de ces jours est inconnu ; le dernier connu a été prolongé. Les montants qui en dépendent sont des estimations.",
                )));
            }
        }
        blocks.push(Block::Heading(voice.say("Conventions", "Conventions")));
        blocks.push(Block::List(self.conventions()));
        Document {
            lang: voice.lang,
            title: voice.say(
                format!("Statement of late-payment penalties at {day}"),
                format!("Décompte des pénalités de retard au {day}"),
            ),
            blocks,
        }
    }

    fn parties(&self) -> Block {
        let (voice, policy) = (&self.voice, self.voice.penalties.policy());
        let model::Sender { name, legal, address, phone, email, .. } = parties::sender(&policy.creditor, voice.lang);
        let creditor: Vec<String> = name.into_iter().chain(address).chain(legal).chain(phone).chain(email).collect();
        let debtor = parties::addressee(voice.penalties.ledger().customer(self.customer), &policy.creditor, voice.lang);
        let mut lines = vec![debtor.name.clone()];
        lines.extend(debtor.address);
        lines.extend(debtor.siren.map(|siren| format!("SIREN\u{a0}{siren}")));
        lines.push(voice.say(format!("Customer {}", debtor.id), format!("Client {}", debtor.id)));
        let mut both = Vec::new();
        if !creditor.is_empty() {
            both.push((voice.say("Creditor", "Créancier"), creditor));
        }
        both.push((voice.say("Debtor", "Débiteur"), lines));
        Block::Parties(both)
    }

    /// Returns what is owed in each currency, and what each further day adds.
    fn key_figures(&self) -> Vec<Block> {
        let voice = &self.voice;
        let day = voice.day(voice.penalties.as_of());
        let mut blocks = Vec::new();
        for total in &self.totals[0].1 {
            let money = voice.money(total.total, total.currency);
            let mut pieces = self.of(total.currency).flat_map(|line| &line.derivation.pieces);
            let assumed = pieces.any(|piece| piece.basis.assumed);
            blocks.push(Block::Strong(if assumed {
                voice.say(
                    format!("Estimated total at {day}, with an assumed rate*: {money}"),
                    format!("Total estimé au {day}, avec un taux supposé* : {money}"),
                )
            } else {
                voice.say(format!("Total at {day}: {money}"), format!("Total au {day} : {money}"))
            }));
        }
        for currency in self.currencies() {
            let daily: Unrounded = self.of(currency).map(|line| line.derivation.daily).sum();
            if daily.is_zero() {
                continue;
            }
            let (money, exact) = (voice.money(daily.rounded(), currency), voice.unrounded(daily, currency));
            blocks.push(Block::Paragraph(voice.say(
                format!("{money} ({exact}) per further day while nothing is paid, at the rates of {day}."),
                format!(
                    "{money} ({exact}) par jour de retard supplémentaire tant que rien n’est payé, aux taux du {day}."
                ),
            )));
        }
        blocks
    }

    fn currencies(&self) -> Vec<Currency> {
        let ledger = self.voice.penalties.ledger();
        let mut found: Vec<Currency> = self.lines.iter().map(|line| ledger.invoice(line.row.item).currency).collect();
        found.sort_unstable();
        found.dedup();
        found
    }

    fn of(&self, currency: Currency) -> impl Iterator<Item = &Line<'_>> {
        let ledger = self.voice.penalties.ledger();
        self.lines.iter().filter(move |line| ledger.invoice(line.row.item).currency == currency)
    }

    /// Returns what the table of invoices does not hold.
    fn remarks(&self) -> Vec<Block> {
        let (voice, penalties) = (&self.voice, self.voice.penalties);
        let mut remarks = Vec::new();
        let apart: Amount = self.lines.iter().map(|line| line.row.indemnity_apart_claimed()).sum();
        if let (false, Some(sum)) = (apart.is_zero(), self.regimes[0].fixed_sum) {
            let (money, (en, fr)) = (voice.money(apart, sum.currency), voice.in_currency(sum.currency));
            remarks.push(voice.say(
                format!("The recovery indemnity of invoices in another currency is owed in {en}: {money}, in the total in {en}."),
                format!("L’indemnité de recouvrement des factures en une autre devise est due en {fr} : {money}, comptés dans le total en {fr}."),
            ));
        }
        for currency in self.currencies() {
            let disputed: Amount = self.of(currency).map(|line| line.row.disputed_interest).sum();
            if disputed.is_zero() {
                continue;
            }
            let money = voice.money(disputed, currency);
            remarks.push(voice.say(
                format!("The total counts {money} of interest on what is disputed, which our letters do not claim while the dispute is open."),
                format!("Le total compte {money} d’intérêts de ce qui est contesté, que nos lettres ne réclament pas tant que la contestation dure."),
            ));
        }
        let mut credits: BTreeMap<Currency, Amount> = BTreeMap::new();
        for credit in penalties.balances().credits_of(self.customer) {
            *credits.entry(credit.currency).or_default() += credit.amount;
        }
        for (currency, amount) in credits {
            let money = voice.money(amount.abs(), currency);
            if amount.is_negative() {
                remarks.push(voice.say(
                    format!("{money} that were refunded, and that the bank took back too, are owed besides; they are not counted here."),
                    format!("{money} remboursés, puis repris par la banque, sont dus en outre ; ils ne sont pas comptés ici."),
                ));
                continue;
            }
            remarks.push(voice.say(
                format!("{money} received or credited are set against no invoice, and not deducted here."),
                format!("{money} reçus ou crédités ne sont imputés sur aucune facture, et ne sont pas déduits ici."),
            ));
        }
        if !self.left_out.is_empty() {
            let numbers: Vec<String> = self.left_out.iter().map(|&item| voice.number(item)).collect();
            let numbers = numbers.join(", ");
            remarks.push(voice.say(
                format!("Left out, since their interest cannot be computed: {numbers}."),
                format!("Non comprises, faute de pouvoir en calculer les intérêts : {numbers}."),
            ));
        }
        remarks.into_iter().map(Block::Paragraph).collect()
    }

    fn detail(&self, line: &Line<'_>, blocks: &mut Vec<Block>) {
        let (voice, ledger) = (&self.voice, self.voice.penalties.ledger());
        let (row, derivation) = (&line.row, &line.derivation);
        let invoice = ledger.invoice(row.item);
        let currency = invoice.currency;
        let (number, due) = (voice.number(row.item), voice.day(invoice.due));
        let money = voice.money(invoice.amount, currency);
        blocks.push(Block::Subheading(
            voice.say(format!("{number}: {money}, due {due}"), format!("{number} : {money}, exigible le {due}")),
        ));
        if !derivation.steps.is_empty() {
            blocks.push(Block::Table(self.movements(line, currency)));
        }
        if derivation.indemnity != IndemnityGround::Voided {
            blocks.push(Block::Paragraph(voice.running(derivation)));
        }
        if !derivation.pieces.is_empty() {
            blocks.push(Block::Table(self.pieces(line, currency)));
        }
        blocks.extend(voice.capitalised(&derivation.pieces, currency).map(Block::Paragraph));
        let indemnity = match derivation.indemnity {
            IndemnityGround::Owed { .. } if !row.indemnity.is_zero() => {
                format!("{}.", voice.money(row.indemnity, currency))
            }
            _ => lower_first(&voice.indemnity(derivation)),
        };
        let mut lines = vec![
            voice.say(format!("Recovery indemnity: {indemnity}"), format!("Indemnité de recouvrement : {indemnity}")),
        ];
        if let Some(why) = voice.below_minimum(row, currency) {
            lines.insert(0, voice.say(format!("Interest: none; {why}."), format!("Intérêts : aucun ; {why}.")));
        }
        lines.extend(voice.bounced(row.item).iter().map(|line| format!("{line}.")));
        lines.extend(voice.settled(derivation).iter().map(|line| format!("{}.", upper_first(line))));
        let total = voice.money(row.total(), currency);
        let amount = |value: Amount| voice.amount(value, currency);
        let mut terms = format!("{} + {} + {}", amount(row.open), amount(row.interest), amount(row.indemnity));
        for less in [row.waived, row.charged, row.paid].into_iter().filter(|less| !less.is_zero()) {
            terms.push_str(&format!(" − {}", amount(less)));
        }
        lines.push(format!("{}{terms} = {total}.", voice.say("Total: ", "Total : ")));
        blocks.push(Block::List(lines));
    }

    fn conventions(&self) -> Vec<String> {
        let voice = &self.voice;
        let day = voice.day(voice.penalties.as_of());
        let mut lines: Vec<String> = self.regimes.iter().map(|regime| voice.ground(regime)).collect();
        lines.extend([
            voice.say(
                format!("Days run from the first day that bears interest to the day of payment, or to {day} while unpaid, both included. A balance that changes on a day is the base from the day after."),
                format!("Les jours se comptent du premier jour qui porte intérêts au jour du paiement, ou jusqu’au {day} à défaut, tous deux compris. Un solde qui change un jour sert d’assiette à partir du lendemain."),
            ),
            match (self.regimes[0].compounds, voice.penalties.policy().penalties.capitalisation) {
                (None, None) => voice.say(
                    "Interest = base × yearly rate × days / 365, leap years too; simple interest.",
                    "Intérêts = assiette × taux annuel × jours / 365, même en année bissextile ; intérêts simples.",
                ),
                (article, _) => {
                    let by = voice.cited(article);
                    voice.say(
                        format!("Interest = base × yearly rate × days / 365, leap years too; what is owed for a full year joins the base{by}."),
                        format!("Intérêts = assiette × taux annuel × jours / 365, même en année bissextile ; ce qui est dû pour une année entière s’ajoute à l’assiette{by}."),
                    )
                }
            },
        ]);
        lines.extend(self.currencies().into_iter().map(|currency| voice.rounding(currency)));
        lines.extend(self.regimes.iter().filter_map(|regime| Some(self.fixed_sum(regime.fixed_sum.as_ref()?))));
        lines.push(voice.say(
            "The base is the amount including VAT that is still unpaid. Interest and indemnity bear no VAT.",
            "L’assiette est le montant TTC resté impayé. Ni les intérêts ni l’indemnité ne portent de TVA.",
        ));
        let pieces = || self.lines.iter().flat_map(|line| &line.derivation.pieces);
        let half_years = self.regimes.iter().any(|regime| regime.anchor == Anchor::EachHalfYear);
        if half_years && pieces().any(|piece| piece.basis.row.is_some()) {
            lines.push(voice.say(
                "Each day takes the official rate of the first day of its half-year (1 January, 1 July); a delay over several half-years is split.",
                "Chaque jour prend le taux officiel du premier jour de son semestre (1er janvier, 1er juillet) ; un retard sur plusieurs semestres est partagé.",
            ));
        }
        if pieces().any(|piece| !matches!(piece.basis.clause, Clause::Law(_))) {
            lines.push(voice.say(
                "Where the parties agreed on a rate, that rate is applied.",
                "Là où les parties ont convenu d’un taux, c’est lui qui est appliqué.",
            ));
        }
        lines.push(voice.say(voice.law().abbreviations().0, voice.law().abbreviations().1));
        lines
    }

    /// Returns what the sum for the costs of recovery is, with its bands where it has several.
    fn fixed_sum(&self, sum: &FixedSum) -> String {
        let voice = &self.voice;
        let money = |amount: Amount| voice.money(amount, sum.currency);
        let article = sum.article;
        let amount = match (voice.penalties.policy().penalties.indemnity, sum.bands()) {
            (Some(own), _) => money(own),
            (None, [(_, one)]) => money(*one),
            (None, bands) => {
                let (last, lower) = bands.split_last().expect("a fixed sum has a band");
                let up_to: Vec<String> = lower
                    .iter()
                    .map(|&(highest, one)| {
                        let (one, highest) = (money(one), money(highest));
                        voice.say(
                            format!("{one} for a debt up to {highest}"),
                            format!("{one} pour une dette jusqu’à {highest}"),
                        )
                    })
                    .collect();
                let (up_to, above) = (up_to.join(", "), money(last.1));
                voice.say(format!("{up_to}, {above} above"), format!("{up_to}, {above} au-delà"))
            }
        };
        voice.say(
            format!("Recovery indemnity: {amount}, once per invoice paid late, however short the delay ({article})."),
            format!("Indemnité forfaitaire de recouvrement : {amount}, une fois par facture payée en retard, si court que soit le retard ({article})."),
        )
    }
}
