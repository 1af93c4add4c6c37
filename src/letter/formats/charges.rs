//! What the program sets of late-payment interest and indemnity: each item's, how the interest was worked out, the
//! rates.
//!
//! Of one item the totals say it all already: there only the computation is set, but for a court, which is shown each
//! claim.

use super::document::{Composer, Detail, Part};
use super::inserts::named;
use crate::letter::model::{Item, PieceLine, RateLine};
use crate::letter::wording::markup::Rich;
use crate::model::Lang;

/// What a column shows of an item.
type Figure = fn(&Item) -> &Option<String>;

impl Composer<'_> {
    pub(in crate::letter) fn penalties(&self) -> Vec<Part> {
        let letter = self.letter;
        let claims =
            |item: &&Item| item.interest.is_some() || item.indemnity.is_some() || item.indemnity_apart.is_some();
        let claimed: Vec<&Item> = letter.items.iter().filter(claims).collect();
        if claimed.is_empty() {
            return Vec::new();
        }
        let is_worked_out = !letter.penalties.pieces.is_empty();
        if self.is_told_by_totals() && is_worked_out {
            return self.computation();
        }
        let mut parts = vec![self.charges(&claimed)];
        if is_worked_out {
            parts.extend(self.computation());
        }
        let title = if letter.only_invoices {
            self.lang
                .pick(("Annex: what lateness costs, by invoice", "Annexe\u{a0}: ce que coûte le retard, par facture"))
        } else {
            self.lang
                .pick(("Annex: what lateness costs, by document", "Annexe\u{a0}: ce que coûte le retard, par pièce"))
        };
        let instead = if letter.only_invoices {
            self.lang.pick(("The annex has them invoice by invoice.", "Le détail, facture par facture, est en annexe."))
        } else {
            self.lang.pick(("The annex has them document by document.", "Le détail, pièce par pièce, est en annexe."))
        };
        self.detail(Detail::Charges, title, instead, parts)
    }

    /// Tells whether interest is called penalties: between professionals.
    fn owes_penalties(&self) -> bool {
        !self.letter.public && !self.letter.consumer
    }

    /// Returns what interest is called in a column.
    fn costs_title(&self) -> &'static str {
        if self.owes_penalties() {
            self.lang.pick(("Interest", "Pénalités"))
        } else {
            self.lang.pick(("Interest", "Intérêts"))
        }
    }

    /// Tells whether the totals say what each item bears.
    fn is_told_by_totals(&self) -> bool {
        self.letter.items.len() == 1 && self.letter.claim.is_none()
    }

    /// Sets interest and indemnity of each item.
    fn charges(&self, claimed: &[&Item]) -> Part {
        let letter = self.letter;
        // What no item has is no column: no indemnity is owed by a consumer, and none in another currency.
        let has = |figure: Figure| claimed.iter().any(|item| figure(item).is_some());
        let columns: [(_, Figure); 3] = [
            (self.principal_title(), |item| &item.principal),
            (self.costs_title(), |item| &item.interest),
            (self.lang.pick(("Indemnity", "Indemnité")), |item| &item.indemnity),
        ];
        let columns: Vec<_> = columns.into_iter().filter(|&(_, figure)| has(figure)).collect();
        let has_apart = has(|item| &item.indemnity_apart);
        let titles = [self.item_title(), self.lang.pick(("Days late", "Jours de retard"))].into_iter();
        let titles = titles.chain(columns.iter().map(|&(title, _)| title));
        let titles = titles.chain([self.lang.pick(("Total owed", "Total dû"))]);
        let titles = titles.chain(has_apart.then(|| self.lang.pick(("Indemnity, besides", "Indemnité, en plus"))));
        let or_dash = |text: &Option<String>| text.clone().unwrap_or_else(|| "–".to_owned());
        let row = |item: &&Item| {
            let figures = columns.iter().map(|(_, figure)| or_dash(figure(item)));
            let apart = has_apart.then(|| or_dash(&item.indemnity_apart));
            let named = [named(letter, item), or_dash(&item.days_late)].into_iter();
            named.chain(figures).chain([item.total.clone()]).chain(apart).collect()
        };
        let deducted = self.lang.pick((
            "Taken off above, for it was given up, charged apart or paid",
            "Déjà déduit ci-dessus, pour avoir été abandonné, facturé à part ou payé",
        ));
        Part::Table {
            titles: titles.collect(),
            rows: claimed.iter().map(row).collect(),
            notes: self.given_up(deducted).into_iter().collect(),
        }
    }

    /// Says what of interest and indemnity was given up, charged apart or paid, and what it leaves, behind a label.
    fn given_up(&self, label: &str) -> Option<String> {
        let is_single = self.is_told_by_totals();
        let interest = if self.owes_penalties() {
            self.lang.pick(("interest", "pénalités"))
        } else {
            self.lang.pick(("interest", "intérêts"))
        };
        let less = |item: &Item| {
            let parts =
                [(&item.interest_left, interest), (&item.indemnity_left, self.lang.pick(("indemnity", "indemnité")))];
            let parts = parts.into_iter().filter_map(|(left, of)| Some(format!("{of} {}", left.as_ref()?)));
            let parts = parts.collect::<Vec<_>>().join(self.lang.pick((" and ", " et ")));
            let told = if is_single { parts.clone() } else { format!("{} ({parts})", item.number) };
            (!parts.is_empty()).then_some(told)
        };
        let given_up: Vec<String> = self.letter.items.iter().filter_map(less).collect();
        (!given_up.is_empty()).then(|| format!("{}.", self.labelled(label, &given_up.join(", "))))
    }

    /// Sets how the interest was worked out.
    fn computation(&self) -> Vec<Part> {
        let is_single = self.is_told_by_totals();
        let parts = if is_single { vec![self.pieces(is_single)] } else { vec![self.pieces(is_single), self.rates()] };
        let (title, instead) = if self.owes_penalties() {
            (
                self.lang.pick(("Annex: how the interest was worked out", "Annexe\u{a0}: le calcul des pénalités")),
                self.lang.pick((
                    "How the interest was worked out is in the annex.",
                    "Le calcul des pénalités est en annexe.",
                )),
            )
        } else {
            (
                self.lang.pick(("Annex: how the interest was worked out", "Annexe\u{a0}: le calcul des intérêts")),
                self.lang.pick((
                    "How the interest was worked out is in the annex.",
                    "Le calcul des intérêts est en annexe.",
                )),
            )
        };
        self.detail(Detail::Computation, title, instead, parts)
    }

    /// Sets each piece of the interest. A single item is not named in each row, and its rates go with the formula.
    fn pieces(&self, is_single: bool) -> Part {
        let penalties = &self.letter.penalties;
        let titles = [
            self.item_title(),
            self.lang.pick(("From", "Du")),
            self.lang.pick(("To", "Au")),
            self.lang.pick(("Days", "Jours")),
            self.lang.pick(("Base", "Base")),
            self.lang.pick(("Rate", "Taux")),
            self.lang.pick(("Interest", "Intérêts")),
        ];
        let row = |piece: &PieceLine| {
            let cells = [&piece.number, &piece.from, &piece.to, &piece.days, &piece.base, &piece.rate, &piece.interest];
            cells.into_iter().skip(usize::from(is_single)).cloned().collect()
        };
        let rows = penalties.pieces.iter().map(row).collect();
        let titles = titles.into_iter().skip(usize::from(is_single)).collect();
        let mut notes = vec![self.formula().to_owned()];
        if is_single {
            let rates = penalties.rates.iter().map(|rate| self.rate(rate)).collect::<Vec<_>>().join(", ");
            notes.push(format!("{}.", self.labelled(self.lang.pick(("Rate", "Taux")), &rates)));
            let to_deduct = self.lang.pick((
                "To be taken off, for it was given up, charged apart or paid",
                "À déduire, pour avoir été abandonné, facturé à part ou payé",
            ));
            notes.extend(self.given_up(to_deduct));
        }
        notes.extend(penalties.base_notes.iter().map(|note| self.spaced(note)));
        if penalties.on_disputed {
            let on_disputed = self.lang.pick((
                "Interest runs on the whole unpaid sum, the disputed part included.",
                "Les intérêts courent sur toute la somme impayée, part contestée comprise.",
            ));
            notes.push(on_disputed.to_owned());
        }
        if penalties.less_disputed {
            let less_disputed = self.lang.pick((
                "The interest of the disputed part is not claimed here: the base is what is not disputed.",
                "Les intérêts de la part contestée ne sont pas réclamés ici : la base est ce qui n’est pas contesté.",
            ));
            notes.push(less_disputed.to_owned());
        }
        Part::Table { titles, rows, notes }
    }

    fn formula(&self) -> &'static str {
        let penalties = &self.letter.penalties;
        match (penalties.rounded_once, penalties.rounded_daily) {
            (true, _) => self.lang.pick((
                "Interest = base × yearly rate × days / 365, rounded once per document, on the exact sum.",
                "Intérêts = base × taux annuel × jours / 365, arrondis une fois par pièce, sur la somme exacte.",
            )),
            (false, true) => self.lang.pick((
                "Interest = base × yearly rate / 365, rounded for one day, × days.",
                "Intérêts = base × taux annuel / 365, arrondis pour un jour, × jours.",
            )),
            (false, false) => self.lang.pick((
                "Interest = base × yearly rate × days / 365, rounded line by line.",
                "Intérêts = base × taux annuel × jours / 365, arrondis ligne par ligne.",
            )),
        }
    }

    /// Sets where the rates of the pieces come from.
    fn rates(&self) -> Part {
        let rates = &self.letter.penalties.rates;
        let text = |(i, rate): (usize, &RateLine)| {
            let end = if i + 1 == rates.len() { "." } else { self.lang.pick((";", "\u{202f};")) };
            Rich::from(format!("{}{end}", self.rate(rate)))
        };
        let title = self
            .lang
            .pick(("Yearly rates applied to what was open:", "Taux annuels appliqués aux sommes restant dues\u{a0}:"));
        Part::List { title: Some(title), numbered: false, items: rates.iter().enumerate().map(text).collect() }
    }

    fn rate(&self, rate: &RateLine) -> String {
        let text = match self.lang {
            Lang::Fr if rate.from == rate.to => format!("{} le {} ({})", rate.rate, rate.from, rate.source),
            Lang::En if rate.from == rate.to => format!("{} on {} ({})", rate.rate, rate.from, rate.source),
            Lang::Fr => format!("{} du {} au {} ({})", rate.rate, rate.from, rate.to, rate.source),
            Lang::En => format!("{} from {} to {} ({})", rate.rate, rate.from, rate.to, rate.source),
        };
        self.spaced(&text)
    }
}
