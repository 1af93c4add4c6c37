//! What the page says, in both languages.

use crate::engine::scoring::Verdict;
use crate::model::Lang;
use crate::model::visible::visible;
use crate::policy::Channel;

/// Is every fixed sentence and title of the page.
pub(super) struct Words {
    lang: Lang,
    pub title: &'static str,
    pub skip: &'static str,
    pub footer: &'static str,
    pub sections: &'static str,
    pub outstanding: &'static str,
    pub overdue: &'static str,
    pub over_90: &'static str,
    pub dso: &'static str,
    pub days: &'static str,
    pub best_dso: &'static str,
    pub last_month: &'static str,
    pub figures: &'static str,
    pub expected: &'static str,
    pub to_do: &'static str,
    pub of_outstanding: &'static str,
    pub balance: &'static str,
    pub balance_note: &'static str,
    pub not_due: &'static str,
    pub drift: &'static str,
    pub drift_note: &'static str,
    pub risk: &'static str,
    pub risk_note: &'static str,
    pub nobody: &'static str,
    pub cash: &'static str,
    pub cash_note: &'static str,
    pub foreseen: &'static str,
    pub in_weeks: &'static str,
    pub later: &'static str,
    pub disputed: &'static str,
    pub insolvent: &'static str,
    pub unknown: &'static str,
    pub figures_follow: &'static str,
    pub table_follows: &'static str,
    pub today: &'static str,
    pub today_note: &'static str,
    pub nothing_today: &'static str,
    pub left_alone: &'static str,
    pub limits: &'static str,
    pub limits_note: &'static str,
    pub no_limits: &'static str,
    pub nothing_owed: &'static str,
    pub show: &'static str,
    pub show_more: &'static str,
    pub within_90: &'static str,
    pub beyond_90: &'static str,
    pub customer: &'static str,
    pub currency: &'static str,
    pub credits: &'static str,
    pub total: &'static str,
    pub level: &'static str,
    pub channel: &'static str,
    pub items: &'static str,
    pub asked: &'static str,
    pub deadline: &'static str,
    pub reason: &'static str,
    pub open: &'static str,
    pub score: &'static str,
    pub grade: &'static str,
    pub exposure: &'static str,
    pub limit: &'static str,
    pub used: &'static str,
    pub verdict: &'static str,
    pub verdicts: [&'static str; 3],
    pub in_sector: &'static str,
    pub because: &'static str,
    pub email: &'static str,
    pub phone: &'static str,
    pub letter: &'static str,
    pub registered: &'static str,
    /// What [`LEVELS`] are called.
    levels: [&'static str; LEVELS.len()],
}

/// Are the levels of the built-in policies.
const LEVELS: [&str; 7] =
    ["pre-due", "reminder", "second-reminder", "call", "penalty-letter", "formal-notice", "last-notice"];

impl Words {
    pub(super) const fn channel(&self, channel: Channel) -> &'static str {
        match channel {
            Channel::Email => self.email,
            Channel::Phone => self.phone,
            Channel::Letter => self.letter,
            Channel::Registered => self.registered,
        }
    }

    /// Returns what follows for new sales, in words.
    pub(super) const fn verdict_of(&self, verdict: Verdict) -> &'static str {
        self.verdicts[verdict as usize]
    }

    /// Returns what a level is called: those of the built-in policies in words, the user's own as he named them.
    pub(super) fn level_named(&self, name: &str) -> String {
        let known = LEVELS.iter().position(|&level| level == name);
        known.map_or_else(|| visible(name).into_owned(), |place| self.levels[place].to_owned())
    }

    /// Returns the note under what is expected: between which sums it lies.
    pub(super) fn between(&self, least: &str, most: &str) -> String {
        match self.lang {
            Lang::En => format!("at least {least}, at most {most}"),
            Lang::Fr => format!("au moins {least}, au plus {most}"),
        }
    }

    /// Returns the note under the number of notices: what they ask for.
    pub(super) fn notices_for(&self, count: i64, sum: &str) -> String {
        match (self.lang, count) {
            (_, 0) => String::new(),
            (Lang::En, 1) => format!("notice, asking for {sum}"),
            (Lang::En, _) => format!("notices, asking for {sum}"),
            (Lang::Fr, 1) => format!("relance, pour {sum}"),
            (Lang::Fr, _) => format!("relances, pour {sum}"),
        }
    }

    /// Returns the line under a table that does not show all.
    pub(super) fn and_more(&self, count: &str, command: &str) -> String {
        match self.lang {
            Lang::En => format!("… and {count} more: <code>{command}</code> lists them all."),
            Lang::Fr => format!("… et {count} de plus\u{a0}: <code>{command}</code> les donne tous."),
        }
    }

    pub(super) const fn of(lang: Lang) -> &'static Words {
        match lang {
            Lang::Fr => &FRENCH,
            Lang::En => &ENGLISH,
        }
    }
}

const ENGLISH: Words = Words {
    lang: Lang::En,
    title: "Receivables desk",
    skip: "Skip to the figures",
    footer: "Written by relance from the receivables folder. Each figure is the one that relance age, kpi, score and \
             plan print for the same day; relance kpi --explain and relance score --explain show how they come about.",
    sections: "Parts of the page",
    outstanding: "Outstanding",
    overdue: "Overdue",
    over_90: "Over 90 days late",
    dso: "DSO",
    days: "days",
    best_dso: "best possible",
    last_month: "end of last month",
    figures: "Key figures",
    expected: "Expected in 4 weeks",
    to_do: "To do today",
    of_outstanding: "of what is open",
    balance: "Aged balance",
    balance_note: "What is owed, by how late it is.",
    not_due: "Not due",
    drift: "Month by month",
    drift_note: "What was open at the end of each month, as it was known on that day.",
    risk: "Riskiest customers",
    risk_note: "Ordered by exposure × (100 - score): much owed by poor payers comes first.",
    nobody: "Nobody owes anything.",
    cash: "Cash expected",
    cash_note: "Each open item in the week of its expected date: its due date and this payer's usual delay. Weeks are named by their Sunday.",
    foreseen: "When what is open should come in",
    in_weeks: "Within 13 weeks",
    later: "Later",
    disputed: "Disputed",
    insolvent: "Insolvent customers",
    unknown: "No day known",
    figures_follow: "The figures are in the list that follows.",
    table_follows: "The figures are in the table that follows.",
    today: "To do today",
    today_note: "Each notice that goes out today, the largest sum first.",
    nothing_today: "Nothing is to be done today.",
    left_alone: "Left alone, and why",
    limits: "Limits passed or near, blocked customers",
    limits_note: "Customers to whom nothing more should be sold on credit before somebody has looked, and those near their limit.",
    no_limits: "Nobody is near his limit, over it or blocked.",
    nothing_owed: "Nothing is owed.",
    show: "Show the table",
    show_more: "Show more of them",
    within_90: "Overdue, up to 90 days",
    beyond_90: "Overdue, over 90 days",
    customer: "Customer",
    currency: "Currency",
    credits: "Credits",
    total: "Total",
    level: "Level",
    channel: "Channel",
    items: "Items",
    asked: "Asked for",
    deadline: "To pay by",
    reason: "Reason",
    open: "Open",
    score: "Score",
    grade: "Grade",
    exposure: "Exposure",
    limit: "Limit",
    used: "Used",
    verdict: "Verdict",
    verdicts: ["go on", "look first", "block"],
    in_sector: "sector",
    because: "Because",
    email: "e\u{2011}mail",
    phone: "call",
    letter: "letter",
    registered: "registered letter",
    levels: [
        "notice before the due date",
        "reminder",
        "second reminder",
        "call",
        "letter with penalties",
        "formal notice",
        "last notice",
    ],
};

const FRENCH: Words = Words {
    lang: Lang::Fr,
    title: "Poste clients",
    skip: "Aller aux chiffres",
    footer: "Établi par relance à partir du dossier des créances. Chaque chiffre est celui que donnent relance age, kpi, \
             score et plan pour le même jour\u{a0}; relance kpi --explain et relance score --explain montrent comment ils \
             sont obtenus.",
    sections: "Parties de la page",
    outstanding: "Encours",
    overdue: "Échu",
    over_90: "Retard de plus de 90 jours",
    dso: "DSO",
    days: "jours",
    best_dso: "incompressible",
    last_month: "fin du mois dernier",
    figures: "Chiffres clés",
    expected: "Attendu sous 4 semaines",
    to_do: "À faire aujourd'hui",
    of_outstanding: "de ce qui est ouvert",
    balance: "Balance âgée",
    balance_note: "Ce qui est dû, selon son retard.",
    not_due: "Non échu",
    drift: "Mois par mois",
    drift_note: "Ce qui était ouvert à la fin de chaque mois, tel qu'on le savait ce jour-là.",
    risk: "Clients les plus risqués",
    risk_note: "Par encours × (100 - score)\u{a0}: beaucoup dû par de mauvais payeurs vient en tête.",
    nobody: "Personne ne doit rien.",
    cash: "Encaissements attendus",
    cash_note: "Chaque pièce ouverte dans la semaine de sa date attendue\u{a0}: son échéance et le retard habituel de ce payeur. Chaque semaine porte la date de son dimanche.",
    foreseen: "Quand ce qui est ouvert devrait rentrer",
    in_weeks: "Sous 13 semaines",
    later: "Plus tard",
    disputed: "En litige",
    insolvent: "Procédures collectives",
    unknown: "Sans date connue",
    figures_follow: "Les chiffres sont dans la liste qui suit.",
    table_follows: "Les chiffres sont dans le tableau qui suit.",
    today: "À faire aujourd'hui",
    today_note: "Chaque relance qui part aujourd'hui, la plus grosse somme en tête.",
    nothing_today: "Rien à faire aujourd'hui.",
    left_alone: "Laissé de côté, et pourquoi",
    limits: "Plafonds atteints ou proches, clients bloqués",
    limits_note: "Clients à qui rien de plus ne devrait être vendu à crédit avant que quelqu'un ait regardé, et ceux proches de leur plafond.",
    no_limits: "Personne n'est près de son plafond ni au-delà, ni bloqué.",
    nothing_owed: "Rien n'est dû.",
    show: "Voir le tableau",
    show_more: "En voir davantage",
    within_90: "Échu, jusqu'à 90 jours",
    beyond_90: "Échu, plus de 90 jours",
    customer: "Client",
    currency: "Devise",
    credits: "Crédits",
    total: "Total",
    level: "Niveau",
    channel: "Canal",
    items: "Pièces",
    asked: "Réclamé",
    deadline: "À payer jusqu'au",
    reason: "Motif",
    open: "Ouvert",
    score: "Score",
    grade: "Classe",
    exposure: "Encours",
    limit: "Plafond",
    used: "Utilisé",
    verdict: "Avis",
    verdicts: ["favorable", "surveiller", "bloquer"],
    in_sector: "secteur",
    because: "Parce que",
    email: "e\u{2011}mail",
    phone: "appel",
    letter: "lettre",
    registered: "lettre recommandée",
    levels: [
        "avis avant l'échéance",
        "rappel",
        "deuxième rappel",
        "appel",
        "lettre chiffrant les pénalités",
        "mise en demeure",
        "dernier avis",
    ],
};
