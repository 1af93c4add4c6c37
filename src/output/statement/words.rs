//! What explanation and sheet say in the same words: amounts, places, causes, rates, reasons.

use rust_decimal::Decimal;

use super::FileNames;
use crate::engine::allocation::{Bounced, Cause, ClaimPaid};
use crate::engine::penalties::derivation::{Derivation, Step};
use crate::engine::penalties::{Basis, Clause, IndemnityGround, Penalties, Piece, Unrounded};
use crate::law::rates::Series;
use crate::law::regimes::{FixedSum, Law, Regime, Start};
use crate::letter::safe::one_line;
use crate::model::rate::RateRule;
use crate::model::{
    Amount, Bilingual, Currency, Date, FileRole, InvoiceKind, ItemId, Lang, PaymentId, PaymentKind, Rate, figures,
};
use crate::policy::{Imputation, Rounding};

/// Who speaks: in which language, of which penalties, and whether to somebody who has the folder before him.
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
            InvoiceKind::Retention => ("retention money", "retenue de garantie"),
            InvoiceKind::CreditNote => ("credit note", "avoir"),
            InvoiceKind::Opening => ("balance brought forward", "reprise de solde"),
        };
        format!("{} {}", self.say(en, fr), self.number(item))
    }

    /// Returns what changed a balance: `paiement P-1 de 400,00 € (payments.csv, ligne 2)`.
    pub fn cause(&self, item: ItemId, step: &Step) -> String {
        let ledger = self.penalties.ledger();
        let up = step.change.change.is_positive();
        match step.change.cause() {
            Cause::Payment(payment) => self.payment(payment, step.change.change),
            Cause::Return(payment) => self.payment(payment, step.change.change),
            Cause::CreditNote(row) => {
                format!("{}{}", self.named(row), self.place(FileRole::Invoices, ledger.invoice(row).line))
            }
            Cause::Deposit(row) => {
                let deposit =
                    format!("{}{}", self.named(row), self.place(FileRole::Invoices, ledger.invoice(row).line));
                match up {
                    true => self.say(
                        format!("{deposit}, credited: owed here again"),
                        format!("{deposit}, créditée : à nouveau due ici"),
                    ),
                    false => self.say(format!("{deposit}, deducted"), format!("{deposit}, déduite")),
                }
            }
            Cause::Discount if up => self.say("early-payment discount lost again", "escompte perdu à nouveau"),
            Cause::Discount => {
                let in_time = ledger.discounts(item).into_iter().filter(|discount| discount.until >= step.change.date);
                let rate = in_time.map(|discount| Rate::from_percent(discount.rate)).max();
                let rate = rate.map(|rate| format!(" {}", figures::rate(rate, self.lang))).unwrap_or_default();
                self.say(format!("early-payment discount{rate}"), format!("escompte pour paiement anticipé{rate}"))
            }
            Cause::Tolerance if up => self.say("small rest owed again", "petit reste dû à nouveau"),
            Cause::Tolerance => self.say("small rest let go", "petit reste abandonné"),
            Cause::WriteOff(place) => {
                let place = self.place(FileRole::Events, ledger.events()[place as usize].line);
                self.say(format!("written off{place}"), format!("passage en perte{place}"))
            }
            Cause::Recovery(place) => {
                let place = self.place(FileRole::Events, ledger.events()[place as usize].line);
                self.say(
                    format!("recovered after a write-off{place}"),
                    format!("recouvré après passage en perte{place}"),
                )
            }
        }
    }

    /// Returns the payments of an item's invoice that were taken back and so never were payments, a line each.
    pub fn bounced(&self, item: ItemId) -> Vec<String> {
        let balances = self.penalties.balances();
        let ledger = self.penalties.ledger();
        let line = |one: &Bounced| {
            let (row, by) = (ledger.payment(one.payment), ledger.payment(one.by));
            let (date, what) = (self.date(row.date), self.payment(one.payment, row.amount));
            let (on, returned) = (self.date(by.date), self.payment(one.by, by.amount));
            self.say(
                format!("{date}, {what}: taken back on {on}, {returned}; it counts as never made"),
                format!("{date}, {what} : repris le {on}, {returned} ; il est tenu pour jamais fait"),
            )
        };
        balances.bounced(ledger.invoice(item).number).iter().map(line).collect()
    }

    fn payment(&self, payment: PaymentId, change: Amount) -> String {
        let ledger = self.penalties.ledger();
        let row = ledger.payment(payment);
        let (id, money) = (one_line(ledger.payment_id(payment)), self.money(row.amount, row.currency));
        let place = self.place(FileRole::Payments, ledger.payment_line(payment));
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
            let by = self.cited(self.law().imputation());
            self.say(
                format!("it pays {interest} of interest, then {principal} of principal{by}; principal {base}"),
                format!("il paie {interest} d’intérêts, puis {principal} de principal{by} ; principal {base}"),
            )
        })
    }

    /// Returns how a rate is made up: `2,40 % + 10 points`.
    pub fn composition(&self, piece: &Piece) -> String {
        let official = self.penalties.rate_row(piece).and_then(|row| row.rate);
        let official = official.map(|rate| figures::rate(rate, self.lang)).unwrap_or_default();
        match piece.basis.rule {
            RateRule::Fixed(_) => self.say("fixed rate", "taux fixe"),
            RateRule::Plus(_, points) if points == Rate::ZERO => official,
            RateRule::Plus(_, points) => {
                let points = self.plain(points.percent());
                self.say(format!("{official} + {points} points"), format!("{official} + {points} points"))
            }
            RateRule::Times(_, times) if times == Decimal::ONE => official,
            RateRule::Times(_, times) => format!("{} × {official}", self.plain(times)),
        }
    }

    fn plain(&self, value: Decimal) -> String {
        value.normalize().to_string().replace('.', &figures::decimal_mark(self.lang).to_string())
    }

    /// Returns the name of an official rate.
    pub fn series(&self, series: Series) -> String {
        match series {
            Series::Legal => self.say(
                "French legal interest rate (creditors in business)",
                "taux d’intérêt légal (créanciers professionnels)",
            ),
            other => self.say(other.title().0, other.title().1),
        }
    }

    /// Returns who set the rule of a rate: the article, or the contract.
    pub fn clause(&self, basis: &Basis) -> String {
        let agreed = |file: &str| match self.files {
            Some(_) => self.say(format!("agreed rate, {file}"), format!("taux convenu, {file}")),
            None => self.say("agreed rate", "taux convenu"),
        };
        match basis.clause {
            Clause::Law(regime) => regime.article.to_owned(),
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
                let by = |colon| match self.penalties.capitalised_by(piece) {
                    Some(article) => format!("{colon}{article}"),
                    None => String::new(),
                };
                self.say(
                    format!("{base} (of which {joined} of interest{})", by(": ")),
                    format!("{base} (dont {joined} d’intérêts{})", by(" : ")),
                )
            }
        };
        let product = format!("{base} × {rate} × {count} / 365 = {exact}");
        let interest = self.money(piece.interest, currency);
        let rounded = |to: &str| self.say(format!(", rounded to {to}"), format!(", arrondi à {to}"));
        let product = match self.penalties.policy().penalties.rounding {
            Rounding::Piece => format!("{product}{}", rounded(&interest)),
            Rounding::Total => product,
            Rounding::Day => {
                let (daily, exact) = (piece.daily().rounded(), self.unrounded(piece.daily(), currency));
                let daily = self.amount(daily, currency);
                let by_day = format!("{base} × {rate} / 365 = {exact}{}", rounded(&daily));
                self.say(
                    format!("{by_day}; {daily} × {count} = {interest}"),
                    format!("{by_day} ; {daily} × {count} = {interest}"),
                )
            }
        };
        self.say(
            format!("{from} to {to}, {count} {days}, rate {reference}{mark}: {product}"),
            format!("du {from} au {to}, {count} {days}, taux {reference}{mark} : {product}"),
        )
    }

    /// Returns why a debtor owes interest, and from when on.
    pub fn ground(&self, regime: &Regime) -> String {
        self.say(regime.ground.0, regime.ground.1)
    }

    /// Returns between which days the interest of an item runs.
    pub fn running(&self, derivation: &Derivation<'_>) -> String {
        let running = &derivation.running;
        // Nothing was owed at first: a payment in time was taken back later, or credited money went elsewhere.
        let reopened = derivation.pieces.first().map(|piece| piece.from).filter(|&first| Some(first) > running.from);
        let mut sentence = match reopened.or(running.from).map(|day| self.day(day)) {
            Some(from) if reopened.is_some() => self.say(
                format!("Nothing bore interest before {from}: interest runs from that day to the day of payment, both included."),
                format!("Rien ne portait intérêts avant le {from} : les intérêts courent de ce jour au jour du paiement, tous deux compris."),
            ),
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
            None if derivation.regime.start == Start::Contract => {
                self.say("No rate is agreed: no interest runs.", "Aucun taux n’est convenu : aucun intérêt ne court.")
            }
            None => self.say(
                "No formal notice is recorded: no interest runs.",
                "Aucune mise en demeure n’est enregistrée : aucun intérêt ne court.",
            ),
        };
        if let Some(dispute) = derivation.dispute.filter(|dispute| dispute.amount.is_positive()) {
            let currency = self.penalties.ledger().invoice(derivation.item).currency;
            let (money, since) = (self.money(dispute.amount, currency), self.day(dispute.since));
            sentence.push(' ');
            sentence.push_str(&self.say(
                format!("The debtor has disputed {money} since {since}; interest runs on it all the same"),
                format!("Le débiteur conteste {money} depuis le {since} ; les intérêts y courent néanmoins"),
            ));
            let not_claimed = derivation.row.as_ref().map(|row| row.disputed_interest).filter(|part| !part.is_zero());
            sentence.push_str(&match not_claimed.map(|part| self.money(part, currency)) {
                Some(part) => self.say(
                    format!(", and is not claimed while the dispute is open: {part}."),
                    format!(", et ne sont pas réclamés tant que la contestation dure : {part}."),
                ),
                None => ".".to_owned(),
            });
        }
        if let Some(judgment) = running.judgment {
            let judgment = self.day(judgment);
            let by = self.cited(derivation.regime.law.insolvency());
            sentence.push(' ');
            sentence.push_str(&self.say(
                format!("Insolvency proceedings opened on {judgment} stop it the day before{by}."),
                format!("La procédure collective ouverte le {judgment} en arrête le cours la veille{by}."),
            ));
        }
        sentence
    }

    /// Returns whether the indemnity is owed on a late item, and why.
    pub fn indemnity(&self, derivation: &Derivation<'_>) -> String {
        let currency = self.penalties.ledger().invoice(derivation.item).currency;
        match derivation.indemnity {
            IndemnityGround::Owed { sum, .. } if sum.is_zero() => {
                self.say("None; the policy claims none.", "Aucune ; la politique n’en réclame pas.")
            }
            IndemnityGround::Owed { by, sum } => {
                let (money, article) = (self.money(sum, by.currency), by.article);
                let band = self.band(&by, derivation);
                let tail = match by.currency == currency {
                    true => self.say("however short the delay", "si court que soit le retard"),
                    false => {
                        let (en, fr) = self.in_currency(by.currency);
                        self.say(
                            format!("it is owed in {en} and counted apart"),
                            format!("elle est due en {fr} et comptée à part"),
                        )
                    }
                };
                let (en, fr) = if by.currency == currency { (", ", ", ") } else { ("; ", " ; ") };
                self.say(
                    format!("{money} ({article}), once per invoice paid late{band}{en}{tail}."),
                    format!("{money} ({article}), une fois par facture payée en retard{band}{fr}{tail}."),
                )
            }
            IndemnityGround::Voided => self.say(
                "None; credit notes alone brought the invoice to zero: it was not owed.",
                "Aucune ; des avoirs seuls ont ramené la facture à zéro : elle n’était pas due.",
            ),
            IndemnityGround::Consumer => self
                .say("None; only a professional debtor owes it.", "Aucune ; seul un débiteur professionnel la doit."),
            IndemnityGround::BeforeTheLaw => self.say(
                "None; the law did not grant it yet when the invoice was issued.",
                "Aucune ; la loi ne l’accordait pas encore à la date de la facture.",
            ),
            IndemnityGround::Insolvency(judgment) => {
                let day = self.day(judgment);
                let by = if derivation.regime.law == Law::France { " (C. com. L441-10 II)" } else { "" };
                self.say(
                    format!("None; the proceedings opened on {day} forbade paying the debt on its due date{by}."),
                    format!("Aucune ; la procédure ouverte le {day} interdisait de payer la dette à son échéance{by}."),
                )
            }
            IndemnityGround::OtherInstalment(other) => {
                let other = self.number(other);
                self.say(
                    format!("None here; it is owed once per invoice, and counted on {other}."),
                    format!("Aucune ici ; elle est due une fois par facture, et comptée sur {other}."),
                )
            }
        }
    }

    /// Returns by which debt a sum is measured, where the law has several: ` for a debt of 1 200.00`.
    fn band(&self, by: &FixedSum, derivation: &Derivation<'_>) -> String {
        let (Some(row), [_, _, ..], None) = (&derivation.row, by.bands(), self.penalties.policy().penalties.indemnity)
        else {
            return String::new();
        };
        let currency = self.penalties.ledger().invoice(derivation.item).currency;
        if currency != by.currency {
            return self.say(", the least of its bands", ", au plus bas de ses tranches");
        }
        let debt = self.money(row.debt, currency);
        self.say(format!(", for a debt of {debt}"), format!(", pour une dette de {debt}"))
    }

    /// Returns the name of a currency inside a sentence, in English and French.
    pub fn in_currency(&self, currency: Currency) -> (&'static str, &'static str) {
        if currency == Currency::EUR { ("euros", "euros") } else { (currency.code(), currency.code()) }
    }

    /// Returns ` (C. civ. 1343-1)`, or nothing where no article is known.
    pub fn cited(&self, article: Option<&str>) -> String {
        article.map(|article| format!(" ({article})")).unwrap_or_default()
    }

    /// Returns the law that the statement follows.
    pub fn law(&self) -> Law {
        self.penalties.policy().penalties.law
    }

    /// Returns what was given up, paid and charged by penalty notes, a line each.
    pub fn settled(&self, derivation: &Derivation<'_>) -> Vec<String> {
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
        if !row.paid.is_zero() {
            let paid = |paid: &ClaimPaid| {
                let (id, line) = (one_line(ledger.payment_id(paid.payment)), ledger.payment_line(paid.payment));
                format!("{} ({id}){}", self.date(paid.date), self.place(FileRole::Payments, line))
            };
            let by: Vec<String> = self.penalties.balances().claims_paid(derivation.item).iter().map(paid).collect();
            let (by, money) = (by.join(", "), self.money(row.paid, currency));
            lines.push(self.say(
                format!("paid, beyond the principal: {money}, {by}"),
                format!("payé, au-delà du principal : {money}, {by}"),
            ));
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
        let by = self.cited(self.law().capitalisation());
        self.say(
            format!("{rounding} Interest owed for a full year joins the base, as provided by contract or judgment{by}."),
            format!("{rounding} Les intérêts dus pour une année entière s’ajoutent à l’assiette, par l’effet du contrat ou d’un jugement{by}."),
        )
    }

    fn rounded(&self, currency: Currency) -> String {
        let unit = self.money(Amount::from_minor(1), currency);
        match self.penalties.policy().penalties.rounding {
            Rounding::Piece => self.say(
                format!("The interest of each period is rounded to {unit}, a half away from zero, and the rounded figures are added up."),
                format!("Les intérêts de chaque période sont arrondis à {unit} près, la moitié s’éloignant de zéro, puis les montants arrondis sont additionnés."),
            ),
            Rounding::Day => self.say(
                format!("What one day costs is rounded to {unit}, a half away from zero, and taken times the days of each period."),
                format!("Le montant d’un jour est arrondi à {unit} près, la moitié s’éloignant de zéro, puis multiplié par les jours de chaque période."),
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
