//! From when on interest runs, at which rate and why, and how it is rounded.

use rust_decimal::Decimal;

use super::{Voice, upper_first};
use crate::engine::history::{Judgment, Proceedings};
use crate::engine::penalties::UnreadNotice;
use crate::engine::penalties::derivation::{Derivation, Running};
use crate::engine::penalties::{Basis, Clause, PenaltyRow, Piece};
use crate::law::rates::Series;
use crate::law::regimes::{Law, Regime, Start};
use crate::model::rate::RateRule;
use crate::model::{Amount, Currency, CustomerKind, Date, FileRole, Rate, figures};
use crate::policy::{Capitalisation, CapitalisedBy, Imputation, Rounding};

impl Voice<'_> {
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
        let span = self.span(piece.from, piece.to);
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
            format!("{span}, {count} {days}, rate {reference}{mark}: {product}"),
            format!("{span}, {count} {days}, taux {reference}{mark} : {product}"),
        )
    }

    /// Returns the days from one to another: one day where they are the same.
    pub fn span(&self, from: Date, to: Date) -> String {
        let [first, last] = [from, to].map(|day| self.date(day));
        match from == to {
            true => self.say(first.clone(), format!("le {first}")),
            false => self.say(format!("{first} to {last}"), format!("du {first} au {last}")),
        }
    }

    /// Returns why a debtor owes interest, and from when on.
    pub fn ground(&self, regime: &Regime) -> String {
        self.say(regime.ground.0, regime.ground.1)
    }

    /// Returns why interest that waits for a formal notice does not run.
    fn without_formal_notice(&self, running: &Running<'_>) -> String {
        if let Some(UnreadNotice { level, since }) = running.unread_notice {
            let since = self.day(since);
            return self.say(
                format!("A notice of {since} is recorded at the level “{level}”, which no procedure of the policy has: whether it was a formal notice is not known, and no interest is counted."),
                format!("Un courrier du {since} est enregistré au niveau « {level} », qu’aucune procédure de la politique n’a : rien ne dit s’il valait mise en demeure, et aucun intérêt n’est compté."),
            );
        }
        match running.early_notice.map(|day| self.day(day)) {
            Some(day) => self.say(
                format!("The formal notice of {day} came before the due date and demanded what was not owed yet: no interest runs."),
                format!("La mise en demeure du {day} est antérieure à l’échéance et réclamait ce qui n’était pas encore exigible : aucun intérêt ne court."),
            ),
            None => self.say(
                "No formal notice is recorded: no interest runs.",
                "Aucune mise en demeure n’est enregistrée : aucun intérêt ne court.",
            ),
        }
    }

    /// Returns between which days the interest of an item runs.
    pub fn running(&self, derivation: &Derivation<'_>) -> String {
        let running = &derivation.running;
        let sentences = match (running.judgment, running.from) {
            (Some(judgment), Some(from)) if judgment.date <= from => {
                vec![self.stopped_first(derivation, &judgment), self.contested(derivation, false)]
            }
            (judgment, _) => {
                // Of what no formal notice has demanded nothing runs.
                let runs_on_all = running.from.is_some() && running.not_demanded.is_zero();
                // What never ran is not stopped.
                let stopped = judgment.filter(|_| running.from.is_some());
                let stopped = stopped.map_or(String::new(), |judgment| self.stopped(derivation, &judgment));
                vec![self.since_when(derivation), self.contested(derivation, runs_on_all), stopped]
            }
        };
        sentences.into_iter().filter(|one| !one.is_empty()).collect::<Vec<_>>().join(" ")
    }

    /// Returns from which day on interest runs, and on what, or why none does.
    fn since_when(&self, derivation: &Derivation<'_>) -> String {
        let running = &derivation.running;
        // Nothing was owed at first: a payment in time was taken back later, or credited money went elsewhere.
        let reopened = derivation.pieces.first().map(|piece| piece.from).filter(|&first| Some(first) > running.from);
        match reopened.or(running.from).map(|day| self.day(day)) {
            Some(from) if reopened.is_some() => {
                let all = self.say(
                    format!("Nothing bore interest before {from}: interest runs from that day to the day of payment, both included."),
                    format!("Rien ne portait intérêts avant le {from} : les intérêts courent de ce jour au jour du paiement, tous deux compris."),
                );
                all + &self.demanded(derivation)
            }
            Some(from) => {
                let notice = running.formal_notice.map(|day| self.day(day));
                let notice = notice
                    .map(|day| self.say(format!("Formal notice of {day}: "), format!("Mise en demeure du {day} : ")));
                let runs = self.say(
                    format!("interest runs from {from} to the day of payment, both included."),
                    format!("les intérêts courent du {from} au jour du paiement, tous deux compris."),
                );
                let all = notice.map_or_else(|| upper_first(&runs), |notice| format!("{notice}{runs}"));
                all + &self.demanded(derivation)
            }
            None if derivation.regime.start == Start::Contract => {
                self.say("No rate is agreed: no interest runs.", "Aucun taux n’est convenu : aucun intérêt ne court.")
            }
            None => self.without_formal_notice(running),
        }
    }

    /// Returns, after a blank, which later formal notices demanded more of an item, and what none has.
    fn demanded(&self, derivation: &Derivation<'_>) -> String {
        let running = &derivation.running;
        let mut said = String::new();
        for day in running.more_demanded.iter().map(|&day| self.day(day)) {
            said += &self.say(
                format!(" The formal notice of {day} demanded more, which bears interest from the day after."),
                format!(" La mise en demeure du {day} a réclamé davantage, qui porte intérêts à partir du lendemain."),
            );
        }
        if running.not_demanded.is_positive() {
            let currency = self.penalties.ledger().invoice(derivation.item).currency;
            let money = self.money(running.not_demanded, currency);
            let by = self.cited(Some("C. civ. 1344-1"));
            said += &self.say(
                format!(" No formal notice has demanded {money} of it: that bears no interest{by}."),
                format!(" Aucune mise en demeure n’en a réclamé {money} : cette part ne porte pas intérêts{by}."),
            );
        }
        said
    }

    /// Returns what the debtor disputes, and whether interest runs on it and is claimed; nothing where he disputes
    /// nothing.
    fn contested(&self, derivation: &Derivation<'_>, runs: bool) -> String {
        let Some(dispute) = derivation.dispute.filter(|dispute| dispute.amount.is_positive()) else {
            return String::new();
        };
        let currency = self.penalties.ledger().invoice(derivation.item).currency;
        let (money, since) = (self.money(dispute.amount, currency), self.day(dispute.since));
        let mut said = self.say(
            format!("The debtor has disputed {money} since {since}"),
            format!("Le débiteur conteste {money} depuis le {since}"),
        );
        if runs {
            said += &self.say("; interest runs on it all the same", " ; les intérêts y courent néanmoins");
        }
        let not_claimed = derivation.row.as_ref().map(|row| row.disputed_interest).filter(|part| !part.is_zero());
        if let Some(part) = not_claimed.map(|part| self.money(part, currency)) {
            said += &self.say(
                format!("; while the dispute is open our letters do not claim the interest of it, which the total counts here: {part}"),
                format!(" ; tant que la contestation dure, nos lettres n’en réclament pas les intérêts, que le total compte ici : {part}"),
            );
        }
        said + "."
    }

    /// Returns that interest is too little to be claimed, where it is.
    pub fn below_minimum(&self, row: &PenaltyRow, currency: Currency) -> Option<String> {
        let below = Some(row.below_minimum).filter(|below| below.is_positive())?;
        let least = self.penalties.policy().penalties.minimum.of(currency);
        let (below, least) = (self.money(below, currency), self.money(least, currency));
        Some(self.say(
            format!("the {below} that ran are below {least}, the least sum that is claimed"),
            format!("les {below} courus n’atteignent pas {least}, la plus petite somme réclamée"),
        ))
    }

    /// Returns which proceedings stop the interest of an item, and by which article.
    fn stopped(&self, derivation: &Derivation<'_>, judgment: &Judgment) -> String {
        let day = self.day(judgment.date);
        let by = self.stopped_by(derivation, judgment);
        match (judgment.proceedings, is_french_consumer(derivation)) {
            (Proceedings::OverIndebtedness, _) => self.say(
                format!("The decision of {day} on the debtor's over-indebtedness stops it the day before: the law does so once the list of debts is settled{by}, and that day is not known."),
                format!("La décision du {day} sur le surendettement du débiteur en arrête le cours la veille : la loi l’arrête quand l’état du passif est dressé{by}, et ce jour n’est pas connu."),
            ),
            (Proceedings::Insolvency, true) => self.say(
                format!("Personal insolvency opened on {day} stops it the day before{by}."),
                format!("Le rétablissement personnel ouvert le {day} en arrête le cours la veille{by}."),
            ),
            (Proceedings::Insolvency, false) => self.say(
                format!("Insolvency proceedings opened on {day} stop it the day before{by}."),
                format!("La procédure collective ouverte le {day} en arrête le cours la veille{by}."),
            ),
        }
    }

    /// Returns which proceedings kept interest from beginning, and by which article.
    fn stopped_first(&self, derivation: &Derivation<'_>, judgment: &Judgment) -> String {
        let day = self.day(judgment.date);
        let by = self.stopped_by(derivation, judgment);
        match (judgment.proceedings, is_french_consumer(derivation)) {
            (Proceedings::OverIndebtedness, _) => self.say(
                format!("No interest runs: the decision of {day} on the debtor's over-indebtedness came before its first day; the law stops it once the list of debts is settled{by}, and that day is not known."),
                format!("Aucun intérêt ne court : la décision du {day} sur le surendettement du débiteur est antérieure à son premier jour ; la loi l’arrête quand l’état du passif est dressé{by}, et ce jour n’est pas connu."),
            ),
            (Proceedings::Insolvency, true) => self.say(
                format!("No interest runs: personal insolvency opened on {day}, before its first day{by}."),
                format!("Aucun intérêt ne court : le rétablissement personnel a été ouvert le {day}, avant son premier jour{by}."),
            ),
            (Proceedings::Insolvency, false) => self.say(
                format!("No interest runs: insolvency proceedings opened on {day}, before its first day{by}."),
                format!("Aucun intérêt ne court : une procédure collective a été ouverte le {day}, avant son premier jour{by}."),
            ),
        }
    }

    /// Returns, in brackets after a blank, the article by which proceedings stop interest, where one is known.
    fn stopped_by(&self, derivation: &Derivation<'_>, judgment: &Judgment) -> String {
        self.cited(match (judgment.proceedings, is_french_consumer(derivation)) {
            (Proceedings::OverIndebtedness, true) => Some("C. conso. L722-14"),
            (Proceedings::OverIndebtedness, false) => None,
            (Proceedings::Insolvency, true) => Some("C. conso. L742-7"),
            (Proceedings::Insolvency, false) => derivation.regime.law.insolvency(),
        })
    }

    /// Returns how interest is rounded, and that it bears interest where it does.
    pub fn rounding(&self, currency: Currency) -> String {
        let rounding = self.rounded(currency);
        let Some(Capitalisation { by, from }) = self.penalties.policy().penalties.capitalisation else {
            return rounding;
        };
        let (en, fr) = match by {
            CapitalisedBy::Contract => ("as the contract provides", "par l’effet du contrat"),
            CapitalisedBy::Judgment => ("as a judgment provides", "par l’effet d’un jugement"),
            CapitalisedBy::Law => ("by law", "par l’effet de la loi"),
        };
        let since = from.map(|day| self.day(day)).map_or(String::new(), |day| {
            self.say(
                format!("; years count from {day} at the earliest"),
                format!(" ; les années se comptent au plus tôt du {day}"),
            )
        });
        let article = self.cited(self.law().capitalisation());
        self.say(
            format!("{rounding} Interest owed for a full year joins the base, {en}{article}{since}."),
            format!(
                "{rounding} Les intérêts dus pour une année entière s’ajoutent à l’assiette, {fr}{article}{since}."
            ),
        )
    }

    /// Returns which interest has joined the base of some pieces, and since when; nothing where none has.
    pub fn capitalised(&self, pieces: &[Piece], currency: Currency) -> Option<String> {
        let before = std::iter::once(Amount::ZERO).chain(pieces.iter().map(|piece| piece.capitalised));
        let changed = pieces.iter().zip(before).filter(|(piece, before)| piece.capitalised != *before);
        let joined: Vec<String> = changed
            .map(|(piece, _)| {
                let (money, from) = (self.money(piece.capitalised, currency), self.date(piece.from));
                self.say(format!("{money} from {from}"), format!("{money} à partir du {from}"))
            })
            .collect();
        let by = self.cited(pieces.iter().find_map(|piece| self.penalties.capitalised_by(piece)));
        let joined = Some(joined.join(", ")).filter(|joined| !joined.is_empty())?;
        Some(self.say(
            format!("The base holds interest owed for full years{by}: {joined}."),
            format!("L’assiette comprend des intérêts dus pour des années entières{by} : {joined}."),
        ))
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

fn is_french_consumer(derivation: &Derivation<'_>) -> bool {
    derivation.regime.law == Law::France && derivation.regime.kind == CustomerKind::Consumer
}
