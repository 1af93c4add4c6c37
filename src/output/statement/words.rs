//! What explanation and sheet say in the same words: amounts, places, causes, rates, reasons.

use rust_decimal::Decimal;

use super::FileNames;
use crate::engine::allocation::Cause;
use crate::engine::penalties::derivation::{Derivation, Step};
use crate::engine::penalties::{Basis, Clause, IndemnityGround, Penalties, Piece, Unrounded};
use crate::law::rates::Series;
use crate::law::regimes::Regime;
use crate::letter::safe::one_line;
use crate::model::rate::RateRule;
use crate::model::{
    Amount, Bilingual, Currency, CustomerKind, Date, FileRole, InvoiceKind, ItemId, Lang, PaymentId, PaymentKind,
    figures,
};
use crate::policy::{Imputation, Rounding};

/// Is who speaks: in which language, of which penalties, and whether to somebody who has the folder before him.
#[derive(Clone, Copy, Debug)]
pub(super) struct Voice<'a> {
    pub lang: Lang,
    pub penalties: &'a Penalties<'a>,
    /// How files are named; nothing for readers outside, to whom lines of our files mean nothing.
    pub files: Option<&'a FileNames>,
}

impl Voice<'_> {
    /// Returns a sentence in the language, with the French blanks that do not break.
    pub fn say(&self, en: impl Into<String>, fr: impl Into<String>) -> String {
        Bilingual::new(en, fr).get(self.lang).to_owned()
    }

    pub fn money(&self, amount: Amount, currency: Currency) -> String {
        figures::money(amount, currency, self.lang)
    }

    pub fn amount(&self, amount: Amount, currency: Currency) -> String {
        figures::amount(amount, currency, self.lang)
    }

    /// Returns a date in figures.
    pub fn date(&self, date: Date) -> String {
        figures::date(date, self.lang)
    }

    /// Returns a date in words.
    pub fn day(&self, date: Date) -> String {
        figures::date_in_words(date, self.lang)
    }

    /// Returns a figure before rounding: `8,3884…`, where `…` stands for more digits.
    pub fn unrounded(&self, exact: Unrounded, currency: Currency) -> String {
        let (digits, more) = exact.digits(currency);
        let digits = digits.to_string().replace('.', &figures::decimal_mark(self.lang).to_string());
        if more { format!("{digits}…") } else { digits }
    }

    /// Returns ` (payments.csv, line 3)`, or nothing for readers outside.
    pub fn place(&self, role: FileRole, line: u32) -> String {
        match self.files {
            Some(files) if line > 0 => {
                let file = files.get(role);
                self.say(format!(" ({file}, line {line})"), format!(" ({file}, ligne {line})"))
            }
            _ => String::new(),
        }
    }

    /// Returns an invoice's number, with its instalment where it has one.
    pub fn number(&self, item: ItemId) -> String {
        let ledger = self.penalties.ledger();
        let number = one_line(ledger.number(ledger.invoice(item).number));
        match ledger.instalment(item).map(one_line) {
            Some(part) => self.say(format!("{number}, instalment {part}"), format!("{number}, tranche {part}")),
            None => number,
        }
    }

    /// Returns what a row is, with its number: `facture F-1`.
    pub fn named(&self, item: ItemId) -> String {
        let (en, fr) = match self.penalties.ledger().invoice(item).kind {
            InvoiceKind::Invoice => ("invoice", "facture"),
            InvoiceKind::Deposit => ("deposit invoice", "facture d’acompte"),
            InvoiceKind::Penalty => ("penalty note", "note de pénalités"),
            InvoiceKind::CreditNote => ("credit note", "avoir"),
        };
        format!("{} {}", self.say(en, fr), self.number(item))
    }

    /// Returns what changed a balance: `paiement P-1 de 400,00 € (payments.csv, ligne 2)`.
    pub fn cause(&self, item: ItemId, step: &Step) -> String {
        let ledger = self.penalties.ledger();
        let up = step.change.change.is_positive();
        match step.change.cause {
            Cause::Payment(payment) => self.payment(payment, step.change.change),
            Cause::Return(payment) => self.payment(payment, step.change.change),
            Cause::CreditNote(row) => {
                format!("{}{}", self.named(row), self.place(FileRole::Invoices, ledger.invoice(row).line))
            }
            Cause::Discount if up => self.say("early-payment discount lost again", "escompte perdu à nouveau"),
            Cause::Discount => {
                let rate = ledger.more(item).and_then(|more| more.discount_rate).map(crate::model::Rate::from_percent);
                let rate = rate.map(|rate| format!(" {}", figures::rate(rate, self.lang))).unwrap_or_default();
                self.say(format!("early-payment discount{rate}"), format!("escompte pour paiement anticipé{rate}"))
            }
            Cause::Tolerance if up => self.say("small rest owed again", "petit reste dû à nouveau"),
            Cause::Tolerance => self.say("small rest let go", "petit reste abandonné"),
            Cause::WriteOff(place) => {
                let line = ledger.events()[place as usize].line;
                let place = self.place(FileRole::Events, line);
                match up {
                    true => self.say(format!("write-off undone{place}"), format!("passage en perte annulé{place}")),
                    false => self.say(format!("written off{place}"), format!("passage en perte{place}")),
                }
            }
        }
    }

    fn payment(&self, payment: PaymentId, change: Amount) -> String {
        let ledger = self.penalties.ledger();
        let row = ledger.payment(payment);
        let (id, money) = (one_line(ledger.payment_id(payment)), self.money(row.amount, row.currency));
        let place = self.place(FileRole::Payments, row.line);
        let what = match row.kind {
            PaymentKind::Payment => self.say(format!("payment {id} of {money}"), format!("paiement {id} de {money}")),
            PaymentKind::Return | PaymentKind::Refund => {
                self.say(format!("return {id} of {money}"), format!("paiement rejeté {id} de {money}"))
            }
        };
        if change.abs() == row.amount {
            return format!("{what}{place}");
        }
        let part = self.money(change.abs(), row.currency);
        format!("{what}{place}{}", self.say(format!(", of which {part} here"), format!(", dont {part} ici")))
    }

    /// Returns `1 200,00 − 400,00 = 800,00 €`.
    pub fn sum(&self, before: Amount, change: Amount, after: Amount, currency: Currency) -> String {
        let sign = if change.is_negative() { '−' } else { '+' };
        let (before, change) = (self.amount(before, currency), self.amount(change.abs(), currency));
        format!("{before} {sign} {change} = {}", self.money(after, currency))
    }

    /// Returns what a payment paid of interest, where it paid any.
    pub fn split(&self, step: &Step, currency: Currency) -> Option<String> {
        if step.to_interest.is_zero() {
            return None;
        }
        let money = |amount| self.money(amount, currency);
        let (interest, base) = (money(step.to_interest.abs()), money(step.principal));
        Some(if step.to_interest.is_negative() {
            self.say(
                format!("the {interest} of interest that it had paid are owed again; principal {base}"),
                format!("les {interest} d’intérêts qu’il avait payés sont dus à nouveau ; principal {base}"),
            )
        } else {
            let principal = money(-step.change.change - step.to_interest);
            self.say(
                format!(
                    "it pays {interest} of interest, then {principal} of principal (C. civ. 1343-1); principal {base}"
                ),
                format!(
                    "il paie {interest} d’intérêts, puis {principal} de principal (C. civ. 1343-1) ; principal {base}"
                ),
            )
        })
    }

    /// Returns how a rate is made up: `2,40 % + 10 points`.
    pub fn composition(&self, piece: &Piece) -> String {
        let official = self.penalties.rate_row(piece).and_then(|row| row.rate);
        let official = official.map(|rate| figures::rate(rate, self.lang)).unwrap_or_default();
        match piece.basis.rule {
            RateRule::Fixed(_) => self.say("fixed rate", "taux fixe"),
            RateRule::EcbPlus(points) => {
                let points = self.plain(points.percent());
                self.say(format!("{official} + {points} points"), format!("{official} + {points} points"))
            }
            RateRule::LegalTimes(times) if times == Decimal::ONE => official,
            RateRule::LegalTimes(times) => format!("{} × {official}", self.plain(times)),
        }
    }

    fn plain(&self, value: Decimal) -> String {
        value.normalize().to_string().replace('.', &figures::decimal_mark(self.lang).to_string())
    }

    /// Returns the name of an official rate.
    pub fn series(&self, series: Series) -> String {
        match series {
            Series::Ecb => self.say("ECB main refinancing rate", "taux de refinancement de la BCE"),
            Series::Legal => self.say(
                "French legal interest rate (creditors in business)",
                "taux d’intérêt légal (créanciers professionnels)",
            ),
        }
    }

    /// Returns who set the rule of a rate: the article, or the contract.
    pub fn clause(&self, basis: &Basis) -> String {
        let agreed = |file: &str| match self.files {
            Some(_) => self.say(format!("agreed rate, {file}"), format!("taux convenu, {file}")),
            None => self.say("agreed rate", "taux convenu"),
        };
        match basis.clause {
            Clause::Law(kind) => Regime::of(kind).article.to_owned(),
            Clause::Policy => agreed(FileRole::Policy.file_name()),
            Clause::Customer => agreed(FileRole::Customers.file_name()),
            Clause::Invoice => agreed(FileRole::Invoices.file_name()),
        }
    }

    /// Returns the days, the product and the interest of a piece; `reference` names its rate.
    pub fn piece(&self, piece: &Piece, currency: Currency, reference: &str) -> String {
        let (from, to) = (self.date(piece.from), self.date(piece.to));
        let (base, rate) = (self.amount(piece.base, currency), figures::rate(piece.rate(), self.lang));
        let exact = self.unrounded(piece.unrounded(), currency);
        let count = figures::count(piece.days, self.lang);
        let days = if piece.days == 1 { self.say("day", "jour") } else { self.say("days", "jours") };
        let mark = if piece.basis.assumed { self.say(" [assumed rate]", " [taux supposé]") } else { String::new() };
        let base = match piece.capitalised {
            Amount::ZERO => base,
            joined => {
                let joined = self.amount(joined, currency);
                self.say(
                    format!("{base} (of which {joined} of interest: C. civ. 1343-2)"),
                    format!("{base} (dont {joined} d’intérêts : C. civ. 1343-2)"),
                )
            }
        };
        let product = format!("{base} × {rate} × {count} / 365 = {exact}");
        let rounded = match self.penalties.policy().penalties.rounding {
            Rounding::Piece => self.say(
                format!(", rounded to {}", self.money(piece.interest, currency)),
                format!(", arrondi à {}", self.money(piece.interest, currency)),
            ),
            Rounding::Total => String::new(),
        };
        self.say(
            format!("{from} to {to}, {count} {days}, rate {reference}{mark}: {product}{rounded}"),
            format!("du {from} au {to}, {count} {days}, taux {reference}{mark} : {product}{rounded}"),
        )
    }

    /// Returns why a kind of debtor owes interest, and from when on.
    pub fn ground(&self, kind: CustomerKind) -> String {
        match kind {
            CustomerKind::Business => self.say(
                "Between professionals interest is owed without any reminder from the day after the due date (C. com. L441-10 II).",
                "Entre professionnels, les intérêts de retard sont dus sans rappel dès le lendemain de l’échéance (C. com. L441-10 II).",
            ),
            CustomerKind::Public => self.say(
                "A public buyer owes interest without any notice from the day after the due date (CCP L2192-13), at the rate of the half-year in which it began, for the whole delay (CCP R2192-31).",
                "L’acheteur public doit les intérêts moratoires sans formalité dès le lendemain de l’échéance (CCP L2192-13), au taux du semestre où ils ont commencé à courir, pour tout le retard (CCP R2192-31).",
            ),
            CustomerKind::Consumer => self.say(
                "The debtor is no professional: interest runs from the formal notice only (C. civ. 1231-6 and 1344-1).",
                "Le débiteur n’est pas un professionnel : les intérêts ne courent qu’à compter de la mise en demeure (C. civ. 1231-6 et 1344-1).",
            ),
        }
    }

    /// Returns between which days the interest of an item runs.
    pub fn running(&self, derivation: &Derivation<'_>) -> String {
        let running = &derivation.running;
        let mut sentence = match running.from.map(|day| self.day(day)) {
            Some(from) => {
                let notice = running.formal_notice.map(|day| self.day(day));
                let notice = notice
                    .map(|day| self.say(format!("Formal notice of {day}: "), format!("Mise en demeure du {day} : ")));
                let runs = self.say(
                    format!("interest runs from {from} to the day of payment, both included."),
                    format!("les intérêts courent du {from} au jour du paiement, tous deux compris."),
                );
                notice.map_or_else(|| upper_first(&runs), |notice| format!("{notice}{runs}"))
            }
            None => self.say(
                "No formal notice is recorded: no interest runs.",
                "Aucune mise en demeure n’est enregistrée : aucun intérêt ne court.",
            ),
        };
        if let Some(judgment) = running.judgment {
            let judgment = self.day(judgment);
            sentence.push(' ');
            sentence.push_str(&self.say(
                format!("Insolvency proceedings opened on {judgment} stop it the day before (C. com. L622-28)."),
                format!(
                    "La procédure collective ouverte le {judgment} en arrête le cours la veille (C. com. L622-28)."
                ),
            ));
        }
        sentence
    }

    /// Returns whether the indemnity is owed on a late item, and why.
    pub fn indemnity(&self, derivation: &Derivation<'_>) -> String {
        let currency = self.penalties.ledger().invoice(derivation.item).currency;
        let indemnity = self.penalties.policy().penalties.indemnity;
        let money = self.money(indemnity, Currency::EUR);
        match derivation.indemnity {
            IndemnityGround::Owed { .. } if indemnity.is_zero() => {
                self.say("None: the policy claims none.", "Aucune : la politique n’en réclame pas.")
            }
            IndemnityGround::Owed { article } if currency == Currency::EUR => self.say(
                format!("{money} ({article}), once per invoice paid late, however short the delay."),
                format!("{money} ({article}), une fois par facture payée en retard, si court que soit le retard."),
            ),
            IndemnityGround::Owed { article } => self.say(
                format!("{money} ({article}), once per invoice paid late; it is owed in euros and counted apart."),
                format!("{money} ({article}), une fois par facture payée en retard ; elle est due en euros et comptée à part."),
            ),
            IndemnityGround::Consumer => self.say(
                "None: only a professional debtor owes it.",
                "Aucune : seul un débiteur professionnel la doit.",
            ),
            IndemnityGround::Insolvency(judgment) => {
                let day = self.day(judgment);
                self.say(
                    format!("None: the proceedings opened on {day} forbade paying the debt on its due date (C. com. L441-10 II)."),
                    format!("Aucune : la procédure ouverte le {day} interdisait de payer la dette à son échéance (C. com. L441-10 II)."),
                )
            }
            IndemnityGround::OtherInstalment(other) => {
                let other = self.number(other);
                self.say(
                    format!("None here: it is owed once per invoice, and counted on {other}."),
                    format!("Aucune ici : elle est due une fois par facture, et comptée sur {other}."),
                )
            }
        }
    }

    /// Returns what was given up and what penalty notes charged, a line each.
    pub fn given_up_and_charged(&self, derivation: &Derivation<'_>) -> Vec<String> {
        let ledger = self.penalties.ledger();
        let currency = ledger.invoice(derivation.item).currency;
        let mut lines = Vec::new();
        let Some(row) = &derivation.row else { return lines };
        if !row.waived.is_zero() {
            let by: Vec<String> = derivation
                .waivers
                .iter()
                .map(|event| format!("{}{}", self.date(event.date), self.place(FileRole::Events, event.line)))
                .collect();
            let (by, money) = (by.join(", "), self.money(row.waived, currency));
            lines.push(self.say(format!("given up: {money}, {by}"), format!("abandonné : {money}, {by}")));
        }
        if !row.charged.is_zero() {
            let note = |&note: &ItemId| {
                format!("{}{}", self.number(note), self.place(FileRole::Invoices, ledger.invoice(note).line))
            };
            let by: Vec<String> = derivation.notes.iter().map(note).collect();
            let (by, money) = (by.join(", "), self.money(row.charged, currency));
            lines.push(self.say(
                format!("charged already, and owed by its own note: {money}, {by}"),
                format!("déjà facturé, et dû par sa propre note : {money}, {by}"),
            ));
        }
        lines
    }

    /// Returns how interest is rounded, and that it bears interest where it does.
    pub fn rounding(&self, currency: Currency) -> String {
        let rounding = self.rounded(currency);
        if self.penalties.policy().penalties.capitalisation.is_none() {
            return rounding;
        }
        self.say(
            format!("{rounding} Interest owed for a full year joins the base, as provided by contract or judgment (C. civ. 1343-2)."),
            format!("{rounding} Les intérêts dus pour une année entière s’ajoutent à l’assiette, par l’effet du contrat ou d’un jugement (C. civ. 1343-2)."),
        )
    }

    fn rounded(&self, currency: Currency) -> String {
        let unit = self.money(Amount::from_minor(1), currency);
        match self.penalties.policy().penalties.rounding {
            Rounding::Piece => self.say(
                format!("The interest of each period is rounded to {unit}, a half away from zero, and the rounded figures are added up."),
                format!("Les intérêts de chaque période sont arrondis à {unit} près, la moitié s’éloignant de zéro, puis les montants arrondis sont additionnés."),
            ),
            Rounding::Total => self.say(
                format!("The exact interest of the periods is added up, and the sum is rounded once to {unit}, a half away from zero."),
                format!("Les intérêts exacts des périodes sont additionnés, et la somme est arrondie une fois à {unit} près, la moitié s’éloignant de zéro."),
            ),
        }
    }

    pub fn imputation(&self, imputation: Imputation) -> String {
        match imputation {
            Imputation::PrincipalFirst => self.say("principal first", "principal d’abord"),
            Imputation::InterestFirst => self.say("interest first", "intérêts d’abord"),
        }
    }
}

/// Returns a text that begins with a small letter.
pub(super) fn lower_first(text: &str) -> String {
    changed_first(text, |c| c.to_lowercase().collect())
}

/// Returns a text that begins with a capital.
pub(super) fn upper_first(text: &str) -> String {
    changed_first(text, |c| c.to_uppercase().collect())
}

fn changed_first(text: &str, change: fn(char) -> String) -> String {
    let mut rest = text.chars();
    rest.next().map_or(String::new(), |first| change(first) + rest.as_str())
}
